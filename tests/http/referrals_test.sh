#!/usr/bin/env bash
# Types that ask for a referral: entered with a letter by a health centre or the desk, booked once, online by its code;
# who may open a letter, and what is refused as one. On both engines.
. "$(dirname "$0")/lib.sh"
. tests/http/town.sh
. tests/http/desk_lib.sh
export DIWAN_BEHIND_PROXY=1

pdf() { printf '%%PDF-1.4\n1 0 obj<</Type/Catalog>>endobj\ntrailer<<>>\nstartxref\n9\n%%%%EOF\n'; }
png() { printf '\x89PNG\r\n\x1a\n\0\0\0\0IHDRcrc.\0\0\0\0IENDcrc.'; }
# letter FILE [field=value…]: the form with this file.
letter() {
	local file=$1 fields=() f g said; shift
	for f in at=4 'name=Rkia Malki' birth-d=1 birth-m=2 birth-y=1950 sex=female phone=0655000001 lang=fr type=1 \
		'by=Dr Rami, CS Batha' day=2026-10-30 urgency=urgent reason=souffle; do
		said=
		for g; do [ "${g%%=*}" != "${f%%=*}" ] || said=1; done
		[ -n "$said" ] || fields+=("$f")
	done
	upload /desk/referrals "${fields[@]}" "$@" ${file:+"letter=@$file"}
}
code() { grep -oE '[A-Z0-9]{4}-[A-Z0-9]{4}-[A-Z0-9]{3}' "$body" | head -n 1; }
letters() { sql_value 'SELECT COUNT(*) FROM referral_letter'; }
trail() { sql_value "SELECT COUNT(*) FROM audit_event WHERE route LIKE '%/letter%'"; }

refused() {
	pdf >"$work/good.pdf"; png >"$work/good.png"
	printf 'MZ program' >"$work/letter.pdf"; head -c 30 "$work/good.pdf" >"$work/cut.pdf"
	{ cat "$work/good.png"; printf 'PK\3\4 archive'; } >"$work/poly.png"
	printf '%%PDF-1.7\n/JavaScript (app.alert)\nstartxref\n9\n%%%%EOF' >"$work/active.pdf"
	{ pdf; head -c 4200000 /dev/zero; printf 'startxref\n%%%%EOF'; } >"$work/large.pdf"
	: >"$work/empty.pdf"
	as cyber; get /desk/referrals; want 404; get /desk/referrals/new; want 404
	as chief; get /desk/referrals; want 404
	as centre; get /desk/referrals/new; want 200; has 'enctype="multipart/form-data"' 'Hospital A, Fez'
	letter ''; want 422; has 'Attach the letter' 'Rkia Malki' 'souffle'
	letter "$work/letter.pdf"; want 422; has 'neither a PDF' 'value="Rkia Malki"' 'Dr Rami, CS Batha' 'value="souffle"' 'value="urgent" checked'
	same "$(count 'neither a PDF')" 2 'above the form and beside the field'
	letter "$work/cut.pdf"; want 422; has 'cut off or damaged'
	letter "$work/poly.png"; want 422; has 'cut off or damaged'
	letter "$work/active.pdf"; want 422; has 'runs or carries something'
	letter "$work/large.pdf"; want 422; has 'larger than 4 MB' 'Rkia Malki'
	letter "$work/empty.pdf"; want 422; has 'file is empty'
	letter "$work/good.pdf" day=2026-11-30; want 422; has 'until today'
	letter "$work/good.pdf" urgency=x; want 422
	letter "$work/good.pdf" type=2; want 404
	same "$(letters)/$(sql_value "SELECT COUNT(*) FROM patient WHERE name = 'Rkia Malki'")" 0/0
	ok "what is no letter is refused beside its field, with all that was typed; nothing is kept of it"
}

