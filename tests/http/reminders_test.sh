#!/usr/bin/env bash
# Reminders as those see them who use them: the message and its answer, the plan of a type, letters, the call list. On both engines.
. "$(dirname "$0")/lib.sh"
. tests/http/town.sh
. tests/http/desk_lib.sh

reminders_to() { sql_value "SELECT COUNT(*) FROM message WHERE recipient = '$1' AND template = 'reminder'"; }
letter_words() { pdftotext -bbox "$body" "$work/letters.xml"; }
# Where a word stands on its page, in points: place_of WORD.
place_of() { grep -m 1 ">$1<" "$work/letters.xml" | sed 's/.*xMin="\([0-9]*\).*yMin="\([0-9]*\).*xMax="\([0-9]*\).*yMax="\([0-9]*\).*/\1 \2 \3 \4/'; }
in_window() {
	read -r x0 y0 x1 y1 <<<"$(place_of "$1")"
	[ "$x0" -ge 311 ] && [ "$x1" -le 539 ] && [ "$y0" -ge 136 ] && [ "$y1" -le 216 ] || say_wrong "$1 is outside of the window: $x0 $y0 $x1 $y1"
}

reminders() {
	local batch line person
	desk_town "$1"
	desk_account hadmin FES head_of_admissions
	desk_new 'Rappel Un' 0670000051 1.20261111T0900; want 303
	desk_new 'Sans Téléphone' '' 1.20261112T0920; want 303; person=$(sql_value "SELECT id FROM patient WHERE name = 'Sans Téléphone'")
	desk_new 'Aussi Sans' '' 1.20261112T0940; want 303
	clock 2026-11-04T10:05:00Z; jobs_now; jobs_now
	same "$(reminders_to +212670000051)" 1
	last_text +212670000051 >"$work/text"; grep -q 'Rappel' "$work/text" || say_wrong "$(cat "$work/text")"
	! grep -qiE 'cardio|Benjelloun|http' "$work/text" || say_wrong "it says too much: $(cat "$work/text")"
	clock 2026-11-09T10:05:00Z; jobs_now; jobs_now; for u in desk other chief hadmin; do sign_in $u; done
	same "$(reminders_to +212670000051)" 2
	ok "a reminder goes a week and two days before, once each, and says nothing of what is treated"

	sql "UPDATE message SET state = 'failed', report = 'undelivered' WHERE recipient = '+212670000051' AND template = 'reminder'"
	jobs_now
	as desk; get /desk/calls; want 200; has 'Rappel Un' 'href="tel:+212670000051"' 'The message did not arrive'
	line=$(grep -oE 'visit\.[0-9]+' "$body" | head -n 1)
	as other; get /desk/calls; want 200; hasnt 'Rappel Un'; post /desk/calls "line=$line.0" outcome=confirmed; want 404
	as desk; post /desk/calls "line=$line.0" outcome=no-answer; want 303; get /desk/calls; has 'Rappel Un' 'called 1 time'
	post /desk/calls "line=$line.0" outcome=confirmed; want 409
	post /desk/calls "line=$line.1" outcome=confirmed; want 303; get /desk/calls; has 'Nobody has to be called' 'Called in the last day'
	post /desk/calls "line=$line.2" outcome=confirmed; want 404
	ok "who was not reached is called; each call leaves its outcome, and nobody's note is written over"

	get /desk/letters; want 200; has 'Sans Téléphone' 'The address is missing'; hasnt 'Rappel Un' 'Make today'
	as other; get "/desk/addresses/$person"; want 404; as desk; get "/desk/addresses/$person"; want 200; has 'Postal address'
	post "/desk/addresses/$person" "lines=$(printf 'x%.0s' $(seq 39))"; want 422; has '38 letters'
	post "/desk/addresses/$person" $'lines=Mme SANSTEL\n12 rue des Essais\n\n30000 FES'; want 303
	get /desk/letters; has '1 letter' 'Aussi Sans'
	post /desk/letters "key=$(key_of /desk/letters)"; want 303; get /desk/letters; hasnt 'Make today'; has 'Batches'
	batch=$(grep -oE '/desk/letters/[0-9]+/letters.pdf' "$body" | head -n 1)
	as other; get "$batch"; want 404; as desk; get "$batch"; want 200; letter_words
	for w in SANSTEL Essais 30000; do in_window "$w"; done
	pdftotext -layout "$body" "$work/letter"; grep -q '9:20\|9 h 20' "$work/letter" || say_wrong "no hour: $(cat "$work/letter")"; same "$(grep -c SANSTEL "$work/letter")" 1
	sql "DELETE FROM postal_address WHERE patient_id <> $person"; post "/desk/addresses/$(sql_value "SELECT id FROM patient WHERE name = 'Aussi Sans'")" 'lines=Rue 2'; want 303
	get /desk/letters; has 'goes with tomorrow'; post /desk/letters "key=$(key_of /desk/letters)"; want 409
	cancels_line=$(sql_value "SELECT id FROM appointment WHERE patient_id = $person"); post "/desk/appointments/$cancels_line/cancel" "version=$(version_of "$cancels_line")" by=patient reason=ill; want 303
	get "$batch"; want 200; pdftotext "$body" "$work/letter"; ! grep -q SANSTEL "$work/letter" || say_wrong 'a letter about what is cancelled'
	ok "people without telephone get letters that show in the window of the envelope, one batch a day, of what stands"

	for t in 'Risque Haut:0670000061:0920:700' 'Risque Bas:0670000062:0940:200'; do
		IFS=: read -r name phone at risk <<<"$t"
		desk_new "$name" "$phone" "1.20261111T$at"; want 303
		sql "INSERT INTO missed_risk (appointment_id, organization_id, day, risk) SELECT id, 4, day, $risk FROM appointment WHERE patient_id = (SELECT id FROM patient WHERE name = '$name')"
	done
	jobs_now; get /desk/calls; want 200; has 'Risque Haut' 'Often missed at such times'; hasnt 'Risque Bas'
	ok "whose visit is likely to be missed is called two days before, and nobody else"

	as chief; get /admin/reminders; want 404
	as hadmin; get /admin/reminders; want 200; has 'Cardiology' '7 days before, 2 days before, the same morning'
	post /admin/services/1/reminders how=own d3=1 d0=1; want 303; get /admin/reminders; has '3 days before, the same morning'
	same "$(sql_value "SELECT days FROM reminder_plan WHERE service_id = 1")" '3 0'
	post /admin/services/1/reminders how=follow; want 303; same "$(sql_value "SELECT COUNT(*) FROM reminder_plan")" 0
	post /admin/services/3/reminders how=own d1=1; want 404
	post /admin/reminders organization=4 day=11:00 morning=08:00 evening=19:00 letters=0 risk=50; want 303; get /admin/reminders; has '11:00' '19:00'
	post /admin/reminders organization=4 day=11:00 morning=13:00 evening=19:00 letters=0 risk=50; want 422
	post /admin/reminders organization=6 day=11:00 morning=08:00 evening=19:00 letters=0 risk=50; want 404
	ok "days by type and hours are the house's own to set"
	stop_diwan
}
on_both reminders
finish
