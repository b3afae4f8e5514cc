/* What came in at the hospital that the accounts work for: two missed calls, and messages for people to read. */
#include "areas/demo/inside.h"

#include "areas/inbox/inbox.h"

#define LINE S("+212530000100")

static struct instant ago(const struct demo *d, int minutes)
{
	return (struct instant){ d->now.v - minutes * 60 };
}

enum err demo_inbox(struct demo *d)
{
	static const char *const texts[] = { "Bonjour, est-ce que je dois venir à jeun ? Merci", "السلام عليكم، هل يمكن تغيير الموعد إلى الأسبوع المقبل؟" };
	struct str from;

	for (size_t i = 0; i < d->nhospitals; i++)
		if (str_eq(d->hospitals[i].code, S(DEMO_HOSPITAL)))
			TRY(inbox_line_set(d->db, d->a, LINE, d->hospitals[i].id));
	for (int i = 0; i < 2; i++) {
		from = arena_fmt(d->a, "+21266%07d", dice_roll(&d->dice, 10000000));
		TRY(incoming_call(d->db, d->a, ago(d, 95 - 40 * i), from, LINE, STR_NONE));
		if (i)
			TRY(incoming_call(d->db, d->a, ago(d, 12), from, LINE, STR_NONE));
		from = arena_fmt(d->a, "+21267%07d", dice_roll(&d->dice, 10000000));
		TRY(incoming_sms(d->db, d->a, ago(d, 70 - 30 * i), from, LINE, str_of(texts[i]), STR_NONE));
	}
	return OK;
}