booked() {
	local ref visit patient code1 at u
	as centre; letter "$work/good.pdf;filename=../../etc/passwd;type=text/html"; want 200; has 'Rkia Malki' 'shown only now'
	code1=$(code); ref=$(sql_value 'SELECT id FROM referral ORDER BY id DESC LIMIT 1')
	same "$(letters)" 1
	! grep -rqF "$code1" "$data" 2>/dev/null || say_wrong 'the code stands in the data'
	get /desk/referrals; has 'Rkia Malki' 'Urgent' 'To book'
	get "/desk/referrals/$ref/letter"; want 200
	cmp -s "$body" "$work/good.pdf" || say_wrong 'another letter came back'
	has_header 'Content-Type: application/pdf'; has_header 'Content-Disposition: attachment; filename="letter-'; has_header 'X-Content-Type-Options: nosniff'
	has_header 'Content-Security-Policy: sandbox; '; [ "$(grep -ci '^content-security-policy' "$head")" = 1 ] || say_wrong 'two policies'
	same "$(sql_value "SELECT COUNT(*) FROM referral_letter WHERE sealed AND body LIKE 'x1:%'")" 1; same "$(stat -c %a "$data/secret.key")" 600
	has_header 'Cache-Control:.*no-store'; ! grep -qi passwd "$head" || say_wrong 'the name of the sender'
	same "$(trail)" 1
	as cyber; get "/desk/referrals/$ref"; want 404; get "/desk/referrals/$ref/letter"; want 404
	as other; get /desk/referrals; hasnt 'Rkia'; get "/desk/referrals/$ref"; want 404; get "/desk/referrals/$ref/letter"; want 404
	as doctor; get "/desk/referrals/$ref/letter"; want 404
	as chief; get "/desk/referrals/$ref/letter"; want 404
	as visitor; get "/desk/referrals/$ref/letter"; want 303
	as desk; get /desk/referrals; has 'Rkia Malki'; get "/desk/referrals/$ref"; want 200; has 'souffle' 'Open the letter'
	get "/desk/referrals/$ref/letter"; want 200; same "$(trail)" 2
	ok "a letter is opened by who entered it and the hospital's desk, each time in the trail, as a file with a name of ours"

	as centre; patient=$(sql_value "SELECT patient_id FROM referral WHERE id = $ref")
	at=0900
	for_type() { post /desk/book at=4 of=cardio type=1 "slot-1=1.20261104T$at" "$@"; }
	for_type who=new new=1 'name=Other One' birth-d=1 birth-m=2 birth-y=1951 sex=female phone=0655000009 lang=fr; want 422; has 'asks for a referral' 'Other One'
	for_type who=new new=1 'name=Other One' birth-d=1 birth-m=2 birth-y=1951 sex=female phone=0655000009 lang=fr "referral=$code1"; want 422; has 'another date of birth'
	get "/desk/referrals/$ref"; get "$(grep -oE '/desk/book\?[^"]*' "$body" | sed 's/&amp;/\&/g')"; want 200; has 'Rkia Malki' 'souffle' "name=\"ref\" value=\"$ref\""
	# its number alone opens it to nobody else, and for no other person
	for u in colleague cyber other; do
		as $u; post /desk/book at=4 of=cardio type=1 "ref=$ref"; hasnt Rkia souffle
		for_type "who=$patient" "ref=$ref"; want 404
		for_type who=new new=1 'name=Rkia Malki' birth-d=1 birth-m=2 birth-y=1950 sex=female phone=0655000001 lang=fr "ref=$ref"; want 404
	done
	as centre; for_type who=new new=1 'name=Other One' birth-d=1 birth-m=2 birth-y=1950 sex=female phone=0655000009 lang=fr "ref=$ref"; want 404
	same "$(sql_value "SELECT COUNT(*) FROM referral WHERE used_at IS NOT NULL")/$(sql_value "SELECT COUNT(*) FROM appointment")" 0/0
	for_type "who=$patient" "ref=$ref"; want 303; visit=$(last_id)
	same "$(sql_value "SELECT appointment_id FROM referral WHERE id = $ref")" "$visit"
	for_type "who=$patient" "ref=$ref"; want 422; has 'served already'
	as doctor; get "/desk/appointments/$visit"; want 200; has 'souffle' 'Dr Rami, CS Batha' "/desk/referrals/$ref/letter"
	get "/desk/referrals/$ref/letter"; want 200; same "$(trail)" 3
	as chief; get "/desk/appointments/$visit"; want 200; hasnt souffle
	as other; get "/desk/referrals/$ref/letter"; want 404
	ok "booked with it once; then who receives the person sees it and opens the letter"

	as desk; letter "$work/good.png" 'name=Said Tazi' phone=0655000002; want 200; code1=$(code)
	letter '' 'name=Paper Only' phone=0655000003; want 200
	at=0920; as cyber; for_type who=new new=1 'name=Said Tazi' birth-d=1 birth-m=2 birth-y=1950 sex=male phone=0655000002 lang=fr "referral=$(tr 'A-Z' 'a-z' <<<"$code1")"
	want 303
	as visitor; post /waiting s=nephro where=FES 'name=Rkia Malki' phone=0655000001 birth-d=1 birth-m=2 birth-y=1950 sex=f tongue=fr; want 303
	at=$(location); post "$at" "code=$(last_code +212655000001)"; want 303
	as chief; get "/desk/people/$patient/export.pdf"; want 200; pdftotext -layout "$body" "$work/export"
	grep -q Referrals "$work/export" && grep -q 'Dr Rami' "$work/export" && grep -q souffle "$work/export" && grep -q 'Kept as a file' "$work/export" &&
		grep -q 'Waiting list' "$work/export" && grep -q Nephrology "$work/export" ||
		say_wrong "the person's document: $(cat "$work/export")"
	ok "a helper books with the code that the person brings; the desk may enter a paper without a picture"
}

