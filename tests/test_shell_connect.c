/* The interactive shell on a screen: switching from one Tor to another. */
#include "lib/shell_screen.h"
#include "lib/test.h"
#include "util/alloc.h"
#include "util/buf.h"

#include <fcntl.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#define NEWER EXPECT("PROTOCOLINFO 1"), SEND("250-PROTOCOLINFO 1\r\n" \
	"250-AUTH METHODS=NULL\r\n250-VERSION Tor=\"0.5.0.1\"\r\n" \
	"250 OK\r\n"), EXPECT("AUTHENTICATE"), SHELL_OK

/* The banner, the prompt and everything that follows come from the new one. */
START_TEST(connect_elsewhere)
{
	static const struct fake_step steps[] = { SHELL_START, SHELL_EVENTS,
		WAIT(0), SEND("650 BW 1 2\r\n"), CLIENT_CLOSES };
	static const struct fake_step newer[] = { NEWER,
		EXPECT("SETEVENTS BW STATUS_CLIENT"), SHELL_OK,
		SHELL_BOOTSTRAPPED("45"), WAIT(0), SEND("650 BW 3 4\r\n"),
		EXPECT("GETINFO version"),
		SEND("250-version=0.5.0.1\r\n250 OK\r\n") };
	struct shell_screen shell;
	struct fake_tor *other;
	struct buf shown = BUF_INIT;
	char *path, *line, *failure;

	shell_screen_init(&shell, 160);
	shell_screen_write(SHELL_RC, SHELL_PLAIN "events BW\n");
	shell_screen_listen(&shell, steps, COUNT(steps));
	path = alloc_print("%s/other", shell.directory);
	other = fake_tor_start(FAKE_UNIX, path, newer, COUNT(newer));
	ck_assert_ptr_nonnull(other);
	shell_screen_run(&shell);
	fake_tor_open(shell.tor, 0);
	shell_screen_shows(&shell,
		"Connected to @ (NULL): Tor 0.4.9.11, bootstrapped\n"
		"Type help for commands, Tab to complete, Ctrl-D to exit.\n"
		"BW 1 2\ntor> ▮");
	shell_screen_turn(&shell, "\014", "tor> ▮");
	line = alloc_print("connect %s\r", path);
	buf_print(&shown, "tor> connect %s\n"
		"Connected to %s (NULL): Tor 0.5.0.1, 45%% "
		"bootstrapped\n", path, path);
	screen_type(shell.screen, line);
	free(line);
	line = alloc_print("%stor 45%%> ▮", buf_text(&shown));
	shell_screen_shows(&shell, line);
	free(line);
	fake_tor_open(other, 0);
	line = alloc_print("%sBW 3 4\ntor 45%%> ▮", buf_text(&shown));
	shell_screen_shows(&shell, line);
	free(line);
	line = alloc_print("%sBW 3 4\ntor 45%%> getinfo version\n0.5.0.1\n"
		"tor 45%%> ▮", buf_text(&shown));
	shell_screen_turn(&shell, "getinfo version\r", line);
	free(line);
	buf_clear(&shown);
	shell_screen_end(&shell);
	failure = fake_tor_end(other, NULL);
	ck_assert_msg(!failure, "the other fake tor, %s", failure);
	free(path);
}
END_TEST

/*
 * A fake ssh, whose Tor's version says whether it may ask questions. It says OK
 * to everything, and ends after a signal.
 */
#define FAKE_SSH "sh -c 'may=asks; case \"$*\" in *BatchMode*) " \
	"may=silent;; esac; printf \"\\nTORCTL-STDIO 1 ready tor=$may\\n\"; " \
	"while read -r line; do case $line in SIGNAL*) " \
	"echo Timeout, server relay not responding. >&2; exit 255;; esac; " \
	"printf \"250 OK\\r\\n\"; done' ssh"

START_TEST(connect_by_ssh)
{
	static const struct fake_step steps[] = { SHELL_START, CLIENT_CLOSES };
	struct shell_screen shell;

	setenv("TORCTL_SSH", FAKE_SSH, 1);
	shell_screen_init(&shell, 120);
	shell_screen_write(SHELL_RC, SHELL_PLAIN);
	shell_screen_listen(&shell, steps, COUNT(steps));
	shell_screen_run(&shell);
	shell_screen_shows(&shell,
		"Connected to @ (NULL): Tor 0.4.9.11, bootstrapped\n"
		"Type help for commands, Tab to complete, Ctrl-D to exit.\n"
		"tor> ▮");
	shell_screen_turn(&shell, "\014", "tor> ▮");
	shell_screen_turn(&shell, "connect ssh://relay\r",
		"tor> connect ssh://relay\n"
		"Connected to ssh://relay (SSH): Tor asks\ntor> ▮");
	shell_screen_turn(&shell, "\014", "tor> ▮");
	shell_screen_turn(&shell, "signal reload\r",
		"tor> signal reload\n"
		"signal: ssh to relay ended: Timeout, server relay not "
		"responding.\n"
		"Connection lost: ssh to relay ended: Timeout, server relay "
		"not responding.; retrying\n"
		"Reconnected to ssh://relay (SSH): Tor silent\ntor> ▮");
	shell_screen_end(&shell);
	unsetenv("TORCTL_SSH");
}
END_TEST

