#!/usr/bin/env bash
# The part of systemd_test.sh that runs in its machine, as root, at each start of it. The clone is at /mnt, where nothing can be written;
# what is said goes to a folder of the test. A start goes on where the last one ended (/var/lib/diwan-test).
exec >>/said/said 2>>/said/boot </dev/null
. "$(dirname "$0")/../../http/lib.sh"
trap 'echo "# the end of $part"; systemctl --no-block "${then:-poweroff}"' EXIT
part=$(cat /var/lib/diwan-test 2>/dev/null || echo installed)
export DIWAN_BIN=/usr/local/bin/diwan; url=http://127.0.0.1:8080 origin=rdv.example.ma/ledger database=
patience=${DIWAN_PATIENCE:-300}		# seconds; the machine may be a slow one
mark() { echo "# $(cut -d' ' -f1 /proc/uptime) s: $*"; }
until_so() { wait_until "$1" "$patience"; }

# What docs/operate.md says: the first block of commands below the line that begins so. Its words are what is tested.
said() { awk -v at="$1" 'index($0, at) == 1 { on = 1 } on && /^```/ { if (inside) exit; inside = 1; next } inside' docs/operate.md; }
# The commands in $work/steps, one a line, until one fails; what comes after an installation that failed would say nothing.
follow_it() {
	[ -s "$work/steps" ] || say_wrong "docs/operate.md has no such commands"
	bash -uxc 'while IFS= read -r line <&3; do eval "$line" || exit 1; done' 3<"$work/steps" >"$work/out" 2>&1 && return
	say_wrong "$(tail -n 15 "$work/out")"; ok "$1"; exit 1
}
state() { systemctl show -P "$2" "$1"; }
# Of a unit: its place in whichever hierarchy of control groups this machine has.
group() { local d; for d in /sys/fs/cgroup /sys/fs/cgroup/systemd /sys/fs/cgroup/unified; do d=$d$(state "$1" ControlGroup); [ ! -e "$d/cgroup.procs" ] || { echo "$d"; return; }; done; }
processes() { cat "$(group "$1")/cgroup.procs"; }
answers() { until_so 'curl -fs -o /dev/null "$url/healthz"'; }
active() { local u; for u; do same "$(systemctl is-active "$u")" active "$u"; done; }
entries() { curl -fs "$url/ledger/checkpoint" | sed -n 2p; }
as_server() { runuser -u diwan -- env ${database:+DIWAN_PG="$database"} "$@"; }
value() { if [ -n "$database" ]; then as_server psql -XAt -d "$database" -c "$1"; else as_server sqlite3 -readonly /var/lib/diwan/diwan.db "$1"; fi; }

