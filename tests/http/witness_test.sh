#!/usr/bin/env bash
# The public log before those who keep it honest: a witness that remembers what it signed, and a sealer under a user of its own. A witness on both
# engines; two machines, and the sealer's user, on PostgreSQL, which is where there can be these (the user as root,
# who alone can give processes to others).
. "$(dirname "$0")/lib.sh"
. tests/http/town.sh

key() { curl -sS "$url/ledger/key" | sed -n 2p; }
sealed() { wait_until '[ "$(sql_value "SELECT COUNT(*) FROM act_pending")" = 0 ]'; }
start_witness() {
	mkfifo "$work/witness.out"
	node tests/ledger/witness.mjs witness.example/w "$(key)" "$work/witness.state" >"$work/witness.out" 2>>"$work/log" & witness=$!
	{ read -rt 60 wkey && read -rt 60 wport; } <"$work/witness.out"; rm "$work/witness.out"
	[ -n "${wport:-}" ] || say_wrong "no witness"
}
stop_witness() { kill "$witness"; wait "$witness" 2>/dev/null; }
asks() {	# how many entries it saw: the request is sent, its answer is in $body and $status
	diwan ledger witness-request "$1" >"$work/request" || say_wrong "witness-request $1"
	status=$(curl -sS -o "$body" -D "$head" -w '%{http_code}' --data-binary "@$work/request" "http://127.0.0.1:$wport/add-checkpoint")
}
signs() { asks "$1"; want 200; diwan ledger cosign "$wkey" <"$body" >"$work/out" 2>&1 || say_wrong "cosign: $(cat "$work/out")"; }
size() { sed -n 2p "$1"; }
audit() { node verifier/verify.mjs log "$url/ledger" --key "$(key)" --key "$wkey" --quorum 1 >"$work/said" 2>&1; }

witnessed() {
	local seen at
	new_data "$1" town; serve_diwan --clock 2026-11-02T08:00:00Z; town_ready
	wait_until 'request POST /_test/jobs -H "Content-Type: text/plain" -d ""; [ "$status" = 204 ]'; sealed	# all hours are told, nothing comes by itself
	rm -f "$work/witness.state"; start_witness
	audit; same $? 1 'no witness has signed yet'
	signs 0; get /ledger/checkpoint; has '— witness.example/w '; seen=$(size "$body")
	audit; same $? 0 "$(cat "$work/said")"
	ok "a witness signs what it has seen, the checkpoint carries it, and the independent verifier asks for it"

	book_time 1.1.20261103T0920 0612345601 'Fatima Zahra'; want 303; sealed
	asks 0; want 409; has_header 'Content-Type: text/x.tlog.size'; same "$(cat "$body")" "$seen"
	signs "$(cat "$body")"; get /ledger/checkpoint; has '— witness.example/w '; at=$(size "$body")
	[ "$at" -gt "$seen" ] || say_wrong "$at after $seen"
	stop_witness; start_witness		# its memory is a file
	asks "$seen"; want 409; same "$(cat "$body")" "$at"
	ok "asked from elsewhere it answers 409 with its own size, and from there it signs the growth"

	# The same key signs another history of the same length: the witness has seen the first.
	awk 'note; /^$/ { note = 1 }' "$work/request" >"$work/signed"
	node -e '
		const fs = require("fs"), c = require("crypto"), [note, seed] = [1, 2].map(i => fs.readFileSync(process.argv[i], "utf8"))
		const own = c.createPrivateKey({ key: Buffer.concat([Buffer.from("302e020100300506032b657004220420", "hex"), Buffer.from(seed.trim(), "base64")]), format: "der", type: "pkcs8" })
		const [origin, size] = note.split("\n"), text = `${origin}\n${size}\n${c.createHash("sha256").update("another").digest("base64")}\n`
		const id = Buffer.from(note.split("\n").find(l => l.startsWith("— ")).split(" ")[2], "base64").subarray(0, 4)
		const line = `— ${origin} ${Buffer.concat([id, c.sign(null, Buffer.from(text), own)]).toString("base64")}\n`
		fs.writeFileSync(process.argv[3], `old ${size}\n\n${text}\n${line}`)' "$work/signed" "$data/ledger.key" "$work/forked" || say_wrong 'the forked checkpoint'
	status=$(curl -sS -o "$body" -w '%{http_code}' --data-binary "@$work/forked" "http://127.0.0.1:$wport/add-checkpoint"); want 409
	printf '— witness.example/w %s\n' "$(head -c 76 /dev/zero | base64 -w 0)" | diwan ledger cosign "$wkey" >"$work/out" 2>&1; same $? 1
	ok "a second history under the same key gets no signature, and a made-up signature no place"
	stop_witness
	[ -z "$pg" ] || machines
	stop_diwan
}

