-- name: point_put :exec
-- in: organization organization_id, lat i32, lon i32
INSERT INTO organization_point (organization_id, lat, lon) VALUES ($organization, $lat, $lon)
ON CONFLICT (organization_id) DO UPDATE SET lat = excluded.lat, lon = excluded.lon;

-- name: point_of :one
-- Its own, or that of the nearest node above it.
-- in: organization organization_id
-- out: lat i32, lon i32
SELECT q.lat, q.lon FROM organization o JOIN organization n ON n.tree_lo <= o.tree_lo AND n.tree_hi > o.tree_lo
       JOIN organization_point q ON q.organization_id = n.id
 WHERE o.id = $organization ORDER BY n.depth DESC LIMIT 1;

-- name: point_places :many
-- Towns that one can ask for: those with a point of their own.
-- in:
-- out: id organization_id, code text, name_fr text, name_ar text, name_en text
SELECT o.id, o.code, o.name_fr, o.name_ar, o.name_en FROM organization_point q JOIN organization o ON o.id = q.organization_id
 WHERE o.active AND o.kind = 'province' ORDER BY o.name_fr LIMIT 500;

-- name: point_establishments :many
-- Establishments with each point above them, their own last.
-- in:
-- out: id organization_id, lat i32, lon i32
SELECT o.id, q.lat, q.lon FROM organization_point q JOIN organization n ON n.id = q.organization_id
       JOIN organization o ON o.tree_lo >= n.tree_lo AND o.tree_lo < n.tree_hi
 WHERE o.active AND o.kind IN ('establishment', 'health_centre') ORDER BY o.id, n.depth LIMIT 20000;

-- name: names_behind :many
-- Practitioners whose words are not those of their name today.
-- in:
-- out: id practitioner_id, organization organization_id, name name, name_ar name, version i64
SELECT p.id, p.organization_id AS organization, p.name, p.name_ar, p.version FROM practitioner p
       LEFT JOIN practitioner_worded w ON w.practitioner_id = p.id
 WHERE w.version IS NULL OR w.version <> p.version LIMIT 300;

-- name: names_clear :exec
-- in: practitioner practitioner_id
DELETE FROM practitioner_word WHERE practitioner_id = $practitioner;

-- name: names_add :exec
-- in: word text, practitioner practitioner_id, organization organization_id
INSERT INTO practitioner_word (word, practitioner_id, organization_id) VALUES ($word, $practitioner, $organization)
ON CONFLICT (word, practitioner_id) DO NOTHING;

-- name: names_done :exec
-- in: practitioner practitioner_id, organization organization_id, version i64
INSERT INTO practitioner_worded (practitioner_id, organization_id, version) VALUES ($practitioner, $organization, $version)
ON CONFLICT (practitioner_id) DO UPDATE SET version = excluded.version;

-- name: names_find :many
-- Agendas that people may choose by name and book online, of practitioners with a word between two.
-- in: from_word text, to_word text
-- out: schedule schedule_id, name name, name_ar name, specialty text, service i64, code text, place_fr text, place_ar text, place_en text
SELECT c.id AS schedule, p.name, p.name_ar, o.specialty, MIN(CASE WHEN s.visit = 'follow_up' THEN NULL ELSE s.id END) AS service,
       g.code, g.name_fr AS place_fr, g.name_ar AS place_ar, g.name_en AS place_en
  FROM practitioner_word w JOIN practitioner p ON p.id = w.practitioner_id JOIN schedule c ON c.practitioner_id = p.id
       JOIN offer o ON o.schedule_id = c.id JOIN service s ON s.id = o.service_id JOIN organization g ON g.id = o.place_id
 WHERE w.word >= $from_word AND w.word < $to_word AND p.active AND c.active AND c.shown AND s.online AND s.active AND g.active
 GROUP BY c.id, p.name, p.name_ar, o.specialty, g.code, g.name_fr, g.name_ar, g.name_en
HAVING MIN(CASE WHEN s.visit = 'follow_up' THEN NULL ELSE s.id END) IS NOT NULL ORDER BY c.id LIMIT 400;

-- name: hospitals_all :many
-- Whose names are matched in C: a country has some hundreds.
-- in:
-- out: code text, name_fr text, name_ar text, name_en text
SELECT code, name_fr, name_ar, name_en FROM organization WHERE active AND kind = 'establishment' ORDER BY tree_lo LIMIT 2000;

-- name: hospital_offers :many
-- What can be booked online in a branch.
-- in: lo i64, hi i64
-- out: code text, name_fr text, name_ar text, name_en text
SELECT c.code, c.name_fr, c.name_ar, c.name_en FROM specialty c
 WHERE EXISTS (SELECT 1 FROM offer o JOIN service s ON s.id = o.service_id WHERE o.specialty = c.code AND o.tree_lo >= $lo AND o.tree_lo < $hi AND s.online AND s.active)
 ORDER BY c.name_fr LIMIT 200;
