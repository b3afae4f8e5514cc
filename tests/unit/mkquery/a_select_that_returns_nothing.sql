-- expect: 2: x: :exec and :count write
-- name: x :exec
SELECT 1;
