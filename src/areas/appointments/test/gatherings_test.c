/* Gatherings: seats and waiting places, who moves up, what a change and an end do to participants. */
#include "race.h"
#include "workshop.h"

#include "areas/organizations/organizations.h"
#include "jobs/jobs.h"

enum { PEOPLE = 40, MANY = 50 };

static struct gathering now_of(struct town *t, struct gathering_id id)
{
	struct gathering g;

	assert_int_equal(gathering_get(t->c.db, t->c.a, id, &g), OK);
	return g;
}

static struct patient_id person(struct town *t, int i)
{
	return someone(&t->c, arena_cstr(t->c.a, arena_fmt(t->c.a, "Person %c%c", 'a' + i / 26, 'a' + i % 26)),
		arena_cstr(t->c.a, arena_fmt(t->c.a, "+2126000000%02d", i)));
}

static enum err enrol(struct town *t, struct gathering_id id, struct patient_id who, struct booked *ret)
{
	struct book_ask ask = { .gathering = id, .patient = who, .channel = CH_DESK, .role = S("desk"), .may_wait = true };

	/* the order of asking is the order of these calls */
	t->c.now.v++;
	return appointment_book(t->c.db, t->c.a, t->c.now, &ask, ret);
}

static void seats_then_waiting_places_then_none(void **state)
{
	struct town t = town_make(BOTH_STATE(state));
	struct booked b;

	assert_int_equal(db_begin(t.c.db), OK);
	struct gathering_id id = added(&t, 3, 2);

	for (int i = 0; i < 3; i++) {
		assert_int_equal(enrol(&t, id, person(&t, i), &b), OK);
		assert_false(b.waits);
	}
	for (int i = 3; i < 5; i++) {
		assert_int_equal(enrol(&t, id, person(&t, i), &b), OK);
		assert_true(b.waits);
		assert_int_equal(seen(&t, b.id).status, ST_WAITLIST);
	}
	assert_int_equal(enrol(&t, id, person(&t, 5), &b), E_CONFLICT);
	struct gathering g = now_of(&t, id);

	assert_int_equal(g.taken, 3);
	assert_int_equal(g.waiting, 2);
	assert_int_equal(acts(&t, "book"), 3);
	assert_int_equal(acts(&t, "wait"), 2);
	assert_int_equal(db_commit(t.c.db), OK);
}

static void nobody_is_in_it_twice(void **state)
{
	struct town t = town_make(BOTH_STATE(state));
	struct booked b;

	assert_int_equal(db_begin(t.c.db), OK);
	struct gathering_id id = added(&t, 3, 2);

	assert_int_equal(enrol(&t, id, t.amina, &b), OK);
	assert_int_equal(enrol(&t, id, t.amina, &b), E_INPUT);
	assert_int_equal(now_of(&t, id).taken, 1);
	assert_int_equal(db_commit(t.c.db), OK);
}

static void the_first_who_waits_moves_up_when_a_seat_comes_free(void **state)
{
	struct town t = town_make(BOTH_STATE(state));
	struct booked in, first, second;
	struct str *texts;
	size_t ntexts;
	int32_t place;
	int64_t v;

	assert_int_equal(db_begin(t.c.db), OK);
	struct gathering_id id = added(&t, 1, 2);

	assert_int_equal(enrol(&t, id, person(&t, 0), &in), OK);
	assert_int_equal(enrol(&t, id, t.omar, &first), OK);
	assert_int_equal(enrol(&t, id, t.amina, &second), OK);
	assert_int_equal(gathering_waits(t.c.db, t.c.a, second.id, &place), OK);
	assert_int_equal(place, 2);
	struct change_ask who = by_desk(in.id, -1);

	assert_int_equal(appointment_cancel(t.c.db, t.c.a, t.c.now, &who, true, STR_NONE, &v), OK);
	assert_int_equal(seen(&t, first.id).status, ST_BOOKED);
	assert_int_equal(seen(&t, second.id).status, ST_WAITLIST);
	assert_int_equal(gathering_waits(t.c.db, t.c.a, second.id, &place), OK);
	assert_int_equal(place, 1);
	assert_int_equal(message_texts(t.c.db, t.c.a, S("+212699999999"), &texts, &ntexts), OK);
	assert_int_equal(ntexts, 2);
	assert_true(str_find(texts[1], S("Une place")) >= 0);
	/* who gives up a waiting place frees no seat */
	who = by_desk(second.id, -1);
	assert_int_equal(appointment_cancel(t.c.db, t.c.a, t.c.now, &who, true, STR_NONE, &v), OK);
	struct gathering g = now_of(&t, id);

	assert_int_equal(g.taken, 1);
	assert_int_equal(g.waiting, 0);
	assert_int_equal(acts(&t, "book"), 2);
	assert_int_equal(db_commit(t.c.db), OK);
}

