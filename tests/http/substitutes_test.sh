#!/usr/bin/env bash
# A practitioner stands in for another: looked at first, made, seen everywhere, undone. On both engines.
. "$(dirname "$0")/lib.sh"
. tests/http/town.sh
. tests/http/desk_lib.sh

whose() { sql_value "SELECT practitioner_id FROM appointment WHERE id = $1"; }
notice() { sql_value "SELECT body FROM message WHERE appointment_id = $1 AND template = '$2'"; }

substitutes() {
	local first second later id token thu
	desk_town "$1"
	sql "INSERT INTO practitioner (id, organization_id, code, name, name_ar, name_fold, sex, specialty, active, version) VALUES (2, 4, 'P2', 'Dr Youssef Tahiri', 'د. يوسف الطاهري', 'youssef tahiri', 'male', 'cardio', TRUE, 1),
		(3, 6, 'P3', 'Dr Of Sefrou', '', 'of sefrou', 'male', 'cardio', TRUE, 1);
		INSERT INTO schedule (id, organization_id, kind, practitioner_id, location_id, name_fr, name_ar, specialty, shown, active, version) VALUES (9, 4, 'practitioner', 2, 1, '', '', 'cardio', TRUE, TRUE, 1);
		$(town_opening 9 4 9 TU 600 720 1)"
	desk_account doctor2 FES practitioner
	sql "UPDATE account SET practitioner_id = 2 WHERE login = 'doctor2'"
	jobs_now; sign_in doctor2; as desk
	desk_new 'Hafida Amrani' 0670000021 1.20261103T0900; want 303; first=$(last_id)
	desk_new 'Said Ouali' 0670000022 1.20261104T0900; want 303; second=$(last_id)
	desk_new 'Rkia Daoudi' 0670000023 1.20261105T0900; want 303; later=$(last_id)
	token=$(notice "$first" booked | grep -oE '/a/[A-Za-z0-9_-]{22}')

	sql "UPDATE service SET sensitive = TRUE WHERE id = 1"
	get /desk/substitutes; want 404
	as chief; get /desk/substitutes; want 200; has 'Dr Youssef Tahiri'; hasnt 'Dr Of Sefrou' 'Cardiologie 2'
	post /desk/substitutes/plan agenda=1 by=1 from=2026-11-03 to=2026-11-04; want 422; has 'own doctor'
	post /desk/substitutes/plan agenda=1 by=2 from=2026-11-04 to=2026-11-03; want 422; has 'before the first'
	post /desk/substitutes/plan agenda=1 by=2 from=2026-11-01 to=2026-11-03; want 422; has 'from today on'
	post /desk/substitutes/plan agenda=1 by=3 from=2026-11-03 to=2026-11-04; want 404
	post /desk/substitutes/plan agenda=3 by=2 from=2026-11-03 to=2026-11-04; want 404
	as desk; post /desk/substitutes agenda=1 by=2 from=2026-11-03 to=2026-11-04; want 404
	ok "only the establishment's own doctors and agendas, only from today on, only by those who may"

	as chief; post /desk/substitutes/plan agenda=1 by=2 from=2026-11-03 to=2026-11-04; want 200
	has 'Hafida Amrani' 'Said Ouali' '2 appointments pass over' 'hours elsewhere' 'name="agreed"'; hasnt 'Rkia Daoudi'
	same "$(whose "$first")/$(sql_value 'SELECT COUNT(*) FROM substitution')" 1/0
	post /desk/substitutes agenda=1 by=2 from=2026-11-03 to=2026-11-04; want 409; has 'Tick this'
	same "$(sql_value 'SELECT COUNT(*) FROM substitution')" 0
	ok "a plan tells who would pass over and which hours meet; nothing is saved until that is confirmed"

	post /desk/substitutes agenda=1 by=2 from=2026-11-03 to=2026-11-04 reason=Conference agreed=1; want 303; follow
	has '2 appointments passed over' 'Replaced by Dr Youssef Tahiri' Conference
	same "$(whose "$first")/$(whose "$second")/$(whose "$later")" 2/2/1
	same "$(sql_value "SELECT COUNT(*) FROM act WHERE act = 'substitute'")" 2
	grep -q 'Une autre personne vous recevra' <<<"$(notice "$first" substituted)" || say_wrong "notice: $(notice "$first" substituted)"
	! grep -qi 'cardio\|Tahiri\|Conference\|Hop. A' <<<"$(notice "$first" substituted)" || say_wrong "the notice says too much"
	same "$(notice "$later" substituted)" ''
	post /desk/substitutes agenda=1 by=2 from=2026-11-04 to=2026-11-06 agreed=1; want 422; has 'stands in already'
	same "$(sql_value "SELECT COUNT(*) FROM audit_event WHERE what = 'change' AND role = 'director' AND route LIKE '%substitutes'")" 2
	ok "the appointments pass over as a whole, each person is told, each is an act and in the trail"

	as visitor; get "$token"; want 200; has 'Dr Youssef Tahiri, instead of Dr Amina Benjelloun'; hasnt Conference
	get '/times/FES/1?with=1&week=2026-11-02'; want 200; has 'Dr Youssef Tahiri receives instead of Dr Amina Benjelloun'
	get '/times/FES/1?with=1&week=2026-11-09'; want 200; hasnt 'Tahiri receives'
	as desk; get '/desk?day=2026-11-03&of=cardio'; has 'Replaced by Dr Youssef Tahiri' 'Hafida Amrani'
	get '/desk?day=2026-11-05&of=cardio'; hasnt 'Replaced by'
	get '/desk/week?of=1&day=2026-11-03'; has 'Replaced by Dr Youssef Tahiri'
	get '/desk/print?day=2026-11-03&of=cardio'; has 'Replaced by Dr Youssef Tahiri'
	get "/desk/appointments/$first"; has 'Dr Amina Benjelloun' 'Replaced by Dr Youssef Tahiri'
	as doctor2; get '/desk?day=2026-11-03&of=1'; has 'Hafida Amrani'; get "/desk/appointments/$first"; want 200
	as doctor; get '/desk?day=2026-11-03&of=1'; hasnt 'Hafida Amrani'; get "/desk/appointments/$first"; want 404
	get '/desk?day=2026-11-05&of=1'; has 'Rkia Daoudi'
	as desk; desk_new 'Fatna Ziani' 0670000024 1.20261104T0940; want 303; id=$(last_id)
	same "$(whose "$id")" 2
	ok "everywhere the substitute is named for those days, and sees them himself"

	as other; post /desk/substitutes/"$(sql_value 'SELECT id FROM substitution')"/undo; want 404
	v=$(as desk; version_of "$second"); as desk; post "/desk/appointments/$second/cancel" "version=$v" by=patient reason=ill; want 303
	as chief; post /desk/substitutes/"$(sql_value 'SELECT id FROM substitution')"/undo; want 303; follow; has '2 appointments went back' 'Nobody stands in'
	same "$(whose "$first")/$(whose "$second")/$(whose "$id")" 1/2/1
	grep -q 'La personne prévue au début' <<<"$(notice "$first" given-back)" || say_wrong "notice: $(notice "$first" given-back)"
	same "$(notice "$second" given-back)" ''
	post /desk/substitutes/"$(sql_value 'SELECT id FROM substitution')"/undo; want 409
	as visitor; get "$token"; has 'Benjelloun'
	ok "undone: what has not changed goes back, with a notice; what was cancelled stays as it is"

	# what people, calendars, paper and mails say of who replaces whom
	sql "UPDATE service SET sensitive = FALSE WHERE id = 1"
	as desk; desk_new 'Malika Berrada' 0670000025 1.20261112T0900; want 303; id=$(last_id)
	token=$(notice "$id" booked | grep -oE '/a/[A-Za-z0-9_-]{22}')
	thu=$(town_day 2026-11-12); sql "INSERT INTO absence VALUES (91, 4, 1, $thu, 0, $((thu + 1)), 0, 'leave', 1)"
	as chief; post /desk/substitutes/plan agenda=1 by=2 from=2026-11-12 to=2026-11-12; want 200
	has 'nobody is received, also not by the substitute' 'the whole day' 'name="open" value="1" checked' 'Malika Berrada'
	post /desk/substitutes agenda=1 by=2 from=2026-11-12 to=2026-11-12 agreed=1 open=1; want 303
	same "$(sql_value 'SELECT COUNT(*) FROM absence')" 0 'the absence is taken back for the substitute'
	grep -q ': Dr Youssef Tahiri vous recevra au lieu de Dr Amina Benjelloun' <<<"$(notice "$id" substituted)" || say_wrong "notice: $(notice "$id" substituted)"
	as visitor; get "$token"; want 200; has 'Dr Youssef Tahiri, instead of Dr Amina Benjelloun'
	get "$token.ics"; want 200; tr -d '\r\n ' <"$body" | grep -q 'DrYoussefTahiri\\,insteadofDrAminaBenjelloun' || say_wrong "the calendar: $(cat "$body")"
	get "$token.pdf"; want 200; pdftotext "$body" "$work/r.txt"; tr '\n' ' ' <"$work/r.txt" | grep -q 'Dr Youssef Tahiri, à la place de Dr Amina Benjelloun' || say_wrong "the receipt: $(cat "$work/r.txt")"
	as desk; get "/desk/appointments/$id/receipt.pdf"; want 200; pdftotext "$body" "$work/r.txt"; tr '\n' ' ' <"$work/r.txt" | grep -q 'à la place de' || say_wrong "the desk's receipt"
	get '/desk/list.pdf?day=2026-11-12&of=cardio'; want 200; pdftotext "$body" "$work/r.txt"; grep -q 'Replaced by Dr Youssef Tahiri' "$work/r.txt" || say_wrong "the list as PDF: $(cat "$work/r.txt")"
	as chief; post /desk/lists email=lists@hospital.example lang=fr at=18:00 version=0; want 303
	clock 2026-11-11T18:05:00Z; jobs_now; outbox lists@hospital.example; has 'Malika Berrada' 'Remplacé par Dr Youssef Tahiri'
	ok "notice, receipt, calendar, PDF and mailed list say who replaces whom"

	# a substitute books again for the person in that agenda on the days on which he stands in, and no other
	sign_in doctor2; get "/desk/appointments/$id"; want 200; has "/desk/appointments/$id/again" "/desk/appointments/$id/series"
	get "/desk/appointments/$id/again"; want 200; has 'value="1.20261112T0920"'; hasnt 'value="1.20261113T'
	post "/desk/appointments/$id/again" type=1 slot=1.20261113T0900; want 404
	get "/desk/appointments/$id/series?every=1&unit=days&count=2&days=0"; want 200; hasnt 'value="1.20261113T'
	post "/desk/appointments/$id/series" mode=all every=1 unit=days count=2 days=0 t2=1.20261113T0900; want 404
	get '/desk?day=2026-11-13&of=1'; want 200; hasnt 'Dr Amina Benjelloun'
	clock 2026-11-13T08:00:00Z; sign_in doctor2
	get "/desk/appointments/$id"; want 200; has 'Malika Berrada'; hasnt "/desk/appointments/$id/again" "/desk/appointments/$id/series"
	get "/desk/appointments/$id/again"; want 404; get "/desk/appointments/$id/series"; want 404
	post "/desk/appointments/$id/again" type=1 slot=1.20261113T0900; want 404
	post "/desk/appointments/$id/series" mode=all every=1 unit=weeks count=2 t2=1.20261119T0900; want 404
	same "$(sql_value "SELECT COUNT(*) FROM appointment WHERE patient_id = (SELECT patient_id FROM appointment WHERE id = $id)")" 1
	ok "a substitute books again for the person only on days on which he stands in, and no more once it is over"

	# undone, what was opened for the substitute is closed again; nobody is told that an absent doctor receives her
	sign_in desk; desk_new 'Zohra Undone' 0670000026 1.20261116T0900; want 303; id=$(last_id)
	thu=$(town_day 2026-11-16); sql "INSERT INTO absence VALUES (92, 4, 1, $thu, 0, $((thu + 1)), 0, 'leave', 1)"
	sign_in chief; post /desk/substitutes agenda=1 by=2 from=2026-11-16 to=2026-11-16 agreed=1 open=1; want 303
	same "$(whose "$id")/$(sql_value 'SELECT COUNT(*) FROM absence')" 2/0
	post "/desk/substitutes/$(sql_value 'SELECT MAX(id) FROM substitution')/undo"; want 303
	same "$(whose "$id")/$(sql_value "SELECT reason FROM absence WHERE from_day = $thu AND to_day = $thu + 1")" 1/leave
	same "$(notice "$id" given-back)" ''
	get /desk/orphans; has 'Zohra Undone'
	ok "undone, the absence that was opened for the substitute closes the agenda again, and who stands there is to be placed again"
	stop_diwan
}

on_both substitutes
finish
