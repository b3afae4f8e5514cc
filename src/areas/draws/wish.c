/* Taking part in a draw. See draws.h. */
#include "areas/draws/inside.h"

#include "areas/patients/rules/likeness.h"
#include "base/random.h"
#include "base/utf8.h"
#include "codes/codes.h"
#include "crypto/crypto.h"

enum { PROBABLY_ONE = 60 };	/* of likeness_score() */

struct wishing {
	struct db *db;
	struct arena *a;
	struct instant now;
	struct draw_row_row d;
	const struct draw_wish *w;
	struct str choices, token;
};

static struct str choices_text(struct arena *a, const struct draw_wishes *w)
{
	char text[DRAW_WISHES_TEXT];
	size_t n = draw_wishes_text(w, text);

	return arena_str(a, (struct str){ text, n });
}

static bool there_are(const struct draw_wishes *w, int32_t times)
{
	for (size_t i = 0; i < w->n; i++)
		if (w->v[i] < 1 || w->v[i] > times)
			return false;
	return true;
}

/* Locked until the transaction ends, with its window open. */
static enum err open_draw(struct db *db, struct arena *a, struct instant now, struct draw_id id, struct draw_row_row *ret)
{
	int64_t n;

	TRY(draw_hold_open(db, a, id, now, &n));
	if (!n)
		return E_CONFLICT;
	return draw_row(db, a, id, ret);
}

static enum err say_wish(struct db *db, struct arena *a, struct instant now, const struct draw_row_row *d, struct draw_wish_id id,
	const char *channel, struct str role, struct str choices)
{
	struct draw_wish_row_row r;

	TRY(draw_wish_row(db, a, id, &r));
	return draw_say(db, a, now, d, &(struct draw_said){ .act = ACT_DRAW_WISH, .chain = id.v, .channel = channel, .role = role,
		.class = draw_class_said(d->classes, r.class), .holder = act_holder(a, r.salt, r.reference), .slot = { DAY_NONE, 0 }, .hour = true,
		.reason = choices });
}

/* gone: a class that is out of use since may be taken away by anybody who gives some. */
static enum err may_give(struct db *db, struct arena *a, const struct draw_row_row *d, struct str class, struct str role, bool gone)
{
	struct draw_house house;
	struct waiting_class c;
	enum err e;

	if (!class.n)
		return OK;
	TRY(draw_house(db, a, d->organization, &house));
	e = waiting_class_of(db, a, house.tree_lo, class, &c);
	if (e == E_NOTFOUND && gone)
		return OK;
	TRY(e);
	return c.roles & class_role_bit(role) ? OK : E_DENIED;
}

static enum err may_take_part(const struct wishing *x)
{
	struct draw_times_rows t;
	struct fits limits;
	struct service s;

	TRY(service_get(x->db, x->a, x->d.service, &s));
	TRY(draw_times(x->db, x->a, x->d.id, &t));
	limits = (struct fits){ s.age_min_months, s.age_max_months, s.sex };
	for (size_t i = 0; i < t.n; i++)
		if (!fits_age(&limits, x->w->birth_day, t.v[i].day) || !fits_sex(&limits, x->w->sex))
			return E_DENIED;
	return may_give(x->db, x->a, &x->d, x->w->class, x->w->role, false);
}

static enum err room(const struct wishing *x)
{
	struct draw_wish_account_row account = { 0 };
	struct draw_wish_phone_row phone;
	struct draw_wish_count_row all;

	TRY(draw_wish_phone(x->db, x->a, x->d.id, x->w->phone, &phone));
	if (phone.n >= DRAW_PER_PHONE)
		return E_LIMIT;
	if (x->w->account)
		TRY(draw_wish_account(x->db, x->a, x->d.id, x->w->account, &account));
	if (account.n >= DRAW_PER_ACCOUNT)
		return E_LIMIT;
	TRY(draw_wish_count(x->db, x->a, x->d.id, &all));
	return all.n >= DRAW_PEOPLE ? E_LIMIT : OK;
}

/* Online nobody sees who asks: another of the same phone who has the same birth day or is probably one with her has a lot already. */
static enum err alone(const struct wishing *x, struct str name_key)
{
	const struct likeness me = { .name_key = name_key, .birth_day = x->w->birth_day, .sex = x->w->sex, .phone = x->w->phone };
	struct draw_wish_near_rows rows;

	TRY(draw_wish_near(x->db, x->a, x->d.id, x->w->phone, DRAW_PER_PHONE, &rows));
	for (size_t i = 0; i < rows.n; i++) {
		const struct draw_wish_near_row *r = &rows.v[i];
		const struct likeness other = { .name_key = r->name_key, .birth_day = r->birth_day, .sex = r->sex, .phone = x->w->phone };

		if (r->birth_day.n == me.birth_day.n || likeness_score(&me, &other) >= PROBABLY_ONE)
			return E_LIMIT;
	}
	return OK;
}

/* Whoever took part: with other wishes, and a class only if the role gives one. */
static enum err once_more(struct wishing *x, struct draw_wish_id id)
{
	struct draw_wish_row_row r;

