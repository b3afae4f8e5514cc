-- 5,000 coming appointments of one agenda on one day: what a preview of its absence looks at.
INSERT INTO appointment (id, organization_id, reference, token_hash, patient_id, schedule_id, service_id, specialty, service_name_fr, service_name_ar, service_name_en,
		day, start_min, zone, start_at, duration_min, buffer_before_min, buffer_after_min, seat, status, cancel_reason, channel, for_whom, booked_at, booked_day,
		overbooked, overbook_reason, walk_in, history, note, salt, changed_at, version)
	WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 5000)
	SELECT i, x.organization_id, 'R' || i, 'T' || i, p.id, x.schedule_id, x.service_id, x.specialty, x.service_name_fr, x.service_name_ar, x.service_name_en,
		20880, i % 1000, x.zone, 20880 * 86400 + 60 * (i % 1000), 1, 0, 0, i / 1000, 'booked', '', 'desk', 'self', 0, 0,
		FALSE, '', FALSE, FALSE, '', 'x', 0, 1
	  FROM n JOIN (SELECT * FROM appointment WHERE schedule_id = (SELECT MIN(schedule_id) FROM appointment) ORDER BY id LIMIT 1) x ON TRUE
	  JOIN (SELECT id, ROW_NUMBER() OVER (ORDER BY id) AS k FROM (SELECT id FROM patient ORDER BY id LIMIT 2500) q) p ON p.k = n.i % 2500 + 1;
