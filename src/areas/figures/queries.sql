-- name: figures_of :each
-- Every appointment of a branch that was booked in [from_day, to_day): what all figures by month of booking are made of. reminder: 2 sent, 3
-- delivered. wished: at a date that the person or the treatment wished.
-- in: lo i64, hi i64, from_day day, to_day day
-- scope: o.id
-- out: specialty text, channel text, sex text, birth_day day?, booked_day day, practitioner i64?, status text, by text, visit text, wished bool, delay i32, extra bool, helped bool, reminder i32
SELECT a.specialty, a.channel, p.sex, p.birth_day, a.booked_day, a.practitioner_id AS practitioner, a.status, COALESCE(a.cancelled_by, '') AS by,
       COALESCE(s.visit, '') AS visit, a.wished, a.day - a.booked_day AS delay, a.overbooked AS extra, a.channel IN ('health-centre', 'assisted') AS helped,
       COALESCE((SELECT MAX(CASE r.state WHEN 'delivered' THEN 3 WHEN 'sent' THEN 2 WHEN 'printed' THEN 2 ELSE 1 END)
                   FROM reminder_about k JOIN reminder r ON r.id = k.reminder_id WHERE k.appointment_id = a.id), 0) AS reminder
  FROM organization o JOIN appointment a ON a.organization_id = o.id JOIN patient p ON p.id = a.patient_id LEFT JOIN service s ON s.id = a.service_id
 WHERE {scope} AND o.tree_lo >= $lo AND o.tree_lo < $hi AND a.booked_day >= $from_day AND a.booked_day < $to_day;

-- name: figures_waiting :each
-- Who asked to be told of a free time in [from_at, to_at); once, however often.
-- in: lo i64, hi i64, from_at instant, to_at instant
-- scope: o.id
-- out: specialty text, channel text, sex text, birth_day day?, asked_at instant, offers i32, state text
SELECT w.specialty, w.channel, w.sex, w.birth_day, w.asked_at, w.offers, w.state
  FROM organization o JOIN waiting_entry w ON w.organization_id = o.id
 WHERE {scope} AND o.tree_lo >= $lo AND o.tree_lo < $hi AND w.asked_at >= $from_at AND w.asked_at < $to_at AND w.left_why <> 'again';

-- name: figures_open :each
-- The hours of a branch's agendas that received people on days of [from_day, to_day).
-- in: lo i64, hi i64, from_day day, to_day day
-- scope: o.id
-- out: schedule schedule_id, specialty text, practitioner i64?, tree_lo i64, day day, start_min i32, end_min i32, capacity i32
SELECT s.id AS schedule, s.specialty, s.practitioner_id AS practitioner, o.tree_lo, d.day, d.start_min, d.end_min, d.capacity
  FROM organization o JOIN schedule s ON s.organization_id = o.id JOIN opening_day d ON d.schedule_id = s.id
 WHERE {scope} AND o.tree_lo >= $lo AND o.tree_lo < $hi AND s.active AND d.day >= $from_day AND d.day < $to_day
   AND EXISTS (SELECT 1 FROM opening_service v WHERE v.opening_id = d.opening_id);

-- name: figures_absent :each
-- in: lo i64, hi i64, from_day day, to_day day
-- scope: o.id
-- out: schedule schedule_id, from_day day, from_min i32, to_day day, to_min i32
SELECT a.schedule_id AS schedule, a.from_day, a.from_min, a.to_day, a.to_min
  FROM organization o JOIN schedule s ON s.organization_id = o.id JOIN absence a ON a.schedule_id = s.id
 WHERE {scope} AND o.tree_lo >= $lo AND o.tree_lo < $hi AND a.to_day >= $from_day AND a.from_day < $to_day
 ORDER BY a.schedule_id, a.from_day, a.from_min;

-- name: figures_closed :each
-- Holidays and closures of all places, on days of [from_day, to_day).
-- in: from_day day, to_day day
-- out: day day, lo i64, hi i64
SELECT c.day, o.tree_lo AS lo, o.tree_hi AS hi FROM calendar_day c JOIN organization o ON o.id = c.organization_id WHERE c.day >= $from_day AND c.day < $to_day;

-- name: figures_taken :each
-- What appointments took of the agendas on days of [from_day, to_day), by weekday (1: Monday), start and length with what lies before and
-- after; who did not come took it too.
-- in: lo i64, hi i64, from_day day, to_day day
-- scope: o.id
-- out: specialty text, practitioner i64?, weekday i32, from_min i32, minutes i32, taken i64
SELECT s.specialty, s.practitioner_id AS practitioner, (a.day + 3) % 7 + 1 AS weekday, a.start_min - a.buffer_before_min AS from_min,
       a.duration_min + a.buffer_before_min + a.buffer_after_min AS minutes, COUNT(*) AS taken
  FROM organization o JOIN appointment a ON a.organization_id = o.id JOIN schedule s ON s.id = a.schedule_id
 WHERE {scope} AND o.tree_lo >= $lo AND o.tree_lo < $hi AND a.day >= $from_day AND a.day < $to_day
   AND NOT a.overbooked AND NOT a.history AND a.status NOT IN ('cancelled', 'entered-in-error')
 GROUP BY s.specialty, s.practitioner_id, (a.day + 3) % 7 + 1, a.start_min - a.buffer_before_min, a.duration_min + a.buffer_before_min + a.buffer_after_min;

-- name: figures_thirds :each
-- in: lo i64, hi i64, from_day day, to_day day
-- scope: o.id
-- out: specialty text, days i32?
SELECT t.specialty, t.days FROM organization o JOIN third_next t ON t.organization_id = o.id
 WHERE {scope} AND o.tree_lo >= $lo AND o.tree_lo < $hi AND t.day >= $from_day AND t.day < $to_day AND t.specialty <> '';

-- name: figure_due :many
-- in: max i64
-- out: organization_id organization_id, month i32, lo i64, zone text
SELECT m.organization_id, m.month, o.tree_lo AS lo, o.zone
  FROM figure_month m JOIN organization o ON o.id = m.organization_id WHERE m.due ORDER BY m.month DESC LIMIT $max;

-- name: figure_stale :many
-- Counts to be looked at again though nothing is noted: recent months counted before one instant, any before the other.
-- in: recent i32, before instant, long_before instant, max i64
-- out: organization_id organization_id, month i32, lo i64, zone text
SELECT m.organization_id, m.month, o.tree_lo AS lo, o.zone
  FROM figure_month m JOIN organization o ON o.id = m.organization_id
 WHERE NOT m.due AND (m.counted_at < $long_before OR (m.month >= $recent AND m.counted_at < $before)) ORDER BY m.month DESC, m.organization_id LIMIT $max;

