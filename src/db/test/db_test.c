/* The database interface, on both engines: transactions, savepoints, errors, rows. */
#include "both.h"
#include "db/engine.h"
#include <sys/stat.h>

#include "ids.h"

static const uint8_t t_int[] = { DB_INT, DB_INT }, t_row[] = { DB_INT, DB_TEXT, DB_INT32 | DB_NULLABLE, DB_BOOL },
	t_ints[] = { DB_INTS }, t_text[] = { DB_TEXT }, t_day[] = { DB_INT32 };
static const char ins[] = "INSERT INTO thing (id, name, day, on_) VALUES ($1, $2, $3, $4)";
static const struct stmt add = { "t_add", ins, ins, DB_EXEC, 4, 0, true, t_row, NULL };
static const struct stmt add_counted = { "t_add_counted", ins, ins, DB_COUNT, 4, 0, true, t_row, NULL };
static const char add_new_sql[] = "INSERT INTO thing (id, name, day, on_) VALUES ($1, $2, $3, $4) ON CONFLICT (id) DO NOTHING";
static const struct stmt add_new = { "t_add_new", add_new_sql, add_new_sql, DB_COUNT, 4, 0, true, t_row, NULL };
static const char get_sql[] = "SELECT id, name, day, on_ FROM thing WHERE id = $1";
static const struct stmt get = { "t_get", get_sql, get_sql, DB_ONE, 1, 4, false, t_int, t_row };
static const uint8_t t_strict[] = { DB_INT, DB_TEXT, DB_INT32, DB_BOOL };
static const struct stmt get_strict = { "t_get_strict", get_sql, get_sql, DB_ONE, 1, 4, false, t_int, t_strict };
static const char all_sql[] = "SELECT id, name, day, on_ FROM thing ORDER BY id";
static const struct stmt all_each = { "t_each", all_sql, all_sql, DB_EACH, 0, 4, false, NULL, t_row };
static const struct stmt all_many = { "t_many", all_sql, all_sql, DB_MANY, 0, 4, false, NULL, t_row };
static const char count_sql[] = "SELECT COUNT(*) FROM thing";
static const struct stmt count = { "t_count", count_sql, count_sql, DB_ONE, 0, 1, false, NULL, t_int };
static const struct stmt in_list = { "t_list",
	"SELECT id, name, day, on_ FROM thing WHERE id IN (SELECT value FROM json_each($1)) ORDER BY id",
	"SELECT id, name, day, on_ FROM thing WHERE id = ANY ($1) ORDER BY id", DB_MANY, 1, 4, false, t_ints, t_row };
static const char drop_sql[] = "DELETE FROM thing WHERE id = $1 RETURNING name";
static const struct stmt take = { "t_take", drop_sql, drop_sql, DB_ONE, 1, 1, true, t_int, t_text };
static const char day_sql[] = "UPDATE thing SET day = $1";
static const struct stmt set_day = { "t_day", day_sql, day_sql, DB_COUNT, 1, 0, true, t_day, NULL };
static const char big_sql[] = "SELECT 3000000000 * id FROM thing WHERE id = $1";
static const struct stmt too_big = { "t_big", big_sql, big_sql, DB_ONE, 1, 1, false, t_int, t_day };

static void make(struct both *b)
{
	assert_int_equal(db_open(b->place, DB_WRITE, &b->db), OK);
	assert_int_equal(db_exec(b->db, "CREATE TABLE thing (id BIGINT NOT NULL PRIMARY KEY, name TEXT NOT NULL UNIQUE, "
			"day INTEGER, on_ BOOLEAN NOT NULL)"), OK);
}

static enum err put(struct both *b, const struct stmt *st, int64_t id, struct str name, int64_t *ret)
{
	const struct db_value in[] = { { .i = id }, { .s = name }, { .null = true }, { .i = id % 2 } };

	return db_run(b->db, b->a, st, in, NULL, NULL, ret);
}

struct got { int64_t id; struct str name; bool day_null, on; int n; };

static enum err see(void *arg, const struct db_value *c)
{
	struct got *g = arg;

	*g = (struct got){ c[0].i, c[1].s, c[2].null, c[3].i != 0, g->n + 1 };
	return OK;
}

static enum err see_number(void *arg, const struct db_value *c)
{
	*(int64_t *)arg = c[0].i;
	return OK;
}

static int64_t rows(struct both *b)
{
	int64_t n = -1;

	assert_int_equal(db_run(b->db, b->a, &count, NULL, see_number, &n, NULL), OK);
	return n;
}

static enum err find(struct both *b, const struct stmt *st, int64_t id, struct got *g)
{
	const struct db_value in[] = { { .i = id } };

