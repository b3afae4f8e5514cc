#!/usr/bin/env bash
# Group sessions as the desk runs them: planned, enrolled in, changed with notice, recorded, cancelled. On both engines.
. "$(dirname "$0")/lib.sh"
. tests/http/town.sh
. tests/http/desk_lib.sh
. tests/http/ledger_lib.sh

people_sent() { sql_value "SELECT COUNT(*) FROM message WHERE template = '$1'"; }
counters() { sql_value "SELECT taken, waiting FROM gathering WHERE id = $1" | tr '|' '/'; }
# with BASE FIELD=VALUE…: the fields of the array BASE in `form`, those that are given in place of theirs.
with() {
	local -n base=$1; local f o; shift; form=("$@")
	for f in "${base[@]}"; do
		for o; do [ "${o%%=*}" != "${f%%=*}" ] || continue 2; done
		form+=("$f")
	done
}
# A session on Tuesday 10 November at 10:00.
plan=(agenda=4 service=2 place=1 'title_fr=Atelier du mardi' 'title_ar=ورشة الثلاثاء' title_en=Workshop leader=1 day=2026-11-10 start=10:00 minutes=90
	capacity=3 minimum=2 decide=48 waiting=2 online=1)
new_person() {	# GATHERING NAME PHONE [field=value…]
	local g=$1 name=$2 phone=$3; shift 3
	get "/desk/gatherings/$g/enrol"; want 200
	local person=(n=1 "name1=$name" birth1-d=27 birth1-m=3 birth1-y=1968 sex1=f "phone=$phone" lang=fr way=desk sms=1)
	with person "$@"; post "/desk/gatherings/$g/enrol" "key=$(input key)" "${form[@]}"
}

