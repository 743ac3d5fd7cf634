-- Whether what was connected still is, and since when, as Nylas said when it was last asked.
CREATE TABLE grants (
    grant_id TEXT PRIMARY KEY,
    -- valid, invalid or gone.
    standing TEXT NOT NULL,
    since BIGINT NOT NULL,
    looked_at BIGINT NOT NULL
);
CREATE INDEX grants_by_standing ON grants (standing, grant_id);

-- Grants that something was heard of: to be looked at, from `next_at` on.
CREATE TABLE hints (
    grant_id TEXT PRIMARY KEY,
    at BIGINT NOT NULL,
    next_at BIGINT NOT NULL,
    tries BIGINT NOT NULL
);
CREATE INDEX hints_by_time ON hints (next_at);
