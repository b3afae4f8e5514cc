/*
 * People who come together: group sessions (gatherings) as the desk runs them and as people enrol in
 * them, and families who come one after the other.
 * Must not know: how seats are counted (areas/appointments), gateways.
 */
#ifndef AREAS_GATHERINGS_GATHERINGS_H
#define AREAS_GATHERINGS_GATHERINGS_H

#include "areas/gatherings/gathering_series.h"
#include "web/area.h"

extern const struct area area_gatherings;

#endif
