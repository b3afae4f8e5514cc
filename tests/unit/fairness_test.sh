#!/bin/sh
# Two programs that share no code find the same by the rules of fairness: all cases, one of each kind by both, and some weeks; the rest in ./check --long.
cd "$(dirname "$0")/../.." || exit 1
make -s all bench && exec node tests/fairness.mjs build/bench/year build/gcc/diwan 1 45 few
