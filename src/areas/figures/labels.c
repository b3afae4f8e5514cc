/* Words for months, days and the codes of lines. */
#include "areas/figures/inside.h"

#include "areas/organizations/organizations.h"
#include "areas/schedules/schedules.h"
#include "organizations_q.h"
#include "base/num.h"
#include "base/utf8.h"
#include "page/text.h"

struct str months_label(struct arena *a, enum lang l, int32_t month)
{
	int y, m, md;

	day_split(month_first_day(month), &y, &m, &md);
	return text_month(a, l, y, m);
}

/* At the head of a page or list: with a capital where the script has them. */
struct str month_title(struct arena *a, enum lang l, int32_t month)
{
	struct str s = months_label(a, l, month);
	char first = s.n ? ascii_upper(s.p[0]) : ' ';

	return arena_cat(a, (struct str){ &first, 1 }, str_sub(s, 1, s.n));
}

struct str days_label(const struct page *pg, int32_t twice)
{
	if (twice < 0)
		return S("–");
	if (twice % 2)
		return FILL(pg, tr(pg, "%1 days"),
			arena_fmt(pg->a, "%d%s5", twice / 2, pg->lang == LANG_EN ? "." : ","));
	return tr_n(pg, twice / 2, "%d day", "%d days");
}

struct str channel_label(const struct page *pg, struct str code)
{
	static const struct { const char *code, *label;
	} labels[] = {
		{ "online", N_("Online") },
		{ "desk", N_("Desk") },
		{ "phone", N_("Phone") },
		{ "health-centre", N_("Health centre") },
		{ "assisted", N_("With a helper") },
		{ "sms", N_("SMS") },
		{ "api", N_("Another program") },
	};

	for (size_t i = 0; i < sizeof(labels) / sizeof(labels[0]); i++)
		if (str_eq(code, str_of(labels[i].code)))
			return tr(pg, labels[i].label);
	return code;
}


static struct str sex_label(const struct page *pg, struct str code)
{
	if (str_eq(code, S("female")))
		return tr(pg, "Women");
	if (str_eq(code, S("male")))
		return tr(pg, "Men");
	return str_eq(code, S("other")) ? tr(pg, "Other") : tr(pg, "Not known");
}

static struct str without_zero(struct str s)
{
	return s.n > 1 && s.p[0] == '0' ? str_sub(s, 1, s.n) : s;
}

static struct str age_label(const struct page *pg, struct str code)
{
	struct str rest = code, from = str_cut(&rest, '-');

	if (str_eq(code, S("65+")))
		return tr(pg, "65 years and more");
	if (!rest.n)
		return tr(pg, "Not known");
	return FILL(pg, tr(pg, "%1 to %2 years"), without_zero(from), without_zero(rest));
}

static struct str visit_label(const struct page *pg, struct str code)
{
	if (str_eq(code, S("wished")))
		return tr(pg, "On a wished date");
	return str_eq(code, S("follow_up")) ? tr(pg, "Follow-ups") : tr(pg, "First visits");
}

static struct str specialty_label(const struct page *pg, const struct specialty_list_rows *all, struct str code)
{
	for (size_t i = 0; i < all->n; i++)
		if (str_eq(all->v[i].code, code))
			return organization_name(pg->lang, all->v[i].name_fr, all->v[i].name_ar, all->v[i].name_en);
	return code;
}

struct str line_label(const struct page *pg, const struct figure_names *names, const struct figure_line *l)
{
	switch (l->dimension) {
	case D_CHANNEL:
		return channel_label(pg, l->value);
	case D_VISIT:
		return visit_label(pg, l->value);
	case D_SERVICE:
		return specialty_label(pg, names->specialties, l->value);
	case D_SEX:
		return sex_label(pg, l->value);
	case D_AGE:
		return age_label(pg, l->value);
	case D_PRACTITIONER:
		for (size_t i = 0; i < names->practitioners->n; i++)
			if (str_eq(l->value, arena_fmt(pg->a, "%lld", (long long)names->practitioners->v[i].id.v)))
				return names->practitioners->v[i].name.s;
		return tr(pg, "Not said");
	case D_ALL:
	case DIMENSIONS:
	default:
		return tr(pg, "All");
	}
}

/* ---- numbers, or that they are hidden ---- */

struct str count_text(const struct page *pg, const struct figure_line *l, enum figure m)
{
	return is_hidden(l, m) ? tr(pg, "hidden") : text_number(pg->a, pg->lang, l->v[m]);
}

struct str share_text(const struct page *pg, const struct figure_line *l, enum figure m, enum figure of)
{
	if (is_hidden(l, m) || is_hidden(l, of))
		return tr(pg, "hidden");
	return text_percent(pg->a, pg->lang, l->v[m], l->v[of]);
}

struct str of_text(const struct page *pg, const struct figure_line *l, enum figure m, enum figure of)
{
	return FILL(pg, tr(pg, "%1 of %2"), count_text(pg, l, m), count_text(pg, l, of));
}

/* Days that half and nine in ten wait; m: the measure whose people they are, MEASURES: mornings, never hidden. */
struct str median_text(const struct page *pg, const struct figure_line *l, enum histogram h, enum figure m)
{
	return m != MEASURES && is_hidden(l, m) ? tr(pg, "hidden") : days_label(pg, line_median_twice(l, h));
}

struct str p90_text(const struct page *pg, const struct figure_line *l, enum histogram h, enum figure m)
{
	int32_t p90 = line_p90(l, h);

	return m != MEASURES && is_hidden(l, m) ? tr(pg, "hidden") : days_label(pg, p90 < 0 ? -1 : 2 * p90);
}

/* The middle one of the mornings; "none" where half of them had no third free time. */
struct str third_text(const struct page *pg, const struct figure_line *l)
{
	int32_t twice = line_median_twice(l, H_THIRD);

	return twice >= 2 * (DELAYS - 1) ? tr(pg, "none free") : days_label(pg, twice);
}

struct str figure_label(const struct page *pg, enum figure m)
{
	static const char *const labels[MEASURES] = { [M_N] = N_("Appointments"), [M_ONLINE] = N_("Taken online"), [M_EXTRA] = N_("In addition"),
		[M_HELPED] = N_("Taken with a helper"), [M_WITHIN] = N_("Given a day within 30 days"), [M_COMPARED] = N_("First visits"),
		[M_COMPARED_WITHIN] = N_("First visits within 30 days"), [M_EXPECTED] = N_("Expected"), [M_MISSED] = N_("Did not come"),
		[M_BY_PERSON] = N_("Cancelled by the person"), [M_BY_HOUSE] = N_("Cancelled by the establishment"),
		[M_REMINDED] = N_("Reminded"), [M_TOLD] = N_("Reminder arrived"), [M_ASKED] = N_("Asked to wait"),
		[M_OFFERED] = N_("Were offered a time"), [M_SERVED] = N_("Got a time"), [M_TAKEN] = N_("Times taken"),
		[M_TAKEN_MIN] = N_("Minutes taken"), [M_OPEN_MIN] = N_("Minutes open") };

	return tr(pg, labels[m]);
}

struct str hours_text(const struct page *pg, const struct figure_line *l)
{
	if (is_hidden(l, M_TAKEN_MIN))
		return tr(pg, "hidden");
	return FILL(pg, tr(pg, "%1 of %2 hours"), text_number(pg->a, pg->lang, l->v[M_TAKEN_MIN] / 60),
		text_number(pg->a, pg->lang, l->v[M_OPEN_MIN] / 60));
}
