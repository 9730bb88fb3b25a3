-- whole_into_claims.sql: one row a claim, in the columns of ledger/columns.py, all from its record
INSERT INTO claims BY NAME
SELECT * EXCLUDE (row, wrong) FROM {whole_claims} WHERE wrong IS NULL;
