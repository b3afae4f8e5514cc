#!/usr/bin/env bash
# Importing tables, on both engines: establishments, practitioners, working hours, people; CSV in
# every dress and .xlsx; all that is wrong at once, nothing stored; the same file twice; the page.
. "$(dirname "$0")/lib.sh"
. "$(dirname "$0")/town.sh"

t0=2026-11-02T08:00:00Z
import() { diwan import "$@" --test-mode --clock $t0 >"$body" 2>&1; status=$?; }
agendas_head='Établissement (code);Médecin : nom et prénom;Nom en arabe;Matricule (facultatif);Spécialité;Type de rendez-vous (code, facultatif);Jour;De;À;Rythme;À partir du;Jusqu’au (facultatif);Minutes par patient;Patients à la fois;Nom visible'

# The .xlsx files were saved by LibreOffice from the .csv beside them, dates and hours as it takes them
# to be: soffice --convert-to xlsx --infilter='CSV:59,34,76,1,11/4/12/4' …
periods() {
	printf 'organization;nom\nFES-KHATIB;Omar Idrissi\n' >"$work/one.csv"; import patients "$work/one.csv"; want 0
	sql "INSERT INTO appointment (id, organization_id, reference, token_hash, patient_id, schedule_id, service_id, specialty, service_name_fr, service_name_ar, service_name_en,
		day, start_min, zone, start_at, duration_min, buffer_before_min, buffer_after_min, seat, status, cancel_reason, channel, for_whom, booked_at, booked_day,
		overbooked, overbook_reason, walk_in, history, note, salt, changed_at, version)
		SELECT 78, s.organization_id, '23456789ABC', 'x', n.id, s.id, os.service_id, 'cardio', 'Cardiologie', 'القلب', 'Cardiology', $(town_day 2027-02-08), 510, 'Africa/Casablanca',
		$(date -u -d 2027-02-08T08:30Z +%s), 20, 0, 0, 0, 'booked', '', 'desk', 'self', 0, 0, FALSE, '', FALSE, FALSE, '', 'x', 0, 1
		FROM practitioner p JOIN schedule s ON s.practitioner_id = p.id JOIN opening o ON o.schedule_id = s.id JOIN opening_service os ON os.opening_id = o.id
		JOIN patient n ON n.name = 'Omar Idrissi' WHERE p.code = '77' AND o.start_min = 510"
	import agendas "tests/data/hours-periods.xlsx" --dry-run; want 0; has '6 rows: 6 new' '1 coming appointments would lie in no hours'
	same "$(sql_value "SELECT count(*) FROM variant")$(sql_value "SELECT count(*) FROM schedule WHERE kind <> 'practitioner'")" 00
	import agendas "tests/data/hours-periods.xlsx"; want 0; has '6 rows: 6 new' '1 coming appointments lie in no hours any more'
	same "$(sql_value "SELECT count(*) FROM variant WHERE name_fr = 'Ramadan' AND name_ar = 'رمضان'")" 1
	same "$(sql_value "SELECT count(*) FROM schedule_variant")" 2
	for kind in device room team; do same "$(sql_value "SELECT count(*) FROM schedule WHERE kind = '$kind'")" 1; done
	same "$(sql_value "SELECT name_ar FROM schedule WHERE kind = 'device'")" 'السكانير'
	same "$(sql_value "SELECT count(*) FROM opening_day d JOIN schedule s ON s.id = d.schedule_id WHERE s.kind = 'device' AND d.day = 20851")" 2
	# 2027-02-08 and 02-10 are a Monday and a Wednesday, days 20857 and 20859; 02-03 is the Wednesday before
	same "$(sql_value "SELECT start_min FROM opening_day d JOIN schedule s ON s.id = d.schedule_id JOIN practitioner p ON p.id = s.practitioner_id WHERE p.code = '77' AND d.day = 20857")" 570
	same "$(sql_value "SELECT count(*) FROM opening_day d JOIN schedule s ON s.id = d.schedule_id JOIN practitioner p ON p.id = s.practitioner_id WHERE p.code = '77' AND d.day = 20859")" 2
	same "$(sql_value "SELECT count(*) FROM opening_day d JOIN schedule s ON s.id = d.schedule_id WHERE s.kind = 'device' AND d.day IN (20857, 20858)")" 1
	n=$(sql_value "SELECT count(*) FROM opening_day")
	import agendas "tests/data/hours-periods.xlsx"; want 0; has '6 rows: 0 new, 0 changed, 6 unchanged'
	import agendas "tests/data/hours-periods.csv"; want 0; has '6 rows: 0 new, 0 changed, 6 unchanged'; hasnt 'in no hours'
	same "$(sql_value "SELECT count(*) FROM opening_day")" "$n"
	ok "teams, rooms, devices and the hours of Ramadan, from LibreOffice's .xlsx; twice changes nothing"

	import agendas "tests/data/hours-periods-wrong.xlsx"; want 1
	has 'row 2, column D (Matricule (facultatif)): "9"; expected: nothing' 'row 3, column R (Agenda d’un): "voiture"; expected: médecin' \
		'row 4, column K (À partir du): "2027-02-08"; expected: the two dates of the period of that name' \
		'row 5, column K (À partir du): ""; expected: the first day of the period' 'row 6, column L (Jusqu’au (facultatif)): ""; expected: the last day of the period' \
		'row 7, column S (Période (facultatif)): "Printemps"; expected: a period on whose days the agenda is in no other one' \
		'row 8, column H (De): "10:30"; expected: hours that do not overlap those stored' 'row 9, column S (Période (facultatif)): ""; expected: the name of the period in French too'
	same "$(sql_value "SELECT count(*) FROM opening_day")" "$n"
	ok "what is wrong in a period or an agenda's kind is named by sheet, row, column and value"
}

