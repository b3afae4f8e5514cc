/* All that areas say to people by SMS: what it costs with its longest values, and what it never tells. */
#include "areas/appointments/notice.h"
#include "areas/organizations/rules/telling.h"
#include "base/gsm.h"
#include "base/utf8.h"
#include "jobs/jobs.h"
#include "jobs/samples.h"
#include "web/area.h"

#include <setjmp.h>
#include <stdarg.h>
#include <string.h>
#include <cmocka.h>

#include "jobs/test/versions.h"

/* One call for each text message of every area, language and size; "{site}" replaced by the longest address. */
static int each_text(void (*look)(const struct sample *s, enum lang l, struct str text))
{
	struct arena *a = arena_new(1 << 24);
	char site[TEXT_SITE_MAX];
	int n = 0;

	memset(site, 'x', sizeof(site));
	for (size_t i = 0; i < nareas; i++)
		for (const struct sample *s = areas[i]->samples; s && s->template; s++)
			for (int j = 0; j < 2 * LANG_MAX && str_eq(str_of(s->channel), S("sms")); j++, n++)
				look(s, (enum lang)(j / 2), message_text(a,
					s->text(a, (enum lang)(j / 2), s->which, (enum sample_size)(j % 2)),
					(struct str){ site, sizeof(site) }));
	arena_free(a);
	return n;
}

static int too_long;
static void look_at_size(const struct sample *s, enum lang l, struct str text)
{
	struct gsm_size z = gsm_size(text);
	int32_t most = l == LANG_AR ? s->arabic : s->latin;

	assert_in_range(s->latin, 1, 1);
	assert_in_range(s->arabic, 1, 2);
	if (z.segments <= most && z.segments && z.ucs2 == (l == LANG_AR))
		return;
	too_long++;
	print_error("%s (%s), %s: %d units in %d %s segments, %d at most:\n%.*s\n", s->template, s->when, lang_code(l), z.units,
		z.segments, z.ucs2 ? "UCS-2" : "GSM-7", most, STR_ARG(text));
}

static void every_text_fits_the_segments_that_are_stated(void **st)
{
	(void)st;
	assert_true(each_text(look_at_size) >= 30 * 2 * LANG_MAX);
	assert_int_equal(too_long, 0);
}

static void the_code_fits_one_segment_in_arabic(void **st)
{
	int codes = 0;

	(void)st;
	for (size_t i = 0; i < nareas; i++)
		for (const struct sample *s = areas[i]->samples; s && s->template; s++)
			if (!strcmp(s->channel, "sms") && (!strcmp(s->template, "code") || !strcmp(s->template, "reminder"))) {
				assert_int_equal(s->arabic, 1);
				codes++;
			}
	assert_true(codes >= 1);
}

/* Whoever reviews the texts reads the mails too. */
static void what_is_said_by_mail_is_on_the_page(void **st)
{
	static const char *const templates[] = { "booked", "moved", "cancelled", "cancelled-by-service", "substituted", "given-back",
		"waiting", "seat", "reminder", "missed", "confirm", "agent-changes",
		"day_list", "alert" };
	struct arena *a = arena_new(1 << 24);

	(void)st;
	for (size_t k = 0; k < sizeof(templates) / sizeof(templates[0]); k++) {
		int n = 0;

		for (size_t i = 0; i < nareas; i++)
			for (const struct sample *s = areas[i]->samples; s && s->template; s++)
				for (int j = 0; !strcmp(s->template, templates[k]) && !strcmp(s->channel, "mail") && j < 2 * LANG_MAX; j++)
					n += s->text(a, (enum lang)(j / 2), s->which, (enum sample_size)(j % 2)).n > 20;
		if (n < 2 * LANG_MAX)
			fail_msg("no mail of %s", templates[k]);
	}
	arena_free(a);
}

/* ---- versions ---- */

/* Of all that is said under one template by one channel in a language. */
static uint32_t sum_of(const char *template, const char *channel, enum lang l)
{
	struct arena *a = arena_new(1 << 24);
	uint32_t h = VERSION_SUM;

	for (size_t i = 0; i < nareas; i++)
		for (const struct sample *s = areas[i]->samples; s && s->template; s++)
			for (int j = 0; !strcmp(s->template, template) && !strcmp(s->channel, channel) && j < 2; j++)
				h = version_sum(h, s->text(a, l, s->which, (enum sample_size)j));
	arena_free(a);
	return h;
}

