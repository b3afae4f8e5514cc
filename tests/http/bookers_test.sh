#!/usr/bin/env bash
# Booking for others: health centres and helpers at hospitals that are not theirs, within what those
# allow; and the secretariat of a department. On both engines.
. "$(dirname "$0")/lib.sh"
. tests/http/town.sh
. tests/http/desk_lib.sh

# for_other AT TYPE SLOT NAME PHONE [field=value…]: the form of who books elsewhere.
for_other() {
	local at=$1 type=$2 slot=$3 name=$4 phone=$5; shift 5
	post /desk/book who=new new=1 "at=$at" of=cardio "name=$name" birth-d=1 birth-m=2 birth-y=1950 sex=female "phone=$phone" lang=fr \
		"type=$type" "slot-$type=$slot" "$@"
}
reach() { as chief; post /desk/bookers "reach=$1" centre_day=40 centre_week=150 centre_letters=40 helper_day=15 helper_open=40 helper_agenda=10 helper_phone=2; want 303; }
booker_id() { sql_value "SELECT id FROM booker WHERE kind = '$1' AND organization_id = ${2:-4}"; }

centres() {
	local id v
	as centre; get /desk/book; want 200; has 'Hospital A, Fez' 'Hospital B, Sefrou' '40 bookings today' '150 this week' 'own telephone'; hasnt 'name="sms"'
	reach province
	as centre; get /desk/book; has 'Hospital A, Fez'
	post /desk/bookers reach=none; want 404
	reach none; as centre; get /desk/book; hasnt 'Hospital A, Fez'; has 'Hospital B, Sefrou'
	for_other 4 1 1.20261104T0900 'Rkia One' 0655000001; want 404
	reach province
	ok "a hospital says from how far it is booked at; who is farther is not shown it"

	as chief; post /desk/bookers/type type=1 far=none; want 303; post /desk/bookers/type type=3 far=none; want 404
	get /desk/bookers; has 'Nobody from elsewhere'
	as centre; get '/desk/book?at=4&of=cardio'; want 200; hasnt 'slot-1"' 'name="slot-1'; has 'slot-6'
	for_other 4 1 1.20261104T0900 'Rkia One' 0655000001; want 409; has 'does not take this appointment from where you are' 'Rkia One'
	as chief; post /desk/bookers/type type=1 type_day=1 type_week=2; want 303
	as centre; get '/desk/book?at=4&of=cardio'; has '1 booking of this type left today' '2 bookings of this type left this week'
	for_other 4 1 1.20261104T0900 'Rkia One' 0655000001; want 303; id=$(last_id)
	for_other 4 1 1.20261104T0920 'Rkia Two' 0655000002; want 409; has 'of this type as this hospital allows' 'Rkia Two'
	same "$(sql_value "SELECT COUNT(*) FROM patient WHERE phone = '+212655000002'")" 0
	as chief; post /desk/bookers/type type=1 drop=1; want 303
	ok "one type may be kept back, or given to each health centre so many times; nothing is left of a refused booking"

	same "$(sql_value "SELECT COUNT(*) FROM message WHERE appointment_id = $id AND recipient = '+212655000001'")" 1
	as centre; get '/desk/book?at=4&of=cardio'; want 200; has '39 bookings today'
	look /desk/book/find rkia at=4 of=cardio; has 'Rkia One' '1 found'; hasnt 'Full name, as on the card'
	v=$(sql_value "SELECT patient_id FROM appointment WHERE id = $id")
	post /desk/book "who=$v" at=4 of=cardio type=6 slot-6=1.20261104T0940; want 303
	look /desk/book/find 'rkia two' at=4 of=cardio; has 'booked for nobody like that' 'Full name, as on the card'
	as cyber; look /desk/book/find rkia at=4 of=cardio; hasnt 'Rkia One'
	post /desk/book at=4 "who=$v" of=cardio; want 404; post /desk/book "who=$v" at=4 of=cardio type=1 slot-1=1.20261105T0900; want 404
	ok "who was booked for before is found again by the account that did, and by nobody else"

	# the hospital saw her in agenda 2, and will again
	as desk; for slot in 2.20261109T1400 2.20261111T1400; do post /desk/book "who=$v" of=cardio type=1 "slot-1=$slot" sms=1; want 303; done
	sql "UPDATE appointment SET day = day - 14, status = 'fulfilled' WHERE id = $(sql_value "SELECT id FROM appointment WHERE patient_id = $v AND day = $(town_day 2026-11-09)")"
	get "/desk/book?who=$(word_of "$v")&of=cardio"; has 'Last visit' 'Already has an appointment' 'same agenda as last time'
	for at in type= type=1; do
		as centre; post /desk/book at=4 of=cardio "who=$v" $at; want 422; has 'Rkia One'; hasnt 'Last visit' 'Already has an appointment' 'same agenda as last time'
	done
	look /desk/book/find rkia at=4 of=cardio; hasnt 'Last visit' 'Already has an appointment' 'same agenda as last time'
	ok "who books for others is not told when the hospital saw the person, where, or that it will"

	as centre; v=$(version_of "$id"); get "/desk/appointments/$id/move?from=2026-11-05"; want 200
	post "/desk/appointments/$id/move" "version=$v" slot=1.20261105T0900; want 303
	same "$(sql_value "SELECT time_channel FROM appointment WHERE id = $id")" health-centre
	get "/desk/appointments/$id"; hasnt 'Who cancels?'
	post "/desk/appointments/$id/cancel" "version=$((v + 1))" by=service reason=x; want 303
	same "$(sql_value "SELECT cancelled_by FROM appointment WHERE id = $id")" patient 'not in the name of the hospital'
	same "$(sql_value "SELECT COUNT(*) FROM message WHERE appointment_id = $id AND template = 'cancelled' AND recipient = '+212655000001'")" 1 'she is told'
	get /desk/ours; has 'Rkia One' Cancelled
	ok "it moves and cancels what it booked, on its own share"

	desk_account both CS health_centre
	sql "INSERT INTO membership (id, account_id, organization_id, role) SELECT 9009, id, 9, 'health_centre' FROM account WHERE login = 'both'"
	as chief; get /desk/bookers; has '<option value="centre:9">'; hasnt '<option value="centre:7"'
	post /desk/bookers/add who=centre:9; want 303
	same "$(sql_value "SELECT COUNT(*) FROM audit_event WHERE what = 'organization' AND route LIKE '%/desk/bookers/add'")" 1 'who was added is in the trail'
	v=$(last_id); post "/desk/bookers/$v" version=1 day=0 week=; want 303
	as both; rm -f "$jar"; post /sign-in user=both pass=long-enough-word; want 303
	post /account/role membership=9009; want 303; get '/desk/book?at=4'; has '0 bookings today'
	for_other 4 1 1.20261106T1020 'Both One' 0655000005; want 409; has 'made as many bookings today'
	v=$(sql_value "SELECT id FROM membership WHERE organization_id = 7 AND account_id = (SELECT id FROM account WHERE login = 'both')")
	post /account/role "membership=$v"; want 303; for_other 4 1 1.20261106T1020 'Both One' 0655000005; want 303; id=$(last_id)
	as desk; get "/desk/appointments/$id"; has 'By a health centre' 'Health centre'; hasnt 'Second centre'
	as chief; get /desk/bookers; hasnt '<option value="centre:9">'
	ok "who works at two centres is judged, and named, by the one that was chosen"
}

