-- name: patient_row :one
-- One file, for those whose branch keeps it.
-- in: id patient_id
-- scope: p
-- out: id patient_id, organization_id organization_id, name name, birth_day day?, sex text, phone text, email text, identity_number text, lang text, created_at instant, merged_into patient_id?, erased_at instant?, version i64
SELECT p.id, p.organization_id, p.name, p.birth_day, p.sex, p.phone, p.email, p.identity_number, p.lang, p.created_at, p.merged_into, p.erased_at, p.version
  FROM patient p WHERE p.id = $id AND {scope};

-- name: patient_same :many
-- Files of one organisation whose name has the same key and whose phone or card is the one said, oldest first. Through the
-- phone or the card, for a name may be that of hundreds (name_key || '' keeps its index out of SQLite's way; PostgreSQL,
-- before it has statistics, must be left two columns of whichever index it takes).
-- in: organization organization_id, name_key text, phone text, card text
-- unscoped: the organisation is the one that the person books at; nothing of it is shown
-- out: id patient_id, birth_day day?, phone text, email text, identity_number text
SELECT id, birth_day, phone, email, identity_number FROM patient
 WHERE organization_id = $organization AND phone = $phone AND $phone <> '' AND name_key || '' = $name_key
   AND merged_into IS NULL AND erased_at IS NULL
UNION
SELECT id, birth_day, phone, email, identity_number FROM patient
 WHERE organization_id = $organization AND identity_number = $card AND identity_number <> '' AND name_key || '' = $name_key
   AND merged_into IS NULL AND erased_at IS NULL
 ORDER BY id LIMIT 50;
-- pg:
SELECT id, birth_day, phone, email, identity_number FROM patient
 WHERE organization_id = $organization AND phone = $phone AND $phone <> '' AND name_key = $name_key
   AND merged_into IS NULL AND erased_at IS NULL
UNION
SELECT id, birth_day, phone, email, identity_number FROM patient
 WHERE organization_id = $organization AND identity_number = $card AND identity_number <> '' AND name_key = $name_key
   AND merged_into IS NULL AND erased_at IS NULL
 ORDER BY id LIMIT 50;

-- name: patient_gate :one
-- Writers that are about to look for the same person, and to make a file of their own if there is none, wait here for each
-- other until the end of the first one's transaction. SQLite has one writer.
-- in: key i64
-- out: n i64
SELECT $key AS n;
-- pg:
SELECT $key AS n FROM pg_advisory_xact_lock($key);

-- name: patient_add :exec
-- in: id patient_id, organization organization_id, name name, fold text, name_key text, birth_day day?, sex text, phone text, email text, identity_number text, lang text, now instant
INSERT INTO patient (id, organization_id, name, name_fold, name_key, birth_day, sex, phone, email, identity_number, lang, created_at, version)
VALUES ($id, $organization, $name, $fold, $name_key, $birth_day, $sex, $phone, $email, $identity_number, $lang, $now, 1);

-- name: patient_fill :count
-- Puts what an earlier visit left empty.
-- in: phone text, email text, identity_number text, id patient_id
-- unscoped: the file was found by all that the person said
UPDATE patient SET phone = $phone, email = $email, identity_number = $identity_number, version = version + 1 WHERE id = $id;

-- name: patient_word_add :exec
-- in: organization organization_id, word text, patient patient_id
INSERT INTO patient_word (organization_id, word, patient_id) VALUES ($organization, $word, $patient)
ON CONFLICT (organization_id, word, patient_id) DO NOTHING;

-- name: patient_word_remove :count
-- in: organization organization_id, word text, patient patient_id
DELETE FROM patient_word WHERE organization_id = $organization AND word = $word AND patient_id = $patient;

-- name: patient_words :many
-- The different words of a branch that begin with some letters; `last` is the first string past them.
-- in: word text, last text
-- scope: w leads
-- out: word text
SELECT DISTINCT w.word FROM patient_word w WHERE w.word >= $word AND w.word < $last AND {scope} ORDER BY w.word LIMIT 5000;

