/* Families: times one after the other for several people, of the same or of different types. */
#include "areas/gatherings/inside.h"

#include "areas/booking/booking.h"
#include "areas/organizations/organizations.h"
#include "base/num.h"
#include "gatherings_t.h"
#include "web/web.h"

enum { LOOK_DAYS = 31, PER_DAY = 6, GOOD_DAYS = 4, NETWORK_MOST = 12 };

/* ---- the question ---- */

static enum err offered(struct rq *rq, struct organization_id place, bool citizen, struct choices_of *ret)
{
	struct organization_get_row o;
	struct family_types_rows rows;

	TRY(organization_get(rq->db, rq->a, place, &o));
	TRY(family_types(rq->db, rq->a, citizen, o.tree_lo, o.tree_hi, &rows));
	ret->v = ARENA_ARRAY(rq->a, struct choice_of, rows.n + 1);
	ret->n = 0;
	for (size_t i = 0; i < rows.n; i++)
		ret->v[ret->n++] = (struct choice_of){ rows.v[i].id.v,
			organization_name(rq->lang, rows.v[i].name_fr, rows.v[i].name_ar, rows.v[i].name_en), false };
	return OK;
}

static int64_t asked_type(const struct rq *rq, const char *name, const struct choices_of *all)
{
	int64_t id;

	if (num_parse(rq_raw(rq, name), 1, INT64_MAX, &id) == OK)
		for (size_t i = 0; i < all->n; i++)
			if (all->v[i].id == id)
				return id;
	return all->n ? all->v[0].id : 0;
}

/* A select for each person, with what was asked chosen; the first person's where nothing was. */
static void list_picks(struct rq *rq, const struct choices_of *all, struct family_view *v, struct service_id *types)
{
	v->picks.v = ARENA_ARRAY(rq->a, struct type_pick, PARTY_PEOPLE_MAX);
	for (int i = 0; i < v->n; i++) {
		struct type_pick *p = &v->picks.v[v->picks.n++];
		const char *own = arena_cstr(rq->a, arena_fmt(rq->a, "t%d", i + 1));

		*p = (struct type_pick){ .name = own, .number = i + 1,
			.types = { ARENA_ARRAY(rq->a, struct choice_of, all->n + 1), all->n } };
		types[i].v = asked_type(rq, rq_raw(rq, own).n ? own : "t1", all);
		for (size_t k = 0; k < all->n; k++) {
			p->types.v[k] = all->v[k];
			p->types.v[k].chosen = all->v[k].id == types[i].v;
		}
	}
}

struct counts_of family_counts(void)
{
	static const int all[] = { 2, 3, 4, 5, 6 };

	return (struct counts_of){ all, sizeof(all) / sizeof(all[0]) };
}

static struct str slot_of(struct arena *a, struct day day, const struct chain_link *l)
{
	int y, m, d;

	day_split(day, &y, &m, &d);
	return arena_fmt(a, "%lld.%lld.%04d%02d%02dT%02d%02d", (long long)l->schedule.v, (long long)l->service.v, y, m, d,
		l->min / 60, l->min % 60);
}

static enum err put_button(struct rq *rq, const struct chain *c, struct chain_day *day)
{
	struct chain_button *b = &day->v.v[day->v.n++];
	struct schedule s;
	int64_t last = 0;

	*b = (struct chain_button){ .c = *c };
	for (size_t k = 0; k < c->n; k++) {
		struct str one = slot_of(rq->a, c->day, &c->v[k]);

		b->value = k ? arena_cat(rq->a, arena_cat(rq->a, b->value, S(",")), one) : one;
		if (c->v[k].schedule.v == last)
			continue;
		last = c->v[k].schedule.v;
		TRY(schedule_get(rq->db, rq->a, c->v[k].schedule, &s));
		b->agendas = b->agendas.n ? arena_cat(rq->a, arena_cat(rq->a, b->agendas, S(" · ")), in_lang(rq->lang, &s.name))
			: in_lang(rq->lang, &s.name);
	}
	return OK;
}

static enum err list_days(struct rq *rq, const struct chains *all, struct family_view *v)
{
	v->days.v = ARENA_ARRAY(rq->a, struct chain_day, LOOK_DAYS + 1);
	for (size_t i = 0; i < all->n; i++) {
		if (!v->days.n || v->days.v[v->days.n - 1].day.n != all->v[i].day.n)
			v->days.v[v->days.n++] = (struct chain_day){ all->v[i].day,
				{ ARENA_ARRAY(rq->a, struct chain_button, PER_DAY), 0 } };
		TRY(put_button(rq, &all->v[i], &v->days.v[v->days.n - 1]));
	}
	return OK;
}

