/* See answer.h. Words are written as utf8_fold() gives them. */
#include "areas/inbox/rules/answer.h"

enum word_class {
	W_NONE,				/* unknown */
	W_POLITE,			/* carries nothing here */
	W_THANKS, W_YES, W_COME, W_NO, W_CANCEL,
	W_NOT,				/* turns what is said of coming round */
	W_CANNOT,			/* the same, and a no by itself */
	W_LA,				/* "la": no in Arabic when it stands alone, an article in French */
	W_ONE, W_TWO,			/* numbers in words; articles, where other words stand */
	W_STOP, W_START, W_HELP, W_MAX
};
static const struct { enum word_class class; const char *words; } vocabulary[] = {
	{ W_YES, "oui ouii ui ouais yes yep yeah y o ok okay oki okey accord daccord dacc entendu certainement confirme confirmer confirmee "
		"confirmez confirmation confirmed confirm confirms present presente parfait "
		"نعم نعام اجل ايه ايوه ايوا اييه اه واخا وخا واخه موافق موافقه موكد موكده اوكد تاكيد اكيد اكد تمام اوكي حاضر حاضره "
		"wakha waxa iyeh iyyeh ayeh ewa iwa naam na3am akid mwafe9 mowafiq" },
	{ W_COME, "viens venir viendrai viendrais vien viendra vient serai come coming attend attending "
		"ساحضر احضر الحضور حضور ساتي اتي جاي جايه غنجي غانجي نجي اجي nji ghanji jay jaya" },
	{ W_NO, "non nn no nope nan n absent absente indisponible lala walo walou كلا لالا غايب غايبه "
		"manjich manjiwch manjish mnjich najich njich nejich jaych majaych ماناجيش مانجيش منجيش نجيش ناجيش ماجايش جايش مانجيوش" },
	{ W_CANCEL, "annuler annule annulez annulation annulee annulons supprimer supprime supprimez cancel cancels cancelled canceled "
		"cancellation delete الغا الغي الغيه الغو الغوا الالغا تلغي نلغي نلغيه حذف لغي لغيه "
		"nlghi nelghi lghi lghih nlghih ilgha ilghaa" },
	{ W_NOT, "ne pas not dont t jamais plus لن ليس لست ما لم ماشي machi" },
	{ W_CANNOT, "cant cannot wont impossible impossibilite empeche empechee "
		"mghadich maghadich mghanjich maghanjich manqdrch manqderch manqdarch ma9dertch man9drch "
		"غاديش ماغنجيش مغنجيش ماغانجيش ماغاديش مغاديش مانقدرش منقدرش ماقدرتش ماقديتش" },
	{ W_LA, "la لا" },
	{ W_ONE, "un une one wahed wahd واحد وحده واحده" },
	{ W_TWO, "deux two jouj joj zouj جوج زوج اثنان اثنين اثنتان" },
	{ W_STOP, "stop stopsms arret arreter desabonner desabonnement desinscrire unsubscribe ستوب ايقاف توقف اوقفوا اوقف" },
	{ W_START, "start reprendre reabonner subscribe استيناف" },
	{ W_HELP, "aide help info infos مساعده" },
	{ W_THANKS, "merci mrc mercii thanks thank thx شكرا chokran choukran shukran chukran" },
	{ W_POLITE, "bonjour bonsoir bjr bsr salut salam slm salem salamo salamou alaykom alikoum aleykoum alaikum 3alaykom hello hi hey good "
		"morning beaucoup bcp svp stp plait vous s il te you please pls cordialement docteur dr monsieur madame mme mr "
		"3afak 3afakom afak afakom inchallah inchalah nchallah nchalah insha inshallah incha allah "
		"je j i m can don won suis will be to am me le l de d du au a ce cet mon ma notre mes my the this our it is for et c est bien "
		"rdv rv rendez rendezvous appointment visite consultation reponse choix numero num ref reference bghit bghina "
		"peux puis pourrai pourrais pouvoir veux voudrais souhaite desole desolee sorry sur peut pouvons sms sera ghadi ghadya "
		"السلام سلام عليكم ورحمه الله وبركاته جزيلا لكم من فضلكم فضلك عافاك عافاكم المرجو ان شا انشالله صباح مسا الخير "
		"موعد الموعد موعدي موعدنا هذا هاد بغيت بغينا اريد ارغب استطيع اقدر يمكنني سوف غادي غاديه انا نحن في الي رقم جواب "
		"دكتور مرحبا اسف اسفه مرجع المرجع" },
};
enum { LISTS = sizeof(vocabulary) / sizeof(vocabulary[0]), LONG_WORD = 6, TOKENS_MAX = 40, NUMBER_MAX = 99 };

