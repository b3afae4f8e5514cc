/* The day and the week of one agenda, or of all agendas of a speciality side by side. */
#include "areas/desk/pages.h"

#include "areas/desk/acts.h"
#include "areas/organizations/organizations.h"
#include "base/num.h"
#include "desk_t.h"
#include "web/web.h"

enum { COLUMNS_MAX = 24, CHANGES_MAX = 5, FOUND_MAX = 8 };
#define OF_COOKIE "desk_of"

/* The agendas that this account may see, and which of them were asked for. */
struct agendas { struct schedules all; struct str of; struct schedule_id one; };

static enum err load_agendas(struct rq *rq, const struct desk *d, struct day from, struct day to, struct schedules *ret)
{
	if (rq->who.role == ROLE_PRACTITIONER)
		return schedule_worked_by(rq->db, rq->a,
			(struct practitioner_id){ rq->who.practitioner }, from, to, ret);
	TRY(schedule_list(rq->db, rq->a, d->id, ret));
	return schedules_apart(rq->db, rq->a, rq->lang, ret);
}

/* "42": one agenda; "cardiology": all of a speciality. False: nothing here is called so. */
static bool known(struct agendas *g, struct str of)
{
	int64_t id;

	if (num_parse(of, 1, INT64_MAX, &id) == OK) {
		for (size_t i = 0; i < g->all.n; i++)
			if (g->all.v[i].id.v == id) {
				g->one = g->all.v[i].id;
				g->of = of;
				return true;
			}
		return false;
	}
	for (size_t i = 0; of.n && i < g->all.n; i++)
		if (str_eq(g->all.v[i].specialty, of)) {
			g->of = g->all.v[i].specialty;
			return true;
		}
	return false;
}

/* Without a choice: what was looked at last, else a speciality that works that day. */
static enum err choose(struct rq *rq, struct agendas *g, struct day day)
{
	struct schedule_id *ids = ARENA_ARRAY(rq->a, struct schedule_id, g->all.n + 1);
	struct desk_openings_rows open;
	size_t n = g->all.n < DB_LIST_MAX ? g->all.n : DB_LIST_MAX;

	if (known(g, rq_raw(rq, "of")) || known(g, rq_sent_cookie(rq, OF_COOKIE)) || !n)
		return OK;
	if (rq->who.role == ROLE_PRACTITIONER) {
		g->one = g->all.v[0].id;
		g->of = arena_fmt(rq->a, "%lld", (long long)g->one.v);
		return OK;
	}
	for (size_t i = 0; i < n; i++)
		ids[i] = g->all.v[i].id;
	TRY(desk_openings(rq->db, rq->a, ids, n, day, (struct day){ day.n + 1 }, &open));
	/* The first by name, not by id: ids of one moment are in no order that anybody knows. */
	g->of = g->all.v[0].specialty;
	for (size_t i = n; i-- > 0;)
		for (size_t k = 0; k < open.n; k++)
			if (g->all.v[i].id.v == open.v[k].schedule_id.v)
				g->of = g->all.v[i].specialty;
	return OK;
}

static bool chosen(const struct agendas *g, const struct schedule *s)
{
	return g->one.v ? s->id.v == g->one.v : s->active && str_eq(s->specialty, g->of);
}

/* Rooms and devices that offer nothing themselves serve beside other agendas: their hours alone
 * make no column and no line, unless one of them was asked for. One flag for each agenda. */
static enum err find_beside(struct rq *rq, const struct agendas *g, bool **ret)
{
	struct schedule_id *ids = ARENA_ARRAY(rq->a, struct schedule_id, g->all.n + 1);
	bool *beside = ARENA_ARRAY(rq->a, bool, g->all.n + 1);
	struct desk_offering_rows offering = { 0 };
	size_t n = 0;

