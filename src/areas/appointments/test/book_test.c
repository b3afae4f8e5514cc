/* Bookings and changes, on both engines: all is written, nothing is lost. */
#include "town.h"

#include "appointments_q.h"
#include "areas/organizations/organizations.h"
#include "codes/codes.h"
#include "crypto/crypto.h"
#include "ledger/entry.h"

static struct str between(struct str s, struct str from, struct str to)
{
	ptrdiff_t at = str_find(s, from);

	assert_true(at >= 0);
	s = str_sub(s, (size_t)at + from.n, s.n);
	return str_sub(s, 0, (size_t)str_find(s, to));
}

/* Both entries have the chain's name, that of the agenda and no number of ours. */
static void one_chain(struct town *t, const struct act_row *booked, const struct act_row *held, struct str salt)
{
	struct str name = entry_chain(t->c.a, salt), holder = booked->holder;
	struct str agenda = between(booked->entry, S("\"schedule\":\""), S("\""));
	struct str want = arena_fmt(t->c.a, "{\"act\":\"book\",\"at\":\"2026-11-02T07:00:00Z\",\"capacity\":1,"
		"\"ceiling\":null,\"chain\":\"%.*s\",\"channel\":\"online\",\"class\":null,\"holder\":\"%.*s\","
		"\"minutes\":30,\"org\":\"FES\",\"reason\":null,\"role\":\"public\",\"schedule\":\"%.*s\","
		"\"service\":\"CARDIO\",\"slot\":\"2026-11-04T09:30\",\"v\":1,\"zone\":\"Africa/Casablanca\"}",
		STR_ARG(name), STR_ARG(holder), STR_ARG(agenda));

	assert_int_equal(agenda.n, 32);
	assert_string_equal(arena_cstr(t->c.a, booked->entry), arena_cstr(t->c.a, want));
	assert_true(str_eq(between(held->entry, S("\"chain\":\""), S("\"")), name));
	assert_true(str_eq(between(held->entry, S("\"act\":\""), S("\"")), S("hold")));
}

/* The last act is that booking, in one chain with its hold, and names no person: its holder is
 * the salted hash of the reference. */
static void the_log_holds(struct town *t, const struct booked *b)
{
	struct act_rows log;

	assert_int_equal(act_read(t->c.db, t->c.a, 0, 100000, &log), OK);
	const struct act_row *last = &log.v[log.n - 1];

	assert_true(str_eq(last->act, S("book")));
	assert_true(str_eq(last->role, S("public")));
	/* the hold before it */
	assert_int_equal(last->chain,
		log.v[log.n - 2].chain);
	struct str salt;
	unsigned char sum[32];

	assert_int_equal(base64_decode(t->c.a, b->salt, &salt), OK);
	assert_int_equal(salt.n, 16);
	sha256(arena_cat(t->c.a, salt, b->reference), sum);
	assert_true(str_eq(last->holder, base64_encode(t->c.a, (struct str){ (char *)sum, 32 })));
	one_chain(t, last, &log.v[log.n - 2], b->salt);
}

