-- name: import_row_known :one
-- Whether the nth of equal rows came in before.
-- in: kind text, hash text, nth i32
-- out: made_id i64
SELECT made_id FROM import_row WHERE kind = $kind AND hash = $hash AND nth = $nth;

-- name: import_row_add :exec
-- in: kind text, hash text, nth i32, organization organization_id, made_id i64, at instant
INSERT INTO import_row (kind, hash, nth, organization_id, made_id, imported_at)
VALUES ($kind, $hash, $nth, $organization, $made_id, $at);

-- name: import_row_any :one
-- Whether anything of that kind ever came in: the first file need not ask row by row.
-- in: kind text
-- out: any_made i64
SELECT made_id AS any_made FROM import_row WHERE kind = $kind LIMIT 1;
