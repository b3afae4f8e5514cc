/* What comes in is stored here, in the request that brings it. See inbox.h. */
#include "areas/inbox/inbox.h"

#include "base/phone.h"
#include "base/random.h"
#include "base/utf8.h"
#include "inbox_q.h"

enum { MOROCCO = 212, SENDER_MAX = 20 };

/* As E.164 where it is a number, else as it is called: advertising, the operator. */
static enum err sender(struct arena *a, struct str from, struct str *ret, bool *ret_number)
{
	*ret_number = phone_parse(a, from, MOROCCO, ret) == OK;
	if (*ret_number)
		return OK;
	from = utf8_visible(a, str_trim(from));
	if (!from.n || !utf8_valid_text(from))
		return E_INPUT;
	*ret = arena_str(a, utf8_head(from, SENDER_MAX));
	return OK;
}

static bool unprintable(int32_t c)
{
	return c < 0x20 || (c >= 0x7F && c < 0xA0) || c == 0x2028 || c == 0x2029;
}

/* What can be read of it, on one line; nothing hides in it. */
static enum err readable(struct arena *a, struct str text, struct str *ret)
{
	char *p = arena_alloc(a, text.n + 1, 1);
	size_t n = 0;

	if (!utf8_valid(text))
		return E_INPUT;
	for (int32_t c; (c = utf8_next(&text)) >= 0;) {
		if (c == '\n' || c == '\r' || c == '\t')
			c = ' ';
		if (!unprintable(c))
			n += utf8_put((uint32_t)c, p + n);
	}
	*ret = utf8_head(str_trim(utf8_visible(a, (struct str){ p, n })), INCOMING_TEXT_MAX);
	return OK;
}

/* The house of the line, else the one that wrote to that number last, else a root. A file of one house is nothing that
 * another's line would know. */
static enum err whose(struct db *db, struct arena *a, struct str from, struct str line,
	struct inbox_last_sent_row *ret)
{
	struct inbox_line_of_row of;
	struct inbox_root_row root;
	enum err last = inbox_last_sent(db, a, from, ret), e;

	if (last != OK && last != E_NOTFOUND)
		return last;
	if (last == E_NOTFOUND)
		*ret = (struct inbox_last_sent_row){ 0 };
	e = inbox_line_of(db, a, line, &of);
	if (e == OK && of.organization.v != ret->organization.v)
		*ret = (struct inbox_last_sent_row){ .organization = of.organization, .lang = ret->lang };
	if (e != E_NOTFOUND || last == OK)
		return e == E_NOTFOUND ? OK : e;
	TRY(inbox_root(db, a, &root));
	ret->organization = root.organization;
	return OK;
}

/* Our number as it is kept: a short one stays as it is. */
static enum err our_number(struct arena *a, struct str to, struct str *ret)
{
	bool number;

	*ret = STR_NONE;
	return str_trim(to).n ? sender(a, to, ret, &number) : OK;
}

static struct str id_of(struct str provider_id)
{
	return utf8_valid_text(provider_id) ? utf8_head(str_trim(provider_id), INCOMING_ID_MAX) : STR_NONE;
}

enum err incoming_sms(struct db *db, struct arena *a, struct instant now, struct str from_e164, struct str to,
	struct str text, struct str provider_id)
{
	struct inbox_last_sent_row of;
	struct str from, line, said;
	bool number;
	int64_t n;

	TRY(sender(a, from_e164, &from, &number));
	TRY(our_number(a, to, &line));
	TRY(readable(a, text, &said));
	TRY(whose(db, a, from, line, &of));
	return inbox_message_add(db, a, (struct inbox_message_id){ random_id(now) }, of.organization, S("sms"), from, line, said,
		id_of(provider_id), now, number ? S("new") : S("open"), of.lang, of.patient, &n);
}

enum err incoming_call(struct db *db, struct arena *a, struct instant now, struct str from_e164, struct str to,
	struct str provider_id)
{
	struct inbox_last_sent_row of;
	struct str from, line;
	int64_t n;

	if (phone_parse(a, from_e164, MOROCCO, &from) != OK)
		return E_INPUT;
	TRY(our_number(a, to, &line));
	TRY(whose(db, a, from, line, &of));
	TRY(inbox_message_add(db, a, (struct inbox_message_id){ random_id(now) }, of.organization, S("call"), from, line, STR_NONE,
		id_of(provider_id), now, S("open"), of.lang, of.patient, &n));
	return n ? OK : inbox_call_again(db, a, now, id_of(provider_id), from, line, &n);
}
