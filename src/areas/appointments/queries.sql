-- name: day_lock :exec
-- Writers of one agenda's day wait for each other here, before they check again and write; and for who changes the agenda
-- itself (agenda_gate).
-- in: day day, now instant, schedule schedule_id
INSERT INTO schedule_day (schedule_id, day, organization_id, version, changed_at)
SELECT c.id, $day, c.organization_id, 1, $now FROM schedule c WHERE c.id = $schedule
ON CONFLICT (schedule_id, day) DO UPDATE SET version = schedule_day.version + 1, changed_at = excluded.changed_at;
-- pg:
INSERT INTO schedule_day (schedule_id, day, organization_id, version, changed_at)
SELECT c.id, $day, c.organization_id, 1, $now FROM schedule c WHERE c.id = $schedule FOR KEY SHARE
ON CONFLICT (schedule_id, day) DO UPDATE SET version = schedule_day.version + 1, changed_at = excluded.changed_at;

-- name: hold_row :one
-- in: id hold_id
-- out: id hold_id, organization organization_id, schedule schedule_id, service service_id, day day, start_min i32, duration_min i32, owner text, expires_at instant, renewed bool, created_at instant
SELECT id, organization_id AS organization, schedule_id AS schedule, service_id AS service, day, start_min, duration_min, owner, expires_at, renewed, created_at
  FROM hold WHERE id = $id;

-- name: hold_rows_of :many
-- in: owner text
-- out: id hold_id, organization organization_id, schedule schedule_id, service service_id, day day, start_min i32, duration_min i32, owner text, expires_at instant, renewed bool, created_at instant
SELECT id, organization_id AS organization, schedule_id AS schedule, service_id AS service, day, start_min, duration_min, owner, expires_at, renewed, created_at
  FROM hold WHERE owner = $owner ORDER BY expires_at DESC LIMIT 20;

-- name: hold_add :count
-- Nothing when the owner took another time meanwhile.
-- in: id hold_id, organization organization_id, schedule schedule_id, service service_id, day day, start_min i32, duration_min i32, buffer_before_min i32, buffer_after_min i32, owner text, expires_at instant, now instant
INSERT INTO hold (id, organization_id, schedule_id, service_id, day, start_min, duration_min, buffer_before_min, buffer_after_min, owner, expires_at, renewed, created_at)
VALUES ($id, $organization, $schedule, $service, $day, $start_min, $duration_min, $buffer_before_min, $buffer_after_min, $owner, $expires_at, FALSE, $now)
ON CONFLICT DO NOTHING;

-- name: hold_extend :exec
-- in: expires_at instant, id hold_id
UPDATE hold SET expires_at = $expires_at, renewed = TRUE WHERE id = $id;

-- name: hold_delete :exec
-- in: id hold_id
DELETE FROM hold WHERE id = $id;

-- name: hold_sweep :count
-- Long expired holds.
-- in: before instant
DELETE FROM hold WHERE expires_at < $before;

-- name: patient_contact :one
-- Whose appointment it is: where the file is kept and how to reach the person.
-- in: id patient_id
-- out: organization organization_id, tree_lo i64, tree_hi i64, phone text, email text, lang text, merged_into patient_id?
-- unscoped: the caller has the file already; used for the notice only
SELECT p.organization_id AS organization, o.tree_lo, o.tree_hi, p.phone, p.email, p.lang, p.merged_into
  FROM patient p JOIN organization o ON o.id = p.organization_id WHERE p.id = $id AND p.erased_at IS NULL;

