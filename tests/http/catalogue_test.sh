#!/usr/bin/env bash
# Types of a catalogue: a ministry says one, hospitals take it, state some settings themselves and follow
# the rest, at once or from a day on; what appointments freeze; and the settings that say who may book, give up
# and move, and what is accepted before. Both engines.
. "$(dirname "$0")/lib.sh"
. "$(dirname "$0")/town.sh"
. "$(dirname "$0")/desk_lib.sh"

holter=(name_fr=Holter 'name_ar=هولتر' name_en=Holter step=20 before=0 after=0 capacity=1 online=1 desk=1 centre=1 may_cancel=1 may_move=1
	lead_unit=hours horizon=90 horizon_unit=days cancel=1 cancel_unit=days move=1 move_unit=days visit=any sex=any age_min=0 age_max=0
	bring_fr=Carte bring_ar= bring_en= prepare_fr= prepare_ar= prepare_en= after_fr= after_ar= after_en= active=1)
jobs() { wait_until 'request POST /_test/jobs -H "Content-Type: text/plain" -d ""; [ "$status" = 204 ]'; }
service_at() { sql_value "SELECT id FROM service WHERE code = 'HOLTER' AND organization_id = $1"; }
of_holter() { sql_value "SELECT $2 FROM service WHERE id = $1"; }
cardio=(name_fr=Cardiologie 'name_ar=أمراض القلب' name_en=Cardiology duration=20 step=20 before=0 after=0 capacity=1
	online=1 lead=1 lead_unit=hours horizon=90 horizon_unit=days cancel=1 cancel_unit=hours move=1 move_unit=hours visit=any sex=any
	age_min=0 age_max=0 bring_fr=Carte bring_ar= bring_en= active=1)
answers=(for_whom=self 'name=Amina Alaoui' birth-d=27 birth-m=3 birth-y=1968 sex=f phone=0661234567 tongue=fr)

catalogue() {
	local above here sefrou change
	desk_town "$1"
	desk_account madmin MA head_of_admissions; sign_in madmin
	desk_account hadmin FES head_of_admissions; sign_in hadmin
	desk_account sadmin SEF head_of_admissions; sign_in sadmin
	as madmin
	get '/admin/services?organization=1'; want 200
	post /admin/services/new organization=1 code=HOLTER specialty=cardio duration=20 lead=2 place_kind=on_site "${holter[@]}"; want 303
	above=$(service_at 1)
	for u in hadmin sadmin; do
		as $u
		get /admin/services; want 200; has 'Take from the catalogue' 'Ministry' "value=\"$above\""
		post /admin/services/take "key=$(input key)" "take=$above"; want 303
	done
	here=$(service_at 4); sefrou=$(service_at 6)
	as hadmin
	get /admin/services; want 200; has 'as Ministry says'; hasnt 'Take from the catalogue'
	get "/admin/services/$here"; want 200; has 'Taken from the catalogue' 'Catalogue: 20 minutes' 'Nothing is different here'
	post "/admin/services/$here" version=1 duration=20 lead=5 place_kind=on_site "${holter[@]}"; want 303
	get /admin/services; want 200; has '1 setting differs'
	get "/admin/services/$here"; has 'Different here: Online at the earliest after' 'Catalogue: 2 hours'
	get "/admin/services/$above"; want 404
	ok "hospitals take a type of the ministry in one act and say themselves what is different"

	as madmin
	get "/admin/services/$above"; want 200; has '2 establishments follow this type'
	change=(version=1 duration=30 lead=3 place_kind=on_site from=2026-11-16 "${holter[@]}")
	post "/admin/services/$above/look" "${change[@]}"; want 200
	has 'Nothing is saved yet' 'Monday 16' 'Length of a visit' '30 minutes' 'instead of 20 minutes' '2 establishments follow this type in what changes'
	same "$(of_holter "$above" duration_min)" 20
	post "/admin/services/$above" "key=$(input key)" "${change[@]}"; want 303
	follow; want 200; has 'Changes to come' 'instead of 20 minutes' 'Take this change back'
	clock 2026-11-15T23:00:00Z; jobs
	same "$(of_holter "$above" duration_min)$(of_holter "$here" duration_min)" 2020
	clock 2026-11-16T00:00:00Z; jobs
	wait_until '[ "$(of_holter "$sefrou" duration_min)" = 30 ]'
	same "$(of_holter "$above" duration_min) $(of_holter "$here" duration_min) $(of_holter "$here" lead_min) $(of_holter "$sefrou" lead_min)" '30 30 300 180'
	sign_in madmin
	get "/admin/services/$above"; hasnt 'Changes to come'
	post "/admin/services/$above" version=2 duration=45 lead=3 place_kind=on_site from=2027-01-01 "${holter[@]}"; want 303
	follow; has 'Friday 1'
	post "$(grep -oE '/admin/amendments/[0-9]+/remove' "$body" | head -n 1)" "key=$(input key)"; want 303
	same "$(sql_value 'SELECT COUNT(*) FROM amendment WHERE done_at IS NULL')" 0
	post "/admin/services/$above" version=2 duration=30 lead=3 place_kind=on_site from=2026-01-01 "${holter[@]}"; want 422; has 'This day has passed'
	ok "a change of the ministry is looked at first, holds from its day on everywhere that follows, and can be taken back"
	stop_diwan
}

