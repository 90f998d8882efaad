-- Addresses that a meeting or a group had before: links to them lead on, unless another has the slug now.

CREATE TABLE former_meeting_slugs (
    slug TEXT PRIMARY KEY,
    meeting_id INTEGER NOT NULL REFERENCES meetings (id) ON DELETE CASCADE
) STRICT, WITHOUT ROWID;

CREATE TABLE former_group_slugs (
    slug TEXT PRIMARY KEY,
    group_id INTEGER NOT NULL REFERENCES groups (id) ON DELETE CASCADE
) STRICT, WITHOUT ROWID;
