/* A room that is absent puts the visits that use it on the worklist, with another room at the same time. */
#include "areas/appointments/test/town.h"
#include "areas/schedules/needs.h"
#include "desk_q.h"

struct clinic { struct town t; struct schedule_id rooms[2]; struct appointment_id visit; };

static struct schedule_id room(struct country *c, const char *name)
{
	struct schedule s = { .organization = c->hospital, .kind = S("room"), .location = c->location,
		.name = names_make(str_of(name), STR_NONE, STR_NONE), .specialty = S("cardiologie"),
		.active = true };
	struct opening o;
	struct opening_id opening;
	struct schedule_id id;

	assert_int_equal(schedule_put(c->db, c->a, c->now, &s, &id), OK);
	o = country_opening(c, id, "FREQ=DAILY", 480, 780);
	o.nservices = 0;
	assert_int_equal(opening_put(c->db, c->a, c->now, &o, S("x"), &opening), OK);
	return id;
}

static void need_a_room(struct country *c)
{
	struct need any = { .kind = S("room") };
	struct service s;

	assert_int_equal(service_get(c->db, c->a, c->service, &s), OK);
	assert_int_equal(need_add(c->db, c->a, c->now, &s, &any), OK);
}

static size_t orphans(struct clinic *k)
{
	struct desk_orphans_rows rows;

	assert_int_equal(desk_orphans(k->t.c.db, k->t.c.a, &everybody, k->t.c.monday, 50, &rows), OK);
	return rows.n;
}

static void set_up(struct clinic *k, struct both *b)
{
	*k = (struct clinic){ .t = town_make(b) };
	assert_int_equal(db_begin(b->db), OK);
	k->rooms[0] = room(&k->t.c, "Salle 1");
	k->rooms[1] = room(&k->t.c, "Salle 2");
	need_a_room(&k->t.c);
	k->visit = booked(&k->t, 600, k->t.amina).id;
	assert_int_equal(orphans(k), 0);
}

static void away(struct clinic *k, struct schedule_id s)
{
	struct absence x = { .schedule = s, .from = { k->t.day, 0 }, .to = { k->t.day, 1440 } };
	struct absence_id id;

	assert_int_equal(absence_put(k->t.c.db, k->t.c.a, k->t.c.now, &x, S("x"), &id), OK);
}

static struct schedule_id room_of(struct clinic *k)
{
	struct appointment x = seen(&k->t, k->visit);
	struct beside_names rooms;

	assert_int_equal(beside_list(k->t.c.db, k->t.c.a, &x, &rooms), OK);
	assert_int_equal(rooms.n, 1);
	return rooms.v[0].schedule;
}

static void a_visit_whose_room_is_away_is_placed_in_another_at_the_same_time(void **state)
{
	struct clinic k;
	struct desk_beside_gone_rows gone;
	struct beside_names again;
	struct appointment x;
	int64_t struck, v;

	set_up(&k, BOTH_STATE(state));
	assert_int_equal(room_of(&k).v, k.rooms[0].v);
	assert_int_equal(absence_strikes(k.t.c.db, k.t.c.a, k.rooms[0], (struct local){ k.t.day, 0 },
		(struct local){ k.t.day, 1440 }, &struck), OK);
	assert_int_equal(struck, 1);
	away(&k, k.rooms[0]);
	assert_int_equal(orphans(&k), 1);
	assert_int_equal(desk_beside_gone(k.t.c.db, k.t.c.a, k.visit.v, &gone), OK);
	assert_int_equal(gone.n, 1);
	assert_int_equal(gone.v[0].schedule.v, k.rooms[0].v);

	x = seen(&k.t, k.visit);
	assert_int_equal(beside_again(k.t.c.db, k.t.c.a, k.t.c.now, &x, &again), OK);
	assert_int_equal(again.n, 1);
	assert_int_equal(again.v[0].schedule.v, k.rooms[1].v);

	struct change_ask who = by_desk(k.visit, -1);
	struct move_ask to = { .schedule = k.t.schedule, .day = k.t.day, .start_min = 600 };

	assert_int_equal(appointment_move(k.t.c.db, k.t.c.a, k.t.c.now, &who, &to, &v), OK);
	assert_int_equal(room_of(&k).v, k.rooms[1].v);
	assert_int_equal(orphans(&k), 0);
	assert_int_equal(db_commit(k.t.c.db), OK);
}

static void with_no_other_room_the_same_time_is_not_proposed(void **state)
{
	struct clinic k;
	struct beside_names again;
	struct appointment x;

	set_up(&k, BOTH_STATE(state));
	away(&k, k.rooms[0]);
	away(&k, k.rooms[1]);
	x = seen(&k.t, k.visit);
	assert_int_equal(beside_again(k.t.c.db, k.t.c.a, k.t.c.now, &x, &again), E_CONFLICT);
	assert_int_equal(orphans(&k), 1);
	assert_int_equal(db_commit(k.t.c.db), OK);
}

static void a_need_added_later_puts_what_was_booked_before_on_the_list(void **state)
{
	struct clinic k;

	set_up(&k, BOTH_STATE(state));
	need_a_room(&k.t.c);	/* one more */
	assert_int_equal(orphans(&k), 1);
	assert_int_equal(db_commit(k.t.c.db), OK);
}

static void a_room_lists_the_visits_that_use_it(void **state)
{
	struct clinic k;
	struct appointments all;
	struct day next = { 0 };

	set_up(&k, BOTH_STATE(state));
	next.n = k.t.day.n + 1;
	assert_int_equal(appointment_day_of_schedule(k.t.c.db, k.t.c.a, &everybody, k.rooms[0], k.t.day, next,
		&all), OK);
	assert_int_equal(all.n, 1);
	assert_int_equal(all.v[0].id.v, k.visit.v);
	assert_int_equal(appointment_day_of_schedule(k.t.c.db, k.t.c.a, &everybody, k.rooms[1], k.t.day, next,
		&all), OK);
	assert_int_equal(all.n, 0);
	assert_int_equal(appointment_day_of_schedule(k.t.c.db, k.t.c.a, &everybody, k.t.schedule, k.t.day, next,
		&all), OK);
	assert_int_equal(all.n, 1);
	assert_int_equal(db_commit(k.t.c.db), OK);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		BOTH(a_visit_whose_room_is_away_is_placed_in_another_at_the_same_time),
		BOTH(with_no_other_room_the_same_time_is_not_proposed),
		BOTH(a_need_added_later_puts_what_was_booked_before_on_the_list),
		BOTH(a_room_lists_the_visits_that_use_it),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
