/*
 * From the bytes of a request to its route, language and cookies; then who asks, whether that
 * role may, where the request comes from, and its form. Answers by itself whatever must not
 * reach a handler.
 */
#include "web/inner.h"

#include "base/random.h"
#include "crypto/crypto.h"
#include "page_t.h"

#include <arpa/inet.h>

#define SEGMENTS_MAX 16
#define BODY_OUT_MAX ((size_t)16 << 20)

struct segments { struct str v[SEGMENTS_MAX]; size_t n; };

static bool split_path(struct str path, struct segments *ret)
{
	struct str rest = str_sub(path, 1, path.n);

	ret->n = 0;
	if (!rest.n)
		return true;
	while (rest.p) {
		if (ret->n == SEGMENTS_MAX)
			return false;
		ret->v[ret->n++] = str_cut(&rest, '/');
	}
	return true;
}

/* How well one segment fits: 3 the same word, 2 a parameter with an ending, 1 a parameter, 0 not. */
static int fits(struct str pattern, struct str s, struct str *param)
{
	ptrdiff_t dot;
	struct str ending;

	if (!pattern.n || pattern.p[0] != ':')
		return str_eq(pattern, s) ? 3 : 0;
	dot = str_find_char(pattern, '.');
	*param = s;
	if (dot < 0)
		return s.n ? 1 : 0;
	ending = str_sub(pattern, (size_t)dot, pattern.n);
	if (s.n <= ending.n || !str_ends(s, ending))
		return 0;
	*param = str_sub(s, 0, s.n - ending.n);
	return 2;
}

/* A number that is larger the more literally the pattern fits; 0: it does not. Most patterns fall
 * at their first word: nothing is prepared before it is compared. */
static int64_t match(const char *pattern, const struct segments *s, struct str *params, size_t *n)
{
	int64_t score = 1;
	size_t i = 0;

	*n = 0;
	for (const char *p = pattern + 1; *p; i++) {
		const char *end = strchrnul(p, '/');
		struct str param = STR_NONE;
		int f = i < s->n ? fits((struct str){ p, (size_t)(end - p) }, s->v[i], &param) : 0;

		if (!f || (f < 3 && *n == 8))
			return 0;
		if (f < 3)
			params[(*n)++] = param;
		score = score * 4 + f;
		p = *end ? end + 1 : end;
	}
	/* "/open-data/" is the folder itself, with or without the last stroke */
	if (i && pattern[strlen(pattern) - 1] == '/' && i + 1 == s->n && !s->v[i].n)
		return score;
	return i == s->n ? score : 0;
}

static bool exists(const struct web_env *env, const struct route *r)
{
	return !(r->flags & ROUTE_TEST) || env->test_mode;
}

struct found { const struct route *route; struct str params[8]; size_t nparams; int64_t score; unsigned allowed; };

static unsigned method_bit(struct str m)
{
	static const char *const names[] = { "GET", "POST", "PUT", "DELETE" };

	for (unsigned i = 0; i < 4; i++)
		if (str_eq(m, str_of(names[i])))
			return 1u << i;
	return 0;
}

static void consider(struct found *f, const struct route *r, const struct segments *s, struct str method)
{
	struct str params[8];
	size_t n;
	int64_t score = match(r->pattern, s, params, &n);

	if (!score)
		return;
	f->allowed |= method_bit(str_of(r->method));
	if (score <= f->score || !str_eq(method, str_of(r->method)))
		return;
	f->score = score;
	f->route = r;
	f->nparams = n;
	memcpy(f->params, params, sizeof(params));
}

static void find(const struct web_env *env, struct str method, struct str path, struct found *f)
{
	struct segments s;

	*f = (struct found){ 0 };
	if (str_eq(method, S("HEAD")))
		method = S("GET");
	if (!path.n || path.p[0] != '/' || !split_path(path, &s))
		return;
	/* Of some two hundred routes most differ in their first letter. */
	char first = path.n > 1 ? path.p[1] : '\0';

	for (size_t i = 0; i < env->nareas; i++)
		for (const struct route *r = env->areas[i]->routes; r && r->method; r++)
			if ((r->pattern[1] == first || r->pattern[1] == ':') && exists(env, r))
				consider(f, r, &s, method);
}

const struct route *web_route(const struct web_env *env, struct str method, struct str path)
{
	struct found f;

	find(env, method, path, &f);
	return f.route;
}

static void free_out(void *p)
{
	buf_free(p);
}

