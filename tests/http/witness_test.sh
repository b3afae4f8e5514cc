#!/usr/bin/env bash
# The public log before those who keep it honest: a witness that remembers what it signed, and a sealer under a user of its own (as root,
# who alone can give processes to others). Two machines on PostgreSQL, which is where there can be these.
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

# --- a user of its own, as packaging/ sets it up ---
server_user=61002 sealer_user=61001		# of nobody here
with() { local u=$1; shift; setpriv --reuid="$u" --regid="$u" --clear-groups -- "$@"; }
be_sealer() { umask 077; export DIWAN_LEDGER_KEY_FILE=$sealer_data/ledger.key; exec setpriv --reuid=$sealer_user --regid=$sealer_user --groups=$server_user -- "$@"; }
as_sealer() { (be_sealer "$@"); }
sealer_sql() { psql -X -q -A -t -v ON_ERROR_STOP=1 -d "${pg/user=diwan/user=diwan-sealer}" -c "$1" >"$work/out" 2>&1; }
refused() { ! sealer_sql "$1" && grep -q 'permission denied' "$work/out" || say_wrong "the sealer may: $1 ($(head -n 1 "$work/out"))"; }
mode_of() { awk -v d="$1" '$1 == "d" && $2 == d { print $3 }' packaging/diwan.tmpfiles; }
sealer_place() { sealer_at=(--data "$data"); [ -z "$pg" ] || sealer_at+=(--pg "${pg/user=diwan/user=diwan-sealer}"); }
start_sealer() { be_sealer "$plain_bin" ledger seal "${sealer_at[@]}" >>"$work/log" 2>&1 & sealer=$!; }
seal_once() { as_sealer "$plain_bin" ledger seal --once "${sealer_at[@]}" >"$work/out" 2>&1; }
stop_sealer() { kill "-$1" "$sealer"; wait "$sealer" 2>/dev/null; }
whole() { node verifier/verify.mjs log "$url/ledger" --key "$(key)" --kept "$work/before" >"$work/said" 2>&1 || say_wrong "$(cat "$work/said")"; curl -sS "$url/ledger/checkpoint" >"$work/before"; }
proved() { get "$1/receipt.json"; hasnt '"index":null'; node verifier/verify.mjs receipt "$body" --key "$(key)" --log "$url/ledger" >"$work/said" 2>&1 || say_wrong "$(cat "$work/said")"; }
cannot_read() { ! with $server_user cat "$1" >"$work/out" 2>&1 && grep -q 'Permission denied' "$work/out" || say_wrong "the server's user reads $1"; }
# Data of this engine for two users, and a program that runs as the server's.
for_two() {
	new_data "$1" town; sealer_place
	if [ -n "$pg" ]; then
		psql -X -q -d "$pg" -c "DO \$\$ BEGIN CREATE ROLE \"diwan-sealer\" LOGIN; EXCEPTION WHEN duplicate_object THEN NULL; END \$\$" 2>>"$work/log"
		psql -X -q -v ON_ERROR_STOP=1 -d "$pg" -f packaging/diwan-sealer.sql 2>"$work/out" || say_wrong "the grants: $(cat "$work/out")"
		chmod 711 "$(sed 's/.*host=\([^&]*\).*/\1/' <<<"$pg")"
	fi
	chmod 711 "$work"; rm -rf "$sealer_data"
	install -d -m "$(mode_of /var/lib/diwan-sealer)" -o $sealer_user -g $sealer_user "$sealer_data"
	printf 'help_phone = +212800001234\n' >"$data/diwan.conf"; chmod 640 "$data/diwan.conf"
	chown -R $server_user:$server_user "$data"; chmod "$(mode_of /var/lib/diwan)" "$data"
	printf '#!/bin/sh\numask 077\nexec setpriv --reuid=%s --regid=%s --clear-groups -- "%s" "$@"\n' $server_user $server_user "$plain_bin" >"$work/diwan"; chmod 755 "$work/diwan"
}

