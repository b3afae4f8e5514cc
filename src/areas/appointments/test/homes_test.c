/* Visits at home, on both engines: the way counts from the address before, and stays with a move. */
#include "town.h"

#include "areas/organizations/organizations.h"
#include "areas/schedules/homes.h"
#include "jobs/jobs.h"

struct round { struct town t; struct service_id type; struct schedule_id nurse; int64_t near, far; };

static int64_t zone(struct round *r, const char *name, int32_t minutes)
{
	struct home_zone z = { .organization = r->t.c.hospital, .name = names_make(str_of(name), STR_NONE, STR_NONE),
		.minutes = minutes, .near_min = 5, .active = true };
	int64_t id;

	assert_int_equal(home_zone_put(r->t.c.db, r->t.c.a, r->t.c.now, &z, &id), OK);
	return id;
}

static void set_up(struct round *r, struct both *b)
{
	struct country *c;
	struct schedule s;
	struct service type;
	struct opening o;
	struct opening_id id;

	*r = (struct round){ .t = town_make(b) };
	c = &r->t.c;
	assert_int_equal(db_begin(b->db), OK);
	type = country_type(c, "HOME");
	type.place_kind = S("home");
	assert_int_equal(service_put(c->db, c->a, c->now, &type, &r->type), OK);
	s = (struct schedule){ .organization = c->hospital, .kind = S("team"), .location = c->location,
		.name = names_make(S("Soins"), STR_NONE, STR_NONE), .specialty = S("cardiologie"), .active = true };
	assert_int_equal(schedule_put(c->db, c->a, c->now, &s, &r->nurse), OK);
	o = country_opening(c, r->nurse, "FREQ=DAILY", 540, 720);
	o.services = &r->type;
	assert_int_equal(opening_put(c->db, c->a, c->now, &o, S("x"), &id), OK);
}

static enum err book(struct round *r, int64_t zone_id, int32_t min, struct booked *ret)
{
	struct book_ask ask = book_at(&r->t, min, r->t.amina);

	ask.schedule = r->nurse;
	ask.service = r->type;
	ask.home = (struct home){ .zone = zone_id, .address = S("12, rue Ibn Rochd") };
	return appointment_book(r->t.c.db, r->t.c.a, r->t.c.now, &ask, ret);
}

static struct slot_times times(struct round *r, int64_t zone_id)
{
	struct slot_ask ask = { .service = r->type, .schedule = r->nurse, .organization = r->t.c.hospital,
		.from = r->t.day, .days = 1, .home = zone_id };
	struct slot_times t;

	assert_int_equal(slot_list(r->t.c.db, r->t.c.a, r->t.c.now, &ask, &t), OK);
	return t;
}

static int32_t summary_of(struct round *r)
{
	int32_t n;

	assert_int_equal(free_day_starts(r->t.c.db, r->t.c.a, r->nurse, r->type, r->t.day, &n), OK);
	return n;
}

static void the_way_counts_from_the_house_and_from_the_address_before(void **state)
{
	struct round r;
	struct slot_times t;
	struct booked b;

	set_up(&r, BOTH_STATE(state));
	assert_int_equal(times(&r, 0).n, 0);		/* without zones nobody is sent */
	r.near = zone(&r, "Narjiss", 15);
	r.far = zone(&r, "Saiss", 30);
	assert_int_equal(summary_of(&r), 5);		/* as from the nearest: 09:15 to 11:45 */
	t = times(&r, r.near);
	assert_int_equal(t.n, 5);
	assert_int_equal(t.v[0].min, 555);
	t = times(&r, r.far);
	assert_int_equal(t.n, 4);
	assert_int_equal(t.v[0].min, 570);
	assert_int_equal(times(&r, 12345).n, 0);	/* outside the zones */
	assert_int_equal(book(&r, 12345, 600, &b), E_INPUT);
	assert_int_equal(book(&r, 0, 600, &b), E_INPUT);

	assert_int_equal(book(&r, r.far, 600, &b), OK);	/* 10:00 to 10:30 */
	assert_string_equal(arena_cstr(r.t.c.a, seen(&r.t, b.id).home.address), "12, rue Ibn Rochd");
	assert_int_equal(seen(&r.t, b.id).home.zone, r.far);
	t = times(&r, r.far);				/* neighbours: five minutes */
	assert_int_equal(t.n, 1);
	assert_int_equal(t.v[0].min, 635);
	t = times(&r, r.near);				/* over the house: 45 minutes */
	assert_int_equal(t.n, 1);
	assert_int_equal(t.v[0].min, 675);
	assert_int_equal(summary_of(&r), 1);
	assert_int_equal(db_commit(r.t.c.db), OK);
}

