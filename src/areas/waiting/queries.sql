-- name: waiting_entry_add :count
-- None: the same person came first just now.
-- in: id waiting_entry_id, organization organization_id, specialty text, area text, name name, birth_day day?, sex text, phone text, lang text, at instant
-- in: service service_id?, practitioner practitioner_id?, other bool, days i32, parts i32, from_day day?, to_day day?, class text, rank i32
-- in: channel text, account i64?, patient patient_id?, appointment appointment_id?, token_hash text?, reference text, salt text, state text, why text, same waiting_entry_id?, name_key text, booker i64?, shape text
INSERT INTO waiting_entry (id, organization_id, specialty, area, name, birth_day, sex, phone, lang, asked_at, state, version, service_id, practitioner_id,
       other_practitioner, days, parts, from_day, to_day, class, class_rank, channel, booked_by, patient_id, appointment_id, token_hash, reference, salt, changed_at, left_why, same_as, name_key, booker_id, shape)
VALUES ($id, $organization, $specialty, $area, $name, $birth_day, $sex, $phone, $lang, $at, $state, 1, $service, $practitioner,
       $other, $days, $parts, $from_day, $to_day, $class, $rank, $channel, $account, $patient, $appointment, $token_hash, $reference, $salt, $at, $why, $same, $name_key, $booker, $shape)
ON CONFLICT DO NOTHING;

-- name: waiting_same_phone :many
-- Who may be the same person on the same list: whose names are the same is said by the caller.
-- in: phone text, organization organization_id, specialty text
-- out: id waiting_entry_id, name name, birth_day day?, service service_id?
-- unscoped: answers nothing to whoever asks; the request that stands keeps its place
SELECT id, name, birth_day, service_id AS service FROM waiting_entry
 WHERE phone = $phone AND phone <> '' AND organization_id = $organization AND specialty = $specialty AND appointment_id IS NULL AND state IN ('waiting', 'offered')
 ORDER BY class_rank, asked_at, id LIMIT 50;

-- name: waiting_same_patient :many
-- The same by the file.
-- in: patient patient_id, organization organization_id, specialty text
-- out: id waiting_entry_id, service service_id?
-- unscoped: as waiting_same_phone
SELECT id, service_id AS service FROM waiting_entry
 WHERE patient_id = $patient AND patient_id IS NOT NULL AND organization_id = $organization AND specialty = $specialty AND appointment_id IS NULL AND state IN ('waiting', 'offered')
 ORDER BY class_rank, asked_at, id LIMIT 50;

-- name: waiting_file_phone :one
-- To whom the link goes of what a booker writes.
-- in: patient patient_id
-- out: phone text
-- unscoped: nothing of the file is shown but the telephone that its booker would see after a booking
SELECT phone FROM patient WHERE id = $patient;

-- name: waiting_again_of :one
-- What one account, or the person herself (0), wrote down again of a request.
-- in: same waiting_entry_id, account i64
-- out: id waiting_entry_id
-- unscoped: the caller is that account
SELECT id FROM waiting_entry WHERE same_as = $same AND same_as IS NOT NULL AND COALESCE(booked_by, 0) = $account LIMIT 1;

-- name: waiting_again_others :one
-- How many others asked for it too and have not taken it back.
-- in: same waiting_entry_id, account i64
-- out: n i64
-- unscoped: a number that is not shown
SELECT COUNT(*) AS n FROM waiting_entry WHERE same_as = $same AND same_as IS NOT NULL AND COALESCE(booked_by, 0) <> $account AND NOT taken_back;

-- name: waiting_entry_back :exec
-- Its writer has taken it back, or wrote it down once more.
-- in: back bool, id waiting_entry_id
-- unscoped: the caller wrote it
UPDATE waiting_entry SET taken_back = $back WHERE id = $id;

-- name: waiting_entry_wishes :exec
-- Who asks again says what suits now; date and place stand.
-- in: practitioner practitioner_id?, other bool, days i32, parts i32, from_day day?, to_day day?, shape text, now instant, id waiting_entry_id
-- unscoped: the caller has read the row
UPDATE waiting_entry SET practitioner_id = $practitioner, other_practitioner = $other, days = $days, parts = $parts, from_day = $from_day, to_day = $to_day, shape = $shape,
       changed_at = $now, version = version + 1 WHERE id = $id AND state IN ('waiting', 'offered');

-- name: waiting_stands :one
-- What a health centre wrote down, as it did, and whether it still stands.
-- in: id waiting_entry_id, account i64
-- out: stands bool
-- unscoped: the account's own writing
SELECT CASE WHEN w.taken_back THEN FALSE ELSE COALESCE(m.state, w.state) IN ('waiting', 'offered') END AS stands
  FROM waiting_entry w LEFT JOIN waiting_entry m ON m.id = w.same_as WHERE w.id = $id AND w.booked_by = $account;

