/*
 * The public pages of a worker: shown from the shared cache, asked of their makers when they are
 * not there or soon will not be.
 *
 * Who asks for a page that nobody has waits for its maker, suspended, while the worker goes on;
 * all who want the same page wait for the same copy. A page in the last eighth of its time is
 * shown at once and asked for anew meanwhile, so a page that many read never runs out. When
 * makers cannot keep up, they get what most people want first; who waited too long, or comes
 * when too many different pages are waited for, is told 503: older than its time no page is shown.
 */
#include "web/worker.h"

#include <stdlib.h>
#include <string.h>

#define WANTED_MAX 1024		/* different pages waited for at once */
#define SENT_MAX 2		/* one in a maker's hand and the next: the rest is still ordered here */
#define TRIES 2			/* a page that makers die of is not asked for again and again */
#define LOOK_MS 100

/* A page asked for, and the requests that wait for it (none: it is only made anew). */
struct wanted {
	uint64_t number;		/* of the message to its maker; modulo MAKERS_MAX which one that is */
	uint64_t hash, since_us;
	char *key, *request;
	uint32_t nkey, nrequest;
	uint32_t asked;			/* how often its last copy was read */
	uint64_t *waiting;
	size_t n, cap;
	uint8_t tries;
	bool sent;
};
struct pages {
	uint64_t max_age_ms, young_ms, wait_us, number, look_us;
	struct wanted wanted[WANTED_MAX];
	size_t n;
	int sent[MAKERS_MAX];		/* in each maker's hands */
};

bool pages_start(struct worker *w)
{
	w->pages = calloc(1, sizeof(*w->pages));
	if (!w->pages)
		return false;
	w->pages->max_age_ms = page_max_age_ms(w->p);
	w->pages->wait_us = 1000 * (uint64_t)setting_int(w->p->settings, "page_wait_ms");
	w->pages->young_ms = page_young_ms(w->p);
	return true;
}

static void forget(struct pages *s, struct wanted *x)
{
	free(x->key);
	free(x->request);
	free(x->waiting);
	*x = s->wanted[--s->n];
}

void pages_stop(struct worker *w)
{
	while (w->pages && w->pages->n)
		forget(w->pages, w->pages->wanted);
	free(w->pages);
	for (int i = 0; i < MAKERS_MAX; i++)
		channel_close(&w->maker[i].ch);
}

/* ---- who waits ---- */

static int maker_of(uint64_t number)
{
	return (int)(number % MAKERS_MAX);
}

static struct wanted *find(struct pages *s, struct str key, uint64_t hash)
{
	for (size_t i = 0; i < s->n; i++)
		if (s->wanted[i].hash == hash && str_eq((struct str){ s->wanted[i].key, s->wanted[i].nkey }, key))
			return &s->wanted[i];
	return NULL;
}

static char *copy(struct str s)
{
	char *p = malloc(s.n + 1);

	if (p)
		memcpy(p, s.p, s.n);
	return p;
}

static struct wanted *want(struct worker *w, const struct rq *rq, struct str key)
{
	struct buf request BUF_AUTO = BUF(MESSAGE_MAX);
	struct pages *s = w->pages;
	uint64_t hash = str_hash(key);
	struct wanted *x = find(s, key, hash);

	if (x || s->n == WANTED_MAX)
		return x;
	http_pack(&request, rq->in->req);
	x = &s->wanted[s->n];
	*x = (struct wanted){ .number = ++s->number * MAKERS_MAX + (hash >> 24) % (unsigned)w->p->nmakers, .hash = hash, .since_us = clock_ticks_us(), .key = copy(key),
		.nkey = (uint32_t)key.n, .request = buf_ok(&request) ? copy(buf_str(&request)) : NULL,
		.nrequest = (uint32_t)request.n, .asked = cache_asked(w->p->shared, key) };
	s->n++;
	if (x->key && x->request)
		return x;
	forget(s, x);
	return NULL;
}

static bool wait_for(struct wanted *x, uint64_t id)
{
	if (x->n == x->cap) {
		size_t cap = x->cap ? 2 * x->cap : 8;
		uint64_t *v = reallocarray(x->waiting, cap, sizeof(*v));

		if (!v)
			return false;
		x->waiting = v;
		x->cap = cap;
	}
	x->waiting[x->n++] = id;
	return true;
}

/* A page that came, to one of those who waited; or a 503. */
static void answer_one(struct worker *w, uint64_t id, struct str page, struct page_mark mark)
{
	const struct http_request *req = http_request_of(w->http, id);
	const struct track *t = track_of(w, id);
	struct rq *rq;

	if (!req || t->id != id || t->wait != WAIT_PAGE)
		return;		/* its client went away, or it was answered */
	arena_reset(w->late);
	rq = web_new(w->late, w->p->env, req, clock_now());
	if (page.n && web_begin(rq) == WEB_GO && page_show(rq, page, mark)) {
		answer(w, id, &rq->in->answer);
		return;
	}
	count_add(w->p->shared, N_PAGES_LATE, 1);
	answer_unavailable(w, id);
}

