#!/usr/bin/env bash
# Public pages under many readers: made once for all who want them, never older than two seconds,
# and nobody waits for ever when what makes them dies or hangs. On both engines.
. "$(dirname "$0")/lib.sh"
. "$(dirname "$0")/town.sh"
at=2026-11-02T08:00:00Z

now_ms() { date +%s%3N; }
makers() { pids pages; }
# many N PATH: N requests at once; their statuses, one a line, in $work/many.
many() {
	local i clients=()
	for i in {1..250}; do printf 'url = "%s"\noutput = "/dev/null"\n' "$url$2"; done >"$work/many.conf"
	for ((i = 0; i < $1 / 250; i++)); do
		curl -sS -Z --parallel-immediate --parallel-max 250 --max-time 60 -H 'Accept-Language: en' -H 'Accept-Encoding: gzip' \
			-w '%{http_code}\n' -K "$work/many.conf" >"$work/many.$i" 2>>"$work/curl.log" &
		clients+=($!)
	done
	wait "${clients[@]}"
	cat "$work"/many.[0-9]* >"$work/many"
}

together() {
	local made began client
	made=$(metric diwan_pages_made); began=$(now_ms)
	if [ "$1" = pg ]; then
		kill -STOP $(makers)
		many 1000 '/search?s=cardio&where=all' & client=$!
		wait_until '[ "$(metric diwan_cache_misses)" -ge 1000 ]'
		kill -CONT $(makers)
		wait $client
		same "$(($(metric diwan_pages_made) - made))" 1 "pages made"
	else
		many 1000 '/search?s=cardio&where=all'
		made=$(($(metric diwan_pages_made) - made))
		# each of two workers once, and again when two seconds have gone by
		[ $made -le $((2 * (1 + ($(now_ms) - began) / 2000))) ] || say_wrong "$made pages made"
	fi
	same "$(grep -c '^200$' "$work/many")" 1000 "answers of 200"
	ok "a thousand who want one page at once get it, made once"
}

# The name of a hospital says since when it is called so. What a page shows must be what was there
# two seconds before it was asked for, or newer.
never_old() {
	local asked shown must i until
	until=$(($(now_ms) + 6000))
	: >"$work/names"
	while [ "$(now_ms)" -lt $until ]; do
		shown=$(now_ms)
		sql "UPDATE organization SET name_en = 'Since $shown.' WHERE id = 4"
		echo "$shown $(now_ms)" >>"$work/names"
		for i in 1 2 3 4; do
			asked=$(now_ms)
			get '/search?s=cardio&where=MA-FES'; want 200
			shown=$(grep -oE 'Since [0-9]+' "$body" | head -n 1 | cut -d' ' -f2)
			must=$(awk -v t=$((asked - 2000)) '$2 <= t {m = $1} END {print m ? m : 0}' "$work/names")
			[ "${shown:-0}" -ge "$must" ] || say_wrong "the page is of ${shown:-nothing}, $must was there two seconds before"
		done
	done
	[ "$must" -gt 0 ] || say_wrong "nothing was old enough to tell"
	has_header 'Age: [0-2]'
	ok "no page is older than two seconds, however often it is asked for"
}

# Somebody reads a page all the time: it is made anew although nobody ever misses it.
one_life() {
	local misses made
	get '/specialities'; misses=$(metric diwan_cache_misses); made=$(metric diwan_pages_made)
	while [ "$(metric diwan_pages_made)" = "$made" ]; do get '/specialities'; want 200; done
	[ "$(metric diwan_cache_misses)" = "$misses" ]
}
ahead() {
	[ "$1" = pg ] || return
	wait_until one_life
	ok "a page that is read all the time is made anew before it runs out"
}

not_for_ever() {
	local misses client
	[ "$1" = pg ] || return
	misses=$(metric diwan_cache_misses)
	kill -STOP $(makers)
	get '/times/FES/1' & client=$!
	wait_until '[ "$(metric diwan_cache_misses)" -gt '"$misses"' ]'
	kill -KILL $(makers)
	wait $client
	status=$(sed -n 's|^HTTP/1.1 \([0-9]*\).*|\1|p' "$head"); want 200; has 'Cardiology'
	wait_until '[ "$(makers | wc -l)" = 4 ]'
	ok "who waits for a page when its maker dies gets it from the next one"
}

too_long() {
	[ "$1" = pg ] || return
	stop_diwan_keep
	DIWAN_PAGE_WAIT_MS=500 serve_diwan --clock $at
	kill -STOP $(makers)
	get '/times/SEF/3' --max-time 30; want 503; has_header 'Retry-After: '
	kill -CONT $(makers)
	wait_until "get /times/SEF/3; [ \$status = 200 ]"
	ok "who waits too long is told 503 and when to come again"

	kill -STOP $(makers)
	get /healthz; want 200
	get '/find'; want 200
	kill -CONT $(makers)
	ok "other pages are answered while public pages are waited for"
}

# A cache between us and the readers keeps a page for all, but not the cookie that makes somebody a visitor.
visitors() {
	visitor; get '/specialities'; want 200
	has_header 'Set-Cookie: visitor='; has_header 'Cache-Control: private, max-age=2'
	get '/specialities'; want 200
	hasnt_header 'Set-Cookie:'; has_header 'Cache-Control: public, max-age=2'
	get '/specialities?lang=fr'; want 200
	has_header 'Set-Cookie: lang='; has_header 'Cache-Control: private'
	visitor
	ok "a page that brings a cookie is for its reader alone"
}

# As stop_diwan, but the database stays.
stop_diwan_keep() { local keep_pg=$pg; pg=; stop_diwan; pg=$keep_pg; }

pages() {
	new_data "$1" town
	export DIWAN_PAGE_CACHE_MS=2000 DIWAN_PAGE_WAIT_MS=60000
	serve_diwan --clock $at; town_ready
	together "$1"
	visitors
	never_old
	ahead "$1"
	not_for_ever "$1"
	too_long "$1"
	stop_diwan
	ok "the server ends cleanly"
}

on_both pages
finish
