/* `diwan ledger audit`: the whole log read as anybody may, its tree, and the rules of docs/fairness.md. See inside.h. */
#include "areas/ledger/inside.h"

#include "base/fd.h"
#include "base/num.h"
#include "crypto/crypto.h"
#include "json/json.h"
#include "ledger/audit.h"
#include "ledger/log.h"

#include <stdio.h>
#include <string.h>

enum { KEPT_MAX = 20, FINDING_TEXT = 4096 };

struct reading {
	struct command_env *env;
	struct log_place place;
	struct verifier_keys keys;
	struct checkpoint head, kept[KEPT_MAX];
	size_t nkept;
	int64_t from, found;
	bool json;
	struct tree_edge tree;
	struct audit *audit;
};

/* ---- what is said ---- */

/* Numbers stand where the sentence asks for them, in their order. */
static const struct { const char *rule, *code, *text; } sentences[] = {
	{ "form", "form", "an entry that is not written as documented" },
	{ "dates", "late", "says that it is %lld seconds older than an entry before it" },
	{ "chains", "step", "cannot follow the last entry of its chain" },
	{ "chains", "holder", "is for another holder than its chain" },
	{ "chains", "nameless", "does not say of which appointment or request" },
	{ "chains", "named", "is about no appointment and names one" },
	{ "chains", "seats", "more seats without names were given back than are left" },
	{ "places", "full", "more appointments at a time than the %lld places that were published" },
	{ "unoffered", "unpublished", "a time that was not on offer went to someone" },
	{ "unoffered", "at_once", "staff took a time that had been on offer for %lld seconds" },
	{ "unoffered", "kept", "%lld times of an agenda that kept nothing for the public went to someone" },
	{ "retaken", "retaken", "staff took a freed time again after %lld seconds, while %lld waited" },
	{ "draw", "short", "a draw announced %lld minutes before its window, which is %lld long" },
	{ "draw", "given_up", "staff took a time of a draw that was given up, %lld seconds after it came back" },
	{ "extra", "no_reason", "an extra appointment without a reason" },
	{ "extra", "ceiling", "the extra appointment is the %lldth of its day, of %lld that the agenda takes" },
	{ "order", "by_hand", "offered by hand to somebody who had asked later than another who waits" },
	{ "order", "passed", "offered to somebody who had asked later than another who had been offered such a time" },
	{ "operator", "freed", "%lld of %lld times taken were freed just before; elsewhere %lld of %lld" },
	{ "operator", "new", "%lld of %lld times taken were new; elsewhere %lld of %lld" },
	{ "operator", "extra", "%lld of %lld appointments are extra; elsewhere %lld of %lld" },
	{ "operator", "parked", "%lld of %lld holds follow one on the same time; elsewhere %lld of %lld" },
	{ "delay", "delay", "%lld of %lld bookings wait less than half as long; of all, %lld do, beside %lld of those online" },
};

static struct str sentence(struct arena *a, const struct finding *f)
{
	for (size_t i = 0; i < sizeof(sentences) / sizeof(sentences[0]); i++) {
		const char *text = sentences[i].text, *at;
		struct str out = STR_NONE;
		int k = 0;

		if (strcmp(sentences[i].rule, f->rule) || strcmp(sentences[i].code, f->code))
			continue;
		for (; (at = strstr(text, "%lld")); text = at + 4)
			out = arena_fmt(a, "%.*s%.*s%lld", STR_ARG(out), (int)(at - text), text, (long long)f->n[k++]);
		return arena_fmt(a, "%.*s%s", STR_ARG(out), text);
	}
	return str_of(f->code);
}

