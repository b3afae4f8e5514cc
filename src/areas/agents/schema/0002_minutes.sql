-- How long what changed lasts: hours that are closed or opened have an end.
ALTER TABLE agent_change ADD COLUMN minutes INTEGER NOT NULL DEFAULT 0;
