/* wait: what is so already, what comes in between, what comes later or never. */
#include "lib/commands.h"
#include "lib/test.h"
#include "util/alloc.h"

#include <stdlib.h>
#include <string.h>

#define OK SEND("250 OK\r\n")
/* What ends every wait: the user's own choice of events, none. */
#define RETURNED EXPECT("SETEVENTS"), OK

static struct commands commands;

#define PLAY(...) \
	do { \
		static const struct fake_step steps_[] = { \
			FAKE_AUTH_NULL, __VA_ARGS__ \
		}; \
		commands_play(&commands, steps_); \
	} while (0)

static void tear_down(void)
{
	commands_end(&commands);
}

/* ---- wait event */

START_TEST(first_event)
{
	PLAY(EXPECT("SETEVENTS BW"),
		SEND("250 OK\r\n650 BW 1 2\r\n650 BW 3 4\r\n"), RETURNED);
	commands_check(&commands, "wait event bw", 0, "BW 1 2\n", "");
}
END_TEST

START_TEST(first_that_matches)
{
	PLAY(EXPECT("SETEVENTS CIRC"), SEND("250 OK\r\n"
		"650 CIRC 7 EXTENDED\r\n650 CIRC 17 BUILT\r\n"
		"650 CIRC 7 BUILT\r\n"), RETURNED);
	commands_check(&commands, "wait event CIRC '^CIRC 7 (BUILT|FAILED)$'",
		0, "CIRC 7 BUILT\n", "");
}
END_TEST

START_TEST(event_as_json)
{
	char *printed;

	PLAY(EXPECT("SETEVENTS BW"), SEND("250 OK\r\n650 BW 1 2\r\n"),
		RETURNED);
	commands.output.form = OUTPUT_JSON;
	ck_assert_int_eq(commands_line(&commands, "wait event BW"), 0);
	printed = commands_printed(&commands);
	ck_assert_ptr_eq(strstr(printed, "{\"event\":\"BW\",\"time\":\"20"),
		printed);
	ck_assert_ptr_nonnull(strstr(printed,
		"Z\",\"read\":1,\"written\":2}\n"));
	free(printed);
}
END_TEST

START_TEST(event_as_it_came)
{
	PLAY(EXPECT("SETEVENTS BW"), SEND("250 OK\r\n650 BW 1 2\r\n"),
		RETURNED);
	commands.output.form = OUTPUT_RAW;
	commands_check(&commands, "wait event BW", 0, "650 BW 1 2\r\n", "");
}
END_TEST

/* What came before the wait is shown to whom it was for, and does not count. */
START_TEST(events_of_before)
{
	static const struct fake_step steps[] = {
		FAKE_AUTH_NULL, EXPECT("SETEVENTS CIRC BW"),
		SEND("250 OK\r\n650 BW 1 2\r\n"), DRAIN, WAIT(0),
		EXPECT("SETEVENTS CIRC BW"), SEND("250 OK\r\n650 BW 3 4\r\n"),
		EXPECT("SETEVENTS CIRC BW"), OK,
	};
	struct strv names = STRV_INIT;

	commands_play(&commands, steps);
	strv_add(&names, "CIRC");
	strv_add(&names, "BW");
	ck_assert_ptr_nonnull(session_client(&commands.session, NULL));
	ck_assert(events_set(&commands.session.events,
		commands.session.client, &names, NULL, NULL));
	ck_assert(client_wait(commands.session.client, INT64_MAX, NULL));
	fake_tor_open(commands.tor, 0);
	/* The one that counts is shown twice: chosen, and waited for. */
	commands_check(&commands, "wait event BW", 0,
		"BW 1 2\nBW 3 4\nBW 3 4\n", "");
	strv_clear(&names);
}
END_TEST

static const struct {
	const char *line, *complaint;
} refused[] = {
	{ "wait event CRIC", "torctl: wait event: no event \"CRIC\"; did you "
		"mean \"CIRC\"?\n" },
	{ "wait event zzz", "torctl: wait event: no event \"zzz\" (torctl "
		"events lists them)\n" },
	{ "wait event BW --timeout soon", "torctl: wait event: \"soon\" is not "
		"a number of seconds\n" },
};

/* Nothing is sent: there is not even a connection. */
START_TEST(refused_at_once)
{
	commands_start(&commands, NULL);
	commands_check(&commands, refused[_i].line, 2, "",
		refused[_i].complaint);
}
END_TEST

START_TEST(bad_pattern)
{
	PLAY(EXPECT("GETINFO version"), SEND("250-version=1\r\n250 OK\r\n"));
	ck_assert_int_eq(commands_line(&commands, "wait event BW '('"), 2);
	free(commands_complained(&commands));
	commands_check(&commands, "getinfo version", 0, "1\n", "");
}
END_TEST

START_TEST(no_event_in_time)
{
	PLAY(EXPECT("SETEVENTS BW"), OK, RETURNED);
	commands_check(&commands, "wait event BW --timeout 0.001", 5, "",
		"torctl: wait event: timed out\n");
}
END_TEST

START_TEST(tor_goes_away)
{
	PLAY(EXPECT("SETEVENTS BW"), OK, CLOSE);
	commands_check(&commands, "wait event BW --timeout 0", 3, "",
		"torctl: wait event: Tor has closed the control connection\n");
}
END_TEST

START_TEST(tor_refuses_events)
{
	PLAY(EXPECT("SETEVENTS BW"), SEND("552 Unrecognized event \"BW\"\r\n"),
		RETURNED, EXPECT("GETINFO events/names"),
		SEND("250-events/names=CIRC\r\n250 OK\r\n"));
	commands_check(&commands, "wait event BW", 1, "", "torctl: wait event: "
		"552 Unrecognized event \"BW\"\n");
}
END_TEST

int main(void)
{
	Suite *suite = suite_create("wait");
	TCase *tcase = test_case(suite, "wait event");

	tcase_add_checked_fixture(tcase, NULL, tear_down);
	tcase_add_test(tcase, first_event);
	tcase_add_test(tcase, first_that_matches);
	tcase_add_test(tcase, event_as_json);
	tcase_add_test(tcase, event_as_it_came);
	tcase_add_test(tcase, events_of_before);
	test_add_table(tcase, refused_at_once, refused);
	tcase_add_test(tcase, bad_pattern);
	tcase_add_test(tcase, no_event_in_time);
	tcase_add_test(tcase, tor_goes_away);
	tcase_add_test(tcase, tor_refuses_events);
	return test_run(suite);
}
