#!/usr/bin/env bash
# A public draw from its announcement to the bookings, over HTTP, on both engines. A lot is computed here once more from what
# the public page says, by the words of docs/draw.md.
. "$(dirname "$0")/lib.sh"
. tests/http/town.sh
. tests/http/desk_lib.sh
. tests/http/ledger_lib.sh

numbers=03-11-17-25-33-41
who=(birth-d=27 birth-m=3 birth-y=1968 sex=f tongue=en)
acts() { sql_value "SELECT COUNT(*) FROM act WHERE act = '$1'"; }
# takes_part NAME PHONE [wish=number…]: online, with the code; the link in $mine.
takes_part() {
	local name=$1 phone=$2 at; shift 2
	as visitor; visitor
	post "$draw/join" "name=$name" "phone=0$phone" "${who[@]}" "$@"; want 303; at=$(location)
	follow; want 200; has 'Enter the code'
	post "$at" "code=$(last_code "+212$phone")"; want 303; mine=$(location | grep -oE '/d/[A-Za-z0-9_-]{22}')
}
# The value behind a name on the page.
said() { grep -oE "<dt>$1</dt><dd><code>[^<]*" "$body" | head -n 1 | sed 's/.*<code>//;s/&#43;/+/g'; }
lot_of() {	# SEED ROOT BEACON HOLDER
	node -e 'const { createHash } = require("crypto"), b = s => Buffer.from(s, "base64"), h = (...p) => p.reduce((x, y) => x.update(y), createHash("sha256"));
		const [seed, root, beacon, holder] = process.argv.slice(1); console.log(h("diwan-draw-1\n", b(seed), b(root), h(beacon).digest(), b(holder)).digest("hex"));' -- "$@"
}

# A draw that has as many people as it can: whoever comes then is told so, not that it is the phone.
full() {
	sql "INSERT INTO draw_wish (id, organization_id, draw_id, name, name_key, birth_day, sex, phone, lang, class, choices, to_list, channel, token_hash, reference, salt, asked_at, state, lot)
		WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 10000)
		SELECT n.i, d.organization_id, d.id, 'One Of Many', 'one of many', n.i, 'female', '+212600000000', 'fr', '', '1', FALSE, 'online', 'many ' || n.i, 'MANY', 'AAAAAAAAAAAAAAAAAAAAAA==', 1, 'in', '' FROM n, draw d"
	post "/desk/draws/$number/wish" 'name=One More' phone=0670000066 "${who[@]}" c1=2; want 409; has 'As many people take part as this draw can have'
	sql "DELETE FROM draw_wish WHERE reference = 'MANY'"
}

announces() {
	desk_town "$1"
	get /desk/draws; want 200; hasnt 'Announce a draw'; get /desk/draws/new; want 404
	as chief; get /desk/draws/new; want 200; has 'Cardiology' 'Cardiologie 2' drand; hasnt 'value="none"'
	local form=(type=1 agenda=2 from=2026-11-09 to=2026-11-11 opens=2026-11-03 opens_at=09:00 closes=2026-11-05 closes_at=18:00 beacon=loto-ma beacon_day=2026-11-06)
	post /desk/draws closes=2026-11-03 "${form[@]}"; want 422; has 'for a day at least'
	post /desk/draws opens=2026-11-02 opens_at=23:00 "${form[@]}"; want 422; has 'from a day after the announcement'
	post /desk/draws beacon=none "${form[@]}"; want 422; has 'A draw needs a number from outside'
	post /desk/draws beacon_day=2026-11-05 "${form[@]}"; want 422; has 'a day after the wishes are closed'
	post /desk/draws agenda=4 "${form[@]}"; want 422; has 'No time of this type'
	post /desk/draws to=2026-11-30 "${form[@]}"; want 422; has 'take fewer days'
	post /desk/draws agenda=3 "${form[@]}"; want 404
	post /desk/draws "${form[@]}"; want 303; number=$(last_id); draw=/draws/$number
	follow; want 200; has 'Draw: Cardiology' '6 times are drawn for' '0 people take part'
	same "$(acts draw-open)/$(acts draw-time)" 1/6
	post /desk/draws "${form[@]}"; want 422; has 'No time of this type'
	as other; get "/desk/draws/$number"; want 404; post "/desk/draws/$number/cancel"; want 404; get /desk/draws; hasnt "/desk/draws/$number"
	as visitor; visitor; get /draws; want 200; has 'Hospital A, Fez' 'Announced' "$draw"
	get '/draws?at=FES'; want 200; has "$draw" 'Times given by a public draw: Hospital A, Fez'; get '/draws?at=SEF'; want 200; hasnt "$draw"; get '/draws?at=NOBODY'; want 404
	get '/draws?past=1'; want 200; hasnt "$draw"
	get "$draw"; want 200; has 'commitment' 'Loto of Morocco, main draw of'; hasnt '<dt>seed' 'Take part</a>'
	post "$draw/join" 'name=Too Early' phone=0670000099 "${who[@]}" c1=1; want 409
	get "$draw/join"; want 303
	get '/times/FES/1?week=2026-11-09'; hasnt '2.1.20261109T1400'
	ok "a batch is announced with its commitment, kept from everybody else, and seen by all"
}

