-- The kept first day of an offer with shares: for those who book online it is as it stands from first_open_at on (local minutes; 0:
-- always); before that its last start is first_online_last, or it has none for them (-1) and the days after are looked through.
ALTER TABLE offer ADD COLUMN first_open_at BIGINT NOT NULL DEFAULT 0;
ALTER TABLE offer ADD COLUMN first_online_last INTEGER NOT NULL DEFAULT 0;
UPDATE offer SET
	first_open_at = COALESCE((SELECT f.open_at FROM free_day f WHERE f.schedule_id = offer.schedule_id AND f.service_id = offer.service_id AND f.day = offer.first_day), 0),
	first_online_last = COALESCE((SELECT CASE WHEN f.online_starts > 0 THEN f.online_last_min ELSE -1 END FROM free_day f
		WHERE f.schedule_id = offer.schedule_id AND f.service_id = offer.service_id AND f.day = offer.first_day), 0)
 WHERE quotas;
ALTER TABLE offer DROP COLUMN quotas;
