-- Who books for others at an establishment: a health centre (all its agents together) or a helper (an account). The row
-- that its bookings lock before they are counted; it keeps what the establishment allows it apart from the others.
CREATE TABLE booker (
	id BIGINT NOT NULL PRIMARY KEY,
	organization_id BIGINT NOT NULL REFERENCES organization (id),
	kind TEXT NOT NULL CHECK (kind IN ('centre', 'helper')),
	subject_id BIGINT NOT NULL,
	per_day INTEGER,
	per_week INTEGER,
	open_most INTEGER,
	per_agenda INTEGER,
	stopped_at BIGINT,
	stopped_by BIGINT,
	stopped_why TEXT NOT NULL,
	tries BIGINT NOT NULL,
	version BIGINT NOT NULL,
	UNIQUE (organization_id, kind, subject_id)
);
-- One type, as an establishment gives it to health centres: to those of how far, and how many to each. NULL: as for the others.
CREATE TABLE booker_type (
	organization_id BIGINT NOT NULL REFERENCES organization (id),
	service_id BIGINT NOT NULL REFERENCES service (id),
	reach INTEGER,
	per_day INTEGER,
	per_week INTEGER,
	PRIMARY KEY (organization_id, service_id)
);
-- The mark of each appointment that somebody booked for another.
CREATE TABLE booked_for (
	appointment_id BIGINT NOT NULL PRIMARY KEY REFERENCES appointment (id),
	organization_id BIGINT NOT NULL REFERENCES organization (id),
	booker_id BIGINT NOT NULL REFERENCES booker (id),
	account_id BIGINT NOT NULL,
	service_id BIGINT NOT NULL,
	made_day INTEGER NOT NULL
);
CREATE INDEX booked_for_booker ON booked_for (booker_id, made_day);
