/* mktmpl: the C of one tag. */
#include "mktmpl.h"

#include <stdlib.h>
#include <string.h>

struct piece { const char *s; size_t n; };
#define P(p) (int)(p).n, (p).s

static void free_out(struct out *o)
{
	free(o->p);
	o->p = NULL;
}
static bool is_space(char c) { return c == ' ' || c == '\t' || c == '\n' || c == '\r'; }
static bool is_word(char c)
{
	return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_';
}
static struct piece trim(struct piece p)
{
	while (p.n && is_space(*p.s))
		p.s++, p.n--;
	while (p.n && is_space(p.s[p.n - 1]))
		p.n--;
	return p;
}
static bool word(struct piece *p, const char *w)
{
	size_t n = strlen(w);

	if (p->n < n || memcmp(p->s, w, n))
		return false;
	/* {{tr "…"}} is a tag, {{tr(pg, …)}} and {{track}} are C. */
	if (p->n > n && is_word(w[n - 1]) && !is_space(p->s[n]) && p->s[n] != '"')
		return false;
	*p = trim((struct piece){ p->s + n, p->n - n });
	return true;
}
static struct piece identifier(struct piece *p)
{
	struct piece r = { p->s, 0 };

	while (r.n < p->n && is_word(p->s[r.n]))
		r.n++;
	if (r.n && *r.s >= '0' && *r.s <= '9')
		r.n = 0;
	*p = trim((struct piece){ p->s + r.n, p->n - r.n });
	return r;
}
/* Cuts at the first comma outside of brackets and strings. */
static struct piece next_arg(struct piece *p)
{
	int depth = 0;
	char quote = 0;
	size_t i = 0;

	for (; i < p->n; i++) {
		char c = p->s[i];

		if (quote) {
			i += c == '\\';
			quote = (char)(c == quote ? 0 : quote);
		} else if (c == '"' || c == '\'') {
			quote = c;
		} else if (strchr("([{", c)) {
			depth++;
		} else if (strchr(")]}", c)) {
			depth--;
		} else if (c == ',' && depth == 0) {
			break;
		}
	}
	if (i > p->n)
		i = p->n;
	struct piece r = trim((struct piece){ p->s, i });
	*p = i < p->n ? trim((struct piece){ p->s + i + 1, p->n - i - 1 }) : (struct piece){ p->s + p->n, 0 };
	return r;
}

/* An expression of C may not smuggle statements, comments or raw output into the page. */
static bool check_code(struct tmpl *t, struct piece p)
{
	char quote = 0;
	int depth = 0;

	if (!p.n) {
		tmpl_fail(t, "an expression is missing");
		return false;
	}
	for (size_t i = 0; i < p.n; i++) {
		char c = p.s[i], d = (char)(i + 1 < p.n ? p.s[i + 1] : 0);

		if (quote) {
			i += c == '\\';
			quote = (char)(c == quote ? 0 : quote);
			continue;
		}
		if (c == '"' || c == '\'')
			quote = c;
		depth += c == '(' || c == '[' || c == '{';
		depth -= c == ')' || c == ']' || c == '}';
		bool assigns = c == '=' && d != '=' && i && !strchr("=!<>", p.s[i - 1]) && depth == 0;
		bool steps = (c == '+' && d == '+') || (c == '-' && d == '-');
		if (c == ';' || c == '#' || (c == '/' && (d == '/' || d == '*')) || depth < 0 || assigns || steps) {
			tmpl_fail(t, "only an expression may stand here, not: %.*s", P(p));
			return false;
		}
	}
	if (quote || depth || memmem(p.s, p.n, "put_raw", 7) || memmem(p.s, p.n, "__asm", 5)) {
		tmpl_fail(t, "not a whole expression: %.*s", P(p));
		return false;
	}
	return true;
}

/* One or more string literals and nothing else. */
static bool check_literal(struct tmpl *t, struct piece p)
{
	bool any = false;

	for (size_t i = 0; i < p.n; i++) {
		if (is_space(p.s[i]))
			continue;
		if (p.s[i] != '"')
			goto bad;
		for (i++; i < p.n && p.s[i] != '"'; i++)
			i += p.s[i] == '\\';
		if (i >= p.n)
			goto bad;
		any = true;
	}
	if (any)
		return true;
bad:
	tmpl_fail(t, "a message must be a literal: %.*s", P(p));
	return false;
}

