/* A week that is drawn before it is offered: each time is what it is for who asks; on both engines. */
#include "country.h"

#include "areas/schedules/drawn.h"
#include "areas/schedules/needs.h"
#include "areas/schedules/preview.h"

/* The type as stored, with what it needs now. */
static struct service type(struct country *c)
{
	struct service s;

	assert_int_equal(service_get(c->db, c->a, c->service, &s), OK);
	return s;
}

/* An agenda of which nothing is stored: what it would be with these hours, a Tuesday's morning of two hours. */
static struct schedule_id draft(struct country *c, struct plans *ret)
{
	struct schedule s = { .organization = c->hospital, .kind = S("team"), .location = c->location, .specialty = S("cardiologie"),
		.name = names_make(S("Consultation"), S("فحص"), STR_NONE) };
	struct schedule_id id;

	assert_int_equal(schedule_put(c->db, c->a, c->now, &s, &id), OK);
	struct opening o = country_opening(c, id, "FREQ=WEEKLY;BYDAY=TU", 540, 660);

	assert_int_equal(plans_with(c->db, c->a, &o, ret), OK);
	return id;
}

static struct drawn_times drawn(struct country *c, struct schedule_id id, const struct plans *p, enum quota_group as, int32_t day)
{
	struct day at = { c->monday.n + day };
	struct drawn_times t;
	struct service s = type(c);
	struct agenda g;

	assert_int_equal(plans_agenda(c->db, c->a, id, p, at, (struct day){ at.n + 1 }, &g), OK);
	g.group = as;
	g.now_min = local_minutes(zone_local(g.zone, c->now));
	drawn_times(&g, c->a, &s, c->now, at, &t);
	return t;
}

/* "F09:00 B09:30": each time with the letter of what it is. */
static const char *told(struct country *c, const struct drawn_times *t)
{
	static const char letters[DRAWN_AS] = { 'F', 'L', 'S', 'K', 'B' };
	const char *s = "";

	for (size_t i = 0; i < t->n; i++)
		s = arena_cstr(c->a, arena_fmt(c->a, "%s%s%c%02d:%02d", s, i ? " " : "", letters[t->v[i].as],
			t->v[i].at.min / 60, t->v[i].at.min % 60));
	return s;
}

#define assert_drawn(c, id, p, as, day, text) do { \
	struct drawn_times drawn_ = drawn(c, id, p, as, day); \
	assert_string_equal(told(c, &drawn_), text); \
} while (0)

static void a_time_whose_room_is_not_free_is_drawn_as_that(void **state)
{
	struct country c = country_make(BOTH_STATE(state));
	struct schedule room = { .organization = c.hospital, .kind = S("room"), .location = c.location, .specialty = S("cardiologie"),
		.name = names_make(S("Salle"), S("قاعة"), STR_NONE), .active = true };
	struct need need = { .kind = S("room") };
	struct opening_id id;
	struct service s;
	struct plans p;

	assert_int_equal(db_begin(c.db), OK);
	struct schedule_id agenda = draft(&c, &p);

	assert_drawn(&c, agenda, &p, QUOTA_NOBODY, 1, "F09:00 F09:30 F10:00 F10:30");
	s = type(&c);
	assert_int_equal(need_add(c.db, c.a, c.now, &s, &need), OK);
	assert_drawn(&c, agenda, &p, QUOTA_NOBODY, 1, "B09:00 B09:30 B10:00 B10:30");	/* there is no room at all */
	assert_int_equal(schedule_put(c.db, c.a, c.now, &room, &room.id), OK);
	struct opening hours = country_opening(&c, room.id, "FREQ=WEEKLY;BYDAY=TU", 575, 640);

	hours.nservices = 0;
	assert_int_equal(opening_put(c.db, c.a, c.now, &hours, S("x"), &id), OK);
	/* Its own 10:00 could be had too, but is not shown: what is offered begins with the room. */
	assert_drawn(&c, agenda, &p, QUOTA_NOBODY, 1, "B09:00 B09:30 F09:35 F10:05 B10:30");
	assert_drawn(&c, agenda, &p, QUOTA_DESK, 1, "B09:00 B09:30 F09:35 F10:05 B10:30");
	assert_int_equal(db_commit(c.db), OK);
}

static void what_is_not_released_yet_or_begins_too_soon_is_drawn_as_that_for_citizens_only(void **state)
{
	struct country c = country_make(BOTH_STATE(state));
	struct drawn_times t;
	struct service s;
	struct plans p;

	assert_int_equal(db_begin(c.db), OK);
	struct schedule_id agenda = draft(&c, &p);

	s = type(&c);
	s.horizon_min = 8 * 1440 + 150;		/* now is Monday 07:00: until Tuesday of next week, 09:30 */
	s.lead_min = 1440 + 180;		/* from Tuesday 10:00 on */
	assert_int_equal(service_put(c.db, c.a, c.now, &s, &s.id), OK);
	assert_drawn(&c, agenda, &p, QUOTA_ONLINE, 1, "S09:00 S09:30 F10:00 F10:30");
	assert_drawn(&c, agenda, &p, QUOTA_ONLINE, 8, "F09:00 F09:30 L10:00 L10:30");
	assert_drawn(&c, agenda, &p, QUOTA_DESK, 8, "F09:00 F09:30 F10:00 F10:30");
	t = drawn(&c, agenda, &p, QUOTA_ONLINE, 15);
	assert_string_equal(told(&c, &t), "L09:00 L09:30 L10:00 L10:30");
	assert_int_equal(t.opens.n, c.monday.n + 7);	/* 8 days and 2:30 before */
	s = type(&c);
	s.online = false;
	assert_int_equal(service_put(c.db, c.a, c.now, &s, &s.id), OK);
	assert_drawn(&c, agenda, &p, QUOTA_ONLINE, 1, "");
	assert_drawn(&c, agenda, &p, QUOTA_NOBODY, 1, "F09:00 F09:30 F10:00 F10:30");
	assert_int_equal(db_commit(c.db), OK);
}

static void what_is_kept_for_others_is_drawn_as_that_and_what_has_passed_is_not_drawn(void **state)
{
	struct country c = country_make(BOTH_STATE(state));
	struct plans p;

	assert_int_equal(db_begin(c.db), OK);
	struct schedule_id agenda = draft(&c, &p);

	for (size_t i = 0; i < p.n; i++)
		p.v[i].o.quota = (struct quota){ true, { -1, 0, 4, -1 }, 60 };
	assert_drawn(&c, agenda, &p, QUOTA_ONLINE, 1, "K09:00 K09:30 K10:00 K10:30");
	assert_drawn(&c, agenda, &p, QUOTA_DESK, 1, "F09:00 F09:30 F10:00 F10:30");
	c.now.v += 86400 + 7200 + 1860;		/* Tuesday 09:31, and all is one pool */
	assert_drawn(&c, agenda, &p, QUOTA_CENTRE, 1, "F10:00 F10:30");
	assert_int_equal(db_commit(c.db), OK);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		BOTH(a_time_whose_room_is_not_free_is_drawn_as_that),
		BOTH(what_is_not_released_yet_or_begins_too_soon_is_drawn_as_that_for_citizens_only),
		BOTH(what_is_kept_for_others_is_drawn_as_that_and_what_has_passed_is_not_drawn),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
