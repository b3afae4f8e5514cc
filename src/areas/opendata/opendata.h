/*
 * What everybody may take away: the figures of closed months as files with their description (CSV, CSVW, DCAT), and
 * free times for other people's searches (SMART Scheduling Links). docs/open-data.md.
 * Must not know: persons; how a figure is counted or hidden (areas/figures), what is free (areas/schedules).
 */
#ifndef AREAS_OPENDATA_OPENDATA_H
#define AREAS_OPENDATA_OPENDATA_H

#include "web/area.h"

extern const struct area area_opendata;

#endif
