/* Folded words against folded words; see match.h. */
#include "areas/booking/rules/match.h"

#include "base/utf8.h"

#include <string.h>

enum { LETTERS = 48, WORDS = 12 };

struct letters { uint32_t v[LETTERS]; int n; };
struct words { struct letters v[WORDS]; int n; };

/* Words that say nothing about which doctor is meant; left out unless nothing else is there. */
static const char small_words[] =
	" le la les l de du des d un une a au aux et en pour mon ma mes avec chez je j ai veux voudrais"
	" docteur dr medecin specialiste consultation visite rendez vous rdv mal maladie maladies"
	" probleme problemes douleur douleurs the of for my and doctor specialist pain disease problem"
	" appointment طبيب طبيبه دكتور دكتوره امراض مرض طب موعد اختصاصي اختصاص تخصص في عند من وجع الم"
	" dial dyal d3 lmard ";

static bool is_small(struct str w)
{
	const char *p = small_words;

	while ((p = memmem(p, strlen(p), w.p, w.n)) != NULL) {
		if (p[-1] == ' ' && p[w.n] == ' ')
			return true;
		p++;
	}
	return false;
}

static void letters_of(struct str w, struct letters *ret)
{
	const struct str article = S("ال");

	if (w.n > article.n + 4 && str_starts(w, article))
		w = str_sub(w, article.n, w.n);
	ret->n = 0;
	for (int32_t c; ret->n < LETTERS && (c = utf8_next(&w)) >= 0;)
		ret->v[ret->n++] = (uint32_t)c;
}

static void words_of(struct str s, bool small, struct words *ret)
{
	ret->n = 0;
	while (s.n && ret->n < WORDS) {
		struct str w = str_cut(&s, ' ');

		if (w.n && (small || !is_small(w)))
			letters_of(w, &ret->v[ret->n++]);
	}
}

static int min2(int a, int b)
{
	return a < b ? a : b;
}

/* Optimal string alignment: insert, delete, change, swap of neighbours. */
static int distance(const struct letters *x, const struct letters *y, int max)
{
	int row[3][LETTERS + 1];

	if (x->n - y->n > max || y->n - x->n > max)
		return max + 1;
	for (int j = 0; j <= y->n; j++)
		row[0][j] = j;
	for (int i = 1; i <= x->n; i++) {
		int *now = row[i % 3], *last = row[(i + 2) % 3], *before = row[(i + 1) % 3];

		now[0] = i;
		for (int j = 1; j <= y->n; j++) {
			bool same = x->v[i - 1] == y->v[j - 1];
			int d = min2(min2(last[j] + 1, now[j - 1] + 1), last[j - 1] + !same);

			if (i > 1 && j > 1 && x->v[i - 1] == y->v[j - 2] && x->v[i - 2] == y->v[j - 1])
				d = min2(d, before[j - 2] + 1);
			now[j] = d;
		}
	}
	return min2(row[x->n % 3][y->n], max + 1);
}

int match_distance(struct str x, struct str y, int max)
{
	struct letters a, b;

	letters_of(x, &a);
	letters_of(y, &b);
	return distance(&a, &b, max);
}

static bool begins(const struct letters *whole, const struct letters *part)
{
	return part->n <= whole->n &&
		memcmp(whole->v, part->v, (size_t)part->n * sizeof whole->v[0]) == 0;
}

/* One typed word against one word of a term. */
static int fit(const struct letters *t, const struct letters *w)
{
	int slips = t->n < 4 ? 0 : t->n < 7 ? 1 : 2, d;
	struct letters head = *w;

	if (begins(w, t))
		return w->n == t->n ? 100 : t->n >= 3 ? 85 : 0;
	/* a longer ending of the same word: "cardiologue" of "cardio", not "boulangerie" of "boul" */
	if (begins(t, w) && w->n >= 4 && t->n - w->n <= (w->n >= 6 ? 6 : 3))
		return 71;
	d = distance(t, w, slips);
	if (d <= slips)
		return 74 - 5 * d;
	/* the beginning of a longer word, with a slip: "dermatolg" */
	if (slips && w->n > t->n) {
		head.n = t->n;
		d = distance(t, &head, slips);
		if (d <= slips)
			return 66 - 5 * d;
	}
	return 0;
}

int match_score(struct str typed, struct str term)
{
	struct words t, w;
	int sum = 0;

	words_of(typed, false, &t);
	if (!t.n)
		words_of(typed, true, &t);
	words_of(term, false, &w);
	if (!w.n)
		words_of(term, true, &w);
	if (!t.n || !w.n)
		return 0;
	for (int i = 0; i < t.n; i++) {
		int best = 0;

		for (int j = 0; j < w.n; j++) {
			int f = fit(&t.v[i], &w.v[j]);
			best = f > best ? f : best;
		}
		sum += best;
	}
	sum = sum / t.n;
	/* of two terms that hold all typed words, the shorter is meant */
	return sum > 5 && w.n > t.n ? sum - min2(w.n - t.n, 5) : sum;
}
