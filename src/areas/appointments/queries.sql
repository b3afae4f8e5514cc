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

-- name: days_lock :exec
-- The same for several agendas of one day, in the order of their ids.
-- in: day day, now instant, schedules schedule_id[]
INSERT INTO schedule_day (schedule_id, day, organization_id, version, changed_at)
SELECT c.id, $day, c.organization_id, 1, $now FROM schedule c WHERE c.id IN ($schedules) ORDER BY c.id
ON CONFLICT (schedule_id, day) DO UPDATE SET version = schedule_day.version + 1, changed_at = excluded.changed_at;
-- pg:
INSERT INTO schedule_day (schedule_id, day, organization_id, version, changed_at)
SELECT c.id, $day, c.organization_id, 1, $now FROM schedule c WHERE c.id IN ($schedules) ORDER BY c.id FOR KEY SHARE
ON CONFLICT (schedule_id, day) DO UPDATE SET version = schedule_day.version + 1, changed_at = excluded.changed_at;

-- name: beside_put :count
-- Nothing when the seat was taken meanwhile.
-- in: id i64, place i32, organization organization_id, schedule schedule_id, day day, start_min i32, duration_min i32, buffer_before_min i32, buffer_after_min i32, seat i32, held bool, overbooked bool
INSERT INTO beside (id, place, organization_id, schedule_id, day, start_min, duration_min, buffer_before_min, buffer_after_min, seat, held, overbooked)
VALUES ($id, $place, $organization, $schedule, $day, $start_min, $duration_min, $buffer_before_min, $buffer_after_min, $seat, $held, $overbooked)
ON CONFLICT DO NOTHING;

-- name: beside_seats :many
-- in: schedule schedule_id, day day, start_min i32
-- out: seat i32
SELECT seat FROM beside WHERE schedule_id = $schedule AND day = $day AND start_min = $start_min AND NOT overbooked ORDER BY seat LIMIT 2000;

-- name: beside_of :many
-- What an appointment or a hold takes beside its own agenda.
-- in: id i64
-- out: place i32, schedule schedule_id
SELECT place, schedule_id AS schedule FROM beside WHERE id = $id ORDER BY place LIMIT 10;

-- name: beside_names :many
-- The same, with what each is.
-- in: id i64
-- out: schedule schedule_id, kind text, name_fr text, name_ar text, practitioner name?, practitioner_ar name?, practitioner_id practitioner_id?
SELECT b.schedule_id AS schedule, c.kind, c.name_fr, c.name_ar, p.name AS practitioner, p.name_ar AS practitioner_ar, c.practitioner_id
  FROM beside b JOIN schedule c ON c.id = b.schedule_id LEFT JOIN practitioner p ON p.id = c.practitioner_id
 WHERE b.id = $id AND NOT b.held ORDER BY b.place LIMIT 10;

-- name: beside_names_of :many
-- The same of several appointments.
-- in: ids appointment_id[]
-- out: id i64, name_fr text, name_ar text, practitioner name?, practitioner_ar name?
SELECT b.id, c.name_fr, c.name_ar, p.name AS practitioner, p.name_ar AS practitioner_ar
  FROM beside b JOIN schedule c ON c.id = b.schedule_id LEFT JOIN practitioner p ON p.id = c.practitioner_id
 WHERE b.id IN ($ids) AND NOT b.held ORDER BY b.id, b.place LIMIT 5000;

-- name: beside_drop :exec
-- in: id i64
DELETE FROM beside WHERE id = $id;

-- name: hold_put_home :exec
-- in: zone i64, id hold_id
UPDATE hold SET home_zone_id = $zone WHERE id = $id;

-- name: appointment_put_home :exec
-- in: zone i64, id appointment_id
-- unscoped: the caller has made the row
UPDATE appointment SET home_zone_id = $zone WHERE id = $id;

-- name: home_address_put :exec
-- in: appointment appointment_id, organization organization_id, address text, details text, lat i64?, lon i64?
-- unscoped: the caller has made the appointment
INSERT INTO home_address (appointment_id, organization_id, address, details, lat, lon) VALUES ($appointment, $organization, $address, $details, $lat, $lon)
ON CONFLICT (appointment_id) DO UPDATE SET address = excluded.address, details = excluded.details, lat = excluded.lat, lon = excluded.lon;

-- name: hold_put_beside :exec
-- in: beside i32, id hold_id
UPDATE hold SET beside = $beside WHERE id = $id;

-- name: appointment_put_beside :exec
-- in: beside i32, id appointment_id
-- unscoped: the caller has read the row
UPDATE appointment SET beside = $beside WHERE id = $id;

-- name: hold_row :one
-- in: id hold_id
-- out: id hold_id, organization organization_id, schedule schedule_id, service service_id, day day, start_min i32, duration_min i32, owner text, expires_at instant, renewed bool, created_at instant, kept bool, beside i32, home i64?, salt text
SELECT id, organization_id AS organization, schedule_id AS schedule, service_id AS service, day, start_min, duration_min, owner, expires_at, renewed, created_at, kept, beside, home_zone_id AS home, salt
  FROM hold WHERE id = $id;

-- name: hold_rows_of :many
-- Of a visitor: what is kept for one person, and for each of a family.
-- in: owner text
-- out: id hold_id, organization organization_id, schedule schedule_id, service service_id, day day, start_min i32, duration_min i32, owner text, expires_at instant, renewed bool, created_at instant, kept bool, beside i32, home i64?, salt text
SELECT id, organization_id AS organization, schedule_id AS schedule, service_id AS service, day, start_min, duration_min, owner, expires_at, renewed, created_at, kept, beside, home_zone_id AS home, salt
  FROM hold WHERE owner IN ($owner, $owner || '/1', $owner || '/2', $owner || '/3', $owner || '/4', $owner || '/5', $owner || '/6')
 ORDER BY expires_at DESC LIMIT 20;

-- name: hold_network_count :one
-- Times of an agenda's day that one network keeps and has not confirmed, but for the visitor's own.
-- in: schedule schedule_id, day day, now instant, network i64, owner text
-- out: n i64
SELECT COUNT(*) AS n FROM hold h WHERE h.schedule_id = $schedule AND h.day = $day AND h.expires_at > $now AND h.network = $network
   AND h.owner NOT IN ($owner, $owner || '/1', $owner || '/2', $owner || '/3', $owner || '/4', $owner || '/5', $owner || '/6');

-- name: hold_add :count
-- Nothing when the owner took another time meanwhile.
-- in: id hold_id, organization organization_id, schedule schedule_id, service service_id, day day, start_min i32, duration_min i32, buffer_before_min i32, buffer_after_min i32, owner text, expires_at instant, channel text, kept bool, network i64, now instant, salt text
INSERT INTO hold (id, organization_id, schedule_id, service_id, day, start_min, duration_min, buffer_before_min, buffer_after_min, owner, expires_at, renewed, channel, kept, network, created_at, salt)
VALUES ($id, $organization, $schedule, $service, $day, $start_min, $duration_min, $buffer_before_min, $buffer_after_min, $owner, $expires_at, FALSE, $channel, $kept, $network, $now, $salt)
ON CONFLICT DO NOTHING;

-- name: hold_extend :exec
-- in: expires_at instant, id hold_id
UPDATE hold SET expires_at = $expires_at, renewed = TRUE WHERE id = $id;

