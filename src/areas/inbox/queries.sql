-- name: inbox_line_of :one
-- in: number text
-- out: organization organization_id
SELECT organization_id AS organization FROM inbox_line WHERE number = $number;

-- name: inbox_last_sent :one
-- Whose the last message to a number was, and in which language.
-- in: phone text
-- out: organization organization_id, lang text, patient patient_id?
SELECT organization_id AS organization, lang, patient_id AS patient FROM message WHERE recipient = $phone ORDER BY created_at DESC LIMIT 1;

-- name: inbox_root :one
-- in:
-- out: organization organization_id
SELECT id AS organization FROM organization WHERE parent_id IS NULL ORDER BY name_fr, id LIMIT 1;

-- name: inbox_message_add :count
-- None: told before.
-- in: id inbox_message_id, organization organization_id, kind text, phone text, line text, text text, provider_id text, at instant, state text, lang text, patient patient_id?
INSERT INTO inbox_message (id, organization_id, kind, phone, line, text, provider_id, at, state, outcome, lang, patient_id, times, last_at, handled_by, handled_at, note)
VALUES ($id, $organization, $kind, $phone, $line, $text, $provider_id, $at, $state, '', $lang, $patient, 1, $at, NULL, NULL, '')
ON CONFLICT DO NOTHING;

-- name: inbox_call_again :count
-- Rung once more before anybody rang back; the same call told again does not count.
-- in: at instant, provider_id text, phone text, line text
-- unscoped: shows nothing
UPDATE inbox_message SET times = times + 1, last_at = $at, provider_id = $provider_id
 WHERE kind = 'call' AND state = 'open' AND phone = $phone AND line = $line AND NOT (provider_id = $provider_id AND provider_id <> '');

-- name: inbox_question_add :exec
-- in: id inbox_question_id, ask i64, organization organization_id, phone text, lang text, appointment appointment_id, asked_at instant
INSERT INTO inbox_question (id, ask, organization_id, phone, lang, appointment_id, asked_at)
VALUES ($id, $ask, $organization, $phone, $lang, $appointment, $asked_at);

-- name: inbox_answer_get :one
-- in: appointment appointment_id
-- out: said text, at instant
SELECT said, at FROM inbox_answer WHERE appointment_id = $appointment;

-- name: inbox_test_list :many
-- For tests: the newest of the reader's branch, whatever became of them.
-- in: max i64
-- scope: m
-- out: id inbox_message_id, organization organization_id, patient patient_id?, lang text, kind text, phone text, text text, state text, outcome text, times i32
SELECT m.id, m.organization_id AS organization, m.patient_id AS patient, m.lang, m.kind, m.phone, m.text, m.state, m.outcome, m.times
  FROM inbox_message m WHERE {scope} ORDER BY m.id DESC LIMIT $max;

-- ---- reading what came in: the job

-- name: inbox_new :many
-- What nobody has read yet, in order.
-- in: max i64
-- out: id inbox_message_id
-- unscoped: the job reads what came to anybody
SELECT id FROM inbox_message WHERE state = 'new' ORDER BY at, id LIMIT $max;

-- name: inbox_claim :one
-- Read by this transaction alone.
-- in: id inbox_message_id
-- out: organization organization_id, phone text, text text, lang text, at instant, patient patient_id?
-- unscoped: as inbox_new
UPDATE inbox_message SET state = 'acted' WHERE id = $id AND state = 'new'
RETURNING organization_id AS organization, phone, text, lang, at, patient_id AS patient;

-- name: inbox_read :exec
-- What it came to.
-- in: state text, outcome text, organization organization_id, patient patient_id?, lang text, id inbox_message_id
-- unscoped: as inbox_new
UPDATE inbox_message SET state = $state, outcome = $outcome, organization_id = $organization, patient_id = $patient, lang = $lang WHERE id = $id;

-- name: inbox_understood :exec
-- Who was helped and is understood now no longer waits for the desk.
-- in: at instant, phone text, since instant
-- unscoped: as inbox_new
UPDATE inbox_message SET state = 'done', handled_at = $at
 WHERE phone = $phone AND at >= $since AND kind = 'sms' AND state = 'open' AND outcome = 'helped';

-- name: inbox_helped :one
-- Whether a number was helped of late.
-- in: phone text, since instant
-- out: id inbox_message_id
-- unscoped: as inbox_new
SELECT id FROM inbox_message WHERE phone = $phone AND at >= $since AND outcome = 'helped' LIMIT 1;

-- name: inbox_replies :one
-- How many answers a number got since then.
-- in: phone text, since instant
-- out: n i64
SELECT COUNT(*) AS n FROM message WHERE recipient = $phone AND created_at >= $since AND template = 'answer';

