-- coverage_events.sql: one row a period with events between whomever, their number, and whether
-- reports appeared in it
SELECT
    date_trunc($period, date_start + ((date_end - date_start) // 2)::INTEGER)::DATE AS start,
    count(*) AS n,
    start IN (FROM reports SELECT date_trunc($period, published)::DATE WHERE published IS NOT NULL)
        AS is_reported
FROM events
WHERE date_end - date_start <= $most_days
GROUP BY start
ORDER BY start
