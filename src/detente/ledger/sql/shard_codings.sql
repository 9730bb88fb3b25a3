-- shard_codings.sql: one row a report of an archive's shard; is it in the ledger already?
CREATE OR REPLACE TEMP TABLE whole_codings AS
SELECT whole_reports.id AS report_id, whole_reports.run_id, whole_reports.key,
    codings.batch IS NOT NULL AS is_known
FROM whole_reports LEFT JOIN codings
    ON codings.report_id = whole_reports.id AND codings.run_id = whole_reports.run_id
WHERE list_contains($runs, whole_reports.run_id);