/* Two relatives of one booking; as_one: who stay together. */
static void enrol_two(struct town *t, struct gathering_id id, bool as_one, struct booked ret[2])
{
	struct party_ask ask = { .organization = t->c.hospital, .gathering = id, .lang = S("fr"), .channel = "desk", .people = as_one ? 2 : 0 };
	struct patient_id who[2];
	struct party_id party;
	struct str token;

	who[0] = someone(&t->c, as_one ? "Mina Alami" : "Zineb Alami", as_one ? "+212688888888" : "+212689999999");
	who[1] = someone(&t->c, as_one ? "Nour Alami" : "Adam Alami", as_one ? "+212688888888" : "+212689999999");
	t->c.now.v++;
	assert_int_equal(party_add(t->c.db, t->c.a, t->c.now, &ask, &party, &token), OK);
	for (int i = 0; i < 2; i++) {
		struct book_ask one = { .gathering = id, .patient = who[i], .party = party, .channel = CH_DESK, .role = S("desk"),
			.may_wait = true, .silent = true };

		assert_int_equal(appointment_book(t->c.db, t->c.a, t->c.now, &one, &ret[i]), OK);
	}
}

static void leaves(struct town *t, struct appointment_id id)
{
	struct change_ask who = by_desk(id, -1);
	int64_t v;

	assert_int_equal(appointment_cancel(t->c.db, t->c.a, t->c.now, &who, true, STR_NONE, &v), OK);
}

static void relatives_go_in_together_and_one_seat_goes_to_who_waits_after_them(void **state)
{
	struct town t = town_make(BOTH_STATE(state));
	struct booked in[3], two[2], after;
	struct str *texts;
	size_t n;

	assert_int_equal(db_begin(t.c.db), OK);
	struct gathering_id id = added(&t, 3, 4);

	for (int i = 0; i < 2; i++)
		assert_int_equal(enrol(&t, id, person(&t, i), &in[i]), OK);
	/* one seat is left: it is not for one of the two */
	enrol_two(&t, id, true, two);
	assert_true(two[0].waits && two[1].waits);
	assert_int_equal(enrol(&t, id, person(&t, 2), &in[2]), OK);
	assert_false(in[2].waits);
	assert_int_equal(enrol(&t, id, t.omar, &after), OK);
	assert_true(after.waits);
	leaves(&t, in[0].id);
	assert_int_equal(seen(&t, two[0].id).status, ST_WAITLIST);
	assert_int_equal(seen(&t, two[1].id).status, ST_WAITLIST);
	assert_int_equal(seen(&t, after.id).status, ST_BOOKED);
	assert_int_equal(gathering_run(t.c.db, t.c.a, id, 1), OK);
	/* two seats at once: now they are for both, who are told in one message */
	struct gathering g = now_of(&t, id);
	struct change_ask who = { .role = S("director"), .channel = CH_DESK };
	int64_t told;

	g.capacity = 5;
	assert_int_equal(gathering_change(t.c.db, t.c.a, t.c.now, &g, (struct leader_ids){ 0 }, &who, &told), OK);
	assert_int_equal(seen(&t, two[0].id).status, ST_BOOKED);
	assert_int_equal(seen(&t, two[1].id).status, ST_BOOKED);
	assert_int_equal(message_texts(t.c.db, t.c.a, S("+212688888888"), &texts, &n), OK);
	assert_int_equal(n, 1);
	assert_true(str_find(texts[0], S("2 ")) >= 0);
	assert_int_equal(now_of(&t, id).waiting, 0);
	assert_int_equal(db_commit(t.c.db), OK);
}

