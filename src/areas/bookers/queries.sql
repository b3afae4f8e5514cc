-- name: booker_common :many
-- The nodes in which two nodes lie both, the smallest first.
-- in: one i64, other i64
-- out: kind text
SELECT kind FROM organization WHERE tree_lo <= $one AND tree_hi > $one AND tree_lo <= $other AND tree_hi > $other
 ORDER BY depth DESC LIMIT 8;

-- name: booker_place :one
-- The establishment that a node belongs to.
-- in: lo i64
-- out: id organization_id, tree_lo i64, zone text
SELECT id, tree_lo, zone FROM organization
 WHERE tree_lo <= $lo AND tree_hi > $lo AND kind IN ('establishment', 'health_centre') ORDER BY depth LIMIT 1;

-- name: booker_home :one
-- Where an account has a role; acting (> 0): there and nowhere else.
-- in: account i64, role text, acting i64
-- out: id organization_id, tree_lo i64
SELECT o.id, o.tree_lo FROM membership m JOIN organization o ON o.id = m.organization_id
 WHERE m.account_id = $account AND m.role = $role AND ($acting = 0 OR m.organization_id = $acting) ORDER BY m.id LIMIT 1;

-- name: booker_settings :many
-- What holds at a node: of each name the last one.
-- in: lo i64
-- out: name text, value i64
SELECT s.name, s.value FROM organization o JOIN organization_setting s ON s.organization_id = o.id
 WHERE o.tree_lo <= $lo AND o.tree_hi > $lo ORDER BY o.depth, s.name LIMIT 200;

-- name: booker_reaches :many
-- Who is booked at from where: what nodes of a country say, the smallest last.
-- in: lo i64, hi i64
-- out: tree_lo i64, tree_hi i64, value i64
SELECT o.tree_lo, o.tree_hi, s.value FROM organization o JOIN organization_setting s ON s.organization_id = o.id
 WHERE o.tree_lo >= $lo AND o.tree_lo < $hi AND s.name = 'booker_reach' ORDER BY o.depth, o.tree_lo LIMIT 5000;

-- name: booker_above :many
-- A node and those above it, the smallest first.
-- in: lo i64
-- out: kind text, tree_lo i64, tree_hi i64
SELECT kind, tree_lo, tree_hi FROM organization WHERE tree_lo <= $lo AND tree_hi > $lo ORDER BY depth DESC LIMIT 8;

-- name: booker_establishments :many
-- in: lo i64, hi i64
-- out: id organization_id, tree_lo i64, name_fr text, name_ar text, name_en text
SELECT id, tree_lo, name_fr, name_ar, name_en FROM organization
 WHERE tree_lo >= $lo AND tree_lo < $hi AND kind = 'establishment' AND active ORDER BY name_fr LIMIT 1000;

-- name: booker_lock :one
-- Bookings of one booker wait for each other here, before they are counted.
-- in: id booker_id, organization organization_id, kind text, subject i64
-- out: id booker_id, per_day i32?, per_week i32?, open_most i32?, per_agenda i32?, stopped_at instant?
INSERT INTO booker (id, organization_id, kind, subject_id, stopped_why, tries, version) VALUES ($id, $organization, $kind, $subject, '', 1, 1)
ON CONFLICT (organization_id, kind, subject_id) DO UPDATE SET tries = booker.tries + 1
RETURNING id, per_day, per_week, open_most, per_agenda, stopped_at;

-- name: booker_row :one
-- in: organization organization_id, kind text, subject i64
-- out: id booker_id, per_day i32?, per_week i32?, open_most i32?, per_agenda i32?, stopped_at instant?
SELECT id, per_day, per_week, open_most, per_agenda, stopped_at
  FROM booker WHERE organization_id = $organization AND kind = $kind AND subject_id = $subject;

-- name: booker_letter :one
-- One referral more on a day; how many it has then.
-- in: today day, id booker_id
-- out: letters i32
UPDATE booker SET letters = CASE WHEN letters_day = $today THEN letters + 1 ELSE 1 END, letters_day = $today WHERE id = $id
RETURNING letters;

-- name: booker_type_get :one
-- in: organization organization_id, service service_id
-- out: reach i32?, per_day i32?, per_week i32?
SELECT reach, per_day, per_week FROM booker_type WHERE organization_id = $organization AND service_id = $service;

