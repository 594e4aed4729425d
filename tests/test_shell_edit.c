/* The interactive shell on a screen: conf edit runs an editor. */
#include "lib/shell_screen.h"
#include "lib/test.h"
#include "util/files.h"

#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

/* A Tor that does not report its defaults. */
#define TEXT EXPECT("GETINFO config-text"), \
	SEND("250+config-text=\r\nContactInfo me\r\nSocksPort 0\r\n.\r\n" \
		"250 OK\r\n"), \
	EXPECT("GETINFO config/names"), SEND("552 no\r\n"), \
	EXPECT("GETINFO config/defaults"), SEND("552 no\r\n")
#define NEW_TEXT EXPECT("RESETCONF Nickname=\"new\"")

/* It owns the screen and the keyboard until a line is typed. */
static const char editor[] =
	"stty -echo -icanon\n"
	"printf '\\033[H\\033[2Jediting\\n'\n"
	"key=$(dd bs=1 count=1 2>/dev/null)\n"
	"printf '\\033[H\\033[2J'\n"
	"case $key in\n"
	"w) echo Nickname new >>\"$1\" ;;\n"
	"m) grep '^# torctl: 5' \"$1\" | cut -c 1-30\n"
	"   sed '/^Bogus/d' \"$1\" >changed\n"
	"   echo Nickname new >>changed; cat changed >\"$1\" ;;\n"
	"b) echo Bogus 1 >>\"$1\" ;;\n"
	"esac\n";

#define ASKED "+Nickname new\nThis changes the running configuration. " \
	"Continue? [y/N] "

#define SCRIPT(rest) "TMPDIR=. TORCTL_EDITOR='sh ./editor'; " \
	"export TMPDIR TORCTL_EDITOR; trap : INT; " \
	"\"$@\" " rest "; status=$?; " \
	"printf '\\033[H\\033[2Jleft %d\\n' $status"

static void start(struct shell_screen *shell, const struct fake_step *steps,
	size_t count)
{
	shell_screen_init(shell, 80);
	shell_screen_write("editor", editor);
	/* The error contains a path that is never the same. */
	shell->script = SCRIPT("2>complaints");
	shell_screen_listen(shell, steps, count);
	shell_screen_prompt(shell);
}
#define START(shell, steps) start(shell, steps, COUNT(steps))

static void check_complaint(const char *part)
{
	char *complaints = shell_screen_file("complaints");

	ck_assert_ptr_nonnull(complaints);
	ck_assert_msg(strstr(complaints, part), "%s", complaints);
	free(complaints);
}

/* Whether a directory with the user's text was left. */
static bool is_left(void)
{
	return !system("test -n \"$(find . -name 'torctl-*')\"");
}

START_TEST(text_is_sent_at_a_yes)
{
	static const struct fake_step steps[] = { SHELL_START, TEXT, NEW_TEXT,
		SHELL_OK, };
	struct shell_screen shell;

	START(&shell, steps);
	shell_screen_turn(&shell, "conf edit\r", "editing\n▮");
	shell_screen_turn(&shell, "w", ASKED "▮");
	shell_screen_turn(&shell, "y\r", ASKED "y\ntor> ▮");
	ck_assert(!is_left());
	/* The line editor uses its terminal again. */
	shell_screen_turn(&shell, "\014ab\002X", "tor> aX▮b");
	shell_screen_end(&shell);
}
END_TEST

START_TEST(text_is_kept_at_a_no)
{
	static const struct fake_step steps[] = { SHELL_START, TEXT, };
	struct shell_screen shell;

	START(&shell, steps);
	shell_screen_turn(&shell, "conf edit\r", "editing\n▮");
	shell_screen_turn(&shell, "w", ASKED "▮");
	shell_screen_turn(&shell, "n\r", ASKED "n\nCancelled.\n"
		"tor> ▮");
	check_complaint("cancelled; your text is saved in ./torctl-");
	ck_assert(is_left());
	shell_screen_turn(&shell, "\014", "tor> ▮");
	shell_screen_end(&shell);
}
END_TEST

