#!/usr/bin/env bash
# FHIR R4 for machines, on both engines; every good answer is valid under two independent validators.
. "$(dirname "$0")/lib.sh"
. tests/http/town.sh
tests/npm.sh || { echo "not ok - npm ci"; exit 1; }

machine() { token=$1; }
fhir() { request "$1" "$2" -H "Authorization: Bearer $token" "${@:3}"; keep_answer; }
fhir_get() { fhir GET "/fhir/$1" "${@:2}"; }
fhir_send() { local m=$1 p=$2 d=$3; shift 3; fhir "$m" "/fhir/$p" -H 'Content-Type: application/fhir+json' --data-binary "$d" "$@"; }
# _search by form: fhir_post Patient name=… phone=…
fhir_post() {
	local type=$1 fields=(); shift
	for f; do case $f in -H|Prefer:*) fields+=("$f") ;; *) fields+=(--data-urlencode "$f") ;; esac; done
	fhir POST "/fhir/$type/_search" "${fields[@]}"
}
kept=0
# Answers that are resources are judged at the end.
keep_answer() { ! grep -q '"resourceType"' "$body" || cp "$body" "$work/seen/$((++kept)).json"; }
# One node for all looks into answers: each is an expression on the answer `b`. A process for each would be most of this test's time.
coproc looks { node -e 'const fs=require("fs"); let rest="";
	process.stdin.on("data",d=>{ rest+=d; for (let at; (at=rest.indexOf("\0"))>=0; rest=rest.slice(at+1)) { let v;
		const [file,expression]=rest.slice(0,at).split("\t");
		try { const b=JSON.parse(fs.readFileSync(file,"utf8")); v=eval(expression); } catch (e) { v="failed: "+e.message; }
		process.stdout.write((v===undefined?"":String(v))+"\0"); } })'; }
exec 7<&"${looks[0]}" 8>&"${looks[1]}"
js() { local v; printf '%s\t%s\0' "$body" "$1" >&8; IFS= read -r -d '' v <&7; printf '%s\n' "$v"; }
is() { same "$(js "$1")" "$2" "$1"; }
ids() { js '(b.entry||[]).filter(e=>e.search.mode=="match").map(e=>e.resource.id).join(" ")'; }
next_page() { js '(b.link.find(l=>l.relation=="next")||{}).url||""' | sed "s|^$url||"; }
outcome() { want "$1"; is 'b.resourceType' OperationOutcome; is 'b.issue[0].code' "$2"; has_header 'Content-Type: application/fhir.json'; }

# What the CapabilityStatement declares works; the rest is refused, searches under handling=strict.
walk_statement() {
	local type codes name kind value method
	get /fhir/metadata; want 200; js 'b.rest[0].resource.map(r=>r.type+" "+r.interaction.map(i=>i.code).join()).join("\n")' >"$work/types"
	js 'b.rest[0].resource.flatMap(r=>r.searchParam.map(p=>r.type+" "+p.name+" "+p.type)).join("\n")' >"$work/params"
	js 'b.rest[0].resource.flatMap(r=>(r.searchInclude||[]).map(i=>r.type+" "+i)).join("\n")' >"$work/includes"
	is 'b.rest[0].resource.filter(r=>r.readHistory||r.updateCreate||r.conditionalUpdate||r.searchRevInclude).length' 0
	[ "$(wc -l <"$work/params")" -gt 50 ] || say_wrong "only $(wc -l <"$work/params") parameters"
	while read -r type name kind; do
		value=1; case $kind in date) value=2026-11-02 ;; esac
		[ "$type.$name" != Patient.gender ] || continue	# by itself too costly: tested with the persons
		fhir_post "$type" "$name=$value" -H 'Prefer: handling=strict'; [ "$status" = 200 ] || say_wrong "POST $type $name: $status"
		[ "$type" = Patient ] || { fhir_get "$type?$name=$value" -H 'Prefer: handling=strict'; [ "$status" = 200 ] || say_wrong "GET $type $name: $status"; }
	done <"$work/params"
	while read -r type name; do
		fhir_get "$type?_id=1&_include=$name" -H 'Prefer: handling=strict'; [ "$status" = 200 ] || say_wrong "$type _include=$name: $status"
	done <"$work/includes"
	ok "every search parameter and include that is declared is taken"

	while read -r type codes; do
		for name in _sort _summary _elements _lastUpdated _revinclude _has _text _profile _total _contained _filter nothing _include=$type:nothing; do
			fhir_post "$type" "${name%%=*}=${name#*=}" -H 'Prefer: handling=strict'; answers 400 not-supported
		done
		case $codes in *read*) fhir_get "$type/999999"; answers 404 not-found ;; *) say_wrong "$type: no read" ;; esac
		case $codes in
		*create*) fhir_send POST "$type" '{}'; answers 400 structure ;;
		*) fhir_send POST "$type" '{"resourceType":"'"$type"'"}'; refused ;;
		esac
		case $codes in
		*update*) fhir_send PUT "$type/999999" '{"resourceType":"'"$type"'","id":"999999"}' -H 'If-Match: W/"1"'; answers 404 not-found ;;
		*) fhir_send PUT "$type/1" '{"resourceType":"'"$type"'","id":"1"}'; refused ;;
		esac
		fhir_send PUT "$type?identifier=1" '{"resourceType":"'"$type"'"}'; refused
		for method in PATCH DELETE; do fhir_send $method "$type/1" '{}'; refused; done
		for name in "$type/1/_history" "$type/1/_history/1" "$type/_history" "$type/\$validate"; do fhir_get "$name"; refused; done
	done <"$work/types"
	fhir_send POST '' '{"resourceType":"Bundle","type":"transaction"}'; refused
	fhir_get _history; refused
	ok "what is not declared is refused, searches under handling=strict"
}
refused() { case $status in 404|405|501) has '"resourceType":"OperationOutcome"' ;; *) say_wrong "$(head -n 1 "$head" | tr -d '\r'): $status, refusal expected" ;; esac; }

# As `outcome`, without a process for each look: there are some two hundred.
answers() { want "$1"; has '"resourceType":"OperationOutcome"' "\"code\":\"$2\""; }

