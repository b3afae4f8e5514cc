/* Reading slot cases. See cases.h. */
#include "areas/schedules/cases.h"

#include "base/num.h"

void ranges_add(struct arena *a, struct ranges *rs, struct range r)
{
	rs->v = arena_grow(a, rs->v, rs->n, &rs->cap, sizeof(*rs->v));
	rs->v[rs->n++] = r;
}

static bool none(const struct jr *v)
{
	return jr_kind_of(v) == JR_ABSENT || jr_kind_of(v) == JR_NULL;
}

enum err case_number(const struct jr *v, int64_t min, int64_t max, int32_t absent, int32_t *ret)
{
	int64_t n = absent;

	if (!none(v))
		TRY(jr_int(v, min, max, &n));
	*ret = (int32_t)n;
	return OK;
}

/* "YYYY-MM-DDTHH:MM", or a date with the given minute; *ret untouched (and *ret_has false) when
 * absent. */
static enum err moment(const struct jr *v, int32_t minute, bool *ret_has, struct local *ret)
{
	struct str s = jr_text(v);

	*ret_has = !none(v);
	if (none(v))
		return OK;
	if (s.n == 10) {
		ret->min = minute;
		return day_parse(s, &ret->day);
	}
	return local_parse(s, ret);
}

/* The case's own `until` beside the rule's: whichever ends first. */
static enum err until_of(const struct jr *v, struct recur *r)
{
	struct local until;
	bool has;

	TRY(moment(v, 1439, &has, &until));
	if (has && (!day_is(r->until.day) || local_cmp(until, r->until) < 0))
		r->until = until;
	return OK;
}

enum err case_rule(struct slot_case *c, const struct jr *v, const struct jr *until,
	struct recur *ret)
{
	if (!none(v) && jr_kind_of(v) != JR_STRING)
		return E_INPUT;
	TRY(recur_parse(jr_text(v), ret));
	if (ret->until_utc) {
		int64_t utc = local_minutes(ret->until) * 60;

		ret->until = zone_local(c->zone, (struct instant){ utc });
	}
	return until_of(until, ret);
}

static enum err read_absence(struct slot_case *c, const struct jr *v, struct case_absence *x)
{
	struct local from, to;
	bool has_from, has_to;

	x->resource = jr_text(jr_get(v, "resource"));
	TRY(moment(jr_get(v, "start"), 0, &has_from, &from));
	TRY(moment(jr_get(v, "end"), 1440, &has_to, &to));
	if (!has_from || !has_to)
		return E_INPUT;
	x->first = from.day;
	x->start_min = from.min;
	x->minutes = local_minutes(to) - local_minutes(from);
	if (x->minutes <= 0)
		return E_INPUT;
	x->rule = ARENA_NEW(c->a, struct recur);
	return case_rule(c, jr_get(v, "recurrence"), jr_get(v, "until"), x->rule);
}

static enum err read_booking(struct slot_case *c, const struct jr *v, struct case_booking *b)
{
	struct local from, to;
	bool has_from, has_to;

	b->resource = jr_text(jr_get(v, "resource"));
	b->counts = jr_kind_of(jr_get(v, "counts")) != JR_BOOL || jr_true(jr_get(v, "counts"));
	TRY(moment(jr_get(v, "start"), 0, &has_from, &from));
	TRY(moment(jr_get(v, "end"), 1440, &has_to, &to));
	if (!has_from)
		return E_INPUT;
	b->at.from = local_minutes(from);
	b->at.to = has_to ? local_minutes(to) : b->at.from + c->rule.duration;
	return b->at.to < b->at.from ? E_INPUT : OK;
}

static enum err read_motif(struct slot_case *c)
{
	const struct jr *m = jr_get(c->json, "motif");

	TRY(case_number(jr_get(m, "duration_min"), 1, 100000, 0, &c->rule.duration));
	TRY(case_number(jr_get(m, "step_min"), 1, 100000, c->rule.duration, &c->rule.step));
	TRY(case_number(jr_get(m, "buffer_before_min"), 0, 100000, 0, &c->rule.before));
	TRY(case_number(jr_get(m, "buffer_after_min"), 0, 100000, 0, &c->rule.after));
	TRY(case_number(jr_get(m, "min_lead_min"), 0, 10000000, -1, &c->lead));
	return case_number(jr_get(m, "max_horizon_min"), 0, 10000000, -1, &c->horizon);
}

