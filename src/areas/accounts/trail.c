/*
 * The trail, for the director and the platform's auditor: what happened, what one account saw, who
 * saw one person's file, what was administered. Read only; reading it is in it.
 */
#include "areas/accounts/inner.h"

#include "accounts_t.h"
#include "areas/organizations/organizations.h"

#define PAGE_ROWS 200
#define PEOPLE_ROWS 500

struct trail_in { int64_t patient, account, before, id; int32_t only; };
static const char *const onlys[] = { "administration", NULL };
static const struct field trail_fields[] = {
	FIELD(trail_in, patient, F_INT, int64_t, .max = INT64_MAX),
	FIELD(trail_in, account, F_INT, int64_t, .max = INT64_MAX),
	FIELD(trail_in, before, F_INT, int64_t, .max = INT64_MAX),
	FIELD(trail_in, id, F_INT, int64_t, .max = INT64_MAX),
	FIELD(trail_in, only, F_CHOICE, int32_t, .choices = onlys),
};
const struct form trail_form = FORM(trail_in, trail_fields);

/* --- words --- */

struct word { const char *code, *label; };

static const char *word_of(const struct word *words, size_t n, struct str code)
{
	for (size_t i = 0; i < n; i++)
		if (str_eq(code, str_of(words[i].code)))
			return words[i].label;
	return NULL;
}

static const char *what_label(struct str code)
{
	static const struct word words[] = {
		{ "read", N_("read the file") }, { "list", N_("saw a list") }, { "create", N_("made the file") },
		{ "change", N_("changed the file") }, { "merge", N_("merged two files") },
		{ "export", N_("took a copy out") }, { "erase", N_("erased the file") },
		{ "sign-in", N_("signed in") }, { "search", N_("searched") },
		{ "trail", N_("read who saw the file") }, { "refused", N_("tried a change that was refused") },
		{ "account-new", N_("made an account") }, { "account-change", N_("changed an account") },
		{ "role-given", N_("gave a role") }, { "role-taken", N_("took a role away") },
		{ "password", N_("set a password") }, { "factor", N_("set or removed a second factor") },
		{ "session-end", N_("ended sessions") }, { "token-new", N_("issued a machine’s token") },
		{ "token-end", N_("revoked a machine’s token") }, { "organization", N_("changed an organisation") },
	};
	const char *label = word_of(words, sizeof(words) / sizeof(words[0]), code);

	return label ? label : "–";
}

static const char *who_label(struct str role)
{
	if (str_eq(role, S("public")))
		return N_("Person concerned");
	if (str_eq(role, S("command")))
		return N_("Command on the server");
	return str_eq(role, S("job")) ? N_("The program by itself") : role_label_of(role);
}

/* What was done with an address of the monthly report; the hash behind it says with which. */
static struct str report_text(struct rq *rq, struct str detail)
{
	static const struct word words[] = {
		{ "report-added", N_("an address for the monthly report, asked") }, { "report-confirmed", N_("an address for the monthly report, confirmed by its owner") },
		{ "report-removed", N_("an address of the monthly report removed") }, { "report-ended", N_("an address of the monthly report, ended by its owner") },
		{ "report-lapsed", N_("an address of the monthly report dropped: no answer, or who named it left") },
	};
	struct str rest = detail, what = str_cut(&rest, ' ');
	const char *label = word_of(words, sizeof(words) / sizeof(words[0]), what);
	struct str said = label ? lang_tr(rq->lang, label) : what;

	return arena_fmt(rq->a, "%.*s %.*s", STR_ARG(said), STR_ARG(rest));
}

/* A role or a word of ours is said in the reader's language; what somebody typed stays. */
static struct str detail_text(struct rq *rq, struct str detail)
{
	static const struct word words[] = {
		{ "enabled", N_("may sign in") }, { "disabled", N_("disabled") }, { "new", N_("new") },
		{ "changed", N_("name or address") }, { "opened", N_("opened") }, { "closed", N_("closed") },
		{ "settings", N_("settings") }, { "place", N_("a place") }, { "calendar", N_("holidays and closures") },
		{ "types", N_("types of appointment") }, { "types-refused", N_("a planned change of a type, refused: untrue for appointments") },
		{ "needs", N_("what a type needs") }, { "zones", N_("zones of visits at home") }, { "video", N_("address of visits by video") },
		{ "published", N_("an agenda published") }, { "withdrawn", N_("an agenda taken back") },
		{ "practitioner", N_("a practitioner") }, { "closing", N_("an absence or closure") },
		{ "closing-back", N_("an absence or closure taken back") }, { "absence", N_("an absence of an agenda") },
		{ "absence-back", N_("an absence of an agenda taken back") }, { "agenda", N_("an agenda") },
		{ "hours", N_("hours of an agenda") }, { "import", N_("an import") }, { "period", N_("a period with other hours") },
		{ "period-hours", N_("agendas in a period with other hours") },
		{ "gathering", N_("a group session") }, { "waiting", N_("rules of the waiting list") },
		{ "extras", N_("rules of extra appointments") }, { "substitute", N_("a substitution") },
		{ "lists", N_("to whom tomorrow’s lists are mailed") }, { "finding", N_("a finding answered") }, { "bookers", N_("rules of booking for others") },
		{ "booker-stopped", N_("bookings for others stopped") }, { "booker-resumed", N_("bookings for others allowed again") },
	};
	const char *label = word_of(words, sizeof(words) / sizeof(words[0]), detail);
	enum role role;

