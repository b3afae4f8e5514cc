/*
 * What the settings of the ways out leave to be desired, for the start of the program.
 * Must not know: gateways, messages.
 */
#ifndef JOBS_WAYS_H
#define JOBS_WAYS_H

#include <stdbool.h>

struct settings;
struct command_env;

/* Whether Kannel is used without our sender id: it refuses every message then, unless its own configuration has one. */
bool ways_sender_missing(const struct settings *s);

/* Opens each way that the settings name and prints a line of what answered; sends nothing. How many did not. */
int ways_check(struct command_env *env);

#endif
