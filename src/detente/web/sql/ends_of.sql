-- ends_of.sql: one row an event that one of $events fulfils or breaks, and is none of them
SELECT event_id, kind, other_id
FROM event_links
WHERE kind IN ('fulfils', 'breaks')
    AND event_id IN (SELECT unnest($events::VARCHAR[]))
    AND other_id NOT IN (SELECT unnest($events::VARCHAR[]))
ORDER BY event_id, other_id