struct rq *web_new(struct arena *a, const struct web_env *env, const struct http_request *req, struct instant now)
{
	struct rq *rq = ARENA_NEW(a, struct rq);
	struct rq_inner *in = ARENA_NEW(a, struct rq_inner);

	in->env = env;
	in->req = req;
	in->out = BUF(BODY_OUT_MAX);
	arena_on_end(a, free_out, &in->out);
	rq->a = a;
	rq->now = now;
	rq->in = in;
	rq->test_mode = env->test_mode;
	rq->lang = LANG_FR;
	rq->who.role = ROLE_MAX;
	return rq;
}

/* The query without its lang= pairs: what the language links and the cache build on. */
static struct str without_lang(struct arena *a, struct str query)
{
	char *p;
	size_t n = 0;

	if (str_find(query, S("lang=")) < 0)
		return query;
	p = arena_alloc(a, query.n + 1, 1);
	while (query.n) {
		struct str pair = str_cut(&query, '&');

		if (!pair.n || str_starts(pair, S("lang=")))
			continue;
		if (n)
			p[n++] = '&';
		memcpy(p + n, pair.p, pair.n);
		n += pair.n;
	}
	return (struct str){ p, n };
}

/* The wanted language of "ar-MA,fr;q=0.8": the one of ours with the highest q, the first of equals. */
static bool accepted(struct str header, enum lang *ret)
{
	int best = 0;

	for (int i = 0; i < 20 && header.p && header.n; i++) {
		struct str item = str_trim(str_cut(&header, ',')), q = item;
		struct str tag = str_trim(str_cut(&q, ';'));
		enum lang l;
		int weight = 1000;

		q = str_trim(q);
		if (str_starts(q, S("q=")))
			weight = q.n > 2 && q.p[2] == '1' ? 1000 : q.n > 4 && ascii_is_digit(q.p[4]) ? (q.p[4] - '0') * 100 : 0;
		if (weight > best && lang_of(tag, &l)) {
			best = weight;
			*ret = l;
		}
	}
	return best > 0;
}

static void choose_language(struct rq *rq)
{
	struct rq_inner *in = rq->in;
	struct str s;

	if (http_pair_find(&in->query, S("lang"), &s) && lang_of(s, &rq->lang)) {
		in->lang_chosen = true;
		return;
	}
	if (http_pair_find(&in->cookies, S("lang"), &s) && lang_of(s, &rq->lang))
		return;
	if (!accepted(in->req->header[HH_ACCEPT_LANGUAGE], &rq->lang))
		rq->lang = LANG_FR;
}

static bool is_token(struct str s)
{
	for (size_t i = 0; i < s.n; i++)
		if (!ascii_is_alpha(s.p[i]) && !ascii_is_digit(s.p[i]) && s.p[i] != '-' && s.p[i] != '_')
			return false;
	return s.n == 22;
}

static void know_visitor(struct rq *rq)
{
	struct rq_inner *in = rq->in;
	struct str s;

	if (in->req->header[HH_AUTHORIZATION].n || rq->route->flags & (ROUTE_API | ROUTE_HOOK))
		return;
	if (http_pair_find(&in->cookies, S("visitor"), &s) && is_token(s)) {
		rq->visitor = s;
		return;
	}
	char *p = arena_alloc(rq->a, 22, 1);

	random_token(p);
	rq->visitor = (struct str){ p, 22 };
	in->new_visitor = true;
}

/* Decodes the parameters that were found; false: an escape that is none. */
static bool take_params(struct rq *rq, const struct found *f)
{
	for (size_t i = 0; i < f->nparams; i++)
		if (http_decode(rq->a, f->params[i], false, &rq->in->params[i]) != OK)
			return false;
	rq->in->nparams = f->nparams;
	return true;
}

static enum web_next begin(struct rq *rq)
{
	struct rq_inner *in = rq->in;
	const struct http_request *req = in->req;
	struct found f;

	if (http_cookies(rq->a, req->header[HH_COOKIE], &in->cookies) != OK)
		in->cookies = (struct http_pairs){ 0 };
	if (http_split(req->target, &rq->path, &in->raw_query) != OK) {
		rq->path = str_starts(req->target, S("/fhir/")) ? S("/fhir/") : S("/");	/* who reads the refusal */
		return web_refuse(rq, 400);
	}
	if (http_form(rq->a, in->raw_query, &in->query) != OK)
		return web_refuse(rq, 400);
	choose_language(rq);
	rq->query = without_lang(rq->a, in->raw_query);
	find(in->env, str_of(http_method_name(req->method)), rq->path, &f);
	rq->route = f.route;
	in->allowed = f.allowed;
	if (!f.route)
		return web_refuse(rq, f.allowed ? 405 : 404);
	if (f.route->flags & ROUTE_API && !req->header[HH_ACCEPT_LANGUAGE].n)
		rq->lang = LANG_EN;	/* machines' logs are read by their makers */
	if (!take_params(rq, &f))
		return web_refuse(rq, 400);
	if (f.route->flags & ROUTE_LOOPBACK && (!req->loopback || req->header[HH_X_FORWARDED_FOR].n))
		return web_refuse(rq, 404);
	know_visitor(rq);
	return WEB_GO;
}

