/*
 * Working hours: the columns of the template (written by template.c, read by agendas.c), and what
 * one row says; whose agenda it is (agendas_whose.c), in which period (agendas_periods.c).
 * Must not know: how a file arrived.
 */
#ifndef IMPORTS_AGENDAS_H
#define IMPORTS_AGENDAS_H

#include "areas/imports/inside.h"

enum { AG_ORGANIZATION, AG_NAME, AG_NAME_AR, AG_CODE, AG_SPECIALTY, AG_SERVICE, AG_DAY, AG_FROM, AG_TO, AG_EVERY,
	AG_FIRST, AG_UNTIL, AG_MINUTES, AG_CAPACITY, AG_SHOWN, AG_BREAK_FROM, AG_BREAK_TO,
	AG_KIND, AG_PERIOD, AG_PERIOD_AR, AG_ONLINE, AG_DESK, AG_CENTRE, AG_RELEASE, AG_COLUMNS };
extern const struct column agenda_columns[AG_COLUMNS];

/* Other hours between two dates, as rows name them. */
struct period {
	struct period *next;
	struct site *site;
	struct variant v;		/* id 0: it is made with the first row that is stored */
	struct str fold_fr, fold_ar;
};

struct line {
	struct site *site;
	const struct specialty *specialty;
	const char *kind;		/* of the agenda: "practitioner", "team", "room", "device" */
	struct name name;
	struct str code, service;
	unsigned days;			/* bit 0 = Monday */
	int32_t from, to, every;
	struct minute_span pause;	/* to 0: none */
	struct day first, until;
	struct period *period;		/* NULL: the usual week */
	int64_t minutes, capacity;
	bool shown;
	struct quota quota;		/* shares by way of booking */
	struct mark mark;
};

/* Whose agenda a row names; wrong cells are noted. */
void agenda_whose_check(struct import *im, struct row *r, struct line *h);
bool agenda_whose_same(const struct line *x, const struct line *y);
/* The agenda of the row, in its establishment and speciality; E_NOTFOUND. */
enum err agenda_whose(struct import *im, struct line *h, struct schedule_id *ret) MUST_CHECK;
/* The same; made when there is none, with its practitioner. */
enum err agenda_whose_make(struct import *im, struct row *r, struct line *h,
	struct schedule_id *ret) MUST_CHECK;

/* Places kept for each way of booking; wrong cells are noted. And what of them makes a row another one: a row without
 * shares is what was remembered before there were any. */
void agenda_shares_check(struct import *im, struct row *r, struct line *h);
struct str agenda_shares_canonical(struct arena *a, const struct line *h);

/* The period that a row names, with its two dates; wrong cells are noted. */
enum err agenda_period_check(struct import *im, struct row *r, struct line *h) MUST_CHECK;
/* Notes what the row would put in the place of an agenda's usual week. *own: without services. */
enum err agenda_period_plan(struct import *im, const struct row *r, const struct line *h,
	const struct opening *own) MUST_CHECK;
/* After all rows were checked: how many appointments these agendas would leave without hours. */
enum err agenda_periods_lose(struct import *im) MUST_CHECK;
/* The agenda takes part, with nothing of its usual week; the period is made when it is new.
 * E_NOTFOUND: it is in another one then, which was noted. */
enum err agenda_period_join(struct import *im, const struct row *r, struct line *h,
	struct schedule_id schedule) MUST_CHECK;

#endif
