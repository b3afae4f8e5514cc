#!/usr/bin/env bash
# Text messages through a real Kannel: what telephones receive, what the network reports, what
# people send; and who is not believed.
. "$(dirname "$0")/lib.sh"
. "$(dirname "$0")/town.sh"
trap 'tests/kannel.sh stop "$work/kannel"; clean_up' EXIT

t0=2026-11-02T08:00:00Z
secret=a-secret-of-the-hooks-for-tests

mkdir -p "$work/kannel"
tests/kannel.sh start "$work/kannel" >"$work/kannel.env" || { echo "not ok - Kannel did not start"; exit 1; }
sendsms=$(sed -n 's/^sendsms=//p' "$work/kannel.env")
sed -n 's/^password=/diwan:/p' "$work/kannel.env" >"$work/kannel.password"
echo "$secret" >"$work/hook.secret"
serve_kannel() {
	DIWAN_KANNEL_URL=$sendsms DIWAN_KANNEL_PASSWORD_FILE=$work/kannel.password DIWAN_HOOK_SECRET_FILE=$work/hook.secret DIWAN_SMS_SENDER=Diwan serve_diwan "$@"
	tests/kannel.sh hooks "$work/kannel" "${url/:\/\//:\/\/kannel:$secret@}/hook/sms/incoming"
}
# What a telephone has received: lines FROM SEGMENTS TEXT.
received() { tests/kannel.sh phones "$work/kannel" | awk -F '\t' -v to="$1" '$2 == to { print $1 "\t" $3 "\t" $4 }'; }
# queued ID TO TEXT: a message of the outbox that is due.
queued() {
	sql "INSERT INTO message (id, organization_id, channel, template, lang, recipient, body, due_at, drop_at, state, attempts, lease_until, provider_id,
		created_at, version, segments, may_stop, may_wait, last_at, subject, html, ics, why, report, handled_how)
		VALUES ($1, 4, 'sms', 'test', 'fr', '$2', '$3', 1, 2000000000, 'queued', 0, 0, '', 1, 1, 1, FALSE, FALSE, 2000000000, '', '', '', '', '', '')"
}
state() { sql_value "SELECT state, report FROM message WHERE id = $1" | tr '|' ' '; }
report_code() { node -e 'const [secret, key] = process.argv.slice(1); process.stdout.write(require("crypto").createHmac("sha256", secret).update("report " + key).digest("hex").slice(0, 32))' -- "$secret" "$1"; }

there_and_back() {
	local n=1; [ "$1" = sqlite ] || n=2
	new_data "$1" town
	serve_kannel --clock $t0
	queued 101 "+21261100000$n" 'Rendez-vous à 9 h, {été} & 10 €'
	queued 102 "+21261200000$n" 'موعدكم يوم الاثنين على الساعة 9'
	queued 103 "+2126999900$n" 'nobody'
	long=$(printf 'Votre rendez-vous est pris. %.0s' 1 2 3 4 5 6 7)fin
	queued 104 "+21261300000$n" "$long"
	jobs_now
	wait_until '[ "$(state 101)" = "sent delivered" ] && [ "$(state 102)" = "sent delivered" ] && [ "$(state 104)" = "sent delivered" ]'
	same "$(received "+21261100000$n")" "$(printf 'Diwan\t1\tRendez-vous à 9 h, {été} & 10 €')"
	same "$(received "+21261200000$n")" "$(printf 'Diwan\t1\tموعدكم يوم الاثنين على الساعة 9')"
	same "$(received "+21261300000$n")" "$(printf 'Diwan\t2\t%s' "$long")"
	ok "telephones receive each text as it is, once, with the sender's name; the network's report comes back"
	case $(state 103) in failed*) ;; *) say_wrong "state $(state 103) of a number that is refused" ;; esac
	ok "a number that the operator refuses is a message that was not sent"

	queued 106 "+21269998000$n" 'taken and lost'
	jobs_now
	wait_until '[ "$(state 106)" = "failed undelivered" ]'
	same "$(sql_value "SELECT why, attempts FROM message WHERE id = 106")" 'undelivered|1'
	ok "a message that Kannel took and another operator could not deliver is one that did not arrive"

	opened

	printf '+21261100000%s\t2525\tنعم ١\n+21261200000%s\t2525\t2 à annuler €\n' $n $n | tests/kannel.sh say "$work/kannel"
	wait_until '[ "$(sql_value "SELECT count(*) FROM inbox_message")" = 2 ]'
	same "$(sql_value "SELECT text FROM inbox_message WHERE phone = '+21261100000$n'")" 'نعم ١'
	same "$(sql_value "SELECT text FROM inbox_message WHERE phone = '+21261200000$n'")" '2 à annuler €'
	same "$(sql_value "SELECT count(*) FROM inbox_message WHERE line = '2525' AND provider_id <> ''")" 2
	ok "what people send comes in with its letters, its sender and our number"

	tests/kannel.sh down "$work/kannel"
	check DIWAN_KANNEL_URL="$sendsms" DIWAN_KANNEL_PASSWORD_FILE="$work/kannel.password"; same $checked 1; told 'text messages: NOT OPEN: no connection'
	queued 105 "+21261400000$n" 'later'
	jobs_now
	same "$(state 105)" 'queued '
	tests/kannel.sh up "$work/kannel"
	clock 2026-11-02T08:01:00Z; jobs_now
	wait_until '[ "$(state 105)" = "sent delivered" ]'
	same "$(received "+21261400000$n")" "$(printf 'Diwan\t1\tlater')"
	ok "while Kannel is away nothing is lost and nothing goes twice"
	not_believed
	stop_diwan
}

