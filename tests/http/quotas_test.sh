#!/usr/bin/env bash
# Places of an opening kept for those who book online and for the desk: nobody takes more than is
# kept for him before the hour at which all is one pool, whoever presses at the same moment; the
# public, the search and the desk say the same. Both engines.
. "$(dirname "$0")/lib.sh"
. "$(dirname "$0")/town.sh"
. "$(dirname "$0")/desk_lib.sh"

first_day() { get '/search?s=dermato&where=all'; want 200; sed 's/<[^>]*>//g' "$body" | grep 'First free time' | grep -q "$1" || say_wrong "the first free time is not $1"; }
tuesday() { get /times/FES/2; times | grep -c '20261103'; }
desk_dermato() {	# NAME SLOT [field=value…]: a new person at the desk
	local name=$1 slot=$2; shift 2
	get '/desk/book?new=1&of=dermato'; want 200
	post /desk/book "key=$(input key)" who=new new=1 of=dermato "name=$name" birth-d=27 birth-m=3 birth-y=1968 sex=female \
		"phone=0661${RANDOM:0:1}${RANDOM:0:1}0101" lang=fr type=2 "slot-2=$slot" "$@"
}

shares() {
	desk_town "$1"
	desk_account hadmin FES head_of_admissions; sign_in hadmin
	get /admin/hours/4; want 200; has 'Places kept for each way of booking' 'name="release_unit"'
	local hours=(version=1 days=2 days=4 services=2 start=09:00 end=10:00 first=2026-11-02 repeat=week capacity=1)
	post /admin/hours/4 "${hours[@]}" online=1001; want 422; has 'id="online-e"'
	post /admin/hours/4 "${hours[@]}" online=1 desk=1 release=12 release_unit=hours; want 303
	follow; want 200; has 'Online: 1, Desk: 1'
	get /admin/hours/4; want 200; has 'value="12"'
	same "$(sql_value 'SELECT online, desk, centre IS NULL, release_min FROM opening_quota' | tr -d '|tf')" "11$([ -n "$pg" ] || echo 1)720"
	ok "a head of admissions says how many places are kept for each way of booking"

	as citizen; visitor
	same "$(tuesday)" 3
	first_day 'Tuesday 3'
	for slot in $(get /times/FES/2; times | grep 20261103) $(times | grep 20261103); do
		curl -sS -o /dev/null -w '%{http_code}\n' -H "Origin: $url" -H 'Sec-Fetch-Site: same-origin' --data-urlencode "slot=$slot" "$url/hold" &
	done >"$work/raced"; wait $(jobs -p | grep -v "^$server\$")
	same "$(sort "$work/raced" | uniq -c | tr -s ' ' | paste -sd, -)" ' 1 303, 5 409'
	same "$(sql_value 'SELECT COUNT(*) FROM hold')" 1
	ok "of six who press different times of one morning at once, one gets the one place kept online"

	same "$(tuesday)" 0
	sql 'DELETE FROM hold'
	visitor; get /times/FES/2; slot=$(times | grep 20261103 | head -n 1)
	book_time "$slot" 0661234567 'Amina Alaoui'; want 303
	visitor; same "$(tuesday)" 0
	first_day 'Thursday 5'
	get /times/FES/2; slot=4.2.20261103T0940
	post /hold "slot=$slot"; want 409
	ok "once it is booked the public sees no time that morning, and the search says the next one"

	as desk
	get '/desk?day=2026-11-03&of=dermato'; want 200; has 'online 1 of 1' 'desk 0 of 1' 'open to all on'
	get '/desk/book?new=1&of=dermato'; want 200; has '4.20261103T'
	slot=$(grep -oE '4\.20261103T[0-9]{4}' "$body" | sort -u | head -n 1)
	for name in 'Karim Bennani' 'Salma Tazi' 'Hamid Alami'; do
		desk_dermato "$name" "$slot"; echo "$status"
		slot=$(get '/desk/book?new=1&of=dermato'; grep -oE '4\.20261103T[0-9]{4}' "$body" | sort -u | head -n 1)
		[ -n "$slot" ] || slot=4.20261103T0940
	done >"$work/desk"
	same "$(paste -sd, "$work/desk")" '303,409,409'
	get '/desk?day=2026-11-03&of=dermato'; want 200; has 'desk 1 of 1'
	as centre
	get '/desk/book?at=4&of=dermato&new=1'; want 200; has '4.20261103T'
	ok "the desk has its own place and no more; a health centre without a share takes what is kept for nobody"

	clock 2026-11-02T20:59:00Z
	as citizen; visitor; same "$(tuesday)" 0
	clock 2026-11-02T21:00:00Z
	same "$(tuesday)" 1
	first_day 'Tuesday 3'
	sign_in desk
	get '/desk?day=2026-11-03&of=dermato'; want 200; has 'what is left is open to all'
	ok "twelve hours before, to the minute, what nobody took is open to all, and the search knows it without a write"
	stop_diwan
}

on_both shares
finish