-- name: waiting_open_with_phone :one
-- How much is asked for by one phone.
-- in: phone text
-- unscoped: a number only
-- out: n i64
SELECT COUNT(*) AS n FROM waiting_entry WHERE phone = $phone AND phone <> '' AND state IN ('waiting', 'offered');

-- name: waiting_entry_of :one
-- The request for an earlier time than an appointment's.
-- in: appointment appointment_id
-- out: id waiting_entry_id
-- unscoped: the caller has the appointment already
SELECT id FROM waiting_entry WHERE appointment_id = $appointment AND state IN ('waiting', 'offered') LIMIT 1;

-- name: waiting_entry_row :one
-- in: id waiting_entry_id
-- out: id waiting_entry_id, organization organization_id, specialty text, area text, name name, birth_day day?, sex text, phone text, lang text, asked_at instant, state text, version i64, service service_id?, practitioner practitioner_id?
-- out: other bool, days i32, parts i32, from_day day?, to_day day?, class text, rank i32, channel text, account i64?, patient patient_id?, appointment appointment_id?, reference text, salt text, offers i32, offered_at instant?, left_why text, changed_at instant
-- unscoped: for who was entitled before: the bearer of a link, a scoped look-up, the engine
SELECT id, organization_id AS organization, specialty, area, name, birth_day, sex, phone, lang, asked_at, state, version, service_id AS service, practitioner_id AS practitioner,
       other_practitioner AS other, days, parts, from_day, to_day, class, class_rank AS rank, channel, booked_by AS account, patient_id AS patient,
       appointment_id AS appointment, reference, salt, offers, offered_at, left_why, changed_at
  FROM waiting_entry WHERE id = $id;

-- name: waiting_entry_find :one
-- in: id waiting_entry_id
-- out: id waiting_entry_id
-- scope: w own
SELECT w.id FROM waiting_entry w WHERE w.id = $id AND {scope};

-- name: waiting_entry_by_token :one
-- in: token_hash text
-- out: id waiting_entry_id
-- unscoped: who has the link is entitled
SELECT id FROM waiting_entry WHERE token_hash = $token_hash;

-- name: waiting_entry_token :exec
-- in: token_hash text, id waiting_entry_id
-- unscoped: the caller has read the row
UPDATE waiting_entry SET token_hash = $token_hash WHERE id = $id;

-- name: waiting_entry_offered :count
-- Takes the request for one offer; nothing when somebody did so just now.
-- in: now instant, id waiting_entry_id, version i64
-- unscoped: the caller has read the row
UPDATE waiting_entry SET state = 'offered', offers = offers + 1, offered_at = $now, changed_at = $now, version = version + 1
 WHERE id = $id AND version = $version AND state = 'waiting';

-- name: waiting_entry_state :count
-- in: state text, why text, now instant, id waiting_entry_id, version i64
-- unscoped: the caller has read the row
UPDATE waiting_entry SET state = $state, left_why = $why, changed_at = $now, version = version + 1 WHERE id = $id AND version = $version;

-- name: waiting_entry_class :count
-- in: class text, rank i32, now instant, id waiting_entry_id, version i64
-- unscoped: the caller has read the row
UPDATE waiting_entry SET class = $class, class_rank = $rank, changed_at = $now, version = version + 1
 WHERE id = $id AND version = $version AND state IN ('waiting', 'offered');

-- name: waiting_class_moved :exec
-- A class stands elsewhere in the order now: so do its requests.
-- in: rank i32, organization organization_id, class text
-- unscoped: numbers of one organisation, no person
UPDATE waiting_entry SET class_rank = $rank WHERE organization_id = $organization AND class = $class AND state IN ('waiting', 'offered');

-- name: waiting_before :one
-- How many stand before.
-- in: organization organization_id, specialty text, rank i32, at instant, id waiting_entry_id
-- out: n i64
-- unscoped: a number alone
SELECT COUNT(*) AS n FROM waiting_entry
 WHERE organization_id = $organization AND specialty = $specialty AND state IN ('waiting', 'offered') AND (class_rank, asked_at, id) < ($rank, $at, $id);

-- name: waiting_root :one
-- The first tree's root: keeps what is asked for anywhere.
-- in:
-- out: id organization_id
SELECT id FROM organization WHERE parent_id IS NULL ORDER BY tree_lo LIMIT 1;

-- name: waiting_chain :many
-- A node and those above it, the nearest first: requests of any of them may have its times.
-- in: organization organization_id
-- out: id organization_id, tree_lo i64, tree_hi i64, kind text, zone text, name_fr text, name_ar text, name_en text, sms_name text, phone text
SELECT o.id, o.tree_lo, o.tree_hi, o.kind, o.zone, o.name_fr, o.name_ar, o.name_en, o.sms_name, o.phone
  FROM organization me JOIN organization o ON o.tree_lo <= me.tree_lo AND o.tree_hi > me.tree_lo
 WHERE me.id = $organization ORDER BY o.depth DESC LIMIT 12;

