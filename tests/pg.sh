#!/usr/bin/env bash
# A PostgreSQL of one's own for tests: its own data, reachable by its own socket only.
#   tests/pg.sh start DIR     starts one; the last line printed is its URL (libpq)
#   tests/pg.sh newdb URL [FROM]  makes a fresh database beside that one, or a copy of one that nobody uses, and prints its URL
#   tests/pg.sh dropdb URL    removes such a database
#   tests/pg.sh stop DIR      ends it and removes its data
# DIWAN_PG_FSYNC=on makes commits durable (for measuring). Works as root (it then runs as another user) and as anybody.
set -eu

bin=
for d in /usr/lib/postgresql/15/bin /usr/lib/postgresql/*/bin /usr/local/bin; do
	[ -x "$d/initdb" ] && [ -x "$d/pg_ctl" ] && bin=$d && break
done
[ -n "$bin" ] || { echo "pg.sh: no PostgreSQL here" >&2; exit 1; }

# PostgreSQL refuses to be root.
user=
if [ "$(id -u)" = 0 ]; then
	for u in postgres nobody; do id -u "$u" >/dev/null 2>&1 && user=$u && break; done
fi
as() {
	if [ -n "$user" ]; then (cd / && setpriv --reuid="$user" --regid="$(id -g "$user")" --clear-groups -- "$@"); else "$@"; fi
}
admin() { "$bin/psql" -X -q -v ON_ERROR_STOP=1 -d "$1" -c "$2"; }

case ${1:-} in
start)
	dir=${2:?}
	mkdir -p "$dir"
	[ ! -e "$dir/where" ] || "$0" stop "$dir"
	# A short path of its own: sockets have little room, and the other user must get there.
	at=$(mktemp -d "${TMPDIR:-/tmp}/diwan-pg.XXXXXX")
	[ -z "$user" ] || chown "$user" "$at"
	chmod 700 "$at"
	echo "$at" >"$dir/where"
	as "$bin/initdb" -D "$at/data" -U diwan -A trust -E UTF8 --locale=C --no-sync >"$dir/initdb.log" 2>&1 || { cat "$dir/initdb.log" >&2; exit 1; }
	port=$((20000 + RANDOM % 20000))	# names the socket file; nothing listens on the network
	cat >>"$at/data/postgresql.conf" <<-CONF
		listen_addresses = ''
		unix_socket_directories = '$at'
		port = $port
		fsync = ${DIWAN_PG_FSYNC:-off}
		shared_buffers = 128MB
		max_connections = 300	# several tests at once, each with fifty who race
		log_min_messages = fatal
		deadlock_timeout = 200ms
		autovacuum = off	# databases of minutes: what it does for them is work for nobody
		jit = off
		wal_level = minimal
		max_wal_senders = 0
		full_page_writes = ${DIWAN_PG_FSYNC:-off}
		max_wal_size = 4GB
	CONF
	as "$bin/pg_ctl" -D "$at/data" -l "$at/log" -w -t 180 start >"$dir/start.log" 2>&1 </dev/null || { cat "$dir/start.log" "$at/log" >&2; exit 1; }
	url="postgresql:///diwan?host=$at&port=$port&user=diwan"
	admin "postgresql:///postgres?host=$at&port=$port&user=diwan" "CREATE DATABASE diwan" >&2
	echo "$url"
	;;
newdb)
	url=${2:?}; name=t_$(od -An -N8 -tx8 /dev/urandom | tr -d ' ')
	from=$(echo "${3:-}" | sed -n 's|.*///\([a-z0-9_]*\)?.*|\1|p')
	admin "$url" "CREATE DATABASE $name TEMPLATE ${from:-template0} STRATEGY FILE_COPY" >&2
	echo "$url" | sed "s|///[a-z0-9_]*?|///$name?|"
	;;
dropdb)
	url=${2:?}; name=$(echo "$url" | sed -n 's|.*///\([a-z0-9_]*\)?.*|\1|p')
	admin "$(echo "$url" | sed 's|///[a-z0-9_]*?|///postgres?|')" "DROP DATABASE IF EXISTS $name WITH (FORCE)" >&2
	;;
stop)
	dir=${2:?}
	[ -e "$dir/where" ] || exit 0
	at=$(cat "$dir/where")
	as "$bin/pg_ctl" -D "$at/data" -m immediate -w stop >/dev/null 2>&1 || true
	case $at in */diwan-pg.??????) rm -rf "$at" ;; esac
	rm -f "$dir/where"
	;;
*)
	sed -n '2,7s/^# \{0,1\}//p' "$0" >&2; exit 2 ;;
esac
