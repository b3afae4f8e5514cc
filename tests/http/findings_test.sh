#!/usr/bin/env bash
# What the nightly look at the log finds, as the public, who inspects and the house see it; the answer and its entry. On both engines.
. "$(dirname "$0")/lib.sh"
. tests/http/town.sh
. tests/http/desk_lib.sh

salt=$(printf 0123456789abcdef | base64)
holder=C1nNYabelv9TZQjbrbPqQA3p2MMW7BAazYZpuSVG2nM=
# bad_act ID ORGANIZATION CODE REASON: an extra appointment as an entry says it, put beside the program.
bad_act() {
	local entry
	entry=$(printf '{"act":"overbook","at":"2026-11-02T08:00:00Z","capacity":1,"ceiling":null,"chain":"AAAAAAAAAAAAAAAAAAAA%02d","channel":"desk","class":null,"holder":"%s","minutes":20,"org":"%s","reason":%s,"role":"desk","schedule":"85916c2c5199c9950687556fe453b6e4","service":"cardio","slot":"2026-11-05T15:00","v":1,"zone":"Africa/Casablanca"}' "$1" $holder "$3" "$4")
	sql "INSERT INTO act (id, organization_id, at, act, channel, role, schedule_id, day, start_min, minutes, zone, entry) VALUES ($1, $2, 1793606400, 'overbook', 'desk', 'desk', 1, 20762, 900, 20, 'Africa/Casablanca', '$entry')"
	sql "INSERT INTO act_pending (act_id, organization_id) VALUES ($1, $2)"
}
# no_fraud FILE: in none of the three languages is anything called so.
no_fraud() { ! grep -qiE 'fraud|tricherie|احتيال|غش' "$1" || say_wrong "called fraud: $(grep -oiE '.{20}(fraud|tricherie|احتيال|غش)' "$1" | head -n 1)"; }
# in_all_languages PATH: the page, and that none of them calls anything fraud.
in_all_languages() { for l in fr ar en; do get "$1${2:-?}lang=$l"; want 200; no_fraud "$body"; done; }
finding_of() { sql_value "SELECT id FROM finding WHERE organization_id = $1 ORDER BY id LIMIT 1"; }
code_sent() { [ "$(sql_value "SELECT COUNT(*) FROM message WHERE recipient = '+212612345699' AND state = 'sent'")" = 1 ]; }
shown() { get '/ledger/fairness?lang=en'; grep -q 'Hospital B, Sefrou' "$body"; }
sealed() { wait_until '[ "$(sql_value "SELECT COUNT(*) FROM act_pending")" = 0 ]'; }

