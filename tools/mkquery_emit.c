/* mkquery: the C that is made. */
#include "mkquery.h"

#include <dirent.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static int changed;

int emitted(void)
{
	return changed;
}

/* ---- one output file: written to memory, then to disk when it differs ---- */

struct file { char path[4096]; char *text; size_t n; FILE *f; };

static struct file begin(const char *out, const char *name, const char *suffix)
{
	struct file x = { 0 };

	snprintf(x.path, sizeof x.path, "%s/%s%s", out, name, suffix);
	return x;
}

static FILE *start(struct file *x)
{
	x->f = must(open_memstream(&x->text, &x->n));
	return x->f;
}

static void finish_file(struct file *x)
{
	if (fclose(x->f) != 0)
		exit(1);
	FILE *old = fopen(x->path, "r");
	char *was = must(malloc(x->n + 2));
	size_t n = old ? fread(was, 1, x->n + 1, old) : 0;
	bool same = old && n == x->n && memcmp(was, x->text, n) == 0;

	if (old)
		fclose(old);
	free(was);
	if (!same) {
		FILE *f = fopen(x->path, "w");

		if (!f || fwrite(x->text, 1, x->n, f) != x->n || fclose(f) != 0) {
			perror(x->path);
			exit(1);
		}
		changed++;
	}
	free(x->text);
}

/* A C string literal of any text, a line of source for each line of it. */
static void put_literal(FILE *f, const char *s)
{
	fputs("\n\t\"", f);
	for (; *s; s++) {
		if (*s == '\n')
			fputs(s[1] ? "\\n\"\n\t\"" : "\\n", f);
		else if (*s == '"' || *s == '\\')
			fprintf(f, "\\%c", *s);
		else if (*s == '\t')
			fputs("\\t", f);
		else
			fputc(*s, f);
	}
	fputc('"', f);
}

/* ---- types ---- */

static bool optional_number(const struct type *t)
{
	return t->null && (t->base == T_I64 || t->base == T_I32 || t->base == T_MINUTES);
}

static void put_ctype(FILE *f, const struct type *t)
{
	static const char *const names[] = { [T_I64] = "int64_t ", [T_I32] = "int32_t ", [T_BOOL] = "bool ",
		[T_TEXT] = "struct str ", [T_NAME] = "struct name ", [T_INSTANT] = "struct instant ",
		[T_DAY] = "struct day ", [T_MINUTES] = "struct minutes " };

	if (optional_number(t))
		fputs("struct opt_int ", f);
	else if (t->base == T_ID)
		fprintf(f, "struct %s ", t->id);
	else
		fputs(names[t->base], f);
}

static void put_dbtype(FILE *f, const struct type *t)
{
	static const char *const names[] = { [T_ID] = "DB_INT", [T_I64] = "DB_INT", [T_I32] = "DB_INT32",
		[T_BOOL] = "DB_BOOL", [T_TEXT] = "DB_TEXT", [T_NAME] = "DB_TEXT", [T_INSTANT] = "DB_INT",
		[T_DAY] = "DB_INT32", [T_MINUTES] = "DB_INT32" };

	fprintf(f, "%s%s, ", t->list ? "DB_INTS" : names[t->base], t->null ? " | DB_NULLABLE" : "");
}

/* ---- one function ---- */

static void put_signature(FILE *f, const struct query *q)
{
	fprintf(f, "enum err %s(struct db *db, struct arena *a", q->name);
	if (q->scope[0])
		fputs(", const struct scope *scope", f);
	for (int i = 0; i < q->nown; i++) {
		const struct var *v = &q->in[i];

		fputs(v->type.list ? ", const " : ", ", f);
		put_ctype(f, &v->type);
		fprintf(f, v->type.list ? "*%s, size_t %s_n" : "%s", v->name, v->name);
	}
	if (q->kind == ONE)
		fprintf(f, ", struct %s_row *ret)", q->name);
	else if (q->kind == MANY)
		fprintf(f, ", struct %s_rows *ret)", q->name);
	else if (q->kind == EACH)
		fprintf(f, ", enum err (*row)(void *arg, const struct %s_row *r), void *arg)", q->name);
	else if (q->kind == COUNT)
		fputs(", int64_t *ret)", f);
	else
		fputs(")", f);
}

