/*
 * Working hours: one row is one interval of the week of one agenda.
 *
 * A row adds hours; it never takes any away. Hours that overlap others of the same agenda, in the
 * file or stored, are refused: they would double what is offered.
 */
#include "areas/imports/agendas.h"

#include "areas/imports/rules/words.h"
#include "base/utf8.h"

const struct column agenda_columns[AG_COLUMNS] = {
	[AG_ORGANIZATION] = { "organization",
		"organization|etablissement|etablissement code|hopital|المؤسسه|المؤسسه الرمز|المستشفي",
		false },
	[AG_NAME] = { "practitioner",
		"practitioner|medecin|medecin nom et prenom|medecin ou nom de l agenda|nom|nom et prenom|الطبيب|اسم الطبيب|الطبيب الاسم الكامل|الطبيب او اسم الجدول",
		true },
	[AG_NAME_AR] = { "name_ar", "name ar|nom en arabe|medecin nom en arabe|الاسم بالعربيه", false },
	[AG_CODE]
	= { "code", "code|matricule|matricule facultatif|رقم التاجير|رقم التاجير اختياري", false },
	[AG_SPECIALTY] = { "specialty", "specialty|specialite|التخصص", true },
	[AG_SERVICE] = { "service",
		"service|type de consultation|type de rendez vous|type de rendez vous code facultatif|نوع الموعد|نوع الموعد رمز اختياري",
		false },
	[AG_DAY] = { "day", "day|jour|jours|اليوم", true },
	[AG_FROM] = { "from", "from|de|debut|heure de debut|من الساعه|من", true },
	[AG_TO] = { "to", "to|a|fin|heure de fin|الي الساعه|الي", true },
	[AG_EVERY] = { "every", "every|rythme|frequence|التكرار", false },
	[AG_FIRST] = { "first_day", "first day|a partir du|du|ابتداء من", false },
	[AG_UNTIL]
	= { "until", "until|jusqu au|au|jusqu au facultatif|الي غايه|الي غايه اختياري", false },
	[AG_MINUTES]
	= { "minutes", "minutes|minutes par patient|duree|الدقائق لكل مريض|المده بالدقائق", false },
	[AG_CAPACITY] = { "capacity",
		"capacity|patients a la fois|عدد المرضي في نفس الوقت|عدد المرضي في ان واحد", false },
	[AG_SHOWN]
	= { "shown", "shown|choix par nom|nom visible|visible|الاختيار بالاسم|يظهر الاسم", false },
	[AG_BREAK_FROM] = { "break_from", "break from|pause de|استراحه من", false },
	[AG_BREAK_TO] = { "break_to", "break to|pause a|استراحه الي", false },
	[AG_KIND] = { "kind", "kind|agenda de|agenda d un|لمن الجدول", false },
	[AG_PERIOD] = { "period", "period|periode|periode facultatif|الفتره|الفتره اختياري", false },
	[AG_PERIOD_AR] = { "period_ar", "period ar|periode en arabe|اسم الفتره بالعربيه", false },
	[AG_ONLINE] = { "online", "online|places en ligne|اماكن عبر الانترنت", false },
	[AG_DESK] = { "desk", "desk|places au guichet|اماكن مكتب المواعيد", false },
	[AG_CENTRE] = { "centre", "centre|places des centres de sante|اماكن المراكز الصحيه", false },
	[AG_RELEASE] = { "release", "release|liberees heures avant|تفتح للجميع قبل ساعات", false },
};

/* "lundi", "lundi, jeudi", "الاثنين والخميس" is not read: words are parted by , ; / or spaces. */
static void check_days(struct import *im, struct row *r, struct line *h)
{
	struct str rest = import_fold(im, r->cell[AG_DAY]);
	bool ok = rest.n > 0;

	while (ok && rest.p) {
		struct str w = str_cut(&rest, ' ');
		int d = word_weekday(w);

		ok = d > 0;
		if (ok)
			h->days |= 1u << (d - 1);
	}
	if (!ok)
		import_wrong(im, r, AG_DAY,
			N_("days of the week: lundi, mardi … dimanche; الاثنين، الثلاثاء"));
}

static void check_times(struct import *im, struct row *r, struct line *h)
{
	bool from = word_time(r->cell[AG_FROM], &h->from) == OK && h->from < 1440;
	bool to = word_time(r->cell[AG_TO], &h->to) == OK;

	if (!from)
		import_wrong(im, r, AG_FROM, N_("an hour, for instance 08:30"));
	if (!to)
		import_wrong(im, r, AG_TO, N_("an hour, for instance 12:30"));
	if (from && to && h->to <= h->from)
		import_wrong(im, r, AG_TO, N_("an hour later than the beginning, on the same day"));
	h->every = r->cell[AG_EVERY].n ? word_every(import_fold(im, r->cell[AG_EVERY])) : 1;
	if (!h->every)
		import_wrong(im, r, AG_EVERY, N_("chaque semaine, or une semaine sur deux (trois, quatre)"));
}

