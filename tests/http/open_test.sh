#!/usr/bin/env bash
# What everybody may take away: closed months with the same hidden numbers, their catalogue, free times as SMART Scheduling
# Links, a hospital's waits; and for directors the workbook and the monthly report.
. "$(dirname "$0")/lib.sh"
tests/npm.sh || { echo "not ok - npm ci"; exit 1; }
. tests/http/town.sh

t0=2026-11-02T02:30:00Z			# at night: what is over long enough is closed
export DIWAN_PUBLIC_URL=https://diwan.example
# An expression about the JSON of the answer, d; a list is one line each.
j() { node -e 'const d = JSON.parse(require("fs").readFileSync(process.argv[1])), r = eval(process.argv[2]); console.log(Array.isArray(r) ? r.join("\n") : r)' "${2:-$body}" "$1"; }
september() {
	awk 'BEGIN {
		print "organization,service,practitioner,booked_at,channel,start,status,patient_name,birth_date,sex,phone"
		for (i = 0; i < 90; i++) printf "FES,%s,,2026-09-%02d 10:%02d,%s,2026-10-%02d 09:00,%s,Personne %d,19%02d-03-14,%s,06100000%02d\n", i < 83 ? i % 2 ? "cardio" : "dermato" : i < 86 ? "nephro" : "gyneco",
			1 + i % 28, i % 60, i % 3 ? "online" : "desk", 1 + i % 20, i % 9 ? "fulfilled" : "noshow", i, 40 + i % 50, i % 5 < 3 ? "female" : "male", i % 100
		for (i = 0; i < 20; i++) printf "FES,cardio,,2026-10-05 10:%02d,online,2026-10-2%d 09:00,fulfilled,Personne %d,1970-01-01,female,06100000%02d\n", i, i % 10, i, i
		for (i = 0; i < 7; i++) printf "SEF,cardio,,2026-09-0%d 11:00,online,2026-09-2%d 09:00,fulfilled,Autre %d,1970-01-01,male,061100000%d\n", 1 + i, i, i, i
	}'
}
open_town() {
	town
	sql "UPDATE service SET sensitive = TRUE WHERE id = 5; UPDATE location SET postal_code = '30000' WHERE organization_id = 4;"
	september >"$work/september.csv"
	diwan import appointments "$work/september.csv" --test-mode --clock $t0 >"$work/out" || say_wrong "$(cat "$work/out")"
	new_user director FES director
	new_user stranger SEF director
}

