-- The first day of free_day that an offer has at or after from_min (local minutes), with its last start; NULL: none.
-- Kept with free_day, moved on by a job; a reader for whom it begins too early or too late looks into free_day.
ALTER TABLE offer ADD COLUMN from_min BIGINT NOT NULL DEFAULT 0;
ALTER TABLE offer ADD COLUMN first_day INTEGER;
ALTER TABLE offer ADD COLUMN first_last_min INTEGER;
UPDATE offer SET
	first_day = (SELECT f.day FROM free_day f WHERE f.schedule_id = offer.schedule_id AND f.service_id = offer.service_id ORDER BY f.day LIMIT 1),
	first_last_min = (SELECT f.last_min FROM free_day f WHERE f.schedule_id = offer.schedule_id AND f.service_id = offer.service_id ORDER BY f.day LIMIT 1);