static void say_text(struct arena *a, const struct finding *f)
{
	struct str s = sentence(a, f);

	printf("%s: ", f->rule);
	if (f->org.n)
		printf("%.*s%s%.*s: ", STR_ARG(f->org), f->service.n ? " " : "", STR_ARG(f->service));
	if (!strcmp(f->rule, "operator"))
		printf("%.*s: ", STR_ARG(f->role));
	if (!strcmp(f->rule, "delay"))
		printf("%.*s: ", STR_ARG(f->channel));
	printf("%.*s (entr%s", STR_ARG(s), f->nentries == 1 ? "y" : "ies");
	for (size_t i = 0; i < f->nentries; i++)
		printf("%s%lld", i ? ", " : " ", (long long)f->entries[i]);
	printf(")\n");
}

/* One line of JSON a finding, then one about the log. */
static void say_json(struct arena *a, const struct finding *f)
{
	struct buf *b = buf_new(a, FINDING_TEXT);
	struct jw j = jw_to(b);
	char at[21];

	instant_print(f->at, at);
	jw_object(&j);
	jw_set_cstr(&j, "rule", f->rule);
	jw_set_cstr(&j, "code", f->code);
	jw_set_str(&j, "org", f->org);
	jw_set_str(&j, "service", f->service);
	jw_set_str(&j, "schedule", f->schedule);
	jw_set_str(&j, "role", f->role);
	jw_set_str(&j, "channel", f->channel);
	jw_set_cstr(&j, "at", at);
	jw_set_array(&j, "numbers");
	for (int i = 0; i < FINDING_NUMBERS; i++)
		jw_int(&j, f->n[i]);
	jw_end(&j);
	jw_set_array(&j, "entries");
	for (size_t i = 0; i < f->nentries; i++)
		jw_int(&j, f->entries[i]);
	jw_end(&j);
	jw_end(&j);
	printf("%.*s\n", STR_ARG(buf_str(b)));
}

static void found(void *arg, const struct finding *f)
{
	struct reading *r = arg;
	struct arena *a = arena_side(r->env->a, 1 << 20);

	if (!a || (f->nentries && f->entries[f->nentries - 1] < r->from)) {
		arena_free(a);
		return;
	}
	r->found++;
	(r->json ? say_json : say_text)(a, f);
	arena_free(a);
}

static int end(struct reading *r)
{
	struct arena *a = r->env->a;
	const struct checkpoint *c = &r->head;
	struct str root = base64_encode(a, (struct str){ (const char *)c->root.v, sizeof(c->root.v) });

	if (r->json)
		printf("{\"log\":\"%.*s\",\"size\":%lld,\"root\":\"%.*s\",\"findings\":%lld}\n", STR_ARG(c->origin), (long long)c->size,
			STR_ARG(root), (long long)r->found);
	else
		printf("%.*s: %lld entries, root %.*s, %zu earlier checkpoints, %lld findings.\n", STR_ARG(c->origin), (long long)c->size,
			STR_ARG(root), r->nkept, (long long)r->found);
	return r->found ? 1 : 0;
}

/* ---- the log ---- */

/* Nothing that was signed before may have changed. */
static bool as_kept(const struct reading *r)
{
	struct hash root;

	for (size_t i = 0; i < r->nkept; i++) {
		if (r->kept[i].size != r->tree.size)
			continue;
		root = tree_edge_root(&r->tree);
		if (!hash_eq(&root, &r->kept[i].root))
			return false;
	}
	return true;
}

static int take(struct reading *r, const struct entry_texts *t)
{
	for (size_t i = 0; i < t->n; i++) {
		struct hash leaf = tree_leaf(t->v[i]);

		tree_edge_add(&r->tree, &leaf);
		audit_entry(r->audit, t->v[i]);
		if (!as_kept(r))
			return command_fail("refused: the log was rewritten: another root was signed for its first %lld entries",
				(long long)r->tree.size);
	}
	return 0;
}

