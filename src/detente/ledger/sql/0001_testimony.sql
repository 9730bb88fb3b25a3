-- 0001_testimony.sql: what reports say, and what went wrong on the way; rows are only ever added.
-- Reports, claims, statements and remarks come in with a coding, in one transaction; its key keeps
-- them single (decision 20). Keys of their own made the file three quarters larger.

-- one row: the versions behind rows; numbered in the order in which they were first used
CREATE TABLE runs (
    id VARCHAR PRIMARY KEY,
    number INTEGER NOT NULL,
    version VARCHAR NOT NULL,
    codebook VARCHAR NOT NULL,
    gazetteer VARCHAR NOT NULL,
    parser VARCHAR NOT NULL,
    coder VARCHAR NOT NULL
);

-- one row: a published article; an imported one (a row of GDELT, ICEWS ...) may have no text
CREATE TABLE reports (
    id VARCHAR NOT NULL,
    key VARCHAR NOT NULL,
    outlet VARCHAR,
    credited VARCHAR,
    url VARCHAR,
    published DATE,
    title VARCHAR,
    text VARCHAR NOT NULL USING COMPRESSION zstd,
    body_start INTEGER NOT NULL,
    is_imported BOOLEAN NOT NULL
);

-- one row: a report was coded under a run. Of the codings of a report the latest batch counts.
CREATE TABLE codings (
    report_id VARCHAR NOT NULL,
    run_id VARCHAR NOT NULL,
    key VARCHAR NOT NULL,       -- under which the report came this time
    batch INTEGER NOT NULL,     -- number of the transaction that wrote it
    PRIMARY KEY (report_id, run_id)
);

-- one row: a claim as a run coded it. `record` is the whole claim; the columns are for asking.
-- Lists of a side run in parallel: actors[2], actor_countries[2], actor_ids[2], actor_names[2].
CREATE TABLE claims (
    id VARCHAR NOT NULL,
    run_id VARCHAR NOT NULL,
    report_id VARCHAR NOT NULL,
    sentence INTEGER NOT NULL,
    type VARCHAR NOT NULL,
    plover_type VARCHAR NOT NULL,
    mode VARCHAR,
    quad TINYINT NOT NULL,
    intensity DOUBLE NOT NULL,
    contexts VARCHAR[] NOT NULL,
    issues VARCHAR[] NOT NULL,
    actors VARCHAR[] NOT NULL,              -- codes: USA-GOV
    actor_countries VARCHAR[] NOT NULL,     -- USA; NULL where unknown
    actor_ids VARCHAR[] NOT NULL,           -- the gazetteer's; NULL for strangers
    actor_names VARCHAR[] NOT NULL,
    recipients VARCHAR[] NOT NULL,
    recipient_countries VARCHAR[] NOT NULL,
    recipient_ids VARCHAR[] NOT NULL,
    recipient_names VARCHAR[] NOT NULL,
    status VARCHAR NOT NULL,
    is_historical BOOLEAN NOT NULL,
    date_start DATE,
    date_end DATE,
    granularity VARCHAR,
    date_basis VARCHAR,
    place_country VARCHAR,
    place_name VARCHAR,
    place_lat DOUBLE,
    place_lon DOUBLE,
    speaker VARCHAR,
    speaker_name VARCHAR,
    span_start INTEGER NOT NULL,
    span_end INTEGER NOT NULL,
    quote VARCHAR NOT NULL,
    predicate_start INTEGER NOT NULL,
    predicate_end INTEGER NOT NULL,
    predicate VARCHAR NOT NULL,
    score DOUBLE NOT NULL,
    coder VARCHAR NOT NULL,
    why VARCHAR NOT NULL,
    record VARCHAR NOT NULL USING COMPRESSION zstd
);

-- one row: somebody's reported speech as a run found it
CREATE TABLE statements (
    id VARCHAR NOT NULL,
    run_id VARCHAR NOT NULL,
    report_id VARCHAR NOT NULL,
    sentence INTEGER NOT NULL,
    speaker VARCHAR,
    speaker_name VARCHAR,
    speaker_country VARCHAR,
    speaker_id VARCHAR,
    is_quoted BOOLEAN NOT NULL,
    kind VARCHAR NOT NULL,
    issues VARCHAR[] NOT NULL,
    about VARCHAR[] NOT NULL,
    span_start INTEGER NOT NULL,
    span_end INTEGER NOT NULL,
    quote VARCHAR NOT NULL,
    record VARCHAR NOT NULL USING COMPRESSION zstd
);

-- one row: something went wrong with one input. It is open until its key is coded in a later batch.
CREATE TABLE problems (
    id VARCHAR NOT NULL,
    run_id VARCHAR NOT NULL,
    batch INTEGER NOT NULL,
    report_id VARCHAR,          -- where the report was coded all the same
    key VARCHAR NOT NULL,
    room VARCHAR NOT NULL,
    kind VARCHAR NOT NULL,
    detail VARCHAR NOT NULL,
    is_warning BOOLEAN NOT NULL
);

-- one row: the coding of a report that counts
CREATE VIEW current_codings AS
SELECT report_id, max_by(run_id, batch) AS run_id, max(batch) AS batch
FROM codings GROUP BY report_id;

-- one row: a claim of the coding that counts
CREATE VIEW current_claims AS
SELECT claims.* FROM claims SEMI JOIN current_codings USING (report_id, run_id);

-- one row: a statement of the coding that counts
CREATE VIEW current_statements AS
SELECT statements.* FROM statements SEMI JOIN current_codings USING (report_id, run_id);

-- one row: a problem that is still there
CREATE VIEW current_problems AS
SELECT problems.* FROM problems
WHERE CASE WHEN report_id IS NOT NULL
    THEN EXISTS (FROM current_codings WHERE current_codings.report_id = problems.report_id
                 AND current_codings.run_id = problems.run_id)
    ELSE NOT EXISTS (FROM codings WHERE codings.key = problems.key
                     AND codings.batch > problems.batch)
    END;
