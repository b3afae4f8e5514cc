-- name: desk_openings :many
-- When some agendas are open, by day and start.
-- in: ids schedule_id[], from_day day, to_day day
-- out: schedule_id schedule_id, day day, start_min minutes, end_min minutes, capacity i32
SELECT schedule_id, day, start_min, end_min, capacity FROM opening_day
 WHERE schedule_id IN ($ids) AND day >= $from_day AND day < $to_day ORDER BY day, start_min, schedule_id LIMIT 2000;

-- name: desk_offering :many
-- Which of some agendas offer a type themselves.
-- in: ids schedule_id[]
-- out: schedule_id schedule_id
SELECT DISTINCT schedule_id FROM offer WHERE schedule_id IN ($ids) ORDER BY schedule_id LIMIT 500;

-- name: desk_shared :many
-- Which of some agendas keep places for ways of booking, and on which days.
-- in: ids schedule_id[], from_day day, to_day day
-- out: schedule_id schedule_id, day day
SELECT DISTINCT d.schedule_id, d.day FROM opening_day d JOIN opening_quota q ON q.opening_id = d.opening_id
 WHERE d.schedule_id IN ($ids) AND d.day >= $from_day AND d.day < $to_day ORDER BY d.schedule_id, d.day LIMIT 2000;

-- name: desk_services :many
-- What is offered by some agendas in a span of days, shortest first.
-- in: ids schedule_id[], from_day day, to_day day
-- out: schedule_id schedule_id, service_id service_id, duration_min minutes, name_fr text, name_ar text, name_en text
SELECT DISTINCT d.schedule_id, s.id AS service_id, s.duration_min, s.name_fr, s.name_ar, s.name_en
  FROM opening_day d JOIN opening_service o ON o.opening_id = d.opening_id JOIN service s ON s.id = o.service_id
 WHERE d.schedule_id IN ($ids) AND d.day >= $from_day AND d.day < $to_day AND s.active
 ORDER BY d.schedule_id, s.duration_min, s.id LIMIT 2000;

-- name: desk_rounds :many
-- Agendas of a branch that offer visits at home, by telephone or by video.
-- in: lo i64, hi i64
-- out: id schedule_id
SELECT DISTINCT c.id FROM organization n JOIN schedule c ON c.organization_id = n.id JOIN offer f ON f.schedule_id = c.id JOIN service s ON s.id = f.service_id
 WHERE n.tree_lo >= $lo AND n.tree_lo < $hi AND s.place_kind <> 'on_site' ORDER BY c.id LIMIT 5000;

-- name: desk_types :many
-- Types of a speciality that some active agenda of a branch offers from a day on, most used first.
-- desk, centre: those who ask book there, so types that are not booked there are left out.
-- helper: those who ask book what the public may, and nothing that would tell them who has seen the person.
-- in: lo i64, hi i64, specialty text, desk bool, centre bool, helper bool, from_day day
-- out: id service_id, name_fr text, name_ar text, name_en text, duration_min minutes, visit text, referral_required bool, sex text, home i64
SELECT s.id, s.name_fr, s.name_ar, s.name_en, s.duration_min, s.visit, s.referral_required, s.sex,
       CASE WHEN s.place_kind = 'home' THEN 1 ELSE 0 END AS home
  FROM service s
 WHERE s.specialty = $specialty AND s.active AND NOT (s.no_desk AND $desk) AND NOT (s.no_centre AND $centre)
   AND NOT ((s.same_practitioner OR NOT s.online) AND $helper) AND s.id IN (
       SELECT o.service_id FROM schedule a JOIN organization n ON n.id = a.organization_id
         JOIN opening p ON p.schedule_id = a.id JOIN opening_service o ON o.opening_id = p.id
        WHERE n.tree_lo >= $lo AND n.tree_lo < $hi AND a.active AND p.active AND (p.until_day IS NULL OR p.until_day >= $from_day))
 ORDER BY CASE s.visit WHEN 'follow_up' THEN 0 WHEN 'any' THEN 1 ELSE 2 END, s.duration_min, s.id LIMIT 200;