static void a_visit_keeps_its_address_when_it_moves_and_frees_its_way(void **state)
{
	struct round r;
	struct booked b;
	int64_t v;

	set_up(&r, BOTH_STATE(state));
	r.near = zone(&r, "Narjiss", 15);
	r.far = zone(&r, "Saiss", 30);
	assert_int_equal(book(&r, r.far, 570, &b), OK);
	struct change_ask who = by_desk(b.id, -1);
	struct move_ask to = { .schedule = r.nurse, .day = r.t.day, .start_min = 555 };

	assert_int_equal(appointment_move(r.t.c.db, r.t.c.a, r.t.c.now, &who, &to, &v), E_CONFLICT);
	to.start_min = 600;
	assert_int_equal(appointment_move(r.t.c.db, r.t.c.a, r.t.c.now, &who, &to, &v), OK);
	assert_int_equal(seen(&r.t, b.id).home.zone, r.far);
	assert_int_equal(summary_of(&r), 1);
	who.version = -1;
	assert_int_equal(appointment_cancel(r.t.c.db, r.t.c.a, r.t.c.now, &who, true, STR_NONE, &v), OK);
	assert_int_equal(summary_of(&r), 5);
	assert_int_equal(db_commit(r.t.c.db), OK);
}

static void a_hold_keeps_the_way_too(void **state)
{
	struct round r;
	struct hold h;
	struct booked b;

	set_up(&r, BOTH_STATE(state));
	r.near = zone(&r, "Narjiss", 15);
	r.far = zone(&r, "Saiss", 30);
	struct hold_ask ask = { .schedule = r.nurse, .service = r.type, .day = r.t.day, .start_min = 600,
		.owner = S("a"), .channel = CH_ONLINE, .citizen = true, .home = r.far };
	struct book_ask from_hold = book_at(&r.t, 0, r.t.amina);

	assert_int_equal(hold_take(r.t.c.db, r.t.c.a, r.t.c.now, &ask, &h), OK);
	assert_int_equal(times(&r, r.near).n, 1);
	from_hold.hold = h.id;
	from_hold.owner = S("a");
	assert_int_equal(appointment_book(r.t.c.db, r.t.c.a, r.t.c.now, &from_hold, &b), E_INPUT);
	from_hold.home.address = S("3, avenue Allal Ben Abdallah");
	assert_int_equal(appointment_book(r.t.c.db, r.t.c.a, r.t.c.now, &from_hold, &b), OK);
	assert_int_equal(seen(&r.t, b.id).home.zone, r.far);
	assert_int_equal(db_commit(r.t.c.db), OK);
}

