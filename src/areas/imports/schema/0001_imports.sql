-- Which rows of which kind of file came in already: a row is known again by the hash of all its columns and, for equal
-- rows of one file, by being the nth of them. Importing the same file twice changes nothing.
CREATE TABLE import_row (
	kind TEXT NOT NULL,
	hash TEXT NOT NULL,
	nth INTEGER NOT NULL,
	organization_id BIGINT NOT NULL,
	made_id BIGINT NOT NULL,
	imported_at BIGINT NOT NULL,
	PRIMARY KEY (kind, hash, nth)
);
