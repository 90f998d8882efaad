-- Times are milliseconds since the epoch, UTC. Numbers of rows are never used again.

CREATE TABLE groups (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    slug TEXT NOT NULL UNIQUE,
    name TEXT NOT NULL,
    contributions TEXT
) STRICT;

CREATE TABLE meetings (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    group_id INTEGER NOT NULL REFERENCES groups (id) ON DELETE CASCADE,
    slug TEXT NOT NULL UNIQUE,
    title TEXT NOT NULL,
    notes TEXT NOT NULL,
    -- A JSON array of type codes.
    kinds TEXT NOT NULL,
    language TEXT NOT NULL,
    access TEXT NOT NULL CHECK (access IN ('open', 'closed')),
    -- One bit a day, Monday the lowest.
    days INTEGER NOT NULL CHECK (days BETWEEN 1 AND 127),
    -- Minutes after midnight, in the zone.
    starts_minute INTEGER NOT NULL CHECK (starts_minute BETWEEN 0 AND 1439),
    -- IANA name.
    zone TEXT NOT NULL,
    minutes INTEGER NOT NULL,
    doors_before INTEGER NOT NULL,
    fellowship_after INTEGER NOT NULL,
    -- JSON: format, queue mode, limits.
    room TEXT NOT NULL
) STRICT;

CREATE INDEX meetings_of_group ON meetings (group_id);

CREATE TABLE accounts (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    number TEXT NOT NULL UNIQUE,
    name TEXT NOT NULL,
    passphrase_phc TEXT NOT NULL,
    -- Days since the epoch, no closer.
    created_day INTEGER NOT NULL
) STRICT;

CREATE TABLE sessions (
    hash BLOB PRIMARY KEY,
    account_id INTEGER NOT NULL REFERENCES accounts (id) ON DELETE CASCADE,
    expires_at INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

CREATE INDEX sessions_of_account ON sessions (account_id);

-- A meeting to chair, or a group to be secretary of.
CREATE TABLE services (
    account_id INTEGER NOT NULL REFERENCES accounts (id) ON DELETE CASCADE,
    meeting_id INTEGER REFERENCES meetings (id) ON DELETE CASCADE,
    group_id INTEGER REFERENCES groups (id) ON DELETE CASCADE,
    UNIQUE (account_id, meeting_id),
    UNIQUE (account_id, group_id),
    CHECK ((meeting_id IS NULL) <> (group_id IS NULL))
) STRICT;

CREATE TABLE invites (
    hash BLOB PRIMARY KEY,
    meeting_id INTEGER REFERENCES meetings (id) ON DELETE CASCADE,
    group_id INTEGER REFERENCES groups (id) ON DELETE CASCADE,
    expires_at INTEGER NOT NULL,
    CHECK ((meeting_id IS NULL) <> (group_id IS NULL))
) STRICT, WITHOUT ROWID;

-- Rooms in progress, erased with the room.
CREATE TABLE rooms (
    meeting_id INTEGER NOT NULL REFERENCES meetings (id) ON DELETE CASCADE,
    starts_at INTEGER NOT NULL,
    snapshot TEXT NOT NULL,
    resume_hashes TEXT NOT NULL,
    saved_at INTEGER NOT NULL,
    PRIMARY KEY (meeting_id, starts_at)
) STRICT;
