-- The name of an agenda in the public log: random, and nothing else is called so.
-- sqlite:
ALTER TABLE schedule ADD COLUMN ledger_name TEXT NOT NULL DEFAULT '';
UPDATE schedule SET ledger_name = lower(hex(randomblob(16)));
CREATE TRIGGER schedule_ledger_name AFTER INSERT ON schedule BEGIN
	UPDATE schedule SET ledger_name = lower(hex(randomblob(16))) WHERE id = NEW.id;
END;
-- pg:
ALTER TABLE schedule ADD COLUMN ledger_name TEXT NOT NULL DEFAULT replace(gen_random_uuid()::text, '-', '');
