-- expect: 4: x: name: the column is TEXT
-- name: x :one
-- in: id organization_id
-- out: name i64
SELECT name FROM organization WHERE id = $id;
