/*
 * The texts about appointments, as samples: one for each kind of notice, named and discreet, and by mail. The segments stated
 * here are what the house pays at most; areas/messages/test/samples_test.c holds every one to them.
 */
#include "areas/appointments/appointments.h"

#include "areas/appointments/notice.h"
#include "jobs/samples.h"

/* Added to a kind of notice. */
enum { DISCREET = 100, NAMED = 200, HOME = 300, VIDEO = 400, PHONE = 500 };
enum { STARTS = 12 };

static void fill_starts(struct local *v, size_t n)
{
	for (size_t i = 0; i < n; i++)
		v[i] = (struct local){ { SAMPLE_DAY.n + (int32_t)(14 * i) }, SAMPLE_MIN };
}

static bool has_link(enum notice_kind k)
{
	return k == NOTICE_BOOKED || k == NOTICE_MOVED || k == NOTICE_MOVED_OTHER || k == NOTICE_WAITING
		|| k == NOTICE_PARTY_BOOKED || k == NOTICE_PARTY_MOVED || k == NOTICE_PARTY_SEATED || k == NOTICE_SERIES_BOOKED;
}

/* `starts` has room for STARTS and is kept by the caller. */
static struct notice sample_notice(enum lang l, int which, enum sample_size size, struct local *starts)
{
	const enum notice_kind k = (enum notice_kind)(which % DISCREET);
	const bool longest = size == SAMPLE_LONGEST, series = k >= NOTICE_SERIES_BOOKED;
	struct notice n = { .kind = k, .place = sample_place(size), .place_phone = SAMPLE_PHONE,
		.discreet = which / DISCREET == 1, .start = { SAMPLE_DAY, SAMPLE_MIN }, .reference = SAMPLE_REFERENCE,
		.token = has_link(k) ? SAMPLE_TOKEN : STR_NONE, .people = longest ? 99 : 3,
		.starts = series ? starts : NULL, .nstarts = series ? longest ? STARTS : 2 : 0 };

	fill_starts(starts, STARTS);
	if (which >= HOME)
		n.place_kind = which >= PHONE ? S("phone") : which >= VIDEO ? S("video") : S("home");
	if (which / DISCREET * DISCREET == NAMED)
		n.who = n.instead = sample_person(l, size);
	return n;
}

static struct str text(struct arena *a, enum lang l, int which, enum sample_size size)
{
	struct local starts[STARTS];
	const struct notice n = sample_notice(l, which, size, starts);

	return notice_text(a, l, &n);
}

/* Its subject, and what stands below it. */
static struct str mail_text(struct arena *a, enum lang l, int which, enum sample_size size)
{
	static const char *const address[] = { [LANG_FR] = "12, avenue Hassan II, Fès", [LANG_AR] = "12 شارع الحسن الثاني، فاس",
		[LANG_EN] = "12, avenue Hassan II, Fez" };
	static const char *const bring[] = { [LANG_FR] = "votre carte d’identité", [LANG_AR] = "بطاقة التعريف الوطنية",
		[LANG_EN] = "your identity card" };
	static const char *const prepare[] = { [LANG_FR] = "arrivez dix minutes plus tôt", [LANG_AR] = "احضروا قبل الموعد بعشر دقائق",
		[LANG_EN] = "be there ten minutes early" };
	struct local starts[STARTS];
	struct notice n = sample_notice(l, which, size, starts);

	n.address = str_of(address[l]);
	n.bring = str_of(bring[l]);
	n.prepare = str_of(prepare[l]);
	const struct message m = notice_as_mail(a, (struct instant){ 0 }, l, &n);

	return arena_cat(a, arena_cat(a, m.subject, S("\n\n")), m.body);
}

