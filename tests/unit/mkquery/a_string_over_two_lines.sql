-- expect: 3: x: a string is not closed on its line
-- name: x :count
UPDATE organization SET name = 'x
y';
