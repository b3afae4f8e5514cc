#!/usr/bin/env bash
# A public log of a million entries, read whole over HTTP by the independent verifier while people book: the tree, every tile, the
# rules; receipts of appointments drawn at random from all of it; growth between checkpoints of before and of meanwhile. What the
# verifier needs in time and memory is shown. The pace of bookings is judged: nine tenths of what is asked for, on the mean; where others
# have the cores already when it begins, it is shown and not judged.
#   LEDGER_ENTRIES=1000000 LEDGER_RECEIPTS=1000 LEDGER_RATE=200
. "$(dirname "$0")/../http/lib.sh"
. tests/http/book_lib.sh
entries=${LEDGER_ENTRIES:-1000000} receipts=${LEDGER_RECEIPTS:-1000} rate=${LEDGER_RATE:-200}
first_day=$(($(date -u -d "$today" +%s) / 86400))

# What bench/acts reads: days of agendas and appointments. Nobody booked later than the day before the clock's.
rows() {
	query "SELECT 'day', organization_id, schedule_id, day, start_min, end_min, 0, '', '', 0 FROM opening_day
		UNION ALL SELECT DISTINCT 'day', organization_id, schedule_id, day, 540, 720, 0, '', '', 0 FROM appointment WHERE day < $first_day"
	query "SELECT id, organization_id, schedule_id, day, start_min, start_min + 20, service_id, reference, status,
		CASE WHEN booked_at / 86400 < $first_day - 1 THEN booked_at ELSE ($first_day - 2 - id % 20) * 86400 END FROM appointment ORDER BY id"
}
apply() { if [ -n "$pg" ]; then psql -X -q -d "$pg" -1 -f "$1"; else { echo 'BEGIN;'; cat "$1"; echo 'COMMIT;'; } | sqlite3 -bail "$data/diwan.db"; fi }
seconds_since() { awk -v a="$1" -v b="$EPOCHREALTIME" 'BEGIN {printf "%.0f", b - a}'; }

fills() {
	local from=$EPOCHREALTIME agendas=$((entries / 640 / 20 * 20 + 20))
	fill_data $agendas $((agendas * 200))	# with places for a quarter of an hour of 200 a second left
	rows >"$work/rows"
	build/bench/acts "$data" ${pg:+"$pg"} "$receipts" "$work/links" <"$work/rows" >"$work/salts.sql" 2>"$work/acts" || say_wrong "$(cat "$work/acts")"
	apply "$work/salts.sql" || say_wrong 'the salts were not written'
	echo "# $(cat "$work/acts") written in $(seconds_since $from) s"
	from=$EPOCHREALTIME
	diwan ledger seal --once >"$work/sealed" 2>&1 || say_wrong "$(cat "$work/sealed")"
	echo "# $(cat "$work/sealed") in $(seconds_since $from) s"
	[ "$(query 'SELECT count(*) FROM leaf')" -ge "$entries" ] || say_wrong "only $(cat "$work/sealed")"
	ok "a log of $entries entries and more is written by the program and sealed"
}