-- name: patient_by_word :each
-- Everybody one of whose names begins with some letters.
-- in: word text, last text
-- scope: w leads
-- out: id patient_id, organization_id organization_id, name name, name_fold text, name_key text, birth_day day?, sex text, phone text, email text, identity_number text, lang text, version i64
SELECT p.id, p.organization_id, p.name, p.name_fold, p.name_key, p.birth_day, p.sex, p.phone, p.email, p.identity_number, p.lang, p.version
  FROM patient_word w JOIN patient p ON p.id = w.patient_id
 WHERE w.word >= $word AND w.word < $last AND w.organization_id = p.organization_id AND {scope} AND p.merged_into IS NULL AND p.erased_at IS NULL;

-- name: patient_by_phone :each
-- Everybody whose phone number begins so.
-- in: phone text, last text
-- scope: p leads
-- out: id patient_id, organization_id organization_id, name name, name_fold text, name_key text, birth_day day?, sex text, phone text, email text, identity_number text, lang text, version i64
SELECT p.id, p.organization_id, p.name, p.name_fold, p.name_key, p.birth_day, p.sex, p.phone, p.email, p.identity_number, p.lang, p.version
  FROM patient p WHERE p.phone >= $phone AND p.phone < $last AND {scope} AND p.merged_into IS NULL AND p.erased_at IS NULL;

-- name: patient_by_identity :each
-- Everybody whose identity number (capitals, no spaces) begins so.
-- in: identity_number text, last text
-- scope: p leads
-- out: id patient_id, organization_id organization_id, name name, name_fold text, name_key text, birth_day day?, sex text, phone text, email text, identity_number text, lang text, version i64
SELECT p.id, p.organization_id, p.name, p.name_fold, p.name_key, p.birth_day, p.sex, p.phone, p.email, p.identity_number, p.lang, p.version
  FROM patient p
 WHERE p.identity_number >= $identity_number AND p.identity_number < $last AND p.identity_number <> '' AND {scope} AND p.merged_into IS NULL AND p.erased_at IS NULL;

-- name: patient_by_birth :each
-- in: birth_day day
-- Everybody born that day.
-- scope: p leads
-- out: id patient_id, organization_id organization_id, name name, name_fold text, name_key text, birth_day day?, sex text, phone text, email text, identity_number text, lang text, version i64
SELECT p.id, p.organization_id, p.name, p.name_fold, p.name_key, p.birth_day, p.sex, p.phone, p.email, p.identity_number, p.lang, p.version
  FROM patient p WHERE p.birth_day = $birth_day AND {scope} AND p.merged_into IS NULL AND p.erased_at IS NULL;

-- name: patient_by_reference :each
-- The person of an appointment.
-- in: reference text
-- scope: p
-- out: id patient_id, organization_id organization_id, name name, name_fold text, name_key text, birth_day day?, sex text, phone text, email text, identity_number text, lang text, version i64
SELECT p.id, p.organization_id, p.name, p.name_fold, p.name_key, p.birth_day, p.sex, p.phone, p.email, p.identity_number, p.lang, p.version
  FROM appointment x JOIN patient p ON p.id = x.patient_id
 WHERE x.reference = $reference AND {scope} AND p.merged_into IS NULL AND p.erased_at IS NULL;

-- name: patient_near :each
-- Files of one organisation that share the phone, the identity number, the birth day or the key of the name.
-- in: organization organization_id, phone text, identity_number text, birth_day day, words_key text
-- unscoped: the organisation is the account's own, checked by the caller
-- out: id patient_id, organization_id organization_id, name name, name_fold text, name_key text, birth_day day?, sex text, phone text, email text, identity_number text, lang text, version i64
SELECT p.id, p.organization_id, p.name, p.name_fold, p.name_key, p.birth_day, p.sex, p.phone, p.email, p.identity_number, p.lang, p.version
  FROM patient p
 WHERE p.merged_into IS NULL AND p.erased_at IS NULL AND p.id IN (
       SELECT id FROM patient WHERE organization_id = $organization AND phone = $phone AND phone <> ''
       UNION SELECT id FROM patient WHERE organization_id = $organization AND identity_number = $identity_number AND identity_number <> ''
       UNION SELECT id FROM patient WHERE organization_id = $organization AND name_key = $words_key
       UNION SELECT id FROM patient WHERE organization_id = $organization AND birth_day = $birth_day);

