-- Where a node of the tree lies (a province: its seat), in hundredths of a degree. What is below it and has no point of its own
-- counts as there.
CREATE TABLE organization_point (
	organization_id BIGINT NOT NULL PRIMARY KEY REFERENCES organization (id),
	lat INTEGER NOT NULL,
	lon INTEGER NOT NULL,
	CHECK (lat BETWEEN -9000 AND 9000 AND lon BETWEEN -18000 AND 18000)
);
-- Words of practitioners' names as keys that spellings and scripts share, for finding by name. Made by the job `names`.
CREATE TABLE practitioner_word (
	word TEXT NOT NULL,
	practitioner_id BIGINT NOT NULL REFERENCES practitioner (id),
	organization_id BIGINT NOT NULL,
	PRIMARY KEY (word, practitioner_id)
);
CREATE INDEX practitioner_word_of ON practitioner_word (practitioner_id);
-- Of which version of the practitioner these words are.
CREATE TABLE practitioner_worded (
	practitioner_id BIGINT NOT NULL PRIMARY KEY REFERENCES practitioner (id),
	organization_id BIGINT NOT NULL,
	version BIGINT NOT NULL
);