figures() {
	get /open-data/; want 200; has 'figures-2026-09.csv' 'totals-2026.csv' 'creativecommons.org' 'first_visit_delay_days_median' '$bulk-publish'
	hasnt 'figures-2026-10'
	get '/open-data?lang=ar'; want 200; has 'dir="rtl"' 'البيانات المفتوحة'
	ok "the page lists what is closed, and what the columns are"

	as street; visitor
	get /open-data/figures-2026-09.csv; want 200; has_header 'Cache-Control: public, max-age=60'; has_header 'Access-Control-Allow-Origin: \*'
	has_header 'Last-Modified: Mon, 02 Nov 2026 02:'; hasnt_header Set-Cookie; cp "$body" "$work/open.csv"
	tag=$(header ETag)
	get /open-data/figures-2026-09.csv -H "If-None-Match: $tag"; want 304; same "$(wc -c <"$body")" 0
	get /open-data/figures-2026-09.csv -H 'If-None-Match: W/"other"'; want 200
	get /open-data/figures-2026-09.csv -H 'Accept-Encoding: gzip' --compressed; want 200; cmp -s "$body" "$work/open.csv" || say_wrong "compressed it is another one"
	get /open-data/figures-2026-10.csv; want 404
	get /open-data/figures-2026-9.csv; want 404
	get /open-data/totals-2025.csv; want 404
	get /open-data/secrets.csv; want 404
	ok "a closed month is a file that caches keep; a month that is open is none"

	as director; sign_in director; get '/figures/file.csv?organization=FES&month=2026-09'; want 200; cp "$body" "$work/staff.csv"
	node -e '
		const { readFileSync } = require("fs");
		const rows = f => readFileSync(f, "utf8").replace(/^\ufeff/, "").trim().split("\r\n").map(l => l.split(";"));
		const [head, ...open] = rows(process.argv[1]), staff = rows(process.argv[2]).slice(1), wrong = [];
		const at = (d, v, c) => open.find(r => r[0] === "FES" && r[2] === d && r[3] === v)?.[head.indexOf(c)];
		let n = 0, hidden = 0;
		for (const [, , figure, of, value] of staff) {
			const m = /^(?:(.*)_)?by_(channel|visit|service|sex|age)$/.exec(figure);
			if (/by_practitioner$|_days$|^delay_days/.test(figure) || /days_by_/.test(figure)) continue;
			const mine = m ? at(m[2], of, m[1] || "appointments") : at("all", "", figure);
			n++; hidden += value === "hidden";
			if (mine !== value) wrong.push(`${figure} ${of}: ${mine} instead of ${value}`);
		}
		if (open.some(r => r.length !== head.length)) wrong.push("columns");
		if (open.some(r => r[2] === "practitioner")) wrong.push("practitioners");
		if (n < 60 || hidden < 5) wrong.push(`${n} compared, ${hidden} hidden`);
		if (!open.some(r => r[0] === "MA" && r[2] === "all")) wrong.push("no country");
		if (wrong.length) { console.log(wrong.slice(0, 6).join("; ")); process.exit(1); }
	' "$work/open.csv" "$work/staff.csv" >"$work/said" || say_wrong "$(cat "$work/said")"
	ok "each number is the one of the establishment's own file, and hidden where it is"

	as street; visitor
	get /open-data/figures-2026-09.csv-metadata.json; want 200
	same "$(j 'd.tableSchema.columns.map(c => c.name).join(";")')" "$(head -n 1 "$work/open.csv" | tr -d '\r' | sed 's/^\xef\xbb\xbf//')"
	same "$(j 'd.tableSchema.columns.every(c => { const t = c["dc:description"]; return t.ar && t.fr !== t.en && t.ar !== t.en })')" true "described in three languages"
	get /open-data/totals-2026.csv; want 200; has 'FES;2026-09;all;;90;' ; hasnt ';channel;'
	get /open-data/organizations.csv; want 200; has 'FES;establishment;MA-FES;"Hôpital A, Fès"' 'MA;ministry;;'
	get /open-data/specialities.csv; want 200; has 'cardio;Cardiologie;'
	get /open-data/codes.csv; want 200; has 'channel;online;' 'sex;female;Femmes;' 'age;65+;'
	node -e '
		const { readFileSync } = require("fs"), rows = f => readFileSync(f, "utf8").replace(/^\ufeff/, "").trim().split("\r\n").map(l => l.split(";"));
		const codes = new Set(rows(process.argv[1]).map(r => r[0] + " " + r[1])), missing = rows(process.argv[2]).slice(1).filter(r => r[2] !== "service" && !codes.has(r[2] + " " + r[3]));
		if (missing.length || rows(process.argv[1]).some(r => r.length !== 5 || !r[2] || !r[3])) { console.log("no words for " + missing[0]); process.exit(1) }
	' "$body" "$work/open.csv" >"$work/said" || say_wrong "$(cat "$work/said")"
	get /open-data/codes.csv-metadata.json; want 200; same "$(j 'd.tableSchema.columns.map(c => c.name).join()')" dimension,value,name_fr,name_ar,name_en
	get /open-data/catalog.jsonld; want 200; has_header 'Content-Type: application/ld\+json'; cp "$body" "$work/catalog.jsonld"
	get /open-data/catalog.ttl; want 200; cp "$body" "$work/catalog.ttl"
	if node tests/http/dcat.mjs "$work/catalog.jsonld" "$work/catalog.ttl" https://diwan.example >"$work/said"; then
		while read -r file; do get "$file"; want 200; done < <(sort -u "$work/said")
		[ "$(wc -l <"$work/said")" -ge 8 ] || say_wrong "few files: $(cat "$work/said")"
	else
		say_wrong "$(cat "$work/said")"
	fi
	ok "columns and catalogue are described for machines (CSVW, DCAT-AP), and each link leads to its file"
}

