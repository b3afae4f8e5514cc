-- name: demo_accounts :one
-- Whether somebody works here already.
-- in:
-- out: n i64
SELECT COUNT(*) AS n FROM account;

-- name: demo_appointment_add :exec
-- A past or present appointment as it stands by now: no act, no notice, not held against openings by this statement.
-- in: id appointment_id, organization organization_id, reference text, token_hash text, patient patient_id, schedule schedule_id, practitioner practitioner_id, service service_id, location location_id
-- in: specialty text, name_fr text, name_ar text, name_en text, day day, start_min minutes, zone text, start_at instant, duration i32, status text, cancelled_by text?, reason text
-- in: channel text, for_whom text, booked_at instant, booked_day day, salt text, changed_at instant
INSERT INTO appointment (id, organization_id, reference, token_hash, patient_id, schedule_id, practitioner_id, service_id, location_id,
       specialty, service_name_fr, service_name_ar, service_name_en, day, start_min, zone, start_at, duration_min, buffer_before_min,
       buffer_after_min, seat, status, cancelled_by, cancel_reason, channel, for_whom, booked_at, booked_day, overbooked, overbook_reason,
       walk_in, history, note, salt, changed_at, version)
VALUES ($id, $organization, $reference, $token_hash, $patient, $schedule, $practitioner, $service, $location,
       $specialty, $name_fr, $name_ar, $name_en, $day, $start_min, $zone, $start_at, $duration, 0,
       0, 0, $status, $cancelled_by, $reason, $channel, $for_whom, $booked_at, $booked_day, FALSE, '',
       FALSE, FALSE, '', $salt, $changed_at, 1);

-- name: demo_coming :many
-- Some appointments ahead of a hospital, of people with a telephone.
-- in: organization organization_id, from_day day, max i64
-- unscoped: the demonstration fills an empty house
-- out: id i64, patient_id i64, phone text, start_at instant
SELECT x.id, x.patient_id, p.phone, x.start_at FROM appointment x JOIN patient p ON p.id = x.patient_id
 WHERE x.organization_id = $organization AND x.day >= $from_day AND x.status = 'booked' AND p.phone <> '' ORDER BY x.day, x.id LIMIT $max;

-- name: demo_message_lost :exec
-- A message that did not arrive.
-- in: id i64, why text, state text
UPDATE message SET state = $state, why = $why, attempts = 3 WHERE id = $id;

-- name: demo_patient_mail :exec
-- in: email text, id patient_id
-- unscoped: the demonstration's own person
UPDATE patient SET email = $email WHERE id = $id;

-- name: demo_watch :exec
-- A practitioner is told by mail of what changes in his own agenda: of the next day at once, of the rest at six.
-- in: id i64, organization organization_id, schedule schedule_id, account account_id, email text, now instant
INSERT INTO agent_watch (id, organization_id, schedule_id, account_id, email, lang, zone, own, soon_min, digest_min, digest_day, since)
VALUES ($id, $organization, $schedule, $account, $email, 'fr', 'Africa/Casablanca', TRUE, 1440, 1080, NULL, $now);

-- name: demo_given_back :many
-- Times that their persons gave back, days [since, until).
-- in: organization organization_id, since day, until day, max i32
-- out: schedule schedule_id, day day, start_min i32
-- unscoped: times, no person
SELECT s.id AS schedule, x.day, x.start_min FROM appointment x JOIN schedule s ON s.id = x.schedule_id
 WHERE x.organization_id = $organization AND x.day >= $since AND x.day < $until AND x.status = 'cancelled' AND x.cancelled_by = 'patient'
 ORDER BY x.day, x.id LIMIT $max;

-- name: demo_remind :exec
-- What the job would have done in days [since, until): a reminder at ten, two days before. Of ten visits one had none; of most of the others
-- the provider reported that it arrived. Ids are those of that moment (base/random.h), so that each is counted in its month.
-- in: organization organization_id, since day, until day
-- unscoped: the demonstration fills an empty house
INSERT INTO reminder (id, organization_id, contact, day, way, due_at, state, message_id, batch_id, made_at, changed_at)
SELECT (x.start_at - 172800 - (x.start_min - 600) * 60 - 1577836800) * 1000 * 2097152 + x.id % 2097152, x.organization_id, p.phone, x.day - 2, 'sms',
       x.start_at - 172800 - (x.start_min - 600) * 60, CASE WHEN x.id % 10 < 7 THEN 'delivered' ELSE 'sent' END,
       (x.start_at - 172800 - (x.start_min - 600) * 60 - 1577836800) * 1000 * 2097152 + x.id % 2097152, NULL,
       x.start_at - 172800 - (x.start_min - 600) * 60, x.start_at - 172800 - (x.start_min - 600) * 60
  FROM appointment x JOIN patient p ON p.id = x.patient_id
 WHERE x.organization_id = $organization AND x.day >= $since AND x.day < $until AND x.booked_day < x.day - 2 AND x.status IN ('fulfilled', 'noshow')
   AND NOT x.history AND p.phone <> '' AND x.id % 10 < 9
