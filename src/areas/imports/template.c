/*
 * The working-hours template: one sheet for the doctor, with French and Arabic headings,
 * explanation, examples and drop-down lists; a hidden sheet holds the longer lists.
 */
#include "areas/imports/agendas.h"

#include "organizations_q.h"
#include "page/page.h"
#include "sheet/sheet.h"

enum { HEAD_ROW = 7, FIRST_ROW = 14, LAST_ROW = 600 };

static const struct { const char *fr, *ar; double width;
} heads[AG_COLUMNS] = {
	[AG_ORGANIZATION] = { "Établissement (code)", "المؤسسة (الرمز)", 20 },
	[AG_NAME] = { "Médecin, ou nom de l’agenda", "الطبيب، أو اسم الجدول", 26 },
	[AG_NAME_AR] = { "Nom en arabe", "الاسم بالعربية", 22 },
	[AG_CODE] = { "Matricule (facultatif)", "رقم التأجير (اختياري)", 14 },
	[AG_SPECIALTY] = { "Spécialité", "التخصص", 26 },
	[AG_SERVICE] = { "Type de rendez-vous (code, facultatif)", "نوع الموعد (رمز، اختياري)", 18 },
	[AG_DAY] = { "Jour", "اليوم", 14 },
	[AG_FROM] = { "De", "من الساعة", 9 },
	[AG_TO] = { "À", "إلى الساعة", 9 },
	[AG_EVERY] = { "Rythme", "التكرار", 22 },
	[AG_FIRST] = { "À partir du", "ابتداء من", 13 },
	[AG_UNTIL] = { "Jusqu’au (facultatif)", "إلى غاية (اختياري)", 13 },
	[AG_MINUTES] = { "Minutes par patient", "الدقائق لكل مريض", 11 },
	[AG_CAPACITY] = { "Patients à la fois", "عدد المرضى في آن واحد", 11 },
	[AG_SHOWN] = { "Nom visible", "يظهر الاسم", 11 },
	[AG_BREAK_FROM] = { "Pause : de", "استراحة: من", 11 },
	[AG_BREAK_TO] = { "Pause : à", "استراحة: إلى", 11 },
	[AG_KIND] = { "Agenda d’un", "لمن الجدول؟", 12 },
	[AG_PERIOD] = { "Période (facultatif)", "الفترة (اختياري)", 16 },
	[AG_PERIOD_AR] = { "Période en arabe", "اسم الفترة بالعربية", 16 },
	[AG_ONLINE] = { "Places en ligne", "أماكن عبر الإنترنت", 11 },
	[AG_DESK] = { "Places au guichet", "أماكن مكتب المواعيد", 11 },
	[AG_CENTRE] = { "Places des centres de santé", "أماكن المراكز الصحية", 13 },
	[AG_RELEASE] = { "Libérées (heures avant)", "تفتح للجميع قبل (ساعات)", 13 },
};
static const char *const examples[][AG_COLUMNS] = {
	{ "EXEMPLE", "Dr Nadia Bennani", "نادية بناني", "", "Cardiologie", "", "lundi", "08:30", "12:30",
		"chaque semaine", "01/10/2026", "", "20", "1", "oui", "", "", "médecin", "", "", "5", "4", "3", "48" },
	{ "EXEMPLE", "Dr Nadia Bennani", "نادية بناني", "", "Cardiologie", "", "jeudi", "14:00", "17:00",
		"une semaine sur deux", "01/10/2026", "31/12/2026", "20", "1", "oui", "15:30", "15:45",
		"médecin", "", "", "", "", "", "" },
	{ "EXEMPLE", "Dr Nadia Bennani", "نادية بناني", "", "Cardiologie", "", "lundi, jeudi", "09:30", "13:30",
		"chaque semaine", "08/02/2027", "09/03/2027", "20", "1", "oui", "", "", "médecin", "Ramadan",
		"رمضان", "", "", "", "" },
	{ "EXEMPLE", "Scanner", "السكانير", "", "Radiologie", "", "mardi", "08:00", "16:00",
		"chaque semaine", "01/10/2026", "", "30", "1", "non", "12:30", "13:30", "appareil", "", "", "", "", "", "" },
	{ "مثال", "Dr Youssef Alami", "يوسف العلمي", "4471", "طب العيون", "", "الاثنين", "09:00", "13:00",
		"كل أسبوع", "01/10/2026", "", "15", "2", "نعم", "", "", "طبيب", "", "", "", "", "", "" },
};
static const char *const days[] = { "lundi", "mardi", "mercredi", "jeudi", "vendredi", "samedi",
	"dimanche", "الاثنين", "الثلاثاء", "الأربعاء", "الخميس", "الجمعة", "السبت", "الأحد", NULL };
static const char *const rhythms[]
	= { "chaque semaine", "une semaine sur deux", "une semaine sur trois", "une semaine sur quatre", "كل أسبوع", "كل أسبوعين",
		"كل ثلاثة أسابيع", "كل أربعة أسابيع", NULL };
