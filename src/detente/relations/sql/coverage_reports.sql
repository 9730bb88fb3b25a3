-- coverage_reports.sql: one row a period in which reports appeared, and their number; reports that
-- copy one another count once
SELECT
    date_trunc($period, published)::DATE AS start,
    count(DISTINCT coalesce(copy_group, id)) AS n, TRUE AS is_reported
FROM reports LEFT JOIN copy_groups ON report_id = id
WHERE published IS NOT NULL
GROUP BY start
ORDER BY start
