#!/usr/bin/env bash
# The telephone desk: the exchange's hook, the household of a number, booking from a call and the way back, messages
# for practitioners; a secretariat of two hospitals sees of each what it allows. On both engines.
. "$(dirname "$0")/lib.sh"
. tests/http/town.sh
. tests/http/desk_lib.sh

# told EVENT ID FROM [TO]: as the exchange does.
told() {
	request POST /desk/call -H "Authorization: Bearer $token" -H 'Content-Type: application/json' \
		--data-binary "{\"event\":\"$1\",\"id\":\"$2\",\"from\":\"$3\",\"to\":\"${4:-}\"}"
}
call_id() { location | grep -oE '/desk/telephone/[0-9]+' | grep -oE '[0-9]+$'; }
household_word() { grep -oE '/desk/book\?who=[A-Za-z0-9_-]+' "$body" | head -n 1 | cut -d= -f2; }

# signed AT BODY [CURL…]: the same, signed as the webhook of an exchange is.
signed() {
	local mac
	mac=$(printf '%s.%s' "$1" "$2" | openssl dgst -sha256 -hmac "$secret" -hex | sed 's/.* //')
	request POST "${at:-/desk/call}" -H "X-Diwan-Signature: key=$key, t=$1, v1=$mac" -H 'Content-Type: application/json' --data-binary "${said:-$2}"
}
signatures() {
	local key secret token now=1793606400 ring='{"event":"ring","id":"s1","from":"0655000077"}'
	token=$(diwan token add --organization FES --role machine 2>>"$work/users.log" | tail -n 1)
	diwan token signing "$token" >"$work/signing" 2>>"$work/users.log"
	key=$(awk '$1 == "key" {print $2}' "$work/signing"); secret=$(awk '$1 == "secret" {print $2}' "$work/signing")
	clock 2026-11-02T08:00:00Z
	as machine; signed $now "$ring"; want 201; has '"call":"/desk/telephone/'
	signed $now "$ring"; want 409; has 'taken before'
	signed $((now + 1)) "$ring"; want 200
	said=${ring/077/078} signed $((now + 2)) "$ring"; want 401
	signed $((now - 400)) "$ring"; want 401
	signed $((now + 400)) "$ring"; want 401
	at=/fhir/Appointment signed $now "$ring"; want 401
	key=$((key + 1)) signed $((now + 3)) "$ring"; want 401
	secret=x$secret signed $((now + 4)) "$ring"; want 401
	request POST /desk/call -H 'X-Diwan-Signature: key=x, t=1, v1=' -d x=1; want 401
	diwan token revoke "$token" 2>>"$work/users.log"
	signed $((now + 5)) "$ring"; want 401
	same "$(sql_value "SELECT COUNT(*) FROM telephone_call WHERE line_id = 's1' AND number = '+212655000077'")" 1
	sql "DELETE FROM telephone_call WHERE line_id = 's1'"
	ok "an exchange signs what it tells instead: once, within minutes, of that body, at that address, until the token ends"
}

