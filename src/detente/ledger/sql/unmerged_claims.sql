-- unmerged_claims.sql: one row per claim that no event takes into account yet, or that is named
SELECT record FROM current_claims AS c
WHERE NOT EXISTS (FROM claim_blocks AS b WHERE b.claim_id = c.id AND b.run_id = c.run_id)
    OR id IN (SELECT unnest(string_split($claims, ',')))
    OR report_id IN (SELECT unnest(string_split($reports, ',')))
ORDER BY id
