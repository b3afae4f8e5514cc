/* The system's zones, kept for the process and read again when their file changes. */
#include "base/fd.h"
#include "base/time.h"
#include "base/tzif.h"

#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#define FOLDER "/usr/share/zoneinfo/"
#define ZONES_MAX 64
#define FILE_MAX ((size_t)256 * 1024)
#define LOOK_AGAIN_US 10000000u

struct zone {
	char name[64];
	struct tzif data;
	struct timespec changed;
	uint64_t looked_us;
};
static struct zone *zones[ZONES_MAX];	/* the process's cache: a header comment allows it */

static bool safe_name(struct str name)
{
	if (name.n == 0 || name.n >= sizeof(((struct zone *)0)->name) || name.p[0] == '/' ||
	    str_find(name, S("..")) >= 0)
		return false;
	for (size_t i = 0; i < name.n; i++) {
		char c = name.p[i];

		if (!ascii_is_alpha(c) && !ascii_is_digit(c) && !strchr("/_-+", c))
			return false;
	}
	return true;
}

/* A file as it is read: without an arena, for a clock has no guard. */
struct fresh { struct tzif data; char bytes[FILE_MAX]; };

static enum err parse(const char *path, struct fresh *f)
{
	int fd FD_AUTO = fd_open(path, O_RDONLY, 0);
	size_t n = 0;
	ssize_t got = 0;

	if (fd < 0)
		return E_IO;
	while (n < sizeof(f->bytes) && (got = read(fd, f->bytes + n, sizeof(f->bytes) - n)) > 0)
		n += (size_t)got;
	if (got)
		return got < 0 ? E_IO : E_LIMIT;
	return tzif_parse((struct str){ f->bytes, n }, &f->data) == OK ? OK : E_NOTFOUND;
}

static enum err load(struct zone *z)
{
	char path[128];
	struct stat st;
	struct fresh *fresh;
	enum err e;

	snprintf(path, sizeof(path), FOLDER "%s", z->name);
	if (stat(path, &st) != 0 || !S_ISREG(st.st_mode))
		return E_NOTFOUND;
	if (st.st_mtim.tv_sec == z->changed.tv_sec && st.st_mtim.tv_nsec == z->changed.tv_nsec)
		return OK;
	fresh = malloc(sizeof(*fresh));
	e = fresh ? parse(path, fresh) : E_LIMIT;
	if (e == OK) {
		z->data = fresh->data;
		z->changed = st.st_mtim;
	}
	free(fresh);
	return e;
}

static enum err make(struct str name, struct zone **slot)
{
	struct zone *z = calloc(1, sizeof(*z));
	enum err e;

	if (!z)
		return E_LIMIT;
	memcpy(z->name, name.p, name.n);
	z->looked_us = clock_ticks_us();
	e = load(z);
	if (e == OK)
		*slot = z;
	else
		free(z);
	return e;
}

enum err zone_get(struct str name, const struct zone **ret)
{
	if (!safe_name(name))
		return E_NOTFOUND;
	for (size_t i = 0; i < ZONES_MAX; i++) {
		struct zone *z = zones[i];
		uint64_t now;

		if (!z)
			TRY(make(name, &zones[i]));
		else if (!str_eq(str_of(z->name), name))
			continue;
		z = zones[i];
		now = clock_ticks_us();
		if (now - z->looked_us > LOOK_AGAIN_US) {
			z->looked_us = now;
			enum err e = load(z);	/* a file that is being replaced: the old rules go on */
			(void)e;
		}
		*ret = z;
		return OK;
	}
	return E_LIMIT;
}

int32_t zone_offset(const struct zone *z, struct instant t)
{
	return tzif_offset(&z->data, t.v);
}

struct local zone_local(const struct zone *z, struct instant t)
{
	int64_t s = t.v + zone_offset(z, t);
	int64_t m = s / 60 - (s % 60 < 0);

	return local_of_minutes(m);
}

int zone_instants(const struct zone *z, struct local l, struct instant ret[static 2])
{
	int64_t wall = local_minutes(l) * 60;
	/* the offsets a day before and after bound what can hold at that wall time */
	int32_t before = tzif_offset(&z->data, wall - 86400), after = tzif_offset(&z->data, wall + 86400);
	int n = 0;

	if (tzif_offset(&z->data, wall - before) == before)
		ret[n++].v = wall - before;
	if (after != before && tzif_offset(&z->data, wall - after) == after)
		ret[n++].v = wall - after;
	if (n == 2 && ret[1].v < ret[0].v) {
		struct instant t = ret[0];

		ret[0] = ret[1];
		ret[1] = t;
	}
	return n;
}

struct instant zone_instant(const struct zone *z, struct local l)
{
	struct instant t[2];
	int64_t wall = local_minutes(l) * 60;

	if (zone_instants(z, l, t))
		return t[0];
	return (struct instant){ wall - tzif_offset(&z->data, wall - 86400) };
}

struct str zone_data_version(void)
{
	static char version[32];
	static const char mark[] = "# version ";
	char line[64] = "";
	int fd FD_AUTO = fd_open(FOLDER "tzdata.zi", 0, 0);
	struct str s;
	FILE *f;

	if (fd < 0)
		return S("unknown");
	f = fdopen(dup(fd), "r");
	if (!f)
		return S("unknown");
	if (!fgets(line, sizeof(line), f))
		line[0] = 0;
	fclose(f);
	s = str_of(line);
	if (!str_starts(s, str_of(mark)))
		return S("unknown");
	s = str_trim(str_sub(s, sizeof(mark) - 1, s.n));
	snprintf(version, sizeof(version), "%.*s", STR_ARG(s));
	return str_of(version);
}

bool zone_data_knows_2026(void)
{
	const struct zone *z;

	if (zone_get(S("Africa/Casablanca"), &z) != OK)
		return false;
	return zone_offset(z, (struct instant){ 1789948800 }) == 0;	/* 2026-09-21T00:00Z */
}
