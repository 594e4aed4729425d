/* torctl complete: torctl's own options, complete or not. */
#include "lib/commands.h"
#include "lib/test.h"
#include "line/options.h"
#include "util/alloc.h"
#include "util/files.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { PATIENCE = 20000 };

static struct commands commands;

/* Words separated by blanks; the output for them. */
static char *complete(const char *line)
{
	struct strv words = STRV_INIT;
	char *copy = alloc_string(line), *rest = copy, *printed;

	strv_add(&words, "complete");
	strv_add(&words, "--");
	for (char *word; (word = strsep(&rest, " ")) != NULL;)
		strv_add(&words, word);
	ck_assert_int_eq(commands_words(&commands, &words), 0);
	printed = commands_printed(&commands);
	strv_clear(&words);
	free(copy);
	return printed;
}

#define PLACES(before) \
	before "/run/tor/control\ta usual control port\n" \
	before "127.0.0.1:9051\ta usual control port\n" \
	before "127.0.0.1:9151\ta usual control port\n" \
	before "fd:\tan open descriptor\n" \
	before "ssh://\ta Tor on another host\n" \
	before "unix:\ta unix socket\n"
#define ASK "getinfo\tprint information by key\n"

static const struct {
	const char *line, *want;
} cases[] = {
	/* names */
	{ "--trac", "--trace\tprint the protocol lines on stderr, "
		"without secrets\n" },
	{ "-q --no-", "--no-rc\tskip the start-up commands\n" },
	{ "-q", "-q\tprint only data and errors\n" },
	{ "-c", "-c\trun LINE as a script line; may be repeated\n" },
	{ "--nosuch", "" },
	/* values, after each form of the option */
	{ "--server ", PLACES("") },
	{ "--server=", PLACES("--server=") },
	{ "-s ", PLACES("") },
	{ "-qs ", PLACES("") },
	{ "--serv ", PLACES("") },
	{ "-s 127.0.0.1:91", "127.0.0.1:9151\ta usual control port\n" },
	{ "-s unix:/r", "\tfiles 5\n" },
	{ "-sunix:/r", "\tfiles 7\n" },
	{ "-s /run/t", "/run/tor/control\ta usual control port\n"
		"\tfiles 0\n" },
	{ "-s ./x", "\tfiles 0\n" },
	{ "-s u", "unix:\ta unix socket\n\tmore\n" },
	{ "--color ", "always\nauto\nnever\n" },
	{ "--color=a", "--color=always\n--color=auto\n" },
	{ "--rc ", "\tfiles 0\n" },
	{ "--rc=x", "\tfiles 5\n" },
	{ "-f ", "\tfiles 0\n" },
	{ "-qfx", "\tfiles 3\n" },
	{ "--cookie ", "\tfiles 0\n" },
	{ "--password-file ", "\tfiles 0\n" },
	{ "--timeout 5", "" },
	{ "--json=", "" },
	/* a line as at the prompt */
	{ "-c geti", "getinfo\tprint information by key\n\tmore\n" },
	{ "-cgeti", "-cgetinfo\tprint information by key\n\tmore\n" },
	/* the command after them */
	{ "geti", ASK },
	{ "-- geti", ASK },
	{ "-jq geti", ASK },
	{ "-s 9051 geti", ASK },
	{ "-s9051 geti", ASK },
	{ "--server=9051 geti", ASK },
	{ "--serv 9051 geti", ASK },
	{ "-s getinfo geti", ASK },
	{ "--se 9051 geti", ASK }, /* no other option begins like this */
	{ "--co always geti", "" }, /* several do */
	{ "-t 5 --wait 3 -k getinfo vers", "version\n" },
	{ "--launch getinfo vers", "version\n" },
	{ "-q getinfo --he", "--help\tshow help for the command\n" },
	/* tor's arguments */
	{ "--launch -- --Nick", "--Nickname\tString\n" },
	{ "--launch getinfo version -- --Nick", "--Nickname\tString\n" },
	{ "--launch -- -Nick", "--Nickname\tString\n" },
	{ "--launch -- --hushlog", "" },
	{ "--launch -- --SafeLogging 1 --DisableNetwork ", "0\n1\n" },
	{ "--launch -- --Nickname ", "" },
	{ "--launch -- --DataDirectory /", "\tfiles 0\n" },
	{ "--launch -- Nick", "" },
};

