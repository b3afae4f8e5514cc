/*
 * mktmpl OUT FILE…: templates into OUT/<area>_t.c and OUT/<area>_t.h, one pair for each area or
 * layer that has an html/ or text/ folder. Files that would not change are left alone.
 * The first mistake in each template is printed as path:line: what; then nothing is written.
 */
#include "mktmpl.h"

#include <dirent.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

struct source { char *path, *area, *name; bool plain; struct tmpl t; };

static void die(const char *what, const char *path)
{
	fprintf(stderr, "mktmpl: %s: %s\n", path, what);
	exit(2);
}

static void write_file(const char *dir, const char *area, char ext, const struct out *text)
{
	struct out path = { 0 };

	out_fmt(&path, "%s/%s_t.%c", dir, area, ext);
	out_write(path.p, text);
	free(path.p);
}

/* "src/areas/booking/html/pick-time.html" → area "booking", name "booking_pick_time";
 * src/page/html/head.html → area "page", name "head". */
static void source_names(struct source *s)
{
	char *copy = strdup(s->path);
	char *dot = strrchr(copy, '.'), *file = strrchr(copy, '/');

	if (!file || !dot || dot < file)
		die("not a template's path", s->path);
	*dot = 0;
	*file++ = 0;
	char *kind = strrchr(copy, '/');
	if (!kind)
		die("not in an html/ or text/ folder", s->path);
	*kind++ = 0;
	s->plain = !strcmp(kind, "text");
	if (!s->plain && strcmp(kind, "html"))
		die("not in an html/ or text/ folder", s->path);
	char *area = strrchr(copy, '/');
	s->area = strdup(area ? area + 1 : copy);
	struct out name = { 0 };
	if (strcmp(s->area, "page"))
		out_fmt(&name, "%s_", s->area);
	out_str(&name, file);
	for (char *c = name.p; *c; c++)
		*c = *c == '-' ? '_' : *c;
	s->name = name.p;
	free(copy);
}

static bool compile(struct source *s)
{
	struct out text = out_read(s->path, true);

	s->t = (struct tmpl){ .path = s->path, .name = s->name, .plain = s->plain,
		.s = text.p ? text.p : "", .n = text.n };
	bool ok = tmpl_compile(&s->t);
	if (!ok)
		fprintf(stderr, "%s:%d: %s\n", s->path, s->t.error_line, s->t.error);
	free(text.p);
	return ok;
}

static void prototype(struct out *o, const struct source *s)
{
	out_fmt(o, "void t_%s(struct page *pg%s", s->name, s->t.args.n ? ", " : "");
	out_put(o, s->t.args.p, s->t.args.n);
	out_str(o, ")");
}

static void put_area(const char *dir, const char *area, struct source *v, size_t n)
{
	struct out h = { 0 }, c = { 0 };

	out_fmt(&h, "/* Made by mktmpl. */\n#ifndef GEN_%s_T_H\n#define GEN_%s_T_H\n#include \"page/page.h\"\n", area, area);
	if (strcmp(area, "page"))
		out_str(&h, "#include \"page_t.h\"\n");
	out_fmt(&c, "/* Made by mktmpl. */\n#include \"%s_t.h\"\n", area);
	for (size_t i = 0; i < n; i++)
		if (!strcmp(v[i].area, area))
			out_put(&h, v[i].t.use.p, v[i].t.use.n);
	for (size_t i = 0; i < n; i++) {
		if (strcmp(v[i].area, area))
			continue;
		out_fmt(&h, "#line %d \"%s\"\n", v[i].t.args_line, v[i].path);
		prototype(&h, &v[i]);
		out_str(&h, ";\n");
		out_fmt(&c, "\n#line %d \"%s\"\n", v[i].t.args_line, v[i].path);
		prototype(&c, &v[i]);
		out_str(&c, "\n{\n");
		if (v[i].plain)
			out_str(&c, "\tbool was_plain = pg->plain;\n\tpg->plain = true;\n");
		out_put(&c, v[i].t.body.p, v[i].t.body.n);
		out_str(&c, v[i].plain ? "\tpg->plain = was_plain;\n}\n" : "\t(void)pg;\n}\n");
	}
	out_str(&h, "#endif\n");
	write_file(dir, area, 'h', &h);
	write_file(dir, area, 'c', &c);
	free(h.p);
	free(c.p);
}

/* Removes what an earlier run made for an area that has no templates any more. */
static void remove_stale(const char *dir, const struct source *v, size_t n)
{
	struct dirent **names;
	int count = scandir(dir, &names, NULL, NULL);

	for (int k = 0; k < count; k++) {
		const char *name = names[k]->d_name;
		size_t len = strlen(name);
		bool ours = len > 4 && (!strcmp(name + len - 4, "_t.c") || !strcmp(name + len - 4, "_t.h"));

		for (size_t i = 0; i < n; i++)
			ours = ours && (strlen(v[i].area) != len - 4 || strncmp(name, v[i].area, len - 4));
		if (ours) {
			struct out path = { 0 };

			out_fmt(&path, "%s/%s", dir, name);
			(void)!unlink(path.p);
			free(path.p);
		}
		free(names[k]);
	}
	if (count >= 0)
		free(names);
}

int main(int argc, char **argv)
{
	if (argc < 2)
		die("usage: mktmpl OUT FILE…", "arguments");
	size_t n = (size_t)argc - 2;
	struct source *v = calloc(n + 1, sizeof *v);
	bool ok = v != NULL;

	for (size_t i = 0; ok && i < n; i++) {
		v[i].path = argv[i + 2];
		source_names(&v[i]);
	}
	for (size_t i = 0; v && i < n; i++)
		ok = compile(&v[i]) && ok;
	for (size_t i = 0; v && i < n; i++)
		for (size_t k = 0; k < i; k++)
			if (!strcmp(v[i].name, v[k].name)) {
				fprintf(stderr, "%s:1: the name is taken by %s\n", v[i].path, v[k].path);
				ok = false;
			}
	for (size_t i = 0; ok && i < n; i++) {
		bool first = true;

		for (size_t k = 0; k < i; k++)
			first = first && strcmp(v[k].area, v[i].area);
		if (first)
			put_area(argv[1], v[i].area, v, n);
	}
	if (ok)
		remove_stale(argv[1], v, n);
	for (size_t i = 0; v && i < n; i++) {
		tmpl_free(&v[i].t);
		free(v[i].area);
		free(v[i].name);
	}
	free(v);
	return ok ? 0 : 1;
}
