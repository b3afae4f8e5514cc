-- name: act_add :exec
-- in: id act_id, organization i64, at instant, act text, channel text, role text, schedule i64, service i64?, day day, start_min i32, minutes i32, zone text, capacity i64?, reason text?, chain i64?, holder text?, class text?
INSERT INTO act (id, organization_id, at, act, channel, role, schedule_id, service_id, day, start_min, minutes, zone, capacity, ceiling, reason, class, chain, holder)
VALUES ($id, $organization, $at, $act, $channel, $role, $schedule, $service, $day, $start_min, $minutes, $zone, $capacity, NULL, $reason, $class, $chain, $holder);

-- name: act_list :many
-- Acts in their order, after one of them: what is sealed and what an auditor reads.
-- in: after act_id, max i64
-- out: id act_id, organization i64, at instant, act text, channel text, role text, schedule i64, service i64?, day day, start_min i32, minutes i32, zone text, capacity i32?, reason text?, chain i64?, holder text?, class text?
SELECT id, organization_id AS organization, at, act, channel, role, schedule_id AS schedule, service_id AS service, day, start_min, minutes, zone, capacity, reason, chain, holder, class
  FROM act WHERE id > $after ORDER BY id LIMIT $max;
