/* A new person's fields. See patients.h. */
#include "areas/patients/patients.h"

#include "web/web.h"

const char *const person_sexes[] = { "female", "male", "other", "unknown", NULL };
const char *const person_langs[] = { "fr", "ar", "en", NULL };
const char *const visitor_sexes[] = { "f", "m", NULL }, *const visitor_sex_codes[] = { "female", "male" };
const char *const visitor_tongues[] = { "ar", "fr", "en", NULL };

void person_typed(struct rq *rq, const struct person *p, struct day today)
{
	if (!p->name.s.n)
		(void)!rq_wrong(rq, "name", N_("Enter the full name."));
	if (!day_is(p->birth_day))
		(void)!rq_wrong(rq, "birth", N_("Enter the birth date."));
	if (birth_unlikely(p->birth_day, today))
		(void)!rq_wrong(rq, "birth", birth_unlikely(p->birth_day, today));
}
