-- shard_strays.sql: one row a row of an archive's shard whose report is not there, and why
CREATE OR REPLACE TEMP TABLE whole_strays AS
SELECT whole.row, CASE WHEN given.id IS NULL THEN 'its shard has no such report'
    WHEN EXISTS (FROM whole_reports AS one WHERE one.id = given.id)
        THEN 'its report is of another run'
    ELSE 'its report''s id is not the digest of the report' END AS wrong
FROM whole
ANTI JOIN whole_reports AS known ON known.id = whole.report_id AND known.run_id = whole.run_id
LEFT JOIN (SELECT DISTINCT id FROM whole_texts) AS given ON given.id = whole.report_id;
