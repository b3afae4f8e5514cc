/*
 * Fills a migrated, empty database with a large country for measuring: establishments,
 * schedules, openings, free days, people and appointments, fictional all of them.
 *
 *	build/bench/fill sqlite:DIR/diwan.db | postgresql://… SCHEDULES APPOINTMENTS TODAY [YEARS]
 *
 * YEARS: about that many appointments spread over so many years before TODAY, as figures look at them: large and small hospitals, more
 * from year to year, taken online by 57 % at first and 93 % at last, waits by speciality, visits missed and given back, reminders and
 * third free times of the last year. Without it the past is full, from today backwards.
 *
 * TODAY is YYYY-MM-DD, a Monday: openings run a year from there, so that the data can be used
 * again on another day with the clock of test mode. Rows go in by the shortest way (COPY; one
 * transaction), indexes are made afterwards. It knows the tables and nothing of the program.
 */
#include "base/num.h"
#include "base/time.h"
#include "sink.h"

#define PER_PLACE 20		/* schedules of one establishment */
#define WEEKS 54		/* openings are made a year ahead; the program's job then finds nothing to do */
#define DAY_STARTS 9		/* 09:00 to 12:00 every 20 minutes */
#define SPECIALTIES_MAX 64

struct world {
	struct sink k;
	int64_t schedules, places, appointments, patients, years;
	struct day today;
	char *specialty[SPECIALTIES_MAX];
	int nspecialties;
};

/* ---- the country ---- */

static uint32_t mix(uint64_t x)
{
	x ^= x >> 31;
	x *= 0x9e3779b97f4a7c15u;
	x ^= x >> 29;
	x *= 0xbf58476d1ce4e5b9u;
	return (uint32_t)(x >> 32);
}

static const char *fmt(const char *f, int64_t n)
{
	static char out[8][100];
	static int at;

	at = (at + 1) % 8;
	snprintf(out[at], sizeof(out[at]), f, (long long)n);
	return out[at];
}

/* Ids in blocks, so that a row's kind can be told in a query by hand. */
enum { ORG = 1000000, LOC = 2000000, SERVICE = 3000000, PRACT = 4000000, SCHED = 5000000, OPENING = 6000000,
	CALENDAR = 7000000, PATIENT = 10000000, APPOINTMENT = 100000000 };
enum { REGIONS = 12, PROVINCES = 75 };

static int64_t place_org(int64_t place) { return ORG + 1000 + place; }
static int64_t place_lo(const struct world *w, int64_t place)
{
	int64_t province = place % PROVINCES, nth = place / PROVINCES, room = w->places / PROVINCES + 2;

	return 100 + province * room * 10 + 10 + nth * 10;
}

static void org_row(struct sink *k, int64_t id, int64_t parent, int64_t lo, int64_t hi, int depth,
	const char *kind, const char *code, const char *name)
{
	I(k, id);
	if (parent) I(k, parent); else N(k);
	I(k, lo); I(k, hi); I(k, depth); T(k, kind); T(k, code); T(k, name); T(k, name); T(k, name);
	T(k, name); T(k, code); T(k, "+212537000000"); T(k, "Africa/Casablanca"); B(k, true); I(k, 1);
	end_row(k);
}

/* Whether start `n` of the working day `nth` from today is taken: full at first, thinner later. */
static bool taken(const struct world *w, int64_t sched, int nth, int n)
{
	int full = (int)(mix((uint64_t)sched) % 12);	/* working days without any free start */
	int64_t per = w->appointments / w->schedules;

	if (nth * DAY_STARTS >= per / 2)
		return false;
	return nth < full || mix((uint64_t)(sched * 1000 + nth * 10 + n)) % (uint32_t)(3 + nth - full) == 0;
}

static int working_day(int nth)		/* offset of the nth Monday, Wednesday, Friday */
{
	static const int of[] = { 0, 2, 4 };

	return nth >= 0 ? nth / 3 * 7 + of[nth % 3] : -7 * ((-nth + 2) / 3) + of[(3 - (-nth) % 3) % 3];
}