-- name: hold_delete :exec
-- in: id hold_id
DELETE FROM hold WHERE id = $id;

-- name: hold_hand :count
-- A kept time goes from one owner to the next.
-- in: to_owner text, expires_at instant, id hold_id, owner text
UPDATE hold SET owner = $to_owner, expires_at = $expires_at WHERE id = $id AND owner = $owner AND kept;

-- name: hold_sweep_due :many
-- Long expired holds. A kept one stands in the summary: whoever keeps it gives it back.
-- in: before instant
-- out: id hold_id, organization organization_id, schedule schedule_id, service service_id, day day, start_min i32, duration_min i32, owner text, expires_at instant, renewed bool, created_at instant, kept bool, beside i32, home i64?, salt text, channel text, zone text
SELECT h.id, h.organization_id AS organization, h.schedule_id AS schedule, h.service_id AS service, h.day, h.start_min, h.duration_min, h.owner, h.expires_at, h.renewed, h.created_at, h.kept, h.beside,
       h.home_zone_id AS home, h.salt, h.channel, l.zone
  FROM hold h JOIN schedule c ON c.id = h.schedule_id JOIN location l ON l.id = c.location_id WHERE h.expires_at < $before AND NOT h.kept ORDER BY h.expires_at LIMIT 100;

-- name: hold_sweep :count
-- Nothing when it was booked or given back meanwhile.
-- in: id hold_id, before instant
DELETE FROM hold WHERE id = $id AND expires_at < $before AND NOT kept;

-- name: patient_contact :one
-- Whose appointment it is: where the file is kept and how to reach the person.
-- in: id patient_id
-- out: organization organization_id, tree_lo i64, tree_hi i64, phone text, email text, lang text, merged_into patient_id?
-- unscoped: the caller has the file already; used for the notice only
SELECT p.organization_id AS organization, o.tree_lo, o.tree_hi, p.phone, p.email, p.lang, p.merged_into
  FROM patient p JOIN organization o ON o.id = p.organization_id WHERE p.id = $id AND p.erased_at IS NULL;

-- name: book_context :one
-- Both of the above at once, with the practitioner of that day.
-- in: day day, schedule schedule_id, patient patient_id
-- out: organization organization_id, tree_lo i64, tree_hi i64, phone text, email text, lang text, merged_into patient_id?, birth_day day?, sex text
-- out: sms_name text, name_fr text, place_phone text, location_phone text, practitioner i64?, location i64, location_zone text, place_fr text, place_ar text, address_fr text, address_ar text
-- unscoped: the caller has the file already; used for the notice only
SELECT p.organization_id AS organization, po.tree_lo, po.tree_hi, p.phone, p.email, p.lang, p.merged_into, p.birth_day, p.sex,
       o.sms_name, o.name_fr, o.phone AS place_phone, l.phone AS location_phone,
       COALESCE((SELECT MAX(s.practitioner_id) FROM substitution s WHERE s.schedule_id = c.id AND s.undone_at IS NULL AND s.from_day <= $day AND s.to_day >= $day),
                c.practitioner_id) AS practitioner, l.id AS location,
       l.zone AS location_zone, l.name_fr AS place_fr, l.name_ar AS place_ar, l.address_fr, l.address_ar
  FROM patient p JOIN organization po ON po.id = p.organization_id JOIN schedule c ON c.id = $schedule
       JOIN location l ON l.id = c.location_id JOIN organization co ON co.id = c.organization_id
       JOIN organization o ON o.id = CASE WHEN co.kind <> 'department' THEN co.id ELSE
         COALESCE((SELECT h.id FROM organization h WHERE h.tree_lo <= co.tree_lo AND h.tree_hi > co.tree_lo AND h.kind <> 'department' ORDER BY h.depth DESC LIMIT 1), co.id) END
 WHERE p.id = $patient AND p.erased_at IS NULL;

-- name: house_of_notice :one
-- What a message calls the house of an organisation, never a department of it.
-- in: organization organization_id
-- out: sms_name text, name_fr text, phone text
SELECT o.sms_name, o.name_fr, o.phone
  FROM organization co JOIN organization o ON o.id = CASE WHEN co.kind <> 'department' THEN co.id ELSE
         COALESCE((SELECT h.id FROM organization h WHERE h.tree_lo <= co.tree_lo AND h.tree_hi > co.tree_lo AND h.kind <> 'department' ORDER BY h.depth DESC LIMIT 1), co.id) END WHERE co.id = $organization;

-- name: place_of_notice :one
-- What a notice calls the place: the house, never a department of it (no message names a unit).
-- in: organization organization_id, schedule schedule_id
-- out: sms_name text, name_fr text, phone text, location_phone text, practitioner i64?, location i64, location_zone text, place_fr text, place_ar text, address_fr text, address_ar text
SELECT o.sms_name, o.name_fr, o.phone, l.phone AS location_phone, c.practitioner_id AS practitioner, l.id AS location, l.zone AS location_zone, l.name_fr AS place_fr, l.name_ar AS place_ar,
       l.address_fr, l.address_ar
  FROM schedule c JOIN location l ON l.id = c.location_id JOIN organization co ON co.id = $organization
       JOIN organization o ON o.id = CASE WHEN co.kind <> 'department' THEN co.id ELSE
         COALESCE((SELECT h.id FROM organization h WHERE h.tree_lo <= co.tree_lo AND h.tree_hi > co.tree_lo AND h.kind <> 'department' ORDER BY h.depth DESC LIMIT 1), co.id) END WHERE c.id = $schedule;

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
       note, salt, changed_at, version, place_name_fr, place_name_ar, wished)
VALUES ($id, $organization, $reference, $token_hash, $patient, $schedule, $practitioner, $service, $location,
       $specialty, $service_fr, $service_ar, $service_en, $day, $start_min, $zone, $start_at, $duration_min, $buffer_before_min, $buffer_after_min,
       $seat, $status, NULL, '', $channel, $for_whom, $booked_at, $booked_day, $booked_by, $overbooked, $overbook_reason, $walk_in, $history,
       $note, $salt, $changed_at, 1, $place_fr, $place_ar,
       COALESCE((SELECT o.first_day <= $day - 7 FROM offer o WHERE o.schedule_id = $schedule AND o.service_id = $service), FALSE))
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

