/* Keys of the log on both engines: made, changed, lost, another machine's. */
#include "ledger/test/house.h"

/* Both sign the log that ends with the new one's name; then the new one signs. */
static void a_planned_change_of_key_is_signed_by_both(void **state)
{
	struct house h = house_of(BOTH_STATE(state));
	struct str old, new, told, bundle;

	acts(&h, 2);
	assert_int_equal(turn(&h), 2);
	old = key_text(&h);
	assert_int_equal(seal_new_key(h.b->a, &h.s, &new), OK);
	assert_int_equal(seal_new_key(h.b->a, &h.s, &told), E_CONFLICT);
	acts(&h, 1);
	assert_int_equal(turn(&h), 2);
	head_is(&h, old, 4);
	head_is(&h, new, 4);		/* which is the key that is shown from here on */
	assert_true(str_eq(key_text(&h), new));
	assert_int_equal(log_bundle(h.b->db, h.b->a, 0, 4, &bundle), OK);
	told = arena_fmt(h.b->a, "\"reason\":\"%.*s\"", STR_ARG(new));
	assert_true(str_find(bundle, told) > 0 && str_find(bundle, S("{\"act\":\"key\"")) > 0);
	acts(&h, 1);
	assert_int_equal(turn(&h), 1);
	head_is(&h, new, 5);
	assert_true(str_eq(key_text(&h), new));
	assert_int_equal(turn(&h), 0);
}

/* Killed between the commit and the new name of the file: the next turn ends it. */
static void a_change_of_key_that_was_cut_is_ended(void **state)
{
	struct house h = house_of(BOTH_STATE(state));
	struct str new;
	char *next = arena_cstr(h.b->a, arena_fmt(h.b->a, "%s.next", h.s.key_file));
	char *kept = arena_cstr(h.b->a, arena_fmt(h.b->a, "%s.kept", h.s.key_file));

	acts(&h, 1);
	assert_int_equal(turn(&h), 1);
	assert_int_equal(link(h.s.key_file, kept), 0);
	assert_int_equal(seal_new_key(h.b->a, &h.s, &new), OK);
	assert_int_equal(turn(&h), 1);
	assert_int_equal(rename(h.s.key_file, next), 0);
	assert_int_equal(rename(kept, h.s.key_file), 0);
	acts(&h, 1);
	assert_int_equal(turn(&h), 1);
	head_is(&h, new, 3);
	assert_int_equal(access(next, F_OK), -1);
}

/* Planned before anything was signed: the first key signs, then the change is told as any other. */
static void a_change_of_key_waits_until_one_has_signed(void **state)
{
	struct house h = house_of(BOTH_STATE(state));
	struct str old, new;

	assert_int_equal(seal_new_key(h.b->a, &h.s, &new), OK);
	acts(&h, 1);
	assert_int_equal(turn(&h), 1);
	old = key_text(&h);
	assert_false(str_eq(old, new));
	head_is(&h, old, 1);
	assert_int_equal(turn(&h), 1);
	head_is(&h, new, 2);
	assert_true(str_eq(key_text(&h), new));
}

static void refuses(struct house *h, const struct sealer *s, enum err why)
{
	int64_t n;

	assert_int_equal(seal_turn(h->b->db, h->b->a, h->now, s, &n), why);
}

static void a_lost_key_is_made_anew_when_the_operator_says_so(void **state)
{
	struct house h = house_of(BOTH_STATE(state));
	struct str old, new;

	acts(&h, 1);
	assert_int_equal(turn(&h), 1);
	old = key_text(&h);
	assert_int_equal(unlink(h.s.key_file), 0);
	acts(&h, 1);
	refuses(&h, &h.s, E_DENIED);
	assert_int_equal(access(h.s.key_file, F_OK), -1);
	head_is(&h, old, 1);
	h.s.lost = true;
	assert_int_equal(turn(&h), 2);
	new = key_text(&h);
	assert_false(str_eq(old, new));
	head_is(&h, new, 3);
	h.s.lost = false;
	assert_int_equal(turn(&h), 0);
}

