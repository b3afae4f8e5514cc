-- name: api_organizations :each
-- Organisations of a branch and those it is part of, by key, from after one up to another.
-- in: after i64, upto i64, lo i64, hi i64
-- out: id organization_id, parent_id organization_id?, kind text, code text, name_fr text, name_ar text, name_en text, phone text, active bool, version i64
SELECT o.id, o.parent_id, o.kind, o.code, o.name_fr, o.name_ar, o.name_en, o.phone, o.active, o.version
  FROM organization o
 WHERE o.id > $after AND o.id <= $upto AND ((o.tree_lo >= $lo AND o.tree_lo < $hi) OR (o.tree_lo <= $lo AND o.tree_hi > $lo))
 ORDER BY o.id;

-- name: api_locations :each
-- in: after i64, upto i64
-- scope: l
-- out: id location_id, organization_id organization_id, code text, name_fr text, name_ar text, name_en text, address_fr text, postal_code text, direction_fr text, phone text, active bool, version i64
SELECT l.id, l.organization_id, l.code, l.name_fr, l.name_ar, l.name_en, l.address_fr, l.postal_code, l.direction_fr, l.phone, l.active, l.version
  FROM location l WHERE l.id > $after AND l.id <= $upto AND {scope} ORDER BY l.id;

-- name: api_services :each
-- Appointment types of a branch, and those of the organisations it is part of, which it uses too.
-- in: after i64, upto i64, lo i64, hi i64
-- out: id service_id, organization_id organization_id, code text, specialty text, snomed text, name_fr text, name_ar text, name_en text, bring_fr text, accept_fr text, duration_min i32, above service_id?, online bool, needs i32, active bool, version i64
SELECT v.id, v.organization_id, v.code, v.specialty, y.snomed, v.name_fr, v.name_ar, v.name_en, v.bring_fr, v.accept_fr, v.duration_min, v.from_id AS above, v.online, v.needs, v.active, v.version
  FROM service v JOIN organization o ON o.id = v.organization_id JOIN specialty y ON y.code = v.specialty
 WHERE v.id > $after AND v.id <= $upto AND ((o.tree_lo >= $lo AND o.tree_lo < $hi) OR (o.tree_lo <= $lo AND o.tree_hi > $lo))
 ORDER BY v.id;

-- name: api_practitioners :each
-- in: after i64, upto i64
-- scope: p
-- out: id practitioner_id, organization_id organization_id, code text, name name, name_ar name, sex text, specialty text, snomed text, active bool, version i64
SELECT p.id, p.organization_id, p.code, p.name, p.name_ar, p.sex, p.specialty, y.snomed, p.active, p.version
  FROM practitioner p JOIN specialty y ON y.code = p.specialty
 WHERE p.id > $after AND p.id <= $upto AND {scope} ORDER BY p.id;

-- name: api_practitioner_locations :many
-- Where somebody has an agenda.
-- in: practitioner practitioner_id
-- out: location_id location_id
SELECT DISTINCT s.location_id FROM schedule s WHERE s.active AND (s.practitioner_id = $practitioner
    OR s.id IN (SELECT t.schedule_id FROM substitution t WHERE t.practitioner_id = $practitioner AND t.undone_at IS NULL)) ORDER BY s.location_id LIMIT 50;

-- name: api_schedules :each
-- in: after i64, upto i64
-- scope: s
-- out: id schedule_id, organization_id organization_id, practitioner_id practitioner_id?, location_id location_id, kind text, name_fr text, specialty text, snomed text, active bool, version i64, zone text, location_fr text, practitioner name?
SELECT s.id, s.organization_id, s.practitioner_id, s.location_id, s.kind, s.name_fr, s.specialty, y.snomed, s.active, s.version, l.zone, l.name_fr AS location_fr, p.name AS practitioner
  FROM schedule s JOIN specialty y ON y.code = s.specialty JOIN location l ON l.id = s.location_id LEFT JOIN practitioner p ON p.id = s.practitioner_id
 WHERE s.id > $after AND s.id <= $upto AND {scope} ORDER BY s.id;

-- name: api_agenda :one
-- What the slots of an agenda need to know of it.
-- in: id schedule_id
-- scope: s
-- out: specialty text, snomed text, active bool, zone text
SELECT s.specialty, y.snomed, s.active, l.zone
  FROM schedule s JOIN specialty y ON y.code = s.specialty JOIN location l ON l.id = s.location_id WHERE s.id = $id AND {scope};

