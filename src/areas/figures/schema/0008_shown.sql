-- What is known now of a country's month stands in edition 1 or 3, as tally_month.shown says: it is added up in the one that is not shown, in
-- short transactions, and then shown at once. The other one is empty, or half written by who was stopped.
CREATE TABLE tally_new (
	organization_id BIGINT NOT NULL REFERENCES organization (id),
	month INTEGER NOT NULL,
	edition INTEGER NOT NULL CHECK (edition IN (0, 1, 2, 3)),
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
INSERT INTO tally_new SELECT * FROM tally;
DROP TABLE tally;
ALTER TABLE tally_new RENAME TO tally;
ALTER TABLE tally_month ADD COLUMN shown INTEGER NOT NULL DEFAULT 1 CHECK (shown IN (1, 3));
