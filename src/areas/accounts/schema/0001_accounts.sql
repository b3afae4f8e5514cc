CREATE TABLE account (
	id BIGINT NOT NULL PRIMARY KEY,
	organization_id BIGINT NOT NULL REFERENCES organization (id),
	login TEXT NOT NULL UNIQUE,
	name TEXT NOT NULL,
	password_hash TEXT NOT NULL,
	must_change BOOLEAN NOT NULL,
	totp_secret TEXT,
	totp_counter BIGINT NOT NULL,
	lang TEXT NOT NULL,
	practitioner_id BIGINT,
	active BOOLEAN NOT NULL,
	created_at BIGINT NOT NULL,
	version BIGINT NOT NULL
);
CREATE INDEX account_organization ON account (organization_id, name);
-- Role and place: what an account may do, and in which branch.
CREATE TABLE membership (
	id BIGINT NOT NULL PRIMARY KEY,
	account_id BIGINT NOT NULL REFERENCES account (id),
	organization_id BIGINT NOT NULL REFERENCES organization (id),
	role TEXT NOT NULL,
	until_day INTEGER,
	UNIQUE (account_id, organization_id, role)
);
-- chosen: of several memberships this one was picked for the session; before that it may do nothing else.
CREATE TABLE session (
	id BIGINT NOT NULL PRIMARY KEY,
	organization_id BIGINT NOT NULL REFERENCES organization (id),
	account_id BIGINT NOT NULL REFERENCES account (id),
	membership_id BIGINT NOT NULL REFERENCES membership (id),
	token_hash TEXT NOT NULL UNIQUE,
	created_at BIGINT NOT NULL,
	seen_at BIGINT NOT NULL,
	ends_at BIGINT NOT NULL,
	chosen BOOLEAN NOT NULL,
	revoked BOOLEAN NOT NULL
);
CREATE INDEX session_account ON session (account_id, ends_at);
CREATE TABLE bearer_token (
	id BIGINT NOT NULL PRIMARY KEY,
	organization_id BIGINT NOT NULL REFERENCES organization (id),
	account_id BIGINT NOT NULL REFERENCES account (id),
	membership_id BIGINT NOT NULL REFERENCES membership (id),
	token_hash TEXT NOT NULL UNIQUE,
	created_at BIGINT NOT NULL,
	revoked BOOLEAN NOT NULL
);
-- Codes on paper for who lost the device with the second factor; each serves once.
CREATE TABLE backup_code (
	id BIGINT NOT NULL PRIMARY KEY,
	organization_id BIGINT NOT NULL REFERENCES organization (id),
	account_id BIGINT NOT NULL REFERENCES account (id),
	code_hash TEXT NOT NULL,
	UNIQUE (account_id, code_hash)
);
-- A browser that signed in well before: a stranger's wrong tries elsewhere do not slow it down.
CREATE TABLE device (
	id BIGINT NOT NULL PRIMARY KEY,
	organization_id BIGINT NOT NULL REFERENCES organization (id),
	account_id BIGINT NOT NULL REFERENCES account (id),
	token_hash TEXT NOT NULL UNIQUE,
	seen_at BIGINT NOT NULL
);
-- Who saw or changed whose file, when, by which route. Never changed, never removed by the program.
CREATE TABLE audit_event (
	id BIGINT NOT NULL PRIMARY KEY,
	organization_id BIGINT NOT NULL,
	at BIGINT NOT NULL,
	account_id BIGINT,
	role TEXT NOT NULL,
	what TEXT NOT NULL,
	route TEXT NOT NULL,
	patient_id BIGINT
);
CREATE INDEX audit_event_organization ON audit_event (organization_id, at);
CREATE INDEX audit_event_patient ON audit_event (patient_id, at) WHERE patient_id IS NOT NULL;
-- sqlite:
CREATE TRIGGER audit_event_no_update BEFORE UPDATE ON audit_event BEGIN SELECT RAISE(ABORT, 'audit rows are not changed'); END;
CREATE TRIGGER audit_event_no_delete BEFORE DELETE ON audit_event BEGIN SELECT RAISE(ABORT, 'audit rows are not removed'); END;
-- pg:
CREATE FUNCTION refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE EXCEPTION 'rows of % are not changed', TG_TABLE_NAME; END $$;
CREATE TRIGGER audit_event_no_change BEFORE UPDATE OR DELETE OR TRUNCATE ON audit_event FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
