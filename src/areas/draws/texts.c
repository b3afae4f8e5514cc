/* What draws say to people, and the samples of it. */
#include "areas/draws/inside.h"

#include "base/gsm.h"
#include "draws_t.h"
#include "jobs/jobs.h"
#include "page/text.h"

#include <string.h>

enum { TOLD_SECONDS = 2 * 86400, NONE_SECONDS = 7 * 86400 };

struct str draw_in_text(struct arena *a, enum lang l, const struct draw_told *t)
{
	return gsm_plain(a, PAGE_TEXT(a, l, t_draws_in(pg, t)));
}

struct str draw_changed_text(struct arena *a, enum lang l, const struct draw_told *t)
{
	return gsm_plain(a, PAGE_TEXT(a, l, t_draws_changed(pg, t)));
}

struct str draw_back_text(struct arena *a, enum lang l, const struct draw_told *t)
{
	return gsm_plain(a, PAGE_TEXT(a, l, t_draws_back(pg, t)));
}

struct str draw_none_text(struct arena *a, enum lang l, const struct draw_told *t)
{
	return gsm_plain(a, PAGE_TEXT(a, l, t_draws_none(pg, t)));
}

enum which { IN, CHANGED, NONE, BACK };
static struct str (*const said[])(struct arena *a, enum lang l, const struct draw_told *t) = {
	[IN] = draw_in_text, [CHANGED] = draw_changed_text, [NONE] = draw_none_text, [BACK] = draw_back_text };
static const char *const templates[] = { [IN] = "draw-in", [CHANGED] = "draw-changed", [NONE] = "draw-none", [BACK] = "draw-back" };

enum err draw_tell(struct db *db, struct arena *a, struct instant now, const struct draw_row_row *d, const struct draw_message *m)
{
	struct draw_house house;
	enum lang lang = LANG_FR;
	enum which i = IN;

	if (!m->phone.n)
		return OK;
	while (i < BACK && strcmp(templates[i], m->template))
		i++;
	TRY(draw_house(db, a, d->organization, &house));
	(void)!lang_of(m->lang, &lang);
	const struct draw_told t = { house.sms_name, m->token };
	const struct message out = { .organization = d->organization.v, .channel = S("sms"), .template = str_of(m->template), .lang = m->lang,
		.recipient = m->phone, .due_at = now, .drop_at = { now.v + (i == NONE ? NONE_SECONDS : TOLD_SECONDS) }, .may_wait = i == NONE,
		.body = said[i](a, lang, &t) };

	return message_queue(db, a, now, &out);
}

/* which: of the texts, and past them the same without a link. */
static struct str text(struct arena *a, enum lang l, int which, enum sample_size size)
{
	const struct draw_told t = { .place = sample_place(size), .token = which > BACK ? STR_NONE : SAMPLE_TOKEN };

	return said[which > BACK ? which - BACK - 1 : which](a, l, &t);
}

const struct sample draw_samples[] = {
	{ "draw-in", N_("Somebody takes part in a draw"), "sms", false, 1, 2, IN, text },
	{ "draw-changed", N_("Wishes of a draw were changed"), "sms", false, 1, 2, CHANGED, text },
	{ "draw-changed", N_("The same, with the link as it was"), "sms", false, 1, 2, BACK + 1 + CHANGED, text },
	{ "draw-none", N_("No time of the draw fell to the person"), "sms", false, 1, 2, BACK + 1 + NONE, text },
	{ "draw-none", N_("The same, who waits on the list now"), "sms", false, 1, 2, NONE, text },
	{ "draw-back", N_("A time of the draw could not be booked and was given back"), "sms", false, 1, 2, BACK, text },
	{ 0 },
};
