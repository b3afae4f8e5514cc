-- name: act_add :exec
-- The names in the entry are read here and not before: one statement less on the way of each booking.
-- in: id act_id, organization i64, at instant, act text, channel text, role text, schedule i64, service i64?, day day, start_min i32, minutes i32, zone text, capacity i64?, ceiling i64?, reason text?, chain i64?, holder text?, class text?, head text, mid text, seam text, tail text
INSERT INTO act (id, organization_id, at, act, channel, role, schedule_id, service_id, day, start_min, minutes, zone, capacity, ceiling, reason, class, chain, holder, entry)
VALUES ($id, $organization, $at, $act, $channel, $role, $schedule, $service, $day, $start_min, $minutes, $zone, $capacity, $ceiling, $reason, $class, $chain, $holder,
        $head || COALESCE((SELECT code FROM organization WHERE id = $organization), '') || $mid || COALESCE((SELECT ledger_name FROM schedule WHERE id = $schedule), '')
        || $seam || COALESCE((SELECT code FROM service WHERE id = $service), '') || $tail);

-- name: act_wait :exec
-- It waits for its place in the log.
-- in: id act_id, organization i64
INSERT INTO act_pending (act_id, organization_id) VALUES ($id, $organization);

-- name: act_list :many
-- Acts in their order, after one of them: what is sealed and what an auditor reads.
-- in: after act_id, max i64
-- out: id act_id, organization i64, at instant, act text, channel text, role text, schedule i64, service i64?, day day, start_min i32, minutes i32, zone text, capacity i32?, reason text?, chain i64?, holder text?, class text?, entry text?
SELECT id, organization_id AS organization, at, act, channel, role, schedule_id AS schedule, service_id AS service, day, start_min, minutes, zone, capacity, reason, chain, holder, class, entry
  FROM act WHERE id > $after ORDER BY id LIMIT $max;
