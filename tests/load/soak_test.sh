#!/usr/bin/env bash
# A day in minutes, on both engines: citizens book, desks book, cancel and look people up, others
# search, the jobs run, copies of the data are made meanwhile. Nothing may fail, nothing may grow.
#   SOAK_SECONDS=7200 tests/load/soak_test.sh     hours instead of the two minutes for each engine
. "$(dirname "$0")/../http/lib.sh"
. tests/http/book_lib.sh
. tests/faults/lib.sh
seconds=${SOAK_SECONDS:-120} every=$((${SOAK_SECONDS:-120} / 60 + 1))
bookings_a_second=30 searches_a_second=40

# --- who works ---
# Every answer of a desk, a line each: status and what was asked.
note() { echo "$status $1" >>"$work/desk.answers"; }
letters() { echo "$1" | tr 0-9 bdfgjklmnr; }
# An operator's round: the day, a person new or known, a booking, another look, and every other one is cancelled.
desk_round() {	# ESTABLISHMENT NTH SERVICE SPECIALTY
	local day slot who visit
	day=$(date -u -d "2026-11-02 + $((7 * ($2 % 50))) days" +%F)
	get "/desk?of=$4&day=$day"; note day
	slot=$(grep -oE 'slot=[0-9]+\.[0-9]{8}T[0-9]{4}' "$body" | head -n 1); slot=${slot#slot=}
	[ -n "$slot" ] || return 0
	get "/desk/book?new=1&of=$4"; note form
	who=$((10000000 + RANDOM * 1000 + $2))
	post /desk/book "key=$(input key)" who=new new=1 "of=$4" "name=Zineb $(letters $who)" birth-d=27 birth-m=3 birth-y=1968 \
		sex=female "phone=06$who" lang=fr "type=$3" "slot-$3=$slot" sms=1; note book
	[ "$status" = 303 ] || return 0
	visit=$(location | grep -oE '[0-9]+' | head -n 1)
	get "/desk/appointments/$visit"; note visit
	[ $(($2 % 2)) = 0 ] || { post "/desk/appointments/$visit/cancel" "version=$(input version)" by=service reason=Essai; note cancel; }
	post /desk/book/find "q=06$who"; follow; note search
}
operator() {	# NTH: at the nth establishment until the end
	local n=0 org service specialty
	org=$(query "SELECT id FROM organization WHERE code = 'E-0000$1'")
	IFS='|' read -r service specialty <<<"$(query "SELECT id, specialty FROM service WHERE organization_id = $org ORDER BY id LIMIT 1")"
	body=$work/body.$1 head=$work/head.$1 jar=$work/jar.$1
	sign_in "desk$1"
	while [ $SECONDS -lt "$until" ] || [ $n -lt 4 ]; do n=$((n + 1)); desk_round "$1" $n "$service" "$specialty"; pause 0.3; done
	[ ${#wrong[@]} -eq 0 ] || printf '000 %s\n' "${wrong[@]}" >>"$work/desk.answers"
}

# --- what it costs ---
# One sample a line: seconds, KiB of memory (PSS of all processes), descriptors beside those of
# connections (which the clients open as they need them), KiB of the log.
sample() {
	local p pss=0 fds wal=0
	fds=$((-$(metric diwan_connections)))
	for p in $server $(pgrep -P "$server"); do
		pss=$((pss + $(awk '/^Pss:/ {print $2}' "/proc/$p/smaps_rollup" 2>/dev/null || echo 0)))
		fds=$((fds + $(ls "/proc/$p/fd" 2>/dev/null | wc -l)))
	done
	[ ! -e "$data/diwan.db-wal" ] || wal=$(($(stat -c %s "$data/diwan.db-wal") / 1024))
	echo "$((SECONDS - began)) $pss $fds $wal" >>"$work/samples"
}
# The mean of a column over a share of the samples: part COLUMN FROM% TO%.
part() {
	awk -v c="$1" -v n="$(wc -l <"$work/samples")" -v f="$2" -v t="$3" 'NR > n * f / 100 && NR <= n * t / 100 {s += $c; k++} END {print k ? int(s / k) : 0}' "$work/samples"
}
copies() {	# a copy of all data while everything runs, at one third and at two thirds
	local n
	for n in 1 2; do
		until [ $((SECONDS - began)) -ge $((seconds * n / 3)) ]; do pause 0.5; done
		diwan backup "$work/copy.$engine.$n" >"$work/backup.$n" 2>&1 || echo "backup $n: $(cat "$work/backup.$n")" >>"$work/backup.wrong"
		rm -rf "$work/copy.$engine.$n"
	done
}

soak() {
	local jobs=() p
	new_data "$1"; fill_data 160 5000
	for n in 0 1; do new_user "desk$n" "E-0000$n" desk; done
	serve_for_load
	rm -f "$work"/{samples,backup.wrong,desk.answers}; : >"$work/acked"
	query "SELECT DISTINCT '/search?s=' || specialty || '&where=all' FROM offer" >"$work/targets"
	query "SELECT DISTINCT '/times/' || g.code || '/' || o.service_id FROM offer o JOIN organization g ON g.id = o.place_id" >>"$work/targets"
	began=$SECONDS until=$((SECONDS + seconds))
	book --connections 16 --rate $bookings_a_second --seconds "$seconds" --acked "$work/acked" >"$work/load" 2>"$work/load.err" & jobs+=($!)
	shuf "$work/targets" >"$work/drawn"
	build/bench/get "$url" "$work/drawn" $searches_a_second $((seconds < 3600 ? seconds : 3600)) --gzip >"$work/get" 2>&1 & jobs+=($!)
	for n in 0 1; do operator $n & jobs+=($!); done
	copies & jobs+=($!)
	while [ $SECONDS -lt $until ]; do sample; pause $every; done
	for p in "${jobs[@]}"; do wait "$p" || say_wrong "a client ended with $?: $(tail -n 3 "$work/load.err" "$work/get" | head -c 1500)"; done
	echo "# $(cat "$work/load")"; echo "# searches: $(cat "$work/get")"; echo "# desks: $(cut -d' ' -f1,2 "$work/desk.answers" | sort | uniq -c | tr -s ' ' | tr '\n' ';')"
	judge
	stop_diwan
	ok "the server ends cleanly afterwards"
}

judge() {
	same "$(field unavailable "$work/load")/$(field other "$work/load")" 0/0 "citizens' requests that failed"
	same "$(field bad "$work/get")" 0 "searches that failed"
	same "$(grep -cE '^(5|0|4)' "$work/desk.answers")" "$(grep -c '^409 book' "$work/desk.answers")" "desk answers that failed, beside times taken meanwhile"
	[ "$(grep -c '^303 book' "$work/desk.answers")" -gt 4 ] && [ "$(grep -c '^303 cancel' "$work/desk.answers")" -gt 1 ] || say_wrong "the desks hardly booked"
	same "$(metric diwan_restarts)/$(metric diwan_job_failures)" 0/0 "restarts and failed jobs"
	if grep -q '"level":"error"' "$work/log"; then say_wrong "$(grep -m 1 '"level":"error"' "$work/log")"; fi
	ok "nothing fails: citizens, desks, searches, jobs"
	[ ! -e "$work/backup.wrong" ] || say_wrong "$(cat "$work/backup.wrong")"
	[ -e "$work/backup.2" ] || say_wrong "no copy was made"
	ok "copies are made meanwhile"
	[ "$(wc -l <"$work/acked")" -gt "$seconds" ] || say_wrong "only $(wc -l <"$work/acked") bookings in $seconds s"
	acked_are_there
	ok "every acknowledged booking is there, no time twice"
	wait_until '[ "$(query "SELECT count(*) FROM message WHERE state IN ('"'queued', 'sending'"') AND due_at <= $(date -u -d "$at" +%s)")" = 0 ]' 60
	[ "$(query "SELECT count(*) FROM message WHERE state = 'sent'")" -ge "$(wc -l <"$work/acked")" ] || say_wrong "messages that were not sent"
	same "$(query "SELECT count(*) FROM message WHERE state = 'failed'")" 0 "messages that failed"
	ok "the outbox is empty in the end"
	bounded
}

# The last fifth against the second: what was not there while the program warmed up.
bounded() {
	local pss0 pss1 fds0 fds1 wal
	pss0=$(part 2 20 40) pss1=$(part 2 80 100) fds0=$(part 3 20 40) fds1=$(part 3 80 100)
	wal=$(cut -d' ' -f4 "$work/samples" | sort -n | tail -n 1)
	echo "# memory $((pss0 / 1024)) -> $((pss1 / 1024)) MiB, descriptors $fds0 -> $fds1, log of SQLite at most $((wal / 1024)) MiB, $(wc -l <"$work/samples") samples"
	[ "$(wc -l <"$work/samples")" -ge 10 ] || say_wrong "too few samples"
	[ "$pss1" -le $((pss0 + pss0 / 5 + 8192)) ] || say_wrong "memory grew from $pss0 to $pss1 KiB"
	[ "$fds1" -le $((fds0 + 6)) ] || say_wrong "descriptors grew from $fds0 to $fds1"
	ok "memory and descriptors do not grow"
	[ "$wal" -le $((350 * 1024)) ] || say_wrong "the log of SQLite grew to $wal KiB"
	[ -n "$pg" ] || [ "$wal" -gt 0 ] || say_wrong "no log was seen"
	ok "the log of the database stays within its bound"
}

on_both soak
finish
