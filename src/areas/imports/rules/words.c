/* Words and numbers of tables: look-ups in short lists, strict readers. */
#include "areas/imports/rules/words.h"

#include "base/num.h"

struct word { const char *word; int value; };

static int look(const struct word *list, struct str folded, int otherwise)
{
	for (; list->word; list++)
		if (str_eq(folded, str_of(list->word)))
			return list->value;
	return otherwise;
}

int word_weekday(struct str f)
{
	static const struct word list[] = {
		{ "lundi", 1 }, { "mardi", 2 }, { "mercredi", 3 }, { "jeudi", 4 }, { "vendredi", 5 }, { "samedi", 6 },
		{ "dimanche", 7 }, { "lun", 1 }, { "mar", 2 }, { "mer", 3 }, { "jeu", 4 }, { "ven", 5 }, { "sam", 6 }, { "dim", 7 },
		{ "monday", 1 }, { "tuesday", 2 }, { "wednesday", 3 }, { "thursday", 4 }, { "friday", 5 }, { "saturday", 6 },
		{ "sunday", 7 }, { "mo", 1 }, { "tu", 2 }, { "we", 3 }, { "th", 4 }, { "fr", 5 }, { "sa", 6 }, { "su", 7 },
		{ "الاثنين", 1 }, { "الثلاثاء", 2 }, { "الاربعاء", 3 }, { "الخميس", 4 }, { "الجمعه", 5 }, { "السبت", 6 },
		{ "الاحد", 7 }, { "اثنين", 1 }, { "ثلاثاء", 2 }, { "اربعاء", 3 }, { "خميس", 4 }, { "جمعه", 5 }, { "سبت", 6 },
		{ "احد", 7 }, { "الثلاثا", 2 }, { "الاربعا", 3 }, { NULL, 0 },
	};

	return look(list, f, 0);
}

const char *word_sex(struct str f)
{
	static const char *const codes[] = { "female", "male", "other", "unknown" };
	static const struct word list[] = {
		{ "f", 0 }, { "female", 0 }, { "femme", 0 }, { "feminin", 0 }, { "woman", 0 }, { "انثي", 0 }, { "امراه", 0 },
		{ "m", 1 }, { "h", 1 }, { "male", 1 }, { "homme", 1 }, { "masculin", 1 }, { "man", 1 }, { "ذكر", 1 }, { "رجل", 1 },
		{ "other", 2 }, { "autre", 2 }, { "اخر", 2 }, { "unknown", 3 }, { "inconnu", 3 }, { "", 3 }, { "غير معروف", 3 },
		{ NULL, 0 },
	};
	int i = look(list, f, -1);

	return i < 0 ? NULL : codes[i];
}

int word_yes(struct str f)
{
	static const struct word list[] = { { "oui", 1 }, { "yes", 1 }, { "نعم", 1 }, { "1", 1 }, { "true", 1 }, { "vrai", 1 },
		{ "o", 1 }, { "non", 0 }, { "no", 0 }, { "لا", 0 }, { "0", 0 }, { "false", 0 }, { "faux", 0 }, { "n", 0 }, { NULL, 0 } };

	return look(list, f, -1);
}

int word_every(struct str f)
{
	static const struct word list[] = { { "chaque semaine", 1 }, { "toutes les semaines", 1 }, { "each week", 1 },
		{ "every week", 1 }, { "كل اسبوع", 1 }, { "1", 1 }, { "une semaine sur deux", 2 }, { "every other week", 2 },
		{ "2", 2 }, { "كل اسبوعين", 2 }, { "اسبوع من كل اسبوعين", 2 }, { "une semaine sur trois", 3 },
		{ "every third week", 3 }, { "3", 3 }, { "كل ثلاثه اسابيع", 3 }, { "une semaine sur quatre", 4 },
		{ "every fourth week", 4 }, { "4", 4 }, { "كل اربعه اسابيع", 4 }, { NULL, 0 } };

	return look(list, f, 0);
}

const char *word_agenda_kind(struct str f)
{
	static const char *const codes[] = { "practitioner", "team", "room", "device" };
	static const struct word list[] = { { "", 0 }, { "medecin", 0 }, { "praticien", 0 }, { "practitioner", 0 },
		{ "doctor", 0 }, { "طبيب", 0 }, { "equipe", 1 }, { "team", 1 }, { "فريق", 1 }, { "salle", 2 }, { "room", 2 },
		{ "قاعه", 2 }, { "appareil", 3 }, { "device", 3 }, { "جهاز", 3 }, { NULL, 0 } };
	int i = look(list, f, -1);

	return i < 0 ? NULL : codes[i];
}

enum err word_time(struct str s, int32_t *ret)
{
	int64_t h, m = 0;
	struct str rest;
	size_t i = 0;

	s = str_trim(s);
	while (i < s.n && ascii_is_digit(s.p[i]))
		i++;
	if (i == s.n || i == 0 || i > 2)
		return E_INPUT;
	TRY(num_parse(str_sub(s, 0, i), 0, 24, &h));
	rest = str_trim(str_sub(s, i, s.n));
	if (ascii_lower(rest.p[0]) != 'h' && rest.p[0] != ':')
		return E_INPUT;
	i = ascii_lower(rest.p[0]) == 'h';
	rest = str_trim(str_sub(rest, 1, rest.n));
	if (rest.n == 5 && rest.p[2] == ':')	/* seconds, when a program wrote them */
		rest = str_sub(rest, 0, 2);
	if (rest.n == 0 && !i)
		return E_INPUT;
	if (rest.n && (rest.n != 2 || num_parse(rest, 0, 59, &m) != OK))
		return E_INPUT;
	if (h == 24 && m)
		return E_INPUT;
	*ret = (int32_t)(h * 60 + m);
	return OK;
}

static enum err day_first(struct str s, struct day *ret)
{
	int64_t v[3];

	for (int i = 0; i < 3; i++) {
		size_t n = 0;

		while (n < s.n && ascii_is_digit(s.p[n]))
			n++;
		TRY(num_parse(str_sub(s, 0, n), 1, i == 2 ? 9999 : 31, &v[i]));
		if (i == 2 ? n != s.n || n != 4 : n == s.n || !strchr("/.-", s.p[n]) || !s.p[n])
			return E_INPUT;
		s = str_sub(s, n + 1, s.n);
	}
	if (!day_valid((int)v[2], (int)v[1], (int)v[0]))
		return E_INPUT;
	*ret = day_of((int)v[2], (int)v[1], (int)v[0]);
	return OK;
}

enum err word_day(struct str s, struct day *ret)
{
	s = str_trim(s);
	return day_parse(s, ret) == OK ? OK : day_first(s, ret);
}

enum err word_moment(struct str s, struct local *ret)
{
	struct local l;
	size_t i = 0;

	s = str_trim(s);
	while (i < s.n && s.p[i] != ' ' && s.p[i] != 'T')
		i++;
	TRY(word_day(str_sub(s, 0, i), &l.day));
	TRY(word_time(str_sub(s, i + 1, s.n), &l.min));
	if (l.min == 1440)
		return E_INPUT;
	*ret = l;
	return OK;
}