-- name: figure_news :many
-- Where and on which day of booking something was booked or moved since an act (or, all: came to an end): all that changes a stored count.
-- in: since i64, all bool
-- unscoped: places and days, no person
-- out: organization organization_id, booked_day day
SELECT DISTINCT c.organization_id AS organization, x.booked_day
  FROM act c JOIN appointment x ON x.id = c.chain
 WHERE c.id >= $since AND (c.act IN ('book', 'overbook', 'move') OR ($all AND c.act IN ('cancel', 'attend', 'miss'))) LIMIT 200000;

-- name: tally_read :each
-- One edition of an organisation's month.
-- in: organization organization_id, month i32, edition i32
-- out: dimension text, value text, hidden i64, n i64, online i64, extra i64, helped i64, within_30 i64, compared i64, compared_within_30 i64, expected i64, missed i64, by_person i64, by_house i64, reminded i64, told i64, asked i64, offered i64, served i64, taken i64, taken_min i64, open_min i64, delays text, compared_delays text, thirds text
SELECT t.dimension, t.value, t.hidden, t.n, t.online, t.extra, t.helped, t.within_30, t.compared, t.compared_within_30, t.expected, t.missed, t.by_person, t.by_house, t.reminded, t.told, t.asked, t.offered, t.served, t.taken, t.taken_min, t.open_min, t.delays, t.compared_delays, t.thirds
  FROM tally t WHERE t.organization_id = $organization AND t.month = $month AND t.edition = $edition;

-- name: tally_of_tree :each
-- The same of all organisations of a tree.
-- in: lo i64, hi i64, month i32, edition i32
-- out: lo i64, dimension text, value text, hidden i64, n i64, online i64, extra i64, helped i64, within_30 i64, compared i64, compared_within_30 i64, expected i64, missed i64, by_person i64, by_house i64, reminded i64, told i64, asked i64, offered i64, served i64, taken i64, taken_min i64, open_min i64, delays text, compared_delays text, thirds text
SELECT o.tree_lo AS lo, t.dimension, t.value, t.hidden, t.n, t.online, t.extra, t.helped, t.within_30, t.compared, t.compared_within_30, t.expected, t.missed, t.by_person, t.by_house, t.reminded, t.told, t.asked, t.offered, t.served, t.taken, t.taken_min, t.open_min, t.delays, t.compared_delays, t.thirds
  FROM organization o JOIN tally t ON t.organization_id = o.id AND t.month = $month AND t.edition = $edition
 WHERE o.tree_lo >= $lo AND o.tree_lo < $hi ORDER BY o.tree_lo, t.dimension, t.value;

-- name: tally_line :each
-- One line of a month in organisations of a branch, each in the edition that is shown.
-- in: lo i64, hi i64, month i32, edition i32, dimension text, value text
-- scope: o.id
-- out: lo i64, hidden i64, n i64, online i64, extra i64, helped i64, within_30 i64, compared i64, compared_within_30 i64, expected i64, missed i64, by_person i64, by_house i64, reminded i64, told i64, asked i64, offered i64, served i64, taken i64, taken_min i64, open_min i64, delays text, compared_delays text, thirds text
SELECT o.tree_lo AS lo, t.hidden, t.n, t.online, t.extra, t.helped, t.within_30, t.compared, t.compared_within_30, t.expected, t.missed, t.by_person, t.by_house, t.reminded, t.told, t.asked, t.offered, t.served, t.taken, t.taken_min, t.open_min, t.delays, t.compared_delays, t.thirds
  FROM organization o JOIN tally t ON t.organization_id = o.id AND t.month = $month AND t.edition = $edition AND t.dimension = $dimension AND t.value = $value
 WHERE {scope} AND o.tree_lo >= $lo AND o.tree_lo < $hi;

-- name: tally_waits :each
-- First visits and their waits by speciality, in each establishment of a branch, in the edition that is shown.
-- in: lo i64, hi i64, month i32, edition i32
-- scope: o.id
-- out: value text, hidden i64, compared i64, compared_delays text
SELECT t.value, t.hidden, t.compared, t.compared_delays
  FROM organization o JOIN tally t ON t.organization_id = o.id AND t.month = $month AND t.edition = $edition AND t.dimension = 'service'
 WHERE {scope} AND o.tree_lo >= $lo AND o.tree_lo < $hi AND o.kind IN ('establishment', 'health_centre');

-- name: tally_months :many
-- The totals of one organisation, month by month, as they are known now; where a month was closed, then as it was then.
-- in: organization organization_id, first i32, last i32
-- out: month i32, edition i32, hidden i64, n i64, online i64
SELECT t.month, t.edition, t.hidden, t.n, t.online
  FROM tally t JOIN organization o ON o.id = t.organization_id
  JOIN tally_month m ON m.month = t.month AND m.organization_id
       = (SELECT r.id FROM organization r WHERE r.tree_lo <= o.tree_lo AND r.tree_hi > o.tree_lo ORDER BY r.tree_lo LIMIT 1)
 WHERE t.organization_id = $organization AND t.month >= $first AND t.month <= $last AND t.dimension = 'all' AND t.value = ''
   AND (t.edition = m.shown OR (t.edition = 2 AND m.closed_at IS NOT NULL))
 ORDER BY t.month, t.edition = 2 LIMIT 500;

-- name: tally_drop :exec
-- in: organization organization_id, month i32, edition i32, dimension text, value text
DELETE FROM tally WHERE organization_id = $organization AND month = $month AND edition = $edition AND dimension = $dimension AND value = $value;

-- name: tally_put :exec
-- in: organization organization_id, month i32, edition i32, dimension text, value text, hidden i64, n i64, online i64, extra i64, helped i64, within_30 i64, compared i64, compared_within_30 i64, expected i64, missed i64, by_person i64, by_house i64, reminded i64, told i64, asked i64, offered i64, served i64, taken i64, taken_min i64, open_min i64, delays text, compared_delays text, thirds text
INSERT INTO tally (organization_id, month, edition, dimension, value, hidden, n, online, extra, helped, within_30, compared, compared_within_30, expected, missed, by_person, by_house, reminded, told, asked, offered, served, taken, taken_min, open_min, delays, compared_delays, thirds)
VALUES ($organization, $month, $edition, $dimension, $value, $hidden, $n, $online, $extra, $helped, $within_30, $compared, $compared_within_30, $expected, $missed, $by_person, $by_house, $reminded, $told, $asked, $offered, $served, $taken, $taken_min, $open_min, $delays, $compared_delays, $thirds)
ON CONFLICT (organization_id, month, edition, dimension, value) DO UPDATE SET hidden = excluded.hidden, n = excluded.n, online = excluded.online, extra = excluded.extra, helped = excluded.helped, within_30 = excluded.within_30, compared = excluded.compared, compared_within_30 = excluded.compared_within_30, expected = excluded.expected, missed = excluded.missed, by_person = excluded.by_person, by_house = excluded.by_house, reminded = excluded.reminded, told = excluded.told, asked = excluded.asked, offered = excluded.offered, served = excluded.served, taken = excluded.taken, taken_min = excluded.taken_min, open_min = excluded.open_min, delays = excluded.delays, compared_delays = excluded.compared_delays, thirds = excluded.thirds;

