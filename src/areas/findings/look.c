/*
 * The nightly look at the log: the audit takes up what it put aside, reads the entries since, and what it finds is kept. Reading is
 * outside of any transaction; writing is done in short ones. A look that was broken off is made again and keeps nothing twice.
 */
#include "areas/findings/inside.h"

#include "jobs/mark.h"
#include "jobs/night.h"
#include "ledger/log.h"
#include "web/settings.h"

enum { BATCH = 256, AT_ONCE = 100, HOUSES = 1 << 16 };
enum { BROKEN_OFF = 6 * 3600 };	/* what ended a look, or the process, ends the next one too: not at once again */
#define NO_LOOK ((struct instant){ 0 })	/* in the mark: none is under way */

/* What is to be kept, in the order in which it was found. */
struct kept { struct finding f; int64_t entries; struct kept *next; };
struct tally { bool used; struct str org; int64_t n; struct kept *dates; };	/* dates: its wrong clock, of this look */
struct look {
	struct db *db;
	struct arena *a, *side, *batch;	/* of the look; of the audit; of the entries that are read at once */
	struct instant now;
	struct audit *audit;
	int64_t next, from;		/* the entry that is read now; the first that was not looked at before */
	struct kept *first, **last;
	struct tally *tally;		/* open table, HOUSES */
	bool ahead;
	int64_t memory_mb;
};

/* ---- what is found ---- */

/* NULL: there are more houses than may be. */
static struct tally *tally_of(struct look *l, struct str org)
{
	size_t i = str_hash(org) % HOUSES;

	for (int tries = 0; tries < HOUSES; tries++, i = (i + 1) % HOUSES) {
		struct tally *t = &l->tally[i];

		if (!t->used)
			*t = (struct tally){ .used = true, .org = arena_str(l->a, org) };
		if (str_eq(t->org, org))
			return t;
	}
	return NULL;
}

static bool is_clock(const struct finding *f)
{
	return str_eq(str_of(f->rule), S("dates")) && f->nentries >= 2;
}

/* A clock that was wrong for an hour is one finding of a house and night, not one for each entry. */
static bool joined(struct look *l, const struct finding *f)
{
	const struct tally *t = is_clock(f) ? tally_of(l, f->org) : NULL;
	struct kept *k = t ? t->dates : NULL;

	if (!k)
		return false;
	k->f.n[0] = f->n[0] > k->f.n[0] ? f->n[0] : k->f.n[0];
	k->f.at = f->at;
	if (k->f.nentries < FINDING_ENTRIES)
		k->f.entries[k->f.nentries++] = f->entries[f->nentries - 1];
	k->entries++;
	return true;
}

static void on_found(void *arg, const struct finding *f)
{
	struct look *l = arg;
	struct kept *k;

	if (l->next < l->from || joined(l, f))
		return;
	k = ARENA_NEW(l->a, struct kept);
	*k = (struct kept){ .f = *f, .entries = (int64_t)f->nentries };
	k->f.org = arena_str(l->a, f->org);
	k->f.service = arena_str(l->a, f->service);
	k->f.schedule = arena_str(l->a, f->schedule);
	k->f.role = arena_str(l->a, f->role);
	k->f.channel = arena_str(l->a, f->channel);
	*l->last = k;
	l->last = &k->next;
	struct tally *t = is_clock(f) ? tally_of(l, f->org) : NULL;

	if (t)
		t->dates = k;
}

/* ---- what is read ---- */

/* The house of an entry, as it stands in the text: no other member can hold that run of characters. */
static struct str org_of(struct str entry)
{
	static const struct str key = { ",\"org\":\"", 8 };
	ptrdiff_t at = str_find(entry, key);
	struct str rest = at < 0 ? STR_NONE : str_sub(entry, (size_t)at + key.n, entry.n);

	return str_cut(&rest, '"');
}

static void read_one(struct look *l, struct str entry)
{
	audit_entry(l->audit, entry);
	struct tally *t = l->next >= l->from ? tally_of(l, org_of(entry)) : NULL;

	if (t)
		t->n++;
	l->next++;
}

