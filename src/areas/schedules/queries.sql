-- name: service_row :one
-- in: id service_id
-- out: id service_id, organization organization_id, code text, specialty text, name_fr text, name_ar text, name_en text
-- out: duration_min i32, step_min i32, buffer_before_min i32, buffer_after_min i32, lead_min i32, horizon_min i32, cancel_limit_min i32, move_limit_min i32
-- out: online bool, referral_required bool, visit text, sex text, age_min_months i32, age_max_months i32, place_kind text, capacity i32, sensitive bool
-- out: bring_fr text, bring_ar text, bring_en text, active bool, version i64
-- out: same_practitioner bool, prepare_fr text, prepare_ar text, prepare_en text, after_fr text, after_ar text, after_en text
-- out: no_desk bool, no_centre bool, no_cancel bool, no_move bool, moves_max i32, accept_fr text, accept_ar text, accept_en text, above service_id?, own i64, booked bool, spread_min i32, needs i32
SELECT id, organization_id AS organization, code, specialty, name_fr, name_ar, name_en,
       duration_min, step_min, buffer_before_min, buffer_after_min, lead_min, horizon_min, cancel_limit_min, move_limit_min,
       online, referral_required, visit, sex, age_min_months, age_max_months, place_kind, capacity, sensitive,
       bring_fr, bring_ar, bring_en, active, version, same_practitioner, prepare_fr, prepare_ar, prepare_en, after_fr, after_ar, after_en,
       no_desk, no_centre, no_cancel, no_move, moves_max, accept_fr, accept_ar, accept_en, from_id AS above, own_fields AS own, booked, spread_min, needs
  FROM service WHERE id = $id;

-- name: service_row_at :one
-- The same for an agenda, with whether some type may need that agenda beside its own.
-- in: id service_id, schedule schedule_id
-- out: id service_id, organization organization_id, code text, specialty text, name_fr text, name_ar text, name_en text
-- out: duration_min i32, step_min i32, buffer_before_min i32, buffer_after_min i32, lead_min i32, horizon_min i32, cancel_limit_min i32, move_limit_min i32
-- out: online bool, referral_required bool, visit text, sex text, age_min_months i32, age_max_months i32, place_kind text, capacity i32, sensitive bool
-- out: bring_fr text, bring_ar text, bring_en text, active bool, version i64
-- out: same_practitioner bool, prepare_fr text, prepare_ar text, prepare_en text, after_fr text, after_ar text, after_en text, needs i32, needed bool
-- out: no_desk bool, no_centre bool, no_cancel bool, no_move bool, moves_max i32, accept_fr text, accept_ar text, accept_en text, above service_id?, own i64, booked bool, spread_min i32
SELECT s.id, s.organization_id AS organization, s.code, s.specialty, s.name_fr, s.name_ar, s.name_en, s.duration_min, s.step_min, s.buffer_before_min,
       s.buffer_after_min, s.lead_min, s.horizon_min, s.cancel_limit_min, s.move_limit_min, s.online, s.referral_required, s.visit, s.sex,
       s.age_min_months, s.age_max_months, s.place_kind, s.capacity, s.sensitive, s.bring_fr, s.bring_ar, s.bring_en, s.active, s.version,
       s.same_practitioner, s.prepare_fr, s.prepare_ar, s.prepare_en, s.after_fr, s.after_ar, s.after_en, s.needs, c.needed,
       s.no_desk, s.no_centre, s.no_cancel, s.no_move, s.moves_max, s.accept_fr, s.accept_ar, s.accept_en, s.from_id AS above, s.own_fields AS own, s.booked, s.spread_min
  FROM service s JOIN schedule c ON c.id = $schedule WHERE s.id = $id;

-- name: service_spread_put :count
-- in: minutes i32, id service_id, organization organization_id
UPDATE service SET spread_min = $minutes WHERE id = $id AND organization_id = $organization;

-- name: services_for :many
-- Services usable at an organisation: its own and those of the nodes above it, but for those in whose place it, or a node
-- between, has taken its own.
-- in: organization organization_id
-- out: id service_id, organization organization_id, code text, specialty text, name_fr text, name_ar text, name_en text
-- out: duration_min i32, step_min i32, buffer_before_min i32, buffer_after_min i32, lead_min i32, horizon_min i32, cancel_limit_min i32, move_limit_min i32
-- out: online bool, referral_required bool, visit text, sex text, age_min_months i32, age_max_months i32, place_kind text, capacity i32, sensitive bool
-- out: bring_fr text, bring_ar text, bring_en text, active bool, version i64
-- out: same_practitioner bool, prepare_fr text, prepare_ar text, prepare_en text, after_fr text, after_ar text, after_en text
-- out: no_desk bool, no_centre bool, no_cancel bool, no_move bool, moves_max i32, accept_fr text, accept_ar text, accept_en text, above service_id?, own i64, booked bool, spread_min i32, needs i32
SELECT s.id, s.organization_id AS organization, s.code, s.specialty, s.name_fr, s.name_ar, s.name_en,
       s.duration_min, s.step_min, s.buffer_before_min, s.buffer_after_min, s.lead_min, s.horizon_min, s.cancel_limit_min, s.move_limit_min,
       s.online, s.referral_required, s.visit, s.sex, s.age_min_months, s.age_max_months, s.place_kind, s.capacity, s.sensitive,
       s.bring_fr, s.bring_ar, s.bring_en, s.active, s.version, s.same_practitioner, s.prepare_fr, s.prepare_ar, s.prepare_en, s.after_fr, s.after_ar, s.after_en,
       s.no_desk, s.no_centre, s.no_cancel, s.no_move, s.moves_max, s.accept_fr, s.accept_ar, s.accept_en, s.from_id AS above, s.own_fields AS own, s.booked, s.spread_min, s.needs
  FROM service s JOIN organization o ON o.id = s.organization_id JOIN organization me ON me.id = $organization
 WHERE o.tree_lo <= me.tree_lo AND o.tree_hi > me.tree_lo
   AND (s.id NOT IN (SELECT t.from_id FROM organization m JOIN organization n ON n.tree_lo <= m.tree_lo AND n.tree_hi > m.tree_lo
                       JOIN service t ON t.organization_id = n.id WHERE m.id = $organization AND t.from_id IS NOT NULL)
        OR EXISTS (SELECT 1 FROM offer f WHERE f.specialty = s.specialty AND f.tree_lo >= me.tree_lo AND f.tree_lo < me.tree_hi AND f.service_id = s.id))
 ORDER BY s.name_fr, s.id LIMIT 2000;

-- name: service_id_by_code :one
-- The one of the nearest node above.
-- in: organization organization_id, code text
-- out: id service_id
SELECT s.id FROM service s JOIN organization o ON o.id = s.organization_id JOIN organization me ON me.id = $organization
 WHERE s.code = $code AND o.tree_lo <= me.tree_lo AND o.tree_hi > me.tree_lo ORDER BY o.depth DESC LIMIT 1;

-- name: service_add :count
-- in: id service_id, organization organization_id, code text, specialty text, name_fr text, name_ar text, name_en text
-- in: duration_min i32, step_min i32, buffer_before_min i32, buffer_after_min i32, lead_min i32, horizon_min i32, cancel_limit_min i32, move_limit_min i32
-- in: online bool, referral_required bool, visit text, sex text, age_min_months i32, age_max_months i32, place_kind text, capacity i32, sensitive bool
-- in: bring_fr text, bring_ar text, bring_en text, active bool
INSERT INTO service (id, organization_id, code, specialty, name_fr, name_ar, name_en, duration_min, step_min, buffer_before_min, buffer_after_min,
       lead_min, horizon_min, cancel_limit_min, move_limit_min, online, referral_required, visit, sex, age_min_months, age_max_months,
       place_kind, capacity, sensitive, bring_fr, bring_ar, bring_en, active, version)
VALUES ($id, $organization, $code, $specialty, $name_fr, $name_ar, $name_en, $duration_min, $step_min, $buffer_before_min, $buffer_after_min,
       $lead_min, $horizon_min, $cancel_limit_min, $move_limit_min, $online, $referral_required, $visit, $sex, $age_min_months, $age_max_months,
       $place_kind, $capacity, $sensitive, $bring_fr, $bring_ar, $bring_en, $active, 1)
ON CONFLICT (organization_id, code) DO NOTHING;

-- name: service_change :count
-- Never the organisation, code or speciality. frozen: the change would make appointments untrue, if there are any.
-- in: name_fr text, name_ar text, name_en text
-- in: duration_min i32, step_min i32, buffer_before_min i32, buffer_after_min i32, lead_min i32, horizon_min i32, cancel_limit_min i32, move_limit_min i32
-- in: online bool, referral_required bool, visit text, sex text, age_min_months i32, age_max_months i32, place_kind text, capacity i32, sensitive bool
-- in: bring_fr text, bring_ar text, bring_en text, active bool, id service_id, version i64, frozen bool
UPDATE service SET name_fr = $name_fr, name_ar = $name_ar, name_en = $name_en, duration_min = $duration_min, step_min = $step_min,
       buffer_before_min = $buffer_before_min, buffer_after_min = $buffer_after_min, lead_min = $lead_min, horizon_min = $horizon_min,
       cancel_limit_min = $cancel_limit_min, move_limit_min = $move_limit_min, online = $online, referral_required = $referral_required,
       visit = $visit, sex = $sex, age_min_months = $age_min_months, age_max_months = $age_max_months, place_kind = $place_kind,
       capacity = $capacity, sensitive = $sensitive, bring_fr = $bring_fr, bring_ar = $bring_ar, bring_en = $bring_en,
       active = $active, version = version + 1
 WHERE id = $id AND version = $version AND NOT (booked AND $frozen);

-- name: service_instructions :exec
-- in: same_practitioner bool, prepare_fr text, prepare_ar text, prepare_en text, after_fr text, after_ar text, after_en text, id service_id
UPDATE service SET same_practitioner = $same_practitioner, prepare_fr = $prepare_fr, prepare_ar = $prepare_ar, prepare_en = $prepare_en,
       after_fr = $after_fr, after_ar = $after_ar, after_en = $after_en
 WHERE id = $id;

-- name: service_ways :exec
-- in: no_desk bool, no_centre bool, no_cancel bool, no_move bool, moves_max i32, accept_fr text, accept_ar text, accept_en text, above service_id?, own i64, id service_id
UPDATE service SET no_desk = $no_desk, no_centre = $no_centre, no_cancel = $no_cancel, no_move = $no_move, moves_max = $moves_max,
       accept_fr = $accept_fr, accept_ar = $accept_ar, accept_en = $accept_en, from_id = $above, own_fields = $own
 WHERE id = $id;

-- name: service_in_draw :one
-- Public draws of the type that are not over.
-- in: id service_id
-- out: n i64
SELECT COUNT(*) AS n FROM draw WHERE service_id = $id AND state IN ('open', 'closed', 'drawn');

-- name: service_booked :count
-- Appointments of it exist from now on; none when it has changed since it was read, or when another booking
-- said so meanwhile: who waited for that one holds nobody up in turn.
-- in: id service_id, version i64
UPDATE service SET booked = TRUE WHERE id = $id AND version = $version AND NOT booked;

-- name: service_booked_meanwhile :one
-- in: id service_id, version i64
-- out: id service_id
SELECT id FROM service WHERE id = $id AND version = $version AND booked;

-- name: service_booked_past :exec
-- An appointment of the type was imported.
-- in: id service_id
UPDATE service SET booked = TRUE WHERE id = $id AND NOT booked;

-- name: services_offered :many
-- Types of a speciality that agendas of a branch offer online.
-- in: specialty text, lo i64, hi i64
-- out: id service_id, name_fr text, name_ar text, name_en text
SELECT s.id, s.name_fr, s.name_ar, s.name_en FROM service s
 WHERE s.online AND s.active AND s.id IN (SELECT f.service_id FROM offer f WHERE f.specialty = $specialty AND f.tree_lo >= $lo AND f.tree_lo < $hi)
 ORDER BY s.name_fr, s.id LIMIT 200;

-- name: services_below :many
-- Types that follow one, those after one of them.
-- in: above service_id, after service_id, max i64
-- out: id service_id, own i64, booked bool, kind text
SELECT s.id, s.own_fields AS own, s.booked, o.kind FROM service s JOIN organization o ON o.id = s.organization_id
 WHERE s.from_id = $above AND s.id > $after ORDER BY s.id LIMIT $max;

