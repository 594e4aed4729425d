/* Requests, replies and events of a client, however their bytes are split. */
#include "lib/talk.h"
#include "lib/test.h"
#include "util/alloc.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define BLOCK "250+config-text=\r\nSocksPort 0\r\n..hidden\r\n\r\n.\r\n" \
	"250 OK\r\n"
#define BLOCK_TEXT "250+config-text={SocksPort 0..hidden..}|250 OK"

#define NS_EVENT "650+NS\r\nr moria\r\n..x\r\n.\r\n650 OK\r\n"
#define CONF_EVENT "650-CONF_CHANGED\r\n650-SocksPort=0\r\n650 OK\r\n"

/* What follows "GETINFO x", the resulting reply, and the events. */
static const struct {
	struct span bytes;
	const char *reply;
	const char *events;
	uint64_t count;
} exchanges[] = {
	{ BYTES("250 OK\r\n"), "250 OK", "", 0 },
	{ BYTES("250-version=0.4.9.11\r\n250 OK\r\n"),
		"250-version=0.4.9.11|250 OK", "", 0 },
	{ BYTES(BLOCK), BLOCK_TEXT, "", 0 },
	{ BYTES("250+a=\r\n.\r\n250-b=\r\n250+c=\r\n\r\n.\r\n250 OK\r\n"),
		"250+a={}|250-b=|250+c={.}|250 OK", "", 0 },
	/* lines in a block that look like a reply or an event are data */
	{ BYTES("250+a=\r\n650 BW 1 1\r\n250 OK\r\n.\r\n250 OK\r\n"),
		"250+a={650 BW 1 1.250 OK.}|250 OK", "", 0 },
	{ BYTES("250-300.1.1.1=x\r\n512-syntax\r\n451 no\r\n"),
		"250-300.1.1.1=x|512-syntax|451 no", "", 0 },
	/* LF alone */
	{ BYTES("250+a=\none\n.\n250 OK\n"), "250+a={one.}|250 OK", "", 0 },
	/* events before, after and between the lines of a reply */
	{ BYTES("650 BW 0 0\r\n250 OK\r\n"), "250 OK", "650 BW 0 0\r\n", 1 },
	{ BYTES("250 OK\r\n650 BW 0 1\r\n650 BW 0 2\r\n"), "250 OK",
		"650 BW 0 1\r\n650 BW 0 2\r\n", 2 },
	{ BYTES("250-a=1\r\n650 BW 0 0\r\n250-b=2\r\n250 OK\r\n"),
		"250-a=1|250-b=2|250 OK", "650 BW 0 0\r\n", 1 },
	{ BYTES("250-a=1\r\n" NS_EVENT "250 OK\r\n"), "250-a=1|250 OK",
		NS_EVENT, 1 },
	{ BYTES("650 BW 0 0\r\n" BLOCK CONF_EVENT NS_EVENT), BLOCK_TEXT,
		"650 BW 0 0\r\n" CONF_EVENT NS_EVENT, 3 },
	{ BYTES(NS_EVENT CONF_EVENT "650 X\n" "250 OK\r\n"), "250 OK",
		NS_EVENT CONF_EVENT "650 X\n", 3 },
	{ BYTES("650-A\r\n650+B\r\n.\r\n650-C\r\n650 D\r\n250 OK\r\n"),
		"250 OK", "650-A\r\n650+B\r\n.\r\n650-C\r\n650 D\r\n", 1 },
};

static void check_exchange(struct talk *talk, int i)
{
	talk_check(talk, "GETINFO x", exchanges[i].reply);
	talk_await(talk, exchanges[i].count);
	talk_check_events(talk, exchanges[i].events);
}

START_TEST(one_segment)
{
	struct fake_step steps[] = {
		EXPECT("GETINFO x"),
		SEND_SPAN(exchanges[_i].bytes.at, exchanges[_i].bytes.len),
	};
	struct talk talk;

	talk_play(&talk, steps);
	check_exchange(&talk, _i);
	talk_end(&talk);
}
END_TEST

START_TEST(byte_by_byte)
{
	struct fake_step steps[] = {
		EXPECT("GETINFO x"),
		{ FAKE_SEND_BYTES, exchanges[_i].bytes.at,
			exchanges[_i].bytes.len, 0 },
	};
	struct talk talk;

	talk_play(&talk, steps);
	check_exchange(&talk, _i);
	talk_end(&talk);
}
END_TEST

