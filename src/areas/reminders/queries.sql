-- name: remind_houses :many
-- Who keeps files, with the last day planned; after one, by its place in the tree.
-- in: after i64, max i64
-- out: id organization_id, tree_lo i64, tree_hi i64, kind text, zone text, day day?
SELECT o.id, o.tree_lo, o.tree_hi, o.kind, o.zone, d.day FROM organization o LEFT JOIN reminder_day d ON d.organization_id = o.id
 WHERE o.tree_lo > $after AND o.kind <> 'department' AND o.active ORDER BY o.tree_lo LIMIT $max;

-- name: remind_plan_put :exec
-- in: service service_id, organization organization_id, days text
INSERT INTO reminder_plan (service_id, organization_id, days) VALUES ($service, $organization, $days) ON CONFLICT (service_id) DO UPDATE SET days = excluded.days;

-- name: remind_feasts :many
-- Feasts of a house: nobody is written to on them.
-- in: organization organization_id, first day, last day
-- out: day day
SELECT DISTINCT c.day FROM calendar_day c JOIN organization n ON n.id = c.organization_id JOIN organization o ON n.tree_lo <= o.tree_lo AND n.tree_hi >= o.tree_hi
 WHERE c.day >= $first AND c.day <= $last AND c.kind = 'holiday' AND o.id = $organization ORDER BY c.day LIMIT 60;

-- name: remind_day_put :exec
-- in: organization organization_id, day day
INSERT INTO reminder_day (organization_id, day) VALUES ($organization, $day) ON CONFLICT (organization_id) DO UPDATE SET day = excluded.day;

-- name: remind_plans :many
-- The plans in use, for which days have to be looked at.
-- in:
-- out: days text
SELECT DISTINCT days FROM reminder_plan ORDER BY days LIMIT 500;

-- name: remind_candidates :many
-- What a house's people come to on one day, with what decides whether and how they are reminded; after one, by id. told_at: when the person
-- was last told of it.
-- in: house organization_id, lo i64, hi i64, day day, after i64, max i64
-- out: id appointment_id, patient patient_id, start_min i32, zone text, start_at instant, booked_at instant, told_at instant?, phone text, email text, party_phone text?, days text?
-- unscoped: the jobs process plans messages to the persons themselves
SELECT x.id, x.patient_id AS patient, x.start_min, x.zone, x.start_at, x.booked_at,
       (SELECT MAX(m.created_at) FROM message m WHERE m.appointment_id = x.id
           AND m.template IN ('booked', 'moved', 'seat', 'substituted', 'given-back', 'party-booked', 'party-moved')) AS told_at,
       p.phone, p.email, t.phone AS party_phone, COALESCE(r.days, s.days, u.days) AS days
  FROM organization o JOIN appointment x ON x.organization_id = o.id JOIN patient p ON p.id = x.patient_id
       LEFT JOIN party t ON t.id = x.party_id LEFT JOIN service v ON v.id = x.service_id LEFT JOIN service w ON w.id = v.from_id
       LEFT JOIN reminder_plan r ON r.service_id = v.id LEFT JOIN reminder_plan s ON s.service_id = v.from_id LEFT JOIN reminder_plan u ON u.service_id = w.from_id
 WHERE o.tree_lo >= $lo AND o.tree_lo < $hi AND (o.id = $house OR o.kind = 'department') AND x.day = $day AND x.id > $after
   AND x.status IN ('proposed', 'pending', 'booked') AND NOT x.history AND p.erased_at IS NULL
 ORDER BY x.id LIMIT $max;

-- name: remind_put :exec
-- One reminder of a contact and day; of several the earliest hour counts, until it is made.
-- in: id reminder_id, organization organization_id, contact text, day day, way text, due_at instant, now instant
-- unscoped: the jobs process plans messages to the persons themselves
INSERT INTO reminder (id, organization_id, contact, day, way, due_at, state, message_id, batch_id, made_at, changed_at)
VALUES ($id, $organization, $contact, $day, $way, $due_at, 'planned', NULL, NULL, $now, $now)
ON CONFLICT (contact, day, organization_id) DO UPDATE SET due_at = CASE WHEN excluded.due_at < reminder.due_at AND reminder.state = 'planned' THEN excluded.due_at ELSE reminder.due_at END;

