/*
 * Appointments of the past: history, not held against openings. A row is known again by all its
 * columns; the nth of equal rows of a file is the nth.
 */
#include "areas/imports/inside.h"

#include "areas/appointments/appointments.h"
#include "areas/figures/figures.h"
#include "areas/imports/rules/words.h"
#include "areas/patients/patients.h"

enum {
	ORGANIZATION,
	SERVICE,
	PRACTITIONER,
	BOOKED_AT,
	CHANNEL,
	START,
	STATUS,
	NAME,
	BIRTH,
	SEX,
	PHONE,
	NCOLUMNS
};
static const struct column columns[NCOLUMNS] = {
	[ORGANIZATION] = { "organization", "organization|etablissement|hopital|المؤسسه|المستشفي", false },
	[SERVICE] = { "service", "service|specialite|specialty|التخصص", true },
	[PRACTITIONER] = { "practitioner", "practitioner|medecin|praticien|الطبيب", false },
	[BOOKED_AT] = { "booked_at", "booked at|pris le|date de prise|تاريخ الحجز", true },
	[CHANNEL] = { "channel", "channel|canal|القناه", true },
	[START] = { "start", "start|rendez vous|debut|الموعد", true },
	[STATUS] = { "status", "status|statut|etat|الحاله", true },
	[NAME] = { "patient_name", "patient name|name|nom|patient|الاسم", true },
	[BIRTH] = { "birth_date", "birth date|date de naissance|تاريخ الازدياد", false },
	[SEX] = { "sex", "sex|sexe|الجنس", false },
	[PHONE] = { "phone", "phone|telephone|الهاتف", false },
};

struct past {
	struct site *site;
	const struct specialty *specialty;
	struct history_ask h;
	struct person p;
	struct local booked;
};

/* People of this file by all that was said of them: one look-up each. */
struct seen { struct str text; struct patient_id id; };
/* Types by (site, code) of this file: one look-up each. */
struct state { struct type *types; struct seen *seen; size_t nseen; };
struct type {
	struct type *next;
	struct site *site;
	struct str code;
	struct service_id id;
	int32_t minutes;
	struct names name;
};

static struct state *state_of(struct import *im)
{
	struct state *st = im->state;

	if (st)
		return st;
	st = im->state = ARENA_NEW(im->a, struct state);
	for (st->nseen = 64; st->nseen < 2 * im->nrows; st->nseen *= 2)
		;
	st->seen = ARENA_ARRAY(im->a, struct seen, st->nseen);
	return st;
}

static enum err type_of(struct import *im, struct past *p)
{
	struct state *st = state_of(im);
	struct type *t;
	struct service s;
	enum err e;

	for (t = st->types; t; t = t->next)
		if (t->site == p->site && str_eq(t->code, p->specialty->code))
			break;
	if (!t) {
		t = ARENA_NEW(im->a, struct type);
		*t = (struct type){ st->types, p->site, p->specialty->code, { 0 }, 20, p->specialty->name };
		e = service_by_code(im->db, im->a, p->site->id, p->specialty->code, &s);
		if (e == OK) {
			t->id = s.id;
			t->minutes = s.duration_min;
			t->name = s.name;
		} else if (e != E_NOTFOUND) {
			return e;
		}
		st->types = t;
	}
	p->h.service = t->id;
	p->h.duration_min = t->minutes;
	p->h.service_name = t->name;
	return OK;
}

static void check_words(struct import *im, struct row *r, struct past *p)
{
	if (word_moment(r->cell[BOOKED_AT], &p->booked) != OK)
		import_wrong(im, r, BOOKED_AT, N_("day and hour, local, as YYYY-MM-DD HH:MM"));
	if (word_moment(r->cell[START], &p->h.start) != OK)
		import_wrong(im, r, START, N_("day and hour, local, as YYYY-MM-DD HH:MM"));
	if (!channel_of(r->cell[CHANNEL], &p->h.channel))
		import_wrong(im, r, CHANNEL,
			N_("one of: online, desk, phone, health-centre, assisted, sms, api"));
	if (!status_of(r->cell[STATUS], &p->h.status))
		import_wrong(im, r, STATUS,
			N_("one of: proposed, pending, booked, arrived, checked-in, fulfilled, cancelled, "
			   "noshow, waitlist, entered-in-error"));
	import_name(im, r, NAME, &p->p.name);
	import_sex(im, r, SEX, &p->p.sex);
	import_phone(im, r, PHONE, &p->p.phone);
	p->p.birth_day = DAY_NONE;
	if (r->cell[BIRTH].n && word_day(r->cell[BIRTH], &p->p.birth_day) != OK)
		import_wrong(im, r, BIRTH, N_("a birth date, for instance 27/03/1968 or 1968-03-27"));
	p->p.lang = S("fr");
}

