/*
 * The interactive shell on a screen: failures, secrets, abbreviations, files.
 */
#include "lib/shell_screen.h"
#include "lib/test.h"
#include "util/alloc.h"
#include "util/buf.h"

#include <stdlib.h>
#include <string.h>

#define HISTORY "state/torctl/history"

/* ---- shell commands */

static const struct {
	const char *line, *shown;
} failing[] = {
	/* As of grep. */
	{ "getinfo version | cat; exit 1", "0.4.9.11\n" },
	{ "!exit 3", "shell command exited with status 3\n" },
	{ "!kill -9 $$",
		"shell command killed by signal 9\n" },
	{ "getinfo version | cat; exit 4", "0.4.9.11\n"
		"getinfo: shell command exited with status 4\n" },
	{ "getinfo version > /nonexistent/x", "cannot open "
		"/nonexistent/x: No such file or directory\n" },
	{ "getinfo version >> /nonexistent/x", "cannot open "
		"/nonexistent/x: No such file or directory\n" },
	{ "getinfo version > ~/no/x",
		"cannot open HOME/no/x: No such file or directory\n" },
};

START_TEST(failures_say_why)
{
	static const struct fake_step steps[] = { SHELL_START, SHELL_VERSION };
	static const struct fake_step silent[] = { SHELL_START };
	bool sent = strstr(failing[_i].shown, "0.4.9.11");
	struct shell_screen shell;
	char *shown = alloc_print("tor> %s\n%stor> ▮", failing[_i].line,
		failing[_i].shown);

	shell_screen_init(&shell, 100);
	shell.script = "HOME=HOME; export HOME; \"$@\"; "
		"printf '\\033[H\\033[2Jleft %d\\n' $?";
	shell_screen_listen(&shell, sent ? steps : silent, sent ?
		COUNT(steps) : COUNT(silent));
	shell_screen_prompt(&shell);
	screen_type(shell.screen, failing[_i].line);
	shell_screen_turn(&shell, "\r", shown);
	shell_screen_end(&shell);
	free(shown);
}
END_TEST

/* ---- secrets in lines that cannot be run */

static const char *const secrets[] = {
	"authenticate \"abc",
	"authenticate 'abc",
	"authen \"abc", /* an abbreviated name */
	"pass \"abc",   /* an alias */
	"-authenticate \"abc",
	"add-onion ED25519-V3:abc \"",
	"setconf HashedControlPassword=\"16:abc",
	"autenticate abc", /* a mistyped name */
	"onion-client-auth abc", /* an ambiguous name */
};

START_TEST(unusable_secrets_are_not_kept)
{
	static const struct fake_step steps[] = { SHELL_START };
	struct shell_screen shell;
	char *text;

	SHELL_SCREEN_START(&shell, 80, steps);
	/* The alias line itself is not saved either. */
	screen_type(shell.screen, "alias pass authenticate\r");
	screen_type(shell.screen, "set confirm on\r");
	screen_type(shell.screen, secrets[_i]);
	screen_type(shell.screen, "\r\014");
	shell_screen_turn(&shell, KEY_UP, "tor> set confirm on▮");
	text = shell_screen_file(HISTORY);
	ck_assert_str_eq(text, "set confirm on\n");
	free(text);
	shell_screen_end(&shell);
}
END_TEST

static const char *const others[] = {
	"getinfo \"abc",
	"getinfi abc",
	"close abc",
};

/* Lines to correct can be recalled, but invalid ones are not saved. */
START_TEST(others_are_called_back)
{
	static const struct fake_step steps[] = { SHELL_START };
	struct shell_screen shell;
	char *shown = alloc_print("tor> %s▮", others[_i]);

	SHELL_SCREEN_START(&shell, 80, steps);
	screen_type(shell.screen, "set confirm on\r");
	screen_type(shell.screen, others[_i]);
	screen_type(shell.screen, "\r\014");
	shell_screen_turn(&shell, KEY_UP, shown);
	shell_screen_end(&shell);
	free(shown);
}
END_TEST

/* ---- abbreviations */