-- name: book_context :one
-- Both of the above at once.
-- in: patient patient_id, schedule schedule_id
-- out: organization organization_id, tree_lo i64, tree_hi i64, phone text, email text, lang text, merged_into patient_id?
-- out: sms_name text, name_fr text, place_phone text, location_phone text, practitioner i64?, location i64, location_zone text, place_fr text, place_ar text
-- unscoped: the caller has the file already; used for the notice only
SELECT p.organization_id AS organization, po.tree_lo, po.tree_hi, p.phone, p.email, p.lang, p.merged_into,
       o.sms_name, o.name_fr, o.phone AS place_phone, l.phone AS location_phone, c.practitioner_id AS practitioner, l.id AS location,
       l.zone AS location_zone, l.name_fr AS place_fr, l.name_ar AS place_ar
  FROM patient p JOIN organization po ON po.id = p.organization_id JOIN schedule c ON c.id = $schedule
       JOIN location l ON l.id = c.location_id JOIN organization o ON o.id = c.organization_id
 WHERE p.id = $patient AND p.erased_at IS NULL;

-- name: place_of_notice :one
-- What a notice calls the place.
-- in: organization organization_id, schedule schedule_id
-- out: sms_name text, name_fr text, phone text, location_phone text, practitioner i64?, location i64, location_zone text, place_fr text, place_ar text
SELECT o.sms_name, o.name_fr, o.phone, l.phone AS location_phone, c.practitioner_id AS practitioner, l.id AS location, l.zone AS location_zone, l.name_fr AS place_fr, l.name_ar AS place_ar
  FROM schedule c JOIN location l ON l.id = c.location_id JOIN organization o ON o.id = $organization WHERE c.id = $schedule;

-- name: seats_taken :many
-- in: schedule schedule_id, day day, start_min i32
-- out: seat i32
-- unscoped: seats, no person
SELECT x.seat FROM appointment x WHERE x.schedule_id = $schedule AND x.day = $day AND x.start_min = $start_min
   AND NOT x.overbooked AND NOT x.history AND x.status NOT IN ('cancelled', 'entered-in-error') ORDER BY x.seat LIMIT 2000;

-- name: appointment_add :count
-- in: id appointment_id, organization organization_id, reference text, token_hash text, patient patient_id, schedule schedule_id?, practitioner i64?, service service_id?, location i64?
-- in: specialty text, service_fr text, service_ar text, service_en text, day day, start_min i32, zone text, start_at instant, duration_min i32, buffer_before_min i32, buffer_after_min i32
-- in: seat i32, status text, channel text, for_whom text, booked_at instant, booked_day day, booked_by i64?, overbooked bool, overbook_reason text, walk_in bool, history bool, note text, salt text, changed_at instant, place_fr text, place_ar text
INSERT INTO appointment (id, organization_id, reference, token_hash, patient_id, schedule_id, practitioner_id, service_id, location_id,
       specialty, service_name_fr, service_name_ar, service_name_en, day, start_min, zone, start_at, duration_min, buffer_before_min, buffer_after_min,
       seat, status, cancelled_by, cancel_reason, channel, for_whom, booked_at, booked_day, booked_by, overbooked, overbook_reason, walk_in, history,
       note, salt, changed_at, version, place_name_fr, place_name_ar)
VALUES ($id, $organization, $reference, $token_hash, $patient, $schedule, $practitioner, $service, $location,
       $specialty, $service_fr, $service_ar, $service_en, $day, $start_min, $zone, $start_at, $duration_min, $buffer_before_min, $buffer_after_min,
       $seat, $status, NULL, '', $channel, $for_whom, $booked_at, $booked_day, $booked_by, $overbooked, $overbook_reason, $walk_in, $history,
       $note, $salt, $changed_at, 1, $place_fr, $place_ar)
ON CONFLICT DO NOTHING;

-- name: appointment_add_past :exec
-- A row of history. Not a :count, so that PostgreSQL is not waited for at each of thousands of rows.
-- in: id appointment_id, organization organization_id, reference text, token_hash text, patient patient_id, practitioner i64?, service service_id?
-- in: specialty text, service_fr text, service_ar text, service_en text, day day, start_min i32, zone text, start_at instant, duration_min i32
-- in: status text, channel text, booked_at instant, booked_day day, salt text, changed_at instant
INSERT INTO appointment (id, organization_id, reference, token_hash, patient_id, practitioner_id, service_id,
       specialty, service_name_fr, service_name_ar, service_name_en, day, start_min, zone, start_at, duration_min, buffer_before_min, buffer_after_min,
       seat, status, cancel_reason, channel, for_whom, booked_at, booked_day, overbooked, overbook_reason, walk_in, history,
       note, salt, changed_at, version)
