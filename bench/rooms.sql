-- Run by `bench/run --rooms` after the data are made: each establishment has a room, open as its agendas are, that two visits at
-- once can use, and every visit of the first speciality (two agendas in each establishment) needs it. What is booked
-- holds it, so nothing changes in what is free.
INSERT INTO schedule (id, organization_id, kind, practitioner_id, location_id, name_fr, name_ar, specialty, shown, active, version, needed)
SELECT 9000000 + l.id, l.organization_id, 'room', NULL, l.id, 'Salle', '', (SELECT MIN(s.specialty) FROM service s WHERE s.organization_id = l.organization_id), FALSE, TRUE, 1, TRUE
  FROM location l;
INSERT INTO opening (id, organization_id, schedule_id, first_day, until_day, rule, start_min, end_min, capacity, slot_min, active, materialised_to, version)
SELECT 9000000 + c.id, c.organization_id, c.id, o.first_day, NULL, o.rule, o.start_min, o.end_min, 2, NULL, TRUE, o.materialised_to, 1
  FROM schedule c JOIN (SELECT * FROM opening ORDER BY id LIMIT 1) o ON TRUE WHERE c.kind = 'room';
INSERT INTO opening_day (schedule_id, day, start_min, end_min, opening_id, organization_id, capacity, slot_min)
SELECT c.id, d.day, d.start_min, d.end_min, 9000000 + c.id, c.organization_id, 2, NULL
  FROM schedule c JOIN (SELECT day, start_min, end_min FROM opening_day WHERE schedule_id = (SELECT MIN(id) FROM schedule)) d ON TRUE WHERE c.kind = 'room';
UPDATE service SET needs = 1 WHERE code = 'C0';
INSERT INTO service_need (service_id, place, organization_id, kind, listed) SELECT id, 1, organization_id, 'room', FALSE FROM service WHERE needs = 1;
INSERT INTO beside (id, place, organization_id, schedule_id, day, start_min, duration_min, buffer_before_min, buffer_after_min, seat, held, overbooked)
SELECT x.id, 1, x.organization_id, c.id, x.day, x.start_min, x.duration_min, 0, 0, x.schedule_id % 2, FALSE, FALSE
  FROM appointment x JOIN service s ON s.id = x.service_id AND s.needs = 1 JOIN schedule m ON m.id = x.schedule_id JOIN schedule c ON c.location_id = m.location_id AND c.kind = 'room'
 WHERE NOT x.history AND x.status NOT IN ('cancelled', 'entered-in-error');
UPDATE appointment SET beside = 1 WHERE id IN (SELECT id FROM beside);