/* The same question from a later day on. */
static struct url later(struct rq *rq, const struct family_view *v)
{
	struct url u = v->staff ? U("/desk/family") : url_fmt(rq->a, "/family/%.*s", STR_ARG(v->place_code));
	char day[11];

	u = url_add(rq->a, u, "n", arena_fmt(rq->a, "%d", v->n));
	for (size_t i = 0; i < v->picks.n; i++)
		for (size_t k = 0; k < v->picks.v[i].types.n; k++)
			if (v->picks.v[i].types.v[k].chosen)
				u = url_add(rq->a, u, v->picks.v[i].name, arena_fmt(rq->a, "%lld", (long long)v->picks.v[i].types.v[k].id));
	if (v->across)
		u = url_add(rq->a, u, "across", S("1"));
	day_print((struct day){ v->days.n ? v->days.v[v->days.n - 1].day.n + 1 : v->from.n + LOOK_DAYS }, day);
	return url_add(rq->a, u, "from", arena_str(rq->a, str_of(day)));
}

enum err family_find(struct rq *rq, struct organization_id place, bool citizen, struct family_view *v)
{
	struct service_id types[PARTY_PEOPLE_MAX] = { { 0 } };
	struct chain_ask ask = { .organization = place, .services = types, .days = LOOK_DAYS, .citizen = citizen,
		.group = citizen ? QUOTA_ONLINE : QUOTA_DESK, .per_day = PER_DAY, .good_days = GOOD_DAYS };
	struct organization_get_row o;
	struct choices_of all;
	struct chains found;
	const struct zone *z;
	struct day today;

	TRY(organization_get(rq->db, rq->a, place, &o));
	TRY(zone_get(o.zone, &z));
	today = zone_local(z, rq->now).day;
	v->place = organization_name(rq->lang, o.name_fr, o.name_ar, o.name_en);
	v->place_code = o.code;
	v->place_phone = o.phone;
	v->n = rq_raw(rq, "n").n ? people_count(rq) : 2;
	v->asked = rq_raw(rq, "t1").n > 0;
	v->across = !v->asked || rq_raw(rq, "across").n > 0;
	if (day_parse(rq_raw(rq, "from"), &v->from) != OK || v->from.n < today.n || v->from.n > today.n + 400)
		v->from = today;
	TRY(offered(rq, place, citizen, &all));
	list_picks(rq, &all, v, types);
	if (!v->asked || !all.n)
		return OK;
	ask.n = (size_t)v->n;
	ask.from = v->from;
	ask.across = v->across;
	TRY(chain_list(rq->db, rq->a, rq->now, &ask, &found));
	TRY(list_days(rq, &found, v));
	v->next = later(rq, v);
	return OK;
}

bool chain_read(struct str text, struct chain_asked ret[PARTY_PEOPLE_MAX], size_t *ret_n)
{
	size_t n = 0;

	while (text.n && n < PARTY_PEOPLE_MAX) {
		struct str one = str_cut(&text, ','), schedule = str_cut(&one, '.'), service = str_cut(&one, '.');
		struct chain_asked *x = &ret[n++];
		int64_t y, m, d, h, min;

		if (one.n != 13 || one.p[8] != 'T' || num_parse(schedule, 1, INT64_MAX, &x->schedule.v) != OK
				|| num_parse(service, 1, INT64_MAX, &x->service.v) != OK
				|| num_parse(str_sub(one, 0, 4), 2000, 2200, &y) != OK || num_parse(str_sub(one, 4, 6), 1, 12, &m) != OK
				|| num_parse(str_sub(one, 6, 8), 1, 31, &d) != OK || num_parse(str_sub(one, 9, 11), 0, 23, &h) != OK
				|| num_parse(str_sub(one, 11, 13), 0, 59, &min) != OK || !day_valid((int)y, (int)m, (int)d))
			return false;
		x->day = day_of((int)y, (int)m, (int)d);
		x->min = (int32_t)(h * 60 + min);
	}
	for (size_t i = 1; i < n; i++)		/* of one day, one after the other */
		if (ret[i].day.n != ret[0].day.n || ret[i].min <= ret[i - 1].min)
			return false;
	*ret_n = n;
	return n > 0 && !text.n;
}

/* ---- the citizen ---- */

static enum err place_asked(struct rq *rq, struct organization_id *ret)
{
	struct organization_by_code_row o;

	TRY(organization_by_code(rq->db, rq->a, rq_param(rq, 0), &o));
	*ret = o.id;
	return OK;
}

enum err family_page(struct rq *rq)
{
	struct family_view v = { 0 };
	struct organization_id place;

	TRY(place_asked(rq, &place));
	TRY(family_find(rq, place, true, &v));
	t_gatherings_family(rq_page(rq, 200), &v);
	return OK;
}

