#!/usr/bin/env bash
# The receipt of an appointment, over HTTP, on both engines: before its line is sealed, after, and checked by all three who
# can: the program, the independent verifier, and (tests/unit/proof_test.mjs) the script of the page.
. "$(dirname "$0")/lib.sh"
. tests/http/town.sh

member() { node -e 'const v = JSON.parse(require("fs").readFileSync(process.argv[1], "utf8"))[process.argv[2]]; console.log(typeof v === "string" ? v : JSON.stringify(v))' "$1" "$2"; }
# changed FROM TO EXPRESSION: a receipt in which something was changed.
changed() { node -e 'const fs = require("fs"), r = JSON.parse(fs.readFileSync(process.argv[1], "utf8")); eval(process.argv[3]); fs.writeFileSync(process.argv[2], JSON.stringify(r))' "$@"; }
both_say() {	# 0|1 FILE: what the program and the verifier say of a receipt
	"$DIWAN_BIN" ledger verify "$2" --key "$work/key" >"$work/said" 2>&1; same $? "$1" "the program: $(cat "$work/said")"
	node verifier/verify.mjs receipt "$2" --key "$work/key" >"$work/said" 2>&1; same $? "$1" "the verifier: $(cat "$work/said")"
}

before_sealing() {
	book_time 1.1.20261103T0920 0612345601 'Fatima Zahra'; want 303; mine=$(location)
	get "$mine"; want 200; has 'Your line in the public register' "$mine/proof" "$mine/receipt.json" 'other lines are fair'; hasnt '<script'
	get "$mine/receipt.json"; want 200; has_header 'Content-Type: application/json'; has_header 'Cache-Control: .*no-store'; has_header 'Referrer-Policy: no-referrer'
	cp "$body" "$work/receipt.json"
	same "$(member "$body" reference | wc -c)" 12 'the reference without separators'
	hasnt Fatima 612345601 1968
	ok "a receipt is there at once, with the entry and nothing of the person"
}

after_sealing() {
	wait_until 'get "$mine/receipt.json" && ! grep -q "\"index\":null" "$body"'
	cp "$body" "$work/receipt.json"
	get /ledger/key; want 200; cp "$body" "$work/key"
	both_say 0 "$work/receipt.json"
	node verifier/verify.mjs receipt "$work/receipt.json" --key "$work/key" --log "$url/ledger" >"$work/said" 2>&1 || say_wrong "$(cat "$work/said")"
	ok "once sealed, the program and the independent verifier accept it, and the log holds it"
	get "$mine"; want 200; has "is line <strong class=\"nb\"><bdi dir=\"ltr\">$(member "$work/receipt.json" index)<"
	get "$mine/proof"; want 200; has 'src="/static/proof.' 'id="receipt"' "$(sed -n 2p "$work/key")"
	get "$mine.pdf"; want 200; pdftotext "$body" "$work/receipt.txt"; grep -q 'registre public' "$work/receipt.txt" || say_wrong 'no line in the PDF'
	same "$(pdfinfo "$body" | sed -n 's/^Pages: *//p')" 1 'one sheet'
	ok "page and paper say its line; the page that checks it has all that its script needs"
}

refuses() {
	local i=0 c
	for c in 'r.reference = "B7K2M9QX4TZ"' 'r.entry = r.entry.replace("T09:20", "T09:40")' 'r.index ^= 1' 'r.size += 1' 'r.proof[0] = r.salt' 'r.proof = []' \
		'r.checkpoint = r.checkpoint.replace(/\n\d+\n/, "\n7\n")' 'r.salt = r.salt.replace(/^./, x => x === "A" ? "B" : "A")' 'delete r.proof' 'r.more = 1'; do
		i=$((i + 1)); changed "$work/receipt.json" "$work/bad.$i.json" "$c"; both_say 1 "$work/bad.$i.json"
	done
	ok "a receipt in which anything was changed is refused by both"
	cp "$work/key" "$work/key.own"; echo 'PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW' >"$work/key"
	both_say 1 "$work/receipt.json"; cp "$work/key.own" "$work/key"
	ok "with another key both refuse it"
	for p in /a/AAAAAAAAAAAAAAAAAAAAAA/receipt.json /a/x/proof "${mine}x/receipt.json" "$mine/receipt"; do get "$p"; want 404; done
	ok "a guessed link has no receipt"
}