static bool in_bare(const struct tmpl *t)
{
	return !t->plain && t->place.where != IN_TEXT;
}
static bool may_put(struct tmpl *t)
{
	const char *no = t->plain ? NULL : place_refuses(&t->place);

	if (no)
		tmpl_fail(t, "%s", no);
	return !no;
}
static void wrote(struct tmpl *t)
{
	t->blank = false;
	t->place.start = false;
}

static void value(struct tmpl *t, struct piece p)
{
	if (!may_put(t) || !check_code(t, p))
		return;
	tmpl_flush(t);
	tmpl_hash_line(t);
	const char *fn = "put";
	if (!t->plain && place_is_url(&t->place))
		fn = t->place.start ? "put_url" : "put_part";
	else if (in_bare(t))
		fn = "put_attr";
	out_fmt(&t->body, "\t%s(pg, (%.*s));\n", fn, P(p));
	wrote(t);
}

/* How a translated message is looked up: "tr", "tr_c", "tr_nraw". */
static bool message(struct tmpl *t, struct piece *p, bool plural, bool context, struct out *o)
{
	struct piece n = plural ? next_arg(p) : *p;
	struct piece one = next_arg(p);
	struct piece many = plural || context ? next_arg(p) : one;

	if ((plural && !check_code(t, n)) || !check_literal(t, one) || !check_literal(t, many))
		return false;
	if (plural)
		out_fmt(o, "fill_begin(pg, tr_nraw(pg, (int64_t)(%.*s), %.*s, %.*s), (int64_t)(%.*s))",
			P(n), P(one), P(many), P(n));
	else if (context)
		out_fmt(o, "tr_c(pg, %.*s, %.*s)", P(one), P(many));
	else
		out_fmt(o, "tr(pg, %.*s)", P(one));
	return true;
}

static void translate(struct tmpl *t, struct piece p, bool context)
{
	struct out o = { 0 };

	if (!may_put(t))
		return;
	if (!t->plain && place_is_url(&t->place))
		tmpl_fail(t, "no translated text inside an address");
	if (message(t, &p, false, context, &o) && p.n)
		tmpl_fail(t, "too much after the message: %.*s", P(p));
	tmpl_flush(t);
	tmpl_hash_line(t);
	out_fmt(&t->body, "\t%s(pg, %s);\n", in_bare(t) ? "put_attr" : "put", o.p ? o.p : "");
	free_out(&o);
	wrote(t);
}

/* Bits of the places %1…%9 of a message. */
static unsigned places(struct piece p)
{
	unsigned bits = 0;

	for (size_t i = 0; i + 1 < p.n; i++)
		if (p.s[i] == '%' && p.s[i + 1] >= '1' && p.s[i + 1] <= '9')
			bits |= 1u << (p.s[i + 1] - '1');
	return bits;
}

static void fill_args(struct tmpl *t, struct piece p, unsigned want)
{
	unsigned have = 0;

	for (int k = 1; p.n && k <= 9; k++) {
		struct piece x = next_arg(&p);

		have |= 1u << (k - 1);
		if (!check_code(t, x))
			return;
		out_fmt(&t->body, "\tcase %d: %s(pg, (%.*s)); break;\n", k, in_bare(t) ? "put_attr" : "put", P(x));
	}
	if (p.n || have != want)
		tmpl_fail(t, "the places %%1… of the message and the values after it differ");
}

