/*
 * Who is reminded otherwise than by a text message, at the hospital that the accounts work for: three people without telephone
 * (of one the address is missing), and three whom the desk has to call. The job makes all other reminders as anywhere.
 */
#include "areas/demo/inside.h"

#include "areas/patients/patients.h"
#include "areas/reminders/reminders.h"

enum { PEOPLE = 6, WITHOUT_PHONE = 3, BOOKED_DAYS = 20, FROM_DAYS = 6, TO_DAYS = 20 };

static const struct { const char *name, *lang, *address; } people[PEOPLE] = {
	{ "Haj Brahim Ouchen", "fr", "M. Brahim OUCHEN\nDouar Aït Ali\nCommune Aïn Cheggag\n31000 SEFROU" },
	{ "فاطنة بنت موح", "ar", "السيدة فاطنة بنت موح\nدوار إيمي نتزرت\nجماعة رباط الخير\n31000 صفرو" },
	{ "Itto Amzil", "fr", "" },
	{ "Rachida Lahlou", "fr", NULL }, { "سعيد الزروالي", "ar", NULL }, { "Nadia Chraibi", "fr", NULL },
};

/* The first free time of the agenda from a day on; *ret_min < 0: none. */
static enum err free_time(struct demo *d, const struct doctor *doc, struct day from, struct day *ret, int32_t *ret_min)
{
	*ret_min = -1;
	for (struct day day = from; day.n < d->here.day.n + TO_DAYS && *ret_min < 0; day.n++) {
		const struct slot_ask ask = { .service = doc->at->services[doc->mi], .schedule = doc->schedule, .organization = doc->at->id,
			.from = day, .days = 1 };
		struct slot_times times;

		TRY(slot_list(d->db, d->scratch, d->now, &ask, &times));
		*ret = day;
		if (times.n)
			*ret_min = times.v[0].min;
	}
	return OK;
}

static enum err somebody(struct demo *d, const struct doctor *doc, int i, struct patient_id *ret)
{
	struct person p = { .name = { str_of(people[i].name) }, .birth_day = { d->here.day.n - 365 * (50 + 4 * i) }, .sex = S("female"),
		.lang = str_of(people[i].lang), .phone = i < WITHOUT_PHONE ? S("") : arena_fmt(d->scratch, "+2126009911%02d", i) };

	TRY(patient_create(d->db, d->scratch, d->now, doc->at->id, &p, ret));
	if (i >= WITHOUT_PHONE || !*people[i].address)
		return OK;
	return letter_address(d->db, d->scratch, *ret, doc->at->id, str_of(people[i].address));
}

/* Booked weeks ago, for the days from a week on. */
static enum err comes(struct demo *d, const struct doctor *doc, int i)
{
	struct book_ask ask = { .schedule = doc->schedule, .service = doc->at->services[doc->mi], .channel = CH_PHONE, .role = S("desk"), .silent = true };
	struct booked b;

	arena_reset(d->scratch);
	TRY(free_time(d, doc, (struct day){ d->here.day.n + FROM_DAYS }, &ask.day, &ask.start_min));
	if (ask.start_min < 0)
		return OK;
	TRY(somebody(d, doc, i, &ask.patient));
	enum err e = appointment_book(d->db, d->scratch, (struct instant){ d->now.v - BOOKED_DAYS * 86400 }, &ask, &b);

	if (e != OK)
		return e == E_CONFLICT || e == E_INPUT || e == E_LIMIT || e == E_DENIED ? OK : e;
	if (i < WITHOUT_PHONE)
		return OK;
	const struct call_ask call = { .organization = doc->at->id, .appointment = b.id, .patient = ask.patient, .day = ask.day, .start_min = ask.start_min,
		.why = i == PEOPLE - 1 ? "risk" : "failed", .rank = i == PEOPLE - 1 ? CALL_RISK : CALL_FAILED };

	return call_add(d->db, d->scratch, d->now, &call);
}

enum err demo_reminders(struct demo *d)
{
	const struct doctor *doc = NULL;

	for (size_t i = 0; i < d->ndoctors && !doc; i++)
		if (str_eq(d->doctors[i].at->code, S(DEMO_HOSPITAL)) && d->doctors[i].at->services[d->doctors[i].mi].v)
			doc = &d->doctors[i];
	for (int i = 0; doc && i < PEOPLE; i++)
		TRY(comes(d, doc, i));
	return OK;
}
