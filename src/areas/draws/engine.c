/*
 * What is due of each draw: the end of its window, the draw, its results, bookings and messages. Killed anywhere it goes on
 * where it was: each step is one transaction, and the order is computed again from what stands there.
 */
#include "areas/draws/inside.h"

#include <string.h>

#include "areas/patients/patients.h"
#include "areas/waiting/waiting.h"
#include "base/log.h"
#include "crypto/crypto.h"
#include "ledger/log.h"
#include "web/trail.h"

enum { DUE_MAX = 20, TURN_MAX = 50, AT_ONCE = 50, SETTLED_AT_ONCE = 200, KEPT_SECONDS = 200 * 86400, DRAFT_SECONDS = 3600 };

struct turn {
	struct db *db;
	struct arena *a;		/* of one draw's turn */
	struct instant now;
	struct draw_row_row d;
	struct draw_wish_id wish;
};

static enum err in_transaction(struct turn *t, enum err (*step)(struct turn *t))
{
	TRY(db_begin(t->db));
	return db_end(t->db, step(t));
}

static enum err say(struct turn *t, const struct draw_said *s)
{
	struct draw_said x = *s;

	x.role = S("system");
	return draw_say(t->db, t->a, t->now, &t->d, &x);
}

/* ---- the end of the window ---- */

/* By which ways people take part, for the page that everybody sees. */
static enum err channels_text(struct turn *t, struct str *ret)
{
	struct draw_wish_channels_rows rows;
	struct str out = S("");

	TRY(draw_wish_channels(t->db, t->a, t->d.id, &rows));
	for (size_t i = 0; i < rows.n; i++)
		out = arena_fmt(t->a, "%.*s%s%.*s %lld", STR_ARG(out), out.n ? "," : "", STR_ARG(rows.v[i].channel), (long long)rows.v[i].n);
	*ret = out;
	return OK;
}

static enum err close_window(struct turn *t)
{
	struct draw_wish_count_row all;
	struct str channels;
	int64_t n;

	TRY(draw_close(t->db, t->a, t->d.id, &n));
	if (!n)
		return E_CONFLICT;
	TRY(draw_wish_count(t->db, t->a, t->d.id, &all));
	TRY(channels_text(t, &channels));
	TRY(draw_counted(t->db, t->a, t->d.id, (int32_t)all.n, channels));
	return say(t, &(struct draw_said){ .act = ACT_DRAW_CLOSE, .slot = { DAY_NONE, 0 }, .capacity = (int32_t)all.n });
}

static enum err too_late(struct turn *t)
{
	int64_t n;

	TRY(draw_end(t->db, t->a, t->d.id, S("closed"), S("late"), &n));
	if (!n)
		return E_CONFLICT;
	TRY(say(t, &(struct draw_said){ .act = ACT_DRAW_END, .slot = { DAY_NONE, 0 }, .why = WHY_LATE }));
	return draw_give_back(t->db, t->a, t->now, &t->d);
}

/* ---- the draw ---- */

enum err draw_holder(struct arena *a, struct str holder_base64, unsigned char out[static LOT_BYTES])
{
	struct str bytes;

	TRY(base64_decode(a, holder_base64, &bytes));
	if (bytes.n != LOT_BYTES)
		return E_INPUT;
	memcpy(out, bytes.p, LOT_BYTES);
	return OK;
}

enum err draw_seeds(struct arena *a, const struct draw_row_row *d, struct draw_seeds *ret)
{
	if (!str_eq(d->state, S("drawn")) && !str_eq(d->state, S("done")))
		return E_INPUT;
	TRY(draw_holder(a, d->seed, ret->seed));
	TRY(draw_holder(a, d->root, ret->root));
	sha256(d->beacon_value, ret->beacon);
	return OK;
}

/* Once a signed checkpoint holds the end of the window, the seed may be told: E_NOTFOUND before. */
static enum err open_seed(struct turn *t)
{
	struct receipt closed;
	struct hash root;
	int64_t n;

	TRY(log_draw_receipt(t->db, t->a, t->d.id.v, &closed));
	if (closed.index < 0)
		return E_NOTFOUND;
	TRY(log_root(t->db, t->a, closed.index + 1, &root));
	TRY(draw_opened(t->db, t->a, t->d.id, closed.index + 1,
		base64_encode(t->a, (struct str){ (const char *)root.v, sizeof(root.v) }), &n));
	if (!n)
		return E_CONFLICT;
	return say(t, &(struct draw_said){ .act = ACT_DRAW_SEED, .slot = { DAY_NONE, 0 }, .reason = t->d.seed });
}

