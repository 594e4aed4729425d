/* bandwidth on a screen: graphs drawn in place. */
#include "conn/connection.h"
#include "lib/shell_screen.h"
#include "lib/test.h"
#include "util/buf.h"

#include <poll.h>
#include <sched.h>
#include <stdlib.h>
#include <string.h>

#define CACHE(value) EXPECT("GETINFO bw-event-cache"), \
	SEND("250-bw-event-cache=" value "\r\n250 OK\r\n")
#define BW(bytes) SEND("650 BW " bytes "\r\n")
#define SUBSCRIBE EXPECT("SETEVENTS BW"), SHELL_OK
#define UNSUBSCRIBE EXPECT("SETEVENTS"), SHELL_OK
#define MAX "18446744073709551615"

enum { PATIENCE = 20000 };

/* The right end of the graph, from the top row, and its scale. */
struct flow {
	const char *height;
	const char *rows[4];
};

struct picture {
	size_t seconds;
	struct flow read, written;
	const char *table; /* below its headings */
};

/* Seconds 0,0 31,62 15,0, then also 7,31 and 31,0. */
static const struct picture past = { 3,
	{ "31 B/s", { " █", " █", " ██", "▁██" } },
	{ "62 B/s", { " █", " █", " █", "▁█▁" } },
	"now      15 B/s        0 B/s\n"
	"average  -             -\n"
	"peak     -             -\n"
	"total    -             -\n",
};
static const struct picture one_more = { 4,
	{ "31 B/s", { " █", " █", " ██", "▁███" } },
	{ "62 B/s", { " █", " █ ▁", " █ █", "▁█▁█" } },
	"now      7 B/s         31 B/s\n"
	"average  7 B/s         31 B/s\n"
	"peak     7 B/s         31 B/s\n"
	"total    7 B           31 B\n",
};
static const struct picture two_more = { 5,
	{ "31 B/s", { " █  █", " █  █", " ██ █", "▁████" } },
	{ "62 B/s", { " █", " █ ▁", " █ █", "▁█▁█▁" } },
	"now      31 B/s        0 B/s\n"
	"average  19 B/s        15 B/s\n"
	"peak     31 B/s        31 B/s\n"
	"total    38 B          31 B\n",
};

static void add_flow(struct buf *to, const char *name, const struct flow *flow,
	int columns, size_t seconds)
{
	buf_print(to, "%s, scale %s\n", name, flow->height);
	for (int i = 0; i < 4; i++)
		buf_print(to, "%*s%s\n", columns - (int)seconds, "",
			flow->rows[i]);
}

static void shows(struct shell_screen *shell, const char *above,
	const struct picture *picture, const char *below)
{
	struct buf text = BUF_INIT;
	int columns = shell->columns;

	buf_add_string(&text, above);
	add_flow(&text, "read", &picture->read, columns, picture->seconds);
	add_flow(&text, "written", &picture->written, columns,
		picture->seconds);
	buf_print(&text, "         read          written\n%s%s",
		picture->table, below);
	shell_screen_shows(shell, buf_text(&text));
	buf_clear(&text);
}

/* "torctl bandwidth OPTION" from a script. */
static void start(struct shell_screen *shell, int columns, const char *script,
	const char *option, const struct fake_step *steps, size_t count)
{
	const char *const options[] = { "bandwidth", option, NULL };

	shell_screen_init(shell, columns);
	shell_screen_listen(shell, steps, count);
	shell->options = options;
	shell->script = script ? script :
		"trap : INT; \"$@\"; echo left $?";
	shell_screen_run(shell);
	shell->options = NULL;
}
#define START(shell, columns, script, option, steps) \
	start(shell, columns, script, option, steps, COUNT(steps))

/* The program may still run; the hang-up ends it. */
static void end(struct shell_screen *shell)
{
	struct pollfd over = { .fd = fake_tor_over_fd(shell->tor),
		.events = POLLIN };

	screen_free(shell->screen);
	ck_assert_int_eq(poll(&over, 1, PATIENCE), 1);
	shell_screen_clear(shell);
}

static const int widths[] = { 40, 80 };

START_TEST(graphs)
{
	static const struct fake_step steps[] = { FAKE_AUTH_NULL,
		CACHE("0,0 31,62 15,0"), SUBSCRIBE, WAIT(0), BW("7 31"),
		WAIT(1), BW("31 0"), UNSUBSCRIBE };
	struct shell_screen shell;

	START(&shell, widths[_i], NULL, "--count=2", steps);
	shows(&shell, "", &past, "▮");
	fake_tor_open(shell.tor, 0);
	shows(&shell, "", &one_more, "▮");
	fake_tor_open(shell.tor, 1);
	shows(&shell, "", &two_more, "left 0\n▮");
	end(&shell);
}
END_TEST

