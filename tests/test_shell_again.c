/* The interactive shell on a screen: Tor returns, and requires a password. */
#include "lib/shell_screen.h"
#include "lib/test.h"

#include <stdlib.h>

#define LOST "Connection lost: Tor closed the control connection; retrying\n"
#define ASKED "Tor control password:\n"
#define PASSWORD FAKE_PROTOCOLINFO("METHODS=HASHEDPASSWORD"), \
	EXPECT("AUTHENTICATE 736563726574")
#define AGAIN EXPECT("SETEVENTS BW STATUS_CLIENT"), SHELL_OK, \
	SHELL_BOOTSTRAPPED("100")
#define FOUND(method) "Reconnected to @ (" method "): Tor 0.4.9.11, " \
	"bootstrapped\n"

/* With room for the socket's path. */
enum { WIDE = 200 };

static const char *const options[] = { "--quiet", "--password", NULL };

static void start(struct shell_screen *shell, const struct fake_step *steps,
	size_t count)
{
	shell_screen_init(shell, WIDE);
	shell->options = options;
	shell_screen_write(SHELL_RC, SHELL_PLAIN);
	shell_screen_listen(shell, steps, count);
	shell_screen_run(shell);
	shell_screen_shows(shell, "Tor control password: ▮");
	shell_screen_turn(shell, "secret\r", ASKED "tor> ▮");
	shell_screen_turn(shell, "\014", "tor> ▮");
}

/* Twice, to check that everything restored after a loss still works. */
START_TEST(typed_password_is_used_again)
{
	static const struct fake_step steps[] = { PASSWORD, SHELL_OK,
		EXPECT("SETEVENTS STATUS_CLIENT"), SHELL_OK,
		SHELL_BOOTSTRAPPED("100"), SHELL_EVENTS,
		WAIT(0), CLOSE, WAIT(1), PASSWORD, SHELL_OK, AGAIN,
		SEND("650 BW 1 2\r\n"), WAIT(2), CLOSE,
		WAIT(3), PASSWORD, SHELL_OK, AGAIN, SEND("650 BW 3 4\r\n") };
#define METHOD "HASHEDPASSWORD"
	struct shell_screen shell;

	start(&shell, steps, COUNT(steps));
	shell_screen_choose(&shell);
	shell_screen_turn(&shell, "getinfo ver", "tor> getinfo ver▮");
	fake_tor_open(shell.tor, 0);
	shell_screen_shows(&shell, LOST "tor (disconnected)> getinfo ver▮");
	fake_tor_open(shell.tor, 1);
	/* A key triggers an attempt. */
	shell_screen_turn(&shell, "s",
		LOST FOUND(METHOD) "BW 1 2\ntor> getinfo vers▮");
	fake_tor_open(shell.tor, 2);
	shell_screen_shows(&shell, LOST FOUND(METHOD) "BW 1 2\n" LOST
		"tor (disconnected)> getinfo vers▮");
	fake_tor_open(shell.tor, 3);
	shell_screen_turn(&shell, "i", LOST FOUND(METHOD) "BW 1 2\n" LOST
		FOUND(METHOD) "BW 3 4\ntor> getinfo versi▮");
	shell_screen_end(&shell);
}
END_TEST

/*
 * It is reported once, the line stays, and Tor accepts us once it is
 * reconfigured; keys do not speed that up.
 */
START_TEST(refused_then_let_in)
{
	static const struct fake_step steps[] = { PASSWORD, SHELL_OK,
		EXPECT("SETEVENTS STATUS_CLIENT"), SHELL_OK,
		SHELL_BOOTSTRAPPED("100"), SHELL_EVENTS,
		WAIT(0), CLOSE, PASSWORD,
		SEND("515 Authentication failed: \033[2Jwrong\r\n"), CLOSE,
		WAIT(1), PASSWORD, SEND("515 Authentication failed: \033[2Jwrong\r\n"),
		CLOSE, FAKE_AUTH_NULL, AGAIN, SEND("650 BW 1 2\r\n") };
#define REFUSED "Not connected: @: wrong password; retrying\n"
	struct shell_screen shell;

	start(&shell, steps, COUNT(steps));
	shell_screen_choose(&shell);
	fake_tor_open(shell.tor, 0);
	shell_screen_shows(&shell, LOST "tor (disconnected)> ▮");
	/* The first attempt follows after a second. */
	shell_screen_turn(&shell, "x", LOST REFUSED "tor (disconnected)> x▮");
	shell_screen_turn(&shell, "y", LOST REFUSED "tor (disconnected)> xy▮");
	fake_tor_open(shell.tor, 1);
	shell_screen_shows(&shell, LOST REFUSED FOUND("NULL")
		"BW 1 2\ntor> xy▮");
	shell_screen_end(&shell);
}
END_TEST

