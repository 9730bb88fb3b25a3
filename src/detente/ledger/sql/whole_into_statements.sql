-- whole_into_statements.sql: one row a statement, in the columns of ledger/columns.py
INSERT INTO statements BY NAME
SELECT came.* EXCLUDE (row, wrong)
FROM whole_statements AS came
JOIN whole_codings USING (report_id, run_id)
SEMI JOIN (
    SELECT min(row) AS row FROM whole_statements WHERE wrong IS NULL GROUP BY id, run_id
) AS firsts USING (row)
WHERE is_known = $is_known;