-- name: inbox_strangers :one
-- How many answers went to numbers that nobody had written to before, of the newest.
-- in: from_id inbox_message_id
-- out: n i64
-- unscoped: a number
SELECT COUNT(*) AS n FROM inbox_message WHERE id >= $from_id AND outcome = 'stranger';

-- name: inbox_questions :many
-- What a phone was asked and may still answer, or just no longer. same: it is still that of the file.
-- in: phone text, since instant, at instant
-- out: appointment appointment_id, ask i64, asked_at instant, lang text, reference text, status text, start_at instant, organization organization_id, patient patient_id, same bool, said text
-- unscoped: who answers from the phone that was asked
SELECT q.appointment_id AS appointment, q.ask, q.asked_at, q.lang, x.reference, x.status, x.start_at, x.organization_id AS organization, p.id AS patient,
       p.phone = q.phone AS same, COALESCE((SELECT w.said FROM inbox_answer w WHERE w.appointment_id = q.appointment_id), '') AS said
  FROM inbox_question q JOIN appointment x ON x.id = q.appointment_id JOIN patient p ON p.id = x.patient_id
 WHERE q.phone = $phone AND q.asked_at >= $since AND q.asked_at <= $at ORDER BY q.asked_at DESC, x.start_at, q.id LIMIT 100;

-- name: inbox_offers :many
-- What was offered to a phone of late.
-- in: phone text, since instant
-- out: offer waiting_offer_id, state text, at instant, answer_by instant, day day, start_min i32, organization organization_id, patient patient_id?, lang text, entry_state text
-- unscoped: who answers from the phone that it was offered to
SELECT o.id AS offer, o.state, o.at, o.answer_by, o.day, o.start_min, o.organization_id AS organization, w.patient_id AS patient, w.lang, w.state AS entry_state
  FROM waiting_entry w JOIN waiting_offer o ON o.entry_id = w.id AND o.at >= $since
 WHERE w.phone = $phone AND w.phone <> '' ORDER BY o.at DESC LIMIT 20;

-- name: inbox_answer_put :exec
-- in: appointment appointment_id, organization organization_id, said text, at instant, message inbox_message_id
INSERT INTO inbox_answer (appointment_id, organization_id, said, at, message_id)
VALUES ($appointment, $organization, $said, $at, $message)
ON CONFLICT (appointment_id) DO UPDATE SET said = excluded.said, at = excluded.at, message_id = excluded.message_id;

-- name: inbox_choices :many
-- in: phone text
-- out: place i32, verb text, appointment appointment_id?, offer waiting_offer_id?, asked_at instant
SELECT place, verb, appointment_id AS appointment, offer_id AS offer, asked_at FROM inbox_choice WHERE phone = $phone ORDER BY place LIMIT 10;

-- name: inbox_choice_add :exec
-- in: phone text, place i32, organization organization_id, verb text, appointment appointment_id?, offer waiting_offer_id?, at instant
INSERT INTO inbox_choice (phone, place, organization_id, verb, appointment_id, offer_id, asked_at)
VALUES ($phone, $place, $organization, $verb, $appointment, $offer, $at);

-- name: inbox_choice_drop :exec
-- in: phone text
DELETE FROM inbox_choice WHERE phone = $phone;

-- name: inbox_offer_entry :one
-- Whether the request goes on.
-- in: offer waiting_offer_id
-- out: state text
-- unscoped: who was offered it answers
SELECT w.state FROM waiting_offer o JOIN waiting_entry w ON w.id = o.entry_id WHERE o.id = $offer;

-- ---- the desk

-- name: inbox_waiting :many
-- What waits for the desk, the oldest first.
-- in: kind text, max i64
-- scope: m leads
-- out: id inbox_message_id, organization organization_id, phone text, text text, lang text, outcome text, at instant, last_at instant, times i32, tries i32, tried_at instant?, note text, patient patient_id?, name text?
SELECT m.id, m.organization_id AS organization, m.phone, m.text, m.lang, m.outcome, m.at, m.last_at, m.times, m.tries, m.tried_at, m.note, m.patient_id AS patient, p.name
  FROM inbox_message m LEFT JOIN patient p ON p.id = m.patient_id AND p.organization_id = m.organization_id
 WHERE {scope} AND m.kind = $kind AND m.state = 'open' ORDER BY m.at, m.id LIMIT $max;

-- name: inbox_handled :many
-- What the desk has seen to, the last first.
-- in: max i64
-- scope: m leads
-- out: id inbox_message_id, organization organization_id, kind text, phone text, text text, lang text, outcome text, at instant, times i32, handled_at instant?, note text, patient patient_id?, name text?, by_name text?
SELECT m.id, m.organization_id AS organization, m.kind, m.phone, m.text, m.lang, m.outcome, m.at, m.times, m.handled_at, m.note, m.patient_id AS patient, p.name,
       c.name AS by_name
  FROM inbox_message m LEFT JOIN patient p ON p.id = m.patient_id AND p.organization_id = m.organization_id LEFT JOIN account c ON c.id = m.handled_by
 WHERE {scope} AND m.state = 'done' AND m.handled_at IS NOT NULL ORDER BY m.handled_at DESC, m.id DESC LIMIT $max;