-- name: tally_close :exec
-- Keeps what is shown of a part of a country's month as it was when it was closed.
-- in: lo i64, hi i64, month i32, shown i32
INSERT INTO tally (organization_id, month, edition, dimension, value, hidden, n, online, extra, helped, within_30, compared, compared_within_30, expected, missed, by_person, by_house, reminded, told, asked, offered, served, taken, taken_min, open_min, delays, compared_delays, thirds)
SELECT t.organization_id, t.month, 2, t.dimension, t.value, t.hidden, t.n, t.online, t.extra, t.helped, t.within_30, t.compared, t.compared_within_30, t.expected, t.missed, t.by_person, t.by_house, t.reminded, t.told, t.asked, t.offered, t.served, t.taken, t.taken_min, t.open_min, t.delays, t.compared_delays, t.thirds
  FROM organization o JOIN tally t ON t.organization_id = o.id AND t.month = $month AND t.edition = $shown
 WHERE o.tree_lo >= $lo AND o.tree_lo < $hi;

-- name: load_own :many
-- in: organization organization_id, month i32
-- out: weekday i32, hour i32, taken i64, taken_min i64, open_min i64
SELECT l.weekday, l.hour, l.taken, l.taken_min, l.open_min FROM tally_load l
 WHERE l.organization_id = $organization AND l.month = $month ORDER BY l.weekday, l.hour LIMIT 200;

-- name: load_of_tree :each
-- The same of all organisations of a tree.
-- in: lo i64, hi i64, month i32
-- out: lo i64, weekday i32, hour i32, taken i64, taken_min i64, open_min i64
SELECT o.tree_lo AS lo, l.weekday, l.hour, l.taken, l.taken_min, l.open_min
  FROM organization o JOIN tally_load l ON l.organization_id = o.id AND l.month = $month
 WHERE o.tree_lo >= $lo AND o.tree_lo < $hi ORDER BY o.tree_lo;

-- name: load_shown_of_tree :each
-- What is shown of each: it with all below it.
-- in: lo i64, hi i64, month i32
-- out: lo i64, weekday i32, hour i32, taken i64, taken_min i64, open_min i64
SELECT o.tree_lo AS lo, l.weekday, l.hour, l.taken, l.taken_min, l.open_min
  FROM organization o JOIN tally_load_shown l ON l.organization_id = o.id AND l.month = $month
 WHERE o.tree_lo >= $lo AND o.tree_lo < $hi ORDER BY o.tree_lo;

-- name: load_shown :many
-- in: organization organization_id, month i32
-- out: weekday i32, hour i32, taken i64, taken_min i64, open_min i64
SELECT l.weekday, l.hour, l.taken, l.taken_min, l.open_min FROM tally_load_shown l
 WHERE l.organization_id = $organization AND l.month = $month ORDER BY l.weekday, l.hour LIMIT 200;

-- name: load_shown_put :exec
-- in: organization organization_id, month i32, weekday i32, hour i32, taken i64, taken_min i64, open_min i64
INSERT INTO tally_load_shown (organization_id, month, weekday, hour, taken, taken_min, open_min)
VALUES ($organization, $month, $weekday, $hour, $taken, $taken_min, $open_min)
ON CONFLICT (organization_id, month, weekday, hour) DO UPDATE SET taken = excluded.taken, taken_min = excluded.taken_min, open_min = excluded.open_min;

-- name: load_shown_drop :exec
-- in: organization organization_id, month i32, weekday i32, hour i32
DELETE FROM tally_load_shown WHERE organization_id = $organization AND month = $month AND weekday = $weekday AND hour = $hour;

-- name: load_closed :many
-- The same as it was when the month was closed.
-- in: organization organization_id, month i32
-- out: weekday i32, hour i32, taken i64, taken_min i64, open_min i64
SELECT l.weekday, l.hour, l.taken, l.taken_min, l.open_min FROM tally_load_closed l
 WHERE l.organization_id = $organization AND l.month = $month ORDER BY l.weekday, l.hour LIMIT 200;

-- name: load_close :exec
-- in: lo i64, hi i64, month i32
INSERT INTO tally_load_closed (organization_id, month, weekday, hour, taken, taken_min, open_min)
SELECT l.organization_id, l.month, l.weekday, l.hour, l.taken, l.taken_min, l.open_min
  FROM organization o JOIN tally_load_shown l ON l.organization_id = o.id AND l.month = $month
 WHERE o.tree_lo >= $lo AND o.tree_lo < $hi;

-- name: load_unclose :exec
-- in: lo i64, hi i64, month i32
DELETE FROM tally_load_closed
 WHERE month = $month AND organization_id IN (SELECT id FROM organization WHERE tree_lo >= $lo AND tree_lo < $hi);

-- name: load_put :exec
-- in: organization organization_id, month i32, weekday i32, hour i32, taken i64, taken_min i64, open_min i64
INSERT INTO tally_load (organization_id, month, weekday, hour, taken, taken_min, open_min)
VALUES ($organization, $month, $weekday, $hour, $taken, $taken_min, $open_min)
ON CONFLICT (organization_id, month, weekday, hour) DO UPDATE SET taken = excluded.taken, taken_min = excluded.taken_min, open_min = excluded.open_min;

-- name: load_drop :exec
-- in: organization organization_id, month i32, weekday i32, hour i32
DELETE FROM tally_load WHERE organization_id = $organization AND month = $month AND weekday = $weekday AND hour = $hour;

-- name: tally_unclose :exec
-- What was left of a closing that did not come to its end.
-- in: lo i64, hi i64, month i32
DELETE FROM tally
 WHERE month = $month AND edition = 2 AND organization_id IN (SELECT id FROM organization WHERE tree_lo >= $lo AND tree_lo < $hi);

