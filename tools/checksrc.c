/*
 * checksrc [ROOT]: the rules of the house that a compiler does not know, over ROOT/src, data and
 * tools/layers.txt. Prints path:line: what, and ends with 1 when there was anything.
 *   every #include against layers.txt; functions ≤ 60 lines, files ≤ 600, nesting ≤ 3;
 *   words banned in some places; left and right in style sheets; scripts and styles in templates;
 *   each area has a README.md, a header, tests.
 */
#include "out.h"

#include <dirent.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

enum { FUNCTION_MAX = 60, FILE_MAX = 600, DEPTH_MAX = 4, RULES_MAX = 400 };

struct rule { char kind, *a, *b; };	/* 'l' layer, allowed; 'p' public header; 'a' file, word */
struct check { struct rule v[RULES_MAX]; size_t n; int files, mistakes; size_t skip; };
struct file { const char *path; char *text, *code; size_t n; };	/* code: comments and strings blanked */

static void wrong(struct check *k, const char *path, int line, const char *fmt, ...)
	__attribute__((format(printf, 4, 5)));
static void wrong(struct check *k, const char *path, int line, const char *fmt, ...)
{
	va_list ap;

	k->mistakes++;
	printf("%s:%d: ", path + k->skip, line);
	va_start(ap, fmt);
	vprintf(fmt, ap);
	va_end(ap);
	putchar('\n');
}

static void add_rule(struct check *k, char kind, const char *a, const char *b)
{
	if (k->n == RULES_MAX) {
		fprintf(stderr, "checksrc: too many rules\n");
		exit(2);
	}
	k->v[k->n++] = (struct rule){ kind, strdup(a), b ? strdup(b) : NULL };
}
static bool rule(const struct check *k, char kind, const char *a, const char *b)
{
	for (size_t i = 0; i < k->n; i++)
		if (k->v[i].kind == kind && !strcmp(k->v[i].a, a) && (!b || !strcmp(k->v[i].b, b)))
			return true;
	return false;
}

static void read_rules(struct check *k, const char *path)
{
	struct out text = out_read(path, true);
	char *save = NULL, *word_save = NULL;

	for (char *l = strtok_r(text.p, "\n", &save); l; l = strtok_r(NULL, "\n", &save)) {
		char *w = *l == '#' ? NULL : strtok_r(l, " \t", &word_save);

		if (!w)
			continue;
		char *x = strtok_r(NULL, " \t", &word_save);
		if (!strcmp(w, "public") && x) {
			add_rule(k, 'p', x, NULL);
		} else if (!strcmp(w, "allow") && x) {
			add_rule(k, 'a', x, strtok_r(NULL, " \t", &word_save));
		} else {
			w[strcspn(w, ":")] = 0;
			add_rule(k, 'l', w, w);
			for (; x; x = strtok_r(NULL, " \t", &word_save))
				add_rule(k, 'l', w, x);
		}
	}
	free(text.p);
}

/* Blanks comments, strings and character constants, keeping line ends and #include lines. */
static char *code_of(const char *s, size_t n)
{
	char *o = strndup(s, n);
	char in = 0;

	for (size_t i = 0; o && i < n; i++) {
		char c = s[i], d = (char)(i + 1 < n ? s[i + 1] : 0);

		if (in == '*' && c == '*' && d == '/') {
			o[i] = o[i + 1] = ' ';
			i++;
			in = 0;
		} else if (in == '/' && c == '\n') {
			in = 0;
		} else if ((in == '"' || in == '\'') && c == '\\') {
			o[i] = o[i + 1] = ' ';
			i++;
		} else if ((in == '"' || in == '\'') && (c == in || c == '\n')) {
			in = 0;
		} else if (in) {
			o[i] = c == '\n' ? '\n' : ' ';
		} else if (c == '/' && (d == '*' || d == '/')) {
			in = d;
			o[i] = o[i + 1] = ' ';
			i++;
		} else if (c == '"' || c == '\'') {
			in = c;
		}
	}
	return o;
}

static bool word_char(char c)
{
	return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_';
}

static int line_of(const char *text, const char *at)
{
	int line = 1;

	for (; text < at; text++)
		line += *text == '\n';
	return line;
}