# The country is there; a hospital and an agenda come by import, as an administrator would bring them.
fill() {
	cp data/seed/hospitals.csv /tmp/hospitals.csv
	printf 'organization,practitioner,specialty,day,from,to,minutes\nKEN-2012,Dr Amina Benjelloun,cardio,"lundi, mardi, mercredi, jeudi, vendredi",09:00,12:00,20\n' >/tmp/agendas.csv
	as_server diwan import establishments /tmp/hospitals.csv --data /var/lib/diwan >"$work/out" 2>&1 || say_wrong "$(cat "$work/out")"
	as_server diwan import agendas /tmp/agendas.csv --data /var/lib/diwan >"$work/out" 2>&1 || say_wrong "$(cat "$work/out")"
	service=$(value 'SELECT id FROM service')
	echo "$service" >/var/lib/diwan-test.service
}
# Somebody takes a time on the web, and the sealer gives that act its place.
taken() {
	local was
	until_so '[ -n "$(entries)" ]' || return
	until_so '[ "$(value "SELECT COUNT(*) FROM act_pending")" = 0 ]'; was=$(entries)
	# The page may be two seconds old, and show a time that was taken meanwhile.
	until_so 'visitor; get "/times/KEN-2012/$service"; post /hold "slot=$(grep -oE "name=\"slot\" value=\"[^\"]*" "$body" | head -n 1 | sed "s/.*\"//")"; [ "$status" = 303 ]'
	until_so "[ \"\$(entries)\" -gt $was ]"
}
the_key() {
	same "$(stat -c '%U %G %a %s' /var/lib/diwan-sealer)" "diwan-sealer diwan-sealer 700 $(stat -c %s /var/lib/diwan-sealer)"
	same "$(stat -c '%U %G %a' /var/lib/diwan-sealer/ledger.key)" 'diwan-sealer diwan-sealer 600'
	[ ! -e /var/lib/diwan/ledger.key ] || say_wrong "the server's folder has a key"
}
# A command that the server's user is refused: as that user, then as that user in what the server sees of the files. Both ways lead
# somewhere: what that user may do there, it can.
in_its_place() { nsenter -t "$(state diwan MainPID)" -m -- "$@"; }
refused() {
	as_server test -w /var/lib/diwan >"$work/said" 2>&1 && in_its_place runuser -u diwan -- test -w /var/lib/diwan >"$work/said" 2>&1 || say_wrong "nothing is tried: $(cat "$work/said")"
	! as_server sh -c "$1" >"$work/said" 2>&1 || say_wrong "the server's user may: $1"
	! in_its_place runuser -u diwan -- sh -c "$1" >"$work/said" 2>&1 || say_wrong "in the server's place one may: $1"
}
only() {	# unit, user: all its processes are that user's, and hold nothing that they were not given
	local p s n=0
	for p in $(processes "$1"); do
		s=/proc/$p/status; n=$((n + 1))
		same "$(awk '/^Uid:/ { print $2, $3, $4 }' $s)" "$(id -u "$2") $(id -u "$2") $(id -u "$2")" "user of process $p of $1"
		same "$(awk '/^(NoNewPrivs|Seccomp|CapInh|CapPrm|CapEff|CapBnd|CapAmb):/ { printf "%s ", $2 + 0 }' $s)" '0 0 0 0 0 1 2 ' "rights of process $p of $1"
		same "$(awk '/^Max core/ { print $5, $6 }' "/proc/$p/limits")" '0 0' "core files of process $p of $1"
	done
	[ $n -gt 0 ] || say_wrong "$1 has no process"
}
# Directives as the unit's file has them hold in the running unit.
directives() {
	local u=$1 k v got
	while IFS='=' read -r k v; do
		got=$(state "$u" "$k")
		case $k in
		Environment) for v in $v; do [[ " $got " == *" $v "* ]] || say_wrong "$u: $v is not in $k"; done ;;
		ReadWritePaths | InaccessiblePaths | RestrictAddressFamilies | User | Group | UMask | Protect* | Private* | RestrictNamespaces | NoNewPrivileges | RestrictRealtime | LockPersonality | SystemCallArchitectures | LimitCORE | LimitNOFILE | Restart)
			for v in $v; do [[ " $got " == *" $v "* ]] || say_wrong "$u: $k is '$got' and not '$v'"; done ;;
		CapabilityBoundingSet) same "$got" '' "$k of $u" ;;
		SystemCallFilter) [[ " $got " == *' read '* && " $got " != *' ptrace '* && " $got " != *' mount '* ]] || say_wrong "$u: $k is $got" ;;
		esac
	done < <(sed -n '/^\[Service\]/,/^\[Install\]/ { /^[A-Z].*=/p }' "packaging/$u.service")
}
read_only() {	# in what the unit sees of the files, even root writes nowhere but where it is meant to
	local u=$1 d
	nsenter -t "$(state "$u" MainPID)" -m -- sh -c ': >/var/lib/diwan/written && rm /var/lib/diwan/written' 2>"$work/said" || say_wrong "$u cannot write in its folder: $(cat "$work/said")"
	for d in /etc /usr /var/lib /boot /home /root; do
		! nsenter -t "$(state "$u" MainPID)" -m -- touch "$d/written" 2>"$work/said" || { say_wrong "$u could write in $d"; rm -f "$d/written"; }
	done
	[ -z "$(nsenter -t "$(state "$u" MainPID)" -m -- sh -c 'ls /dev/vda /dev/ttyS0 2>/dev/null')" ] || say_wrong "$u sees the machine's devices"
}
score() { systemd-analyze security --no-pager "$1" 2>&1 | sed -n 's/.*Overall exposure level[^0-9]*\([0-9.]*\) .*/\1/p'; }
killed() {	# unit: its main process dies, it is there again by itself with another
	local was n; was=$(state "$1" MainPID) n=$(state "$1" NRestarts)
	kill -KILL "$was"
	until_so "[ \"\$(state $1 NRestarts)\" -gt $n ] && [ \"\$(systemctl is-active $1)\" = active ] && [ \"\$(state $1 MainPID)\" -gt 0 ]"
	[ "$(state "$1" MainPID)" != "$was" ] || say_wrong "$1 has the same process"
}
# More starts that fail than systemd allows within ten seconds, unless it is told otherwise; and the end of that, without a hand.
fails_for_a_while() {
	systemctl stop diwan; systemctl reset-failed diwan; systemctl --no-block start diwan
	until_so '[ "$(state diwan NRestarts)" -ge 8 ] || [ "$(systemctl is-active diwan)" = failed ]'
}
comes_by_itself() { until_so '[ "$(systemctl is-active diwan)" = failed ] || curl -fs -o /dev/null "$url/healthz"'; active diwan; }
stopped() {	# unit: seconds that its end takes
	local t0 at; at=$(group "$1"); [ -n "$(cat "$at/cgroup.procs")" ] || say_wrong "$1 does not run"; t0=$(date +%s%3N)
	systemctl stop "$1" || say_wrong "stop $1"
	echo "# $1 ended in $(($(date +%s%3N) - t0)) ms"
	[ $(($(date +%s%3N) - t0)) -lt 20000 ] || say_wrong "$1 took $(($(date +%s%3N) - t0)) ms to end"
	same "$(state "$1" Result) $(state "$1" ExecMainCode) $(state "$1" ExecMainStatus)" 'success 1 0' "the end of $1"
	[ ! -e "$at/cgroup.procs" ] || [ -z "$(cat "$at/cgroup.procs")" ] || say_wrong "$1 left processes"
}