-- name: tally_clear :exec
-- in: organization organization_id, month i32, edition i32
DELETE FROM tally WHERE organization_id = $organization AND month = $month AND edition = $edition;

-- name: tally_tree :many
-- in: lo i64, hi i64
-- out: id organization_id, tree_lo i64, tree_hi i64, kind text
SELECT id, tree_lo, tree_hi, kind FROM organization WHERE tree_lo >= $lo AND tree_lo < $hi ORDER BY tree_lo LIMIT 50000;

-- name: tally_root :one
-- The country (or department) that an organisation belongs to.
-- in: lo i64
-- out: id organization_id, tree_lo i64, tree_hi i64, zone text
SELECT id, tree_lo, tree_hi, zone FROM organization WHERE tree_lo <= $lo AND tree_hi > $lo ORDER BY tree_lo LIMIT 1;

-- name: tally_month_touch :exec
-- in: organization organization_id, month i32
INSERT INTO tally_month (organization_id, month, due, rolled_at, closed_at, version) VALUES ($organization, $month, TRUE, 0, NULL, 1)
ON CONFLICT (organization_id, month) DO UPDATE SET due = TRUE, version = tally_month.version + 1;

-- name: tally_month_due :many
-- Those that are due and were not added up since an instant, or are to be closed (up to `last`) once they are.
-- in: before instant, last i32, max i64
-- out: organization organization_id, month i32, lo i64, hi i64, closed bool, version i64, shown i32
SELECT m.organization_id AS organization, m.month, o.tree_lo AS lo, o.tree_hi AS hi, m.closed_at IS NOT NULL AS closed, m.version, m.shown
  FROM tally_month m JOIN organization o ON o.id = m.organization_id
 WHERE m.due AND (m.rolled_at < $before OR (m.month <= $last AND m.closed_at IS NULL)) ORDER BY m.month DESC LIMIT $max;

-- name: tally_month_stale :many
-- in: long_before instant, recent i32, before instant, max i64
-- out: organization organization_id, month i32, lo i64, hi i64, closed bool, version i64, shown i32
SELECT m.organization_id AS organization, m.month, o.tree_lo AS lo, o.tree_hi AS hi, m.closed_at IS NOT NULL AS closed, m.version, m.shown
  FROM tally_month m JOIN organization o ON o.id = m.organization_id WHERE NOT m.due AND (m.rolled_at < $long_before OR (m.month >= $recent AND m.rolled_at < $before)) ORDER BY m.month DESC LIMIT $max;

-- name: tally_month_done :count
-- Unless something came in between.
-- in: at instant, organization organization_id, month i32, version i64
UPDATE tally_month SET due = FALSE, rolled_at = $at, version = version + 1
 WHERE organization_id = $organization AND month = $month AND version = $version;

-- name: tally_month_open :many
-- Months up to one that are counted and not closed yet.
-- in: last i32, max i64
-- out: organization organization_id, month i32, lo i64, hi i64, version i64, shown i32
SELECT m.organization_id AS organization, m.month, o.tree_lo AS lo, o.tree_hi AS hi, m.version, m.shown
  FROM tally_month m JOIN organization o ON o.id = m.organization_id
 WHERE NOT m.due AND m.month <= $last AND m.closed_at IS NULL ORDER BY m.month LIMIT $max;

-- name: tally_month_take :count
-- Who takes it may write, until something comes in between.
-- in: organization organization_id, month i32, version i64
UPDATE tally_month SET version = version + 1 WHERE organization_id = $organization AND month = $month AND version = $version;

-- name: tally_month_hold :count
-- Nothing came in between, nor will until this transaction ends.
-- in: organization organization_id, month i32, version i64
UPDATE tally_month SET version = version WHERE organization_id = $organization AND month = $month AND version = $version;

-- name: tally_month_show :count
-- in: at instant, shown i32, organization organization_id, month i32, version i64
UPDATE tally_month SET due = FALSE, rolled_at = $at, shown = $shown, version = version + 1
 WHERE organization_id = $organization AND month = $month AND version = $version;

-- name: tally_month_close :count
-- in: at instant, organization organization_id, month i32, version i64
UPDATE tally_month SET closed_at = $at, version = version + 1
 WHERE organization_id = $organization AND month = $month AND version = $version;

-- name: tally_month_get :one
-- in: organization organization_id, month i32
-- out: rolled_at instant, closed_at instant?, shown i32
SELECT rolled_at, closed_at, shown FROM tally_month WHERE organization_id = $organization AND month = $month;

-- name: third_places :many
-- Establishments whose free times were not looked at on a day, in one zone.
-- in: after organization_id, day day, zone text, max i32
-- out: id organization_id
SELECT o.id FROM organization o
 WHERE o.id > $after AND o.zone = $zone AND o.active AND o.kind IN ('establishment', 'health_centre')
   AND EXISTS (SELECT 1 FROM organization c JOIN schedule s ON s.organization_id = c.id WHERE c.tree_lo >= o.tree_lo AND c.tree_lo < o.tree_hi AND s.active)
   AND NOT EXISTS (SELECT 1 FROM third_next t WHERE t.organization_id = o.id AND t.day = $day) ORDER BY o.id LIMIT $max;

-- name: third_zones :many
-- out: zone text
SELECT DISTINCT zone FROM organization WHERE active ORDER BY zone LIMIT 100;

-- name: third_free :each
-- Of each agenda and type that the public sees at an establishment, the first three days with a free start, from a day on.
-- in: place organization_id, day day
-- out: specialty text, schedule schedule_id, day day?, starts i32?
SELECT o.specialty, o.schedule_id AS schedule, f.day, f.starts
  FROM organization p JOIN organization c ON c.tree_lo >= p.tree_lo AND c.tree_lo < p.tree_hi JOIN schedule s ON s.organization_id = c.id JOIN offer o ON o.schedule_id = s.id
  LEFT JOIN free_day f ON f.schedule_id = o.schedule_id AND f.service_id = o.service_id AND f.day >= $day
       AND f.day <= COALESCE((SELECT g.day FROM free_day g WHERE g.schedule_id = o.schedule_id AND g.service_id = o.service_id AND g.day >= $day
                               ORDER BY g.day LIMIT 1 OFFSET 2), 2000000000)
 WHERE p.id = $place AND o.place_id = p.id AND o.shown ORDER BY o.specialty, f.day, o.schedule_id;

-- name: third_put :exec
-- in: organization organization_id, day day, specialty text, days i32?
INSERT INTO third_next (organization_id, day, specialty, days) VALUES ($organization, $day, $specialty, $days) ON CONFLICT DO NOTHING;