-- name: patient_change :count
-- Puts a file right if nobody did since `version`.
-- in: name name, fold text, name_key text, birth_day day?, sex text, phone text, email text, identity_number text, lang text, id patient_id, version i64
-- unscoped: the file was read in the account's scope in this transaction
UPDATE patient SET name = $name, name_fold = $fold, name_key = $name_key, birth_day = $birth_day, sex = $sex, phone = $phone, email = $email,
       identity_number = $identity_number, lang = $lang, version = version + 1
 WHERE id = $id AND version = $version AND merged_into IS NULL AND erased_at IS NULL;

-- name: patient_trail_add :exec
-- in: id patient_trail_id, organization organization_id, patient patient_id, at instant, account i64?, field text, before_value text, after_value text
INSERT INTO patient_trail (id, organization_id, patient_id, at, account_id, field, before_value, after_value)
VALUES ($id, $organization, $patient, $at, $account, $field, $before_value, $after_value);

-- name: patient_trail_list :many
-- What was put right in a file, newest first.
-- in: patient patient_id
-- scope: t
-- out: at instant, account name?, field text, before_value text, after_value text
SELECT t.at, a.name AS account, t.field, t.before_value, t.after_value
  FROM patient_trail t LEFT JOIN account a ON a.id = t.account_id
 WHERE t.patient_id = $patient AND {scope} ORDER BY t.at DESC, t.id DESC LIMIT 500;

-- name: patient_trail_blank :count
-- An erased person's former data go too; that there was a change stays.
-- in: patient patient_id
-- unscoped: the file was read in the account's scope in this transaction
UPDATE patient_trail SET before_value = '', after_value = '' WHERE patient_id = $patient;

-- name: patient_appointments :many
-- All appointments of a file, newest first.
-- in: patient patient_id
-- scope: x
-- out: id appointment_id, reference text, day day, start_min minutes, zone text, duration_min minutes, service_fr text, service_ar text, service_en text, practitioner name?, status text, cancelled_by text?, cancel_reason text, channel text, booked_at instant, overbooked bool, extra_fr text?, extra_ar text?, extra_en text?, walk_in bool, note text, address text?, address_details text?, organization_fr text, organization_ar text, organization_en text
SELECT x.id, x.reference, x.day, x.start_min, x.zone, x.duration_min, x.service_name_fr AS service_fr, x.service_name_ar AS service_ar, x.service_name_en AS service_en,
       d.name AS practitioner, x.status, x.cancelled_by, x.cancel_reason, x.channel, x.booked_at, x.overbooked, e.reason_fr AS extra_fr, e.reason_ar AS extra_ar, e.reason_en AS extra_en, x.walk_in, x.note, ha.address, ha.details AS address_details,
       o.name_fr AS organization_fr, o.name_ar AS organization_ar, o.name_en AS organization_en
  FROM appointment x JOIN organization o ON o.id = x.organization_id LEFT JOIN practitioner d ON d.id = x.practitioner_id
       LEFT JOIN home_address ha ON ha.appointment_id = x.id LEFT JOIN extra e ON e.appointment_id = x.id
 WHERE x.patient_id = $patient AND {scope} ORDER BY x.day DESC, x.start_min DESC LIMIT 1000;

-- name: patient_last_day :one
-- The last day on which something was agreed with a person.
-- in: patient patient_id
-- unscoped: the file was read in the account's scope in this transaction
-- out: day day?
SELECT MAX(day) AS day FROM appointment WHERE patient_id = $patient;

-- name: patient_last_visit :one
-- The last appointment kept before a day: what the desk shows beside a name.
-- in: patient patient_id, before day
-- unscoped: the file was read in the account's scope in this request
-- out: day day, specialty text, schedule_id schedule_id?, service_fr text, service_ar text, service_en text
SELECT day, specialty, schedule_id, service_name_fr AS service_fr, service_name_ar AS service_ar, service_name_en AS service_en
  FROM appointment WHERE patient_id = $patient AND day < $before AND status NOT IN ('cancelled', 'noshow', 'entered-in-error')
 ORDER BY day DESC, start_min DESC LIMIT 1;

