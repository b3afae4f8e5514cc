/* The receipt on one A4 sheet: French above, Arabic below, one reference and one QR code between. */
#include "areas/booking/booking.h"

#include "codes/codes.h"
#include "pdf/pdf.h"

enum { QR_POINTS = 85 };

static void facts(struct pdf *p, struct arena *a, enum lang l, const struct receipt *r)
{
	const bool ar = l == LANG_AR;
	const struct str service = ar ? r->service_ar : r->service_fr, place = ar ? r->place_ar : r->place_fr;
	const struct str address = ar && r->address_ar.n ? r->address_ar : r->address_fr;
	const struct str direction = ar && r->direction_ar.n ? r->direction_ar : r->direction_fr;
	const struct local early = local_add(r->start, -(int64_t)r->arrive_min);
	struct pdf_fact f[10];
	size_t n = 0;

	f[n++] = (struct pdf_fact){ lang_tr(l, "When"), text_when(a, l, r->start), false };
	f[n++] = (struct pdf_fact){ lang_tr(l, "Where"), place, false };
	f[n++] = (struct pdf_fact){ lang_tr(l, "For what"), service, false };
	f[n++] = (struct pdf_fact){ lang_tr(l, "For"), r->name.s, false };
	if (r->practitioner.s.n)
		f[n++] = (struct pdf_fact){ lang_tr(l, "Doctor"), r->practitioner.s, false };
	if (direction.n)
		f[n++] = (struct pdf_fact){ lang_tr(l, "Where to go"), direction, false };
	if (address.n)
		f[n++] = (struct pdf_fact){ lang_tr(l, "Address"), address, false };
	f[n++] = (struct pdf_fact){ lang_tr(l, "Be there at"), text_said(a, l, early.min), false };
	if (r->phone.n)
		f[n++] = (struct pdf_fact){ lang_tr(l, "Phone"), text_phone(a, r->phone), true };
	pdf_facts(p, f, n);
}

static void half(struct pdf *p, struct arena *a, enum lang l, const struct receipt *r)
{
	const struct str bring = l == LANG_AR ? r->bring_ar : r->bring_fr;

	pdf_direction(p, l == LANG_AR);
	pdf_heading(p, 1, r->cancelled ? lang_tr(l, "Appointment cancelled") : lang_tr(l, "Appointment confirmed"));
	facts(p, a, l, r);
	if (!bring.n || r->cancelled)
		return;
	pdf_heading(p, 3, lang_tr(l, "Bring with you"));
	pdf_text(p, bring);
}

enum err booking_receipt_pdf(struct arena *a, const struct receipt *r, struct str *ret)
{
	const struct pdf_options o = { .title = lang_tr(LANG_FR, "Appointment receipt"), .now = r->now,
		.foot = r->site.n ? r->site : lang_tr(LANG_FR, "Diwan") };
	struct str grouped = reference_group(a, r->reference);
	struct pdf *p;

	TRY(pdf_new(a, &o, &p));
	half(p, a, LANG_FR, r);
	pdf_space(p, 8);
	pdf_code(p, grouped);
	TRY(pdf_qr(p, r->reference, QR_POINTS, arena_cat(a, arena_cat(a, lang_tr(LANG_FR, "To show at the desk"), S("\n")),
		lang_tr(LANG_AR, "To show at the desk"))));
	pdf_rule(p);
	half(p, a, LANG_AR, r);
	return pdf_end(p, ret);
}