-- name: services_to_take :many
-- Types of the nodes above an organisation of which neither it nor a node between has taken one, and whose code is free there.
-- in: organization organization_id
-- out: id service_id, organization_fr text, organization_ar text, organization_en text
SELECT s.id, o.name_fr AS organization_fr, o.name_ar AS organization_ar, o.name_en AS organization_en
  FROM organization me JOIN organization o ON o.tree_lo <= me.tree_lo AND o.tree_hi > me.tree_lo JOIN service s ON s.organization_id = o.id
 WHERE me.id = $organization AND o.id <> me.id AND s.active
   AND s.code NOT IN (SELECT t.code FROM service t WHERE t.organization_id = $organization)
   AND s.id NOT IN (SELECT t.from_id FROM organization m JOIN organization n ON n.tree_lo <= m.tree_lo AND n.tree_hi > m.tree_lo
                      JOIN service t ON t.organization_id = n.id WHERE m.id = $organization AND t.from_id IS NOT NULL)
 ORDER BY o.depth DESC, s.name_fr, s.id LIMIT 1000;

-- name: service_in_use :one
-- Establishments whose agendas offer it as it is, without one of their own.
-- in: id service_id
-- out: n i64
SELECT COUNT(DISTINCT f.place_id) AS n FROM service s JOIN offer f ON f.specialty = s.specialty AND f.service_id = s.id
 WHERE s.id = $id AND f.place_id <> s.organization_id;

-- name: service_due_put :exec
-- in: service service_id, what text, organization organization_id, after i64
INSERT INTO service_due (service_id, what, organization_id, after_id) VALUES ($service, $what, $organization, $after)
ON CONFLICT (service_id, what) DO UPDATE SET after_id = excluded.after_id;

-- name: service_due_next :one
-- Locked: who changes the type again meanwhile waits, and has it done again.
-- out: service service_id, what text, organization organization_id, after i64
SELECT service_id AS service, what, organization_id AS organization, after_id AS after FROM service_due ORDER BY what DESC, service_id LIMIT 1;
-- pg:
SELECT service_id AS service, what, organization_id AS organization, after_id AS after FROM service_due ORDER BY what DESC, service_id LIMIT 1 FOR UPDATE;

-- name: service_due_done :exec
-- in: service service_id, what text
DELETE FROM service_due WHERE service_id = $service AND what = $what;

-- name: service_zone :one
-- in: id service_id
-- out: zone text, organization organization_id
SELECT o.zone, o.id AS organization FROM service s JOIN organization o ON o.id = s.organization_id WHERE s.id = $id;

-- name: amendment_add_row :exec
-- in: id amendment_id, organization organization_id, service service_id, from_day day, account i64, at instant
INSERT INTO amendment (id, organization_id, service_id, from_day, account_id, at, done_at, refused)
VALUES ($id, $organization, $service, $from_day, $account, $at, NULL, FALSE);

-- name: amendment_value_add :exec
-- in: amendment amendment_id, organization organization_id, field text, value text
INSERT INTO amendment_value (amendment_id, organization_id, field, value) VALUES ($amendment, $organization, $field, $value);

-- name: amendment_rows :many
-- Of a type: those that wait, in the order of their days, and those that were refused.
-- in: service service_id
-- out: id amendment_id, from_day day, refused bool
SELECT id, from_day, refused FROM amendment WHERE service_id = $service AND (done_at IS NULL OR refused) ORDER BY from_day, id LIMIT 50;

-- name: amendment_row :one
-- in: id amendment_id
-- out: service service_id, from_day day, waits bool
SELECT service_id AS service, from_day, done_at IS NULL AS waits FROM amendment WHERE id = $id;

-- name: amendment_values :many
-- in: amendment amendment_id
-- out: field text, value text
SELECT field, value FROM amendment_value WHERE amendment_id = $amendment ORDER BY field LIMIT 100;

-- name: amendments_due :many
-- in: day day, max i64
-- out: id amendment_id, service service_id, organization organization_id, account i64, from_day day, zone text
SELECT m.id, m.service_id AS service, m.organization_id AS organization, m.account_id AS account, m.from_day, o.zone FROM amendment m JOIN organization o ON o.id = m.organization_id
 WHERE m.done_at IS NULL AND m.from_day <= $day ORDER BY m.from_day, m.id LIMIT $max;

-- name: amendment_done :count
-- in: now instant, refused bool, id amendment_id
UPDATE amendment SET done_at = $now, refused = $refused WHERE id = $id AND done_at IS NULL;

-- name: amendment_forget :exec
-- in: id amendment_id
DELETE FROM amendment WHERE id = $id;

-- name: amendment_values_forget :exec
-- in: id amendment_id
DELETE FROM amendment_value WHERE amendment_id = $id;

-- name: practitioner_row :one
-- in: id practitioner_id
-- out: id practitioner_id, organization organization_id, code text, name name, name_ar name, sex text, specialty text, active bool, version i64
SELECT id, organization_id AS organization, code, name, name_ar, sex, specialty, active, version FROM practitioner WHERE id = $id;

-- name: practitioner_rows :many
-- in: organization organization_id
-- out: id practitioner_id, organization organization_id, code text, name name, name_ar name, sex text, specialty text, active bool, version i64
SELECT id, organization_id AS organization, code, name, name_ar, sex, specialty, active, version
  FROM practitioner WHERE organization_id = $organization ORDER BY name_fold, id LIMIT 5000;

-- name: practitioner_rows_for :many
-- Who may have an agenda at an organisation: its own people and those of the nodes above it.
-- in: organization organization_id
-- out: id practitioner_id, organization organization_id, code text, name name, name_ar name, sex text, specialty text, active bool, version i64
SELECT p.id, p.organization_id AS organization, p.code, p.name, p.name_ar, p.sex, p.specialty, p.active, p.version
  FROM organization me JOIN organization o ON o.tree_lo <= me.tree_lo AND o.tree_hi > me.tree_lo JOIN practitioner p ON p.organization_id = o.id
 WHERE me.id = $organization ORDER BY p.name_fold, p.id LIMIT 5000;

-- name: practitioner_fits :one
-- in: practitioner practitioner_id, organization organization_id
-- out: n i64
SELECT COUNT(*) AS n FROM practitioner p JOIN organization o ON o.id = p.organization_id JOIN organization me ON me.id = $organization
 WHERE p.id = $practitioner AND o.tree_lo <= me.tree_lo AND o.tree_hi > me.tree_lo;

-- name: practitioner_row_by_code :one
-- in: organization organization_id, code text
-- out: id practitioner_id, organization organization_id, code text, name name, name_ar name, sex text, specialty text, active bool, version i64
SELECT id, organization_id AS organization, code, name, name_ar, sex, specialty, active, version
  FROM practitioner WHERE organization_id = $organization AND code = $code;

-- name: practitioner_add :count
-- in: id practitioner_id, organization organization_id, code text, name name, name_ar name, name_fold text, sex text, specialty text, active bool
INSERT INTO practitioner (id, organization_id, code, name, name_ar, name_fold, sex, specialty, active, version)
VALUES ($id, $organization, $code, $name, $name_ar, $name_fold, $sex, $specialty, $active, 1)
ON CONFLICT (organization_id, code) DO NOTHING;

-- name: practitioner_change :count
-- in: name name, name_ar name, name_fold text, sex text, specialty text, active bool, id practitioner_id, version i64
UPDATE practitioner SET name = $name, name_ar = $name_ar, name_fold = $name_fold, sex = $sex, specialty = $specialty,
       active = $active, version = version + 1
 WHERE id = $id AND version = $version;

-- name: schedule_row :one
-- in: id schedule_id
-- out: id schedule_id, organization organization_id, kind text, practitioner practitioner_id?, location location_id, name_fr text, name_ar text, practitioner_name name?, practitioner_name_ar name?, specialty text, shown bool, active bool, zone text, version i64
SELECT c.id, c.organization_id AS organization, c.kind, c.practitioner_id AS practitioner, c.location_id AS location, c.name_fr, c.name_ar,
       p.name AS practitioner_name, p.name_ar AS practitioner_name_ar, c.specialty, c.shown, c.active, l.zone, c.version
  FROM schedule c JOIN location l ON l.id = c.location_id LEFT JOIN practitioner p ON p.id = c.practitioner_id
 WHERE c.id = $id;

-- name: schedule_rows :many
-- Of an organisation and the departments below it.
-- in: organization organization_id
-- out: id schedule_id, organization organization_id, kind text, practitioner practitioner_id?, location location_id, name_fr text, name_ar text, practitioner_name name?, practitioner_name_ar name?, specialty text, shown bool, active bool, zone text, version i64
SELECT c.id, c.organization_id AS organization, c.kind, c.practitioner_id AS practitioner, c.location_id AS location, c.name_fr, c.name_ar,
       p.name AS practitioner_name, p.name_ar AS practitioner_name_ar, c.specialty, c.shown, c.active, l.zone, c.version
  FROM organization me JOIN organization o ON o.tree_lo >= me.tree_lo AND o.tree_lo < me.tree_hi
       JOIN schedule c ON c.organization_id = o.id JOIN location l ON l.id = c.location_id LEFT JOIN practitioner p ON p.id = c.practitioner_id
 WHERE me.id = $organization ORDER BY c.specialty, p.name_fold, c.name_fr, c.id LIMIT 5000;

-- name: schedule_rows_for :many
-- Those that offer a service in an organisation's branch.
-- in: organization organization_id, service service_id
-- out: id schedule_id, organization organization_id, kind text, practitioner practitioner_id?, location location_id, name_fr text, name_ar text, practitioner_name name?, practitioner_name_ar name?, specialty text, shown bool, active bool, zone text, version i64
SELECT c.id, c.organization_id AS organization, c.kind, c.practitioner_id AS practitioner, c.location_id AS location, c.name_fr, c.name_ar,
       p.name AS practitioner_name, p.name_ar AS practitioner_name_ar, c.specialty, c.shown, c.active, l.zone, c.version
  FROM organization me JOIN service s ON s.id = $service
       JOIN offer f ON f.specialty = s.specialty AND f.tree_lo >= me.tree_lo AND f.tree_lo < me.tree_hi AND f.service_id = s.id
       JOIN schedule c ON c.id = f.schedule_id JOIN location l ON l.id = c.location_id LEFT JOIN practitioner p ON p.id = c.practitioner_id
 WHERE me.id = $organization ORDER BY p.name_fold, c.name_fr, c.id LIMIT 500;

-- name: schedule_rows_of_practitioner :many
-- in: practitioner practitioner_id
-- out: id schedule_id, organization organization_id, kind text, practitioner practitioner_id?, location location_id, name_fr text, name_ar text, practitioner_name name?, practitioner_name_ar name?, specialty text, shown bool, active bool, zone text, version i64
SELECT c.id, c.organization_id AS organization, c.kind, c.practitioner_id AS practitioner, c.location_id AS location, c.name_fr, c.name_ar,
       p.name AS practitioner_name, p.name_ar AS practitioner_name_ar, c.specialty, c.shown, c.active, l.zone, c.version
  FROM schedule c JOIN location l ON l.id = c.location_id LEFT JOIN practitioner p ON p.id = c.practitioner_id
 WHERE c.practitioner_id = $practitioner ORDER BY c.id LIMIT 100;

-- name: schedule_rows_worked_by :many
-- A practitioner's own, and those in which he stands in for another on some of the days [from_day, to_day].
-- in: practitioner practitioner_id, to_day day, from_day day
-- out: id schedule_id, organization organization_id, kind text, practitioner practitioner_id?, location location_id, name_fr text, name_ar text, practitioner_name name?, practitioner_name_ar name?, specialty text, shown bool, active bool, zone text, version i64
SELECT c.id, c.organization_id AS organization, c.kind, c.practitioner_id AS practitioner, c.location_id AS location, c.name_fr, c.name_ar,
       p.name AS practitioner_name, p.name_ar AS practitioner_name_ar, c.specialty, c.shown, c.active, l.zone, c.version
  FROM schedule c JOIN location l ON l.id = c.location_id LEFT JOIN practitioner p ON p.id = c.practitioner_id
 WHERE c.practitioner_id = $practitioner
    OR c.id IN (SELECT s.schedule_id FROM substitution s WHERE s.practitioner_id = $practitioner AND s.undone_at IS NULL AND s.from_day <= $to_day AND s.to_day >= $from_day) ORDER BY c.id LIMIT 100;