/* Speaks when a line is written to the FIFO. */
#define SPEAKING_SSH "sh -c 'echo Welcome to relay >&2; (read -r line <say; " \
	"printf \"a \\033[31mred\\nline\\n\" >&2) & " \
	"printf \"\\nTORCTL-STDIO 1 ready tor=x\\n\"; " \
	"while read -r line; do printf \"250 OK\\r\\n\"; done' ssh"

START_TEST(ssh_speaks)
{
	static const struct fake_step steps[] = { SHELL_START, CLIENT_CLOSES };
	struct shell_screen shell;
	int say;

	setenv("TORCTL_SSH", SPEAKING_SSH, 1);
	shell_screen_init(&shell, 120);
	ck_assert_int_eq(mkfifo("say", 0600), 0);
	shell_screen_write(SHELL_RC, SHELL_PLAIN);
	shell_screen_listen(&shell, steps, COUNT(steps));
	shell_screen_run(&shell);
	shell_screen_shows(&shell,
		"Connected to @ (NULL): Tor 0.4.9.11, bootstrapped\n"
		"Type help for commands, Tab to complete, Ctrl-D to exit.\n"
		"tor> ▮");
	shell_screen_turn(&shell, "\014", "tor> ▮");
	shell_screen_turn(&shell, "connect ssh://relay\r",
		"tor> connect ssh://relay\nWelcome to relay\n"
		"Connected to ssh://relay (SSH): Tor x\ntor> ▮");
	shell_screen_turn(&shell, "\014getinfo versoin\002\002\002",
		"tor> getinfo vers▮oin");
	say = open("say", O_WRONLY);
	ck_assert_int_eq(write(say, "\n", 1), 1);
	close(say);
	shell_screen_shows(&shell, "a \\x1b[31mred\nline\n"
		"tor> getinfo vers▮oin");
	shell_screen_end(&shell);
	unsetenv("TORCTL_SSH");
}
END_TEST

/*
 * An ssh that needs the user: it is not tried again and again, which the host
 * could take for an attack. Each key would be a try.
 */
#define REFUSING_SSH "sh -c 'echo x >>calls; case \"$*\" in *BatchMode*) " \
	"echo relay: Permission denied \\(publickey\\). >&2; exit 255;; " \
	"esac; printf \"\\nTORCTL-STDIO 1 ready tor=x\\n\"; " \
	"while read -r line; do case $line in SIGNAL*) " \
	"exit 255;; esac; printf \"250 OK\\r\\n\"; done' ssh"

START_TEST(refusal_is_not_retried)
{
	static const struct fake_step steps[] = { SHELL_START, CLIENT_CLOSES };
	struct shell_screen shell;
	char *calls;

	setenv("TORCTL_SSH", REFUSING_SSH, 1);
	SHELL_SCREEN_START(&shell, 120, steps);
	shell_screen_turn(&shell, "connect ssh://relay\r\014", "tor> ▮");
	shell_screen_turn(&shell, "signal reload\r", "tor> signal reload\n"
		"signal: ssh to relay ended\n"
		"Connection lost: ssh to relay ended; retrying\n"
		"Not connected: ssh://relay: relay: Permission denied "
		"(publickey).\n"
		"Check that ssh can log in to that host and run a command "
		"there; use reconnect to retry\n"
		"tor (disconnected)> ▮");
	shell_screen_turn(&shell, "\014x", "tor (disconnected)> x▮");
	shell_screen_turn(&shell, "y", "tor (disconnected)> xy▮");
	calls = shell_screen_file("calls");
	ck_assert_str_eq(calls, "x\nx\n");
	free(calls);
	shell_screen_end(&shell);
	unsetenv("TORCTL_SSH");
}
END_TEST

