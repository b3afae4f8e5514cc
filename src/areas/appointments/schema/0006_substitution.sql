-- A practitioner stands in for another in his agenda, from one day to another (both included). The hours stay; whose
-- an appointment is stands on the appointment itself, so that what was seen stays true when a substitution is undone.
CREATE TABLE substitution (
	id BIGINT NOT NULL PRIMARY KEY,
	organization_id BIGINT NOT NULL REFERENCES organization (id),
	schedule_id BIGINT NOT NULL REFERENCES schedule (id),
	practitioner_id BIGINT NOT NULL REFERENCES practitioner (id),
	from_day INTEGER NOT NULL,
	to_day INTEGER NOT NULL,
	reason TEXT NOT NULL,
	made_by BIGINT,
	made_at BIGINT NOT NULL,
	undone_by BIGINT,
	undone_at BIGINT,
	CHECK (from_day <= to_day)
);
CREATE INDEX substitution_schedule ON substitution (schedule_id, to_day) WHERE undone_at IS NULL;
CREATE INDEX substitution_practitioner ON substitution (practitioner_id) WHERE undone_at IS NULL;
CREATE INDEX substitution_organization ON substitution (organization_id, to_day);
