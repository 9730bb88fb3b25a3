-- told_into_codings.sql: one row a row of another program: it was read under this run
INSERT INTO codings BY NAME
SELECT report_id, $run AS run_id, key, $batch AS batch FROM told_claims;
