-- What one part of a text message and one letter cost, in thousandths of the currency, from a month on (months since 1970-01).
CREATE TABLE effect_price (
	organization_id BIGINT NOT NULL REFERENCES organization (id),
	month INTEGER NOT NULL,
	sms BIGINT NOT NULL,
	letter BIGINT NOT NULL,
	PRIMARY KEY (organization_id, month)
);
INSERT INTO effect_price (organization_id, month, sms, letter)
SELECT organization_id, 0, value, 0 FROM organization_setting WHERE name = 'effect_price';
DELETE FROM organization_setting WHERE name = 'effect_price';
-- Months to be counted again though they are long over: something of them was imported or recorded since (0; -1: being counted).
CREATE INDEX effect_month_due ON effect_month (month, organization_id) WHERE counted_at <= 0;