VALUES ($id, $organization, $reference, $token_hash, $patient, $practitioner, $service,
       $specialty, $service_fr, $service_ar, $service_en, $day, $start_min, $zone, $start_at, $duration_min, 0, 0,
       0, $status, '', $channel, 'self', $booked_at, $booked_day, FALSE, '', FALSE, TRUE,
       '', $salt, $changed_at, 1);

-- name: reference_used :one
-- in: reference text
-- out: n i64
-- unscoped: a number only
SELECT COUNT(*) AS n FROM appointment WHERE reference = $reference;

-- name: appointment_rows :many
-- Everything that pages show, for ids that a scoped query (or the bearer of a link) was entitled to.
-- in: ids appointment_id[]
-- out: id appointment_id, organization organization_id, organization_code text, organization_phone text, organization_fr text, organization_ar text, organization_en text
-- out: patient patient_id, patient_name name, birth_day day?, sex text, phone text, lang text
-- out: schedule schedule_id?, schedule_fr text?, schedule_ar text?, shown i64, practitioner i64?, practitioner_name name?, practitioner_name_ar name?
-- out: service service_id?, service_fr text, service_ar text, service_en text, bring_fr text?, bring_ar text?, bring_en text?
-- out: location i64?, location_fr text?, location_ar text?, location_en text?, place_fr text?, place_ar text?, location_phone text?, address_fr text?, address_ar text?, direction_fr text?, direction_ar text?
-- out: specialty text, reference text, day day, start_min i32, duration_min i32, buffer_before_min i32, buffer_after_min i32, zone text, start_at instant, seat i32, status text, cancelled_by text?, cancel_reason text
-- out: channel text, for_whom text, note text, overbook_reason text, salt text, booked_at instant, changed_at instant, booked_by i64?, overbooked bool, walk_in bool, history bool
-- out: cancel_limit_min i32?, move_limit_min i32?, version i64
-- unscoped: ids come from scoped queries of this area alone
SELECT x.id, x.organization_id AS organization, g.code AS organization_code, g.phone AS organization_phone,
       g.name_fr AS organization_fr, g.name_ar AS organization_ar, g.name_en AS organization_en,
       x.patient_id AS patient, p.name AS patient_name, p.birth_day, p.sex, p.phone, p.lang,
       x.schedule_id AS schedule, c.name_fr AS schedule_fr, c.name_ar AS schedule_ar, CASE WHEN c.shown THEN 1 ELSE 0 END AS shown,
       x.practitioner_id AS practitioner, r.name AS practitioner_name, r.name_ar AS practitioner_name_ar,
       x.service_id AS service, x.service_name_fr AS service_fr, x.service_name_ar AS service_ar, x.service_name_en AS service_en,
       s.bring_fr, s.bring_ar, s.bring_en, x.location_id AS location, l.name_fr AS location_fr, l.name_ar AS location_ar, l.name_en AS location_en, x.place_name_fr AS place_fr, x.place_name_ar AS place_ar,
       l.phone AS location_phone, l.address_fr, l.address_ar, l.direction_fr, l.direction_ar,
       x.specialty, x.reference, x.day, x.start_min, x.duration_min, x.buffer_before_min, x.buffer_after_min, x.zone, x.start_at, x.seat, x.status,
       x.cancelled_by, x.cancel_reason, x.channel, x.for_whom, x.note, x.overbook_reason, x.salt, x.booked_at, x.changed_at, x.booked_by,
       x.overbooked, x.walk_in, x.history, s.cancel_limit_min, s.move_limit_min, x.version
  FROM appointment x JOIN organization g ON g.id = x.organization_id JOIN patient p ON p.id = x.patient_id
       LEFT JOIN schedule c ON c.id = x.schedule_id LEFT JOIN practitioner r ON r.id = x.practitioner_id
       LEFT JOIN service s ON s.id = x.service_id LEFT JOIN location l ON l.id = x.location_id
 WHERE x.id IN ($ids) LIMIT 500;

