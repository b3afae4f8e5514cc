#!/usr/bin/env bash
# The citizen's way, over HTTP, on both engines.
. "$(dirname "$0")/lib.sh"
. tests/http/town.sh
. tests/http/desk_lib.sh

P1=+212612345601 P2=+212612345602 P3=+212612345603

finds() {
	get /; want 200; has 'name="q"' 'action="/search"' 'Is it an emergency?' 'all people here are invented'; hasnt '<script'
	ok "the home page asks one question and has no script"
	get '/search?q=c%C5%93ur&where=MA-FES'; want 200; has 'Cardiology' 'Hospital A' '/times/FES/1' 'Route de Sefrou' 'Identity card'; hasnt 'Hospital B'
	ok "an everyday word with an accent finds the speciality in a province"
	get '/search?q=dermatolgie&where=all'; want 200; has 'Dermatology' 'You wrote' '/times/FES/2'
	ok "a slip of the finger is understood, and said"
	get '/search?q=%D8%A7%D9%84%D9%82%D9%84%D8%A8&where=all'; want 200; has 'Cardiology' '/times/FES/1' '/times/SEF/3'
	ok "an Arabic word finds the same"
	get '/search?q=zzzzzz'; want 200; has 'Which speciality do you mean' '/search?s=cardio'
	ok "what is not understood leads to the list, not to an error"
	get '/search?s=cardio&where=all'; want 200
	same "$(grep -oE '/times/(FES|SEF)' "$body" | head -n 1)" /times/FES 'the earlier hospital first'
	same "$(count '/times/FES/')" 1 'a hospital once'; has '2 hospitals' '/times/FES/1'
	ok "places come by their first free day, each hospital once, with a first visit"
	get '/search?s=cardio&where=MA-FES&all=1'; has '/times/SEF/3'
	ok "the earliest anywhere is a second button of the same form"
	get '/search?s=nephro&where=all'; want 200; has 'No free appointment' 'href="/waiting/join?s=nephro' 'tel:+212535000001'
	ok "nothing free leads to the phone, the waiting list and further places"
	get '/search?s=dermato&where=MA-SEF'; want 200; has 'This speciality is not offered there' 'where=MA-03' 'Fez-Meknes: 1 hospital' 'where=all' '2. Call'
	hasnt '/waiting/join' 'No free appointment'
	ok "where nobody offers a speciality, no waiting list is: the region or the country that does"
	as arabic; get '/search?s=cardio&where=all&lang=ar'; has 'dir="rtl"' 'أمراض القلب والشرايين' 'المستشفى أ، فاس'
	get '/search?s=cardio&where=all&lang=fr'; has 'Cardiologie' 'Hôpital A, Fès' 'Voir les heures'
	get /; has 'lang="fr"' 'Prendre un'; jar=$work/jar
	ok "in French and in Arabic; the language is remembered"
}

waits() {
	local who=(birth-d=27 birth-m=3 birth-y=1968 sex=f)
	get '/waiting/join?s=nephro&where=FES'; want 200; has 'Hospital A, Fez' 'href="/waiting/about/FES"'
	post /waiting s=nephro where=FES name= phone=0612; want 422; has 'Write the person' 'Write the date of birth' 'not complete' 'value="0612"'
	post /waiting s=nephro where=FES 'name=Fatima Zahra' phone=0612345601 "${who[@]}" to=2026-11-01; want 422; has 'This day has passed'
	post /waiting s=nephro where=FES 'name=Fatima Zahra' phone=0612345601 "${who[@]}"; want 303
	post "$(location)" "code=$(last_code +212612345601)"; want 303; follow; want 200; has 'waiting list' 'Nobody stands before you'
	post /waiting s=nephro where=FES 'name=FATIMA ZOHRA' phone=+212612345601 "${who[@]}"; want 303
	post "$(location)" "code=$(last_code +212612345601)"; want 303; follow; has 'asked already'
	same "$(sql_value "SELECT count(*) FROM waiting_entry")" 1 'one entry a person'
	post /waiting s=nephro where=FES 'name=Omar' phone=0612345602 "${who[@]}"; want 303
	post "$(location)" "code=$(last_code +212612345602)"; want 303; follow; has '1 person stands before you'
	ok "the waiting list keeps who asked, once, in order"
	post /waiting s=nothing where=FES name=X phone=0612345601 "${who[@]}"; want 404
	ok "a forged speciality is not found"
	post /waiting s=dermato where=MA-SEF name=X phone=0612345601 "${who[@]}"; want 303; same "$(location)" '/waiting?s=dermato&where=MA-SEF'
	follow; has 'not offered there'; same "$(sql_value "SELECT count(*) FROM waiting_entry WHERE specialty = 'dermato'")" 0 'nobody waits for what is not offered'
	ok "a request for an area where nobody offers it is answered by who does"
	post /waiting s=nephro where=FES 'name=Far Away' phone='+1 202 555 0100' "${who[@]}"; want 422; has 'no text messages to this country' 'id="phone-e"'
	ok "a number of a country that no message goes to is refused beside the field"
}