	return db_run(b->db, b->a, st, in, see, g, NULL);
}

static void a_row_comes_back_as_it_went_in(void **state)
{
	struct both *b = BOTH_STATE(state);
	struct got g = { 0 };

	make(b);
	assert_int_equal(put(b, &add, 7, S("المهدي ' \" \\ é"), NULL), OK);
	assert_int_equal(find(b, &get, 7, &g), OK);
	assert_int_equal(g.id, 7);
	assert_true(str_eq(g.name, S("المهدي ' \" \\ é")));
	assert_true(g.day_null);
	assert_true(g.on);
	assert_int_equal(put(b, &add, -9000000000, STR_NONE, NULL), OK);
	assert_int_equal(find(b, &get, -9000000000, &g), OK);
	assert_non_null(g.name.p);		/* empty, not NULL */
	assert_int_equal(g.name.n, 0);
}

static void no_row_is_not_found(void **state)
{
	struct both *b = BOTH_STATE(state);
	struct got g = { 0 };

	make(b);
	assert_int_equal(find(b, &get, 1, &g), E_NOTFOUND);
	assert_int_equal(g.n, 0);
}

static void a_null_that_is_not_declared_is_refused(void **state)
{
	struct both *b = BOTH_STATE(state);
	struct got g = { 0 };
	int64_t n;

	make(b);
	assert_int_equal(put(b, &add, 2, S("x"), NULL), OK);
	assert_int_equal(find(b, &get_strict, 2, &g), E_DB);
	assert_int_equal(db_run(b->db, b->a, &too_big, (struct db_value[]){ { .i = 2 } }, see_number, &n, NULL), E_DB);
}

static void broken_texts_and_numbers_do_not_reach_the_engine(void **state)
{
	struct both *b = BOTH_STATE(state);
	int64_t n;

	make(b);
	assert_int_equal(put(b, &add, 1, S("a\0b"), NULL), E_INPUT);
	assert_int_equal(put(b, &add, 1, S("\xff"), NULL), E_INPUT);
	assert_int_equal(put(b, &add, 1, S("\xed\xa0\x80"), NULL), E_INPUT);
	assert_int_equal(db_run(b->db, b->a, &set_day, (struct db_value[]){ { .i = 1ll << 40 } }, NULL, NULL, &n), E_INPUT);
	assert_int_equal(db_run(b->db, b->a, &set_day, (struct db_value[]){ { .null = true } }, NULL, NULL, &n), E_INPUT);
	assert_int_equal(rows(b), 0);
}

static void rolled_back_is_gone_committed_stays(void **state)
{
	struct both *b = BOTH_STATE(state);

	make(b);
	assert_int_equal(db_begin(b->db), OK);
	assert_int_equal(put(b, &add, 1, S("a"), NULL), OK);
	db_rollback(b->db);
	assert_int_equal(rows(b), 0);
	assert_int_equal(db_begin(b->db), OK);
	assert_int_equal(put(b, &add, 1, S("a"), NULL), OK);
	assert_int_equal(db_commit(b->db), OK);
	db_close(b->db);
	assert_int_equal(db_open(b->place, DB_WRITE, &b->db), OK);
	assert_int_equal(rows(b), 1);
}

static void one_savepoint_fails_alone(void **state)
{
	struct both *b = BOTH_STATE(state);
	enum err e;

	make(b);
	assert_int_equal(db_begin(b->db), OK);
	assert_int_equal(db_save(b->db), OK);
	assert_int_equal(put(b, &add, 1, S("a"), NULL), OK);
	assert_int_equal(db_keep(b->db), OK);
	assert_int_equal(db_save(b->db), OK);
	assert_int_equal(put(b, &add, 2, S("b"), NULL), OK);
	e = put(b, &add, 1, S("again"), NULL);
	if (e == OK)
		e = db_keep(b->db);		/* PostgreSQL says it here */
	assert_int_equal(e, E_CONFLICT);
	db_undo(b->db);
	assert_int_equal(db_save(b->db), OK);
	assert_int_equal(put(b, &add, 3, S("c"), NULL), OK);
	assert_int_equal(db_keep(b->db), OK);
	assert_int_equal(db_commit(b->db), OK);
	assert_int_equal(rows(b), 2);
}

static void a_conflict_is_told_at_once_when_counted(void **state)
{
	struct both *b = BOTH_STATE(state);
	int64_t n = -1;

	make(b);
	assert_int_equal(put(b, &add_counted, 1, S("a"), &n), OK);
	assert_int_equal(n, 1);
	assert_int_equal(put(b, &add_counted, 1, S("b"), &n), E_CONFLICT);
	assert_int_equal(put(b, &add_new, 1, S("c"), &n), OK);
	assert_int_equal(n, 0);
	assert_int_equal(rows(b), 1);
}