static void fill(struct tmpl *t, struct piece p, bool plural, bool values)
{
	struct out o = { 0 };
	struct piece whole = p;

	if (!may_put(t))
		return;
	if (!t->plain && place_is_url(&t->place))
		tmpl_fail(t, "no translated text inside an address");
	if (!message(t, &p, plural, false, &o)) {
		free_out(&o);
		return;
	}
	unsigned want = places((struct piece){ whole.s, whole.n - p.n });
	tmpl_flush(t);
	tmpl_hash_line(t);
	int id = ++t->counter;
	out_fmt(&t->body, plural ? "\tfor (struct filling f%d = %s;;) {\n" :
		"\tfor (struct filling f%d = fill_begin(pg, %s, 0);;) {\n", id, o.p);
	out_fmt(&t->body, "\tint f%d_n = fill_next(&f%d);\n\tif (!f%d_n)\n\t\tbreak;\n\tswitch (f%d_n) {\n", id, id, id, id);
	if (!values && p.n)
		tmpl_fail(t, "too much after the message: %.*s", P(p));
	fill_args(t, p, want);
	out_str(&t->body, "\tdefault: break;\n\t}\n\t}\n");
	free_out(&o);
	wrote(t);
}

static struct mark *push(struct tmpl *t, char kind)
{
	static struct mark spare;

	if (t->depth == (int)(sizeof t->stack / sizeof *t->stack)) {
		tmpl_fail(t, "blocks too deep");
		return &spare;
	}
	struct mark *m = &t->stack[t->depth++];
	*m = (struct mark){ .kind = kind, .line = t->line, .in = t->place, .blank = t->blank, .id = ++t->counter };
	return m;
}
static struct mark *top(struct tmpl *t, const char *kinds, const char *what)
{
	struct mark *m = t->depth ? &t->stack[t->depth - 1] : NULL;

	if (!m || !strchr(kinds, m->kind)) {
		tmpl_fail(t, "%s without its beginning", what);
		return NULL;
	}
	return m;
}
/* A branch is over: remembers where it ended, or compares with the ends before it. */
static void branch_ends(struct tmpl *t, struct mark *m)
{
	if (!m->has_end) {
		m->end = t->place;
		m->end_blank = t->blank;
		m->has_end = true;
		return;
	}
	if (!place_join(&m->end, &t->place))
		tmpl_fail(t, "the branches of this block end in different places of the HTML");
	m->end_blank = m->end_blank && t->blank;
}

/* Control tags may stand in text, between attributes, in quoted values. */
static bool control(struct tmpl *t)
{
	if (t->plain) {
		tmpl_flush(t);
		return true;
	}
	place_settle(&t->place);
	bool ok = t->place.where == IN_TEXT || t->place.where == IN_TAG || t->place.where == IN_DOUBLE ||
		t->place.where == IN_SINGLE || (t->place.where == IN_RCDATA && !t->place.match);
	if (!ok)
		tmpl_fail(t, "no tag may stand here");
	tmpl_flush(t);
	return ok;
}

static void tag_if(struct tmpl *t, struct piece p)
{
	if (!control(t) || !check_code(t, p))
		return;
	push(t, 'i');
	tmpl_hash_line(t);
	out_fmt(&t->body, "\tif (%.*s) {\n", P(p));
}
static void tag_else(struct tmpl *t, struct piece p)
{
	struct mark *m = control(t) ? top(t, "i", "{{else}}") : NULL;

	if (!m)
		return;
	branch_ends(t, m);
	t->place = m->in;
	t->blank = m->blank;
	tmpl_hash_line(t);
	if (word(&p, "if")) {
		if (check_code(t, p))
			out_fmt(&t->body, "\t} else if (%.*s) {\n", P(p));
		return;
	}
	if (p.n)
		tmpl_fail(t, "{{else}} takes nothing");
	m->kind = 'e';
	out_str(&t->body, "\t} else {\n");
}
static void tag_endif(struct tmpl *t)
{
	struct mark *m = control(t) ? top(t, "ie", "{{/if}}") : NULL;

	if (!m)
		return;
	branch_ends(t, m);
	if (m->kind == 'i') {	/* no else: as if an empty one were there */
		t->place = m->in;
		t->blank = m->blank;
		branch_ends(t, m);
	}
	t->place = m->end;
	t->blank = m->end_blank;
	t->depth--;
	out_str(&t->body, "\t}\n");
}