struct family_hold_in { struct str chain; };
static const struct field family_hold_fields[] = {
	FIELD(family_hold_in, chain, F_TEXT, struct str, .required = true, .max = 400),
};
const struct form family_hold_form = FORM(family_hold_in, family_hold_fields);

/* Of that place alone, and no more for one network than a few families. */
static enum err may_hold(struct rq *rq, const struct chain_asked *c, size_t n, struct organization_id place)
{
	struct party_network_holds_row kept;
	struct organization_get_row o;

	TRY(organization_get(rq->db, rq->a, place, &o));
	for (size_t i = 0; i < n; i++) {
		struct organization_get_row own;
		struct schedule s;

		TRY(schedule_get(rq->db, rq->a, c[i].schedule, &s));
		TRY(organization_get(rq->db, rq->a, s.organization, &own));
		if (own.tree_lo < o.tree_lo || own.tree_lo >= o.tree_hi)
			return E_NOTFOUND;
		TRY(rq_limit(rq, "hold", rq_network(rq), (int)rq_setting(rq, "holds_per_network_minute"), 60));
		TRY(party_network_holds(rq->db, rq->a, c[i].schedule, c[i].day, rq_network(rq), rq->visitor, rq->now, &kept));
		if (kept.n + (int64_t)n > NETWORK_MOST)
			return E_LIMIT;
	}
	return OK;
}

/* Each in its order: what follows begins where the one before ends. */
static enum err hold_all(struct rq *rq, const struct chain_asked *c, size_t n, struct hold *ret)
{
	for (size_t i = 0; i < n; i++) {
		const struct hold_ask ask = { .schedule = c[i].schedule, .service = c[i].service, .day = c[i].day,
			.start_min = c[i].min, .owner = arena_fmt(rq->a, "%.*s/%d", STR_ARG(rq->visitor), (int)i + 1), .citizen = true,
			.channel = CH_ONLINE, .role = S("public"), .seconds = 60 * (int32_t)rq_setting(rq, "hold_minutes") };

		TRY(hold_take(rq->db, rq->a, rq->now, &ask, &ret[i]));
	}
	return OK;
}

/* What the visitor kept for a family before goes first: its times may be asked for again. */
static enum err drop_before(struct rq *rq)
{
	for (int i = 1; i <= PARTY_PEOPLE_MAX; i++) {
		struct str owner = arena_fmt(rq->a, "%.*s/%d", STR_ARG(rq->visitor), i);
		struct hold h;
		enum err e = hold_of(rq->db, rq->a, rq->now, owner, &h);

		if (e == OK)
			e = hold_drop(rq->db, rq->a, rq->now, h.id, owner);
		if (e != OK && e != E_NOTFOUND)
			return e;
	}
	return OK;
}

enum err family_hold(struct rq *rq)
{
	const struct family_hold_in *in = rq->form;
	struct chain_asked c[PARTY_PEOPLE_MAX];
	struct hold h[PARTY_PEOPLE_MAX];
	struct organization_id place;
	int64_t made;
	size_t n;
	enum err e;

	TRY(place_asked(rq, &place));
	TRY(rq_limit(rq, "hold", rq_network(rq), (int)rq_setting(rq, "holds_per_network_minute"), 60));
	if (!rq->visitor.n || !chain_read(in->chain, c, &n))
		return rq_wrong(rq, "chain", N_("Choose a time"));
	TRY(may_hold(rq, c, n, place));
	TRY(drop_before(rq));
	e = hold_all(rq, c, n, h);
	if (e == E_CONFLICT || e == E_INPUT)
		return rq_wrong(rq, "chain", N_("One of these times has just been taken. Nothing is kept; choose again."));
	TRY(e);
	TRY(party_draft_add(rq->db, rq->a, (struct party_draft_id){ h[0].id.v }, h[0].organization, rq->visitor,
		(struct gathering_id){ 0 }, (int32_t)n, str_of(lang_code(rq->lang)), rq_network(rq), rq->now, &made));
	for (size_t i = 0; i < n; i++)
		TRY(party_draft_person_put(rq->db, rq->a, (struct party_draft_id){ h[0].id.v }, (int32_t)i + 1, h[i].organization,
			c[i].service, c[i].schedule, c[i].day, c[i].min, h[i].id.v));
	return rq_redirect(rq, "/party/%lld", (long long)h[0].id.v);
}

enum err family_hold_show(struct rq *rq)
{
	struct family_view v = { .taken = rq_error(rq, "chain") };
	struct organization_id place;
	struct page *pg;

