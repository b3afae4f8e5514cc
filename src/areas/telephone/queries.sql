-- name: telephone_call_add :count
-- 0: the exchange has told of it before.
-- in: id telephone_call_id, organization organization_id, line text, number text, state text, now instant, taken_at instant?, taken_by i64?
INSERT INTO telephone_call (id, organization_id, line_id, number, state, rang_at, taken_at, taken_by, ended_at, reason, note)
VALUES ($id, $organization, $line, $number, $state, $now, $taken_at, $taken_by, NULL, '', '') ON CONFLICT DO NOTHING;

-- name: telephone_call_by_line :one
-- in: organization organization_id, line text
-- unscoped: the exchange that told of it asks, by its own name for the call
-- out: id telephone_call_id
SELECT id FROM telephone_call WHERE organization_id = $organization AND line_id = $line AND line_id <> '';

-- name: telephone_line_told :one
-- Which place of a branch was told of that call already: the end of a call often names no line.
-- in: lo i64, hi i64, line text
-- unscoped: as above
-- out: id organization_id
SELECT c.organization_id AS id FROM organization o JOIN telephone_call c ON c.organization_id = o.id AND c.line_id = $line AND c.line_id <> ''
 WHERE o.tree_lo >= $lo AND o.tree_lo < $hi ORDER BY c.id DESC LIMIT 1;

-- name: telephone_answered :count
-- in: now instant, id telephone_call_id
-- unscoped: the exchange tells what became of its own call
UPDATE telephone_call SET taken_at = $now WHERE id = $id AND taken_at IS NULL AND state = 'ringing';

-- name: telephone_hung_up :count
-- Nobody answered: to be called back. Answered on a telephone without the page: over. Open: its length is known.
-- in: now instant, id telephone_call_id
-- unscoped: as above
UPDATE telephone_call SET ended_at = $now,
       state = CASE WHEN state = 'ringing' AND taken_at IS NULL THEN 'missed' WHEN state = 'ringing' THEN 'done' ELSE state END
 WHERE id = $id AND ended_at IS NULL;

-- name: telephone_line_of :one
-- Which place of a branch has that number as its own.
-- in: lo i64, hi i64, number text
-- out: id organization_id
SELECT id FROM organization WHERE tree_lo >= $lo AND tree_lo < $hi AND phone = $number AND active ORDER BY tree_lo LIMIT 1;

-- name: telephone_call_row :one
-- in: id telephone_call_id
-- scope: c
-- out: id telephone_call_id, organization organization_id, number text, state text, rang_at instant, taken_at instant?, taken_by i64?, ended_at instant?, reason text, note text, who name?
SELECT c.id, c.organization_id AS organization, c.number, c.state, c.rang_at, c.taken_at, c.taken_by, c.ended_at, c.reason, c.note, a.name AS who
  FROM telephone_call c LEFT JOIN account a ON a.id = c.taken_by WHERE c.id = $id AND {scope};

-- name: telephone_ringing :many
-- Calls that ring.
-- in: from_time instant
-- scope: c leads
-- out: id telephone_call_id, number text, rang_at instant
SELECT c.id, c.number, c.rang_at FROM telephone_call c WHERE c.state = 'ringing' AND c.rang_at >= $from_time AND {scope} ORDER BY c.rang_at, c.id LIMIT 50;

-- name: telephone_ringing_number :one
-- How many ring in the branches of some roles of an account, however many houses they are, and the newest of them.
-- in: account account_id, roles membership_id[], from_time instant
-- unscoped: the account's own roles are the scope; a number only
-- out: n i64, newest i64
SELECT COUNT(DISTINCT c.id) AS n, COALESCE(MAX(c.id), 0) AS newest
  FROM membership u JOIN organization h ON h.id = u.organization_id JOIN organization o ON o.tree_lo >= h.tree_lo AND o.tree_lo < h.tree_hi
       JOIN telephone_call c ON c.organization_id = o.id AND c.state = 'ringing' AND c.rang_at >= $from_time
 WHERE u.account_id = $account AND u.id IN ($roles);

