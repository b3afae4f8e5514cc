-- The hours of a week of an organisation with all below it, as they were last added up with its country's month: what pages show. Those
-- of a country were added up of all its houses for each reader.
CREATE TABLE tally_load_shown (
	organization_id BIGINT NOT NULL REFERENCES organization (id),
	month INTEGER NOT NULL,
	weekday INTEGER NOT NULL CHECK (weekday BETWEEN 1 AND 7),
	hour INTEGER NOT NULL CHECK (hour BETWEEN 0 AND 23),
	taken BIGINT NOT NULL,
	taken_min BIGINT NOT NULL,
	open_min BIGINT NOT NULL,
	PRIMARY KEY (organization_id, month, weekday, hour)
);
INSERT INTO tally_load_shown (organization_id, month, weekday, hour, taken, taken_min, open_min)
SELECT u.id, l.month, l.weekday, l.hour, SUM(l.taken), SUM(l.taken_min), SUM(l.open_min)
  FROM organization u JOIN organization o ON o.tree_lo >= u.tree_lo AND o.tree_lo < u.tree_hi
       JOIN tally_load l ON l.organization_id = o.id
 GROUP BY u.id, l.month, l.weekday, l.hour;