-- name: schedule_add :exec
-- in: id schedule_id, organization organization_id, kind text, practitioner practitioner_id?, location location_id, name_fr text, name_ar text, specialty text, shown bool, active bool
INSERT INTO schedule (id, organization_id, kind, practitioner_id, location_id, name_fr, name_ar, specialty, shown, active, version, needed)
VALUES ($id, $organization, $kind, $practitioner, $location, $name_fr, $name_ar, $specialty, $shown, $active, 1,
        EXISTS (SELECT 1 FROM service_need n WHERE n.kind = $kind AND NOT n.listed));

-- name: schedule_change :count
-- in: location location_id, name_fr text, name_ar text, specialty text, shown bool, active bool, id schedule_id, version i64
UPDATE schedule SET location_id = $location, name_fr = $name_fr, name_ar = $name_ar, specialty = $specialty, shown = $shown,
       active = $active, version = version + 1
 WHERE id = $id AND version = $version;

-- name: schedule_place :one
-- What its days and offers need: where it stands in the tree, its zone, its establishment's node.
-- in: id schedule_id
-- out: organization organization_id, tree_lo i64, zone text, shown bool, active bool
SELECT c.organization_id AS organization, o.tree_lo, l.zone, c.shown, c.active
  FROM schedule c JOIN organization o ON o.id = c.organization_id JOIN location l ON l.id = c.location_id WHERE c.id = $id;

-- name: schedule_establishment :one
-- The nearest organisation above (or itself) that is no department.
-- in: organization organization_id
-- out: id organization_id
SELECT o.id FROM organization me JOIN organization o ON o.tree_lo <= me.tree_lo AND o.tree_hi > me.tree_lo
 WHERE me.id = $organization AND o.kind <> 'department' ORDER BY o.depth DESC LIMIT 1;

-- name: schedules_below :many
-- Agendas below a node, those after one of them.
-- in: node organization_id, after schedule_id, max i64
-- out: id schedule_id
SELECT c.id FROM organization me JOIN organization o ON o.tree_lo >= me.tree_lo AND o.tree_lo < me.tree_hi
       JOIN schedule c ON c.organization_id = o.id
 WHERE me.id = $node AND c.id > $after ORDER BY c.id LIMIT $max;

-- name: closure_due_put :exec
-- in: node organization_id, day day, after schedule_id
INSERT INTO closure_due (organization_id, day, after_id) VALUES ($node, $day, $after)
ON CONFLICT (organization_id, day) DO UPDATE SET after_id = excluded.after_id;

-- name: closure_due_next :one
-- Locked: who changes the closure again meanwhile waits, and has it done again.
-- out: node organization_id, day day, after schedule_id
SELECT organization_id AS node, day, after_id AS after FROM closure_due ORDER BY day, organization_id LIMIT 1;
-- pg:
SELECT organization_id AS node, day, after_id AS after FROM closure_due ORDER BY day, organization_id LIMIT 1 FOR UPDATE;

-- name: closure_due_done :exec
-- in: node organization_id, day day
DELETE FROM closure_due WHERE organization_id = $node AND day = $day;

-- name: closures_untold :many
-- Days on which an agenda that is published has hours, is closed by a node above, and the log does not say so yet. The few closed days are read first.
-- in: from_day day, to_day day, schedule schedule_id
-- out: day day
SELECT DISTINCT d.day FROM calendar_day d CROSS JOIN organization o CROSS JOIN schedule c CROSS JOIN organization p
 WHERE d.day >= $from_day AND d.day < $to_day AND o.id = d.organization_id AND c.id = $schedule AND c.active AND p.id = c.organization_id
   AND o.tree_lo <= p.tree_lo AND o.tree_hi > p.tree_lo
   AND EXISTS (SELECT 1 FROM opening_day h WHERE h.schedule_id = c.id AND h.day = d.day)
   AND NOT EXISTS (SELECT 1 FROM closure_told t WHERE t.schedule_id = c.id AND t.day = d.day) ORDER BY d.day LIMIT 1000;

-- name: closures_over :many
-- Days of which the log says that they are closed, and no node closes them any more.
-- in: schedule schedule_id, from_day day, to_day day
-- out: day day
SELECT t.day FROM closure_told t JOIN schedule c ON c.id = t.schedule_id JOIN organization p ON p.id = c.organization_id
 WHERE t.schedule_id = $schedule AND t.day >= $from_day AND t.day < $to_day
   AND NOT EXISTS (SELECT 1 FROM calendar_day d JOIN organization o ON o.id = d.organization_id
                    WHERE d.day = t.day AND o.tree_lo <= p.tree_lo AND o.tree_hi > p.tree_lo) ORDER BY t.day LIMIT 1000;

-- name: closure_told_add :count
-- in: schedule schedule_id, day day, organization organization_id
INSERT INTO closure_told (schedule_id, day, organization_id) VALUES ($schedule, $day, $organization) ON CONFLICT (schedule_id, day) DO NOTHING;

-- name: closure_told_drop :count
-- in: schedule schedule_id, day day
DELETE FROM closure_told WHERE schedule_id = $schedule AND day = $day;

-- name: schedules_of_service :many
-- Agendas that offer it, those after one of them.
-- in: service service_id, after schedule_id, max i64
-- out: id schedule_id
SELECT f.schedule_id AS id FROM offer f JOIN service s ON s.specialty = f.specialty AND s.id = f.service_id
 WHERE s.id = $service AND f.schedule_id > $after ORDER BY f.schedule_id LIMIT $max;

-- name: offer_services :many
-- in: schedule schedule_id
-- out: service service_id, specialty text, tree_lo i64, organization organization_id, place organization_id, zone text, shown bool, from_min i64
SELECT service_id AS service, specialty, tree_lo, organization_id AS organization, place_id AS place, zone, shown, from_min
  FROM offer WHERE schedule_id = $schedule ORDER BY service_id LIMIT 500;

-- name: offer_wanted :many
-- What the openings of an active agenda say it offers.
-- in: schedule schedule_id
-- out: service service_id, specialty text
SELECT s.id AS service, s.specialty FROM opening o JOIN opening_service os ON os.opening_id = o.id
       JOIN service s ON s.id = os.service_id JOIN schedule c ON c.id = o.schedule_id
 WHERE o.schedule_id = $schedule AND o.active AND s.active AND c.active GROUP BY s.id, s.specialty ORDER BY s.id LIMIT 500;

-- name: offer_clear :exec
-- in: schedule schedule_id
DELETE FROM offer WHERE schedule_id = $schedule;

-- name: offer_add :exec
-- Its first day is put by offer_first_put.
-- in: specialty text, tree_lo i64, service service_id, schedule schedule_id, organization organization_id, place organization_id, zone text, shown bool
INSERT INTO offer (specialty, tree_lo, service_id, schedule_id, organization_id, place_id, zone, shown)
VALUES ($specialty, $tree_lo, $service, $schedule, $organization, $place, $zone, $shown);

-- name: offer_first :one
-- What is kept of an offer's first day; on PostgreSQL writers of different days of an agenda wait for each other here, so
-- that whoever comes second sees the days that the first has written.
-- in: schedule schedule_id, service service_id
-- out: from_min i64, first_day day?, first_last_min i32?
SELECT from_min, first_day, first_last_min FROM offer WHERE schedule_id = $schedule AND service_id = $service;
-- pg:
SELECT from_min, first_day, first_last_min FROM offer WHERE schedule_id = $schedule AND service_id = $service FOR UPDATE;

-- name: offer_first_put :exec
-- in: from_min i64, schedule schedule_id, service service_id
UPDATE offer SET from_min = $from_min, first_day = r.day, first_last_min = r.last_min, first_open_at = r.open_at, first_online_last = r.online_last
  FROM (SELECT d.day, d.last_min, COALESCE(d.open_at, 0) AS open_at, COALESCE(d.online_last, 0) AS online_last FROM (SELECT 1 AS one) x LEFT JOIN (
           SELECT f.day, f.last_min, f.open_at, CASE WHEN f.online_starts > 0 THEN f.online_last_min WHEN f.open_at > 0 THEN -1 ELSE 0 END AS online_last
             FROM free_day f WHERE f.schedule_id = $schedule AND f.service_id = $service
              AND f.day >= $from_min / 1440 AND CAST(f.day AS BIGINT) * 1440 + f.last_min >= $from_min ORDER BY f.day LIMIT 1) d ON 1 = 1) r
 WHERE schedule_id = $schedule AND service_id = $service;

-- name: offer_zones :many
-- in:
-- out: zone text
SELECT DISTINCT zone FROM offer ORDER BY zone LIMIT 50;

-- name: offers_behind :many
-- Offers of a zone whose first day lies before what citizens may book now (local minutes), or was sought from too late on.
-- in: now_min i64, zone text
-- out: schedule schedule_id, service service_id, from_min i64
SELECT o.schedule_id AS schedule, o.service_id AS service, $now_min + s.lead_min AS from_min
  FROM offer o JOIN service s ON s.id = o.service_id
 WHERE o.zone = $zone AND (o.from_min > $now_min + s.lead_min
       OR (o.first_day IS NOT NULL AND CAST(o.first_day AS BIGINT) * 1440 + o.first_last_min < $now_min + s.lead_min))
 ORDER BY o.schedule_id, o.service_id LIMIT 200;

-- name: opening_row :one
-- in: id opening_id
-- out: id opening_id, schedule schedule_id, first_day day, until_day day?, rule text, start_min i32, end_min i32, capacity i32, slot_min i32?, active bool, materialised_to day, version i64, variant variant_id?, online i32?, desk i32?, centre i32?, release_min i32?
SELECT o.id, o.schedule_id AS schedule, o.first_day, o.until_day, o.rule, o.start_min, o.end_min, o.capacity, o.slot_min, o.active, o.materialised_to,
       o.version, v.variant_id AS variant, q.online, q.desk, q.centre, q.release_min
  FROM opening o LEFT JOIN opening_variant v ON v.opening_id = o.id LEFT JOIN opening_quota q ON q.opening_id = o.id WHERE o.id = $id;

-- name: opening_quota_put :exec
-- in: opening opening_id, organization organization_id, online i32?, desk i32?, centre i32?, release_min i32
INSERT INTO opening_quota (opening_id, organization_id, online, desk, centre, release_min)
VALUES ($opening, $organization, $online, $desk, $centre, $release_min)
ON CONFLICT (opening_id) DO UPDATE SET online = excluded.online, desk = excluded.desk, centre = excluded.centre, release_min = excluded.release_min;

-- name: opening_quota_clear :exec
-- in: opening opening_id
DELETE FROM opening_quota WHERE opening_id = $opening;

-- name: opening_breaks :many
-- in: opening opening_id
-- out: from_min i32, to_min i32
SELECT from_min, to_min FROM opening_break WHERE opening_id = $opening ORDER BY from_min LIMIT 50;

-- name: opening_break_clear :exec
-- in: opening opening_id
DELETE FROM opening_break WHERE opening_id = $opening;

-- name: opening_break_add :exec
-- in: opening opening_id, organization organization_id, from_min i32, to_min i32
INSERT INTO opening_break (opening_id, organization_id, from_min, to_min) VALUES ($opening, $organization, $from_min, $to_min);

-- name: opening_variant_add :exec
-- in: opening opening_id, variant variant_id, organization organization_id
INSERT INTO opening_variant (opening_id, variant_id, organization_id) VALUES ($opening, $variant, $organization);

-- name: opening_limits :many
-- Days of a rule. kind 0: it does not hold then: a day that was removed, or a variant of the agenda `weekly` replaces the week;
-- kind 1: it holds then only, being of a variant.
-- in: opening opening_id?, weekly schedule_id?, variant variant_id?
-- out: kind i32, first_day day, last_day day
SELECT 0 AS kind, e.day AS first_day, e.day AS last_day FROM opening_exception e WHERE e.opening_id = $opening
 UNION ALL
SELECT 0, v.first_day, v.last_day FROM schedule_variant t JOIN variant v ON v.id = t.variant_id WHERE t.schedule_id = $weekly
 UNION ALL
SELECT 1, v.first_day, v.last_day FROM variant v WHERE v.id = $variant
 ORDER BY 1, 2, 3 LIMIT 10000;

-- name: variant_taken :one
-- Does the agenda take part in the variant?
-- in: schedule schedule_id, variant variant_id
-- out: n i64
SELECT COUNT(*) AS n FROM schedule_variant WHERE schedule_id = $schedule AND variant_id = $variant;