-- name: inbox_waiting_count :one
-- How many there are, as far as a page shows them.
-- in: kind text, max i64
-- scope: m leads
-- out: n i64
SELECT COUNT(*) AS n FROM (SELECT 1 FROM inbox_message m WHERE {scope} AND m.kind = $kind AND m.state = 'open' LIMIT $max) AS lines;

-- name: inbox_waiting_numbers :many
-- Whose they are, each once, in the branches of some roles of an account.
-- in: account account_id, roles membership_id[], kind text, max i64
-- unscoped: the account's own roles are the scope; they are counted, not shown
-- out: phone text
SELECT DISTINCT m.phone
  FROM membership u JOIN organization h ON h.id = u.organization_id JOIN organization o ON o.tree_lo >= h.tree_lo AND o.tree_lo < h.tree_hi
       JOIN inbox_message m ON m.organization_id = o.id AND m.kind = $kind AND m.state = 'open'
 WHERE u.account_id = $account AND u.id IN ($roles) LIMIT $max;

-- name: inbox_open_one :one
-- A text message; calls are noted where people are called.
-- in: id inbox_message_id
-- scope: m
-- out: organization organization_id, patient patient_id?, state text
SELECT m.organization_id AS organization, m.patient_id AS patient, m.state FROM inbox_message m WHERE m.id = $id AND m.kind = 'sms' AND {scope};

-- name: inbox_call_open :one
-- in: id inbox_message_id
-- scope: m
-- out: organization organization_id, patient patient_id?
SELECT m.organization_id AS organization, m.patient_id AS patient FROM inbox_message m WHERE m.id = $id AND m.kind = 'call' AND m.state = 'open' AND {scope};

-- name: inbox_call_noted :count
-- None: somebody else has noted a call meanwhile.
-- in: state text, outcome text, note text, now instant, account i64, id inbox_message_id, tries i32
-- unscoped: the caller has read it in its scope
UPDATE inbox_message SET state = $state, outcome = $outcome, note = $note, tries = tries + 1, tried_at = $now, handled_by = $account,
       handled_at = CASE WHEN $state = 'done' THEN $now ELSE NULL END
 WHERE id = $id AND state = 'open' AND tries = $tries;

-- name: inbox_call_came :count
-- Who rang again and was spoken to need not be rung back.
-- in: at instant, account i64, phone text
-- scope: m leads
UPDATE inbox_message AS m SET state = 'done', handled_at = $at, handled_by = $account
 WHERE m.phone = $phone AND m.kind = 'call' AND m.state = 'open' AND {scope};

-- name: inbox_called :many
-- Who was rung back of late, the last first.
-- in: since instant, max i64
-- scope: m leads
-- out: phone text, outcome text, tried_at instant?, note text, organization organization_id, patient patient_id?, name name?
SELECT m.phone, m.outcome, m.tried_at, m.note, m.organization_id AS organization, m.patient_id AS patient, p.name
  FROM inbox_message m LEFT JOIN patient p ON p.id = m.patient_id AND p.organization_id = m.organization_id
 WHERE {scope} AND m.tried_at IS NOT NULL AND m.tried_at >= $since AND m.state = 'done' ORDER BY m.tried_at DESC, m.id LIMIT $max;

-- name: inbox_close :count
-- in: at instant, account i64, note text, id inbox_message_id
-- unscoped: the caller has read it in its scope
UPDATE inbox_message SET state = 'done', handled_at = $at, handled_by = $account, note = $note WHERE id = $id AND state = 'open';

-- ---- lines

-- name: inbox_line_put :exec
-- in: number text, organization organization_id
INSERT INTO inbox_line (number, organization_id) VALUES ($number, $organization)
ON CONFLICT (number) DO UPDATE SET organization_id = excluded.organization_id;

-- name: inbox_line_drop :count
-- in: number text
DELETE FROM inbox_line WHERE number = $number;

-- name: inbox_line_list :many
-- in:
-- out: number text, code text, name_fr text
SELECT l.number, o.code, o.name_fr FROM inbox_line l JOIN organization o ON o.id = l.organization_id ORDER BY l.number LIMIT 500;

-- ---- what is past its time

-- name: inbox_old_messages :count
-- in: before instant
-- unscoped: the retention table holds for the whole installation
DELETE FROM inbox_message WHERE at < $before;

-- name: inbox_old_questions :count
-- in: before instant
DELETE FROM inbox_question WHERE asked_at < $before;

-- name: inbox_old_choices :count
-- in: before instant
DELETE FROM inbox_choice WHERE asked_at < $before;
