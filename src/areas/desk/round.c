/* The round of a day: visits at home in the order in which they are driven, and calls, on the phone and on paper. */
#include "areas/desk/round.h"

#include "areas/desk/acts.h"
#include "areas/organizations/organizations.h"
#include "areas/schedules/homes.h"
#include "base/num.h"
#include "desk_t.h"
#include "page/text.h"
#include "pdf/pdf.h"
#include "web/web.h"

/* The agendas that go out or call: a practitioner's own, or the house's. */
static enum err list_agendas(struct rq *rq, const struct desk *d, struct day day, struct schedules *ret)
{
	struct desk_rounds_rows going;
	struct schedules all;

	if (rq->who.role == ROLE_PRACTITIONER)
		TRY(schedule_worked_by(rq->db, rq->a, (struct practitioner_id){ rq->who.practitioner }, day, day, &all));
	else
		TRY(schedule_list(rq->db, rq->a, d->id, &all));
	TRY(schedules_apart(rq->db, rq->a, rq->lang, &all));
	TRY(desk_rounds(rq->db, rq->a, d->lo, d->hi, &going));
	ret->v = ARENA_ARRAY(rq->a, struct schedule, all.n + 1);
	ret->n = 0;
	for (size_t i = 0; i < all.n; i++)
		for (size_t k = 0; k < going.n; k++)
			if (going.v[k].id.v == all.v[i].id.v) {
				ret->v[ret->n++] = all.v[i];
				break;
			}
	return OK;
}

static void choose(struct rq *rq, const struct schedules *all, struct round_page *p)
{
	int64_t of = 0;

	if (num_parse(rq_raw(rq, "of"), 1, INT64_MAX, &of) != OK)
		of = 0;
	p->agendas.v = ARENA_ARRAY(rq->a, struct agenda_choice, all->n + 1);
	p->agendas.n = all->n;
	for (size_t i = 0; i < all->n; i++)
		if (all->v[i].id.v == of)
			p->agenda = all->v[i];
	if (!p->agenda.id.v && all->n)
		p->agenda = all->v[0];
	for (size_t i = 0; i < all->n; i++)
		p->agendas.v[i] = (struct agenda_choice){ arena_fmt(rq->a, "%lld", (long long)all->v[i].id.v),
			all->v[i].name.v[rq->lang], all->v[i].id.v == p->agenda.id.v };
}

enum err desk_ways(struct rq *rq, const struct desk *d, struct travel *ret)
{
	struct home_zones zones;
	struct travel_zone *v;
	int64_t speed;

	TRY(home_zone_list(rq->db, rq->a, d->id, false, &zones));
	TRY(organization_setting(rq->db, rq->a, d->lo, SETTING_HOME_SPEED, &speed));
	v = ARENA_ARRAY(rq->a, struct travel_zone, zones.n + 1);
	for (size_t i = 0; i < zones.n; i++)
		v[i] = (struct travel_zone){ .id = zones.v[i].id, .minutes = zones.v[i].minutes, .near_min = zones.v[i].near_min,
			.at = zones.v[i].at };
	*ret = (struct travel){ .zones = v, .n = zones.n, .speed_kmh = (int32_t)speed };
	return OK;
}

/* Opens the map of the phone; no site learns the address. */
static struct url map_of(struct arena *a, struct place_on_earth at)
{
	char text[EARTH_TEXT_MAX];

	earth_print(at, text);
	return url_fmt(a, "geo:%s", text);
}

static bool goes_on(const struct appointment *x)
{
	return x->status != ST_CANCELLED && x->status != ST_ERROR && !str_eq(x->place_kind, S("on_site"));
}

/* Those that go out or are called that day, and where each is: by its address where that is known, else by its zone. */
static size_t list_stops(struct rq *rq, const struct appointments *all, struct travel *t, struct travel_stop **ret)
{
	struct travel_spot *spots = ARENA_ARRAY(rq->a, struct travel_spot, all->n + 1);
	struct travel_stop *v = ARENA_ARRAY(rq->a, struct travel_stop, all->n + 1);
	size_t n = 0;

	t->spots = spots;
	t->nspots = all->n;
	for (size_t i = 0; i < all->n; i++) {
		const struct appointment *x = &all->v[i];

		spots[i] = (struct travel_spot){ travel_number(t, x->home.zone), x->home.at };
		if (goes_on(x))
			v[n++] = (struct travel_stop){ .at = x->start_at.v, .where = travel_spot_number(t, i),
				.call = !x->home.zone, .i = i };
	}
	*ret = v;
	return n;
}

