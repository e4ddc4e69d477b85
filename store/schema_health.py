"""The data dictionary of health: what Dazor measures of its own work, as schema.py of everything else."""

HEALTH = """
CREATE TABLE extraction (                 -- what the first reading of an article page gave; a quarter is kept
    reading INTEGER PRIMARY KEY REFERENCES reading (id),
    source TEXT NOT NULL REFERENCES source (id),
    at TEXT NOT NULL,                     -- of the look
    outcome TEXT NOT NULL,                -- of the reading
    length INTEGER NOT NULL,              -- characters of the text; 0: none
    has_author INTEGER NOT NULL,
    has_date INTEGER NOT NULL,
    repeated REAL NOT NULL                -- share of its text that stands in one of the articles before it
) STRICT;
CREATE INDEX extraction_source ON extraction (source, reading);

CREATE TABLE checkup (                    -- a look at itself; of each kind the newest are kept
    id INTEGER PRIMARY KEY,
    kind TEXT NOT NULL,                   -- integrity: of the store's file; ping: a call outside
    at TEXT NOT NULL,
    fault TEXT                            -- what was wrong; NULL: nothing
) STRICT;
CREATE INDEX checkup_kind ON checkup (kind, id);
CREATE INDEX document_arrival ON document (source, first_seen_at, is_backfill);
CREATE INDEX url_refused ON url (source, found_at) WHERE state = 'refused';
"""
