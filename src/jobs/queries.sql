-- name: message_add :exec
-- One message more in the outbox.
-- in: id message_id, organization i64, appointment i64?, patient i64?, channel text, template text, lang text, recipient text, body text, due_at instant, drop_at instant, created_at instant, version i32, may_stop bool, may_wait bool, last_at instant, subject text, html text, ics text, spaced i32
INSERT INTO message (id, organization_id, appointment_id, patient_id, channel, template, lang, recipient, body,
       due_at, drop_at, state, attempts, lease_until, provider_id, created_at, sent_at, version, segments, may_stop, may_wait,
       last_at, subject, html, ics, why, report, reported_at, handled_at, handled_by, handled_how, spaced)
VALUES ($id, $organization, $appointment, $patient, $channel, $template, $lang, $recipient, $body,
       $due_at, $drop_at, 'queued', 0, 0, '', $created_at, NULL, $version, 0, $may_stop, $may_wait,
       $last_at, $subject, $html, $ics, '', '', NULL, NULL, NULL, '', $spaced);

-- name: message_withdraw :exec
-- What was not sent yet about an appointment. One that is on its way goes no second time, one that nobody got not by hand: no text is left.
-- in: appointment i64
UPDATE message SET state = CASE WHEN state = 'queued' THEN 'dropped' ELSE state END, body = '', subject = '', html = '', ics = ''
 WHERE appointment_id = $appointment AND state IN ('queued', 'sending', 'unknown', 'failed', 'late');

-- name: message_claim :many
-- The next due messages, of those that may wait or of those that may not; message_lease in the same transaction takes them.
-- in: may_wait bool, at instant, max i64
-- out: id message_id, organization_id i64, channel text, template text, lang text, recipient text, body text, subject text, html text, ics text, attempts i32, may_wait bool, drop_at instant, last_at instant, spaced i32
SELECT id, organization_id, channel, template, lang, recipient, body, subject, html, ics, attempts, may_wait, drop_at, last_at, spaced
  FROM message WHERE state = 'queued' AND may_wait = $may_wait AND due_at > 0 AND due_at <= $at ORDER BY due_at, id LIMIT $max;
-- pg:
SELECT id, organization_id, channel, template, lang, recipient, body, subject, html, ics, attempts, may_wait, drop_at, last_at, spaced
  FROM message WHERE state = 'queued' AND may_wait = $may_wait AND due_at > 0 AND due_at <= $at ORDER BY due_at, id LIMIT $max FOR UPDATE SKIP LOCKED;

-- name: message_gate :one
-- Who is about to take what may wait, and to look whether its recipients have had their message of the day, waits here until
-- another one's transaction has ended. SQLite has one writer.
-- out: one bool
SELECT TRUE AS one;
-- pg:
SELECT TRUE AS one FROM pg_advisory_xact_lock(4906165133);

-- name: message_lease :count
-- in: lease instant, ids message_id[]
UPDATE message SET state = 'sending', attempts = attempts + 1, lease_until = $lease WHERE id IN ($ids) AND state = 'queued';

-- name: message_wanted :one
-- Whether one that was claimed was not taken back since.
-- in: id message_id
-- out: id message_id
SELECT id FROM message WHERE id = $id AND body <> '';

-- name: message_due_any :one
-- Whether there is anything to do, asked without a lock.
-- in: may_wait bool, at instant
-- out: id message_id
SELECT id FROM message WHERE state = 'queued' AND may_wait = $may_wait AND due_at > 0 AND due_at <= $at
UNION ALL SELECT id FROM message WHERE state = 'sending' AND may_wait = $may_wait AND lease_until > 0 AND lease_until < $at LIMIT 1;

-- name: message_by_time :one
-- Whether time alone has to do something to a message that is not on its way.
-- in: at instant
-- out: id message_id
SELECT id FROM message WHERE state = 'unknown' AND lease_until <= $at
UNION ALL SELECT id FROM message WHERE state = 'sent' AND report = '' AND lease_until > 0 AND lease_until <= $at
UNION ALL SELECT id FROM message WHERE state IN ('failed', 'late') AND body <> '' AND last_at <= $at LIMIT 1;

