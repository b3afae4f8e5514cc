/* A visit that needs a room and a device beside its doctor: free only when all are, taken and given back
 * together, in the summaries of all who share them; on both engines. */
#include "race.h"

#include "areas/schedules/needs.h"
#include "appointments_q.h"

enum { STEPS = 110, STEPS_ABROAD = 40, DAYS = 8, BOOKED_MAX = 150, DOCTORS = 2, TYPES = 3 };

/* Two doctors at one place with two rooms; one device, which takes visits of its own too. */
struct house {
	struct town t;
	struct service_id echo, plain, direct;
	struct schedule_id doctors[DOCTORS], rooms[2], device;
	struct opening_id room_hours;
	int32_t capacity;		/* of the device */
	struct appointment_id booked[BOOKED_MAX];
	size_t nbooked;
	struct absence_id absences[STEPS];
	size_t nabsences;
};

static int32_t some(int32_t from, int32_t to)
{
	return from + (int32_t)random_below((uint32_t)(to - from + 1));
}

static struct schedule_id agenda(struct country *c, const char *kind, const char *name)
{
	struct schedule s = { .organization = c->hospital, .kind = str_of(kind), .location = c->location,
		.name = names_make(str_of(name), STR_NONE, STR_NONE), .specialty = S("cardiologie"),
		.shown = true, .active = true };
	struct schedule_id id;

	assert_int_equal(schedule_put(c->db, c->a, c->now, &s, &id), OK);
	return id;
}

static struct opening_id hours(struct house *h, struct schedule_id s, const char *rule, int32_t from,
	int32_t to, int32_t capacity, const struct service_id *services, size_t n)
{
	struct opening o = country_opening(&h->t.c, s, rule, from, to);
	struct opening_id id;

	o.capacity = capacity;
	o.services = services;
	o.nservices = n;
	assert_int_equal(opening_put(h->t.c.db, h->t.c.a, h->t.c.now, &o, S("x"), &id), OK);
	return id;
}

static struct service_id type(struct house *h, const char *code, int32_t minutes, int32_t after)
{
	struct service s = country_type(&h->t.c, code);
	struct service_id id;

	s.organization = h->t.c.hospital;
	s.duration_min = s.step_min = minutes;
	s.buffer_after_min = after;
	assert_int_equal(service_put(h->t.c.db, h->t.c.a, h->t.c.now, &s, &id), OK);
	return id;
}

static enum err need(struct house *h, struct service_id service, const char *kind,
	const struct schedule_id *list, size_t n)
{
	struct need x = { .kind = str_of(kind), .agendas = { list, n } };
	struct service s;

	assert_int_equal(service_get(h->t.c.db, h->t.c.a, service, &s), OK);
	return need_add(h->t.c.db, h->t.c.a, h->t.c.now, &s, &x);
}

static void set_up(struct house *h, struct both *b, int32_t capacity)
{
	struct country *c = &h->t.c;

	*h = (struct house){ .t = town_make(b), .capacity = capacity };
	assert_int_equal(db_begin(b->db), OK);
	h->echo = type(h, "ECHO", 30, 10);
	h->plain = type(h, "PLAIN", 20, 0);
	h->direct = type(h, "DIRECT", 15, 0);
	struct service_id both[] = { h->echo, h->plain };

	for (int i = 0; i < DOCTORS; i++) {
		h->doctors[i] = agenda(c, "team", i ? "B" : "A");
		hours(h, h->doctors[i], "FREQ=DAILY", 540, 720, 1 + i, both, 2);
	}
	h->rooms[0] = agenda(c, "room", "Salle 1");
	h->rooms[1] = agenda(c, "room", "Salle 2");
	h->room_hours = hours(h, h->rooms[0], "FREQ=DAILY", 540, 660, 1, NULL, 0);
	hours(h, h->rooms[1], "FREQ=DAILY", 600, 780, 1, NULL, 0);
	h->device = agenda(c, "device", "Echographe");
	hours(h, h->device, "FREQ=DAILY", 480, 700, capacity, &h->direct, 1);
	assert_int_equal(need(h, h->echo, "device", &h->device, 1), OK);
	assert_int_equal(need(h, h->echo, "room", NULL, 0), OK);
}