-- name: booker_made :one
-- What a booker made this week and has not cancelled: of the day, of the week, and the same of one type.
-- in: today day, service service_id, booker booker_id, monday day
-- out: of_day i64, of_week i64, type_day i64, type_week i64
-- unscoped: numbers only
SELECT COALESCE(SUM(CASE WHEN f.made_day = $today THEN 1 ELSE 0 END), 0) AS of_day, COUNT(*) AS of_week,
       COALESCE(SUM(CASE WHEN f.made_day = $today AND f.service_id = $service THEN 1 ELSE 0 END), 0) AS type_day,
       COALESCE(SUM(CASE WHEN f.service_id = $service THEN 1 ELSE 0 END), 0) AS type_week
  FROM booked_for f JOIN appointment x ON x.id = f.appointment_id
 WHERE f.booker_id = $booker AND f.made_day >= $monday AND x.status NOT IN ('cancelled', 'entered-in-error');

-- name: booker_written :one
-- What a booker wrote on waiting lists: of the day, of the week, and the same of one type.
-- in: today instant, service service_id, booker booker_id, monday instant
-- out: of_day i64, of_week i64, type_day i64, type_week i64
-- unscoped: numbers only
SELECT COALESCE(SUM(CASE WHEN asked_at >= $today THEN 1 ELSE 0 END), 0) AS of_day, COUNT(*) AS of_week,
       COALESCE(SUM(CASE WHEN asked_at >= $today AND service_id = $service THEN 1 ELSE 0 END), 0) AS type_day,
       COALESCE(SUM(CASE WHEN service_id = $service THEN 1 ELSE 0 END), 0) AS type_week
  FROM waiting_entry WHERE booker_id = $booker AND booker_id IS NOT NULL AND asked_at >= $monday;

-- name: booker_ahead :one
-- What a helper's account has ahead at an establishment, in all and in one agenda; and how many other persons it booked
-- for lately (or will be seen) with one telephone.
-- in: today day, schedule schedule_id, phone text, patient patient_id, account i64, since day, booker booker_id
-- out: open i64, of_agenda i64, of_phone i64
-- unscoped: numbers only
SELECT COALESCE(SUM(CASE WHEN x.day >= $today AND x.status IN ('proposed', 'pending', 'booked') THEN 1 ELSE 0 END), 0) AS open,
       COALESCE(SUM(CASE WHEN x.day >= $today AND x.status IN ('proposed', 'pending', 'booked') AND x.schedule_id = $schedule THEN 1 ELSE 0 END), 0) AS of_agenda,
       COUNT(DISTINCT CASE WHEN p.phone = $phone AND p.id <> $patient THEN p.id END) AS of_phone
  FROM appointment x JOIN booked_for f ON f.appointment_id = x.id JOIN patient p ON p.id = x.patient_id
 WHERE x.booked_by = $account AND x.day >= $since AND f.booker_id = $booker AND x.status NOT IN ('cancelled', 'entered-in-error');

-- name: booked_for_put :exec
-- in: appointment appointment_id, organization organization_id, booker booker_id, account i64, service service_id, made_day day
INSERT INTO booked_for (appointment_id, organization_id, booker_id, account_id, service_id, made_day)
VALUES ($appointment, $organization, $booker, $account, $service, $made_day);

-- name: booker_list :many
-- Who books, or was told what it may, at the establishments of a branch.
-- in: lo i64, hi i64
-- out: id booker_id, kind text, subject i64, account name?, login_place_fr text?, login_place_ar text?, login_place_en text?, centre_fr text?, centre_ar text?, centre_en text?, stopped bool
SELECT b.id, b.kind, b.subject_id AS subject, c.name AS account, h.name_fr AS login_place_fr, h.name_ar AS login_place_ar, h.name_en AS login_place_en,
       n.name_fr AS centre_fr, n.name_ar AS centre_ar, n.name_en AS centre_en, b.stopped_at IS NOT NULL AS stopped
  FROM organization o JOIN booker b ON b.organization_id = o.id
  LEFT JOIN account c ON b.kind = 'helper' AND c.id = b.subject_id LEFT JOIN organization h ON h.id = c.organization_id
  LEFT JOIN organization n ON b.kind = 'centre' AND n.id = b.subject_id
 WHERE o.tree_lo >= $lo AND o.tree_lo < $hi ORDER BY b.kind, b.id LIMIT 500;

