"""The data dictionary of the index of words, as schema.py is that of everything else."""

WORDS = """
ALTER TABLE version ADD COLUMN rubric TEXT; -- the source's own name for its section; NULL: it names none
ALTER TABLE url ADD COLUMN rubric TEXT;     -- the same, as the entry point gave it
CREATE INDEX version_seen ON version (seen_at);

CREATE TABLE generation (                 -- the index of words as one state of the analysers made it
    id INTEGER PRIMARY KEY,
    analysers TEXT NOT NULL,              -- that state (dazor.text.lemmas.VERSION)
    slot TEXT NOT NULL UNIQUE,            -- a, b: its words are in words_a, words_b
    began_at TEXT NOT NULL,
    first_version INTEGER NOT NULL,       -- the versions from this one …
    last_version INTEGER NOT NULL         -- … to this one are in it; before the first one: none yet
) STRICT;

CREATE TABLE indexed (                    -- a version that is in the index, once
    version INTEGER NOT NULL REFERENCES version (id),
    generation INTEGER NOT NULL REFERENCES generation (id),
    language TEXT,                        -- of most of its letters, what lang: asks; NULL: not certain
    PRIMARY KEY (version, generation)
) STRICT, WITHOUT ROWID;

CREATE TABLE word_class (                 -- words that are one to a rule: the same lemmas are possible
    id INTEGER PRIMARY KEY,               -- what stands for them in the columns k of the index
    generation INTEGER NOT NULL REFERENCES generation (id),
    lemmas TEXT NOT NULL,                 -- JSON list, sorted, as in ["ru:санкция"]
    UNIQUE (generation, lemmas)
) STRICT;

CREATE TABLE lemma (                      -- the classes that a lemma is in
    lemma TEXT NOT NULL,                  -- as in ru:санкция
    generation INTEGER NOT NULL REFERENCES generation (id),
    class INTEGER NOT NULL,               -- in word_class; no REFERENCES: to drop one would be a search
    PRIMARY KEY (lemma, generation, class)
) STRICT, WITHOUT ROWID;

CREATE VIRTUAL TABLE words_a USING fts5 ( -- the n-th token of a k and of a w is the n-th word; rowid: version
    title_k,                              -- of the title: a class a word
    title_w,                              -- its folded form
    title_p,                              -- what else its words are found by: the parts of премьер-министр
    rubric_k,
    rubric_w,
    rubric_p,
    k,                                    -- of the text
    w,
    p,
    facts,                                -- source, kind, language, edited
    content = '',
    tokenize = 'ascii'
);

CREATE VIRTUAL TABLE words_b USING fts5 ( -- as words_a: one is made anew while the other is asked
    title_k,
    title_w,
    title_p,
    rubric_k,
    rubric_w,
    rubric_p,
    k,
    w,
    p,
    facts,
    content = '',
    tokenize = 'ascii'
);
"""
