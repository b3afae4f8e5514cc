-- On which days before the visit somebody is reminded of an appointment of a type ("7 2 0"; 0: the same morning; empty: never). A
-- type without a row follows the one it was taken from, at last the plan that the program brings.
CREATE TABLE reminder_plan (
	service_id BIGINT NOT NULL PRIMARY KEY REFERENCES service (id),
	organization_id BIGINT NOT NULL REFERENCES organization (id),
	days TEXT NOT NULL
);
-- The last local day of which an establishment's reminders are planned.
CREATE TABLE reminder_day (
	organization_id BIGINT NOT NULL PRIMARY KEY REFERENCES organization (id),
	day INTEGER NOT NULL
);
-- One reminder to one contact on one day, of all appointments that are due then (reminder_about). contact: a telephone number, a mail
-- address, or "file:ID" of who gets a letter; blanked as the message's.
CREATE TABLE reminder (
	id BIGINT NOT NULL PRIMARY KEY,
	organization_id BIGINT NOT NULL REFERENCES organization (id),	-- the keeper of the files
	contact TEXT NOT NULL,
	day INTEGER NOT NULL,
	way TEXT NOT NULL CHECK (way IN ('sms', 'mail', 'letter')),
	due_at BIGINT NOT NULL,
	state TEXT NOT NULL CHECK (state IN ('planned', 'queued', 'sent', 'delivered', 'failed', 'dropped', 'printed')),
	message_id BIGINT,
	batch_id BIGINT,
	made_at BIGINT NOT NULL,
	changed_at BIGINT NOT NULL
);
CREATE UNIQUE INDEX reminder_contact ON reminder (contact, day, organization_id);
CREATE INDEX reminder_due ON reminder (due_at, id) WHERE state = 'planned' AND way <> 'letter';
CREATE INDEX reminder_out ON reminder (changed_at, id) WHERE state IN ('queued', 'sent');
CREATE INDEX reminder_letter ON reminder (organization_id, day) WHERE way = 'letter';
-- Of which appointment, as it stood when the message was made: once a day at most, whatever telephone its person has.
CREATE TABLE reminder_about (
	appointment_id BIGINT NOT NULL REFERENCES appointment (id),
	sent_on INTEGER NOT NULL,
	reminder_id BIGINT NOT NULL REFERENCES reminder (id),
	organization_id BIGINT NOT NULL,
	day INTEGER NOT NULL,
	start_min INTEGER NOT NULL,
	PRIMARY KEY (appointment_id, sent_on)
);
CREATE INDEX reminder_about_reminder ON reminder_about (reminder_id);
-- Letters are printed once a day.
CREATE TABLE letter_batch (
	id BIGINT NOT NULL PRIMARY KEY,
	organization_id BIGINT NOT NULL REFERENCES organization (id),
	day INTEGER NOT NULL,
	letters INTEGER NOT NULL,
	made_at BIGINT NOT NULL,
	account_id BIGINT NOT NULL
);
CREATE UNIQUE INDEX letter_batch_day ON letter_batch (organization_id, day);
-- Where somebody gets letters, as it stands on the envelope.
CREATE TABLE postal_address (
	patient_id BIGINT NOT NULL PRIMARY KEY REFERENCES patient (id),
	organization_id BIGINT NOT NULL REFERENCES organization (id),
	lines TEXT NOT NULL
);
-- Whom the desk calls about an appointment, and what came of it. rank: who is called first (lower).
CREATE TABLE reminder_call (
	id BIGINT NOT NULL PRIMARY KEY,
	organization_id BIGINT NOT NULL REFERENCES organization (id),
	appointment_id BIGINT NOT NULL REFERENCES appointment (id),
	patient_id BIGINT NOT NULL REFERENCES patient (id),
	why TEXT NOT NULL CHECK (why IN ('failed', 'undelivered', 'risk')),
	rank INTEGER NOT NULL,
	day INTEGER NOT NULL,		-- of the visit, when it was put on the list
	start_min INTEGER NOT NULL,
	made_at BIGINT NOT NULL,
	state TEXT NOT NULL CHECK (state IN ('open', 'done')),
	outcome TEXT NOT NULL CHECK (outcome IN ('', 'confirmed', 'cancelled', 'moved', 'no-answer', 'left-word', 'wrong-number', 'over')),
	tries INTEGER NOT NULL,
	tried_at BIGINT,
	account_id BIGINT,
	note TEXT NOT NULL
);
CREATE UNIQUE INDEX reminder_call_appointment ON reminder_call (appointment_id, day);
CREATE INDEX reminder_call_open ON reminder_call (organization_id, day, rank) WHERE state = 'open';
