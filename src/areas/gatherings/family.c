/* Families: times one after the other for several people, of the same or of different types. */
#include "areas/gatherings/inside.h"

#include "areas/booking/booking.h"
#include "areas/organizations/organizations.h"
#include "base/num.h"
#include "gatherings_t.h"
#include "web/web.h"

enum { LOOK_DAYS = 31, PER_DAY = 6, GOOD_DAYS = 4 };
enum { WHY_GONE = 1, WHY_CROWDED = 2 };		/* ?taken= of the page: why nothing was kept */

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

static enum err put_button(struct rq *rq, const struct chain *c, struct chain_day *day)
{
	struct chain_button *b = &day->v.v[day->v.n++];
	struct schedule s;
	int64_t last = 0;

	*b = (struct chain_button){ .c = *c };
	for (size_t k = 0; k < c->n; k++) {
		const struct slot_name at = { c->v[k].schedule.v, c->v[k].service.v, c->day, c->v[k].min };
		struct str one = slot_text(rq->a, at);

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

/* The day from which on nothing was looked at yet. */
static struct day unseen(const struct family_view *v, struct day cut)
{
	if (day_is(cut))
		return (struct day){ cut.n + 1 };
	return (struct day){ v->days.n ? v->days.v[v->days.n - 1].day.n + 1 : v->from.n + LOOK_DAYS };
}

/* The same question from a later day on. */
static struct url later(struct rq *rq, const struct family_view *v, struct day cut)
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
	day_print(unseen(v, cut), day);
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
	if (!v->asked || !all.n || v->gone)
		return OK;
	ask.n = (size_t)v->n;
	ask.from = v->from;
	ask.across = v->across;
	TRY(chain_list(rq->db, rq->a, rq->now, &ask, &found));
	TRY(list_days(rq, &found, v));
	v->cut = day_is(found.cut);
	v->next = later(rq, v, found.cut);
	return OK;
}

bool chain_read(struct str text, struct slot_name ret[PARTY_PEOPLE_MAX], size_t *ret_n)
{
	size_t n = 0;

	while (text.n && n < PARTY_PEOPLE_MAX)
		if (slot_text_parse(str_cut(&text, ','), &ret[n++]) != OK)
			return false;
	for (size_t i = 1; i < n; i++)		/* of one day, one after the other */
		if (ret[i].day.n != ret[0].day.n || ret[i].min <= ret[i - 1].min)
			return false;
	*ret_n = n;
	return n > 0 && !text.n;
}

/* Whoever takes several agendas' times of a day waits for all of them first. */
static enum err wait_for_all(struct rq *rq, const struct slot_name *c, size_t n)
{
	struct schedule_id ids[PARTY_PEOPLE_MAX];

	for (size_t i = 0; i < n; i++)
		ids[i].v = c[i].schedule;
	return hold_days_wait(rq->db, rq->a, rq->now, c[0].day, ids, n);
}

/* ---- the citizen ---- */

static enum err place_asked(struct rq *rq, struct organization_id *ret)
{
	struct organization_by_code_row o;

	TRY(organization_by_code(rq->db, rq->a, rq_param(rq, 0), &o));
	*ret = o.id;
	return OK;
}

static struct str why_not(struct rq *rq)
{
	int64_t why = 0;

	if (!rq_raw(rq, "taken").n || num_parse(rq_raw(rq, "taken"), WHY_GONE, WHY_CROWDED, &why) != OK)
		return STR_NONE;
	return lang_tr(rq->lang, why == WHY_GONE ? N_("One of these times has just been taken. Nothing is kept; choose again.")
		: N_("Many times of that day are being kept from your connection. Choose another day, or try again in a few minutes."));
}

enum err family_page(struct rq *rq)
{
	struct family_view v = { .taken = why_not(rq) };
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

int64_t order_by_chain(const struct rq *rq)
{
	const struct family_hold_in *in = rq->form;
	struct slot_name c[PARTY_PEOPLE_MAX];
	size_t n;

	return in && chain_read(in->chain, c, &n) ? slot_order(&c[0]) : 0;
}

/* Of that place alone, and no more for one network than its share of each agenda's day. */
static enum err may_hold(struct rq *rq, const struct slot_name *c, size_t n, struct organization_id place)
{
	struct organization_get_row o;

