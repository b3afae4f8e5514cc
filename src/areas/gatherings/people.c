/* Several people in one form: fields name1 birth1 sex1 … name6 birth6 sex6. */
#include "areas/gatherings/inside.h"

#include "base/num.h"
#include "web/web.h"

const char *people_sex(int32_t choice)
{
	return choice == 0 ? "female" : choice == 1 ? "male" : "unknown";
}

int people_count(const struct rq *rq)
{
	int64_t n;

	return num_parse(rq_raw(rq, "n"), 1, PARTY_PEOPLE_MAX, &n) == OK ? (int)n : 1;
}

static const char *field_of(struct rq *rq, const char *name, int number)
{
	return arena_cstr(rq->a, arena_fmt(rq->a, "%s%d", name, number));
}

struct person_boxes person_boxes(struct rq *rq, int n)
{
	struct person_boxes out = { ARENA_ARRAY(rq->a, struct person_box, PARTY_PEOPLE_MAX), 0 };

	for (int i = 1; i <= n && i <= PARTY_PEOPLE_MAX; i++)
		out.v[out.n++] = (struct person_box){ .number = i, .name = field_of(rq, "name", i),
			.birth = field_of(rq, "birth", i), .sex = field_of(rq, "sex", i), .born = DAY_NONE };
	return out;
}

static const char *wrong_birth(struct day birth, const struct service *s, struct day today, struct day visit)
{
	if (!day_is(birth))
		return N_("Write the date of birth");
	if (birth_unlikely(birth, today))
		return birth_unlikely(birth, today);
	if (s && !fits_age(&(struct fits){ s->age_min_months, s->age_max_months, s->sex }, birth, visit))
		return N_("This appointment is for another age: choose another type, or call the hospital");
	return NULL;
}

static const char *wrong_sex(int32_t sex, const struct service *s)
{
	if (sex < 0)
		return N_("Choose woman or man");
	if (s && !fits_sex(&(struct fits){ s->age_min_months, s->age_max_months, s->sex }, str_of(people_sex(sex))))
		return str_eq(s->sex, S("female")) ? N_("This appointment is for women only") : N_("This appointment is for men only");
	return NULL;
}

void people_check(struct rq *rq, const struct people_in *in, int i, const struct service *fits, struct day today, struct day visit)
{
	const char *name = field_of(rq, "name", i + 1), *birth = field_of(rq, "birth", i + 1), *sex = field_of(rq, "sex", i + 1);
	const char *no_birth = wrong_birth(in->birth[i], fits, today, visit), *no_sex = wrong_sex(in->sex[i], fits);

	if (!in->name[i].s.n && !rq_error(rq, name).n)
		(void)!rq_wrong(rq, name, N_("Write the person’s full name"));
	if (no_birth && !rq_error(rq, birth).n)
		(void)!rq_wrong(rq, birth, no_birth);
	if (no_sex && !rq_error(rq, sex).n)
		(void)!rq_wrong(rq, sex, no_sex);
}
