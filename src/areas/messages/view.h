/*
 * What the page of all texts shows.
 * Must not know: which area a text is of.
 */
#ifndef AREAS_MESSAGES_VIEW_H
#define AREAS_MESSAGES_VIEW_H

#include "base/gsm.h"
#include "page/page.h"

/* One text in one language: as it reads, and as long as it can get. */
struct said { enum lang lang; struct str ordinary, longest; struct gsm_size size; int32_t room, version; };
struct saids { struct said *v; size_t n; };
struct text_line { struct str when, template; bool stops, sms, mail; struct saids said; };
struct texts_view { struct text_line *v; size_t n; int32_t site_max; bool site_too_long; };

#endif