-- name: waiting_wanted :one
-- The nearest node, from one upwards, on whose list anybody waits for a speciality.
-- in: organization organization_id, specialty text
-- out: id organization_id
-- unscoped: whether, not who
SELECT o.id FROM organization me JOIN organization o ON o.tree_lo <= me.tree_lo AND o.tree_hi > me.tree_lo
 WHERE me.id = $organization AND EXISTS (SELECT 1 FROM waiting_entry w WHERE w.organization_id = o.id AND w.specialty = $specialty AND w.state = 'waiting')
 ORDER BY o.depth DESC LIMIT 1;

-- name: waiting_shapes :many
-- The shapes of wishes on one list, each with the first who has it; after one.
-- in: organization organization_id, specialty text, after text, max i64
-- out: shape text, id waiting_entry_id, rank i32, asked_at instant
-- unscoped: what is wished, not by whom
WITH RECURSIVE s (shape) AS (
 SELECT MIN(w.shape) FROM waiting_entry w WHERE w.organization_id = $organization AND w.specialty = $specialty AND w.state = 'waiting' AND w.shape > $after
 UNION ALL
 SELECT (SELECT MIN(w.shape) FROM waiting_entry w WHERE w.organization_id = $organization AND w.specialty = $specialty AND w.state = 'waiting' AND w.shape > s.shape)
   FROM s WHERE s.shape IS NOT NULL)
SELECT e.shape, e.id, e.class_rank AS rank, e.asked_at FROM s JOIN waiting_entry e ON e.id =
       (SELECT f.id FROM waiting_entry f WHERE f.organization_id = $organization AND f.specialty = $specialty AND f.state = 'waiting' AND f.shape = s.shape
         ORDER BY f.class_rank, f.asked_at, f.id LIMIT 1)
 WHERE s.shape IS NOT NULL ORDER BY e.shape LIMIT $max;

-- name: waiting_page :many
-- Who waits at one node with one shape of wishes, after a place in the order, and would come that day. busy: the same person has an offer open, or was offered this very time.
-- in: schedule schedule_id, day day, start_min i32, organization organization_id, specialty text, shape text, rank i32, at instant, after waiting_entry_id, max i64
-- out: id waiting_entry_id, rank i32, asked_at instant, service service_id?, practitioner practitioner_id?, other bool, days i32, parts i32, from_day day?, to_day day?, birth_day day?, sex text, offers i32, offered_at instant?, phone text, appointment appointment_id?, busy i64, later_at instant?, later_min i32?, later_status text?
-- unscoped: the engine reads wishes, and who comes next
SELECT w.id, w.class_rank AS rank, w.asked_at, w.service_id AS service, w.practitioner_id AS practitioner, w.other_practitioner AS other, w.days, w.parts, w.from_day,
       w.to_day, w.birth_day, w.sex, w.offers, w.offered_at, w.phone, w.appointment_id AS appointment,
       CASE WHEN EXISTS (SELECT 1 FROM waiting_entry b WHERE b.phone = w.phone AND b.birth_day = w.birth_day AND b.state = 'offered' AND b.phone <> '')
              OR EXISTS (SELECT 1 FROM waiting_offer f WHERE f.entry_id = w.id AND f.schedule_id = $schedule AND f.day = $day AND f.start_min = $start_min)
            THEN 1 ELSE 0 END AS busy,
       x.start_at AS later_at, x.duration_min AS later_min, x.status AS later_status
  FROM waiting_entry w LEFT JOIN appointment x ON x.id = w.appointment_id
 WHERE w.organization_id = $organization AND w.specialty = $specialty AND w.state = 'waiting' AND w.shape = $shape
   AND COALESCE(w.from_day, $day) <= $day AND COALESCE(w.to_day, $day) >= $day
   AND (w.class_rank, w.asked_at, w.id) > ($rank, $at, $after)
 ORDER BY w.class_rank, w.asked_at, w.id LIMIT $max;

-- name: waiting_later :one
-- When the appointment is that an earlier time would replace.
-- in: appointment appointment_id
-- out: day day, start_min i32
-- unscoped: for who has the link of the offer made for it
SELECT day, start_min FROM appointment WHERE id = $appointment;

-- name: waiting_list_after :many
-- The lists on which anybody is, one after the other.
-- in: organization organization_id, specialty text, max i64
-- out: organization organization_id, specialty text
-- unscoped: which lists there are
SELECT organization_id AS organization, specialty FROM waiting_entry
 WHERE state IN ('waiting', 'offered') AND (organization_id, specialty) > ($organization, $specialty)
 ORDER BY organization_id, specialty, class_rank, asked_at, id LIMIT $max;

