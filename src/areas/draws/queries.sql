-- name: draw_add :exec
-- in: id draw_id, organization organization_id, schedule schedule_id, service service_id, now instant, opens instant, closes instant, first instant, zone text, times i32, classes text, beacon text, salt text, seed text, account i64?
INSERT INTO draw (id, organization_id, schedule_id, service_id, state, why, announced_at, opens_at, closes_at, first_at, zone, times, classes, beacon, beacon_value, salt, seed, root, wishes, made_by, version)
VALUES ($id, $organization, $schedule, $service, 'open', '', $now, $opens, $closes, $first, $zone, $times, $classes, $beacon, '', $salt, $seed, '', 0, $account, 1);

-- name: draw_time_add :exec
-- in: id draw_id, no i32, organization organization_id, day day, start_min i32, minutes i32, hold hold_id
INSERT INTO draw_time (draw_id, no, organization_id, day, start_min, minutes, hold_id) VALUES ($id, $no, $organization, $day, $start_min, $minutes, $hold);

-- name: draw_row :one
-- in: id draw_id
-- out: id draw_id, organization organization_id, schedule schedule_id, service service_id, state text, why text, announced_at instant, opens_at instant, closes_at instant, first_at instant, zone text, times i32, classes text, beacon text, beacon_value text, salt text, seed text, size i64?, root text, wishes i32, channels text, version i64
SELECT id, organization_id AS organization, schedule_id AS schedule, service_id AS service, state, why, announced_at, opens_at, closes_at, first_at, zone, times, classes, beacon, beacon_value, salt, seed, size, root, wishes, channels, version
  FROM draw WHERE id = $id;

-- name: draw_times :many
-- in: id draw_id
-- out: no i32, day day, start_min i32, minutes i32, hold hold_id, wish i64?
SELECT no, day, start_min, minutes, hold_id AS hold, wish_id AS wish FROM draw_time WHERE draw_id = $id ORDER BY no LIMIT 60;

-- name: draws_running :many
-- What everybody sees: those that run, what ends soonest first, so that no draw of far ahead puts another off the page; behind `after` and
-- `after_id`.
-- in: after instant, after_id draw_id, max i64
-- out: id draw_id, organization organization_id, service service_id, state text, opens_at instant, closes_at instant, zone text, times i32
SELECT id, organization_id AS organization, service_id AS service, state, opens_at, closes_at, zone, times FROM draw
 WHERE state IN ('open', 'closed', 'drawn') AND closes_at >= $after AND (closes_at > $after OR id > $after_id) ORDER BY closes_at, id LIMIT $max;

-- name: draws_running_at :many
-- The same of one house.
-- in: organization organization_id, after instant, after_id draw_id, max i64
-- out: id draw_id, organization organization_id, service service_id, state text, opens_at instant, closes_at instant, zone text, times i32
SELECT id, organization_id AS organization, service_id AS service, state, opens_at, closes_at, zone, times FROM draw
 WHERE organization_id = $organization AND state IN ('open', 'closed', 'drawn') AND closes_at >= $after AND (closes_at > $after OR id > $after_id)
 ORDER BY closes_at, id LIMIT $max;

-- name: draws_past :many
-- Those of the last months, the newest end of a window first; before `before` and `before_id`.
-- in: since instant, before instant, before_id draw_id, max i64
-- out: id draw_id, organization organization_id, service service_id, state text, opens_at instant, closes_at instant, zone text, times i32
SELECT id, organization_id AS organization, service_id AS service, state, opens_at, closes_at, zone, times FROM draw
 WHERE closes_at >= $since AND closes_at <= $before AND (closes_at < $before OR id < $before_id) AND state IN ('done', 'ended')
 ORDER BY closes_at DESC, id DESC LIMIT $max;

-- name: draws_past_at :many
-- The same of one house.
-- in: organization organization_id, since instant, before instant, before_id draw_id, max i64
-- out: id draw_id, organization organization_id, service service_id, state text, opens_at instant, closes_at instant, zone text, times i32
SELECT id, organization_id AS organization, service_id AS service, state, opens_at, closes_at, zone, times FROM draw
 WHERE organization_id = $organization AND closes_at >= $since AND closes_at <= $before AND (closes_at < $before OR id < $before_id)
   AND state IN ('done', 'ended')
 ORDER BY closes_at DESC, id DESC LIMIT $max;

