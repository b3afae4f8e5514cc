/* The trail: who saw or changed whose file, who administered what. Rows wait on the request and go with its tick. */
#include "web/inner.h"

#include "base/random.h"
#include "crypto/crypto.h"
#include "ids.h"
#include "web_q.h"

#include <stdlib.h>

const char *audit_what_code(enum audit_what w)
{
	static const char *const codes[AUDIT_MAX] = {
		[AUDIT_READ] = "read", [AUDIT_LIST] = "list", [AUDIT_CREATE] = "create",
		[AUDIT_CHANGE] = "change", [AUDIT_MERGE] = "merge", [AUDIT_EXPORT] = "export",
		[AUDIT_ERASE] = "erase", [AUDIT_SIGN_IN] = "sign-in", [AUDIT_SEARCH] = "search",
		[AUDIT_TRAIL] = "trail", [AUDIT_REFUSED] = "refused", [AUDIT_ACCOUNT_NEW] = "account-new",
		[AUDIT_ACCOUNT_CHANGE] = "account-change", [AUDIT_ROLE_GIVEN] = "role-given",
		[AUDIT_ROLE_TAKEN] = "role-taken", [AUDIT_PASSWORD] = "password", [AUDIT_FACTOR] = "factor",
		[AUDIT_SESSION_END] = "session-end", [AUDIT_TOKEN_NEW] = "token-new",
		[AUDIT_TOKEN_END] = "token-end", [AUDIT_ORGANIZATION] = "organization",
	};

	return w < AUDIT_MAX ? codes[w] : "";
}

static enum err note(struct rq *rq, struct audit_row row)
{
	struct rq_inner *in = rq->in;

	if (in->naudit == AUDIT_ROWS_MAX)
		return E_LIMIT;
	in->audit = arena_grow(rq->a, in->audit, in->naudit, &in->audit_cap, sizeof(*in->audit));
	in->audit[in->naudit++] = row;
	return OK;
}

enum err rq_audit(struct rq *rq, enum audit_what what, int64_t patient, int64_t organization)
{
	return note(rq, (struct audit_row){ organization, patient, 0, what, S("") });
}

enum err rq_audit_about(struct rq *rq, enum audit_what what, int64_t about, int64_t organization, struct str detail)
{
	return note(rq, (struct audit_row){ organization, 0, about, what, detail.p ? detail : S("") });
}

/* Whoever tried has seen the file. What was made is no more; administration and signing in that
 * failed have not been. */
void audit_refused(struct rq *rq)
{
	size_t n = 0;

	for (size_t i = 0; i < rq->in->naudit; i++) {
		struct audit_row r = rq->in->audit[i];

		if (r.about || r.what == AUDIT_SIGN_IN || r.what == AUDIT_CREATE)
			continue;
		if (r.what != AUDIT_READ && r.what != AUDIT_LIST && r.what != AUDIT_SEARCH && r.what != AUDIT_TRAIL)
			r.what = AUDIT_REFUSED;
		rq->in->audit[n++] = r;
	}
	rq->in->naudit = n;
}

/* --- writing --- */

static struct opt_int opt(int64_t v)
{
	return (struct opt_int){ v != 0, v };
}

static int compare(int64_t x, int64_t y)
{
	return x < y ? -1 : x > y;
}

static int by_kind(const void *x, const void *y)
{
	const struct audit_row *a = x, *b = y;
	int c = compare(a->what, b->what);

	if (!c)
		c = compare(a->organization, b->organization);
	if (!c)
		c = compare(a->about, b->about);
	return c ? c : compare(a->patient, b->patient);
}

/* What is shown of several people at once; a change is told of each by itself. */
static bool is_list(const struct audit_row *r)
{
	return r->what == AUDIT_READ || r->what == AUDIT_LIST || r->what == AUDIT_SEARCH ||
		r->what == AUDIT_EXPORT || r->what == AUDIT_CREATE || r->what == AUDIT_TRAIL;
}