#define SMS(template_, when_, which_) { template_, when_, "sms", false, 1, 2, which_, text }
#define MAIL(template_, when_, which_) { template_, when_, "mail", false, 0, 0, which_, mail_text }
const struct sample appointments_samples[] = {
	SMS("booked", N_("An appointment is booked"), NOTICE_BOOKED),
	SMS("booked", N_("The same, of a discreet type"), DISCREET + NOTICE_BOOKED),
	SMS("booked", N_("The same, of a visit at home"), HOME + NOTICE_BOOKED),
	SMS("booked", N_("The same, by video"), VIDEO + NOTICE_BOOKED),
	SMS("booked", N_("The same, by telephone"), PHONE + NOTICE_BOOKED),
	SMS("moved", N_("An appointment is moved"), NOTICE_MOVED),
	SMS("moved", N_("The same, of a discreet type"), DISCREET + NOTICE_MOVED),
	SMS("moved", N_("It is moved to somebody else’s agenda"), NOTICE_MOVED_OTHER),
	SMS("moved", N_("The same, of a discreet type"), DISCREET + NOTICE_MOVED_OTHER),
	SMS("cancelled", N_("The person has cancelled"), NOTICE_CANCELLED),
	SMS("cancelled", N_("The same, of a discreet type"), DISCREET + NOTICE_CANCELLED),
	SMS("cancelled-by-service", N_("The hospital has to cancel"), NOTICE_CANCELLED_BY_SERVICE),
	SMS("cancelled-by-service", N_("The same, of a discreet type"), DISCREET + NOTICE_CANCELLED_BY_SERVICE),
	SMS("substituted", N_("Somebody else receives that day"), NOTICE_SUBSTITUTED),
	SMS("substituted", N_("The same, where people know who receives them"), NAMED + NOTICE_SUBSTITUTED),
	SMS("substituted", N_("The same, of a discreet type"), DISCREET + NOTICE_SUBSTITUTED),
	SMS("given-back", N_("And not so after all"), NOTICE_GIVEN_BACK),
	SMS("given-back", N_("The same, of a discreet type"), DISCREET + NOTICE_GIVEN_BACK),
	SMS("waiting", N_("A waiting place of a group session"), NOTICE_WAITING),
	SMS("seat", N_("A place of a group session has come free"), NOTICE_SEAT),
	SMS("party-booked", N_("Several people are booked at once"), NOTICE_PARTY_BOOKED),
	SMS("party-moved", N_("Their places are moved"), NOTICE_PARTY_MOVED),
	SMS("party-cancelled", N_("All of them are cancelled"), NOTICE_PARTY_CANCELLED),
	SMS("seat", N_("Relatives who waited together have places"), NOTICE_PARTY_SEATED),
	SMS("party-off", N_("The hospital has to cancel their places"), NOTICE_PARTY_OFF),
	SMS("booked", N_("Several visits are booked"), NOTICE_SERIES_BOOKED),
	SMS("moved", N_("Several visits are moved"), NOTICE_SERIES_MOVED),
	SMS("cancelled", N_("Several visits are cancelled"), NOTICE_SERIES_CANCELLED),
	SMS("cancelled-by-service", N_("The hospital has to cancel several visits"), NOTICE_SERIES_CANCELLED_BY_SERVICE),
	MAIL("booked", N_("An appointment is booked"), NOTICE_BOOKED),
	MAIL("booked", N_("The same, of a discreet type"), DISCREET + NOTICE_BOOKED),
	MAIL("moved", N_("An appointment is moved"), NOTICE_MOVED),
	MAIL("moved", N_("It is moved to somebody else’s agenda"), NOTICE_MOVED_OTHER),
	MAIL("cancelled", N_("The person has cancelled"), NOTICE_CANCELLED),
	MAIL("cancelled-by-service", N_("The hospital has to cancel"), NOTICE_CANCELLED_BY_SERVICE),
	MAIL("substituted", N_("Somebody else receives that day"), NOTICE_SUBSTITUTED),
	MAIL("given-back", N_("And not so after all"), NOTICE_GIVEN_BACK),
	MAIL("waiting", N_("A waiting place of a group session"), NOTICE_WAITING),
	MAIL("seat", N_("A place of a group session has come free"), NOTICE_SEAT),
	MAIL("party-booked", N_("Several people are booked at once"), NOTICE_PARTY_BOOKED),
	MAIL("party-moved", N_("Their places are moved"), NOTICE_PARTY_MOVED),
	MAIL("party-cancelled", N_("Some or all of them are cancelled"), NOTICE_PARTY_CANCELLED),
	MAIL("seat", N_("Relatives who waited together have places"), NOTICE_PARTY_SEATED),
	MAIL("party-off", N_("The hospital has to cancel their places"), NOTICE_PARTY_OFF),
	MAIL("booked", N_("Several visits are booked"), NOTICE_SERIES_BOOKED),
	MAIL("moved", N_("Several visits are moved"), NOTICE_SERIES_MOVED),
	MAIL("cancelled", N_("Several visits are cancelled"), NOTICE_SERIES_CANCELLED),
	MAIL("cancelled-by-service", N_("The hospital has to cancel several visits"), NOTICE_SERIES_CANCELLED_BY_SERVICE),
	{ 0 },
};
