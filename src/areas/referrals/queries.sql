-- name: referral_put :exec
-- in: id referral_id, organization organization_id, service service_id, patient patient_id, account i64, referred_by text, referred_day day, reason text, urgency text, code_hash text, until_day day, now instant, letter_type text
INSERT INTO referral (id, organization_id, service_id, patient_id, booked_by, practitioner_id, referred_by, referred_day, reason, urgency, code_hash, until_day,
       made_at, used_at, appointment_id, letter_type)
VALUES ($id, $organization, $service, $patient, $account, NULL, $referred_by, $referred_day, $reason, $urgency, $code_hash, $until_day, $now, NULL, NULL, $letter_type);

-- name: referral_letter_put :exec
-- in: referral referral_id, organization organization_id, body text
INSERT INTO referral_letter (referral_id, organization_id, body, sealed) VALUES ($referral, $organization, $body, TRUE);

-- name: referral_letters_plain :many
-- Of before letters were encrypted.
-- in: most i32
-- out: referral referral_id, body text
SELECT referral_id AS referral, body FROM referral_letter WHERE NOT sealed ORDER BY referral_id LIMIT $most;

-- name: referral_letter_seal :exec
-- in: body text, sealed bool, referral referral_id
UPDATE referral_letter SET body = $body, sealed = $sealed WHERE referral_id = $referral;

-- name: referral_row :one
-- One that the account entered, or that its branch was sent.
-- in: id referral_id
-- scope: r own
-- out: id referral_id, organization organization_id, service service_id, patient patient_id, keeper organization_id, referred_by text, referred_day day, reason text, urgency text, until_day day, used_at instant?, letter_type text
SELECT r.id, r.organization_id AS organization, r.service_id AS service, r.patient_id AS patient, p.organization_id AS keeper, r.referred_by, r.referred_day, r.reason, r.urgency,
       r.until_day, CASE WHEN x.status IN ('cancelled', 'entered-in-error') THEN NULL ELSE r.used_at END AS used_at,
       r.letter_type
  FROM referral r JOIN patient p ON p.id = r.patient_id LEFT JOIN appointment x ON x.id = r.appointment_id
 WHERE r.id = $id AND {scope};

-- name: referral_row_visit :one
-- The same by the appointment that it led to: for who receives the person.
-- in: id referral_id
-- scope: x own
-- out: id referral_id, organization organization_id, service service_id, patient patient_id, keeper organization_id, referred_by text, referred_day day, reason text, urgency text, until_day day, used_at instant?, letter_type text
SELECT r.id, r.organization_id AS organization, r.service_id AS service, r.patient_id AS patient, p.organization_id AS keeper, r.referred_by, r.referred_day, r.reason, r.urgency,
       r.until_day, CASE WHEN x.status IN ('cancelled', 'entered-in-error') THEN NULL ELSE r.used_at END AS used_at,
       r.letter_type
  FROM referral r JOIN appointment x ON x.id = r.appointment_id JOIN patient p ON p.id = r.patient_id
 WHERE r.id = $id AND {scope};

-- name: referral_of_visit :one
-- in: appointment appointment_id
-- scope: x own
-- out: id referral_id, referred_by text, referred_day day, reason text, urgency text, letter_type text
SELECT r.id, r.referred_by, r.referred_day, r.reason, r.urgency, r.letter_type
  FROM referral r JOIN appointment x ON x.id = r.appointment_id WHERE r.appointment_id = $appointment AND {scope};

-- name: referral_letter_get :one
-- in: referral referral_id
-- out: body text, sealed bool
SELECT body, sealed FROM referral_letter WHERE referral_id = $referral;

-- name: referral_by_code :one
-- Whoever has the code may book with it. By the birth date it is told whether it is for that person.
-- in: code_hash text
-- unscoped: the code is the right to it; nothing of it is shown
-- out: id referral_id, service service_id, tree_lo i64, tree_hi i64, until_day day, used_at instant?, birth_day day?
SELECT r.id, r.service_id AS service, o.tree_lo, o.tree_hi, r.until_day,
       CASE WHEN x.status IN ('cancelled', 'entered-in-error') THEN NULL ELSE r.used_at END AS used_at, p.birth_day
  FROM referral r JOIN organization o ON o.id = r.organization_id JOIN patient p ON p.id = r.patient_id
  LEFT JOIN appointment x ON x.id = r.appointment_id
 WHERE r.code_hash = $code_hash;

-- name: referral_by_id :one
-- The same for staff who chose it before.
-- in: id referral_id
-- unscoped: the caller has read it in the account's scope
-- out: id referral_id, service service_id, tree_lo i64, tree_hi i64, until_day day, used_at instant?, birth_day day?
SELECT r.id, r.service_id AS service, o.tree_lo, o.tree_hi, r.until_day,
       CASE WHEN x.status IN ('cancelled', 'entered-in-error') THEN NULL ELSE r.used_at END AS used_at, p.birth_day
  FROM referral r JOIN organization o ON o.id = r.organization_id JOIN patient p ON p.id = r.patient_id
  LEFT JOIN appointment x ON x.id = r.appointment_id
 WHERE r.id = $id;

