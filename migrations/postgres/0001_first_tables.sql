-- Times are milliseconds since the epoch, UTC. Numbers of rows are never used again.

CREATE TABLE groups (
    id BIGINT GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    slug TEXT NOT NULL UNIQUE,
    name TEXT NOT NULL,
    contributions TEXT
);

CREATE TABLE meetings (
    id BIGINT GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    group_id BIGINT NOT NULL REFERENCES groups (id) ON DELETE CASCADE,
    slug TEXT NOT NULL UNIQUE,
    title TEXT NOT NULL,
    notes TEXT NOT NULL,
    -- A JSON array of type codes.
    kinds TEXT NOT NULL,
    language TEXT NOT NULL,
    access TEXT NOT NULL CHECK (access IN ('open', 'closed')),
    -- One bit a day, Monday the lowest.
    days BIGINT NOT NULL CHECK (days BETWEEN 1 AND 127),
    -- Minutes after midnight, in the zone.
    starts_minute BIGINT NOT NULL CHECK (starts_minute BETWEEN 0 AND 1439),
    -- IANA name.
    zone TEXT NOT NULL,
    minutes BIGINT NOT NULL,
    doors_before BIGINT NOT NULL,
    fellowship_after BIGINT NOT NULL,
    -- JSON: format, queue mode, limits.
    room TEXT NOT NULL
);

CREATE INDEX meetings_of_group ON meetings (group_id);

CREATE TABLE accounts (
    id BIGINT GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    number TEXT NOT NULL UNIQUE,
    name TEXT NOT NULL,
    passphrase_phc TEXT NOT NULL,
    -- Days since the epoch, no closer.
    created_day BIGINT NOT NULL
);

CREATE TABLE sessions (
    hash BYTEA PRIMARY KEY,
    account_id BIGINT NOT NULL REFERENCES accounts (id) ON DELETE CASCADE,
    expires_at BIGINT NOT NULL
);

CREATE INDEX sessions_of_account ON sessions (account_id);

-- A meeting to chair, or a group to be secretary of.
CREATE TABLE services (
    account_id BIGINT NOT NULL REFERENCES accounts (id) ON DELETE CASCADE,
    meeting_id BIGINT REFERENCES meetings (id) ON DELETE CASCADE,
    group_id BIGINT REFERENCES groups (id) ON DELETE CASCADE,
    UNIQUE (account_id, meeting_id),
    UNIQUE (account_id, group_id),
    CHECK ((meeting_id IS NULL) <> (group_id IS NULL))
);

CREATE TABLE invites (
    hash BYTEA PRIMARY KEY,
    meeting_id BIGINT REFERENCES meetings (id) ON DELETE CASCADE,
    group_id BIGINT REFERENCES groups (id) ON DELETE CASCADE,
    expires_at BIGINT NOT NULL,
    CHECK ((meeting_id IS NULL) <> (group_id IS NULL))
);

-- Rooms in progress, erased with the room.
CREATE TABLE rooms (
    meeting_id BIGINT NOT NULL REFERENCES meetings (id) ON DELETE CASCADE,
    starts_at BIGINT NOT NULL,
    snapshot TEXT NOT NULL,
    resume_hashes TEXT NOT NULL,
    saved_at BIGINT NOT NULL,
    PRIMARY KEY (meeting_id, starts_at)
);
