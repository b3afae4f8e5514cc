-- expect: 6: x: {scope} stands exactly once in the text, found 0
-- name: x :one
-- in: id patient_id
-- scope: p
-- out: name name
SELECT name FROM patient p WHERE p.id = $id;
