/*
 * The access walk: every route of the program × every role × (own, sibling, parent organisation),
 * on both engines. Routes are read from the list itself, so a new one is walked without asking; a
 * route with a parameter that this test does not know fails it until it is told what stands there.
 *
 * Three things must hold. A role that the table does not name gets "not found" (machines' routes:
 * 401 or 403). A role that it names gets in. What belongs to another branch is not found, by
 * whatever route: no word of the person there is in any answer, and nothing of it is changed.
 *
 * And of every answer, whoever asks: no address in it, of a link, a form or a redirect, tells of a person, and
 * no form of the staff puts what is typed about one into an address.
 */
#include "../../src/areas/schedules/test/country.h"

#include "accounts_q.h"
#include "areas/schedules/catalogue.h"
#include "bookers_q.h"
#include "findings_q.h"
#include "inbox_q.h"
#include "referrals_q.h"
#include "telephone_q.h"
#include "areas/accounts/accounts.h"
#include "areas/appointments/appointments.h"
#include "areas/appointments/substitution.h"
#include "areas/series/series.h"
#include "areas/bookers/bookers.h"
#include "areas/referrals/referrals.h"
#include "areas/reminders/reminders.h"
#include "reminders_q.h"
#include "areas/organizations/organizations.h"
#include "areas/gatherings/gatherings.h"
#include "areas/patients/patients.h"
#include "areas/schedules/closings.h"
#include "areas/draws/draws.h"
#include "draws_q.h"
#include "areas/waiting/waiting.h"
#include "crypto/crypto.h"
#include "web/fake.h"

enum where { OWN, SIBLING, PARENT, NEAR, WHERES };	/* NEAR: a second one in the own hospital */
static const char *const where_names[] = { "own", "sibling", "parent", "near" };
/* First and family names of eight letters and more: in a sealed word, which is random, "Tazi" turns up by chance. */
static const char *const people[] = { "Mennatou Tazimezouar", "Zinebtoul Ouazzani", "Zinebtoul Benjelloun", "Khadouja Filalissi" };
static const char *const phones[] = { "+212611111111", "+212622222222", "+212633333333", "+212644444440" };

struct thing {				/* one of each in an organisation */
	struct organization_id organization;
	struct location_id location;
	struct practitioner_id practitioner;
	struct schedule_id schedule;
	struct patient_id patient;
	struct appointment_id appointment;
	struct account_id account;
	struct bearer_token_id token;
	struct opening_id opening;
	struct absence_id absence;
	struct closing_id closing;
	struct substitution_id substitution;
	struct series_id series;
	struct waiting_entry_id request;
	struct draw_id draw;
	struct draw_wish_id wish;
	struct inbox_message_id missed_call;
	struct service_id service;
	struct finding_id finding;
	struct amendment_id amendment;
	struct variant_id variant;
	struct gathering_id gathering;
	struct gathering_series_id gathering_series;
	struct booker_id booker;
	struct referral_id referral;
	struct reminder_call_id call;
	struct letter_batch_id batch;
	struct party_id party;
	struct telephone_call_id ringing;
	struct telephone_message_id note;
	struct str reference;
};
/* As it stands in tests/data/secret.key. */
#define SECRET "a1a1a1a1a1a1a1a1a1a1a1a1a1a1a1a1a1a1a1a1a1a1a1a1a1a1a1a1a1a1a1a1"

struct world {
	struct country c;
	struct thing at[WHERES];
	struct str cookie[ROLE_MAX], bearer[ROLE_MAX];
	struct fake f;
	int64_t asked, entered, addresses, forms;
	bool bare;			/* without a query that asks for things */
	bool second;			/* a search is for the second person of the own hospital */
};

/* Two visits of the same person, two weeks apart. */
static struct series_id series_make(struct country *c, const struct thing *t)
{
	struct series_want want[2] = { { t->schedule, { { c->monday.n + 16 }, 600 } }, { t->schedule, { { c->monday.n + 30 }, 600 } } };
	struct series_ask ask = { .rule = { .first = want[0].at, .unit = SERIES_WEEKS, .every = 2, .count = 2 },
		.organization = t->organization, .service = c->service, .patient = t->patient, .want = want,
		.all = true, .channel = CH_DESK, .role = S("desk"), .for_whom = "self", .silent = true };
	struct series_id id;
	uint32_t taken;

	assert_int_equal(series_book(c->db, c->a, c->now, &ask, &id, &taken), OK);
	return id;
}

/* A group session with the person in it, and a series. */
static void gathering_make(struct country *c, struct thing *t)
{
	const struct leader_ids who = { &t->practitioner, 1 };
	struct gathering g = { .schedule = t->schedule, .service = t->service, .location = t->location, .series_day = DAY_NONE,
		.title = names_make(S("Atelier"), STR_NONE, STR_NONE), .day = { c->monday.n + 14 }, .start_min = 600,
		.duration_min = 60, .capacity = 5, .minimum = 2, .waiting_most = 2, .decide_min = 60 };
	struct gathering_series s = { .rule = S("FREQ=WEEKLY;BYDAY=MO"), .until = { c->monday.n + 28 } };
	struct book_ask ask = { .patient = t->patient, .channel = CH_DESK, .role = S("desk"), .silent = true };
	struct booked booked;
	struct str token;

	assert_int_equal(gathering_add(c->db, c->a, c->now, &g, who, S("director"), &t->gathering), OK);
	ask.gathering = t->gathering;
	assert_int_equal(party_add(c->db, c->a, c->now, &(struct party_ask){ .organization = t->organization,
		.gathering = t->gathering, .lang = S("fr"), .channel = "desk" }, &t->party, &token), OK);
	ask.party = t->party;
	assert_int_equal(appointment_book(c->db, c->a, c->now, &ask, &booked), OK);
	g.day.n += 7;
	s.g = g;
	assert_int_equal(gathering_series_add(c->db, c->a, c->now, &s, who, S("director"), &t->gathering_series), OK);
}

/* Somebody on the waiting list, written down by the desk. */
static struct waiting_entry_id request_make(struct country *c, struct organization_id o, enum where w, struct patient_id who)
{
	struct waiting_ask ask = waiting_ask_any();
	struct waiting_added added;

	ask.organization = o.v;
	ask.specialty = S("cardiologie");
	ask.area = S("");
	ask.name.s = str_of(people[w]);
	ask.birth_day = day_of(1980, 1, 1);
	ask.sex = S("female");
	ask.phone = str_of(phones[w]);
	ask.lang = S("fr");
	ask.patient = who;
	assert_int_equal(waiting_add(c->db, c->a, c->now, &ask, &added), OK);
	return added.id;
}

/* A draw of the agenda's third Wednesday. */
static struct draw_id draw_make(struct country *c, const struct thing *t)
{
	const struct day day = { c->monday.n + 16 };
	const struct draw_ask ask = { .schedule = t->schedule, .service = c->service, .from = day, .to = day,
		.opens = { c->now.v + DRAW_NOTICE }, .closes = { c->now.v + DRAW_NOTICE + DRAW_WINDOW }, .role = S("director") };
	struct draw_announced made;

