/* The interactive shell on a screen: a lost and restored connection, files. */
#include "lib/shell_screen.h"
#include "lib/test.h"
#include "util/alloc.h"

#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#define LOST "Connection lost: Tor closed the control connection; retrying\n"
#define FOUND "Reconnected to @ (NULL): Tor 0.4.9.11, bootstrapped\n"

/* With room for the socket's path. */
enum { WIDE = 160 };

START_TEST(lost_and_found)
{
	static const struct fake_step steps[] = { SHELL_START, SHELL_EVENTS,
		WAIT(0), CLOSE, WAIT(1), FAKE_AUTH_NULL,
		EXPECT("SETEVENTS BW STATUS_CLIENT"), SHELL_OK,
		SHELL_BOOTSTRAPPED("100"), SEND("650 BW 1 2\r\n"),
		EXPECT("GETINFO version"),
		SEND("250-version=0.4.9.11\r\n250 OK\r\n") };
	struct shell_screen shell;

	SHELL_SCREEN_START(&shell, WIDE, steps);
	shell_screen_choose(&shell);
	shell_screen_turn(&shell, "getinfo version" KEY_BACK,
		"tor> getinfo versio▮n");
	fake_tor_open(shell.tor, 0);
	shell_screen_shows(&shell,
		LOST "tor (disconnected)> getinfo versio▮n");
	/* A key triggers an attempt. */
	shell_screen_turn(&shell, KEY_BACK,
		LOST "tor (disconnected)> getinfo versi▮on");
	fake_tor_open(shell.tor, 1);
	shell_screen_shows(&shell,
		LOST FOUND "BW 1 2\ntor> getinfo versi▮on");
	shell_screen_turn(&shell, "\r", LOST FOUND "BW 1 2\n"
		"tor> getinfo version\n0.4.9.11\ntor> ▮");
	shell_screen_end(&shell);
}
END_TEST

START_TEST(commands_without_a_connection)
{
#define REFUSED "tor (disconnected)> getinfo version\n" \
	"not connected to Tor; use reconnect\n"
	static const struct fake_step steps[] = { SHELL_START, CLIENT_CLOSES,
		SHELL_START };
	struct shell_screen shell;

	SHELL_SCREEN_START(&shell, WIDE, steps);
	shell_screen_turn(&shell, "disconnect\r",
		"tor> disconnect\ntor (disconnected)> ▮");
	shell_screen_turn(&shell, "getinfo version\r",
		"tor> disconnect\n" REFUSED "tor (disconnected)> ▮");
	shell_screen_turn(&shell, "\014", "tor (disconnected)> ▮");
	shell_screen_turn(&shell, "connect\r",
		"tor (disconnected)> connect\ntor> ▮");
	shell_screen_end(&shell);
}
END_TEST

/* While a command's text is typed, when the connection is lost. */
START_TEST(lost_while_a_text_is_typed)
{
	static const struct fake_step steps[] = { SHELL_START, WAIT(0), CLOSE };
#define TYPED "tor> raw +FOO\n...> one\n"
	struct shell_screen shell;

	SHELL_SCREEN_START(&shell, WIDE, steps);
	shell_screen_turn(&shell, "raw +FOO\rone\r", TYPED "...> ▮");
	fake_tor_open(shell.tor, 0);
	shell_screen_shows(&shell, TYPED LOST "...> ▮");
	shell_screen_turn(&shell, ".\r", TYPED LOST "...> .\n"
		"raw: not connected to Tor; use reconnect\n"
		"tor (disconnected)> ▮");
	shell_screen_end(&shell);
}
END_TEST

START_TEST(lost_over_a_wrapped_line)
{
	static const struct fake_step steps[] = { SHELL_START, WAIT(0), CLOSE };
	struct shell_screen shell;

	SHELL_SCREEN_START(&shell, 40, steps);
	shell_screen_turn(&shell, "getinfo version config-file" KEY_BACK,
		"tor> getinfo version config-fil▮e");
	fake_tor_open(shell.tor, 0);
	shell_screen_shows(&shell, "Connection lost: Tor closed the control\n"
		"connection; retrying\n"
		"tor (disconnected)> getinfo version conf\nig-fil▮e");
	shell_screen_end(&shell);
}
END_TEST

