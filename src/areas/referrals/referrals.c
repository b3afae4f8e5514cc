/* Referrals entered, seen and used. See referrals.h. */
#include "areas/referrals/referrals.h"

#include "base/random.h"
#include "codes/codes.h"
#include "crypto/crypto.h"
#include "referrals_q.h"

static const struct { const char *code, *said; } urgencies[HURRY_MAX] = {
	[HURRY_URGENT] = { "urgent", N_("Urgent: within days") },
	[HURRY_SOON] = { "soon", N_("Soon: within weeks") },
	[HURRY_ROUTINE] = { "routine", N_("Without hurry") },
};

const char *hurry_code(enum hurry u) { return urgencies[u].code; }
const char *hurry_said(enum hurry u) { return urgencies[u].said; }

enum hurry hurry_of(struct str code)
{
	for (int i = 0; i < HURRY_MAX; i++)
		if (str_eq(code, str_of(urgencies[i].code)))
			return (enum hurry)i;
	return HURRY_ROUTINE;
}

static enum letter_type letter_of(struct str code)
{
	for (int t = LETTER_NONE + 1; t < LETTER_TYPES; t++)
		if (str_eq(code, str_of(letter_ending((enum letter_type)t))))
			return (enum letter_type)t;
	return LETTER_NONE;
}

static struct str sealed_as(struct arena *a, struct referral_id id)
{
	return arena_fmt(a, "letter %lld", (long long)id.v);
}

enum err referral_letter(struct db *db, struct arena *a, struct str key, struct referral_id id, struct str *ret)
{
	struct referral_letter_get_row l;

	TRY(referral_letter_get(db, a, id, &l));
	return l.sealed ? bytes_unseal(a, key, sealed_as(a, id), l.body, ret) : base64_decode(a, l.body, ret);
}

enum err referral_letters_seal(struct db *db, struct arena *a, struct str key, int32_t most, int64_t *ret_n)
{
	struct referral_letters_plain_rows rows;
	struct str bytes;

	TRY(referral_letters_plain(db, a, most, &rows));
	for (size_t i = 0; i < rows.n; i++) {
		TRY(base64_decode(a, rows.v[i].body, &bytes));
		TRY(referral_letter_seal(db, a, bytes_seal(a, key, sealed_as(a, rows.v[i].referral), bytes), true, rows.v[i].referral));
	}
	*ret_n = (int64_t)rows.n;
	return OK;
}

enum err referral_add(struct db *db, struct arena *a, struct instant now, const struct referral_new *in,
	struct referral_id *ret, struct str *ret_code)
{
	struct referral_id id = { random_id(now) };
	char code[REFERENCE_LEN];
	struct str s;

	reference_make(code);
	s = arena_str(a, (struct str){ code, sizeof(code) });
	TRY(referral_put(db, a, id, in->organization, in->service, in->patient, in->account, in->referred_by, in->referred_day,
		in->reason, str_of(hurry_code(in->urgency)), token_hash(a, s), in->until, now,
		in->letter.n ? str_of(letter_ending(in->letter_type)) : S("")));
	if (in->letter.n)
		TRY(referral_letter_put(db, a, id, in->organization, bytes_seal(a, in->key, sealed_as(a, id), in->letter)));
	*ret = id;
	*ret_code = s;
	return OK;
}

/* Two queries answer the same row, told apart by their names alone. */
#define REFERRAL(r) ((struct referral){ .id = (r).id, .organization = (r).organization, .service = (r).service, \
	.patient = (r).patient, .keeper = (r).keeper, .referred_by = (r).referred_by, .reason = (r).reason, .referred_day = (r).referred_day, \
	.until = (r).until_day, .urgency = hurry_of((r).urgency), .used = (r).used_at.v != INSTANT_NONE.v, \
	.letter = (r).letter_type.n > 0, .letter_type = letter_of((r).letter_type) })

enum err referral_get(struct db *db, struct arena *a, const struct scope *scope, struct referral_id id, struct referral *ret)
{
	struct referral_row_row r;
	struct referral_row_visit_row v;
	enum err e = referral_row(db, a, scope, id, &r);

	if (e == OK)
		*ret = REFERRAL(r);
	if (e != E_NOTFOUND)
		return e;
	TRY(referral_row_visit(db, a, scope, id, &v));
	*ret = REFERRAL(v);
	return OK;
}

enum err referral_of(struct db *db, struct arena *a, const struct scope *scope, struct appointment_id id, struct referral *ret)
{
	struct referral_of_visit_row r;

