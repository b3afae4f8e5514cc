#!/usr/bin/env bash
# What a hostile client may send: each is answered with a clear 4xx, nothing is lost, nothing
# crashes. On both engines, and once more against the build with ASan and UBSan.
. "$(dirname "$0")/lib.sh"

form='Content-Type: application/x-www-form-urlencoded'
asan=${ASAN_BIN:-build/asan/diwan}
if [ ! -e "${ASAN_BIN:-}" ]; then
	make -s -j"$(nproc)" V=asan >"$work/make.log" 2>&1 || { tail -n 20 "$work/make.log"; echo "not ok - the ASan build"; exit 1; }
fi

# refused WHAT: the answer is a 4xx, and a page of ours (with a number to quote) or a plain line.
refused() {
	case $status in 4??) ;; *) say_wrong "status $status instead of 4xx" ;; esac
	ok "$1 is refused"
}
send() {	# bytes of a form body, from one of our own pages
	request POST "$1" -H "Origin: $url" -H "$form" --data-binary "$2"
}

bodies() {
	head -c 70000 /dev/zero | tr '\0' a >"$work/big"
	send /sign-in "@$work/big"; want 413; ok "a form over the limit is refused"
	head -c 30000000 /dev/zero >"$work/huge"
	send /sign-in "@$work/huge"; case $status in 413 | 000) ;; *) want 413 ;; esac
	ok "a very large body is refused"
	printf 'login=a%%00b&password=c' >"$work/b"; send /sign-in "@$work/b"; refused "an escaped NUL"
	printf 'login=a\0b&password=c' >"$work/b"; send /sign-in "@$work/b"; refused "a raw NUL"
	printf 'login=%%ff%%fe&password=c' >"$work/b"; send /sign-in "@$work/b"; refused "escaped bytes that are no UTF-8"
	printf 'login=\xc3\x28&password=c' >"$work/b"; send /sign-in "@$work/b"; refused "raw bytes that are no UTF-8"
	printf 'login=%%ed%%a0%%80&password=c' >"$work/b"; send /sign-in "@$work/b"; refused "an escaped surrogate"
	printf 'login=%%zz&password=%%' >"$work/b"; send /sign-in "@$work/b"; refused "a broken escape"
	for i in {1..10000}; do printf 'f%d=1&' "$i"; done >"$work/b"
	head -c 60000 "$work/b" >"$work/b2"; send /sign-in "@$work/b2"; refused "a form of thousands of fields"
	send /sign-in "@$work/b"; refused "a form of 10,000 fields"
	request POST /sign-in -H "Origin: $url" -H 'Content-Type: application/json' -d '{"login":"a"}'; refused "JSON where a form is expected"
	request POST /sign-in -H "Origin: $url" -H 'Content-Type: multipart/form-data; boundary=x' --data-binary 'nothing'; refused "a multipart body without parts"
	request POST /sign-in -H "Origin: $url" -H 'Content-Type: multipart/form-data' --data-binary 'nothing'; refused "a multipart body without boundary"
	{ for i in {1..400}; do printf -- '--x\r\nContent-Disposition: form-data; name="f"\r\n\r\n1\r\n'; done; printf -- '--x--\r\n'; } >"$work/b"
	request POST /sign-in -H "Origin: $url" -H 'Content-Type: multipart/form-data; boundary=x' --data-binary "@$work/b"; refused "a multipart body of too many parts"
}

targets() {
	local t
	for t in '/%00' '/%ff' '/sign-in?lang=%' '/sign-in?%c3=%28' '/sign-in?a=%00' '/static/..%2f..%2fetc%2fpasswd' \
		'/static/../src/main.c' '//etc/passwd' '/a/%2e%2e' '/audit/9223372036854775808' '/admin/accounts/-1' \
		"/a/$(printf 'x%.0s' {1..3000})" '/fhir/Patient/%27%20OR%201=1'; do
		get "$t" --path-as-is
		case $status in 4?? | 303) ;; *) say_wrong "status $status for $t" ;; esac
	done
	ok "odd addresses are refused or not found"
	for t in '%0d%0aSet-Cookie:%20x=y' 'fr%0d%0aX-Injected: 1' '%E2%80%AE'; do
		get "/sign-in?lang=$t&next=$t"
		hasnt_header X-Injected; hasnt_header 'Set-Cookie: x=y'
		post "/sign-in?next=$t" login=a password=b
		hasnt_header X-Injected; hasnt_header 'Set-Cookie: x=y'
	done
	ok "no header can be made by a value"
	get "/sign-in?next=https://elsewhere.example/"; post "/sign-in?next=//elsewhere.example" login=a password=b
	! grep -qi '^Location:.*elsewhere' "$head" || say_wrong "$(location)"
	ok "nobody is sent to another site"
}

headers() {
	get /sign-in -H "Cookie: $(printf 'a=b; %.0s' {1..600})"; case $status in 200 | 4??) ;; *) want 200 ;; esac
	ok "very many cookies do no harm"
	get /sign-in -H $'Cookie: visitor=\x01\x02; sid="; lang=%%%'; case $status in 200 | 400) ;; *) want 400 ;; esac
	ok "broken cookies do no harm"
	get /sign-in -H 'Cookie: visitor=../../etc/passwd; sid=AAAAAAAAAAAAAAAAAAAAAA'; want 200
	ok "a forged session is nobody's"
	get /healthz -H 'Authorization: Bearer AAAAAAAAAAAAAAAAAAAAAA'; want 200
	get /admin/accounts -H 'Authorization: Bearer AAAAAAAAAAAAAAAAAAAAAA'; hasnt '<table'
	ok "a forged token opens nothing"
	raw "GET /sign-in HTTP/1.1\r\nHost: x\r\nX: a\0b\r\nConnection: close\r\n\r\n" 3
	case $status in 200 | 400 | '') ;; *) want 400 ;; esac
	ok "a NUL in a header does no harm"
	raw "GET /sign-in HTTP/1.1\r\nHost: x\r\nCookie: a=b\r\n folded: c\r\nConnection: close\r\n\r\n" 3
	case $status in 200 | 400 | '') ;; *) want 400 ;; esac
	ok "a folded header does no harm"
}

origins() {
	request POST /sign-in -H 'Origin: https://elsewhere.example' -H "$form" -d 'login=a&password=b'; want 403
	ok "a form from another site is refused"
	request POST /sign-in -H 'Sec-Fetch-Site: cross-site' -H "$form" -d 'login=a&password=b'; want 403
	ok "a request that the browser calls cross-site is refused"
	request POST /sign-in -H 'Origin: null' -H "$form" -d 'login=a&password=b'; want 403
	ok "a form from nowhere is refused"
	get '/sign-in?login=a&password=b'; want 200; hasnt 'value="b"'
	ok "a GET signs nobody in"
}

everything() {
	local before
	start_diwan "$1"
	before=$(pids worker; pids writer; pids helper)
	bodies; targets; headers; origins
	same "$(pids worker; pids writer; pids helper)" "$before" "the same processes"
	same "$(metric diwan_restarts)" 0 restarts
	ok "no process died"
	get /healthz; want 200
	stop_diwan
	ok "the server goes on and ends cleanly"
}

on_both everything
DIWAN_BIN=$asan engine='sqlite, sanitizers'
everything sqlite
finish
