#!/usr/bin/env bash
# Reaching people, from end to end: ten thousand appointments of one Monday after the clocks have changed, reminded seven and
# two days before and that morning, through a real Kannel and a real mail server; the provider is down for two hours, and
# Diwan is killed twice while it sends. Each message arrives once, or stands on the page of those not reached.
#   REACH_SCHEDULES=1200 tests/load/reach_test.sh       about nine appointments each
. "$(dirname "$0")/../http/lib.sh"
. tests/http/book_lib.sh
today=2026-09-21 at=2026-09-13T21:00:00Z		# Morocco goes from UTC+1 to UTC on Sunday the 20th
schedules=${REACH_SCHEDULES:-1200}
serve_port=$(node -e 'const s = require("net").createServer().listen(0, "127.0.0.1", () => { console.log(s.address().port); s.close() })')
stop_providers() { tests/kannel.sh stop "$work/kannel" >/dev/null 2>&1; tests/mta.sh stop "$work/mta" >/dev/null 2>&1; }
trap 'stop_providers; clean_up' EXIT

# Everybody has a telephone of her own; a twentieth only an address; some have a number that does not exist. Nine of ten
# booked on the first of the month, the others when the first reminder was over.
people() {
	query "INSERT INTO patient (id, organization_id, name, name_fold, name_key, birth_day, sex, phone, email, identity_number, lang, created_at, version)
		SELECT 200000000 + x.id, x.organization_id, 'Fatima Bennani', 'fatima bennani', 'bnn', 0, 'female',
			CASE WHEN x.id % 20 = 7 THEN '' WHEN x.id % 200 = 11 THEN '+' || (212699990000 + x.id / 200 % 10000) ELSE '+' || (212600000000 + x.id % 90000000) END,
			CASE WHEN x.id % 20 = 7 THEN 'p' || x.id || '@mta.test' ELSE '' END, '', CASE x.id % 3 WHEN 0 THEN 'ar' ELSE 'fr' END, 1700000000, 1
		FROM appointment x WHERE x.status = 'booked'"
	query "UPDATE appointment SET patient_id = 200000000 + id, booked_at = CASE WHEN id % 10 = 3 THEN 1789466400 ELSE 1788256800 END WHERE status = 'booked'"
}
serve() {	# INSTANT
	DIWAN_MESSAGES_PER_MINUTE=12000 DIWAN_KANNEL_URL=$sendsms DIWAN_KANNEL_PASSWORD_FILE=$work/kannel.password DIWAN_HOOK_SECRET_FILE=$work/hook.secret DIWAN_HOOK_URL=http://127.0.0.1:$serve_port \
		DIWAN_SMS_SENDER=Diwan DIWAN_SMTP_URL=$smtp DIWAN_SMTP_CA_FILE=$ca DIWAN_MAIL_FROM=diwan@mta.test DIWAN_PUBLIC_URL=https://rdv.example.ma serve_diwan --clock "$1"
}
number() { query "SELECT COUNT(*) FROM message WHERE $1"; }
seconds_of() { date -u -d "$1" +%s; }
# Until nothing is left to do at that moment: reminders that are due are messages, messages that are due are sent.
idle() {
	query "SELECT 1 FROM reminder WHERE state = 'planned' AND due_at <= $1 LIMIT 1" | grep -q 1 && return 1
	query "SELECT 1 FROM message WHERE state IN ('queued', 'sending') AND due_at <= $1 LIMIT 1" | grep -q 1 && return 1
	return 0
}
planned() { ! query "SELECT 1 FROM organization o WHERE o.kind = 'establishment' AND NOT EXISTS (SELECT 1 FROM reminder_day d WHERE d.organization_id = o.id AND d.day >= $1) LIMIT 1" | grep -q 1; }
# A day by half hours; in each the work that is due is waited for.
day() {	# DATE FROM-HOUR TO-HOUR (UTC)
	local m t
	for ((m = $2 * 60; m <= $3 * 60; m += 30)); do
		t=$(date -u -d "$1 + $m minutes" +%FT%TZ)
		clock "$t"
		wait_until "planned $(($(seconds_of "$1") / 86400))" 300
		wait_until "idle $(seconds_of "$t")" 900
	done
}
sent_at_least() { [ "$(number "state IN ('sent', 'failed')")" -ge "$1" ]; }
all_are_killed() {
	local children; children=$(pgrep -P "$server")
	kill -KILL "$server" $children
	wait "$server" 2>/dev/null; server=; exec 9<&-
}

begin() {
	eval "$(tests/kannel.sh start "$work/kannel")" || { echo 'not ok - Kannel did not start'; exit 1; }
	echo "$user:$password" >"$work/kannel.password"; od -An -N16 -tx1 /dev/urandom | tr -d ' \n' >"$work/hook.secret"
	password='un chat dort ici'
	eval "$(tests/mta.sh start "$work/mta")" || { echo 'not ok - the mail server did not start'; exit 1; }
	new_data "$1"; fill_data "$schedules" $((schedules * 18)); people
	visits=$(query "SELECT COUNT(*) FROM appointment WHERE status = 'booked'")
	echo "# $engine: $visits appointments on $today"
	serve $at
}