/* The next word of a list parted by spaces. */
static bool next_word(struct str *list, struct str *ret)
{
	while (list->n && *list->p == ' ')
		*list = str_sub(*list, 1, list->n);
	*ret = str_cut(list, ' ');
	return ret->n > 0;
}

bool answer_word(size_t i, struct str *ret)
{
	for (size_t k = 0; k < LISTS; k++) {
		struct str list = str_of(vocabulary[k].words);

		while (next_word(&list, ret))
			if (!i--)
				return true;
	}
	return false;
}

/* One letter more, less or other; no two of them. */
static bool nearly(struct str x, struct str y)
{
	size_t i = 0, shorter = x.n < y.n ? x.n : y.n, tail = 0;

	if ((x.n > y.n ? x.n - y.n : y.n - x.n) > 1)
		return false;
	while (i < shorter && x.p[i] == y.p[i])
		i++;
	while (tail < shorter - i && x.p[x.n - 1 - tail] == y.p[y.n - 1 - tail])
		tail++;
	return (x.n > y.n ? x.n : y.n) - i - tail <= 1;
}

/* A slip is forgiven in long words of Latin letters. */
static bool is_word(struct str typed, struct str word)
{
	return str_eq(typed, word) || (typed.n >= LONG_WORD && word.n >= LONG_WORD && (unsigned char)word.p[0] < 0x80 && nearly(typed, word));
}

static enum word_class class_of(struct str typed)
{
	struct str word;

	for (int slips = 0; slips < 2; slips++)
		for (size_t k = 0; k < LISTS; k++) {
			struct str list = str_of(vocabulary[k].words);

			while (next_word(&list, &word))
				if (slips ? is_word(typed, word) : str_eq(typed, word))
					return vocabulary[k].class;
		}
	return W_NONE;
}

/* ---- what the words say together ---- */

struct heard {
	size_t n[W_MAX];		/* words by class */
	size_t numbers;			/* different ones, in digits */
	int32_t number;
};

static void hear_number(struct heard *h, struct str digits)
{
	int32_t n = 0;

	for (size_t i = 0; i < digits.n && n <= NUMBER_MAX; i++)
		n = n * 10 + (digits.p[i] - '0');
	if (n > NUMBER_MAX)
		h->n[W_NONE]++;
	else if (!h->numbers || h->number != n)
		h->numbers++;
	h->number = n;
}

/* "1oui" is two. */
static void hear(struct heard *h, struct str token)
{
	size_t digits = 0;

	while (digits < token.n && ascii_is_digit(token.p[digits]))
		digits++;
	if (digits)
		hear_number(h, str_sub(token, 0, digits));
	token = str_sub(token, digits, token.n);
	if (token.n)
		h->n[class_of(token)]++;
}

static enum saying yes_or_no(const struct heard *h)
{
	const size_t *n = h->n;
	bool turned = n[W_NOT] || n[W_CANNOT] || (n[W_LA] && (n[W_COME] || n[W_CANCEL]));

	if (n[W_CANCEL])
		return n[W_YES] || turned != (n[W_COME] > 0) ? SAYS_UNKNOWN : SAYS_NO;
	if (n[W_COME] && turned)
		return n[W_YES] ? SAYS_UNKNOWN : SAYS_NO;
	if (n[W_YES] || n[W_COME])
		return n[W_NO] || n[W_LA] || turned ? SAYS_UNKNOWN : SAYS_YES;
	return n[W_NO] || n[W_CANNOT] || n[W_LA] ? SAYS_NO : SAYS_UNKNOWN;
}

