-- expect: 5: x: no such column: surname
-- name: x :one
-- in: id organization_id
-- out: surname text
SELECT surname FROM organization WHERE id = $id;
