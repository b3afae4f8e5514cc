#!/usr/bin/env bash
# Monday morning on both engines: a doctor is called away, thirty people lose their place and have another
# one or know that they have none; each is told, nothing is lost, all of it is in the trail and the log.
# And where else a line may go: who stands in, another house of the province.
. "$(dirname "$0")/lib.sh"
. tests/http/town.sh
. tests/http/desk_lib.sh

# Chooses for line $1 the first proposal of a kind: pick ID KIND
pick() { local c; offered "$1"; c=$(grep "^$2" <<<"$offers" | head -n 1); [ -n "$c" ] || say_wrong "no $2 for $1: $offers"; fields+=("o-$1=$c"); }
lines_of() { grep -oE 'name="line" value="[^"]*"' "$body" | sed 's/.*value="//;s/"$//'; }

monday() {
	local i d min ids=() fields=() others before
	desk_town "$1" 2026-11-02T07:55:00Z
	desk_account head FES head_of_admissions; sign_in head
	# a colleague at the same place on Mondays, a second house of the province with the speciality
	sql "INSERT INTO practitioner VALUES (2, 4, 'P2', 'Dr Youssef Tahiri', 'د. يوسف الطاهري', 'youssef tahiri', 'male', 'cardio', TRUE, 1),
		(3, 4, 'P3', 'Dr Nadia Filali', '', 'nadia filali', 'female', 'cardio', TRUE, 1);
		INSERT INTO schedule (id, organization_id, kind, practitioner_id, location_id, name_fr, name_ar, specialty, shown, active, version) VALUES (9, 4, 'practitioner', 2, 1, '', '', 'cardio', TRUE, TRUE, 1);
		$(town_opening 9 4 9 MO 540 900 1)
		INSERT INTO organization (id, parent_id, tree_lo, tree_hi, depth, kind, code, name_fr, name_ar, name_en, name_fold, sms_name, phone, zone, active, version) VALUES
			(8, 3, 1140, 1150, 3, 'establishment', 'FES2', 'Hôpital C, Fès', 'المستشفى ج', 'Hospital C, Fez', 'hopital c', 'Hop. C', '+212535000003', 'Africa/Casablanca', TRUE, 1);
		INSERT INTO location (id, organization_id, code, name_fr, name_ar, name_en, address_fr, address_ar, direction_fr, direction_ar, phone, zone, active, version) VALUES (8, 8, 'C', 'Consultations', '', '', 'Rue 2', '', '', '', '', 'Africa/Casablanca', TRUE, 1);
		$(town_service 8 8 cardio cardio Cardiologie 'القلب' Cardiology any 0)
		INSERT INTO schedule (id, organization_id, kind, practitioner_id, location_id, name_fr, name_ar, specialty, shown, active, version) VALUES (18, 8, 'team', NULL, 8, 'Cardiologie C', '', 'cardio', FALSE, TRUE, 1);
		$(town_opening 18 8 18 TU,TH 540 660 8)"
	jobs_now; as desk
	for d in 02 03 04 05 06; do
		for min in 0900 0920 0940 1000 1020 1040; do
			i=$((${#ids[@]} + 1))
			post /desk/book who=new new=1 sure=1 of=cardio "name=Monday Person$i" birth-d=27 birth-m=3 birth-y=1968 sex=female \
				"phone=06701000$(printf '%02d' "$i")" lang=fr type=1 "slot-1=1.202611${d}T$min" sms=1; want 303; ids+=("$(last_id)")
		done
	done
	same "${#ids[@]}" 30
	ok "thirty people are booked with one doctor this week"

	clock 2026-11-02T08:05:00Z; as head
	get /admin/closings/new; want 200; has 'value="2026-11-02"' 'value="practitioner-1"'
	post /admin/closings/look who=practitioner-1 from=2026-11-02 to=2026-11-06 repeat=once; want 200
	has 'Nothing is saved yet' '30 appointments lie in this time' 'Monday Person1<' 'Monday Person30' 'begins within a day' 'the last day included'
	same "$(sql_value 'SELECT COUNT(*) FROM closing')" 0
	post /admin/closings/new who=practitioner-1 from=2026-11-02 to=2026-11-06 repeat=once; want 303; same "$(location)" /desk/orphans
	get /desk/orphans; want 200; has '30 appointments to place again' 'begins within a day'
	same "$(lines_of | wc -l)" 30
	ok "the absence is seen before it is saved, with names and urgency, and leads to the thirty lines"

	# one by one: the first to a colleague, agreed at the counter; the second in addition; the third has to be called off
	i=${ids[0]}; pick "$i" substitute
	post /desk/orphans "only=$(lines_of | grep "^$i\.")" "line=${ids[1]}.1" "${fields[@]}" "a-$i=agreed-counter" sms=1; want 303; follow; has '1 line was done' '29 appointments'
	same "$(sql_value "SELECT schedule_id FROM appointment WHERE id = $i")" 9
	same "$(sql_value "SELECT version FROM appointment WHERE id = ${ids[1]}")" 1 'a ticked line is not done with the one that is done alone'
	sql "DELETE FROM extra_limit WHERE schedule_id = 9; INSERT INTO extra_limit (schedule_id, organization_id, per_day) VALUES (9, 4, 9)"
	i=${ids[1]}; fields=(); get /desk/orphans; pick "$i" extra
	others=$(tr -d '\n' <"$body" | grep -oE '<select id="reason".*' | grep -oE 'option value="[^"]+"' | head -n 1 | sed 's/.*value="//;s/"$//')
	post /desk/orphans "only=$i.1" "${fields[@]}" "a-$i=told-phone" "reason=$others" sms=1; want 303; follow; has '1 in addition'
	i=${ids[2]}; post /desk/orphans "only=$i.1" "o-$i=cancel" sms=1; want 303; follow; has '1 cancelled' '27 appointments'
	# one to another house, the others as they are proposed: one press
	fields=()
	for i in "${ids[@]:3:2}"; do pick "$i" elsewhere; done
	for i in "${ids[@]:5:22}"; do pick "$i" same; done
	for i in "${ids[@]:27:3}"; do fields+=("o-$i=cancel"); done
	for i in $(lines_of); do fields+=("line=$i"); done
	post /desk/orphans "${fields[@]}" all=each sms=1; want 409
	has '2 lines were not done' 'say whether the person agreed' '25 other lines were done' "value=\"${ids[3]}.1\" checked"
	fields=(); for i in "${ids[@]:3:2}"; do pick "$i" elsewhere; fields+=("line=$i.1"); done
	post /desk/orphans "${fields[@]}" all=each said=told-message sms=1; want 303; follow; has '2 to another practitioner or hospital' 'has its opening'
	clock 2026-11-02T08:09:00Z
	ok "one by one and in bulk: to a colleague, in addition, called off, moved, to another house; unsaid to no other practitioner"

	before=$(IFS=,; echo "${ids[*]}")
	same "$(sql_value "SELECT COUNT(*) FROM appointment WHERE id IN ($before) AND status = 'booked' AND schedule_id = 9")" 2
	same "$(sql_value "SELECT COUNT(*) FROM appointment WHERE id IN ($before) AND status = 'booked' AND schedule_id = 1 AND day > $(town_day 2026-11-06)")" 22
	same "$(sql_value "SELECT COUNT(*) FROM appointment WHERE id IN ($before) AND status = 'cancelled' AND cancelled_by = 'service'")" 6
	same "$(sql_value "SELECT COUNT(*) FROM appointment x JOIN patient p ON p.id = x.patient_id WHERE x.organization_id = 8 AND p.organization_id = 8 AND x.status = 'booked' AND p.name LIKE 'Monday%'")" 2
	same "$(sql_value "SELECT COUNT(DISTINCT recipient) FROM message WHERE template IN ('moved', 'cancelled-by-service') AND due_at >= $(date -u -d '2026-11-02T08:05:00Z' +%s)")" 30 'each is told'
	same "$(sql_value "SELECT COUNT(*) FROM message WHERE body LIKE '%Hop. C%avec une autre personne%/a/%'")" 2
	same "$(sql_value "SELECT COUNT(*) FROM moved_mark WHERE account_id IN (SELECT id FROM account WHERE login = 'head')")" 4
	same "$(sql_value "SELECT COUNT(DISTINCT patient_id) FROM audit_event WHERE what = 'change' AND role = 'head_of_admissions' AND patient_id IN (SELECT patient_id FROM appointment WHERE id IN ($before))")" 30 'all in the trail'
	same "$(sql_value "SELECT COUNT(DISTINCT chain) FROM act WHERE act IN ('move', 'cancel') AND chain IN ($before)")" 30 'all in the log of acts'
	ok "thirty before are thirty after: twenty-two moved, two with a colleague, two in another house, four called off; each told, each in the trail and the log"

	# who stands in for the doctor that day is proposed first, wherever he receives
	sql "INSERT INTO location (id, organization_id, code, name_fr, name_ar, name_en, address_fr, address_ar, direction_fr, direction_ar, phone, zone, active, version) VALUES (12, 4, 'A2', 'Annexe', '', '', 'Rue 3', '', '', '', '', 'Africa/Casablanca', TRUE, 1);
		INSERT INTO schedule (id, organization_id, kind, practitioner_id, location_id, name_fr, name_ar, specialty, shown, active, version) VALUES (12, 4, 'practitioner', 1, 12, '', '', 'cardio', TRUE, TRUE, 1);
		$(town_opening 12 4 12 MO 600 720 1)"
	jobs_now; as desk; desk_new 'Last Person' 0670100099 1.20261123T0900; want 303; i=$(last_id)
	as head; post /admin/closings/new who=agenda-1 from=2026-11-23; want 303
	get /desk/orphans; has '1 appointment to place again'; offered "$i"; grep -q '^substitute\.9\.' <<<"$offers" || say_wrong "not the nearest at the same place: $offers"
	post /desk/substitutes agenda=12 by=3 from=2026-11-23 to=2026-11-23 agreed=1; want 303
	get /desk/orphans; offered "$i"; grep -q '^substitute\.12\.20261123T1000' <<<"$offers" || say_wrong "who stands in is not first: $offers"
	ok "who stands in for the doctor that day comes before who is nearer"
	other_houses
	stop_diwan
}

# What another house takes: only who lost her place, in what the line was proposed; and what it says of it.
other_houses() {
	local kept wrong_way told
	# over there an agenda of the doctor himself, with a discreet type, and one that the line is not proposed
	sql "$(town_service 9 8 own cardio 'Cardiologie discrete' '' '' any 0) $(town_service 10 8 late cardio 'Cardiologie tardive' '' '' any 0)
		UPDATE service SET sensitive = TRUE WHERE id = 9;
		INSERT INTO schedule (id, organization_id, kind, practitioner_id, location_id, name_fr, name_ar, specialty, shown, active, version) VALUES
			(19, 8, 'practitioner', 1, 8, '', '', 'cardio', TRUE, TRUE, 1), (20, 8, 'team', NULL, 8, 'Tard', '', 'cardio', FALSE, TRUE, 1);
		$(town_opening 19 8 19 MO 540 600 9) $(town_opening 20 8 20 FR 540 600 10)"
	as head; post /admin/closings/look who=practitioner-1 from=2026-12-01 repeat=once; want 200; has 'Other houses in which this person receives' 'Hospital C, Fez'
	jobs_now; as desk; desk_new 'Kept Person' 0670100098 1.20261124T0900; want 303; kept=$(last_id)
	as head; get /desk/orphans; offered "$i"
	same "$(head -n 1 <<<"$offers")" same.19.20261102T0900.9 'his own agenda in another house, soonest'
	has 'Hospital C, Fez'
	for wrong_way in same elsewhere other x; do
		post /desk/orphans "only=$kept.1" "o-$kept=$wrong_way.19.20261102T0900.9" said=told-phone; want 409; has '1 line was not done'
	done
	for wrong_way in elsewhere.20.20261106T0900.10 elsewhere.19.20261102T0900.8 same.18.20261103T1000.10 elsewhere.3.20261105T0900.3; do
		post /desk/orphans "only=$i.1" "o-$i=$wrong_way" said=told-phone; want 409; has '1 line was not done'
	done
	sql "INSERT INTO home_zone (id, organization_id, name_fr, name_ar, name_en, minutes, near_min, lat, lon, active, version) VALUES (51, 4, 'Narjiss', '', '', 15, 5, NULL, NULL, TRUE, 1);
		UPDATE appointment SET home_zone_id = 51 WHERE id = $i"
	post /desk/orphans "only=$i.1" "o-$i=same.19.20261102T0900.9" said=told-phone; want 409; has '1 line was not done'
	sql "UPDATE appointment SET home_zone_id = NULL WHERE id = $i"
	same "$(sql_value "SELECT COUNT(*) FROM appointment WHERE id IN ($i, $kept) AND status = 'booked' AND schedule_id = 1 AND version = 1")" 2
	same "$(sql_value 'SELECT COUNT(*) FROM appointment WHERE schedule_id IN (19, 20)')" 0
	ok "another house takes only who lost her place, in an agenda and with a type that the line was proposed"

	post /desk/orphans "only=$i.1" "o-$i=same.19.20261102T0900.9" sms=1; want 303
	same "$(sql_value "SELECT schedule_id || ' ' || service_id FROM appointment WHERE patient_id IN (SELECT id FROM patient WHERE name = 'Last Person') AND status = 'booked'")" '19 9'
	told=$(sql_value "SELECT body FROM message WHERE template = 'moved' AND appointment_id IN (SELECT id FROM appointment WHERE schedule_id = 19)")
	case $told in *'02/11'*) ;; *) say_wrong "the new time is not told: $told" ;; esac
	case $told in *'Hop. C'*|*[Cc]ardio*|*discrete*) say_wrong "the message says what is discreet: $told" ;; esac
	get "/desk/appointments/$i"; want 200; hasnt discrete 'Hospital C'
	ok "to his own agenda elsewhere no word of another practitioner is asked; of a discreet type neither the message nor the house that gives her up says more than the time"

	# types that ask for a referral, here and there
	sql "UPDATE service SET referral_required = TRUE WHERE id IN (1, 8, 9); INSERT INTO absence VALUES (91, 4, 1, $(town_day 2026-11-24), 0, $(town_day 2026-11-25), 0, 'leave', 1)"
	get /desk/orphans; want 200; offered "$kept"; ! grep -q '\.[89]$' <<<"$offers" || say_wrong "proposed without a referral: $offers"
	post /desk/orphans "only=$kept.1" "o-$kept=same.19.20261102T0920.9"; want 409; has '1 line was not done'; hasnt 'say whether the person agreed'
	sql "INSERT INTO referral (id, organization_id, service_id, patient_id, booked_by, referred_by, referred_day, reason, urgency, code_hash, until_day, made_at, used_at, appointment_id, letter_type)
		SELECT 77, 4, 1, patient_id, booked_by, 'Dr R', 1, 'x', 'soon', 'h77', 99999, 1, 1, id, '' FROM appointment WHERE id = $kept"
	get /desk/orphans; offered "$kept"; grep -qx 'same.19.20261102T0920.9' <<<"$offers" || say_wrong "not proposed to who is referred: $offers"
	post /desk/orphans "only=$kept.1" "o-$kept=same.19.20261102T0920.9" sms=1; want 303
	same "$(sql_value "SELECT x.schedule_id || ' ' || p.organization_id FROM referral r JOIN appointment x ON x.id = r.appointment_id JOIN patient p ON p.id = r.patient_id AND p.id = x.patient_id WHERE r.id = 77")" '19 8'
	ok "a type that asks for a referral is proposed elsewhere to who has one, and it goes along"
}

on_both monday
finish
