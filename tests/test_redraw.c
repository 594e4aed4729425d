/* Lines redrawn in place, as the bytes that a terminal gets. */
#include "cmd/redraw.h"
#include "lib/test.h"
#include "util/alloc.h"

#include <fcntl.h>
#include <poll.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <unistd.h>

enum { PATIENCE = 20000 };

static int master;
static struct output output;
static struct tor tor;
static struct session session;
static struct redraw redraw;

static void resize(unsigned short rows, unsigned short columns)
{
	struct winsize size = { .ws_row = rows, .ws_col = columns };

	ck_assert_int_eq(ioctl(master, TIOCSWINSZ, &size), 0);
}

static void set_up(void)
{
	int terminal;

	master = posix_openpt(O_RDWR | O_NOCTTY);
	ck_assert(master >= 0 && !grantpt(master) && !unlockpt(master));
	terminal = open(ptsname(master), O_RDWR | O_NOCTTY);
	ck_assert_int_ge(terminal, 0);
	resize(5, 10);
	ck_assert_int_eq(setenv("LC_ALL", "C.UTF-8", 1), 0);
	ck_assert_int_eq(setenv("TERM", "xterm", 1), 0);
	output_init(&output, terminal, OUTPUT_TEXT);
	session = (struct session){ .output = &output, .tor = &tor };
	redraw_start(&redraw, &session);
}

static void tear_down(void)
{
	output_clear(&output);
	close(output.fd);
	close(master);
}

/* The terminal got exactly this since the last call. */
static void gets(const char *expected)
{
	struct pollfd wait = { .fd = master, .events = POLLIN };
	struct buf got = BUF_INIT;
	size_t len = strlen(expected);

	while (got.len < len) {
		ck_assert_int_eq(poll(&wait, 1, PATIENCE), 1);
		got.len += (size_t)read(master, buf_reserve(&got, 4096), 4096);
	}
	test_buf_eq(&got, span_of(expected));
	/* Written data appears at once. */
	ck_assert_int_eq(poll(&wait, 1, 0), 0);
}

static void shows(const char *text, const char *expected)
{
	ck_assert(redraw_show(&redraw, span_of(text), NULL));
	gets(expected);
}

START_TEST(in_place)
{
	shows("one\ntwo\n", "one\r\ntwo\r\n");
	shows("three\n", "\r\033[2A\033[Jthree\r\n");
	shows("four\nfive\nsix\n", "\r\033[1A\033[Jfour\r\nfive\r\nsix\r\n");
	shows("", "\r\033[3A\033[J");
	shows("seven\n", "seven\r\n");
	redraw_end(&redraw);
	ck_assert(!output.hold);
	output_string(&output, "eight\n");
	ck_assert(output_flush(&output, NULL));
	gets("eight\r\n");
}
END_TEST

START_TEST(cut_to_the_width)
{
	shows("1234567890\n12345678901\n", "1234567890\r\n1234567890\r\n");
	/* Two cells each; the colour still ends. */
	shows("123456789\344\270\255\n",
		"\r\033[2A\033[J123456789\r\n");
	shows("\033[1m12345\033[0m67\033[31m890123\033[0m\n",
		"\r\033[1A\033[J\033[1m12345\033[0m67\033[31m890\033[0m\r\n");
	shows("\033[1m\033[31m\342\226\210\342\226\210\342\226\210\342\226\210"
		"\342\226\210\342\226\210\342\226\210\342\226\210\342\226\210"
		"\342\226\210\342\226\210\033[0m\n",
		"\r\033[1A\033[J\033[1m\033[31m\342\226\210\342\226\210"
		"\342\226\210\342\226\210\342\226\210\342\226\210\342\226\210"
		"\342\226\210\342\226\210\342\226\210\033[0m\r\n");
	redraw_end(&redraw);
}
END_TEST

START_TEST(follows_the_window)
{
	shows("1234567890ab\n", "1234567890\r\n");
	ck_assert_uint_eq(redraw_columns(&redraw), 10);
	resize(5, 12);
	ck_assert_uint_eq(redraw_columns(&redraw), 12);
	shows("1234567890abc\n", "\r\033[1A\033[J1234567890ab\r\n");
	resize(3, 4);
	/* The row below is for the cursor. */
	shows("12345\nb\nc\nd\n", "\r\033[1A\033[J1234\r\nb\r\n");
	shows("x\n", "\r\033[2A\033[Jx\r\n");
	/* A terminal that does not report its size. */
	resize(0, 0);
	ck_assert_uint_eq(redraw_columns(&redraw), 80);
	redraw_end(&redraw);
}
END_TEST

