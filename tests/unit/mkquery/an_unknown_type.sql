-- expect: 3: x: unknown type int
-- name: x :one
-- in: id int
-- out: id organization_id
SELECT id FROM organization WHERE id = $id;