first_round() {
	local t0
	clock 2026-09-14T06:55:00Z; wait_until "planned $(($(seconds_of 2026-09-14) / 86400))" 300
	same "$(number "state = 'sent'")" 0 'before eight nobody is written to'
	t0=$SECONDS
	clock 2026-09-14T09:30:00Z
	wait_until "sent_at_least $((visits / 4))" 900
	kill -KILL $(pids jobs)
	echo "# killed the jobs process after $(number "state = 'sent'") messages"
	day 2026-09-14 10 19
	echo "# first round: $(number "state = 'sent'") messages in $((SECONDS - t0)) s"
	ok 'seven days before: sent in the hours of the day, with a kill of the process that sends'
}
outage() {
	clock 2026-09-19T05:00:00Z; wait_until "planned $(($(seconds_of 2026-09-19) / 86400))" 300
	before=$(number "state = 'sent'")
	tests/kannel.sh down "$work/kannel"
	clock 2026-09-19T09:30:00Z
	wait_until "[ \$(number \"channel = 'sms' AND attempts > 1 AND state = 'queued'\") -gt 100 ]" 600
	clock 2026-09-19T10:30:00Z
	wait_until "[ \$(number \"channel = 'sms' AND attempts > 2 AND state = 'queued'\") -gt 100 ]" 600
	clock 2026-09-19T11:29:00Z
	same "$(number "channel = 'sms' AND state = 'sent'")" "$(number "channel = 'sms' AND state = 'sent' AND created_at < $(seconds_of 2026-09-15)")" 'sent while the provider was down'
	tests/kannel.sh up "$work/kannel"
	day 2026-09-19 12 19
	ok 'two days before: the provider was down for two hours, then everything left'
}
last_round() {
	day 2026-09-20 6 19
	clock 2026-09-21T04:00:00Z; wait_until "planned $(($(seconds_of 2026-09-21) / 86400))" 300
	before=$(number "state = 'sent'")
	clock 2026-09-21T08:05:00Z
	wait_until "sent_at_least $((before + visits / 10))" 900
	all_are_killed
	echo "# killed all processes after $(($(number "state = 'sent'") - before)) messages of that morning"
	serve 2026-09-21T08:06:00Z
	day 2026-09-21 9 19
	clock 2026-09-22T09:00:00Z; wait_until "idle $(seconds_of 2026-09-22T09:00:00Z)" 300
	wait_until "[ \$(number \"state = 'unknown'\") = 0 ]"
	ok 'that morning: with a kill of all processes'
}

# What telephones and boxes got, as "contact count".
got() {
	{ tests/kannel.sh phones "$work/kannel" | cut -f 2; cat "$people"/* | sed -n 's/^To: *<\{0,1\}\([^<>]*@mta.test\).*/\1/p'; } | sort | uniq -c | awk '{print $2, $1}' | sort
}
judge() {
	tests/mta.sh idle "$work/mta"
	got >"$work/got"
	query "SELECT recipient, SUM(CASE WHEN state = 'sent' THEN 1 ELSE 0 END), COUNT(*) FROM message GROUP BY recipient" | tr '|' ' ' | sort >"$work/rows"
	join -a 1 -e 0 -o 0,1.2,1.3,2.2 "$work/rows" "$work/got" >"$work/both"
	same "$(join -v 2 "$work/rows" "$work/got" | wc -l)" 0 'somebody got what nobody wrote'
	same "$(awk '$4 > $3' "$work/both" | wc -l)" 0 'who got a message twice'
	ok 'no message arrived twice'
	same "$(awk '$4 < $2' "$work/both" | wc -l)" 0 'who lacks a message that counts as sent'
	same "$(number "state NOT IN ('sent', 'failed', 'late')")" 0 'messages that have not ended'
	same "$(number "state IN ('failed', 'late') AND handled_at IS NOT NULL")" 0 'on the page of those not reached'
	same "$(number "why IN ('refused', 'undelivered') AND recipient NOT LIKE '+21269999%'")" 0 'refused although the number exists'
	same "$(number "state <> 'sent' AND recipient LIKE '+21269999%'")" "$(number "recipient LIKE '+21269999%'")" 'numbers that do not exist'
	[ "$(number "state <> 'sent' AND why NOT IN ('refused', 'undelivered')")" -le 100 ] || say_wrong 'more is not known of than was in hand when it was killed'
	ok 'each that did not arrive is on the page of those not reached'
	expected=$(query "SELECT SUM(CASE WHEN booked_at > 1789344000 THEN 2 ELSE 3 END) FROM appointment WHERE status = 'booked'")
	same "$(number "1 = 1")" "$expected" 'messages'
	same "$(query "SELECT COUNT(*) FROM (SELECT recipient FROM message WHERE recipient NOT LIKE '+21269999%' GROUP BY recipient, created_at / 86400 HAVING COUNT(*) > 1) x")" 0 'two on one day'
	ok 'each reminder was written once'
	# local hours: UTC+1 until Sunday the 20th at 02:00 UTC, UTC afterwards
	same "$(number "state = 'sent' AND ((sent_at < 1789869600 AND (sent_at + 3600) % 86400 NOT BETWEEN 28800 AND 72000) OR (sent_at >= 1789869600 AND sent_at % 86400 NOT BETWEEN 28800 AND 72000))")" 0 'sent at night'
	same "$(query "SELECT DISTINCT sent_at / 86400 - $(($(seconds_of $today) / 86400)) FROM message WHERE state = 'sent' ORDER BY 1" | tr '\n' ' ')" '-7 -2 -1 0 ' 'days: a visit at nine is said the evening before'
	ok 'all left in the hours of the day, before and after the clocks changed'
	awk '{s += $2; d += $3 - $2; g += $4} END {printf "# %d sent, %d on the page of those not reached, %d arrived\n", s, d, g}' "$work/both"
	query "SELECT channel, state, why, report, COUNT(*) FROM message GROUP BY channel, state, why, report ORDER BY 1, 2, 3" | sed 's/^/# /'
}

reach() {
	begin "$1"
	first_round; outage; last_round
	judge
	stop_diwan; ok 'the server ends cleanly'
	stop_providers
}
on_both reach
finish