-- name: draws_of_house :many
-- in: organization organization_id, max i64
-- out: id draw_id, service service_id, state text, opens_at instant, closes_at instant, zone text, times i32, beacon text, beacon_value text
SELECT id, service_id AS service, state, opens_at, closes_at, zone, times, beacon, beacon_value FROM draw WHERE organization_id = $organization ORDER BY closes_at DESC LIMIT $max;

-- name: draws_for_value :one
-- Draws of a house whose window is over and whose beacon nobody has entered.
-- in: organization organization_id, now instant
-- out: n i64
SELECT COUNT(*) AS n FROM draw WHERE organization_id = $organization AND closes_at <= $now AND state IN ('open', 'closed', 'drawn') AND beacon <> '' AND beacon_value = '';

-- name: draws_due :many
-- Behind `after` and `after_id`; not what waits for its beacon, which may be months.
-- in: now instant, after instant, after_id draw_id, max i64
-- out: id draw_id, closes_at instant
SELECT id, closes_at FROM draw
 WHERE closes_at <= $now AND state IN ('open', 'closed', 'drawn') AND closes_at >= $after AND (closes_at > $after OR id > $after_id)
   AND NOT (state = 'closed' AND beacon <> '' AND beacon_value = '' AND first_at > $now)
 ORDER BY closes_at, id LIMIT $max;

-- name: draws_open :one
-- How many of a house are not drawn yet.
-- in: organization organization_id
-- out: n i64
SELECT COUNT(*) AS n FROM draw WHERE organization_id = $organization AND state IN ('open', 'closed');

-- name: draws_back :many
-- Given up, and their times are due to be free again.
-- in: now instant, max i64
-- out: id draw_id
SELECT id FROM draw WHERE back_at <= $now ORDER BY back_at LIMIT $max;

-- name: draw_back_set :exec
-- in: at instant, id draw_id
UPDATE draw SET back_at = $at WHERE id = $id;

-- name: draw_back_done :count
-- in: id draw_id
UPDATE draw SET back_at = NULL WHERE id = $id AND back_at IS NOT NULL;

-- name: draw_hold_open :count
-- Whoever writes a wish waits here for the others of that draw, and for its end: what is written before the end stands before it in the log.
-- in: id draw_id, now instant
UPDATE draw SET version = version + 1 WHERE id = $id AND state = 'open' AND opens_at <= $now AND closes_at > $now;

-- name: draw_close :count
-- in: id draw_id
UPDATE draw SET state = 'closed', version = version + 1 WHERE id = $id AND state = 'open';

-- name: draw_counted :exec
-- in: id draw_id, n i32, channels text
UPDATE draw SET wishes = $n, channels = $channels WHERE id = $id;

-- name: draw_minutes :one
-- Minutes of an agenda on some days that are kept by draws whose order is not known yet, each place by itself.
-- in: schedule schedule_id, from_day day, before_day day
-- out: n i64
SELECT CAST(COALESCE(SUM(t.minutes), 0) AS BIGINT) AS n FROM draw d JOIN draw_time t ON t.draw_id = d.id
 WHERE d.schedule_id = $schedule AND d.state IN ('open', 'closed') AND t.day >= $from_day AND t.day < $before_day;

-- name: draw_published :one
-- Minutes of an agenda's hours on some days, each place by itself.
-- in: schedule schedule_id, from_day day, before_day day
-- out: n i64
SELECT CAST(COALESCE(SUM((end_min - start_min) * capacity), 0) AS BIGINT) AS n FROM opening_day
 WHERE schedule_id = $schedule AND day >= $from_day AND day < $before_day;

-- name: draw_value :count
-- in: id draw_id, value text
UPDATE draw SET beacon_value = $value, version = version + 1 WHERE id = $id AND state = 'closed' AND beacon <> '' AND beacon_value = '';

-- name: draw_opened :count
-- in: id draw_id, size i64, root text
UPDATE draw SET state = 'drawn', size = $size, root = $root, version = version + 1 WHERE id = $id AND state = 'closed';

-- name: draw_done :count
-- in: id draw_id
UPDATE draw SET state = 'done', version = version + 1 WHERE id = $id AND state = 'drawn';

-- name: draw_end :count
-- in: id draw_id, from_state text, why text
UPDATE draw SET state = 'ended', why = $why, version = version + 1 WHERE id = $id AND state = $from_state;

