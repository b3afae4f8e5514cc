-- How full the hours of a week were in a month, counted of each organisation itself: weekday 1 (Monday) … 7, hour 0 … 23; taken: visits
-- that touched that hour; minutes open and minutes taken. Counted with edition 0 of tally; all of it anew, once.
CREATE TABLE tally_load (
	organization_id BIGINT NOT NULL REFERENCES organization (id),
	month INTEGER NOT NULL,
	weekday INTEGER NOT NULL CHECK (weekday BETWEEN 1 AND 7),
	hour INTEGER NOT NULL CHECK (hour BETWEEN 0 AND 23),
	taken BIGINT NOT NULL,
	taken_min BIGINT NOT NULL,
	open_min BIGINT NOT NULL,
	PRIMARY KEY (organization_id, month, weekday, hour)
);
UPDATE figure_month SET due = TRUE;