findings() {
	local mine theirs entry answer p
	desk_town "$1"
	desk_account chief2 SEF director
	desk_account admissions FES head_of_admissions
	desk_account region MA-03 regional_reader
	desk_account ministry MA ministry_reader
	as visitor; visitor
	get /ledger; want 303; follow; want 200
	get '/ledger/fairness?lang=en'; want 200; has 'What the public register shows' 'not an accusation'
	bad_act 11 4 FES null; bad_act 12 4 FES '"urgent"'; bad_act 13 6 SEF null
	sealed
	clock 2026-11-05T02:00:00Z; jobs_now; wait_until '[ -n "$(finding_of 4)" ] && [ -n "$(finding_of 6)" ]'
	mine=$(finding_of 4); theirs=$(finding_of 6)
	wait_until shown	# the page of a moment ago is everybody's for two seconds
	want 200; has 'Hospital A, Fez' 'Hospital B, Sefrou' 'Extra appointments without a reason'
	get '/ledger/fairness?organization=FES&lang=en'; want 200; has "/ledger/findings/$mine" 'Not yet'; hasnt "/ledger/findings/$theirs"
	get "/ledger/findings/$mine?lang=en"; want 200; has 'An extra appointment without a reason' 'has not answered yet'; hasnt 'What the trail says' '<textarea'
	entry=$(grep -oE '/ledger/entries/[0-9]+' "$body" | head -n 1)
	get "$entry?lang=en"; want 200; has 'An appointment was given in addition' '&quot;act&quot;:&quot;overbook&quot;' "/ledger/findings/$mine" 'Hospital A, Fez'
	get /ledger/entries/99999999; want 404; get /ledger/entries/-1; want 404; get /ledger/entries/x; want 404; get /ledger/findings/7; want 404
	get '/ledger/fairness?organization=NOBODY'; want 404
	in_all_languages /ledger/fairness; in_all_languages '/ledger/fairness?organization=FES' '&'; in_all_languages "/ledger/findings/$mine"; in_all_languages "$entry"
	ok "everybody reads what was found, of which house, and the entries that it names"

	sql "UPDATE service SET sensitive = TRUE WHERE code = 'cardio'"
	get "$entry?lang=fr"; want 200; hasnt 'Cardiologie'
	sql "UPDATE service SET sensitive = FALSE WHERE code = 'cardio'"
	ok "a type that has become discreet is not named in words"

	clock 2026-11-05T02:30:00Z; new_user platform MA platform --totp; as platform
	post /sign-in user=platform "pass=$password" "otp=$("$DIWAN_BIN" totp "$totp" --test-mode --clock 2026-11-05T02:30:00Z)"; want 303
	for u in chief chief2 admissions region ministry desk; do sign_in $u; done
	as desk; get /findings; want 404; get "/findings/$mine"; want 404; post "/findings/$mine/answer" answer=x; want 404
	as chief2; get "/findings/$mine"; want 404; get '/findings?organization=FES'; want 404; get '/findings/report.pdf?organization=FES'; want 404
	post "/findings/$mine/answer" answer=x; want 404
	as region; get '/findings?lang=en'; want 200; has 'Hospital A, Fez' 'Hospital B, Sefrou'
	get "/findings/$mine?lang=en"; want 200; hasnt '<textarea' 'What the trail says'; post "/findings/$mine/answer" answer=x; want 404
	as ministry; get "/findings/$theirs?lang=en"; want 200
	ok "who inspects sees a branch, a house only its own, the desk nothing; nobody else answers"

	as chief; get "/findings/$mine?lang=en"; want 200; has '<textarea' 'What the trail says'; no_fraud "$body"
	post "/findings/$mine/answer" "key=$(input key)" answer=; want 422; has 'Write the answer'
	post "/findings/$mine/answer/preview" answer=; want 422; has 'Write the answer'
	post "/findings/$mine/answer/preview?lang=en" 'answer=<b>Urgence</b> sur papier'; want 200; has 'Nothing is published yet' '&lt;b&gt;Urgence&lt;/b&gt;'
	post "/findings/$mine/answer" "key=$(input key)" "seen=$(input seen)" 'answer=Mme Alaoui'; want 422; has 'You have not looked at this text yet' 'Mme Alaoui'
	same "$(sql_value "SELECT COUNT(*) FROM finding_answer")" 0
	post "/findings/$mine/answer/preview?lang=en" 'answer=<b>Urgence</b> sur papier'; want 200; no_fraud "$body"
	post "/findings/$mine/answer" "key=$(input key)" "seen=$(input seen)" 'answer=<b>Urgence</b> sur papier'; want 303; follow; want 200; has '&lt;b&gt;Urgence&lt;/b&gt;'
	same "$(sql_value "SELECT COUNT(*) FROM audit_event WHERE detail = 'finding'")" 1
	sealed
	as visitor; visitor
	get "/ledger/findings/$mine?lang=en"; want 200; has '&lt;b&gt;Urgence&lt;/b&gt;' 'Director'; hasnt chief
	entry=$(grep -oE '/ledger/entries/[0-9]+' "$body" | tail -n 1)
	get "$entry"; want 200; has '&quot;act&quot;:&quot;answer&quot;' "$(printf '<b>Urgence</b> sur papier' | openssl dgst -sha256 -binary | base64)"; hasnt 'sur papier'
	get '/ledger/fairness?organization=FES&lang=en'; has 'Answered'
	ok "the house answers once for everybody to read, nobody is named, and the answer's hash is an entry of the log"

	answer=$(sql_value "SELECT id FROM finding_answer")
	for u in chief admissions region ministry desk; do as $u; post "/findings/$mine/withhold" answer=$answer why=person; want 404; done
	as platform; get "/findings/$mine?lang=en"; want 200; has 'Withhold an answer'
	post "/findings/$mine/withhold" "key=$(input key)" answer=$answer; want 422; has 'Say why'
	post "/findings/$theirs/withhold" answer=$answer why=person; want 404
	get "/findings/$mine?lang=en"; post "/findings/$mine/withhold" "key=$(input key)" answer=$answer why=illness; want 303; follow; want 200; hasnt 'sur papier' 'Withhold an answer'
	post "/findings/$mine/withhold" answer=$answer why=person; want 409
	same "$(sql_value "SELECT COUNT(*) FROM audit_event WHERE detail = 'withhold'")" 1
	same "$(sql_value "SELECT body FROM finding_answer")" ''
	sealed
	as visitor; visitor; get "/ledger/findings/$mine?lang=en"; want 200; has 'The text is withheld' 'It told of somebody' 'Platform'; hasnt 'sur papier'
	entry=$(grep -oE '/ledger/entries/[0-9]+">Entry' "$body" | grep -oE '/ledger/entries/[0-9]+')
	get "$entry?lang=en"; want 200; has '&quot;act&quot;:&quot;withhold&quot;' 'The text of an answer is withheld' "$(printf '<b>Urgence</b> sur papier' | openssl dgst -sha256 -binary | base64)"
	in_all_languages "/ledger/findings/$mine"
	ok "the platform alone withholds a text, for good; page, trail and log say so, the hash stays"

	as region; get '/findings/report.pdf?organization=FES&lang=en'; want 200; pdftotext -layout "$body" "$work/report.txt"
	for w in 'Extra appointments without a reason' 'The text is withheld' 'not an accusation'; do grep -q "$w" "$work/report.txt" || say_wrong "the report lacks $w"; done
	no_fraud "$work/report.txt"
	! grep -q 'sur papier' "$work/report.txt" || say_wrong 'the report has a text that is withheld'
	! grep -q 'What the trail says' "$work/report.txt" || say_wrong 'a regional reader is told of the trail'
	get /ledger/key; sed -n 2p "$body" >"$work/key"
	node verifier/verify.mjs log "$url/ledger" --key "$work/key" >"$work/said" 2>&1; grep -q 'answer' "$work/said" && say_wrong "$(cat "$work/said")"
	clock 2026-11-06T02:00:00Z; jobs_now
	same "$(sql_value "SELECT COUNT(*) FROM finding WHERE organization_id = 4")" 1
	ok "the report for who inspects is a document; the next night goes on and finds nothing twice"

	wait_until '[ "$(sql_value "SELECT at FROM job_mark WHERE name = '"'findings under way'"'")" = 0 ]'	# it holds nothing
	p=$(pids jobs_apart); kill -STOP "$p"
	clock 2026-11-08T02:00:00Z
	as visitor; visitor; post /hold slot=1.1.20261110T0900; want 303
	post "$(location)" for_whom=self name=Salma birth-d=27 birth-m=3 birth-y=1968 sex=f phone=0612345699 tongue=fr; want 303
	wait_until code_sent
	[ "$(sql_value "SELECT at FROM finding_look")" -lt 1794103200 ] || say_wrong 'a process that stands still has looked'
	kill -KILL "$p"
	wait_until '[ -n "$(pids jobs_apart)" ] && [ "$(pids jobs_apart)" != "$p" ]'
	clock 2026-11-08T02:10:00Z
	wait_until '[ "$(sql_value "SELECT at FROM finding_look")" -ge 1794103200 ]'
	ok "messages leave while a look takes long; killed, its process is there again, and looks"
	stop_diwan
}
on_both findings
finish
