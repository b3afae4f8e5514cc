/* diwan user, diwan token, diwan first-account. */
#include "areas/accounts/inner.h"

#include "areas/organizations/organizations.h"
#include "base/fd.h"
#include "crypto/crypto.h"
#include "organizations_q.h"
#include "web/trail.h"

#include <unistd.h>

static int failed(struct command_env *env, enum err e, const char *what)
{
	db_rollback(env->db);
	return command_fail("%s (%s)", what, err_name(e));
}

static enum err open_begin(struct command_env *env)
{
	TRY(command_db(env, DB_WRITE));
	return db_begin(env->db);
}

/* Administration from the command line is in the trail like that from a page, but without a name. */
static enum err note(struct command_env *env, const char *command, enum audit_what what, int64_t about,
	struct organization_id organization, struct str detail)
{
	const struct audit_by by = { 0, S("command"), str_of(command), env->now };
	struct audit_row row = { organization.v, 0, about, what, detail };

	return audit_write(env->db, env->a, &by, &row, 1);
}

/* The password: from standard input when --password-stdin, else made; *made says so. */
static enum err password_from(struct command_env *env, bool from_stdin, struct str *ret)
{
	struct str text;

	if (!from_stdin) {
		*ret = password_make(env->a);
		return OK;
	}
	TRY(fd_read_file(env->a, "-", 4096, &text));
	*ret = str_cut(&text, '\n');
	return ret->n ? OK : E_INPUT;
}

struct user_args { const char *organization, *role, *name, *lang, *login; bool from_stdin, totp; };

static bool read_args(struct user_args *u, int argc, char **argv)
{
	u->organization = command_option(&argc, argv, "--organization");
	u->role = command_option(&argc, argv, "--role");
	u->name = command_option(&argc, argv, "--name");
	u->lang = command_option(&argc, argv, "--lang");
	u->from_stdin = command_flag(&argc, argv, "--password-stdin");
	u->totp = command_flag(&argc, argv, "--totp");
	u->login = argc == 1 ? argv[0] : NULL;
	return u->login && u->login[0] != '-';
}

static int say_made(enum err e, const char *login)
{
	if (e == E_CONFLICT)
		return command_fail("the user name %s is taken", login);
	if (e == E_INPUT)
		return command_fail("a user name has 1 to 100 ASCII characters without space; a name is text; a language is fr, ar or en");
	return command_fail("%s", err_name(e));
}

static int user_add(struct command_env *env, int argc, char **argv)
{
	struct user_args u;
	struct organization_by_code_row place;
	struct account_new acc = { 0 };
	struct account_id id;
	enum err e;

	if (!read_args(&u, argc, argv) || !u.organization || !u.role)
		return 2;
	if (!role_of(str_of(u.role), &acc.role) || role_is_machine(acc.role))
		return command_fail("no role has the code %s (machines: `diwan token add`)", u.role);
	if (open_begin(env) != OK)
		return 1;
	e = organization_by_code(env->db, env->a, str_of(u.organization), &place);
	if (e != OK)
		return failed(env, e, "no organisation has that code");
	e = password_from(env, u.from_stdin, &acc.password);
	if (e != OK)
		return failed(env, e, "no password came on standard input");
	acc.organization = place.id;
	acc.login = str_of(u.login);
	acc.name.s = str_of(u.name ? u.name : u.login);
	acc.lang = str_of(u.lang);
	acc.must_change = !u.from_stdin;
	acc.totp_secret = u.totp ? totp_secret(env->a) : STR_NONE;
	e = account_create(env->db, env->a, env->now, &acc, &id);
	if (e == OK)
		e = note(env, "diwan user add", AUDIT_ACCOUNT_NEW, id.v, place.id, str_of(u.role));
	if (e == OK)
		e = db_commit(env->db);
	if (e != OK) {
		db_rollback(env->db);
		return say_made(e, u.login);
	}
	if (!u.from_stdin)
		printf("password %.*s\n", STR_ARG(acc.password));
	if (u.totp)
		printf("totp %.*s\n", STR_ARG(acc.totp_secret));
	return 0;
}

static int user_list(struct command_env *env)
{
	struct account_all_rows rows;
	struct membership_list_rows m;

	if (command_db(env, DB_READ) != OK)
		return 1;
	if (account_all(env->db, env->a, 100000, &rows) != OK)
		return command_fail("the accounts cannot be read");
	for (size_t i = 0; i < rows.n; i++) {
		printf("%.*s\t%.*s\t%s\t%s\t", STR_ARG(rows.v[i].login), STR_ARG(rows.v[i].code),
			rows.v[i].active ? "active" : "disabled", rows.v[i].totp ? "totp" : "-");
		if (membership_list(env->db, env->a, rows.v[i].id, &m) != OK)
			return command_fail("the roles cannot be read");
		for (size_t k = 0; k < m.n; k++)
			printf("%s%.*s", k ? "," : "", STR_ARG(m.v[k].role));
		printf("\t%.*s\n", STR_ARG(rows.v[i].name.s));
	}
	return 0;
}