-- name: remind_about_put :count
-- It speaks of that appointment too, unless the appointment was reminded of today or the message has gone.
-- in: appointment appointment_id, day day, visit day, start_min i32, contact text, organization organization_id
-- unscoped: the jobs process plans messages to the persons themselves
INSERT INTO reminder_about (appointment_id, sent_on, reminder_id, organization_id, day, start_min)
SELECT $appointment, r.day, r.id, r.organization_id, $visit, $start_min FROM reminder r
 WHERE r.contact = $contact AND r.day = $day AND r.organization_id = $organization AND r.state = 'planned'
ON CONFLICT (appointment_id, sent_on) DO NOTHING;

-- name: remind_about_move :count
-- Its person has another number now: told there, unless that reminder has gone already.
-- in: contact text, day day, organization organization_id, appointment appointment_id, reminder reminder_id
-- unscoped: the jobs process writes to the persons themselves
UPDATE reminder_about SET reminder_id = (SELECT r.id FROM reminder r WHERE r.contact = $contact AND r.day = $day AND r.organization_id = $organization)
 WHERE appointment_id = $appointment AND reminder_id = $reminder
   AND EXISTS (SELECT 1 FROM reminder r WHERE r.contact = $contact AND r.day = $day AND r.organization_id = $organization AND r.state = 'planned');

-- name: remind_due :many
-- The next whose hour has come.
-- in: at instant, max i64
-- out: id reminder_id, organization organization_id, way text, contact text, day day
-- unscoped: the jobs process writes to the persons themselves
SELECT id, organization_id AS organization, way, contact, day FROM reminder WHERE state = 'planned' AND way <> 'letter' AND due_at <= $at ORDER BY due_at, id LIMIT $max;

-- name: remind_due_any :one
-- in: at instant
-- out: id reminder_id
-- unscoped: whether, not who
SELECT id FROM reminder WHERE state = 'planned' AND way <> 'letter' AND due_at <= $at ORDER BY due_at, id LIMIT 1;

-- name: remind_abouts :many
-- What a reminder speaks of: what still stands as it was planned, the soonest first. The place is the house: no unit's name leaves it.
-- in: reminder reminder_id, now instant, max i64
-- out: appointment appointment_id, patient patient_id, organization organization_id, day day, start_min i32, start_at instant, lang text, place_kind text?, discreet bool, sms_name text, place_fr text, phone text, email text, party_phone text?
-- unscoped: the jobs process writes to the persons themselves
SELECT x.id AS appointment, x.patient_id AS patient, x.organization_id AS organization, x.day, x.start_min, x.start_at, p.lang, v.place_kind, COALESCE(v.sensitive, FALSE) AS discreet,
       o.sms_name, o.name_fr AS place_fr, p.phone, p.email, t.phone AS party_phone
  FROM reminder_about b JOIN appointment x ON x.id = b.appointment_id AND x.day = b.day AND x.start_min = b.start_min JOIN patient p ON p.id = x.patient_id
       JOIN organization o ON o.id = b.organization_id LEFT JOIN service v ON v.id = x.service_id LEFT JOIN party t ON t.id = x.party_id
 WHERE b.reminder_id = $reminder AND x.status IN ('proposed', 'pending', 'booked') AND x.start_at > $now AND p.erased_at IS NULL
 ORDER BY x.start_at, x.id LIMIT $max;

-- name: remind_planned :one
-- in: id reminder_id
-- out: id reminder_id
-- unscoped: whether, not who
SELECT id FROM reminder WHERE id = $id AND state = 'planned';