/* The kept first free day of an offer, and its last start. */
static void first_day(struct world *w, int64_t sched)
{
	for (int d = 0; d < WEEKS * 3; d++)
		for (int n = DAY_STARTS - 1; n >= 0; n--)
			if (!taken(w, sched, d, n)) {
				I(&w->k, w->today.n + working_day(d));
				I(&w->k, 540 + 20 * n);
				return;
			}
	N(&w->k);
	N(&w->k);
}

static int region_of(int province) { return province * REGIONS / PROVINCES; }
static int first_of(int region) { int p = 0; while (region_of(p) < region) p++; return p; }

static void organizations(struct world *w)
{
	struct sink *k = &w->k;
	int64_t room = w->places / PROVINCES + 2;

	table(k, "organization", 16);
	org_row(k, ORG, 0, 1, 100 + PROVINCES * room * 10 + 10, 0, "ministry", "MA", "Maroc");
	for (int r = 0; r < REGIONS; r++)
		org_row(k, ORG + 1 + r, ORG, 100 + first_of(r) * room * 10 - 1,
			100 + first_of(r + 1 < REGIONS ? r + 1 : REGIONS) * room * 10 - 1 + (r + 1 == REGIONS ? 5 : 0), 1,
			"region", fmt("MA-%02lld", r + 1), fmt("Region %lld", r + 1));
	for (int p = 0; p < PROVINCES; p++)
		org_row(k, ORG + 100 + p, ORG + 1 + region_of(p), 100 + p * room * 10, 100 + (p + 1) * room * 10 - 2, 2,
			"province", fmt("P-%03lld", p), fmt("Province %lld", p));
	for (int64_t e = 0; e < w->places; e++)
		org_row(k, place_org(e), ORG + 100 + e % PROVINCES, place_lo(w, e), place_lo(w, e) + 7, 3,
			"establishment", fmt("E-%05lld", e), fmt("Hopital %lld", e));
	end_table(k);
	table(k, "location", 14);
	for (int64_t e = 0; e < w->places; e++) {
		I(k, LOC + e); I(k, place_org(e)); T(k, "L1"); T(k, "Consultations externes"); T(k, "العيادات الخارجية");
		T(k, "Outpatients"); T(k, "Avenue Hassan II"); T(k, "شارع الحسن الثاني"); T(k, "Rez-de-chaussee"); T(k, "");
		T(k, "+212537000000"); T(k, "Africa/Casablanca"); B(k, true); I(k, 1);
		end_row(k);
	}
	end_table(k);
}

static int specialty_of(const struct world *w, int64_t sched)
{
	int64_t nth = sched % PER_PLACE, place = sched / PER_PLACE;

	/* two agendas in each establishment are of the first speciality: the large search */
	return nth < 2 ? 0 : 1 + (int)((nth - 2 + place * 7) % (w->nspecialties - 1));
}
static int64_t service_of(const struct world *w, int64_t sched)
{
	return SERVICE + sched / PER_PLACE * SPECIALTIES_MAX + specialty_of(w, sched);
}

static void services(struct world *w)
{
	struct sink *k = &w->k;

	table(k, "service", 29);
	for (int64_t e = 0; e < w->places; e++)
		for (int s = 0; s < w->nspecialties; s++) {
			bool used = false;

			for (int n = 0; n < PER_PLACE; n++)
				used |= specialty_of(w, e * PER_PLACE + n) == s;
			if (!used)
				continue;
			I(k, SERVICE + e * SPECIALTIES_MAX + s); I(k, place_org(e)); T(k, fmt("C%lld", s));
			T(k, w->specialty[s]); T(k, "Consultation"); T(k, "استشارة"); T(k, "Consultation");
			I(k, 20); I(k, 20); I(k, 0); I(k, 0); I(k, 0); I(k, 180 * 1440); I(k, 1440); I(k, 1440);
			B(k, true); B(k, false); T(k, w->years && s % 5 == 4 ? "follow_up" : "any"); T(k, "any"); I(k, 0); I(k, 1800); T(k, "on_site"); I(k, 1);
			B(k, false); T(k, "Carte nationale"); T(k, "البطاقة الوطنية"); T(k, "Identity card"); B(k, true); I(k, 1);
			end_row(k);
		}
	end_table(k);
}

