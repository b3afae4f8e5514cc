/* Entries of the public log as text. See entry.h. */
#include "ledger/entry.h"

#include "base/buf.h"
#include "crypto/crypto.h"
#include "json/json.h"

enum { ENTRY_MAX = 4096 };

#define ACT_CODE(name, code, value) [name] = code,
#define ACT_VALUE(name, code, value) [name] = value,
#define REASON_CODE(name, code) [name] = code,
static const char *const acts[] = { [ACT_UNSAID] = "", ENTRY_ACTS(ACT_CODE) };
static const bool has_value[] = { [ACT_UNSAID] = false, ENTRY_ACTS(ACT_VALUE) };
static const char *const reasons[] = { [WHY_UNSAID] = "", ENTRY_REASONS(REASON_CODE) };

const char *entry_act(enum entry_act act)
{
	return acts[act];
}

const char *entry_reason(enum entry_reason reason)
{
	return reasons[reason];
}

bool entry_act_has_value(enum entry_act act)
{
	return has_value[act];
}

/* Where it stands in a list; 0, of what is unsaid: nowhere. */
static int place_of(const char *const *codes, int n, struct str code)
{
	for (int i = 1; i < n; i++)
		if (str_eq(code, str_of(codes[i])))
			return i;
	return 0;
}

enum entry_act entry_act_of(struct str code)
{
	return (enum entry_act)place_of(acts, ENTRY_ACT_MAX, code);
}

enum entry_reason entry_reason_of(struct str code)
{
	return (enum entry_reason)place_of(reasons, ENTRY_REASON_MAX, code);
}

/* Keys come in the order of their bytes, which RFC 8785 asks for; the writer puts no space. */
static void number_or_null(struct jw *j, const char *key, int32_t n)
{
	jw_key(j, key);
	if (n < 0)
		jw_null(j);
	else
		jw_int(j, n);
}

static void text_or_null(struct jw *j, const char *key, struct str s)
{
	jw_key(j, key);
	if (s.n)
		jw_str(j, s);
	else
		jw_null(j);
}

/* The inside of a text value, for what stands between pieces. */
static struct str escaped(struct arena *a, struct str s)
{
	struct buf *b = buf_new(a, ENTRY_MAX);

	json_escape(b, s);
	return buf_str(b);
}

/* {…,"org":" */
static struct str head_of(struct arena *a, const struct entry *e)
{
	struct buf *b = buf_new(a, ENTRY_MAX);
	struct jw j = jw_to(b);
	char at[21];

	instant_print(e->at, at);
	jw_object(&j);
	jw_set_str(&j, "act", e->act);
	jw_set_cstr(&j, "at", at);
	number_or_null(&j, "capacity", e->capacity);
	number_or_null(&j, "ceiling", e->ceiling);
	jw_set_str(&j, "chain", e->chain);
	jw_set_str(&j, "channel", e->channel);
	text_or_null(&j, "class", e->class);
	text_or_null(&j, "holder", e->holder);
	jw_set_int(&j, "minutes", e->minutes);
	buf_put(b, S(",\"org\":\""));
	return buf_str(b);
}

/* ","reason":…,"role":"…","schedule":" */
static struct str mid_of(struct arena *a, const struct entry *e)
{
	struct buf *b = buf_new(a, ENTRY_MAX);

	buf_put(b, S("\",\"reason\":"));
	if (e->reason.n) {
		buf_put_char(b, '"');
		json_escape(b, e->reason);
		buf_put_char(b, '"');
	} else {
		buf_put(b, S("null"));
	}
	buf_put(b, S(",\"role\":\""));
	json_escape(b, e->role);
	buf_put(b, S("\",\"schedule\":\""));
	return buf_str(b);
}

/* ","slot":"…","v":1,"zone":"…"} */
static struct str tail_of(struct arena *a, const struct entry *e)
{
	char slot[17];

	local_print(e->slot, slot);
	struct str zone = escaped(a, e->zone);

	return arena_fmt(a, "\",\"slot\":\"%s\",\"v\":1,\"zone\":\"%.*s\"}", slot, STR_ARG(zone));
}

struct entry_pieces entry_pieces(struct arena *a, const struct entry *e)
{
	return (struct entry_pieces){ head_of(a, e), mid_of(a, e), S("\",\"service\":\""), tail_of(a, e) };
}

struct str entry_text(struct arena *a, const struct entry *e)
{
	const struct entry_pieces p = entry_pieces(a, e);
	struct str org = escaped(a, e->org), schedule = escaped(a, e->schedule), service = escaped(a, e->service);

	return arena_fmt(a, "%.*s%.*s%.*s%.*s%.*s%.*s%.*s", STR_ARG(p.head), STR_ARG(org), STR_ARG(p.mid),
		STR_ARG(schedule), STR_ARG(p.seam), STR_ARG(service), STR_ARG(p.tail));
}

struct str entry_chain(struct arena *a, struct str salt_base64)
{
	enum { CHAIN_BYTES = 16 };
	unsigned char mac[32];
	struct str salt;

	if (!salt_base64.n || base64_decode(a, salt_base64, &salt) != OK)
		return STR_NONE;
	hmac_sha256(salt, S("chain"), mac);
	return base64url_encode(a, (struct str){ (const char *)mac, CHAIN_BYTES });
}
