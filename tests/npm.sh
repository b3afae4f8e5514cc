#!/bin/sh
# The tests' npm packages as the lock file names them; of several who ask at once, one installs.
set -eu
cd "$(dirname "$0")/.."
mkdir -p build
exec 9>build/npm.lock
flock 9
if [ ! -e node_modules/.package-lock.json ] || [ package-lock.json -nt node_modules/.package-lock.json ]; then
	npm ci --no-audit --no-fund --loglevel=error >&2
fi
