-- What is still to be done. A relay holds a job until `lease_until`; done is gone, and what came of it is where it belongs.
CREATE TABLE jobs (
    id TEXT PRIMARY KEY,
    kind TEXT NOT NULL,
    about TEXT NOT NULL,
    detail TEXT,
    due_at BIGINT NOT NULL,
    lease_until BIGINT NOT NULL,
    lease_by TEXT,
    tries BIGINT NOT NULL,
    created_at BIGINT NOT NULL
);
CREATE UNIQUE INDEX jobs_by_subject ON jobs (kind, about);
CREATE INDEX jobs_by_time ON jobs (kind, due_at);

-- The invitation that it follows, and the grant that is to be renewed.
ALTER TABLE invitations ADD COLUMN parent TEXT;
ALTER TABLE invitations ADD COLUMN renews TEXT;
-- When its mail was refused, or came back.
ALTER TABLE invitations ADD COLUMN bounced_at BIGINT;
-- When somebody last asked for a new link.
ALTER TABLE invitations ADD COLUMN again_at BIGINT;
-- What the company was told: a state, and since when somebody was stuck.
ALTER TABLE invitations ADD COLUMN told TEXT;
ALTER TABLE invitations ADD COLUMN told_problem_at BIGINT;
CREATE INDEX invitations_by_end ON invitations (ended_at) WHERE ended_at IS NOT NULL;
