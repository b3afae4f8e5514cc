/*
 * .xlsx: a zip of XML parts, read by libzip and expat, each part streamed under a limit.
 *
 * Only what a table needs: the visible sheets in order, shared strings, and which cell styles are
 * dates. A DOCTYPE ends the reading (no entities), as does a part that unpacks to more than
 * lim.unpacked.
 */
#include "sheet/inner.h"
#include "sheet/xlsx.h"

#include <expat.h>
#include <zip.h>

#define CHUNK ((size_t)64 * 1024)
#define PARTS_MAX 2000

static void drop_zip(void *p)
{
	struct xlsx *x = p;

	if (x->zip)
		zip_discard(x->zip);
	x->zip = NULL;
}

static void drop_parser(void *p)
{
	struct part *part = p;

	if (part->parser)
		XML_ParserFree(part->parser);
	part->parser = NULL;
	if (part->file)
		zip_fclose(part->file);
	part->file = NULL;
}

static void on_doctype(void *arg, const char *a, const char *b, const char *c, int d)
{
	struct part *part = arg;

	(void)a, (void)b, (void)c, (void)d;
	part_stop(part, E_INPUT);
}

void part_stop(struct part *part, enum err e)
{
	if (part->e == OK)
		part->e = e;
	XML_StopParser(part->parser, XML_FALSE);
}

const char *xml_local(const char *name)
{
	const char *colon = strrchr(name, ':');

	return colon ? colon + 1 : name;
}

struct str xml_attr(const char **attrs, const char *name)
{
	for (; attrs[0]; attrs += 2)
		if (!strcmp(attrs[0], name))
			return str_of(attrs[1]);
	return STR_NONE;
}

static enum err pump(struct xlsx *x, struct part *part)
{
	size_t total = 0;

	for (;;) {
		void *to = XML_GetBuffer(part->parser, (int)CHUNK);
		zip_int64_t n = to ? zip_fread(part->file, to, CHUNK) : -1;

		if (n < 0)
			return E_INPUT;
		total += (size_t)n;
		if (total > x->r->lim.unpacked)
			return E_LIMIT;
		if (XML_ParseBuffer(part->parser, (int)n, n == 0) != XML_STATUS_OK)
			return part->e != OK ? part->e : E_INPUT;
		if (n == 0)
			return OK;
	}
}

enum err part_read(struct xlsx *x, struct str name, struct part *part)
{
	char path[256];
	enum err e;

	if (name.n >= sizeof(path))
		return E_INPUT;
	snprintf(path, sizeof(path), "%.*s", STR_ARG(name));
	part->x = x;
	part->e = OK;
	part->file = zip_fopen(x->zip, path, 0);
	if (!part->file)
		return E_NOTFOUND;
	part->parser = XML_ParserCreate(NULL);
	if (!part->parser) {
		drop_parser(part);
		return E_LIMIT;
	}
	XML_SetUserData(part->parser, part);
	XML_SetElementHandler(part->parser, part->start, part->end);
	XML_SetCharacterDataHandler(part->parser, part->chars);
	XML_SetStartDoctypeDeclHandler(part->parser, on_doctype);
	e = pump(x, part);
	drop_parser(part);
	return e;
}

struct part *part_new(struct xlsx *x)
{
	struct part *part = ARENA_NEW(x->r->a, struct part);

	arena_on_end(x->r->a, drop_parser, part);
	return part;
}

static enum err open_zip(struct reading *r, struct str bytes, struct xlsx *x)
{
	zip_error_t why;
	zip_source_t *src;

	zip_error_init(&why);
	src = zip_source_buffer_create(bytes.p, bytes.n, 0, &why);
	x->zip = src ? zip_open_from_source(src, ZIP_RDONLY, &why) : NULL;
	if (!x->zip && src)
		zip_source_free(src);
	zip_error_fini(&why);
	if (!x->zip)
		return reading_fail(r, E_INPUT, "the .xlsx file is damaged", STR_NONE, 0);
	arena_on_end(r->a, drop_zip, x);
	if (zip_get_num_entries(x->zip, 0) > PARTS_MAX)
		return reading_fail(r, E_LIMIT, "the .xlsx file has too many parts", STR_NONE, 0);
	return OK;
}

static void drop_buf(void *p)
{
	buf_free(p);
}

enum err xlsx_read(struct reading *r, struct str bytes)
{
	struct xlsx *x = ARENA_NEW(r->a, struct xlsx);
	enum err e;

	x->r = r;
	x->strings.max = r->lim.unpacked;
	x->ends.max = r->lim.unpacked;
	x->cell.max = r->lim.cell + 1;
	arena_on_end(r->a, drop_buf, &x->strings);
	arena_on_end(r->a, drop_buf, &x->ends);
	arena_on_end(r->a, drop_buf, &x->cell);
	TRY(open_zip(r, bytes, x));
	e = xlsx_parts(x);
	drop_zip(x);
	if (e == E_LIMIT)
		return reading_fail(r, e, "the .xlsx file is too large when unpacked", STR_NONE, 0);
	if (e == E_INPUT || e == E_NOTFOUND)
		return reading_fail(r, E_INPUT, "the .xlsx file is damaged", STR_NONE, 0);
	return e;
}
