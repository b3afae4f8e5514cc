-- name: missed_houses :many
-- Those that keep files of their own, with their departments: an establishment, a health centre, a department that stands alone.
-- in: after organization_id, max i32
-- out: id organization_id, lo i64, hi i64, zone text
SELECT o.id, o.tree_lo AS lo, o.tree_hi AS hi, o.zone FROM organization o LEFT JOIN organization u ON u.id = o.parent_id
 WHERE o.id > $after AND o.active AND (o.kind IN ('establishment', 'health_centre')
       OR (o.kind = 'department' AND COALESCE(u.kind, '') NOT IN ('establishment', 'department'))) ORDER BY o.id LIMIT $max;

-- name: missed_unproposed :many
-- Over and not recorded. kept: the agenda recorded somebody that day, so who is not recorded was probably not there.
-- in: lo i64, hi i64, from_day day, to_day day, now instant, after appointment_id, max i32
-- out: id appointment_id, organization organization_id, day day, status text, kept bool
-- unscoped: the job's own, of every house in turn
SELECT x.id, x.organization_id AS organization, x.day, x.status,
       EXISTS (SELECT 1 FROM appointment y WHERE y.schedule_id = x.schedule_id AND y.day = x.day AND NOT y.history
                AND y.status IN ('arrived', 'checked-in', 'fulfilled', 'noshow')) AS kept
  FROM organization d JOIN appointment x ON x.organization_id = d.id AND x.day >= $from_day AND x.day < $to_day
 WHERE d.tree_lo >= $lo AND d.tree_lo < $hi AND x.id > $after AND NOT x.history AND x.status IN ('proposed', 'pending', 'booked', 'arrived', 'checked-in')
   AND x.start_at + x.duration_min * 60 <= $now AND NOT EXISTS (SELECT 1 FROM missed_proposal p WHERE p.appointment_id = x.id)
 ORDER BY x.id LIMIT $max;

-- name: missed_propose :exec
-- in: appointment appointment_id, organization organization_id, day day, proposed text, now instant
INSERT INTO missed_proposal (appointment_id, organization_id, day, proposed, made_at) VALUES ($appointment, $organization, $day, $proposed, $now)
ON CONFLICT DO NOTHING;

-- name: missed_proposals :many
-- in: today day, max i32
-- out: id appointment_id, proposed text
-- scope: x own leads
SELECT x.id, p.proposed FROM appointment x JOIN missed_proposal p ON p.appointment_id = x.id
 WHERE NOT x.history AND x.status IN ('proposed', 'pending', 'booked', 'arrived', 'checked-in') AND x.day <= $today AND {scope}
 ORDER BY x.day, x.start_min, x.id LIMIT $max;

-- name: missed_proposals_number :one
-- in: today day
-- out: n i64
-- scope: x own leads
SELECT COUNT(*) AS n FROM appointment x JOIN missed_proposal p ON p.appointment_id = x.id
 WHERE NOT x.history AND x.status IN ('proposed', 'pending', 'booked', 'arrived', 'checked-in') AND x.day <= $today AND {scope};

-- name: missed_proposal_sweep :exec
-- What was recorded since, or stands in the list of all that is unrecorded.
-- in: before day
DELETE FROM missed_proposal WHERE day < $before;

-- name: missed_link_add :exec
-- in: token_hash text, organization organization_id, appointment appointment_id, kind text, tell_at instant, until instant, phone_hash text, email_hash text
INSERT INTO missed_link (token_hash, organization_id, appointment_id, kind, tell_at, until, phone_hash, email_hash)
VALUES ($token_hash, $organization, $appointment, $kind, $tell_at, $until, $phone_hash, $email_hash);

-- name: missed_link_find :one
-- in: token_hash text, kind text, now instant
-- out: appointment appointment_id, phone_hash text, email_hash text
SELECT appointment_id AS appointment, phone_hash, email_hash FROM missed_link WHERE token_hash = $token_hash AND kind = $kind AND until > $now;

