-- Times are milliseconds since 1970 by the database's clock; what proves something is here as a hash alone.

CREATE TABLE operators (
    id TEXT PRIMARY KEY,
    name TEXT NOT NULL,
    role TEXT NOT NULL,
    hash TEXT NOT NULL UNIQUE,
    created_at BIGINT NOT NULL,
    expires_at BIGINT,
    used_at BIGINT,
    revoked_at BIGINT
);
CREATE UNIQUE INDEX operators_by_name ON operators (name) WHERE revoked_at IS NULL;

CREATE TABLE audit (
    id TEXT PRIMARY KEY,
    at BIGINT NOT NULL,
    who TEXT NOT NULL,
    what TEXT NOT NULL,
    invitation TEXT,
    detail TEXT
);
CREATE INDEX audit_by_invitation ON audit (invitation, at);
CREATE INDEX audit_by_time ON audit (at);

CREATE TABLE invitations (
    id TEXT PRIMARY KEY,
    reference TEXT NOT NULL UNIQUE,
    -- What may be connected; and the one name of its mailbox, by which refusals are counted.
    account TEXT NOT NULL,
    mailbox TEXT NOT NULL,
    send_to TEXT,
    recipient_label TEXT NOT NULL,
    account_label TEXT,
    external_id TEXT UNIQUE,
    -- Of what was sent with that external ID.
    body_hash TEXT NOT NULL,
    -- Comes back on the grant.
    grant_state TEXT,
    language TEXT,
    renew BIGINT NOT NULL,
    state TEXT NOT NULL,
    created_at BIGINT NOT NULL,
    expires_at BIGINT NOT NULL,
    sent_at BIGINT,
    claimed_at BIGINT,
    ended_at BIGINT,
    -- The computer that holds it, the link by which it came, and the computer that held it before.
    claim_hash TEXT,
    claim_ticket TEXT,
    claim_at BIGINT,
    claim_seen_at BIGINT,
    lost_hash TEXT,
    version TEXT,
    system TEXT,
    -- Where the person is.
    step TEXT,
    problem TEXT,
    problem_at BIGINT,
    -- The submission under way, or the last one: none, noting, sending, unsure, made or failed.
    submission BIGINT NOT NULL,
    attempt TEXT NOT NULL,
    lease_until BIGINT NOT NULL,
    -- Whoever took the lease last; an older holder's words no longer count.
    lease_by TEXT,
    noted TEXT,
    password_sent_at BIGINT,
    refusal TEXT,
    refusal_type TEXT,
    refusal_request TEXT,
    -- What was made.
    grant_id TEXT,
    grant_email TEXT,
    grant_existed BIGINT,
    made_at BIGINT,
    calendars TEXT,
    mail_read BIGINT NOT NULL,
    newest BIGINT
);
CREATE INDEX invitations_by_time ON invitations (created_at, id);
CREATE INDEX invitations_by_mailbox ON invitations (mailbox);
CREATE INDEX invitations_by_grant ON invitations (grant_id) WHERE grant_id IS NOT NULL;
CREATE INDEX invitations_open ON invitations (expires_at) WHERE state IN ('created', 'sent', 'claimed');
CREATE INDEX invitations_to_wipe ON invitations (made_at) WHERE calendars IS NOT NULL OR newest IS NOT NULL;
CREATE INDEX invitations_under_way ON invitations (lease_until) WHERE attempt IN ('noting', 'sending', 'unsure');

CREATE TABLE tickets (
    hash TEXT PRIMARY KEY,
    invitation TEXT NOT NULL,
    -- A link, or a code's; a code's ticket may do what its link may, so it counts as made when that was.
    kind TEXT NOT NULL,
    created_at BIGINT NOT NULL,
    counts_from BIGINT NOT NULL,
    dead_at BIGINT
);
CREATE INDEX tickets_by_invitation ON tickets (invitation, created_at);

-- Five places for each mailbox: a submission takes one, and a refusal keeps it for a day.
CREATE TABLE tries (
    mailbox TEXT NOT NULL,
    place BIGINT NOT NULL,
    free_at BIGINT NOT NULL,
    claim TEXT,
    -- The submission that has it and is not over.
    lease TEXT,
    PRIMARY KEY (mailbox, place)
);

-- One submission of a mailbox at a time, whichever invitation it is by.
CREATE TABLE mailboxes (
    mailbox TEXT PRIMARY KEY,
    busy_until BIGINT NOT NULL,
    busy_with TEXT
);

CREATE TABLE codes (
    hash TEXT PRIMARY KEY,
    ticket TEXT NOT NULL,
    invitation TEXT NOT NULL,
    expires_at BIGINT NOT NULL,
    used_at BIGINT
);
CREATE INDEX codes_by_time ON codes (expires_at);

CREATE TABLE misses (
    network TEXT PRIMARY KEY,
    count BIGINT NOT NULL,
    at BIGINT NOT NULL,
    next_at BIGINT NOT NULL
);

-- What one relay learned and the others should know, such as why the company is not ready.
CREATE TABLE facts (
    name TEXT PRIMARY KEY,
    value TEXT NOT NULL,
    at BIGINT NOT NULL
);
