-- What the audit of the public log found, once each. digest: of all that it says, so that a look that is begun again finds nothing twice.
-- organization_id 0: of the log as a whole. role, channel, numbers (by spaces): what the
-- sentence of `code` says (ledger/audit.h). entries: how many it is about. Never changed, never removed by the program.
CREATE TABLE finding (
	id BIGINT NOT NULL PRIMARY KEY,
	organization_id BIGINT NOT NULL,
	digest TEXT NOT NULL UNIQUE,
	rule TEXT NOT NULL,
	code TEXT NOT NULL,
	service TEXT NOT NULL,
	role TEXT NOT NULL,
	channel TEXT NOT NULL,
	numbers TEXT NOT NULL,
	first_idx BIGINT NOT NULL,
	entries INTEGER NOT NULL,
	at BIGINT NOT NULL,
	found_at BIGINT NOT NULL
);
CREATE INDEX finding_organization ON finding (organization_id, id);
-- The entries of the log that it names, the first of them.
CREATE TABLE finding_entry (
	finding_id BIGINT NOT NULL REFERENCES finding (id),
	n INTEGER NOT NULL,
	organization_id BIGINT NOT NULL,
	idx BIGINT NOT NULL,
	PRIMARY KEY (finding_id, n)
);
CREATE INDEX finding_entry_idx ON finding_entry (idx);
-- What the establishment says about it. act_id: the act whose entry in the log holds the hash of the text.
CREATE TABLE finding_answer (
	id BIGINT NOT NULL PRIMARY KEY,
	finding_id BIGINT NOT NULL REFERENCES finding (id),
	organization_id BIGINT NOT NULL,
	account_id BIGINT NOT NULL,
	role TEXT NOT NULL,
	body TEXT NOT NULL,
	digest TEXT NOT NULL,
	act_id BIGINT NOT NULL,
	at BIGINT NOT NULL
);
CREATE INDEX finding_answer_finding ON finding_answer (finding_id, id);
-- Of each establishment, and of all (0): 'entries' looked at, 'found', 'answered' (findings with an answer), and the findings of each rule.
CREATE TABLE finding_count (
	organization_id BIGINT NOT NULL,
	rule TEXT NOT NULL,
	n BIGINT NOT NULL,
	PRIMARY KEY (organization_id, rule)
);
-- Where the audit stands: the next entry that it reads.
CREATE TABLE finding_look (
	id BIGINT NOT NULL PRIMARY KEY,
	organization_id BIGINT NOT NULL,
	next_idx BIGINT NOT NULL,
	at BIGINT NOT NULL
);
-- What it remembers of the entries before `size`, in parts of one text. A look writes what it will remember part by part, and then moves
-- next_idx there: no transaction is long, and a look that is broken off has changed nothing.
CREATE TABLE finding_memory (
	size BIGINT NOT NULL,
	n INTEGER NOT NULL,
	organization_id BIGINT NOT NULL,
	part TEXT NOT NULL,
	PRIMARY KEY (size, n)
);
-- sqlite:
CREATE TRIGGER finding_no_update BEFORE UPDATE ON finding BEGIN SELECT RAISE(ABORT, 'findings are not changed'); END;
CREATE TRIGGER finding_no_delete BEFORE DELETE ON finding BEGIN SELECT RAISE(ABORT, 'findings are not removed'); END;
CREATE TRIGGER finding_answer_no_update BEFORE UPDATE ON finding_answer BEGIN SELECT RAISE(ABORT, 'answers are not changed'); END;
CREATE TRIGGER finding_answer_no_delete BEFORE DELETE ON finding_answer BEGIN SELECT RAISE(ABORT, 'answers are not removed'); END;
-- pg:
CREATE TRIGGER finding_no_change BEFORE UPDATE OR DELETE OR TRUNCATE ON finding FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
CREATE TRIGGER finding_answer_no_change BEFORE UPDATE OR DELETE OR TRUNCATE ON finding_answer FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