static const struct {
	const char *line, *shown;
} short_names[] = {
	{ "close 3", "\"close\" is ambiguous: closecircuit, closestream" },
	{ "Onion_C x", "\"Onion_C\" is ambiguous: onion-client-auth-add, "
		"onion-client-auth-remove, onion-client-auth-view" },
	{ "n", "\"n\" is too short for newnym, which changes something; type "
		"three letters or more" },
	{ "onion de x", "\"de\" is too short for onion del, which changes "
		"something; type three letters or more" },
	{ "getinfi x",
		"unknown command \"getinfi\"; did you mean \"getinfo\"?" },
};

START_TEST(ambiguous_names)
{
	static const struct fake_step steps[] = { SHELL_START };
	struct shell_screen shell;
	char *shown = alloc_print("tor> %s\n%s\ntor> ▮",
		short_names[_i].line, short_names[_i].shown);

	SHELL_SCREEN_START(&shell, 120, steps);
	screen_type(shell.screen, short_names[_i].line);
	shell_screen_turn(&shell, "\r", shown);
	shell_screen_end(&shell);
	free(shown);
}
END_TEST

/* Looking for secrets does not rescan the whole line for each word. */
START_TEST(line_of_many_words)
{
	static const struct fake_step steps[] = { SHELL_START };
	struct shell_screen shell;
	struct buf line = BUF_INIT;

	buf_add_string(&line, "version");
	for (int i = 0; i < 30000; i++)
		buf_add_string(&line, " a");
	buf_add_char(&line, '\n');
	shell_screen_init(&shell, 80);
	shell_screen_write("state/torctl/history", buf_text(&line));
	shell_screen_listen(&shell, steps, COUNT(steps));
	shell_screen_prompt(&shell);
	screen_type(shell.screen, KEY_UP "\r");
	ck_assert(screen_has(shell.screen,
		"version: unexpected argument \"a\"\nusage: version\n"
		"tor>"));
	buf_clear(&line);
	shell_screen_end(&shell);
}
END_TEST

/* ---- files */

START_TEST(aliases_in_files)
{
	static const struct fake_step steps[] = { SHELL_START, SHELL_VERSION,
		SHELL_VERSION, EXPECT("GETINFO version x"),
		SEND("250-version=1\r\n250-x=2\r\n250 OK\r\n"),
		EXPECT("GETINFO config-text"), SEND("552 no\r\n"),
		EXPECT("+LOADCONF"), EXPECT("v"), EXPECT("."), SHELL_OK };
	static const char *const options[] = { "--quiet", NULL };
	struct shell_screen shell;

	shell_screen_init(&shell, 100);
	shell.options = options;
	shell_screen_write(SHELL_RC, SHELL_PLAIN "set confirm off\n"
		"alias v getinfo version\nv\n");
	/*
	 * Lines of a text are not commands, and abbreviations are for the
	 * prompt.
	 */
	shell_screen_write("lines", "  v # comment\n-v x\nloadconf -\nv\n.\n"
		"alias w !echo w\nw\ngetin version\n");
	shell_screen_listen(&shell, steps, COUNT(steps));
	shell_screen_run(&shell);
	shell_screen_shows(&shell, "0.4.9.11\ntor> ▮");
	shell_screen_turn(&shell, "source lines\r", "0.4.9.11\n"
		"tor> source lines\n0.4.9.11\nversion=1\nx=2\nw\n"
		"lines:8: unknown command \"getin\"; did you mean "
		"\"getinfo\"?\nsource: lines: stopped at an error\n"
		"tor> ▮");
	shell_screen_end(&shell);
}
END_TEST

/* A file that runs itself is stopped. */
START_TEST(source_of_itself)
{
	static const struct fake_step steps[] = { SHELL_START };
	struct shell_screen shell;
	struct buf shown = BUF_INIT;

	SHELL_SCREEN_START(&shell, 80, steps);
	shell_screen_write("lines", "source lines\n");
	buf_add_string(&shown, "tor> source lines\n"
		"lines: more than 16 nested source files; does a file "
		"source itself?\n");
	for (int i = 0; i < 16; i++)
		buf_add_string(&shown, "lines:1: source: lines: "
			"stopped at an error\n");
	buf_add_string(&shown,
		"source: lines: stopped at an error\ntor> ▮");
	shell_screen_turn(&shell, "source lines\r", buf_text(&shown));
	buf_clear(&shown);
	shell_screen_end(&shell);
}
END_TEST