/* A background attempt without a result makes way. */
START_TEST(reconnect_at_once)
{
	static const struct fake_step steps[] = { SHELL_START, WAIT(0), CLOSE,
		EXPECT("PROTOCOLINFO 1"), WAIT(1), IGNORE, SHELL_START };
	struct shell_screen shell;

	SHELL_SCREEN_START(&shell, WIDE, steps);
	fake_tor_open(shell.tor, 0);
	shell_screen_shows(&shell, LOST "tor (disconnected)> ▮");
	shell_screen_turn(&shell, "reconnect",
		LOST "tor (disconnected)> reconnect▮");
	ck_assert(fake_tor_await(shell.tor, 1));
	fake_tor_open(shell.tor, 1);
	shell_screen_turn(&shell, "\r",
		LOST "tor (disconnected)> reconnect\ntor> ▮");
	shell_screen_end(&shell);
}
END_TEST

START_TEST(interrupt_while_connecting)
{
	static const struct fake_step steps[] = { SHELL_START, CLIENT_CLOSES,
		EXPECT("PROTOCOLINFO 1"), WAIT(0), CLIENT_CLOSES };
	struct shell_screen shell;

	SHELL_SCREEN_START(&shell, WIDE, steps);
	shell_screen_turn(&shell, "disconnect\r",
		"tor> disconnect\ntor (disconnected)> ▮");
	shell_screen_turn(&shell, "connect\r",
		"tor> disconnect\ntor (disconnected)> connect\n▮");
	ck_assert(fake_tor_await(shell.tor, 0));
	fake_tor_open(shell.tor, 0);
	shell_screen_turn(&shell, KEY_INTERRUPT,
		"tor> disconnect\ntor (disconnected)> connect\n"
		"^C\ntor (disconnected)> ▮");
	shell_screen_end(&shell);
}
END_TEST

START_TEST(interrupt_while_starting)
{
	static const struct fake_step steps[] = { EXPECT("PROTOCOLINFO 1"),
		WAIT(0), CLIENT_CLOSES, WAIT(1), SHELL_START };
#define GIVEN_UP "^C\n@: interrupted\n" \
	"Retrying; for another control port, use connect ADDRESS\n" \
	"Type help for commands, Tab to complete, Ctrl-D to exit.\n"
	struct shell_screen shell;

	shell_screen_init(&shell, WIDE);
	shell_screen_listen(&shell, steps, COUNT(steps));
	shell_screen_run(&shell);
	ck_assert(fake_tor_await(shell.tor, 0));
	fake_tor_open(shell.tor, 0);
	shell_screen_turn(&shell, KEY_INTERRUPT,
		GIVEN_UP "tor (disconnected)> ▮");
	fake_tor_open(shell.tor, 1);
	/* A key triggers an attempt. */
	shell_screen_turn(&shell, "x", GIVEN_UP FOUND "tor> x▮");
	shell_screen_end(&shell);
}
END_TEST

/* Tor's last message is shown, then that the connection was lost. */
START_TEST(events_before_the_loss)
{
	static const struct fake_step steps[] = { SHELL_START, SHELL_EVENTS,
		WAIT(0), SEND("650 BW 1 2\r\n"), CLOSE };
	struct shell_screen shell;

	SHELL_SCREEN_START(&shell, WIDE, steps);
	shell_screen_choose(&shell);
	fake_tor_open(shell.tor, 0);
	shell_screen_shows(&shell, "BW 1 2\n" LOST "tor (disconnected)> ▮");
	shell_screen_end(&shell);
}
END_TEST

