-- What the program stores, as lines of effect.sql (FROM_MONTH, TO_MONTH: numbers of the months compared; THIRD_MONTH: that of the mornings); of mornings
-- the days ("days:mornings …") stand last.
SELECT 'misses|' || o.code || '|' || e.month || '|' || e.dimension || '|' || e.value || '|' || e.expected || '|' || e.missed
  FROM effect e JOIN organization o ON o.id = e.organization_id WHERE e.month >= FROM_MONTH AND e.month <= TO_MONTH
UNION ALL
SELECT 'freed|' || o.code || '|' || e.month || '|' || e.freed || '|' || e.refilled
  FROM effect_month e JOIN organization o ON o.id = e.organization_id WHERE e.month >= FROM_MONTH AND e.month <= TO_MONTH AND e.freed > 0
UNION ALL
SELECT 'did|' || o.code || '|' || e.month || '|' || e.what || '|' || e.n || '|' || e.segments
  FROM effect_count e JOIN organization o ON o.id = e.organization_id WHERE e.month >= FROM_MONTH AND e.month <= TO_MONTH AND e.n > 0
UNION ALL
SELECT 'third|' || o.code || '|' || t.dimension || '|' || t.value || '|' || t.thirds
  FROM tally t JOIN organization o ON o.id = t.organization_id JOIN tally_month m ON m.month = t.month
	AND m.organization_id = (SELECT r.id FROM organization r WHERE r.tree_lo <= o.tree_lo AND r.tree_hi > o.tree_lo AND r.parent_id IS NULL)
 WHERE t.edition = m.shown AND t.month = THIRD_MONTH AND t.thirds <> '';
