#!/usr/bin/env bash
# The effect as a house sees it: a past that is imported, recorded late, changed prices; who sees what; the file. On both engines.
. "$(dirname "$0")/lib.sh"
. tests/http/town.sh
. tests/http/desk_lib.sh

header_line=organization,service,practitioner,booked_at,channel,start,status,patient_name,birth_date,sex,phone
# visits MONTH NUMBER MISSED CHANNEL [SERVICE]: as many recorded visits, the first so many of them missed.
visits() {
	local i status
	for ((i = 0; i < $2; i++)); do
		status=fulfilled; [ "$i" -ge "$3" ] || status=noshow
		echo "FES,${5:-cardio},,$1-01 09:00,$4,$1-$((i % 20 + 2)) 0$((i % 8 + 1)):00,$status,Personne $1 $i,1970-01-01,female,06$(printf %08d "$i")" | sed -E 's/-([0-9]) 0/-0\1 0/'
	done
}
import() { { echo $header_line; cat; } >"$work/past.csv"; diwan import appointments "$work/past.csv" --test-mode --clock 2026-11-02T08:00:00Z >"$work/out" || say_wrong "$(cat "$work/out")"; }
file() { get '/figures/effect/file.csv?lang=en'"$1"; want 200; tr -d '\r' <"$body" >"$work/file"; }
# line WHAT: the end of the file's line that begins so.
line() { grep -F "FES;$1;" "$work/file" | head -n 1 | sed "s|^FES;$1;||"; }