static enum err add(struct db *db, struct arena *a, const struct audit_by *by, const struct audit_row *r, int64_t list)
{
	return audit_event_add(db, a, (struct audit_event_id){ random_id(by->at) }, r->organization, by->at,
		opt(by->account), by->role, str_of(audit_what_code(r->what)), by->route,
		opt(list ? 0 : r->patient), opt(list), opt(r->about), r->detail);
}

/* The people of a list, each once and in order; those of patient 0 are left out. */
static size_t people_of(struct arena *a, const struct audit_row *rows, size_t n, int64_t **ret)
{
	int64_t *v = ARENA_ARRAY(a, int64_t, n);
	size_t m = 0;

	for (size_t i = 0; i < n; i++)
		if (rows[i].patient && (!m || v[m - 1] != rows[i].patient))
			v[m++] = rows[i].patient;
	*ret = v;
	return m;
}

static enum err list_write(struct db *db, struct arena *a, int64_t organization, struct audit_list_id id,
	const int64_t *v, size_t n)
{
	size_t i = 0;

	for (; i + 8 <= n; i += 8, v += 8)
		TRY(audit_person_add_eight(db, a, organization, id, v[0], v[1], v[2], v[3], v[4], v[5], v[6], v[7]));
	for (; i < n; i++)
		TRY(audit_person_add(db, a, organization, id, *v++));
	return OK;
}

/* The list of these people, kept already or made now. */
static enum err list_of(struct db *db, struct arena *a, const struct audit_by *by, int64_t organization,
	const int64_t *v, size_t n, int64_t *ret)
{
	struct str bytes = { (const char *)v, n * sizeof(*v) };
	struct str hash = sha256_hex(a, arena_cat(a, arena_fmt(a, "%lld:", (long long)organization), bytes));
	struct audit_list_find_row found;
	enum err e = audit_list_find(db, a, hash, &found);

	if (e == E_NOTFOUND) {
		found.id.v = random_id(by->at);
		TRY(audit_list_add(db, a, found.id, organization, (int32_t)n, hash));
		e = list_write(db, a, organization, found.id, v, n);
	}
	TRY(e);
	*ret = found.id.v;
	return OK;
}

/* Rows of one kind and organisation. */
static enum err write_group(struct db *db, struct arena *a, const struct audit_by *by, const struct audit_row *rows,
	size_t n)
{
	struct audit_row one = rows[0];
	int64_t *people, list = 0;
	size_t m = people_of(a, rows, n, &people);

	if (m > 1)
		TRY(list_of(db, a, by, one.organization, people, m, &list));
	one.patient = m == 1 ? people[0] : 0;
	return add(db, a, by, &one, list);
}

enum err audit_write(struct db *db, struct arena *a, const struct audit_by *by, struct audit_row *rows, size_t n)
{
	size_t end;

	if (n)
		qsort(rows, n, sizeof(*rows), by_kind);
	for (size_t i = 0; i < n; i = end) {
		end = i + 1;
		if (!is_list(&rows[i])) {		/* once is enough in one request */
			while (end < n && !rows[i].about && !by_kind(&rows[i], &rows[end]))
				end++;
			TRY(add(db, a, by, &rows[i], 0));
			continue;
		}
		while (end < n && rows[end].what == rows[i].what && rows[end].organization == rows[i].organization)
			end++;
		TRY(write_group(db, a, by, rows + i, end - i));
	}
	return OK;
}

static struct audit_by by_of(const struct rq *rq)
{
	return (struct audit_by){ rq->who.account,
		str_of(rq->who.account ? role_code(rq->who.role) : "public"),
		arena_fmt(rq->a, "%s %s", rq->route->method, rq->route->pattern), rq->now };
}

enum err web_notes_put(struct rq *rq)
{
	struct audit_by by = by_of(rq);

	TRY(audit_write(rq->db, rq->a, &by, rq->in->audit, rq->in->naudit));
	if (!rq->who.stale || !rq->who.seen_as)
		return OK;
	return rq->in->env->gate->seen(rq->db, rq->a, rq->who.seen_as, rq->now);
}

