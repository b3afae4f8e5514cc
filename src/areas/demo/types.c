/*
 * Types with settings of their own at the demonstration's own hospital: one with a text to accept, what to do
 * before and after, and places kept for each way of booking; a discreet one, in an agenda whose name does not tell;
 * both with other hours for a month ahead.
 */
#include "areas/demo/inside.h"

enum { EYES_FROM = 16 * 60 + 30, UNIT_FROM = 14 * 60, LONG = 120, MINUTES = 20, VARIANT_IN = 60, VARIANT_DAYS = 28 };

struct own { struct demo *d; struct hospital *at; const struct doctor *eyes, *women; };

enum err demo_try(struct demo *d, struct instant at, const struct book_ask *ask)
{
	struct booked b;
	enum err e;

	TRY(db_save(d->db));
	e = appointment_book(d->db, d->scratch, at, ask, &b);
	if (e == OK)
		return db_keep(d->db);
	db_undo(d->db);
	return e == E_CONFLICT || e == E_INPUT || e == E_LIMIT || e == E_DENIED ? OK : e;
}

static enum err eye_type(const struct own *o, struct service_id *ret)
{
	struct service s = { .organization = o->at->id, .code = S("fond-oeil"), .specialty = S("ophtalmo"),
		.name = names_make(S("Fond d’œil avec dilatation"), S("فحص قعر العين بعد توسيع الحدقة"), S("Back of the eye, with drops")),
		.accept = names_make(S("On met des gouttes dans les yeux. Pendant quatre heures je vois trouble et je ne conduis pas ; je viens accompagné."),
			S("توضع قطرات في العينين. لمدة أربع ساعات يكون بصري غير واضح ولا أسوق؛ وآتي برفقة أحد."),
			S("Drops are put into the eyes. For four hours I see unclearly and do not drive; I come with somebody.")),
		.prepare = names_make(S("Ôtez vos lentilles la veille et apportez vos lunettes."), S("انزعوا العدسات اللاصقة في اليوم السابق وأحضروا نظاراتكم."),
			S("Take out contact lenses the day before and bring your glasses.")),
		.after = names_make(S("Portez des lunettes de soleil et ne conduisez pas pendant quatre heures."), S("ضعوا نظارات شمسية ولا تسوقوا لمدة أربع ساعات."),
			S("Wear sunglasses and do not drive for four hours.")),
		.duration_min = MINUTES, .step_min = MINUTES, .lead_min = 1440, .horizon_min = 90 * 1440,
		.cancel_limit_min = 1440, .move_limit_min = 1440, .moves_max = 2, .online = true, .active = true,
		.visit = S("follow_up"), .sex = S("any"), .place_kind = S("on_site"), .capacity = 1 };

	return service_put(o->d->db, o->d->scratch, o->d->now, &s, ret);
}

static enum err discreet_type(const struct own *o, struct service_id *ret)
{
	struct service s = { .organization = o->at->id, .code = S("planification"), .specialty = S("gyneco"),
		.name = names_make(S("Planification familiale"), S("تنظيم الأسرة"), S("Family planning")),
		.duration_min = MINUTES, .step_min = MINUTES, .lead_min = 120, .horizon_min = 90 * 1440,
		.cancel_limit_min = 120, .move_limit_min = 120, .online = true, .sensitive = true, .active = true,
		.visit = S("any"), .sex = S("any"), .place_kind = S("on_site"), .capacity = 1 };

	return service_put(o->d->db, o->d->scratch, o->d->now, &s, ret);
}

/* An agenda whose name tells nothing of what is done there. */
static enum err discreet_agenda(const struct own *o, struct schedule_id *ret)
{
	struct schedule s = { .organization = o->at->id, .kind = S("team"), .location = o->at->location,
		.name = names_make(S("Unité 12"), S("الوحدة 12"), S("Unit 12")), .specialty = S("gyneco"), .active = true };

	return schedule_put(o->d->db, o->d->scratch, o->d->now, &s, ret);
}

/* Mondays to Fridays in the afternoon; of each three places for who books online, two for the desk, one for
 * health centres, until the day before: then all is one pool. */
static enum err afternoons(const struct own *o, struct schedule_id s, struct service_id type, int32_t from, bool shared)
{
	struct opening x = { .schedule = s, .first_day = o->d->here.day, .capacity = 1, .active = true,
		.until_day = day_add_months(o->d->here.day, AHEAD_MONTHS), .start_min = from, .end_min = from + LONG,
		.rule = S("FREQ=WEEKLY;BYDAY=MO,TU,WE,TH,FR"), .services = &type, .nservices = 1,
		.quota = { .is = shared, .share = { -1, 3, 2, 1 }, .release_min = 1440 } };
	struct opening_id id;

	return opening_put(o->d->db, o->d->scratch, o->d->now, &x, S("system"), &id);
}

