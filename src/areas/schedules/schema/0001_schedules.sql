-- An appointment type ("motif"): HL7 FHIR HealthcareService. Lead, horizon and limits are minutes and bind citizens only.
CREATE TABLE service (
	id BIGINT NOT NULL PRIMARY KEY,
	organization_id BIGINT NOT NULL REFERENCES organization (id),
	code TEXT NOT NULL,
	specialty TEXT NOT NULL REFERENCES specialty (code),
	name_fr TEXT NOT NULL,
	name_ar TEXT NOT NULL,
	name_en TEXT NOT NULL,
	duration_min INTEGER NOT NULL CHECK (duration_min BETWEEN 1 AND 1440),
	step_min INTEGER NOT NULL CHECK (step_min BETWEEN 1 AND 1440),
	buffer_before_min INTEGER NOT NULL,
	buffer_after_min INTEGER NOT NULL,
	lead_min INTEGER NOT NULL,
	horizon_min INTEGER NOT NULL,
	cancel_limit_min INTEGER NOT NULL,
	move_limit_min INTEGER NOT NULL,
	online BOOLEAN NOT NULL,
	referral_required BOOLEAN NOT NULL,
	visit TEXT NOT NULL CHECK (visit IN ('first', 'follow_up', 'any')),
	sex TEXT NOT NULL CHECK (sex IN ('female', 'male', 'any')),
	age_min_months INTEGER NOT NULL,
	age_max_months INTEGER NOT NULL,
	place_kind TEXT NOT NULL CHECK (place_kind IN ('on_site', 'home', 'phone', 'video')),
	capacity INTEGER NOT NULL,
	sensitive BOOLEAN NOT NULL,
	bring_fr TEXT NOT NULL,
	bring_ar TEXT NOT NULL,
	bring_en TEXT NOT NULL,
	active BOOLEAN NOT NULL,
	version BIGINT NOT NULL,
	UNIQUE (organization_id, code)
);
CREATE INDEX service_specialty ON service (specialty, organization_id);
CREATE TABLE practitioner (
	id BIGINT NOT NULL PRIMARY KEY,
	organization_id BIGINT NOT NULL REFERENCES organization (id),
	code TEXT NOT NULL,
	name TEXT NOT NULL,
	name_ar TEXT NOT NULL,
	name_fold TEXT NOT NULL,
	sex TEXT NOT NULL,
	specialty TEXT NOT NULL REFERENCES specialty (code),
	active BOOLEAN NOT NULL,
	version BIGINT NOT NULL,
	UNIQUE (organization_id, code)
);
-- An agenda, of a practitioner, a room, a device or a team.
CREATE TABLE schedule (
	id BIGINT NOT NULL PRIMARY KEY,
	organization_id BIGINT NOT NULL REFERENCES organization (id),
	kind TEXT NOT NULL CHECK (kind IN ('practitioner', 'room', 'device', 'team')),
	practitioner_id BIGINT REFERENCES practitioner (id),
	location_id BIGINT NOT NULL REFERENCES location (id),
	name_fr TEXT NOT NULL,
	name_ar TEXT NOT NULL,
	specialty TEXT NOT NULL REFERENCES specialty (code),
	shown BOOLEAN NOT NULL,
	active BOOLEAN NOT NULL,
	version BIGINT NOT NULL
);
CREATE INDEX schedule_organization ON schedule (organization_id, specialty);
CREATE INDEX schedule_practitioner ON schedule (practitioner_id) WHERE practitioner_id IS NOT NULL;
-- A rule of openings (RFC 5545 RRULE; empty = that one day). One occurrence is changed by an exception on the
-- rule and a one-day opening in its place, so that every materialised interval belongs to exactly one opening.
CREATE TABLE opening (
	id BIGINT NOT NULL PRIMARY KEY,
	organization_id BIGINT NOT NULL REFERENCES organization (id),
	schedule_id BIGINT NOT NULL REFERENCES schedule (id),
	first_day INTEGER NOT NULL,
	until_day INTEGER,
	rule TEXT NOT NULL,
	start_min INTEGER NOT NULL CHECK (start_min BETWEEN 0 AND 1439),
	end_min INTEGER NOT NULL,
	capacity INTEGER NOT NULL CHECK (capacity BETWEEN 1 AND 1000),
	slot_min INTEGER,
	active BOOLEAN NOT NULL,
	materialised_to INTEGER NOT NULL,
	version BIGINT NOT NULL,
	CHECK (end_min > start_min AND end_min <= 1440)
);
CREATE INDEX opening_schedule ON opening (schedule_id);
CREATE INDEX opening_roll ON opening (materialised_to) WHERE active;
CREATE TABLE opening_service (
	opening_id BIGINT NOT NULL REFERENCES opening (id),
	service_id BIGINT NOT NULL REFERENCES service (id),
	organization_id BIGINT NOT NULL,
	PRIMARY KEY (opening_id, service_id)
);
CREATE INDEX opening_service_service ON opening_service (service_id);
-- Which agenda offers which service, and where: kept with the openings, read by every search. place_id is the
-- establishment (the nearest organisation above that is no department), tree_lo and zone those of the agenda.
CREATE TABLE offer (
	specialty TEXT NOT NULL,
	tree_lo BIGINT NOT NULL,
	service_id BIGINT NOT NULL REFERENCES service (id),
	schedule_id BIGINT NOT NULL REFERENCES schedule (id),
	organization_id BIGINT NOT NULL,
	place_id BIGINT NOT NULL,
	zone TEXT NOT NULL,
	shown BOOLEAN NOT NULL,
	PRIMARY KEY (specialty, tree_lo, service_id, schedule_id)
);
CREATE UNIQUE INDEX offer_schedule ON offer (schedule_id, service_id);
CREATE TABLE opening_exception (
	opening_id BIGINT NOT NULL REFERENCES opening (id),
	organization_id BIGINT NOT NULL,
	day INTEGER NOT NULL,
	PRIMARY KEY (opening_id, day)
);
-- One materialised interval of an opening.
CREATE TABLE opening_day (
	schedule_id BIGINT NOT NULL REFERENCES schedule (id),
	day INTEGER NOT NULL,
	start_min INTEGER NOT NULL,
	end_min INTEGER NOT NULL,
	opening_id BIGINT NOT NULL REFERENCES opening (id),
	organization_id BIGINT NOT NULL,
	capacity INTEGER NOT NULL,
	slot_min INTEGER,
	PRIMARY KEY (schedule_id, day, start_min, opening_id)
);
CREATE INDEX opening_day_opening ON opening_day (opening_id, day);
-- Time off: local minutes since 1970-01-01T00:00 of the place's calendar, [from, to).
CREATE TABLE absence (
	id BIGINT NOT NULL PRIMARY KEY,
	organization_id BIGINT NOT NULL REFERENCES organization (id),
	schedule_id BIGINT NOT NULL REFERENCES schedule (id),
	from_day INTEGER NOT NULL,
	from_min INTEGER NOT NULL,
	to_day INTEGER NOT NULL,
	to_min INTEGER NOT NULL,
	reason TEXT NOT NULL,
	version BIGINT NOT NULL
);
CREATE INDEX absence_schedule ON absence (schedule_id, to_day);
-- What is left of a (schedule, service, day): kept true with each write, read by every search.
CREATE TABLE free_day (
	schedule_id BIGINT NOT NULL,
	service_id BIGINT NOT NULL,
	day INTEGER NOT NULL,
	organization_id BIGINT NOT NULL,
	starts INTEGER NOT NULL,
	first_min INTEGER NOT NULL,
	last_min INTEGER NOT NULL,
	PRIMARY KEY (schedule_id, service_id, day)
);