static void put_declaration(FILE *f, const struct query *q)
{
	fprintf(f, "/* %s:%d", q->file, q->line);
	for (const char *p = q->doc; *p; p++) {
		if (p == q->doc || p[-1] == '\n')
			fputs("\n * ", f);
		if (*p != '\n')
			fputc(*p, f);
	}
	fputs(*q->doc ? "\n */\n" : " */\n", f);
	if (q->nout) {
		fprintf(f, "struct %s_row {\n", q->name);
		for (int i = 0; i < q->nout; i++) {
			fputc('\t', f);
			put_ctype(f, &q->out[i].type);
			fprintf(f, "%s;\n", q->out[i].name);
		}
		fputs("};\n", f);
	}
	if (q->kind == MANY)
		fprintf(f, "struct %s_rows { struct %s_row *v; size_t n; };\n", q->name, q->name);
	put_signature(f, q);
	fputs(" MUST_CHECK;\n\n", f);
}

static void put_statement(FILE *f, const struct query *q)
{
	static const char *const kinds[] = { "DB_ONE", "DB_MANY", "DB_EACH", "DB_EXEC", "DB_COUNT" };

	fprintf(f, "static const uint8_t in_of_%s[] = { ", q->name);
	for (int i = 0; i < q->nnumbers; i++)
		put_dbtype(f, &q->in[q->numbers[i]].type);
	fprintf(f, "0 };\nstatic const uint8_t out_of_%s[] = { ", q->name);
	for (int i = 0; i < q->nout; i++)
		put_dbtype(f, &q->out[i].type);
	fprintf(f, "0 };\nextern const struct stmt stmt_%s;\nconst struct stmt stmt_%s = { \"%s\",", q->name,
			q->name, q->name);
	put_literal(f, q->sql[0]);
	fputc(',', f);
	put_literal(f, q->sql[1]);
	fprintf(f, ",\n\t%s, %d, %d, %s, in_of_%s, out_of_%s };\n\n", kinds[q->kind], q->nnumbers, q->nout,
			q->writes ? "true" : "false", q->name, q->name);
}

static void put_reading(FILE *f, const struct var *v, int i)
{
	const char *n = v->name;

	if (optional_number(&v->type)) {
		fprintf(f, "\tr->%s = (struct opt_int){ !c[%d].null, c[%d].i };\n", n, i, i);
		return;
	}
	switch (v->type.base) {
	case T_ID:
		fprintf(f, "\tr->%s.v = c[%d].i;\n", n, i);
		break;
	case T_I64:
		fprintf(f, "\tr->%s = c[%d].i;\n", n, i);
		break;
	case T_I32:
		fprintf(f, "\tr->%s = (int32_t)c[%d].i;\n", n, i);
		break;
	case T_BOOL:
		fprintf(f, "\tr->%s = c[%d].i != 0;\n", n, i);
		break;
	case T_TEXT:
		fprintf(f, "\tr->%s = c[%d].s;\n", n, i);
		break;
	case T_NAME:
		fprintf(f, "\tr->%s.s = c[%d].s;\n", n, i);
		break;
	case T_INSTANT:
		fprintf(f, "\tr->%s.v = c[%d].null ? INT64_MIN : c[%d].i;\n", n, i, i);
		break;
	case T_DAY:
		fprintf(f, "\tr->%s.n = c[%d].null ? INT32_MIN : (int32_t)c[%d].i;\n", n, i, i);
		break;
	case T_MINUTES:
		fprintf(f, "\tr->%s.v = (int32_t)c[%d].i;\n", n, i);
		break;
	}
}

/* How a row arrives: its struct is filled, then handed on as the kind wants. */
static void put_rows(FILE *f, const struct query *q)
{
	const char *n = q->name;

	fprintf(f, "static void %s_read(struct %s_row *r, const struct db_value *c)\n{\n", n, n);
	for (int i = 0; i < q->nout; i++)
		put_reading(f, &q->out[i], i);
	fputs("}\n", f);
	if (q->kind == EACH)
		fprintf(f, "struct %s_to { enum err (*row)(void *arg, const struct %s_row *r); void *arg; };\n", n, n);
	if (q->kind == MANY)
		fprintf(f, "struct %s_to { struct arena *a; struct %s_rows rows; size_t cap; };\n", n, n);
	fprintf(f, "static enum err %s_take(void *to_, const struct db_value *c)\n{\n", n);
	if (q->kind == ONE)
		fprintf(f, "\t%s_read(to_, c);\n\treturn OK;\n}\n", n);
	else if (q->kind == EACH)
		fprintf(f, "\tstruct %s_to *to = to_;\n\tstruct %s_row r;\n\n\t%s_read(&r, c);\n"
				"\treturn to->row(to->arg, &r);\n}\n", n, n, n);
	else
		fprintf(f, "\tstruct %s_to *to = to_;\n\n"
				"\tto->rows.v = arena_grow(to->a, to->rows.v, to->rows.n, &to->cap, sizeof *to->rows.v);\n"
				"\t%s_read(&to->rows.v[to->rows.n++], c);\n\treturn OK;\n}\n", n, n);
}

