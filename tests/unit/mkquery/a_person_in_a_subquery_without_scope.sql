-- expect: 2: x: reads the table patient of persons
-- name: x :one
-- in: id organization_id
-- out: n i64
SELECT (SELECT COUNT(*) FROM patient WHERE organization_id = $id) AS n;
