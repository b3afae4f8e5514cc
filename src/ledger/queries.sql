-- name: act_add :exec
-- The names in the entry are read here and not before: one statement less on the way of each booking. A discreet type is not named, and no department: it may tell as much.
-- in: id act_id, organization i64, at instant, act text, channel text, role text, schedule i64, service i64?, day day, start_min i32, minutes i32, zone text, capacity i64?, ceiling i64?, reason text?, chain i64?, holder text?, class text?, account i64?, head text, mid text, seam text, tail text
INSERT INTO act (id, organization_id, at, act, channel, role, schedule_id, service_id, day, start_min, minutes, zone, capacity, ceiling, reason, class, chain, holder, account_id, entry)
VALUES ($id, $organization, $at, $act, $channel, $role, $schedule, $service, $day, $start_min, $minutes, $zone, $capacity, $ceiling, $reason, $class, $chain, $holder, $account,
        $head || COALESCE((SELECT CASE WHEN o.kind <> 'department' THEN o.code WHEN p.kind <> 'department' THEN p.code ELSE q.code END
          FROM organization o LEFT JOIN organization p ON p.id = o.parent_id LEFT JOIN organization q ON q.id = p.parent_id WHERE o.id = $organization), '') || $mid || COALESCE((SELECT ledger_name FROM schedule WHERE id = $schedule), '')
        || $seam || COALESCE((SELECT code FROM service WHERE id = $service AND NOT sensitive), '') || $tail);

-- name: act_wait :exec
-- It waits for its place in the log.
-- in: id act_id, organization i64
INSERT INTO act_pending (act_id, organization_id) VALUES ($id, $organization);

-- name: act_list :many
-- For tests: acts in the order of their ids, after one of them.
-- in: after act_id, max i64
-- out: id act_id, organization i64, at instant, act text, channel text, role text, schedule i64, service i64?, day day, start_min i32, minutes i32, zone text, capacity i32?, reason text?, chain i64?, holder text?, class text?, entry text?
SELECT id, organization_id AS organization, at, act, channel, role, schedule_id AS schedule, service_id AS service, day, start_min, minutes, zone, capacity, reason, chain, holder, class, entry
  FROM act WHERE id > $after ORDER BY id LIMIT $max;

-- name: seal_lock :one
-- One sealer at a time, whatever number of machines serve: until the transaction's end.
-- out: got bool
SELECT TRUE AS got;
-- pg:
SELECT pg_try_advisory_xact_lock(4906165132) AS got;

-- name: pending_list :many
-- in: max i64
-- out: seq i64, act act_id, organization i64, entry text?
SELECT p.seq, p.act_id AS act, p.organization_id AS organization, c.entry
  FROM act_pending p JOIN act c ON c.id = p.act_id ORDER BY p.seq LIMIT $max;

-- name: pending_drop :exec
-- in: ids i64[]
DELETE FROM act_pending WHERE seq IN ($ids);

-- name: old_act :one
-- An act from before entries were written with it, with the salt of what it is about.
-- in: id act_id
-- out: at instant, act text, channel text, role text, day day, start_min i32, minutes i32, zone text, capacity i32?, ceiling i32?, reason text?, chain i64?, holder text?, class text?
-- out: org text?, schedule text?, service text?, salt text?
-- unscoped: the sealer, who shows nobody the salt
SELECT c.at, c.act, c.channel, c.role, c.day, c.start_min, c.minutes, c.zone, c.capacity, c.ceiling, c.reason, c.chain, c.holder, c.class,
       (SELECT CASE WHEN o.kind <> 'department' THEN o.code WHEN p.kind <> 'department' THEN p.code ELSE q.code END
         FROM organization o LEFT JOIN organization p ON p.id = o.parent_id LEFT JOIN organization q ON q.id = p.parent_id WHERE o.id = c.organization_id) AS org, (SELECT s.ledger_name FROM schedule s WHERE s.id = c.schedule_id) AS schedule,
       (SELECT v.code FROM service v WHERE v.id = c.service_id AND NOT v.sensitive) AS service,
       COALESCE((SELECT x.salt FROM appointment x WHERE x.id = c.chain), (SELECT w.salt FROM waiting_entry w WHERE w.id = c.chain)) AS salt
  FROM act c WHERE c.id = $id;

-- name: leaf_size :one
-- out: n i64
SELECT COALESCE((SELECT idx FROM leaf ORDER BY idx DESC LIMIT 1), -1) + 1 AS n;

-- name: leaf_add :exec
-- in: idx i64, act act_id, organization i64, entry text?
INSERT INTO leaf (idx, act_id, organization_id, entry) VALUES ($idx, $act, $organization, $entry);

