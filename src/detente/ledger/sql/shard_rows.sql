-- shard_rows.sql: one row a claim or statement of an archive's shard, with its report's text
CREATE OR REPLACE TEMP VIEW whole_rows AS
SELECT row, kind, whole.id, report_id, whole.run_id, record, text, wrong AS wrong_report
FROM whole
LEFT JOIN whole_strays USING (row)
LEFT JOIN (SELECT id AS known_id, text FROM whole_reports) ON known_id = report_id;
