-- The centre's own memory. Times are Unix milliseconds, ids are text, secrets are kept only as
-- SHA-256. The SQLite migration of the same number says the same; change both.

-- What was imported last for each body, waiting to be published.
CREATE TABLE draft (
    body        TEXT   NOT NULL PRIMARY KEY,
    edition     TEXT   NOT NULL,
    digest      TEXT   NOT NULL,
    pages       BIGINT NOT NULL,
    media       BIGINT NOT NULL,
    imported_at BIGINT NOT NULL
);

-- The last release number given out for each body, also to a release that failed half-way: a
-- number is never used twice.
CREATE TABLE release_number (
    body TEXT   NOT NULL PRIMARY KEY,
    last BIGINT NOT NULL
);

-- Every release that reached the repository.
CREATE TABLE publication (
    id              BIGINT  GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    body            TEXT    NOT NULL,
    release         BIGINT  NOT NULL,
    edition_digest  TEXT    NOT NULL,
    manifest_sha256 TEXT    NOT NULL,
    manifest_length BIGINT  NOT NULL,
    published_at    BIGINT  NOT NULL,
    UNIQUE (body, release)
);

-- Tokens of administrators who import and publish from another computer.
CREATE TABLE admin_token (
    id           TEXT   NOT NULL PRIMARY KEY,
    name         TEXT   NOT NULL,
    body         TEXT,
    hash         TEXT   NOT NULL UNIQUE,
    created_at   BIGINT NOT NULL,
    last_used_at BIGINT,
    revoked_at   BIGINT
);

-- Enrolled stands, each with what its last heartbeat told.
CREATE TABLE stand (
    id              TEXT   NOT NULL PRIMARY KEY,
    body            TEXT   NOT NULL,
    name            TEXT   NOT NULL,
    machine         TEXT   NOT NULL,
    version         TEXT   NOT NULL,
    credential_hash TEXT   UNIQUE,
    approved_at     BIGINT NOT NULL,
    revoked_at      BIGINT,
    release         BIGINT,
    as_of           BIGINT,
    last_seen       BIGINT,
    clock_skew      BIGINT,
    disk_free       BIGINT,
    speech          TEXT,
    last_error      TEXT
);

-- Stands that asked to be enrolled. The credential is derived from the ticket, which only the
-- stand knows, and the salt; neither secret is kept.
CREATE TABLE enrolment (
    ticket_hash  TEXT   NOT NULL PRIMARY KEY,
    pairing_code TEXT   NOT NULL,
    salt         TEXT   NOT NULL,
    machine      TEXT   NOT NULL,
    version      TEXT   NOT NULL,
    address      TEXT   NOT NULL,
    created_at   BIGINT NOT NULL,
    expires_at   BIGINT NOT NULL,
    stand        TEXT REFERENCES stand (id),
    claimed_at   BIGINT
);
CREATE UNIQUE INDEX enrolment_waiting ON enrolment (pairing_code) WHERE stand IS NULL;
CREATE INDEX enrolment_stand ON enrolment (stand) WHERE stand IS NOT NULL;

-- The last heartbeats of each stand, as they came.
CREATE TABLE heartbeat (
    id          BIGINT  GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    stand       TEXT    NOT NULL REFERENCES stand (id),
    received_at BIGINT  NOT NULL,
    report      TEXT    NOT NULL
);
CREATE INDEX heartbeat_stand ON heartbeat (stand, id);