START_TEST(lost_during_a_command)
{
	static const struct fake_step steps[] = { SHELL_START,
		EXPECT("GETINFO version"), CLOSE };
	struct shell_screen shell;

	SHELL_SCREEN_START(&shell, WIDE, steps);
	shell_screen_turn(&shell, "getinfo version\r",
		"tor> getinfo version\n"
		"getinfo version: Tor closed the control "
		"connection\n"
		LOST "tor (disconnected)> ▮");
	shell_screen_end(&shell);
}
END_TEST

START_TEST(started_without_tor)
{
#define NO_TOR "@: No such file or directory\n" \
	"A tor is running; to open a control port, add these lines to its " \
	"torrc and reload it:\n" \
	"  ControlPort 9051\n  CookieAuthentication 1\n" \
	"If the control port is elsewhere, use connect ADDRESS\n" \
	"To try torctl with a private tor, start torctl --launch\n" \
	"Retrying\n" \
	"Type help for commands, Tab to complete, Ctrl-D to exit.\n"
	static const struct fake_step steps[] = { SHELL_START };
	struct shell_screen shell;

	shell_screen_init(&shell, WIDE);
	shell_screen_run(&shell);
	shell_screen_shows(&shell, NO_TOR "tor (disconnected)> ▮");
	/* No key: each one is an attempt, and the pauses grow. */
	shell_screen_listen(&shell, steps, COUNT(steps));
	shell_screen_shows(&shell, NO_TOR FOUND "tor> ▮");
	shell_screen_end(&shell);
}
END_TEST

/* ---- a real tor, without a network */

static pid_t start_tor(const struct shell_screen *shell)
{
	char *rc = alloc_print("DisableNetwork 1\nSocksPort 0\n"
		"DataDirectory %s/data\nControlSocket %s\n"
		"CookieAuthentication 0\nLog err stderr\n"
		"__OwningControllerProcess %d\n",
		shell->directory, shell->control, (int)getpid());
	char *words[] = { (char[]){ "tor" }, (char[]){ "-f" },
		(char[]){ "torrc" }, (char[]){ "--defaults-torrc" },
		(char[]){ "none" }, (char[]){ "--ignore-missing-torrc" },
		(char[]){ "--hush" }, NULL };
	pid_t pid;

	shell_screen_write("torrc", rc);
	free(rc);
	pid = fork();
	ck_assert_int_ge(pid, 0);
	if (pid == 0) {
		execvp(words[0], words);
		_exit(127);
	}
	return pid;
}

static void end_tor(pid_t pid)
{
	kill(pid, SIGKILL);
	while (waitpid(pid, NULL, 0) < 0)
		;
}

/* "Tor x.y.z" as in the greeting; NULL: no tor. */
static char *tor_version(void)
{
	FILE *pipe = popen("tor --version 2>/dev/null", "r");
	char line[128] = "";
	char *end;

	if (!pipe)
		return NULL;
	if (!fgets(line, sizeof(line), pipe))
		*line = '\0';
	while (fgetc(pipe) != EOF)
		;
	pclose(pipe);
	end = strstr(line, ".\n");
	if (strncmp(line, "Tor version ", 12) || !end)
		return NULL;
	*end = '\0';
	return alloc_string(line + 12);
}

START_TEST(real_tor_ends_and_starts_again)
{
	static const char *const quiet[] = { "--quiet", "--wait", "20", NULL };
	char *version = tor_version(), *lost, *found;
	struct shell_screen shell;
	pid_t pid;

	if (!version) {
		puts("skipped: there is no tor");
		return;
	}
	shell_screen_init(&shell, WIDE);
	shell.options = quiet;
	shell_screen_write(SHELL_RC, SHELL_PLAIN);
	pid = start_tor(&shell);
	shell_screen_run(&shell);
	shell_screen_shows(&shell, "tor 0%> ▮");
	shell_screen_turn(&shell, "getinfo dormant",
		"tor 0%> getinfo dormant▮");
	end_tor(pid);
	lost = alloc_string(LOST);
	found = alloc_print("%sReconnected to @ (NULL): Tor %s, 0%% "
		"bootstrapped\n", lost, version);
	free(lost);
	lost = alloc_print(LOST "tor (disconnected)> getinfo dormant▮");
	shell_screen_shows(&shell, lost);
	pid = start_tor(&shell);
	free(lost);
	lost = alloc_print("%stor 0%%> getinfo dormant▮", found);
	shell_screen_shows(&shell, lost);
	free(lost);
	lost = alloc_print("%stor 0%%> getinfo dormant\n0\ntor 0%%> ▮", found);
	shell_screen_turn(&shell, "\r", lost);
	free(lost);
	free(found);
	free(version);
	shell_screen_end(&shell);
	end_tor(pid);
}
END_TEST

