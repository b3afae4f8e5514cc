-- Where an establishment sends somebody to people's homes: minutes from the house, minutes between two addresses in it, and,
-- where known, its middle (millionths of a degree), for the way to other zones.
CREATE TABLE home_zone (
	id BIGINT NOT NULL PRIMARY KEY,
	organization_id BIGINT NOT NULL REFERENCES organization (id),
	name_fr TEXT NOT NULL,
	name_ar TEXT NOT NULL,
	name_en TEXT NOT NULL,
	minutes INTEGER NOT NULL CHECK (minutes BETWEEN 0 AND 240),
	near_min INTEGER NOT NULL CHECK (near_min BETWEEN 0 AND 240),
	lat INTEGER CHECK (lat BETWEEN -90000000 AND 90000000),
	lon INTEGER CHECK (lon BETWEEN -180000000 AND 180000000),
	active BOOLEAN NOT NULL,
	version BIGINT NOT NULL
);
CREATE INDEX home_zone_organization ON home_zone (organization_id);
