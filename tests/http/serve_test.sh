#!/usr/bin/env bash
# The running program: its processes, their restart and end; what the HTTP server refuses.
. "$(dirname "$0")/lib.sh"

starts_and_ends() {
	start_diwan "$1"
	get /healthz; want 200; has ok
	has_header "Content-Security-Policy: default-src 'none'"
	has_header 'X-Content-Type-Options: nosniff'
	has_header "Cache-Control: no-store"
	hasnt_header 'Strict-Transport-Security'
	ok "a server answers /healthz with the headers that keep pages safe"

	get /metrics; want 200; has diwan_requests 'diwan_process{kind="writer"}'
	same "$(pids worker | wc -l)" 2 workers
	same "$(pids writer | wc -l)" "$([ "$1" = pg ] && echo 4 || echo 1)" writers
	ok "metrics count requests and name the processes"

	clock 2026-03-01T08:00:00Z
	ok "the clock of all processes can be set in test mode"
	get /no/such/page; want 404
	ok "an unknown path is not found"
	request DELETE /healthz; want 405
	ok "a method that a path does not have is refused"

	exec 8<>"/dev/tcp/127.0.0.1/${url##*:}"		# an idle connection must not delay the end
	stop_diwan
	exec 8<&-
	ok "SIGTERM ends all processes cleanly"
}

dies_and_lives() {
	local before now kind
	start_diwan "$1"
	for kind in writer worker helper jobs; do
		before=$(pids $kind | sort | tr '\n' ' ')
		kill -KILL $before
		wait_until '[ "$(pids '$kind' 2>/dev/null | wc -l)" = '"$(echo "$before" | wc -w)"' ]'
		wait_until 'curl -fsS -o /dev/null "$url/healthz" 2>/dev/null'
		now=$(pids $kind | sort | tr '\n' ' ')
		[ "$before" != "$now" ] || say_wrong "$kind: still $now"
		ok "a $kind that was killed is started again"
	done
	[ "$(metric diwan_restarts)" -ge 4 ] || say_wrong "restarts: $(metric diwan_restarts)"
	ok "restarts are counted"
	local children; children=$(pgrep -P "$server")
	kill -KILL "$server"; wait "$server" 2>/dev/null; server=; exec 9<&-
	for p in $children; do wait_until "[ ! -e /proc/$p ] || grep -q '^State:.Z' /proc/$p/status 2>/dev/null" 20; done
	ok "children end when their parent is killed"
	[ -z "$pg" ] || tests/pg.sh dropdb "$pg" >/dev/null 2>&1
}

refuses_bytes() {
	start_diwan "$1"
	raw 'GET /healthz HTTP/1.1\r\nHost: x\r\nContent-Length: 0\r\nContent-Length: 0\r\n\r\n'; want 400
	ok "two Content-Length lines are refused"
	raw 'GET /healthz HTTP/1.1\r\nHost: x\r\nHost: y\r\n\r\n'; want 400
	ok "two Host lines are refused"
	raw 'POST /_test/clock HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\nContent-Length: 3\r\n\r\n0\r\n\r\n'; want 400
	ok "Transfer-Encoding with Content-Length is refused"
	raw 'POST /_test/clock HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: gzip, chunked\r\n\r\n0\r\n\r\n'
	case $status in 400 | 501) ;; *) want 400 ;; esac
	ok "a Transfer-Encoding other than chunked is refused"
	raw 'POST /_test/clock HTTP/1.1\r\nHost: x\r\nContent-Length : 41\r\n\r\nGET /healthz HTTP/1.1\r\nHost: x\r\nA: b\r\n\r\n' 3
	want 400; same "$(count HTTP/1.1)" 1 answers
	raw 'POST /_test/clock HTTP/1.1\r\nHost: x\r\nTransfer-Encoding\t: chunked\r\n\r\nGET /healthz HTTP/1.1\r\nHost: x\r\n\r\n' 3
	want 400; same "$(count HTTP/1.1)" 1 answers
	ok "a header's name with a space is refused: a proxy may have read it as a length"
	raw 'GET /healthz HTTP/1.1\r\n\r\n'; want 400
	ok "a request without Host is refused"
	raw 'GET http://other/healthz HTTP/1.1\r\nHost: x\r\n\r\n' 3; want 400
	ok "an absolute target is refused"
	raw 'GET /caf\xc3\xa9 HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n'; want 400
	ok "raw bytes above ASCII in a target are refused"
	raw "GET /$(printf 'a%.0s' {1..5000}) HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n"; want 414
	ok "a very long address is refused"
	raw "GET / HTTP/1.1\r\nHost: x\r\nX: $(printf 'a%.0s' {1..20000})\r\n\r\n"
	case $status in 400 | 413 | 431) ;; *) want 431 ;; esac
	ok "a head over the limit is refused"
	head -c 70000 /dev/zero | tr '\0' a >"$work/big"
	request POST /_test/clock -H 'Content-Type: text/plain' --data-binary "@$work/big"; want 413
	ok "a body over the limit is refused"
	request POST /_test/clock -H 'Content-Type: text/plain' -H 'Transfer-Encoding: chunked' --data-binary "@$work/big"; want 413
	ok "a chunked body over the limit is refused"
	raw 'nonsense\r\n\r\n'; case $status in 400 | '') ;; *) want 400 ;; esac
	same "$closed" 0 "the connection is closed"
	ok "what is not HTTP is closed"
	get /healthz; want 200
	ok "the server goes on after all that"
	stop_diwan
	ok "and ends cleanly"
}

