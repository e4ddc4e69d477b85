"""
The data dictionary: every table and column, written out; those of later parts in schema_….py.

Times are UTC text as `store.times` writes it. Columns named like a plural or
`…s` in JSON hold JSON. Spans are [start, end) in code points of a version.
"""

import sqlite3

from sqlite_utils import Database, Migrations

from store.schema_account import ACCOUNTS, CHANNELS, PHOTOGRAPHS
from store.schema_stories import STORIES
from store.schema_unattended import UNATTENDED
from store.schema_words import WORDS

migrations = Migrations("dazor")


@migrations()
def m001_line(db: Database) -> None:
    """The line from a source to the digest."""
    _execute(db, TABLES)


@migrations()
def m002_web(db: Database) -> None:
    """The web as it is: further pages of entry points, editions."""
    _execute(db, WEB)


@migrations()
def m003_words(db: Database) -> None:
    """Every form of a word: the index of words."""
    _execute(db, WORDS)


@migrations()
def m004_account(db: Database) -> None:
    """Telegram by account: channels, what leads to them, what is still to be read of them; photographs."""
    _execute(db, CHANNELS)
    _execute(db, ACCOUNTS)
    _execute(db, PHOTOGRAPHS)


@migrations()
def m005_stories(db: Database) -> None:
    """Stories: which documents carry the same passages."""
    _execute(db, STORIES)


@migrations()
def m006_unattended(db: Database) -> None:
    """Unattended: letters and their deliveries."""
    _execute(db, UNATTENDED)


def _execute(db: Database, script: str) -> None:
    """Run a script inside the transaction that is open (`executescript` would commit it)."""
    statement = ""
    for line in script.splitlines(keepends=True):
        statement += line
        if sqlite3.complete_statement(statement):
            db.conn.execute(statement)
            statement = ""


