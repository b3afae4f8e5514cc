-- name: finding_add :count
-- 0: it was found before.
-- in: id finding_id, organization i64, digest text, rule text, code text, service text, role text, channel text, numbers text, first_idx i64, entries i32, at instant, found_at instant
INSERT INTO finding (id, organization_id, digest, rule, code, service, role, channel, numbers, first_idx, entries, at, found_at)
VALUES ($id, $organization, $digest, $rule, $code, $service, $role, $channel, $numbers, $first_idx, $entries, $at, $found_at) ON CONFLICT (digest) DO NOTHING;

-- name: finding_entry_add :exec
-- in: finding finding_id, n i32, organization i64, idx i64
INSERT INTO finding_entry (finding_id, n, organization_id, idx) VALUES ($finding, $n, $organization, $idx);

-- name: finding_count_add :exec
-- in: organization i64, rule text, n i64
INSERT INTO finding_count (organization_id, rule, n) VALUES ($organization, $rule, $n)
ON CONFLICT (organization_id, rule) DO UPDATE SET n = finding_count.n + excluded.n;

-- name: finding_look_get :one
-- out: next_idx i64, at instant
SELECT next_idx, at FROM finding_look WHERE id = 1;

-- name: finding_look_put :count
-- Goes on from where this look began: 0 when another machine's was quicker.
-- in: next_idx i64, at instant, before i64
INSERT INTO finding_look (id, organization_id, next_idx, at) VALUES (1, 0, $next_idx, $at)
ON CONFLICT (id) DO UPDATE SET next_idx = excluded.next_idx, at = excluded.at WHERE finding_look.next_idx = $before;

-- name: finding_memory_read :each
-- in: size i64
-- out: part text
SELECT part FROM finding_memory WHERE size = $size ORDER BY n;

-- name: finding_memory_old :many
-- What is remembered at other places than where the look stands, whoever put it there.
-- in:
-- out: size i64, n i32
SELECT m.size, m.n FROM finding_memory m WHERE NOT EXISTS (SELECT 1 FROM finding_look k WHERE k.next_idx = m.size) ORDER BY m.size, m.n LIMIT 100;

-- name: finding_memory_drop :exec
-- in: size i64, n i32
DELETE FROM finding_memory WHERE size = $size AND n = $n;

-- name: finding_memory_add :exec
-- in: size i64, n i32, part text
INSERT INTO finding_memory (size, n, organization_id, part) VALUES ($size, $n, 0, $part);

-- name: finding_place :one
-- Of whom an entry speaks.
-- in: code text
-- out: id i64
SELECT id FROM organization WHERE code = $code;

-- name: finding_get :one
-- in: id finding_id
-- out: id finding_id, organization i64, rule text, code text, service text, role text, channel text, numbers text, first_idx i64, entries i32, at instant, found_at instant
SELECT id, organization_id AS organization, rule, code, service, role, channel, numbers, first_idx, entries, at, found_at FROM finding WHERE id = $id;

-- name: finding_list :many
-- Of one establishment (0: of the log as a whole), the newest first.
-- in: organization i64, before finding_id, max i64
-- out: id finding_id, organization i64, rule text, code text, service text, role text, channel text, numbers text, entries i32, at instant, found_at instant, answers i64
SELECT f.id, f.organization_id AS organization, f.rule, f.code, f.service, f.role, f.channel, f.numbers, f.entries, f.at, f.found_at,
       (SELECT COUNT(*) FROM finding_answer w WHERE w.finding_id = f.id) AS answers
  FROM finding f WHERE f.organization_id = $organization AND f.id < $before ORDER BY f.id DESC LIMIT $max;

-- name: finding_counts :many
-- in: organization i64
-- out: rule text, n i64
SELECT rule, n FROM finding_count WHERE organization_id = $organization ORDER BY rule LIMIT 100;

-- name: finding_houses :many
-- The establishments of a branch of which the log speaks, in the order of the tree from after one on.
-- in: lo i64, hi i64, after i64, max i64
-- out: id i64, tree_lo i64, code text, name_fr text, name_ar text, name_en text, zone text, entries i64, found i64, answered i64
SELECT o.id, o.tree_lo, o.code, o.name_fr, o.name_ar, o.name_en, o.zone, c.n AS entries,
       COALESCE((SELECT k.n FROM finding_count k WHERE k.organization_id = o.id AND k.rule = 'found'), 0) AS found,
       COALESCE((SELECT k.n FROM finding_count k WHERE k.organization_id = o.id AND k.rule = 'answered'), 0) AS answered
  FROM organization o JOIN finding_count c ON c.organization_id = o.id AND c.rule = 'entries'
 WHERE o.tree_lo >= $lo AND o.tree_lo < $hi AND o.tree_lo > $after ORDER BY o.tree_lo LIMIT $max;

