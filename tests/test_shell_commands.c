/* The interactive shell on a screen: the shell's own commands. */
#include "lib/shell_screen.h"
#include "lib/test.h"
#include "util/buf.h"

#define NAMES(names) EXPECT("GETINFO events/names"), \
	SEND("250-events/names=" names "\r\n250 OK\r\n")

START_TEST(events_alone_lists)
{
	static const struct fake_step steps[] = { SHELL_START, SHELL_EVENTS,
		NAMES("CIRC BW NEWFANGLED ERR") };
	struct shell_screen shell;

	SHELL_SCREEN_START(&shell, 100, steps);
	shell_screen_choose(&shell);
	shell_screen_turn(&shell, "events\r", "tor> events\non:\n"
		"  BW                  bytes read and written in the last "
		"second\noff:\n  CIRC                circuit status changed\n"
		"  NEWFANGLED\n"
		"  ERR                 log messages at level err (fatal)\n"
		"tor> ▮");
	shell_screen_end(&shell);
}
END_TEST

START_TEST(log_adds_levels)
{
#define LEVELS NAMES("BW DEBUG INFO NOTICE WARN ERR")
	static const struct fake_step steps[] = { SHELL_START, SHELL_EVENTS,
		LEVELS, EXPECT("SETEVENTS BW NOTICE WARN ERR STATUS_CLIENT"),
		SHELL_OK, SEND("650 NOTICE Heard.\r\n"), LEVELS,
		EXPECT("SETEVENTS BW STATUS_CLIENT"), SHELL_OK };
	struct shell_screen shell;

	SHELL_SCREEN_START(&shell, 100, steps);
	shell_screen_choose(&shell);
	shell_screen_turn(&shell, "log notice\r",
		"tor> log notice\nNOTICE Heard.\ntor> ▮");
	shell_screen_turn(&shell, "\014", "tor> ▮");
	shell_screen_turn(&shell, "log loud\r", "tor> log loud\n"
		"log: unknown log level \"loud\": use debug, info, "
		"notice, warn or err, or off\ntor> ▮");
	shell_screen_turn(&shell, "\014", "tor> ▮");
	shell_screen_turn(&shell, "log off\r", "tor> log off\ntor> ▮");
	shell_screen_end(&shell);
}
END_TEST

START_TEST(settings)
{
	static const struct fake_step steps[] = { SHELL_START };
	struct shell_screen shell;

	SHELL_SCREEN_START(&shell, 120, steps);
	shell_screen_turn(&shell, "set\r", "tor> set\n"
		"  hints      off      show argument hints while typing "
		"(on, off)\n"
		"  pager      on       show long output in a pager (on, off)\n"
		"  timestamps off      print the local time before each event "
		"(on, off)\n"
		"  color      auto     use colour (auto, always, never)\n"
		"  events     plain    event format: one line, all data, or as "
		"sent by Tor\n"
		"                      (short, full, plain)\n"
		"  table      aligned  layout of tables (aligned, vertical, "
		"csv)\n"
		"  history    on       save typed lines in the history file "
		"(on, off)\n"
		"  confirm    on       ask before dangerous commands (on, off)\n"
		"  prompt     \"tor{state}> \"\n"
		"                      the prompt, with these fields ({state}, "
		"{server},\n"
		"                      {nickname}, {progress}, {time})\n"
		"tor> ▮");
	shell_screen_turn(&shell, "\014", "tor> ▮");
	shell_screen_turn(&shell, "set timestamps maybe\rset coluor never\r"
		"set history off\rset history\r",
		"tor> set timestamps maybe\n"
		"set: timestamps cannot be set to \"maybe\": use on or "
		"off\ntor> set coluor never\n"
		"set: unknown setting \"coluor\"; did you mean "
		"\"color\"?\ntor> set history off\ntor> set history\noff\n"
		"tor> ▮");
	shell_screen_end(&shell);
}
END_TEST

START_TEST(color_by_setting)
{
	static const struct fake_step steps[] = { SHELL_START };
	struct shell_screen shell;

	SHELL_SCREEN_START(&shell, 80, steps);
	/* Names of settings are case-insensitive. */
	shell_screen_turn(&shell, "set Color always\rwrong\r",
		"tor> set Color always\ntor> wrong\n"
		"unknown command \"wrong\"; see help\ntor> ▮");
	ck_assert(!screen_is_plain(shell.screen, 2, 0));
	shell_screen_end(&shell);
}
END_TEST

