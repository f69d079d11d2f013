-- Answers to surveys on their way to the centre. `user_version` counts the migrations that were made; this is
-- the first.
PRAGMA application_id = 0x41515041; -- "AQPA"
PRAGMA user_version = 1;

-- In the order of their ids, which begin with the hour and go on at random: neither the table nor the pages of
-- the file tell who came when.
CREATE TABLE answer (
    id        BLOB NOT NULL PRIMARY KEY CHECK (length(id) = 16), -- UUIDv7
    survey    TEXT NOT NULL,
    version   TEXT NOT NULL,
    recipient TEXT NOT NULL, -- the public key it is sealed to
    sealed    TEXT NOT NULL  -- age, base 64
) STRICT, WITHOUT ROWID;

-- What the centre would not take even alone: kept, and tried again by another program.
CREATE TABLE refused (
    id        BLOB NOT NULL PRIMARY KEY CHECK (length(id) = 16),
    survey    TEXT NOT NULL,
    version   TEXT NOT NULL,
    recipient TEXT NOT NULL,
    sealed    TEXT NOT NULL,
    reason    TEXT NOT NULL,
    program   TEXT NOT NULL -- the version of the stand's program to which it was refused
) STRICT, WITHOUT ROWID;

-- How many answers each survey was given here, for its quota. Nothing else is left of them.
CREATE TABLE given (
    survey  TEXT    NOT NULL PRIMARY KEY,
    answers INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
