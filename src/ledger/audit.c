/* One entry after the other, through all rules. See audit.h. */
#include "ledger/audit_inside.h"

enum { LATE = 900, HOUR = 3600, DAY = 86400 };

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
	x->weeks.p.size = sizeof(struct week_state);
	x->lines.p.size = sizeof(struct line);
	x->roles.p.size = sizeof(struct role_state);
	x->queues.p.size = sizeof(struct queue);
	x->pendings.size = sizeof(struct pending);
	x->spans.size = sizeof(struct span);
	x->runs.size = sizeof(struct run);
	x->parts.size = sizeof(struct queue_part);
	x->agendas.size = sizeof(struct agenda_state);
	x->words.heads.size = x->chains.heads.size = x->weeks.heads.size = x->lines.heads.size = x->roles.heads.size
		= x->queues.heads.size = sizeof(uint32_t);
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

/* Minutes since 1970 as far as they can be counted: to the year 6000. */
static int32_t minute_of(int64_t n)
{
	return n > INT32_MAX - 1 ? INT32_MAX - 1 : (int32_t)n;
}

/* Of a time that somebody has, or may have, a day at most counts. */
static int64_t length_of(const struct entry *e)
{
	return e->minutes > DAY_MINUTES && !of_no_chain(e->act) ? DAY_MINUTES : e->minutes;
}

static void see(struct audit *x, struct seen *s)
{
	const struct entry *e = &s->e;
	int32_t from = minute_of(local_minutes(e->slot));

	s->org = word_of(x, e->org);
	s->service = word_of(x, e->service);
	s->role = word_of(x, e->role);
	s->channel = word_of(x, e->channel);
	s->class = word_of(x, e->class);
	s->at = (struct time_of){ word_of(x, e->schedule), from, minute_of((int64_t)from + length_of(e)) };
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