# What check-config says of the ways out; nothing is sent for it.
check() { checked=0; env "$@" DIWAN_SMS_SENDER=Diwan "$DIWAN_BIN" check-config "${place[@]}" >"$work/checked" 2>&1 || checked=$?; }
told() { grep -qF "$1" "$work/checked" || say_wrong "check-config: $(tail -n 4 "$work/checked")"; }
opened() {
	local before; before=$(tests/kannel.sh phones "$work/kannel" | wc -l)
	echo diwan:wrong >"$work/wrong.password"
	check DIWAN_KANNEL_URL="$sendsms" DIWAN_KANNEL_PASSWORD_FILE="$work/kannel.password"; same $checked 0; told 'text messages: it answers, name and password are right'
	check DIWAN_KANNEL_URL="$sendsms" DIWAN_KANNEL_PASSWORD_FILE="$work/wrong.password"; same $checked 1; told 'text messages: NOT OPEN: it refuses name and password'
	check DIWAN_KANNEL_URL="$url/" DIWAN_KANNEL_PASSWORD_FILE="$work/kannel.password"; same $checked 1; told "which is not Kannel's sendsms"
	check DIWAN_SMS_URL="$sendsms?to={to}&text={text}"; same $checked 0; told 'text messages: connected'
	check DIWAN_SMS_URL=http://127.0.0.1:9/ DIWAN_SMS_CREDIT_URL="$url/healthz"; same $checked 1; told 'text messages: NOT OPEN'; told 'credit: NOT OPEN: no number'
	same "$(tests/kannel.sh phones "$work/kannel" | wc -l)" "$before"
	ok "check-config tells of each way out whether it is open and knows us, and sends nothing"
}