static void tag_each(struct tmpl *t, struct piece p)
{
	struct piece x = identifier(&p);

	if (!x.n || !word(&p, "in")) {
		tmpl_fail(t, "write {{each x in rows}}");
		return;
	}
	if (!control(t) || !check_code(t, p))
		return;
	push(t, 'l');
	tmpl_hash_line(t);
	out_fmt(&t->body, "\tfor (size_t %.*s_i = 0; %.*s_i < (%.*s).n; %.*s_i++) {\n", P(x), P(x), P(p), P(x));
	tmpl_hash_line(t);
	out_fmt(&t->body, "\tconst __typeof__(*(%.*s).v) %.*s = (%.*s).v[%.*s_i];\n", P(p), P(x), P(p), P(x));
	out_fmt(&t->body, "\t(void)%.*s;\n", P(x));
}
static void tag_endeach(struct tmpl *t)
{
	struct mark *m = control(t) ? top(t, "l", "{{/each}}") : NULL;

	if (!m)
		return;
	branch_ends(t, m);
	t->place = m->in;
	t->blank = m->blank;
	branch_ends(t, m);
	t->place = m->end;
	t->blank = m->end_blank;
	t->depth--;
	out_str(&t->body, "\t}\n");
}

static void tag_let(struct tmpl *t, struct piece p)
{
	struct piece x = identifier(&p);

	if (!x.n || !p.n || *p.s != '=') {
		tmpl_fail(t, "write {{let x = expression}}");
		return;
	}
	p = trim((struct piece){ p.s + 1, p.n - 1 });
	if (!control(t) || !check_code(t, p))
		return;
	tmpl_hash_line(t);
	out_fmt(&t->body, "\tconst __typeof__(%.*s) %.*s = %.*s;\n", P(p), P(x), P(p));
}

static void tag_call(struct tmpl *t, struct piece p)
{
	struct piece f = identifier(&p);

	if (!f.n) {
		tmpl_fail(t, "write {{call name values}}");
		return;
	}
	if (!t->plain && t->place.where != IN_TEXT)
		tmpl_fail(t, "{{call}} may stand in text only");
	if (p.n && *p.s == ',')
		p = trim((struct piece){ p.s + 1, p.n - 1 });
	if (p.n && !check_code(t, p))
		return;
	tmpl_flush(t);
	tmpl_hash_line(t);
	out_fmt(&t->body, "\tt_%.*s(pg%s%.*s);\n", P(f), p.n ? ", " : "", P(p));
	wrote(t);
}

static void tag_icon(struct tmpl *t, struct piece p)
{
	struct piece i = identifier(&p);
	bool flip = word(&p, "flip");

	if (t->plain || t->place.where != IN_TEXT || !i.n || p.n)
		tmpl_fail(t, "write {{icon name}} or {{icon name flip}}, in text");
	tmpl_flush(t);
	tmpl_hash_line(t);
	out_fmt(&t->body, "\tput_icon(pg, ICON_%.*s, %s);\n", P(i), flip ? "true" : "false");
	wrote(t);
}

static void drop_space(struct tmpl *t)
{
	while (t->lit.n && is_space(t->lit.p[t->lit.n - 1]))
		t->lit.n--;
}
static void tag_say(struct tmpl *t, struct piece p, bool plural)
{
	struct out o = { 0 };
	struct piece whole = p;

	if (!t->plain && t->place.where != IN_TEXT)
		tmpl_fail(t, "{{say}} may stand in text only");
	if (message(t, &p, plural, false, &o) && p.n)
		tmpl_fail(t, "too much after the message");
	tmpl_flush(t);
	struct mark *m = push(t, 's');
	m->end_blank = false;
	tmpl_hash_line(t);
	out_fmt(&t->body, plural ? "\tfor (struct filling f%d = %s;;) {\n" :
		"\tfor (struct filling f%d = fill_begin(pg, %s, 0);;) {\n", m->id, o.p ? o.p : "");
	out_fmt(&t->body, "\tint f%d_n = fill_next(&f%d);\n\tif (!f%d_n)\n\t\tbreak;\n"
		"\tswitch (f%d_n) {\n\tdefault: {\n", m->id, m->id, m->id, m->id);
	m->id = (int)places(whole);
	free_out(&o);
	t->blank = true;
}
static void say_part_ends(struct tmpl *t, struct mark *m)
{
	drop_space(t);
	tmpl_flush(t);
	if (!place_join(&m->in, &t->place))
		tmpl_fail(t, "a {{part}} must end in text");
}
static void tag_part(struct tmpl *t, struct piece p)
{
	struct mark *m = top(t, "sp", "{{part}}");

	if (!m)
		return;
	if (p.n != 1 || *p.s < '1' || *p.s > '9' || !(m->id & (1 << (*p.s - '1')))) {
		tmpl_fail(t, "no such place, or twice, in the message of {{say}}: %.*s", P(p));
		return;
	}
	m->id &= ~(1 << (*p.s - '1'));
	say_part_ends(t, m);
	m->kind = 'p';
	out_fmt(&t->body, "\t} break;\n\tcase %c: {\n", *p.s);
	t->blank = true;
}
static void tag_endsay(struct tmpl *t)
{
	struct mark *m = top(t, "p", "{{/say}}");

	if (!m)
		return;
	if (m->id)
		tmpl_fail(t, "a place of the message has no {{part}}");
	say_part_ends(t, m);
	out_str(&t->body, "\t} break;\n\t}\n\t}\n");
	t->depth--;
	t->blank = false;
}