hook() {
	local one two
	token=$(diwan token add --organization FES --role machine 2>>"$work/users.log" | tail -n 1)
	as machine; told ring a1 '06 55 00 00 01'; want 201; has '"call":"/desk/telephone/'; one=$(call_id)
	told ring a1 '06 55 00 00 01'; want 200; same "$(call_id)" "$one"
	request POST '/desk/call?from=0655000001' -H "Authorization: Bearer $token" -d 'event=ring&id=a2'; want 400; has 'nothing stands in the address'
	request POST /desk/call -H "Authorization: Bearer $token" -d 'event=dance&id=a2'; want 400
	request POST /desk/call -H "Authorization: Bearer $token" -H 'Content-Type: application/json' -d '[]'; want 400
	request POST /desk/call -d 'event=ring&id=a2'; want 401
	request POST /desk/call -H 'Authorization: Bearer AAAAAAAAAAAAAAAAAAAAAA' -d 'event=ring&id=a2'; want 401
	request POST /desk/call -H "Authorization: Bearer $token" --data-urlencode event=ring --data-urlencode id=a2 --data-urlencode from=anonymous; want 201
	same "$(sql_value 'SELECT COUNT(*) FROM telephone_call')" 2
	! grep -q 655000001 "$work/log" || say_wrong 'the number stands in the log'
	ok "the exchange tells of a call once, with a machine's token, and never in an address"

	as machine; told ring a3 0655000004; want 201
	as other; get "/desk/telephone/$one"; want 404; get /desk/telephone; want 200; hasnt '55 00 00 01'
	post "/desk/telephone/$one/take"; want 404
	as desk; get /desk/telephone; has '06 55 00 00 01' 'Rings' 'Number withheld' 'tel:+212655000001'
	post "/desk/telephone/$one/take"; want 303; follow; want 200; has 'No file has this number' 'End of the call'
	as desk2; post "/desk/telephone/$one/take"; want 409; has 'Somebody else has taken'
	clock 2026-11-02T08:10:00Z
	as machine; told end a1 ''; want 200
	as desk; post "/desk/telephone/$one/end"; want 422; has 'Say what the call was about'
	post "/desk/telephone/$one/end" reason=other 'note=asked for the way'; want 303; follow
	has '06 55 00 00 01' 'Something else'; grep -qE '[0-9]+ min' "$body" || say_wrong 'no length'
	same "$(sql_value "SELECT COUNT(*) FROM audit_event WHERE route = 'POST /desk/telephone/:id/end' AND what = 'change'")" 1
	as machine; told end a2 ''; want 200
	as desk; get /desk/telephone; has 'Not answered' 'Number withheld'; hasnt 'to call'
	as centre; get /desk/telephone; want 404; get "/desk/telephone/$one"; want 404
	as doctor; get /desk/telephone; want 404
	ok "one takes it; reason and length are kept, and a row in the trail; who hid the number cannot be called back"

	token=$(diwan token add --organization MA-03 --role machine 2>>"$work/users.log" | tail -n 1)
	as machine; told ring b1 0655000003 0535000002; want 201; two=$(call_id); told end b1 ''; want 200; same "$(call_id)" "$two"
	same "$(sql_value "SELECT organization_id || state FROM telephone_call WHERE line_id = 'b1'")" 6missed
	ok "an exchange of a region names the line when it rings; the end of that call finds it without"

	clock 2026-11-02T08:12:00Z
	as desk; get /desk/telephone; hasnt '06 55 00 00 04' 'Rings'; has '1 person to call'
	get /desk/calls; has '06 55 00 00 04' 'Rang and were not answered'
	ok "a call of whose end nobody told does not ring for ever"

	get /desk/telephone/ringing; want 200; same "$(cat "$body")" 0.0
	as machine; told ring a4 0655000004 0535000001; want 201; one=$(call_id)
	as desk; get /desk/telephone/ringing; same "$(cat "$body")" "1.$one"
	post /desk/calls "line=call.$one.0" outcome=confirmed; want 409	# who rings now cannot have been called back
	get /desk/telephone; has "data-shown=\"1.$one\""; hasnt 'http-equiv="refresh"'
	get /desk/telephone/watch; want 200; has '06 55 00 00 04' 'http-equiv="refresh"' "/desk/telephone/$one/take"; hasnt 'name="phone"'
	as other; get /desk/telephone/ringing; same "$(cat "$body")" 0.0
	as centre; get /desk/telephone/ringing; want 404
	seen() { sql_value "SELECT MAX(s.seen_at) FROM session s JOIN account a ON a.id = s.account_id WHERE a.login = 'desk'"; }
	as desk; get /desk; was=$(seen); clock 2026-11-02T08:14:00Z
	get /desk/telephone/ringing; get /desk/telephone/watch; same "$(seen)" "$was"
	ok "a page learns what rings without naming anybody, and asking by itself is no use of the session"
}