/* Both or none, inside the hours. */
static void check_break(struct import *im, struct row *r, struct line *h)
{
	struct hours whole = { .start = h->from, .end = h->to };

	if (!r->cell[AG_BREAK_FROM].n && !r->cell[AG_BREAK_TO].n)
		return;
	if (word_time(r->cell[AG_BREAK_FROM], &h->pause.from) != OK
			|| word_time(r->cell[AG_BREAK_TO], &h->pause.to) != OK
			|| !breaks_valid(&whole, &h->pause, 1))
		import_wrong(im, r, AG_BREAK_FROM, N_("a break inside the hours, for instance 12:00 and 13:30"));
}

static void check_dates(struct import *im, struct row *r, struct line *h)
{
	struct day today = h->site ? zone_local(h->site->zone, im->now).day
				   : (struct day){ (int32_t)(im->now.v / 86400) };

	h->first = today;
	h->until = DAY_NONE;
	if (r->cell[AG_FIRST].n && word_day(r->cell[AG_FIRST], &h->first) != OK)
		import_wrong(im, r, AG_FIRST, N_("a date, for instance 01/10/2026"));
	if (r->cell[AG_UNTIL].n && word_day(r->cell[AG_UNTIL], &h->until) != OK)
		import_wrong(im, r, AG_UNTIL, N_("a date, for instance 31/12/2026"));
	if (day_is(h->until) && h->until.n < h->first.n)
		import_wrong(im, r, AG_UNTIL, N_("a date after the first day"));
}

static void check_service(struct import *im, struct row *r, struct line *h)
{
	struct service s;

	h->service = r->cell[AG_SERVICE];
	if (!h->site || !h->service.n)
		return;
	if (service_by_code(im->db, im->a, h->site->id, h->service, &s) != OK)
		import_wrong(im, r, AG_SERVICE,
			N_("the code of an appointment type of that establishment, or empty"));
	else if (h->specialty && !str_eq(s.specialty, h->specialty->code))
		import_wrong(im, r, AG_SERVICE, N_("an appointment type of that speciality"));
}

static void check_rest(struct import *im, struct row *r, struct line *h)
{
	int yes = r->cell[AG_SHOWN].n ? word_yes(import_fold(im, r->cell[AG_SHOWN])) : 1;

	if (yes < 0)
		import_wrong(im, r, AG_SHOWN, N_("oui or non"));
	h->shown = yes == 1;
	import_number(im, r, AG_MINUTES, 5, 480, 0, N_("minutes, from 5 to 480"), &h->minutes);
	import_number(
		im, r, AG_CAPACITY, 1, 100, 1, N_("a number of people, from 1 to 100"), &h->capacity);
}

/* In one week: hours of a period and those of the usual week never hold on one day. */
static bool times_meet(const struct line *x, const struct line *y)
{
	bool dates = (!day_is(x->until) || x->until.n >= y->first.n)
		&& (!day_is(y->until) || y->until.n >= x->first.n);

	return dates && (x->days & y->days) && x->from < y->to && y->from < x->to;
}

static void check_overlap(struct import *im, struct row *r, struct line *h)
{
	for (struct row *o = im->rows; o < r; o++) {
		const struct line *x = o->record;

		if (x && x->site && x->specialty && agenda_whose_same(x, h) && x->period == h->period
				&& times_meet(x, h)) {
			import_wrong(im, r, AG_FROM, N_("hours that do not overlap others of the same practitioner"));
			return;
		}
	}
}

/* The one type that the establishment has in a speciality; E_NOTFOUND: none, or a choice of several. */
static enum err only_service(struct import *im, const struct line *h, struct service_id *ret)
{
	struct services all;
	size_t n = 0;

	TRY(service_list(im->db, im->scratch, h->site->id, &all));
	for (size_t i = 0; i < all.n; i++)
		if (all.v[i].active && str_eq(all.v[i].specialty, h->specialty->code)) {
			*ret = all.v[i].id;
			n++;
		}
	return n == 1 ? OK : E_NOTFOUND;
}

/* The type of the row, else the establishment's ordinary consultation: of the speciality's code, or
 * the only one it has, or made. */
