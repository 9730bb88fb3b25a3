-- claims_in_blocks.sql: one row per claim of some blocks, but for those that are named
SELECT record FROM current_claims AS c
WHERE EXISTS (FROM claim_blocks AS b WHERE b.claim_id = c.id AND b.run_id = c.run_id
              AND block IN (SELECT unnest(string_split($blocks, ','))))
    AND id NOT IN (SELECT unnest(string_split($without, ',')))
ORDER BY id