# What a person has on the list of people to call: its lines, as the form sends them.
lines_of() { get /desk/calls; awk -v n="tel:$1" '/<section class="box">/ { on = 0 } index($0, n) { on = 1 } on' "$body" | grep -oE 'name="line" value="[^"]*"' | sed 's/.*value="/line=/;s/"$//'; }
to_call() {
	local visit l said
	as machine; told end a4 ''; want 200; told ring c1 0655000006 0535000001; told end c1 ''; want 200
	as desk; desk_new 'Rang Twice' 0655000006 1.20261104T1000; want 303; visit=$(last_id)
	sql "INSERT INTO inbox_message (id, organization_id, kind, phone, line, text, provider_id, at, state, outcome, lang, patient_id, times, last_at, note)
		SELECT 601, 4, 'call', '+212655000006', '3900', '', '', rang_at, 'open', '', 'fr', NULL, 2, rang_at, '' FROM telephone_call WHERE line_id = 'c1'"
	sql "INSERT INTO reminder_call (id, organization_id, appointment_id, patient_id, why, rank, day, start_min, made_at, state, outcome, tries, note)
		SELECT 602, 4, id, patient_id, 'undelivered', 300, day, start_min, booked_at, 'open', '', 0, '' FROM appointment WHERE id = $visit"
	get /desk/calls; want 200; has 'Rang Twice' 'rang 2 times' 'The message did not arrive' 'tel:+212655000006' 'type="checkbox" name="line"'
	same "$(grep -c 'tel:+212655000006' "$body")" 1
	same "$(grep -c '<h3>' "$body")" 2		# a number each; so says the badge
	get /desk/telephone; has '2 people to call'
	mapfile -t said < <(lines_of +212655000006); same "${#said[@]}" 3
	as other; get /desk/calls; hasnt '55 00 00 06'
	for l in "${said[@]}"; do post /desk/calls "$l" outcome=confirmed; want 404; done
	as centre; get /desk/calls; want 404
	as desk; post /desk/calls outcome=confirmed; want 422
	post /desk/calls "${said[@]}" outcome=no-answer 'note=engaged'; want 303; follow; has 'called 1 time' 'engaged' '55 00 00 06'
	post /desk/calls "${said[@]}" outcome=confirmed; want 409; has 'Somebody else has noted'
	same "$(sql_value "SELECT COUNT(*) FROM reminder_call WHERE id = 602 AND state = 'open' AND tries = 1")" 1
	mapfile -t said < <(lines_of +212655000006)
	post /desk/calls "${said[@]}" outcome=confirmed; want 303; follow; hasnt 'tel:+212655000006'; has 'Called in the last day' 'Spoken to' 'Comes'
	same "$(sql_value "SELECT (SELECT state || outcome FROM telephone_call WHERE line_id = 'c1') || (SELECT state || outcome FROM inbox_message WHERE id = 601) || (SELECT state || outcome FROM reminder_call WHERE id = 602)")" doneconfirmeddoneconfirmeddoneconfirmed
	post /desk/calls "${said[0]}" outcome=confirmed; want 409
	get /desk/inbox; want 200; hasnt 'call to return'
	ok "who rang, rang elsewhere and was not reached is one entry, and one note says what came of the call"

	as machine; told ring c2 0655000006 0535000001; told end c2 ''; want 200
	sql "INSERT INTO inbox_message (id, organization_id, kind, phone, line, text, provider_id, at, state, outcome, lang, patient_id, times, last_at, note)
		SELECT 603, 4, 'call', '+212655000006', '3900', '', '', rang_at, 'open', '', 'fr', NULL, 1, rang_at, '' FROM telephone_call WHERE line_id = 'c2'"
	as desk; post /desk/telephone phone=0655000006; want 303; l=$(call_id); post "/desk/telephone/$l/end" reason=book; want 303
	get /desk/calls; hasnt "tel:+212655000006"
	ok "who rang again and was spoken to need not be called back"
}

