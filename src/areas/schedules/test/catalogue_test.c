/* Types that follow a catalogue, on both engines: what is taken, stated, changed at once or from a day on, and
 * what appointments freeze. */
#include "offered.h"

#include "areas/schedules/catalogue.h"
#include "areas/schedules/fields.h"

static struct service got(struct country *c, struct service_id id)
{
	struct service s;

	assert_int_equal(service_get(c->db, c->a, id, &s), OK);
	return s;
}

static struct service_id taken(struct country *c, struct organization_id organization, struct service_id from)
{
	struct service_id id;

	assert_int_equal(service_take(c->db, c->a, c->now, organization, from, &id), OK);
	return id;
}

static enum err save(struct country *c, const struct service *s)
{
	struct service_id id;

	return service_put(c->db, c->a, c->now, s, &id);
}

static void a_taken_type_follows_the_catalogue_but_for_what_it_states(void **state)
{
	struct country c = country_make(BOTH_STATE(state));
	struct service_id again;

	assert_int_equal(db_begin(c.db), OK);
	struct service_id id = taken(&c, c.hospital, c.service);
	struct service mine = got(&c, id), above = got(&c, c.service);

	assert_int_equal(mine.above.v, c.service.v);
	assert_int_equal(mine.own, 0);
	assert_int_equal(fields_differ(&mine, &above), 0);
	assert_int_equal(service_take(c.db, c.a, c.now, c.hospital, c.service, &again), E_CONFLICT);
	assert_int_equal(service_take(c.db, c.a, c.now, c.ministry, c.service, &again), E_NOTFOUND);
	assert_int_equal(service_take(c.db, c.a, c.now, c.ministry, id, &again), E_NOTFOUND);
	mine.lead_min = 60;
	mine.bring.v[LANG_FR] = S("Rien");
	assert_int_equal(save(&c, &mine), OK);
	assert_int_equal(got(&c, id).own, SF(LEAD) | SF(BRING));

	above.duration_min = above.step_min = 20;
	above.lead_min = 30;
	above.name = names_make(S("Coeur"), S("القلب"), S("Heart"));
	assert_int_equal(save(&c, &above), OK);
	mine = got(&c, id);
	assert_int_equal(mine.duration_min, 20);
	assert_int_equal(mine.step_min, 20);
	assert_int_equal(mine.lead_min, 60);
	assert_string_equal(arena_cstr(c.a, mine.name.v[LANG_EN]), "Heart");
	assert_string_equal(arena_cstr(c.a, mine.bring.v[LANG_FR]), "Rien");
	mine.lead_min = 30;			/* as the catalogue says: it is followed again */
	assert_int_equal(save(&c, &mine), OK);
	above = got(&c, c.service);
	above.lead_min = 15;
	assert_int_equal(save(&c, &above), OK);
	assert_int_equal(got(&c, id).lead_min, 15);
	assert_int_equal(db_commit(c.db), OK);
}

static void a_change_reaches_types_that_follow_through_a_region_and_their_agendas(void **state)
{
	struct country c = country_make(BOTH_STATE(state));
	int64_t n;

	assert_int_equal(db_begin(c.db), OK);
	struct organization_id region = country_organization(&c, c.ministry, 3000, 4000, 1, "region", "R");
	struct organization_id meknes = country_organization(&c, region, 3100, 3200, 2, "establishment", "MEK");
	struct service_id r = taken(&c, region, c.service), m = taken(&c, meknes, r), f = taken(&c, c.hospital, c.service);
	struct service above = got(&c, r);

	above.horizon_min = 10 * 1440;
	assert_int_equal(save(&c, &above), OK);
	assert_int_equal(got(&c, m).horizon_min, 10 * 1440);
	above = got(&c, c.service);
	assert_int_equal(service_followers(c.db, c.a, &above, SF(DURATION), &n), OK);
	assert_int_equal(n, 3);		/* Fès has its own and offers this one as it is, Meknès through the region */
	assert_int_equal(service_followers(c.db, c.a, &above, SF(HORIZON), &n), OK);
	assert_int_equal(n, 2);
	above.horizon_min = 20 * 1440;
	above.duration_min = above.step_min = 60;
	assert_int_equal(save(&c, &above), OK);
	assert_int_equal(got(&c, f).horizon_min, 20 * 1440);
	assert_int_equal(got(&c, m).horizon_min, 10 * 1440);
	assert_int_equal(got(&c, m).duration_min, 60);
	struct slot_ask ask = country_ask(&c, c.monday, 7);

	assert_int_equal(list(&c, &ask).n, 6);
	assert_summary_true(&c, c.schedule);
	assert_int_equal(db_commit(c.db), OK);
}