-- name: patient_next_visit :one
-- The first appointment ahead in one speciality: who books is told of it before taking a second.
-- in: patient patient_id, specialty text, from_day day
-- unscoped: the file was read in the account's scope in this request
-- out: day day, start_min i32
SELECT day, start_min FROM appointment WHERE patient_id = $patient AND day >= $from_day AND specialty = $specialty
   AND NOT history AND status IN ('proposed', 'pending', 'booked', 'arrived', 'checked-in')
 ORDER BY day, start_min LIMIT 1;

-- name: patient_messages :many
-- Messages that were sent to a person.
-- in: patient i64
-- scope: m
-- out: channel text, template text, recipient text, body text, state text, created_at instant
SELECT m.channel, m.template, m.recipient, m.body, m.state, m.created_at FROM message m WHERE m.patient_id = $patient AND {scope} ORDER BY m.created_at DESC LIMIT 1000;

-- name: patient_messages_blank :count
-- in: patient i64
-- The texts and numbers of an erased person's messages go.
UPDATE message SET recipient = '', body = '', subject = '', html = '', ics = '', state = CASE state WHEN 'queued' THEN 'dropped' ELSE state END
 WHERE patient_id = $patient AND state <> 'sending';

-- name: patient_inbox_drop :count
-- What an erased person wrote to us.
-- in: patient patient_id
-- unscoped: the caller has read the file in its scope
DELETE FROM inbox_message WHERE patient_id = $patient AND patient_id IS NOT NULL;

-- name: patient_questions_drop :count
-- To which number she was asked whether she comes.
-- in: patient patient_id
-- unscoped: the caller has read the file in its scope
DELETE FROM inbox_question WHERE appointment_id IN (SELECT id FROM appointment WHERE patient_id = $patient);

-- name: patient_incoming :many
-- What a person wrote to us, and her calls that nobody answered.
-- in: patient i64
-- scope: m
-- out: kind text, phone text, text text, outcome text, at instant
SELECT m.kind, m.phone, m.text, m.outcome, m.at FROM inbox_message m WHERE m.patient_id = $patient AND m.patient_id IS NOT NULL AND {scope} ORDER BY m.at DESC LIMIT 1000;

-- name: patient_notes_blank :count
-- in: patient patient_id
-- What was noted on an erased person's appointments goes; that they were held stays, for the figures.
-- unscoped: the file was read in the account's scope in this transaction
UPDATE appointment SET note = '', version = version + 1 WHERE patient_id = $patient AND note <> '';

-- name: patient_homes_drop :exec
-- in: patient patient_id
-- Where an erased person was visited.
-- unscoped: the file was read in the account's scope in this transaction
DELETE FROM home_address WHERE appointment_id IN (SELECT x.id FROM appointment x WHERE x.patient_id = $patient);

-- name: patient_given_mails :many
-- Where mails of her appointments go while her file has no address: given with one, alone or for all with whom she came.
-- in: patient patient_id
-- scope: x
-- out: email text
SELECT DISTINCT COALESCE(m.email, y.email) AS email
  FROM appointment x LEFT JOIN appointment_mail m ON m.appointment_id = x.id LEFT JOIN party y ON y.id = x.party_id AND y.name = '' AND y.email <> ''
 WHERE x.patient_id = $patient AND {scope} AND (m.email IS NOT NULL OR y.email IS NOT NULL) ORDER BY email LIMIT 20;

-- name: patient_given_mail_drop :exec
-- in: patient patient_id
-- The address that was given with an appointment of hers.
-- unscoped: the file was read in the account's scope in this transaction
DELETE FROM appointment_mail WHERE appointment_id IN (SELECT x.id FROM appointment x WHERE x.patient_id = $patient);

-- name: patient_party_mail_drop :exec
-- in: patient patient_id
-- The same when she booked with others.
-- unscoped: the file was read in the account's scope in this transaction
UPDATE party SET email = '' WHERE email <> '' AND name = ''
   AND id IN (SELECT x.party_id FROM appointment x WHERE x.patient_id = $patient AND x.party_id IS NOT NULL);

-- name: patient_address_drop :exec
-- in: patient patient_id
-- Where an erased person got letters.
-- unscoped: the file was read in the account's scope in this transaction
DELETE FROM postal_address WHERE patient_id = $patient;