-- name: message_sent :count
-- Sent, by the holder of that very lease. Its text is kept only where the gateway keeps it.
-- in: keep bool, provider_id text, at instant, report_until instant, segments i32, id message_id, attempts i32
UPDATE message SET state = 'sent', body = CASE WHEN $keep THEN body ELSE '' END, subject = '', html = '', ics = '',
       provider_id = $provider_id, sent_at = $at, lease_until = $report_until, segments = $segments
 WHERE id = $id AND state = 'sending' AND attempts = $attempts;

-- name: message_outrun :count
-- The same when its report was faster than the answer.
-- in: provider_id text, segments i32, id message_id, attempts i32
UPDATE message SET provider_id = $provider_id, segments = $segments
 WHERE id = $id AND state IN ('sent', 'failed') AND report <> '' AND attempts = $attempts;

-- name: message_again :count
-- Not sent; another try when it is due again, unless it was withdrawn meanwhile.
-- in: due_at instant, id message_id, attempts i32
UPDATE message SET state = CASE WHEN body = '' THEN 'dropped' ELSE 'queued' END, due_at = $due_at
 WHERE id = $id AND state = 'sending' AND attempts = $attempts;

-- name: message_failed :count
-- Never to be sent: refused, or nobody knows whether it was and nobody will tell.
-- in: why text, id message_id, attempts i32
UPDATE message SET state = 'failed', why = $why
 WHERE id = $id AND state = 'sending' AND attempts = $attempts;

-- name: message_unknown :count
-- It may have left: its report is waited for.
-- in: until instant, segments i32, id message_id, attempts i32
UPDATE message SET state = 'unknown', why = 'unknown', lease_until = $until, segments = $segments
 WHERE id = $id AND state = 'sending' AND attempts = $attempts;

-- name: message_lapse_again :count
-- Leases that ran out, with a gateway that recognises repeats: the same key may go again.
-- in: channel text, at instant
UPDATE message SET state = CASE WHEN body = '' THEN 'dropped' ELSE 'queued' END
 WHERE state = 'sending' AND lease_until > 0 AND lease_until < $at AND channel = $channel;

-- name: message_lapse_unknown :count
-- Leases that ran out, with any other gateway: perhaps it was sent, so it is not sent again.
-- in: channel text, at instant, until instant
UPDATE message SET state = 'unknown', why = 'unknown', lease_until = $until
 WHERE state = 'sending' AND lease_until > 0 AND lease_until < $at AND channel = $channel;

-- name: message_unreported :count
-- Reports that did not come.
-- in: at instant
UPDATE message SET state = 'failed' WHERE state = 'unknown' AND lease_until <= $at;

-- name: message_unheard_failed :count
-- Sent a day ago, nothing was heard of it, and reports of others came since.
-- in: at instant, waited i64
UPDATE message SET state = 'failed', why = 'unreported'
 WHERE state = 'sent' AND report = '' AND lease_until > 0 AND lease_until <= $at
   AND EXISTS (SELECT 1 FROM message r WHERE r.reported_at IS NOT NULL AND r.reported_at >= message.lease_until - $waited);

-- name: message_unheard_let :count
-- No report of any came: there is nothing wrong with these.
-- in: at instant
UPDATE message SET lease_until = 0 WHERE state = 'sent' AND report = '' AND lease_until > 0 AND lease_until <= $at;

-- name: message_forget :count
-- Texts of what did not leave are kept for sending them again by hand, as long as that has a use.
-- in: at instant
UPDATE message SET body = '', subject = '', html = '', ics = '' WHERE state IN ('failed', 'late') AND body <> '' AND last_at <= $at;

-- name: message_hold_back :count
-- Not at this hour. It counts as no try.
-- in: due_at instant, id message_id
UPDATE message SET due_at = $due_at WHERE id = $id AND state = 'queued';

-- name: message_told_today :one
-- Whether a recipient was sent such a message since then, or one is on its way.
-- in: recipient text, recent instant, since instant
-- out: id message_id
SELECT id FROM message WHERE recipient = $recipient AND created_at >= $recent AND spaced > 0
   AND (state IN ('sending', 'unknown') OR (state = 'sent' AND sent_at >= $since)) ORDER BY created_at LIMIT 1;