enum web_next web_begin(struct rq *rq)
{
	return web_guarded(rq, begin);
}

struct str web_cache_key(struct rq *rq)
{
	return arena_fmt(rq->a, "%s %.*s?%.*s", lang_code(rq->lang), STR_ARG(rq->path), STR_ARG(rq->query));
}

/* --- may this be? --- */

static bool changes(const struct rq *rq)
{
	enum http_method m = rq->in->req->method;

	return m != HTTP_GET && m != HTTP_HEAD;
}

/* "host:port" of "https://host:port". */
static struct str host_of(struct str origin)
{
	ptrdiff_t i = str_find(origin, S("://"));

	return i < 0 ? STR_NONE : str_sub(origin, (size_t)i + 3, origin.n);
}

/*
 * A write from another site's page is refused. Browsers say where a request comes from in
 * Sec-Fetch-Site (secure pages) or Origin (every POST); what says neither is no browser page of
 * another site, and SameSite cookies stand behind.
 */
static bool own_origin(const struct rq *rq)
{
	const struct http_request *req = rq->in->req;
	struct str site = req->header[HH_SEC_FETCH_SITE], origin = req->header[HH_ORIGIN];
	struct str public_url = setting_text(rq->in->env->settings, "public_url");

	if (site.n)
		return str_eq(site, S("same-origin")) || str_eq(site, S("none"));
	if (!origin.n)
		return true;
	if (public_url.n && str_eq_nocase(origin, public_url))
		return true;
	return req->header[HH_HOST].n && str_eq_nocase(host_of(origin), req->header[HH_HOST]);
}

static enum web_next to_sign_in(struct rq *rq)
{
	struct str to = changes(rq) ? STR_NONE : rq->path;

	if (to.n > 1 && to.n < 200 && !rq->query.n)
		(void)rq_redirect(rq, "/sign-in?to=%.*s", STR_ARG(to));
	else
		(void)rq_redirect(rq, "/sign-in");
	return WEB_ANSWERED;
}

/*
 * A session that ended while somebody was typing costs nothing of what was typed: the page holds it
 * all, to be sent once more. Not passwords and files, nor what came without a session at all.
 */
static bool can_send_again(struct rq *rq)
{
	const struct form *f = rq->route->form;
	struct str sid;

	if (!changes(rq) || !f || !http_pair_find(&rq->in->cookies, S("sid"), &sid) || form_read(rq) != OK)
		return false;
	for (size_t i = 0; i < f->n; i++)
		if (f->fields[i].type == F_SECRET || f->fields[i].type == F_FILE)
			return false;
	return rq->in->body.n && !rq->in->parts.n;
}

static enum web_next send_again(struct rq *rq)
{
	const struct http_pairs *body = &rq->in->body;
	struct sent *v = ARENA_ARRAY(rq->a, struct sent, body->n);

	for (size_t i = 0; i < body->n; i++)
		v[i] = (struct sent){ body->v[i].name, body->v[i].value };
	t_send_again(rq_page(rq, 401), (struct url){ rq->path }, (struct sents){ v, body->n });
	return WEB_ANSWERED;
}

static enum web_next unauthorised(struct rq *rq)
{
	web_refuse(rq, 401);
	answer_header(rq, AH_WWW_AUTHENTICATE, S("Bearer realm=\"diwan\""));
	return WEB_ANSWERED;
}

static enum err identify(struct rq *rq)
{
	const struct gate *gate = rq->in->env->gate;
	struct str s;

	if (rq->route->flags & ROUTE_API) {
		s = rq->in->req->header[HH_AUTHORIZATION];
		if (!s.n && rq->route->flags & ROUTE_SIGNED && rq->in->req->header[HH_X_DIWAN_SIGNATURE].n)
			return gate->signed_by(rq, rq->in->req->header[HH_X_DIWAN_SIGNATURE], rq->in->req->body, &rq->who);
		if (s.n < 8 || !str_eq_nocase(str_sub(s, 0, 7), S("Bearer ")))
			return E_NOTFOUND;
		s = str_trim(str_sub(s, 7, s.n));
		return is_token(s) ? gate->bearer(rq, s, &rq->who) : E_NOTFOUND;
	}
	if (!http_pair_find(&rq->in->cookies, S("sid"), &s) || !is_token(s))
		return E_NOTFOUND;
	return gate->session(rq, s, &rq->who);
}

