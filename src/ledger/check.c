/* Receipts, checked. See check.h. */
#include "ledger/check.h"

#include "base/num.h"
#include "crypto/crypto.h"
#include "json/json.h"
#include "ledger/tree.h"

enum { KEY_BYTES = 33, SIGNATURE_BYTES = 4 + 64, HASH_BYTES = 32, ED25519 = 1 };

/* Refuses with a reason: for functions that have one to give. */
#define REFUSE(why) do { *ret_why = (why); return E_INPUT; } while (0)
#define NEED(ok, why) do { if (!(ok)) REFUSE(why); } while (0)

static struct str bytes_of(const unsigned char *p, size_t n)
{
	return (struct str){ (const char *)p, n };
}

/* Padded base64 of exactly so many bytes, and nothing that a lenient reader would skip. n == 0: of any number. */
static bool strict_base64(struct arena *a, struct str text, size_t n, struct str *ret)
{
	return base64_decode(a, text, ret) == OK && (!n || ret->n == n) && str_eq(base64_encode(a, *ret), text);
}

/* --- notes --- */

enum err verifier_key_parse(struct arena *a, struct str text, struct verifier_key *ret)
{
	struct str rest = text, name = str_cut(&rest, '+'), id = str_cut(&rest, '+'), key;
	unsigned char sum[32];

	if (!name.n || str_find_char(name, ' ') >= 0 || !strict_base64(a, rest, KEY_BYTES, &key) || key.p[0] != ED25519)
		return E_INPUT;
	sha256(arena_cat(a, arena_cat(a, name, S("\n")), key), sum);
	if (!str_eq(hex_encode(a, bytes_of(sum, 4)), id))
		return E_INPUT;
	struct verifier_key k = { .name = name };

	memcpy(k.id, sum, sizeof(k.id));
	memcpy(k.key, key.p + 1, sizeof(k.key));
	*ret = k;
	return OK;
}

static const struct verifier_key *key_of(struct verifier_keys keys, struct str name, struct str signature)
{
	for (size_t i = 0; i < keys.n; i++)
		if (str_eq(keys.v[i].name, name) && !memcmp(keys.v[i].id, signature.p, sizeof(keys.v[i].id)))
			return &keys.v[i];
	return NULL;
}

/* One line of signatures: "— name base64". An unknown key leaves *ret_by alone, as the document asks. */
static enum err signature_line(struct arena *a, struct str line, struct str text, struct verifier_keys keys,
	struct str *ret_by)
{
	const struct str dash = S("\xE2\x80\x94 ");
	struct str rest = str_sub(line, dash.n, line.n), name = str_cut(&rest, ' '), bytes;
	const struct verifier_key *k;

	if (!str_starts(line, dash) || !name.n || !strict_base64(a, rest, 0, &bytes) || bytes.n < 5)
		return E_INPUT;
	k = key_of(keys, name, bytes);
	if (!k)
		return OK;
	if (bytes.n != SIGNATURE_BYTES || !ed25519_verify(k->key, text, (const unsigned char *)bytes.p + 4))
		return E_INPUT;
	*ret_by = k->name;
	return OK;
}

/* Where the signatures begin: after the last empty line. */
static size_t signatures_at(struct str note)
{
	for (size_t i = note.n; i >= 2; i--)
		if (note.p[i - 1] == '\n' && note.p[i - 2] == '\n')
			return i;
	return 0;
}

enum err note_signed(struct arena *a, struct str note, struct verifier_keys keys, struct str *ret_text,
	struct str *ret_by)
{
	size_t at = signatures_at(note);
	struct str text = str_sub(note, 0, at ? at - 1 : 0), lines = str_sub(note, at, note.n), by = STR_NONE;

	if (!at || !lines.n || lines.p[lines.n - 1] != '\n')
		return E_INPUT;
	for (size_t i = 0; i < note.n; i++)
		if ((unsigned char)note.p[i] < ' ' && note.p[i] != '\n')
			return E_INPUT;
	lines.n--;
	while (lines.p)
		TRY(signature_line(a, str_cut(&lines, '\n'), text, keys, &by));
	if (!by.p)
		return E_INPUT;
	*ret_text = text;
	*ret_by = by;
	return OK;
}

enum err checkpoint_read(struct arena *a, struct str note, struct verifier_keys keys, struct checkpoint *ret,
	const char **ret_why)
{
	struct str text, by, size, root;
	struct checkpoint c;

	NEED(note_signed(a, note, keys, &text, &by) == OK, "no right signature by a key that you named");
	c.origin = str_cut(&text, '\n');
	size = str_cut(&text, '\n');
	NEED(str_eq(c.origin, by), "the checkpoint is of another log");
	NEED(num_parse(size, 0, INT64_MAX, &c.size) == OK && (size.n == 1 || size.p[0] != '0'), "the checkpoint has no size");
	NEED(strict_base64(a, str_cut(&text, '\n'), HASH_BYTES, &root), "the checkpoint has no root");
	memcpy(c.root.v, root.p, HASH_BYTES);
	*ret = c;
	return OK;
}

/* --- the receipt --- */

