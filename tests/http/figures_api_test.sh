#!/usr/bin/env bash
# Figures for other programs, on both engines: each cell of the JSON is the one of the page, the staff's file and the open data, at
# every level; a token that reads figures reads nothing else, and nothing outside of its territory.
. "$(dirname "$0")/lib.sh"
. "$(dirname "$0")/town.sh"

t0=2026-11-02T02:30:00Z			# at night: October is not closed yet
export DIWAN_PUBLIC_URL=https://diwan.example
j() { node -e 'const d = JSON.parse(require("fs").readFileSync(process.argv[1])), r = eval(process.argv[2]); console.log(Array.isArray(r) ? r.join("\n") : r)' "$body" "$1"; }
past() {	# fourteen months at Fès, the last one large; seven people of Sefrou
	awk 'BEGIN {
		print "organization,service,practitioner,booked_at,channel,start,status,patient_name,birth_date,sex,phone"
		split("online desk phone health-centre online", c, " "); split("fulfilled fulfilled noshow cancelled fulfilled fulfilled fulfilled", st, " ")
		for (i = 0; i < 290; i++) printf "FES,%s,%s,2026-09-%02d 10:%02d,%s,2026-10-%02d 09:00,%s,Personne %d,19%02d-03-14,%s,0610000%03d\n",
			i < 283 ? i % 2 ? "cardio" : "dermato" : i < 286 ? "nephro" : "gyneco", i % 7 ? "" : "Dr Amina Benjelloun",
			1 + i % 28, i % 60, c[1 + i % 5], 1 + i * 5 % 28, st[1 + i % 7], i, 40 + i % 60, i % 5 < 3 ? "female" : "male", i
		for (m = 0; m < 14; m++) for (i = 0; i < 12; i++) printf "FES,cardio,,%d-%02d-0%d 10:%02d,online,%d-%02d-2%d 09:00,fulfilled,Passé %d,1970-01-01,male,061200%04d\n",
			m < 5 ? 2025 : 2026, (m + 7) % 12 + 1, 1 + i % 9, m, m < 5 ? 2025 : 2026, (m + 7) % 12 + 1, i % 9, i, m * 20 + i
		for (i = 0; i < 20; i++) printf "FES,cardio,,2026-10-05 10:%02d,online,2026-10-2%d 09:00,fulfilled,Personne %d,1970-01-01,female,0613000%03d\n", i, i % 10, i, i
		for (i = 0; i < 7; i++) printf "SEF,cardio,,2026-09-0%d 11:00,online,2026-09-2%d 09:00,fulfilled,Autre %d,1970-01-01,male,061100000%d\n", 1 + i, i, i, i
	}'
}
figures_town() {
	town
	past >"$work/past.csv"
	diwan import appointments "$work/past.csv" --test-mode --clock $t0 >"$work/out" || say_wrong "$(cat "$work/out")"
	# Hours of September, as they were counted of the two houses: their agendas here begin in November.
	sql "INSERT INTO tally_load (organization_id, month, weekday, hour, taken, taken_min, open_min) VALUES (4, 680, 1, 9, 12, 240, 480), (4, 680, 1, 10, 3, 60, 480),
		(4, 680, 2, 9, 30, 470, 480), (4, 680, 2, 10, 0, 0, 480), (4, 680, 5, 14, 6, 600, 300), (6, 680, 1, 9, 4, 400, 400)"
	sql "INSERT INTO tally_load_shown SELECT u.id, l.month, l.weekday, l.hour, SUM(l.taken), SUM(l.taken_min), SUM(l.open_min) FROM organization u
		JOIN organization o ON o.tree_lo >= u.tree_lo AND o.tree_lo < u.tree_hi JOIN tally_load l ON l.organization_id = o.id AND l.month = 680 GROUP BY 1, 2, 3, 4"
	new_user director FES director; new_user ministry MA ministry_reader
}
token() { diwan token add --organization "$1" --role "${2:-figures}" || say_wrong "no token for $1"; }
ask() { get "/figures/file.json$1" -H "Authorization: Bearer $2" "${@:3}"; }	# QUERY TOKEN
refused() { want "$1"; has '"resourceType":"OperationOutcome"' "$2"; hasnt '"rows"'; }

