/*
 * mkcat OUT po/<lang>/FILE.po…: all files of a language into one sorted table, OUT/catalog.c.
 * The same message may be in several files with the same translation; anything else, a fuzzy
 * entry, or places that differ stop the build. An empty translation is left out (the English
 * text is shown and counted; `make po-check` lists it).
 */
#include "mkcat.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static const char *const langs[] = { "fr", "ar", "en" };	/* enum lang of page.h */
#define LANGS (sizeof langs / sizeof *langs)

static int same(const char *a, const char *b) { return !strcmp(a ? a : "", b ? b : ""); }

static int by_key(const void *x, const void *y)
{
	const struct message *a = x, *b = y;
	char *ka = NULL, *kb = NULL;

	if (asprintf(&ka, "%s%s%s", a->context ? a->context : "", a->context ? "\004" : "", a->id) < 0 ||
	    asprintf(&kb, "%s%s%s", b->context ? b->context : "", b->context ? "\004" : "", b->id) < 0)
		abort();
	int r = strcmp(ka, kb);
	free(ka);
	free(kb);
	return r;
}

static bool empty(const struct message *m)
{
	for (int i = 0; i < m->nforms; i++)
		if (m->forms[i] && *m->forms[i])
			return false;
	return true;
}

static void check_twice(struct cat *c, const struct message *a, const struct message *b)
{
	bool equal = same(a->plural, b->plural);

	for (int i = 0; i < FORMS_MAX; i++)
		equal = equal && same(a->forms[i], b->forms[i]);
	if (!equal)
		cat_wrong(c, b->path, b->line, "\"%s\" is translated otherwise in %s:%d", b->id, a->path, a->line);
}

static void put_message(struct cat *c, struct out *o, const struct message *m)
{
	int want = m->plural ? c->nplurals : 1;

	out_str(o, "\t{ \"");
	if (m->context) {
		out_c_string(o, m->context, strlen(m->context));
		out_str(o, "\\004\" \"");
	}
	out_c_string(o, m->id, strlen(m->id));
	out_str(o, "\", {");
	for (int i = 0; i < want; i++) {
		if (!m->forms[i] || !*m->forms[i]) {
			cat_wrong(c, m->path, m->line, "form %d of %d is missing", i, want);
			continue;
		}
		out_str(o, " \"");
		out_c_string(o, m->forms[i], strlen(m->forms[i]));
		out_str(o, "\",");
	}
	out_str(o, " } },\n");
	if (m->nforms > want)
		cat_wrong(c, m->path, m->line, "more forms than nplurals");
}

static size_t put_table(struct cat *c, struct out *o, const char *lang)
{
	size_t n = 0;
	const struct message *last = NULL;

	if (c->n)
		qsort(c->v, c->n, sizeof *c->v, by_key);
	out_fmt(o, "static const struct cat_message %s[] = {\n", lang);
	for (size_t i = 0; i < c->n; i++) {
		const struct message *m = &c->v[i];

		if (empty(m))
			continue;
		if (last && !by_key(last, m)) {
			check_twice(c, last, m);
			continue;
		}
		put_message(c, o, m);
		last = m;
		n++;
	}
	out_str(o, "\t{ 0 }\n};\n");
	out_fmt(o, "static int %s_rule(unsigned long n)\n{\n\tunsigned long k = (unsigned long)(%s);\n\n"
		"\treturn k < %d ? (int)k : 0;\n}\n\n", lang, c->rule ? c->rule : "n != 1", c->rule ? c->nplurals : 2);
	return n;
}

int main(int argc, char **argv)
{
	struct out o = { 0 }, table = { 0 }, path = { 0 };
	struct cat cats[LANGS] = { { 0 } };
	int mistakes = 0;

	if (argc < 2)
		return 2;
	out_str(&o, "/* Made by mkcat. */\n#include \"page/catalog.h\"\n#pragma GCC diagnostic ignored \"-Wparentheses\"\n"
		"#pragma GCC diagnostic ignored \"-Wmissing-field-initializers\"\n\n");
	for (int i = 2; i < argc; i++) {
		size_t l = 0;
		char in[16];

		for (; l < LANGS; l++) {
			snprintf(in, sizeof in, "/%s/", langs[l]);
			if (strstr(argv[i], in))
				break;
		}
		if (l == LANGS) {
			fprintf(stderr, "%s:1: not in po/fr, po/ar or po/en\n", argv[i]);
			mistakes++;
			continue;
		}
		struct out text = out_read(argv[i], true);
		cat_read(&cats[l], argv[i], text.p ? text.p : "", text.n);
		free(text.p);
	}
	out_str(&table, "const struct catalog catalogs[] = {\n");
	for (size_t l = 0; l < LANGS; l++) {
		size_t n = put_table(&cats[l], &o, langs[l]);

		out_fmt(&table, "\t{ %s, %zu, %s_rule },\n", langs[l], n, langs[l]);
		mistakes += cats[l].mistakes;
		cat_free(&cats[l]);
	}
	out_str(&table, "};\n");
	out_put(&o, table.p, table.n);
	out_fmt(&path, "%s/catalog.c", argv[1]);
	if (!mistakes)
		out_write(path.p, &o);
	else
		fprintf(stderr, "mkcat: %d mistakes\n", mistakes);
	free(o.p);
	free(table.p);
	free(path.p);
	return mistakes ? 1 : 0;
}
