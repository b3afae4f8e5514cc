#!/usr/bin/env bash
# The template generator: what it makes, and what it must refuse (file, line, reason).
set -u
cd "$(dirname "$0")/../.." && make -s build/tools/mktmpl || exit 1
work=$(mktemp -d); trap 'rm -rf "$work"' EXIT
mkdir -p "$work/areas/x/html" "$work/areas/x/text" "$work/gen"
failed=0
ok() { echo "ok - $1"; }
not_ok() { echo "not ok - $1"; failed=1; sed 's/^/    /' "$work/out"; }

# refuses NAME LINE WORDS: the template on standard input must stop the build with that message.
refuses() {
	cat >"$work/areas/x/html/t.html"
	if build/tools/mktmpl "$work/gen" "$work/areas/x/html/t.html" >"$work/out" 2>&1; then
		not_ok "$1 is refused"
	elif grep -q "t\.html:$2: .*$3" "$work/out"; then ok "$1 is refused"; else not_ok "$1 is refused with its reason"; fi
}
# makes NAME WORDS: must be accepted, and the C must hold these words (fixed string).
makes() {
	cat >"$work/areas/x/html/t.html"
	if build/tools/mktmpl "$work/gen" "$work/areas/x/html/t.html" >"$work/out" 2>&1 && grep -qF -- "$2" "$work/gen/x_t.c"; then
		ok "$1"; else not_ok "$1"; cat "$work/gen/x_t.c" 2>/dev/null | sed 's/^/    /'; fi
}

makes "text is put by type" 'put(pg, (x));' <<<'{{args: struct str x}}<p>{{x}}</p>'
makes "an attribute's value has no markup of types" 'put_attr(pg, (x));' <<<'{{args: struct name x}}<p title="{{x}}">a</p>'
makes "the start of an address takes a struct url only" 'put_url(pg, (u));' <<<'{{args: struct url u}}<a href="{{u}}">a</a>'
makes "later in an address a value is percent-encoded" 'put_part(pg, (q));' <<<'{{args: struct str q}}<a href="/s?q={{q}}">a</a>'
makes "textarea content is escaped without markup" 'put_attr(pg, (x));' <<<'{{args: struct name x}}<textarea>{{x}}</textarea>'
makes "an error points at the template's line" '#line 3 "' <<<'{{args: int x}}
<p>
{{x}}</p>'
makes "tr looks the message up" 'put(pg, tr(pg, "Yes"));' <<<'{{args:}}{{tr "Yes"}}'
makes "a C function whose name begins like a tag stays C" 'put(pg, (tr(pg, m)));' <<<'{{args: const char *m}}{{tr(pg, m)}}'
makes "indentation is left out" '"<ul>\n<li>a\n</ul>\n"' <<<'{{args:}}
<ul>

	<li>a
</ul>'
makes "white space of pre stays" '"<pre>\n\ta\n</pre>\n"' <<<'{{args:}}
<pre>
	a
</pre>'
makes "each copies the element" 'const __typeof__(*(rows).v) r = (rows).v[r_i];' <<<'{{args: struct rows rows}}{{each r in rows}}<li>{{r.n}}{{/each}}'
makes "fill puts each value by its type" 'case 1: put(pg, (x)); break;' <<<'{{args: struct name x}}{{fill "For %1", x}}'
makes "say takes markup" 'case 1: {' <<<'{{args:}}{{say "Read %1."}}{{part 1}}<a href="/x">this</a>{{/say}}'
makes "braces in a tag are C" 'put(pg, ((struct when){ l }));' <<<'{{args: struct local l}}{{(struct when){ l }}}'
makes "a condition may stand between attributes" 'if (a) {' <<<'{{args: bool a}}<option value="1"{{if a}} selected{{/if}}>x</option>'
makes "a remark is left out" 'put_raw(pg, "<p>\n", 4);' <<<'{{args:}}{{# "never { closed" }}<p>'

printf '{{args: int n}}\nA\n{{if n}}\nB {{n}}\n{{/if}}\nC\n' >"$work/areas/x/text/m.txt"
build/tools/mktmpl "$work/gen" "$work/areas/x/text/m.txt" >"$work/out" 2>&1
if grep -qF '"A\n"' "$work/gen/x_t.c" && grep -qF '"\nC"' "$work/gen/x_t.c" || grep -qF '"C"' "$work/gen/x_t.c"; then
	ok "plain texts: lines of control tags leave nothing, nor does the last line end"
else not_ok "plain texts"; sed 's/^/    /' "$work/gen/x_t.c"; fi

