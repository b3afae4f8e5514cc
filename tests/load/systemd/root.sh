#!/usr/bin/env bash
# Makes the machine of systemd_test.sh: the folder of a small Debian 12 with systemd and what Diwan runs on. As root, once.
#   root.sh PROGRAM FOLDER
# DIWAN_MIRROR is the archive (default http://deb.debian.org/debian), beside it, with -security, that of its mended packages.
set -eu
program=$1 to=$2 mirror=${DIWAN_MIRROR:-http://deb.debian.org/debian} root=$2.new
# Nothing of this machine may be left mounted in what is removed.
clean_up() { for m in proc sys; do ! mountpoint -q "$root/$m" || umount "$root/$m" || exit 1; done; rm -rf --one-file-system "$root"; }
trap clean_up EXIT

# The libraries of the program, by the packages that have them here; fonts, time zones and the tools as packaging/debian-packages.txt has them.
libraries() { ldd "$program" | sed -n 's/.* => \(\/[^ ]*\) .*/\1/p' | xargs readlink -f | sed 'p; s|^/usr||' | xargs dpkg-query -S 2>/dev/null | cut -d: -f1 | sort -u; }
plain=$(sed -n 's/^\([a-z0-9][a-z0-9.+-]*\)$/\1/p' packaging/debian-packages.txt | grep -vE -- '-dev$|^(gcc|make|pkg-config|gettext)$')
rm -rf --one-file-system "$root"; umask 022; mkdir -p "$root/etc/dpkg/dpkg.cfg.d"
# What can be made again needs no disk that has it for sure, and nobody reads a manual in there.
printf 'force-unsafe-io\npath-exclude=/usr/share/%s/*\n' doc >"$root/etc/dpkg/dpkg.cfg.d/test"
printf 'path-exclude=/usr/share/%s/*\n' man locale >>"$root/etc/dpkg/dpkg.cfg.d/test"
debootstrap --variant=minbase bookworm "$root" "$mirror"
printf 'deb %s main\n' "$mirror bookworm" "$mirror bookworm-updates" "$mirror-security bookworm-security" >"$root/etc/apt/sources.list"
cp /etc/resolv.conf "$root/etc/"; printf '#!/bin/sh\nexit 101\n' >"$root/usr/sbin/policy-rc.d"; chmod 755 "$root/usr/sbin/policy-rc.d"
in_root() { chroot "$root" env -i PATH=/usr/sbin:/usr/bin:/sbin:/bin LC_ALL=C.UTF-8 DEBIAN_FRONTEND=noninteractive "$@"; }
mount -t proc proc "$root/proc"
in_root apt-get update -q
# shellcheck disable=SC2046,SC2086
in_root apt-get install -y -q --no-install-recommends systemd-sysv dbus postgresql-15 $(libraries) $plain
in_root apt-get clean
umount "$root/proc"
rm -rf "$root/usr/sbin/policy-rc.d" "$root"/var/lib/apt/lists/* "$root/etc/resolv.conf"
: >"$root/etc/machine-id"; echo diwan >"$root/etc/hostname"; echo '127.0.0.1 localhost diwan' >"$root/etc/hosts"
cat >"$root/etc/systemd/system/inside.service" <<-'UNIT'
	[Unit]
	After=multi-user.target
	[Service]
	Type=oneshot
	ExecStart=/bin/bash /mnt/tests/load/systemd/inside.sh
	TimeoutStartSec=infinity
	[Install]
	WantedBy=multi-user.target
UNIT
for u in apt-daily.timer apt-daily-upgrade.timer e2scrub_all.timer fstrim.timer dpkg-db-backup.timer postgresql.service; do
	in_root systemctl -q disable "$u" || true
done
in_root systemctl -q enable inside.service
rm -rf --one-file-system "$to"; mv "$root" "$to"