-- name: waiting_free_days :many
-- Days of a branch's agendas with something free.
-- in: specialty text, lo i64, hi i64, from_day day, to_day day, max i64
-- out: schedule schedule_id, service service_id, day day, organization organization_id
SELECT o.schedule_id AS schedule, o.service_id AS service, f.day, o.organization_id AS organization
  FROM offer o JOIN free_day f ON f.schedule_id = o.schedule_id AND f.service_id = o.service_id
 WHERE o.specialty = $specialty AND o.tree_lo >= $lo AND o.tree_lo < $hi AND f.day >= $from_day AND f.day < $to_day
 ORDER BY f.day, o.schedule_id, o.service_id LIMIT $max;

-- name: waiting_over :many
-- Requests that nothing can be offered for any more: their last day has passed.
-- in: today day, max i64
-- out: id waiting_entry_id
-- unscoped: the engine ends them
SELECT w.id FROM waiting_entry w WHERE w.to_day < $today AND w.to_day IS NOT NULL AND w.state IN ('waiting', 'offered') AND w.state = 'waiting'
 ORDER BY w.to_day LIMIT $max;

-- name: waiting_done :many
-- The appointment that was to be earlier is over or cancelled.
-- in: now instant, max i64
-- out: id waiting_entry_id
-- unscoped: the engine ends them
SELECT w.id FROM waiting_entry w JOIN appointment x ON x.id = w.appointment_id
 WHERE w.appointment_id IS NOT NULL AND w.state IN ('waiting', 'offered') AND w.state = 'waiting'
   AND (x.start_at <= $now OR x.status NOT IN ('proposed', 'pending', 'booked')) LIMIT $max;

-- name: waiting_lost :many
-- Times that the list keeps and has forgotten: their request was erased.
-- in: before instant, max i64
-- out: id hold_id, owner text
SELECT h.id, h.owner FROM hold h WHERE h.kept AND h.expires_at < $before
   AND NOT EXISTS (SELECT 1 FROM waiting_time t WHERE t.hold_id = h.id)
   AND NOT EXISTS (SELECT 1 FROM waiting_offer o WHERE o.hold_id = h.id AND o.state = 'open') ORDER BY h.expires_at LIMIT $max;

-- name: waiting_news :many
-- Agendas in which something was opened or given up since an act, but by the list itself.
-- in: since act_id, max i64
-- out: schedule schedule_id
SELECT DISTINCT c.schedule_id AS schedule FROM act c
 WHERE c.id >= $since AND c.act IN ('publish', 'release') AND COALESCE(c.reason, '') NOT IN ('waiting', 'accepted') ORDER BY c.schedule_id LIMIT $max;

-- name: waiting_free_days_of :many
-- The same of one agenda.
-- in: schedule schedule_id, from_day day, to_day day, max i64
-- out: schedule schedule_id, service service_id, day day, organization organization_id
SELECT o.schedule_id AS schedule, o.service_id AS service, f.day, o.organization_id AS organization
  FROM offer o JOIN free_day f ON f.schedule_id = o.schedule_id AND f.service_id = o.service_id
 WHERE o.schedule_id = $schedule AND f.day >= $from_day AND f.day < $to_day
 ORDER BY f.day, o.service_id LIMIT $max;

-- name: waiting_time_add :exec
-- in: id waiting_time_id, organization organization_id, schedule schedule_id, service service_id, day day, start_min i32, hold hold_id, why text, now instant, due_at instant
INSERT INTO waiting_time (id, organization_id, schedule_id, service_id, day, start_min, hold_id, why, at, due_at)
VALUES ($id, $organization, $schedule, $service, $day, $start_min, $hold, $why, $now, $due_at);

-- name: waiting_times_due :many
-- in: now instant, max i64
-- out: id waiting_time_id, organization organization_id, schedule schedule_id, service service_id, day day, start_min i32, hold hold_id, why text, at instant, due_at instant
SELECT id, organization_id AS organization, schedule_id AS schedule, service_id AS service, day, start_min, hold_id AS hold, why, at, due_at
  FROM waiting_time WHERE due_at <= $now ORDER BY due_at, id LIMIT $max;

-- name: waiting_time_claim :count
-- One of several job processes takes it; again later if that one dies before the end of its transaction.
-- in: until instant, id waiting_time_id, due_at instant
UPDATE waiting_time SET due_at = $until WHERE id = $id AND due_at = $due_at;

-- name: waiting_time_drop :exec
-- in: id waiting_time_id
DELETE FROM waiting_time WHERE id = $id;