-- name: figure_month_touch :exec
-- in: organization organization_id, month i32
INSERT INTO figure_month (organization_id, month, due, counted_at) VALUES ($organization, $month, TRUE, 0)
ON CONFLICT (organization_id, month) DO UPDATE SET due = TRUE WHERE NOT figure_month.due;

-- name: figure_month_touch_all :count
-- Every organisation that has appointments booked in those days.
-- in: month i32, from_day day, to_day day
-- unscoped: counts in the background, shows nothing
INSERT INTO figure_month (organization_id, month, due, counted_at)
SELECT o.id, $month, TRUE, 0 FROM organization o
 WHERE EXISTS (SELECT 1 FROM appointment a WHERE a.organization_id = o.id AND a.booked_day >= $from_day AND a.booked_day < $to_day)
ON CONFLICT (organization_id, month) DO UPDATE SET due = TRUE;

-- name: figure_month_missing :count
-- Organisations with appointments booked in those days that nobody noted.
-- in: month i32, from_day day, to_day day
-- unscoped: counts in the background, shows nothing
INSERT INTO figure_month (organization_id, month, due, counted_at)
SELECT o.id, $month, TRUE, 0 FROM organization o
 WHERE EXISTS (SELECT 1 FROM appointment a WHERE a.organization_id = o.id AND a.booked_day >= $from_day AND a.booked_day < $to_day)
ON CONFLICT (organization_id, month) DO NOTHING;

-- name: figure_month_done :count
-- in: at instant, organization organization_id, month i32
UPDATE figure_month SET due = FALSE, counted_at = $at WHERE organization_id = $organization AND month = $month;

-- name: figure_month_again :count
-- Looked at again, unless it was noted meanwhile.
-- in: at instant, organization organization_id, month i32
UPDATE figure_month SET counted_at = $at WHERE organization_id = $organization AND month = $month AND NOT due;

-- name: figure_places :many
-- The organisations of two kinds in a branch, in the order of the tree.
-- in: lo i64, hi i64, kind text, other text
-- out: id organization_id, tree_lo i64, tree_hi i64, code text, name_fr text, name_ar text, name_en text
SELECT id, tree_lo, tree_hi, code, name_fr, name_ar, name_en FROM organization
 WHERE tree_lo >= $lo AND tree_lo < $hi AND kind IN ($kind, $other) ORDER BY tree_lo LIMIT 5000;

-- name: effect_of :each
-- Every appointment of an organisation whose day lies in [from_day, to_day). reminder: 2 sent, 3 delivered, 1 on its way or failed. freed: its
-- person gave it back in time; refilled: somebody else has its very seat.
-- in: organization organization_id, from_day day, to_day day
-- out: service i64?, specialty text, channel text, status text, reminder i32, confirmed bool, freed bool, refilled bool
-- unscoped: counts in the background, shows nothing
SELECT x.service_id AS service, x.specialty, x.channel, x.status,
       COALESCE((SELECT MAX(CASE r.state WHEN 'delivered' THEN 3 WHEN 'sent' THEN 2 WHEN 'printed' THEN 2 ELSE 1 END)
                   FROM reminder_about k JOIN reminder r ON r.id = k.reminder_id WHERE k.appointment_id = x.id), 0) AS reminder,
       EXISTS (SELECT 1 FROM missed_confirmation c WHERE c.appointment_id = x.id AND c.start_at = x.start_at AND c.confirmed_at IS NOT NULL) AS confirmed,
       COALESCE(x.cancelled_by, '') = 'patient' AND x.changed_at < x.start_at AND x.schedule_id IS NOT NULL AND NOT x.overbooked AND NOT x.history AS freed,
       EXISTS (SELECT 1 FROM appointment y WHERE y.schedule_id = x.schedule_id AND y.day = x.day AND y.start_min = x.start_min AND y.seat = x.seat
                AND y.patient_id <> x.patient_id AND NOT y.overbooked AND NOT y.history AND y.status NOT IN ('cancelled', 'entered-in-error')) AS refilled
  FROM appointment x WHERE x.organization_id = $organization AND x.day >= $from_day AND x.day < $to_day;

-- name: effect_left :one
-- Times of an organisation in [from_day, to_day) that were left for another one, unless their person came back to them.
-- in: organization organization_id, from_day day, to_day day
-- out: freed i64, refilled i64
-- unscoped: a number only
SELECT COUNT(*) AS freed,
       COALESCE(SUM(CASE WHEN EXISTS (SELECT 1 FROM appointment y WHERE y.schedule_id = l.schedule_id AND y.day = l.day AND y.start_min = l.start_min
                AND y.seat = l.seat AND y.patient_id <> x.patient_id AND NOT y.overbooked AND NOT y.history
                AND y.status NOT IN ('cancelled', 'entered-in-error')) THEN 1 ELSE 0 END), 0) AS refilled
  FROM appointment_left l JOIN appointment x ON x.id = l.appointment_id
 WHERE l.organization_id = $organization AND l.day >= $from_day AND l.day < $to_day
   AND NOT (x.schedule_id = l.schedule_id AND x.day = l.day AND x.start_min = l.start_min);

-- name: effect_month_touch :exec
-- in: organization organization_id, month i32
INSERT INTO effect_month (organization_id, month, freed, refilled, counted_at) VALUES ($organization, $month, 0, 0, 0)
ON CONFLICT (organization_id, month) DO UPDATE SET counted_at = 0 WHERE effect_month.counted_at <> 0;

-- name: effect_month_taken :count
-- About to be counted: what touches it from here on leaves it touched.
-- in: organization organization_id, month i32
UPDATE effect_month SET counted_at = -1 WHERE organization_id = $organization AND month = $month AND counted_at = 0;

-- name: effect_touched :many
-- in: max i32
-- out: organization organization_id, month i32
SELECT organization_id AS organization, month FROM effect_month WHERE counted_at <= 0 ORDER BY month, organization_id LIMIT $max;

-- name: effect_due :many
-- Organisations that have appointments in a month which was not counted since an instant.
-- in: month i32, after organization_id, before instant, from_day day, to_day day, max i32
-- out: id organization_id
-- unscoped: places, no person
SELECT o.id FROM organization o LEFT JOIN effect_month e ON e.organization_id = o.id AND e.month = $month
 WHERE o.id > $after AND (e.counted_at IS NULL OR (e.counted_at > 0 AND e.counted_at < $before))
   AND EXISTS (SELECT 1 FROM appointment x WHERE x.organization_id = o.id AND x.day >= $from_day AND x.day < $to_day) ORDER BY o.id LIMIT $max;

-- name: effect_clear :exec
-- in: organization organization_id, month i32
DELETE FROM effect WHERE organization_id = $organization AND month = $month;

