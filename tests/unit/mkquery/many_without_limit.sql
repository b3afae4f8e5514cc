-- expect: 2: x: :many needs a LIMIT
-- name: x :many
-- out: name text
SELECT name FROM organization;
