-- whole_wrong.sql: one row a row that is refused, and why
CREATE OR REPLACE TEMP TABLE whole_wrong AS
SELECT row, wrong FROM {whole_claims} WHERE wrong IS NOT NULL
UNION ALL
SELECT row, wrong FROM {whole_statements} WHERE wrong IS NOT NULL;