static bool anything(const struct heard *h)
{
	for (int c = W_YES; c <= W_LA; c++)
		if (h->n[c])
			return true;
	return false;
}

/* Words that say one thing by themselves. */
static enum saying command(const struct heard *h)
{
	size_t all = h->n[W_STOP] + h->n[W_START] + h->n[W_HELP];

	if (!all || anything(h) || h->numbers)
		return SAYS_UNKNOWN;
	return h->n[W_STOP] == all ? SAYS_STOP : h->n[W_START] == all ? SAYS_START : h->n[W_HELP] == all ? SAYS_HELP : SAYS_UNKNOWN;
}

static enum saying with_number(const struct heard *h)
{
	enum saying words = yes_or_no(h);

	if (h->numbers > 1)
		return SAYS_UNKNOWN;
	if (!anything(h))
		return SAYS_NUMBER;
	return (words == SAYS_YES && h->number == 1) || (words == SAYS_NO && h->number == 2) ? words : SAYS_UNKNOWN;
}

static enum saying together(struct heard *h)
{
	size_t one = h->n[W_ONE], two = h->n[W_TWO];

	if (h->n[W_NONE])
		return SAYS_UNKNOWN;
	if (h->n[W_STOP] || h->n[W_START] || h->n[W_HELP])
		return command(h);
	if (h->numbers)
		return with_number(h);
	if (anything(h))
		return yes_or_no(h);
	if (one || two) {
		h->number = one ? 1 : 2;
		return one && two ? SAYS_UNKNOWN : SAYS_NUMBER;
	}
	return h->n[W_THANKS] ? SAYS_THANKS : SAYS_UNKNOWN;
}

/* ---- references ---- */

/* Whether some words that follow each other are one reference; *ret_n: how many. It begins with no known word, unless it
 * stands in its three groups. */
static bool reference_at(reference_reader *reads, const struct str *token, size_t left,
	char ret[static ANSWER_REFERENCE], size_t *ret_n)
{
	bool grouped = left > 2 && token[0].n == 4 && token[1].n == 4 && token[2].n == 3;
	char typed[ANSWER_REFERENCE];
	size_t n = 0, unknown = 0;

	if (!grouped && class_of(token[0]) != W_NONE)
		return false;
	for (size_t k = 0; k < left && n + token[k].n <= ANSWER_REFERENCE; k++) {
		for (size_t i = 0; i < token[k].n; i++)
			typed[n++] = token[k].p[i];
		unknown += class_of(token[k]) == W_NONE;
		if (n < ANSWER_REFERENCE || !unknown)
			continue;
		*ret_n = k + 1;
		return reads((struct str){ typed, n }, ret) == OK;
	}
	return false;
}

struct answer answer_read(struct str folded, reference_reader *reference)
{
	struct answer r = { .says = SAYS_UNKNOWN };
	struct str token[TOKENS_MAX];
	struct heard h = { 0 };
	size_t n = 0, used;

	while (n < TOKENS_MAX && next_word(&folded, &token[n]))
		n++;
	if (folded.n)
		return r;	/* a letter, for people to read */
	for (size_t i = 0; i < n; i += used) {
		used = 1;
		if (!r.named && reference_at(reference, &token[i], n - i, r.reference, &used))
			r.named = true;
		else
			hear(&h, token[i]), used = 1;
	}
	r.says = together(&h);
	r.number = h.number;
	if (!r.named)
		return r;
	if (r.says == SAYS_NUMBER)
		r.says = h.number == 1 ? SAYS_YES : h.number == 2 ? SAYS_NO : SAYS_UNKNOWN;
	else if (!anything(&h) && !h.n[W_NONE])
		r.says = SAYS_STATUS;
	return r;
}
