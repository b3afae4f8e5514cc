#!/usr/bin/env bash
# Mail through a real relay and a real box (Exim, Dovecot): encrypted, as calendars want it, and what comes back is heard.
. "$(dirname "$0")/lib.sh"
tests/npm.sh || { echo "not ok - npm ci"; exit 1; }
. tests/http/town.sh
. tests/http/desk_lib.sh
mta=$work/mta
mkdir -p "$mta"
where=$(tests/mta.sh start "$mta") || { echo "not ok - a mail server starts"; exit 1; }
smtp='' imaps='' ca='' people='' bounces=''
eval "$where"
eval "plain_$(declare -f clean_up)"
clean_up() { tests/mta.sh stop "$mta"; plain_clean_up; }
echo bounces:secret >"$work/box"
export DIWAN_SMTP_URL=$smtp DIWAN_SMTP_MUST_ENCRYPT=1 DIWAN_MAIL_FROM=bounces@mta.test DIWAN_SMTP_CA_FILE=$ca \
	DIWAN_IMAP_URL=$imaps DIWAN_IMAP_PASSWORD_FILE=$work/box DIWAN_PUBLIC_URL=https://diwan.example

one() { if [ -n "$pg" ]; then psql -X -q -A -t -d "$pg" -c "$1"; else sqlite3 -cmd '.timeout 30000' "$data/diwan.db" "$1"; fi; }
# Everything that came for one address, oldest first, as calendars read it.
mails() { mapfile -t got < <(find "$people" -type f -printf '%T@ %p\n' | sort -n | cut -d' ' -f2 | xargs -r grep -lF "Envelope-to: $1"); [ ${#got[@]} -eq 0 ] || node tests/http/ics.mjs "${got[@]}"; }
arrived() { [ "$(grep -lF "Envelope-to: $1" "$people"/* 2>/dev/null | wc -l)" -ge "$2" ]; }
sent() { jobs_now; wait_until "arrived $1 $2"; }

# A care series: a calendar file for each visit, all read by ical.js; moved and called off from one on.
several_visits() {
	local plan first id said
	desk_new 'Hafida Amrani' 0670000021 1.20261109T0900 then=series email=hafida@mta.test; want 303; plan=$(location)
	get "$plan&every=1&unit=weeks&count=3"; want 200
	post /desk/repeat who="$(grep -oE 'name="who" value="[0-9]+"' "$body" | grep -oE '[0-9]+')" type=1 slot=1.20261109T0900 every=1 unit=weeks count=3 days=2 hours=2 \
		t1=1.20261109T0900 t2=1.20261116T0900 t3=1.20261123T0900 mode=all; want 303
	id=$(one 'SELECT id FROM series'); visit() { one "SELECT appointment_id FROM series_visit WHERE n = $1"; }
	sent hafida@mta.test 1
	said=$(mails hafida@mta.test)
	for first in "$(visit 1)@diwan 2026-11-09" "$(visit 2)@diwan 2026-11-16" "$(visit 3)@diwan 2026-11-23"; do
		case $said in *"; REQUEST 1 ${first}T09:00:00.000Z 20 CONFIRMED"*) ;; *) say_wrong "no $first in $said" ;; esac
	done
	post "/desk/series/$id/move" n=2 day=2026-11-17 time=09:20 t2=1.20261117T0920 v2=1 t3=1.20261124T0920 v3=1 mode=all; want 303
	sent hafida@mta.test 2
	said=$(mails hafida@mta.test | tail -n 1)
	case $said in *"; REQUEST 2 $(visit 2)@diwan 2026-11-17T09:20:00.000Z"*"; REQUEST 2 $(visit 3)@diwan 2026-11-24T09:20:00.000Z"*) ;; *) say_wrong "moved: $said" ;; esac
	case $said in *"$(visit 1)@diwan"*) say_wrong "what stays is told anew: $said" ;; esac
	post "/desk/series/$id/cancel" from=2 by=patient reason=healed; want 303
	sent hafida@mta.test 3
	said=$(mails hafida@mta.test | tail -n 1)
	case $said in *"; CANCEL 3 $(visit 2)@diwan 2026-11-17T09:20:00.000Z 20 CANCELLED"*"; CANCEL 3 $(visit 3)@diwan"*) ;; *) say_wrong "cancelled: $said" ;; esac
	ok "visits of a series have a file each, which calendars enter, move and take out"
}