	TRY(organization_get(rq->db, rq->a, place, &o));
	for (size_t i = 0; i < n; i++) {
		struct organization_get_row own;
		struct schedule s;
		int64_t more = 0;
		enum err e;

		TRY(schedule_get(rq->db, rq->a, (struct schedule_id){ c[i].schedule }, &s));
		TRY(organization_get(rq->db, rq->a, s.organization, &own));
		if (own.tree_lo < o.tree_lo || own.tree_lo >= o.tree_hi)
			return E_NOTFOUND;
		TRY(rq_limit(rq, "hold", rq_network(rq), (int)rq_setting(rq, "holds_per_network_minute"), 60));
		for (size_t k = 0; k < n; k++)
			more += c[k].schedule == c[i].schedule;
		e = share_left(rq, &c[i], 0, more);
		if (e == E_LIMIT)
			return rq_wrong(rq, "crowded", N_("Choose another day, please"));
		TRY(e);
	}
	return OK;
}

/* Each in its order: what follows begins where the one before ends. */
static enum err hold_all(struct rq *rq, const struct slot_name *c, size_t n, struct hold *ret)
{
	TRY(wait_for_all(rq, c, n));
	for (size_t i = 0; i < n; i++) {
		const struct hold_ask ask = { .schedule = { c[i].schedule }, .service = { c[i].service }, .day = c[i].day,
			.start_min = c[i].min, .network = rq_network(rq), .owner = arena_fmt(rq->a, "%.*s/%d", STR_ARG(rq->visitor), (int)i + 1), .citizen = true,
			.channel = CH_ONLINE, .role = S("public"), .seconds = 60 * (int32_t)rq_setting(rq, "hold_minutes") };

		TRY(hold_take(rq->db, rq->a, rq->now, &ask, &ret[i]));
	}
	return OK;
}

enum err family_hold(struct rq *rq)
{
	const struct family_hold_in *in = rq->form;
	struct slot_name c[PARTY_PEOPLE_MAX];
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
	/* what the visitor kept before goes first: these times may be asked for again */
	TRY(hold_drop_all(rq->db, rq->a, rq->now, rq->visitor));
	e = hold_all(rq, c, n, h);
	if (e == E_CONFLICT || e == E_INPUT)
		return rq_wrong(rq, "chain", N_("One of these times has just been taken. Nothing is kept; choose again."));
	TRY(e);
	TRY(party_draft_add(rq->db, rq->a, (struct party_draft_id){ h[0].id.v }, h[0].organization, rq->visitor,
		(struct gathering_id){ 0 }, (int32_t)n, str_of(lang_code(rq->lang)), rq->now, 0, &made));
	for (size_t i = 0; i < n; i++)
		TRY(party_draft_person_put(rq->db, rq->a, (struct party_draft_id){ h[0].id.v }, (int32_t)i + 1, h[i].organization,
			(struct service_id){ c[i].service }, (struct schedule_id){ c[i].schedule }, c[i].day, c[i].min, h[i].id.v));
	return rq_redirect(rq, "/party/%lld", (long long)h[0].id.v);
}

/* After the savepoint was undone. What is free is looked for by a reader, not by the writer: hence an address. */
enum err family_hold_show(struct rq *rq)
{
	const struct family_hold_in *in = rq->form;
	struct slot_name c[PARTY_PEOPLE_MAX];
	struct url to = url_fmt(rq->a, "/family/%.*s", STR_ARG(rq_param(rq, 0)));
	char day[11];
	size_t n;

	if (in && chain_read(in->chain, c, &n)) {
		to = url_add(rq->a, to, "n", arena_fmt(rq->a, "%zu", n));
		for (size_t i = 0; i < n; i++)
			to = url_add(rq->a, to, arena_cstr(rq->a, arena_fmt(rq->a, "t%zu", i + 1)),
				arena_fmt(rq->a, "%lld", (long long)c[i].service));
		if (rq_raw(rq, "across").n)
			to = url_add(rq->a, to, "across", S("1"));
		day_print(c[0].day, day);
		to = url_add(rq->a, to, "from", arena_str(rq->a, str_of(day)));
	}
	to = url_add(rq->a, to, "taken", arena_fmt(rq->a, "%d", rq_error(rq, "crowded").n ? WHY_CROWDED : WHY_GONE));
	return rq_redirect(rq, "%.*s", STR_ARG(to.s));
}

/* ---- the desk ---- */

struct desk_family_in { struct people_in people; struct str chain, phone, email; int32_t lang; bool sms; };
static const struct field desk_family_fields[] = {
	PEOPLE_FIELDS(desk_family_in),
	FIELD(desk_family_in, chain, F_TEXT, struct str, .required = true, .max = 400, .missing = N_("Choose a time")),
	FIELD(desk_family_in, phone, F_PHONE, struct str),
	FIELD(desk_family_in, email, F_EMAIL, struct str),
	FIELD(desk_family_in, lang, F_CHOICE, int32_t, .choices = person_langs),
	FIELD(desk_family_in, sms, F_BOOL, bool),
};
const struct form desk_family_form = FORM(desk_family_in, desk_family_fields);

/* The same people without a time yet: what is free is looked for anew. */
static const struct field desk_times_fields[] = {
	PEOPLE_FIELDS(desk_family_in),
	FIELD(desk_family_in, phone, F_PHONE, struct str),
	FIELD(desk_family_in, email, F_EMAIL, struct str),
	FIELD(desk_family_in, lang, F_CHOICE, int32_t, .choices = person_langs),
	FIELD(desk_family_in, sms, F_BOOL, bool),
};
const struct form desk_times_form = FORM(desk_family_in, desk_times_fields);

/* When a time was gone nothing is looked for here: that is the writer's process. A button asks a reader. */
enum err desk_family_page(struct rq *rq)
{
	struct family_view v = { .staff = true, .taken = rq_error(rq, "gone"), .gone = rq_error(rq, "gone").n > 0 };
	struct page *pg;

