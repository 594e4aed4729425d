/* The interactive shell on a screen: tee copies the session to a file. */
#include "lib/shell_screen.h"
#include "lib/test.h"

#include <stdlib.h>
#include <unistd.h>

/* Runs lines and waits until they have been run. */
static void run(struct shell_screen *shell, const char *lines)
{
	screen_type(shell->screen, lines);
	shell_screen_turn(shell, "\014x", "tor> x▮");
	shell_screen_turn(shell, "\177", "tor> ▮");
}

static void check_copy(const char *want)
{
	char *text = shell_screen_file("copy");

	ck_assert_ptr_nonnull(text);
	ck_assert_str_eq(text, want);
	free(text);
}

START_TEST(session)
{
	static const struct fake_step steps[] = { SHELL_START, SHELL_EVENTS,
		SHELL_VERSION, EXPECT("GETINFO x"),
		SEND("552 no \x1b[31mx\r\n"), WAIT(0), SEND("650 BW 1 2\r\n"),
		SHELL_VERSION, SHELL_VERSION };
	struct shell_screen shell;

	SHELL_SCREEN_START(&shell, 80, steps);
	shell_screen_choose(&shell);
	run(&shell, "set color always\rtee copy\rtee\r");
	run(&shell, "getinfo version\rgetinfo x\r");
	fake_tor_open(shell.tor, 0);
	shell_screen_shows(&shell, "BW 1 2\ntor> ▮");
	/* What goes elsewhere, or is typed after the end, is not copied. */
	run(&shell, "getinfo version > f\r!echo hi\r");
	run(&shell, "tee off\rtee\rgetinfo version\r");
	check_copy("tor> tee copy\ntor> tee\ncopy\ntor> getinfo version\n"
		"0.4.9.11\ntor> getinfo x\ngetinfo x: 552 no \\x1b[31mx\n"
		"BW 1 2\ntor> getinfo version > f\ntor> !echo hi\n"
		"tor> tee off\n");
	shell_screen_end(&shell);
}
END_TEST

/* Neither typed nor printed, whichever way the output takes. */
START_TEST(secrets)
{
	static const struct fake_step steps[] = { SHELL_START,
		EXPECT("AUTHENTICATE 736563726574"), SHELL_OK,
		EXPECT("ADD_ONION NEW:BEST Flags=Detach Port=80"),
		SEND("250-ServiceID=" "2gzyxa5ihm7nsggfxnu52rck2vv4rvmdlkiu3zzui5du"
			"4xyclen53wid\r\n"
			"250-PrivateKey=ED25519-V3:secret\r\n250 OK\r\n"),
		EXPECT("GETCONF HashedControlPassword"),
		SEND("250 HashedControlPassword=16:secret\r\n"),
		EXPECT("GETCONF HashedControlPassword"),
		SEND("250 HashedControlPassword=16:secret\r\n"),
		SHELL_VERSION, SHELL_VERSION,
		EXPECT("GETINFO config-text"), SEND("250+config-text=\r\n"
			"HashedControlPassword 16:secret\r\n.\r\n250 OK\r\n") };
#define HIDDEN "tor> (not copied: it may hold a secret)\n"
	struct shell_screen shell;

	SHELL_SCREEN_START(&shell, 80, steps);
	shell_screen_write("script", "getconf HashedControlPassword\n"
		"getinfo version\n");
	run(&shell, "tee copy\rauthenticate \"secret\"\r"
		"add-onion NEW:BEST Port=80 Flags=Detach\r");
	run(&shell, "getconf HashedControlPassword\rsource script\r");
	run(&shell, " getinfo version\rgetinfo config-text\r");
	check_copy("tor> tee copy\n" HIDDEN HIDDEN HIDDEN "tor> source script\n"
		"(not copied: it may hold a secret)\n0.4.9.11\n"
		HIDDEN "tor> getinfo config-text\n"
		"HashedControlPassword <redacted>\n");
	shell_screen_end(&shell);
}
END_TEST

START_TEST(full_disk)
{
	static const struct fake_step steps[] = { SHELL_START };
	struct shell_screen shell;

	if (access("/dev/full", W_OK))
		return;
	SHELL_SCREEN_START(&shell, 80, steps);
	shell_screen_turn(&shell, "tee /dev/full\r", "tor> tee /dev/full\n"
		"Cannot write /dev/full: No space left on device; "
		"tee has ended\ntor> ▮");
	shell_screen_turn(&shell, "\014tee\rtee /nowhere/x\r",
		"tor> tee\noff\ntor> tee /nowhere/x\n"
		"tee: cannot open /nowhere/x: No such file or directory\n"
		"tor> ▮");
	shell_screen_end(&shell);
}
END_TEST

/* A copy of what a pager shows. */
START_TEST(long_output)
{
	static const struct fake_step steps[] = { SHELL_START,
		EXPECT("GETINFO config-text"), SEND("250+config-text=\r\n"),
		REPEAT(SHELL_ROWS, "line #\r\n"), SEND(".\r\n250 OK\r\n") };
	struct shell_screen shell;
	struct buf want = BUF_INIT;

	SHELL_SCREEN_START(&shell, 80, steps);
	run(&shell, "tee copy\rgetinfo config-text\r");
	buf_add_string(&want, "tor> tee copy\ntor> getinfo config-text\n");
	for (int i = 0; i < SHELL_ROWS; i++)
		buf_print(&want, "line %d\n", i);
	check_copy(buf_text(&want));
	buf_clear(&want);
	shell_screen_end(&shell);
}
END_TEST

int main(void)
{
	Suite *suite = suite_create("shell tee");
	TCase *tcase = test_case(suite, "shell tee");

	tcase_set_timeout(tcase, 30);
	tcase_add_test(tcase, session);
	tcase_add_test(tcase, secrets);
	tcase_add_test(tcase, full_disk);
	tcase_add_test(tcase, long_output);
	return test_run(suite);
}