chooses() {
	get /times/FES/1; want 200; has 'Choose a day and a time' 'Dr Amina Benjelloun' 'Next week' 'name="slot"' '09:20'; hasnt 'name="key"' '08:40'
	mapfile -t slots < <(times)
	same "${#slots[@]}" 35 'times of the week from the second hour on'
	ok "a week shows its free times and nothing of the visitor"
	get '/times/FES/1?week=2026-11-09'; has '20261109T0900' 'Previous week'
	get '/times/FES/1?week=2026-12-07'; has 'Closed: Building works' '20261207T0900' '20261209T0900'; hasnt '20261208T'
	ok "a day on which the place is closed says so, and why"
	get '/times/FES/1?with=1'; hasnt '2.1.20261102T1400'; has '1.1.20261102T0920'
	get '/times/FES/1?with=3'; has '2.1.20261102T1400'
	get /times/FES/1; has 'Choose another kind' '/times/FES/6'; get /times/FES/6; has 'Cardiology follow-up'
	ok "a follow-up visit is one link away"
	ok "another week, or one doctor; a doctor of elsewhere is not taken"
	get /times/SEF/3; has '3.3.20261105T1000'
	ok "the week of the first free time is shown"
	for p in /times/FES/999 /times/NOWHERE/1 /times/FES/x; do get "$p"; want 404; done
	ok "a forged address is not found"
}

holds() {
	visitor
	post /hold "slot=1.1.20261103T0900"; want 303; draft=$(location); has_header 'Set-Cookie: visitor='
	visitor; post /hold "slot=1.1.20261103T0920"; want 303; draft=$(location)
	post /hold "slot=1.1.20261103T0920"; want 303; same "$(location)" "$draft" 'a double tap'
	ok "a time is taken once, a double tap leads to the same form"
	as other; visitor
	post /hold "slot=1.1.20261103T0920"; want 409; has 'has just been taken' 'The nearest' 'name="slot"' 'action="/hold"'
	get "$draft"; want 404
	ok "a second person is told at once and sees the nearest times; the form is not hers"
	post /hold "slot=1.1.20261102T0900"; want 409; has 'too late for this time' 'is too near, or over' 'The nearest'; hasnt 'has just been taken' 'Somebody else'
	ok "whose page was open until it was too late is told so, not that somebody else was faster"
	get /times/FES/1; hasnt '1.1.20261103T0920'
	jar=$work/jar
	for s in '' 1.1 1.1.20261103T0923 2.1.20261103T0920 1.2.20261103T0920 1.1.20261107T0900 1.1.20251103T0900 99.1.20261103T0900; do
		post /hold "slot=$s"; [[ $status = 4?? ]] || say_wrong "slot '$s' answers $status"
	done
	ok "forged times are refused"
	get "$draft"; want 200; has 'Tuesday' '9:20' 'kept for you until' 'name="birth-d"' 'name="key"' '09-08'
	ok "the form says which time is kept and until when"
}

