-- The effect (docs/figures.md, src/areas/figures/effect.h says each in words) and the third next free time of a month's mornings, written down a
-- second time from the tables of the main job alone. FROM_DAY, TO_DAY: the days of the months compared, whole months; LAST_DAY: today, whose acts
-- and messages are not counted yet; THIRD_FROM, THIRD_TO: the month of the mornings; DATE(x): a day as YYYY-MM-DD. Put in by the test.
WITH visit AS (
	SELECT a.*, (CAST(substr(DATE(a.day), 1, 4) AS INTEGER) - 1970) * 12 + CAST(substr(DATE(a.day), 6, 2) AS INTEGER) - 1 AS month
	  FROM appointment a WHERE a.day >= FROM_DAY AND a.day < TO_DAY
), told AS (
	-- The best that is known of any reminder of a visit: 3 arrived, 2 left.
	SELECT k.appointment_id, MAX(CASE WHEN m.state = 'delivered' THEN 3 WHEN m.state IN ('sent', 'printed') THEN 2 ELSE 0 END) AS best
	  FROM reminder_about k JOIN reminder m ON m.id = k.reminder_id GROUP BY k.appointment_id
), recorded AS (
	SELECT v.organization_id, v.month, COALESCE(CAST(v.service_id AS TEXT), v.specialty) AS type, v.channel,
		CASE WHEN c.appointment_id IS NOT NULL THEN 'confirmed' WHEN t.best = 3 THEN 'delivered' WHEN t.best = 2 THEN 'sent' ELSE 'none' END AS reminder,
		CASE WHEN v.status = 'noshow' THEN 1 ELSE 0 END AS missed
	  FROM visit v LEFT JOIN told t ON t.appointment_id = v.id
		LEFT JOIN missed_confirmation c ON c.appointment_id = v.id AND c.start_at = v.start_at AND c.confirmed_at IS NOT NULL
	 WHERE v.status IN ('noshow', 'fulfilled')
), line AS (
	SELECT organization_id, month, 'type' AS dimension, type AS value, missed FROM recorded
	UNION ALL SELECT organization_id, month, 'channel', channel, missed FROM recorded
	UNION ALL SELECT organization_id, month, 'reminder', reminder, missed FROM recorded
), given_back AS (
	-- A cancelled visit's seat, and one that a move left and to which its person did not come back.
	SELECT organization_id, month, patient_id, schedule_id, day, start_min, seat FROM visit
	 WHERE cancelled_by = 'patient' AND changed_at < start_at AND schedule_id IS NOT NULL AND NOT overbooked AND NOT history
	UNION ALL
	SELECT l.organization_id, (CAST(substr(DATE(l.day), 1, 4) AS INTEGER) - 1970) * 12 + CAST(substr(DATE(l.day), 6, 2) AS INTEGER) - 1,
		a.patient_id, l.schedule_id, l.day, l.start_min, l.seat
	  FROM appointment_left l JOIN appointment a ON a.id = l.appointment_id
	 WHERE l.day >= FROM_DAY AND l.day < TO_DAY AND (a.schedule_id <> l.schedule_id OR a.day <> l.day OR a.start_min <> l.start_min OR a.schedule_id IS NULL)
), sits AS (
	SELECT schedule_id, day, start_min, seat, patient_id FROM visit
	 WHERE NOT overbooked AND NOT history AND status NOT IN ('cancelled', 'entered-in-error')
), seats AS (
	SELECT g.organization_id, g.month, CASE WHEN s.patient_id IS NOT NULL AND s.patient_id <> g.patient_id THEN 1 ELSE 0 END AS taken_again
	  FROM given_back g LEFT JOIN sits s ON s.schedule_id = g.schedule_id AND s.day = g.day AND s.start_min = g.start_min AND s.seat = g.seat
), happened AS (
	SELECT organization_id, at / 86400 AS day, act AS what, 1 AS n, 0 AS segments FROM act WHERE role = 'public' AND act IN ('book', 'cancel', 'move')
	UNION ALL SELECT organization_id, made_at / 86400, 'letter', letters, 0 FROM letter_batch
	UNION ALL SELECT organization_id, sent_at / 86400, channel, 1, COALESCE(segments, 0) FROM message WHERE sent_at IS NOT NULL
), counted AS (
	SELECT h.*, (CAST(substr(DATE(h.day), 1, 4) AS INTEGER) - 1970) * 12 + CAST(substr(DATE(h.day), 6, 2) AS INTEGER) - 1 AS month
	  FROM happened h WHERE h.day >= FROM_DAY AND h.day < LAST_DAY
), morning AS (
	-- Of every place with all below it; a morning without three free times is the longest of all.
	SELECT u.code AS place, t.specialty, CASE WHEN t.days IS NULL OR t.days > 400 THEN 400 ELSE t.days END AS days
	  FROM organization u JOIN organization o ON o.tree_lo BETWEEN u.tree_lo AND u.tree_hi - 1 JOIN third_next t ON t.organization_id = o.id
	 WHERE t.day >= THIRD_FROM AND t.day < THIRD_TO AND t.specialty <> ''
), mornings AS (
	SELECT place, 'all' AS dimension, '' AS value, days FROM morning
	UNION ALL SELECT place, 'service', specialty, days FROM morning
), ranked AS (
	SELECT m.*, ROW_NUMBER() OVER (PARTITION BY place, dimension, value ORDER BY days) AS rank,
		COUNT(*) OVER (PARTITION BY place, dimension, value) AS many
	  FROM mornings m
)
SELECT 'misses|' || o.code || '|' || l.month || '|' || l.dimension || '|' || l.value || '|' || COUNT(*) || '|' || SUM(l.missed)
  FROM line l JOIN organization o ON o.id = l.organization_id GROUP BY o.code, l.month, l.dimension, l.value
UNION ALL
SELECT 'freed|' || o.code || '|' || s.month || '|' || COUNT(*) || '|' || SUM(s.taken_again)
  FROM seats s JOIN organization o ON o.id = s.organization_id GROUP BY o.code, s.month
UNION ALL
SELECT 'did|' || o.code || '|' || c.month || '|' || c.what || '|' || SUM(c.n) || '|' || SUM(c.segments)
  FROM counted c JOIN organization o ON o.id = c.organization_id GROUP BY o.code, c.month, c.what
UNION ALL
SELECT 'third|' || place || '|' || dimension || '|' || value
	|| '|' || (MIN(CASE WHEN 2 * rank >= many THEN days END) + MIN(CASE WHEN 2 * rank >= many + 1 THEN days END))
	|| '|' || MIN(CASE WHEN 10 * rank >= 9 * many THEN days END)
  FROM ranked GROUP BY place, dimension, value;
