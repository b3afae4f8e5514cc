/* Sealing on both engines: no gap, nothing twice, in order, signed. Keys that change: key_test.c. */
#include "ledger/test/house.h"
#include "db/engine.h"

#include "crypto/crypto.h"

#include <signal.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <sodium.h>

static void pending_acts_get_places_and_are_signed(void **state)
{
	struct house h = house_of(BOTH_STATE(state));
	struct stat st;

	acts(&h, 3);
	assert_int_equal(turn(&h), 3);
	head_is(&h, key_text(&h), 3);
	assert_int_equal(stat(h.s.key_file, &st), 0);
	assert_int_equal(st.st_mode & 0777, 0600);
	struct log_head before, after;

	assert_int_equal(log_head(h.b->db, h.b->a, &before), OK);
	h.now.v += 60;
	assert_int_equal(turn(&h), 0);		/* nothing came: nothing new is signed */
	assert_int_equal(log_head(h.b->db, h.b->a, &after), OK);
	assert_true(str_eq(before.note, after.note));
}

/* Across the edges of tiles, in batches, whatever was sealed before; older trees are beginnings of later ones. */
static void the_log_grows_over_the_edges_of_tiles(void **state)
{
	static const int steps[] = { 1, 254, 1, 1, 255, 600, 2000 };
	struct house h = house_of(BOTH_STATE(state));
	struct hash roots[8], root;
	int64_t sizes[8], size = 0;
	struct hashes proof;

	for (size_t i = 0; i < sizeof(steps) / sizeof(*steps); i++) {
		acts(&h, steps[i]);
		while (turn(&h) == SEAL_BATCH)
			;
		size += steps[i];
		root = head_is(&h, key_text(&h), size);
		roots[i] = root;
		sizes[i] = size;
		for (size_t k = 0; k <= i; k++) {
			struct log_reader r = { .db = h.b->db, .a = h.b->a, .level = -1 };
			struct tree_source from = log_source(&r);

			assert_int_equal(tree_consistency(&from, h.b->a, sizes[k], size, &proof), OK);
			assert_true(tree_consistent(sizes[k], size, &roots[k], &root, &proof));
		}
	}
	struct str bytes;

	assert_int_equal(log_tile(h.b->db, h.b->a, 0, 0, 256, &bytes), OK);
	assert_int_equal(bytes.n, 8192);
	assert_int_equal(log_tile(h.b->db, h.b->a, 1, 0, (int)(size >> 8), &bytes), OK);
	assert_int_equal(log_tile(h.b->db, h.b->a, 1, 0, (int)(size >> 8) + 1, &bytes), E_NOTFOUND);
	assert_int_equal(log_tile(h.b->db, h.b->a, 0, size >> 8, (int)(size & 255), &bytes), OK);
	assert_int_equal(log_tile(h.b->db, h.b->a, 0, size >> 8, (int)(size & 255) + 1, &bytes), E_NOTFOUND);
	assert_int_equal(log_bundle(h.b->db, h.b->a, (size >> 8) + 1, 1, &bytes), E_NOTFOUND);
	/* what is full is served whole: not in 255 parts more */
	assert_int_equal(log_tile(h.b->db, h.b->a, 0, 0, 255, &bytes), E_NOTFOUND);
	assert_int_equal(log_bundle(h.b->db, h.b->a, 0, 7, &bytes), E_NOTFOUND);
	assert_int_equal(log_bundle(h.b->db, h.b->a, size >> 8, 1, &bytes), OK);
}

static void a_receipt_waits_and_then_proves(void **state)
{
	struct house h = house_of(BOTH_STATE(state));
	struct both *b = h.b;
	struct log_head head;
	struct receipt r;
	struct str origin, rest;

	assert_int_equal(db_begin(b->db), OK);
	assert_int_equal(one_act(b->db, b->a, h.now, ACT_HOLD, 77, 540), OK);
	assert_int_equal(db_commit(b->db), OK);
	assert_int_equal(log_receipt(b->db, b->a, 77, &r), E_NOTFOUND);		/* a hold gives nothing */
	acts(&h, 300);
	assert_int_equal(log_receipt(b->db, b->a, 200, &r), OK);
	assert_int_equal(r.index, -1);
	assert_int_equal(turn(&h), 301);
	acts(&h, 0);
	assert_int_equal(log_receipt(b->db, b->a, 200, &r), OK);
	assert_int_equal(r.index, 200);		/* the hold is 0 */
	assert_int_equal(r.size, 301);
	assert_int_equal(log_head(b->db, b->a, &head), OK);
	assert_true(str_eq(r.checkpoint, head.note));
	struct hash leaf = tree_leaf(r.entry), root = head_is(&h, key_text(&h), 301);

	assert_true(tree_included(&leaf, r.index, r.size, &r.proof, &root));
	rest = r.checkpoint;
	origin = str_cut(&rest, '\n');
	assert_true(str_eq(origin, h.s.origin));
	assert_true(str_find(r.entry, S("\"slot\":\"2026-12-01T03:19\"")) > 0);
}

