/*
 * The operator's side: what its machines tell us (delivery reports, incoming messages, missed calls), and
 * whether messages leave as they should (credit, errors, delay), with an alert when they do not.
 * Must not know: gateways; what a message says, who it is for.
 */
#ifndef AREAS_PROVIDER_PROVIDER_H
#define AREAS_PROVIDER_PROVIDER_H

#include "web/area.h"

extern const struct area area_provider;

#endif