	if (str_starts(detail, S("report-")))
		return report_text(rq, detail);
	if (!label && role_of(detail, &role))
		label = role_label(role);
	return label ? lang_tr(rq->lang, label) : detail;
}

/* --- rows --- */

#define LINE_OF(rq, r) ((struct trail_line){ .id = (r).id.v, .at = (r).at, .who = (r).account, \
	.account = (r).account_id.is ? (r).account_id.v : 0, .role = who_label((r).role), .what = what_label((r).what), \
	.patient = (r).patient_id.is ? (r).patient_id.v : 0, .persons = (r).persons.is ? (int32_t)(r).persons.v : 0, \
	.about = (r).about_account.s.n ? (r).about_account : (struct name){ (r).about_fr.n ? \
		organization_name((rq)->lang, (r).about_fr, (r).about_ar, (r).about_en) : S("") }, \
	.detail = detail_text((rq), (r).detail), .route = (r).route })
#define LINES_OF(rq, rows, to) do { \
	for (size_t i_ = 0; i_ < (rows).n; i_++) \
		(to)->v[(to)->n++] = LINE_OF((rq), (rows).v[i_]); \
} while (0)

static bool newer(const struct trail_line *x, const struct trail_line *y)
{
	return x->at.v != y->at.v ? x->at.v > y->at.v : x->id > y->id;
}

/* Two runs in order become one; no longer than a page. */
static void weave(struct arena *a, struct trail_lines *all, size_t middle)
{
	struct trail_line *v = ARENA_ARRAY(a, struct trail_line, all->n + 1);
	size_t i = 0, k = middle, n = 0;

	while (i < middle || k < all->n)
		v[n++] = k == all->n || (i < middle && newer(&all->v[i], &all->v[k])) ? all->v[i++] : all->v[k++];
	*all = (struct trail_lines){ v, n < PAGE_ROWS ? n : PAGE_ROWS };
}

struct from { struct instant at; struct audit_event_id id; };

static enum err of_patient(struct rq *rq, int64_t patient, struct from from, struct trail_lines *ret)
{
	struct trail_of_patient_rows alone;
	struct trail_of_patient_lists_rows lists;

	TRY(trail_of_patient(rq->db, rq->a, &rq->who.scope, patient, from.at, from.id, PAGE_ROWS, &alone));
	TRY(trail_of_patient_lists(rq->db, rq->a, &rq->who.scope, patient, from.at, from.id, PAGE_ROWS, &lists));
	LINES_OF(rq, alone, ret);
	LINES_OF(rq, lists, ret);
	weave(rq->a, ret, alone.n);
	return rq_audit(rq, AUDIT_TRAIL, patient, rq->who.organization);
}

static enum err of_account(struct rq *rq, int64_t account, struct from from, struct trail_lines *ret)
{
	struct trail_of_account_rows rows;

	TRY(trail_of_account(rq->db, rq->a, &rq->who.scope, account, from.at, from.id, PAGE_ROWS, &rows));
	LINES_OF(rq, rows, ret);
	return OK;
}

static enum err of_administration(struct rq *rq, struct from from, struct trail_lines *ret)
{
	struct trail_administration_rows rows;

	TRY(trail_administration(rq->db, rq->a, &rq->who.scope, from.at, from.id, PAGE_ROWS, &rows));
	LINES_OF(rq, rows, ret);
	return OK;
}

static enum err newest(struct rq *rq, struct from from, struct trail_lines *ret)
{
	struct trail_newest_rows rows = { .n = 0 };

	/* The last hour, the last day, …: the newest rows are found without sorting all of them. */
	for (int64_t back = 3600; rows.n < PAGE_ROWS && back < (int64_t)1 << 34; back *= 24)
		TRY(trail_newest(rq->db, rq->a, &rq->who.scope, (struct instant){ from.at.v - back }, from.at, from.id,
			PAGE_ROWS, &rows));
	LINES_OF(rq, rows, ret);
	return OK;
}

