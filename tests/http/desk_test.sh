#!/usr/bin/env bash
# The desk's day over HTTP: booking at the counter, arrivals, cancelling, moving, walking in,
# lists, the worklist, two operators at once, and who may not.
. "$(dirname "$0")/lib.sh"
. "$(dirname "$0")/town.sh"
. "$(dirname "$0")/desk_lib.sh"

the_desk() {
	desk_town "$1"

	get '/desk?of=cardio'; want 200
	has 'Dr Amina Benjelloun' 'Cardiologie 2' '09:00' '14:00' 'slot=1.20261102T0900'; hasnt 'Dermatologie</a>'
	ok "the day shows the agendas of a speciality side by side, free times as links"
	get '/desk?of=2'; want 200; has 'Cardiologie 2'; hasnt 'slot=1.2026'
	ok "one agenda alone"
	get /desk/no/such/page; want 404; has 'action="/sign-out"' 'href="/desk/people"'
	as stranger; get /desk/no/such/page; want 404; hasnt 'sign-out'
	request GET /no/such/page -H 'Cookie: sid=AAAAAAAAAAAAAAAAAAAAAA'; want 404; hasnt 'sign-out'; as desk
	ok "who works here keeps the navigation on a page that is not there; a made-up session does not"
	get '/desk/week?of=cardio'; want 200; has 'Dr Amina Benjelloun' '6 free times'
	get '/desk/week?of=1'; want 200; has 'slot=1.20261103T0900'
	ok "the week of all agendas, and of one"
	sql "INSERT INTO calendar_day VALUES (1, 4, $(town_day 2026-12-08), 'closure', 'Travaux', 'أشغال', 'Building works', TRUE)"
	for of in cardio 1; do get "/desk/week?of=$of&day=2026-12-08"; want 200; has 'Closed: Building works'; done
	get '/desk/week?of=1&day=2026-12-01'; hasnt 'Closed:'
	ok "a week with a closure names it"

	desk_new 'Fatima Zahra El Amrani' '06 12 34 56 78' 1.20261102T0900; want 303
	visit=$(last_id); follow; want 200; has 'The appointment is booked' 'Fatima Zahra El Amrani'
	grep -qE '[A-Z2-9]{4}-[A-Z2-9]{4}-[A-Z2-9]{3}' "$body" || say_wrong "no reference to read aloud"
	outbox +212612345678; has 'Hop. A Fes'
	ok "a new person is booked at the counter and told by SMS"
	patient=$(sql_value "SELECT patient_id FROM appointment WHERE id = $visit")
	same "$(sql_value "SELECT channel || booked_by FROM appointment WHERE id = $visit")" "desk$(sql_value "SELECT id FROM account WHERE login = 'desk'")"
	ok "channel and operator are kept"

	was=$(sql_value "SELECT reference FROM appointment WHERE id = $visit")
	sql "UPDATE appointment SET reference = 'LMREHJQUGXM' WHERE id = $visit"
	for q in LMREHJQUGXM 'lmre-hjqu-gxm'; do look /desk/book/find "$q"; grep -qF "value=\"$patient\"" "$body" || say_wrong "not found: $q"; done
	sql "UPDATE appointment SET reference = '$was' WHERE id = $visit"
	ok "a reference without a digit is one too"
	for q in '0612345678' 'amrani' '0612 amrani' 'العمراني' '27/03/1968' "$(sql_value "SELECT reference FROM appointment WHERE id = $visit")"; do
		look /desk/book/find "$q"; want 200; grep -qF "value=\"$patient\"" "$body" || say_wrong "not found: $q"
	done
	ok "she is found by phone, name in either script, birth date and reference"
	get "/desk/book?who=$(word_of "$patient")&of=cardio"; key=$(input key)
	post /desk/book "key=$key" "who=$patient" of=cardio type=1 slot-1=1.20261102T0920 way=phone; want 303; second=$(last_id)
	same "$(sql_value "SELECT channel FROM appointment WHERE id = $second")" phone
	ok "a known person is booked on the phone"
	get "/desk/book?who=$(word_of "$patient")&of=cardio"; has 'Already has an appointment here'
	get "/desk/book?who=$(word_of "$patient")&of=dermato"; has "value=\"$patient\""; hasnt 'Already has an appointment here'
	ok "before a second appointment in one speciality, the first is told"
	post /desk/book "key=$key" "who=$patient" of=cardio type=1 slot-1=1.20261102T0920 way=phone; want 303
	same "$(last_id)" "$second" 'the first answer again'
	same "$(sql_value "SELECT count(*) FROM appointment WHERE start_min = 560")" 1
	ok "the same form sent twice books once"

	desk_new 'Fatima Amrani' '0612345678' 1.20261102T0940; want 409
	has 'probably here already' "value=\"$patient\"" 'None of these'
	same "$(sql_value "SELECT count(*) FROM patient")" 1
	ok "a likely double is shown before a new file is made"
	desk_new 'Fatima Amrani' '0612345678' 1.20261102T0940 sure=1; want 303
	same "$(sql_value "SELECT count(*) FROM patient")" 2
	ok "said to be somebody else, she gets a file of her own"
	desk_new 'Karim Bennani' '0661111111' 1.20261102T0940; want 409
	has 'just taken' 'Karim Bennani' 'slot-1' '1.20261102T1000'
	same "$(sql_value "SELECT count(*) FROM patient")" 2
	ok "a time that was just taken gives the form back, filled, with the next times"
	desk_new '' '0661111111' 1.20261102T1000; want 422; has 'Enter the full name'
	post /desk/book who=new type=1; want 422
	post /desk/book who=new new=1 of=cardio type=1 'name=Karim Bennani'; want 422; has 'Choose a time' 'href="#slot"' 'id="slot-e"'; hasnt 'id="type-e"'
	post /desk/book of=cardio type=1 slot-1=1.20261102T1000; want 422; has 'Look up the person first'
	post /desk/book who=new new=1 of=cardio 'name=Born Tomorrow' birth-d=3 birth-m=11 birth-y=2026 sex=female phone=0661111112 lang=fr type=1 slot-1=1.20261102T1000; want 422; has 'cannot be a date of birth' 'id="birth-e"'
	ok "what is missing is said, and that nobody is born tomorrow"
	first_slot() { grep -oE 'name="slot-1" value="[^"]*" checked' "$body" | cut -d '"' -f 4; }
	get '/desk/book?type=1&slot=1.20261103T0940'; want 200
	look /desk/book/find 0612345678 of=cardio "type=$(input type)" "slot=$(input slot)"; same "$(first_slot)" 1.20261103T0940; has "value=\"$patient\""
	get "$(href '^/desk/book.new=1')"; same "$(first_slot)" 1.20261103T0940
	look /desk/book/find 0612345678 of=dermato type=1 slot=1.20261103T0940; hasnt 'name="slot"'
	grep -qE 'name="type" value="[0-9]+" checked' "$body" || say_wrong "no type is chosen"
	desk_new '' '0661111111' 1.20261103T0940; want 422; same "$(first_slot)" 1.20261103T0940
	desk_new 'Fatima Amrani' '0612345678' 1.20261103T0940; want 409; has 'probably here already'; same "$(first_slot)" 1.20261103T0940
	ok "a time that was pressed in the day, or chosen, stays while the person is looked up or asked about"
	look /desk/book/find 'Fatima Amra' of=cardio; grep -qE 'name="who" value="[0-9]+" checked' "$body" || say_wrong "nobody is chosen"
	look /desk/book/find 'Fatimat Amranit' of=cardio; has "value=\"$patient\"" 'Nobody is called just so'
	! grep -qE 'name="who" value="[0-9]+" checked' "$body" || say_wrong "somebody is chosen"
	ok "who is called only nearly so is shown, and nobody is chosen"

	sql "INSERT INTO schedule (id, organization_id, kind, practitioner_id, location_id, name_fr, name_ar, specialty, shown, active, version) VALUES
			(61, 4, 'room', NULL, 1, 'Salle 9', 'القاعة 9', 'cardio', FALSE, TRUE, 1), (62, 4, 'device', NULL, 1, 'Scanner', 'السكانير', 'cardio', FALSE, TRUE, 1);
		INSERT INTO opening_day (schedule_id, day, start_min, end_min, opening_id, organization_id, capacity) SELECT s.id, $(town_day 2026-11-02), 480, 720, 1, 4, 1 FROM schedule s WHERE s.id > 60"
	for p in /desk /desk/week; do get "$p?of=cardio&day=2026-11-02"; has 'of=1"'; hasnt 'of=61"' 'of=62"'; done
	get '/desk?of=61&day=2026-11-02'; has 'of=61"'
	sql "INSERT INTO offer (specialty, tree_lo, service_id, schedule_id, organization_id, place_id, zone, shown) SELECT specialty, tree_lo, service_id, 62, organization_id, place_id, zone, shown
		FROM offer WHERE schedule_id = 2 LIMIT 1; UPDATE appointment SET schedule_id = 61 WHERE id = $second"
	for p in /desk /desk/week; do get "$p?of=cardio&day=2026-11-02"; has 'of=61"' 'of=62"'; done
	sql "UPDATE appointment SET schedule_id = 1 WHERE id = $second; DELETE FROM offer WHERE schedule_id = 62; DELETE FROM opening_day WHERE schedule_id > 60; DELETE FROM schedule WHERE id > 60"
	ok "rooms and devices that serve beside others make no column or line of their own; those with visits or types do"

	get '/desk?of=cardio&lang=fr'
	same "$(sed -n '/<optgroup label="Un/,/<\/optgroup>/p' "$body" | grep -oE '<option[^>]*>[^<]*' | sed 's/.*>//' | tr '\n' '|')" 'Cardiologie 2|Dermatologie|Dr Amina Benjelloun|Néphrologie|'
	get '/desk?of=cardio&lang=en'
	ok "agendas are listed by the name that is shown"
	get '/desk?of=cardio'; has "$visit.1.arrived"
	post /desk/act act="$visit.1.arrived" day=2026-11-02 of=cardio seen=1793606400; want 303
	[[ $(location) = *"#a$visit" ]] || say_wrong "not back to her place: $(location)"
	follow; want 200; has 'Arrived' "id=\"a$visit\""
	same "$(sql_value "SELECT status FROM appointment WHERE id = $visit")" arrived
	post /desk/act act="$visit.1.arrived" day=2026-11-02 of=cardio seen=1793606400; want 303
	ok "one press notes an arrival; a second press does no harm"

	as desk2
	post "/desk/appointments/$visit/status" "key=$(key_of "/desk/appointments/$visit")" to=noshow version=1; want 409
	has 'changed while you had it open' 'Missed' 'Arrived'
	same "$(sql_value "SELECT status FROM appointment WHERE id = $visit")" arrived
	ok "two operators: the second sees both values and overwrites nothing"
	get '/desk?of=cardio&since=1793606000'; has 'changes since' 'Fatima Zahra El Amrani'
	ok "the day tells what has changed since it was opened"
	v=$(version_of "$visit")
	post "/desk/appointments/$visit/status" to=fulfilled "version=$v"; want 303
	same "$(sql_value "SELECT status FROM appointment WHERE id = $visit")" fulfilled
	v=$(version_of "$second"); hasnt 'value="noshow"'
	post "/desk/appointments/$second/status" to=noshow "version=$v"; want 409; has 'time has not come'
	ok "seen; not missed before its time"

	third=$(sql_value "SELECT id FROM appointment WHERE start_min = 580")
	v=$(version_of "$third")
	post "/desk/appointments/$third/cancel" "version=$v" by=service; want 422; has 'Say why'
	post "/desk/appointments/$third/cancel" "version=$v" by=service 'reason=Doctor away'; want 303
	get "/desk/appointments/$third"; has '/desk/book?who=' 'Another appointment for this person'
	same "$(sql_value "SELECT status || cancelled_by || cancel_reason FROM appointment WHERE id = $third")" 'cancelledserviceDoctor away'
	get '/desk?of=cardio'; has 'slot=1.20261102T0940'
	ok "cancelled by the hospital with its reason; the time is free at once"

	desk_new 'Karim Bennani' '0661111111' 1.20261102T1000; want 303; fourth=$(last_id)
	look /desk 0661111111 of=cardio day=2026-11-03; has 'no appointment that day' 'Next appointment' "/desk/appointments/$fourth\""
	look /desk 0661111111 of=cardio; has "/desk/appointments/$fourth\""; hasnt 'Next appointment'
	ok "who has nothing that day is shown with the next appointment"
	get "/desk/appointments/$fourth/move"; want 200; has '1.20261102T1020' 'Cardiologie 2'
	v=$(input version)
	post "/desk/appointments/$fourth/move" "version=$v" slot=2.20261102T1400; want 422; has 'Somebody else would receive this person'
	same "$(sql_value "SELECT schedule_id FROM appointment WHERE id = $fourth")" 1 'nobody changes practitioner unsaid'
	post "/desk/appointments/$fourth/move" "version=$v" slot=2.20261102T1400 said=agreed-phone; want 303
	same "$(sql_value "SELECT m.from_practitioner_id || m.said || m.how || a.login FROM moved_mark m JOIN account a ON a.id = m.account_id WHERE m.appointment_id = $fourth")" 1agreedphonedesk2
	same "$(sql_value "SELECT schedule_id || '/' || start_min FROM appointment WHERE id = $fourth")" 2/840
	get '/desk?of=cardio'; has 'slot=1.20261102T1000'
	post "/desk/appointments/$fourth/move" "version=$v" slot=1.20261102T1040; want 409; has 'changed while'
	v=$(version_of "$fourth")
	post "/desk/appointments/$fourth/move" "version=$v" slot=1.20261102T0905; [ "$status" = 409 ] || [ "$status" = 422 ] || say_wrong "status $status"
	post "/desk/appointments/$fourth/move" "version=$v" slot=3.20261105T1000; want 404
	ok "moved to another agenda; never over another's change, to no start, or to another hospital"

	get '/desk/book?walk=1&new=1&of=cardio'; want 200; has 'Today'; hasnt '20261103'
	desk_new 'Omar Sebti' '0670000001' 1.20261102T1000 walk=1; want 303; walk=$(last_id)
	same "$(sql_value "SELECT status FROM appointment WHERE id = $walk AND walk_in")" arrived
	ok "somebody without appointment takes a free time and is here already"

	as desk; get "/desk/book?extra=1&who=$(word_of "$patient")&of=cardio"; hasnt 'name="reason"'
	post /desk/book "who=$patient" of=cardio type=1 extra=1 agenda=1 day=2026-11-02 time=09:00 reason=urgent; want 404
	as chief; get "/desk/book?extra=1&who=$(word_of "$patient")&of=cardio"; has 'name="reason"'
	post /desk/book "who=$patient" of=cardio type=1 extra=1 agenda=1 day=2026-11-02 time=09:00; want 422; has 'Choose why'
	post /desk/book "who=$patient" of=cardio type=1 extra=1 agenda=1 day=2026-11-02 time=09:00 reason=ward sms=1; want 303
	same "$(sql_value "SELECT reason || '/' || role FROM extra")" ward/director
	extra=$(last_id)
	ok "in addition: only by those who may, only with a reason"
	get "/desk/appointments/$extra"; has 'In addition' 'Sent by a ward of the hospital'
	get '/desk?of=cardio&day=2026-11-02'; has '1 in addition'
	get '/desk/week?of=cardio&day=2026-11-02'; has '1 in addition'
	get '/desk/week?of=1&day=2026-11-02'; has '1 in addition' 'In addition'
	get '/desk/print?day=2026-11-02&of=cardio'; has '1 in addition' 'Sent by a ward of the hospital'
	get "/desk/people/$patient"; has 'In addition'
	get "/desk/people/$patient/export.json"; has '"in_addition":"Envoyé par un service de l’hôpital"'
	get "/desk/appointments/$extra/move"; has 'In addition'
	diwan figures --organization FES --month 2026-11 --format json >"$body"; has '"in_addition":1'
	diwan figures --organization FES --month 2026-11 --format csv >"$body"; has 'in_addition;;1;1;'
	diwan figures --organization FES --month 2026-11 >"$body"; has 'in addition   1'
	get /desk/extras; has '<td>Sent by a ward of the hospital</td><td>Director</td><td class="n">1</td>'
	sql "UPDATE tally_month SET rolled_at = 0"	# as if a night had passed
	jobs_now; wait_until '[ "$(sql_value "SELECT MAX(extra) FROM tally WHERE edition IN (1, 3) AND dimension = '"'channel'"'")" = 1 ]'
	get '/figures?month=2026-11&lang=en'; want 200; has '<dt>In addition</dt>' '<b>hidden</b>'
	as visitor; get "$(sql_value "SELECT body FROM message WHERE appointment_id = $extra" | grep -oE '/a/[A-Za-z0-9_-]{22}' | head -n 1)"
	want 200; hasnt 'ddition' 'ward'
	ok "somebody in addition is marked in day, week, print, file and export, and never in public"

	as chief
	absent() { sql "INSERT INTO absence (id, organization_id, schedule_id, from_day, from_min, to_day, to_min, reason, version) VALUES ($1, 4, 1, $(town_day 2026-11-02), 0, $(town_day 2026-11-03), 0, '', 1)"; }
	absent 1; get /desk/orphans; hasnt "/desk/appointments/$extra\""
	sql "DELETE FROM absence WHERE id = 1"; absent 9223372036854775000
	get /desk/orphans; has "/desk/appointments/$extra\"" 'In addition'
	sql "DELETE FROM absence WHERE id = 9223372036854775000"
	ok "somebody in addition is to be placed again when the agenda is closed afterwards, not when it was closed before"

	as desk; get /desk/extras; want 404; post /desk/extras per_day=9 per_operator=9 desk=1; want 404
	as chief; get /desk/extras; want 200; has '<td>Sent by a ward of the hospital</td><td>Director</td>' 'November 2026'
	post /desk/extras per_day=101 per_operator=15 head=1; want 422
	post /desk/extras per_day=3 per_operator=100 desk=1 director=1; want 303
	post /desk/extras/agenda agenda=3 most=1; want 404
	post /desk/extras/agenda agenda=2 most=0; want 303; get /desk/extras; has 'Cardiologie 2: at most 0 a day'
	post /desk/extras/reason name_fr=Village; want 422
	post /desk/extras/reason name_fr=Village 'name_ar=القرية'; want 303; get /desk/extras; has Village
	post /desk/extras/use code=far; want 303; get "/desk/book?extra=1&who=$(word_of "$patient")&of=cardio"; has Village; hasnt 'Came from far away'
	post /desk/book "who=$patient" of=cardio type=1 extra=1 agenda=1 day=2026-11-02 time=09:00 reason=far; want 409
	post /desk/book "who=$patient" of=cardio type=1 extra=1 agenda=2 day=2026-11-04 time=14:00 reason=ward; want 409; has 'as many people in addition'
	as desk; get "/desk/book?extra=1&who=$(word_of "$patient")&of=cardio"; has 'value="ward"'
	# {}: a letter would be replaced in the jar's path too, where the random name has it, and nobody be signed in
	printf '%s\n' {1..50} | xargs -P 50 -I {} curl -sS -o /dev/null -w '%{http_code}\n' -b "$jar" -H "Origin: $url" -H 'Sec-Fetch-Site: same-origin' \
		-d "who=$patient&of=cardio&type=1&extra=1&agenda=1&day=2026-11-12&time=09:00&reason=ward" "$url/desk/book" >"$work/race"
	same "$(sort "$work/race" | uniq -c | xargs)" '3 303 47 409' 'how many, status'
	same "$(sql_value "SELECT COUNT(*) FROM appointment WHERE overbooked AND day = $(town_day 2026-11-12)")" 3
	as chief; post /desk/extras per_day=100 per_operator=4 desk=1 director=1; want 303
	as desk; post /desk/book "who=$patient" of=cardio type=1 extra=1 agenda=1 day=2026-11-13 time=09:00 reason=ward; want 303
	post /desk/book "who=$patient" of=cardio type=1 extra=1 agenda=1 day=2026-11-13 time=09:00 reason=ward; want 409; has 'one colleague'
	ok "ceilings of an agenda's day and of a colleague hold when fifty press at once; the list of reasons is the establishment's"

	as desk
	get '/desk/print?day=2026-11-02&of=cardio'; want 200; has 'Omar Sebti' '06 70 00 00 01'; hasnt 'Doctor away'
	get '/desk/list.pdf?day=2026-11-02'; want 200; has_header 'content-type: application/pdf'
	head -c 5 "$body" | grep -q '%PDF-' || say_wrong "no PDF"
	get "/desk/appointments/$fourth/receipt.pdf"; want 200; head -c 5 "$body" | grep -q '%PDF-' || say_wrong "no PDF"
	ok "the day list on paper, as a document, and the receipt"

	desk_new 'Yamna Haddad' '0670000009' 1.20261103T0900; want 303
	as chief; get /desk/lists; want 200; has 'No address is set'
	post /desk/lists email=lists@hospital.example lang=fr at=18:00 version=0; want 303
	same "$(sql_value "SELECT COUNT(*) FROM audit_event WHERE what = 'organization' AND detail = 'lists'")" 1
	post /desk/lists email=late@hospital.example lang=fr at=19:00 version=0; want 409; has 'Somebody else changed' late@hospital.example lists@hospital.example
	jobs_now; outbox lists@hospital.example; hasnt 'Yamna'
	clock 2026-11-02T12:00:00Z; sign_in desk
	v=$(version_of "$second"); has 'value="noshow"'
	post "/desk/appointments/$second/status" to=noshow "version=$v"; want 303
	same "$(sql_value "SELECT status FROM appointment WHERE id = $second")" noshow
	v=$(version_of "$second"); has 'Seen after all'
	post "/desk/appointments/$second/status" to=fulfilled "version=$v"; want 303
	ok "missed, and put right the same day"
	sql "UPDATE service SET sensitive = TRUE WHERE id = 1; UPDATE appointment SET service_name_fr = 'Chose discrète' WHERE day = $(town_day 2026-11-03)"
	clock 2026-11-02T18:01:00Z; jobs_now; jobs_now
	outbox lists@hospital.example; has 'Yamna Haddad' '09:00' '  Rendez-vous'; hasnt 'discr'; same "$(count '"to":"lists@hospital.example"')" 1 'once'
	sign_in desk; post /desk/lists email=a@b.example lang=fr at=18:00; want 404
	sql 'UPDATE service SET sensitive = FALSE WHERE id = 1'
	ok "tomorrow's lists are mailed once in the evening to the address that the director set, a discreet type without its name"

	clock 2026-11-03T08:00:00Z
	for u in desk desk2 other chief doctor centre cyber; do sign_in $u; done; as desk
	get /desk/unrecorded; want 200; has 'Karim Bennani' 'Omar Sebti'; hasnt 'Yamna Haddad'
	lines=$(grep -oE 'name="line" value="[^"]*"' "$body" | sed 's/.*value="//;s/"$//')
	mine=$(grep -E "^$fourth\." <<<"$lines"); his=$(grep -E "^$walk\." <<<"$lines")
	post /desk/unrecorded "key=$(input key)" "line=$mine" "line=$his" "r-$fourth=seen"; want 303
	same "$(sql_value "SELECT status FROM appointment WHERE id = $fourth")" fulfilled
	same "$(sql_value "SELECT status FROM appointment WHERE id = $walk")" arrived 'a line left empty stays'
	post /desk/unrecorded "line=$mine" "r-$fourth=missed"; want 303; location | grep -q 'left=1' || say_wrong "not told"
	same "$(sql_value "SELECT status FROM appointment WHERE id = $fourth")" fulfilled
	follow; has 'theirs was kept'; hasnt 'Karim Bennani'
	ok "past and not recorded: line by line, never over another's record"

	read -r m late < <(sql_value "SELECT MAX(id) || ' ' || MIN(id) FROM message WHERE appointment_id IS NOT NULL AND patient_id IS NOT NULL AND organization_id = 4 AND template <> 'missed'")
	phone=$(sql_value "SELECT recipient FROM message WHERE id = $m")
	sql "UPDATE message SET state = 'failed', why = 'unknown', body = 'the text', last_at = $(date -u -d 2026-11-04T08:00:00Z +%s) WHERE id = $m"
	sql "UPDATE message SET state = 'late', why = 'late', body = '' WHERE id = $late"
	as desk; get /desk/unsent; want 200; has "value=\"$m\"" 'may have arrived' 'could not leave in time' 'Can no longer be sent again' '/desk/people/'; hasnt 'the text'
	same "$(sql_value "SELECT COUNT(DISTINCT patient_id) FROM audit_person WHERE list_id = (SELECT MAX(list_id) FROM audit_person)")" "$(sql_value "SELECT COUNT(DISTINCT patient_id) FROM message WHERE id IN ($m, $late)")" 'both people are in the trail'
	as other; get /desk/unsent; want 200; hasnt "$m"; post /desk/unsent line="$m" act=again; want 404
	as doctor; get /desk/unsent; want 404
	as desk; get /desk/unsent; post /desk/unsent key="$(input key)" line="$m" line="$late" act=again; want 303; location | grep -q 'missed=1' || say_wrong 'it is not said that one could not be sent again'
	jobs_now; same "$(sql_value "SELECT COUNT(*) FROM message WHERE recipient = '$phone' AND body = 'the text' AND state = 'sent'")" 1 'it went again'
	same "$(sql_value "SELECT handled_how FROM message WHERE id = $m AND body = '' AND handled_by IS NOT NULL")" again
	get /desk/unsent; post /desk/unsent key="$(input key)" line="$m" act=done; want 303; location | grep -q 'missed=1' || say_wrong 'handled twice'
	get /desk/unsent; post /desk/unsent key="$(input key)" line="$late" act=done; want 303; follow; has 'Everybody was reached'
	sql "UPDATE message SET template = 'code', state = 'failed', handled_at = NULL, body = '1' WHERE id = $m"
	post /desk/unsent line="$m" act=again; want 404
	same "$(sql_value "SELECT COUNT(*) FROM message WHERE template = 'code' AND body = '1'")" 1 'a code whose number was typed by hand'
	ok "messages that did not arrive: whom for and why, sent again once or noted as told, by the house's desk alone"

	as desk; : >"$work/many"
	for i in 1 2 3 4 5 6 7 8 9 10 11 12; do
		curl -sS -o /dev/null -w '%{http_code}\n' -b "$jar" -H "Origin: $url" -H 'Sec-Fetch-Site: same-origin' "$url/desk/book" --data-urlencode "name=Person Number $i" \
			-d "who=new&new=1&of=cardio&birth-d=$i&birth-m=1&birth-y=19$((50 + i))&sex=male&phone=06800000$((10 + i))&lang=fr&type=1&slot-1=1.20261104T1000" >>"$work/many" &
	done
	wait $(jobs -p | grep -vx "$server")
	same "$(grep -c 303 "$work/many")" 1 'booked'; same "$(grep -c 409 "$work/many")" 11 'told that it is taken'
	same "$(sql_value "SELECT count(*) FROM appointment WHERE day = $(town_day 2026-11-04) AND start_min = 600")" 1
	same "$(sql_value "SELECT count(*) FROM patient WHERE name LIKE 'Person Number%'")" 1 'no file is left of the others'
	ok "twelve operators press at one moment: one books, eleven are told, nothing is half done"

	get "/desk/book?who=$(word_of "$patient")&of=cardio"; key=$(input key)
	sql "UPDATE session SET revoked = TRUE WHERE account_id = (SELECT id FROM account WHERE login = 'desk')"
	post /desk/book "key=$key" "who=$patient" of=cardio type=1 slot-1=1.20261103T0920 way=phone note='Vient avec sa fille & "son" dossier'; want 401
	has 'Your session has ended' 'action="/desk/book"' 'value="1.20261103T0920"' 'Vient avec sa fille &amp; &quot;son&quot; dossier'
	kept=("key=$(input key)" "who=$(input who)" "of=$(input of)" "type=$(input type)" "slot-1=$(input slot-1)" "way=$(input way)")
	sign_in desk
	post /desk/book "${kept[@]}"; want 303
	as nobody; post /desk/book "who=$patient" of=cardio type=1 slot-1=1.20261103T0940 way=phone; want 303; same "$(location)" /sign-in
	as desk
	ok "a session that ends while somebody types costs nothing of what was typed"

	as doctor; get /desk; want 200; has 'Dr Amina Benjelloun' 'Yamna Haddad'; hasnt 'Came without appointment'
	get '/desk?of=2'; hasnt 'Cardiologie 2</a>'
	get "/desk/appointments/$fourth"; want 404
	get /desk/book; want 404; get "/desk/people/$patient"; want 404; post /desk/people q=amrani; want 404; post /desk q=amrani; want 404
	ok "a practitioner sees his own agenda and nobody's file"

	as other
	look /desk/people amrani; want 200; hasnt 'Amrani</a>' 'El Amrani'
	look /desk/book/find 0612345678; hasnt "value=\"$patient\""
	for p in "/desk/people/$patient" "/desk/people/$patient/edit" "/desk/people/$patient/export.json" "/desk/people/$patient/export.pdf" \
		"/desk/appointments/$visit" "/desk/appointments/$visit/receipt.pdf" "/desk/appointments/$fourth/move" "/desk/compare?id=$patient&id=$patient"; do get "$p"; want 404; done
	post /desk/book "who=$patient" of=cardio; want 404
	post "/desk/appointments/$fourth/cancel" version=1 by=patient reason=x; want 404
	post /desk/book "who=$patient" of=cardio type=3 slot-3=3.20261105T1000; want 404
	post /desk/book who=new new=1 'name=Ali Test' birth-d=1 birth-m=1 birth-y=1990 phone=0612000000 of=cardio type=1 slot-1=1.20261104T0900; want 404
	get '/desk?of=1'; hasnt 'Amina'
	get '/desk/print?of=1&day=2026-11-02'; hasnt 'Sebti'
	ok "another hospital's people, appointments and agendas are not found"

	as centre; get /desk; want 303
	get '/desk/book?of=cardio&at=6'; want 200; has 'Sefrou' 'slot-3'; has 'Somebody you booked for before'
	post /desk/book who=new new=1 at=6 of=cardio 'name=Rkia Ouhammou' birth-d=1 birth-m=2 birth-y=1950 sex=female phone=0655000001 lang=ar type=3 slot-3=3.20261105T1000 sms=1; want 303
	hc=$(last_id); follow; want 200; has 'Rkia Ouhammou'
	same "$(sql_value "SELECT channel || for_whom || organization_id FROM appointment WHERE id = $hc")" 'health-centrehelper6'
	get /desk/ours; has 'Rkia Ouhammou'
	get "/desk/appointments/$fourth"; want 404
	ok "a health-centre agent books at a hospital of the region and sees those bookings only"
	as cyber; get /desk/ours; want 200; hasnt 'Rkia'
	post /desk/book who=new new=1 at=4 of=cardio 'name=Brahim Lahcen' birth-d=1 birth-m=2 birth-y=1960 sex=male phone=0655000002 lang=fr type=1 slot-1=1.20261104T0900; want 303
	same "$(sql_value "SELECT channel FROM appointment WHERE id = $(last_id)")" assisted
	get "/desk/appointments/$hc"; want 404
	post /desk/book who=new new=1 at=1 of=cardio 'name=X Y' birth-d=1 birth-m=2 birth-y=1960 phone=0655000002 type=1 slot-1=1.20261104T0920; want 404
	ok "a helper books for people it names, marked as such"

	as desk; get /desk/orphans; want 200; has 'has its opening'
	wed=$(town_day 2026-11-04)
	sql "INSERT INTO absence VALUES (77, 4, 1, $wed, 0, $((wed + 1)), 0, 'leave', 1)"
	get /desk/orphans; want 200; has '2 appointments to place again' 'Brahim Lahcen' 'Person Number' 'Cardiologie 2' 'name="o-'
	lines=$(grep -oE 'name="line" value="[^"]*"' "$body" | sed 's/.*value="//;s/"$//'); one=$(head -n 1 <<<"$lines"); two=$(tail -n 1 <<<"$lines")
	offered "${one%%.*}"; to=$(head -n 1 <<<"$offers"); sub=$(grep '^substitute' <<<"$offers")
	get '/desk?of=1&day=2026-11-04'; has 'Away' '2 appointments to place again'
	a=${one%%.*} b=${two%%.*}
	who=$(sql_value "SELECT p.name FROM patient p JOIN appointment x ON x.patient_id = p.id WHERE x.id = $a")
	same "$sub" substitute.2.20261104T1400 'a substitute the same day'
	case $to in same.1.20261104*) say_wrong "proposed in the absence: $to" ;; same.1.*) ;; *) say_wrong "not the same practitioner first: $to" ;; esac
	post /desk/orphans "line=$one" "line=$two" "o-$a=$sub" "o-$b=keep" "a-$a=" all=each sms=1; want 409
	has '1 line was not done' '1 other line was done' "$who" 'say whether the person agreed' "value=\"$one\" checked" "value=\"$sub\" checked"
	same "$(sql_value "SELECT schedule_id FROM appointment WHERE id = $a")" 1
	same "$(sql_value "SELECT COUNT(*) FROM desk_kept WHERE appointment_id = $b")" 1
	post /desk/orphans "line=$one" "o-$a=$sub" said=told-message; want 409; has 'say whether the person agreed' 'value="told-message" selected'; hasnt 'name="sms" value="1" checked'
	same "$(sql_value "SELECT COUNT(*) FROM moved_mark WHERE appointment_id = $a")" 0 'what was not done left no mark'
	post /desk/orphans "line=$one" all=extra "of-$a=$to $sub" said=told-message sms=1; want 409; has 'the line has no such proposal'
	post /desk/orphans "line=$one" all=substitute "of-$a=$to $sub" said=told-message sms=1; want 303; follow; has '1 line was done' '1 to another practitioner' 'has its opening'
	same "$(sql_value "SELECT schedule_id FROM appointment WHERE id = $a")" 2
	same "$(sql_value "SELECT said || how FROM moved_mark WHERE appointment_id = $a")" toldmessage
	same "$(sql_value "SELECT COUNT(*) FROM message WHERE appointment_id = $a AND template = 'moved' AND body LIKE '%avec une autre personne%'")" 1
	same "$(sql_value "SELECT COUNT(*) FROM act WHERE act = 'move' AND chain = $a")" 1
	same "$(sql_value "SELECT day FROM appointment WHERE id = $b")" "$wed"
	as other; post /desk/orphans "line=$two" "o-$b=cancel"; want 404
	as desk; post /desk/orphans "line=$one" "line=$two" all=cancel sms=1; want 409; has 'somebody else changed it meanwhile' "$who" '1 other line was done'
	same "$(sql_value "SELECT status FROM appointment WHERE id = $a")" booked
	same "$(sql_value "SELECT status || cancelled_by FROM appointment WHERE id = $b")" cancelledservice
	ok "appointments that lost their opening are placed again, kept or cancelled in one go; nobody changes practitioner unsaid; what was not done is named, the rest is done"

	desk_new 'Nadia Extra' 0661777009 1.20261105T0920; want 303; a=$(last_id)
	thu=$(town_day 2026-11-05)
	sql "INSERT INTO absence VALUES (78, 4, 1, $thu, 0, $((thu + 1)), 0, 'leave', 1);
		INSERT INTO opening_day (schedule_id, day, start_min, end_min, opening_id, organization_id, capacity) VALUES (2, $thu, 540, 600, 2, 4, 1)"
	as chief; get /desk/orphans; has 'in addition, same time'
	line=$(grep -oE "name=\"line\" value=\"$a\.[0-9]+\"" "$body" | grep -oE "$a\.[0-9]+"); offered "$a"; x=$(grep '^extra' <<<"$offers")
	why=$(tr -d '\n' <"$body" | grep -oE '<select id="reason".*' | grep -oE 'option value="[^"]+"' | head -n 1 | sed 's/.*value="//;s/"$//')
	post /desk/orphans "line=$line" "o-$a=$x" "reason=$why" said=told-phone sms=1; want 409; has 'no more people may be added that day'
	post /desk/extras/agenda agenda=2 most=9; want 303
	post /desk/orphans "line=$line" "o-$a=$x" reason=none said=told-phone sms=1; want 409; has '1 line was not done'
	post /desk/orphans "line=$line" "o-$a=$x" "reason=$why" said=told-phone sms=1; want 303
	same "$(sql_value "SELECT schedule_id || ' ' || start_min || ' ' || day FROM appointment WHERE id = $a AND overbooked")" "2 560 $thu"
	as desk
	ok "who may add people places one again beside the rule, at the same time with a colleague"

	sql "UPDATE service SET duration_min = 15, step_min = 15 WHERE id = 6"
	desk_new 'Long Visit' 0655000011 1.20261110T0900; want 303; one=$(last_id)
	post /desk/book who=new new=1 of=cardio 'name=Short Visit' birth-d=2 birth-m=3 birth-y=1970 sex=male phone=0655000012 lang=fr type=6 slot-6=1.20261110T0930; want 303; two=$(last_id)
	desk_new 'Late Visit' 0655000013 1.20261110T1000; want 303; three=$(last_id)
	tue=$(town_day 2026-11-10)
	sql "INSERT INTO absence VALUES (79, 4, 1, $tue, 0, $((tue + 1)), 0, 'leave', 1)"
	get /desk/orphans; want 200; has '3 appointments to place again'
	post /desk/orphans "line=$one.1" "o-$one=same.1.20261111T0900" "line=$three.1" "o-$three=same.1.20261111T0900"
	want 409; has 'the time is no longer free' '1 other line was done' '2 appointments to place again' "value=\"$three.1\""; hasnt "value=\"$one.1\""
	same "$(sql_value "SELECT count(*) FROM appointment WHERE id IN ($one, $three) AND day = $tue")" 1
	ok "of two lines sent to one time the first is placed, the other stays and is told"
	offered "$two"; a=$(head -n 1 <<<"$offers"); offered "$three"; b=$(head -n 1 <<<"$offers")
	post /desk/orphans "line=$two.1" "o-$two=$a" "line=$three.1" "o-$three=$b"; want 303
	follow; has 'has its opening'
	ok "times that are proposed to two lines do not meet, also when their visits last differently"
	sql "UPDATE service SET duration_min = 20, step_min = 20 WHERE id = 6"

	desk_new 'Hiba Once' 0661777001 1.20261112T1040; want 303; once=$(last_id)
	first_type() { look /desk/book/find 0661777001 of=cardio; grep -oE 'name="type" value="[0-9]+" checked' "$body" | grep -oE '[0-9]+'; }
	sql "UPDATE appointment SET day = day - 30, status = 'fulfilled', specialty = 'dermato' WHERE id = $once"
	same "$(first_type)" 1 'a first visit for who was seen elsewhere'
	sql "UPDATE appointment SET specialty = 'cardio' WHERE id = $once"
	same "$(first_type)" 6 'a follow-up for who was seen here'
	ok "a follow-up is chosen for who was seen in this speciality, a first visit for others"
	{ echo 'organization;nom;date de naissance'; for i in $(seq 31); do echo "FES;Sanae Nombreuse;$((i % 28 + 1))/0$((i % 9 + 1))/19$((40 + i))"; done; } >"$work/many.csv"
	diwan import patients "$work/many.csv" >"$work/import.log" 2>&1 || say_wrong "$(cat "$work/import.log")"
	look /desk/book/find nombreuse of=cardio; has 'the first 6' 'More people fit'; same "$(count 'name="who" value="')" 6
	look /desk/people nombreuse; has 'More people fit'; same "$(count 'name="id" value')" 30; hasnt '30 people found'
	ok "a list that is cut says so"
	sql "$(for i in {61..70}; do town_service $i 4 cardio-$i cardio "Type $i" "نوع $i" "Type $i" any 0; echo "INSERT INTO opening_service VALUES (1, $i, 4);"; done)"
	get '/desk/book?new=1&of=cardio'; same "$(count 'name="type" value=')" 12 'types'; has '4 more types'
	get '/desk/book?new=1&of=cardio&type=70'; sed '/<details>/,$d' "$body" | grep -q 'name="type" value="70" checked' || say_wrong 'the type that was asked for is folded'
	sql 'UPDATE service SET active = FALSE WHERE id > 60'
	ok "all types of a speciality can be chosen, the later ones folded, never the one that was asked for"

	desk_new 'Nadia Often' 0661777002 1.20261113T1040; want 303; often=$(last_id)
	desk_new 'Nadia Other' 0661777003 2.20261111T1400; want 303; elsewhere=$(last_id)
	get "/desk/appointments/$often/again"; want 404
	as doctor; get "/desk/appointments/$often"; has "/desk/appointments/$often/again"
	get "/desk/appointments/$often/again?from=2026-12-10"; want 200; has 'Nadia Often' '" selected>' 'name="type" value="6"' 'value="1.20261210T0900"'; hasnt 'value="2.2026'
	post "/desk/appointments/$often/again" "key=$(input key)" type=6 slot=1.20261210T0900; want 303; again=$(last_id); follow; has 'The appointment is booked' 'Nadia Often'; hasnt 'href="/desk/book"'
	same "$(sql_value "SELECT n.service_id FROM appointment n JOIN appointment o ON o.patient_id = n.patient_id WHERE n.id = $again AND o.id = $often")" 6
	post "/desk/appointments/$often/again" type=6 from=2026-12-10 slot=1.20261210T0900; want 409; has "just taken" "1.20261210T0920"
	post "/desk/appointments/$often/again" type=6 slot=2.20261209T1400; want 404
	post "/desk/appointments/$often/again" type=6; want 422; has 'Choose a time'
	get "/desk/appointments/$elsewhere/again"; want 404
	post "/desk/appointments/$elsewhere/again" type=6 slot=1.20261210T0920; want 404
	as desk
	ok "a practitioner books the next appointment of a patient of his, in his own agenda alone"

	for p in /desk /desk/book; do plain_request GET "$p?q=0612345678&of=cardio"; want 200; hasnt "/desk/people/$patient" "value=\"$patient\"" 'value="0612345678"'; done
	post /desk/book/find q=0612345678 of=cardio walk=1; [[ $(location) =~ ^/desk/book\?of=cardio\&walk=1\&found=[A-Za-z0-9_-]+$ ]] || say_wrong "to $(location)"
	follow; has "value=\"$patient\"" 'name="walk" value="1"'; get "$(href '^/desk/book.new=1')"; grep -qE 'name="phone"[^>]* value="[^"]*12.?34.?56.?78"' "$body" || say_wrong "the phone has to be typed again"
	! grep -qiE 'amrani|bennani|nombreuse|612345678|661111111' "$work/log" || say_wrong "a person in the log"
	ok "what is typed about a person is in no address and no log, and is not typed twice"

	[ "$(sql_value "SELECT count(*) FROM audit_event WHERE patient_id = $patient")" -ge 5 ] || say_wrong "too few audit rows"
	same "$(sql_value "SELECT count(*) FROM audit_event WHERE patient_id = $patient AND account_id = (SELECT id FROM account WHERE login = 'other')")" 0
	ok "who saw or changed her file is noted"
	stop_diwan
	ok "it ends well"
}
on_both the_desk
finish
