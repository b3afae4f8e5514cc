/* Roles by their code in SQL and commands, and by the words a person reads. */
#include "web/web.h"

static const struct { const char *code, *label; } roles[ROLE_MAX] = {
	[ROLE_MINISTRY_READER] = { "ministry_reader", "Ministry, reading" },
	[ROLE_REGIONAL_READER] = { "regional_reader", "Region, reading" },
	[ROLE_DIRECTOR] = { "director", "Director" },
	[ROLE_HEAD_OF_ADMISSIONS] = { "head_of_admissions", "Head of admissions" },
	[ROLE_DESK] = { "desk", "Desk" },
	[ROLE_PRACTITIONER] = { "practitioner", "Practitioner" },
	[ROLE_HEALTH_CENTRE] = { "health_centre", "Health centre" },
	[ROLE_HELPER] = { "helper", "Helper" },
	[ROLE_ADMINISTRATOR] = { "administrator", "Administrator" },
	[ROLE_PLATFORM] = { "platform", "Platform administrator" },
	[ROLE_MACHINE] = { "machine", "Machine" },
};

const char *role_code(enum role r)
{
	return r < ROLE_MAX ? roles[r].code : "nobody";
}

const char *role_label(enum role r)
{
	return r < ROLE_MAX ? roles[r].label : "";
}

bool role_of(struct str code, enum role *ret)
{
	for (int r = 0; r < ROLE_MAX; r++) {
		if (!str_eq(code, str_of(roles[r].code)))
			continue;
		*ret = (enum role)r;
		return true;
	}
	return false;
}
