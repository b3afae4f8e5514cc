-- expect: 5: x: the name is taken
-- name: x :one
-- out: id organization_id
SELECT id FROM organization;
-- name: x :one
-- out: id organization_id
SELECT id FROM organization;
