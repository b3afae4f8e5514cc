-- Where a visit at home goes, as the citizen has answered so far; goes with the draft, after an hour.
ALTER TABLE booking_draft ADD COLUMN home_zone_id BIGINT;
ALTER TABLE booking_draft ADD COLUMN home_address TEXT NOT NULL DEFAULT '';
ALTER TABLE booking_draft ADD COLUMN home_details TEXT NOT NULL DEFAULT '';
