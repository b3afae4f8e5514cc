-- name: figures_of :each
-- The one definition: every appointment of a branch that was booked in [from_day, to_day).
-- in: lo i64, hi i64, from_day day, to_day day
-- scope: o.id
-- out: specialty text, channel text, sex text, status text, delay i32, extra bool
SELECT a.specialty, a.channel, p.sex, a.status, a.day - a.booked_day AS delay, a.overbooked AS extra
  FROM organization o JOIN appointment a ON a.organization_id = o.id JOIN patient p ON p.id = a.patient_id
 WHERE {scope} AND o.tree_lo >= $lo AND o.tree_lo < $hi AND a.booked_day >= $from_day AND a.booked_day < $to_day;

-- name: figure_due :many
-- in: max i64
-- out: organization_id organization_id, month i32, lo i64
SELECT m.organization_id, m.month, o.tree_lo AS lo
  FROM figure_month m JOIN organization o ON o.id = m.organization_id WHERE m.due ORDER BY m.month DESC LIMIT $max;

-- name: figure_month_touch :exec
-- in: organization organization_id, month i32
INSERT INTO figure_month (organization_id, month, due, counted_at) VALUES ($organization, $month, TRUE, 0)
ON CONFLICT (organization_id, month) DO UPDATE SET due = TRUE WHERE NOT figure_month.due;

-- name: figure_month_touch_all :count
-- Every organisation that has appointments booked in those days.
-- in: month i32, from_day day, to_day day
-- unscoped: counts in the background, shows nothing
INSERT INTO figure_month (organization_id, month, due, counted_at)
SELECT o.id, $month, TRUE, 0 FROM organization o
 WHERE EXISTS (SELECT 1 FROM appointment a WHERE a.organization_id = o.id AND a.booked_day >= $from_day AND a.booked_day < $to_day)
ON CONFLICT (organization_id, month) DO UPDATE SET due = TRUE;

-- name: figure_news :many
-- Where and on which day of booking something was booked or moved since an act: all that changes a stored count.
-- in: since i64
-- unscoped: places and days, no person
-- out: organization organization_id, booked_day day
SELECT DISTINCT c.organization_id AS organization, x.booked_day
  FROM act c JOIN appointment x ON x.id = c.chain WHERE c.id >= $since AND c.act IN ('book', 'overbook', 'move') LIMIT 200000;

-- name: figure_month_missing :count
-- Organisations with appointments booked in those days that nobody noted.
-- in: month i32, from_day day, to_day day
-- unscoped: counts in the background, shows nothing
INSERT INTO figure_month (organization_id, month, due, counted_at)
SELECT o.id, $month, TRUE, 0 FROM organization o
 WHERE EXISTS (SELECT 1 FROM appointment a WHERE a.organization_id = o.id AND a.booked_day >= $from_day AND a.booked_day < $to_day)
ON CONFLICT (organization_id, month) DO NOTHING;

-- name: figure_stale :many
-- Counts to be looked at again though nothing is noted: recent months counted before one instant, any before the other.
-- in: recent i32, before instant, long_before instant, max i64
-- out: organization_id organization_id, month i32, lo i64
SELECT m.organization_id, m.month, o.tree_lo AS lo
  FROM figure_month m JOIN organization o ON o.id = m.organization_id
 WHERE NOT m.due AND (m.counted_at < $long_before OR (m.month >= $recent AND m.counted_at < $before)) ORDER BY m.month DESC, m.organization_id LIMIT $max;

-- name: figure_stored :each
-- in: organization organization_id, month i32
-- out: dimension text, value text, delay i32, n i32, online i32, extra i32
SELECT dimension, value, delay, n, online, extra FROM figure WHERE organization_id = $organization AND month = $month;

-- name: figure_month_done :count
-- in: at instant, organization organization_id, month i32
UPDATE figure_month SET due = FALSE, counted_at = $at WHERE organization_id = $organization AND month = $month;

-- name: figure_clear :count
-- in: organization organization_id, month i32
DELETE FROM figure WHERE organization_id = $organization AND month = $month;

-- name: figure_add :exec
-- in: organization organization_id, month i32, dimension text, value text, delay i32, n i32, online i32, extra i32
INSERT INTO figure (organization_id, month, dimension, value, delay, n, online, extra)
VALUES ($organization, $month, $dimension, $value, $delay, $n, $online, $extra);

