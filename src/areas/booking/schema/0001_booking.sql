-- What a citizen has answered so far, kept beside the hold until the code confirms it. Removed after an hour. The time that was
-- chosen is written down here too, so that it can be named and asked for again after the hold is over.
CREATE TABLE booking_draft (
	id BIGINT NOT NULL PRIMARY KEY,
	organization_id BIGINT NOT NULL,
	owner TEXT NOT NULL,
	hold_id BIGINT NOT NULL,
	schedule_id BIGINT NOT NULL,
	service_id BIGINT NOT NULL,
	day INTEGER NOT NULL,
	start_min INTEGER NOT NULL,
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
	token TEXT NOT NULL,
	created_at BIGINT NOT NULL
);
CREATE INDEX booking_draft_created ON booking_draft (created_at);
-- Codes sent to find an appointment again without its link. appointment_id 0: nothing was found, and nobody is told so.
CREATE TABLE look_up (
	id BIGINT NOT NULL PRIMARY KEY,
	organization_id BIGINT NOT NULL,
	owner TEXT NOT NULL,
	appointment_id BIGINT NOT NULL,
	phone TEXT NOT NULL,
	code_hash TEXT NOT NULL,
	code_until BIGINT NOT NULL,
	code_tries INTEGER NOT NULL,
	created_at BIGINT NOT NULL
);
CREATE INDEX look_up_created ON look_up (created_at);
-- How many codes went to one number or one network (hashes) in a window.
CREATE TABLE code_count (
	bucket TEXT NOT NULL,
	window_at BIGINT NOT NULL,
	n INTEGER NOT NULL,
	organization_id BIGINT NOT NULL,
	PRIMARY KEY (bucket, window_at)
);
