#!/usr/bin/env bash
# A real mail server of one's own for tests: Exim takes mail, Dovecot shows it by IMAP; nothing leaves this machine.
#   tests/mta.sh start DIR     starts both; prints name=value lines, to be read with eval:
#                                smtp=smtp://127.0.0.1:PORT  imap=imap://127.0.0.1:PORT  imaps=imaps://127.0.0.1:PORT
#                                ca=FILE (the certificate both show)  people=DIR bounces=DIR (what came, Maildir/new)
#   tests/mta.sh idle DIR      waits until Exim has nothing in hand (at most 60 s)
#   tests/mta.sh stop DIR      ends both and removes their data
# Mail to bounces@mta.test comes into the box of user "bounces", all other mail into that of "people" (IMAP password: secret).
# By the name before the @:  gone…  taken, then it bounces (5.1.1: no such box)
#                            refused…  refused at once (550 5.1.1)                    later…  put off at once (451)
# Works as root (both then run as another user) and as anybody.
set -eu
. "$(dirname "$0")/pause.sh"
export PATH=$PATH:/usr/sbin:/sbin
user=
if [ "$(id -u)" = 0 ]; then user=nobody; fi
as() {
	if [ -n "$user" ]; then (cd / && setpriv --reuid="$user" --regid="$(id -g "$user")" --clear-groups -- "$@"); else "$@"; fi
}
port() { echo $((20000 + RANDOM % 12000)); }
running() { [ -s "$1" ] && as kill -0 "$(cat "$1")" 2>/dev/null; }

exim_conf() {
	cat <<-CONF
		primary_hostname = mta.test
		spool_directory = $at/spool
		log_file_path = $at/log/%slog
		pid_file_path = $at/exim.pid
		exim_user = $me
		exim_group = $group
		deliver_drop_privilege = true
		never_users =
		local_interfaces = 127.0.0.1
		daemon_smtp_ports = $smtp
		daemon_startup_retries = 0
		notifier_socket =
		smtp_accept_max = 200
		smtp_accept_max_per_connection = 100000
		smtp_accept_queue_per_connection = 0
		queue_run_max = 4
		host_lookup =
		rfc1413_query_timeout = 0s
		keep_environment =
		tls_advertise_hosts = *
		tls_certificate = $at/cert.pem
		tls_privatekey = $at/key.pem
		acl_smtp_rcpt = take
		acl_smtp_data = accept_all
		domainlist here = mta.test
		begin acl
		take:
		  deny   local_parts = ^refused
		         message = 550 5.1.1 <\$local_part@\$domain>: no such box
		  defer  local_parts = ^later
		         message = 451 4.3.2 come back later
		  accept domains = +here
		  deny   message = 550 5.7.1 relay not permitted
		accept_all:
		  accept
		begin routers
		gone:
		  driver = redirect
		  local_parts = ^gone
		  data = :fail: 550 5.1.1 no such box
		  allow_fail
		bounces:
		  driver = accept
		  local_parts = bounces
		  transport = bounces
		people:
		  driver = accept
		  domains = +here
		  transport = people
		begin transports
		bounces:
		  driver = appendfile
		  maildir_format
		  directory = $at/mail/bounces
		  create_directory
		  return_path_add
		  envelope_to_add
		  user = $me
		  group = $group
		people:
		  driver = appendfile
		  maildir_format
		  directory = $at/mail/people
		  create_directory
		  return_path_add
		  envelope_to_add
		  user = $me
		  group = $group
		begin retry
		* * F,1h,1s
		begin authenticators
		plain:
		  driver = plaintext
		  public_name = PLAIN
		  server_prompts = :
		  server_condition = \${if and {{eq{\$auth2}{diwan}}{eq{\$auth3}{secret}}}}
		  server_set_id = \$auth2
	CONF
}