static struct book_ask visit(const struct house *h, int doctor, int32_t min)
{
	struct book_ask ask = book_at(&h->t, min, h->t.amina);

	ask.schedule = h->doctors[doctor];
	ask.service = h->echo;
	return ask;
}

static enum err book(struct house *h, const struct book_ask *ask, struct booked *ret)
{
	return appointment_book(h->t.c.db, h->t.c.a, h->t.c.now, ask, ret);
}

static struct booked must_book(struct house *h, int doctor, int32_t min)
{
	struct book_ask ask = visit(h, doctor, min);
	struct booked b;

	assert_int_equal(book(h, &ask, &b), OK);
	return b;
}

static enum err cannot(struct house *h, int doctor, int32_t min)
{
	struct book_ask ask = visit(h, doctor, min);
	struct booked b;

	return book(h, &ask, &b);
}

/* What it takes beside its own agenda, by need. */
static struct schedule_id used(struct house *h, struct appointment_id id, size_t nth, size_t all)
{
	struct beside_of_rows rows;

	assert_int_equal(beside_of(h->t.c.db, h->t.c.a, id.v, &rows), OK);
	assert_int_equal(rows.n, all);
	return all ? rows.v[nth].schedule : (struct schedule_id){ 0 };
}

static int32_t left(struct house *h, struct schedule_id s, struct service_id type)
{
	int32_t n;

	assert_int_equal(free_day_starts(h->t.c.db, h->t.c.a, s, type, h->t.day, &n), OK);
	return n;
}

/* Doctor, room and device together: 09:00 to 11:40 (where the device ends), 30 minutes each. */
static void a_visit_is_offered_only_where_doctor_room_and_device_are_free(void **state)
{
	struct house h;
	struct slot_times t;

	set_up(&h, BOTH_STATE(state), 1);
	struct slot_ask ask = { .service = h.echo, .schedule = h.doctors[0],
		.organization = h.t.c.hospital, .from = h.t.day, .days = 1 };

	assert_int_equal(slot_list(h.t.c.db, h.t.c.a, h.t.c.now, &ask, &t), OK);
	assert_int_equal(t.n, 5);
	assert_int_equal(t.v[0].min, 540);
	assert_int_equal(t.v[4].min, 660);
	assert_int_equal(left(&h, h.doctors[0], h.echo), 5);
	assert_int_equal(left(&h, h.doctors[0], h.plain), 9);
	assert_int_equal(cannot(&h, 0, 690), E_CONFLICT);	/* the device ends at 11:40 */
	assert_int_equal(db_commit(h.t.c.db), OK);
}

static void a_booking_takes_all_and_cancelling_gives_all_back(void **state)
{
	struct house h;
	int64_t v;

	set_up(&h, BOTH_STATE(state), 1);
	struct booked b = must_book(&h, 0, 600);

	assert_int_equal(used(&h, b.id, 0, 2).v, h.device.v);
	assert_int_equal(used(&h, b.id, 1, 2).v, h.rooms[0].v);
	/* The other doctor has no device then, and his summary says so. */
	assert_int_equal(cannot(&h, 1, 600), E_CONFLICT);
	assert_int_equal(left(&h, h.doctors[1], h.echo), 3);	/* 09:00; 10:40, 11:10 */
	assert_int_equal(left(&h, h.doctors[1], h.plain), 9);
	assert_int_equal(left(&h, h.device, h.direct), 12);	/* 8:00 to 10:00; 10:40 to 11:40 */

	struct change_ask who = by_desk(b.id, -1);

	assert_int_equal(appointment_cancel(h.t.c.db, h.t.c.a, h.t.c.now, &who, true, STR_NONE, &v), OK);
	used(&h, b.id, 0, 0);
	assert_int_equal(left(&h, h.doctors[1], h.echo), 5);
	assert_int_equal(left(&h, h.device, h.direct), 14);
	must_book(&h, 1, 600);
	assert_int_equal(db_commit(h.t.c.db), OK);
}

