-- kept_into_statements.sql: one row a statement of a stretch part of which is there, or comes twice
INSERT INTO statements BY NAME
SELECT came.* EXCLUDE (row, wrong)
FROM kept_statements AS came
JOIN whole_codings USING (report_id, run_id)
SEMI JOIN (
    SELECT min(row) AS row FROM kept_statements WHERE wrong IS NULL GROUP BY id, run_id
) AS firsts USING (row)
WHERE is_known = $is_known;
