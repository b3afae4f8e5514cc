-- What somebody asks for online, until a code has shown that the phone is in her hand: only then is it a request. Erased after an hour. owner: the
-- visitor's cookie; token: of the request that came of it.
CREATE TABLE waiting_draft (
	id BIGINT NOT NULL PRIMARY KEY,
	organization_id BIGINT NOT NULL REFERENCES organization (id),
	owner TEXT NOT NULL,
	specialty TEXT NOT NULL,
	area TEXT NOT NULL,
	name TEXT NOT NULL,
	birth_day INTEGER NOT NULL,
	sex TEXT NOT NULL,
	phone TEXT NOT NULL,
	lang TEXT NOT NULL,
	service_id BIGINT,
	practitioner_id BIGINT,
	days INTEGER NOT NULL,
	parts INTEGER NOT NULL,
	from_day INTEGER,
	to_day INTEGER,
	code_hash TEXT NOT NULL,
	code_until BIGINT NOT NULL,
	code_tries INTEGER NOT NULL,
	code_sends INTEGER NOT NULL,
	code_sent_at BIGINT NOT NULL,
	token TEXT NOT NULL,
	created_at BIGINT NOT NULL
);
CREATE INDEX waiting_draft_created ON waiting_draft (created_at);