helpers() {
	local id v
	as cyber; for_other 4 1 1.20261105T0920 'Said One' 0655000011; want 303; id=$(last_id)
	for_other 4 1 1.20261105T0940 'Said Two' 0655000011; want 303
	for_other 4 1 1.20261105T1000 'Said Three' 0655000011; want 409; has 'own telephone' 'Said Three'
	for_other 4 1 1.20261105T1000 'Said Three' ''; want 422
	as desk; get "/desk/appointments/$id"; has 'By a helper' cyber 'Fez'
	get '/desk?day=2026-11-05&of=cardio'; has 'By a helper'
	get '/desk/print?day=2026-11-05&of=cardio'; has 'By a helper: cyber' 'Said Two'
	same "$(sql_value "SELECT COUNT(*) FROM audit_event WHERE role = 'helper' AND what = 'create'")" 2
	sql "UPDATE appointment SET status = 'noshow' WHERE id = $id"; get "/desk/appointments/$id"; has Missed
	as cyber; get "/desk/appointments/$id"; want 200; hasnt Missed
	sql "UPDATE appointment SET status = 'cancelled', cancelled_by = 'service', cancel_reason = 'Words of the ward' WHERE id = $id"
	get "/desk/appointments/$id"; has Cancelled; hasnt 'Words of the ward'; as desk; get "/desk/appointments/$id"; has 'Words of the ward'
	sql "UPDATE appointment SET status = 'booked', cancelled_by = NULL, cancel_reason = '' WHERE id = $id"
	ok "the desk sees whose booking it is, on the day, on its list and its page; the trail has the account"

	as desk; get /desk/bookers; want 404
	as chief; get /desk/bookers; want 200; has cyber 'Health centre' '<strong>1</strong>'; hasnt 'Said' 0655000011
	v=$(booker_id helper); get "/desk/bookers/$v"; want 200; has '2 bookings in 30 days' '2 today' '1 telephone for several persons' "href=\"/desk/appointments/$id\"" 'Dr Amina Benjelloun'; hasnt 'Said' 0655000011 Cardiology
	as other_chief; get /desk/bookers; want 200; hasnt cyber-x 'href="/desk/bookers/'
	get "/desk/bookers/$v"; want 404; post "/desk/bookers/$v/stop" why=x; want 404
	as chief; post "/desk/bookers/$v" version=1 day=2; want 303
	post "/desk/bookers/$v" version=1 day=3; want 409
	as cyber; get '/desk/book?at=4'; has 'made as many bookings today' '0 bookings today'
	for_other 4 1 1.20261105T1000 'Said Four' 0655000014; want 409; has 'made as many bookings today'
	as chief; post "/desk/bookers/$v" version=2 day=; want 303
	post "/desk/bookers/$v/stop" why=; want 422
	post "/desk/bookers/$v/stop" 'why=Sells places'; want 303; follow; has 'Stopped on' 'Sells places'
	as cyber; for_other 4 1 1.20261105T1000 'Said Four' 0655000014; want 409; has 'has stopped your bookings'; hasnt 'Sells places'
	for_other 6 3 3.20261105T1000 'Said Four' 0655000014; want 303
	v=$(version_of "$id"); post "/desk/appointments/$id/move" "version=$v" slot=1.20261106T0900; want 409; has 'has stopped your bookings'
	post "/desk/appointments/$id/cancel" "version=$v" by=patient reason=x; want 303
	as chief; post "/desk/bookers/$(booker_id helper)/resume"; want 303
	same "$(sql_value "SELECT COUNT(*) FROM audit_event WHERE what = 'organization' AND detail LIKE 'booker-%'")" 2
	as cyber; for_other 4 1 1.20261105T1000 'Said Four' 0655000014; want 303
	ok "the head of admissions sees what a helper did, sets its limits, stops it here and lets it go on"

	desk_account cyber2 MA-FES helper
	as chief; get /desk/bookers; v=$(grep -oE 'value="helper:[0-9]+"' "$body" | grep -oE '[0-9]+'); same "$(wc -w <<<"$v")" 1 'who is in the list is not offered again'
	post /desk/bookers/add "who=helper:$v"; want 303; get /desk/bookers; hasnt 'value="helper:'
	post /desk/bookers/add who=helper:1; want 404; post /desk/bookers/add who=x; want 404
	ok "limits may be set before the first booking, for those who may book here"
}