static void relatives_who_are_few_enough_now_go_in(void **state)
{
	struct town t = town_make(BOTH_STATE(state));
	struct booked in[2], two[2];

	assert_int_equal(db_begin(t.c.db), OK);
	struct gathering_id id = added(&t, 2, 4);

	for (int i = 0; i < 2; i++)
		assert_int_equal(enrol(&t, id, person(&t, i), &in[i]), OK);
	enrol_two(&t, id, true, two);
	leaves(&t, in[0].id);
	assert_int_equal(seen(&t, two[1].id).status, ST_WAITLIST);
	/* one of them gives up: for the other there is a seat */
	leaves(&t, two[0].id);
	assert_int_equal(seen(&t, two[1].id).status, ST_BOOKED);
	assert_int_equal(now_of(&t, id).taken, 2);
	assert_int_equal(db_commit(t.c.db), OK);
}

static void who_gives_up_all_at_once_moves_nobody_of_them_up(void **state)
{
	struct town t = town_make(BOTH_STATE(state));
	struct booked in[2], two[2];
	struct change_ask first;
	int64_t v;

	assert_int_equal(db_begin(t.c.db), OK);
	struct gathering_id id = added(&t, 2, 4);

	for (int i = 0; i < 2; i++)
		assert_int_equal(enrol(&t, id, person(&t, i), &in[i]), OK);
	enrol_two(&t, id, true, two);
	leaves(&t, in[0].id);
	first = by_desk(two[0].id, -1);
	first.more = true;
	assert_int_equal(appointment_cancel(t.c.db, t.c.a, t.c.now, &first, true, STR_NONE, &v), OK);
	assert_int_equal(seen(&t, two[1].id).status, ST_WAITLIST);
	leaves(&t, two[1].id);
	assert_int_equal(now_of(&t, id).taken, 1);
	assert_int_equal(db_commit(t.c.db), OK);
}

static void relatives_who_said_so_go_in_one_by_one(void **state)
{
	struct town t = town_make(BOTH_STATE(state));
	struct booked in, two[2];

	assert_int_equal(db_begin(t.c.db), OK);
	struct gathering_id id = added(&t, 2, 4);

	assert_int_equal(enrol(&t, id, person(&t, 0), &in), OK);
	enrol_two(&t, id, false, two);
	assert_false(two[0].waits);
	assert_true(two[1].waits);
	leaves(&t, in.id);
	assert_int_equal(seen(&t, two[1].id).status, ST_BOOKED);
	assert_int_equal(db_commit(t.c.db), OK);
}

/* Only where the head said so, only below the minimum, only from the set time on. */
static void what_stays_below_its_minimum_is_found_in_time(void **state)
{
	struct town t = town_make(BOTH_STATE(state));
	struct gathering_list all;
	struct booked b;

	assert_int_equal(db_begin(t.c.db), OK);
	struct gathering g = workshop(&t, 3, 0);
	struct gathering_id id;

	g.cancel_below = true;
	assert_int_equal(gathering_add(t.c.db, t.c.a, t.c.now, &g, (struct leader_ids){ 0 }, S("director"), &id), OK);
	assert_int_equal(enrol(&t, id, t.omar, &b), OK);
	struct instant from = { now_of(&t, id).start_at.v - 60 * g.decide_min };

	assert_int_equal(gathering_list_below(t.c.db, t.c.a, (struct instant){ from.v - 1 }, &all), OK);
	assert_int_equal(all.n, 0);
	assert_int_equal(gathering_list_below(t.c.db, t.c.a, from, &all), OK);
	assert_int_equal(all.n, 1);
	assert_int_equal(enrol(&t, id, t.amina, &b), OK);
	assert_int_equal(gathering_list_below(t.c.db, t.c.a, from, &all), OK);
	assert_int_equal(all.n, 0);
	leaves(&t, b.id);
	assert_int_equal(gathering_run(t.c.db, t.c.a, id, 1), OK);
	assert_int_equal(gathering_list_below(t.c.db, t.c.a, from, &all), OK);
	assert_int_equal(all.n, 0);
	assert_int_equal(db_commit(t.c.db), OK);
}