-- name: telephone_missed :many
-- Whom nobody answered and nobody has called back, the oldest first; a call of whose end nobody told among them.
-- in: from_time instant, rings_from instant, max i64
-- scope: c leads
-- out: id telephone_call_id, organization organization_id, number text, rang_at instant, tries i32, outcome text, tried_at instant?, note text
SELECT c.id, c.organization_id AS organization, c.number, c.rang_at, c.tries, c.outcome, c.tried_at, c.note FROM telephone_call c
 WHERE c.state IN ('ringing', 'missed') AND c.rang_at >= $from_time AND (c.state = 'missed' OR c.rang_at < $rings_from) AND c.number <> '' AND {scope}
 ORDER BY c.rang_at, c.id LIMIT $max;

-- name: telephone_missed_numbers :many
-- Whose numbers they are, each once, in the branches of some roles of an account.
-- in: account account_id, roles membership_id[], from_time instant, rings_from instant, max i64
-- unscoped: the account's own roles are the scope; they are counted, not shown
-- out: number text
SELECT DISTINCT c.number
  FROM membership u JOIN organization h ON h.id = u.organization_id JOIN organization o ON o.tree_lo >= h.tree_lo AND o.tree_lo < h.tree_hi
       JOIN telephone_call c ON c.organization_id = o.id AND c.state IN ('ringing', 'missed') AND c.rang_at >= $from_time
 WHERE u.account_id = $account AND u.id IN ($roles) AND (c.state = 'missed' OR c.rang_at < $rings_from) AND c.number <> '' LIMIT $max;

-- name: telephone_missed_noted :count
-- None: somebody else has noted a call, or has the person on the line, or it still rings.
-- in: state text, outcome text, note text, now instant, account i64, id telephone_call_id, tries i32, rings_from instant
-- unscoped: the call was read in the account's scope in this request
UPDATE telephone_call SET state = CASE WHEN $state = 'done' THEN 'done' ELSE 'missed' END, outcome = $outcome, note = $note, tries = tries + 1, tried_at = $now,
       taken_by = CASE WHEN $state = 'done' THEN $account ELSE taken_by END
 WHERE id = $id AND (state = 'missed' OR (state = 'ringing' AND rang_at < $rings_from)) AND tries = $tries;

-- name: telephone_came :count
-- Who rang again and was spoken to need not be called back.
-- in: account i64, number text
-- scope: c leads
UPDATE telephone_call AS c SET state = 'done', taken_by = $account WHERE c.number = $number AND c.number <> '' AND c.state = 'missed' AND {scope};

-- name: telephone_called :many
-- Who was called back of late, the last first.
-- in: since instant, max i64
-- scope: c leads
-- out: number text, outcome text, tried_at instant?, note text, organization organization_id
SELECT c.number, c.outcome, c.tried_at, c.note, c.organization_id AS organization FROM telephone_call c
 WHERE {scope} AND c.tried_at IS NOT NULL AND c.tried_at >= $since AND c.state = 'done' AND c.outcome <> '' ORDER BY c.tried_at DESC, c.id LIMIT $max;

-- name: telephone_mine :many
-- Calls that an account has open.
-- in: account i64, from_time instant
-- scope: c leads
-- out: id telephone_call_id, number text, rang_at instant
SELECT c.id, c.number, c.rang_at FROM telephone_call c
 WHERE c.state = 'open' AND c.taken_by = $account AND c.rang_at >= $from_time AND {scope} ORDER BY c.rang_at LIMIT 10;