-- name: figure_by_month :many
-- Share online, month by month, of a branch.
-- in: lo i64, hi i64, first i32, last i32
-- scope: o.id
-- out: month i32, n i64, online i64
SELECT f.month, SUM(f.n) AS n, SUM(f.online) AS online
  FROM organization o JOIN figure f ON f.organization_id = o.id
 WHERE {scope} AND o.tree_lo >= $lo AND o.tree_lo < $hi AND f.month >= $first AND f.month <= $last AND f.dimension = 'channel'
 GROUP BY f.month ORDER BY f.month LIMIT 120;

-- name: figure_by_place :each
-- One dimension of a month by establishment; departments count for the establishment above them.
-- in: lo i64, hi i64, month i32, dimension text
-- scope: o.id
-- out: lo i64, value text, delay i32, n i32, online i32, extra i32
SELECT o.tree_lo AS lo, f.value, f.delay, f.n, f.online, f.extra
  FROM organization o JOIN figure f ON f.organization_id = o.id
 WHERE {scope} AND o.tree_lo >= $lo AND o.tree_lo < $hi AND f.month = $month AND f.dimension = $dimension;

-- name: figure_places :many
-- The establishments of a branch.
-- in: lo i64, hi i64
-- out: id organization_id, tree_lo i64, tree_hi i64, code text, name_fr text, name_ar text, name_en text
SELECT id, tree_lo, tree_hi, code, name_fr, name_ar, name_en FROM organization
 WHERE tree_lo >= $lo AND tree_lo < $hi AND kind IN ('establishment', 'health_centre') ORDER BY tree_lo LIMIT 5000;

-- name: figure_counted :one
-- How old the oldest count of a month is, in a branch.
-- in: month i32, lo i64, hi i64
-- out: at instant?
SELECT MIN(m.counted_at) AS at FROM figure_month m JOIN organization o ON o.id = m.organization_id
 WHERE m.month = $month AND o.tree_lo >= $lo AND o.tree_lo < $hi AND m.counted_at > 0;

-- name: effect_of :each
-- Every appointment of an organisation whose day lies in [from_day, to_day). reminder: 2 sent, 3 delivered, 1 on its way or failed. freed: its
-- person gave it back in time; refilled: somebody else has its very seat.
-- in: organization organization_id, from_day day, to_day day
-- out: service i64?, specialty text, channel text, status text, reminder i32, confirmed bool, freed bool, refilled bool
-- unscoped: counts in the background, shows nothing
SELECT x.service_id AS service, x.specialty, x.channel, x.status,
       COALESCE((SELECT MAX(CASE r.state WHEN 'delivered' THEN 3 WHEN 'sent' THEN 2 WHEN 'printed' THEN 2 ELSE 1 END)
                   FROM reminder_about k JOIN reminder r ON r.id = k.reminder_id WHERE k.appointment_id = x.id), 0) AS reminder,
       EXISTS (SELECT 1 FROM missed_confirmation c WHERE c.appointment_id = x.id AND c.start_at = x.start_at AND c.confirmed_at IS NOT NULL) AS confirmed,
       COALESCE(x.cancelled_by, '') = 'patient' AND x.changed_at < x.start_at AND x.schedule_id IS NOT NULL AND NOT x.history AS freed,
       EXISTS (SELECT 1 FROM appointment y WHERE y.schedule_id = x.schedule_id AND y.day = x.day AND y.start_min = x.start_min AND y.seat = x.seat
                AND y.id <> x.id AND NOT y.overbooked AND NOT y.history AND y.status NOT IN ('cancelled', 'entered-in-error')) AS refilled
  FROM appointment x WHERE x.organization_id = $organization AND x.day >= $from_day AND x.day < $to_day;

-- name: effect_due :many
-- Organisations that have appointments in a month which was not counted since an instant.
-- in: month i32, after organization_id, before instant, from_day day, to_day day, max i32
-- out: id organization_id
-- unscoped: places, no person
SELECT o.id FROM organization o LEFT JOIN effect_month e ON e.organization_id = o.id AND e.month = $month
 WHERE o.id > $after AND COALESCE(e.counted_at, 0) < $before
   AND EXISTS (SELECT 1 FROM appointment x WHERE x.organization_id = o.id AND x.day >= $from_day AND x.day < $to_day) ORDER BY o.id LIMIT $max;