/* ---- the results ---- */

struct ranked { struct draw_wish_lots_rows rows; struct draw_lot *v; struct draw_times_rows times; size_t next; };

static enum err rank_all(struct turn *t, struct ranked *r)
{
	unsigned char text[LOT_TEXT], holder[LOT_BYTES];
	struct draw_seeds seeds;
	bool clean;

	TRY(draw_seeds(t->a, &t->d, &seeds));
	TRY(draw_times(t->db, t->a, t->d.id, &r->times));
	TRY(draw_wish_lots(t->db, t->a, t->d.id, DRAW_PEOPLE, &r->rows));
	r->v = ARENA_ARRAY(t->a, struct draw_lot, r->rows.n + 1);
	for (size_t i = 0; i < r->rows.n; i++) {
		const struct draw_wish_lots_row *w = &r->rows.v[i];

		TRY(draw_holder(t->a, act_holder(t->a, w->salt, w->reference), holder));
		lot_text(&seeds, holder, text);
		r->v[i] = (struct draw_lot){ .class_rank = draw_class_rank(t->d.classes, w->class), .who = i,
			.wishes = draw_wishes_read(w->choices, t->d.times, &clean) };
		sha256((struct str){ (const char *)text, sizeof(text) }, r->v[i].lot);
	}
	draw_lots(r->v, r->rows.n, t->d.times);
	while (r->next < r->rows.n && r->rows.v[r->v[r->next].who].place.is)
		r->next++;
	return OK;
}

static enum err write_result(struct turn *t, const struct ranked *r, size_t at)
{
	const struct draw_lot *l = &r->v[at];
	const struct draw_wish_lots_row *w = &r->rows.v[l->who];
	struct draw_said s = { .act = ACT_DRAW_RESULT, .chain = w->id.v,
		.holder = act_holder(t->a, w->salt, w->reference), .slot = { DAY_NONE, 0 } };
	int64_t n;

	TRY(draw_wish_ranked(t->db, t->a, hex_encode(t->a, (struct str){ (const char *)l->lot, LOT_BYTES }), (int32_t)at + 1,
		(struct opt_int){ l->given > 0, l->given }, w->id, &n));
	if (!n)
		return E_CONFLICT;
	s.reason = arena_fmt(t->a, "%zu/-", at + 1);
	if (l->given) {
		const struct draw_times_row *time = &r->times.v[l->given - 1];

		TRY(draw_time_given(t->db, t->a, t->d.id, time->no, (struct opt_int){ true, w->id.v }));
		s.slot = (struct local){ time->day, time->start_min };
		s.minutes = time->minutes;
		s.reason = arena_fmt(t->a, "%zu/%d", at + 1, time->no);
	}
	return say(t, &s);
}

static enum err write_some(struct turn *t, struct ranked *r)
{
	size_t to = r->next + AT_ONCE < r->rows.n ? r->next + AT_ONCE : r->rows.n;

	for (; r->next < to; r->next++)
		TRY(write_result(t, r, r->next));
	return OK;
}

static enum err results(struct turn *t)
{
	struct ranked r = { 0 };

	TRY(rank_all(t, &r));
	while (r.next < r.rows.n) {
		TRY(db_begin(t->db));
		TRY(db_end(t->db, write_some(t, &r)));
	}
	return OK;
}

/* ---- what comes of them ---- */

static enum err file_of(struct db *db, struct arena *a, struct instant now, const struct draw_wish_row_row *w, struct patient_id *ret)
{
	const struct person p = { .name = w->name, .birth_day = w->birth_day, .sex = w->sex, .phone = w->phone, .lang = w->lang };

	return w->account.is ? patient_find_or_create(db, a, now, w->organization, &p, ret)
		: patient_of_stranger(db, a, now, w->organization, &p, ret);
}

enum err draw_book(struct db *db, struct arena *a, struct instant now, const struct draw_wish_row_row *w, int64_t account, struct str role,
	struct patient_id *ret)
{
	struct draw_times_rows times;
	struct patient_id who;
	struct booked b;

	TRY(draw_times(db, a, w->draw, &times));
	if (!w->given.is || w->given.v > (int64_t)times.n)
		return E_INPUT;
	struct book_ask ask = { .hold = times.v[w->given.v - 1].hold, .owner = draw_owner(a, w->draw, (int32_t)w->given.v),
		.role = role, .booked_by = account, .lang = w->lang, .channel = CH_ONLINE };

