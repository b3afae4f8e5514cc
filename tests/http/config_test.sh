#!/usr/bin/env bash
# Settings as an operator meets them: a wrong one is named and nothing starts; exit codes of commands.
. "$(dirname "$0")/lib.sh"
new_data sqlite

conf() { printf '%s\n' "$@" >"$data/diwan.conf"; }
run() { "$DIWAN_BIN" "$@" >"$body" 2>&1; status=$?; }

run check-config "${place[@]}"; want 0; has 'workers = 2' 'session_idle_minutes = 15'
ok "check-config prints what holds"

conf 'workers = 3' '# a remark' 'public_url = https://rdv.example'
run check-config "${place[@]}"; want 0; has 'workers = 3' 'public_url = https://rdv.example'
hasnt WARNING
DIWAN_WORKERS=5 run check-config "${place[@]}"; has 'workers = 5'
ok "the file is read, the environment wins"
DIWAN_PUBLIC_URL=https://rendez-vous.example.com run check-config "${place[@]}"; want 0; has 'public_url: WARNING: 31 characters'
ok "an address that makes text messages longer than one part is warned of"

conf 'workers = 3' 'wrokers = 4'
run check-config "${place[@]}"; want 1; has 'line 2' 'wrokers'
run serve "${place[@]}" --port 0; want 1; has 'wrokers'
run user list "${place[@]}"; want 1; has 'wrokers'
ok "an unknown name refuses to start, with its line"
conf 'workers = 0'
run serve "${place[@]}" --port 0; want 1; has 'from 1 to 64'
conf
DIWAN_WROKERS=1 run serve "${place[@]}" --port 0; want 1; has 'DIWAN_WROKERS'
ok "so does a value out of range, and an unknown variable"
conf 'ledger_origin = rdv fes+1'
run check-config "${place[@]}"; want 1; has 'the public log cannot be called rdv fes+1'
conf 'public_url = https://rdv.example:8443/'
run check-config "${place[@]}"; want 0
ok "a name of the public log that no verifier takes is told"
conf 'ledger_seal = 0'; run check-config "${place[@]}"; want 0
: >"$data/ledger.key"; run check-config "${place[@]}"; want 1; has "this user can read $data/ledger.key"
conf; run check-config "${place[@]}"; want 0; rm "$data/ledger.key"
ok "a signing key that the server's user can read although another process seals is told"
rm "$data/diwan.conf"

run nonsense; want 2
run user "${place[@]}"; want 2
run user add x "${place[@]}"; want 2
run token add --organization MA "${place[@]}"; want 2
run user add x --organization NOPE --role desk "${place[@]}"; want 1
run user add x --organization MA --role king "${place[@]}"; want 1
run user disable nobody "${place[@]}"; want 1
run totp 'not a secret'; want 1
ok "exit codes: 2 for a wrong call, 1 for a wrong input"

run first-account "${place[@]}"; want 0; has 'user name      admin'
run first-account "${place[@]}"; want 0; hasnt 'password'
run user list "${place[@]}"; want 0; same "$(wc -l <"$body")" 1
ok "the first account is made once"

empty=$(mktemp -d "$work/empty.XXXXXX")
run user list --data "$empty"; want 1; has 'diwan migrate'
run user add x --data "$empty" --organization MA --role desk; want 1; has 'diwan migrate'; [ -z "$(ls "$empty")" ] || say_wrong 'it made a file'
ok "without a database a command says how to make it"
DIWAN_KANNEL_URL=http://127.0.0.1:9/ run serve --data "$empty" --port 0; want 1; has 'kannel_url without sms_sender'
DIWAN_KANNEL_URL=http://127.0.0.1:9/ DIWAN_SMS_SENDER=Diwan run serve --data "$empty" --port 0; want 1; hasnt 'sms_sender'
ok "Kannel without our sender id, which it would refuse each message for, is said at the start"
finish
