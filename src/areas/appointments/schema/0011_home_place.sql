-- Where an address lies, if somebody entered it (millionths of a degree): then the way is counted by it, else by the zone.
ALTER TABLE home_address ADD COLUMN lat INTEGER CHECK (lat BETWEEN -90000000 AND 90000000);
ALTER TABLE home_address ADD COLUMN lon INTEGER CHECK (lon BETWEEN -180000000 AND 180000000);
