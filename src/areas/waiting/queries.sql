-- name: waiting_entry_add :exec
-- in: id waiting_entry_id, organization organization_id, specialty text, area text, name name, birth_day day?, sex text, phone text, lang text, at instant
INSERT INTO waiting_entry (id, organization_id, specialty, area, name, birth_day, sex, phone, lang, asked_at, state, version)
VALUES ($id, $organization, $specialty, $area, $name, $birth_day, $sex, $phone, $lang, $at, 'waiting', 1);

-- name: waiting_entry_of_phone :one
-- The entry of the same phone for the same thing.
-- in: organization organization_id, specialty text, phone text
-- out: id waiting_entry_id, asked_at instant
-- unscoped: answers only whether the sender is on the list already
SELECT id, asked_at FROM waiting_entry
 WHERE organization_id = $organization AND specialty = $specialty AND state = 'waiting' AND phone = $phone ORDER BY asked_at LIMIT 1;

-- name: waiting_before :one
-- How many asked before.
-- in: organization organization_id, specialty text, at instant, id waiting_entry_id
-- out: n i64
-- unscoped: a number alone
SELECT COUNT(*) AS n FROM waiting_entry
 WHERE organization_id = $organization AND specialty = $specialty AND state = 'waiting' AND (asked_at, id) < ($at, $id);

-- name: waiting_list :many
-- Who waits, in the order in which they asked: for the desk.
-- in: max i64
-- scope: w
-- out: id waiting_entry_id, organization_id organization_id, specialty text, area text, name name, phone text, lang text, asked_at instant
SELECT w.id, w.organization_id, w.specialty, w.area, w.name, w.phone, w.lang, w.asked_at
  FROM waiting_entry w WHERE {scope} AND w.state = 'waiting' ORDER BY w.asked_at, w.id LIMIT $max;

-- name: waiting_root :one
-- The first tree's root: keeps what is asked for anywhere.
-- in:
-- out: id organization_id
SELECT id FROM organization WHERE parent_id IS NULL ORDER BY tree_lo LIMIT 1;