static enum err read_query(struct slot_case *c)
{
	c->query = jr_get(c->json, "query");
	TRY(moment(jr_get(c->query, "from"), 0, &c->has_from, &c->from));
	TRY(moment(jr_get(c->query, "to"), 1439, &c->has_to, &c->to));
	TRY(moment(jr_get(c->query, "now"), 0, &c->has_now, &c->now));
	c->citizen = jr_text_is(jr_get(c->query, "actor"), "citizen");
	if (c->has_from && c->has_to
		&& c->to.day.n - c->from.day.n > CASE_YEARS_MAX * 366)
		return E_LIMIT;
	return OK;
}

/* Reads a list of the case with one function for its items. */
#define READ_LIST(c, name, field, count, fn) do { \
	const struct jr *list_ = jr_get((c)->json, name); \
	(c)->count = jr_count(list_); \
	(c)->field = ARENA_ARRAY((c)->a, __typeof__(*(c)->field), (c)->count + 1); \
	for (size_t i_ = 0; i_ < (c)->count; i_++) \
		TRY(fn((c), jr_at(list_, i_), &(c)->field[i_])); \
} while (0)

static enum err read_holiday(struct slot_case *c, const struct jr *v, struct day *ret)
{
	(void)c;
	return day_parse(jr_text(v), ret);
}

static enum err read_case(struct slot_case *c)
{
	struct str tz = jr_text(jr_get(c->json, "tz"));

	TRY(zone_get(tz.n ? tz : S("UTC"), &c->zone));
	TRY(read_motif(c));
	TRY(read_query(c));
	TRY(case_openings(c));
	READ_LIST(c, "absences", absences, nabsences, read_absence);
	READ_LIST(c, "bookings", bookings, nbookings, read_booking);
	READ_LIST(c, "holidays", holidays, nholidays, read_holiday);
	return OK;
}

static bool answer_one(struct arena *a, const struct jr *json, struct jw *j, struct buf *scratch)
{
	struct slot_case c = { .a = a, .json = json };
	struct str kind = jr_text(jr_get(json, "kind"));
	case_kind_fn fn = case_kind(kind);
	const char *error = NULL;

	buf_clear(scratch);
	if (jr_kind_of(json) != JR_OBJECT)
		error = "a case is an object";
	else if (!fn)
		error = "this kind of case is not served";
	else if (read_case(&c) != OK)
		error = "the case cannot be read: a date, time, rule, number or zone is wrong";
	jw_object(j);
	jw_key(j, "id");
	if (jr_kind_of(jr_get(json, "id")) == JR_ABSENT) {
		jw_null(j);
	} else {
		jr_write(scratch, jr_get(json, "id"));
		jw_raw(j, buf_str(scratch));
	}
	if (!error) {
		struct jw answer = jw_to(scratch);

		buf_clear(scratch);
		if (fn(&c, &answer) != OK)
			error = "the case lacks what its kind needs, or its window is too long";
	}
	if (error) {
		jw_set_cstr(j, "error", error);
	} else {
		jw_key(j, "answer");
		jw_raw(j, buf_str(scratch));
	}
	jw_end(j);
	return !error;
}

enum err cases_answer(struct arena *a, struct str text, struct buf *out, bool *ret_all)
{
	const struct jr *root;
	struct buf scratch BUF_AUTO = BUF(CASES_MAX_BYTES);
	struct jw j = jw_to(out);
	bool all = true;

	TRY(jr_read(a, text, CASES_MAX_BYTES, &root, NULL));
	bool list = jr_kind_of(root) == JR_ARRAY;
	size_t n = list ? jr_count(root) : 1;

	jw_array(&j);
	for (size_t i = 0; i < n; i++)
		all &= answer_one(a, list ? jr_at(root, i) : root, &j, &scratch);
	jw_end(&j);
	if (!buf_ok(out))
		return E_LIMIT;
	*ret_all = all;
	return OK;
}