	assert_int_equal(draw_announce(c->db, c->a, c->now, &ask, &made), OK);
	return made.id;
}

/* Somebody takes part in it. */
static struct draw_wish_id wish_make(struct country *c, enum where w, struct draw_id id)
{
	const struct draw_wish ask = { .draw = id, .name = { str_of(people[w]) }, .birth_day = day_of(1980, 1, 1), .sex = S("female"),
		.phone = str_of(phones[w]), .lang = S("fr"), .wishes = { .v = { 1 }, .n = 1 }, .channel = CH_DESK, .account = 1, .role = S("desk") };
	struct draw_wished got;

	assert_int_equal(draw_wish_put(c->db, c->a, (struct instant){ c->now.v + DRAW_NOTICE }, &ask, &got), OK);
	return got.id;
}

/* A call that the desk has to return. */
static struct inbox_message_id call_make(struct country *c, struct organization_id o, enum where w, struct patient_id who)
{
	struct inbox_message_id id = { random_id(c->now) };
	int64_t n;

	assert_int_equal(inbox_message_add(c->db, c->a, id, o, S("call"), str_of(phones[w]), S("3900"), STR_NONE, STR_NONE, c->now, S("open"),
		S("fr"), who, &n), OK);
	return id;
}

/* Somebody to call, and a letter of the day's batch. */
static void reminders_make(struct country *c, struct thing *t)
{
	const struct call_ask ask = { .organization = t->organization, .appointment = t->appointment, .patient = t->patient, .why = "failed",
		.rank = CALL_FAILED, .day = { c->monday.n + 2 }, .start_min = 540 };
	struct reminder_id letter = { random_id(c->now) };
	struct str contact = arena_fmt(c->a, "file:%lld", (long long)t->patient.v);
	struct call_list_rows calls;
	int64_t n;

	t->batch = (struct letter_batch_id){ random_id(c->now) };
	assert_int_equal(call_add(c->db, c->a, c->now, &ask), OK);
	assert_int_equal(call_list(c->db, c->a, &(struct scope){ .lo = 0, .hi = INT64_MAX }, c->monday, 100, &calls), OK);
	for (size_t i = 0; i < calls.n; i++)
		if (calls.v[i].appointment.v == t->appointment.v)
			t->call = calls.v[i].id;
	assert_int_equal(letter_address(c->db, c->a, t->patient, t->organization, S("Rue 1")), OK);
	assert_int_equal(remind_put(c->db, c->a, letter, t->organization, contact, c->monday, S("letter"), c->now, c->now), OK);
	assert_int_equal(remind_about_put(c->db, c->a, t->appointment, c->monday, (struct day){ c->monday.n + 2 }, 540, contact, t->organization, &n), OK);
	/* one batch of a house and day: the second in one house has its own day */
	for (int32_t day = c->monday.n; ; day++) {
		assert_int_equal(letter_batch_put(c->db, c->a, t->batch, t->organization, (struct day){ day }, 1, c->now, 1, &n), OK);
		if (n)
			break;
	}
	assert_int_equal(letter_print(c->db, c->a, t->batch, c->now, letter, &n), OK);
}

static struct thing thing_make(struct country *c, struct organization_id o, enum where w)
{
	struct practitioner p = { .organization = o, .code = arena_fmt(c->a, "P%d", (int)w), .name = { S("Dr X") },
		.sex = S("female"), .specialty = S("cardiologie"), .active = true };
	struct person person = { .name = { str_of(people[w]) }, .birth_day = day_of(1980, 1, 1), .sex = S("female"),
		.phone = str_of(phones[w]), .lang = S("fr") };
	struct thing t = { .organization = o };
	struct service service = country_type(c, arena_fmt(c->a, "S%d", (int)w).p);
	struct absence away = { .from = { { c->monday.n + 7 }, 540 }, .to = { { c->monday.n + 7 }, 600 }, .reason = S("r") };
	struct closing shut = { .organization = o, .scope = OF_AGENDA, .specialty = STR_NONE, .rule = S(""), .reason = S("r"),
		.from = { { c->monday.n + 9 }, 540 }, .to = { { c->monday.n + 9 }, 600 } };
	struct variant period = { .organization = o, .name = names_make(S("Ramadan"), S("رمضان"), STR_NONE),
		.first_day = { c->monday.n + 90 }, .last_day = { c->monday.n + 120 } };
	struct substitution_ask stand_in;
	struct substitution_plan plan;
	struct substitutions standing;
	struct practitioner_id other;
	struct openings openings;
	struct bearer_by_hash_row bearer;
	struct str token;
	struct book_ask ask;
	struct booked booked;

	t.location = country_location(c, o, w == NEAR ? "L2" : "L");
	assert_int_equal(practitioner_put(c->db, c->a, c->now, &p, &t.practitioner), OK);
	t.schedule = country_schedule(c, o, t.location, t.practitioner, true);
	country_open(c, t.schedule, "FREQ=WEEKLY;BYDAY=MO,WE", 540, 720);
	assert_int_equal(opening_list(c->db, c->a, t.schedule, &openings), OK);
	t.opening = openings.v[0].id;
	away.schedule = t.schedule;
	assert_int_equal(absence_put(c->db, c->a, c->now, &away, S("desk"), &t.absence), OK);
	shut.of = t.schedule.v;
	assert_int_equal(closing_put(c->db, c->a, c->now, &shut, (struct schedule_ids){ &t.schedule, 1 }, 1, S("desk"), &t.closing), OK);
	p.code = arena_fmt(c->a, "Q%d", (int)w);
	assert_int_equal(practitioner_put(c->db, c->a, c->now, &p, &other), OK);
	stand_in = (struct substitution_ask){ .schedule = t.schedule, .practitioner = other, .from = { c->monday.n + 100 },
		.to = { c->monday.n + 101 }, .reason = S("r"), .role = S("director") };
	assert_int_equal(substitution_make(c->db, c->a, c->now, &stand_in, &plan), OK);
	assert_int_equal(substitutions_of(c->db, c->a, t.schedule, stand_in.from, stand_in.to, &standing), OK);
	t.substitution = standing.v[0].id;
	service.organization = o;
	assert_int_equal(service_put(c->db, c->a, c->now, &service, &t.service), OK);
	service.id = t.service;
	service.lead_min += 1;
	assert_int_equal(amendment_add(c->db, c->a, c->now, &service, (struct day){ c->monday.n + 50 }, 1, &t.amendment), OK);
	assert_int_equal(variant_put(c->db, c->a, c->now, &period, S("desk"), &t.variant), OK);
	assert_int_equal(patient_create(c->db, c->a, c->now, o, &person, &t.patient), OK);
	ask = (struct book_ask){ .schedule = t.schedule, .service = c->service, .day = { c->monday.n + 2 },
		.start_min = 540, .patient = t.patient, .channel = CH_DESK, .role = S("desk"), .silent = true };
	assert_int_equal(appointment_book(c->db, c->a, c->now, &ask, &booked), OK);
	t.appointment = booked.id;
	t.reference = booked.reference;
	t.series = series_make(c, &t);
	gathering_make(c, &t);
	assert_int_equal(account_create(c->db, c->a, c->now, &(struct account_new){ .organization = o,
		.login = arena_fmt(c->a, "someone-%d", (int)w), .name = { arena_fmt(c->a, "Someone %s", where_names[w]) },
		.password = S("x"), .role = ROLE_DESK }, &t.account), OK);
	assert_int_equal(account_token(c->db, c->a, c->now, o, (struct name){ S("M") }, &token), OK);
	assert_int_equal(bearer_by_hash(c->db, c->a, token_hash(c->a, token), &bearer), OK);
	t.token = bearer.id;
	struct booker_lock_row booker;
	int64_t found;

