/*
 * Group sessions of the first hospital: a weekly workshop with some people in it, one that too few
 * have enrolled in, and one that a doctor leads after his hours.
 */
#include "areas/demo/inside.h"

#include "areas/gatherings/gatherings.h"

static const struct hospital *hospital(const struct demo *d)
{
	for (size_t i = 0; i < d->nhospitals; i++)
		if (str_eq(d->hospitals[i].code, S(DEMO_HOSPITAL)))
			return &d->hospitals[i];
	return &d->hospitals[0];
}

static const struct doctor *doctor_of(const struct demo *d, const struct hospital *h, const char *specialty)
{
	for (size_t i = 0; i < h->ndoctors; i++)
		if (str_eq(d->doctors[h->first + i].m->specialty, str_of(specialty)))
			return &d->doctors[h->first + i];
	return &d->doctors[h->first];
}

/* A type, an educator without an agenda of her own, and a room. */
static enum err make_room(struct demo *d, const struct hospital *h, struct service_id *ret_type,
	struct practitioner_id *ret_leader, struct schedule_id *ret_room)
{
	struct service s = { .organization = h->id, .code = S("education"), .specialty = S("endo"),
		.name = names_make(S("Éducation thérapeutique en groupe"), S("تربية علاجية جماعية"), S("Group education")),
		.duration_min = 90, .step_min = 90, .lead_min = 60, .horizon_min = 90 * 1440, .cancel_limit_min = 240,
		.move_limit_min = 240, .online = true, .active = true, .visit = S("any"), .sex = S("any"),
		.place_kind = S("on_site"), .capacity = 12 };
	struct practitioner p = { .organization = h->id, .code = S("EDU1"), .name = { S("Khadija Slaoui") },
		.name_ar = { S("خديجة السلاوي") }, .sex = S("female"), .specialty = S("endo"), .active = true };
	struct schedule room = { .organization = h->id, .kind = S("room"), .location = h->location,
		.name = names_make(S("Salle des ateliers"), S("قاعة الورشات"), S("Workshop room")), .specialty = S("endo"),
		.active = true };

	TRY(service_put(d->db, d->scratch, d->now, &s, ret_type));
	TRY(practitioner_put(d->db, d->scratch, d->now, &p, ret_leader));
	return schedule_put(d->db, d->scratch, d->now, &room, ret_room);
}

/* n people enrol, by the order of asking; who comes too late waits. */
static enum err enrol(struct demo *d, const struct doctor *doc, struct gathering_id id, int n)
{
	for (int i = 0; i < n; i++) {
		struct book_ask ask = { .gathering = id, .may_wait = true, .channel = i % 3 ? CH_DESK : CH_ONLINE,
			.silent = true };
		struct person_made who;
		struct booked b;
		enum err e;

		TRY(demo_person(d, doc, &who));
		ask.patient = who.id;
		e = appointment_book(d->db, d->scratch, (struct instant){ d->now.v - 3600 + i }, &ask, &b);
		if (e != OK && e != E_INPUT)		/* the same person by chance: one fewer */
			return e;
	}
	return OK;
}

static struct day next_weekday(struct day from, int weekday)
{
	while (day_weekday(from) != weekday)
		from.n++;
	return from;
}

static enum err weekly(struct demo *d, const struct hospital *h, const struct gathering *like,
	struct practitioner_id leader)
{
	struct gathering_series s = { .g = *like, .until = DAY_NONE, .rule = S("FREQ=WEEKLY;BYDAY=WE") };
	const struct leader_ids who = { &leader, 1 };
	struct gathering_series_id id;
	struct gathering_list all;
	static const int people[] = { 9, 14, 3 };

	s.g.title = names_make(S("Vivre avec son diabète"), S("العيش مع السكري"), S("Living with diabetes"));
	s.g.about = names_make(S("Pour les personnes suivies et leurs proches. Apportez votre carnet."),
		S("للمرضى وأقاربهم. أحضروا دفتر المتابعة."), S("For patients and their relatives. Bring your notebook."));
	s.g.group_most = 6;
	s.g.day = next_weekday((struct day){ d->here.day.n + 1 }, 3);
	s.g.start_min = 14 * 60 + 30;
	TRY(gathering_series_add(d->db, d->scratch, d->now, &s, who, S("director"), &id));
	TRY(gathering_list_of(d->db, d->scratch, 0, INT64_MAX, s.g.day, (struct day){ s.g.day.n + 60 }, &all));
	for (size_t i = 0; i < all.n && i < sizeof(people) / sizeof(people[0]); i++)
		TRY(enrol(d, doctor_of(d, h, "endo"), all.v[i].id, people[i]));
	return OK;
}

/* Tomorrow's has too few people: the head of admissions is asked. */
static enum err others(struct demo *d, const struct hospital *h, const struct gathering *like,
	struct practitioner_id leader)
{
	const struct doctor *heart = doctor_of(d, h, "cardio");
	struct gathering g = *like;
	struct gathering_id id;

	g.title = names_make(S("Arrêter de fumer, à plusieurs"), S("الإقلاع عن التدخين معا"), S("Stop smoking, together"));
	g.day.n = d->here.day.n + 1;
	g.start_min = 10 * 60;
	g.minimum = 5;
	TRY(gathering_add(d->db, d->scratch, d->now, &g, (struct leader_ids){ &leader, 1 }, S("director"), &id));
	TRY(enrol(d, heart, id, 3));
	g.cancel_below = true;
	g.title = names_make(S("Marcher pour son cœur"), S("المشي من أجل القلب"), S("Walking for the heart"));
	g.day = next_weekday((struct day){ d->here.day.n + 2 }, 4);
	g.start_min = 18 * 60;
	g.schedule = heart->schedule;
	g.duration_min = 60;
	TRY(gathering_add(d->db, d->scratch, d->now, &g, (struct leader_ids){ &heart->id, 1 }, S("director"), &id));
	return enrol(d, heart, id, 6);
}

enum err demo_gatherings(struct demo *d)
{
	const struct hospital *h = hospital(d);
	struct gathering like = { .location = h->location, .series_day = DAY_NONE, .duration_min = 90, .capacity = 12,
		.minimum = 4, .waiting_most = 4, .decide_min = 48 * 60, .online = true };
	struct practitioner_id leader;

	arena_reset(d->scratch);
	TRY(make_room(d, h, &like.service, &leader, &like.schedule));
	TRY(weekly(d, h, &like, leader));
	return others(d, h, &like, leader);
}
