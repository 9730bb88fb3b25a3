-- issues.sql: one row an issue that events or statements are about, most events first
SELECT
    coalesce(e.issue, s.issue) AS issue,
    coalesce(e.n, 0) AS n_events,
    coalesce(s.n, 0) AS n_statements
FROM (SELECT issue, count(*) AS n FROM (SELECT unnest(issues) AS issue FROM events)
      GROUP BY issue) AS e
FULL JOIN (SELECT issue, count(*) AS n
           FROM (SELECT unnest(issues) AS issue FROM current_statements)
           GROUP BY issue) AS s ON s.issue = e.issue
ORDER BY n_events DESC, n_statements DESC, issue LIMIT 200