-- name: desk_specialties :many
-- Specialities that active agendas of a branch work in.
-- in: lo i64, hi i64
-- out: code text, name_fr text, name_ar text, name_en text
SELECT DISTINCT p.code, p.name_fr, p.name_ar, p.name_en
  FROM schedule a JOIN organization n ON n.id = a.organization_id JOIN specialty p ON p.code = a.specialty
 WHERE n.tree_lo >= $lo AND n.tree_lo < $hi AND a.active ORDER BY p.name_fr LIMIT 200;

-- name: desk_province :one
-- The province that a node lies in, or its département.
-- in: lo i64
-- out: tree_lo i64, tree_hi i64
SELECT tree_lo, tree_hi FROM organization
 WHERE tree_lo <= $lo AND tree_hi > $lo AND (kind = 'province' OR (kind = 'department' AND parent_id IS NULL)) ORDER BY depth DESC LIMIT 1;

-- name: desk_ours :many
-- What an account booked for others, from a day on.
-- in: from_day day, account i64
-- scope: x own
-- out: id appointment_id, patient_id patient_id, organization_id organization_id, patient name, day day, start_min minutes, service_fr text, service_ar text, service_en text, place_fr text, place_ar text, place_en text, status text, cancelled_by text?, reference text, sensitive i64
SELECT x.id, x.patient_id, x.organization_id, p.name AS patient, x.day, x.start_min, x.service_name_fr AS service_fr, x.service_name_ar AS service_ar, x.service_name_en AS service_en,
       o.name_fr AS place_fr, o.name_ar AS place_ar, o.name_en AS place_en, x.status, x.cancelled_by, x.reference, CASE WHEN s.sensitive THEN 1 ELSE 0 END AS sensitive
  FROM appointment x JOIN patient p ON p.id = x.patient_id JOIN organization o ON o.id = x.organization_id LEFT JOIN service s ON s.id = x.service_id
 WHERE x.booked_by = $account AND x.day >= $from_day AND {scope} ORDER BY x.day, x.start_min LIMIT 200;

-- name: desk_account_name :one
-- Who booked.
-- in: id account_id
-- out: name name
SELECT name FROM account WHERE id = $id;

-- name: desk_list_get :one
-- Where the lists go.
-- in: organization organization_id
-- out: email text, lang text, at_min minutes, sent_day day?, version i64
SELECT email, lang, at_min, sent_day, version FROM desk_list WHERE organization_id = $organization;

-- name: desk_list_put :exec
-- in: organization organization_id, email text, lang text, at_min minutes
-- Sets the address; an empty one sends nothing.
INSERT INTO desk_list (organization_id, email, lang, at_min, version) VALUES ($organization, $email, $lang, $at_min, 1)
ON CONFLICT (organization_id) DO UPDATE SET email = excluded.email, lang = excluded.lang, at_min = excluded.at_min, version = desk_list.version + 1;

-- name: desk_list_all :many
-- Organisations whose lists are mailed.
-- in:
-- out: organization_id organization_id, tree_lo i64, tree_hi i64, zone text, email text, lang text, at_min minutes, sent_day day?
SELECT d.organization_id, o.tree_lo, o.tree_hi, o.zone, d.email, d.lang, d.at_min, d.sent_day
  FROM desk_list d JOIN organization o ON o.id = d.organization_id WHERE d.email <> '' AND o.active ORDER BY d.organization_id LIMIT 5000;

-- name: desk_list_sent :count
-- in: day day, organization organization_id
-- Once a day.
UPDATE desk_list SET sent_day = $day WHERE organization_id = $organization AND (sent_day IS NULL OR sent_day < $day);

-- name: desk_beside_gone :many
-- What an appointment takes beside its agenda and can have no longer.
-- in: id i64
-- out: schedule schedule_id
SELECT b.schedule_id AS schedule FROM beside b
 WHERE b.id = $id AND NOT b.held AND NOT b.overbooked AND (NOT EXISTS (SELECT 1 FROM opening_day d WHERE d.schedule_id = b.schedule_id AND d.day = b.day
                           AND d.start_min <= b.start_min AND d.end_min >= b.start_min + b.duration_min)
               OR EXISTS (SELECT 1 FROM absence f WHERE f.schedule_id = b.schedule_id AND f.to_day >= b.day
                           AND f.from_day * 1440 + f.from_min < b.day * 1440 + b.start_min + b.duration_min
                           AND f.to_day * 1440 + f.to_min > b.day * 1440 + b.start_min)
               OR EXISTS (SELECT 1 FROM schedule r JOIN organization own ON own.id = r.organization_id
                           WHERE r.id = b.schedule_id AND (NOT r.active OR EXISTS (SELECT 1 FROM calendar_day c JOIN organization up ON up.id = c.organization_id
                                 WHERE c.day = b.day AND up.tree_lo <= own.tree_lo AND up.tree_hi > own.tree_lo))))
 ORDER BY b.place LIMIT 10;

