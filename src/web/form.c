/* Bodies into pairs, pairs into a route's form struct, each wrong value noted beside its field. */
#include "web/inner.h"

#include "base/utf8.h"
#include "web/fields.h"

static bool is(struct str content_type, const char *media)
{
	return str_eq_nocase(http_media_type(content_type), str_of(media));
}

static enum err read_multipart(struct rq *rq, struct str type)
{
	struct rq_inner *in = rq->in;
	struct http_pair *pairs;
	size_t n = 0;

	TRY(http_multipart(rq->a, type, in->req->body, &in->parts));
	pairs = ARENA_ARRAY(rq->a, struct http_pair, in->parts.n + 1);
	for (size_t i = 0; i < in->parts.n; i++) {
		const struct http_part *p = &in->parts.v[i];

		if (p->is_file)
			continue;
		if (!utf8_valid(p->bytes) || (p->bytes.n && memchr(p->bytes.p, 0, p->bytes.n)))
			return E_INPUT;
		pairs[n++] = (struct http_pair){ p->name, p->bytes };
	}
	in->body = (struct http_pairs){ pairs, n };
	return OK;
}

enum err form_read(struct rq *rq)
{
	struct rq_inner *in = rq->in;
	const struct http_request *req = in->req;
	struct str type = req->header[HH_CONTENT_TYPE], key;

	if (req->method == HTTP_GET || req->method == HTTP_HEAD || !req->body.n)
		return OK;
	if (is(type, "application/x-www-form-urlencoded"))
		TRY(http_form(rq->a, req->body, &in->body));
	else if (is(type, "multipart/form-data"))
		TRY(read_multipart(rq, type));
	else if (!(rq->route->flags & (ROUTE_API | ROUTE_TEST | ROUTE_HOOK)))
		return E_DENIED;
	if (http_pair_find(&in->body, S("key"), &key) && key.n && key.n <= 64)
		in->key = key;
	return OK;
}

/* --- fields --- */

static void *place(struct rq *rq, const struct field *f)
{
	return (char *)rq->in->form + f->offset;
}

static void wrong(struct rq *rq, const struct field *f, const char *message)
{
	(void)!rq_wrong(rq, f->name, f->wrong ? f->wrong : message);
}

static void missing(struct rq *rq, const struct field *f)
{
	(void)!rq_wrong(rq, f->name, f->missing ? f->missing : field_missing(f->type));
}

/* Three boxes name-d, name-m, name-y: all empty is absent. */
static void check_boxes(struct rq *rq, const struct field *f)
{
	static const char *const endings[] = { "d", "m", "y" };
	struct str box[3];
	size_t filled = 0;

	for (int i = 0; i < 3; i++) {
		struct str name = arena_fmt(rq->a, "%s-%s", f->name, endings[i]);

		box[i] = str_trim(rq_raw(rq, name.p));
		filled += box[i].n > 0;
	}
	if (!filled && f->required)
		missing(rq, f);
	else if (filled && field_boxes(box, place(rq, f)) != OK)
		wrong(rq, f, N_("This date does not exist"));
}

static void check_list(struct rq *rq, const struct field *f)
{
	struct str_list all = rq_all(rq, f->name);
	size_t max = f->max ? (size_t)f->max : 100;

	if (!all.n && f->required)
		missing(rq, f);
	else if (all.n > max)
		wrong(rq, f, N_("Too many are chosen"));
	else
		memcpy(place(rq, f), &all, sizeof(all));
}

static void check_file(struct rq *rq, const struct field *f)
{
	struct upload *up = place(rq, f);

	for (size_t i = 0; i < rq->in->parts.n; i++) {
		const struct http_part *p = &rq->in->parts.v[i];

		if (p->is_file && str_eq(p->name, str_of(f->name)) && p->filename.n)
			*up = (struct upload){ p->filename, p->type, p->bytes };
	}
	if (!up->filename.n && f->required)
		missing(rq, f);
}

static void check_one(struct rq *rq, const struct field *f)
{
	struct str raw = rq_raw(rq, f->name);
	const char *message = NULL;
	int country = (int)setting_int(rq->in->env->settings, "phone_country");

	if (f->type == F_LIST) {
		check_list(rq, f);
		return;
	}
	if (f->type == F_FILE) {
		check_file(rq, f);
		return;
	}
	if (f->type != F_SECRET && f->type != F_TEXT)
		raw = str_trim(raw);
	if (f->type == F_DAY && !raw.n) {
		check_boxes(rq, f);
		return;
	}
	if (!(f->type == F_SECRET ? raw : str_trim(utf8_visible(rq->a, raw))).n) {
		if (f->required)
			missing(rq, f);
		return;
	}
	if (field_read(rq->a, f, raw, country, place(rq, f), &message) != OK)
		wrong(rq, f, message);
}

enum err form_check(struct rq *rq)
{
	const struct form *form = rq->route->form;

	rq->in->form = arena_alloc(rq->a, 1, form->size);
	rq->form = rq->in->form;
	for (size_t i = 0; i < form->n; i++)
		field_absent(form->fields[i].type, place(rq, &form->fields[i]));
	for (size_t i = 0; i < form->n; i++)
		check_one(rq, &form->fields[i]);
	return rq_has_errors(rq) ? E_INPUT : OK;
}
