/* Included into every file below a rules/ folder: no clock, no memory, no I/O there. */
#ifndef BASE_PURE_H
#define BASE_PURE_H
#include <stdio.h>
#include <stdlib.h>
#include <time.h>
/* Headers that name what is poisoned below; what they declare of it stays out of reach. */
#include "base/arena.h"
#include "base/buf.h"
#include "base/time.h"
#undef printf
#undef fprintf
#pragma GCC poison time clock_gettime clock_now malloc calloc realloc free fopen printf fprintf getenv
#endif
