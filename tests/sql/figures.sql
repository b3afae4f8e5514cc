-- The figures of docs/figures.md, written down a second time from the tables of the main job alone: for every organisation that has any, one line
-- for each value of each dimension: of what was booked, of the waits of first visits, of the waiting list, of hours; and
-- for every organisation with an agenda in or below it the hours of its week.
-- FROM_DAY, TO_DAY: the month's days; DATE(x): a day as YYYY-MM-DD; OFFSET: seconds from UTC to the clock of all places. Put in by the test.
WITH RECURSIVE below AS (
	SELECT u.code AS place, u.kind = 'establishment' AS house, o.id, o.tree_lo
	  FROM organization u JOIN organization o ON o.tree_lo BETWEEN u.tree_lo AND u.tree_hi - 1
), person AS (
	SELECT u.place, u.house, 'booked' AS kind, a.id, a.channel, a.specialty, p.sex, p.birth_day, a.booked_day AS day, a.practitioner_id,
		CASE WHEN a.wished THEN 'wished' WHEN s.visit = 'follow_up' THEN 'follow_up' ELSE 'first' END AS visit
	  FROM below u JOIN appointment a ON a.organization_id = u.id JOIN patient p ON p.id = a.patient_id LEFT JOIN service s ON s.id = a.service_id
	 WHERE a.booked_day >= FROM_DAY AND a.booked_day < TO_DAY
	UNION ALL
	SELECT u.place, u.house, 'asked', w.id, w.channel, w.specialty, w.sex, w.birth_day, CAST((w.asked_at + OFFSET) / 86400 AS INTEGER), NULL, NULL
	  FROM below u JOIN waiting_entry w ON w.organization_id = u.id
	 WHERE w.left_why <> 'again' AND w.asked_at + OFFSET >= FROM_DAY * 86400 AND w.asked_at + OFFSET < TO_DAY * 86400
), aged AS (
	SELECT p.*, CASE WHEN birth_day IS NULL OR birth_day > day THEN NULL
		ELSE CAST(substr(DATE(day), 1, 4) AS INTEGER) - CAST(substr(DATE(birth_day), 1, 4) AS INTEGER)
			- CASE WHEN substr(DATE(day), 6) < substr(DATE(birth_day), 6) THEN 1 ELSE 0 END END AS years
	  FROM person p
), line AS (
	SELECT 'all' AS dimension, '' AS value, b.* FROM aged b
	UNION ALL SELECT 'channel', channel, b.* FROM aged b
	UNION ALL SELECT 'service', specialty, b.* FROM aged b
	UNION ALL SELECT 'sex', sex, b.* FROM aged b
	UNION ALL SELECT 'visit', visit, b.* FROM aged b WHERE kind = 'booked'
	UNION ALL SELECT 'practitioner', COALESCE(CAST(practitioner_id AS TEXT), ''), b.* FROM aged b WHERE kind = 'booked' AND house
	UNION ALL SELECT 'age', CASE WHEN years IS NULL THEN 'unknown' WHEN years < 5 THEN '00-04' WHEN years < 15 THEN '05-14'
		WHEN years < 25 THEN '15-24' WHEN years < 45 THEN '25-44' WHEN years < 65 THEN '45-64' ELSE '65+' END, b.* FROM aged b
), booked AS (
	SELECT l.place, l.dimension, l.value, l.channel, l.visit, a.day - a.booked_day AS delay, CASE WHEN a.overbooked THEN 1 ELSE 0 END AS extra,
		a.status, a.cancelled_by,
		(SELECT COUNT(*) FROM reminder_about k JOIN reminder m ON m.id = k.reminder_id
		  WHERE k.appointment_id = a.id AND m.state IN ('sent', 'printed', 'delivered')) AS reminders,
		(SELECT COUNT(*) FROM reminder_about k JOIN reminder m ON m.id = k.reminder_id
		  WHERE k.appointment_id = a.id AND m.state = 'delivered') AS arrived
	  FROM line l JOIN appointment a ON a.id = l.id WHERE l.kind = 'booked'
), ranked AS (
	SELECT b.*, ROW_NUMBER() OVER (PARTITION BY place, dimension, value ORDER BY delay) AS rank,
		COUNT(*) OVER (PARTITION BY place, dimension, value) AS many
	  FROM booked b
), compared AS (
	SELECT b.place, b.dimension, b.value, b.delay, ROW_NUMBER() OVER (PARTITION BY place, dimension, value ORDER BY delay) AS rank,
		COUNT(*) OVER (PARTITION BY place, dimension, value) AS many
	  FROM booked b WHERE visit = 'first'
), hours AS (
	-- No two absences of one agenda overlap here.
	SELECT u.place, u.house, s.specialty, s.practitioner_id, 0 AS taken, 0 AS taken_min, d.capacity * (d.end_min - d.start_min - COALESCE((
			SELECT SUM(CASE WHEN b.to_day * 1440 + b.to_min < d.day * 1440 + d.end_min THEN b.to_day * 1440 + b.to_min ELSE d.day * 1440 + d.end_min END
				- CASE WHEN b.from_day * 1440 + b.from_min > d.day * 1440 + d.start_min THEN b.from_day * 1440 + b.from_min ELSE d.day * 1440 + d.start_min END)
			  FROM absence b WHERE b.schedule_id = s.id AND b.to_day * 1440 + b.to_min > d.day * 1440 + d.start_min
			   AND b.from_day * 1440 + b.from_min < d.day * 1440 + d.end_min), 0)) AS open_min
	  FROM below u JOIN schedule s ON s.organization_id = u.id JOIN opening_day d ON d.schedule_id = s.id
	 WHERE s.active AND d.day >= FROM_DAY AND d.day < TO_DAY AND EXISTS (SELECT 1 FROM opening_service v WHERE v.opening_id = d.opening_id)
	   AND NOT EXISTS (SELECT 1 FROM calendar_day c JOIN organization k ON k.id = c.organization_id
		WHERE c.day = d.day AND u.tree_lo BETWEEN k.tree_lo AND k.tree_hi - 1)
	UNION ALL
	SELECT u.place, u.house, s.specialty, s.practitioner_id, 1, a.duration_min + a.buffer_before_min + a.buffer_after_min, 0
	  FROM below u JOIN appointment a ON a.organization_id = u.id JOIN schedule s ON s.id = a.schedule_id
	 WHERE a.day >= FROM_DAY AND a.day < TO_DAY AND NOT a.overbooked AND NOT a.history AND a.status NOT IN ('cancelled', 'entered-in-error')
), hour_line AS (
	SELECT 'all' AS dimension, '' AS value, h.* FROM hours h
	UNION ALL SELECT 'service', specialty, h.* FROM hours h
	UNION ALL SELECT 'practitioner', COALESCE(CAST(practitioner_id AS TEXT), ''), h.* FROM hours h WHERE house
), hour AS (
	SELECT 0 AS first_min UNION ALL SELECT first_min + 60 FROM hour WHERE first_min < 1380
), in_hour AS (
	-- What of an interval and of a visit falls into each hour that it touches.
	SELECT o.code, d.day, h.first_min, s.id AS schedule_id, d.capacity, 0 AS taken,
		d.day * 1440 + CASE WHEN d.start_min > h.first_min THEN d.start_min ELSE h.first_min END AS from_min,
		d.day * 1440 + CASE WHEN d.end_min < h.first_min + 60 THEN d.end_min ELSE h.first_min + 60 END AS to_min
	  FROM organization o JOIN schedule s ON s.organization_id = o.id JOIN opening_day d ON d.schedule_id = s.id
		JOIN hour h ON h.first_min < d.end_min AND h.first_min + 60 > d.start_min
	 WHERE s.active AND d.day >= FROM_DAY AND d.day < TO_DAY AND EXISTS (SELECT 1 FROM opening_service v WHERE v.opening_id = d.opening_id)
	   AND NOT EXISTS (SELECT 1 FROM calendar_day c JOIN organization k ON k.id = c.organization_id
		WHERE c.day = d.day AND o.tree_lo BETWEEN k.tree_lo AND k.tree_hi - 1)
	UNION ALL
	SELECT o.code, a.day, h.first_min, NULL, 0, 1,
		CASE WHEN a.start_min - a.buffer_before_min > h.first_min THEN a.start_min - a.buffer_before_min ELSE h.first_min END,
		CASE WHEN a.start_min + a.duration_min + a.buffer_after_min < h.first_min + 60 THEN a.start_min + a.duration_min + a.buffer_after_min ELSE h.first_min + 60 END
	  FROM organization o JOIN appointment a ON a.organization_id = o.id JOIN schedule s ON s.id = a.schedule_id
		JOIN hour h ON h.first_min < a.start_min + a.duration_min + a.buffer_after_min AND h.first_min + 60 > a.start_min - a.buffer_before_min
	 WHERE a.day >= FROM_DAY AND a.day < TO_DAY AND NOT a.overbooked AND NOT a.history AND a.status NOT IN ('cancelled', 'entered-in-error')
), week AS (
	SELECT i.code, (i.day + 3) % 7 + 1 AS weekday, i.first_min / 60 AS hour, i.taken, i.taken * (i.to_min - i.from_min) AS taken_min,
		i.capacity * (i.to_min - i.from_min - COALESCE((
			SELECT SUM(CASE WHEN b.to_day * 1440 + b.to_min < i.to_min THEN b.to_day * 1440 + b.to_min ELSE i.to_min END
				- CASE WHEN b.from_day * 1440 + b.from_min > i.from_min THEN b.from_day * 1440 + b.from_min ELSE i.from_min END)
			  FROM absence b WHERE b.schedule_id = i.schedule_id AND b.to_day * 1440 + b.to_min > i.from_min
			   AND b.from_day * 1440 + b.from_min < i.to_min), 0)) AS open_min
	  FROM in_hour i
)
SELECT 'booked|' || place || '|' || dimension || '|' || value || '|' || COUNT(*)
	|| '|' || SUM(CASE WHEN channel = 'online' THEN 1 ELSE 0 END) || '|' || SUM(extra)
	|| '|' || SUM(CASE WHEN channel IN ('assisted', 'health-centre') THEN 1 ELSE 0 END)
	|| '|' || SUM(CASE WHEN delay <= 30 THEN 1 ELSE 0 END)
	|| '|' || SUM(CASE WHEN visit = 'first' THEN 1 ELSE 0 END) || '|' || SUM(CASE WHEN visit = 'first' AND delay <= 30 THEN 1 ELSE 0 END)
	|| '|' || SUM(CASE WHEN status IN ('fulfilled', 'noshow') THEN 1 ELSE 0 END) || '|' || SUM(CASE WHEN status = 'noshow' THEN 1 ELSE 0 END)
	|| '|' || SUM(CASE WHEN status = 'cancelled' AND cancelled_by = 'patient' THEN 1 ELSE 0 END)
	|| '|' || SUM(CASE WHEN status = 'cancelled' AND COALESCE(cancelled_by, '') <> 'patient' THEN 1 ELSE 0 END)
	|| '|' || SUM(CASE WHEN reminders > 0 THEN 1 ELSE 0 END) || '|' || SUM(CASE WHEN arrived > 0 THEN 1 ELSE 0 END)
	|| '|' || (MIN(CASE WHEN 2 * rank >= many THEN delay END) + MIN(CASE WHEN 2 * rank >= many + 1 THEN delay END))
	|| '|' || MIN(CASE WHEN 10 * rank >= 9 * many THEN delay END)
  FROM ranked GROUP BY place, dimension, value