-- name: draw_time_given :exec
-- in: id draw_id, no i32, wish i64?
UPDATE draw_time SET wish_id = $wish WHERE draw_id = $id AND no = $no;

-- name: draw_wish_add :count
-- None: the same person came first just now.
-- in: id draw_wish_id, organization organization_id, draw draw_id, name name, name_key text, birth_day day, sex text, phone text, lang text, class text, choices text, to_list bool, channel text, account i64?, token_hash text, reference text, salt text, now instant
INSERT INTO draw_wish (id, organization_id, draw_id, name, name_key, birth_day, sex, phone, lang, class, choices, to_list, channel, booked_by, token_hash, reference, salt, asked_at, state, lot)
VALUES ($id, $organization, $draw, $name, $name_key, $birth_day, $sex, $phone, $lang, $class, $choices, $to_list, $channel, $account, $token_hash, $reference, $salt, $now, 'in', '')
ON CONFLICT DO NOTHING;

-- name: draw_wish_change :exec
-- in: choices text, to_list bool, class text, state text, id draw_wish_id
-- unscoped: the caller has read the row
UPDATE draw_wish SET choices = $choices, to_list = $to_list, class = $class, state = $state WHERE id = $id AND state IN ('in', 'out');

-- name: draw_wish_token :exec
-- in: token_hash text, id draw_wish_id
-- unscoped: the caller has read the row
UPDATE draw_wish SET token_hash = $token_hash WHERE id = $id;

-- name: draw_wish_same :one
-- Whether the person takes part already.
-- in: draw draw_id, phone text, birth_day day, name_key text
-- out: id draw_wish_id
-- unscoped: the caller has shown that the phone is hers, or is the desk, and learns nothing but her own wish
SELECT id FROM draw_wish WHERE draw_id = $draw AND phone = $phone AND birth_day = $birth_day AND name_key = $name_key;

-- name: draw_wish_near :many
-- Who takes part with that phone: to know somebody again who asks under a name that is written a little otherwise.
-- in: draw draw_id, phone text, max i64
-- out: id draw_wish_id, name_key text, birth_day day, sex text
-- unscoped: the caller has shown that the phone is hers, and is told no more than that somebody takes part
SELECT id, name_key, birth_day, sex FROM draw_wish WHERE draw_id = $draw AND phone = $phone AND state <> 'out' LIMIT $max;

-- name: draw_wish_phone :one
-- How many take part with one phone.
-- in: draw draw_id, phone text
-- out: n i64
-- unscoped: a number that is not shown
SELECT COUNT(*) AS n FROM draw_wish WHERE draw_id = $draw AND phone = $phone AND state <> 'out';

-- name: draw_wish_count :one
-- in: draw draw_id
-- out: n i64
-- unscoped: a number of all
SELECT COUNT(*) AS n FROM draw_wish WHERE draw_id = $draw AND state <> 'out';

-- name: draw_wish_channels :many
-- By which way how many take part.
-- in: draw draw_id
-- out: channel text, n i64
-- unscoped: numbers of all
SELECT channel, COUNT(*) AS n FROM draw_wish WHERE draw_id = $draw AND state <> 'out' GROUP BY channel ORDER BY channel LIMIT 10;

-- name: draw_wish_account :one
-- How many people one account has written down for one draw, those who took part no longer too.
-- in: draw draw_id, account i64
-- out: n i64
-- unscoped: a number that is not shown
SELECT COUNT(*) AS n FROM draw_wish WHERE draw_id = $draw AND booked_by = $account;

-- name: draw_wishes_asked :many
-- Wishes of a draw in the order in which they came, for the desk.
-- in: draw draw_id, after draw_wish_id, max i64
-- out: id draw_wish_id, name name, phone text, class text, choices text, channel text, state text, place i32?, given i32?, asked_at instant, patient patient_id?, appointment appointment_id?
-- scope: w
SELECT w.id, w.name, w.phone, w.class, w.choices, w.channel, w.state, w.place, w.given, w.asked_at, w.patient_id AS patient, w.appointment_id AS appointment
  FROM draw_wish w WHERE w.draw_id = $draw AND w.id > $after AND {scope} ORDER BY w.draw_id, w.id LIMIT $max;

