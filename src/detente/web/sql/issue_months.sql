-- issue_months.sql: one row a month: events done in it about $issue
SELECT
    date_trunc('month', date_start)::DATE AS month,
    count(*) FILTER (quad <= 2) AS n_cooperative,
    count(*) FILTER (quad > 2) AS n_conflictual
FROM events
WHERE status = 'actual' AND date_start IS NOT NULL AND list_contains(issues, $issue)
GROUP BY month ORDER BY month DESC LIMIT 24