not_believed() {
	sql 'DELETE FROM inbox_message'
	sql "INSERT INTO message (id, organization_id, channel, template, lang, recipient, body, due_at, drop_at, state, attempts, lease_until, provider_id,
		created_at, sent_at, version, segments, may_stop, may_wait, last_at, subject, html, ics, why, report, handled_how)
		VALUES (7, 4, 'sms', 'test', 'fr', '+212611000000', '', 1, 2000000000, 'sent', 1, 0, 'p-7', 1, 1, 1, 1, FALSE, FALSE, 2000000000, '', '', '', '', '', '')"
	report() { request "$@"; same "$(state 7)" "$want_state"; }
	want_state='sent '
	report GET "/hook/sms/report?key=7&code=$(report_code 8)&status=1"; want 404
	report GET "/hook/sms/report?key=7&code=&status=1"; want 404
	report GET "/hook/sms/report?key=7&status=1"; want 404
	report GET "/hook/sms/report?key=7&status=1&secret=guess"; want 404
	report GET "/hook/sms/report?key=8&code=$(report_code 8)&status=1"; want 200
	report GET "/hook/sms/report?key=7&code=$(report_code 7)&status=4"; want 200
	report POST "/hook/sms/report?key=8&code=$(report_code 8)&status=2" -d 'key=7&status=1'; want 404
	for as in "-H|Authorization: Basic $(printf 'kannel:wrong' | base64)" "-H|Authorization: Bearer wrong" '-H|X-A: b'; do
		request POST /hook/sms/incoming -H 'Content-Type: text/plain' -H 'X-Kannel-From: +212611000000' "${as%%|*}" "${as#*|}" --data-binary 2; want 404
		request POST /hook/call/missed "${as%%|*}" "${as#*|}" -d 'from=%2B212611000000'; want 404
	done
	same "$(sql_value 'SELECT count(*) FROM inbox_message')" 0
	hasnt_header Set-Cookie
	ok "who knows neither the code of that message nor the secret is not believed"

	want_state='sent delivered'
	report GET "/hook/sms/report?key=7&code=$(report_code 7)&status=1"; want 200
	report GET "/hook/sms/report?key=7&code=$(report_code 7)&status=8"; want 200
	ok "the address of a message speaks for that message; what came later than delivered does not count"
	for i in $(seq 40); do request GET "/hook/sms/report?key=7&code=$(printf %032d "$i")&status=2"; done
	want 429
	report GET "/hook/sms/report?key=7&code=$(report_code 7)&status=1"; want 200
	ok "guessing is stopped, the operator is not"
}

# A gateway with an interface of its own, whose reports and messages go to one fixed address.
another_provider() {
	new_data "$1" town
	DIWAN_SMS_URL=http://127.0.0.1:9/ DIWAN_HOOK_SECRET_FILE=$work/hook.secret DIWAN_SMS_REPORT_KEY=messageId DIWAN_SMS_REPORT_STATUS=dlr \
		DIWAN_SMS_IN_FROM=msisdn DIWAN_SMS_IN_TEXT=message DIWAN_SMS_IN_ID=mid serve_diwan --clock $t0
	for i in 11 12 13; do queued $i +212611000000 x; done
	sql "UPDATE message SET state = 'sent', sent_at = 1, provider_id = 'p-' || id"
	bearer=(-H "Authorization: Bearer $secret")
	request POST /hook/sms/report "${bearer[@]}" -H 'Content-Type: application/json' -d '[{"messageId":"p-11","dlr":"DELIVRD"},{"messageId":12,"dlr":"UNDELIV"},{"messageId":"nobody","dlr":"DELIVRD"}]'; want 200
	same "$(state 11)" 'sent delivered'; same "$(state 12)" 'failed undelivered'; same "$(state 13)" 'sent '
	request POST /hook/sms/report "${bearer[@]}" -d 'messageId=p-13&dlr=delivered'; want 200
	same "$(state 13)" 'sent delivered'
	for i in 1 2; do request POST "/hook/sms/incoming?secret=$secret" -H 'Content-Type: application/json' -d '{"msisdn":"212611000000","message":"Oui","mid":77}'; want 200; done
	request POST /hook/sms/incoming "${bearer[@]}" --data-urlencode 'msisdn=+212612000000' --data-urlencode 'message=لا' -d mid=78; want 200
	request POST /hook/call/missed "${bearer[@]}" --data-urlencode 'msisdn=+212613000000' -d to=2525; want 200
	request POST /hook/sms/incoming "${bearer[@]}" -d 'message=nobody'; want 200
	same "$(sql_value "SELECT kind, phone, text FROM inbox_message ORDER BY id" | tr '\n' ' ')" 'sms|+212611000000|Oui sms|+212612000000|لا call|+212613000000| '
	ok "another provider's reports and messages, by the names in the settings; told twice is heard once"
	stop_diwan
}

on_both there_and_back
on_both another_provider
finish
