/* The board: what stands in some agendas on some days, as one table. */
#include "areas/desk/pages.h"

#include "web/web.h"

enum { BLOCKS_MAX = 4000, ROWS_MAX = 300, GAP_MIN = 30 };

struct build {
	struct rq *rq;
	const struct desk *d;
	struct board *b;
	struct block *blocks;
	struct board_item *items;
	size_t n;
	struct gathering_list gatherings;
};

static int32_t column_of(const struct board *b, struct schedule_id s, struct day day)
{
	for (size_t i = 0; i < b->columns.n; i++)
		if (b->columns.v[i].schedule.v == s.v && b->columns.v[i].day.n == day.n)
			return (int32_t)i;
	return -1;
}

static void put_item(struct build *w, int32_t column, int32_t start, int32_t end, struct board_item item)
{
	if (w->n >= BLOCKS_MAX)
		return;
	item.min = start;
	item.column = w->b->columns.v[column].name;
	w->items[w->n] = item;
	w->blocks[w->n] = (struct block){ column, start, end > start ? end : start + 1, (int32_t)w->n };
	w->n++;
}

/* The act that comes next, for who looks at it. */
static enum status next_of(const struct build *w, const struct appointment *x)
{
	bool doctor = w->rq->who.role == ROLE_PRACTITIONER;

	if (x->day.n != w->d->now.day.n)
		return ST_MAX;
	if (x->status == ST_BOOKED || x->status == ST_PENDING || x->status == ST_PROPOSED)
		return doctor ? ST_MAX : ST_ARRIVED;
	if (doctor && x->status == ST_ARRIVED)
		return ST_CHECKED_IN;
	return doctor && x->status == ST_CHECKED_IN ? ST_FULFILLED : ST_MAX;
}

/* Listed for one of the columns' agendas, `of`: its own, or one that it takes beside its own, and then it is
 * counted for the page only where its own is not shown. */
static void put_visit(struct build *w, const struct appointment *x, struct schedule_id of, struct str with)
{
	int32_t column = column_of(w->b, of, x->day);
	struct board_item item = { .kind = ITEM_VISIT, .x = x, .next = next_of(w, x),
		.beside = x->schedule.v != of.v, .with = with };
	bool again = item.beside && column_of(w->b, x->schedule, x->day) >= 0;

	if (column < 0)
		return;
	w->b->by[x->status] += !again;
	if (x->status == ST_CANCELLED || x->status == ST_ERROR)
		return;
	w->b->total += !again;
	if (x->gathering.v)		/* its session stands there, once for all */
		return;
	w->b->columns.v[column].taken++;
	w->b->extra += x->overbooked && !again;
	w->b->columns.v[column].extra += x->overbooked;
	item.href = url_fmt(w->rq->a, "/desk/appointments/%lld", (long long)x->id.v);
	if (item.next != ST_MAX)
		item.act = arena_fmt(w->rq->a, "%lld.%lld.%s", (long long)x->id.v, (long long)x->version,
			status_code(item.next));
	put_item(w, column, x->start_min, x->start_min + x->duration_min, item);
}

/* Each agenda is read once for all its days. */
static bool first_of_schedule(const struct board *b, size_t i)
{
	for (size_t j = 0; j < i; j++)
		if (b->columns.v[j].schedule.v == b->columns.v[i].schedule.v)
			return false;
	return true;
}

static void span_of(const struct board *b, struct day *from, struct day *to)
{
	*from = b->columns.v[0].day;
	*to = b->columns.v[0].day;
	for (size_t i = 1; i < b->columns.n; i++) {
		struct day d = b->columns.v[i].day;

		from->n = d.n < from->n ? d.n : from->n;
		to->n = d.n > to->n ? d.n : to->n;
	}
	to->n++;
}

static enum err load_visits(struct build *w, struct day from, struct day to)
{
	struct board *b = w->b;
	size_t cap = 0;

	for (size_t i = 0; i < b->columns.n; i++) {
		struct appointments rows;
		struct beside_texts with;

		if (!first_of_schedule(b, i))
			continue;
		TRY(appointment_day_of_schedule(w->rq->db, w->rq->a, &w->rq->who.scope, b->columns.v[i].schedule,
			from, to, &rows));
		TRY(beside_say(w->rq->db, w->rq->a, w->rq->lang, &rows, &with));
		for (size_t j = 0; j < rows.n; j++) {
			b->visits.v = arena_grow(w->rq->a, b->visits.v, b->visits.n, &cap, sizeof(rows.v[0]));
			b->visits.v[b->visits.n++] = rows.v[j];
			put_visit(w, &rows.v[j], b->columns.v[i].schedule, beside_text_of(&with, rows.v[j].id.v));
		}
	}
	return OK;
}

/* Group sessions of the agendas, each with its seats. */
static enum err load_gatherings(struct build *w, struct day from, struct day to)
{
	struct gathering_list all;

