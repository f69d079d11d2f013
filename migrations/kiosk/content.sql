-- One release as a stand shows it. The file is built anew for every release and never changed
-- afterwards, so there is one schema and no chain of migrations: a file of another
-- `user_version` is simply built again. One of an older version is shown until it has been, without
-- what it lacks: whoever renews a stand's program may have no network.
PRAGMA application_id = 0x41515052; -- "AQPR"
PRAGMA user_version = 2;

-- Exactly one row.
CREATE TABLE release (
    number       INTEGER NOT NULL,
    published_at INTEGER NOT NULL, -- Unix milliseconds
    manifest     TEXT    NOT NULL, -- SHA-256 of the signed manifest, hex
    body         TEXT    NOT NULL  -- the body, JSON
);

-- What lists and tiles show. `id` counts from 0 in order of key.
CREATE TABLE page (
    id          INTEGER PRIMARY KEY,
    key         TEXT NOT NULL UNIQUE,
    language    TEXT NOT NULL,
    title       TEXT NOT NULL,
    summary     TEXT NOT NULL,
    verified_on TEXT NOT NULL,
    valid_from  TEXT,
    expires_on  TEXT
);

-- The texts lie apart, so that reading all headers at boot touches few disk pages.
CREATE TABLE page_text (
    id     INTEGER PRIMARY KEY REFERENCES page (id),
    blocks TEXT NOT NULL -- JSON
);

-- `й` must stay apart from `и`: diacritics are letters here. Case is folded, `қ` with `Қ` too.
CREATE VIRTUAL TABLE search USING fts5 (
    title, summary, words,
    content = '', prefix = '2 3', tokenize = 'unicode61 remove_diacritics 0'
);

CREATE TABLE media (
    name       TEXT PRIMARY KEY,
    media_type TEXT NOT NULL,
    sha256     TEXT NOT NULL,
    length     INTEGER NOT NULL -- bytes
) WITHOUT ROWID;

-- How words are said, one row. A file built before there was this table lacks it: then nothing is said
-- otherwise than it is written.
CREATE TABLE pronunciation (
    dictionary TEXT NOT NULL -- JSON
);

-- What the stand asks, in the release's order. Since version 2.
CREATE TABLE survey (
    position   INTEGER PRIMARY KEY,
    definition TEXT NOT NULL -- a published survey, JSON
);

-- Every blob the release needs; what no kept release names may be deleted from the disk.
CREATE TABLE blob (
    sha256 TEXT PRIMARY KEY
) WITHOUT ROWID;
