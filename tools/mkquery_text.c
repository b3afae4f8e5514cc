/* mkquery: rules on the words of a query, and its final text for each engine. */
#include "mkquery.h"

#include <stdlib.h>
#include <string.h>

/* Each engine has its own, or reads its own clock, or compares by its own rules. */
static const char *const banned_calls[] = { "now", "date", "time", "datetime", "strftime", "julianday",
	"unixepoch", "string_agg", "group_concat", "lower", "upper", "printf", "format", "random",
	"ifnull", "total", "to_char", "extract", "randomblob", "json", "clock_timestamp" };
static const char *const banned_words[] = { "current_timestamp", "current_date", "current_time", "like",
	"ilike", "glob", "regexp", "rowid", "ctid", "pragma", "attach", "create", "drop", "alter",
	"truncate", "replace", "begin", "commit", "rollback", "savepoint" };

#define COUNT_OF(x) (sizeof (x) / sizeof *(x))

static const struct token *at(const struct text *x, size_t i)
{
	static const struct token none = { K_PUNCT, "", 0, 0, false };

	return i < x->n ? &x->v[i] : &none;		/* (size_t)-1 is past the end too */
}

static void check_word(struct query *q, const struct text *x, size_t i)
{
	const struct token *t = at(x, i);
	bool call = tok_is(at(x, i + 1), "("), member = tok_is(at(x, i - 1), ".");

	for (size_t b = 0; b < COUNT_OF(banned_words) && !member; b++)
		if (tok_is(t, banned_words[b]))
			bad(q, t->line, "%s is not used here (the engines differ, or it is no query)",
					banned_words[b]);
	for (size_t b = 0; b < COUNT_OF(banned_calls) && call; b++)
		if (tok_is(t, banned_calls[b]))
			bad(q, t->line, "%s() is not used here (the engines differ)", banned_calls[b]);
	if (t->n > 5 && (strncmp(t->p, "json_", 5) == 0 || strncmp(t->p, "jsonb_", 6) == 0))
		bad(q, t->line, "JSON functions are not used here (the engines differ)");
	if (tok_is(t, "any") && call)
		bad(q, t->line, "= ANY is not used here: write IN ($list)");
}

/* A star that stands for columns, not for a product or count(*). */
static void check_star(struct query *q, const struct text *x, size_t i)
{
	static const char *const before[] = { "select", "distinct", "all", "returning", ",", "." };

	for (size_t b = 0; b < COUNT_OF(before); b++)
		if (tok_is(at(x, i - 1), before[b]))
			bad(q, at(x, i)->line, "name the columns, * changes with the schema");
}

static bool is_scope_mark(const struct text *x, size_t i)
{
	return tok_is(at(x, i), "{") && tok_is(at(x, i + 1), "scope") && tok_is(at(x, i + 2), "}");
}

static bool ends_clause(const struct token *t)
{
	static const char *const ends[] = { "where", "on", "having", "group", "order", "limit", "returning",
		"union", "except", "intersect", "select", "left", "join", "inner", "window", "offset",
		"using", "when", "then", ";" };

	for (size_t i = 0; i < COUNT_OF(ends); i++)
		if (tok_is(t, ends[i]))
			return true;
	return false;
}

/* An OR beside the mark, at its depth, would let rows past it. */
static bool or_beside(const struct text *x, size_t mark)
{
	int depth = 0;

	for (size_t i = mark + 3; i < x->n && depth >= 0; i++) {
		depth += tok_is(at(x, i), "(") - tok_is(at(x, i), ")");
		if (depth == 0 && ends_clause(at(x, i)))
			break;
		if (depth == 0 && tok_is(at(x, i), "or"))
			return true;
	}
	depth = 0;
	for (size_t i = mark; i-- > 0 && depth >= 0;) {
		depth += tok_is(at(x, i), ")") - tok_is(at(x, i), "(");
		if (depth == 0 && ends_clause(at(x, i)))
			break;
		if (depth == 0 && tok_is(at(x, i), "or"))
			return true;
	}
	return false;
}

static void check_scope(struct query *q, const struct text *x)
{
	size_t marks = 0, arms = 1;

	for (size_t i = 0; i < x->n; i++) {
		const struct token *t = at(x, i), *b = at(x, i - 1);

		arms += tok_is(t, "union") || tok_is(t, "except") || tok_is(t, "intersect");
		if (tok_is(t, "{") && !is_scope_mark(x, i))
			bad(q, t->line, "only {scope} stands in braces");
		if (!is_scope_mark(x, i))
			continue;
		marks++;
		if (!tok_is(b, "where") && !tok_is(b, "and") && !tok_is(b, "on"))
			bad(q, t->line, "{scope} follows WHERE, AND or ON");
		if (or_beside(x, i))
			bad(q, t->line, "an OR beside {scope} lets rows past it: put it in parentheses");
	}
	if (!q->scope[0] && marks)
		bad(q, x->line, "{scope} without `-- scope: ALIAS`");
	if (q->scope[0] && arms == 1 && marks != 1)
		bad(q, x->line, "{scope} stands exactly once in the text, found %zu", marks);
	if (q->scope[0] && arms > 1 && marks != arms)
		bad(q, x->line, "each part of a UNION has its {scope}: %zu parts, %zu found", arms, marks);
}

