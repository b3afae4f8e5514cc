#!/usr/bin/env bash
# Fifty people press the same button at the same moment, twenty times over: one books each time,
# the others are told at once. On both engines.
. "$(dirname "$0")/lib.sh"
. "$(dirname "$0")/book_lib.sh"

rush() {
	local i booked=0 told=0
	new_data "$1"; fill_data 20 400
	serve_for_load
	for i in {1..20}; do
		book --connections 50 --one-slot --skip "$i" >"$work/rush" 2>>"$work/log" || say_wrong "round $i: $(cat "$work/rush")"
		[ "$(field bookings "$work/rush")" = 1 ] && booked=$((booked + 1))
		[ "$(field conflicts "$work/rush")" = 49 ] && told=$((told + 1))
	done
	same $booked 20 "rounds with exactly one booking"
	same $told 20 "rounds in which 49 were told"
	ok "of 50 who press at once exactly one books, 20 times over"
	same "$(query "SELECT count(*) FROM appointment WHERE status = 'booked' AND booked_at >= 1793600000")" 20 "appointments in the database"
	no_double
	ok "the database holds those 20, and no time twice"
	same "$(metric diwan_restarts)" 0 restarts
	stop_diwan
	ok "the server ends cleanly after the rush"
}

on_both rush
finish
