/* The answer of a request: status, headers, cookies, and the body while it is written. */
#include "web/inner.h"

#define NAV_BAR 5	/* entries of daily work that stand in the bar */

void answer_clear(struct rq *rq)
{
	rq->in->answer = (struct answer){ 0 };
	rq->in->writing = false;
	rq->in->conflict = STR_NONE;
	buf_clear(&rq->in->out);
}

void answer_header(struct rq *rq, enum answer_header h, struct str value)
{
	if (!http_value_ok(value)) {
		web_unavailable(rq);
		return;
	}
	rq->in->answer.header[h] = value;
}

static void add_cookie(struct answer *an, struct str cookie)
{
	if (an->ncookie < ANSWER_COOKIES)
		an->cookie[an->ncookie++] = cookie;
}

static struct str cookie_text(struct rq *rq, const char *name, struct str value, int64_t max_age)
{
	struct str age = max_age < 0 ? STR_NONE : arena_fmt(rq->a, "; Max-Age=%lld", (long long)max_age);

	return arena_fmt(rq->a, "%s=%.*s; Path=/%.*s; HttpOnly; SameSite=Lax%s", name, STR_ARG(value),
		STR_ARG(age), setting_int(rq->in->env->settings, "https") ? "; Secure" : "");
}

enum err rq_cookie(struct rq *rq, const char *name, struct str value, int64_t max_age)
{
	for (size_t i = 0; i < value.n; i++)
		if (value.p[i] <= ' ' || value.p[i] >= 0x7f || value.p[i] == ';' || value.p[i] == ',' ||
				value.p[i] == '"' || value.p[i] == '\\')
			return E_INPUT;
	if (rq->in->answer.ncookie == ANSWER_COOKIES - 2)	/* two are kept for language and visitor */
		return E_LIMIT;
	add_cookie(&rq->in->answer, cookie_text(rq, name, value, max_age));
	return OK;
}

void web_cookies(struct rq *rq, struct answer *an)
{
	if (an->cache >= ANSWER_MINUTE)	/* what others keep brings nobody's cookie */
		return;
	if (rq->in->lang_chosen)
		add_cookie(an, cookie_text(rq, "lang", str_of(lang_code(rq->lang)), 365 * 86400));
	if (rq->in->new_visitor && an->status < 400)
		add_cookie(an, cookie_text(rq, "visitor", rq->visitor, 365 * 86400));
}

void answer_finish(struct rq *rq)
{
	struct rq_inner *in = rq->in;

	if (in->writing) {
		if (!buf_ok(&in->out))
			web_unavailable(rq);
		else
			in->answer.body = buf_str(&in->out);
	}
	/* A cached body is everyone's: who sends it adds the cookies of the visit. */
	if (!rq->route || !(rq->route->flags & (ROUTE_CACHED | ROUTE_API)))
		web_cookies(rq, &in->answer);
}

/* Starts an answer; cookies that were set before stay. */
static struct answer *start(struct rq *rq, int status, struct str type)
{
	struct answer *an = &rq->in->answer, old = *an;

	answer_clear(rq);
	memcpy(an->cookie, old.cookie, sizeof(old.cookie));
	an->ncookie = old.ncookie;
	memcpy(an->header, old.header, sizeof(old.header));
	an->no_referrer = old.no_referrer;
	an->status = status;
	an->type = type;
	if (rq->route && rq->route->flags & ROUTE_CACHED && status == 200)
		an->cache = ANSWER_SHORT;
	return an;
}

/* --- HTML --- */

static bool under(struct str path, const char *nav)
{
	struct str n = str_of(nav);

	return str_starts(path, n) && (path.n == n.n || path.p[n.n] == '/');
}

static void sort_nav(const struct nav **v, size_t n)
{
	for (size_t i = 1; i < n; i++)
		for (size_t k = i; k && v[k]->rank < v[k - 1]->rank; k--) {
			const struct nav *t = v[k];

			v[k] = v[k - 1];
			v[k - 1] = t;
		}
}