-- name: accepted_add :exec
-- in: appointment appointment_id, organization organization_id, text text, at instant
INSERT INTO accepted (appointment_id, organization_id, text, at) VALUES ($appointment, $organization, $text, $at);

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
-- out: schedule schedule_id?, schedule_fr text?, schedule_ar text?, shown i64, own_practitioner i64?, own_name name?, own_name_ar name?, practitioner i64?, practitioner_name name?, practitioner_name_ar name?
-- out: service service_id?, service_fr text, service_ar text, service_en text, bring_fr text?, bring_ar text?, bring_en text?
-- out: prepare_fr text?, prepare_ar text?, prepare_en text?, after_fr text?, after_ar text?, after_en text?, sensitive i64
-- out: location i64?, location_fr text?, location_ar text?, location_en text?, place_fr text?, place_ar text?, location_phone text?, address_fr text?, address_ar text?, direction_fr text?, direction_ar text?
-- out: specialty text, reference text, day day, start_min i32, duration_min i32, buffer_before_min i32, buffer_after_min i32, zone text, start_at instant, seat i32, status text, cancelled_by text?, cancel_reason text
-- out: channel text, for_whom text, note text, overbook_reason text, extra_fr text?, extra_ar text?, extra_en text?, salt text, booked_at instant, changed_at instant, booked_by i64?, overbooked bool, walk_in bool, history bool
-- out: cancel_limit_min i32?, move_limit_min i32?, version i64, gathering gathering_id?, party party_id?, beside i32, needed i64
-- out: no_cancel i64, no_move i64, moves i32, moves_max i32?, place_kind text?, home i64?, zone_fr text?, zone_ar text?, zone_en text?, address text?, details text?, lat i32?, lon i32?
-- unscoped: ids come from scoped queries of this area alone
SELECT x.id, x.organization_id AS organization, g.code AS organization_code, g.phone AS organization_phone,
       g.name_fr AS organization_fr, g.name_ar AS organization_ar, g.name_en AS organization_en,
       x.patient_id AS patient, p.name AS patient_name, p.birth_day, p.sex, p.phone, p.lang,
       x.schedule_id AS schedule, c.name_fr AS schedule_fr, c.name_ar AS schedule_ar, CASE WHEN c.shown THEN 1 ELSE 0 END AS shown, c.practitioner_id AS own_practitioner, w.name AS own_name, w.name_ar AS own_name_ar,
       x.practitioner_id AS practitioner, r.name AS practitioner_name, r.name_ar AS practitioner_name_ar,
       x.service_id AS service, x.service_name_fr AS service_fr, x.service_name_ar AS service_ar, x.service_name_en AS service_en,
       s.bring_fr, s.bring_ar, s.bring_en, s.prepare_fr, s.prepare_ar, s.prepare_en, s.after_fr, s.after_ar, s.after_en, CASE WHEN s.sensitive THEN 1 ELSE 0 END AS sensitive,
       x.location_id AS location, l.name_fr AS location_fr, l.name_ar AS location_ar, l.name_en AS location_en, x.place_name_fr AS place_fr, x.place_name_ar AS place_ar,
       l.phone AS location_phone, l.address_fr, l.address_ar, l.direction_fr, l.direction_ar,
       x.specialty, x.reference, x.day, x.start_min, x.duration_min, x.buffer_before_min, x.buffer_after_min, x.zone, x.start_at, x.seat, x.status,
       x.cancelled_by, x.cancel_reason, x.channel, x.for_whom, x.note, x.overbook_reason, e.reason_fr AS extra_fr, e.reason_ar AS extra_ar, e.reason_en AS extra_en, x.salt, x.booked_at, x.changed_at, x.booked_by,
       x.overbooked, x.walk_in, x.history, s.cancel_limit_min, s.move_limit_min, x.version,
       x.gathering_id AS gathering, x.party_id AS party,
       x.beside, CASE WHEN c.needed THEN 1 ELSE 0 END AS needed,
       CASE WHEN s.no_cancel THEN 1 ELSE 0 END AS no_cancel, CASE WHEN s.no_move THEN 1 ELSE 0 END AS no_move, x.moves, s.moves_max,
       s.place_kind, x.home_zone_id AS home, z.name_fr AS zone_fr, z.name_ar AS zone_ar, z.name_en AS zone_en, ha.address, ha.details, ha.lat, ha.lon
  FROM appointment x JOIN organization g ON g.id = x.organization_id JOIN patient p ON p.id = x.patient_id
       LEFT JOIN schedule c ON c.id = x.schedule_id LEFT JOIN practitioner r ON r.id = x.practitioner_id
       LEFT JOIN practitioner w ON w.id = c.practitioner_id
       LEFT JOIN service s ON s.id = x.service_id LEFT JOIN location l ON l.id = x.location_id
       LEFT JOIN extra e ON e.appointment_id = x.id
       LEFT JOIN home_zone z ON z.id = x.home_zone_id LEFT JOIN home_address ha ON ha.appointment_id = x.id
 WHERE x.id IN ($ids) LIMIT 500;

-- name: appointment_find :one
-- in: id appointment_id
-- out: id appointment_id
-- scope: x own
SELECT x.id FROM appointment x WHERE x.id = $id AND {scope};

-- name: appointment_find_many :many
-- in: ids appointment_id[]
-- out: id appointment_id
-- scope: x own
SELECT x.id FROM appointment x WHERE x.id IN ($ids) AND {scope} ORDER BY x.id LIMIT 500;

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
-- With those that take the agenda beside their own.
-- in: schedule schedule_id, from_day day, to_day day
-- out: id appointment_id, day day, start_min i32, seat i32
-- scope: x own
SELECT x.id, x.day, x.start_min, x.seat FROM appointment x WHERE x.schedule_id = $schedule AND x.day >= $from_day AND x.day < $to_day AND {scope}
 UNION ALL
SELECT x.id, x.day, x.start_min, x.seat FROM beside b JOIN appointment x ON x.id = b.id
 WHERE b.schedule_id = $schedule AND b.day >= $from_day AND b.day < $to_day AND NOT b.held AND {scope}
 ORDER BY 2, 3, 4, 1 LIMIT 2000;

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

-- name: ahead_phone :one
-- in: organization organization_id, phone text, from_day day, now instant
-- out: n i64
-- unscoped: a number only
SELECT COUNT(*) AS n FROM patient p JOIN appointment x ON x.patient_id = p.id AND x.day >= $from_day
 WHERE p.organization_id = $organization AND p.phone = $phone
   AND x.start_at > $now AND NOT x.history AND x.status IN ('proposed', 'pending', 'booked', 'arrived', 'checked-in');

-- name: ahead_all :one
-- The limits that hold at a node (NULL: nobody says) and how many appointments are ahead of a person and of a phone.
-- Seats of gatherings are not counted against the person: their series does that; nor who is in the same party against the phone.
-- A waiting place in a session counts against the phone as a seat does: it may become one.
-- in: person_setting text, tree_lo i64, phone_setting text, patient patient_id, from_day day, specialty text, now instant, organization organization_id, phone text, party i64
-- out: per_person i64?, per_phone i64?, of_person i64, of_phone i64
-- unscoped: numbers only
SELECT (SELECT v.value FROM organization_setting v JOIN organization o ON o.id = v.organization_id
         WHERE v.name = $person_setting AND o.tree_lo <= $tree_lo AND o.tree_hi > $tree_lo ORDER BY o.depth DESC LIMIT 1) AS per_person,
       (SELECT v.value FROM organization_setting v JOIN organization o ON o.id = v.organization_id
         WHERE v.name = $phone_setting AND o.tree_lo <= $tree_lo AND o.tree_hi > $tree_lo ORDER BY o.depth DESC LIMIT 1) AS per_phone,
       (SELECT COUNT(*) FROM appointment x WHERE x.patient_id = $patient AND x.day >= $from_day AND x.specialty = $specialty
           AND x.start_at > $now AND NOT x.history AND x.status IN ('proposed', 'pending', 'booked', 'arrived', 'checked-in')
           AND x.gathering_id IS NULL) AS of_person,
       (SELECT COUNT(*) FROM patient p JOIN appointment x ON x.patient_id = p.id AND x.day >= $from_day
         WHERE p.organization_id = $organization AND p.phone = $phone
           AND x.start_at > $now AND NOT x.history AND x.status IN ('proposed', 'pending', 'booked', 'arrived', 'checked-in', 'waitlist')
           AND COALESCE(x.party_id, -1) <> $party) AS of_phone;