-- name: patient_reminders_blank :count
-- in: patient patient_id
-- To whom an erased person's reminders went (not those that were of somebody else too); those that are to come go to nobody.
-- unscoped: the file was read in the account's scope in this transaction
UPDATE reminder SET contact = 'gone:' || CAST(id AS TEXT), state = CASE state WHEN 'planned' THEN 'dropped' ELSE state END
 WHERE id IN (SELECT b.reminder_id FROM appointment x JOIN reminder_about b ON b.appointment_id = x.id WHERE x.patient_id = $patient
                AND NOT EXISTS (SELECT 1 FROM reminder_about c JOIN appointment y ON y.id = c.appointment_id WHERE c.reminder_id = b.reminder_id AND y.patient_id <> $patient));

-- name: patient_address :one
-- in: patient patient_id
-- scope: a
-- out: lines text
SELECT a.lines FROM postal_address a WHERE a.patient_id = $patient AND {scope};

-- name: patient_calls_blank :count
-- in: patient patient_id
-- What was noted of calls to an erased person.
-- unscoped: the file was read in the account's scope in this transaction
UPDATE reminder_call SET note = '', state = 'done' WHERE appointment_id IN (SELECT x.id FROM appointment x WHERE x.patient_id = $patient);

-- name: patient_erase_row :count
-- in: now instant, id patient_id, version i64
-- The file loses all that says who it was.
-- unscoped: the file was read in the account's scope in this transaction
UPDATE patient SET name = '—', name_fold = '', name_key = '', birth_day = NULL, sex = 'unknown', phone = '', email = '', identity_number = '',
       identifier_system = NULL, identifier_value = NULL, erased_at = $now, version = version + 1
 WHERE id = $id AND version = $version AND erased_at IS NULL;

-- name: patient_merged_here :many
-- Files merged into this one.
-- in: kept patient_id
-- scope: m
-- out: id patient_merge_id, merged_id patient_id, name name, at instant, account name?, undone_at instant?
SELECT m.id, m.merged_id, p.name, m.at, a.name AS account, m.undone_at
  FROM patient_merge m JOIN patient p ON p.id = m.merged_id LEFT JOIN account a ON a.id = m.account_id
 WHERE m.kept_id = $kept AND {scope} ORDER BY m.at DESC LIMIT 100;

-- name: patient_merge_get :one
-- in: id patient_merge_id
-- One merge that still holds.
-- scope: m
-- out: organization_id organization_id, kept_id patient_id, merged_id patient_id
SELECT m.organization_id, m.kept_id, m.merged_id FROM patient_merge m WHERE m.id = $id AND m.undone_at IS NULL AND {scope};

-- name: patient_merge_add :exec
-- in: id patient_merge_id, organization organization_id, kept patient_id, merged patient_id, at instant, account i64?
INSERT INTO patient_merge (id, organization_id, kept_id, merged_id, at, account_id) VALUES ($id, $organization, $kept, $merged, $at, $account);

-- name: patient_merge_rows :exec
-- in: merge patient_merge_id, patient patient_id
-- Remembers which appointments a merge brings.
-- unscoped: both files were read in the account's scope in this transaction
INSERT INTO patient_merge_row (merge_id, organization_id, appointment_id)
SELECT m.id, x.organization_id, x.id FROM appointment x JOIN patient_merge m ON m.id = $merge WHERE x.patient_id = $patient;

-- name: patient_merge_move :count
-- in: kept patient_id, gone patient_id
-- unscoped: both files were read in the account's scope in this transaction
UPDATE appointment SET patient_id = $kept, version = version + 1 WHERE patient_id = $gone;

-- name: patient_merge_return :count
-- in: gone patient_id, merge patient_merge_id, kept patient_id
-- Gives back what the merge brought and is still there.
-- unscoped: both files were read in the account's scope in this transaction
UPDATE appointment SET patient_id = $gone, version = version + 1
 WHERE patient_id = $kept AND id IN (SELECT r.appointment_id FROM patient_merge_row r WHERE r.merge_id = $merge);

