#!/usr/bin/env bash
# Visits at home that a citizen books alone, over HTTP, on both engines: zone, times that leave room for the way, address.
. "$(dirname "$0")/lib.sh"
. tests/http/town.sh
. tests/http/desk_lib.sh

P=+212612345601
street='12, rue Ibn Rochd, Narjiss'

# Service 9, half an hour in steps of five minutes, by a nurse from 09:00 to 12:00 (schedule 9); one zone near, one far, one no longer used.
homes_town() {
	sql "$(town_service 9 4 cardio-dom cardio 'Soins à domicile' 'علاجات في البيت' 'Nursing at home' any 0 | sed "s/20, 20, 0, 0/30, 5, 0, 0/; s/'on_site'/'home'/")
	INSERT INTO schedule (id, organization_id, kind, practitioner_id, location_id, name_fr, name_ar, specialty, shown, active, version) VALUES (9, 4, 'practitioner', 1, 1, '', '', 'cardio', FALSE, TRUE, 1);
	$(town_opening 9 4 9 TU,WE,TH 540 720 9)
	INSERT INTO home_zone (id, organization_id, name_fr, name_ar, name_en, minutes, near_min, lat, lon, active, version) VALUES
		(51, 4, 'Narjiss', 'النرجس', 'Narjiss', 15, 5, NULL, NULL, TRUE, 1), (52, 4, 'Saïss', 'سايس', 'Saiss', 45, 5, NULL, NULL, TRUE, 1),
		(53, 4, 'Ancienne zone', 'قديم', 'Old zone', 5, 5, NULL, NULL, FALSE, 1);"
}