	(void)!channel_of(w->channel, &ask.channel);
	TRY(file_of(db, a, now, w, &who));
	ask.patient = who;
	TRY(appointment_book(db, a, now, &ask, &b));
	*ret = who;
	return draw_wish_booked(db, a, who, b.id, w->id);
}

/* Onto the waiting list, if that was wished; *ret_token: of the request. Who waits for too much already is told without. */
static enum err to_list(struct turn *t, const struct draw_wish_row_row *w, const struct draw_house *house, struct str *ret_token)
{
	struct waiting_ask ask = waiting_ask_any();
	struct waiting_added added;
	struct service s;
	enum err e;

	if (!w->to_list)
		return OK;
	TRY(service_get(t->db, t->a, t->d.service, &s));
	ask.organization = t->d.organization.v;
	ask.specialty = s.specialty;
	ask.area = house->code;
	ask.name = w->name;
	ask.birth_day = w->birth_day;
	ask.sex = w->sex;
	ask.phone = w->phone;
	ask.lang = w->lang;
	ask.service = t->d.service;
	ask.channel = CH_ONLINE;
	(void)!channel_of(w->channel, &ask.channel);
	e = waiting_add(t->db, t->a, t->now, &ask, &added);
	if (e == OK)
		*ret_token = added.token;
	return e == E_LIMIT ? OK : e;
}

static enum err tell_none(struct turn *t, const struct draw_wish_row_row *w, struct str token)
{
	return draw_tell(t->db, t->a, t->now, &t->d, &(struct draw_message){ "draw-none", w->phone, w->lang, token });
}

static enum err none_left(struct turn *t, const struct draw_wish_row_row *w)
{
	struct str token = STR_NONE;
	struct draw_house house;

	TRY(draw_house(t->db, t->a, t->d.organization, &house));
	TRY(to_list(t, w, &house, &token));
	return tell_none(t, w, token);
}

/* A time that fell to somebody and cannot be booked is kept for the desk, who sees it on the draw's page. Whom no time fell to is told
 * that, though the waiting list would not have her. */
static enum err stuck(struct turn *t)
{
	struct draw_wish_row_row w;
	int64_t n;

	TRY(draw_wish_row(t->db, t->a, t->wish, &w));
	TRY(draw_wish_told(t->db, t->a, w.given.is ? S("stuck") : S("told"), t->wish, &n));
	return n && !w.given.is ? tell_none(t, &w, STR_NONE) : OK;
}

/* Taken first: of two processes that meet on it, one goes on. */
static enum err settle_one(struct turn *t)
{
	const struct audit_by by = { .role = S("job"), .route = S("job draws"), .at = t->now };
	struct audit_row row = { .organization = t->d.organization.v, .what = AUDIT_CHANGE, .detail = S("draw") };
	struct draw_wish_row_row w;
	struct patient_id who;
	int64_t n;

	TRY(draw_wish_told(t->db, t->a, S("told"), t->wish, &n));
	if (!n)
		return E_RETRY;
	TRY(draw_wish_row(t->db, t->a, t->wish, &w));
	if (!w.given.is)
		return none_left(t, &w);
	TRY(draw_book(t->db, t->a, t->now, &w, 0, S("system"), &who));
	row.patient = who.v;
	return audit_write(t->db, t->a, &by, &row, 1);
}

static enum err finish(struct turn *t)
{
	int64_t n;

	TRY(draw_done(t->db, t->a, t->d.id, &n));
	return n ? draw_give_back(t->db, t->a, t->now, &t->d) : E_CONFLICT;
}

static bool cannot(enum err e)
{
	return e == E_CONFLICT || e == E_INPUT || e == E_DENIED || e == E_LIMIT || e == E_NOTFOUND;
}

/* The next who has a rank and was not told; E_NOTFOUND: nobody is left. */
static enum err settle_next(struct turn *t)
{
	struct draw_wish_to_tell_row next;
	enum err e;

	TRY(draw_wish_to_tell(t->db, t->a, t->d.id, &next));
	t->wish = next.id;
	e = in_transaction(t, settle_one);
	return cannot(e) ? in_transaction(t, stuck) : e;
}

/* Some at a time: other work of the process goes between. */
static enum err settle(struct turn *t)
{
	struct arena *all = t->a, *one = arena_side(all, (size_t)16 << 20);
	enum err e = one ? OK : E_LIMIT;

	for (int i = 0; e == OK && i < SETTLED_AT_ONCE; i++) {
		arena_reset(one);
		t->a = one;
		e = settle_next(t);
	}
	t->a = all;
	if (e == E_NOTFOUND)
		return in_transaction(t, finish);
	return e == OK ? E_RETRY : e;
}

