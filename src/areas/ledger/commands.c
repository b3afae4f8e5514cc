/* `diwan ledger …`. */
#include "areas/ledger/inside.h"

#include "base/fd.h"
#include "base/num.h"
#include "ledger/log.h"
#include "ledger/note.h"

#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/signalfd.h>
#include <unistd.h>

static int name_check(struct command_env *env)
{
	struct sealer s = ledger_sealer(env->a, env->settings);

	if (note_name_ok(s.origin))
		return 0;
	return command_fail("the public log cannot be called %s: 1 to 100 letters, digits and . - _ / : are a name (ledger_origin)",
		arena_cstr(env->a, s.origin));
}

/* As the server's user, which is not to read the key of the sealer of another one: one that was left behind, say. */
int ledger_check(struct command_env *env)
{
	struct sealer s = ledger_sealer(env->a, env->settings);
	bool wrong = !setting_int(env->settings, "ledger_seal") && access(s.key_file, R_OK) == 0;

	if (wrong)
		command_fail("another process seals the public log, but this user can read %s: move it to where the sealer's alone can (docs/operate.md)",
			s.key_file);
	return name_check(env) + wrong;
}

static int seal_fail(struct command_env *env, const struct sealer *s, enum err e)
{
	if (e == E_DENIED)
		return command_fail("another key signed last than that of %s, or the log is not what grew from what it signed last: bring back what is gone, or say `diwan ledger lost-key`", s->key_file);
	return name_check(env) ? 1 : command_fail("sealing failed (%s)", err_name(e));
}

/* All that waits, now, however much it is. lost: by a key of its own when the one that signed last is gone. */
static int seal_once(struct command_env *env, bool lost)
{
	struct sealer s = ledger_sealer(env->a, env->settings);
	struct arena *a = arena_side(env->a, (size_t)64 << 20);
	int64_t n, all = 0;
	enum err e;

	s.lost = lost;
	if (!a)
		return command_fail("cannot begin");
	do {
		e = seal_turn(env->db, a, env->now, &s, &n);
		all += e == OK ? n : 0;
		arena_reset(a);
	} while (e == OK && n >= SEAL_BATCH);
	arena_free(a);
	if (e != OK)
		return seal_fail(env, &s, e);
	printf("%lld entries sealed\n", (long long)all);
	return 0;
}

/* As the server's own sealer, in a process and under a user of its own, until it is told to stop. */
static int seal_on(struct command_env *env)
{
	struct sealer s = ledger_sealer(env->a, env->settings);
	struct arena *a = arena_side(env->a, (size_t)64 << 20);
	sigset_t set;
	int64_t n;

	sigemptyset(&set);
	sigaddset(&set, SIGTERM);
	sigaddset(&set, SIGINT);
	sigprocmask(SIG_BLOCK, &set, NULL);
	struct pollfd stop = { .fd = signalfd(-1, &set, SFD_CLOEXEC), .events = POLLIN };

	if (!a || stop.fd < 0)
		return command_fail("cannot begin");
	db_polite(env->db);
	do {
		enum err e = seal_turn(env->db, a, clock_now(), &s, &n);

		arena_reset(a);
		if (e == E_DB || e == E_INPUT || e == E_IO || e == E_DENIED)	/* whoever watches this process starts it again */
			return seal_fail(env, &s, e);
		if (e != OK)
			n = 0;
	} while (poll(&stop, 1, n >= SEAL_BATCH ? 0 : SEAL_SECONDS * 1000) == 0);
	arena_free(a);
	return 0;
}

static int new_key(struct command_env *env)
{
	struct sealer s = ledger_sealer(env->a, env->settings);
	struct str verifier;
	enum err e = seal_new_key(env->a, &s, &verifier);

	if (e == E_CONFLICT)
		return command_fail("%s.next is there already: it takes over when the sealer runs", s.key_file);
	if (e != OK)
		return command_fail("%s.next cannot be written (%s)", s.key_file, err_name(e));
	printf("%.*s\n", STR_ARG(verifier));
	return 0;
}

static int show_key(struct command_env *env)
{
	struct str key;

	if (log_key(env->db, env->a, &key) != OK)
		return command_fail("nothing was signed yet");
	printf("%.*s\n", STR_ARG(key));
	return 0;
}

/* What a witness is asked, for whoever sends it: it has seen so many entries. */
static int witness_request(struct command_env *env, const char *old)
{
	struct str body;
	int64_t n;

	if (num_parse(str_of(old), 0, INT64_MAX, &n) != OK || log_witness_request(env->db, env->a, n, &body) != OK)
		return command_fail("the number of entries that the witness has seen is expected, 0 at first");
	fwrite(body.p, 1, body.n, stdout);
	return 0;
}

/* What it answered, on standard input. */
static int cosign(struct command_env *env, const char *verifier)
{
	struct str lines;
	int64_t size;

	if (fd_read_file(env->a, "-", NOTE_MAX, &lines) != OK || log_cosign(env->db, env->a, str_of(verifier), lines, &size) != OK)
		return command_fail("no signature of that witness over one of the last checkpoints");
	printf("the checkpoint of %lld entries has it\n", (long long)size);
	return 0;
}

static int ledger(struct command_env *env, int argc, char **argv)
{
	bool once = command_flag(&argc, argv, "--once");

	if (argc && strcmp(argv[0], "verify") == 0)
		return ledger_verify(env, argc - 1, argv + 1);
	if (argc && strcmp(argv[0], "audit") == 0)
		return ledger_audit(env, argc - 1, argv + 1);
	bool witness = argc == 2 && strcmp(argv[0], "witness-request") == 0, line = argc == 2 && strcmp(argv[0], "cosign") == 0;

	if (witness || line) {
		if (command_db(env, line ? DB_WRITE : DB_READ) != OK)
			return 1;
		return line ? cosign(env, argv[1]) : witness_request(env, argv[1]);
	}
	if (argc != 1)
		return command_usage(&ledger_commands[0]);
	if (strcmp(argv[0], "new-key") == 0)
		return new_key(env);
	bool seal = strcmp(argv[0], "seal") == 0, lost = strcmp(argv[0], "lost-key") == 0;

	if (command_db(env, seal || lost ? DB_WRITE : DB_READ) != OK)
		return 1;
	if (seal || lost)
		return once || lost ? seal_once(env, lost) : seal_on(env);
	if (strcmp(argv[0], "key") == 0)
		return show_key(env);
	return command_usage(&ledger_commands[0]);
}

const struct command ledger_commands[] = {
	{ "ledger", "verify RECEIPT.json… --key KEY|FILE | audit [DIR|URL --key KEY|FILE] [--kept CHECKPOINT] [--from N] [--json] | seal [--once] | key | new-key | lost-key | witness-request SEEN | cosign VERIFIER-KEY",
		"the public log: checks receipts (no database); reads all entries by the rules of fairness (docs/fairness.md); seals what waits; its verifier key, the next one, another for one that is gone; what a witness is asked and answered", ledger },
	{ 0 },
};
