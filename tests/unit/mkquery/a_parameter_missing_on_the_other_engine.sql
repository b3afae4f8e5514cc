-- expect: 3: x: name is not used after -- pg:
-- name: x :one
-- in: id organization_id, name text
-- out: name text
SELECT name FROM organization WHERE id = $id AND name = $name
-- pg:
SELECT name FROM organization WHERE id = $id;
