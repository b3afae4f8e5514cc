-- Whoever is to get a monthly report agrees first; until then (NULL) nothing else is sent there. asked_at: when the mail that asks was queued; 0: it was
-- not yet, which is so of those who were named before anybody was asked.
ALTER TABLE report_recipient ADD COLUMN asked_at BIGINT NOT NULL DEFAULT 0;
ALTER TABLE report_recipient ADD COLUMN confirmed_at BIGINT;
-- The link of each mail to them, of which only a hash is kept.
CREATE TABLE report_link (
	token_hash TEXT NOT NULL PRIMARY KEY,
	organization_id BIGINT NOT NULL REFERENCES organization (id),
	recipient_id BIGINT NOT NULL REFERENCES report_recipient (id) ON DELETE CASCADE,
	made_at BIGINT NOT NULL
);
CREATE INDEX report_link_recipient ON report_link (recipient_id);
CREATE INDEX report_link_made ON report_link (made_at);
