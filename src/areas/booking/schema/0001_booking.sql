-- What a citizen has answered so far, kept with the hold until the code confirms it. Removed with the hold or after an hour.
CREATE TABLE booking_draft (
	id BIGINT NOT NULL PRIMARY KEY,
	organization_id BIGINT NOT NULL,
	owner TEXT NOT NULL,
	hold_id BIGINT NOT NULL,
	for_whom TEXT NOT NULL,
	name TEXT NOT NULL,
	birth_day INTEGER NOT NULL,
	sex TEXT NOT NULL,
	phone TEXT NOT NULL,
	lang TEXT NOT NULL,
	identity_number TEXT NOT NULL,
	email TEXT NOT NULL,
	code_hash TEXT NOT NULL,
	code_until BIGINT NOT NULL,
	code_tries INTEGER NOT NULL,
	code_sends INTEGER NOT NULL,
	code_sent_at BIGINT NOT NULL,
	appointment_id BIGINT,
	created_at BIGINT NOT NULL
);
CREATE INDEX booking_draft_owner ON booking_draft (owner);
CREATE INDEX booking_draft_created ON booking_draft (created_at);
-- Codes sent to find an appointment again without its link.
CREATE TABLE look_up (
	id BIGINT NOT NULL PRIMARY KEY,
	organization_id BIGINT NOT NULL,
	owner TEXT NOT NULL,
	appointment_id BIGINT NOT NULL,
	code_hash TEXT NOT NULL,
	code_until BIGINT NOT NULL,
	code_tries INTEGER NOT NULL,
	code_sends INTEGER NOT NULL,
	code_sent_at BIGINT NOT NULL,
	created_at BIGINT NOT NULL
);
CREATE INDEX look_up_owner ON look_up (owner);
-- How many codes went to one number or one network (keyed hashes) in a window.
CREATE TABLE code_count (
	bucket TEXT NOT NULL,
	window_at BIGINT NOT NULL,
	n INTEGER NOT NULL,
	organization_id BIGINT NOT NULL,
	PRIMARY KEY (bucket, window_at)
);