# What the desk reads and does of wishes.
lists() {
	local one
	get "/desk/draws/$number/wishes"; want 200; has 'Amina First' 'Urgent Person' 'A doctor says that it is urgent' 'By phone' 'Takes part no longer'
	look "/desk/draws/$number/wishes" '06 70 00 00 55'; has 'Urgent Person'; hasnt 'Amina First'
	one=$(grep -oE '/desk/wishes/[0-9]+' "$body" | head -n 1)
	look "/desk/draws/$number/wishes" '0670000099'; has 'Nobody takes part with this'
	get "$one"; want 200; has 'tel:+212670000055' 'Takes part'; hasnt 'Book it now'
	post "$one/class" class=; want 303; follow; want 200; has 'Like everybody'
	post "$one/class" class=nonsense; want 422; post "$one/class" class=urgent; want 303
	post "$one/book"; want 409; post "$one/back"; want 409
	sign_in other; get "$one"; want 404; get "/desk/draws/$number/wishes"; want 404; post "$one/class" class=; want 404; sign_in desk
	same "$(sql_value "SELECT COUNT(*) FROM message WHERE template = 'draw-changed' AND recipient = '+212670000055'")" 2
	[ "$(sql_value "SELECT COUNT(*) FROM audit_event WHERE route LIKE '%/wishes%' AND about_id IS NOT NULL")" -ge 6 ] || say_wrong 'who was read is not in the trail'
}
collects() {
	clock 2026-11-03T09:00:30Z
	as visitor; visitor; get "$draw"; has 'Open for wishes' "$draw/join"
	get "$draw/join"; want 200; has 'First wish' 'put me on the waiting list'
	post "$draw/join" 'name=No Wish' phone=0670000051 "${who[@]}"; want 422; has 'Choose at least one time'
	takes_part 'Amina First' 670000051 c1=2 c2=1; first=$mine
	get "$first"; want 200; has 'Amina First' 'You take part in the draw' 'makes no difference'; has_header 'referrer-policy: no-referrer'
	takes_part 'Brahim Second' 670000052 c1=2; second=$mine
	takes_part 'Chama Third' 670000053 c1=2 list=1; third=$mine
	takes_part 'Driss Gone' 670000054 c1=1 any=1; gone=$mine
	takes_part 'AMINA FIRST' 670000051 c1=3 c2=2; follow; has 'you still have one lot'; get "$first"; want 404; first=$mine
	post "$first" c1=2 c3=2 c2=1; want 303; follow; has 'Other wishes'
	post "$gone/leave"; want 303; follow; has 'You no longer take part'
	get "${first%?}x"; want 404
	sign_in desk; sign_in chief; as desk; get "/desk/draws/$number/wish"; want 200; has 'A doctor says that it is urgent'
	post "/desk/draws/$number/wish" 'name=Urgent Person' phone=0670000055 "${who[@]}" c1=2 class=urgent way=phone; want 303; follow; has 'The link went to' '4 people take part'
	same "$(acts draw-wish)" 8
	lists
	same "$(acts draw-wish)" 10
	same "$(sql_value "SELECT COUNT(*) FROM message WHERE template = 'draw-in' AND recipient = '+212670000055'")" 1
	! grep -qi 'cardio\|amina' <<<"$(sql_value "SELECT body FROM message WHERE template = 'draw-in'")" || say_wrong 'the message says too much'
	same "$(sql_value "SELECT COUNT(*) FROM draw_draft WHERE token <> '' AND LENGTH(token) < 60")" 0
	as chief; post "/desk/draws/$number/beacon" value=$numbers; want 409
	full
	ok "wishes come online with a code and by the desk, are changed and taken back; a person has one lot"
}

