/* Settings of a type of appointment as a table. See fields.h. */
#include "areas/schedules/fields.h"

#include "base/num.h"

enum value { TEXT, NUMBER, FLAG };
struct part { const char *name; enum service_field field; enum value kind; size_t at; };

#define PART(name, field, kind, mem) { name, field, kind, offsetof(struct service, mem) }
#define NAMES(name, field, mem) \
	PART(name "_fr", field, TEXT, mem.v[LANG_FR]), PART(name "_ar", field, TEXT, mem.v[LANG_AR]), \
	PART(name "_en", field, TEXT, mem.v[LANG_EN])
static const struct part parts[] = {
	NAMES("name", SF_NAME, name),
	PART("duration", SF_DURATION, NUMBER, duration_min),
	PART("step", SF_STEP, NUMBER, step_min),
	PART("before", SF_BEFORE, NUMBER, buffer_before_min),
	PART("after", SF_AFTER, NUMBER, buffer_after_min),
	PART("capacity", SF_CAPACITY, NUMBER, capacity),
	PART("online", SF_ONLINE, FLAG, online),
	PART("no_desk", SF_DESK, FLAG, no_desk),
	PART("no_centre", SF_CENTRE, FLAG, no_centre),
	PART("lead", SF_LEAD, NUMBER, lead_min),
	PART("horizon", SF_HORIZON, NUMBER, horizon_min),
	PART("cancel", SF_CANCEL, NUMBER, cancel_limit_min),
	PART("move", SF_MOVE, NUMBER, move_limit_min),
	PART("no_cancel", SF_NO_CANCEL, FLAG, no_cancel),
	PART("no_move", SF_NO_MOVE, FLAG, no_move),
	PART("moves_max", SF_MOVES, NUMBER, moves_max),
	PART("referral_required", SF_REFERRAL, FLAG, referral_required),
	PART("visit", SF_VISIT, TEXT, visit),
	PART("same_practitioner", SF_SAME, FLAG, same_practitioner),
	PART("sex", SF_SEX, TEXT, sex),
	PART("age_min", SF_AGE_MIN, NUMBER, age_min_months),
	PART("age_max", SF_AGE_MAX, NUMBER, age_max_months),
	PART("place_kind", SF_PLACE, TEXT, place_kind),
	NAMES("bring", SF_BRING, bring),
	NAMES("prepare", SF_PREPARE, prepare),
	NAMES("rest", SF_REST, after),
	NAMES("accept", SF_ACCEPT, accept),
	PART("sensitive", SF_SENSITIVE, FLAG, sensitive),
};
enum { PARTS = sizeof(parts) / sizeof(*parts) };

static const void *in(const struct part *p, const struct service *s)
{
	return (const char *)s + p->at;
}

static void *into(const struct part *p, struct service *s)
{
	return (char *)s + p->at;
}

static bool same(const struct part *p, const struct service *x, const struct service *y)
{
	if (p->kind == TEXT)
		return str_eq(*(const struct str *)in(p, x), *(const struct str *)in(p, y));
	if (p->kind == NUMBER)
		return *(const int32_t *)in(p, x) == *(const int32_t *)in(p, y);
	return *(const bool *)in(p, x) == *(const bool *)in(p, y);
}

/* As it is read: a language that says nothing is filled with another. */
static struct service filled(const struct service *s)
{
	struct service out = *s;
	struct names *n[] = { &out.name, &out.bring, &out.prepare, &out.after, &out.accept };

	for (size_t i = 0; i < sizeof(n) / sizeof(*n); i++)
		*n[i] = names_make(n[i]->v[LANG_FR], n[i]->v[LANG_AR], n[i]->v[LANG_EN]);
	return out;
}

int64_t fields_differ(const struct service *x, const struct service *y)
{
	struct service one = filled(x), two = filled(y);
	int64_t out = 0;

	for (size_t i = 0; i < PARTS; i++)
		if (!same(&parts[i], &one, &two))
			out |= 1LL << parts[i].field;
	return out;
}

void fields_copy(int64_t which, const struct service *from, struct service *to)
{
	for (size_t i = 0; i < PARTS; i++) {
		const struct part *p = &parts[i];

		if (!(which >> p->field & 1))
			continue;
		if (p->kind == TEXT)
			*(struct str *)into(p, to) = *(const struct str *)in(p, from);
		else if (p->kind == NUMBER)
			*(int32_t *)into(p, to) = *(const int32_t *)in(p, from);
		else
			*(bool *)into(p, to) = *(const bool *)in(p, from);
	}
}

int64_t fields_frozen(const struct service *old, const struct service *s)
{
	int64_t out = fields_differ(old, s) & (SF(PLACE) | SF(VISIT));

	if ((old->capacity > 1) != (s->capacity > 1))
		out |= SF(CAPACITY);
	if (old->sensitive && !s->sensitive)
		out |= SF(SENSITIVE);
	return out;
}

size_t field_parts(void)
{
	return PARTS;
}

const char *field_part_name(size_t part)
{
	return parts[part].name;
}

enum service_field field_part_of(size_t part)
{
	return parts[part].field;
}

struct str field_part_text(struct arena *a, size_t part, const struct service *s)
{
	const struct part *p = &parts[part];

	if (p->kind == TEXT)
		return *(const struct str *)in(p, s);
	if (p->kind == NUMBER)
		return arena_fmt(a, "%d", *(const int32_t *)in(p, s));
	return *(const bool *)in(p, s) ? S("1") : S("0");
}

enum err field_part_put(struct str name, struct str text, struct service *s)
{
	for (size_t i = 0; i < PARTS; i++) {
		const struct part *p = &parts[i];
		int64_t n;

		if (!str_eq(name, str_of(p->name)))
			continue;
		if (p->kind == TEXT) {
			*(struct str *)into(p, s) = text;
			return OK;
		}
		TRY(num_parse(text, 0, p->kind == FLAG ? 1 : INT32_MAX, &n));
		if (p->kind == FLAG)
			*(bool *)into(p, s) = n == 1;
		else
			*(int32_t *)into(p, s) = (int32_t)n;
		return OK;
	}
	return E_INPUT;
}
