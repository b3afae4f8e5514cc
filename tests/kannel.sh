#!/usr/bin/env bash
# A Kannel of one's own for tests: Debian's bearerbox and smsbox, and Kannel's fakesmsc as the operator's network.
#   tests/kannel.sh start DIR [HOOKS]       starts all three; prints what the caller needs as name=value lines:
#                                           sendsms=URL admin=URL user=… password=… (admin: Kannel's own status)
#   tests/kannel.sh hooks DIR HOOKS         from now on incoming messages are posted to HOOKS, the whole address with its
#                                           secret (http://x:SECRET@127.0.0.1:PORT/hook/sms/incoming)
#   tests/kannel.sh say DIR FROM TO TEXT    a telephone sends TEXT to the number TO; several: one a line of standard input, when
#                                           only DIR is given (FROM TO TEXT, separated by one tab)
#   tests/kannel.sh phones DIR              what telephones received, oldest first: FROM TO SEGMENTS TEXT, separated by tabs;
#                                           a message that goes on (concatenated) is one line; \n stands for a line break
#   tests/kannel.sh down DIR, up DIR        ends bearerbox and smsbox as a provider's failure does, starts them again
#   tests/kannel.sh stop DIR                ends everything and removes DIR/where and what it names
# Numbers that begin with +21269999 belong to nobody: Kannel refuses them (403) and reports that (16). Messages to +21269998… are
# taken by another operator (Kannel's "smsc = http", as from one Kannel to the next), who then reports that they were not delivered (2).
# Works as root and as anybody; listens on 127.0.0.1 only, on ports that the kernel gives.
set -eu
. "$(dirname "$0")/pause.sh"

fakesmsc=/usr/lib/kannel/test/fakesmsc
PATH=$PATH:/usr/sbin
for p in bearerbox smsbox "$fakesmsc" node; do
	command -v "$p" >/dev/null || { echo "kannel.sh: no $p here (Debian: kannel, kannel-extras, nodejs)" >&2; exit 1; }
done

die() { echo "kannel.sh: $*" >&2; exit 1; }
open_port() { (exec 3<>"/dev/tcp/127.0.0.1/$1") 2>/dev/null; }
# Polls a condition for up to a minute; what it waits for takes a fraction of a second.
wait_until() {
	local until=$((SECONDS + 60))
	until eval "$1"; do
		[ $SECONDS -lt $until ] || return 1
		pause 0.02
	done
}
end() {	# NAME: ends the process of that name that we started
	local pid
	[ -s "$at/$1.pid" ] || return 0
	pid=$(cat "$at/$1.pid"); rm -f "$at/$1.pid"
	kill -"${2:-TERM}" "$pid" 2>/dev/null || true
	wait_until "! [ -e /proc/$pid ] || grep -q '^State:.Z' /proc/$pid/status 2>/dev/null" || kill -KILL "$pid"
}
# NAME COMMAND…: in the background, its words in a log.
begin() {
	local name=$1; shift
	"$@" >>"$at/$name.log" 2>&1 </dev/null &
	echo $! >"$at/$name.pid"
	disown $!
}
alive() { [ -e "/proc/$(cat "$at/$1.pid")" ]; }