/* Three addresses of one zone: by its setting five minutes lie between them, by their coordinates 15 or none. */
static void an_address_with_coordinates_counts_by_them_in_what_is_offered_and_taken(void **state)
{
	static const struct place_on_earth here = { true, 34000000, -5000000 }, far = { true, 34050000, -5000000 };
	struct round r;
	struct booked b;
	struct slot_ask ask;
	struct slot_times t;
	struct book_ask book = { .citizen = false };

	set_up(&r, BOTH_STATE(state));
	r.near = zone(&r, "Narjiss", 15);
	assert_int_equal(organization_setting_set(r.t.c.db, r.t.c.a, r.t.c.hospital, 0, SETTING_HOME_SPEED, 30), OK);
	book = book_at(&r.t, 600, r.t.amina);
	book.schedule = r.nurse;
	book.service = r.type;
	book.home = (struct home){ .zone = r.near, .address = S("Douar Ouled Tayeb"), .at = here };
	assert_int_equal(appointment_book(r.t.c.db, r.t.c.a, r.t.c.now, &book, &b), OK);	/* 10:00 to 10:30 */
	assert_true(seen(&r.t, b.id).home.at.known);
	assert_int_equal(seen(&r.t, b.id).home.at.lon, here.lon);
	assert_int_equal(times(&r, r.near).v[1].min, 635);		/* nobody knows where: by the zone */
	ask = (struct slot_ask){ .service = r.type, .schedule = r.nurse, .organization = r.t.c.hospital, .from = r.t.day,
		.days = 1, .home = r.near, .home_at = far };
	assert_int_equal(slot_list(r.t.c.db, r.t.c.a, r.t.c.now, &ask, &t), OK);
	assert_int_equal(t.v[1].min, 645);
	ask.home_at = here;
	assert_int_equal(slot_list(r.t.c.db, r.t.c.a, r.t.c.now, &ask, &t), OK);
	assert_int_equal(t.v[1].min, 630);				/* next door at once */
	book.start_min = 635;
	book.home.at = far;
	book.patient = r.t.omar;
	assert_int_not_equal(appointment_book(r.t.c.db, r.t.c.a, r.t.c.now, &book, &b), OK);
	book.start_min = 645;
	assert_int_equal(appointment_book(r.t.c.db, r.t.c.a, r.t.c.now, &book, &b), OK);
	assert_int_equal(db_commit(r.t.c.db), OK);
}

/* The desk learns where a booked visit is: what is free around it follows, and the summary with it. */
static void coordinates_entered_later_count_at_once(void **state)
{
	static const struct place_on_earth here = { true, 34000000, -5000000 };
	struct round r;
	struct booked b;
	struct change_ask who;
	struct home home = { .address = S("Douar Ouled Tayeb, 3") };
	struct slot_ask ask;
	struct slot_times t;
	int64_t v;

	set_up(&r, BOTH_STATE(state));
	r.near = zone(&r, "Narjiss", 15);
	assert_int_equal(organization_setting_set(r.t.c.db, r.t.c.a, r.t.c.hospital, 0, SETTING_HOME_SPEED, 30), OK);
	assert_int_equal(book(&r, r.near, 600, &b), OK);
	ask = (struct slot_ask){ .service = r.type, .schedule = r.nurse, .organization = r.t.c.hospital, .from = r.t.day,
		.days = 1, .home = r.near, .home_at = here };
	assert_int_equal(slot_list(r.t.c.db, r.t.c.a, r.t.c.now, &ask, &t), OK);
	assert_int_equal(t.v[1].min, 635);
	who = by_desk(b.id, 1);
	assert_int_equal(appointment_set_home(r.t.c.db, r.t.c.a, r.t.c.now, &who, &(struct home){ .at = here }, &v), E_INPUT);
	home.at = here;
	assert_int_equal(appointment_set_home(r.t.c.db, r.t.c.a, r.t.c.now, &who, &home, &v), OK);
	assert_int_equal(v, 2);
	assert_int_equal(appointment_set_home(r.t.c.db, r.t.c.a, r.t.c.now, &who, &home, &v), E_CONFLICT);
	assert_string_equal(arena_cstr(r.t.c.a, seen(&r.t, b.id).home.address), "Douar Ouled Tayeb, 3");
	assert_int_equal(slot_list(r.t.c.db, r.t.c.a, r.t.c.now, &ask, &t), OK);
	assert_int_equal(t.v[1].min, 630);
	who.version = -1;
	assert_int_equal(appointment_cancel(r.t.c.db, r.t.c.a, r.t.c.now, &who, true, STR_NONE, &v), OK);
	assert_int_equal(appointment_set_home(r.t.c.db, r.t.c.a, r.t.c.now, &who, &home, &v), E_NOTFOUND);
	assert_int_equal(db_commit(r.t.c.db), OK);
}

