-- What comes in by the numbers that people can write to or ring: text messages and missed calls. A text is stored by the request that brings it and
-- read by the job: 'new'. 'acted': understood and done; 'open': waits for the desk; 'done': the desk has seen to it. organization_id: the house it is about,
-- else that of the line it came by. times: calls of one number that nobody has rung back yet are one row.
CREATE TABLE inbox_message (
	id BIGINT NOT NULL PRIMARY KEY,
	organization_id BIGINT NOT NULL REFERENCES organization (id),
	kind TEXT NOT NULL CHECK (kind IN ('sms', 'call')),
	phone TEXT NOT NULL,
	line TEXT NOT NULL,
	text TEXT NOT NULL,
	provider_id TEXT NOT NULL,
	at BIGINT NOT NULL,
	state TEXT NOT NULL CHECK (state IN ('new', 'acted', 'open', 'done')),
	outcome TEXT NOT NULL,
	lang TEXT NOT NULL,
	patient_id BIGINT REFERENCES patient (id),
	times INTEGER NOT NULL,
	last_at BIGINT NOT NULL,
	handled_by BIGINT,
	handled_at BIGINT,
	note TEXT NOT NULL
);
-- A provider that tells twice is heard once.
CREATE UNIQUE INDEX inbox_message_provider ON inbox_message (kind, provider_id) WHERE provider_id <> '';
CREATE INDEX inbox_message_new ON inbox_message (at, id) WHERE state = 'new';
CREATE INDEX inbox_message_open ON inbox_message (organization_id, kind, at) WHERE state = 'open';
CREATE INDEX inbox_message_phone ON inbox_message (phone, at);
CREATE INDEX inbox_message_patient ON inbox_message (patient_id) WHERE patient_id IS NOT NULL;
-- One call of a number waits in one place.
CREATE UNIQUE INDEX inbox_message_call ON inbox_message (phone, line) WHERE kind = 'call' AND state = 'open';
-- Whose a number is to which people write or ring; what it does not know goes there.
CREATE TABLE inbox_line (
	number TEXT NOT NULL PRIMARY KEY,
	organization_id BIGINT NOT NULL REFERENCES organization (id)
);
-- A reminder that can be answered. `ask` is one for all the appointments of one message.
CREATE TABLE inbox_question (
	id BIGINT NOT NULL PRIMARY KEY,
	ask BIGINT NOT NULL,
	organization_id BIGINT NOT NULL REFERENCES organization (id),
	phone TEXT NOT NULL,
	lang TEXT NOT NULL,
	appointment_id BIGINT NOT NULL REFERENCES appointment (id),
	asked_at BIGINT NOT NULL
);
CREATE INDEX inbox_question_phone ON inbox_question (phone, asked_at);
CREATE INDEX inbox_question_appointment ON inbox_question (appointment_id);
CREATE INDEX inbox_question_asked ON inbox_question (asked_at);
-- What somebody answered of an appointment; the last word stands.
CREATE TABLE inbox_answer (
	appointment_id BIGINT NOT NULL PRIMARY KEY REFERENCES appointment (id),
	organization_id BIGINT NOT NULL REFERENCES organization (id),
	said TEXT NOT NULL CHECK (said IN ('comes', 'cancels')),
	at BIGINT NOT NULL,
	message_id BIGINT NOT NULL
);
-- "Which one?": what the numbers stand for that were written to a phone last. `verb`: what is done with the one that is named.
CREATE TABLE inbox_choice (
	phone TEXT NOT NULL,
	place INTEGER NOT NULL,
	organization_id BIGINT NOT NULL REFERENCES organization (id),
	verb TEXT NOT NULL CHECK (verb IN ('yes', 'no')),
	appointment_id BIGINT,
	offer_id BIGINT,
	asked_at BIGINT NOT NULL,
	PRIMARY KEY (phone, place)
);
CREATE INDEX inbox_choice_asked ON inbox_choice (asked_at);
