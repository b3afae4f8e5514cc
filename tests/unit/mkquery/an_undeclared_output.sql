-- expect: 2: x: out: declares 1 columns, the text gives 2
-- name: x :one
-- in: id organization_id
-- out: name text
SELECT name, day FROM organization WHERE id = $id;