	assert_int_equal(booker_lock(c->db, c->a, (struct booker_id){ random_id(c->now) }, o, S("helper"), t.account.v, &booker), OK);
	t.booker = booker.id;
	t.request = request_make(c, o, w, t.patient);
	t.draw = draw_make(c, &t);
	t.wish = wish_make(c, w, t.draw);
	assert_int_equal(draw_wish_booked(c->db, c->a, t.patient, t.appointment, t.wish), OK);
	t.missed_call = call_make(c, o, w, t.patient);
	reminders_make(c, &t);
	struct referral_new referral = { .organization = o, .service = c->service, .patient = t.patient, .account = 1,
		.referred_by = S("Dr X"), .reason = S("r"), .referred_day = c->monday, .until = { c->monday.n + 30 },
		.letter = S("x"), .letter_type = LETTER_PDF, .key = S(SECRET) };

	assert_int_equal(referral_add(c->db, c->a, c->now, &referral, &t.referral, &token), OK);
	int64_t used;

	assert_int_equal(referral_take(c->db, c->a, c->now, t.appointment, t.patient, t.referral, &used), OK);
	t.ringing.v = random_id(c->now);
	t.finding.v = random_id(c->now);
	assert_int_equal(finding_add(c->db, c->a, t.finding, o.v, arena_fmt(c->a, "%d", (int)w), S("extra"), S("no_reason"), S(""), S("desk"), S(""),
		S("0 0 0 0"), 0, 0, c->now, c->now, &found), OK);
	t.note.v = random_id(c->now);
	assert_int_equal(telephone_call_add(c->db, c->a, t.ringing, o, S(""), str_of(phones[w]), S("open"), c->now, c->now,
		(struct opt_int){ 0 }, &used), OK);
	assert_int_equal(telephone_message_add(c->db, c->a, t.note, o, t.practitioner, t.ringing, t.patient, 1, S("r"), c->now), OK);
	return t;
}

/* A session of a role at the own hospital; the practitioner is the one of the own agenda. */
static struct str session_make(struct world *w, enum role role)
{
	struct country *c = &w->c;
	struct membership_list_rows m;
	struct account_id id;
	char *token = arena_alloc(c->a, 22, 1);

	assert_int_equal(account_create(c->db, c->a, c->now, &(struct account_new){ .organization = c->hospital,
		.login = str_of(role_code(role)), .name = { str_of(role_code(role)) }, .password = S("x"), .role = role,
		.totp_secret = totp_secret(c->a), .practitioner = role == ROLE_PRACTITIONER ? w->at[OWN].practitioner.v : 0 },
		&id), OK);
	assert_int_equal(membership_list(c->db, c->a, id, &m), OK);
	random_token(token);
	assert_int_equal(session_add(c->db, c->a, (struct session_id){ random_id(c->now) }, c->hospital, id, m.v[0].id,
		token_hash(c->a, (struct str){ token, 22 }), c->now, (struct instant){ c->now.v + 3600 }, true), OK);
	return arena_fmt(c->a, "sid=%.22s", token);
}

static void world_make(struct both *b, struct world *w)
{
	struct country *c = &w->c;
	struct organization_id sibling;
	struct account_id figures;
	struct str why;

	*w = (struct world){ .c = country_make(b) };
	assert_int_equal(db_begin(c->db), OK);
	sibling = country_organization(c, c->ministry, 3000, 4000, 1, "establishment", "RAB");
	w->at[OWN] = thing_make(c, c->hospital, OWN);
	w->at[SIBLING] = thing_make(c, sibling, SIBLING);
	w->at[PARENT] = thing_make(c, c->ministry, PARENT);
	w->at[NEAR] = thing_make(c, c->hospital, NEAR);
	for (int r = 0; r < ROLE_MACHINE; r++)
		w->cookie[r] = session_make(w, (enum role)r);
	assert_int_equal(account_token(c->db, c->a, c->now, c->hospital, (struct name){ S("M") }, &w->bearer[ROLE_MACHINE]), OK);
	assert_int_equal(account_token_add(c->db, c->a, c->now, c->hospital, ROLE_FIGURES, (struct name){ S("F") }, S(""), &figures,
		&w->bearer[ROLE_FIGURES]), OK);
	assert_int_equal(db_commit(c->db), OK);
	fake_begin(&w->f, c->db, areas, nareas, &site_gate);
	assert_int_equal(settings_parse(w->f.settings, w->f.keep, S("secret_file = tests/data/secret.key"), &why), OK);
	w->f.now = c->now;
}

/* --- what stands in a route's parameters --- */

enum param { NONE, OPEN, PATIENT, APPOINTMENT, ACCOUNT, TOKEN, ORGANIZATION, LOCATION, SCHEDULE, OPENING, ABSENCE, CLOSING, SUBSTITUTION, SERIES, SERVICE, AMENDMENT, VARIANT, GATHERING, GATHERING_SERIES, PARTY, BOOKER,
	REQUEST, DRAW, WISH, INBOX, REFERRAL, CALL, LETTERS, RINGING, NOTE, FINDING, PRACTITIONER,
	DIRECTORY, UNKNOWN };
#define OF_AN_ORGANIZATION(p) ((p) >= PATIENT && (p) <= PRACTITIONER)