-- name: appointment_find :one
-- in: id appointment_id
-- out: id appointment_id
-- scope: x own
SELECT x.id FROM appointment x WHERE x.id = $id AND {scope};

-- name: appointment_find_token :one
-- in: token_hash text
-- out: id appointment_id
-- unscoped: who has the link is entitled
SELECT x.id FROM appointment x WHERE x.token_hash = $token_hash;

-- name: appointment_find_phone :one
-- in: reference text, phone text
-- out: id appointment_id
-- unscoped: who knows the reference and reads a code sent to the phone is entitled
SELECT x.id FROM appointment x JOIN patient p ON p.id = x.patient_id WHERE x.reference = $reference AND p.phone = $phone;

-- name: appointment_find_reference :one
-- in: reference text
-- out: id appointment_id
-- scope: x own
SELECT x.id FROM appointment x WHERE x.reference = $reference AND {scope};

-- name: appointment_ids_of_schedule :many
-- in: schedule schedule_id, from_day day, to_day day
-- out: id appointment_id
-- scope: x own
SELECT x.id FROM appointment x WHERE x.schedule_id = $schedule AND x.day >= $from_day AND x.day < $to_day AND {scope}
 ORDER BY x.day, x.start_min, x.seat, x.id LIMIT 2000;

-- name: appointment_ids_of_organization :many
-- in: organization organization_id, from_day day, to_day day
-- out: id appointment_id
-- scope: x own
SELECT x.id FROM organization me JOIN organization o ON o.tree_lo >= me.tree_lo AND o.tree_lo < me.tree_hi
       JOIN appointment x ON x.organization_id = o.id
 WHERE me.id = $organization AND x.day >= $from_day AND x.day < $to_day AND {scope}
 ORDER BY x.day, x.start_min, x.schedule_id, x.seat, x.id LIMIT 2000;

-- name: appointment_ids_of_patient :many
-- in: patient patient_id
-- out: id appointment_id
-- scope: x own
SELECT x.id FROM appointment x WHERE x.patient_id = $patient AND {scope} ORDER BY x.day DESC, x.start_min DESC, x.id LIMIT 500;

-- name: appointment_ids_unrecorded :many
-- in: before day, max i32
-- out: id appointment_id
-- scope: x own leads
SELECT x.id FROM appointment x
 WHERE NOT x.history AND x.status IN ('proposed', 'pending', 'booked', 'arrived', 'checked-in') AND x.day < $before AND {scope}
 ORDER BY x.day, x.start_min, x.id LIMIT $max;

-- name: appointment_unrecorded_number :one
-- in: before day
-- out: n i64
-- scope: x own leads
SELECT COUNT(*) AS n FROM appointment x
 WHERE NOT x.history AND x.status IN ('proposed', 'pending', 'booked', 'arrived', 'checked-in') AND x.day < $before AND {scope};

-- name: ahead_person :one
-- in: patient patient_id, specialty text, from_day day, now instant
-- out: n i64
-- unscoped: a number only
SELECT COUNT(*) AS n FROM appointment x WHERE x.patient_id = $patient AND x.day >= $from_day AND x.specialty = $specialty
   AND x.start_at > $now AND NOT x.history AND x.status IN ('proposed', 'pending', 'booked', 'arrived', 'checked-in');

-- name: ahead_phone :one
-- in: organization organization_id, phone text, from_day day, now instant
-- out: n i64
-- unscoped: a number only
SELECT COUNT(*) AS n FROM patient p JOIN appointment x ON x.patient_id = p.id AND x.day >= $from_day
 WHERE p.organization_id = $organization AND p.phone = $phone
   AND x.start_at > $now AND NOT x.history AND x.status IN ('proposed', 'pending', 'booked', 'arrived', 'checked-in');

