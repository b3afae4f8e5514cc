-- name: message_add :exec
-- One message more in the outbox.
-- in: id message_id, organization i64, appointment i64?, patient i64?, channel text, template text, lang text, recipient text, body text, due_at instant, drop_at instant, created_at instant
INSERT INTO message (id, organization_id, appointment_id, patient_id, channel, template, lang, recipient, body,
       due_at, drop_at, state, attempts, lease_until, provider_id, created_at, sent_at)
VALUES ($id, $organization, $appointment, $patient, $channel, $template, $lang, $recipient, $body,
       $due_at, $drop_at, 'queued', 0, 0, '', $created_at, NULL);

-- name: message_withdraw :exec
-- What was not sent yet about an appointment.
-- in: appointment i64
UPDATE message SET state = 'dropped', body = '' WHERE appointment_id = $appointment AND state = 'queued';

-- name: message_claim :many
-- The next due messages; message_lease in the same transaction takes them.
-- in: at instant, max i64
-- out: id message_id, channel text, template text, lang text, recipient text, body text, attempts i32
SELECT id, channel, template, lang, recipient, body, attempts
  FROM message WHERE state IN ('queued', 'sending') AND state = 'queued' AND due_at <= $at ORDER BY due_at, id LIMIT $max;
-- pg:
SELECT id, channel, template, lang, recipient, body, attempts
  FROM message WHERE state IN ('queued', 'sending') AND state = 'queued' AND due_at <= $at ORDER BY due_at, id LIMIT $max FOR UPDATE SKIP LOCKED;

-- name: message_lease :count
-- in: lease instant, ids message_id[]
UPDATE message SET state = 'sending', attempts = attempts + 1, lease_until = $lease WHERE id IN ($ids) AND state = 'queued';

-- name: message_due_any :one
-- Whether there is anything to do, asked without a lock.
-- in: at instant
-- out: id message_id
SELECT id FROM message
 WHERE state IN ('queued', 'sending') AND due_at <= $at
   AND (state = 'queued' OR lease_until < $at) ORDER BY due_at LIMIT 1;

-- name: message_sent :count
-- Sent, by the holder of that very lease. An empty body blanks the text.
-- in: keep bool, provider_id text, at instant, id message_id, attempts i32
UPDATE message SET state = 'sent', body = CASE WHEN $keep THEN body ELSE '' END, provider_id = $provider_id, sent_at = $at
 WHERE id = $id AND state = 'sending' AND attempts = $attempts;

-- name: message_again :count
-- Not sent; another try when it is due again.
-- in: due_at instant, id message_id, attempts i32
UPDATE message SET state = 'queued', due_at = $due_at
 WHERE id = $id AND state = 'sending' AND attempts = $attempts;

-- name: message_failed :count
-- Never to be sent: refused, or nobody knows whether it was.
-- in: why text, id message_id, attempts i32
UPDATE message SET state = 'failed', body = '', provider_id = $why
 WHERE id = $id AND state = 'sending' AND attempts = $attempts;

-- name: message_lapse_again :count
-- Leases that ran out, with a gateway that recognises repeats: the same key may go again.
-- in: channel text, at instant
UPDATE message SET state = 'queued' WHERE channel = $channel AND state IN ('queued', 'sending') AND state = 'sending' AND lease_until < $at;

-- name: message_lapse_failed :count
-- Leases that ran out, with any other gateway: perhaps it was sent, so it is not sent again.
-- in: channel text, at instant
UPDATE message SET state = 'failed', body = '', provider_id = 'unknown' WHERE channel = $channel AND state IN ('queued', 'sending') AND state = 'sending' AND lease_until < $at;

-- name: message_too_late :count
-- in: at instant
UPDATE message SET state = 'dropped', body = '' WHERE state IN ('queued', 'sending') AND state = 'queued' AND drop_at <= $at AND due_at <= $at;

-- name: message_list :many
-- The newest messages of the reader's branch.
-- in: before instant, max i64
-- scope: m
-- out: id message_id, organization_id i64, patient_id i64?, channel text, template text, lang text, recipient text, body text, state text, attempts i32, created_at instant, sent_at instant?, due_at instant
SELECT m.id, m.organization_id, m.patient_id, m.channel, m.template, m.lang, m.recipient, m.body, m.state, m.attempts, m.created_at, m.sent_at, m.due_at
  FROM message m WHERE {scope} AND m.created_at <= $before ORDER BY m.id DESC LIMIT $max;

-- name: message_list_to :many
-- Those to one number.
-- in: recipient text, max i64
-- scope: m
-- out: id message_id, organization_id i64, patient_id i64?, channel text, template text, lang text, recipient text, body text, state text, attempts i32, created_at instant, sent_at instant?, due_at instant
SELECT m.id, m.organization_id, m.patient_id, m.channel, m.template, m.lang, m.recipient, m.body, m.state, m.attempts, m.created_at, m.sent_at, m.due_at
  FROM message m WHERE {scope} AND m.recipient = $recipient ORDER BY m.created_at DESC, m.id DESC LIMIT $max;

-- name: message_codes :many
-- The newest codes of all hospitals: for the demonstration alone, where whoever tries the program plays every part.
-- in: since instant, max i64
-- out: id message_id, channel text, template text, lang text, recipient text, body text, state text, attempts i32, created_at instant, sent_at instant?, due_at instant
SELECT id, channel, template, lang, recipient, body, state, attempts, created_at, sent_at, due_at
  FROM message WHERE template = 'code' AND created_at >= $since ORDER BY created_at DESC, id DESC LIMIT $max;

-- name: message_test_list :many
-- Test mode: everything to one number, oldest first.
-- in: recipient text
-- out: id message_id, channel text, template text, lang text, recipient text, body text, state text, attempts i32, created_at instant, sent_at instant?
SELECT id, channel, template, lang, recipient, body, state, attempts, created_at, sent_at
  FROM message WHERE recipient = $recipient ORDER BY created_at, id LIMIT 500;

-- name: mark_get :one
-- in: name text
-- out: at instant
SELECT at FROM job_mark WHERE name = $name;

-- name: mark_put :exec
-- in: name text, at instant
INSERT INTO job_mark (name, at) VALUES ($name, $at) ON CONFLICT (name) DO UPDATE SET at = excluded.at;