	TRY(draw_wish_row(x->db, x->a, id, &r));
	if (x->w->class.n && !str_eq(x->w->class, r.class))
		TRY(may_give(x->db, x->a, &x->d, r.class, x->w->role, true));
	if (str_eq(r.state, S("out"))) {
		TRY(room(x));
		TRY(x->w->channel == CH_ONLINE ? alone(x, utf8_name_key(x->a, x->w->name.s)) : OK);
	}
	TRY(draw_wish_change(x->db, x->a, x->choices, x->w->to_list, x->w->class.n ? x->w->class : r.class, S("in"), id));
	return draw_wish_token(x->db, x->a, token_hash(x->a, x->token), id);
}

static enum err first_time(struct wishing *x, struct draw_wish_id *ret)
{
	const struct draw_wish *w = x->w;
	struct draw_wish_id id = { random_id(x->now) };
	struct str name_key = utf8_name_key(x->a, w->name.s);
	char reference[REFERENCE_LEN];
	int64_t n;

	TRY(room(x));
	TRY(w->channel == CH_ONLINE ? alone(x, name_key) : OK);
	reference_make(reference);
	TRY(draw_wish_add(x->db, x->a, id, x->d.organization, x->d.id, w->name, name_key, w->birth_day, w->sex,
		w->phone, w->lang, w->class, x->choices, w->to_list, str_of(channel_code(w->channel)),
		(struct opt_int){ w->account > 0, w->account }, token_hash(x->a, x->token), (struct str){ reference, sizeof(reference) },
		random_base64(x->a, SALT_BYTES), x->now, &n));
	*ret = id;
	return n ? OK : E_RETRY;
}

enum err draw_wish_put(struct db *db, struct arena *a, struct instant now, const struct draw_wish *w, struct draw_wished *ret)
{
	struct wishing x = { .db = db, .a = a, .now = now, .w = w, .choices = choices_text(a, &w->wishes) };
	struct draw_wish_same_row same;
	struct draw_wished r = { 0 };
	char token[22];
	enum err e;

	if (!w->wishes.n || !w->phone.n || !day_is(w->birth_day))
		return E_INPUT;
	random_token(token);
	x.token = arena_str(a, (struct str){ token, sizeof(token) });
	TRY(open_draw(db, a, now, w->draw, &x.d));
	if (!there_are(&w->wishes, x.d.times))
		return E_INPUT;
	TRY(may_take_part(&x));
	e = draw_wish_same(db, a, w->draw, w->phone, w->birth_day, utf8_name_key(a, w->name.s), &same);
	if (e != OK && e != E_NOTFOUND)
		return e;
	r.id = same.id;
	TRY(e == OK ? once_more(&x, same.id) : first_time(&x, &r.id));
	TRY(say_wish(db, a, now, &x.d, r.id, channel_code(w->channel), w->role, x.choices));
	r.token = x.token;
	r.again = e == OK;
	if (!w->silent)		/* the link, which is the only way back; at once: somebody else may have changed the wishes and ended the old one */
		TRY(draw_tell(db, a, now, &x.d, &(struct draw_message){ r.again ? "draw-changed" : "draw-in", w->phone, w->lang, x.token }));
	*ret = r;
	return OK;
}

enum err draw_wish_again(struct db *db, struct arena *a, struct instant now, struct draw_wish_id id, const struct draw_wishes *wishes,
	bool to_list)
{
	struct draw_wish_row_row r;
	struct draw_row_row d;

	TRY(draw_wish_row(db, a, id, &r));
	TRY(open_draw(db, a, now, r.draw, &d));
	if (!there_are(wishes, d.times))
		return E_INPUT;
	if (!wishes->n && str_eq(r.state, S("out")))
		return OK;
	if (wishes->n && str_eq(r.state, S("out")))
		return E_CONFLICT;
	TRY(draw_wish_change(db, a, wishes->n ? choices_text(a, wishes) : r.choices, to_list, r.class, wishes->n ? S("in") : S("out"), id));
	return say_wish(db, a, now, &d, id, "online", S("public"), choices_text(a, wishes));
}

enum err draw_wish_class(struct db *db, struct arena *a, struct instant now, struct draw_wish_id id, struct str class,
	const struct draw_by *by)
{
	struct draw_wish_row_row r;
	struct draw_row_row d;

	TRY(draw_wish_row(db, a, id, &r));
	TRY(open_draw(db, a, now, r.draw, &d));
	TRY(draw_wish_row(db, a, id, &r));	/* as it is under the draw's lock */
	if (!str_eq(r.state, S("in")))
		return E_CONFLICT;
	if (str_eq(r.class, class))
		return OK;
	TRY(may_give(db, a, &d, class, by->role, false));
	TRY(may_give(db, a, &d, r.class, by->role, true));
	TRY(draw_wish_change(db, a, r.choices, r.to_list, class, S("in"), id));
	TRY(say_wish(db, a, now, &d, id, "desk", by->role, r.choices));
	return draw_tell(db, a, now, &d, &(struct draw_message){ "draw-changed", r.phone, r.lang, STR_NONE });
}
