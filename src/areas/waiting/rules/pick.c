/* Who is offered a free time. See pick.h. */
#include "areas/waiting/rules/pick.h"

#include <stdio.h>

#include "base/num.h"

unsigned class_role_bit(struct str role)
{
	if (str_eq(role, S("desk")))
		return CLASS_DESK;
	if (str_eq(role, S("head_of_admissions")))
		return CLASS_HEAD;
	if (str_eq(role, S("director")))
		return CLASS_DIRECTOR;
	return str_eq(role, S("health_centre")) ? CLASS_CENTRE : 0;
}

int pick_order(const struct pick_person *x, const struct pick_person *y)
{
	if (x->rank != y->rank)
		return x->rank < y->rank ? -1 : 1;
	if (x->asked_at != y->asked_at)
		return x->asked_at < y->asked_at ? -1 : 1;
	return x->id < y->id ? -1 : x->id > y->id;
}

static bool suits(const struct pick_time *t, const struct pick_person *p)
{
	int part = t->start_min < NOON ? WISH_MORNING : WISH_AFTERNOON;

	if (!(p->parts & part) || !(p->days & 1 << day_weekday(t->day)))
		return false;
	if ((day_is(p->from) && t->day.n < p->from.n) || (day_is(p->to) && t->day.n > p->to.n))
		return false;
	return !p->practitioner || p->other || p->practitioner == t->practitioner;
}

static bool may_be_asked(const struct pick_time *t, const struct pick_person *p, const struct waiting_rules *r)
{
	if (p->busy || !p->reached || p->offers >= r->messages)
		return false;
	if (r->daily && day_is(p->offered) && p->offered.n == t->today.n)
		return false;
	return !p->later_at || t->start_at < p->later_at;
}

static bool type_fits(const struct pick_time *t, const struct pick_type *s, const struct pick_person *p)
{
	if (p->service ? p->service != s->service : s->known_only)
		return false;
	if (!s->open || t->ahead_min < s->lead_min || (p->later_at && p->later_min > s->duration_min))
		return false;
	return !s->for_whom || s->for_whom(s->limits, p->birth, p->sex, t->day);
}

const struct pick_type *pick_fits(const struct pick_time *t, const struct pick_person *p, const struct waiting_rules *r)
{
	const struct pick_type *found = NULL;

	if (!may_be_asked(t, p, r) || !suits(t, p))
		return NULL;
	for (size_t i = 0; i < t->ntypes; i++) {
		if (!type_fits(t, &t->types[i], p))
			continue;
		if (!found || t->types[i].service == t->freed)
			found = &t->types[i];
	}
	return found;
}

size_t pick_first(const struct pick_time *t, const struct pick_person *v, size_t n, const struct waiting_rules *r,
	const struct pick_type **ret_type)
{
	size_t best = n;

	for (size_t i = 0; i < n; i++) {
		const struct pick_type *s;

		if (best < n && pick_order(&v[best], &v[i]) < 0)
			continue;
		s = pick_fits(t, &v[i], r);
		if (!s)
			continue;
		best = i;
		*ret_type = s;
	}
	return best;
}

/* splitmix64: any bit of the input moves half of the output. */
static uint64_t mixed(uint64_t z)
{
	z = (z ^ z >> 30) * 0xBF58476D1CE4E5B9u;
	z = (z ^ z >> 27) * 0x94D049BB133111EBu;
	return z ^ z >> 31;
}

bool pick_shared(int64_t schedule, struct day day, int32_t start_min, int64_t share)
{
	uint64_t h = mixed((uint64_t)schedule ^ mixed((uint64_t)day.n * 1440 + (uint64_t)start_min + 1));

	return (int64_t)(h % 100) < share;
}

bool quiet_at(const struct waiting_rules *r, int32_t minute, int32_t *ret_left)
{
	int64_t length = (r->quiet_to - r->quiet_from + 1440) % 1440, into = (minute - r->quiet_from + 1440) % 1440;

	*ret_left = 0;
	if (into >= length)
		return false;
	*ret_left = (int32_t)(length - into);
	return true;
}

int64_t answer_minutes(const struct waiting_rules *r, int32_t minute, int64_t ahead, int64_t lead)
{
	int64_t want = r->answer_min < ahead / 4 ? r->answer_min : ahead / 4, awake = 0, n = 0;
	int32_t left;

	if (want < r->least_min)
		want = r->least_min;
	while (awake < want && n < ahead - lead) {
		int32_t at = (int32_t)((minute + n) % 1440);

		if (quiet_at(r, at, &left)) {
			n += left;
			continue;
		}
		awake++;
		n++;
	}
	if (n > ahead - lead)		/* quiet until then */
		n = ahead - lead;
	return awake >= r->least_min ? n : 0;
}

/* ---- shapes ---- */

struct wish wish_of(const struct pick_person *p)
{
	return (struct wish){ p->service, p->other ? 0 : p->practitioner, p->days, p->parts,
		day_is(p->from) && p->from.n > 0 ? p->from.n / 7 : 0, day_is(p->to) ? p->to.n / 7 : 0 };
}

size_t wish_text(const struct wish *w, char out[static WISH_TEXT])
{
	return (size_t)snprintf(out, WISH_TEXT, "%lld.%lld.%d.%d.%d.%d", (long long)w->service, (long long)w->practitioner, w->days,
		w->parts, w->from_week, w->to_week);
}

bool wish_read(struct str s, struct wish *ret)
{
	int64_t v[6];

	for (int i = 0; i < 6; i++)
		if (num_parse(str_cut(&s, '.'), 0, i < 2 ? INT64_MAX : INT32_MAX, &v[i]) != OK)
			return false;
	*ret = (struct wish){ v[0], v[1], (int32_t)v[2], (int32_t)v[3], (int32_t)v[4], (int32_t)v[5] };
	return true;
}

bool wish_on(const struct wish *w, struct day day)
{
	int32_t week = day.n / 7;

	return w->days & 1 << day_weekday(day) && week >= w->from_week && (!w->to_week || week <= w->to_week);
}

bool wish_fits(const struct wish *w, const struct pick_time *t)
{
	int part = t->start_min < NOON ? WISH_MORNING : WISH_AFTERNOON;

	if (!wish_on(w, t->day) || !(w->parts & part) || (w->practitioner && w->practitioner != t->practitioner))
		return false;
	for (size_t i = 0; i < t->ntypes; i++) {
		const struct pick_type *s = &t->types[i];

		if (s->open && t->ahead_min >= s->lead_min && (w->service ? w->service == s->service : !s->known_only))
			return true;
	}
	return false;
}
