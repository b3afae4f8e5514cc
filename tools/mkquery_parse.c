/* mkquery: annotations and words of a queries.sql. */
#include "mkquery.h"

#include <ctype.h>
#include <stdlib.h>
#include <string.h>

bool tok_is(const struct token *t, const char *lower)
{
	if (strlen(lower) != t->n || t->kind == K_STRING || t->kind == K_QUOTED)
		return false;
	for (size_t i = 0; i < t->n; i++)
		if (tolower((unsigned char)t->p[i]) != lower[i])
			return false;
	return true;
}

static bool word_char(char c)
{
	return isalnum((unsigned char)c) || c == '_';
}

static size_t quoted_end(const char *p)
{
	size_t i = 1;

	while (p[i] && (p[i] != p[0] || p[i + 1] == p[0]))
		i += p[i] == p[0] ? 2 : 1;
	return p[i] ? i + 1 : i;
}

static struct token one_token(struct query *q, const char *p, int line)
{
	struct token t = { K_PUNCT, p, 1, line, false };

	if (*p == '\'' || *p == '"') {
		t.kind = *p == '"' ? K_QUOTED : K_STRING;
		t.n = quoted_end(p);
		if (t.n < 2 || p[t.n - 1] != p[0])
			bad(q, line, "a string is not closed on its line");
	} else if (*p == '$') {
		t.kind = K_PARAM;
		while (word_char(p[t.n]))
			t.n++;
	} else if (isdigit((unsigned char)*p)) {
		t.kind = K_NUMBER;
		while (word_char(p[t.n]) || p[t.n] == '.')
			t.n++;
	} else if (word_char(*p)) {
		t.kind = K_WORD;
		while (word_char(p[t.n]))
			t.n++;
	} else if ((unsigned char)*p >= 0x80 || *p == '`' || *p == '[' || *p == '?' || *p == '@') {
		bad(q, line, "'%c' has no place in a query", *p);
	}
	return t;
}

/* Adds the tokens of one line of SQL. */
static void lex_line(struct query *q, struct text *x, const char *p, int line)
{
	bool space = true;

	if (!x->n)
		x->line = line;
	while (*p && strncmp(p, "--", 2) != 0) {
		if (isspace((unsigned char)*p)) {
			space = true;
			p++;
			continue;
		}
		struct token t = one_token(q, p, line);

		t.space = space && x->n;
		space = false;
		x->v = must(realloc(x->v, (x->n + 1) * sizeof *x->v));
		x->v[x->n++] = t;
		p += t.n;
	}
}

static bool parse_type(struct query *q, int line, char *s, struct type *ret)
{
	static const char *const names[] = { [T_I64] = "i64", [T_I32] = "i32", [T_BOOL] = "bool",
		[T_TEXT] = "text", [T_NAME] = "name", [T_INSTANT] = "instant", [T_DAY] = "day",
		[T_MINUTES] = "minutes" };
	size_t n = strlen(s);

	if (n && s[n - 1] == '?') {
		ret->null = true;
		s[--n] = 0;
	}
	if (n > 2 && strcmp(s + n - 2, "[]") == 0) {
		ret->list = true;
		s[n -= 2] = 0;
	}
	for (enum base_type t = T_I64; t <= T_MINUTES; t++)
		if (strcmp(s, names[t]) == 0)
			ret->base = t;
	if (n > 3 && n < NAME_MAX_ && strcmp(s + n - 3, "_id") == 0) {
		ret->base = T_ID;
		memcpy(ret->id, s, n + 1);
		s[n - 3] = 0;
		if (!schema_has_id(s))
			bad(q, line, "%s_id: there is no table %s with a column id", s, s);
	} else if (ret->base == T_ID) {
		bad(q, line, "unknown type %s", s);
	}
	if (ret->base == T_BOOL && ret->null)
		bad(q, line, "bool? is not a type: a truth is true or false");
	if (ret->list && (ret->null || (ret->base != T_ID && ret->base != T_I64)))
		bad(q, line, "a list is T_id[] or i64[]");
	return !q->failed;
}

static bool reserved(const char *s)
{
	static const char *const words[] = { "auto", "break", "case", "char", "const", "continue",
		"default", "do", "double", "else", "enum", "extern", "float", "for", "goto", "if",
		"inline", "int", "long", "register", "restrict", "return", "short", "signed", "sizeof",
		"static", "struct", "switch", "typedef", "union", "unsigned", "void", "volatile",
		"while", "bool", "asm", "typeof", "db", "a", "ret", "scope", "row", "arg", "time" };

	for (size_t i = 0; i < sizeof words / sizeof *words; i++)
		if (strcmp(words[i], s) == 0)
			return true;
	return strncmp(s, "scope_", 6) == 0;
}