static enum param param_of(const struct route *r)
{
	static const struct { const char *prefix; enum param what; } known[] = {
		{ "/desk/people/:", PATIENT }, { "/desk/appointments/:", APPOINTMENT }, { "/admin/accounts/:", ACCOUNT },
		{ "/admin/organizations/:", ORGANIZATION }, { "/admin/places/:", LOCATION },
		{ "/admin/agendas/:", SCHEDULE }, { "/admin/hours/:", OPENING }, { "/admin/absences/:", ABSENCE },
		{ "/admin/closings/:", CLOSING }, { "/desk/substitutes/:", SUBSTITUTION }, { "/desk/series/:", SERIES }, { "/desk/waiting/:", REQUEST }, { "/desk/inbox/:", INBOX }, { "/desk/draws/:", DRAW }, { "/desk/wishes/:", WISH },
		{ "/desk/gatherings/:", GATHERING }, { "/desk/gathering-series/:", GATHERING_SERIES }, { "/desk/parties/:", PARTY },
		{ "/desk/bookers/:", BOOKER }, { "/desk/referrals/:", REFERRAL }, { "/desk/telephone/:", RINGING }, { "/desk/messages/:", NOTE },
		{ "/desk/agents/:", SCHEDULE }, { "/desk/letters/:", LETTERS }, { "/desk/addresses/:", PATIENT },
		{ "/admin/services/:", SERVICE }, { "/admin/amendments/:", AMENDMENT }, { "/admin/periods/:", VARIANT }, { "/admin/practitioners/:", PRACTITIONER },
		{ "/admin/tokens/:", TOKEN }, { "/fhir/Patient/:", PATIENT }, { "/fhir/Appointment/:", APPOINTMENT },
		/* Directories of what is public anyway. */
		{ "/fhir/", DIRECTORY },
		/* Bearer links, drafts of a browser, one's own sessions, files: no organisation stands behind them. */
		{ "/a/:", OPEN }, { "/book/:", OPEN }, { "/find/:", OPEN }, { "/times/:", OPEN }, { "/hospital/:", OPEN }, { "/static/:", OPEN },
		{ "/w/:", OPEN }, { "/o/:", OPEN }, { "/c/:", OPEN }, { "/report/:", OPEN }, { "/calendar/:", OPEN }, { "/m/:", OPEN }, { "/waiting/about/:", OPEN }, { "/account/sessions/:", OPEN }, { "/desk/merges/:", OPEN },
		{ "/party/:", OPEN }, { "/waiting/code/:", OPEN }, { "/together/:", OPEN }, { "/gatherings/:", OPEN }, { "/family/:", OPEN },
		{ "/audit/:", OPEN }, { "/ledger/tile/:", OPEN }, { "/open-data/:", OPEN }, { "/open-data/slots/:", OPEN },
		{ "/d/:", OPEN }, { "/draws/:", OPEN }, { "/draws/code/:", OPEN },
		{ "/ledger/findings/:", OPEN }, { "/ledger/entries/:", OPEN }, { "/findings/:", FINDING },
	};

	if (!strchr(r->pattern, ':'))
		return NONE;
	for (size_t i = 0; i < sizeof(known) / sizeof(known[0]); i++)
		if (str_starts(str_of(r->pattern), str_of(known[i].prefix)))
			return known[i].what;
	return UNKNOWN;
}

static int64_t id_at(const struct thing *t, enum param p)
{
	switch (p) {
	case PATIENT: return t->patient.v;
	case DRAW: return t->draw.v;
	case WISH: return t->wish.v;
	case APPOINTMENT: return t->appointment.v;
	case ACCOUNT: return t->account.v;
	case TOKEN: return t->token.v;
	case ORGANIZATION: return t->organization.v;
	case LOCATION: return t->location.v;
	case SCHEDULE: return t->schedule.v;
	case OPENING: return t->opening.v;
	case ABSENCE: return t->absence.v;
	case CLOSING: return t->closing.v;
	case SUBSTITUTION: return t->substitution.v;
	case SERIES: return t->series.v;
	case REQUEST: return t->request.v;
	case INBOX: return t->missed_call.v;
	case SERVICE: return t->service.v;
	case AMENDMENT: return t->amendment.v;
	case VARIANT: return t->variant.v;
	case GATHERING: return t->gathering.v;
	case GATHERING_SERIES: return t->gathering_series.v;
	case PARTY: return t->party.v;
	case PRACTITIONER: return t->practitioner.v;
	case BOOKER: return t->booker.v;
	case REFERRAL: return t->referral.v;
	case RINGING: return t->ringing.v;
	case NOTE: return t->note.v;
	case FINDING: return t->finding.v;
	case CALL: return t->call.v;
	case LETTERS: return t->batch.v;
	case NONE: case OPEN: case DIRECTORY: case UNKNOWN: break;
	}
	return 1;
}

/* What is typed into a search. */
static const char *sought(const struct world *w, const struct thing *t)
{
	return t == &w->at[OWN] ? "Mennatou" : w->second ? "Khadouja" : "Zin";
}

/* The pattern with the ids of one organisation's things, and a query that asks for them too. */
static const char *target(struct world *w, const struct route *r, enum role role, const struct thing *t)
{
	enum param p = param_of(r);
	struct str sid = w->cookie[role].n ? str_sub(w->cookie[role], 4, w->cookie[role].n) : STR_NONE;
	struct str rest = str_of(r->pattern), s = STR_NONE;

	str_cut(&rest, '/');
	while (rest.p) {
		struct str seg = str_cut(&rest, '/');
		ptrdiff_t dot = str_find_char(seg, '.');

		if (seg.n && seg.p[0] == ':')
			seg = arena_fmt(w->c.a, "%lld%.*s", (long long)id_at(t, p),
				STR_ARG(dot < 0 ? STR_NONE : str_sub(seg, (size_t)dot, seg.n)));
		s = arena_fmt(w->c.a, "%.*s/%.*s", STR_ARG(s), STR_ARG(seg));
	}
	if (r->flags & ROUTE_API || strcmp(r->method, "GET") || w->bare)
		return s.p;
	struct str numbers = arena_fmt(w->c.a, "number %.*s", STR_ARG(sid));

	return arena_fmt(w->c.a, "%.*s?found=%.*s&who=%.*s&did=%.*s&type=%lld&of=cardiologie&slot=%lld.20261104T1000&schedule=%lld&organization=%lld&patient=%lld&person=%lld&a=%lld&b=%lld&id=%lld&"
		"appointment=%lld&service=%lld&day=2026-11-04&from=2026-11-01", STR_ARG(s), STR_ARG(text_seal(w->c.a, sid, str_of(sought(w, t)))),
		STR_ARG(text_seal(w->c.a, numbers, arena_fmt(w->c.a, "%lld", (long long)t->patient.v))),
		STR_ARG(text_seal(w->c.a, numbers, arena_fmt(w->c.a, "%lld", (long long)t->appointment.v))), (long long)w->c.service.v,
		(long long)t->schedule.v, (long long)t->schedule.v,
		(long long)t->organization.v, (long long)t->patient.v, (long long)t->patient.v, (long long)t->patient.v,
		(long long)w->at[OWN].patient.v, (long long)t->patient.v, (long long)t->appointment.v,
		(long long)w->c.service.v).p;
}