-- name: missed_link_untold :count
-- Takes back what has not been told yet, or is held back by the night or by another message of its day.
-- in: appointment appointment_id, now instant
DELETE FROM missed_link WHERE appointment_id = $appointment AND kind = 'again'
   AND (tell_at > $now OR EXISTS (SELECT 1 FROM message m WHERE m.appointment_id = $appointment AND m.template = 'missed' AND m.state = 'queued'));

-- name: missed_link_sweep :exec
-- in: before instant
DELETE FROM missed_link WHERE until < $before;

-- name: missed_told :one
-- Whether the person was told already about a miss of that day.
-- in: patient patient_id, day day
-- out: n i64
-- unscoped: a number only
SELECT COUNT(*) AS n FROM appointment x JOIN missed_link l ON l.appointment_id = x.id AND l.kind = 'again'
 WHERE x.patient_id = $patient AND x.day = $day;

-- name: missed_confirm_want :count
-- Asked to confirm the start as it is now.
-- in: appointment appointment_id, organization organization_id, start_at instant, day day, misses i32, due_at instant
INSERT INTO missed_confirmation (appointment_id, organization_id, start_at, day, wanted, misses, due_at, confirmed_at, confirmed_how)
VALUES ($appointment, $organization, $start_at, $day, TRUE, $misses, $due_at, NULL, '')
ON CONFLICT (appointment_id) DO UPDATE SET start_at = excluded.start_at, day = excluded.day, wanted = TRUE, misses = excluded.misses,
       due_at = excluded.due_at, confirmed_at = NULL, confirmed_how = '' WHERE missed_confirmation.start_at <> excluded.start_at;

-- name: missed_confirm_put :exec
-- She comes. What she said first stays.
-- in: appointment appointment_id, organization organization_id, start_at instant, day day, now instant, how text
INSERT INTO missed_confirmation (appointment_id, organization_id, start_at, day, wanted, misses, due_at, confirmed_at, confirmed_how)
VALUES ($appointment, $organization, $start_at, $day, FALSE, 0, NULL, $now, $how)
ON CONFLICT (appointment_id) DO UPDATE SET start_at = excluded.start_at, day = excluded.day, confirmed_at = excluded.confirmed_at,
       confirmed_how = excluded.confirmed_how
 WHERE missed_confirmation.confirmed_at IS NULL OR missed_confirmation.start_at <> excluded.start_at;

-- name: missed_confirmation_get :one
-- in: appointment appointment_id, start_at instant
-- out: wanted bool, misses i32, due_at instant?, confirmed_at instant?, how text
SELECT wanted, misses, due_at, confirmed_at, confirmed_how AS how FROM missed_confirmation WHERE appointment_id = $appointment AND start_at = $start_at;

-- name: missed_unconfirmed :many
-- Those who are to answer and have not, by when it is due; asked: the last message about it left and is not known to be lost.
-- in: today day, lo i64, hi i64, max i32
-- out: id appointment_id, misses i32, due_at instant?, asked bool
-- scope: x
SELECT x.id, c.misses, c.due_at, COALESCE((SELECT m.sent_at IS NOT NULL AND m.report <> 'undelivered' FROM message m
       WHERE m.appointment_id = x.id AND m.template = 'confirm' ORDER BY m.id DESC LIMIT 1), FALSE) AS asked FROM organization d JOIN missed_confirmation c ON c.organization_id = d.id AND c.wanted AND c.confirmed_at IS NULL
  JOIN appointment x ON x.id = c.appointment_id AND x.start_at = c.start_at
 WHERE c.day >= $today AND d.tree_lo >= $lo AND d.tree_lo < $hi AND x.status IN ('proposed', 'pending', 'booked') AND {scope} ORDER BY c.due_at, x.id LIMIT $max;

-- name: missed_unconfirmed_number :one
-- in: today day, lo i64, hi i64
-- out: n i64
-- scope: x
SELECT COUNT(*) AS n FROM organization d JOIN missed_confirmation c ON c.organization_id = d.id AND c.wanted AND c.confirmed_at IS NULL
  JOIN appointment x ON x.id = c.appointment_id AND x.start_at = c.start_at
 WHERE c.day >= $today AND d.tree_lo >= $lo AND d.tree_lo < $hi AND x.status IN ('proposed', 'pending', 'booked') AND {scope};

