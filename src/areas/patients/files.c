/* People's files: found, made, put right, erased. See patients.h. */
#include "areas/patients/files.h"

#include "areas/patients/rules/likeness.h"
#include "base/random.h"
#include "base/utf8.h"
#include "patients_q.h"

enum { OLDEST_YEARS = 130 };

const char *birth_unlikely(struct day birth, struct day today)
{
	int y, m, d, year;

	if (!day_is(birth))
		return NULL;
	day_split(birth, &y, &m, &d);
	day_split(today, &year, &m, &d);
	return birth.n > today.n || year - y > OLDEST_YEARS ? N_("This date cannot be a date of birth") : NULL;
}

enum { NAME_WORDS_MAX = 24 };

static struct str or_empty(struct str s)
{
	return s.p ? s : S("");
}

static struct str sex_of(struct str s)
{
	static const char *const known[] = { "female", "male", "other" };

	for (size_t i = 0; i < 3; i++)
		if (str_eq(s, str_of(known[i])))
			return s;
	return S("unknown");
}

struct str patient_identity(struct arena *a, struct str typed)
{
	char *p = ARENA_ARRAY(a, char, typed.n + 1);
	size_t n = 0;

	for (size_t i = 0; i < typed.n; i++)
		if (ascii_is_alpha(typed.p[i]) || ascii_is_digit(typed.p[i]))
			p[n++] = ascii_upper(typed.p[i]);
	return (struct str){ p, n };
}

size_t patient_name_words(struct arena *a, struct str name, struct str *out, size_t max)
{
	struct str rest = utf8_fold(a, name);
	size_t n = 0;

	while (rest.n && n < max) {
		struct str word = str_cut(&rest, ' '), key = utf8_name_key(a, word);

		if (key.n)
			out[n++] = key;
		if (key.n < 2 && utf8_count(word) > 2 && n < max)
			out[n++] = word;
	}
	return n;
}

enum err patient_words_put(struct db *db, struct arena *a, struct organization_id o,
	struct patient_id id, struct str name)
{
	struct str words[NAME_WORDS_MAX];
	size_t n = patient_name_words(a, name, words, NAME_WORDS_MAX);

	for (size_t i = 0; i < n; i++)
		TRY(patient_word_add(db, a, o, words[i], id));
	return OK;
}

enum err patient_words_take(struct db *db, struct arena *a, struct organization_id o,
	struct patient_id id, struct str name)
{
	struct str words[NAME_WORDS_MAX];
	size_t n = patient_name_words(a, name, words, NAME_WORDS_MAX);
	int64_t gone;

	for (size_t i = 0; i < n; i++)
		TRY(patient_word_remove(db, a, o, words[i], id, &gone));
	return OK;
}

enum err patient_create(struct db *db, struct arena *a, struct instant now,
	struct organization_id organization, const struct person *p, struct patient_id *ret)
{
	struct patient_id id = { random_id(now) };
	struct str name = str_trim(p->name.s), key = utf8_name_key(a, name);

	if (!name.n)
		return E_INPUT;
	TRY(patient_add(db, a, id, organization, (struct name){ name }, utf8_fold(a, name), key,
		p->birth_day, sex_of(p->sex), or_empty(p->phone), or_empty(p->email),
		patient_identity(a, p->identity_number), p->lang.n ? p->lang : S("fr"), now));
	TRY(patient_words_put(db, a, organization, id, name));
	*ret = id;
	return OK;
}

enum err patient_mail_given_drop(struct db *db, struct arena *a, struct patient_id id)
{
	TRY(patient_given_mail_drop(db, a, id));
	return patient_party_mail_drop(db, a, id);
}

/* What the file lacks is taken from what was said; nothing that stands there is changed. */
static enum err complete(struct db *db, struct arena *a, const struct patient_same_row *r,
	const struct person *p, struct str identity)
{
	struct str phone = r->phone.n ? r->phone : or_empty(p->phone);
	struct str email = r->email.n ? r->email : or_empty(p->email);
	struct str card = r->identity_number.n ? r->identity_number : identity;
	int64_t n;

	if (phone.n == r->phone.n && email.n == r->email.n && card.n == r->identity_number.n)
		return OK;
	if (email.n != r->email.n)	/* the address of a party stays: others of it may have no other */
		TRY(patient_given_mail_drop(db, a, r->id));
	return patient_fill(db, a, phone, email, card, r->id, &n);
}

