/* Looking people up by what was typed, and who may be a double. See patients.h. */
#include "areas/patients/files.h"

#include "areas/patients/rules/likeness.h"
#include "base/num.h"
#include "base/utf8.h"
#include "codes/codes.h"
#include "patients_q.h"

#include <string.h>

enum { WORDS_MAX = 8, KEYS_MAX = 16, LOOK_MAX = 400 };

/* A typed part of a name: as it was typed, folded, and its key. */
struct part { struct str fold, key; };

/* Everything that was typed, and the people found so far. */
struct look {
	struct arena *a;
	struct said said[WORDS_MAX];
	struct str text[WORDS_MAX];	/* phone: E.164 beginning; identity: capitals */
	size_t n;
	struct part parts[KEYS_MAX];
	size_t nparts;
	const struct likeness *like;	/* doubles: all that is known of the person */
	struct patient_match *found;
	size_t nfound, max;
};

struct row { struct patient who; struct str name_fold, name_key; };

static bool latin(struct str s)
{
	return s.n && (unsigned char)s.p[0] < 0x80;
}

enum { SOUNDS_SO = 30 };	/* points of a whole word by its key */

/* How well one typed part fits a name: its spelling is worth more than its key, a whole word more
 * than a beginning, a slip least. Keys of one letter say too little within one script. -1: not at all. */
static int32_t part_score(const struct part *t, const struct row *r)
{
	struct str rest = r->name_fold;
	int32_t best = -1;

	while (rest.n) {
		struct str w = str_cut(&rest, ' ');

		if (str_eq(w, t->fold))
			return 50;
		if (str_starts(w, t->fold))
			best = 35;
	}
	rest = r->name_key;
	while (rest.n && best < SOUNDS_SO && t->key.n) {
		struct str w = str_cut(&rest, ' ');
		int allowed = likeness_allowed(t->key.n);
		int32_t s = -1;

		if (t->key.n < 2)
			s = str_eq(w, t->key) && latin(t->fold) != latin(r->name_fold) ? 10 : -1;
		else if (str_eq(w, t->key))
			s = SOUNDS_SO;
		else if (str_starts(w, t->key))
			s = 15;
		else if (likeness_slips(w, t->key, allowed) <= allowed)
			s = 5;
		best = s > best ? s : best;
	}
	return best;
}

static bool word_fits(const struct look *l, size_t i, const struct row *r)
{
	switch (l->said[i].kind) {
	case SAID_PHONE: return str_starts(r->who.phone, l->text[i]) ||
		str_starts(r->who.identity_number, l->said[i].text);
	case SAID_IDENTITY: return str_starts(r->who.identity_number, l->text[i]);
	case SAID_BIRTH: return r->who.birth_day.n == l->said[i].day.n;
	case SAID_REFERENCE:	/* the query itself has looked at it */
	case SAID_NAME: return true;
	}
	return false;
}

static int32_t name_score(const struct look *l, const struct row *r, bool *alike)
{
	int32_t score = 0;

	for (size_t i = 0; i < l->nparts; i++) {
		int32_t one = part_score(&l->parts[i], r);

		if (one < 0)
			return -1;
		score += one;
		*alike |= one < SOUNDS_SO;
	}
	return score;
}

static enum err add(struct look *l, const struct row *r, int32_t score, bool alike)
{
	for (size_t i = 0; i < l->nfound; i++)
		if (l->found[i].who.id.v == r->who.id.v)
			return OK;
	if (l->nfound >= LOOK_MAX)
		return E_LIMIT;
	struct patient_match *m = &l->found[l->nfound++];

	*m = (struct patient_match){ r->who, score, alike };
	m->who.name.s = arena_str(l->a, r->who.name.s);
	m->who.sex = arena_str(l->a, r->who.sex);
	m->who.phone = arena_str(l->a, r->who.phone);
	m->who.email = arena_str(l->a, r->who.email);
	m->who.identity_number = arena_str(l->a, r->who.identity_number);
	m->who.lang = arena_str(l->a, r->who.lang);
	return OK;
}

static enum err consider(struct look *l, const struct row *r)
{
	int32_t score;
	bool alike = false;

