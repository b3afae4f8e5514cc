-- name: gathering_series_place :one
-- in: schedule schedule_id
-- out: organization organization_id
SELECT organization_id AS organization FROM schedule WHERE id = $schedule AND active;

-- name: gathering_series_day_shut :one
-- in: organization organization_id, day day
-- out: n i64
SELECT COUNT(*) AS n FROM calendar_day c JOIN organization up ON up.id = c.organization_id JOIN organization own ON own.id = $organization
 WHERE c.day = $day AND up.tree_lo <= own.tree_lo AND up.tree_hi > own.tree_lo;

-- name: gathering_series_add_row :exec
-- in: id gathering_series_id, organization organization_id, schedule schedule_id, service service_id, location location_id, title_fr text, title_ar text, title_en text
-- in: first_day day, until_day day?, rule text, start_min i32, duration_min i32, capacity i32, minimum i32, waiting_most i32, decide_min i32, online bool, materialised_to day
-- in: about_fr text, about_ar text, about_en text, cancel_below bool, group_most i32
INSERT INTO gathering_series (id, organization_id, schedule_id, service_id, location_id, title_fr, title_ar, title_en, first_day, until_day, rule,
       start_min, duration_min, capacity, minimum, waiting_most, decide_min, online, materialised_to, active, version,
       about_fr, about_ar, about_en, cancel_below, group_most)
VALUES ($id, $organization, $schedule, $service, $location, $title_fr, $title_ar, $title_en, $first_day, $until_day, $rule,
       $start_min, $duration_min, $capacity, $minimum, $waiting_most, $decide_min, $online, $materialised_to, TRUE, 1,
       $about_fr, $about_ar, $about_en, $cancel_below, $group_most);

-- name: gathering_series_leader_add :exec
-- in: series gathering_series_id, practitioner practitioner_id, organization organization_id
INSERT INTO gathering_series_leader (series_id, practitioner_id, organization_id) VALUES ($series, $practitioner, $organization);

-- name: gathering_series_leaders :many
-- in: series gathering_series_id
-- out: id practitioner_id
SELECT practitioner_id AS id FROM gathering_series_leader WHERE series_id = $series ORDER BY practitioner_id LIMIT 20;

-- name: gathering_series_made_to :exec
-- in: day day, id gathering_series_id
UPDATE gathering_series SET materialised_to = $day WHERE id = $id;

-- name: gathering_series_row :one
-- in: id gathering_series_id
-- out: id gathering_series_id, organization organization_id, schedule schedule_id, service service_id, location location_id, title_fr text, title_ar text, title_en text
-- out: first_day day, until_day day?, rule text, start_min i32, duration_min i32, capacity i32, minimum i32, waiting_most i32, decide_min i32, online bool, materialised_to day, active bool, version i64
-- out: about_fr text, about_ar text, about_en text, cancel_below bool, group_most i32
SELECT id, organization_id AS organization, schedule_id AS schedule, service_id AS service, location_id AS location, title_fr, title_ar, title_en,
       first_day, until_day, rule, start_min, duration_min, capacity, minimum, waiting_most, decide_min, online, materialised_to, active, version,
       about_fr, about_ar, about_en, cancel_below, group_most
  FROM gathering_series WHERE id = $id;

-- name: gathering_series_put_row :count
-- What the occurrences that are not made yet will be like.
-- in: location location_id, title_fr text, title_ar text, title_en text, first_day day, rule text, start_min i32, duration_min i32, capacity i32, minimum i32, waiting_most i32, decide_min i32, online bool, materialised_to day
-- in: about_fr text, about_ar text, about_en text, cancel_below bool, group_most i32, id gathering_series_id, version i64
UPDATE gathering_series SET location_id = $location, title_fr = $title_fr, title_ar = $title_ar, title_en = $title_en, first_day = $first_day, rule = $rule,
       start_min = $start_min, duration_min = $duration_min, capacity = $capacity, minimum = $minimum, waiting_most = $waiting_most,
       decide_min = $decide_min, online = $online, materialised_to = $materialised_to, about_fr = $about_fr, about_ar = $about_ar, about_en = $about_en,
       cancel_below = $cancel_below, group_most = $group_most, version = version + 1
 WHERE id = $id AND version = $version AND active;

-- name: gathering_series_leader_clear :exec
-- in: series gathering_series_id
DELETE FROM gathering_series_leader WHERE series_id = $series;