	TRY(place_asked(rq, &place));
	TRY(family_find(rq, place, true, &v));
	pg = rq_page(rq, 409);
	pg->frame->errors.n = 0;
	t_gatherings_family(pg, &v);
	return OK;
}

/* ---- the desk ---- */

static const char *const langs[] = { "fr", "ar", "en", NULL };
struct desk_family_in { struct people_in people; struct str chain, phone; int32_t lang; bool sms; };
static const struct field desk_family_fields[] = {
	PEOPLE_FIELDS(desk_family_in),
	FIELD(desk_family_in, chain, F_TEXT, struct str, .required = true, .max = 400, .missing = N_("Choose a time")),
	FIELD(desk_family_in, phone, F_PHONE, struct str),
	FIELD(desk_family_in, lang, F_CHOICE, int32_t, .choices = langs),
	FIELD(desk_family_in, sms, F_BOOL, bool),
};
const struct form desk_family_form = FORM(desk_family_in, desk_family_fields);

static enum err show_desk(struct rq *rq, const char *taken)
{
	struct family_view v = { .staff = true, .taken = taken ? lang_tr(rq->lang, taken) : STR_NONE };

	TRY(house_of(rq, &v.h));
	TRY(family_find(rq, v.h.id, false, &v));
	v.boxes = person_boxes(rq, v.n);

	struct page *pg = rq_page(rq, taken ? 409 : rq_has_errors(rq) ? 422 : 200);

	t_gatherings_desk_family(pg, &v);
	return OK;
}

enum err desk_family_page(struct rq *rq)
{
	return show_desk(rq, NULL);
}

static enum err book_each(struct rq *rq, const struct house *h, const struct chain_asked *c, size_t n, struct party_id party)
{
	const struct desk_family_in *in = rq->form;

	for (size_t i = 0; i < n; i++) {
		const struct person who = { in->people.name[i], in->people.birth[i], str_of(people_sex(in->people.sex[i])), in->phone,
			str_of(langs[in->lang < 0 ? 0 : in->lang]), STR_NONE, STR_NONE };
		struct book_ask ask = { .schedule = c[i].schedule, .service = c[i].service, .day = c[i].day, .start_min = c[i].min,
			.party = party, .silent = true, .channel = CH_DESK, .for_whom = i ? "relative" : "self",
			.booked_by = rq->who.account, .role = str_of(role_code(rq->who.role)) };
		struct booked b;

		TRY(patient_find_or_create(rq->db, rq->a, rq->now, h->id, &who, &ask.patient));
		TRY(rq_audit(rq, AUDIT_CREATE, ask.patient.v, h->id.v));
		TRY(appointment_book(rq->db, rq->a, rq->now, &ask, &b));
	}
	return OK;
}

static enum err of_house(struct rq *rq, const struct house *h, const struct chain_asked *c, size_t n)
{
	for (size_t i = 0; i < n; i++) {
		struct organization_get_row o;
		struct schedule s;

		TRY(schedule_get(rq->db, rq->a, c[i].schedule, &s));
		TRY(organization_get(rq->db, rq->a, s.organization, &o));
		if (o.tree_lo < h->lo || o.tree_lo >= h->hi)
			return E_NOTFOUND;
	}
	return OK;
}

enum err desk_family_book(struct rq *rq)
{
	const struct desk_family_in *in = rq->form;
	struct party_ask ask = { .channel = channel_code(CH_DESK), .lang = str_of(langs[in->lang < 0 ? 0 : in->lang]),
		.made_by = rq->who.account };
	struct chain_asked c[PARTY_PEOPLE_MAX];
	struct party_id party;
	struct house h;
	struct str token;
	size_t n;
	enum err e;

	TRY(house_of(rq, &h));
	if (!chain_read(in->chain, c, &n) || n != (size_t)people_count(rq))
		return rq_wrong(rq, "chain", N_("Choose a time"));
	TRY(of_house(rq, &h, c, n));
	for (int i = 0; i < (int)n; i++)
		people_check(rq, &in->people, i, NULL, h.now.day, c[i].day);
	if (rq_has_errors(rq))
		return E_INPUT;
	ask.organization = h.id;
	TRY(party_add(rq->db, rq->a, rq->now, &ask, &party, &token));
	e = book_each(rq, &h, c, n, party);
	if (e == E_CONFLICT || e == E_INPUT) {
		TRY(show_desk(rq, N_("One of these times has just been taken. Nothing was booked; choose again.")));
		return E_CONFLICT;
	}
	TRY(e);
	if (in->sms && in->phone.n)
		TRY(party_tell(rq->db, rq->a, rq->now, party, PARTY_BOOKED, token));
	return rq_redirect(rq, "/desk/parties/%lld?fresh=1", (long long)party.v);
}
