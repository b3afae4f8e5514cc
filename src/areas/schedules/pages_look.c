/* Before hours are saved: the page that says what they would do. See pages.h. */
#include "areas/schedules/pages.h"

#include "base/num.h"
#include "schedules_t.h"

enum err overlap_views_of(struct rq *rq, const struct schedule *s, const struct overlaps *all,
	struct overlap_views *ret)
{
	struct overlap_view *v = ARENA_ARRAY(rq->a, struct overlap_view, all->n + 1);

	for (size_t i = 0; i < all->n; i++) {
		struct schedule other = *s;

		if (all->v[i].schedule.v != s->id.v)
			TRY(schedule_get(rq->db, rq->a, all->v[i].schedule, &other));
		v[i] = (struct overlap_view){ names_in(rq->lang, &other.name), all->v[i] };
	}
	*ret = (struct overlap_views){ v, all->n };
	return OK;
}

struct sents sent_again(struct rq *rq)
{
	struct str name, value;
	struct sent *v;
	size_t all = 0, n = 0;

	while (rq_pair(rq, all, &name, &value))
		all++;
	v = ARENA_ARRAY(rq->a, struct sent, all + 1);
	for (size_t i = 0; rq_pair(rq, i, &name, &value); i++)
		if (!str_eq(name, S("key")) && !str_eq(name, S("seen")) && !str_eq(name, S("week"))
			&& !str_eq(name, S("after")))
			v[n++] = (struct sent){ name, value };
	return (struct sents){ v, n };
}

struct url look_url(struct rq *rq, const struct sents *sent)
{
	struct url u = url_fmt(rq->a, "%.*s", STR_ARG(rq->path));

	for (size_t i = 0; i < sent->n; i++)
		u = url_add(rq->a, u, arena_cstr(rq->a, sent->v[i].name), sent->v[i].value);
	return u;
}

struct url save_url(struct rq *rq)
{
	struct str path = rq->path, look = S("/look");

	if (path.n > look.n && str_eq(str_sub(path, path.n - look.n, path.n), look))
		path.n -= look.n;
	return url_fmt(rq->a, "%.*s", STR_ARG(path));
}

static struct url after(struct rq *rq, struct url again, int64_t n)
{
	return url_add(rq->a, again, "after", arena_fmt(rq->a, "%lld", (long long)n));
}

enum err lost_page(struct rq *rq, const struct losts *lost, struct url again,
	struct lost_page *ret)
{
	struct lost_page out = { 0 };
	int64_t n = 0;

	if (num_parse(rq_raw(rq, "after"), 0, 1000000, &n) != OK || !again.s.n)
		n = 0;
	TRY(strikes_of_lost(rq->db, rq->a, &rq->who.scope, lost, n, &out.struck));
	n = out.struck.before;
	if (again.s.n && n)
		out.back = after(rq, again, n > STRUCK_SHOWN ? n - STRUCK_SHOWN : 0);
	if (again.s.n && n + STRUCK_SHOWN < out.struck.all)
		out.next = after(rq, again, n + STRUCK_SHOWN);
	*ret = out;
	return struck_seen(rq, &out.struck);
}

static enum err plans_of(struct rq *rq, const struct look_view *v, struct plans *ret)
{
	if (v->rule)
		return plans_day(rq->db, rq->a, v->rule, v->opening->first_day,
			v->what == LOOK_DAY ? v->opening : NULL, ret);
	return plans_with(rq->db, rq->a, v->opening, ret);
}

static enum err show(struct rq *rq, int status, struct look_view *v, const struct overlaps *all)
{
	const struct schedule *s = v->schedule;
	struct opening_form form;
	struct plans plans;
	struct losts losts;
	struct day monday;
	const struct zone *z;

	TRY(zone_get(s->zone, &z));
	struct day today = zone_local(z, rq->now).day;
	struct page *pg = rq_page(rq, status);

	TRY(overlap_views_of(rq, s, all, &v->overlaps));
	v->print = all->print;
	TRY(plans_of(rq, v, &plans));
	TRY(plans_lose(rq->db, rq->a, rq->now, s->id, &plans, &losts));
	v->words = text_capital(rq->a, rule_words(pg, v->opening->rule, v->opening->first_day));
	v->sent = sent_again(rq);
	TRY(lost_page(rq, &losts, status == 200 ? look_url(rq, &v->sent) : (struct url){ STR_NONE },
		&v->lost));
	v->action = save_url(rq);
	TRY(week_asked(rq, &plans, v->opening->first_day.n > today.n
		? v->opening->first_day : today, &monday));
	TRY(draw_week(rq, s, &plans, monday, look_url(rq, &v->sent), &v->week));
	v->week.fixed = true;
	if (status != 200)			/* the answer to a POST: other weeks have no address */
		v->week.back = v->week.next = (struct url){ STR_NONE };
	if (v->what == LOOK_SAVE && status == 200) {
		TRY(opening_form_of(rq, s, v->opening->id.v ? v->opening : NULL, &form));
		v->form = &form;
		pg->frame->sent = true;		/* the form is filled with what was asked */
	}
	t_schedules_look(pg, v);
	return OK;
}

enum err look_page(struct rq *rq, const struct schedule *s, const struct opening *o,
	enum look what)
{
	struct look_view v = { .schedule = s, .opening = o, .what = what };
	struct overlaps all = { 0 };

	if (what == LOOK_SAVE)
		TRY(opening_overlaps(rq->db, rq->a, rq->now, o, (struct opening_id){ 0 }, &all));
	return show(rq, 200, &v, &all);
}

enum err look_day_page(struct rq *rq, const struct schedule *s, const struct opening *rule,
	const struct opening *instead, enum look what)
{
	struct look_view v = { .schedule = s, .opening = instead, .rule = rule, .what = what };
	struct overlaps all = { 0 };

	if (what == LOOK_DAY)
		TRY(opening_overlaps(rq->db, rq->a, rq->now, instead, rule->id, &all));
	return show(rq, 200, &v, &all);
}

enum err look_confirmed(struct rq *rq, const struct opening *o, int64_t seen)
{
	struct look_view v = { .opening = o, .what = LOOK_SAVE, .unseen = true };
	struct overlaps all;
	struct schedule s;

	TRY(hours_lock(rq->db, rq->a, o->schedule));
	TRY(opening_overlaps(rq->db, rq->a, rq->now, o, (struct opening_id){ 0 }, &all));
	if (all.print == 0 || all.print == seen)
		return OK;
	TRY(schedule_get(rq->db, rq->a, o->schedule, &s));
	v.schedule = &s;
	TRY(show(rq, 409, &v, &all));
	return E_CONFLICT;
}