/* The same event in each of the three ways. */
START_TEST(ways_of_events)
{
#define BLOCK SEND("650+BW 1100 2\r\none\r\ntwo\r\n.\r\n650 OK\r\n")
	static const struct fake_step steps[] = { SHELL_START, SHELL_EVENTS,
		WAIT(0), BLOCK, WAIT(1), BLOCK, WAIT(2), BLOCK };
	struct shell_screen shell;

	SHELL_SCREEN_START(&shell, 80, steps);
	shell_screen_choose(&shell);
	fake_tor_open(shell.tor, 0);
	shell_screen_shows(&shell, "BW 1100 2 (2 more lines)\ntor> ▮");
	shell_screen_turn(&shell, "set events full\r",
		"BW 1100 2 (2 more lines)\ntor> set events full\ntor> ▮");
	fake_tor_open(shell.tor, 1);
	shell_screen_shows(&shell, "BW 1100 2 (2 more lines)\n"
		"tor> set events full\nBW read 1.1 KiB/s, written 2 B/s\n"
		"        one\n        two\ntor> ▮");
	shell_screen_turn(&shell, "\014", "tor> ▮");
	shell_screen_turn(&shell, "set events short\rset timestamps on\r",
		"tor> set events short\ntor> set timestamps on\ntor> ▮");
	fake_tor_open(shell.tor, 2);
	shell_screen_shows(&shell, "tor> set events short\n"
		"tor> set timestamps on\n"
		"◇◇:◇◇:◇◇.◇◇◇ BW read 1.1 KiB/s, written 2 B/s (2 more lines)\n"
		"tor> ▮");
	shell_screen_end(&shell);
}
END_TEST

START_TEST(more_dangers)
{
	static const struct fake_step steps[] = { SHELL_START,
		EXPECT("SIGNAL NEWNYM"), SHELL_OK,
		EXPECT("GETINFO config-text"), SEND("552 no\r\n") };
	static const char *const lines[] = { "dropguards\r", "signal halt\r",
		"signal SHUTDOWN\r", "takeownership\r", "loadconf -\r.\r" };
	struct shell_screen shell;

	SHELL_SCREEN_START(&shell, 100, steps);
	shell_screen_turn(&shell, "signal newnym\r",
		"tor> signal newnym\ntor> ▮");
	/* Each asks a question and reads the following line as the answer. */
	for (size_t i = 0; i < COUNT(lines); i++) {
		screen_type(shell.screen, lines[i]);
		screen_type(shell.screen, "n\r");
	}
	shell_screen_turn(&shell, "\014", "tor> ▮");
	shell_screen_end(&shell);
}
END_TEST

static const char *const hushed[] = { "set pager off", "set pager on" };

START_TEST(pager_or_not)
{
	static const struct fake_step steps[] = { SHELL_START,
		EXPECT("GETINFO config-text"), SEND("250+config-text=\r\n"),
		REPEAT(SHELL_ROWS, "line #\r\n"), SEND(".\r\n250 OK\r\n") };
	struct shell_screen shell;
	struct buf text = BUF_INIT;

	shell_screen_init(&shell, 80);
	shell.pager = "sed 's/^/paged /'";
	shell_screen_listen(&shell, steps, COUNT(steps));
	shell_screen_prompt(&shell);
	screen_type(shell.screen, hushed[_i]);
	screen_type(shell.screen, "\rgetinfo config-text\r");
	for (int i = 1; i < SHELL_ROWS; i++)
		buf_print(&text, "%sline %d\n", _i ? "paged " : "", i);
	buf_add_string(&text, "tor> ▮");
	shell_screen_shows(&shell, buf_text(&text));
	buf_clear(&text);
	shell_screen_end(&shell);
}
END_TEST

/* The same on a narrow screen. */
START_TEST(help_of_an_event_is_paged)
{
	static const struct fake_step steps[] = { SHELL_START };
	struct shell_screen shell;

	shell_screen_init(&shell, 40);
	shell.pager = "sed -n '5,9s/^/paged /p'";
	shell_screen_listen(&shell, steps, COUNT(steps));
	shell_screen_prompt(&shell);
	shell_screen_turn(&shell, "help status_client\r",
		"tor> help status_client\npaged Fields\npaged   SEVERITY\n"
		"paged       NOTICE, WARN or ERR\npaged   ACTION\n"
		"paged       what happened\ntor> ▮");
	shell_screen_end(&shell);
}
END_TEST

START_TEST(every_event)
{
	static const struct fake_step steps[] = { SHELL_START,
		NAMES("CIRC BW STATUS_CLIENT"),
		EXPECT("SETEVENTS CIRC BW STATUS_CLIENT"), SHELL_OK, WAIT(0),
		SEND("650 STATUS_CLIENT NOTICE X\r\n650 CIRC 1 NEW\r\n") };
	struct shell_screen shell;

	SHELL_SCREEN_START(&shell, 80, steps);
	shell_screen_turn(&shell, "events all\r", "tor> events all\ntor> ▮");
	fake_tor_open(shell.tor, 0);
	shell_screen_shows(&shell, "tor> events all\n"
		"STATUS_CLIENT NOTICE X\nCIRC 1 NEW\ntor> ▮");
	shell_screen_end(&shell);
}
END_TEST

