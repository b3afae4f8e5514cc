/* The receipt on one A4 sheet: French above, Arabic below, one reference and one QR code between. */
#include "areas/booking/booking.h"

#include "codes/codes.h"
#include "page/text.h"
#include "pdf/pdf.h"

enum { QR_POINTS = 85 };

static struct str joined(struct arena *a, struct str x, struct str y, enum lang l)
{
	if (!x.n || !y.n)
		return x.n ? x : y;
	return arena_cat(a, arena_cat(a, x, l == LANG_AR ? S("، ") : S(", ")), y);
}

static struct str visits_of(struct arena *a, enum lang l, const struct receipt_sheet *r)
{
	struct str s = STR_NONE;

	for (size_t i = 0; i < r->nvisits; i++)
		s = joined(a, s, arena_cat(a, arena_cat(a, text_short_day(a, r->visits[i].day), S(" ")), text_clock(a, r->visits[i].min)), l);
	return s;
}

static void facts(struct pdf *p, struct arena *a, enum lang l, const struct receipt_sheet *r)
{
	const bool ar = l == LANG_AR, stays = !r->arrive_min;
	const struct str address = ar && r->address_ar.n ? r->address_ar : r->address_fr;
	const struct str direction = ar && r->direction_ar.n ? r->direction_ar : r->direction_fr;
	const struct str bring = ar ? r->bring_ar : r->bring_fr, go = joined(a, direction, address, l);
	const struct local early = local_add(r->start, -(int64_t)r->arrive_min);
	const struct name doctor = ar && r->practitioner_ar.s.n ? r->practitioner_ar : r->practitioner;
	const struct str prepare = ar ? r->prepare_ar : r->prepare_fr, after = ar ? r->after_ar : r->after_fr;
	struct pdf_fact f[11];
	size_t n = 0;

	f[n++] = (struct pdf_fact){ lang_tr(l, "When"), text_when(a, l, r->start), false };
	if (r->nvisits > 1)
		f[n++] = (struct pdf_fact){ lang_tr(l, "The visits of the series"), visits_of(a, l, r), false };
	f[n++] = (struct pdf_fact){ lang_tr(l, "Where"), joined(a, ar ? r->service_ar : r->service_fr,
		ar ? r->place_ar : r->place_fr, l), false };
	f[n++] = (struct pdf_fact){ lang_tr(l, "For"), r->name.s, false };
	if (doctor.s.n)
		f[n++] = (struct pdf_fact){ lang_tr(l, "Doctor"), doctor.s, false };
	if (go.n)
		f[n++] = (struct pdf_fact){ lang_tr(l, stays ? N_("Where the visit is") : N_("Where to go")), go, false };
	if (r->arrive_min)
		f[n++] = (struct pdf_fact){ lang_tr(l, "Be there at"), text_said(a, l, early.min), false };
	if (r->phone.n)
		f[n++] = (struct pdf_fact){ lang_tr(l, "Phone"), text_phone(a, r->phone), true };
	if (bring.n && !r->cancelled)
		f[n++] = (struct pdf_fact){ lang_tr(l, stays ? N_("Have ready") : N_("Bring with you")), bring, false };
	if (prepare.n && !r->cancelled)
		f[n++] = (struct pdf_fact){ lang_tr(l, stays ? N_("Before the visit") : N_("Before you come")), prepare, false };
	if (after.n && !r->cancelled)
		f[n++] = (struct pdf_fact){ lang_tr(l, "After the visit"), after, false };
	pdf_facts(p, f, n);
}

/* What its line in the public register shows, and what it does not. */
static void line(struct pdf *p, struct arena *a, enum lang l, const struct receipt_sheet *r)
{
	const struct str n = arena_fmt(a, "%lld", (long long)r->line);

	if (!r->lined)
		return;
	if (r->line < 0)
		pdf_small(p, lang_tr(l, "This appointment is written in the public register, which has no names. Its line has its number a few seconds later."));
	else
		pdf_small(p, fill(a, lang_tr(l, "This appointment is line %1 of the public register, which has no names. The line shows that "
			"the appointment was given as it stands here; of the other lines it shows nothing."), &n, 1));
}

static struct str twice(struct arena *a, const char *message)
{
	return arena_cat(a, arena_cat(a, lang_tr(LANG_FR, message), S("\n")), lang_tr(LANG_AR, message));
}

/* The reference for the desk; the address alone of the person's page: nothing of what it shows is in the code. */
static enum err codes(struct pdf *p, struct arena *a, const struct receipt_sheet *r)
{
	const struct pdf_qr v[] = { { r->reference, twice(a, N_("To show at the desk")) },
		{ r->own.s, twice(a, N_("Your page: the appointment and the proof of its line")) } };

	return pdf_qrs(p, v, r->own.s.n ? 2 : 1, QR_POINTS);
}

static void half(struct pdf *p, struct arena *a, enum lang l, const struct receipt_sheet *r)
{
	pdf_direction(p, l == LANG_AR);
	pdf_heading(p, 2, r->cancelled ? lang_tr(l, "Appointment cancelled") : lang_tr(l, "Appointment confirmed"));
	facts(p, a, l, r);
	line(p, a, l, r);
}

static enum err sheet(struct arena *a, const struct receipt_sheet *r, int per_cent, struct pdf **ret)
{
	const struct pdf_options o = { .title = lang_tr(LANG_FR, "Appointment receipt"), .now = r->now,
		.foot = r->site.n ? r->site : lang_tr(LANG_FR, "Diwan"), .per_cent = per_cent };

	TRY(pdf_new(a, &o, ret));
	half(*ret, a, LANG_FR, r);
	pdf_space(*ret, 8);
	pdf_code(*ret, reference_group(a, r->reference));
	TRY(codes(*ret, a, r));
	pdf_rule(*ret);
	half(*ret, a, LANG_AR, r);
	return OK;
}

/* One sheet of paper: smaller letters where there is more to say, down to what can still be read; then a second one. */
enum err booking_receipt_pdf(struct arena *a, const struct receipt_sheet *r, struct str *ret)
{
	static const int sizes[] = { 100, 93, 86, 80 };
	struct pdf *p = NULL;

	for (size_t i = 0; i < sizeof(sizes) / sizeof(sizes[0]); i++) {
		TRY(sheet(a, r, sizes[i], &p));
		if (pdf_pages(p) == 1)
			break;
	}
	return pdf_end(p, ret);
}
