/* What a waiting list says to people, and the samples of it. */
#include "areas/waiting/inside.h"

#include "base/gsm.h"
#include "jobs/samples.h"
#include "page/text.h"
#include "waiting_t.h"

/* "25/11": a day that is near needs no year. */
struct str waiting_text_day(struct arena *a, struct day d)
{
	return str_sub(text_short_day(a, d), 0, 5);
}

struct str waiting_offer_text(struct arena *a, enum lang l, const struct waiting_text *t)
{
	return gsm_plain(a, PAGE_TEXT(a, l, t_waiting_offer(pg, t)));
}

struct str waiting_enlisted_text(struct arena *a, enum lang l, const struct waiting_told *t)
{
	return gsm_plain(a, PAGE_TEXT(a, l, t_waiting_enlisted(pg, t)));
}

struct str waiting_ended_text(struct arena *a, enum lang l)
{
	return gsm_plain(a, PAGE_TEXT(a, l, t_waiting_ended(pg)));
}

enum which { OFFER, OFFER_EARLIER, OFFER_DISCREET, ENLISTED, ENLISTED_DISCREET, ENDED };

static struct str text(struct arena *a, enum lang l, int which, enum sample_size size)
{
	const struct waiting_text offer = { .place = sample_place(size), .token = SAMPLE_TOKEN, .start = { SAMPLE_DAY, SAMPLE_MIN },
		.until = { { SAMPLE_DAY.n - 1 }, SAMPLE_MIN }, .earlier = which == OFFER_EARLIER, .discreet = which == OFFER_DISCREET };
	const struct waiting_told told = { .place = which == ENLISTED ? sample_place(size) : STR_NONE, .token = SAMPLE_TOKEN };

	if (which == ENDED)
		return waiting_ended_text(a, l);
	if (which == ENLISTED || which == ENLISTED_DISCREET)
		return waiting_enlisted_text(a, l, &told);
	return waiting_offer_text(a, l, &offer);
}

const struct sample waiting_samples[] = {
	{ "waiting-offer", N_("A time is offered to the first who waits"), "sms", false, 1, 2, OFFER, text },
	{ "waiting-offer", N_("An earlier time is offered"), "sms", false, 1, 2, OFFER_EARLIER, text },
	{ "waiting-offer", N_("The same, of a discreet type"), "sms", false, 1, 2, OFFER_DISCREET, text },
	{ "waiting-enlisted", N_("Somebody else has put the person on a waiting list"), "sms", false, 1, 2, ENLISTED, text },
	{ "waiting-enlisted", N_("The same, of a discreet type"), "sms", false, 1, 2, ENLISTED_DISCREET, text },
	{ "waiting-ended", N_("The request ends, for nothing that was offered was taken"), "sms", false, 1, 2, ENDED, text },
	{ 0 },
};
