-- name: booking_places :many
-- Where one can search: regions, provinces and establishments, in the order of the tree.
-- in:
-- out: id organization_id, parent_id organization_id?, depth i32, kind text, code text, name_fr text, name_ar text, name_en text
SELECT id, parent_id, depth, kind, code, name_fr, name_ar, name_en
  FROM organization WHERE active AND kind IN ('region', 'province', 'establishment') ORDER BY tree_lo LIMIT 2000;

-- name: booking_specialties :many
-- in:
-- out: code text, name_fr text, name_ar text, name_en text, popularity i32
SELECT code, name_fr, name_ar, name_en, popularity FROM specialty ORDER BY popularity DESC, code LIMIT 500;

-- name: booking_words :many
-- All everyday words: a few hundred, matched in C.
-- in:
-- out: specialty text, word text
SELECT specialty, word FROM specialty_word ORDER BY word LIMIT 5000;

-- name: booking_draft_add :count
-- Its id is the hold's, so that a choice sent twice makes one.
-- in: id booking_draft_id, organization i64, owner text, hold i64, schedule schedule_id, service service_id, day day, start_min i32, lang text, at instant
INSERT INTO booking_draft (id, organization_id, owner, hold_id, schedule_id, service_id, day, start_min, for_whom, name, birth_day,
       sex, phone, lang, identity_number, email, code_hash, code_until, code_tries, code_sends, code_sent_at, appointment_id, token, created_at)
VALUES ($id, $organization, $owner, $hold, $schedule, $service, $day, $start_min, 'self', '', -2147483648,
       '', '', $lang, '', '', '', 0, 0, 0, 0, NULL, '', $at)
ON CONFLICT (id) DO NOTHING;

-- name: booking_draft_get :one
-- With what its pages need of the place, and until when its hold lives (none: its row has gone).
-- in: id booking_draft_id, owner text
-- out: id booking_draft_id, organization_id organization_id, hold_id hold_id, schedule_id schedule_id, service_id service_id, day day, start_min i32, for_whom text, name name, birth_day day, sex text, phone text, lang text, identity_number text, email text, code_hash text, code_until instant, code_tries i32, code_sends i32, code_sent_at instant, appointment_id i64?, token text, created_at instant, accepted i64, home_zone_id i64?, home_address text, home_details text
-- out: zone text, organization_kind text, organization_fr text, organization_ar text, organization_en text, organization_phone text, hold_until instant?
SELECT d.id, d.organization_id, d.hold_id, d.schedule_id, d.service_id, d.day, d.start_min, d.for_whom, d.name, d.birth_day, d.sex,
       d.phone, d.lang, d.identity_number, d.email, d.code_hash, d.code_until, d.code_tries, d.code_sends, d.code_sent_at, d.appointment_id, d.token, d.created_at, d.accepted,
       d.home_zone_id, d.home_address, d.home_details, l.zone, o.kind AS organization_kind, o.name_fr AS organization_fr, o.name_ar AS organization_ar, o.name_en AS organization_en,
       o.phone AS organization_phone, h.expires_at AS hold_until
  FROM booking_draft d JOIN schedule c ON c.id = d.schedule_id JOIN location l ON l.id = c.location_id
       JOIN organization o ON o.id = d.organization_id LEFT JOIN hold h ON h.id = d.hold_id AND h.owner = d.owner
 WHERE d.id = $id AND d.owner = $owner;

-- name: booking_draft_time :count
-- Another time, with the answers kept.
-- in: organization i64, hold i64, schedule schedule_id, service service_id, day day, start_min i32, id booking_draft_id, owner text
UPDATE booking_draft SET organization_id = $organization, hold_id = $hold, schedule_id = $schedule, service_id = $service,
       day = $day, start_min = $start_min
 WHERE id = $id AND owner = $owner AND appointment_id IS NULL;

-- name: booking_draft_answers :count
-- in: for_whom text, name name, birth_day day, sex text, phone text, lang text, identity_number text, email text, accepted i64, id booking_draft_id, owner text
UPDATE booking_draft SET for_whom = $for_whom, name = $name, birth_day = $birth_day, sex = $sex, phone = $phone, lang = $lang,
       identity_number = $identity_number, email = $email, accepted = $accepted
 WHERE id = $id AND owner = $owner AND appointment_id IS NULL;

-- name: booking_draft_zone :count
-- The zone for which the time of a visit at home was chosen.
-- in: zone i64, id booking_draft_id, owner text
UPDATE booking_draft SET home_zone_id = $zone WHERE id = $id AND owner = $owner AND appointment_id IS NULL;

-- name: booking_draft_home :count
-- in: address text, details text, id booking_draft_id, owner text
UPDATE booking_draft SET home_address = $address, home_details = $details WHERE id = $id AND owner = $owner AND appointment_id IS NULL;

-- name: booking_draft_code :exec
-- A code was sent.
-- in: code_hash text, code_until instant, at instant, id booking_draft_id
UPDATE booking_draft SET code_hash = $code_hash, code_until = $code_until, code_tries = 0, code_sends = code_sends + 1, code_sent_at = $at
 WHERE id = $id;

-- name: booking_draft_forget_code :exec
-- The number was corrected: the code that went to the old one no longer counts, nor do its sendings.
-- in: id booking_draft_id
UPDATE booking_draft SET code_hash = '', code_until = 0, code_tries = 0, code_sends = 0, code_sent_at = 0 WHERE id = $id;

-- name: booking_draft_tried :exec
-- in: id booking_draft_id
UPDATE booking_draft SET code_tries = code_tries + 1 WHERE id = $id;

-- name: booking_draft_done :exec
-- in: appointment i64, token text, id booking_draft_id
UPDATE booking_draft SET appointment_id = $appointment, token = $token, code_hash = '' WHERE id = $id;

-- name: booking_draft_sweep :count
-- in: before instant
DELETE FROM booking_draft WHERE created_at < $before;

-- name: look_up_add :exec
-- in: id look_up_id, organization i64, owner text, appointment i64, phone text, code_hash text, code_until instant, at instant
INSERT INTO look_up (id, organization_id, owner, appointment_id, phone, code_hash, code_until, code_tries, created_at)
VALUES ($id, $organization, $owner, $appointment, $phone, $code_hash, $code_until, 0, $at);

-- name: look_up_get :one
-- in: id look_up_id, owner text
-- out: appointment_id i64, phone text, code_hash text, code_until instant, code_tries i32
SELECT appointment_id, phone, code_hash, code_until, code_tries FROM look_up WHERE id = $id AND owner = $owner;

-- name: look_up_tried :exec
-- in: id look_up_id
UPDATE look_up SET code_tries = code_tries + 1 WHERE id = $id;

-- name: look_up_done :exec
-- A code serves once.
-- in: id look_up_id
UPDATE look_up SET code_hash = '' WHERE id = $id;

-- name: look_up_sweep :count
-- in: before instant
DELETE FROM look_up WHERE created_at < $before;

-- name: code_count_add :one
-- One code more to that number or network in that window; how many it makes.
-- in: bucket text, window_at instant, organization i64
-- out: n i32
INSERT INTO code_count (bucket, window_at, n, organization_id) VALUES ($bucket, $window_at, 1, $organization)
ON CONFLICT (bucket, window_at) DO UPDATE SET n = code_count.n + 1 RETURNING n;

-- name: code_count_sweep :count
-- in: before instant
DELETE FROM code_count WHERE window_at < $before;
