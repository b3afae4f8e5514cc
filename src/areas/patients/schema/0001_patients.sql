-- A person's file belongs to one organisation (the authority that keeps it); another never sees it.
CREATE TABLE patient (
	id BIGINT NOT NULL PRIMARY KEY,
	organization_id BIGINT NOT NULL REFERENCES organization (id),
	name TEXT NOT NULL,
	name_fold TEXT NOT NULL,
	name_key TEXT NOT NULL,
	birth_day INTEGER,
	sex TEXT NOT NULL CHECK (sex IN ('female', 'male', 'other', 'unknown')),
	phone TEXT NOT NULL,
	email TEXT NOT NULL,
	identity_number TEXT NOT NULL,
	lang TEXT NOT NULL,
	identifier_system TEXT,
	identifier_value TEXT,
	created_at BIGINT NOT NULL,
	merged_into BIGINT REFERENCES patient (id),
	erased_at BIGINT,
	version BIGINT NOT NULL
);
CREATE INDEX patient_phone ON patient (organization_id, phone);
CREATE INDEX patient_key ON patient (organization_id, name_key);
CREATE INDEX patient_birth ON patient (organization_id, birth_day) WHERE birth_day IS NOT NULL;
CREATE INDEX patient_identity ON patient (organization_id, identity_number) WHERE identity_number <> '';
CREATE INDEX patient_merged ON patient (merged_into) WHERE merged_into IS NOT NULL;
CREATE UNIQUE INDEX patient_identifier ON patient (identifier_value, identifier_system, organization_id) WHERE identifier_value IS NOT NULL;
-- Each word of the name key, for looking people up by the beginning of any of their names.
CREATE TABLE patient_word (
	organization_id BIGINT NOT NULL,
	word TEXT NOT NULL,
	patient_id BIGINT NOT NULL REFERENCES patient (id),
	PRIMARY KEY (organization_id, word, patient_id)
);
-- Every rectification: what stood there, what stands there now (law 09-08, art. 8).
CREATE TABLE patient_trail (
	id BIGINT NOT NULL PRIMARY KEY,
	organization_id BIGINT NOT NULL,
	patient_id BIGINT NOT NULL REFERENCES patient (id),
	at BIGINT NOT NULL,
	account_id BIGINT,
	field TEXT NOT NULL,
	before_value TEXT NOT NULL,
	after_value TEXT NOT NULL
);
CREATE INDEX patient_trail_patient ON patient_trail (patient_id, at);
-- A merge can be undone: which file went into which, and which appointments it brought.
CREATE TABLE patient_merge (
	id BIGINT NOT NULL PRIMARY KEY,
	organization_id BIGINT NOT NULL,
	kept_id BIGINT NOT NULL REFERENCES patient (id),
	merged_id BIGINT NOT NULL REFERENCES patient (id),
	at BIGINT NOT NULL,
	account_id BIGINT,
	undone_at BIGINT
);
CREATE INDEX patient_merge_kept ON patient_merge (kept_id);
CREATE INDEX patient_merge_merged ON patient_merge (merged_id);
CREATE TABLE patient_merge_row (
	merge_id BIGINT NOT NULL REFERENCES patient_merge (id),
	organization_id BIGINT NOT NULL,
	appointment_id BIGINT NOT NULL,
	PRIMARY KEY (merge_id, appointment_id)
);
