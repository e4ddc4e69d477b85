"""The data dictionary of stories, as schema.py is that of everything else."""

STORIES = """
CREATE TABLE shingle (                    -- fingerprints of texts: what two of them share, both may carry
    month TEXT NOT NULL,                  -- in which the version was seen, as in 2026-03; old ones go
    number INTEGER NOT NULL,              -- of four words in a row (dazor.text.passages)
    version INTEGER NOT NULL REFERENCES version (id),
    PRIMARY KEY (month, number, version)
) STRICT, WITHOUT ROWID;

CREATE TABLE story_part (                 -- the place of a document in its story
    document INTEGER PRIMARY KEY REFERENCES document (id),
    story INTEGER NOT NULL REFERENCES document (id), -- the document it began with
    of INTEGER REFERENCES document (id),  -- whose passages this one carries; NULL: no earlier one's
    relation TEXT,                        -- copy, edited, shortened, quotes, forward; NULL as of
    version INTEGER NOT NULL REFERENCES version (id), -- that shows it
    of_version INTEGER REFERENCES version (id), -- NULL: a forward, or as of
    containment REAL,                     -- share of the shorter text that the other has too
    longest_run INTEGER                   -- words in a row that both have
) STRICT;
CREATE INDEX story_part_story ON story_part (story);
"""
