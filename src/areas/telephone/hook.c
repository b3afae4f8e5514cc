/*
 * POST /desk/call: the telephone exchange tells of a call: it rings, it was answered, it is over. With a machine's
 * token of the establishment (or of a node above it: then the called number says which), or signed with the token's secret. JSON or a form; the caller's number
 * stands in the body, never in the address. The answer names the call's page, which a softphone opens for who answers.
 */
#include "areas/telephone/inside.h"

#include "base/phone.h"
#include "base/random.h"
#include "base/utf8.h"
#include "json/json.h"

enum { BODY_MAX = 4096, A_MINUTE = 600, ID_MAX = 100 };

struct told { struct str id, from, to, event; };

static enum err refuse_as(struct rq *rq, int status, const char *why)
{
	struct jw j = jw_to(rq_json(rq, status));

	jw_object(&j);
	jw_set_cstr(&j, "error", why);
	jw_end(&j);
	return OK;
}

static enum err refuse(struct rq *rq, const char *why)
{
	return refuse_as(rq, 400, why);
}

/* A request that was signed is taken once: who repeats what he has heard is refused. */
static enum err first_time(struct rq *rq, bool *ret)
{
	int64_t n = 1;

	if (rq->who.signature.n)
		TRY(telephone_signature_add(rq->db, rq->a, rq->who.signature, (struct organization_id){ rq->who.organization }, rq->now, &n));
	*ret = n > 0;
	return OK;
}

static enum err read_told(struct rq *rq, struct told *ret)
{
	struct jr_problem why;
	const struct jr *v;

	*ret = (struct told){ rq_raw(rq, "id"), rq_raw(rq, "from"), rq_raw(rq, "to"), rq_raw(rq, "event") };
	if (!str_starts(rq_header(rq, H_CONTENT_TYPE), S("application/json")))
		return OK;
	TRY(jr_read(rq->a, rq_body(rq), BODY_MAX, &v, &why));
	*ret = (struct told){ jr_text(jr_get(v, "id")), jr_text(jr_get(v, "from")), jr_text(jr_get(v, "to")), jr_text(jr_get(v, "event")) };
	return OK;
}

/* Empty: withheld, or nothing that could be called back. */
static struct str number_of(struct rq *rq, struct str typed)
{
	struct str s;

	return typed.n && phone_parse(rq->a, typed, (int)rq_setting(rq, "phone_country"), &s) == OK ? s : S("");
}

/* The house whose line was called; where no line is named, that of the ring of the same call. */
static enum err called(struct rq *rq, const struct told *t, struct organization_id *ret)
{
	struct telephone_line_of_row line;
	struct telephone_line_told_row told;
	struct str to = number_of(rq, t->to);
	enum err e = E_NOTFOUND;

	*ret = (struct organization_id){ rq->who.organization };
	if (to.n)
		e = telephone_line_of(rq->db, rq->a, rq->who.scope.lo, rq->who.scope.hi, to, &line);
	if (e == OK)
		*ret = line.id;
	if (e != E_NOTFOUND)
		return e;
	e = telephone_line_told(rq->db, rq->a, rq->who.scope.lo, rq->who.scope.hi, t->id, &told);
	if (e == OK)
		*ret = told.id;
	return e == E_NOTFOUND ? OK : e;
}

static enum err answer(struct rq *rq, struct telephone_call_id id, bool fresh)
{
	struct jw j = jw_to(rq_json(rq, fresh ? 201 : 200));

	jw_object(&j);
	jw_set_str(&j, "call", arena_fmt(rq->a, "/desk/telephone/%lld", (long long)id.v));
	jw_end(&j);
	rq_location(rq, "/desk/telephone/%lld", (long long)id.v);
	return OK;
}

/* Told twice, or told of its end before its beginning: one call. */
static enum err call_of(struct rq *rq, const struct told *t, struct organization_id house, struct telephone_call_id *ret, bool *ret_fresh)
{
	struct telephone_call_id id = { random_id(rq->now) };
	struct telephone_call_by_line_row was;
	int64_t n;

	TRY(telephone_call_add(rq->db, rq->a, id, house, t->id, number_of(rq, t->from), S("ringing"), rq->now, INSTANT_NONE,
		(struct opt_int){ 0 }, &n));
	*ret_fresh = n > 0;
	if (!n) {
		TRY(telephone_call_by_line(rq->db, rq->a, house, t->id, &was));
		id = was.id;
	}
	*ret = id;
	return OK;
}

enum err telephone_hook(struct rq *rq)
{
	struct telephone_call_id id;
	struct organization_id house;
	struct told t;
	bool first, told_first;
	int64_t n;

	TRY(rq_limit(rq, "call", rq->who.organization, A_MINUTE, 60));
	TRY(first_time(rq, &first));
	if (!first)
		return refuse_as(rq, 409, "this signature was taken before: sign each request anew");
	if (rq->query.n)
		return refuse(rq, "nothing stands in the address: an address is written into logs");
	if (read_told(rq, &t) != OK)
		return refuse(rq, "not a JSON object of texts");
	if (!t.id.n || t.id.n > ID_MAX || !utf8_valid(t.id))
		return refuse(rq, "id: the exchange's own name for the call, up to 100 bytes");
	if (!str_eq(t.event, S("ring")) && !str_eq(t.event, S("answer")) && !str_eq(t.event, S("end")))
		return refuse(rq, "event: ring, answer or end");
	TRY(called(rq, &t, &house));
	TRY(call_of(rq, &t, house, &id, &told_first));
	if (str_eq(t.event, S("answer")))
		TRY(telephone_answered(rq->db, rq->a, rq->now, id, &n));
	if (str_eq(t.event, S("end")))
		TRY(telephone_hung_up(rq->db, rq->a, rq->now, id, &n));
	return answer(rq, id, told_first);
}