START_TEST(every_split)
{
	struct span bytes = exchanges[_i].bytes;

	for (size_t cut = 1; cut < bytes.len; cut++) {
		struct fake_step steps[] = {
			EXPECT("GETINFO x"),
			SEND_SPAN(bytes.at, cut),
			DRAIN,
			SEND_SPAN(bytes.at + cut, bytes.len - cut),
		};
		struct talk talk;

		talk_play(&talk, steps);
		check_exchange(&talk, _i);
		talk_end(&talk);
	}
}
END_TEST

START_TEST(replies_in_order)
{
	static const struct fake_step steps[] = {
		EXPECT("GETINFO version"), SEND("250-version=1\r\n250 OK\r\n"),
		EXPECT("getconf  a b "), SEND("552-no a\r\n552 no b\r\n"),
		EXPECT("GETINFO config-text"), SEND(BLOCK),
		EXPECT("SIGNAL NEWNYM"), SEND("250 OK\r\n"),
	};
	struct talk talk;

	talk_play(&talk, steps);
	talk_check(&talk, "GETINFO version", "250-version=1|250 OK");
	talk_check(&talk, "getconf  a b ", "552-no a|552 no b");
	talk_check(&talk, "GETINFO config-text", BLOCK_TEXT);
	talk_check(&talk, "SIGNAL NEWNYM", "250 OK");
	ck_assert(connection_connected(talk.connection));
	talk_end(&talk);
}
END_TEST

START_TEST(bad_request_is_not_sent)
{
	static const struct fake_step steps[] = {
		EXPECT("GETINFO x"), SEND("250 OK\r\n"),
	};
	struct talk talk;
	char *text;

	talk_play(&talk, steps);
	text = talk_ask(&talk, "a\nb");
	ck_assert_int_eq(talk.error.kind, ERROR_USAGE);
	free(text);
	talk_check(&talk, "GETINFO x", "250 OK");
	talk_end(&talk);
}
END_TEST

START_TEST(many_requests)
{
	static const struct fake_step steps[] = {
		ANSWER(10000, "650 E #\r\n250-#=x\r\n250 OK\r\n"),
	};
	struct talk talk;

	talk_play(&talk, steps);
	for (unsigned i = 0; i < 10000; i++) {
		char line[40], want[40];

		snprintf(line, sizeof(line), "GETINFO k%u", i);
		snprintf(want, sizeof(want), "250-k%u=x|250 OK", i);
		talk_check(&talk, line, want);
		/* an event before the reply is available with the reply */
		ck_assert_uint_eq(talk_take(&talk), 1);
		snprintf(want, sizeof(want), "650 E k%u\r\n", i);
		talk_check_events(&talk, want);
	}
	talk_end(&talk);
}
END_TEST

START_TEST(command_needs_a_good_reply)
{
	static const struct fake_step steps[] = {
		EXPECT("A"), SEND("250-x\r\n250 OK\r\n"),
		EXPECT("A"), SEND("250-x\r\n552-one\r\n513 two\r\n"),
	};
	struct reply reply = REPLY_INIT;
	struct request request;
	struct talk talk;

	talk_play(&talk, steps);
	request_init(&request, "A");
	ck_assert(connection_command(talk.connection, &request, &reply,
		&talk.error));
	ck_assert_uint_eq(reply.len, 2);
	request_clear(&request);
	request_init(&request, "A");
	ck_assert(!connection_command(talk.connection, &request, NULL,
		&talk.error));
	ck_assert_int_eq(talk.error.kind, ERROR_TOR);
	ck_assert_int_eq(talk.error.status, 552);
	ck_assert_str_eq(talk.error.text, "one");
	ck_assert_str_eq(talk.error.next->text, "two");
	request_clear(&request);
	reply_clear(&reply);
	talk_end(&talk);
}
END_TEST

START_TEST(events_wake)
{
	static const struct fake_step steps[] = {
		WAIT(0), SEND("650 A\r\n650 B"), DRAIN, WAIT(1),
		SEND("\r\n" NS_EVENT), EXPECT("X"),
		SEND("650 C\r\n250 OK\r\n"),
	};
	struct talk talk;

	talk_play(&talk, steps);
	ck_assert(!talk_woken(&talk));
	fake_tor_open(talk.tor, 0);
	talk_await(&talk, 1);
	talk_check_events(&talk, "650 A\r\n");
	ck_assert(!talk_woken(&talk));
	fake_tor_open(talk.tor, 1);
	talk_await(&talk, 3);
	talk_check_events(&talk, "650 B\r\n" NS_EVENT);
	/*
	 * a request leaves the descriptor readable for events that arrived
	 * meanwhile
	 */
	talk_check(&talk, "X", "250 OK");
	ck_assert(talk_woken(&talk));
	ck_assert_uint_eq(talk_take(&talk), 1);
	ck_assert(!talk_woken(&talk));
	talk_end(&talk);
}
END_TEST

