#!/usr/bin/env bash
# kill -9 of any process while people book: what was acknowledged is there, nothing is half there,
# a repeat gets the first answer, holds end by themselves. Short; tests/faults has the long one.
. "$(dirname "$0")/lib.sh"
. "$(dirname "$0")/book_lib.sh"
. tests/faults/lib.sh
seconds=${KILL_SECONDS:-5}

# The first time that is wholly free, as a button names it.
free_slot() {
	query "SELECT schedule_id, service_id, day FROM free_day WHERE starts = 9 AND first_min = 540 ORDER BY day, schedule_id LIMIT 1" |
		while IFS='|' read -r s v d; do echo "$s.$v.$(date -u -d "@$((d * 86400))" +%Y%m%d)T0900"; done
}
free_starts() { query "SELECT starts FROM free_day WHERE schedule_id = ${1%%.*} AND day = $2"; }

repeats() {
	local slot first key=abcdefghijklmnopqrstuv
	slot=$(free_slot)
	get /; post /hold slot="$slot" key=$key; want 303; first=$(location)
	post /hold slot="$slot" key=$key; want 303; same "$(location)" "$first" "where the repeat leads"
	kill -KILL $(pids writer)
	wait_until 'curl -fsS -o /dev/null "$url/healthz" 2>/dev/null'
	post /hold slot="$slot" key=$key; want 303; same "$(location)" "$first" "where the repeat after the kill leads"
	ok "a repeated request gets its first answer, also after the writer was killed"

	visitor; get /; post /hold slot="$slot" key=zyxwvutsrqponmlkjihgfe; want 409
	ok "a time that somebody holds is taken for others"
	clock 2026-11-02T07:06:00Z
	post /hold slot="$slot" key=zyxwvutsrqponmlkjihgfg; want 303
	ok "a hold ends by itself, whoever was killed meanwhile"
	clock $at
}

kills() {
	new_data "$1"; fill_data 160 5000
	serve_for_load
	repeats
	kill_while_booking "$seconds" writer worker jobs helper sealer jobs_apart
	acked_are_there
	ok "every acknowledged booking is there after kills of every kind of process"
	no_half_booking
	ok "no booking is half there"
	log_is_whole
	ok "the public log has every act once, whoever was killed"
	stop_diwan_keep
	ok "the server ends cleanly"

	serve_for_load
	: >"$work/acked"
	book --connections 32 --seconds 30 --acked "$work/acked" >"$work/load" 2>&1 &
	client=$!
	wait_until '[ "$(wc -l <"$work/acked")" -gt 200 ]'
	children=$(pgrep -P "$server")
	kill -KILL "$server" $children
	wait "$server" 2>/dev/null; server=; exec 9<&-
	wait $client 2>/dev/null
	serve_for_load
	acked_are_there; no_half_booking; log_is_whole
	ok "every acknowledged booking is there after all processes were killed at once"
	stop_diwan
	ok "and the server that was started again ends cleanly"
}

# As stop_diwan, but the database stays.
stop_diwan_keep() { local keep_pg=$pg; pg=; stop_diwan; pg=$keep_pg; }

on_both kills
finish
