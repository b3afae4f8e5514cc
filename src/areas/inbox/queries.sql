-- name: inbox_line_of :one
-- in: number text
-- out: organization organization_id
SELECT organization_id AS organization FROM inbox_line WHERE number = $number;

-- name: inbox_last_sent :one
-- Whose the last message to a number was, and in which language.
-- in: phone text
-- out: organization organization_id, lang text
SELECT organization_id AS organization, lang FROM message WHERE recipient = $phone ORDER BY created_at DESC LIMIT 1;

-- name: inbox_root :one
-- in:
-- out: organization organization_id
SELECT id AS organization FROM organization WHERE parent_id IS NULL ORDER BY name_fr, id LIMIT 1;

-- name: inbox_message_add :count
-- None: told before.
-- in: id inbox_message_id, organization organization_id, kind text, phone text, line text, text text, provider_id text, at instant, state text, lang text
INSERT INTO inbox_message (id, organization_id, kind, phone, line, text, provider_id, at, state, outcome, lang, patient_id, times, last_at, handled_by, handled_at, note)
VALUES ($id, $organization, $kind, $phone, $line, $text, $provider_id, $at, $state, '', $lang, NULL, 1, $at, NULL, NULL, '')
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

-- name: inbox_all :many
-- The newest of the reader's branch, whatever became of them.
-- in: max i64
-- scope: m
-- out: id inbox_message_id, kind text, phone text, text text, state text, outcome text, times i32
SELECT m.id, m.kind, m.phone, m.text, m.state, m.outcome, m.times FROM inbox_message m WHERE {scope} ORDER BY m.id DESC LIMIT $max;