	for (size_t i = 0; i < g->all.n && !g->one.v; i++) {
		const struct schedule *s = &g->all.v[i];

		beside[i] = chosen(g, s) && n < DB_LIST_MAX
			&& (str_eq(s->kind, S("room")) || str_eq(s->kind, S("device")));
		if (beside[i])
			ids[n++] = s->id;
	}
	if (n)
		TRY(desk_offering(rq->db, rq->a, ids, n, &offering));
	for (size_t i = 0; i < g->all.n; i++)
		for (size_t k = 0; k < offering.n && beside[i]; k++)
			beside[i] = offering.v[k].schedule_id.v != g->all.v[i].id.v;
	*ret = beside;
	return OK;
}

static enum err name_of_specialty(struct rq *rq, struct str code, struct str *ret)
{
	struct specialty_get_row r;

	TRY(specialty_get(rq->db, rq->a, code, &r));
	*ret = organization_name(rq->lang, r.name_fr, r.name_ar, r.name_en);
	return OK;
}

static enum err list_specialties(struct rq *rq, const struct agendas *g, struct agenda_choices *ret)
{
	struct agenda_choices c = { ARENA_ARRAY(rq->a, struct agenda_choice, g->all.n + 1), 0 };

	for (size_t i = 0; i < g->all.n; i++) {
		const struct schedule *s = &g->all.v[i];
		bool seen = !s->active;

		for (size_t j = 0; j < c.n && !seen; j++)
			seen = str_eq(c.v[j].value, s->specialty);
		if (seen)
			continue;
		c.v[c.n].value = s->specialty;
		TRY(name_of_specialty(rq, s->specialty, &c.v[c.n].label));
		c.v[c.n].chosen = !g->one.v && str_eq(g->of, s->specialty);
		c.n++;
	}
	desk_sort_choices(rq, &c);
	*ret = c;
	return OK;
}

static struct agenda_choices list_agendas(struct rq *rq, const struct agendas *g)
{
	struct agenda_choices c = { ARENA_ARRAY(rq->a, struct agenda_choice, g->all.n + 1), 0 };

	for (size_t i = 0; i < g->all.n; i++)
		if (g->all.v[i].active || g->all.v[i].id.v == g->one.v)
			c.v[c.n++] = (struct agenda_choice){ arena_fmt(rq->a, "%lld", (long long)g->all.v[i].id.v),
				g->all.v[i].name.v[rq->lang], g->all.v[i].id.v == g->one.v };
	return c;
}

/* The heading's small line: the speciality, or the agenda's own name. */
static enum err step_of(struct rq *rq, const struct agendas *g, struct str *ret)
{
	if (!g->of.n)
		return OK;
	if (!g->one.v)
		return name_of_specialty(rq, g->of, ret);
	for (size_t i = 0; i < g->all.n; i++)
		if (g->all.v[i].id.v == g->one.v)
			*ret = g->all.v[i].name.v[rq->lang];
	return OK;
}

static struct url day_url(struct rq *rq, struct str of, struct day day)
{
	char text[11];

	day_print(day, text);
	return url_add(rq->a, url_fmt(rq->a, "/desk?day=%s", text), "of", of);
}

static struct url week_url(struct rq *rq, struct str of, struct day day)
{
	char text[11];

	day_print(day, text);
	return url_add(rq->a, url_fmt(rq->a, "/desk/week?day=%s", text), "of", of);
}

static struct url print_url(struct rq *rq, struct str of, struct day day)
{
	char text[11];

	day_print(day, text);
	return url_add(rq->a, url_fmt(rq->a, "/desk/print?day=%s", text), "of", of);
}

/* One column for each chosen agenda that is open that day or has somebody; all when none is. */
static enum err day_columns(struct rq *rq, const struct agendas *g, struct day day, struct board_columns *ret)
{
	struct schedule_id *ids = ARENA_ARRAY(rq->a, struct schedule_id, g->all.n + 1);
	struct board_columns c = { ARENA_ARRAY(rq->a, struct board_column, g->all.n + 1), 0 };
	struct desk_openings_rows open;
	bool *beside;
	size_t n = 0;

