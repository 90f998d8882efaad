-- A third service, the operator's; feeds from elsewhere; who may show the schedule inside their pages.

CREATE TABLE services_now (
    account_id INTEGER NOT NULL REFERENCES accounts (id) ON DELETE CASCADE,
    meeting_id INTEGER REFERENCES meetings (id) ON DELETE CASCADE,
    group_id INTEGER REFERENCES groups (id) ON DELETE CASCADE,
    -- 1 for the operator of the whole site.
    operator INTEGER NOT NULL DEFAULT 0 CHECK (operator IN (0, 1)),
    UNIQUE (account_id, meeting_id),
    UNIQUE (account_id, group_id),
    CHECK ((meeting_id IS NOT NULL) + (group_id IS NOT NULL) + operator = 1)
) STRICT;
INSERT INTO services_now (account_id, meeting_id, group_id)
    SELECT account_id, meeting_id, group_id FROM services;
DROP TABLE services;
ALTER TABLE services_now RENAME TO services;
CREATE UNIQUE INDEX operators ON services (account_id) WHERE operator = 1;

CREATE TABLE invites_now (
    hash BLOB PRIMARY KEY,
    meeting_id INTEGER REFERENCES meetings (id) ON DELETE CASCADE,
    group_id INTEGER REFERENCES groups (id) ON DELETE CASCADE,
    operator INTEGER NOT NULL DEFAULT 0 CHECK (operator IN (0, 1)),
    expires_at INTEGER NOT NULL,
    CHECK ((meeting_id IS NOT NULL) + (group_id IS NOT NULL) + operator = 1)
) STRICT, WITHOUT ROWID;
INSERT INTO invites_now (hash, meeting_id, group_id, expires_at)
    SELECT hash, meeting_id, group_id, expires_at FROM invites;
DROP TABLE invites;
ALTER TABLE invites_now RENAME TO invites;

-- Feeds of other directories, and what they last held.
CREATE TABLE feeds (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    name TEXT NOT NULL,
    url TEXT NOT NULL UNIQUE,
    -- IANA name: the clock of meetings that do not tell theirs.
    zone TEXT NOT NULL,
    -- JSON: when it was asked, what it said, when to ask again.
    state TEXT NOT NULL,
    -- JSON: its meetings as they were last read, without any contact.
    listings TEXT NOT NULL
) STRICT;

-- Origins whose pages may show the schedule inside theirs.
CREATE TABLE framers (
    origin TEXT PRIMARY KEY
) STRICT, WITHOUT ROWID;
