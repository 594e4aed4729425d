/* watch: until what, what differs, and the screen that is redrawn. */
#include "lib/commands.h"
#include "lib/shell_screen.h"
#include "lib/test.h"
#include "shell/families.h"

#define VERSION(version) EXPECT("GETINFO version"), \
	SEND("250-version=" version "\r\n250 OK\r\n")
#define TEXT(text) EXPECT("GETINFO t"), \
	SEND("250+t=\r\n" text ".\r\n250 OK\r\n")

static struct commands commands;

#define PLAY(...) COMMANDS_PLAY(&commands, __VA_ARGS__)

static void tear_down(void)
{
	commands_end(&commands);
}

static const struct {
	const char *line, *printed;
} untils[] = {
	{ "watch 0.001 --until change getinfo version", "1\n1\n2\n" },
	{ "watch --until=CHANGE 0.001 getinfo version", "1\n1\n2\n" },
	{ "watch 0.001 --until '^2' getinfo version", "1\n1\n2\n" },
	{ "watch --diff 0.001 --until 2 getinfo version", "1\n-1\n+2\n" },
};

START_TEST(until_the_output_says_so)
{
	PLAY(VERSION("1"), VERSION("1"), VERSION("2"));
	commands_check(&commands, untils[_i].line, 0, untils[_i].printed, "");
}
END_TEST

/* The first output cannot be a change, but it can match. */
START_TEST(at_once)
{
	PLAY(VERSION("1"));
	commands_check(&commands, "watch 3600 --until 1 getinfo version", 0,
		"1\n", "");
}
END_TEST

START_TEST(until_it_fails)
{
	PLAY(TEXT("a\r\nb\r\n"), TEXT("a\r\nc\r\nd\r\n"),
		EXPECT("GETINFO t"), SEND("551 no\r\n"));
	commands_check(&commands, "watch --diff 0.001 getinfo t", 1,
		"a\nb\n-b\n+c\n+d\n", "torctl: watch t: 551 no\n");
}
END_TEST

static const struct {
	const char *line;
	enum output_form form;
	const char *complained;
} refused[] = {
	{ "watch 0 version", OUTPUT_TEXT, "torctl: watch: \"0\" is not a valid "
		"number of seconds (more than 0)\n" },
	{ "watch 1 --until '(a)\\1' version", OUTPUT_TEXT, "torctl: watch: "
		"\"(a)\\1\" is not a valid pattern: back-references such as "
		"\"\\1\" are not supported\n" },
	{ "watch --diff 1 version", OUTPUT_RAW, "torctl: watch: --diff cannot "
		"be combined with --json or --raw\n" },
};

START_TEST(refuses)
{
	commands_start(&commands, NULL);
	commands.output.form = refused[_i].form;
	commands_check(&commands, refused[_i].line, 2, "",
		refused[_i].complained);
}
END_TEST

/* ---- on a terminal */

/* In place, with the user's events above; what does not fit is counted. */
START_TEST(in_place)
{
	static const char *const quiet[] = { "--quiet", NULL };
	static const struct fake_step steps[] = { SHELL_START, SHELL_EVENTS,
		TEXT("a\r\nb\r\n"), WAIT(0), TEXT("a\r\n"), WAIT(1),
		TEXT("a\r\nx\r\nc\r\n"), EXPECT("GETINFO t"), WAIT(2),
		SEND("551 no\r\n") };
#define LINE "tor> watch --diff 0.05 getinfo t\n"
	struct shell_screen shell;

	shell_screen_init(&shell, 80);
	shell.options = quiet;
	shell_screen_listen(&shell, steps, COUNT(steps));
	shell_screen_prompt(&shell);
	shell_screen_choose(&shell);
	shell_screen_turn(&shell, "watch --diff 0.05 getinfo t\r",
		LINE "  a\n  b\n▮");
	fake_tor_open(shell.tor, 0);
	shell_screen_shows(&shell, LINE "  a\n- b\n▮");
	fake_tor_open(shell.tor, 1);
	shell_screen_shows(&shell, LINE "  a\n+ x\n+ c\n▮");
	fake_tor_open(shell.tor, 2);
	shell_screen_shows(&shell, LINE "  a\n+ x\n+ c\nwatch t: 551 no\n"
		"tor> ▮");
	shell_screen_end(&shell);
}
END_TEST

int main(void)
{
	Suite *suite = suite_create("watch");
	TCase *tcase = test_case(suite, "watch"), *screens;

	tcase_add_checked_fixture(tcase, NULL, tear_down);
	test_add_table(tcase, until_the_output_says_so, untils);
	tcase_add_test(tcase, at_once);
	tcase_add_test(tcase, until_it_fails);
	test_add_table(tcase, refuses, refused);
	screens = test_case(suite, "watch on a terminal");
	tcase_set_timeout(screens, 30);
	tcase_add_test(screens, in_place);
	families_register();
	return test_run(suite);
}
