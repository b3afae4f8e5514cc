/* Finding by name and by nearness. See directory.h. */
#include "areas/directory/directory.h"

#include "areas/booking/rules/match.h"
#include "areas/directory/rules/near.h"
#include "base/utf8.h"
#include "directory_q.h"

#include <string.h>

enum { WORDS_MAX = 12, TRIES = 2, ROUNDS = 20, LIKELY = 60 };

/* ---- nearness ---- */

enum err directory_towns(struct db *db, struct arena *a, struct named_nodes *ret)
{
	struct point_places_rows rows;

	TRY(point_places(db, a, &rows));
	struct named_nodes out = { ARENA_ARRAY(a, struct named_node, rows.n + 1), rows.n };

	for (size_t i = 0; i < rows.n; i++)
		out.v[i] = (struct named_node){ rows.v[i].code, names_make(rows.v[i].name_fr, rows.v[i].name_ar, rows.v[i].name_en) };
	*ret = out;
	return OK;
}

enum err directory_distances(struct db *db, struct arena *a, struct organization_id from, struct place_kms *ret)
{
	struct point_of_row here;
	struct point_establishments_rows rows;
	size_t n = 0;

	TRY(point_of(db, a, from, &here));
	TRY(point_establishments(db, a, &rows));
	struct place_km *v = ARENA_ARRAY(a, struct place_km, rows.n + 1);

	for (size_t i = 0; i < rows.n; i++) {
		int32_t km = near_km((struct point){ here.lat, here.lon }, (struct point){ rows.v[i].lat, rows.v[i].lon });

		n += !n || v[n - 1].place.v != rows.v[i].id.v;	/* the last of each is the nearest above it */
		v[n - 1] = (struct place_km){ rows.v[i].id, km };
	}
	*ret = (struct place_kms){ v, n };
	return OK;
}

enum err directory_point_put(struct db *db, struct arena *a, struct organization_id o, struct str lat, struct str lon)
{
	struct point p;

	TRY(point_part(lat, 90, &p.lat));
	TRY(point_part(lon, 180, &p.lon));
	return point_put(db, a, o, p.lat, p.lon);
}

/* ---- words of names ---- */

static bool is_title(struct str word)
{
	static const char *const titles[] = { "dr", "docteur", "doctor", "pr", "prof", "professeur", "mme", "mr", "hopital", "hospital",
		"د", "دكتور", "الدكتور", "الدكتوره", "دكتوره", "مستشفي", "المستشفي", NULL };

	for (const char *const *t = titles; *t; t++)
		if (str_eq(word, str_of(*t)))
			return true;
	return false;
}

/* A key; a word whose key says too little stands for itself. */
static struct str key_of(struct arena *a, struct str word)
{
	struct str key = utf8_name_key(a, word);

	return key.n < 2 && utf8_count(word) > 2 ? word : key;
}

/* The folded words of a text that say something. */
static size_t words_of(struct arena *a, struct str text, struct str *out, size_t max)
{
	struct str rest = utf8_fold(a, text);
	size_t n = 0;

	while (rest.p && n < max) {
		struct str word = str_cut(&rest, ' ');

		if (word.n && !is_title(word))
			out[n++] = word;
	}
	return n;
}

static enum err put_words(struct db *db, struct arena *a, const struct names_behind_row *p, struct str name)
{
	struct str words[WORDS_MAX];
	size_t n = words_of(a, name, words, WORDS_MAX);

	for (size_t i = 0; i < n; i++) {
		struct str key = key_of(a, words[i]);

		if (key.n > 1)
			TRY(names_add(db, a, key, p->id, p->organization));
	}
	return OK;
}

enum err directory_words(struct db *db, struct arena *a, int64_t *ret)
{
	struct names_behind_rows rows;

	TRY(names_behind(db, a, &rows));
	for (size_t i = 0; i < rows.n; i++) {
		TRY(names_clear(db, a, rows.v[i].id));
		TRY(put_words(db, a, &rows.v[i], rows.v[i].name.s));
		TRY(put_words(db, a, &rows.v[i], rows.v[i].name_ar.s));
		TRY(names_done(db, a, rows.v[i].id, rows.v[i].organization, rows.v[i].version));
	}
	*ret = (int64_t)rows.n;
	return OK;
}

static enum err words_job(struct db *db, struct arena *a, struct instant now)
{
	int64_t n = 1;

	(void)now;
	for (int i = 0; i < ROUNDS && n; i++) {
		enum err e;

		TRY(db_begin(db));
		e = directory_words(db, a, &n);
		if (e != OK) {
			db_rollback(db);
			return e;
		}
		TRY(db_commit(db));
	}
	return OK;
}

/* ---- finding ---- */

struct typed { struct str words[WORDS_MAX], fold, key; size_t n; };

static struct str joined(struct arena *a, const struct str *words, size_t n, bool keys)
{
	struct str s = STR_NONE;

	for (size_t i = 0; i < n; i++) {
		struct str w = keys ? key_of(a, words[i]) : words[i];

		s = s.n ? arena_fmt(a, "%.*s %.*s", STR_ARG(s), STR_ARG(w)) : w;
	}
	return s;
}