static void its_time_is_one_busy_range_of_all_who_lead_it(void **state)
{
	struct town t = town_make(BOTH_STATE(state));
	struct schedule_id other = country_schedule(&t.c, t.c.hospital, t.c.location, t.c.doctor, false);
	struct gathering again;
	struct gathering_id id, no;
	int64_t told;

	country_open(&t.c, other, "FREQ=WEEKLY;BYDAY=MO,WE", 600, 720);
	assert_int_equal(db_begin(t.c.db), OK);
	size_t before = free_starts(&t);

	id = added(&t, 5, 0);
	/* 10:00 to 11:00 is gone: two times of half an hour, in both of her agendas */
	assert_int_equal(free_starts(&t), before - 2);
	assert_int_equal(summary(&t), before - 2);
	struct book_ask ask = book_at(&t, 600, t.amina);
	struct booked b;

	assert_int_equal(appointment_book(t.c.db, t.c.a, t.c.now, &ask, &b), E_CONFLICT);
	ask.schedule = other;
	assert_int_equal(appointment_book(t.c.db, t.c.a, t.c.now, &ask, &b), E_CONFLICT);
	again = workshop(&t, 3, 0);
	again.schedule = other;
	again.start_min = 630;
	assert_int_equal(db_save(t.c.db), OK);
	assert_int_equal(gathering_add(t.c.db, t.c.a, t.c.now, &again, (struct leader_ids){ 0 }, S("director"), &no),
		E_CONFLICT);
	db_undo(t.c.db);
	struct change_ask who = { .role = S("director"), .channel = CH_DESK };

	assert_int_equal(gathering_cancel(t.c.db, t.c.a, t.c.now, id, 1, S("away"), &who, &told), OK);
	assert_int_equal(free_starts(&t), before);
	assert_int_equal(db_commit(t.c.db), OK);
}

static void participants_go_with_it_and_are_told(void **state)
{
	struct town t = town_make(BOTH_STATE(state));
	struct change_ask who = { .role = S("director"), .channel = CH_DESK };
	struct booked b, c;
	struct str *texts;
	size_t n;
	int64_t told;

	assert_int_equal(db_begin(t.c.db), OK);
	struct gathering_id id = added(&t, 1, 1);

	assert_int_equal(enrol(&t, id, t.omar, &b), OK);
	assert_int_equal(enrol(&t, id, t.amina, &c), OK);
	struct gathering g = now_of(&t, id);

	g.start_min = 660;
	g.capacity = 2;
	assert_int_equal(gathering_change(t.c.db, t.c.a, t.c.now, &g, (struct leader_ids){ 0 }, &who, &told), OK);
	assert_int_equal(told, 2);
	assert_int_equal(seen(&t, b.id).start_min, 660);
	/* one seat more: who waited has it */
	assert_int_equal(seen(&t, c.id).status, ST_BOOKED);
	/* what somebody else saw is no longer so */
	assert_int_equal(gathering_change(t.c.db, t.c.a, t.c.now, &g, (struct leader_ids){ 0 }, &who, &told), E_CONFLICT);
	g = now_of(&t, id);
	g.capacity = 1;
	g.minimum = 1;
	assert_int_equal(gathering_change(t.c.db, t.c.a, t.c.now, &g, (struct leader_ids){ 0 }, &who, &told), E_INPUT);
	assert_int_equal(gathering_cancel(t.c.db, t.c.a, t.c.now, id, g.version, S("away"), &who, &told), OK);
	assert_int_equal(told, 2);
	assert_int_equal(seen(&t, b.id).status, ST_CANCELLED);
	g = now_of(&t, id);
	assert_int_equal(g.taken + g.waiting, 0);
	assert_int_equal(message_texts(t.c.db, t.c.a, S("+212699999999"), &texts, &n), OK);
	assert_true(str_find(texts[n - 1], S("doit annuler")) >= 0);
	assert_int_equal(db_commit(t.c.db), OK);
}

