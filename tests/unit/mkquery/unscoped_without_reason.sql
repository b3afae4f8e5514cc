-- expect: 4: x: unscoped: why?
-- name: x :one
-- in: id patient_id
-- unscoped:
-- out: name name
SELECT name FROM patient WHERE id = $id;
