/* The desk's list of gatherings, one of them, and what became of its participants. */
#include "areas/gatherings/inside.h"

#include "base/num.h"
#include "gatherings_t.h"
#include "web/web.h"

enum { COMING_DAYS = 120, PAST_DAYS = 14, YEAR = 365, LINES_MAX = 600 };

static bool head(const struct rq *rq)
{
	return ((1u << rq->who.role) & (HEAD_ROLES)) != 0;
}

enum err gatherings_waiting(struct rq *rq, int64_t *ret)
{
	struct gatherings_undecided_row r;

	TRY(gatherings_undecided(rq->db, rq->a, rq->who.tree_lo, rq->who.tree_hi,
		(struct day){ (int32_t)(rq->now.v / 86400) - 1 }, rq->now, &r));
	*ret = r.n;
	return OK;
}

/* Of a practitioner only those that he leads. */
static enum err mine(struct rq *rq, const struct gathering *g, bool *ret)
{
	struct leaders who;

	*ret = rq->who.role != ROLE_PRACTITIONER;
	if (*ret)
		return OK;
	TRY(gathering_leaders(rq->db, rq->a, g->id, &who));
	for (size_t i = 0; i < who.n; i++)
		*ret = *ret || who.v[i].id.v == rq->who.practitioner;
	return OK;
}

static enum err sort_out(struct rq *rq, const struct gathering_list *all, struct board_view *v)
{
	v->decide.v = ARENA_ARRAY(rq->a, struct gathering_line, all->n + 1);
	v->coming.v = ARENA_ARRAY(rq->a, struct gathering_line, all->n + 1);
	v->past.v = ARENA_ARRAY(rq->a, struct gathering_line, all->n + 1);
	for (size_t i = 0; i < all->n; i++) {
		struct gathering_line l = { .g = all->v[i] };
		bool own;

		TRY(mine(rq, &l.g, &own));
		if (!own)
			continue;
		if (l.g.day.n < v->h.now.day.n) {
			v->past.v[v->past.n++] = l;
			continue;
		}
		l.undecided = gathering_undecided(&l.g, rq->now);
		if (!l.g.cancelled)
			TRY(gathering_closed(rq->db, rq->a, &l.g, &l.closed));
		if (l.undecided || (l.closed && !l.g.run_anyway))
			v->decide.v[v->decide.n++] = l;
		v->coming.v[v->coming.n++] = l;
	}
	return OK;
}

static enum err list_series(struct rq *rq, struct board_view *v)
{
	struct gathering_series_list all;

	TRY(gathering_series_list_of(rq->db, rq->a, v->h.lo, v->h.hi, v->h.now.day, &all));
	v->series.v = ARENA_ARRAY(rq->a, struct gathering_series_line, all.n + 1);
	for (size_t i = 0; i < all.n; i++)
		v->series.v[v->series.n++] = (struct gathering_series_line){ all.v[i], STR_NONE };
	return OK;
}

enum err gatherings_page(struct rq *rq)
{
	struct board_view v = { .head = head(rq), .left = -1 };
	struct gathering_list all;
	struct day today;

	TRY(house_of(rq, &v.h));
	today = v.h.now.day;
	TRY(gathering_list_of(rq->db, rq->a, v.h.lo, v.h.hi, (struct day){ today.n - PAST_DAYS },
		(struct day){ today.n + COMING_DAYS }, &all));
	TRY(sort_out(rq, &all, &v));
	TRY(gatherings_counted(rq->db, rq->a, v.h.lo, v.h.hi, (struct day){ today.n - YEAR }, today, &v.year));
	if (v.head)
		TRY(list_series(rq, &v));
	if (num_parse(rq_raw(rq, "left"), 0, 10000, &v.left) != OK)
		v.left = -1;

	struct page *pg = rq_page(rq, 200);

	t_gatherings_board(pg, &v);
	return OK;
}

/* ---- one ---- */

/* Seats by number, then who waits by the time of asking, then who has gone. */
static int rank(const struct appointment *x)
{
	return takes_part(x) ? 0 : x->status == ST_WAITLIST ? 1 : 2;
}