size_t rq_nav(const struct rq *rq, const struct nav **ret, size_t max)
{
	const struct web_env *env = rq->in->env;
	size_t n = 0;

	if (!rq->who.account || rq->who.role >= ROLE_MAX)
		return 0;
	for (size_t i = 0; i < env->nareas; i++)
		for (const struct nav *v = env->areas[i]->nav; v && v->path; v++)
			if (v->who & (1u << rq->who.role) && n < max)
				ret[n++] = v;
	sort_nav(ret, n);
	return n;
}

const char *nav_group(const struct nav *nav)
{
	return nav->rank >= 80 ? N_("Set-up") : nav->rank >= 50 ? N_("Figures and files") :
		nav->rank ? N_("Daily work") : N_("My account");
}

/* The bar keeps the first entries of daily work; the rest folds into a menu. */
static void nav_fold(struct nav_links *l, struct nav_link *v, const struct nav *const *nav)
{
	const char *group = NULL;

	for (size_t i = 0, bar = 0; i < l->n; i++) {
		bool daily = nav[i]->rank && nav[i]->rank < 50 && bar < NAV_BAR;

		bar += daily;
		v[i].folded = !daily;
		if (!v[i].folded)
			continue;
		l->folded_badge += v[i].badge;
		v[i].group = nav_group(nav[i]);
		if (v[i].group == group)
			v[i].group = NULL;
		else
			group = v[i].group;
	}
}

static struct nav_links nav_links(struct rq *rq)
{
	const struct nav *nav[NAV_MAX];
	size_t n = rq_nav(rq, nav, NAV_MAX), best = n, len = 0;
	struct nav_link *v = ARENA_ARRAY(rq->a, struct nav_link, n + 1);
	struct nav_links l = { v, n, 0 };

	for (size_t i = 0; i < n; i++) {
		v[i] = (struct nav_link){ .path = { str_of(nav[i]->path) }, .label = nav[i]->label,
			.shortcut = nav[i]->shortcut };
		if (nav[i]->count && nav[i]->count(rq, &v[i].badge) != OK)
			v[i].badge = 0;
		if (under(rq->path, nav[i]->path) && v[i].path.s.n > len) {
			best = i;
			len = v[i].path.s.n;
		}
	}
	if (best < n)
		v[best].current = true;
	nav_fold(&l, v, nav);
	return l;
}

static struct str frame_value_of(const void *arg, const char *name)
{
	return rq_raw(arg, name);
}

static bool frame_has(const void *arg, const char *name, struct str value)
{
	return rq_sent(arg, name, value);
}

static void fill_frame(struct rq *rq, struct frame *f, int status)
{
	const struct settings *s = rq->in->env->settings;
	bool cached = rq->route && rq->route->flags & ROUTE_CACHED;

	*f = (struct frame){ .path = rq->path, .wrong = status == 422, .demo = setting_int(rq->in->env->settings, "demonstration") };
	f->help_phone = setting_text(s, "help_phone");
	for (int l = 0; l < LANG_MAX; l++)
		f->lang_url[l].s = arena_fmt(rq->a, "%.*s?%.*s%slang=%s", STR_ARG(rq->path), STR_ARG(rq->query),
			rq->query.n ? "&" : "", lang_code((enum lang)l));
	if (!cached)
		f->key = rq_key(rq);
	f->errors = rq_errors(rq);
	f->value = frame_value_of;
	f->has = frame_has;
	f->arg = rq;
	f->sent = rq->in->body.n > 0 || (rq_has_errors(rq) && rq->in->query.n > 0);
	if (!rq->who.account)
		return;
	f->staff = true;
	f->who = rq->who.name;
	f->place = rq->who.place;
	f->role = role_label(rq->who.role);
	if (!rq->who.settle)
		f->nav = nav_links(rq);
}

