-- A rule of gatherings, group sessions (RFC 5545 RRULE), materialised like openings: each occurrence is a row of `gathering` of its own, which
-- is then changed or cancelled alone.
CREATE TABLE gathering_series (
	id BIGINT NOT NULL PRIMARY KEY,
	organization_id BIGINT NOT NULL REFERENCES organization (id),
	schedule_id BIGINT NOT NULL REFERENCES schedule (id),
	service_id BIGINT NOT NULL REFERENCES service (id),
	location_id BIGINT NOT NULL REFERENCES location (id),
	title_fr TEXT NOT NULL,
	title_ar TEXT NOT NULL,
	title_en TEXT NOT NULL,
	first_day INTEGER NOT NULL,
	until_day INTEGER,
	rule TEXT NOT NULL,
	start_min INTEGER NOT NULL CHECK (start_min BETWEEN 0 AND 1439),
	duration_min INTEGER NOT NULL CHECK (duration_min BETWEEN 5 AND 720),
	capacity INTEGER NOT NULL CHECK (capacity BETWEEN 1 AND 500),
	minimum INTEGER NOT NULL CHECK (minimum BETWEEN 0 AND capacity),
	waiting_most INTEGER NOT NULL CHECK (waiting_most BETWEEN 0 AND 500),
	decide_min INTEGER NOT NULL CHECK (decide_min >= 0),
	online BOOLEAN NOT NULL,
	materialised_to INTEGER NOT NULL,
	active BOOLEAN NOT NULL,
	version BIGINT NOT NULL
);
CREATE INDEX gathering_series_organization ON gathering_series (organization_id);
CREATE INDEX gathering_series_roll ON gathering_series (materialised_to, id) WHERE active;
-- n people at one time. Seats and waiting places are counters with a CHECK, changed under the lock of the agenda's day.
-- Participants are appointments that name their gathering: statuses, messages, receipts and figures are theirs as anybody's.
CREATE TABLE gathering (
	id BIGINT NOT NULL PRIMARY KEY,
	organization_id BIGINT NOT NULL REFERENCES organization (id),
	schedule_id BIGINT NOT NULL REFERENCES schedule (id),
	service_id BIGINT NOT NULL REFERENCES service (id),
	location_id BIGINT NOT NULL REFERENCES location (id),
	series_id BIGINT REFERENCES gathering_series (id),
	series_day INTEGER,		-- the occurrence of the rule it stands for, also when it was moved
	title_fr TEXT NOT NULL,
	title_ar TEXT NOT NULL,
	title_en TEXT NOT NULL,
	day INTEGER NOT NULL,
	start_min INTEGER NOT NULL CHECK (start_min BETWEEN 0 AND 1439),
	duration_min INTEGER NOT NULL CHECK (duration_min BETWEEN 5 AND 720),
	zone TEXT NOT NULL,
	start_at BIGINT NOT NULL,
	capacity INTEGER NOT NULL CHECK (capacity BETWEEN 1 AND 500),
	minimum INTEGER NOT NULL CHECK (minimum BETWEEN 0 AND capacity),
	waiting_most INTEGER NOT NULL CHECK (waiting_most BETWEEN 0 AND 500),
	decide_min INTEGER NOT NULL CHECK (decide_min >= 0),	-- so long before the start the minimum must be there
	online BOOLEAN NOT NULL,
	taken INTEGER NOT NULL CHECK (taken BETWEEN 0 AND capacity),
	waiting INTEGER NOT NULL CHECK (waiting BETWEEN 0 AND waiting_most),
	run_anyway BOOLEAN NOT NULL,
	status TEXT NOT NULL CHECK (status IN ('planned', 'cancelled')),
	cancel_reason TEXT NOT NULL,
	version BIGINT NOT NULL
);
CREATE UNIQUE INDEX gathering_series_day ON gathering (series_id, series_day) WHERE series_id IS NOT NULL;
CREATE INDEX gathering_schedule ON gathering (schedule_id, day);
CREATE INDEX gathering_organization ON gathering (organization_id, day);
-- The time that a gathering takes from each agenda concerned: its own and those of who leads it. It is time off like any other, so
-- whoever books there need not know of gatherings.
CREATE TABLE gathering_time (
	gathering_id BIGINT NOT NULL REFERENCES gathering (id),
	schedule_id BIGINT NOT NULL REFERENCES schedule (id),
	absence_id BIGINT NOT NULL REFERENCES absence (id),
	organization_id BIGINT NOT NULL REFERENCES organization (id),
	PRIMARY KEY (gathering_id, schedule_id)
);
CREATE UNIQUE INDEX gathering_time_absence ON gathering_time (absence_id);
CREATE INDEX gathering_time_schedule ON gathering_time (schedule_id);
-- Who leads it.
CREATE TABLE gathering_leader (
	gathering_id BIGINT NOT NULL REFERENCES gathering (id),
	practitioner_id BIGINT NOT NULL REFERENCES practitioner (id),
	organization_id BIGINT NOT NULL REFERENCES organization (id),
	PRIMARY KEY (gathering_id, practitioner_id)
);
CREATE TABLE gathering_series_leader (
	series_id BIGINT NOT NULL REFERENCES gathering_series (id),
	practitioner_id BIGINT NOT NULL REFERENCES practitioner (id),
	organization_id BIGINT NOT NULL REFERENCES organization (id),
	PRIMARY KEY (series_id, practitioner_id)
);
-- People who come together: a family one after the other, relatives in one gathering, or an establishment that has taken seats
-- of a gathering and names its people later (`unnamed` are left to be named). Its link shows all of them.
CREATE TABLE party (
	id BIGINT NOT NULL PRIMARY KEY,
	organization_id BIGINT NOT NULL REFERENCES organization (id),
	gathering_id BIGINT REFERENCES gathering (id),
	name TEXT NOT NULL,
	contact TEXT NOT NULL,
	phone TEXT NOT NULL,
	lang TEXT NOT NULL,
	token_hash TEXT NOT NULL UNIQUE,
	unnamed INTEGER NOT NULL CHECK (unnamed >= 0),
	channel TEXT NOT NULL,
	made_by BIGINT,
	made_at BIGINT NOT NULL,
	version BIGINT NOT NULL
);
CREATE INDEX party_session ON party (gathering_id) WHERE gathering_id IS NOT NULL;
CREATE INDEX party_made ON party (made_at) WHERE phone <> '' OR contact <> '';
ALTER TABLE appointment ADD COLUMN gathering_id BIGINT;
ALTER TABLE appointment ADD COLUMN party_id BIGINT;
CREATE INDEX appointment_session ON appointment (gathering_id) WHERE gathering_id IS NOT NULL;
CREATE INDEX appointment_party ON appointment (party_id) WHERE party_id IS NOT NULL;