TABLES = """
CREATE TABLE written_by (                 -- which Dazor made or migrated this store
    version TEXT NOT NULL,                -- as in 0.1.0
    at TEXT NOT NULL
) STRICT;

CREATE TABLE setting_load (               -- every text the tuned files ever had
    id INTEGER PRIMARY KEY,
    at TEXT NOT NULL,
    file TEXT NOT NULL,                   -- name, as in rules.toml
    sha256 TEXT NOT NULL,
    text TEXT NOT NULL,
    changed_by TEXT NOT NULL              -- file, or who
) STRICT;
CREATE INDEX setting_load_file ON setting_load (file, id);

CREATE TABLE source (                     -- who publishes
    id TEXT PRIMARY KEY,                  -- slug of the source file
    name TEXT NOT NULL,
    kind TEXT NOT NULL,                   -- site, channel
    zone TEXT NOT NULL,                   -- of its bare dates, as in Europe/Minsk
    languages TEXT NOT NULL,              -- JSON list
    usual_per_day REAL,                   -- documents; NULL: not known
    first_collected_at TEXT,              -- start of the first run that got something; NULL: never yet
    is_on INTEGER NOT NULL                -- 0: in the catalogue, not watched
) STRICT;

CREATE TABLE entry (                      -- an entry point of a source and how it answered
    id INTEGER PRIMARY KEY,
    source TEXT NOT NULL REFERENCES source (id),
    kind TEXT NOT NULL,                   -- feed, listing, preview …
    url TEXT NOT NULL,
    etag TEXT,                            -- validators of the body whose links are all stored
    last_modified TEXT,
    next_look_at TEXT,                    -- NULL: never looked, due now
    last_outcome TEXT,                    -- of the last fetch
    last_good_at TEXT,                    -- last ok or not_modified
    failing_since TEXT,                   -- NULL: the last look was good
    bad_looks INTEGER NOT NULL DEFAULT 0, -- in a row, the last one included
    last_new_at TEXT,                     -- last look that found a new address or post
    good_raw TEXT,                        -- sha256 of the last good body
    bad_raw TEXT,                         -- sha256 of the last bad body
    newest_post INTEGER,                  -- of a preview: the highest number seen on it
    gap_down_to INTEGER,                  -- of a preview: older pages are wanted down to it; NULL: none
    UNIQUE (source, url)
) STRICT;

CREATE TABLE url (                        -- an address found
    id INTEGER PRIMARY KEY,
    source TEXT NOT NULL REFERENCES source (id),
    key TEXT NOT NULL,                    -- canonical, without scheme and tracking
    url TEXT NOT NULL,                    -- as found: this is what is fetched
    entry INTEGER REFERENCES entry (id),  -- where first; NULL: a redirect or by hand
    found_at TEXT NOT NULL,
    title TEXT,                           -- as the entry point gave it
    published_value TEXT,                 -- the date beside it, as written
    published_origin TEXT,                -- feed, listing …
    state TEXT NOT NULL,                  -- waiting, fetched, refused, given_up
    reason TEXT,                          -- why refused or given up
    attempts INTEGER NOT NULL DEFAULT 0,  -- failed ones in a row
    next_look_at TEXT,                    -- waiting: not before; fetched: next look; NULL: now, or never
    looks INTEGER NOT NULL DEFAULT 0,     -- good fetches
    etag TEXT,
    last_modified TEXT,
    document INTEGER REFERENCES document (id),
    UNIQUE (source, key)
) STRICT;
CREATE INDEX url_next_look ON url (next_look_at) WHERE state IN ('waiting', 'fetched');

CREATE TABLE fetch (                      -- one request sent; append-only, a hash chain
    id INTEGER PRIMARY KEY,
    source TEXT REFERENCES source (id),   -- NULL: robots.txt of a host
    entry INTEGER REFERENCES entry (id),
    url_id INTEGER REFERENCES url (id),
    kind TEXT NOT NULL,                   -- feed, listing, preview, article, robots …
    url TEXT NOT NULL,                    -- requested
    final_url TEXT,                       -- after redirects
    redirects TEXT NOT NULL,              -- JSON list of addresses on the way
    at TEXT NOT NULL,                     -- when the answer or the failure was there
    status INTEGER,                       -- HTTP; NULL: no answer
    request_headers TEXT NOT NULL,        -- JSON list of [name, value]
    response_headers TEXT NOT NULL,
    server_address TEXT,                  -- IP; NULL: no connection
    size_bytes INTEGER,                   -- of the body after decoding
    sha256 TEXT,                          -- of that body; NULL: no body
    outcome TEXT NOT NULL,                -- ok, not_modified, not_found, timeout … (store.fates.OUTCOMES)
    detail TEXT,                          -- for a person
    previous_link TEXT,                   -- link of the fetch before; NULL: the first
    link TEXT NOT NULL,                   -- sha256 over this row and previous_link (store.chain)
    is_unread INTEGER NOT NULL            -- 1: waits for extraction
) STRICT;
CREATE INDEX fetch_unread ON fetch (id) WHERE is_unread = 1;
CREATE INDEX fetch_url ON fetch (url_id, id);
CREATE INDEX fetch_entry ON fetch (entry, id);
CREATE INDEX fetch_robots ON fetch (url, id) WHERE kind = 'robots';

CREATE TABLE raw (                        -- the bytes of a body, after transfer and content decoding
    sha256 TEXT PRIMARY KEY,
    size_bytes INTEGER NOT NULL,
    content_type TEXT,
    first_at TEXT NOT NULL,
    body BLOB,                            -- zstd; NULL: moved to the archive, or only the hash is left
    month TEXT,                           -- archive file, as in 2026-03; NULL: not in the archive
    position INTEGER,                     -- of its record in that file
    CHECK ((month IS NULL) = (position IS NULL))
) STRICT;

CREATE TABLE document (                   -- one published text
    id INTEGER PRIMARY KEY,
    source TEXT NOT NULL REFERENCES source (id),
    kind TEXT NOT NULL,                   -- article, post
    key TEXT NOT NULL,                    -- url key; of a post its number
    url TEXT NOT NULL,                    -- to show
    first_seen_at TEXT NOT NULL,
    published_at TEXT,                    -- from the first version that says it; NULL: not known
    published_precision TEXT,             -- minute, day
    is_backfill INTEGER NOT NULL,         -- 1: older than our watch of this source
    absent_since TEXT,                    -- first look that missed it; NULL: it is there
    gone_at TEXT,                         -- confirmed by a second look; the row stays
    gone_detail TEXT,                     -- how it was established
    UNIQUE (source, key)
) STRICT;

CREATE TABLE version (                    -- what a document said; append-only
    id INTEGER PRIMARY KEY,
    document INTEGER NOT NULL REFERENCES document (id),
    number INTEGER NOT NULL,              -- 1, 2 …
    seen_at TEXT NOT NULL,
    title TEXT,
    text TEXT NOT NULL,
    authors TEXT NOT NULL,                -- JSON list
    language TEXT,                        -- BCP 47; NULL: not certain
    published_at TEXT,
    published_precision TEXT,             -- minute, day
    published_origin TEXT,                -- feed, json_ld …
    published_candidates TEXT NOT NULL,   -- JSON list of [origin, value]
    sha256 TEXT NOT NULL,                 -- of title and text as words (store.versions.fingerprint)
    fetch INTEGER REFERENCES fetch (id),  -- the look that showed it
    raw_sha256 TEXT,
    UNIQUE (document, number)
) STRICT;
CREATE INDEX version_sha256 ON version (sha256);

CREATE TABLE reading (                    -- what an extractor made of a fetch
    id INTEGER PRIMARY KEY,
    fetch INTEGER NOT NULL REFERENCES fetch (id),
    version INTEGER REFERENCES version (id), -- NULL: no text came out
    extractor TEXT NOT NULL,              -- with versions
    read_at TEXT NOT NULL,
    outcome TEXT NOT NULL,                -- ok, no_text, soft_404 …
    title TEXT,                           -- NULL: as in the version
    text TEXT,                            -- NULL: as in the version
    warnings TEXT NOT NULL                -- JSON list
) STRICT;
CREATE INDEX reading_fetch ON reading (fetch);
CREATE INDEX reading_version ON reading (version, id);

CREATE TABLE post (                       -- what only a post has
    document INTEGER PRIMARY KEY REFERENCES document (id),
    channel TEXT NOT NULL,
    post_id INTEGER NOT NULL,
    album_ids TEXT NOT NULL,              -- JSON list; empty: no album
    author TEXT,                          -- signature
    html TEXT,
    is_edited INTEGER NOT NULL,           -- the source's own mark
    edited_at TEXT,
    forwarded_from TEXT,
    forwarded_post_id INTEGER,
    reply_to INTEGER,
    media TEXT NOT NULL,                  -- JSON list
    links TEXT NOT NULL,                  -- JSON list
    last_seen_at TEXT NOT NULL,           -- last look that showed it
    via TEXT NOT NULL                     -- preview, account
) STRICT;
CREATE INDEX post_channel ON post (channel, post_id);
CREATE INDEX post_forward ON post (forwarded_from, forwarded_post_id);

CREATE TABLE counter (                    -- counters of a post over time; a row where one moved
    document INTEGER NOT NULL REFERENCES document (id),
    at TEXT NOT NULL,
    views INTEGER,                        -- the preview rounds it
    forwards INTEGER,
    reactions TEXT NOT NULL,              -- JSON list of [emoji, count]
    PRIMARY KEY (document, at)
) STRICT, WITHOUT ROWID;

CREATE TABLE rule_revision (              -- every text a rule or mute ever had
    id INTEGER PRIMARY KEY,
    rule TEXT NOT NULL,                   -- slug
    kind TEXT NOT NULL,                   -- rule, mute
    query TEXT NOT NULL,
    settings TEXT NOT NULL,               -- JSON: name, sections, weight, urgent
    since TEXT NOT NULL,
    until TEXT,                           -- NULL: in force
    first_version INTEGER NOT NULL,       -- newest version looked at when it came: up to it hits are rerun
    matched_up_to INTEGER NOT NULL,       -- versions above first_version done, oldest first
    rerun_down_to INTEGER NOT NULL        -- versions up to first_version done, newest first; 0: all
) STRICT;
CREATE UNIQUE INDEX rule_in_force ON rule_revision (rule) WHERE until IS NULL;

CREATE TABLE walk (                       -- how far a stage that walks the versions has come
    stage TEXT PRIMARY KEY,               -- alerts
    version INTEGER NOT NULL              -- newest one looked at
) STRICT;

CREATE TABLE match (                      -- where a rule found its words
    id INTEGER PRIMARY KEY AUTOINCREMENT, -- given inside the write transaction: the order the digest walks
    rule TEXT NOT NULL,
    revision INTEGER NOT NULL REFERENCES rule_revision (id), -- that first found it
    version INTEGER NOT NULL REFERENCES version (id),
    matched_at TEXT NOT NULL,
    origin TEXT NOT NULL,                 -- live, backfill, rerun, edit
    spans TEXT NOT NULL,                  -- JSON list of [start, end) in the text
    title_spans TEXT NOT NULL,
    words TEXT NOT NULL,                  -- JSON list, as written in the text
    UNIQUE (rule, version)
) STRICT;
CREATE INDEX match_version ON match (version);

CREATE TABLE subscriber (                 -- who gets a digest
    id TEXT PRIMARY KEY,
    since TEXT NOT NULL,
    cursor INTEGER NOT NULL,              -- last match that is settled
    last_version INTEGER NOT NULL         -- newest version the last digest counted as collected
) STRICT;

CREATE TABLE digest (                     -- one digest, whole
    id INTEGER PRIMARY KEY,
    subscriber TEXT NOT NULL REFERENCES subscriber (id),
    at TEXT NOT NULL,
    day TEXT NOT NULL,                    -- of the desk's zone, as in 2026-03-02
    first_match INTEGER NOT NULL,         -- cursor before
    last_match INTEGER NOT NULL,          -- cursor after
    last_version INTEGER NOT NULL,        -- newest version then
    counts TEXT NOT NULL,                 -- JSON: the footer
    text TEXT NOT NULL,
    html TEXT NOT NULL,
    markdown TEXT NOT NULL,
    written_at TEXT,                      -- files written; NULL: still to do
    UNIQUE (subscriber, first_match, at)
) STRICT;

CREATE TABLE ledger (                     -- what became of each match for each subscriber
    subscriber TEXT NOT NULL REFERENCES subscriber (id),
    match INTEGER NOT NULL REFERENCES match (id),
    digest INTEGER NOT NULL REFERENCES digest (id),
    fate TEXT NOT NULL,                   -- delivered, folded, muted, archived, failed
    why TEXT,                             -- folded: into which match; muted: by which mute; archived: origin
    PRIMARY KEY (subscriber, match)
) STRICT, WITHOUT ROWID;

CREATE TABLE notice (                     -- what a digest said of a document besides its matches
    subscriber TEXT NOT NULL REFERENCES subscriber (id),
    document INTEGER NOT NULL REFERENCES document (id),
    what TEXT NOT NULL,                   -- gone, words_gone
    mark TEXT NOT NULL,                   -- gone: gone_at; words_gone: the version without the words
    digest INTEGER NOT NULL REFERENCES digest (id),
    PRIMARY KEY (subscriber, document, what, mark)
) STRICT, WITHOUT ROWID;

CREATE TABLE run (                        -- one execution of a job
    id INTEGER PRIMARY KEY,
    job TEXT NOT NULL,
    started_at TEXT NOT NULL,
    ended_at TEXT,                        -- NULL: still running, or killed
    outcome TEXT,                         -- ok, failed, stopped, killed; NULL: still running
    counts TEXT NOT NULL DEFAULT '{}',    -- JSON
    message TEXT                          -- what went wrong, for a person
) STRICT;
CREATE INDEX run_job ON run (job, id);

CREATE TABLE trouble (                    -- something a person should know of, from when to when
    id INTEGER PRIMARY KEY,
    job TEXT NOT NULL,                    -- that sees it, and sees it end
    what TEXT NOT NULL,                   -- kind, as in source_failing, rule_refused
    place TEXT NOT NULL,                  -- source, job or file
    since TEXT NOT NULL,
    why TEXT NOT NULL,
    remedy TEXT NOT NULL,                 -- what to do
    until TEXT                            -- NULL: open
) STRICT;
CREATE UNIQUE INDEX trouble_open ON trouble (job, what, place) WHERE until IS NULL;
"""

