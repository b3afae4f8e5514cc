#!/usr/bin/env bash
# The demonstration country, on both engines: made once, complete, left alone; its accounts get in
# and find a day to run; a citizen finds free times.
. "$(dirname "$0")/lib.sh"
. "$(dirname "$0")/town.sh"

t0=2026-11-04T09:30:00Z		# a Wednesday
password=demonstration
secret=DIWANDEMODIWANDEMODIWANDEMODIWAN
demo() { diwan demo --test-mode --clock $t0; }
counted() { sql_value "SELECT count(*) FROM $1"; }

# figures_again MONTH NEXT: what is stored of a month, in every organisation and line, and what tests/sql/figures.sql computes.
figures_again() {
	local date="date(\\1 * 86400, 'unixepoch')" y=${1%-*} m=${1#*-}
	[ -z "$pg" ] || date="to_char(DATE '1970-01-01' + \\1, 'YYYY-MM-DD')"
	sed -E -e '/^--/d' -e "s/DATE\\(([^()]*)\\)/$date/g" -e "s/FROM_DAY/$(town_day "$1-01")/; s/TO_DAY/$(town_day "$2-01")/; s/OFFSET/3600/g" \
		"$DIWAN_ROOT/tests/sql/figures.sql" >"$work/figures.sql"
	sql_value "$(cat "$work/figures.sql")" >"$work/computed"
	sed -e '/^--/d' -e "s/MONTH/$(( (y - 1970) * 12 + 10#$m - 1 ))/" "$DIWAN_ROOT/tests/sql/stored.sql" >"$work/stored.sql"
	sql_value "$(cat "$work/stored.sql")" >"$work/stored"
	node "$DIWAN_ROOT/tests/sql/figures.mjs" "$work/stored" "$work/computed" || say_wrong "figures of $1 differ"
}
# narrowed MONTH: no number that had to be hidden comes out by what a reader knows besides (tests/sql/narrow.mjs).
narrowed() {
	sed -e '/^--/d' -e "s/MONTH/$(( (${1%-*} - 1970) * 12 + 10#${1#*-} - 1 ))/g" "$DIWAN_ROOT/tests/sql/narrow.sql" >"$work/narrow.sql"
	sql_value "$(cat "$work/narrow.sql")" >"$work/lines"
	node "$DIWAN_ROOT/tests/sql/narrow.mjs" "$work/lines" >"$work/narrowed" || say_wrong "$1: $(cat "$work/narrowed")"
	echo "# $1: $(head -n 1 "$work/narrowed")"
}
# effect_again TODAY: what is stored of the effect since August and of November's mornings, and what tests/sql/effect.sql computes.
effect_again() {
	local date="date(\\1 * 86400, 'unixepoch')" from=679 to=682
	[ -z "$pg" ] || date="to_char(DATE '1970-01-01' + CAST(\\1 AS INTEGER), 'YYYY-MM-DD')"
	sed -E -e '/^[[:space:]]*--/d' -e "s/DATE\\(([^()]*)\\)/$date/g" -e "s/THIRD_FROM/$(town_day 2026-11-01)/; s/THIRD_TO/$(town_day 2026-12-01)/" \
		-e "s/FROM_DAY/$(town_day 2026-08-01)/g; s/TO_DAY/$(town_day 2026-12-01)/g; s/LAST_DAY/$(town_day "$1")/" "$DIWAN_ROOT/tests/sql/effect.sql" >"$work/effect.sql"
	sql_value "$(cat "$work/effect.sql")" >"$work/computed"
	sed -e '/^--/d' -e "s/FROM_MONTH/$from/g; s/TO_MONTH/$to/g; s/THIRD_MONTH/$to/" "$DIWAN_ROOT/tests/sql/effect_stored.sql" >"$work/stored.sql"
	sql_value "$(cat "$work/stored.sql")" >"$work/stored"
	node "$DIWAN_ROOT/tests/sql/figures.mjs" "$work/stored" "$work/computed" || say_wrong "the effect differs on $1"
}
# What the program's audit and the independent verifier say of the log that is served.
read_twice() {
	diwan ledger audit --json >"$work/audit" 2>"$work/audit.err"
	node verifier/verify.mjs log "$url/ledger" --key "$work/log.key" >"$work/verified" 2>&1
	node tests/ledger/same.mjs "$work/audit" "$work/verified" >"$work/same" 2>&1; read_rc=$?
	[ $read_rc != 3 ]
}
country() {
	new_data "$1"
	demo >"$work/accounts" || say_wrong "diwan demo"
	khatib=$(sql_value "SELECT id FROM organization WHERE code = 'FES-KHATIB'")
	same "$(counted "organization WHERE kind = 'region'")" 12
	same "$(counted "organization WHERE kind = 'province'")" 75
	same "$(counted "organization WHERE kind = 'establishment'")" 18
	same "$(counted specialty)" 36
	n=$(counted practitioner); [ "$n" -ge 270 ] || say_wrong "$n practitioners"
	n=$(counted "appointment WHERE start_at < $(date -u -d "$t0" +%s) - 86400"); [ "$n" -ge 19000 ] || say_wrong "$n past appointments"
	n=$(counted "appointment WHERE start_at > $(date -u -d "$t0" +%s) + 36000"); [ "$n" -ge 2900 ] || say_wrong "$n future appointments"
	n=$(sql_value "SELECT max(day) - $(town_day "$t0") FROM opening_day"); [ "$n" -ge 170 ] || say_wrong "hours for $n days only"
	same "$(counted "location WHERE address_fr <> '' AND address_fr NOT LIKE '%adresse inventée%'")" 0
	same "$(counted "appointment a JOIN appointment b ON b.schedule_id = a.schedule_id AND b.day = a.day AND b.start_min = a.start_min
		AND b.id > a.id AND a.status <> 'cancelled' AND b.status <> 'cancelled' AND a.gathering_id IS NULL")" 0
	same "$(counted draw)/$(counted "draw WHERE state = 'done'")/$(counted "draw WHERE beacon_value <> ''")" 3/2/1
	same "$(counted "waiting_entry WHERE organization_id = $khatib")" 12
	n=$(counted "finding WHERE organization_id = $khatib"); [ "$n" -ge 3 ] || say_wrong "$n findings"
	same "$(counted "finding_answer WHERE organization_id = $khatib")" 2; same "$(counted finding_withheld)" 1
	n=$(counted 'tally_month WHERE closed_at IS NOT NULL'); [ "$n" -ge 1 ] || say_wrong "no month is closed"
	same "$(counted "report_recipient WHERE organization_id = $khatib")" 2; same "$(counted 'report_recipient WHERE confirmed_at IS NOT NULL')" 1
	ok "the country is complete, and nobody is booked twice"

	figures_again 2026-09 2026-10
	figures_again 2026-10 2026-11
	figures_again 2026-11 2026-12
	grep -q '^asked|FES-KHATIB|all||12|' "$work/computed" || say_wrong 'nobody waits'
	[ "$(grep -c '^week|' "$work/computed")" -ge 40 ] || say_wrong 'no week has hours'
	effect_again "${t0%T*}"
	for what in misses freed did; do [ "$(grep -c "^$what|" "$work/computed")" -ge 30 ] || say_wrong "few lines: $what"; done
	ok "the figures and the effect of every place are those of an independent script over the rows"

	local months='2026-06 2026-07 2026-08 2026-09 2026-10'
	[ -z "$pg" ] || months=2026-09	# hiding asks no database
	for month in $months; do narrowed $month; done
	ok "no hidden number comes out of all tables together"

	n=$(counted appointment)
	demo >"$work/again" || say_wrong "diwan demo, again"
	cmp -s "$work/accounts" "$work/again" || say_wrong "the accounts are not printed again"
	same "$(counted appointment)" "$n"
	ok "run again, it changes nothing and prints the accounts"

	serve_diwan --clock $t0
	for role in desk head_of_admissions practitioner director health_centre helper regional_reader ministry_reader; do
		as $role; sign_in $role; grep -q "^  $role " "$work/accounts" || say_wrong "$role is not printed"
	done
	grep -q "$secret" "$work/accounts" || say_wrong "the secret is not printed"
	as administrator; sign_in administrator "$secret" $t0
	get /admin/import; want 200
	ok "every role signs in with what was printed"

	as practitioner; get /desk/agents; want 200; has 'cardiologue@example.ma' 'You have an address since'
	get /calendar/demonstration-calendar.ics; want 200; has 'BEGIN:VCALENDAR' 'BEGIN:VEVENT'
	as desk; get /desk; want 200
	for page in /desk /desk/book; do
		get "$page"
		same "$(grep -oE '(Neurology|Nephrology)</option>' "$body" | head -1)" 'Nephrology</option>' "$page: not in the reader's order"
	done
	get /desk
	n=$(counted "appointment WHERE day = $(town_day "$t0") AND organization_id = $khatib")
	[ "$n" -ge 40 ] || say_wrong "$n appointments today"
	as director; get '/figures?organization=FES-KHATIB&month=2026-09&view=month'; want 200; has 'As published' 'As known today'
	get /figures/effect/file.csv; want 200
	for state in confirmed delivered sent none; do
		grep -qE "missed_by_reminder;$state;[0-9.]+;[0-9]+;[0-9]+" "$body" || say_wrong "no visit with a reminder that is $state"
	done
	for what in given_back taken_again sms cost; do grep -qE ";2026-10;$what;;[1-9]" "$body" || say_wrong "no $what in October"; done
	ok "the effect shows all that it counts"
	visitor; get '/search?q=cardiologie&where=MA-FES'; want 200; has 'Ibn Al Khatib' 'adresse inventée'
	as ministry_reader; get '/figures?month=2026-10'; want 200; has 'Ibn Al Khatib' 'Agadir'
	get /figures; has 'Figures of October 2026' 'Cardiology'	# the month that is over
	n=$(grep -c 'class="range"' "$body"); [ "$n" -ge 10 ] || say_wrong "$n intervals to compare"
	ok "the desk has a day to run, a citizen finds times, the ministry sees figures"

	get /draws; want 200; has 'Ibn Al Khatib' 'Open for wishes'
	get "/draws/$(sql_value "SELECT id FROM draw WHERE beacon_value <> ''")"; want 200; has 'The order that was drawn' '14 people took part' 'By which way' '4f1c27a09be35d68'
	get '/ledger/fairness?organization=FES-KHATIB'; want 200; has '/ledger/findings/'
	get /hospital/FES-KHATIB/waits; want 200; has '2026-09'
	ok "one draw takes wishes, two are drawn, one with a number from outside; the hospital's findings and waits are public"

	wait_until '[ "$(counted act_pending)" = 0 ]'; curl -sS "$url/ledger/key" | sed -n 2p >"$work/log.key"
	wait_until read_twice; same "$read_rc" 0 "$(cat "$work/same")"
	grep -qE '^[0-9]{4,} entries, [1-9][0-9]* findings$' "$work/same" || say_wrong "$(cat "$work/same")"
	ok "the program's audit and the independent verifier find the same in the log of the demonstration"

	jobs_now; clock 2026-11-05T02:30:00Z; jobs_now		# the morning's sample, and the night that adds it up
	effect_again 2026-11-05
	[ "$(grep -c '^third|MA|' "$work/computed")" -ge 5 ] || say_wrong "no morning was sampled"
	ok "the third next free time of a morning, at each level, and the effect of one more day are those of the independent script"
	stop_diwan
}
on_both country
finish
