-- certainty.sql: one row an event of $ids with a claim of our own: the score of the surest, 0 .. 1
SELECT h.event_id AS id, round(max(c.score), 2) AS score
FROM event_claims AS h
JOIN current_claims AS c ON c.id = h.claim_id
JOIN reports AS r ON r.id = c.report_id AND NOT r.is_imported
WHERE h.event_id IN (SELECT unnest($ids::VARCHAR[]))
GROUP BY h.event_id ORDER BY h.event_id