own_user() {
	local plain_bin=$DIWAN_BIN sealer sealer_data=$work/sealer sealer_at all p
	for_two "$1"
	local DIWAN_BIN=$work/diwan
	DIWAN_LEDGER_SEAL=0 serve_diwan --clock 2026-11-02T08:00:00Z; town_ready
	book_time 1.1.20261103T0920 0612345601 'Fatima Zahra'; want 303; mine=$(location)
	get /ledger/checkpoint; want 404; get "$mine/receipt.json"; has '"index":null'
	ok "without its sealer the server books, and nothing is signed"

	start_sealer; sealed; wait_until 'get "$mine/receipt.json" && ! grep -q "\"index\":null" "$body"'; proved "$mine"
	curl -sS "$url/ledger/checkpoint" >"$work/before"
	same "$(stat -c '%a %u' "$sealer_data/ledger.key")" "600 $sealer_user"; same "$(stat -c %a "$data")" 2770
	for p in $(pgrep -P "$server") "$server"; do same "$(awk '/^Uid:/ { print $2, $3 }' "/proc/$p/status")" "$server_user $server_user" "process $p"; done
	same "$(awk '/^Uid:/ { print $2, $3 }' "/proc/$sealer/status")" "$sealer_user $sealer_user" 'the sealer'
	cannot_read "$sealer_data/ledger.key"; cannot_read "/proc/$sealer/mem"; cannot_read "/proc/$sealer/environ"
	! with $server_user sh -c "rm -f '$sealer_data/ledger.key' || : >'$sealer_data/ledger.key.signed'" 2>>"$work/log" || say_wrong "the server's user writes there"
	[ ! -e "$data/ledger.key" ] || say_wrong 'the server has a key'
	ok "a process of another user seals what it books, and the server's user can neither read nor replace the key"

	[ -z "$pg" ] || may_little
	[ -n "$pg" ] || shares_little

	# kill -9 of the one and the other, and of both
	stop_sealer KILL; book_time 1.1.20261103T1000 0612345602 Omar; want 303; all=("$(location)")
	start_sealer; sealed
	book_time 1.1.20261103T1020 0612345603 Salma; want 303; all+=("$(location)")
	kill_server; start_server; seal_once; sealed
	book_time 1.1.20261103T1040 0612345604 Karim; want 303; all+=("$(location)")
	stop_sealer KILL; kill_server; start_server; start_sealer; sealed; whole
	for mine in "${all[@]}"; do get "$mine/receipt.json"; hasnt '"index":null'; done; proved "$mine"
	stop_sealer TERM; same $? 0 'the sealer ends'
	ok "after kill -9 of the sealer, of the server and of both what was booked is sealed, and the log is whole"

	rewrites
	[ -n "$pg" ] || another_key
	stop_diwan
	comes_back
}
kill_server() { local p; p=$(pgrep -P "$server"); kill -KILL "$server" $p; wait "$server" 2>/dev/null; exec 9<&-; }
start_server() { DIWAN_LEDGER_SEAL=0 serve_diwan --clock 2026-11-02T08:00:00Z; }

