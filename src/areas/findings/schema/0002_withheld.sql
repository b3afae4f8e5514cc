-- An answer whose text is withheld: by the platform, which says why. The text itself is taken out of finding_answer; its hash stays there and in the log.
-- act_id: the act `withhold`. Never changed, never removed.
CREATE TABLE finding_withheld (
	answer_id BIGINT NOT NULL PRIMARY KEY REFERENCES finding_answer (id),
	organization_id BIGINT NOT NULL,
	account_id BIGINT NOT NULL,
	role TEXT NOT NULL,
	reason TEXT NOT NULL,
	act_id BIGINT NOT NULL,
	at BIGINT NOT NULL
);
-- sqlite:
DROP TRIGGER finding_answer_no_update;
CREATE TRIGGER finding_answer_no_update BEFORE UPDATE ON finding_answer
 WHEN NEW.body <> '' OR NEW.id <> OLD.id OR NEW.finding_id <> OLD.finding_id OR NEW.organization_id <> OLD.organization_id
   OR NEW.account_id <> OLD.account_id OR NEW.role <> OLD.role OR NEW.digest <> OLD.digest OR NEW.act_id <> OLD.act_id OR NEW.at <> OLD.at
   OR NOT EXISTS (SELECT 1 FROM finding_withheld w WHERE w.answer_id = OLD.id)
 BEGIN SELECT RAISE(ABORT, 'answers are not changed'); END;
CREATE TRIGGER finding_withheld_no_update BEFORE UPDATE ON finding_withheld BEGIN SELECT RAISE(ABORT, 'what is withheld stays so'); END;
CREATE TRIGGER finding_withheld_no_delete BEFORE DELETE ON finding_withheld BEGIN SELECT RAISE(ABORT, 'what is withheld stays so'); END;
-- pg:
DROP TRIGGER finding_answer_no_change ON finding_answer;
CREATE FUNCTION refuse_answer_change() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN IF NEW.body = '' AND ROW(NEW.id, NEW.finding_id, NEW.organization_id, NEW.account_id, NEW.role, NEW.digest, NEW.act_id, NEW.at) = ROW(OLD.id, OLD.finding_id, OLD.organization_id, OLD.account_id, OLD.role, OLD.digest, OLD.act_id, OLD.at) AND EXISTS (SELECT 1 FROM finding_withheld w WHERE w.answer_id = OLD.id) THEN RETURN NEW; END IF; RAISE EXCEPTION 'answers are not changed'; END $$;
CREATE TRIGGER finding_answer_no_update BEFORE UPDATE ON finding_answer FOR EACH ROW EXECUTE FUNCTION refuse_answer_change();
CREATE TRIGGER finding_answer_no_delete BEFORE DELETE OR TRUNCATE ON finding_answer FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
CREATE TRIGGER finding_withheld_no_change BEFORE UPDATE OR DELETE OR TRUNCATE ON finding_withheld FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