static void a_move_takes_the_new_ones_and_frees_the_old_ones(void **state)
{
	struct house h;
	int64_t v;

	set_up(&h, BOTH_STATE(state), 1);
	struct booked b = must_book(&h, 0, 600);
	struct change_ask who = by_desk(b.id, -1);
	struct move_ask to = { .schedule = h.doctors[1], .day = h.t.day, .start_min = 660,
		.said = SAID_AGREED_PHONE };

	assert_int_equal(appointment_move(h.t.c.db, h.t.c.a, h.t.c.now, &who, &to, &v), OK);
	assert_int_equal(used(&h, b.id, 1, 2).v, h.rooms[1].v);	/* the first closes at 11:00 */
	must_book(&h, 0, 600);
	assert_int_equal(cannot(&h, 0, 660), E_CONFLICT);
	assert_int_equal(db_commit(h.t.c.db), OK);
}

static void a_hold_holds_all_until_it_ends(void **state)
{
	struct house h;
	struct hold k;

	set_up(&h, BOTH_STATE(state), 1);
	struct hold_ask ask = { .schedule = h.doctors[0], .service = h.echo, .day = h.t.day, .start_min = 600,
		.owner = S("a"), .channel = CH_ONLINE, .citizen = true };

	assert_int_equal(hold_take(h.t.c.db, h.t.c.a, h.t.c.now, &ask, &k), OK);
	assert_int_equal(cannot(&h, 1, 600), E_CONFLICT);
	assert_int_equal(left(&h, h.doctors[1], h.echo), 5);	/* holds are not in the summary */

	struct book_ask from_hold = visit(&h, 0, 0);

	from_hold.hold = k.id;
	from_hold.owner = S("a");
	struct booked b;

	assert_int_equal(book(&h, &from_hold, &b), OK);
	used(&h, b.id, 0, 2);
	assert_int_equal(cannot(&h, 1, 600), E_CONFLICT);

	ask.start_min = 640;
	assert_int_equal(hold_take(h.t.c.db, h.t.c.a, h.t.c.now, &ask, &k), OK);
	assert_int_equal(cannot(&h, 1, 640), E_CONFLICT);
	h.t.c.now.v += HOLD_SECONDS + 1;
	must_book(&h, 1, 640);
	assert_int_equal(db_commit(h.t.c.db), OK);
}

static void an_absent_device_or_room_closes_the_visits_that_need_it(void **state)
{
	struct house h;
	struct absence_id id;

	set_up(&h, BOTH_STATE(state), 1);
	struct absence x = { .schedule = h.device, .from = { h.t.day, 0 }, .to = { h.t.day, 600 } };

	assert_int_equal(absence_put(h.t.c.db, h.t.c.a, h.t.c.now, &x, S("x"), &id), OK);
	assert_int_equal(left(&h, h.doctors[0], h.echo), 3);	/* 10:00, 10:30, 11:00 */
	assert_int_equal(left(&h, h.doctors[1], h.echo), 3);
	assert_int_equal(left(&h, h.doctors[0], h.plain), 9);
	assert_int_equal(absence_remove(h.t.c.db, h.t.c.a, h.t.c.now, id, S("x")), OK);
	assert_int_equal(left(&h, h.doctors[0], h.echo), 5);
	/* One of two rooms: the other is there from ten on. */
	x.schedule = h.rooms[0];
	assert_int_equal(absence_put(h.t.c.db, h.t.c.a, h.t.c.now, &x, S("x"), &id), OK);
	assert_int_equal(left(&h, h.doctors[0], h.echo), 3);
	assert_int_equal(db_commit(h.t.c.db), OK);
}

static void two_rooms_are_two_different_ones(void **state)
{
	struct house h;

	set_up(&h, BOTH_STATE(state), 1);
	assert_int_equal(need(&h, h.echo, "room", NULL, 0), OK);
	assert_int_equal(left(&h, h.doctors[0], h.echo), 2);	/* both are there from 10:00 to 11:00 */
	struct booked b = must_book(&h, 0, 600);

	assert_int_equal(used(&h, b.id, 1, 3).v, h.rooms[0].v);
	assert_int_equal(used(&h, b.id, 2, 3).v, h.rooms[1].v);
	assert_int_equal(db_commit(h.t.c.db), OK);
}