/* A form that many routes take as theirs: what is forged must fail because of whom it is about. */
static const char *form_of(struct world *w, const struct route *r, const struct thing *t)
{
	if (!strcmp(r->method, "GET"))
		return NULL;
	if (r->flags & ROUTE_API && strstr(r->pattern, "_search"))
		return strstr(r->pattern, "Patient") ? arena_fmt(w->c.a, "name=%s", sought(w, t)).p : "date=ge2026-11-01";
	if (r->flags & ROUTE_API)
		return "{}";
	return arena_fmt(w->c.a, "q=%s&version=1&name=Forged+Name&sex=female&phone=0644444444&birth=1980-01-01&lang=fr&status=arrived&"
		"reason=forged&by=patient&note=forged&role=desk&active=1&name_fr=Forged&name_ar=Forged&zone=Africa/Casablanca&"
		"kind=closure&day=2026-11-04&confirmed=1&schedule=%lld&organization=%lld&patient=%lld&person=%lld&keep=%lld&"
		"merge=%lld&a=%lld&b=%lld&appointment=%lld&id=%lld&service=%lld&min=570&what=arrived&ahead_per_person=3&"
		"ahead_per_phone=3&network_share=33&retention_years=3&slot=%lld.%lld.2026-11-04T0930", sought(w, t), (long long)t->schedule.v,
		(long long)t->organization.v, (long long)t->patient.v, (long long)t->patient.v, (long long)t->patient.v,
		(long long)w->at[OWN].patient.v, (long long)t->patient.v, (long long)w->at[OWN].patient.v,
		(long long)t->appointment.v, (long long)t->appointment.v, (long long)w->c.service.v,
		(long long)t->schedule.v, (long long)w->c.service.v).p;
}

/* --- addresses --- */

static bool names_a_person(struct str field)
{
	static const char *const fields[] = { "q", "name", "phone", "birth", "birth-d", "birth-m", "birth-y", "identity", "email",
		"reference", "login", "user", "note", "reason" };

	for (size_t i = 0; i < sizeof(fields) / sizeof(fields[0]); i++)
		if (str_eq(field, str_of(fields[i])))
			return true;
	return false;
}

static bool in_word(char c)
{
	return ascii_is_alpha(c) || ascii_is_digit(c);
}

/* A word or number by itself, not as a part of another. */
static bool has_word(struct str s, struct str word)
{
	for (;;) {
		ptrdiff_t at = str_find(s, word);
		size_t end = (size_t)at + word.n;

		if (at < 0)
			return false;
		if ((!at || !in_word(s.p[at - 1])) && (end >= s.n || !in_word(s.p[end])))
			return true;
		s = str_sub(s, end, s.n);
	}
}

static bool has_number(struct world *w, struct str s, int64_t n)
{
	return n && has_word(s, arena_fmt(w->f.a, "%lld", (long long)n));
}

/* A person's file, or what is one person's: appointment, referral, request, series. */
static bool is_of_a_person(struct world *w, struct str s)
{
	for (int i = 0; i < WHERES; i++) {
		const struct thing *t = &w->at[i];

		if (has_number(w, s, t->patient.v) || has_number(w, s, t->appointment.v) || has_number(w, s, t->referral.v)
			|| has_number(w, s, t->request.v) || has_number(w, s, t->missed_call.v) || has_number(w, s, t->series.v) || has_number(w, s, t->wish.v))
			return true;
	}
	return false;
}

static bool is_of_a_type(struct world *w, struct str s)
{
	bool is = has_word(s, S("cardiologie")) || has_number(w, s, w->c.service.v);

	for (int i = 0; i < WHERES; i++)
		is |= has_number(w, s, w->at[i].service.v);
	return is;
}

/* Of its place in a page nothing is sent. */
static void no_type_beside_a_person(struct world *w, const struct rq *rq, enum role role, struct str address)
{
	struct str s = address;

	s = str_cut(&s, '#');
	if (str_find(s, S("&amp;person=")) >= 0 && str_find(s, S("&amp;lang=")) >= 0)
		return;		/* what this walk asked itself, in another language */
	if (is_of_a_person(w, s) && is_of_a_type(w, s))
		fail_msg("%s %s as %s: a type beside a person: %.*s", rq->route->method, rq->route->pattern, role_code(role),
			STR_ARG(address));
}

static void address_says_nothing(struct world *w, struct rq *rq, enum role role, struct str address)
{
	const struct route *r = rq->route;
	struct str query = address, s;

	str_cut(&query, '?');
	while (!(r->who & PUBLIC) && query.n) {
		struct str value = str_cut(&query, '&');

		if (str_starts(value, S("amp;")))
			value = str_sub(value, 4, value.n);
		if (names_a_person(str_cut(&value, '=')))
			fail_msg("%s %s as %s: %.*s", r->method, r->pattern, role_code(role), STR_ARG(address));
	}
	no_type_beside_a_person(w, rq, role, address);
	assert_int_equal(rq_decode(rq, address, &s), OK);
	for (int i = 0; i < WHERES; i++) {
		struct str name = str_of(people[i]), words[] = { str_cut(&name, ' '), name, str_of(phones[i] + 4), w->at[i].reference };

		for (size_t k = 0; k < sizeof(words) / sizeof(words[0]); k++)
			if (str_find(s, words[k]) >= 0)
				fail_msg("%s %s as %s: %.*s tells of %s", r->method, r->pattern, role_code(role), STR_ARG(s), people[i]);
	}
}

/* What follows each occurrence of `before`, up to `end`; false: no more. */
static bool next_between(struct str *rest, struct str before, struct str end, struct str *ret)
{
	ptrdiff_t at = str_find(*rest, before), n;

	if (at < 0)
		return false;
	*rest = str_sub(*rest, (size_t)at + before.n, rest->n);
	n = str_find(*rest, end);
	*ret = str_sub(*rest, 0, n < 0 ? rest->n : (size_t)n);
	return true;
}

static void addresses_say_nothing(struct world *w, struct rq *rq, enum role role)
{
	static const char *const attributes[] = { " href=\"", " action=\"", " formaction=\"", " src=\"" };
	const struct answer *an = &rq->in->answer;
	struct str rest, form, s;

	if (!rq->route)
		return;
	address_says_nothing(w, rq, role, an->header[AH_LOCATION]);
	if (!str_starts(an->type, S("text/html")))
		return;
	for (size_t i = 0; i < sizeof(attributes) / sizeof(attributes[0]); i++)
		for (rest = an->body; next_between(&rest, str_of(attributes[i]), S("\""), &s); w->addresses++)
			if (str_starts(s, S("/")))		/* tel: and mailto: go to no server */
				address_says_nothing(w, rq, role, s);
	for (rest = an->body; !(rq->route->who & PUBLIC) && next_between(&rest, S("<form"), S("</form>"), &form); w->forms++) {
		struct str tag = form;

		if (str_find(str_cut(&tag, '>'), S("method=\"post\"")) >= 0)
			continue;
		if (is_of_a_person(w, form) && is_of_a_type(w, form))
			fail_msg("%s %s as %s: the form puts a type beside a person: %.*s", rq->route->method, rq->route->pattern,
				role_code(role), STR_ARG(form));
		while (next_between(&form, S(" name=\""), S("\""), &s))
			if (names_a_person(s))
				fail_msg("%s %s as %s: the form puts %.*s into an address", rq->route->method, rq->route->pattern,
					role_code(role), STR_ARG(s));
	}
}

static struct rq *ask(struct world *w, const struct route *r, enum role role, enum where where)
{
	const struct thing *t = &w->at[where];
	const char *to = target(w, r, role, t), *body = form_of(w, r, t);
	struct rq *rq;