	TRY(find_beside(rq, g, &beside));
	for (size_t i = 0; i < g->all.n && n < COLUMNS_MAX; i++)
		if (chosen(g, &g->all.v[i]) && !beside[i])
			ids[n++] = g->all.v[i].id;
	TRY(desk_openings(rq->db, rq->a, ids, n, day, (struct day){ day.n + 1 }, &open));
	for (size_t i = 0; i < g->all.n && c.n < COLUMNS_MAX; i++) {
		const struct schedule *s = &g->all.v[i];
		bool here = g->one.v != 0;
		struct appointments rows;

		if (!chosen(g, s))
			continue;
		for (size_t j = 0; j < open.n && !here; j++)
			here = open.v[j].schedule_id.v == s->id.v;
		if (!here) {
			TRY(appointment_day_of_schedule(rq->db, rq->a, &rq->who.scope, s->id, day,
				(struct day){ day.n + 1 }, &rows));
			here = rows.n > 0;
		}
		if (here)
			c.v[c.n++] = (struct board_column){ .schedule = s->id, .day = day, .name = s->name.v[rq->lang],
				.href = week_url(rq, arena_fmt(rq->a, "%lld", (long long)s->id.v), day) };
	}
	*ret = c;
	return OK;
}

/* What others did on this board since a page was opened. */
static void list_changes(struct rq *rq, struct day_page *p)
{
	int64_t did = rq_word_id(rq, "did");

	p->changes.v = ARENA_ARRAY(rq->a, struct day_change, CHANGES_MAX);
	if (!p->since)
		return;
	for (size_t i = 0; i < p->board.visits.n && p->changes.n < CHANGES_MAX; i++) {
		const struct appointment *x = &p->board.visits.v[i];

		if (x->changed_at.v >= p->since && x->id.v != did)
			p->changes.v[p->changes.n++] = (struct day_change){ x->patient_name,
				x->booked_at.v >= p->since && x->status != ST_CANCELLED ? N_("New appointment") : status_word(x),
				x->start_min };
	}
}

/* What they have that day; when that is nothing, the first appointment that is still to come. */
static void sort_visits(struct arena *a, const struct appointments *all, const struct day_page *p, struct day_found *f)
{
	const struct appointment *next = NULL;

	f->visits.v = ARENA_ARRAY(a, struct appointment, all->n + 1);
	for (size_t i = 0; i < all->n; i++) {
		const struct appointment *x = &all->v[i];

		if (x->day.n == p->day.n && x->status != ST_CANCELLED)
			f->visits.v[f->visits.n++] = *x;
		if (x->day.n >= p->today.n && status_open(x->status) && (!next || x->day.n < next->day.n ||
				(x->day.n == next->day.n && x->start_min < next->start_min)))
			next = x;
	}
	if (next && !f->visits.n) {
		f->next.v = ARENA_ARRAY(a, struct appointment, 1);
		f->next.v[f->next.n++] = *next;
	}
}

/* "Who is there?": the people meant, with what they have that day. */
static enum err find_there(struct rq *rq, const struct desk *d, struct day_page *p)
{
	struct patient_matches found;

	p->files = d->keeper.v == d->id.v;
	if (!p->sought.text.n)
		return OK;
	TRY(patient_search(rq->db, rq->a, &d->files, p->sought.text, FOUND_MAX, &found));
	p->found = (struct day_founds){ ARENA_ARRAY(rq->a, struct day_found, found.n + 1), found.n };
	for (size_t i = 0; i < found.n; i++) {
		struct appointments all;

		p->found.v[i].who = found.v[i].who;
		p->found.v[i].word = rq_word(rq, found.v[i].who.id.v);
		TRY(rq_audit(rq, AUDIT_SEARCH, found.v[i].who.id.v, found.v[i].who.organization.v));
		TRY(appointment_of_patient(rq->db, rq->a, &rq->who.scope, found.v[i].who.id, &all));
		sort_visits(rq->a, &all, p, &p->found.v[i]);
	}
	return OK;
}