settings() {
	desk_town "$1"
	desk_account hadmin FES head_of_admissions; sign_in hadmin
	post /admin/services/1 version=1 place_kind=on_site "${cardio[@]}" desk=1 centre=1 may_move=1 moves_max=1 accept_fr='Venez à jeun' accept_ar= accept_en='Come without having eaten'; want 303
	as citizen; visitor
	post /hold slot=1.1.20261104T0900; want 303; draft=$(location)
	get "$draft"; want 200; has 'Come without having eaten' 'I have read this and accept it'
	post "$draft" "${answers[@]}"; want 422; has 'Read this and tick it to go on'
	post "$draft/code" code=123456; want 303; same "$(location)" "$draft"
	post "$draft" "${answers[@]}" accept=1; want 303
	post "$draft/code" "code=$(last_code +212661234567)"; want 303; mine=$(location)
	same "$(sql_value 'SELECT text FROM accepted')" 'Venez à jeun'
	ok "what a type asks is accepted before its appointment is booked online, and kept as it was written"

	get "$mine"; want 200; has "$mine/move"; hasnt "$mine/cancel"
	get "$mine/cancel"; want 409
	post "$mine/cancel" why=time; want 409
	post "$mine/move" slot=1.1.20261104T0920; want 303
	get "$mine"; want 200; hasnt "$mine/move"
	post "$mine/move" slot=1.1.20261104T0940; want 409
	same "$(sql_value 'SELECT start_min FROM appointment')" 560
	as desk
	id=$(sql_value 'SELECT id FROM appointment')
	post "/desk/appointments/$id/cancel" "key=$(key_of "/desk/appointments/$id/cancel")" "version=$(version_of "$id")" by=patient reason=ill; want 303
	ok "a citizen moves as often as the type allows and never cancels where it does not; the desk does"

	as hadmin
	post /admin/services/1/look version=3 place_kind=phone "${cardio[@]}" desk=1 centre=1; want 200; has 'This cannot change: Where it takes place' 'Begin a new type from this one'
	post /admin/services/1 version=3 place_kind=phone "${cardio[@]}" desk=1 centre=1; want 409; has 'begin a new type'
	same "$(of_holter 1 place_kind)" on_site
	get '/admin/services/new?organization=4&from_type=1'; want 200; has 'value="Cardiologie"' 'value="20"'
	post /admin/services/1 version=2 place_kind=on_site "${cardio[@]}" centre=1; want 303
	as desk
	get '/desk/book?new=1&of=cardio'; want 200; hasnt 'value="1.1' 'slot-1'
	post /desk/book "key=$(input key)" who=new new=1 of=cardio 'name=Omar Tazi' birth-d=1 birth-m=1 birth-y=1990 sex=male phone=0661000009 lang=fr type=1 slot-1=1.20261105T0900
	same "$(sql_value "SELECT COUNT(*) FROM appointment")" 1
	ok "appointments freeze where a type takes place; a type that is not booked at the desk is not offered nor taken there"
	stop_diwan
}

on_both catalogue
on_both settings
finish