-- name: seen_by :one
-- Visits of a person that took place with the practitioner of an agenda.
-- in: schedule schedule_id, patient patient_id
-- out: n i64
-- unscoped: a number only
SELECT COUNT(*) AS n FROM schedule c JOIN appointment x ON x.practitioner_id = c.practitioner_id
 WHERE c.id = $schedule AND x.patient_id = $patient AND x.status = 'fulfilled';

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
-- in: organization organization_id, schedule schedule_id, practitioner i64?, location i64, place_fr text, place_ar text, day day, start_min i32, zone text, start_at instant, seat i32, overbooked bool, overbook_reason text, channel text, now instant, by_person i32, id appointment_id, version i64
-- unscoped: the caller has read the row
UPDATE appointment SET organization_id = $organization, schedule_id = $schedule, practitioner_id = $practitioner, location_id = $location, place_name_fr = $place_fr, place_name_ar = $place_ar, day = $day,
       start_min = $start_min, zone = $zone, start_at = $start_at, seat = $seat, overbooked = $overbooked, overbook_reason = $overbook_reason, time_channel = $channel,
       status = 'booked', changed_at = $now, version = version + 1, moves = moves + $by_person
 WHERE id = $id AND version = $version;

-- name: appointment_left_add :exec
-- Once for each time, however often it is left.
-- in: organization organization_id, appointment appointment_id, schedule schedule_id, day day, start_min i32, seat i32, now instant
INSERT INTO appointment_left (organization_id, appointment_id, schedule_id, day, start_min, seat, left_at)
VALUES ($organization, $appointment, $schedule, $day, $start_min, $seat, $now) ON CONFLICT DO NOTHING;

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

-- name: gathering_rows :many
-- in: ids gathering_id[]
-- out: id gathering_id, organization organization_id, tree_lo i64, phone text, organization_fr text, organization_ar text, organization_en text, organization_code text
-- out: schedule schedule_id, service service_id, location location_id, location_fr text, location_ar text, location_en text, address_fr text, address_ar text, direction_fr text, direction_ar text
-- out: series gathering_series_id?, series_day day?, title_fr text, title_ar text, title_en text, day day, start_min i32, duration_min i32, zone text, start_at instant
-- out: capacity i32, minimum i32, waiting_most i32, decide_min i32, online bool, taken i32, waiting i32, run_anyway bool, status text, cancel_reason text, version i64
-- out: about_fr text, about_ar text, about_en text, cancel_below bool, group_most i32
SELECT t.id, t.organization_id AS organization, o.tree_lo, o.phone, o.name_fr AS organization_fr, o.name_ar AS organization_ar, o.name_en AS organization_en, o.code AS organization_code,
       t.schedule_id AS schedule, t.service_id AS service, t.location_id AS location, l.name_fr AS location_fr, l.name_ar AS location_ar, l.name_en AS location_en,
       l.address_fr, l.address_ar, l.direction_fr, l.direction_ar, t.series_id AS series, t.series_day, t.title_fr, t.title_ar, t.title_en,
       t.day, t.start_min, t.duration_min, t.zone, t.start_at, t.capacity, t.minimum, t.waiting_most, t.decide_min, t.online, t.taken, t.waiting, t.run_anyway, t.status, t.cancel_reason, t.version,
       t.about_fr, t.about_ar, t.about_en, t.cancel_below, t.group_most
  FROM gathering t JOIN organization o ON o.id = t.organization_id JOIN location l ON l.id = t.location_id
 WHERE t.id IN ($ids) ORDER BY t.day, t.start_min, t.id LIMIT 500;

-- name: gathering_ids :many
-- Of a branch, on some days, by time; of the first day those behind one.
-- in: from_day day, to_day day, lo i64, hi i64, behind_min i32, behind gathering_id
-- out: id gathering_id
SELECT t.id FROM organization o JOIN gathering t ON t.organization_id = o.id AND t.day >= $from_day AND t.day < $to_day
 WHERE o.tree_lo >= $lo AND o.tree_lo < $hi
   AND (t.day > $from_day OR t.start_min > $behind_min OR (t.start_min = $behind_min AND t.id > $behind)) ORDER BY t.day, t.start_min, t.id LIMIT 500;

-- name: gathering_ids_public :many
-- Those to come that anybody may enrol in.
-- in: lo i64, hi i64, from_day day, now instant
-- out: id gathering_id
SELECT t.id FROM organization o JOIN gathering t ON t.organization_id = o.id AND t.day >= $from_day JOIN service s ON s.id = t.service_id
 WHERE o.tree_lo >= $lo AND o.tree_lo < $hi AND t.status = 'planned' AND t.online AND s.online AND s.active
   AND t.start_at - s.lead_min * 60 > $now ORDER BY t.day, t.start_min, t.id LIMIT 200;

-- name: gathering_leader_rows :many
-- in: id gathering_id
-- out: id practitioner_id
SELECT w.practitioner_id AS id FROM gathering_leader w WHERE w.gathering_id = $id ORDER BY w.practitioner_id LIMIT 20;

-- name: gathering_leader_add :exec
-- in: gathering gathering_id, practitioner practitioner_id, organization organization_id
INSERT INTO gathering_leader (gathering_id, practitioner_id, organization_id) VALUES ($gathering, $practitioner, $organization);

-- name: gathering_leader_clear :exec
-- in: gathering gathering_id
DELETE FROM gathering_leader WHERE gathering_id = $gathering;

-- name: gathering_schedule_place :one
-- Where an agenda is, and in which time zone the place that was chosen lies.
-- in: schedule schedule_id, location location_id
-- out: organization organization_id, zone text, tree_lo i64
SELECT c.organization_id AS organization, l.zone, o.tree_lo FROM schedule c JOIN organization o ON o.id = c.organization_id
  JOIN location l ON l.id = $location WHERE c.id = $schedule AND c.active;

-- name: gathering_add_row :exec
-- in: id gathering_id, organization organization_id, schedule schedule_id, service service_id, location location_id, series gathering_series_id?, series_day day?, title_fr text, title_ar text, title_en text
-- in: day day, start_min i32, duration_min i32, zone text, start_at instant, capacity i32, minimum i32, waiting_most i32, decide_min i32, online bool
-- in: about_fr text, about_ar text, about_en text, cancel_below bool, group_most i32
INSERT INTO gathering (id, organization_id, schedule_id, service_id, location_id, series_id, series_day, title_fr, title_ar, title_en,
       day, start_min, duration_min, zone, start_at, capacity, minimum, waiting_most, decide_min, online, taken, waiting, run_anyway, status, cancel_reason, version,
       about_fr, about_ar, about_en, cancel_below, group_most)
VALUES ($id, $organization, $schedule, $service, $location, $series, $series_day, $title_fr, $title_ar, $title_en,
       $day, $start_min, $duration_min, $zone, $start_at, $capacity, $minimum, $waiting_most, $decide_min, $online, 0, 0, FALSE, 'planned', '', 1,
       $about_fr, $about_ar, $about_en, $cancel_below, $group_most);