installed() {
	mark 'booted'
	said '## Installation' | sed "/^install .*lib.diwan.diwan.conf /a echo 'ledger_origin = $origin' >>/var/lib/diwan/diwan.conf" >"$work/steps"
	local said='the commands of docs/operate.md, word for word, install it'; follow_it "$said"
	grep -q 'second factor' "$work/out" || say_wrong "no first account: $(tail -n 5 "$work/out")"
	same "$(runuser -u nobody -- sh -c 'diwan routes' | grep -c healthz)" 1 'the program runs as anybody'
	ok "$said"

	answers; active diwan diwan-sealer diwan-backup.timer
	same "$(systemctl is-enabled diwan diwan-sealer diwan-backup.timer | sort -u)" enabled
	same "$(systemctl --failed --no-legend | wc -l)" 0 "$(systemctl --failed --no-legend)"
	get /; want 200
	ok "server and sealer are active, and the web answers"
	mark 'answers'

	fill; taken
	only diwan diwan; only diwan-sealer diwan-sealer
	same "$(curl -fs "$url/ledger/checkpoint" | head -n 1)" "$origin"
	ok "what is taken on the web is sealed by another user than the server's"
	mark 'sealed'

	the_key
	local k=/var/lib/diwan-sealer/ledger.key sum c sealer; sum=$(sha256sum $k) sealer=$(state diwan-sealer MainPID)
	for c in "cat $k" "ls /var/lib/diwan-sealer" "echo x >$k" "echo x >>$k.signed" "rm -f $k && test ! -e $k" "mv $k /var/lib/diwan/" "mv /var/lib/diwan-sealer /var/lib/other" \
		"ln $k /var/lib/diwan/key" "cp /etc/hostname $k" "chmod 644 $k" "chown diwan $k" "truncate -s 0 $k" "mkdir /var/lib/diwan-sealer/x" "rmdir /var/lib/diwan-sealer" \
		"ln -sfn /var/lib/diwan /var/lib/diwan-sealer/y" "cat /proc/$sealer/mem" "cat /proc/$sealer/environ" "ls /proc/$sealer/fd/" "kill -STOP $sealer" \
		"systemctl stop diwan-sealer" "systemctl edit --runtime --full diwan-sealer" "cat /etc/diwan/sealer.env" "touch /etc/diwan/sealer.env" "test -w /etc/systemd/system/diwan-sealer.service"; do
		refused "$c"
	done
	# What runs as the server's user cannot become the sealer's by a file of its own, nor find the folder at all.
	! in_its_place cat $k >"$work/said" 2>&1 || say_wrong 'root finds the key in what the server sees'
	same "$(sha256sum $k)" "$sum"; same "$(find /var/lib/diwan -name '*key' -printf '%f\n')" secret.key
	for p in $(processes diwan); do [ -z "$(find "/proc/$p/fd" -lname '/var/lib/diwan-sealer/*')" ] || say_wrong "process $p of the server holds a file of the sealer"; done
	ok "the server's user can neither read nor replace, move or delete the key"

	for c in /var/lib/diwan/secret.key /var/lib/diwan/backups; do
		! runuser -u diwan-sealer -- ls "$c/" >"$work/said" 2>&1 && ! runuser -u diwan-sealer -- cat "$c" >"$work/said" 2>&1 || say_wrong "the sealer reads $c"
	done
	for p in '' -wal -shm; do same "$(stat -c '%a %G' /var/lib/diwan/diwan.db$p)" '660 diwan' "diwan.db$p"; done
	ok "the sealer's user reads the database, and neither the letters' key nor the copies"

	local u
	for u in diwan diwan-sealer diwan-backup; do directives $u; [ $u = diwan-backup ] || read_only $u; echo "# systemd-analyze security $u: $(score $u)"; done
	for u in diwan diwan-sealer diwan-backup; do s=$(score $u); [ -n "$s" ] && [ "${s%.*}" -lt 4 ] || say_wrong "exposure of $u is '$s'"; done
	ok "the directives of the units are in effect"

	local was; was=$(state diwan MainPID)
	systemctl restart diwan || say_wrong restart
	[ "$(state diwan MainPID)" != "$was" ] || say_wrong 'the same process'
	answers; systemctl restart diwan-sealer || say_wrong 'restart of the sealer'; taken
	ok "both restart when they are told to"

	killed diwan-sealer; killed diwan; answers; taken; only diwan diwan; only diwan-sealer diwan-sealer
	for _ in 1 2 3 4 5 6 7; do killed diwan; done; answers
	ok "after kill -9 both are there again by themselves, however often in a row"

	echo 'workers = none' >>/var/lib/diwan/diwan.conf
	fails_for_a_while; sed -i '/^workers/d' /var/lib/diwan/diwan.conf; comes_by_itself
	ok "what kept it from starting for a while is over: it starts by itself"
	systemctl reset-failed; systemctl start diwan; answers

	stopped diwan-sealer; stopped diwan
	systemctl start diwan || say_wrong start; answers; active diwan-sealer; taken
	ok "both end well and quickly, and the server brings its sealer along"
	mark 'first part over'
	curl -fs "$url/ledger/key" >/var/lib/diwan-test.key; entries >/var/lib/diwan-test.size
	echo booted >/var/lib/diwan-test; then=reboot
}
booted() {
	service=$(cat /var/lib/diwan-test.service)
	answers; active diwan diwan-sealer diwan-backup.timer
	curl -fs "$url/ledger/key" | cmp -s - /var/lib/diwan-test.key || say_wrong 'another key'
	until_so '[ -n "$(entries)" ]'; [ "$(entries)" -ge "$(cat /var/lib/diwan-test.size)" ] || say_wrong "$(entries) entries"
	taken; the_key; only diwan diwan; only diwan-sealer diwan-sealer
	same "$(systemctl --failed --no-legend | wc -l)" 0 "$(systemctl --failed --no-legend)"
	ok "after the machine's reboot everything is there, with the same key"

	# Its hour is the night's; so that nobody waits for it, it comes at once for this test.
	date -d "$(state diwan-backup.timer NextElapseUSecRealtime)" +%H:%M >"$work/out"; same "$(cat "$work/out")" 03:30
	mkdir -p /run/systemd/system/diwan-backup.timer.d
	printf '[Timer]\nOnCalendar=\nOnCalendar=%s\nAccuracySec=1us\n' "$(date -d '+3 seconds' '+%F %T')" >/run/systemd/system/diwan-backup.timer.d/now.conf
	systemctl daemon-reload; systemctl restart diwan-backup.timer
	until_so '[ -e "/var/lib/diwan/backups/$(date +%F)" ]'; systemctl stop diwan-backup.timer
	until_so '[ "$(systemctl is-active diwan-backup)" != activating ]'
	rm -r /run/systemd/system/diwan-backup.timer.d; systemctl daemon-reload
	same "$(state diwan-backup Result)" success; same "$(ls /var/lib/diwan/backups)" "$(date +%F)"
	same "$(stat -c '%U %a' /var/lib/diwan/backups/*)" 'diwan 700'; [ -z "$(find /var/lib/diwan/backups -name 'ledger.key*')" ] || say_wrong 'the copy can sign'
	install -d -m 2770 -o diwan -g diwan /var/lib/back
	as_server diwan restore "/var/lib/diwan/backups/$(date +%F)" --data /var/lib/back >"$work/out" 2>&1 || say_wrong "$(cat "$work/out")"
	same "$(as_server sqlite3 -readonly /var/lib/back/diwan.db 'SELECT COUNT(*) FROM service')" 1
	ok "the timer makes its copy in the night, and it can be put back"
	mark 'second part over'
	upgraded
}
nothing_there() {
	systemctl -q disable --now diwan diwan-sealer diwan-backup.timer
	rm -rf /var/lib/diwan /var/lib/diwan-sealer /var/lib/back /etc/diwan /etc/systemd/system/diwan.service /etc/systemd/system/diwan-* /etc/sysusers.d/diwan.conf /etc/tmpfiles.d/diwan.conf
	gpasswd -d diwan-sealer diwan >/dev/null; userdel diwan-sealer; userdel diwan
	systemctl daemon-reload; systemctl reset-failed
}
# An installation of before: one user, who signs as well.
one_user() {
	nothing_there
	useradd --system --user-group --home-dir /var/lib/diwan --shell /usr/sbin/nologin diwan
	install -d -m 700 -o diwan -g diwan /var/lib/diwan
	install -m 644 tests/load/systemd/before.service /etc/systemd/system/diwan.service
	printf 'ledger_origin = %s\nledger_seal = 1\n' "$origin" | runuser -u diwan -- sh -c 'umask 077; cat >/var/lib/diwan/diwan.conf'
	runuser -u diwan -- sh -c 'umask 077; diwan migrate --data /var/lib/diwan && diwan first-account --data /var/lib/diwan' >"$work/out" 2>&1 || say_wrong "$(cat "$work/out")"
	fill; systemctl daemon-reload; systemctl -q enable --now diwan; answers; taken
	same "$(stat -c '%U %a' /var/lib/diwan/ledger.key)" 'diwan 600'
}
upgraded() {
	one_user
	ok "an installation of before signs with a key of the server's user"
	local old size; old=$(curl -fs "$url/ledger/key"); size=$(entries)
	said '**From one user to two**' >"$work/steps"
	follow_it 'from one user to two, word for word'
	answers; active diwan diwan-sealer
	until_so '[ "$(curl -fs "$url/ledger/key")" != "$old" ]'; taken; the_key
	[ "$(entries)" -gt "$size" ] || say_wrong "$(entries) entries after $size"
	only diwan diwan; only diwan-sealer diwan-sealer; refused 'cat /var/lib/diwan-sealer/ledger.key'
	same "$(curl -fs "$url/ledger/checkpoint" | head -n 1)" "$origin"
	as_server env DIWAN_LEDGER_SEAL=0 diwan check-config --settings --data /var/lib/diwan >"$work/said" 2>&1 || say_wrong "$(tail -n 3 "$work/said")"
	same "$(systemctl is-enabled diwan diwan-sealer diwan-backup.timer | sort -u)" enabled
	ok "from one user to two, word for word: the same log goes on under a key that the server never saw"
	mark 'third part over'
	on_postgres
}
# The other engine: its installation is that above but for the lines that docs/operate.md puts in the place of the last two.
on_postgres() {
	nothing_there
	systemctl -q enable --now postgresql || say_wrong 'PostgreSQL does not start'
	until_so 'runuser -u postgres -- psql -XAt -c "SELECT 1" >/dev/null 2>&1'
	{ said '## Installation' | sed '$d' | sed '$d' | sed "/^install .*lib.diwan.diwan.conf /a echo 'ledger_origin = $origin' >>/var/lib/diwan/diwan.conf"; said '## PostgreSQL'; said 'That is on the database'; } >"$work/steps"
	follow_it 'on PostgreSQL, word for word'
	database='postgresql:///diwan?host=/run/postgresql'
	answers; active diwan diwan-sealer diwan-backup.timer; fill; taken; the_key
	only diwan diwan; only diwan-sealer diwan-sealer; refused 'cat /var/lib/diwan-sealer/ledger.key'; refused 'cat /etc/diwan/sealer.env'
	[ ! -e /var/lib/diwan/diwan.db ] || say_wrong 'there is an embedded database'
	! runuser -u diwan-sealer -- psql -XAt -d "$database" -c 'SELECT name FROM patient' >"$work/said" 2>&1 && grep -q 'permission denied' "$work/said" || say_wrong "$(cat "$work/said")"
	ok "on PostgreSQL as docs/operate.md says: two users, two roles, and the sealer signs"

	systemctl start diwan-backup || say_wrong "the copy: $(journalctl -u diwan-backup -n 5 --no-pager)"
	systemctl stop postgresql; fails_for_a_while; systemctl start postgresql; comes_by_itself; taken
	ok "PostgreSQL comes back after a while, and so do both by themselves"
	mark 'fourth part over'
}
$part