static enum err check(struct import *im, struct row *r)
{
	struct past *p = ARENA_NEW(im->a, struct past);
	const struct practitioner *d = NULL;

	r->record = p;
	TRY(import_site(im, r, ORGANIZATION, &p->site));
	p->specialty = import_specialty(im, r, SERVICE);
	check_words(im, r, p);
	if (!p->site || !p->specialty)
		return OK;
	if (r->cell[PRACTITIONER].n) {
		TRY(import_doctor(im, p->site, r->cell[PRACTITIONER], STR_NONE, STR_NONE, &d));
		if (!d)
			TRY(import_doctor(im, p->site, STR_NONE, r->cell[PRACTITIONER], p->specialty->code, &d));
		if (d)
			p->h.practitioner = d->id;
		im->out.strangers += !d;
	}
	p->h.organization = p->site->id;
	p->h.specialty = p->specialty->code;
	p->h.zone = p->site->zone_name;
	p->h.booked_day = p->booked.day;
	p->h.booked_at = zone_instant(p->site->zone, p->booked);
	return type_of(im, p);
}

static struct str canonical(struct arena *a, const struct row *r, const struct past *p)
{
	char booked[17], start[17], birth[11] = "";

	local_print(p->booked, booked);
	local_print(p->h.start, start);
	if (day_is(p->p.birth_day))
		day_print(p->p.birth_day, birth);
	return arena_fmt(a, "%.*s\x1f%.*s\x1f%.*s\x1f%s\x1f%s\x1f%s\x1f%s\x1f%.*s\x1f%s\x1f%.*s\x1f%.*s",
		STR_ARG(p->site->code), STR_ARG(p->specialty->code), STR_ARG(r->cell[PRACTITIONER]),
		booked, channel_code(p->h.channel), start, status_code(p->h.status), STR_ARG(p->p.name.s),
		birth, STR_ARG(p->p.sex), STR_ARG(p->p.phone));
}

/* Without a phone nobody can be known again: each such row is a person of its own. */
static enum err person_of(struct import *im, struct past *p)
{
	struct state *st = state_of(im);
	char birth[11] = "";
	struct str text;
	struct seen *at;

	if (!p->p.phone.n)
		return patient_find_or_create(im->db, im->scratch, im->now, p->site->id, &p->p, &p->h.patient);
	if (day_is(p->p.birth_day))
		day_print(p->p.birth_day, birth);
	text = arena_fmt(im->scratch, "%.*s\x1f%.*s\x1f%s\x1f%.*s", STR_ARG(p->site->code),
		STR_ARG(p->p.name.s), birth, STR_ARG(p->p.phone));
	at = &st->seen[str_hash(text) & (st->nseen - 1)];
	while (at->id.v && !str_eq(at->text, text))
		at = at + 1 < st->seen + st->nseen ? at + 1 : st->seen;
	if (!at->id.v) {
		TRY(patient_find_or_create(im->db, im->scratch, im->now, p->site->id, &p->p, &at->id));
		at->text = arena_str(im->a, text);
	}
	p->h.patient = at->id;
	return OK;
}

static enum err store(struct import *im, struct row *r)
{
	struct past *p = r->record;
	struct mark mark;
	struct appointment_id id;

	TRY(import_mark(im, canonical(im->scratch, r, p), &mark));
	if (mark.known) {
		im->out.unchanged++;
		return OK;
	}
	TRY(person_of(im, p));
	TRY(appointment_add_history(im->db, im->scratch, im->now, &p->h, &id));
	TRY(figures_touch(im->db, im->scratch, p->site->id, p->booked.day));
	TRY(effect_touch(im->db, im->scratch, p->site->id, p->h.start.day));
	im->out.created++;
	import_person(im, p->site->id.v, p->h.patient.v);
	return import_remember(im, &mark, p->site->id, id.v);
}

/* The months that were touched are counted at once, so that figures are right after the command. */
static enum err end(struct import *im)
{
	return im->ask->dry_run ? OK : figures_settle(im->db, im->scratch, im->now);
}

const struct importer import_appointments = { 200000, columns, NCOLUMNS, check, store, end, NULL };