-- name: remind_beside :many
-- What other houses remind the same contact of today, whatever their hour.
-- in: contact text, day day, way text, id reminder_id, max i64
-- out: id reminder_id, organization organization_id
-- unscoped: the jobs process writes to the persons themselves
SELECT id, organization_id AS organization FROM reminder WHERE contact = $contact AND day = $day AND way = $way AND state = 'planned' AND id <> $id
 ORDER BY organization_id LIMIT $max;

-- name: remind_expected :one
-- Whether a contact is still to be reminded that day.
-- in: contact text, day day
-- out: id reminder_id
-- unscoped: whether, not who
SELECT id FROM reminder WHERE contact = $contact AND day = $day AND state = 'planned' ORDER BY organization_id LIMIT 1;

-- name: remind_state :count
-- in: state text, message i64?, now instant, id reminder_id, was text
-- unscoped: a state
UPDATE reminder SET state = $state, message_id = $message, changed_at = $now WHERE id = $id AND state = $was;

-- name: call_put :exec
-- in: id reminder_call_id, organization organization_id, appointment appointment_id, patient patient_id, why text, rank i32, day day, start_min i32, now instant
-- unscoped: whoever asks has read the appointment
INSERT INTO reminder_call (id, organization_id, appointment_id, patient_id, why, rank, day, start_min, made_at, state, outcome, tries, tried_at, account_id, note)
VALUES ($id, $organization, $appointment, $patient, $why, $rank, $day, $start_min, $now, 'open', '', 0, NULL, NULL, '')
ON CONFLICT (appointment_id, day) DO UPDATE SET rank = excluded.rank, why = CASE WHEN reminder_call.why = 'risk' THEN excluded.why ELSE reminder_call.why END
 WHERE reminder_call.state = 'open' AND excluded.rank < reminder_call.rank;

-- name: remind_news :many
-- Reminders on their way of which something new is known; after one.
-- in: since instant, after reminder_id, max i64
-- out: id reminder_id, organization organization_id, state text, message_state text, report text
-- unscoped: states, not who
SELECT r.id, r.organization_id AS organization, r.state, m.state AS message_state, m.report
  FROM reminder r JOIN message m ON m.id = r.message_id
 WHERE r.state IN ('queued', 'sent') AND r.changed_at >= $since AND r.id > $after AND (m.state IN ('failed', 'late', 'dropped') OR m.report = 'delivered' OR (r.state = 'queued' AND m.state = 'sent'))
 ORDER BY r.id LIMIT $max;

-- name: remind_stale :many
-- Reminders that still wait in the outbox and speak of something that stands no more.
-- in: since instant, max i64
-- out: id reminder_id, message i64?
-- unscoped: states, not who
SELECT r.id, r.message_id AS message FROM reminder r JOIN message m ON m.id = r.message_id
 WHERE r.state IN ('queued', 'sent') AND r.state = 'queued' AND r.changed_at >= $since AND m.state = 'queued'
   AND EXISTS (SELECT 1 FROM reminder_about b JOIN appointment x ON x.id = b.appointment_id WHERE b.reminder_id = r.id
                AND (x.day <> b.day OR x.start_min <> b.start_min OR x.status NOT IN ('proposed', 'pending', 'booked')))
 ORDER BY r.changed_at LIMIT $max;

-- name: remind_take_back :count
-- in: message i64
UPDATE message SET state = 'dropped', body = '' WHERE id = $message AND state = 'queued';

-- name: remind_follow :count
-- in: state text, now instant, id reminder_id, was text
-- unscoped: a state
UPDATE reminder SET state = $state, changed_at = $now WHERE id = $id AND state = $was;

-- name: remind_again :count
-- To be made anew, of what stands now.
-- in: now instant, id reminder_id, was text
-- unscoped: a state
UPDATE reminder SET state = 'planned', due_at = $now, message_id = NULL, changed_at = $now WHERE id = $id AND state = $was;

-- name: remind_forget_gone :count
-- What it spoke of and stands no more.
-- in: reminder reminder_id
-- unscoped: nothing is shown
DELETE FROM reminder_about WHERE reminder_id = $reminder AND EXISTS (SELECT 1 FROM appointment x WHERE x.id = reminder_about.appointment_id
   AND (x.day <> reminder_about.day OR x.start_min <> reminder_about.start_min OR x.status NOT IN ('proposed', 'pending', 'booked')));