START_TEST(interrupted)
{
	static const struct fake_step steps[] = { FAKE_AUTH_NULL,
		CACHE("0,0 31,62 15,0"), SUBSCRIBE, IGNORE };
	struct shell_screen shell;

	START(&shell, 40, NULL, NULL, steps);
	shows(&shell, "", &past, "▮");
	screen_type(shell.screen, KEY_INTERRUPT);
	shows(&shell, "", &past, "^Cleft 130\n▮");
	end(&shell);
}
END_TEST

START_TEST(lost)
{
	static const struct fake_step steps[] = { FAKE_AUTH_NULL,
		CACHE("0,0 31,62 15,0"), SUBSCRIBE, BW("7 31"), WAIT(0),
		CLOSE };
	struct shell_screen shell;

	START(&shell, 80, NULL, NULL, steps);
	shows(&shell, "", &one_more, "▮");
	fake_tor_open(shell.tor, 0);
	shows(&shell, "", &one_more, "torctl: bandwidth: Tor closed the "
		"control connection\nleft 3\n▮");
	end(&shell);
}
END_TEST

/* The terminal crops or pads its rows, then the graph is redrawn. */
START_TEST(resized)
{
	static const struct fake_step steps[] = { FAKE_AUTH_NULL,
		CACHE("0,0 31,62 15,0"), SUBSCRIBE, WAIT(0), BW("7 31"),
		WAIT(1), BW("31 0"), UNSUBSCRIBE };
	struct shell_screen shell;

	START(&shell, 80, NULL, "--count=2", steps);
	shows(&shell, "", &past, "▮");
	screen_resize(shell.screen, SHELL_ROWS, shell.columns = 40);
	fake_tor_open(shell.tor, 0);
	shows(&shell, "", &one_more, "▮");
	screen_resize(shell.screen, SHELL_ROWS, shell.columns = 100);
	fake_tor_open(shell.tor, 1);
	shows(&shell, "", &two_more, "left 0\n▮");
	end(&shell);
}
END_TEST

/* Fewer rows: lower graphs, and finally only what fits. */
START_TEST(fewer_rows)
{
	static const struct fake_step steps[] = { FAKE_AUTH_NULL, CACHE("1,1"),
		SUBSCRIBE, WAIT(0), BW("1 1"), WAIT(1), BW("1 1"), UNSUBSCRIBE };
	struct shell_screen shell;
	struct buf text = BUF_INIT;

	START(&shell, 40, NULL, "--count=2", steps);
	ck_assert(fake_tor_await(shell.tor, 0));
	screen_resize(shell.screen, 12, 40);
	fake_tor_open(shell.tor, 0);
	for (int i = 0; i < 2; i++)
		buf_print(&text, "%s, scale 1 B/s\n%*s██\n%*s██\n",
			i ? "written" : "read", 38, "", 38, "");
	buf_add_string(&text, "         read          written\n"
		"now      1 B/s         1 B/s\naverage  1 B/s         1 B/s\n"
		"peak     1 B/s         1 B/s\ntotal    1 B           1 B\n▮");
	shell_screen_shows(&shell, buf_text(&text));
	screen_resize(shell.screen, 4, 40);
	fake_tor_open(shell.tor, 1);
	buf_reset(&text);
	buf_print(&text, "%*s███\nwritten, scale 1 B/s\nleft 0\n▮",
		37, "");
	shell_screen_shows(&shell, buf_text(&text));
	buf_clear(&text);
	end(&shell);
}
END_TEST

#define NOTHING "read, no data yet\n\n\n\n\nwritten, no data yet\n\n\n\n\n" \
	"         read          written\n"
#define UNKNOWN "now      -             -\naverage  -             -\n" \
	"peak     -             -\ntotal    -             -\n"

static const struct fake_step empty[] = { FAKE_AUTH_NULL, CACHE(""), SUBSCRIBE,
	IGNORE };
static const struct fake_step nonsense[] = { FAKE_AUTH_NULL,
	CACHE("1 x,y 5, ,5 1,2,3 -1,1 99999999999999999999,1 \033[2J,1"),
	SUBSCRIBE, IGNORE };
static const struct fake_step old[] = { FAKE_AUTH_NULL,
	EXPECT("GETINFO bw-event-cache"), SEND("552 Unrecognized key\r\n"),
	SUBSCRIBE, IGNORE };
static const struct {
	const struct fake_step *steps;
	size_t count;
} without_past[] = { { empty, COUNT(empty) }, { nonsense, COUNT(nonsense) },
	{ old, COUNT(old) } };

