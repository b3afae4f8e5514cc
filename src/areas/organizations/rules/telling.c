/*
 * The table: beginnings of words, with a dot where the whole word is meant ("sida." is not the name Sidaoui, nor
 * "سل." the town of Salé). Folded: no accents, أ and إ as ا, ة as ه, ئ as ي, ؤ as و. العيون is a town, so that
 * eyes are known by what stands beside them (طب, امراض).
 */
#include "areas/organizations/rules/telling.h"

static const char *const beginnings[] = {
	"accouch", "addict", "aids.", "alcool", "alcohol", "allerg", "anesth", "anaesth", "anapath", "anatomopath", "asthm", "bariatr",
	"brulure", "cancer", "carcin", "cardi", "chemo", "chimio", "chirurg", "coeur.", "contracep", "coron", "covid", "dent.", "dents.",
	"dentai", "dental", "dentist", "dermat", "diabet", "diagnos", "dialy", "dietet", "disease", "doppler", "echograph", "ecg.", "eeg.",
	"emg.", "endocr", "endoscop", "ent.", "emergenc", "epilep", "fertil", "gastr", "genetic", "genetiq", "geriatr", "grossess", "gyneco", "gynaeco",
	"haemat", "hemat", "hemodia", "hepat", "hiv.", "hospice", "illness", "imagerie", "imaging", "immun", "infarct", "infect", "irm.",
	"ist.", "ivg.", "kinesi", "laborato", "lepre", "leucem", "leukem", "malad", "mammogr", "matern", "maxillo", "medecin", "medicin",
	"mental", "mri.", "neonat", "nephr", "neuro", "nutrition", "obesi", "obstet", "oncol", "ophtalm", "ophthalm", "oral.", "orl.", "oto.",
	"orthop", "otolaryng", "otorhin", "paediatr", "palliat", "pedopsy", "parkins", "patholog", "pediatr", "physio", "planning", "pneum", "podolog",
	"pregnan", "prenatal", "proctol", "psy.", "psych", "pulmon", "radio", "readapt", "reanim", "reeduc", "rehabil", "renal", "respir",
	"rheumat", "rhumat", "scanner", "sclero", "senolog", "sexu", "sida.", "sterilit", "stomat", "surger", "surgic", "therap", "thorac",
	"thyro", "toxico", "transfus", "traumat", "tubercul", "tumeur", "tumor", "urgenc", "urodynam", "urolog", "vaccin", "vascul", "vener",
	"vih.", "visceral", "ward.", "unit.", "unite.",
	"اذن.", "ادمان", "اسنان", "اشعه", "اعصاب", "امراض", "انعاش", "انف.", "اورام", "بوليه", "تحاليل", "تحليل", "تخدير", "ترويض",
	"تشخيص", "تصفيه", "تغذيه", "تلقيح", "تنفس", "توليد", "جراح", "جلديه", "حساسيه", "حمل.", "حنجره", "دم.", "دماغ", "ربو.", "روماتي",
	"ريه.", "سرطان", "سكري", "سل.", "سيدا", "شرايين", "شيخوخه", "صدر.", "صدريه", "طب.", "طبيب", "عصب", "عظام", "علاج", "غدد", "فم.",
	"قلب", "كلوي", "كلي.", "لقاح", "مختبر", "مرض", "مسالك", "مصلحه", "مفاصل", "مناعه", "نساء", "نفساني", "نفسيه", "هضم", "ولاده",
};

static bool word_tells(struct str word)
{
	for (size_t i = 0; i < sizeof(beginnings) / sizeof(beginnings[0]); i++) {
		struct str b = str_of(beginnings[i]);

		if (b.p[b.n - 1] == '.' ? str_eq(word, str_sub(b, 0, b.n - 1)) : str_starts(word, b))
			return true;
	}
	return false;
}

bool text_tells(struct str folded)
{
	/* what an Arabic word may begin with: the article, with a particle or without */
	static const char *const before[] = { "", "ال", "لل", "وال", "بال", "و", "ل", "ب" };

	while (folded.n) {
		struct str word = str_cut(&folded, ' ');

		for (size_t i = 0; i < sizeof(before) / sizeof(before[0]); i++) {
			struct str part = str_of(before[i]);

			if (str_starts(word, part) && word_tells(str_sub(word, part.n, word.n)))
				return true;
		}
	}
	return false;
}