/* ---- files */

#define HISTORY "state/torctl/history"

START_TEST(history_without_secrets)
{
	static const struct fake_step steps[] = { SHELL_START, IGNORE };
	static const char *const lines[] = {
		"help quit >out\r",
		" help quit >out\r",
		"authenticate \"secret1\"\r",
		"add-onion ED25519-V3:c2VjcmV0Mg== 80\r",
		"setconf HashedControlPassword 16:secret3\r",
		"setconf hashedcontrolpassword=16:secret4\r",
		"onion-client-auth-add abc x25519:secret5\r",
		"setconf 'Socks5ProxyPassword'=secret6\r",
		"setconf Socks5Proxy\\Password=secret6\r",
		"setconf \"HashedControlPassword\" 16:secret7\r",
		"alias a=authenticate secret8\r",
		"alias a='authenticate secret8'\r",
		"alias a=auth secret8\r",
		"alias a auth secret8\r",
		"alias a \"setconf 'Socks5ProxyPassword'=secret9\"\r",
		"hash-password secret10\r",
		"setconf ContactInfo=\"on my own\" Nickname=a=b\r",
		"set hints off\r",
		"set hints off\r",
		"history secret\r",
	};
	struct shell_screen shell;
	struct stat about;
	char *text;

	SHELL_SCREEN_START(&shell, 80, steps);
	/* None of them needs a reply now. */
	shell_screen_turn(&shell, "disconnect\r",
		"tor> disconnect\ntor (disconnected)> ▮");
	for (size_t i = 0; i < COUNT(lines); i++)
		screen_type(shell.screen, lines[i]);
	screen_type(shell.screen, "exit\r");
	ck_assert_int_eq(screen_end(shell.screen, "left 0\n▮"), 0);
	text = shell_screen_file(HISTORY);
	ck_assert_str_eq(text, "disconnect\nhelp quit >out\n"
		"setconf ContactInfo=\"on my own\" Nickname=a=b\n"
		"set hints off\nhistory secret\nexit\n");
	free(text);
	ck_assert_int_eq(stat(HISTORY, &about), 0);
	ck_assert_int_eq(about.st_mode & 07777, 0600);
	ck_assert_int_eq(stat("state/torctl", &about), 0);
	ck_assert_int_eq(about.st_mode & 07777, 0700);
	shell_screen_clear(&shell);
}
END_TEST

/* The arrow keys do not recall one either. */
START_TEST(secrets_are_not_called_back)
{
	static const struct fake_step steps[] = { SHELL_START,
		EXPECT_START("AUTHENTICATE "), SHELL_OK };
	struct shell_screen shell;

	SHELL_SCREEN_START(&shell, 80, steps);
	shell_screen_turn(&shell, "set confirm on\r",
		"tor> set confirm on\ntor> ▮");
	shell_screen_turn(&shell, "authenticate secret\r",
		"tor> set confirm on\ntor> authenticate secret\ntor> ▮");
	shell_screen_turn(&shell, KEY_UP,
		"tor> set confirm on\ntor> authenticate secret\n"
		"tor> set confirm on▮");
	shell_screen_end(&shell);
}
END_TEST