commands() {
	start_diwan "$1" --clock $t0
	diwan first-account --test-mode --clock $t0 >"$work/first" || say_wrong "first-account"

	import establishments data/seed/hospitals.csv --dry-run; want 0; has 'dry run, nothing was stored'
	same "$(sql_value "SELECT count(*) FROM organization WHERE code = 'SAF-MED5'")" 0
	import establishments data/seed/hospitals.csv; want 0; has '18 rows: 18 new'
	same "$(sql_value "SELECT name_ar FROM organization WHERE code = 'FES-KHATIB'")" 'مستشفى ابن الخطيب، فاس'
	import establishments data/seed/hospitals.csv; want 0; has '18 rows: 0 new, 0 changed, 18 unchanged'
	printf 'code;name_fr;province;phone;adresse;code postal\r\nFES-KHATIB;H\xf4pital Ibn Al Khatib, F\xe8s;MA-FES;05 35 00 00 05;12, rue \xab A \xbb;3000\r\n' >"$work/latin.csv"
	import establishments "$work/latin.csv"; want 1; has 'a postal code of five digits'
	sed -i 's/;3000\r/;30000\r/' "$work/latin.csv"
	import establishments "$work/latin.csv"; want 0; has '1 rows: 0 new, 1 changed, 0 unchanged'
	same "$(sql_value "SELECT name_fr FROM organization WHERE code = 'FES-KHATIB'")" 'Hôpital Ibn Al Khatib, Fès'
	same "$(sql_value "SELECT phone FROM organization WHERE code = 'FES-KHATIB'")" '+212535000005'
	same "$(sql_value "SELECT address_fr FROM location WHERE address_fr <> ''")" '12, rue « A »'
	same "$(sql_value "SELECT postal_code FROM location WHERE address_fr <> ''")" 30000
	ok "establishments: the seed's list, then a change in Windows-1252; twice changes nothing"

	printf '\xef\xbb\xbforganization,code,name,name_ar,sex,specialty\nFES-KHATIB,77,Dr Amina Benjelloun,د. أمينة بنجلون,F,Cardiologie\nFES-KHATIB,,Dr Ali Tazi,,homme,طب العيون\n' >"$work/doctors.csv"
	import practitioners "$work/doctors.csv"; want 0; has '2 rows: 2 new'
	same "$(sql_value "SELECT name_ar FROM practitioner WHERE code = '77'")" 'د. أمينة بنجلون'
	same "$(sql_value "SELECT specialty FROM practitioner WHERE name = 'Dr Ali Tazi'")" ophtalmo
	import practitioners "$work/doctors.csv"; want 0; has '2 rows: 0 new, 0 changed, 2 unchanged'
	ok "practitioners: by code, by name and speciality in either script"

	{ echo "$agendas_head"
	echo "FES-KHATIB;Dr Amina Benjelloun;;77;Cardiologie;;lundi;08:30;12:30;chaque semaine;01/11/2026;;20;1;oui"
	echo "FES-KHATIB;Dr Amina Benjelloun;;77;أمراض القلب والشرايين;;الأربعاء;14h;16h30;كل أسبوعين;2026-11-04;31/12/2026;;2;نعم"
	echo "fes-khatib;Dr Nouveau Venu;د. قادم جديد;;dermato;;mardi, jeudi;9:00;11:00;;;;15;;non"
	} >"$work/hours.csv"
	import agendas "$work/hours.csv" --dry-run; want 0; has '3 rows: 3 new'
	same "$(sql_value "SELECT count(*) FROM opening")" 0
	import agendas "$work/hours.csv"; want 0; has '3 rows: 3 new'
	same "$(sql_value "SELECT rule FROM opening WHERE start_min = 840")" 'FREQ=WEEKLY;INTERVAL=2;BYDAY=WE'
	same "$(sql_value "SELECT rule FROM opening WHERE start_min = 540")" 'FREQ=WEEKLY;BYDAY=TU,TH'
	[ "$(sql_value "SELECT count(*) FROM opening_day")" -gt 100 ] || say_wrong "the openings were not materialised"
	[ "$(sql_value "SELECT count(*) FROM free_day")" -gt 100 ] || say_wrong "nothing is free"
	n=$(sql_value "SELECT count(*) FROM opening_day")
	import agendas "$work/hours.csv"; want 0; has '3 rows: 0 new, 0 changed, 3 unchanged'
	same "$(sql_value "SELECT count(*) FROM opening_day")" "$n"
	get '/search?q=dermatologie&where=all'; want 200; has 'Ibn Al Khatib'
	ok "working hours: two languages, materialised, searched; twice changes nothing"

	sql "UPDATE service SET code = 'skin-1' WHERE specialty = 'dermato'"
	{ echo "$agendas_head"; echo "FES-KHATIB;Dr Nouveau Venu;;;dermato;;samedi;10:00;11:00;;;;;;"; } >"$work/more.csv"
	import agendas "$work/more.csv"; want 0; has '1 rows: 1 new'
	same "$(sql_value "SELECT count(*) FROM service WHERE specialty = 'dermato'")" 1
	n=$(sql_value "SELECT count(*) FROM opening_day")
	ok "hours without a type take the only one of the speciality, whatever its code"

	{ echo "$agendas_head;Pause : de;Pause : à"; echo "FES-KHATIB;Dr Nouveau Venu;;;dermato;;vendredi;10:00;16:00;une semaine sur trois;;;;;;12:00;13:30"; } >"$work/break.csv"
	sed 's/12:00;13:30/09:00;13:30/' "$work/break.csv" >"$work/break-wrong.csv"
	import agendas "$work/break-wrong.csv"; want 1; has 'a break inside the hours'
	import agendas "$work/break.csv"; want 0; has '1 rows: 1 new'
	import agendas "$work/break.csv"; want 0; has '1 unchanged'
	{ echo "$agendas_head;Places en ligne;Places au guichet;Places des centres de santé;Libérées (heures avant)"; echo "FES-KHATIB;Dr Nouveau Venu;;;dermato;;jeudi;16:00;18:00;;;;;;;3;0;;24"; } >"$work/shares.csv"
	sed 's/;3;0;;24/;3000;0;;24/' "$work/shares.csv" >"$work/shares-wrong.csv"
	import agendas "$work/shares-wrong.csv"; want 1; has 'a number of places, from 0 to 1000'
	import agendas "$work/shares.csv"; want 0; has '1 rows: 1 new'
	import agendas "$work/shares.csv"; want 0; has '1 unchanged'
	same "$(sql_value 'SELECT online, desk, centre IS NULL, release_min FROM opening_quota' | tr -d '|tf')" "30$([ -n "$pg" ] || echo 1)1440"
	same "$(sql_value "SELECT rule FROM opening WHERE start_min = 600 AND end_min = 960")" 'FREQ=WEEKLY;INTERVAL=3;BYDAY=FR'
	same "$(sql_value "SELECT COUNT(*) FROM opening_break WHERE from_min = 720 AND to_min = 810")" 1
	n=$(sql_value "SELECT count(*) FROM opening_day")
	ok "hours with a break, every third week"

	periods
	n=$(sql_value "SELECT count(*) FROM opening_day")

	{ echo "$agendas_head"
	echo "EXEMPLE;Dr X;;;Cardiologie;;lundi;08:30;12:30;;;;;;"
	echo "NULLE-PART;Dr Amina Benjelloun;;77;Cardiologi;;lundy;8;7:00;souvent;31/02/2026;;3;0;peut-être"
	echo ";;;;;;;;;;;;;;"
	echo "FES-KHATIB;Dr Amina Benjelloun;;77;Cardiologie;xyz;vendredi;10:00;09:00;;;;;;"
	} >"$work/bad.csv"
	import agendas "$work/bad.csv"; want 1
	has 'row 3, column A (Établissement (code)): "NULLE-PART"; expected: the code of an establishment' \
		'row 3, column E (Spécialité): "Cardiologi"; expected: the code or name of a speciality' \
		'row 3, column G (Jour): "lundy"; expected: days of the week' 'row 3, column H (De): "8"; expected: an hour' \
		'column J (Rythme): "souvent"' 'column K (À partir du): "31/02/2026"; expected: a date' 'column M (Minutes par patient): "3"' \
		'column N (Patients à la fois): "0"' 'column O (Nom visible): "peut-être"; expected: oui or non' \
		'row 5, column F (Type de rendez-vous (code, facultatif)): "xyz"' 'row 5, column I (À): "09:00"; expected: an hour later' \
		'11 errors; nothing was imported'
	same "$(sql_value "SELECT count(*) FROM opening_day")" "$n"
	ok "everything that is wrong is named at once: row, column, value, what was expected"

	{ echo "$agendas_head"
	echo "FES-KHATIB;Dr Amina Benjelloun;;77;Cardiologie;;vendredi;09:00;10:00;;01/12/2026;;;;"
	echo "FES-KHATIB;Dr Amina Benjelloun;;77;Cardiologie;;lundi;11:00;13:00;;01/12/2026;;;;"
	} >"$work/overlap.csv"
	import agendas "$work/overlap.csv"; want 1; has 'row 3, column H (De): "11:00"; expected: hours that do not overlap those stored already' 'nothing was imported'
	sed -i '2s/vendredi/vendrdi/' "$work/overlap.csv"
	import agendas "$work/overlap.csv"; want 1; has '"vendrdi"' 'row 3, column H (De): "11:00"; expected: hours that do not overlap those stored already' '2 errors'
	same "$(sql_value "SELECT count(*) FROM opening WHERE start_min = 540 AND rule LIKE '%BYDAY=FR%'")" 0
	import agendas "$work/hours.csv" --organization SEF-MED5; want 1; has 'the code of an establishment that is known here'
	ok "overlapping hours, or another establishment's, refuse the whole file"

	printf 'organization;nom;date de naissance;sexe;téléphone;CIN\nFES-KHATIB;Zahra El Ouafi;27/03/1968;F;06 12 34 56 78;C123456\nFES-KHATIB;عمر الصقلي;1990-01-05;ذكر;;\nFES-KHATIB;Zahra El Ouafi;27/03/1968;F;06 12 34 56 78;C123456\n' >"$work/people.csv"
	import patients "$work/people.csv"; want 0; has '3 rows: 2 new, 0 changed, 1 unchanged'
	import patients "$work/people.csv"; want 0; has '3 rows: 0 new, 0 changed, 3 unchanged'
	same "$(sql_value "SELECT phone FROM patient WHERE name = 'Zahra El Ouafi'")" '+212612345678'
	same "$(sql_value "SELECT count(*) FROM patient WHERE name <> 'Omar Idrissi'")" 2
	printf 'organization;nom;sexe;téléphone\nFES-KHATIB;;Z;12\n' >"$work/people.csv"
	import patients "$work/people.csv"; want 1; has 'column B (nom): ""; expected: a name; it is required' 'column C (sexe): "Z"' 'column D (téléphone): "12"' '3 errors'
	ok "people: found again, both scripts, errors named"
	printf 'organization;nom\nFES-KHATIB;Na\xe2\x80\x8bdia\xf3\xa0\x81\x81 Alami\nFES-KHATIB;\xe2\x80\x8b\n' >"$work/people.csv"
	import patients "$work/people.csv"; want 1; has 'row 3, column B (nom): ""; expected: a name; it is required' '1 error'
	sed -i 3d "$work/people.csv"; import patients "$work/people.csv"; want 0
	same "$(sql_value "SELECT count(*) FROM patient WHERE name = 'Nadia Alami'")" 1
	ok "what cannot be seen is no part of an imported name"

	diwan template agendas >"$work/template.xlsx" || say_wrong "template"
	same "$(file -b --mime-type "$work/template.xlsx")" application/vnd.openxmlformats-officedocument.spreadsheetml.sheet
	import agendas "$work/template.xlsx"; want 1; has 'file: no row was found; expected: at least one row below the headings'
	unzip -p "$work/template.xlsx" xl/worksheets/sheet1.xml >"$body"; has '<dataValidation type="list"' 'Listes!'
	unzip -p "$work/template.xlsx" xl/sharedStrings.xml >"$body"; has 'Établissement (code)' 'المؤسسة (الرمز)' 'EXEMPLE' 'الاثنين'
	(cd "$work" && rm -rf t && mkdir t && cd t && unzip -q ../template.xlsx && sed -i 's/>EXEMPLE</>SEF-MED5</;s/>مثال</>SEF-MED5</' xl/sharedStrings.xml && zip -q -r ../filled.xlsx .) || say_wrong "zip"
	import agendas "$work/filled.xlsx" --dry-run; want 0; has '5 rows: 5 new'; hasnt 'not used'
	ok "the template has both languages, examples that are not read, and drop-down lists"

	import agendas "$work/nothing.csv"; want 1; has 'there is no such file'
	printf 'a;b\n1;2\n' >"$work/x.csv"; import agendas "$work/x.csv"; want 1; has 'a row of headings that names these columns' 'practitioner, specialty, day, from, to'
	printf 'PK\003\004%026dmimetypeapplication/vnd.oasis.opendocument.spreadsheetPK' 0 >"$work/x.ods"
	import agendas "$work/x.ods"; want 1; has 'file: this is an .ods file; expected: the same table saved as .xlsx or as CSV'
	printf 'PK\003\004 nothing' >"$work/x.xlsx"; import agendas "$work/x.xlsx"; want 1; has 'the .xlsx file is damaged'
	printf 'a\0b' >"$work/x.csv"; import agendas "$work/x.csv"; want 1; has 'no table'
	import nonsense "$work/x.csv"; want 2
	ok "what is no table is refused with a reason"
	stop_diwan
}

