/*
 * The one list of areas: start here. Each hands over its routes, navigation, commands and jobs;
 * `diwan routes` prints the routes. A new area is a folder like its neighbours and two lines here.
 */
#include "areas/accounts/accounts.h"
#include "areas/api/api.h"
#include "areas/organizations/organizations.h"
#include "web/area.h"
#include "web/commands.h"
#include "web/process.h"

const struct area *const areas[] = {
	&area_program,
	&area_web,
	&area_accounts,
	&area_organizations,
	&area_api,
};
const size_t nareas = sizeof(areas) / sizeof(areas[0]);

const struct gate site_gate = { accounts_session, accounts_bearer, accounts_seen };
