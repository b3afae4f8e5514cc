#!/usr/bin/env bash
# Diwan installed as docs/operate.md says, under a real systemd: a small Debian 12 of its own (debootstrap) is booted and runs
# systemd/inside.sh. Two users, the key, the directives, kill -9, stop, reboot, the nightly copy; the upgrade from one user to two; PostgreSQL.
# The Debian is made once (~/.cache/diwan, 0.6 GB) and never written: what a run writes lies in memory above it and is gone with it.
# It is booted by systemd-nspawn on this machine's kernel: as root, or not at all. In there are no packages of the build: the program is
# the one that was built here.
set -u
cd "$(dirname "$0")/../.." || exit 1
here=tests/load/systemd program=build/gcc/diwan
export PATH=$PATH:/usr/sbin:/sbin
work=$(mktemp -d "${TMPDIR:-/tmp}/diwan-systemd.XXXXXX")
trap 'rm -rf --one-file-system "$work"' EXIT
trap 'exit 130' INT TERM
cannot() { echo "not ok - a machine under systemd: $1"; [ -z "${2:-}" ] || tail -n 15 "$2" | sed 's/^/    /'; exit 1; }
for c in debootstrap systemd-nspawn unshare; do command -v $c >/dev/null || cannot "$c is not installed"; done
[ -x $program ] || cannot "$program is not built"
as=; [ "$(id -u)" = 0 ] || as='sudo -n'
$as true || cannot 'it needs root'

# Another Debian when what it is made of changes.
made_of=$(cat $here/root.sh packaging/debian-packages.txt <(ldd $program | sed 's/ (0x.*//' | sort) | sha256sum | cut -c1-16)
cache=${XDG_CACHE_HOME:-$HOME/.cache}/diwan root=$cache/systemd-$made_of
if [ ! -d "$root" ]; then
	mkdir -p "$cache"; $as rm -rf --one-file-system "$cache"/systemd-*
	$as env PATH="$PATH" DIWAN_MIRROR="${DIWAN_MIRROR:-}" $here/root.sh $program "$root" >"$work/made" 2>&1 || cannot 'no Debian could be made for it' "$work/made"
fi

# The clone, as far as the document's commands and the test name it.
mkdir -p "$work/clone/build/gcc" "$work/said"; chmod 755 "$work"
tar -c packaging docs/operate.md data/seed tests/http/lib.sh tests/pause.sh $here | tar -x -C "$work/clone"
install -s -m 755 $program "$work/clone/build/gcc/diwan"
: >"$work/said/said"; : >"$work/said/boot"

# A mount namespace of its own, so that nothing stays mounted; a machine that hangs is ended.
boot='mount -t tmpfs -o mode=755,size=1500m tmpfs "$1/above" && mkdir "$1/above/written" "$1/above/work" "$1/above/root" &&
	mount -t overlay -o "lowerdir=$2,upperdir=$1/above/written,workdir=$1/above/work" overlay "$1/above/root" || exit 1
	# 133: it wants to be started again.
	rc=133; while [ $rc = 133 ]; do systemd-nspawn --quiet --boot --directory="$1/above/root" --machine=diwan-test-$$ --register=no --keep-unit --private-network --link-journal=no \
		--resolv-conf=off --timezone=off --console=pipe --bind-ro="$1/clone:/mnt" --bind="$1/said:/said" systemd.show_status=0; rc=$?; done
	rmdir /run/systemd/nspawn/propagate/diwan-test-$$ 2>/dev/null; exit $rc'
mkdir "$work/above"
$as timeout --kill-after=60 "${DIWAN_MACHINE_SECONDS:-3600}" unshare --mount --propagation private sh -c "$boot" sh "$work" "$root" >"$work/nspawn" 2>&1 </dev/null; rc=$?
cat "$work/said/said"
fails=$(grep -c '^not ok - ' "$work/said/said")
# Each of its four parts says that it came to its end.
if [ $rc -ne 0 ] || [ "$(grep -c '^# .* s: .* part over$' "$work/said/said")" -ne 4 ]; then
	echo "not ok - the machine came to its end ($rc)"; fails=$((fails + 1))
fi
if [ "$fails" -gt 0 ]; then tail -n 20 "$work/nspawn"; tail -n "${CHECK_TAIL:-40}" "$work/said/boot"; fi
exit $((fails > 0))