static void put_binding(FILE *f, const struct query *q, const struct var *v)
{
	const char *n = v->name;

	if (v - q->in >= q->nown)
		fprintf(f, "\t\t{ .i = scope->%s },\n", n + strlen("scope_"));
	else if (v->type.list)
		fprintf(f, v->type.base == T_ID ? "\t\t{ .list = %s_n ? &%s->v : NULL, .nlist = %s_n },\n" :
				"\t\t{ .list = %s_n ? %s : NULL, .nlist = %s_n },\n", n, n, n);
	else if (optional_number(&v->type))
		fprintf(f, "\t\t{ .null = !%s.is, .i = %s.v },\n", n, n);
	else if (v->type.base == T_TEXT || v->type.base == T_NAME)
		fprintf(f, v->type.null ? "\t\t{ .null = !%s%s.p, .s = %s%s },\n" : "\t\t{ .s = %s%s },\n", n,
				v->type.base == T_NAME ? ".s" : "", n, v->type.base == T_NAME ? ".s" : "");
	else if (v->type.null && v->type.base == T_DAY)
		fprintf(f, "\t\t{ .null = %s.n == INT32_MIN, .i = %s.n },\n", n, n);
	else if (v->type.null && v->type.base == T_INSTANT)
		fprintf(f, "\t\t{ .null = %s.v == INT64_MIN, .i = %s.v },\n", n, n);
	else if (v->type.null)
		fprintf(f, "\t\t{ .null = !%s.v, .i = %s.v },\n", n, n);
	else if (v->type.base == T_DAY)
		fprintf(f, "\t\t{ .i = %s.n },\n", n);
	else
		fprintf(f, "\t\t{ .i = %s%s },\n", n, v->type.base == T_I64 || v->type.base == T_I32 ||
				v->type.base == T_BOOL ? "" : ".v");
}

static void put_call(FILE *f, const struct query *q)
{
	const char *n = q->name;

	if (q->kind == MANY)
		fprintf(f, "\tstruct %s_to to = { .a = a };\n\n"
				"\tTRY(db_run(db, a, &stmt_%s, in, %s_take, &to, NULL));\n"
				"\t*ret = to.rows;\n\treturn OK;\n}\n\n", n, n, n);
	else if (q->kind == EACH)
		fprintf(f, "\tstruct %s_to to = { row, arg };\n\n"
				"\treturn db_run(db, a, &stmt_%s, in, %s_take, &to, NULL);\n}\n\n", n, n, n);
	else if (q->kind == ONE)
		fprintf(f, "\n\treturn db_run(db, a, &stmt_%s, in, %s_take, ret, NULL);\n}\n\n", n, n);
	else
		fprintf(f, "\n\treturn db_run(db, a, &stmt_%s, in, NULL, NULL, %s);\n}\n\n", n,
				q->kind == COUNT ? "ret" : "NULL");
}

static void put_function(FILE *f, const struct query *q)
{
	put_statement(f, q);
	if (q->nout)
		put_rows(f, q);
	put_signature(f, q);
	fputs("\n{\n\tconst struct db_value in[] = {\n", f);
	for (int i = 0; i < q->nnumbers; i++)
		put_binding(f, q, &q->in[q->numbers[i]]);
	fputs("\t\t{ 0 }\n\t};\n", f);
	put_call(f, q);
}

/* ---- files ---- */

static bool is_of(const struct query *q, const char *area)
{
	return strcmp(q->area, area) == 0;
}

static bool has_queries(const char *area)
{
	for (size_t i = 0; i < nqueries; i++)
		if (is_of(&queries[i], area))
			return true;
	return false;
}