UNION ALL
SELECT 'first|' || place || '|' || dimension || '|' || value
	|| '|' || (MIN(CASE WHEN 2 * rank >= many THEN delay END) + MIN(CASE WHEN 2 * rank >= many + 1 THEN delay END))
	|| '|' || MIN(CASE WHEN 10 * rank >= 9 * many THEN delay END)
  FROM compared GROUP BY place, dimension, value
UNION ALL
SELECT 'asked|' || l.place || '|' || l.dimension || '|' || l.value || '|' || COUNT(*) || '|' || SUM(CASE WHEN w.offers > 0 THEN 1 ELSE 0 END)
	|| '|' || SUM(CASE WHEN w.state = 'served' THEN 1 ELSE 0 END)
  FROM line l JOIN waiting_entry w ON w.id = l.id WHERE l.kind = 'asked' GROUP BY l.place, l.dimension, l.value
UNION ALL
SELECT 'hours|' || place || '|' || dimension || '|' || value || '|' || SUM(open_min) || '|' || SUM(taken_min) || '|' || SUM(taken)
  FROM hour_line GROUP BY place, dimension, value HAVING SUM(open_min) + SUM(taken) > 0
UNION ALL
SELECT 'week|' || u.place || '|' || w.weekday || '|' || w.hour || '|' || SUM(w.taken) || '|' || SUM(w.taken_min) || '|' || SUM(w.open_min)
  FROM week w JOIN organization o ON o.code = w.code JOIN below u ON u.id = o.id GROUP BY u.place, w.weekday, w.hour HAVING SUM(open_min) + SUM(taken) > 0;
