#!/usr/bin/env bash
# The catalogue generator: what it makes, and what it must refuse.
set -u
cd "$(dirname "$0")/../.." && make -s build/tools/mkcat || exit 1
work=$(mktemp -d); trap 'rm -rf "$work"' EXIT
mkdir -p "$work/fr" "$work/ar" "$work/gen"
failed=0
ok() { echo "ok - $1"; }
not_ok() { echo "not ok - $1"; failed=1; sed 's/^/    /' "$work/out"; }
head='msgid ""
msgstr ""
"Content-Type: text/plain; charset=UTF-8\n"
"Plural-Forms: nplurals=2; plural=(n > 1);\n"
'
refuses() {
	{ [ "${plain:-}" ] || printf '%s\n' "$head"; cat; } >"$work/fr/a.po"
	if build/tools/mkcat "$work/gen" "$work"/fr/*.po >"$work/out" 2>&1; then not_ok "$1 is refused"
	elif grep -q "$2" "$work/out"; then ok "$1 is refused"; else not_ok "$1 is refused with its reason"; fi
}

printf '%s\nmsgid "Day"\nmsgstr "Jour"\n\nmsgid "%%d day"\nmsgid_plural "%%d days"\nmsgstr[0] "%%d jour"\nmsgstr[1] "%%d jours"\n' "$head" >"$work/fr/a.po"
printf '%s\nmsgid "Day"\nmsgstr "Jour"\n\nmsgctxt "verb"\nmsgid "Book"\nmsgstr "Prendre"\n' "$head" >"$work/fr/b.po"
cat >"$work/ar/a.po" <<'PO'
msgid ""
msgstr ""
"Content-Type: text/plain; charset=UTF-8\n"
"Plural-Forms: nplurals=6; plural=(n==0 ? 0 : n==1 ? 1 : n==2 ? 2 : n%100>=3 && n%100<=10 ? 3 : n%100>=11 ? 4 : 5);\n"

msgid "%d day"
msgid_plural "%d days"
msgstr[0] "أقل من يوم"
msgstr[1] "يوم واحد"
msgstr[2] "يومان"
msgstr[3] "%d أيام"
msgstr[4] "%d يوما"
msgstr[5] "%d يوم"
PO
if build/tools/mkcat "$work/gen" "$work"/fr/*.po "$work"/ar/*.po >"$work/out" 2>&1; then ok "files of a language are merged"; else not_ok "files of a language are merged"; fi
cat >"$work/main.c" <<'C'
#include "page/catalog.h"
#include <stdio.h>
#include <string.h>
int main(void)
{
	const struct catalog *ar = &catalogs[1];
	static const int n[] = { 0, 1, 2, 3, 10, 11, 21, 99, 100, 102, 103, 111 };
	for (size_t i = 0; i < sizeof n / sizeof *n; i++)
		printf("%d%s", ar->plural((unsigned long)n[i]), i + 1 < sizeof n / sizeof *n ? " " : "\n");
	printf("%zu %zu %d %d\n", catalogs[0].n, ar->n, catalogs[0].plural(0), catalogs[0].plural(2));
	for (size_t i = 1; i < catalogs[0].n; i++)
		if (strcmp(catalogs[0].v[i - 1].id, catalogs[0].v[i].id) >= 0)
			return 1;
	return 0;
}
C
gcc -Isrc "$work/main.c" "$work/gen/catalog.c" -o "$work/main" >"$work/out" 2>&1 && "$work/main" >"$work/out"
if [ "$(head -1 "$work/out")" = "0 1 2 3 3 4 4 4 5 5 3 4" ]; then ok "the six Arabic forms"; else not_ok "the six Arabic forms"; fi
if [ "$(tail -1 "$work/out")" = "3 1 0 1" ]; then ok "each message once, sorted; French counts 0 as singular"; else not_ok "each message once"; fi
rm -f "$work/fr/b.po" "$work/ar/a.po"

printf '%s\nmsgid "Day"\nmsgstr "Jour"\n' "$head" >"$work/fr/b.po"
refuses "another translation of one message" 'translated otherwise' <<<'msgid "Day"
msgstr "Journée"'
rm -f "$work/fr/b.po"
refuses "a fuzzy entry" 'fuzzy' <<<'#, fuzzy
msgid "Day"
msgstr "Jour"'
refuses "a place that is lost" 'differ' <<<'msgid "For %1 and %2"
msgstr "Pour %1"'
refuses "a place that is invented" 'differ' <<<'msgid "Days"
msgstr "%d jours"'
refuses "a plural with a form too few" 'form 1 of 2' <<<'msgid "%d day"
msgid_plural "%d days"
msgstr[0] "%d jour"'
refuses "more forms than the language has" 'more forms' <<<'msgid "%d day"
msgid_plural "%d days"
msgstr[0] "%d jour"
msgstr[1] "%d jours"
msgstr[2] "%d jours"'
refuses "an unknown escape" 'not understood' <<<'msgid "a\q"
msgstr "b"'
refuses "a line that is no entry" 'not understood' <<<'hello'
refuses "an open string" 'not understood' <<<'msgid "a
msgstr "b"'
refuses "one message twice with two translations in a file" 'translated otherwise' <<<'msgid "a"
msgstr "b"
msgid "a"
msgstr "c"'
plain=1
for rule in 'system(1)' 'n=1' 'n++' 'n%0' 'n/2' '(n' 'm' 'n%n' 'n,1'; do
	refuses "the plural rule $rule" 'plural=' <<<"msgid \"\"
msgstr \"\"
\"Plural-Forms: nplurals=2; plural=$rule;\\n\""
done
exit $failed