static void schedules(struct world *w)
{
	struct sink *k = &w->k;

	table(k, "practitioner", 10);
	for (int64_t i = 0; i < w->schedules; i++) {
		I(k, PRACT + i); I(k, place_org(i / PER_PLACE)); T(k, fmt("D%lld", i)); T(k, fmt("Dr Alaoui %lld", i));
		T(k, ""); T(k, fmt("dr alaoui %lld", i)); T(k, i % 2 ? "female" : "male");
		T(k, w->specialty[specialty_of(w, i)]); B(k, true); I(k, 1);
		end_row(k);
	}
	end_table(k);
	table(k, "schedule", 11);
	for (int64_t i = 0; i < w->schedules; i++) {
		I(k, SCHED + i); I(k, place_org(i / PER_PLACE)); T(k, "practitioner"); I(k, PRACT + i); I(k, LOC + i / PER_PLACE);
		T(k, fmt("Dr Alaoui %lld", i)); T(k, ""); T(k, w->specialty[specialty_of(w, i)]); B(k, true); B(k, true); I(k, 1);
		end_row(k);
	}
	end_table(k);
	table(k, "offer", 11);
	for (int64_t i = 0; i < w->schedules; i++) {
		T(k, w->specialty[specialty_of(w, i)]); I(k, place_lo(w, i / PER_PLACE)); I(k, service_of(w, i)); I(k, SCHED + i);
		I(k, place_org(i / PER_PLACE)); I(k, place_org(i / PER_PLACE)); T(k, "Africa/Casablanca"); B(k, true);
		I(k, 0); first_day(w, i);
		end_row(k);
	}
	end_table(k);
}

static void openings(struct world *w)
{
	struct sink *k = &w->k;

	table(k, "opening", 13);
	for (int64_t i = 0; i < w->schedules; i++) {
		I(k, OPENING + i); I(k, place_org(i / PER_PLACE)); I(k, SCHED + i); I(k, w->today.n - 364); N(k);
		T(k, "FREQ=WEEKLY;BYDAY=MO,WE,FR"); I(k, 540); I(k, 720); I(k, 1); N(k); B(k, true); I(k, w->today.n + WEEKS * 7); I(k, 1);
		end_row(k);
	}
	end_table(k);
	table(k, "opening_service", 3);
	for (int64_t i = 0; i < w->schedules; i++) {
		I(k, OPENING + i); I(k, service_of(w, i)); I(k, place_org(i / PER_PLACE));
		end_row(k);
	}
	end_table(k);
	table(k, "opening_day", 8);
	for (int64_t i = 0; i < w->schedules; i++)
		for (int d = -(int)w->years * 364; d < WEEKS * 7; d++) {
			if ((d + 7 * 364) % 7 != 0 && (d + 7 * 364) % 7 != 2 && (d + 7 * 364) % 7 != 4)
				continue;
			I(k, SCHED + i); I(k, w->today.n + d); I(k, 540); I(k, 720); I(k, OPENING + i);
			I(k, place_org(i / PER_PLACE)); I(k, 1); N(k);
			end_row(k);
		}
	end_table(k);
}

static void free_days(struct world *w)
{
	struct sink *k = &w->k;

	table(k, "free_day", 7);
	for (int64_t i = 0; i < w->schedules; i++)
		for (int d = 0; d < WEEKS * 3; d++) {
			int starts = 0, first = 0, last = 0;

			for (int n = 0; n < DAY_STARTS; n++) {
				if (taken(w, i, d, n))
					continue;
				if (!starts++)
					first = 540 + 20 * n;
				last = 540 + 20 * n;
			}
			if (!starts)
				continue;
			I(k, SCHED + i); I(k, service_of(w, i)); I(k, w->today.n + working_day(d)); I(k, place_org(i / PER_PLACE));
			I(k, starts); I(k, first); I(k, last);
			end_row(k);
		}
	end_table(k);
}

