-- whole_rows.sql: one row a row of a file of which all reports are right; their texts stand by
CREATE OR REPLACE TEMP VIEW whole_rows AS
SELECT
    row, kind, id, report_id, run_id, record, report_text AS text, NULL::VARCHAR AS wrong_report
FROM whole;
