#!/usr/bin/env bash
# Citizens who come together: relatives in a group session, with waiting places, and a family one after the other, online and
# at the desk; all or nothing. On both engines.
. "$(dirname "$0")/lib.sh"
. tests/http/town.sh
. tests/http/desk_lib.sh
. tests/http/ledger_lib.sh

counters() { sql_value "SELECT taken, waiting FROM gathering WHERE id = $1" | tr '|' '/'; }
# answers DRAFT PHONE NAME…: says who they are; ends with the answer. All were born in 1968.
answers() {
	local draft=$1 phone=$2 i=0 n fields=(); shift 2
	for n; do i=$((i + 1)); fields+=("name$i=$n" birth$i-d=27 birth$i-m=3 birth$i-y=1968 sex$i=f); done
	post "$draft" "${fields[@]}" "phone=$phone" tongue=fr ${mail:+"email=$mail"} ${wait_too:+wait=1} ${apart:+apart=1}
}
enrol() {	# GATHERING PHONE NAME…: as a new visitor, to the answer to the right code
	local g=$1 phone=$2 draft; shift 2
	visitor; post /enrol "gathering=$g" n=$#; want 303; draft=$(location)
	answers "$draft" "$phone" "$@"; want 303
	post "$draft/code" "code=$(last_code "+212${phone#0}")"
}
chains() { grep -oE 'name="?chain"? value="[^"]*"' "$body" | sed 's/.*value="//;s/"$//'; }

together() {
	local g chain draft token two id m lead next
	desk_town "$1"
	as chief; post /desk/gatherings/new agenda=4 service=2 place=1 'title_fr=Atelier du mardi' title_ar= 'title_en=Tuesday circle' day=2026-11-10 start=10:00 minutes=60 \
		capacity=4 minimum=0 decide=48 waiting=2 online=1 repeat=once; want 303; g=$(last_id)
	post /desk/gatherings/new agenda=4 service=2 place=1 title_fr=Suite title_ar= title_en= day=2026-11-17 start=10:00 minutes=60 capacity=9 minimum=0 decide=48 waiting=0 repeat=once; want 303; next=$(last_id)
	visitor; get /gatherings; want 200; has 'Tuesday circle' 'Hospital A, Fez' '4 seats left'
	get /gatherings/FES; want 200; has 'Tuesday circle'; get /gatherings/SEF; want 200; hasnt 'Tuesday circle'; get /gatherings/NONE; want 404
	post /enrol "gathering=$g" n=3; want 303; draft=$(location); get "$draft"; want 200; has 'Person 3' 'name="birth3-y"'
	post "$draft" name1=Amina birth1-d=27 birth1-m=3 birth1-y=1968 sex1=f phone=06 tongue=fr; want 422; has 'Write the person’s full name' 'This number is not complete'
	answers "$draft" 0661000001 'Amina Alaoui' 'Said Alaoui' 'Nour Alaoui'; want 303
	same "$(counters "$g")" 0/0
	post "$draft/code" code=000000; want 422; has 'not the code'
	post "$draft/code" "code=$(last_code +212661000001)"; want 303; token=$(location); family_link=$token; follow; want 200; has 'confirmed' 'Said Alaoui' 'Has a place' "$token/1/proof"
	post "$draft/code" code=123456; want 303; same "$(location)" "$token"
	same "$(counters "$g")/$(sql_value "SELECT COUNT(*) FROM message WHERE template LIKE 'party%' OR template = 'booked'")" 3/0/1
	grep -q 'RDV pour 3 personnes le 10/11/2026' <<<"$(last_text +212661000001)" || say_wrong "confirmation: $(last_text +212661000001)"
	! grep -qiE 'atelier|circle|dermato' <<<"$(last_text +212661000001)" || say_wrong "the message says too much"
	grep -q "$token" <<<"$(last_text +212661000001)" || say_wrong "no link in $(last_text +212661000001)"
	visitor; get "$draft"; want 404
	ok "a citizen enrols with two relatives: one code, one confirmation, one page; the draft is hers alone"

	enrol "$g" 0661000002 'Karim Bennani' 'Leila Bennani'; want 409; has 'fewer places left'
	same "$(counters "$g")/$(sql_value "SELECT COUNT(*) FROM patient WHERE phone = '+212661000002'")" 3/0/0
	wait_too=1; enrol "$g" 0661000013 'Rim Idrissi' 'Sami Idrissi'; want 303; two=$(location); follow; has 'Waits, place 1' 'Waits, place 2'; hasnt 'Has a place'
	same "$(counters "$g")" 3/2
	post "$two/cancel" $(get "$two/cancel"; grep -oE 'name="who" value="[0-9]+"' "$body" | sed 's/[^0-9]*//;s/"//;s/^/who=/'); want 303; same "$(counters "$g")" 3/0
	apart=1; enrol "$g" 0661000003 'Omar Idrissi' 'Salma Idrissi'; want 303; follow; has 'Waits, place 1' 'Has a place'; apart=
	same "$(counters "$g")" 4/1
	as desk; desk_new 'Hind Tazi' 0661000004 1.20261126T0900; want 303; jar=$work/jar
	mail=hind@mta.test; enrol "$g" 0661000004 'Hind Tazi'; mail=; want 303; follow; want 200; has 'You are waiting for a place' 'Place 2 on the waiting list'
	same "$(sql_value "SELECT email FROM appointment_mail")/$(sql_value "SELECT email FROM patient WHERE phone = '+212661000004'")" 'hind@mta.test/' 'alone, of a file without an address'
	wait_too=; enrol "$g" 0661000005 'Ali Filali'; want 409
	enrol "$g" 0661000003 'Omar Idrissi'; want 409; has 'in this session already'
	get /gatherings; hasnt 'action="/enrol"'; has full
	ok "all or nothing: who would not all sit is told, or waits if that was said; nobody is in it twice, nobody over"

	visitor; get "$token/cancel"; want 200; has 'Said Alaoui'
	post "$token/cancel"; want 422; has 'Choose who cannot come'
	id=$(grep -oE 'name="who" value="[0-9]+"' <<<"$(get "$token/cancel"; cat "$body")" | sed -n 2p | grep -oE '[0-9]+')
	post "$token/cancel" "who=$id"; want 303; follow; has 'Cancelled by the patient'
	same "$(counters "$g")/$(sql_value "SELECT COUNT(*) FROM message WHERE template = 'seat'")" 4/1/1
	ids=(); for id in $(get "$token/cancel"; grep -oE 'name="who" value="[0-9]+"' "$body" | grep -oE '[0-9]+'); do ids+=("who=$id"); done
	post "$token/cancel" "${ids[@]}"; want 303
	grep -q 'Annulés' <<<"$(last_text +212661000001)" || say_wrong "cancelled: $(last_text +212661000001)"
	same "$(counters "$g")" 3/0
	get "/together/AAAAAAAAAAAAAAAAAAAAAA"; want 404
	ok "one of them is cancelled alone, then all together; who waits moves up each time, and is told"

	get /gatherings; hasnt 'For a school'; post /enrol "gathering=$g" group=1; want 404
	sql "UPDATE gathering SET group_most = 2, capacity = 6, about_en = 'Bring your glasses' WHERE id = $g"
	visitor; get "/gatherings?x=$RANDOM"; has 'For a school or an association' 'Bring your glasses'; post /enrol "gathering=$g" group=1; want 303; draft=$(location); get "$draft"; want 200; has 'Name of the school' 'At most 2'; hasnt 'birth1'
	post "$draft" group= seats=2 phone=0661000021 tongue=fr; want 422; has 'Who takes the seats?'
	post "$draft" 'group=Ecole Ibn Sina' contact=Rachid seats=3 phone=0661000021 tongue=fr; want 422; has 'at the desk only'
	post "$draft" 'group=Ecole Ibn Sina' contact=Rachid seats=2 phone=0661000021 tongue=fr; want 303; get "$draft/code"; has 'Ecole Ibn Sina'
	post "$draft/code" "code=$(last_code +212661000021)"; want 303; token=$(location); school_link=$token; follow; want 200; has 'Ecole Ibn Sina' '2 seats without a name'
	same "$(counters "$g")" 5/0; grep -q "$token" <<<"$(last_text +212661000021)" || say_wrong "no link in $(last_text +212661000021)"
	visitor; post /enrol "gathering=$g" group=1; draft=$(location); post "$draft" 'group=Ecole B' seats=1 phone=0661000021 tongue=fr; want 303
	post "$draft/code" "code=$(last_code +212661000021)"; want 409; has 'keeps seats in this session already'; same "$(counters "$g")" 5/0
	sql "UPDATE organization_setting SET value = 1 WHERE organization_id = 4 AND name = 'ahead_per_phone'"
	sql "UPDATE gathering SET group_most = 9, online = TRUE WHERE id = $next"
	school() { visitor; post /enrol "gathering=$next" group=1; want 303; draft=$(location); post "$draft" 'group=Ecole C' seats=9 "phone=$1" tongue=fr; want 303; post "$draft/code" "code=$(last_code "+212${1#0}")"; }
	school 0661000021; want 409; has 'enough already with this phone'; same "$(counters "$next")" 0/0
	lead=$(sql_value "SELECT lead_min FROM service WHERE id = 2"); sql "UPDATE service SET lead_min = 99999 WHERE id = 2"; school 0661000022; want 409; same "$(counters "$next")" 0/0; sql "UPDATE service SET lead_min = $lead WHERE id = 2"; sql "UPDATE gathering SET online = FALSE WHERE id = $next"
	sql "UPDATE organization_setting SET value = 6 WHERE organization_id = 4 AND name = 'ahead_per_phone'"
	visitor; get "$token/cancel"; want 200; has 'Seats without a name'; post "$token/cancel" seats=3; want 422; post "$token/cancel" seats=1; want 303; follow; has '1 seat without a name'; same "$(counters "$g")" 4/0
	ok "a school takes as many seats by itself as the session allows, once for a phone, within its lead, and in no more sessions than a phone may have ahead, and gives back by its link"

	visitor; get '/family/FES?n=3'; want 200; has 'Person 3' 'Cardiology'
	get '/family/FES?n=3&t1=1&t2=1&t3=1&from=2026-11-09'; want 200
	chain=$(chains | head -n 1); same "$(tr -cd , <<<"$chain" | wc -c)" 2
	post /family/FES "chain=$chain"; want 303; draft=$(location)
	same "$(sql_value 'SELECT COUNT(*) FROM hold')" 3
	post /family/FES "chain=$chain"; want 303; same "$(sql_value 'SELECT COUNT(*) FROM hold')" 3
	draft=$(location); get "$draft"; has 'These times are kept for you until'
	post /hold slot=1.1.20261110T0900; want 303; same "$(sql_value 'SELECT COUNT(*) FROM hold')" 1
	post /family/FES "chain=$chain"; want 303; same "$(sql_value 'SELECT COUNT(*) FROM hold')" 3
	ok "a visitor keeps one time or a family's, not both"
	sql "INSERT INTO organization_setting VALUES (4, 'network_share', 100)"
	as other2; visitor; post /family/FES "chain=$chain" across=1; want 303; follow; want 200; has 'just been taken' 'name="t3"' 'name="chain"'; same "$(sql_value 'SELECT COUNT(*) FROM hold')" 3
	post /family/SEF "chain=$chain"; want 404; post /family/FES chain=nonsense; want 303
	post /family/FES "chain=$(tr , '\n' <<<"$chain" | tac | paste -sd,)"; want 303; same "$(sql_value 'SELECT COUNT(*) FROM hold')" 3
	ok "times one after the other are found and held together, or not at all"

	sql "DELETE FROM organization_setting WHERE name = 'network_share'"; sql "DELETE FROM hold"
	visitor; post /family/FES chain=1.1.20261109T0900,1.1.20261109T0920,1.1.20261109T0940; want 303
	visitor; post /hold slot=1.1.20261109T1020; want 409; has 'Choose another day'
	sql "DELETE FROM hold"
	for m in 0900 0920 0940; do visitor; post /hold slot=1.1.20261109T$m; want 303; done
	visitor; post /family/FES chain=1.1.20261109T1000,1.1.20261109T1020; want 303; follow; has 'kept from your connection'
	same "$(sql_value 'SELECT COUNT(*) FROM hold')" 3
	sql "DELETE FROM hold"
	for m in 1400 1420 1440; do visitor; post /hold slot=2.1.20261111T$m; want 303; done
	visitor; post /family/FES chain=1.1.20261111T0900,2.1.20261111T1500 across=1; want 303; follow; has 'kept from your connection'
	same "$(sql_value 'SELECT COUNT(*) FROM hold')" 3 'the second agenda of a family is counted as the first is'
	visitor; post /family/FES chain=1.1.20261111T0900,1.1.20261111T0920 across=1; want 303; same "$(sql_value 'SELECT COUNT(*) FROM hold')" 5
	ok "what one network keeps of a day is one number for each agenda, for families and for who books alone"
	sql "DELETE FROM hold"

	visitor; chain=$(get '/family/FES?n=3&t1=1&t2=6&t3=1&from=2026-11-09'; chains | head -n 1)
	post /family/FES "chain=$chain"; want 303; draft=$(location)
	answers "$draft" 0661000006 'Zineb Amrani' 'Yasmine Amrani' 'Adam Amrani'; want 303
	sql "DELETE FROM hold"; sql "INSERT INTO absence VALUES (99, 4, 1, $(town_day 2026-11-09), 0, $(town_day 2026-11-10), 0, '', 1), (98, 4, 2, $(town_day 2026-11-09), 0, $(town_day 2026-11-10), 0, '', 1)"
	post "$draft/code" "code=$(last_code +212661000006)"; want 409; has 'Nothing was booked'
	same "$(sql_value "SELECT COUNT(*) FROM patient WHERE phone = '+212661000006'")/$(sql_value "SELECT COUNT(*) FROM party WHERE gathering_id IS NULL")" 0/0
	sql "DELETE FROM absence WHERE id IN (98, 99)"
	post "$draft/code" "code=$(last_code +212661000006)"; want 303; token=$(location); follow; want 200; has 'Zineb Amrani' 'Adam Amrani'
	same "$(sql_value "SELECT COUNT(DISTINCT start_min) FROM appointment WHERE party_id IS NOT NULL AND gathering_id IS NULL AND status = 'booked'")" 3
	same "$(sql_value "SELECT COUNT(*) FROM message m JOIN patient p ON p.id = m.patient_id WHERE p.phone = '+212661000006' AND m.template <> 'code'")" 1
	ok "a family of different types is booked as one or not at all, with one confirmation"

	as desk; get '/desk/family?n=2&t1=1&t2=1&from=2026-11-11'; want 200; chain=$(grep -oE 'name="?chain"? value="[^"]*"' "$body" | head -n 1 | sed 's/.*value="//;s/"$//')
	post '/desk/family?n=2' n=2 t1=1 t2=1 name1='Driss Alami' birth1-d=1 birth1-m=1 birth1-y=1980 sex1=m phone=0661000007 "chain=$chain"; want 422; has 'Write the person’s full name'
	family=(n=2 t1=1 t2=1 'name1=Driss Alami' birth1-d=1 birth1-m=1 birth1-y=1980 sex1=m 'name2=Hiba Alami' birth2-d=1 birth2-m=1 birth2-y=2015 sex2=f phone=0661000007 lang=fr sms=1)
	post '/desk/family?n=2' "${family[@]}" "chain=$chain"; want 303; follow; want 200; has 'All are booked' 'Hiba Alami'
	post '/desk/family?n=2' "${family[@]}" "chain=$chain"; want 409; has 'Nothing was booked' 'Driss Alami'; hasnt 'name="chain"'
	post '/desk/family/times?n=2' "${family[@]}"; want 200; has 'name="chain"' 'Driss Alami'; hasnt "$chain"
	same "$(sql_value "SELECT COUNT(*) FROM message WHERE template = 'party-booked' AND recipient = '+212661000007'")" 1
	id=$(sql_value "SELECT id FROM party ORDER BY made_at DESC LIMIT 1"); as other; get "/desk/parties/$id"; want 404
	ok "the desk books a family the same way, for its own house alone"
	ledger_agrees MA 2026-11
	proved "$family_link/1/receipt.json" book; hasnt Said; proved "$family_link/3/receipt.json" book
	proved "$school_link/0/receipt.json" hold; has 'Seats that are kept for a group'
	for p in "$family_link/0/proof" "$family_link/9/proof" "$family_link/x/receipt.json" "$school_link/1/proof" /together/AAAAAAAAAAAAAAAAAAAAAA/1/proof; do get "$p"; want 404; done
	ok "each who came together has the proof of a line, and a group that of its seats; the log tells what the program counts"
	stop_diwan
}

on_both together
finish