# What a health centre may enter in a day, all its agents together; the desk is not bound by it.
ceiling() {
	local v words='reach=region centre_day=40 centre_week=150 helper_day=15 helper_open=40 helper_agenda=10 helper_phone=2' n
	n=$(letters)
	as chief; post /desk/bookers $words centre_letters=2; want 303
	as colleague; letter "$work/good.pdf" 'name=Second One' phone=0655000021; want 200
	letter "$work/good.pdf" 'name=Third One' phone=0655000022; want 422; has 'as many referrals today' 'Third One'
	as centre; letter "$work/good.pdf" 'name=Third One' phone=0655000022; want 422; has 'as many referrals today'
	same "$(letters)/$(sql_value "SELECT COUNT(*) FROM patient WHERE name = 'Third One'")" $((n + 1))/0
	as desk; letter "$work/good.pdf" 'name=Third One' phone=0655000022; want 200
	as chief; post /desk/bookers $words centre_letters=40; want 303
	v=$(sql_value "SELECT id FROM booker WHERE kind = 'centre' AND organization_id = 4"); post "/desk/bookers/$v/stop" 'why=Sells places'; want 303
	as centre; letter "$work/good.pdf" 'name=Fourth One' phone=0655000023; want 422; has 'has stopped your bookings'; hasnt 'Sells places'
	as chief; post "/desk/bookers/$v/resume"; want 303; post /desk/bookers/type type=1 far=none; want 303
	as centre; letter "$work/good.pdf" 'name=Fourth One' phone=0655000023; want 422; has 'does not take this appointment from where you are'
	as chief; post /desk/bookers/type type=1 drop=1; want 303
	ok "a health centre enters as many as the hospital takes in a day, none when it is stopped or too far"
}

