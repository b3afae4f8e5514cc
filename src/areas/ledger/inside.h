/*
 * Handlers and commands of the public log, for this area alone.
 * Must not know: other areas.
 */
#ifndef AREAS_LEDGER_INSIDE_H
#define AREAS_LEDGER_INSIDE_H

#include "ledger/seal.h"
#include "web/area.h"
#include "web/settings.h"

struct sealer ledger_sealer(struct arena *a, const struct settings *s);

/* pages.c */
enum err ledger_checkpoint(struct rq *rq) MUST_CHECK;
enum err ledger_key(struct rq *rq) MUST_CHECK;
enum err ledger_tile(struct rq *rq) MUST_CHECK;
enum err ledger_metrics(struct rq *rq, struct buf *to) MUST_CHECK;

/* commands.c */
extern const struct command ledger_commands[];
/* `diwan check-config`: can the log be called so? How many answers are no. */
int ledger_check(struct command_env *env);

/* verify.c: `diwan ledger verify FILE… --key KEY`, without a database. */
int ledger_verify(struct command_env *env, int argc, char **argv);

/* Where a tile is asked for: /ledger/tile/LEVEL/N[.p/W], N in groups of three digits, all but the last behind an x. */
struct tile_address { bool entries; int level; int64_t n; int width; };
bool tile_address_parse(const struct str *part, size_t n, struct tile_address *ret);

#endif
