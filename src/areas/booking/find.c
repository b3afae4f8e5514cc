/*
 * Finding: the home page, specialities in everyday words, places by first free date. Public and
 * cached: the body depends on address and language alone.
 */
#include "areas/booking/inside.h"

#include "areas/booking/rules/match.h"
#include "areas/organizations/organizations.h"
#include "base/num.h"
#include "base/utf8.h"
#include "booking_t.h"
#include "organizations_q.h"
#include "page/text.h"

#include <string.h>

enum { PER_PAGE = 20, ESTABLISHMENTS_LISTED = 80, ASKED_MOST = 6 };

/* --- specialities --- */

static struct str name_in(const struct rq *rq, struct str fr, struct str ar, struct str en)
{
	return organization_name(rq->lang, fr, ar, en);
}

enum err specialty_name(struct rq *rq, struct str code, struct str *ret)
{
	struct specialty_get_row s;

	TRY(specialty_get(rq->db, rq->a, code, &s));
	*ret = name_in(rq, s.name_fr, s.name_ar, s.name_en);
	return OK;
}

static enum err specialties_all(struct rq *rq, size_t max, struct specialty_lines *ret)
{
	struct booking_specialties_rows all;

	TRY(booking_specialties(rq->db, rq->a, &all));
	ret->n = all.n < max ? all.n : max;
	ret->v = ARENA_ARRAY(rq->a, struct specialty_line, all.n + 1);
	for (size_t i = 0; i < ret->n; i++)
		ret->v[i] = (struct specialty_line){ all.v[i].code,
			name_in(rq, all.v[i].name_fr, all.v[i].name_ar, all.v[i].name_en) };
	return OK;
}

struct guess { struct specialty_line line; int score; int32_t popularity; };
struct guesses { struct guess *v; size_t n; };

static void better(struct guess *g, struct str typed, struct str term)
{
	int s = match_score(typed, term);

	g->score = s > g->score ? s : g->score;
}

/* Everyday words, folded in the database already, and codes. Answers the best score. */
static int score_words(struct guesses *g, struct str typed, const struct booking_words_rows *words)
{
	int best = 0;

	for (size_t i = 0; i < g->n; i++) {
		struct guess *x = &g->v[i];

		better(x, typed, x->line.code);
		for (size_t j = 0; j < words->n; j++)
			if (str_eq(words->v[j].specialty, x->line.code))
				better(x, typed, words->v[j].word);
		best = x->score > best ? x->score : best;
	}
	return best;
}

/* The names themselves have to be folded first: only where no word is exactly what was typed. */
static enum err guess_all(struct rq *rq, struct str typed, struct guesses *ret)
{
	struct booking_specialties_rows all;
	struct booking_words_rows words;

	TRY(booking_specialties(rq->db, rq->a, &all));
	TRY(booking_words(rq->db, rq->a, &words));
	ret->v = ARENA_ARRAY(rq->a, struct guess, all.n + 1);
	ret->n = all.n;
	for (size_t i = 0; i < all.n; i++) {
		const struct booking_specialties_row *s = &all.v[i];

		ret->v[i].line = (struct specialty_line){ s->code, name_in(rq, s->name_fr, s->name_ar, s->name_en) };
		ret->v[i].popularity = s->popularity;
	}
	if (score_words(ret, typed, &words) == 100)
		return OK;
	for (size_t i = 0; i < all.n; i++) {
		better(&ret->v[i], typed, utf8_fold(rq->a, all.v[i].name_fr));
		better(&ret->v[i], typed, utf8_fold(rq->a, all.v[i].name_ar));
		better(&ret->v[i], typed, utf8_fold(rq->a, all.v[i].name_en));
	}
	return OK;
}

/* Best first; of equal ones the more asked for. Insertion sort of a few dozen. */
static void guesses_sort(struct guesses *g)
{
	for (size_t i = 1; i < g->n; i++)
		for (size_t j = i; j > 0; j--) {
			struct guess *x = &g->v[j - 1], *y = &g->v[j], t = *x;

			if (x->score > y->score || (x->score == y->score && x->popularity >= y->popularity))
				break;
			*x = *y;
			*y = t;
		}
}

/* Those near the best one, at most max, from the second on. */
static struct specialty_lines near_best(struct arena *a, const struct guesses *g, size_t from, size_t max, int at_least)
{
	struct specialty_lines r = { ARENA_ARRAY(a, struct specialty_line, max + 1), 0 };

