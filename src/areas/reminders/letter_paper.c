/* The letters themselves: one for each person, in her language, with all that she is expected for. */
#include "areas/reminders/pages.h"

#include "areas/organizations/organizations.h"
#include "codes/codes.h"
#include "page/text.h"
#include "pdf/pdf.h"

static struct str lines_of(struct arena *a, struct str x, struct str y)
{
	return x.n && y.n ? arena_cat(a, arena_cat(a, x, S("\n")), y) : x.n ? x : y;
}

static struct str where(struct arena *a, enum lang l, const struct paper *p, const struct letter_lines_row *x)
{
	struct str house = organization_name(l, p->house.o.name_fr, p->house.o.name_ar, p->house.o.name_en);
	struct str place = organization_name(l, x->location_fr, x->location_ar, x->location_en);

	if (str_eq(x->place_kind, S("home")))
		return lang_tr(l, "at your home");
	if (str_eq(x->place_kind, S("video")))
		return lang_tr(l, "by video");
	if (str_eq(x->place_kind, S("phone")))
		return lang_tr(l, "by telephone");
	/* of a discreet type the house alone: where to go inside would tell */
	if (x->discreet)
		return house;
	place = lines_of(a, str_eq(place, house) ? STR_NONE : place, l == LANG_AR && x->address_ar.n ? x->address_ar : x->address_fr);
	return lines_of(a, house, lines_of(a, place, l == LANG_AR && x->direction_ar.n ? x->direction_ar : x->direction_fr));
}

enum { FACTS = 5 };
static size_t facts_of(struct arena *a, enum lang l, const struct paper *p, const struct letter_lines_row *x, struct pdf_fact *facts)
{
	struct str bring = organization_name(l, x->bring_fr, x->bring_ar, x->bring_en);
	size_t n = 0;

	facts[n++] = (struct pdf_fact){ lang_tr(l, "When"), text_when(a, l, (struct local){ x->day, x->start_min }), false };
	facts[n++] = (struct pdf_fact){ lang_tr(l, "Where"), where(a, l, p, x), false };
	if (!x->discreet)
		facts[n++] = (struct pdf_fact){ lang_tr(l, "For"), organization_name(l, x->service_fr, x->service_ar, x->service_en), false };
	if (!x->discreet && bring.n)
		facts[n++] = (struct pdf_fact){ lang_tr(l, "To bring"), bring, false };
	facts[n++] = (struct pdf_fact){ lang_tr(l, "Reference"), reference_group(a, x->reference), true };
	return n;
}

static void visit(struct pdf *pdf, struct arena *a, enum lang l, const struct paper *p, const struct letter_lines_row *x)
{
	struct pdf_fact facts[FACTS];

	pdf_facts(pdf, facts, facts_of(a, l, p, x, facts));
	pdf_space(pdf, 8);
}

static struct str heading(enum lang l)
{
	return lang_tr(l, "Reminder of what you are expected for");
}

/* Kept in its order in Arabic lines too. */
static struct str isolated(struct arena *a, struct str phone)
{
	return phone.n ? arena_fmt(a, "\u2066%.*s\u2069", STR_ARG(text_phone(a, phone))) : STR_NONE;
}

static struct str ending(struct arena *a, enum lang l, struct str phone)
{
	return fill(a, lang_tr(l, "If you cannot come, please call %1: the time is then given to somebody who waits."), &phone, 1);
}

struct str letter_sample(struct arena *a, enum lang l, int which, enum sample_size size)
{
	const struct paper p = { .house = { .o = { .name_fr = sample_place(size), .name_ar = S("مستشفى ابن الخطيب"), .name_en = sample_place(size) } } };
	const struct letter_lines_row x = { .day = SAMPLE_DAY, .start_min = SAMPLE_MIN, .reference = SAMPLE_REFERENCE, .discreet = which != 0,
		.service_fr = S("Consultation"), .service_ar = S("استشارة"), .service_en = S("Consultation") };
	struct pdf_fact facts[FACTS];
	size_t n = facts_of(a, l, &p, &x, facts);
	struct str s = heading(l);

	for (size_t i = 0; i < n; i++)
		s = arena_fmt(a, "%.*s\n%.*s: %.*s", STR_ARG(s), STR_ARG(facts[i].key), STR_ARG(facts[i].value));
	return arena_fmt(a, "%.*s\n%.*s", STR_ARG(s), STR_ARG(ending(a, l, isolated(a, SAMPLE_PHONE))));
}

static void letter(struct pdf *pdf, struct arena *a, const struct paper *p, const struct letter_lines_row *v, size_t n)
{
	enum lang l = LANG_FR;
	struct str phone = isolated(a, p->house.o.phone);
	struct str house;

	(void)!lang_of(v->lang, &l);
	house = organization_name(l, p->house.o.name_fr, p->house.o.name_ar, p->house.o.name_en);
	pdf_direction(pdf, l == LANG_AR);
	pdf_letter(pdf, lines_of(a, house, phone), v->address);
	pdf_text(pdf, text_long_day(a, l, zone_local(p->house.zone, p->now).day));
	pdf_heading(pdf, 2, heading(l));
	for (size_t i = 0; i < n; i++)
		visit(pdf, a, l, p, &v[i]);
	if (phone.n)
		pdf_text(pdf, ending(a, l, phone));
	pdf_text(pdf, house);
}

enum err letters_draw(struct arena *a, const struct paper *p, struct str *ret)
{
	const struct pdf_options o = { .title = lang_tr(LANG_FR, "Letters"), .now = p->now, .max_bytes = (size_t)24 << 20, .max_pages = 2000 };
	struct pdf *pdf;

	TRY(pdf_new(a, &o, &pdf));
	for (size_t i = 0, end; i < p->lines.n; i = end) {
		for (end = i + 1; end < p->lines.n && p->lines.v[end].id.v == p->lines.v[i].id.v; end++)
			;
		letter(pdf, a, p, &p->lines.v[i], end - i);
	}
	return pdf_end(pdf, ret);
}
