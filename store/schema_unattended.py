"""The data dictionary of what an unattended Dazor keeps, as schema.py is that of everything else."""

from store.schema_health import HEALTH

DELIVERIES = """
CREATE TABLE letter (                     -- a digest as one subscriber is to get it
    digest INTEGER PRIMARY KEY REFERENCES digest (id),
    subject TEXT NOT NULL,
    text TEXT NOT NULL,
    html TEXT NOT NULL,
    attachment BLOB                       -- HTML, zstd; NULL: none, or taken away when its delivery ended
) STRICT;

CREATE TABLE delivery (                   -- a letter on its way
    id INTEGER PRIMARY KEY,
    digest INTEGER NOT NULL REFERENCES letter (digest),
    channel TEXT NOT NULL,                -- mail, file, atom, apprise
    state TEXT NOT NULL,                  -- waiting, sending, sent, refused, given_up
    attempts INTEGER NOT NULL DEFAULT 0,  -- begun, the one that runs included
    queued_at TEXT NOT NULL,
    next_at TEXT,                         -- waiting: not before; NULL: at once
    message_id TEXT NOT NULL,             -- the same at every attempt; what stands before its @
    is_repeat INTEGER NOT NULL DEFAULT 0, -- 1: an attempt was cut off and may have arrived
    error TEXT,                           -- what the last attempt met; NULL: nothing
    ended_at TEXT,                        -- sent, refused or given_up since then; NULL: it goes on
    UNIQUE (digest, channel)
) STRICT;
CREATE INDEX delivery_open ON delivery (state, next_at) WHERE state IN ('waiting', 'sending');
"""

BACKUPS = """
CREATE TABLE backup (                     -- a copy of everything that was made and read again
    id INTEGER PRIMARY KEY,
    folder TEXT NOT NULL,                 -- of copies
    name TEXT NOT NULL,                   -- of this copy in it
    at TEXT NOT NULL,
    size_bytes INTEGER NOT NULL,          -- with what it shares with other copies
    is_sealed INTEGER NOT NULL,
    is_same_disk INTEGER NOT NULL         -- 1: one broken disk takes it with the store
) STRICT;

CREATE TABLE drill (                      -- a copy was restored to a scratch place and compared
    id INTEGER PRIMARY KEY,
    copy TEXT NOT NULL,                   -- its path
    at TEXT NOT NULL,
    fault TEXT                            -- what was wrong; NULL: all is there
) STRICT;

CREATE TABLE month_gone (                 -- a month of the raw archive that was taken away
    month TEXT PRIMARY KEY,               -- as in 2026-03
    at TEXT NOT NULL,
    bodies INTEGER NOT NULL,              -- that it held; their hashes stay
    size_bytes INTEGER NOT NULL           -- of its file
) STRICT;
CREATE INDEX fetch_sha256 ON fetch (sha256);
CREATE INDEX url_found ON url (entry, found_at);
CREATE INDEX version_raw ON version (raw_sha256);
"""

RHYTHM = """
CREATE INDEX document_seen ON document (source, first_seen_at) WHERE is_backfill = 0;
"""

UNATTENDED = DELIVERIES + BACKUPS + RHYTHM + HEALTH
