/* Searches of people: typed into a body, repeated by an address that says nothing. */
#include "web/web.h"

#include "base/num.h"
#include "base/utf8.h"
#include "crypto/crypto.h"

enum { SOUGHT_MAX = 120 };	/* code points: the longest name of a file */

struct search_in { struct str q; };
static const struct field search_fields[] = { FIELD(search_in, q, F_TEXT, struct str, .max = SOUGHT_MAX) };
const struct form search_form = FORM(search_in, search_fields);

static struct str cleaned(struct arena *a, struct str raw)
{
	struct str s = str_trim(utf8_visible(a, raw));

	return utf8_valid_text(s) && utf8_count(s) <= SOUGHT_MAX ? s : S("");
}

struct sought rq_sought(const struct rq *rq)
{
	struct str sid = rq_sent_cookie(rq, "sid"), text = S("");
	struct sought found = { S(""), S("") };

	if (!sid.n)
		return found;
	if (rq_is_post(rq)) {
		found.text = cleaned(rq->a, rq_raw(rq, "q"));
		if (found.text.n)
			found.word = text_seal(rq->a, sid, found.text);
	} else if (text_unseal(rq->a, sid, rq_raw(rq, "found"), &text) == OK) {
		found = (struct sought){ cleaned(rq->a, text), rq_raw(rq, "found") };
	}
	return found;
}

/* Not the session's words for texts: a number typed into a search is no person. */
static struct str numbers(const struct rq *rq)
{
	return arena_fmt(rq->a, "number %.*s", STR_ARG(rq_sent_cookie(rq, "sid")));
}

struct str rq_word(const struct rq *rq, int64_t id)
{
	return text_seal(rq->a, numbers(rq), arena_fmt(rq->a, "%lld", (long long)id));
}

int64_t rq_word_id(const struct rq *rq, const char *name)
{
	struct str sent = rq_raw(rq, name), text = STR_NONE;
	int64_t id;

	if (rq_is_post(rq) && num_parse(sent, 1, INT64_MAX, &id) == OK)
		return id;
	if (!sent.n || text_unseal(rq->a, numbers(rq), sent, &text) != OK)
		return 0;
	return num_parse(text, 1, INT64_MAX, &id) == OK ? id : 0;
}

enum err rq_found(struct rq *rq, struct url page)
{
	struct url to = url_add(rq->a, page, "found", rq_sought(rq).word);

	return rq_redirect(rq, "%.*s", STR_ARG(to.s));
}