-- name: booker_get :one
-- in: id booker_id, lo i64, hi i64
-- out: id booker_id, organization organization_id, kind text, subject i64, account name?, login_place_fr text?, login_place_ar text?, login_place_en text?, centre_fr text?, centre_ar text?, centre_en text?, per_day i32?, per_week i32?, open_most i32?, per_agenda i32?, stopped_at instant?, stopped_by name?, stopped_why text, version i64
SELECT b.id, b.organization_id AS organization, b.kind, b.subject_id AS subject, c.name AS account, h.name_fr AS login_place_fr, h.name_ar AS login_place_ar,
       h.name_en AS login_place_en, n.name_fr AS centre_fr, n.name_ar AS centre_ar, n.name_en AS centre_en, b.per_day, b.per_week,
       b.open_most, b.per_agenda, b.stopped_at, w.name AS stopped_by, b.stopped_why, b.version
  FROM booker b JOIN organization o ON o.id = b.organization_id
  LEFT JOIN account c ON b.kind = 'helper' AND c.id = b.subject_id LEFT JOIN organization h ON h.id = c.organization_id
  LEFT JOIN organization n ON b.kind = 'centre' AND n.id = b.subject_id LEFT JOIN account w ON w.id = b.stopped_by
 WHERE b.id = $id AND o.tree_lo >= $lo AND o.tree_lo < $hi;

-- name: booker_figures :many
-- What some bookers did since a day; ahead: of these, to come.
-- in: today day, ids booker_id[], since day
-- out: booker booker_id, n i64, of_today i64, cancelled i64, missed i64, ahead i64
-- unscoped: numbers only, of the caller's own branch
SELECT f.booker_id AS booker, COUNT(*) AS n, SUM(CASE WHEN f.made_day = $today THEN 1 ELSE 0 END) AS of_today,
       SUM(CASE WHEN x.status = 'cancelled' THEN 1 ELSE 0 END) AS cancelled, SUM(CASE WHEN x.status = 'noshow' THEN 1 ELSE 0 END) AS missed,
       SUM(CASE WHEN x.status IN ('proposed', 'pending', 'booked') AND x.day >= $today THEN 1 ELSE 0 END) AS ahead
  FROM booked_for f JOIN appointment x ON x.id = f.appointment_id
 WHERE f.booker_id IN ($ids) AND f.made_day >= $since GROUP BY f.booker_id ORDER BY f.booker_id LIMIT 500;

-- name: booker_phones :many
-- How many telephones each gave for more than one person since a day.
-- in: ids booker_id[], since day
-- out: booker booker_id, n i64
-- unscoped: numbers only, of the caller's own branch
SELECT t.booker_id AS booker, COUNT(*) AS n FROM (
       SELECT f.booker_id, p.phone FROM booked_for f JOIN appointment x ON x.id = f.appointment_id JOIN patient p ON p.id = x.patient_id
        WHERE f.booker_id IN ($ids) AND f.made_day >= $since AND p.phone <> '' GROUP BY f.booker_id, p.phone HAVING COUNT(DISTINCT p.id) > 1) t
 GROUP BY t.booker_id ORDER BY t.booker_id LIMIT 500;

-- name: booker_days :many
-- What one booker did, day by day, the last first.
-- in: booker booker_id, since day
-- out: made_day day, n i64, cancelled i64, missed i64
-- unscoped: numbers only, of the caller's own branch
SELECT f.made_day, COUNT(*) AS n, SUM(CASE WHEN x.status = 'cancelled' THEN 1 ELSE 0 END) AS cancelled,
       SUM(CASE WHEN x.status = 'noshow' THEN 1 ELSE 0 END) AS missed
  FROM booked_for f JOIN appointment x ON x.id = f.appointment_id
 WHERE f.booker_id = $booker AND f.made_day >= $since GROUP BY f.made_day ORDER BY f.made_day DESC LIMIT 100;

-- name: booker_limits_put :count
-- in: per_day i32?, per_week i32?, open_most i32?, per_agenda i32?, id booker_id, version i64
UPDATE booker SET per_day = $per_day, per_week = $per_week, open_most = $open_most, per_agenda = $per_agenda, version = version + 1
 WHERE id = $id AND version = $version;

-- name: booker_stop :exec
-- Stopped (an instant), or not any more (NULL).
-- in: at instant?, by i64?, why text, id booker_id
UPDATE booker SET stopped_at = $at, stopped_by = $by, stopped_why = $why, version = version + 1 WHERE id = $id;

-- name: booker_candidates :many
-- Health centres of a branch and those who help there: whom a limit may be set for before they book.
-- in: lo i64, hi i64
-- out: account i64, role text, name name, place organization_id, place_fr text, place_ar text, place_en text
SELECT c.id AS account, m.role, c.name, o.id AS place, o.name_fr AS place_fr, o.name_ar AS place_ar, o.name_en AS place_en
  FROM organization o JOIN membership m ON m.organization_id = o.id JOIN account c ON c.id = m.account_id
 WHERE o.tree_lo >= $lo AND o.tree_lo < $hi AND m.role IN ('health_centre', 'helper') AND c.active ORDER BY m.role, o.name_fr, c.name LIMIT 500;

