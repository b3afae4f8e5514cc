-- What is counted of one organisation's appointments booked in one month (months since 1970-01), one dimension at a time
-- (channel, service, sex) with days of delay: rebuilt whole from `appointment` by one query, so that pages over many
-- establishments read few rows however many years are stored.
CREATE TABLE figure (
	organization_id BIGINT NOT NULL REFERENCES organization (id),
	month INTEGER NOT NULL,
	dimension TEXT NOT NULL CHECK (dimension IN ('channel', 'service', 'sex')),
	value TEXT NOT NULL,
	delay INTEGER NOT NULL,
	n INTEGER NOT NULL,
	online INTEGER NOT NULL,
	PRIMARY KEY (organization_id, month, dimension, value, delay)
);
-- When an organisation's month was counted last; due: something changed since.
CREATE TABLE figure_month (
	organization_id BIGINT NOT NULL REFERENCES organization (id),
	month INTEGER NOT NULL,
	due BOOLEAN NOT NULL,
	counted_at BIGINT NOT NULL,
	PRIMARY KEY (organization_id, month)
);
CREATE INDEX figure_month_due ON figure_month (month) WHERE due;