static void what_is_taken_hides_what_it_was_taken_from(void **state)
{
	struct country c = country_make(BOTH_STATE(state));
	struct service other = country_type(&c, "ECHO");
	struct services all;
	struct takeables may;
	struct service_id echo;

	assert_int_equal(db_begin(c.db), OK);
	assert_int_equal(service_put(c.db, c.a, c.now, &other, &echo), OK);
	assert_int_equal(services_takeable(c.db, c.a, c.hospital, &may), OK);
	assert_int_equal(may.n, 2);
	struct service_id mine = taken(&c, c.hospital, echo);

	assert_int_equal(services_takeable(c.db, c.a, c.hospital, &may), OK);
	assert_int_equal(may.n, 1);
	assert_int_equal(service_list(c.db, c.a, c.hospital, &all), OK);
	assert_int_equal(all.n, 2);
	for (size_t i = 0; i < all.n; i++)
		assert_int_not_equal(all.v[i].id.v, echo.v);
	(void)taken(&c, c.hospital, c.service);
	assert_int_equal(service_list(c.db, c.a, c.hospital, &all), OK);
	assert_int_equal(all.n, 3);		/* an agenda still offers the ministry's */
	assert_int_equal(service_by_code(c.db, c.a, c.hospital, S("ECHO"), &other), OK);
	assert_int_equal(other.id.v, mine.v);
	assert_int_equal(db_commit(c.db), OK);
}

static void a_change_waits_for_its_day_in_the_zone_of_the_place(void **state)
{
	struct country c = country_make(BOTH_STATE(state));
	struct service then;
	struct amendment_id id;
	struct amendments waiting;
	struct instant midnight, before;
	struct day first = { c.monday.n + 14 };
	bool more;

	assert_int_equal(db_begin(c.db), OK);
	struct service_id mine = taken(&c, c.hospital, c.service);

	then = got(&c, c.service);
	then.duration_min = then.step_min = 20;
	assert_int_equal(amendment_add(c.db, c.a, c.now, &then, c.monday, 1, &id), E_INPUT);
	assert_int_equal(amendment_add(c.db, c.a, c.now, &then, first, 1, &id), OK);
	assert_int_equal(amendment_add(c.db, c.a, c.now, &then, first, 1, &id), E_INPUT);	/* nothing differs then */
	assert_int_equal(amendment_list(c.db, c.a, c.service, &waiting), OK);
	assert_int_equal(waiting.n, 1);
	assert_int_equal(waiting.v[0].before.duration_min, 30);
	assert_int_equal(waiting.v[0].then.duration_min, 20);
	const struct zone *z;

	assert_int_equal(zone_get(S("Africa/Casablanca"), &z), OK);
	midnight = zone_instant(z, (struct local){ first, 0 });
	before.v = midnight.v - 1;
	assert_int_equal(amendments_apply(c.db, c.a, before, 10, &more), OK);
	assert_false(more);
	assert_int_equal(got(&c, mine).duration_min, 30);
	assert_int_equal(amendments_apply(c.db, c.a, midnight, 10, &more), OK);
	assert_true(more);
	assert_int_equal(got(&c, c.service).duration_min, 20);
	assert_int_equal(got(&c, mine).duration_min, 20);
	assert_int_equal(amendments_apply(c.db, c.a, midnight, 10, &more), OK);
	assert_false(more);
	assert_int_equal(amendment_drop(c.db, c.a, waiting.v[0].id), E_NOTFOUND);
	assert_int_equal(db_commit(c.db), OK);
}

static void a_change_keeps_to_its_settings_and_can_be_taken_back(void **state)
{
	struct country c = country_make(BOTH_STATE(state));
	struct service then, now_;
	struct amendment_id lead, back, bad;
	struct amendments all;
	struct instant later = { c.now.v + 40 * 86400 };
	bool more;

	assert_int_equal(db_begin(c.db), OK);
	then = got(&c, c.service);
	then.lead_min = 600;
	assert_int_equal(amendment_add(c.db, c.a, c.now, &then, (struct day){ c.monday.n + 20 }, 1, &lead), OK);
	then.horizon_min = 30 * 1440;
	assert_int_equal(amendment_add(c.db, c.a, c.now, &then, (struct day){ c.monday.n + 30 }, 1, &back), OK);
	then.moves_max = 101;
	assert_int_equal(amendment_add(c.db, c.a, c.now, &then, (struct day){ c.monday.n + 31 }, 1, &bad), E_INPUT);
	assert_int_equal(amendment_drop(c.db, c.a, back), OK);
	now_ = got(&c, c.service);
	now_.capacity = 1;
	now_.move_limit_min = 30;		/* changed meanwhile: stays */
	assert_int_equal(save(&c, &now_), OK);
	assert_int_equal(amendments_apply(c.db, c.a, later, 10, &more), OK);
	now_ = got(&c, c.service);
	assert_int_equal(now_.lead_min, 600);
	assert_int_equal(now_.move_limit_min, 30);
	assert_int_equal(now_.horizon_min, 90 * 1440);
	assert_int_equal(amendment_list(c.db, c.a, c.service, &all), OK);
	assert_int_equal(all.n, 0);
	assert_int_equal(db_commit(c.db), OK);
}

