/*
 * Handlers and commands of the public log, for this area alone.
 * Must not know: other areas.
 */
#ifndef AREAS_LEDGER_INSIDE_H
#define AREAS_LEDGER_INSIDE_H

#include "ledger/check.h"
#include "ledger/entry.h"
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
enum { LEDGER_KEYS = 20 };
/* Every --key of a command, taken out of argv: a key, or a file with some. E_INPUT, E_NOTFOUND, E_IO. */
enum err ledger_keys(struct arena *a, int *argc, char **argv, struct verifier_key *keys, size_t *ret) MUST_CHECK;

/* read.c: a log in a folder or at an address, or (place empty) the program's own. */
struct log_place { struct db *db; struct str place; void *curl; };
enum { PLACE_TEXT_MAX = 1 << 16, PLACE_BUNDLE_MAX = 256 * 65538 };
void place_close(struct log_place *p);
enum err place_checkpoint(struct log_place *p, struct arena *a, struct str *ret) MUST_CHECK;
/* Up to 256 entries of the n-th bundle, by their lengths (C2SP tlog-tiles). E_INPUT: it holds fewer. */
enum err place_bundle(struct log_place *p, struct arena *a, int64_t n, int width, struct entry_texts *ret) MUST_CHECK;

/* audit.c: `diwan ledger audit`. */
int ledger_audit(struct command_env *env, int argc, char **argv);

/* Where a tile is asked for: /ledger/tile/LEVEL/N[.p/W], N in groups of three digits, all but the last behind an x. */
struct tile_address { bool entries; int level; int64_t n; int width; };
bool tile_address_parse(const struct str *part, size_t n, struct tile_address *ret);

#endif
