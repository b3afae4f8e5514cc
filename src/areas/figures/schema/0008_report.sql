-- Who gets an organisation's monthly report by mail; the last month that was sent.
CREATE TABLE report_recipient (
	id BIGINT NOT NULL PRIMARY KEY,
	organization_id BIGINT NOT NULL REFERENCES organization (id),
	address TEXT NOT NULL,
	lang TEXT NOT NULL CHECK (lang IN ('fr', 'ar', 'en')),
	account_id BIGINT NOT NULL,
	added_at BIGINT NOT NULL,
	sent_month INTEGER NOT NULL,
	UNIQUE (organization_id, address)
);
