-- name: act_add :exec
-- in: id act_id, organization i64, at instant, act text, channel text, role text, schedule i64, service i64?, day day, start_min i32, minutes i32, zone text, capacity i64?, reason text?, chain i64?, holder text?
INSERT INTO act (id, organization_id, at, act, channel, role, schedule_id, service_id, day, start_min, minutes, zone, capacity, ceiling, reason, class, chain, holder)
VALUES ($id, $organization, $at, $act, $channel, $role, $schedule, $service, $day, $start_min, $minutes, $zone, $capacity, NULL, $reason, NULL, $chain, $holder);
