/* Age and sex. See fits.h. */
#include "areas/schedules/rules/fits.h"

int32_t age_months(struct day birth, struct day on)
{
	int y, m, d, oy, om, od;

	day_split(birth, &y, &m, &d);
	day_split(on, &oy, &om, &od);
	return (oy - y) * 12 + om - m - (od < d);
}

bool fits_age(const struct fits *f, struct day birth, struct day on)
{
	if (!day_is(birth))
		return true;
	int32_t months = age_months(birth, on);

	return (!f->age_min_months || months >= f->age_min_months)
		&& (!f->age_max_months || months < f->age_max_months);
}

bool fits_sex(const struct fits *f, struct str sex)
{
	bool said = str_eq(sex, S("female")) || str_eq(sex, S("male"));

	return !said || str_eq(f->sex, S("any")) || str_eq(f->sex, sex);
}