static void patients(struct world *w)
{
	static const char *const first[] = { "Fatima", "Mohamed", "Khadija", "Ahmed", "Amina", "Youssef", "Zineb", "Rachid" };
	struct sink *k = &w->k;
	char name[100];

	table(k, "patient", 17);
	for (int64_t i = 0; i < w->patients; i++) {
		snprintf(name, sizeof(name), "%s Bennani %lld", first[i % 8], (long long)i);
		I(k, PATIENT + i); I(k, place_org(i % w->places)); T(k, name); T(k, name); T(k, fmt("bnn%lld", i));
		I(k, (int64_t)(mix((uint64_t)i) % 25000) - 5000); T(k, i % 2 ? "male" : "female"); T(k, fmt("+2126%08lld", i % 100000000));
		T(k, ""); T(k, ""); T(k, "fr"); N(k); N(k); I(k, 1700000000); N(k); N(k); I(k, 1);
		end_row(k);
	}
	end_table(k);
}

static const char *digits32(int64_t n, int len)
{
	static const char alphabet[] = "23456789ABCDEFGHJKLMNPQRSTUVWXYZ";
	static char out[4][64];
	static int at;
	char *p = out[at = (at + 1) % 4];

	p[len] = '\0';
	for (int i = len - 1; i >= 0; i--, n /= 32)
		p[i] = alphabet[n % 32];
	return p;
}

/* What became of an appointment, and how it was taken. */
struct visit { const char *status, *by, *channel, *whom; int64_t booked; bool extra, wished; };

static void appointment(struct world *w, int64_t n, int64_t sched, int64_t day, int start, const struct visit *v)
{
	struct sink *k = &w->k;
	int64_t place = sched / PER_PLACE, patient = (place + w->places * (int64_t)(mix((uint64_t)n) %
		(uint32_t)(w->patients / w->places)));

	I(k, APPOINTMENT + n); I(k, place_org(place)); T(k, digits32(n, 11)); T(k, digits32(n, 43)); I(k, PATIENT + patient);
	I(k, SCHED + sched); I(k, PRACT + sched); I(k, service_of(w, sched)); I(k, LOC + place);
	T(k, w->specialty[specialty_of(w, sched)]); T(k, "Consultation"); T(k, "استشارة"); T(k, "Consultation");
	I(k, day); I(k, start); T(k, "Africa/Casablanca"); I(k, day * 86400 + start * 60); I(k, 20); I(k, 0); I(k, 0); I(k, 0);
	T(k, v->status); if (v->by) T(k, v->by); else N(k);
	T(k, ""); T(k, v->channel); T(k, v->whom); I(k, v->booked * 86400); I(k, v->booked); N(k); B(k, v->extra);
	T(k, v->extra ? "urgent" : ""); B(k, false); B(k, false); T(k, ""); T(k, "0123456789abcdefghijkl"); I(k, v->booked * 86400); I(k, 1);
	T(k, "Consultations"); T(k, "الفحوصات"); B(k, v->wished);
	end_row(k);
}

static struct visit plain(int64_t n, int64_t day, const char *status)
{
	return (struct visit){ status, strcmp(status, "cancelled") ? NULL : "patient", n % 3 ? "online" : "desk", "self",
		day - 5 - mix((uint64_t)n * 3) % 40, false, false };
}

/* ---- years that are over ---- */

typedef void (*each_visit)(struct world *w, int64_t n, int64_t sched, int64_t day, int start, const struct visit *v);

/* Parts in a thousand of the way from the first day of the years to today. */
static int64_t progress(const struct world *w, int64_t day)
{
	int64_t length = w->years * 364, at = day - (w->today.n - length);

	return at < 0 ? 0 : at > length ? 1000 : at * 1000 / length;
}

