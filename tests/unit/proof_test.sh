#!/bin/sh
exec node "$(dirname "$0")/proof_test.mjs"