-- name: missed_ahead :many
-- A house's appointments of the next days, with what the score and the wish to confirm ask of their persons.
-- in: since day, recent day, lo i64, hi i64, from_day day, to_day day, after appointment_id, max i32
-- out: id appointment_id, organization organization_id, day day, start_min i32, start_at instant, booked_day day, misses i64, recent i64, came i64, known bool, confirmed bool
-- unscoped: the job's own, of every house in turn
SELECT x.id, x.organization_id AS organization, x.day, x.start_min, x.start_at, x.booked_day,
       (SELECT COUNT(*) FROM appointment m WHERE m.patient_id = x.patient_id AND m.day >= $since AND m.day < x.day AND m.status = 'noshow') AS misses,
       (SELECT COUNT(*) FROM appointment m WHERE m.patient_id = x.patient_id AND m.day >= $recent AND m.day < x.day AND m.status = 'noshow') AS recent,
       (SELECT COUNT(*) FROM appointment m WHERE m.patient_id = x.patient_id AND m.day >= $since AND m.day < x.day AND m.status = 'fulfilled') AS came,
       c.appointment_id IS NOT NULL AS known, c.confirmed_at IS NOT NULL AS confirmed
  FROM organization d JOIN appointment x ON x.organization_id = d.id AND x.day >= $from_day AND x.day < $to_day
  LEFT JOIN missed_confirmation c ON c.appointment_id = x.id AND c.start_at = x.start_at
 WHERE d.tree_lo >= $lo AND d.tree_lo < $hi AND x.id > $after AND NOT x.history AND x.status IN ('proposed', 'pending', 'booked')
 ORDER BY x.id LIMIT $max;

-- name: missed_history_number :one
-- in: lo i64, hi i64, from_day day, to_day day
-- out: n i64
-- unscoped: a number only
SELECT COUNT(*) AS n FROM organization d JOIN appointment x ON x.organization_id = d.id AND x.day >= $from_day AND x.day < $to_day
 WHERE d.tree_lo >= $lo AND d.tree_lo < $hi AND x.status IN ('fulfilled', 'noshow');

-- name: missed_history :each
-- What was recorded, each person's visits in order.
-- in: lo i64, hi i64, from_day day, to_day day
-- out: patient patient_id, day day, start_min i32, booked_day day, missed bool, yes bool
-- unscoped: numbers for the score of a house; no person leaves the job
SELECT x.patient_id AS patient, x.day, x.start_min, x.booked_day, x.status = 'noshow' AS missed, c.confirmed_at IS NOT NULL AS yes
  FROM organization d JOIN appointment x ON x.organization_id = d.id AND x.day >= $from_day AND x.day < $to_day
  LEFT JOIN missed_confirmation c ON c.appointment_id = x.id AND c.start_at = x.start_at
 WHERE d.tree_lo >= $lo AND d.tree_lo < $hi AND x.status IN ('fulfilled', 'noshow') ORDER BY x.patient_id, x.day, x.start_min, x.id;

-- name: missed_model_put :exec
-- in: organization organization_id, now instant, n i32, missed i32, tried i32, half_days i32, brier i64, brier_plain i64
INSERT INTO missed_model (organization_id, fitted_at, n, missed, tried, half_days, brier, brier_plain)
VALUES ($organization, $now, $n, $missed, $tried, $half_days, $brier, $brier_plain)
ON CONFLICT (organization_id) DO UPDATE SET fitted_at = excluded.fitted_at, n = excluded.n, missed = excluded.missed, tried = excluded.tried,
       half_days = excluded.half_days, brier = excluded.brier, brier_plain = excluded.brier_plain;

-- name: missed_model_get :one
-- in: organization organization_id
-- out: fitted_at instant, n i32, missed i32, tried i32, half_days i32, brier i64, brier_plain i64
SELECT fitted_at, n, missed, tried, half_days, brier, brier_plain FROM missed_model WHERE organization_id = $organization;

-- name: missed_weight_put :exec
-- in: organization organization_id, feature text, weight i64
INSERT INTO missed_weight (organization_id, feature, weight) VALUES ($organization, $feature, $weight)
ON CONFLICT (organization_id, feature) DO UPDATE SET weight = excluded.weight;