/* All that was told of seats without names is of one chain and one holder; how many they are after it. */
static int64_t unnamed_in_log(struct town *t)
{
	struct str chain = STR_NONE;
	struct act_rows rows;
	int64_t n = 0;

	assert_int_equal(act_read(t->c.db, t->c.a, 0, 100000, &rows), OK);
	for (size_t i = 0; i < rows.n; i++) {
		const struct act_row *r = &rows.v[i];
		ptrdiff_t at = str_find(r->entry, S("\"chain\":\""));

		if (!str_eq(r->reason, S("party")) && !str_eq(r->reason, S("named")))
			continue;
		struct str name = str_sub(r->entry, (size_t)at + 9, (size_t)at + 31);

		assert_int_equal(r->holder.n, 44);
		assert_true(!chain.n || str_eq(chain, name));
		chain = name;
		n += str_eq(r->act, S("hold")) ? r->capacity : -r->capacity;
	}
	assert_true(chain.n && str_find_char(chain, '"') < 0);
	return n;
}

static void an_establishment_takes_seats_and_names_them_later(void **state)
{
	struct town t = town_make(BOTH_STATE(state));
	struct party_ask ask = { .name = S("Association"), .contact = S("Rachid"), .phone = S("+212677777777"), .lang = S("fr"),
		.seats = 3, .channel = "desk", .role = S("desk") };
	struct change_ask who = by_desk((struct appointment_id){ 0 }, -1);
	struct party_id id;
	struct str token;
	struct party p;
	struct booked b;

	assert_int_equal(db_begin(t.c.db), OK);
	ask.organization = t.c.hospital;
	ask.gathering = added(&t, 4, 0);
	assert_int_equal(party_add(t.c.db, t.c.a, t.c.now, &ask, &id, &token), OK);
	assert_int_equal(now_of(&t, ask.gathering).taken, 3);
	struct book_ask named = { .gathering = ask.gathering, .party = id, .named = true, .patient = t.omar, .channel = CH_DESK };

	assert_int_equal(appointment_book(t.c.db, t.c.a, t.c.now, &named, &b), OK);
	assert_int_equal(now_of(&t, ask.gathering).taken, 3);
	assert_int_equal(unnamed_in_log(&t), 2);
	ask.seats = 2;
	struct party_id no;

	assert_int_equal(party_add(t.c.db, t.c.a, t.c.now, &ask, &no, &token), E_CONFLICT);
	assert_int_equal(party_get(t.c.db, t.c.a, id, &p), OK);
	assert_int_equal(p.unnamed, 2);
	assert_int_equal(party_give_back(t.c.db, t.c.a, t.c.now, &p, 3, &who), E_CONFLICT);
	assert_int_equal(party_give_back(t.c.db, t.c.a, t.c.now, &p, 2, &who), OK);
	assert_int_equal(now_of(&t, ask.gathering).taken, 1);
	assert_int_equal(unnamed_in_log(&t), 0);
	assert_int_equal(db_commit(t.c.db), OK);
}