/* In driving order; the next open one is marked. */
static enum err fill_lines(struct rq *rq, const struct desk *d, struct round_page *p)
{
	struct appointments all, seen;
	struct travel_stop *stops;
	struct travel t;
	bool next = false;

	if (!p->agenda.id.v)
		return OK;
	TRY(desk_ways(rq, d, &t));
	TRY(appointment_day_of_schedule(rq->db, rq->a, &rq->who.scope, p->agenda.id, p->day,
		(struct day){ p->day.n + 1 }, &all));
	p->lines = (struct round_lines){ ARENA_ARRAY(rq->a, struct round_line, all.n + 1), list_stops(rq, &all, &t, &stops) };
	p->way_back = travel_order(&t, stops, p->lines.n);
	seen = (struct appointments){ ARENA_ARRAY(rq->a, struct appointment, all.n + 1), p->lines.n };
	for (size_t i = 0; i < p->lines.n; i++) {
		const struct appointment *x = &all.v[stops[i].i];
		struct round_line *l = &p->lines.v[i];

		*l = (struct round_line){ .x = *x, .home = x->home.zone != 0, .open = status_open(x->status), .way = stops[i].way };
		l->next = l->open && !next;
		TRY(appointment_video(rq->db, rq->a, rq->now, x, &l->video.s));
		l->begun = x->start_at.v <= rq->now.v;
		if (x->home.at.known)
			l->map = map_of(rq->a, x->home.at);
		next |= l->next;
		seen.v[i] = *x;
	}
	return desk_saw(rq, &seen);
}

static struct url round_url(struct rq *rq, const char *path, const struct round_page *p, struct day day)
{
	char text[11];

	day_print(day, text);
	return url_fmt(rq->a, "%s?day=%s&of=%lld", path, text, (long long)p->agenda.id.v);
}

static enum err load(struct rq *rq, struct round_page *p, struct desk *d)
{
	struct schedules all;

	TRY(desk_begin(rq, d));
	p->today = d->now.day;
	p->day = desk_day(rq, "day", d->now.day);
	TRY(list_agendas(rq, d, p->day, &all));
	choose(rq, &all, p);
	p->back = round_url(rq, "/desk/round", p, (struct day){ p->day.n - 1 });
	p->after = round_url(rq, "/desk/round", p, (struct day){ p->day.n + 1 });
	p->pdf = round_url(rq, "/desk/round.pdf", p, p->day);
	return fill_lines(rq, d, p);
}

enum err desk_round_page(struct rq *rq)
{
	struct round_page p = { 0 };
	struct desk d;

	TRY(load(rq, &p, &d));
	t_desk_round(rq_page(rq, 200), &p);
	return OK;
}

/* ---- one tap ---- */

struct round_in { struct str act, of; struct day day; };
static const struct field round_fields[] = {
	FIELD(round_in, act, F_TEXT, struct str, .required = true, .max = 60),
	FIELD(round_in, of, F_TEXT, struct str, .max = 20),
	FIELD(round_in, day, F_DAY, struct day, .required = true),
};
const struct form desk_round_form = FORM(round_in, round_fields);

/* "ID.VERSION.STATUS": done, or nobody there. A second tap of the same is no conflict. */
enum err desk_round_act(struct rq *rq)
{
	const struct round_in *in = rq->form;
	struct str rest = in->act, id = str_cut(&rest, '.'), version = str_cut(&rest, '.');
	struct appointment x;
	int64_t n, v, ret;
	enum status to;
	enum err e = OK;
	char day[11];