-- name: desk_orphans :many
-- Future appointments that no opening holds any more: their agenda is absent or closed then, or its hours
-- have gone; or what they take beside it (a room, a device) is so, or they have nothing of what their type needs. Those that somebody said to keep are left out while they stay at that time, and seats of gatherings, which
-- have a list of their own. One in addition needs no opening: it is here when its agenda was closed after it was booked
-- (ids follow the clock). Soonest first.
-- in: today day, max i32
-- scope: x
-- out: id appointment_id, schedule schedule_id?, start_at instant, referred i64, first_visit i64
SELECT x.id, x.schedule_id AS schedule, x.start_at, CASE WHEN t.referral_required THEN 1 ELSE 0 END AS referred,
       CASE WHEN t.visit = 'first' THEN 1 ELSE 0 END AS first_visit
  FROM appointment x LEFT JOIN service t ON t.id = x.service_id
 WHERE {scope} AND x.day >= $today AND x.schedule_id IS NOT NULL AND x.gathering_id IS NULL AND NOT x.walk_in AND NOT x.history
   AND x.status IN ('proposed', 'pending', 'booked')
   AND NOT EXISTS (SELECT 1 FROM desk_kept k WHERE k.appointment_id = x.id AND k.day = x.day AND k.start_min = x.start_min)
   AND (NOT x.overbooked AND NOT EXISTS (SELECT 1 FROM opening_day d WHERE d.schedule_id = x.schedule_id AND d.day = x.day
                       AND d.start_min <= x.start_min AND d.end_min >= x.start_min + x.duration_min)
     OR EXISTS (SELECT 1 FROM absence b WHERE b.schedule_id = x.schedule_id AND b.to_day >= x.day AND (NOT x.overbooked OR b.id > x.id)
                       AND b.from_day * 1440 + b.from_min < x.day * 1440 + x.start_min + x.duration_min
                       AND b.to_day * 1440 + b.to_min > x.day * 1440 + x.start_min)
     OR EXISTS (SELECT 1 FROM calendar_day c JOIN organization up ON up.id = c.organization_id
                  JOIN organization own ON own.id = x.organization_id
                 WHERE c.day = x.day AND up.tree_lo <= own.tree_lo AND up.tree_hi > own.tree_lo AND (NOT x.overbooked OR c.id > x.id))
     OR (x.beside > 0 AND EXISTS (SELECT 1 FROM beside b WHERE b.id = x.id AND NOT b.held AND NOT b.overbooked AND (NOT EXISTS (SELECT 1 FROM opening_day d WHERE d.schedule_id = b.schedule_id AND d.day = b.day
                           AND d.start_min <= b.start_min AND d.end_min >= b.start_min + b.duration_min)
               OR EXISTS (SELECT 1 FROM absence f WHERE f.schedule_id = b.schedule_id AND f.to_day >= b.day
                           AND f.from_day * 1440 + f.from_min < b.day * 1440 + b.start_min + b.duration_min
                           AND f.to_day * 1440 + f.to_min > b.day * 1440 + b.start_min)
               OR EXISTS (SELECT 1 FROM schedule r JOIN organization own ON own.id = r.organization_id
                           WHERE r.id = b.schedule_id AND (NOT r.active OR EXISTS (SELECT 1 FROM calendar_day c JOIN organization up ON up.id = c.organization_id
                                 WHERE c.day = b.day AND up.tree_lo <= own.tree_lo AND up.tree_hi > own.tree_lo))))))
     OR NOT x.overbooked AND x.beside < (SELECT s.needs FROM service s WHERE s.id = x.service_id))
 ORDER BY x.day, x.start_min, x.id LIMIT $max;

