/* Who may make an extra appointment, and how many. See extra.h. */
#include "areas/appointments/rules/extra.h"

unsigned extra_role_bit(struct str role)
{
	static const struct { const char *code; unsigned bit; } bits[] = {
		{ "desk", EXTRA_DESK }, { "head_of_admissions", EXTRA_HEAD }, { "director", EXTRA_DIRECTOR },
	};

	for (size_t i = 0; i < sizeof(bits) / sizeof(bits[0]); i++)
		if (str_eq(role, str_of(bits[i].code)))
			return bits[i].bit;
	return 0;
}

enum extra_verdict extra_judge(const struct extra_limits *l, const struct extra_counts *n, struct str role,
	bool reason_listed)
{
	if (!(extra_role_bit(role) & l->roles))
		return EXTRA_ROLE;
	if (!reason_listed)
		return EXTRA_REASON;
	if (n->of_day >= l->per_day)
		return EXTRA_DAY_FULL;
	return n->of_operator >= l->per_operator ? EXTRA_OPERATOR_FULL : EXTRA_GRANTED;
}