	for (size_t i = from; i < g->n && r.n < max && g->v[i].score >= at_least; i++)
		r.v[r.n++] = g->v[i].line;
	return r;
}

/* --- words of a date tile --- */

/* Latin weekdays and months are cut to three letters; Arabic is not cut. */
static struct str tile_word(const struct page *pg, struct str s)
{
	if (pg->lang == LANG_AR || utf8_count(s) <= 4)
		return s;
	s = utf8_head(s, pg->lang == LANG_FR && str_starts(s, S("ju")) && !str_eq(s, S("juin")) && s.n == 7 ? 5 : 3);
	return pg->lang == LANG_FR ? arena_cat(pg->a, s, S(".")) : s;
}

struct str tile_weekday(const struct page *pg, struct day d)
{
	return tile_word(pg, str_of(text_weekday(pg->lang, day_weekday(d))));
}

struct str tile_month(const struct page *pg, struct day d)
{
	int y, m, day;
	struct str month;

	day_split(d, &y, &m, &day);
	month = text_month(pg->a, pg->lang, y, m);
	return tile_word(pg, str_cut(&month, ' '));
}

int tile_number(struct day d)
{
	int y, m, day;

	day_split(d, &y, &m, &day);
	return day;
}

struct str listed(const struct page *pg, struct str x, struct str y)
{
	return arena_cat(pg->a, arena_cat(pg->a, x, pg->lang == LANG_AR ? S("، ") : S(", ")), y);
}

struct str when_first(const struct page *pg, struct local t)
{
	return text_capital(pg->a, text_when(pg->a, pg->lang, t));
}

struct str day_first(const struct page *pg, struct day d)
{
	return text_capital(pg->a, text_mid_day(pg->a, pg->lang, d));
}

/* --- places --- */

static enum err places_in_order(struct rq *rq, struct booking_places_rows *ret)
{
	struct booking_places_rows all;
	struct str *names;
	int32_t *depth;
	const size_t *order;

	TRY(booking_places(rq->db, rq->a, &all));
	names = ARENA_ARRAY(rq->a, struct str, all.n + 1);
	depth = ARENA_ARRAY(rq->a, int32_t, all.n + 1);
	for (size_t i = 0; i < all.n; i++) {
		names[i] = name_in(rq, all.v[i].name_fr, all.v[i].name_ar, all.v[i].name_en);
		depth[i] = all.v[i].depth;
	}
	order = organization_tree_order(rq->a, rq->lang, depth, names, all.n);
	ret->n = all.n;
	ret->v = ARENA_ARRAY(rq->a, struct booking_places_row, all.n + 1);
	for (size_t i = 0; i < all.n; i++)
		ret->v[i] = all.v[order[i]];
	return OK;
}

static enum err where_list(struct rq *rq, struct str here, struct where_options *ret)
{
	struct booking_places_rows all;
	size_t establishments = 0;
	bool open = false;

	TRY(places_in_order(rq, &all));
	ret->v = ARENA_ARRAY(rq->a, struct where_option, 2 * all.n + 2);
	ret->n = 0;
	for (size_t i = 0; i < all.n; i++)
		establishments += str_eq(all.v[i].kind, S("establishment"));
	for (size_t i = 0; i < all.n; i++) {
		const struct booking_places_row *p = &all.v[i];
		struct str name = name_in(rq, p->name_fr, p->name_ar, p->name_en);
		bool region = str_eq(p->kind, S("region")), province = str_eq(p->kind, S("province"));

		/* a province without an establishment below it leads nowhere */
		if (province && (i + 1 == all.n || !str_eq(all.v[i + 1].kind, S("establishment"))))
			continue;
		if (!region && !province && establishments > ESTABLISHMENTS_LISTED)
			continue;
		struct where_option *o = &ret->v[ret->n++];
		*o = (struct where_option){ .code = p->code, .label = name, .here = str_eq(p->code, here) };
		if (!region)
			continue;
		o->group_open = true;
		o->group_close = open;
		open = true;
	}
	if (open) {
		ret->v[ret->n++] = (struct where_option){ .group_close = true };
	}
	return OK;
}

enum err area_find(struct rq *rq, struct str code, struct area_searched *ret)
{
	struct organization_by_code_row by;
	struct organization_get_row o;
	enum err e = E_NOTFOUND;

