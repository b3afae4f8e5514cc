-- The first answer of each write that came with a key: a repeat gets it again. Forgotten after 7 days.
-- key: SHA-256 of who asked, route and key. fingerprint: SHA-256 of what was sent.
CREATE TABLE done_request (
	key TEXT NOT NULL PRIMARY KEY,
	at BIGINT NOT NULL,
	fingerprint TEXT NOT NULL,
	status INTEGER NOT NULL,
	type TEXT NOT NULL,
	location TEXT NOT NULL,
	etag TEXT NOT NULL,
	body TEXT NOT NULL
);
CREATE INDEX done_request_at ON done_request (at);
