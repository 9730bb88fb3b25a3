-- blocks_before.sql: one row per block that some claims had, or that holds claims which no longer count
SELECT DISTINCT block FROM claim_blocks AS b
WHERE block <> '' AND (
    claim_id IN (SELECT unnest(string_split($ids, ',')))
    OR NOT EXISTS (FROM current_claims AS c WHERE c.id = claim_id AND c.run_id = b.run_id)
)
