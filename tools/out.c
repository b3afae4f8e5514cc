/* A growing text for the generators. */
#include "out.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

void out_put(struct out *o, const char *s, size_t n)
{
	if (o->n + n + 1 > o->cap) {
		o->cap = (o->n + n + 1) * 2;
		o->p = realloc(o->p, o->cap);
		if (!o->p)
			abort();
	}
	if (n)
		memcpy(o->p + o->n, s, n);
	o->n += n;
	o->p[o->n] = 0;
}
void out_str(struct out *o, const char *s) { out_put(o, s, strlen(s)); }
void out_fmt(struct out *o, const char *fmt, ...)
{
	char small[512], *big = NULL;
	va_list ap;

	va_start(ap, fmt);
	int n = vsnprintf(small, sizeof small, fmt, ap);
	va_end(ap);
	if (n >= (int)sizeof small) {
		va_start(ap, fmt);
		n = vasprintf(&big, fmt, ap);
		va_end(ap);
	}
	if (n < 0)
		abort();
	out_put(o, big ? big : small, (size_t)n);
	free(big);
}
void out_c_string(struct out *o, const char *s, size_t n)
{
	for (size_t i = 0; i < n; i++) {
		unsigned char c = (unsigned char)s[i];

		if (c == '\n')
			out_str(o, "\\n");
		else if (c == '\t')
			out_str(o, "\\t");
		else if (c == '"' || c == '\\')
			out_fmt(o, "\\%c", c);
		else if (c < 32 || c == 127 || c == '?')
			out_fmt(o, "\\%03o", c);
		else
			out_put(o, s + i, 1);
	}
}

struct out out_read(const char *path, bool must)
{
	struct out o = { 0 };
	char buf[65536];
	FILE *f = fopen(path, "re");

	if (!f && must) {
		fprintf(stderr, "%s: cannot read\n", path);
		exit(2);
	}
	if (!f)
		return o;
	for (size_t n; (n = fread(buf, 1, sizeof buf, f)) > 0;)
		out_put(&o, buf, n);
	fclose(f);
	return o;
}

void out_write(const char *path, const struct out *text)
{
	struct out old = out_read(path, false);
	bool same = old.p && old.n == text->n && !memcmp(old.p, text->p, text->n);

	free(old.p);
	if (same)
		return;
	FILE *f = fopen(path, "we");
	if (!f || fwrite(text->p, 1, text->n, f) != text->n || fclose(f)) {
		fprintf(stderr, "%s: cannot write\n", path);
		exit(2);
	}
}
