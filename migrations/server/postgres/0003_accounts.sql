-- Who may read the results, and what of them is published. The SQLite migration of the same number says the
-- same; change both.

-- Accounts of the web pages. The password is kept as its Argon2id hash.
CREATE TABLE account (
    name        TEXT NOT NULL PRIMARY KEY,
    password    TEXT NOT NULL,
    created_at  BIGINT NOT NULL,
    disabled_at BIGINT
);

-- Who is signed in, by the SHA-256 of the cookie.
CREATE TABLE web_session (
    hash       TEXT   NOT NULL PRIMARY KEY,
    account    TEXT   NOT NULL REFERENCES account (name),
    created_at BIGINT NOT NULL,
    used_at    BIGINT NOT NULL
);
CREATE INDEX web_session_account ON web_session (account);

-- Summaries of survey results that a body's draft carries beside what its editors wrote. They are kept apart, so
-- that the next import of the editors' folder does not lose them.
CREATE TABLE summary (
    survey  TEXT NOT NULL,
    body    TEXT NOT NULL,
    -- The pages in all languages, as JSON.
    pages   TEXT NOT NULL,
    made_at BIGINT NOT NULL,
    PRIMARY KEY (survey, body)
);
