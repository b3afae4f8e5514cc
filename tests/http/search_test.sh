#!/usr/bin/env bash
# A search narrowed to a town, a part of the day, days of the week; hospitals and doctors by name. On both engines.
. "$(dirname "$0")/lib.sh"
. tests/http/town.sh

search() {
	new_data "$1" town
	sql "INSERT INTO organization_point VALUES (3, 3403, -500), (5, 3383, -484);
		INSERT INTO practitioner (id, organization_id, code, name, name_ar, name_fold, sex, specialty, active, version) VALUES (2, 4, 'P2', 'Dr Omar Sefroui', '', 'omar sefroui', 'male', 'cardio', TRUE, 1);
		UPDATE schedule SET kind = 'practitioner', practitioner_id = 2, shown = TRUE WHERE id = 2"
	serve_diwan --clock 2026-11-02T08:00:00Z
	wait_until 'request POST /_test/jobs -H "Content-Type: text/plain" -d ""; [ "$status" = 204 ]'
	visitor

	get '/search?s=cardio&where=all'; want 200; has 'Hospital A' 'Hospital B' '/search/narrow?s=cardio'; hasnt ' km from'
	get '/search/narrow?s=cardio&where=MA-03'; want 200; has '>Fez<' '>Sefrou<' 'straight lines' 'name="near"' 'value="MA-03"'; hasnt 'geolocation'
	get '/search?s=cardio&where=all&near=MA-SEF&km=50&order=near'; want 200; has 'about 27 km from Sefrou in a straight line' 'in the town of Sefrou' 'the nearest first'
	same "$(grep -oE 'Hospital [AB]' "$body" | sed -n 2p)" 'Hospital B'
	get '/search?s=cardio&where=all&near=MA-SEF&km=25'; want 200; has 'Hospital B' 'at most 25 km from Sefrou'; hasnt 'Hospital A'
	get '/search?s=cardio&where=all&near=NOWHERE&km=25'; want 200; has 'Hospital A' 'Hospital B'
	get '/search?s=cardio&where=all&near=MA&km=25'; want 200; has 'Hospital A'
	ok "near a town of the list, with the distance said"

	get '/search?s=cardio&where=all&part=am'; want 200; has '>mornings<' 'First free time'
	get '/search?s=cardio&where=all&d=6&d=7'; want 200; has 'Search without these wishes' '/waiting/join?s=cardio' '/search?s=cardio&amp;where=all'
	get '/search?s=cardio&where=all&d=9&part=night&km=x'; want 200; has 'First free time'; hasnt '>mornings<'
	ok "mornings, afternoons, days of the week; nothing found leads on"

	get '/search?q=Benjelloun&where=all'; want 200; has 'Dr Amina Benjelloun' '/times/FES/1?with=1' 'Hospital A'
	get "/search?q=$(printf %s 'بنجلون' | od -An -tx1 | tr -d ' \n' | sed 's/../%&/g')"; want 200; has 'Dr Amina Benjelloun'
	get '/search?q=docteur+benjeloun'; want 200; has '/times/FES/1?with=1'
	get '/times/FES/1?with=1'; want 200; has 'Dr Amina Benjelloun'
	get '/search?q=hopital+b+sefrou'; want 200; has '/hospital/SEF'
	get '/search?q=sefrou'; want 200; has 'Dr Omar Sefroui'; same "$(grep -oE 'hospital/SEF|Sefroui' "$body" | head -n 1)" hospital/SEF 'who is called more like it stands first'
	get '/search?q=sefroui'; want 200; same "$(grep -oE 'hospital/SEF|Sefroui<' "$body" | head -n 1)" 'Sefroui<'
	get /hospital/SEF; want 200; has 'Hospital B, Sefrou' '/search?s=cardio&amp;where=SEF' '+212535000002'
	get /hospital/MA-FES; want 404
	get /hospital/NONE; want 404
	get '/search?q=coeur'; want 200; has Cardiology 'Hospital A'; hasnt 'Found for'
	get '/search?q=zzzzzz'; want 200; hasnt 'Found for'
	ok "a hospital and a doctor by name, in either script; a speciality stays a speciality"
	stop_diwan
}

on_both search
finish
