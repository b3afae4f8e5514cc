# For tests that book in numbers: a country of fictional agendas (bench/fill), and the client
# that books as citizens do (bench/book). Source it after lib.sh.
today=2026-11-02			# a Monday; the data begin there
at=2026-11-02T07:00:00Z
make -s bench >"$work/make.log" 2>&1 || { cat "$work/make.log"; echo "not ok - make bench"; exit 1; }

# fill_data SCHEDULES APPOINTMENTS, after new_data.
fill_data() {
	build/bench/fill "$(db_url)" "$1" "$2" $today >"$work/fill.log" 2>&1 || { cat "$work/fill.log"; echo "not ok - fill"; exit 1; }
}
db_url() { if [ -n "$pg" ]; then echo "$pg"; else echo "sqlite:$data/diwan.db"; fi; }
# query SQL: rows, columns separated by |.
query() {
	if [ -n "$pg" ]; then psql -X -q -A -t -d "$pg" -c "$1"; else sqlite3 -cmd '.timeout 30000' "$data/diwan.db" "$1"; fi
}
# serve_for_load [options]: as many holds and codes from one network as tests need.
serve_for_load() {
	DIWAN_BEHIND_PROXY=1 DIWAN_HOLDS_PER_NETWORK_MINUTE=100000 DIWAN_CODES_PER_NETWORK_HOUR=10000 serve_diwan --clock $at "$@"
}
book() { build/bench/book "$url" "$(db_url)" "$@"; }
field() { sed -n "s/.*\\b$1 \\([0-9.]*\\).*/\\1/p" "$2"; }
# Two active appointments or holds on one time: none, whatever happened.
no_double() {
	same "$(query "SELECT count(*) FROM (SELECT 1 FROM appointment WHERE status = 'booked' AND NOT history
		GROUP BY schedule_id, day, start_min HAVING count(*) > 1) x")" 0 "times booked twice"
}

calm() { awk -v l="$1" -v n="$(nproc)" 'BEGIN {exit !(l <= n)}'; }	# LOAD: no more than the machine has cores
# The load of others: what this test itself did before may die away first.
load_of_others() {
	local i l
	for ((i = 0; i < 1800; i++)); do
		read -r l _ </proc/loadavg
		calm "$l" && break
		pause 0.1
	done
	echo "$l"
}
