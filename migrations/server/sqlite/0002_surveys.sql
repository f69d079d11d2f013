-- Surveys and what was answered. No time finer than the hour is kept of an answer, nor any order of arrival: the
-- tables of answers lie in the order of their random ids. The PostgreSQL migration of the same number says the
-- same; change both.

-- What a release carried besides the edition; empty for none.
ALTER TABLE publication ADD COLUMN surveys_digest TEXT NOT NULL DEFAULT '';
-- Where the body is, of which answers are told.
ALTER TABLE draft ADD COLUMN region TEXT;
-- Answers that wait on the stand.
ALTER TABLE stand ADD COLUMN answers_waiting INTEGER NOT NULL DEFAULT 0;

-- Surveys and the terms on which they are offered.
CREATE TABLE survey (
    id          TEXT    NOT NULL PRIMARY KEY,
    -- The newest version.
    version     TEXT    NOT NULL,
    -- 'draft', 'open' or 'closed'.
    state       TEXT    NOT NULL,
    -- Bodies, regions and stands, as JSON.
    targeting   TEXT    NOT NULL,
    opens_at    INTEGER,
    closes_at   INTEGER,
    quota       INTEGER,
    stand_quota INTEGER,
    web         INTEGER NOT NULL,
    -- The public key of new answers; none until it is first opened.
    recipient   TEXT,
    -- How many answers were taken.
    taken       INTEGER NOT NULL DEFAULT 0
) STRICT;

-- Every version that was ever imported; none is changed or removed.
CREATE TABLE survey_version (
    survey      TEXT    NOT NULL REFERENCES survey (id),
    version     TEXT    NOT NULL,
    definition  TEXT    NOT NULL,
    -- Its images in the repository, as JSON.
    media       TEXT    NOT NULL,
    digest      TEXT    NOT NULL,
    imported_at INTEGER NOT NULL,
    PRIMARY KEY (survey, version)
) STRICT;

-- Answers, each once.
CREATE TABLE answer (
    id             TEXT    NOT NULL PRIMARY KEY,
    survey         TEXT    NOT NULL,
    version        TEXT    NOT NULL,
    body           TEXT    NOT NULL,
    region         TEXT,
    stand          TEXT,
    -- Whole hours since 1970.
    hour           INTEGER NOT NULL,
    -- 1 if the stand's clock was wrong and it is the hour in which the answer came.
    hour_is_ours   INTEGER NOT NULL,
    language       TEXT    NOT NULL,
    mode           INTEGER NOT NULL,
    complete       INTEGER NOT NULL,
    reached        TEXT,
    -- By question, as JSON.
    answers        TEXT    NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX answer_survey ON answer (survey, id);

-- What an operator has to look at: answers that could not be opened or do not fit, as they came.
CREATE TABLE quarantine (
    id        TEXT    NOT NULL,
    -- SHA-256 of what was sealed: the same again is kept once.
    digest    TEXT    NOT NULL,
    survey    TEXT    NOT NULL,
    version   TEXT    NOT NULL,
    recipient TEXT    NOT NULL,
    sealed    TEXT    NOT NULL,
    body      TEXT    NOT NULL,
    stand     TEXT,
    reason    TEXT    NOT NULL,
    detail    TEXT    NOT NULL,
    -- The hour in which it came.
    hour      INTEGER NOT NULL,
    PRIMARY KEY (id, digest)
) STRICT, WITHOUT ROWID;

-- New answers in the order of their transactions, for whoever counts along; forgotten after an hour or two.
CREATE TABLE answer_feed (
    seq  INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    id   TEXT    NOT NULL,
    hour INTEGER NOT NULL
) STRICT;

-- Whose turn it is to write answers: a transaction begins with an update of its only row.
CREATE TABLE answer_turn (taken INTEGER NOT NULL) STRICT;
INSERT INTO answer_turn VALUES (0);
