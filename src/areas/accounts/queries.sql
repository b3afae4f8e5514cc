-- name: account_by_login :one
-- in: login text
-- out: id account_id, organization_id organization_id, name name, password_hash text, must_change bool, totp_secret text?, totp_counter i64, lang text, practitioner_id i64?, active bool
SELECT id, organization_id, name, password_hash, must_change, totp_secret, totp_counter, lang, practitioner_id, active
  FROM account WHERE login = $login;

-- name: account_get :one
-- in: id account_id
-- out: organization_id organization_id, login text, name name, password_hash text, must_change bool, totp_secret text?, totp_counter i64, lang text, practitioner_id i64?, active bool, version i64
SELECT organization_id, login, name, password_hash, must_change, totp_secret, totp_counter, lang, practitioner_id, active, version
  FROM account WHERE id = $id;

-- name: account_list :many
-- In order of names, from after one account on (its name and id; empty and 0: from the start).
-- in: after_name text, after account_id, max i64
-- scope: a
-- out: id account_id, organization_id organization_id, login text, name name, active bool, totp bool, organization_fr text, organization_ar text, organization_en text
SELECT a.id, a.organization_id, a.login, a.name, a.active, a.totp_secret IS NOT NULL AS totp, o.name_fr AS organization_fr, o.name_ar AS organization_ar, o.name_en AS organization_en
  FROM account a JOIN organization o ON o.id = a.organization_id
 WHERE {scope} AND (a.name > $after_name OR (a.name = $after_name AND a.id > $after)) ORDER BY a.name, a.id LIMIT $max;

-- name: account_all :many
-- For `diwan user list`.
-- in: max i64
-- out: id account_id, login text, name name, active bool, totp bool, code text
SELECT a.id, a.login, a.name, a.active, a.totp_secret IS NOT NULL AS totp, o.code
  FROM account a JOIN organization o ON o.id = a.organization_id ORDER BY a.login LIMIT $max;

-- name: account_active :count
-- in: active bool, id account_id
UPDATE account SET active = $active, version = version + 1 WHERE id = $id;

-- name: account_in_scope :one
-- The account if it belongs to the branch of the one who asks.
-- in: id account_id
-- scope: a
-- out: id account_id, organization_id organization_id, login text, name name, lang text, active bool, totp bool, version i64
SELECT a.id, a.organization_id, a.login, a.name, a.lang, a.active, a.totp_secret IS NOT NULL AS totp, a.version
  FROM account a WHERE a.id = $id AND {scope};

-- name: account_add :exec
-- in: id account_id, organization organization_id, login text, name name, password_hash text, must_change bool, totp_secret text?, lang text, practitioner i64?, created_at instant
INSERT INTO account (id, organization_id, login, name, password_hash, must_change, totp_secret, totp_counter, lang, practitioner_id, active, created_at, version)
VALUES ($id, $organization, $login, $name, $password_hash, $must_change, $totp_secret, 0, $lang, $practitioner, TRUE, $created_at, 1);

-- name: account_change :count
-- in: name name, lang text, active bool, id account_id, version i64
UPDATE account SET name = $name, lang = $lang, active = $active, version = version + 1 WHERE id = $id AND version = $version;

-- name: account_password :count
-- in: password_hash text, must_change bool, id account_id
UPDATE account SET password_hash = $password_hash, must_change = $must_change, version = version + 1 WHERE id = $id;

-- name: account_totp :count
-- in: secret text?, id account_id
UPDATE account SET totp_secret = $secret, totp_counter = 0, version = version + 1 WHERE id = $id;

-- name: account_totp_used :count
-- A code serves once: the counter only grows.
-- in: counter i64, id account_id
UPDATE account SET totp_counter = $counter WHERE id = $id AND totp_counter < $counter;

-- name: backup_code_add :exec
-- in: id backup_code_id, organization organization_id, account account_id, code_hash text
INSERT INTO backup_code (id, organization_id, account_id, code_hash) VALUES ($id, $organization, $account, $code_hash);