homes() {
	desk_town "$1"; homes_town; jobs_now; jar=$work/jar; visitor
	town_ready; wait_until 'get "/times/FES/9?zone=51" && grep -q "name=.slot" "$body"'
	get '/search?s=cardio&where=MA-FES'; want 200; has '/times/FES/1'; hasnt '/times/FES/9'
	get /times/FES/1; has '/times/FES/9'
	ok "who looks for the speciality finds the visit in the hospital first; the one at home is a link away"
	get /times/FES/9; want 200; has 'Where does the person live?' 'value="51"' 'value="52"'; hasnt 'name="slot"' 'Old zone' '/family/'
	get '/times/FES/9?zone=51'; want 200; has '9.9.20261103T0915' '9.9.20261103T1115' 'name="zone" value="51"'; hasnt '20261103T0910' '20261103T1120'
	get '/times/FES/9?zone=52'; want 200; has '9.9.20261103T0945' '9.9.20261103T1045'; hasnt '20261103T0940' '20261103T1050'
	for z in 53 99 x ''; do get "/times/FES/9?zone=$z"; want 200; hasnt 'name="slot"'; done
	ok "the zone is chosen first; its times leave room for the way from the house and back"

	visitor
	for z in '' 53 99 -1; do post /hold slot=9.9.20261103T1000 "zone=$z"; [[ $status = 4?? ]] || say_wrong "zone '$z' answers $status"; done
	post /hold slot=9.9.20261103T0920 zone=52; want 409; has 'name="zone" value="52"'
	ok "without a zone, outside the zones or before one can be there no time is taken"
	post /hold slot=9.9.20261103T1000 zone=52; want 303; draft=$(location)
	who=(for_whom=self 'name=Rkia Bennani' birth-d=3 birth-m=4 birth-y=1948 sex=f phone=0612345601 tongue=fr)
	get "$draft"; want 200; has 'Saiss' 'name="address"' 'name="details"'
	post "$draft" "${who[@]}" 'details=Porte verte'; want 422; has 'id="address-e"' 'Write the address' 'value="Porte verte"' 'value="Rkia Bennani"'
	post "$draft" "${who[@]}" 'address=12'; want 422; has 'Write the street' 'value="12"'
	post "$draft/code" code=123456; [[ $status != 303 || $(location) = "$draft" ]] || say_wrong "booked without an address"
	post "$draft" "${who[@]}" "address=$street" 'details=Porte verte'; want 303; same "$(location)" "$draft/code"
	get "$draft/code"; has "$street" 'Porte verte' 'Saiss'
	ok "an address is asked for, looked at, kept with what was wrong, and shown before the code"
	get "$draft/times"; has 'name="zone"' '9.9.20261103T1000'
	post "$draft/times" slot=9.9.20261103T1015 zone=51; want 303; same "$(location)" "$draft"
	get "$draft"; has 'Narjiss' "value=\"$street\""
	post "$draft" "${who[@]}" "address=$street" 'details=Porte verte'; want 303
	ok "another zone keeps the answers, and the address is looked at again"

	as stranger; visitor
	get '/times/FES/9?zone=51'; hasnt '20261103T1045' '20261103T0945'; has '20261103T1050' '20261103T0940'
	get '/times/FES/9?zone=52'; hasnt '20261103T'
	jar=$work/jar
	post "$draft/code" "code=$(last_code $P)"; want 303; mine=$(location)
	get "$mine"; want 200; has 'At home: ' "$street" 'Where the visit is' 'Have ready' 'You will not be there?'; hasnt 'Be there at' 'Bring with you'
	get "$mine.ics"; want 200; hasnt 'Rochd' 'Narjiss'
	jobs_now; last_text $P >"$work/text"
	grep -q 'votre domicile' "$work/text" || say_wrong "no word of the home: $(cat "$work/text")"
	! grep -qE 'Rochd|Narjiss|Porte|Hop' "$work/text" || say_wrong "the message tells the place: $(cat "$work/text")"
	! grep -rqE 'Rochd|Porte verte' "$work"/*.log || say_wrong 'the address is in a log'
	same "$(sql_value "SELECT count(*) FROM act WHERE reason LIKE '%Rochd%' OR holder LIKE '%Rochd%'")" 0 'the address in an act'
	ok "the person's own page has the address; message, calendar and log have not"
	get "$mine/move"; want 200; hasnt 'Where does the person live?'; has '9.9.20261104T0915'; hasnt '20261104T0910'
	post "$mine/move" slot=9.9.20261104T0915 zone=52; want 303; follow; has 'Appointment moved' 'At home: ' "$street"
	post "$mine/move" slot=9.9.20261104T1140; [[ $status = 4?? ]] || say_wrong "no way back: $status"
	get "$mine/earlier"; want 303
	ok "it is moved to times that its own way allows, with the address it has"
	id=$(sql_value 'SELECT appointment_id FROM home_address')
	as desk; get '/desk/round?day=2026-11-04&of=9'; want 200; has "$street" 'Porte verte' 'tel:+212612345601'; hasnt 'geo:'
	get "/desk/appointments/$id"; version=$(input version)
	post "/desk/appointments/$id/home" "key=$(input key)" "version=$version" address= details= spot=here; want 422; has 'id="address-e"' 'value="here"'
	post "/desk/appointments/$id/home" "key=$(input key)" "version=$version" "address=$street" details= spot=here; want 422; has 'id="spot-e"' 'Two numbers'
	post "/desk/appointments/$id/home" "key=$(input key)" "version=$version" "address=$street, 2e" details= 'spot=geo:33.57,-7.58;u=9'; want 303; follow; has "$street, 2e" '33.570000,-7.580000'
	post "/desk/appointments/$id/home" "key=$(input key)" "version=$version" address=Autre details= spot=; [ "$status" != 303 ] || say_wrong 'an old page overwrites'
	as doctor; get '/desk/round?day=2026-11-04'; want 200; has "$street, 2e" 'href="geo:33.570000,-7.580000"' 'tel:+212612345601' 'Narjiss'
	as desk; sql "UPDATE appointment SET service_name_en = 'Wound care' WHERE service_id = 9"; get '/desk/round?day=2026-11-04&of=9'; has 'Wound care'
	sql 'UPDATE service SET sensitive = TRUE WHERE id = 9'
	get '/desk/round?day=2026-11-04&of=9'; has "$street" '<p>Appointment, '; hasnt Wound
	get '/desk/round.pdf?day=2026-11-04&of=9'; want 200; pdftotext -layout "$body" "$work/round"; grep -q Rochd "$work/round" || say_wrong 'no round on paper'
	grep -q Appointment "$work/round" && ! grep -q Wound "$work/round" || say_wrong "the round on paper names a discreet type: $(cat "$work/round")"
	post /desk q=$P day=2026-11-03; follow; has 'Next appointment'; hasnt Wound
	sql "UPDATE service SET sensitive = FALSE WHERE id = 9; UPDATE appointment SET overbooked = TRUE WHERE service_id = 9"
	get '/desk/round?day=2026-11-04&of=9'; has 'In addition'; post /desk q=$P day=2026-11-04; follow; has 'In addition'
	get '/desk/round.pdf?day=2026-11-04&of=9'; want 200; pdftotext -layout "$body" "$work/round"; tr -s ' \n' ' ' <"$work/round" | grep -q 'addition' || say_wrong "an extra visit is not marked on paper: $(cat "$work/round")"
	sql 'UPDATE appointment SET overbooked = FALSE WHERE service_id = 9'
	as other; get "/desk/appointments/$id"; want 404; get '/desk/round?day=2026-11-04&of=9'; hasnt Rochd
	post "/desk/appointments/$id/home" version=1 address=Autre details= spot=; want 404
	ok "the round and the desk of the house see the address, and no discreet type; another house does not"

	at_home() {	# name phone time zone
		get "/desk/book?new=1&of=cardio&zone=$4"; want 200
		post /desk/book "key=$(input key)" who=new new=1 of=cardio "name=$1" birth-d=2 birth-m=3 birth-y=1950 sex=female "phone=$2" lang=fr \
			"zone=$4" "address=$street" type=9 "slot-9=9.20261110T$3" sms=1; want 303
	}
	as desk
	at_home 'Near Home' 0655000031 0915 51; near=$(last_id)
	at_home 'Far Home' 0655000032 1045 52; far=$(last_id)
	tue=$(town_day 2026-11-10)
	sql "INSERT INTO absence VALUES (79, 4, 9, $tue, 0, $((tue + 1)), 0, 'leave', 1)"
	get /desk/orphans; want 200; has 'Near Home' 'Far Home' "value=\"$near.1\"" "value=\"$far.1\""
	offered "$near"; a=$(head -n 1 <<<"$offers"); offered "$far"; b=$(head -n 1 <<<"$offers")
	post /desk/orphans "line=$near.1" "o-$near=same.9.20261111T1000" "line=$far.1" "o-$far=same.9.20261111T1030"
	want 409; has 'the time is no longer free' '1 other line was done' '1 appointment to place again' "value=\"$far.1\""
	same "$(sql_value "SELECT start_min FROM appointment WHERE id = $near")" 600
	ok "of two visits at home sent to times with no way between, the first is placed, the other stays with its reason"
	sql "UPDATE appointment SET day = $tue, start_min = 555, version = 1 WHERE id = $near"
	post /desk/orphans "line=$near.1" "o-$near=$a" "line=$far.1" "o-$far=$b"; want 303
	same "$(sql_value "SELECT CASE WHEN x.day <> y.day OR abs(x.start_min - y.start_min) >= 30 + 60 THEN 'way' ELSE x.start_min || ' ' || y.start_min END
		FROM appointment x, appointment y WHERE x.id = $near AND y.id = $far")" way
	ok "times that are proposed to two visits at home leave the way between them: all are placed as proposed"
	stop_diwan
}

on_both homes
finish