-- name: missed_weights :many
-- in: organization organization_id
-- out: feature text, weight i64
SELECT feature, weight FROM missed_weight WHERE organization_id = $organization ORDER BY feature LIMIT 50;

-- name: missed_bin_put :exec
-- in: organization organization_id, bin i32, n i32, missed i32, expected i64
INSERT INTO missed_bin (organization_id, bin, n, missed, expected) VALUES ($organization, $bin, $n, $missed, $expected)
ON CONFLICT (organization_id, bin) DO UPDATE SET n = excluded.n, missed = excluded.missed, expected = excluded.expected;

-- name: missed_bins :many
-- in: organization organization_id
-- out: bin i32, n i32, missed i32, expected i64
SELECT bin, n, missed, expected FROM missed_bin WHERE organization_id = $organization ORDER BY bin LIMIT 10;

-- name: missed_risk_put :exec
-- in: appointment appointment_id, organization organization_id, day day, risk i32
INSERT INTO missed_risk (appointment_id, organization_id, day, risk) VALUES ($appointment, $organization, $day, $risk)
ON CONFLICT (appointment_id) DO UPDATE SET organization_id = excluded.organization_id, day = excluded.day, risk = excluded.risk
 WHERE missed_risk.risk <> excluded.risk OR missed_risk.day <> excluded.day OR missed_risk.organization_id <> excluded.organization_id;

-- name: missed_risk_of :many
-- in: ids appointment_id[]
-- out: appointment appointment_id, risk i32
SELECT appointment_id AS appointment, risk FROM missed_risk WHERE appointment_id IN ($ids) ORDER BY appointment_id LIMIT 500;

-- name: missed_risk_sweep :exec
-- in: before day
DELETE FROM missed_risk WHERE day < $before;

-- name: missed_forecast :many
-- The scores of the next days, agenda by agenda.
-- in: from_day day, to_day day, lo i64, hi i64
-- out: day day, schedule schedule_id, schedule_fr text, schedule_ar text, own_name name?, own_name_ar name?, risk i32
-- unscoped: of agendas, no person; the caller's own branch
SELECT x.day, s.id AS schedule, s.name_fr AS schedule_fr, s.name_ar AS schedule_ar, w.name AS own_name, w.name_ar AS own_name_ar, r.risk
  FROM organization d JOIN missed_risk r ON r.organization_id = d.id AND r.day >= $from_day AND r.day < $to_day
  JOIN appointment x ON x.id = r.appointment_id JOIN schedule s ON s.id = x.schedule_id LEFT JOIN practitioner w ON w.id = s.practitioner_id
 WHERE d.tree_lo >= $lo AND d.tree_lo < $hi AND x.status IN ('proposed', 'pending', 'booked') AND x.day = r.day AND x.gathering_id IS NULL
 ORDER BY x.day, s.id, x.id LIMIT 5000;

-- name: missed_contact :one
-- How to reach the person of an appointment, and what a message calls the house: never one of its units.
-- in: appointment appointment_id
-- out: phone text, email text, lang text, sms_name text, name_fr text, house_phone text
-- unscoped: for the message alone, of an appointment that the caller has
SELECT p.phone, p.email, p.lang, o.sms_name, o.name_fr, o.phone AS house_phone
  FROM appointment x JOIN patient p ON p.id = x.patient_id AND p.erased_at IS NULL JOIN organization me ON me.id = x.organization_id
  JOIN organization o ON o.tree_lo <= me.tree_lo AND o.tree_hi > me.tree_lo
 WHERE x.id = $appointment AND o.kind IN ('establishment', 'health_centre', 'department')
 ORDER BY CASE WHEN o.kind = 'department' THEN 100 + o.depth ELSE 50 - o.depth END LIMIT 1;

-- name: missed_start :one
-- in: id appointment_id
-- out: organization organization_id, day day, start_at instant, status text
-- unscoped: no person; the caller has the appointment
SELECT x.organization_id AS organization, x.day, x.start_at, x.status FROM appointment x WHERE x.id = $id AND NOT x.history;