static void add_trace(void *arg, bool sent, struct span line)
{
	struct talk *talk = arg;

	pthread_mutex_lock(&talk->lock);
	buf_add_string(&talk->trace, sent ? "> " : "< ");
	buf_add_span(&talk->trace, line);
	buf_add_char(&talk->trace, '\n');
	pthread_mutex_unlock(&talk->lock);
}

/* Whatever arrived meanwhile, the reply's position among events is kept. */
START_TEST(events_before_a_reply)
{
	static const struct fake_step steps[] = {
		EXPECT("A"),
		SEND("650 1\r\n650 2\r\n250 OK\r\n650 3\r\n650 4\r\n"),
		EXPECT("B"), SEND("650 5\r\n250 OK\r\n650 6\r\n"),
		EXPECT("C"), SEND("250 OK\r\n"),
	};
	struct talk talk;

	talk_play(&talk, steps);
	ck_assert_uint_eq(talk_take(&talk), 0);
	talk_check(&talk, "A", "250 OK");
	ck_assert_uint_eq(talk_take(&talk), 2);
	talk_check_events(&talk, "650 1\r\n650 2\r\n");
	ck_assert_uint_eq(talk_take(&talk), 0);
	talk_check(&talk, "B", "250 OK");
	ck_assert_uint_eq(talk_take(&talk), 3);
	talk_check_events(&talk, "650 3\r\n650 4\r\n650 5\r\n");
	talk_check(&talk, "C", "250 OK");
	talk_await(&talk, 6);
	ck_assert_uint_eq(talk_take(&talk), 0);
	talk_check_events(&talk, "650 6\r\n");
	talk_end(&talk);
}
END_TEST

START_TEST(trace_hides_secrets)
{
	static const struct fake_step steps[] = {
		EXPECT("AUTHENTICATE 736563726574"), SEND("250 OK\r\n"),
		EXPECT("GETINFO config-text"),
		SEND("650 BW 1 2\r\n250+config-text=\r\n"
			"HashedControlPassword 16:AB\r\nSocksPort 0\r\n"
			".\r\n250 OK\r\n"),
		EXPECT("ADD_ONION NEW:BEST Port=80"),
		SEND("250-ServiceID=a\r\n250-PrivateKey=ED25519-V3:SECRET==\r\n"
			"250 OK\r\n"),
	};
	struct talk talk;

	talk_init(&talk);
	talk.config.trace = add_trace;
	talk_start(&talk, FAKE_UNIX, steps, COUNT(steps));
	free(talk_ask(&talk, "AUTHENTICATE 736563726574"));
	free(talk_ask(&talk, "GETINFO config-text"));
	free(talk_ask(&talk, "ADD_ONION NEW:BEST Port=80"));
	pthread_mutex_lock(&talk.lock);
	test_span_eq(buf_span(&talk.trace), span_of(
		"> AUTHENTICATE <redacted>\n< 250 OK\n"
		"> GETINFO config-text\n< 650 BW 1 2\n< 250+config-text=\n"
		"< HashedControlPassword <redacted>\n< SocksPort 0\n< .\n"
		"< 250 OK\n> ADD_ONION NEW:BEST Port=80\n< 250-ServiceID=a\n"
		"< 250-PrivateKey=<redacted>\n< 250 OK\n"));
	pthread_mutex_unlock(&talk.lock);
	talk_end(&talk);
}
END_TEST

int main(void)
{
	Suite *suite = suite_create("connection");
	TCase *tcase = test_case(suite, "connection");

	tcase_set_timeout(tcase, 60);
	test_add_table(tcase, one_segment, exchanges);
	test_add_table(tcase, byte_by_byte, exchanges);
	test_add_table(tcase, every_split, exchanges);
	tcase_add_test(tcase, replies_in_order);
	tcase_add_test(tcase, bad_request_is_not_sent);
	tcase_add_test(tcase, many_requests);
	tcase_add_test(tcase, command_needs_a_good_reply);
	tcase_add_test(tcase, events_wake);
	tcase_add_test(tcase, events_before_a_reply);
	tcase_add_test(tcase, trace_hides_secrets);
	return test_run(suite);
}
