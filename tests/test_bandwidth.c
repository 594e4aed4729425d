/* bandwidth as lines: in a pipe, as JSON, raw, and without a screen. */
#include "lib/commands.h"
#include "lib/test.h"
#include "util/text.h"

#include <stdlib.h>
#include <string.h>

static struct commands commands;

#define PLAY(...) COMMANDS_PLAY(&commands, __VA_ARGS__)
#define SUBSCRIBE EXPECT("SETEVENTS BW"), SEND("250 OK\r\n")
#define UNSUBSCRIBE EXPECT("SETEVENTS"), SEND("250 OK\r\n")
#define BW(bytes) "650 BW " bytes "\r\n"
#define MAX "18446744073709551615"

static void tear_down(void)
{
	commands_end(&commands);
}

/* Replaces each digit of `text` where `model` has "0". */
static void blind(char *text, const char *model)
{
	for (; *text && *model; model++, text++)
		if (*model == '0' && text_is_digit(*text))
			*text = '0';
}

/* Runs the line and compares its output; times are zeros in `printed`. */
static void rows(const char *line, int status, const char *time,
	const char *printed)
{
	int got = commands_line(&commands, line);
	char *text = commands_printed(&commands);

	for (char *at = text; at; at = strstr(at, "\n") ? strstr(at, "\n") + 1 :
		NULL)
		blind(at, time);
	ck_assert_str_eq(text, printed);
	ck_assert_int_eq(got, status);
	free(text);
}

#define UTC "0000-00-00T00:00:00.000Z"

START_TEST(a_pipe)
{
	PLAY(SUBSCRIBE, SEND(BW("1 2") BW("0 573170")), WAIT(0),
		SEND(BW("5 6")), UNSUBSCRIBE);
	fake_tor_open(commands.tor, 0);
	rows("bandwidth --count 3", 0, UTC, UTC "\t1\t2\n" UTC "\t0\t573170\n"
		UTC "\t5\t6\n");
}
END_TEST

/* Prints at most the requested number of lines, however many arrive at once. */
START_TEST(count)
{
	PLAY(SUBSCRIBE, SEND(BW("1 2") BW("3 4") BW("5 6")), UNSUBSCRIBE);
	rows("bandwidth --count=2", 0, UTC, UTC "\t1\t2\n" UTC "\t3\t4\n");
}
END_TEST

START_TEST(json)
{
	PLAY(SUBSCRIBE, SEND(BW("1 2") BW(MAX " 0")), UNSUBSCRIBE);
	commands.output.form = OUTPUT_JSON;
	rows("bandwidth --count 2", 0, "{\"time\":\"" UTC,
		"{\"time\":\"" UTC "\",\"read\":1,\"written\":2}\n"
		"{\"time\":\"" UTC "\",\"read\":" MAX ",\"written\":0}\n");
}
END_TEST

START_TEST(raw)
{
	PLAY(SUBSCRIBE, SEND(BW("1 2")), UNSUBSCRIBE);
	commands.output.form = OUTPUT_RAW;
	commands_check(&commands, "bandwidth --count 1", 0, BW("1 2"), "");
}
END_TEST

/* A terminal without cursor control; the reader is a person. */
START_TEST(dumb)
{
	PLAY(SUBSCRIBE, SEND(BW("1 2") BW("1126 12897485")), UNSUBSCRIBE);
	commands.output.terminal = true;
	ck_assert_int_eq(setenv("TERM", "dumb", 1), 0);
	rows("bandwidth --count 2", 0, "00:00:00",
		"00:00:00  read 1 B/s  written 2 B/s\n"
		"00:00:00  read 1.1 KiB/s  written 12.3 MiB/s\n");
}
END_TEST

/* Values that Tor never sends are skipped and do no harm. */
START_TEST(hostile)
{
	PLAY(SUBSCRIBE, SEND(BW("") BW("1") BW("x 1") BW("1 -1") BW("1.5 1")
			BW("18446744073709551616 1") "650 BWX 1 2\r\n"
			"650+BW\r\n1 2\r\n.\r\n650 OK\r\n"
			BW(MAX " " MAX) BW("7 8 9")), UNSUBSCRIBE);
	rows("bandwidth --count 2", 0, UTC, UTC "\t" MAX "\t" MAX "\n"
		UTC "\t7\t8\n");
}
END_TEST

START_TEST(lost)
{
	PLAY(SUBSCRIBE, SEND(BW("1 2")), CLOSE);
	rows("bandwidth", 3, UTC, UTC "\t1\t2\n");
}
END_TEST

START_TEST(lost_before)
{
	PLAY(EXPECT("SETEVENTS BW"), CLOSE);
	rows("bandwidth", 3, UTC, "");
}
END_TEST

START_TEST(refused)
{
	PLAY(EXPECT("SETEVENTS BW"), SEND("552 no\r\n"));
	commands_check(&commands, "bandwidth", 1, "",
		"torctl: bandwidth: 552 no\n");
}
END_TEST

/* The user's events arrive meanwhile, and are selected again afterwards. */
START_TEST(events_of_the_user)
{
	PLAY(EXPECT("SETEVENTS CIRC"), SEND("250 OK\r\n"),
		EXPECT("SETEVENTS CIRC BW"),
		SEND("250 OK\r\n650 CIRC 0 BUILT\r\n" BW("1 2")),
		EXPECT("SETEVENTS CIRC"), SEND("250 OK\r\n"));
	commands_check(&commands, "setevents CIRC", 0, "", "");
	rows("bandwidth --count 1", 0, UTC, "CIRC 0 BUILT\n" UTC "\t1\t2\n");
}
END_TEST

START_TEST(bad_counts)
{
	commands_start(&commands, NULL);
	ck_assert_int_eq(commands_line(&commands, "bandwidth --count x"), 2);
	ck_assert_int_eq(commands_line(&commands, "bandwidth --count"), 2);
	ck_assert_int_eq(commands_line(&commands, "bandwidth 3"), 2);
	ck_assert_int_eq(commands_line(&commands,
		"bandwidth --count 18446744073709551616"), 2);
}
END_TEST

START_TEST(count_of_none)
{
	PLAY(IGNORE);
	commands_check(&commands, "bandwidth --count 0", 2, "", "torctl: "
		"bandwidth: --count \"0\" is not a valid number (1 or more)\n");
}
END_TEST

int main(void)
{
	Suite *suite = suite_create("bandwidth");
	TCase *tcase = test_case(suite, "bandwidth");

	tcase_add_checked_fixture(tcase, NULL, tear_down);
	tcase_add_test(tcase, a_pipe);
	tcase_add_test(tcase, count);
	tcase_add_test(tcase, json);
	tcase_add_test(tcase, raw);
	tcase_add_test(tcase, dumb);
	tcase_add_test(tcase, hostile);
	tcase_add_test(tcase, lost);
	tcase_add_test(tcase, lost_before);
	tcase_add_test(tcase, refused);
	tcase_add_test(tcase, events_of_the_user);
	tcase_add_test(tcase, bad_counts);
	tcase_add_test(tcase, count_of_none);
	return test_run(suite);
}
