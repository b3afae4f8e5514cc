-- The figures of docs/figures.md, written down a second time from the tables of the main job alone: for every organisation that has any, one line
-- for each value of each dimension. FROM_DAY, TO_DAY: the month's days; DATE(x): a day as YYYY-MM-DD. Both are put in by the test.
WITH booked AS (
	SELECT u.code AS place, a.channel, a.specialty, p.sex, a.day - a.booked_day AS delay,
		CASE WHEN p.birth_day IS NULL OR p.birth_day > a.booked_day THEN NULL
		ELSE CAST(substr(DATE(a.booked_day), 1, 4) AS INTEGER) - CAST(substr(DATE(p.birth_day), 1, 4) AS INTEGER)
			- CASE WHEN substr(DATE(a.booked_day), 6) < substr(DATE(p.birth_day), 6) THEN 1 ELSE 0 END END AS years,
		CASE WHEN a.wished THEN 'wished' WHEN s.visit = 'follow_up' THEN 'follow_up' ELSE 'first' END AS visit,
		CASE WHEN a.overbooked THEN 1 ELSE 0 END AS extra, a.status, a.cancelled_by,
		(SELECT COUNT(*) FROM reminder_about k JOIN reminder m ON m.id = k.reminder_id
		  WHERE k.appointment_id = a.id AND m.state IN ('sent', 'printed', 'delivered')) AS reminders,
		(SELECT COUNT(*) FROM reminder_about k JOIN reminder m ON m.id = k.reminder_id
		  WHERE k.appointment_id = a.id AND m.state = 'delivered') AS arrived
	  FROM organization u JOIN organization o ON o.tree_lo BETWEEN u.tree_lo AND u.tree_hi - 1
	  JOIN appointment a ON a.organization_id = o.id JOIN patient p ON p.id = a.patient_id LEFT JOIN service s ON s.id = a.service_id
	 WHERE a.booked_day >= FROM_DAY AND a.booked_day < TO_DAY
), line AS (
	SELECT 'all' AS dimension, '' AS value, b.* FROM booked b
	UNION ALL SELECT 'channel', channel, b.* FROM booked b
	UNION ALL SELECT 'service', specialty, b.* FROM booked b
	UNION ALL SELECT 'sex', sex, b.* FROM booked b
	UNION ALL SELECT 'visit', visit, b.* FROM booked b
	UNION ALL SELECT 'age', CASE WHEN years IS NULL THEN 'unknown' WHEN years < 5 THEN '00-04' WHEN years < 15 THEN '05-14'
		WHEN years < 25 THEN '15-24' WHEN years < 45 THEN '25-44' WHEN years < 65 THEN '45-64' ELSE '65+' END, b.* FROM booked b
), ranked AS (
	SELECT l.*, ROW_NUMBER() OVER (PARTITION BY place, dimension, value ORDER BY delay) AS rank,
		COUNT(*) OVER (PARTITION BY place, dimension, value) AS many
	  FROM line l
)
SELECT place || '|' || dimension || '|' || value || '|' || COUNT(*)
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
  FROM ranked GROUP BY place, dimension, value;