static void a_booking_writes_all_it_must(void **state)
{
	struct town t = town_make(BOTH_STATE(state));
	struct hold h;
	struct booked b;
	struct appointment x;
	int64_t n;
	char eleven[REFERENCE_LEN];

	assert_int_equal(db_begin(t.c.db), OK);
	assert_int_equal(try_hold(&t, 570, "a", &h), OK);
	struct book_ask ask = { .hold = h.id, .owner = S("a"), .patient = t.amina,
		.channel = CH_ONLINE, .citizen = true,
		.for_whom = "relative", .note = S("premier") };

	assert_int_equal(appointment_book(t.c.db, t.c.a, t.c.now, &ask, &b), OK);
	assert_int_equal(db_commit(t.c.db), OK);
	assert_int_equal(reference_parse(b.reference, eleven), OK);
	assert_int_equal(b.token.n, 22);
	assert_int_equal(appointment_by_token(t.c.db, t.c.a, b.token, &x), OK);
	assert_int_equal(x.id.v, b.id.v);
	assert_int_equal(x.status, ST_BOOKED);
	assert_int_equal(x.channel, CH_ONLINE);
	assert_int_equal(x.start_min, 570);
	assert_int_equal(x.start_at.v,
		(int64_t)t.day.n * 86400 + 570 * 60);	/* Morocco is at +00 */
	assert_int_equal(x.booked_at.v, t.c.now.v);
	assert_true(str_eq(x.zone, S("Africa/Casablanca")));
	assert_true(str_eq(x.service_name.v[LANG_AR], S("أمراض القلب")));
	assert_true(str_eq(x.practitioner_name.s, S("Dr Amina Bennis")));
	assert_true(str_eq(x.patient_name.s, S("Amina Alaoui")));
	assert_true(str_eq(x.for_whom, S("relative")));
	assert_true(str_eq(x.address_fr, S("Rue 1")));
	assert_true(str_eq(x.location_name.v[LANG_FR], S("FES-1")));
	assert_int_equal(location_change(t.c.db, t.c.a, S("Annexe"), S("Annexe"), S("Annexe"),
		S("Rue 2"), S("Rue 2"), S(""), S(""),
		S(""), true, t.c.location, 1, &n), OK);
	assert_int_equal(n, 1);
	/* The name is the one of the day of booking; the way there is today's. */
	assert_int_equal(appointment_by_token(t.c.db, t.c.a, b.token, &x), OK);
	assert_true(str_eq(x.location_name.v[LANG_FR], S("FES-1")));
	assert_true(str_eq(x.address_fr, S("Rue 2")));
	assert_true(str_eq(x.note, S("premier")));
	assert_int_equal(hold_get(t.c.db, t.c.a, h.id, S("a"), &h), E_NOTFOUND);
	assert_int_equal(free_starts(&t), 5);
	assert_int_equal(summary(&t), 5);
	the_log_holds(&t, &b);
	assert_int_equal(appointment_by_reference_phone(t.c.db, t.c.a, b.reference,
		S("+212612345678"), &x), OK);
	assert_int_equal(appointment_by_reference_phone(t.c.db, t.c.a, b.reference,
		S("+212600000000"), &x), E_NOTFOUND);
	assert_int_equal(appointment_by_reference(t.c.db, t.c.a, &everybody, b.reference, &x), OK);
	assert_int_equal(appointment_by_reference(t.c.db, t.c.a, &(struct scope){ .lo = 3000,
		.hi = 4000 }, b.reference, &x), E_NOTFOUND);
}

static void cancelling_frees_the_time_at_once(void **state)
{
	struct town t = town_make(BOTH_STATE(state));
	int64_t v;

	assert_int_equal(db_begin(t.c.db), OK);
	struct booked b = booked(&t, 540, t.amina);
	struct change_ask who = by_desk(b.id, b.version);

	assert_int_equal(free_starts(&t), 5);
	assert_int_equal(appointment_cancel(t.c.db, t.c.a, t.c.now, &who, true, S("empêchée"),
		&v), OK);
	assert_int_equal(v, 2);
	assert_int_equal(free_starts(&t), 6);
	assert_int_equal(summary(&t), 6);
	struct appointment x = seen(&t, b.id);

	assert_int_equal(x.status, ST_CANCELLED);
	assert_true(str_eq(x.cancelled_by, S("patient")));
	/* again: nothing */
	assert_int_equal(appointment_cancel(t.c.db, t.c.a, t.c.now, &who, true, STR_NONE, &v),
		OK);
	assert_int_equal(v, 2);
	assert_int_equal(acts(&t, "cancel"), 1);
	booked(&t, 540, t.omar);
	assert_int_equal(appointment_set_status(t.c.db, t.c.a, t.c.now,
		&(struct change_ask){ .id = b.id, .version = 2 },
		ST_BOOKED, &v),
			E_INPUT);		/* nothing comes back from the dead */
	assert_int_equal(db_commit(t.c.db), OK);
}

static void a_citizen_may_give_up_until_the_limit_of_the_type(void **state)
{
	struct town t = town_make(BOTH_STATE(state));
	int64_t v;

	assert_int_equal(db_begin(t.c.db), OK);
	struct booked b = booked(&t, 540, t.amina);
	struct change_ask who = { .id = b.id, .version = 1, .channel = CH_ONLINE, .citizen = true };
	struct move_ask to = { .schedule = t.schedule, .day = t.day, .start_min = 600 };

	t.c.now.v = b.start_at.v - 240 * 60;
	assert_false(appointment_may_cancel(&(struct appointment){ 0 }, t.c.now));
	assert_int_equal(appointment_cancel(t.c.db, t.c.a, t.c.now, &who, true, STR_NONE, &v),
		E_DENIED);
	assert_int_equal(appointment_move(t.c.db, t.c.a, t.c.now, &who, &to, &v), E_DENIED);
	t.c.now.v--;
	assert_int_equal(appointment_move(t.c.db, t.c.a, t.c.now, &who, &to, &v), OK);
	who.version = v;
	t.c.now.v += 1;
	assert_int_equal(appointment_cancel(t.c.db, t.c.a, t.c.now, &who, true, STR_NONE, &v), OK);
	assert_int_equal(db_commit(t.c.db), OK);
}