-- name: message_give_way :count
-- Another one has been sent that day, and tomorrow it is no use.
-- in: id message_id
UPDATE message SET state = 'dropped', why = 'spaced', body = '', subject = '', html = '', ics = '' WHERE id = $id AND state = 'queued';

-- name: message_house_zone :one
-- The clock of the house that a message is from.
-- in: organization i64
-- out: zone text
SELECT zone FROM organization WHERE id = $organization;

-- name: message_house_feasts :many
-- Its feasts of some days, in order.
-- in: organization i64, first day, end day
-- out: day day
SELECT DISTINCT c.day FROM calendar_day c JOIN organization n ON n.id = c.organization_id JOIN organization o ON n.tree_lo <= o.tree_lo AND n.tree_hi >= o.tree_hi
 WHERE c.day >= $first AND c.day < $end AND c.kind = 'holiday' AND o.id = $organization ORDER BY c.day LIMIT 60;

-- name: message_house_window :many
-- What it, or who stands above it, says of the hours of messages; the nearest last.
-- in: organization i64
-- out: name text, value i64
SELECT s.name, s.value FROM organization o JOIN organization n ON n.tree_lo <= o.tree_lo AND n.tree_hi >= o.tree_hi
  JOIN organization_setting s ON s.organization_id = n.id AND s.name IN ('messages_from', 'messages_to')
 WHERE o.id = $organization ORDER BY n.depth LIMIT 20;

-- name: message_too_late :count
-- In the order of drop_at, so that this is what leads it: nearly all that wait are due, few come too late.
-- in: at instant, max i64
UPDATE message SET state = 'late', why = 'late'
 WHERE state = 'queued' AND id IN (SELECT m.id FROM message m WHERE m.state = 'queued' AND m.drop_at > 0 AND m.drop_at <= $at AND m.due_at <= $at ORDER BY m.drop_at LIMIT $max);

-- name: message_of_report :one
-- Which message a report is about, by our key.
-- in: id message_id
-- out: id message_id, state text, report text, attempts i32, channel text
SELECT id, state, report, attempts, channel FROM message WHERE id = $id;
-- pg:
SELECT id, state, report, attempts, channel FROM message WHERE id = $id FOR UPDATE;

-- name: message_of_provider :one
-- The same by the provider's number; numbers of several providers may meet: the newest.
-- in: provider_id text, channel text
-- out: id message_id
SELECT id FROM message WHERE provider_id = $provider_id AND provider_id <> '' AND channel = $channel ORDER BY id DESC LIMIT 1;

-- name: message_report :exec
-- What became of it by its report.
-- in: state text, why text, report text, at instant, id message_id
UPDATE message SET state = $state, why = $why, report = $report, reported_at = $at, sent_at = COALESCE(sent_at, $at),
       body = CASE WHEN $state = 'sent' THEN '' ELSE body END, subject = CASE WHEN $state = 'sent' THEN '' ELSE subject END,
       html = CASE WHEN $state = 'sent' THEN '' ELSE html END, ics = CASE WHEN $state = 'sent' THEN '' ELSE ics END
 WHERE id = $id;

-- name: message_copy :exec
-- Once more, under a new key: by whoever has just marked it (message_handle), so that no two do.
-- in: copy message_id, now instant, id message_id
INSERT INTO message (id, organization_id, appointment_id, patient_id, channel, template, lang, recipient, body,
       due_at, drop_at, state, attempts, lease_until, provider_id, created_at, sent_at, version, segments, may_stop, may_wait,
       last_at, subject, html, ics, why, report, reported_at, handled_at, handled_by, handled_how)
SELECT $copy, organization_id, appointment_id, patient_id, channel, template, lang, recipient, body,
       $now, last_at, 'queued', 0, 0, '', $now, NULL, version, 0, may_stop, FALSE,
       last_at, subject, html, ics, '', '', NULL, NULL, NULL, ''
  FROM message WHERE id = $id;

