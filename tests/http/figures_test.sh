#!/usr/bin/env bash
# The first figure, on both engines: January 2013 at Ibn Al Khatib, Fès, 8,637 appointments of which
# 4,961 online, imported, then seen on the page, in JSON, in CSV; who sees what; small numbers.
. "$(dirname "$0")/lib.sh"
. "$(dirname "$0")/town.sh"

t0=2026-11-02T08:00:00Z

# january FILE: fictional rows of the real numbers. Delays 0…60 days, 8 specialities, 3 in 5 women.
january() {
	awk 'BEGIN {
		split("cardio dermato gyneco ophtalmo orl pedia trauma gastro", s, " ")
		split("desk phone health-centre", c, " ")
		split("fulfilled fulfilled fulfilled fulfilled fulfilled fulfilled noshow cancelled", st, " ")
		print "organization,service,practitioner,booked_at,channel,start,status,patient_name,birth_date,sex,phone"
		for (i = 0; i < 8637; i++) {
			channel = i * 4961 % 8637 < 4961 ? "online" : c[i % 3 + 1]
			day = i % 31; delay = i * 7 % 61
			start = mktime("2013 01 " day + 1 + delay " 12 00 00")
			printf "FES-KHATIB,%s,,2013-01-%02d %02d:%02d,%s,%s%s%02d:%02d,%s,%s %d,19%02d-0%d-1%d,%s,06%08d\n", s[i % 8 + 1],
				day + 1, 8 + i % 10, i % 60, channel, strftime("%Y-%m-%d", start, 1), i % 2 ? "T" : " ", 8 + i % 8, i % 3 * 20,
				st[i % 8 + 1], i % 3 ? "Aïcha Élève" : "عائشة العلوي", i % 4000, 40 + i % 60, 1 + i % 9, i % 9, i % 5 < 3 ? "female" : "male",
				i % 4000
		}
	}' >"$1"
}
figure() { diwan figures --organization FES-KHATIB --month 2013-01 --format json; }
rows() { diwan import appointments "$work/january.csv" --test-mode --clock $t0; }