static void a_zone_no_longer_used_keeps_its_visits_and_takes_no_new_one(void **state)
{
	struct round r;
	struct booked b;
	struct home_zone z;
	int64_t id, v;

	set_up(&r, BOTH_STATE(state));
	r.near = zone(&r, "Narjiss", 15);
	assert_int_equal(book(&r, r.near, 600, &b), OK);
	assert_int_equal(home_zone_get(r.t.c.db, r.t.c.a, r.near, &z), OK);
	z.active = false;
	assert_int_equal(home_zone_put(r.t.c.db, r.t.c.a, r.t.c.now, &z, &id), OK);
	struct change_ask who = by_desk(b.id, -1);
	struct move_ask to = { .schedule = r.nurse, .day = r.t.day, .start_min = 660 };

	assert_int_equal(appointment_move(r.t.c.db, r.t.c.a, r.t.c.now, &who, &to, &v), OK);
	assert_int_equal(book(&r, r.near, 555, &b), E_INPUT);
	assert_int_equal(db_commit(r.t.c.db), OK);
}

/* A visit that is not on site: its message names no place. */
static void told(struct both *b, const char *kind, const char *said, struct town *t, struct booked *ret)
{
	struct service s = country_type(&t->c, kind);
	struct book_ask ask = book_at(t, 540, t->amina);
	struct opening o;
	struct opening_id id;
	struct str *texts;
	size_t n;

	s.place_kind = str_of(kind);
	assert_int_equal(service_put(t->c.db, t->c.a, t->c.now, &s, &ask.service), OK);
	o = country_opening(&t->c, t->schedule, "", 540, 570);
	o.first_day = ask.day = (struct day){ t->c.monday.n + 1 };
	o.services = &ask.service;
	assert_int_equal(opening_put(t->c.db, t->c.a, t->c.now, &o, S("x"), &id), OK);
	assert_int_equal(appointment_book(t->c.db, t->c.a, t->c.now, &ask, ret), OK);
	assert_int_equal(message_texts(b->db, b->a, S("+212612345678"), &texts, &n), OK);
	assert_true(str_find(texts[n - 1], str_of(said)) >= 0);
	assert_true(str_find(texts[n - 1], S("FES")) < 0);
}

static enum err file_there(void *arg, struct patient_id *ret)
{
	*ret = *(const struct patient_id *)arg;
	return OK;
}

/* From one house to another: the new one's message is of its own type. */
static void who_is_moved_to_a_call_of_another_house_is_sent_nowhere(void **state)
{
	struct both *b = BOTH_STATE(state);
	struct town t = town_make(b);
	struct booked call, moved;
	struct change_ask who;
	struct str *texts;
	int64_t version;
	size_t n;

	assert_int_equal(db_begin(t.c.db), OK);
	told(b, "phone", "par t\xc3\xa9l\xc3\xa9phone", &t, &call);
	struct appointment x = seen(&t, call.id);

	who = by_desk(call.id, -1);
	assert_int_equal(appointment_cancel(t.c.db, t.c.a, t.c.now, &who, true, S(""), &version), OK);
	moved = booked(&t, 600, t.omar);
	who = by_desk(moved.id, -1);
	assert_int_equal(appointment_set_note(t.c.db, t.c.a, t.c.now, &who, S("For us alone"), &version), OK);
	for (int i = 0; i < 2; i++) {	/* to the call, and back to a place */
		const struct house_ask to = { .schedule = t.schedule, .service = i ? t.c.service : x.service,
			.day = i ? t.day : x.day, .start_min = i ? 570 : 540, .said = SAID_AGREED_PHONE, .file = file_there, .arg = &t.omar };

		who = by_desk(moved.id, -1);
		assert_int_equal(appointment_to_house(t.c.db, t.c.a, t.c.now, &who, &to, &moved), OK);
		assert_int_equal(seen(&t, moved.id).note.n, 0);	/* a note is its house's own */
		assert_int_equal(message_texts(b->db, b->a, S("+212699999999"), &texts, &n), OK);
		assert_int_equal(str_find(texts[n - 1], S("FES")) >= 0, i == 1);
		assert_int_equal(str_find(texts[n - 1], S("par t\xc3\xa9l\xc3\xa9phone")) >= 0, i == 0);
	}
	assert_int_equal(db_commit(t.c.db), OK);
}