# --- two machines on one database ---
holds() { sql_value "SELECT COUNT(*) FROM act WHERE act = 'hold'"; }
of_both() {	# what both say of a path, when it is the same
	curl -fsS "$first_url$1" >"$work/of.1" 2>>"$work/curl.log" && curl -fsS "$second_url$1" >"$work/of.2" 2>>"$work/curl.log" && cmp -s "$work/of.1" "$work/of.2"
}
machines() {
	local first_url=$url first=$server first_place=("${place[@]}") second_url a b n slot u asked=()
	install -d -m 700 "$work/second"; [ ! -e "$data/secret.key" ] || cp "$data/secret.key" "$work/second"
	exec 8<&9; place=(--data "$work/second" --pg "$pg")
	DIWAN_LEDGER_SEAL=0 serve_diwan --clock 2026-11-02T08:00:00Z; second_url=$url
	book_time 1.1.20261104T0900 0612345611 Omar; want 303; b=$(location)
	url=$first_url; book_time 1.1.20261104T0920 0612345612 Salma; want 303; a=$(location)
	url=$second_url; post "$a/cancel" why=far; want 303
	n=$(holds)
	for slot in 0940 1000 1020 1040; do for u in "$first_url" "$second_url"; do
		curl -sS -o "$work/held.$slot.${u##*:}" -H "Origin: $u" -H 'Sec-Fetch-Site: same-origin' --data-urlencode "slot=1.1.20261104T$slot" "$u/hold" 2>>"$work/curl.log" & asked+=($!)
	done; done; wait "${asked[@]}"
	same "$(($(holds) - n))" 4 'the same four times asked of both at once'
	sealed; wait_until 'of_both /ledger/checkpoint'; cp "$work/of.1" "$work/seen"
	for u in "$b" "$a"; do
		wait_until 'of_both "$u/receipt.json" && ! grep -q "\"index\":null" "$work/of.2"' || continue
		node verifier/verify.mjs receipt "$work/of.2" --key "$(key)" --log "$first_url/ledger" >"$work/said" 2>&1 || say_wrong "$(cat "$work/said")"
	done
	of_both /ledger/tile/0/000 || of_both "/ledger/tile/0/000.p/$(($(size "$work/seen") % 256))" || say_wrong 'two trees'
	node verifier/verify.mjs log "$second_url/ledger" --key "$(key)" --kept "$work/seen" >"$work/said" 2>&1 || say_wrong "$(cat "$work/said")"
	[ ! -e "$work/second/ledger.key" ] || say_wrong 'the second machine has a key'
	kill -TERM "$server"; wait "$server"; same $? 0 'the second machine ends'
	url=$first_url server=$first place=("${first_place[@]}"); exec 9<&8 8<&-
	ok "two machines write at once into one log, and both serve it, the same"
}

# --- a user of its own ---
server_user=61002 sealer_user=61001		# of nobody here
with() { local u=$1; shift; setpriv --reuid="$u" --regid="$u" --clear-groups -- "$@"; }
sealer_sql() { psql -X -q -A -t -v ON_ERROR_STOP=1 -d "${pg/user=diwan/user=diwan-sealer}" -c "$1" >"$work/out" 2>&1; }
refused() { ! sealer_sql "$1" && grep -q 'permission denied' "$work/out" || say_wrong "the sealer may: $1 ($(head -n 1 "$work/out"))"; }
start_sealer() {
	DIWAN_LEDGER_ORIGIN=localhost/ledger setpriv --reuid=$sealer_user --regid=$sealer_user --clear-groups -- "$plain_bin" ledger seal --data "$sealer_data" --pg "${pg/user=diwan/user=diwan-sealer}" >>"$work/log" 2>&1 & sealer=$!
}

