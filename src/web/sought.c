/* Searches of people: typed into a body, repeated by an address that says nothing. */
#include "web/web.h"

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

enum err rq_found(struct rq *rq, struct url page)
{
	struct url to = url_add(rq->a, page, "found", rq_sought(rq).word);

	return rq_redirect(rq, "%.*s", STR_ARG(to.s));
}
