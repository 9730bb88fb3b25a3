-- claims_before.sql: one row a claim of the events $events whose report came no later than $batch
SELECT h.event_id, h.claim_id
FROM event_claims AS h
JOIN current_claims AS c ON c.id = h.claim_id
JOIN (SELECT report_id, min(batch) AS batch FROM codings GROUP BY report_id) AS k
    ON k.report_id = c.report_id
WHERE h.event_id IN (SELECT unnest($events::VARCHAR[])) AND k.batch <= $batch
ORDER BY h.event_id, h.claim_id