static const char *channel_of(const struct world *w, int64_t sched, int64_t day, uint32_t dice)
{
	static const char *const other[] = { "desk", "desk", "desk", "desk", "desk", "phone", "phone", "health-centre", "assisted", "sms" };
	int64_t online = 5744 + 3593 * progress(w, day) / 1000 + (int64_t)(mix((uint64_t)(sched / PER_PLACE) * 11) % 800) - 400;

	return dice % 10000 < online ? "online" : other[dice / 10000 % 10];
}

/* Waits of a speciality lie about its own middle, with a long tail; some people come within the week. */
static int64_t wait_of(const struct world *w, int64_t sched, uint32_t dice)
{
	int64_t middle = 4 + specialty_of(w, sched) * 37 % 90, wait = middle * 500 / (1 + dice % 1000);

	return dice / 1000 % 5 == 0 ? dice / 5000 % 7 : wait > 390 ? 390 : wait;
}

static struct visit past_visit(const struct world *w, int64_t n, int64_t sched, int64_t day)
{
	uint32_t what = mix((uint64_t)n * 5 + 1) % 100, how = mix((uint64_t)n * 7 + 2), more = mix((uint64_t)n * 11 + 3) % 100;
	struct visit v = { "fulfilled", NULL, "desk", "self", day - wait_of(w, sched, mix((uint64_t)n * 13 + 4)), more < 3, more > 91 };

	if (what < 12)
		v.status = "noshow";
	else if (what < 24)
		v.status = "cancelled";
	if (what >= 12 && what < 24)
		v.by = what < 20 ? "patient" : "service";
	if (!v.extra)
		v.channel = channel_of(w, sched, v.booked, how);
	if (!strcmp(v.channel, "assisted") || !strcmp(v.channel, "health-centre"))
		v.whom = "helper";
	return v;
}

/* A large hospital has ten times the visits of a small one; today twice those of the first year. */
static void each_of_the_past(struct world *w, each_visit fn)
{
	int64_t n = w->appointments * 2, days = w->years * 52 * 3;	/* numbers above those of the future */

	for (int64_t i = 0; i < w->schedules; i++) {
		int64_t size = 20 + mix((uint64_t)(i / PER_PLACE) * 17 + 5) % 180, wanted = w->appointments / w->schedules * size / 110;

		for (int64_t d = 1; d <= days; d++)
			for (int s = 0; s < DAY_STARTS; s++) {
				int64_t day = w->today.n + working_day((int)-d), more = 650 + 700 * (days - d) / days;
				struct visit v;

				if (mix((uint64_t)((i * days + d) * DAY_STARTS + s)) % 1000000 >= wanted * 1000 * more / (days * DAY_STARTS))
					continue;
				v = past_visit(w, n, i, day);
				fn(w, n++, i, day, 540 + 20 * s, &v);
			}
	}
}

static bool is_reminded(const struct world *w, int64_t n, int64_t day)
{
	return day > w->today.n - 364 && mix((uint64_t)n * 19 + 6) % 10 < 7;
}

static void reminder(struct world *w, int64_t n, int64_t sched, int64_t day, int start, const struct visit *v)
{
	static const char *const states[] = { "delivered", "delivered", "delivered", "delivered", "sent", "failed" };
	struct sink *k = &w->k;

	(void)start;
	(void)v;
	if (!is_reminded(w, n, day))
		return;
	I(k, APPOINTMENT + n); I(k, place_org(sched / PER_PLACE)); T(k, fmt("+212%012lld", n)); I(k, day - 2); T(k, "sms");
	I(k, (day - 2) * 86400 + 36000); T(k, states[mix((uint64_t)n * 23) % 6]); N(k); N(k); I(k, (day - 2) * 86400); I(k, (day - 2) * 86400 + 36000);
	end_row(k);
}

