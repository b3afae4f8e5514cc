/* Languages and translated messages, looked up in the tables that mkcat makes. */
#include "page/catalog.h"
#include "page/page.h"
#include "page/text.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static const struct { const char *code, *name, *dir; } langs[LANG_MAX] = {
	[LANG_FR] = { "fr", "Français", "ltr" },
	[LANG_AR] = { "ar", "العربية", "rtl" },
	[LANG_EN] = { "en", "English", "ltr" },
};
static uint64_t missing;

const char *lang_code(enum lang l) { return langs[l].code; }
const char *lang_name(enum lang l) { return langs[l].name; }
const char *lang_dir(enum lang l) { return langs[l].dir; }
uint64_t tr_missing(void) { return missing; }

bool lang_of(struct str code, enum lang *ret)
{
	for (int i = 0; i < LANG_MAX; i++) {
		bool longer = code.n > 2 && (code.p[2] == '-' || code.p[2] == '_');

		if ((code.n == 2 || longer) && str_eq_nocase(str_sub(code, 0, 2), str_of(langs[i].code))) {
			*ret = (enum lang)i;
			return true;
		}
	}
	return false;
}

static int by_id(const void *key, const void *entry)
{
	return strcmp(key, ((const struct cat_message *)entry)->id);
}

/* NULL where there is none; English needs none, so only the others count as missing. */
static const struct cat_message *find(enum lang l, const char *id)
{
	const struct catalog *c = &catalogs[l];

	if (l == LANG_EN || !id)
		return NULL;
	const struct cat_message *m = c->n ? bsearch(id, c->v, c->n, sizeof(*c->v), by_id) : NULL;
	if (!m)
		missing++;
	return m;
}

struct str lang_tr(enum lang l, const char *message)
{
	const struct cat_message *m = find(l, message);

	return str_of(m ? m->forms[0] : message);
}

/* The plural form, "%d" still in it. */
static struct str plural(enum lang l, int64_t n, const char *one, const char *many)
{
	const struct cat_message *m = find(l, one);
	uint64_t abs = n < 0 ? 0 - (uint64_t)n : (uint64_t)n;

	if (!m)
		return str_of(abs == 1 ? one : many);
	int k = catalogs[l].plural((unsigned long)abs);
	return str_of(m->forms[k] ? m->forms[k] : m->forms[0]);
}

struct str tr(const struct page *pg, const char *message) { return lang_tr(pg->lang, message); }

struct str tr_c(const struct page *pg, const char *context, const char *message)
{
	char id[512];

	if (pg->lang == LANG_EN || snprintf(id, sizeof(id), "%s\004%s", context, message) >= (int)sizeof(id))
		return str_of(message);
	const struct cat_message *m = find(pg->lang, id);
	return str_of(m ? m->forms[0] : message);
}

struct str tr_nraw(const struct page *pg, int64_t n, const char *one, const char *many)
{
	return plural(pg->lang, n, one, many);
}

/* Writes the text up to the next place: 1…9 for %1…%9, 'd' for %d, 0 at the end. */
static int next_place(struct str *rest, struct str *text)
{
	for (size_t i = 0; i + 1 < rest->n; i++) {
		char c = rest->p[i + 1];

		if (rest->p[i] != '%' || !(c == 'd' || (c >= '1' && c <= '9')))
			continue;
		*text = str_sub(*rest, 0, i);
		*rest = str_sub(*rest, i + 2, rest->n);
		return c == 'd' ? 'd' : c - '0';
	}
	*text = *rest;
	*rest = STR_NONE;
	return 0;
}

struct str tr_n(const struct page *pg, int64_t n, const char *one, const char *many)
{
	struct str rest = plural(pg->lang, n, one, many), text, out = STR_NONE;

	for (int k = 1; k;) {
		k = next_place(&rest, &text);
		out = arena_cat(pg->a, out, text);
		if (k == 'd')
			out = arena_cat(pg->a, out, text_number(pg->a, pg->lang, n));
		else if (k)
			out = arena_cat(pg->a, out, arena_fmt(pg->a, "%%%d", k));
	}
	return out;
}

struct str fill(struct arena *a, struct str message, const struct str *args, size_t n)
{
	struct str rest = message, text, out = STR_NONE;

	for (int k = 1; k;) {
		k = next_place(&rest, &text);
		out = arena_cat(a, out, text);
		if (k == 'd')
			out = arena_cat(a, out, S("%d"));
		else if (k && (size_t)k <= n)
			out = arena_cat(a, out, args[k - 1]);
	}
	return out;
}

struct filling fill_begin(struct page *pg, struct str message, int64_t n)
{
	return (struct filling){ pg, message, n };
}

int fill_next(struct filling *f)
{
	struct str text;
	int k;

	do {
		k = next_place(&f->rest, &text);
		put_str(f->pg, text);
		if (k == 'd')
			put_number(f->pg, (struct number){ f->n });
	} while (k == 'd');
	return k;
}

struct str page_text_end(struct page *pg)
{
	struct str s = buf_ok(pg->out) ? arena_str(pg->a, buf_str(pg->out)) : STR_NONE;

	buf_free(pg->out);
	return s;
}