static void take_events(void *arg, struct buf *to)
{
	const char **waiting = arg;

	buf_add_string(to, *waiting);
	*waiting = "";
}

START_TEST(events_go_above)
{
	const char *waiting = "BW 1 2\n";
	const struct session_prompt prompt = { .arg = &waiting,
		.take_events = take_events };

	shows("one\n", "one\r\n");
	output_string(&output, "BW 3 4\n");
	ck_assert(output_flush(&output, NULL));
	gets("");
	shows("two\n", "\r\033[1A\033[JBW 3 4\r\ntwo\r\n");
	session.prompt = &prompt;
	shows("three\n", "\r\033[1A\033[JBW 1 2\r\nthree\r\n");
	shows("four\n", "\r\033[1A\033[Jfour\r\n");
	/* Lines after the last ones are not lost. */
	output_string(&output, "BW 3 4\n");
	redraw_end(&redraw);
	ck_assert(output_flush(&output, NULL));
	gets("BW 3 4\r\n");
}
END_TEST

/* Ctrl-Z and fg: the output of the user's shell stays. */
START_TEST(stopped_meanwhile)
{
	shows("one\n", "one\r\n");
	ck_assert_int_eq(raise(SIGCONT), 0);
	shows("two\n", "two\r\n");
	shows("three\n", "\r\033[1A\033[Jthree\r\n");
	redraw_end(&redraw);
}
END_TEST

/* A command whose output waits for a pager keeps it waiting. */
START_TEST(held_before)
{
	redraw_end(&redraw);
	output.hold = true;
	redraw_start(&redraw, &session);
	shows("one\n", "one\r\n");
	redraw_end(&redraw);
	ck_assert(output.hold);
}
END_TEST

START_TEST(locales)
{
	ck_assert(redraw.utf8);
	redraw_end(&redraw);
	ck_assert_int_eq(setenv("LC_ALL", "C", 1), 0);
	redraw_start(&redraw, &session);
	ck_assert(!redraw.utf8);
	redraw_end(&redraw);
	ck_assert_int_eq(setenv("LC_ALL", "no such locale", 1), 0);
	redraw_start(&redraw, &session);
	ck_assert(!redraw.utf8);
	shows("one\n", "one\r\n");
	redraw_end(&redraw);
	/* If it is not installed, it still names the terminal's type. */
	ck_assert_int_eq(setenv("LC_ALL", "xx_XX.UTF-8", 1), 0);
	redraw_start(&redraw, &session);
	ck_assert(redraw.utf8);
	shows("123456789\344\270\255\n", "123456789\r\n");
	redraw_end(&redraw);
}
END_TEST

START_TEST(where_it_is_possible)
{
	redraw_end(&redraw);
	ck_assert(redraw_possible(&output));
	output.form = OUTPUT_JSON;
	ck_assert(!redraw_possible(&output));
	output.form = OUTPUT_TEXT;
	output.terminal = false;
	ck_assert(!redraw_possible(&output));
	output.terminal = true;
	ck_assert_int_eq(setenv("TERM", "dumb", 1), 0);
	ck_assert(!redraw_possible(&output));
	ck_assert_int_eq(setenv("TERM", "", 1), 0);
	ck_assert(!redraw_possible(&output));
	ck_assert_int_eq(unsetenv("TERM"), 0);
	ck_assert(!redraw_possible(&output));
}
END_TEST

START_TEST(cannot_be_written)
{
	struct error error = ERROR_INIT;
	int terminal = output.fd;

	output.fd = open("/dev/null", O_RDONLY);
	ck_assert(!redraw_show(&redraw, SPAN("one\n"), &error));
	ck_assert_int_eq(error.kind, ERROR_FILE);
	error_clear(&error);
	close(output.fd);
	output.fd = terminal;
	redraw_end(&redraw);
}
END_TEST

int main(void)
{
	Suite *suite = suite_create("redraw");
	TCase *tcase = test_case(suite, "redraw");

	tcase_add_checked_fixture(tcase, set_up, tear_down);
	tcase_add_test(tcase, in_place);
	tcase_add_test(tcase, cut_to_the_width);
	tcase_add_test(tcase, follows_the_window);
	tcase_add_test(tcase, events_go_above);
	tcase_add_test(tcase, stopped_meanwhile);
	tcase_add_test(tcase, held_before);
	tcase_add_test(tcase, locales);
	tcase_add_test(tcase, where_it_is_possible);
	tcase_add_test(tcase, cannot_be_written);
	return test_run(suite);
}