# A family: one mail with a file for each of them; who is cancelled is taken out by the same address.
whole_family() {
	local chain said first second v
	get '/desk/family?n=2&t1=1&t2=1&from=2026-11-11'; want 200
	chain=$(grep -oE 'name="?chain"? value="[^"]*"' "$body" | head -n 1 | sed 's/.*value="//;s/"$//')
	post '/desk/family?n=2' n=2 t1=1 t2=1 'name1=Driss Alami' birth1-d=1 birth1-m=1 birth1-y=1980 sex1=m 'name2=Hiba Alami' birth2-d=1 birth2-m=1 birth2-y=2015 sex2=f \
		phone=0661000007 email=alami@mta.test lang=fr sms=1 "chain=$chain"; want 303
	first=$(one "SELECT MIN(id) FROM appointment WHERE party_id IS NOT NULL"); second=$(one "SELECT MAX(id) FROM appointment WHERE party_id IS NOT NULL")
	sent alami@mta.test 1
	said=$(mails alami@mta.test)
	case $said in *"; REQUEST 1 $first@diwan 2026-11-"*"; REQUEST 1 $second@diwan 2026-11-"*) ;; *) say_wrong "$said" ;; esac
	v=$(version_of "$second"); post "/desk/appointments/$second/cancel" "version=$v" by=service 'reason=Away'; want 303
	sent alami@mta.test 2
	said=$(mails alami@mta.test | tail -n 1)
	case $said in *"CANCEL 2 $second@diwan"*) ;; *) say_wrong "$said" ;; esac
	case $said in *"$first@diwan"*) say_wrong "who comes is taken out too: $said" ;; esac
	ok "a family has one mail with a file for each, and who is cancelled is taken out of the calendar"
}

# Booked online: a known file is not filled, and the address that was given serves for what was booked.
family_online() {
	local chain draft said first v
	desk_new 'Zineb Amrani' 0670000031 1.20261112T0900; want 303
	as guest; visitor; chain=$(get '/family/FES?n=2&t1=1&t2=1&from=2026-11-16'; grep -oE 'name="?chain"? value="[^"]*"' "$body" | head -n 1 | sed 's/.*value="//;s/"$//')
	post /family/FES "chain=$chain"; want 303; draft=$(location)
	post "$draft" 'name1=Zineb Amrani' birth1-d=27 birth1-m=3 birth1-y=1968 sex1=f 'name2=Adam Amrani' birth2-d=27 birth2-m=3 birth2-y=2012 sex2=m \
		phone=0670000031 email=zineb@mta.test tongue=fr; want 303
	post "$draft/code" "code=$(last_code +212670000031)"; want 303
	same "$(one "SELECT email FROM patient WHERE name = 'Zineb Amrani'")" ''
	first=$(one "SELECT MAX(x.id) FROM appointment x JOIN patient p ON p.id = x.patient_id WHERE p.name = 'Zineb Amrani'")
	sent zineb@mta.test 1
	said=$(mails zineb@mta.test)
	case $said in *"; REQUEST 1 $first@diwan 2026-11-"*"; REQUEST 1 "*) ;; *) say_wrong "$said" ;; esac
	as desk; v=$(version_of "$first"); post "/desk/appointments/$first/cancel" "version=$v" by=service 'reason=Away'; want 303
	sent zineb@mta.test 2
	said=$(mails zineb@mta.test | tail -n 1)
	case $said in *"CANCEL 2 $first@diwan"*) ;; *) say_wrong "$said" ;; esac
	ok "who has no address on file has the mails of what was booked with others where that booking said, and the file is left as it is"
}

