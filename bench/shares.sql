-- Run by `bench/run --shares` after the data are made: of the nine visits of each morning three are kept for who books online, three for
-- the desk and one for health centres, until a day before. Summaries and first days say what the program would have written.
INSERT INTO opening_quota (opening_id, organization_id, online, desk, centre, release_min)
SELECT o.id, o.organization_id, 3, 3, 1, 1440 FROM opening o WHERE EXISTS (SELECT 1 FROM opening_service s WHERE s.opening_id = o.id);
UPDATE free_day SET open_at = CAST(day AS BIGINT) * 1440 + 540 - 1440
 WHERE (SELECT COUNT(*) FROM appointment x WHERE x.schedule_id = free_day.schedule_id AND x.day = free_day.day AND x.channel = 'online'
           AND NOT x.history AND x.status NOT IN ('cancelled', 'entered-in-error')) >= 3;
UPDATE offer SET first_open_at = COALESCE((SELECT f.open_at FROM free_day f
           WHERE f.schedule_id = offer.schedule_id AND f.service_id = offer.service_id AND f.day = offer.first_day), 0);
UPDATE offer SET first_online_last = -1 WHERE first_open_at > 0;
