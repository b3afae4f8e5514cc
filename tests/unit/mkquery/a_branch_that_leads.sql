-- expect: ok
-- name: x :many
-- scope: p leads
-- out: name name
SELECT name FROM patient p WHERE {scope} ORDER BY p.name LIMIT 5;
-- name: y :many
-- scope: p own leads
-- out: name name
SELECT name FROM patient p WHERE {scope} ORDER BY p.name LIMIT 5;
