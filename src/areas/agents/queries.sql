-- name: agent_feed_put :exec
-- A new address; the old one of that account and agenda ends.
-- in: id agent_feed_id, organization organization_id, schedule schedule_id, account account_id, token_hash text, lang text, at instant
INSERT INTO agent_feed (id, organization_id, schedule_id, account_id, token_hash, lang, made_at)
VALUES ($id, $organization, $schedule, $account, $token_hash, $lang, $at)
ON CONFLICT (account_id, schedule_id) DO UPDATE SET token_hash = excluded.token_hash, lang = excluded.lang, made_at = excluded.made_at,
       organization_id = excluded.organization_id;

-- name: agent_feed_end :count
-- in: account account_id, schedule schedule_id
DELETE FROM agent_feed WHERE account_id = $account AND schedule_id = $schedule;

-- name: agent_feeds_of :many
-- in: account account_id
-- out: schedule schedule_id, made_at instant
SELECT schedule_id AS schedule, made_at FROM agent_feed WHERE account_id = $account ORDER BY id LIMIT 1000;

-- name: agent_feed_find :one
-- Whose it is and what it reads, while the account may still enter that house and the agenda is the house's.
-- in: token_hash text, today day
-- out: organization organization_id, tree_lo i64, tree_hi i64, schedule schedule_id, practitioner i64?, lang text, role text
SELECT f.organization_id AS organization, o.tree_lo, o.tree_hi, f.schedule_id AS schedule, c.practitioner_id AS practitioner, f.lang,
       MIN(m.role) AS role
  FROM agent_feed f JOIN organization o ON o.id = f.organization_id JOIN account c ON c.id = f.account_id AND c.active
       JOIN membership m ON m.account_id = c.id AND m.organization_id = o.id AND (m.until_day IS NULL OR m.until_day >= $today)
            AND m.role IN ('practitioner', 'desk', 'head_of_admissions', 'director')
       JOIN schedule s ON s.id = f.schedule_id JOIN organization so ON so.id = s.organization_id AND so.tree_lo >= o.tree_lo AND so.tree_lo < o.tree_hi
 WHERE f.token_hash = $token_hash
 GROUP BY f.organization_id, o.tree_lo, o.tree_hi, f.schedule_id, c.practitioner_id, f.lang;

-- name: agent_watch_put :exec
-- in: id agent_watch_id, organization organization_id, schedule schedule_id, account account_id, email text, lang text, zone text, own bool, soon_min minutes, digest_min minutes, since instant
INSERT INTO agent_watch (id, organization_id, schedule_id, account_id, email, lang, zone, own, soon_min, digest_min, digest_day, since)
VALUES ($id, $organization, $schedule, $account, $email, $lang, $zone, $own, $soon_min, $digest_min, NULL, $since)
ON CONFLICT (account_id, schedule_id) DO UPDATE SET email = excluded.email, lang = excluded.lang, zone = excluded.zone, own = excluded.own,
       soon_min = excluded.soon_min, digest_min = excluded.digest_min;

-- name: agent_watch_end :count
-- in: account account_id, schedule schedule_id
DELETE FROM agent_watch WHERE account_id = $account AND schedule_id = $schedule;

-- name: agent_watches_of :many
-- in: account account_id
-- out: schedule schedule_id, email text, soon_min minutes, digest_min minutes
SELECT schedule_id AS schedule, email, soon_min, digest_min FROM agent_watch WHERE account_id = $account ORDER BY id LIMIT 1000;