first_figure() {
	start_diwan "$1" --clock $t0
	diwan first-account --test-mode --clock $t0 >/dev/null || say_wrong "first-account"
	diwan import establishments "$DIWAN_ROOT/data/seed/hospitals.csv" --test-mode --clock $t0 >"$work/out" || say_wrong "establishments: $(cat "$work/out")"
	new_user director FES-KHATIB director
	new_user region MA-03 regional_reader
	new_user other MA-04 regional_reader
	new_user ministry MA ministry_reader
	new_user desk FES-KHATIB desk
	january "$work/january.csv"
	same "$(grep -c ,online, "$work/january.csv")" 4961
	ok "the file of January 2013 is made"

	same "$(rows)" "8637 rows: 8637 new, 0 changed, 0 unchanged"
	ok "8,637 rows are imported"

	figure >"$body"
	has '"organization":"FES-KHATIB","month":"2013-01","appointments":8637,"online":4961,"share_online_percent":57.44,' \
		'"by_channel":{"desk":' '"by_service":{"cardio":' '"by_sex":{"female":' '"delay_days":{"median":30,"p90":' '"missed":1079}'
	node -e '
		const f = JSON.parse(require("fs").readFileSync(process.argv[1]));
		const sum = o => Object.values(o).reduce((x, y) => x + y, 0);
		if (sum(f.by_channel) !== 8637 || sum(f.by_service) !== 8637 || sum(f.by_sex) !== 8637 || f.by_channel.online !== 4961) process.exit(1);
		if (Object.keys(f).join() !== "organization,month,appointments,online,share_online_percent,by_channel,by_service,by_sex,delay_days,missed") process.exit(1);
	' "$body" || say_wrong "sums or keys"
	ok "57.44 % in JSON, its parts add up"
	diwan figures --organization FES-KHATIB --month 2013-01 --format csv >"$body"
	has 'FES-KHATIB;2013-01;share_online_percent;;57.44;4961;8637'
	diwan figures --organization FES-KHATIB --month 2013-01 >"$body"; has '4961 (57.44 %)'
	ok "57.44 % in the command's CSV and text"

	as director; sign_in director
	get '/figures?month=2013-01'; want 200; has '57.44' '4,961 of 8,637' 'January 2013' 'Median wait, first visits' 'Cardio'
	get '/figures?month=2013-01&lang=fr'; want 200; has '57,44' 'Janvier 2013'
	get '/figures?month=2013-01&lang=ar'; want 200; has 'dir="rtl"' '57,44'
	get '/figures/file.csv?month=2013-01&lang=en'; want 200; has 'share_online_percent;;57.44;4961;8637'
	has_header 'Content-Disposition: attachment'
	ok "57.44 % on the director's page in three languages, and in its CSV"

	# November as it was, in share; the year between is not known, and stays a gap in the picture.
	{ head -n 1 "$work/january.csv"; awk 'BEGIN { for (i = 0; i < 166; i++) printf "FES-KHATIB,cardio,,2013-11-%02d 09:%02d,%s,2013-12-%02d 09:00,fulfilled,Aïcha Élève %d,1970-01-01,female,06%08d\n",
		1 + i % 28, i % 60, i < 155 ? "online" : "desk", 1 + i % 28, i, i }'; } >"$work/november.csv"
	diwan import appointments "$work/november.csv" --test-mode --clock $t0 >/dev/null || say_wrong "november"
	get '/figures?month=2013-11&lang=en'; want 200
	has 'Share taken online: 57.44% in January 2013, 93.37% in November 2013.' 'text-anchor="start">57.44%</text>' 'text-anchor="end">93.37%</text>' '<circle cx="97.0%" cy="39" r="6"/>' \
		'155</td>' 'class="chart own"' 'class="range"' 'People who came'
	get '/figures?month=2013-11&lang=ar'; want 200; has '<circle cx="3.0%" cy="39" r="6"/>' 'في يناير 2013'
	ok "the share online from January to November 2013 is a picture with its table, in both directions"

	figure >"$work/before"
	same "$(rows)" "8637 rows: 0 new, 0 changed, 8637 unchanged"
	figure | cmp -s - "$work/before" || say_wrong "the figures changed"
	ok "importing the same file again changes nothing"

	as region; sign_in region
	get '/figures?month=2013-01'; want 200; has 'Ibn Al Khatib' '57.44'
	get '/figures?month=2013-01&organization=FES-KHATIB'; want 200; has '4,961 of 8,637'
	as ministry; sign_in ministry
	get '/figures?month=2013-01&specialty=cardio'; want 200; has 'Ibn Al Khatib' 'Agadir' '57.44' '/figures/places.csv?organization=MA&amp;month=2013-01&amp;specialty=cardio'
	get '/figures/places.csv?month=2013-01&specialty=cardio'; want 200; grep -q '^FES-KHATIB;.*;2013-01;cardio;.*;8637;4961;' "$body" || say_wrong "$(grep FES-KHATIB "$body")"
	get '/figures/places.csv?month=2013-01&specialty=cardio&level=region'; want 200; grep -q '^MA-03;.*;8637;4961;' "$body" || say_wrong "$(head -n 3 "$body")"; hasnt 'FES-KHATIB'
	get '/figures/places.xlsx?month=2013-01&specialty=cardio'; want 200; has_header 'Content-Disposition: attachment; filename="MA-waits-2013-01.xlsx"'
	as other; sign_in other
	get '/figures?month=2013-01'; want 200; hasnt 'Ibn Al Khatib' '57.44'
	get '/figures?month=2013-01&organization=FES-KHATIB'; want 404
	get '/figures/file.csv?month=2013-01&organization=FES-KHATIB'; want 404
	get '/figures/places.csv?month=2013-01'; want 200; hasnt 'FES-KHATIB'; get '/figures/places.csv?month=2013-01&organization=FES-KHATIB'; want 404
	as desk; sign_in desk
	get '/figures?month=2013-01'; want 404; get /figures/places.csv; want 404
	visitor; get '/figures?month=2013-01'; want 303
	ok "region and ministry see theirs; another region and the desk do not"

	# Three people of nephrology and four of neurology in February: never shown, and counted still.
	{ head -n 1 "$work/january.csv"
	for i in 1 2 3; do echo "FES-KHATIB,nephro,,2013-02-0$i 09:00,online,2013-02-20 09:00,booked,Femme $i,1970-01-01,female,061000000$i"; done
	for i in 1 2 3 4 5 6 7; do echo "FES-KHATIB,neuro,,2013-02-0$i 09:00,desk,2013-02-21 09:00,booked,Homme $i,1970-01-01,male,061100000$i"; done
	for i in 1 2 3 4 5 6 7 8 9; do echo "FES-KHATIB,uro,,2013-02-0$i 10:00,desk,2013-02-22 09:00,booked,Homme $i,1970-01-01,male,061100000$i"; done
	} >"$work/february.csv"
	diwan import appointments "$work/february.csv" --test-mode --clock $t0 >"$work/out" || say_wrong "$(cat "$work/out")"
	as director
	get '/figures?month=2013-02&lang=en'; want 200; has 'Urology' 'Nephrology' 'hidden'
	sed -n '/Nephrology/p;/Neurology/p' "$body" >"$work/lines"
	if grep -qE '>3<|>7<' "$work/lines"; then say_wrong "a small number is shown"; fi
	get '/figures/file.csv?month=2013-02'; has 'by_service;nephro;hidden;;' 'by_service;neuro;hidden;;' 'by_service;uro;9;9;19'
	as ministry; get '/figures/places.csv?month=2013-02&specialty=nephro'; want 200
	[ "$(grep '^FES-KHATIB;' "$body" | cut -d';' -f9,13,14)" = 'hidden;hidden;hidden' ] || say_wrong "$(grep '^FES-KHATIB;' "$body")"
	as director
	ok "small numbers are hidden, and the neighbour that would tell them"

	row='FES-KHATIB,cardio,Dr Parti Ailleurs,2013-03-05T09:00:00,desk,2013-03-20 09:00,fulfilled,Zineb Rami,1970-01-01,F,0612000001'
	{ head -n 1 "$work/january.csv"; echo "$row"; echo "$row"; } >"$work/march.csv"
	same "$(diwan import appointments "$work/march.csv" --test-mode --clock $t0 | head -n 1)" "2 rows: 2 new, 0 changed, 0 unchanged"
	echo "${row/T09:00:00/ 09:00}" >>"$work/march.csv"
	diwan import appointments "$work/march.csv" --test-mode --clock $t0 >"$body"; has '3 rows: 1 new, 0 changed, 2 unchanged' 'name a practitioner who is not known here'
	diwan figures --organization FES-KHATIB --month 2013-03 --format json >"$body"; has '"appointments":3,"online":0,"share_online_percent":0,' '"delay_days":{"median":15,"p90":null}'
	ok "the nth equal row of a file is the nth, however it is written"
	{ head -n 1 "$work/january.csv"; echo "FES-KHATIB,cardio,,2013-03-05 9h,web,2013-02-30 09:00,done,,1970,x,12"; echo "NOWHERE,kardio,,2013-03-05 09:00,desk,2013-03-20 09:00,booked,A,,,"; } >"$work/wrong.csv"
	diwan import appointments "$work/wrong.csv" >"$body" 2>&1; same $? 1
	has 'row 2, column E (channel): "web"; expected: one of: online' 'column F (start): "2013-02-30 09:00"' 'column G (status): "done"' 'column H (patient_name): ""' \
		'column I (birth_date): "1970"' 'column J (sex): "x"' 'column K (phone): "12"' 'row 3, column A (organization): "NOWHERE"' 'row 3, column B (service): "kardio"' 'nothing was imported'
	ok "wrong rows of the past are named, all at once"

	{ head -n 1 "$work/january.csv"; for i in 1 2 3 4 5 6; do echo "FES-KHATIB,cardio,,2026-11-01 0$i:00,online,2026-11-0$((i + 1)) 09:00,booked,Zineb $i,,,"; done; } >"$work/now.csv"
	diwan import appointments "$work/now.csv" --test-mode --clock $t0 >/dev/null || say_wrong "import"
	jobs_now
	as region; get '/figures?month=2026-11&lang=en'; want 200; has '6 of 6 appointments' 'Counted on'
	sql "DELETE FROM tally WHERE month = 682"
	get '/figures?month=2026-11'; want 200; hasnt '6 of 6 appointments'
	clock 2026-11-03T02:20:00Z; jobs_now
	same "$(sql_value 'SELECT SUM(n) FROM tally WHERE month = 682 AND edition IN (1, 3) AND organization_id = (SELECT id FROM organization WHERE code = '"'MA'"') AND dimension = '"'channel'"'')" 6
	# The jobs process may have come first: it tells when it is through.
	wait_until 'grep -q "\"figures were put right\"" "$work/log"'
	sign_in region; get '/figures?month=2026-11'; want 200; has '6 of 6 appointments' 'Counted on'
	ok "at night the jobs process counts again, puts right what differs and logs it"

	diwan figures --organization NOWHERE --month 2013-01 >"$body" 2>&1; same $? 1; has 'no such organisation'
	diwan figures --organization FES-KHATIB --month 2013-1 >"$body" 2>&1; same $? 1; has 'YYYY-MM'
	diwan figures >"$body" 2>&1; same $? 2
	ok "the command refuses what it does not understand"
	stop_diwan
}
on_both first_figure
finish
