-- name: organization_get :one
-- One organisation by key.
-- in: id organization_id
-- out: id organization_id, parent_id organization_id?, tree_lo i64, tree_hi i64, depth i32, kind text, code text, name_fr text, name_ar text, name_en text, sms_name text, phone text, zone text, active bool, version i64
SELECT id, parent_id, tree_lo, tree_hi, depth, kind, code, name_fr, name_ar, name_en, sms_name, phone, zone, active, version
  FROM organization WHERE id = $id;

-- name: organization_by_code :one
-- in: code text
-- out: id organization_id, tree_lo i64, tree_hi i64, depth i32, kind text, name_fr text, zone text
SELECT id, tree_lo, tree_hi, depth, kind, name_fr, zone FROM organization WHERE code = $code;

-- name: organization_branch :many
-- A node and all below it, in the order of the tree: for lists, selects and the administration screen.
-- in: lo i64, hi i64
-- out: id organization_id, parent_id organization_id?, depth i32, kind text, code text, name_fr text, name_ar text, name_en text, phone text, active bool
SELECT id, parent_id, depth, kind, code, name_fr, name_ar, name_en, phone, active
  FROM organization WHERE tree_lo >= $lo AND tree_lo < $hi ORDER BY tree_lo LIMIT 5000;

-- name: organization_children :many
-- in: parent organization_id
-- out: id organization_id, kind text, code text, name_fr text, name_ar text, name_en text, active bool
SELECT id, kind, code, name_fr, name_ar, name_en, active
  FROM organization WHERE parent_id = $parent ORDER BY name_fr LIMIT 5000;

-- name: organization_above :many
-- The node itself and those it is part of, root first.
-- in: lo i64
-- out: id organization_id, kind text, code text, name_fr text, name_ar text, name_en text
SELECT id, kind, code, name_fr, name_ar, name_en
  FROM organization WHERE tree_lo <= $lo AND tree_hi > $lo ORDER BY depth LIMIT 16;

-- name: organization_last_child :one
-- Where the newest branch below a parent ends; the parent's own start when it has none.
-- in: parent organization_id
-- out: tree_hi i64
SELECT COALESCE((SELECT MAX(c.tree_hi) FROM organization c WHERE c.parent_id = p.id), p.tree_lo) AS tree_hi
  FROM organization p WHERE p.id = $parent;

-- name: organization_last_root :one
-- in:
-- out: tree_hi i64
SELECT COALESCE(MAX(tree_hi), 0) AS tree_hi FROM organization WHERE parent_id IS NULL;

-- name: organization_add :exec
-- in: id organization_id, parent organization_id?, lo i64, hi i64, depth i32, kind text, code text, name_fr text, name_ar text, name_en text, fold text, sms_name text, phone text, zone text
INSERT INTO organization (id, parent_id, tree_lo, tree_hi, depth, kind, code, name_fr, name_ar, name_en, name_fold, sms_name, phone, zone, active, version)
VALUES ($id, $parent, $lo, $hi, $depth, $kind, $code, $name_fr, $name_ar, $name_en, $fold, $sms_name, $phone, $zone, TRUE, 1);

-- name: organization_change :count
-- Changes what may change (never kind, code or place in the tree) if nobody did since `version`.
-- in: name_fr text, name_ar text, name_en text, fold text, sms_name text, phone text, zone text, active bool, id organization_id, version i64
UPDATE organization SET name_fr = $name_fr, name_ar = $name_ar, name_en = $name_en, name_fold = $fold,
       sms_name = $sms_name, phone = $phone, zone = $zone, active = $active, version = version + 1
 WHERE id = $id AND version = $version;

-- name: organization_setting_get :one
-- The value that holds at a node: the lowest node above it, or itself, that says something.
-- in: name text, lo i64
-- out: value i64
SELECT s.value FROM organization_setting s JOIN organization o ON o.id = s.organization_id
 WHERE s.name = $name AND o.tree_lo <= $lo AND o.tree_hi > $lo ORDER BY o.depth DESC LIMIT 1;

-- name: organization_setting_put :exec
-- in: organization organization_id, name text, value i64
INSERT INTO organization_setting (organization_id, name, value) VALUES ($organization, $name, $value)
ON CONFLICT (organization_id, name) DO UPDATE SET value = excluded.value;

-- name: location_list :many
-- in: organization organization_id
-- out: id location_id, code text, name_fr text, name_ar text, name_en text, address_fr text, address_ar text, direction_fr text, direction_ar text, phone text, zone text, active bool, version i64, postal_code text
SELECT id, code, name_fr, name_ar, name_en, address_fr, address_ar, direction_fr, direction_ar, phone, zone, active, version, postal_code
  FROM location WHERE organization_id = $organization ORDER BY name_fr LIMIT 500;

-- name: location_get :one
-- in: id location_id
-- out: organization_id organization_id, code text, name_fr text, name_ar text, name_en text, address_fr text, address_ar text, direction_fr text, direction_ar text, phone text, zone text, active bool, version i64, postal_code text
SELECT organization_id, code, name_fr, name_ar, name_en, address_fr, address_ar, direction_fr, direction_ar, phone, zone, active, version, postal_code
  FROM location WHERE id = $id;

-- name: location_add :exec
-- in: id location_id, organization organization_id, code text, name_fr text, name_ar text, name_en text, address_fr text, address_ar text, direction_fr text, direction_ar text, phone text, zone text
INSERT INTO location (id, organization_id, code, name_fr, name_ar, name_en, address_fr, address_ar, direction_fr, direction_ar, phone, zone, active, version)
VALUES ($id, $organization, $code, $name_fr, $name_ar, $name_en, $address_fr, $address_ar, $direction_fr, $direction_ar, $phone, $zone, TRUE, 1);

