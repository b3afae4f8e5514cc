-- expect: 4: x: day may be NULL: declare it with a ?
-- name: x :one
-- in: id organization_id
-- out: day day
SELECT day FROM organization WHERE id = $id;