static void beside_the_rule_a_busy_device_is_taken_and_seen_as_busy(void **state)
{
	struct house h;
	struct booked b;

	set_up(&h, BOTH_STATE(state), 1);
	must_book(&h, 0, 600);
	struct book_ask ask = visit(&h, 1, 600);

	ask.overbook_reason = S("ward");
	ask.role = S("director");
	assert_int_equal(book(&h, &ask, &b), OK);
	assert_int_equal(used(&h, b.id, 0, 2).v, h.device.v);
	assert_int_equal(used(&h, b.id, 1, 2).v, h.rooms[1].v);	/* that one is free */
	assert_int_equal(db_commit(h.t.c.db), OK);
}

static void a_list_names_agendas_of_its_own_house_and_kind(void **state)
{
	struct house h;

	set_up(&h, BOTH_STATE(state), 1);
	assert_int_equal(need(&h, h.echo, "room", &h.device, 1), E_INPUT);
	assert_int_equal(need(&h, h.echo, "practitioner", NULL, 0), E_INPUT);
	assert_int_equal(need(&h, h.t.c.service, "device", &h.device, 1), E_INPUT);	/* the ministry's */
	assert_int_equal(need(&h, h.t.c.service, "device", NULL, 0), OK);
	assert_int_equal(need_remove(h.t.c.db, h.t.c.a, h.t.c.now, h.t.c.service, 1), OK);
	assert_int_equal(need_remove(h.t.c.db, h.t.c.a, h.t.c.now, h.t.c.service, 1), E_NOTFOUND);
	assert_int_equal(db_commit(h.t.c.db), OK);
}

/* ---- whatever is done, in whatever order ---- */

static struct day some_day(const struct house *h)
{
	return (struct day){ h->t.c.monday.n + some(0, DAYS - 1) };
}

static struct schedule_id any_agenda(const struct house *h)
{
	const struct schedule_id all[] = { h->doctors[0], h->doctors[1], h->rooms[0], h->rooms[1], h->device };

	return all[random_below(5)];
}

static void do_book(struct house *h)
{
	struct book_ask ask = visit(h, some(0, 1), 480 + 5 * some(0, 45));
	struct booked b;
	int what = some(0, 4);

	ask.day = some_day(h);
	if (what == 0)
		ask.service = h->plain;
	if (what == 1) {
		ask.service = h->direct;
		ask.schedule = h->device;
	}
	enum err e = book(h, &ask, &b);

	if (e == OK && h->nbooked < BOOKED_MAX)
		h->booked[h->nbooked++] = b.id;
	assert_true(e == OK || e == E_CONFLICT || e == E_INPUT);
}

static void do_change(struct house *h)
{
	struct move_ask to = { .schedule = h->doctors[some(0, 1)], .day = some_day(h),
		.start_min = 540 + 10 * some(0, 16), .said = SAID_AGREED_PHONE };
	int64_t v;

	if (!h->nbooked)
		return;
	struct change_ask who = by_desk(h->booked[random_below((uint32_t)h->nbooked)], -1);
	enum err e = random_below(2) ? appointment_cancel(h->t.c.db, h->t.c.a, h->t.c.now, &who, true,
		STR_NONE, &v) : appointment_move(h->t.c.db, h->t.c.a, h->t.c.now, &who, &to, &v);

	assert_true(e == OK || e == E_CONFLICT || e == E_INPUT);
}

static void do_absence(struct house *h)
{
	struct absence x = { .schedule = any_agenda(h), .from = { some_day(h), some(480, 700) } };

	if (h->nabsences && random_below(2)) {
		assert_int_equal(absence_remove(h->t.c.db, h->t.c.a, h->t.c.now,
			h->absences[--h->nabsences], S("x")), OK);
		return;
	}
	x.to = local_add(x.from, some(5, 1500));
	assert_int_equal(absence_put(h->t.c.db, h->t.c.a, h->t.c.now, &x, S("x"),
		&h->absences[h->nabsences++]), OK);
}

