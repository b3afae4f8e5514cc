#!/usr/bin/env bash
# A care series: planned for a person, booked as one, told once, opened by the person, seen by whom it concerns alone.
. "$(dirname "$0")/lib.sh"
. tests/http/town.sh
. tests/http/desk_lib.sh
. tests/http/ledger_lib.sh

rows() { sql_value "SELECT COUNT(*) FROM $1"; }

series() {
	local who id first link visit centre plan told
	desk_town "$1"
	as desk; desk_new 'Hafida Amrani' 0670000021 1.20261103T0900 then=series; want 303
	plan=$(location); same "${plan%%\?*}/$(rows appointment)" /desk/repeat/0
	same "$(grep -cE 'who=[0-9]+&' <<<"$plan")" 0 'a type beside a file in an address'
	get "$plan&every=1&unit=weeks&count=3"; want 200; has 'Hafida Amrani' '1.20261103T0900'; who=$(grep -oE 'name="who" value="[0-9]+"' "$body" | grep -oE '[0-9]+'); has '1.20261110T0900' '1.20261117T0900' 'as wished'
	get "$plan&every=0"; want 422; has 'Every 1 to 90 days'
	same "$(rows appointment)/$(rows series)" 0/0
	ok "the plan shows each visit with its time, and books nothing"

	sql "INSERT INTO calendar_day (id, organization_id, day, kind, name_fr, name_ar, name_en, confirmed) VALUES (9, 1, $(town_day 2026-11-24), 'holiday', 'Fête', 'عيد', 'Feast of trees', TRUE);
		INSERT INTO absence (id, organization_id, schedule_id, from_day, from_min, to_day, to_min, reason, version) VALUES (9, 4, 1, $(town_day 2026-12-01), 480, $(town_day 2026-12-01), 720, 'flu of the doctor', 1)"
	get "$plan&every=1&unit=weeks&count=5&days=0"; want 200; has 'closed on the day that is wished: Feast of trees' 'the agenda has time off then'; hasnt 20261124T 20261201T 'flu of'
	get "$plan&every=1&unit=weeks&count=4"; has 'Feast of trees' 'near' 20261123T0900; hasnt 'has time off'
	sql 'DELETE FROM absence; DELETE FROM calendar_day'
	ok "the plan says which feast or time off a visit meets, and why in no word"

	sql "INSERT INTO hold (id, organization_id, schedule_id, service_id, day, start_min, duration_min, buffer_before_min, buffer_after_min, owner, expires_at, renewed, channel, created_at)
		SELECT 9, organization_id, 1, 1, $(town_day 2026-11-10), 540, duration_min, 0, 0, 'somebody', 4000000000, FALSE, 'online', 0 FROM service WHERE id = 1"
	set -- who="$who" type=1 slot=1.20261103T0900 every=1 unit=weeks count=3 days=2 hours=2
	post /desk/repeat "$@" t1=1.20261103T0900 t2=1.20261110T0900 t3=1.20261117T0900 mode=all; want 422; has 'just taken'
	same "$(rows appointment)/$(rows series)" 0/0
	post /desk/repeat "$@" t1=1.20261103T0900 t2= t3=1.20261117T0900 mode=all; want 422; has 'leave the rest'
	post /desk/repeat "$@" t1=1.20261103T0900 t2=1.20261110T0900 t3=1.20261117T0900 mode=free; want 303; follow
	id=$(sql_value 'SELECT id FROM series'); has 'to place' "/desk/series/$id/place?n=2"
	same "$(rows "act WHERE act = 'book'")/$(rows message)" 2/1
	get /desk/series; want 200; has 'Hafida Amrani' '2 of 3'
	sql 'DELETE FROM hold'
	post "/desk/series/$id/place?n=2" slot=1.20261110T0900; want 303
	get "/desk/series/$id"; hasnt '/place?n='
	ok "all or nothing, or what is free with the rest to place"

	first=$(sql_value "SELECT appointment_id FROM series_visit WHERE n = 1")
	get "/desk/appointments/$first"; has 'Visit 1 of 3'
	get "/desk/people/$who"; has 'Visit 3 of 3'
	link=$(sql_value "SELECT body FROM message WHERE appointment_id = $first" | grep -oE '/a/[A-Za-z0-9_-]{22}')
	as visitor; get "$link"; want 200; has 'Visit 1 of 3'
	get "$link.ics"; want 200; same "$(grep -c BEGIN:VEVENT "$body")" 3
	post "$link/visit" n=3; want 303; visit=$(location); follow; has 'Visit 3 of 3'
	post "$visit/visit" n=9; want 404
	ok "the person finds the whole in the link of one, and in the calendar file"

	as desk
	for page in "/desk/series/$id" "/desk/series/$id/move?n=1" "/desk/series/$id/place?n=2"; do as other; get "$page"; want 404; done
	as cyber; get "/desk/series/$id"; want 404
	as centre; get "/desk/series/$id"; want 404
	as doctor; get "/desk/series/$id"; want 200; hasnt 'Move from here on'
	as doctor; get "/desk/appointments/$first/series"; want 303
	ok "another house, a helper, a health centre that booked none of it see nothing"

	as desk; get "/desk/series/$id/move?n=2&day=2026-11-11&time=09:00"; want 200; has '1.20261111T0900' '1.20261118T0900'
	post "/desk/series/$id/move" n=2 day=2026-11-11 time=09:00 t2=1.20261111T0900 v2=1 t3=1.20261118T0900 v3=99 mode=all; want 422; has 'just taken'
	post "/desk/series/$id/move" n=2 day=2026-11-11 time=09:00 t2=1.20261111T0900 v2=1 t3=1.20261118T0900 v3=1 mode=all; want 303
	same "$(sql_value "SELECT COUNT(*) FROM appointment WHERE day IN ($(town_day 2026-11-11), $(town_day 2026-11-18))")" 2
	post "/desk/series/$id/cancel" from=2 by=patient reason=healed; want 303
	same "$(rows "appointment WHERE status = 'cancelled'")/$(rows "act WHERE act = 'cancel'")" 2/2
	same "$(rows "message WHERE template = 'cancelled' AND channel = 'sms'")/$(rows "message WHERE template = 'moved' AND channel = 'sms'")" 1/1
	ok "from one on, moved by the same difference and cancelled, told once each"

	as centre; get '/desk/book?new=1&of=cardio&at=4'; post /desk/book "key=$(input key)" at=4 who=new new=1 of=cardio 'name=Rkia Daoudi' \
		birth-d=1 birth-m=1 birth-y=1970 sex=female phone=0670000023 lang=fr type=1 slot-1=1.20261105T0900 sms=1
	want 303; centre=$(last_id); told=$(rows "message WHERE recipient = '+212670000023'")
	get "/desk/appointments/$centre/series?every=2&count=2"; want 200; has '1.20261119T0900'
	# what only the desk may say is not heard from it: that it was on the phone, and that nobody is to be told
	post "/desk/appointments/$centre/series" every=2 unit=weeks count=2 days=0 hours=0 t2=1.20261119T0900 mode=all way=phone quiet=1; want 303; follow; has 'Rkia Daoudi'
	same "$(rows "appointment WHERE channel = 'health-centre'")/$(rows "appointment WHERE channel = 'phone'")" 2/0
	same "$(rows "message WHERE recipient = '+212670000023'")" $((told + 1)) 'the person is told'
	ok "a health centre repeats a visit that it booked, on its own share, and the person is told"

	for u in centre cyber; do
		as $u; post /desk/book at=4 who=new new=1 of=cardio 'name=Series Else' birth-d=1 birth-m=1 birth-y=1971 sex=female phone=0670000024 lang=fr \
			type=1 slot-1=1.20261106T0900 then=series
		want 404
	done
	same "$(rows "patient WHERE name = 'Series Else'")" 0
	ok "whoever books for others plans no series before the first booking"
	ledger_agrees MA 2026-11
	as visitor; proved "$link/receipt.json" book; cp "$work/proved.json" "$work/first.json"; get "$visit/receipt.json"; want 200
	! cmp -s "$body" "$work/first.json" || say_wrong 'one proof for two visits'
	ok "each visit of a series has its own proof, and the log tells what the program counts"
	stop_diwan
}

on_both series
finish
