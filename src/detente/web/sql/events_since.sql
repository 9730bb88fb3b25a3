-- events_since.sql: one row an event with a claim of a report that came after $batch: whether all its claims are so
-- A report that is coded anew is not new: its first coding counts.
SELECT h.event_id AS id, bool_and(k.batch > $batch) AS is_new
FROM event_claims AS h
JOIN current_claims AS c ON c.id = h.claim_id
JOIN (SELECT report_id, min(batch) AS batch FROM codings GROUP BY report_id) AS k
    ON k.report_id = c.report_id
JOIN events AS e ON e.id = h.event_id
GROUP BY h.event_id, e.date_start HAVING max(k.batch) > $batch
ORDER BY e.date_start DESC NULLS LAST, h.event_id