-- name: opening_ids :many
-- In use and not over (marked by the greatest day); those of a variant may have days again when its dates change.
-- in: schedule schedule_id
-- out: id opening_id
SELECT o.id FROM opening o WHERE o.schedule_id = $schedule AND o.active
   AND (o.materialised_to < 2147483647 OR EXISTS (SELECT 1 FROM opening_variant v WHERE v.opening_id = o.id))
 ORDER BY o.first_day, o.start_min, o.id LIMIT 2000;

-- name: opening_services :many
-- in: opening opening_id
-- out: service service_id
SELECT service_id AS service FROM opening_service WHERE opening_id = $opening ORDER BY service_id LIMIT 200;

-- name: opening_add :exec
-- in: id opening_id, organization organization_id, schedule schedule_id, first_day day, until_day day?, rule text, start_min i32, end_min i32, capacity i32, slot_min i32?
INSERT INTO opening (id, organization_id, schedule_id, first_day, until_day, rule, start_min, end_min, capacity, slot_min, active, materialised_to, version)
VALUES ($id, $organization, $schedule, $first_day, $until_day, $rule, $start_min, $end_min, $capacity, $slot_min, TRUE, $first_day, 1);

-- name: opening_change :count
-- in: first_day day, until_day day?, rule text, start_min i32, end_min i32, capacity i32, slot_min i32?, active bool, id opening_id, version i64
UPDATE opening SET first_day = $first_day, until_day = $until_day, rule = $rule, start_min = $start_min, end_min = $end_min,
       capacity = $capacity, slot_min = $slot_min, active = $active, version = version + 1
 WHERE id = $id AND version = $version;

-- name: opening_mark :exec
-- in: materialised_to day, id opening_id
UPDATE opening SET materialised_to = $materialised_to WHERE id = $id;

-- name: opening_service_clear :exec
-- in: opening opening_id
DELETE FROM opening_service WHERE opening_id = $opening;

-- name: opening_service_add :exec
-- in: opening opening_id, service service_id, organization organization_id
INSERT INTO opening_service (opening_id, service_id, organization_id) VALUES ($opening, $service, $organization);

-- name: opening_service_fits :one
-- Is the service one of the agenda's organisation or of a node above it?
-- in: service service_id, organization organization_id
-- out: n i64
SELECT COUNT(*) AS n FROM service s JOIN organization o ON o.id = s.organization_id JOIN organization me ON me.id = $organization
 WHERE s.id = $service AND o.tree_lo <= me.tree_lo AND o.tree_hi > me.tree_lo;

-- name: opening_exception_remove :count
-- in: opening opening_id, day day
DELETE FROM opening_exception WHERE opening_id = $opening AND day = $day;

-- name: opening_exception_add :exec
-- in: opening opening_id, organization organization_id, day day
INSERT INTO opening_exception (opening_id, organization_id, day) VALUES ($opening, $organization, $day)
ON CONFLICT (opening_id, day) DO NOTHING;

-- name: opening_day_rows :many
-- Materialised intervals of one opening from a day to a day.
-- in: opening opening_id, from_day day, last_day day
-- out: day day, start_min i32, end_min i32, capacity i32, slot_min i32?
SELECT day, start_min, end_min, capacity, slot_min FROM opening_day
 WHERE opening_id = $opening AND day >= $from_day AND day <= $last_day ORDER BY day, start_min LIMIT 20000;

-- name: opening_day_add :exec
-- in: schedule schedule_id, day day, start_min i32, end_min i32, opening opening_id, organization organization_id, capacity i32, slot_min i32?
INSERT INTO opening_day (schedule_id, day, start_min, end_min, opening_id, organization_id, capacity, slot_min)
VALUES ($schedule, $day, $start_min, $end_min, $opening, $organization, $capacity, $slot_min);

-- name: opening_day_remove :exec
-- in: schedule schedule_id, day day, start_min i32, opening opening_id
DELETE FROM opening_day WHERE schedule_id = $schedule AND day = $day AND start_min = $start_min AND opening_id = $opening;

-- name: openings_to_roll :many
-- Openings that are not materialised up to a day: one step into an index when there is none. Those of one agenda follow each other.
-- in: to_day day, max i64
-- out: id opening_id, schedule schedule_id
SELECT id, schedule_id AS schedule FROM opening WHERE active AND materialised_to < $to_day ORDER BY materialised_to, schedule_id LIMIT $max;

-- name: absence_row :one
-- in: id absence_id
-- out: id absence_id, schedule schedule_id, from_day day, from_min i32, to_day day, to_min i32, reason text, version i64
SELECT id, schedule_id AS schedule, from_day, from_min, to_day, to_min, reason, version FROM absence WHERE id = $id;

-- name: absence_rows :many
-- in: schedule schedule_id, from_day day
-- out: id absence_id, schedule schedule_id, from_day day, from_min i32, to_day day, to_min i32, reason text, version i64
SELECT id, schedule_id AS schedule, from_day, from_min, to_day, to_min, reason, version
  FROM absence WHERE schedule_id = $schedule AND to_day >= $from_day ORDER BY from_day, from_min, id LIMIT 1000;

-- name: absence_of_gathering :one
-- Is it the time of a gathering? Then it is given back there alone.
-- in: id absence_id
-- out: n i64
SELECT COUNT(*) AS n FROM gathering_time WHERE absence_id = $id;

-- name: absence_add :exec
-- in: id absence_id, organization organization_id, schedule schedule_id, from_day day, from_min i32, to_day day, to_min i32, reason text
INSERT INTO absence (id, organization_id, schedule_id, from_day, from_min, to_day, to_min, reason, version)
VALUES ($id, $organization, $schedule, $from_day, $from_min, $to_day, $to_min, $reason, 1);

-- name: absence_change :count
-- in: from_day day, from_min i32, to_day day, to_min i32, reason text, id absence_id, version i64
UPDATE absence SET from_day = $from_day, from_min = $from_min, to_day = $to_day, to_min = $to_min, reason = $reason, version = version + 1
 WHERE id = $id AND version = $version;

-- name: absence_delete :count
-- in: id absence_id
DELETE FROM absence WHERE id = $id;

-- name: absence_struck :one
-- Open appointments that overlap local minutes [from, to) of an agenda, or take it beside their own then.
-- in: schedule schedule_id, from_day day, to_day day, from_min i64, to_min i64
-- out: n i64
-- unscoped: a number only
SELECT (SELECT COUNT(*) FROM appointment x
         WHERE x.schedule_id = $schedule AND x.day >= $from_day AND x.day <= $to_day AND NOT x.history
           AND x.status IN ('proposed', 'pending', 'booked', 'arrived', 'checked-in')
           AND CAST(x.day AS BIGINT) * 1440 + x.start_min < $to_min AND CAST(x.day AS BIGINT) * 1440 + x.start_min + x.duration_min > $from_min)
     + (SELECT COUNT(*) FROM beside b JOIN appointment x ON x.id = b.id
         WHERE b.schedule_id = $schedule AND b.day >= $from_day AND b.day <= $to_day AND NOT b.held
           AND x.status IN ('proposed', 'pending', 'booked', 'arrived', 'checked-in')
           AND CAST(b.day AS BIGINT) * 1440 + b.start_min < $to_min AND CAST(b.day AS BIGINT) * 1440 + b.start_min + b.duration_min > $from_min) AS n;

-- name: struck_of_agendas :many
-- Coming appointments of agendas (or that take one of them beside their own) from a day to a day, for who asks which of them would lose their place: no person.
-- in: schedules schedule_id[], from_day day, to_day day, now instant
-- scope: x
-- out: id appointment_id, day day, start_min i32, duration_min i32, start_at instant, referred i32, first_visit i32
SELECT x.id, x.day, x.start_min, x.duration_min, x.start_at, CASE WHEN s.referral_required THEN 1 ELSE 0 END AS referred,
       CASE WHEN s.visit = 'first' THEN 1 ELSE 0 END AS first_visit
  FROM appointment x LEFT JOIN service s ON s.id = x.service_id
 WHERE x.schedule_id IN ($schedules) AND {scope} AND x.day >= $from_day AND x.day <= $to_day AND x.start_at > $now AND NOT x.history
   AND x.status IN ('proposed', 'pending', 'booked', 'arrived', 'checked-in')
 UNION
SELECT x.id, x.day, x.start_min, x.duration_min, x.start_at, CASE WHEN s.referral_required THEN 1 ELSE 0 END,
       CASE WHEN s.visit = 'first' THEN 1 ELSE 0 END
  FROM beside b JOIN appointment x ON x.id = b.id LEFT JOIN service s ON s.id = x.service_id
 WHERE b.schedule_id IN ($schedules) AND {scope} AND b.day >= $from_day AND b.day <= $to_day AND NOT b.held AND x.start_at > $now
   AND x.status IN ('proposed', 'pending', 'booked', 'arrived', 'checked-in')
 ORDER BY 5, 1 LIMIT 20000;

-- name: struck_of_branch :many
-- The same of one day of a whole branch.
-- in: day day, now instant
-- scope: x leads
-- out: id appointment_id, day day, start_min i32, duration_min i32, start_at instant, referred i32, first_visit i32
SELECT x.id, x.day, x.start_min, x.duration_min, x.start_at, CASE WHEN s.referral_required THEN 1 ELSE 0 END AS referred,
       CASE WHEN s.visit = 'first' THEN 1 ELSE 0 END AS first_visit
  FROM appointment x LEFT JOIN service s ON s.id = x.service_id
 WHERE {scope} AND x.day = $day AND x.start_at > $now AND NOT x.history AND x.schedule_id IS NOT NULL
   AND x.status IN ('proposed', 'pending', 'booked', 'arrived', 'checked-in') ORDER BY x.start_at, x.id LIMIT 20000;

-- name: struck_people :many
-- Who the few of them are that are shown.
-- in: ids appointment_id[]
-- scope: x
-- out: id appointment_id, patient patient_id, organization organization_id, who name, phone text, day day, start_min i32, service_fr text, service_ar text, service_en text, agenda_fr text, agenda_ar text, practitioner name?, practitioner_ar name?, extra bool
SELECT x.id, x.patient_id AS patient, x.organization_id AS organization, p.name AS who, p.phone, x.day, x.start_min, x.service_name_fr AS service_fr,
       x.service_name_ar AS service_ar, x.service_name_en AS service_en, c.name_fr AS agenda_fr, c.name_ar AS agenda_ar,
       d.name AS practitioner, d.name_ar AS practitioner_ar, x.overbooked AS extra
  FROM appointment x JOIN patient p ON p.id = x.patient_id JOIN schedule c ON c.id = x.schedule_id LEFT JOIN practitioner d ON d.id = c.practitioner_id
 WHERE x.id IN ($ids) AND {scope} LIMIT 500;

-- name: closing_add :exec
-- in: id closing_id, organization organization_id, kind text, schedule schedule_id?, practitioner practitioner_id?, location location_id?, specialty text?, from_day day, from_min i32, to_day day, to_min i32, rule text, last_day day, reason text, account i64, at instant
INSERT INTO closing (id, organization_id, kind, schedule_id, practitioner_id, location_id, specialty, from_day, from_min, to_day, to_min, rule, last_day, reason, account_id, at)
VALUES ($id, $organization, $kind, $schedule, $practitioner, $location, $specialty, $from_day, $from_min, $to_day, $to_min, $rule, $last_day, $reason, $account, $at);

-- name: closing_row :one
-- in: id closing_id
-- out: id closing_id, organization organization_id, kind text, schedule schedule_id?, practitioner practitioner_id?, location location_id?, specialty text?, from_day day, from_min i32, to_day day, to_min i32, rule text, last_day day, reason text
SELECT id, organization_id AS organization, kind, schedule_id AS schedule, practitioner_id AS practitioner, location_id AS location, specialty,
       from_day, from_min, to_day, to_min, rule, last_day, reason FROM closing WHERE id = $id;

-- name: closing_rows :many
-- Those asked for at an organisation or below it that are not over: the last time begins on last_day and is as long as the first.
-- in: organization organization_id, from_day day
-- out: id closing_id, organization organization_id, kind text, schedule schedule_id?, practitioner practitioner_id?, location location_id?, specialty text?, from_day day, from_min i32, to_day day, to_min i32, rule text, last_day day, reason text
SELECT g.id, g.organization_id AS organization, g.kind, g.schedule_id AS schedule, g.practitioner_id AS practitioner, g.location_id AS location, g.specialty,
       g.from_day, g.from_min, g.to_day, g.to_min, g.rule, g.last_day, g.reason
  FROM organization me JOIN organization o ON o.tree_lo >= me.tree_lo AND o.tree_lo < me.tree_hi JOIN closing g ON g.organization_id = o.id
 WHERE me.id = $organization AND g.last_day + g.to_day - g.from_day >= $from_day ORDER BY g.from_day, g.id LIMIT 500;