	if (l->like) {
		struct likeness y = { r->name_key, r->who.birth_day, r->who.sex, r->who.phone,
			r->who.identity_number };

		score = likeness_score(l->like, &y);
		return score >= 40 ? add(l, r, score, true) : OK;
	}
	for (size_t i = 0; i < l->n; i++)
		if (!word_fits(l, i, r))
			return OK;
	score = name_score(l, r, &alike);
	return score < 0 ? OK : add(l, r, score, alike);
}

/* The queries answer rows of the same columns, each in a type of its own. */
#define LOOKS(query) \
	static enum err on_##query(void *arg, const struct query##_row *q) \
	{ \
		const struct row r = { { q->id, q->organization_id, q->name, q->birth_day, q->sex, q->phone, \
			q->email, q->identity_number, q->lang, { 0 }, false, q->version }, q->name_fold, q->name_key }; \
		return consider(arg, &r); \
	}
LOOKS(patient_by_word)
LOOKS(patient_by_phone)
LOOKS(patient_by_identity)
LOOKS(patient_by_birth)
LOOKS(patient_by_reference)
LOOKS(patient_near)

/* Enough was found: that is no failure. */
static enum err enough(enum err e)
{
	return e == E_LIMIT ? OK : e;
}

/* The upper bound of all that begins with s, in the order of bytes. */
static struct str past(struct arena *a, struct str s)
{
	return arena_cat(a, s, S("\xF4\x8F\xBF\xBD"));
}

static void add_parts(struct look *l, struct str fold)
{
	while (fold.n && l->nparts < KEYS_MAX) {
		struct str w = str_cut(&fold, ' ');

		l->parts[l->nparts++] = (struct part){ w, utf8_name_key(l->a, w) };
	}
}

static void read_words(struct look *l, struct str text)
{
	char *west = ARENA_ARRAY(l->a, char, text.n + 1), *buf = ARENA_ARRAY(l->a, char, text.n + 1);
	struct str line = { west, num_western_digits(text, west) };

	l->n = said_words(line, buf, l->said, WORDS_MAX);
	for (size_t i = 0; i < l->n; i++) {
		struct said *s = &l->said[i];

		if (s->kind == SAID_PHONE) {
			char *p = ARENA_ARRAY(l->a, char, s->text.n + 8);

			l->text[i] = (struct str){ p, said_phone(s->text, p) };
		} else if (s->kind == SAID_IDENTITY) {
			l->text[i] = patient_identity(l->a, s->text);
		} else if (s->kind == SAID_NAME) {
			add_parts(l, utf8_fold(l->a, s->text));
		}
	}
}

/* The rarest kind of word leads the query; the others are compared here. */
static int rank_of(enum said_kind k)
{
	switch (k) {
	case SAID_REFERENCE: return 5;
	case SAID_IDENTITY: return 4;
	case SAID_PHONE: return 3;
	case SAID_BIRTH: return 2;
	case SAID_NAME: return 0;
	}
	return 0;
}

/* The part with the longest key is probably the rarest. */
static const struct part *longest_part(const struct look *l)
{
	const struct part *best = NULL;

	for (size_t i = 0; i < l->nparts; i++)
		if (!best || l->parts[i].key.n > best->key.n)
			best = &l->parts[i];
	return best;
}

/* Words of the branch that the typed one may mean by a slip, each looked up in turn. */
static enum err by_slips(struct db *db, const struct scope *scope, struct look *l, struct str key)
{
	struct patient_words_rows words;
	struct str first = str_sub(key, 0, 1);
	int allowed = likeness_allowed(key.n);

	if (!allowed)
		return OK;
	TRY(patient_words(db, l->a, scope, first, past(l->a, first), &words));
	for (size_t i = 0; i < words.n; i++) {
		struct str w = words.v[i].word;

		if (str_starts(w, key) || likeness_slips(w, key, allowed) > allowed)
			continue;
		TRY(patient_by_word(db, l->a, scope, w, arena_cat(l->a, w, S(" ")), on_patient_by_word, l));
	}
	return OK;
}

static enum err by_word(struct db *db, const struct scope *scope, struct look *l, struct str word, struct str last)
{
	return enough(patient_by_word(db, l->a, scope, word, last, on_patient_by_word, l));
}