static void a_tick_of_many_requests_commits_the_good_ones(void **state)
{
	struct both *b = BOTH_STATE(state);

	make(b);
	assert_int_equal(put(b, &add, 5000, S("taken"), NULL), OK);
	assert_int_equal(db_begin(b->db), OK);
	for (int i = 0; i < 300; i++) {
		char name[16];

		snprintf(name, sizeof name, "n%d", i);
		assert_int_equal(db_save(b->db), OK);
		enum err e = put(b, &add, i % 3 == 0 ? 5000 : i + 1, str_of(name), NULL);

		if (e == OK)
			e = db_keep(b->db);
		assert_int_equal(e, i % 3 == 0 ? E_CONFLICT : OK);
		if (e != OK)
			db_undo(b->db);
	}
	assert_int_equal(db_commit(b->db), OK);
	assert_int_equal(rows(b), 201);
}

static void after_a_failure_the_commit_is_refused(void **state)
{
	struct both *b = BOTH_STATE(state);
	enum err e;

	make(b);
	assert_int_equal(db_begin(b->db), OK);
	assert_int_equal(put(b, &add, 1, S("a"), NULL), OK);
	e = put(b, &add, 1, S("b"), NULL);
	if (b->engine == DB_SQLITE) {
		assert_int_equal(e, E_CONFLICT);
		db_rollback(b->db);
	} else {
		assert_int_equal(e, OK);
		assert_int_equal(db_commit(b->db), E_CONFLICT);
	}
	assert_int_equal(rows(b), 0);
	assert_int_equal(put(b, &add, 1, S("c"), NULL), OK);	/* and the connection goes on */
}

static void fill(struct both *b, int n)
{
	assert_int_equal(db_begin(b->db), OK);
	for (int i = 1; i <= n; i++) {
		char name[16];

		snprintf(name, sizeof name, "n%d", i);
		assert_int_equal(put(b, &add, i, str_of(name), NULL), OK);
	}
	assert_int_equal(db_commit(b->db), OK);
}

static void a_read_only_connection_cannot_write(void **state)
{
	struct both *b = BOTH_STATE(state);
	struct db *writer, *reader;
	int64_t n;

	make(b);
	fill(b, 3);
	assert_int_equal(db_open(b->place, DB_READ, &reader), OK);
	writer = b->db;
	b->db = reader;
	assert_int_equal(rows(b), 3);
	assert_int_equal(put(b, &add_counted, 9, S("x"), &n), E_DB);
	assert_int_equal(db_begin(b->db), OK);
	assert_int_equal(rows(b), 3);
	b->db = writer;
	fill(b, 0);
	assert_int_equal(put(b, &add, 9, S("x"), NULL), OK);
	b->db = reader;
	assert_int_equal(rows(b), 3);		/* its snapshot is stable */
	assert_int_equal(db_commit(b->db), OK);
	assert_int_equal(rows(b), 4);
	b->db = writer;
	db_close(reader);
}

struct walk { struct both *b; int64_t sum; int n, stop; };

static enum err walk_row(void *arg, const struct db_value *c)
{
	struct walk *w = arg;
	struct got g = { 0 };

	if (w->stop && w->n == w->stop)
		return E_LIMIT;
	w->n++;
	w->sum += c[0].i;
	TRY(find(w->b, &get, c[0].i, &g));
	if (w->n % 400 == 0) {			/* a write among the reads, in its savepoint */
		TRY(db_save(w->b->db));
		TRY(put(w->b, &add, 100000 + w->n, g.name, NULL) == OK ? db_keep(w->b->db) : E_CONFLICT);
	}
	return str_eq(g.name, c[1].s) ? OK : E_DB;
}

static enum err walk_read(void *arg, const struct db_value *c)
{
	struct walk *w = arg;
	struct got g = { 0 };

	w->n++;
	w->sum += c[0].i;
	return w->stop && w->n == w->stop ? E_LIMIT : find(w->b, &get, c[0].i, &g);
}

static void each_streams_and_other_statements_run_meanwhile(void **state)
{
	struct both *b = BOTH_STATE(state);
	struct walk w = { .b = b };

	make(b);
	fill(b, 1700);
	assert_int_equal(db_begin(b->db), OK);
	assert_int_equal(db_run(b->db, b->a, &all_each, NULL, walk_read, &w, NULL), OK);
	assert_int_equal(db_commit(b->db), OK);
	assert_int_equal(w.n, 1700);
	assert_int_equal(w.sum, 1700 * 1701 / 2);
	w = (struct walk){ .b = b, .stop = 600 };
	assert_int_equal(db_run(b->db, b->a, &all_each, NULL, walk_read, &w, NULL), E_LIMIT);
	assert_int_equal(w.n, 600);
	assert_int_equal(rows(b), 1700);
}