play() {
	local call person visit
	as desk; desk_new 'Rkia Malki' 0655000002 1.20261104T0900; want 303; visit=$(last_id)
	desk_new 'Zohra Malki' 0655000002 1.20261104T0920 sure=1; want 303
	sql "INSERT INTO appointment (id, organization_id, reference, token_hash, patient_id, schedule_id, practitioner_id, service_id, location_id, specialty, service_name_fr, service_name_ar, service_name_en,
		day, start_min, zone, start_at, duration_min, buffer_before_min, buffer_after_min, seat, status, cancel_reason, overbook_reason, channel, for_whom, note, salt, booked_at, changed_at, booked_day, overbooked, walk_in, history, version)
		SELECT 77, organization_id, '00000000077', 'x77', patient_id, schedule_id, practitioner_id, service_id, location_id, specialty, service_name_fr, service_name_ar, service_name_en,
		day - 30, start_min, zone, start_at - 2592000, duration_min, 0, 0, 1, 'noshow', '', '', channel, for_whom, '', 's', booked_at - 2692000, booked_at, booked_day - 31, FALSE, FALSE, FALSE, 1 FROM appointment WHERE id = $visit"
	post /desk/telephone 'phone=+212 655-000002'; want 303; call=$(call_id); follow; want 200
	has 'Rkia Malki' 'Zohra Malki' '1 missed in twelve months' 'Cardiology' "/desk/appointments/$visit/move" 'tel:+212655000002'
	same "$(sql_value "SELECT COUNT(*) FROM audit_event WHERE route LIKE '%/desk/telephone/:id' AND what = 'search' AND (patient_id IS NOT NULL OR list_id IS NOT NULL)")" 1
	person=$(household_word)
	get "/desk/book?who=$person"; want 200; has 'Back to the call' "/desk/telephone/$call" 'value="phone" checked'
	post /desk/book "who=$(sql_value "SELECT id FROM patient WHERE name = 'Rkia Malki'")" of=cardio type=6 slot-6=1.20261105T0900 sms=1 way=phone; want 303; follow
	has 'Back to the call' "/desk/telephone/$call"
	same "$(sql_value "SELECT channel FROM appointment WHERE id = (SELECT MAX(id) FROM appointment)")" phone
	get "/desk/appointments/$visit/move"; has 'Back to the call'
	look "/desk/telephone/$call/find" zohra; has 'Found' 'Zohra Malki'
	ok "a number brings up its household with next and missed appointments; booking and moving lead back to the call"

	post "/desk/telephone/$call/message" practitioner=1 "about=$person" 'text=Ordonnance perdue'; want 303; follow; has 'Ordonnance perdue' 'not read yet'
	post "/desk/telephone/$call/message" practitioner=1 text=; want 422; has 'Write the message'
	post "/desk/telephone/$call/message" practitioner=9 text=x; want 422
	as other; post "/desk/telephone/$call/message" practitioner=1 text=x; want 404
	as desk; get /desk/messages; want 200; hasnt 'Ordonnance perdue'
	post "/desk/messages/$(sql_value 'SELECT id FROM telephone_message')/read"; want 404
	as centre; get /desk/messages; want 404
	as doctor; get /desk/messages; want 200; has 'Rkia Malki' 'Ordonnance perdue' 'tel:+212655000002'
	post "/desk/messages/$(sql_value 'SELECT id FROM telephone_message')/read"; want 303; follow; has 'read on'
	as desk; get "/desk/telephone/$call"; has 'read on'; hasnt 'not read yet'
	ok "a message reaches its practitioner alone; the desk sees that it was read"

	sql "UPDATE account SET active = FALSE WHERE login = 'doctor'"
	get "/desk/telephone/$call"; has '(handed over by the desk)'
	post "/desk/telephone/$call/message" practitioner=1 "about=$person" 'text=Certificat'; want 303; follow; has 'Certificat' 'not read yet'
	get /desk/messages; has 'Certificat' 'Rkia Malki' 'Handed over'
	as other; get /desk/messages; hasnt 'Certificat'; post "/desk/messages/$(sql_value 'SELECT MAX(id) FROM telephone_message')/read"; want 404
	as desk; post "/desk/messages/$(sql_value 'SELECT MAX(id) FROM telephone_message')/read"; want 303; follow; has 'handed over on'
	get "/desk/telephone/$call"; has 'handed over on' 'read on'
	sql "UPDATE account SET active = TRUE WHERE login = 'doctor'"
	ok "a practitioner without an account gets a message too: the desk hands it over and says so"

	post "/desk/telephone/$call/end" reason=book; want 303
	get '/desk/book'; hasnt 'Back to the call'
}

