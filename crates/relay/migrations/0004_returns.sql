-- What the customer's browser brings back to the company, as a hash; and when the company gave it in.
ALTER TABLE invitations ADD COLUMN return_hash TEXT;
ALTER TABLE invitations ADD COLUMN confirmed_at BIGINT;
