# What the short and the long version of the kill tests share; sourced after tests/http/lib.sh
# and tests/http/book_lib.sh.

# kill_while_booking SECONDS KIND…: a booking run during which processes of these kinds are
# killed, one every half second or so. Every acknowledged booking must be there afterwards.
kill_while_booking() {
	local seconds=$1 client p kind until n=0; shift
	: >"$work/acked"
	book --connections 32 --seconds "$seconds" --patient --acked "$work/acked" >"$work/load" 2>"$work/load.err" &
	client=$!
	wait_until '[ -s "$work/acked" ]'
	until=$((SECONDS + seconds - 1))
	while [ $SECONDS -lt $until ]; do
		for kind; do
			p=$(pids "$kind" 2>/dev/null | shuf -n 1)
			[ -z "$p" ] || { kill -KILL "$p" 2>/dev/null && n=$((n + 1)); }
			wait_until "[ \"\$(wc -l <'$work/acked')\" -gt $(wc -l <"$work/acked") ] || ! kill -0 $client 2>/dev/null" 60
		done
	done
	wait $client || say_wrong "the client: $(cat "$work/load" "$work/load.err" | head -c 2000)"
	[ $n -gt 0 ] || say_wrong "nothing was killed"
	wait_until 'curl -fsS -o /dev/null "$url/healthz" 2>/dev/null'
	echo "# killed $n processes; $(cat "$work/load")"
}
# Every line of the client is an appointment in the database, and no time has two.
acked_are_there() {
	local lost=0
	query "SELECT schedule_id, day, start_min FROM appointment WHERE status = 'booked'" | tr '|' ' ' | sort >"$work/stored"
	cut -d' ' -f2- "$work/acked" | sort >"$work/promised"
	lost=$(comm -13 "$work/stored" "$work/promised" | wc -l)
	same "$lost" 0 "acknowledged bookings that are lost of $(wc -l <"$work/promised")"
	same "$(sort "$work/promised" | uniq -d | wc -l)" 0 "times promised twice"
	[ "$(wc -l <"$work/promised")" -gt 20 ] || say_wrong "only $(wc -l <"$work/promised") bookings"
	no_double
}
# All that was done is in the public log, each act once, under a signature that the independent verifier believes; a client reads it whole.
log_is_whole() {
	wait_until '[ "$(query "SELECT count(*) FROM act_pending")" = 0 ]'
	same "$(query "SELECT count(*) FROM act")" "$(query "SELECT count(*) FROM leaf")" "places in the log, of so many acts"
	same "$(query "SELECT count(DISTINCT act_id) - 1 - MAX(idx) FROM leaf")" 0 "gaps in the log, or acts in it twice"
	curl -sS "$url/ledger/key" | sed -n 2p >"$work/log.key"
	# What is kept from one time to the next shows that nothing was rewritten. Findings are for agendas that the tool filled without acts.
	node verifier/verify.mjs log "$url/ledger" --key "$work/log.key" --state "$data/log.state" >"$work/verified" 2>&1
	! grep -q '^Refused' "$work/verified" && grep -q "\b$(query "SELECT count(*) FROM leaf")\b" "$work/verified" || say_wrong "the verifier: $(head -c 1000 "$work/verified")"
}
# Whatever is there is whole: each booking has its act, its audit or message rows, its patient.
no_half_booking() {
	same "$(query "SELECT count(*) FROM appointment a WHERE a.booked_at >= 1793600000 AND NOT EXISTS
		(SELECT 1 FROM patient p WHERE p.id = a.patient_id)")" 0 "bookings without a person"
	same "$(query "SELECT count(*) FROM appointment a WHERE a.booked_at >= 1793600000 AND NOT EXISTS
		(SELECT 1 FROM act c WHERE c.schedule_id = a.schedule_id AND c.day = a.day AND c.start_min = a.start_min AND c.act = 'book')")" 0 "bookings without an act"
	same "$(query "SELECT count(*) FROM appointment a WHERE a.booked_at >= 1793600000 AND NOT EXISTS
		(SELECT 1 FROM message m WHERE m.appointment_id = a.id)")" 0 "bookings without a message"
	same "$(query "SELECT count(*) FROM act c WHERE c.act = 'book' AND NOT EXISTS
		(SELECT 1 FROM appointment a WHERE c.schedule_id = a.schedule_id AND c.day = a.day AND c.start_min = a.start_min)")" 0 "acts without a booking"
}