-- name: waiting_offer_add :count
-- in: id waiting_offer_id, organization organization_id, entry waiting_entry_id, schedule schedule_id, service service_id, day day, start_min i32, duration_min i32, zone text, start_at instant, hold hold_id, token_hash text, class text, now instant, answer_by instant, by_hand i64?, reason text
INSERT INTO waiting_offer (id, organization_id, entry_id, schedule_id, service_id, day, start_min, duration_min, zone, start_at, hold_id, token_hash, class, state, at, answer_by, by_hand, reason)
VALUES ($id, $organization, $entry, $schedule, $service, $day, $start_min, $duration_min, $zone, $start_at, $hold, $token_hash, $class, 'open', $now, $answer_by, $by_hand, $reason)
ON CONFLICT DO NOTHING;

-- name: waiting_offer_row :one
-- in: id waiting_offer_id
-- out: id waiting_offer_id, organization organization_id, entry waiting_entry_id, schedule schedule_id, service service_id, day day, start_min i32, duration_min i32, zone text, start_at instant, hold hold_id, class text, state text, at instant, answer_by instant, answered_at instant?, answer_channel text?, by_hand i64?, reason text, appointment appointment_id?
SELECT id, organization_id AS organization, entry_id AS entry, schedule_id AS schedule, service_id AS service, day, start_min, duration_min, zone, start_at, hold_id AS hold, class, state,
       at, answer_by, answered_at, answer_channel, by_hand, reason, appointment_id AS appointment
  FROM waiting_offer WHERE id = $id;

-- name: waiting_offer_by_token :one
-- in: token_hash text
-- out: id waiting_offer_id
SELECT id FROM waiting_offer WHERE token_hash = $token_hash;

-- name: waiting_offer_open_of :one
-- in: entry waiting_entry_id
-- out: id waiting_offer_id
SELECT id FROM waiting_offer WHERE entry_id = $entry AND state = 'open';

-- name: waiting_offers_of_phone :many
-- Open offers that a phone may answer.
-- in: phone text
-- out: id waiting_offer_id
-- unscoped: who sends from the phone is entitled
SELECT o.id FROM waiting_entry w JOIN waiting_offer o ON o.entry_id = w.id AND o.state = 'open'
 WHERE w.phone = $phone AND w.state = 'offered' AND w.phone <> '' ORDER BY o.at LIMIT 10;

-- name: waiting_offer_close :count
-- in: state text, now instant, channel text, appointment appointment_id?, id waiting_offer_id
UPDATE waiting_offer SET state = $state, answered_at = $now, answer_channel = $channel, appointment_id = $appointment WHERE id = $id AND state = 'open';

-- name: waiting_offers_overdue :many
-- in: now instant, max i64
-- out: id waiting_offer_id
SELECT id FROM waiting_offer WHERE state = 'open' AND answer_by <= $now ORDER BY answer_by, id LIMIT $max;

-- name: waiting_offers_of :many
-- in: entry waiting_entry_id
-- out: id waiting_offer_id, organization organization_id, schedule_fr text, schedule_ar text, doctor name?, doctor_ar name?, day day, start_min i32, zone text, state text, at instant, answer_by instant, answered_at instant?, answer_channel text?, by_hand i64?, by_name name?, reason text, appointment appointment_id?
SELECT o.id, o.organization_id AS organization, c.name_fr AS schedule_fr, c.name_ar AS schedule_ar, p.name AS doctor, p.name_ar AS doctor_ar, o.day, o.start_min, o.zone, o.state, o.at, o.answer_by, o.answered_at, o.answer_channel,
       o.by_hand, k.name AS by_name, o.reason, o.appointment_id AS appointment
  FROM waiting_offer o JOIN schedule c ON c.id = o.schedule_id LEFT JOIN practitioner p ON p.id = c.practitioner_id LEFT JOIN account k ON k.id = o.by_hand
 WHERE o.entry_id = $entry ORDER BY o.at DESC LIMIT 100;

-- name: waiting_note_add :exec
-- in: id waiting_note_id, organization organization_id, entry waiting_entry_id, now instant, account i64?, what text, class text, reason text
INSERT INTO waiting_note (id, organization_id, entry_id, at, account_id, what, class, reason)
VALUES ($id, $organization, $entry, $now, $account, $what, $class, $reason);

-- name: waiting_notes_of :many
-- in: entry waiting_entry_id
-- out: at instant, who name?, what text, class text, reason text
SELECT n.at, k.name AS who, n.what, n.class, n.reason FROM waiting_note n LEFT JOIN account k ON k.id = n.account_id
 WHERE n.entry_id = $entry ORDER BY n.at DESC LIMIT 100;

-- name: waiting_class_rows :many
-- The classes of a node and of those above it, the nearest first.
-- in: tree_lo i64
-- out: organization organization_id, code text, place i32, name_fr text, name_ar text, name_en text, roles i32, active bool
SELECT c.organization_id AS organization, c.code, c.place, c.name_fr, c.name_ar, c.name_en, c.roles, c.active
  FROM organization o JOIN waiting_class c ON c.organization_id = o.id
 WHERE o.tree_lo <= $tree_lo AND o.tree_hi > $tree_lo ORDER BY o.depth DESC, c.place, c.code LIMIT 200;