WEB = """
ALTER TABLE url ADD COLUMN page INTEGER;  -- so many pages behind its entry point; NULL: an article
ALTER TABLE url ADD COLUMN back_to TEXT;  -- of such a page: what is older is not wanted
ALTER TABLE url ADD COLUMN is_backfill INTEGER NOT NULL DEFAULT 0; -- 1: asked for with --since
ALTER TABLE fetch ADD COLUMN tls TEXT;    -- NULL: verified, or not encrypted; unverified; file of authorities
ALTER TABLE fetch ADD COLUMN note TEXT;   -- of the person who captured it by hand; NULL: none
ALTER TABLE fetch ADD COLUMN proxy TEXT;  -- it went through, server_address is its; NULL: none
ALTER TABLE run ADD COLUMN peak_mebibytes REAL; -- the most memory its process had; NULL: not known

CREATE TABLE edition (                    -- the same text in another language, as its page declares it
    document INTEGER NOT NULL REFERENCES document (id), -- whose page says so
    language TEXT NOT NULL,               -- of the other edition, BCP 47
    url TEXT NOT NULL,
    key TEXT NOT NULL,                    -- of that address: leads to its document, once that is there
    PRIMARY KEY (document, language)
) STRICT, WITHOUT ROWID;

CREATE TABLE recurring (                  -- what articles of a source share, to learn what is of none
    source TEXT NOT NULL REFERENCES source (id),
    day TEXT NOT NULL,                    -- of the first look at the articles, UTC; two weeks are kept
    part TEXT NOT NULL,                   -- text: its lines; title: what stands after its last separator
    line TEXT NOT NULL,                   -- letters and digits alone, small, numbers as 0; empty: any article
    articles INTEGER NOT NULL,            -- that show it
    PRIMARY KEY (source, day, part, line)
) STRICT, WITHOUT ROWID;
"""