ON CONFLICT DO NOTHING;

-- name: demo_remind_about :exec
-- in: organization organization_id, since day, until day
-- unscoped: the demonstration fills an empty house
INSERT INTO reminder_about (appointment_id, sent_on, reminder_id, organization_id, day, start_min)
SELECT x.id, r.day, r.id, x.organization_id, x.day, x.start_min
  FROM appointment x JOIN patient p ON p.id = x.patient_id
  JOIN reminder r ON r.contact = p.phone AND r.day = x.day - 2 AND r.organization_id = x.organization_id
 WHERE x.organization_id = $organization AND x.day >= $since AND x.day < $until AND x.status IN ('fulfilled', 'noshow')
ON CONFLICT DO NOTHING;

-- name: demo_remind_messages :exec
-- in: organization organization_id, since day, until day
-- unscoped: the demonstration fills an empty house
INSERT INTO message (id, organization_id, appointment_id, patient_id, channel, template, lang, recipient, body, due_at, drop_at, state, attempts,
       lease_until, provider_id, created_at, sent_at, version, segments, may_stop, may_wait, last_at, subject, html, ics, why, report, reported_at,
       handled_at, handled_by, handled_how)
SELECT r.id, r.organization_id, MIN(x.id), MIN(x.patient_id), 'sms', 'reminder', 'fr', r.contact, 'RDV', r.due_at, r.due_at + 86400, 'sent', 1,
       0, '', r.due_at, r.due_at, 1, 1, TRUE, TRUE, r.due_at + 86400, '', '', '', '', CASE r.state WHEN 'delivered' THEN 'delivered' ELSE '' END,
       CASE r.state WHEN 'delivered' THEN r.due_at + 20 END, NULL, NULL, ''
  FROM appointment x JOIN reminder_about k ON k.appointment_id = x.id JOIN reminder r ON r.id = k.reminder_id
 WHERE x.organization_id = $organization AND x.day >= $since AND x.day < $until
 GROUP BY r.id, r.organization_id, r.contact, r.due_at, r.state;

-- name: demo_answered :exec
-- Of those who came, four in ten had answered that they would; of those who missed, one in ten.
-- in: organization organization_id, since day, until day
-- unscoped: the demonstration fills an empty house
INSERT INTO missed_confirmation (appointment_id, organization_id, start_at, day, wanted, misses, due_at, confirmed_at, confirmed_how)
SELECT x.id, x.organization_id, x.start_at, x.day, FALSE, 0, NULL, r.due_at + 3600, 'sms'
  FROM appointment x JOIN reminder_about k ON k.appointment_id = x.id JOIN reminder r ON r.id = k.reminder_id
 WHERE x.organization_id = $organization AND x.day >= $since AND x.day < $until
   AND ((x.status = 'fulfilled' AND x.id / 10 % 10 < 4) OR (x.status = 'noshow' AND x.id / 10 % 10 = 0))
ON CONFLICT DO NOTHING;

-- name: demo_feed :exec
-- The agenda of that practitioner in his own calendar, under an address that everybody knows: it is the demonstration.
-- in: id i64, organization organization_id, schedule schedule_id, account account_id, token_hash text, now instant
INSERT INTO agent_feed (id, organization_id, schedule_id, account_id, token_hash, lang, made_at) VALUES ($id, $organization, $schedule, $account, $token_hash, 'fr', $now);

-- name: demo_opened :exec
-- An interval of the past: nobody can book it any more, but it was open.
-- in: day day, schedule schedule_id, start_min minutes, end_min minutes
INSERT INTO opening_day (schedule_id, day, start_min, end_min, opening_id, organization_id, capacity, slot_min)
SELECT o.schedule_id, $day, o.start_min, o.end_min, o.id, o.organization_id, 1, NULL
  FROM opening o WHERE o.schedule_id = $schedule AND o.start_min = $start_min AND o.end_min = $end_min ORDER BY o.id LIMIT 1
ON CONFLICT DO NOTHING;

-- name: demo_late :exec
-- Of visits booked on days [from_day, to_day) that stand as seen some were missed, as it turns out.
-- in: organization organization_id, from_day day, to_day day, max i64
-- unscoped: the demonstration fills an empty house
UPDATE appointment SET status = 'noshow'
 WHERE id IN (SELECT x.id FROM appointment x WHERE x.organization_id = $organization AND x.booked_day >= $from_day AND x.booked_day < $to_day
               AND x.status = 'fulfilled' ORDER BY x.id LIMIT $max);