-- name: gathering_put_row :count
-- in: location location_id, title_fr text, title_ar text, title_en text, day day, start_min i32, duration_min i32, zone text, start_at instant, capacity i32, minimum i32, waiting_most i32, decide_min i32, online bool, about_fr text, about_ar text, about_en text, cancel_below bool, group_most i32, id gathering_id, version i64
UPDATE gathering SET location_id = $location, title_fr = $title_fr, title_ar = $title_ar, title_en = $title_en, day = $day, start_min = $start_min,
       duration_min = $duration_min, zone = $zone, start_at = $start_at, capacity = $capacity, minimum = $minimum, waiting_most = $waiting_most,
       decide_min = $decide_min, online = $online, about_fr = $about_fr, about_ar = $about_ar, about_en = $about_en,
       cancel_below = $cancel_below, group_most = $group_most, version = version + 1
 WHERE id = $id AND version = $version AND status = 'planned' AND taken <= $capacity AND waiting <= $waiting_most;

-- name: gathering_put_cancelled :count
-- in: reason text, id gathering_id, version i64
UPDATE gathering SET status = 'cancelled', cancel_reason = $reason, version = version + 1 WHERE id = $id AND version = $version AND status = 'planned';

-- name: gathering_put_run :count
-- in: id gathering_id, version i64
UPDATE gathering SET run_anyway = TRUE, version = version + 1 WHERE id = $id AND version = $version AND status = 'planned';

-- name: gathering_take_seats :count
-- in: n i32, id gathering_id
UPDATE gathering SET taken = taken + $n WHERE id = $id AND status = 'planned' AND taken + $n <= capacity;

-- name: gathering_take_waiting :count
-- in: id gathering_id
UPDATE gathering SET waiting = waiting + 1 WHERE id = $id AND status = 'planned' AND waiting < waiting_most;

-- name: gathering_give_seats :count
-- in: n i32, id gathering_id
UPDATE gathering SET taken = taken - $n WHERE id = $id AND taken >= $n;

-- name: gathering_give_waiting :count
-- in: id gathering_id
UPDATE gathering SET waiting = waiting - 1 WHERE id = $id AND waiting > 0;

-- name: gathering_move_up :count
-- From a waiting place to a seat.
-- in: id gathering_id
UPDATE gathering SET taken = taken + 1, waiting = waiting - 1
 WHERE id = $id AND status = 'planned' AND taken < capacity AND waiting > 0;

-- name: gathering_queue :many
-- Who waits, in the order of asking; as_one: goes in with all of the party who wait, or not at all.
-- in: id gathering_id
-- out: id appointment_id, party party_id?, as_one bool
-- unscoped: who asked first, whoever it is
SELECT x.id, x.party_id AS party, COALESCE(p.people, 0) > 0 AS as_one FROM appointment x LEFT JOIN party p ON p.id = x.party_id
 WHERE x.gathering_id = $id AND x.status = 'waitlist' ORDER BY x.booked_at, x.id LIMIT 500;

-- name: gathering_below_ids :many
-- in: now instant
-- out: id gathering_id
SELECT t.id FROM gathering t WHERE t.status = 'planned' AND t.cancel_below AND t.start_at > $now AND t.start_at - t.decide_min * 60 <= $now
   AND NOT t.run_anyway AND t.taken < t.minimum ORDER BY t.start_at, t.id LIMIT 20;

-- name: party_count :one
-- Who of a party has a seat, and who waits.
-- in: party party_id
-- out: seated i32, waiting i32
-- unscoped: numbers only
SELECT COALESCE(SUM(CASE WHEN x.status NOT IN ('waitlist', 'cancelled', 'entered-in-error') THEN 1 ELSE 0 END), 0) AS seated,
       COALESCE(SUM(CASE WHEN x.status = 'waitlist' THEN 1 ELSE 0 END), 0) AS waiting
  FROM appointment x WHERE x.party_id = $party;

-- name: party_of_phone :one
-- Where a phone keeps seats without names: in that session, and in how many sessions ahead of the same house.
-- in: gathering gathering_id, phone text, organization organization_id, from_day day, now instant
-- out: here i64, ahead i64
-- unscoped: numbers only
SELECT (SELECT COUNT(*) FROM party WHERE gathering_id = $gathering AND phone = $phone AND unnamed > 0) AS here,
       (SELECT COUNT(*) FROM gathering t JOIN party p ON p.gathering_id = t.id
         WHERE t.organization_id = $organization AND t.day >= $from_day AND t.start_at > $now AND t.status = 'planned'
           AND p.phone = $phone AND p.unnamed > 0) AS ahead;

-- name: gathering_waits_before :one
-- How many wait, up to and with this one.
-- in: id appointment_id
-- out: n i32
-- unscoped: a number only
SELECT COUNT(*) AS n FROM appointment m JOIN appointment x ON x.gathering_id = m.gathering_id
 WHERE m.id = $id AND m.status = 'waitlist' AND x.status = 'waitlist' AND (x.booked_at, x.id) <= (m.booked_at, m.id);

-- name: gathering_has :one
-- Is the person in it, or ahead in another of its series?
-- in: id gathering_id, patient patient_id, series i64, from_day day, now instant
-- out: in_it i64, in_series i64
-- unscoped: numbers only
SELECT (SELECT COUNT(*) FROM appointment x WHERE x.gathering_id = $id AND x.patient_id = $patient
           AND x.status NOT IN ('cancelled', 'entered-in-error')) AS in_it,
       (SELECT COUNT(*) FROM appointment x JOIN gathering t ON t.id = x.gathering_id
         WHERE x.patient_id = $patient AND x.day >= $from_day AND t.series_id = $series AND x.start_at > $now
           AND x.status IN ('proposed', 'pending', 'booked', 'arrived', 'checked-in', 'waitlist')) AS in_series;

-- name: gathering_seat_put :exec
-- What an appointment is a seat of, and who comes with it. Its time is the gathering's, whatever the type says.
-- in: gathering gathering_id?, party party_id?, id appointment_id
-- unscoped: the row was written in this transaction
UPDATE appointment SET gathering_id = $gathering, party_id = $party WHERE id = $id;

-- name: gathering_seat_up :count
-- in: seat i32, now instant, id appointment_id
-- unscoped: the caller has read the row
UPDATE appointment SET status = 'booked', seat = $seat, changed_at = $now, version = version + 1 WHERE id = $id AND status = 'waitlist';

-- name: gathering_move_seats :count
-- All of them go with it. Seats have numbers of their own, so the rows of the new time are not met.
-- in: location location_id, place_fr text, place_ar text, title_fr text, title_ar text, title_en text, practitioner i64?, day day, start_min i32, duration_min i32, zone text, start_at instant, now instant, gathering gathering_id
-- unscoped: who may change the gathering changes its seats
UPDATE appointment SET location_id = $location, place_name_fr = $place_fr, place_name_ar = $place_ar, service_name_fr = $title_fr, service_name_ar = $title_ar, service_name_en = $title_en,
       practitioner_id = $practitioner, day = $day, start_min = $start_min, duration_min = $duration_min, zone = $zone, start_at = $start_at, changed_at = $now, version = version + 1
 WHERE gathering_id = $gathering AND status IN ('proposed', 'pending', 'booked', 'arrived', 'checked-in', 'waitlist');

-- name: gathering_people_ids :many
-- in: id gathering_id
-- out: id appointment_id
-- scope: x own
SELECT x.id FROM appointment x WHERE x.gathering_id = $id AND {scope} ORDER BY x.seat, x.booked_at, x.id LIMIT 1000;