# The same alone: of that appointment, until its file has an address of its own.
alone_online() {
	local draft id v said
	desk_new 'Rim Sefrioui' 0670000032 1.20261112T0920; want 303
	as lone; visitor; post /hold "slot=1.1.20261118T1000"; want 303; draft=$(location)
	post "$draft" for_whom=self 'name=Rim Sefrioui' birth-d=27 birth-m=3 birth-y=1968 sex=f phone=0670000032 tongue=fr mail=rim@mta.test; want 303
	post "$draft/code" "code=$(last_code +212670000032)"; want 303
	same "$(one "SELECT email FROM patient WHERE name = 'Rim Sefrioui'")" ''
	id=$(one "SELECT MAX(x.id) FROM appointment x JOIN patient p ON p.id = x.patient_id WHERE p.name = 'Rim Sefrioui'")
	sent rim@mta.test 1
	said=$(mails rim@mta.test)
	case $said in *"REQUEST 1 $id@diwan 2026-11-18T"*) ;; *) say_wrong "$said" ;; esac
	as desk; v=$(version_of "$id"); post "/desk/appointments/$id/cancel" "version=$v" by=service 'reason=Away'; want 303
	sent rim@mta.test 2
	said=$(mails rim@mta.test | tail -n 1)
	case $said in *"CANCEL 2 $id@diwan"*) ;; *) say_wrong "$said" ;; esac
	id=$(one "SELECT id FROM patient WHERE name = 'Rim Sefrioui'")
	get "/desk/people/$id/export.json"; want 200; has '"emails_of_appointments":["rim@mta.test"]'
	get "/desk/people/$id"; has 'given with an appointment' 'rim@mta.test' 'Write no more'
	as guest; post "/desk/people/$id/mail/drop"; [[ $status = 303 && $(location) = /sign-in* || $status = 4?? ]] || say_wrong "not signed in: $status"
	as desk; same "$(one "SELECT COUNT(*) FROM appointment_mail")" 1; post "/desk/people/$id/mail/drop"; want 303; follow; hasnt 'rim@mta.test' 'Write no more'
	same "$(one "SELECT COUNT(*) FROM appointment_mail")" 0
	sql "INSERT INTO appointment_mail SELECT MAX(id), 4, 'rim@mta.test' FROM appointment WHERE patient_id = $id"
	get "/desk/people/$id/edit"; post "/desk/people/$id/edit" "key=$(input key)" version=1 'name=Rim Sefrioui' birth-d=27 birth-m=3 birth-y=1968 sex=female \
		phone=0670000032 lang=fr email=own@mta.test; want 303
	same "$(one "SELECT COUNT(*) FROM appointment_mail")" 0
	ok "who has no address on file has the mails of an appointment that was booked alone where that booking said"
}

