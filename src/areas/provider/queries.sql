-- name: provider_watch_list :many
-- in:
-- out: name text, value i64, bad bool, since instant, told_at instant, at instant
SELECT name, value, bad, since, told_at, at FROM provider_watch ORDER BY name LIMIT 50;

-- name: provider_watch_put :exec
-- in: name text, value i64, bad bool, since instant, told_at instant, at instant
INSERT INTO provider_watch (name, value, bad, since, told_at, at) VALUES ($name, $value, $bad, $since, $told_at, $at)
ON CONFLICT (name) DO UPDATE SET value = excluded.value, bad = excluded.bad, since = excluded.since, told_at = excluded.told_at, at = excluded.at;

-- name: provider_root :one
-- Whose act an alert is.
-- in:
-- out: id organization_id
SELECT id FROM organization WHERE parent_id IS NULL ORDER BY id LIMIT 1;
