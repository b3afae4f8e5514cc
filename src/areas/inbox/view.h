/*
 * What the desk's inbox shows.
 * Must not know: how a message was read.
 */
#ifndef INBOX_VIEW_H
#define INBOX_VIEW_H

#include "ids.h"
#include "page/page.h"

struct inbox_line {
	struct inbox_message_id id;
	struct patient_id patient;	/* whose number it is, as far as is known; v == 0: nobody's */
	struct name name;
	bool number;			/* phone is a number; else what the sender is called */
	struct str phone, text, lang;
	const char *why;		/* msgid */
	struct instant at, handled_at;
	int32_t times;
	struct str by, note;
};
struct inbox_lines { struct inbox_line *v; size_t n; };
struct inbox_page { bool done; int64_t calls; struct inbox_lines messages; };	/* calls: to return, on the list of people to call */

#endif
