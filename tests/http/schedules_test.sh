#!/usr/bin/env bash
# A hospital set up by screens alone, from an empty installation to a time that the public sees; then
# one day changed, an absence, hours ended; and nobody administers another's house. Both engines.
. "$(dirname "$0")/lib.sh"
. "$(dirname "$0")/town.sh"

t0=2026-11-02T08:00:00Z			# a Monday
ids() { grep -oE "href=\"/admin/$1/[0-9]+" "$body" | grep -oE '[0-9]+$' | awk '!seen[$0]++'; }
service_fields=(desk=1 centre=1 may_cancel=1 may_move=1 name_fr=Cardiologie 'name_ar=أمراض القلب' name_en=Cardiology duration=30 step=30 before=0 after=0 capacity=1
	online=1 lead=2 lead_unit=hours horizon=90 horizon_unit=days cancel=1 cancel_unit=days move=1 move_unit=days visit=any sex=any
	age_min=0 age_max=0 place_kind=on_site 'bring_fr=Carte nationale' bring_ar= bring_en= active=1)

set_up() {
	start_diwan "$1" --clock $t0; began=$SECONDS
	diwan first-account --test-mode --clock $t0 >"$work/first" || say_wrong "first-account"
	new_user head MA platform --totp
	as head; sign_in head "$totp" $t0
	get /admin/organizations; want 200
	local fes
	fes=$(grep -oE 'href="/admin/organizations/[0-9]+">Fès</a>' "$body" | head -n 1 | grep -oE '[0-9]+' | head -n 1)
	get "/admin/organizations"; fes=$(sql_value "SELECT id FROM organization WHERE code = 'MA-FES'")
	post /admin/organizations/new "parent=$fes" kind=establishment code=HTEST 'name_fr=Hôpital du Test' 'name_ar=مستشفى الاختبار' phone=0535000000; want 303
	hospital=$(location); hospital=${hospital##*/}
	post "/admin/organizations/$hospital/places" code=A 'name_fr=Consultations' 'name_ar=الفحوصات' 'address_fr=Rue 1, Fès'; want 303
	ok "an organisation and a place are made by their screens"

	new_user hadmin HTEST administrator --totp
	as hadmin; sign_in hadmin "$totp" $t0
	get /admin/agendas; want 200; has 'There is no agenda yet' 'Add an agenda'
	get /admin/services; want 200; has 'There is no type of appointment yet'
	get /admin/services/new; want 200; has 'name="duration"' 'name="lead_unit"'
	post /admin/services/new code=CARDIO specialty=cardio duration=0 "${service_fields[@]}"; want 422; has 'Error:'
	post /admin/services/new code='no good!' specialty=cardio "${service_fields[@]}"; want 422; has 'A code has letters, digits and dashes' 'value="Cardiologie"'
	post /admin/services/new code=CARDIO specialty=cardio "${service_fields[@]}"; want 303
	post /admin/services/new code=CARDIO specialty=cardio "${service_fields[@]}"; want 422; has 'This code is taken'
	post /admin/services/new specialty=cardio 'name_fr=Étude – suivi' name_en=Zeta age_min=16 age_min_unit=years "${service_fields[@]}"; want 303	# nobody has to think of a code
	post /admin/services/new specialty=cardio age_max=200 age_max_unit=years "${service_fields[@]}"; want 422; has 'At most 150 years'
	same "$(sql_value "SELECT code || age_min_months FROM service WHERE age_min_months > 0")" etude-suivi192
	get /admin/services; want 200; has 'Cardiology' 'CARDIO'
	service=$(ids services | head -n 1)
	ok "a type of appointment is made; a wrong form comes back filled"

	get "/admin/services/$service"; want 200; has 'value="90"'
	post "/admin/services/$service" version=1 duration=20 "${service_fields[@]}"; want 303
	post "/admin/services/$service" version=1 "${service_fields[@]}"; want 409; has 'Somebody else changed'
	post "/admin/services/$service" version=2 "${service_fields[@]}"; want 303
	ok "who changes a newer version is told"

	post /admin/practitioners/new code=D1 'name=Dr Amina Bennis' 'name_ar=د. أمينة بنيس' specialty=cardio sex=female active=1; want 303
	post /admin/practitioners/new code=D1 'name=Dr Other' specialty=cardio sex=male active=1; want 422; has 'This code is taken'
	get /admin/practitioners; want 200; has 'Dr Amina Bennis' 'د. أمينة بنيس'
	doctor=$(ids practitioners | head -n 1)
	get "/admin/practitioners/$doctor"; want 200
	post "/admin/practitioners/$doctor" version=1 'name=Dr Amina Bennis' 'name_ar=د. أمينة بنيس' specialty=cardio sex=female active=1; want 303
	ok "a practitioner is entered"

	get /admin/agendas/new; want 200; has 'Dr Amina Bennis' 'Consultations'
	room=$(grep -oE '<option value="[0-9]+"[^>]*>(Consultations)' "$body" | grep -oE '[0-9]+' | head -n 1)
	post /admin/agendas/new kind=practitioner specialty=cardio "location=$room" shown=1 active=1; want 422; has 'Choose the practitioner'
	post /admin/agendas/new kind=practitioner "practitioner=$doctor" specialty=cardio "location=$room" shown=1 active=1; want 303
	agenda=$(location); agenda=${agenda##*/}
	get "/admin/agendas/$agenda"; want 200; has 'There are no hours yet'
	ok "an agenda is made"

	get "/admin/agendas/$agenda/hours"; want 200; has 'Monday' 'Cardiology'
	post "/admin/agendas/$agenda/hours" "services=$service" start=09:00 end=12:00 first=2026-11-02 repeat=week capacity=1; want 422; has 'Choose at least one day of the week'
	post "/admin/agendas/$agenda/hours" days=1 days=3 start=09:00 end=12:00 first=2026-11-02 repeat=week capacity=1; want 422; has 'Choose at least one type of appointment'
	post "/admin/agendas/$agenda/hours" days=1 "services=$service" start=12:00 end=09:00 first=2026-11-02 repeat=week capacity=1; want 422; has 'The end must be later'
	post "/admin/agendas/$agenda/hours" days=1 "services=$service" start=09:00 end=12:00 first=2026-11-02 repeat=rule rule=FREQ=HOURLY capacity=1; want 422; has 'This rule cannot be read'
	post "/admin/agendas/$agenda/hours" days=1 days=3 "services=$service" start=09:00 end=15:00 break_from=08:00 break_to=09:30 first=2026-11-02 repeat=week capacity=1; want 422; has 'A break begins after the hours'
	post "/admin/agendas/$agenda/hours" days=1 days=3 "services=$service" start=09:00 end=15:00 break_from=12:00 break_to=14:00 first=2026-11-02 repeat=week capacity=1; want 303
	sql "INSERT INTO calendar_day VALUES (9001, $hospital, $(town_day 2026-11-11), 'closure', 'Travaux', 'أشغال', 'Building works', TRUE)"
	follow; want 200; has 'Every week: Monday, Wednesday' '09:00–12:00' '14:00–15:00'
	get "/admin/agendas/$agenda?week=$(town_day 2026-11-11)"; want 200; has 'Closed: Building works'
	same "$(ids hours | wc -l)" 1
	same "$(sql_value "SELECT COUNT(*) FROM opening_day WHERE schedule_id = $agenda AND day = $(town_day 2026-11-04)")" 2
	hours=$(grep -oE '/admin/hours/[0-9]+"' "$body" | head -n 1 | grep -oE '[0-9]+')
	ok "weekly hours with a break are one rule, said in words and drawn"

	post "/admin/agendas/$agenda/hours" "services=$service" start=16:00 end=17:00 first=2026-12-08 repeat=month capacity=1; want 303
	follow; has 'Second Tuesday of the month'
	post "/admin/agendas/$agenda/hours" "services=$service" start=17:00 end=18:00 first=2026-12-09 repeat=once capacity=1; want 303
	follow; has '17:00' '09/12/2026'
	post "/admin/agendas/$agenda/hours" days=2 "services=$service" start=18:00 end=19:00 first=2026-12-01 until=2026-12-31 repeat=week2 capacity=1; want 303
	follow; has 'Every 2 weeks: Tuesday'
	same "$(sql_value "SELECT COUNT(*) FROM opening_day WHERE schedule_id = $agenda AND start_min = 1080")" 3
	post "/admin/agendas/$agenda/hours" "services=$service" start=19:00 end=20:00 first=2026-12-15 repeat=date count=3 until=2027-12-31 capacity=1; want 422; has 'not both'
	post "/admin/agendas/$agenda/hours" "services=$service" start=19:00 end=20:00 first=2026-12-15 repeat=date count=3 capacity=1; want 303
	follow; has 'Day 15 of each month, 3 times'
	same "$(sql_value "SELECT MAX(day) FROM opening_day WHERE schedule_id = $agenda AND start_min = 1140")" "$(town_day 2027-02-15)"
	ok "once a month by weekday or by date, once only, every second week, so many times"

	local look="days=1&services=$service&first=2026-11-02&repeat=week&capacity=1"
	get "/admin/agendas/$agenda/hours/look?$look&start=12:00&end=13:00"; want 200
	has 'Nothing is saved yet' 'Every appointment keeps its place' 'Save the hours' '12:30' 'name="break_from"'
	hasnt 'lie over others'
	get "/admin/agendas/$agenda/hours/look?$look&start=12:00&end=11:00"; want 422; has 'The end must be later'
	get "/admin/agendas/$agenda/hours/look?$look&start=11:00&end=13:00"; want 200
	has 'These hours lie over others' '09:00–15:00' 'Save although they overlap'
	local seen; seen=$(grep -oE 'name="seen" value="[0-9]+"' "$body" | grep -oE '[0-9]+')
	same "$(sql_value "SELECT COUNT(*) FROM opening WHERE schedule_id = $agenda AND start_min = 660")" 0
	local over=(days=1 "services=$service" first=2026-11-02 repeat=week capacity=1 start=11:00 end=13:00)
	post "/admin/agendas/$agenda/hours" "${over[@]}"; want 409; has 'Somebody may have added them meanwhile' 'Save although they overlap'
	same "$(sql_value "SELECT COUNT(*) FROM opening WHERE schedule_id = $agenda AND start_min = 660")" 0
	post "/admin/agendas/$agenda/hours" "${over[@]}" "seen=$seen"; want 303
	post "/admin/agendas/$agenda/hours" "${over[@]}" "seen=$seen"; want 409; has 'Somebody may have added them meanwhile' '11:00–13:00'
	ok "overlaps are told before, confirmed as they were seen, and looked at again when it is saved"
	for i in 1 2 3 4 5 6; do
		curl -sS -o /dev/null -w '%{http_code}\n' -b "$jar" -H "Origin: $url" -H 'Sec-Fetch-Site: same-origin' --data "days=6&services=$service&first=2026-11-02&repeat=week&capacity=1&start=08:00&end=09:0$i" "$url/admin/agendas/$agenda/hours" &
	done >"$work/raced"; wait $(jobs -p | grep -v "^$server\$")
	same "$(sort "$work/raced" | uniq -c | tr -s ' ' | paste -sd, -)" ' 1 303, 5 409'
	ok "of six who add overlapping hours at the same moment one is not asked to confirm"
	follow_over=$(sql_value "SELECT id FROM opening WHERE schedule_id = $agenda AND start_min = 660")
	post "/admin/hours/$follow_over/end" last=2026-11-01; want 303
}



# All agendas of the house for a period, a draft among them; namesakes; a room that serves beside.
everybody_for_ramadan() {
	local draft period spare
	post /admin/agendas/new kind=team specialty=cardio "location=$room" 'name_fr=Brouillon' 'name_ar=مسودة'; want 303
	draft=$(location); draft=${draft##*/}
	post "/admin/agendas/$draft/hours" days=2 "services=$service" start=08:00 end=12:00 first=2026-11-02 repeat=week capacity=1; want 303
	post /admin/periods/new "organization=$hospital" name_fr=Ramadan name_ar=رمضان first=2028-02-01 last=2028-02-28; want 303
	period=$(location); period=${period#*periods/}; period=${period%%\?*}
	get "/admin/periods/$period"; has 'Brouillon' 'not published'
	sql "INSERT INTO organization (id, parent_id, tree_lo, tree_hi, depth, kind, code, name_fr, name_ar, name_en, name_fold, sms_name, phone, zone, active, version)
		SELECT 9100, parent_id, tree_hi + 1000000, tree_hi + 1000001, depth, 'establishment', 'ELSE', 'Ailleurs', 'A', 'Elsewhere', 'ailleurs', 'E', '', zone, TRUE, 1 FROM organization WHERE id = $hospital;
		INSERT INTO schedule (id, organization_id, kind, practitioner_id, location_id, name_fr, name_ar, specialty, shown, active, version)
		SELECT 9101, 9100, 'team', NULL, $room, 'Autre maison', 'A', 'cardio', FALSE, TRUE, 1"
	get "/admin/periods/$period/agendas/look?all=1&from=10:00&to=11:00"; want 200; has 'Brouillon' 'Dr Amina Bennis'; hasnt 'Autre maison'
	post "/admin/periods/$period/agendas" all=1 from=10:00 to=11:00 "seen=$(input seen)"; want 303
	same "$(sql_value "SELECT COUNT(*) FROM schedule_variant v JOIN schedule s ON s.id = v.schedule_id WHERE v.variant_id = $period AND s.organization_id = $hospital")" \
		"$(sql_value "SELECT COUNT(*) FROM schedule WHERE organization_id = $hospital")" 'every agenda takes part'
	same "$(sql_value "SELECT COUNT(*) FROM schedule_variant WHERE schedule_id = 9101")" 0
	same "$(sql_value "SELECT active FROM schedule WHERE id = $draft" | cut -c1 | tr 1 t | tr 0 f)" f 'it stays a draft'
	get "/admin/agendas/$draft?week=$(town_day 2028-02-01)"; want 200
	post "/admin/periods/$period/agendas" all=1 from=10:00 to=11:00; want 422; has 'Choose at least one agenda'
	post "/admin/periods/$period/remove" "seen=$(input seen)"; [ "$status" = 303 ] || post "/admin/periods/$period/remove" "seen=$(input seen)"; want 303
	# the house stays, closed: a turn of the jobs may have noted something of it meanwhile
	sql "DELETE FROM schedule WHERE id = 9101; UPDATE organization SET active = FALSE WHERE id = 9100"
	ok "all agendas of the house join a period at once, drafts too, and none of another house"

	post /admin/practitioners/new code=D2 'name=Dr Amina Bennis' 'name_ar=د. أمينة بنيس' specialty=dermato sex=female active=1; want 303
	get /admin/agendas/new; has 'Dr Amina Bennis (Cardiology)' 'Dr Amina Bennis (Dermatology)'
	post /admin/agendas/new kind=practitioner "practitioner=$(sql_value "SELECT id FROM practitioner WHERE code = 'D2'")" specialty=dermato "location=$room" active=1; want 303
	spare=$(location); spare=${spare##*/}
	get "/admin/closings/new?organization=$hospital"; has 'Dr Amina Bennis (Cardiology)' 'Dr Amina Bennis (Dermatology)'; hasnt '>Dr Amina Bennis<'
	get "/admin/periods/$kept"; has 'Dr Amina Bennis (Cardiology)' 'Dr Amina Bennis (Dermatology)'
	sql "UPDATE schedule SET active = FALSE WHERE id = $spare; UPDATE practitioner SET active = FALSE, name = 'Dr Left' WHERE code = 'D2'"
	ok "two doctors of one name are told apart wherever one of them is chosen"

	post /admin/zones "organization=$hospital" zone=0 version=0 name_fr=Médina name_ar= minutes=20 near=5 active=1; want 422; has 'Write the Arabic name' 'value="Médina"'
	same "$(sql_value 'SELECT COUNT(*) FROM home_zone')" 0
	post /admin/zones "organization=$hospital" zone=0 version=0 name_fr=Médina name_ar=المدينة minutes=20 near=5 active=1; want 303
	ok "a zone has a name in both scripts"
}

# She runs the agendas: their places, and the days on which all of them close, are hers too.
head_of_admissions() {
	get /admin/setup; has "/admin/organizations/$hospital/places" "/admin/organizations/$hospital/calendar"
	get "/admin/organizations/$hospital/places"; want 200; hasnt "href=\"/admin/organizations/$hospital\""
	post "/admin/organizations/$hospital/places" code=B 'name_fr=Annexe' name_ar=; want 422; has 'Write the Arabic name' 'value="Annexe"'
	post "/admin/organizations/$hospital/places" code=B 'name_fr=Annexe' 'name_ar=الملحق'; want 303
	follow; has Annexe
	get "/admin/organizations/$hospital/calendar/look?day=2026-11-30&kind=closure&name_fr=Travaux&name_ar=&name_en=&confirmed=1"; want 422; has 'Write the Arabic name' 'value="Travaux"'
	post "/admin/organizations/$hospital/calendar" day=2026-11-30 kind=closure name_fr=Travaux name_ar=أشغال confirmed=1; want 303
	follow; has Travaux
	post "/admin/organizations/$hospital/calendar/$(sql_value "SELECT id FROM calendar_day WHERE organization_id = $hospital AND day = $(town_day 2026-11-30)")/remove"; want 303
	for p in "organizations/$hospital" organizations organizations/new; do get "/admin/$p"; want 404; done
	get "/admin/organizations/$(sql_value "SELECT id FROM organization WHERE code = 'MA-SEF'")/calendar"; want 404
	get "/admin/organizations/$(sql_value "SELECT id FROM organization WHERE code = 'MA'")/calendar"; want 404
	ok "the head of admissions keeps the places and closed days of her house, not the tree nor another's"
}

house() {
	set_up "$1"
	as citizen
	get "/search?s=cardio&where=all"; want 200; has "Hôpital du Test"
	ok "the public finds the hospital at once"

	as hadmin
	get "/admin/hours/$hours/day?day=2026-11-04"; want 200; has 'Wednesday'
	post "/admin/hours/$hours/day" day=2026-11-04 what=remove; want 303
	follow; want 200; has 'removed' 'Put back'
	post "/admin/hours/$hours/day" day=2026-11-04 what=restore; want 303
	same "$(sql_value "SELECT COUNT(*) FROM opening_day WHERE schedule_id = $agenda AND day = $(town_day 2026-11-04)")" 2
	post "/admin/hours/$hours/day" day=2026-11-04 what=restore; want 409
	post "/admin/hours/$hours/day" day=2026-11-04 what=remove; want 303
	post "/admin/hours/$hours/day" day=2026-11-05 what=remove; want 409; has 'There are no hours on that day'
	get "/admin/hours/$hours/day/look"; want 303
	get "/admin/hours/$hours/day/look?day=2026-11-09&what=change&start=10:00&end=09:30"; want 422; has 'The end must be later'
	get "/admin/hours/$hours/day/look?day=2026-11-09&what=change&start=10:00&end=10:30"; want 200; has 'that day only' 'Every appointment keeps its place' '10:00–10:30'; hasnt 'lie over others'
	post "/admin/hours/$hours/day" day=2026-11-09 what=change start=10:00 end=10:30; want 303
	follow; want 200
	same "$(sql_value "SELECT COUNT(*) FROM opening_day WHERE schedule_id = $agenda AND day = $(town_day 2026-11-04)")" 0
	same "$(sql_value "SELECT COUNT(*) FROM opening_day WHERE schedule_id = $agenda AND day = $(town_day 2026-11-09) AND start_min = 600 AND end_min = 630")" 1
	post "/admin/hours/$hours/day" day=2026-11-09 what=restore; want 409; has 'These hours lie over others' '10:00–10:30'
	same "$(sql_value "SELECT COUNT(*) FROM opening_day WHERE schedule_id = $agenda AND day = $(town_day 2026-11-09) AND start_min < 720")" 1
	ok "one day is removed and put back, another changed, the rule stays"

	get "/admin/agendas/$agenda/absences"; want 200
	post "/admin/agendas/$agenda/absences/preview" from=2026-11-16 to=2026-11-15; want 422; has 'The end must be later'
	post "/admin/agendas/$agenda/absences/preview" from=2026-11-16 to=2026-11-17 from_min= to_min= reason=Colloque; want 200
	has 'Nothing is saved yet' 'No appointment lies in this time' 'value="Colloque"'
	same "$(sql_value 'SELECT COUNT(*) FROM absence')" 0
	post "/admin/agendas/$agenda/absences" from=2026-11-16 to=2026-11-17 reason=Colloque; want 303
	follow; want 200; has 'Colloque'
	same "$(sql_value "SELECT COUNT(*) FROM free_day WHERE schedule_id = $agenda AND day = $(town_day 2026-11-16)")" 0
	absence=$(grep -oE '/admin/absences/[0-9]+/remove' "$body" | head -n 1)
	post "$absence"; want 303
	same "$(sql_value "SELECT COUNT(*) FROM free_day WHERE schedule_id = $agenda AND day = $(town_day 2026-11-16)")" 1
	ok "an absence is shown before it is saved, closes its days, and can be taken back"

	get "/admin/hours/$hours"; want 200; has 'value="09:00"'
	post "/admin/hours/$hours" version=99 days=1 "services=$service" start=09:00 end=11:00 first=2026-11-02 repeat=week capacity=1; want 409
	post "/admin/hours/$hours/end" last=2026-11-20; want 303
	same "$(sql_value "SELECT COUNT(*) FROM opening_day WHERE opening_id = $hours AND day > $(town_day 2026-11-20)")" 0
	ok "hours are changed and ended"

	get "/admin/periods"; want 200; has 'Periods with other hours' 'Add a period'
	post /admin/periods/new "organization=$hospital" name_fr=Ramadan name_ar=رمضان first=2027-02-08 last=2027-02-01; want 422; has 'The last day is before the first'
	post /admin/periods/new "organization=$hospital" name_fr=Ramadan name_ar=رمضان first=2027-02-08 last=2027-03-09; want 303
	period=$(location); period=${period#*periods/}; period=${period%%\?*}
	follow; want 200; has 'Ramadan' 'Dr Amina Bennis' 'Not before'
	get "/admin/periods/$period/agendas/look?from=10:00&to=14:00"; want 422; has 'Choose at least one agenda'
	get "/admin/periods/$period/agendas/look?agendas=$agenda&from=16:00&to=14:00"; want 422; has 'The end must be later'
	get "/admin/periods/$period/agendas/look?agendas=$agenda&from=16:00&to=16:30"; want 200; has 'Nothing is saved yet' '16:00–16:30'
	same "$(sql_value 'SELECT COUNT(*) FROM schedule_variant')" 0
	post "/admin/periods/$period/agendas" "agendas=$agenda" from=16:00 to=16:30; want 303
	same "$(sql_value "SELECT COUNT(*) FROM opening_day WHERE schedule_id = $agenda AND day = $(town_day 2027-02-09) AND start_min = 960 AND end_min = 990")" 1
	same "$(sql_value "SELECT COUNT(*) FROM opening_day WHERE schedule_id = $agenda AND day = $(town_day 2027-03-09)")" 1
	post "/admin/periods/$period/agendas" "agendas=$agenda" from=16:00 to=16:30; want 422
	get "/admin/agendas/$agenda/hours?variant=$period"; want 200; has 'Ramadan' 'value="2027-02-08"'
	post "/admin/agendas/$agenda/hours" days=4 "services=$service" start=11:00 end=12:00 first=2027-02-08 repeat=week capacity=1 "variant=$period"; want 303
	same "$(sql_value "SELECT COUNT(*) FROM opening_day WHERE schedule_id = $agenda AND start_min = 660")" 4
	get "/admin/periods/$period/look?version=1&name_fr=Ramadan&name_ar=%D8%B1%D9%85%D8%B6%D8%A7%D9%86&first=2027-02-09&last=2027-03-10"; want 200; has 'Nothing is saved yet' 'Every appointment keeps its place'
	post "/admin/periods/$period" version=1 name_fr=Ramadan name_ar=رمضان first=2027-02-09 last=2027-03-10; want 303
	post "/admin/periods/$period" version=1 name_fr=Ramadan name_ar=رمضان first=2027-02-09 last=2027-03-10; want 409
	get /admin/periods; want 200; has 'Ramadan' '09/02/2027' '10/03/2027'
	get "/admin/periods/$period/leave/look?agenda=$agenda"; want 200; has 'The usual hours hold again' 'Dr Amina Bennis'
	get "/admin/periods/$period/leave/look?agenda=1"; want 404
	post "/admin/periods/$period/leave" "agenda=$agenda"; want 303
	same "$(sql_value "SELECT COUNT(*) FROM opening_day WHERE schedule_id = $agenda AND start_min = 660")" 0
	post "/admin/periods/$period/agendas" "agendas=$agenda" from=16:00 to=16:30; want 303
	post "/admin/periods/$period/leave" "agenda=$agenda"; want 303
	post "/admin/agendas/$agenda/hours" "services=$service" start=16:15 end=17:15 first=2027-02-09 repeat=once capacity=1; want 409
	post "/admin/agendas/$agenda/hours" "services=$service" start=16:15 end=17:15 first=2027-02-09 repeat=once capacity=1 "seen=$(input seen)"; want 303
	get "/admin/periods/$period/agendas/look?agendas=$agenda&from=16:00&to=16:30"; want 200
	has 'These hours lie over others' '16:15–17:15' '1 day, first on' 'Save although they overlap'
	seen=$(input seen)
	post "/admin/periods/$period/agendas" "agendas=$agenda" from=16:00 to=16:30; want 409; has 'Somebody may have added them meanwhile' '16:15–17:15'
	post "/admin/agendas/$agenda/hours" "services=$service" start=16:20 end=16:25 first=2027-03-09 repeat=once capacity=1; want 409
	post "/admin/agendas/$agenda/hours" "services=$service" start=16:20 end=16:25 first=2027-03-09 repeat=once capacity=1 "seen=$(input seen)"; want 303
	post "/admin/periods/$period/agendas" "agendas=$agenda" from=16:00 to=16:30 "seen=$seen"; want 409; has 'Somebody may have added them meanwhile' '16:20–16:25'
	same "$(sql_value 'SELECT COUNT(*) FROM schedule_variant')" 0
	post "/admin/periods/$period/agendas" "agendas=$agenda" from=16:00 to=16:30 "seen=$(input seen)"; want 303
	same "$(sql_value 'SELECT COUNT(*) FROM schedule_variant')" 1
	ok "an agenda that comes into a period: days of its own under its hours are told, confirmed, and looked at again"
	post "/admin/agendas/$agenda/hours" "services=$service" start=16:00 end=16:30 first=2027-04-13 repeat=once capacity=1; want 409
	post "/admin/agendas/$agenda/hours" "services=$service" start=16:00 end=16:30 first=2027-04-13 repeat=once capacity=1 "seen=$(input seen)"; want 303
	get "/admin/periods/$period/look?version=2&name_fr=Ramadan&name_ar=R&first=2027-02-09&last=2027-03-10"; want 200; hasnt 'lie over others'
	get "/admin/periods/$period/leave/look?agenda=$agenda"; want 200; has 'lie over others' '16:15–17:15'
	get "/admin/periods/$period/remove/look"; want 200; has 'Nothing is saved yet' 'Dr Amina Bennis' 'lie over others'
	post "/admin/periods/$period/remove"; want 409
	post "/admin/periods/$period/remove" "seen=$(input seen)"; want 303
	get "/admin/periods/$period"; want 404
	same "$(sql_value "SELECT COUNT(*) FROM opening_day WHERE schedule_id = $agenda AND day = $(town_day 2027-02-09) AND end_min = 990")" 0
	ok "between two dates other hours replace the week; the dates move, and the usual hours come back"

	post /admin/periods/new "organization=$hospital" name_fr=Été name_ar=الصيف first=2027-07-01 last=2027-08-31; want 303
	kept=$(location); kept=${kept#*periods/}; kept=${kept%%\?*}

	everybody_for_ramadan
	new_user chief HTEST head_of_admissions
	sql "INSERT INTO patient (id, organization_id, name, name_fold, name_key, birth_day, sex, phone, email, identity_number, lang, created_at, version)
		VALUES (77, $hospital, 'Omar Idrissi', 'omar idrissi', 'dr mr', NULL, 'male', '', '', '', 'fr', 0, 1)"
	sql "INSERT INTO appointment (id, organization_id, reference, token_hash, patient_id, schedule_id, service_id, specialty, service_name_fr, service_name_ar, service_name_en,
		day, start_min, zone, start_at, duration_min, buffer_before_min, buffer_after_min, seat, status, cancel_reason, channel, for_whom, booked_at, booked_day,
		overbooked, overbook_reason, walk_in, history, note, salt, changed_at, version)
		VALUES (78, $hospital, '23456789ABC', 'x', 77, $agenda, $service, 'cardio', 'Cardiologie', 'القلب', 'Cardiology', $(town_day 2026-11-18), 540, 'Africa/Casablanca',
		$(date -u -d 2026-11-18T09:00Z +%s), 30, 0, 0, 0, 'booked', '', 'desk', 'self', 0, 0, FALSE, '', FALSE, FALSE, '', 'x', 0, 1)"
	as chief; sign_in chief
	head_of_admissions
	get "/admin/hours/$hours/end/look?last=2026-11-16"; want 200; has 'These hours would end on' '1 appointment would lie in no hours' 'Omar Idrissi' 'can wait' '09:00'
	same "$(sql_value "SELECT COUNT(*) FROM audit_event WHERE patient_id = 77 AND what = 'list' AND route = 'GET /admin/hours/:id/end/look'")" 1
	get "/admin/hours/$hours/day/look?day=2026-11-18&what=remove"; want 200; has 'No hours on Wednesday' 'that day only' '1 appointment would lie in no hours' 'Omar Idrissi'
	get "/admin/hours/$hours/day/look?day=2026-11-18&what=change&start=09:30&end=11:00"; want 200; has '1 appointment would lie in no hours' 'Omar Idrissi'
	get "/admin/hours/$hours/day/look?day=2026-11-18&what=change&start=09:00&end=10:00"; want 200; has 'Every appointment keeps its place'
	get "/admin/hours/$hours"; want 200
	local version; version=$(input version)
	local later=("version=$version" days=1 days=3 "services=$service" start=10:00 end=12:00 first=2026-11-02 until=2026-11-20 repeat=week capacity=1)
	get "/admin/hours/$hours/look?version=$version&days=1&days=3&services=$service&start=10:00&end=12:00&first=2026-11-02&until=2026-11-20&repeat=week&capacity=1"; want 200
	has '1 appointment would lie in no hours' 'Omar Idrissi' '09:00'; hasnt 'Every appointment keeps its place'
	post "/admin/hours/$hours" "${later[@]}"; want 303; same "$(location)" /desk/orphans
	follow; want 200; has 'Omar Idrissi'
	same "$(sql_value "SELECT status FROM appointment WHERE id = 78")" booked
	later[0]=version=$((version + 1)); later[4]=start=09:00
	post "/admin/hours/$hours" "${later[@]}"; want 303
	same "$(location)" "/admin/agendas/$agenda"
	ok "who would lose a place is told before hours change; the appointment stays, on the desk's list"
	post "/admin/agendas/$agenda/absences/preview" from=2026-11-18 to=2026-11-18; want 200; has '1 appointment lies in this time'
	post "/admin/agendas/$agenda/absences" from=2026-11-18 to=2026-11-18; want 303; same "$(location)" /desk/orphans
	follow; want 200; has 'Omar Idrissi'
	ok "an absence says how many appointments it strikes; the head of admissions goes on to place them again"

	as hadmin
	get "/admin/closings?organization=$hospital"; want 200; has 'Add an absence or closure'
	get "/admin/closings/new?organization=$hospital"; want 200; has "practitioner-$doctor" "agenda-$agenda" 'Somebody, in all places'
	closing=(who="practitioner-$doctor" from=2026-11-25 from_min=09:00 to=2026-11-25 to_min=10:00 repeat=week until=2026-12-09 reason=Cours)
	look() { post /admin/closings/look "organization=$hospital" "who=practitioner-$doctor" "from=2026-11-$1" "to=2026-11-$1" from_min=09:00 to_min=10:00 "repeat=$2" "until=$3"; }
	post /admin/closings/look "organization=$hospital" who=organization-0 from=2026-11-23 from_min=08:00 to_min=12:00 repeat=day until=2026-11-27; want 200; has '5 occurrences'
	look 25 week ''; want 422; has 'Say until when it repeats'
	look 25 week 2028-01-01; want 422; has 'Say until when it repeats'
	look 25 rule 2026-12-09; want 422; has 'This rule cannot be read'
	post /admin/closings/look "organization=$hospital" who= from=2026-11-25 to=2026-11-25; want 422; has 'Say who is away'
	post /admin/closings/look "organization=$hospital" who=location-1 from=2026-11-25 to=2026-11-25; want 422; has 'No open agenda belongs to it'
	sql "UPDATE appointment SET day = day + 7, start_at = start_at + 7 * 86400 WHERE id = 78"
	look 25 week 2026-12-09; want 200; has 'Nothing is saved yet' '1 agenda is closed' '3 occurrences' '1 appointment lies in this time' 'Omar Idrissi' 'can wait'
	same "$(sql_value 'SELECT COUNT(*) FROM closing')" 0
	same "$(sql_value "SELECT COUNT(*) > 0 FROM audit_event WHERE patient_id = 77 AND what = 'list' AND route = 'POST /admin/closings/look'")" \
		"$(sql_value 'SELECT 1 = 1')" 'who was shown is in the trail'
	post /admin/closings/new "organization=$hospital" "${closing[@]}"; want 303
	follow; want 200; has 'Cours' 'Every week: Wednesday' 'for the last time on'
	same "$(sql_value "SELECT COUNT(*) FROM absence WHERE schedule_id = $agenda AND from_min = 540")" 3
	remove=$(grep -oE '/admin/closings/[0-9]+/remove' "$body" | head -n 1)
	as chief; get /desk/orphans; want 200; has 'Omar Idrissi'
	as hadmin; post "$remove"; want 303; post "$remove"; want 404
	same "$(sql_value "SELECT COUNT(*) FROM absence WHERE schedule_id = $agenda AND from_min = 540")" 0
	ok "somebody is away each week, in all places: seen before it is saved, with who would lose a place and how urgent; taken back as a whole"

	sql "INSERT INTO calendar_day VALUES (9002, $hospital, $(town_day 2026-11-23), 'holiday', 'Fete', 'عيد', 'Feast', FALSE),
		(9003, $hospital, $(town_day 2026-11-24), 'holiday', 'Fete', 'عيد', 'Feast', FALSE)"
	as hadmin
	get "/admin/organizations/$hospital/calendar?year=2026"; want 200; has 'predicted' 'A day later' 'It is certain'
	feast="instead=9002&day=2026-11-24&kind=holiday&name_fr=Fete&name_ar=Fete&name_en=Feast&confirmed=1"
	get "/admin/organizations/$hospital/calendar/look?$feast"; want 200
	has 'Nothing is saved yet' 'Closed on Wednesday' 'Open again on Monday' '1 appointment lies' 'Omar Idrissi'; hasnt 'Closed on Tuesday'
	days() { sql_value "SELECT MIN(day) || ' ' || MAX(day) || ' ' || COUNT(*) FROM calendar_day WHERE organization_id = $hospital AND kind = 'holiday'$1"; }
	same "$(days ' AND NOT confirmed')" "$(town_day 2026-11-23) $(town_day 2026-11-24) 2" 'looking changes nothing'
	IFS='&' read -ra fields <<<"$feast"
	post "/admin/organizations/$hospital/calendar" "${fields[@]}"; want 303
	same "$(days ' AND confirmed')" "$(town_day 2026-11-24) $(town_day 2026-11-25) 2"
	post "/admin/organizations/$hospital/calendar" "${fields[@]}"; want 404
	as chief; get /desk/orphans; has 'Omar Idrissi'
	ok "a feast that the moon moves by a day moves with all its days, once, and says before whom it strikes"

	sql "INSERT INTO appointment (id, organization_id, reference, token_hash, patient_id, schedule_id, service_id, specialty, service_name_fr, service_name_ar, service_name_en,
		day, start_min, zone, start_at, duration_min, buffer_before_min, buffer_after_min, seat, status, cancel_reason, channel, for_whom, booked_at, booked_day,
		overbooked, overbook_reason, walk_in, history, note, salt, changed_at, version)
		WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 5000)
		SELECT 100000 + i, $hospital, 'R' || i, 'T' || i, 77, $agenda, $service, 'cardio', 'Cardiologie', 'القلب', 'Cardiology',
		$(town_day 2027-03-03), i % 1000, 'Africa/Casablanca', $(date -u -d 2027-03-03T00:00Z +%s) + 60 * (i % 1000), 1, 0, 0, i / 1000, 'booked', '', 'desk', 'self', 0, 0,
		FALSE, '', FALSE, FALSE, '', 'x', 0, 1 FROM n"
	as hadmin
	post /admin/closings/look "organization=$hospital" who=organization-0 from=2027-03-03 to=2027-03-03; want 200; grep -qE '5.?000 appointments lie in this time' "$body" || say_wrong "not all are counted"
	same "$(grep -o 'Omar Idrissi' "$body" | wc -l)" 50
	post /admin/closings/new "organization=$hospital" who=organization-0 from=2027-03-03 to=2027-03-03; want 303
	follow; remove_house=$(grep -oE '/admin/closings/[0-9]+/remove' "$body" | tail -n 1)
	as chief; get '/desk/orphans?page=3'; want 200; has '81 to 120 of '; same "$(grep -o 'name="line"' "$body" | wc -l)" 40 'of a worklist of 5,000 a page of 40 is made'
	as hadmin; post "$remove_house"; want 303
	sql "DELETE FROM appointment WHERE id > 100000 AND id <= 105000"
	ok "before a house closes, 5,000 appointments are counted and the 50 most urgent named; of the worklist a page is made"

	new_user other MA-SEF administrator --totp
	# A code is of its half minute, and all that may have taken longer.
	as other; sign_in other "$totp" "$(date -u -d "$t0 + $((SECONDS - began)) seconds" +%FT%TZ)"
	for p in "agendas/$agenda" "agendas/$agenda/hours" "hours/$hours" "hours/$hours/day?day=2026-11-09" "services/$service" "practitioners/$doctor" \
		"agendas/$agenda/absences" "agendas?organization=$hospital" "agendas/$agenda/hours/look?days=1&services=$service&start=09:00&end=10:00&first=2026-11-02&repeat=week&capacity=1" \
		"hours/$hours/end/look?last=2026-11-03" "periods/$kept" "periods/$kept/remove/look" "periods?organization=$hospital"; do
		get "/admin/$p"; want 404
	done
	post "/admin/hours/$hours/end" last=2026-11-03; want 404
	post "/admin/agendas/$agenda/absences" from=2026-11-16 to=2026-11-17; want 404
	look 25 week 2026-12-09; want 404; hasnt 'Omar'
	get "/admin/organizations/$hospital/calendar/look?$feast"; want 404; hasnt 'Omar'
	post /admin/closings/new "organization=$hospital" "${closing[@]}"; want 404
	post "$remove"; want 404
	post "/admin/services/$service" version=3 "${service_fields[@]}"; want 404
	post "/admin/periods/$kept" version=1 name_fr=Ramadan name_ar=رمضان first=2027-02-09 last=2027-03-10; want 404
	post "/admin/periods/$kept/leave" "agenda=$agenda"; want 404
	post "/admin/periods/$kept/remove"; want 404
	ok "another's house is not found"

	# who is kept above the houses has agendas in several of them; somebody of another house has none
	as head; post /admin/practitioners/new "organization=$(sql_value "SELECT id FROM organization WHERE code = 'MA-FES'")" code=P9 'name=Dr Two Houses' specialty=cardio sex=female active=1; want 303
	post /admin/practitioners/new "organization=$(sql_value "SELECT id FROM organization WHERE code = 'MA-SEF'")" code=P8 'name=Dr Of Sefrou' specialty=cardio sex=female active=1; want 303
	as hadmin; get /admin/agendas/new; has 'Dr Two Houses' 'Dr Amina Bennis'; hasnt 'Dr Of Sefrou'
	for who in 303:P9 422:P8; do
		post /admin/agendas/new kind=practitioner "practitioner=$(sql_value "SELECT id FROM practitioner WHERE code = '${who#*:}'")" specialty=cardio "location=$room" shown=1; want "${who%:*}"
	done
	ok "a house makes agendas for its own people and for those kept above it"

	for word in agenda hours absence absence-back closing closing-back period period-hours calendar types practitioner place; do
		[ "$(sql_value "SELECT COUNT(*) FROM audit_event WHERE what = 'organization' AND detail = '$word' AND account_id IS NOT NULL")" -ge 1 ] || say_wrong "no row in the trail: $word"
	done
	as head; get '/audit?only=administration'; want 200; has 'hours of an agenda' 'an absence or closure taken back'
	ok "what was done to agendas, hours, absences, closings and periods is in the trail"

	new_user desk HTEST desk
	as desk; sign_in desk
	get /admin/agendas; [ "$status" = 404 ] || [ "$status" = 403 ] || say_wrong "a desk operator sees /admin/agendas: $status"
	post "/admin/hours/$hours/end" last=2026-11-03; [ "$status" = 404 ] || [ "$status" = 403 ] || say_wrong "a desk operator ends hours: $status"
	ok "a desk operator does not administer"
	stop_diwan
}

on_both house
finish
