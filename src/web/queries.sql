-- name: done_request_find :one
-- in: key text
-- out: fingerprint text, status i32, type text, location text, etag text, body text
SELECT fingerprint, status, type, location, etag, body FROM done_request WHERE key = $key;

-- name: done_request_add :count
-- 0: another writer has just kept an answer of that key.
-- in: key text, at instant, fingerprint text, status i32, type text, location text, etag text, body text
INSERT INTO done_request (key, at, fingerprint, status, type, location, etag, body)
VALUES ($key, $at, $fingerprint, $status, $type, $location, $etag, $body) ON CONFLICT (key) DO NOTHING;

-- name: done_request_sweep :count
-- in: before instant
DELETE FROM done_request WHERE at < $before;

-- name: audit_event_add :exec
-- in: id audit_event_id, organization i64, at instant, account i64?, role text, what text, route text, patient i64?
INSERT INTO audit_event (id, organization_id, at, account_id, role, what, route, patient_id)
VALUES ($id, $organization, $at, $account, $role, $what, $route, $patient);