static struct typed typed_of(struct arena *a, struct str text)
{
	struct typed t = { .n = 0 };

	t.n = words_of(a, text, t.words, WORDS_MAX);
	t.fold = joined(a, t.words, t.n, false);
	t.key = joined(a, t.words, t.n, true);
	return t;
}

/* As it is written, or a little less as it sounds. */
static int score_of(struct arena *a, const struct typed *t, struct str name)
{
	struct typed n = typed_of(a, name);
	int written = match_score(t->fold, n.fold), heard = match_score(t->key, n.key) - 10;

	return written > heard ? written : heard;
}

static int best(int x, int y)
{
	return x > y ? x : y;
}

static enum err find_hospitals(struct db *db, struct arena *a, const struct typed *t, struct name_hits *ret)
{
	struct hospitals_all_rows rows;

	TRY(hospitals_all(db, a, &rows));
	ret->hospitals.v = ARENA_ARRAY(a, struct hospital_hit, HOSPITAL_HITS + 1);
	for (size_t i = 0; i < rows.n; i++) {
		const struct hospitals_all_row *r = &rows.v[i];
		int score = best(score_of(a, t, r->name_fr), best(score_of(a, t, r->name_ar), score_of(a, t, r->name_en)));
		size_t k = ret->hospitals.n;

		if (score < LIKELY)
			continue;
		for (; k && ret->hospitals.v[k - 1].score < score; k--)
			if (k < HOSPITAL_HITS)
				ret->hospitals.v[k] = ret->hospitals.v[k - 1];
		if (k < HOSPITAL_HITS)
			ret->hospitals.v[k] = (struct hospital_hit){ r->code, names_make(r->name_fr, r->name_ar, r->name_en), score };
		ret->hospitals.n += ret->hospitals.n < HOSPITAL_HITS;
	}
	return OK;
}

/* The longest key that was not asked for yet: it finds the fewest. */
static struct str next_key(struct arena *a, const struct typed *t, uint32_t *asked)
{
	struct str longest = STR_NONE;
	size_t at = 0;

	for (size_t i = 0; i < t->n; i++) {
		struct str key = key_of(a, t->words[i]);

		if (*asked & 1u << i || key.n < 2 || key.n <= longest.n)
			continue;
		longest = key;
		at = i;
	}
	*asked |= 1u << at;
	return longest;
}

static void take(struct arena *a, const struct typed *t, const struct names_find_rows *rows, struct name_hits *ret)
{
	for (size_t i = 0; i < rows->n; i++) {
		const struct names_find_row *r = &rows->v[i];
		int score = best(score_of(a, t, r->name.s), score_of(a, t, r->name_ar.s));
		size_t k = ret->practitioners.n;

		if (score < LIKELY)
			continue;
		for (; k && ret->practitioners.v[k - 1].score < score; k--)
			if (k < PRACTITIONER_HITS)
				ret->practitioners.v[k] = ret->practitioners.v[k - 1];
		if (k < PRACTITIONER_HITS)
			ret->practitioners.v[k] = (struct practitioner_hit){ r->schedule, { r->service }, r->name, r->name_ar, r->specialty,
				r->code, names_make(r->place_fr, r->place_ar, r->place_en), score };
		ret->practitioners.n += ret->practitioners.n < PRACTITIONER_HITS;
	}
}

enum err directory_names(struct db *db, struct arena *a, struct str text, struct name_hits *ret)
{
	struct typed t = typed_of(a, text);
	struct name_hits out = { 0 };
	uint32_t asked = 0;

	*ret = out;
	if (!t.n)
		return OK;
	TRY(find_hospitals(db, a, &t, &out));
	out.practitioners.v = ARENA_ARRAY(a, struct practitioner_hit, PRACTITIONER_HITS + 1);
	for (int i = 0; i < TRIES && !out.practitioners.n; i++) {
		struct str key = next_key(a, &t, &asked);
		struct names_find_rows rows;

		if (!key.n)
			break;
		TRY(names_find(db, a, key, arena_cat(a, key, S("\x7f")), &rows));
		take(a, &t, &rows, &out);
	}
	*ret = out;
	return OK;
}

enum err directory_offers(struct db *db, struct arena *a, int64_t lo, int64_t hi, struct named_nodes *ret)
{
	struct hospital_offers_rows rows;

	TRY(hospital_offers(db, a, lo, hi, &rows));
	struct named_nodes out = { ARENA_ARRAY(a, struct named_node, rows.n + 1), rows.n };

	for (size_t i = 0; i < rows.n; i++)
		out.v[i] = (struct named_node){ rows.v[i].code, names_make(rows.v[i].name_fr, rows.v[i].name_ar, rows.v[i].name_en) };
	*ret = out;
	return OK;
}

static const struct job jobs[] = {
	{ .name = "names", .every_seconds = 300, .run = words_job },
	{ 0 }
};
const struct area area_directory = { .name = "directory", .jobs = jobs };