static void do_room_hours(struct house *h)
{
	struct opening o;
	struct opening_id id;

	assert_int_equal(opening_get(h->t.c.db, h->t.c.a, h->room_hours, &o), OK);
	o.start_min = 540 + 15 * some(0, 3);
	o.end_min = 630 + 15 * some(0, 6);
	assert_int_equal(opening_put(h->t.c.db, h->t.c.a, h->t.c.now, &o, S("x"), &id), OK);
}

/* Every day's row is what the day computes to, of all agendas that share something. */
static void assert_summaries(struct house *h)
{
	const struct schedule_id all[] = { h->doctors[0], h->doctors[1], h->device };
	const struct service_id types[TYPES] = { h->echo, h->plain, h->direct };
	struct agenda_ask ask = { .from = h->t.c.monday, .to = { h->t.c.monday.n + DAYS + 2 },
		.now = INSTANT_NONE };
	struct agenda g[3];
	struct agenda_starts st = { 0 };
	int32_t n;

	assert_int_equal(agenda_load(h->t.c.db, h->t.c.a, all, 3, &ask, g), OK);
	for (int i = 0; i < 3; i++)
		for (struct day d = ask.from; d.n < ask.to.n; d.n++)
			for (int k = 0; k < TYPES; k++) {
				agenda_starts(&g[i], h->t.c.a, types[k], d, NULL, &st);
				assert_int_equal(free_day_starts(h->t.c.db, h->t.c.a, all[i], types[k], d,
					&n), OK);
				assert_int_equal(n, st.n);
			}
}

struct span { int64_t from, to; };

/* No minute has more visits in a shared agenda than it receives at once; what is kept in rows is what the
 * open appointments say, each with a room and a device. */
static void assert_nothing_used_twice(struct house *h)
{
	const struct schedule_id all[] = { h->rooms[0], h->rooms[1], h->device };

	for (int i = 0; i < 3; i++) {
		struct span spans[BOOKED_MAX * 2];
		size_t n = 0;
		int32_t most = i == 2 ? h->capacity : 1;

		for (size_t k = 0; k < h->nbooked; k++) {
			struct appointment x = seen(&h->t, h->booked[k]);
			struct beside_of_rows rows;
			bool here = x.schedule.v == all[i].v;

			assert_int_equal(beside_of(h->t.c.db, h->t.c.a, x.id.v, &rows), OK);
			assert_int_equal(rows.n, status_open(x.status) && x.service.v == h->echo.v ? 2 : 0);
			for (size_t j = 0; j < rows.n; j++)
				here |= rows.v[j].schedule.v == all[i].v;
			if (status_open(x.status) && here)
				spans[n++] = (struct span){ x.day.n * (int64_t)1440 + x.start_min,
					x.day.n * (int64_t)1440 + x.start_min + x.duration_min };
		}
		for (size_t k = 0; k < n; k++) {
			int32_t at_once = 0;

			for (size_t j = 0; j < n; j++)
				at_once += spans[j].from <= spans[k].from && spans[k].from < spans[j].to;
			assert_true(at_once <= most);
		}
	}
}

/* What is listed can be had. */
static void assert_listed_is_true(struct house *h)
{
	struct slot_ask ask = { .service = h->echo, .schedule = h->doctors[some(0, 1)],
		.organization = h->t.c.hospital, .from = some_day(h), .days = 1 };
	struct slot_times t;
	struct hold k;

	assert_int_equal(slot_list(h->t.c.db, h->t.c.a, h->t.c.now, &ask, &t), OK);
	for (size_t i = 0; i < t.n; i++) {
		struct hold_ask hold = { .schedule = t.v[i].schedule, .service = h->echo, .day = t.v[i].day,
			.start_min = t.v[i].min, .owner = S("a"), .channel = CH_DESK };

		assert_int_equal(hold_take(h->t.c.db, h->t.c.a, h->t.c.now, &hold, &k), OK);
		assert_int_equal(hold_drop(h->t.c.db, h->t.c.a, h->t.c.now, k.id, S("a")), OK);
		used(h, (struct appointment_id){ k.id.v }, 0, 0);
	}
}

