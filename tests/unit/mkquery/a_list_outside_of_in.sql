-- expect: 5: x: the list ids stands only in IN ($ids)
-- name: x :one
-- in: ids organization_id[]
-- out: id organization_id
SELECT id FROM organization WHERE id = $ids;
