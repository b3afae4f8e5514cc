-- The tables of figures (docs/figures.md): one row for each line of an organisation's month, all its counts side by side. edition: 0 what
-- was counted of the organisation itself; 1 with all below it, as it is known now; 2 as it was when the month was closed. Only 1 and 2 are
-- shown; `hidden` has a bit for each count that is not. Days of delay: "days:people" in order, with spaces.
CREATE TABLE tally (
	organization_id BIGINT NOT NULL REFERENCES organization (id),
	month INTEGER NOT NULL,
	edition INTEGER NOT NULL CHECK (edition IN (0, 1, 2)),
	dimension TEXT NOT NULL CHECK (dimension IN ('all', 'channel', 'service', 'sex', 'age', 'visit', 'practitioner')),
	value TEXT NOT NULL,
	hidden BIGINT NOT NULL,
	n BIGINT NOT NULL,
	online BIGINT NOT NULL,
	extra BIGINT NOT NULL,
	helped BIGINT NOT NULL,
	within_30 BIGINT NOT NULL,
	compared BIGINT NOT NULL,
	compared_within_30 BIGINT NOT NULL,
	expected BIGINT NOT NULL,
	missed BIGINT NOT NULL,
	by_person BIGINT NOT NULL,
	by_house BIGINT NOT NULL,
	reminded BIGINT NOT NULL,
	told BIGINT NOT NULL,
	asked BIGINT NOT NULL,
	offered BIGINT NOT NULL,
	served BIGINT NOT NULL,
	taken BIGINT NOT NULL,
	taken_min BIGINT NOT NULL,
	open_min BIGINT NOT NULL,
	delays TEXT NOT NULL,
	compared_delays TEXT NOT NULL,
	thirds TEXT NOT NULL,
	PRIMARY KEY (organization_id, month, edition, dimension, value)
);
-- A country's month: due when one of its organisations was counted anew; closed_at: since when its second edition stands.
CREATE TABLE tally_month (
	organization_id BIGINT NOT NULL REFERENCES organization (id),
	month INTEGER NOT NULL,
	due BOOLEAN NOT NULL,
	rolled_at BIGINT NOT NULL,
	closed_at BIGINT,
	PRIMARY KEY (organization_id, month)
);
CREATE INDEX tally_month_due ON tally_month (month) WHERE due;
-- Each morning, in each establishment and speciality: days to the day of the third free start; NULL: there are not three.
CREATE TABLE third_next (
	organization_id BIGINT NOT NULL REFERENCES organization (id),
	day INTEGER NOT NULL,
	specialty TEXT NOT NULL,
	days INTEGER,
	PRIMARY KEY (organization_id, day, specialty)
);
DROP TABLE figure;
UPDATE figure_month SET due = TRUE;