-- name: agent_news :many
-- What changed in watched agendas since, for each who watches, after a line of it: appointments, hours, absences and closings,
-- sessions, who receives; whole days on which somebody stands in, too. Whose own agenda it is is not told of what the same
-- account did. Hours that the program rolled out are no news.
-- in: from_id act_id, to_id act_id, from_at instant, to_at instant, after_watch agent_watch_id, after act_id, max i64
-- out: watch agent_watch_id, organization organization_id, schedule schedule_id, email text, lang text, zone text, soon_min minutes, id act_id, what text, day day, start_min i32, minutes i32
SELECT w.id AS watch, w.organization_id AS organization, w.schedule_id AS schedule, w.email, w.lang, w.zone, w.soon_min, c.id AS id,
       CASE WHEN c.act = 'overbook' THEN 'book' WHEN c.act = 'release' THEN 'left' WHEN c.act = 'withdraw' AND c.reason = 'absence' THEN 'closed'
            WHEN c.act = 'publish' AND c.reason = 'absence' THEN 'open' WHEN c.act = 'withdraw' AND c.reason = 'gathering' THEN 'session-off'
            WHEN c.act = 'publish' AND c.reason = 'gathering' THEN 'session' WHEN c.act = 'withdraw' THEN 'hours-off' WHEN c.act = 'publish' THEN 'hours'
            ELSE c.act END AS what, c.day, c.start_min, c.minutes
  FROM act c JOIN agent_watch w ON w.schedule_id = c.schedule_id JOIN account t ON t.id = w.account_id AND t.active
 WHERE c.id >= $from_id AND c.id < $to_id AND c.at >= w.since
   AND (NOT w.own OR COALESCE(c.account_id, 0) <> w.account_id)
   AND (c.act IN ('book', 'overbook', 'cancel', 'move', 'substitute') OR (c.act = 'release' AND c.reason = 'moved')
        OR (c.act IN ('publish', 'withdraw') AND COALESCE(c.reason, '') <> 'closure' AND (c.role <> 'system' OR c.reason IS NOT NULL)))
   AND (w.id > $after_watch OR (w.id = $after_watch AND c.id > $after))
 UNION ALL
SELECT w.id, w.organization_id, w.schedule_id, w.email, w.lang, w.zone, w.soon_min, s.id, 'stand-in', s.from_day, 0, (s.to_day - s.from_day + 1) * 1440 - 1
  FROM substitution s JOIN agent_watch w ON w.schedule_id = s.schedule_id JOIN account t ON t.id = w.account_id AND t.active
 WHERE s.made_at >= $from_at AND s.made_at < $to_at AND s.made_at >= w.since AND (s.undone_at IS NULL OR s.undone_at >= $to_at)
   AND NOT (w.own AND s.made_by IS NOT NULL AND s.made_by = w.account_id) AND (w.id > $after_watch OR (w.id = $after_watch AND s.id > $after))
 UNION ALL
SELECT w.id, w.organization_id, w.schedule_id, w.email, w.lang, w.zone, w.soon_min, s.id, 'stand-in-off', s.from_day, 0, (s.to_day - s.from_day + 1) * 1440 - 1
  FROM substitution s JOIN agent_watch w ON w.schedule_id = s.schedule_id JOIN account t ON t.id = w.account_id AND t.active
 WHERE s.undone_at >= $from_at AND s.undone_at < $to_at AND s.undone_at >= w.since AND s.made_at < $from_at
   AND NOT (w.own AND s.undone_by IS NOT NULL AND s.undone_by = w.account_id) AND (w.id > $after_watch OR (w.id = $after_watch AND s.id > $after))
 ORDER BY watch, id LIMIT $max;

-- name: agent_change_add :exec
-- in: id agent_change_id, organization organization_id, watch agent_watch_id, what text, day day, start_min i32, minutes i32
INSERT INTO agent_change (id, organization_id, watch_id, what, day, start_min, minutes) VALUES ($id, $organization, $watch, $what, $day, $start_min, $minutes);

-- name: agent_digests :many
-- Whose digest has something in it.
-- in: after agent_watch_id, max i64
-- out: watch agent_watch_id, organization organization_id, schedule schedule_id, email text, lang text, zone text, digest_min minutes, digest_day day?
SELECT w.id AS watch, w.organization_id AS organization, w.schedule_id AS schedule, w.email, w.lang, w.zone, w.digest_min, w.digest_day
  FROM agent_watch w WHERE w.id > $after AND EXISTS (SELECT 1 FROM agent_change x WHERE x.watch_id = w.id) ORDER BY w.id LIMIT $max;

-- name: agent_changes :many
-- in: watch agent_watch_id, from_day day, max i64
-- out: id agent_change_id, what text, day day, start_min i32, minutes i32
SELECT id, what, day, start_min, minutes FROM agent_change WHERE watch_id = $watch AND day >= $from_day ORDER BY day, start_min, id LIMIT $max;

-- name: agent_changes_told :exec
-- These, and what lies behind.
-- in: watch agent_watch_id, from_day day, ids agent_change_id[]
DELETE FROM agent_change WHERE watch_id = $watch AND (id IN ($ids) OR day < $from_day);

-- name: agent_digest_sent :count
-- in: day day, watch agent_watch_id
UPDATE agent_watch SET digest_day = $day WHERE id = $watch AND (digest_day IS NULL OR digest_day < $day);