static void parse_vars(struct query *q, int line, char *s, struct var *v, int *n)
{
	char *save = NULL;

	for (char *p = strtok_r(s, ",", &save); p && !q->failed; p = strtok_r(NULL, ",", &save)) {
		char name[NAME_MAX_] = "", type[NAME_MAX_] = "", more[2] = "";
		struct var x = { .line = line, .number = -1 };

		if (sscanf(p, " %63[a-z0-9_] %63[]a-z0-9_?[] %1s", name, type, more) != 2)
			bad(q, line, "expected `name type`, found `%s`", p);
		else if (*n >= MAX_VARS - 4)
			bad(q, line, "more than %d names", MAX_VARS - 4);
		else if (reserved(name))
			bad(q, line, "%s cannot be a name here", name);
		else if (parse_type(q, line, type, &x.type)) {
			for (int i = 0; i < *n; i++)
				if (strcmp(v[i].name, name) == 0)
					bad(q, line, "%s is declared twice", name);
			memcpy(x.name, name, sizeof name);
			v[(*n)++] = x;
		}
	}
}

static void parse_scope(struct query *q, int line, const char *s)
{
	char word[2][8] = { "", "" }, more[2] = "";
	int n = sscanf(s, " %127[a-z0-9_.] %7s %7s %1s", q->scope, word[0], word[1], more);

	for (int i = 0; i < n - 1 && i < 2; i++) {
		q->scope_own = q->scope_own || strcmp(word[i], "own") == 0;
		q->scope_leads = q->scope_leads || strcmp(word[i], "leads") == 0;
	}
	if (n < 1 || n > 3 || n != 1 + q->scope_own + q->scope_leads)
		bad(q, line, "expected `-- scope: ALIAS [own] [leads]`");
	if (q->unscoped)
		bad(q, line, "both scope and unscoped");
}

static struct query *parse_name(const char *file, const char *area, int line, const char *s)
{
	static const char *const kinds[] = { "one", "many", "each", "exec", "count" };
	struct query *q = &queries[nqueries++];
	char kind[8] = "", more[2] = "", name[NAME_MAX_] = "";
	int n = sscanf(s, " %63[a-z0-9_] :%7s %1s", name, kind, more);

	*q = (struct query){ .file = file, .area = area, .line = line, .doc = must(strdup("")) };
	memcpy(q->name, name, sizeof name);
	if (nqueries >= MAX_QUERIES)
		bad(NULL, 0, "%s:%d: more than %d queries", file, line, MAX_QUERIES), exit(1);
	for (int i = 0; i < 5; i++)
		if (n == 2 && strcmp(kinds[i], kind) == 0) {
			q->kind = (enum kind)i;
			return q;
		}
	bad(q, line, "expected `-- name: word :one|:many|:each|:exec|:count`");
	return q;
}

static void add_doc(struct query *q, const char *s)
{
	size_t n = strlen(q->doc), m = strlen(s);

	if (strstr(s, "*/"))
		return bad(q, q->line, "*/ in a comment");
	q->doc = must(realloc(q->doc, n + m + 2));
	memcpy(q->doc + n, s, m);
	memcpy(q->doc + n + m, "\n", 2);
}

static bool starts(const char **s, const char *prefix)
{
	size_t n = strlen(prefix);

	if (strncmp(*s, prefix, n) != 0)
		return false;
	*s += n;
	return true;
}

static void annotation(struct query *q, int line, const char *s, int *which)
{
	if (starts(&s, "in:"))
		parse_vars(q, line, must(strdup(s)), q->in, &q->nin);
	else if (starts(&s, "out:"))
		parse_vars(q, line, must(strdup(s)), q->out, &q->nout);
	else if (starts(&s, "scope:"))
		parse_scope(q, line, s);
	else if (starts(&s, "unscoped:")) {
		q->unscoped = true;
		if (strspn(s, " \t\r") == strlen(s))
			bad(q, line, "unscoped: why?");
		if (q->scope[0])
			bad(q, line, "both scope and unscoped");
	} else if (starts(&s, "pg:") && !*s)
		*which = 1;
	else if (!q->text[0].n)
		add_doc(q, s);
}

void parse_file(const char *path, const char *area)
{
	struct query *q = NULL;
	int line = 0, which = 0;

	for (char *next, *l = read_file(path); l; l = next) {
		next = strchr(l, '\n');
		if (next)
			*next++ = 0;
		line++;
		l[strcspn(l, "\r")] = 0;
		const char *s = l;

		if (starts(&s, "-- name:")) {
			q = parse_name(path, area, line, s);
			which = 0;
		} else if (starts(&s, "--")) {
			s += *s == ' ';
			if (q)
				annotation(q, line, s, &which);
		} else if (q) {
			lex_line(q, &q->text[which], s, line);
		} else if (strspn(l, " \t") != strlen(l)) {
			bad(NULL, 0, "%s:%d: SQL before the first `-- name:`", path, line);
		}
	}
}
