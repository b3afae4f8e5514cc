/* Roles by their code in SQL and commands, and by the words a person reads. */
#include "web/web.h"

static const struct { const char *code, *label; } roles[ROLE_MAX] = {
	[ROLE_MINISTRY_READER] = { "ministry_reader", N_("Ministry, reading") },
	[ROLE_REGIONAL_READER] = { "regional_reader", N_("Region, reading") },
	[ROLE_DIRECTOR] = { "director", N_("Director") },
	[ROLE_HEAD_OF_ADMISSIONS] = { "head_of_admissions", N_("Head of admissions") },
	[ROLE_DESK] = { "desk", N_("Desk") },
	[ROLE_PRACTITIONER] = { "practitioner", N_("Practitioner") },
	[ROLE_HEALTH_CENTRE] = { "health_centre", N_("Health centre") },
	[ROLE_HELPER] = { "helper", N_("Helper") },
	[ROLE_ADMINISTRATOR] = { "administrator", N_("Administrator") },
	[ROLE_PLATFORM] = { "platform", N_("Platform administrator") },
	[ROLE_TELEPHONE] = { "telephone", N_("Telephone secretariat") },
	[ROLE_MACHINE] = { "machine", N_("Machine") },
	[ROLE_FIGURES] = { "figures", N_("Machine, figures alone") },
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