dovecot_conf() {
	cat <<-CONF
		base_dir = $at/dovecot
		state_dir = $at/dovecot
		log_path = $at/log/dovecot
		protocols = imap
		listen = 127.0.0.1
		default_login_user = $me
		default_internal_user = $me
		default_internal_group = $group
		first_valid_uid = 1
		mail_location = maildir:$at/mail/%u
		ssl = yes
		ssl_cert = <$at/cert.pem
		ssl_key = <$at/key.pem
		ssl_dh =
		disable_plaintext_auth = no
		passdb {
		  driver = static
		  args = password=secret
		}
		userdb {
		  driver = static
		  args = uid=$(id -u "$me") gid=$(id -g "$me") home=$at/home/%u
		}
		service imap-login {
		  chroot =
		  inet_listener imap {
		    port = $imap
		  }
		  inet_listener imaps {
		    port = $imaps
		    ssl = yes
		  }
		}
		service anvil {
		  chroot =
		}
		service stats {
		  chroot =
		}
	CONF
}

# A port taken meanwhile by somebody else is no reason to fail: others are tried.
start_exim() {
	for _ in $(seq 20); do
		smtp=$(port)
		exim_conf >"$at/exim.conf"
		if as exim4 -C "$at/exim.conf" -bd -q5s >"$at/log/start" 2>&1 </dev/null; then
			for _ in $(seq 200); do
				(: <"/dev/tcp/127.0.0.1/$smtp") 2>/dev/null && running "$at/exim.pid" && return 0
				pause 0.05
			done
		fi
	done
	cat "$at/log/start" "$at"/log/*log >&2; return 1
}
start_dovecot() {
	for _ in $(seq 20); do
		imap=$(port) imaps=$(port)
		[ "$imap" != "$imaps" ] || continue
		dovecot_conf >"$at/dovecot.conf"
		if as dovecot -c "$at/dovecot.conf" >"$at/log/start" 2>&1 </dev/null; then
			for _ in $(seq 200); do
				(: <"/dev/tcp/127.0.0.1/$imap") 2>/dev/null && running "$at/dovecot/master.pid" && return 0
				pause 0.05
			done
		fi
	done
	cat "$at/log/start" "$at/log/dovecot" >&2; return 1
}
end() {
	local pid
	running "$1" || return 0
	pid=$(cat "$1")
	as kill -TERM "$pid" 2>/dev/null || true
	for _ in $(seq 200); do as kill -0 "$pid" 2>/dev/null || return 0; pause 0.05; done
	as kill -KILL "$pid" 2>/dev/null || true
}

case ${1:-} in
start)
	dir=${2:?}
	mkdir -p "$dir"
	[ ! -e "$dir/mta" ] || "$0" stop "$dir"
	at=$(mktemp -d "${TMPDIR:-/tmp}/diwan-mta.XXXXXX")
	me=${user:-$(id -un)} group=$(id -gn "${user:-$(id -un)}")
	mkdir -p "$at"/{spool,log,dovecot,home} "$at"/mail/{people,bounces}/{new,cur,tmp}
	openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -days 2 -subj /CN=127.0.0.1 \
		-addext subjectAltName=IP:127.0.0.1,DNS:localhost -keyout "$at/key.pem" -out "$at/cert.pem" 2>"$at/log/openssl"
	[ -z "$user" ] || chown -R "$me:$group" "$at"
	echo "$at" >"$dir/mta"
	start_exim
	start_dovecot
	chmod 755 "$at"
	cat <<-SAY
		smtp=smtp://127.0.0.1:$smtp
		imap=imap://127.0.0.1:$imap
		imaps=imaps://127.0.0.1:$imaps
		ca=$at/cert.pem
		people=$at/mail/people/new
		bounces=$at/mail/bounces/new
	SAY
	;;
idle)
	at=$(cat "${2:?}/mta")
	for _ in $(seq 1200); do
		[ -n "$(find "$at/spool/input" -name '*-H' 2>/dev/null | head -n 1)" ] || exit 0
		pause 0.05
	done
	echo "mta.sh: Exim still has mail in hand" >&2; exit 1
	;;
stop)
	dir=${2:?}
	[ -e "$dir/mta" ] || exit 0
	at=$(cat "$dir/mta")
	end "$at/exim.pid"
	end "$at/dovecot/master.pid"
	case $at in */diwan-mta.??????) rm -rf "$at" ;; esac
	rm -f "$dir/mta"
	;;
*)
	sed -n '2,11s/^# \{0,1\}//p' "$0" >&2; exit 2 ;;
esac