-- name: backup_code_find :one
-- in: account account_id, code_hash text
-- out: id backup_code_id
SELECT id FROM backup_code WHERE account_id = $account AND code_hash = $code_hash;

-- name: backup_code_use :count
-- in: id backup_code_id, account account_id
DELETE FROM backup_code WHERE id = $id AND account_id = $account;

-- name: backup_code_clear :count
-- in: account account_id
DELETE FROM backup_code WHERE account_id = $account;

-- name: backup_code_count :one
-- in: account account_id
-- out: n i64
SELECT COUNT(*) AS n FROM backup_code WHERE account_id = $account;

-- name: membership_list :many
-- in: account account_id
-- out: id membership_id, organization_id organization_id, role text, until_day day?, organization_fr text, organization_ar text, organization_en text, tree_lo i64, tree_hi i64, active bool, zone text
SELECT m.id, m.organization_id, m.role, m.until_day, o.name_fr AS organization_fr, o.name_ar AS organization_ar, o.name_en AS organization_en, o.tree_lo, o.tree_hi, o.active, o.zone
  FROM membership m JOIN organization o ON o.id = m.organization_id WHERE m.account_id = $account ORDER BY m.id LIMIT 50;

-- name: membership_each :each
-- Every role of an account, however many.
-- in: account account_id
-- out: role text, tree_lo i64
SELECT m.role, o.tree_lo FROM membership m JOIN organization o ON o.id = m.organization_id WHERE m.account_id = $account;

-- name: membership_get :one
-- in: id membership_id, account account_id
-- out: organization_id organization_id, role text
SELECT organization_id, role FROM membership WHERE id = $id AND account_id = $account;

-- name: membership_add :count
-- in: id membership_id, account account_id, organization organization_id, role text
INSERT INTO membership (id, account_id, organization_id, role) VALUES ($id, $account, $organization, $role)
ON CONFLICT (account_id, organization_id, role) DO NOTHING;

-- name: membership_remove :count
-- in: id membership_id, account account_id
DELETE FROM membership WHERE id = $id AND account_id = $account;

-- name: session_add :exec
-- in: id session_id, organization organization_id, account account_id, membership membership_id, token_hash text, at instant, ends_at instant, chosen bool
INSERT INTO session (id, organization_id, account_id, membership_id, token_hash, created_at, seen_at, ends_at, chosen, revoked)
VALUES ($id, $organization, $account, $membership, $token_hash, $at, $at, $ends_at, $chosen, FALSE);

-- name: session_find :one
-- in: token_hash text
-- out: id session_id, account_id account_id, seen_at instant, ends_at instant, chosen bool, name name, practitioner_id i64?, must_change bool, totp bool, role text, until_day day?, organization_id organization_id, code text, name_fr text, name_ar text, name_en text, tree_lo i64, tree_hi i64
SELECT s.id, s.account_id, s.seen_at, s.ends_at, s.chosen, a.name, a.practitioner_id, a.must_change, a.totp_secret IS NOT NULL AS totp, m.role, m.until_day,
       m.organization_id, o.code, o.name_fr, o.name_ar, o.name_en, o.tree_lo, o.tree_hi
  FROM session s JOIN account a ON a.id = s.account_id JOIN membership m ON m.id = s.membership_id JOIN organization o ON o.id = m.organization_id
 WHERE s.token_hash = $token_hash AND NOT s.revoked AND a.active AND o.active;

-- name: session_choose :count
-- in: membership membership_id, organization organization_id, id session_id, account account_id
UPDATE session SET membership_id = $membership, organization_id = $organization, chosen = TRUE WHERE id = $id AND account_id = $account;

-- name: session_seen :count
-- in: at instant, id session_id
UPDATE session SET seen_at = $at WHERE id = $id;