static void order(struct arena *a, struct appointments *all)
{
	struct appointment *v = ARENA_ARRAY(a, struct appointment, all->n + 1);
	size_t n = 0;

	for (int r = 0; r < 3; r++)
		for (size_t i = 0; i < all->n; i++)
			if (rank(&all->v[i]) == r)
				v[n++] = all->v[i];
	all->v = v;
}

static enum err load(struct rq *rq, struct one_view *v)
{
	struct service s;

	TRY(house_gathering(rq, &v->h, &v->g, &v->who));
	TRY(gathering_people(rq->db, rq->a, &rq->who.scope, v->g.id, &v->people));
	order(rq->a, &v->people);
	for (size_t i = 0; i < v->people.n; i++)
		TRY(rq_audit(rq, AUDIT_LIST, v->people.v[i].patient.v, v->people.v[i].organization.v));
	if (!v->people.n)
		TRY(rq_audit(rq, AUDIT_LIST, 0, rq->who.organization));
	TRY(service_get(rq->db, rq->a, v->g.service, &s));
	v->service = in_lang(rq->lang, &s.name);
	if (rq->who.role == ROLE_PRACTITIONER)
		return OK;
	return party_list(rq->db, rq->a, v->g.id, &v->parties);
}

static const char *done_text(struct str what)
{
	static const struct { const char *word, *text; } all[] = {
		{ "made", N_("Saved. The session is open for enrolment.") },
		{ "changed", N_("Saved.") }, { "off", N_("The session is cancelled.") },
		{ "run", N_("Noted: it takes place.") }, { "in", N_("Enrolled.") },
		{ "waits", N_("All seats are taken: a waiting place was given.") },
		{ "group", N_("The seats are kept. Name the people below as you learn who comes.") },
		{ "back", N_("Given back: the seats are free for others.") }, { "out", N_("Cancelled. Who waited longest moves up by itself.") },
		{ "recorded", N_("Recorded.") }, { "kept", N_("Recorded. What somebody else had changed meanwhile was left as it is.") },
	};

	for (size_t i = 0; i < sizeof(all) / sizeof(all[0]); i++)
		if (str_eq(what, str_of(all[i].word)))
			return all[i].text;
	return NULL;
}

enum err gathering_page(struct rq *rq)
{
	struct one_view v = { .told = -1 };
	const char *done = done_text(rq_raw(rq, "done"));

	TRY(load(rq, &v));
	v.head = head(rq);
	v.desk = rq->who.role != ROLE_PRACTITIONER;
	v.open = !v.g.cancelled && v.g.start_at.v + 60 * (int64_t)v.g.duration_min > rq->now.v;
	v.begun = v.g.start_at.v <= rq->now.v;
	v.record = !v.g.cancelled && v.g.day.n <= v.h.now.day.n;
	v.undecided = gathering_undecided(&v.g, rq->now);
	if (!v.g.cancelled)
		TRY(gathering_closed(rq->db, rq->a, &v.g, &v.closed));
	if (num_parse(rq_raw(rq, "told"), 0, 10000, &v.told) != OK)
		v.told = -1;
	v.done = done ? lang_tr(rq->lang, done) : STR_NONE;

	struct page *pg = rq_page(rq, rq_has_errors(rq) ? 422 : 200);

	t_gatherings_one(pg, &v);
	return OK;
}

struct version_in { int64_t version; };
static const struct field version_fields[] = { FIELD(version_in, version, F_INT, int64_t, .min = 1, .max = INT64_MAX) };
const struct form gathering_version_form = FORM(version_in, version_fields);

enum err gathering_run_save(struct rq *rq)
{
	const struct version_in *in = rq->form;
	struct house h;
	struct gathering g;
	struct leaders who;
	enum err e;

	TRY(house_gathering(rq, &h, &g, &who));
	e = gathering_run(rq->db, rq->a, g.id, in->version);
	if (e == E_CONFLICT)
		return rq_problem(rq, N_("Somebody else has changed this session meanwhile. Look at it again."));
	TRY(e);
	TRY(rq_audit_about(rq, AUDIT_ORGANIZATION, g.organization.v, g.organization.v, S("gathering")));
	return rq_redirect(rq, "/desk/gatherings/%lld?done=run", (long long)g.id.v);
}

