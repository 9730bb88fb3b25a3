-- kept_into.sql: one row a claim, statement or remark of a stretch part of which is there already
INSERT INTO {table} BY NAME
SELECT came.* EXCLUDE (row, wrong)
FROM kept_{table} AS came
JOIN whole_codings USING (report_id, run_id)
SEMI JOIN (
    SELECT min(row) AS row FROM kept_{table} WHERE wrong IS NULL GROUP BY id, run_id
) AS firsts USING (row)
WHERE is_known = $is_known
