-- Somebody was moved to another practitioner: that the person agreed or was told, how, when, and who says so.
CREATE TABLE moved_mark (
	id BIGINT NOT NULL PRIMARY KEY,
	organization_id BIGINT NOT NULL REFERENCES organization (id),
	appointment_id BIGINT NOT NULL REFERENCES appointment (id),
	from_practitioner_id BIGINT NOT NULL,
	to_practitioner_id BIGINT,
	said TEXT NOT NULL CHECK (said IN ('agreed', 'told')),
	how TEXT NOT NULL CHECK (how IN ('phone', 'counter', 'message')),
	account_id BIGINT NOT NULL,
	at BIGINT NOT NULL
);
CREATE INDEX moved_mark_appointment ON moved_mark (appointment_id);
