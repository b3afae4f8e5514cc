/* Entries of the public log read back. See entry.h. */
#include "ledger/entry.h"

#include "base/num.h"
#include "base/utf8.h"

#include <unicode/uchar.h>

/* Counts have at most nine digits, texts so many characters; a commitment is 32 bytes in padded base64 (docs/ledger.md). */
enum { COUNT_MAX = 999999999, TEXT_MAX = 200, HOLDER_LEN = 44 };
enum kind { TEXT, TEXT_OR_NULL, NUMBER, NUMBER_OR_NULL };

/* Members in the order of RFC 8785; `at` and `slot` are texts that say more. */
struct members {
	struct str act, at, chain, channel, class, holder, org, reason, role, schedule, service, slot, zone;
	int64_t capacity, ceiling, minutes;
};
static const struct { struct str lead; enum kind kind; size_t at; } member[] = {
	{ S("{\"act\":"), TEXT, offsetof(struct members, act) },
	{ S(",\"at\":"), TEXT, offsetof(struct members, at) },
	{ S(",\"capacity\":"), NUMBER_OR_NULL, offsetof(struct members, capacity) },
	{ S(",\"ceiling\":"), NUMBER_OR_NULL, offsetof(struct members, ceiling) },
	{ S(",\"chain\":"), TEXT, offsetof(struct members, chain) },
	{ S(",\"channel\":"), TEXT, offsetof(struct members, channel) },
	{ S(",\"class\":"), TEXT_OR_NULL, offsetof(struct members, class) },
	{ S(",\"holder\":"), TEXT_OR_NULL, offsetof(struct members, holder) },
	{ S(",\"minutes\":"), NUMBER, offsetof(struct members, minutes) },
	{ S(",\"org\":"), TEXT, offsetof(struct members, org) },
	{ S(",\"reason\":"), TEXT_OR_NULL, offsetof(struct members, reason) },
	{ S(",\"role\":"), TEXT, offsetof(struct members, role) },
	{ S(",\"schedule\":"), TEXT, offsetof(struct members, schedule) },
	{ S(",\"service\":"), TEXT, offsetof(struct members, service) },
	{ S(",\"slot\":"), TEXT, offsetof(struct members, slot) },
	{ S(",\"v\":1,\"zone\":"), TEXT, offsetof(struct members, zone) },
};

static bool take(struct str *rest, struct str lead)
{
	if (!str_starts(*rest, lead))
		return false;
	*rest = str_sub(*rest, lead.n, rest->n);
	return true;
}

static bool begins_character(char c)
{
	return ((unsigned char)c & 0xC0) != 0x80;
}

/* Of the characters that must be escaped a text may hold two, and nothing is escaped that need not be. */
static bool take_text(struct str *rest, struct str *ret)
{
	size_t n = 1, characters = 0;

	if (!rest->n || rest->p[0] != '"')
		return false;
	while (n < rest->n && rest->p[n] != '"') {
		bool escape = rest->p[n] == '\\';

		if (escape && (n + 1 >= rest->n || (rest->p[n + 1] != '"' && rest->p[n + 1] != '\\')))
			return false;
		characters += begins_character(rest->p[n]);
		n += escape ? 2 : 1;
	}
	if (n >= rest->n || characters > TEXT_MAX)
		return false;
	*ret = str_sub(*rest, 1, n);
	*rest = str_sub(*rest, n + 1, rest->n);
	return true;
}

static bool take_number(struct str *rest, int64_t *ret)
{
	size_t n = 0;

	while (n < rest->n && ascii_is_digit(rest->p[n]))
		n++;
	if ((n > 1 && rest->p[0] == '0') || num_parse(str_sub(*rest, 0, n), 0, COUNT_MAX, ret) != OK)
		return false;
	*rest = str_sub(*rest, n, rest->n);
	return true;
}

static bool take_member(struct str *rest, enum kind kind, void *to)
{
	bool null = (kind == TEXT_OR_NULL || kind == NUMBER_OR_NULL) && take(rest, S("null"));

	if (kind == NUMBER || kind == NUMBER_OR_NULL) {
		if (null)
			*(int64_t *)to = -1;
		return null || take_number(rest, to);
	}
	if (null)
		*(struct str *)to = STR_NONE;
	return null || (take_text(rest, to) && (kind == TEXT || ((struct str *)to)->n));
}

/* Nothing of Unicode's category C: no control, format, private or unassigned character. */
static bool is_seen(struct str s)
{
	enum { DELETE = 0x7F };

	for (size_t i = 0; i < s.n;) {
		struct str rest = str_sub(s, i, s.n);

		if (s.p[i] >= ' ' && s.p[i] < DELETE) {
			i++;
			continue;
		}
		if (U_GET_GC_MASK(utf8_next(&rest)) & U_GC_C_MASK)
			return false;
		i = s.n - rest.n;
	}
	return true;
}

static bool is_holder(struct str s)
{
	for (size_t i = 0; i + 1 < s.n; i++)
		if (!ascii_is_alpha(s.p[i]) && !ascii_is_digit(s.p[i]) && s.p[i] != '+' && s.p[i] != '/')
			return false;
	return s.n == HOLDER_LEN && s.p[s.n - 1] == '=';
}

static bool is_utc(struct str s)
{
	return s.n == 20 && s.p[10] == 'T' && s.p[19] == 'Z';
}

enum err entry_read(struct str text, struct entry *ret)
{
	const struct str whole = text;
	struct members m = { 0 };
	struct entry e;

	for (size_t i = 0; i < sizeof(member) / sizeof(member[0]); i++)
		if (!take(&text, member[i].lead) || !take_member(&text, member[i].kind, (char *)&m + member[i].at))
			return E_INPUT;
	if (!str_eq(text, S("}")) || !is_utc(m.at) || m.slot.n != 16 || (m.holder.n && !is_holder(m.holder)) || !utf8_valid(whole) || !is_seen(whole))
		return E_INPUT;
	if (entry_act_of(m.act) == ACT_UNSAID || !m.role.n || !m.zone.n || (m.org.n == 0) != str_eq(m.act, S("key")))
		return E_INPUT;
	e = (struct entry){ .act = m.act, .capacity = (int32_t)m.capacity, .ceiling = (int32_t)m.ceiling, .chain = m.chain,
		.channel = m.channel, .class = m.class, .holder = m.holder, .minutes = (int32_t)m.minutes, .org = m.org,
		.reason = m.reason, .role = m.role, .schedule = m.schedule, .service = m.service, .zone = m.zone };
	TRY(instant_parse(m.at, &e.at));
	TRY(local_parse(m.slot, &e.slot));
	*ret = e;
	return OK;
}

enum err entry_bundle(struct arena *a, struct str bytes, size_t width, struct entry_texts *ret)
{
	struct entry_texts t = { ARENA_ARRAY(a, struct str, width), 0 };

	while (t.n < width) {
		size_t n;

		if (bytes.n < 2)
			return E_INPUT;
		n = (size_t)(unsigned char)bytes.p[0] << 8 | (unsigned char)bytes.p[1];
		if (bytes.n < 2 + n)
			return E_INPUT;
		t.v[t.n++] = str_sub(bytes, 2, 2 + n);
		bytes = str_sub(bytes, 2 + n, bytes.n);
	}
	*ret = t;
	return OK;
}
