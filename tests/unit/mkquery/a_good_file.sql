-- expect: ok
-- name: one_organization :one
-- in: id organization_id
-- out: id organization_id, name name, day day?, ok bool
SELECT id, name, day, ok FROM organization WHERE id = $id;
-- name: some :many
-- A comment.
-- in: ids organization_id[], more i64[], max i64
-- out: id organization_id, n i64
SELECT id, 1 AS n FROM organization WHERE id IN ($ids) AND id NOT IN ($more) LIMIT $max;
-- name: patients :each
-- in: name text
-- scope: p own
-- out: id patient_id, email text?
SELECT p.id, p.email FROM patient p WHERE {scope} AND p.name = $name;
-- name: put :exec
-- in: id patient_id, organization organization_id, name name, email text?, practitioner i64?
INSERT INTO patient (id, organization_id, name, email, practitioner_id) VALUES ($id, $organization, $name, $email, $practitioner);
-- name: rename :count
-- unscoped: a job, not a person, asks
-- in: name name, id patient_id
UPDATE patient SET name = $name WHERE id = $id;
-- name: lock :one
-- in: id organization_id
-- out: id organization_id
SELECT id FROM organization WHERE id = $id
-- pg:
SELECT id FROM organization WHERE id = $id FOR UPDATE;
