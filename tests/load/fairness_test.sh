#!/bin/sh
# Twenty whole years of honest houses through the audit: no more findings than docs/fairness.md says.
cd "$(dirname "$0")/../.." || exit 1
DIWAN_YEARS=20 exec make -s unit T=audit_test
