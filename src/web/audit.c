/* The trail: who saw or changed whose file. Rows wait on the request and go with its tick. */
#include "web/inner.h"

#include "base/random.h"
#include "ids.h"
#include "web_q.h"

const char *audit_what_code(enum audit_what w)
{
	static const char *const codes[AUDIT_MAX] = {
		[AUDIT_READ] = "read", [AUDIT_LIST] = "list", [AUDIT_CREATE] = "create",
		[AUDIT_CHANGE] = "change", [AUDIT_MERGE] = "merge", [AUDIT_EXPORT] = "export",
		[AUDIT_ERASE] = "erase", [AUDIT_SIGN_IN] = "sign-in", [AUDIT_SEARCH] = "search",
	};

	return w < AUDIT_MAX ? codes[w] : "";
}

enum err rq_audit(struct rq *rq, enum audit_what what, int64_t patient, int64_t organization)
{
	struct rq_inner *in = rq->in;

	for (size_t i = 0; i < in->naudit; i++)		/* once is enough in one request */
		if (in->audit[i].patient == patient && in->audit[i].what == what &&
				in->audit[i].organization == organization)
			return OK;
	if (in->naudit == AUDIT_ROWS_MAX)
		return E_LIMIT;
	in->audit = arena_grow(rq->a, in->audit, in->naudit, &in->audit_cap, sizeof(*in->audit));
	in->audit[in->naudit++] = (struct audit_row){
		.organization = organization, .account = rq->who.account, .patient = patient,
		.role = rq->who.account ? rq->who.role : ROLE_MAX, .what = what, .at = rq->now,
		.route = arena_fmt(rq->a, "%s %s", rq->route->method, rq->route->pattern),
	};
	return OK;
}

static struct opt_int opt(int64_t v)
{
	return (struct opt_int){ v != 0, v };
}

enum err audit_write(struct db *db, struct arena *a, const struct audit_row *rows, size_t n)
{
	for (size_t i = 0; i < n; i++) {
		const struct audit_row *r = &rows[i];
		struct audit_event_id id = { random_id(r->at) };

		TRY(audit_event_add(db, a, id, r->organization, r->at, opt(r->account),
			str_of(r->role < ROLE_MAX ? role_code(r->role) : "public"),
			str_of(audit_what_code(r->what)), r->route, opt(r->patient)));
	}
	return OK;
}

/* --- notes of a read, as flat bytes between two processes of this program --- */

struct flat { int64_t session, at, nrows; };
struct flat_row { int64_t organization, account, patient, at; int32_t role, what; uint32_t route_n, zero; };

bool web_has_notes(const struct rq *rq)
{
	return rq->in->naudit || (rq->who.stale && rq->who.session);
}

static void put_bytes(struct buf *to, const void *p, size_t n)
{
	buf_put(to, (struct str){ p, n });
}

void web_notes_pack(const struct rq *rq, struct buf *to)
{
	struct flat f = { rq->who.stale ? rq->who.session : 0, rq->now.v, (int64_t)rq->in->naudit };

	put_bytes(to, &f, sizeof(f));
	for (size_t i = 0; i < rq->in->naudit; i++) {
		const struct audit_row *r = &rq->in->audit[i];
		struct flat_row row = { r->organization, r->account, r->patient, r->at.v, (int32_t)r->role,
			(int32_t)r->what, (uint32_t)r->route.n, 0 };

		put_bytes(to, &row, sizeof(row));
		buf_put(to, r->route);
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

enum err web_notes_write(struct db *db, struct arena *a, const struct web_env *env, struct str bytes)
{
	struct flat f;

	if (!take(&bytes, &f, sizeof(f)))
		return E_INPUT;
	for (int64_t i = 0; i < f.nrows; i++) {
		struct flat_row row;
		struct audit_row r;

		if (!take(&bytes, &row, sizeof(row)) || bytes.n < row.route_n)
			return E_INPUT;
		r = (struct audit_row){ row.organization, row.account, row.patient, (enum role)row.role,
			(enum audit_what)row.what, { bytes.p, row.route_n }, { row.at } };
		bytes = str_sub(bytes, row.route_n, bytes.n);
		TRY(audit_write(db, a, &r, 1));
	}
	return f.session ? env->gate->seen(db, a, f.session, (struct instant){ f.at }) : OK;
}
