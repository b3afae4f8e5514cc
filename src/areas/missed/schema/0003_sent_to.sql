-- To which number and address a link was sent, as a hash with the link in it: it is good as long as they are the person's. Empty:
-- sent to none, or before this was kept.
ALTER TABLE missed_link ADD COLUMN phone_hash TEXT NOT NULL DEFAULT '';
ALTER TABLE missed_link ADD COLUMN email_hash TEXT NOT NULL DEFAULT '';
