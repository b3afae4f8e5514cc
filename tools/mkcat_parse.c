/* mkcat: one .po file, strictly: what is not understood is a mistake, never skipped. */
#include "mkcat.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

void cat_wrong(struct cat *c, const char *path, int line, const char *fmt, ...)
{
	va_list ap;

	c->mistakes++;
	if (c->quiet)
		return;
	fprintf(stderr, "%s:%d: ", path, line);
	va_start(ap, fmt);
	vfprintf(stderr, fmt, ap);
	va_end(ap);
	fputc('\n', stderr);
}

bool cat_rule_ok(const char *s)
{
	size_t n = strlen(s);
	int depth = 0;

	if (!n || n > 200)
		return false;
	for (size_t i = 0; i < n; i++) {
		char c = s[i], d = s[i + 1];

		if (!strchr("0123456789n ?:()!=<>&|%+-*", c))
			return false;
		depth += (c == '(') - (c == ')');
		/* No assignment, no ++ --, no comment, no remainder of 0 or of a computed number. */
		bool alone = c == '=' && d != '=' && (i == 0 || !strchr("=!<>", s[i - 1]));
		size_t k = i + 1;
		while (s[k] == ' ')
			k++;
		bool zero = c == '%' && (s[k] < '1' || s[k] > '9');
		bool step = (c == '+' || c == '-') && d == c;
		bool glued = c == 'n' && ((d >= '0' && d <= '9') || d == 'n');
		bool number = c >= '0' && c <= '9' && d == 'n';
		if (depth < 0 || alone || zero || step || glued || number)
			return false;
	}
	return depth == 0;
}

/* Bits: 0 for %d, 1…9 for %1…%9. */
static unsigned places(const char *s)
{
	unsigned bits = 0;

	for (; *s; s++) {
		if (s[0] == '%' && s[1] == 'd')
			bits |= 1;
		if (s[0] == '%' && s[1] >= '1' && s[1] <= '9')
			bits |= 1u << (s[1] - '0');
	}
	return bits;
}

static void check_message(struct cat *c, struct message *m)
{
	const char *source = m->plural ? m->plural : m->id;
	unsigned want = places(source);

	for (int i = 0; i < m->nforms; i++) {
		const char *f = m->forms[i];

		if (!f || !*f)
			continue;
		unsigned have = places(f);
		/* A plural form may say "one day" without its number. */
		if (m->plural ? (have | 1) != (want | 1) || (have & ~want & 1) : have != want)
			cat_wrong(c, m->path, m->line, "%%d and %%1… differ between \"%s\" and \"%s\"", source, f);
		size_t a = strlen(source), b = strlen(f);
		if ((a && source[a - 1] == '\n') != (b && f[b - 1] == '\n'))
			cat_wrong(c, m->path, m->line, "only one of the two ends with a line end");
	}
	if (!m->plural && m->nforms > 1)
		cat_wrong(c, m->path, m->line, "plural forms without msgid_plural");
}

static void read_header(struct cat *c, const struct message *m)
{
	const char *h = m->forms[0] ? m->forms[0] : "";
	const char *p = strstr(h, "Plural-Forms:");
	int n = 0;
	char rule[256];

	if (strstr(h, "Content-Type:") && !strstr(h, "charset=UTF-8"))
		cat_wrong(c, m->path, m->line, "the file must be UTF-8");
	const char *count = p ? strstr(p, "nplurals=") : NULL, *expr = p ? strstr(p, "plural=") : NULL;
	while (expr && expr > p && expr[-1] == 'n')	/* "nplurals=" has no "plural=", but be sure */
		expr = strstr(expr + 1, "plural=");
	const char *end = expr ? strchr(expr, ';') : NULL;
	if (count)
		n = count[9] - '0';
	if (!end || n < 1 || n > FORMS_MAX || end - expr - 7 >= (long)sizeof rule) {
		cat_wrong(c, m->path, m->line, "no Plural-Forms: nplurals=N; plural=…; in the header");
		return;
	}
	memcpy(rule, expr + 7, (size_t)(end - expr - 7));
	rule[end - expr - 7] = 0;
	if (!cat_rule_ok(rule))
		cat_wrong(c, m->path, m->line, "plural= may hold digits, n and operators only: %s", rule);
	else if (c->rule && (strcmp(c->rule, rule) || c->nplurals != n))
		cat_wrong(c, m->path, m->line, "another plural rule than in %s", c->rule_path);
	else if (!c->rule) {
		c->rule = strdup(rule);
		c->nplurals = n;
		c->rule_path = m->path;
	}
}

static void message_free(struct message *m)
{
	free(m->ref);
	free(m->context);
	free(m->id);
	free(m->plural);
	for (int i = 0; i < FORMS_MAX; i++)
		free(m->forms[i]);
	*m = (struct message){ 0 };
}