/* Ids are made of the clock, which may have been set back, or be another machine's: the log alone says what came last. */
static void a_receipt_is_of_the_newest_entry_whatever_the_clock_says(void **state)
{
	struct house h = house_of(BOTH_STATE(state));
	const struct instant back = { h.now.v - 86400 };
	struct both *b = h.b;
	struct receipt r;

	assert_int_equal(db_begin(b->db), OK);
	assert_int_equal(one_act(b->db, b->a, h.now, ACT_BOOK, 1, 540), OK);
	assert_int_equal(one_act(b->db, b->a, back, ACT_MOVE, 1, 600), OK);
	assert_int_equal(one_act(b->db, b->a, h.now, ACT_ENLIST, 2, 540), OK);
	assert_int_equal(one_act(b->db, b->a, back, ACT_ENLIST, 2, 600), OK);
	assert_int_equal(db_commit(b->db), OK);
	assert_int_equal(turn(&h), 4);
	assert_int_equal(log_receipt(b->db, b->a, 1, &r), OK);
	assert_int_equal(r.index, 1);
	assert_true(str_find(r.entry, S("\"act\":\"move\"")) > 0);
	assert_int_equal(log_receipt_begun(b->db, b->a, 2, &r), OK);
	assert_int_equal(r.index, 2);
}

/* Rows from before entries were written: they get theirs as they are sealed. */
static void acts_from_before_get_their_entries_when_they_are_sealed(void **state)
{
	struct house h = house_of(BOTH_STATE(state));
	struct str bundle;

	assert_int_equal(db_exec(h.b->db, "INSERT INTO act (id, organization_id, at, act, channel, role, schedule_id, day, start_min, "
		"minutes, zone, chain) VALUES (5, 1, 1795695305, 'book', 'online', 'public', 1, 20788, 540, 20, 'UTC', 9)"), OK);
	assert_int_equal(db_exec(h.b->db, "INSERT INTO act_pending (act_id, organization_id) VALUES (5, 1)"), OK);
	assert_int_equal(turn(&h), 1);
	head_is(&h, key_text(&h), 1);
	assert_int_equal(log_bundle(h.b->db, h.b->a, 0, 1, &bundle), OK);
	assert_true(str_find(bundle, S("{\"act\":\"book\",\"at\":\"2026-11-26T12:15:05Z\"")) == 2);
}

