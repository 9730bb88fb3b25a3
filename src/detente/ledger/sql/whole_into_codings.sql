-- whole_into_codings.sql: one row a report and the run under which it was coded elsewhere
INSERT INTO codings BY NAME
SELECT report_id, run_id, key, $batch AS batch FROM whole_codings WHERE NOT is_known;