-- name: patient_merge_mark :count
-- in: kept patient_id?, id patient_id
-- Marks a file as kept under another, or as its own again.
-- unscoped: the file was read in the account's scope in this transaction
UPDATE patient SET merged_into = $kept, version = version + 1 WHERE id = $id;

-- name: patient_merge_undone :count
-- in: at instant, id patient_merge_id
UPDATE patient_merge SET undone_at = $at WHERE id = $id AND undone_at IS NULL;

-- name: patient_seen_by :many
-- Who opened or changed a file, or saw a list with its person on it, newest first: told to the person who asks for her data.
-- in: patient i64
-- scope: e
-- out: at instant, account name?, role text, what text
SELECT e.at, a.name AS account, e.role, e.what FROM audit_event e LEFT JOIN account a ON a.id = e.account_id
 WHERE (e.patient_id = $patient OR e.list_id IN (SELECT s.list_id FROM audit_person s WHERE s.patient_id = $patient)) AND {scope}
 ORDER BY e.at DESC, e.id DESC LIMIT 1000;

-- name: patient_retention_due :many
-- Files that nothing was agreed with since a day: made before it, no appointment from it on.
-- in: before instant, day day
-- scope: p leads
-- out: id patient_id, organization_id organization_id, name name, birth_day day?, created_at instant, last_day day?, version i64
SELECT p.id, p.organization_id, p.name, p.birth_day, p.created_at, (SELECT MAX(x.day) FROM appointment x WHERE x.patient_id = p.id) AS last_day, p.version
  FROM patient p
 WHERE {scope} AND p.created_at < $before AND p.erased_at IS NULL
   AND NOT EXISTS (SELECT 1 FROM appointment x WHERE x.patient_id = p.id AND x.day >= $day)
   AND NOT EXISTS (SELECT 1 FROM patient c WHERE c.merged_into = p.id AND c.erased_at IS NULL)
 ORDER BY p.created_at LIMIT 500;

-- name: retention_messages :count
-- Old messages keep that they were sent, not to whom nor what they said. Ids are in the order of time: a slice at a time.
-- in: first i64, end i64, before instant
UPDATE message SET recipient = '', body = '', subject = '', html = '', ics = ''
 WHERE id >= $first AND id < $end AND created_at < $before AND (recipient <> '' OR body <> '') AND state NOT IN ('queued', 'sending');

-- name: retention_first_message :one
-- out: id i64
SELECT id FROM message WHERE id > 0 ORDER BY id LIMIT 1;

-- name: retention_waiting :count
-- Requests of the waiting list that are past their time.
-- in: before instant
-- unscoped: the retention table holds for the whole installation
DELETE FROM waiting_entry WHERE asked_at < $before;

-- name: retention_given_mails :count
-- Addresses given with appointments that were held before an instant; `end`: the first id of that instant, for nothing is held before it is
-- booked.
-- in: end i64, before instant
-- unscoped: the retention table holds for the whole installation
DELETE FROM appointment_mail
 WHERE appointment_id < $end AND EXISTS (SELECT 1 FROM appointment x WHERE x.id = appointment_mail.appointment_id AND x.start_at < $before);

-- name: patient_requests :many
-- What a person asks of the waiting list: under the file, for one of its appointments, or with its phone, birth date and name at the same
-- house. Twins have a phone and a birth date in common. Of before there were keys the name is as it was written.
-- in: patient patient_id, organization organization_id, phone text, birth_day day?, name_key text, name name
-- scope: w
-- out: specialty text, specialty_fr text, specialty_ar text, specialty_en text, asked_at instant, state text, phone text
SELECT w.specialty, s.name_fr AS specialty_fr, s.name_ar AS specialty_ar, s.name_en AS specialty_en, w.asked_at, w.state, w.phone
  FROM waiting_entry w JOIN specialty s ON s.code = w.specialty
 WHERE (w.patient_id = $patient OR w.appointment_id IN (SELECT x.id FROM appointment x WHERE x.patient_id = $patient)
        OR (w.phone <> '' AND w.phone = $phone AND w.birth_day = $birth_day AND w.organization_id = $organization
            AND (w.name_key = $name_key OR (w.name_key = '' AND w.name = $name)))) AND {scope}
 ORDER BY w.asked_at LIMIT 1000;