-- name: api_schedule_services :many
-- The appointment types that an agenda offers.
-- in: schedule schedule_id
-- out: id service_id, code text, specialty text, name_fr text, needs i32
SELECT DISTINCT v.id, v.code, v.specialty, v.name_fr, v.needs
  FROM opening o JOIN opening_service x ON x.opening_id = o.id JOIN service v ON v.id = x.service_id
 WHERE o.schedule_id = $schedule AND o.active AND v.active ORDER BY v.id LIMIT 200;

-- name: api_schedule_needs :many
-- The agendas that types offered in one need beside it by name: where several would do, none is named.
-- in: schedule schedule_id
-- out: id schedule_id, kind text, name_fr text, practitioner practitioner_id?, practitioner_name name?
SELECT DISTINCT r.id, r.kind, r.name_fr, r.practitioner_id AS practitioner, p.name AS practitioner_name
  FROM opening o JOIN opening_service x ON x.opening_id = o.id JOIN service v ON v.id = x.service_id
       JOIN service_need_agenda l ON l.service_id = v.id JOIN schedule r ON r.id = l.schedule_id LEFT JOIN practitioner p ON p.id = r.practitioner_id
 WHERE o.schedule_id = $schedule AND o.active AND v.active AND r.id <> o.schedule_id
   AND NOT EXISTS (SELECT 1 FROM service_need_agenda k WHERE k.service_id = l.service_id AND k.place = l.place AND k.schedule_id <> l.schedule_id)
 ORDER BY r.id LIMIT 40;

-- name: api_service_needs :many
-- What a type needs beside the agenda it is booked in, by place.
-- in: service service_id
-- out: place i32, kind text, schedule schedule_id?
SELECT n.place, n.kind, l.schedule_id AS schedule FROM service_need n
       LEFT JOIN service_need_agenda l ON l.service_id = n.service_id AND l.place = n.place
 WHERE n.service_id = $service ORDER BY n.place, l.schedule_id LIMIT 100;

-- name: api_slot_open :one
-- Is there an opening of the type in which this would be a start, whatever else is needed or closed?
-- in: schedule schedule_id, day day, service service_id, start_min i32
-- out: n i64
SELECT COUNT(*) AS n FROM opening_day d JOIN opening_service x ON x.opening_id = d.opening_id JOIN service v ON v.id = x.service_id
 WHERE d.schedule_id = $schedule AND d.day = $day AND x.service_id = $service AND d.start_min <= $start_min
   AND d.end_min >= $start_min + v.duration_min AND ($start_min - d.start_min) % COALESCE(d.slot_min, v.step_min) = 0;

-- name: api_free_days :many
-- Days on which a start may be free, from one up to another (not included).
-- in: schedule schedule_id, service service_id, from_day day, to_day day
-- out: day day
SELECT day FROM free_day
 WHERE schedule_id = $schedule AND service_id = $service AND day >= $from_day AND day < $to_day ORDER BY day LIMIT 400;

-- name: api_slot_taken :one
-- Whether something begins there: an appointment that keeps its place, or a hold that has not run out.
-- in: schedule schedule_id, day day, start_min minutes, now instant
-- unscoped: nobody's name is read, only that the time is taken
-- out: n i64
SELECT (SELECT COUNT(*) FROM appointment x WHERE x.schedule_id = $schedule AND x.day = $day AND x.start_min = $start_min
          AND x.status NOT IN ('cancelled', 'entered-in-error'))
     + (SELECT COUNT(*) FROM hold h WHERE h.schedule_id = $schedule AND h.day = $day AND h.start_min = $start_min AND h.expires_at > $now) AS n;

-- name: api_tree :many
-- Organisations of a branch in the order of the tree, after one.
-- in: after i64, lo i64, hi i64
-- out: id organization_id, tree_lo i64
SELECT id, tree_lo FROM organization WHERE tree_lo > $after AND tree_lo >= $lo AND tree_lo < $hi ORDER BY tree_lo LIMIT 200;

