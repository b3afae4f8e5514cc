/* Who books for others in the demonstration: a health centre with a share of an agenda, a cybercafé with limits. */
#include "areas/demo/inside.h"

#include "areas/organizations/organizations.h"
#include "areas/referrals/referrals.h"
#include "organizations_q.h"

enum { AHEAD = 3, EACH = 4 };

static struct hospital *hospital(const struct demo *d)
{
	for (size_t i = 0; i < d->nhospitals; i++)
		if (str_eq(d->hospitals[i].code, S(DEMO_HOSPITAL)))
			return &d->hospitals[i];
	return &d->hospitals[0];
}

static enum err say(struct demo *d, const struct hospital *h)
{
	static const struct { const char *name; int64_t value; } words[] = {
		{ SETTING_CENTRE_DAY, 12 }, { SETTING_CENTRE_WEEK, 40 }, { SETTING_HELPER_DAY, 8 },
		{ SETTING_HELPER_OPEN, 20 }, { SETTING_HELPER_AGENDA, 5 },
	};
	struct organization_get_row o;

	TRY(organization_get(d->db, d->scratch, h->id, &o));
	for (size_t i = 0; i < sizeof(words) / sizeof(words[0]); i++)
		TRY(organization_setting_set(d->db, d->scratch, h->id, o.tree_lo, words[i].name, words[i].value));
	return OK;
}

/* Of each morning of this agenda some times are kept for health centres until the day before. */
static enum err share(struct demo *d, const struct doctor *doc)
{
	struct openings all;
	struct opening_id id;

	TRY(opening_list(d->db, d->scratch, doc->schedule, &all));
	for (size_t i = 0; i < all.n; i++) {
		struct opening o = all.v[i];

		if (o.start_min >= 720)
			continue;
		o.quota = (struct quota){ .is = true, .share = { -1, -1, -1, 3 }, .release_min = 1440 };
		TRY(opening_put(d->db, d->scratch, d->now, &o, S("administrator"), &id));
	}
	return OK;
}

static enum err book_for(struct demo *d, const struct doctor *doc, enum role role, int64_t account)
{
	struct book_ask ask = { .schedule = doc->schedule, .service = doc->at->services[doc->mi], .for_whom = "helper",
		.channel = role == ROLE_HELPER ? CH_ASSISTED : CH_HEALTH_CENTRE, .booked_by = account,
		.role = str_of(role_code(role)), .silent = true };
	struct slot_ask free = { .service = ask.service, .schedule = doc->schedule, .organization = doc->at->id,
		.from = { d->here.day.n + AHEAD }, .group = channel_group(ask.channel) };
	struct person_made who;
	struct slot_time at;
	struct booked b;
	enum err e = slot_first(d->db, d->scratch, d->now, &free, &at);

	if (e != OK)
		return e == E_NOTFOUND ? OK : e;
	TRY(demo_person(d, doc, &who));
	ask.patient = who.id;
	ask.day = at.day;
	ask.start_min = at.min;
	TRY(db_save(d->db));
	e = appointment_book(d->db, d->scratch, demo_before(d), &ask, &b);
	if (e == OK)
		return db_keep(d->db);
	db_undo(d->db);
	return e == E_CONFLICT || e == E_INPUT || e == E_LIMIT ? OK : e;
}

/* Somebody with a letter whom nobody has booked for yet. */
static enum err refer(struct demo *d, const struct hospital *h, int64_t centre)
{
	static const char letter[] = "%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n2 0 obj<</Type/Pages/Kids[3 0 R]/Count 1>>endobj\n"
		"3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]>>endobj\ntrailer<</Root 1 0 R>>\nstartxref\n0\n%%EOF\n";
	struct referral_new r = { .organization = h->id, .account = centre, .referred_by = S("Dr Siham Rami, CS Batha"),
		.reason = S("Souffle au cœur"), .referred_day = { d->here.day.n - 2 }, .until = { d->here.day.n + 88 },
		.urgency = HURRY_SOON, .letter = str_of(letter), .letter_type = LETTER_PDF, .key = d->key };
	struct person_made who;
	struct service s;
	struct referral_id id;
	struct str code;
	enum err e = service_by_code(d->db, d->scratch, h->id, S("echo-coeur"), &s);

	if (e != OK)
		return e == E_NOTFOUND ? OK : e;
	TRY(demo_person(d, &d->doctors[h->first], &who));
	r.service = s.id;
	r.patient = who.id;
	return referral_add(d->db, d->scratch, d->now, &r, &id, &code);
}

enum err demo_others(struct demo *d, int64_t centre, int64_t helper)
{
	struct hospital *h = hospital(d);
	const struct doctor *last = &d->doctors[h->first + h->ndoctors - 1];

	arena_reset(d->scratch);
	TRY(say(d, h));
	TRY(share(d, last));
	for (int i = 0; i < EACH; i++) {
		arena_reset(d->scratch);
		TRY(book_for(d, last, ROLE_HEALTH_CENTRE, centre));
		TRY(book_for(d, &d->doctors[h->first + (size_t)i % h->ndoctors], ROLE_HELPER, helper));
	}
	return refer(d, h, centre);
}
