-- kept_rows.sql: one row a row of a file, with its report's text and what is wrong in the report
CREATE OR REPLACE TEMP VIEW whole_rows AS
SELECT row, kind, id, report_id, run_id, record, report_text AS text, wrong AS wrong_report
FROM whole LEFT JOIN whole_strays USING (row);