-- name: session_revoke :count
-- in: id session_id, account account_id
UPDATE session SET revoked = TRUE WHERE id = $id AND account_id = $account;

-- name: session_revoke_all :count
-- in: account account_id, but session_id
UPDATE session SET revoked = TRUE WHERE account_id = $account AND id <> $but AND NOT revoked;

-- name: session_forget :count
-- Before a membership is taken away: its sessions go with it.
-- in: membership membership_id, account account_id
DELETE FROM session WHERE membership_id = $membership AND account_id = $account;

-- name: session_list :many
-- in: account account_id, now instant
-- out: id session_id, created_at instant, seen_at instant, ends_at instant
SELECT id, created_at, seen_at, ends_at FROM session WHERE account_id = $account AND NOT revoked AND ends_at > $now ORDER BY seen_at DESC LIMIT 50;

-- name: session_sweep :count
-- in: before instant
DELETE FROM session WHERE ends_at < $before;

-- name: device_sweep :count
-- in: before instant
DELETE FROM device WHERE seen_at < $before;

-- name: bearer_add :exec
-- in: id bearer_token_id, organization organization_id, account account_id, membership membership_id, token_hash text, at instant, label text
INSERT INTO bearer_token (id, organization_id, account_id, membership_id, token_hash, created_at, revoked, label)
VALUES ($id, $organization, $account, $membership, $token_hash, $at, FALSE, $label);

-- name: bearer_find :one
-- in: token_hash text
-- out: id bearer_token_id, account_id account_id, name name, practitioner_id i64?, role text, organization_id organization_id, code text, name_fr text, tree_lo i64, tree_hi i64, seen_at instant?
SELECT b.id, b.account_id, a.name, a.practitioner_id, m.role, m.organization_id, o.code, o.name_fr, o.tree_lo, o.tree_hi, b.seen_at
  FROM bearer_token b JOIN account a ON a.id = b.account_id JOIN membership m ON m.id = b.membership_id JOIN organization o ON o.id = m.organization_id
 WHERE b.token_hash = $token_hash AND NOT b.revoked AND a.active AND o.active;

-- name: bearer_by_hash :one
-- in: token_hash text
-- out: id bearer_token_id, account_id account_id, organization_id organization_id, label text
SELECT id, account_id, organization_id, label FROM bearer_token WHERE token_hash = $token_hash;

-- name: bearer_hash :one
-- in: id bearer_token_id
-- out: hash text
SELECT token_hash AS hash FROM bearer_token WHERE id = $id;

-- name: bearer_list :many
-- Machines' tokens of a branch, the newest first, from before one on.
-- in: before bearer_token_id, max i64
-- scope: b
-- out: id bearer_token_id, role text, organization_fr text, organization_ar text, organization_en text, label text, created_at instant, seen_at instant?, revoked bool
SELECT b.id, m.role, o.name_fr AS organization_fr, o.name_ar AS organization_ar, o.name_en AS organization_en, b.label, b.created_at, b.seen_at, b.revoked
  FROM bearer_token b JOIN organization o ON o.id = b.organization_id JOIN membership m ON m.id = b.membership_id
 WHERE {scope} AND b.id < $before ORDER BY b.id DESC LIMIT $max;

-- name: bearer_in_scope :one
-- in: id bearer_token_id
-- scope: b
-- out: account_id account_id, organization_id organization_id, label text, revoked bool
SELECT b.account_id, b.organization_id, b.label, b.revoked FROM bearer_token b WHERE b.id = $id AND {scope};

-- name: bearer_revoke :count
-- in: id bearer_token_id
UPDATE bearer_token SET revoked = TRUE WHERE id = $id AND NOT revoked;

-- name: bearer_seen :count
-- in: at instant, id bearer_token_id
UPDATE bearer_token SET seen_at = $at WHERE id = $id;

-- name: bearer_revoke_all :count
-- in: account account_id
UPDATE bearer_token SET revoked = TRUE WHERE account_id = $account AND NOT revoked;