configure() {	# into $at/kannel.conf, from $at/ports and $at/hooks
	local admin box net phone send heard other
	read -r admin box net phone send heard other <"$at/ports"
	cat >"$at/kannel.conf" <<-CONF
		group = core
		admin-port = $admin
		admin-interface = 127.0.0.1
		admin-password = $(cat "$at/password")
		smsbox-port = $box
		smsbox-interface = 127.0.0.1
		box-allow-ip = 127.0.0.1
		dlr-storage = internal
		store-type = file
		store-location = "$at/store"

		group = smsc
		smsc = fake
		smsc-id = network
		port = $net
		connect-allow-ip = 127.0.0.1
		denied-prefix = "+21269999;+21269998"

		group = smsc
		smsc = fake
		smsc-id = telephones
		port = $phone
		connect-allow-ip = 127.0.0.1
		allowed-smsc-id = nobody

		group = smsc
		smsc = http
		smsc-id = other
		system-type = kannel
		smsc-username = diwan
		smsc-password = $(cat "$at/password")
		port = $heard
		connect-allow-ip = 127.0.0.1
		send-url = "http://127.0.0.1:$other/"
		dlr-url = "http://127.0.0.1:$heard/?username=diwan&password=$(cat "$at/password")"
		allowed-prefix = "+21269998"

		group = smsbox
		bearerbox-host = 127.0.0.1
		sendsms-port = $send
		sendsms-interface = 127.0.0.1
		http-request-retry = 20
		http-queue-delay = 1

		group = sendsms-user
		username = diwan
		password = $(cat "$at/password")
		max-messages = 6
		concatenation = true

		group = sms-service
		keyword = default
		catch-all = true
		post-url = "$(cat "$at/hooks")?id=%I"
		send-sender = true
		accept-x-kannel-headers = false
		max-messages = 0
		omit-empty = true
	CONF
}

# Seven ports that nobody has: the kernel's choice. Another program may take one before Kannel does: then start tries again.
ports() {
	node -e 'const s = [1, 2, 3, 4, 5, 6, 7].map(() => require("net").createServer().listen(0, "127.0.0.1"));
		setImmediate(() => { console.log(s.map((x) => x.address().port).join(" ")); s.forEach((x) => x.close()); })'
}
# The other operator: takes each message, and says until he is heard that it reached nobody.
other='
const http = require("http");
const report = (to) => http.get(to, (r) => { let said = ""; r.on("data", (b) => said += b).on("end", () => said.startsWith("Sent") || setTimeout(report, 50, to)); }).on("error", () => setTimeout(report, 50, to));
http.createServer((q, r) => {
	const asked = new URL(q.url, "http://x").searchParams, to = asked.get("dlr-url");
	r.writeHead(202).end("0: Accepted for delivery");
	if (to) report(to.replace(/&dlr-url=.*/, "") + `&to=${encodeURIComponent(asked.get("to"))}&dlr-mask=2&dlr-mid=` + to.replace(/.*dlr-mid=/, ""));
}).listen(process.argv[1], "127.0.0.1");'

start_smsbox() {
	local send; send=$(cut -d ' ' -f 5 "$at/ports")
	begin smsbox smsbox -v 4 "$at/kannel.conf"
	wait_until "! alive smsbox || open_port $send" && alive smsbox
}
start_boxes() {
	local box net phone other_port
	read -r _ box net phone _ _ other_port <"$at/ports"
	begin other node -e "$other" -- "$other_port"
	wait_until "! alive other || open_port $other_port" && alive other || return 1
	begin bearerbox bearerbox -v 1 "$at/kannel.conf"
	wait_until "! alive bearerbox || { open_port $box && open_port $net && open_port $phone; }" && alive bearerbox || return 1
	: >>"$at/network.log"
	begin network "$fakesmsc" -H 127.0.0.1 -r "$net" -m 0 '0 0 text nothing'
	start_smsbox && wait_until 'status | grep -q "network.*(online"'
}
status() { curl -sS "http://127.0.0.1:$(cut -d ' ' -f 1 "$at/ports")/status.txt?password=$(cat "$at/password")" 2>/dev/null; }
stop_boxes() { end smsbox "${1:-TERM}"; end bearerbox "${1:-TERM}"; end network KILL; end other KILL; }