moves() {
	local first second
	first=$(member "$work/receipt.json" index)
	post "$mine/move" slot=1.1.20261104T0900; want 303
	wait_until 'get "$mine/receipt.json" && ! grep -q "\"index\":null" "$body"'; cp "$body" "$work/moved.json"
	second=$(member "$body" index); [ "$second" -gt "$first" ] || say_wrong "line $second after $first"
	member "$body" entry | grep -q '"act":"move".*"slot":"2026-11-04T09:00"' || say_wrong "$(member "$body" entry)"
	both_say 0 "$work/moved.json"; both_say 0 "$work/receipt.json"
	same "$(member "$work/moved.json" entry | grep -o '"chain":"[^"]*"')" "$(member "$work/receipt.json" entry | grep -o '"chain":"[^"]*"')" 'one chain'
	ok "after a move the receipt is of the new line, and the old one still holds"
}

audits() {
	node verifier/verify.mjs log "$url/ledger" --key "$work/key" --state "$work/state" >"$work/said" 2>&1; same $? 0 "$(cat "$work/said")"
	book_time 1.1.20261103T1000 0612345602 Omar; want 303; mine=$(location)
	wait_until 'get "$mine/receipt.json" && ! grep -q "\"index\":null" "$body"'
	node verifier/verify.mjs log "$url/ledger" --key "$work/key" --state "$work/state" >"$work/said" 2>&1; same $? 0 "$(cat "$work/said")"
	grep -q '1 earlier checkpoint' "$work/said" || say_wrong "$(cat "$work/said")"
	node verifier/verify.mjs receipt "$work/receipt.json" --key "$work/key" --log "$url/ledger" >"$work/said" 2>&1; same $? 0 "$(cat "$work/said")"
	ok "the whole log passes the independent audit, and again after it grew"
	"$DIWAN_BIN" ledger audit "$url/ledger" --key "$work/key" --kept "$work/state" >"$work/said" 2>&1; same $? 0 "$(cat "$work/said")"
	grep -q '1 earlier checkpoints, 0 findings' "$work/said" || say_wrong "$(cat "$work/said")"
	diwan ledger audit --json >"$work/own" 2>&1; same $? 0 "$(cat "$work/own")"
	member "$work/own" findings | grep -qx 0 || say_wrong "$(cat "$work/own")"
	"$DIWAN_BIN" ledger audit "$url/ledger" >"$work/said" 2>&1; same $? 1 'no key, nobody believed'
	"$DIWAN_BIN" ledger audit '' --key "$work/key" >"$work/said" 2>&1; same $? 2 'no place'
	sed 's/^\([0-9]*\)$/999999/' "$work/state" >"$work/forged"
	"$DIWAN_BIN" ledger audit "$url/ledger" --key "$work/key" --kept "$work/forged" >"$work/said" 2>&1; same $? 1 'a checkpoint that nobody signed'
	ok "the program's own audit reads it over HTTP and in the database, finds nothing, and believes no key but those it was told"
}

keeps() {	# what whoever asks may keep for ever
	rm -f "$jar"; get /ledger/tile/0/000; want 200; has_header 'Cache-Control: public, max-age=31536000, immutable'; hasnt_header Set-Cookie
	rm -f "$jar"; get /ledger/tile/entries/000; want 200; hasnt_header Set-Cookie
	for p in 0/000.p/1 entries/000.p/255; do get /ledger/tile/$p; want 404; done
	ok "what caches keep for ever brings nobody's cookie; a full tile has no parts"
}

# Last: nothing is sealed after this.
goes_on_without() {
	sql "UPDATE ledger_tile SET hashes = '!'"
	get "$mine"; want 200; has "$mine/cancel"; hasnt 'Your line in the public register'
	get "$mine.pdf"; want 200; has_header 'Content-Type: application/pdf'
	post "$mine/cancel"; want 303
	ok "a log that cannot be read takes nobody's appointment away"
}

# However much is to be brought, in two languages, it is one sheet of paper.
prints() {
	local bring='Carte nationale, carte d’assurance maladie (AMO ou autre), lettre du médecin si vous en avez une, anciens résultats.'
	local too='البطاقة الوطنية، بطاقة التغطية الصحية، رسالة الطبيب إن وجدت، والنتائج السابقة.'
	sql "UPDATE service SET bring_fr = '$bring $bring', bring_ar = '$too $too' WHERE id = 1"
	get "$mine.pdf"; want 200
	same "$(pdfinfo "$body" | sed -n 's/^Pages: *//p')" 1
	same "$(pdftotext "$body" - | grep -o anciens | wc -l)" 2 'all that is to be brought'
	ok "the receipt is printed on one sheet"
}
receipts() {
	new_data "$1"; town; serve_diwan --clock 2026-11-02T08:00:00Z; town_ready
	rm -f "$work/state"
	before_sealing
	after_sealing
	refuses
	prints
	moves
	audits
	keeps
	goes_on_without
	stop_diwan
}
on_both receipts
finish
