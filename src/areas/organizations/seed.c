/* The country from the seed files in the program: tree, specialities, holidays. What is there stays. */
#include "areas/directory/directory.h"
#include "areas/organizations/inner.h"

#include "base/random.h"
#include "base/utf8.h"
#include "json/json.h"
#include "sheet/sheet.h"

#define COLUMNS 12

struct seed {
	struct db *db;
	struct arena *a;
	int64_t root;
	struct str head[COLUMNS];	/* the names of the columns */
	size_t nhead;
	enum err (*line)(struct seed *s);
	struct str cell[COLUMNS];
	int row;
};

/* The cell of a named column; empty when the line is shorter. */
static struct str col(const struct seed *s, const char *name)
{
	for (size_t i = 0; i < s->nhead; i++)
		if (str_eq(s->head[i], str_of(name)))
			return s->cell[i];
	return STR_NONE;
}

static enum err on_row(void *arg, const struct sheet_row *r)
{
	struct seed *s = arg;
	struct str *to = s->nhead ? s->cell : s->head;

	memset(s->cell, 0, sizeof(s->cell));
	for (size_t i = 0; i < r->n && i < COLUMNS; i++)
		to[i] = arena_str(s->a, r->cells[i]);
	s->row = r->row;
	if (s->nhead)
		return s->line(s);
	s->nhead = r->n < COLUMNS ? r->n : COLUMNS;
	return OK;
}

static enum err file(struct seed *s, const char *name, enum err (*line)(struct seed *s))
{
	const struct asset *f = asset_find(arena_fmt(s->a, "seed/%s", name));
	struct sheet_problem why;

	if (!f)
		return E_NOTFOUND;
	s->nhead = 0;
	s->line = line;
	return sheet_read(s->a, (struct str){ (const char *)f->bytes, f->n }, NULL, on_row, s, &why);
}

/* The node of a code: the one that is there, or a new one. */
static enum err node(struct seed *s, const struct organization_new *in, int64_t *ret, bool *fresh)
{
	struct organization_by_code_row row;
	struct organization_id id;
	enum err e = organization_by_code(s->db, s->a, in->code, &row);

	*fresh = e == E_NOTFOUND;
	if (e == OK)
		*ret = row.id.v;
	if (e != E_NOTFOUND)
		return e;
	TRY(organization_create(s->db, s->a, in, &id));
	*ret = id.v;
	return OK;
}

static enum err id_of(struct seed *s, struct str code, int64_t *ret)
{
	struct organization_by_code_row row;

	TRY(organization_by_code(s->db, s->a, code, &row));
	*ret = row.id.v;
	return OK;
}

static enum err region(struct seed *s)
{
	int64_t id;
	bool fresh;

	return node(s, &(struct organization_new){ .parent = s->root, .kind = S("region"), .code = col(s, "code"),
		.name_fr = col(s, "name_fr"), .name_ar = col(s, "name_ar"), .name_en = col(s, "name_en") }, &id, &fresh);
}

static enum err province(struct seed *s)
{
	int64_t id, parent;
	bool fresh;

	TRY(id_of(s, col(s, "region"), &parent));
	return node(s, &(struct organization_new){ .parent = parent, .kind = S("province"), .code = col(s, "code"),
		.name_fr = col(s, "name_fr"), .name_ar = col(s, "name_ar"), .name_en = col(s, "name_en") }, &id, &fresh);
}

/* Where the seat of a province lies. */
static enum err point(struct seed *s)
{
	int64_t id;

	TRY(id_of(s, col(s, "code"), &id));
	return directory_point_put(s->db, s->a, (struct organization_id){ id }, col(s, "lat"), col(s, "lon"));
}

/* A hospital with one place of its name; address and telephone are the installation's to fill in. */
static enum err hospital(struct seed *s)
{
	struct str fr = col(s, "name_fr"), ar = col(s, "name_ar");
	int64_t id, parent;
	bool fresh;

	TRY(id_of(s, col(s, "province"), &parent));
	TRY(node(s, &(struct organization_new){ .parent = parent, .kind = S("establishment"), .code = col(s, "code"),
		.name_fr = fr, .name_ar = ar, .name_en = fr, .sms_name = col(s, "sms_name") }, &id, &fresh));
	if (!fresh)
		return OK;
	return location_add(s->db, s->a, (struct location_id){ random_id(clock_now()) },
		(struct organization_id){ id }, S("MAIN"), fr, ar, fr, S(""), S(""), S(""), S(""), S(""),
		S("Africa/Casablanca"));
}

