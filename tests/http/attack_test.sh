#!/usr/bin/env bash
# What people who mean harm try, over HTTP: more rights than given, another person's answer,
# codes of other hospitals. Each was possible once.
. "$(dirname "$0")/lib.sh"
. "$(dirname "$0")/town.sh"

t0=2026-11-02T08:00:00Z

more_rights() {
	new_data "$1" town
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
	planted=$(printf 'A%.0s' {1..32})
	get "/account/second-factor?secret=$planted"; want 200; hasnt 'AAAA AAAA'; [ "$(input secret)" != "$planted" ] || say_wrong 'the planted secret'
	post /account/second-factor "secret=$planted" code=123456 pass=wrong; want 422; has "$planted"
	ok "a link does not bring the second factor's secret; a slip of the finger does not lose it"
	post "/admin/accounts/$country/roles" organization=4 role=desk; want 409
	same "$(sql_value "SELECT count(*) FROM membership WHERE account_id = $country")" 1
	ok "an account that may do more is not given roles from below"
	stop_diwan
}

anothers_answer() {
	new_data "$1" town
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
		new_data "$e" town
		new_user far SEF desk
		DIWAN_DEMONSTRATION=$demonstration serve_diwan --clock $t0; town_ready
		get /times/FES/1; slot=$(times | sed -n 3p)
		visitor; post /hold "slot=$slot"; draft=$(location)
		post "$draft" for_whom=self "name=Amina" birth-d=27 birth-m=3 birth-y=1968 sex=f phone=0622222222 tongue=fr; want 303
		as far; sign_in far
		get /desk/outbox; want 200
		if [ $demonstration = 1 ]; then has '06 22 22 22 22'; else hasnt '06 22 22 22 22' 'Demonstration: no text'; has 'No SMS gateway is configured' 'sms_url' 'docs/sms.md'; fi
		stop_diwan
	done
	ok "codes of other hospitals are shown in a demonstration only"
}

many_fields() {
	local fields
	start_diwan "$1" --clock $t0
	for fields in "$(printf '&%.0s' {1..300})" "$(printf 'a=1&%.0s' {1..150})" "$(printf 'a=1&%.0s' {1..1000})"; do
		get "/sign-in?$fields" --max-time 5
		case $status in 200 | 400) ;; *) want 200 ;; esac
	done
	get '/sign-in?to=/desk&lang=fr'; want 200; has 'value="/desk"' 'lang="fr"'
	ok "an address with many fields is answered at once"
	request POST /hook/sms/report -H 'Authorization: Basic Og==' -d 'key=1&status=1'; want 404
	request POST /hook/sms/incoming -H 'Authorization: Bearer ' -d 'from=0612345678&text=2&secret='; want 404
	get '/hook/sms/report?key=1&code=00000000000000000000000000000000&status=1'; want 404
	ok "without a secret in the settings there are no hooks"
	stop_diwan
}

others_types() {
	new_data "$1" town
	new_user chief FES director
	serve_diwan --clock $t0; town_ready
	as chief; sign_in chief
	extra=(who=new new=1 'name=Own Person' birth-d=1 birth-m=1 birth-y=1970 sex=male phone=0611111111 lang=fr extra=1 reason=ward
		agenda=1 day=2026-11-05 time=11:00)
	post /desk/book "${extra[@]}" type=3; want 404
	same "$(sql_value 'SELECT count(*) FROM appointment')$(sql_value 'SELECT count(*) FROM patient')" 00
	post /desk/book "${extra[@]}" type=2; want 303
	ok "in addition to the rule, but with a type of the own hospital"
	stop_diwan
}

machines_text() {
	new_data "$1" town
	serve_diwan --clock $t0; town_ready
	machine=(-H "Authorization: Bearer $(diwan token add --organization FES --role machine)")
	person() { json POST /fhir/Patient '{"resourceType":"Patient","name":[{"text":"Amina"}],"birthDate":"1970-01-01","identifier":[{"system":"urn:x","value":"'"$1"'"}]}' "${machine[@]}"; }
	person 'a\u202eb'; want 422
	person 'a\u0007b'; want 422
	person ab; want 201; patient=$(location); patient=${patient##*/}
	visit() { json "$1" "$2" '{"resourceType":"Appointment","id":"'"$4"'","status":"'"$3"'","comment":"'"$5"'","cancelationReason":{"text":"'"$5"'"},"slot":[{"reference":"Slot/1.1.20261103T0940"}],"participant":[{"actor":{"reference":"Patient/'"$patient"'"},"status":"accepted"}]}' "${machine[@]}" -H 'If-Match: W/"1"'; }
	visit POST /fhir/Appointment booked '' 'a\u202eb'; want 422
	visit POST /fhir/Appointment booked '' 'brings a referral'; want 201; id=$(location); id=${id##*/}
	visit PUT "/fhir/Appointment/$id" cancelled "$id" 'a\u0000b'; case $status in 400 | 422) ;; *) want 422 ;; esac
	visit PUT "/fhir/Appointment/$id" cancelled "$id" 'a\u202eb'; want 422
	same "$(sql_value 'SELECT status FROM appointment')" booked
	visit PUT "/fhir/Appointment/$id" cancelled "$id" 'is well again'; want 200
	ok "what machines send to be shown is text as in forms"
	stop_diwan
}

on_both more_rights
on_both many_fields
on_both others_types
on_both machines_text
on_both anothers_answer
on_both others_codes
finish
