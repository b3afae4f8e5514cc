#!/usr/bin/env bash
# What reaches those who receive people: an agenda in their own calendar by a secret address, and notices of changes.
. "$(dirname "$0")/lib.sh"
tests/npm.sh || { echo "not ok - npm ci"; exit 1; }
. "$(dirname "$0")/town.sh"
. "$(dirname "$0")/desk_lib.sh"

# What a calendar program (Thunderbird's parser) makes of the last answer: one line for each event.
events() {
	node -e 'const ICAL = require("ical.js"), fs = require("fs")
		const c = new (ICAL.default ?? ICAL).Component((ICAL.default ?? ICAL).parse(fs.readFileSync(process.argv[1], "utf8")))
		for (const e of c.getAllSubcomponents("vevent")) {
			const v = new (ICAL.default ?? ICAL).Event(e)
			console.log(v.startDate.toJSDate().toISOString(), v.duration.toSeconds() / 60, v.uid.length > 5, v.summary)
		}' "$body" 2>"$work/ical" || say_wrong "no calendar: $(head -c 300 "$work/ical")"
}
feed() { grep -oE '/calendar/[A-Za-z0-9_-]{22}\.ics' "$body" | head -n 1; }
mails() { outbox doctor@example.ma; grep -o '"template":"agent-changes"' "$body" | wc -l; }

agents() {
	desk_town "$1"
	desk_new 'Fatima Zahra El Amrani' '06 12 34 56 78' 1.20261102T0900; want 303

	as stranger; mine=$(last_link +212612345678); get "$mine"; want 200; has 'No more reminders'
	post "$mine/messages" again=0; want 303; follow; has 'Remind me again' 'still sent'; same "$(sql_value "SELECT recipient FROM message_stop")" +212612345678
	post "$mine/messages" again=1; want 303; follow; has 'No more reminders'; same "$(sql_value "SELECT COUNT(*) FROM message_stop")" 0
	post /a/AAAAAAAAAAAAAAAAAAAAAA/messages again=0; want 404; same "$(sql_value "SELECT COUNT(*) FROM message_stop")" 0
	ok "reminders are stopped, and asked for again, on the page of one's appointment"

	as desk; get /desk/agents; want 200; has 'Dr Amina Benjelloun' 'Cardiologie 2' 'no names'; hasnt '/desk/agents/names'
	post /desk/agents/1/calendar; want 200; one=$(feed); [ -n "$one" ] || say_wrong "no address"
	get /desk/agents; hasnt "${one#/calendar/}"
	as stranger; get "$one"; want 200; has_header 'content-type: text/calendar'
	events >"$work/events"; same "$(wc -l <"$work/events")" 1
	grep -q '2026-11-02T08:00:00.000Z .* true Consultation\|2026-11-02T09:00:00.000Z .* true' "$work/events" || say_wrong "$(cat "$work/events")"
	hasnt Fatima Amrani 12345678
	get /calendar/AAAAAAAAAAAAAAAAAAAAAA.ics; want 404; get /calendar/1.ics; want 404
	ok "an agenda is read under a secret address, with hours and types and nobody's name"

	as chief; get /desk/agents; has '/desk/agents/names'; post /desk/agents/names names=1; want 303
	as stranger; get "$one"; has 'Fatima'
	sql "UPDATE service SET sensitive = TRUE"; get "$one"; hasnt Fatima; sql "UPDATE service SET sensitive = FALSE"
	as desk; post /desk/agents/names names=1; want 404
	as chief; post /desk/agents/names; want 303; as stranger; get "$one"; hasnt Fatima
	[ "$(sql_value "SELECT COUNT(*) FROM audit_event WHERE what = 'export' AND patient_id IS NOT NULL")" -gt 0 ] || say_wrong "no trail of what was read"
	ok "names stand there only when the establishment says so, never of a discreet type, and readings are in the trail"

	sql "UPDATE appointment SET gathering_id = 9"
	sql "INSERT INTO appointment (id, organization_id, reference, token_hash, patient_id, schedule_id, practitioner_id, service_id, location_id, specialty, service_name_fr, service_name_ar, service_name_en,
		day, start_min, zone, start_at, duration_min, buffer_before_min, buffer_after_min, seat, status, cancel_reason, overbook_reason, channel, for_whom, note, salt, booked_at, changed_at, booked_day, overbooked, walk_in, history, version, gathering_id)
		SELECT 77, organization_id, '00000000077', 'x77', patient_id, schedule_id, practitioner_id, service_id, location_id, specialty, service_name_fr, service_name_ar, service_name_en,
		day, start_min, zone, start_at, duration_min, 0, 0, 2, status, '', '', channel, for_whom, '', 's', booked_at, changed_at, booked_day, FALSE, FALSE, FALSE, 1, 9 FROM appointment"
	as stranger; get "$one"; want 200; events >"$work/events"; same "$(wc -l <"$work/events")" 1
	sql "DELETE FROM appointment WHERE id = 77"; sql "UPDATE appointment SET gathering_id = NULL"
	ok "the seats of a group session are one event"

	as chief; post /desk/agents/1/calendar; want 200; other=$(feed)
	as desk; post /desk/agents/1/calendar; want 200; two=$(feed)
	as stranger; get "$one"; want 404; get "$two"; want 200
	as desk; post /desk/agents/1/calendar-end; want 303; as stranger; get "$two"; want 404; get "$other"; want 200
	sql "UPDATE membership SET until_day = 20000 WHERE account_id = (SELECT id FROM account WHERE login = 'chief')"; get "$other"; want 404
	ok "a new address, ending it, and losing one's role close the old one at once; another's stays"

	as desk; post /desk/agents/1/notices email=doctor@example.ma soon=24 digest=18:00; want 303
	get /desk/agents; has 'doctor@example.ma'
	clock 2026-11-02T08:05:00Z; jobs_now; same "$(mails)" 0
	as desk; desk_new 'Omar Tazi' '06 12 34 56 79' 1.20261102T1000; want 303
	as desk; desk_new 'Zineb Alaoui' '06 12 34 56 70' 1.20261109T1000; want 303
	clock 2026-11-02T08:06:00Z; jobs_now; jobs_now; same "$(mails)" 1; has $'Monday 2\u00a0November at 10:00: booked'; hasnt $'9\u00a0November' Omar Tazi
	clock 2026-11-02T18:30:00Z; jobs_now; jobs_now; same "$(mails)" 2; has $'Monday 9\u00a0November at 10:00: booked'; hasnt Zineb Alaoui
	clock 2026-11-03T18:30:00Z; jobs_now; same "$(mails)" 2
	ok "what changes soon is told at once, the rest in one mail at the hour chosen, each once and without a name"

	sign_in desk; post /desk/agents/1/notices email= soon=24 digest=18:00; want 303; get /desk/agents; hasnt 'doctor@example.ma'
	post /desk/agents/999/notices email=doctor@example.ma soon=24 digest=18:00; want 404; post /desk/agents/999/calendar; want 404
	ok "an empty address ends the notices; nobody watches what is not theirs"
	stop_diwan
}
on_both agents
finish
