-- outlet_months.sql: one row a month in which $outlet has reports: how many, with how many claims
SELECT
    date_trunc('month', published)::DATE AS month,
    count(*) AS n_reports,
    coalesce(sum(n), 0)::BIGINT AS n_claims
FROM reports
LEFT JOIN (SELECT report_id, count(*) AS n FROM current_claims GROUP BY report_id) AS told
    ON told.report_id = reports.id
WHERE outlet = $outlet AND published IS NOT NULL
GROUP BY month ORDER BY month
