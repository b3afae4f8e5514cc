-- expect: 4: x: one statement a query
-- name: x :one
-- out: id organization_id
SELECT id FROM organization; SELECT id FROM organization;