/* --- an address that is none, in the browser of somebody who works here --- */

bool web_astray(const struct rq *rq)
{
	struct str s;

	return !rq->route && rq->in->answer.status == 404 && !str_starts(rq->path, S("/fhir/")) &&
		http_pair_find(&rq->in->cookies, S("sid"), &s) && is_token(s);
}

static enum web_next astray(struct rq *rq)
{
	struct str s = STR_NONE;

	if (!http_pair_find(&rq->in->cookies, S("sid"), &s) || rq->in->env->gate->session(rq, s, &rq->who) != OK)
		return WEB_GO;		/* the answer that is there already */
	return web_refuse(rq, 404);
}

void web_astray_page(struct rq *rq)
{
	(void)web_guarded(rq, astray);
	db_rollback(rq->db);
}

static enum web_next check_who(struct rq *rq)
{
	const struct route *r = rq->route;
	enum err e;

	if (r->who == PUBLIC)
		return WEB_GO;
	e = identify(rq);
	if (e != OK && e != E_NOTFOUND) {
		web_unavailable(rq);
		return WEB_ANSWERED;
	}
	rq->who.stale = rq->who.stale && !(r->flags & ROUTE_QUIET);
	if (e == E_NOTFOUND && r->who & PUBLIC)
		return WEB_GO;
	if (e == E_NOTFOUND && r->flags & ROUTE_API)
		return unauthorised(rq);
	if (e == E_NOTFOUND)
		return can_send_again(rq) ? send_again(rq) : to_sign_in(rq);
	if (rq->who.settle && !(r->flags & ROUTE_UNSETTLED)) {
		(void)rq_redirect(rq, "%s", rq->who.settle);
		return WEB_ANSWERED;
	}
	if (!(r->who & (1u << rq->who.role)))
		return web_refuse(rq, r->flags & ROUTE_API ? 403 : 404);
	return WEB_GO;
}

static enum web_next check_form(struct rq *rq)
{
	enum err e = form_read(rq);

	if (e == E_LIMIT)
		return web_refuse(rq, 413);
	if (e == E_DENIED)
		return web_refuse(rq, 415);
	if (e != OK)
		return web_refuse(rq, 400);
	if (!rq->route->form)
		return WEB_GO;
	if (form_check(rq) == OK)
		return WEB_GO;
	return web_show(rq);
}

static enum web_next check(struct rq *rq)
{
	if (changes(rq) && !(rq->route->flags & (ROUTE_API | ROUTE_OPEN_FORM | ROUTE_HOOK)) && !own_origin(rq))
		return web_refuse(rq, 403);
	if (check_who(rq) == WEB_ANSWERED)
		return WEB_ANSWERED;
	return check_form(rq);
}

enum web_next web_check(struct rq *rq)
{
	return web_guarded(rq, check);
}

/* --- the visitor's network --- */

/* The address that the proxy of ours saw: the last one of X-Forwarded-For. */
static bool forwarded(const struct rq *rq, unsigned char out[16])
{
	struct str s = rq->in->req->header[HH_X_FORWARDED_FOR], one = STR_NONE;
	char text[64];

	if (!s.n || !setting_int(rq->in->env->settings, "behind_proxy"))
		return false;
	while (s.p)
		one = str_trim(str_cut(&s, ','));
	if (!one.n || one.n >= sizeof(text))
		return false;
	memcpy(text, one.p, one.n);
	text[one.n] = '\0';
	memset(out, 0, 16);
	out[10] = out[11] = 0xff;
	return inet_pton(AF_INET, text, out + 12) == 1 || inet_pton(AF_INET6, text, out) == 1;
}

int64_t rq_network(const struct rq *rq)
{
	static const unsigned char v4[12] = { [10] = 0xff, [11] = 0xff };
	const struct rq_inner *in = rq->in;
	unsigned char ip[16];
	size_t n;

	if (!forwarded(rq, ip))
		memcpy(ip, in->req->peer, 16);
	n = memcmp(ip, v4, 12) ? 6 : 15;
	return hmac_bucket((struct str){ (const char *)in->env->network_key, 32 }, (struct str){ (char *)ip, n });
}
