-- A referral: who refers somebody to a type of appointment at an establishment, why, and how urgent it is. booked_by is the account
-- that entered it (practitioner_id is nobody's: the access predicate reads both). Used once; code_hash is of the code that the person was given.
CREATE TABLE referral (
	id BIGINT NOT NULL PRIMARY KEY,
	organization_id BIGINT NOT NULL REFERENCES organization (id),
	service_id BIGINT NOT NULL REFERENCES service (id),
	patient_id BIGINT NOT NULL REFERENCES patient (id),
	booked_by BIGINT NOT NULL,
	practitioner_id BIGINT,
	referred_by TEXT NOT NULL,
	referred_day INTEGER NOT NULL,
	reason TEXT NOT NULL,
	urgency TEXT NOT NULL CHECK (urgency IN ('urgent', 'soon', 'routine')),
	code_hash TEXT NOT NULL UNIQUE,
	until_day INTEGER NOT NULL,
	made_at BIGINT NOT NULL,
	used_at BIGINT,
	appointment_id BIGINT REFERENCES appointment (id),
	letter_type TEXT NOT NULL
);
CREATE INDEX referral_patient ON referral (patient_id);
CREATE INDEX referral_open ON referral (organization_id, until_day) WHERE used_at IS NULL;
CREATE INDEX referral_by ON referral (booked_by, made_at);
CREATE UNIQUE INDEX referral_appointment ON referral (appointment_id) WHERE appointment_id IS NOT NULL;
CREATE INDEX referral_until ON referral (until_day);
-- The letter itself, as base64: in the database, so that one transaction writes it, one backup holds it and erasing the person takes it along.
CREATE TABLE referral_letter (
	referral_id BIGINT NOT NULL PRIMARY KEY REFERENCES referral (id),
	organization_id BIGINT NOT NULL REFERENCES organization (id),
	body TEXT NOT NULL
);
-- The code that somebody who books online has typed, until the draft is confirmed.
CREATE TABLE referral_draft (
	draft_id BIGINT NOT NULL PRIMARY KEY,
	organization_id BIGINT NOT NULL,
	code_hash TEXT NOT NULL,
	made_at BIGINT NOT NULL
);
CREATE INDEX referral_draft_made ON referral_draft (made_at);