# From which network: with DIWAN_BEHIND_PROXY the last address of the header is the visitor's.
from() { post "$draft" for_whom=self 'name=Zineb Ouali' birth-d=1 birth-m=2 "birth-y=$2" sex=f "phone=${3:-0655000004}" tongue=fr "referral=$code1" -- -H "X-Forwarded-For: $1"; }
guessed() {
	local code1 draft n y
	as desk; letter "$work/good.png" 'name=Guessed One' phone=0655000031; want 200; code1=$(code)
	as visitor; post /hold slot=1.1.20261105T1000; want 303; draft=$(location); draft=${draft#"$url"}
	for y in 1951 1952 1953 1954 1955; do from 203.0.113.1 $y; want 422; has 'another date of birth'; done
	from 203.0.113.1 1950; want 422; has 'Too many wrong tries' 'Zineb Ouali'
	for n in 1 2 3; do for y in 1951 1952 1953 1954 1955; do from 203.0.12$n.1 $y 065500009$n; done; has 'another date of birth'; done
	from 198.51.100.1 1951; want 422; has 'another date of birth'
	from 198.51.100.1 1950; want 422; has 'Too many wrong tries'
	from 192.0.2.1 1950; want 303
	ok "whoever guesses at one code is stopped, from many places too, and the patient from her own is not"

	code1=$(sql_value 'SELECT reference FROM appointment LIMIT 1') n=0
	while [ $n -lt 10 ]; do from 198.51.100.77 1950 0655000077; want 422; n=$((n + 1)); done
	has 'no referral with this code'; from 198.51.100.77 1950 0655000077; want 422; has 'Too many wrong tries'
	from 198.51.100.77 1950 0655000078; want 422; has 'no referral with this code'
	ok "for one person ten codes that do not exist are tried in an hour, and others behind the same address go on"
}

online() {
	local code1 draft v
	as desk; letter "$work/good.png" 'name=Zineb Ouali' phone=0655000004; want 200; code1=$(code)
	as visitor; get '/times/FES/1?week=2026-11-02'; want 200; has 'needs a referral' 'Go to your health centre'
	post /hold slot=1.1.20261105T0900; want 303; draft=$(location); draft=${draft#"$url"}
	get "$draft"; has 'Code of the referral' 'Go to your health centre'
	who() { post "$draft" for_whom=self 'name=Zineb Ouali' birth-d=1 birth-m=2 birth-y="${1:-1950}" sex=f phone=0655000004 tongue=fr "referral=${2:-}"; }
	who; want 422; has 'Write the code of your referral' 'Zineb Ouali'
	who 1950 ABCD-EFGH-JKL; want 422
	who 1951 "$code1"; want 422; has 'another date of birth'
	who 1950 "$code1"; want 303
	post "$draft/code" "code=$(last_text +212655000004 | grep -oE '[0-9]{6}' | head -n 1)"; want 303; follow; want 200
	same "$(sql_value "SELECT COUNT(*) FROM referral r JOIN appointment x ON x.id = r.appointment_id WHERE x.channel = 'online'")" 1
	post /hold slot=1.1.20261105T0920; want 303; draft=$(location); draft=${draft#"$url"}
	who 1950 "$code1"; want 422; has 'served already'
	hasnt_header "Location:.*$code1"
	ok "online the code books once, and the page says in plain words how one comes to it"
}

erased() {
	local id v n
	n=$(letters); id=$(sql_value "SELECT r.patient_id FROM referral r JOIN appointment x ON x.id = r.appointment_id WHERE x.channel = 'online'")
	sql "UPDATE appointment SET day = day - 3000 WHERE patient_id = $id; UPDATE patient SET created_at = 0 WHERE id = $id"
	as chief; get "/desk/people/$id/erase"; v=$(input version)
	post "/desk/people/$id/erase" "version=$v" sure=1 confirm=1 "key=$(input key)"; want 303
	same "$(letters)" $((n - 1)); same "$(sql_value "SELECT COUNT(*) FROM referral WHERE patient_id = $id AND reason <> ''")" 0
	ok "an erased person's letters go with the file"
}

referrals() {
	desk_town "$1"; desk_account colleague CS health_centre; sign_in colleague
	sql "UPDATE service SET referral_required = TRUE WHERE id = 1; UPDATE organization_setting SET value = 9 WHERE organization_id = 4"
	jobs_now
	refused
	booked
	ceiling
	guessed
	online
	erased
	stop_diwan
}

on_both referrals
finish
