-- expect: 4: x: name the columns
-- name: x :one
-- out: id organization_id
SELECT * FROM organization;