free_times() {
	local files type file n
	as street; visitor
	get '/open-data/slots/$bulk-publish'; want 200; tag=$(header ETag)
	same "$(j d.request)" 'https://diwan.example/open-data/slots/$bulk-publish'
	files=$(j 'd.output.map(o => o.type + " " + o.url)' | sed 's|https://diwan.example||')
	same "$(j 'd.output.filter(o => o.type === "Slot").every(o => o.extension.state.length === 1)')" true
	same "$(echo "$files" | cut -d' ' -f1 | sort | uniq -c | tr -s ' ' | tr '\n' ',')" ' 1 Location, 1 Schedule, 2 Slot,'
	get '/open-data/slots/$bulk-publish' -H "If-None-Match: $tag"; want 304
	: >"$work/links"
	while read -r type file; do
		get "$file"; want 200; has_header 'Content-Type: application/fhir\+ndjson'; cat "$body" >>"$work/links"
	done <<<"$files"
	rm -rf "$work/res"; mkdir "$work/res"
	{ grep -m 2 '"Location"' "$work/links"; grep -m 3 '"resourceType":"Schedule"' "$work/links"; grep -m 3 '"resourceType":"Slot"' "$work/links"; } |
		while IFS= read -r line; do n=$((${n:-0} + 1)); echo "$line" >"$work/res/$n.json"; done
	node tests/fhir/validate.mjs "$work"/res/*.json >"$work/said" || say_wrong "$(grep ^bad "$work/said")"
	node -e '
		const r = require("fs").readFileSync(process.argv[1], "utf8").trim().split("\n").map(l => JSON.parse(l)), by = t => r.filter(x => x.resourceType === t), wrong = [];
		const ids = new Set(r.map(x => x.resourceType + "/" + x.id));
		if (ids.size !== r.length) wrong.push("an id twice");
		for (const x of r) if (!/^[A-Za-z0-9.]{1,64}$/.test(x.id)) wrong.push("id " + x.id);
		// what the specification asks of a Location; a place that never wrote its postal code down says so in the way of FHIR
		const absent = e => e?.extension?.[0].valueCode === "unknown";
		for (const x of by("Location")) if (!x.name || !x.telecom[0].value || !x.address.line[0] || !x.address.city || !x.address.state ||
			!(/^\d{5}$/.test(x.address.postalCode) || absent(x.address._postalCode))) wrong.push("Location " + x.id);
		if (by("Location").map(x => x.address.postalCode ?? "").sort().join() !== ",30000") wrong.push("postal codes " + by("Location").map(x => x.address.postalCode));
		for (const x of by("Schedule")) if (!ids.has(x.actor[0].reference) || !x.serviceType[0].coding[0].code) wrong.push("Schedule " + x.id);
		for (const x of by("Slot")) {
			const link = x.extension.find(e => e.url.endsWith("/booking-deep-link"))?.valueUrl;
			if (!ids.has(x.schedule.reference) || x.status !== "free" || !(new Date(x.start) < new Date(x.end)) || !/^https:\/\/diwan.example\/times\//.test(link)) wrong.push("Slot " + x.id);
			if (!/T\d\d:\d\d:00[+-]\d\d:\d\d$/.test(x.start)) wrong.push("start " + x.start);
		}
		if (!by("Slot").length) wrong.push("no Slot");
		if (/gyneco/i.test(JSON.stringify(r))) wrong.push("a discreet type is told");
		if (/Benjelloun/.test(JSON.stringify(r))) wrong.push("a practitioner is named");
		if (wrong.length) { console.log(wrong.slice(0, 6).join("; ")); process.exit(1); }
	' "$work/links" >"$work/said" || say_wrong "$(cat "$work/said")"
	ok "manifest, locations, schedules and slots are those of the specification and good FHIR; no discreet type, no practitioner"

	grep '"resourceType":"Slot","id":"4.2.20261103T0900"' "$work/links" >"$work/slot"
	same "$(j d.start "$work/slot")" 2026-11-03T09:00:00+00:00
	same "$(j 'd.extension[0].valueUrl' "$work/slot")" 'https://diwan.example/times/FES/2?week=2026-11-03'
	get '/times/FES/2?week=2026-11-03&source=other-search&booking-referral=34d1a803'; want 200
	get '/times/FES/2?week=2026-11-03'; want 200; has 'value="4.2.20261103T0900"'
	times >"$work/page"; grep -oE '"4\.2\.2026110[2-8]T[0-9]{4}"' "$work/links" | tr -d '"' >"$work/list"
	diff "$work/page" "$work/list" >"$work/said" || say_wrong "the page lists others: $(cat "$work/said")"
	book_time 4.2.20261103T0900 0670000001 'Hafida Amrani'; want 303
	# a file is at most a minute old
	clock 2026-11-02T02:50:00Z
	as street; visitor; get /open-data/slots/FES.ndjson; want 200; hasnt '4.2.20261103T0900'; has '4.2.20261103T0920'; tag=$(header ETag)
	get /open-data/slots/FES.ndjson -H "If-None-Match: $tag"; want 304; same "$(wc -c <"$body")" 0
	get /open-data/slots/FES.ndjson -H 'Accept-Encoding: gzip' --compressed; want 200; has '4.2.20261103T0920'
	get /open-data/slots/MA-FES.ndjson; want 404
	get /open-data/slots/NOWHERE.ndjson; want 404
	ok "free times are those of the public page, and a time that is taken is out of the list within a minute"
}

waits() {
	as street; visitor
	get '/hospital/FES?lang=en'; want 200; has '/hospital/FES/waits'
	get '/hospital/FES/waits?lang=en'; want 200; has 'September 2026' 'Cardiology' 'Half in the region' 'Half wait at most' 'Hidden in this month: ' '/open-data/'
	hasnt 'October 2026' 'Benjelloun' '>hidden</strong>' 'Third next free time'
	get '/hospital/FES/waits?lang=ar&month=2026-10'; want 200; has 'شتنبر 2026' 'dir="rtl"'
	get /hospital/MA-FES/waits; want 404
	get /robots.txt; want 200; has 'Sitemap: https://diwan.example/sitemap.xml'
	get /sitemap.xml; want 200; has_header 'Content-Type: application/xml'; has '<loc>https://diwan.example/hospital/FES/waits</loc>' 'hreflang="ar" href="https://diwan.example/hospital/FES?lang=ar"'
	node -e '
		const all = [...require("fs").readFileSync(process.argv[1], "utf8").matchAll(/<loc>https:\/\/diwan.example([^<]*)<\/loc>/g)].map(m => m[1]);
		if (new Set(all).size !== all.length || !all.length) process.exit(1);
		console.log(all.join("\n"));
	' "$body" >"$work/site" || say_wrong "no list, or a page twice"
	while read -r page; do get "$page"; want 200; done <"$work/site"
	get /robots.txt; want 200; has 'Allow: /open-data/' 'Disallow: /a/' 'Disallow: /d/' 'Disallow: /figures'; hasnt 'Disallow: /hospital' 'Disallow: /open'; has_header ETag
	ok "everybody reads how long people waited in a hospital, in closed months alone"
}

for_directors() {
	as director; sign_in director
	get '/figures/file.xlsx?month=2026-09&lang=fr'; want 200; has_header 'Content-Disposition: attachment; filename="FES-2026-09.xlsx"'
	rm -rf "$work/book"; unzip -q "$body" -d "$work/book" || say_wrong "no workbook"
	grep -q 'Spécialité' "$work/book/xl/workbook.xml" || say_wrong "sheets: $(cat "$work/book/xl/workbook.xml")"
	grep -q '>masqué<' "$work/book/xl/sharedStrings.xml" || say_wrong "nothing is hidden"
	grep -q '<v>90</v>' "$work/book/xl/worksheets/sheet1.xml" || say_wrong "90 appointments are not a number"
	as stranger; sign_in stranger; get '/figures/file.xlsx?organization=FES&month=2026-09'; want 404
	get '/figures/report.pdf?organization=FES&month=2026-09'; want 404
	as street; visitor; get /figures/file.xlsx; want 303
	ok "a director has the tables as a workbook; another house and the street do not"

	as director
	get '/figures/report.pdf?month=2026-09&lang=fr'; want 200; pdftotext -layout "$body" "$work/report"
	grep -q 'septembre 2026' "$work/report" || say_wrong "$(head -n 5 "$work/report")"
	grep -q 'masqué' "$work/report" || say_wrong "nothing is hidden on paper"
	post /figures/report address=not-an-address tongue=fr; want 422
	post /figures/report address=short@example.org tongue=fr; want 303; follow; post /figures/report/remove "id=$(input id)"; want 303; follow; hasnt 'short@example.org'
	post /figures/report address=chief@example.org tongue=ar; want 303; get '/figures/report?lang=en'; has 'chief@example.org' 'not confirmed yet'
	post /figures/report address=chief@example.org tongue=fr; want 303; follow; same "$(count 'chief@example.org</bdi>')" 1
	post /figures/report address=silent@example.org tongue=fr; want 303
	jobs_now; outbox chief@example.org; has '"template":"report-ask"'; link=$(grep -oE '/report/[A-Za-z0-9_-]{22}' "$body" | head -n 1)
	clock 2026-11-11T02:30:00Z; jobs_now; jobs_now
	same "$(reports)" 0
	as street; visitor; get "$link?lang=ar"; want 200; has 'dir="rtl"' "$link/confirm"; hasnt 'chief@example.org'
	get "$link?lang=en"; has 'Do you want the figures of each month?'
	post "$link/confirm"; want 303; follow; has 'Send it no more'
	get /report/AAAAAAAAAAAAAAAAAAAAAA; want 404
	jobs_now; jobs_now; same "$(reports)" 1
	outbox chief@example.org; has '"template":"report"' 'أكتوبر 2026'
	jobs_now; same "$(reports)" 1
	as director; sign_in director
	get /figures/report; id=$(input id)
	as stranger; sign_in stranger; get /figures/report; hasnt 'chief@example.org'; post /figures/report/remove "id=$id"; want 404
	ok "a month that is closed goes once, in their language, to those whom the house named and who agreed"

	same "$(sql_value "SELECT COUNT(*) FROM audit_event WHERE detail = 'report-confirmed $(printf chief@example.org | sha256sum | cut -c1-16)'")" 1
	same "$(sql_value "SELECT COUNT(*) FROM audit_event WHERE detail LIKE '%@%'")" 0
	clock 2026-11-17T02:30:00Z; jobs_now
	same "$(sql_value "SELECT address FROM report_recipient")" chief@example.org
	same "$(sql_value "SELECT COUNT(*) FROM audit_event WHERE detail LIKE 'report-lapsed %'")" 1
	sql "UPDATE account SET active = FALSE WHERE login = 'director';"; jobs_now
	same "$(sql_value "SELECT COUNT(*) FROM report_recipient")" 0
	as street; get "$link"; want 404
	ok "an address that nobody confirmed is forgotten, and so are those that somebody named who has left; the trail knows them by a hash"
}
reports() { sql_value "SELECT COUNT(*) FROM message WHERE template = 'report'"; }

# What anybody may ask for has a helper of its own, and a share for each network.
crowded() {
	local waits
	kill -STOP "$(pids data)" || say_wrong "no helper for what everybody may have"
	curl -s -m 60 -o "$work/late.csv" "$url/open-data/organizations.csv" & waits=$!
	as another; sign_in stranger
	kill -CONT "$(pids data)"
	wait "$waits" || say_wrong "the file did not come"
	grep -q FES "$work/late.csv" || say_wrong "another file came"
	ok "signing in waits for nobody who takes files away"

	curl -s -o /dev/null -w '%{http_code}\n' "$url/open-data/organizations.csv?n=[1-250]" | sort | uniq -c >"$work/codes"
	same "$(awk '{ print $2 }' "$work/codes" | tr '\n' ' ')" '200 429 '
	as street; get /open-data/organizations.csv; want 429; has_header 'Retry-After: 60'
	ok "one network does not take them all"
}

unlicensed() {
	stop_server_keep
	DIWAN_OPEN_DATA_LICENCE='' serve_diwan --clock $t0
	get /open-data/; want 200; hasnt 'figures-2026'; get /open-data/figures-2026-09.csv; want 404
	get /open-data/organizations.csv; want 404; get /open-data/catalog.ttl; want 200; hasnt 'totals'
	get '/open-data/slots/$bulk-publish'; want 200
	ok "without a licence no figures are given away, free times are"
}
stop_server_keep() { kill -TERM "$server"; wait "$server"; server=; exec 9<&-; }

test_both() {
	new_data "$1" open_town; serve_diwan --clock $t0; jobs_now; town_ready
	figures
	free_times
	waits
	for_directors
	crowded
	unlicensed
	stop_diwan
}
on_both test_both
finish
