-- whole_into_claims.sql: one row a claim, in the columns of ledger/columns.py, all from its record
INSERT INTO claims BY NAME
SELECT came.* EXCLUDE (row, wrong)
FROM whole_claims AS came
JOIN whole_codings USING (report_id, run_id)
SEMI JOIN (
    SELECT min(row) AS row FROM whole_claims WHERE wrong IS NULL GROUP BY id, run_id
) AS firsts USING (row)
WHERE is_known = $is_known;
