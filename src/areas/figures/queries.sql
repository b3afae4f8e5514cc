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