-- name: effect_put :exec
-- in: organization organization_id, month i32, dimension text, value text, expected i64, missed i64
INSERT INTO effect (organization_id, month, dimension, value, expected, missed) VALUES ($organization, $month, $dimension, $value, $expected, $missed);

-- name: effect_month_put :exec
-- in: organization organization_id, month i32, freed i64, refilled i64, now instant
INSERT INTO effect_month (organization_id, month, freed, refilled, counted_at) VALUES ($organization, $month, $freed, $refilled, $now)
ON CONFLICT (organization_id, month) DO UPDATE SET freed = excluded.freed, refilled = excluded.refilled,
       counted_at = CASE WHEN effect_month.counted_at = 0 THEN 0 ELSE excluded.counted_at END;

-- name: effect_acts :many
-- What people did themselves in a stretch of time.
-- in: from_id i64, to_id i64
-- out: organization organization_id, act text, n i64
SELECT organization_id AS organization, act, COUNT(*) AS n FROM act
 WHERE id >= $from_id AND id < $to_id AND role = 'public' AND act IN ('book', 'cancel', 'move') GROUP BY organization_id, act
 ORDER BY organization_id, act LIMIT 50000;

-- name: effect_messages :many
-- Messages that left in a stretch of time, whenever they were made.
-- in: since instant, before instant
-- out: organization organization_id, channel text, n i64, segments i64
SELECT organization_id AS organization, channel, COUNT(*) AS n, COALESCE(SUM(segments), 0) AS segments FROM message
 WHERE sent_at IS NOT NULL AND sent_at >= $since AND sent_at < $before GROUP BY organization_id, channel ORDER BY organization_id, channel LIMIT 50000;

-- name: effect_letters :many
-- Letters printed in a stretch of time.
-- in: from_id i64, to_id i64
-- out: organization organization_id, n i64
SELECT organization_id AS organization, CAST(SUM(letters) AS BIGINT) AS n FROM letter_batch WHERE id >= $from_id AND id < $to_id
 GROUP BY organization_id ORDER BY organization_id LIMIT 50000;

-- name: effect_prices_above :many
-- Prices that hold for a node, its own first, then those of whoever stands above; of each the latest first.
-- in: lo i64
-- out: month i32, sms i64, letter i64
SELECT p.month, p.sms, p.letter FROM organization o JOIN effect_price p ON p.organization_id = o.id
 WHERE o.tree_lo <= $lo AND o.tree_hi > $lo ORDER BY o.depth DESC, p.month DESC LIMIT 1000;

-- name: effect_prices_own :many
-- in: organization organization_id
-- out: month i32, sms i64, letter i64
SELECT month, sms, letter FROM effect_price WHERE organization_id = $organization ORDER BY month DESC LIMIT 200;

-- name: effect_price_put :exec
-- in: organization organization_id, month i32, sms i64, letter i64
INSERT INTO effect_price (organization_id, month, sms, letter) VALUES ($organization, $month, $sms, $letter)
ON CONFLICT (organization_id, month) DO UPDATE SET sms = excluded.sms, letter = excluded.letter;

-- name: effect_price_drop :count
-- in: organization organization_id, month i32
DELETE FROM effect_price WHERE organization_id = $organization AND month = $month;

-- name: effect_count_add :exec
-- in: organization organization_id, month i32, what text, n i64, segments i64
INSERT INTO effect_count (organization_id, month, what, n, segments) VALUES ($organization, $month, $what, $n, $segments)
ON CONFLICT (organization_id, month, what) DO UPDATE SET n = effect_count.n + excluded.n, segments = effect_count.segments + excluded.segments;

-- name: effect_lines :each
-- in: lo i64, hi i64, from_month i32, to_month i32
-- scope: o.id
-- out: month i32, dimension text, value text, expected i64, missed i64
SELECT e.month, e.dimension, e.value, SUM(e.expected) AS expected, SUM(e.missed) AS missed
  FROM organization o JOIN effect e ON e.organization_id = o.id AND e.month >= $from_month AND e.month <= $to_month
 WHERE {scope} AND o.tree_lo >= $lo AND o.tree_lo < $hi GROUP BY e.month, e.dimension, e.value;

-- name: effect_months :many
-- in: lo i64, hi i64, from_month i32, to_month i32
-- scope: o.id
-- out: month i32, freed i64, refilled i64, counted_at instant
SELECT e.month, SUM(e.freed) AS freed, SUM(e.refilled) AS refilled, MAX(e.counted_at) AS counted_at
  FROM organization o JOIN effect_month e ON e.organization_id = o.id AND e.month >= $from_month AND e.month <= $to_month
 WHERE {scope} AND o.tree_lo >= $lo AND o.tree_lo < $hi GROUP BY e.month ORDER BY e.month LIMIT 100;

-- name: effect_counts :many
-- in: lo i64, hi i64, from_month i32, to_month i32
-- scope: o.id
-- out: month i32, what text, n i64, segments i64
SELECT e.month, e.what, CAST(SUM(e.n) AS BIGINT) AS n, CAST(SUM(e.segments) AS BIGINT) AS segments
  FROM organization o JOIN effect_count e ON e.organization_id = o.id AND e.month >= $from_month AND e.month <= $to_month
 WHERE {scope} AND o.tree_lo >= $lo AND o.tree_lo < $hi GROUP BY e.month, e.what ORDER BY e.month, e.what LIMIT 2000;

-- name: effect_types :many
-- What types are called.
-- in: ids service_id[]
-- out: id service_id, name_fr text, name_ar text, name_en text
SELECT id, name_fr, name_ar, name_en FROM service WHERE id IN ($ids) ORDER BY id LIMIT 500;

-- name: effect_unjudge :exec
-- Something of that month was counted: nothing of it is shown above the house until it is decided what may be.
-- in: month i32, organization organization_id
INSERT INTO effect_unjudged (month, organization_id, taken) VALUES ($month, $organization, FALSE)
ON CONFLICT (month, organization_id) DO UPDATE SET taken = FALSE;

-- name: effect_to_judge :one
-- in: last i32
-- out: month i32, lo i64
SELECT u.month, o.tree_lo AS lo FROM effect_unjudged u JOIN organization o ON o.id = u.organization_id WHERE u.month <= $last
 ORDER BY u.month, u.organization_id LIMIT 1;

-- name: effect_judge_take :count
-- in: month i32, lo i64, hi i64
UPDATE effect_unjudged SET taken = TRUE
 WHERE month = $month AND organization_id IN (SELECT id FROM organization WHERE tree_lo >= $lo AND tree_lo < $hi);

