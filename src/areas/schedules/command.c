/* `diwan slots FILE.json`: what would be free if an agenda were as the file says. */
#include "areas/schedules/command.h"

#include "areas/schedules/cases.h"
#include "base/fd.h"

int schedules_slots(struct command_env *env, int argc, char **argv)
{
	struct buf out BUF_AUTO = BUF(CASES_MAX_BYTES);
	struct str text;
	bool all = false;

	if (argc != 1) {
		command_fail("slots needs one file, or - for standard input");
		return 2;
	}
	if (fd_read_file(env->a, argv[0], CASES_MAX_BYTES, &text) != OK)
		return command_fail("cannot read %s", argv[0]);
	if (cases_answer(env->a, text, &out, &all) != OK)
		return command_fail("%s is not JSON, or too long", argv[0]);
	buf_put_char(&out, '\n');
	if (fd_write_all(1, buf_str(&out)) != OK)
		return command_fail("cannot write the answers");
	return all ? 0 : 1;
}
