-- whole_into_codings.sql: one row a report and the run under which it was coded elsewhere
INSERT INTO codings BY NAME
SELECT DISTINCT ON (report_id, run_id) report_id, run_id, report_key AS key, $batch AS batch
FROM (
    SELECT report_id, run_id, report_key, row FROM whole_claims WHERE wrong IS NULL
    UNION ALL
    SELECT report_id, run_id, report_key, row FROM whole_statements WHERE wrong IS NULL
)
ORDER BY report_id, run_id, row
ON CONFLICT DO NOTHING;