/* Whoever saw "appointment at half past nine" on a telephone would find the type by the time. */
static void a_discreet_type_is_not_named(void **state)
{
	static const char type[] = "INSERT INTO service (id, organization_id, code, specialty, name_fr, name_ar, name_en, duration_min, step_min, "
		"buffer_before_min, buffer_after_min, lead_min, horizon_min, cancel_limit_min, move_limit_min, online, referral_required, visit, "
		"sex, age_min_months, age_max_months, place_kind, capacity, sensitive, bring_fr, bring_ar, bring_en, active, version) VALUES "
		"(%d, 1, '%s', 'x', '', '', '', 20, 20, 0, 0, 60, 9999, 0, 0, TRUE, FALSE, 'any', 'any', 0, 0, 'on_site', 1, %s, '', '', '', TRUE, 1)";
	struct house h = house_of(BOTH_STATE(state));
	struct both *b = h.b;
	struct act x = { .organization = 1, .act = ACT_BOOK, .channel = "online", .role = S("public"), .schedule = 1, .day = { 20788 },
		.start_min = 570, .minutes = 20, .zone = S("UTC"), .chain = 9, .salt = S("AAAAAAAAAAAAAAAAAAAAAA==") };
	struct str bundle;

	assert_int_equal(db_exec(b->db, "INSERT INTO organization (id, parent_id, tree_lo, tree_hi, depth, kind, code, name_fr, name_ar, name_en, "
		"name_fold, sms_name, phone, zone, active, version) VALUES (1, NULL, 0, 10, 0, 'establishment', 'FES', '', '', '', '', '', '', 'UTC', TRUE, 1)"), OK);
	assert_int_equal(db_exec(b->db, "INSERT INTO specialty VALUES ('x', '', '', '', '1', 'medical', 1)"), OK);
	assert_int_equal(db_exec(b->db, arena_cstr(b->a, arena_fmt(b->a, type, 1, "cardio", "FALSE"))), OK);
	assert_int_equal(db_exec(b->db, arena_cstr(b->a, arena_fmt(b->a, type, 2, "addiction", "TRUE"))), OK);
	for (x.service = 1; x.service <= 2; x.service++) {
		assert_int_equal(db_begin(b->db), OK);
		assert_int_equal(act(b->db, b->a, h.now, &x), OK);
		assert_int_equal(db_commit(b->db), OK);
		assert_int_equal(db_exec(b->db, arena_cstr(b->a, arena_fmt(b->a, "INSERT INTO act (id, organization_id, at, act, channel, role, "
			"schedule_id, service_id, day, start_min, minutes, zone, chain) VALUES (%d, 1, 1795695305, 'book', 'online', 'public', 1, %d, "
			"20788, 540, 20, 'UTC', 9)", (int)x.service, (int)x.service))), OK);
		assert_int_equal(db_exec(b->db, arena_cstr(b->a, arena_fmt(b->a, "INSERT INTO act_pending (act_id, organization_id) VALUES (%d, 1)",
			(int)x.service))), OK);
	}
	assert_int_equal(turn(&h), 4);
	assert_int_equal(log_bundle(b->db, b->a, 0, 4, &bundle), OK);
	for (int i = 0; i < 4; i++) {
		size_t len = (size_t)(unsigned char)bundle.p[0] << 8 | (unsigned char)bundle.p[1];
		struct str entry = str_sub(bundle, 2, 2 + len);

		assert_true(str_find(entry, i < 2 ? S("\"service\":\"cardio\"") : S("\"service\":\"\"")) > 0);
		assert_true(str_find(entry, S("\"org\":\"FES\"")) > 0);
		bundle = str_sub(bundle, 2 + len, bundle.n);
	}
}

static void a_log_that_cannot_be_read_takes_nothing_else_away(void **state)
{
	struct house h = house_of(BOTH_STATE(state));
	struct receipt r;

	acts(&h, 3);
	assert_int_equal(turn(&h), 3);
	assert_true(log_receipt_shown(h.b->db, h.b->a, 2, &r));
	assert_false(log_receipt_shown(h.b->db, h.b->a, 77, &r));
	assert_int_equal(db_exec(h.b->db, "UPDATE ledger_tile SET hashes = '!'"), OK);
	assert_int_not_equal(log_receipt(h.b->db, h.b->a, 2, &r), OK);
	assert_false(log_receipt_shown(h.b->db, h.b->a, 2, &r));
}

/* ---- witnesses ---- */

/* As C2SP tlog-cosignature says it: over "cosignature/v1", a time and the note's text. */
static struct str cosignature(struct arena *a, struct str note, struct str *ret_verifier)
{
	static const unsigned char seed[32] = { 7 };
	unsigned char public[32], secret[64], typed[33] = { 4 }, sum[32], b[4 + 8 + 64] = { 0 };
	struct str name = S("witness.example.ma");

	crypto_sign_seed_keypair(public, secret, seed);
	memcpy(typed + 1, public, sizeof(public));
	struct str key = { (const char *)typed, sizeof(typed) };

	sha256(arena_cat(a, arena_cat(a, name, S("\n")), key), sum);
	memcpy(b, sum, 4);
	b[11] = 200;
	struct str said = arena_cat(a, S("cosignature/v1\ntime 200\n"), str_sub(note, 0, (size_t)str_find(note, S("\n\n")) + 1));

	crypto_sign_detached(b + 12, NULL, (const unsigned char *)said.p, said.n, secret);
	struct str id = hex_encode(a, (struct str){ (const char *)sum, 4 }), k = base64_encode(a, key),
		line = base64_encode(a, (struct str){ (const char *)b, sizeof(b) });

