/* Words of channels and states, as in the database. See appointments.h. */
#include "areas/appointments/appointments.h"

#include "areas/appointments/internal.h"
#include "crypto/crypto.h"
#include "page/page.h"
#include "page/text.h"

static const char *const channels[CH_MAX] = { "online", "desk", "phone", "health-centre",
	"assisted", "sms", "api" };
static const char *const statuses[ST_MAX] = { "proposed", "pending", "booked", "arrived",
	"checked-in", "fulfilled",
	"cancelled", "noshow", "waitlist", "entered-in-error" };

const char *const moved_said_codes[] = { "", "agreed-phone", "agreed-counter", "told-phone", "told-counter",
	"told-message", NULL };

const char *channel_code(enum channel c)
{
	return c < CH_MAX ? channels[c] : "";
}

bool channel_of(struct str code, enum channel *ret)
{
	for (int i = 0; i < CH_MAX; i++)
		if (str_eq(code, str_of(channels[i]))) {
			*ret = (enum channel)i;
			return true;
		}
	return false;
}

enum quota_group channel_group(enum channel c)
{
	return quota_group_of(str_of(channel_code(c)));
}

const char *status_code(enum status s)
{
	return s < ST_MAX ? statuses[s] : "";
}

bool status_of(struct str code, enum status *ret)
{
	for (int i = 0; i < ST_MAX; i++)
		if (str_eq(code, str_of(statuses[i]))) {
			*ret = (enum status)i;
			return true;
		}
	return false;
}

bool status_open(enum status s)
{
	return s == ST_PROPOSED || s == ST_PENDING || s == ST_BOOKED || s == ST_ARRIVED
		|| s == ST_CHECKED_IN;
}

struct str type_openly(enum lang lang, const struct names *type, bool sensitive)
{
	return sensitive ? lang_tr(lang, N_("Appointment")) : type->v[lang];
}

struct str act_holder(struct arena *a, struct str salt_base64, struct str reference)
{
	struct str salt = STR_NONE;
	unsigned char sum[32];

	if (base64_decode(a, salt_base64, &salt) != OK)
		return STR_NONE;
	sha256(arena_cat(a, salt, reference), sum);
	return base64_encode(a, (struct str){ (const char *)sum, sizeof(sum) });
}

const char *status_said(enum status s, struct str cancelled_by)
{
	switch (s) {
	case ST_ARRIVED: return N_("Arrived");
	case ST_CHECKED_IN: return N_("With the doctor");
	case ST_FULFILLED: return N_("Seen");
	case ST_NOSHOW: return N_("Missed");
	case ST_CANCELLED: return str_eq(cancelled_by, S("service")) ?
		N_("Cancelled by the hospital") : N_("Cancelled by the patient");
	case ST_ERROR: return N_("Entered by mistake");
	case ST_PROPOSED: case ST_PENDING: case ST_BOOKED: case ST_WAITLIST: case ST_MAX: break;
	}
	return N_("Expected");
}

struct name appointment_doctor(struct arena *a, enum lang l, const struct appointment *x)
{
	struct str who = l == LANG_AR && x->practitioner_name_ar.s.n ? x->practitioner_name_ar.s : x->practitioner_name.s;
	const struct str both[] = { who, x->schedule_name.v[l] };

	if (!x->schedule_shown || !who.n)
		return (struct name){ STR_NONE };
	return (struct name){ x->substituted ? fill(a, lang_tr(l, N_("%1, instead of %2")), both, 2) : who };
}

struct str appointment_where(struct arena *a, enum lang lang, const struct appointment *x)
{
	struct str called = text_phone(a, x->phone), home = text_apart(a, x->home.address);

	if (str_eq(x->place_kind, S("home")))
		return home.n ? fill(a, lang_tr(lang, N_("At home: %1")), &home, 1) : lang_tr(lang, N_("At home"));
	if (str_eq(x->place_kind, S("video")))
		return lang_tr(lang, N_("By video"));
	if (str_eq(x->place_kind, S("phone")))
		return x->phone.n ? fill(a, lang_tr(lang, N_("By telephone: you are called on %1")), &called, 1)
			: lang_tr(lang, N_("By telephone"));
	return STR_NONE;
}
