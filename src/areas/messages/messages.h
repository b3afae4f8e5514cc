/*
 * What the program says to people by message, on one page for those who answer for it.
 * Must not know: any other area; it reads the samples that each of them lists.
 */
#ifndef AREAS_MESSAGES_MESSAGES_H
#define AREAS_MESSAGES_MESSAGES_H

#include "web/area.h"

extern const struct area area_messages;

#endif
