-- Local wall time and zone of the place are what is agreed; start_at (UTC) is derived from them. What the catalogue said
-- on the day of booking is copied: later edits do not rewrite history.
CREATE TABLE appointment (
	id BIGINT NOT NULL PRIMARY KEY,
	organization_id BIGINT NOT NULL REFERENCES organization (id),
	reference TEXT NOT NULL UNIQUE,
	token_hash TEXT NOT NULL UNIQUE,
	patient_id BIGINT NOT NULL REFERENCES patient (id),
	schedule_id BIGINT REFERENCES schedule (id),
	practitioner_id BIGINT,
	service_id BIGINT REFERENCES service (id),
	location_id BIGINT,
	specialty TEXT NOT NULL,
	service_name_fr TEXT NOT NULL,
	service_name_ar TEXT NOT NULL,
	service_name_en TEXT NOT NULL,
	day INTEGER NOT NULL,
	start_min INTEGER NOT NULL,
	zone TEXT NOT NULL,
	start_at BIGINT NOT NULL,
	duration_min INTEGER NOT NULL,
	buffer_before_min INTEGER NOT NULL,
	buffer_after_min INTEGER NOT NULL,
	seat INTEGER NOT NULL,
	status TEXT NOT NULL CHECK (status IN ('proposed', 'pending', 'booked', 'arrived', 'checked-in', 'fulfilled', 'cancelled', 'noshow', 'waitlist', 'entered-in-error')),
	cancelled_by TEXT CHECK (cancelled_by IN ('patient', 'service')),
	cancel_reason TEXT NOT NULL,
	channel TEXT NOT NULL CHECK (channel IN ('online', 'desk', 'phone', 'health-centre', 'assisted', 'sms', 'api')),
	for_whom TEXT NOT NULL CHECK (for_whom IN ('self', 'relative', 'helper')),
	booked_at BIGINT NOT NULL,
	booked_day INTEGER NOT NULL,
	booked_by BIGINT,
	overbooked BOOLEAN NOT NULL,
	overbook_reason TEXT NOT NULL,
	walk_in BOOLEAN NOT NULL,
	history BOOLEAN NOT NULL,
	note TEXT NOT NULL,
	salt TEXT NOT NULL,
	changed_at BIGINT NOT NULL,
	version BIGINT NOT NULL,
	place_name_fr TEXT,
	place_name_ar TEXT
);
CREATE INDEX appointment_schedule_day ON appointment (schedule_id, day) WHERE schedule_id IS NOT NULL;
CREATE INDEX appointment_patient ON appointment (patient_id, day);
CREATE INDEX appointment_booked ON appointment (organization_id, booked_day);
CREATE INDEX appointment_day ON appointment (organization_id, day);
CREATE INDEX appointment_booked_by ON appointment (booked_by, day) WHERE booked_by IS NOT NULL;
CREATE INDEX appointment_unrecorded ON appointment (organization_id, day)
	WHERE NOT history AND status IN ('proposed', 'pending', 'booked', 'arrived', 'checked-in');
-- The last guard: two active appointments never share a seat of one start.
CREATE UNIQUE INDEX appointment_seat ON appointment (schedule_id, day, start_min, seat)
	WHERE schedule_id IS NOT NULL AND NOT overbooked AND NOT history AND status NOT IN ('cancelled', 'entered-in-error');
-- The row that writers of one schedule's day lock, in order, before they re-check and insert.
CREATE TABLE schedule_day (
	schedule_id BIGINT NOT NULL REFERENCES schedule (id),
	day INTEGER NOT NULL,
	organization_id BIGINT NOT NULL,
	version BIGINT NOT NULL,
	changed_at BIGINT NOT NULL,
	PRIMARY KEY (schedule_id, day)
);
-- A time kept for somebody who is typing. Expiry is computed when it is read; sweeping is only cleaning.
CREATE TABLE hold (
	id BIGINT NOT NULL PRIMARY KEY,
	organization_id BIGINT NOT NULL REFERENCES organization (id),
	schedule_id BIGINT NOT NULL REFERENCES schedule (id),
	service_id BIGINT NOT NULL REFERENCES service (id),
	day INTEGER NOT NULL,
	start_min INTEGER NOT NULL,
	duration_min INTEGER NOT NULL,
	buffer_before_min INTEGER NOT NULL,
	buffer_after_min INTEGER NOT NULL,
	owner TEXT NOT NULL,
	expires_at BIGINT NOT NULL,
	renewed BOOLEAN NOT NULL,
	created_at BIGINT NOT NULL
);
CREATE INDEX hold_schedule_day ON hold (schedule_id, day);
CREATE INDEX hold_owner ON hold (owner);
CREATE INDEX hold_expires ON hold (expires_at);