struct page *rq_page(struct rq *rq, int status)
{
	struct rq_inner *in = rq->in;

	if (status == 200 && rq_has_errors(rq))
		status = 422;
	start(rq, status, S("text/html; charset=utf-8"));
	in->answer.header[AH_CONTENT_LANGUAGE] = str_of(lang_code(rq->lang));
	in->writing = true;
	fill_frame(rq, &in->frame, status);
	in->page = (struct page){ .out = &in->out, .a = rq->a, .lang = rq->lang, .now = rq->now, .frame = &in->frame };
	if (zone_get(setting_text(in->env->settings, "zone"), &in->page.zone) != OK &&
			zone_get(S("UTC"), &in->page.zone) != OK)
		in->page.zone = NULL;
	return &in->page;
}

/* --- the other kinds --- */

enum err rq_redirect(struct rq *rq, const char *fmt, ...)
{
	char text[1024];
	va_list ap;
	int n;

	va_start(ap, fmt);
	n = vsnprintf(text, sizeof(text), fmt, ap);
	va_end(ap);
	if (n <= 0 || (size_t)n >= sizeof(text) || text[0] != '/' || text[1] == '/' || text[1] == '\\')
		return E_INPUT;
	start(rq, 303, STR_NONE);
	answer_header(rq, AH_LOCATION, arena_str(rq->a, (struct str){ text, (size_t)n }));
	return OK;
}

void rq_forever(struct rq *rq)
{
	rq->in->answer.cache = ANSWER_FOREVER;
}

enum err rq_bytes(struct rq *rq, int status, const char *type, struct str bytes)
{
	start(rq, status, str_of(type))->body = bytes;
	return OK;
}

/* RFC 6266 and 8187: an ASCII name for old programs, the whole one percent-encoded. */
static struct str disposition(struct arena *a, struct str filename)
{
	char *ascii = arena_alloc(a, filename.n + 1, 1), *full = arena_alloc(a, filename.n * 3 + 1, 1);
	size_t n = 0, m = 0;

	for (size_t i = 0; i < filename.n; i++) {
		unsigned char c = (unsigned char)filename.p[i];
		bool plain = ascii_is_alpha((char)c) || ascii_is_digit((char)c) || c == '-' || c == '_' || c == '.';

		if (plain || (c < 0x80 || c >= 0xC0))
			ascii[n++] = plain ? (char)c : '-';
		if (plain)
			full[m++] = (char)c;
		else
			m += (size_t)snprintf(full + m, 4, "%%%02X", c);
	}
	return arena_fmt(a, "attachment; filename=\"%.*s\"; filename*=UTF-8''%.*s", (int)n, ascii, (int)m, full);
}

enum err rq_file(struct rq *rq, const char *type, struct str filename, struct str bytes)
{
	start(rq, 200, str_of(type))->body = bytes;
	answer_header(rq, AH_DISPOSITION, disposition(rq->a, filename));
	return OK;
}

struct buf *rq_json(struct rq *rq, int status)
{
	bool api = rq->route && rq->route->flags & ROUTE_API;

	start(rq, status, api ? S("application/fhir+json; charset=utf-8") : S("application/json"));
	rq->in->writing = true;
	return &rq->in->out;
}

void rq_etag(struct rq *rq, int64_t version)
{
	answer_header(rq, AH_ETAG, arena_fmt(rq->a, "W/\"%lld\"", (long long)version));
}

void rq_location(struct rq *rq, const char *fmt, ...)
{
	char text[1024];
	va_list ap;
	int n;

	va_start(ap, fmt);
	n = vsnprintf(text, sizeof(text), fmt, ap);
	va_end(ap);
	if (n > 0 && (size_t)n < sizeof(text))
		answer_header(rq, AH_LOCATION, arena_str(rq->a, (struct str){ text, (size_t)n }));
}

void rq_no_referrer(struct rq *rq)
{
	rq->in->answer.no_referrer = true;
}