draws() {
	local v i lot
	clock 2026-11-05T18:00:00Z; jobs_now
	as visitor; visitor; get "$first"; has 'the draw follows'; post "$first" c1=1; want 409; get "$draw"; has 'The draw waits for'; hasnt '<dt>seed'
	sign_in desk; sign_in chief; get /desk/draws; has 'a value is awaited'
	wait_until '[ "$(sql_value "SELECT COUNT(*) FROM act_pending")" = 0 ]'
	jobs_now; same "$(acts draw-seed)" 0
	post "/desk/draws/$number/cancel"; want 409
	post "/desk/draws/$number/beacon" 'value=3 11 17 25 33 41'; want 422; has 'of two digits each'
	post "/desk/draws/$number/beacon" value=$numbers; want 303
	post "/desk/draws/$number/beacon" value=04${numbers#03}; want 409
	jobs_now
	same "$(sql_value "SELECT state FROM draw")" done
	same "$(acts draw-seed)/$(acts draw-result)/$(acts book)" 1/4/2 "the urgent one and one of three have the second time, or Amina her other wish"
	as visitor; visitor; get "$draw"; want 200; has 'The order that was drawn' '4 people took part' 'Online: 3' 'By phone: 1'; hasnt Amina Urgent 670000051 '<th scope="col">Class'
	seed=$(said seed) root=$(said root)
	same "$(said beacon)" $numbers
	same "$(node -e 'console.log(require("crypto").createHash("sha256").update(Buffer.from(process.argv[1], "base64")).digest("base64"))' "$seed")" "$(said commitment)"
	get "$first"; want 200; has 'Rank ' ' of '; lot=$(said lot)
	same "$(lot_of "$seed" "$root" $numbers "$(said holder)")" "$lot"
	get /ledger/key; cp "$body" "$work/key"; sed -n 2p "$body" >"$work/log.key"
	proved "$first/receipt.json" draw-wish; has 'All wishes in a draw' "href=\"$first\""; proved "$gone/receipt.json" draw-wish
	get "$first"; has "$first/proof"; get "${first%?}x/proof"; want 404
	same "$(sql_value "SELECT given FROM draw_wish WHERE phone = '+212670000055'")/$(sql_value "SELECT place FROM draw_wish WHERE phone = '+212670000055'")" 2/1
	same "$(sql_value "SELECT given FROM draw_wish WHERE phone = '+212670000051'")" 1
	get "$first"; has 'Your time:'; get "$second"; has 'none of the times'; get "$third"; has 'You are on the waiting list'
	same "$(sql_value "SELECT COUNT(*) FROM waiting_entry WHERE phone = '+212670000053' AND state IN ('waiting', 'offered')")" 1
	grep -qE '/w/[A-Za-z0-9_-]{22}' <<<"$(sql_value "SELECT body FROM message WHERE template = 'draw-none' AND recipient = '+212670000053'")" || say_wrong 'no link to the waiting list'
	get "$gone"; want 200; hasnt 'Rank '
	as desk; get '/desk?day=2026-11-09'; want 200
	jobs_now; as visitor; visitor; get '/times/FES/1?week=2026-11-09'; has '2.1.20261111T14'; hasnt '2.1.20261109T1440'	# offered to the third, who waits
	ok "after the beacon the order comes from the log, each can compute the own lot, and the times are booked"
	wait_until '[ "$(sql_value "SELECT COUNT(*) FROM act_pending")" = 0 ]'
	node verifier/verify.mjs log "$url/ledger" --key "$work/key" >"$work/said" 2>&1 || say_wrong "$(cat "$work/said")"
	diwan ledger audit >"$work/said" 2>&1 || say_wrong "$(cat "$work/said")"
	ledger_agrees MA 2026-11
	ok "the independent verifier and the audit read the whole log, compute the draw again and find nothing wrong; its bookings are counted alike"
	sql 'UPDATE service SET sensitive = TRUE WHERE id = 1'
	as visitor; visitor; get "$first"; want 200; has 'Your time:'; hasnt Cardiology
	ok "a type that became discreet since is not named"
	stop_diwan
}

both() { announces "$1"; collects; draws; }
on_both both
finish
