/* What a handler reads of its request, and what it notes on it. */
#include "web/secret.h"
#include "web/inner.h"

#include "base/num.h"
#include "base/random.h"

struct str rq_param(const struct rq *rq, size_t i)
{
	return i < rq->in->nparams ? rq->in->params[i] : STR_NONE;
}

int64_t rq_id(const struct rq *rq, size_t i)
{
	int64_t v;

	return num_parse(rq_param(rq, i), 1, INT64_MAX, &v) == OK ? v : 0;
}

struct str rq_raw(const struct rq *rq, const char *name)
{
	struct str s;

	if (http_pair_find(&rq->in->body, str_of(name), &s) || http_pair_find(&rq->in->query, str_of(name), &s))
		return s;
	return STR_NONE;
}

struct str_list rq_all(const struct rq *rq, const char *name)
{
	const struct http_pairs *from[] = { &rq->in->body, &rq->in->query };
	struct str *v = ARENA_ARRAY(rq->a, struct str, rq->in->body.n + rq->in->query.n + 1);
	size_t n = 0;

	for (size_t k = 0; k < 2; k++)
		for (size_t i = 0; i < from[k]->n; i++)
			if (str_eq(from[k]->v[i].name, str_of(name)))
				v[n++] = from[k]->v[i].value;
	return (struct str_list){ v, n };
}

bool rq_pair(const struct rq *rq, size_t i, struct str *name, struct str *value)
{
	const struct http_pairs *q = &rq->in->query, *b = &rq->in->body;

	if (i >= q->n + b->n)
		return false;
	const struct http_pair *p = i < q->n ? &q->v[i] : &b->v[i - q->n];

	*name = p->name;
	*value = p->value;
	return true;
}

bool rq_sent(const struct rq *rq, const char *name, struct str value)
{
	struct str n, v;

	for (size_t i = 0; rq_pair(rq, i, &n, &v); i++)
		if (str_eq(n, str_of(name)) && str_eq(v, value))
			return true;
	return false;
}

enum err rq_decode(struct rq *rq, struct str s, struct str *ret)
{
	return http_decode(rq->a, s, true, ret);
}

bool rq_is_post(const struct rq *rq)
{
	return rq->in->req->method == HTTP_POST;
}

struct str rq_sent_cookie(const struct rq *rq, const char *name)
{
	struct str s;

	return http_pair_find(&rq->in->cookies, str_of(name), &s) ? s : STR_NONE;
}

struct str rq_body(const struct rq *rq)
{
	return rq->in->req->body;
}

struct str rq_header(const struct rq *rq, enum rq_header h)
{
	static const enum http_header of[H_MAX] = {
		[H_IF_MATCH] = HH_IF_MATCH, [H_IF_NONE_EXIST] = HH_IF_NONE_EXIST, [H_PREFER] = HH_PREFER,
		[H_ACCEPT] = HH_ACCEPT, [H_CONTENT_TYPE] = HH_CONTENT_TYPE,
		[H_IF_NONE_MATCH] = HH_IF_NONE_MATCH, [H_USER_AGENT] = HH_USER_AGENT,
		[H_AUTHORIZATION] = HH_AUTHORIZATION, [H_KANNEL_FROM] = HH_X_KANNEL_FROM, [H_KANNEL_TO] = HH_X_KANNEL_TO,
	};

	return h < H_MAX ? rq->in->req->header[of[h]] : STR_NONE;
}

/* --- problems of a form --- */

static void note(struct rq *rq, const char *field, struct str message)
{
	struct rq_inner *in = rq->in;

	in->problems = arena_grow(rq->a, in->problems, in->nproblems, &in->problems_cap, sizeof(*in->problems));
	in->problems[in->nproblems++] = (struct page_error){ field, message };
}

enum err rq_wrong(struct rq *rq, const char *field, const char *message)
{
	note(rq, field, lang_tr(rq->lang, message));
	return E_INPUT;
}

enum err rq_problem(struct rq *rq, const char *message)
{
	rq->in->conflict = lang_tr(rq->lang, message);
	return E_CONFLICT;
}

struct str rq_error(const struct rq *rq, const char *field)
{
	for (size_t i = 0; i < rq->in->nproblems; i++)
		if (!strcmp(rq->in->problems[i].field, field))
			return rq->in->problems[i].message;
	return STR_NONE;
}

bool rq_has_errors(const struct rq *rq)
{
	return rq->in->nproblems > 0;
}

struct str rq_first_error(const struct rq *rq)
{
	return rq->in->nproblems ? rq->in->problems[0].message : STR_NONE;
}

struct page_errors rq_errors(const struct rq *rq)
{
	return (struct page_errors){ rq->in->problems, rq->in->nproblems };
}

struct str rq_key(struct rq *rq)
{
	struct rq_inner *in = rq->in;

	if (in->fresh_key.n)
		return in->fresh_key;
	if (rq_has_errors(rq) && in->key.n) {
		in->fresh_key = in->key;
		return in->key;
	}
	char *p = arena_alloc(rq->a, 22, 1);

	random_token(p);
	in->fresh_key = (struct str){ p, 22 };
	return in->fresh_key;
}

/* --- limits, carried bytes, settings --- */

enum err rq_limit(struct rq *rq, const char *what, int64_t key, int max, int window)
{
	const struct web_env *env = rq->in->env;

	return env->limit ? env->limit(env->limit_arg, what, key, max, window, rq->now) : OK;
}

int rq_limit_count(const struct rq *rq, const char *what, int64_t key, int window)
{
	const struct web_env *env = rq->in->env;

	return env->limit_count ? env->limit_count(env->limit_arg, what, key, window, rq->now) : 0;
}

void rq_limit_clear(struct rq *rq, const char *what, int64_t key)
{
	const struct web_env *env = rq->in->env;

	if (env->limit_clear)
		env->limit_clear(env->limit_arg, what, key);
}

void rq_carry(struct rq *rq, struct str bytes)
{
	if (bytes.n <= 4096)
		rq->in->carry = arena_str(rq->a, bytes);
}

void web_set_carry(struct rq *rq, struct str bytes)
{
	rq->in->carry = bytes;
}

struct str rq_carried(const struct rq *rq)
{
	return rq->in->carry;
}

const struct settings *rq_settings(const struct rq *rq)
{
	return rq->in->env->settings;
}

int64_t rq_setting(const struct rq *rq, const char *name)
{
	return setting_int(rq->in->env->settings, name);
}

struct str rq_setting_text(const struct rq *rq, const char *name)
{
	return setting_text(rq->in->env->settings, name);
}

enum err rq_secret(const struct rq *rq, struct str *ret)
{
	return secret_get(rq->a, rq->in->env->settings, ret);
}

/* A host name or address with a port, as links may show it. */
static bool host_ok(struct str h)
{
	for (size_t i = 0; i < h.n; i++)
		if (!ascii_is_alpha(h.p[i]) && !ascii_is_digit(h.p[i]) && h.p[i] != '.' && h.p[i] != '-' &&
				h.p[i] != ':' && h.p[i] != '[' && h.p[i] != ']')
			return false;
	return h.n > 0 && h.n < 200;
}

struct str rq_base_url(struct rq *rq)
{
	struct str url = rq_setting_text(rq, "public_url"), host = rq->in->req->header[HH_HOST];

	if (url.n)
		return url;
	if (!host_ok(host))
		return STR_NONE;
	return arena_fmt(rq->a, "%s://%.*s", rq_setting(rq, "https") ? "https" : "http", STR_ARG(host));
}
