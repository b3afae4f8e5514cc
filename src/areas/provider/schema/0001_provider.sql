-- What was last seen of the way out for text messages: a figure a row. bad: it is beyond its limit, since then; told_at: when the
-- operator was last told of it.
CREATE TABLE provider_watch (
	name TEXT NOT NULL PRIMARY KEY,
	value BIGINT NOT NULL,
	bad BOOLEAN NOT NULL,
	since BIGINT NOT NULL,
	told_at BIGINT NOT NULL,
	at BIGINT NOT NULL
);
