"""The data dictionary goes on: what reading Telegram by account needs."""

CHANNELS = """
CREATE TABLE channel (                    -- a channel as an account sees it
    id INTEGER PRIMARY KEY,               -- Telegram's number, positive
    source TEXT UNIQUE REFERENCES source (id), -- NULL: another channel has taken its place
    account TEXT NOT NULL,                -- name of the one account that reads it
    username TEXT,                        -- as Telegram writes it now; NULL: it has none
    title TEXT NOT NULL,
    state TEXT NOT NULL,                  -- ok, private, gone, not_a_channel, renamed, taken, copied
    state_since TEXT NOT NULL,
    confirmed_at TEXT,                    -- id and title agree with the source; NULL: it is not read
    newest_id INTEGER NOT NULL DEFAULT 0, -- highest id read; moves in the transaction of its page
    looked_at TEXT,                       -- last good look at its newest posts; NULL: never
    next_look_at TEXT,                    -- not before; NULL: now
    reread_at TEXT                        -- last walk over the posts of seven days; NULL: never
) STRICT;

CREATE TABLE access (                     -- what an account shows to reach a channel; worthless to another
    account TEXT NOT NULL,
    channel INTEGER NOT NULL REFERENCES channel (id),
    access_hash INTEGER NOT NULL,
    PRIMARY KEY (account, channel)
) STRICT, WITHOUT ROWID;

CREATE TABLE channel_name (               -- every name and title a channel had
    id INTEGER PRIMARY KEY,
    channel INTEGER NOT NULL REFERENCES channel (id),
    username TEXT,
    title TEXT NOT NULL,
    since TEXT NOT NULL                   -- first seen; until the next row of the channel
) STRICT;
CREATE INDEX channel_name_channel ON channel_name (channel, id);

CREATE TABLE gap (                        -- a stretch of a channel that is still to be read, newest first
    id INTEGER PRIMARY KEY,
    channel INTEGER NOT NULL REFERENCES channel (id),
    below INTEGER NOT NULL,               -- posts with lower ids come next; moves with each page
    down_to INTEGER NOT NULL,             -- this id and lower ones are not wanted
    back_to TEXT,                         -- what was published earlier is not wanted; NULL: down_to decides
    is_backfill INTEGER NOT NULL          -- 1: asked for with --since
) STRICT;
CREATE INDEX gap_channel ON gap (channel, below);

CREATE TABLE hole (                       -- ids of a channel that no look has ever shown
    channel INTEGER NOT NULL REFERENCES channel (id),
    first_id INTEGER NOT NULL,
    last_id INTEGER NOT NULL,             -- included
    found_at TEXT NOT NULL,
    checked_at TEXT,                      -- asked for one by one; NULL: not yet
    shown INTEGER NOT NULL DEFAULT 0,     -- so many were there after all
    PRIMARY KEY (channel, first_id)
) STRICT, WITHOUT ROWID;
CREATE INDEX hole_found ON hole (channel, found_at);
"""