static void a_failed_write_in_a_row_of_each_can_be_undone(void **state)
{
	struct both *b = BOTH_STATE(state);
	struct walk w = { .b = b };

	make(b);
	fill(b, 500);
	assert_int_equal(db_begin(b->db), OK);
	enum err e = db_run(b->db, b->a, &all_each, NULL, walk_row, &w, NULL);

	assert_int_equal(e, E_CONFLICT);	/* the name is taken */
	assert_int_equal(w.n, 400);
	db_rollback(b->db);
	assert_int_equal(rows(b), 500);
}

static enum err add_up(void *arg, const struct db_value *c)
{
	*(int64_t *)arg += c[0].i;
	return OK;
}

static void lists_hold_up_to_their_limit(void **state)
{
	struct both *b = BOTH_STATE(state);
	int64_t ids[DB_LIST_MAX + 1], sum = 0;
	struct db_value in = { .list = ids, .nlist = DB_LIST_MAX };

	make(b);
	fill(b, 600);
	for (int i = 0; i <= DB_LIST_MAX; i++)
		ids[i] = i + 1;
	assert_int_equal(db_run(b->db, b->a, &in_list, &in, add_up, &sum, NULL), OK);
	assert_int_equal(sum, 500 * 501 / 2);
	in.nlist = 0;
	sum = 0;
	assert_int_equal(db_run(b->db, b->a, &in_list, &in, add_up, &sum, NULL), OK);
	assert_int_equal(sum, 0);
	in.nlist = DB_LIST_MAX + 1;
	assert_int_equal(db_run(b->db, b->a, &in_list, &in, add_up, &sum, NULL), E_LIMIT);
}

static void many_gives_all_rows_with_lasting_texts(void **state)
{
	struct both *b = BOTH_STATE(state);
	struct got g = { 0 }, h = { 0 };

	make(b);
	fill(b, 20);
	assert_int_equal(db_run(b->db, b->a, &all_many, NULL, see, &g, NULL), OK);
	assert_int_equal(find(b, &get, 3, &h), OK);
	assert_int_equal(g.n, 20);
	assert_true(str_eq(g.name, S("n20")));
}

static enum err see_text(void *arg, const struct db_value *c)
{
	*(struct str *)arg = c[0].s;
	return OK;
}

static void returning_writes_and_answers(void **state)
{
	struct both *b = BOTH_STATE(state);
	struct db_value in = { .i = 2 };
	struct str name = STR_NONE;
	int64_t n = 0;

	make(b);
	fill(b, 3);
	assert_int_equal(db_run(b->db, b->a, &take, &in, see_text, &name, &n), OK);
	assert_true(str_eq(name, S("n2")));
	assert_int_equal(n, 1);
	assert_int_equal(rows(b), 2);
	assert_int_equal(db_run(b->db, b->a, &take, &in, see_text, &name, NULL), E_NOTFOUND);
}

static void two_writers_one_waits_and_is_told_to_retry(void **state)
{
	struct both *b = BOTH_STATE(state);
	struct db *other, *first;
	int64_t n;

	make(b);
	fill(b, 2);
	assert_int_equal(db_open(b->place, DB_WRITE, &other), OK);
	assert_int_equal(db_begin(b->db), OK);
	assert_int_equal(db_run(b->db, b->a, &set_day, (struct db_value[]){ { .i = 5 } }, NULL, NULL, &n), OK);
	first = b->db;
	b->db = other;
	enum err e = db_begin(b->db);

	if (e == OK)				/* PostgreSQL: it is the row that is locked */
		e = db_run(b->db, b->a, &set_day, (struct db_value[]){ { .i = 6 } }, NULL, NULL, &n);
	assert_int_equal(e, E_RETRY);
	if (b->engine == DB_POSTGRES)
		db_rollback(b->db);
	b->db = first;
	assert_int_equal(db_commit(b->db), OK);
	db_close(other);
}

/* In a function of its own: what a long jump leaves of its caller's variables is nobody's promise. */
static unsigned mode_of(const struct both *b, const char *name)
{
	char path[200];
	struct stat st;

	snprintf(path, sizeof path, "%s/%s", b->dir, name);
	assert_int_equal(lstat(path, &st), 0);
	return st.st_mode & 07777;
}

