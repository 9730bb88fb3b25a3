-- shard_into_problems.sql: one row a problem that an archive's shard tells and the ledger does not
INSERT INTO problems BY NAME
SELECT id, run_id, $batch AS batch, report_id, key, room, kind, detail, is_warning
FROM given_problems AS given
SEMI JOIN (SELECT min(row) AS row FROM given_problems GROUP BY id, run_id) AS firsts USING (row)
WHERE list_contains($runs, run_id)
    AND id = left(sha256(json_array('problem', key, room, kind, detail)::VARCHAR), 20)
    AND CASE WHEN report_id IS NOT NULL
        THEN EXISTS (FROM whole_codings AS coded
                     WHERE coded.report_id = given.report_id AND coded.run_id = given.run_id)
            AND NOT EXISTS (FROM problems AS p WHERE p.id = given.id AND p.run_id = given.run_id)
        ELSE NOT EXISTS (FROM current_problems AS p WHERE p.id = given.id) END;