static void reminder_about(struct world *w, int64_t n, int64_t sched, int64_t day, int start, const struct visit *v)
{
	struct sink *k = &w->k;

	(void)v;
	if (!is_reminded(w, n, day))
		return;
	I(k, APPOINTMENT + n); I(k, day - 2); I(k, APPOINTMENT + n); I(k, place_org(sched / PER_PLACE)); I(k, day); I(k, start);
	end_row(k);
}

/* What the program saw each morning of the last year. */
static void thirds(struct world *w)
{
	struct sink *k = &w->k;

	table(k, "third_next", 4);
	for (int64_t e = 0; e < w->places; e++)
		for (int64_t d = w->today.n - 364; d < w->today.n; d++)
			for (int nth = 1; nth < PER_PLACE; nth++) {	/* the first two agendas are of one speciality */
				I(k, place_org(e)); I(k, d); T(k, w->specialty[specialty_of(w, e * PER_PLACE + nth)]);
				I(k, 3 + mix((uint64_t)(e * PER_PLACE + nth)) % 60 + mix((uint64_t)(e * 1000 + d * 20 + nth)) % 9);
				end_row(k);
			}
	end_table(k);
}

/* What the jobs would count in hours: one hospital's month after the other is like all. */
static void effects(struct world *w)
{
	static const char *const reminders[] = { "none", "sent", "delivered", "confirmed" };
	static const char *const channels[] = { "online", "desk", "phone", "health-centre", "assisted", "sms" };
	int32_t last = (int32_t)(w->today.n / 30.4369), first = last - (int32_t)w->years * 12;
	struct sink *k = &w->k;

	table(k, "effect", 6);
	for (int64_t e = 0; e < w->places; e++)
		for (int32_t month = first; month <= last; month++) {
			for (int i = 0; i < 4 + 6 + PER_PLACE - 1; i++) {
				int of = i < 4 ? 4 : i < 10 ? 6 : PER_PLACE - 1;

				I(k, place_org(e)); I(k, month); T(k, i < 4 ? "reminder" : i < 10 ? "channel" : "type");
				T(k, i < 4 ? reminders[i] : i < 10 ? channels[i - 4] : fmt("%lld", service_of(w, e * PER_PLACE + i - 9)));
				I(k, 440 / of); I(k, 48 / of);
				end_row(k);
			}
		}
	end_table(k);
	table(k, "effect_month", 5);
	for (int64_t e = 0; e < w->places; e++)
		for (int32_t month = first; month <= last; month++) {
			I(k, place_org(e)); I(k, month); I(k, 30); I(k, 20); I(k, w->today.n * 86400LL);
			end_row(k);
		}
	end_table(k);
	table(k, "effect_unjudged", 3);
	for (int32_t month = first; month <= last; month++) {
		I(k, month); I(k, ORG); B(k, false);
		end_row(k);
	}
	end_table(k);
}

static void the_past(struct world *w)
{
	table_with(&w->k, "appointment", 39, "wished", 1);
	each_of_the_past(w, appointment);
	end_table(&w->k);
	table(&w->k, "reminder", 11);
	each_of_the_past(w, reminder);
	end_table(&w->k);
	table(&w->k, "reminder_about", 6);
	each_of_the_past(w, reminder_about);
	end_table(&w->k);
	thirds(w);
	effects(w);
}

static void appointments(struct world *w)
{
	static const char *const past[] = { "fulfilled", "fulfilled", "fulfilled", "noshow", "cancelled" };
	int64_t n = 0, i;

	table_with(&w->k, "appointment", 39, "wished", 1);
	for (i = 0; i < w->schedules; i++) {
		int64_t until = w->appointments * (i + 1) / w->schedules;

		for (int d = 0; d < WEEKS * 3; d++)
			for (int s = 0; s < DAY_STARTS && n < until; s++)
				if (taken(w, i, d, s)) {
					struct visit v = plain(n, w->today.n + working_day(d), "booked");

					appointment(w, n++, i, w->today.n + working_day(d), 540 + 20 * s, &v);
				}
		for (int d = -1; n < until && !w->years; d--)
			for (int s = 0; s < DAY_STARTS && n < until; s++) {
				struct visit v = plain(n, w->today.n + working_day(d), past[mix((uint64_t)n) % 5]);

				appointment(w, n++, i, w->today.n + working_day(d), 540 + 20 * s, &v);
			}
	}
	end_table(&w->k);
	if (w->years)
		the_past(w);
}

