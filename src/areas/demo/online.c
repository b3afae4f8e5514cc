/*
 * How booking online caught on at Ibn Al Khatib, Fès, in 2013: 57.44 % of the appointments of January, 93.37 % of November.
 * Both shares are real (the real January had 4,961 of 8,637); the months between them and all rows are invented, about a
 * fortieth as many. In November other houses stand beside it, all of them invented. They come in as the past of any hospital does: a file of rows, through the importer.
 */
#include "areas/demo/inside.h"

#include "areas/imports/imports.h"
#include "base/buf.h"

enum { YEAR = 2013, MONTHS = 11, PEOPLE = 60, OTHERS = 9, FILE_MAX = 1 << 19 };

static const struct { int all, online; } months[MONTHS] = { { 242, 139 }, { 163, 98 }, { 162, 105 }, { 163, 113 }, { 163, 119 },
	{ 165, 126 }, { 164, 131 }, { 160, 133 }, { 162, 141 }, { 168, 152 }, { 166, 155 } };

/* One row: somebody of a house's sixty, the i-th of a month. */
struct visit { struct str house; const char *specialty; int month, i, delay, who, family; bool online; };

static void row(struct demo *d, struct dice *dice, struct buf *b, const struct visit *v)
{
	bool female = v->who % 5 < 3;
	const struct pairs *firsts = female ? &d->female : &d->male;
	struct day booked = { day_of(YEAR, v->month + 1, 1).n + v->i % 28 }, on = { booked.n + v->delay };
	char from[11], to[11];

	day_print(booked, from);
	day_print(on, to);
	buf_put_fmt(b, "%.*s,%s,,%s %02d:%02d,%s,%s %02d:%02d,%s,%.*s %.*s,19%02d-0%d-1%d,%s,06000%d%04d\n", STR_ARG(v->house), v->specialty,
		from, 8 + v->i % 12, v->i % 60, v->online ? "online" : "desk", to, 8 + v->i % 6, v->i % 3 * 20,
		dice_percent(dice, 78) ? "fulfilled" : "noshow", STR_ARG(firsts->v[(size_t)v->who % firsts->n].latin),
		STR_ARG(d->family.v[(size_t)(v->who + v->family) % d->family.n].latin), 35 + v->who, 1 + v->who % 9, v->who % 9,
		female ? "female" : "male", v->family % 10, v->who + 60 * v->family);
}

static void year_in_fes(struct demo *d, struct dice *dice, struct buf *b)
{
	static const char *const specialties[] = { "medgen", "cardio", "ophtalmo", "gastro" };

	for (int m = 0; m < MONTHS; m++) {
		for (int i = 0; i < months[m].all; i++) {
			struct visit v = { .house = S(DEMO_HOSPITAL), .specialty = specialties[i % 4], .month = m, .i = i,
				.delay = 3 + dice_roll(dice, 30) + dice_roll(dice, 20), .who = dice_roll(dice, PEOPLE),
				.online = i < months[m].online };

			row(d, dice, b, &v);
		}
	}
}

/* November elsewhere, so that there is something to compare: some houses are faster, some see few. */
static void november_in_others(struct demo *d, struct dice *dice, struct buf *b)
{
	static const char *const specialties[] = { "cardio", "ophtalmo", "gastro" };

	for (int k = 0, h = 0; h < (int)d->nhospitals && k < OTHERS; h++) {
		if (str_eq(d->hospitals[h].code, S(DEMO_HOSPITAL)))
			continue;
		k++;
		for (int i = 0, n = k % 4 == 3 ? 36 : 60 + 24 * (k % 5); i < n; i++) {
			struct visit v = { .house = d->hospitals[h].code, .specialty = specialties[i % 3], .month = MONTHS - 1, .i = i,
				.delay = 2 + 3 * k + dice_roll(dice, 12) + dice_roll(dice, 12), .who = dice_roll(dice, PEOPLE),
				.family = k, .online = dice_percent(dice, 84 + k) };

			row(d, dice, b, &v);
		}
	}
}

enum err demo_online(struct demo *d)
{
	struct dice dice = { YEAR };
	struct buf *b = buf_new(d->a, FILE_MAX);
	struct import_report done;
	struct import_ask ask = { .kind = IMPORT_APPOINTMENTS };

	buf_put(b, S("organization,service,practitioner,booked_at,channel,start,status,patient_name,birth_date,sex,phone\n"));
	year_in_fes(d, &dice, b);
	november_in_others(d, &dice, b);
	if (!buf_ok(b))
		return E_LIMIT;
	ask.bytes = buf_str(b);
	arena_reset(d->scratch);
	TRY(import_run(d->db, d->scratch, d->now, &ask, &done));
	return done.errors_in_all ? E_INPUT : OK;
}