static enum err read_signed(struct look *l, int64_t size)
{
	while (l->next < size) {
		struct finding_leaves_rows rows;
		int64_t to = l->next + BATCH < size ? l->next + BATCH : size;

		arena_reset(l->batch);
		TRY(finding_leaves(l->db, l->batch, l->next, to, &rows));
		if ((int64_t)rows.n != to - l->next)
			return E_DB;
		for (size_t i = 0; i < rows.n; i++)
			read_one(l, rows.v[i].entry);
	}
	return OK;
}

static enum err read_ahead(struct look *l)
{
	struct finding_ahead_rows rows = { .n = 1 };

	for (int64_t after = 0; rows.n; ) {
		arena_reset(l->batch);
		TRY(finding_ahead(l->db, l->batch, after, &rows));
		for (size_t i = 0; i < rows.n; i++)
			read_one(l, rows.v[i].entry);
		after = rows.n ? rows.v[rows.n - 1].seq : after;
	}
	return OK;
}

/* ---- what is remembered ---- */

static enum err part_read(void *arg, const struct finding_memory_read_row *row)
{
	struct look *l = arg;

	return audit_load(l->audit, l->batch, row->part);
}

struct saving { struct look *l; int32_t n; };
static enum err part_kept(void *arg, struct str part)
{
	struct saving *s = arg;
	struct look *l = s->l;

	TRY(db_begin(l->db));
	return db_end(l->db, finding_memory_add(l->db, l->a, l->next, s->n++, part));
}

/* What is remembered at other places than where the look stands, a part at a time: of looks that are past, or were broken off. */
static enum err forget(struct look *l)
{
	struct finding_memory_old_rows rows = { .n = 1 };

	while (rows.n) {
		TRY(finding_memory_old(l->db, l->a, &rows));
		for (size_t i = 0; i < rows.n; i++) {
			TRY(db_begin(l->db));
			TRY(db_end(l->db, finding_memory_drop(l->db, l->a, rows.v[i].size, rows.v[i].n)));
		}
	}
	return OK;
}

/* What an older version of the rules remembers is of no use: the log is read from its beginning. */
static enum err take_up(struct look *l)
{
	enum err e = l->from ? finding_memory_read(l->db, l->a, l->from, part_read, l) : OK;

	if (e != OK && e != E_INPUT)
		return e;
	if (l->from && (e != OK || !audit_whole(l->audit) || audit_size(l->audit) != l->from)) {
		arena_reset(l->side);
		l->audit = audit_new(l->side, on_found, l);
		l->next = 0;
	}
	return OK;
}

static enum err remember(struct look *l)
{
	struct saving s = { l, 0 };

	TRY(forget(l));
	if (l->next == l->from)
		return OK;
	arena_reset(l->batch);
	return audit_save(l->audit, l->batch, part_kept, &s);
}

/* From here on the next look goes on there. */
static enum err stand(struct look *l)
{
	int64_t n;

	TRY(finding_look_put(l->db, l->a, l->next, l->now, l->from, &n));
	if (!n)
		return E_CONFLICT;
	for (size_t i = 0; i < HOUSES; i++) {
		struct finding_place_row o = { 0 };
		enum err e = l->tally[i].n ? finding_place(l->db, l->a, l->tally[i].org, &o) : E_NOTFOUND;

		if (e == OK)
			TRY(finding_count_add(l->db, l->a, o.id, S("entries"), l->tally[i].n));
		else if (e != E_NOTFOUND)
			return e;
	}
	return finding_count_add(l->db, l->a, 0, S("entries"), l->next - l->from);
}

/* ---- a look ---- */

static enum err keep_some(struct look *l, struct kept **k)
{
	for (int i = 0; i < AT_ONCE && *k; i++, *k = (*k)->next)
		TRY(finding_keep(l->db, l->a, l->now, &(*k)->f, (*k)->entries));
	return OK;
}

static enum err keep(struct look *l)
{
	struct kept *k = l->first;