	w->f.req.header[HH_COOKIE] = w->cookie[role];
	w->f.req.header[HH_AUTHORIZATION] = role_is_machine(role) ? arena_fmt(w->c.a, "Bearer %.*s", STR_ARG(w->bearer[role])) : STR_NONE;
	w->f.req.header[HH_CONTENT_TYPE] = r->flags & ROUTE_API && body && *body == '{' ? S("application/fhir+json") : STR_NONE;
	w->asked++;
	rq = fake_ask(&w->f, r->method, to, body);
	addresses_say_nothing(w, rq, role);
	return rq;
}

static bool goes_to_sign_in(const struct rq *rq)
{
	return rq->in->answer.status == 303 && str_starts(rq->in->answer.header[AH_LOCATION], S("/sign-in"));
}

/* Signing out would end the session that the walk uses; the rest of a session's own is unlike others'. */
static bool left_out(const struct route *r)
{
	return !strcmp(r->pattern, "/sign-out") || str_starts(str_of(r->pattern), S("/_test/"));
}

#define EACH_ROUTE(r) \
	for (size_t i_ = 0; i_ < nareas; i_++) \
		for (const struct route *r = areas[i_]->routes; r && r->method; r++)

static void every_parameter_is_known(void **state)
{
	(void)state;
	EACH_ROUTE(r)
		if (param_of(r) == UNKNOWN)
			fail_msg("%s %s: what stands in its parameter? (param_of in this test)", r->method, r->pattern);
}

static void the_menu_has_room_for_every_entry(void **state)
{
	size_t n = 0;

	(void)state;
	for (size_t i = 0; i < nareas; i++)
		for (const struct nav *v = areas[i]->nav; v && v->path; v++)
			n++;
	assert_in_range(n, 10, NAV_MAX);
}

static void every_route_names_who_may(void **state)
{
	(void)state;
	EACH_ROUTE(r) {
		assert_true(r->who != 0);
		if (str_starts(str_of(r->pattern), S("/admin")) || str_starts(str_of(r->pattern), S("/desk")) ||
				str_starts(str_of(r->pattern), S("/figures")) || str_starts(str_of(r->pattern), S("/audit")))
			assert_false(r->who & PUBLIC);
		/* A hook reads no session: a link that somebody is made to follow does nothing in his name. */
		if (r->flags & ROUTE_HOOK)
			assert_true(r->who == PUBLIC && str_starts(str_of(r->pattern), S("/hook/")));
		else if (r->kind == WRITE)
			assert_string_not_equal(r->method, "GET");
	}
}

/* Does a line of robots.txt hold for the route? "*" stands for a part of its path. */
static bool kept_off(struct str line, struct str pattern)
{
	while (line.n && pattern.n) {
		if (line.p[0] == '*') {
			(void)str_cut(&pattern, '/');
			(void)str_cut(&line, '/');
			continue;
		}
		if (line.p[0] != pattern.p[0])
			return false;
		line = str_sub(line, 1, line.n);
		pattern = str_sub(pattern, 1, pattern.n);
	}
	return !line.n;
}

static bool robots_may(const struct route *r)
{
	for (struct str rest = str_of(robots_text); rest.n; ) {
		struct str line = str_cut(&rest, '\n');

		if (str_starts(line, S("Disallow: ")) && kept_off(str_sub(line, 10, line.n), str_of(r->pattern)))
			return false;
	}
	return true;
}

static void robots_are_kept_off_links_of_persons_forms_and_pages_of_staff(void **state)
{
	static const char *const personal[] = { ":token", ":draft", ":look-up", "/join" };

	(void)state;
	EACH_ROUTE(r) {
		bool off = !(r->who & PUBLIC);

		if (strcmp(r->method, "GET"))
			continue;
		for (size_t i = 0; i < sizeof(personal) / sizeof(personal[0]); i++)
			off = off || strstr(r->pattern, personal[i]);
		if (off && robots_may(r))
			fail_msg("robots.txt lets robots follow %s", r->pattern);
		if (!strcmp(r->pattern, "/open-data/") || !strcmp(r->pattern, "/hospital/:place"))
			assert_true(robots_may(r));
	}
}

static void who_is_not_named_does_not_get_in(void **state)
{
	struct both *b = BOTH_STATE(state);
	struct world w;

	world_make(b, &w);
	EACH_ROUTE(r)
		for (int role = 0; role < ROLE_MAX; role++) {
			struct rq *rq;
			bool api = r->flags & ROUTE_API;
			int status;

			if (r->who & PUBLIC || r->who & (1u << role) || left_out(r))
				continue;
			rq = ask(&w, r, (enum role)role, OWN);
			status = rq->in->answer.status;
			if (api ? status != 401 && status != 403 : status != 404 && !(role_is_machine((enum role)role) && goes_to_sign_in(rq)))
				fail_msg("%s %s as %s: %d", r->method, r->pattern, role_code((enum role)role), status);
		}
	print_message("%lld requests\n", (long long)w.asked);
	assert_true(w.asked > 500);
	fake_end(&w.f);
}

static void nobody_gets_in_without_a_session(void **state)
{
	struct both *b = BOTH_STATE(state);
	struct world w;

	world_make(b, &w);
	EACH_ROUTE(r) {
		struct rq *rq;

		if (r->who & PUBLIC || left_out(r))
			continue;
		w.cookie[ROLE_DESK] = STR_NONE;
		rq = ask(&w, r, ROLE_DESK, OWN);
		if (r->flags & ROUTE_API ? rq->in->answer.status != 401 : !goes_to_sign_in(rq))
			fail_msg("%s %s: %d", r->method, r->pattern, rq->in->answer.status);
	}
	fake_end(&w.f);
}

/* Of the own hospital, what the role is for: found. Who sees only what is own finds nothing here but the
 * practitioner's own appointment. */
static bool finds_own(const struct route *r, enum role role)
{
	enum param p = param_of(r);

	if (strcmp(r->method, "GET") || !OF_AN_ORGANIZATION(p))
		return false;
	if (role == ROLE_HEALTH_CENTRE || role == ROLE_HELPER)
		return false;
	/* These want more in their query than the walk gives. */
	return !strstr(r->pattern, "/preview") && !strstr(r->pattern, "/look") && !strstr(r->pattern, "/day")
		&& !str_starts(str_of(r->pattern), S("/desk/series/:id/"));
}

static void who_is_named_gets_in_and_finds_the_own(void **state)
{
	struct both *b = BOTH_STATE(state);
	struct world w;

	world_make(b, &w);
	w.bare = true;
	EACH_ROUTE(r)
		for (int role = 0; role < ROLE_MAX; role++) {
			struct rq *rq;
			int status;

			if (!(r->who & (1u << role)) || left_out(r) || role_is_machine((enum role)role) != !!(r->flags & ROUTE_API) ||
					strcmp(r->method, "GET"))
				continue;
			rq = ask(&w, r, (enum role)role, OWN);
			status = rq->in->answer.status;
			if (status >= 500 || goes_to_sign_in(rq) || (param_of(r) == NONE && status == 404))
				fail_msg("%s %s as %s: %d", r->method, r->pattern, role_code((enum role)role), status);
			if (finds_own(r, (enum role)role) && status != 200)
				fail_msg("%s %s of the own hospital as %s: %d", r->method, r->pattern, role_code((enum role)role), status);
			w.entered++;
		}
	print_message("%lld entered\n", (long long)w.entered);
	assert_true(w.entered > 100);
	fake_end(&w.f);
}