	*ret = (struct area_searched){ .code = S("all"), .name = lang_tr(rq->lang, "anywhere") };
	if (code.n && !str_eq(code, S("all")))
		e = organization_by_code(rq->db, rq->a, code, &by);
	if (e == E_NOTFOUND)
		return OK;
	TRY(e);
	TRY(organization_get(rq->db, rq->a, by.id, &o));
	*ret = (struct area_searched){ .id = o.id, .code = o.code, .lo = o.tree_lo, .hi = o.tree_hi,
		.name = name_in(rq, o.name_fr, o.name_ar, o.name_en),
		.place = str_eq(o.kind, S("establishment")) };
	return OK;
}

/* --- pages --- */

enum err booking_home(struct rq *rq)
{
	struct where_options where;
	struct specialty_lines most, all;

	TRY(where_list(rq, STR_NONE, &where));
	TRY(specialties_all(rq, SIZE_MAX, &all));
	most = all;
	most.n = all.n < ASKED_MOST ? all.n : ASKED_MOST;
	t_booking_home(rq_page(rq, 200), where, most, (int64_t)all.n);
	return OK;
}

enum err booking_specialties_page(struct rq *rq)
{
	struct specialty_lines all;

	TRY(specialties_all(rq, SIZE_MAX, &all));
	t_booking_specialties(rq_page(rq, 200), STR_NONE, all, (struct specialty_lines){ 0 });
	return OK;
}

static bool any_free(const struct places *p)
{
	return p->n && day_is(p->v[0].day);
}

/* Nobody of the area offers it: the region around it, if that has hospitals that do. */
static enum err region_around(struct rq *rq, struct nothing_view *v)
{
	struct place_ask ask = { .specialty = v->specialty, .citizen = true, .each_place = true, .max = 1 };
	struct organization_get_row o;
	struct places found;

	TRY(organization_get(rq->db, rq->a, v->area.id, &o));
	while (!str_eq(o.kind, S("region")) && o.parent_id.v) {
		struct organization_get_row up;

		TRY(organization_get(rq->db, rq->a, o.parent_id, &up));
		o = up;
	}
	if (!str_eq(o.kind, S("region")) || o.id.v == v->area.id.v)
		return OK;
	ask.lo = o.tree_lo;
	ask.hi = o.tree_hi;
	TRY(slot_find(rq->db, rq->a, rq->now, &ask, &found));
	v->region_hospitals = found.total;
	return area_find(rq, o.code, &v->region);
}

static enum err nothing_page(struct rq *rq, const struct results_view *r, int status)
{
	struct nothing_view v = { .specialty = r->specialty, .name = r->name, .area = r->area,
		.hospitals = r->hospitals, .full = r->places, .until = DAY_NONE, .others = r->others,
		.narrowed = r->narrow.any, .wide_url = r->wide_url, .narrow_url = r->narrow_url };
	struct place_ask ask = { .specialty = r->specialty, .citizen = true, .each_place = true, .max = 1 };
	struct service s;

	if (r->places.n && service_get(rq->db, rq->a, r->places.v[0].service, &s) == OK) {
		const struct zone *z;

		if (zone_get(r->places.v[0].zone, &z) == OK)
			v.until.n = zone_local(z, rq->now).day.n + s.horizon_min / 1440;
	}
	if (r->area.id.v || r->narrow.any)
		TRY(slot_find(rq->db, rq->a, rq->now, &ask, &v.elsewhere));
	if (r->area.id.v && !r->hospitals)
		TRY(region_around(rq, &v));
	if (!any_free(&v.elsewhere))
		v.elsewhere.n = 0;
	t_booking_nothing(rq_page(rq, status), &v);
	return OK;
}

static int64_t first_free(const struct place *p)
{
	return day_is(p->day) ? (int64_t)p->day.n * 1440 + p->first_min : INT64_MAX;
}

/* The summary knows days; the hours are known for the places of one page alone. */
static void by_hour(struct places *p)
{
	for (size_t i = 1; i < p->n; i++)
		for (size_t j = i; j > 0 && first_free(&p->v[j]) < first_free(&p->v[j - 1]); j--) {
			struct place t = p->v[j];

			p->v[j] = p->v[j - 1];
			p->v[j - 1] = t;
		}
}

static enum err find_places(struct rq *rq, int32_t offset, struct results_view *v)
{
	struct place_ask ask = { .specialty = v->specialty, .lo = v->area.lo, .hi = v->area.hi,
		.citizen = true, .each_place = true, .offset = offset, .max = PER_PAGE };

