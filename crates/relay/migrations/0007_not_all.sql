-- What is looked for every few seconds, or every hour, or to be counted, no longer reads every invitation there ever was.

-- What the company was not told yet: only what ended lately is news.
CREATE INDEX invitations_untold ON invitations (COALESCE(confirmed_at, ended_at)) WHERE told IS NULL OR told <> state;
DROP INDEX invitations_by_end;
CREATE INDEX invitations_stuck ON invitations (problem, step, expires_at)
WHERE problem IS NOT NULL AND state IN ('created', 'sent', 'claimed');
-- What is to be erased once it was kept for long enough.
CREATE INDEX invitations_over ON invitations (ended_at) WHERE state IN ('expired', 'revoked', 'declined', 'disputed');
-- All are counted, but no more of them is read. It begins with what nothing is looked for by: SQLite, which knows nothing of
-- how many there are, would take an index that begins with the state for better than those above.
CREATE INDEX invitations_counted ON invitations (attempt, state, expires_at);
CREATE INDEX grants_by_look ON grants (standing, looked_at);

-- Whose places nobody needs any more is asked of mailboxes alone: each that has places is there.
INSERT INTO mailboxes (mailbox, busy_until)
SELECT DISTINCT mailbox, 0 FROM tries
WHERE NOT EXISTS (SELECT 1 FROM mailboxes WHERE mailboxes.mailbox = tries.mailbox);
