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