static enum err service_of(struct import *im, struct line *h, struct service_id *ret)
{
	struct service s;
	int32_t minutes = h->minutes ? (int32_t)h->minutes : 20;
	enum err e = service_by_code(
		im->db, im->scratch, h->site->id, h->service.n ? h->service : h->specialty->code, &s);

	if (e == OK) {
		*ret = s.id;
		return OK;
	}
	if (e == E_NOTFOUND && !h->service.n)
		e = only_service(im, h, ret);
	if (e != E_NOTFOUND)
		return e;
	s = (struct service){ .organization = h->site->id,
		.code = h->specialty->code,
		.specialty = h->specialty->code,
		.name = h->specialty->name,
		.duration_min = minutes,
		.step_min = minutes,
		.lead_min = 120,
		.horizon_min = 180 * 1440,
		.cancel_limit_min = 240,
		.move_limit_min = 240,
		.online = true,
		.active = true,
		.visit = S("any"),
		.sex = S("any"),
		.place_kind = S("on_site"),
		.capacity = 1 };
	return service_put(im->db, im->scratch, im->now, &s, ret);
}

static struct str rule_of(struct arena *a, const struct line *h)
{
	static const char *const names[] = { "MO", "TU", "WE", "TH", "FR", "SA", "SU" };
	struct str s = h->every > 1 ? arena_fmt(a, "FREQ=WEEKLY;INTERVAL=%d;BYDAY=", h->every)
				    : S("FREQ=WEEKLY;BYDAY=");
	bool any = false;

	for (int d = 0; d < 7; d++) {
		if (!(h->days >> d & 1))
			continue;
		s = arena_fmt(a, "%.*s%s%s", STR_ARG(s), any ? "," : "", names[d]);
		any = true;
	}
	return s;
}

/* The days of the week of a stored rule; of rules by month or year all days, to be careful. */
static unsigned days_of_rule(const struct opening *x)
{
	static const char *const names[] = { "MO", "TU", "WE", "TH", "FR", "SA", "SU" };
	ptrdiff_t at = str_find(x->rule, S("BYDAY="));
	struct str list;
	unsigned days = 0;

	if (!x->rule.n || (at < 0 && str_find(x->rule, S("FREQ=WEEKLY")) >= 0))
		return 1u << (day_weekday(x->first_day) - 1);
	if (at < 0)
		return 127;
	list = str_sub(x->rule, (size_t)at + 6, x->rule.n);
	list = str_cut(&list, ';');
	for (int d = 0; d < 7; d++)
		if (str_find(list, str_of(names[d])) >= 0)
			days |= 1u << d;
	return days;
}

/* Could they hold on one day? A day of its own (no rule) holds in a period too. */
static bool same_days(const struct opening *x, const struct line *h, struct line *y)
{
	int64_t period = h->period ? h->period->v.id.v : 0;

	if (x->variant.v || x->rule.n || !h->period)
		return x->variant.v == period && (period || !h->period);
	y->until = y->first;
	return y->first.n >= h->period->v.first_day.n && y->first.n <= h->period->v.last_day.n;
}

/* Whether stored hours meet these; the very same ones are `equal`. */
static enum err compare_stored(
	struct import *im, const struct opening *o, const struct line *h, bool *meet, bool *equal)
{
	struct openings all;

	TRY(opening_list(im->db, im->scratch, o->schedule, &all));
	for (size_t i = 0; i < all.n; i++) {
		const struct opening *x = &all.v[i];
		struct line y = { .from = x->start_min,
			.to = x->end_min,
			.first = x->first_day,
			.until = x->until_day };

		if (!x->active || !same_days(x, h, &y))
			continue;
		y.days = days_of_rule(x);
		if (str_eq(x->rule, o->rule) && x->start_min == o->start_min && x->end_min == o->end_min
				&& x->first_day.n == o->first_day.n && x->until_day.n == o->until_day.n
				&& x->capacity == o->capacity && quota_eq(&x->quota, &o->quota))
			*equal = true;
		else if (times_meet(&y, h))
			*meet = true;
	}
	return OK;
}

static struct str canonical(struct arena *a, const struct row *r, const struct line *h)
{
	char first[11], until[11] = "";

	day_print(h->first, first);
	if (day_is(h->until))
		day_print(h->until, until);
	if (!r->cell[AG_FIRST].n)
		first[0] = 0;		/* "from today" is the same row tomorrow */
	/* Rows without a break are those that were remembered before there were any. */
	struct str pause = h->pause.to ? arena_fmt(a, "\x1f%d\x1f%d", h->pause.from, h->pause.to) : S("");

