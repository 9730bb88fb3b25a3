-- coverage_events.sql: one row a period with events between whomever, and their number
SELECT
    date_trunc($period, date_start + ((date_end - date_start) // 2)::INTEGER)::DATE AS start,
    count(*) AS n
FROM events
WHERE date_end - date_start <= $most_days
GROUP BY start
ORDER BY start
