-- A visit at home: in which zone (NULL: it is not one); its address is copied, and belongs to this visit alone.
ALTER TABLE appointment ADD COLUMN home_zone_id BIGINT;
ALTER TABLE hold ADD COLUMN home_zone_id BIGINT;
CREATE TABLE home_address (
	appointment_id BIGINT NOT NULL PRIMARY KEY REFERENCES appointment (id),
	organization_id BIGINT NOT NULL REFERENCES organization (id),
	address TEXT NOT NULL,
	details TEXT NOT NULL
);
