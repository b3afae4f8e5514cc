-- expect: 3: x: day is declared but not used
-- name: x :one
-- in: id organization_id, day day
-- out: name text
SELECT name FROM organization WHERE id = $id;
