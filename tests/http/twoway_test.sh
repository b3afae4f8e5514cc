#!/usr/bin/env bash
# By text messages alone, through a real Kannel: a reminder is answered with a no, the time is free at once, goes to the first of
# the waiting list, who takes it by answering. And what the desk reads that the program did not understand.
. "$(dirname "$0")/lib.sh"
. tests/http/town.sh
. tests/http/desk_lib.sh
trap 'tests/kannel.sh stop "$work/kannel"; clean_up' EXIT

secret=a-secret-of-the-hooks-for-tests
mkdir -p "$work/kannel"
echo "$secret" >"$work/hook.secret"
export DIWAN_KANNEL_PASSWORD_FILE=$work/kannel.password DIWAN_HOOK_SECRET_FILE=$work/hook.secret DIWAN_SMS_SENDER=2525 DIWAN_PUBLIC_URL=https://rdv.example.ma
network() {	# telephones that have got nothing yet
	tests/kannel.sh start "$work/kannel" >"$work/kannel.env" || { echo "not ok - Kannel did not start"; exit 1; }
	sed -n 's/^password=/diwan:/p' "$work/kannel.env" >"$work/kannel.password"
	DIWAN_KANNEL_URL=$(sed -n 's/^sendsms=//p' "$work/kannel.env"); export DIWAN_KANNEL_URL
}

# What a telephone got last, and that it got a text; what it sends.
got() { tests/kannel.sh phones "$work/kannel" | awk -F '\t' -v to="$1" '$2 == to { last = $4 } END { print last }'; }
gets() { wait_until "got $1 | grep -q '$2'" || say_wrong "$1 got: $(got "$1")"; }
says() { printf '%s\t2525\t%s\n' "$1" "$2" | tests/kannel.sh say "$work/kannel"; }
state() { sql_value "SELECT status, cancelled_by FROM appointment WHERE id = $1"; }
told() { sql_value "SELECT state, outcome FROM inbox_message ORDER BY id DESC LIMIT 1"; }

twoway() {
	local gives=+212670000051 hopes=+212670000061 id t
	network; desk_town "$1"
	tests/kannel.sh hooks "$work/kannel" "${url/:\/\//:\/\/kannel:$secret@}/hook/sms/incoming"
	as desk
	# the only dermatology of the province: Thursday's three times
	for t in "0900:$gives" 0920:+212670000070 0940:+212670000071; do
		post /desk/book "key=$(key_of '/desk/book?new=1&of=dermato')" who=new new=1 of=dermato "name=Has Time ${t%%:*}" birth-d=2 birth-m=2 "birth-y=19${t: -2}" sex=female \
			"phone=${t#*:}" lang=fr type=2 "slot-2=4.20261112T${t%%:*}" sms=1; want 303
		[[ $t != 0900* ]] || id=$(last_id)
	done
	get '/desk/waiting/new?new=1&of=dermato'; post /desk/waiting "key=$(input key)" who=new new=1 of=dermato 'name=Hopes Much' birth-d=2 birth-m=2 birth-y=1950 sex=female \
		"phone=${hopes/+212/0}" lang=ar from=2026-11-12 to=2026-11-12; want 303
	clock 2026-11-10T12:00:00Z; jobs_now
	gets "$gives" 'Rappel.*12/11.*09:00'
	ok "two days before the visit, the telephone gets its reminder, which asks for an answer"

	says "$gives" '٢'
	wait_until '[ "$(state $id)" = "cancelled|patient" ]'
	gets "$gives" 'annul'
	gets "$hopes" '/o/'
	same "$(sql_value "SELECT state FROM waiting_entry WHERE phone = '$hopes'")" offered
	as visitor; get '/times/FES/2?week=2026-11-10'; hasnt '20261112T0900'
	ok "the answer 2, in Arabic digits, frees the time, which is offered to the first of the list and kept for her"

	says "$hopes" 'نعم إن شاء الله'
	wait_until '[ "$(sql_value "SELECT state FROM waiting_entry WHERE phone = '"'$hopes'"'")" = served ]'
	gets "$hopes" '/a/'
	same "$(sql_value "SELECT COUNT(*) FROM appointment x JOIN patient p ON p.id = x.patient_id WHERE x.day = $(town_day 2026-11-12) AND x.start_min = 540 AND x.status = 'booked' AND x.channel = 'sms' AND p.phone = '$hopes'")" 1
	same "$(sql_value "SELECT act FROM act WHERE act IN ('cancel', 'offer', 'accept') AND channel = 'sms' ORDER BY id" | tr '\n' ' ')" 'cancel accept '
	ok "she takes it by answering yes, and gets her link: cancelled, freed, offered, accepted, by text messages alone"

	says "$gives" 'Est-ce que je dois venir à jeun ?'
	gets "$gives" 'pas compris'
	for t in desk other; do sign_in $t; done
	as desk; get /desk/inbox; want 200; has 'venir à jeun' 'Has Time 0900' 'how to answer was sent'
	as other; get /desk/inbox; want 200; hasnt 'jeun'
	id=$(sql_value "SELECT id FROM inbox_message WHERE state = 'open'")
	post "/desk/inbox/$id/done" note=x; want 404
	as desk; post "/desk/inbox/$id/done" 'note=Rang her back'; want 303; follow; hasnt 'jeun'
	get '/desk/inbox?done=1'; has 'jeun' 'Rang her back' "$(sql_value "SELECT name FROM account WHERE login = 'desk'")"
	same "$(told)" 'done|helped'
	ok "what is not understood is answered with help and read by the desk of that house alone"

	request POST /hook/call/missed -H "Authorization: Bearer $secret" --data-urlencode 'from=+212670000070' -d to=2525 -d id=c1; want 200
	as desk; get /desk/inbox; has '1 call to return'; get /desk/calls; has 'Has Time 0920' 'tel:+212670000070'
	ok "a call that nobody answered is on the list of those to ring back"
	stop_diwan
}

on_both twoway
finish
