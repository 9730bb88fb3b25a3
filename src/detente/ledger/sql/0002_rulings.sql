-- 0002_rulings.sql: what people decided on claims; withdrawn, never deleted.

-- one row: a person's decision; instants are UTC. `record` is the whole ruling, not yet withdrawn.
CREATE TABLE rulings (
    id VARCHAR PRIMARY KEY,
    kind VARCHAR NOT NULL,
    target VARCHAR NOT NULL,
    other VARCHAR,
    field VARCHAR,
    value VARCHAR,
    because VARCHAR NOT NULL,
    decided_by VARCHAR NOT NULL,
    made_at TIMESTAMP NOT NULL,
    record VARCHAR NOT NULL
);

-- one row: a ruling no longer holds, from an instant on
CREATE TABLE withdrawals (
    ruling_id VARCHAR PRIMARY KEY,
    withdrawn_at TIMESTAMP NOT NULL
);
