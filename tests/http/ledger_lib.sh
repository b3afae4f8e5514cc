# For tests that end with a look at what they left in the public log; sourced after lib.sh and town.sh, called while the server runs.

# ledger_agrees COUNTRY MONTH…: everything is sealed; the independent verifier finds nothing wrong with forms, chains and places (the dates are a test's,
# whose clock jumps, and so is what is done within seconds, by staff who are scripts), and nothing that the program must never do by itself: give a
# time that is not on offer, offer past somebody, exceed a ceiling; and what can be recomputed from the entries is what the
# program counts from its rows, of the country and of each house in the log.
ledger_agrees() {
	local country=$1 month org files=(); shift
	wait_until '[ "$(sql_value "SELECT COUNT(*) FROM act_pending")" = 0 ]'
	curl -sS "$url/ledger/key" | sed -n 2p >"$work/log.key"
	node verifier/verify.mjs log "$url/ledger" --key "$work/log.key" >"$work/log.said" 2>&1
	grep -q ' findings\.$' "$work/log.said" || say_wrong "the verifier: $(tail -n 1 "$work/log.said")"
	! grep -E '^((form|chains|places)/|unoffered/unpublished:|order/passed:|extra/ceiling:)' "$work/log.said" >"$work/log.found" || say_wrong "the verifier: $(head -n 5 "$work/log.found")"
	for month; do
		for org in "$country" $(sql_value "SELECT code FROM organization o WHERE kind <> 'department' AND parent_id IS NOT NULL AND EXISTS (SELECT 1 FROM act a JOIN organization h ON h.id = a.organization_id
				WHERE h.id = o.id OR (h.kind = 'department' AND h.parent_id = o.id))"); do
			files+=("$work/figures.$org.$month")
			diwan figures --organization "$org" --month "$month" --format tables >"${files[-1]}" || say_wrong "figures of $org in $month"
		done
	done
	WHOLE=$country node tests/ledger/figures.mjs "$url/ledger" "${files[@]}" >"$work/log.figures" 2>&1 || say_wrong "$(head -n 8 "$work/log.figures")"
	echo "# $(tail -n 1 "$work/log.figures")"
}
# proved PATH ACT: the receipt there is sealed, of that act, and believed by the program and by the independent verifier.
proved() {
	get "$1"; want 200; has_header 'Content-Type: application/json'; has_header 'Cache-Control: .*no-store'; has_header 'Referrer-Policy: no-referrer'
	has "\\\"act\\\":\\\"$2\\\""; cp "$body" "$work/proved.json"
	"$DIWAN_BIN" ledger verify "$work/proved.json" --key "$work/log.key" >"$work/said" 2>&1 || say_wrong "the program: $(cat "$work/said")"
	node verifier/verify.mjs receipt "$work/proved.json" --key "$work/log.key" >"$work/said" 2>&1 || say_wrong "the verifier: $(cat "$work/said")"
	get "${1%/receipt.json}/proof"; want 200; has 'src="/static/proof.' 'id="receipt"' 'Your line in the public register'
}