-- name: telephone_done :many
-- The last calls that are over; who hid the number and was not answered cannot be called back.
-- in: from_time instant
-- scope: c leads
-- out: id telephone_call_id, number text, state text, rang_at instant, taken_at instant?, ended_at instant?, reason text, outcome text, who name?
SELECT c.id, c.number, c.state, c.rang_at, c.taken_at, c.ended_at, c.reason, c.outcome, a.name AS who FROM telephone_call c LEFT JOIN account a ON a.id = c.taken_by
 WHERE (c.state = 'done' OR (c.state = 'missed' AND c.number = '')) AND c.rang_at >= $from_time AND {scope} ORDER BY c.rang_at DESC, c.id DESC LIMIT 20;

-- name: telephone_before :many
-- Earlier calls of a number.
-- in: number text, id telephone_call_id
-- scope: c leads
-- out: rang_at instant, reason text, note text, who name?
SELECT c.rang_at, c.reason, c.note, a.name AS who FROM telephone_call c LEFT JOIN account a ON a.id = c.taken_by
 WHERE c.number = $number AND c.number <> '' AND c.id <> $id AND c.state = 'done' AND {scope} ORDER BY c.rang_at DESC LIMIT 5;

-- name: telephone_take :count
-- 0: somebody else was faster. A missed one that is called back begins now.
-- in: now instant, account i64, id telephone_call_id
-- unscoped: the call was read in the account's scope in this request
UPDATE telephone_call SET state = 'open', taken_by = $account, taken_at = CASE WHEN state = 'missed' OR taken_at IS NULL THEN $now ELSE taken_at END,
       ended_at = CASE WHEN state = 'missed' THEN NULL ELSE ended_at END
 WHERE id = $id AND state IN ('ringing', 'missed');

-- name: telephone_end :count
-- What was said of a call that is over is put right by who took it, and by nobody else.
-- in: now instant, reason text, note text, id telephone_call_id, account i64
-- unscoped: the call was read in the account's scope in this request
UPDATE telephone_call SET state = 'done', ended_at = CASE WHEN ended_at IS NULL THEN $now ELSE ended_at END, reason = $reason, note = $note
 WHERE id = $id AND (state = 'open' OR (state = 'done' AND taken_by = $account));

-- name: telephone_household :many
-- Everybody whose file has that number, page by page: a home, a booth, a helper may have many.
-- in: phone text, skip i64, max i64
-- scope: p leads
-- out: id patient_id, organization organization_id, name name, birth_day day?, sex text, phone text, lang text
SELECT p.id, p.organization_id AS organization, p.name, p.birth_day, p.sex, p.phone, p.lang FROM patient p
 WHERE p.phone = $phone AND p.phone <> '' AND p.merged_into IS NULL AND p.erased_at IS NULL AND {scope} ORDER BY p.birth_day, p.id LIMIT $max OFFSET $skip;

-- name: telephone_practitioners :many
-- Practitioners of a branch. reads: signs in as such where that branch is read, and so finds messages; else they are handed over.
-- in: lo i64, hi i64, today day
-- out: id practitioner_id, name name, name_ar name, reads bool
SELECT p.id, p.name, p.name_ar, EXISTS (SELECT 1 FROM account a JOIN membership u ON u.account_id = a.id AND u.role = 'practitioner' AND (u.until_day IS NULL OR u.until_day >= $today)
       JOIN organization h ON h.id = u.organization_id AND h.tree_lo <= $lo AND h.tree_hi >= $hi WHERE a.practitioner_id = p.id AND a.active) AS reads
  FROM practitioner p WHERE p.active AND p.id IN (
       SELECT w.id FROM organization o JOIN practitioner w ON w.organization_id = o.id WHERE o.tree_lo >= $lo AND o.tree_lo < $hi
       UNION SELECT s.practitioner_id FROM organization o JOIN schedule s ON s.organization_id = o.id WHERE o.tree_lo >= $lo AND o.tree_lo < $hi
       UNION SELECT a.practitioner_id FROM organization o JOIN account a ON a.organization_id = o.id WHERE o.tree_lo >= $lo AND o.tree_lo < $hi AND a.active)
 ORDER BY p.name, p.id LIMIT 1000;