# may BITS…: what Hospital A lets the secretariat see and do.
may() { local f=() b; for b; do f+=("$b=1"); done; as chief; post /desk/telephone-rules "${f[@]}"; want 303; }

shared() {
	local call visit missed person id
	desk_account tele FES telephone
	sql "INSERT INTO membership (id, account_id, organization_id, role) SELECT 901, id, 6, 'telephone' FROM account WHERE login = 'tele'"
	as other; get '/desk/book?new=1&of=cardio'
	post /desk/book who=new new=1 of=cardio 'name=Brahim Malki' birth-d=1 birth-m=1 birth-y=1960 sex=male phone=0655000002 lang=fr type=3 slot-3=3.20261105T1000 sms=1; want 303
	as tele; rm -f "$jar"; post /sign-in user=tele pass=long-enough-word; want 303
	post /account/role "membership=$(sql_value "SELECT m.id FROM membership m JOIN account a ON a.id = m.account_id WHERE a.login = 'tele' AND m.organization_id = 4")"; want 303
	visit=$(sql_value "SELECT id FROM appointment WHERE start_min = 540 AND day = $(town_day 2026-11-04)")
	post /desk/telephone phone=0655000002; want 303; call=$(call_id); follow; want 200
	has 'Rkia Malki' 'Brahim Malki' 'With this number, at Hospital B, Sefrou' 'Answer for Hospital B' 'Cardiology' 'missed in twelve' "/desk/appointments/$visit/move"
	hasnt 'Past appointments' 'Earlier calls' 'asked for the way'
	for u in /desk "/desk/people/$(sql_value "SELECT MIN(id) FROM patient")" /desk/week /desk/print "/desk/appointments/$visit/receipt.pdf" /desk/appointments/77; do get "$u"; want 404; done
	get "/desk/appointments/$visit"; want 200; has 'Cardiology' 'Cancel the appointment'; hasnt 'Note for the desk' 'Receipt (PDF)' 'What happens now'
	sql "UPDATE service SET sensitive = TRUE"	# then neither agenda nor place tells what it is
	get "/desk/appointments/$visit"; want 200; has 'Rkia Malki'; hasnt 'Cardiology' 'Dr Amina' 'Outpatients'
	get "/desk/telephone/$call"; want 200; has 'Rkia Malki'; hasnt 'Cardiology' 'Outpatients'
	sql "UPDATE service SET sensitive = FALSE"
	may missed book write
	as tele; get "/desk/telephone/$call"; has 'Rkia Malki'; hasnt 'Cardiology, Dr Amina' "/desk/appointments/$visit/move"
	get "/desk/appointments/$visit"; want 200; hasnt 'Cardiology' 'Dr Amina' 'Cancel the appointment' 'Outpatients'
	get "/desk/appointments/$visit/move"; want 409; has 'not allowed'
	post "/desk/appointments/$visit/cancel" by=patient reason=x version=1; want 409
	may types change
	as tele; get "/desk/telephone/$call"; hasnt 'missed in twelve' '/desk/book?who' 'Write one'
	get /desk/book; want 409
	post /desk/book "who=$(sql_value "SELECT id FROM patient WHERE name = 'Rkia Malki'")" of=cardio type=6 slot-6=1.20261106T0900; want 409
	post "/desk/telephone/$call/message" practitioner=1 text=x; want 404
	may types book change write
	as tele; get "/desk/book?who=$(get "/desk/telephone/$call"; household_word)"; want 200; has 'Rkia Malki'; hasnt 'Last visit' 'Repeat visits' 'Confirm and print'
	post /desk/book "who=$(sql_value "SELECT id FROM patient WHERE name = 'Rkia Malki'")" of=cardio type=6 slot-6=1.20261106T0900 sms=1 walk=1; want 303
	same "$(sql_value "SELECT channel || status FROM appointment WHERE id = (SELECT MAX(id) FROM appointment)")" phonebooked
	post "/desk/appointments/$visit/cancel" by=service reason=grippe "version=$(version_of "$visit")"; want 303
	same "$(sql_value "SELECT cancelled_by FROM appointment WHERE id = $visit")" patient
	ok "a secretariat sees and does in a hospital what its setting says, and no other page of the desk"

	person=$(sql_value "SELECT id FROM appointment WHERE organization_id = 6")
	get "/desk/appointments/$person"; want 404
	post "/desk/telephone/$call/house" house=6; want 303; follow; has 'With this number, at Hospital A, Fez' "/desk/appointments/$person"
	get "/desk/appointments/$person"; want 200; get "/desk/appointments/$visit"; want 404
	post "/desk/telephone/$call/house" house=2; want 404
	as chief; post /desk/telephone-rules; want 303; get /desk/telephone-rules; has 'Not answered:' 'An appointment'
	as other; post /desk/telephone-rules types=1; want 404
	as desk; post "/desk/telephone/$call/end" reason=cancel; want 303
	sql "UPDATE membership SET until_day = 0 WHERE id = 901"
	as tele; get "/desk/telephone/$call"; want 303
	ok "it works at one hospital at a time, and for no longer than each lets it"
}

