/*
 * The table that mkembed makes of data/assets (served) and data/seed (read by commands).
 * Must not know: HTTP.
 */
#ifndef PAGE_EMBEDDED_H
#define PAGE_EMBEDDED_H

#include "page/page.h"

/* Sorted by name. Assets by their path below data/assets, seeds as "seed/hospitals.csv";
 * a seed has no hashed name and is never served. */
extern const struct asset embedded[];
extern const size_t embedded_n;

#endif