# What is closed to the public is closed to who books for it; a health centre has its own setting.
as_public() {
	local id v
	sql "UPDATE service SET online = FALSE WHERE id = 1"
	as cyber; get '/desk/book?at=4&of=cardio&new=1'; want 200; hasnt 'slot-1'
	for_other 4 1 1.20261109T0900 'Late One' 0655000031; want 404
	as centre; for_other 4 1 1.20261109T0900 'Late Two' 0655000032; want 303
	sql "UPDATE service SET online = TRUE, horizon_min = 4 * 1440 WHERE id = 1"
	as cyber; for_other 4 1 1.20261110T0920 'Late One' 0655000031; want 409; hasnt '20261110T'
	sql "UPDATE service SET horizon_min = 129600, age_max_months = 144 WHERE id = 1"
	for_other 4 1 1.20261110T0920 'Late One' 0655000031; want 422; has 'for another age'
	sql "UPDATE service SET age_max_months = 0, accept_fr = 'A jeun', accept_ar = 'A jeun', accept_en = 'Fasting' WHERE id = 1"
	get '/desk/book?at=4&of=cardio&new=1'; has Fasting 'accepts it'
	for_other 4 1 1.20261110T0920 'Late One' 0655000031; want 422; has 'has to accept'
	for_other 4 1 1.20261110T0920 'Late One' 0655000031 accepted=1; want 303; id=$(last_id)
	same "$(sql_value "SELECT text FROM accepted WHERE appointment_id = $id")" 'A jeun' 'what was accepted'
	sql "UPDATE service SET accept_fr = '', accept_ar = '', accept_en = '', same_practitioner = TRUE WHERE id = 1"
	for_other 4 1 1.20261110T0940 'Late Three' 0655000033; want 404
	sql "UPDATE service SET same_practitioner = FALSE, cancel_limit_min = 100000, move_limit_min = 100000 WHERE id = 1"
	v=$(version_of "$id"); post "/desk/appointments/$id/cancel" "version=$v" by=patient reason=x; want 409; has 'no longer be cancelled'
	post "/desk/appointments/$id/move" "version=$v" slot=1.20261110T1000; want 409
	sql "UPDATE service SET cancel_limit_min = 1440, move_limit_min = 1440 WHERE id = 1"
	post "/desk/appointments/$id/move" "version=$v" slot=1.20261110T1000; want 303
	for_other 4 1 1.20261111T0920 'Late One' 0655000031 email=late@mta.test; want 303
	same "$(sql_value "SELECT email FROM appointment_mail")/$(sql_value "SELECT email FROM patient WHERE phone = '+212655000031'")" late@mta.test/ 'of a file without an address'
	ok "a helper books, moves and cancels what the public may and when it may; a health centre by its own setting"
}

