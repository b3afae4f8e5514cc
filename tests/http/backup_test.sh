#!/usr/bin/env bash
# A drill: the data are copied while bookings come in, and restored elsewhere. What was acknowledged before is
# there, nothing is there by half, and a copy at rest is the same row for row.
. "$(dirname "$0")/lib.sh"
. tests/http/town.sh

# Everything in a database, a line a row, in a fixed order.
dump() {	# DATA PG
	local t
	if [ -n "$2" ]; then
		for t in $(psql -X -q -A -t -d "$2" -c "SELECT tablename FROM pg_tables WHERE schemaname = 'public' ORDER BY 1"); do
			psql -X -q -d "$2" -c "\\copy (SELECT * FROM $t) TO STDOUT" | sed "s/^/$t: /" | sort
		done
	else
		for t in $(sqlite3 "$1/diwan.db" "SELECT name FROM sqlite_master WHERE type = 'table' ORDER BY 1"); do
			sqlite3 -cmd '.mode quote' "$1/diwan.db" "SELECT * FROM $t" | sed "s/^/$t: /" | sort
		done
	fi
}
sql_at() { if [ -n "$2" ]; then psql -X -q -A -t -d "$2" -c "$3"; else sqlite3 "$1/diwan.db" "$3"; fi; }
# Restores the copy in $1 into a fresh place; $there and $there_pg say where.
restore() {
	there=$(mktemp -d "$work/there.XXXXXX"); there_pg=; there_place=(--data "$there")
	if [ -n "$pg" ]; then there_pg=$(tests/pg.sh newdb "$DIWAN_TEST_PG"); there_place+=(--pg "$there_pg"); fi
	"$DIWAN_BIN" restore "$1" "${there_place[@]}" >"$work/restore.log" 2>&1 || say_wrong "restore: $(cat "$work/restore.log")"
}

