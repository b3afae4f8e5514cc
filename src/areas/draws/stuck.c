/* Times that fell to somebody and could not be booked: once more, or given back. See draws.h. */
#include "areas/draws/inside.h"

/* Taken first, so that of two who do it at once one goes on. */
static enum err settle(struct db *db, struct arena *a, struct draw_wish_id id, struct draw_wish_row_row *ret)
{
	int64_t n;

	TRY(draw_wish_settled(db, a, id, &n));
	if (!n)
		return E_NOTFOUND;
	return draw_wish_row(db, a, id, ret);
}

enum err draw_wish_book(struct db *db, struct arena *a, struct instant now, struct draw_wish_id id, const struct draw_by *by)
{
	struct draw_wish_row_row w;
	struct patient_id who;

	TRY(settle(db, a, id, &w));
	return draw_book(db, a, now, &w, by->account, by->role, &who);
}

enum err draw_wish_give_back(struct db *db, struct arena *a, struct instant now, struct draw_wish_id id)
{
	struct draw_wish_row_row w;
	struct draw_row_row d;
	struct instant back;

	TRY(settle(db, a, id, &w));
	TRY(draw_row(db, a, w.draw, &d));
	TRY(draw_back_at(&d, now, &back));
	TRY(draw_time_given(db, a, w.draw, (int32_t)w.given.v, (struct opt_int){ false, 0 }));
	TRY(draw_back_set(db, a, back, w.draw));
	return draw_tell(db, a, now, &d, &(struct draw_message){ "draw-back", w.phone, w.lang, STR_NONE });
}
