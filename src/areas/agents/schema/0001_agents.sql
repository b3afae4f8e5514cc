-- A secret address under which an agent's own calendar reads an agenda: one for each account and agenda.
CREATE TABLE agent_feed (
	id BIGINT NOT NULL PRIMARY KEY,
	organization_id BIGINT NOT NULL REFERENCES organization (id),
	schedule_id BIGINT NOT NULL,
	account_id BIGINT NOT NULL REFERENCES account (id),
	token_hash TEXT NOT NULL UNIQUE,
	lang TEXT NOT NULL,
	made_at BIGINT NOT NULL,
	UNIQUE (account_id, schedule_id)
);
-- Who is told by mail of what changes in an agenda: what comes within soon_min at once, the rest at digest_min of the
-- agenda's local day. own: an agenda of the agent's, who is not told of what he did himself.
CREATE TABLE agent_watch (
	id BIGINT NOT NULL PRIMARY KEY,
	organization_id BIGINT NOT NULL REFERENCES organization (id),
	schedule_id BIGINT NOT NULL,
	account_id BIGINT NOT NULL REFERENCES account (id),
	email TEXT NOT NULL,
	lang TEXT NOT NULL,
	zone TEXT NOT NULL,
	own BOOLEAN NOT NULL,
	soon_min INTEGER NOT NULL,
	digest_min INTEGER NOT NULL,
	digest_day INTEGER,
	since BIGINT NOT NULL,
	UNIQUE (account_id, schedule_id)
);
CREATE INDEX agent_watch_schedule ON agent_watch (schedule_id);
-- What waits for the next digest: a time and what became of it, never a person.
CREATE TABLE agent_change (
	id BIGINT NOT NULL PRIMARY KEY,
	organization_id BIGINT NOT NULL,
	watch_id BIGINT NOT NULL REFERENCES agent_watch (id) ON DELETE CASCADE,
	what TEXT NOT NULL,
	day INTEGER NOT NULL,
	start_min INTEGER NOT NULL
);
CREATE INDEX agent_change_watch ON agent_change (watch_id, day, start_min);