sessions() {
	local g first version series later edit
	desk_town "$1"
	as desk; get /desk/gatherings/new; want 404
	post /desk/gatherings/new "${plan[@]}" repeat=once; want 404
	as chief; get /desk/gatherings/new; want 200; has 'Dermatologie' 'Dr Amina Benjelloun'
	with plan minimum=9; post /desk/gatherings/look "${form[@]}"; want 422; has 'at most the number of seats'
	with plan agenda=3; post /desk/gatherings/look "${form[@]}"; want 404
	with plan repeat=rule rule=NONSENSE; post /desk/gatherings/look "${form[@]}"; want 422
	as desk; desk_new 'Hafida Amrani' 0670000021 1.20261110T1000; want 303
	as chief
	post /desk/gatherings/look "${plan[@]}" repeat=once; want 200; has 'Nothing is saved yet' 'Hafida Amrani' '1 appointment lies in this time'
	same "$(sql_value 'SELECT COUNT(*) FROM gathering')" 0
	post /desk/gatherings/new "${plan[@]}" repeat=once; want 303; g=$(last_id); follow; has 'open for enrolment' 'at least 2'
	as desk; get '/desk/orphans'; has 'Hafida Amrani'
	get '/times/FES/1?with=1&week=2026-11-09'; hasnt '20261110T10'
	get '/desk?day=2026-11-10&of=dermato'; has 'Workshop' '0 of 3 seats'
	post "/admin/absences/$(sql_value "SELECT MIN(absence_id) FROM gathering_time")/remove"; want 404
	as chief; with plan agenda=1 repeat=once; post /desk/gatherings/new "${form[@]}"; want 409; has 'Another session'
	ok "a session is looked at, then saved; it takes the time of its agenda and of who leads it, once"

	as desk
	new_person "$g" 'Said Ouali' 0670000022; want 303; follow; has 'Enrolled' 'Said Ouali'
	grep -qE 'Rendez-vous le 10/11/2026' <<<"$(last_text +212670000022)" || say_wrong "notice: $(last_text +212670000022)"
	! grep -qiE 'atelier|workshop|dermato' <<<"$(last_text +212670000022)" || say_wrong "the message says too much"
	new_person "$g" 'Said Ouali' 0670000022; want 409; has 'in this session already'
	new_person "$g" 'Rkia Daoudi' 0670000023 n=2 name2='Omar Daoudi' birth2-d=1 birth2-m=2 birth2-y=2015 sex2=m; want 303
	same "$(counters "$g")/$(people_sent party-booked)/$(sql_value "SELECT COUNT(*) FROM party")" 3/0/1/1
	same "$(sql_value "SELECT COUNT(*) FROM appointment WHERE gathering_id = $g AND party_id IS NOT NULL")" 2
	new_person "$g" 'Fatna Ziani' 0670000024; want 303; follow; has 'a waiting place was given' 'Waits'
	new_person "$g" 'Ali Tazi' 0670000025; want 303
	new_person "$g" 'Driss Bennis' 0670000026; want 409; has 'No seat and no waiting place'
	same "$(counters "$g")/$(people_sent waiting)" 3/2/2
	look "/desk/gatherings/$g/find" 'Hafida Amrani'; has 'Hafida Amrani'
	as other; get "/desk/gatherings/$g"; want 404; post "/desk/gatherings/$g/attendance" rest=1; want 404; get "/desk/gatherings/$g/sheet.pdf"; want 404
	machine=$(diwan token add --organization FES --role machine)
	get "/fhir/Appointment/$(sql_value "SELECT MIN(id) FROM appointment WHERE gathering_id = $g")" -H "Authorization: Bearer $machine"; want 200
	has '"Practitioner/1"' '"Atelier du mardi"' "\"Slot/session.$g\""
	ok "people are enrolled one by one, two at once with one message, then wait, then are refused; nobody twice"

	as desk; get "/desk/gatherings/$g"
	first=$(sql_value "SELECT x.id FROM appointment x JOIN patient p ON p.id = x.patient_id WHERE p.name = 'Said Ouali'")
	post "/desk/gatherings/$g/give-up" "id=$first"; want 303; follow; has 'moves up by itself'
	same "$(counters "$g")/$(sql_value "SELECT status FROM appointment x JOIN patient p ON p.id = x.patient_id WHERE p.name = 'Fatna Ziani'")" 3/1/booked
	grep -q 'Une place est à vous' <<<"$(last_text +212670000024)" || say_wrong "notice: $(last_text +212670000024)"
	same "$(sql_value "SELECT COUNT(*) FROM act WHERE act = 'book' AND reason = 'waiting'")" 1
	ok "when somebody gives up, the first who waits has the seat and is told"

	as chief; get "/desk/gatherings/$g/edit"; want 200; version=$(input version)
	with plan "version=$version" capacity=2; post "/desk/gatherings/$g/look" "${form[@]}"; want 422
	with plan "version=$version" start=14:00 minutes=60 capacity=4 minimum=4; edit=("${form[@]}")
	post "/desk/gatherings/$g/look" "${edit[@]}"; want 200; has 'Nothing is saved yet' 'Fatna Ziani' 'Rkia Daoudi' 'messages are sent'
	post "/desk/gatherings/$g/edit" "${edit[@]}"; want 303; follow; has '4 people were told'
	same "$(counters "$g")" 4/0
	same "$(sql_value "SELECT MIN(start_min), MAX(start_min) FROM appointment WHERE gathering_id = $g AND status = 'booked'" | tr '|' /)" 840/840
	post "/desk/gatherings/$g/edit" "${edit[@]}"; want 409; has 'Somebody else has changed'
	get '/times/FES/1?with=1&week=2026-11-09'; has '20261110T10'
	ok "a change shows whom it tells, then moves all of them; a seat more goes to who waits; the old time is free again"

	as desk; get "/desk/gatherings/$g/enrol"
	post "/desk/gatherings/$g/group" 'group=Dar Talib' contact=Rachid telephone=0677000001 seats=1 lang=fr; want 422; has 'Fewer seats are left'
	as chief; get "/desk/gatherings/$g/edit"; version=$(input version)
	with edit "version=$version" capacity=8; post "/desk/gatherings/$g/edit" "${form[@]}"; want 303
	as desk; post "/desk/gatherings/$g/group" 'group=Dar Talib' contact=Rachid telephone=0677000001 seats=3 lang=fr; want 303; follow; has 'Dar Talib' '3 seats without a name'
	party=$(sql_value "SELECT id FROM party WHERE name = 'Dar Talib'")
	new_person "$g" 'Yassir Alami' 0677000001 party="$party"; want 303
	same "$(counters "$g")/$(sql_value "SELECT unnamed FROM party WHERE id = $party")" 7/0/2
	post "/desk/gatherings/$g/give-back" "party=$party" seats=2; want 303
	same "$(counters "$g")" 5/0
	get "/desk/gatherings/$g/sheet.pdf"; want 200; head -c 5 "$body" | grep -q '%PDF-' || say_wrong 'no document'
	ok "an association takes seats, names some of its people later and gives the others back; the sheet is printed"

	post "/desk/gatherings/$g/attendance" rest=1; want 409; has 'from the day itself on'
	clock 2026-11-10T14:30:00Z; for u in desk chief doctor; do sign_in $u; done
	as desk; get "/desk/gatherings/$g"; want 200; has 'Record, and all others came'
	lines=(); for l in $(grep -oE 'name="line" value="[0-9.]+"' "$body" | grep -oE '[0-9]+\.[0-9]+'); do lines+=("line=$l"); done
	id=$(sql_value "SELECT x.id FROM appointment x JOIN patient p ON p.id = x.patient_id WHERE p.name = 'Ali Tazi'")
	post "/desk/gatherings/$g/attendance" "${lines[@]}" "r-$id=missed" rest=1; want 303; follow; has Recorded
	same "$(sql_value "SELECT COUNT(*) FROM appointment WHERE gathering_id = $g AND status = 'fulfilled'")/$(sql_value "SELECT status FROM appointment WHERE id = $id")" 4/noshow
	same "$(sql_value "SELECT COUNT(*) FROM act WHERE act = 'attend'")/$(sql_value "SELECT COUNT(*) FROM act WHERE act = 'miss'")" 4/1
	as doctor; get "/desk/gatherings/$g"; want 200; has 'Ali Tazi'; get /desk/gatherings; want 200
	get "/desk/gatherings/$g/enrol"; want 404
	clock 2026-11-11T08:00:00Z; sign_in chief; as chief; get /desk/gatherings; has 'of 5 recorded'
	diwan figures --organization FES --month 2026-11 --format csv >"$work/figures" 2>&1; grep -q dermato "$work/figures" || say_wrong "figures: $(head -c 300 "$work/figures")"
	ok "who came is recorded at once for all, each participant counts, and the leader sees his own sessions"

	clock 2026-11-11T08:00:00Z; as chief
	sql "INSERT INTO calendar_day VALUES (77, 1, $(town_day 2026-11-18), 'holiday', 'Fête', 'عيد', 'Feast', TRUE)"
	weekly=(agenda=4 service=2 place=1 'title_fr=Atelier hebdomadaire' title_ar= title_en= day=2026-11-11 start=15:00 minutes=60 capacity=12 minimum=4 decide=48 waiting=4 online=1 repeat=week until=2027-01-31)
	post /desk/gatherings/look "${weekly[@]}"; want 200; has 'the house is closed' 'Save the series'
	post /desk/gatherings/new "${weekly[@]}"; want 303
	same "$(sql_value "SELECT COUNT(*) FROM gathering WHERE title_fr = 'Atelier hebdomadaire'")" 5
	jobs_now
	wait_until '[ "$(sql_value "SELECT COUNT(*) FROM gathering WHERE series_id IS NOT NULL")" = 11 ]'
	series=$(sql_value "SELECT id FROM gathering_series"); g=$(sql_value "SELECT id FROM gathering WHERE day = $(town_day 2026-11-25)")
	clock 2026-11-23T16:00:00Z; sign_in chief; as chief; get /desk/gatherings; want 200; has 'To decide' 'below the minimum of 4'
	get "/desk/gatherings/$g"; has 'It takes place all the same'; post "/desk/gatherings/$g/run" "version=$(input version)"; want 303; follow; has 'it takes place'
	as desk; sign_in desk; new_person "$g" 'Malika Naciri' 0670000031; want 303
	as chief; get "/desk/gatherings/$g/cancel"; want 200; has 'Malika Naciri' '1 message is sent'
	post "/desk/gatherings/$g/cancel" "version=$(input version)" reason=ill; want 303; follow; has '1 person was told' 'This session is cancelled'
	grep -q 'doit annuler' <<<"$(last_text +212670000031)" || say_wrong "notice: $(last_text +212670000031)"
	same "$(sql_value "SELECT COUNT(*) FROM gathering_time WHERE gathering_id = $g")" 0
	g=$(sql_value "SELECT id FROM gathering WHERE day = $(town_day 2026-12-16)"); as desk; new_person "$g" 'Malika Naciri' 0670000031; want 303
	as chief; post "/desk/gathering-series/$series/end" version=1 last=2026-12-01; want 303; follow; has '1 later session has people'
	same "$(sql_value "SELECT COUNT(*) FROM gathering WHERE series_id = $series AND status = 'planned' AND day > $(town_day 2026-12-01)")" 1
	sign_in other; post "/desk/gathering-series/$series/end" version=2 last=2026-12-01; want 404
	ok "a series is made ahead without closed days; one of it is decided on, cancelled, and the series ends without losing anybody"

	sign_in chief; as chief
	with weekly day=2026-12-03 title_fr=Marche below=1; post /desk/gatherings/new "${form[@]}"; want 303
	series=$(sql_value "SELECT id FROM gathering_series WHERE title_fr = 'Marche'"); g=$(sql_value "SELECT id FROM gathering WHERE series_id = $series AND day = $(town_day 2026-12-10)")
	later=$(sql_value "SELECT id FROM gathering WHERE series_id = $series AND day = $(town_day 2026-12-17)")
	as desk; new_person "$later" 'Hasna Berrada' 0670000041; want 303
	as chief; get "/desk/gatherings/$g/edit"; want 200; has 'all later ones of the series'; version=$(input version)
	edit=("version=$version" place=1 title_fr=Marche title_ar= title_en= 'about_fr=Baskets' day=2026-12-11 start=15:00 minutes=60 capacity=12 minimum=4 decide=48 waiting=4 online=1 below=1 scope=later)
	post "/desk/gatherings/$g/look" "${edit[@]}"; want 200; has 'sessions of the series are changed' 'Hasna Berrada' '1 message is sent'
	post "/desk/gatherings/$g/edit" "${edit[@]}"; want 303; follow; has '1 person was told' Baskets
	same "$(sql_value "SELECT day FROM gathering WHERE id = $later")" "$(town_day 2026-12-18)"
	grep -q '18/12/2026' <<<"$(last_text +212670000041)" || say_wrong "notice: $(last_text +212670000041)"
	id=$(sql_value "SELECT id FROM appointment WHERE gathering_id = $later"); same "$(sql_value "SELECT version FROM appointment WHERE id = $id")" 2
	ok "a series is changed from one session on: looked at with whom it concerns, then told to each"

	clock 2026-12-16T16:00:00Z; jobs_now
	wait_until '[ "$(sql_value "SELECT status FROM gathering WHERE id = $later")" = cancelled ]'
	grep -q 'doit annuler' <<<"$(last_text +212670000041)" || say_wrong "notice: $(last_text +212670000041)"
	sign_in chief; as chief; get "/desk/gatherings/$later"; has 'the minimum was not reached in time'
	same "$(sql_value "SELECT status FROM gathering WHERE series_id = $series AND day = $(town_day 2027-01-01)")" planned
	ok "below its minimum at the set time it is cancelled by itself where the head said so, and everybody is told"
	g=$(sql_value "SELECT id FROM gathering WHERE series_id = $series AND day = $(town_day 2027-01-01)"); get "/desk/gatherings/$g/cancel?later=1"; want 200; has 'the series ends'; version=$(input version)
	post "/desk/gatherings/$g/cancel" "version=$version" later=1; want 303
	same "$(sql_value "SELECT COUNT(*) FROM gathering WHERE series_id = $series AND status = 'planned' AND day >= $(town_day 2027-01-01)")" 0
	ok "from one on all sessions of a series are cancelled"
	ledger_agrees MA 2026-11 2026-12
	ok "the log of it all has no step that cannot follow, and tells what the program counts"
	stop_diwan
}

on_both sessions
finish
