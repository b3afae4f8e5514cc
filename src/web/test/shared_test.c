/* Rate limits and the page cache in shared memory; messages between processes. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cmocka.h>

#include "base/fd.h"
#include "web/channel.h"
#include "web/shared.h"

static struct arena *a;
static struct shared *s;

static int set_up(void **state) { (void)state; a = arena_new(64 << 20); s = shared_new(); return a && s ? 0 : -1; }
static int tear_down(void **state) { (void)state; arena_free(a); return 0; }

static void a_limit_counts_until_its_window_ends(void **state)
{
	const struct instant t = { 1000 }, later = { 1060 };

	(void)state;
	for (int i = 0; i < 3; i++)
		assert_int_equal(shared_limit(s, "code", 7, 3, 60, t), OK);
	assert_int_equal(shared_limit(s, "code", 7, 3, 60, t), E_LIMIT);
	assert_int_equal(shared_limit(s, "code", 8, 3, 60, t), OK);
	assert_int_equal(shared_limit(s, "hold", 7, 3, 60, t), OK);
	assert_int_equal(shared_limit_count(s, "code", 7, 60, t), 3);
	assert_int_equal(shared_limit(s, "code", 7, 3, 60, later), OK);
	assert_int_equal(shared_limit_count(s, "code", 7, 60, later), 1);
	shared_limit_clear(s, "code", 7);
	assert_int_equal(shared_limit_count(s, "code", 7, 60, later), 0);
}

static void a_lock_held_by_a_dead_process_is_taken_over(void **state)
{
	pid_t child = fork();

	(void)state;
	if (!child)
		_exit(0);
	waitpid(child, NULL, 0);
	s->limit_lock = child;
	assert_int_equal(shared_limit(s, "dead", 1, 1, 60, (struct instant){ 1 }), OK);
	assert_int_equal(s->limit_lock, 0);
}

static void a_page_is_kept_for_its_time_and_forgotten_at_once(void **state)
{
	struct page_mark mark;
	struct str got;

	(void)state;
	assert_int_equal(cache_get(s, S("k"), 60000, a, &got, &mark), E_NOTFOUND);
	cache_put(s, S("k"), S("page"), page_mark(s));
	assert_int_equal(cache_get(s, S("k"), 60000, a, &got, &mark), OK);
	assert_true(str_eq(got, S("page")));
	assert_int_equal(cache_get(s, S("k2"), 60000, a, &got, &mark), E_NOTFOUND);
	assert_int_equal(cache_get(s, S("k"), 0, a, &got, &mark), E_NOTFOUND);
	mark = page_mark(s);
	mark.at_us -= 60000001;
	cache_put(s, S("k"), S("old"), mark);
	assert_int_equal(cache_get(s, S("k"), 60000, a, &got, &mark), E_NOTFOUND);
	cache_put(s, S("k"), S("new"), page_mark(s));
	assert_int_equal(cache_get(s, S("k"), 60000, a, &got, &mark), OK);
	assert_true(str_eq(got, S("new")));
	assert_int_equal(cache_asked(s, S("k")), 1);
	mark = page_mark(s);
	cache_forget_all(s);
	assert_int_equal(cache_get(s, S("k"), 60000, a, &got, &mark), E_NOTFOUND);
	cache_put(s, S("k"), S("read before"), mark);
	assert_int_equal(cache_get(s, S("k"), 60000, a, &got, &mark), E_NOTFOUND);
}

static void a_slot_whose_writer_died_is_written_again(void **state)
{
	struct page_mark mark;
	struct str got;
	pid_t child = fork();

	(void)state;
	if (!child)
		_exit(0);
	waitpid(child, NULL, 0);
	for (int i = 0; i < CACHE_SETS; i++)
		for (int k = 0; k < CACHE_WAYS; k++) {
			s->cache[i][k].owner = child;
			s->cache[i][k].seq |= 1;
		}
	cache_put(s, S("again"), S("x"), page_mark(s));
	assert_int_equal(cache_get(s, S("again"), 60000, a, &got, &mark), OK);
}

static void pages_too_large_are_not_kept(void **state)
{
	char *big = arena_alloc(a, CACHE_BYTES + 1, 1);
	struct page_mark mark;
	struct str got;

	(void)state;
	cache_put(s, S("big"), (struct str){ big, CACHE_BYTES + 1 }, page_mark(s));
	assert_int_equal(cache_get(s, S("big"), 60000, a, &got, &mark), E_NOTFOUND);
	cache_put(s, (struct str){ big, CACHE_KEY + 1 }, S("x"), page_mark(s));
	assert_int_equal(cache_get(s, (struct str){ big, CACHE_KEY + 1 }, 60000, a, &got, &mark), E_NOTFOUND);
}

static void messages_arrive_in_order_also_large_ones_and_queued_ones(void **state)
{
	const size_t large = 3 << 20;
	char *bytes = arena_alloc(a, large, 1);
	struct channel from = { .fd = -1 }, to = { .fd = -1 };
	struct message m;
	int pair[2];

	(void)state;
	memset(bytes, 'x', large);
	assert_int_equal(fd_pair(pair), OK);
	from.fd = pair[0];
	to.fd = pair[1];
	assert_int_equal(fd_nonblock(from.fd, true), OK);
	assert_int_equal(fd_nonblock(to.fd, true), OK);
	for (uint64_t i = 0; i < 2000; i++) {
		m = (struct message){ M_WRITE, i, { bytes, i % 100 == 50 ? large : i % 5000 } };
		assert_int_equal(channel_send(&from, &m), OK);
	}
	assert_non_null(from.first);
	for (uint64_t i = 0; i < 2000; i++) {
		enum err e = channel_receive(&to, a, &m);

		if (e == E_RETRY) {
			assert_int_equal(channel_flush(&from), OK);
			e = channel_receive(&to, a, &m);
		}
		assert_int_equal(e, OK);
		assert_int_equal(m.id, i);
		assert_int_equal(m.bytes.n, i % 100 == 50 ? large : i % 5000);
		arena_reset(a);
	}
	channel_close(&from);
	assert_int_equal(channel_receive(&to, a, &m), E_IO);
	channel_close(&to);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_limit_counts_until_its_window_ends),
		cmocka_unit_test(a_lock_held_by_a_dead_process_is_taken_over),
		cmocka_unit_test(a_page_is_kept_for_its_time_and_forgotten_at_once),
		cmocka_unit_test(a_slot_whose_writer_died_is_written_again),
		cmocka_unit_test(pages_too_large_are_not_kept),
		cmocka_unit_test(messages_arrive_in_order_also_large_ones_and_queued_ones),
	};

	return cmocka_run_group_tests(tests, set_up, tear_down);
}
