#!/usr/bin/env bash
# How many messages a minute go into a real Kannel while people book, and what the bookings feel of it: the same bookings
# with and without messages on their way, in turns. The bookings of all turns of a kind are shown together; they are
# judged by drawing the pairs of turns anew (within.mjs). Where others have the cores, or the draws do not agree, the
# bookings are shown and not judged.
# The pace is the setting's own (docs/performance.md has others).
#   RATE_PAIRS=8 RATE_SECONDS=20 RATE_BOOKINGS=20 RATE_PACE=1500
. "$(dirname "$0")/../http/lib.sh"
. tests/http/book_lib.sh
pairs=${RATE_PAIRS:-8} seconds=${RATE_SECONDS:-20} bookings=${RATE_BOOKINGS:-20} pace=${RATE_PACE:-1500}
each=$((seconds * pace / 30)) due=$((pairs * each))	# twice what can leave in a turn
trap 'tests/kannel.sh stop "$work/kannel" >/dev/null 2>&1; clean_up' EXIT

# The client reads codes from the database, as a telephone would show them: these are kept there although they were sent.
keep_codes() {
	if [ -n "$pg" ]; then
		query "CREATE FUNCTION keep_code() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN NEW.body := OLD.body; RETURN NEW; END';
			CREATE TRIGGER keep_code BEFORE UPDATE ON message FOR EACH ROW WHEN (OLD.template = 'code' AND NEW.body = '') EXECUTE FUNCTION keep_code()"
	else
		query "CREATE TRIGGER keep_code AFTER UPDATE OF body ON message WHEN old.template = 'code' AND new.body = '' AND old.body <> '' BEGIN UPDATE message SET body = old.body WHERE id = new.id; END"
	fi
}
# Reminders that wait until somebody lets them go.
reminders() {
	query "INSERT INTO message (id, organization_id, appointment_id, patient_id, channel, template, lang, recipient, body, due_at, drop_at, state, attempts, lease_until,
			provider_id, created_at, sent_at, version, segments, may_stop, may_wait, last_at, subject, html, ics, why, report, reported_at, handled_at, handled_by, handled_how)
		SELECT 1000000 + n.n, 1001000, NULL, NULL, 'sms', 'reminder', 'fr', '+' || (212710000000 + n.n), 'Rappel : rendez-vous le 12/11 a 09:40. Repondez 1 si vous venez, 2 pour annuler.',
			32000000000, 33000000000, 'queued', 0, 0, '', 1, NULL, 1, 0, FALSE, TRUE, 33000000000, '', '', '', '', '', NULL, NULL, NULL, ''
		FROM (WITH RECURSIVE c(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM c WHERE n < $due) SELECT n FROM c) n"
}
sent() { query "SELECT COUNT(*) FROM message WHERE template = 'reminder' AND state = 'sent'"; }
turn() {	# KIND NTH
	book --connections 8 --rate "$bookings" --seconds "$seconds" --skip $((skip += 400)) --times "$work/$1.$2" >"$work/turn" 2>&1 || say_wrong "the client: $(cat "$work/turn")"
	same "$(field unavailable "$work/turn")/$(field other "$work/turn")" 0/0 'bookings that failed'
}
busy() {	# NTH
	local before
	query "UPDATE message SET due_at = $(($(date -u -d "$at" +%s) - 1)) WHERE id > $((1000000 + ($1 - 1) * each)) AND id <= $((1000000 + $1 * each))"
	wait_until '[ "$(query "SELECT COUNT(*) FROM message WHERE state = '"'sending'"'")" -gt 0 ]'
	before=$(sent); turn busy "$1"
	echo $((($(sent) - before) * 60 / seconds)) >>"$work/rates"
	query "UPDATE message SET due_at = 32000000000 WHERE template = 'reminder' AND state = 'queued'"
	# what is due tomorrow (who is asked whether she comes) stays
	wait_until '[ "$(query "SELECT COUNT(*) FROM message WHERE state IN ('"'queued', 'sending'"') AND due_at < $soon")" = 0 ]'
}
# What changes while the test goes on comes to both alike: now one is first, now the other.
pair() {	# NTH
	if [ $(($1 % 2)) = 1 ]; then turn quiet "$1"; busy "$1"; else busy "$1"; turn quiet "$1"; fi
	echo "# $(tail -n 1 "$work/rates") messages a minute; bookings' p99 $(share 99 "$work/quiet.$1") ms without, $(share 99 "$work/busy.$1") ms with them"
}
share() {	# PERCENT FILE…: that percentile of all their lines
	local p=$1; shift
	cat "$@" | sort -g | awk -v p="$p" '{v[NR] = $1} END {i = int(NR * p / 100) + 1; if (i > NR) i = NR; print v[i]}'
}

rate() {
	local n load ratio low high verdict slowest skip=0 files=()
	eval "$(tests/kannel.sh start "$work/kannel")" || { echo 'not ok - Kannel did not start'; exit 1; }
	echo "$user:$password" >"$work/kannel.password"; password='un chat dort ici'; rm -f "$work/rates" "$work"/quiet.* "$work"/busy.*
	new_data "$1"; fill_data 160 5000; keep_codes; reminders
	at=2026-11-02T09:00:00Z soon=$(date -u -d 2026-11-02T10:00:00Z +%s)
	DIWAN_KANNEL_URL=$sendsms DIWAN_KANNEL_PASSWORD_FILE=$work/kannel.password DIWAN_SMS_SENDER=Diwan DIWAN_MESSAGES_PER_MINUTE=$pace DIWAN_PUBLIC_URL=https://rdv.example.ma serve_for_load
	load=$(load_of_others)
	for ((n = 1; n <= pairs; n++)); do pair $n; done
	slowest=$(sort -g "$work/rates" | head -n 1)
	[ "$slowest" -ge 1000 ] || say_wrong "only $slowest messages a minute"
	ok "a thousand messages a minute and more leave while people book"
	for ((n = 1; n <= pairs; n++)); do files+=("$work/quiet.$n" "$work/busy.$n"); done
	read -r ratio low high verdict < <(node tests/load/within.mjs 1.2 "${files[@]}")
	echo "# $(cat "$work"/quiet.* | wc -l) bookings without: median $(share 50 "$work"/quiet.*) ms, p99 $(share 99 "$work"/quiet.*) ms; $(cat "$work"/busy.* | wc -l) with $slowest messages a minute and more: $(share 50 "$work"/busy.*), $(share 99 "$work"/busy.*) ms"
	echo "# p99 with messages on their way: $ratio times that without, 90 of 100 draws between $low and $high (load before $load)"
	if ! calm "$load" || [ "$verdict" = open ]; then
		echo "# not judged, ${engine:+$engine, }load $load, $low to $high: whether bookings take no more than a fifth longer at the 99th percentile"
	else
		[ "$verdict" = yes ] || say_wrong "$ratio times"
		ok "bookings take no more than a fifth longer at the 99th percentile"
	fi
	same "$(tests/kannel.sh phones "$work/kannel" | cut -f 2 | grep '^+21271' | sort | uniq -d | wc -l)" 0 'who got a reminder twice'
	ok 'nobody got one twice'
	stop_diwan; ok 'the server ends cleanly'
	tests/kannel.sh stop "$work/kannel"
}
on_both rate
finish