#define NO_TOR "connect: /nonexistent/tor: No such file or " \
	"directory\nA tor is running; to open a control port, add these " \
	"lines to its torrc and reload it:\n  ControlPort 9051\n" \
	"  CookieAuthentication 1\n" \
	"If the control port is elsewhere, use connect ADDRESS\n" \
	"To try torctl with a private tor, start torctl --launch\n"
#define STILL "Still connected to @\n"

/* A working connection is kept if the new one fails. */
START_TEST(connect_nowhere)
{
	static const struct fake_step steps[] = { SHELL_START, SHELL_VERSION };
	struct shell_screen shell;

	SHELL_SCREEN_START(&shell, 120, steps);
	shell_screen_turn(&shell, "connect /nonexistent/tor\r",
		"tor> connect /nonexistent/tor\n" NO_TOR STILL "tor> ▮");
	shell_screen_turn(&shell, "\014", "tor> ▮");
	shell_screen_turn(&shell, "connect 1:2:3\r", "tor> connect 1:2:3\n"
		"connect: \"1:2:3\" is not a valid address: write "
		"IPv6 addresses as [V6]:PORT\ntor> ▮");
	shell_screen_turn(&shell, "\014", "tor> ▮");
	shell_screen_turn(&shell, "getinfo version\r",
		"tor> getinfo version\n0.4.9.11\ntor> ▮");
	shell_screen_turn(&shell, "\014disconnect\r",
		"tor> disconnect\ntor (disconnected)> ▮");
	shell_screen_turn(&shell, "\014", "tor (disconnected)> ▮");
	shell_screen_turn(&shell, "connect /nonexistent/tor\r",
		"tor (disconnected)> connect /nonexistent/tor\n" NO_TOR
		"tor (disconnected)> ▮");
	shell_screen_end(&shell);
}
END_TEST

/*
 * Each key makes the shell retry the old address, in a thread that reads its
 * name; so does the key that ends the line with a new address: see check-tsan.
 */
START_TEST(connect_while_trying)
{
	static const struct fake_step steps[] = { SHELL_START, WAIT(0), CLOSE };
	struct shell_screen shell;

	SHELL_SCREEN_START(&shell, 120, steps);
	fake_tor_open(shell.tor, 0);
	ck_assert(screen_has(shell.screen, "tor (disconnected)>"));
	for (int i = 0; i < 20; i++)
		screen_type(shell.screen, "connect /nonexistent/one\r");
	shell_screen_turn(&shell, "\014" "connect /nonexistent/tor\r",
		"tor (disconnected)> connect /nonexistent/tor\n" NO_TOR
		"tor (disconnected)> ▮");
	shell_screen_end(&shell);
}
END_TEST

/* A control port that refuses to authenticate us. */
START_TEST(connect_refused)
{
	static const struct fake_step steps[] = { SHELL_START, SHELL_VERSION };
	static const struct fake_step other_steps[] = {
		FAKE_PROTOCOLINFO("METHODS=NULL"), EXPECT("AUTHENTICATE"),
		SEND("515 Not you.\r\n") };
	struct shell_screen shell;
	struct fake_tor *other;
	char *path, *line, *failure;

	shell_screen_init(&shell, 160);
	path = alloc_print("%s/other", shell.directory);
	other = fake_tor_start(FAKE_UNIX, path, other_steps,
		COUNT(other_steps));
	ck_assert_ptr_nonnull(other);
	shell_screen_listen(&shell, steps, COUNT(steps));
	shell_screen_prompt(&shell);
	line = alloc_print("connect %s\rgetinfo version\r", path);
	screen_type(shell.screen, line);
	free(line);
	line = alloc_print("tor> connect %s\n"
		"connect: %s: refused: 515 Not you.\n"
		STILL "tor> getinfo version\n0.4.9.11\ntor> ▮", path, path);
	shell_screen_shows(&shell, line);
	free(line);
	shell_screen_end(&shell);
	failure = fake_tor_end(other, NULL);
	ck_assert_msg(!failure, "the other fake tor, %s", failure);
	free(path);
}
END_TEST

int main(void)
{
	Suite *suite = suite_create("shell connect");
	TCase *tcase = test_case(suite, "shell connect");

	test_pretend_tor();
	tcase_set_timeout(tcase, 30);
	tcase_add_test(tcase, connect_elsewhere);
	tcase_add_test(tcase, connect_by_ssh);
	tcase_add_test(tcase, ssh_speaks);
	tcase_add_test(tcase, refusal_is_not_retried);
	tcase_add_test(tcase, connect_nowhere);
	tcase_add_test(tcase, connect_while_trying);
	tcase_add_test(tcase, connect_refused);
	return test_run(suite);
}