-- name: telephone_message_add :exec
-- in: id telephone_message_id, organization organization_id, practitioner practitioner_id, call telephone_call_id, patient patient_id?, account i64, text text, now instant
INSERT INTO telephone_message (id, organization_id, practitioner_id, call_id, patient_id, booked_by, text, made_at, read_at, read_by)
VALUES ($id, $organization, $practitioner, $call, $patient, $account, $text, $now, NULL, NULL);

-- name: telephone_messages_of_call :many
-- in: call telephone_call_id
-- scope: m
-- out: practitioner name, text text, made_at instant, read_at instant?, handed bool
SELECT p.name AS practitioner, m.text, m.made_at, m.read_at,
       NOT EXISTS (SELECT 1 FROM account a WHERE a.id = m.read_by AND a.practitioner_id = m.practitioner_id) AS handed
  FROM telephone_message m JOIN practitioner p ON p.id = m.practitioner_id
 WHERE m.call_id = $call AND {scope} ORDER BY m.made_at, m.id LIMIT 20;

-- name: telephone_messages :many
-- A practitioner's own, those not read first.
-- in: practitioner practitioner_id
-- scope: m own
-- out: id telephone_message_id, organization organization_id, patient patient_id?, keeper organization_id?, name name?, number text, text text, made_at instant, read_at instant?, who name?
SELECT m.id, m.organization_id AS organization, m.patient_id AS patient, p.organization_id AS keeper, p.name, c.number, m.text, m.made_at, m.read_at, a.name AS who
  FROM telephone_message m JOIN telephone_call c ON c.id = m.call_id LEFT JOIN patient p ON p.id = m.patient_id AND p.erased_at IS NULL
  LEFT JOIN account a ON a.id = m.booked_by
 WHERE m.practitioner_id = $practitioner AND {scope} ORDER BY CASE WHEN m.read_at IS NULL THEN 0 ELSE 1 END, m.made_at DESC, m.id LIMIT 100;

-- name: telephone_messages_to_hand :many
-- Of those who do not sign in where it was left: the desk hands them over. Then those that were, of late.
-- in: since instant, today day
-- scope: m leads
-- out: id telephone_message_id, organization organization_id, practitioner name, practitioner_ar name, patient patient_id?, keeper organization_id?, name name?, number text, text text, made_at instant, read_at instant?, who name?
SELECT m.id, m.organization_id AS organization, d.name AS practitioner, d.name_ar AS practitioner_ar, m.patient_id AS patient, p.organization_id AS keeper,
       p.name, c.number, m.text, m.made_at, m.read_at, a.name AS who
  FROM telephone_message m JOIN organization o ON o.id = m.organization_id JOIN practitioner d ON d.id = m.practitioner_id JOIN telephone_call c ON c.id = m.call_id
       LEFT JOIN patient p ON p.id = m.patient_id AND p.erased_at IS NULL LEFT JOIN account a ON a.id = CASE WHEN m.read_at IS NULL THEN m.booked_by ELSE m.read_by END
 WHERE {scope} AND (m.read_at IS NULL OR m.read_at >= $since) AND NOT EXISTS (SELECT 1 FROM account t JOIN membership u ON u.account_id = t.id AND u.role = 'practitioner' AND (u.until_day IS NULL OR u.until_day >= $today)
       JOIN organization h ON h.id = u.organization_id AND h.tree_lo <= o.tree_lo AND h.tree_hi > o.tree_lo WHERE t.practitioner_id = m.practitioner_id AND t.active)
 ORDER BY CASE WHEN m.read_at IS NULL THEN 0 ELSE 1 END, d.name, m.practitioner_id, m.made_at, m.id LIMIT 200;