static enum err speciality(struct seed *s)
{
	static const char *const usual[] = { "medgen", "pedia", "gyneco", "ophtalmo", "cardio", "dermato", "trauma", "orl" };
	struct str code = col(s, "code");
	int32_t popularity = 10;

	for (int32_t i = 0; i < 8; i++)
		if (str_eq(code, str_of(usual[i])))
			popularity = 100 - i;
	return specialty_add(s->db, s->a, code, col(s, "name_fr"), col(s, "name_ar"), col(s, "name_en"),
		col(s, "snomed"), col(s, "group"), popularity);
}

static enum err words(struct seed *s)
{
	struct str rest = col(s, "words"), code = col(s, "specialty");

	while (rest.p) {
		struct str word = utf8_fold(s->a, str_cut(&rest, ';'));

		if (word.n)
			TRY(specialty_word_add(s->db, s->a, code, word));
	}
	return OK;
}

/* --- holidays --- */

static enum err holiday(struct seed *s, struct day d, const struct jr *names, bool confirmed)
{
	struct str ar = jr_text(jr_get(names, "ar")), en = jr_text(jr_get(names, "en"));

	return calendar_day_keep(s->db, s->a, (struct calendar_day_id){ random_id(clock_now()) },
		(struct organization_id){ s->root }, d, S("holiday"), jr_text(jr_get(names, "fr")), ar, en, confirmed);
}

static enum err fixed_days(struct seed *s, const struct jr *list, int year)
{
	for (size_t i = 0; i < jr_count(list); i++) {
		const struct jr *h = jr_at(list, i);
		int64_t from;
		struct day d;

		if (jr_int(jr_get(h, "from"), 1900, 2200, &from) == OK && year < from)
			continue;
		TRY(day_parse(arena_fmt(s->a, "%04d-%.*s", year, STR_ARG(jr_text(jr_get(h, "md")))), &d));
		TRY(holiday(s, d, h, true));
	}
	return OK;
}

/* A moon-dated feast of a year by its predicted first day, all its days, not confirmed. */
static enum err moon_days(struct seed *s, const struct jr *religious, const struct jr *predicted)
{
	static const struct { const char *key, *hijri; } feasts[] = {
		{ "eid_al_fitr", "10-01" }, { "eid_al_adha", "12-10" }, { "islamic_new_year", "01-01" }, { "mawlid", "03-12" },
	};

	for (size_t f = 0; f < 4; f++)
		for (size_t i = 0; i < jr_count(religious); i++) {
			const struct jr *r = jr_at(religious, i);
			int64_t days;
			struct day d;

			if (!jr_text_is(jr_get(r, "hijri"), feasts[f].hijri) ||
					day_parse(jr_text(jr_get(predicted, feasts[f].key)), &d) != OK)
				continue;
			TRY(jr_int(jr_get(r, "days"), 1, 5, &days));
			for (int32_t k = 0; k < days; k++)
				TRY(holiday(s, (struct day){ d.n + k }, r, false));
		}
	return OK;
}

static enum err holidays(struct seed *s, int year)
{
	const struct asset *f = asset_find(S("seed/holidays.json"));
	const struct jr *doc;

	if (!f)
		return E_NOTFOUND;
	TRY(jr_read(s->a, (struct str){ (const char *)f->bytes, f->n }, 1 << 20, &doc, NULL));
	for (int y = year; y <= year + 1; y++)
		TRY(fixed_days(s, jr_get(doc, "fixed"), y));
	TRY(moon_days(s, jr_get(doc, "religious"), jr_get(doc, "predicted_2026_by_npm_unverified")));
	return moon_days(s, jr_get(doc, "religious"), jr_get(doc, "predicted_2027_astronomical_unverified"));
}

enum err organizations_seed(struct db *db, struct arena *a, int parts, int from_year, struct organization_id *ret_root)
{
	struct seed s = { .db = db, .a = a };
	bool fresh;

	TRY(node(&s, &(struct organization_new){ .kind = S("ministry"), .code = S("MA"), .name_fr = S("Ministère de la Santé"),
		.name_ar = S("وزارة الصحة"), .name_en = S("Ministry of Health") }, &s.root, &fresh));
	TRY(file(&s, "regions.csv", region));
	TRY(file(&s, "provinces.csv", province));
	TRY(file(&s, "points.csv", point));
	TRY(file(&s, "specialties.csv", speciality));
	TRY(file(&s, "specialty_words.csv", words));
	TRY(holidays(&s, from_year));
	if (parts & SEED_HOSPITALS)
		TRY(file(&s, "hospitals.csv", hospital));
	*ret_root = (struct organization_id){ s.root };
	return OK;
}
