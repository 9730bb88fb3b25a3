-- runs.sql: one row a run, and the reports whose coding under it counts
SELECT
    runs.*,
    (SELECT count(*) FROM current_codings WHERE run_id = runs.id) AS n_reports
FROM runs ORDER BY number