/* More waits than one turn takes: nothing is signed by a key that the log has not named. */
static void a_new_key_is_named_behind_a_backlog(void **state)
{
	struct house h = house_of(BOTH_STATE(state));
	struct str old, new, bundle;
	struct receipt r;

	acts(&h, 1);
	assert_int_equal(turn(&h), 1);
	old = key_text(&h);
	assert_int_equal(unlink(h.s.key_file), 0);
	acts(&h, SEAL_BATCH + 3);
	h.s.lost = true;
	assert_int_equal(turn(&h), SEAL_BATCH);
	head_is(&h, old, 1);
	assert_true(str_eq(key_text(&h), old));
	assert_int_equal(log_receipt(h.b->db, h.b->a, 500, &r), OK);
	assert_int_equal(r.index, -1);
	assert_int_equal(turn(&h), 4);
	new = key_text(&h);
	head_is(&h, new, SEAL_BATCH + 5);
	assert_int_equal(log_bundle(h.b->db, h.b->a, SEAL_BATCH / TILE_WIDTH, 5, &bundle), OK);
	assert_true(str_find(bundle, arena_fmt(h.b->a, "\"reason\":\"%.*s\"", STR_ARG(new))) > 0);
	h.s.lost = false;
	assert_int_equal(turn(&h), 0);
}

/* Two machines of one database, each with a data folder of its own. */
static void a_machine_without_the_key_leaves_the_log_to_the_other(void **state)
{
	struct house h = house_of(BOTH_STATE(state));
	struct sealer other = { .origin = h.s.origin, .key_file = arena_cstr(h.b->a, arena_fmt(h.b->a, "%s/other.key", h.b->dir)) };
	struct str key;

	acts(&h, 1);
	assert_int_equal(turn(&h), 1);
	key = key_text(&h);
	for (int i = 0; i < 3; i++) {
		acts(&h, 1);
		refuses(&h, &other, E_DENIED);
		assert_int_equal(access(other.key_file, F_OK), -1);
		assert_int_equal(turn(&h), 1);
		head_is(&h, key, i + 2);
	}
}

static void a_log_whose_name_can_be_no_keys_is_not_signed(void **state)
{
	struct house h = house_of(BOTH_STATE(state));
	struct sealer s = { .origin = S("rdv+fes.ma/ledger"), .key_file = h.s.key_file };

	acts(&h, 1);
	refuses(&h, &s, E_INPUT);
	s.origin = S("rdv fes/ledger");
	refuses(&h, &s, E_INPUT);
	assert_int_equal(access(h.s.key_file, F_OK), -1);
	assert_int_equal(turn(&h), 1);
}

static void a_damaged_key_signs_nothing(void **state)
{
	struct house h = house_of(BOTH_STATE(state));
	struct log_head head;
	int64_t n;
	FILE *f = fopen(h.s.key_file, "w");

	assert_non_null(f);
	fputs("short\n", f);
	fclose(f);
	acts(&h, 1);
	assert_int_equal(seal_turn(h.b->db, h.b->a, h.now, &h.s, &n), E_INPUT);
	assert_int_equal(log_head(h.b->db, h.b->a, &head), E_NOTFOUND);
}

static void remembers(struct house *h, int64_t size, char first)
{
	FILE *f = fopen(arena_cstr(h->b->a, arena_fmt(h->b->a, "%s.signed", h->s.key_file)), "w");

	assert_non_null(f);
	fprintf(f, "%lld\n%cAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=\n", (long long)size, first);
	fclose(f);
}

