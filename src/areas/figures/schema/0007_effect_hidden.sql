-- What of the effect is not shown above the house: bits of figures (effect.h) of a node with all below it, by month; dimension '' and value '':
-- of the month as a whole. Only rows with a bit.
CREATE TABLE effect_hidden (
	organization_id BIGINT NOT NULL REFERENCES organization (id),
	month INTEGER NOT NULL,
	dimension TEXT NOT NULL,
	value TEXT NOT NULL,
	bits BIGINT NOT NULL,
	PRIMARY KEY (organization_id, month, dimension, value)
);
-- Months that were counted since that was decided, of which therefore nothing is shown above the house. taken: it is being decided.
CREATE TABLE effect_unjudged (
	month INTEGER NOT NULL,
	organization_id BIGINT NOT NULL REFERENCES organization (id),
	taken BOOLEAN NOT NULL,
	PRIMARY KEY (month, organization_id)
);
INSERT INTO effect_unjudged (month, organization_id, taken)
SELECT month, organization_id, FALSE FROM effect_month UNION SELECT month, organization_id, FALSE FROM effect_count;
