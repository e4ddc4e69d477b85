"""The data dictionary goes on: what reading Telegram by account needs, and the photographs of posts."""

CHANNELS = """
CREATE TABLE channel (                    -- a channel as an account sees it
    id INTEGER PRIMARY KEY,               -- Telegram's number, positive
    source TEXT UNIQUE REFERENCES source (id), -- NULL: another channel has taken its place
    account TEXT NOT NULL,                -- name of the one account that reads it
    username TEXT,                        -- as Telegram writes it now; NULL: it has none
    title TEXT NOT NULL,
    state TEXT NOT NULL,                  -- ok, private, gone, refused … (telegram.states)
    state_since TEXT NOT NULL,
    why TEXT,                             -- not ok: for a person
    remedy TEXT,                          -- what to do
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

CREATE TABLE gap (                        -- a stretch of a channel still to be read, from its end down
    id INTEGER PRIMARY KEY,
    channel INTEGER NOT NULL REFERENCES channel (id),
    below INTEGER NOT NULL,               -- posts with lower ids come next; moves with each page
    down_to INTEGER NOT NULL,             -- this id and lower ones are not wanted
    back_to TEXT,                         -- what was published earlier is not wanted; NULL: down_to decides
    is_backfill INTEGER NOT NULL,         -- 1: asked for with --since
    is_reread INTEGER NOT NULL            -- 1: it was read before; looked at again for edits and deletions
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

CREATE INDEX document_absent ON document (source, absent_since) WHERE absent_since IS NOT NULL;
"""

ACCOUNTS = """
CREATE TABLE account (                    -- a Telegram account of [telegram] accounts
    id TEXT PRIMARY KEY,                  -- its name there
    state TEXT NOT NULL,                  -- ok, logged_out, banned … (telegram.states)
    since TEXT NOT NULL,                  -- of this state
    seen_at TEXT NOT NULL,                -- when it was last found so
    why TEXT,                             -- not ok: for a person
    remedy TEXT                           -- what to do
) STRICT;

CREATE TABLE flood (                      -- a method that Telegram told an account to leave alone
    account TEXT NOT NULL,
    method TEXT NOT NULL,                 -- as in messages.getHistory
    told_at TEXT NOT NULL,
    until TEXT NOT NULL,                  -- not called before
    PRIMARY KEY (account, method)
) STRICT, WITHOUT ROWID;

CREATE TABLE spent (                      -- calls of a method that has a budget
    account TEXT NOT NULL,
    method TEXT NOT NULL,
    day TEXT NOT NULL,                    -- UTC, as in 2026-03-02
    calls INTEGER NOT NULL,               -- counted before they are made
    PRIMARY KEY (account, method, day)
) STRICT, WITHOUT ROWID;

CREATE TABLE asked_name (                 -- a name that was looked up, so that none is twice
    account TEXT NOT NULL,
    username TEXT NOT NULL,               -- small letters
    at TEXT NOT NULL,
    found TEXT NOT NULL,                  -- channel, group, person, bot, nobody
    channel INTEGER,                      -- its number; NULL: no channel
    title TEXT,                           -- of the channel or group; of persons nothing is kept
    PRIMARY KEY (account, username)
) STRICT, WITHOUT ROWID;

CREATE TABLE lookalike (                  -- a channel that is not watched and could be taken for one that is
    channel INTEGER PRIMARY KEY,          -- Telegram's number
    username TEXT,
    title TEXT NOT NULL,
    source TEXT NOT NULL REFERENCES source (id), -- what it could be taken for
    first_seen_at TEXT NOT NULL,          -- beside the posts of some channel that passed it on
    last_seen_at TEXT NOT NULL
) STRICT;
"""

PHOTOGRAPHS = """
CREATE TABLE photograph (                 -- a photograph of a post that a rule matches
    document INTEGER NOT NULL REFERENCES document (id),
    place INTEGER NOT NULL,               -- among the photographs of the post, from 1
    wanted_at TEXT NOT NULL,              -- when the match was first seen here
    state TEXT NOT NULL,                  -- waiting, kept, too_big, gone, given_up
    reason TEXT,                          -- of the last attempt, where it failed (store.fates)
    attempts INTEGER NOT NULL DEFAULT 0,  -- failed ones
    next_at TEXT,                         -- waiting: not before; NULL: now
    via TEXT,                             -- of the last attempt: preview, account; NULL: none yet
    url TEXT,                             -- where the bytes were, for some hours
    fetch INTEGER REFERENCES fetch (id),  -- that brought them
    sha256 TEXT,                          -- of them; they are in the raw archive
    size_bytes INTEGER,                   -- kept: of them; too_big: as it was announced
    kept_at TEXT,
    PRIMARY KEY (document, place)
) STRICT, WITHOUT ROWID;
CREATE INDEX photograph_waiting ON photograph (next_at) WHERE state = 'waiting';
CREATE INDEX fetch_photograph ON fetch (at) WHERE kind = 'photograph';
CREATE INDEX match_at ON match (matched_at);
"""
