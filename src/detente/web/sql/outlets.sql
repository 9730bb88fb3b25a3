-- outlets.sql: one row an outlet: its reports, how many of them are copies of another's, its claims
SELECT
    reports.outlet,
    count(*) AS n_reports,
    count(*) FILTER (copy_group IS NOT NULL AND copy_group <> reports.id) AS n_copies,
    coalesce(sum(n), 0)::BIGINT AS n_claims,
    min(published) AS first,
    max(published) AS last
FROM reports
LEFT JOIN copy_groups ON copy_groups.report_id = reports.id
LEFT JOIN (SELECT report_id, count(*) AS n FROM current_claims GROUP BY report_id) AS told
    ON told.report_id = reports.id
GROUP BY reports.outlet
ORDER BY n_reports DESC, reports.outlet NULLS LAST