/* Whoever writes the database writes the tiles too: what was signed is remembered elsewhere. */
static void a_log_that_was_written_anew_is_not_signed(void **state)
{
	struct house h = house_of(BOTH_STATE(state));
	struct tile_get_row tile;
	struct str key, other;

	acts(&h, 3);
	assert_int_equal(turn(&h), 3);
	key = key_text(&h);
	assert_int_equal(tile_get(h.b->db, h.b->a, 0, 0, &tile), OK);
	other = arena_cat(h.b->a, tile.hashes.p[0] == 'A' ? S("B") : S("A"), str_sub(tile.hashes, 1, tile.hashes.n));
	acts(&h, 1);
	assert_int_equal(tile_put(h.b->db, h.b->a, 0, 0, 3, other), OK);
	refuses(&h, &h.s, E_DENIED);
	head_is(&h, key, 3);
	assert_int_equal(tile_put(h.b->db, h.b->a, 0, 0, 3, tile.hashes), OK);
	assert_int_equal(turn(&h), 1);
	head_is(&h, key, 4);
}

/* A copy that was put back, or the like: shorter than what was signed, or another. */
static void another_history_gets_another_key_when_the_operator_says_so(void **state)
{
	static const struct { int64_t size; char first; } was[] = { { 7, 'A' }, { 2, 'A' }, { 0, 'B' } };
	struct house h = house_of(BOTH_STATE(state));
	char *before = arena_cstr(h.b->a, arena_fmt(h.b->a, "%s.before", h.s.key_file));
	struct str key, new;
	int64_t size = 2;

	acts(&h, 2);
	assert_int_equal(turn(&h), 2);
	for (size_t i = 0; i < sizeof(was) / sizeof(*was); i++) {
		key = key_text(&h);
		remembers(&h, was[i].size, was[i].first);
		assert_int_equal(turn(&h), 0);
		acts(&h, 1);
		refuses(&h, &h.s, E_DENIED);
		head_is(&h, key, size);
		h.s.lost = true;
		assert_int_equal(turn(&h), 2);
		h.s.lost = false;
		new = key_text(&h);
		assert_false(str_eq(key, new));
		head_is(&h, new, size += 2);
		assert_int_equal(access(before, F_OK), 0);
		acts(&h, 1);
		assert_int_equal(turn(&h), 1);
		head_is(&h, new, size += 1);
	}
}

static void a_damaged_memory_signs_nothing(void **state)
{
	struct house h = house_of(BOTH_STATE(state));

	acts(&h, 1);
	assert_int_equal(turn(&h), 1);
	remembers(&h, 1, '!');
	acts(&h, 1);
	refuses(&h, &h.s, E_INPUT);
	head_is(&h, key_text(&h), 1);
}

/* Killed between the commit and the memory's file: what it remembers is older, and still the beginning. */
static void a_memory_that_lags_is_grown_from(void **state)
{
	struct house h = house_of(BOTH_STATE(state));
	char *file = arena_cstr(h.b->a, arena_fmt(h.b->a, "%s.signed", h.s.key_file));
	char *kept = arena_cstr(h.b->a, arena_fmt(h.b->a, "%s.kept", file));

	acts(&h, 2);
	assert_int_equal(turn(&h), 2);
	assert_int_equal(link(file, kept), 0);
	acts(&h, 300);
	assert_int_equal(turn(&h), 300);
	assert_int_equal(rename(kept, file), 0);
	acts(&h, 1);
	assert_int_equal(turn(&h), 1);
	head_is(&h, key_text(&h), 303);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		BOTH(a_planned_change_of_key_is_signed_by_both),
		BOTH(a_change_of_key_that_was_cut_is_ended),
		BOTH(a_change_of_key_waits_until_one_has_signed),
		BOTH(a_lost_key_is_made_anew_when_the_operator_says_so),
		BOTH(a_new_key_is_named_behind_a_backlog),
		BOTH(a_machine_without_the_key_leaves_the_log_to_the_other),
		BOTH(a_log_whose_name_can_be_no_keys_is_not_signed),
		BOTH(a_damaged_key_signs_nothing),
		BOTH(a_log_that_was_written_anew_is_not_signed),
		BOTH(another_history_gets_another_key_when_the_operator_says_so),
		BOTH(a_damaged_memory_signs_nothing),
		BOTH(a_memory_that_lags_is_grown_from),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
