-- planned_next.sql: one row an event told as to come that $as_of does not end, and that no event
-- fulfils; the $most that begin first
SELECT id
FROM events
WHERE status = 'future' AND date_end >= $as_of::DATE
    AND id NOT IN (SELECT other_id FROM event_links WHERE kind = 'fulfils')
ORDER BY date_start, id
LIMIT $most
