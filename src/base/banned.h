/* Functions that do not compile in Diwan (included by the build with -include). */
#ifndef BASE_BANNED_H
#define BASE_BANNED_H
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <ctype.h>
#include <locale.h>
#include <time.h>
#include <unistd.h>
/* clang has no inline forms of these: glibc makes macros of them there. */
#undef sprintf
#undef vsprintf
#pragma GCC poison strcpy strcat strncpy strncat sprintf vsprintf gets strtok atoi atol atoll atof
#pragma GCC poison strtol strtoul strtoll strtoull strtod sscanf
#pragma GCC poison localtime localtime_r gmtime gmtime_r mktime timegm strftime ctime asctime
#pragma GCC poison setlocale sleep usleep
#endif
