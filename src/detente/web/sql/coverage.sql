-- coverage.sql: one row an outlet and month with reports; a null outlet is not named
SELECT outlet, date_trunc('month', published)::DATE AS month, count(*) AS n_reports
FROM reports WHERE published IS NOT NULL
GROUP BY outlet, month ORDER BY outlet NULLS LAST, month
