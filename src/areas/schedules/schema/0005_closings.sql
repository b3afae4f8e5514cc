-- Time off that was asked for at once for several agendas (of a practitioner, a place, a speciality, an organisation), or again and
-- again by a rule. Its absences name it here and are taken back with it. [from, to): the first occurrence.
CREATE TABLE closing (
	id BIGINT NOT NULL PRIMARY KEY,
	organization_id BIGINT NOT NULL REFERENCES organization (id),
	kind TEXT NOT NULL CHECK (kind IN ('agenda', 'practitioner', 'location', 'specialty', 'organization')),
	schedule_id BIGINT REFERENCES schedule (id),
	practitioner_id BIGINT REFERENCES practitioner (id),
	location_id BIGINT REFERENCES location (id),
	specialty TEXT REFERENCES specialty (code),
	from_day INTEGER NOT NULL,
	from_min INTEGER NOT NULL,
	to_day INTEGER NOT NULL,
	to_min INTEGER NOT NULL,
	rule TEXT NOT NULL,
	last_day INTEGER NOT NULL,
	reason TEXT NOT NULL,
	account_id BIGINT NOT NULL,
	at BIGINT NOT NULL
);
CREATE INDEX closing_organization ON closing (organization_id, last_day);
CREATE TABLE closing_absence (
	absence_id BIGINT NOT NULL PRIMARY KEY REFERENCES absence (id),
	closing_id BIGINT NOT NULL REFERENCES closing (id),
	organization_id BIGINT NOT NULL REFERENCES organization (id)
);
CREATE INDEX closing_absence_closing ON closing_absence (closing_id);