/* Two who come beside the hours this week, asked by a ward and for a result. */
static enum err extras(const struct own *o, struct service_id type)
{
	static const char *const reasons[] = { "ward", "result" };
	struct demo *d = o->d;

	for (int i = 0; i < 2; i++) {
		struct person_made who;
		struct book_ask ask = { .schedule = o->eyes->schedule, .service = type, .day = { d->here.day.n + i },
			.start_min = EYES_FROM + 10, .channel = CH_DESK, .role = S("head_of_admissions"),
			.overbook_reason = str_of(reasons[i]), .silent = true };

		arena_reset(d->scratch);
		TRY(demo_person(d, o->eyes, &who));
		ask.patient = who.id;
		TRY(demo_try(d, d->now, &ask));
	}
	return OK;
}

static enum err visits(const struct own *o, struct schedule_id s, struct service_id type, int32_t from)
{
	static const enum channel channels[] = { CH_DESK, CH_ONLINE, CH_PHONE, CH_ONLINE };
	struct demo *d = o->d;

	for (int32_t day = 0; day <= 7; day++) {
		struct person_made who;
		struct book_ask ask = { .schedule = s, .service = type, .day = { d->here.day.n + day },
			.start_min = from + MINUTES * dice_roll(&d->dice, 6), .channel = channels[day % 4], .role = S("desk"), .silent = true };

		arena_reset(d->scratch);
		TRY(demo_person(d, o->women && from == UNIT_FROM ? o->women : o->eyes, &who));
		ask.patient = who.id;
		/* as of the day before yesterday: citizens ask early enough */
		TRY(demo_try(d, (struct instant){ d->now.v - 2 * 86400 }, &ask));
	}
	return OK;
}

/* Two whom the desk gives a time of the agenda before anybody else could see it: what the audit of the log asks about. */
static enum err first_minute(const struct own *o, struct service_id type)
{
	struct demo *d = o->d;

	for (int i = 0; i < 2; i++) {
		struct person_made who;
		struct book_ask ask = { .schedule = o->eyes->schedule, .service = type, .day = { d->here.day.n + 9 },
			.start_min = EYES_FROM + i * MINUTES, .channel = CH_DESK, .role = S("desk"), .silent = true };

		while (day_weekday(ask.day) > 5)
			ask.day.n++;
		arena_reset(d->scratch);
		TRY(demo_person(d, o->eyes, &who));
		ask.patient = who.id;
		TRY(demo_try(d, (struct instant){ d->now.v + 20 + 15 * i }, &ask));
	}
	return OK;
}

/* For four weeks both agendas end earlier. */
static enum err other_hours(const struct own *o, const struct schedule_id *v, size_t n)
{
	struct demo *d = o->d;
	struct variant x = { .organization = o->at->id,
		.name = names_make(S("Horaires continus"), S("توقيت مسترسل"), S("Continuous hours")),
		.first_day = { d->here.day.n + VARIANT_IN }, .last_day = { d->here.day.n + VARIANT_IN + VARIANT_DAYS - 1 } };

	TRY(variant_put(d->db, d->scratch, d->now, &x, S("administrator"), &x.id));
	for (size_t i = 0; i < n; i++)
		TRY(variant_join(d->db, d->scratch, d->now, x.id, v[i], (struct minute_span){ 8 * 60, 15 * 60 + 30 }, S("administrator")));
	return OK;
}

enum err demo_types(struct demo *d)
{
	struct own o = { .d = d };
	struct schedule_id agendas[2];
	struct service_id eyes, discreet;

	for (size_t i = 0; i < d->nhospitals; i++)
		if (str_eq(d->hospitals[i].code, S(DEMO_HOSPITAL)))
			o.at = &d->hospitals[i];
	for (size_t i = 0; i < d->ndoctors && !o.eyes; i++)
		if (d->doctors[i].at == o.at && str_eq(d->doctors[i].m->specialty, S("ophtalmo")))
			o.eyes = &d->doctors[i];
	for (size_t i = 0; i < d->ndoctors && !o.women; i++)
		if (d->doctors[i].at == o.at && str_eq(d->doctors[i].m->specialty, S("gyneco")))
			o.women = &d->doctors[i];
	if (!o.at || !o.eyes)
		return OK;
	arena_reset(d->scratch);
	agendas[0] = o.eyes->schedule;
	TRY(eye_type(&o, &eyes));
	TRY(discreet_type(&o, &discreet));
	TRY(discreet_agenda(&o, &agendas[1]));
	TRY(afternoons(&o, agendas[0], eyes, EYES_FROM, true));
	TRY(afternoons(&o, agendas[1], discreet, UNIT_FROM, false));
	TRY(visits(&o, agendas[0], eyes, EYES_FROM));
	TRY(visits(&o, agendas[1], discreet, UNIT_FROM));
	TRY(extras(&o, eyes));
	TRY(first_minute(&o, eyes));
	return other_hours(&o, agendas, 2);
}