-- name: effect_judge_done :count
-- What was counted meanwhile stays.
-- in: month i32, lo i64, hi i64
DELETE FROM effect_unjudged
 WHERE month = $month AND taken AND organization_id IN (SELECT id FROM organization WHERE tree_lo >= $lo AND tree_lo < $hi);

-- name: effect_unjudged_months :many
-- in: from_month i32, to_month i32
-- out: month i32
SELECT month FROM effect_unjudged WHERE month >= $from_month AND month <= $to_month GROUP BY month ORDER BY month LIMIT 100;

-- name: effect_lines_of_tree :each
-- in: lo i64, hi i64, month i32
-- out: lo i64, dimension text, value text, expected i32, missed i32
SELECT o.tree_lo AS lo, e.dimension, e.value, e.expected, e.missed
  FROM organization o JOIN effect e ON e.organization_id = o.id AND e.month = $month
 WHERE o.tree_lo >= $lo AND o.tree_lo < $hi AND e.dimension <> 'type';

-- name: effect_months_of_tree :each
-- in: lo i64, hi i64, month i32
-- out: lo i64, freed i32, refilled i32, counted_at i64
SELECT o.tree_lo AS lo, e.freed, e.refilled, e.counted_at FROM organization o JOIN effect_month e ON e.organization_id = o.id AND e.month = $month
 WHERE o.tree_lo >= $lo AND o.tree_lo < $hi;

-- name: effect_counts_of_tree :each
-- in: lo i64, hi i64, month i32
-- out: lo i64, what text, n i64, segments i64
SELECT o.tree_lo AS lo, e.what, e.n, e.segments FROM organization o JOIN effect_count e ON e.organization_id = o.id AND e.month = $month
 WHERE o.tree_lo >= $lo AND o.tree_lo < $hi;

-- name: effect_hidden_of_tree :each
-- in: lo i64, hi i64, month i32
-- out: lo i64, dimension text, value text, bits i64
SELECT o.tree_lo AS lo, e.dimension, e.value, e.bits FROM organization o JOIN effect_total e ON e.organization_id = o.id AND e.month = $month
 WHERE o.tree_lo >= $lo AND o.tree_lo < $hi AND e.bits <> 0;

-- name: effect_total_clear :exec
-- in: month i32, lo i64, hi i64
DELETE FROM effect_total WHERE month = $month AND organization_id IN (SELECT id FROM organization WHERE tree_lo >= $lo AND tree_lo < $hi);

-- name: effect_total_put :exec
-- in: organization organization_id, month i32, dimension text, value text, bits i64, expected i64, missed i64, freed i64, refilled i64, booked i64, changed i64, sms i64, segments i64, mail i64, letters i64, counted_at i64
INSERT INTO effect_total (organization_id, month, dimension, value, bits, expected, missed, freed, refilled, booked, changed, sms, segments, mail, letters, counted_at)
VALUES ($organization, $month, $dimension, $value, $bits, $expected, $missed, $freed, $refilled, $booked, $changed, $sms, $segments, $mail, $letters, $counted_at);

-- name: effect_totals :many
-- What a node shows of some months.
-- in: organization organization_id, from_month i32, to_month i32
-- out: month i32, dimension text, value text, bits i64, expected i64, missed i64, freed i64, refilled i64, booked i64, changed i64, sms i64, segments i64, mail i64, letters i64, counted_at i64
SELECT month, dimension, value, bits, expected, missed, freed, refilled, booked, changed, sms, segments, mail, letters, counted_at FROM effect_total
 WHERE organization_id = $organization AND month >= $from_month AND month <= $to_month ORDER BY month, dimension, value LIMIT 2000;

-- name: published_months :many
-- Closed months of all countries, the latest first.
-- in:
-- out: month i32, closed_at instant
SELECT month, CAST(MAX(closed_at) AS BIGINT) AS closed_at FROM tally_month WHERE closed_at IS NOT NULL GROUP BY month ORDER BY month DESC LIMIT 1200;

-- name: published_months_of :many
-- Those of one country.
-- in: root organization_id, max i64
-- out: month i32, closed_at instant
SELECT month, COALESCE(closed_at, 0) AS closed_at FROM tally_month WHERE organization_id = $root AND closed_at IS NOT NULL ORDER BY month DESC LIMIT $max;

-- name: published_between :many
-- Closed months of one country from one to another, the first ones.
-- in: root organization_id, first i32, last i32, max i64
-- out: month i32, closed_at instant
SELECT month, COALESCE(closed_at, 0) AS closed_at FROM tally_month
 WHERE organization_id = $root AND closed_at IS NOT NULL AND month >= $first AND month <= $last ORDER BY month LIMIT $max;

-- name: published_hours :each
-- The hours of a week in a closed month as they were kept then, of all organisations but departments.
-- in: month i32
-- out: code text, weekday i32, hour i32, taken i64, taken_min i64, open_min i64
SELECT o.code, l.weekday, l.hour, l.taken, l.taken_min, l.open_min
  FROM tally_month m JOIN organization r ON r.id = m.organization_id
       JOIN organization o ON o.tree_lo >= r.tree_lo AND o.tree_lo < r.tree_hi
       JOIN tally_load_closed l ON l.organization_id = o.id AND l.month = m.month
 WHERE m.month = $month AND m.closed_at IS NOT NULL AND o.kind <> 'department' AND l.open_min > 0
 ORDER BY o.tree_lo, l.weekday, l.hour;

-- name: published_rows :each
-- A closed month as it was closed, of all organisations but departments, without practitioners.
-- in: month i32
-- out: code text, month i32, dimension text, value text, hidden i64, n i64, online i64, extra i64, helped i64, within_30 i64, compared i64, compared_within_30 i64, expected i64, missed i64, by_person i64, by_house i64, reminded i64, told i64, asked i64, offered i64, served i64, taken i64, taken_min i64, open_min i64, delays text, compared_delays text, thirds text
SELECT o.code, t.month, t.dimension, t.value, t.hidden, t.n, t.online, t.extra, t.helped, t.within_30, t.compared, t.compared_within_30, t.expected, t.missed, t.by_person, t.by_house, t.reminded, t.told, t.asked, t.offered, t.served, t.taken, t.taken_min, t.open_min, t.delays, t.compared_delays, t.thirds
  FROM tally_month m JOIN organization r ON r.id = m.organization_id
       JOIN organization o ON o.tree_lo >= r.tree_lo AND o.tree_lo < r.tree_hi
       JOIN tally t ON t.organization_id = o.id AND t.month = m.month AND t.edition = 2
 WHERE m.month = $month AND m.closed_at IS NOT NULL AND o.kind <> 'department' AND t.dimension <> 'practitioner'
 ORDER BY o.tree_lo, t.dimension, t.value;

