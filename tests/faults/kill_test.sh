#!/usr/bin/env bash
# The long version of tests/http/kill_test.sh: a minute of kills on each engine.
KILL_SECONDS=${KILL_SECONDS:-60} exec "$(dirname "$0")/../http/kill_test.sh"
