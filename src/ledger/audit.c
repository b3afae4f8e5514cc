/* One entry after the other, through all rules. See audit.h. */
#include "ledger/audit_inside.h"

#include <string.h>

enum { LATE = 900, HOUR = 3600, DAY = 86400, WEEKS = 4 };

const struct audit_rule audit_rules[] = {
	{ "form", "form", false }, { "dates", "late", false },
	{ "chains", "step", false }, { "chains", "holder", false }, { "chains", "nameless", false }, { "chains", "named", false },
	{ "chains", "seats", false },
	{ "places", "full", false },
	{ "unoffered", "unpublished", false }, { "unoffered", "at_once", false }, { "unoffered", "kept", false },
	{ "retaken", "retaken", false },
	{ "draw", "short", false }, { "draw", "given_up", false },
	{ "extra", "no_reason", false }, { "extra", "ceiling", false },
	{ "order", "by_hand", false }, { "order", "passed", false },
	{ "operator", "freed", true }, { "operator", "new", true }, { "operator", "extra", true }, { "operator", "parked", true },
	{ "delay", "delay", true },
	{ 0 },
};

struct audit *audit_new(struct arena *a, audit_found *found, void *arg)
{
	struct audit *x = ARENA_NEW(a, struct audit);

	*x = (struct audit){ .a = a, .found = found, .arg = arg, .latest = INT64_MIN, .period = INT64_MIN,
		.block_least = INT64_MAX, .least = INT64_MAX, .forgot = INT32_MIN };
	x->words.p.size = sizeof(struct word);
	x->chains.p.size = sizeof(struct chain);
	x->days.p.size = sizeof(struct day_state);
	x->lines.p.size = sizeof(struct line);
	x->roles.p.size = sizeof(struct role_state);
	x->spans.size = sizeof(struct span);
	x->public_ = word_of(x, S("public"));
	x->system = word_of(x, S("system"));
	x->helper = word_of(x, S("helper"));
	x->online = word_of(x, S("online"));
	x->sms = word_of(x, S("sms"));
	x->assisted = word_of(x, S("assisted"));
	return x;
}

int64_t audit_size(const struct audit *x)
{
	return x->size;
}

bool is_staff(const struct audit *x, uint32_t role)
{
	return role != x->public_ && role != x->system && role != x->helper;
}

bool is_open_way(const struct audit *x, uint32_t channel)
{
	return channel == x->online || channel == x->sms || channel == x->assisted;
}

struct finding finding_of(const struct audit *x, const struct seen *s, const char *rule, const char *code)
{
	(void)x;
	return (struct finding){ .rule = rule, .code = code, .org = s->e.org, .service = s->e.service,
		.schedule = s->e.schedule, .role = s->e.role, .channel = s->e.channel, .at = s->e.at };
}

void finding_entry(struct finding *f, int64_t index)
{
	if (f->nentries < FINDING_ENTRIES)
		f->entries[f->nentries++] = index;
}

/* ---- time ---- */

static int64_t floor_div(int64_t x, int64_t y)
{
	return x / y - (x % y < 0);
}

int64_t week_of(int64_t at)
{
	return floor_div(floor_div(at, DAY) - 4, 7);
}

static void judge(struct audit *x)
{
	audit_kept_judge(x);
	audit_tests_judge(x);
}

static void dates(struct audit *x, const struct seen *s)
{
	int64_t at = s->e.at.v, late = str_eq(s->e.act, S("draw-wish")) ? LATE + HOUR : LATE;	/* a wish tells the hour alone */
	struct finding f;

	if (x->latest != INT64_MIN && x->latest - at > late) {
		f = finding_of(x, s, "dates", "late");
		f.n[0] = x->latest - at;
		finding_entry(&f, x->latest_at);
		finding_entry(&f, s->index);
		x->found(x->arg, &f);
	}
	if (at <= x->latest)
		return;
	int64_t period = floor_div(week_of(at), WEEKS);

	if (x->period != INT64_MIN && period > x->period)
		judge(x);
	x->period = period;
	x->latest = at;
	x->latest_at = s->index;
}

static void count_block(struct audit *x, int64_t at)
{
	if (at < x->block_least)
		x->block_least = at;
	if (x->size % BLOCK_ENTRIES)
		return;
	audit_forget(x);
	x->least = x->block_least;
	x->block_least = INT64_MAX;
}

/* ---- one entry ---- */

/* The record of its chain, made when it is the first of it. */
static uint32_t chain_of(struct audit *x, struct str name)
{
	uint64_t hash = str_hash(name);
	char key[CHAIN_MAX] = { 0 };
	uint32_t i;

	if (!name.n)
		return 0;
	memcpy(key, name.p, name.n < CHAIN_MAX ? name.n : CHAIN_MAX);
	for (i = table_first(&x->chains, hash); i; i = table_next(&x->chains, i))
		if (!memcmp(chain_at(x, i)->name, key, CHAIN_MAX))
			break;
	if (i && !is_given_back(x, chain_at(x, i)))
		return i;
	if (i)
		table_drop(&x->chains, i);
	i = table_new(x->a, &x->chains, hash);
	memcpy(chain_at(x, i)->name, key, CHAIN_MAX);
	chain_at(x, i)->last = -1;
	return i;
}

static void see(struct audit *x, struct seen *s)
{
	const struct entry *e = &s->e;
	int32_t from = (int32_t)local_minutes(e->slot);

	s->org = word_of(x, e->org);
	s->service = word_of(x, e->service);
	s->role = word_of(x, e->role);
	s->channel = word_of(x, e->channel);
	s->class = word_of(x, e->class);
	s->at = (struct time_of){ word_of(x, e->schedule), e->slot.day.n, from, from + e->minutes };
	s->chain = chain_of(x, e->chain);
	s->seats = str_eq(e->reason, S("party")) || str_eq(e->reason, S("named"));
	s->extra = str_eq(e->act, S("overbook")) || (str_eq(e->act, S("move")) && e->ceiling >= 0);
}

static bool looked_back(const struct seen *s)
{
	return (str_eq(s->e.act, S("attend")) || str_eq(s->e.act, S("miss")))
		&& floor_div(s->e.at.v, DAY) - s->e.slot.day.n > KEPT_DAYS;
}

void audit_entry(struct audit *x, struct str text)
{
	struct seen s = { .index = x->size++ };

	if (entry_read(text, &s.e) != OK) {
		struct finding f = { .rule = "form", .code = "form", .at = { x->latest }, .entries = { s.index }, .nentries = 1 };

		x->found(x->arg, &f);
		return;
	}
	dates(x, &s);
	if (!looked_back(&s)) {
		see(x, &s);
		audit_capacity(x, &s);
		audit_draw(x, &s);
		audit_line(x, &s);
		audit_time(x, &s);
		audit_chain(x, &s);
	}
	count_block(x, s.e.at.v);
}
