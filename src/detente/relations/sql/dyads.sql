-- dyads.sql: one row a pair of countries with acts that happened from $first to $as_of, and their
-- number; the $most pairs with most acts
SELECT one, other, count(*) AS n_events
FROM event_dyads JOIN events ON events.id = event_dyads.event_id
WHERE {between}
    AND status = 'actual' AND date_end - date_start <= $most_days
    AND date_start + ((date_end - date_start) // 2)::INTEGER BETWEEN $first AND $as_of
GROUP BY one, other
ORDER BY n_events DESC, one, other
LIMIT $most
