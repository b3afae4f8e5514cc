-- expect: 4: x: $id is not declared in in:
-- name: x :one
-- out: name text
SELECT name FROM organization WHERE id = $id;
