/* The tree: making nodes, their settings, their names; and the area's tables. */
#include "areas/organizations/inner.h"

#include "areas/organizations/rules/telling.h"
#include "base/gsm.h"
#include "base/random.h"
#include "base/utf8.h"
#include "jobs/jobs.h"

#define LEVELS 5
#define ROOT_BITS 50
#define LEVEL_BITS 10

/* Width of the interval of a node by its depth: 1,023 children fit below each. */
static int64_t width_of(int32_t depth)
{
	return (int64_t)1 << (ROOT_BITS - LEVEL_BITS * depth);
}

struct str organization_name(enum lang l, struct str fr, struct str ar, struct str en)
{
	struct str s = l == LANG_AR ? ar : l == LANG_EN ? en : fr;

	return s.n ? s : fr;
}

static bool code_ok(struct str s)
{
	for (size_t i = 0; i < s.n; i++)
		if (!(s.p[i] >= 'A' && s.p[i] <= 'Z') && !ascii_is_digit(s.p[i]) && s.p[i] != '-')
			return false;
	return s.n >= 2 && s.n <= 20;
}

static bool kind_ok(struct str s)
{
	for (size_t i = 0; organization_kinds[i]; i++)
		if (str_eq(s, str_of(organization_kinds[i])))
			return true;
	return false;
}

const char *const organization_kinds[] = { "ministry", "region", "province", "establishment", "health_centre",
	"department", NULL };

const char *organization_kind_label(struct str kind)
{
	static const char *const labels[] = { N_("Ministry or country"), N_("Region"), N_("Province or prefecture"),
		N_("Hospital"), N_("Health centre"), N_("Service of a hospital, department") };

	for (size_t i = 0; organization_kinds[i]; i++)
		if (str_eq(kind, str_of(organization_kinds[i])))
			return labels[i];
	return "–";
}

struct spot { int64_t lo; int32_t depth; };

/* Where the next child of a parent, or the next root, begins. */
static enum err next_spot(struct db *db, struct arena *a, int64_t parent, struct spot *ret)
{
	struct organization_last_root_row root;
	struct organization_last_child_row child;
	struct organization_get_row p;
	int64_t lo;

	if (!parent) {
		TRY(organization_last_root(db, a, &root));
		*ret = (struct spot){ root.tree_hi > 0 ? root.tree_hi : 1, 0 };
		return OK;
	}
	TRY(organization_get(db, a, (struct organization_id){ parent }, &p));
	if (p.depth >= LEVELS)
		return E_LIMIT;
	TRY(organization_last_child(db, a, (struct organization_id){ parent }, &child));
	lo = child.tree_hi > p.tree_lo ? child.tree_hi : p.tree_lo + 1;
	if (lo + width_of(p.depth + 1) > p.tree_hi)
		return E_LIMIT;
	*ret = (struct spot){ lo, p.depth + 1 };
	return OK;
}

/* All names folded, for searching. */
struct str organization_fold(struct arena *a, struct str fr, struct str ar, struct str en)
{
	return utf8_fold(a, arena_fmt(a, "%.*s %.*s %.*s", STR_ARG(fr), STR_ARG(ar), STR_ARG(en)));
}

/* As it is kept: in the alphabet of SMS, and short enough. */
struct str organization_short(struct arena *a, struct str sms_name, struct str name_fr)
{
	return gsm_head(gsm_plain(a, sms_name.n ? sms_name : name_fr), TEXT_PLACE_MAX);
}

struct str organization_in_text(struct arena *a, struct str sms_name, struct str name_fr)
{
	struct str name = organization_short(a, sms_name, name_fr);

	return text_tells(utf8_fold(a, name)) ? STR_NONE : name;
}

enum err organization_create(struct db *db, struct arena *a, const struct organization_new *in,
	struct organization_id *ret)
{
	struct organization_id id = { random_id(clock_now()) };
	struct organization_by_code_row other;
	struct str en = in->name_en.n ? in->name_en : in->name_fr, sms = organization_short(a, in->sms_name, in->name_fr);
	struct str zone = in->zone.n ? in->zone : S("Africa/Casablanca");
	const struct zone *z;
	struct spot spot;
	enum err e;

	if (!code_ok(in->code) || !kind_ok(in->kind) || !in->name_fr.n || zone_get(zone, &z) != OK)
		return E_INPUT;
	e = organization_by_code(db, a, in->code, &other);
	if (e != E_NOTFOUND)
		return e == OK ? E_CONFLICT : e;
	TRY(next_spot(db, a, in->parent, &spot));
	TRY(organization_add(db, a, id, (struct organization_id){ in->parent }, spot.lo, spot.lo + width_of(spot.depth),
		spot.depth, in->kind, in->code, in->name_fr, in->name_ar.p ? in->name_ar : S(""), en,
		organization_fold(a, in->name_fr, in->name_ar, en), sms, in->phone.p ? in->phone : S(""), zone));
	*ret = id;
	return OK;
}

