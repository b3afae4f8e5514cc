/* Calendar files, read back by libical. */
#include "ical/ical.h"

#include <setjmp.h>
#include <stdarg.h>
#include <string.h>
#include <cmocka.h>
#include <libical/ical.h>

static struct ical_event example(void)
{
	return (struct ical_event){
		.uid = S("ABCD2345EFX@diwan"), .sequence = 2, .start = { 1792058400 }, .end = { 1792060200 },
		.stamp = { 1790000000 }, .changed = INSTANT_NONE,
		.summary = S("Consultation de cardiologie, hôpital Ibn Al Khatib; guichet 2"),
		.location = S("مستشفى ابن الخطيب، فاس، شارع الحسن الثاني، الطابق الأول، الشباك رقم ٢"),
		.description = S("À apporter :\n- carte nationale\n- lettre \\ ordonnance"),
		.url = S("https://rdv.example.ma/a/0123456789abcdefghijkl\r\nX-EVIL:1"), .remind_min = 1440,
	};
}

static void lines_are_folded_between_characters(void **st)
{
	BUF_AUTO struct buf b = BUF(1 << 16);
	struct ical_event e = example();
	struct str rest, l;

	(void)st;
	ical_write(&b, ICAL_PUBLISH, S("Rendez-vous"), &e, 1);
	assert_true(buf_ok(&b));
	rest = buf_str(&b);
	while (rest.n) {
		l = str_cut(&rest, '\n');
		assert_true(l.n <= 76 && l.n > 0 && l.p[l.n - 1] == '\r');
		assert_true(((unsigned char)l.p[0] & 0xC0) != 0x80);
		if (l.p[0] == ' ')
			assert_true(((unsigned char)l.p[1] & 0xC0) != 0x80);
		assert_int_equal(str_find_char(str_sub(l, 0, l.n - 1), '\r'), -1);
		assert_false(str_starts(l, S("X-EVIL")));
	}
}

static void libical_reads_back_what_was_meant(void **st)
{
	BUF_AUTO struct buf b = BUF(1 << 16);
	struct ical_event e = example();
	icalcomponent *c, *ev;
	struct icaltimetype t;

	(void)st;
	ical_write(&b, ICAL_PUBLISH, S("Rendez-vous"), &e, 1);
	buf_put_char(&b, 0);
	c = icalparser_parse_string(b.p);
	assert_non_null(c);
	assert_int_equal(icalcomponent_count_errors(c), 0);
	assert_int_equal(icalcomponent_get_method(c), ICAL_METHOD_PUBLISH);
	ev = icalcomponent_get_first_component(c, ICAL_VEVENT_COMPONENT);
	assert_non_null(ev);
	assert_string_equal(icalcomponent_get_uid(ev), "ABCD2345EFX@diwan");
	assert_int_equal(icalcomponent_get_sequence(ev), 2);
	t = icalcomponent_get_dtstart(ev);
	assert_true(icaltime_is_utc(t));
	assert_int_equal(icaltime_as_timet(t), 1792058400);
	assert_int_equal(icaltime_as_timet(icalcomponent_get_dtend(ev)), 1792060200);
	assert_string_equal(icalcomponent_get_summary(ev), e.summary.p);
	assert_string_equal(icalcomponent_get_location(ev), e.location.p);
	assert_string_equal(icalcomponent_get_description(ev), e.description.p);
	assert_int_equal(icalcomponent_count_components(ev, ICAL_VALARM_COMPONENT), 1);
	icalcomponent_free(c);
}

static void a_cancelled_event_says_so_and_does_not_ring(void **st)
{
	BUF_AUTO struct buf b = BUF(1 << 16);
	struct ical_event e = example();

	(void)st;
	e.cancelled = true;
	ical_write(&b, ICAL_CANCEL, STR_NONE, &e, 1);
	assert_true(str_find(buf_str(&b), S("METHOD:CANCEL\r\n")) > 0);
	assert_true(str_find(buf_str(&b), S("STATUS:CANCELLED\r\n")) > 0);
	assert_int_equal(str_find(buf_str(&b), S("VALARM")), -1);
	assert_int_equal(str_find(buf_str(&b), S("X-WR-CALNAME")), -1);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(lines_are_folded_between_characters),
		cmocka_unit_test(libical_reads_back_what_was_meant),
		cmocka_unit_test(a_cancelled_event_says_so_and_does_not_ring),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