-- name: ahead_all :one
-- The limits that hold at a node (NULL: nobody says) and how many appointments are ahead of a person and of a phone.
-- in: person_setting text, tree_lo i64, phone_setting text, patient patient_id, from_day day, specialty text, now instant, organization organization_id, phone text
-- out: per_person i64?, per_phone i64?, of_person i64, of_phone i64
-- unscoped: numbers only
SELECT (SELECT v.value FROM organization_setting v JOIN organization o ON o.id = v.organization_id
         WHERE v.name = $person_setting AND o.tree_lo <= $tree_lo AND o.tree_hi > $tree_lo ORDER BY o.depth DESC LIMIT 1) AS per_person,
       (SELECT v.value FROM organization_setting v JOIN organization o ON o.id = v.organization_id
         WHERE v.name = $phone_setting AND o.tree_lo <= $tree_lo AND o.tree_hi > $tree_lo ORDER BY o.depth DESC LIMIT 1) AS per_phone,
       (SELECT COUNT(*) FROM appointment x WHERE x.patient_id = $patient AND x.day >= $from_day AND x.specialty = $specialty
           AND x.start_at > $now AND NOT x.history AND x.status IN ('proposed', 'pending', 'booked', 'arrived', 'checked-in')) AS of_person,
       (SELECT COUNT(*) FROM patient p JOIN appointment x ON x.patient_id = p.id AND x.day >= $from_day
         WHERE p.organization_id = $organization AND p.phone = $phone
           AND x.start_at > $now AND NOT x.history AND x.status IN ('proposed', 'pending', 'booked', 'arrived', 'checked-in')) AS of_phone;

-- name: ahead_branch :one
-- in: organization organization_id
-- out: tree_lo i64
SELECT tree_lo FROM organization WHERE id = $organization;

-- name: appointment_set_state :count
-- in: status text, cancelled_by text?, cancel_reason text, now instant, id appointment_id, version i64
-- unscoped: the caller has read the row
UPDATE appointment SET status = $status, cancelled_by = $cancelled_by, cancel_reason = $cancel_reason, changed_at = $now, version = version + 1
 WHERE id = $id AND version = $version;

-- name: appointment_set_time :count
-- in: organization organization_id, schedule schedule_id, practitioner i64?, location i64, place_fr text, place_ar text, day day, start_min i32, zone text, start_at instant, seat i32, overbooked bool, overbook_reason text, now instant, id appointment_id, version i64
-- unscoped: the caller has read the row
UPDATE appointment SET organization_id = $organization, schedule_id = $schedule, practitioner_id = $practitioner, location_id = $location, place_name_fr = $place_fr, place_name_ar = $place_ar, day = $day,
       start_min = $start_min, zone = $zone, start_at = $start_at, seat = $seat, overbooked = $overbooked, overbook_reason = $overbook_reason,
       status = 'booked', changed_at = $now, version = version + 1
 WHERE id = $id AND version = $version;

-- name: appointment_put_note :count
-- in: note text, now instant, id appointment_id, version i64
-- unscoped: the caller has read the row
UPDATE appointment SET note = $note, changed_at = $now, version = version + 1 WHERE id = $id AND version = $version;

-- name: appointment_put_token :count
-- in: token_hash text, id appointment_id
-- unscoped: the caller has read the row
UPDATE appointment SET token_hash = $token_hash WHERE id = $id;

-- name: appointment_times_ahead :each
-- Future times, for deriving their instants again.
-- in: from_day day
-- out: id appointment_id, day day, start_min i32, zone text, start_at instant
-- unscoped: times, no person
SELECT x.id, x.day, x.start_min, x.zone, x.start_at FROM appointment x
 WHERE x.day >= $from_day AND NOT x.history AND x.status IN ('proposed', 'pending', 'booked', 'arrived', 'checked-in');

-- name: appointment_put_instant :exec
-- in: start_at instant, id appointment_id, day day, start_min i32
-- unscoped: times, no person
UPDATE appointment SET start_at = $start_at WHERE id = $id AND day = $day AND start_min = $start_min;
