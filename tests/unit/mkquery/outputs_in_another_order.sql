-- expect: 4: x: out: says id where the text gives name
-- name: x :one
-- in: id organization_id
-- out: id organization_id, name text
SELECT name, id FROM organization WHERE id = $id;