-- name: message_handle :count
-- Somebody saw to it; to send it again only where that is of use: the text is there and it is not too late. A code has died by itself.
-- in: how text, now instant, account i64, id message_id, again bool
UPDATE message SET handled_at = $now, handled_by = $account, handled_how = $how
 WHERE id = $id AND state IN ('failed', 'late') AND handled_at IS NULL AND template <> 'code'
   AND (NOT $again OR (recipient <> '' AND body <> '' AND last_at > $now));

-- name: message_blank :exec
-- in: id message_id
UPDATE message SET body = '', subject = '', html = '', ics = '' WHERE id = $id;

-- name: message_list :many
-- The newest messages of the reader's branch.
-- in: before instant, max i64
-- scope: m
-- out: id message_id, organization_id i64, patient_id i64?, channel text, template text, lang text, recipient text, body text, state text, attempts i32, created_at instant, sent_at instant?, due_at instant, report text, segments i32, why text
SELECT m.id, m.organization_id, m.patient_id, m.channel, m.template, m.lang, m.recipient, m.body, m.state, m.attempts, m.created_at, m.sent_at, m.due_at, m.report, m.segments, m.why
  FROM message m WHERE {scope} AND m.created_at <= $before ORDER BY m.id DESC LIMIT $max;

-- name: message_list_to :many
-- Those to one number.
-- in: recipient text, max i64
-- scope: m
-- out: id message_id, organization_id i64, patient_id i64?, channel text, template text, lang text, recipient text, body text, state text, attempts i32, created_at instant, sent_at instant?, due_at instant, report text, segments i32, why text
SELECT m.id, m.organization_id, m.patient_id, m.channel, m.template, m.lang, m.recipient, m.body, m.state, m.attempts, m.created_at, m.sent_at, m.due_at, m.report, m.segments, m.why
  FROM message m WHERE {scope} AND m.recipient = $recipient ORDER BY m.created_at DESC, m.id DESC LIMIT $max;

-- name: message_codes :many
-- The newest codes of all hospitals: for the demonstration alone, where whoever tries the program plays every part.
-- in: since instant, max i64
-- out: id message_id, channel text, template text, lang text, recipient text, body text, state text, attempts i32, created_at instant, sent_at instant?, due_at instant, report text, segments i32, why text
SELECT id, channel, template, lang, recipient, body, state, attempts, created_at, sent_at, due_at, report, segments, why
  FROM message WHERE template = 'code' AND created_at >= $since ORDER BY created_at DESC, id DESC LIMIT $max;

-- name: message_test_list :many
-- Test mode: everything to one number, oldest first.
-- in: recipient text
-- out: id message_id, channel text, template text, lang text, recipient text, body text, state text, attempts i32, created_at instant, sent_at instant?, ics text
SELECT id, channel, template, lang, recipient, body, state, attempts, created_at, sent_at, ics
  FROM message WHERE recipient = $recipient ORDER BY created_at, id LIMIT 500;

-- name: message_test_segments :one
-- Test mode.
-- in: id message_id
-- out: segments i32
SELECT segments FROM message WHERE id = $id;

-- name: mark_get :one
-- in: name text
-- out: at instant
SELECT at FROM job_mark WHERE name = $name;

-- name: mark_put :exec
-- in: name text, at instant
INSERT INTO job_mark (name, at) VALUES ($name, $at) ON CONFLICT (name) DO UPDATE SET at = excluded.at;

-- name: mark_begin :exec
-- in: name text, at instant
INSERT INTO job_mark (name, at) VALUES ($name, $at) ON CONFLICT (name) DO NOTHING;


-- name: message_stop_add :exec
-- in: id message_stop_id, organization i64, recipient text, how text, at instant
INSERT INTO message_stop (id, organization_id, recipient, how, at) VALUES ($id, $organization, $recipient, $how, $at)
ON CONFLICT (recipient) DO NOTHING;

-- name: message_stop_waiting :exec
-- What waits for somebody who wants no more; nor does it go again after a try, or by hand.
-- in: recipient text
UPDATE message SET state = CASE WHEN state = 'queued' THEN 'dropped' ELSE state END, why = CASE WHEN state = 'queued' THEN 'stopped' ELSE why END,
       body = '', subject = '', html = '', ics = ''
 WHERE recipient = $recipient AND may_stop AND state IN ('queued', 'sending', 'unknown', 'failed', 'late');

