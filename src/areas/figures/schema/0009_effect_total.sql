-- The effect of a node with all below it, by month of the visit, as it was when it was decided what of it is hidden (bits: figures of effect.h):
-- what everybody reads but a house's own people, few rows however many houses there are. dimension '' and value '': of the month as a whole.
CREATE TABLE effect_total (
	organization_id BIGINT NOT NULL REFERENCES organization (id),
	month INTEGER NOT NULL,
	dimension TEXT NOT NULL,
	value TEXT NOT NULL,
	bits BIGINT NOT NULL,
	expected BIGINT NOT NULL,
	missed BIGINT NOT NULL,
	freed BIGINT NOT NULL,
	refilled BIGINT NOT NULL,
	booked BIGINT NOT NULL,
	changed BIGINT NOT NULL,
	sms BIGINT NOT NULL,
	segments BIGINT NOT NULL,
	mail BIGINT NOT NULL,
	letters BIGINT NOT NULL,
	counted_at BIGINT NOT NULL,
	PRIMARY KEY (organization_id, month, dimension, value)
);
INSERT INTO effect_total SELECT organization_id, month, dimension, value, bits, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0 FROM effect_hidden;
DROP TABLE effect_hidden;
DELETE FROM effect_unjudged;
INSERT INTO effect_unjudged (month, organization_id, taken)
SELECT month, organization_id, FALSE FROM effect_month UNION SELECT month, organization_id, FALSE FROM effect_count;
