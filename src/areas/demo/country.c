/* Hospitals that work: addresses, appointment types, practitioners and their weekly hours. */
#include "areas/demo/inside.h"

#include "areas/organizations/organizations.h"
#include "areas/schedules/catalogue.h"
#include "base/utf8.h"
#include "organizations_q.h"

enum { DOCTORS = 300 };

/* Telephone and address, invented; the address says so. */
static enum err furnish(struct demo *d, struct hospital *h)
{
	struct organization_by_code_row o;
	struct organization_get_row g;
	struct location_list_rows l;
	int64_t n;

	TRY(organization_by_code(d->db, d->a, h->code, &o));
	h->id = o.id;
	TRY(organization_get(d->db, d->a, o.id, &g));
	TRY(organization_change(d->db, d->a, g.name_fr, g.name_ar, g.name_en,
		utf8_fold(d->a, arena_fmt(d->a, "%.*s %.*s", STR_ARG(g.name_fr), STR_ARG(g.name_ar))),
		g.sms_name, h->phone, g.zone, true, g.id, g.version, &n));
	TRY(location_list(d->db, d->a, h->id, &l));
	if (!l.n)
		return E_NOTFOUND;
	h->location = l.v[0].id;
	TRY(location_postal_code(d->db, d->a, h->postal_code, h->location));
	return location_change(d->db, d->a, l.v[0].name_fr, l.v[0].name_ar, l.v[0].name_en, h->address_fr,
		h->address_ar, S("Consultations externes, rez-de-chaussée"),
		S("الفحوصات الخارجية، الطابق الأرضي"), h->phone, true, l.v[0].id, l.v[0].version, &n);
}

struct names demo_type_name(struct arena *a, const struct measure *m, bool check)
{
	struct names n;

	n.v[LANG_FR] = arena_fmt(a, check ? "%.*s : contrôle" : "%.*s : première consultation",
		STR_ARG(m->name.v[LANG_FR]));
	n.v[LANG_AR] = arena_fmt(a, check ? "%.*s: مراقبة" : "%.*s: فحص أول", STR_ARG(m->name.v[LANG_AR]));
	n.v[LANG_EN] = arena_fmt(a, check ? "%.*s: follow-up" : "%.*s: first visit", STR_ARG(m->name.v[LANG_EN]));
	return n;
}

static struct service type(struct demo *d, const struct measure *m, bool check)
{
	struct service s = { .organization = d->ministry,
		.specialty = m->specialty,
		.duration_min = check ? 15 : m->minutes,
		.step_min = check ? 15 : m->minutes,
		.lead_min = 120,
		.horizon_min = 180 * 1440,
		.cancel_limit_min = 240,
		.move_limit_min = 240,
		.online = true,
		.visit = check ? S("follow_up") : S("first"),
		.sex = S("any"),
		.place_kind = S("on_site"),
		.capacity = 1,
		.active = true,
		.sensitive = str_eq(m->specialty, S("psy")) };

	s.code = check ? arena_fmt(d->a, "%.*s-controle", STR_ARG(m->specialty)) : m->specialty;
	s.name = demo_type_name(d->a, m, check);
	s.bring.v[LANG_FR] = S(
		"Carte nationale, carte d’assurance maladie (AMO ou autre), lettre du médecin si vous en avez une, anciens résultats.");
	s.bring.v[LANG_AR]
		= S("البطاقة الوطنية، بطاقة التغطية الصحية، رسالة الطبيب إن وجدت، والنتائج السابقة.");
	s.bring.v[LANG_EN] = S(
		"Identity card, health insurance card, the doctor’s letter if you have one, earlier results.");
	return s;
}

/* What the ministry says of a type; the hospital takes it. The demonstration's own hospital wants more time before. */
static enum err take(struct demo *d, struct hospital *h, size_t mi, bool check, struct service_id *ret)
{
	struct service s = type(d, &d->measures[mi], check), there;
	struct service_id id;
	enum err e = service_by_code(d->db, d->scratch, d->ministry, s.code, &there);

	if (e == E_NOTFOUND)
		TRY(service_put(d->db, d->scratch, d->now, &s, &id));
	else
		TRY(e);
	id = e == OK ? there.id : id;
	TRY(service_take(d->db, d->scratch, d->now, h->id, id, ret));
	if (!check || !str_eq(h->code, S(DEMO_HOSPITAL)))
		return OK;
	TRY(service_get(d->db, d->scratch, *ret, &s));
	s.lead_min = 1440;
	return service_put(d->db, d->scratch, d->now, &s, ret);
}

static enum err types(struct demo *d, struct hospital *h, size_t mi)
{
	if (h->services[mi].v)
		return OK;
	TRY(take(d, h, mi, false, &h->services[mi]));
	if (d->measures[mi].common < 3)
		return OK;
	return take(d, h, mi, true, &h->checks[mi]);
}

/* Two to four mornings a week, some afternoons; at the demonstration's own hospital today is worked. */
static void week(struct demo *d, struct doctor *doc, bool today)
{
	int32_t begin = 8 * 60 + 30 * dice_roll(&d->dice, 3), mornings = 2 + dice_roll(&d->dice, 3);
	int32_t length = 150 + 30 * dice_roll(&d->dice, 4);

	for (int32_t n = 0; n < mornings; ) {
		int32_t k = dice_roll(&d->dice, 5);

		if (doc->day[k].to)
			continue;
		doc->day[k] = (struct shift){ begin, begin + length };
		n++;
	}
	if (today && !doc->day[day_weekday(d->here.day) - 1].to)
		doc->day[day_weekday(d->here.day) - 1] = (struct shift){ begin, begin + length };
	for (int k = 0; k < 5; k++)
		if (!doc->day[k].to && dice_percent(&d->dice, 25))
			doc->day[k] = (struct shift){ 14 * 60, 16 * 60 + 30 };
}

