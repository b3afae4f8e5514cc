/*
 * mkembed OUT FILE…: files of data/assets and data/seed as one sorted table, OUT/embedded.c.
 * An asset gets a name with a hash of its bytes (so it may be cached for ever) and its gzip
 * bytes where they are smaller; a seed ("seed/…") is only read by commands.
 */
#include "out.h"

#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <zlib.h>

struct item { const char *path; char *name; struct out bytes; bool seed; };

static uint64_t hash(const struct out *o)
{
	uint64_t h = 14695981039346656037u;	/* FNV-1a */

	for (size_t i = 0; i < o->n; i++)
		h = (h ^ (unsigned char)o->p[i]) * 1099511628211u;
	return h;
}

static const char *type_of(const char *name)
{
	static const char *const types[][2] = {
		{ ".css", "text/css; charset=utf-8" }, { ".js", "text/javascript; charset=utf-8" },
		{ ".svg", "image/svg+xml" }, { ".png", "image/png" }, { ".ico", "image/x-icon" },
		{ ".json", "application/json" }, { ".csv", "text/csv; charset=utf-8" },
		{ ".txt", "text/plain; charset=utf-8" }, { ".woff2", "font/woff2" },
	};
	const char *dot = strrchr(name, '.');

	for (size_t i = 0; dot && i < sizeof types / sizeof *types; i++)
		if (!strcmp(dot, types[i][0]))
			return types[i][1];
	fprintf(stderr, "mkembed: %s: no media type for this ending\n", name);
	exit(1);
}

static void put_bytes(struct out *o, const char *as, size_t k, const unsigned char *p, size_t n)
{
	out_fmt(o, "static const unsigned char %s%zu[] = {", as, k);
	for (size_t i = 0; i < n; i++)
		out_fmt(o, "%s%u,", i % 32 ? "" : "\n", p[i]);
	out_str(o, n ? "\n};\n" : " 0 };\n");
}

/* The gzip form, always the same for the same bytes (no time in it); NULL when it is no smaller. */
static unsigned char *gzip(const struct out *in, size_t *ret_n)
{
	z_stream z = { 0 };
	size_t cap = compressBound(in->n) + 64;
	unsigned char *out = malloc(cap);

	if (!out || deflateInit2(&z, 9, Z_DEFLATED, 15 + 16, 9, Z_DEFAULT_STRATEGY) != Z_OK)
		abort();
	z.next_in = (unsigned char *)in->p;
	z.avail_in = (unsigned)in->n;
	z.next_out = out;
	z.avail_out = (unsigned)cap;
	if (deflate(&z, Z_FINISH) != Z_STREAM_END)
		abort();
	*ret_n = z.total_out;
	deflateEnd(&z);
	if (*ret_n >= in->n) {
		free(out);
		return NULL;
	}
	return out;
}

static void put_item(struct out *o, struct out *table, size_t k, const struct item *x)
{
	put_bytes(o, "b", k, (const unsigned char *)x->bytes.p, x->bytes.n);
	out_fmt(table, "\t{ .name = \"%s\", .type = \"%s\", .bytes = b%zu, .n = %zu", x->name,
		type_of(x->name), k, x->bytes.n);
	if (!x->seed) {
		const char *dot = strrchr(x->name, '.');
		unsigned h = (unsigned)(hash(&x->bytes) >> 32);
		size_t n;
		unsigned char *gz = gzip(&x->bytes, &n);

		out_fmt(table, ", .hashed = \"%.*s.%08x%s\", .url = \"/static/%.*s.%08x%s\"",
			(int)(dot - x->name), x->name, h, dot, (int)(dot - x->name), x->name, h, dot);
		if (gz) {
			put_bytes(o, "z", k, gz, n);
			out_fmt(table, ", .gz = z%zu, .ngz = %zu", k, n);
		}
		free(gz);
	}
	out_str(table, " },\n");
}

static int by_name(const void *a, const void *b)
{
	return strcmp(((const struct item *)a)->name, ((const struct item *)b)->name);
}

int main(int argc, char **argv)
{
	struct out o = { 0 }, table = { 0 }, path = { 0 };

	if (argc < 2)
		return 2;
	size_t n = (size_t)argc - 2;
	struct item *v = calloc(n + 1, sizeof *v);
	if (!v)
		abort();
	for (size_t i = 0; i < n; i++) {
		const char *a = strstr(argv[i + 2], "data/assets/"), *s = strstr(argv[i + 2], "data/seed/");

		if (!a && !s) {
			fprintf(stderr, "mkembed: %s: not in data/assets or data/seed\n", argv[i + 2]);
			return 1;
		}
		v[i] = (struct item){ argv[i + 2], strdup(a ? a + 12 : s + 5), out_read(argv[i + 2], true), !a };
	}
	qsort(v, n, sizeof *v, by_name);
	out_str(&o, "/* Made by mkembed. */\n#include \"page/embedded.h\"\n\n");
	for (size_t i = 0; i < n; i++)
		put_item(&o, &table, i, &v[i]);
	out_str(&o, "const struct asset embedded[] = {\n");
	out_put(&o, table.p ? table.p : "", table.n);
	out_fmt(&o, "\t{ 0 }\n};\nconst size_t embedded_n = %zu;\n", n);
	out_fmt(&path, "%s/embedded.c", argv[1]);
	out_write(path.p, &o);
	for (size_t i = 0; i < n; i++) {
		free(v[i].name);
		free(v[i].bytes.p);
	}
	free(v);
	free(o.p);
	free(table.p);
	free(path.p);
	return 0;
}