/* Files are shown by their number: whoever looks here has seen of whom there is something. */
static enum err note_files(struct rq *rq, const struct trail_lines *lines)
{
	for (size_t i = 0; i < lines->n; i++)
		if (lines->v[i].patient)
			TRY(rq_audit(rq, AUDIT_TRAIL, lines->v[i].patient, rq->who.organization));
	return OK;
}

static struct url next_url(struct rq *rq, const struct trail_in *in, const struct trail_line *last)
{
	struct url u = url_fmt(rq->a, "/audit?before=%lld&id=%lld", (long long)last->at.v, (long long)last->id);

	if (in->patient > 0)
		return url_add(rq->a, u, "patient", id_str(rq->a, in->patient));
	if (in->account > 0)
		return url_add(rq->a, u, "account", id_str(rq->a, in->account));
	return in->only == 0 ? url_add(rq->a, u, "only", str_of(onlys[0])) : u;
}

static enum err show(struct rq *rq, const struct trail_in *in, int status)
{
	struct trail_lines lines = { ARENA_ARRAY(rq->a, struct trail_line, 2 * PAGE_ROWS + 1), 0 };
	struct from from = { { in->before > 0 ? in->before : rq->now.v + 1 }, { in->id > 0 ? in->id : INT64_MAX } };
	struct trail_view v = { .patient = in->patient > 0 ? in->patient : 0, .opens = rq->who.role == ROLE_DIRECTOR,
		.only = in->only == 0 };
	struct account_in_scope_row acc;

	if (in->patient > 0)
		TRY(of_patient(rq, in->patient, from, &lines));
	else if (in->account > 0)
		TRY(of_account(rq, in->account, from, &lines));
	else
		TRY(v.only ? of_administration(rq, from, &lines) : newest(rq, from, &lines));
	TRY(note_files(rq, &lines));
	if (in->account > 0 && account_in_scope(rq->db, rq->a, &rq->who.scope, (struct account_id){ in->account }, &acc) == OK)
		v.account = acc.name;
	if (lines.n == PAGE_ROWS)
		v.next = next_url(rq, in, &lines.v[lines.n - 1]);
	v.rows = lines;
	t_accounts_trail(rq_page(rq, status), &v);
	return OK;
}

enum err trail_page(struct rq *rq)
{
	const struct trail_in none = { .only = -1 };

	return show(rq, rq->form ? rq->form : &none, 200);
}

/* --- by user name: it is typed, so it goes in a body and not in an address --- */

struct find_in { struct str login; };
static const struct field find_fields[] = {
	FIELD(find_in, login, F_TEXT, struct str, .required = true, .max = 100, .missing = N_("Write a user name")),
};
const struct form trail_find_form = FORM(find_in, find_fields);

enum err trail_find_again(struct rq *rq)
{
	return show(rq, &(struct trail_in){ .only = -1 }, 422);
}

enum err trail_find(struct rq *rq)
{
	const struct find_in *in = rq->form;
	struct account_by_login_row acc;
	struct account_in_scope_row mine;
	struct str login;
	enum err e = account_login_clean(rq->a, in->login, &login);

	if (e == OK)
		e = account_by_login(rq->db, rq->a, login, &acc);
	if (e == OK)
		e = account_in_scope(rq->db, rq->a, &rq->who.scope, acc.id, &mine);
	if (e == E_NOTFOUND || e == E_INPUT)
		return rq_wrong(rq, "login", N_("No account of yours has this user name"));
	TRY(e);
	return rq_redirect(rq, "/audit?account=%lld", (long long)mine.id.v);
}

/* --- who was on a list --- */

struct people_in { int64_t after; };
static const struct field people_fields[] = { FIELD(people_in, after, F_INT, int64_t, .max = INT64_MAX) };
const struct form trail_people_form = FORM(people_in, people_fields);

enum err trail_event_page(struct rq *rq)
{
	const struct people_in *in = rq->form;
	struct trail_event_row e;
	struct trail_people_rows people = { .n = 0 };
	struct trail_line line;
	struct url next = { STR_NONE };

	TRY(trail_event(rq->db, rq->a, &rq->who.scope, (struct audit_event_id){ rq_id(rq, 0) }, &e));
	line = LINE_OF(rq, e);
	if (e.list_id.is)
		TRY(trail_people(rq->db, rq->a, (struct audit_list_id){ e.list_id.v }, in->after, PEOPLE_ROWS, &people));
	for (size_t i = 0; i < people.n; i++)
		TRY(rq_audit(rq, AUDIT_TRAIL, people.v[i].patient_id, rq->who.organization));
	if (people.n == PEOPLE_ROWS)
		next = url_fmt(rq->a, "/audit/%lld?after=%lld", (long long)e.id.v, (long long)people.v[people.n - 1].patient_id);
	t_accounts_trail_event(rq_page(rq, 200), &line, people, next);
	return OK;
}
