-- dyads_with_events.sql: one row a pair of countries with events, by code, after $one and $other;
-- those of $country only, unless it is ''
SELECT
    one,
    other,
    count(DISTINCT event_id) AS n_events,
    min(date_start) AS first,
    max(date_end) AS last
FROM event_dyads JOIN events ON events.id = event_id
WHERE (one, other) > ($one, $other) AND ($country = '' OR $country IN (one, other))
GROUP BY one, other
ORDER BY one, other LIMIT $n_rows