-- name: device_add :exec
-- in: id device_id, organization organization_id, account account_id, token_hash text, at instant
INSERT INTO device (id, organization_id, account_id, token_hash, seen_at) VALUES ($id, $organization, $account, $token_hash, $at);

-- name: device_find :one
-- in: token_hash text
-- out: account_id account_id
SELECT account_id FROM device WHERE token_hash = $token_hash;

-- name: trail_newest :many
-- Who saw or changed what, newest first from before one row on, in the branch of the one who asks.
-- in: since instant, before instant, before_id audit_event_id, max i64
-- scope: e leads
-- out: id audit_event_id, organization_id organization_id, at instant, account_id i64?, account name?, role text, what text, route text, patient_id i64?, list_id i64?, persons i32?, about_id i64?, about_account name?, about_fr text?, about_ar text?, about_en text?, detail text
SELECT e.id, e.organization_id, e.at, e.account_id, a.name AS account, e.role, e.what, e.route, e.patient_id, e.list_id, l.persons, e.about_id,
       b.name AS about_account, o.name_fr AS about_fr, o.name_ar AS about_ar, o.name_en AS about_en, e.detail
  FROM audit_event e LEFT JOIN account a ON a.id = e.account_id LEFT JOIN audit_list l ON l.id = e.list_id
  LEFT JOIN account b ON b.id = e.about_id LEFT JOIN organization o ON o.id = e.about_id
 WHERE {scope} AND e.at >= $since AND e.at <= $before AND (e.at < $before OR (e.at = $before AND e.id < $before_id)) ORDER BY e.at DESC, e.id DESC LIMIT $max;

-- name: trail_administration :many
-- Of those, what was done to accounts and organisations.
-- in: before instant, before_id audit_event_id, max i64
-- scope: e
-- out: id audit_event_id, organization_id organization_id, at instant, account_id i64?, account name?, role text, what text, route text, patient_id i64?, list_id i64?, persons i32?, about_id i64?, about_account name?, about_fr text?, about_ar text?, about_en text?, detail text
SELECT e.id, e.organization_id, e.at, e.account_id, a.name AS account, e.role, e.what, e.route, e.patient_id, e.list_id, l.persons, e.about_id,
       b.name AS about_account, o.name_fr AS about_fr, o.name_ar AS about_ar, o.name_en AS about_en, e.detail
  FROM audit_event e LEFT JOIN account a ON a.id = e.account_id LEFT JOIN audit_list l ON l.id = e.list_id
  LEFT JOIN account b ON b.id = e.about_id LEFT JOIN organization o ON o.id = e.about_id
 WHERE {scope} AND e.about_id IS NOT NULL AND e.at <= $before AND (e.at < $before OR (e.at = $before AND e.id < $before_id)) ORDER BY e.at DESC, e.id DESC LIMIT $max;

-- name: trail_of_account :many
-- What one account saw and did.
-- in: account i64, before instant, before_id audit_event_id, max i64
-- scope: e
-- out: id audit_event_id, organization_id organization_id, at instant, account_id i64?, account name?, role text, what text, route text, patient_id i64?, list_id i64?, persons i32?, about_id i64?, about_account name?, about_fr text?, about_ar text?, about_en text?, detail text
SELECT e.id, e.organization_id, e.at, e.account_id, a.name AS account, e.role, e.what, e.route, e.patient_id, e.list_id, l.persons, e.about_id,
       b.name AS about_account, o.name_fr AS about_fr, o.name_ar AS about_ar, o.name_en AS about_en, e.detail
  FROM audit_event e LEFT JOIN account a ON a.id = e.account_id LEFT JOIN audit_list l ON l.id = e.list_id
  LEFT JOIN account b ON b.id = e.about_id LEFT JOIN organization o ON o.id = e.about_id
 WHERE {scope} AND e.account_id = $account AND e.at <= $before AND (e.at < $before OR (e.at = $before AND e.id < $before_id)) ORDER BY e.at DESC, e.id DESC LIMIT $max;

