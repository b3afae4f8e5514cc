-- What the nightly job asks for, in the order in which it asks.
DROP INDEX opening_roll;
CREATE INDEX opening_roll ON opening (materialised_to, schedule_id) WHERE active;
-- Time inside an opening in which nobody is received (lunch): it is not materialised. [from, to) of the day.
CREATE TABLE opening_break (
	opening_id BIGINT NOT NULL REFERENCES opening (id),
	organization_id BIGINT NOT NULL,
	from_min INTEGER NOT NULL,
	to_min INTEGER NOT NULL,
	PRIMARY KEY (opening_id, from_min),
	CHECK (from_min > 0 AND to_min > from_min AND to_min < 1440)
);
-- Other hours between two dates (Ramadan), both included. Dates that depend on the moon are changed when they are known.
CREATE TABLE variant (
	id BIGINT NOT NULL PRIMARY KEY,
	organization_id BIGINT NOT NULL REFERENCES organization (id),
	name_fr TEXT NOT NULL,
	name_ar TEXT NOT NULL,
	name_en TEXT NOT NULL,
	first_day INTEGER NOT NULL,
	last_day INTEGER NOT NULL,
	active BOOLEAN NOT NULL,
	version BIGINT NOT NULL,
	CHECK (last_day >= first_day)
);
CREATE INDEX variant_organization ON variant (organization_id, last_day);
-- Agendas whose normal week does not hold in a variant.
CREATE TABLE schedule_variant (
	schedule_id BIGINT NOT NULL REFERENCES schedule (id),
	variant_id BIGINT NOT NULL REFERENCES variant (id),
	organization_id BIGINT NOT NULL,
	PRIMARY KEY (schedule_id, variant_id)
);
CREATE INDEX schedule_variant_variant ON schedule_variant (variant_id);
-- Openings that hold in a variant only.
CREATE TABLE opening_variant (
	opening_id BIGINT NOT NULL PRIMARY KEY REFERENCES opening (id),
	variant_id BIGINT NOT NULL REFERENCES variant (id),
	organization_id BIGINT NOT NULL
);
CREATE INDEX opening_variant_variant ON opening_variant (variant_id);
