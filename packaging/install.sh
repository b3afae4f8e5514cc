#!/bin/sh
# Installs the Debian packages that are missing; asks for root only then.
#   packaging/install.sh [--test | --long]
set -eu
cd "$(dirname "$0")/.."
want=$(sed -n 's/^\([a-z0-9][a-z0-9.+-]*\)$/\1/p' packaging/debian-packages.txt)
of() { sed -n "s/^$1 \([a-z0-9.+-]*\)\$/\1/p" packaging/debian-packages.txt; }
case ${1:-} in --test | --long) want="$want $(of test)" ;; esac
[ "${1:-}" != --long ] || want="$want $(of long)"
missing=
for p in $want; do
	case $p in
	nodejs) command -v node >/dev/null 2>&1 && continue ;;
	npm) command -v npm >/dev/null 2>&1 && continue ;;
	libreoffice-calc-nogui) command -v soffice >/dev/null 2>&1 && continue ;;
	esac
	dpkg-query -W -f '${Status}' "$p" 2>/dev/null | grep -q 'install ok installed' || missing="$missing $p"
done
# Older time zone data is an hour wrong for Morocco since 2026-09-20.
tz=$(dpkg-query -W -f '${Version}' tzdata 2>/dev/null || echo 0)
if dpkg --compare-versions "$tz" lt 2026f; then missing="$missing tzdata"; fi
[ -n "$missing" ] || exit 0
echo "Installing:$missing" >&2
if [ "$(id -u)" = 0 ]; then as=; else as=sudo; fi
# shellcheck disable=SC2086
$as env DEBIAN_FRONTEND=noninteractive sh -c 'apt-get update -qq && apt-get install -y -qq --no-install-recommends "$@" >/dev/null' sh $missing