/* ---- what became of each ---- */

/* Each line sends "ID.VERSION" and, if chosen, r-ID = came or missed; rest: those without a choice came too. */
struct attendance_in { struct str_list line; bool rest; };
static const struct field attendance_fields[] = {
	FIELD(attendance_in, line, F_LIST, struct str_list, .max = LINES_MAX),
	FIELD(attendance_in, rest, F_BOOL, bool),
};
const struct form attendance_form = FORM(attendance_in, attendance_fields);

static enum err record(struct rq *rq, const struct appointment *x, bool came)
{
	struct change_ask who = staff_ask(rq);
	enum status to = came ? ST_FULFILLED : ST_NOSHOW;
	int64_t version;

	if (x->status == to)
		return OK;
	who.id = x->id;
	who.version = x->version;
	TRY(rq_audit(rq, AUDIT_CHANGE, x->patient.v, x->organization.v));
	return appointment_set_status(rq->db, rq->a, rq->now, &who, to, &version);
}

/* *kept: somebody else was there meanwhile, whose word stays. */
static enum err record_line(struct rq *rq, struct gathering_id id, struct str line, bool rest, bool *kept)
{
	struct str number = str_cut(&line, '.'), what;
	struct appointment x;
	int64_t n, version;

	if (num_parse(number, 1, INT64_MAX, &n) != OK || num_parse(line, 1, INT64_MAX, &version) != OK)
		return E_NOTFOUND;
	what = rq_raw(rq, arena_cstr(rq->a, arena_fmt(rq->a, "r-%lld", (long long)n)));
	TRY(appointment_get(rq->db, rq->a, &rq->who.scope, (struct appointment_id){ n }, &x));
	if (x.gathering.v != id.v)
		return E_NOTFOUND;
	if (!what.n && !(rest && status_open(x.status)))
		return OK;
	if (x.version != version || !takes_part(&x)) {
		*kept = true;
		return OK;
	}
	return record(rq, &x, !str_eq(what, S("missed")));
}

enum err gathering_attendance(struct rq *rq)
{
	const struct attendance_in *in = rq->form;
	struct house h;
	struct gathering g;
	struct leaders who;
	bool kept = false;

	TRY(house_gathering(rq, &h, &g, &who));
	if (g.cancelled || g.day.n > h.now.day.n)
		return rq_problem(rq, N_("Who came is recorded from the day itself on."));
	for (size_t i = 0; i < in->line.n; i++) {
		enum err e = record_line(rq, g.id, in->line.v[i], in->rest, &kept);

		if (e == E_INPUT)
			return rq_problem(rq, N_("Nobody can have missed it before it begins."));
		TRY(e);
	}
	return rq_redirect(rq, "/desk/gatherings/%lld?done=%s", (long long)g.id.v, kept ? "kept" : "recorded");
}

/* One gives up a seat or a waiting place; the first who waits moves up. */
struct give_up_in { struct appointment_id id; };
static const struct field give_up_fields[] = {
	FIELD(give_up_in, id, F_ID, struct appointment_id, .required = true),
};
const struct form give_up_form = FORM(give_up_in, give_up_fields);

enum err gathering_give_up(struct rq *rq)
{
	const struct give_up_in *in = rq->form;
	struct change_ask by = staff_ask(rq);
	struct appointment x;
	struct house h;
	struct gathering g;
	struct leaders who;
	int64_t version;
	enum err e;

	TRY(house_gathering(rq, &h, &g, &who));
	TRY(appointment_get(rq->db, rq->a, &rq->who.scope, in->id, &x));
	if (x.gathering.v != g.id.v)
		return E_NOTFOUND;
	TRY(rq_audit(rq, AUDIT_CHANGE, x.patient.v, x.organization.v));
	by.id = x.id;
	e = appointment_cancel(rq->db, rq->a, rq->now, &by, true, STR_NONE, &version);
	if (e == E_CONFLICT)
		return rq_problem(rq, N_("Somebody else has changed this session meanwhile. Look at it again."));
	TRY(e);
	return rq_redirect(rq, "/desk/gatherings/%lld?done=out", (long long)g.id.v);
}
