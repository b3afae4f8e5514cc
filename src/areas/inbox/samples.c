/* What is answered by message, for who reads all texts and for the test of their length. */
#include "areas/inbox/inside.h"

#include "areas/organizations/organizations.h"

/* Of as many as are numbered at most. */
static struct str numbered(struct arena *a, enum lang l, enum sample_size size)
{
	size_t n = size == SAMPLE_LONGEST ? NUMBERED_MAX : 2;
	struct str list = STR_NONE;

	for (size_t i = 1; i <= n; i++)
		list = arena_fmt(a, "%.*s%zu: 26/11 23:45, ", STR_ARG(list), i);
	return arena_fmt(a, "%.*s%zu: %.*s", STR_ARG(list), n + 1, STR_ARG(lang_tr(l, N_("all"))));
}

static struct str text(struct arena *a, enum lang l, int which, enum sample_size size)
{
	const struct reply r = { .kind = (enum reply_kind)which, .start = { SAMPLE_DAY, SAMPLE_MIN },
		.place = organization_in_text(a, sample_place(size), STR_NONE), .phone = SAMPLE_PHONE, .list = numbered(a, l, size),
		.n = size == SAMPLE_LONGEST ? 20 : 2 };

	return reply_text(a, l, &r);
}

#define ANSWER(when, kind) { "answer", when, "sms", false, 1, 2, kind, text }
const struct sample inbox_samples[] = {
	ANSWER(N_("Somebody answers that she comes"), REPLY_COMES),
	ANSWER(N_("The same, for several appointments"), REPLY_COME),
	ANSWER(N_("An answer may be about several appointments"), REPLY_WHICH),
	ANSWER(N_("The same, of a cancellation"), REPLY_WHICH_CANCEL),
	ANSWER(N_("Somebody cancels by message, too late"), REPLY_TOO_LATE),
	ANSWER(N_("An answer about an appointment that is over"), REPLY_OVER),
	ANSWER(N_("An answer to an offer that is over"), REPLY_OFFER_OVER),
	ANSWER(N_("A time that is offered cannot be taken by message"), REPLY_OFFER_LINK),
	ANSWER(N_("Somebody answers that a time does not suit"), REPLY_DECLINED),
	ANSWER(N_("Somebody answers that nothing is to change"), REPLY_KEPT),
	ANSWER(N_("A reference was sent: the appointment stands"), REPLY_STANDS),
	ANSWER(N_("A reference was sent: a waiting place"), REPLY_WAITS),
	ANSWER(N_("A reference was sent: cancelled"), REPLY_CANCELLED),
	ANSWER(N_("A reference was sent: over"), REPLY_PAST),
	ANSWER(N_("A reference was sent that is not known"), REPLY_NO_SUCH),
	ANSWER(N_("A message was not understood"), REPLY_HELP),
	ANSWER(N_("Somebody wants no more messages"), REPLY_STOPPED),
	ANSWER(N_("Somebody wants messages again"), REPLY_STARTED),
	{ 0 },
};
