-- What the program stores of a month (MONTH: its number), as lines of figures.sql; of waits the days ("days:people …") stand last.
WITH shown AS (
	SELECT o.code || '|' || t.dimension || '|' || t.value AS line, t.*
	  FROM tally t JOIN organization o ON o.id = t.organization_id JOIN tally_month m ON m.month = t.month
		AND m.organization_id = (SELECT r.id FROM organization r WHERE r.tree_lo <= o.tree_lo AND r.tree_hi > o.tree_lo AND r.parent_id IS NULL)
	 WHERE t.edition = m.shown AND t.month = MONTH
)
SELECT 'booked|' || line || '|' || n || '|' || online || '|' || extra || '|' || helped || '|' || within_30 || '|' || compared || '|' || compared_within_30
	|| '|' || expected || '|' || missed || '|' || by_person || '|' || by_house || '|' || reminded || '|' || told || '|' || delays FROM shown WHERE n > 0
UNION ALL SELECT 'first|' || line || '|' || compared_delays FROM shown WHERE compared > 0
UNION ALL SELECT 'asked|' || line || '|' || asked || '|' || offered || '|' || served FROM shown WHERE asked > 0
UNION ALL SELECT 'hours|' || line || '|' || open_min || '|' || taken_min || '|' || taken FROM shown WHERE open_min + taken > 0
UNION ALL SELECT 'week|' || o.code || '|' || l.weekday || '|' || l.hour || '|' || l.taken || '|' || l.taken_min || '|' || l.open_min
  FROM tally_load_shown l JOIN organization o ON o.id = l.organization_id WHERE l.month = MONTH;
