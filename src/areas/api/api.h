/*
 * For machines: FHIR R4 over the areas' data. What is offered is the table in resources.c.
 * Must not know: pages; how capacity is kept (appointments.h does).
 */
#ifndef API_API_H
#define API_API_H

#include "web/area.h"

extern const struct area area_api;

#endif