static void moving_takes_the_new_time_and_frees_the_old_one(void **state)
{
	struct town t = town_make(BOTH_STATE(state));
	struct move_ask to = { .schedule = t.schedule, .day = t.day, .start_min = 600 };
	struct service s;
	struct service_id sid;
	int64_t v;

	assert_int_equal(db_begin(t.c.db), OK);
	struct booked b = booked(&t, 540, t.amina), other = booked(&t, 600, t.omar);
	struct change_ask who = by_desk(b.id, 1);

	assert_int_equal(appointment_move(t.c.db, t.c.a, t.c.now, &who, &to, &v), E_CONFLICT);
	/* The type is longer now: a move keeps the appointment's own length. */
	assert_int_equal(service_get(t.c.db, t.c.a, t.c.service, &s), OK);
	s.duration_min = 60;
	assert_int_equal(service_put(t.c.db, t.c.a, t.c.now, &s, &sid), OK);
	to.start_min = 570;
	assert_int_equal(appointment_move(t.c.db, t.c.a, t.c.now, &who, &to, &v), OK);
	struct appointment x = seen(&t, b.id);

	assert_int_equal(x.start_min, 570);
	assert_int_equal(x.duration_min, 30);
	assert_true(str_eq(x.reference, b.reference));
	who.version = v;
	to.day.n = t.c.monday.n + 7;
	assert_int_equal(appointment_move(t.c.db, t.c.a, t.c.now, &who, &to, &v), OK);
	assert_int_equal(summary(&t), 3);		/* an hour fits at 09:00, 10:30 and 11:00 */
	assert_int_equal(acts(&t, "move"), 2);
	who.version = 1;
	/* changed since */
	assert_int_equal(appointment_move(t.c.db, t.c.a, t.c.now, &who, &to, &v),
		E_CONFLICT);
	/* Onto itself, a little later: its own time does not stand in the way. */
	who = by_desk(other.id, 1);
	to = (struct move_ask){ .schedule = t.schedule, .day = t.day, .start_min = 615 };
	assert_int_equal(appointment_move(t.c.db, t.c.a, t.c.now, &who, &to, &v), OK);
	assert_int_equal(db_commit(t.c.db), OK);
}

/* The agenda is a department's, whose name may say what is treated. */
static void no_entry_names_a_department(void **state)
{
	struct town t = town_make(BOTH_STATE(state));
	struct organization_id unit;
	struct act_rows rows;

	assert_int_equal(db_begin(t.c.db), OK);
	unit = country_organization(&t.c, t.c.hospital, 1100, 1200, 2, "department", "Pavillon-4");
	t.schedule = country_schedule(&t.c, unit, t.c.location, t.c.doctor, true);
	country_open(&t.c, t.schedule, "FREQ=WEEKLY;BYDAY=MO,WE", 540, 720);
	struct booked b = booked(&t, 540, t.amina);

	assert_int_equal(seen(&t, b.id).organization.v, unit.v);
	assert_int_equal(act_read(t.c.db, t.c.a, 0, 100000, &rows), OK);
	assert_true(str_find(rows.v[rows.n - 1].entry, S("\"org\":\"FES\"")) >= 0);
	for (size_t i = 0; i < rows.n; i++)
		assert_true(str_find(rows.v[i].entry, S("Pavillon")) < 0);
	db_rollback(t.c.db);
}

