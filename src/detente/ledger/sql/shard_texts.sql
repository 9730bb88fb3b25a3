-- shard_texts.sql: one row a report of an archive's shard
CREATE OR REPLACE TEMP VIEW whole_texts AS
SELECT
    row, id, key, outlet, credited, url, published, title, text, body_start, run_id,
    false AS is_imported
FROM given_reports;
