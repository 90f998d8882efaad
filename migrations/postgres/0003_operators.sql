-- A third service, the operator's; feeds from elsewhere; who may show the schedule inside their pages.

-- 1 for the operator of the whole site.
ALTER TABLE services ADD COLUMN operator BIGINT NOT NULL DEFAULT 0 CHECK (operator IN (0, 1));
ALTER TABLE services DROP CONSTRAINT services_check;
ALTER TABLE services ADD CONSTRAINT services_check
    CHECK ((meeting_id IS NOT NULL)::int + (group_id IS NOT NULL)::int + operator = 1);
CREATE UNIQUE INDEX operators ON services (account_id) WHERE operator = 1;

ALTER TABLE invites ADD COLUMN operator BIGINT NOT NULL DEFAULT 0 CHECK (operator IN (0, 1));
ALTER TABLE invites DROP CONSTRAINT invites_check;
ALTER TABLE invites ADD CONSTRAINT invites_check
    CHECK ((meeting_id IS NOT NULL)::int + (group_id IS NOT NULL)::int + operator = 1);

-- Feeds of other directories, and what they last held.
CREATE TABLE feeds (
    id BIGINT GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    name TEXT NOT NULL,
    url TEXT NOT NULL UNIQUE,
    -- IANA name: the clock of meetings that do not tell theirs.
    zone TEXT NOT NULL,
    -- JSON: when it was asked, what it said, when to ask again.
    state TEXT NOT NULL,
    -- JSON: its meetings as they were last read, without any contact.
    listings TEXT NOT NULL
);

-- Origins whose pages may show the schedule inside theirs.
CREATE TABLE framers (
    origin TEXT PRIMARY KEY
);