static void the_desk_records_what_became_of_it(void **state)
{
	struct town t = town_make(BOTH_STATE(state));
	int64_t v, n;
	struct appointments list;

	assert_int_equal(db_begin(t.c.db), OK);
	struct booked b = booked(&t, 540, t.amina), b2 = booked(&t, 570, t.omar);
	struct change_ask who = by_desk(b.id, 1);

	/* not her day */
	assert_int_equal(appointment_set_status(t.c.db, t.c.a, t.c.now, &who, ST_ARRIVED, &v),
		E_INPUT);
	t.c.now.v = b.start_at.v - 600;
	/* too early to say */
	assert_int_equal(appointment_set_status(t.c.db, t.c.a, t.c.now, &who, ST_NOSHOW, &v),
		E_INPUT);
	assert_int_equal(appointment_set_status(t.c.db, t.c.a, t.c.now, &who, ST_CHECKED_IN, &v),
		OK);
	assert_int_equal(appointment_set_status(t.c.db, t.c.a, t.c.now, &who, ST_FULFILLED, &v),
		E_CONFLICT);
	who.version = v;
	t.c.now.v = b.start_at.v + 1800;
	assert_int_equal(appointment_set_status(t.c.db, t.c.a, t.c.now, &who, ST_FULFILLED, &v),
		OK);
	assert_int_equal(acts(&t, "attend"), 1);
	who.version = v;
	/* put right */
	assert_int_equal(appointment_set_status(t.c.db, t.c.a, t.c.now, &who, ST_NOSHOW, &v),
		OK);
	assert_int_equal(acts(&t, "miss"), 1);
	/* taken back: the log must not say for ever that she missed it */
	who.version = v;
	assert_int_equal(appointment_set_status(t.c.db, t.c.a, t.c.now, &who, ST_BOOKED, &v), OK);
	assert_int_equal(acts(&t, "miss"), 2);
	who.version = v;
	assert_int_equal(appointment_set_status(t.c.db, t.c.a, t.c.now, &who, ST_NOSHOW, &v), OK);
	assert_int_equal(acts(&t, "miss"), 3);
	who.version = v;
	assert_int_equal(appointment_cancel(t.c.db, t.c.a, t.c.now, &who, false, STR_NONE, &v),
		E_CONFLICT);
	assert_int_equal(appointment_unrecorded_count(t.c.db, t.c.a, &everybody, t.c.now, &n), OK);
	assert_int_equal(n, 0);
	t.c.now.v += 86400;
	assert_int_equal(appointment_unrecorded(t.c.db, t.c.a, &everybody, t.c.now, 10, &list), OK);
	assert_int_equal(list.n, 1);
	assert_int_equal(list.v[0].id.v, b2.id.v);
	assert_int_equal(appointment_unrecorded_count(t.c.db, t.c.a, &(struct scope){ 0 },
		t.c.now, &n), OK);
	assert_int_equal(n, 0);
	who = by_desk(b2.id, 1);
	assert_int_equal(appointment_set_status(t.c.db, t.c.a, t.c.now, &who, ST_FULFILLED, &v),
		OK);
	assert_int_equal(appointment_unrecorded_count(t.c.db, t.c.a, &everybody, t.c.now, &n), OK);
	assert_int_equal(n, 0);
	assert_int_equal(db_commit(t.c.db), OK);
}

static void lists_keep_their_order_and_their_scope(void **state)
{
	struct town t = town_make(BOTH_STATE(state));
	struct appointments list;
	struct day after = { t.day.n + 1 };

	assert_int_equal(db_begin(t.c.db), OK);
	booked(&t, 600, t.amina);
	booked(&t, 540, t.omar);
	assert_int_equal(db_commit(t.c.db), OK);
	assert_int_equal(appointment_day_of_schedule(t.c.db, t.c.a, &everybody, t.schedule, t.day,
		after, &list), OK);
	assert_int_equal(list.n, 2);
	assert_int_equal(list.v[0].start_min, 540);
	assert_int_equal(list.v[1].start_min, 600);
	assert_int_equal(appointment_day_of_organization(t.c.db, t.c.a, &everybody, t.c.ministry,
		t.day, after, &list), OK);
	assert_int_equal(list.n, 2);
	assert_int_equal(appointment_of_patient(t.c.db, t.c.a, &everybody, t.amina, &list), OK);
	assert_int_equal(list.n, 1);
	assert_int_equal(appointment_of_patient(t.c.db, t.c.a, &(struct scope){ .lo = 1500,
		.hi = 1600 }, t.amina, &list), OK);
	assert_int_equal(list.n, 0);
	struct scope doctor = { .lo = 0, .hi = INT64_MAX, .practitioner = t.c.doctor.v + 1 };

	assert_int_equal(appointment_day_of_schedule(t.c.db, t.c.a, &doctor, t.schedule, t.day,
		after, &list), OK);
	assert_int_equal(list.n, 0);
}

