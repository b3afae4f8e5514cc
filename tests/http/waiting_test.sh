#!/usr/bin/env bash
# The waiting list as those see it who use it: a citizen asks, a time is given up, offered, taken; the desk; its rules. On both engines.
. "$(dirname "$0")/lib.sh"
. tests/http/town.sh
. tests/http/desk_lib.sh
. tests/http/ledger_lib.sh

who=(birth-d=27 birth-m=3 birth-y=1968 sex=f tongue=en)
link_to() { sql_value "SELECT body FROM message WHERE recipient = '$1' AND template = 'waiting-offer' ORDER BY id DESC LIMIT 1" | grep -oE '/o/[A-Za-z0-9_-]{22}'; }
own() { location | grep -oE '/w/[A-Za-z0-9_-]{22}'; }
# Answers the code that a phone got: coded +PHONE.
coded() { local at; at=$(location); post "$at" "code=$(last_code "$1")"; want 303; }
state() { sql_value "SELECT state FROM waiting_entry WHERE phone = '$1' AND left_why <> 'again' ORDER BY id DESC LIMIT 1"; }
cancels() { local v; v=$(as desk; version_of "$1"); as desk; post "/desk/appointments/$1/cancel" "version=$v" by=patient reason=ill; want 303; }
acts() { sql_value "SELECT COUNT(*) FROM act WHERE act = '$1'"; }