/* Rows of the trail that name a person, alone or on a list, by that route. */
static int64_t trail_of(struct world *w, const struct route *r, struct patient_id patient)
{
	static const struct scope all = { .lo = 0, .hi = INT64_MAX };
	const struct instant end = { INT64_MAX };
	const struct audit_event_id last = { INT64_MAX };
	struct trail_of_patient_rows alone;
	struct trail_of_patient_lists_rows lists;
	struct str route = arena_fmt(w->f.a, "%s %s", r->method, r->pattern);
	int64_t n = 0;

	assert_int_equal(trail_of_patient(w->c.db, w->f.a, &all, patient.v, end, last, 100000, &alone), OK);
	assert_int_equal(trail_of_patient_lists(w->c.db, w->f.a, &all, patient.v, end, last, 100000, &lists), OK);
	for (size_t i = 0; i < alone.n; i++)
		n += str_eq(alone.v[i].route, route);
	for (size_t i = 0; i < lists.n; i++)
		n += str_eq(lists.v[i].route, route);
	return n;
}

/* Whether an answer shows the person: by name, or in a document whose letters cannot be read here. */
static bool shows(const struct world *w, const struct rq *rq, const struct route *r, enum role role, enum where where)
{
	enum param p = param_of(r);

	if (fake_has(rq, people[where]))
		return true;
	if (rq->in->answer.status != 200)
		return false;
	return p == PATIENT || p == APPOINTMENT || (!w->bare && strstr(r->pattern, "list.pdf") &&
		(where == OWN || role != ROLE_PRACTITIONER));
}

static int64_t walk_and_look_up(struct world *w, bool post)
{
	int64_t seen = 0;

	EACH_ROUTE(r)
		for (int role = 0; role < ROLE_MAX; role++)
			for (int who = 0; who < 2; who++) {
				int64_t before[2];
				struct rq *rq;

				if (!(r->who & (1u << role)) || left_out(r) || !strcmp(r->method, "GET") == post ||
						role_is_machine((enum role)role) != !!(r->flags & ROUTE_API))
					continue;
				w->second = who;
				before[0] = trail_of(w, r, w->at[OWN].patient);
				before[1] = trail_of(w, r, w->at[NEAR].patient);
				rq = ask(w, r, (enum role)role, who ? NEAR : OWN);
				for (int k = 0; k < 2; k++) {
					enum where where = k ? NEAR : OWN;

					if (k != who ? !fake_has(rq, people[where]) : !shows(w, rq, r, (enum role)role, where))
						continue;
					if (trail_of(w, r, w->at[where].patient) <= before[k])
						fail_msg("%s %s as %s shows %s and leaves no trace", r->method, r->pattern,
							role_code((enum role)role), people[where]);
					seen++;
				}
			}
	return seen;
}

/* Every route, every role: whoever is named in an answer is named in the trail of that request. */
static void whoever_is_shown_is_in_the_trail(void **state)
{
	struct both *b = BOTH_STATE(state);
	struct world w;
	int64_t read, written;

	world_make(b, &w);
	read = walk_and_look_up(&w, false);
	w.bare = true;
	read += walk_and_look_up(&w, false);
	written = walk_and_look_up(&w, true);
	print_message("%lld readings, %lld in answers to writings; %lld addresses, %lld forms\n", (long long)read, (long long)written,
		(long long)w.addresses, (long long)w.forms);
	assert_true(w.addresses > 5000 && w.forms > 100);
	assert_true(read > 80);
	assert_true(written > 0);
	fake_end(&w.f);
}

/* Nothing that identifies the person of elsewhere. */
static void says_nothing(struct rq *rq, const struct route *r, enum role role, enum where where)
{
	const char *words[] = { people[where], phones[where] + 4 };

	for (size_t i = 0; i < 2; i++)
		if (fake_has(rq, words[i]))
			fail_msg("%s %s as %s tells of the %s: %s", r->method, r->pattern, role_code(role), where_names[where], words[i]);
}

/* The state of elsewhere, to see that nothing was changed. */
static struct str state_of(struct world *w, const struct thing *t)
{
	static const struct scope all = { .lo = 0, .hi = INT64_MAX };
	struct country *c = &w->c;
	struct patient p;
	struct appointment x;
	struct account_get_row acc;
	struct organization_get_row o;
	struct membership_list_rows m;
	struct schedule s;
	struct opening open;
	struct absence away;
	struct closing shut;
	struct substitution stand_in;
	struct service type;
	struct practitioner doctor;

	assert_int_equal(schedule_get(c->db, c->a, t->schedule, &s), OK);
	assert_int_equal(opening_get(c->db, c->a, t->opening, &open), OK);
	assert_int_equal(absence_get(c->db, c->a, t->absence, &away), OK);
	assert_int_equal(closing_get(c->db, c->a, t->closing, &shut), OK);
	assert_int_equal(substitution_get(c->db, c->a, t->substitution, &stand_in), OK);
	assert_int_equal(service_get(c->db, c->a, t->service, &type), OK);
	assert_int_equal(practitioner_get(c->db, c->a, t->practitioner, &doctor), OK);
	assert_int_equal(patient_get(c->db, c->a, &all, t->patient, &p), OK);
	assert_int_equal(appointment_get(c->db, c->a, &all, t->appointment, &x), OK);
	assert_int_equal(account_get(c->db, c->a, t->account, &acc), OK);
	assert_int_equal(organization_get(c->db, c->a, t->organization, &o), OK);
	assert_int_equal(membership_list(c->db, c->a, t->account, &m), OK);
	return arena_fmt(c->a, "%d; %.*s %lld %d; %lld %d %.*s; %.*s %lld %d; %.*s %lld; %zu; %lld %lld %lld %lld %lld", stand_in.undone, STR_ARG(p.name.s), (long long)p.version,
		p.erased, (long long)x.version, (int)x.status, STR_ARG(x.note), STR_ARG(acc.name.s), (long long)acc.version,
		acc.active, STR_ARG(o.name_fr), (long long)o.version, m.n, (long long)s.version, (long long)open.version,
		(long long)away.version, (long long)type.version, (long long)doctor.version);
}

/* Whose business a role is, everywhere: the installation's administrator administers all trees. */
static bool everywhere(const struct route *r, enum role role)
{
	return role == ROLE_PLATFORM && !str_starts(str_of(r->pattern), S("/desk/people")) &&
		!str_starts(str_of(r->pattern), S("/desk/appointments"));
}