START_TEST(no_past)
{
	struct shell_screen shell;

	start(&shell, 40, NULL, NULL, without_past[_i].steps,
		without_past[_i].count);
	shell_screen_shows(&shell, NOTHING UNKNOWN "▮");
	end(&shell);
}
END_TEST

START_TEST(huge)
{
	static const struct fake_step steps[] = { FAKE_AUTH_NULL,
		CACHE(MAX "," MAX), SUBSCRIBE, BW(MAX " 0"), BW(MAX " " MAX),
		UNSUBSCRIBE };
	static const struct picture picture = { 3,
		{ "16.0 EiB/s", { "███", "███", "███", "███" } },
		{ "16.0 EiB/s", { "█ █", "█ █", "█ █", "█▁█" } },
		"now      16.0 EiB/s    16.0 EiB/s\n"
		"average  16.0 EiB/s    8.0 EiB/s\n"
		"peak     16.0 EiB/s    16.0 EiB/s\n"
		"total    16.0 EiB      16.0 EiB\n",
	};
	struct shell_screen shell;

	START(&shell, 40, NULL, "--count=2", steps);
	shows(&shell, "", &picture, "left 0\n▮");
	end(&shell);
}
END_TEST

START_TEST(ascii)
{
	static const struct fake_step steps[] = { FAKE_AUTH_NULL,
		CACHE("0,0 31,62 15,0"), SUBSCRIBE, IGNORE };
	static const struct picture picture = { 3,
		{ "31 B/s", { " #", " #", " ##", "_##" } },
		{ "62 B/s", { " #", " #", " #", "_#_" } },
		"now      15 B/s        0 B/s\n"
		"average  -             -\n"
		"peak     -             -\n"
		"total    -             -\n",
	};
	struct shell_screen shell;

	START(&shell, 40, "LC_ALL=C \"$@\"", NULL, steps);
	shows(&shell, "", &picture, "▮");
	end(&shell);
}
END_TEST

START_TEST(colors)
{
	static const struct fake_step steps[] = { FAKE_AUTH_NULL,
		CACHE("0,0 31,62 15,0"), SUBSCRIBE, IGNORE };
	struct shell_screen shell;

	START(&shell, 40, "NO_COLOR= \"$@\"", NULL, steps);
	shows(&shell, "", &past, "▮");
	ck_assert(!screen_is_plain(shell.screen, 4, 39));
	ck_assert(!screen_is_plain(shell.screen, 9, 39));
	ck_assert(!screen_is_plain(shell.screen, 11, 0));
	ck_assert(screen_is_plain(shell.screen, 11, 9));
	end(&shell);
}
END_TEST

/* ---- in the shell */

#define SHELL_SUBSCRIBE EXPECT("SETEVENTS NOTICE STATUS_CLIENT BW"), SHELL_OK
#define SHELL_BACK EXPECT("SETEVENTS NOTICE STATUS_CLIENT"), SHELL_OK
#define SHELL_CHOICE EXPECT("GETINFO events/names"), \
	SEND("250-events/names=BW NOTICE\r\n250 OK\r\n"), SHELL_BACK

/* Ctrl-C restores the previous events without waiting for the reply. */
START_TEST(above_the_graphs)
{
	static const struct fake_step steps[] = { SHELL_START, SHELL_CHOICE,
		CACHE("0,0 31,62 15,0"), SHELL_SUBSCRIBE, WAIT(0),
		SEND("650 NOTICE one\r\n"), WAIT(1), BW("7 31"), WAIT(2),
		SEND("650 NOTICE two\r\n650 BW 31 0\r\n650 NOTICE three\r\n"),
		EXPECT("SETEVENTS NOTICE STATUS_CLIENT"),
		ANSWER(1, "250 OK\r\n552 Unrecognized key \"#\"\r\n"),
		EXPECT("GETINFO version"), SEND("250-version=0.4.9.11\r\n"
			"250 OK\r\n650 NOTICE four\r\n") };
	struct shell_screen shell;

	SHELL_SCREEN_START(&shell, widths[_i], steps);
	shell_screen_turn(&shell, "events NOTICE\r",
		"tor> events NOTICE\ntor> ▮");
	shell_screen_turn(&shell, "\014", "tor> ▮");
	screen_type(shell.screen, "bandwidth\r");
	shows(&shell, "tor> bandwidth\n", &past, "▮");
	fake_tor_open(shell.tor, 0);
	shows(&shell, "tor> bandwidth\nNOTICE one\n", &past, "▮");
	fake_tor_open(shell.tor, 1);
	shows(&shell, "tor> bandwidth\nNOTICE one\n", &one_more, "▮");
	fake_tor_open(shell.tor, 2);
	shows(&shell, "tor> bandwidth\nNOTICE one\nNOTICE two\nNOTICE three\n",
		&two_more, "▮");
	screen_type(shell.screen, KEY_INTERRUPT);
	shows(&shell, "tor> bandwidth\nNOTICE one\nNOTICE two\nNOTICE three\n",
		&two_more, "^C\ntor> ▮");
	shell_screen_turn(&shell, "\014", "tor> ▮");
	shell_screen_turn(&shell, "getinfo version\r",
		"tor> getinfo version\n0.4.9.11\nNOTICE four\ntor> ▮");
	shell_screen_end(&shell);
}
END_TEST