	/* And rows of a practitioner's usual week are those from before there were others. */
	struct str more = h->period || strcmp(h->kind, "practitioner")
		? arena_fmt(a, "\x1f%s\x1f%.*s\x1f%d", h->kind, STR_ARG(r->cell[AG_PERIOD]),
			h->period ? h->period->v.first_day.n : 0) : S("");

	struct str shares = agenda_shares_canonical(a, h);

	return arena_fmt(a,
		"%.*s\x1f%.*s\x1f%.*s\x1f%.*s\x1f%.*s\x1f%u\x1f%d\x1f%d\x1f%d\x1f%s\x1f%s\x1f%d\x1f%d%.*s%.*s%.*s",
		STR_ARG(h->site->code), STR_ARG(h->name.s), STR_ARG(h->code), STR_ARG(h->specialty->code),
		STR_ARG(h->service), h->days, h->from, h->to, h->every, first, until, (int)h->minutes,
		(int)h->capacity, STR_ARG(pause), STR_ARG(more), STR_ARG(shares));
}

static struct opening opening_of(struct import *im, const struct line *h)
{
	return (struct opening){ .first_day = h->first,
		.until_day = h->until,
		.start_min = h->from,
		.end_min = h->to,
		.capacity = (int32_t)h->capacity,
		.slot_min = (int32_t)h->minutes,
		.rule = rule_of(im->scratch, h),
		.breaks = &h->pause,
		.nbreaks = h->pause.to > 0,
		.variant = { h->period ? h->period->v.id.v : 0 },
		.quota = h->quota,
		.active = true };
}

static void overlaps_stored(struct import *im, struct row *r)
{
	import_wrong(im, r, AG_FROM,
		N_("hours that do not overlap those stored already for this practitioner"));
}

/* Before anything is written, so that all that is wrong is told in one round. */
static enum err check_stored(struct import *im, struct row *r, struct line *h)
{
	struct opening o;
	bool meet = false, equal = false;
	enum err e;

	TRY(import_mark(im, canonical(im->scratch, r, h), &h->mark));
	h->mark.hash = arena_str(im->a, h->mark.hash);
	if (h->mark.known)
		return OK;
	o = opening_of(im, h);
	e = agenda_whose(im, h, &o.schedule);
	if (e != OK)
		return e == E_NOTFOUND ? OK : e;
	TRY(compare_stored(im, &o, h, &meet, &equal));
	if (meet)
		overlaps_stored(im, r);
	return meet || !h->period ? OK : agenda_period_plan(im, r, h, &o);
}

static enum err check(struct import *im, struct row *r)
{
	struct line *h = ARENA_NEW(im->a, struct line);
	int64_t before = im->out.errors_in_all;

	r->record = h;
	TRY(import_site(im, r, AG_ORGANIZATION, &h->site));
	h->specialty = import_specialty(im, r, AG_SPECIALTY);
	agenda_whose_check(im, r, h);
	check_days(im, r, h);
	check_times(im, r, h);
	check_break(im, r, h);
	check_dates(im, r, h);
	TRY(agenda_period_check(im, r, h));
	check_service(im, r, h);
	check_rest(im, r, h);
	agenda_shares_check(im, r, h);
	if (h->site && h->specialty)
		check_overlap(im, r, h);
	return im->out.errors_in_all == before ? check_stored(im, r, h) : OK;
}

static enum err store(struct import *im, struct row *r)
{
	struct line *h = r->record;
	struct service_id service;
	struct schedule_id id_of;
	struct opening o;
	struct opening_id id = { 0 };
	bool meet = false, equal = false;

	if (h->mark.known) {
		im->out.unchanged++;
		return OK;
	}
	TRY(agenda_whose_make(im, r, h, &id_of));
	if (h->period) {
		enum err e = agenda_period_join(im, r, h, id_of);

		if (e != OK)
			return e == E_NOTFOUND ? OK : e;
	}
	o = opening_of(im, h);
	o.schedule = id_of;
	o.services = &service;
	o.nservices = 1;
	TRY(service_of(im, h, &service));
	TRY(compare_stored(im, &o, h, &meet, &equal));
	if (meet) {
		overlaps_stored(im, r);
		return OK;
	}
	if (equal) {
		im->out.unchanged++;
	} else {
		TRY(opening_put_lazy(im->db, im->scratch, im->now, &o, &id));
		im->out.created++;
	}
	return import_remember(im, &h->mark, h->site->id, id.v);
}

static enum err end(struct import *im)
{
	struct openings_rolled done;

	return im->ask->dry_run || !im->out.created
		? OK
		: openings_roll(im->db, im->scratch, im->now, 0, &done);
}

const struct importer import_agendas = { 20000, agenda_columns, AG_COLUMNS, check, store, end,
	agenda_periods_lose };
