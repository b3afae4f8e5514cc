-- expect: 3: x: ghost_id: there is no table ghost
-- name: x :one
-- in: id ghost_id
-- out: id organization_id
SELECT id FROM organization WHERE id = $id;