	TRY(referral_of_visit(db, a, scope, id, &r));
	*ret = (struct referral){ .id = r.id, .referred_by = r.referred_by, .reason = r.reason, .referred_day = r.referred_day,
		.urgency = hurry_of(r.urgency), .used = true, .letter = r.letter_type.n > 0, .letter_type = letter_of(r.letter_type) };
	return OK;
}

static enum err find(struct db *db, struct arena *a, const struct referral_ask *ask, struct referral_by_code_row *ret)
{
	struct referral_by_id_row r;

	if (!ask->id.v && (ask->code_hash.n || ask->code.n))
		return referral_by_code(db, a, ask->code_hash.n ? ask->code_hash : token_hash(a, ask->code), ret);
	TRY(referral_by_id(db, a, ask->id, &r));
	*ret = (struct referral_by_code_row){ r.id, r.service, r.tree_lo, r.tree_hi, r.until_day, r.used_at, r.birth_day };
	return OK;
}

static enum referral_fault fault_of(const struct referral_by_code_row *r, const struct referral_ask *ask, struct day birth)
{
	if (r->used_at.v != INSTANT_NONE.v)
		return REFERRAL_USED;
	if (r->until_day.n < ask->today.n)
		return REFERRAL_OVER;
	if (r->service.v != ask->service.v || ask->tree_lo < r->tree_lo || ask->tree_lo >= r->tree_hi)
		return REFERRAL_OTHER_TYPE;
	return day_is(birth) && day_is(r->birth_day) && birth.n != r->birth_day.n ? REFERRAL_OTHER_PERSON : REFERRAL_GOOD;
}

enum err referral_look(struct db *db, struct arena *a, const struct referral_ask *ask, struct day birth,
	enum referral_fault *ret)
{
	struct referral_by_code_row r;
	enum err e = find(db, a, ask, &r);

	*ret = REFERRAL_NONE;
	if (e == E_NOTFOUND)
		return OK;
	TRY(e);
	*ret = fault_of(&r, ask, birth);
	return OK;
}

const char *referral_fault_said(enum referral_fault f)
{
	switch (f) {
	case REFERRAL_USED: return N_("This referral has served already: a code books one appointment");
	case REFERRAL_OVER: return N_("This referral is too old: ask for a new one where you were given it");
	case REFERRAL_OTHER_TYPE: return N_("This referral is for another hospital or another appointment");
	case REFERRAL_OTHER_PERSON: return N_("This referral is for somebody with another date of birth");
	case REFERRAL_WAIT: return N_("Too many wrong tries. Wait until tomorrow, or go with the letter to the hospital’s desk: it books without the code");
	case REFERRAL_NONE: case REFERRAL_GOOD: break;
	}
	return N_("There is no referral with this code: look again at the paper you were given");
}

enum err referral_use(struct db *db, struct arena *a, struct instant now, const struct referral_ask *ask,
	struct patient_id patient, struct appointment_id appointment)
{
	struct referral_by_code_row r;
	struct referral_birth_row who;
	enum err e = find(db, a, ask, &r);
	int64_t n;

	if (e != OK)
		return e == E_NOTFOUND ? E_DENIED : e;
	TRY(referral_birth(db, a, patient, &who));
	if (fault_of(&r, ask, who.birth_day) != REFERRAL_GOOD)
		return E_DENIED;
	TRY(referral_take(db, a, now, appointment, patient, r.id, &n));
	return n ? OK : E_DENIED;
}

enum err referral_may_follow(struct db *db, struct arena *a, struct appointment_id was, struct str specialty, bool *ret)
{
	struct referral_following_row r;

	TRY(referral_following(db, a, was, specialty, &r));
	*ret = r.n > 0;
	return OK;
}

enum err referral_follow(struct db *db, struct arena *a, struct appointment_id was, struct service_id service,
	struct patient_id patient, struct appointment_id appointment)
{
	int64_t n;

	TRY(referral_follow_put(db, a, appointment, patient, was, service, &n));
	return n ? OK : E_DENIED;
}

enum err referral_draft(struct db *db, struct arena *a, struct instant now, int64_t draft,
	struct organization_id organization, struct str code)
{
	return referral_draft_put(db, a, draft, organization, code.n ? token_hash(a, code) : S(""), now);
}

enum err referral_of_draft(struct db *db, struct arena *a, int64_t draft, struct str *ret_code_hash)
{
	struct referral_draft_get_row r;
	enum err e = referral_draft_get(db, a, draft, &r);

	*ret_code_hash = e == OK ? r.code_hash : S("");
	return e == E_NOTFOUND ? OK : e;
}