static void message_done(struct cat *c, struct message *m, bool fuzzy)
{
	if (!m->id) {
		message_free(m);
		return;
	}
	if (fuzzy && !c->template)
		cat_wrong(c, m->path, m->line, "fuzzy: not reviewed by a person");
	if (!m->nforms)
		cat_wrong(c, m->path, m->line, "msgid without msgstr");
	if (!*m->id && !m->context) {
		if (!c->template)
			read_header(c, m);
		message_free(m);
		return;
	}
	check_message(c, m);
	if (c->n == c->cap) {
		c->cap = c->cap ? c->cap * 2 : 64;
		c->v = realloc(c->v, c->cap * sizeof *c->v);
		if (!c->v)
			abort();
	}
	c->v[c->n++] = *m;
	*m = (struct message){ 0 };
}

/* The text of a "quoted" line, appended to *to; false when it is not well formed. */
static bool quoted(const char *s, size_t n, char **to)
{
	struct out o = { 0 };

	out_str(&o, *to ? *to : "");
	if (n < 2 || s[0] != '"' || s[n - 1] != '"')
		goto bad;
	for (size_t i = 1; i + 1 < n; i++) {
		if (s[i] == '"')
			goto bad;
		if (s[i] != '\\') {
			out_put(&o, s + i, 1);
			continue;
		}
		const char *from = "nt\"\\", *as = "\n\t\"\\";
		const char *at = i + 2 < n ? strchr(from, s[i + 1]) : NULL;
		if (!at || !*at)
			goto bad;
		out_put(&o, as + (at - from), 1);
		i++;
	}
	free(*to);
	*to = o.p;
	return true;
bad:
	free(o.p);
	return false;
}

struct reader { struct cat *c; const char *path; int line; struct message m; char **into; bool fuzzy, next_fuzzy; char *ref; };

static void begin(struct reader *r, char **into, int form)
{
	if (*into) {
		cat_wrong(r->c, r->path, r->line, "said twice");
		free(*into);
		*into = NULL;
	}
	r->into = into;
	if (form >= r->m.nforms)
		r->m.nforms = form + 1;
}

/* Which string a keyword begins; returns what follows it. */
static const char *keyword(struct reader *r, const char *s)
{
	if (!strncmp(s, "msgctxt ", 8) || !strncmp(s, "msgid ", 6)) {
		bool context = s[3] == 'c';

		if (context ? r->m.id || r->m.context : r->m.id != NULL)
			message_done(r->c, &r->m, r->fuzzy);
		r->fuzzy = r->next_fuzzy || (r->fuzzy && r->m.context);
		r->next_fuzzy = false;
		r->m.path = r->path;
		r->m.line = r->line;
		if (r->ref) {
			free(r->m.ref);
			r->m.ref = r->ref;
			r->ref = NULL;
		}
		begin(r, context ? &r->m.context : &r->m.id, -1);
		return s + (context ? 8 : 6);
	}
	if (!strncmp(s, "msgid_plural ", 13)) {
		begin(r, &r->m.plural, -1);
		return s + 13;
	}
	if (!strncmp(s, "msgstr ", 7)) {
		begin(r, &r->m.forms[0], 0);
		return s + 7;
	}
	if (!strncmp(s, "msgstr[", 7) && s[7] >= '0' && s[7] < '0' + FORMS_MAX && !strncmp(s + 8, "] ", 2)) {
		begin(r, &r->m.forms[s[7] - '0'], s[7] - '0');
		return s + 10;
	}
	return NULL;
}

static void one_line(struct reader *r, const char *s, size_t n)
{
	if (n && s[0] == '#') {
		if (n > 1 && s[1] == ',' && memmem(s, n, "fuzzy", 5))
			r->next_fuzzy = true;
		if (n > 3 && s[1] == ':' && !r->ref) {
			const char *space = memchr(s + 3, ' ', n - 3);	/* the text ends without a NUL */

			r->ref = strndup(s + 3, space ? (size_t)(space - s) - 3 : n - 3);
		}
		r->into = NULL;
		return;
	}
	if (!n)
		return;
	const char *rest = s;
	if (s[0] != '"') {
		char *line = strndup(s, n);
		const char *after = keyword(r, line);

		rest = after ? s + (after - line) : NULL;
		free(line);
	}
	if (!rest || !r->into || !quoted(rest, n - (size_t)(rest - s), r->into))
		cat_wrong(r->c, r->path, r->line, "not understood: %.*s", (int)(n > 60 ? 60 : n), s);
}

void cat_read(struct cat *c, const char *path, const char *text, size_t n)
{
	struct reader r = { .c = c, .path = path };

	if (n && memchr(text, 0, n)) {
		cat_wrong(c, path, 1, "a NUL byte");
		return;
	}
	for (size_t i = 0; i < n;) {
		const char *e = memchr(text + i, '\n', n - i);
		size_t len = e ? (size_t)(e - text) - i : n - i;
		size_t cut = len;

		r.line++;
		while (cut && (text[i + cut - 1] == '\r' || text[i + cut - 1] == ' ' || text[i + cut - 1] == '\t'))
			cut--;
		one_line(&r, text + i, cut);
		i += len + 1;
	}
	message_done(c, &r.m, r.fuzzy);
	free(r.ref);
}

void cat_free(struct cat *c)
{
	for (size_t i = 0; i < c->n; i++)
		message_free(&c->v[i]);
	free(c->v);
	free(c->rule);
	*c = (struct cat){ 0 };
}
