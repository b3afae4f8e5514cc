/*
 * pocheck OUT TEMPLATE.pot po/<lang>/FILE.po…: every message of the template (made by xgettext of
 * all pages and sources) must have a French and an Arabic translation. Lists those without, by
 * their place in the source; writes them as ready entries to OUT/<area>.<lang>.new.po.
 */
#include "mkcat.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static const char *const langs[] = { "fr", "ar" };
static const char *const heads[] = {
	"nplurals=2; plural=(n > 1);",
	"nplurals=6; plural=(n==0 ? 0 : n==1 ? 1 : n==2 ? 2 : n%100>=3 && n%100<=10 ? 3 : n%100>=11 ? 4 : 5);",
};
static const int forms[] = { 2, 6 };

static bool same(const char *a, const char *b) { return !strcmp(a ? a : "", b ? b : ""); }

static const struct message *find(const struct cat *c, const struct message *m)
{
	for (size_t i = 0; i < c->n; i++)
		if (!strcmp(c->v[i].id, m->id) && same(c->v[i].context, m->context))
			return &c->v[i];
	return NULL;
}

static bool complete(const struct message *m, int n)
{
	for (int i = 0; m && i < n; i++)
		if (!m->forms[i] || !*m->forms[i])
			return false;
	return m != NULL;
}

/* French sets a no-break space before : ; ? ! % and inside « »; an ordinary one lets the sign
 * stand alone on the next line. Answers what is wrong in s, or NULL. */
static const char *french(const char *s)
{
	for (const char *p = s; *p; p++) {
		bool place = p[0] == '%' && ((p[1] >= '1' && p[1] <= '9') || p[1] == 'd');

		if (p > s && p[-1] == ' ' && strchr(":;?!%", *p) && !place)
			return "an ordinary space before : ; ? ! %";
		if (*p == '\'' && p > s && p[-1] != ' ')
			return "a straight apostrophe: write ’";
	}
	return strstr(s, "« ") || strstr(s, " »") ? "an ordinary space inside « »" : NULL;
}

static int check_french(const struct cat *c)
{
	int mistakes = 0;

	for (size_t i = 0; i < c->n; i++)
		for (int k = 0; k < c->v[i].nforms; k++) {
			const char *why = c->v[i].forms[k] ? french(c->v[i].forms[k]) : NULL;

			if (!why)
				continue;
			printf("%s:%d: %s: \"%s\"\n", c->v[i].path, c->v[i].line, why, c->v[i].forms[k]);
			mistakes++;
		}
	return mistakes;
}

/* "src/areas/booking/html/x.html:3" → "booking"; "src/web/fields.c:9" → "web". */
static void area_of(const char *ref, char *ret, size_t cap)
{
	const char *p = ref ? strstr(ref, "src/") : NULL;

	p = p ? p + 4 : "main/";
	if (!strncmp(p, "areas/", 6))
		p += 6;
	snprintf(ret, cap, "%.*s", (int)strcspn(p, "/.:"), p);
}

/* As the inside of a string of a .po file. */
static void po_string(struct out *o, const char *s)
{
	for (; *s; s++) {
		if (*s == '\n')
			out_str(o, "\\n");
		else if (*s == '"' || *s == '\\')
			out_fmt(o, "\\%c", *s);
		else
			out_put(o, s, 1);
	}
}

static void entry(const char *dir, const struct message *m, size_t l)
{
	char area[64], path[512];
	struct out o = { 0 }, e = { 0 };

	area_of(m->ref, area, sizeof area);
	snprintf(path, sizeof path, "%s/%s.%s.new.po", dir, area, langs[l]);
	o = out_read(path, false);
	if (!o.n)
		out_fmt(&o, "msgid \"\"\nmsgstr \"\"\n\"Language: %s\\n\"\n\"Content-Type: text/plain; charset=UTF-8\\n\"\n"
			"\"Content-Transfer-Encoding: 8bit\\n\"\n\"Plural-Forms: %s\\n\"\n", langs[l], heads[l]);
	out_fmt(&e, "\n#: %s\n", m->ref ? m->ref : "?");
	const char *names[] = { "msgctxt", "msgid", "msgid_plural" }, *texts[] = { m->context, m->id, m->plural };
	for (int i = 0; i < 3; i++) {
		if (!texts[i])
			continue;
		out_fmt(&e, "%s \"", names[i]);
		po_string(&e, texts[i]);
		out_str(&e, "\"\n");
	}
	for (int i = 0; i < (m->plural ? forms[l] : 1); i++)
		m->plural ? out_fmt(&e, "msgstr[%d] \"\"\n", i) : out_str(&e, "msgstr \"\"\n");
	out_put(&o, e.p, e.n);
	out_write(path, &o);
	free(o.p);
	free(e.p);
}

int main(int argc, char **argv)
{
	struct cat pot = { .template = true }, po[2] = { { 0 } };
	int missing = 0, unused = 0;

	if (argc < 3)
		return 2;
	struct out text = out_read(argv[2], true);
	cat_read(&pot, argv[2], text.p ? text.p : "", text.n);
	free(text.p);
	for (int i = 3; i < argc; i++) {
		size_t l = strstr(argv[i], "/ar/") != NULL;

		text = out_read(argv[i], true);
		cat_read(&po[l], argv[i], text.p ? text.p : "", text.n);
		free(text.p);
	}
	for (size_t i = 0; i < pot.n; i++)
		for (size_t l = 0; l < 2; l++) {
			const struct message *m = &pot.v[i];

			if (complete(find(&po[l], m), m->plural ? forms[l] : 1))
				continue;
			printf("%s: no %s translation: \"%s\"\n", m->ref ? m->ref : "?", langs[l], m->id);
			entry(argv[1], m, l);
			missing++;
		}
	for (size_t i = 0; i < po[0].n; i++)
		unused += !find(&pot, &po[0].v[i]);
	printf("po-check: %zu messages, %d translations missing, %d French entries no longer used\n", pot.n, missing, unused);
	int mistakes = pot.mistakes + po[0].mistakes + po[1].mistakes + check_french(&po[0]);
	cat_free(&pot);
	cat_free(&po[0]);
	cat_free(&po[1]);
	return missing || mistakes ? 1 : 0;
}