static enum err holiday_of(struct rq *rq, const struct desk *d, struct day day, struct str *ret)
{
	struct calendar_days_rows rows;

	TRY(calendar_days(rq->db, rq->a, d->lo, day, (struct day){ day.n + 1 }, &rows));
	if (rows.n)
		*ret = organization_name(rq->lang, rows.v[0].name_fr, rows.v[0].name_ar, rows.v[0].name_en);
	return OK;
}

static enum err remember(struct rq *rq, struct str of)
{
	return of.n && rq_raw(rq, "of").n ? rq_cookie(rq, OF_COOKIE, of, 30 * 86400) : OK;
}

enum err desk_day_page(struct rq *rq)
{
	struct agendas g = { 0 };
	struct day_page p = { .practitioner = rq->who.role == ROLE_PRACTITIONER, .seen = rq->now.v };
	struct desk d;

	if (role_in(rq, ELSEWHERE_ROLES))
		return rq_redirect(rq, "/desk/ours");
	TRY(desk_begin(rq, &d));
	p.today = d.now.day;
	p.day = desk_day(rq, "day", d.now.day);
	TRY(load_agendas(rq, &d, p.day, p.day, &g.all));
	TRY(choose(rq, &g, p.day));
	TRY(day_columns(rq, &g, p.day, &p.board.columns));
	TRY(board_load(rq, &d, !p.practitioner, &p.board));
	TRY(list_specialties(rq, &g, &p.specialties));
	p.agendas = list_agendas(rq, &g);
	TRY(step_of(rq, &g, &p.step));
	TRY(holiday_of(rq, &d, p.day, &p.holiday));
	p.of = g.of;
	if (!p.practitioner)
		p.sought = rq_sought(rq);
	if (num_parse(rq_raw(rq, "since"), 1, INT64_MAX, &p.since) != OK || p.since > rq->now.v)
		p.since = 0;
	p.since_local = zone_local(d.zone, (struct instant){ p.since });
	list_changes(rq, &p);
	TRY(find_there(rq, &d, &p));
	p.back = day_url(rq, g.of, (struct day){ p.day.n - 1 });
	p.next = day_url(rq, g.of, (struct day){ p.day.n + 1 });
	p.self = url_add(rq->a, day_url(rq, g.of, p.day), "since", arena_fmt(rq->a, "%lld", (long long)rq->now.v));
	p.week = week_url(rq, g.of, p.day);
	p.print = print_url(rq, g.of, p.day);
	TRY(remember(rq, g.of));
	TRY(desk_saw(rq, &p.board.visits));

	struct page *pg = rq_page(rq, 200);

	t_desk_day(pg, &p);
	return OK;
}

enum err desk_day_find(struct rq *rq)
{
	return rq_found(rq, url_add(rq->a, url_add(rq->a, U("/desk"), "day", rq_raw(rq, "day")), "of", rq_raw(rq, "of")));
}

/* ---- the week ---- */

static void week_board_columns(struct rq *rq, const struct agendas *g, struct week_page *p)
{
	struct board_columns c = { ARENA_ARRAY(rq->a, struct board_column, 7), 0 };

	for (size_t i = 0; i < p->days.n; i++)
		c.v[c.n++] = (struct board_column){ .schedule = g->one, .day = p->days.v[i],
			.name = text_mid_day(rq->a, rq->lang, p->days.v[i]), .href = day_url(rq, g->of, p->days.v[i]) };
	p->board.columns = c;
}

static enum err one_line(struct rq *rq, const struct desk *d, const struct week_page *p, const struct schedule *s,
	struct week_line *ret)
{
	struct board b = { .columns = { ARENA_ARRAY(rq->a, struct board_column, 7), 0 } };
	struct str id = arena_fmt(rq->a, "%lld", (long long)s->id.v);