-- name: closing_rows_over :many
-- Those asked for at an organisation or above it that are not over.
-- in: organization organization_id, from_day day
-- out: id closing_id, organization organization_id, kind text, schedule schedule_id?, practitioner practitioner_id?, location location_id?, specialty text?, from_day day, from_min i32, to_day day, to_min i32, rule text, last_day day, reason text
SELECT g.id, g.organization_id AS organization, g.kind, g.schedule_id AS schedule, g.practitioner_id AS practitioner, g.location_id AS location, g.specialty,
       g.from_day, g.from_min, g.to_day, g.to_min, g.rule, g.last_day, g.reason
  FROM organization me JOIN organization o ON o.tree_lo <= me.tree_lo AND o.tree_hi > me.tree_lo JOIN closing g ON g.organization_id = o.id
 WHERE me.id = $organization AND g.last_day + g.to_day - g.from_day >= $from_day ORDER BY g.from_day, g.id LIMIT 500;

-- name: closing_rows_far :many
-- A practitioner's that are not over and were asked for neither at an organisation nor above it.
-- in: practitioner practitioner_id, from_day day, organization organization_id
-- out: id closing_id, organization organization_id, kind text, schedule schedule_id?, practitioner practitioner_id?, location location_id?, specialty text?, from_day day, from_min i32, to_day day, to_min i32, rule text, last_day day, reason text
SELECT g.id, g.organization_id AS organization, g.kind, g.schedule_id AS schedule, g.practitioner_id AS practitioner, g.location_id AS location, g.specialty,
       g.from_day, g.from_min, g.to_day, g.to_min, g.rule, g.last_day, g.reason
  FROM closing g JOIN organization o ON o.id = g.organization_id
 WHERE g.practitioner_id = $practitioner AND g.last_day + g.to_day - g.from_day >= $from_day
   AND NOT EXISTS (SELECT 1 FROM organization me WHERE me.id = $organization AND o.tree_lo <= me.tree_lo AND o.tree_hi > me.tree_lo)
 ORDER BY g.from_day, g.id LIMIT 500;

-- name: closing_absences :many
-- Its absences, those of one agenda together.
-- in: closing closing_id
-- out: id absence_id, schedule schedule_id, from_day day, from_min i32, to_day day, to_min i32, reason text, version i64
SELECT b.id, b.schedule_id AS schedule, b.from_day, b.from_min, b.to_day, b.to_min, b.reason, b.version
  FROM closing_absence t JOIN absence b ON b.id = t.absence_id WHERE t.closing_id = $closing ORDER BY b.schedule_id, b.from_day, b.from_min LIMIT 20000;

-- name: closing_absence_add :exec
-- in: absence absence_id, closing closing_id, organization organization_id
INSERT INTO closing_absence (absence_id, closing_id, organization_id) VALUES ($absence, $closing, $organization);

-- name: closing_absence_forget :exec
-- in: absence absence_id
DELETE FROM closing_absence WHERE absence_id = $absence;

-- name: closing_delete :count
-- in: id closing_id
DELETE FROM closing WHERE id = $id;

-- name: agenda_openings :many
-- Intervals of agendas with what is offered in each. CROSS JOIN: SQLite keeps the order of the tables.
-- in: schedules schedule_id[], from_day day, to_day day
-- out: schedule schedule_id, day day, start_min i32, end_min i32, capacity i32, slot_min i32?, service service_id, duration_min i32, step_min i32, buffer_before_min i32, buffer_after_min i32, seats i32, opening opening_id, online i32?, desk i32?, centre i32?, release_min i32?, needs i32, home i32
SELECT d.schedule_id AS schedule, d.day, d.start_min, d.end_min, d.capacity, d.slot_min, s.id AS service,
       s.duration_min, s.step_min, s.buffer_before_min, s.buffer_after_min, s.capacity AS seats,
       d.opening_id AS opening, q.online, q.desk, q.centre, q.release_min, s.needs,
       CASE WHEN s.place_kind = 'home' THEN 1 ELSE 0 END AS home
  FROM opening_day d CROSS JOIN opening_service os CROSS JOIN service s LEFT JOIN opening_quota q ON q.opening_id = d.opening_id
 WHERE d.schedule_id IN ($schedules) AND d.day >= $from_day AND d.day < $to_day
   AND os.opening_id = d.opening_id AND s.id = os.service_id AND s.active
 ORDER BY d.schedule_id, d.day, d.start_min, d.opening_id, s.id LIMIT 200000;

-- name: agenda_openings_of :many
-- The same for one service.
-- in: schedules schedule_id[], from_day day, to_day day, service service_id
-- out: schedule schedule_id, day day, start_min i32, end_min i32, capacity i32, slot_min i32?, service service_id, duration_min i32, step_min i32, buffer_before_min i32, buffer_after_min i32, seats i32, opening opening_id, online i32?, desk i32?, centre i32?, release_min i32?, needs i32, home i32
SELECT d.schedule_id AS schedule, d.day, d.start_min, d.end_min, d.capacity, d.slot_min, s.id AS service,
       s.duration_min, s.step_min, s.buffer_before_min, s.buffer_after_min, s.capacity AS seats,
       d.opening_id AS opening, q.online, q.desk, q.centre, q.release_min, s.needs,
       CASE WHEN s.place_kind = 'home' THEN 1 ELSE 0 END AS home
  FROM opening_day d CROSS JOIN opening_service os CROSS JOIN service s LEFT JOIN opening_quota q ON q.opening_id = d.opening_id
 WHERE d.schedule_id IN ($schedules) AND d.day >= $from_day AND d.day < $to_day
   AND os.opening_id = d.opening_id AND os.service_id = $service AND s.id = os.service_id AND s.active
 ORDER BY d.schedule_id, d.day, d.start_min, d.opening_id LIMIT 200000;

-- name: agenda_places :many
-- in: schedules schedule_id[]
-- out: schedule schedule_id, organization organization_id, tree_lo i64, zone text, shown bool, active bool, needed bool
SELECT c.id AS schedule, c.organization_id AS organization, o.tree_lo, l.zone, c.shown, (c.active AND o.active) AS active, c.needed
  FROM schedule c JOIN organization o ON o.id = c.organization_id JOIN location l ON l.id = c.location_id WHERE c.id IN ($schedules) LIMIT 500;

-- name: agenda_busy :many
-- All that narrows the days of agendas. kind 0: closed from (day, min) to (to_day, to_min), an absence, or a holiday or closure of an
-- organisation above (the few closed days are read first); kind 1: taken from (day, min) for to_min minutes, with its buffers; kind 2: the same, held by `owner` now; kind 3: kept by `owner` until its row is gone. channel: by which the time was taken, empty beside the rule.
-- in: schedules schedule_id[], from_day day, to_day day, now instant
-- out: kind i32, schedule schedule_id?, day day, min i32, id i64, to_day day, to_min i32, buffer_before_min i32, buffer_after_min i32, owner text, channel text, zone i64?
-- unscoped: busy times, no person
SELECT 0 AS kind, a.schedule_id AS schedule, a.from_day AS day, a.from_min AS min, a.id, a.to_day, a.to_min, 0 AS buffer_before_min, 0 AS buffer_after_min, '' AS owner, '' AS channel, CAST(NULL AS BIGINT) AS zone
  FROM absence a WHERE a.schedule_id IN ($schedules) AND a.to_day >= $from_day AND a.from_day < $to_day
 UNION ALL
SELECT 0, c.id, d.day, 0, d.id, d.day + 1, 0, 0, 0, '', '', NULL
  FROM calendar_day d CROSS JOIN organization o CROSS JOIN schedule c CROSS JOIN organization p
 WHERE d.day >= $from_day AND d.day < $to_day AND o.id = d.organization_id AND c.id IN ($schedules) AND p.id = c.organization_id
   AND o.tree_lo <= p.tree_lo AND o.tree_hi > p.tree_lo
 UNION ALL
SELECT 1, x.schedule_id, x.day, x.start_min, x.id, x.day, x.duration_min, x.buffer_before_min, x.buffer_after_min, '',
       CASE WHEN x.overbooked THEN '' ELSE COALESCE(x.time_channel, x.channel) END, x.home_zone_id FROM appointment x
 WHERE x.schedule_id IN ($schedules) AND x.day >= $from_day AND x.day < $to_day AND NOT x.history
   AND x.status NOT IN ('cancelled', 'entered-in-error') AND x.gathering_id IS NULL
 UNION ALL
SELECT CASE WHEN h.kept THEN 3 ELSE 2 END, h.schedule_id, h.day, h.start_min, h.id, h.day, h.duration_min, h.buffer_before_min, h.buffer_after_min, h.owner, h.channel, h.home_zone_id FROM hold h
 WHERE h.schedule_id IN ($schedules) AND h.day >= $from_day AND h.day < $to_day AND (h.expires_at > $now OR h.kept)
 LIMIT 400000;

-- name: agenda_zones :many
-- The zones to which agendas send somebody, those of their house and of the nodes above it, also zones no longer used; and the speed set there.
-- in: speed_setting text, schedules schedule_id[]
-- out: schedule schedule_id, id i64, minutes i32, near_min i32, lat i32?, lon i32?, active bool, speed i64?
SELECT c.id AS schedule, z.id, z.minutes, z.near_min, z.lat, z.lon, z.active,
       (SELECT v.value FROM organization_setting v JOIN organization u ON u.id = v.organization_id
         WHERE v.name = $speed_setting AND u.tree_lo <= o.tree_lo AND u.tree_hi > o.tree_lo ORDER BY u.depth DESC LIMIT 1) AS speed
  FROM schedule c JOIN organization o ON o.id = c.organization_id JOIN organization up ON up.tree_lo <= o.tree_lo AND up.tree_hi > o.tree_lo
       JOIN home_zone z ON z.organization_id = up.id
 WHERE c.id IN ($schedules) ORDER BY c.id, z.id LIMIT 50000;

-- name: agenda_spots :many
-- Visits at home whose address has coordinates.
-- in: schedules schedule_id[], from_day day, to_day day
-- out: schedule schedule_id?, id i64, zone i64?, lat i32?, lon i32?
-- unscoped: points without a person
SELECT x.schedule_id AS schedule, x.id, x.home_zone_id AS zone, a.lat, a.lon FROM appointment x JOIN home_address a ON a.appointment_id = x.id
 WHERE x.schedule_id IN ($schedules) AND x.day >= $from_day AND x.day < $to_day AND x.home_zone_id IS NOT NULL
   AND a.lat IS NOT NULL AND a.lon IS NOT NULL AND NOT x.history AND x.status NOT IN ('cancelled', 'entered-in-error') ORDER BY x.id LIMIT 50000;

-- name: agenda_hours :many
-- All intervals of agendas, whatever is offered in them: when a room or a device is there to be used beside another agenda.
-- in: schedules schedule_id[], from_day day, to_day day
-- out: schedule schedule_id, day day, start_min i32, end_min i32, capacity i32
SELECT schedule_id AS schedule, day, start_min, end_min, capacity FROM opening_day
 WHERE schedule_id IN ($schedules) AND day >= $from_day AND day < $to_day ORDER BY schedule_id, day, start_min, opening_id LIMIT 200000;

-- name: agenda_beside :many
-- Places taken in agendas by appointments and holds of others, as agenda_busy has its own (kinds 1 to 3); they count for no share.
-- in: schedules schedule_id[], from_day day, to_day day, now instant
-- out: kind i32, schedule schedule_id?, day day, min i32, id i64, to_day day, to_min i32, buffer_before_min i32, buffer_after_min i32, owner text, channel text, zone i64?
SELECT 1 AS kind, b.schedule_id AS schedule, b.day, b.start_min AS min, b.id, b.day AS to_day, b.duration_min AS to_min, b.buffer_before_min, b.buffer_after_min, '' AS owner, '' AS channel, CAST(NULL AS BIGINT) AS zone
  FROM beside b WHERE b.schedule_id IN ($schedules) AND b.day >= $from_day AND b.day < $to_day AND NOT b.held
 UNION ALL
SELECT CASE WHEN h.kept THEN 3 ELSE 2 END, b.schedule_id, b.day, b.start_min, b.id, b.day, b.duration_min, b.buffer_before_min, b.buffer_after_min, h.owner, '', NULL
  FROM beside b JOIN hold h ON h.id = b.id WHERE b.schedule_id IN ($schedules) AND b.day >= $from_day AND b.day < $to_day AND b.held AND (h.expires_at > $now OR h.kept)
 LIMIT 400000;

