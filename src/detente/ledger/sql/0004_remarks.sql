-- 0004_remarks.sql: words on how sides stand that are no act of theirs; rows are only ever added.

-- one row: a limit, a link, a frame ... as a run found it. `record` is the whole remark.
CREATE TABLE remarks (
    id VARCHAR NOT NULL,
    run_id VARCHAR NOT NULL,
    report_id VARCHAR NOT NULL,
    sentence INTEGER NOT NULL,
    kind VARCHAR NOT NULL,
    side VARCHAR,               -- whose it is
    about VARCHAR[] NOT NULL,   -- further countries that the words name
    issues VARCHAR[] NOT NULL,
    span_start INTEGER NOT NULL,
    span_end INTEGER NOT NULL,
    quote VARCHAR NOT NULL,
    record VARCHAR NOT NULL USING COMPRESSION zstd
);

-- one row: a remark of the coding that counts
CREATE VIEW current_remarks AS
SELECT remarks.* FROM remarks SEMI JOIN current_codings USING (report_id, run_id);