-- name: waiting_class_put :exec
-- in: organization organization_id, code text, place i32, name_fr text, name_ar text, name_en text, roles i32, active bool
INSERT INTO waiting_class (organization_id, code, place, name_fr, name_ar, name_en, roles, active)
VALUES ($organization, $code, $place, $name_fr, $name_ar, $name_en, $roles, $active)
ON CONFLICT (organization_id, code) DO UPDATE SET place = excluded.place, name_fr = excluded.name_fr, name_ar = excluded.name_ar, name_en = excluded.name_en,
       roles = excluded.roles, active = excluded.active;

-- name: waiting_off_row :one
-- in: organizations organization_id[], service service_id
-- out: n i64
SELECT COUNT(*) AS n FROM waiting_off WHERE organization_id IN ($organizations) AND service_id = $service;

-- name: waiting_off_put :exec
-- in: service service_id, organization organization_id
INSERT INTO waiting_off (service_id, organization_id) VALUES ($service, $organization) ON CONFLICT DO NOTHING;

-- name: waiting_off_drop :exec
-- in: organization organization_id, service service_id
DELETE FROM waiting_off WHERE organization_id = $organization AND service_id = $service;

-- name: waiting_about_rows :many
-- How many waited at a place when the day began, by speciality: what is written down or taken off since does not show, so that nobody
-- sees by the number whether a person whom he writes down waits already.
-- in: organization organization_id, morning instant
-- out: specialty text, name_fr text, name_ar text, name_en text, n i64
-- unscoped: numbers, no person
SELECT x.specialty, s.name_fr, s.name_ar, s.name_en, COUNT(*) AS n
  FROM (SELECT w.specialty FROM waiting_entry w
         WHERE w.organization_id = $organization AND w.state IN ('waiting', 'offered') AND w.asked_at < $morning
        UNION ALL
        SELECT w.specialty FROM waiting_entry w
         WHERE w.organization_id = $organization AND w.state IN ('served', 'left') AND w.changed_at >= $morning AND w.asked_at < $morning
           AND w.same_as IS NULL) x JOIN specialty s ON s.code = x.specialty
 GROUP BY x.specialty, s.name_fr, s.name_ar, s.name_en ORDER BY x.specialty LIMIT 200;

-- name: waiting_served_waits :many
-- How long those waited who got a time by the list lately, in seconds, by speciality.
-- in: organization organization_id, since instant
-- out: specialty text, seconds i64
-- unscoped: numbers, no person
SELECT w.specialty, w.changed_at - w.asked_at AS seconds FROM waiting_entry w
 WHERE w.organization_id = $organization AND w.state IN ('served', 'left') AND w.state = 'served' AND w.changed_at >= $since
 ORDER BY w.specialty, seconds LIMIT 20000;

-- name: waiting_rows :many
-- The list of a place as the desk reads it, after a place in the order and up to a class.
-- in: organization organization_id, rank i32, at instant, after waiting_entry_id, last i32, max i64
-- out: id waiting_entry_id, organization organization_id, patient patient_id?, name name, specialty text, rank i32, class text, asked_at instant, state text, left_why text, offers i32, offered_at instant?, changed_at instant, channel text, appointment appointment_id?, service_fr text?, service_ar text?, service_en text?, doctor name?, doctor_ar name?
-- scope: w own
SELECT w.id, w.organization_id AS organization, w.patient_id AS patient, w.name, w.specialty, w.class_rank AS rank, w.class, w.asked_at, w.state, w.left_why, w.offers, w.offered_at, w.changed_at, w.channel,
       w.appointment_id AS appointment, s.name_fr AS service_fr, s.name_ar AS service_ar, s.name_en AS service_en, p.name AS doctor, p.name_ar AS doctor_ar
  FROM waiting_entry w LEFT JOIN service s ON s.id = w.service_id LEFT JOIN practitioner p ON p.id = w.practitioner_id
 WHERE w.organization_id = $organization AND w.state IN ('waiting', 'offered')
   AND (w.class_rank, w.asked_at, w.id) > ($rank, $at, $after) AND w.class_rank <= $last AND {scope}
 ORDER BY w.class_rank, w.asked_at, w.id LIMIT $max;