# A department with agenda 2 and a secretariat without an agenda of its own.
secretariat() {
	local amina visit
	as desk; desk_new 'Amina Sebti' 0670000001 1.20261105T1020; want 303; visit=$(last_id)
	amina=$(sql_value "SELECT patient_id FROM appointment WHERE id = $visit")
	as secretary; get /desk/week; want 200; hasnt 'Benjelloun'
	look /desk/book/find sebti of=cardio; has 'Amina Sebti' 'Already has an appointment'
	post /desk/book "who=$amina" of=cardio type=1 slot-1=2.20261104T1400 sms=1; want 303; follow; has 'Amina Sebti'
	post /desk/book "who=$amina" of=cardio type=1 slot-1=1.20261105T1040; want 404
	desk_new 'Nadia New' 0670000002 2.20261104T1420; want 303
	same "$(sql_value "SELECT organization_id FROM patient WHERE name = 'Nadia New'")" 4 'kept by the hospital'
	get '/desk?day=2026-11-04&of=cardio'; has 'Amina Sebti' 'Nadia New'
	get "/desk/appointments/$visit"; want 404
	get "/desk/people/$amina"; want 404
	post /desk/book "who=$amina" of=cardio; want 422; has 'Amina Sebti'
	post /desk 'q=nadia' day=2026-11-04; follow; has 'Nadia New'; hasnt 'href="/desk/people/'
	as other; post /desk/book "who=$amina" of=cardio; want 404
	ok "a secretariat books for all agendas of its department, knows the hospital's people, sees no other department's day"
}

bookers() {
	desk_town "$1"
	sql "INSERT INTO organization (id, parent_id, tree_lo, tree_hi, depth, kind, code, name_fr, name_ar, name_en, name_fold, sms_name, phone, zone, active, version) VALUES
		(8, 4, 1115, 1117, 4, 'department', 'FES-C2', 'Cardiologie 2', 'القلب 2', 'Cardiology 2', 'cardiologie 2', 'C2', '', 'Africa/Casablanca', TRUE, 1)"
	sql "INSERT INTO organization (id, parent_id, tree_lo, tree_hi, depth, kind, code, name_fr, name_ar, name_en, name_fold, sms_name, phone, zone, active, version) VALUES
		(9, 3, 1140, 1145, 3, 'health_centre', 'CS2', 'Second centre', 'Second centre', 'Second centre', 'second centre', 'CS2', '', 'Africa/Casablanca', TRUE, 1)"
	desk_account other_chief SEF head_of_admissions; sign_in other_chief
	jobs_now
	centres
	helpers
	as_public
	sql "UPDATE schedule SET organization_id = 8 WHERE id = 2; UPDATE opening SET organization_id = 8 WHERE schedule_id = 2;
		UPDATE opening_day SET organization_id = 8 WHERE schedule_id = 2; UPDATE offer SET organization_id = 8, tree_lo = 1115 WHERE schedule_id = 2"
	desk_account secretary FES-C2 desk; sign_in secretary
	secretariat
	stop_diwan
}

on_both bookers
finish