# The address of a page that the last mail to somebody leads to: link_to ADDRESS PATH.
link_to() {
	node -e '
		const text = require("fs").readFileSync(process.argv[1], "latin1").match(/Content-Type: text\/plain[^]*?\r?\n\r?\n([A-Za-z0-9+\/=\r\n]+)/)[1];
		console.log(Buffer.from(text, "base64").toString("utf8").match(new RegExp("https://diwan.example(" + process.argv[2] + "[A-Za-z0-9_-]{22})"))[1])
	' "$(find "$people" -type f -printf '%T@ %p\n' | sort -n | cut -d' ' -f2 | xargs -r grep -lF "Envelope-to: $1" | tail -n 1)" "$2"
}
# The monthly report: an address that was named before anybody was asked is asked first; then a PDF that opens, beside text and HTML, with
# a link that ends it.
monthly_report() {
	local file link
	sql "INSERT INTO tally_month (organization_id, month, due, rolled_at, closed_at, version) VALUES (1, 681, FALSE, 1, 1, 1);
		INSERT INTO report_recipient (id, organization_id, address, lang, account_id, added_at, sent_month)
		SELECT 1, 4, 'chief@mta.test', 'fr', id, 1, -1 FROM account WHERE login = 'chief';"
	sent chief@mta.test 1
	jobs_now; same "$(one "SELECT COUNT(*) FROM message WHERE recipient = 'chief@mta.test'")" 1
	link=$(link_to chief@mta.test /report/)
	as reader; get "$link?lang=fr"; want 200; has 'Hôpital A, Fès' "$link/confirm"; hasnt 'chief@mta.test'
	post "$link/confirm"; want 303; same "$(location)" "$link"
	sent chief@mta.test 2
	file=$(grep -lF 'Envelope-to: chief@mta.test' "$people"/* | xargs grep -lF 'FES-2026-10.pdf')
	sed -n '/^Content-Disposition: attachment; filename="FES-2026-10.pdf"/,/^--/p' "$file" | tr -d '\r' | sed '1,/^$/d;/^--/d' | base64 -d >"$work/report.pdf"
	pdftotext "$work/report.pdf" "$work/report" || say_wrong "no PDF"
	grep -q "octobre 2026" "$work/report" || say_wrong "$(head -n 3 "$work/report")"
	[ "$(grep -c '^Content-Type: text/\(plain\|html\)' "$file")" = 2 ] || say_wrong "not as text and HTML"
	jobs_now; same "$(one 'SELECT COUNT(*) FROM message_attachment')" 0
	link=$(link_to chief@mta.test /report/)
	post "$link/remove"; want 200
	same "$(one 'SELECT COUNT(*) FROM report_recipient')" 0; get "$link"; want 404
	as desk
	ok "who confirmed it by mail gets the monthly report as a PDF, no copy is kept here, and its link ends it"
}

test_both() {
	rm -f "$people"/* "$bounces"/*
	desk_town "$1"

	desk_new 'Yasmine Alaoui' '0661111111' 1.20261103T0900 email=yasmine@mta.test; want 303; id=$(last_id)
	sent yasmine@mta.test 1
	said=$(mails yasmine@mta.test)
	case $said in *"Rendez-vous"*"mardi 3"*"text/plain text/html text/calendar application/ics"*"REQUEST 1 $id@diwan 2026-11-03T09:00:00.000Z 20 CONFIRMED mailto:bounces@mta.test mailto:yasmine@mta.test ACCEPTED"*) ;; *) say_wrong "$said" ;; esac
	grep -q 'with esmtps' "$people"/* || say_wrong "not encrypted"
	v=$(version_of "$id"); post "/desk/appointments/$id/move" "version=$v" slot=1.20261104T0940; want 303
	sent yasmine@mta.test 2
	said=$(mails yasmine@mta.test | tail -n 1)
	case $said in *"déplacé"*"REQUEST 2 $id@diwan 2026-11-04T09:40:00.000Z 20 CONFIRMED"*) ;; *) say_wrong "$said" ;; esac
	v=$(version_of "$id"); post "/desk/appointments/$id/cancel" "version=$v" by=service 'reason=Away'; want 303
	sent yasmine@mta.test 3
	said=$(mails yasmine@mta.test | tail -n 1)
	case $said in *"annulé"*"CANCEL 3 $id@diwan 2026-11-04T09:40:00.000Z 20 CANCELLED"*) ;; *) say_wrong "$said" ;; esac
	ok "an appointment is put into a calendar, moved there and taken out again, by encrypted mail"

	desk_new 'Nadia Gone' '0662222222' 1.20261103T0920 email=gone-nadia@mta.test; want 303; gone=$(last_id)
	wait_until 'jobs_now; [ "$(one "SELECT COUNT(*) FROM mail_bounce")" = 1 ]'
	same "$(one "SELECT state FROM message WHERE recipient = 'gone-nadia@mta.test'")" failed
	wait_until '[ -z "$(find "$bounces" "${bounces%new}cur" -type f)" ]'
	file=/desk/people/$(one "SELECT patient_id FROM appointment WHERE id = $gone")
	get "$file"; want 200; has 'came back on'
	desk_new 'Omar Refused' '0663333333' 1.20261103T0940 email=refused-omar@mta.test; want 303
	wait_until 'jobs_now; [ "$(one "SELECT COUNT(*) FROM mail_bounce")" = 2 ]'
	ok "an address from which mail comes back, or which the relay refuses, is marked for the desk"

	post "$file/mail" "x=1"; want 303; follow; hasnt 'came back on'
	same "$(one 'SELECT COUNT(*) FROM mail_bounce')" 1
	as other; post "$file/mail" x=1; want 404; as desk
	ok "who works at that house, and nobody else, says that the address is good again"
	several_visits
	whole_family
	family_online
	alone_online
	monthly_report
	stop_diwan
}
# Both boxes answer, with the right words; a wrong one is told.
looked_at() {
	local checked="$work/checked"
	"$DIWAN_BIN" check-config "${place[@]}" >"$checked" || say_wrong "$(tail -n 4 "$checked")"
	grep -qx 'mail: it answers' "$checked" || say_wrong "$(tail -n 4 "$checked")"
	grep -qx 'box of mail that comes back: it answers, name, password and folder are right' "$checked" || say_wrong "$(tail -n 4 "$checked")"
	echo bounces:wrong >"$work/wrong"
	! DIWAN_IMAP_PASSWORD_FILE=$work/wrong "$DIWAN_BIN" check-config "${place[@]}" >"$checked" || say_wrong "a wrong password is right"
	grep -q '^box of mail that comes back: NOT OPEN: ' "$checked" || say_wrong "$(tail -n 4 "$checked")"
	! DIWAN_SMTP_CA_FILE=/etc/hostname "$DIWAN_BIN" check-config "${place[@]}" >"$checked" || say_wrong "a stranger's certificate is right"
	grep -q '^mail: NOT OPEN: ' "$checked" || say_wrong "$(tail -n 4 "$checked")"
	ok "check-config opens relay and box, and tells what is wrong with them"
}
on_both test_both
new_data sqlite; looked_at
finish
