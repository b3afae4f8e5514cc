# For tests over HTTP: real processes, a fresh database, a clock that can be set. Source it:
#
#	. "$(dirname "$0")/lib.sh"
#	test_both() {				# called with the engine: sqlite or pg
#		start_diwan "$1" --clock 2026-03-02T08:00:00Z
#		get /search?speciality=CARD; want 200; has 'Cardiologie'
#		post /hold slot=1 day=2026-03-04; want 303; follow; want 200
#		clock 2026-03-03T09:00:00Z; jobs_now; outbox +212600000001; has '"state":"sent"'
#		ok "a citizen sees free times"
#		stop_diwan
#	}
#	on_both test_both
#	finish
#
# Each `ok "sentence"` reports one test: passed if nothing since the last one failed (want, has
# and the like), else not. Cookies are kept in $jar; `visitor` begins another browser. Answers:
# $status, $body (a file), $head (a file). No test sleeps: `wait_until CONDITION` polls.
#
# DIWAN_BIN chooses the program (default build/gcc/diwan; build/asan/diwan for sanitizers).
# Settings are environment variables: DIWAN_PAGE_CACHE_MS=2000 start_diwan sqlite.
set -u
cd "$(dirname "${BASH_SOURCE[0]}")/../.." || exit 1
export DIWAN_ROOT=$PWD LC_ALL=C.UTF-8
DIWAN_BIN=${DIWAN_BIN:-$PWD/build/gcc/diwan}
work=$(mktemp -d "${TMPDIR:-/tmp}/diwan-http.XXXXXX")
body=$work/body head=$work/head jar=$work/jar
passes=0 fails=0 wrong=() server= url= data= pg= own_pg= kept_pg=() status=

