/* A draw's notice and window. See notice.h. */
#include "areas/draws/rules/notice.h"

int32_t draw_window_minutes(const struct draw_window *w)
{
	return (int32_t)(local_minutes(w->closes) - local_minutes(w->opens));
}

bool draw_is_early(const struct draw_window *w)
{
	return w->said + DRAW_NOTICE <= local_minutes(w->opens) * 60;
}

bool draw_is_long(const struct draw_window *w)
{
	return draw_window_minutes(w) * 60 >= DRAW_WINDOW;
}
