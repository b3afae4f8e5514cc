/* The parts around the sheets: list of sheets, their files, date styles, shared strings. */
#include "sheet/xlsx.h"

#include "base/num.h"

static int small_int(struct str s, int otherwise)
{
	int64_t n;

	return num_parse(s, 0, 1000000, &n) == OK ? (int)n : otherwise;
}

static bool is_true(struct str s)
{
	return str_eq(s, S("1")) || str_eq(s, S("true")) || str_eq(s, S("on"));
}

/* The attribute r:id, whatever prefix stands for the relationships. */
static struct str rel_id(const char **attrs)
{
	for (; attrs[0]; attrs += 2)
		if (strchr(attrs[0], ':') && !strcmp(xml_local(attrs[0]), "id"))
			return str_of(attrs[1]);
	return STR_NONE;
}

static void book_start(void *arg, const char *name, const char **attrs)
{
	struct part *p = arg;
	struct xlsx *x = p->x;
	struct str state = xml_attr(attrs, "state");

	name = xml_local(name);
	if (!strcmp(name, "workbookPr"))
		x->since_1904 = is_true(xml_attr(attrs, "date1904"));
	if (strcmp(name, "sheet") || str_eq(state, S("hidden")) || str_eq(state, S("veryHidden")))
		return;
	if (x->nsheets == SHEETS_MAX) {
		part_stop(p, E_LIMIT);
		return;
	}
	x->sheets[x->nsheets].name = arena_str(x->r->a, xml_attr(attrs, "name"));
	x->sheets[x->nsheets++].rel = arena_str(x->r->a, rel_id(attrs));
}

static void rels_start(void *arg, const char *name, const char **attrs)
{
	struct part *p = arg;
	struct arena *a = p->x->r->a;
	struct str id = xml_attr(attrs, "Id"), target = xml_attr(attrs, "Target");

	if (strcmp(xml_local(name), "Relationship"))
		return;
	for (size_t i = 0; i < p->x->nsheets; i++) {
		struct xlsx_sheet *s = &p->x->sheets[i];

		if (!id.n || !str_eq(s->rel, id))
			continue;
		s->path = str_starts(target, S("/")) ? arena_str(a, str_sub(target, 1, target.n))
			: arena_cat(a, S("xl/"), target);
	}
}

/* styles.xml: custom formats first, then cellXfs, one xf a style. */
struct styles {
	struct {
		int id;
		enum num_format f;
	} custom[STYLES_MAX];
	size_t ncustom;
	bool in_cells;
};

static enum num_format format_of(const struct styles *st, int id)
{
	for (size_t i = 0; i < st->ncustom; i++)
		if (st->custom[i].id == id)
			return st->custom[i].f;
	return num_format_of(id, STR_NONE);
}

static void styles_start(void *arg, const char *name, const char **attrs)
{
	struct part *p = arg;
	struct styles *st = p->state;
	int id = small_int(xml_attr(attrs, "numFmtId"), 0);

	name = xml_local(name);
	if (!strcmp(name, "numFmt") && st->ncustom < STYLES_MAX) {
		st->custom[st->ncustom].id = id;
		st->custom[st->ncustom++].f = num_format_of(id, xml_attr(attrs, "formatCode"));
	}
	if (!strcmp(name, "cellXfs"))
		st->in_cells = true;
	if (!strcmp(name, "xf") && st->in_cells && p->x->nformats < STYLES_MAX)
		p->x->formats[p->x->nformats++] = (uint8_t)format_of(st, id);
}

static void styles_end(void *arg, const char *name)
{
	struct part *p = arg;

	if (!strcmp(xml_local(name), "cellXfs"))
		((struct styles *)p->state)->in_cells = false;
}

/* sharedStrings.xml: the <t> of each <si>, without the reading aids in <rPh>. */
struct strings { bool in_text; int in_phonetic; };

static void strings_start(void *arg, const char *name, const char **attrs)
{
	struct strings *st = ((struct part *)arg)->state;

	(void)attrs;
	name = xml_local(name);
	if (!strcmp(name, "rPh"))
		st->in_phonetic++;
	st->in_text = !strcmp(name, "t") && !st->in_phonetic;
}

static void strings_end(void *arg, const char *name)
{
	struct part *p = arg;
	struct strings *st = p->state;
	uint32_t end;

	name = xml_local(name);
	st->in_text = false;
	if (!strcmp(name, "rPh"))
		st->in_phonetic--;
	if (strcmp(name, "si"))
		return;
	end = (uint32_t)p->x->strings.n;
	buf_put(&p->x->ends, (struct str){ (const char *)&end, sizeof(end) });
	if (!buf_ok(&p->x->strings) || !buf_ok(&p->x->ends))
		part_stop(p, E_LIMIT);
}

static void strings_chars(void *arg, const char *s, int n)
{
	struct part *p = arg;

	if (((struct strings *)p->state)->in_text)
		buf_put(&p->x->strings, (struct str){ s, (size_t)n });
}

struct str xlsx_string(const struct xlsx *x, size_t i)
{
	uint32_t from = 0, to;

	if (i >= x->ends.n / sizeof(to))
		return STR_NONE;
	memcpy(&to, x->ends.p + i * sizeof(to), sizeof(to));
	if (i)
		memcpy(&from, x->ends.p + (i - 1) * sizeof(to), sizeof(from));
	return str_sub(buf_str(&x->strings), from, to);
}

static enum err read_styles(struct xlsx *x)
{
	struct part *p = part_new(x);
	enum err e;

	x->formats = arena_alloc(x->r->a, STYLES_MAX, 1);
	p->state = ARENA_NEW(x->r->a, struct styles);
	p->start = styles_start;
	p->end = styles_end;
	e = part_read(x, S("xl/styles.xml"), p);
	return e == E_NOTFOUND ? OK : e;
}

static enum err read_strings(struct xlsx *x)
{
	struct part *p = part_new(x);
	enum err e;

	p->state = ARENA_NEW(x->r->a, struct strings);
	p->start = strings_start;
	p->end = strings_end;
	p->chars = strings_chars;
	e = part_read(x, S("xl/sharedStrings.xml"), p);
	return e == E_NOTFOUND ? OK : e;
}

enum err xlsx_parts(struct xlsx *x)
{
	struct part *p = part_new(x);

	p->start = book_start;
	TRY(part_read(x, S("xl/workbook.xml"), p));
	p = part_new(x);
	p->start = rels_start;
	TRY(part_read(x, S("xl/_rels/workbook.xml.rels"), p));
	TRY(read_styles(x));
	TRY(read_strings(x));
	if (!x->nsheets)
		return E_INPUT;
	for (size_t i = 0; i < x->nsheets; i++)
		TRY(xlsx_rows(x, &x->sheets[i]));
	return OK;
}