/* An endless file without lines is not read forever; the shell survives. */
START_TEST(source_without_lines)
{
	static const struct fake_step steps[] = { SHELL_START };
	struct shell_screen shell;

	SHELL_SCREEN_START(&shell, 80, steps);
	shell_screen_turn(&shell, "source /dev/zero\r",
		"tor> source /dev/zero\n"
		"/dev/zero:1: line longer than 1048575 bytes\n"
		"source: /dev/zero: stopped at an error\ntor> ▮");
	/* An error is printed once. */
	shell_screen_turn(&shell, "\014source nowhere\rsource .\r",
		"tor> source nowhere\n"
		"source: cannot read nowhere: No such file or directory\n"
		"tor> source .\n"
		"source: cannot read .: Is a directory\ntor> ▮");
	shell_screen_end(&shell);
}
END_TEST

/* Ctrl-C stops a script even if no line of it waits for Tor. */
START_TEST(source_interrupted)
{
	static const struct fake_step steps[] = { SHELL_START };
	struct shell_screen shell;

	SHELL_SCREEN_START(&shell, 80, steps);
	shell_screen_write("lines", "!kill -INT $PPID\nsource more\nversion\n");
	shell_screen_write("more", "version\n");
	shell_screen_turn(&shell, "source lines\r",
		"tor> source lines\n\ntor> ▮");
	shell_screen_turn(&shell, "!echo here\r",
		"tor> source lines\n\ntor> !echo here\nhere\ntor> ▮");
	shell_screen_end(&shell);
}
END_TEST

/*
 * A script does not change the user's choices: neither its line nor the file.
 */
START_TEST(line_of_a_file_interrupted)
{
#define VERSIONS "0.4.9.11\n^C\n"
	static const struct fake_step steps[] = { SHELL_START, SHELL_VERSION,
		SHELL_VERSION, SHELL_VERSION };
	struct shell_screen shell;

	SHELL_SCREEN_START(&shell, 80, steps);
	shell_screen_write("lines", "watch --scroll 3600 getinfo version\nversion\n");
	shell_screen_write("more", "source lines\nversion\n");
	shell_screen_write("try", "-watch --scroll 3600 getinfo version\nversion\n");
	shell_screen_turn(&shell, "source lines\r",
		"tor> source lines\n0.4.9.11\n▮");
	shell_screen_turn(&shell, "\003", "tor> source lines\n" VERSIONS
		"tor> ▮");
	shell_screen_turn(&shell, "\014source more\r",
		"tor> source more\n0.4.9.11\n▮");
	shell_screen_turn(&shell, "\003", "tor> source more\n" VERSIONS
		"tor> ▮");
	shell_screen_turn(&shell, "\014source try\r",
		"tor> source try\n0.4.9.11\n▮");
	shell_screen_turn(&shell, "\003", "tor> source try\n" VERSIONS
		"tor> ▮");
	shell_screen_end(&shell);
}
END_TEST

START_TEST(start_up_file_interrupted)
{
	static const struct fake_step steps[] = { SHELL_START, SHELL_VERSION };
	struct shell_screen shell;

	shell_screen_init(&shell, 160);
	shell_screen_write(SHELL_RC, "watch --scroll 3600 getinfo version\nversion\n");
	shell_screen_listen(&shell, steps, COUNT(steps));
	shell_screen_run(&shell);
	shell_screen_shows(&shell, "Connected to @ (NULL): Tor 0.4.9.11, "
		"bootstrapped\n"
		"Type help for commands, Tab to complete, Ctrl-D to exit.\n"
		"0.4.9.11\n▮");
	shell_screen_turn(&shell, "\003", "Connected to @ (NULL): Tor "
		"0.4.9.11, bootstrapped\n"
		"Type help for commands, Tab to complete, Ctrl-D to exit.\n"
		"0.4.9.11\n^C\ntor> ▮");
	shell_screen_end(&shell);
}
END_TEST

