/* Numbers from outside (rules/beacons.h) in the words of whoever reads a page. */
#include "areas/draws/pages.h"

#include "page/text.h"

#define DRAND_ADDRESS "https://api.drand.sh/52db9ba70e0cc0f6eaf7803dd07447a1f5477735fd3f661792ba94600c84e971/public/"

/* name: in the list of the form; one: with %1, the round or the day. */
static const struct { const char *name, *one, *form; } words[] = {
	[BEACON_DRAND] = { N_("drand, a public number every 3 seconds (nothing to choose)"), N_("drand quicknet, round %1"),
		N_("64 digits from 0 to 9 and letters from a to f: what drand calls the randomness of that round") },
	[BEACON_LOTO_MA] = { N_("Loto of Morocco, main draw of a day"), N_("Loto of Morocco, main draw of %1"),
		N_("The six numbers, the smallest first, of two digits each, with hyphens: 03-11-17-25-33-41 for example") },
	[BEACON_LOTO_FR] = { N_("Loto of France, main draw of a day"), N_("Loto of France, main draw of %1"),
		N_("The five numbers, the smallest first, then the chance number, of two digits each, with hyphens: 03-11-17-25-33-07 for example") },
	[BEACON_NONE] = { N_("None: people must trust the keepers of the server"), NULL,
		N_("Letters without accents, digits, points, colons and hyphens only, without spaces") },
};

struct str beacon_said(const struct page *pg, struct str beacon)
{
	struct beacon b;
	struct str which;

	if (!beacon_read(beacon, &b))
		return beacon;
	which = b.kind == BEACON_DRAND ? arena_fmt(pg->a, "%lld", (long long)b.round) : text_date(pg->a, pg->lang, b.day);
	return fill(pg->a, tr(pg, words[b.kind].one), &which, 1);
}

struct str beacon_where(struct arena *a, struct str beacon)
{
	struct beacon b;

	return beacon_read(beacon, &b) && b.kind == BEACON_DRAND ? arena_fmt(a, DRAND_ADDRESS "%lld", (long long)b.round) : STR_NONE;
}

const char *beacon_form(struct str beacon)
{
	struct beacon b;

	return words[beacon_read(beacon, &b) ? b.kind : BEACON_NONE].form;
}

bool beacon_needed(const struct rq *rq)
{
	return !rq_setting(rq, "draws_without_beacon");
}

void beacon_choices(struct rq *rq, struct draw_choices *ret)
{
	const size_t n = beacon_needed(rq) ? BEACON_NONE : BEACON_NONE + 1;
	const struct page pg = { .a = rq->a, .lang = rq->lang };

	*ret = (struct draw_choices){ ARENA_ARRAY(rq->a, struct draw_choice, n), n };
	for (size_t i = 0; i < n; i++)
		ret->v[i] = (struct draw_choice){ beacon_codes[i], tr(&pg, words[i].name) };
}