crowd() {	# a home's number
	local call
	for i in $(seq 10 39); do echo "INSERT INTO patient (id, organization_id, name, name_fold, name_key, sex, birth_day, phone, email, identity_number, lang, created_at, version)
		VALUES (7$i, 4, 'Resident $i', 'resident $i', 'resident $i', 'female', $i, '+212655000077', '', '', 'fr', 1500000000, 1);"; done >"$work/crowd.sql"
	sql "$(cat "$work/crowd.sql")"
	as desk; post /desk/telephone phone=0655000077; want 303; call=$(call_id); follow
	has 'Resident 10' 'Resident 21' 'More people with this number'; hasnt 'Resident 22' 'Those before'
	get "/desk/telephone/$call?at=4&from=12"; has 'Resident 22' 'Resident 33' 'Those before'; hasnt 'Resident 21'
	get "/desk/telephone/$call?at=4&from=24"; has 'Resident 34' 'Resident 39'; hasnt 'More people with this number'
	post "/desk/telephone/$call/end" reason=other; want 303
	ok "a number of thirty people is shown page by page, to the last of them"
}

erased() {
	local call
	sql "INSERT INTO patient (id, organization_id, name, name_fold, name_key, sex, phone, email, identity_number, lang, created_at, version)
		VALUES (500, 4, 'Tamo Idrissi', 'tamo idrissi', 'tamo idrissi', 'female', '+212655000009', '', '', 'fr', 1500000000, 1)"
	as desk; post /desk/telephone phone=0655000009; call=$(call_id); follow; has 'Tamo Idrissi'
	post "/desk/telephone/$call/message" practitioner=1 "about=$(household_word)" 'text=Tamo rappelle'; want 303
	post "/desk/telephone/$call/end" reason=other 'note=Tamo a appele'; want 303
	as chief; get /desk/people/500/export.json; want 200; has 'left_by_telephone' 'Tamo rappelle'
	get /desk/people/500/erase; has 'Erase for good'
	post /desk/people/500/erase "version=$(input version)"; want 303
	same "$(sql_value "SELECT number || note || (SELECT COUNT(*) FROM telephone_message WHERE patient_id = 500) FROM telephone_call WHERE id = $call")" 0
	ok "nothing is left of an erased person's calls and messages"
}

export DIWAN_SESSION_IDLE_MINUTES=120	# the clock jumps here, and goes on while a busy machine works
test_all() {
	desk_town "$1"
	signatures; hook; to_call; play; shared; crowd; erased
	stop_diwan
}
on_both test_all
finish
