/* mkquery, main: finds the files, in order. The language is described in mkquery.h. */
#include "mkquery.h"

#include <dirent.h>
#include <errno.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

struct query *queries;
size_t nqueries;
struct words areas, persons;
static int failures;

/* Reports the first mistake of a query (or of a file, q NULL: then fmt begins with its place). */
void bad(struct query *q, int line, const char *fmt, ...)
{
	va_list ap;

	if (q && q->failed)
		return;
	if (q) {
		q->failed = true;
		fprintf(stderr, "%s:%d: ", q->file, line);
		if (q->name[0])
			fprintf(stderr, "%s: ", q->name);
	}
	failures++;
	va_start(ap, fmt);
	vfprintf(stderr, fmt, ap);
	va_end(ap);
	fputc('\n', stderr);
}

void *must(void *p)
{
	if (!p) {
		fprintf(stderr, "mkquery: out of memory\n");
		exit(1);
	}
	return p;
}

char *read_file(const char *path)
{
	FILE *f = fopen(path, "r");
	size_t n = 0, cap = 1 << 16;
	char *p = must(malloc(cap));

	if (!f) {
		fprintf(stderr, "%s:1: %s\n", path, strerror(errno));
		exit(1);
	}
	for (size_t got; (got = fread(p + n, 1, cap - n - 1, f)) > 0;) {
		n += got;
		if (cap - n < 2)
			p = must(realloc(p, cap *= 2));
	}
	fclose(f);
	p[n] = 0;
	return p;
}

bool word_in(const struct words *w, const char *word)
{
	for (size_t i = 0; i < w->n; i++)
		if (strcmp(w->v[i], word) == 0)
			return true;
	return false;
}

/* One word a line; empty lines and # comments do not count. */
static void read_words(const char *path, struct words *w)
{
	char *save = NULL, *text = read_file(path);

	for (char *l = strtok_r(text, "\n", &save); l; l = strtok_r(NULL, "\n", &save)) {
		l[strcspn(l, "# \t\r")] = 0;
		if (!*l)
			continue;
		w->v = must(realloc(w->v, (w->n + 1) * sizeof *w->v));
		w->v[w->n++] = l;
	}
}

static int by_name(const void *a, const void *b)
{
	return strcmp(*(char *const *)a, *(char *const *)b);
}

/* The names in a folder, sorted; none when there is no such folder. */
static struct words list(const char *dir)
{
	DIR *d = opendir(dir);
	struct words w = { 0 };

	if (!d)
		return w;
	for (struct dirent *e; (e = readdir(d));) {
		if (e->d_name[0] == '.')
			continue;
		w.v = must(realloc(w.v, (w.n + 1) * sizeof *w.v));
		w.v[w.n++] = must(strdup(e->d_name));
	}
	closedir(d);
	qsort(w.v, w.n, sizeof *w.v, by_name);
	return w;
}

static char *join(const char *a, const char *b, const char *c)
{
	size_t n = strlen(a) + strlen(b) + strlen(c) + 3;
	char *p = must(malloc(n));

	snprintf(p, n, c[0] ? "%s/%s/%s" : "%s/%s", a, b, c);
	return p;
}

static bool exists(const char *path)
{
	struct stat st;

	return stat(path, &st) == 0;
}

static void load_folder(const char *base, const char *area)
{
	char *dir = join(base, area, "schema");
	struct words files = list(dir);

	for (size_t i = 0; i < files.n; i++) {
		size_t n = strlen(files.v[i]);

		if (n > 4 && strcmp(files.v[i] + n - 4, ".sql") == 0)
			schema_load(join(dir, files.v[i], ""), area, files.v[i]);
	}
}

static void parse_folder(const char *base, const char *area)
{
	char *path = join(base, area, "queries.sql");

	if (exists(path))
		parse_file(path, area);
}

/* Every folder of areas/ must be in ORDER. */
static void check_order(const char *dir)
{
	struct words found = list(dir);

	for (size_t i = 0; i < found.n; i++) {
		struct stat st;

		if (stat(join(dir, found.v[i], ""), &st) == 0 && S_ISDIR(st.st_mode) &&
				!word_in(&areas, found.v[i]))
			bad(NULL, 0, "%s/ORDER:1: area %s is not listed", dir, found.v[i]);
	}
}

static void same_names(void)
{
	for (size_t i = 0; i < nqueries; i++)
		for (size_t j = 0; j < i; j++)
			if (strcmp(queries[i].name, queries[j].name) == 0)
				bad(&queries[i], queries[i].line, "the name is taken at %s:%d",
						queries[j].file, queries[j].line);
}

static int finish(const char *out, const struct words *folders)
{
	if (failures) {
		fprintf(stderr, "mkquery: %d mistakes\n", failures);
		return 1;
	}
	for (size_t i = 0; i < areas.n; i++)
		emit_area(out, areas.v[i]);
	for (size_t i = 0; i < folders->n; i++)
		if (!word_in(&areas, folders->v[i]))
			emit_area(out, folders->v[i]);
	emit_shared(out);
	emit_sweep(out);
	printf("mkquery: %zu queries, %d files changed\n", nqueries, emitted());
	return 0;
}

int main(int argc, char **argv)
{
	if (argc != 3) {
		fprintf(stderr, "usage: mkquery SRC OUT\n");
		return 2;
	}
	char *dir = join(argv[1], "areas", "");
	struct words folders = list(argv[1]);

	queries = must(calloc(MAX_QUERIES, sizeof *queries));
	read_words(join(dir, "ORDER", ""), &areas);
	read_words(join(dir, "PERSONS", ""), &persons);
	check_order(dir);
	for (size_t i = 0; i < areas.n; i++)
		load_folder(dir, areas.v[i]);
	for (size_t i = 0; i < folders.n; i++)
		load_folder(argv[1], folders.v[i]);
	schema_ready();
	for (size_t i = 0; i < areas.n; i++)
		parse_folder(dir, areas.v[i]);
	for (size_t i = 0; i < folders.n; i++)
		parse_folder(argv[1], folders.v[i]);
	same_names();
	for (size_t i = 0; i < nqueries; i++) {
		if (!queries[i].failed)
			text_check(&queries[i]);
		if (!queries[i].failed)
			text_render(&queries[i]);
		if (!queries[i].failed)
			query_check(&queries[i]);
	}
	return finish(argv[2], &folders);
}