-- name: patient_referrals :many
-- How a person was referred; a letter that is kept stands beside (letter_type is its kind).
-- in: patient patient_id
-- scope: r
-- out: referred_by text, referred_day day, reason text, urgency text, letter_type text, service_fr text, service_ar text, service_en text
SELECT r.referred_by, r.referred_day, r.reason, r.urgency, r.letter_type, s.name_fr AS service_fr, s.name_ar AS service_ar, s.name_en AS service_en
  FROM referral r JOIN service s ON s.id = r.service_id
 WHERE r.patient_id = $patient AND {scope} ORDER BY r.referred_day LIMIT 1000;

-- name: patient_requests_drop :count
-- Those of an erased person; what was offered goes with them, and the time that was kept goes on to the next.
-- in: patient patient_id, organization organization_id, phone text, birth_day day?, name_key text, name name
-- unscoped: the file was read in the account's scope in this transaction
DELETE FROM waiting_entry WHERE patient_id = $patient OR appointment_id IN (SELECT x.id FROM appointment x WHERE x.patient_id = $patient)
    OR (phone <> '' AND phone = $phone AND birth_day = $birth_day AND organization_id = $organization
        AND (name_key = $name_key OR (name_key = '' AND name = $name)));

-- name: patient_draws :many
-- In which public draws a person took part.
-- in: patient patient_id, organization organization_id, phone text, birth_day day?, name_key text
-- scope: w
-- out: asked_at instant, choices text, class text, state text, place i32?, given i32?, phone text
SELECT w.asked_at, w.choices, w.class, w.state, w.place, w.given, w.phone FROM draw_wish w
 WHERE (w.patient_id = $patient OR (w.phone <> '' AND w.phone = $phone AND w.birth_day = $birth_day AND w.organization_id = $organization AND w.name_key = $name_key)) AND {scope}
 ORDER BY w.asked_at LIMIT 1000;

-- name: patient_draws_blank :count
-- Who took part is forgotten; that somebody did, by a commitment, stands in the public log, and the draw can be computed again.
-- in: patient patient_id, organization organization_id, phone text, birth_day day?, name_key text
-- unscoped: as patient_requests_drop
UPDATE draw_wish SET name = '', name_key = token_hash, phone = '', birth_day = 0, sex = 'unknown', to_list = FALSE
 WHERE patient_id = $patient OR (phone <> '' AND phone = $phone AND birth_day = $birth_day AND organization_id = $organization AND name_key = $name_key);

-- name: patient_letters_drop :count
-- Letters that came with an erased person's referrals go; that she was referred stays, for the figures.
-- in: patient patient_id
-- unscoped: the file was read in the account's scope in this transaction
DELETE FROM referral_letter WHERE referral_id IN (
       SELECT id FROM referral WHERE patient_id = $patient
       UNION SELECT r.id FROM referral r JOIN appointment x ON x.id = r.appointment_id WHERE x.patient_id = $patient);

-- name: patient_referrals_blank :count
-- in: patient patient_id
-- unscoped: as above
UPDATE referral SET referred_by = '', reason = '', letter_type = '', until_day = 0 WHERE patient_id = $patient
    OR appointment_id IN (SELECT x.id FROM appointment x WHERE x.patient_id = $patient);

-- name: patient_caller_messages_drop :count
-- Messages that callers left about an erased person.
-- in: patient patient_id
-- unscoped: as above
DELETE FROM telephone_message WHERE patient_id = $patient;

-- name: patient_caller_blank :count
-- Calls from the telephone of an erased person: that there was one stays.
-- in: organization organization_id, phone text
-- unscoped: as above
UPDATE telephone_call SET number = '', note = '' WHERE organization_id = $organization AND number = $phone AND number <> '';

-- name: patient_caller_messages :many
-- What was left about a person for practitioners, by telephone.
-- in: patient patient_id
-- scope: m
-- out: made_at instant, practitioner name, text text
SELECT m.made_at, p.name AS practitioner, m.text FROM telephone_message m JOIN practitioner p ON p.id = m.practitioner_id
 WHERE m.patient_id = $patient AND {scope} ORDER BY m.made_at, m.id LIMIT 1000;