/* --- settings that hold from a node down --- */

const struct organization_setting_def organization_settings[] = {
	{ SETTING_AHEAD_PER_PERSON, 1, 50, 1, N_("Future appointments of one person in one speciality"),
		N_("Online and by helpers. The desk is not bound by it."), SETTING_OF_NODE },
	{ SETTING_AHEAD_PER_PHONE, 1, 200, 4, N_("Future appointments booked with one telephone"),
		N_("A family often shares one telephone."), SETTING_OF_NODE },
	{ SETTING_NETWORK_SHARE, 1, 100, 33, N_("Share of a day’s free times that one network may keep at once, in %"),
		N_("Times kept while somebody types, not yet confirmed. Three are always allowed. 100: no limit, for a place where many people share one connection."), SETTING_OF_NODE },
	{ SETTING_DRAW_SHARE, 1, 100, 50, N_("Hours of an agenda in a month that may lie in public draws, in %"),
		N_("For all establishments of the tree. What is not drawn for is booked and waited for as ever."), SETTING_OF_COUNTRY },
	{ SETTING_RETENTION_YEARS, 1, 50, 2, N_("Years a file is kept after the last appointment"), NULL, SETTING_OF_NODE },
	{ SETTING_AGENDA_NAMES, 0, 1, 0, NULL, NULL, SETTING_ELSEWHERE },
	{ SETTING_EXTRA_PER_DAY, 0, 100, 5, NULL, NULL, SETTING_ELSEWHERE },
	{ SETTING_EXTRA_PER_OPERATOR, 0, 500, 15, NULL, NULL, SETTING_ELSEWHERE },
	{ SETTING_EXTRA_ROLES, 0, 7, 6, NULL, NULL, SETTING_ELSEWHERE },
	{ SETTING_HOME_SPEED, 0, 120, 0, NULL, NULL, SETTING_ELSEWHERE },
	{ SETTING_BOOKER_REACH, 0, 3, 2, NULL, NULL, SETTING_ELSEWHERE },
	{ SETTING_CENTRE_DAY, 0, 1000, 40, NULL, NULL, SETTING_ELSEWHERE },
	{ SETTING_CENTRE_WEEK, 0, 5000, 150, NULL, NULL, SETTING_ELSEWHERE },
	{ SETTING_CENTRE_LETTERS, 0, 1000, 40, NULL, NULL, SETTING_ELSEWHERE },
	{ SETTING_HELPER_DAY, 0, 1000, 15, NULL, NULL, SETTING_ELSEWHERE },
	{ SETTING_HELPER_OPEN, 0, 1000, 40, NULL, NULL, SETTING_ELSEWHERE },
	{ SETTING_HELPER_AGENDA, 0, 1000, 10, NULL, NULL, SETTING_ELSEWHERE },
	{ SETTING_HELPER_PHONE, 1, 20, 3, NULL, NULL, SETTING_ELSEWHERE },
	{ SETTING_WAITING_SHARE, 0, 100, 100, NULL, NULL, SETTING_ELSEWHERE },
	{ SETTING_WAITING_ANSWER, 30, 2880, 240, NULL, NULL, SETTING_ELSEWHERE },
	{ SETTING_WAITING_MESSAGES, 1, 20, 3, NULL, NULL, SETTING_ELSEWHERE },
	{ SETTING_WAITING_DAILY, 0, 1, 1, NULL, NULL, SETTING_ELSEWHERE },
	{ SETTING_REMIND_DAY, 0, 1439, 600, NULL, NULL, SETTING_ELSEWHERE },
	{ SETTING_REMIND_MORNING, 0, 720, 480, NULL, NULL, SETTING_ELSEWHERE },
	{ SETTING_REMIND_EVENING, 720, 1439, 1080, NULL, NULL, SETTING_ELSEWHERE },
	{ SETTING_CALL_RISK, 0, 100, 40, NULL, NULL, SETTING_ELSEWHERE },
	{ SETTING_LETTER_DAYS, 0, 60, 10, NULL, NULL, SETTING_ELSEWHERE },
	{ SETTING_EFFECT_BOOK, 0, 60, 4, NULL, NULL, SETTING_ELSEWHERE },
	{ SETTING_EFFECT_CHANGE, 0, 60, 3, NULL, NULL, SETTING_ELSEWHERE },
	{ SETTING_EFFECT_REMIND, 0, 60, 2, NULL, NULL, SETTING_ELSEWHERE },
	/* The yearly time of a full-time public post in France (décret 2000-815, art. 1); a house says its own. */
	{ SETTING_EFFECT_HOURS, 500, 3000, 1607, NULL, NULL, SETTING_ELSEWHERE },
	{ SETTING_EFFECT_SINCE, 0, 3000, 0, NULL, NULL, SETTING_ELSEWHERE },
	{ SETTING_MISSED_PROPOSE_AT, 0, 1439, 1080, NULL, NULL, SETTING_ELSEWHERE },
	{ SETTING_MISSED_MESSAGE, 0, 1, 1, NULL, NULL, SETTING_ELSEWHERE },
	{ SETTING_MISSED_CONFIRM_AFTER, 0, 20, 2, NULL, NULL, SETTING_ELSEWHERE },
	{ SETTING_MISSED_MONTHS, 1, 36, 12, NULL, NULL, SETTING_ELSEWHERE },
	{ SETTING_MISSED_CONFIRM_HOURS, 4, 240, 48, NULL, NULL, SETTING_ELSEWHERE },
	{ SETTING_MESSAGES_FROM, 0, 1379, MESSAGES_FROM_MIN, NULL, NULL, SETTING_ELSEWHERE },
	{ SETTING_MESSAGES_TO, 60, 1439, MESSAGES_TO_MIN, NULL, NULL, SETTING_ELSEWHERE },
	{ SETTING_TELEPHONE_MAY, 0, 63, 61, NULL, NULL, SETTING_ELSEWHERE },
	{ NULL, 0, 0, 0, NULL, NULL, SETTING_OF_NODE }
};

