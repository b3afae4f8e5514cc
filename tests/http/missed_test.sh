#!/usr/bin/env bash
# Missed appointments as those see it who use it: recorded, told with a link, asked to confirm, the answer; the rules. On both engines.
. "$(dirname "$0")/lib.sh"
. tests/http/town.sh
. tests/http/desk_lib.sh

phone=+212670000051
text_link() { sql_value "SELECT body FROM message WHERE recipient = '$phone' AND template = '$1' ORDER BY id DESC LIMIT 1" | grep -oE "/$2/[A-Za-z0-9_-]{22}"; }
status_of() { sql_value "SELECT status FROM appointment WHERE id = $1"; }
run_jobs() { request POST /_test/jobs -H 'Content-Type: text/plain' -d ''; want 204; }

missed() {
	local first second link again
	desk_town "$1"
	get '/desk/book?new=1&of=dermato'; want 200
	post /desk/book "key=$(key_of '/desk/book?new=1&of=dermato')" who=new new=1 of=dermato 'name=Salma Was Away' birth-d=2 birth-m=2 birth-y=1951 sex=female \
		phone=0670000051 lang=fr type=2 slot-2=4.20261103T0900 sms=1; want 303; first=$(last_id)
	clock 2026-11-03T10:00:00Z
	for u in other chief desk; do sign_in $u; done
	post "/desk/appointments/$first/status" "version=$(version_of "$first")" to=noshow; want 303
	again=$(text_link missed m)
	as visitor; visitor
	get "$again"; want 200; has '/times/FES/2'; hasnt 'Salma' '0670000051' '06 70'
	get "/m/${again#/m/}x"; want 404
	sql "UPDATE service SET sensitive = TRUE WHERE id = 2"
	get "$again"; want 200; has '"/search"'; hasnt '/times/' 'dermato'
	sql "UPDATE service SET sensitive = FALSE WHERE id = 2"
	get "/c/${again#/m/}"; want 404
	ok "who missed gets a link that leads to another time and tells no name; no other link opens"

	as chief
	post /desk/missed/rules propose_at=18:00 message=1 after=x months=12 hours=48; want 422
	post /desk/missed/rules propose_at=18:00 message=1 after=1 months=12 hours=24; want 303
	as desk; get /desk/missed/rules; want 404
	post /desk/book "key=$(key_of '/desk/book?new=1&of=dermato')" "who=$(sql_value "SELECT patient_id FROM appointment WHERE id = $first")" of=dermato type=2 \
		slot-2=4.20261105T0900 sms=1; want 303; second=$(last_id)
	run_jobs
	link=$(text_link confirm c)
	get /desk/confirm; want 200; has 'Salma Was Away' "tel:$phone"
	as other; get /desk/confirm; want 200; hasnt 'Salma Was Away'
	post /desk/confirm "yes=$second"; want 404
	as visitor; get "$link"; want 200; hasnt 'Salma'
	same "$(status_of "$second")" booked	# programs open links
	post "$link/yes"; want 303; follow; want 200
	as desk; get /desk/confirm; hasnt 'Salma Was Away'
	as visitor; post "$link/no"; want 303
	same "$(status_of "$second")" cancelled
	post "$link/yes"; want 303; follow; want 200
	same "$(status_of "$second")" cancelled
	ok "after a miss the next visit is asked to be confirmed; opening the link does nothing, yes confirms, no frees the time; another house sees nobody"

	# Copies of the visit, not recorded: 600 of the day before, in an agenda that recorded nobody then, and one of the day itself.
	sql "WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 601)
		INSERT INTO appointment (id, organization_id, reference, token_hash, patient_id, schedule_id, practitioner_id, service_id, location_id, specialty,
			service_name_fr, service_name_ar, service_name_en, day, start_min, zone, start_at, duration_min, buffer_before_min, buffer_after_min, seat,
			status, cancel_reason, overbook_reason, channel, for_whom, note, salt, booked_at, changed_at, booked_day, overbooked, walk_in, history, version)
		SELECT i, organization_id, 'u' || i, 'u' || i, patient_id, schedule_id, practitioner_id, service_id, location_id, specialty,
			service_name_fr, service_name_ar, service_name_en, CASE WHEN i = 601 THEN day ELSE day - 1 END, start_min + 20, zone,
			CASE WHEN i = 601 THEN start_at + 1200 ELSE start_at - 85200 END, duration_min, 0, 0, i,
			'booked', '', '', channel, for_whom, '', 's', booked_at, changed_at, booked_day, FALSE, FALSE, FALSE, 1 FROM n, appointment WHERE id = $first"
	clock 2026-11-03T18:30:00Z
	run_jobs
	sql 'UPDATE appointment SET overbooked = TRUE WHERE id = 601'
	sign_in desk; get /desk/missed; want 200; has 'name="r-601" value="missed" checked' 'In addition'
	same "$(sql_value 'SELECT COUNT(*) FROM missed_proposal')" 1
	ok "agendas that keep no list, however many, do not keep the others from being proposed in the evening"

	stop_diwan
}

on_both missed
finish