says_who() {
	post "$draft" for_whom=self name= birth-d=31 birth-m=2 birth-y=1968 phone='06 12 34 56' tongue=fr; want 422
	has '<title>Error' 'Write the person' 'does not exist' 'not complete' 'Choose woman or man' 'value="31"' 'value="06 12 34 56"' 'href="#name"'
	ok "a form with mistakes comes back filled, each message beside its field"
	post "$draft" for_whom=self 'name=فاطمة الزهراء العمراني' birth-d=27 birth-m=3 birth-y=1968 sex=f phone='06 12 34 56 01' tongue=ar cin=CD12345 mail=f@example.ma; want 303
	same "$(location)" "$draft/code"
	get "$draft/code"; want 200; has 'فاطمة الزهراء العمراني' '06 •• •• •• 01' '3 tries left' 'one-time-code'; hasnt '612345601'
	ok "right answers lead to the code, the number is masked"
	post "$draft" for_whom=self "name=$(printf '\xe2\x80\xaeFatima\xf3\xa0\x81\x81 Zahra\xc2\xad El\xe2\x80\x8b Amrani\xe2\x80\xac')" birth-d=27 birth-m=3 birth-y=1968 sex=f phone=0612345601 tongue=ar; want 303
	same "$(sql_value "SELECT name FROM booking_draft WHERE id = ${draft##*/}")" 'Fatima Zahra El Amrani'
	post "$draft" for_whom=self "name=$(printf '\xe2\x80\x8b\xf3\xa0\x81\x81')" birth-d=27 birth-m=3 birth-y=1968 sex=f phone=0612345601 tongue=ar; want 422; has 'Write the person'
	post "$draft" for_whom=self 'name=فاطمة الزهراء العمراني' birth-d=27 birth-m=3 birth-y=1968 sex=f phone='06 12 34 56 01' tongue=ar cin=CD12345 mail=f@example.ma; want 303
	ok "what cannot be seen is no part of a name, and alone it is no name"
	last_text $P1 >"$work/text"; grep -q 'ديوان' "$work/text" || say_wrong "no Arabic text: $(cat "$work/text")"
	grep -qi cardio "$work/text" && say_wrong "the message names the speciality"
	ok "the code goes out in the language that was chosen"
	local code; code=$(last_code $P1)
	post "$draft" for_whom=self 'name=Fatima Zahra El Amrani' birth-d=27 birth-m=3 birth-y=1968 sex=f phone='0612345601' tongue=fr; want 303
	same "$(last_code $P1)" "$code" 'no second code for a corrected name'
	ok "a corrected name sends no second code"
	get "$draft"; has 'value="Fatima Zahra El Amrani"' 'value="27"' 'value="1968"'
	ok "going back shows the answers"
}

confirms() {
	local code bad; code=$(last_code $P1); bad=$(printf %06d $(((10#$code + 1) % 1000000)))
	post "$draft/code" code=12; want 422; has '6 digits'
	post "$draft/code" "code=$bad"; want 422; has 'not the code' '2 tries left'
	post "$draft/code" "code=$bad"; want 422; has '1 try left'
	post "$draft/code" "code=$bad"; want 422; has 'no longer serves'
	post "$draft/code" "code=$code"; want 422
	same "$(sql_value 'SELECT count(*) FROM appointment')" 0 'nothing booked'
	same "$(sql_value 'SELECT count(*) FROM patient')" 0 'no file made'
	ok "three wrong codes end it; the right one no longer serves"
	clock 2026-11-02T08:06:40Z
	post "$draft/again" x=1; want 303; code=$(last_code $P1)
	post "$draft/code" "code=$code"; want 303; mine=$(location)
	[[ $mine =~ ^/a/[A-Za-z0-9_-]{22}$ ]] || say_wrong "no link: $mine"
	ok "another code can be asked for, and confirms"
	post "$draft/code" "code=$code"; want 303; same "$(location)" "$mine" 'repeated'
	get "$draft"; want 303; same "$(location)" "$mine" 'back'
	same "$(sql_value 'SELECT count(*) FROM appointment')" 1 'one appointment'
	ok "sent twice it books once, and going back leads to the receipt"
	jobs_now
	same "$(last_link $P1)" "$mine" 'link in the message'
	last_text $P1 | grep -q 'Rendez-vous le 03/11/2026' || say_wrong "$(last_text $P1)"
	ok "the confirmation has the link, in French as chosen last"
}

receipt() {
	get "$mine"; want 200; has 'Appointment confirmed' 'Fatima Zahra El Amrani' 'Bâtiment B' '<svg class="qr"' 'class="ref"'
	has_header 'Referrer-Policy: no-referrer'; has_header 'Cache-Control: .*no-store'
	reference=$(grep -oE 'class="ref"[^>]*>[^<]*' "$body" | sed 's/.*>//')
	[[ $reference =~ ^[2-9A-HJ-NP-Z]{4}-[2-9A-HJ-NP-Z]{4}-[2-9A-HJ-NP-Z]{3}$ ]] || say_wrong "reference $reference"
	ok "the receipt page has everything and leaks no address"
	get "$mine.ics"; want 200; has 'BEGIN:VEVENT' 'DTSTART:20261103T092000Z' 'Hospital A'; hasnt 'ardiolog'
	has_header 'Content-Type: text/calendar'
	ok "the calendar file has the time of the place and no speciality"
	get "$mine.pdf"; want 200; has_header 'Content-Type: application/pdf'
	pdftotext "$body" "$work/receipt.txt" && grep -q "${reference}" "$work/receipt.txt" || say_wrong 'no reference in the PDF'
	grep -q 'Fatima Zahra El Amrani' "$work/receipt.txt" || say_wrong 'no name in the PDF'
	grep -q 'تم تأكيد' "$work/receipt.txt" || grep -q 'الموعد' "$work/receipt.txt" || say_wrong 'no Arabic in the PDF'
	same "$(pdfinfo "$body" | sed -n 's/^Pages: *//p')" 1 'one sheet'
	ok "the receipt prints on one sheet in both languages"
	for p in /a/AAAAAAAAAAAAAAAAAAAAAA /a/x "${mine}x" "$mine/cancel/x"; do get "$p"; want 404; done
	ok "a guessed link is not found"
	[ "$(sql_value "SELECT count(*) FROM audit_event WHERE patient_id IS NOT NULL")" -ge 3 ] || say_wrong 'no trail'
	ok "every look at the file is in its trail"
}

changes() {
	get "$mine/move"; want 200; has 'Choose the new day' 'name="key"' '1.1.20261104T0900'
	post "$mine/move" slot=1.1.20261104T0900; want 303; follow; want 200; has 'Appointment moved' 'Wednesday'
	get /times/FES/1; has '1.1.20261103T0920'; hasnt '1.1.20261104T0900'
	jobs_now; last_text $P1 | grep -q '04/11/2026' || say_wrong "no message about the move"
	ok "it is moved, the old time is free at once, and a message says so"
	post "$mine/move" slot=1.1.20261104T0900; [[ $status = 303 || $status = 409 ]] || say_wrong "status $status"
	post "$mine/move" slot=3.3.20261105T1000; [[ $status = 4?? ]] || say_wrong "to another hospital: $status"
	ok "it cannot be moved to another hospital"
	as other; post /hold slot=1.1.20261105T0900; want 303; jar=$work/jar
	post "$mine/move" slot=1.1.20261105T0900; want 409; has 'just been taken' 'The nearest'
	post "$mine/move" slot=1.1.20261102T0900; want 409; has 'too late for this time' 'stays as it was'; hasnt 'just been taken'
	get "$mine"; has 'Wednesday'
	ok "who moves to a time that is taken keeps the old one and sees the nearest"
	get "$mine/cancel"; want 200; has 'Do you want to cancel' 'No, keep it'
	request GET "$mine/cancel?why=time"; get "$mine"; has 'Wednesday'
	ok "no link cancels: only a form does"
	post "$mine/cancel" why=far; want 303; follow; want 200; has 'Appointment cancelled'
	post "$mine/cancel" why=far; want 303
	get /times/FES/1; has '1.1.20261104T0900'
	jobs_now; last_text $P1 | grep -q 'annul' || say_wrong "no message about the end"
	ok "cancelled once or twice, the time is free at once"
	get "$mine.ics"; has 'STATUS:CANCELLED'
	ok "the calendar file says so too"
}

finds_again() {
	book_time 1.1.20261105T0920 0612345602 'Omar Tazi'; want 303; mine=$(location)
	get "$mine"; reference=$(grep -oE 'class="ref"[^>]*>[^<]*' "$body" | sed 's/.*>//')
	visitor; clock 2026-11-02T08:20:00Z
	post /find "ref=${reference%?}2" phone=0612345602; [ "$status" = 422 ] || [ "$status" = 303 ] || say_wrong "status $status"
	post /find ref=K7M4 phone=06; want 422; has 'not complete'
	post /find "ref=$(echo "$reference" | tr A-Z a-z | tr - ' ')" phone=0612345699; want 303; to=$(location)
	follow; want 200; has 'If this reference and this phone go together'
	outbox +212612345699; same "$(cat "$body")" '[]'
	ok "a wrong pair is not told apart from a right one"
	post /find "ref=$(echo "$reference" | tr A-Z a-z | tr - ' ')" phone=0612345602; want 303; to=$(location); follow; want 200
	local code; code=$(last_code $P2)
	post "$to" code=000000; want 422
	as other; post "$to" "code=$code"; want 404; jar=$work/jar
	post "$to" "code=$code"; want 303; local fresh; fresh=$(location); follow; want 200; has 'Omar Tazi'
	get "$mine"; want 404
	post "$to" "code=$code"; want 422
	ok "reference, phone and code lead to a new link; the old one is void, the code serves once"
	mine=$fresh
	for _ in 1 2 3 4 5 6 7 8 9 10; do post "$mine/move" slot=1.1.20261105T0920; done; want 303
	post "$mine/move" slot=1.1.20261104T0900; want 429; get "$mine"; has 'Thursday'
	ok "one appointment is moved ten times in an hour, no oftener: each sends a message and frees a time for others"
	clock 2026-11-04T10:00:00Z
	get "$mine"; has 'too late to change it here'; get "$mine/cancel"; want 409
	post "$mine/cancel" x=1; want 409; has 'tel:+212535000001'
	post "$mine/move" slot=1.1.20261109T0900; want 409
	ok "past the limit of its type it is changed by phone only"
}

expires() {
	visitor; post /hold slot=1.1.20261109T0900; want 303; draft=$(location)
	as other; visitor; post /hold slot=1.1.20261109T0900; want 409
	clock 2026-11-04T10:06:00Z	# the clock goes on: a whole minute for what a loaded machine takes since the hold
	post /hold slot=1.1.20261109T0900; want 303; jar=$work/jar
	post "$draft" for_whom=relative 'name=Salma Idrissi' birth-d=1 birth-m=1 birth-y=2020 sex=f phone=0612345603 tongue=en; want 409
	has 'The 5 minutes are over' 'Your answers are kept' "action=\"$draft/times\""
	mapfile -t near < <(times)
	ok "after five minutes the time is somebody else's; answers are kept, the nearest times offered"
	post "$draft/times" "slot=${near[0]}"; want 303; same "$(location)" "$draft/code" 'straight to the code'
	post "$draft/code" "code=$(last_code $P3)"; want 303; follow; has 'Salma Idrissi'
	ok "another time is one button away from the code"
	visitor; post /hold slot=1.1.20261110T0900; want 303; draft=$(location)
	clock 2026-11-04T10:13:00Z
	post "$draft" for_whom=self 'name=Karim Alaoui' birth-d=1 birth-m=1 birth-y=1990 sex=m phone=0612345604 tongue=fr; want 409
	has 'The 5 minutes are over' '1.1.20261110T0900' 'again'
	post "$draft/times" slot=1.1.20261110T0900; want 303
	clock 2026-11-04T10:16:30Z
	post "$draft/code" "code=$(last_code +212612345604)"; want 303
	ok "a time that is still free is taken again with one button, and the code renews the hold"
	visitor; post /hold slot=1.1.20261110T0920; draft=$(location)
	post "$draft" for_whom=self 'name=Late One' birth-d=1 birth-m=1 birth-y=1990 sex=m phone=0612345605 tongue=fr; want 303
	clock 2026-11-04T10:30:00Z
	post "$draft/code" "code=$(last_code +212612345605)"; want 422; has 'no longer serves'
	ok "a code serves five minutes"
	clock 2026-11-04T12:00:00Z; get "$draft"; want 404; has 'no longer here' 'Begin again'
	ok "answers that were not confirmed are gone after an hour"
}

refuses() {
	visitor; post /hold slot=1.5.20261111T0900; want 303; draft=$(location)
	post "$draft" for_whom=self 'name=Karim Alaoui' birth-d=1 birth-m=1 birth-y=1990 sex=m phone=0612345604 tongue=fr; want 422; has 'women only'
	post "$draft" for_whom=self 'name=Petite' birth-d=1 birth-m=1 birth-y=2020 sex=f phone=0612345604 tongue=fr; want 422; has 'another age'
	post "$draft" for_whom=self 'name=Petite' birth-d=1 birth-m=1 birth-y=2030 sex=f phone=0612345604 tongue=fr; want 422; has 'cannot be a date of birth'
	ok "limits of sex and age are told beside the field"
	post "$draft" for_whom=self name= birth-d=1 birth-m=1 birth-y=2030 sex=m phone=06 tongue=fr; want 422
	has 'Write the person' 'not complete' 'cannot be a date of birth' 'women only' 'id="birth-e"' 'id="sex-e"'
	post "$draft" for_whom=self 'name=Petit' birth-d=1 birth-m=1 birth-y=2020 sex=m phone=0612345604 tongue=fr; want 422; has 'another age' 'women only'
	same "$(count '<li><a href="#birth">')" 1 'said once'
	ok "they are told together with every other mistake"
	local n=0 s
	for s in 1.1.20261112T0900 1.1.20261112T0920 1.1.20261112T0940; do
		book_time $s 0612345606 'Many Times'; [ "$status" = 303 ] && n=$((n + 1))
	done
	want 409; has 'There are appointments enough already'; same "$n" 2 'as many as the standard allows'
	ok "one person may have so many coming appointments in a speciality, not more"
	n=0
	for s in 1.1.20261113T0900 1.1.20261113T0920 1.1.20261113T0940 1.1.20261113T1000 1.1.20261113T1020 1.1.20261113T1040 1.1.20261116T0900; do
		book_time $s 0612345607 "Person $n"; [ "$status" = 303 ] || break
		n=$((n + 1)); clock 2026-11-04T1$((2 + n)):40:00Z
	done
	want 409; same "$n" 6 'bookings of one phone'
	ok "a household may share a phone, up to a limit"
	visitor
	for i in 1 2 3 4 5 6 7 8; do
		visitor; post /hold "slot=1.1.20261118T0900"; draft=$(location)
		post "$draft" for_whom=self "name=N $i" birth-d=1 birth-m=1 birth-y=1990 sex=m phone=0612345690 tongue=fr
		[ "$status" = 429 ] && break
		clock 2026-11-04T20:$((10 + 6 * i)):00Z
	done
	want 429; has 'Too many codes'
	ok "one number gets only so many codes an hour"
	request POST /hold -d slot=1.1.20261119T0900 -H 'Origin: https://evil.example' -H 'Sec-Fetch-Site: cross-site'; want 403
	request POST /hold -d slot=1.1.20261119T0900 -H 'Origin: https://evil.example'; want 403
	ok "a form of another site is refused"
}

resends() {
	clock 2026-11-05T08:00:00Z
	visitor; post /hold slot=1.1.20261120T0900; draft=$(location)
	post "$draft" for_whom=self 'name=Slow Network' birth-d=1 birth-m=1 birth-y=1990 sex=m phone=0612345680 tongue=fr; want 303
	local first; first=$(last_code +212612345680)
	get "$draft/code"; has 'From 8:01' ; hasnt 'Send a code again'
	post "$draft/again" x=1; want 303; same "$(last_code +212612345680)" "$first" 'too soon'
	clock 2026-11-05T08:00:59Z; get "$draft/code"; has 'Send a code again'
	post "$draft/again" x=1; want 303
	post "$draft/code" "code=$first"; [ "$first" = "$(last_code +212612345680)" ] || want 422
	clock 2026-11-05T08:01:30Z; post "$draft/again" x=1
	outbox +212612345680; same "$(count '"template":"code"')" 2 'the second wait is longer'
	post "$draft/code" "code=$(last_code +212612345680)"; want 303
	ok "a code is sent again after a wait that grows; only the last one serves"
}

same_moment() {
	local i n
	for i in 1 2 3 4 5 6 7 8; do
		curl -sS -o /dev/null -w '%{http_code}\n' -X POST -H "Origin: $url" -d "slot=1.1.20261123T0900" "$url/hold" &
	done >"$work/codes"
	wait $(jobs -p | grep -v "^$server\$")
	n=$(grep -c 303 "$work/codes"); same "$n" 1 'winners'; same "$(grep -c 409 "$work/codes")" 7 'told at once'
	ok "of eight who press at the same moment one holds the time"
}

small() {
	local css bytes
	get / --compressed; css=$(href '\.css'); bytes=0
	for p in / "$css"; do
		n=$(curl -sS -o /dev/null -w '%{size_download}' -H 'Accept-Encoding: gzip' -H 'Accept-Language: ar' "$url$p"); bytes=$((bytes + n))
	done
	for p in $(grep -oE 'href="/static/[^"]*"' "$body" | sed 's/href="//;s/"//' | grep -v css); do
		n=$(curl -sS -o /dev/null -w '%{size_download}' -H 'Accept-Encoding: gzip' "$url$p"); bytes=$((bytes + n))
	done
	[ "$bytes" -le 30720 ] || say_wrong "first visit $bytes bytes"
	for p in '/search?s=cardio&where=all' /times/FES/1 /specialities "$mine" /privacy; do
		n=$(curl -sS -o /dev/null -w '%{size_download}' -H 'Accept-Encoding: gzip' -H 'Accept-Language: ar' "$url$p")
		[ "$n" -gt 300 ] && [ "$n" -le 10240 ] || say_wrong "$p: $n bytes"
	done
	ok "a first visit takes at most 30 KB, a following page 10 KB"
}

operator() {
	get /desk/outbox; want 303; [[ $(location) = /sign-in* ]] || say_wrong "not to the sign-in: $(location)"
	ok "the outbox is for those who work there"
}

assisted() {
	sign_in cyber
	post /hold slot=1.1.20261124T0900; want 303; draft=$(location)
	get "$draft"; want 200; has 'name="birth-d"'
	post "$draft" for_whom=helper 'name=Person Helped' birth-d=1 birth-m=1 birth-y=1950 sex=m phone=0612345670 tongue=ar; want 303
	post "$draft/code" "code=$(last_code +212612345670)"; want 303; follow; want 200; has 'Person Helped'
	same "$(sql_value "SELECT channel || ' ' || for_whom || ' ' || (booked_by IS NOT NULL) FROM appointment ORDER BY booked_at DESC, id DESC LIMIT 1" | sed 's/ 1$/ true/')" 'assisted helper true'
	ok "a signed-in helper books in the same pages, under its own channel and account"
	sign_in desk
	get /desk/outbox; want 200; has '06 12 34 56 70' 'Demonstration'
	post /desk/outbox q=0612345670; want 303; [[ $(location) =~ ^/desk/outbox\?found=[A-Za-z0-9_-]+$ ]] || say_wrong "to $(location)"
	follow; has '06 12 34 56 70'
	sign_in other
	post /desk/outbox q=0612345670; want 303; follow; want 200; same "$(count '<tr>')" 2 'heading and the code alone'; hasnt 'Hop. A Fes'
	ok "the desk reads the messages of its own hospital; of others the codes alone, in the demonstration"
	jar=$work/jar
}

booking() {
	new_data "$1" town
	sql "INSERT INTO calendar_day VALUES (1, 4, $(town_day 2026-12-08), 'closure', 'Travaux', 'أشغال', 'Building works', TRUE)"
	desk_account cyber MA-FES helper; desk_account desk FES desk; desk_account other SEF desk
	DIWAN_DEMONSTRATION=1 serve_diwan --clock 2026-11-02T08:00:00Z; town_ready; clock 2026-11-02T08:05:00Z
	finds; waits; chooses; holds; says_who; confirms; receipt; changes; finds_again; expires; refuses; resends; same_moment; assisted; small; operator
	stop_diwan; ok "the server ends well"
}
# A server of its own: the limits of one network are those of everybody in it.
one_network() {
	local i draft
	new_data "$1" town
	DIWAN_CODES_PER_NETWORK_HOUR=2 DIWAN_HOLDS_PER_NETWORK_MINUTE=4 serve_diwan --clock 2026-11-02T08:05:00Z; town_ready
	for i in 1 2 3; do
		visitor; post /hold "slot=1.1.2026110${i}T1040"; [ $i = 1 ] && post /hold slot=1.1.20261106T1040; draft=$(location)
		post "$draft" for_whom=self "name=Person $i" birth-d=1 birth-m=1 birth-y=1990 sex=m phone=061234570$i tongue=fr
		[ $i = 3 ] || want 303
	done
	want 429; has 'Too many codes' 'tel:'
	outbox +212612345703; same "$(cat "$body")" '[]'
	ok "one network gets only so many codes an hour, and the page says what to do"
	visitor; post /hold slot=1.1.20261109T1000; want 429
	clock 2026-11-02T08:07:00Z; post /hold slot=1.1.20261109T1000; want 303
	ok "one network holds only so many times a minute"
	stop_diwan
}
# A provider of text messages, as a program of its own: writes down what it is sent.
provider() {
	mkfifo "$work/provider"
	node -e 'const fs = require("fs")
		require("http").createServer((q, r) => {
			let b = ""
			q.on("data", d => b += d)
			q.on("end", () => { fs.appendFileSync(process.argv[1], `${q.method} ${q.url} ${q.headers["idempotency-key"]} ${q.headers.authorization} ${b}\n`); r.end("id-7 queued\n") })
		}).listen(0, "127.0.0.1", function () { console.log(this.address().port) })' "$work/sms.log" >"$work/provider" &
	provider=$!
	read -r sms_port <"$work/provider"; rm "$work/provider"
}
real_gateway() {
	local draft code
	: >"$work/sms.log"; provider
	new_data "$1" town; desk_account desk FES desk
	echo 'Authorization: Bearer 12345' >"$work/sms.key"
	export DIWAN_SMS_URL="http://127.0.0.1:$sms_port/send" DIWAN_SMS_TYPE=application/json DIWAN_SMS_EXPECT=queued \
		DIWAN_SMS_BODY='{"to":"{to}","text":"{text}"}' DIWAN_SMS_HEADER_FILE="$work/sms.key" DIWAN_PUBLIC_URL=https://rdv.example.ma
	serve_diwan --clock 2026-11-02T08:05:00Z; town_ready
	visitor; request POST /hold -d slot=1.1.20261105T0900; want 303; draft=$(location)
	request POST "$draft" -d 'for_whom=self&name=Fatima+Zahra&birth-d=27&birth-m=3&birth-y=1968&sex=f&phone=0612345601&tongue=ar'; want 303
	wait_until '[ -s "$work/sms.log" ]'
	grep -q '^POST /send [0-9]* Bearer 12345 {"to":"+212612345601","text":"' "$work/sms.log" || say_wrong "sent: $(cat "$work/sms.log")"
	code=$(grep -oE '[^0-9][0-9]{6}[^0-9]' "$work/sms.log" | tail -n 1 | tr -dc 0-9)
	request POST "$draft/code" -d "code=$code"; want 303
	wait_until '[ $(wc -l <"$work/sms.log") = 2 ]'
	grep -q "https://rdv.example.ma$(location)" "$work/sms.log" || say_wrong "no link: $(cat "$work/sms.log")"
	ok "with a provider the code and the link leave the house, in its own format"
	wait_until '[ "$(sql_value "SELECT count(*) FROM message WHERE state = '"'sent'"' AND body = '"''"' AND provider_id = '"'id-7'"'")" = 2 ]'
	clock 2026-11-02T08:30:00Z; jobs_now; same "$(wc -l <"$work/sms.log")" 2 'each once'
	ok "each is sent once, its text is erased, the provider's number is kept"
	sign_in desk; get /desk/outbox; want 200; has '06 12 34 56 01'; hasnt "$code" '/a/' 'no text message leaves'
	ok "the outbox page shows no text then"
	has '>Report<' '>Parts<' '>Tries<'; hasnt 'did not arrive'
	sql "UPDATE message SET report = 'undelivered', segments = 37, attempts = 43 WHERE recipient = '+212612345601'"
	sql "UPDATE message SET state = 'dropped', why = 'spaced' WHERE id = (SELECT MAX(id) FROM message WHERE recipient = '+212612345601')"
	get /desk/outbox; has 'did not arrive' '>37<' '>43<' 'not sent: another message went that day'
	ok "it says what was reported of a message, its parts and tries, and what gave way to another"
	diwan try-message 0612345699 | grep -q 'http: sent id-7' || say_wrong 'try-message'
	grep -q 212612345699 "$work/sms.log" || say_wrong 'try-message sent nothing'
	ok "the settings can be tried by a command"
	unset DIWAN_SMS_URL DIWAN_SMS_TYPE DIWAN_SMS_EXPECT DIWAN_SMS_BODY DIWAN_SMS_HEADER_FILE DIWAN_PUBLIC_URL
	stop_diwan
	kill "$provider"; wait "$provider" 2>/dev/null
}
# Whoever shares a connection shares its limits; others do not.
hold_from() { visitor; post /hold "slot=$2" -- -H "X-Forwarded-For: $1"; }
code_from() {	# network slot phone
	hold_from "$1" "$2"; want 303; draft=$(location)
	post "$draft" for_whom=self 'name=Some Body' birth-d=1 birth-m=1 birth-y=1990 sex=m "phone=$3" tongue=fr -- -H "X-Forwarded-For: $1"
}
networks() {
	local i times=(0900 0920 0940 1000 1020 1040)
	new_data "$1" town
	DIWAN_BEHIND_PROXY=1 serve_diwan --clock 2026-11-02T08:05:00Z; town_ready
	get /; want 200; hasnt 'all people here are invented'
	ok "people are called invented when the data say so, not whenever the clock can be set"
	for i in 0 1 2; do hold_from 41.1.1.9 "1.1.20261103T${times[i]}"; want 303; done
	post "$(location)" for_whom=self 'name=Kept Answers' birth-d=1 birth-m=1 birth-y=1990 sex=m phone=0612345620 tongue=fr -- -H 'X-Forwarded-For: 41.1.1.9'; want 303
	hold_from 41.1.1.7 1.1.20261103T1000; want 409
	has 'Choose another day' 'another day, or try that day again' 'name="slot"' '1.1.20261104T0' 'action="/hold"'
	same "$(sed -n '/id="near"/,/<\/section>/p' "$body" | grep -c 20261103)" 0 'times of that day offered first'
	same "$(sql_value "SELECT count(*) FROM hold")" 3 'holds'
	ok "one network keeps three times or a third of a day, not all; other days are offered"
	hold_from 41.1.1.7 1.1.20261104T0900; want 303; draft=$(location)
	post "$draft" for_whom=self 'name=Other Day' birth-d=1 birth-m=1 birth-y=1990 sex=m phone=0612345621 tongue=fr -- -H 'X-Forwarded-For: 41.1.1.7'; want 303
	post "$draft/times" slot=1.1.20261103T1000 -- -H 'X-Forwarded-For: 41.1.1.7'; want 409; has 'Choose another day' 'Your answers are kept' "action=\"$draft/times\""
	get "$draft/code"; want 200; has 'Other Day' '6 •• •• •• 21'
	ok "who has answered already keeps the answers and the other time"
	hold_from 41.1.2.7 1.1.20261103T1000; want 303
	ok "another network still holds that day's times"
	sql "INSERT INTO organization_setting VALUES (4, 'network_share', 100)"
	hold_from 41.1.1.7 1.1.20261103T1020; want 303
	ok "an establishment that many share a connection at lets one network hold all"
	sql "DELETE FROM organization_setting WHERE name = 'network_share'"
	clock 2026-11-02T08:11:00Z
	hold_from 41.1.1.7 1.1.20261103T1000; want 303
	ok "what is over no longer counts"
	for i in 0 1 2 3; do code_from 41.2.$i.1 "1.1.20261105T${times[i]}" '+1 202 555 0100'; want 422; done
	has 'no text messages to this country' 'id="phone-e"' 'value="+1 202 555 0100"'; outbox +12025550100; same "$(cat "$body")" '[]'
	post /find ref=K7M4-22AB-C2D phone='+1 202 555 0100'; want 422
	ok "codes go to the calling codes of the setting alone, and the form says so beside the number"
	clock 2026-11-02T09:00:00Z
	for i in 0 1 2 3; do code_from 41.3.3.1 "1.1.20261$((109 + i))T0900" 0612345630; want 303; done
	for i in 0 1 2; do code_from 41.3.3.1 "1.1.20261$((109 + i))T0920" 0612345630; want 429; done
	code_from 41.4.4.1 1.1.20261116T0940 0612345630; want 303
	ok "a stranger on one network cannot use up a number's codes: others keep a reserve"
	code_from 41.5.5.1 1.1.20261117T0940 0612345630; want 303
	code_from 41.6.6.1 1.1.20261118T0940 0612345630; want 429; has 'Too many codes'
	outbox +212612345630; same "$(count '"template":"code"')" 6 'messages to the number'
	ok "a number still gets only so many an hour from everywhere"
	stop_diwan
}
on_both booking
on_both networks
on_both one_network
on_both real_gateway
finish