cuts_the_slow() {
	DIWAN_HEAD_SECONDS=1 DIWAN_BODY_SECONDS=1 DIWAN_IDLE_SECONDS=1 start_diwan "$1"
	raw 'GET /healthz HTTP/1.1\r\nHost: x\r\nX-Slow: ' 10; same "$closed" 0 closed
	ok "a head that does not end is cut"
	raw '' 10; same "$closed" 0 closed
	ok "a connection that says nothing is cut"
	raw 'POST /_test/clock HTTP/1.1\r\nHost: x\r\nContent-Length: 100\r\n\r\nabc' 10; same "$closed" 0 closed
	ok "a body that does not end is cut"
	raw 'GET /healthz HTTP/1.1\r\nHost: x\r\n\r\n' 10; want 200; same "$closed" 0 closed
	ok "an idle connection is closed"
	stop_diwan
	ok "and the server ends cleanly"
}

# Descriptors and resident memory of all processes after some requests and after many more. A connection
# that was closed a moment ago may still be counted, and a process opens a few things only when it first
# needs them: so a few more are no leak, one for each fifty requests is.
fds() { for p in $(pgrep -P "$server"); do ls "/proc/$p/fd"; done | wc -l; }
rss() { for p in $(pgrep -P "$server"); do awk '/^RssAnon:/ {print $2}' "/proc/$p/status"; done | awk '{s += $1} END {print s}'; }
does_not_grow() {
	local before after kb
	start_diwan "$1"
	many() { seq "$1" | xargs -P 4 -n 50 sh -c 'for i; do echo "url = $0/sign-in"; echo "output = /dev/null"; echo "url = $0/search?s=x&where=all"; echo "output = /dev/null"; done | curl -s -K -' "$url"; }
	many 200; before=$(fds); kb=$(rss)
	many 2000; wait_until "[ \"\$(fds)\" -lt $((before + 20)) ]" 60
	after=$(rss)
	[ "$after" -lt $((kb + 12288)) ] || say_wrong "memory grew from $kb to $after KiB"
	ok "thousands of requests leave no descriptor and no memory behind"
	stop_diwan
}

on_both starts_and_ends
on_both does_not_grow
on_both dies_and_lives
engine=sqlite
refuses_bytes sqlite
cuts_the_slow sqlite
engine=
start_diwan sqlite
"$DIWAN_BIN" serve --data "$work/none" --port 0 >"$body" 2>&1; same $? 1 "exit code"; has "diwan migrate"
ok "serve refuses a folder without a database, and says what to do"
"$DIWAN_BIN" serve "${place[@]}" --port notaport >"$body" 2>&1; same $? 2 "exit code"
ok "wrong usage ends with 2"
"$DIWAN_BIN" serve "${place[@]}" --port "${url##*:}" >"$body" 2>&1; same $? 1 "exit code"; has "cannot listen"
ok "a port that is taken is said"
stop_diwan
"$DIWAN_BIN" serve "${place[@]}" --port 0 >"$work/plain" 2>>"$work/log" &
server=$!
wait_until 'grep -q LISTENING "$work/plain"'
url=$(sed -n 's/^LISTENING //p' "$work/plain")
request POST /_test/clock -d 2026-03-01T08:00:00Z; want 404
"$DIWAN_BIN" serve "${place[@]}" --clock 2026-03-01T08:00:00Z >"$body" 2>&1; same $? 2 "exit code"
ok "without --test-mode there are no test routes and no --clock"
exec 9</dev/null
stop_diwan
ok "ends cleanly"
finish