/* Mode 2770: another user of that group opens the same database, whoever makes which file and with what umask. */
static void a_folder_of_a_group_shares_its_database(void **state)
{
	struct both *b = BOTH_STATE(state);
	mode_t old = umask(0077);

	make(b);
	assert_int_equal(mode_of(b, "diwan.db"), 0600);
	db_close(b->db);
	assert_int_equal(chmod(b->dir, 02770), 0);
	assert_int_equal(db_open(b->place, DB_WRITE, &b->db), OK);
	fill(b, 3);
	assert_int_equal(mode_of(b, "diwan.db"), 0660);
	assert_int_equal(mode_of(b, "diwan.db-wal"), 0660);
	assert_int_equal(mode_of(b, "diwan.db-shm"), 0660);
	umask(old);
}

/* Who shares the folder could put a link there, to a file that only the other one may write. */
static void there_the_database_is_no_link(void **state)
{
	struct both *b = BOTH_STATE(state);
	char file[200], other[200];
	unsigned mode;

	make(b);
	db_close(b->db);
	b->db = NULL;
	mode = mode_of(b, "diwan.db");
	snprintf(file, sizeof file, "%s/diwan.db", b->dir);
	snprintf(other, sizeof other, "%s/other.db", b->dir);
	assert_int_equal(rename(file, other), 0);
	assert_int_equal(symlink(other, file), 0);
	assert_int_equal(db_open(b->place, DB_WRITE, &b->db), OK);
	db_close(b->db);
	b->db = NULL;
	assert_int_equal(chmod(b->dir, 02770), 0);
	assert_int_equal(db_open(b->place, DB_WRITE, &b->db), E_DB);
	assert_int_equal(db_open(b->place, DB_READ, &b->db), E_DB);
	assert_int_equal(mode_of(b, "other.db"), mode);
}

static void jump_out_of_a_row(struct both *b, struct arena *small)
{
	if (setjmp(*arena_guard(small)) == 0) {
		struct got g = { 0 };
		enum err e = db_run(b->db, small, &all_many, NULL, see, &g, NULL);

		fail_msg("no jump: %s", err_name(e));
	}
}

static void the_arenas_jump_out_of_a_row_leaves_a_good_connection(void **state)
{
	struct both *b = BOTH_STATE(state);
	struct arena *small = arena_new(20 << 10);

	make(b);
	fill(b, 3000);
	assert_int_equal(db_begin(b->db), OK);
	assert_int_equal(db_save(b->db), OK);
	jump_out_of_a_row(b, small);
	db_undo(b->db);
	assert_int_equal(put(b, &add, 5000, S("x"), NULL), OK);
	assert_int_equal(db_commit(b->db), OK);
	assert_int_equal(rows(b), 3001);
	struct got g = { 0 };

	assert_int_equal(db_run(b->db, b->a, &all_many, NULL, see, &g, NULL), OK);
	assert_int_equal(g.n, 3001);
	arena_free(small);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		BOTH_EMPTY(a_row_comes_back_as_it_went_in),
		BOTH_EMPTY(no_row_is_not_found),
		BOTH_EMPTY(a_null_that_is_not_declared_is_refused),
		BOTH_EMPTY(broken_texts_and_numbers_do_not_reach_the_engine),
		BOTH_EMPTY(rolled_back_is_gone_committed_stays),
		BOTH_EMPTY(one_savepoint_fails_alone),
		BOTH_EMPTY(a_conflict_is_told_at_once_when_counted),
		BOTH_EMPTY(a_tick_of_many_requests_commits_the_good_ones),
		BOTH_EMPTY(after_a_failure_the_commit_is_refused),
		BOTH_EMPTY(a_read_only_connection_cannot_write),
		BOTH_EMPTY(each_streams_and_other_statements_run_meanwhile),
		BOTH_EMPTY(a_failed_write_in_a_row_of_each_can_be_undone),
		BOTH_EMPTY(lists_hold_up_to_their_limit),
		BOTH_EMPTY(many_gives_all_rows_with_lasting_texts),
		BOTH_EMPTY(returning_writes_and_answers),
		BOTH_EMPTY(two_writers_one_waits_and_is_told_to_retry),
		BOTH_EMPTY(the_arenas_jump_out_of_a_row_leaves_a_good_connection),
		{ "a_folder_of_a_group_shares_its_database", a_folder_of_a_group_shares_its_database, both_sqlite_empty, both_tear_down, NULL },
		{ "there_the_database_is_no_link", there_the_database_is_no_link, both_sqlite_empty, both_tear_down, NULL },
	};

	return cmocka_run_group_tests_name("db", tests, NULL, NULL);
}
