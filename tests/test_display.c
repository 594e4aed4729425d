/* Events on their way to the screen: times, blocks and counts. */
#include "lib/test.h"
#include "shell/display.h"
#include "util/clock.h"

#include <stdlib.h>
#include <string.h>
#include <time.h>

static struct display display;
static struct settings settings;

static void setup(void)
{
	settings_init(&settings);
	settings.timestamps = false;
	setenv("LC_ALL", "C.UTF-8", 1);
	setenv("TZ", "XYZ-02:30", 1);
	tzset();
}

static void teardown(void)
{
	display_clear(&display);
	settings_clear(&settings);
}

static void add(struct span raw, int64_t time)
{
	const struct queue_event event = { raw, time };

	display_event(&display, &settings, NULL, &event);
}

static void check(const char *want)
{
	struct buf got = BUF_INIT;

	display_take(&display, &got);
	test_buf_eq(&got, span_of(want));
}

START_TEST(local_time)
{
	/* 1970-01-02 22:45:07.089999 UTC */
	const int64_t time = ((24 + 22) * 3600 + 45 * 60 + 7) * 1000000LL +
		89999;

	add(SPAN("650 BW 1 2\r\n"), time);
	settings.timestamps = true;
	add(SPAN("650 BW 3 4\r\n"), time);
	check("BW read 1 B/s, written 2 B/s\n"
		"01:15:07.089 BW read 3 B/s, written 4 B/s\n");
	settings.events = SETTINGS_PLAIN;
	add(SPAN("650 BW 5 6\r\n"), 0);
	check("02:30:00.000 BW 5 6\n");
}
END_TEST

/* Broken at blanks; colours take no room, and data lines stay whole. */
START_TEST(fits_the_window)
{
	static const char message[] = "650 NOTICE one two three four five six\r\n";
	struct event_line line = { .width = 16, .full = true };
	struct queue_event event = { span_of(message), 0 };
	struct buf got = BUF_INIT;

	for (int color = 0; color < 2; color++) {
		line.color = color;
		event_line_add(&line, &got, &event);
		test_buf_eq(&got, span_of(color ?
			"\x1b[32mNOTICE\x1b[0m one two\n  three four\n"
			"  five six\n" :
			"NOTICE one two\n  three four\n  five six\n"));
		buf_reset(&got);
	}
	line.color = false;
	event.raw = span_of("650+CONF_CHANGED\r\n650-Nickname=a b c d e f g h\r\n"
		".\r\n650 OK\r\n");
	event_line_add(&line, &got, &event);
	ck_assert(strstr(buf_text(&got), "a b c d e f g h"));
	event.raw = span_of("650 NOTICE aaaaaaaaaaaaaaaaaaaaaaaaaa b\r\n");
	buf_reset(&got);
	event_line_add(&line, &got, &event);
	test_buf_eq(&got, span_of("NOTICE\n  aaaaaaaaaaaaaaaaaaaaaaaaaa\n"
		"  b\n"));
	buf_clear(&got);
	event_line_clear(&line);
}
END_TEST

#define A "0123456789ABCDEF0123456789ABCDEF01234567"

/* The type has a colour, and so has a state. */
START_TEST(states_in_colour)
{
	display.line.color = true;
	add(SPAN("650 CIRC 1 BUILT $" A "~a,$" A "~b\r\n"), 0);
	add(SPAN("650 STREAM 2 DETACHED 1 x:1\r\n"), 0);
	add(SPAN("650 ORCONN $" A "~a FAILED\r\n"), 0);
	add(SPAN("650 CIRC 1 CLOSED\r\n"), 0);
	add(SPAN("650 WARN No.\r\n"), 0);
	check("\x1b[36mCIRC\x1b[0m 1 \x1b[32mBUILT\x1b[0m a → b\n"
		"\x1b[36mSTREAM\x1b[0m 2 \x1b[33mDETACHED\x1b[0m x:1 on "
		"circuit 1\n"
		"\x1b[36mORCONN\x1b[0m a \x1b[31mFAILED\x1b[0m\n"
		"\x1b[36mCIRC\x1b[0m 1 CLOSED\n"
		"\x1b[33mWARN\x1b[0m No.\n");
	setenv("LC_ALL", "C", 1);
	add(SPAN("650 CIRC 1 BUILT $" A "~a,$" A "~b\r\n"), 0);
	check("\x1b[36mCIRC\x1b[0m 1 \x1b[32mBUILT\x1b[0m a -> b\n");
}
END_TEST

START_TEST(short_and_full)
{
	const struct span one = SPAN("650+X a\r\nb\r\n.\r\n650 OK\r\n");
	const struct span two = SPAN("650+X a\r\nb\r\nc\r\n.\r\n650 OK\r\n");

	add(one, 0);
	add(two, 0);
	check("X a (1 more line)\nX a (2 more lines)\n");
	settings.events = SETTINGS_PLAIN;
	add(two, 0);
	check("X a (2 more lines)\n");
	settings.events = SETTINGS_FULL;
	settings.timestamps = true;
	add(two, 0);
	check("02:30:00.000 X a\n\tb\n\tc\n");
}
END_TEST

START_TEST(counts_what_is_hidden)
{
	struct buf got = BUF_INIT;

	ck_assert(!display_ready(&display));
	for (int i = 0; i <= DISPLAY_LINES; i++)
		add(SPAN("650 X\r\n"), 0);
	ck_assert(display_ready(&display));
	display_take(&display, &got);
	ck_assert_uint_eq(got.len, DISPLAY_LINES * 2 +
		sizeof("… 1 event skipped\n") - 1);
	buf_clear(&got);
	display_hidden(&display, 3);
	display.not_before = CLOCK_NEVER; /* a long pause */
	ck_assert(!display_ready(&display));
	display.not_before = 0;
	ck_assert(display_ready(&display));
	check("… 3 events skipped\n");
	check("");
}
END_TEST

int main(void)
{
	Suite *suite = suite_create("display");
	TCase *tcase = test_case(suite, "display");

	tcase_add_checked_fixture(tcase, setup, teardown);
	tcase_add_test(tcase, local_time);
	tcase_add_test(tcase, fits_the_window);
	tcase_add_test(tcase, states_in_colour);
	tcase_add_test(tcase, short_and_full);
	tcase_add_test(tcase, counts_what_is_hidden);
	return test_run(suite);
}