START_TEST(refusal_comes_back)
{
	static const struct fake_step steps[] = { SHELL_START, TEXT,
		EXPECT("RESETCONF Bogus=\"1\""),
		SEND("552 Unrecognized option: Bogus\r\n"),
		EXPECT("SETEVENTS STATUS_CLIENT"), SHELL_OK, NEW_TEXT,
		SHELL_OK, };
	struct shell_screen shell;

	START(&shell, steps);
	shell_screen_turn(&shell, "conf edit\r", "editing\n▮");
	shell_screen_turn(&shell, "b", "+Bogus 1\n"
		"This changes the running configuration. Continue? [y/N] ▮");
	shell_screen_turn(&shell, "y\r", "editing\n▮");
	shell_screen_turn(&shell, "m", "# torctl: 552 Unrecognized opt\n"
		ASKED "▮");
	shell_screen_turn(&shell, "y\r", "# torctl: 552 Unrecognized opt\n"
		ASKED "y\ntor> ▮");
	ck_assert(!is_left());
	shell_screen_end(&shell);
}
END_TEST

/* Ctrl-C is for the editor, and the shell continues. */
START_TEST(interrupt_is_for_the_editor)
{
	static const struct fake_step steps[] = { SHELL_START, TEXT,
		EXPECT("GETINFO version"),
		SEND("250-version=0.4.9.11\r\n250 OK\r\n"), };
	struct shell_screen shell;

	START(&shell, steps);
	shell_screen_turn(&shell, "conf edit\r", "editing\n▮");
	shell_screen_turn(&shell, KEY_INTERRUPT, "editing\ntor> ▮");
	check_complaint("the editor was killed by signal 2\n");
	ck_assert(!is_left());
	shell_screen_turn(&shell, "\014getinfo version\r",
		"tor> getinfo version\n0.4.9.11\ntor> ▮");
	shell_screen_end(&shell);
}
END_TEST

/* Events that arrive meanwhile are shown when the editor has exited. */
START_TEST(events_wait)
{
	static const struct fake_step steps[] = { SHELL_START, SHELL_EVENTS,
		TEXT, WAIT(0), SEND("650 BW 1 2\r\n"), DRAIN, WAIT(1), };
	struct shell_screen shell;

	START(&shell, steps);
	shell_screen_choose(&shell);
	shell_screen_turn(&shell, "conf edit\r", "editing\n▮");
	fake_tor_open(shell.tor, 0);
	ck_assert(fake_tor_await(shell.tor, 1));
	shell_screen_turn(&shell, "q", "BW 1 2\ntor> ▮");
	fake_tor_open(shell.tor, 1);
	shell_screen_turn(&shell, "\014", "tor> ▮");
	shell_screen_end(&shell);
}
END_TEST

/* ---- without the shell, but on a terminal */

static const struct {
	const char *keys, *end;
	bool yes;
} answers[] = {
	{ "y\r", "left 0\n▮", true },
	{ "n\r", "left 1\n▮", false },
	{ "\r", "left 1\n▮", false },
	{ KEY_EOF, "left 1\n▮", false },
	{ KEY_INTERRUPT, "left 1\n▮", false },
};

START_TEST(asks_outside_the_shell)
{
	static const struct fake_step sent[] = { FAKE_AUTH_NULL, TEXT,
		NEW_TEXT, SHELL_OK, }, not_sent[] = { FAKE_AUTH_NULL, TEXT, };
	bool yes = answers[_i].yes;
	struct shell_screen shell;

	shell_screen_init(&shell, 80);
	shell_screen_write("editor", editor);
	shell.script = SCRIPT("conf edit");
	shell_screen_listen(&shell, yes ? sent : not_sent, yes ? COUNT(sent) :
		COUNT(not_sent));
	shell_screen_run(&shell);
	screen_shows(shell.screen, "editing\n▮");
	shell_screen_turn(&shell, "w", ASKED "▮");
	screen_type(shell.screen, answers[_i].keys);
	ck_assert_int_eq(screen_end(shell.screen, answers[_i].end), 0);
	ck_assert_int_eq(is_left(), !yes);
	shell_screen_clear(&shell);
}
END_TEST

int main(void)
{
	Suite *suite = suite_create("shell_edit");
	TCase *tcase = test_case(suite, "shell_edit");

	tcase_add_test(tcase, text_is_sent_at_a_yes);
	tcase_add_test(tcase, text_is_kept_at_a_no);
	tcase_add_test(tcase, refusal_comes_back);
	tcase_add_test(tcase, interrupt_is_for_the_editor);
	tcase_add_test(tcase, events_wait);
	test_add_table(tcase, asks_outside_the_shell, answers);
	return test_run(suite);
}
