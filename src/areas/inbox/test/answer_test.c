/* What people write, and what it means. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "areas/inbox/rules/answer.h"
#include "base/utf8.h"
#include "codes/codes.h"

static struct answer reads(struct arena *a, const char *text)
{
	return answer_read(utf8_fold(a, str_of(text)), reference_parse);
}

struct one { const char *text; enum saying says; };

static void each_means(const struct one *v, size_t n)
{
	struct arena *a = arena_new(4 << 20);

	for (size_t i = 0; i < n; i++) {
		struct answer got = reads(a, v[i].text);

		if (got.says == SAYS_NUMBER && (got.number == 1 || got.number == 2))
			got.says = got.number == 1 ? SAYS_YES : SAYS_NO;
		if (got.says != v[i].says)
			fail_msg("\"%s\" is read as %d, not %d", v[i].text, got.says, v[i].says);
	}
	arena_free(a);
}
#define EACH_MEANS(v) each_means(v, sizeof(v) / sizeof((v)[0]))

static void who_comes_is_understood(void **state)
{
	static const struct one v[] = {
		{ "1", SAYS_YES }, { " 1 ", SAYS_YES }, { "1.", SAYS_YES }, { "«1»", SAYS_YES }, { "1\xef\xb8\x8f\xe2\x83\xa3", SAYS_YES },
		{ "١", SAYS_YES }, { "۱", SAYS_YES }, { "１", SAYS_YES }, { "1 1", SAYS_YES }, { "1 oui", SAYS_YES }, { "1oui", SAYS_YES },
		{ "1 = je viens", SAYS_YES }, { "réponse 1", SAYS_YES }, { "01", SAYS_YES },
		{ "Oui", SAYS_YES }, { "OUI MERCI", SAYS_YES }, { "oui, je viendrai inchallah", SAYS_YES }, { "Je confirme", SAYS_YES },
		{ "je confrme mon rendez-vous", SAYS_YES }, { "d'accord", SAYS_YES }, { "ok", SAYS_YES }, { "Bonjour, c'est ok, merci bien", SAYS_YES },
		{ "présente", SAYS_YES }, { "je serai présent", SAYS_YES }, { "yes", SAYS_YES }, { "I confirm", SAYS_YES }, { "I will come", SAYS_YES },
		{ "نعم", SAYS_YES }, { "نَعَم", SAYS_YES }, { "نعم شكرا", SAYS_YES }, { "أؤكد الموعد", SAYS_YES }, { "سأحضر إن شاء الله", SAYS_YES },
		{ "واخا", SAYS_YES }, { "غادي نجي", SAYS_YES }, { "ايه غنجي", SAYS_YES }, { "واحد", SAYS_YES }, { "رقم ١", SAYS_YES },
		{ "wakha", SAYS_YES }, { "iyeh ghadi nji", SAYS_YES }, { "salam, na3am", SAYS_YES }, { "wahed", SAYS_YES }, { "un", SAYS_YES },
	};

	(void)state;
	EACH_MEANS(v);
}

static void who_does_not_come_is_understood(void **state)
{
	static const struct one v[] = {
		{ "2", SAYS_NO }, { "٢", SAYS_NO }, { "۲", SAYS_NO }, { "2)", SAYS_NO }, { "2 annuler", SAYS_NO }, { "2annuler", SAYS_NO },
		{ "deux", SAYS_NO }, { "جوج", SAYS_NO }, { "jouj", SAYS_NO },
		{ "non", SAYS_NO }, { "Non merci", SAYS_NO }, { "annuler", SAYS_NO }, { "anuler svp", SAYS_NO }, { "annuller le rdv", SAYS_NO },
		{ "Bonjour, je voudrais annuler mon rendez-vous. Merci.", SAYS_NO }, { "j'annule", SAYS_NO }, { "j’annule le rv", SAYS_NO },
		{ "Je ne viens pas", SAYS_NO }, { "je ne peux pas venir", SAYS_NO }, { "je viens pas désolé", SAYS_NO }, { "je ne viendrai plus", SAYS_NO },
		{ "impossible de venir", SAYS_NO }, { "impossible", SAYS_NO }, { "je ne viens pas, annulez", SAYS_NO }, { "absent", SAYS_NO },
		{ "cancel", SAYS_NO }, { "please cancel my appointment", SAYS_NO }, { "I can't come", SAYS_NO }, { "I will not attend", SAYS_NO }, { "no", SAYS_NO },
		{ "لا", SAYS_NO }, { "لا شكرا", SAYS_NO }, { "إلغاء", SAYS_NO }, { "الغاء الموعد من فضلكم", SAYS_NO }, { "أريد إلغاء موعدي", SAYS_NO },
		{ "لن أحضر", SAYS_NO }, { "لا أستطيع الحضور", SAYS_NO }, { "ما غاديش نجي", SAYS_NO }, { "ماغاديش نجي", SAYS_NO }, { "مانقدرش نجي", SAYS_NO },
		{ "ما نجيش", SAYS_NO }, { "بغيت نلغي الموعد", SAYS_NO }, { "la", SAYS_NO }, { "lala", SAYS_NO }, { "manjich", SAYS_NO },
		{ "mghadich nji", SAYS_NO }, { "bghit nlghi rdv", SAYS_NO },
	};

	(void)state;
	EACH_MEANS(v);
}

static void what_is_not_clear_is_not_guessed(void **state)
{
	static const struct one v[] = {
		{ "", SAYS_UNKNOWN }, { "?", SAYS_UNKNOWN }, { "👍", SAYS_UNKNOWN }, { "bonjour", SAYS_UNKNOWN }, { "allo", SAYS_UNKNOWN },
		{ "1 ou 2", SAYS_UNKNOWN }, { "1/2", SAYS_UNKNOWN }, { "1 je viens 2 j'annule", SAYS_UNKNOWN }, { "1 non", SAYS_UNKNOWN }, { "2 oui", SAYS_UNKNOWN },
		{ "1 annuler", SAYS_UNKNOWN }, { "oui non", SAYS_UNKNOWN }, { "non je viens", SAYS_UNKNOWN }, { "ne pas annuler", SAYS_UNKNOWN },
		{ "n'annulez pas", SAYS_UNKNOWN }, { "oui annulez", SAYS_UNKNOWN }, { "don't cancel", SAYS_UNKNOWN }, { "لا تلغي", SAYS_UNKNOWN },
		{ "je viens annuler", SAYS_UNKNOWN }, { "oui mais à 10h", SAYS_UNKNOWN }, { "je viens avec 2 enfants", SAYS_UNKNOWN },
		{ "je veux changer l'heure", SAYS_UNKNOWN }, { "est-ce que je peux venir demain ?", SAYS_UNKNOWN }, { "le 2 décembre", SAYS_UNKNOWN },
		{ "annulez le rdv de ma soeur", SAYS_UNKNOWN }, { "pas d'accord", SAYS_UNKNOWN }, { "pas", SAYS_UNKNOWN }, { "999999999999999999999", SAYS_UNKNOWN },
		{ "stop 2", SAYS_UNKNOWN }, { "stop oui", SAYS_UNKNOWN }, { "un deux", SAYS_UNKNOWN }, { "كيفاش نلغي الموعد", SAYS_UNKNOWN },
	};

	(void)state;
	EACH_MEANS(v);
}

static void other_words_have_their_meaning(void **state)
{
	static const struct one v[] = {
		{ "STOP", SAYS_STOP }, { "stop sms", SAYS_STOP }, { "Stop svp", SAYS_STOP }, { "arrêt", SAYS_STOP }, { "إيقاف", SAYS_STOP },
		{ "START", SAYS_START }, { "aide", SAYS_HELP }, { "مساعدة", SAYS_HELP }, { "HELP", SAYS_HELP },
		{ "merci", SAYS_THANKS }, { "Merci beaucoup docteur", SAYS_THANKS }, { "شكرا جزيلا", SAYS_THANKS }, { "3", SAYS_NUMBER }, { "٠", SAYS_NUMBER },
	};

	(void)state;
	EACH_MEANS(v);
}

static void a_reference_names_the_appointment(void **state)
{
	struct arena *a = arena_new(4 << 20);
	char reference[REFERENCE_LEN];
	struct str s = { reference, REFERENCE_LEN }, grouped;
	static const struct { const char *before, *after; enum saying says; } v[] = {
		{ "", "", SAYS_STATUS }, { "ref ", " svp", SAYS_STATUS }, { "2 ", "", SAYS_NO }, { "annuler ", "", SAYS_NO }, { "", " 1", SAYS_YES },
		{ "", " je viens", SAYS_YES }, { "نعم ", "", SAYS_YES }, { "", " changer", SAYS_UNKNOWN }, { "3 ", "", SAYS_UNKNOWN },
	};

	(void)state;
	for (int k = 0; k < 200; k++) {
		reference_make(reference);
		grouped = reference_group(a, s);
		for (size_t i = 0; i < sizeof(v) / sizeof(v[0]); i++) {
						struct answer got = reads(a, arena_cstr(a, arena_fmt(a, "%s%.*s%s", v[i].before, STR_ARG(k % 2 ? grouped : s), v[i].after)));

			assert_int_equal(got.says, v[i].says);
			assert_true(got.named);
			assert_memory_equal(got.reference, reference, REFERENCE_LEN);
		}
	}
	assert_false(reads(a, "abcd efgh jkl").named && reads(a, "abcd efgh jkm").named);	/* the check character */
	arena_free(a);
}