void emit_area(const char *out, const char *area)
{
	struct file h = begin(out, area, "_q.h"), c = begin(out, area, "_q.c");

	if (!has_queries(area))
		return;
	FILE *f = start(&h);

	fprintf(f, "/* Queries of %s. Made by mkquery from its queries.sql. */\n", area);
	fprintf(f, "#ifndef QUERIES_%s\n#define QUERIES_%s\n\n#include \"db/db.h\"\n#include \"ids.h\"\n\n",
			area, area);
	for (size_t i = 0; i < nqueries; i++)
		if (is_of(&queries[i], area))
			put_declaration(f, &queries[i]);
	fputs("#endif\n", f);
	finish_file(&h);

	f = start(&c);
	fprintf(f, "/* Queries of %s. Made by mkquery from its queries.sql. */\n#include \"%s_q.h\"\n\n", area, area);
	for (size_t i = 0; i < nqueries; i++)
		if (is_of(&queries[i], area))
			put_function(f, &queries[i]);
	finish_file(&c);
}

static void put_id(const char *table, void *arg)
{
	if (schema_has_id(table))
		fprintf(arg, "struct %s_id { int64_t v; };\n", table);
}

static void emit_ids(const char *out)
{
	struct file h = begin(out, "ids", ".h");
	FILE *f = start(&h);

	fputs("/* A type for each table's key, so that keys are not mixed up. Made by mkquery. */\n"
			"#ifndef IDS_H\n#define IDS_H\n\n#include <stdint.h>\n\n", f);
	schema_each_table(put_id, f);
	fputs("\n#endif\n", f);
	finish_file(&h);
}

static void emit_statements(const char *out)
{
	struct file h = begin(out, "statements", ".h"), c = begin(out, "statements", ".c");
	FILE *f = start(&h);

	fputs("/* Every statement of the program, for tests. Made by mkquery. */\n"
			"#ifndef STATEMENTS_H\n#define STATEMENTS_H\n\n#include \"db/db.h\"\n\n"
			"extern const struct stmt *const statements[];\nextern const size_t statements_n;\n\n#endif\n", f);
	finish_file(&h);
	f = start(&c);
	fputs("/* Made by mkquery. */\n#include \"statements.h\"\n\n", f);
	for (size_t i = 0; i < nqueries; i++)
		fprintf(f, "extern const struct stmt stmt_%s;\n", queries[i].name);
	fputs("\nconst struct stmt *const statements[] = {\n", f);
	for (size_t i = 0; i < nqueries; i++)
		fprintf(f, "\t&stmt_%s,\n", queries[i].name);
	fprintf(f, "\tNULL\n};\nconst size_t statements_n = %zu;\n", nqueries);
	finish_file(&c);
}

static void emit_steps(const char *out)
{
	struct file h = begin(out, "schema_steps", ".h"), c = begin(out, "schema_steps", ".c");
	FILE *f = start(&h);

	fputs("/* Every schema step, in the order in which they run. Made by mkquery. */\n"
			"#ifndef SCHEMA_STEPS_H\n#define SCHEMA_STEPS_H\n\n#include \"db/migrate.h\"\n\n"
			"extern const struct schema_step schema_steps[];\nextern const size_t schema_steps_n;\n\n#endif\n", f);
	finish_file(&h);
	f = start(&c);
	fputs("/* Made by mkquery. */\n#include \"schema_steps.h\"\n\nconst struct schema_step schema_steps[] = {\n", f);
	for (size_t i = 0; i < nsteps; i++) {
		fprintf(f, "\t{ \"%s\", \"%s\",", steps[i].area, steps[i].name);
		put_literal(f, steps[i].sql);
		fputs(" },\n", f);
	}
	fprintf(f, "\t{ 0 }\n};\nconst size_t schema_steps_n = %zu;\n", nsteps);
	finish_file(&c);
}

void emit_shared(const char *out)
{
	emit_ids(out);
	emit_statements(out);
	emit_steps(out);
}

void emit_sweep(const char *out)
{
	DIR *d = opendir(out);

	for (struct dirent *e; d && (e = readdir(d));) {
		char area[NAME_MAX_], path[4096];
		size_t n = strlen(e->d_name);

		if (n < 5 || n >= sizeof area || (strcmp(e->d_name + n - 4, "_q.c") != 0 &&
				strcmp(e->d_name + n - 4, "_q.h") != 0))
			continue;
		snprintf(area, sizeof area, "%.*s", (int)(n - 4), e->d_name);
		if (has_queries(area))
			continue;
		snprintf(path, sizeof path, "%s/%s", out, e->d_name);
		changed += unlink(path) == 0;
	}
	if (d)
		closedir(d);
}