/* A session of a unit: who has seats in it is told of the hospital. */
static void a_party_is_told_of_the_hospital_and_not_of_its_unit(void **state)
{
	struct town t = town_make(BOTH_STATE(state));
	struct party_ask ask = { .name = S("Association"), .contact = S("Rachid"), .phone = S("+212677777777"), .lang = S("fr"),
		.seats = 2, .channel = "desk", .role = S("desk") };
	struct party_id id;
	struct str token, *texts;
	size_t n;

	assert_int_equal(db_begin(t.c.db), OK);
	ask.organization = country_organization(&t.c, t.c.hospital, 1100, 1200, 2, "department", "Pavillon-4");
	ask.gathering = added(&t, 4, 0);
	assert_int_equal(party_add(t.c.db, t.c.a, t.c.now, &ask, &id, &token), OK);
	assert_int_equal(party_tell(t.c.db, t.c.a, t.c.now, id, PARTY_BOOKED, token), OK);
	assert_int_equal(message_texts(t.c.db, t.c.a, ask.phone, &texts, &n), OK);
	assert_int_equal(n, 1);
	assert_true(str_find(texts[0], S("Pavillon")) < 0 && str_find(texts[0], S("FES")) >= 0);
	assert_int_equal(db_commit(t.c.db), OK);
}

/* Whatever is done, the counters are what the rows say, and never over. */
static void counters_are_what_the_rows_say(void **state)
{
	struct town t = town_make(BOTH_STATE(state));
	struct booked all[PEOPLE];
	struct patient_id who[PEOPLE];
	bool in[PEOPLE] = { false };
	uint32_t dice = 7;

	assert_int_equal(db_begin(t.c.db), OK);
	struct gathering_id id = added(&t, 5, 3);

	for (int i = 0; i < PEOPLE; i++)
		who[i] = person(&t, i);
	for (int step = 0; step < 300; step++) {
		int i = (int)((dice = dice * 1103515245u + 12345u) >> 16) % PEOPLE;
		int64_t v, seats = 0, waits = 0;

		if (in[i]) {
			struct change_ask by = by_desk(all[i].id, -1);

			assert_int_equal(appointment_cancel(t.c.db, t.c.a, t.c.now, &by, true, STR_NONE, &v), OK);
			in[i] = false;
		} else {
			enum err e = enrol(&t, id, who[i], &all[i]);

			assert_true(e == OK || e == E_CONFLICT);
			in[i] = e == OK;
		}
		struct appointments people;
		struct gathering g = now_of(&t, id);

		assert_int_equal(gathering_people(t.c.db, t.c.a, &everybody, id, &people), OK);
		for (size_t k = 0; k < people.n; k++) {
			seats += status_open(people.v[k].status);
			waits += people.v[k].status == ST_WAITLIST;
		}
		assert_int_equal(g.taken, seats);
		assert_int_equal(g.waiting, waits);
		assert_true(seats <= 5 && waits <= 3 && (!waits || seats == 5));
	}
	assert_int_equal(db_commit(t.c.db), OK);
}

struct rush { struct book_ask ask; struct patient_id who[MANY]; };

static enum err enrol_one(const struct racer *r, struct town *t)
{
	const struct rush *rush = r->arg;
	struct book_ask ask = rush->ask;
	struct booked out;

	ask.patient = rush->who[r->nth];
	return appointment_book(t->c.db, t->c.a, t->c.now, &ask, &out);
}

static void of_fifty_at_once_five_sit_seven_wait_and_none_is_over(void **state)
{
	struct both *b = BOTH_STATE(state);
	struct town t = town_make(b);
	struct rush rush = { .ask = { .channel = CH_ONLINE, .may_wait = true, .silent = true } };
	int ended[ERR_MAX] = { 0 };
	struct gathering g;

	assert_int_equal(db_begin(t.c.db), OK);
	rush.ask.gathering = added(&t, 5, 7);
	for (int i = 0; i < MANY; i++)
		rush.who[i] = person(&t, i);
	assert_int_equal(db_commit(t.c.db), OK);
	race_all(b, &t, MANY, enrol_one, &rush, ended);
	assert_int_equal(ended[OK], 12);
	assert_int_equal(ended[E_CONFLICT], MANY - 12);
	g = now_of(&t, rush.ask.gathering);
	assert_int_equal(g.taken, 5);
	assert_int_equal(g.waiting, 7);
}

