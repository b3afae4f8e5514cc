-- expect: 3: x: expected `-- scope: ALIAS [own] [leads]`
-- name: x :many
-- scope: p first
-- out: name name
SELECT name FROM patient p WHERE {scope} LIMIT 5;