	TRY(gathering_list_of(w->rq->db, w->rq->a, w->d->lo, w->d->hi, from, to, &all));
	w->gatherings = all;
	for (size_t i = 0; i < all.n; i++) {
		const struct gathering *g = &all.v[i];
		int32_t column = column_of(w->b, g->schedule, g->day);

		if (column >= 0 && !g->cancelled)
			put_item(w, column, g->start_min, g->start_min + g->duration_min, (struct board_item){
				.kind = ITEM_GATHERING, .next = ST_MAX, .gathering = g,
				.href = url_fmt(w->rq->a, "/desk/gatherings/%lld", (long long)g->id.v) });
	}
	return OK;
}

/* The time that a group session takes from its own agenda is no absence to look at. */
static bool of_gathering(const struct build *w, const struct absence *x)
{
	for (size_t i = 0; i < w->gatherings.n; i++) {
		const struct gathering *g = &w->gatherings.v[i];

		if (!g->cancelled && g->schedule.v == x->schedule.v
				&& local_cmp((struct local){ g->day, g->start_min }, x->from) == 0)
			return true;
	}
	return false;
}

/* Appointments of a column that touch [from, to). */
static int64_t struck(const struct build *w, int32_t column, int32_t from, int32_t to)
{
	int64_t n = 0;

	for (size_t i = 0; i < w->n; i++) {
		const struct block *k = &w->blocks[i];

		n += k->column == column && w->items[i].kind == ITEM_VISIT && k->start < to && from < k->end;
	}
	return n;
}

/* What of an opening an absence takes away. */
static void put_away(struct build *w, const struct desk_openings_row *o, const struct absences *away)
{
	int64_t day = (int64_t)o->day.n * 1440;
	int32_t column = column_of(w->b, o->schedule_id, o->day);

	for (size_t i = 0; i < away->n && column >= 0; i++) {
		int64_t from = local_minutes(away->v[i].from) - day, to = local_minutes(away->v[i].to) - day;
		int32_t a = from > o->start_min.v ? (int32_t)from : o->start_min.v;
		int32_t z = to < o->end_min.v ? (int32_t)to : o->end_min.v;

		if (from < o->end_min.v && a < z && !of_gathering(w, &away->v[i]))
			put_item(w, column, a, z, (struct board_item){ .kind = ITEM_AWAY, .next = ST_MAX,
				.struck = struck(w, column, a, z) });
	}
}

static struct schedule_id *schedule_ids(struct build *w, size_t *ret_n)
{
	struct schedule_id *ids = ARENA_ARRAY(w->rq->a, struct schedule_id, w->b->columns.n);
	size_t n = 0;

	for (size_t i = 0; i < w->b->columns.n; i++)
		if (first_of_schedule(w->b, i))
			ids[n++] = w->b->columns.v[i].schedule;
	*ret_n = n;
	return ids;
}

static enum err load_away(struct build *w, const struct schedule_id *ids, size_t n, struct day from, struct day to)
{
	struct desk_openings_rows open;

	TRY(desk_openings(w->rq->db, w->rq->a, ids, n, from, to, &open));
	for (size_t i = 0; i < n; i++) {
		struct absences away;

		TRY(absence_list(w->rq->db, w->rq->a, ids[i], from, &away));
		for (size_t j = 0; j < open.n; j++)
			if (open.v[j].schedule_id.v == ids[i].v)
				put_away(w, &open.v[j], &away);
	}
	return OK;
}

static bool free_there(const struct build *w, int32_t column, int32_t start, int32_t end)
{
	for (size_t i = 0; i < w->n; i++) {
		const struct block *k = &w->blocks[i];

		if (k->column == column && w->items[i].kind == ITEM_FREE && k->start < end && start < k->end)
			return true;
	}
	return false;
}

/* Free starts of each service, shortest first; a longer one adds only what no shorter one shows. */
static enum err load_free(struct build *w, const struct schedule_id *ids, size_t n, struct day from, struct day to)
{
	struct desk_services_rows offered;

	if (to.n <= w->d->now.day.n)
		return OK;
	TRY(desk_services(w->rq->db, w->rq->a, ids, n, from, to, &offered));
	for (size_t i = 0; i < offered.n; i++) {
		const struct desk_services_row *o = &offered.v[i];
		struct slot_ask ask = { .service = o->service_id, .schedule = o->schedule_id, .organization = w->d->id,
			.from = from, .days = to.n - from.n };
		struct slot_times times;

		TRY(slot_list(w->rq->db, w->rq->a, w->rq->now, &ask, &times));
		for (size_t j = 0; j < times.n; j++) {
			const struct slot_time *t = &times.v[j];
			int32_t column = column_of(w->b, o->schedule_id, t->day), end = t->min + o->duration_min.v;

			if (column < 0 || free_there(w, column, t->min, end))
				continue;
			put_item(w, column, t->min, end, (struct board_item){ .kind = ITEM_FREE, .next = ST_MAX,
				.href = url_fmt(w->rq->a, "/desk/book?type=%lld&slot=%.*s", (long long)o->service_id.v,
				STR_ARG(slot_value(w->rq->a, o->schedule_id, t->day, t->min))) });
			w->b->columns.v[column].left++;
		}
	}
	return OK;
}

