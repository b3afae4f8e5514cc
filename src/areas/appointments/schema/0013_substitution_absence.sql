-- Time off of the doctor that was taken back for who stands in, as it was: it closes the agenda again when the substitution is undone.
CREATE TABLE substitution_absence (
	absence_id BIGINT NOT NULL PRIMARY KEY,
	substitution_id BIGINT NOT NULL REFERENCES substitution (id),
	organization_id BIGINT NOT NULL,
	from_day INTEGER NOT NULL,
	from_min INTEGER NOT NULL,
	to_day INTEGER NOT NULL,
	to_min INTEGER NOT NULL,
	reason TEXT NOT NULL,
	closing_id BIGINT
);
CREATE INDEX substitution_absence_of ON substitution_absence (substitution_id);
