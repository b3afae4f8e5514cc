-- Who was on a list that somebody saw. The same people opened again are the same list: a day of
-- sixty people that is shown two hundred times a day is kept once for each time that it changed.
CREATE TABLE audit_list (
	id BIGINT NOT NULL PRIMARY KEY,
	organization_id BIGINT NOT NULL,
	persons INTEGER NOT NULL,
	hash TEXT NOT NULL
);
-- Not unique: two writers may keep the same list at the same moment, which harms nobody.
CREATE INDEX audit_list_hash ON audit_list (hash);
CREATE TABLE audit_person (
	organization_id BIGINT NOT NULL,
	list_id BIGINT NOT NULL REFERENCES audit_list (id),
	patient_id BIGINT NOT NULL,
	PRIMARY KEY (list_id, patient_id)
);
CREATE INDEX audit_person_patient ON audit_person (patient_id, list_id);
-- list_id: several people; about_id: an account or an organisation that was administered.
ALTER TABLE audit_event ADD COLUMN list_id BIGINT;
ALTER TABLE audit_event ADD COLUMN about_id BIGINT;
ALTER TABLE audit_event ADD COLUMN detail TEXT NOT NULL DEFAULT '';
CREATE INDEX audit_event_list ON audit_event (list_id, at) WHERE list_id IS NOT NULL;
CREATE INDEX audit_event_account ON audit_event (account_id, at) WHERE account_id IS NOT NULL;
CREATE INDEX audit_event_about ON audit_event (about_id, at) WHERE about_id IS NOT NULL;
ALTER TABLE bearer_token ADD COLUMN label TEXT NOT NULL DEFAULT '';
ALTER TABLE bearer_token ADD COLUMN seen_at BIGINT;
CREATE INDEX bearer_token_organization ON bearer_token (organization_id, created_at);
-- sqlite:
CREATE TRIGGER audit_list_no_update BEFORE UPDATE ON audit_list BEGIN SELECT RAISE(ABORT, 'audit rows are not changed'); END;
CREATE TRIGGER audit_list_no_delete BEFORE DELETE ON audit_list BEGIN SELECT RAISE(ABORT, 'audit rows are not removed'); END;
CREATE TRIGGER audit_person_no_update BEFORE UPDATE ON audit_person BEGIN SELECT RAISE(ABORT, 'audit rows are not changed'); END;
CREATE TRIGGER audit_person_no_delete BEFORE DELETE ON audit_person BEGIN SELECT RAISE(ABORT, 'audit rows are not removed'); END;
-- pg:
CREATE TRIGGER audit_list_no_change BEFORE UPDATE OR DELETE OR TRUNCATE ON audit_list FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
CREATE TRIGGER audit_person_no_change BEFORE UPDATE OR DELETE OR TRUNCATE ON audit_person FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