-- name: trail_of_patient :many
-- Who saw or changed one person's file, the rows that name this person alone.
-- in: patient i64, before instant, before_id audit_event_id, max i64
-- scope: e
-- out: id audit_event_id, organization_id organization_id, at instant, account_id i64?, account name?, role text, what text, route text, patient_id i64?, list_id i64?, persons i32?, about_id i64?, about_account name?, about_fr text?, about_ar text?, about_en text?, detail text
SELECT e.id, e.organization_id, e.at, e.account_id, a.name AS account, e.role, e.what, e.route, e.patient_id, e.list_id, l.persons, e.about_id,
       b.name AS about_account, o.name_fr AS about_fr, o.name_ar AS about_ar, o.name_en AS about_en, e.detail
  FROM audit_event e LEFT JOIN account a ON a.id = e.account_id LEFT JOIN audit_list l ON l.id = e.list_id
  LEFT JOIN account b ON b.id = e.about_id LEFT JOIN organization o ON o.id = e.about_id
 WHERE {scope} AND e.patient_id = $patient AND e.at <= $before AND (e.at < $before OR (e.at = $before AND e.id < $before_id)) ORDER BY e.at DESC, e.id DESC LIMIT $max;

-- name: trail_of_patient_lists :many
-- And the lists that this person was on.
-- in: patient i64, before instant, before_id audit_event_id, max i64
-- scope: e
-- out: id audit_event_id, organization_id organization_id, at instant, account_id i64?, account name?, role text, what text, route text, patient_id i64?, list_id i64?, persons i32?, about_id i64?, about_account name?, about_fr text?, about_ar text?, about_en text?, detail text
SELECT e.id, e.organization_id, e.at, e.account_id, a.name AS account, e.role, e.what, e.route, e.patient_id, e.list_id, l.persons, e.about_id,
       b.name AS about_account, o.name_fr AS about_fr, o.name_ar AS about_ar, o.name_en AS about_en, e.detail
  FROM audit_person s JOIN audit_event e ON e.list_id = s.list_id LEFT JOIN account a ON a.id = e.account_id LEFT JOIN audit_list l ON l.id = e.list_id
  LEFT JOIN account b ON b.id = e.about_id LEFT JOIN organization o ON o.id = e.about_id
 WHERE s.patient_id = $patient AND {scope} AND e.at <= $before AND (e.at < $before OR (e.at = $before AND e.id < $before_id)) ORDER BY e.at DESC, e.id DESC LIMIT $max;

-- name: trail_event :one
-- in: id audit_event_id
-- scope: e
-- out: id audit_event_id, organization_id organization_id, at instant, account_id i64?, account name?, role text, what text, route text, patient_id i64?, list_id i64?, persons i32?, about_id i64?, about_account name?, about_fr text?, about_ar text?, about_en text?, detail text
SELECT e.id, e.organization_id, e.at, e.account_id, a.name AS account, e.role, e.what, e.route, e.patient_id, e.list_id, l.persons, e.about_id,
       b.name AS about_account, o.name_fr AS about_fr, o.name_ar AS about_ar, o.name_en AS about_en, e.detail
  FROM audit_event e LEFT JOIN account a ON a.id = e.account_id LEFT JOIN audit_list l ON l.id = e.list_id
  LEFT JOIN account b ON b.id = e.about_id LEFT JOIN organization o ON o.id = e.about_id
 WHERE e.id = $id AND {scope};

-- name: trail_people :many
-- Who was on a list, by key from after one on.
-- in: list audit_list_id, after i64, max i64
-- out: patient_id i64
SELECT patient_id FROM audit_person WHERE list_id = $list AND patient_id > $after ORDER BY patient_id LIMIT $max;