	if (num_parse(id, 1, INT64_MAX, &n) != OK || num_parse(version, 1, INT64_MAX, &v) != OK ||
			!status_of(rest, &to) || (to != ST_FULFILLED && to != ST_NOSHOW))
		return E_NOTFOUND;
	TRY(appointment_get(rq->db, rq->a, &rq->who.scope, (struct appointment_id){ n }, &x));
	TRY(rq_audit(rq, AUDIT_CHANGE, x.patient.v, x.organization.v));
	if (x.status != to) {
		struct change_ask who = { .id = x.id, .version = v, .channel = CH_DESK, .account = rq->who.account,
			.role = str_of(role_code(rq->who.role)) };

		e = appointment_set_status(rq->db, rq->a, rq->now, &who, to, &ret);
	}
	if (e == E_CONFLICT)
		return rq_problem(rq, N_("Somebody else changed this visit meanwhile. Go back and look at it again."));
	if (e == E_INPUT)
		return rq_problem(rq, N_("This cannot be recorded for it now: its time has not come, or it is closed."));
	TRY(e);
	day_print(in->day, day);
	return rq_redirect(rq, "/desk/round?day=%s&of=%lld", day, (long long)x.schedule.v);
}

/* ---- on paper ---- */

static struct str address_cell(struct arena *a, enum lang lang, const struct round_line *l)
{
	const struct home *h = &l->x.home;

	if (!l->home)
		return lang_tr(lang, str_eq(l->x.place_kind, S("video")) ? N_("By video") : N_("By telephone"));
	struct str parts[] = { text_apart(a, h->address), text_apart(a, h->details), h->zone_name.v[lang] };
	const struct str two[] = { parts[0], parts[2] };

	return h->details.n ? fill(a, lang_tr(lang, N_("%1 (%2), %3")), parts, 3)
		: fill(a, lang_tr(lang, N_("%1, %2")), two, 2);
}

/* The type, and that somebody comes in addition and why. */
static struct str type_said(struct arena *a, enum lang lang, const struct appointment *x)
{
	const struct str parts[] = { type_openly(lang, &x->service_name, x->sensitive), lang_tr(lang, N_("In addition")), extra_why(lang, x) };

	return x->overbooked ? fill(a, lang_tr(lang, N_("%1 (%2: %3)")), parts, 3) : parts[0];
}

static void pdf_lines(struct pdf *p, struct arena *a, enum lang lang, const struct round_lines *lines)
{
	const struct pdf_column columns[] = {
		{ lang_tr(lang, N_("Time")), 1, true, false }, { lang_tr(lang, N_("Way, in minutes")), 1, true, false },
		{ lang_tr(lang, N_("Person")), 3, false, false }, { lang_tr(lang, N_("Address")), 5, false, false },
		{ lang_tr(lang, N_("Phone")), 2, true, false }, { lang_tr(lang, N_("Type")), 2, false, false },
		{ lang_tr(lang, N_("Note")), 2, false, false }, { lang_tr(lang, N_("Done")), 1, false, false },
	};

	pdf_table(p, columns, 8);
	for (size_t i = 0; i < lines->n; i++) {
		const struct round_line *l = &lines->v[i];
		const struct str cells[] = { arena_fmt(a, "%02d:%02d", l->x.start_min / 60, l->x.start_min % 60),
			l->home ? arena_fmt(a, "%d", l->way) : S("–"), l->x.patient_name.s, address_cell(a, lang, l),
			l->x.phone.n ? text_phone(a, l->x.phone) : S("–"),
			type_said(a, lang, &l->x), l->x.note, S("") };

		pdf_table_row(p, cells, 8);
	}
	pdf_table_end(p);
}

enum err desk_round_pdf(struct rq *rq)
{
	struct round_page r = { 0 };
	struct desk d;
	struct pdf *p;
	struct str bytes;
	char day[11];

	TRY(load(rq, &r, &d));
	day_print(r.day, day);

	struct str parts[] = { r.agenda.name.v[rq->lang], text_long_day(rq->a, rq->lang, r.day) };
	struct str title = fill(rq->a, lang_tr(rq->lang, N_("%1, %2")), parts, 2);
	struct pdf_options o = { .title = title, .rtl = rq->lang == LANG_AR, .landscape = true, .now = rq->now, .foot = d.name };

	TRY(pdf_new(rq->a, &o, &p));
	pdf_heading(p, 1, title);
	if (!r.lines.n)
		pdf_text(p, lang_tr(rq->lang, N_("Nobody is expected that day.")));
	else
		pdf_lines(p, rq->a, rq->lang, &r.lines);
	TRY(pdf_end(p, &bytes));
	return rq_file(rq, "application/pdf", arena_fmt(rq->a, "diwan-%s.pdf", day), bytes);
}
