/* What draws say to people, and the samples of it. */
#include "areas/draws/inside.h"

#include "base/gsm.h"
#include "draws_t.h"
#include "page/text.h"

struct str draw_in_text(struct arena *a, enum lang l, const struct draw_told *t)
{
	return gsm_plain(a, PAGE_TEXT(a, l, t_draws_in(pg, t)));
}

struct str draw_none_text(struct arena *a, enum lang l, const struct draw_told *t)
{
	return gsm_plain(a, PAGE_TEXT(a, l, t_draws_none(pg, t)));
}

enum which { IN, NONE, LIST };

static struct str text(struct arena *a, enum lang l, int which, enum sample_size size)
{
	const struct draw_told t = { .place = sample_place(size), .token = which == NONE ? STR_NONE : SAMPLE_TOKEN };

	return which == IN ? draw_in_text(a, l, &t) : draw_none_text(a, l, &t);
}

const struct sample draw_samples[] = {
	{ "draw-in", N_("Somebody takes part in a draw"), "sms", false, 1, 2, IN, text },
	{ "draw-none", N_("No time of the draw fell to the person"), "sms", false, 1, 2, NONE, text },
	{ "draw-none", N_("The same, who waits on the list now"), "sms", false, 1, 2, LIST, text },
	{ 0 },
};