-- name: need_candidates :many
-- Which agendas can meet the needs of types offered in some agendas: those listed, or those of the kind at the agenda's own location.
-- in: services service_id[], schedules schedule_id[]
-- out: schedule schedule_id, service service_id, place i32, candidate schedule_id
SELECT c.id AS schedule, n.service_id AS service, n.place, r.id AS candidate
  FROM service_need n CROSS JOIN service_need_agenda l CROSS JOIN schedule r CROSS JOIN schedule c
 WHERE n.service_id IN ($services) AND n.listed AND l.service_id = n.service_id AND l.place = n.place AND r.id = l.schedule_id AND r.active
   AND c.id IN ($schedules) AND c.id <> r.id
 UNION ALL
SELECT c.id, n.service_id, n.place, r.id
  FROM service_need n CROSS JOIN schedule c CROSS JOIN schedule r
 WHERE n.service_id IN ($services) AND NOT n.listed AND c.id IN ($schedules)
   AND r.location_id = c.location_id AND r.kind = n.kind AND r.active AND r.id <> c.id
 ORDER BY 1, 2, 3, 4 LIMIT 50000;

-- name: agendas_depending :many
-- Agendas that offer a type which may need one of these.
-- in: schedules schedule_id[]
-- out: id schedule_id
SELECT o.schedule_id AS id FROM service_need_agenda l CROSS JOIN service s CROSS JOIN offer o
 WHERE l.schedule_id IN ($schedules) AND s.id = l.service_id AND o.specialty = s.specialty AND o.service_id = s.id
 UNION
SELECT o.schedule_id FROM schedule r CROSS JOIN schedule c CROSS JOIN offer o CROSS JOIN service_need n
 WHERE r.id IN ($schedules) AND c.location_id = r.location_id AND o.schedule_id = c.id AND n.service_id = o.service_id AND NOT n.listed AND n.kind = r.kind
 ORDER BY 1 LIMIT 5000;

-- name: hours_ahead :one
-- Has an agenda intervals from a day on? 0 or 1.
-- in: schedule schedule_id, from_day day
-- out: n i64
SELECT COUNT(*) AS n FROM (SELECT 1 AS one FROM opening_day WHERE schedule_id = $schedule AND day >= $from_day LIMIT 1) t;

-- name: video_site_of :one
-- The nearest that is set, of an organisation or above it.
-- in: organization organization_id
-- out: base text
SELECT v.base FROM organization me JOIN organization o ON o.tree_lo <= me.tree_lo AND o.tree_hi > me.tree_lo JOIN video_site v ON v.organization_id = o.id
 WHERE me.id = $organization AND v.base <> '' ORDER BY o.depth DESC LIMIT 1;

-- name: video_site_put :exec
-- in: organization organization_id, base text
INSERT INTO video_site (organization_id, base) VALUES ($organization, $base)
ON CONFLICT (organization_id) DO UPDATE SET base = excluded.base;

-- name: home_zone_rows :many
-- Zones of an organisation and of the nodes above it.
-- in: organization organization_id
-- out: id i64, organization organization_id, name_fr text, name_ar text, name_en text, minutes i32, near_min i32, lat i32?, lon i32?, active bool, version i64
SELECT z.id, z.organization_id AS organization, z.name_fr, z.name_ar, z.name_en, z.minutes, z.near_min, z.lat, z.lon, z.active, z.version
  FROM organization me JOIN organization o ON o.tree_lo <= me.tree_lo AND o.tree_hi > me.tree_lo JOIN home_zone z ON z.organization_id = o.id
 WHERE me.id = $organization ORDER BY z.name_fr, z.id LIMIT 500;

-- name: home_zone_row :one
-- in: id i64
-- out: id i64, organization organization_id, name_fr text, name_ar text, name_en text, minutes i32, near_min i32, lat i32?, lon i32?, active bool, version i64
SELECT id, organization_id AS organization, name_fr, name_ar, name_en, minutes, near_min, lat, lon, active, version FROM home_zone WHERE id = $id;

-- name: home_zone_add :count
-- in: id i64, organization organization_id, name_fr text, name_ar text, name_en text, minutes i32, near_min i32, lat i64?, lon i64?, active bool
INSERT INTO home_zone (id, organization_id, name_fr, name_ar, name_en, minutes, near_min, lat, lon, active, version)
VALUES ($id, $organization, $name_fr, $name_ar, $name_en, $minutes, $near_min, $lat, $lon, $active, 1);

-- name: home_zone_change :count
-- in: name_fr text, name_ar text, name_en text, minutes i32, near_min i32, lat i64?, lon i64?, active bool, id i64, version i64
UPDATE home_zone SET name_fr = $name_fr, name_ar = $name_ar, name_en = $name_en, minutes = $minutes, near_min = $near_min, lat = $lat, lon = $lon,
       active = $active, version = version + 1
 WHERE id = $id AND version = $version;

-- name: agendas_going_out :many
-- Agendas below an organisation that offer visits at home.
-- in: organization organization_id
-- out: id schedule_id
SELECT DISTINCT f.schedule_id AS id FROM organization me JOIN organization o ON o.tree_lo >= me.tree_lo AND o.tree_lo < me.tree_hi
       JOIN schedule c ON c.organization_id = o.id JOIN offer f ON f.schedule_id = c.id JOIN service s ON s.id = f.service_id
 WHERE me.id = $organization AND s.place_kind = 'home' ORDER BY f.schedule_id LIMIT 5000;

-- name: need_rows :many
-- in: service service_id
-- out: place i32, kind text, listed bool, agenda schedule_id?
SELECT n.place, n.kind, n.listed, l.schedule_id AS agenda FROM service_need n
       LEFT JOIN service_need_agenda l ON l.service_id = n.service_id AND l.place = n.place
 WHERE n.service_id = $service ORDER BY n.place, l.schedule_id LIMIT 2000;

-- name: need_put :exec
-- in: service service_id, place i32, organization organization_id, kind text, listed bool
INSERT INTO service_need (service_id, place, organization_id, kind, listed) VALUES ($service, $place, $organization, $kind, $listed);

-- name: need_agenda_put :exec
-- in: service service_id, place i32, schedule schedule_id, organization organization_id
INSERT INTO service_need_agenda (service_id, place, schedule_id, organization_id) VALUES ($service, $place, $schedule, $organization);

-- name: need_agendas_drop :exec
-- in: service service_id, place i32
DELETE FROM service_need_agenda WHERE service_id = $service AND place = $place;

-- name: need_drop :count
-- in: service service_id, place i32
DELETE FROM service_need WHERE service_id = $service AND place = $place;

-- name: needs_counted :exec
-- in: service service_id
UPDATE service SET needs = (SELECT COUNT(*) FROM service_need n WHERE n.service_id = $service) WHERE id = $service;

-- name: schedule_mark_needed :exec
-- in: id schedule_id
UPDATE schedule SET needed = TRUE WHERE id = $id AND NOT needed;

-- name: schedules_mark_needed :exec
-- Those of a kind in an organisation's branch.
-- in: kind text, organization organization_id
UPDATE schedule SET needed = TRUE WHERE kind = $kind AND NOT needed AND organization_id IN (
	SELECT o.id FROM organization me JOIN organization o ON o.tree_lo >= me.tree_lo AND o.tree_lo < me.tree_hi WHERE me.id = $organization);

-- name: free_day_rows :many
-- What an agenda offers, with what its summary says from one day up to another; a service without any such day has one row.
-- in: from_day day, to_day day, schedule schedule_id
-- out: service service_id, day day?, starts i32?, first_min i32?, last_min i32?, online_starts i32?, online_first_min i32?, online_last_min i32?, open_at i64?
SELECT o.service_id AS service, f.day, f.starts, f.first_min, f.last_min, f.online_starts, f.online_first_min, f.online_last_min, f.open_at FROM offer o
       LEFT JOIN free_day f ON f.schedule_id = o.schedule_id AND f.service_id = o.service_id AND f.day >= $from_day AND f.day < $to_day
 WHERE o.schedule_id = $schedule ORDER BY o.service_id, f.day LIMIT 200000;

-- name: free_day_put :exec
-- in: schedule schedule_id, service service_id, day day, organization organization_id, starts i32, first_min i32, last_min i32, online_starts i32, online_first_min i32, online_last_min i32, open_at i64
INSERT INTO free_day (schedule_id, service_id, day, organization_id, starts, first_min, last_min, online_starts, online_first_min, online_last_min, open_at)
VALUES ($schedule, $service, $day, $organization, $starts, $first_min, $last_min, $online_starts, $online_first_min, $online_last_min, $open_at)
ON CONFLICT (schedule_id, service_id, day) DO UPDATE SET starts = excluded.starts, first_min = excluded.first_min, last_min = excluded.last_min,
       online_starts = excluded.online_starts, online_first_min = excluded.online_first_min, online_last_min = excluded.online_last_min, open_at = excluded.open_at;

-- name: free_day_remove :exec
-- in: schedule schedule_id, service service_id, day day
DELETE FROM free_day WHERE schedule_id = $schedule AND service_id = $service AND day = $day;

-- name: free_day_past :exec
-- Days of one agenda that have passed.
-- in: schedule schedule_id, before day
DELETE FROM free_day WHERE schedule_id = $schedule AND day < $before AND service_id IN (SELECT o.service_id FROM offer o WHERE o.schedule_id = $schedule);

-- name: free_day_of_service_drop :exec
-- in: schedule schedule_id, service service_id
DELETE FROM free_day WHERE schedule_id = $schedule AND service_id = $service;

-- name: free_day_next :one
-- First free day of one agenda within local minutes [from, to]. now_min: what shares leave to citizens then; the largest: to anybody at any time.
-- in: schedule schedule_id, service service_id, from_day day, to_day day, from_min i64, to_min i64, now_min i64
-- out: day day
SELECT day FROM free_day WHERE schedule_id = $schedule AND service_id = $service AND day >= $from_day AND day <= $to_day
   AND CAST(day AS BIGINT) * 1440 + CASE WHEN open_at <= $now_min THEN last_min ELSE online_last_min END >= $from_min
   AND CAST(day AS BIGINT) * 1440 + CASE WHEN open_at <= $now_min THEN first_min ELSE online_first_min END <= $to_min AND (open_at <= $now_min OR online_starts > 0) ORDER BY day LIMIT 1;

-- name: free_day_before :one
-- Last free day of one agenda within local minutes [from, to].
-- in: schedule schedule_id, service service_id, from_day day, to_day day, from_min i64, to_min i64, now_min i64
-- out: day day
SELECT day FROM free_day WHERE schedule_id = $schedule AND service_id = $service AND day >= $from_day AND day <= $to_day
   AND CAST(day AS BIGINT) * 1440 + CASE WHEN open_at <= $now_min THEN last_min ELSE online_last_min END >= $from_min
   AND CAST(day AS BIGINT) * 1440 + CASE WHEN open_at <= $now_min THEN first_min ELSE online_first_min END <= $to_min AND (open_at <= $now_min OR online_starts > 0) ORDER BY day DESC LIMIT 1;

-- name: free_day_next_in :one
-- The same over all agendas of a branch.
-- in: specialty text, lo i64, hi i64, service service_id, from_day day, to_day day, from_min i64, to_min i64, now_min i64
-- out: day day?
SELECT MIN(t.day) AS day FROM (
	SELECT (SELECT f.day FROM free_day f WHERE f.schedule_id = o.schedule_id AND f.service_id = o.service_id AND f.day >= $from_day AND f.day <= $to_day
	           AND CAST(f.day AS BIGINT) * 1440 + CASE WHEN f.open_at <= $now_min THEN f.last_min ELSE f.online_last_min END >= $from_min
	           AND CAST(f.day AS BIGINT) * 1440 + CASE WHEN f.open_at <= $now_min THEN f.first_min ELSE f.online_first_min END <= $to_min AND (f.open_at <= $now_min OR f.online_starts > 0)
	         ORDER BY f.day LIMIT 1) AS day
	  FROM offer o WHERE o.specialty = $specialty AND o.tree_lo >= $lo AND o.tree_lo < $hi AND o.service_id = $service) t;

