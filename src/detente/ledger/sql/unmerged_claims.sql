-- unmerged_claims.sql: one row per claim that no event takes into account yet, or that is named
SELECT record FROM current_claims AS c
WHERE NOT EXISTS (FROM claim_blocks AS b WHERE b.claim_id = c.id AND b.run_id = c.run_id)
    OR id IN (SELECT unnest($claims::VARCHAR[]))
    OR report_id IN (SELECT unnest($reports::VARCHAR[]))
ORDER BY id