START_TEST(tab_without_tor)
{
	static const struct fake_step steps[] = { SHELL_START };
	struct shell_screen shell;

	SHELL_SCREEN_START(&shell, 80, steps);
	shell_screen_turn(&shell, "disconnect\r",
		"tor> disconnect\ntor (disconnected)> ▮");
	shell_screen_turn(&shell, "getinfo versio\t",
		"tor> disconnect\ntor (disconnected)> getinfo version ▮");
	shell_screen_end(&shell);
}
END_TEST

START_TEST(lines_of_a_file)
{
	static const struct fake_step steps[] = { SHELL_START,
		EXPECT("GETINFO version"),
		SEND("250-version=0.4.9.11\r\n250 OK\r\n") };
	struct shell_screen shell;

	SHELL_SCREEN_START(&shell, 80, steps);
	shell_screen_write("lines", "# comment\ngetinfo version\nwrong\n"
		"signal newnym\n");
	shell_screen_turn(&shell, "source lines\r", "tor> source lines\n"
		"0.4.9.11\n"
		"lines:3: unknown command \"wrong\"; see help\n"
		"source: lines: stopped at an error\ntor> ▮");
	shell_screen_end(&shell);
}
END_TEST

/* Not within a word, as the terminal would. */
START_TEST(help_in_a_narrow_window)
{
	static const struct fake_step steps[] = { SHELL_START };
	struct shell_screen shell;

	shell_screen_init(&shell, 40);
	shell.pager = "sed -n '1,11p; /Errors/,/take/p'";
	shell_screen_listen(&shell, steps, COUNT(steps));
	shell_screen_prompt(&shell);
	shell_screen_turn(&shell, "help mapaddress\r",
		"tor> help mapaddress\n"
		"mapaddress OLD=NEW… [--columns NAME,…]\n"
		"        [--sort NAME] [--limit N]\n"
		"        [--no-header] [--vertical]\n        [--csv]\n"
		"  map one address to another\n\n"
		"Arguments\n"
		"  OLD=NEW\n"
		"      redirect connections for OLD to\n"
		"      NEW; if OLD is 0.0.0.0, :: or .,\n"
		"      Tor chooses an unused address; NEW\n"
		"Errors\n"
		"  451  no unused address left\n"
		"  512  invalid mapping; the others still\n"
		"       take effect\ntor> ▮");
	shell_screen_end(&shell);
}
END_TEST

/* Lines that do not fit are wrapped between words and arguments. */
START_TEST(messages_in_a_narrow_window)
{
	static const struct fake_step steps[] = { SHELL_START };
	struct shell_screen shell;

	SHELL_SCREEN_START(&shell, 40, steps);
	shell_screen_turn(&shell, "zzzzzzzzzzzzzz\r", "tor> zzzzzzzzzzzzzz\n"
		"unknown command \"zzzzzzzzzzzzzz\"; see\n"
		"help\ntor> ▮");
	shell_screen_turn(&shell, "\014log\r", "tor> log\n"
		"log: missing argument LEVEL\n"
		"usage: log LEVEL [--match PATTERN]\n"
		"           [--until PATTERN] [--count N]\n"
		"           [--for SECS] [--timestamp]\ntor> ▮");
	shell_screen_turn(&shell, "\014circuit  x\r", "tor> circuit  x\n"
		"unknown command \"circuit x\"; subcommands\n"
		"of circuit: new, extend, show, close,\n"
		"purpose\ntor> ▮");
	shell_screen_end(&shell);
}
END_TEST

int main(void)
{
	Suite *suite = suite_create("shell commands");
	TCase *tcase = test_case(suite, "shell commands");

	tcase_set_timeout(tcase, 30);
	tcase_add_test(tcase, events_alone_lists);
	tcase_add_test(tcase, log_adds_levels);
	tcase_add_test(tcase, settings);
	tcase_add_test(tcase, color_by_setting);
	tcase_add_test(tcase, ways_of_events);
	tcase_add_test(tcase, more_dangers);
	test_add_table(tcase, pager_or_not, hushed);
	tcase_add_test(tcase, help_of_an_event_is_paged);
	tcase_add_test(tcase, every_event);
	tcase_add_test(tcase, tab_without_tor);
	tcase_add_test(tcase, lines_of_a_file);
	tcase_add_test(tcase, help_in_a_narrow_window);
	tcase_add_test(tcase, messages_in_a_narrow_window);
	return test_run(suite);
}