-- name: finding_entries :many
-- The entries that a finding names, as they stand in the log.
-- in: finding finding_id
-- out: idx i64, entry text?
SELECT n.idx, COALESCE(l.entry, c.entry) AS entry FROM finding_entry n JOIN leaf l ON l.idx = n.idx JOIN act c ON c.id = l.act_id
 WHERE n.finding_id = $finding ORDER BY n.n LIMIT 100;

-- name: finding_of_entry :many
-- in: idx i64
-- out: id finding_id, rule text
SELECT f.id, f.rule FROM finding_entry n JOIN finding f ON f.id = n.finding_id WHERE n.idx = $idx ORDER BY f.id LIMIT 50;

-- name: finding_trail :many
-- What the trail says of the acts that a finding is about: who, as what, by which way, in the seconds of the act and on the file of that person.
-- in: finding finding_id
-- scope: x
-- out: idx i64, at instant, account name?, role text, route text, patient i64, organization i64
SELECT n.idx, e.at, t.name AS account, e.role, e.route, x.patient_id AS patient, x.organization_id AS organization
  FROM finding_entry n JOIN leaf l ON l.idx = n.idx JOIN act c ON c.id = l.act_id JOIN appointment x ON x.id = c.chain
  JOIN audit_event e ON e.patient_id = x.patient_id AND e.at >= c.at - 2 AND e.at <= c.at + 2 AND e.role = c.role
  LEFT JOIN account t ON t.id = e.account_id
 WHERE n.finding_id = $finding AND {scope} ORDER BY n.n, e.at, e.id LIMIT 200;

-- name: finding_answers :many
-- in: finding finding_id
-- out: id finding_answer_id, role text, body text, at instant, idx i64?, why text?, who text?, withheld_at instant?, withheld_idx i64?
SELECT w.id, w.role, w.body, w.at, (SELECT l.idx FROM leaf l WHERE l.act_id = w.act_id) AS idx,
       h.reason AS why, h.role AS who, h.at AS withheld_at, (SELECT l.idx FROM leaf l WHERE l.act_id = h.act_id) AS withheld_idx
  FROM finding_answer w LEFT JOIN finding_withheld h ON h.answer_id = w.id WHERE w.finding_id = $finding ORDER BY w.id LIMIT 20;

-- name: finding_answer_get :one
-- in: id finding_answer_id
-- out: finding finding_id, organization i64, digest text
SELECT finding_id AS finding, organization_id AS organization, digest FROM finding_answer WHERE id = $id;

-- name: finding_withheld_add :count
-- 0: it is withheld already.
-- in: answer finding_answer_id, organization i64, account i64, role text, reason text, act act_id, at instant
INSERT INTO finding_withheld (answer_id, organization_id, account_id, role, reason, act_id, at)
VALUES ($answer, $organization, $account, $role, $reason, $act, $at) ON CONFLICT (answer_id) DO NOTHING;

-- name: finding_answer_blank :exec
-- in: id finding_answer_id
UPDATE finding_answer SET body = '' WHERE id = $id;

-- name: finding_answer_add :exec
-- in: id finding_answer_id, finding finding_id, organization i64, account i64, role text, body text, digest text, act act_id, at instant
INSERT INTO finding_answer (id, finding_id, organization_id, account_id, role, body, digest, act_id, at)
VALUES ($id, $finding, $organization, $account, $role, $body, $digest, $act, $at);

-- name: finding_service_name :one
-- What a house calls a type, where it is not discreet (today).
-- in: organization text, code text
-- out: name_fr text, name_ar text, name_en text
SELECT s.name_fr, s.name_ar, s.name_en
  FROM organization o JOIN organization u ON u.tree_lo <= o.tree_lo AND u.tree_hi > o.tree_lo JOIN service s ON s.organization_id = u.id
 WHERE o.code = $organization AND s.code = $code AND NOT s.sensitive ORDER BY u.depth DESC LIMIT 1;

-- name: finding_leaf :one
-- in: idx i64
-- out: entry text
SELECT COALESCE(l.entry, c.entry, '') AS entry FROM leaf l JOIN act c ON c.id = l.act_id WHERE l.idx = $idx;

-- name: finding_leaves :many
-- in: from_idx i64, to_idx i64
-- out: entry text
SELECT COALESCE(l.entry, c.entry, '') AS entry FROM leaf l JOIN act c ON c.id = l.act_id
 WHERE l.idx >= $from_idx AND l.idx < $to_idx ORDER BY l.idx LIMIT 256;

-- name: finding_ahead :many
-- What has no place yet, in the order in which it gets one.
-- in: after i64
-- out: seq i64, entry text
SELECT p.seq, COALESCE(c.entry, '') AS entry FROM act_pending p JOIN act c ON c.id = p.act_id WHERE p.seq > $after ORDER BY p.seq LIMIT 256;
