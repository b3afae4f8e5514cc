/* Wishes as a form sends them, and taking part online. */
#include "areas/draws/pages.h"

#include "base/random.h"
#include "crypto/crypto.h"
#include "draws_t.h"
#include "page/text.h"

/* As on the waiting list (areas/waiting/join.c): who types one phone again and again is stopped alone. */
enum { PER_VISITOR_PHONE = 12, PER_NETWORK = 1200, WINDOW = 3600 };

/* ---- wishes ---- */

enum err boxes_read(struct rq *rq, const int64_t box[DRAW_BOXES], bool any, int32_t times, struct draw_wishes *ret)
{
	struct draw_wishes w = { .n = 0 };
	bool seen[DRAW_TIMES + 1] = { false };

	for (int i = 0; i < DRAW_BOXES; i++) {
		if (box[i] < 1 || box[i] > times || seen[box[i]])
			continue;
		seen[box[i]] = true;
		w.v[w.n++] = (unsigned char)box[i];
	}
	for (int32_t no = 1; any && no <= times; no++)
		if (!seen[no])
			w.v[w.n++] = (unsigned char)no;
	*ret = w;
	return w.n ? OK : rq_wrong(rq, "c1", N_("Choose at least one time"));
}

bool wishes_any(const struct draw_wishes *w, int32_t times)
{
	return w->n == (size_t)times && times > 0;
}

int64_t wishes_box(const struct draw_wishes *w, int32_t times, size_t box)
{
	/* of "any" only what was put out of the order of the numbers was chosen: the longest rising end is the rest */
	size_t chosen = w->n;

	while (wishes_any(w, times) && chosen > 0 && (chosen == w->n || w->v[chosen - 1] < w->v[chosen]))
		chosen--;
	return box < chosen ? w->v[box] : 0;
}

/* Which of the limits it was. */
static const char *limit_said(struct rq *rq, struct draw_id id)
{
	struct draw_wish_account_row mine = { 0 };
	struct draw_wish_count_row all;

	if (draw_wish_count(rq->db, rq->a, id, &all) == OK && all.n >= DRAW_PEOPLE)
		return N_("As many people take part as this draw can have: nobody more can join.");
	if (rq->who.account && draw_wish_account(rq->db, rq->a, id, rq->who.account, &mine) == OK && mine.n >= DRAW_PER_ACCOUNT)
		return N_("You have written down as many people for this draw as one account may. A colleague can go on, or the person takes part online.");
	return N_("With this phone you, or too many, take part already: change your wishes with the link in the message, or ask the desk.");
}

enum err wish_refused(struct rq *rq, struct draw_id id, enum err e)
{
	if (e == E_CONFLICT)
		return rq_problem(rq, N_("Wishes can be given only while the draw is open for them."));
	if (e == E_DENIED)
		return rq_wrong(rq, "birth", N_("These times are for people of another age or sex: call the hospital"));
	return e == E_LIMIT ? rq_problem(rq, limit_said(rq, id)) : e;
}

/* "jeudi 7 janvier, 8 h 50", without the year: a closed box on a phone cuts off what is long, and that would be the hour. */
static struct str box_label(const struct rq *rq, struct local t)
{
	return arena_fmt(rq->a, "%.*s%s%.*s", STR_ARG(text_mid_day(rq->a, rq->lang, t.day)), rq->lang == LANG_AR ? "، " : ", ", STR_ARG(text_said(rq->a, rq->lang, t.min)));
}

enum err wish_form_fill(struct rq *rq, struct draw_id id, struct wish_form *ret)
{
	TRY(draw_fill(rq, id, &ret->v));
	const struct draw_time_lines *t = &ret->v.times;

	ret->times = (struct draw_choices){ ARENA_ARRAY(rq->a, struct draw_choice, t->n + 1), t->n };
	for (size_t i = 0; i < t->n; i++)
		ret->times.v[i] = (struct draw_choice){ arena_fmt(rq->a, "%d", t->v[i].no).p, box_label(rq, t->v[i].start) };
	return OK;
}

