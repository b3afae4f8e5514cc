/*
 * One value of a form: from the text that was sent to its type.
 * Must not know: requests, bodies, pages. Changes nothing but the place it is given.
 */
#ifndef WEB_FIELDS_H
#define WEB_FIELDS_H

#include "base/utf8.h"
#include "web/web.h"

/* What stands in the struct when nothing was sent. */
void field_absent(enum field_type t, void *place);
/* Reads a value that is not empty. E_INPUT: *ret_message (msgid) says what is expected. */
enum err field_read(struct arena *a, const struct field *f, struct str raw, int phone_country, void *place,
	const char **ret_message) MUST_CHECK;
/* Day, month, year as typed into three boxes. */
enum err field_boxes(const struct str box[3], struct day *ret) MUST_CHECK;
const char *field_missing(enum field_type t);		/* msgid */

#endif
