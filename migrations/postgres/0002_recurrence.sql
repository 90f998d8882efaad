-- More than weekly meetings, single dates that differ, and what feeds tell of a group.

-- Roughly where the group is at home; empty when it does not say.
ALTER TABLE groups ADD COLUMN place TEXT NOT NULL DEFAULT '';
ALTER TABLE groups ADD COLUMN website TEXT;

-- JSON: how the dates follow one another.
ALTER TABLE meetings ADD COLUMN pattern TEXT NOT NULL DEFAULT '';
UPDATE meetings SET pattern = '{"weekly":{"every":1,"days":' || days || '}}';
ALTER TABLE meetings DROP COLUMN days;
-- Local dates, YYYY-MM-DD.
ALTER TABLE meetings ADD COLUMN from_date TEXT NOT NULL DEFAULT '2026-01-01';
ALTER TABLE meetings ADD COLUMN until_date TEXT;
-- A JSON array: what is different on single dates.
ALTER TABLE meetings ADD COLUMN changes TEXT NOT NULL DEFAULT '[]';
ALTER TABLE meetings ADD COLUMN other_ways TEXT NOT NULL DEFAULT '';
-- How often it was changed, and when it last was.
ALTER TABLE meetings ADD COLUMN edition BIGINT NOT NULL DEFAULT 0;
ALTER TABLE meetings ADD COLUMN edited_at BIGINT NOT NULL DEFAULT 0;