-- name: free_day_before_in :one
-- in: specialty text, lo i64, hi i64, service service_id, from_day day, to_day day, from_min i64, to_min i64, now_min i64
-- out: day day?
SELECT MAX(t.day) AS day FROM (
	SELECT (SELECT f.day FROM free_day f WHERE f.schedule_id = o.schedule_id AND f.service_id = o.service_id AND f.day >= $from_day AND f.day <= $to_day
	           AND CAST(f.day AS BIGINT) * 1440 + CASE WHEN f.open_at <= $now_min THEN f.last_min ELSE f.online_last_min END >= $from_min
	           AND CAST(f.day AS BIGINT) * 1440 + CASE WHEN f.open_at <= $now_min THEN f.first_min ELSE f.online_first_min END <= $to_min AND (f.open_at <= $now_min OR f.online_starts > 0)
	         ORDER BY f.day DESC LIMIT 1) AS day
	  FROM offer o WHERE o.specialty = $specialty AND o.tree_lo >= $lo AND o.tree_lo < $hi AND o.service_id = $service) t;

-- name: free_schedules :many
-- Agendas of a branch with something free in [from, to): only these need computing.
-- in: specialty text, lo i64, hi i64, service service_id, from_day day, to_day day
-- out: schedule schedule_id
SELECT o.schedule_id AS schedule FROM offer o
 WHERE o.specialty = $specialty AND o.tree_lo >= $lo AND o.tree_lo < $hi AND o.service_id = $service
   AND EXISTS (SELECT 1 FROM free_day f WHERE f.schedule_id = o.schedule_id AND f.service_id = o.service_id AND f.day >= $from_day AND f.day < $to_day)
 ORDER BY o.schedule_id LIMIT 500;

-- name: branch_of :one
-- in: id organization_id
-- out: tree_lo i64, tree_hi i64, zone text
SELECT tree_lo, tree_hi, zone FROM organization WHERE id = $id;

-- name: place_zones :many
-- in: specialty text, lo i64, hi i64
-- out: zone text
SELECT DISTINCT o.zone FROM offer o WHERE o.specialty = $specialty AND o.tree_lo >= $lo AND o.tree_lo < $hi ORDER BY o.zone LIMIT 20;

-- name: place_rows :many
-- Places of a speciality with their first free day: the kept one where that answers, else out of free_day. now_min: local
-- minutes of now in that zone. bind: 1 = lead, horizon and online hold; 0 = they do not (far_min is then added to the horizon).
-- quota_min: as now_min of free_day_next.
-- in: now_min i64, bind i32, far_min i64, quota_min i64, specialty text, lo i64, hi i64, zone text, all_channels bool
-- out: place organization_id, service service_id, schedules i64, by_name i64, visit text, place_kind text, day day?
SELECT q.place, q.service, q.schedules, q.by_name, q.visit, q.place_kind, q.day FROM (
	SELECT t.place, t.service, COUNT(*) AS schedules, SUM(CASE WHEN t.shown THEN 1 ELSE 0 END) AS by_name, MIN(t.visit) AS visit, MIN(t.place_kind) AS place_kind, MIN(t.day) AS day FROM (
		SELECT o.place_id AS place, o.service_id AS service, o.shown, s.visit, s.place_kind,
		       CASE WHEN o.first_day < ($now_min + (s.horizon_min - s.spread_min) * $bind + $far_min) / 1440 AND o.from_min <= $now_min + s.lead_min * $bind
		                 AND (o.first_open_at <= $quota_min OR o.first_online_last >= 0)
		                 AND CAST(o.first_day AS BIGINT) * 1440 + CASE WHEN o.first_open_at <= $quota_min THEN o.first_last_min ELSE o.first_online_last END >= $now_min + s.lead_min * $bind THEN o.first_day
		            WHEN o.from_min <= $now_min + s.lead_min * $bind
		                 AND (o.first_day IS NULL OR o.first_day > ($now_min + (s.horizon_min - s.spread_min) * $bind + $far_min) / 1440) THEN NULL
		            ELSE (SELECT f.day FROM free_day f WHERE f.schedule_id = o.schedule_id AND f.service_id = o.service_id
		                 AND f.day >= ($now_min + s.lead_min * $bind) / 1440 AND f.day <= ($now_min + (s.horizon_min - s.spread_min) * $bind + $far_min) / 1440
		                 AND CAST(f.day AS BIGINT) * 1440 + CASE WHEN f.open_at <= $quota_min THEN f.last_min ELSE f.online_last_min END >= $now_min + s.lead_min * $bind
		                 AND CAST(f.day AS BIGINT) * 1440 + CASE WHEN f.open_at <= $quota_min THEN f.first_min ELSE f.online_first_min END <= $now_min + (s.horizon_min - s.spread_min) * $bind + $far_min
		                 AND (f.open_at <= $quota_min OR f.online_starts > 0)
		               ORDER BY f.day LIMIT 1) END AS day
		  FROM offer o JOIN service s ON s.id = o.service_id
		 WHERE o.specialty = $specialty AND o.tree_lo >= $lo AND o.tree_lo < $hi AND o.zone = $zone AND (s.online OR $all_channels)) t
	 GROUP BY t.place, t.service) q JOIN organization g ON g.id = q.place
 WHERE g.active LIMIT 5000;

-- name: place_rows_when :many
-- As place_rows, but the first day that has a start in a part of the day (part 1: before noon; 2: from noon on; the
-- first and last start of a day say it) and is one of some weekdays (a bit each, Monday first).
-- in: now_min i64, bind i32, far_min i64, quota_min i64, part i32, weekdays i32, specialty text, lo i64, hi i64, zone text, all_channels bool
-- out: place organization_id, service service_id, schedules i64, by_name i64, visit text, place_kind text, day day?
SELECT q.place, q.service, q.schedules, q.by_name, q.visit, q.place_kind, q.day FROM (
	SELECT t.place, t.service, COUNT(*) AS schedules, SUM(CASE WHEN t.shown THEN 1 ELSE 0 END) AS by_name, MIN(t.visit) AS visit, MIN(t.place_kind) AS place_kind, MIN(t.day) AS day FROM (
		SELECT o.place_id AS place, o.service_id AS service, o.shown, s.visit, s.place_kind,
		       (SELECT f.day FROM free_day f WHERE f.schedule_id = o.schedule_id AND f.service_id = o.service_id
		           AND f.day >= ($now_min + s.lead_min * $bind) / 1440 AND f.day <= ($now_min + (s.horizon_min - s.spread_min) * $bind + $far_min) / 1440
		           AND CAST(f.day AS BIGINT) * 1440 + CASE WHEN $part = 1 THEN CASE WHEN f.open_at <= $quota_min THEN f.first_min ELSE f.online_first_min END
		                   ELSE CASE WHEN f.open_at <= $quota_min THEN f.last_min ELSE f.online_last_min END END >= $now_min + s.lead_min * $bind
		           AND CAST(f.day AS BIGINT) * 1440 + CASE WHEN f.open_at <= $quota_min THEN f.first_min ELSE f.online_first_min END <= $now_min + (s.horizon_min - s.spread_min) * $bind + $far_min
		           AND (f.open_at <= $quota_min OR f.online_starts > 0)
		           AND ($part <> 1 OR CASE WHEN f.open_at <= $quota_min THEN f.first_min ELSE f.online_first_min END < 720)
		           AND ($part <> 2 OR CASE WHEN f.open_at <= $quota_min THEN f.last_min ELSE f.online_last_min END >= 720)
		           AND ($weekdays & (1 << ((f.day + 3) % 7))) <> 0
		         ORDER BY f.day LIMIT 1) AS day
		  FROM offer o JOIN service s ON s.id = o.service_id
		 WHERE o.specialty = $specialty AND o.tree_lo >= $lo AND o.tree_lo < $hi AND o.zone = $zone AND (s.online OR $all_channels)) t
	 GROUP BY t.place, t.service) q JOIN organization g ON g.id = q.place
 WHERE g.active LIMIT 5000;

-- name: place_agendas :many
-- The agendas of some services at some places, with what each has free on some days (no day: an agenda with nothing on them). + 0: led by the branch.
-- in: quota_min i64, specialty text, lo i64, hi i64, services service_id[], places organization_id[], from_day day, to_day day, days i64[]
-- out: place organization_id, service service_id, schedule schedule_id, day day?, first_min i32?, starts i32?
SELECT o.place_id AS place, o.service_id AS service, o.schedule_id AS schedule, f.day,
       CASE WHEN f.open_at <= $quota_min THEN f.first_min ELSE f.online_first_min END AS first_min,
       CASE WHEN f.open_at <= $quota_min THEN f.starts ELSE f.online_starts END AS starts FROM offer o
       LEFT JOIN free_day f ON f.schedule_id = o.schedule_id AND f.service_id = o.service_id AND f.day >= $from_day AND f.day <= $to_day AND f.day IN ($days)
       AND (f.open_at <= $quota_min OR f.online_starts > 0)
 WHERE o.specialty = $specialty AND o.tree_lo >= $lo AND o.tree_lo < $hi AND o.place_id IN ($places) AND o.service_id + 0 IN ($services) LIMIT 20000;

-- name: place_details :many
-- What is shown of a place, one of its services, and the location of one of its agendas. + 0: led by agendas, not by each pair.
-- in: schedules schedule_id[], services service_id[]
-- out: schedule schedule_id, service service_id, code text, phone text, zone text, name_fr text, name_ar text, name_en text
-- out: service_fr text, service_ar text, service_en text, lead_min i32, horizon_min i32, spread_min i32, bring_fr text, bring_ar text, bring_en text
-- out: location location_id, location_fr text, location_ar text, location_en text, address_fr text, address_ar text, location_phone text
SELECT o.schedule_id AS schedule, o.service_id AS service, g.code, g.phone, l.zone, g.name_fr, g.name_ar, g.name_en,
       s.name_fr AS service_fr, s.name_ar AS service_ar, s.name_en AS service_en, s.lead_min, s.horizon_min, s.spread_min, s.bring_fr, s.bring_ar, s.bring_en,
       l.id AS location, l.name_fr AS location_fr, l.name_ar AS location_ar, l.name_en AS location_en, l.address_fr, l.address_ar, l.phone AS location_phone
  FROM offer o JOIN schedule c ON c.id = o.schedule_id JOIN location l ON l.id = c.location_id JOIN organization g ON g.id = o.place_id
       JOIN service s ON s.id = o.service_id
 WHERE o.schedule_id IN ($schedules) AND o.service_id + 0 IN ($services) LIMIT 500;

-- name: branch_places :many
-- Establishments, health centres and departments of a branch: whose agendas can be administered.
-- in: lo i64, hi i64
-- out: id organization_id, name_fr text, name_ar text, name_en text
SELECT id, name_fr, name_ar, name_en FROM organization
 WHERE tree_lo >= $lo AND tree_lo < $hi AND active AND kind IN ('establishment', 'health_centre', 'department') ORDER BY tree_lo LIMIT 2000;

-- name: branch_catalogues :many
-- Nodes of a branch above establishments: what they say of types may be taken below.
-- in: lo i64, hi i64
-- out: id organization_id, name_fr text, name_ar text, name_en text
SELECT id, name_fr, name_ar, name_en FROM organization
 WHERE tree_lo >= $lo AND tree_lo < $hi AND active AND kind NOT IN ('establishment', 'health_centre', 'department') ORDER BY depth, tree_lo LIMIT 500;

-- name: organization_in_branch :one
-- in: id organization_id, lo i64, hi i64
-- out: name_fr text, name_ar text, name_en text, kind text
SELECT name_fr, name_ar, name_en, kind FROM organization WHERE id = $id AND tree_lo >= $lo AND tree_lo < $hi;

-- name: specialties :many
-- in:
-- out: code text, name_fr text, name_ar text, name_en text
SELECT code, name_fr, name_ar, name_en FROM specialty ORDER BY name_fr LIMIT 500;

-- name: locations_for :many
-- Places of an organisation and of those above it.
-- in: organization organization_id
-- out: id location_id, name_fr text, name_ar text, name_en text, address_fr text
SELECT l.id, l.name_fr, l.name_ar, l.name_en, l.address_fr FROM organization me JOIN organization o ON o.tree_lo <= me.tree_lo AND o.tree_hi > me.tree_lo
       JOIN location l ON l.organization_id = o.id
 WHERE me.id = $organization AND l.active ORDER BY o.depth DESC, l.name_fr, l.id LIMIT 500;

