/*
 * What the outbox page shows.
 * Must not know: how it was sent.
 */
#ifndef JOBS_VIEW_H
#define JOBS_VIEW_H

#include "page/page.h"

struct outbox_line { int64_t id; struct instant at; struct str to, text, state, lang; int32_t attempts; struct str report; int32_t segments; struct str why; };
struct outbox_view { bool shows_text, shows_all; struct str to; struct outbox_line *v; size_t n; };

#endif
