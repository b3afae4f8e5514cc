-- name: open_roots :many
-- Countries and departments that stand for themselves.
-- in:
-- out: name_fr text, name_ar text, name_en text
SELECT name_fr, name_ar, name_en FROM organization WHERE parent_id IS NULL ORDER BY tree_lo LIMIT 20;

-- name: open_organizations :each
-- All but departments, in the order of the tree; also those that work no more: their months stay.
-- in:
-- out: code text, kind text, parent text, name_fr text, name_ar text, name_en text, active bool
SELECT o.code, o.kind, COALESCE(p.code, '') AS parent, o.name_fr, o.name_ar, o.name_en, o.active
  FROM organization o LEFT JOIN organization p ON p.id = o.parent_id WHERE o.kind <> 'department' ORDER BY o.tree_lo;

-- name: open_specialties :each
-- in:
-- out: code text, name_fr text, name_ar text, name_en text
SELECT code, name_fr, name_ar, name_en FROM specialty ORDER BY code;

-- name: open_places :many
-- Establishments where something can be booked online, with what surrounds them. Discreet types and visits at home, whose times
-- depend on the way, are left out.
-- in:
-- out: id organization_id, code text, name_fr text, phone text, address text, postal_code text, direction text, city text, state text
SELECT o.id, o.code, o.name_fr, o.phone,
       COALESCE((SELECT l.address_fr FROM location l WHERE l.organization_id = o.id AND l.active ORDER BY l.id LIMIT 1), '') AS address,
       COALESCE((SELECT l.postal_code FROM location l WHERE l.organization_id = o.id AND l.active ORDER BY l.id LIMIT 1), '') AS postal_code,
       COALESCE((SELECT l.direction_fr FROM location l WHERE l.organization_id = o.id AND l.active ORDER BY l.id LIMIT 1), '') AS direction,
       COALESCE((SELECT u.name_fr FROM organization u WHERE u.tree_lo < o.tree_lo AND u.tree_hi > o.tree_lo AND u.kind = 'province' ORDER BY u.depth DESC LIMIT 1), '') AS city,
       COALESCE((SELECT u.name_fr FROM organization u WHERE u.tree_lo < o.tree_lo AND u.tree_hi > o.tree_lo AND u.kind = 'region' ORDER BY u.depth DESC LIMIT 1), '') AS state
  FROM organization o
 WHERE o.active AND o.id IN (SELECT f.place_id FROM offer f JOIN service s ON s.id = f.service_id JOIN schedule c ON c.id = f.schedule_id
        WHERE s.online AND s.active AND NOT s.sensitive AND s.place_kind <> 'home' AND c.active)
 ORDER BY o.tree_lo LIMIT 5000;

-- name: open_types :each
-- Each such type at each place.
-- in:
-- out: place organization_id, service service_id, code text, name_fr text, specialty text, specialty_fr text
SELECT f.place_id AS place, s.id AS service, s.code, s.name_fr, s.specialty, y.name_fr AS specialty_fr
  FROM offer f JOIN service s ON s.id = f.service_id JOIN schedule c ON c.id = f.schedule_id JOIN organization o ON o.id = f.place_id
       JOIN specialty y ON y.code = s.specialty
 WHERE s.online AND s.active AND NOT s.sensitive AND s.place_kind <> 'home' AND c.active AND o.active
 GROUP BY f.place_id, s.id, s.code, s.name_fr, s.specialty, y.name_fr ORDER BY f.place_id, s.id;

-- name: open_types_at :many
-- Those of one place, found by speciality.
-- in: lo i64, hi i64, place organization_id
-- out: service service_id
SELECT f.service_id AS service FROM specialty y JOIN offer f ON f.specialty = y.code AND f.tree_lo >= $lo AND f.tree_lo < $hi
       JOIN service s ON s.id = f.service_id JOIN schedule c ON c.id = f.schedule_id
 WHERE f.place_id = $place AND s.online AND s.active AND NOT s.sensitive AND s.place_kind <> 'home' AND c.active
 GROUP BY f.service_id ORDER BY f.service_id LIMIT 500;

-- name: open_hospitals :many
-- All that have a public page of their waits; bookable: and one to choose a time at.
-- in:
-- out: code text, bookable bool
SELECT code, kind = 'establishment' AS bookable FROM organization WHERE active AND kind IN ('establishment', 'health_centre') ORDER BY tree_lo LIMIT 20000;