START_TEST(lost_in_the_shell)
{
	static const struct fake_step steps[] = { SHELL_START,
		CACHE("0,0 31,62 15,0"),
		EXPECT("SETEVENTS STATUS_CLIENT BW"), SHELL_OK, WAIT(0),
		CLOSE, IGNORE };
	struct shell_screen shell;

	SHELL_SCREEN_START(&shell, 80, steps);
	screen_type(shell.screen, "bandwidth\r");
	shows(&shell, "tor> bandwidth\n", &past, "▮");
	fake_tor_open(shell.tor, 0);
	shows(&shell, "tor> bandwidth\n", &past, "bandwidth: Tor "
		"closed the control connection\nConnection lost: Tor closed "
		"the control connection; retrying\ntor (disconnected)> ▮");
	screen_type(shell.screen, KEY_EOF);
	ck_assert_int_eq(screen_end(shell.screen, "left 0\n▮"), 0);
	shell_screen_clear(&shell);
}
END_TEST

/* Output to a file is lines, and nothing else. */
START_TEST(into_a_file)
{
	static const struct fake_step steps[] = { SHELL_START, SHELL_CHOICE,
		SHELL_SUBSCRIBE, SEND("650 NOTICE one\r\n"), BW("7 31"),
		SHELL_BACK };
	struct shell_screen shell;
	char *rows;

	SHELL_SCREEN_START(&shell, 80, steps);
	shell_screen_turn(&shell, "events NOTICE\r",
		"tor> events NOTICE\ntor> ▮");
	shell_screen_turn(&shell, "\014", "tor> ▮");
	shell_screen_turn(&shell, "bandwidth --count 1 >rows\r",
		"tor> bandwidth --count 1 >rows\nNOTICE one\ntor> ▮");
	rows = shell_screen_file("rows");
	ck_assert_ptr_nonnull(rows);
	ck_assert_str_eq(strchr(rows, '\t') ? strchr(rows, '\t') : rows,
		"\t7\t31\n");
	free(rows);
	shell_screen_end(&shell);
}
END_TEST

/* Endless events do not delay Ctrl-C. */
START_TEST(flooded)
{
	static const struct fake_step steps[] = { SHELL_START,
		CACHE(""), EXPECT("SETEVENTS STATUS_CLIENT BW"), SHELL_OK,
		WAIT(0), FLOOD("650 BW 1 1\r\n") };
	struct shell_screen shell;

	SHELL_SCREEN_START(&shell, 40, steps);
	shell_screen_turn(&shell, "bandwidth\r",
		"tor> bandwidth\n" NOTHING UNKNOWN "▮");
	fake_tor_open(shell.tor, 0);
	/* More than the queue holds, so it is never empty afterwards. */
	while (fake_tor_sent(shell.tor) < 4 * SUBSCRIPTION_QUEUE_MAX)
		sched_yield();
	screen_type(shell.screen, KEY_INTERRUPT "exit\r");
	ck_assert_int_eq(screen_end(shell.screen, "left 0\n▮"), 0);
	shell_screen_clear(&shell);
}
END_TEST

int main(void)
{
	Suite *suite = suite_create("bandwidth_screen");
	TCase *tcase = test_case(suite, "one-shot");

	test_add_table(tcase, graphs, widths);
	tcase_add_test(tcase, interrupted);
	tcase_add_test(tcase, lost);
	tcase_add_test(tcase, resized);
	tcase_add_test(tcase, fewer_rows);
	test_add_table(tcase, no_past, without_past);
	tcase_add_test(tcase, huge);
	tcase_add_test(tcase, ascii);
	tcase_add_test(tcase, colors);
	tcase = test_case(suite, "shell");
	test_add_table(tcase, above_the_graphs, widths);
	tcase_add_test(tcase, lost_in_the_shell);
	tcase_add_test(tcase, into_a_file);
	tcase_add_test(tcase, flooded);
	return test_run(suite);
}
