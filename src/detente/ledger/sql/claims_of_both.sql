-- claims_of_both.sql: one row: how many claims two runs have alike
SELECT count(*) FROM claims AS a JOIN claims AS b USING (id)
WHERE a.run_id = $a AND b.run_id = $b
