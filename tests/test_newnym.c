/* newnym: at once, delayed, never, and with a Tor that does nothing. */
#include "lib/commands.h"
#include "lib/test.h"

#include <stdlib.h>

#define OK SEND("250 OK\r\n")
/* Restores the user's own events: none. */
#define RETURNED EXPECT("SETEVENTS"), OK

static struct commands commands;

#define PLAY(...) COMMANDS_PLAY(&commands, __VA_ARGS__)

static void tear_down(void)
{
	commands_end(&commands);
}

#define LISTENS(what, listeners) EXPECT("GETINFO net/listeners/" what), \
	SEND("250-net/listeners/" what "=" listeners "\r\n250 OK\r\n")
#define SOCKS_LISTENS EXPECT("SETEVENTS SIGNAL NOTICE"), OK, \
	LISTENS("socks", "\"127.0.0.1:9050\"")
#define SIGNAL_SENT SOCKS_LISTENS, EXPECT("SIGNAL NEWNYM"), OK
#define DELAYED SEND("650 NOTICE New control connection opened.\r\n" \
	"650 NOTICE Rate limiting NEWNYM request: delaying by 7 second(s)\r\n")

/* The message arrives with the reply, before any deadline. */
#define SIGNAL_DELAYED SOCKS_LISTENS, EXPECT("SIGNAL NEWNYM"), \
	SEND("650 NOTICE Rate limiting NEWNYM request: delaying by 7 " \
		"second(s)\r\n250 OK\r\n")

START_TEST(newnym_at_once)
{
	PLAY(SIGNAL_SENT, SEND("650 SIGNAL NEWNYM\r\n"), RETURNED);
	commands_check(&commands, "newnym", 0, "", "");
}
END_TEST

/* A filter may pass the signal alone. */
START_TEST(newnym_behind_a_filter)
{
#define FILTERED SEND("510 Command filtered\r\n")
	PLAY(EXPECT("SETEVENTS SIGNAL NOTICE"), FILTERED,
		EXPECT("GETINFO net/listeners/socks"), FILTERED,
		EXPECT("SIGNAL NEWNYM"), OK,
		EXPECT("SETEVENTS SIGNAL NOTICE"), FILTERED,
		EXPECT("GETINFO net/listeners/socks"), FILTERED,
		EXPECT("SIGNAL NEWNYM"), FILTERED);
	commands_check(&commands, "newnym", 0, "", "torctl: sent, but Tor "
		"refused to report when it takes effect\n");
	commands_check(&commands, "newnym", 1, "", "torctl: newnym: 510 "
		"Command filtered\n");
}
END_TEST

START_TEST(newnym_delayed)
{
	PLAY(SIGNAL_SENT, DELAYED, SEND("650 SIGNAL NEWNYM\r\n"), RETURNED);
	commands.output.form = OUTPUT_JSON;
	commands_check(&commands, "newnym", 0,
		"{\"signal\":\"NEWNYM\",\"delay\":7}\n",
		"torctl: rate limited by Tor: waiting 7 s\n");
}
END_TEST

/* Waits for the delay even if it exceeds the time of -t. */
START_TEST(newnym_is_patient)
{
	PLAY(SIGNAL_DELAYED, SEND_BYTES("650 SIGNAL NEWNYM\r\n"), RETURNED);
	commands.session.tor->opener.connection.timeout = 20000;
	ck_assert_ptr_nonnull(session_connection(&commands.session, NULL));
	commands.session.tor->opener.connection.timeout = 1;
	ck_assert_int_eq(commands_line(&commands, "newnym"), 0);
	free(commands_complained(&commands));
}
END_TEST

START_TEST(newnym_not_in_time)
{
	PLAY(SIGNAL_DELAYED, RETURNED);
	commands_check(&commands, "newnym --timeout 0.001", 5, "",
		"torctl: rate limited by Tor: waiting 7 s\n"
		"torctl: newnym: timed out: Tor delays NEWNYM by 7 s; use "
		"--timeout SECS to wait longer\n");
}
END_TEST

/* Another client's, from before our request. */
START_TEST(newnym_of_before)
{
	PLAY(EXPECT("SETEVENTS SIGNAL NOTICE"),
		SEND("250 OK\r\n650 SIGNAL NEWNYM\r\n"),
		LISTENS("socks", "\"127.0.0.1:9050\""),
		EXPECT("SIGNAL NEWNYM"), OK, RETURNED);
	commands_check(&commands, "newnym --timeout 0.001", 5, "",
		"torctl: newnym: timed out: Tor did not report the new "
			"identity\n");
}
END_TEST

#define NOTHING_LISTENS EXPECT("SETEVENTS SIGNAL NOTICE"), OK, \
	LISTENS("socks", ""), LISTENS("trans", ""), \
	EXPECT("GETINFO net/listeners/natd"), SEND("552 Unrecognized\r\n"), \
	LISTENS("dns", ""), LISTENS("httptunnel", "")
#define SET_TO(option, value) EXPECT("GETCONF " option), \
	SEND("250 " option value "\r\n")

START_TEST(newnym_useless)
{
	PLAY(NOTHING_LISTENS, SET_TO("SocksPort", "=0"),
		SET_TO("TransPort", ""), SET_TO("NATDPort", ""),
		SET_TO("DNSPort", "=0"), SET_TO("HTTPTunnelPort", ""),
		RETURNED);
	commands_check(&commands, "newnym", 1, "", "torctl: newnym: 551 "
		"NEWNYM has no effect because Tor has no client port; set "
		"SocksPort, TransPort, NATDPort, DNSPort or HTTPTunnelPort\n");
}
END_TEST

/* With the network disabled, ports do not listen, but Tor still does it. */
START_TEST(newnym_without_network)
{
	PLAY(NOTHING_LISTENS, SET_TO("SocksPort", ""), EXPECT("SIGNAL NEWNYM"),
		SEND("250 OK\r\n650 SIGNAL NEWNYM\r\n"), RETURNED);
	commands_check(&commands, "newnym", 0, "", "");
}
END_TEST

int main(void)
{
	Suite *suite = suite_create("newnym");
	TCase *tcase = test_case(suite, "newnym");

	tcase_add_checked_fixture(tcase, NULL, tear_down);
	tcase_add_test(tcase, newnym_at_once);
	tcase_add_test(tcase, newnym_behind_a_filter);
	tcase_add_test(tcase, newnym_delayed);
	tcase_add_test(tcase, newnym_is_patient);
	tcase_add_test(tcase, newnym_not_in_time);
	tcase_add_test(tcase, newnym_of_before);
	tcase_add_test(tcase, newnym_useless);
	tcase_add_test(tcase, newnym_without_network);
	return test_run(suite);
}
