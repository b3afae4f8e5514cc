/* diwan demo: the demonstration country, once. */
#include "areas/demo/inside.h"
#include "areas/directory/directory.h"

#include "base/fd.h"
#include "areas/figures/figures.h"
#include "areas/findings/findings.h"
#include "areas/missed/missed.h"
#include "areas/organizations/organizations.h"
#include "demo_q.h"
#include "organizations_q.h"
#include "web/secret.h"

enum { LATE = 12 };

static enum err begin(struct demo *d, struct command_env *env)
{
	d->db = env->db;
	d->a = env->a;
	d->now = env->now;
	TRY(secret_get(d->a, env->settings, &d->key));
	d->scratch = arena_side(d->a, (size_t)64 << 20);
	if (!d->scratch)
		return E_LIMIT;
	TRY(zone_get(S("Africa/Casablanca"), &d->zone));
	d->here = zone_local(d->zone, d->now);
	d->dice.s = (uint64_t)(uint32_t)d->here.day.n;
	return db_begin(d->db);
}

/* Misses that were recorded when their month was closed already: it stands as published, with a correction beneath. */
static enum err record_late(struct demo *d, struct organization_id o)
{
	int32_t month = month_of_day(d->here.day) - 2;

	TRY(demo_late(d->db, d->scratch, o, month_first_day(month), month_first_day(month + 1), LATE));
	TRY(figures_touch(d->db, d->scratch, o, month_first_day(month)));
	return figures_settle(d->db, d->scratch, d->now);
}

/* Months that are over are closed, as a first night would do it: they are open data, and the last one of them is a report. */
static enum err publish_figures(struct demo *d)
{
	enum err e = OK;
	bool added;

	while (e == OK) {
		arena_reset(d->scratch);
		e = figures_close(d->db, d->scratch, d->now, true);
	}
	if (e != E_NOTFOUND)
		return e;
	for (size_t i = 0; i < d->nhospitals; i++) {
		if (!str_eq(d->hospitals[i].code, S(DEMO_HOSPITAL)))
			continue;
		const struct report_to to[] = { { d->hospitals[i].id, d->director, S("direction@hopital.example"), S("fr"), true },
			{ d->hospitals[i].id, d->director, S("conseil@hopital.example"), S("ar"), false } };

		TRY(figures_report_to(d->db, d->scratch, d->now, &to[0], &added));
		TRY(figures_report_to(d->db, d->scratch, d->now, &to[1], &added));
		TRY(record_late(d, d->hospitals[i].id));
	}
	return OK;
}

static enum err count_figures(struct demo *d)
{
	int32_t month = month_of_day(d->here.day);

	TRY(organization_setting_put(d->db, d->scratch, d->ministry, S(SETTING_EFFECT_SINCE), demo_since(d)));
	TRY(effect_price_set(d->db, d->scratch, d->ministry, 0, 90, 2750));

	TRY(figures_touch_all(d->db, d->scratch, month - 16, month));
	arena_reset(d->scratch);
	TRY(figures_settle(d->db, d->scratch, d->now));
	return publish_figures(d);
}

/* In one transaction; the bulk in savepoints, so that PostgreSQL is not waited for row by row. */
/* Doctors are found by name from the first minute on. */
static enum err name_words(struct demo *d)
{
	int64_t n = 1;

	while (n) {
		arena_reset(d->scratch);
		TRY(directory_words(d->db, d->scratch, &n));
	}
	return OK;
}

static enum err make_all(struct demo *d)
{
	struct openings_rolled done;

	TRY(db_save(d->db));
	TRY(demo_country(d));
	TRY(demo_past(d));
	TRY(db_keep(d->db));
	arena_reset(d->scratch);
	TRY(db_save(d->db));
	TRY(openings_roll(d->db, d->scratch, d->now, 0, &done));
	TRY(db_keep(d->db));
	TRY(demo_future(d));
	TRY(demo_rooms(d));
	TRY(demo_round(d));
	TRY(demo_types(d));
	TRY(db_save(d->db));
	TRY(demo_staff(d));
	TRY(demo_series(d));
	TRY(demo_gatherings(d));
	TRY(demo_waiting(d));
	TRY(demo_draws(d));
	TRY(demo_inbox(d));
	TRY(demo_reminders(d));
	TRY(demo_unsent(d));
	TRY(demo_effect(d));
	TRY(demo_busy(d));
	TRY(demo_online(d));
	TRY(demo_compared(d));
	TRY(name_words(d));
	TRY(count_figures(d));
	return db_keep(d->db);
}

