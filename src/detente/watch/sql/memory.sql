-- memory.sql: what a watch remembers from one start to the next. Instants are seconds since 1970.

-- one row: a feed as it was last asked
CREATE TABLE IF NOT EXISTS feeds (
    url TEXT PRIMARY KEY,
    target TEXT,                -- the feed that a page named, where the address is a page
    kind TEXT,                  -- what it turned out to be
    etag TEXT,
    modified TEXT,              -- Last-Modified, as the server wrote it
    polled_at INTEGER,
    ok_at INTEGER,              -- last poll that went well
    fresh_at INTEGER,           -- last poll that listed something new
    next_at INTEGER NOT NULL,
    n_failures INTEGER NOT NULL,    -- in a row
    fault TEXT,
    detail TEXT,
    n_listed INTEGER NOT NULL,      -- entries at the last poll
    n_new INTEGER NOT NULL          -- pages ever found
) STRICT;

-- one row: a page that a feed lists, or a further sitemap (`is_part`)
CREATE TABLE IF NOT EXISTS pages (
    url TEXT PRIMARY KEY,
    feed TEXT NOT NULL,
    host TEXT NOT NULL,
    is_part INTEGER NOT NULL,
    mark TEXT NOT NULL,         -- digest of what the feed says of it: title and instant
    published INTEGER,
    state TEXT NOT NULL,        -- waiting, read, given-up, or passed: there before the watch began
    n_tries INTEGER NOT NULL,   -- in a row that failed
    n_visits INTEGER NOT NULL,  -- times it was read
    next_at INTEGER NOT NULL,
    digest TEXT,                -- of the text that was read
    found_at INTEGER NOT NULL,
    read_at INTEGER,
    listed_at INTEGER NOT NULL  -- last poll that listed it
) STRICT;

CREATE INDEX IF NOT EXISTS waiting ON pages (host, next_at) WHERE state = 'waiting';
CREATE INDEX IF NOT EXISTS listed ON pages (listed_at);
