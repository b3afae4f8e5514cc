-- Run by `bench/run --shares` after the data are made: of the nine visits of each morning three are kept for who books online, three for
-- the desk and one for health centres, until a day before.
-- Summaries and first days are then computed by the program (bench/summaries --write).
INSERT INTO opening_quota (opening_id, organization_id, online, desk, centre, release_min)
SELECT o.id, o.organization_id, 3, 3, 1, 1440 FROM opening o WHERE EXISTS (SELECT 1 FROM opening_service s WHERE s.opening_id = o.id);