/* /var/run is offered only where it is not /run. */
static void drop_second_socket(char *printed)
{
	char *found = strstr(printed, "/var/run/"), *line = found, *end;
	char *real = realpath("/var/run", NULL);

	if (found) {
		ck_assert(!real || strcmp(real, "/run") != 0);
		while (line > printed && line[-1] != '\n')
			line--;
		end = strchr(found, '\n') + 1;
		memmove(line, end, strlen(end) + 1);
	}
	free(real);
}

START_TEST(completes)
{
	char *printed;

	commands_start(&commands, NULL);
	printed = complete(cases[_i].line);
	drop_second_socket(printed);
	ck_assert_str_eq(printed, cases[_i].want);
	free(printed);
	commands_end(&commands);
}
END_TEST

/* The name of each row is offered, and a command after it is found. */
START_TEST(every_row)
{
	const struct options_row *row;

	commands_start(&commands, NULL);
	for (row = options_rows; row->name || row->letter; row++) {
		char *name = row->name ? alloc_print("--%s", row->name) :
			alloc_print("-%c", row->letter);
		char *line = alloc_print("%s%s geti", name,
			row->argument ? " 1" : "");
		char *want = alloc_print("%s\t%s\n", name, row->help);
		char *printed = complete(name);

		ck_assert_msg(strstr(printed, want), "%s: %s", name, printed);
		free(printed);
		printed = complete(line);
		ck_assert_str_eq(printed, ASK);
		free(printed);
		free(want);
		free(line);
		free(name);
	}
	commands_end(&commands);
}
END_TEST

static const struct fake_step keys[] = { FAKE_AUTH_NULL,
	EXPECT("GETINFO config/names"),
	SEND("250+config/names=\r\nNickname String\r\n.\r\n250 OK\r\n"),
	CLIENT_CLOSES };

#define COMPLETE(steps, want, ...) \
	commands_offer((const char *const[]){ __VA_ARGS__, NULL }, steps, \
		COUNT(steps), want, PATIENCE)

/* The server given on the line instead of the default one. */
START_TEST(asks_the_server)
{
	COMPLETE(keys, "Nickname\tString\n", "-s", "@", "getconf", "nick");
}
END_TEST

/* The same within a line that is the value of -c. */
START_TEST(asks_for_a_line)
{
	COMPLETE(keys, "getconf Nickname\tString\n\tmore\n", "-c",
		"getconf nick");
}
END_TEST

/* A password is read from a regular file, and never asked for. */
START_TEST(reads_a_password)
{
	static const struct fake_step steps[] = {
		FAKE_PROTOCOLINFO("METHODS=HASHEDPASSWORD"),
		EXPECT("AUTHENTICATE 73776F726466697368"), SEND("250 OK\r\n"),
		EXPECT("GETINFO config/names"),
		SEND("250+config/names=\r\nNosuch String\r\n.\r\n250 OK\r\n"),
		CLIENT_CLOSES };
	char *directory = test_directory();
	char *path = alloc_print("%s/password", directory);
	FILE *file = fopen(path, "w");

	ck_assert(file && fputs("swordfish\n", file) >= 0 && !fclose(file));
	COMPLETE(steps, "Nosuch\tString\n", "--password-file", path, "getconf",
		"nosuc");
	free(path);
	files_remove_tree(directory);
	free(directory);
}
END_TEST

/* Standard input, a pipe or a missing file is not read. */
START_TEST(waits_for_no_password)
{
	static const struct fake_step steps[] = {
		FAKE_PROTOCOLINFO("METHODS=HASHEDPASSWORD"), CLIENT_CLOSES };
	static const char *const paths[] = { "-", "/dev/zero", "/nonexistent" };

	COMPLETE(steps, "version\n", "--password-file", paths[_i], "getinfo",
		"versio");
}
END_TEST

int main(void)
{
	Suite *suite = suite_create("option_words");
	TCase *tcase = test_case(suite, "option_words");

	test_add_table(tcase, completes, cases);
	tcase_add_test(tcase, every_row);
	tcase_add_test(tcase, asks_the_server);
	tcase_add_test(tcase, asks_for_a_line);
	tcase_add_test(tcase, reads_a_password);
	tcase_add_loop_test(tcase, waits_for_no_password, 0, 3);
	return test_run(suite);
}