static void nothing_is_used_twice_and_summaries_are_true_after_anything(void **state)
{
	struct both *b = BOTH_STATE(state);
	struct house *h = calloc(1, sizeof(*h));

	assert_non_null(h);
	set_up(h, b, some(1, 2));
	h->t.c.a = arena_new(64 << 20);
	for (int i = 0, n = b->engine == DB_SQLITE ? STEPS : STEPS_ABROAD; i < n; i++) {
		arena_reset(h->t.c.a);
		switch (random_below(12)) {
		case 0: do_absence(h); break;
		case 1: do_room_hours(h); break;
		case 2: case 3: do_change(h); break;
		case 4: assert_listed_is_true(h); break;
		default: do_book(h); break;
		}
		assert_summaries(h);
		assert_nothing_used_twice(h);
	}
	assert_true(h->nbooked > 3);
	arena_free(h->t.c.a);
	assert_int_equal(db_commit(b->db), OK);
	free(h);
}

/* ---- all at the same moment ---- */

enum { RACERS = 50, DEVICES = 2 };
struct crowd { struct service_id echo; struct schedule_id agendas[RACERS]; };
static struct crowd crowd;

static enum err book_mine(const struct racer *r, struct town *t)
{
	struct book_ask ask = book_at(t, 600, r->nth % 2 ? t->amina : t->omar);
	struct booked out;

	ask.schedule = crowd.agendas[r->nth];
	ask.service = crowd.echo;
	return appointment_book(t->c.db, t->c.a, t->c.now, &ask, &out);
}

static void fifty_agendas_that_want_two_devices_at_once_get_two(void **state)
{
	struct both *b = BOTH_STATE(state);
	struct house h = { .t = town_make(b) };
	struct country *c = &h.t.c;
	struct schedule_id devices[DEVICES];
	int ended[ERR_MAX] = { 0 };

	assert_int_equal(db_begin(b->db), OK);
	crowd.echo = type(&h, "ECHO", 30, 0);
	c->monday = h.t.day;		/* one-day openings */
	for (int i = 0; i < RACERS; i++) {
		crowd.agendas[i] = agenda(c, "team", "Équipe");
		hours(&h, crowd.agendas[i], "", 540, 720, 1, &crowd.echo, 1);
	}
	for (int i = 0; i < DEVICES; i++) {
		devices[i] = agenda(c, "device", "Echographe");
		hours(&h, devices[i], "", 540, 720, 1, NULL, 0);
	}
	assert_int_equal(need(&h, crowd.echo, "device", devices, DEVICES), OK);
	assert_int_equal(db_commit(b->db), OK);
	race_all(b, &h.t, RACERS, book_mine, NULL, ended);
	assert_int_equal(ended[OK], DEVICES);
	assert_int_equal(ended[E_CONFLICT], RACERS - DEVICES);
	/* Both devices are busy at ten: nobody is offered it any more. */
	for (int i = 0; i < RACERS; i++)
		assert_int_equal(left(&h, crowd.agendas[i], crowd.echo), 5);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		BOTH(a_visit_is_offered_only_where_doctor_room_and_device_are_free),
		BOTH(a_booking_takes_all_and_cancelling_gives_all_back),
		BOTH(a_move_takes_the_new_ones_and_frees_the_old_ones),
		BOTH(a_hold_holds_all_until_it_ends),
		BOTH(an_absent_device_or_room_closes_the_visits_that_need_it),
		BOTH(two_rooms_are_two_different_ones),
		BOTH(beside_the_rule_a_busy_device_is_taken_and_seen_as_busy),
		BOTH(a_list_names_agendas_of_its_own_house_and_kind),
		BOTH(nothing_is_used_twice_and_summaries_are_true_after_anything),
		BOTH(fifty_agendas_that_want_two_devices_at_once_get_two),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