-- name: telephone_messages_hand_new :one
-- How many wait to be handed over.
-- in: today day
-- scope: m leads
-- out: n i64
SELECT COUNT(*) AS n FROM telephone_message m JOIN organization o ON o.id = m.organization_id WHERE {scope} AND m.read_at IS NULL AND NOT EXISTS (SELECT 1 FROM account t JOIN membership u ON u.account_id = t.id AND u.role = 'practitioner' AND (u.until_day IS NULL OR u.until_day >= $today)
       JOIN organization h ON h.id = u.organization_id AND h.tree_lo <= o.tree_lo AND h.tree_hi > o.tree_lo WHERE t.practitioner_id = m.practitioner_id AND t.active);

-- name: telephone_message_hand_row :one
-- One that the desk hands over.
-- in: id telephone_message_id, today day
-- scope: m
-- out: patient patient_id?, organization organization_id
SELECT m.patient_id AS patient, m.organization_id AS organization FROM telephone_message m JOIN organization o ON o.id = m.organization_id
 WHERE m.id = $id AND {scope} AND NOT EXISTS (SELECT 1 FROM account t JOIN membership u ON u.account_id = t.id AND u.role = 'practitioner' AND (u.until_day IS NULL OR u.until_day >= $today)
       JOIN organization h ON h.id = u.organization_id AND h.tree_lo <= o.tree_lo AND h.tree_hi > o.tree_lo WHERE t.practitioner_id = m.practitioner_id AND t.active);

-- name: telephone_messages_new :one
-- in: practitioner practitioner_id
-- scope: m own
-- out: n i64
SELECT COUNT(*) AS n FROM telephone_message m WHERE m.practitioner_id = $practitioner AND m.read_at IS NULL AND {scope};

-- name: telephone_messages_unread :many
-- Those of a branch that nobody has read for a while: somebody tells the practitioner.
-- in: since instant
-- scope: c leads
-- out: practitioner name, n i64
SELECT p.name AS practitioner, COUNT(*) AS n FROM telephone_call c JOIN telephone_message m ON m.call_id = c.id JOIN practitioner p ON p.id = m.practitioner_id
 WHERE c.rang_at >= $since AND m.read_at IS NULL AND {scope} GROUP BY p.id, p.name ORDER BY p.name LIMIT 20;

-- name: telephone_message_row :one
-- in: id telephone_message_id
-- scope: m own
-- out: patient patient_id?, organization organization_id
SELECT m.patient_id AS patient, m.organization_id AS organization FROM telephone_message m WHERE m.id = $id AND {scope};

-- name: telephone_message_read :count
-- in: now instant, account i64, id telephone_message_id
-- unscoped: it was read in the account's scope in this request
UPDATE telephone_message SET read_at = $now, read_by = $account WHERE id = $id AND read_at IS NULL;

-- name: telephone_figures :many
-- Calls of a branch by reason, with their length in seconds.
-- in: from_time instant
-- scope: c leads
-- out: reason text, state text, n i64, seconds i64
SELECT c.reason, c.state, COUNT(*) AS n, CAST(COALESCE(SUM(c.ended_at - c.taken_at), 0) AS BIGINT) AS seconds FROM telephone_call c
 WHERE c.rang_at >= $from_time AND c.state IN ('done', 'missed') AND {scope} GROUP BY c.reason, c.state ORDER BY n DESC, c.reason LIMIT 50;

-- name: telephone_messages_sweep :count
-- in: before telephone_call_id
-- unscoped: the retention table holds for the whole installation
DELETE FROM telephone_message WHERE call_id < $before;

-- name: telephone_calls_sweep :count
-- Ids follow the clock.
-- in: before telephone_call_id
-- unscoped: as above
DELETE FROM telephone_call WHERE id < $before;

-- name: telephone_signature_add :count
-- None: taken before.
-- in: signature text, organization organization_id, now instant
INSERT INTO telephone_signature (signature, organization_id, at) VALUES ($signature, $organization, $now) ON CONFLICT (signature) DO NOTHING;

-- name: telephone_signature_sweep :count
-- in: before instant
DELETE FROM telephone_signature WHERE at < $before;
