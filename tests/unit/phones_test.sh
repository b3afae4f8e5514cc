#!/usr/bin/env bash
# Telephone numbers as people write them, against libphonenumber-js (npm).
set -u
cd "$(dirname "$0")/../.." && make -s build/gcc/libdiwan.a || exit 1
tests/npm.sh || exit 1
work=$(mktemp -d); trap 'rm -rf "$work"' EXIT
gcc -std=gnu17 -D_GNU_SOURCE -Isrc -Wall -Wextra -Werror tests/unit/phones/said.c build/gcc/libdiwan.a -o "$work/said" || exit 1
node tests/unit/phones/forms.mjs write >"$work/forms" && "$work/said" <"$work/forms" >"$work/taken" || exit 1
node tests/unit/phones/forms.mjs judge "$work/taken"