static void appointments_freeze_what_they_would_contradict(void **state)
{
	struct country c = country_make(BOTH_STATE(state));
	struct amendment_id id;
	struct service s;
	int64_t frozen;

	assert_int_equal(db_begin(c.db), OK);
	struct service_id mine = taken(&c, c.hospital, c.service);

	s = got(&c, mine);
	s.sensitive = true;
	assert_int_equal(save(&c, &s), OK);
	s = got(&c, mine);
	assert_int_equal(service_is_booked(c.db, c.a, &s), OK);
	s.place_kind = S("home");
	assert_int_equal(save(&c, &s), E_DENIED);
	s = got(&c, mine);
	s.capacity = 8;
	assert_int_equal(save(&c, &s), E_DENIED);
	s = got(&c, mine);
	s.visit = S("first");
	assert_int_equal(save(&c, &s), E_DENIED);
	s = got(&c, mine);
	s.sensitive = false;
	assert_int_equal(save(&c, &s), E_DENIED);
	s = got(&c, mine);
	s.duration_min = s.step_min = 15;
	s.name.v[LANG_FR] = S("Autre nom");
	s.sex = S("female");
	assert_int_equal(save(&c, &s), OK);

	struct service above = got(&c, c.service), home = above;

	home.place_kind = S("home");
	assert_int_equal(service_frozen(c.db, c.a, &above, &home, &frozen), OK);
	assert_int_equal(frozen, SF(PLACE));
	assert_int_equal(save(&c, &home), E_DENIED);
	above.sensitive = true;			/* messages may say less */
	assert_int_equal(save(&c, &above), OK);
	home = got(&c, c.service);
	home.place_kind = S("home");
	assert_int_equal(amendment_add(c.db, c.a, c.now, &home, (struct day){ c.monday.n + 9 }, 1, &id), E_DENIED);
	home.id.v = 0;				/* the way out: a new type */
	home.code = S("CARDIO-HOME");
	assert_int_equal(save(&c, &home), OK);
	assert_int_equal(db_commit(c.db), OK);
}

static void who_books_a_type_that_changed_meanwhile_looks_again(void **state)
{
	struct country c = country_make(BOTH_STATE(state));
	struct service read = {0}, s;

	assert_int_equal(db_begin(c.db), OK);
	read = s = got(&c, c.service);
	s.place_kind = S("phone");
	assert_int_equal(save(&c, &s), OK);
	assert_int_equal(service_is_booked(c.db, c.a, &read), E_RETRY);
	s = got(&c, c.service);
	assert_int_equal(service_is_booked(c.db, c.a, &s), OK);
	assert_true(got(&c, c.service).booked);
	s.place_kind = S("on_site");
	assert_int_equal(save(&c, &s), E_DENIED);
	assert_int_equal(db_commit(c.db), OK);
}

enum { MANY = 620 };

static void a_change_of_very_many_goes_on_in_the_jobs(void **state)
{
	struct country c = country_make(BOTH_STATE(state));
	struct service s, last = { 0 };
	struct service_id id = { 0 };
	bool more = true;

	assert_int_equal(db_begin(c.db), OK);
	s = got(&c, c.service);
	s.id.v = 0;
	s.organization = c.hospital;
	s.above = c.service;
	for (int i = 0; i < MANY; i++) {
		s.code = arena_fmt(c.a, "T%d", i);
		assert_int_equal(service_put(c.db, c.a, c.now, &s, &id), OK);
	}
	s = got(&c, c.service);
	s.cancel_limit_min = 7;
	assert_int_equal(save(&c, &s), OK);
	last = got(&c, id);
	assert_int_not_equal(last.cancel_limit_min, 7);
	for (int i = 0; i < 10 && more; i++)
		assert_int_equal(services_go_on(c.db, c.a, c.now, 50, &more), OK);
	assert_false(more);
	last = got(&c, id);
	assert_int_equal(last.cancel_limit_min, 7);
	assert_int_equal(db_commit(c.db), OK);
}

static void settings_go_through_texts_unchanged(void **state)
{
	struct country c = country_make(BOTH_STATE(state));
	struct service x = country_type(&c, "A"), y = { 0 };

	x.accept = names_make(S("Lisez"), S("اقرؤوا"), S("Read"));
	x.no_move = x.sensitive = true;
	x.moves_max = 3;
	for (size_t i = 0; i < field_parts(); i++)
		assert_int_equal(field_part_put(str_of(field_part_name(i)), field_part_text(c.a, i, &x), &y), OK);
	assert_int_equal(fields_differ(&x, &y), 0);
	assert_int_equal(field_part_put(S("code"), S("B"), &y), E_INPUT);
	assert_int_equal(field_part_put(S("online"), S("2"), &y), E_INPUT);
	assert_int_equal(field_part_put(S("lead"), S("-1"), &y), E_INPUT);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		BOTH(a_taken_type_follows_the_catalogue_but_for_what_it_states),
		BOTH(a_change_reaches_types_that_follow_through_a_region_and_their_agendas),
		BOTH(what_is_taken_hides_what_it_was_taken_from),
		BOTH(a_change_waits_for_its_day_in_the_zone_of_the_place),
		BOTH(a_change_keeps_to_its_settings_and_can_be_taken_back),
		BOTH(appointments_freeze_what_they_would_contradict),
		BOTH(who_books_a_type_that_changed_meanwhile_looks_again),
		BOTH(a_change_of_very_many_goes_on_in_the_jobs),
		BOTH(settings_go_through_texts_unchanged),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
