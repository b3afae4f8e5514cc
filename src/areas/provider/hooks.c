/*
 * What the operator's machines tell. A report is believed when it comes by the address that was made
 * for its message, all else when it brings the secret of the hooks. Whoever tells something of which we
 * know nothing gets the same answer as who tells something new: 200 and no word.
 */
#include "areas/provider/inside.h"

#include "areas/inbox/inbox.h"
#include "areas/provider/rules/told.h"
#include "base/num.h"
#include "crypto/crypto.h"
#include "jobs/hooks.h"
#include "jobs/jobs.h"
#include "json/json.h"

enum { WRONG_MAX = 30, WRONG_WINDOW_S = 900, DIGITS_MAX = 19 };

static enum err heard(struct rq *rq)
{
	return rq_bytes(rq, 200, "text/plain; charset=utf-8", STR_NONE);
}

/* A body that is JSON: one object, or several in an array. NULL: it is none. */
static const struct jr *json_of(struct rq *rq)
{
	const struct jr *v = NULL;
	struct str type = rq_header(rq, H_CONTENT_TYPE);

	if (!rq_is_post(rq) || !str_eq_nocase(str_trim(str_cut(&type, ';')), S("application/json")))
		return NULL;
	return jr_read(rq->a, rq_body(rq), 65536, &v, NULL) == OK ? v : NULL;
}

/* A value by the name that a setting gives it: of an object of the body, else of address and form. */
static struct str field(struct rq *rq, const struct jr *of, const char *setting)
{
	struct str name = rq_setting_text(rq, setting);
	const struct jr *v = jr_get_str(of, name);
	int64_t n;

	if (!v)
		return str_trim(rq_raw(rq, arena_cstr(rq->a, name)));
	if (jr_int(v, INT64_MIN, INT64_MAX, &n) == OK)
		return arena_fmt(rq->a, "%lld", (long long)n);
	return str_trim(jr_text(v));
}

/* --- who speaks --- */

static enum err refuse(struct rq *rq)
{
	TRY(rq_limit(rq, "hook", rq_network(rq), WRONG_MAX, WRONG_WINDOW_S));
	return E_NOTFOUND;
}

/* The password of an Authorization header "Basic …", or the token of "Bearer …"; empty: neither. */
static struct str sent_in(struct arena *a, struct str authorization)
{
	struct str kind = str_cut(&authorization, ' '), plain;

	authorization = str_trim(authorization);
	if (str_eq_nocase(kind, S("Bearer")))
		return authorization;
	if (!str_eq_nocase(kind, S("Basic")) || base64_decode(a, authorization, &plain) != OK)
		return STR_NONE;
	str_cut(&plain, ':');
	return plain;
}

static bool knows_secret(struct rq *rq, struct str secret)
{
	struct str sent = sent_in(rq->a, rq_header(rq, H_AUTHORIZATION));

	if (!sent.n)
		sent = rq_raw(rq, "secret");
	return secret.n && str_eq_secret(sent, secret);
}

/* The secret of the hooks. Without one there are no hooks. */
static enum err secret_of(struct rq *rq, struct str *ret)
{
	return hook_secret(rq_settings(rq), rq->a, ret) == OK ? OK : E_NOTFOUND;
}

/* --- reports --- */

static bool outcome_of(struct rq *rq, struct str status, struct message_report *r)
{
	if (told_word(rq_setting_text(rq, "sms_report_good"), status))
		r->outcome = MESSAGE_DELIVERED;
	else if (told_word(rq_setting_text(rq, "sms_report_left"), status))
		r->outcome = MESSAGE_BUFFERED;
	else if (told_word(rq_setting_text(rq, "sms_report_bad"), status))
		r->outcome = MESSAGE_UNDELIVERED;
	else
		return false;
	if (str_eq_nocase(status, S("EXPIRED")))
		r->why = S("expired");
	return true;
}

/* About a message by our key, or by the provider's own number of it. */
static enum err take(struct rq *rq, struct str key, struct str status)
{
	struct message_report r = { .channel = S("sms") };
	enum err e = E_NOTFOUND;

	if (!outcome_of(rq, status, &r))
		return OK;
	if (key.n <= DIGITS_MAX && num_parse(key, 1, INT64_MAX, &r.id) == OK)
		e = message_reported(rq->db, rq->a, rq->now, &r);
	if (e == E_NOTFOUND && key.n) {
		r.id = 0;
		r.provider_id = key;
		e = message_reported(rq->db, rq->a, rq->now, &r);
	}
	return e == E_NOTFOUND ? OK : e;
}

enum err provider_report(struct rq *rq)
{
	const struct jr *v = json_of(rq);
	struct str secret, key = rq_raw(rq, "key");

	TRY(secret_of(rq, &secret));
	/* Its own address: what else is in the body says nothing about another message. */
	if (rq_raw(rq, "code").n) {
		if (!hook_report_genuine(secret, key, rq_raw(rq, "code")))
			return refuse(rq);
		TRY(take(rq, key, field(rq, v, "sms_report_status")));
		return heard(rq);
	}
	if (!knows_secret(rq, secret))
		return refuse(rq);
	if (jr_kind_of(v) != JR_ARRAY)
		TRY(take(rq, field(rq, v, "sms_report_key"), field(rq, v, "sms_report_status")));
	for (size_t i = 0; jr_kind_of(v) == JR_ARRAY && i < jr_count(v); i++)
		TRY(take(rq, field(rq, jr_at(v, i), "sms_report_key"), field(rq, jr_at(v, i), "sms_report_status")));
	return heard(rq);
}

/* --- what comes in --- */

/* What is no message (no sender, letters that nobody can read) is not worth being told again. */
static enum err stored(struct rq *rq, enum err e)
{
	if (e != OK && e != E_INPUT)
		return e;
	return heard(rq);
}

enum err provider_incoming(struct rq *rq)
{
	struct str secret, text, id, from = rq_header(rq, H_KANNEL_FROM);
	const struct jr *v = json_of(rq);

	TRY(secret_of(rq, &secret));
	if (!knows_secret(rq, secret))
		return refuse(rq);
	if (!from.n)
		return stored(rq, incoming_sms(rq->db, rq->a, rq->now, field(rq, v, "sms_in_from"),
			field(rq, v, "sms_in_to"), field(rq, v, "sms_in_text"), field(rq, v, "sms_in_id")));
	id = rq_raw(rq, "id");
	if (told_text(rq->a, rq_header(rq, H_CONTENT_TYPE), rq_body(rq), &text) != OK)
		return heard(rq);
	return stored(rq, incoming_sms(rq->db, rq->a, rq->now, from, rq_header(rq, H_KANNEL_TO), text, id));
}

enum err provider_missed_call(struct rq *rq)
{
	const struct jr *v = json_of(rq);
	struct str secret;

	TRY(secret_of(rq, &secret));
	if (!knows_secret(rq, secret))
		return refuse(rq);
	return stored(rq, incoming_call(rq->db, rq->a, rq->now, field(rq, v, "sms_in_from"), field(rq, v, "sms_in_to"),
		field(rq, v, "sms_in_id")));
}
