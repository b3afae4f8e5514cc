-- expect: 6: x: an OR beside {scope} lets rows past it
-- name: x :one
-- in: id patient_id
-- scope: p
-- out: name name
SELECT name FROM patient p WHERE {scope} AND p.id = $id OR p.email IS NULL;