	*ret_verifier = arena_fmt(a, "%.*s+%.*s+%.*s", STR_ARG(name), STR_ARG(id), STR_ARG(k));
	return arena_fmt(a, "\xE2\x80\x94 %.*s %.*s\n", STR_ARG(name), STR_ARG(line));
}

static void a_witness_is_asked_and_its_signature_served(void **state)
{
	struct house h = house_of(BOTH_STATE(state));
	struct both *b = h.b;
	struct log_head head, after;
	struct str body, key, line, other;
	int64_t size;

	acts(&h, 3);
	assert_int_equal(turn(&h), 3);
	assert_int_equal(log_witness_request(b->db, b->a, 2, &body), OK);
	assert_int_equal(log_head(b->db, b->a, &head), OK);
	assert_true(str_starts(body, S("old 2\n")) && str_ends(body, arena_cat(b->a, S("=\n\n"), head.note)));
	assert_int_equal(log_witness_request(b->db, b->a, 4, &body), E_INPUT);
	line = cosignature(b->a, head.note, &key);
	other = arena_cat(b->a, str_sub(line, 0, 40), arena_cat(b->a, S("A"), str_sub(line, 41, line.n)));
	assert_int_equal(log_cosign(b->db, b->a, key, other, &size), E_INPUT);
	assert_int_equal(log_cosign(b->db, b->a, key_text(&h), line, &size), E_INPUT);
	assert_int_equal(log_cosign(b->db, b->a, key, line, &size), OK);
	assert_int_equal(size, 3);
	assert_int_equal(log_head(b->db, b->a, &after), OK);
	assert_true(str_eq(after.note, arena_cat(b->a, head.note, line)));
	acts(&h, 1);
	assert_int_equal(turn(&h), 1);		/* of another size: what the witness said is not about it */
	assert_int_equal(log_cosign(b->db, b->a, key, line, &size), OK);
	assert_int_equal(size, 3);
}

/* ---- many at once ---- */

enum { WRITERS = 4, CHAINS = 12, LONG = 25 };

/* A writer: chains one after the other, each act in a transaction of its own, now and then one that is undone. */
static _Noreturn void writer(struct db_place place, int nth)
{
	struct arena *a = arena_new(16 << 20);
	struct db *db;

	if (!a || db_open(place, DB_WRITE, &db) != OK)
		_exit(1);
	for (int i = 0; i < CHAINS * LONG;) {
		int64_t chain = nth * 1000 + i % CHAINS + 1;
		enum err e = db_begin(db);

		if (e == OK)
			e = one_act(db, a, (struct instant){ 1795695305 }, ACT_MOVE, chain, i / CHAINS);
		if (e == OK && i % 7 == 3 && i % 2) {
			db_rollback(db);
			e = db_begin(db);
			if (e == OK)
				e = one_act(db, a, (struct instant){ 1795695305 }, ACT_MOVE, chain, i / CHAINS);
		}
		e = e == OK ? db_commit(db) : (db_rollback(db), e);
		if (e != OK && e != E_RETRY)
			_exit(2);
		i += e == OK;
		arena_reset(a);
	}
	_exit(0);
}

/* A sealer that goes on until it is killed. */
static _Noreturn void sealer(struct house h)
{
	struct arena *a = arena_new(64 << 20);
	struct db *db;

	if (!a || db_open(h.b->place, DB_WRITE, &db) != OK)
		_exit(1);
	for (;;) {
		int64_t n;
		enum err e = seal_turn(db, a, h.now, &h.s, &n);

		if (e != OK && e != E_RETRY)
			_exit(3);
		arena_reset(a);
	}
}

static void every_chain_is_whole_and_in_order(struct house *h)
{
	int next[WRITERS * 1000 + CHAINS + 1] = { 0 };
	struct both *b = h->b;
	struct str bundle;
	int64_t seen = 0;
	struct act_rows rows;
	struct leaf_of_act_row leaf;

	assert_int_equal(act_read(b->db, b->a, 0, 100000, &rows), OK);
	assert_int_equal(rows.n, WRITERS * CHAINS * LONG);
	int64_t *act_at = ARENA_ARRAY(b->a, int64_t, rows.n);

	for (size_t i = 0; i < rows.n; i++) {
		assert_int_equal(leaf_of_act(b->db, b->a, (struct act_id){ rows.v[i].id }, &leaf), OK);
		assert_true(leaf.idx >= 0 && leaf.idx < (int64_t)rows.n);
		assert_int_equal(act_at[leaf.idx], 0);
		act_at[leaf.idx] = (int64_t)i + 1;
	}
	for (size_t i = 0; i < rows.n; i++) {
		const struct act_row *r = &rows.v[act_at[i] - 1];

		assert_int_equal(r->start_min, next[r->chain]);		/* the order in which they were committed */
		next[r->chain]++;
		seen++;
	}
	assert_int_equal(seen, WRITERS * CHAINS * LONG);
	assert_int_equal(log_bundle(b->db, b->a, 0, 256, &bundle), OK);
}

