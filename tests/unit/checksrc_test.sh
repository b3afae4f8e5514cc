#!/usr/bin/env bash
# The checker of the house's rules: a small tree that is good, then one mistake at a time.
set -u
cd "$(dirname "$0")/../.." && make -s build/tools/checksrc || exit 1
work=$(mktemp -d); trap 'rm -rf "$work"' EXIT
failed=0
ok() { echo "ok - $1"; }
not_ok() { echo "not ok - $1"; failed=1; sed 's/^/    /' "$work/out"; }
fresh() {
	rm -rf "$work/t"; mkdir -p "$work/t"/{tools,data/assets,src/base,src/page,src/web,src/gateways,src/areas/a/test,src/areas/a/rules,src/areas/b/test}
	cp tools/layers.txt "$work/t/tools/"
	for x in a b; do
		echo "# $x" >"$work/t/src/areas/$x/README.md"; echo "/* $x */" >"$work/t/src/areas/$x/$x.h"
		echo "/* t */" >"$work/t/src/areas/$x/test/${x}_test.c"
	done
	echo 'a{margin-inline-start:0}/* left */' >"$work/t/data/assets/x.css"
}
refuses() {	# NAME FILE WORDS, its text on standard input
	fresh; cat >"$work/t/$2"
	if build/tools/checksrc "$work/t" >"$work/out" 2>&1; then not_ok "$1 is refused"
	elif grep -q "^$2:[0-9]*: .*$3" "$work/out"; then ok "$1 is refused"; else not_ok "$1 is refused with its reason"; fi
}
accepts() {
	fresh; cat >"$work/t/$2"
	if build/tools/checksrc "$work/t" >"$work/out" 2>&1; then ok "$1"; else not_ok "$1"; fi
}
lines() { for ((i = 0; i < $1; i++)); do echo "	x();"; done; }

fresh; if build/tools/checksrc "$work/t" >"$work/out" 2>&1; then ok "a good tree passes"; else not_ok "a good tree passes"; fi
refuses "base that includes page" src/base/x.c 'may not include' <<<'#include "page/page.h"'
refuses "web that includes an area" src/web/x.c 'may not include' <<<'#include "areas/a/a.h"'
refuses "an area's inner header in another area" src/areas/a/x.c 'is open' <<<'#include "areas/b/inner.h"'
accepts "another area's public header may be included" src/areas/a/x.c <<<'#include "areas/b/b.h"'
refuses "another area's queries" src/areas/a/x.c "another's queries" <<<'#include "b_q.h"'
accepts "its own queries may be included" src/areas/a/x.c <<<'#include "a_q.h"'
refuses "rules that know the database" src/areas/a/rules/x.c 'rules know' <<<'#include "db/db.h"'
refuses "malloc in an area" src/areas/a/x.c 'malloc' <<<'void *f(void) { return malloc(3); }'
refuses "an arena without a guard in an area" src/areas/a/x.c 'arena_side' <<<'struct arena *f(void) { return arena_new(3); }'
refuses "an arena without a guard in a layer below" src/gateways/x.c 'arena_side' <<<'struct arena *f(void) { return arena_new(3); }'
refuses "an arena without a guard in a command" src/web/x.c 'arena_side' <<<'struct arena *f(void) { return arena_new(3); }'
accepts "a process has an arena of its own" src/web/worker.c <<<'struct arena *f(void) { return arena_new(3); }'
accepts "malloc in a comment or string is none" src/areas/a/x.c <<<'/* malloc(3) */ const char *s = "malloc(3)";'
refuses "cleanup in an area" src/areas/a/x.c 'cleanup' <<<'__attribute__((cleanup(f))) int x;'
refuses "a log line in an area" src/areas/a/x.c 'log_event' <<<'void f(void) { log_event(1, "x"); }'
refuses "open outside of base/fd.c" src/web/x.c 'open' <<<'int f(void) { return open("x", 0); }'
refuses "a socket outside of base/fd.c" src/web/x.c 'socket' <<<'int f(void) { return socket(1, 2, 3); }'
refuses "put_raw outside of generated code" src/areas/a/x.c 'put_raw' <<<'void f(void) { put_raw(pg, "x", 1); }'
refuses "setjmp in an area" src/areas/a/x.c 'setjmp' <<<'int f(void) { return setjmp(b); }'
refuses "left in a style sheet" data/assets/y.css 'left' <<<'a{margin-left:0}'
refuses "right as a value" data/assets/y.css 'right' <<<'a{text-align:right}'
refuses "a style attribute in a template" src/page/x.html 'style' <<<'<p style="x">'
refuses "a script in a template" src/page/x.html 'script' <<<'<script src="/x"></script>'
refuses "a header without its purpose" src/web/x.h 'opens with' <<<'#ifndef X'
refuses "an unfinished remark" src/web/x.c 'unfinished' <<<'/* TODO */'
{ echo "void f(void)"; echo "{"; lines 61; echo "}"; } >"$work/long.c"
refuses "a function of 61 lines" src/web/x.c 'a function of 61' <"$work/long.c"
{ echo "void f(void)"; echo "{"; lines 60; echo "}"; } >"$work/long.c"
accepts "a function of 60 lines passes" src/web/x.c <"$work/long.c"
lines 601 >"$work/long.c"
refuses "a file of 601 lines" src/web/x.c '601 lines' <"$work/long.c"
refuses "nesting of four" src/web/x.c 'nested' <<<'void f(void)
{
	if (1) { if (2) { if (3) { if (4) { x(); } } } }
}'
fresh; rm "$work/t/src/areas/a/README.md"; build/tools/checksrc "$work/t" >"$work/out" 2>&1 && not_ok "an area without README" || ok "an area without README is refused"
fresh; rm "$work/t/src/areas/a/test/a_test.c"; build/tools/checksrc "$work/t" >"$work/out" 2>&1 && not_ok "an area without tests" || ok "an area without tests is refused"
exit $failed