page() {
	start_diwan "$1" --clock $t0
	diwan first-account --test-mode --clock $t0 >"$work/first" || say_wrong "first-account"
	diwan import establishments data/seed/hospitals.csv >/dev/null || say_wrong "establishments"
	new_user anas FES-KHATIB administrator --totp; secret=$totp
	new_user desk FES-KHATIB desk
	as anas; sign_in anas "$secret" $t0
	get /admin/import; want 200; has 'multipart/form-data' 'agendas.xlsx'
	get /admin/import/agendas.xlsx; want 200; has_header 'Content-Type: application/vnd.openxml'
	cp "$body" "$work/template.xlsx"
	ok "an administrator finds the page and the template"

	{ echo "$agendas_head"
	echo ";Dr Salma Tazi;د. سلمى التازي;;Cardiologie;;lundi;08:30;12:30;;01/12/2026;;20;1;oui"
	} >"$work/hours.csv"
	upload /admin/import/check kind=agendas "file=@$work/hours.csv;type=text/csv"; want 200; has 'can be imported'
	same "$(sql_value "SELECT count(*) FROM opening")" 0
	get /admin/import; key=$(input key)
	upload /admin/import kind=agendas key="$key" "file=@$work/hours.csv;type=text/csv"; want 200; has 'hours.csv' 'is imported' '1 rows: 1 new'
	same "$(sql_value "SELECT count(*) FROM opening")" 1
	same "$(sql_value "SELECT count(*) FROM audit_event WHERE detail = 'import' AND account_id IS NOT NULL")" 1
	upload /admin/import kind=agendas "file=@$work/hours.csv;type=text/csv"; want 200; has '1 already there'
	ok "a file is checked, then imported for the administrator's own establishment"

	upload /admin/import kind=agendas "file=@$work/template.xlsx"; want 422; has 'no row was found' 'nothing was imported'
	(cd "$work" && rm -rf t && mkdir t && cd t && unzip -q ../template.xlsx && sed -i 's/>EXEMPLE</>NULLE-PART</' xl/sharedStrings.xml && zip -q -r ../filled.xlsx .) || say_wrong "zip"
	upload /admin/import kind=agendas "file=@$work/filled.xlsx"; want 422; has 'NULLE-PART' '>Sheet</th>' '>Horaires<'
	sed 's/lundi/lundy/;s/;;Cardio/;;Kardio/' "$work/hours.csv" >"$work/bad.csv"
	upload /admin/import kind=agendas "file=@$work/bad.csv;type=text/csv"; want 422; has 'nothing was imported' 'lundy' 'Jour' 'Kardiologie' 'days of the week'; hasnt '>Sheet</th>'
	sed 's/^;Dr/SEF-MED5;Dr/' "$work/hours.csv" >"$work/foreign.csv"
	upload /admin/import kind=agendas "file=@$work/foreign.csv;type=text/csv"; want 422; has 'SEF-MED5'
	same "$(sql_value "SELECT count(*) FROM opening")" 1
	upload /admin/import kind=agendas; want 422
	as desk; sign_in desk; get /admin/import; want 404
	upload /admin/import kind=agendas "file=@$work/hours.csv;type=text/csv"; want 404
	ok "errors are shown in a table; other establishments and other roles are kept out"
	stop_diwan
}
on_both commands
on_both page
finish