static void a_waiting_place_counts_as_one_of_the_phone(void **state)
{
	struct town t = town_make(BOTH_STATE(state));
	struct book_ask ask = { .channel = CH_ONLINE, .role = S("public"), .citizen = true, .may_wait = true };
	struct booked b;

	assert_int_equal(db_begin(t.c.db), OK);
	assert_int_equal(organization_setting_put(t.c.db, t.c.a, t.c.hospital, S(SETTING_AHEAD_PER_PHONE), 1), OK);
	ask.gathering = added(&t, 1, 5);
	assert_int_equal(enrol(&t, ask.gathering, person(&t, 1), &b), OK);
	ask.patient = someone(&t.c, "Amal Tazi", "+212600000077");
	assert_int_equal(appointment_book(t.c.db, t.c.a, t.c.now, &ask, &b), OK);
	assert_true(b.waits);
	ask.patient = someone(&t.c, "Omar Tazi", "+212600000077");
	assert_int_equal(appointment_book(t.c.db, t.c.a, t.c.now, &ask, &b), E_LIMIT);
	assert_int_equal(db_commit(t.c.db), OK);
}

/* As the page does: asked whether the phone has seats there, then taken. */
static enum err school(const struct racer *r, struct town *t)
{
	struct party_ask ask = { .organization = t->c.hospital, .channel = "online", .name = S("École"), .lang = S("fr"),
		.phone = S("+212600000001"), .seats = 2, .role = S("public") };
	struct party_id party;
	struct gathering g;
	struct str token;
	int64_t ahead;
	bool has;

	ask.gathering = *(const struct gathering_id *)r->arg;
	TRY(gathering_get(t->c.db, t->c.a, ask.gathering, &g));
	TRY(party_has_seats(t->c.db, t->c.a, t->c.now, &g, ask.phone, &has, &ahead));
	return has ? E_INPUT : party_add(t->c.db, t->c.a, t->c.now, &ask, &party, &token);
}

static void of_many_at_once_a_phone_keeps_seats_in_a_session_once(void **state)
{
	struct both *b = BOTH_STATE(state);
	struct town t = town_make(b);
	int ended[ERR_MAX] = { 0 };
	struct gathering_id id;

	assert_int_equal(db_begin(t.c.db), OK);
	id = added(&t, 100, 0);
	assert_int_equal(db_commit(t.c.db), OK);
	race_all(b, &t, 12, school, &id, ended);
	assert_int_equal(ended[OK], 1);
	assert_int_equal(ended[E_INPUT], 11);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		BOTH(seats_then_waiting_places_then_none), BOTH(nobody_is_in_it_twice),
		BOTH(the_first_who_waits_moves_up_when_a_seat_comes_free),
		BOTH(relatives_go_in_together_and_one_seat_goes_to_who_waits_after_them), BOTH(relatives_who_are_few_enough_now_go_in),
		BOTH(relatives_who_said_so_go_in_one_by_one), BOTH(who_gives_up_all_at_once_moves_nobody_of_them_up),
		 BOTH(what_stays_below_its_minimum_is_found_in_time),
		BOTH(its_time_is_one_busy_range_of_all_who_lead_it), BOTH(participants_go_with_it_and_are_told),
		BOTH(an_establishment_takes_seats_and_names_them_later),
		BOTH(a_party_is_told_of_the_hospital_and_not_of_its_unit), BOTH(counters_are_what_the_rows_say),
		BOTH(of_fifty_at_once_five_sit_seven_wait_and_none_is_over), BOTH(a_waiting_place_counts_as_one_of_the_phone),
		BOTH(of_many_at_once_a_phone_keeps_seats_in_a_session_once),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
