-- A call to one of an establishment's lines: told by the telephone exchange (line_id is its own name for the call, empty: none) or
-- begun by hand. number: E.164, empty when it was withheld. taken_at, ended_at: its length. state: ringing until somebody
-- opens it, missed when it ended before that, open while somebody speaks, done once the reason is noted.
CREATE TABLE telephone_call (
	id BIGINT NOT NULL PRIMARY KEY,
	organization_id BIGINT NOT NULL REFERENCES organization (id),
	line_id TEXT NOT NULL,
	number TEXT NOT NULL,
	state TEXT NOT NULL CHECK (state IN ('ringing', 'missed', 'open', 'done')),
	rang_at BIGINT NOT NULL,
	taken_at BIGINT,
	taken_by BIGINT,
	ended_at BIGINT,
	reason TEXT NOT NULL,
	note TEXT NOT NULL
);
CREATE UNIQUE INDEX telephone_call_line ON telephone_call (organization_id, line_id) WHERE line_id <> '';
CREATE INDEX telephone_call_state ON telephone_call (organization_id, state, rang_at);
CREATE INDEX telephone_call_number ON telephone_call (organization_id, number, rang_at) WHERE number <> '';
CREATE INDEX telephone_call_rang ON telephone_call (organization_id, rang_at);
-- What a caller leaves for a practitioner. booked_by is the account that wrote it (the access predicate reads both).
CREATE TABLE telephone_message (
	id BIGINT NOT NULL PRIMARY KEY,
	organization_id BIGINT NOT NULL REFERENCES organization (id),
	practitioner_id BIGINT NOT NULL REFERENCES practitioner (id),
	call_id BIGINT NOT NULL REFERENCES telephone_call (id),
	patient_id BIGINT REFERENCES patient (id),
	booked_by BIGINT NOT NULL,
	text TEXT NOT NULL,
	made_at BIGINT NOT NULL,
	read_at BIGINT,
	read_by BIGINT
);
CREATE INDEX telephone_message_new ON telephone_message (practitioner_id, made_at) WHERE read_at IS NULL;
CREATE INDEX telephone_message_practitioner ON telephone_message (practitioner_id, made_at);
CREATE INDEX telephone_message_call ON telephone_message (call_id);
CREATE INDEX telephone_message_patient ON telephone_message (patient_id) WHERE patient_id IS NOT NULL;