static void walk_elsewhere(struct world *w, const struct route *r, enum role role, enum where where)
{
	enum param p = param_of(r);
	struct rq *rq = ask(w, r, role, where);
	int status = rq->in->answer.status;

	if (status >= 500)
		fail_msg("%s %s as %s at the %s: %d", r->method, r->pattern, role_code(role), where_names[where], status);
	says_nothing(rq, r, role, where);
	if (!OF_AN_ORGANIZATION(p))
		return;
	/* A form that is wrong in itself may be said before anything is looked for. */
	if (status != 404 && !(strcmp(r->method, "GET") && (status == 422 || status == 400 || status == 412 || status == 428)))
		fail_msg("%s %s as %s of the %s: %d", r->method, r->pattern, role_code(role), where_names[where], status);
}

static void what_is_elsewhere_is_not_found_told_or_changed(void **state)
{
	struct both *b = BOTH_STATE(state);
	struct world w;

	world_make(b, &w);
	for (int where = SIBLING; where <= PARENT; where++) {
		struct str before = state_of(&w, &w.at[where]);

		EACH_ROUTE(r)
			for (int role = 0; role < ROLE_MAX; role++) {
				if (!(r->who & (1u << role)) || left_out(r) || role_is_machine((enum role)role) != !!(r->flags & ROUTE_API) ||
						everywhere(r, (enum role)role) || str_starts(str_of(r->pattern), S("/account")))
					continue;
				walk_elsewhere(&w, r, (enum role)role, (enum where)where);
			}
		assert_true(str_eq(before, state_of(&w, &w.at[where])));
	}
	print_message("%lld requests\n", (long long)w.asked);
	assert_true(w.asked > 200);
	fake_end(&w.f);
}

/* Who changed which setting, whatever page it was. */
static size_t settings_noted(struct world *w, const char *what)
{
	static const struct scope all = { .lo = 0, .hi = INT64_MAX };
	struct trail_administration_rows rows;
	size_t n = 0;

	assert_int_equal(trail_administration(w->c.db, w->f.a, &all, (struct instant){ INT64_MAX },
		(struct audit_event_id){ INT64_MAX }, 1000, &rows), OK);
	for (size_t i = 0; i < rows.n; i++)
		n += str_eq(rows.v[i].detail, str_of(what)) && rows.v[i].about_id.v == w->c.hospital.v;
	return n;
}

static void each_change_of_a_setting_leaves_a_row(void **state)
{
	struct both *b = BOTH_STATE(state);
	struct world w;

	world_make(b, &w);
	const long long o = w.c.hospital.v, type = w.at[OWN].service.v, agenda = w.at[NEAR].schedule.v;
	const struct { struct str path, body; const char *what; } acts[] = {
		{ S("/admin/practitioners/new"), arena_fmt(w.c.a, "organization=%lld&code=NEW1&name=Dr+New&specialty=cardiologie&sex=female&active=1", o), "practitioner" },
		{ S("/admin/zones"), arena_fmt(w.c.a, "organization=%lld&name_fr=Narjiss&name_ar=N&minutes=20&near=10&active=1", o), "zones" },
		{ S("/admin/zones/speed"), arena_fmt(w.c.a, "organization=%lld&speed=30", o), "zones" },
		{ S("/admin/zones/video"), arena_fmt(w.c.a, "organization=%lld&base=https://video.example", o), "video" },
		{ arena_fmt(w.c.a, "/admin/services/%lld/needs", type), S("what=room"), "needs" },
		{ arena_fmt(w.c.a, "/admin/services/%lld/needs/remove", type), S("place=1"), "needs" },
		{ arena_fmt(w.c.a, "/admin/agendas/%lld/publish", agenda), S("what=close&version=1"), "withdrawn" },
		{ arena_fmt(w.c.a, "/admin/agendas/%lld/publish", agenda), S("what=publish&version=2"), "published" },
	};

	for (size_t i = 0; i < sizeof(acts) / sizeof(acts[0]); i++) {
		size_t before = settings_noted(&w, acts[i].what);
		struct rq *rq;

		w.f.req.header[HH_COOKIE] = w.cookie[ROLE_ADMINISTRATOR];
		rq = fake_ask(&w.f, "POST", acts[i].path.p, acts[i].body.p);
		if (rq->in->answer.status != 303 || settings_noted(&w, acts[i].what) != before + 1)
			fail_msg("%s: %d, %zu rows more", acts[i].path.p, rq->in->answer.status, settings_noted(&w, acts[i].what) - before);
	}
	fake_end(&w.f);
}

/* Planned by somebody, done by the program on its day. */
static void a_dated_change_of_a_type_leaves_a_row_on_its_day(void **state)
{
	struct both *b = BOTH_STATE(state);
	struct world w;
	bool more;

	world_make(b, &w);
	assert_int_equal(db_begin(w.c.db), OK);
	assert_int_equal(amendments_apply(w.c.db, w.c.a, (struct instant){ w.c.now.v + 40 * 86400 }, 100, &more), OK);
	assert_int_equal(settings_noted(&w, "types"), 0);
	assert_int_equal(amendments_apply(w.c.db, w.c.a, (struct instant){ w.c.now.v + 60 * 86400 }, 100, &more), OK);
	assert_int_equal(db_commit(w.c.db), OK);
	assert_int_equal(settings_noted(&w, "types"), 2);		/* one of OWN, one of NEAR */
	fake_end(&w.f);
}

static void the_scope_of_each_role(void **state)
{
	(void)state;
	for (int r = 0; r < ROLE_MAX; r++) {
		struct scope s = access_scope((enum role)r, 10, 20, 5, 7), none = access_scope((enum role)r, 10, 20, 0, 0);

		if (r != ROLE_PLATFORM)
			assert_true(s.lo == 10 && s.hi == 20);
		assert_int_equal(s.practitioner, r == ROLE_PRACTITIONER ? 5 : 0);
		assert_int_equal(s.account, r == ROLE_HEALTH_CENTRE || r == ROLE_HELPER ? 7 : 0);
		if (r == ROLE_PRACTITIONER)
			assert_true(none.practitioner > 0);	/* tied to nobody: nothing is his */
		if (r == ROLE_HEALTH_CENTRE || r == ROLE_HELPER)
			assert_true(none.account > 0);
	}
	assert_int_equal(access_scope(ROLE_MAX, 0, 100, 0, 0).hi, 0);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(every_parameter_is_known), cmocka_unit_test(every_route_names_who_may),
		cmocka_unit_test(the_menu_has_room_for_every_entry),
		cmocka_unit_test(robots_are_kept_off_links_of_persons_forms_and_pages_of_staff),
		cmocka_unit_test(the_scope_of_each_role), BOTH(who_is_not_named_does_not_get_in),
		BOTH(nobody_gets_in_without_a_session), BOTH(who_is_named_gets_in_and_finds_the_own),
		BOTH(what_is_elsewhere_is_not_found_told_or_changed),
		BOTH(whoever_is_shown_is_in_the_trail), BOTH(each_change_of_a_setting_leaves_a_row),
		BOTH(a_dated_change_of_a_type_leaves_a_row_on_its_day),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
