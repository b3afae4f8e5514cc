/* Settings of types of appointment in words. See pages.h. */
#include "areas/schedules/pages.h"

const char *setting_label(enum service_field f)
{
	static const char *const labels[SF_MAX] = { [SF_NAME] = N_("Name"),
		[SF_DURATION] = N_("Length of a visit"), [SF_STEP] = N_("A start every"),
		[SF_BEFORE] = N_("Kept free before"), [SF_AFTER] = N_("Kept free after"),
		[SF_CAPACITY] = N_("People received at once"), [SF_ONLINE] = N_("Booked online"),
		[SF_DESK] = N_("Booked at the desk"), [SF_CENTRE] = N_("Booked in health centres"),
		[SF_LEAD] = N_("Online at the earliest after"), [SF_HORIZON] = N_("Online at the latest within"),
		[SF_CANCEL] = N_("Cancelled online until, before the visit"),
		[SF_MOVE] = N_("Moved online until, before the visit"),
		[SF_NO_CANCEL] = N_("Can be cancelled online"), [SF_NO_MOVE] = N_("Can be moved online"),
		[SF_MOVES] = N_("How often it can be moved online"),
		[SF_REFERRAL] = N_("A letter from a doctor is needed"),
		[SF_VISIT] = N_("First visit or follow-up"),
		[SF_SAME] = N_("Only with the same practitioner"), [SF_SEX] = N_("For"),
		[SF_AGE_MIN] = N_("Lowest age"), [SF_AGE_MAX] = N_("Highest age"),
		[SF_PLACE] = N_("Where it takes place"), [SF_BRING] = N_("What to bring"),
		[SF_PREPARE] = N_("What to do before the visit"), [SF_REST] = N_("What to do after the visit"),
		[SF_ACCEPT] = N_("What is accepted before booking online"), [SF_SENSITIVE] = N_("Discreet") };

	return labels[f];
}

static struct str length_said(const struct page *pg, int32_t minutes)
{
	struct length l = length_of(minutes);

	if (str_eq(str_of(l.unit), S("days")))
		return tr_n(pg, l.n, "%d day", "%d days");
	if (str_eq(str_of(l.unit), S("hours")))
		return tr_n(pg, l.n, "%d hour", "%d hours");
	return tr_n(pg, l.n, "%d minute", "%d minutes");
}

static struct str yes_no(const struct page *pg, bool yes)
{
	return yes ? tr(pg, "yes") : tr(pg, "no");
}

static struct str word_said(const struct page *pg, struct str w)
{
	static const char *const words[][2] = { { "first", N_("First visit") }, { "follow_up", N_("Follow-up") },
		{ "female", N_("Women") }, { "male", N_("Men") }, { "on_site", N_("On site") },
		{ "home", N_("At home") }, { "phone", N_("By telephone") }, { "video", N_("By video") } };

	for (size_t i = 0; i < sizeof(words) / sizeof(*words); i++)
		if (str_eq(w, str_of(words[i][0])))
			return tr(pg, words[i][1]);
	return w;
}

static struct str words_said(const struct page *pg, const struct names *n)
{
	struct str s = names_in(pg->lang, n);

	return s.n ? s : tr_c(pg, "setting", "nothing");
}

static struct str months_said(const struct page *pg, int32_t months)
{
	if (!months)
		return tr(pg, "no limit");
	return months % 12 ? tr_n(pg, months, "%d month", "%d months") : tr_n(pg, months / 12, "%d year", "%d years");
}

static struct str flag_said(const struct page *pg, enum service_field f, const struct service *s)
{
	bool yes = f == SF_ONLINE ? s->online : f == SF_DESK ? !s->no_desk : f == SF_CENTRE ? !s->no_centre
		: f == SF_NO_CANCEL ? !s->no_cancel : f == SF_NO_MOVE ? !s->no_move
		: f == SF_REFERRAL ? s->referral_required : f == SF_SAME ? s->same_practitioner : s->sensitive;

	return yes_no(pg, yes);
}

struct str setting_said(const struct page *pg, enum service_field f, const struct service *s)
{
	switch (f) {
	case SF_NAME: return names_in(pg->lang, &s->name);
	case SF_DURATION: return length_said(pg, s->duration_min);
	case SF_STEP: return length_said(pg, s->step_min);
	case SF_BEFORE: return length_said(pg, s->buffer_before_min);
	case SF_AFTER: return length_said(pg, s->buffer_after_min);
	case SF_CAPACITY: return arena_fmt(pg->a, "%d", s->capacity);
	case SF_LEAD: return length_said(pg, s->lead_min);
	case SF_HORIZON: return length_said(pg, s->horizon_min);
	case SF_CANCEL: return length_said(pg, s->cancel_limit_min);
	case SF_MOVE: return length_said(pg, s->move_limit_min);
	case SF_MOVES: return s->moves_max ? tr_n(pg, s->moves_max, "%d time", "%d times") : tr(pg, "no limit");
	case SF_VISIT: return str_eq(s->visit, S("any")) ? tr(pg, "Either") : word_said(pg, s->visit);
	case SF_SEX: return str_eq(s->sex, S("any")) ? tr(pg, "Everybody") : word_said(pg, s->sex);
	case SF_AGE_MIN: return months_said(pg, s->age_min_months);
	case SF_AGE_MAX: return months_said(pg, s->age_max_months);
	case SF_PLACE: return word_said(pg, s->place_kind);
	case SF_BRING: return words_said(pg, &s->bring);
	case SF_PREPARE: return words_said(pg, &s->prepare);
	case SF_REST: return words_said(pg, &s->after);
	case SF_ACCEPT: return words_said(pg, &s->accept);
	case SF_ONLINE: case SF_DESK: case SF_CENTRE: case SF_NO_CANCEL: case SF_NO_MOVE: case SF_REFERRAL:
	case SF_SAME: case SF_SENSITIVE: case SF_MAX: break;
	}
	return flag_said(pg, f, s);
}

struct setting_changes setting_changes(const struct page *pg, const struct service *was,
	const struct service *will)
{
	struct setting_change *v = ARENA_ARRAY(pg->a, struct setting_change, SF_MAX);
	int64_t differ = fields_differ(was, will);
	size_t n = 0;

	for (int i = 0; i < SF_MAX; i++) {
		enum service_field f = (enum service_field)i;

		if (differ >> i & 1)
			v[n++] = (struct setting_change){ setting_label(f), setting_said(pg, f, was),
				setting_said(pg, f, will) };
	}
	return (struct setting_changes){ v, n };
}

static bool freezes(const struct service *s, enum service_field f)
{
	return s->booked && (f == SF_PLACE || f == SF_VISIT || f == SF_CAPACITY || (f == SF_SENSITIVE && s->sensitive));
}

struct str setting_hint(const struct page *pg, const struct service_view *v, enum service_field f,
	struct str hint)
{
	struct str out = hint;

	if (freezes(&v->s, f)) {
		struct str why = f == SF_CAPACITY ? tr(pg, "Appointments exist: one stays one, several stay several")
			: tr(pg, "Appointments exist: this cannot change");

		out = out.n ? FILL(pg, tr(pg, "%1. %2"), out, why) : why;
	}
	if (v->taken) {
		struct str says = FILL(pg, tr(pg, "Catalogue: %1"), setting_said(pg, f, &v->above));

		out = out.n ? FILL(pg, tr(pg, "%1. %2"), out, says) : says;
	}
	return out;
}
