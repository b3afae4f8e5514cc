/* Writing down somebody's wishes at the counter or on the phone. */
#include "areas/draws/pages.h"

#include "draws_t.h"

static const char *const ways[] = { "desk", "phone", NULL };

struct wish_input { struct name name; struct day birth; int32_t sex, tongue, way; struct str phone, class; BOX_MEMBERS; };
static const struct field fields[] = {
	FIELD(wish_input, name, F_NAME, struct name, .required = true, .missing = N_("Write the person’s full name"),
		.wrong = N_("Write the name with letters, as on the card")),
	FIELD(wish_input, birth, F_DAY, struct day, .required = true, .missing = N_("Write the date of birth"),
		.wrong = N_("This date does not exist")),
	FIELD(wish_input, sex, F_CHOICE, int32_t, .choices = visitor_sexes, .required = true, .missing = N_("Choose woman or man")),
	FIELD(wish_input, phone, F_PHONE, struct str, .required = true, .missing = N_("Write a mobile phone number"),
		.wrong = N_("This number is not complete: a Moroccan number has 10 digits")),
	FIELD(wish_input, tongue, F_CHOICE, int32_t, .choices = visitor_tongues),
	FIELD(wish_input, way, F_CHOICE, int32_t, .choices = ways),
	FIELD(wish_input, class, F_TEXT, struct str, .max = 40),
	BOX_FIELDS(wish_input),
};
const struct form draw_desk_form = FORM(wish_input, fields);

enum err draw_desk_wish(struct rq *rq)
{
	struct wish_form f = { .draft = { .birth_day = DAY_NONE }, .to_list = true, .desk = true };
	unsigned bit = class_role_bit(str_of(role_code(rq->who.role)));
	struct draw_row_row d;

	TRY(draw_of_house(rq, &d));
	TRY(wish_form_fill(rq, d.id, &f));
	f.action = url_fmt(rq->a, "/desk/draws/%lld/wish", (long long)d.id.v);
	f.back = url_fmt(rq->a, "/desk/draws/%lld", (long long)d.id.v);
	if (!f.v.open)
		return draw_desk(rq);
	f.classes.v = ARENA_ARRAY(rq->a, struct draw_choice, f.v.classes.n + 1);
	for (size_t i = 0; i < f.v.classes.n; i++)
		if (f.v.classes.v[i].active && f.v.classes.v[i].roles & bit)
			f.classes.v[f.classes.n++] = (struct draw_choice){ arena_cstr(rq->a, f.v.classes.v[i].code), f.v.classes.v[i].name.v[rq->lang] };
	t_draws_join(rq_page(rq, rq_has_errors(rq) ? 422 : 200), &f);
	return OK;
}

enum err draw_desk_wish_send(struct rq *rq)
{
	const struct wish_input *in = rq->form;
	struct draw_wish w = { .name = in->name, .birth_day = in->birth, .phone = in->phone, .class = in->class, .to_list = in->list,
		.channel = in->way == 1 ? CH_PHONE : CH_DESK, .account = rq->who.account, .role = str_of(role_code(rq->who.role)) };
	struct draw_wished got;
	struct draw_row_row d;
	const struct zone *z;
	const char *wrong;
	enum err e;

	TRY(draw_of_house(rq, &d));
	TRY(zone_get(d.zone, &z));
	wrong = birth_unlikely(in->birth, zone_local(z, rq->now).day);
	if (wrong)
		return rq_wrong(rq, "birth", wrong);
	TRY(phone_reached(rq, in->phone));
	TRY(boxes_read(rq, BOXES(in), in->any, d.times, &w.wishes));
	w.draw = d.id;
	w.sex = str_of(visitor_sex_codes[in->sex]);
	w.lang = in->tongue >= 0 ? str_of(visitor_tongues[in->tongue]) : str_of(lang_code(rq->lang));
	e = draw_wish_put(rq->db, rq->a, rq->now, &w, &got);
	TRY(e == OK ? OK : wish_refused(rq, d.id, e));
	TRY(rq_audit(rq, AUDIT_CREATE, 0, d.organization.v));
	return rq_redirect(rq, "/desk/draws/%lld?written=1", (long long)d.id.v);
}