/* ---- a turn ---- */

static enum err go_on(struct turn *t)
{
	enum err e;

	if (str_eq(t->d.state, S("open")))
		return in_transaction(t, close_window);
	if (str_eq(t->d.state, S("closed"))) {
		if (t->d.beacon.n && !t->d.beacon_value.n)	/* for no other reason: nobody may wait until an order that is known is void */
			return t->d.first_at.v <= t->now.v ? in_transaction(t, too_late) : E_NOTFOUND;
		return in_transaction(t, open_seed);
	}
	e = results(t);
	return e == OK ? settle(t) : e;
}

/* Until it waits for something: the sealer, the beacon, somebody else who is at it. */
static enum err one_draw(struct turn *t, struct draw_id id)
{
	enum err e = OK;

	while (e == OK) {
		arena_reset(t->a);
		TRY(draw_row(t->db, t->a, id, &t->d));
		if (str_eq(t->d.state, S("done")) || str_eq(t->d.state, S("ended")))
			return OK;
		e = go_on(t);
	}
	return e == E_NOTFOUND || e == E_CONFLICT || e == E_RETRY ? OK : e;
}

static enum err sweep(struct db *db, struct arena *a, struct instant now)
{
	int64_t n;

	TRY(draw_draft_sweep(db, a, (struct instant){ now.v - DRAFT_SECONDS }, &n));
	return draw_wish_sweep(db, a, (struct instant){ now.v - KEPT_SECONDS }, &n);
}

/* One that fails stops no other; what went wrong last is told when all have had their turn. */
static enum err all_due(struct turn *t, struct arena *a)
{
	struct draws_due_rows due = { .n = DUE_MAX };
	struct instant after = { 0 };
	struct draw_id after_id = { 0 };
	enum err worst = OK;

	for (int turn = 0; turn < TURN_MAX && due.n == DUE_MAX; turn++) {
		TRY(draws_due(t->db, a, t->now, after, after_id, DUE_MAX, &due));
		for (size_t i = 0; i < due.n; i++) {
			enum err e = one_draw(t, due.v[i].id);

			after = due.v[i].closes_at;
			after_id = due.v[i].id;
			worst = e == OK ? worst : e;
		}
	}
	return worst;
}

static enum err times_back(struct turn *t)
{
	int64_t n;

	TRY(draw_back_done(t->db, t->a, t->d.id, &n));
	return n ? draw_give_back(t->db, t->a, t->now, &t->d) : E_CONFLICT;
}

/* The times of draws that were given up. */
static enum err all_back(struct turn *t, struct arena *a)
{
	struct draws_back_rows rows;
	enum err worst = OK;

	TRY(draws_back(t->db, a, t->now, DUE_MAX, &rows));
	for (size_t i = 0; i < rows.n; i++) {
		arena_reset(t->a);
		enum err e = draw_row(t->db, t->a, rows.v[i].id, &t->d);

		if (e == OK)
			e = in_transaction(t, times_back);
		worst = e == OK || e == E_CONFLICT ? worst : e;
	}
	return worst;
}

/* Times of people who were erased after the draw: nobody can be called, so they are given back at once. */
static enum err of_nobody(struct turn *t)
{
	struct draw_wishes_of_nobody_rows rows;
	int64_t n;

	TRY(draw_wishes_of_nobody(t->db, t->a, DUE_MAX, &rows));
	for (size_t i = 0; i < rows.n; i++) {
		TRY(draw_wish_settled(t->db, t->a, rows.v[i].id, &n));
		if (!n)
			continue;
		TRY(draw_row(t->db, t->a, rows.v[i].draw, &t->d));
		TRY(draw_time_given(t->db, t->a, rows.v[i].draw, (int32_t)rows.v[i].given.v, (struct opt_int){ false, 0 }));
		TRY(draw_give_one_back(t->db, t->a, t->now, &t->d, (int32_t)rows.v[i].given.v));
	}
	return OK;
}

enum err draws_run(struct db *db, struct arena *a, struct instant now)
{
	struct turn t = { .db = db, .now = now, .a = arena_side(a, (size_t)64 << 20) };
	enum err e, back, nobody;

	if (!t.a)
		return E_LIMIT;
	e = all_due(&t, a);
	back = all_back(&t, a);
	arena_reset(t.a);
	nobody = in_transaction(&t, of_nobody);
	TRY(sweep(db, a, now));
	return e != OK ? e : back != OK ? back : nobody;
}
