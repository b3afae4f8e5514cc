#!/usr/bin/env bash
# What a type of appointment asks of those who book online: age on the day of the visit, a follow-up
# with the doctor who has seen the person; what it tells them before and after; and what a discreet one
# leaves out of messages. The desk is bound by none of it. Both engines.
. "$(dirname "$0")/lib.sh"
. "$(dirname "$0")/town.sh"
. "$(dirname "$0")/desk_lib.sh"

answers=(for_whom=self 'name=Amina Alaoui' sex=f phone=0661234567 tongue=fr)
cardio=(name_fr=Cardiologie 'name_ar=أمراض القلب' name_en=Cardiology duration=20 step=20 before=0 after=0 capacity=1
	online=1 desk=1 centre=1 may_cancel=1 may_move=1 lead=1 lead_unit=hours horizon=90 horizon_unit=days cancel=1 cancel_unit=days move=1 move_unit=days sex=any
	age_min=0 age_max=0 place_kind=on_site bring_fr=Carte bring_ar= bring_en= active=1)

fhir() { bearer=(-H "Authorization: Bearer $(diwan token add --organization "$1" --role machine)"); }
types() {
	desk_town "$1"
	desk_account hadmin FES head_of_admissions; sign_in hadmin
	as citizen; visitor
	post /hold slot=1.5.20261104T0900; want 303; draft=$(location)
	post "$draft" "${answers[@]}" birth-d=5 birth-m=11 birth-y=2008; want 422; has 'for another age'
	visitor
	post /hold slot=1.5.20261105T0900; want 303; draft=$(location)
	post "$draft" "${answers[@]}" birth-d=5 birth-m=11 birth-y=2008; want 303
	ok "an age is counted on the day of the visit"

	as hadmin
	get /admin/services/6; want 200; has 'same_practitioner' 'prepare_fr' 'after_ar'
	post /admin/services/6 version=1 "${cardio[@]}" visit=follow_up same_practitioner=1 'prepare_en=Eat nothing from midnight on' prepare_fr=x prepare_ar= \
		after_fr=y after_ar= 'after_en=Rest for a day'; want 303
	get /admin/services/6; want 200; has 'Eat nothing from midnight on' 'Rest for a day'
	as citizen; visitor
	post /hold slot=1.6.20261106T0900; want 303; draft=$(location)
	get "$draft"; want 200; has 'the same doctor has seen before' 'Before you come' 'Eat nothing from midnight on'
	post "$draft" "${answers[@]}" birth-d=27 birth-m=3 birth-y=1968; want 303
	post "$draft/code" "code=$(last_code +212661234567)"; want 409; has 'for others' 'Choose a first visit'
	same "$(sql_value "SELECT COUNT(*) FROM appointment")" 0
	ok "a follow-up is refused to who was never seen there, and the page says what to do"

	book_time 1.1.20261103T0900 0661234567 'Amina Alaoui'; want 303
	sql "UPDATE appointment SET status = 'fulfilled', day = day - 30, start_at = start_at - 2592000"
	visitor
	post /hold slot=1.6.20261106T0920; want 303; draft=$(location)
	post "$draft" "${answers[@]}" birth-d=27 birth-m=3 birth-y=1968; want 303
	post "$draft/code" "code=$(last_code +212661234567)"; want 303
	follow; want 200; has 'Before you come' 'Eat nothing from midnight on' 'After the visit' 'Rest for a day'
	mine=$(last_link +212661234567)
	get "$mine.pdf"; want 200; pdftotext "$body" "$work/receipt"; tr '\n' ' ' <"$work/receipt" | grep -q 'vant de venir' || say_wrong "paper says nothing of before: $(cat "$work/receipt")"
	sql "UPDATE appointment SET status = 'fulfilled', day = day - 30, start_at = start_at - 2592000 WHERE service_id = 6"
	get "$mine"; want 200; has 'After the visit' 'Rest for a day'; hasnt 'Before you come'
	sql "UPDATE appointment SET status = 'booked', day = day + 30, start_at = start_at + 2592000 WHERE service_id = 6"
	last_text +212661234567 | grep -q 'Hop. A Fes' || say_wrong "the message does not name the place"
	ok "who was seen by that doctor books it; the receipt says what to do before and after"

	as desk
	get '/desk/book?new=1&of=cardio'; want 200
	post /desk/book "key=$(input key)" who=new new=1 of=cardio 'name=Salma Tazi' birth-d=1 birth-m=1 birth-y=1990 sex=female phone=0661000001 lang=fr type=6 slot-6=1.20261106T0940; want 303
	ok "the desk may book a follow-up for anybody"

	as citizen
	sql "UPDATE service SET sensitive = TRUE WHERE id = 2"
	book_time 4.2.20261103T0900 0662222222 'Omar Idrissi'; want 303
	last_text +212662222222 >"$work/text"
	grep -q 'Rendez-vous le 03/11/2026' "$work/text" || say_wrong "no message: $(cat "$work/text")"
	! grep -qE 'Hop|Dermato|Fes' "$work/text" || say_wrong "the message tells too much: $(cat "$work/text")"
	mine=$(last_link +212662222222)
	get "$mine.ics"; want 200; has 'SUMMARY:Appointment' 'CLASS:PRIVATE'; hasnt 'Hôpital' 'Dermato' 'LOCATION'
	as desk
	get '/desk/print?day=2026-11-03&of=dermato'; want 200; has 'Omar Idrissi' '<td>Appointment</td>'; hasnt '<td>Dermatology'
	get "/desk/appointments/$(sql_value "SELECT id FROM appointment WHERE service_id = 2")"; want 200; has 'Dermatology'
	ok "a message about a discreet type, its calendar file and the list on paper say only that there is an appointment; the desk sees the type"

	visit=$(sql_value 'SELECT id FROM appointment WHERE service_id = 2')
	fhir FES; get "/fhir/Appointment/$visit" "${bearer[@]}"; want 200; has 'serviceType' 'dermato' '"code":"R"' 'Slot/4.2' 'Location/'
	fhir MA; get "/fhir/Appointment/$visit" "${bearer[@]}"; want 200; has '"status":"booked"' '"code":"R"' 'Patient/'; hasnt 'serviceType' 'ermato' 'Slot/' 'Location/' 'Practitioner/'
	get "/fhir/Appointment?specialty=dermato&date=2026-11-03" "${bearer[@]}"; want 200; hasnt "$visit"
	get "/fhir/Appointment?date=2026-11-03" "${bearer[@]}"; want 200; has "$visit"
	ok "a machine above the house learns that there is a discreet appointment, not what it is for"

	person=$(sql_value 'SELECT patient_id FROM appointment WHERE service_id = 2')
	fhir FES
	clock 2026-11-02T13:00:01Z
	body() { echo '{"resourceType":"Appointment","status":"booked",'"$1"'"slot":[{"reference":"Slot/2.1.20261102T1400"}],"participant":[{"actor":{"reference":"Patient/'"$person"'"},"status":"accepted"}]}'; }
	online='"extension":[{"url":"urn:diwan:channel","valueCode":"online"}],'
	request POST /fhir/Appointment "${bearer[@]}" -H 'Content-Type: application/fhir+json' -d "$(body "$online")"; want 409
	request POST /fhir/Appointment "${bearer[@]}" -H 'Content-Type: application/fhir+json' -d "$(body '')"; want 201
	ok "a machine that says the person books is held to the hour before; the hospital's own is not"
	stop_diwan
}

on_both types
finish
