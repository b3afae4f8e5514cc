#!/usr/bin/env bash
# The checker of translations: what is missing is listed by its place, French is set as French.
set -u
cd "$(dirname "$0")/../.." && make -s build/tools/pocheck || exit 1
tool=$PWD/build/tools/pocheck
work=$(mktemp -d); trap 'rm -rf "$work"' EXIT
mkdir -p "$work/po/fr" "$work/po/ar" "$work/out"; cd "$work" || exit 1
failed=0
check() { if eval "$2"; then echo "ok - $1"; else echo "not ok - $1"; failed=1; sed 's/^/    /' log; fi; }
run() { "$tool" out d.pot po/fr/a.po po/ar/a.po >log 2>&1; }
cat >d.pot <<'PO'
#, fuzzy
msgid ""
msgstr ""
"Content-Type: text/plain; charset=UTF-8\n"

#: src/areas/booking/html/home.html:3
msgid "Day"
msgstr ""

#: src/web/fields.c:9 src/web/form.c:1
msgid "%d hour"
msgid_plural "%d hours"
msgstr[0] ""
msgstr[1] ""
PO
head_fr='msgid ""
msgstr ""
"Plural-Forms: nplurals=2; plural=(n > 1);\n"
'
head_ar='msgid ""
msgstr ""
"Plural-Forms: nplurals=6; plural=(n==0 ? 0 : n==1 ? 1 : n==2 ? 2 : n%100>=3 && n%100<=10 ? 3 : n%100>=11 ? 4 : 5);\n"
'
fr() { { printf '%s\n' "$head_fr"; cat; } >po/fr/a.po; }
ar() { { printf '%s\n' "$head_ar"; cat; } >po/ar/a.po; }
hours_ar() { echo 'msgid "%d hour"'; echo 'msgid_plural "%d hours"'; for i in 0 1 2 3 4 5; do echo "msgstr[$i] \"%d س\""; done; }
good_fr='msgid "Day"
msgstr "Jour"
msgid "%d hour"
msgid_plural "%d hours"
msgstr[0] "%d heure"
msgstr[1] "%d heures"'
fr <<<"$good_fr"; { printf 'msgid "Day"\nmsgstr "اليوم"\n'; hours_ar; } | ar
check "all there passes" run
{ hours_ar; } | ar; run
check "a missing message fails, named by its place and language" '! run && grep -q "^src/areas/booking/html/home.html:3: no ar translation: \"Day\"" log && ! grep -q "no fr" log'
check "it is left as an entry ready to fill, in its area's file" 'grep -q "^msgid \"Day\"" out/booking.ar.new.po'
rm -f out/*
{ printf 'msgid "Day"\nmsgstr "اليوم"\n'; hours_ar | sed '/msgstr\[4\]/d'; } | ar
check "a plural form too few fails" '! run && grep -q "src/web/fields.c:9: no ar translation" log && grep -c "^msgstr\[" out/web.ar.new.po | grep -qx 6'
{ printf 'msgid "Day"\nmsgstr "اليوم"\n'; hours_ar; } | ar
for bad in 'Jour :' 'Jour ?' "l'heure" '« jour »' '5 %'; do
	fr <<<"${good_fr/Jour/$bad}"
	check "French refuses: $bad" '! run && grep -q "po/fr/a.po" log'
done
fr <<<"${good_fr/Jour/$'Jour\u00a0: l’heure'}"
check "no-break space and typographic apostrophe pass" run
exit $failed
