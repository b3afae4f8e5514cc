/* Lists of establishments that are longer than a page: all of them can be reached, on both engines. */
#include "areas/schedules/test/country.h"

#include "areas/findings/inside.h"
#include "web/fake.h"

#define GOOD(x) assert_int_equal((x), OK)
static const struct area *const only[] = { &area_findings };

/* The country's reader; tests have one at a time. */
static struct who reader;
static enum err session(struct rq *rq, struct str token, struct who *ret)
{
	(void)rq, (void)token;
	*ret = reader;
	return OK;
}
static const struct gate gate = { .session = session };

/* Houses H001, H002 … of which the log speaks, beside none that it does not. */
static void houses(struct country *c, int n)
{
	GOOD(db_begin(c->db));
	for (int i = 1; i <= n; i++) {
		struct organization_id o = country_organization(c, c->ministry, 10000 + i * 10, 10000 + i * 10 + 10, 1, "establishment",
			arena_fmt(c->a, "H%03d", i).p);

		GOOD(finding_count_add(c->db, c->a, o.v, S("entries"), 1));
	}
	GOOD(db_commit(c->db));
}

/* Findings of no house. */
static void of_the_log(struct country *c, int n)
{
	GOOD(db_begin(c->db));
	for (int i = 0; i < n; i++) {
		struct finding f = { .rule = "form", .code = "form", .at = c->now, .entries = { i }, .nentries = 1 };

		GOOD(finding_keep(c->db, c->a, c->now, &f, 1));
	}
	GOOD(db_commit(c->db));
}

static struct rq *ask(struct fake *f, struct country *c, struct str path)
{
	struct rq *rq;

	f->now = c->now;
	GOOD(db_begin(c->db));
	rq = fake_ask(f, "GET", arena_cstr(c->a, path), NULL);
	db_rollback(c->db);
	assert_int_equal(rq->in->answer.status, 200);
	return rq;
}

static struct str behind(struct country *c, const char *base, int house)
{
	return arena_fmt(c->a, "%s?after=%d", base, 10000 + house * 10);
}

static void everybody_reaches_all_houses_though_the_log_has_findings_of_its_own(void **state)
{
	struct both *b = BOTH_STATE(state);
	struct country c = country_make(b);
	struct fake f;
	struct rq *rq;

	houses(&c, HOUSE_ROWS + 1);
	of_the_log(&c, FINDING_ROWS);
	fake_begin(&f, b->db, only, 1, NULL);
	rq = ask(&f, &c, S("/ledger/fairness"));
	assert_true(fake_has(rq, "organization=H100\"") && !fake_has(rq, "organization=H101\""));
	assert_true(fake_has(rq, arena_cstr(c.a, behind(&c, "/ledger/fairness", HOUSE_ROWS))));
	assert_true(fake_has(ask(&f, &c, behind(&c, "/ledger/fairness", HOUSE_ROWS)), "organization=H101\""));
	/* a whole page, and nothing behind it */
	rq = ask(&f, &c, behind(&c, "/ledger/fairness", 1));
	assert_true(fake_has(rq, "organization=H101\"") && !fake_has(rq, arena_cstr(c.a, behind(&c, "/ledger/fairness", HOUSE_ROWS + 1))));
	fake_end(&f);
}

/* One house alone on the last page is a list still. */
static void who_inspects_reaches_the_last_house_of_a_branch(void **state)
{
	struct both *b = BOTH_STATE(state);
	struct country c = country_make(b);
	struct fake f;

	houses(&c, HOUSE_ROWS + 1);
	reader = (struct who){ .account = 1, .session = 1, .role = ROLE_MINISTRY_READER, .organization = c.ministry.v, .scope = { .hi = 1000000 } };
	fake_begin(&f, b->db, only, 1, &gate);
	f.req.header[HH_COOKIE] = S("sid=dAAAAAAAAAAAAAAAAAAAAA");
	assert_true(fake_has(ask(&f, &c, S("/findings")), arena_cstr(c.a, behind(&c, "/findings", HOUSE_ROWS))));
	assert_true(fake_has(ask(&f, &c, behind(&c, "/findings", HOUSE_ROWS)), "organization=H101\""));
	fake_end(&f);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		BOTH(everybody_reaches_all_houses_though_the_log_has_findings_of_its_own),
		BOTH(who_inspects_reaches_the_last_house_of_a_branch),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