fhir_one() {
	mkdir -p "$work/seen"
	new_data "$1"
	town
	fes=$(diwan token add --organization FES --role machine) || say_wrong "no token"
	sef=$(diwan token add --organization SEF --role machine)
	all=$(diwan token add --organization MA --role machine)
	serve_diwan --clock 2026-11-02T08:00:00Z
	jobs_now

	# --- open and closed ---
	get /fhir/metadata; want 200; keep_answer
	is 'b.fhirVersion' 4.0.1; is 'b.kind' instance
	is 'b.rest[0].resource.map(r=>r.type).sort().join()' Appointment,HealthcareService,Location,Organization,Patient,Practitioner,PractitionerRole,Schedule,Slot
	for t in Organization Slot Appointment/1 Patient/1; do get "/fhir/$t"; outcome 401 login; has_header 'WWW-Authenticate: Bearer'; done
	token=AAAAAAAAAAAAAAAAAAAAAA; fhir_get Organization; outcome 401 login
	get /fhir/Nothing; outcome 404 not-found
	ok "only the metadata is open; it lists the nine resources"

	# --- the catalogue ---
	machine "$fes"
	fhir_get Organization; want 200; is 'b.type' searchset; same "$(ids)" "1 2 3 4" "its own and those above"
	fhir_get Organization/4; want 200; is 'b.identifier[0].value' FES; is 'b.partOf.reference' Organization/3; has_header 'ETag: W/"1"'
	fhir_get Organization/6; outcome 404 not-found
	fhir_get 'Organization?identifier=FES'; same "$(ids)" 4
	fhir_get 'Organization?identifier=urn:diwan:organization|FES'; same "$(ids)" 4
	fhir_get 'Organization?identifier=urn:other|FES'; same "$(ids)" ""
	fhir_get 'Organization?name=h%C3%B4pital'; same "$(ids)" 4
	fhir_get 'Organization?partof=Organization/2'; same "$(ids)" 3
	fhir_get 'Organization?_id=4,2,99'; same "$(ids)" "2 4"
	fhir_get 'Organization?active=false'; same "$(ids)" ""
	ok "organisations: read and searched in one's branch"

	fhir_get Location; same "$(ids)" 1; is 'b.total' 1
	fhir_get Location/1; want 200; is 'b.status' active; is 'b.managingOrganization.reference' Organization/4; has 'Route de Sefrou'
	sql "UPDATE location SET postal_code = '30000' WHERE id = 1;"; fhir_get Location/1; is 'b.address.postalCode' 30000
	fhir_get Location/2; outcome 404 not-found
	fhir_get 'Location?name=consult&organization=Organization/4'; same "$(ids)" 1
	fhir_get 'HealthcareService?specialty=394579002&service-type=cardio'; same "$(ids)" 1
	fhir_get 'HealthcareService?specialty=http://snomed.info/sct|394582007'; same "$(ids)" 2
	fhir_get 'HealthcareService?service-type=nephro'; same "$(ids)" 4
	fhir_get HealthcareService/1; want 200; is 'b.name' Cardiologie; is 'b.providedBy.reference' Organization/4
	fhir_get 'Practitioner?name=benj'; same "$(ids)" 1
	fhir_get 'Practitioner?name=%D8%A3%D9%85%D9%8A%D9%86%D8%A9'; same "$(ids)" 1
	fhir_get Practitioner/1; want 200; is 'b.gender' female; is 'b.name[0].text' 'Dr Amina Benjelloun'
	fhir_get 'PractitionerRole?practitioner=Practitioner/1&specialty=cardio'; same "$(ids)" 1; is 'b.entry[0].resource.location[0].reference' Location/1
	fhir_get 'PractitionerRole?location=Location/2'; same "$(ids)" ""
	fhir_get Schedule; same "$(ids)" "$(echo $(sql_value "SELECT id FROM schedule WHERE organization_id = 4 ORDER BY id"))"
	fhir_get 'Schedule?actor=Practitioner/1'; same "$(ids)" 1
	fhir_get 'Schedule?actor=Location/1&specialty=dermato'; same "$(ids)" 4
	fhir_get 'Schedule?service-type=gyneco'; same "$(ids)" 1
	fhir_get 'Schedule?date=2026-11-03'; same "$(ids)" "1 4"
	fhir_get Schedule/1; want 200; is 'b.actor[0].reference' Practitioner/1
	fhir_get Schedule/3; outcome 404 not-found
	ok "places, appointment types, practitioners, roles, agendas: declared parameters work"

	# --- slots ---
	fhir_get 'Slot?schedule=Schedule/2&status=free&start=ge2026-11-02&start=lt2026-11-03'
	same "$(ids)" "2.1.20261102T1400 2.1.20261102T1420 2.1.20261102T1440"
	is 'b.entry[0].resource.start' 2026-11-02T14:00:00+00:00; is 'b.entry[0].resource.end' 2026-11-02T14:20:00+00:00
	fhir_get 'Slot?service-type=dermato&start=2026-11-03'; same "$(ids)" "4.2.20261103T0900 4.2.20261103T0920 4.2.20261103T0940"
	fhir_get 'Slot?specialty=394582007&start=gt2026-11-03T09:00:00Z&start=le2026-11-03T09:20:00Z'; same "$(ids)" "4.2.20261103T0920"
	sql "INSERT INTO substitution (id, organization_id, schedule_id, practitioner_id, from_day, to_day, reason, made_at) VALUES (1, 4, 1, 1, $(town_day 2026-11-03), $(town_day 2026-11-03), '', 0)"
	fhir_get 'Slot/1.1.20261103T0900'; want 200; is 'b.extension[0].url' urn:diwan:substitute; is 'b.extension[0].valueReference.reference' Practitioner/1
	fhir_get 'Slot?schedule=Schedule/1&start=ge2026-11-03&start=lt2026-11-05'
	is 'b.entry.every(e=>(e.resource.start<"2026-11-04")==!!e.resource.extension)' true
	fhir_get Schedule/1; is 'b.actor[0].reference' Practitioner/1; is 'b.extension[0].url' urn:diwan:substitute
	is 'b.extension[0].extension.map(x=>x.url+(x.valueReference?x.valueReference.reference:x.valuePeriod.start+x.valuePeriod.end)).join()' practitionerPractitioner/1,period2026-11-032026-11-03
	sql "DELETE FROM substitution"
	fhir_get Schedule/1; is 'b.extension === undefined' true
	fhir_get 'Slot?status=busy'; same "$(ids)" ""
	fhir_get 'Slot?schedule=Schedule/3'; same "$(ids)" ""
	fhir_get Slot/2.1.20261102T1400; want 200; is 'b.status' free
	fhir_get Slot/2.1.20261102T1405; outcome 404 not-found
	fhir_get Slot/3.3.20261105T1000; outcome 404 not-found
	fhir_get 'Slot?_id=2.1.20261102T1400,2.1.20261102T1401'; same "$(ids)" 2.1.20261102T1400
	fhir_get 'Slot?schedule=Schedule/2&start=2026-11-02&_include=Slot:schedule'
	is 'b.entry.filter(e=>e.search.mode=="include").map(e=>e.resource.resourceType+e.resource.id).join()' Schedule2
	ok "slots: computed, with the offset of the day, searched by schedule, type, speciality and start"

	seen=; page='/fhir/Slot?service-type=cardio,dermato&start=ge2026-11-02&start=lt2026-11-09&_count=7'; pages=0
	while [ -n "$page" ] && [ $pages -lt 40 ]; do
		fhir GET "$page"; want 200; seen="$seen $(ids)"; page=$(next_page); pages=$((pages + 1))
	done
	n=$(echo $seen | tr ' ' '\n' | wc -l)
	fhir_get 'Slot?service-type=cardio,dermato&start=ge2026-11-02&start=lt2026-11-09&_count=100'; is 'b.total' "$n"
	same "$(echo $seen)" "$(ids)" "pages together are the whole"
	[ $pages -gt 5 ] || say_wrong "only $pages pages"
	fhir_get 'Organization?_count=3'; same "$(ids)" "1 2 3"; fhir GET "$(next_page)"; same "$(ids)" 4; same "$(next_page)" ""
	fhir_get 'Slot?_page=%25%25'; outcome 400 value
	ok "pages are linked by opaque links and together are the whole"

	fhir_get 'Slot?colour=red'; want 200
	fhir_get 'Slot?colour=red' -H 'Prefer: handling=strict'; outcome 400 not-supported
	fhir_get 'Organization?name:exact=x'; outcome 400 not-supported
	fhir_get 'Slot?start=yesterday'; outcome 400 value
	fhir_get 'Organization?_count=many'; outcome 400 value
	fhir_get 'Organization?_format=xml'; outcome 406 not-supported
	ok "unknown parameters are left out, or refused under handling=strict"

	walk_statement

	# --- patients ---
	zineb='{"resourceType":"Patient","name":[{"given":["Zineb"],"family":"El Fassi"}],"gender":"female","birthDate":"1968-03-27",
		"telecom":[{"system":"phone","value":"0661 23 45 67"}],"identifier":[{"system":"urn:diwan:identity-number","value":"CD12345"},{"system":"urn:his","value":"4711"}],
		"communication":[{"language":{"coding":[{"system":"urn:ietf:bcp:47","code":"ar"}]}}]}'
	fhir_send POST Patient "$zineb" -H 'If-None-Exist: identifier=urn:his|4711'; want 201
	person=$(js b.id); same "$(location)" "/fhir/Patient/$person"; is 'b.name[0].text' 'Zineb El Fassi'; is 'b.telecom[0].value' +212661234567
	is 'b.managingOrganization.reference' Organization/4; is 'b.communication[0].language.coding[0].code' ar; has_header 'ETag: W/"'
	fhir_send POST Patient "$zineb" -H 'If-None-Exist: identifier=urn:his|4711'; want 200; is b.id "$person"
	fhir_send POST Patient '{"resourceType":"Patient","name":[{"text":"Autre"}]}' -H 'If-None-Exist: identifier=urn%3Ahis%7C4711'; want 200; is b.id "$person"
	fhir_send POST Patient "$zineb"; outcome 409 duplicate
	fhir_send POST Patient "{\"resourceType\":\"Patient\",\"name\":[{\"text\":\"$(printf 'Sal\xe2\x80\x8bma\xf3\xa0\x81\x81 Idrissi')\"}]}"; want 201; is 'b.name[0].text' 'Salma Idrissi'
	fhir_get "Patient/$person"; want 200; is 'b.birthDate' 1968-03-27
	ok "a person is created once, found again by If-None-Exist"

	fhir_send POST Patient '{"resourceType":"Patient"}'; outcome 422 required
	fhir_send POST Patient '{"resourceType":"Patient","name":[{"text":"X"}],"birthDate":"1968-02-30"}'; outcome 422 value
	fhir_send POST Patient '{"resourceType":"Patient","name":[{"text":"Ab"}],"gender":"f"}'; outcome 422 code-invalid
	fhir_send POST Patient '{"resourceType":"Patient",'; outcome 400 structure
	fhir_send POST Patient '{"resourceType":"Person","name":[{"text":"Ab"}]}'; outcome 400 structure
	fhir POST /fhir/Patient -H 'Content-Type: text/plain' --data-binary x; outcome 415 not-supported
	fhir_send POST Patient '{"resourceType":"Patient","name":[{"text":"Ab"}],"managingOrganization":{"reference":"Organization/6"}}'; outcome 422 value
	fhir_send POST Patient "$zineb" -H 'If-None-Exist: name=x'; outcome 400 not-supported
	token=$all; fhir_send POST Patient '{"resourceType":"Patient","name":[{"text":"Ab"}]}'; outcome 422 required
	token=$fes
	ok "what is no person is refused with a reason"

	fhir_get 'Patient?name=zineb'; outcome 405 not-supported
	fhir_post Patient name=zineb; want 200; same "$(ids)" "$person"; hasnt '_search?' 'name=zineb'
	fhir_post Patient family=fassi given=Zineb birthdate=1968-03-27; same "$(ids)" "$person"
	fhir_post Patient phone=0661234567; same "$(ids)" "$person"
	fhir_post Patient phone=+212661234567 gender=male; same "$(ids)" ""
	fhir_post Patient identifier='urn:his|4711'; same "$(ids)" "$person"
	fhir_post Patient identifier=CD12345; same "$(ids)" "$person"
	fhir_post Patient identifier='urn:other|4711'; same "$(ids)" ""
	fhir_post Patient _id="$person"; same "$(ids)" "$person"
	fhir_post Patient name=zineb birthdate=ge1970; same "$(ids)" ""
	fhir_post Patient gender=female; outcome 400 too-costly
	fhir_post Patient name=zineb colour=red; want 200
	ok "people are searched by POST only, by every declared parameter"

	token=$sef
	fhir_get "Patient/$person"; outcome 404 not-found
	fhir_post Patient name=zineb; same "$(ids)" ""
	fhir_post Patient _id="$person"; same "$(ids)" ""
	fhir_post Patient identifier='urn:his|4711'; same "$(ids)" ""
	token=$fes
	ok "another establishment's patient is not found"

	# --- appointments ---
	slot=2.1.20261102T1400
	booking='{"resourceType":"Appointment","status":"booked","slot":[{"reference":"Slot/'$slot'"}],"start":"2026-11-02T14:00:00Z","end":"2026-11-02T14:20:00Z","comment":"à jeun",
		"participant":[{"actor":{"reference":"Patient/'$person'"},"status":"accepted"}]}'
	fhir_send POST Appointment "$booking" -H 'If-None-Exist: identifier=urn:his:rdv|A1'; want 201
	appt=$(js b.id); same "$(location)" "/fhir/Appointment/$appt"; is b.status booked; is b.start 2026-11-02T14:00:00+00:00; is 'b.comment' 'à jeun'
	sql "UPDATE appointment SET overbooked = TRUE, overbook_reason = 'Envoyé par un service' WHERE id = $appt"
	fhir_get "Appointment/$appt"; want 200; is 'b.extension[0].url' urn:diwan:extra-appointment; is 'b.extension[0].valueString' 'Envoyé par un service'
	sql "UPDATE appointment SET overbooked = FALSE, overbook_reason = '' WHERE id = $appt"
	is 'b.identifier[1].value' A1; reference=$(js 'b.identifier[0].value'); is 'b.slot[0].reference' "Slot/$slot"; etag=$(header ETag)
	shown() { sql_value "SELECT COUNT(*) FROM audit_event WHERE patient_id = $person AND what = 'read' AND route = 'POST /fhir/Appointment'"; }
	seen=$(shown)
	fhir_send POST Appointment "$booking" -H 'If-None-Exist: identifier=urn:his:rdv|A1'; want 200; is b.id "$appt"
	fhir_send POST Appointment "$booking" -H 'If-None-Exist: ?identifier=urn:his:rdv%7CA1'; want 200; is b.id "$appt"
	same "$(shown)" $((seen + 2)) 'a repeat shows the person again'
	fhir_send POST Appointment "$booking"; outcome 409 conflict
	same "$(sql_value "SELECT COUNT(*) FROM appointment WHERE channel = 'api'")" 1
	fhir_get "Slot/$slot"; want 200; is b.status busy
	fhir_get 'Slot?schedule=Schedule/2&start=2026-11-02'; same "$(ids)" "2.1.20261102T1420 2.1.20261102T1440"
	ok "an appointment is booked once; a repeat gets the first; a time that is taken answers 409"

	fhir_send POST Appointment "${booking//T1400/T1405}"; want 422
	fhir_send POST Appointment "${booking//14:00:00Z/14:20:00Z}"; outcome 422 value
	fhir_send POST Appointment "${booking//Patient\/$person/Patient\/1}"; outcome 422 required
	fhir_send POST Appointment "${booking//Slot\/2.1/Slot\/3.3}"; want 422
	fhir_send POST Appointment "${booking//\"booked\"/\"fulfilled\"}"; outcome 422 value
	fhir_send POST Appointment '{"resourceType":"Appointment","status":"booked"}'; outcome 422 required
	ok "a booking that cannot be is refused with a reason"

	fhir_send POST Appointment "${booking//T1400\"/T1420\"}" ; outcome 422 value
	second=${booking//T1400/T1420}; second=${second//T14:00:00Z/T14:20:00Z}
	fhir_send POST Appointment "$second"; want 201; appt2=$(js b.id)
	for q in "_id=$appt" "identifier=$reference" 'identifier=urn:his:rdv|A1' "patient=Patient/$person&date=2026-11-02&date=lt2026-11-02T14:20:00Z" \
		"date=2026-11-02T14:00:00Z" "actor=Patient/$person&date=le2026-11-02T14:00:00Z"; do
		fhir_get "Appointment?$q"; same "$(ids)" "$appt" "$q"
	done
	fhir_get "Appointment?patient=$person"; same "$(ids)" "$appt $appt2"
	fhir_get "Appointment?status=booked,arrived&specialty=394579002&service-type=cardio&location=Location/1"; same "$(ids)" "$appt $appt2"
	fhir_get "Appointment?practitioner=Practitioner/1"; same "$(ids)" ""
	fhir_get "Appointment?date=2026-11-03"; same "$(ids)" ""
	fhir_post Appointment "patient=Patient/$person" status=booked _count=1; same "$(ids)" "$appt"; fhir GET "$(next_page)"; same "$(ids)" "$appt2"; same "$(next_page)" ""
	fhir_get "Appointment?_count=1"; same "$(ids)" "$appt"; fhir GET "$(next_page)"; same "$(ids)" "$appt2"
	fhir_get "Appointment?_id=$appt&_include=Appointment:patient"; is 'b.entry.map(e=>e.resource.resourceType).join()' Appointment,Patient
	ok "appointments are searched by every declared parameter, and paged"

	token=$sef
	fhir_get "Appointment/$appt"; outcome 404 not-found
	fhir_get "Appointment?patient=Patient/$person"; same "$(ids)" ""
	fhir_get "Appointment?identifier=$reference"; same "$(ids)" ""
	fhir_get 'Appointment?identifier=urn:his:rdv|A1'; same "$(ids)" ""
	cancelled='{"resourceType":"Appointment","id":"'$appt'","status":"cancelled","participant":[{"actor":{"reference":"Patient/'$person'"},"status":"declined"}],
		"cancelationReason":{"coding":[{"system":"http://terminology.hl7.org/CodeSystem/appointment-cancellation-reason","code":"pat"}],"text":"ne peut venir"}}'
	fhir_send PUT "Appointment/$appt" "$cancelled" -H "If-Match: $etag"; outcome 404 not-found
	token=$fes
	ok "another establishment's appointment is not found, nor changed"

	fhir_send PUT "Appointment/$appt" "$cancelled"; outcome 412 required
	fhir_send PUT "Appointment/$appt" "$cancelled" -H 'If-Match: W/"99"'; outcome 412 conflict
	fhir_send PUT "Appointment/$appt2" "$cancelled" -H "If-Match: $etag"; outcome 400 value
	fhir_send PUT "Appointment/$appt" "${cancelled//cancelled\"/nonsense\"}" -H "If-Match: $etag"; outcome 422 value
	fhir_send PUT "Appointment/$appt" "$cancelled" -H "If-Match: $etag"; want 200; is b.status cancelled; is 'b.cancelationReason.text' 'ne peut venir'
	[ "$(header ETag)" != "$etag" ] || say_wrong "the version did not change"
	fhir_send PUT "Appointment/$appt" "$cancelled" -H "If-Match: $etag"; outcome 412 conflict
	fhir_get "Slot/$slot"; want 200; is b.status free
	fhir_send POST Appointment "$booking" -H 'If-None-Exist: identifier=urn:his:rdv|A2'; want 201
	ok "cancelled by an update of the version that was seen; the time is free at once"

	# --- moving ---
	fhir_get "Appointment/$appt2"; was=$(header ETag)
	moved='{"resourceType":"Appointment","id":"'$appt2'","status":"booked","slot":[{"reference":"Slot/2.1.20261102T1440"}],
		"participant":[{"actor":{"reference":"Patient/'$person'"},"status":"accepted"}]}'
	fhir_send PUT "Appointment/$appt2" "$moved"; outcome 412 required
	fhir_send PUT "Appointment/$appt2" "$moved" -H 'If-Match: W/"99"'; outcome 412 conflict
	fhir_send PUT "Appointment/$appt2" "${moved//T1440/T1400}" -H "If-Match: $was"; outcome 409 conflict
	fhir_send PUT "Appointment/$appt2" "${moved//T1440/T1425}" -H "If-Match: $was"; outcome 422 value
	fhir_send PUT "Appointment/$appt2" "${moved//2.1.20261102T1440/4.2.20261103T0900}" -H "If-Match: $was"; outcome 422 business-rule
	fhir_send PUT "Appointment/$appt2" "${moved//2.1.20261102T1440/3.3.20261105T1000}" -H "If-Match: $was"; outcome 422 value
	fhir_send PUT "Appointment/$appt2" "${moved//\"booked\"/\"arrived\"}" -H "If-Match: $was"; outcome 422 business-rule
	fhir_send PUT "Appointment/$appt2" "${moved/\"slot\"/\"start\":\"2026-11-02T14:20:00Z\",\"slot\"}" -H "If-Match: $was"; outcome 422 value
	fhir_get "Appointment/$appt2"; is b.start 2026-11-02T14:20:00+00:00; same "$(header ETag)" "$was" "refused moves change nothing"
	reference=$(js 'b.identifier[0].value')
	fhir_send PUT "Appointment/$appt2" "$moved" -H "If-Match: $was"; want 200
	is b.start 2026-11-02T14:40:00+00:00; is 'b.slot[0].reference' Slot/2.1.20261102T1440; is 'b.identifier[0].value' "$reference"; is b.status booked
	[ "$(header ETag)" != "$was" ] || say_wrong "the version did not change"
	fhir_send PUT "Appointment/$appt2" "$moved" -H "If-Match: $was"; outcome 412 conflict
	fhir_get Slot/2.1.20261102T1420; is b.status free
	fhir_get Slot/2.1.20261102T1440; is b.status busy
	same "$(sql_value "SELECT COUNT(*) FROM act WHERE act = 'move'")" 1 "one move in the register"
	fhir_send PUT "Appointment/$appt" "${moved//$appt2/$appt}" -H "If-Match: $(fhir_get "Appointment/$appt"; header ETag)"; outcome 422 business-rule
	ok "moved by an update with another slot of its type; refused, it stays where it was"

	sql "INSERT INTO practitioner (id, organization_id, code, name, name_ar, name_fold, sex, specialty, active, version) VALUES (9, 4, 'P9', 'Dr Stand In', '', 'stand in', 'male', 'cardio', TRUE, 1);
		INSERT INTO substitution (id, organization_id, schedule_id, practitioner_id, from_day, to_day, reason, made_at) VALUES (2, 4, 1, 9, $(town_day 2026-11-04), $(town_day 2026-11-04), '', 0)"
	move_to() { fhir_get "Appointment/$appt2"; fhir_send PUT "Appointment/$appt2" "${moved/2.1.20261102T1440\"\}],/$1\"\}],$2}" -H "If-Match: $(header ETag)"; }
	said() { echo '"extension":[{"url":"urn:diwan:moved-said","valueCode":"'"$1"'"}],'; }
	move_to 1.1.20261104T0900 ''; want 200; is 'b.participant.map(x=>x.actor.reference).join()' "Patient/$person,Practitioner/9,Location/1"
	is 'b.extension[0].url' urn:diwan:instead-of; is 'b.extension[0].valueReference.reference' Practitioner/1
	move_to 1.1.20261105T0900 ''; outcome 422 business-rule; grep -q 'urn:diwan:moved-said' "$body" || say_wrong "does not say how"
	move_to 1.1.20261105T0900 "$(said no-word)"; outcome 422 value
	fhir_get "Appointment/$appt2"; is b.start 2026-11-04T09:00:00+00:00
	move_to 1.1.20261105T0900 "$(said agreed-phone)"; want 200; is 'b.participant[1].actor.reference' Practitioner/1; is 'b.extension === undefined' true
	same "$(sql_value "SELECT from_practitioner_id || said || how FROM moved_mark WHERE appointment_id = $appt2")" 9agreedphone
	ok "no machine moves anybody to another practitioner unsaid; who stands in and for whom is shown"

	# --- the trail ---
	same "$(sql_value "SELECT COUNT(*) > 0 FROM audit_event WHERE patient_id = $person AND role = 'machine' AND what = 'read' AND route = 'GET /fhir/Patient/:id'")" \
		"$([ -n "$pg" ] && echo t || echo 1)" "reading is in the trail"
	for what in create list change; do
		[ "$(sql_value "SELECT COUNT(*) FROM audit_event WHERE patient_id = $person AND what = '$what'")" -gt 0 ] || say_wrong "no $what in the trail"
	done
	ok "who saw and changed the file is in the trail"

	node tests/fhir/validate.mjs "$work"/seen/*.json >"$work/judged"; rc=$?
	[ $rc -eq 0 ] || say_wrong "$(grep '^bad' "$work/judged" | head -n 5)"
	[ "$(grep -c '^good' "$work/judged")" -gt 100 ] || say_wrong "only $(grep -c '^good' "$work/judged") answers were judged"
	ok "all $(grep -c '^good' "$work/judged") answers are valid under @medplum/core and fhir"
	rm -rf "$work/seen"
	stop_diwan
	ok "it ends well"
}

# What several people, rooms and days have to do with each other: needs, sessions, series, families, visits elsewhere.
new_person() { fhir_send POST Patient '{"resourceType":"Patient","name":[{"text":"'"$1"'"}]}'; want 201; js b.id; }
wants() {	# SLOT PATIENT [STATUS]
	fhir_send POST Appointment '{"resourceType":"Appointment","status":"'"${3:-booked}"'","slot":[{"reference":"Slot/'"$1"'"}],"participant":[{"actor":{"reference":"Patient/'"$2"'"},"status":"accepted"}]}'
}
extension() { js '(b.extension||[]).filter(e=>e.url.endsWith("'"$1"'")).map(e=>JSON.stringify(e["value'"$2"'"])).join()'; }
links() { js '(b.supportingInformation||[]).map(r=>r.reference.split("/")[1]).sort().join(" ")'; }
both() { echo $(printf '%s\n' "$@" | sort); }

fhir_together() {
	mkdir -p "$work/seen"; new_data "$1" town
	local a b c first second third one two day
	# A follow-up takes a room and a device beside the doctor; dermatology the same room.
	sql "INSERT INTO schedule (id, organization_id, kind, practitioner_id, location_id, name_fr, name_ar, specialty, shown, active, version, needed) VALUES
			(6, 4, 'room', NULL, 1, 'Salle 3', 'القاعة 3', 'cardio', FALSE, TRUE, 1, TRUE), (7, 4, 'device', NULL, 1, 'Échographe', 'الصدى', 'cardio', FALSE, TRUE, 1, TRUE);
		$(town_opening 6 4 6 MO,TU,WE,TH,FR 540 660)
		$(town_opening 7 4 7 MO,TU,WE,TH,FR 540 580)
		INSERT INTO service_need VALUES (6, 0, 4, 'room', TRUE), (6, 1, 4, 'device', TRUE), (2, 0, 4, 'room', TRUE);
		INSERT INTO service_need_agenda VALUES (6, 0, 6, 4), (6, 1, 7, 4), (2, 0, 6, 4);
		UPDATE service SET needs = 2 WHERE id = 6; UPDATE service SET needs = 1 WHERE id = 2;"
	fes=$(diwan token add --organization FES --role machine); sef=$(diwan token add --organization SEF --role machine); all=$(diwan token add --organization MA --role machine)
	serve_diwan --clock 2026-11-02T08:00:00Z; jobs_now
	machine "$fes"; a=$(new_person 'Zineb El Fassi'); b=$(new_person 'Salma Idrissi'); c=$(new_person 'Omar Tazi')

	fhir_get Schedule/1; want 200
	is 'b.actor.map(x=>x.reference||x.type+x.identifier.value).join()' Practitioner/1,Location/1,Location6,Device7
	fhir_get Schedule/7; is 'b.actor.map(x=>x.reference||x.type+x.identifier.value).join()' Device7,Location/1
	fhir_get Schedule/6; is 'b.actor[0].type' Location
	fhir_get HealthcareService/6; is 'b.extension.filter(e=>e.url=="urn:diwan:needs").map(e=>e.extension.map(x=>x.valueCode||x.valueReference.reference).join(":")).join()' room:Schedule/6,device:Schedule/7
	fhir_get 'Slot?schedule=Schedule/1&service-type=cardio-suivi&start=2026-11-03'; same "$(ids)" "1.6.20261103T0900 1.6.20261103T0920"
	fhir_get Slot/1.6.20261103T0940; want 200; is b.status busy-unavailable
	fhir_get Slot/1.6.20261103T0945; outcome 404 not-found
	fhir_get Slot/4.2.20261103T0900; is b.status free
	wants 1.6.20261103T0900 "$a"; want 201
	is 'b.participant.map(p=>p.actor.reference||p.actor.type+p.actor.identifier.value).join()' "Patient/$a,Practitioner/1,Location/1,Location6,Device7"
	fhir_get Slot/4.2.20261103T0900; is b.status busy-unavailable
	wants 4.2.20261103T0900 "$b"; outcome 409 conflict
	same "$(sql_value 'SELECT COUNT(*) FROM appointment')/$(sql_value 'SELECT COUNT(*) FROM beside')" 1/2
	wants 4.2.20261103T0920 "$b"; want 201; is 'b.participant.map(p=>p.actor.reference||p.actor.type+p.actor.identifier.value).join()' "Patient/$b,HealthcareService4,Location/1,Location6"
	ok "a visit that needs a doctor, a room and a device is free when all are, and takes all or nothing"

	day=$(town_day 2026-11-10)
	sql "INSERT INTO gathering (id, organization_id, schedule_id, service_id, location_id, title_fr, title_ar, title_en, day, start_min, duration_min, zone, start_at, capacity, minimum, waiting_most, decide_min, online, taken, waiting, run_anyway, status, cancel_reason, version)
			VALUES (77, 4, 4, 2, 1, 'Atelier', 'ورشة', 'Workshop', $day, 660, 60, 'Africa/Casablanca', $((day * 86400 + 660 * 60)), 1, 0, 1, 60, TRUE, 0, 0, FALSE, 'planned', '', 1);
		INSERT INTO gathering_leader VALUES (77, 1, 4)"
	fhir_get Slot/session.77; want 200; is b.status free; is b.start 2026-11-10T11:00:00+00:00; is b.comment Atelier
	is 'b.extension[0].extension.map(x=>x.url+Object.values(x)[1]).slice(0,3).join()' capacity1,left1,waiting-left1
	is 'b.extension[0].extension[4].valueReference.reference' Practitioner/1
	fhir_get 'Slot?schedule=Schedule/4&start=2026-11-10'; same "$(ids)" "4.2.20261110T0900 4.2.20261110T0920 4.2.20261110T0940 session.77"
	fhir_get 'Slot?schedule=Schedule/4&start=2026-11-10&_count=3'; fhir GET "$(next_page)"; same "$(ids)" session.77; same "$(next_page)" ""
	fhir_get 'Slot?_id=session.77&_include=Slot:schedule'; same "$(ids)" session.77
	fhir_get 'Slot?specialty=cardio&start=2026-11-10&schedule=Schedule/4'; same "$(ids)" ""
	machine "$sef"; fhir_get Slot/session.77; outcome 404 not-found; fhir_get 'Slot?start=2026-11-10'; same "$(ids)" ""
	machine "$fes"; wants session.77 "$a"; want 201; one=$(js b.id); is 'b.slot[0].reference' Slot/session.77; is 'b.participant[1].actor.reference' Practitioner/1
	wants session.77 "$a"; outcome 422 business-rule
	wants session.77 "$b"; outcome 409 conflict
	wants session.77 "$b" waitlist; want 201; two=$(js b.id); is b.status waitlist
	wants session.77 "$c" waitlist; outcome 409 conflict
	wants 2.1.20261104T1400 "$c" waitlist; outcome 422 value
	fhir_get Slot/session.77; is b.status busy
	fhir_get 'Slot?schedule=Schedule/4&start=ge2026-11-10T10:00:00Z&start=lt2026-11-11'; same "$(ids)" ""
	fhir_get 'Appointment?slot=Slot/session.77'; same "$(ids)" "$one $two"
	fhir_get 'Appointment?slot=Slot/session.77&status=waitlist'; same "$(ids)" "$two"
	fhir_get 'Appointment?slot=Slot/session.77&_count=1'; same "$(ids)" "$one"; fhir GET "$(next_page)"; same "$(ids)" "$two"; same "$(next_page)" ""
	fhir_get 'Appointment?slot=Slot/session.77,Slot/session.78'; outcome 400 not-supported
	machine "$sef"; fhir_get 'Appointment?slot=Slot/session.77'; same "$(ids)" ""; machine "$fes"
	fhir_get "Appointment/$one"; etag=$(header ETag)
	fhir_send PUT "Appointment/$one" '{"resourceType":"Appointment","id":"'"$one"'","status":"booked","slot":[{"reference":"Slot/4.2.20261110T0900"}],"participant":[{"actor":{"reference":"Patient/'"$a"'"},"status":"accepted"}]}' -H "If-Match: $etag"; outcome 422 business-rule
	fhir_send PUT "Appointment/$one" '{"resourceType":"Appointment","id":"'"$one"'","status":"cancelled","participant":[{"actor":{"reference":"Patient/'"$a"'"},"status":"declined"}]}' -H "If-Match: $etag"; want 200
	fhir_get "Appointment/$two"; is b.status booked
	# more on one day than are read at once: the first 501 are full
	day=$(town_day 2026-11-25)
	sql "INSERT INTO gathering (id, organization_id, schedule_id, service_id, location_id, title_fr, title_ar, title_en, day, start_min, duration_min, zone, start_at, capacity, minimum, waiting_most, decide_min, online, taken, waiting, run_anyway, status, cancel_reason, version) VALUES
		$(for i in {1000..1501}; do printf "%s(%d, 4, 4, 2, 1, 'A', '', '', $day, 660, 60, 'Africa/Casablanca', $((day * 86400 + 660 * 60)), 1, 0, 0, 60, TRUE, %d, 0, FALSE, 'planned', '', 1)" "$([ "$i" = 1000 ] || echo ,)" "$i" $((i < 1501)); done)"
	fhir_get 'Slot?start=2026-11-25&schedule=Schedule/4'; same "$(ids)" ''; fhir GET "$(next_page)"; same "$(ids)" session.1501; same "$(next_page)" ""
	sql 'DELETE FROM gathering WHERE id >= 1000 AND id < 1502'
	ok "a group session is a slot with its seats; places are taken, waited for, listed and given up"

	wants 2.1.20261104T1400 "$a"; first=$(js b.id); wants 2.1.20261111T1400 "$a"; second=$(js b.id); wants 2.1.20261118T1420 "$a"; want 201; third=$(js b.id)
	sql "INSERT INTO series (id, organization_id, service_id, schedule_id, unit, every, visits, days, minutes, made_at) VALUES (5, 4, 1, 2, 'weeks', 1, 3, 2, 60, 0);
		INSERT INTO series_visit VALUES (5, 1, 4, $first, $(town_day 2026-11-04), 840, FALSE), (5, 2, 4, $second, $(town_day 2026-11-11), 840, FALSE), (5, 3, 4, $third, $(town_day 2026-11-18), 840, FALSE)"
	fhir_get "Appointment/$first"; same "$(extension recurrenceId PositiveInt)/$(extension originatingAppointment Reference)/$(links)" "1//$(both "$second" "$third")"
	fhir_get "Appointment/$third"; same "$(extension recurrenceId PositiveInt)/$(extension originatingAppointment Reference)/$(extension occurrenceChanged Boolean)" "3/{\"reference\":\"Appointment/$first\"}/true"
	fhir_get "Appointment?supporting-info=Appointment/$first"; same "$(ids)" "$second $third"
	fhir_get "Appointment?supporting-info=Appointment/$second&date=ge2026-11-12"; same "$(ids)" "$third"
	machine "$sef"; fhir_get "Appointment?supporting-info=Appointment/$first"; same "$(ids)" ""; machine "$fes"
	wants 2.1.20261104T1420 "$b"; one=$(js b.id); wants 2.1.20261104T1440 "$c"; want 201; two=$(js b.id)
	sql "INSERT INTO party (id, organization_id, gathering_id, name, contact, phone, lang, token_hash, unnamed, channel, made_at, version) VALUES (3, 4, NULL, '', '', '', 'fr', 'x', 0, 'desk', 0, 1);
		UPDATE appointment SET party_id = 3 WHERE id IN ($one, $two)"
	fhir_get "Appointment/$one"; same "$(links)/$(extension recurrenceId PositiveInt)" "$two/"
	sql 'UPDATE service SET sensitive = TRUE WHERE id = 1'
	fhir_get "Appointment/$second"; same "$(links)" "$(both "$first" "$third")"
	machine "$all"; fhir_get "Appointment/$second"; want 200; same "$(links)/$(extension recurrenceId PositiveInt)" /
	fhir_get "Appointment?supporting-info=Appointment/$first"; same "$(ids)" ""
	fhir_get 'Appointment?slot=Slot/2.1.20261104T1400'; same "$(ids)" ""
	sql "UPDATE organization SET kind = 'department' WHERE id = 1"	# a French département is no house
	fhir_get "Appointment/$second"; want 200; same "$(links)" ""; hasnt '"specialty"'; sql "UPDATE organization SET kind = 'ministry' WHERE id = 1"
	sql "UPDATE appointment SET service_id = 2 WHERE id = $first"	# not discreet, of the same speciality: no page after it tells of the others
	fhir_get "Appointment?specialty=$(sql_value "SELECT specialty FROM appointment WHERE id = $second")&date=ge2026-11-04&date=lt2026-11-12&_count=1"; same "$(ids)/$(next_page)" "$first/"
	sql "UPDATE appointment SET service_id = 1 WHERE id = $first; UPDATE service SET sensitive = FALSE WHERE id = 1"
	fhir_get 'Appointment?slot=Slot/2.1.20261104T1400'; same "$(ids)" "$first"
	ok "visits of a series and people of a family name each other, and are found by that; not where it would tell what for"

	sql "INSERT INTO home_zone (id, organization_id, name_fr, name_ar, name_en, minutes, near_min, active, version) VALUES (1, 4, 'Médina', 'المدينة', 'Medina', 10, 5, TRUE, 1);
		INSERT INTO home_address (appointment_id, organization_id, address, details) VALUES ($first, 4, '12, derb Lahmar', 'porte verte');
		UPDATE appointment SET home_zone_id = 1 WHERE id = $first; UPDATE service SET place_kind = 'home' WHERE id = 1"
	machine "$fes"; fhir_get "Appointment/$first"; is 'b.contained[0].address.text' '12, derb Lahmar'; is 'b.contained[0].name' Médina; is 'b.participant.filter(p=>p.actor.reference=="#home").length' 1
	is 'b.participant.filter(p=>p.actor.reference=="Location/1").length' 0
	machine "$all"; fhir_get "Appointment/$first"; want 200; is 'b.extension[0].valueCode' home; hasnt Lahmar verte '#home'
	machine "$fes"; fhir_get 'Slot?schedule=Schedule/2&start=2026-11-09'; one=$(ids); one=${one%% *}
	wants "$one" "$a"; outcome 422 required; has 'address.text'
	at_home() { fhir_send POST Appointment '{"resourceType":"Appointment","status":"booked","contained":[{"resourceType":"Location","id":"home","name":"'"$1"'","description":"2e étage","address":{"text":"'"$2"'"}}],
		"slot":[{"reference":"Slot/'"$one"'"}],"participant":[{"actor":{"reference":"Patient/'"$a"'"},"status":"accepted"},{"actor":{"reference":"#home"},"status":"accepted"}]}'; }
	at_home Ailleurs '3, rue Neuve'; outcome 422 value; has 'Médina'
	at_home medina '3, rue\u202e Neuve'; outcome 422 value
	at_home medina '3, rue Neuve'; want 201; is 'b.contained[0].address.text+b.contained[0].description' '3, rue Neuve2e étage'; is 'b.participant.filter(p=>p.actor.reference=="#home").length' 1
	sql "UPDATE service SET place_kind = 'video' WHERE id = 1; INSERT INTO video_site VALUES (4, 'https://visio.example/')"
	machine "$fes"; fhir_get "Appointment/$first"; same "$(extension video-room Url)" ""
	clock 2026-11-04T13:50:00Z
	fhir_get "Appointment/$first"; same "$(extension video-room Url | cut -c1-23)" '"https://visio.example/'
	machine "$all"; fhir_get "Appointment/$first"; want 200; same "$(extension video-room Url)" ""
	ok "where a visit at home or by video is, only its house reads"

	node tests/fhir/validate.mjs "$work"/seen/*.json >"$work/judged" || say_wrong "$(grep '^bad' "$work/judged" | head -n 5)"
	ok "all $(grep -c '^good' "$work/judged") of these answers are valid too"
	rm -rf "$work/seen"
	stop_diwan
}

# 50 machines at once for one time: one books.
fhir_race() {
	new_data "$1" town
	token=$(diwan token add --organization FES --role machine)
	serve_diwan --clock 2026-11-02T08:00:00Z; jobs_now; mkdir -p "$work/seen"
	fhir_send POST Patient '{"resourceType":"Patient","name":[{"text":"Zineb El Fassi"}]}'; want 201; person=$(js b.id)
	for round in 1400 1420 1440; do
		printf '%s' '{"resourceType":"Appointment","status":"booked","slot":[{"reference":"Slot/2.1.20261102T'$round'"}],"participant":[{"actor":{"reference":"Patient/'$person'"},"status":"accepted"}]}' >"$work/b"
		local cfg=() i
		for i in $(seq 50); do
			cfg+=("url = \"$url/fhir/Appointment\"" "output = /dev/null" "data-binary = \"@$work/b\"" "header = \"Content-Type: application/fhir+json\"" \
				"header = \"Authorization: Bearer $token\"" 'write-out = "%{http_code}\n"' next)
		done
		printf '%s\n' "${cfg[@]}" | sed '$d' | curl -sS -Z --parallel-max 50 --parallel-immediate -K - >"$work/codes" 2>/dev/null
		same "$(grep -c 201 "$work/codes")" 1 "created at $round"; same "$(grep -c 409 "$work/codes")" 49 "refused at $round"
	done
	same "$(sql_value "SELECT COUNT(*) FROM appointment")" 3
	stop_diwan
	ok "fifty machines for one time: one books, the others get 409"
}

on_both fhir_one
on_both fhir_together
on_both fhir_race
finish