effect() {
	local visit
	desk_town "$1"
	desk_account chief2 SEF director
	desk_account admissions FES head_of_admissions
	desk_account region MA-03 regional_reader
	{ visits 2026-03 40 10 desk; visits 2026-09 50 4 online; visits 2026-09 3 1 phone dermato; } | import
	jobs_now
	for u in chief chief2 admissions region; do sign_in $u; done
	as chief
	get '/figures/effect?lang=en'; want 200; has '15 of 93 expected' 'Hospital A, Fez' '16.13' '/figures/effect/file.csv?organization=FES&amp;month=2026-11'
	file ''
	same "$(head -n 1 "$work/file" | cut -c4-)" 'organization;month;figure;of;value;numerator;denominator'
	same "$(line '2026-03;missed_percent')" ';25.00;10;40'
	same "$(line '2026-09;missed_percent')" ';9.43;5;53'
	same "$(line '2025-12/2026-11;missed_percent')" ';16.13;15;93'
	same "$(line '2025-12/2026-11;missed_by_channel;online')" '8.00;4;50'
	same "$(line '2025-12/2026-11;missed_by_channel;phone')" '33.33;1;3'
	same "$(line '2025-12/2026-11;missed_by_reminder;none')" '16.13;15;93'
	has_header 'Content-Disposition: attachment'
	ok "a past that was imported is counted within the hour, on the page and in the file, and its director sees all of it"

	# Above: 4 of 50 and 1 of 3 are hidden, and what would tell them; the months that hide nothing are in the sums.
	as region
	get '/figures/effect?organization=FES&lang=en'; want 200; has 'Above the house a month is shown'; hasnt '>3<' '>4<' 'By type'
	file '&organization=FES'
	same "$(line '2025-12/2026-11;missed_by_channel;desk')" '25.00;10;40'
	same "$(grep -c 'missed_by_channel;\(online\|phone\)' "$work/file")" 0
	same "$(grep -c 'missed_by_type' "$work/file")" 0
	ok "above the house no small number is shown, nor told by the rest"
	as chief

	{ visits 2026-03 60 10 desk; } | import
	jobs_now
	get '/figures/effect?lang=en'; has '15 of 113 expected'
	{ visits 2019-05 20 5 desk; } | import
	jobs_now
	file '&month=2019-05'; same "$(line '2019-05;missed_percent')" ';25.00;5;20'
	ok "a month that was counted is counted again after an import, however long it is over"

	as desk
	desk_new 'Salma Came Late' 0670000077 1.20261103T0900; want 303; visit=$(last_id)
	desk_new 'Karim Moves' 0670000078 1.20261104T0900; want 303
	sql "INSERT INTO letter_batch (id, organization_id, day, letters, made_at, account_id) VALUES ($((($(date -u -d 2026-11-10T10:00Z +%s) - 1577836800) * 1000 * 2097152)), 4,
		$(town_day 2026-11-10), 7, 0, (SELECT id FROM account WHERE login = 'desk'))"
	clock 2027-02-02T09:00:00Z; for u in desk doctor other chief chief2 admissions region; do sign_in $u; done
	jobs_now
	as chief; file ''; same "$(line '2026-11;missed_percent')" ';;0;0'; same "$(line '2026-11;letters')" ';7;;'
	as desk; get "/desk/appointments/$visit"; want 200
	post "/desk/appointments/$visit/status" "version=$(version_of "$visit")" to=noshow; want 303
	jobs_now
	as region; file '&organization=FES'; same "$(line '2026-11;missed_percent')" ';hidden;;'
	as chief; file ''; same "$(line '2026-11;missed_percent')" ';100.00;1;1'
	same "$(sql_value "SELECT missed FROM effect WHERE month = 682 AND dimension = 'reminder'")" 1
	same "$(line '2026-03/2027-02;missed_percent')" ';14.04;16;114'
	ok "a visit recorded months later is counted"

	as admissions
	post /figures/effect/prices from=2026-13 sms=65 letter=x; want 422; has 'A month looks like'
	post /figures/effect/prices from=2026-09 sms=65 letter=2000; want 303
	post /figures/effect/prices from=2026-10 sms=100 letter=3000; want 303
	sql "DELETE FROM effect_count; INSERT INTO effect_count (organization_id, month, what, n, segments) VALUES (4, 679, 'sms', 500, 900), (4, 680, 'sms', 1000, 1000), (4, 681, 'sms', 1000, 1500), (4, 681, 'letter', 10, 0)"
	get /figures/effect/rates; want 200; has '0.065' '3.000'
	as chief; file ''
	same "$(line '2026-08;cost')" ';0.00;;'
	same "$(line '2026-09;cost')" ';65.00;;'
	same "$(line '2026-10;cost')" ';180.00;;'
	same "$(line '2026-10;letters')" ';10;;'
	get '/figures/effect?lang=fr'; want 200; has '245,00' '180,00'
	as admissions; post /figures/effect/prices/remove month=681; want 303
	as chief; file ''; same "$(line '2026-10;cost')" ';117.50;;'
	ok "a price holds from its month on: the months before keep theirs; letters have one too"

	as chief2
	get '/figures/effect?lang=en'; want 200; hasnt 'Hospital A' '65.00'
	for p in /figures/effect /figures/effect/file.csv; do get "$p?organization=FES"; want 404; done
	post /figures/effect/prices from=2026-09 sms=1 letter=1; want 303
	as chief; file ''; same "$(line '2026-09;cost')" ';65.00;;'
	as region
	get '/figures/effect?organization=FES&lang=en'; want 200; has 'Hospital A, Fez'
	get '/figures/effect/file.csv?organization=FES'; want 200
	get /figures/effect/rates; want 404
	post /figures/effect/prices from=2026-09 sms=1 letter=1; want 404
	for u in desk doctor other; do
		as $u
		for p in /figures/effect /figures/effect/file.csv /figures/effect/rates; do get $p; want 404; done
		post /figures/effect/prices from=2026-09 sms=1 letter=1; want 404
		post /figures/effect/prices/remove month=680; want 404
	done
	visitor; get /figures/effect/file.csv; want 303
	ok "heads and directors see and price their own house, readers above see it, nobody else does"
	stop_diwan
}
on_both effect
finish