-- name: desk_kept_put :exec
-- Somebody looked at it and keeps it at that time.
-- in: appointment appointment_id, organization organization_id, day day, start_min minutes, account account_id, at instant
INSERT INTO desk_kept (appointment_id, organization_id, day, start_min, account_id, at) VALUES ($appointment, $organization, $day, $start_min, $account, $at)
ON CONFLICT (appointment_id) DO UPDATE SET day = excluded.day, start_min = excluded.start_min, account_id = excluded.account_id, at = excluded.at;

-- name: desk_extra_figures :each
-- Extra appointments of a branch by the day of booking, their reason and the role that made them: those that
-- areas/figures counts (its definition is in figures.h).
-- in: lo i64, hi i64, from_day day
-- unscoped: numbers only, of the account's own branch
-- out: booked_day day, reason_fr text, reason_ar text, reason_en text, role text, n i64
SELECT x.booked_day, e.reason_fr, e.reason_ar, e.reason_en, e.role, COUNT(*) AS n
  FROM organization o JOIN extra e ON e.organization_id = o.id JOIN appointment x ON x.id = e.appointment_id
 WHERE o.tree_lo >= $lo AND o.tree_lo < $hi AND x.overbooked AND x.booked_day >= $from_day
 GROUP BY x.booked_day, e.reason_fr, e.reason_ar, e.reason_en, e.role ORDER BY x.booked_day DESC;

-- name: desk_extra_limits :many
-- Agendas of a branch with a ceiling of their own.
-- in: lo i64, hi i64
-- out: schedule_id schedule_id, per_day i32
SELECT l.schedule_id, l.per_day FROM extra_limit l JOIN organization o ON o.id = l.organization_id
 WHERE o.tree_lo >= $lo AND o.tree_lo < $hi ORDER BY l.schedule_id LIMIT 2000;

-- name: desk_referred :one
-- Whom a booking is for, by the file's number.
-- in: id patient_id
-- unscoped: the person of a referral that was read in the account's scope, or the one whose file was found in it
-- out: id patient_id, organization organization_id, name name, birth_day day?, sex text, phone text, identity_number text
SELECT id, organization_id AS organization, name, birth_day, sex, phone, identity_number FROM patient
 WHERE id = $id AND erased_at IS NULL AND merged_into IS NULL;

-- name: unsent_list :many
-- Messages of the reader's branch that nobody got and nobody has seen to, newest first. Codes have died by themselves.
-- in: before i64, now instant, max i64
-- scope: m leads
-- out: id i64, organization_id i64, patient_id i64?, patient name?, appointment_id i64?, day day?, start_min i32?, template text, channel text, recipient text, state text, why text, attempts i32, created_at instant, again i64
SELECT m.id, m.organization_id, m.patient_id, p.name AS patient, m.appointment_id, x.day, x.start_min, m.template, m.channel, m.recipient,
       m.state, m.why, m.attempts, m.created_at, CASE WHEN m.body <> '' AND m.last_at > $now THEN 1 ELSE 0 END AS again
  FROM message m LEFT JOIN patient p ON p.id = m.patient_id LEFT JOIN appointment x ON x.id = m.appointment_id
 WHERE {scope} AND m.state IN ('failed', 'late') AND m.handled_at IS NULL AND m.template <> 'code' AND m.recipient <> ''
   AND m.id < $before ORDER BY m.id DESC LIMIT $max;

-- name: unsent_count :one
-- How many there are, as far as a page shows them.
-- in: max i64
-- scope: m leads
-- out: n i64
SELECT COUNT(*) AS n FROM (SELECT 1 FROM message m WHERE {scope} AND m.state IN ('failed', 'late') AND m.handled_at IS NULL
   AND m.template <> 'code' AND m.recipient <> '' LIMIT $max) AS lines;

-- name: unsent_get :one
-- One of them; whoever types the number of a code finds nothing.
-- in: id i64
-- scope: m
-- out: id i64, organization_id i64, patient_id i64?
SELECT m.id, m.organization_id, m.patient_id FROM message m WHERE m.id = $id AND m.template <> 'code' AND {scope};