own_user() {
	local plain_bin=$DIWAN_BIN sealer sealer_data=$work/sealer p
	new_data pg town
	psql -X -q -d "$pg" -c "DO \$\$ BEGIN CREATE ROLE \"diwan-sealer\" LOGIN; EXCEPTION WHEN duplicate_object THEN NULL; END \$\$" 2>>"$work/log"
	psql -X -q -v ON_ERROR_STOP=1 -d "$pg" -f packaging/diwan-sealer.sql 2>"$work/out" || say_wrong "the grants: $(cat "$work/out")"
	chmod 711 "$work" "$(sed 's/.*host=\([^&]*\).*/\1/' <<<"$pg")"
	install -d -m 700 -o $sealer_user -g $sealer_user "$sealer_data"; chown -R $server_user:$server_user "$data"
	printf '#!/bin/sh\nexec setpriv --reuid=%s --regid=%s --clear-groups -- "%s" "$@"\n' $server_user $server_user "$plain_bin" >"$work/diwan"; chmod 755 "$work/diwan"
	DIWAN_BIN=$work/diwan DIWAN_LEDGER_SEAL=0 serve_diwan --clock 2026-11-02T08:00:00Z; town_ready
	book_time 1.1.20261103T0920 0612345601 'Fatima Zahra'; want 303; mine=$(location)
	get /ledger/checkpoint; want 404; get "$mine/receipt.json"; has '"index":null'
	ok "without its sealer the server books, and nothing is signed"

	start_sealer; sealed; wait_until 'get "$mine/receipt.json" && ! grep -q "\"index\":null" "$body"'; cp "$body" "$work/receipt.json"
	node verifier/verify.mjs receipt "$work/receipt.json" --key "$(key)" --log "$url/ledger" >"$work/said" 2>&1 || say_wrong "$(cat "$work/said")"
	same "$(stat -c '%a %u' "$sealer_data/ledger.key")" "600 $sealer_user"
	for p in $(pgrep -P "$server") "$server"; do same "$(awk '/^Uid:/ { print $2, $3 }' "/proc/$p/status")" "$server_user $server_user" "process $p"; done
	same "$(awk '/^Uid:/ { print $2, $3 }' "/proc/$sealer/status")" "$sealer_user $sealer_user" 'the sealer'
	! with $server_user cat "$sealer_data/ledger.key" >"$work/out" 2>&1 && grep -q 'Permission denied' "$work/out" || say_wrong "the server's user reads the key"
	[ ! -e "$data/ledger.key" ] || say_wrong 'the server has a key'
	ok "a process of another user seals what it books, and the server's user cannot read the key"

	for p in 'SELECT name FROM patient' 'SELECT token_hash FROM appointment' 'SELECT phone FROM waiting_entry' 'UPDATE act SET entry = entry' 'DELETE FROM leaf' \
		'UPDATE leaf SET idx = idx' 'DELETE FROM act' "INSERT INTO ledger_cosignature VALUES (1, 'w', 0, 0, 'x')" 'SELECT 1 FROM account'; do refused "$p"; done
	sealer_sql 'SELECT COUNT(salt) FROM appointment' || say_wrong "$(cat "$work/out")"
	ok "it may read no person and change nothing that is sealed"

	kill -TERM "$sealer"; wait "$sealer"; same $? 0 'the sealer ends'
	book_time 1.1.20261103T1000 0612345602 Omar; want 303; mine=$(location)
	get "$mine/receipt.json"; has '"index":null'
	start_sealer; sealed; kill -KILL "$sealer"; wait "$sealer" 2>/dev/null
	curl -sS "$url/ledger/checkpoint" >"$work/before"
	start_sealer; book_time 1.1.20261103T1020 0612345603 Salma; want 303; sealed; kill -TERM "$sealer"; wait "$sealer"
	node verifier/verify.mjs log "$url/ledger" --key "$(key)" --kept "$work/before" >"$work/said" 2>&1 || say_wrong "$(cat "$work/said")"
	ok "stopped, killed and started again it goes on where it was, and the log is whole"
	stop_diwan
}

on_both witnessed
if [ "$(id -u)" = 0 ] && [ -z "${DIWAN_TEST_SQLITE_ONLY:-}" ]; then engine=pg; own_user; engine=; fi
finish