-- name: gathering_all_ids :many
-- Those that still hold a seat or a waiting place.
-- in: id gathering_id
-- out: id appointment_id
-- unscoped: who may change the gathering changes its seats
SELECT x.id FROM appointment x WHERE x.gathering_id = $id
   AND x.status IN ('proposed', 'pending', 'booked', 'arrived', 'checked-in', 'waitlist') ORDER BY x.seat, x.id LIMIT 1000;

-- name: gathering_time_add :exec
-- in: gathering gathering_id, schedule schedule_id, absence absence_id, organization organization_id
INSERT INTO gathering_time (gathering_id, schedule_id, absence_id, organization_id) VALUES ($gathering, $schedule, $absence, $organization);

-- name: gathering_times :many
-- in: gathering gathering_id
-- out: absence absence_id
SELECT w.absence_id AS absence FROM gathering_time w WHERE w.gathering_id = $gathering ORDER BY w.schedule_id LIMIT 100;

-- name: gathering_times_clear :exec
-- in: gathering gathering_id
DELETE FROM gathering_time WHERE gathering_id = $gathering;

-- name: gathering_meets :one
-- Time of another gathering in an agenda, in local minutes [from_min, to_min).
-- in: schedule schedule_id, except gathering_id, from_day day, from_min i64, to_min i64
-- out: n i64
SELECT COUNT(*) AS n FROM absence b JOIN gathering_time w ON w.absence_id = b.id
 WHERE b.schedule_id = $schedule AND b.to_day >= $from_day AND w.gathering_id <> $except
   AND CAST(b.from_day AS BIGINT) * 1440 + b.from_min < $to_min AND CAST(b.to_day AS BIGINT) * 1440 + b.to_min > $from_min;

-- name: gathering_shut :one
-- Closed by something else than itself: absences of its agendas, and days of the calendar.
-- in: id gathering_id, from_min i64, to_min i64
-- out: absences i64, days i64
SELECT (SELECT COUNT(*) FROM gathering_time w JOIN absence b ON b.schedule_id = w.schedule_id AND b.id <> w.absence_id
         WHERE w.gathering_id = $id AND CAST(b.from_day AS BIGINT) * 1440 + b.from_min < $to_min
           AND CAST(b.to_day AS BIGINT) * 1440 + b.to_min > $from_min) AS absences,
       (SELECT COUNT(*) FROM gathering t JOIN organization own ON own.id = t.organization_id JOIN calendar_day c ON c.day = t.day
          JOIN organization up ON up.id = c.organization_id
         WHERE t.id = $id AND up.tree_lo <= own.tree_lo AND up.tree_hi > own.tree_lo) AS days;

-- name: party_row :one
-- in: id party_id
-- out: id party_id, organization organization_id, gathering gathering_id?, name text, contact text, phone text, email text, lang text, unnamed i32, people i32, made_at instant, version i64, salt text, reference text
-- unscoped: the bearer of the link, or who may see the gathering
SELECT id, organization_id AS organization, gathering_id AS gathering, name, contact, phone, email, lang, unnamed, people, made_at, version, salt, reference FROM party WHERE id = $id;

-- name: party_of_token :one
-- in: token_hash text
-- out: id party_id
-- unscoped: who has the link is entitled
SELECT id FROM party WHERE token_hash = $token_hash;

-- name: party_rows :many
-- in: gathering gathering_id
-- out: id party_id, organization organization_id, gathering gathering_id?, name text, contact text, phone text, email text, lang text, unnamed i32, people i32, made_at instant, version i64, salt text, reference text
-- unscoped: the caller may see the gathering
SELECT id, organization_id AS organization, gathering_id AS gathering, name, contact, phone, email, lang, unnamed, people, made_at, version, salt, reference
  FROM party WHERE gathering_id = $gathering ORDER BY made_at, id LIMIT 500;

-- name: party_put :exec
-- in: id party_id, organization organization_id, gathering gathering_id?, name text, contact text, phone text, email text, lang text, token_hash text, unnamed i32, people i32, channel text, made_by i64?, now instant, salt text, reference text
INSERT INTO party (id, organization_id, gathering_id, name, contact, phone, email, lang, token_hash, unnamed, people, channel, made_by, made_at, version, salt, reference)
VALUES ($id, $organization, $gathering, $name, $contact, $phone, $email, $lang, $token_hash, $unnamed, $people, $channel, $made_by, $now, 1, $salt, $reference);

-- name: party_unname :count
-- Some of its seats without names get one, or are given back.
-- in: n i32, id party_id
-- unscoped: the caller has read the row
UPDATE party SET unnamed = unnamed - $n, version = version + 1 WHERE id = $id AND unnamed >= $n;

-- name: party_ids :many
-- in: party party_id
-- out: id appointment_id
-- unscoped: the bearer of the link, or who may see the gathering
SELECT x.id FROM appointment x WHERE x.party_id = $party ORDER BY x.day, x.start_min, x.id LIMIT 500;

-- name: party_mails :many
-- Where its people have mail: by their files, else where whoever booked for them said (what a group gave is its own).
-- in: party party_id
-- out: id appointment_id, email text
-- unscoped: used for what is told to the persons themselves
SELECT x.id, CASE WHEN p.email <> '' THEN p.email ELSE y.email END AS email
  FROM party y JOIN appointment x ON x.party_id = y.id JOIN patient p ON p.id = x.patient_id AND p.erased_at IS NULL
 WHERE y.id = $party AND (p.email <> '' OR (y.email <> '' AND y.name = ''))
 ORDER BY x.id LIMIT 500;

-- name: appointment_mail_of :one
-- The address that was given for one appointment, alone or with others, of somebody whose file has none.
-- in: appointment appointment_id
-- out: email text
-- unscoped: used for what is told to the person herself
SELECT m.email FROM appointment_mail m WHERE m.appointment_id = $appointment
UNION ALL
SELECT y.email FROM appointment x JOIN party y ON y.id = x.party_id AND y.name = '' AND y.email <> '' WHERE x.id = $appointment
LIMIT 1;

-- name: appointment_mail_add :exec
-- in: appointment appointment_id, organization organization_id, email text
INSERT INTO appointment_mail (appointment_id, organization_id, email) VALUES ($appointment, $organization, $email);

-- name: party_forget :count
-- in: before instant
-- unscoped: erases
UPDATE party SET contact = '', phone = '', email = '' WHERE made_at < $before AND (phone <> '' OR contact <> '' OR email <> '')
   AND NOT EXISTS (SELECT 1 FROM gathering t WHERE t.id = party.gathering_id AND t.start_at >= $before)
   AND NOT EXISTS (SELECT 1 FROM appointment x WHERE x.party_id = party.id AND x.start_at >= $before);

-- name: extra_operator_lock :exec
-- One account's extras of a day wait for each other here, before they are counted.
-- in: account i64, day day, organization organization_id
INSERT INTO extra_operator (account_id, day, organization_id, tries) VALUES ($account, $day, $organization, 1)
ON CONFLICT (account_id, day) DO UPDATE SET tries = extra_operator.tries + 1;

-- name: extra_operator_sweep :exec
-- in: before day
DELETE FROM extra_operator WHERE day < $before;