/* One rule for each shift of the week: its days together. */
static enum err hours(struct demo *d, const struct doctor *doc)
{
	static const char *const names[] = { "MO", "TU", "WE", "TH", "FR", "SA", "SU" };
	struct service_id services[2] = { doc->at->services[doc->mi], doc->at->checks[doc->mi] };
	bool done[7] = { false };

	for (int k = 0; k < 7; k++) {
		struct opening o = { .schedule = doc->schedule,
			.first_day = { d->here.day.n - PAST_DAYS / 2 },
			.until_day = day_add_months(d->here.day, AHEAD_MONTHS),
			.start_min = doc->day[k].from,
			.end_min = doc->day[k].to,
			.capacity = 1,
			.active = true,
			.services = services,
			.nservices = services[1].v ? 2 : 1 };
		struct opening_id id;

		if (done[k] || !doc->day[k].to)
			continue;
		o.rule = S("FREQ=WEEKLY;BYDAY=");
		for (int j = k; j < 7; j++) {
			if (doc->day[j].from != o.start_min || doc->day[j].to != o.end_min)
				continue;
			o.rule = arena_fmt(d->scratch, "%.*s%s%s", STR_ARG(o.rule), j == k ? "" : ",", names[j]);
			done[j] = true;
		}
		TRY(opening_put_lazy(d->db, d->scratch, d->now, &o, &id));
	}
	return OK;
}

static enum err doctor(struct demo *d, struct hospital *h, size_t mi, bool today)
{
	struct doctor *doc = &d->doctors[d->ndoctors];
	bool female = dice_percent(&d->dice, 45);
	struct pair name;
	struct practitioner p
		= { .organization = h->id, .sex = female ? S("female") : S("male"), .active = true };
	struct schedule s = {
		.organization = h->id, .kind = S("practitioner"), .location = h->location, .active = true
	};

	doc->at = h;
	doc->m = &d->measures[mi];
	doc->mi = mi;
	demo_name(d, female, &name);
	p.code = arena_fmt(d->a, "M%04zu", h->ndoctors + 1);
	p.name.s = arena_fmt(d->a, "Dr %.*s", STR_ARG(name.latin));
	p.name_ar.s = arena_fmt(d->a, "د. %.*s", STR_ARG(name.arabic));
	p.specialty = s.specialty = doc->m->specialty;
	TRY(practitioner_put(d->db, d->scratch, d->now, &p, &doc->id));
	s.practitioner = doc->id;
	s.shown = dice_percent(&d->dice, 80);
	TRY(schedule_put(d->db, d->scratch, d->now, &s, &doc->schedule));
	week(d, doc, today);
	d->ndoctors++;
	h->ndoctors++;
	return hours(d, doc);
}

/* How many practitioners: in proportion to the hospital; which speciality: common ones first. */
static enum err hospital(struct demo *d, struct hospital *h)
{
	int32_t want = DOCTORS * h->weight / d->weights;
	bool own = str_eq(h->code, S(DEMO_HOSPITAL));

	TRY(furnish(d, h));
	h->services = ARENA_ARRAY(d->a, struct service_id, d->nmeasures);
	h->checks = ARENA_ARRAY(d->a, struct service_id, d->nmeasures);
	h->first = d->ndoctors;
	for (int32_t i = 0; i < want && d->ndoctors < DOCTORS; i++) {
		size_t mi = (size_t)i < d->nmeasures && (own || d->measures[i].common > 1) ? (size_t)i
			: (size_t)dice_roll(&d->dice, (int32_t)d->nmeasures);

		arena_reset(d->scratch);
		TRY(types(d, h, mi));
		TRY(doctor(d, h, mi, own && i < 10));
	}
	return OK;
}

static enum err closed_days(struct demo *d)
{
	struct calendar_days_rows rows;
	struct organization_by_code_row ma;
	int32_t first = d->here.day.n - PAST_DAYS;

	d->closed = ARENA_ARRAY(d->a, bool, PAST_DAYS + 400);
	TRY(organization_by_code(d->db, d->a, S("MA"), &ma));
	TRY(calendar_days(d->db, d->a, ma.tree_lo, (struct day){ first },
		(struct day){ first + PAST_DAYS + 400 }, &rows));
	for (size_t i = 0; i < rows.n; i++)
		d->closed[rows.v[i].day.n - first] = true;
	return OK;
}

/* From the first of next month on the ministry wants four hours before a first visit, everywhere. */
static enum err amend(struct demo *d)
{
	struct amendment_id id;
	struct service s;
	int year, month, mday;

	day_split(day_add_months(d->here.day, 1), &year, &month, &mday);
	TRY(service_by_code(d->db, d->a, d->ministry, d->measures[0].specialty, &s));
	s.lead_min = 240;
	return amendment_add(d->db, d->a, d->now, &s, day_of(year, month, 1), 0, &id);
}

enum err demo_country(struct demo *d)
{
	struct organization_id root;
	int year, month, mday;

	day_split(d->here.day, &year, &month, &mday);
	TRY(organizations_seed(d->db, d->a, SEED_COUNTRY | SEED_HOSPITALS, year - 1, &root));
	TRY(organizations_seed(d->db, d->a, SEED_COUNTRY, year, &root));
	TRY(demo_load(d));
	TRY(closed_days(d));
	d->ministry = root;
	d->doctors = ARENA_ARRAY(d->a, struct doctor, DOCTORS + 1);
	for (size_t i = 0; i < d->nhospitals; i++)
		TRY(hospital(d, &d->hospitals[i]));
	return amend(d);
}
