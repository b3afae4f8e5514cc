/* What this area hands to the program. */
#include "areas/missed/pages.h"

enum { DAY_ROLES = DESK_ROLES | R(PRACTITIONER), HEAD_ROLES = R(HEAD_OF_ADMISSIONS) | R(DIRECTOR) };

static const struct route routes[] = {
	{ "GET", "/c/:token", missed_confirm_page, PUBLIC, READ_AUDITED, NULL, 0, NULL, NULL, NULL },
	{ "POST", "/c/:token/yes", missed_confirm_yes, PUBLIC, WRITE, NULL, 0, NULL, NULL, NULL },
	{ "POST", "/c/:token/no", missed_confirm_no, PUBLIC, WRITE, NULL, 0, missed_confirm_page, NULL, NULL },
	{ "GET", "/m/:token", missed_again_page, PUBLIC, READ_AUDITED, NULL, 0, NULL, NULL, NULL },
	{ "GET", "/desk/missed", missed_day_page, DAY_ROLES, READ_AUDITED, NULL, 0, NULL, NULL, NULL },
	{ "GET", "/desk/confirm", missed_list_page, DESK_ROLES, READ_AUDITED, NULL, 0, NULL, NULL, NULL },
	{ "POST", "/desk/confirm", missed_list_yes, DESK_ROLES, WRITE, &missed_yes_form, 0, missed_list_page, NULL, NULL },
	{ "GET", "/desk/risk", missed_risk_page, HEAD_ROLES, READ, NULL, 0, NULL, NULL, NULL },
	{ "GET", "/desk/missed/rules", missed_rules_page, HEAD_ROLES, READ, NULL, 0, NULL, NULL, NULL },
	{ "POST", "/desk/missed/rules", missed_rules_save, HEAD_ROLES, WRITE, &missed_rules_form, 0, missed_rules_page, NULL, NULL },
	{ 0 }
};
static const struct nav nav[] = {
	{ DAY_ROLES, 31, "/desk/missed", N_("End of the day"), N_("Who was seen and who missed today, as the program proposes it."), NULL, missed_day_waiting },
	{ DESK_ROLES, 32, "/desk/confirm", N_("To confirm"), N_("People who missed before and have not said yet that they come."), NULL, missed_list_waiting },
	{ HEAD_ROLES, 52, "/desk/risk", N_("Chance of a miss"), N_("How well it is foreseen who misses, and where a person more may be placed."), NULL, NULL },
	{ HEAD_ROLES, 85, "/desk/missed/rules", N_("Missed: rules"), N_("What is proposed at the end of the day, who is told, who is asked to confirm."), NULL, NULL },
	{ 0 }
};
const struct area area_missed = { .name = "missed", .routes = routes, .nav = nav, .jobs = missed_jobs, .samples = missed_samples };