static int user_active(struct command_env *env, const char *login, bool active)
{
	struct account_by_login_row acc;
	struct str clean;
	int64_t n;
	enum err e;

	if (open_begin(env) != OK)
		return 1;
	e = account_login_clean(env->a, str_of(login), &clean);
	if (e == OK)
		e = account_by_login(env->db, env->a, clean, &acc);
	if (e == OK)
		e = account_active(env->db, env->a, active, acc.id, &n);
	if (e == OK && !active)
		e = session_revoke_all(env->db, env->a, acc.id, (struct session_id){ 0 }, &n);
	if (e == OK && !active)
		e = bearer_revoke_all(env->db, env->a, acc.id, &n);
	if (e == OK)
		e = note(env, active ? "diwan user enable" : "diwan user disable", AUDIT_ACCOUNT_CHANGE, acc.id.v,
			acc.organization_id, active ? S("enabled") : S("disabled"));
	if (e == OK)
		e = db_commit(env->db);
	return e == OK ? 0 : failed(env, e, "no such user name");
}

static int user_password(struct command_env *env, int argc, char **argv)
{
	bool from_stdin = command_flag(&argc, argv, "--password-stdin");
	struct account_by_login_row acc;
	struct str password, hash, login;
	int64_t n;
	enum err e;

	if (argc != 1)
		return 2;
	if (open_begin(env) != OK)
		return 1;
	e = account_login_clean(env->a, str_of(argv[0]), &login);
	if (e == OK)
		e = account_by_login(env->db, env->a, login, &acc);
	if (e != OK)
		return failed(env, e, "no such user name");
	e = password_from(env, from_stdin, &password);
	if (e == OK)
		e = password_hash(env->a, password, &hash);
	if (e == OK)
		e = account_password(env->db, env->a, hash, !from_stdin, acc.id, &n);
	if (e == OK)
		e = session_revoke_all(env->db, env->a, acc.id, (struct session_id){ 0 }, &n);
	if (e == OK)
		e = note(env, "diwan user password", AUDIT_PASSWORD, acc.id.v, acc.organization_id, S(""));
	if (e == OK)
		e = db_commit(env->db);
	if (e != OK)
		return failed(env, e, "the password was not changed");
	if (!from_stdin)
		printf("password %.*s\n", STR_ARG(password));
	return 0;
}

static int user(struct command_env *env, int argc, char **argv)
{
	const char *what = argc ? argv[0] : "";

	argc--;
	argv++;
	if (!strcmp(what, "add"))
		return user_add(env, argc, argv);
	if (!strcmp(what, "list") && argc == 0)
		return user_list(env);
	if (!strcmp(what, "disable") && argc == 1)
		return user_active(env, argv[0], false);
	if (!strcmp(what, "enable") && argc == 1)
		return user_active(env, argv[0], true);
	if (!strcmp(what, "password"))
		return user_password(env, argc, argv);
	return 2;
}

/* --- tokens --- */

static int token_add(struct command_env *env, int argc, char **argv)
{
	const char *organization = command_option(&argc, argv, "--organization");
	const char *role = command_option(&argc, argv, "--role");
	struct organization_by_code_row place;
	const char *label = command_option(&argc, argv, "--label");
	struct account_id account;
	struct name name;
	enum role as;
	struct str token;
	enum err e;

	if (!organization || !role || argc)
		return 2;
	if (!role_of(str_of(role), &as) || !role_is_machine(as))
		return command_fail("a token is for the role machine, or figures");
	if (open_begin(env) != OK)
		return 1;
	e = organization_by_code(env->db, env->a, str_of(organization), &place);
	if (e != OK)
		return failed(env, e, "no organisation has that code");
	name = account_machine_name(env->a, as, str_of(organization));
	e = account_token_add(env->db, env->a, env->now, place.id, as, name, label ? str_of(label) : S(""), &account, &token);
	if (e == OK)
		e = note(env, "diwan token add", AUDIT_TOKEN_NEW, account.v, place.id, label ? str_of(label) : S(""));
	if (e == OK)
		e = db_commit(env->db);
	if (e != OK)
		return failed(env, e, "no token was made");
	printf("%.*s\n", STR_ARG(token));
	return 0;
}

