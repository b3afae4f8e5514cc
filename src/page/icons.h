/*
 * The icons of the pages: a name and its drawing on a 24 × 24 ground, drawn by CSS strokes.
 * {{icon clock}} in a template is ICON_clock. At most 64.
 * Must not know: anything else.
 */
#ifndef PAGE_ICONS_H
#define PAGE_ICONS_H

#define PAGE_ICONS(X) \
	X(alert, "<path d=\"M12 3 2 20h20zM12 10v4m0 3v.1\"/>") \
	X(back, "<path d=\"M19 12H5m6-6-6 6 6 6\"/>") \
	X(bolt, "<path d=\"M13 2 5 13h6l-1 9 8-12h-6z\"/>") \
	X(cal, "<path d=\"M4 6h16v14H4zM4 10h16M8 3v4m8-4v4\"/>") \
	X(clock, "<circle cx=\"12\" cy=\"12\" r=\"9\"/><path d=\"M12 7v5l3 3\"/>") \
	X(due, "<circle cx=\"12\" cy=\"12\" r=\"8\"/>") \
	X(edit, "<path d=\"M4 20h4L20 8l-4-4L4 16z\"/>") \
	X(file, "<path d=\"M6 3h8l4 4v14H6zM14 3v5h4\"/>") \
	X(here, "<path d=\"M12 21s7-6.5 7-12a7 7 0 0 0-14 0c0 5.5 7 12 7 12z\"/><circle cx=\"12\" cy=\"9\" r=\"2\"/>") \
	X(info, "<circle cx=\"12\" cy=\"12\" r=\"9\"/><path d=\"M12 11v6m0-10v.1\"/>") \
	X(mail, "<path d=\"M3 5h18v14H3zm0 1 9 7 9-7\"/>") \
	X(next, "<path d=\"M5 12h14m-6-6 6 6-6 6\"/>") \
	X(no, "<path d=\"m5 5 14 14M19 5 5 19\"/>") \
	X(ok, "<path d=\"m4 13 5 5L20 6\"/>") \
	X(plus, "<path d=\"M12 5v14M5 12h14\"/>") \
	X(print, "<path d=\"M7 9V3h10v6M7 17H4v-8h16v8h-3M7 14h10v7H7z\"/>") \
	X(search, "<circle cx=\"10\" cy=\"10\" r=\"6\"/><path d=\"m15 15 6 6\"/>") \
	X(swap, "<path d=\"M4 8h15l-4-4m5 12H5l4 4\"/>") \
	X(talk, "<path d=\"M4 4h16v12h-9l-5 4v-4H4z\"/>") \
	X(user, "<circle cx=\"12\" cy=\"8\" r=\"4\"/><path d=\"M4 21c0-5 4-7 8-7s8 2 8 7\"/>") \
	X(walk, "<circle cx=\"13\" cy=\"4\" r=\"2\"/><path d=\"m9 21 2-6-2-3 1-5 4 1 1 3 3 1M11 15l4 6\"/>")

#define PAGE_ICON_ENUM(name, drawing) ICON_##name,
enum icon { PAGE_ICONS(PAGE_ICON_ENUM) ICON_MAX };

#endif