static enum err by_name(struct db *db, const struct scope *scope, struct look *l)
{
	const struct part *p = longest_part(l);

	if (!p)
		return OK;
	if (p->key.n < 2) {
		TRY(by_word(db, scope, l, p->fold, past(l->a, p->fold)));
		return p->key.n ? by_word(db, scope, l, p->key, arena_cat(l->a, p->key, S(" "))) : OK;
	}
	TRY(by_word(db, scope, l, p->key, past(l->a, p->key)));
	return l->nfound ? OK : enough(by_slips(db, scope, l, p->key));
}

static enum err lead(struct db *db, const struct scope *scope, struct look *l)
{
	size_t best = 0;

	for (size_t i = 1; i < l->n; i++)
		if (rank_of(l->said[i].kind) > rank_of(l->said[best].kind))
			best = i;
	const struct said *s = &l->said[best];
	struct str t = l->text[best];

	switch (s->kind) {
	case SAID_REFERENCE:
		TRY(patient_by_reference(db, l->a, scope, s->text, on_patient_by_reference, l));
		if (l->nfound)
			return OK;
		/* fall through: a card number may have eleven letters and digits too */
		__attribute__((fallthrough));
	case SAID_IDENTITY:
		t = patient_identity(l->a, s->text);
		return patient_by_identity(db, l->a, scope, t, past(l->a, t), on_patient_by_identity, l);
	case SAID_PHONE:
		if (t.n < 7)		/* +212 and three digits: fewer mean nothing */
			return l->nparts ? by_name(db, scope, l) : OK;
		TRY(patient_by_phone(db, l->a, scope, t, past(l->a, t), on_patient_by_phone, l));
		return l->nfound ? OK : patient_by_identity(db, l->a, scope, s->text, past(l->a, s->text),
			on_patient_by_identity, l);
	case SAID_BIRTH:
		return patient_by_birth(db, l->a, scope, s->day, on_patient_by_birth, l);
	case SAID_NAME:
		return by_name(db, scope, l);
	}
	return OK;
}

static int by_score(const void *x, const void *y)
{
	const struct patient_match *p = x, *q = y;
	int c;

	if (p->score != q->score)
		return p->score < q->score ? 1 : -1;
	c = str_cmp(p->who.name.s, q->who.name.s);
	return c ? c : p->who.id.v < q->who.id.v ? -1 : 1;
}

static struct patient_matches best_of(struct look *l, size_t max)
{
	qsort(l->found, l->nfound, sizeof(l->found[0]), by_score);
	return (struct patient_matches){ l->found, l->nfound < max ? l->nfound : max };
}

/* One reference in thirty has no digit, and reads like a name: its check character tells. */
static enum err by_reference(struct db *db, const struct scope *scope, struct look *l, struct str text)
{
	char ref[REFERENCE_LEN];

	if (reference_parse(text, ref) != OK)
		return OK;
	return patient_by_reference(db, l->a, scope, (struct str){ ref, sizeof(ref) }, on_patient_by_reference, l);
}

enum err patient_search(struct db *db, struct arena *a, const struct scope *scope,
	struct str text, size_t max, struct patient_matches *ret)
{
	struct look l = { .a = a, .max = max, .found = ARENA_ARRAY(a, struct patient_match, LOOK_MAX) };

	TRY(by_reference(db, scope, &l, text));
	if (!l.nfound) {
		read_words(&l, text);
		if (l.n)
			TRY(enough(lead(db, scope, &l)));
	}
	*ret = best_of(&l, max);
	return OK;
}

enum err patient_doubles(struct db *db, struct arena *a, struct organization_id organization,
	const struct person *p, struct patient_matches *ret)
{
	struct likeness like = { utf8_name_key(a, p->name.s), p->birth_day, p->sex, p->phone,
		patient_identity(a, p->identity_number) };
	struct look l = { .a = a, .like = &like, .max = 10,
		.found = ARENA_ARRAY(a, struct patient_match, LOOK_MAX) };

	TRY(enough(patient_near(db, a, organization, p->phone.n ? p->phone : S(""), like.identity,
		p->birth_day, like.name_key, on_patient_near, &l)));
	*ret = best_of(&l, 10);
	return OK;
}