-- name: referral_take :count
-- Used: once, and again when what it led to was cancelled.
-- in: now instant, appointment appointment_id, patient patient_id, id referral_id
-- unscoped: by code or by who has read it in scope
UPDATE referral SET used_at = $now, appointment_id = $appointment, patient_id = $patient WHERE id = $id AND (used_at IS NULL OR EXISTS (
       SELECT 1 FROM appointment x WHERE x.id = referral.appointment_id AND x.status IN ('cancelled', 'entered-in-error')));

-- name: referral_following :one
-- Has an appointment a referral of that speciality?
-- in: appointment appointment_id, specialty text
-- unscoped: who may move the appointment; a number only
-- out: n i64
SELECT COUNT(*) AS n FROM referral r JOIN service s ON s.id = r.service_id WHERE r.appointment_id = $appointment AND s.specialty = $specialty;

-- name: referral_follow_put :count
-- in: appointment appointment_id, patient patient_id, was appointment_id, service service_id
-- unscoped: who may move the appointment
UPDATE referral SET appointment_id = $appointment, patient_id = $patient
 WHERE appointment_id = $was AND EXISTS (SELECT 1 FROM service s JOIN service t ON t.specialty = s.specialty WHERE s.id = referral.service_id AND t.id = $service);

-- name: referral_birth :one
-- in: patient patient_id
-- unscoped: whom the caller books for; nothing of the file is shown
-- out: birth_day day?
SELECT birth_day FROM patient WHERE id = $patient;

-- name: referral_list :many
-- Those that the account entered, or its branch was sent, and that can still be used or were lately; the urgent ones first.
-- in: from_day day
-- scope: r own
-- out: id referral_id, keeper organization_id, patient patient_id, name name, service_fr text, service_ar text, service_en text, place_fr text, place_ar text, place_en text, referred_by text, referred_day day, urgency text, until_day day, used_at instant?
SELECT r.id, p.organization_id AS keeper, r.patient_id AS patient, p.name, s.name_fr AS service_fr, s.name_ar AS service_ar, s.name_en AS service_en,
       o.name_fr AS place_fr, o.name_ar AS place_ar, o.name_en AS place_en, r.referred_by, r.referred_day, r.urgency, r.until_day,
       CASE WHEN x.status IN ('cancelled', 'entered-in-error') THEN NULL ELSE r.used_at END AS used_at
  FROM referral r JOIN patient p ON p.id = r.patient_id JOIN service s ON s.id = r.service_id JOIN organization o ON o.id = r.organization_id
  LEFT JOIN appointment x ON x.id = r.appointment_id
 WHERE r.until_day >= $from_day AND {scope}
 ORDER BY CASE WHEN r.used_at IS NULL OR x.status IN ('cancelled', 'entered-in-error') THEN 0 ELSE 1 END, CASE r.urgency WHEN 'urgent' THEN 0 WHEN 'soon' THEN 1 ELSE 2 END, r.made_at LIMIT 200;

-- name: referral_types :many
-- Types of an establishment that ask for a referral and are offered there.
-- in: lo i64, hi i64
-- out: id service_id, name_fr text, name_ar text, name_en text
SELECT s.id, s.name_fr, s.name_ar, s.name_en FROM service s
 WHERE s.active AND s.referral_required AND s.id IN (
       SELECT f.service_id FROM offer f WHERE f.tree_lo >= $lo AND f.tree_lo < $hi)
 ORDER BY s.name_fr, s.id LIMIT 200;

-- name: referral_draft_put :exec
-- in: draft i64, organization organization_id, code_hash text, now instant
INSERT INTO referral_draft (draft_id, organization_id, code_hash, made_at) VALUES ($draft, $organization, $code_hash, $now)
ON CONFLICT (draft_id) DO UPDATE SET code_hash = excluded.code_hash, made_at = excluded.made_at;

-- name: referral_draft_get :one
-- in: draft i64
-- out: code_hash text
SELECT code_hash FROM referral_draft WHERE draft_id = $draft;

-- name: referral_draft_sweep :count
-- in: before instant
DELETE FROM referral_draft WHERE made_at < $before;

-- name: referral_letters_sweep :count
-- Letters of referrals that ended before a day and led to nothing, or to a visit before that day.
-- in: before day
-- unscoped: the retention table's job
DELETE FROM referral_letter WHERE referral_id IN (
       SELECT r.id FROM referral r LEFT JOIN appointment x ON x.id = r.appointment_id WHERE r.until_day < $before AND (x.id IS NULL OR x.day < $before));

-- name: referral_name :one
-- in: patient patient_id
-- unscoped: the referral was read in the account's scope, and the reading is in the trail
-- out: name name
SELECT name FROM patient WHERE id = $patient;
