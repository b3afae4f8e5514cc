-- What somebody asks for: any type of the speciality unless one is named; any practitioner unless one is named (and then only that
-- one unless other_practitioner). days: bits 1 (Monday) … 7; parts: 1 morning, 2 afternoon. appointment_id: the later one that an
-- earlier time would replace. Order: class_rank, asked_at, id.
ALTER TABLE waiting_entry ADD COLUMN service_id BIGINT REFERENCES service (id);
ALTER TABLE waiting_entry ADD COLUMN practitioner_id BIGINT REFERENCES practitioner (id);
ALTER TABLE waiting_entry ADD COLUMN other_practitioner BOOLEAN NOT NULL DEFAULT TRUE;
ALTER TABLE waiting_entry ADD COLUMN days INTEGER NOT NULL DEFAULT 254;
ALTER TABLE waiting_entry ADD COLUMN parts INTEGER NOT NULL DEFAULT 3;
ALTER TABLE waiting_entry ADD COLUMN from_day INTEGER;
ALTER TABLE waiting_entry ADD COLUMN to_day INTEGER;
ALTER TABLE waiting_entry ADD COLUMN class TEXT NOT NULL DEFAULT 'ordinary';
ALTER TABLE waiting_entry ADD COLUMN class_rank INTEGER NOT NULL DEFAULT 1000;
ALTER TABLE waiting_entry ADD COLUMN channel TEXT NOT NULL DEFAULT 'online';
ALTER TABLE waiting_entry ADD COLUMN booked_by BIGINT;
ALTER TABLE waiting_entry ADD COLUMN patient_id BIGINT REFERENCES patient (id);
ALTER TABLE waiting_entry ADD COLUMN appointment_id BIGINT REFERENCES appointment (id);
ALTER TABLE waiting_entry ADD COLUMN token_hash TEXT;
ALTER TABLE waiting_entry ADD COLUMN reference TEXT NOT NULL DEFAULT '';
ALTER TABLE waiting_entry ADD COLUMN salt TEXT NOT NULL DEFAULT '';
ALTER TABLE waiting_entry ADD COLUMN offers INTEGER NOT NULL DEFAULT 0;
ALTER TABLE waiting_entry ADD COLUMN offered_at BIGINT;
ALTER TABLE waiting_entry ADD COLUMN left_why TEXT NOT NULL DEFAULT '';
ALTER TABLE waiting_entry ADD COLUMN changed_at BIGINT NOT NULL DEFAULT 0;
DROP INDEX waiting_entry_order;
-- Lists and the choice of the next read these in order; who is gone is in neither.
CREATE INDEX waiting_entry_order ON waiting_entry (organization_id, specialty, class_rank, asked_at, id) WHERE state IN ('waiting', 'offered');
CREATE INDEX waiting_entry_all ON waiting_entry (organization_id, class_rank, asked_at, id) WHERE state IN ('waiting', 'offered');
CREATE INDEX waiting_entry_gone ON waiting_entry (organization_id, changed_at) WHERE state IN ('served', 'left');
CREATE INDEX waiting_entry_by ON waiting_entry (booked_by, asked_at) WHERE booked_by IS NOT NULL;
CREATE INDEX waiting_entry_patient ON waiting_entry (patient_id) WHERE patient_id IS NOT NULL;
CREATE UNIQUE INDEX waiting_entry_appointment ON waiting_entry (appointment_id) WHERE appointment_id IS NOT NULL AND state IN ('waiting', 'offered');
CREATE UNIQUE INDEX waiting_entry_token ON waiting_entry (token_hash) WHERE token_hash IS NOT NULL;
-- One offer at a time for one person, whatever she waits for.
CREATE UNIQUE INDEX waiting_entry_offered ON waiting_entry (phone, birth_day) WHERE state = 'offered' AND phone <> '';
-- A time that was freed and is kept until somebody of the list has it, or nobody fits. due_at: looked at from then on.
CREATE TABLE waiting_time (
	id BIGINT NOT NULL PRIMARY KEY,
	organization_id BIGINT NOT NULL REFERENCES organization (id),
	schedule_id BIGINT NOT NULL REFERENCES schedule (id),
	service_id BIGINT NOT NULL REFERENCES service (id),
	day INTEGER NOT NULL,
	start_min INTEGER NOT NULL,
	hold_id BIGINT NOT NULL,
	why TEXT NOT NULL CHECK (why IN ('cancelled', 'moved', 'open', 'passed')),
	at BIGINT NOT NULL,
	due_at BIGINT NOT NULL
);
CREATE INDEX waiting_time_due ON waiting_time (due_at);
CREATE INDEX waiting_time_hold ON waiting_time (hold_id);
-- One time offered to one person. The hold keeps it; token_hash: of the link in the message.
CREATE TABLE waiting_offer (
	id BIGINT NOT NULL PRIMARY KEY,
	organization_id BIGINT NOT NULL REFERENCES organization (id),
	entry_id BIGINT NOT NULL REFERENCES waiting_entry (id) ON DELETE CASCADE,
	schedule_id BIGINT NOT NULL REFERENCES schedule (id),
	service_id BIGINT NOT NULL REFERENCES service (id),
	day INTEGER NOT NULL,
	start_min INTEGER NOT NULL,
	duration_min INTEGER NOT NULL,
	zone TEXT NOT NULL,
	start_at BIGINT NOT NULL,
	hold_id BIGINT NOT NULL,
	token_hash TEXT NOT NULL UNIQUE,
	class TEXT NOT NULL,
	state TEXT NOT NULL CHECK (state IN ('open', 'accepted', 'declined', 'expired', 'withdrawn')),
	at BIGINT NOT NULL,
	answer_by BIGINT NOT NULL,
	answered_at BIGINT,
	answer_channel TEXT,
	by_hand BIGINT,
	reason TEXT NOT NULL,
	appointment_id BIGINT REFERENCES appointment (id)
);
CREATE INDEX waiting_offer_entry ON waiting_offer (entry_id, at);
CREATE UNIQUE INDEX waiting_offer_one ON waiting_offer (entry_id) WHERE state = 'open';
CREATE UNIQUE INDEX waiting_offer_hold ON waiting_offer (hold_id) WHERE state = 'open';
CREATE INDEX waiting_offer_open ON waiting_offer (answer_by) WHERE state = 'open';
CREATE INDEX waiting_offer_place ON waiting_offer (organization_id, at);
-- What people did to an entry, and why: a class given, taken off, offered by hand.
CREATE TABLE waiting_note (
	id BIGINT NOT NULL PRIMARY KEY,
	organization_id BIGINT NOT NULL REFERENCES organization (id),
	entry_id BIGINT NOT NULL REFERENCES waiting_entry (id) ON DELETE CASCADE,
	at BIGINT NOT NULL,
	account_id BIGINT,
	what TEXT NOT NULL CHECK (what IN ('enlist', 'class', 'delist', 'offer')),
	class TEXT NOT NULL,
	reason TEXT NOT NULL
);
CREATE INDEX waiting_note_entry ON waiting_note (entry_id, at);
-- The priority classes of an establishment, the first before all others; none here nor above: those the program brings. "ordinary" is
-- everybody's and always the last. roles: who may give it, bits of waiting/rules/order.h.
CREATE TABLE waiting_class (
	organization_id BIGINT NOT NULL REFERENCES organization (id),
	code TEXT NOT NULL,
	place INTEGER NOT NULL,
	name_fr TEXT NOT NULL,
	name_ar TEXT NOT NULL,
	name_en TEXT NOT NULL,
	roles INTEGER NOT NULL,
	active BOOLEAN NOT NULL,
	PRIMARY KEY (organization_id, code)
);
-- Types of which freed times are not offered to the list.
CREATE TABLE waiting_off (
	service_id BIGINT NOT NULL REFERENCES service (id),
	organization_id BIGINT NOT NULL REFERENCES organization (id),
	PRIMARY KEY (organization_id, service_id)
);
CREATE INDEX waiting_entry_until ON waiting_entry (to_day) WHERE to_day IS NOT NULL AND state IN ('waiting', 'offered');