enum web_next web_note(struct rq *rq)
{
	enum err e;

	if (!rq->in->naudit)
		return WEB_GO;
	e = db_save(rq->db);
	rq->in->saved = e == OK;
	if (e == OK)
		e = web_notes_put(rq);
	if (e == OK)
		e = db_keep(rq->db);
	if (e != OK && rq->in->saved)
		db_undo(rq->db);
	rq->in->saved = false;
	if (e == OK)
		return WEB_GO;
	answer_clear(rq);
	web_unavailable(rq);
	return WEB_ANSWERED;
}

void web_note_refused(struct rq *rq)
{
	web_guarded(rq, web_note);
	if (rq->in->saved)		/* a long jump left the savepoint open */
		db_undo(rq->db);
	rq->in->saved = false;
}

/* --- notes of a read, as flat bytes between two processes of this program --- */

struct flat { int64_t seen_as, account, at, nrows; uint32_t role_n, route_n; };
struct flat_row { int64_t organization, patient, about; int32_t what; uint32_t detail_n; };

bool web_has_notes(const struct rq *rq)
{
	return rq->in->naudit || (rq->who.stale && rq->who.seen_as);
}

static void put_bytes(struct buf *to, const void *p, size_t n)
{
	buf_put(to, (struct str){ p, n });
}

void web_notes_pack(const struct rq *rq, struct buf *to)
{
	struct audit_by by = by_of(rq);
	struct flat f = { rq->who.stale ? rq->who.seen_as : 0, by.account, rq->now.v, (int64_t)rq->in->naudit,
		(uint32_t)by.role.n, (uint32_t)by.route.n };

	put_bytes(to, &f, sizeof(f));
	buf_put(to, by.role);
	buf_put(to, by.route);
	for (size_t i = 0; i < rq->in->naudit; i++) {
		const struct audit_row *r = &rq->in->audit[i];
		struct flat_row row = { r->organization, r->patient, r->about, (int32_t)r->what, (uint32_t)r->detail.n };

		put_bytes(to, &row, sizeof(row));
		buf_put(to, r->detail);
	}
}

static bool take(struct str *from, void *to, size_t n)
{
	if (from->n < n)
		return false;
	memcpy(to, from->p, n);
	*from = str_sub(*from, n, from->n);
	return true;
}

static bool take_text(struct str *from, struct str *ret, size_t n)
{
	if (from->n < n)
		return false;
	*ret = str_sub(*from, 0, n);
	*from = str_sub(*from, n, from->n);
	return true;
}

static bool take_row(struct str *from, struct audit_row *ret)
{
	struct flat_row row;

	if (!take(from, &row, sizeof(row)) || !take_text(from, &ret->detail, row.detail_n))
		return false;
	ret->organization = row.organization;
	ret->patient = row.patient;
	ret->about = row.about;
	ret->what = (enum audit_what)row.what;
	return true;
}

enum err web_notes_write(struct db *db, struct arena *a, const struct web_env *env, struct str bytes)
{
	struct flat f;
	struct audit_by by;
	struct audit_row *rows;

	if (!take(&bytes, &f, sizeof(f)) || !take_text(&bytes, &by.role, f.role_n) ||
			!take_text(&bytes, &by.route, f.route_n) || f.nrows < 0 || f.nrows > AUDIT_ROWS_MAX)
		return E_INPUT;
	by.account = f.account;
	by.at = (struct instant){ f.at };
	rows = ARENA_ARRAY(a, struct audit_row, (size_t)f.nrows + 1);
	for (int64_t i = 0; i < f.nrows; i++)
		if (!take_row(&bytes, &rows[i]))
			return E_INPUT;
	TRY(audit_write(db, a, &by, rows, (size_t)f.nrows));
	return f.seen_as ? env->gate->seen(db, a, f.seen_as, by.at) : OK;
}