say_wrong() { wrong+=("line ${BASH_LINENO[1]}: $*"); }
ok() {
	if [ ${#wrong[@]} -eq 0 ]; then
		echo "ok - ${engine:+$engine: }$1"; passes=$((passes + 1))
	else
		echo "not ok - ${engine:+$engine: }$1"; printf '    %s\n' "${wrong[@]}"; fails=$((fails + 1))
		if [ -s "$body" ]; then echo "    answer $status:"; head -c 1500 "$body" | sed 's/^/    | /'; echo; fi
	fi
	wrong=()
}
finish() { [ "$fails" -eq 0 ] || { keep=1; echo "logs in $work"; }; exit $((fails > 0)); }
clean_up() {
	[ -z "$server" ] || { kill -KILL "$server"; wait "$server"; } 2>/dev/null
	local d; for d in "${kept_pg[@]}"; do tests/pg.sh dropdb "$d" >/dev/null 2>&1; done
	[ -z "$own_pg" ] || tests/pg.sh stop "$own_pg" >/dev/null 2>&1
	[ -n "${keep:-}" ] || rm -rf "$work"
}
trap clean_up EXIT
trap '' PIPE
trap 'exit 130' INT TERM

. tests/pause.sh

# Polls a shell condition for up to a minute (or $2): many times what a machine needs that has nothing else to do.
wait_until() {
	local until=$((SECONDS + ${2:-60}))
	until eval "$1"; do
		[ $SECONDS -lt $until ] || { say_wrong "never came: $1"; return 1; }
		pause 0.02
	done
}

engines() {
	echo sqlite
	[ -n "${DIWAN_TEST_SQLITE_ONLY:-}" ] || echo pg
}
pg_url() {	# of the test server, started if there is none
	if [ -z "${DIWAN_TEST_PG:-}" ]; then
		own_pg=$work/pg
		DIWAN_TEST_PG=$(tests/pg.sh start "$own_pg" | tail -n 1) || return 1
		export DIWAN_TEST_PG
	fi
}
on_both() {
	local e
	for e in $(engines); do
		engine=$e; "$@" "$e"
	done
	engine=
}

# diwan COMMAND … on the data of this test.
diwan() { "$DIWAN_BIN" "$@" "${place[@]}"; }

# new_data ENGINE [FILL]: a fresh, migrated database, filled by the function FILL; $data, $pg, place=(--data … [--pg …]).
# It is made once and copied after; with DIWAN_TEST_KEPT (a folder) once for all programs that run with it.
new_data() {
	local from=${DIWAN_TEST_KEPT:-$work/kept}/$1-${2:-empty} lock
	mkdir -p "${from%/*}"
	if [ "$1" = pg ]; then pg_url || { echo "not ok - PostgreSQL did not start"; exit 1; }; fi
	exec {lock}>"$from.lock"; flock "$lock"
	[ -e "$from.made" ] || make_data "$1" "${2:-:}" "$from"
	exec {lock}>&-
	data=$(mktemp -d "$work/data.XXXXXX"); pg=; place=(--data "$data")
	cp -a "$from/." "$data"
	[ "$1" = pg ] || return 0
	pg=$(tests/pg.sh newdb "$DIWAN_TEST_PG" "$(cat "$from.made")")
	[ -n "$pg" ] || { echo "not ok - no database in PostgreSQL"; exit 1; }
	place+=(--pg "$pg")
}
make_data() {	# engine, what fills, folder: what is copied; beside it FOLDER.made with its database's URL
	data=$3 pg=; place=(--data "$data")
	rm -rf "$data"; mkdir -m 700 "$data"
	if [ "$1" = pg ]; then
		pg=$(tests/pg.sh newdb "$DIWAN_TEST_PG"); place+=(--pg "$pg")
		[ -n "${DIWAN_TEST_KEPT:-}" ] || kept_pg+=("$pg")
	fi
	diwan migrate >"$work/migrate.log" 2>&1 || { cat "$work/migrate.log"; echo "not ok - diwan migrate"; exit 1; }
	"$2"
	[ ${#wrong[@]} -eq 0 ] || { printf '%s\n' "${wrong[@]}"; echo "not ok - filling by $2"; exit 1; }
	echo "$pg" >"$3.made"
}
# start_diwan ENGINE [serve options]: new data, then serve. Fill the data before with new_data and
# use serve_diwan to keep it.
start_diwan() {
	local e=$1; shift
	new_data "$e"
	serve_diwan "$@"
}
serve_diwan() {
	local line
	mkfifo "$work/out.$$"
	DIWAN_PAGE_CACHE_MS=${DIWAN_PAGE_CACHE_MS:-0} "$DIWAN_BIN" serve "${place[@]}" --port "${serve_port:-0}" --test-mode "$@" \
		>"$work/out.$$" 2>>"$work/log" &
	server=$!
	exec 9<"$work/out.$$"; rm "$work/out.$$"
	url=
	while IFS= read -rt 180 line <&9; do
		case $line in LISTENING\ *) url=${line#LISTENING }; break ;; esac
	done
	[ -n "$url" ] || { tail -n 20 "$work/log"; echo "not ok - diwan serve did not start"; exit 1; }
	wait_until 'curl -fsS -o /dev/null "$url/healthz" 2>/dev/null'
	visitor
}
# Ends the server as an operator would and looks that it ends well: exit code 0, no process left.
stop_diwan() {
	local rc pids
	pids=$(pgrep -P "$server" | tr '\n' ' ')
	kill -TERM "$server"; wait "$server"; rc=$?
	server=; exec 9<&-
	[ $rc -eq 0 ] || say_wrong "diwan serve ended with $rc"
	for p in $pids; do [ ! -e "/proc/$p" ] || say_wrong "process $p outlived the server"; done
	if grep -qE 'ERROR: (Address|Leak)Sanitizer|runtime error:' "$work/log"; then
		say_wrong "sanitizer: $(grep -m 1 -E 'ERROR: |runtime error:' "$work/log")"; keep=1
	fi
	[ -z "$pg" ] || tests/pg.sh dropdb "$pg" >/dev/null 2>&1
	pg=
}

# --- requests ---
visitor() { rm -f "$jar"; }			# a browser that was never here
# as NAME: one cookie jar a person, so that several may be signed in at once.
as() { jar=$work/jar.$1; }
# request METHOD PATH [curl options]
request() {
	local method=$1 path=$2; shift 2
	: >"$body"; : >"$head"
	status=$(curl -sS -o "$body" -D "$head" -w '%{http_code}' -b "$jar" -c "$jar" -X "$method" --max-time 120 \
		-H 'Accept-Language: en' "$@" "$url$path" 2>>"$work/curl.log")
}
get() { local path=$1; shift; request GET "$path" "$@"; }
# post PATH name=value … : a form from one of our own pages. Curl options may stand after --.
post() {
	local path=$1 fields=(); shift
	while [ $# -gt 0 ] && [ "$1" != -- ]; do fields+=(--data-urlencode "$1"); shift; done
	[ "${1:-}" != -- ] || shift
	[ ${#fields[@]} -gt 0 ] || fields=(-d '')
	request POST "$path" -H "Origin: $url" -H 'Sec-Fetch-Site: same-origin' "${fields[@]}" "$@"
}
# upload PATH field=@file name=value … : multipart.
upload() {
	local path=$1 fields=(); shift
	while [ $# -gt 0 ]; do fields+=(-F "$1"); shift; done
	request POST "$path" -H "Origin: $url" -H 'Sec-Fetch-Site: same-origin' "${fields[@]}"
}
# json METHOD PATH BODY [curl options]: a machine.
json() {
	local method=$1 path=$2 data=$3; shift 3
	request "$method" "$path" -H 'Content-Type: application/fhir+json' --data-binary "$data" "$@"
}
header() { sed -n "s/^$1: *//Ip" "$head" | tr -d '\r' | tail -n 1; }
location() { header Location; }
follow() { local to; to=$(location); [ -n "$to" ] || say_wrong "no Location to follow"; get "${to#"$url"}"; }
# The value of an input or link in the answer: input NAME; href 'pattern' prints the first match.
input() { grep -oE "<input[^>]*name=\"?$1\"?[^>]*>" "$body" | head -n 1 | grep -oE 'value="[^"]*"' | sed 's/^value="//;s/"$//'; }
href() { grep -oE 'href="[^"]*"' "$body" | sed 's/^href="//;s/"$//;s/&amp;/\&/g' | grep -E "$1" | head -n 1; }

want() { [ "$status" = "$1" ] || say_wrong "status $status instead of $1"; }
has() { local t; for t; do grep -qF -- "$t" "$body" || say_wrong "the answer lacks: $t"; done; }
hasnt() { local t; for t; do ! grep -qF -- "$t" "$body" || say_wrong "the answer has: $t"; done; }
has_header() { grep -qiE "^$1" "$head" || say_wrong "no header: $1"; }
hasnt_header() { ! grep -qiE "^$1" "$head" || say_wrong "header: $1"; }
same() { [ "$1" = "$2" ] || say_wrong "$1 instead of $2${3:+ ($3)}"; }
count() { grep -oF -- "$1" "$body" | wc -l; }

# --- people ---
# new_user LOGIN ORGANIZATION ROLE [options of diwan user add]: with the password of all tests; its
# second factor's secret, if --totp, in $totp.
password='un chat dort ici'
new_user() {
	local login=$1 organization=$2 role=$3; shift 3
	printf '%s\n' "$password" | diwan user add "$login" --organization "$organization" --role "$role" --password-stdin "$@" \
		>"$work/user" 2>"$work/user.err" || say_wrong "diwan user add $login: $(cat "$work/user.err")"
	totp=$(sed -n 's/^totp //p' "$work/user")
}
# sign_in LOGIN [SECRET INSTANT]: in the current jar; a second factor's code as of the instant.
sign_in() {
	local otp=
	[ -z "${2:-}" ] || otp=$("$DIWAN_BIN" totp "$2" --test-mode --clock "$3")
	post /sign-in user="$1" pass="$password" otp="$otp"
	want 303
}

# --- test mode ---
clock() { request POST /_test/clock -H 'Content-Type: text/plain' --data-binary "$1"; want 204; }
# All jobs, to their end. The jobs process may be at the same work at that moment (409): again then.
jobs_now() {
	wait_until 'request POST /_test/jobs -H "Content-Type: text/plain" -d ""; [ "$status" != 409 ]'
	want 204
}
outbox() { get "/_test/outbox?to=$(printf %s "$1" | sed 's/+/%2B/')"; want 200; }
# Numbers of the metrics: metric diwan_ticks.
metric() { curl -sS "$url/metrics" | sed -n "s/^$1 //p" | head -n 1; }
# Process ids by kind: pids writer.
pids() { curl -sS "$url/metrics" | sed -n "s/^diwan_process{kind=\"$1\"} //p"; }

# --- bytes ---
# raw BYTES (printf format) [seconds]: sends them on a fresh connection and keeps what comes back
# in $body until the server closes or the seconds are over; $status is the first answer's.
raw() {
	local port=${url##*:}
	: >"$body"
	exec 7<>"/dev/tcp/127.0.0.1/${port%/}" || { say_wrong "no connection"; return; }
	# shellcheck disable=SC2059
	printf "$1" >&7 2>/dev/null
	timeout "${2:-10}" cat <&7 >"$body" 2>/dev/null
	closed=$?	# 0: the server closed; 124: it did not
	exec 7<&- 7>&-
	status=$(head -n 1 "$body" | tr -d '\0' | sed -n 's|^HTTP/1.[01] \([0-9]*\).*|\1|p' | tr -d '\r')
}