waiting() {
	local first second third later mine offer
	desk_town "$1"
	# the only dermatology of the province: Tuesday and Thursday, three times each
	as desk
	get '/desk/book?new=1&of=dermato'; want 200
	for t in 20261103T0900:0670000031 20261103T0920:0670000032 20261103T0940:0670000033; do
		post /desk/book "key=$(key_of '/desk/book?new=1&of=dermato')" who=new new=1 of=dermato "name=Has Time ${t#*:}" birth-d=2 birth-m=2 "birth-y=19${t: -2}" sex=female \
			"phone=${t#*:}" lang=fr type=2 "slot-2=4.${t%:*}" sms=1; want 303
		case $t in *0900:*) first=$(last_id) ;; *0920:*) second=$(last_id) ;; *) third=$(last_id) ;; esac
	done

	as visitor; visitor
	get '/waiting/join?s=dermato&where=FES'; want 200; has 'Only certain days' '/waiting/about/FES'
	post /waiting s=dermato where=FES 'name=Rachid First' phone=0670000041 "${who[@]}" to=2026-11-03; want 303; at=$(location)
	follow; want 200; has 'Enter the code' '06 •• •• •• 41' 'Dermatology'
	post "$at" code=000000; want 422; has 'not the code we sent'; post "$at/again"; want 303
	same "$(sql_value "SELECT COUNT(*) FROM waiting_entry WHERE phone = '+212670000041'")" 0
	get "$at/answers"; want 200; has 'value="Rachid First"' 'value="1968"'
	post "$at" "code=$(last_code +212670000041)"; want 303; mine=$(own)
	post "$at" code=1; want 303; same "$(own)" "$mine"; get "$at"; want 303
	post /waiting s=dermato where=FES 'name=Salma Second' phone=0670000042 "${who[@]}" to=2026-11-03 am=1; want 303; coded +212670000042
	post /waiting s=dermato where=FES 'name=Never Afternoon' phone=0670000043 "${who[@]}" to=2026-11-03 pm=1; want 303; coded +212670000043
	# somebody else who types that phone sees what everybody sees: a code went to it; who has it keeps the place
	as stranger; visitor; post /waiting s=dermato where=FES 'name=Rachid First' phone=0670000041 "${who[@]}" to=2026-11-03; want 303; [[ $(location) =~ ^/waiting/code/[0-9]+$ ]] || say_wrong "$(location)"
	follow; want 200; hasnt 'already' '/w/'; as visitor; get "$at"; want 303; as stranger; get "$at"; want 404
	as visitor; post /waiting s=dermato where=FES 'name=RACHID FIRST' phone=0670000041 "${who[@]}" to=2026-11-03; want 303; coded +212670000041; mine=$(own); follow; want 200; has 'asked already'
	get "$mine"; want 200; has 'Rachid First' 'Nobody stands before you' 'Dermatology'; has_header 'referrer-policy: no-referrer'
	get "${mine%?}x"; want 404
	get /waiting/about/FES; want 200; has 'Who comes first' 'nobody was waiting'; hasnt Rachid
	get '/waiting/join?s=dermato&where=MA-FES'; has '/waiting/about/MA-FES'
	get /waiting/about/MA-FES; want 200; has 'Who comes first' 'may set its own rules'; hasnt 'Rachid' 'nobody was waiting'
	get /waiting/about/NOWHERE; want 404
	ok "citizens ask with their wishes, have a page of their own, and everybody can read the rules and numbers"

	cancels "$second"
	as visitor; get '/times/FES/2?week=2026-11-03'; hasnt '2.20261103T0920' 'value="4.2.20261103T0920"'
	jobs_now
	same "$(state +212670000041)/$(state +212670000042)/$(state +212670000043)" offered/waiting/waiting
	offer=$(link_to +212670000041)
	! grep -qi 'dermato\|Rachid' <<<"$(sql_value "SELECT body FROM message WHERE recipient = '+212670000041' AND template = 'waiting-offer'")" || say_wrong 'the message says too much'
	as visitor; get '/times/FES/2?week=2026-11-03'; hasnt '20261103T0920'
	get "$offer"; want 200; has 'A time is free for you' '9:20' 'Kept for you until' 'Hospital A, Fez'; has_header 'referrer-policy: no-referrer'
	sql_value "UPDATE service SET place_kind = 'video' WHERE id = 2" >/dev/null; get "$offer"; has 'By video'; hasnt '<dd>Hospital A, Fez'
	sql_value "UPDATE service SET place_kind = 'on_site' WHERE id = 2" >/dev/null; get "$offer"; has '<dd>Hospital A, Fez'; hasnt 'By video'
	post "$offer/no"; want 303; follow; has 'the next person is asked'
	post "$offer/yes"; want 409; has 'no longer kept'
	jobs_now
	same "$(state +212670000041)/$(state +212670000042)/$(state +212670000043)" waiting/offered/waiting
	get "$mine"; has 'Declined'
	offer=$(link_to +212670000042); get "$offer"; want 200
	post "$offer/yes"; want 303; follow; want 200; has 'Appointment confirmed' 'Salma Second'
	post "$offer/yes"; want 409
	same "$(sql_value "SELECT channel FROM appointment WHERE day = $(town_day 2026-11-03) AND start_min = 560 AND status = 'booked'")" online
	same "$(acts enlist)/$(acts offer)/$(acts expire)/$(acts accept)" 3/2/1/1
	same "$(sql_value "SELECT COUNT(*) FROM act WHERE act IN ('enlist', 'offer', 'expire', 'accept') AND class = 'ordinary' AND holder IS NOT NULL")" 7
	ok "a time that is given up is kept at once, offered to the first, then to the next, and taken by a yes"

	as visitor; post /hold slot=4.2.20261105T0900; want 303
	post "$(location)" for_whom=self 'name=Zineb Later' "${who[@]:0:4}" phone=0670000044 tongue=en; post "$(location)" "code=$(last_code +212670000044)"; want 303; later=$(location)
	get "$later"; want 200; has 'Too late for you' "$later/earlier"
	get "$later/earlier"; want 200; has 'It stays as it is'
	post "$later/earlier" other=1 to=2026-11-04; want 303; mine=$(own); get "$mine"; has 'Zineb Later'
	post "$later/earlier" other=1; want 303; mine=$(own); follow; has 'asked already'
	sql "UPDATE waiting_entry SET offers = 3 WHERE phone = '+212670000041'"
	cancels "$third"; jobs_now
	offer=$(link_to +212670000044); as visitor; get "$offer"; has 'An earlier time is free' 'is given up for it'
	post "$offer/yes"; want 303; follow; want 200; has 'Appointment moved' '9:40'
	same "$(sql_value "SELECT COUNT(*) FROM appointment WHERE day = $(town_day 2026-11-05) AND status = 'booked'")" 0
	ok "who has a later appointment asks for an earlier one, and gives up the later in the same act"

	as desk; get '/desk/waiting?of=dermato'; want 200; has 'Rachid First' 'Never Afternoon'; hasnt 'Salma Second'
	get '/desk/waiting?gone=1'; has 'Salma Second' 'Has an appointment'
	as other; get /desk/waiting; want 200; hasnt 'Rachid First'; get "/desk/waiting/$(sql_value "SELECT id FROM waiting_entry WHERE phone = '+212670000041'")"; want 404
	as doctor; get /desk/waiting; want 404
	as desk; get '/desk/waiting/new?new=1&of=dermato'; want 200; has 'A doctor says that it is urgent'
	post /desk/waiting "key=$(input key)" who=new new=1 of=dermato 'name=Urgent Person' birth-d=2 birth-m=2 birth-y=1950 sex=female phone=0670000045 lang=fr class=urgent; want 422; has 'Write why this request'
	post /desk/waiting "key=$(input key)" who=new new=1 of=dermato 'name=Urgent Person' birth-d=2 birth-m=2 birth-y=1950 sex=female phone=0670000045 lang=fr class=urgent 'reason=Letter of the doctor' way=phone; want 303
	follow; want 200; has 'Urgent Person' 'number 1' 'Letter of the doctor'
	get '/desk/waiting?of=dermato&class=urgent'; has 'Urgent Person'; hasnt 'Rachid First'
	get "/desk/waiting?of=dermato"; same "$(grep -oE 'Urgent Person|Rachid First' "$body" | head -n 1)" 'Urgent Person'
	look /desk/waiting/find 'Urgent Person' of=dermato; want 200; has 'Urgent Person'
	as centre; get '/desk/waiting/new?at=4&of=dermato'; want 200; hasnt 'A doctor says that it is urgent'
	post /desk/waiting at=4 who=new new=1 of=dermato 'name=From Centre' birth-d=2 birth-m=2 birth-y=1951 sex=female phone=0670000046 lang=fr class=urgent 'reason=because'; want 422
	post /desk/waiting at=4 who=new new=1 of=dermato 'name=From Centre' birth-d=2 birth-m=2 birth-y=1951 sex=female phone=0670000046 lang=fr class=soon 'reason=Result'; want 303; follow; want 200; fresh=$(sed 's/From Centre/NAME/g;s/067000004[0-9]/PHONE/g;s/67000004[0-9]/PHONE/g;s/[0-9][0-9] [0-9][0-9] [0-9][0-9]<//g;s#/[0-9]\{6,\}##g;s/value="[^"]*"//g' "$body")
	same "$(sql_value "SELECT COUNT(*) FROM message WHERE recipient = '+212670000046' AND template = 'waiting-enlisted'")" 1
	# who waits already is written down with the same answer, page and line: nothing is learnt of it
	post /desk/waiting at=4 who=new new=1 of=dermato 'name=Rachid First' "${who[@]:0:3}" sex=female phone=0670000041 lang=fr class=soon 'reason=Result'; want 303; [[ $(location) =~ ^/desk/waiting/[0-9]+\?new=1$ ]] || say_wrong "$(location)"
	follow; want 200; hasnt 'number' 'already' 'Offers' 'Declined'
	same "$(sed 's/Rachid First/NAME/g;s/067000004[0-9]/PHONE/g;s/67000004[0-9]/PHONE/g;s/[0-9][0-9] [0-9][0-9] [0-9][0-9]<//g;s#/[0-9]\{6,\}##g;s/value="[^"]*"//g' "$body")" "$fresh"
	same "$(sql_value "SELECT COUNT(*) FROM waiting_entry WHERE phone = '+212670000041' AND state IN ('waiting', 'offered')")" 1
	get /desk/waiting; has 'From Centre' 'Rachid First'; hasnt 'Urgent Person' 'Offers'
	id=$(sql_value "SELECT id FROM waiting_entry WHERE phone = '+212670000041' AND left_why = 'again'")
	post "/desk/waiting/$id/class" version=1 class=soon why=because; want 404
	post "/desk/waiting/$id/off" 'why_off=not needed'; want 303; follow; has 'No longer on the list'
	same "$(state +212670000041)" waiting
	as chief; v=$(sql_value "SELECT id FROM booker WHERE kind = 'centre' AND organization_id = 4"); post "/desk/bookers/$v/stop" 'why=Too many'; want 303
	as centre; post /desk/waiting at=4 who=new new=1 of=dermato 'name=After Stop' birth-d=2 birth-m=2 birth-y=1951 sex=female phone=0670000047 lang=fr; want 409; has 'has stopped your bookings'
	same "$(sql_value "SELECT COUNT(*) FROM patient WHERE phone = '+212670000047'")" 0
	ok "the desk and health centres put people on the list, in the classes that are theirs to give, with a reason"

	as desk; id=$(sql_value "SELECT id FROM waiting_entry WHERE phone = '+212670000043'"); get "/desk/waiting/$id"; want 200; has 'Offer a time by hand'
	# the last one: the first may be one that was given up, which the job may offer to the next on the list just now
	time=$(grep -oE 'name="time" value="[0-9.]*"' "$body" | tail -n 1 | sed 's/.*value="//;s/"//')
	post "/desk/waiting/$id/offer" "time=$time" why_offer=; want 422
	post "/desk/waiting/$id/offer" "time=$time" 'why_offer=Comes from far'; want 303; follow; has 'By hand' 'Comes from far' 'A time is offered'
	same "$(sql_value "SELECT COUNT(*) FROM act WHERE act = 'offer' AND reason = 'by-hand' AND role = 'desk'")" 1
	post "/desk/waiting/$id/answer" answer=yes; want 303; follow; has 'Never Afternoon'
	id=$(sql_value "SELECT id FROM waiting_entry WHERE phone = '+212670000041' AND left_why <> 'again'"); get "/desk/waiting/$id"; v=$(input version)
	post "/desk/waiting/$id/class" "version=$v" class=soon why=; want 422
	post "/desk/waiting/$id/class" "version=$v" class=soon 'why=Result must be seen'; want 303
	post "/desk/waiting/$id/class" "version=$v" class=urgent 'why=Again'; want 409
	post "/desk/waiting/$id/off" 'why_off=Called, no need'; want 303; follow; has 'Taken off by the hospital' 'Called, no need'
	post "/desk/waiting/$id/off" 'why_off=Called, no need'; want 409
	same "$(acts delist)" 1
	[ "$(sql_value "SELECT COUNT(*) FROM audit_event WHERE route LIKE '%/desk/waiting%' AND what = 'change'")" -ge 5 ] || say_wrong 'the trail lacks acts'
	ok "a class is changed, an offer made by hand and a request taken off with a reason, seen in its history, the acts and the trail"

	get /desk/waiting/rules; want 404
	as chief; get /desk/waiting/rules; want 200; has 'All other requests' 'value="100"'
	post /desk/waiting/rules share=101 answer=10 messages=0; want 422
	post /desk/waiting/rules share=50 answer=120 messages=2 daily=1; want 303
	post /desk/waiting/rules/classes 'name_fr=Retour de service' 'name_ar=عودة' 'name_en=Back from a ward' desk=1; want 303; follow; has 'Back from a ward'
	code=$(sql_value "SELECT code FROM waiting_class WHERE name_en = 'Back from a ward'")
	post /desk/waiting/rules/class "code=$code" act=up; want 303
	same "$(sql_value "SELECT place FROM waiting_class WHERE code = '$code'")" 2
	post /desk/waiting/rules/class code=urgent act=off; want 303
	post /desk/waiting/rules/class code=ordinary act=off; want 404
	post /desk/waiting/rules/types type=1; want 303
	same "$(sql_value "SELECT COUNT(*) FROM waiting_off WHERE service_id = 2")/$(sql_value "SELECT COUNT(*) FROM waiting_off WHERE service_id = 1")" 1/0
	sql "UPDATE waiting_entry SET asked_at = asked_at - 86400 WHERE phone IN ('+212670000041', '+212670000045')"	# numbers are of when the day began
	as visitor; get /waiting/about/FES; has 'fewer than 5' 'not known yet' '50' '2 hours' 'at most 2 offers' 'Back from a ward'; hasnt 'says that it is urgent'
	ok "the head of admissions sets the rules, the classes and the types, and the public page says them"

	post "$mine/leave"; want 303; follow; want 200
	ledger_agrees MA 2026-11
	has '/proof"'; proved "$mine/receipt.json" enlist; hasnt Rachid
	get "${mine%?}x/receipt.json"; want 404
	ok "who waits has the proof since when; the log tells what the program counts, and a request and its appointment are one chain"
	stop_diwan
}

on_both waiting
finish