static void tag_args(struct tmpl *t, struct piece p)
{
	if (t->args_line)
		tmpl_fail(t, "a second {{args}}");
	t->args_line = t->line;
	for (size_t i = 0; i < p.n; i++)
		if (strchr("(){};#\"", p.s[i]))
			tmpl_fail(t, "write {{args: type name, type name}}");
	out_put(&t->args, p.s, p.n);
}
static void tag_use(struct tmpl *t, struct piece p)
{
	bool ok = p.n > 4 && p.s[0] == '"' && p.s[p.n - 1] == '"' && !memcmp(p.s + p.n - 3, ".h\"", 3);

	for (size_t i = 1; ok && i + 1 < p.n; i++)
		ok = is_word(p.s[i]) || strchr("/.-", p.s[i]);
	if (!ok || t->args_line || memmem(p.s, p.n, "..", 2))
		tmpl_fail(t, "write {{use \"folder/file.h\"}} before {{args}}");
	out_fmt(&t->use, "#include %.*s\n", P(p));
}

static bool block_tag(struct tmpl *t, struct piece p)
{
	if (word(&p, "if"))
		tag_if(t, p);
	else if (word(&p, "else"))
		tag_else(t, p);
	else if (word(&p, "/if"))
		tag_endif(t);
	else if (word(&p, "each"))
		tag_each(t, p);
	else if (word(&p, "/each"))
		tag_endeach(t);
	else if (word(&p, "say"))
		tag_say(t, p, false);
	else if (word(&p, "say_n"))
		tag_say(t, p, true);
	else if (word(&p, "part"))
		tag_part(t, p);
	else if (word(&p, "/say"))
		tag_endsay(t);
	else if (word(&p, "let"))
		tag_let(t, p);
	else
		return false;
	return true;
}

void tmpl_tag(struct tmpl *t, const char *s, size_t n)
{
	struct piece p = trim((struct piece){ s, n });

	if (p.n && *p.s == '#')
		return;
	if (word(&p, "args:")) {
		tag_args(t, p);
		return;
	}
	if (word(&p, "use")) {
		tag_use(t, p);
		return;
	}
	if (!t->args_line) {
		tmpl_fail(t, "{{args: …}} comes first");
		return;
	}
	if (t->depth && t->stack[t->depth - 1].kind == 's' && p.n >= 4 && memcmp(p.s, "part", 4))
		tmpl_fail(t, "only {{part}} may follow {{say}}");
	if (block_tag(t, p))
		return;
	if (word(&p, "tr"))
		translate(t, p, false);
	else if (word(&p, "tr_c"))
		translate(t, p, true);
	else if (word(&p, "tr_n"))
		fill(t, p, true, false);
	else if (word(&p, "fill"))
		fill(t, p, false, true);
	else if (word(&p, "fill_n"))
		fill(t, p, true, true);
	else if (word(&p, "call"))
		tag_call(t, p);
	else if (word(&p, "icon"))
		tag_icon(t, p);
	else
		value(t, p);
}
