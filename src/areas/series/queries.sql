-- name: series_add :exec
-- in: id series_id, organization organization_id, service service_id, schedule schedule_id, unit text, every i32, visits i32, days i32, minutes i32, made_by i64?, now instant
INSERT INTO series (id, organization_id, service_id, schedule_id, unit, every, visits, days, minutes, made_by, made_at)
VALUES ($id, $organization, $service, $schedule, $unit, $every, $visits, $days, $minutes, $made_by, $now);

-- name: series_row :one
-- in: id series_id
-- out: id series_id, organization organization_id, service service_id, schedule schedule_id, unit text, every i32, visits i32, days i32, minutes i32
SELECT id, organization_id AS organization, service_id AS service, schedule_id AS schedule, unit, every, visits, days, minutes
  FROM series WHERE id = $id;

-- name: series_visit_add :exec
-- in: series series_id, n i32, organization organization_id, appointment appointment_id?, day day, min i32
INSERT INTO series_visit (series_id, n, organization_id, appointment_id, wish_day, wish_min, given_up)
VALUES ($series, $n, $organization, $appointment, $day, $min, FALSE);

-- name: series_visit_put :count
-- A visit that was still to place has its appointment.
-- in: appointment appointment_id, series series_id, n i32
UPDATE series_visit SET appointment_id = $appointment WHERE series_id = $series AND n = $n AND appointment_id IS NULL AND NOT given_up;

-- name: series_visit_give_up :count
-- Visits still to place, from one on, are no longer wanted.
-- in: series series_id, from i32
UPDATE series_visit SET given_up = TRUE WHERE series_id = $series AND n >= $from AND appointment_id IS NULL AND NOT given_up;

-- name: series_of_appointment :one
-- in: appointment appointment_id
-- out: series series_id, n i32
SELECT series_id AS series, n FROM series_visit WHERE appointment_id = $appointment;

-- name: series_places :many
-- Which visit of how many each of these is.
-- in: ids appointment_id[]
-- out: appointment appointment_id?, series series_id, n i32, visits i32
SELECT v.appointment_id AS appointment, v.series_id AS series, v.n, s.visits FROM series_visit v JOIN series s ON s.id = v.series_id
 WHERE v.appointment_id IN ($ids) LIMIT 500;

-- name: series_visits :many
-- in: series series_id
-- out: n i32, wish_day day, wish_min i32, given_up bool, appointment appointment_id?, schedule schedule_id?, day day?, start_min i32?, start_at instant?, status text?, reference text?, version i64?
-- unscoped: times and states, for who was shown one of these appointments: they are one person's, at one house
SELECT v.n, v.wish_day, v.wish_min, v.given_up, v.appointment_id AS appointment, x.schedule_id AS schedule, x.day, x.start_min, x.start_at, x.status, x.reference, x.version
  FROM series_visit v LEFT JOIN appointment x ON x.id = v.appointment_id WHERE v.series_id = $series ORDER BY v.n LIMIT 30;

-- name: series_seen :one
-- One appointment of it that the account may see.
-- in: series series_id
-- out: appointment appointment_id
-- scope: x own
SELECT x.id AS appointment FROM series_visit v JOIN appointment x ON x.id = v.appointment_id
 WHERE v.series_id = $series AND {scope} ORDER BY v.n LIMIT 1;

-- name: series_to_place :many
-- Visits still to place, the first wished first, with the person of the series' first appointment.
-- in: lo i64, hi i64
-- out: series series_id, n i32, visits i32, wish_day day, wish_min i32, appointment appointment_id
-- scope: x own
SELECT v.series_id AS series, v.n, s.visits, v.wish_day, v.wish_min, x.id AS appointment
  FROM organization o JOIN series_visit v ON v.organization_id = o.id JOIN series s ON s.id = v.series_id
       JOIN series_visit w ON w.series_id = v.series_id AND w.appointment_id IS NOT NULL
            AND w.n = (SELECT MIN(f.n) FROM series_visit f WHERE f.series_id = v.series_id AND f.appointment_id IS NOT NULL)
       JOIN appointment x ON x.id = w.appointment_id
 WHERE o.tree_lo >= $lo AND o.tree_lo < $hi AND v.appointment_id IS NULL AND NOT v.given_up AND {scope}
 ORDER BY v.wish_day, v.series_id, v.n LIMIT 200;

-- name: series_to_place_count :one
-- in: lo i64, hi i64
-- out: n i64
SELECT COUNT(*) AS n FROM organization o JOIN series_visit v ON v.organization_id = o.id
 WHERE o.tree_lo >= $lo AND o.tree_lo < $hi AND v.appointment_id IS NULL AND NOT v.given_up;