START_TEST(home_in_file_names)
{
	static const struct fake_step steps[] = { SHELL_START, SHELL_VERSION,
		EXPECT("GETINFO config-text"), SEND("552 no\r\n"),
		EXPECT("+LOADCONF"), EXPECT("getinfo version > ~/out"),
		EXPECT("."), SHELL_OK, EXPECT("AUTHENTICATE 7077"), SHELL_OK };
	struct shell_screen shell;
	char *text;

	shell_screen_init(&shell, 80);
	shell.script = "HOME=$PWD/home; export HOME; \"$@\"; "
		"printf '\\033[H\\033[2Jleft %d\\n' $?";
	shell_screen_write("home/lines", "getinfo version > ~/out\n");
	shell_screen_write("home/secret", "pw\n");
	shell_screen_listen(&shell, steps, COUNT(steps));
	shell_screen_prompt(&shell);
	shell_screen_turn(&shell, "source ~/lines\r!cat home/out\r",
		"tor> source ~/lines\ntor> !cat home/out\n0.4.9.11\ntor> ▮");
	text = shell_screen_file("home/out");
	ck_assert_str_eq(text, "0.4.9.11\n");
	free(text);
	shell_screen_turn(&shell, "\014", "tor> ▮");
	shell_screen_turn(&shell, "set confirm off\rloadconf ~/lines\r",
		"tor> set confirm off\ntor> loadconf ~/lines\ntor> ▮");
	shell_screen_turn(&shell, "\014", "tor> ▮");
	screen_type(shell.screen, "authenticate @~/secret\r");
	screen_shows(shell.screen, "tor> authenticate @~/secret\ntor> ▮");
	shell_screen_end(&shell);
}
END_TEST

static const struct {
	const char *file, *shown;
} no_rc[] = {
	{ "/nonexistent/rc",
		"torctl: cannot read /nonexistent/rc: No such file or directory" },
	{ ".", "torctl: cannot read .: Is a directory" },
};

/*
 * A file given by name must exist; otherwise the shell does not even connect.
 */
START_TEST(rc_that_cannot_be_read)
{
	const char *options[] = { "--rc", no_rc[_i].file, NULL };
	static const struct fake_step steps[] = { IGNORE };
	struct shell_screen shell;
	char *shown = alloc_print("%s\nstatus 6\n▮", no_rc[_i].shown);
	struct buf said = BUF_INIT;
	char *failure;

	shell_screen_init(&shell, 80);
	shell.script = "\"$@\"; echo status $?";
	shell.options = options;
	shell_screen_listen(&shell, steps, COUNT(steps));
	shell_screen_run(&shell);
	ck_assert_int_eq(screen_end(shell.screen, shown), 0);
	failure = fake_tor_end(shell.tor, &said);
	ck_assert_uint_eq(said.len, 0);
	free(failure); /* proves that nothing connected */
	shell.tor = NULL;
	buf_clear(&said);
	shell_screen_clear(&shell);
	free(shown);
}
END_TEST

int main(void)
{
	Suite *suite = suite_create("shell lines");
	TCase *tcase = test_case(suite, "shell lines");

	tcase_set_timeout(tcase, 30);
	test_add_table(tcase, failures_say_why, failing);
	test_add_table(tcase, unusable_secrets_are_not_kept, secrets);
	test_add_table(tcase, others_are_called_back, others);
	test_add_table(tcase, ambiguous_names, short_names);
	tcase_add_test(tcase, line_of_many_words);
	tcase_add_test(tcase, aliases_in_files);
	tcase_add_test(tcase, source_of_itself);
	tcase_add_test(tcase, source_without_lines);
	tcase_add_test(tcase, source_interrupted);
	tcase_add_test(tcase, line_of_a_file_interrupted);
	tcase_add_test(tcase, start_up_file_interrupted);
	tcase_add_test(tcase, home_in_file_names);
	test_add_table(tcase, rc_that_cannot_be_read, no_rc);
	return test_run(suite);
}