-- name: call_over :count
-- in: now instant, before day
-- unscoped: states, not who
UPDATE reminder_call SET state = 'done', outcome = 'over' WHERE state = 'open' AND day < $before AND made_at < $now;

-- name: call_list :many
-- Whom a house's desk calls, the nearest visit first, of one day who is likeliest to be missed.
-- in: from day, max i64
-- scope: c leads
-- out: id reminder_call_id, organization organization_id, appointment appointment_id, patient patient_id, name name, phone text, lang text, day day, start_min i32, why text, tries i32, tried_at instant?, outcome text, note text, service_fr text, service_ar text, service_en text, schedule schedule_id?, practitioner name?, schedule_fr text?, schedule_ar text?
SELECT c.id, c.organization_id AS organization, c.appointment_id AS appointment, x.patient_id AS patient, p.name, CASE WHEN p.phone <> '' THEN p.phone ELSE COALESCE(t.phone, '') END AS phone, p.lang, x.day, x.start_min, c.why, c.tries, c.tried_at, c.outcome, c.note,
       x.service_name_fr AS service_fr, x.service_name_ar AS service_ar, x.service_name_en AS service_en, x.schedule_id AS schedule, d.name AS practitioner, a.name_fr AS schedule_fr, a.name_ar AS schedule_ar
  FROM reminder_call c JOIN appointment x ON x.id = c.appointment_id AND x.day = c.day AND x.status IN ('proposed', 'pending', 'booked')
       JOIN patient p ON p.id = x.patient_id LEFT JOIN party t ON t.id = x.party_id LEFT JOIN schedule a ON a.id = x.schedule_id LEFT JOIN practitioner d ON d.id = x.practitioner_id
 WHERE {scope} AND c.state = 'open' AND c.day >= $from AND (p.phone <> '' OR t.phone <> '') ORDER BY c.day, c.rank, c.start_min, c.id LIMIT $max;

-- name: call_get :one
-- in: id reminder_call_id
-- scope: c leads
-- out: appointment appointment_id, patient patient_id, organization organization_id, tries i32
SELECT c.appointment_id AS appointment, x.patient_id AS patient, c.organization_id AS organization, c.tries FROM reminder_call c JOIN appointment x ON x.id = c.appointment_id WHERE {scope} AND c.id = $id AND c.state = 'open';

-- name: call_note :count
-- in: state text, outcome text, note text, now instant, account i64, id reminder_call_id, tries i32
-- unscoped: the caller has read the row in its scope
UPDATE reminder_call SET state = $state, outcome = $outcome, note = $note, tries = tries + 1, tried_at = $now, account_id = $account
 WHERE id = $id AND state = 'open' AND tries = $tries;

-- name: call_waiting :many
-- Their numbers, each once, in the branches of some roles of an account.
-- in: account account_id, roles membership_id[], from day, max i64
-- unscoped: the account's own roles are the scope; they are counted, not shown
-- out: phone text
SELECT DISTINCT CASE WHEN p.phone <> '' THEN p.phone ELSE t.phone END AS phone
  FROM membership u JOIN organization h ON h.id = u.organization_id JOIN organization o ON o.tree_lo >= h.tree_lo AND o.tree_lo < h.tree_hi
       JOIN reminder_call c ON c.organization_id = o.id AND c.state = 'open' AND c.day >= $from
       JOIN appointment x ON x.id = c.appointment_id AND x.day = c.day AND x.status IN ('proposed', 'pending', 'booked')
       JOIN patient p ON p.id = x.patient_id LEFT JOIN party t ON t.id = x.party_id
 WHERE u.account_id = $account AND u.id IN ($roles) AND (p.phone <> '' OR t.phone <> '') LIMIT $max;

