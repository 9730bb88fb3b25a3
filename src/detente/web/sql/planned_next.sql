-- planned_next.sql: one row an event told as to come in the two years after $as_of, or under way
-- then, that no event fulfils; the $most that begin first
SELECT id
FROM events
WHERE status = 'future' AND date_end >= $as_of::DATE
    AND date_start <= $as_of::DATE + INTERVAL 2 YEAR
    AND id NOT IN (SELECT other_id FROM event_links WHERE kind = 'fulfils')
ORDER BY date_start, id
LIMIT $most