# One line for each message: parts of one long message come one after the other.
phones='
const part = (s) => Buffer.from(s.replace(/\+/g, " ").replace(/%([0-9A-Fa-f]{2})/g, (_, h) => String.fromCharCode(parseInt(h, 16))), "latin1");
const ucs2 = (b) => b.swap16().toString("utf16le"), wide = (b) => b.some((x) => x < 32 && x !== 10);
const text = (kind, s) => kind === "text" ? s : kind === "ucs-2" || wide(part(s)) ? ucs2(part(s)) : part(s).toString("utf8");
const open = new Map(), got = [];
const take = (from, to, n, t) => got.push([from, to, n, t.replace(/\n/g, "\\n")]);
for (const [, said] of require("fs").readFileSync(0, "utf8").matchAll(/ Got message \d+: <(.*)>\n/g)) {
	const m = said.match(/^(\S+) (\S+) (?:udh (\S+) )?(text|data|ucs-2) (.*)$/);
	// fakesmsc takes what follows a line break for a message of its own.
	if (!m) { got.at(-1)[3] += "\\n" + said; continue; }
	if (!m[3]) { take(m[1], m[2], 1, text(m[4], m[5])); continue; }
	const head = part(m[3]), key = [m[1], m[2], head[3]].join(" "), had = open.get(key) ?? [];
	had[head[5] - 1] = text(m[4], m[5]);
	open.set(key, had);
	if (had.filter((x) => x !== undefined).length === head[4]) { take(m[1], m[2], head[4], had.join("")); open.delete(key); }
}
got.forEach((g) => console.log(g.join("\t")));'

# Lines FROM <tab> TO <tab> TEXT as fakesmsc wants them: UCS-2, so that any letter may stand in it.
speech='
const [from, to, text] = process.argv.slice(1), b = Buffer.from(text, "utf16le").swap16();
process.stdout.write(`${from} ${to} ucs2 ` + [...b].map((x) => "%" + x.toString(16).padStart(2, "0")).join(""));'

say() {
	local port lines=() from to text
	port=$(cut -d ' ' -f 4 "$at/ports")
	if [ $# -eq 3 ]; then
		lines=("$(node -e "$speech" -- "$1" "$2" "$3")")
	else
		while IFS=$'\t' read -r from to text; do lines+=("$(node -e "$speech" -- "$from" "$to" "$text")"); done
	fi
	for line in "${lines[@]}"; do
		: >"$at/say.log"
		begin say "$fakesmsc" -H 127.0.0.1 -r "$port" -i 0.001 -m 1 "$line"
		wait_until "grep -q 'sent message 1' '$at/say.log' || ! alive say" || die "the telephone could not send"
		end say KILL
	done
}

[ $# -ge 2 ] || { sed -n '2,16s/^# \{0,1\}//p' "$0" >&2; exit 2; }
what=$1 dir=$2; shift 2
if [ "$what" = start ]; then
	mkdir -p "$dir"
	[ ! -e "$dir/where" ] || "$0" stop "$dir"
	at=$(mktemp -d "${TMPDIR:-/tmp}/diwan-kannel.XXXXXX")
	echo "$at" >"$dir/where"
	od -An -N12 -tx1 /dev/urandom | tr -d ' \n' >"$at/password"
	echo "${1:-http://127.0.0.1:9/nobody}" >"$at/hooks"
	for try in 1 2 3 4 5; do
		ports >"$at/ports"; configure
		if start_boxes; then
			read -r admin _ _ _ send _ <"$at/ports"
			echo "sendsms=http://127.0.0.1:$send/cgi-bin/sendsms"
			echo "admin=http://127.0.0.1:$admin"
			echo "user=diwan"
			echo "password=$(cat "$at/password")"
			exit 0
		fi
		stop_boxes KILL
	done
	tail -n 5 "$at"/*.log >&2
	die "Kannel did not start"
fi
[ -e "$dir/where" ] || { [ "$what" = stop ] && exit 0; die "no Kannel in $dir"; }
at=$(cat "$dir/where")
case $what in
hooks)	echo "${1:?}" >"$at/hooks"; configure; end smsbox KILL; start_smsbox || die "smsbox did not start" ;;
say)	say "$@" ;;
phones)	node -e "$phones" <"$at/network.log" ;;
down)	stop_boxes KILL ;;
up)	start_boxes || die "Kannel did not start again" ;;
stop)
	stop_boxes KILL; end say KILL
	case $at in */diwan-kannel.??????) rm -rf "$at" ;; esac
	rm -f "$dir/where"
	;;
*)	die "what is $what?" ;;
esac
