#!/usr/bin/env bash
# Embedded files: names by content, gzip that unpacks to the same, the same output twice.
set -u
cd "$(dirname "$0")/../.." && make -s build/tools/mkembed || exit 1
tool=$PWD/build/tools/mkembed root=$PWD
work=$(mktemp -d); trap 'rm -rf "$work"' EXIT
mkdir -p "$work"/{data/assets,data/seed,one,two}; cd "$work" || exit 1
failed=0
check() { if eval "$2"; then echo "ok - $1"; else echo "not ok - $1"; failed=1; fi; }
for ((i = 0; i < 200; i++)); do echo "a{margin-inline-start:${i}px}"; done >data/assets/x.css
echo 'code;name' >data/seed/list.csv
"$tool" one data/assets/x.css data/seed/list.csv; "$tool" two data/seed/list.csv data/assets/x.css
check "the same bytes give the same file, whatever the order" 'cmp -s one/embedded.c two/embedded.c'
name() { grep -o '"x\.[0-9a-f]*\.css"' "$1/embedded.c"; }
first=$(name one); echo 'b{}' >>data/assets/x.css; "$tool" two data/assets/x.css data/seed/list.csv
check "another content has another name" '[ -n "$first" ] && [ "$first" != "$(name two)" ]'
check "a seed has no address" '! grep -q "/static/list" two/embedded.c && grep -q "\"seed/list.csv\"" two/embedded.c'
echo x >data/assets/x.weird
check "an ending without a media type is refused" '! "$tool" one data/assets/x.weird 2>err && grep -q "no media type" err'
check "a file from elsewhere is refused" '! "$tool" one two/embedded.c 2>err && grep -q "not in data" err'
cat >main.c <<'C'
#include "page/embedded.h"
#include <stdio.h>
int main(int argc, char **argv)
{
	(void)argv;
	for (size_t i = 0; i < embedded_n; i++)
		if (embedded[i].hashed)
			fwrite(argc > 1 ? embedded[i].gz : embedded[i].bytes, 1, argc > 1 ? embedded[i].ngz : embedded[i].n, stdout);
	return 0;
}
C
gcc -std=gnu17 -I"$root/src" main.c two/embedded.c -o main && ./main >plain && ./main gz | gunzip >unpacked
check "bytes and gzip bytes are the file" 'cmp -s plain data/assets/x.css && cmp -s unpacked data/assets/x.css'
exit $failed