	for (size_t i = 0; i < p->days.n; i++)
		b.columns.v[b.columns.n++] = (struct board_column){ .schedule = s->id, .day = p->days.v[i] };
	TRY(board_load(rq, d, true, &b));
	*ret = (struct week_line){ s->name.v[rq->lang], week_url(rq, id, p->monday),
		{ ARENA_ARRAY(rq->a, struct week_day, p->days.n), p->days.n } };
	for (size_t i = 0; i < p->days.n; i++) {
		struct week_day *w = &ret->days.v[i];

		*w = (struct week_day){ day_url(rq, id, p->days.v[i]), b.columns.v[i].taken,
			b.columns.v[i].extra, b.columns.v[i].left, -1 };
		for (size_t r = b.rows.n; r-- > 0;)
			for (size_t k = 0; k < b.rows.v[r].cells.v[i].items.n; k++)
				if (b.rows.v[r].cells.v[i].items.v[k].kind == ITEM_FREE)
					w->first = b.rows.v[r].min;
	}
	return OK;
}

static enum err week_lines(struct rq *rq, const struct desk *d, const struct agendas *g, struct week_page *p)
{
	bool *beside;

	TRY(find_beside(rq, g, &beside));
	p->lines.v = ARENA_ARRAY(rq->a, struct week_line, g->all.n + 1);
	for (size_t i = 0; i < g->all.n && p->lines.n < COLUMNS_MAX; i++) {
		struct week_line *l = &p->lines.v[p->lines.n];
		bool somebody = !beside[i];

		if (!chosen(g, &g->all.v[i]))
			continue;
		TRY(one_line(rq, d, p, &g->all.v[i], l));
		for (size_t k = 0; k < l->days.n; k++)
			somebody = somebody || l->days.v[k].taken || l->days.v[k].extra;
		p->lines.n += somebody;
	}
	return OK;
}

static enum err week_closures(struct rq *rq, const struct desk *d, struct week_page *p)
{
	struct calendar_days_rows rows;

	TRY(calendar_days(rq->db, rq->a, d->lo, p->monday, (struct day){ p->monday.n + 6 }, &rows));
	p->closures.v = ARENA_ARRAY(rq->a, struct week_closure, rows.n + 1);
	for (size_t i = 0; i < rows.n; i++)
		p->closures.v[p->closures.n++] = (struct week_closure){ rows.v[i].day,
			organization_name(rq->lang, rows.v[i].name_fr, rows.v[i].name_ar, rows.v[i].name_en) };
	return OK;
}

enum err desk_week_page(struct rq *rq)
{
	struct agendas g = { 0 };
	struct week_page p = { 0 };
	struct desk d;
	struct day day;

	TRY(desk_begin(rq, &d));
	day = desk_day(rq, "day", d.now.day);
	p.monday = (struct day){ day.n - day_weekday(day) + 1 };
	p.days = (struct week_days_list){ ARENA_ARRAY(rq->a, struct day, 7), 0 };
	for (int i = 0; i < 6; i++)
		p.days.v[p.days.n++] = (struct day){ p.monday.n + i };
	TRY(week_closures(rq, &d, &p));
	TRY(load_agendas(rq, &d, p.monday, (struct day){ p.monday.n + 6 }, &g.all));
	TRY(choose(rq, &g, day));
	p.one = g.one.v != 0;
	p.of = g.of;
	if (p.one) {
		week_board_columns(rq, &g, &p);
		TRY(board_load(rq, &d, rq->who.role != ROLE_PRACTITIONER, &p.board));
	} else {
		TRY(week_lines(rq, &d, &g, &p));
	}
	TRY(list_specialties(rq, &g, &p.specialties));
	p.agendas = list_agendas(rq, &g);
	TRY(step_of(rq, &g, &p.step));
	p.back = week_url(rq, g.of, (struct day){ p.monday.n - 7 });
	p.next = week_url(rq, g.of, (struct day){ p.monday.n + 7 });
	p.day = day_url(rq, g.of, day);
	TRY(remember(rq, g.of));
	TRY(desk_saw(rq, &p.board.visits));

	struct page *pg = rq_page(rq, 200);

	t_desk_week(pg, &p);
	return OK;
}
