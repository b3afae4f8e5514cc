-- expect: 2: x: reads the table patient of persons
-- name: x :one
-- in: id patient_id
-- out: name name
SELECT name FROM patient WHERE id = $id;