-- name: location_fits :one
-- Is the place one of the organisation or of a node above it?
-- in: location location_id, organization organization_id
-- out: n i64
SELECT COUNT(*) AS n FROM location l JOIN organization o ON o.id = l.organization_id JOIN organization me ON me.id = $organization
 WHERE l.id = $location AND o.tree_lo <= me.tree_lo AND o.tree_hi > me.tree_lo;

-- name: opening_day_struck :one
-- Open appointments of an agenda on one day between two minutes, or that take it beside their own: what a change of that day would strike.
-- in: schedule schedule_id, day day, start_min i32, end_min i32
-- out: n i64
-- unscoped: a number only
SELECT (SELECT COUNT(*) FROM appointment x WHERE x.schedule_id = $schedule AND x.day = $day AND x.start_min >= $start_min AND x.start_min < $end_min
           AND NOT x.history AND x.status IN ('proposed', 'pending', 'booked', 'arrived', 'checked-in'))
     + (SELECT COUNT(*) FROM beside b JOIN appointment x ON x.id = b.id WHERE b.schedule_id = $schedule AND b.day = $day AND b.start_min >= $start_min
           AND b.start_min < $end_min AND NOT b.held AND x.status IN ('proposed', 'pending', 'booked', 'arrived', 'checked-in')) AS n;

-- name: variant_row :one
-- in: id variant_id
-- out: id variant_id, organization organization_id, name_fr text, name_ar text, name_en text, first_day day, last_day day, version i64
SELECT id, organization_id AS organization, name_fr, name_ar, name_en, first_day, last_day, version FROM variant WHERE id = $id AND active;

-- name: variant_rows :many
-- Of an organisation and those above it.
-- in: organization organization_id, from_day day
-- out: id variant_id
SELECT v.id FROM organization me JOIN organization o ON o.tree_lo <= me.tree_lo AND o.tree_hi > me.tree_lo
       JOIN variant v ON v.organization_id = o.id
 WHERE me.id = $organization AND v.active AND v.last_day >= $from_day ORDER BY v.first_day, v.id LIMIT 200;

-- name: variant_rows_of :many
-- In which an agenda takes part.
-- in: schedule schedule_id
-- out: id variant_id
SELECT v.id FROM schedule_variant t JOIN variant v ON v.id = t.variant_id
 WHERE t.schedule_id = $schedule AND v.active ORDER BY v.first_day, v.id LIMIT 200;

-- name: variant_openings :many
-- Hours that hold in it only.
-- in: variant variant_id
-- out: id opening_id, first_day day, until_day day?, rule text, version i64
SELECT o.id, o.first_day, o.until_day, o.rule, o.version FROM opening_variant t JOIN opening o ON o.id = t.opening_id
 WHERE t.variant_id = $variant AND o.active ORDER BY o.id LIMIT 20000;

-- name: opening_bounds_put :count
-- in: first_day day, until_day day?, id opening_id, version i64
UPDATE opening SET first_day = $first_day, until_day = $until_day, version = version + 1 WHERE id = $id AND version = $version;

-- name: variant_add :exec
-- in: id variant_id, organization organization_id, name_fr text, name_ar text, name_en text, first_day day, last_day day
INSERT INTO variant (id, organization_id, name_fr, name_ar, name_en, first_day, last_day, active, version)
VALUES ($id, $organization, $name_fr, $name_ar, $name_en, $first_day, $last_day, TRUE, 1);

-- name: variant_change :count
-- in: name_fr text, name_ar text, name_en text, first_day day, last_day day, id variant_id, version i64
UPDATE variant SET name_fr = $name_fr, name_ar = $name_ar, name_en = $name_en, first_day = $first_day, last_day = $last_day, version = version + 1
 WHERE id = $id AND version = $version;

-- name: variant_end :exec
-- in: id variant_id
UPDATE variant SET active = FALSE, version = version + 1 WHERE id = $id;

-- name: variant_schedules :many
-- in: variant variant_id
-- out: schedule schedule_id
SELECT schedule_id AS schedule FROM schedule_variant WHERE variant_id = $variant ORDER BY schedule_id LIMIT 20000;

-- name: variant_meets :one
-- In how many other variants are the agendas of one (or the agenda given, for one that it would join) on these days?
-- in: variant variant_id, schedule schedule_id?, first_day day, last_day day
-- out: n i64
SELECT COUNT(*) AS n FROM schedule_variant t JOIN variant v ON v.id = t.variant_id
 WHERE (t.schedule_id = $schedule OR t.schedule_id IN (SELECT m.schedule_id FROM schedule_variant m WHERE m.variant_id = $variant))
   AND t.variant_id <> $variant AND v.active AND v.first_day <= $last_day AND v.last_day >= $first_day;

-- name: variant_join_add :count
-- in: schedule schedule_id, variant variant_id, organization organization_id
INSERT INTO schedule_variant (schedule_id, variant_id, organization_id) VALUES ($schedule, $variant, $organization)
ON CONFLICT (schedule_id, variant_id) DO NOTHING;

-- name: variant_join_remove :count
-- in: schedule schedule_id, variant variant_id
DELETE FROM schedule_variant WHERE schedule_id = $schedule AND variant_id = $variant;

-- name: opening_exceptions_copy :exec
-- in: to_opening opening_id, from_opening opening_id
INSERT INTO opening_exception (opening_id, organization_id, day)
SELECT $to_opening, e.organization_id, e.day FROM opening_exception e WHERE e.opening_id = $from_opening;

-- name: agenda_gate :one
-- Who changed what is open waits here for bookings under way in the agenda, before it counts what is left; bookings that
-- come wait for its end and see it. SQLite has one writer.
-- in: schedule schedule_id
-- out: n i64
SELECT id AS n FROM schedule WHERE id = $schedule;
-- pg:
SELECT id AS n FROM schedule WHERE id = $schedule FOR UPDATE;

-- name: practitioner_lock :exec
-- Who changes hours of one practitioner's agendas waits for who is doing so.
-- in: schedule schedule_id
UPDATE practitioner SET version = version WHERE id IN (SELECT c.practitioner_id FROM schedule c WHERE c.id = $schedule);

-- name: schedule_lock :count
-- in: schedule schedule_id
UPDATE schedule SET version = version WHERE id = $schedule;

-- name: schedules_beside :many
-- The agenda itself and others of the same practitioner.
-- in: schedule schedule_id
-- out: id schedule_id
SELECT me.id FROM schedule me WHERE me.id = $schedule
 UNION SELECT c.id FROM schedule me JOIN schedule c ON c.practitioner_id = me.practitioner_id WHERE me.id = $schedule AND c.active
 ORDER BY 1 LIMIT 100;

-- name: appointments_held :many
-- Open appointments of an agenda from a day on (or that take it beside their own) that lie in an opening now.
-- in: schedule schedule_id, today day
-- out: id appointment_id, day day, start_min i32, duration_min i32, start_at instant, referred i32, first_visit i32
-- unscoped: times, no person
SELECT x.id, x.day, x.start_min, x.duration_min, x.start_at, CASE WHEN s.referral_required THEN 1 ELSE 0 END AS referred,
       CASE WHEN s.visit = 'first' THEN 1 ELSE 0 END AS first_visit
  FROM appointment x LEFT JOIN service s ON s.id = x.service_id
 WHERE x.schedule_id = $schedule AND x.day >= $today AND NOT x.history AND NOT x.overbooked AND NOT x.walk_in
   AND x.status IN ('proposed', 'pending', 'booked')
   AND EXISTS (SELECT 1 FROM opening_day d WHERE d.schedule_id = x.schedule_id AND d.day = x.day
                  AND d.start_min <= x.start_min AND d.end_min >= x.start_min + x.duration_min)
 UNION
SELECT x.id, x.day, x.start_min, x.duration_min, x.start_at, CASE WHEN s.referral_required THEN 1 ELSE 0 END,
       CASE WHEN s.visit = 'first' THEN 1 ELSE 0 END
  FROM beside b JOIN appointment x ON x.id = b.id LEFT JOIN service s ON s.id = x.service_id
 WHERE b.schedule_id = $schedule AND b.day >= $today AND NOT b.held AND NOT b.overbooked AND x.status IN ('proposed', 'pending', 'booked')
   AND EXISTS (SELECT 1 FROM opening_day d WHERE d.schedule_id = b.schedule_id AND d.day = b.day
                  AND d.start_min <= b.start_min AND d.end_min >= b.start_min + b.duration_min)
 ORDER BY 2, 3 LIMIT 20000;

-- name: opening_removed_days :many
-- Removed occurrences of an agenda's rules.
-- in: schedule schedule_id, from_day day, to_day day
-- out: opening opening_id, day day, start_min i32, end_min i32
SELECT o.id AS opening, e.day, o.start_min, o.end_min FROM opening o JOIN opening_exception e ON e.opening_id = o.id
 WHERE o.schedule_id = $schedule AND o.active AND e.day >= $from_day AND e.day < $to_day ORDER BY e.day, o.start_min LIMIT 200;

-- name: variant_agendas :one
-- How many agendas of an organisation and its departments take part.
-- in: variant variant_id, organization organization_id
-- out: n i64
SELECT COUNT(*) AS n FROM schedule_variant t JOIN organization o ON o.id = t.organization_id JOIN organization me ON me.id = $organization
 WHERE t.variant_id = $variant AND o.tree_lo >= me.tree_lo AND o.tree_lo < me.tree_hi;

-- name: opening_days_ahead :each
-- Materialised intervals of an agenda from a day on.
-- in: schedule schedule_id, from_day day
-- out: day day, start_min i32, end_min i32, capacity i32
SELECT day, start_min, end_min, capacity FROM opening_day WHERE schedule_id = $schedule AND day >= $from_day ORDER BY day, start_min, opening_id;

-- name: setup_agendas :many
-- What each agenda of an organisation and its departments still lacks before anybody can book in it.
-- in: organization organization_id, today day
-- out: id schedule_id, kind text, name_fr text, name_ar text, practitioner_name name?, practitioner_name_ar name?, active bool, works i64, place i64, hours i64, types i64, online i64, beside i64, sessions i64, ahead day?, free day?
SELECT c.id, c.kind, c.name_fr, c.name_ar, p.name AS practitioner_name, p.name_ar AS practitioner_name_ar, c.active,
       CASE WHEN c.kind = 'practitioner' AND (p.id IS NULL OR NOT p.active) THEN 0 ELSE 1 END AS works, CASE WHEN l.active THEN 1 ELSE 0 END AS place,
       (SELECT COUNT(*) FROM opening o WHERE o.schedule_id = c.id AND o.active) AS hours,
       (SELECT COUNT(*) FROM opening o JOIN opening_service os ON os.opening_id = o.id JOIN service s ON s.id = os.service_id
         WHERE o.schedule_id = c.id AND o.active AND s.active) AS types,
       (SELECT COUNT(*) FROM opening o JOIN opening_service os ON os.opening_id = o.id JOIN service s ON s.id = os.service_id
         WHERE o.schedule_id = c.id AND o.active AND s.active AND s.online) AS online,
       CASE WHEN c.needed THEN 1 ELSE 0 END AS beside,
       CASE WHEN EXISTS (SELECT 1 FROM gathering g WHERE g.schedule_id = c.id AND g.day >= $today) THEN 1 ELSE 0 END AS sessions,
       (SELECT MIN(d.day) FROM opening_day d WHERE d.schedule_id = c.id AND d.day >= $today) AS ahead,
       (SELECT MIN(f.first_day) FROM offer f WHERE f.schedule_id = c.id) AS free
  FROM organization me JOIN organization o ON o.tree_lo >= me.tree_lo AND o.tree_lo < me.tree_hi
       JOIN schedule c ON c.organization_id = o.id JOIN location l ON l.id = c.location_id LEFT JOIN practitioner p ON p.id = c.practitioner_id
 WHERE me.id = $organization ORDER BY c.id LIMIT 2000;

-- name: setup_house :one
-- What a house has of what an agenda needs.
-- in: organization organization_id
-- out: places i64, practitioners i64, types i64
SELECT (SELECT COUNT(*) FROM location l WHERE l.organization_id = me.id AND l.active) AS places,
       (SELECT COUNT(*) FROM practitioner p WHERE p.organization_id = me.id AND p.active) AS practitioners,
       (SELECT COUNT(*) FROM organization n JOIN service s ON s.organization_id = n.id WHERE n.tree_lo <= me.tree_lo AND n.tree_hi > me.tree_lo AND s.active
          AND NOT EXISTS (SELECT 1 FROM service t WHERE t.organization_id = me.id AND t.from_id = s.id)) AS types
  FROM organization me WHERE me.id = $organization;