-- name: api_appointments_of_organization :many
-- A page of one organisation's appointments, by day; the filters that are not here are applied to what comes.
-- in: organization organization_id, to_day day, after_day day, after i64, max i64
-- scope: x own
-- out: id appointment_id, day day, patient_id patient_id, practitioner_id i64?, location_id i64?, service_id service_id?, status text, specialty text, start_at instant
SELECT x.id, x.day, x.patient_id, x.practitioner_id, x.location_id, x.service_id, x.status, x.specialty, x.start_at FROM appointment x
 WHERE x.organization_id = $organization AND x.day >= $after_day AND x.day < $to_day AND (x.day, x.id) > ($after_day, $after) AND {scope}
 ORDER BY x.day, x.id LIMIT $max;

-- name: api_appointments_of_patient :many
-- in: patient patient_id, to_day day, after_day day, after i64, max i64
-- scope: x own
-- out: id appointment_id, day day, patient_id patient_id, practitioner_id i64?, location_id i64?, service_id service_id?, status text, specialty text, start_at instant
SELECT x.id, x.day, x.patient_id, x.practitioner_id, x.location_id, x.service_id, x.status, x.specialty, x.start_at FROM appointment x
 WHERE x.patient_id = $patient AND x.day >= $after_day AND x.day < $to_day AND (x.day, x.id) > ($after_day, $after) AND {scope}
 ORDER BY x.day, x.id LIMIT $max;

-- name: api_series_visits :many
-- The visits of the series that an appointment is of, those that the account sees.
-- in: appointment appointment_id
-- scope: x own
-- out: n i32, id appointment_id, day day, start_min i32, wish_day day, wish_min i32
SELECT v.n, x.id, x.day, x.start_min, v.wish_day, v.wish_min
  FROM series_visit m JOIN series_visit v ON v.series_id = m.series_id JOIN appointment x ON x.id = v.appointment_id
 WHERE m.appointment_id = $appointment AND {scope} ORDER BY v.n LIMIT 30;

-- name: api_party :many
-- Who came together.
-- in: party party_id
-- scope: x own
-- out: id appointment_id
SELECT x.id FROM appointment x WHERE x.party_id = $party AND {scope} ORDER BY x.day, x.start_min, x.id LIMIT 12;

-- name: api_appointment_by_identifier :many
-- Appointments that other machines know by this value.
-- in: value text
-- scope: i
-- out: appointment_id appointment_id, system text
SELECT i.appointment_id, i.system FROM appointment_identifier i WHERE i.value = $value AND {scope} ORDER BY i.appointment_id LIMIT 100;

-- name: api_appointment_identifiers :many
-- in: appointment appointment_id
-- out: system text, value text
SELECT system, value FROM appointment_identifier WHERE appointment_id = $appointment ORDER BY system LIMIT 20;

-- name: api_appointment_identifier_add :count
-- in: organization organization_id, system text, value text, appointment appointment_id
INSERT INTO appointment_identifier (organization_id, system, value, appointment_id) VALUES ($organization, $system, $value, $appointment)
ON CONFLICT (value, system, organization_id) DO NOTHING;

-- name: api_service_code :one
-- in: id service_id
-- out: code text, snomed text
SELECT v.code, y.snomed FROM service v JOIN specialty y ON y.code = v.specialty WHERE v.id = $id;

-- name: api_specialty :one
-- in: code text
-- out: snomed text, name_fr text
SELECT snomed, name_fr FROM specialty WHERE code = $code;

-- name: api_patient_outside :one
-- What other machines know a file by.
-- in: id patient_id
-- scope: p
-- out: system text?, value text?
SELECT p.identifier_system AS system, p.identifier_value AS value FROM patient p WHERE p.id = $id AND {scope};

-- name: api_patient_by_identifier :many
-- in: system text, value text
-- scope: p
-- out: id patient_id, organization_id organization_id
SELECT p.id, p.organization_id FROM patient p
 WHERE p.identifier_value = $value AND p.identifier_system = $system AND p.merged_into IS NULL AND p.erased_at IS NULL AND {scope} ORDER BY p.id LIMIT 20;

-- name: api_patient_identifier_set :count
-- Another machine's number for a file that has none.
-- unscoped: the file was made or found in the account's scope in this transaction
-- in: system text, value text, id patient_id
UPDATE patient SET identifier_system = $system, identifier_value = $value WHERE id = $id AND identifier_value IS NULL;

-- name: api_organization_in_branch :one
-- in: id organization_id, lo i64, hi i64
-- out: kind text, tree_lo i64
SELECT kind, tree_lo FROM organization WHERE id = $id AND tree_lo >= $lo AND tree_lo < $hi AND active;