/* At the end of a SELECT; in a write that returns its rows, where these are chosen. */
static bool has_limit(const struct text *x)
{
	int depth = 0;
	bool select = tok_is(at(x, 0), "select") || tok_is(at(x, 0), "with");

	for (size_t i = 0; i < x->n; i++) {
		depth += tok_is(at(x, i), "(") - tok_is(at(x, i), ")");
		if ((depth == 0 || !select) && tok_is(at(x, i), "limit"))
			return true;
	}
	return false;
}

static void check_one(struct query *q, struct text *x)
{
	static const char *const first[] = { "select", "insert", "update", "delete", "with" };
	bool known = false;

	while (x->n && tok_is(at(x, x->n - 1), ";"))
		x->n--;
	for (size_t i = 0; i < COUNT_OF(first); i++)
		known = known || tok_is(at(x, 0), first[i]);
	if (!known)
		bad(q, x->line, "expected SELECT, INSERT, UPDATE, DELETE or WITH");
	for (size_t i = 0; i < x->n; i++) {
		if (at(x, i)->kind == K_WORD)
			check_word(q, x, i);
		else if (tok_is(at(x, i), "*"))
			check_star(q, x, i);
		else if (tok_is(at(x, i), ";"))
			bad(q, at(x, i)->line, "one statement a query");
	}
	if (q->kind == MANY && !has_limit(x))
		bad(q, q->line, ":many needs a LIMIT (or :each, which streams)");
	if (q->kind == EACH && has_limit(x))
		bad(q, q->line, ":each streams all rows; with a LIMIT it is :many");
	check_scope(q, x);
}

void text_check(struct query *q)
{
	bool rows = q->kind == ONE || q->kind == MANY || q->kind == EACH;

	if (!q->text[0].n)
		return bad(q, q->line, "no SQL");
	if (rows && !q->nout)
		bad(q, q->line, "no out: columns");
	if (!rows && q->nout)
		bad(q, q->line, ":exec and :count return no columns");
	for (int i = 0; i < q->nout; i++)
		if (q->out[i].type.list)
			bad(q, q->out[i].line, "a list cannot be a column");
	check_one(q, &q->text[0]);
	if (q->text[1].n)
		check_one(q, &q->text[1]);
}

/* ---- the final text ---- */

struct out { char *p; size_t n, cap; };

static void put(struct out *o, const char *p, size_t n)
{
	if (o->n + n + 1 > o->cap)
		o->p = must(realloc(o->p, o->cap = 2 * (o->n + n + 64)));
	memcpy(o->p + o->n, p, n);
	o->n += n;
	o->p[o->n] = 0;
}

static void puts_(struct out *o, const char *s)
{
	put(o, s, strlen(s));
}

/* The number of a parameter, given at its first appearance in SQLite's text; -1 undeclared. */
static int number_of(struct query *q, const char *name, size_t n, int engine)
{
	for (int i = 0; i < q->nin; i++) {
		struct var *v = &q->in[i];

		if (strlen(v->name) != n || memcmp(v->name, name, n) != 0)
			continue;
		v->used[engine] = true;
		if (v->number < 0) {
			q->numbers[q->nnumbers++] = i;
			v->number = q->nnumbers;
		}
		return i;
	}
	return -1;
}

static void put_number(struct query *q, struct out *o, const char *name, int engine)
{
	char s[16];
	int i = number_of(q, name, strlen(name), engine);

	snprintf(s, sizeof s, "$%d", i < 0 ? 0 : q->in[i].number);
	puts_(o, s);
}

static void put_column(struct query *q, struct out *o, const char *column)
{
	puts_(o, q->scope);
	if (!strchr(q->scope, '.'))
		puts_(o, column);
}

/* The account's branch of the tree of organisations, which is an interval of numbers: looked up
 * for a row, or (leads) as the list by which the rows are found. */
static void put_branch(struct query *q, struct out *o, int engine)
{
	if (q->scope_leads) {
		put_column(q, o, ".organization_id");
		puts_(o, " IN (SELECT o_.id FROM organization o_ WHERE o_.tree_lo >= ");
	} else {
		puts_(o, "EXISTS (SELECT 1 FROM organization o_ WHERE o_.id = ");
		put_column(q, o, ".organization_id");
		puts_(o, " AND o_.tree_lo >= ");
	}
	put_number(q, o, "scope_lo", engine);
	puts_(o, " AND o_.tree_lo < ");
	put_number(q, o, "scope_hi", engine);
	puts_(o, ")");
}

