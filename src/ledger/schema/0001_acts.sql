-- Every act on capacity, appended in the transaction that did it. The public log is sealed from these rows in their order;
-- until it is, they are its pending entries. Never changed, never removed by the program.
CREATE TABLE act (
	id BIGINT NOT NULL PRIMARY KEY,
	organization_id BIGINT NOT NULL,
	at BIGINT NOT NULL,
	act TEXT NOT NULL,
	channel TEXT NOT NULL,
	role TEXT NOT NULL,
	schedule_id BIGINT NOT NULL,
	service_id BIGINT,
	day INTEGER NOT NULL,
	start_min INTEGER NOT NULL,
	minutes INTEGER NOT NULL,
	zone TEXT NOT NULL,
	capacity INTEGER,
	ceiling INTEGER,
	reason TEXT,
	class TEXT,
	chain BIGINT,
	holder TEXT
);
-- sqlite:
CREATE TRIGGER act_no_update BEFORE UPDATE ON act BEGIN SELECT RAISE(ABORT, 'acts are not changed'); END;
CREATE TRIGGER act_no_delete BEFORE DELETE ON act BEGIN SELECT RAISE(ABORT, 'acts are not removed'); END;
-- pg:
CREATE FUNCTION refuse_act_change() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE EXCEPTION 'acts are not changed'; END $$;
CREATE TRIGGER act_no_change BEFORE UPDATE OR DELETE OR TRUNCATE ON act FOR EACH STATEMENT EXECUTE FUNCTION refuse_act_change();