-- name: gathering_series_ids :many
-- Those of a branch that are not over on a day.
-- in: lo i64, hi i64, from_day day
-- out: id gathering_series_id
SELECT s.id FROM organization o JOIN gathering_series s ON s.organization_id = o.id
 WHERE o.tree_lo >= $lo AND o.tree_lo < $hi AND s.active AND (s.until_day IS NULL OR s.until_day >= $from_day) ORDER BY s.title_fr, s.id LIMIT 200;

-- name: gathering_series_due :one
-- The series whose occurrences are made least far ahead; those that have come to their end are not looked at.
-- in: to_day day
-- out: id gathering_series_id
SELECT s.id FROM gathering_series s WHERE s.active AND s.materialised_to < $to_day
   AND (s.until_day IS NULL OR s.materialised_to <= s.until_day) ORDER BY s.materialised_to, s.id LIMIT 1;

-- name: gathering_series_put_end :count
-- in: last day, id gathering_series_id, version i64
UPDATE gathering_series SET until_day = $last, version = version + 1 WHERE id = $id AND version = $version AND active;

-- name: gathering_series_later :many
-- in: series gathering_series_id, last day, now instant
-- out: id gathering_id
SELECT t.id FROM gathering t WHERE t.series_id = $series AND t.series_day > $last AND t.start_at > $now AND t.status = 'planned'
 ORDER BY t.series_day LIMIT 500;

-- name: gatherings_undecided :one
-- Below the minimum though it should be there by now: the head says whether they take place.
-- in: lo i64, hi i64, from_day day, now instant
-- out: n i64
SELECT COUNT(*) AS n FROM organization o JOIN gathering t ON t.organization_id = o.id AND t.day >= $from_day
 WHERE o.tree_lo >= $lo AND o.tree_lo < $hi AND t.status = 'planned' AND NOT t.run_anyway AND t.taken < t.minimum
   AND t.start_at > $now AND t.start_at - t.decide_min * 60 <= $now;

-- name: gatherings_counted :one
-- What took place in a branch on days [from, to): sessions, the seats they had, who came, who did not.
-- in: lo i64, hi i64, from_day day, to_day day
-- out: sessions i64, seats i64, came i64, missed i64, open i64
-- unscoped: numbers only
SELECT (SELECT COUNT(*) FROM organization o JOIN gathering t ON t.organization_id = o.id AND t.day >= $from_day AND t.day < $to_day
         WHERE o.tree_lo >= $lo AND o.tree_lo < $hi AND t.status = 'planned') AS sessions,
       (SELECT COALESCE(SUM(t.capacity), 0) FROM organization o JOIN gathering t ON t.organization_id = o.id AND t.day >= $from_day AND t.day < $to_day
         WHERE o.tree_lo >= $lo AND o.tree_lo < $hi AND t.status = 'planned') AS seats,
       COALESCE(SUM(CASE WHEN x.status = 'fulfilled' THEN 1 ELSE 0 END), 0) AS came,
       COALESCE(SUM(CASE WHEN x.status = 'noshow' THEN 1 ELSE 0 END), 0) AS missed,
       COALESCE(SUM(CASE WHEN x.status IN ('proposed', 'pending', 'booked', 'arrived', 'checked-in') THEN 1 ELSE 0 END), 0) AS open
  FROM organization o JOIN gathering t ON t.organization_id = o.id AND t.day >= $from_day AND t.day < $to_day
  JOIN appointment x ON x.gathering_id = t.id
 WHERE o.tree_lo >= $lo AND o.tree_lo < $hi AND t.status = 'planned';

-- name: gathering_practitioners :many
-- Who can lead one in a branch.
-- in: lo i64, hi i64
-- out: id practitioner_id, name name, name_ar name
SELECT p.id, p.name, p.name_ar FROM organization o JOIN practitioner p ON p.organization_id = o.id
 WHERE o.tree_lo >= $lo AND o.tree_lo < $hi AND p.active ORDER BY p.name_fold, p.id LIMIT 500;

-- name: gathering_locations :many
-- Places of a branch.
-- in: lo i64, hi i64
-- out: id location_id, name_fr text, name_ar text, name_en text
SELECT l.id, l.name_fr, l.name_ar, l.name_en FROM organization o JOIN location l ON l.organization_id = o.id
 WHERE o.tree_lo >= $lo AND o.tree_lo < $hi AND l.active ORDER BY l.name_fr, l.id LIMIT 200;

-- name: party_draft_add :count
-- Of a family its id is that of the first hold, so that a choice sent twice makes one.
-- in: id party_draft_id, organization organization_id, owner text, gathering gathering_id?, people i32, lang text, at instant, seats i32
INSERT INTO party_draft (id, organization_id, owner, gathering_id, people, may_wait, phone, lang, code_hash, code_until, code_tries, code_sends, code_sent_at, done, created_at, seats)
VALUES ($id, $organization, $owner, $gathering, $people, FALSE, '', $lang, '', 0, 0, 0, 0, '', $at, $seats)
ON CONFLICT (id) DO NOTHING;

