# A small town for tests: two hospitals, three specialities, agendas on weekdays. Source lib.sh
# first, then: new_data "$1" town; serve_diwan --clock 2026-11-02T08:00:00Z (a Monday); town_ready.
#
#	FES (Hôpital A, Fès)     cardio: service 1 (20 min, shown doctor: schedule 1; schedule 2), dermato: service 2
#	SEF (Hôpital B, Sefrou)  cardio: service 3, one time a week (schedule 3)
#	cardio follow-up: service 6 at FES, schedule 1
#	nephro: service 4 at FES, nothing left. gyneco: service 5 at FES, for women of 18 and more, schedule 1
sql() {	# statements on the data of this test, either engine
	if [ -n "$pg" ]; then psql -X -q -v ON_ERROR_STOP=1 -d "$pg" -c "$1"; else sqlite3 -bail -cmd '.timeout 20000' "$data/diwan.db" "$1"; fi || say_wrong "sql: $1"
}
sql_value() {
	if [ -n "$pg" ]; then psql -X -q -A -t -d "$pg" -c "$1"; else sqlite3 -cmd '.timeout 20000' "$data/diwan.db" "$1"; fi
}
town_service() {	# id organization code specialty name sex age_min_months cancel_limit
	echo "INSERT INTO service (id, organization_id, code, specialty, name_fr, name_ar, name_en, duration_min, step_min, buffer_before_min, buffer_after_min, lead_min, horizon_min,
		cancel_limit_min, move_limit_min, online, referral_required, visit, sex, age_min_months, age_max_months, place_kind, capacity, sensitive, bring_fr, bring_ar, bring_en, active, version) VALUES ($1, $2, '$3', '$4', '$5', '$6', '$7', 20, 20, 0, 0, 60, 129600, ${10:-1440}, ${10:-1440}, TRUE, FALSE, 'any', '$8', $9, 0,
		'on_site', 1, FALSE, 'Carte nationale et ordonnances', 'البطاقة الوطنية', 'Identity card and prescriptions', TRUE, 1);"
}
town_opening() {	# id organization schedule weekdays start end services…
	local id=$1 org=$2 schedule=$3 days=$4 start=$5 end=$6; shift 6
	echo "INSERT INTO opening (id, organization_id, schedule_id, first_day, until_day, rule, start_min, end_min, capacity, slot_min, active, materialised_to, version) VALUES ($id, $org, $schedule, $(town_day 2026-11-02), NULL, 'FREQ=WEEKLY;BYDAY=$days', $start, $end, 1, NULL, TRUE, 0, 1);"
	for s; do echo "INSERT INTO opening_service VALUES ($id, $s, $org);"; done
}
town_day() { echo $(($(date -u -d "$1" +%s) / 86400)); }
town() {
	sql "
	INSERT INTO organization (id, parent_id, tree_lo, tree_hi, depth, kind, code, name_fr, name_ar, name_en, name_fold, sms_name, phone, zone, active, version) VALUES
		(1, NULL, 0, 1000000, 0, 'ministry', 'MA', 'Ministère', 'الوزارة', 'Ministry', 'ministere', 'Sante', '', 'Africa/Casablanca', TRUE, 1),
		(2, 1, 1000, 2000, 1, 'region', 'MA-03', 'Fès-Meknès', 'فاس-مكناس', 'Fez-Meknes', 'fes meknes', 'Region', '', 'Africa/Casablanca', TRUE, 1),
		(3, 2, 1100, 1200, 2, 'province', 'MA-FES', 'Fès', 'فاس', 'Fez', 'fes', 'Fes', '', 'Africa/Casablanca', TRUE, 1),
		(4, 3, 1110, 1120, 3, 'establishment', 'FES', 'Hôpital A, Fès', 'المستشفى أ، فاس', 'Hospital A, Fez', 'hopital a fes', 'Hop. A Fes', '+212535000001', 'Africa/Casablanca', TRUE, 1),
		(5, 2, 1300, 1400, 2, 'province', 'MA-SEF', 'Sefrou', 'صفرو', 'Sefrou', 'sefrou', 'Sefrou', '', 'Africa/Casablanca', TRUE, 1),
		(6, 5, 1310, 1320, 3, 'establishment', 'SEF', 'Hôpital B, Sefrou', 'المستشفى ب، صفرو', 'Hospital B, Sefrou', 'hopital b sefrou', 'Hop. B', '+212535000002', 'Africa/Casablanca', TRUE, 1);
	INSERT INTO location (id, organization_id, code, name_fr, name_ar, name_en, address_fr, address_ar, direction_fr, direction_ar, phone, zone, active, version) VALUES
		(1, 4, 'A', 'Consultations', 'الفحوصات', 'Outpatients', 'Route de Sefrou, Fès', 'طريق صفرو، فاس', 'Bâtiment B, guichet 2', 'البناية ب، الشباك 2', '+212535000001', 'Africa/Casablanca', TRUE, 1),
		(2, 6, 'B', 'Consultations', 'الفحوصات', 'Outpatients', 'Avenue 1, Sefrou', '', '', '', '+212535000002', 'Africa/Casablanca', TRUE, 1);
	INSERT INTO organization_setting VALUES (4, 'ahead_per_person', 2), (4, 'ahead_per_phone', 6);
	INSERT INTO specialty VALUES
		('cardio', 'Cardiologie', 'أمراض القلب والشرايين', 'Cardiology', '394579002', 'medical', 90),
		('dermato', 'Dermatologie', 'الأمراض الجلدية', 'Dermatology', '394582007', 'medical', 80),
		('nephro', 'Néphrologie', 'أمراض الكلى', 'Nephrology', '394589003', 'medical', 10),
		('gyneco', 'Gynécologie', 'طب النساء', 'Gynaecology', '394586005', 'medical', 70);
	INSERT INTO specialty_word VALUES ('cardio', 'coeur'), ('cardio', 'قلب'), ('cardio', 'heart'), ('dermato', 'peau'), ('dermato', 'جلد'), ('nephro', 'rein'), ('gyneco', 'femme');
	$(town_service 1 4 cardio cardio Cardiologie 'أمراض القلب' Cardiology any 0)
	$(town_service 2 4 dermato dermato Dermatologie 'الأمراض الجلدية' Dermatology any 0)
	$(town_service 3 6 cardio cardio Cardiologie 'أمراض القلب' Cardiology any 0)
	$(town_service 4 4 nephro nephro Néphrologie 'أمراض الكلى' Nephrology any 0)
	$(town_service 5 4 gyneco gyneco Gynécologie 'طب النساء' Gynaecology female 216)
	$(town_service 6 4 cardio-suivi cardio 'Contrôle de cardiologie' 'متابعة أمراض القلب' 'Cardiology follow-up' any 0 | sed "s/'any', 'any'/'follow_up', 'any'/")
	INSERT INTO practitioner (id, organization_id, code, name, name_ar, name_fold, sex, specialty, active, version) VALUES (1, 4, 'P1', 'Dr Amina Benjelloun', 'د. أمينة بنجلون', 'amina benjelloun', 'female', 'cardio', TRUE, 1);
	INSERT INTO schedule (id, organization_id, kind, practitioner_id, location_id, name_fr, name_ar, specialty, shown, active, version) VALUES
		(1, 4, 'practitioner', 1, 1, 'Dr Amina Benjelloun', 'د. أمينة بنجلون', 'cardio', TRUE, TRUE, 1),
		(2, 4, 'team', NULL, 1, 'Cardiologie 2', 'القلب 2', 'cardio', FALSE, TRUE, 1),
		(3, 6, 'team', NULL, 2, 'Cardiologie', 'القلب', 'cardio', FALSE, TRUE, 1),
		(4, 4, 'team', NULL, 1, 'Dermatologie', 'الجلد', 'dermato', FALSE, TRUE, 1),
		(5, 4, 'team', NULL, 1, 'Néphrologie', 'الكلى', 'nephro', FALSE, TRUE, 1);
	$(town_opening 1 4 1 MO,TU,WE,TH,FR 540 660 1 5 6)
	$(town_opening 2 4 2 MO,WE 840 900 1)
	$(town_opening 3 6 3 TH 600 620 3)
	$(town_opening 4 4 4 TU,TH 540 600 2)
	$(town_opening 5 4 5 MO 500 520 4)
	UPDATE opening SET until_day = first_day WHERE id = 5;"
}
# The jobs process has rolled out the openings.
town_ready() { wait_until 'get /times/SEF/3 && grep -q "name=.slot" "$body" && get /times/FES/2 && grep -q "name=.slot" "$body"'; }
# The code that was sent last to a phone, its link, or its whole text.
last_text() { outbox "$1"; jq_last body; }
jq_last() { grep -oE "\"$1\":\"([^\"\\\\]|\\\\.)*\"" "$body" | tail -n 1 | sed "s/^\"$1\":\"//;s/\"\$//"; }
last_code() { last_text "$1" | grep -oE '[0-9]{6}' | head -n 1; }
last_link() { last_text "$1" | grep -oE '/a/[A-Za-z0-9_-]{22}'; }
# The names of the times on the page, in order.
times() { grep -oE 'name="slot" value="[^"]*"' "$body" | sed 's/.*value="//;s/"$//' | awk '!seen[$0]++'; }
# Books a time as a new visitor: book SLOT PHONE NAME; ends with the answer to the right code.
book_time() {
	local slot=$1 phone=$2 name=$3 draft
	visitor
	post /hold "slot=$slot"; want 303; draft=$(location)
	post "$draft" for_whom=self "name=$name" birth-d=27 birth-m=3 birth-y=1968 sex=f "phone=$phone" tongue=fr; want 303
	post "$draft/code" "code=$(last_code "+212${phone#0}")"
}