	TRY(house_of(rq, &v.h));
	TRY(family_find(rq, v.h.id, false, &v));
	v.boxes = person_boxes(rq, v.n);
	pg = rq_page(rq, v.gone ? 409 : rq_has_errors(rq) ? 422 : 200);
	if (v.gone)
		pg->frame->errors.n = 0;
	t_gatherings_desk_family(pg, &v);
	return OK;
}

/* What is missing is said by a reader too. */
enum err desk_family_check(struct rq *rq)
{
	const struct desk_family_in *in = rq->form;
	struct slot_name c[PARTY_PEOPLE_MAX];
	struct house h;
	size_t n;

	TRY(house_of(rq, &h));
	if (!chain_read(in->chain, c, &n) || n != (size_t)people_count(rq))
		return rq_wrong(rq, "chain", N_("Choose a time"));
	for (int i = 0; i < (int)n; i++)
		people_check(rq, &in->people, i, NULL, h.now.day, c[i].day);
	return rq_has_errors(rq) ? E_INPUT : OK;
}

int64_t order_by_desk_chain(const struct rq *rq)
{
	const struct desk_family_in *in = rq->form;
	struct slot_name c[PARTY_PEOPLE_MAX];
	size_t n;

	return in && chain_read(in->chain, c, &n) ? slot_order(&c[0]) : 0;
}

static enum err book_each(struct rq *rq, const struct house *h, const struct slot_name *c, size_t n, struct party_id party)
{
	const struct desk_family_in *in = rq->form;

	for (size_t i = 0; i < n; i++) {
		const struct person who = { in->people.name[i], in->people.birth[i], str_of(people_sex(in->people.sex[i])), in->phone,
			str_of(person_langs[in->lang < 0 ? 0 : in->lang]), STR_NONE, in->email };
		struct book_ask ask = { .schedule = { c[i].schedule }, .service = { c[i].service }, .day = c[i].day, .start_min = c[i].min,
			.party = party, .silent = true, .channel = CH_DESK, .for_whom = i ? "relative" : "self",
			.booked_by = rq->who.account, .role = str_of(role_code(rq->who.role)) };
		struct booked b;

		TRY(patient_find_or_create(rq->db, rq->a, rq->now, h->id, &who, &ask.patient));
		TRY(rq_audit(rq, AUDIT_CREATE, ask.patient.v, h->id.v));
		TRY(appointment_book(rq->db, rq->a, rq->now, &ask, &b));
	}
	return OK;
}

static enum err of_house(struct rq *rq, const struct house *h, const struct slot_name *c, size_t n)
{
	for (size_t i = 0; i < n; i++) {
		struct organization_get_row o;
		struct schedule s;

		TRY(schedule_get(rq->db, rq->a, (struct schedule_id){ c[i].schedule }, &s));
		TRY(organization_get(rq->db, rq->a, s.organization, &o));
		if (o.tree_lo < h->lo || o.tree_lo >= h->hi)
			return E_NOTFOUND;
	}
	return OK;
}

enum err desk_family_book(struct rq *rq)
{
	const struct desk_family_in *in = rq->form;
	struct party_ask ask = { .channel = channel_code(CH_DESK), .lang = str_of(person_langs[in->lang < 0 ? 0 : in->lang]),
		.made_by = rq->who.account };
	struct slot_name c[PARTY_PEOPLE_MAX];
	struct party_id party;
	struct house h;
	struct str token;
	size_t n;
	enum err e;

	TRY(house_of(rq, &h));
	if (!chain_read(in->chain, c, &n) || n != (size_t)people_count(rq))
		return rq_wrong(rq, "chain", N_("Choose a time"));
	TRY(of_house(rq, &h, c, n));
	TRY(wait_for_all(rq, c, n));
	ask.organization = h.id;
	TRY(party_add(rq->db, rq->a, rq->now, &ask, &party, &token));
	e = book_each(rq, &h, c, n, party);
	if (e == E_CONFLICT || e == E_INPUT)
		return rq_wrong(rq, "gone", N_("One of these times has just been taken. Nothing was booked; choose again."));
	TRY(e);
	if (in->sms && (in->phone.n || in->email.n))
		TRY(party_tell(rq->db, rq->a, rq->now, party, PARTY_BOOKED, token));
	return rq_redirect(rq, "/desk/parties/%lld?fresh=1", (long long)party.v);
}
