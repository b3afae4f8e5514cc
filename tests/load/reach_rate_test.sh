#!/usr/bin/env bash
# How many messages a minute go into a real Kannel while people book, and what the bookings feel of it: the same bookings
# with and without messages on their way, in turns, judged by the median of the turns' ratios.
#   RATE_PAIRS=5 RATE_SECONDS=12 RATE_BOOKINGS=15
. "$(dirname "$0")/../http/lib.sh"
. tests/http/book_lib.sh
pairs=${RATE_PAIRS:-5} seconds=${RATE_SECONDS:-12} bookings=${RATE_BOOKINGS:-15} due=$((pairs * 6000))
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
turn() {	# FILE
	book --connections 8 --rate "$bookings" --seconds "$seconds" --skip $((skip += 400)) >"$1" 2>&1 || say_wrong "the client: $(cat "$1")"
	same "$(field unavailable "$1")/$(field other "$1")" 0/0 'bookings that failed'
}
pair() {	# NTH: quiet, then with messages
	local before
	turn "$work/quiet"
	query "UPDATE message SET due_at = $(($(date -u -d "$at" +%s) - 1)) WHERE id > $((1000000 + ($1 - 1) * 6000)) AND id <= $((1000000 + $1 * 6000))"
	wait_until '[ "$(query "SELECT COUNT(*) FROM message WHERE state = '"'sending'"'")" -gt 0 ]'
	before=$(sent); turn "$work/busy"
	rate=$((($(sent) - before) * 60 / seconds))
	echo "$rate $(field p99_ms "$work/quiet") $(field p99_ms "$work/busy") $(field median_ms "$work/quiet") $(field median_ms "$work/busy")" >>"$work/pairs"
	echo "# $rate messages a minute; bookings' p99 $(field p99_ms "$work/quiet") ms without, $(field p99_ms "$work/busy") ms with them; $(field bookings "$work/busy") bookings"
	query "UPDATE message SET due_at = 32000000000 WHERE template = 'reminder' AND state = 'queued'"
	wait_until '[ "$(query "SELECT COUNT(*) FROM message WHERE state IN ('"'queued', 'sending'"') AND due_at < 32000000000")" = 0 ]'
}
median() { awk "{ print $1 }" "$work/pairs" | sort -g | awk '{v[NR] = $1} END {print v[int((NR + 1) / 2)]}'; }

rate() {
	local n load ratio skip=0
	eval "$(tests/kannel.sh start "$work/kannel")" || { echo 'not ok - Kannel did not start'; exit 1; }
	echo "$user:$password" >"$work/kannel.password"; password='un chat dort ici'; rm -f "$work/pairs"
	new_data "$1"; fill_data 160 5000; keep_codes; reminders
	at=2026-11-02T09:00:00Z
	DIWAN_KANNEL_URL=$sendsms DIWAN_KANNEL_PASSWORD_FILE=$work/kannel.password DIWAN_SMS_SENDER=Diwan DIWAN_PUBLIC_URL=https://rdv.example.ma serve_for_load
	load=$(cut -d ' ' -f 1 /proc/loadavg)
	for ((n = 1; n <= pairs; n++)); do pair $n; done
	[ "$(median '$1')" -ge 1000 ] || say_wrong "only $(median '$1') messages a minute"
	ok "a thousand messages a minute and more leave while people book"
	ratio=$(median '$3 / $2')
	echo "# p99 of bookings with messages on their way: $ratio times that without (load $load)"
	# with no core to spare the tail says how busy the machine is (docs/performance.md): it is then shown, not judged
	if awk -v l="$load" -v n="$(nproc)" -v r="$ratio" 'BEGIN {exit !(l <= n && r > 1.2)}'; then say_wrong "$ratio times"; fi
	ok "bookings take no more than a fifth longer at the 99th percentile"
	same "$(tests/kannel.sh phones "$work/kannel" | cut -f 2 | grep '^+21271' | sort | uniq -d | wc -l)" 0 'who got a reminder twice'
	ok 'nobody got one twice'
	stop_diwan; ok 'the server ends cleanly'
	tests/kannel.sh stop "$work/kannel"
}
on_both rate
finish
