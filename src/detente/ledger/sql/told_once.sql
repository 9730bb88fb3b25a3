-- told_once.sql: leaves one row a row of another program that this run has not read before
DELETE FROM told_claims
WHERE rowid NOT IN (SELECT min(rowid) FROM told_claims GROUP BY report_id)
    OR report_id IN (SELECT report_id FROM codings WHERE run_id = $run);
