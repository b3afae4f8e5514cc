-- The hours of a week of an organisation with all below it, as they were when the month was closed. Months that were closed before: as they
-- are known now.
CREATE TABLE tally_load_closed (
	organization_id BIGINT NOT NULL REFERENCES organization (id),
	month INTEGER NOT NULL,
	weekday INTEGER NOT NULL CHECK (weekday BETWEEN 1 AND 7),
	hour INTEGER NOT NULL CHECK (hour BETWEEN 0 AND 23),
	taken BIGINT NOT NULL,
	taken_min BIGINT NOT NULL,
	open_min BIGINT NOT NULL,
	PRIMARY KEY (organization_id, month, weekday, hour)
);
INSERT INTO tally_load_closed (organization_id, month, weekday, hour, taken, taken_min, open_min)
SELECT u.id, l.month, l.weekday, l.hour, SUM(l.taken), SUM(l.taken_min), SUM(l.open_min)
  FROM tally_month m JOIN organization r ON r.id = m.organization_id
       JOIN organization u ON u.tree_lo >= r.tree_lo AND u.tree_lo < r.tree_hi
       JOIN organization o ON o.tree_lo >= u.tree_lo AND o.tree_lo < u.tree_hi
       JOIN tally_load l ON l.organization_id = o.id AND l.month = m.month
 WHERE m.closed_at IS NOT NULL GROUP BY u.id, l.month, l.weekday, l.hour;