/* Every whole word w in code, followed by '(' when call. */
static void ban(struct check *k, const struct file *f, const char *w, bool call, const char *why)
{
	size_t len = strlen(w);

	if (rule(k, 'a', f->path + k->skip, w))
		return;
	for (const char *p = f->code; (p = strstr(p, w)); p += len) {
		bool whole = (p == f->code || !word_char(p[-1])) && !word_char(p[len]);
		bool member = p > f->code && (p[-1] == '.' || p[-1] == '>');

		if (whole && !member && (!call || p[len] == '('))
			wrong(k, f->path, line_of(f->code, p), "%s: %s", w, why);
	}
}

static void layer_of(const char *path, char *ret, size_t cap, char *area, size_t area_cap)
{
	const char *slash = strchr(path, '/');

	area[0] = 0;
	snprintf(ret, cap, "%.*s", (int)(slash ? slash - path : (long)strcspn(path, ".")), path);
	if (!strcmp(ret, "areas") && slash) {
		const char *end = strchr(slash + 1, '/');

		snprintf(area, area_cap, "%.*s", (int)(end ? end - slash - 1 : 0), slash + 1);
	}
}

/* booking_q.h and booking_t.h belong to the area or layer "booking". */
static void check_generated(struct check *k, const struct file *f, int line, const char *inc, const char *layer, const char *area)
{
	size_t n = strlen(inc);
	const char *own = *area ? area : layer;
	bool query = n > 4 && !strcmp(inc + n - 4, "_q.h");

	if (query && !rule(k, 'p', inc, NULL) && (strncmp(inc, own, n - 4) || strlen(own) != n - 4))
		wrong(k, f->path, line, "%s: another's queries; call its functions instead", inc);
}

static void check_include(struct check *k, const struct file *f, int line, const char *inc)
{
	const char *path = strstr(f->path + k->skip, "src/") + 4;
	char layer[64], area[64], other[64], other_area[64];

	layer_of(path, layer, sizeof layer, area, sizeof area);
	if (!strchr(inc, '/')) {
		check_generated(k, f, line, inc, layer, area);
		return;
	}
	layer_of(inc, other, sizeof other, other_area, sizeof other_area);
	if (!rule(k, 'l', layer, NULL)) {
		wrong(k, f->path, line, "tools/layers.txt does not name the layer %s", layer);
		return;
	}
	if (strstr(path, "/rules/") && strcmp(other, "base") && strcmp(other_area, area))
		wrong(k, f->path, line, "%s: rules know base and their own area only", inc);
	if (strcmp(other, "areas") ? !rule(k, 'l', layer, other) : strcmp(layer, "areas") && !rule(k, 'l', layer, "areas"))
		wrong(k, f->path, line, "%s: %s may not include %s", inc, layer, other);
	if (*other_area && *area && strcmp(area, other_area)) {
		char own[160];

		snprintf(own, sizeof own, "areas/%s/%s.h", other_area, other_area);
		if (strcmp(inc, own) && !rule(k, 'p', inc, NULL))
			wrong(k, f->path, line, "%s: of another area only %s is open", inc, own);
	}
}

static void check_includes(struct check *k, const struct file *f)
{
	int line = 1;

	for (const char *p = f->text; p; p = strchr(p, '\n'), p = p ? p + 1 : p, line++) {
		char inc[256];
		size_t n = 0;

		if (strncmp(p, "#include \"", 10))
			continue;
		for (p += 10; p[n] && p[n] != '"' && p[n] != '\n' && n + 1 < sizeof inc; n++)
			inc[n] = p[n];
		inc[n] = 0;
		check_include(k, f, line, inc);
	}
}

static void check_sizes(struct check *k, const struct file *f)
{
	int line = 1, begin = 0, depth = 0;
	bool deep = false;

	for (const char *p = f->code; *p; p++) {
		bool column0 = p == f->code || p[-1] == '\n';

		if (*p == '\n')
			line++;
		if (*p == '{' && column0)
			begin = line, depth = 0, deep = false;
		depth += (*p == '{') - (*p == '}');
		if (begin && depth > DEPTH_MAX && !deep) {
			wrong(k, f->path, line, "nested more than %d deep", DEPTH_MAX - 1);
			deep = true;
		}
		if (*p == '}' && column0 && begin) {
			if (line - begin - 1 > FUNCTION_MAX)
				wrong(k, f->path, begin, "a function of %d lines; %d are the most", line - begin - 1, FUNCTION_MAX);
			begin = 0;
		}
	}
	if (line - 1 > FILE_MAX)
		wrong(k, f->path, 1, "%d lines; a file has at most %d", line - 1, FILE_MAX);
}

