-- events_of_blocks.sql: one row per event of some blocks of claims
SELECT id, md5(record) FROM events WHERE id IN (
    SELECT event_id FROM event_claims JOIN claim_blocks USING (claim_id)
    WHERE block IN (SELECT unnest(string_split($blocks, ','))))
