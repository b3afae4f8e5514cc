#!/bin/sh
# Twenty whole years of honest houses through the audit: no more findings than docs/fairness.md says; and two programs that
# share no code find the same in all cases and in two of these years.
cd "$(dirname "$0")/../.." || exit 1
make -s all bench && DIWAN_YEARS=20 make -s unit T=audit_test && exec node tests/fairness.mjs build/bench/year build/gcc/diwan 2 364