	while (k) {
		TRY(db_begin(l->db));
		TRY(db_end(l->db, keep_some(l, &k)));
	}
	TRY(remember(l));
	TRY(db_begin(l->db));
	TRY(db_end(l->db, stand(l)));
	return forget(l);
}

static enum err look(struct look *l)
{
	struct log_head head = { 0 };
	enum err e = l->ahead ? OK : log_head(l->db, l->a, &head);

	if (e != OK)
		return e == E_NOTFOUND ? OK : e;
	TRY(take_up(l));
	TRY(l->ahead ? read_ahead(l) : read_signed(l, head.size));
	return keep(l);
}

static enum err look_with(struct db *db, struct arena *a, struct instant now, struct look l)
{
	l.db = db;
	l.a = a;
	l.now = now;
	l.next = l.from;
	l.side = arena_side(a, (size_t)l.memory_mb << 20);
	l.batch = arena_side(a, (size_t)64 << 20);
	if (!l.side || !l.batch)
		return E_LIMIT;
	l.last = &l.first;
	l.tally = ARENA_ARRAY(a, struct tally, HOUSES);
	l.audit = audit_new(l.side, on_found, &l);
	return look(&l);
}

static enum err last_look(struct db *db, struct arena *a, struct finding_look_get_row *ret)
{
	enum err e = finding_look_get(db, a, ret);

	if (e == E_NOTFOUND)
		*ret = (struct finding_look_get_row){ .at = { 0 } };
	return e == E_NOTFOUND ? OK : e;
}

enum err findings_look(struct db *db, struct arena *a, struct instant now, int64_t memory_mb)
{
	struct finding_look_get_row last;

	TRY(last_look(db, a, &last));
	return look_with(db, a, now, (struct look){ .from = last.next_idx, .memory_mb = memory_mb });
}

enum err findings_look_ahead(struct db *db, struct arena *a, struct instant now)
{
	return look_with(db, a, now, (struct look){ .ahead = true, .memory_mb = 1024 });
}

/* Of two machines whose turn has come, the one looks that moves the mark; the clock of the one that did may be ahead of this one's. */
static enum err take_mark(struct db *db, struct arena *a, struct instant now, bool *ret)
{
	struct instant began = NO_LOOK;
	enum err e = job_mark(db, a, S(FINDINGS_UNDER_WAY), &began);

	if (e == E_NOTFOUND)
		e = job_mark_put(db, a, S(FINDINGS_UNDER_WAY), NO_LOOK);
	TRY(e);
	*ret = false;
	return llabs(now.v - began.v) < BROKEN_OFF ? OK : job_mark_move(db, a, S(FINDINGS_UNDER_WAY), began, now, ret);
}

/* The mark stays when the memory was not enough or the process ended: nothing after the look runs then. */
static enum err look_once(struct db *db, struct arena *a, struct instant now, int64_t memory_mb)
{
	bool mine = false;
	enum err e, left;

	TRY(db_begin(db));
	TRY(db_end(db, take_mark(db, a, now, &mine)));
	e = mine ? findings_look(db, a, now, memory_mb) : OK;
	if (!mine || e == E_LIMIT)
		return e;
	TRY(db_begin(db));
	left = db_end(db, job_mark_move(db, a, S(FINDINGS_UNDER_WAY), now, NO_LOOK, &mine));
	return e == OK ? left : e;
}

/* At night; when there was no look yet, or a night was missed, at once. */
enum err findings_run(const struct settings *s, struct db *db, struct arena *a, struct instant now)
{
	struct finding_look_get_row last;
	int64_t since;

	TRY(last_look(db, a, &last));
	since = now.v - last.at.v;
	return since >= (is_night(now) ? TONIGHT : MISSED_NIGHT) ? look_once(db, a, now, setting_int(s, "findings_memory_mb")) : OK;
}

const struct job findings_jobs[] = {
	{ .name = "findings", .every_seconds = 900, .run_with = findings_run },
	{ .name = NULL }
};