START_TEST(history_of_before)
{
	static const struct fake_step steps[] = { SHELL_START };
	static const char *const quiet[] = { "--quiet", NULL };
	struct shell_screen shell;

	shell_screen_init(&shell, 80);
	shell.options = quiet;
	shell_screen_write(HISTORY, "help quit\nset confirm on\n");
	shell_screen_listen(&shell, steps, COUNT(steps));
	shell_screen_run(&shell);
	shell_screen_shows(&shell, "tor> ▮");
	/* NO_COLOR is set, so there is no hint. */
	shell_screen_turn(&shell, KEY_UP, "tor> set confirm on▮");
	shell_screen_turn(&shell, KEY_UP, "tor> help quit▮");
	shell_screen_turn(&shell, KEY_CUT_BEFORE "history help\r",
		"tor> history help\n    1  help quit\n"
		"    3  history help\ntor> ▮");
	shell_screen_turn(&shell, "\014", "tor> ▮");
	/* The last ones. */
	shell_screen_turn(&shell, "history 2\r", "tor> history 2\n"
		"    3  history help\n    4  history 2\ntor> ▮");
	shell_screen_end(&shell);
}
END_TEST

START_TEST(start_up_file)
{
	static const struct fake_step steps[] = { SHELL_START, SHELL_EVENTS,
		WAIT(0), SEND("650 BW 1 2\r\n") };
	static const char wrong[] = "%s/" SHELL_RC ":3: unknown command "
		"\"wrong\"; see help\n%s";
	static const char *const quiet[] = { "--quiet", NULL };
	struct shell_screen shell;
	char *text;

	shell_screen_init(&shell, WIDE);
	shell.options = quiet;
	shell_screen_write(SHELL_RC, "# comment\nevents BW\nwrong\n"
		"alias greet !echo hello\n");
	shell_screen_listen(&shell, steps, COUNT(steps));
	shell_screen_run(&shell);
	text = alloc_print(wrong, shell.directory, "tor> ▮");
	shell_screen_shows(&shell, text);
	free(text);
	text = alloc_print(wrong, shell.directory, "tor> greet\nhello\ntor> ▮");
	shell_screen_turn(&shell, "greet\r", text);
	free(text);
	fake_tor_open(shell.tor, 0);
	text = alloc_print(wrong, shell.directory,
		"tor> greet\nhello\n"
		"◇◇:◇◇:◇◇.◇◇◇ BW read 1 B/s, written 2 B/s\ntor> ▮");
	shell_screen_shows(&shell, text);
	free(text);
	shell_screen_end(&shell);
}
END_TEST

START_TEST(no_start_up_file)
{
	static const struct fake_step steps[] = { SHELL_START };
	static const char *const options[] = { "--quiet", "--no-rc", NULL };
	struct shell_screen shell;

	shell_screen_init(&shell, 80);
	shell.options = options;
	shell_screen_write(SHELL_RC, "wrong\n");
	shell_screen_listen(&shell, steps, COUNT(steps));
	shell_screen_run(&shell);
	shell_screen_shows(&shell, "tor> ▮");
	shell_screen_end(&shell);
}
END_TEST

int main(void)
{
	Suite *suite = suite_create("shell link");
	TCase *tcase = test_case(suite, "shell link");

	test_pretend_tor();
	tcase_set_timeout(tcase, 60);
	tcase_add_test(tcase, lost_and_found);
	tcase_add_test(tcase, commands_without_a_connection);
	tcase_add_test(tcase, lost_while_a_text_is_typed);
	tcase_add_test(tcase, lost_over_a_wrapped_line);
	tcase_add_test(tcase, reconnect_at_once);
	tcase_add_test(tcase, interrupt_while_connecting);
	tcase_add_test(tcase, interrupt_while_starting);
	tcase_add_test(tcase, events_before_the_loss);
	tcase_add_test(tcase, lost_during_a_command);
	tcase_add_test(tcase, started_without_tor);
	tcase_add_test(tcase, real_tor_ends_and_starts_again);
	tcase_add_test(tcase, history_without_secrets);
	tcase_add_test(tcase, secrets_are_not_called_back);
	tcase_add_test(tcase, history_of_before);
	tcase_add_test(tcase, start_up_file);
	tcase_add_test(tcase, no_start_up_file);
	return test_run(suite);
}
