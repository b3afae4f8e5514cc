/* The table in which migrate.c records the schema steps that ran: with their text, so that a copy
 * of the data can be restored by itself. Must not know: what any step does. */
#ifndef DB_SCHEMA_STEP_H
#define DB_SCHEMA_STEP_H

#define SCHEMA_STEP_TABLE \
	"CREATE TABLE schema_step (position INTEGER NOT NULL PRIMARY KEY, area TEXT NOT NULL, name TEXT NOT NULL, " \
	"hash TEXT NOT NULL, sql TEXT NOT NULL, done_at BIGINT NOT NULL, UNIQUE (area, name))"

#endif