may_little() {
	for p in 'SELECT name FROM patient' 'SELECT token_hash FROM appointment' 'SELECT phone FROM waiting_entry' 'UPDATE act SET entry = entry' 'DELETE FROM leaf' \
		'UPDATE leaf SET idx = idx' 'DELETE FROM act' "INSERT INTO ledger_cosignature VALUES (1, 'w', 0, 0, 'x')" 'SELECT 1 FROM account'; do refused "$p"; done
	sealer_sql 'SELECT COUNT(salt) FROM appointment' || say_wrong "$(cat "$work/out")"
	ok "it may read no person and change nothing that is sealed"
}
shares_little() {
	for p in "" -wal -shm; do same "$(stat -c '%a %g' "$data/diwan.db$p")" "660 $server_user" "diwan.db$p"; done
	[ -s "$data/secret.key" ] && ! as_sealer cat "$data/secret.key" >"$work/out" 2>&1 && grep -q 'Permission denied' "$work/out" || say_wrong "the sealer reads the letters' key"
	ok "of the data folder the database alone is shared, whichever of the two made a file of it"
}
# Who breaks into the server can write the whole database: the sealer signs no second history.
rewrites() {
	local was last_tile='WHERE level = 0 AND n = (SELECT MAX(n) FROM ledger_tile WHERE level = 0)'
	was=$(sql_value 'SELECT hashes FROM ledger_tile WHERE level = 0 ORDER BY n DESC LIMIT 1'); was=${was:0:1}
	book_time 1.1.20261104T0900 0612345605 Nadia; want 303; mine=$(location)
	[ -n "$pg" ] || { install -d -m 700 -o $server_user -g $server_user "$work/copy"; "$DIWAN_BIN" backup "$work/copy/one" --data "$data" >"$work/out" 2>&1 || say_wrong "$(cat "$work/out")"; }
	sql "UPDATE ledger_tile SET hashes = '$([ "$was" = A ] && echo B || echo A)' || substr(hashes, 2) $last_tile"
	! seal_once && grep -q 'not what grew' "$work/out" || say_wrong "it signed: $(cat "$work/out")"
	curl -sS "$url/ledger/checkpoint" | cmp -s - "$work/before" || say_wrong 'another checkpoint'
	sql "UPDATE ledger_tile SET hashes = '$was' || substr(hashes, 2) $last_tile"
	seal_once || say_wrong "$(cat "$work/out")"; whole; proved "$mine"
	ok "a log whose past was written anew in the database is not signed"
}
another_key() {
	local old; old=$(key)
	as_sealer "$plain_bin" ledger new-key "${sealer_at[@]}" >"$work/next" || say_wrong 'new-key'
	seal_once || say_wrong "$(cat "$work/out")"
	same "$(key)" "$(cat "$work/next")"; [ "$(key)" != "$old" ] || say_wrong 'the same key'
	same "$(stat -c '%a %u' "$sealer_data/ledger.key")" "600 $sealer_user"; cannot_read "$sealer_data/ledger.key"
	node verifier/verify.mjs log "$url/ledger" --key "$(key)" --key "$old" --kept "$work/before" >"$work/said" 2>&1 || say_wrong "$(cat "$work/said")"
	ok "its user changes the key, and the log says so"
}
# A copy has no key. It is older than what was signed since: put back, its log stands still until the sealer's user says that it is another one.
comes_back() {
	[ "$engine" = sqlite ] || return 0
	[ -z "$(find "$work/copy" -name 'ledger.key*')" ] || say_wrong 'the copy can sign'
	same "$(find "$work/copy" -perm /0077 | wc -l)" 0 'files of the copy that others read'
	data=$work/back; install -d -m "$(mode_of /var/lib/diwan)" -o $server_user -g $server_user "$data"; sealer_place
	"$DIWAN_BIN" restore "$work/copy/one" --data "$data" >"$work/out" 2>&1 || say_wrong "restore: $(cat "$work/out")"
	same "$(stat -c '%a %u %g' "$data/diwan.db" "$data/diwan.conf")" "660 $server_user $server_user"$'\n'"640 $server_user $server_user"
	! seal_once && grep -q lost-key "$work/out" || say_wrong "it signed a second history: $(cat "$work/out")"
	as_sealer "$plain_bin" ledger lost-key "${sealer_at[@]}" >"$work/out" 2>&1 || say_wrong "$(cat "$work/out")"
	same "$(sql_value 'SELECT COUNT(*) FROM act_pending')" 0
	same "$(stat -c '%a %u' "$sealer_data/ledger.key" "$sealer_data/ledger.key.before")" "600 $sealer_user"$'\n'"600 $sealer_user"
	ok "a copy has no key; put back it is shared as before, and another key signs it when the sealer's user says so"
}

on_both witnessed
if [ "$(id -u)" = 0 ]; then on_both own_user; fi
finish
