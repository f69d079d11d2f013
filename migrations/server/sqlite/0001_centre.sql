-- The centre's own memory. Times are Unix milliseconds, ids are text, secrets are kept only as
-- SHA-256. The PostgreSQL migration of the same number says the same; change both.

-- What was imported last for each body, waiting to be published.
CREATE TABLE draft (
    body        TEXT   NOT NULL PRIMARY KEY,
    edition     TEXT   NOT NULL,
    digest      TEXT   NOT NULL,
    pages       INTEGER NOT NULL,
    media       INTEGER NOT NULL,
    imported_at INTEGER NOT NULL
) STRICT;

-- The last release number given out for each body, also to a release that failed half-way: a
-- number is never used twice.
CREATE TABLE release_number (
    body TEXT   NOT NULL PRIMARY KEY,
    last INTEGER NOT NULL
) STRICT;

-- Every release that reached the repository.
CREATE TABLE publication (
    id              INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    body            TEXT    NOT NULL,
    release         INTEGER NOT NULL,
    edition_digest  TEXT    NOT NULL,
    manifest_sha256 TEXT    NOT NULL,
    manifest_length INTEGER NOT NULL,
    published_at    INTEGER NOT NULL,
    UNIQUE (body, release)
) STRICT;

-- Tokens of administrators who import and publish from another computer.
CREATE TABLE admin_token (
    id           TEXT   NOT NULL PRIMARY KEY,
    name         TEXT   NOT NULL,
    body         TEXT,
    hash         TEXT   NOT NULL UNIQUE,
    created_at   INTEGER NOT NULL,
    last_used_at INTEGER,
    revoked_at   INTEGER
) STRICT;

-- Enrolled stands, each with what its last heartbeat told.
CREATE TABLE stand (
    id              TEXT   NOT NULL PRIMARY KEY,
    body            TEXT   NOT NULL,
    name            TEXT   NOT NULL,
    machine         TEXT   NOT NULL,
    version         TEXT   NOT NULL,
    credential_hash TEXT   UNIQUE,
    approved_at     INTEGER NOT NULL,
    revoked_at      INTEGER,
    release         INTEGER,
    as_of           INTEGER,
    last_seen       INTEGER,
    clock_skew      INTEGER,
    disk_free       INTEGER,
    speech          TEXT,
    last_error      TEXT
) STRICT;

-- Stands that asked to be enrolled. The credential is derived from the ticket, which only the
-- stand knows, and the salt; neither secret is kept.
CREATE TABLE enrolment (
    ticket_hash  TEXT   NOT NULL PRIMARY KEY,
    pairing_code TEXT   NOT NULL,
    salt         TEXT   NOT NULL,
    machine      TEXT   NOT NULL,
    version      TEXT   NOT NULL,
    address      TEXT   NOT NULL,
    created_at   INTEGER NOT NULL,
    expires_at   INTEGER NOT NULL,
    stand        TEXT REFERENCES stand (id),
    claimed_at   INTEGER
) STRICT;
CREATE UNIQUE INDEX enrolment_waiting ON enrolment (pairing_code) WHERE stand IS NULL;
CREATE INDEX enrolment_stand ON enrolment (stand) WHERE stand IS NOT NULL;

-- The last heartbeats of each stand, as they came.
CREATE TABLE heartbeat (
    id          INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    stand       TEXT    NOT NULL REFERENCES stand (id),
    received_at INTEGER NOT NULL,
    report      TEXT    NOT NULL
) STRICT;
CREATE INDEX heartbeat_stand ON heartbeat (stand, id);