/* As it is compared, each once: else it could never be found, or means two things. */
static void every_word_known_is_folded_and_stands_once(void **state)
{
	struct arena *a = arena_new(4 << 20);
	struct str x, y;

	(void)state;
	for (size_t i = 0; answer_word(i, &x); i++) {
		if (!str_eq(utf8_fold(a, x), x))
			fail_msg("not folded: %.*s", STR_ARG(x));
		for (size_t k = 0; k < i && answer_word(k, &y); k++)
			if (str_eq(x, y))
				fail_msg("twice: %.*s", STR_ARG(x));
	}
	arena_free(a);
}

static void a_letter_is_left_to_people(void **state)
{
	struct arena *a = arena_new(4 << 20);
	char text[4000] = "";

	(void)state;
	for (int i = 0; i < 60; i++)
		strcat(text, "oui ");
	assert_int_equal(reads(a, text).says, SAYS_UNKNOWN);
	arena_free(a);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(who_comes_is_understood), cmocka_unit_test(who_does_not_come_is_understood),
		cmocka_unit_test(what_is_not_clear_is_not_guessed), cmocka_unit_test(other_words_have_their_meaning),
		cmocka_unit_test(a_reference_names_the_appointment), cmocka_unit_test(every_word_known_is_folded_and_stands_once),
		cmocka_unit_test(a_letter_is_left_to_people),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
