/* The one function that says what an account may see, and which roles need a second factor. */
#include "areas/accounts/accounts.h"

struct scope access_scope(enum role role, int64_t lo, int64_t hi, int64_t practitioner, int64_t account)
{
	struct scope s = { .lo = lo, .hi = hi };

	switch (role) {
	case ROLE_MINISTRY_READER: case ROLE_REGIONAL_READER: case ROLE_DIRECTOR:
	case ROLE_HEAD_OF_ADMISSIONS: case ROLE_DESK: case ROLE_ADMINISTRATOR: case ROLE_MACHINE:
	case ROLE_TELEPHONE: case ROLE_FIGURES:
		return s;
	case ROLE_PLATFORM:		/* of the installation, whatever tree its account hangs on */
		return (struct scope){ .lo = 0, .hi = INT64_MAX };
	case ROLE_PRACTITIONER:		/* one that is tied to nobody sees nobody's */
		s.practitioner = practitioner > 0 ? practitioner : INT64_MAX;
		return s;
	case ROLE_HEALTH_CENTRE: case ROLE_HELPER:
		s.account = account > 0 ? account : INT64_MAX;
		return s;
	case ROLE_MAX:
		break;
	}
	return (struct scope){ 0 };
}

bool role_needs_totp(enum role r)
{
	return r == ROLE_ADMINISTRATOR || r == ROLE_PLATFORM;
}
