/*
 * The one list of areas: start here. Each hands over its routes, navigation, commands and jobs;
 * `diwan routes` prints the routes. A new area is a folder like its neighbours and two lines here.
 */
#include "areas/accounts/accounts.h"
#include "areas/agents/agents.h"
#include "areas/api/api.h"
#include "areas/appointments/appointments.h"
#include "areas/bookers/bookers.h"
#include "areas/booking/booking.h"
#include "areas/demo/demo.h"
#include "areas/directory/directory.h"
#include "areas/desk/desk.h"
#include "areas/draws/draws.h"
#include "areas/figures/figures.h"
#include "areas/findings/findings.h"
#include "areas/gatherings/gatherings.h"
#include "areas/imports/imports.h"
#include "areas/inbox/inbox.h"
#include "areas/ledger/ledger.h"
#include "areas/messages/messages.h"
#include "areas/missed/missed.h"
#include "areas/opendata/opendata.h"
#include "areas/organizations/organizations.h"
#include "areas/patients/patients.h"
#include "areas/provider/provider.h"
#include "areas/referrals/referrals.h"
#include "areas/reminders/reminders.h"
#include "areas/schedules/schedules.h"
#include "areas/telephone/telephone.h"
#include "areas/waiting/waiting.h"
#include "jobs/area_jobs.h"
#include "web/area.h"
#include "web/commands.h"

const struct area *const areas[] = {
	&area_program,
	&area_web,
	&area_accounts,
	&area_organizations,
	&area_api,
	&area_patients,
	&area_schedules,
	&area_directory,
	&area_appointments,
	&area_jobs,
	&area_bookers,
	&area_referrals,
	&area_booking,
	&area_desk,
	&area_telephone,
	&area_gatherings,
	&area_waiting,
	&area_draws,
	&area_inbox,
	&area_reminders,
	&area_provider,
	&area_missed,
	&area_figures,
	&area_opendata,
	&area_ledger,
	&area_findings,
	&area_imports,
	&area_agents,
	&area_messages,
	&area_demo,
};
const size_t nareas = sizeof(areas) / sizeof(areas[0]);

const struct gate site_gate = { accounts_session, accounts_bearer, accounts_seen, accounts_signed };

enum err (*const site_seal)(const struct settings *s, struct db *db, struct arena *a, struct instant now,
	bool *ret_more) = ledger_seal;