-- name: effect_clear :exec
-- in: organization organization_id, month i32
DELETE FROM effect WHERE organization_id = $organization AND month = $month;

-- name: effect_put :exec
-- in: organization organization_id, month i32, dimension text, value text, expected i64, missed i64
INSERT INTO effect (organization_id, month, dimension, value, expected, missed) VALUES ($organization, $month, $dimension, $value, $expected, $missed);

-- name: effect_month_put :exec
-- in: organization organization_id, month i32, freed i64, refilled i64, now instant
INSERT INTO effect_month (organization_id, month, freed, refilled, counted_at) VALUES ($organization, $month, $freed, $refilled, $now)
ON CONFLICT (organization_id, month) DO UPDATE SET freed = excluded.freed, refilled = excluded.refilled, counted_at = excluded.counted_at;

-- name: effect_acts :many
-- What people did themselves in a stretch of time.
-- in: from_id i64, to_id i64
-- out: organization organization_id, act text, n i64
SELECT organization_id AS organization, act, COUNT(*) AS n FROM act
 WHERE id >= $from_id AND id < $to_id AND role = 'public' AND act IN ('book', 'cancel', 'move') GROUP BY organization_id, act
 ORDER BY organization_id, act LIMIT 50000;

-- name: effect_messages :many
-- Messages made in a stretch of time that left.
-- in: from_id i64, to_id i64
-- out: organization organization_id, channel text, n i64, segments i64
SELECT organization_id AS organization, channel, COUNT(*) AS n, COALESCE(SUM(segments), 0) AS segments FROM message
 WHERE id >= $from_id AND id < $to_id AND sent_at IS NOT NULL GROUP BY organization_id, channel ORDER BY organization_id, channel LIMIT 50000;

-- name: effect_count_add :exec
-- in: organization organization_id, month i32, what text, n i64, segments i64
INSERT INTO effect_count (organization_id, month, what, n, segments) VALUES ($organization, $month, $what, $n, $segments)
ON CONFLICT (organization_id, month, what) DO UPDATE SET n = effect_count.n + excluded.n, segments = effect_count.segments + excluded.segments;

-- name: effect_lines :each
-- in: lo i64, hi i64, from_month i32, to_month i32
-- scope: o.id
-- out: month i32, dimension text, value text, expected i64, missed i64
SELECT e.month, e.dimension, e.value, SUM(e.expected) AS expected, SUM(e.missed) AS missed
  FROM organization o JOIN effect e ON e.organization_id = o.id AND e.month >= $from_month AND e.month <= $to_month
 WHERE {scope} AND o.tree_lo >= $lo AND o.tree_lo < $hi GROUP BY e.month, e.dimension, e.value;

-- name: effect_months :many
-- in: lo i64, hi i64, from_month i32, to_month i32
-- scope: o.id
-- out: month i32, freed i64, refilled i64, counted_at instant
SELECT e.month, SUM(e.freed) AS freed, SUM(e.refilled) AS refilled, MAX(e.counted_at) AS counted_at
  FROM organization o JOIN effect_month e ON e.organization_id = o.id AND e.month >= $from_month AND e.month <= $to_month
 WHERE {scope} AND o.tree_lo >= $lo AND o.tree_lo < $hi GROUP BY e.month ORDER BY e.month LIMIT 100;

-- name: effect_counts :many
-- in: lo i64, hi i64, from_month i32, to_month i32
-- scope: o.id
-- out: month i32, what text, n i64, segments i64
SELECT e.month, e.what, CAST(SUM(e.n) AS BIGINT) AS n, CAST(SUM(e.segments) AS BIGINT) AS segments
  FROM organization o JOIN effect_count e ON e.organization_id = o.id AND e.month >= $from_month AND e.month <= $to_month
 WHERE {scope} AND o.tree_lo >= $lo AND o.tree_lo < $hi GROUP BY e.month, e.what ORDER BY e.month, e.what LIMIT 2000;

-- name: effect_types :many
-- What types are called.
-- in: ids service_id[]
-- out: id service_id, name_fr text, name_ar text, name_en text
SELECT id, name_fr, name_ar, name_en FROM service WHERE id IN ($ids) ORDER BY id LIMIT 500;
