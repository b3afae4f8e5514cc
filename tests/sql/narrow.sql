-- What tests/sql/narrow.mjs reads of a MONTH's tables: each line of what is shown now, and of the parts of places that are nobody's
-- below (edition 0); which numbers are hidden, a bit each, and all of them in the order of the bits.
SELECT CAST(t.organization_id AS TEXT), COALESCE(CAST(o.parent_id AS TEXT), ''), o.code, CASE t.edition WHEN 0 THEN 'own' ELSE 'shown' END, t.dimension, t.value, t.hidden,
	t.n, t.online, t.extra, t.helped, t.within_30, t.compared, t.compared_within_30, t.expected, t.missed, t.by_person, t.by_house, t.reminded, t.told,
	t.asked, t.offered, t.served, t.taken, t.taken_min
FROM tally t JOIN organization o ON o.id = t.organization_id
WHERE t.month = MONTH AND (t.edition = 0 OR t.edition = (SELECT max(m.shown) FROM tally_month m WHERE m.month = MONTH))