refuses "a value in a script" 1 'script' <<<'{{args: struct str x}}<script>var a = "{{x}}";</script>'
refuses "a value in a style sheet" 1 'style' <<<'{{args: struct str x}}<style>{{x}}</style>'
refuses "a value in an on… attribute" 1 'on…' <<<'{{args: struct str x}}<p onclick="{{x}}">a</p>'
refuses "a value in a style attribute" 1 'style' <<<'{{args: struct str x}}<p style="{{x}}">a</p>'
refuses "a value in a comment" 1 'comment' <<<'{{args: struct str x}}<!-- {{x}} -->'
refuses "a value in an unquoted attribute" 1 'unquoted' <<<'{{args: struct str x}}<p class={{x}}>a</p>'
refuses "a value late in an unquoted attribute" 1 'unquoted' <<<'{{args: struct str x}}<p class=a{{x}}>a</p>'
refuses "a value as an attribute's name" 1 'name of a tag' <<<'{{args: struct str x}}<p {{x}}>a</p>'
refuses "a value as a tag's name" 1 'name of a tag' <<<'{{args: struct str x}}<{{x}}>a'
refuses "a value in srcdoc" 1 'srcdoc' <<<'{{args: struct str x}}<p srcdoc="{{x}}">a</p>'
refuses "a javascript: address" 1 'javascript' <<<'{{args:}}<a href="javascript:x">a</a>'
refuses "an iframe" 1 'not used' <<<'{{args:}}<iframe src="/x"></iframe>'
refuses "raw output" 1 'whole expression' <<<'{{args: struct str x}}{{put_raw(pg, x.p, x.n)}}'
refuses "two statements" 1 'only an expression' <<<'{{args: int x}}{{x; abort()}}'
refuses "an assignment" 1 'only an expression' <<<'{{args: int x}}{{x = 3}}'
refuses "a message that is no literal" 1 'literal' <<<'{{args: const char *m}}{{tr m}}'
refuses "a place without its value" 1 'differ' <<<'{{args: int x}}{{fill "%1 and %2", x}}'
refuses "a value without its place" 1 'differ' <<<'{{args: int x}}{{fill "nothing", x}}'
refuses "a say without one of its parts" 1 'no {{part}}' <<<'{{args:}}{{say "%1 %2"}}{{part 1}}a{{/say}}'
refuses "branches that end in different places" 1 'different places' <<<'{{args: int x}}<p{{if x}} class="a{{/if}}">a'
refuses "a loop that leaves a tag open" 1 'different places' <<<'{{args: struct r r}}{{each x in r}}<p{{/each}}>'
refuses "an attribute glued to a condition" 1 'space is missing' <<<'{{args: int x}}<p{{if x}}class="a"{{/if}}>a'
refuses "an unclosed block" 2 'not closed' <<<'{{args: int x}}
{{if x}}
a'
refuses "an end without its beginning" 1 'without its beginning' <<<'{{args:}}{{/each}}'
refuses "a template that ends inside a tag" 2 'ends inside' <<<'{{args:}}<p class="a'
refuses "a tag that never ends" 1 'without its }}' <<<'{{args: int x}}{{x'
refuses "a template without arguments" 1 'args' <<<'<p>a</p>'
refuses "a bare < in text" 2 'bare <' <<<'{{args:}}
a < b'
refuses "a translation inside an address" 1 'address' <<<'{{args:}}<a href="/x{{tr "y"}}">a</a>'

# The compiler names the template's line for an unknown field.
printf '{{args: struct str x}}\n<p>\n{{x.nosuch}}\n' >"$work/areas/x/html/t.html"
touch "$work/gen/gone_t.c"
build/tools/mktmpl "$work/gen" "$work/areas/x/html/t.html" && touch "$work/gen/page_t.h"
if [ -e "$work/gen/gone_t.c" ]; then not_ok "what an area without templates left is removed"; else ok "what an area without templates left is removed"; fi
gcc -std=gnu17 -D_GNU_SOURCE -Isrc -I"$work/gen" -c "$work/gen/x_t.c" -o /dev/null >"$work/out" 2>&1
if grep -q 't\.html:3:' "$work/out"; then ok "an unknown field is a compiler error at the template's line"; else not_ok "compiler error at the line"; fi
# A struct str is no address.
printf '{{args: struct str x}}\n<a href="{{x}}">a</a>\n' >"$work/areas/x/html/t.html"
build/tools/mktmpl "$work/gen" "$work/areas/x/html/t.html"
if gcc -std=gnu17 -D_GNU_SOURCE -Isrc -I"$work/gen" -c "$work/gen/x_t.c" -o /dev/null >"$work/out" 2>&1; then
	not_ok "a text as a whole address does not compile"; else ok "a text as a whole address does not compile"; fi
exit $failed
