-- What a type needs beside the agenda in which it is offered: one of these agendas (listed), or any of that kind at the same
-- location. service.needs says how many, so that types without any ask nothing; schedule.needed that some type may need
-- the agenda, so that who writes it looks for those that depend on it.
CREATE TABLE service_need (
	service_id BIGINT NOT NULL REFERENCES service (id),
	place INTEGER NOT NULL,
	organization_id BIGINT NOT NULL REFERENCES organization (id),
	kind TEXT NOT NULL CHECK (kind IN ('practitioner', 'room', 'device', 'team')),
	listed BOOLEAN NOT NULL,
	PRIMARY KEY (service_id, place)
);
CREATE INDEX service_need_kind ON service_need (kind) WHERE NOT listed;
CREATE TABLE service_need_agenda (
	service_id BIGINT NOT NULL REFERENCES service (id),
	place INTEGER NOT NULL,
	schedule_id BIGINT NOT NULL REFERENCES schedule (id),
	organization_id BIGINT NOT NULL REFERENCES organization (id),
	PRIMARY KEY (service_id, place, schedule_id)
);
CREATE INDEX service_need_agenda_schedule ON service_need_agenda (schedule_id);
ALTER TABLE service ADD COLUMN needs INTEGER NOT NULL DEFAULT 0;
ALTER TABLE schedule ADD COLUMN needed BOOLEAN NOT NULL DEFAULT FALSE;
CREATE INDEX schedule_location ON schedule (location_id, kind);
