-- Sign-ins on Nylas' own page, begun by a phone's browser. What proves something is here as a hash alone.
CREATE TABLE sign_ins (
    -- What comes back from Nylas, and what only that browser has.
    state TEXT PRIMARY KEY,
    browser TEXT NOT NULL,
    invitation TEXT NOT NULL,
    ticket TEXT NOT NULL,
    claim TEXT NOT NULL,
    started_at BIGINT NOT NULL,
    -- The grants that its address had before.
    noted TEXT,
    -- When the browser came back, and why without an account.
    returned_at BIGINT,
    problem TEXT
);
CREATE INDEX sign_ins_by_browser ON sign_ins (browser, started_at);
CREATE INDEX sign_ins_by_invitation ON sign_ins (invitation, started_at);
CREATE INDEX sign_ins_by_time ON sign_ins (started_at);