-- name: extra_count :one
-- Extras of an agenda's day, and those that an account made on a day; cancelled ones left out.
-- in: schedule schedule_id, day day, except appointment_id, account i64, made_day day
-- out: of_day i64, of_operator i64
-- unscoped: numbers only
SELECT (SELECT COUNT(*) FROM appointment x WHERE x.schedule_id = $schedule AND x.day = $day AND x.overbooked AND NOT x.history
           AND x.id <> $except AND x.status NOT IN ('cancelled', 'entered-in-error')) AS of_day,
       (SELECT COUNT(*) FROM extra e JOIN appointment x ON x.id = e.appointment_id WHERE e.account_id = $account AND e.made_day = $made_day
           AND x.id <> $except AND x.status NOT IN ('cancelled', 'entered-in-error')) AS of_operator;

-- name: extra_put :exec
-- in: appointment appointment_id, organization organization_id, account i64?, role text, made_day day, reason text, reason_fr text, reason_ar text, reason_en text
INSERT INTO extra (appointment_id, organization_id, account_id, role, made_day, reason, reason_fr, reason_ar, reason_en)
VALUES ($appointment, $organization, $account, $role, $made_day, $reason, $reason_fr, $reason_ar, $reason_en)
ON CONFLICT (appointment_id) DO UPDATE SET organization_id = excluded.organization_id, account_id = excluded.account_id,
       role = excluded.role, made_day = excluded.made_day, reason = excluded.reason, reason_fr = excluded.reason_fr,
       reason_ar = excluded.reason_ar, reason_en = excluded.reason_en;

-- name: extra_drop :exec
-- It moved to a time within the rule.
-- in: appointment appointment_id
DELETE FROM extra WHERE appointment_id = $appointment;

-- name: extra_reason_rows :many
-- The lists of a node and of those above it, the nearest first.
-- in: tree_lo i64
-- out: organization organization_id, code text, name_fr text, name_ar text, name_en text, active bool
SELECT r.organization_id AS organization, r.code, r.name_fr, r.name_ar, r.name_en, r.active
  FROM organization o JOIN extra_reason r ON r.organization_id = o.id
 WHERE o.tree_lo <= $tree_lo AND o.tree_hi > $tree_lo ORDER BY o.depth DESC, r.place, r.code LIMIT 300;

-- name: extra_reason_put :exec
-- in: organization organization_id, code text, place i32, name_fr text, name_ar text, name_en text, active bool
INSERT INTO extra_reason (organization_id, code, place, name_fr, name_ar, name_en, active)
VALUES ($organization, $code, $place, $name_fr, $name_ar, $name_en, $active)
ON CONFLICT DO NOTHING;

-- name: extra_reason_switch :count
-- in: active bool, organization organization_id, code text
UPDATE extra_reason SET active = $active WHERE organization_id = $organization AND code = $code;

-- name: extra_limit_get :one
-- in: schedule schedule_id
-- out: per_day i32
SELECT per_day FROM extra_limit WHERE schedule_id = $schedule;

-- name: extra_limit_put :exec
-- in: schedule schedule_id, organization organization_id, per_day i32
INSERT INTO extra_limit (schedule_id, organization_id, per_day) VALUES ($schedule, $organization, $per_day)
ON CONFLICT (schedule_id) DO UPDATE SET per_day = excluded.per_day;

-- name: extra_limit_drop :exec
-- in: schedule schedule_id
DELETE FROM extra_limit WHERE schedule_id = $schedule;

-- name: moved_mark_add :exec
-- in: id moved_mark_id, organization organization_id, appointment appointment_id, from_practitioner i64, to_practitioner i64?, said text, how text, account i64, at instant
INSERT INTO moved_mark (id, organization_id, appointment_id, from_practitioner_id, to_practitioner_id, said, how, account_id, at)
VALUES ($id, $organization, $appointment, $from_practitioner, $to_practitioner, $said, $how, $account, $at);

-- name: substitution_row :one
-- in: id substitution_id
-- out: id substitution_id, organization organization_id, schedule schedule_id, schedule_fr text, schedule_ar text, own_name name?, own_name_ar name?, practitioner practitioner_id, name name, name_ar name, from_day day, to_day day, reason text, undone bool
SELECT s.id, s.organization_id AS organization, s.schedule_id AS schedule, c.name_fr AS schedule_fr, c.name_ar AS schedule_ar,
       w.name AS own_name, w.name_ar AS own_name_ar, s.practitioner_id AS practitioner, p.name, p.name_ar,
       s.from_day, s.to_day, s.reason, s.undone_at IS NOT NULL AS undone
  FROM substitution s JOIN schedule c ON c.id = s.schedule_id JOIN practitioner p ON p.id = s.practitioner_id
       LEFT JOIN practitioner w ON w.id = c.practitioner_id
 WHERE s.id = $id;

-- name: substitution_of_day :one
-- Who stands in for an agenda's practitioner on a day.
-- in: schedule schedule_id, day day
-- out: id substitution_id, organization organization_id, schedule schedule_id, schedule_fr text, schedule_ar text, own_name name?, own_name_ar name?, practitioner practitioner_id, name name, name_ar name, from_day day, to_day day, reason text, undone bool
SELECT s.id, s.organization_id AS organization, s.schedule_id AS schedule, c.name_fr AS schedule_fr, c.name_ar AS schedule_ar,
       w.name AS own_name, w.name_ar AS own_name_ar, s.practitioner_id AS practitioner, p.name, p.name_ar,
       s.from_day, s.to_day, s.reason, s.undone_at IS NOT NULL AS undone
  FROM substitution s JOIN schedule c ON c.id = s.schedule_id JOIN practitioner p ON p.id = s.practitioner_id
       LEFT JOIN practitioner w ON w.id = c.practitioner_id
 WHERE s.schedule_id = $schedule AND s.undone_at IS NULL AND s.from_day <= $day AND s.to_day >= $day LIMIT 1;

-- name: substitution_rows_of :many
-- Of one agenda, on any of some days (both included).
-- in: schedule schedule_id, from_day day, to_day day
-- out: id substitution_id, organization organization_id, schedule schedule_id, schedule_fr text, schedule_ar text, own_name name?, own_name_ar name?, practitioner practitioner_id, name name, name_ar name, from_day day, to_day day, reason text, undone bool
SELECT s.id, s.organization_id AS organization, s.schedule_id AS schedule, c.name_fr AS schedule_fr, c.name_ar AS schedule_ar,
       w.name AS own_name, w.name_ar AS own_name_ar, s.practitioner_id AS practitioner, p.name, p.name_ar,
       s.from_day, s.to_day, s.reason, s.undone_at IS NOT NULL AS undone
  FROM substitution s JOIN schedule c ON c.id = s.schedule_id JOIN practitioner p ON p.id = s.practitioner_id
       LEFT JOIN practitioner w ON w.id = c.practitioner_id
 WHERE s.schedule_id = $schedule AND s.undone_at IS NULL AND s.from_day <= $to_day AND s.to_day >= $from_day ORDER BY s.from_day LIMIT 400;

