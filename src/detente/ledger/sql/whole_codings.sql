-- whole_codings.sql: one row a report and a run whose rows came; is it in the ledger already?
CREATE OR REPLACE TEMP TABLE whole_codings AS
SELECT report_id, run_id, whole_texts.key, codings.batch IS NOT NULL AS is_known
FROM (
    SELECT report_id, run_id, min(row) AS row FROM whole ANTI JOIN whole_wrong USING (row)
    GROUP BY report_id, run_id
) AS came
JOIN whole_texts USING (row)
LEFT JOIN codings USING (report_id, run_id);