drill() {
	new_data "$1" town
	token=$(diwan token add --organization FES --role machine)
	echo "help_phone = +212535000001" >"$data/diwan.conf"
	diwan ledger seal --once >"$work/sealed.log" 2>&1 || say_wrong "$(cat "$work/sealed.log")"	# by this machine's key; what follows waits
	[ -s "$data/ledger.key" ] || say_wrong "no key"
	export DIWAN_LEDGER_SEAL=0
	serve_diwan --clock 2026-11-02T08:00:00Z; jobs_now
	local auth=(-H "Authorization: Bearer $token") page='/fhir/Slot?start=ge2026-11-09&_count=100&specialty=394579002' slots=() cfg=() s i
	json POST /fhir/Patient '{"resourceType":"Patient","name":[{"text":"Zineb El Fassi"}]}' "${auth[@]}"; want 201
	person=$(grep -oE '"id":"[0-9]+"' "$body" | head -n 1 | tr -dc 0-9)
	for i in 1 2 3 4 5; do
		get "$page" "${auth[@]}"; want 200
		mapfile -t -O ${#slots[@]} slots < <(grep -oE '"id":"[0-9]+\.[0-9]+\.[0-9]+T[0-9]+"' "$body" | sed 's/.*:"//;s/"//')
		page=$(grep -oE '/fhir/Slot\?_page=[A-Za-z0-9_-]+' "$body"); [ -n "$page" ] || break
	done
	[ ${#slots[@]} -ge 200 ] || say_wrong "only ${#slots[@]} slots"
	for s in "${slots[@]}"; do
		printf '{"resourceType":"Appointment","status":"booked","slot":[{"reference":"Slot/%s"}],"participant":[{"actor":{"reference":"Patient/%s"},"status":"accepted"}]}' "$s" "$person" >"$work/b.$s"
		cfg+=("url = \"$url/fhir/Appointment\"" 'output = "/dev/null"' "data-binary = \"@$work/b.$s\"" 'header = "Content-Type: application/fhir+json"' \
			"header = \"Authorization: Bearer $token\"" "write-out = \"%{http_code} $s\\n\"" next)
	done
	: >"$work/acknowledged"
	printf '%s\n' "${cfg[@]}" | sed '$d' | stdbuf -oL curl -sS -Z --parallel-max 4 -K - >"$work/acknowledged" 2>"$work/curl.err" &
	load=$!
	wait_until '[ $(grep -c "^201" "$work/acknowledged") -ge 20 ]'
	before=$(grep -c '^201' "$work/acknowledged")
	mapfile -t known < <(grep '^201' "$work/acknowledged" | cut -d' ' -f2)
	diwan backup "$work/copy.$1" >"$work/backup.log" 2>&1 || say_wrong "backup: $(cat "$work/backup.log")"
	after=$(grep -c '^201' "$work/acknowledged")
	wait $load
	same "$(grep -c '^201' "$work/acknowledged")" ${#slots[@]} "booked in the end"
	ok "a copy is made while bookings come in ($before before, $after after it, ${#slots[@]} in all)"

	restore "$work/copy.$1"
	local there_is=$work/there_is
	sql_at "$there" "$there_pg" "SELECT schedule_id || '.' || service_id || '.' || day || '.' || start_min FROM appointment" | sort >"$there_is"
	n=$(wc -l <"$there_is")
	[ "$n" -ge "$before" ] || say_wrong "$n appointments in the copy, $before were acknowledged before it was begun"
	for s in "${known[@]}"; do
		d=${s##*.}; day=$(town_day "${d:0:4}-${d:4:2}-${d:6:2}"); min=$((10#${d:9:2} * 60 + 10#${d:11:2}))
		grep -qxF "${s%.*}.$day.$min" "$there_is" || { say_wrong "$s was acknowledged and is not in the copy"; break; }
	done
	ok "every booking that was acknowledged before is in the copy"

	same "$(sql_at "$there" "$there_pg" "SELECT COUNT(*) FROM act WHERE act = 'book'")" "$n" "acts"
	same "$(sql_at "$there" "$there_pg" "SELECT COUNT(*) FROM audit_event WHERE what = 'create' AND route = 'POST /fhir/Appointment'")" "$n" "audit rows"
	# Each day's summary agrees with what is booked, or the copy has caught a booking half done.
	same "$(sql_at "$there" "$there_pg" "SELECT COUNT(*) FROM appointment x WHERE x.id NOT IN (SELECT chain FROM act WHERE act = 'book')")" 0 "appointments without their act"
	ok "no booking is there by half: acts and trail go with it"

	"$DIWAN_BIN" restore "$work/copy.$1" "${there_place[@]}" >"$work/again.log" 2>&1 && say_wrong "restored over existing data"
	grep -q 'already' "$work/again.log" || say_wrong "$(cat "$work/again.log")"
	diwan backup "$work/copy.$1" >"$work/again.log" 2>&1 && say_wrong "copied over a copy"
	[ -z "$there_pg" ] || tests/pg.sh dropdb "$there_pg"
	ok "neither a database nor a copy is ever written over"

	stop_server_only
	diwan backup "$work/rest.$1" >"$work/backup.log" 2>&1 || say_wrong "backup: $(cat "$work/backup.log")"
	# Into the data folder itself: the copy does not copy itself.
	diwan backup "$data/copies" >"$work/backup.log" 2>&1 || say_wrong "backup: $(cat "$work/backup.log")"
	[ ! -e "$data/copies/files/copies" ] || say_wrong "the copy copied itself"
	rm -rf "$data/copies"
	restore "$work/rest.$1"
	dump "$data" "$pg" >"$work/was"; dump "$there" "$there_pg" >"$work/is"
	cmp -s "$work/was" "$work/is" || say_wrong "$(diff "$work/was" "$work/is" | head -n 5)"
	[ "$(wc -l <"$work/was")" -gt 1000 ] || say_wrong "only $(wc -l <"$work/was") rows compared"
	cmp -s "$data/diwan.conf" "$there/diwan.conf" || say_wrong "the settings did not come along"
	ok "a copy at rest is the same row for row ($(wc -l <"$work/was") rows), with the files beside it"

	old_data=$data; old_pg=$pg
	data=$there; pg=$there_pg; place=("${there_place[@]}")
	serve_diwan --clock 2026-11-02T09:00:00Z
	request POST /fhir/Appointment/_search "${auth[@]}" --data-urlencode "patient=Patient/$person" --data-urlencode _count=100; want 200; has '"status":"booked"'
	json POST /fhir/Appointment "$(cat "$work/b.${slots[0]}")" "${auth[@]}"; want 409
	ok "the restored data are served: what was booked is booked"
	log_goes_on
	stop_diwan
	[ -z "$old_pg" ] || tests/pg.sh dropdb "$old_pg"

	if [ "$1" = sqlite ]; then truncate -s -8192 "$work/rest.$1/diwan.db"; else printf 'x\n' >>"$work/rest.$1/patient.copy"; fi
	bad=$(mktemp -d "$work/bad.XXXXXX"); bad_place=(--data "$bad"); bad_pg=
	if [ "$1" = pg ]; then bad_pg=$(tests/pg.sh newdb "$DIWAN_TEST_PG"); bad_place+=(--pg "$bad_pg"); fi
	"$DIWAN_BIN" restore "$work/rest.$1" "${bad_place[@]}" >"$work/bad.log" 2>&1 && say_wrong "a damaged copy was restored"
	grep -q damaged "$work/bad.log" || say_wrong "$(cat "$work/bad.log")"
	[ ! -e "$bad/diwan.db" ] || say_wrong "something was left behind"
	[ -z "$bad_pg" ] || tests/pg.sh dropdb "$bad_pg"
	ok "a damaged copy is refused and leaves nothing"
}
# The log of the restored data: acts go on behind those that wait, and nobody signs for it until the operator says so.
log_goes_on() {
	local waiting id key
	[ ! -e "$data/ledger.key" ] && [ ! -e "$work/rest.$engine/files/ledger.key" ] || say_wrong "the copy can sign"
	waiting=$(sql_value 'SELECT COUNT(*) FROM act_pending'); [ "$waiting" -ge 200 ] || say_wrong "$waiting acts wait"
	id=$(sql_value "SELECT MIN(id) FROM appointment WHERE status = 'booked'")
	get "/fhir/Appointment/$id" "${auth[@]}"; want 200
	json PUT "/fhir/Appointment/$id" "$(sed 's/"status":"booked"/"status":"cancelled"/' "$body")" "${auth[@]}" -H "If-Match: $(header ETag)"; want 200
	[ "$(sql_value 'SELECT COUNT(*) FROM act_pending')" -gt "$waiting" ] || say_wrong "no act was written"
	key=$(diwan ledger key)
	diwan ledger seal --once >"$work/sealed.log" 2>&1 && say_wrong "sealed without the key"
	grep -q 'lost-key' "$work/sealed.log" || say_wrong "$(cat "$work/sealed.log")"
	diwan ledger lost-key >"$work/sealed.log" 2>&1 || say_wrong "$(cat "$work/sealed.log")"
	same "$(sql_value 'SELECT COUNT(*) FROM act_pending')" 0 "acts that wait"
	same "$(sql_value 'SELECT COUNT(*) FROM leaf')" "$(sql_value 'SELECT COUNT(*) FROM act')" "entries"
	[ "$(diwan ledger key)" != "$key" ] || say_wrong "the key is the old one"
	ok "its log stands still without its key, which is in no copy, and goes on when the operator says that it is gone"
}
# The server ends, its data stay.
stop_server_only() { local keep_pg=$pg; pg=; stop_diwan; pg=$keep_pg; }

on_both drill
finish
