-- 0005_replies.sql: what large models answered; rows are only ever added.

-- one row: the reply to one request. The same request, to the same model in the same way, has the
-- same digest `asked`; `settings` (model, prompt, parameters) stands in the name of a run's coder.
CREATE TABLE replies (
    asked VARCHAR PRIMARY KEY,
    settings VARCHAR NOT NULL,
    model VARCHAR NOT NULL,
    guidelines VARCHAR NOT NULL,    -- digest of the prompt file
    parameters VARCHAR NOT NULL,    -- JSON
    tokens_in INTEGER NOT NULL,
    tokens_out INTEGER NOT NULL,
    text VARCHAR NOT NULL USING COMPRESSION zstd
);