-- name: party_draft_get :one
-- in: id party_draft_id, owner text
-- out: id party_draft_id, organization organization_id, gathering gathering_id?, people i32, may_wait bool, phone text, lang text, code_hash text, code_until instant, code_tries i32, code_sends i32, code_sent_at instant, done text, created_at instant
-- out: apart bool, group_name text, contact text, seats i32, email text
SELECT id, organization_id AS organization, gathering_id AS gathering, people, may_wait, phone, lang, code_hash, code_until, code_tries, code_sends, code_sent_at, done, created_at, apart, group_name, contact, seats, email
  FROM party_draft WHERE id = $id AND owner = $owner;

-- name: party_draft_answers :count
-- A code that went to another number no longer counts, nor do its sendings.
-- in: may_wait bool, apart bool, group_name text, contact text, seats i32, lang text, email text, phone text, id party_draft_id, owner text
UPDATE party_draft SET may_wait = $may_wait, apart = $apart, group_name = $group_name, contact = $contact, seats = $seats, lang = $lang, email = $email,
       code_hash = CASE WHEN phone = $phone THEN code_hash ELSE '' END, code_sends = CASE WHEN phone = $phone THEN code_sends ELSE 0 END,
       code_sent_at = CASE WHEN phone = $phone THEN code_sent_at ELSE 0 END, phone = $phone
 WHERE id = $id AND owner = $owner AND done = '';

-- name: party_draft_code :exec
-- in: code_hash text, code_until instant, at instant, id party_draft_id
UPDATE party_draft SET code_hash = $code_hash, code_until = $code_until, code_tries = 0, code_sends = code_sends + 1, code_sent_at = $at WHERE id = $id;

-- name: party_draft_tried :exec
-- in: id party_draft_id
UPDATE party_draft SET code_tries = code_tries + 1 WHERE id = $id;

-- name: party_draft_done :exec
-- in: done text, id party_draft_id
UPDATE party_draft SET done = $done, code_hash = '' WHERE id = $id;

-- name: party_draft_sweep_people :count
-- in: before instant
DELETE FROM party_draft_person WHERE draft_id IN (SELECT id FROM party_draft WHERE created_at < $before);

-- name: party_draft_sweep :count
-- in: before instant
DELETE FROM party_draft WHERE created_at < $before;

-- name: party_draft_person_put :exec
-- in: draft party_draft_id, place i32, organization organization_id, service service_id, schedule schedule_id, day day, start_min i32, hold i64
INSERT INTO party_draft_person (draft_id, place, organization_id, service_id, schedule_id, day, start_min, hold_id, name, birth_day, sex)
VALUES ($draft, $place, $organization, $service, $schedule, $day, $start_min, $hold, '', NULL, '')
ON CONFLICT (draft_id, place) DO NOTHING;

-- name: party_draft_person_answers :exec
-- in: name name, birth_day day, sex text, draft party_draft_id, place i32
UPDATE party_draft_person SET name = $name, birth_day = $birth_day, sex = $sex WHERE draft_id = $draft AND place = $place;

-- name: party_draft_people :many
-- With until when the hold of each lives (none: its row has gone).
-- in: draft party_draft_id
-- out: place i32, service service_id, schedule schedule_id, day day, start_min i32, hold i64, name name, birth_day day?, sex text, hold_until instant?
SELECT p.place, p.service_id AS service, p.schedule_id AS schedule, p.day, p.start_min, p.hold_id AS hold, p.name, p.birth_day, p.sex, h.expires_at AS hold_until
  FROM party_draft_person p LEFT JOIN hold h ON h.id = p.hold_id WHERE p.draft_id = $draft ORDER BY p.place LIMIT 10;

-- name: family_types :many
-- Types that some agenda of a branch offers: those one may book online, or all.
-- in: online bool, lo i64, hi i64
-- out: id service_id, name_fr text, name_ar text, name_en text
SELECT s.id, s.name_fr, s.name_ar, s.name_en FROM service s
 WHERE s.active AND (s.online OR s.online = $online) AND NOT (s.referral_required AND $online) AND s.place_kind <> 'home' AND s.id IN (
       SELECT f.service_id FROM organization n JOIN schedule c ON c.organization_id = n.id JOIN offer f ON f.schedule_id = c.id
        WHERE n.tree_lo >= $lo AND n.tree_lo < $hi AND c.active)
 ORDER BY s.name_fr, s.id LIMIT 100;
