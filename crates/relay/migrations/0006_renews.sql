-- Whoever connects ends what else would renew the same connection: without this, every open invitation was looked at.
CREATE INDEX invitations_by_renews ON invitations (renews) WHERE renews IS NOT NULL;
