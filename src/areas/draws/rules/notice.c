/* A draw's notice and window. See notice.h. */
#include "areas/draws/rules/notice.h"

/* A form takes any day: to the year 9999 they are more than 32 bits hold. */
static int64_t minutes_of(const struct draw_window *w)
{
	return local_minutes(w->closes) - local_minutes(w->opens);
}

int32_t draw_window_minutes(const struct draw_window *w)
{
	return (int32_t)minutes_of(w);
}

bool draw_is_early(const struct draw_window *w)
{
	return w->said + DRAW_NOTICE <= local_minutes(w->opens) * 60;
}

bool draw_is_long(const struct draw_window *w)
{
	return minutes_of(w) * 60 >= DRAW_WINDOW;
}
