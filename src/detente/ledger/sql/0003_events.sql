-- 0003_events.sql: what claims and rulings, merged, say happened; computed, and rewritten at will.

-- one row: an event. `record` is the whole event; the columns are for asking.
-- Lists of a side run in parallel, as in claims. `standing`: disputed, denied, unconfirmed,
-- affirmed or reported (on outlets' word alone), the first that fits.
CREATE TABLE events (
    id VARCHAR NOT NULL,
    type VARCHAR NOT NULL,
    plover_type VARCHAR NOT NULL,
    mode VARCHAR,
    quad TINYINT NOT NULL,
    intensity DOUBLE NOT NULL,
    contexts VARCHAR[] NOT NULL,
    issues VARCHAR[] NOT NULL,
    actors VARCHAR[] NOT NULL,
    actor_countries VARCHAR[] NOT NULL,
    actor_ids VARCHAR[] NOT NULL,
    actor_names VARCHAR[] NOT NULL,
    recipients VARCHAR[] NOT NULL,
    recipient_countries VARCHAR[] NOT NULL,
    recipient_ids VARCHAR[] NOT NULL,
    recipient_names VARCHAR[] NOT NULL,
    status VARCHAR NOT NULL,
    date_start DATE,
    date_end DATE,
    granularity VARCHAR,
    date_basis VARCHAR,
    place_country VARCHAR,
    place_name VARCHAR,
    place_lat DOUBLE,
    place_lon DOUBLE,
    standing VARCHAR NOT NULL,
    affirmed_by VARCHAR[] NOT NULL,
    denied_by VARCHAR[] NOT NULL,
    unconfirmed_by VARCHAR[] NOT NULL,
    n_outlets INTEGER NOT NULL,
    n_own_voice INTEGER NOT NULL,
    n_claims INTEGER NOT NULL,
    record VARCHAR NOT NULL USING COMPRESSION zstd
);

-- one row: an event rests on a claim
CREATE TABLE event_claims (event_id VARCHAR NOT NULL, claim_id VARCHAR NOT NULL);

-- one row: an event bears on another
CREATE TABLE event_links (
    event_id VARCHAR NOT NULL,
    kind VARCHAR NOT NULL,
    other_id VARCHAR NOT NULL
);

-- one row: an event is between two countries (one < other), whoever of the two acts
CREATE TABLE event_dyads (
    one VARCHAR NOT NULL,
    other VARCHAR NOT NULL,
    event_id VARCHAR NOT NULL
);

-- one row: a report that is one testimony with others (copies, retellings), which count once.
-- The group is named by the report that was first, or that the others credit.
CREATE TABLE copy_groups (report_id VARCHAR NOT NULL, copy_group VARCHAR NOT NULL);

-- one row: a claim that events take into account, and the block of claims it is compared with;
-- claims of two blocks never share an event. A rejected claim has the block ''.
CREATE TABLE claim_blocks (
    claim_id VARCHAR NOT NULL,
    run_id VARCHAR NOT NULL,
    block VARCHAR NOT NULL
);

-- one row in all: what events and groups of copies take into account
CREATE TABLE computed (
    batch INTEGER NOT NULL,         -- claims up to this batch
    n_rulings INTEGER NOT NULL,     -- so many rulings and withdrawals
    n_texts INTEGER NOT NULL,       -- groups of copies among so many reports with a text
    version VARCHAR NOT NULL        -- of detente
);