-- name: message_stop_remove :exec
-- in: recipient text
DELETE FROM message_stop WHERE recipient = $recipient;

-- name: message_stop_of :one
-- in: recipient text
-- out: at instant
SELECT at FROM message_stop WHERE recipient = $recipient;


-- name: bounce_get :one
-- Whether mail to an address came back.
-- in: address_hash text
-- out: at instant, status text
SELECT at, status FROM mail_bounce WHERE address_hash = $address_hash;

-- name: bounce_put :exec
-- in: address_hash text, organization i64, status text, at instant
INSERT INTO mail_bounce (address_hash, organization_id, status, at) VALUES ($address_hash, $organization, $status, $at)
ON CONFLICT (address_hash) DO NOTHING;

-- name: bounce_delete :exec
-- in: address_hash text
DELETE FROM mail_bounce WHERE address_hash = $address_hash;

-- name: message_to :one
-- To whom one went, for what comes back.
-- in: id message_id
-- out: organization_id i64, recipient text
SELECT organization_id, recipient FROM message WHERE id = $id AND channel = 'mail';

-- name: message_watch_sent :one
-- Text messages that left since then, and what was reported of them.
-- in: since instant
-- out: sent i64, delivered i64, undelivered i64, delivery_s i64
SELECT COUNT(*) AS sent, COALESCE(SUM(CASE WHEN report = 'delivered' THEN 1 ELSE 0 END), 0) AS delivered,
       COALESCE(SUM(CASE WHEN report = 'undelivered' THEN 1 ELSE 0 END), 0) AS undelivered,
       COALESCE(SUM(CASE WHEN report = 'delivered' THEN reported_at - sent_at ELSE 0 END), 0) AS delivery_s
  FROM message WHERE sent_at IS NOT NULL AND sent_at >= $since AND channel = 'sms';

-- name: message_watch_lost :one
-- Those that never left: their last try was due since then.
-- in: since instant, at instant
-- out: lost i64
SELECT COUNT(*) AS lost FROM message
 WHERE state IN ('failed', 'late') AND due_at >= $since AND due_at <= $at AND channel = 'sms' AND report <> 'undelivered';

-- name: message_watch_waiting :one
-- Those that should have left, or were tried and will be again, and since how long the oldest of them is late: the waits
-- after each try (message_next_try: 15 s x n x n) are added up.
-- in: at instant, soon instant
-- out: waiting i64, late_s i64
SELECT COUNT(*) AS waiting, COALESCE(MAX($at - due_at + 15 * attempts * (attempts + 1) * (2 * attempts + 1) / 6), 0) AS late_s
  FROM message
 WHERE state = 'queued' AND may_wait IN (FALSE, TRUE) AND channel = 'sms' AND due_at > 0 AND due_at <= $soon
   AND (due_at <= $at OR attempts > 0);

-- name: mark_move :count
-- in: to_at instant, name text, from_at instant
UPDATE job_mark SET at = $to_at WHERE name = $name AND at = $from_at;

-- name: attachment_add :exec
-- in: message message_id, organization i64, filename text, type text, base64 text
INSERT INTO message_attachment (message_id, organization_id, filename, type, base64) VALUES ($message, $organization, $filename, $type, $base64);

-- name: attachment_get :one
-- in: message message_id
-- out: filename text, type text, base64 text
SELECT filename, type, base64 FROM message_attachment WHERE message_id = $message;

-- name: attachment_move :exec
-- With a message that is sent once more.
-- in: message message_id, old message_id
UPDATE message_attachment SET message_id = $message WHERE message_id = $old;

-- name: attachment_sweep :count
-- Of mails that have left, or have no text any more. There are few.
-- in:
DELETE FROM message_attachment
 WHERE NOT EXISTS (SELECT 1 FROM message m WHERE m.id = message_attachment.message_id AND m.state <> 'sent' AND m.body <> '');