-- name: call_recent :many
-- The last calls, so that a wrong press is seen.
-- in: since instant, max i64
-- scope: c leads
-- out: patient patient_id, organization organization_id, appointment appointment_id, name name, outcome text, tried_at instant?, note text, day day
SELECT x.patient_id AS patient, c.organization_id AS organization, c.appointment_id AS appointment, p.name, c.outcome, c.tried_at, c.note, c.day FROM reminder_call c JOIN appointment x ON x.id = c.appointment_id JOIN patient p ON p.id = x.patient_id
 WHERE {scope} AND c.tried_at IS NOT NULL AND c.tried_at >= $since AND c.state = 'done' ORDER BY c.tried_at DESC, c.id LIMIT $max;

-- name: letter_candidates :many
-- Who has no telephone and comes between two days, without a letter about it yet; after one, by id.
-- in: house organization_id, lo i64, hi i64, first day, last day, after i64, max i64
-- out: id appointment_id, patient patient_id, day day, start_min i32, booked_at instant, email text
-- unscoped: the jobs process plans letters to the persons themselves
SELECT x.id, x.patient_id AS patient, x.day, x.start_min, x.booked_at, p.email
  FROM organization o JOIN appointment x ON x.organization_id = o.id JOIN patient p ON p.id = x.patient_id LEFT JOIN party t ON t.id = x.party_id
 WHERE o.tree_lo >= $lo AND o.tree_lo < $hi AND (o.id = $house OR o.kind = 'department') AND x.day >= $first AND x.day <= $last AND x.id > $after
   AND x.status IN ('proposed', 'pending', 'booked') AND NOT x.history AND p.erased_at IS NULL AND p.phone = '' AND COALESCE(t.phone, '') = ''
   AND NOT EXISTS (SELECT 1 FROM reminder_about b JOIN reminder r ON r.id = b.reminder_id WHERE b.appointment_id = x.id AND b.day = x.day AND b.start_min = x.start_min AND r.way = 'letter')
 ORDER BY x.id LIMIT $max;

-- name: letters_waiting :many
-- Letters to be printed, or whose address is missing, the oldest first.
-- in: from day, max i64
-- scope: r leads
-- out: id reminder_id, patient patient_id, organization organization_id, name name, lang text, address text?, day day, start_min i32, n i64
SELECT r.id, x.patient_id AS patient, r.organization_id AS organization, p.name, p.lang, a.lines AS address, MIN(x.day) AS day, MIN(x.start_min) AS start_min, COUNT(*) AS n
  FROM reminder r JOIN reminder_about b ON b.reminder_id = r.id JOIN appointment x ON x.id = b.appointment_id AND x.day = b.day AND x.start_min = b.start_min
       JOIN patient p ON p.id = x.patient_id LEFT JOIN postal_address a ON a.patient_id = x.patient_id
 WHERE {scope} AND r.way = 'letter' AND r.state = 'planned' AND x.day >= $from AND x.status IN ('proposed', 'pending', 'booked') AND p.erased_at IS NULL
 GROUP BY r.id, x.patient_id, r.organization_id, p.name, p.lang, a.lines ORDER BY r.id LIMIT $max;

-- name: letter_batch_put :count
-- None: there is one of that day already.
-- in: id letter_batch_id, organization organization_id, day day, letters i32, now instant, account i64
INSERT INTO letter_batch (id, organization_id, day, letters, made_at, account_id) VALUES ($id, $organization, $day, $letters, $now, $account)
ON CONFLICT (organization_id, day) DO NOTHING;

-- name: letter_batches :many
-- in: organization organization_id, max i64
-- out: id letter_batch_id, day day, letters i32, made_at instant, account name?
SELECT b.id, b.day, b.letters, b.made_at, u.name AS account FROM letter_batch b LEFT JOIN account u ON u.id = b.account_id
 WHERE b.organization_id = $organization ORDER BY b.day DESC LIMIT $max;

-- name: letter_batch_get :one
-- in: id letter_batch_id, organization organization_id
-- out: day day, made_at instant
SELECT day, made_at FROM letter_batch WHERE id = $id AND organization_id = $organization;