	TRY(narrowing_ask(rq, &v->narrow, &ask));
	TRY(slot_find(rq->db, rq->a, rq->now, &ask, &v->places));
	if (!ask.nearest_first)
		by_hour(&v->places);
	v->hospitals = v->places.total;
	if (v->places.n)
		v->bring = v->places.v[0].bring.v[rq->lang];
	if (offset + (int32_t)v->places.n < v->places.total) {
		v->next = url_add(rq->a, U("/search"), "s", v->specialty);
		v->next = url_add(rq->a, v->next, "where", v->area.code);
		v->next = narrowing_url(rq, v->next, &v->narrow);
		v->next = url_add(rq->a, v->next, "from", arena_fmt(rq->a, "%d", offset + PER_PAGE));
	}
	return OK;
}

static enum err results_page(struct rq *rq, struct results_view *v)
{
	int64_t offset = 0;

	if (rq_raw(rq, "from").n && num_parse(rq_raw(rq, "from"), 0, 10000, &offset) != OK)
		offset = 0;
	v->wide_url = url_add(rq->a, url_add(rq->a, U("/search"), "s", v->specialty), "where", v->area.code);
	v->narrow_url = url_add(rq->a, url_add(rq->a, U("/search/narrow"), "s", v->specialty), "where", v->area.code);
	v->narrow_url = narrowing_url(rq, v->narrow_url, &v->narrow);
	TRY(find_places(rq, (int32_t)offset, v));
	if (!offset && !any_free(&v->places))
		return nothing_page(rq, v, 200);
	t_booking_results(rq_page(rq, 200), v);
	return OK;
}

/* Nothing typed, or nothing understood: all specialities, the likeliest first. */
static enum err ask_again(struct rq *rq, struct str typed, const struct guesses *g)
{
	struct specialty_lines all, near = { 0 };

	TRY(specialties_all(rq, SIZE_MAX, &all));
	if (g)
		near = near_best(rq->a, g, 0, 4, 30);
	t_booking_specialties(rq_page(rq, 200), typed, all, near);
	return OK;
}

enum err booking_search(struct rq *rq)
{
	struct results_view v = { 0 };
	struct str code = rq_raw(rq, "s"), typed = str_trim(utf8_visible(rq->a, rq_raw(rq, "q")));
	struct guesses g;

	TRY(area_find(rq, rq_raw(rq, "all").n ? S("all") : rq_raw(rq, "where"), &v.area));
	TRY(narrowing_read(rq, &v.narrow));
	if (code.n && specialty_name(rq, code, &v.name) == OK) {
		v.specialty = code;
		return results_page(rq, &v);
	}
	typed = utf8_head(typed, 100);
	if (!utf8_valid_text(typed) || !typed.n)
		return ask_again(rq, STR_NONE, NULL);
	TRY(guess_all(rq, utf8_fold(rq->a, typed), &g));
	guesses_sort(&g);
	if (!g.n || g.v[0].score < MATCH_SURE) {
		const struct specialty_lines near = near_best(rq->a, &g, 0, 3, MATCH_LIKELY);
		bool shown;

		TRY(booking_names(rq, typed, &near, &shown));
		if (shown)
			return OK;
	}
	if (!g.n || g.v[0].score < MATCH_LIKELY)
		return ask_again(rq, typed, &g);
	v.specialty = g.v[0].line.code;
	v.name = g.v[0].line.name;
	v.typed = g.v[0].score < MATCH_SURE ? typed : STR_NONE;
	v.others = near_best(rq->a, &g, 1, 3, g.v[0].score - 12 > MATCH_LIKELY ? g.v[0].score - 12 : MATCH_LIKELY);
	return results_page(rq, &v);
}

enum err booking_offered(struct rq *rq, struct str specialty, struct str where, bool *ret)
{
	struct results_view v = { .specialty = specialty };

	TRY(area_find(rq, where, &v.area));
	TRY(find_places(rq, 0, &v));
	*ret = v.hospitals > 0;
	return OK;
}

enum err booking_nothing_page(struct rq *rq, struct str specialty, struct str where, int status)
{
	struct results_view v = { .specialty = specialty };

	TRY(specialty_name(rq, specialty, &v.name));
	TRY(area_find(rq, where, &v.area));
	TRY(find_places(rq, 0, &v));
	return nothing_page(rq, &v, status);
}