-- name: substitution_rows :many
-- Of a branch, not over on a day.
-- in: lo i64, hi i64, from_day day
-- out: id substitution_id, organization organization_id, schedule schedule_id, schedule_fr text, schedule_ar text, own_name name?, own_name_ar name?, practitioner practitioner_id, name name, name_ar name, from_day day, to_day day, reason text, undone bool
SELECT s.id, s.organization_id AS organization, s.schedule_id AS schedule, c.name_fr AS schedule_fr, c.name_ar AS schedule_ar,
       w.name AS own_name, w.name_ar AS own_name_ar, s.practitioner_id AS practitioner, p.name, p.name_ar,
       s.from_day, s.to_day, s.reason, s.undone_at IS NOT NULL AS undone
  FROM substitution s JOIN schedule c ON c.id = s.schedule_id JOIN practitioner p ON p.id = s.practitioner_id
       LEFT JOIN practitioner w ON w.id = c.practitioner_id
       JOIN organization o ON o.id = s.organization_id
 WHERE o.tree_lo >= $lo AND o.tree_lo < $hi AND s.undone_at IS NULL AND s.to_day >= $from_day ORDER BY s.from_day, s.id LIMIT 500;

-- name: substitution_add :exec
-- in: id substitution_id, organization organization_id, schedule schedule_id, practitioner practitioner_id, from_day day, to_day day, reason text, made_by i64?, now instant
INSERT INTO substitution (id, organization_id, schedule_id, practitioner_id, from_day, to_day, reason, made_by, made_at)
VALUES ($id, $organization, $schedule, $practitioner, $from_day, $to_day, $reason, $made_by, $now);

-- name: substitution_end :count
-- in: now instant, account i64?, id substitution_id
UPDATE substitution SET undone_at = $now, undone_by = $account WHERE id = $id AND undone_at IS NULL;

-- name: substitution_taken :one
-- in: schedule schedule_id, from_day day, to_day day
-- out: n i64
SELECT COUNT(*) AS n FROM substitution s
 WHERE s.schedule_id = $schedule AND s.undone_at IS NULL AND s.from_day <= $to_day AND s.to_day >= $from_day;

-- name: substitution_hours :many
-- in: schedule schedule_id, from_day day, to_day day
-- out: day day, start_min i32, end_min i32
SELECT day, start_min, end_min FROM opening_day WHERE schedule_id = $schedule AND day >= $from_day AND day < $to_day
 ORDER BY day, start_min LIMIT 5000;

-- name: substitution_away :one
-- How often a practitioner is away himself on some days: absences in his own agendas, and others who stand in for him there.
-- in: practitioner practitioner_id, schedule schedule_id, from_day day, to_day day
-- out: n i64
SELECT (SELECT COUNT(*) FROM schedule c JOIN absence b ON b.schedule_id = c.id AND b.to_day >= $from_day
         WHERE c.practitioner_id = $practitioner AND c.active AND c.id <> $schedule AND b.from_day <= $to_day AND (b.to_day > $from_day OR b.to_min > 0))
     + (SELECT COUNT(*) FROM schedule c JOIN substitution s ON s.schedule_id = c.id
         WHERE c.practitioner_id = $practitioner AND c.id <> $schedule AND s.undone_at IS NULL AND s.from_day <= $to_day AND s.to_day >= $from_day) AS n;

-- name: substitution_closed :many
-- Absences of an agenda that touch some days; whole: nothing of it lies outside of them, own: nobody closed a place, a speciality or
-- a house with it.
-- in: from_day day, to_day day, schedule schedule_id
-- out: id absence_id, from_day day, from_min i32, to_day day, to_min i32, whole i64, own i64
SELECT b.id, b.from_day, b.from_min, b.to_day, b.to_min,
       CASE WHEN b.from_day >= $from_day AND (b.to_day <= $to_day OR (b.to_day = $to_day + 1 AND b.to_min = 0)) THEN 1 ELSE 0 END AS whole,
       CASE WHEN EXISTS (SELECT 1 FROM closing_absence t JOIN closing g ON g.id = t.closing_id
                          WHERE t.absence_id = b.id AND g.kind NOT IN ('practitioner', 'agenda')) THEN 0 ELSE 1 END AS own
  FROM absence b WHERE b.schedule_id = $schedule AND b.to_day >= $from_day AND b.from_day <= $to_day AND (b.to_day > $from_day OR b.to_min > 0)
 ORDER BY b.from_day, b.from_min LIMIT 400;

-- name: substitution_absence_add :exec
-- Time off as it stands, before it is taken back.
-- in: substitution substitution_id, absence absence_id
INSERT INTO substitution_absence (absence_id, substitution_id, organization_id, from_day, from_min, to_day, to_min, reason, closing_id)
SELECT b.id, $substitution, b.organization_id, b.from_day, b.from_min, b.to_day, b.to_min, b.reason, (SELECT t.closing_id FROM closing_absence t WHERE t.absence_id = b.id)
  FROM absence b WHERE b.id = $absence;

-- name: substitution_absences :many
-- in: substitution substitution_id
-- out: from_day day, from_min i32, to_day day, to_min i32, reason text, closing closing_id?
SELECT from_day, from_min, to_day, to_min, reason, closing_id AS closing FROM substitution_absence WHERE substitution_id = $substitution
 ORDER BY from_day, from_min LIMIT 400;

-- name: substitution_own_hours :many
-- Hours of a practitioner elsewhere: of his agendas and of those in which he stands in already.
-- in: from_day day, to_day day, schedule schedule_id, practitioner practitioner_id
-- out: day day, start_min i32, end_min i32
SELECT d.day AS day, d.start_min AS start_min, d.end_min AS end_min FROM schedule c
  JOIN opening_day d ON d.schedule_id = c.id AND d.day >= $from_day AND d.day < $to_day
 WHERE c.practitioner_id = $practitioner AND c.active AND c.id <> $schedule
 UNION
SELECT d.day, d.start_min, d.end_min FROM substitution s
  JOIN opening_day d ON d.schedule_id = s.schedule_id AND d.day >= s.from_day AND d.day <= s.to_day
   AND d.day >= $from_day AND d.day < $to_day
 WHERE s.practitioner_id = $practitioner AND s.undone_at IS NULL AND s.schedule_id <> $schedule
 ORDER BY 1, 2 LIMIT 5000;

-- name: substitution_passing :many
-- in: schedule schedule_id, from_day day, to_day day
-- unscoped: no person; whoever asks may administer the agenda
-- out: id appointment_id, day day, start_at instant, practitioner i64?, status text, history bool
SELECT x.id, x.day, x.start_at, x.practitioner_id AS practitioner, x.status, x.history FROM appointment x
 WHERE x.schedule_id = $schedule AND x.day >= $from_day AND x.day < $to_day ORDER BY x.day, x.start_min, x.id LIMIT 20000;

-- name: appointment_put_practitioner :count
-- in: practitioner practitioner_id, now instant, id appointment_id, version i64
-- unscoped: the caller has read the row
UPDATE appointment SET practitioner_id = $practitioner, changed_at = $now, version = version + 1 WHERE id = $id AND version = $version;

-- name: practitioner_of_day :one
-- Whose an appointment of an agenda is on a day: the substitute's, or the agenda's own.
-- in: day day, schedule schedule_id
-- out: practitioner i64?
SELECT COALESCE((SELECT MAX(s.practitioner_id) FROM substitution s WHERE s.schedule_id = c.id AND s.undone_at IS NULL AND s.from_day <= $day AND s.to_day >= $day),
                c.practitioner_id) AS practitioner FROM schedule c WHERE c.id = $schedule;