-- name: location_add_once :count
-- As location_add; 0 when the organisation has a place of that code.
-- in: id location_id, organization organization_id, code text, name_fr text, name_ar text, name_en text, address_fr text, address_ar text, direction_fr text, direction_ar text, phone text, zone text
INSERT INTO location (id, organization_id, code, name_fr, name_ar, name_en, address_fr, address_ar, direction_fr, direction_ar, phone, zone, active, version)
VALUES ($id, $organization, $code, $name_fr, $name_ar, $name_en, $address_fr, $address_ar, $direction_fr, $direction_ar, $phone, $zone, TRUE, 1)
ON CONFLICT (organization_id, code) DO NOTHING;

-- name: location_change :count
-- in: name_fr text, name_ar text, name_en text, address_fr text, address_ar text, direction_fr text, direction_ar text, phone text, active bool, id location_id, version i64
UPDATE location SET name_fr = $name_fr, name_ar = $name_ar, name_en = $name_en, address_fr = $address_fr, address_ar = $address_ar,
       direction_fr = $direction_fr, direction_ar = $direction_ar, phone = $phone, active = $active, version = version + 1
 WHERE id = $id AND version = $version;

-- name: location_postal_code :exec
-- Of an address that was just written: five digits, or empty.
-- in: code text, id location_id
UPDATE location SET postal_code = $code WHERE id = $id;

-- name: calendar_days :many
-- Holidays and closures that hold at a node, from one day up to another (not included). The few
-- closed days are read first, never the many organisations.
-- in: lo i64, from_day day, to_day day
-- out: id calendar_day_id, day day, kind text, name_fr text, name_ar text, name_en text, confirmed bool
SELECT c.id, c.day, c.kind, c.name_fr, c.name_ar, c.name_en, c.confirmed
  FROM calendar_day c CROSS JOIN organization o
 WHERE o.id = c.organization_id AND o.tree_lo <= $lo AND o.tree_hi > $lo AND c.day >= $from_day AND c.day < $to_day ORDER BY c.day LIMIT 1000;

-- name: calendar_day_put :exec
-- in: id calendar_day_id, organization organization_id, day day, kind text, name_fr text, name_ar text, name_en text, confirmed bool
INSERT INTO calendar_day (id, organization_id, day, kind, name_fr, name_ar, name_en, confirmed)
VALUES ($id, $organization, $day, $kind, $name_fr, $name_ar, $name_en, $confirmed)
ON CONFLICT (organization_id, day, kind) DO UPDATE SET name_fr = excluded.name_fr, name_ar = excluded.name_ar,
       name_en = excluded.name_en, confirmed = excluded.confirmed;

-- name: calendar_day_remove :count
-- in: id calendar_day_id, organization organization_id
DELETE FROM calendar_day WHERE id = $id AND organization_id = $organization;

-- name: specialty_list :many
-- in:
-- out: code text, name_fr text, name_ar text, name_en text, snomed text, popularity i32
SELECT code, name_fr, name_ar, name_en, snomed, popularity FROM specialty ORDER BY name_fr LIMIT 500;

-- name: specialty_get :one
-- in: code text
-- out: name_fr text, name_ar text, name_en text, snomed text
SELECT name_fr, name_ar, name_en, snomed FROM specialty WHERE code = $code;

-- name: specialty_add :exec
-- in: code text, name_fr text, name_ar text, name_en text, snomed text, family text, popularity i32
INSERT INTO specialty (code, name_fr, name_ar, name_en, snomed, family, popularity)
VALUES ($code, $name_fr, $name_ar, $name_en, $snomed, $family, $popularity)
ON CONFLICT (code) DO UPDATE SET name_fr = excluded.name_fr, name_ar = excluded.name_ar, name_en = excluded.name_en,
       snomed = excluded.snomed, family = excluded.family, popularity = excluded.popularity;

-- name: specialty_word_add :exec
-- in: specialty text, word text
INSERT INTO specialty_word (specialty, word) VALUES ($specialty, $word) ON CONFLICT (word, specialty) DO NOTHING;

-- name: calendar_day_keep :exec
-- A holiday of the seed: what an administrator has changed meanwhile stays.
-- in: id calendar_day_id, organization organization_id, day day, kind text, name_fr text, name_ar text, name_en text, confirmed bool
INSERT INTO calendar_day (id, organization_id, day, kind, name_fr, name_ar, name_en, confirmed)
VALUES ($id, $organization, $day, $kind, $name_fr, $name_ar, $name_en, $confirmed)
ON CONFLICT (organization_id, day, kind) DO NOTHING;

-- name: calendar_days_own :many
-- Days that this node names itself.
-- in: organization organization_id, from_day day, to_day day
-- out: id calendar_day_id, day day, kind text, name_fr text, name_ar text, name_en text, confirmed bool
SELECT id, day, kind, name_fr, name_ar, name_en, confirmed FROM calendar_day
 WHERE organization_id = $organization AND day >= $from_day AND day < $to_day ORDER BY day LIMIT 1000;

-- name: calendar_day_get :one
-- in: id calendar_day_id, organization organization_id
-- out: day day, kind text, name_fr text, name_ar text, name_en text
SELECT day, kind, name_fr, name_ar, name_en FROM calendar_day WHERE id = $id AND organization_id = $organization;
