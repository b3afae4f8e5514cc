#!/usr/bin/env bash
# The promises about speed, as ratios within one run, so that they hold on a slow or busy machine as
# well: pages against nginx with the same bytes, bookings against a bare loop that commits the same
# rows, the earliest time against a page that reads nothing; and bytes and memory. Few pairs, the
# smaller data: bench/run measures in earnest. The data are made once (see bench/run).
#   LOAD_PAIRS=3 LOAD_SECONDS=3
cd "$(dirname "$0")/../.." || exit 1
log=$(mktemp "${TMPDIR:-/tmp}/diwan-load.XXXXXX"); trap 'rm -f "$log"' EXIT
results=build/bench/results.md fails=0
bench/run --data small --pairs "${LOAD_PAIRS:-3}" --seconds "${LOAD_SECONDS:-3}" sizes pages bookings earliest >"$log" 2>&1 ||
	{ tail -n 20 "$log"; echo "not ok - bench/run"; exit 1; }

# The rows of a table, without its head: table HEADING.
table() {
	awk -v h="### $1" 'index($0, "### ") == 1 {on = index($0, h) == 1; n = 0} on && /^\|/ && ++n > 2 {gsub(/^\| *| *\|$/, ""); gsub(/ *\| */, "|"); print}' $results
}
# judge SENTENCE ROWS HEADING AWK-CONDITION: so many rows there must be, and the condition hold in each ($1 … are the columns).
judge() {
	local n bad
	n=$(table "$3" | wc -l)
	bad=$(table "$3" | awk -F'|' "!($4)")
	if [ "$n" -eq "$2" ] && [ -z "$bad" ]; then
		echo "ok - $1"
	else
		echo "not ok - $1"; echo "    $n rows, $2 expected; not so in:"; printf '    %s\n' "$bad"; fails=1
	fi
}
# On PostgreSQL pages and bookings wait for other processes, statement by statement: with no core to
# spare the rate says how busy the machine is (docs/performance.md); it is then shown, not judged.
load=$(sed -n 's/^Measured.*load \([0-9.]*\).*/\1/p' $results) quiet=1
awk -v l="$load" -v n="$(nproc)" 'BEGIN {exit !(l > 2 * n)}' && { quiet=0; echo "# load $load at start: the rates on PostgreSQL are not judged"; }
judge "a page is served at a third of nginx's rate or more" 4 'Pages' '$6 >= 0.333 || ($1 == "pg" && !'$quiet' && $6 > 0)'
judge "bookings are confirmed at two fifths of the bare loop's rate or more" 4 'Confirmed bookings' '$5 >= 0.40 || ($1 == "pg" && !'$quiet' && $5 > 0)'
judge "and none twice" 4 'Confirmed bookings' '$9 == 0 && $3 > 0'
judge "the earliest anywhere is found in 20 ms, or in five times what a page without data takes" 4 'Earliest anywhere' \
	'$5 != "" && ($3 == "off" || $5 <= 20 || $5 <= 5 * $8)'
judge "a first visit is at most 30 KB, a following page at most 10 KB" 2 'Bytes of a visit' '$2 > 1000 && $2 <= 30720 && $3 + 0 > 200 && $3 + 0 <= 10240'
judge "all processes need at most 100 MiB with 5,000 idle connections" 2 'Bytes of a visit' '$4 + 0 > 5 && $4 + 0 <= 100'
sed 's/^/# /' $results
exit $fails