/* Where in calendar files stands "METHOD:… UID:id@diwan" within one VCALENDAR; NULL: it is not there. */
static const char *file_of(const char *ics, const char *method, struct appointment_id id)
{
	const char *p;
	char uid[64];

	snprintf(uid, sizeof(uid), "UID:%lld@diwan\r\n", (long long)id.v);
	for (p = strstr(ics, method); p; p = strstr(p + 1, method)) {
		const char *u = strstr(p, uid), *end = strstr(p, "END:VCALENDAR");

		if (u && end && u < end)
			return p;
	}
	return NULL;
}

/* It has another id there: a calendar would keep the old one beside the new. */
static void who_goes_to_another_house_has_the_old_visit_taken_out_of_her_calendar(void **state)
{
	struct town t = town_make(BOTH_STATE(state));
	const struct person person = { .name = { S("Zineb Tahiri") }, .birth_day = day_of(1980, 5, 1), .sex = S("female"),
		.phone = S("+212655555555"), .lang = S("fr"), .email = S("zineb@mta.test") };
	struct str *ics;
	const char *last;
	size_t n;
	struct patient_id zineb;
	struct booked moved;
	struct change_ask who;

	assert_int_equal(db_begin(t.c.db), OK);
	assert_int_equal(patient_create(t.c.db, t.c.a, t.c.now, t.c.hospital, &person, &zineb), OK);
	const struct booked old = booked(&t, 600, zineb);
	const struct house_ask to = { .schedule = t.schedule, .service = t.c.service, .day = t.day, .start_min = 570,
		.said = SAID_AGREED_PHONE, .file = file_there, .arg = &zineb };

	who = by_desk(old.id, -1);
	assert_int_equal(appointment_to_house(t.c.db, t.c.a, t.c.now, &who, &to, &moved), OK);
	assert_int_equal(message_calendars(t.c.db, t.c.a, person.email, &ics, &n), OK);
	assert_int_equal(n, 2);
	last = arena_cstr(t.c.a, ics[1]);
	assert_non_null(file_of(last, "METHOD:REQUEST", moved.id));
	assert_non_null(file_of(last, "METHOD:CANCEL", old.id));
	assert_non_null(strstr(file_of(last, "METHOD:CANCEL", old.id), "SEQUENCE:2\r\n"));
	assert_null(file_of(last, "METHOD:REQUEST", old.id));
	assert_int_equal(db_commit(t.c.db), OK);
}

/* The address was that appointment's: it goes along, to a file that has none there either. */
static void an_address_given_with_an_appointment_goes_along_to_another_house(void **state)
{
	struct town t = town_make(BOTH_STATE(state));
	struct book_ask ask = book_at(&t, 600, t.omar);
	struct booked old, moved;
	struct change_ask who;
	struct str *ics;
	const char *last;
	size_t n;

	ask.email = S("omar@mta.test");
	assert_int_equal(db_begin(t.c.db), OK);
	assert_int_equal(appointment_book(t.c.db, t.c.a, t.c.now, &ask, &old), OK);
	const struct house_ask to = { .schedule = t.schedule, .service = t.c.service, .day = t.day, .start_min = 570,
		.said = SAID_AGREED_PHONE, .file = file_there, .arg = &t.omar };

	who = by_desk(old.id, -1);
	assert_int_equal(appointment_to_house(t.c.db, t.c.a, t.c.now, &who, &to, &moved), OK);
	assert_int_equal(message_calendars(t.c.db, t.c.a, ask.email, &ics, &n), OK);
	assert_int_equal(n, 2);
	last = arena_cstr(t.c.a, ics[1]);
	assert_non_null(file_of(last, "METHOD:REQUEST", moved.id));
	assert_non_null(file_of(last, "METHOD:CANCEL", old.id));
	assert_int_equal(db_commit(t.c.db), OK);
}