static void nobody_hoards(void **state)
{
	struct town t = town_make(BOTH_STATE(state));
	struct book_ask ask = book_at(&t, 540, t.amina);
	struct ahead_limits l;
	struct booked b;
	int64_t n;

	ask.citizen = true;
	assert_int_equal(db_begin(t.c.db), OK);
	assert_int_equal(ahead_limits(t.c.db, t.c.a, t.c.hospital, &l), OK);
	assert_int_equal(l.per_person, 1);
	assert_int_equal(appointment_book(t.c.db, t.c.a, t.c.now, &ask, &b), OK);
	ask.start_min = 600;
	assert_int_equal(appointment_book(t.c.db, t.c.a, t.c.now, &ask, &b), E_LIMIT);
	/* the desk decides for itself */
	ask.citizen = false;
	ask.start_min = 570;
	assert_int_equal(appointment_book(t.c.db, t.c.a, t.c.now, &ask, &b), OK);
	ask.citizen = true;
	ask.start_min = 600;
	assert_int_equal(ahead_of_phone(t.c.db, t.c.a, t.c.hospital, S("+212612345678"), t.c.now,
		&n), OK);
	assert_int_equal(n, 2);
	assert_int_equal(organization_setting_put(t.c.db, t.c.a, t.c.ministry,
		S(SETTING_AHEAD_PER_PERSON), 3), OK);
	assert_int_equal(appointment_book(t.c.db, t.c.a, t.c.now, &ask, &b), OK);
	assert_int_equal(organization_setting_put(t.c.db, t.c.a, t.c.hospital,
		S(SETTING_AHEAD_PER_PHONE), 3), OK);
	assert_int_equal(organization_setting_put(t.c.db, t.c.a, t.c.hospital,
		S(SETTING_AHEAD_PER_PERSON), 9), OK);
	ask.start_min = 630;
	assert_int_equal(appointment_book(t.c.db, t.c.a, t.c.now, &ask, &b), E_LIMIT);
	ask.citizen
		/* the desk decides for itself */
		= false;
	assert_int_equal(appointment_book(t.c.db, t.c.a, t.c.now, &ask, &b), OK);
	assert_int_equal(db_commit(t.c.db), OK);
}

/* Two types in the same hours: what is taken for one is taken for the other, and both summaries
 * say so. */
static void what_is_booked_for_one_type_is_gone_for_the_other(void **state)
{
	struct town t = town_make(BOTH_STATE(state));
	struct service s = country_type(&t.c, "CONTROL");
	struct service_id both[2] = { t.c.service, { 0 } };
	struct openings all;
	struct opening_id id;
	int32_t left;
	int64_t v;

	s.duration_min = s.step_min = 15;
	assert_int_equal(db_begin(t.c.db), OK);
	assert_int_equal(service_put(t.c.db, t.c.a, t.c.now, &s, &both[1]), OK);
	assert_int_equal(opening_list(t.c.db, t.c.a, t.schedule, &all), OK);
	all.v[0].services = both;
	all.v[0].nservices = 2;
	assert_int_equal(opening_put(t.c.db, t.c.a, t.c.now, &all.v[0], S("x"), &id), OK);
	struct booked b = booked(&t, 540, t.amina);

	assert_int_equal(summary(&t), 5);
	assert_int_equal(free_day_starts(t.c.db, t.c.a, t.schedule, both[1], t.day, &left), OK);
	assert_int_equal(left, 10);
	struct change_ask who = by_desk(b.id, 1);
	struct move_ask to = { .schedule = t.schedule, .day = { t.c.monday.n + 7 },
		.start_min = 540 };

	assert_int_equal(appointment_move(t.c.db, t.c.a, t.c.now, &who, &to, &v), OK);
	assert_int_equal(summary(&t), 6);
	assert_int_equal(free_day_starts(t.c.db, t.c.a, t.schedule, both[1], t.day, &left), OK);
	assert_int_equal(left, 12);
	assert_int_equal(free_day_starts(t.c.db, t.c.a, t.schedule, both[1], to.day, &left), OK);
	assert_int_equal(left, 10);
	assert_int_equal(db_commit(t.c.db), OK);
}