/* Of the practitioner, when there is one. */
static void put_practitioner(struct query *q, struct out *o, int engine)
{
	puts_(o, "(");
	put_number(q, o, "scope_practitioner", engine);
	puts_(o, " = 0 OR ");
	puts_(o, q->scope);
	puts_(o, ".practitioner_id = ");
	put_number(q, o, "scope_practitioner", engine);
	puts_(o, ")");
}

/* Rows of the branch; with `own` also only those of the practitioner when there is one. Who
 * books on behalf of others (scope_account) sees own bookings alone, in whatever branch. */
static void put_scope(struct query *q, struct out *o, int engine)
{
	if (!q->scope_own)
		return put_branch(q, o, engine);
	puts_(o, q->scope_leads ? "(" : "((");
	put_number(q, o, "scope_account", engine);
	puts_(o, " = 0 AND ");
	put_practitioner(q, o, engine);
	puts_(o, " AND ");
	put_branch(q, o, engine);
	if (q->scope_leads)
		return puts_(o, ")");
	puts_(o, ") OR (");
	put_number(q, o, "scope_account", engine);
	puts_(o, " > 0 AND ");
	puts_(o, q->scope);
	puts_(o, ".booked_by = ");
	put_number(q, o, "scope_account", engine);
	puts_(o, "))");
}

/* IN ($list): a JSON text unpacked on SQLite, an array on PostgreSQL. */
static bool put_list(struct query *q, struct out *o, const struct text *x, size_t i, int engine)
{
	const struct token *t = at(x, i + 2);

	if (!tok_is(at(x, i), "in") || !tok_is(at(x, i + 1), "(") || t->kind != K_PARAM ||
			!tok_is(at(x, i + 3), ")"))
		return false;
	int v = number_of(q, t->p + 1, t->n - 1, engine);
	char s[80];

	if (v < 0 || !q->in[v].type.list)
		return false;
	if (engine == 0)
		snprintf(s, sizeof s, "IN (SELECT value FROM json_each($%d))", q->in[v].number);
	else
		snprintf(s, sizeof s, "%s($%d)", tok_is(at(x, i - 1), "not") ? "<> ALL " : "= ANY ",
				q->in[v].number);
	puts_(o, s);
	return true;
}

static void put_param(struct query *q, struct out *o, const struct token *t, int engine)
{
	int v = number_of(q, t->p + 1, t->n - 1, engine);
	char s[16];

	if (v < 0 || v >= q->nown)
		return bad(q, t->line, "%.*s is not declared in in:", (int)t->n, t->p);
	if (q->in[v].type.list)
		return bad(q, t->line, "the list %s stands only in IN ($%s)", q->in[v].name, q->in[v].name);
	snprintf(s, sizeof s, "$%d", q->in[v].number);
	puts_(o, s);
}

static char *render(struct query *q, const struct text *x, int engine)
{
	struct out o = { 0 };

	for (size_t i = 0; i < x->n; i++) {
		const struct token *t = at(x, i);

		if (engine == 1 && tok_is(t, "not") && tok_is(at(x, i + 1), "in") &&
				at(x, i + 3)->kind == K_PARAM && tok_is(at(x, i + 4), ")"))
			continue;			/* put_list writes <> ALL */
		if (t->space)
			puts_(&o, i && at(x, i - 1)->line != t->line ? "\n" : " ");
		if (is_scope_mark(x, i)) {
			put_scope(q, &o, engine);
			i += 2;
		} else if (put_list(q, &o, x, i, engine)) {
			i += 3;
		} else if (t->kind == K_PARAM) {
			put_param(q, &o, t, engine);
		} else {
			put(&o, t->p, t->n);
		}
	}
	return o.p;
}

static void add_scope_params(struct query *q)
{
	static const char *const names[] = { "scope_lo", "scope_hi", "scope_practitioner", "scope_account" };

	q->nown = q->nin;
	for (int i = 0; q->scope[0] && i < (q->scope_own ? 4 : 2); i++) {
		struct var *v = &q->in[q->nin++];

		*v = (struct var){ .type.base = T_I64, .line = q->line, .number = -1 };
		snprintf(v->name, sizeof v->name, "%s", names[i]);
	}
}

void text_render(struct query *q)
{
	add_scope_params(q);
	q->sql[0] = render(q, &q->text[0], 0);
	q->sql[1] = render(q, q->text[1].n ? &q->text[1] : &q->text[0], 1);
	for (int i = 0; i < q->nin; i++) {
		if (!q->in[i].used[0])
			bad(q, q->in[i].line, "%s is declared but not used", q->in[i].name);
		else if (!q->in[i].used[1])
			bad(q, q->in[i].line, "%s is not used after -- pg:", q->in[i].name);
	}
}