/* Two sealers beside four writers; one sealer after the other is killed in the midst of its work. */
static void nothing_is_lost_doubled_or_out_of_order_beside_writers_and_kills(void **state)
{
	struct house h = house_of(BOTH_STATE(state));
	pid_t writers[WRITERS], sealers[2];
	int status, left = WRITERS;

	acts(&h, 0);
	assert_int_equal(turn(&h), 0);		/* the key is there before anybody is killed */
	db_close(h.b->db);
	h.b->db = NULL;
	for (int i = 0; i < WRITERS; i++)
		if ((writers[i] = fork()) == 0)
			writer(h.b->place, i);
	for (int i = 0; i < 2; i++)
		if ((sealers[i] = fork()) == 0)
			sealer(h);
	for (int i = 0; left; i = (i + 1) % 2) {
		pid_t done = waitpid(writers[left - 1], &status, WNOHANG);

		if (done) {
			assert_true(WIFEXITED(status) && WEXITSTATUS(status) == 0);
			left--;
			continue;
		}
		poll(NULL, 0, 20);
		kill(sealers[i], SIGKILL);
		assert_int_equal(waitpid(sealers[i], &status, 0), sealers[i]);
		assert_true(WIFSIGNALED(status));
		if ((sealers[i] = fork()) == 0)
			sealer(h);
	}
	for (int i = 0; i < 2; i++) {
		kill(sealers[i], SIGKILL);
		assert_int_equal(waitpid(sealers[i], &status, 0), sealers[i]);
	}
	assert_int_equal(db_open(h.b->place, DB_WRITE, &h.b->db), OK);
	while (turn(&h) == SEAL_BATCH)
		;
	every_chain_is_whole_and_in_order(&h);
	head_is(&h, key_text(&h), WRITERS * CHAINS * LONG);
}

/* A code that is in no list reaches the log only as an establishment's own, where there are such. */
static void an_act_says_only_what_it_may(void **state)
{
	static const struct { enum entry_act act; enum entry_reason reason; const char *value; enum err e; } all[] = {
		{ ACT_CANCEL, WHY_PATIENT, "", OK }, { ACT_CANCEL, WHY_UNSAID, "ill", E_INPUT }, { ACT_BOOK, WHY_UNSAID, "friend", E_INPUT },
		{ ACT_OVERBOOK, WHY_UNSAID, "ward", OK }, { ACT_OVERBOOK, WHY_WAITING, "ward", E_INPUT }, { ACT_UNSAID, WHY_UNSAID, "", E_INPUT },
	};
	struct house h = house_of(BOTH_STATE(state));
	struct act x = { .organization = 1, .channel = "desk", .role = S("desk"), .schedule = 1, .day = { 20788 }, .zone = S("UTC") };

	for (size_t i = 0; i < sizeof(all) / sizeof(*all); i++) {
		x.act = all[i].act;
		x.reason = all[i].reason;
		x.value = str_of(all[i].value);
		assert_int_equal(db_begin(h.b->db), OK);
		assert_int_equal(act(h.b->db, h.b->a, h.now, &x), all[i].e);
		db_rollback(h.b->db);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		BOTH(pending_acts_get_places_and_are_signed),
		BOTH(the_log_grows_over_the_edges_of_tiles),
		BOTH(a_receipt_waits_and_then_proves),
		BOTH(a_receipt_is_of_the_newest_entry_whatever_the_clock_says),
		BOTH(acts_from_before_get_their_entries_when_they_are_sealed),
		BOTH(a_discreet_type_is_not_named),
		BOTH(a_log_that_cannot_be_read_takes_nothing_else_away),
		BOTH(a_witness_is_asked_and_its_signature_served),
		BOTH(nothing_is_lost_doubled_or_out_of_order_beside_writers_and_kills),
		BOTH(an_act_says_only_what_it_may),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