static void a_file_of_another_house_cannot_be_booked(void **state)
{
	struct town t = town_make(BOTH_STATE(state));
	struct organization_id rabat = country_organization(&t.c, t.c.ministry, 3000, 4000, 1,
		"establishment", "RABAT");
	struct person p = { .name = { S("Someone") }, .birth_day = DAY_NONE,
		.phone = S("+212611111111"), .lang = S("fr") };
	struct patient_id foreign;
	struct booked b;

	assert_int_equal(db_begin(t.c.db), OK);
	assert_int_equal(patient_create(t.c.db, t.c.a, t.c.now, rabat, &p, &foreign), OK);
	struct book_ask ask = book_at(&t, 540, foreign);

	assert_int_equal(appointment_book(t.c.db, t.c.a, t.c.now, &ask, &b), E_NOTFOUND);
	ask.patient.v = 4711;
	assert_int_equal(appointment_book(t.c.db, t.c.a, t.c.now, &ask, &b), E_NOTFOUND);
	assert_int_equal(db_commit(t.c.db), OK);
}

static void history_is_not_held_against_openings(void **state)
{
	struct town t = town_make(BOTH_STATE(state));
	struct history_ask h = { .organization = t.c.hospital, .patient = t.amina,
		.service = t.c.service,
		.specialty = S("cardiologie"), .zone = S("Africa/Casablanca"),
			.service_name = names_make(S("Cardiologie"), STR_NONE, STR_NONE),
		.start = { t.day, 540 }, .booked_at = t.c.now, .booked_day = t.c.monday,
			.duration_min = 15,
		.channel = CH_ONLINE, .status = ST_FULFILLED };
	struct appointment_id id;

	assert_int_equal(db_begin(t.c.db), OK);
	assert_int_equal(appointment_add_history(t.c.db, t.c.a, t.c.now, &h, &id), OK);
	assert_int_equal(appointment_add_history(t.c.db, t.c.a, t.c.now, &h, &id), OK);
	assert_int_equal(free_starts(&t), 6);
	assert_int_equal(seen(&t, id).status, ST_FULFILLED);
	assert_true(seen(&t, id).history);
	assert_int_equal(acts(&t, "book"), 0);
	assert_int_equal(db_commit(t.c.db), OK);
}

static void instants_follow_the_time_zone_data(void **state)
{
	struct town t = town_make(BOTH_STATE(state));
	int64_t n;

	assert_int_equal(db_begin(t.c.db), OK);
	struct booked b = booked(&t, 540, t.amina);
	struct appointment x = seen(&t, b.id);

	assert_int_equal(db_commit(t.c.db), OK);
	assert_int_equal(appointments_rederive(t.c.db, t.c.a, t.c.now, &n), OK);
	assert_int_equal(n, 0);
	assert_int_equal(appointment_put_instant(t.c.db, t.c.a,
		(struct instant){ b.start_at.v - 3600 }, b.id, x.day, x.start_min), OK);
	assert_int_equal(appointments_rederive(t.c.db, t.c.a, t.c.now, &n), OK);
	assert_int_equal(n, 1);
	assert_int_equal(seen(&t, b.id).start_at.v, b.start_at.v);
}

static void a_new_link_replaces_the_old_one(void **state)
{
	struct town t = town_make(BOTH_STATE(state));
	struct appointment x;
	struct str token;

	assert_int_equal(db_begin(t.c.db), OK);
	struct booked b = booked(&t, 540, t.amina);

	assert_int_equal(appointment_new_token(t.c.db, t.c.a, t.c.now, b.id, &token), OK);
	assert_int_equal(appointment_by_token(t.c.db, t.c.a, b.token, &x), E_NOTFOUND);
	assert_int_equal(appointment_by_token(t.c.db, t.c.a, token, &x), OK);
	assert_int_equal(db_commit(t.c.db), OK);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		BOTH(a_booking_writes_all_it_must),
		BOTH(cancelling_frees_the_time_at_once),
		BOTH(a_citizen_may_give_up_until_the_limit_of_the_type),
		BOTH(moving_takes_the_new_time_and_frees_the_old_one),
		BOTH(no_entry_names_a_department),
		BOTH(the_desk_records_what_became_of_it),
		BOTH(lists_keep_their_order_and_their_scope),
		BOTH(nobody_hoards),
		BOTH(what_is_booked_for_one_type_is_gone_for_the_other),
		BOTH(a_file_of_another_house_cannot_be_booked),
		BOTH(history_is_not_held_against_openings),
		BOTH(instants_follow_the_time_zone_data),
		BOTH(a_new_link_replaces_the_old_one),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