static int read_all(struct reading *r, struct arena *part)
{
	struct entry_texts t;
	struct hash root;

	while (r->tree.size < r->head.size) {
		int64_t left = r->head.size - r->tree.size;

		arena_reset(part);
		enum err e = place_bundle(&r->place, part, r->tree.size / TILE_WIDTH, (int)(left < TILE_WIDTH ? left : TILE_WIDTH), &t);

		if (e != OK)
			return command_fail("refused: the entries from %lld on cannot be read (%s)", (long long)r->tree.size, err_name(e));
		if (take(r, &t))
			return 1;
	}
	root = tree_edge_root(&r->tree);
	if (!hash_eq(&root, &r->head.root))
		return command_fail("refused: the entries do not make the root that was signed");
	for (size_t i = 0; i < r->nkept; i++)
		if (r->kept[i].size > r->head.size)
			return command_fail("refused: the log is shorter than %lld, for which it signed", (long long)r->kept[i].size);
	return end(r);
}

/* ---- the command ---- */

/* Of the program's own log the key is its own: to be believed as far as the machine is. */
static enum err own_key(struct reading *r, struct verifier_key *keys)
{
	struct str key;

	TRY(log_key(r->env->db, r->env->a, &key));
	TRY(verifier_key_parse(r->env->a, key, &keys[r->keys.n]));
	r->keys.n++;
	return OK;
}

static int open_log(struct reading *r, int argc, char **argv, struct verifier_key *keys)
{
	const char *why = "";
	struct str note;

	if (argc)
		r->place.place = str_of(argv[0]);
	while (r->place.place.n > 1 && str_ends(r->place.place, S("/")))
		r->place.place.n--;
	if (!argc && (command_db(r->env, DB_READ) != OK || own_key(r, keys) != OK))
		return command_fail("nothing was signed yet");
	r->place.db = r->env->db;
	if (!r->keys.n)
		return command_fail("no key: --key says whom you believe");
	if (place_checkpoint(&r->place, r->env->a, &note) != OK)
		return command_fail("the checkpoint cannot be read");
	if (checkpoint_read(r->env->a, note, r->keys, &r->head, &why) != OK)
		return command_fail("refused: %s", why);
	return 0;
}

/* Kept checkpoints are taken out of argv before what is left is the place; they are believed by the same keys. */
static int begin(struct reading *r, int argc, char **argv, struct verifier_key *keys)
{
	const char *files[KEPT_MAX], *why = "it cannot be read";
	struct str note;
	size_t n = 0;

	while (n < KEPT_MAX && (files[n] = command_option(&argc, argv, "--kept")))
		n++;
	if (argc > 1 || (argc && !argv[0][0]))
		return 2;
	if (open_log(r, argc, argv, keys))
		return 1;
	for (; r->nkept < n; r->nkept++)
		if (fd_read_file(r->env->a, files[r->nkept], PLACE_TEXT_MAX, &note) != OK
				|| checkpoint_read(r->env->a, note, r->keys, &r->kept[r->nkept], &why) != OK)
			return command_fail("%s: %s", files[r->nkept], why);
	return 0;
}

int ledger_audit(struct command_env *env, int argc, char **argv)
{
	struct reading r = { .env = env, .json = command_flag(&argc, argv, "--json") };
	const char *from = command_option(&argc, argv, "--from");
	struct verifier_key keys[LEDGER_KEYS + 1];
	struct arena *part, *state;
	size_t n = 0;
	int rc = 1;

	if (from && num_parse(str_of(from), 0, INT64_MAX, &r.from) != OK)
		return command_fail("--from is the place of an entry");
	if (ledger_keys(env->a, &argc, argv, keys, &n) != OK)
		return command_fail("--key is neither a verifier key (name+id+key) nor a file with some");
	r.keys = (struct verifier_keys){ keys, n };
	part = arena_side(env->a, (size_t)64 << 20);
	state = arena_side(env->a, (size_t)8 << 30);
	if (part && state) {
		r.audit = audit_new(state, found, &r);
		rc = begin(&r, argc, argv, keys);
		rc = rc ? rc : read_all(&r, part);
	}
	place_close(&r.place);
	arena_free(part);
	arena_free(state);
	return rc;
}
