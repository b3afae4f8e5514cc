/*
 * The job that reads what came in: each message in a transaction of its own, which holds what it did, the
 * answer, and that it was read. What could not be done is given up whole and told in a second one.
 */
#include "areas/inbox/inside.h"

#include "base/utf8.h"
#include "codes/codes.h"

enum { READ_MAX = 200 };

static bool is_arabic(struct str text)
{
	for (int32_t c; (c = utf8_next(&text)) >= 0;)
		if ((c >= 0x620 && c <= 0x669) || (c >= 0x6F0 && c <= 0x6F9))
			return true;
	return false;
}

/* In the script of who writes; else as she was written to. */
static enum lang language(const struct work *w)
{
	enum lang l = LANG_FR;

	(void)!lang_of(w->n ? w->things[0].lang : w->m.lang, &l);
	if (is_arabic(w->m.text))
		return LANG_AR;
	return l;
}

static enum err begin(struct work *w)
{
	struct str folded;

	w->n = 0;
	w->any_late = w->done = w->open = false;
	w->outcome = "";
	TRY(inbox_claim(w->db, w->a, w->id, &w->m));
	w->organization = w->m.organization;
	w->patient = w->m.patient;
	folded = utf8_fold(w->a, w->m.text);
	w->said = answer_read(folded, reference_parse);
	TRY(things_load(w));
	w->lang = language(w);
	return OK;
}

static enum err end(struct work *w)
{
	const struct instant since = { w->now.v - HELP_SECONDS };

	if (w->done)
		TRY(inbox_understood(w->db, w->a, w->now, w->m.phone, since));
	return inbox_read(w->db, w->a, w->open ? S("open") : S("acted"), str_of(w->outcome), w->organization, w->patient,
		str_of(lang_code(w->lang)), w->id);
}

static enum err in_transaction(struct work *w, enum err (*step)(struct work *w, enum err why), enum err why)
{
	enum err e;

	TRY(db_begin(w->db));
	e = begin(w);
	if (e == OK)
		e = step(w, why);
	if (e == OK)
		e = end(w);
	if (e == OK)
		return db_commit(w->db);
	db_rollback(w->db);
	return e;
}

static enum err first(struct work *w, enum err why)
{
	(void)why;
	return act_on(w);
}

/* For people: what the program failed at must not stop those behind it. */
static enum err give_up(struct work *w, enum err why)
{
	(void)why;
	w->open = true;
	w->outcome = "failed";
	return OK;
}

static bool refused(enum err e)
{
	return e == E_CONFLICT || e == E_DENIED || e == E_LIMIT || e == E_INPUT || e == E_NOTFOUND;
}

static enum err one(struct work *w)
{
	enum err e = in_transaction(w, first, OK);

	if (e == OK || e == E_RETRY || e == E_IO)
		return e;
	if (refused(e) && w->any_doing)
		e = in_transaction(w, act_failed, e);
	if (e == OK || e == E_RETRY || e == E_IO)
		return e;
	e = in_transaction(w, give_up, e);
	return e == E_NOTFOUND ? OK : e;	/* another process has read it */
}

enum err inbox_run(const struct settings *s, struct db *db, struct arena *a, struct instant now)
{
	struct inbox_new_rows rows;
	enum err again = OK;

	TRY(inbox_new(db, a, READ_MAX, &rows));
	for (size_t i = 0; i < rows.n; i++) {
		struct work w = { .db = db, .a = a, .now = now, .settings = s, .id = rows.v[i].id };
		enum err e = one(&w);

		if (e == E_RETRY)
			again = e;
		else
			TRY(e);
	}
	return again;
}
