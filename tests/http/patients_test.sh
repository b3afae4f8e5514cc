#!/usr/bin/env bash
# People's files over HTTP: looked up, put right, compared, merged and parted, given out, erased.
. "$(dirname "$0")/lib.sh"
. "$(dirname "$0")/town.sh"
. "$(dirname "$0")/desk_lib.sh"

files() {
	desk_town "$1"
	desk_new 'Fatima Zahra El Amrani' '0612345678' 1.20261102T0900; want 303
	first=$(sql_value "SELECT patient_id FROM appointment WHERE start_min = 540")
	desk_new 'Fatima Amrani' '0612345678' 1.20261102T0920 sure=1; want 303
	second=$(sql_value "SELECT patient_id FROM appointment WHERE start_min = 560")
	ok "two files to begin with"

	look /desk/people amrani; want 200; has 'Fatima Zahra El Amrani' 'Fatima Amrani' '2 people found'
	look /desk/people 'فاطمة'; has 'Fatima Amrani'
	post /desk/people -- -d 'q=%00%ff'; want 400
	look /desk/people $'amrani\x01'; want 200; hasnt 'Amrani'
	get "/desk/people/$first"; want 200; has '27/03/1968' '06 12 34 56 78' 'Probably the same person' 'Fatima Amrani' 'until'
	ok "a file is looked up and shows its probable double"
	post /desk/people q=amrani; want 303; to=$(location)
	[[ $to =~ ^/desk/people\?found=[A-Za-z0-9_-]{80,}$ ]] || say_wrong "to $to"
	for _ in 1 2; do get "$to"; want 200; has '2 people found' 'value="amrani"' "/desk/people/$first?found="; done
	file=$(href "^/desk/people/$first"); get "$file"; want 200; get "$(href '^/desk/people.found')"; has '2 people found'
	plain_request GET '/desk/people?q=amrani'; want 200; hasnt 'Amrani' 'value="amrani"'
	get "${to%?????}AAAAA"; want 200; hasnt 'Amrani'
	as desk2; get "$to"; want 200; hasnt 'Amrani' 'value="amrani"'; as desk
	ok "what is typed about a person is in no address; the word in its place is of this session alone and shows the list again"

	get "/desk/people/$first/edit"; want 200; key=$(input key)
	edit=(birth-d=27 birth-m=3 birth-y=1968 sex=female phone=0699999999 lang=ar 'identity=cd 123456' email=)
	post "/desk/people/$first/edit" "key=$key" version=1 'name=Fatima Zahra El Amrani' "${edit[@]}"; want 303
	get "/desk/people/$first"; has '06 99 99 99 99' 'CD123456' 'What was changed' '+212612345678'
	same "$(sql_value "SELECT count(*) FROM patient_trail WHERE patient_id = $first")" 3
	post "/desk/people/$first/edit" version=1 'name=Somebody Else' "${edit[@]}"; want 409
	has 'Somebody else changed this file' 'Fatima Zahra El Amrani' 'Somebody Else'
	same "$(sql_value "SELECT name FROM patient WHERE id = $first")" 'Fatima Zahra El Amrani'
	post "/desk/people/$first/edit" version=2 'name=' "${edit[@]}"; want 422
	post "/desk/people/$first/edit" version=2 'name=A' birth-d=31 birth-m=2 birth-y=1968 sex=female phone=0699999999 lang=fr; want 422
	ok "rectified with a trace; a change made meanwhile is shown, not overwritten"
	[ "$(sql_value "SELECT count(*) FROM audit_event WHERE patient_id = $first AND what = 'read' AND route = 'POST /desk/people/:id/edit'")" -ge 3 ] ||
		say_wrong "a refused change leaves no row"
	same "$(sql_value "SELECT count(*) FROM audit_event WHERE patient_id = $first AND what = 'change'")" 1
	ok "who tried a change that was refused has read the file, says the trail"

	get "/desk/compare?id=$first&id=$second"; want 200; has 'Are these one person?'; key=$(input key)
	get "/desk/compare?id=$first"; want 409
	post /desk/merge "key=$key" "a=$first" "b=$second" keep=a; want 303; follow; has 'Files merged into this one'
	same "$(sql_value "SELECT count(*) FROM appointment WHERE patient_id = $first")" 2
	get "/desk/people/$second"; has 'merged into'
	look /desk/people amrani; has '1 person found'
	post /desk/merge "a=$first" "b=$second" keep=a; want 404
	ok "two files are merged, with the appointments"
	merge=$(sql_value "SELECT id FROM patient_merge")
	as other; post "/desk/merges/$merge/undo"; want 404; as desk
	post "/desk/merges/$merge/undo"; want 303
	same "$(sql_value "SELECT count(*) FROM appointment WHERE patient_id = $second")" 1
	post "/desk/merges/$merge/undo"; want 404
	look /desk/people amrani; has '2 people found'
	ok "and parted again, each with its own"

	get "/desk/people/$first/export.json"; want 200; has_header 'content-disposition: attachment'
	has '"Fatima Zahra El Amrani"' '"identity_number":"CD123456"' '"changes"' '"appointments"' '"seen_by"' '"messages"'
	hasnt "$first" "$second" '"file"'
	get "/desk/people/$first/export.pdf"; want 200; head -c 5 "$body" | grep -q '%PDF-' || say_wrong "no PDF"
	pdftotext -layout "$body" "$work/export.txt"
	grep -q 'Status' "$work/export.txt" && grep -q 'Expected' "$work/export.txt" || say_wrong "no status in the document"
	grep -q 'another file' "$work/export.txt" || say_wrong "the merge is not told"
	! grep -q "$second" "$work/export.txt" || say_wrong "the number of a file is in the document"
	get "/desk/people/$first"; has "<a href=\"/desk/people/$second\">another file</a>"
	[ "$(sql_value "SELECT count(*) FROM audit_event WHERE patient_id = $first AND what = 'export'")" -ge 2 ] || say_wrong "exports are not in the trail"
	ok "all that is kept is given out, as data and as a document, and that is noted"

	get "/desk/people/$first/erase"; want 404
	as chief; get "/desk/people/$first/erase"; want 200; has 'must be kept'; hasnt 'Erase for good'
	post "/desk/people/$first/erase" version=2; want 409
	same "$(sql_value "SELECT count(*) FROM patient WHERE erased_at IS NOT NULL")" 0
	get /desk/retention; has 'No file is past its time'
	ok "a file inside its time is kept, and the reason is told"
	sql "INSERT INTO waiting_entry (id, organization_id, specialty, area, name, birth_day, sex, phone, lang, asked_at, state, version) VALUES (1, 4, 'nephro', 'MA', 'Old Request', NULL, 'unknown', '+212600000001', 'fr', 1793606400, 'waiting', 1)"
	jobs_now; same "$(sql_value "SELECT count(*) FROM message WHERE recipient <> ''")$(sql_value "SELECT count(*) FROM waiting_entry")" 21 'young ones stay'
	clock 2030-11-02T08:00:00Z; jobs_now
	same "$(sql_value "SELECT count(*) FROM message WHERE recipient <> '' OR body <> ''")$(sql_value "SELECT count(*) FROM waiting_entry")" 00 'old ones go'
	ok "messages and requests of the waiting list go when the table says so"
	sign_in chief
	get /desk/retention; want 200; has 'Fatima Zahra El Amrani' 'Fatima Amrani'
	get "/desk/people/$first/erase"; has 'Erase for good'; v=$(input version)
	post "/desk/people/$first/erase" version=1; want 409
	post "/desk/people/$first/erase" "version=$v"; want 303; follow; has 'was erased'; hasnt 'Zahra' '06 99' 'CD123456'
	same "$(sql_value "SELECT count(*) FROM appointment WHERE patient_id = $first")" 1 'the date stays'
	same "$(sql_value "SELECT count(*) FROM patient_trail WHERE patient_id = $first AND (before_value <> '' OR after_value <> '')")" 0
	get /desk/retention; hasnt 'Zahra'; post /desk/retention "id=$second"; want 303
	same "$(sql_value "SELECT count(*) FROM patient WHERE erased_at IS NOT NULL")" 2
	get "/desk/people/$first/export.json"; hasnt 'Amrani'
	ok "past its time it is erased: the dates stay, the person does not"
	stop_diwan
	ok "it ends well"
}
on_both files
finish