-- name: draw_wishes_ranked :many
-- The same in the order of the draw, once it is known.
-- in: draw draw_id, after i32, max i64
-- out: id draw_wish_id, name name, phone text, class text, choices text, channel text, state text, place i32?, given i32?, asked_at instant, patient patient_id?, appointment appointment_id?
-- scope: w
SELECT w.id, w.name, w.phone, w.class, w.choices, w.channel, w.state, w.place, w.given, w.asked_at, w.patient_id AS patient, w.appointment_id AS appointment
  FROM draw_wish w WHERE w.draw_id = $draw AND w.place IS NOT NULL AND w.place > $after AND {scope} ORDER BY w.place LIMIT $max;

-- name: draw_wishes_of_phone :many
-- The same of one telephone, those that were taken back too.
-- in: draw draw_id, phone text
-- out: id draw_wish_id, name name, phone text, class text, choices text, channel text, state text, place i32?, given i32?, asked_at instant, patient patient_id?, appointment appointment_id?
-- scope: w
SELECT w.id, w.name, w.phone, w.class, w.choices, w.channel, w.state, w.place, w.given, w.asked_at, w.patient_id AS patient, w.appointment_id AS appointment
  FROM draw_wish w WHERE w.draw_id = $draw AND w.phone = $phone AND {scope} ORDER BY w.draw_id, w.phone, w.birth_day, w.name_key LIMIT 50;

-- name: draw_wishes_of_reference :many
-- The same by its reference.
-- in: draw draw_id, reference text
-- out: id draw_wish_id, name name, phone text, class text, choices text, channel text, state text, place i32?, given i32?, asked_at instant, patient patient_id?, appointment appointment_id?
-- scope: w
SELECT w.id, w.name, w.phone, w.class, w.choices, w.channel, w.state, w.place, w.given, w.asked_at, w.patient_id AS patient, w.appointment_id AS appointment
  FROM draw_wish w WHERE w.draw_id = $draw AND w.reference = $reference AND {scope} LIMIT 50;

-- name: draw_wish_find :one
-- One, for who may see it.
-- in: id draw_wish_id
-- out: id draw_wish_id
-- scope: w
SELECT w.id FROM draw_wish w WHERE w.id = $id AND {scope};

-- name: draw_wish_by_token :one
-- in: token_hash text
-- out: id draw_wish_id
-- unscoped: who has the link is entitled
SELECT id FROM draw_wish WHERE token_hash = $token_hash;

-- name: draw_wish_row :one
-- in: id draw_wish_id
-- out: id draw_wish_id, organization organization_id, draw draw_id, name name, birth_day day, sex text, phone text, lang text, class text, choices text, to_list bool, channel text, account i64?, reference text, salt text, asked_at instant, state text, lot text, place i32?, given i32?, patient patient_id?, appointment appointment_id?
-- unscoped: for who was entitled before: the bearer of a link, the job
SELECT id, organization_id AS organization, draw_id AS draw, name, birth_day, sex, phone, lang, class, choices, to_list, channel, booked_by AS account, reference, salt, asked_at, state, lot, place, given, patient_id AS patient, appointment_id AS appointment
  FROM draw_wish WHERE id = $id;

-- name: draw_wish_lots :many
-- All who take part, with what their lots are made of.
-- in: draw draw_id, max i64
-- out: id draw_wish_id, class text, choices text, reference text, salt text, place i32?
-- unscoped: the draw itself; no name
SELECT id, class, choices, reference, salt, place FROM draw_wish WHERE draw_id = $draw AND state <> 'out' ORDER BY draw_id, phone, birth_day, name_key LIMIT $max;

-- name: draw_wish_ranked :count
-- in: lot text, place i32, given i32?, id draw_wish_id
-- unscoped: the draw itself
UPDATE draw_wish SET state = 'drawn', lot = $lot, place = $place, given = $given WHERE id = $id AND state = 'in';

-- name: draw_wish_to_tell :one
-- in: draw draw_id
-- out: id draw_wish_id
-- unscoped: the job books and tells
SELECT id FROM draw_wish WHERE draw_id = $draw AND state = 'drawn' ORDER BY place LIMIT 1;

-- name: draw_wish_told :count
-- in: state text, id draw_wish_id
-- unscoped: the job books and tells
UPDATE draw_wish SET state = $state WHERE id = $id AND state = 'drawn';

-- name: draw_wish_settled :count
-- What could not be booked is seen to. None: it is already.
-- in: id draw_wish_id
-- unscoped: the caller has read the row, or the person is erased
UPDATE draw_wish SET state = 'told' WHERE id = $id AND state = 'stuck';