/* Whose arena is a process's own, or has its guard in that file. */
static bool has_own_arena(const char *path)
{
	static const char *const owners[] = { "src/main.c", "src/base/arena.c", "src/base/arena.h", "src/db/pg_copy.c", "src/web/worker.c", "src/web/writer.c",
		"src/web/helper.c", "src/web/pages.c", "src/web/jobs_process.c", "src/web/sealer_process.c", "src/web/fake.c", NULL };

	for (int i = 0; owners[i]; i++)
		if (!strcmp(path, owners[i]))
			return true;
	return false;
}

static void check_words(struct check *k, const struct file *f)
{
	static const char *const heap[] = { "malloc", "calloc", "realloc", "free", "strdup", "asprintf",
		"vasprintf", NULL };
	static const char *const fds[] = { "open", "openat", "creat", "socket", "socketpair", "pipe",
		"pipe2", "memfd_create", "fopen", NULL };
	const char *path = f->path + k->skip;
	bool test = strstr(path, "/test/") != NULL;

	if (strstr(path, "src/areas/") && !test) {
		for (int i = 0; heap[i]; i++)
			ban(k, f, heap[i], true, "memory under areas/ comes from the arena");
		ban(k, f, "cleanup", false, "areas own nothing that has to be released");
		ban(k, f, "BUF_AUTO", false, "areas own nothing that has to be released");
		ban(k, f, "FD_AUTO", false, "areas own nothing that has to be released");
		ban(k, f, "log_event", true, "areas do not log; they return an error");
	}
	if (!test && !strncmp(path, "src/", 4) && !has_own_arena(path))
		ban(k, f, "arena_new", true, "a full one would end the process: arena_side()");
	for (int i = 0; fds[i] && !test; i++)
		ban(k, f, fds[i], true, "descriptors are opened in base/fd.c only");
	ban(k, f, "put_raw", false, "only generated code writes markup");
	if (!test && strcmp(path, "src/main.c") && strcmp(path, "src/db/pg_copy.c") && strncmp(path, "src/web/", 8))
		ban(k, f, "setjmp", false, "the router, main and copies of PostgreSQL alone set a guard");
	ban(k, f, "alloca", true, "no memory of unknown size on the stack");
	ban(k, f, "pthread_create", true, "no threads of ours");
	if (strstr(f->text, "TODO") || strstr(f->text, "FIXME"))
		wrong(k, f->path, 1, "an unfinished remark (TODO, FIXME)");
}

static void check_c(struct check *k, struct file *f)
{
	size_t n = strlen(f->path);

	f->code = code_of(f->text, f->n);
	check_includes(k, f);
	check_sizes(k, f);
	check_words(k, f);
	if (!strcmp(f->path + n - 2, ".h") && strncmp(f->text, "/*", 2))
		wrong(k, f->path, 1, "a header opens with what it is for and what it must not know");
	free(f->code);
}

/* In style sheets the words left and right would be wrong in Arabic. */
static void check_css(struct check *k, const struct file *f)
{
	static const char *const words[] = { "left", "right", NULL };
	bool comment = false;

	for (const char *p = f->text; *p; p++) {
		comment = comment ? strncmp(p, "*/", 2) != 0 : !strncmp(p, "/*", 2);
		for (int i = 0; words[i] && !comment; i++) {
			size_t len = strlen(words[i]);

			if (!strncmp(p, words[i], len) && !word_char(p[len]) && (p == f->text || !word_char(p[-1])))
				wrong(k, f->path, line_of(f->text, p), "%s: write inline-start or inline-end", words[i]);
		}
	}
}

