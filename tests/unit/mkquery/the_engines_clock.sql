-- expect: 3: x: now() is not used here
-- name: x :count
UPDATE organization SET day = now();