enum err organization_setting(struct db *db, struct arena *a, int64_t tree_lo, const char *name, int64_t *ret)
{
	const struct organization_setting_def *d = organization_settings;
	struct organization_setting_get_row row;
	enum err e;

	while (d->name && strcmp(d->name, name))
		d++;
	if (!d->name)
		abort();
	e = organization_setting_get(db, a, str_of(name), tree_lo, &row);
	if (e == E_NOTFOUND) {
		*ret = d->standard;
		return OK;
	}
	TRY(e);
	*ret = row.value;
	return OK;
}

enum err organization_setting_set(struct db *db, struct arena *a, struct organization_id id, int64_t tree_lo,
	const char *name, int64_t value)
{
	int64_t now;

	TRY(organization_setting(db, a, tree_lo, name, &now));
	return now == value ? OK : organization_setting_put(db, a, id, str_of(name), value);
}

/* --- tables --- */

#define ADMINS (R(ADMINISTRATOR) | R(PLATFORM))
/* Who runs the agendas keeps the places where they are and the days on which all of them close. */
#define HOUSE (ADMINS | R(HEAD_OF_ADMISSIONS))

static const struct route routes[] = {
	{ "GET", "/admin/organizations", tree_page, ADMINS, READ, NULL, 0, NULL, NULL, NULL },
	{ "GET", "/admin/organizations/new", new_page, ADMINS, READ, &parent_form, 0, NULL, NULL, NULL },
	{ "POST", "/admin/organizations/new", new_save, ADMINS, WRITE, &organization_form, 0, new_page, NULL, NULL },
	{ "GET", "/admin/organizations/:id", one_page, ADMINS, READ, NULL, 0, NULL, NULL, NULL },
	{ "POST", "/admin/organizations/:id", one_save, ADMINS, WRITE, &change_form, 0, one_page, NULL, NULL },
	{ "POST", "/admin/organizations/:id/settings", settings_save, ADMINS, WRITE, &settings_form, 0, one_page, NULL, NULL },
	{ "GET", "/admin/organizations/:id/places", places_page, HOUSE, READ, NULL, 0, NULL, NULL, NULL },
	{ "POST", "/admin/organizations/:id/places", place_add, HOUSE, WRITE, &place_form, 0, places_page, NULL, NULL },
	{ "GET", "/admin/places/:id", place_page, HOUSE, READ, NULL, 0, NULL, NULL, NULL },
	{ "POST", "/admin/places/:id", place_save, HOUSE, WRITE, &place_form, 0, place_page, NULL, NULL },
	{ "GET", "/admin/organizations/:id/calendar", calendar_page, HOUSE, READ, &year_form, 0, NULL, NULL, NULL },
	{ "GET", "/admin/organizations/:id/calendar/look", calendar_look, HOUSE, READ_AUDITED, &calendar_form, 0, calendar_page, NULL, NULL },
	{ "POST", "/admin/organizations/:id/calendar", calendar_add, HOUSE, WRITE, &calendar_form, 0, calendar_page, NULL, NULL },
	{ "POST", "/admin/organizations/:id/calendar/:day/remove", calendar_remove, HOUSE, WRITE, NULL, 0, NULL, NULL, NULL },
	{ 0 }
};

static const struct nav nav[] = {
	{ ADMINS, 80, "/admin/organizations", N_("Organisations"), N_("Hospitals, places, holidays and closures, limits"), NULL, NULL },
	{ 0 }
};

const struct area area_organizations = { .name = "organizations", .routes = routes, .nav = nav };

/* Depth as dots, for a table that shows the tree. */
const char *organization_dots(int32_t depth)
{
	static const char *const dots[] = { "", "· ", "· · ", "· · · ", "· · · · ", "· · · · · " };

	return dots[depth < 0 ? 0 : depth > 5 ? 5 : depth];
}
