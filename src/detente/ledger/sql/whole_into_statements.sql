-- whole_into_statements.sql: one row a statement, in the columns of ledger/columns.py
INSERT INTO statements BY NAME
SELECT * EXCLUDE (row, wrong) FROM {whole_statements} WHERE wrong IS NULL;