static int token_revoke(struct command_env *env, const char *token)
{
	struct bearer_by_hash_row found;
	int64_t n = 0;
	enum err e;

	if (open_begin(env) != OK)
		return 1;
	e = bearer_by_hash(env->db, env->a, token_hash(env->a, str_of(token)), &found);
	if (e == OK)
		e = bearer_revoke(env->db, env->a, found.id, &n);
	if (e == OK)
		e = n ? note(env, "diwan token revoke", AUDIT_TOKEN_END, found.account_id.v, found.organization_id, found.label)
			: E_NOTFOUND;
	if (e == OK)
		e = db_commit(env->db);
	return e == OK ? 0 : failed(env, e, "no such token is valid");
}

/* What a machine signs with that signs instead of sending the token. */
static int token_signing(struct command_env *env, const char *token)
{
	struct bearer_by_hash_row found;
	struct str secret;

	if (command_db(env, DB_READ) != OK)
		return 1;
	if (bearer_by_hash(env->db, env->a, token_hash(env->a, str_of(token)), &found) != OK)
		return command_fail("no such token");
	if (signing_secret(env->a, env->settings, found.id, &secret) != OK)
		return command_fail("the server's key cannot be read (secret_file)");
	printf("key    %lld\nsecret %.*s\n", (long long)found.id.v, STR_ARG(secret));
	return 0;
}

static int token(struct command_env *env, int argc, char **argv)
{
	const char *what = argc ? argv[0] : "";

	if (!strcmp(what, "add"))
		return token_add(env, argc - 1, argv + 1);
	if (!strcmp(what, "signing") && argc == 2)
		return token_signing(env, argv[1]);
	if (!strcmp(what, "revoke") && argc == 2)
		return token_revoke(env, argv[1]);
	return 2;
}

/* The code that an application would show now: for trying the demonstration without a telephone. */
static int totp(struct command_env *env, int argc, char **argv)
{
	char code[6];

	if (argc != 1)
		return 2;
	if (totp_code(str_of(argv[0]), env->now, code) != OK)
		return command_fail("that is no secret of a second factor");
	printf("%.6s\n", code);
	return 0;
}

/* --- a real installation's first account --- */

static int say_first(struct str password, struct str secret, struct str url)
{
	printf("A first account was made. Keep this; it is not shown again.\n"
		"  user name      admin\n  password       %.*s\n  second factor  %.*s\n  (as a link)    %.*s\n"
		"Sign in at /sign-in; without an application for codes, `diwan totp SECRET` prints the code of now.\n"
		"The password has to be changed the first time.\n",
		STR_ARG(password), STR_ARG(secret), STR_ARG(url));
	return 0;
}

/* Seeds the country (regions, provinces, specialities, holidays; no hospital) and makes `admin`, once. */
static int first_account(struct command_env *env, int argc, char **argv)
{
	struct account_all_rows any;
	struct organization_id root = { 0 };
	struct account_new acc = { .login = S("admin"), .name = { S("Administrator") }, .must_change = true,
		.role = ROLE_PLATFORM };
	struct account_id id;
	int year, month, day;
	enum err e;

	(void)argv;
	if (argc)
		return 2;
	if (open_begin(env) != OK)
		return 1;
	e = account_all(env->db, env->a, 1, &any);
	if (e == OK && any.n) {
		db_rollback(env->db);
		return 0;
	}
	day_split((struct day){ (int32_t)(env->now.v / 86400) }, &year, &month, &day);
	if (e == OK)
		e = organizations_seed(env->db, env->a, SEED_COUNTRY, year, &root);
	acc.organization = root;
	acc.password = password_make(env->a);
	acc.totp_secret = totp_secret(env->a);
	if (e == OK)
		e = account_create(env->db, env->a, env->now, &acc, &id);
	if (e == OK)
		e = note(env, "diwan first-account", AUDIT_ACCOUNT_NEW, id.v, root, S("platform"));
	if (e == OK)
		e = db_commit(env->db);
	if (e != OK)
		return failed(env, e, "the first account was not made");
	return say_first(acc.password, acc.totp_secret, totp_url(env->a, S("Diwan"), acc.login, acc.totp_secret));
}

const struct command accounts_commands[] = {
	{ "user", "add LOGIN --organization CODE --role ROLE [--name NAME] [--lang fr|ar|en] [--totp] [--password-stdin] | list | disable LOGIN | enable LOGIN | password LOGIN [--password-stdin]",
		"accounts of people", user },
	{ "token", "add --organization CODE --role machine|figures [--label WORDS] | signing TOKEN | revoke TOKEN", "bearer tokens of machines", token },
	{ "totp", "SECRET", "print the code of a second factor, as an application on a telephone shows it", totp },
	{ "first-account", "", "fill the country and make the first account, if there is none", first_account },
	{ 0 }
};
