-- expect: 5: x: each part of a UNION has its {scope}
-- name: x :each
-- scope: p
-- out: name name
SELECT p.name FROM patient p WHERE {scope} UNION ALL SELECT p.name FROM patient p;