# equal ACCOUNT ORGANIZATION TOKEN: of September, everywhere.
equal() {
	as street; ask "?organization=$2&month=2026-09" "$3"; want 200; cp "$body" "$work/answer.json"
	as "$1"; get "/figures/file.csv?organization=$2&month=2026-09"; want 200; cp "$body" "$work/staff.csv"
	get "/figures?organization=$2&month=2026-09&view=month&lang=en"; want 200; cp "$body" "$work/page.html"
	node tests/http/figures_same.mjs "$work/answer.json" "$2" 2026-09 "$work" >"$work/said" || say_wrong "$2: $(cat "$work/said")"
}

test_both() {
	new_data "$1" figures_town; serve_diwan --clock $t0; jobs_now; town_ready
	local fes sef region province country machine mine
	fes=$(token FES); sef=$(token SEF); province=$(token MA-FES); region=$(token MA-03); country=$(token MA); machine=$(token FES machine)
	as director; sign_in director; as ministry; sign_in ministry; as street; visitor
	for f in figures-2026-09:open hours-2026-09:hours codes:codes specialities:specialities; do get "/open-data/${f%:*}.csv"; want 200; cp "$body" "$work/${f#*:}.csv"; done
	equal director FES "$fes"; mine=$(cat "$work/said")
	grep -q '"dimension":"practitioner","value":"[0-9]' "$work/answer.json" || say_wrong "no practitioner"
	for level in FES:"$country" MA-FES:"$province" MA-03:"$region" MA:"$country"; do
		equal ministry "${level%:*}" "${level#*:}"; ! grep -q '"practitioner"' "$work/answer.json" || say_wrong "${level%:*}: practitioners"
	done
	ok "each cell is that of page, file and open data, of establishment, province, region and country: $mine"

	as street; ask '?month=2026-09' "$fes"; want 200
	same "$(j '[d.organization, d.kind, d.months.length, d.months[0].closed_at.slice(0, 10), d.link[0].url].join(" ")')" \
		'FES establishment 1 2026-11-02 https://diwan.example/figures/file.json?organization=FES&month=2026-09'
	same "$(j 'd.months[0].rows.find(r => r.dimension === "service" && r.value === "nephro").appointments')" hidden
	same "$(j 'd.months[0].rows.filter(r => r.dimension === "channel" && r.online === null).length > 2')" true
	has_header 'Content-Type: application/json'; has_header 'Cache-Control: private, no-cache'; hasnt_header Access-Control-Allow-Origin; hasnt_header Set-Cookie
	tag=$(header ETag); [ -n "$tag" ] || say_wrong "no ETag"
	ask '?month=2026-09' "$fes" -H "If-None-Match: $tag"; want 304; same "$(wc -c <"$body")" 0
	ask '?month=2026-09' "$fes" -H 'If-None-Match: W/"other"'; want 200
	cp "$body" "$work/plain"; ask '?month=2026-09' "$fes" --compressed; cmp -s "$body" "$work/plain" || say_wrong "compressed it is another one"
	ask '?month=2026-09' "$machine"; want 200; cmp -s "$body" "$work/plain" || say_wrong "another program of the house reads others"
	same "$(j 'd.months[0].hours.map(h => [h.weekday, h.hour, h.use_percent_from, h.use_percent_to].join()).join(" ")')" '1,9,50,50 1,10,13,13 2,9,98,98 2,10,0,0 5,14,200,200'
	ask '?month=2026-09' "$sef"; same "$(j 'd.months[0].hours.map(h => h.use_percent_from).join()')" 100
	ask '?month=2026-09&organization=SEF' "$region"; same "$(j 'd.months[0].hours.map(h => h.use_percent_from + " " + h.use_percent_to).join()')" '0 20' 'four visits are in the lowest fifth'
	ask '?month=2026-09&organization=FES' "$region"; same "$(j 'd.months[0].hours.map(h => h.use_percent_from + " " + h.use_percent_to).join()')" '40 60,0 20,80 100,0 20,80 100'
	same "$(grep -c '^FES;' "$work/hours.csv")/$(grep '^MA;2026-09;1;9;' "$work/hours.csv" | tr -d '\r')" '5/MA;2026-09;1;9;60;80'
	ok "a hidden number says so; hours are exact for the house and in fifths above; who has an answer is told, and no cache on the way keeps it"

	ask '?organization=FES&from=2025-01&to=2026-12' "$fes"; want 200
	same "$(j 'd.months.map(m => m.month).join(" ")')" "$(seq 0 11 | while read -r m; do date -u -d "2025-08-01 + $m months" +%Y-%m; done | tr '\n' ' ' | sed 's/ $//')"
	next=$(j 'd.link.find(l => l.relation === "next").url'); cp "$body" "$work/first"
	ask "${next#https://diwan.example/figures/file.json}" "$fes"; want 200
	same "$(j 'd.months.map(m => m.month).join(" ")')" '2026-08 2026-09'; same "$(j 'd.link.length')" 1
	ask '?from=2026-10&to=2026-11' "$fes"; want 200; same "$(j 'd.months.length')" 0
	ok "a range has its closed months, twelve on a page, and says where the next ones are"

	ask '?month=2026-10' "$fes"; refused 404 'not closed'; ask '?month=2026-11' "$fes"; refused 404 'not closed'; ask '?month=1990-01' "$fes"; refused 404 'not closed'
	for bad in '' '?month=' '?month=2026-13' '?month=2026-9' '?month=september' '?from=2026-01' '?to=2026-01' '?from=2026-09&to=2026-08' '?month=2026-09&from=2026-01&to=2026-02' "?month=2026-09'"; do
		ask "$bad" "$fes"; refused 422 '"code":"'
	done
	ok "a month that is open, or none at all, is refused in words"

	for q in MA MA-03 MA-FES SEF MA-SEF NOWHERE; do ask "?organization=$q&month=2026-09" "$fes"; refused 404 'territory'; done
	for q in MA MA-03 FES MA-FES; do ask "?organization=$q&month=2026-09" "$sef"; refused 404 'territory'; done
	ask '?organization=SEF&month=2026-09' "$province"; refused 404 'territory'; ask '?organization=MA&month=2026-09' "$region"; refused 404 'territory'
	ask '?organization=SEF&month=2026-09' "$region"; want 200; ask '?month=2026-09' "$province"; want 200; has '"organization":"MA-FES"'
	ok "a token reads its place and what lies below, nothing above and nothing beside"

	for path in /fhir/Patient/1 /fhir/Appointment /fhir/Slot /fhir/Organization; do get "$path" -H "Authorization: Bearer $country"; want 403; has OperationOutcome; done
	request POST /fhir/Patient/_search -H "Authorization: Bearer $country" -d name=Zin; want 403
	request POST /desk/call -H "Authorization: Bearer $country" -d event=ring; want 403
	get '/figures/file.csv?month=2026-09' -H "Authorization: Bearer $country"; want 303
	as director; get '/figures/file.json?month=2026-09'; want 401; as street; get '/figures/file.json?month=2026-09'; want 401; has_header 'WWW-Authenticate: Bearer'
	diwan user add robot --organization FES --role figures --password-stdin <<<"$password" >"$body" 2>&1; same $? 1; has 'diwan token add'
	diwan token add --organization FES --role director >"$body" 2>&1; same $? 1; has 'machine, or figures'
	ok "a token of figures opens no file of a person, and a session no figures of machines"

	ask '?month=2026-09' "$sef"; want 200; diwan token revoke "$sef" || say_wrong "revoke"; ask '?month=2026-09' "$sef"; want 401
	same "$(sql_value "SELECT COUNT(*) FROM bearer_token WHERE seen_at IS NOT NULL AND organization_id = 4")" 2
	ok "a token that was revoked opens nothing; each says when it was last used"

	{ head -n 1 "$work/past.csv"; for i in $(seq 10 49); do echo "FES,cardio,,2026-09-10 12:$i,desk,2026-10-10 10:00,fulfilled,Tard $i,1980-01-01,female,06140000$i"; done; } >"$work/late.csv"
	diwan import appointments "$work/late.csv" --test-mode --clock $t0 >"$work/out" || say_wrong "$(cat "$work/out")"
	jobs_now; equal director FES "$fes"; grep -q ' 0 corrected' "$work/said" && say_wrong "nothing is corrected"
	ask '?month=2026-09' "$fes" -H "If-None-Match: $tag"; want 200
	same "$(j 'd.months[0].corrections.find(r => r.dimension === "all").appointments - d.months[0].rows.find(r => r.dimension === "all").appointments')" 40
	ok "what is known later stands beside what was closed: $(cat "$work/said")"

	curl -s -o /dev/null -w '%{http_code}\n' -H "Authorization: Bearer $machine" "$url/figures/file.json?from=2026-12&to=2026-12&n=[1-130]" | sort | uniq -c >"$work/codes"
	same "$(awk '{ print $2 }' "$work/codes" | tr '\n' ' ')" '200 429 '
	ok "one token does not ask without end"
	stop_diwan
}
on_both test_both
finish