/*
 * Three tries. Then no attempt is made unless asked for, and the advice says so.
 * A password that is typed as a command is not kept.
 */
#define NO SEND("515 Authentication failed: wrong\r\n"), CLOSE

START_TEST(refused_at_the_start)
{
	static const struct fake_step steps[] = { PASSWORD, NO, PASSWORD, NO,
		PASSWORD, NO, PASSWORD, NO,
		PASSWORD, SHELL_OK, EXPECT("SETEVENTS STATUS_CLIENT"),
		SHELL_OK, SHELL_BOOTSTRAPPED("100") };
#define TRY ASKED "Wrong password.\n"
#define WRONG TRY TRY ASKED "@: wrong password\n" \
	"Use reconnect to retry; for another control port, use connect " \
	"ADDRESS\ntor (disconnected)> "
#define TYPED WRONG "hunter2\nunknown command \"hunter2\"; see help\n" \
	"tor (disconnected)> "
	struct shell_screen shell;
	char *history;

	shell_screen_init(&shell, WIDE);
	shell.options = options;
	shell_screen_write(SHELL_RC, SHELL_PLAIN);
	shell_screen_listen(&shell, steps, COUNT(steps));
	shell_screen_run(&shell);
	shell_screen_shows(&shell, "Tor control password: ▮");
	shell_screen_turn(&shell, "secret\r", TRY "Tor control password: ▮");
	shell_screen_turn(&shell, "secret\r", TRY TRY
		"Tor control password: ▮");
	shell_screen_turn(&shell, "secret\r", WRONG "▮");
	shell_screen_turn(&shell, "hunter2\r", TYPED "▮");
	shell_screen_turn(&shell, "reconnect\r", TYPED
		"reconnect\nTor control password: ▮");
	shell_screen_turn(&shell, "secret\r", TYPED "reconnect\n" TRY
		"Tor control password: ▮");
	shell_screen_turn(&shell, "secret\r", TYPED "reconnect\n" TRY ASKED
		"tor> ▮");
	history = shell_screen_file("state/torctl/history");
	ck_assert_str_eq(history, "reconnect\n");
	free(history);
	shell_screen_end(&shell);
}
END_TEST

/* The Tor that returns is older: the other events stay on, with a note. */
START_TEST(event_that_is_gone)
{
	static const struct fake_step steps[] = { PASSWORD, SHELL_OK,
		EXPECT("SETEVENTS STATUS_CLIENT"), SHELL_OK,
		SHELL_BOOTSTRAPPED("100"), SHELL_EVENTS,
		WAIT(0), CLOSE, WAIT(1), PASSWORD, SHELL_OK,
		EXPECT("SETEVENTS BW STATUS_CLIENT"),
		SEND("552 Unrecognized event \"BW\"\r\n"),
		EXPECT("GETINFO events/names"),
		SEND("250-events/names=CIRC STATUS_CLIENT\r\n250 OK\r\n"),
		EXPECT("SETEVENTS STATUS_CLIENT"), SHELL_OK,
		SHELL_BOOTSTRAPPED("100") };
	struct shell_screen shell;

	start(&shell, steps, COUNT(steps));
	shell_screen_choose(&shell);
	fake_tor_open(shell.tor, 0);
	shell_screen_shows(&shell, LOST "tor (disconnected)> ▮");
	fake_tor_open(shell.tor, 1);
	shell_screen_turn(&shell, "x", LOST FOUND(METHOD)
		"This Tor does not support event BW; removed\ntor> x▮");
	shell_screen_end(&shell);
}
END_TEST

int main(void)
{
	Suite *suite = suite_create("shell again");
	TCase *tcase = test_case(suite, "shell again");

	tcase_set_timeout(tcase, 60);
	tcase_add_test(tcase, typed_password_is_used_again);
	tcase_add_test(tcase, refused_then_let_in);
	tcase_add_test(tcase, refused_at_the_start);
	tcase_add_test(tcase, event_that_is_gone);
	return test_run(suite);
}