/* The hospital answers two findings; one text names somebody, and the platform withholds it. */
static enum err answer(struct demo *d, int64_t house)
{
	TRY(findings_answer_newest(d->db, d->a, d->now, house, d->director, S("C’est la tante de Khadija, de l’accueil, qui est venue ce matin-là.")));
	TRY(findings_withhold_newest(d->db, d->a, d->now, house, d->platform));
	return findings_answer_newest(d->db, d->a, d->now, house, d->director,
		S("La personne venait de loin et attendait au guichet quand l’agenda a été ouvert. Nous ouvrirons désormais les agendas le soir."));
}

/* What the nightly look will find in the log, and what becomes of it. */
static enum err find(struct demo *d)
{
	struct organization_by_code_row o;
	enum err e;

	arena_reset(d->scratch);
	TRY(findings_look_ahead(d->db, d->scratch, d->now));
	TRY(organization_by_code(d->db, d->a, S(DEMO_HOSPITAL), &o));
	TRY(db_begin(d->db));
	e = answer(d, o.id.v);
	if (e != OK && e != E_NOTFOUND)
		return e;
	return db_commit(d->db);
}

/* Every page is to say that all is invented: the setting of that name, added to diwan.conf. */
static enum err say_so(struct command_env *env)
{
	const char *path = arena_fmt(env->a, "%.*s/diwan.conf", STR_ARG(env->place.data_dir)).p;
	struct str text = S("");
	enum err e = fd_read_file(env->a, path, 65536, &text);

	if (e != OK && e != E_NOTFOUND)
		return e;
	if (str_find(text, S("demonstration")) >= 0)
		return OK;
	return fd_write_file(path, arena_fmt(env->a, "%.*s%sdemonstration = 1\n", STR_ARG(text),
		text.n && text.p[text.n - 1] != '\n' ? "\n" : ""), 0600);
}

static int run(struct command_env *env, int argc, char **argv)
{
	struct demo *d = ARENA_NEW(env->a, struct demo);
	struct demo_accounts_row there;
	struct str why;
	enum err e;

	(void)argv;
	if (argc > 0)
		return command_usage(&area_demo.commands[0]);
	if (command_db(env, DB_WRITE) != OK)
		return 1;
	if (demo_accounts(env->db, env->a, &there) != OK)
		return command_fail("the database cannot be read");
	if (!there.n) {
		if (secret_begin(env->a, env->settings, &why) != OK)
			return command_fail("%.*s", STR_ARG(why));
		e = begin(d, env);
		if (e == OK)
			e = make_all(d);
		if (e == OK)
			e = db_commit(d->db);
		/* What jobs would do in their first night: pages of it are not empty meanwhile. */
		if (e == OK)
			e = effect_run(d->db, d->a, d->now);
		if (e == OK)
			e = missed_run(d->db, d->a, d->now);
		if (e == OK)
			e = find(d);
		if (e == OK)
			e = demo_drawn(d, env->settings);
		if (e != OK) {
			db_rollback(env->db);
			return command_fail("the demonstration could not be made (%s)", err_name(e));
		}
		arena_free(d->scratch);
		if (say_so(env) != OK)
			return command_fail("%.*s/diwan.conf cannot be written", STR_ARG(env->place.data_dir));
	}
	demo_print_accounts();
	return 0;
}

static const struct command commands[] = {
	{ "demo", "",
		"fills an empty installation with the demonstration country and prints its accounts",
		run },
	{ NULL, NULL, NULL, NULL },
};

const struct area area_demo = { .name = "demo", .commands = commands };