static void answer_all(struct worker *w, struct wanted *x, struct str page, struct page_mark mark)
{
	for (size_t i = 0; i < x->n; i++)
		answer_one(w, x->waiting[i], page, mark);
	forget(w->pages, x);
}

int pages_expire(struct worker *w)
{
	struct pages *s = w->pages;
	uint64_t now = clock_ticks_us();

	if (!s->n)
		return -1;
	if (now < s->look_us)
		return LOOK_MS;
	s->look_us = now + LOOK_MS * 1000;
	for (size_t i = s->n; i-- > 0;)
		if (now - s->wanted[i].since_us > s->wait_us)
			answer_all(w, &s->wanted[i], STR_NONE, (struct page_mark){ 0 });
	return LOOK_MS;
}

/* ---- the makers ---- */

/* What most people want, of what this maker has not yet been told. */
static struct wanted *most_wanted(struct pages *s, int maker)
{
	struct wanted *best = NULL;

	for (size_t i = 0; i < s->n; i++) {
		struct wanted *x = &s->wanted[i];

		if (!x->sent && maker_of(x->number) == maker && (!best || x->asked + x->n > best->asked + best->n))
			best = x;
	}
	return best;
}

static void ask_again(struct worker *w, struct wanted *x)
{
	x->sent = false;
	if (++x->tries == TRIES)
		answer_all(w, x, STR_NONE, (struct page_mark){ 0 });
}

/* What a dead maker had goes to the next one, once. */
static void maker_lost(struct worker *w, struct peer *l)
{
	struct pages *s = w->pages;
	int maker = (int)(l - w->maker);

	channel_close(&l->ch);
	s->sent[maker] = 0;
	for (size_t i = s->n; i-- > 0;) {
		struct wanted *x = &s->wanted[i];

		if (maker_of(x->number) == maker && x->sent)
			ask_again(w, x);
	}
}

static void tell(struct worker *w, int maker)
{
	struct pages *s = w->pages;
	struct peer *l = &w->maker[maker];
	struct wanted *x;

	while (s->sent[maker] < SENT_MAX && (x = most_wanted(s, maker))) {
		const struct message m = { M_PAGE, x->number, { x->request, x->nrequest } };

		if (l->ch.fd < 0)
			peer_connect(w, l, w->p->page_listener[maker]);
		x->sent = true;
		s->sent[maker]++;
		if (!peer_send(w, l, &m))
			maker_lost(w, l);
	}
}

static void from_maker(struct worker *w, const struct message *m)
{
	struct pages *s = w->pages;
	struct page_mark mark = { 0 };
	struct str page = STR_NONE;

	bool made = m->kind == M_ANSWER && page_take(m->bytes, &mark, &page) == OK;
	bool fresh = made && page_fresh(w->p->shared, mark, s->max_age_ms);

	s->sent[maker_of(m->id)]--;
	for (size_t i = 0; i < s->n; i++) {
		struct wanted *x = &s->wanted[i];

		if (x->number != m->id)
			continue;
		if (made && !fresh)
			ask_again(w, x);	/* the clock was set, or it took too long */
		else
			answer_all(w, x, made ? page : STR_NONE, mark);
		return;
	}
}

void maker_event(struct worker *w, struct peer *l, uint32_t events)
{
	int maker = (int)(l - w->maker);

	if (!peer_event(w, l, events, from_maker))
		maker_lost(w, l);
	tell(w, maker);
}

/* ---- requests ---- */

static bool answer_cached(struct worker *w, uint64_t id, struct rq *rq, struct str key)
{
	struct pages *s = w->pages;
	struct page_mark mark;
	struct wanted *x;
	struct str bytes;

	if (cache_get(w->p->shared, key, s->max_age_ms, rq->a, &bytes, &mark) != OK || !page_show(rq, bytes, mark))
		return false;
	count_add(w->p->shared, N_CACHE_HIT, 1);
	answer(w, id, &rq->in->answer);
	if (w->p->nmakers && page_age_ms(mark) >= s->young_ms && (x = want(w, rq, key)) && !x->sent)
		tell(w, maker_of(x->number));
	return true;
}

bool pages_request(struct worker *w, uint64_t id, struct rq *rq, struct str key)
{
	struct wanted *x;

	if (answer_cached(w, id, rq, key))
		return true;
	count_add(w->p->shared, N_CACHE_MISS, 1);
	if (!w->p->nmakers || !w->pages->max_age_ms)
		return false;
	x = want(w, rq, key);
	track_of(w, id)->wait = WAIT_PAGE;
	if (!x || !wait_for(x, id)) {
		count_add(w->p->shared, N_PAGES_LATE, 1);
		answer_unavailable(w, id);
		return true;
	}
	if (!x->sent)
		tell(w, maker_of(x->number));
	return true;
}

void pages_made_here(struct worker *w, struct rq *rq, struct str key, struct page_mark mark)
{
	struct buf page BUF_AUTO = BUF(MESSAGE_MAX);

	if (w->pages->max_age_ms)
		page_keep(w->p, rq, key, mark, &page);
	if (!page.n || !buf_ok(&page) || !page_show(rq, arena_str(rq->a, buf_str(&page)), mark))
		web_cookies(rq, &rq->in->answer);
}