static void check_html(struct check *k, const struct file *f)
{
	static const char *const never[][2] = { { " style=", "no style attribute: a class" },
		{ "<style", "no styles in templates" }, { " onclick", "no script in templates" },
		{ " onsubmit", "no script in templates" }, { "javascript:", "no script in templates" },
		{ "http://", "no foreign address in templates" }, { "https://", "no foreign address in templates" } };
	bool head = strstr(f->path, "src/page/html/head.html") != NULL;

	for (size_t i = 0; i < sizeof never / sizeof *never; i++) {
		const char *p = strstr(f->text, never[i][0]);

		if (p)
			wrong(k, f->path, line_of(f->text, p), "%s", never[i][1]);
	}
	const char *script = strstr(f->text, "<script");
	if (script && !head)
		wrong(k, f->path, line_of(f->text, script), "scripts are named in head.html only");
}

static bool ends(const char *s, const char *end)
{
	size_t n = strlen(s), m = strlen(end);

	return n >= m && !strcmp(s + n - m, end);
}

static void check_file(struct check *k, const char *path)
{
	struct out text = out_read(path, true);
	struct file f = { .path = path, .text = text.p ? text.p : (char[]){ 0 }, .n = text.n };

	k->files++;
	if (ends(path, ".c") || ends(path, ".h"))
		check_c(k, &f);
	else if (ends(path, ".css"))
		check_css(k, &f);
	else if (ends(path, ".html"))
		check_html(k, &f);
	free(text.p);
}

static void walk(struct check *k, const char *dir)
{
	struct dirent **v;
	int n = scandir(dir, &v, NULL, alphasort);

	for (int i = 0; i < n; i++) {
		char path[4096];
		struct stat st;

		snprintf(path, sizeof path, "%s/%s", dir, v[i]->d_name);
		if (v[i]->d_name[0] != '.' && !stat(path, &st)) {
			if (S_ISDIR(st.st_mode))
				walk(k, path);
			else
				check_file(k, path);
		}
		free(v[i]);
	}
	if (n >= 0)
		free(v);
}

static bool there(const char *dir, const char *name)
{
	char path[4096];
	struct stat st;

	snprintf(path, sizeof path, "%s/%s", dir, name);
	return !stat(path, &st) && st.st_size > 0;
}

static bool has_test(const char *dir)
{
	char path[4600];
	struct dirent **v;
	bool any = false;

	snprintf(path, sizeof path, "%s/test", dir);
	int n = scandir(path, &v, NULL, NULL);
	for (int i = 0; i < n; i++) {
		any = any || ends(v[i]->d_name, "_test.c");
		free(v[i]);
	}
	if (n >= 0)
		free(v);
	return any;
}

static void check_areas(struct check *k, const char *root)
{
	char dir[4096], header[300];
	struct dirent **v;

	snprintf(dir, sizeof dir, "%s/src/areas", root);
	int n = scandir(dir, &v, NULL, alphasort);
	for (int i = 0; i < n; i++) {
		char area[4400];
		struct stat st;

		snprintf(area, sizeof area, "%s/%s", dir, v[i]->d_name);
		if (v[i]->d_name[0] != '.' && !stat(area, &st) && S_ISDIR(st.st_mode)) {
			snprintf(header, sizeof header, "%s.h", v[i]->d_name);
			if (!there(area, "README.md"))
				wrong(k, area, 1, "README.md is missing: what it is for, its states, who may do what");
			if (!there(area, header))
				wrong(k, area, 1, "%s is missing: what other areas may call", header);
			if (!has_test(area))
				wrong(k, area, 1, "no test/*_test.c");
		}
		free(v[i]);
	}
	if (n >= 0)
		free(v);
}

int main(int argc, char **argv)
{
	const char *root = argc > 1 ? argv[1] : ".";
	struct check k = { .skip = strlen(root) + 1 };
	char path[4096];

	snprintf(path, sizeof path, "%s/tools/layers.txt", root);
	read_rules(&k, path);
	snprintf(path, sizeof path, "%s/src", root);
	walk(&k, path);
	snprintf(path, sizeof path, "%s/data/assets", root);
	walk(&k, path);
	check_areas(&k, root);
	for (size_t i = 0; i < k.n; i++) {
		free(k.v[i].a);
		free(k.v[i].b);
	}
	printf("checksrc: %d files, %d mistakes\n", k.files, k.mistakes);
	return k.mistakes ? 1 : 0;
}