static const char *const agenda_kinds[] = { "médecin", "équipe", "salle", "appareil", "طبيب", "فريق", "قاعة",
	"جهاز", NULL };
static const char *const yes_no[] = { "oui", "non", "نعم", "لا", NULL };

static void explain(struct sheet_book *b)
{
	sheet_book_text(
		b, 0, 0, S("Heures de consultation — une ligne par plage de la semaine"), SHEET_TITLE);
	sheet_book_text(b, 1, 0, S("ساعات الفحص — سطر واحد لكل فترة من الأسبوع"), SHEET_TITLE);
	sheet_book_text(b, 2, 0,
		S("Remplissez à partir de la ligne 15. Les lignes EXEMPLE ne sont pas lues. Heures : 08:30. Dates : 01/10/2026."),
		SHEET_NOTE);
	sheet_book_text(b, 3, 0,
		S("املؤوا ابتداء من السطر 15. سطور «مثال» لا تُقرأ. الساعات: 08:30. التواريخ: 01/10/2026."),
		SHEET_NOTE);
	sheet_book_text(b, 4, 0,
		S("Période (ramadan…) : son nom, ses deux dates (À partir du, Jusqu’au) et ses heures, qui remplacent alors toute la semaine habituelle de l’agenda. "
		  "الفترة (رمضان…): اسمها وتاريخاها وساعاتها، وتعوض حينئذ الأسبوع المعتاد كله."),
		SHEET_NOTE);
	sheet_book_text(b, 5, 0,
		S("Renvoyez le fichier en .xlsx, ou en CSV UTF-8. يعاد الملف بصيغة xlsx أو CSV UTF-8."),
		SHEET_NOTE);
}

static void table(struct sheet_book *b)
{
	for (int c = 0; c < AG_COLUMNS; c++) {
		sheet_book_as_text(b, c, heads[c].width);
		sheet_book_text(b, HEAD_ROW, c, str_of(heads[c].fr), SHEET_HEAD);
		sheet_book_text(b, HEAD_ROW + 1, c, str_of(heads[c].ar), SHEET_HEAD_RTL);
		for (int i = 0; i < (int)(sizeof(examples) / sizeof(examples[0])); i++)
			sheet_book_text(b, HEAD_ROW + 2 + i, c, str_of(examples[i][c]), SHEET_EXAMPLE);
	}
	sheet_book_freeze(b, HEAD_ROW + 2, 2);
}

struct list { struct sheet_book *b; int n; };

static void put_names(struct list *l, struct str fr, struct str ar)
{
	sheet_book_text(l->b, l->n++, 0, fr, SHEET_PLAIN);
	sheet_book_text(l->b, l->n++, 0, ar, SHEET_TEXT_RTL);
}

/* code,name_fr,name_ar,… of the seed. */
static enum err seed_row(void *arg, const struct sheet_row *r)
{
	if (r->row > 1 && r->n > 2)
		put_names(arg, r->cells[1], r->cells[2]);
	return OK;
}

static enum err seed_list(struct arena *a, struct list *l)
{
	const struct asset *f = asset_find(S("seed/specialties.csv"));

	if (!f)
		return E_NOTFOUND;
	return sheet_read(a, (struct str){ (const char *)f->bytes, f->n }, NULL, seed_row, l, NULL);
}

/* The stored specialities; without a database those of the seed. */
static enum err lists(struct db *db, struct arena *a, struct list *l)
{
	struct specialty_list_rows rows = { NULL, 0 };

	TRY(sheet_book_hidden(l->b, "Listes"));
	if (db && specialty_list(db, a, &rows) != OK)
		rows.n = 0;
	for (size_t i = 0; i < rows.n; i++)
		put_names(l, rows.v[i].name_fr, rows.v[i].name_ar);
	return rows.n ? OK : seed_list(a, l);
}

enum err import_template_agendas(struct db *db, struct arena *a, struct str *ret)
{
	struct sheet_book *b;
	struct list l = { NULL, 0 };

	TRY(sheet_book_new(a, &b));
	TRY(sheet_book_sheet(b, "Horaires", false));
	explain(b);
	table(b);
	sheet_book_list(b, FIRST_ROW, LAST_ROW, AG_DAY, days);
	sheet_book_list(b, FIRST_ROW, LAST_ROW, AG_EVERY, rhythms);
	sheet_book_list(b, FIRST_ROW, LAST_ROW, AG_SHOWN, yes_no);
	sheet_book_list(b, FIRST_ROW, LAST_ROW, AG_KIND, agenda_kinds);
	l.b = b;
	TRY(lists(db, a, &l));
	TRY(sheet_book_back(b, "Horaires"));
	if (l.n)
		sheet_book_list_from(b, FIRST_ROW, LAST_ROW, AG_SPECIALTY,
			arena_cstr(a, arena_fmt(a, "=Listes!$A$1:$A$%d", l.n)));
	return sheet_book_end(b, ret);
}