/* Two first bookings of one person at once, each with a writer of its own, make one file. */
static enum err wait_for_others(struct db *db, struct arena *a, struct organization_id organization,
	struct str what)
{
	struct patient_gate_row r;
	uint64_t key = str_hash(arena_fmt(a, "patient %lld %.*s", (long long)organization.v, STR_ARG(what)));

	return what.n ? patient_gate(db, a, (int64_t)key, &r) : OK;
}

enum err patient_phone_gate(struct db *db, struct arena *a, struct organization_id organization, struct str phone)
{
	return wait_for_others(db, a, organization, phone);
}

static enum err find_or_create(struct db *db, struct arena *a, struct instant now,
	struct organization_id organization, const struct person *p, bool stranger, struct patient_id *ret)
{
	struct patient_same_rows rows = { NULL, 0 };
	struct str identity = patient_identity(a, p->identity_number);

	if (!str_trim(p->name.s).n)
		return E_INPUT;
	TRY(wait_for_others(db, a, organization, p->phone));
	if (!stranger)
		TRY(wait_for_others(db, a, organization, identity));
	if (p->phone.n || identity.n)
		TRY(patient_same(db, a, organization, utf8_name_key(a, p->name.s), or_empty(p->phone), identity, &rows));
	for (size_t i = 0; i < rows.n; i++) {
		const struct patient_same_row *r = &rows.v[i];
		bool phone = p->phone.n && str_eq(r->phone, p->phone);
		bool card = identity.n && !stranger && str_eq(r->identity_number, identity);
		bool other = identity.n && r->identity_number.n && !str_eq(r->identity_number, identity);

		if (r->birth_day.n != p->birth_day.n || other || !(phone || card))
			continue;
		if (!stranger)
			TRY(complete(db, a, r, p, identity));
		*ret = r->id;
		return OK;
	}
	return patient_create(db, a, now, organization, p, ret);
}

enum err patient_find_or_create(struct db *db, struct arena *a, struct instant now,
	struct organization_id organization, const struct person *p, struct patient_id *ret)
{
	return find_or_create(db, a, now, organization, p, false, ret);
}

enum err patient_of_stranger(struct db *db, struct arena *a, struct instant now,
	struct organization_id organization, const struct person *p, struct patient_id *ret)
{
	return find_or_create(db, a, now, organization, p, true, ret);
}

enum err patient_get(struct db *db, struct arena *a, const struct scope *scope,
	struct patient_id id, struct patient *ret)
{
	struct patient_row_row r;

	TRY(patient_row(db, a, scope, id, &r));
	*ret = (struct patient){ r.id, r.organization_id, r.name, r.birth_day, r.sex, r.phone, r.email,
		r.identity_number, r.lang, r.merged_into, r.erased_at.v != INSTANT_NONE.v, r.version };
	return OK;
}

enum err patient_last(struct db *db, struct arena *a, struct patient_id id, struct day before,
	struct patient_last *ret)
{
	struct patient_last_visit_row r;

	TRY(patient_last_visit(db, a, id, before, &r));
	*ret = (struct patient_last){ r.day, r.schedule_id, r.specialty, r.service_fr, r.service_ar, r.service_en };
	return OK;
}

enum err patient_next(struct db *db, struct arena *a, struct patient_id id, struct str specialty,
	struct day from, struct day *ret_day, int32_t *ret_start_min)
{
	struct patient_next_visit_row r;

	TRY(patient_next_visit(db, a, id, specialty, from, &r));
	*ret_day = r.day;
	*ret_start_min = r.start_min;
	return OK;
}

struct change { struct db *db; struct arena *a; struct instant now; int64_t account; const struct patient *was; };

