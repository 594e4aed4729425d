/* The interactive shell on a screen: the line in $EDITOR, by Ctrl-X Ctrl-E. */
#include "lib/shell_screen.h"
#include "lib/test.h"

#include <stdlib.h>

#define KEYS "\030\005"

/* It owns the screen and the keyboard until a key is typed. */
static const char editor[] =
	"stty -echo -icanon\n"
	"printf '\\033[H\\033[2Jediting '; cat \"$1\"\n"
	"key=$(dd bs=1 count=1 2>/dev/null)\n"
	"printf '\\033[H\\033[2J'\n"
	"case $key in\n"
	"w) echo getinfo version >\"$1\" ;;\n"
	"n) printf 'getinfo version' >\"$1\" ;;\n"
	"m) printf 'getinfo version\\n\\nraw X\\tY\\033\\n\\n' >\"$1\" ;;\n"
	"e) : >\"$1\" ;;\n"
	"q) echo raw Z >\"$1\"; exit 1 ;;\n"
	"esac\n";

static void start(struct shell_screen *shell, int columns,
	const struct fake_step *steps, size_t count)
{
	shell_screen_init(shell, columns);
	shell_screen_write("editor", editor);
	shell->script = "TMPDIR=. TORCTL_EDITOR='sh ./editor'; "
		"export TMPDIR TORCTL_EDITOR; trap : INT; \"$@\"; status=$?; "
		"printf '\\033[H\\033[2Jleft %d\\n' $status";
	shell_screen_listen(shell, steps, count);
	shell_screen_prompt(shell);
}
#define START(shell, columns, steps) start(shell, columns, steps, COUNT(steps))

static bool is_left(void)
{
	return !system("test -n \"$(find . -name 'torctl-*')\"");
}

/* With its line end or without; the cursor is at the end. */
START_TEST(one_line_comes_back)
{
	static const struct fake_step steps[] = { SHELL_START, SHELL_VERSION };
	struct shell_screen shell;

	START(&shell, 40, steps);
	shell_screen_turn(&shell, "raw ab" KEY_BACK KEYS,
		"editing raw ab\n▮");
	shell_screen_turn(&shell, _i ? "w" : "n", "tor> getinfo version▮");
	shell_screen_turn(&shell, "s\177\r",
		"tor> getinfo version\n0.4.9.11\ntor> ▮");
	ck_assert(!is_left());
	shell_screen_end(&shell);
}
END_TEST

START_TEST(several_lines_are_run)
{
	static const struct fake_step steps[] = { SHELL_START, SHELL_VERSION,
		EXPECT("X\tY"), SHELL_OK };
	struct shell_screen shell;

	START(&shell, 80, steps);
	shell_screen_turn(&shell, KEYS, "editing\n▮");
	shell_screen_turn(&shell, "m", "tor> getinfo version\n0.4.9.11\n"
		"tor>\ntor> raw X      Y\ntor> ▮");
	/* They can be recalled. */
	shell_screen_turn(&shell, "\014\020\020", "tor> getinfo version▮");
	shell_screen_end(&shell);
}
END_TEST

START_TEST(failure_keeps_the_line)
{
	static const struct fake_step steps[] = { SHELL_START };
	struct shell_screen shell;

	START(&shell, 80, steps);
	shell_screen_turn(&shell, "raw abc" KEY_BACK KEYS,
		"editing raw abc\n▮");
	shell_screen_turn(&shell, "q",
		"the editor exited with status 1\ntor> raw ab▮c");
	shell_screen_turn(&shell, "\014" KEYS, "editing raw abc\n▮");
	/* Interrupts are for the editor. */
	shell_screen_turn(&shell, "\003", "editing raw abc\n"
		"the editor was killed by signal 2\n"
		"tor> raw ab▮c");
	shell_screen_turn(&shell, "\014" KEYS, "editing raw abc\n▮");
	shell_screen_turn(&shell, "e", "tor> ▮");
	ck_assert(!is_left());
	shell_screen_end(&shell);
}
END_TEST

START_TEST(events_wait_for_the_editor)
{
	static const struct fake_step steps[] = { SHELL_START, SHELL_EVENTS,
		WAIT(0), SEND("650 BW 1 2\r\n"), EXPECT("GETINFO version"),
		SEND("250-version=0.4.9.11\r\n250 OK\r\n") };
	struct shell_screen shell;

	START(&shell, 80, steps);
	shell_screen_choose(&shell);
	shell_screen_turn(&shell, "ge" KEYS, "editing ge\n▮");
	fake_tor_open(shell.tor, 0);
	shell_screen_turn(&shell, "w", "BW 1 2\ntor> getinfo version▮");
	shell_screen_turn(&shell, "\r",
		"BW 1 2\ntor> getinfo version\n0.4.9.11\ntor> ▮");
	shell_screen_end(&shell);
}
END_TEST

/* Neither a line with one, nor a text that may be one. */
START_TEST(secrets_reach_no_file)
{
	static const struct fake_step steps[] = { SHELL_START,
		EXPECT("+X"), EXPECT("secret"), EXPECT("."), SHELL_OK };
#define REFUSED "A line with a secret cannot be edited elsewhere: it would " \
	"be written to a file\n"
	struct shell_screen shell;

	START(&shell, 120, steps);
	shell_screen_turn(&shell, "authenticate \"secret\"" KEYS,
		REFUSED "tor> authenticate \"secret\"▮");
	shell_screen_turn(&shell, KEY_CUT_BEFORE "\014", "tor> ▮");
	shell_screen_turn(&shell, "raw +X\rsecret" KEYS, "tor> raw +X\n"
		"Only a command line can be edited elsewhere\n...> secret▮");
	shell_screen_turn(&shell, "\r.\r", "tor> raw +X\n"
		"Only a command line can be edited elsewhere\n...> secret\n"
		"...> .\ntor> ▮");
	shell_screen_end(&shell);
}
END_TEST

/* Other keys after Ctrl-X, and a search. */
START_TEST(other_keys)
{
	static const struct fake_step steps[] = { SHELL_START, SHELL_VERSION };
	struct shell_screen shell;

	START(&shell, 80, steps);
	shell_screen_turn(&shell, "getinfo version\r\014", "tor> ▮");
	shell_screen_turn(&shell, "a\030zb", "tor> ab▮");
	shell_screen_turn(&shell, KEY_CUT_BEFORE "\022ver" KEYS,
		"editing getinfo version\n▮");
	shell_screen_turn(&shell, "x", "tor> getinfo version▮");
	shell_screen_end(&shell);
}
END_TEST

int main(void)
{
	Suite *suite = suite_create("shell_external");
	TCase *tcase = test_case(suite, "shell_external");

	tcase_set_timeout(tcase, 30);
	tcase_add_loop_test(tcase, one_line_comes_back, 0, 2);
	tcase_add_test(tcase, several_lines_are_run);
	tcase_add_test(tcase, failure_keeps_the_line);
	tcase_add_test(tcase, events_wait_for_the_editor);
	tcase_add_test(tcase, secrets_reach_no_file);
	tcase_add_test(tcase, other_keys);
	return test_run(suite);
}