-- name: draw_wishes_of_nobody :many
-- Times that fell to somebody who has been erased since: nobody can be called.
-- in: max i64
-- out: id draw_wish_id, draw draw_id, given i32?
-- unscoped: no person is left in them
SELECT id, draw_id AS draw, given FROM draw_wish WHERE state = 'stuck' AND name = '' ORDER BY id LIMIT $max;

-- name: draw_wish_booked :exec
-- in: patient patient_id, appointment appointment_id, id draw_wish_id
-- unscoped: the job has booked it
UPDATE draw_wish SET patient_id = $patient, appointment_id = $appointment WHERE id = $id;

-- name: draw_results :many
-- What the log says too: no name.
-- in: draw draw_id, after i32, max i64
-- out: place i32?, class text, given i32?, reference text, salt text
-- unscoped: commitments and ranks, as in the public log
SELECT place, class, given, reference, salt FROM draw_wish WHERE draw_id = $draw AND place IS NOT NULL AND place > $after ORDER BY place LIMIT $max;

-- name: draw_stuck :many
-- To whom a time fell that could not be booked: the desk sees to it.
-- in: draw draw_id, max i64
-- out: id draw_wish_id, name name, phone text, given i32?, organization organization_id
-- scope: w
SELECT w.id, w.name, w.phone, w.given, w.organization_id AS organization FROM draw_wish w WHERE w.draw_id = $draw AND w.state = 'stuck' AND w.name <> '' AND {scope} ORDER BY w.place LIMIT $max;

-- name: draw_wish_sweep :count
-- Long after the first of the times: what was given stands with the appointments. Never while the draw is to be made, or its results told.
-- in: before instant
-- unscoped: erased
DELETE FROM draw_wish WHERE asked_at < $before AND draw_id IN (SELECT id FROM draw
  WHERE closes_at < $before AND (state = 'ended' OR (state = 'done' AND first_at < $before)));

-- name: draw_draft_add :exec
-- in: id draw_draft_id, organization organization_id, draw draw_id, owner text, name name, birth_day day, sex text, phone text, lang text, choices text, to_list bool, at instant
INSERT INTO draw_draft (id, organization_id, draw_id, owner, name, birth_day, sex, phone, lang, choices, to_list, code_hash, code_until, code_tries, code_sends, code_sent_at, token, created_at)
VALUES ($id, $organization, $draw, $owner, $name, $birth_day, $sex, $phone, $lang, $choices, $to_list, '', 0, 0, 0, 0, '', $at);

-- name: draw_draft_get :one
-- in: id draw_draft_id, owner text
-- out: id draw_draft_id, organization organization_id, draw draw_id, name name, birth_day day, sex text, phone text, lang text, choices text, to_list bool
-- out: code_hash text, code_until instant, code_tries i32, code_sends i32, code_sent_at instant, token text, created_at instant
SELECT id, organization_id AS organization, draw_id AS draw, name, birth_day, sex, phone, lang, choices, to_list, code_hash, code_until, code_tries, code_sends, code_sent_at, token, created_at
  FROM draw_draft WHERE id = $id AND owner = $owner;

-- name: draw_draft_code :exec
-- in: code_hash text, code_until instant, at instant, id draw_draft_id
UPDATE draw_draft SET code_hash = $code_hash, code_until = $code_until, code_tries = 0, code_sends = code_sends + 1, code_sent_at = $at WHERE id = $id;

-- name: draw_draft_tried :exec
-- in: id draw_draft_id
UPDATE draw_draft SET code_tries = code_tries + 1 WHERE id = $id;

-- name: draw_draft_done :exec
-- in: token text, id draw_draft_id
UPDATE draw_draft SET token = $token, code_hash = '' WHERE id = $id;

-- name: draw_draft_sweep :count
-- in: before instant
DELETE FROM draw_draft WHERE created_at < $before;

-- name: draw_keeper :many
-- A node and those above it, the nearest first; the last is the country.
-- in: organization organization_id
-- out: id organization_id, tree_lo i64, tree_hi i64, kind text, code text, zone text, name_fr text, sms_name text
SELECT o.id, o.tree_lo, o.tree_hi, o.kind, o.code, o.zone, o.name_fr, o.sms_name
  FROM organization me JOIN organization o ON o.tree_lo <= me.tree_lo AND o.tree_hi > me.tree_lo
 WHERE me.id = $organization ORDER BY o.depth DESC LIMIT 12;
