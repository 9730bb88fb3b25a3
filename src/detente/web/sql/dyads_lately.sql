-- dyads_lately.sql: one row a dyad, those with most events in the 90 days up to $as_of first
SELECT
    one,
    other,
    count(*) FILTER (status = 'actual' AND date_end <= $as_of::DATE
                     AND date_end > $as_of::DATE - 90) AS n_lately,
    count(*) AS n_events,
    max(date_end) FILTER (status = 'actual' AND date_end <= $as_of::DATE) AS last
FROM event_dyads JOIN events ON events.id = event_id
GROUP BY one, other
ORDER BY n_lately DESC, n_events DESC, one, other
LIMIT 12