/* What is taken of the shares, where there are any. */
static enum err load_shares(struct build *w, const struct schedule_id *ids, size_t n, struct day from, struct day to)
{
	struct desk_shared_rows rows;

	TRY(desk_shared(w->rq->db, w->rq->a, ids, n, from, to, &rows));
	for (size_t i = 0; i < rows.n; i++) {
		int32_t column = column_of(w->b, rows.v[i].schedule_id, rows.v[i].day);

		if (column >= 0)
			TRY(share_list(w->rq->db, w->rq->a, w->rq->now, rows.v[i].schedule_id, rows.v[i].day, 1,
				&w->b->columns.v[column].shares));
	}
	return OK;
}

static const char *class_of(const struct board_items *items)
{
	for (size_t i = 0; i < items->n; i++) {
		const struct board_item *it = &items->v[i];

		if (it->kind == ITEM_AWAY)
			return "away";
		if (it->kind == ITEM_GATHERING)
			return "s-in";
		if (it->kind == ITEM_FREE)
			continue;
		if (it->x->overbooked || it->x->walk_in)
			return "s-extra";
		switch (it->x->status) {
		case ST_ARRIVED: return "s-here";
		case ST_CHECKED_IN: return "s-in";
		case ST_FULFILLED: return "s-seen";
		case ST_NOSHOW: return "s-miss";
		case ST_PROPOSED: case ST_PENDING: case ST_BOOKED: case ST_CANCELLED: case ST_WAITLIST:
		case ST_ERROR: case ST_MAX: return "s-due";
		}
	}
	return "";
}

static struct board_cell cell_from(struct build *w, const struct grid_cell *g)
{
	struct board_cell cell = { g->span, "", { ARENA_ARRAY(w->rq->a, struct board_item, g->n), g->n } };

	for (size_t i = 0; i < g->n; i++)
		cell.items.v[i] = w->items[w->blocks[g->first + i].item];
	cell.class = class_of(&cell.items);
	return cell;
}

static void make_rows(struct build *w)
{
	struct arena *a = w->rq->a;
	struct board *b = w->b;
	size_t ncol = b->columns.n, nrows, now;
	int32_t *mins = ARENA_ARRAY(a, int32_t, ROWS_MAX + 1);
	struct grid_cell *cells;
	bool today = false;

	grid_sort(w->blocks, w->n);
	nrows = grid_rows(w->blocks, w->n, mins, ROWS_MAX);
	cells = ARENA_ARRAY(a, struct grid_cell, nrows * ncol + 1);
	grid_cells(w->blocks, w->n, mins, nrows, ncol, cells);
	for (size_t i = 0; i < ncol; i++)
		today = today || b->columns.v[i].day.n == w->d->now.day.n;
	now = today ? grid_now(w->blocks, w->n, mins, nrows, w->d->now.min) : nrows;
	b->rows = (struct board_rows){ ARENA_ARRAY(a, struct board_row, nrows), nrows };
	for (size_t r = 0; r < nrows; r++) {
		struct board_row *row = &b->rows.v[r];

		*row = (struct board_row){ mins[r], r == now, grid_gap(w->blocks, w->n, mins, r, GAP_MIN),
			{ ARENA_ARRAY(a, struct board_cell, ncol), ncol } };
		for (size_t c = 0; c < ncol; c++)
			row->cells.v[c] = cell_from(w, &cells[r * ncol + c]);
	}
}

/* Who stands in for an agenda's own practitioner that day; empty: nobody. */
static enum err load_substitutes(struct build *w)
{
	for (size_t i = 0; i < w->b->columns.n; i++) {
		struct board_column *c = &w->b->columns.v[i];
		struct substitution s;
		enum err e = substitute_on(w->rq->db, w->rq->a, c->schedule, c->day, &s);

		if (e != OK && e != E_NOTFOUND)
			return e;
		if (e == OK)
			c->substitute = s.practitioner_name.v[w->rq->lang];
	}
	return OK;
}

enum err board_load(struct rq *rq, const struct desk *d, bool free, struct board *b)
{
	struct build w = { rq, d, b, ARENA_ARRAY(rq->a, struct block, BLOCKS_MAX),
		ARENA_ARRAY(rq->a, struct board_item, BLOCKS_MAX), 0, { NULL, 0 } };
	struct day from, to;
	struct schedule_id *ids;
	size_t n;

	if (!b->columns.n)
		return OK;
	span_of(b, &from, &to);
	ids = schedule_ids(&w, &n);
	TRY(load_substitutes(&w));
	TRY(load_visits(&w, from, to));
	TRY(load_gatherings(&w, from, to));
	TRY(load_away(&w, ids, n, from, to));
	if (free) {
		TRY(load_free(&w, ids, n, from, to));
		TRY(load_shares(&w, ids, n, from, to));
	}
	make_rows(&w);
	return OK;
}