-- name: published_totals :each
-- The totals of closed months.
-- in: first i32, last i32
-- out: code text, month i32, dimension text, value text, hidden i64, n i64, online i64, extra i64, helped i64, within_30 i64, compared i64, compared_within_30 i64, expected i64, missed i64, by_person i64, by_house i64, reminded i64, told i64, asked i64, offered i64, served i64, taken i64, taken_min i64, open_min i64, delays text, compared_delays text, thirds text
SELECT o.code, t.month, t.dimension, t.value, t.hidden, t.n, t.online, t.extra, t.helped, t.within_30, t.compared, t.compared_within_30, t.expected, t.missed, t.by_person, t.by_house, t.reminded, t.told, t.asked, t.offered, t.served, t.taken, t.taken_min, t.open_min, t.delays, t.compared_delays, t.thirds
  FROM tally_month m JOIN organization r ON r.id = m.organization_id
       JOIN organization o ON o.tree_lo >= r.tree_lo AND o.tree_lo < r.tree_hi
       JOIN tally t ON t.organization_id = o.id AND t.month = m.month AND t.edition = 2 AND t.dimension = 'all' AND t.value = ''
 WHERE m.month >= $first AND m.month <= $last AND m.closed_at IS NOT NULL AND o.kind <> 'department' ORDER BY o.tree_lo, t.month;

-- name: report_recipients :many
-- in: organization organization_id
-- out: id report_recipient_id, address text, lang text, added_at instant, confirmed bool
SELECT id, address, lang, added_at, confirmed_at IS NOT NULL AS confirmed FROM report_recipient
 WHERE organization_id = $organization ORDER BY address LIMIT 100;

-- name: report_recipient_add :count
-- Somebody who is asked now, in the same transaction.
-- in: id report_recipient_id, organization organization_id, address text, lang text, account i64, now instant, sent_month i32
INSERT INTO report_recipient (id, organization_id, address, lang, account_id, added_at, sent_month, asked_at)
VALUES ($id, $organization, $address, $lang, $account, $now, $sent_month, $now) ON CONFLICT (organization_id, address) DO NOTHING;

-- name: report_recipient_get :one
-- in: id report_recipient_id, organization organization_id
-- out: address text
SELECT address FROM report_recipient WHERE id = $id AND organization_id = $organization;

-- name: report_recipient_drop :count
-- in: id report_recipient_id, organization organization_id
DELETE FROM report_recipient WHERE id = $id AND organization_id = $organization;

-- name: report_confirm :count
-- in: now instant, id report_recipient_id
UPDATE report_recipient SET confirmed_at = $now WHERE id = $id AND confirmed_at IS NULL;

-- name: report_asked :count
-- in: now instant, id report_recipient_id
UPDATE report_recipient SET asked_at = $now WHERE id = $id AND asked_at = 0;

-- name: report_unasked :many
-- Named before anybody was asked.
-- in: max i64
-- out: id report_recipient_id, organization organization_id, address text, lang text
SELECT id, organization_id AS organization, address, lang FROM report_recipient WHERE asked_at = 0 AND confirmed_at IS NULL ORDER BY id LIMIT $max;

-- name: report_lapsed :many
-- Who did not answer in time, and whose addresses were named by somebody who reads no figures there any more.
-- in: before instant, today day, max i64
-- out: id report_recipient_id, organization organization_id, address text
SELECT p.id, p.organization_id AS organization, p.address FROM report_recipient p
 WHERE (p.confirmed_at IS NULL AND p.asked_at > 0 AND p.asked_at < $before)
    OR NOT EXISTS (SELECT 1 FROM account c JOIN membership m ON m.account_id = c.id
        WHERE c.id = p.account_id AND c.active AND m.organization_id = p.organization_id AND (m.until_day IS NULL OR m.until_day >= $today)
          AND m.role IN ('ministry_reader', 'regional_reader', 'director', 'head_of_admissions', 'administrator', 'platform'))
 ORDER BY p.id LIMIT $max;

-- name: report_link_add :exec
-- in: token_hash text, organization organization_id, recipient report_recipient_id, now instant
INSERT INTO report_link (token_hash, organization_id, recipient_id, made_at) VALUES ($token_hash, $organization, $recipient, $now);

-- name: report_link_open :one
-- in: token_hash text
-- out: id report_recipient_id, organization organization_id, address text, confirmed bool, name_fr text, name_ar text, name_en text
SELECT p.id, p.organization_id AS organization, p.address, p.confirmed_at IS NOT NULL AS confirmed, o.name_fr, o.name_ar, o.name_en
  FROM report_link l JOIN report_recipient p ON p.id = l.recipient_id JOIN organization o ON o.id = p.organization_id
 WHERE l.token_hash = $token_hash;

-- name: report_links_sweep :exec
-- Of mails that nobody reads any more.
-- in: before instant
DELETE FROM report_link WHERE made_at < $before;

-- name: report_due :many
-- Who agreed and was not sent the last month that his country has closed, named by somebody who still reads figures there.
-- in: after report_recipient_id, today day, max i64
-- out: id report_recipient_id, organization organization_id, address text, lang text, month i32
SELECT d.id, d.organization, d.address, d.lang, CAST(d.month AS INTEGER) AS month FROM (
	SELECT p.id, p.organization_id AS organization, p.address, p.lang, p.sent_month,
	       (SELECT MAX(m.month) FROM tally_month m JOIN organization r ON r.id = m.organization_id
	         WHERE r.tree_lo <= o.tree_lo AND r.tree_hi > o.tree_lo AND m.closed_at IS NOT NULL) AS month
	  FROM report_recipient p JOIN organization o ON o.id = p.organization_id
	 WHERE p.id > $after AND p.confirmed_at IS NOT NULL
	   AND EXISTS (SELECT 1 FROM account c JOIN membership m ON m.account_id = c.id
	        WHERE c.id = p.account_id AND c.active AND m.organization_id = p.organization_id AND (m.until_day IS NULL OR m.until_day >= $today)
	          AND m.role IN ('ministry_reader', 'regional_reader', 'director', 'head_of_admissions', 'administrator', 'platform'))) d
 WHERE d.month > d.sent_month ORDER BY d.id LIMIT $max;

-- name: report_taken :count
-- in: month i32, id report_recipient_id
UPDATE report_recipient SET sent_month = $month WHERE id = $id AND sent_month < $month;
