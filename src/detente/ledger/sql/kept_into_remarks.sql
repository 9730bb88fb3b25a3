-- kept_into_remarks.sql: one row a remark, in the columns of ledger/columns.py, from its record
INSERT INTO remarks BY NAME
SELECT came.* EXCLUDE (row, wrong)
FROM shard_remarks AS came
JOIN whole_codings USING (report_id, run_id)
SEMI JOIN (
    SELECT min(row) AS row FROM shard_remarks WHERE wrong IS NULL GROUP BY id, run_id
) AS firsts USING (row)
WHERE is_known = $is_known;