-- name: booker_types :many
-- Types with words of their own at an establishment.
-- in: organization organization_id
-- out: service service_id, name_fr text, name_ar text, name_en text, reach i32?, per_day i32?, per_week i32?
SELECT t.service_id AS service, s.name_fr, s.name_ar, s.name_en, t.reach, t.per_day, t.per_week
  FROM booker_type t JOIN service s ON s.id = t.service_id WHERE t.organization_id = $organization ORDER BY s.name_fr LIMIT 500;

-- name: booker_type_put :exec
-- in: organization organization_id, service service_id, reach i32?, per_day i32?, per_week i32?
INSERT INTO booker_type (organization_id, service_id, reach, per_day, per_week) VALUES ($organization, $service, $reach, $per_day, $per_week)
ON CONFLICT (organization_id, service_id) DO UPDATE SET reach = excluded.reach, per_day = excluded.per_day, per_week = excluded.per_week;

-- name: booker_type_drop :exec
-- in: organization organization_id, service service_id
DELETE FROM booker_type WHERE organization_id = $organization AND service_id = $service;

-- name: booker_people :many
-- Whom an account has booked for at an establishment (or a node of it that keeps its files), the last first.
-- in: account i64, lo i64, hi i64
-- scope: x own
-- out: patient patient_id, organization organization_id, name name, birth_day day?, sex text, phone text, identity_number text, last_day day
SELECT p.id AS patient, p.organization_id AS organization, p.name, p.birth_day, p.sex, p.phone, p.identity_number, MAX(x.day) AS last_day
  FROM appointment x JOIN patient p ON p.id = x.patient_id JOIN organization o ON o.id = x.organization_id
 WHERE x.booked_by = $account AND o.tree_lo >= $lo AND o.tree_lo < $hi AND p.merged_into IS NULL AND p.erased_at IS NULL AND {scope}
 GROUP BY p.id, p.organization_id, p.name, p.birth_day, p.sex, p.phone, p.identity_number ORDER BY last_day DESC, p.id LIMIT 500;

-- name: booker_of_appointment :one
-- Who booked it for another: a helper by name, a health centre by name.
-- in: appointment appointment_id
-- out: kind text, account name, centre_fr text, centre_ar text, centre_en text
SELECT b.kind, c.name AS account, n.name_fr AS centre_fr, n.name_ar AS centre_ar, n.name_en AS centre_en
  FROM booked_for f JOIN booker b ON b.id = f.booker_id JOIN account c ON c.id = f.account_id
  JOIN organization n ON n.id = CASE b.kind WHEN 'centre' THEN b.subject_id ELSE c.organization_id END
 WHERE f.appointment_id = $appointment;

-- name: booker_of_appointments :many
-- The same of a list.
-- in: ids appointment_id[]
-- out: appointment appointment_id, kind text, account name, centre_fr text, centre_ar text, centre_en text
SELECT f.appointment_id AS appointment, b.kind, c.name AS account, n.name_fr AS centre_fr, n.name_ar AS centre_ar, n.name_en AS centre_en
  FROM booked_for f JOIN booker b ON b.id = f.booker_id JOIN account c ON c.id = f.account_id
  JOIN organization n ON n.id = CASE b.kind WHEN 'centre' THEN b.subject_id ELSE c.organization_id END
 WHERE f.appointment_id IN ($ids) ORDER BY f.appointment_id LIMIT 500;

-- name: booker_visits :many
-- What one booker booked lately, the last first: when for, in which agenda, and what became of it. For whom is on the appointment's page.
-- in: booker booker_id, since day
-- scope: x own
-- out: id appointment_id, made_day day, day day, start_min minutes, status text, cancelled_by text?, agenda_fr text?, agenda_ar text?
SELECT x.id, f.made_day, x.day, x.start_min, x.status, x.cancelled_by, CASE WHEN d.id IS NOT NULL THEN d.name ELSE a.name_fr END AS agenda_fr,
       CASE WHEN d.id IS NOT NULL AND d.name_ar <> '' THEN d.name_ar WHEN d.id IS NOT NULL THEN d.name ELSE a.name_ar END AS agenda_ar
  FROM booked_for f JOIN appointment x ON x.id = f.appointment_id LEFT JOIN schedule a ON a.id = x.schedule_id
  LEFT JOIN practitioner d ON d.id = a.practitioner_id
 WHERE f.booker_id = $booker AND f.made_day >= $since AND {scope} ORDER BY f.made_day DESC, x.day, x.start_min, x.id LIMIT 50;
