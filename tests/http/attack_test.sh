#!/usr/bin/env bash
# What people who mean harm try, over HTTP: more rights than given, another person's answer,
# codes of other hospitals. Each was possible once.
. "$(dirname "$0")/lib.sh"
. "$(dirname "$0")/town.sh"

t0=2026-11-02T08:00:00Z

more_rights() {
	new_data "$1"; town
	new_user chef FES administrator --totp; secret=$totp
	new_user country FES platform --totp
	serve_diwan --clock $t0
	chef=$(sql_value "SELECT id FROM account WHERE login = 'chef'")
	country=$(sql_value "SELECT id FROM account WHERE login = 'country'")
	as chef; sign_in chef "$secret" $t0
	post "/admin/accounts/$chef/second-factor"; want 409
	post "/admin/accounts/$chef/password"; want 409
	get /admin/accounts; want 200
	same "$(sql_value "SELECT count(*) FROM account WHERE login = 'chef' AND totp_secret IS NULL")" 0
	ok "a session alone does not remove its own second factor or password"
	post "/admin/accounts/$country/roles" organization=4 role=desk; want 409
	same "$(sql_value "SELECT count(*) FROM membership WHERE account_id = $country")" 1
	ok "an account that may do more is not given roles from below"
	stop_diwan
}

anothers_answer() {
	new_data "$1"; town
	serve_diwan --clock $t0; town_ready
	get /times/FES/1; slot=$(times | sed -n 3p)
	as first; visitor
	post /hold "slot=$slot"; want 303; draft=$(location)
	post "$draft" for_whom=self "name=Amina" birth-d=27 birth-m=3 birth-y=1968 sex=f phone=0622222222 tongue=fr; want 303
	code=$(last_code +212622222222)
	confirm() { post "$draft/code" "code=$code" -- -H 'Idempotency-Key: one'; }
	confirm; want 303; link=$(location)
	confirm; want 303; same "$(location)" "$link"
	as second; visitor
	get /find	# a browser with a cookie of its own
	confirm; want 404; same "$(location)" ''
	ok "the answer to a key is given again to whom it was given, to nobody else"
	stop_diwan
}

others_codes() {
	local e=$1
	for demonstration in 0 1; do
		new_data "$e"; town
		new_user far SEF desk
		DIWAN_DEMONSTRATION=$demonstration serve_diwan --clock $t0; town_ready
		get /times/FES/1; slot=$(times | sed -n 3p)
		visitor; post /hold "slot=$slot"; draft=$(location)
		post "$draft" for_whom=self "name=Amina" birth-d=27 birth-m=3 birth-y=1968 sex=f phone=0622222222 tongue=fr; want 303
		as far; sign_in far
		get /desk/outbox; want 200
		if [ $demonstration = 1 ]; then has '06 22 22 22 22'; else hasnt '06 22 22 22 22'; fi
		stop_diwan
	done
	ok "codes of other hospitals are shown in a demonstration only"
}

on_both more_rights
on_both anothers_answer
on_both others_codes
finish