static enum err trail(const struct change *c, const char *field, struct str before, struct str after)
{
	if (str_eq(before, after))
		return OK;
	return patient_trail_add(c->db, c->a, (struct patient_trail_id){ random_id(c->now) },
		c->was->organization, c->was->id, c->now,
		(struct opt_int){ c->account != 0, c->account }, str_of(field), or_empty(before), or_empty(after));
}

static struct str day_text(struct arena *a, struct day d)
{
	char out[11];

	if (!day_is(d))
		return S("");
	day_print(d, out);
	return arena_str(a, str_of(out));
}

enum err patient_rectify(struct db *db, struct arena *a, struct instant now, const struct scope *scope,
	int64_t account, struct patient_id id, int64_t version, const struct person *p)
{
	struct patient was;
	struct str name = str_trim(p->name.s), key = utf8_name_key(a, name);
	struct str card = patient_identity(a, p->identity_number), sex = sex_of(p->sex);
	struct str lang = p->lang.n ? p->lang : S("fr");
	int64_t n;

	TRY(patient_get(db, a, scope, id, &was));
	if (was.erased || was.merged_into.v)
		return E_NOTFOUND;
	if (!name.n)
		return E_INPUT;
	TRY(patient_change(db, a, (struct name){ name }, utf8_fold(a, name), key, p->birth_day, sex,
		or_empty(p->phone), or_empty(p->email), card, lang, id, version, &n));
	if (!n)
		return E_CONFLICT;
	TRY(patient_words_take(db, a, was.organization, id, was.name.s));
	TRY(patient_words_put(db, a, was.organization, id, name));
	if (!str_eq(was.email, or_empty(p->email)))
		TRY(patient_mail_given_drop(db, a, id));

	const struct change c = { db, a, now, account, &was };

	TRY(trail(&c, "name", was.name.s, name));
	TRY(trail(&c, "birth_day", day_text(a, was.birth_day), day_text(a, p->birth_day)));
	TRY(trail(&c, "sex", was.sex, sex));
	TRY(trail(&c, "phone", was.phone, or_empty(p->phone)));
	TRY(trail(&c, "email", was.email, or_empty(p->email)));
	TRY(trail(&c, "identity_number", was.identity_number, card));
	return trail(&c, "lang", was.lang, lang);
}

enum err patient_erase(struct db *db, struct arena *a, struct instant now, const struct scope *scope,
	int64_t account, struct patient_id id, int64_t version)
{
	struct patient was;
	int64_t n;

	TRY(patient_get(db, a, scope, id, &was));
	if (was.erased)
		return E_NOTFOUND;
	TRY(patient_erase_row(db, a, now, id, version, &n));
	if (!n)
		return E_CONFLICT;
	TRY(patient_words_take(db, a, was.organization, id, was.name.s));
	TRY(patient_trail_blank(db, a, id, &n));
	TRY(patient_messages_blank(db, a, id.v, &n));
	TRY(patient_inbox_drop(db, a, id, &n));
	TRY(patient_questions_drop(db, a, id, &n));
	TRY(patient_notes_blank(db, a, id, &n));
	TRY(patient_homes_drop(db, a, id));
	TRY(patient_mail_given_drop(db, a, id));
	TRY(patient_address_drop(db, a, id));
	TRY(patient_reminders_blank(db, a, id, &n));
	TRY(patient_calls_blank(db, a, id, &n));
	TRY(patient_requests_drop(db, a, id, was.organization, was.phone, was.birth_day, utf8_name_key(a, was.name.s), was.name, &n));
	TRY(patient_draws_blank(db, a, id, was.organization, was.phone, was.birth_day, utf8_name_key(a, was.name.s), &n));
	TRY(patient_letters_drop(db, a, id, &n));
	TRY(patient_referrals_blank(db, a, id, &n));
	TRY(patient_caller_messages_drop(db, a, id, &n));
	TRY(patient_caller_blank(db, a, was.organization, was.phone, &n));
	return patient_trail_add(db, a, (struct patient_trail_id){ random_id(now) }, was.organization, id,
		now, (struct opt_int){ account != 0, account }, S("erased"), S(""), S(""));
}