-- name: waiting_rows_of :many
-- Of one speciality.
-- in: organization organization_id, specialty text, rank i32, at instant, after waiting_entry_id, last i32, max i64
-- out: id waiting_entry_id, organization organization_id, patient patient_id?, name name, specialty text, rank i32, class text, asked_at instant, state text, left_why text, offers i32, offered_at instant?, changed_at instant, channel text, appointment appointment_id?, service_fr text?, service_ar text?, service_en text?, doctor name?, doctor_ar name?
-- scope: w own
SELECT w.id, w.organization_id AS organization, w.patient_id AS patient, w.name, w.specialty, w.class_rank AS rank, w.class, w.asked_at, w.state, w.left_why, w.offers, w.offered_at, w.changed_at, w.channel,
       w.appointment_id AS appointment, s.name_fr AS service_fr, s.name_ar AS service_ar, s.name_en AS service_en, p.name AS doctor, p.name_ar AS doctor_ar
  FROM waiting_entry w LEFT JOIN service s ON s.id = w.service_id LEFT JOIN practitioner p ON p.id = w.practitioner_id
 WHERE w.organization_id = $organization AND w.specialty = $specialty AND w.state IN ('waiting', 'offered')
   AND (w.class_rank, w.asked_at, w.id) > ($rank, $at, $after) AND w.class_rank <= $last AND {scope}
 ORDER BY w.class_rank, w.asked_at, w.id LIMIT $max;

-- name: waiting_rows_type :many
-- Of one type: who asked for it, or for any of its speciality.
-- in: organization organization_id, specialty text, service service_id, rank i32, at instant, after waiting_entry_id, last i32, max i64
-- out: id waiting_entry_id, organization organization_id, patient patient_id?, name name, specialty text, rank i32, class text, asked_at instant, state text, left_why text, offers i32, offered_at instant?, changed_at instant, channel text, appointment appointment_id?, service_fr text?, service_ar text?, service_en text?, doctor name?, doctor_ar name?
-- scope: w own
SELECT w.id, w.organization_id AS organization, w.patient_id AS patient, w.name, w.specialty, w.class_rank AS rank, w.class, w.asked_at, w.state, w.left_why, w.offers, w.offered_at, w.changed_at, w.channel,
       w.appointment_id AS appointment, s.name_fr AS service_fr, s.name_ar AS service_ar, s.name_en AS service_en, p.name AS doctor, p.name_ar AS doctor_ar
  FROM waiting_entry w LEFT JOIN service s ON s.id = w.service_id LEFT JOIN practitioner p ON p.id = w.practitioner_id
 WHERE w.organization_id = $organization AND w.specialty = $specialty AND w.state IN ('waiting', 'offered') AND COALESCE(w.service_id, $service) = $service
   AND (w.class_rank, w.asked_at, w.id) > ($rank, $at, $after) AND w.class_rank <= $last AND {scope}
 ORDER BY w.class_rank, w.asked_at, w.id LIMIT $max;

-- name: waiting_rows_doctor :many
-- Who would have a practitioner: asked by name, or anybody.
-- in: organization organization_id, specialty text, practitioner practitioner_id, rank i32, at instant, after waiting_entry_id, last i32, max i64
-- out: id waiting_entry_id, organization organization_id, patient patient_id?, name name, specialty text, rank i32, class text, asked_at instant, state text, left_why text, offers i32, offered_at instant?, changed_at instant, channel text, appointment appointment_id?, service_fr text?, service_ar text?, service_en text?, doctor name?, doctor_ar name?
-- scope: w own
SELECT w.id, w.organization_id AS organization, w.patient_id AS patient, w.name, w.specialty, w.class_rank AS rank, w.class, w.asked_at, w.state, w.left_why, w.offers, w.offered_at, w.changed_at, w.channel,
       w.appointment_id AS appointment, s.name_fr AS service_fr, s.name_ar AS service_ar, s.name_en AS service_en, p.name AS doctor, p.name_ar AS doctor_ar
  FROM waiting_entry w LEFT JOIN service s ON s.id = w.service_id LEFT JOIN practitioner p ON p.id = w.practitioner_id
 WHERE w.organization_id = $organization AND w.specialty = $specialty AND w.state IN ('waiting', 'offered')
   AND (w.other_practitioner OR COALESCE(w.practitioner_id, $practitioner) = $practitioner)
   AND (w.class_rank, w.asked_at, w.id) > ($rank, $at, $after) AND w.class_rank <= $last AND {scope}
 ORDER BY w.class_rank, w.asked_at, w.id LIMIT $max;

-- name: waiting_rows_gone :many
-- Who is no longer on it, the last first.
-- in: organization organization_id, before instant, max i64
-- out: id waiting_entry_id, organization organization_id, patient patient_id?, name name, specialty text, rank i32, class text, asked_at instant, state text, left_why text, offers i32, offered_at instant?, changed_at instant, channel text, appointment appointment_id?, service_fr text?, service_ar text?, service_en text?, doctor name?, doctor_ar name?
-- scope: w own
SELECT w.id, w.organization_id AS organization, w.patient_id AS patient, w.name, w.specialty, w.class_rank AS rank, w.class, w.asked_at, w.state, w.left_why, w.offers, w.offered_at, w.changed_at, w.channel,
       w.appointment_id AS appointment, s.name_fr AS service_fr, s.name_ar AS service_ar, s.name_en AS service_en, p.name AS doctor, p.name_ar AS doctor_ar
  FROM waiting_entry w LEFT JOIN service s ON s.id = w.service_id LEFT JOIN practitioner p ON p.id = w.practitioner_id
 WHERE w.organization_id = $organization AND w.state IN ('served', 'left') AND w.changed_at < $before AND {scope}
 ORDER BY w.changed_at DESC, w.id DESC LIMIT $max;

