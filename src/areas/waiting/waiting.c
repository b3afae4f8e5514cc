/*
 * The waiting list's form and its confirmation. The page itself is the one of a search that found
 * nothing (areas/booking): the same words whichever way one came.
 */
#include "areas/waiting/waiting.h"

#include "areas/booking/booking.h"
#include "areas/organizations/organizations.h"
#include "base/num.h"
#include "base/random.h"
#include "organizations_q.h"
#include "waiting_q.h"
#include "waiting_t.h"

enum { PER_NETWORK = 60, WINDOW = 3600 };

enum err waiting_add(struct db *db, struct arena *a, struct instant now, const struct waiting_ask *ask, int64_t *ret_rank)
{
	const struct organization_id org = { ask->organization };
	struct waiting_entry_of_phone_row old;
	struct waiting_before_row before;
	struct waiting_entry_id id = { random_id(now) };
	struct instant at = now;
	enum err e = waiting_entry_of_phone(db, a, org, ask->specialty, ask->phone, &old);

	if (e == OK) {
		at = old.asked_at;
		id = old.id;
	} else if (e == E_NOTFOUND) {
		e = waiting_entry_add(db, a, id, org, ask->specialty, ask->area, ask->name, ask->birth_day, ask->sex,
			ask->phone, ask->lang, now);
	}
	TRY(e);
	TRY(waiting_before(db, a, org, ask->specialty, at, id, &before));
	*ret_rank = before.n + 1;
	return OK;
}

struct waiting_input { struct str s, where; struct name name; struct str phone; };
static const struct field fields[] = {
	FIELD(waiting_input, s, F_TEXT, struct str, .required = true, .max = 60),
	FIELD(waiting_input, where, F_TEXT, struct str, .max = 30),
	FIELD(waiting_input, name, F_NAME, struct name, .required = true, .missing = N_("Write the person’s full name")),
	FIELD(waiting_input, phone, F_PHONE, struct str, .required = true, .missing = N_("Write a mobile phone number"),
		.wrong = N_("This number is not complete: a Moroccan number has 10 digits")),
};
static const struct form form = FORM(waiting_input, fields);

static enum err show(struct rq *rq)
{
	struct str s = rq_raw(rq, "s");

	if (!s.n)
		return rq_redirect(rq, "/");
	return booking_nothing_page(rq, s, rq_raw(rq, "where"), rq_has_errors(rq) ? 422 : 200);
}

/* Who keeps the entry: the place asked for, or the root of the first tree when it may be anywhere. */
static enum err keeper(struct rq *rq, struct str where, struct organization_id *ret)
{
	struct organization_by_code_row o;
	struct waiting_root_row root;
	enum err e = where.n ? organization_by_code(rq->db, rq->a, where, &o) : E_NOTFOUND;

	if (e == OK) {
		*ret = o.id;
		return OK;
	}
	if (e != E_NOTFOUND)
		return e;
	TRY(waiting_root(rq->db, rq->a, &root));
	*ret = root.id;
	return OK;
}

static enum err add(struct rq *rq)
{
	const struct waiting_input *in = rq->form;
	struct waiting_ask ask = { .specialty = in->s, .area = in->where.n ? in->where : S("all"), .name = in->name,
		.birth_day = DAY_NONE, .sex = S("unknown"), .phone = in->phone, .lang = str_of(lang_code(rq->lang)) };
	struct organization_id org;
	struct specialty_get_row s;
	bool offered;
	int64_t rank;

	TRY(phone_reached(rq, in->phone));
	TRY(rq_limit(rq, "waiting", rq_network(rq), PER_NETWORK, WINDOW));
	TRY(specialty_get(rq->db, rq->a, in->s, &s));
	/* nobody of that area could ever offer a time: the page says so, and who does */
	TRY(booking_offered(rq, in->s, ask.area, &offered));
	if (!offered)
		return rq_redirect(rq, "%.*s", STR_ARG(url_add(rq->a, url_add(rq->a, U("/waiting"), "s", in->s), "where", ask.area).s));
	TRY(keeper(rq, in->where, &org));
	ask.organization = org.v;
	TRY(waiting_add(rq->db, rq->a, rq->now, &ask, &rank));
	return rq_redirect(rq, "/waiting/done?rank=%lld", (long long)rank);
}

static enum err done(struct rq *rq)
{
	int64_t rank;

	if (num_parse(rq_raw(rq, "rank"), 1, 1000000, &rank) != OK)
		rank = 0;
	t_waiting_done(rq_page(rq, 200), rank);
	return OK;
}

static const struct route routes[] = {
	{ "GET", "/waiting", show, PUBLIC, READ, NULL, ROUTE_CACHED, NULL, NULL, NULL },
	{ "POST", "/waiting", add, PUBLIC, WRITE, &form, 0, show, NULL, NULL },
	{ "GET", "/waiting/done", done, PUBLIC, READ, NULL, ROUTE_CACHED, NULL, NULL, NULL },
	{ 0 },
};
const struct area area_waiting = { .name = "waiting", .routes = routes };