/* The words of calendar files: on site, at home, of a discreet type; and called off. */
static struct str calendar(struct arena *a, enum lang l)
{
	const struct calendar_about about[] = {
		{ .place = S("Place"), .address = S("Address"), .who = S("Who"), .direction = S("Direction") },
		{ .place = S("Place"), .elsewhere = notice_place(l, S("home"), STR_NONE) }, { .discreet = true },
	};
	struct str all = STR_NONE;

	for (size_t i = 0; i < 2 * sizeof(about) / sizeof(about[0]); i++) {
		const struct calendar_visit v = { .id = 1, .version = 2, .start = { SAMPLE_DAY, SAMPLE_MIN },
			.start_at = { 1790000000 }, .minutes = 30, .reference = SAMPLE_REFERENCE, .cancelled = i & 1 };

		all = arena_cat(a, all, calendar_invite(a, l, &about[i / 2], &v, 1, S("somebody@example.ma")));
	}
	return all;
}

/* What no sample says, under a name of its own: no message names it, but nobody changes it unawares. */
static int look_at_calendars(void)
{
	struct arena *a = arena_new(1 << 24);
	int missing = 0;

	for (enum lang l = 0; l < LANG_MAX; l++)
		missing += version_missing("calendar", "mail", l, version_sum(VERSION_SUM, calendar(a, l)));
	arena_free(a);
	return missing;
}

/* Whether a template and channel was met before this sample. */
static bool met(const struct sample *one)
{
	for (size_t i = 0; i < nareas; i++)
		for (const struct sample *s = areas[i]->samples; s && s->template; s++) {
			if (s == one)
				return false;
			if (!strcmp(s->template, one->template) && !strcmp(s->channel, one->channel))
				return true;
		}
	return false;
}

static int look_at_versions(const struct sample *s)
{
	int missing = 0;

	for (enum lang l = 0; l < LANG_MAX; l++)
		missing += version_missing(s->template, s->channel, l, sum_of(s->template, s->channel, l));
	return missing;
}

/* Who changes a text gives it a new version, in the same commit. */
static void a_text_that_was_changed_has_a_new_version(void **st)
{
	int missing = 0;

	(void)st;
	for (size_t i = 0; i < nareas; i++)
		for (const struct sample *s = areas[i]->samples; s && s->template; s++)
			missing += met(s) ? 0 : look_at_versions(s);
	missing += look_at_calendars();
	assert_int_equal(missing, 0);
}

static void versions_count_from_one_and_each_says_something_else_than_the_one_before(void **st)
{
	(void)st;
	for (const struct text_version *v = text_versions; v->template; v++) {
		const struct text_version *before = NULL;

		for (const struct text_version *w = text_versions; w != v; w++)
			if (!strcmp(v->template, w->template) && !strcmp(v->channel, w->channel) && !strcmp(v->lang, w->lang))
				before = w;
		assert_int_equal(v->number, before ? before->number + 1 : 1);
		assert_true(!before || before->sum != v->sum);
		assert_true(text_version(str_of(v->template), str_of(v->channel), str_of(v->lang)) >= v->number);
	}
}

static int telling;
static void look_at_words(const struct sample *s, enum lang l, struct str text)
{
	struct arena *a = arena_new(1 << 20);

	if (text_tells(utf8_fold(a, text))) {
		telling++;
		print_error("%s, %s tells: %.*s\n", s->template, lang_code(l), STR_ARG(text));
	}
	arena_free(a);
}

static void no_text_has_a_word_of_medicine(void **st)
{
	(void)st;
	each_text(look_at_words);
	assert_int_equal(telling, 0);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(every_text_fits_the_segments_that_are_stated),
		cmocka_unit_test(the_code_fits_one_segment_in_arabic),
		cmocka_unit_test(what_is_said_by_mail_is_on_the_page),
		cmocka_unit_test(a_text_that_was_changed_has_a_new_version),
		cmocka_unit_test(versions_count_from_one_and_each_says_something_else_than_the_one_before),
		cmocka_unit_test(no_text_has_a_word_of_medicine),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