/* Is this flat object of texts, whole numbers and nulls written as RFC 8785 writes it? */
static bool canonical(struct arena *a, struct str text, const struct jr *doc)
{
	struct buf *b = buf_new(a, RECEIPT_MAX);
	struct jw j = jw_to(b);
	struct str key, before = STR_NONE;
	const struct jr *v;
	void *at = NULL;
	int64_t n;

	jw_object(&j);
	while (jr_next(doc, &at, &key, &v)) {
		if (str_cmp(before, key) >= 0)
			return false;
		before = key;
		jw_key_str(&j, key);
		if (jr_kind_of(v) == JR_STRING)
			jw_str(&j, jr_text(v));
		else if (jr_kind_of(v) == JR_NULL)
			jw_null(&j);
		else if (jr_int(v, INT64_MIN, INT64_MAX, &n) == OK)
			jw_int(&j, n);
		else
			return false;
	}
	jw_end(&j);
	return buf_ok(b) && str_eq(buf_str(b), text);
}

static const char *const entry_members[] = { "act", "at", "capacity", "ceiling", "chain", "channel", "class", "holder", "minutes",
	"org", "reason", "role", "schedule", "service", "slot", "v", "zone" };
static const char *const receipt_members[] = { "entry", "reference", "salt", "index", "size", "proof", "checkpoint" };

static bool has_exactly(const struct jr *doc, const char *const *names, size_t n)
{
	for (size_t i = 0; i < n; i++)
		if (!jr_get(doc, names[i]))
			return false;
	return jr_kind_of(doc) == JR_OBJECT && jr_count(doc) == n;
}
#define HAS_EXACTLY(doc, names) has_exactly(doc, names, sizeof(names) / sizeof(*(names)))

static enum err entry_check(struct arena *a, struct str text, const struct jr **ret, const char **ret_why)
{
	int64_t version;

	NEED(jr_read(a, text, RECEIPT_MAX, ret, NULL) == OK && canonical(a, text, *ret), "the entry is not canonical JSON");
	NEED(HAS_EXACTLY(*ret, entry_members), "the entry has not the members that it must have");
	NEED(jr_int(jr_get(*ret, "v"), 1, 1, &version) == OK, "the entry is of another version");
	return OK;
}

/* The entry speaks of an appointment by a hash that only its salt opens. */
static bool is_about(struct arena *a, const struct jr *entry, struct str salt_base64, struct str reference)
{
	unsigned char sum[32];
	struct str salt;

	if (!reference.n || !strict_base64(a, salt_base64, SALT_BYTES, &salt))
		return false;
	sha256(arena_cat(a, salt, reference), sum);
	return jr_text_is(jr_get(entry, "holder"), arena_cstr(a, base64_encode(a, bytes_of(sum, sizeof(sum)))));
}

static bool is_null(const struct jr *doc, const char *key)
{
	return jr_kind_of(jr_get(doc, key)) == JR_NULL;
}

static bool proof_read(struct arena *a, const struct jr *list, struct hashes *ret)
{
	struct hashes out = { ARENA_ARRAY(a, struct hash, jr_count(list) + 1), jr_count(list) };
	struct str p;

	if (jr_kind_of(list) != JR_ARRAY || out.n > TREE_LEVELS)
		return false;
	for (size_t i = 0; i < out.n; i++) {
		if (!strict_base64(a, jr_text(jr_at(list, i)), HASH_BYTES, &p))
			return false;
		memcpy(out.v[i].v, p.p, HASH_BYTES);
	}
	*ret = out;
	return true;
}

static enum err proof_check(struct arena *a, const struct jr *doc, struct str entry, struct verifier_keys keys,
	struct receipt_proved *ret, const char **ret_why)
{
	struct hash leaf = tree_leaf(entry);
	struct hashes proof;
	struct checkpoint c;

	TRY(checkpoint_read(a, jr_text(jr_get(doc, "checkpoint")), keys, &c, ret_why));
	NEED(jr_int(jr_get(doc, "size"), 1, INT64_MAX, &ret->size) == OK && ret->size == c.size, "the checkpoint is of another size");
	NEED(jr_int(jr_get(doc, "index"), 0, c.size - 1, &ret->index) == OK, "the index lies outside the log");
	NEED(proof_read(a, jr_get(doc, "proof"), &proof), "the proof is not one");
	NEED(tree_included(&leaf, ret->index, ret->size, &proof, &c.root), "the entry is not in the log at this place");
	ret->origin = c.origin;
	return OK;
}

enum err receipt_check(struct arena *a, struct str json, struct verifier_keys keys, struct receipt_proved *ret,
	const char **ret_why)
{
	const struct jr *doc, *entry;
	struct receipt_proved found = { .sealed = true };

	NEED(jr_read(a, json, RECEIPT_MAX, &doc, NULL) == OK, "the receipt is not JSON");
	NEED(HAS_EXACTLY(doc, receipt_members), "the receipt has not the members that it must have");
	struct str text = jr_text(jr_get(doc, "entry"));

	TRY(entry_check(a, text, &entry, ret_why));
	NEED(is_about(a, entry, jr_text(jr_get(doc, "salt")), jr_text(jr_get(doc, "reference"))), "the entry is of another appointment");
	found.act = jr_text(jr_get(entry, "act"));
	found.at = jr_text(jr_get(entry, "at"));
	found.org = jr_text(jr_get(entry, "org"));
	found.slot = jr_text(jr_get(entry, "slot"));
	if (is_null(doc, "index") && is_null(doc, "size") && is_null(doc, "proof") && is_null(doc, "checkpoint"))
		found.sealed = false;
	else
		TRY(proof_check(a, doc, text, keys, &found, ret_why));
	*ret = found;
	return OK;
}