static void a_visit_by_telephone_names_the_number_and_no_place(void **state)
{
	struct both *b = BOTH_STATE(state);
	struct town t = town_make(b);
	struct booked k;

	assert_int_equal(db_begin(t.c.db), OK);
	told(b, "phone", "par t\xc3\xa9l\xc3\xa9phone", &t, &k);
	struct appointment x = seen(&t, k.id);

	assert_true(str_find(appointment_where(t.c.a, LANG_EN, &x), S("06 12")) >= 0);
	const struct tell_several all = { .said = SEVERAL_MOVED, .id = k.id, .n = 1,
		.starts = &(struct local){ x.day, x.start_min } };
	struct str *texts;
	size_t n;

	assert_int_equal(appointment_tell_several(t.c.db, t.c.a, t.c.now, &all), OK);
	assert_int_equal(message_texts(b->db, b->a, S("+212612345678"), &texts, &n), OK);
	assert_true(str_find(texts[n - 1], S("Par t\xc3\xa9l\xc3\xa9phone. ")) >= 0);
	assert_true(str_find(texts[n - 1], S("FES")) < 0);
	assert_int_equal(db_commit(t.c.db), OK);
}

static void a_visit_by_video_has_its_room_only_near_its_time(void **state)
{
	struct both *b = BOTH_STATE(state);
	struct town t = town_make(b);
	struct booked k;
	struct str link, again;

	assert_int_equal(db_begin(t.c.db), OK);
	told(b, "video", "par vid\xc3\xa9o", &t, &k);
	struct appointment x = seen(&t, k.id);
	struct instant near = { x.start_at.v - 15 * 60 }, early = { near.v - 1 }, late = { x.start_at.v + 30 * 60 };

	assert_int_equal(appointment_video(t.c.db, t.c.a, near, &x, &link), OK);
	assert_int_equal(link.n, 0);		/* no establishment has said where */
	assert_int_equal(video_base_put(t.c.db, t.c.a, t.c.hospital, S("http://x")), E_INPUT);
	assert_int_equal(video_base_put(t.c.db, t.c.a, t.c.hospital, S("https://x/\" onclick=")), E_INPUT);
	assert_int_equal(video_base_put(t.c.db, t.c.a, t.c.ministry, S("https://v.example/r-")), OK);
	assert_int_equal(appointment_video(t.c.db, t.c.a, early, &x, &link), OK);
	assert_int_equal(link.n, 0);
	assert_int_equal(appointment_video(t.c.db, t.c.a, late, &x, &link), OK);
	assert_int_equal(link.n, 0);
	assert_int_equal(appointment_video(t.c.db, t.c.a, near, &x, &link), OK);
	assert_int_equal(link.n, 20 + 24);
	assert_int_equal(appointment_video(t.c.db, t.c.a, near, &x, &again), OK);
	assert_true(str_eq(link, again));
	assert_int_equal(db_commit(t.c.db), OK);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		BOTH(the_way_counts_from_the_house_and_from_the_address_before),
		BOTH(a_visit_keeps_its_address_when_it_moves_and_frees_its_way),
		BOTH(a_hold_keeps_the_way_too),
		BOTH(an_address_with_coordinates_counts_by_them_in_what_is_offered_and_taken),
		BOTH(coordinates_entered_later_count_at_once),
		BOTH(a_zone_no_longer_used_keeps_its_visits_and_takes_no_new_one),
		BOTH(who_is_moved_to_a_call_of_another_house_is_sent_nowhere),
		BOTH(who_goes_to_another_house_has_the_old_visit_taken_out_of_her_calendar),
		BOTH(an_address_given_with_an_appointment_goes_along_to_another_house),
		BOTH(a_visit_by_telephone_names_the_number_and_no_place),
		BOTH(a_visit_by_video_has_its_room_only_near_its_time),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
