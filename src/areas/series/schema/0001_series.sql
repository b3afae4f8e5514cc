-- Repeat visits of one person: what was wished. Who it is stands on the appointments alone.
CREATE TABLE series (
	id BIGINT NOT NULL PRIMARY KEY,
	organization_id BIGINT NOT NULL REFERENCES organization (id),
	service_id BIGINT NOT NULL REFERENCES service (id),
	schedule_id BIGINT NOT NULL REFERENCES schedule (id),
	unit TEXT NOT NULL CHECK (unit IN ('days', 'weeks', 'months')),
	every INTEGER NOT NULL,
	visits INTEGER NOT NULL,
	days INTEGER NOT NULL,
	minutes INTEGER NOT NULL,
	made_by BIGINT,
	made_at BIGINT NOT NULL
);
-- Visit n of it (from 1). Without an appointment: still to place, or no longer wanted (given_up).
CREATE TABLE series_visit (
	series_id BIGINT NOT NULL REFERENCES series (id),
	n INTEGER NOT NULL,
	organization_id BIGINT NOT NULL REFERENCES organization (id),
	appointment_id BIGINT REFERENCES appointment (id),
	wish_day INTEGER NOT NULL,
	wish_min INTEGER NOT NULL,
	given_up BOOLEAN NOT NULL,
	PRIMARY KEY (series_id, n)
);
CREATE UNIQUE INDEX series_visit_appointment ON series_visit (appointment_id) WHERE appointment_id IS NOT NULL;
CREATE INDEX series_visit_to_place ON series_visit (organization_id, wish_day) WHERE appointment_id IS NULL AND NOT given_up;