-- name: leaf_entries :many
-- in: from_idx i64, to_idx i64
-- out: idx i64, entry text
SELECT l.idx, COALESCE(l.entry, c.entry) AS entry FROM leaf l JOIN act c ON c.id = l.act_id
 WHERE l.idx >= $from_idx AND l.idx < $to_idx ORDER BY l.idx LIMIT 256;

-- name: tile_get :one
-- in: level i32, n i64
-- out: width i32, hashes text
SELECT width, hashes FROM ledger_tile WHERE level = $level AND n = $n;

-- name: tile_put :exec
-- in: level i32, n i64, width i32, hashes text
INSERT INTO ledger_tile (level, n, organization_id, width, hashes) VALUES ($level, $n, 0, $width, $hashes)
ON CONFLICT (level, n) DO UPDATE SET width = $width, hashes = $hashes;

-- name: checkpoint_last :one
-- out: size i64, at instant, note text
SELECT size, at, note FROM ledger_checkpoint ORDER BY size DESC LIMIT 1;

-- name: checkpoint_recent :many
-- Those that a witness may have been asked about.
-- out: size i64, note text
SELECT size, note FROM ledger_checkpoint ORDER BY size DESC LIMIT 50;

-- name: checkpoint_put :exec
-- Of one size there is one root; a new key signs the same once more.
-- in: size i64, at instant, note text
INSERT INTO ledger_checkpoint (size, organization_id, at, note) VALUES ($size, 0, $at, $note)
ON CONFLICT (size) DO UPDATE SET at = $at, note = $note;

-- name: checkpoint_sweep :exec
-- Old ones that no witness signed: whoever wants to compare has kept its own.
-- in: before instant, size i64
DELETE FROM ledger_checkpoint WHERE at < $before AND size < $size AND NOT EXISTS (SELECT 1 FROM ledger_cosignature w WHERE w.size = ledger_checkpoint.size);

-- name: key_last :one
-- out: verifier text, since i64
SELECT verifier, since FROM ledger_key ORDER BY since DESC, at DESC LIMIT 1;

-- name: key_add :exec
-- in: verifier text, since i64, at instant
INSERT INTO ledger_key (verifier, organization_id, since, at) VALUES ($verifier, 0, $since, $at)
ON CONFLICT (verifier) DO UPDATE SET since = $since, at = $at;

-- name: cosignature_lines :many
-- in: size i64
-- out: line text
SELECT line FROM ledger_cosignature WHERE size = $size ORDER BY witness LIMIT 50;

-- name: cosignature_put :exec
-- in: size i64, witness text, at instant, line text
INSERT INTO ledger_cosignature (size, witness, organization_id, at, line) VALUES ($size, $witness, 0, $at, $line)
ON CONFLICT (size, witness) DO UPDATE SET at = $at, line = $line;

-- name: act_given :one
-- The newest act by which an appointment's time was given: by its place in the log, for ids of two machines, or of a clock that was set back,
-- have no order; what has no place yet comes last.
-- in: chain i64
-- out: id act_id, entry text?
SELECT c.id, c.entry FROM act c LEFT JOIN leaf l ON l.act_id = c.id WHERE c.chain = $chain AND c.act IN ('book', 'overbook', 'move', 'substitute', 'wait')
 ORDER BY CASE WHEN l.idx IS NULL THEN 1 ELSE 0 END DESC, l.idx DESC, c.id DESC LIMIT 1;

-- name: act_of_draw :one
-- The newest wish of a person in a draw, or the end of a draw's window: as act_given.
-- in: chain i64
-- out: id act_id, entry text?
SELECT c.id, c.entry FROM act c LEFT JOIN leaf l ON l.act_id = c.id WHERE c.chain = $chain AND c.act IN ('draw-close', 'draw-wish')
 ORDER BY CASE WHEN l.idx IS NULL THEN 1 ELSE 0 END DESC, l.idx DESC, c.id DESC LIMIT 1;

-- name: act_begun :one
-- The first act about a request on a waiting list, or about seats of a group that are kept without names: as act_given, from the beginning.
-- in: chain i64
-- out: id act_id, entry text?
SELECT c.id, c.entry FROM act c LEFT JOIN leaf l ON l.act_id = c.id WHERE c.chain = $chain AND (c.act = 'enlist' OR c.reason = 'party')
 ORDER BY CASE WHEN l.idx IS NULL THEN 1 ELSE 0 END, l.idx, c.id LIMIT 1;

-- name: leaf_of_act :one
-- in: act act_id
-- out: idx i64, entry text?
SELECT idx, entry FROM leaf WHERE act_id = $act;

-- name: pending_any :one
-- When the oldest of the acts that wait was written.
-- out: at instant?
SELECT (SELECT c.at FROM act c WHERE c.id = (SELECT p.act_id FROM act_pending p ORDER BY p.seq LIMIT 1)) AS at;