-- name: letter_print :count
-- in: batch letter_batch_id?, now instant, id reminder_id
-- unscoped: the caller has read the row in its scope
UPDATE reminder SET state = 'printed', batch_id = $batch, changed_at = $now WHERE id = $id AND state = 'planned' AND way = 'letter';

-- name: letter_lines :many
-- What the letters of a batch say, person by person; of what still stands.
-- in: organization organization_id, day day, batch i64, max i64
-- scope: r leads
-- out: id reminder_id, patient patient_id, organization organization_id, name name, lang text, address text?, day day, start_min i32, reference text, discreet bool, service_fr text, service_ar text, service_en text, bring_fr text?, bring_ar text?, bring_en text?, place_kind text?, location_fr text?, location_ar text?, location_en text?, address_fr text?, address_ar text?, direction_fr text?, direction_ar text?
SELECT r.id, x.patient_id AS patient, r.organization_id AS organization, p.name, p.lang, a.lines AS address, x.day, x.start_min, x.reference, COALESCE(v.sensitive, FALSE) AS discreet,
       x.service_name_fr AS service_fr, x.service_name_ar AS service_ar, x.service_name_en AS service_en, v.bring_fr, v.bring_ar, v.bring_en, v.place_kind,
       l.name_fr AS location_fr, l.name_ar AS location_ar, l.name_en AS location_en, l.address_fr, l.address_ar, l.direction_fr, l.direction_ar
  FROM reminder r JOIN reminder_about b ON b.reminder_id = r.id JOIN appointment x ON x.id = b.appointment_id AND x.day = b.day AND x.start_min = b.start_min
       JOIN patient p ON p.id = x.patient_id LEFT JOIN postal_address a ON a.patient_id = x.patient_id LEFT JOIN service v ON v.id = x.service_id LEFT JOIN location l ON l.id = x.location_id
 WHERE {scope} AND r.organization_id = $organization AND r.way = 'letter' AND r.state = 'printed' AND r.day <= $day AND r.batch_id = $batch
   AND x.status IN ('proposed', 'pending', 'booked') AND p.erased_at IS NULL
 ORDER BY r.id, x.day, x.start_min, x.id LIMIT $max;

-- name: letter_too_late :count
-- Letters of a house whose visits are all so near, or so changed, that the post would bring nothing of use.
-- in: now instant, house organization_id, first day
-- unscoped: states, not who
UPDATE reminder SET state = 'dropped', changed_at = $now WHERE organization_id = $house AND way = 'letter' AND state = 'planned'
   AND NOT EXISTS (SELECT 1 FROM reminder_about b JOIN appointment x ON x.id = b.appointment_id AND x.day = b.day AND x.start_min = b.start_min
                    WHERE b.reminder_id = reminder.id AND x.day >= $first AND x.status IN ('proposed', 'pending', 'booked'));

-- name: postal_address_get :one
-- in: patient patient_id
-- scope: a
-- out: lines text
SELECT a.lines FROM postal_address a WHERE a.patient_id = $patient AND {scope};

-- name: postal_address_put :exec
-- in: patient patient_id, organization organization_id, lines text
-- unscoped: the caller has read the file in its scope
INSERT INTO postal_address (patient_id, organization_id, lines) VALUES ($patient, $organization, $lines) ON CONFLICT (patient_id) DO UPDATE SET lines = excluded.lines;

-- name: plan_get :one
-- in: id service_id
-- out: organization organization_id, name_fr text, name_ar text, name_en text, days text?, above text?
SELECT v.organization_id AS organization, v.name_fr, v.name_ar, v.name_en, r.days, COALESCE(s.days, u.days) AS above
  FROM service v LEFT JOIN service w ON w.id = v.from_id LEFT JOIN reminder_plan r ON r.service_id = v.id
       LEFT JOIN reminder_plan s ON s.service_id = v.from_id LEFT JOIN reminder_plan u ON u.service_id = w.from_id
 WHERE v.id = $id;

-- name: remind_plan_drop :exec
-- in: service service_id
DELETE FROM reminder_plan WHERE service_id = $service;