static void read_specialties(struct world *w)
{
	FILE *f = fopen("data/seed/specialties.csv", "r");
	char line[500];

	if (!f || !fgets(line, sizeof(line), f))
		die("data/seed/specialties.csv", "run this from the project's folder");
	table(&w->k, "specialty", 7);
	while (w->nspecialties < SPECIALTIES_MAX && fgets(line, sizeof(line), f)) {
		char *at = line, *col[4] = { 0 };

		for (int i = 0; i < 4 && at; i++)
			col[i] = strsep(&at, ",");
		if (!col[3])
			continue;
		w->specialty[w->nspecialties++] = strdup(col[0]);
		T(&w->k, col[0]); T(&w->k, col[1]); T(&w->k, col[2]); T(&w->k, col[3]); T(&w->k, ""); T(&w->k, "");
		I(&w->k, 100 - w->nspecialties);
		end_row(&w->k);
	}
	end_table(&w->k);
	fclose(f);
}

static void open_sink(struct sink *k, const char *where)
{
	k->row = BUF(4 << 20);
	if (!strncmp(where, "sqlite:", 7)) {
		if (sqlite3_open_v2(where + 7, &k->lite, SQLITE_OPEN_READWRITE, NULL) != SQLITE_OK)
			die(where, sqlite3_errmsg(k->lite));
		sql(k, "PRAGMA foreign_keys = OFF; PRAGMA synchronous = OFF; PRAGMA journal_mode = OFF; PRAGMA cache_size = -2000000; PRAGMA temp_store = MEMORY");
	} else {
		k->pg = PQconnectdb(where);
		if (PQstatus(k->pg) != CONNECTION_OK)
			die(where, PQerrorMessage(k->pg));
		sql(k, "SET session_replication_role = replica; SET maintenance_work_mem = '1GB'; SET synchronous_commit = off");
	}
}

int main(int argc, char **argv)
{
	struct world w = { 0 };

	if (argc < 5 || argc > 6 || num_parse(str_of(argv[2]), PER_PLACE, 100000, &w.schedules) != OK ||
	    num_parse(str_of(argv[3]), 0, 100000000, &w.appointments) != OK || day_parse(str_of(argv[4]), &w.today) != OK ||
	    day_weekday(w.today) != 1 || (argc == 6 && num_parse(str_of(argv[5]), 1, 7, &w.years) != OK)) {
		fputs("usage: fill sqlite:FILE|postgresql://… SCHEDULES APPOINTMENTS MONDAY [YEARS]\n", stderr);
		return 2;
	}
	w.places = (w.schedules + PER_PLACE - 1) / PER_PLACE;
	w.schedules = w.places * PER_PLACE;
	w.patients = w.places * (w.appointments / 15 / w.places + 1);
	open_sink(&w.k, argv[1]);
	drop_indexes(&w.k);
	sql(&w.k, "BEGIN");
	read_specialties(&w);
	organizations(&w);
	services(&w);
	schedules(&w);
	openings(&w);
	free_days(&w);
	patients(&w);
	appointments(&w);
	sql(&w.k, "UPDATE service SET booked = TRUE");	/* as the first appointment of each does */
	sql(&w.k, "COMMIT");
	make_indexes(&w.k);
	sql(&w.k, w.k.lite ? "ANALYZE; PRAGMA journal_mode = WAL" : "ANALYZE");
	printf("%lld schedules in %lld places, %lld people, %lld appointments\n", (long long)w.schedules,
		(long long)w.places, (long long)w.patients, (long long)w.appointments);
	return 0;
}