# As somebody would who keeps a line from time to time: notes of sizes all over the log.
keep_checkpoints() {
	local n size
	mkdir -p "$work/notes"; rm -f "$work"/notes/*
	for n in 1 2 3 5 8; do
		size=$(query "SELECT MIN(size) FROM ledger_checkpoint WHERE size >= $((entries * n / 10 + 7 * n))")
		printf '%s\n' "$(query "SELECT note FROM ledger_checkpoint WHERE size = $size")" >"$work/notes/$n"
	done
}

# People book in turns, from the first request of the verifier to its last; `until` is there when it is through.
books_on() {
	while [ ! -e "$work/until" ]; do
		book --connections 64 --rate "$rate" --seconds 10 >>"$work/booked" 2>>"$work/booked.err" || echo failed >>"$work/booked"
		curl -fsS "$url/ledger/checkpoint" -o "$work/notes/live.$(wc -l <"$work/booked")"
	done
}
# The highest that a process's memory was, MiB; read while it runs.
memory_of() { local kb=0 now; while now=$(sed -n 's/^VmHWM:[[:space:]]*\([0-9]*\) kB/\1/p' "/proc/$1/status" 2>/dev/null) && [ -n "$now" ]; do kb=$now; pause 0.2; done; echo $((kb / 1024)); }

audits() {
	local from=$EPOCHREALTIME pid rc
	node verifier/verify.mjs log "$url/ledger" --key "$work/log.key" $(printf -- '--kept %s ' "$work"/notes/?) >"$work/audit" 2>&1 &
	pid=$!
	memory=$(memory_of $pid)
	wait $pid; rc=$?
	echo "# read whole in $(seconds_since $from) s with $memory MiB: $(tail -n 1 "$work/audit")"
	same $rc 0 "$(head -c 1000 "$work/audit")"
	[ "$memory" -le 1000 ] || say_wrong "the verifier needs $memory MiB"
	ok "the independent verifier reads all of it over HTTP while people book: structure, rules, and five checkpoints of before"
}

takes_receipts() {
	local from=$EPOCHREALTIME
	rm -rf "$work/receipts"; mkdir "$work/receipts"
	awk -v u="$url" -v d="$work/receipts" '{printf "url = %s%s/receipt.json\noutput = %s/%d.json\n", u, $0, d, NR}' "$work/links" >"$work/curl.conf"
	curl -sS --fail --parallel --parallel-max 8 -K "$work/curl.conf" >"$work/curl.log" 2>&1 || say_wrong "$(head -n 3 "$work/curl.log")"
	same "$(find "$work/receipts" -name '*.json' | wc -l)" "$receipts" receipts
	node verifier/verify.mjs receipt "$work"/receipts/*.json --key "$work/log.key" --log "$url/ledger" >"$work/checked" 2>&1 || say_wrong "$(grep -v 'still holds' "$work/checked" | head -n 3)"
	same "$(grep -c 'which the log still holds' "$work/checked")" "$receipts" 'receipts that hold'
	same "$(grep -o 'is entry [0-9]*' "$work/checked" | sort -u | wc -l)" "$receipts" 'entries'
	echo "# $receipts receipts fetched and checked in $(seconds_since $from) s, of entries $(grep -o 'is entry [0-9]*' "$work/checked" | cut -d' ' -f3 | sort -n | sed -n '1p;$p' | tr '\n' ' ')"
	ok "the receipts of $receipts appointments drawn at random are proved, and the log still holds each"
}

grows() {
	local last='' f n=0
	for f in $(for f in "$work"/notes/*; do echo "$(sed -n 2p "$f") $f"; done | sort -n | cut -d' ' -f2); do
		if [ -n "$last" ]; then
			node verifier/verify.mjs growth "$url/ledger" "$last" "$f" --key "$work/log.key" >"$work/said" 2>&1 || say_wrong "$(cat "$work/said")"
			n=$((n + 1))
		fi
		last=$f
	done
	[ $n -ge 6 ] || say_wrong "only $n pairs"
	ok "between neighbours of $((n + 1)) checkpoints, of before and of meanwhile, the log only grew, so between any two"
}

# The mean of all turns. LOAD: what others had of the machine when the turns began.
paces() {	# LOAD
	local mean turns
	same "$(grep -c failed "$work/booked")" 0 "$(cat "$work/booked" "$work/booked.err" | head -c 1000)"
	read -r mean turns < <(sed -n 's/.*rate \([0-9.]*\).*/\1/p' "$work/booked" | awk '{s += $1} END {printf "%.0f %d\n", NR ? s / NR : 0, NR}')
	[ "$turns" -ge 1 ] || say_wrong 'nobody booked'
	echo "# bookings beside it, asked for $rate a second, $mean reached: $(sed 's/.*rate \([0-9]*\).*p99_ms \([0-9.]*\).*/\1 (p99 \2 ms)/' "$work/booked" | paste -sd, | sed 's/,/, /g')"
	ok "bookings go on, none is refused"
	if ! calm "$1"; then
		echo "# not judged, ${engine:+$engine, }load $1: whether $rate a second go on"
		return
	fi
	[ $((mean * 10)) -ge $((rate * 9)) ] || say_wrong "$mean a second of $rate"
	ok "$rate bookings a second go on beside the verifier"
}

ledger() {
	local client load
	new_data "$1"; rm -f "$work"/until "$work"/booked*
	fills
	serve_for_load
	curl -sS "$url/ledger/key" | sed -n 2p >"$work/log.key"
	keep_checkpoints
	load=$(load_of_others)
	books_on & client=$!
	wait_until '[ -s "$work/notes/live.1" ]'
	audits
	takes_receipts
	: >"$work/until"; wait $client
	paces "$load"
	grows
	wait_until '[ "$(query "SELECT count(*) FROM act_pending")" = 0 ]'
	same "$(query 'SELECT count(DISTINCT act_id) - 1 - MAX(idx) FROM leaf')" 0 'gaps in the log, or acts in it twice'
	no_double
	ok "each act stands in the log once, no time was given twice"
	stop_diwan
	ok "the server ends cleanly"
}
on_both ledger
finish
