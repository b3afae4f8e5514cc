-- expect: 3: x: 
-- name: x :exec
DROP TABLE organization;