/* ---- the form ---- */

struct join_input { struct name name; struct day birth; int32_t sex, tongue; struct str phone; BOX_MEMBERS; };
static const struct field fields[] = {
	FIELD(join_input, name, F_NAME, struct name, .required = true, .missing = N_("Write the person’s full name"),
		.wrong = N_("Write the name with letters, as on the card")),
	FIELD(join_input, birth, F_DAY, struct day, .required = true, .missing = N_("Write the date of birth"),
		.wrong = N_("This date does not exist")),
	FIELD(join_input, sex, F_CHOICE, int32_t, .choices = visitor_sexes, .required = true, .missing = N_("Choose woman or man")),
	FIELD(join_input, phone, F_PHONE, struct str, .required = true, .missing = N_("Write a mobile phone number"),
		.wrong = N_("This number is not complete: a Moroccan number has 10 digits")),
	FIELD(join_input, tongue, F_CHOICE, int32_t, .choices = visitor_tongues),
	BOX_FIELDS(join_input),
};
const struct form draw_join_form = FORM(join_input, fields);

enum err draw_join_page(struct rq *rq, struct draw_id id, const struct draw_draft_get_row *was)
{
	struct wish_form f = { .draft = { .birth_day = DAY_NONE }, .to_list = true };
	bool clean;

	TRY(wish_form_fill(rq, id, &f));
	f.action = url_fmt(rq->a, "/draws/%lld/join", (long long)id.v);
	f.back = f.v.self;
	if (!f.v.open)
		return rq_redirect(rq, "%.*s", STR_ARG(f.v.self.s));
	if (was) {
		f.draft = *was;
		f.was = draw_wishes_read(was->choices, f.v.d.times, &clean);
		f.was_any = wishes_any(&f.was, f.v.d.times);
		f.to_list = was->to_list;
	}
	t_draws_join(rq_page(rq, rq_has_errors(rq) ? 422 : 200), &f);
	return OK;
}

enum err draw_join(struct rq *rq)
{
	return draw_join_page(rq, (struct draw_id){ rq_id(rq, 0) }, NULL);
}

static enum err check(struct rq *rq, const struct join_input *in, const struct draw_view *v)
{
	const char *wrong = birth_unlikely(in->birth, zone_local(v->zone, rq->now).day);

	if (!v->open)
		return rq_problem(rq, N_("Wishes can be given only while the draw is open for them."));
	if (wrong)
		return rq_wrong(rq, "birth", wrong);
	TRY(phone_reached(rq, in->phone));
	TRY(rq_limit(rq, "draw-phone", hmac_bucket(S("draw"), arena_fmt(rq->a, "%.*s %.*s", STR_ARG(rq->visitor), STR_ARG(in->phone))),
		PER_VISITOR_PHONE, WINDOW));
	return rq_limit(rq, "draw", rq_network(rq), PER_NETWORK, WINDOW);
}

static struct str choices_of(struct arena *a, const struct draw_wishes *w)
{
	char text[DRAW_WISHES_TEXT];
	size_t n = draw_wishes_text(w, text);

	return arena_str(a, (struct str){ text, n });
}

enum err draw_join_send(struct rq *rq)
{
	const struct draw_draft_id id = { random_id(rq->now) };
	const struct join_input *in = rq->form;
	struct draw_wishes w;
	struct draw_view v;

	TRY(draw_fill(rq, (struct draw_id){ rq_id(rq, 0) }, &v));
	TRY(check(rq, in, &v));
	TRY(boxes_read(rq, BOXES(in), in->any, v.d.times, &w));
	TRY(draw_draft_add(rq->db, rq->a, id, v.d.organization, v.d.id, rq->visitor, in->name, in->birth, str_of(visitor_sex_codes[in->sex]), in->phone,
		in->tongue >= 0 ? str_of(visitor_tongues[in->tongue]) : str_of(lang_code(rq->lang)), choices_of(rq->a, &w), in->list, rq->now));
	return draw_code_begin(rq, id);
}