-- name: waiting_rows_mine :many
-- What an account wrote down for others, and whether it stands: no more, for the person may have asked elsewhere too.
-- in: account i64, before instant, max i64
-- out: id waiting_entry_id, organization organization_id, patient patient_id?, name name, specialty text, rank i32, class text, asked_at instant, state text, left_why text, offers i32, offered_at instant?, changed_at instant, channel text, appointment appointment_id?, service_fr text?, service_ar text?, service_en text?, doctor name?, doctor_ar name?
-- scope: w own
SELECT w.id, w.organization_id AS organization, w.patient_id AS patient, w.name, w.specialty, w.class_rank AS rank, w.class, w.asked_at,
       CASE WHEN w.taken_back THEN 'left' WHEN COALESCE(m.state, w.state) IN ('waiting', 'offered') THEN 'waiting' ELSE 'left' END AS state, w.left_why, w.offers, w.offered_at, w.changed_at, w.channel,
       w.appointment_id AS appointment, s.name_fr AS service_fr, s.name_ar AS service_ar, s.name_en AS service_en, p.name AS doctor, p.name_ar AS doctor_ar
  FROM waiting_entry w LEFT JOIN waiting_entry m ON m.id = w.same_as LEFT JOIN service s ON s.id = w.service_id LEFT JOIN practitioner p ON p.id = w.practitioner_id
 WHERE w.booked_by = $account AND w.asked_at < $before AND {scope} ORDER BY w.asked_at DESC LIMIT $max;

-- name: waiting_specialties :many
-- What a branch offers.
-- in: lo i64, hi i64
-- out: code text, name_fr text, name_ar text, name_en text
SELECT s.code, s.name_fr, s.name_ar, s.name_en FROM specialty s
 WHERE EXISTS (SELECT 1 FROM offer o WHERE o.specialty = s.code AND o.tree_lo >= $lo AND o.tree_lo < $hi) ORDER BY s.code LIMIT 200;

-- name: waiting_draft_add :exec
-- in: id waiting_draft_id, organization organization_id, owner text, specialty text, area text, name name, birth_day day, sex text, phone text, lang text, service service_id?, practitioner practitioner_id?, days i32, parts i32, from_day day?, to_day day?, at instant
INSERT INTO waiting_draft (id, organization_id, owner, specialty, area, name, birth_day, sex, phone, lang, service_id, practitioner_id, days, parts, from_day, to_day,
       code_hash, code_until, code_tries, code_sends, code_sent_at, token, created_at)
VALUES ($id, $organization, $owner, $specialty, $area, $name, $birth_day, $sex, $phone, $lang, $service, $practitioner, $days, $parts, $from_day, $to_day, '', 0, 0, 0, 0, '', $at);

-- name: waiting_draft_get :one
-- in: id waiting_draft_id, owner text
-- out: id waiting_draft_id, organization organization_id, specialty text, area text, name name, birth_day day, sex text, phone text, lang text, service service_id?, practitioner practitioner_id?, days i32, parts i32, from_day day?, to_day day?
-- out: code_hash text, code_until instant, code_tries i32, code_sends i32, code_sent_at instant, token text, created_at instant
SELECT id, organization_id AS organization, specialty, area, name, birth_day, sex, phone, lang, service_id AS service, practitioner_id AS practitioner, days, parts, from_day, to_day,
       code_hash, code_until, code_tries, code_sends, code_sent_at, token, created_at
  FROM waiting_draft WHERE id = $id AND owner = $owner;

-- name: waiting_draft_code :exec
-- in: code_hash text, code_until instant, at instant, id waiting_draft_id
UPDATE waiting_draft SET code_hash = $code_hash, code_until = $code_until, code_tries = 0, code_sends = code_sends + 1, code_sent_at = $at WHERE id = $id;

-- name: waiting_draft_tried :exec
-- in: id waiting_draft_id
UPDATE waiting_draft SET code_tries = code_tries + 1 WHERE id = $id;

-- name: waiting_draft_done :exec
-- in: token text, id waiting_draft_id
UPDATE waiting_draft SET token = $token, code_hash = '' WHERE id = $id;

-- name: waiting_draft_sweep :count
-- in: before instant
DELETE FROM waiting_draft WHERE created_at < $before;
