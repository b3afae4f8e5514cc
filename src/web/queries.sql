-- name: done_request_find :one
-- in: key text
-- out: fingerprint text, status i32, type text, location text, etag text, body text, persons text
SELECT fingerprint, status, type, location, etag, body, persons FROM done_request WHERE key = $key;

-- name: done_request_add :count
-- 0: another writer has just kept an answer of that key.
-- in: key text, at instant, fingerprint text, status i32, type text, location text, etag text, body text, persons text
INSERT INTO done_request (key, at, fingerprint, status, type, location, etag, body, persons)
VALUES ($key, $at, $fingerprint, $status, $type, $location, $etag, $body, $persons) ON CONFLICT (key) DO NOTHING;

-- name: done_request_sweep :count
-- in: before instant
DELETE FROM done_request WHERE at < $before;

-- name: audit_event_add :exec
-- in: id audit_event_id, organization i64, at instant, account i64?, role text, what text, route text, patient i64?, list i64?, about i64?, detail text
INSERT INTO audit_event (id, organization_id, at, account_id, role, what, route, patient_id, list_id, about_id, detail)
VALUES ($id, $organization, $at, $account, $role, $what, $route, $patient, $list, $about, $detail);

-- name: audit_list_find :one
-- A list of the very same people that is kept already.
-- in: hash text
-- out: id audit_list_id
SELECT id FROM audit_list WHERE hash = $hash ORDER BY id LIMIT 1;

-- name: audit_list_add :exec
-- in: id audit_list_id, organization i64, persons i32, hash text
INSERT INTO audit_list (id, organization_id, persons, hash) VALUES ($id, $organization, $persons, $hash);

-- name: audit_person_add :exec
-- in: organization i64, list audit_list_id, patient i64
INSERT INTO audit_person (organization_id, list_id, patient_id) VALUES ($organization, $list, $patient);

-- name: audit_person_add_eight :exec
-- Eight at once: fewer statements on either engine.
-- in: organization i64, list audit_list_id, p1 i64, p2 i64, p3 i64, p4 i64, p5 i64, p6 i64, p7 i64, p8 i64
INSERT INTO audit_person (organization_id, list_id, patient_id)
VALUES ($organization, $list, $p1), ($organization, $list, $p2), ($organization, $list, $p3), ($organization, $list, $p4),
       ($organization, $list, $p5), ($organization, $list, $p6), ($organization, $list, $p7), ($organization, $list, $p8);
