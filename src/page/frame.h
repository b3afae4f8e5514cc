/*
 * What surrounds a page's own content, and the shared parts that templates call.
 *
 * rq_page fills the frame from the request; a handler may add to it before it calls its
 * template (pg->frame->note = …). Templates read it through t_head, t_foot and the parts.
 * Must not know: requests, sessions, any area.
 */
#ifndef PAGE_FRAME_H
#define PAGE_FRAME_H

#include "base/str.h"
#include "base/time.h"

struct url { struct str s; };			/* an attribute value made by the program: href={{u}} allowed */
#define U(lit) ((struct url){ S(lit) })

/* One entry of the staff navigation. label, group: English msgids, marked N_(). badge: shown when > 0. */
struct nav_link {
	struct url path;
	const char *label, *shortcut;
	int64_t badge;
	bool current;
	bool folded;			/* stands in the menu that opens, not in the bar */
	const char *group;		/* a folded one that is the first of its group */
};
struct nav_links { const struct nav_link *v; size_t n; int64_t folded_badge; };

/* One error of a form that came back. */
struct page_error { const char *field; struct str message; };	/* message: translated */
struct page_errors { const struct page_error *v; size_t n; };

/* What somebody sent, to be sent once more. */
struct sent { struct str name, value; };
struct sents { const struct sent *v; size_t n; };

/* What stands around a page: filled by web (rq_page), read by the layout. Not for messages. */
struct frame {
	bool staff;			/* somebody is signed in: navigation, name, way out */
	struct name who;		/* the account's name */
	struct str place;		/* its organisation, in the page's language */
	const char *role;		/* its role as a msgid: "Desk operator" */
	struct nav_links nav;		/* staff only */
	struct url lang_url[3];		/* by enum lang: this page in that language */
	struct str path;		/* of the request, without the query */
	struct str key;			/* for {{call key}}; empty on cached pages */
	struct str help_phone;		/* E.164, the setting help_phone; may be empty */
	bool wrong;			/* shown again with errors: the title begins with "Error:" */
	bool demo;			/* demonstration: said on the page */
	struct str note;		/* one sentence shown on top, translated; empty: none */
	bool note_warn;
	struct page_errors errors;	/* summary on top, and beside each field */
	/* What was sent for a field, to fill a form again (rq_raw); NULL: nothing is known. */
	struct str (*value)(const void *arg, const char *name);
	/* Whether that value was sent for it, among others; NULL: value() alone is asked. */
	bool (*has)(const void *arg, const char *name, struct str value);
	const void *arg;
	bool sent;			/* a form was sent: inputs and picks follow value(), not their defaults */
	bool proof;			/* the page has a receipt that its script checks */
	bool reload;			/* a browser without scripts asks for the page again every few seconds: nothing is typed there */
};

/* A labelled input. Zero members are left out of the markup. */
struct input {
	const char *name;			/* also the id */
	struct str label, hint;			/* translated */
	const char *type;			/* "text" when NULL */
	const char *width;			/* class: "w2" "w4" "w9" "code" */
	const char *dir;			/* "ltr" "auto" */
	const char *autocomplete, *inputmode;
	const char *key;			/* aria-keyshortcuts: "F4" */
	int64_t maxlength, min, max;		/* min, max for numbers */
	bool required, autofocus, small;
	bool secret;				/* never filled again (passwords, codes) */
	struct str value;			/* when nothing was sent */
};

/* A code that was sent: its box (code_box) and what helps when none comes (code_help). */
struct code_shown {
	struct str masked;		/* the phone: 06 •• •• •• 78 */
	int32_t until_min;		/* serves until; < 0: there is none (left) */
	int32_t tries_left;
	int32_t again_min;		/* another may be asked for from this time on; < 0: now */
	bool may_send;			/* or all have been sent */
};
/* Links to the neighbours of a list's part; an empty href leaves that side out. */
struct pager { struct url back, next; struct str back_text, next_text, here; };

/* For t_langs: the addresses of a page by language. */
struct lang_urls { const struct url *v; size_t n; };

#endif
