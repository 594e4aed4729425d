/* circuits, streams, orconns, guards, mappings, listeners, onions. */
#include "lib/commands.h"
#include "lib/test.h"
#include "tor/circuits.h"
#include "tor/orconns.h"
#include "tor/streams.h"
#include "util/clock.h"

#include <stdlib.h>

#define A "0123456789ABCDEF0123456789ABCDEF01234567"
#define B "FEDCBA9876543210FEDCBA9876543210FEDCBA98"
#define GEOIP EXPECT("GETINFO ip-to-country/ipv4-available " \
	"ip-to-country/ipv6-available")
#define NO_GEOIP GEOIP, SEND("250-ip-to-country/ipv4-available=0\r\n" \
	"250-ip-to-country/ipv6-available=0\r\n250 OK\r\n")

static struct commands commands;

#define PLAY(...) COMMANDS_PLAY(&commands, __VA_ARGS__)

static void tear_down(void)
{
	commands_end(&commands);
}

static void as_json(void)
{
	commands.output.form = OUTPUT_JSON;
}

/* ---- circuits */

#define CIRCUITS EXPECT("GETINFO circuit-status"), \
	SEND("250+circuit-status=\r\n" \
		"1 BUILT $" A "~one,$" B " BUILD_FLAGS=NEED_CAPACITY " \
			"PURPOSE=CONFLUX_LINKED TIME_CREATED=" \
			"2001-02-03T04:05:06.000007 CONFLUX_ID=AA " \
			"CONFLUX_RTT=12\r\n" \
		"2 LAUNCHED PURPOSE=HS_CLIENT_REND HS_STATE=HSCR_JOINED " \
			"REND_QUERY=abc SOCKS_USERNAME=\"a\\\"b c\" " \
			"NEW_WORD=x\r\n" \
		"3 BUILT $" B "~two PURPOSE=CONFLUX_LINKED CONFLUX_ID=AA\r\n" \
		"4 BUILT $" A "~one PURPOSE=CONFLUX_LINKED CONFLUX_ID=BB\r\n" \
		".\r\n250 OK\r\n")

/* Circuits of one set are listed together and name each other. */
START_TEST(circuits)
{
	PLAY(CIRCUITS, NO_GEOIP, CIRCUITS);
	commands_check(&commands, "circuits --columns "
		"id,status,purpose,hs-state,conflux,path", 0,
		"ID  STATUS    PURPOSE         HS-STATE     CONFLUX  PATH\n"
		" 1  BUILT     CONFLUX_LINKED  -            3        one → $" B
		"\n"
		" 3  BUILT     CONFLUX_LINKED  -            1        two\n"
		" 2  LAUNCHED  HS_CLIENT_REND  HSCR_JOINED  -        -\n"
		" 4  BUILT     CONFLUX_LINKED  -            -        one\n",
		"");
	/* Countries are requested only if needed. */
	commands_check(&commands, "circuits --no-header --columns "
		"id,user,onion,flags,rtt --sort -id --limit 3", 0,
		"4  -      -    -  -\n"
		"3  -      -    -  -\n"
		"2  a\"b c  abc  -  -\n", "");
}
END_TEST

/* However many circuits a set has, and wherever they are. */
START_TEST(conflux_sets)
{
	PLAY(EXPECT("GETINFO circuit-status"),
		SEND("250+circuit-status=\r\n1 BUILT CONFLUX_ID=A\r\n"
			"2 BUILT CONFLUX_ID=B\r\n3 BUILT CONFLUX_ID=A\r\n"
			"6 BUILT\r\n4 BUILT CONFLUX_ID=A\r\n"
			"5 BUILT CONFLUX_ID=B\r\n.\r\n250 OK\r\n"));
	commands_check(&commands, "circuits --columns id,conflux", 0,
		"ID  CONFLUX\n 1  3,4\n 3  1,4\n 4  1,3\n 2  5\n 5  2\n"
		" 6  -\n", "");
}
END_TEST

START_TEST(circuits_with_countries)
{
	PLAY(CIRCUITS, GEOIP, SEND("250-ip-to-country/ipv4-available=1\r\n"
			"250-ip-to-country/ipv6-available=1\r\n250 OK\r\n"),
		EXPECT("GETINFO ns/id/" A " ns/id/" B),
		SEND("250+ns/id/" A "=\r\nr one ASNFZ4mrze8BI0VniavN7wEjRWc "
			"2038-01-01 00:00:00 5.6.7.8 9001 0\r\n.\r\n"
			"250-ns/id/" B "=\r\n250 OK\r\n"),
		EXPECT("GETINFO ip-to-country/5.6.7.8"),
		SEND("250-ip-to-country/5.6.7.8=nl\r\n250 OK\r\n"));
	commands_check(&commands, "circuits --columns path", 0,
		"PATH\none(nl) → $" B "\ntwo\n-\none(nl)\n", "");
}
END_TEST

/* The members of the event, including unknown ones. */
START_TEST(circuits_json)
{
	PLAY(CIRCUITS);
	as_json();
	commands_check(&commands, "circuits --sort id --limit 2", 0,
		"[{\"id\":\"1\",\"status\":\"BUILT\",\"path\":[{\"fingerprint\":\""
		A "\",\"nickname\":\"one\"},{\"fingerprint\":\"" B "\"}],"
		"\"build_flags\":[\"NEED_CAPACITY\"],\"purpose\":"
		"\"CONFLUX_LINKED\",\"time_created\":"
		"\"2001-02-03T04:05:06.000007\",\"conflux_id\":\"AA\","
		"\"conflux_rtt\":12},"
		"{\"id\":\"2\",\"status\":\"LAUNCHED\",\"path\":[],\"purpose\":"
		"\"HS_CLIENT_REND\",\"hs_state\":\"HSCR_JOINED\","
		"\"rend_query\":\"abc\",\"socks_username\":\"a\\\"b c\","
		"\"new_word\":\"x\"}]\n", "");
}
END_TEST

START_TEST(circuits_raw)
{
	PLAY(EXPECT("GETINFO circuit-status"),
		SEND("250-circuit-status=\r\n250 OK\r\n"));
	commands.output.form = OUTPUT_RAW;
	commands_check(&commands, "circuits", 0,
		"250-circuit-status=\r\n250 OK\r\n", "");
}
END_TEST

START_TEST(nothing_there)
{
	PLAY(EXPECT("GETINFO circuit-status"),
		SEND("250-circuit-status=\r\n250 OK\r\n"),
		EXPECT("GETINFO stream-status"),
		SEND("250-stream-status=\r\n250 OK\r\n"),
		EXPECT("GETINFO orconn-status"), SEND("551 no\r\n"));
	commands_check(&commands, "circuits --columns id,path", 0,
		"ID  PATH\n", "");
	as_json();
	commands_check(&commands, "streams", 0, "[]\n", "");
	commands.output.form = OUTPUT_TEXT;
	commands_check(&commands, "orconns", 1, "",
		"torctl: orconns orconn-status: 551 no\n");
}
END_TEST

/* Invalid lines, and text that could do harm. */
START_TEST(hostile_lines)
{
	PLAY(EXPECT("GETINFO circuit-status"),
		SEND("250+circuit-status=\r\n\r\n\x1b[2J BUILT $x,,\r\n"
			" \r\n7\r\n\xff PURPOSE=\"a\\\r\n.\r\n250 OK\r\n"),
		NO_GEOIP);
	commands_check(&commands, "circuits --columns id,status,purpose,path",
		0, "     ID  STATUS  PURPOSE  PATH\n"
		"\\x1b[2J  BUILT   -        $x →  → \n"
		"      -  -       -        -\n"
		"      7  -       -        -\n"
		"      \xff  -       \"a\\      -\n", "");
}
END_TEST

/* Tor sends no NUL; a line ends there, and no line is lost. */
START_TEST(line_with_nul)
{
	static const char reply[] = "250+circuit-status=\r\n1 BUILT $" A
		"~one\0 PURPOSE=GENERAL\r\n2 BUILT\r\n.\r\n250 OK\r\n";

	PLAY(EXPECT("GETINFO circuit-status"),
		SEND_SPAN(reply, sizeof(reply) - 1), NO_GEOIP);
	commands_check(&commands, "circuits --columns id,status,purpose,path",
		0, "ID  STATUS  PURPOSE  PATH\n 1  BUILT   -        one\n"
		" 2  BUILT   -        -\n", "");
}
END_TEST

START_TEST(times)
{
	static const char *const bad[] = { "", "2001", "2001-02-03",
		"2001-02-03T04:05:0", "2001-02-03T04:05:06x",
		"2001-02-03T04:05:06.12345x", "2001-02-03T04:05:06.1234567",
		"-001-02-03T04:05:06", "2001-02-03 04:05:06" };
	int64_t time = 0;

	ck_assert(circuits_read_time(SPAN("1970-01-01T00:00:01.000002"),
		&time));
	ck_assert_int_eq(time, 1000002);
	ck_assert(circuits_read_time(SPAN("2001-09-09T01:46:40"), &time));
	ck_assert_int_eq(time, 1000000000000000);
	for (size_t i = 0; i < COUNT(bad); i++)
		ck_assert_msg(!circuits_read_time(span_of(bad[i]), &time),
			"%s", bad[i]);
}
END_TEST

/* ---- streams, and what events add to them */

#define STREAMS EXPECT("GETINFO stream-status"), \
	SEND("250+stream-status=\r\n5 SUCCEEDED 2 www.example.com:80\r\n" \
		"6 NEW 0 [::1]:443\r\n.\r\n250 OK\r\n")

START_TEST(streams)
{
	PLAY(STREAMS, EXPECT("GETINFO circuit-status"),
		SEND("250+circuit-status=\r\n2 BUILT $" A "~one,$" B "~two\r\n"
			"3 LAUNCHED\r\n.\r\n250 OK\r\n"), NO_GEOIP, STREAMS,
		STREAMS, EXPECT("GETINFO circuit-status"),
		SEND("552 filtered\r\n"));
	commands_check(&commands, "streams", 0,
		"ID  STATUS     CIRCUIT  TARGET              SOURCE  PURPOSE  "
		"PATH\n"
		" 5  SUCCEEDED        2  www.example.com:80  -       -        "
		"one → two\n"
		" 6  NEW              -  [::1]:443           -       -        "
		"-\n", "");
	as_json();
	commands_check(&commands, "streams --sort -id", 0,
		"[{\"id\":\"6\",\"status\":\"NEW\",\"circuit\":\"0\",\"target\":"
		"\"[::1]:443\",\"target_host\":\"::1\",\"target_port\":443},"
		"{\"id\":\"5\",\"status\":\"SUCCEEDED\",\"circuit\":\"2\","
		"\"target\":\"www.example.com:80\",\"target_host\":"
		"\"www.example.com\",\"target_port\":80}]\n", "");
	commands.output.form = OUTPUT_TEXT;
	commands_check(&commands, "streams --columns id,path", 0,
		"ID  PATH\n 5  -\n 6  -\n", "");
}
END_TEST

static void note(const char *event)
{
	streams_seen_note(&commands.session.tor->streams, span_of(event));
}

START_TEST(streams_filled_in)
{
	PLAY(STREAMS, STREAMS, STREAMS);
	ck_assert(session_connection(&commands.session, NULL) != NULL);
	note("650 STREAM 5 NEW 0 www.example.com:80 "
		"SOURCE_ADDR=127.0.0.1:999 PURPOSE=USER SOCKS_USERNAME=\"a b\" "
		"NYM_EPOCH=3\r\n");
	/* Later events have less; the reason does not stay forever. */
	note("650 STREAM 5 SENTCONNECT 2 www.example.com:80 NYM_EPOCH=3\r\n");
	note("650 STREAM 6 DETACHED 2 [::1]:443 REASON=TIMEOUT "
		"CLIENT_PROTOCOL=SOCKS5\r\n");
	/* These are not streams, or have ended. */
	note("650 CIRC 5 BUILT PURPOSE=GENERAL\r\n");
	note("650 STREAM 7\r\n");
	note("650 STREAM 8 NEW 0 x:1 PURPOSE=USER\r\n");
	note("650 STREAM 9 NEW 0 x:1 PURPOSE=USER\r\n");
	note("650 STREAM 9 CLOSED 0 x:1 REASON=DONE PURPOSE=USER\r\n");
	ck_assert_uint_eq(commands.session.tor->streams.items.len, 3);
	commands_check(&commands, "streams --columns "
		"id,source,purpose,user,protocol,epoch", 0,
		"ID  SOURCE         PURPOSE  USER  PROTOCOL  EPOCH\n"
		" 5  127.0.0.1:999  USER     a b   -             3\n"
		" 6  -              -        -     SOCKS5        -\n", "");
	/* 8 was not in the reply, so it is dropped. */
	ck_assert_uint_eq(commands.session.tor->streams.items.len, 2);
	/* If an ID begins again, it is another stream. */
	note("650 STREAM 5 NEW 0 www.example.com:80 PURPOSE=DIR_FETCH\r\n");
	commands_check(&commands, "streams --no-header --columns id,source,"
		"purpose --limit 1", 0, "5  -  DIR_FETCH\n", "");
	as_json();
	commands_check(&commands, "streams --limit 1", 0,
		"[{\"id\":\"5\",\"status\":\"SUCCEEDED\",\"circuit\":\"2\","
		"\"target\":\"www.example.com:80\",\"target_host\":"
		"\"www.example.com\",\"target_port\":80,\"purpose\":"
		"\"DIR_FETCH\"}]\n", "");
}
END_TEST

START_TEST(streams_seen_are_bounded)
{
	struct streams_seen seen = { { NULL, 0 } };
	struct buf event = BUF_INIT;

	for (int i = 0; i < STREAMS_SEEN_MAX + 10; i++) {
		buf_reset(&event);
		buf_print(&event, "650 STREAM %d NEW 0 x:1 PURPOSE=USER\r\n",
			i);
		streams_seen_note(&seen, buf_span(&event));
	}
	ck_assert_uint_eq(seen.items.len, STREAMS_SEEN_MAX);
	ck_assert_str_eq(seen.items.items[0].name, "10");
	buf_reset(&event);
	buf_add_string(&event, "650 STREAM x NEW 0 x:1 SOCKS_USERNAME=");
	for (int i = 0; i < STREAMS_WORDS_MAX; i++)
		buf_add_char(&event, 'a');
	buf_add_string(&event, "\r\n");
	streams_seen_note(&seen, buf_span(&event));
	ck_assert_uint_eq(seen.items.len, STREAMS_SEEN_MAX);
	streams_seen_clear(&seen);
	buf_clear(&event);
}
END_TEST

/* ---- connections and guards */

#define ORCONNS EXPECT("GETINFO orconn-status"), \
	SEND("250+orconn-status=\r\n$" A "~one CONNECTED\r\n" \
		"127.0.0.1:9 NEW\r\n.\r\n250 OK\r\n")

#define RELAY SEND("250+ns/id/" A "=\r\nr one ASNFZ4mrze8BI0VniavN7wEjRWc " \
	"2038-01-01 00:00:00 5.6.7.8 9001 0\r\n.\r\n250 OK\r\n")

START_TEST(orconns)
{
	PLAY(ORCONNS, EXPECT("GETINFO ns/id/" A), RELAY, NO_GEOIP, ORCONNS);
	commands_check(&commands, "orconns", 0,
		"ID  RELAY        STATUS     AGE  DIRECTION  ADDRESS  COUNTRY  "
		"FINGERPRINT\n"
		" -  one          CONNECTED    -  -          5.6.7.8  -        "
		A "\n"
		" -  127.0.0.1:9  NEW          -  -          -        -        "
		"-\n", "");
	as_json();
	commands_check(&commands, "orconns", 0,
		"[{\"endpoint\":\"$" A "~one\",\"relay\":{\"fingerprint\":\"" A
		"\",\"nickname\":\"one\"},\"status\":\"CONNECTED\"},"
		"{\"endpoint\":\"127.0.0.1:9\",\"address\":\"127.0.0.1:9\","
		"\"status\":\"NEW\"}]\n", "");
}
END_TEST

static void note_orconn(const char *event, int64_t seconds_ago)
{
	orconns_seen_note(&commands.session.tor->orconns, span_of(event),
		clock_wall() - seconds_ago * 1000000);
}

/* A connection keeps its ID while Tor learns whose it is. */
START_TEST(orconns_filled_in)
{
	PLAY(ORCONNS, ORCONNS);
	ck_assert(session_connection(&commands.session, NULL) != NULL);
	note_orconn("650 ORCONN 5.6.7.8:9001 LAUNCHED ID=7\r\n", 100);
	note_orconn("650 ORCONN $" A "~one CONNECTED ID=7\r\n", 99);
	note_orconn("650 ORCONN 127.0.0.1:9 NEW ID=8\r\n", 5);
	note_orconn("650 ORCONN 127.0.0.1:9 CLOSED ID=8 REASON=DONE\r\n", 4);
	note_orconn("650 ORCONN 127.0.0.1:9 NEW ID=9\r\n", 3);
	note_orconn("650 ORCONN $" A "~one CONNECTED\r\n", 2);
	note_orconn("650 STREAM 1 NEW 0 x:1\r\n", 1);
	commands_check(&commands, "orconns --columns id,relay,direction", 0,
		"ID  RELAY        DIRECTION\n 7  one          out\n"
		" 9  127.0.0.1:9  in\n", "");
	commands_line(&commands, "orconns --csv --columns age --sort age "
		"--no-header");
	free(commands_printed(&commands));
	ck_assert_uint_eq(commands.session.tor->orconns.items.len, 2);
}
END_TEST

START_TEST(orconns_seen_are_bounded)
{
	struct orconns_seen seen = { { NULL, 0 } };
	struct buf event = BUF_INIT;

	for (int i = 0; i < ORCONNS_SEEN_MAX + 10; i++) {
		buf_reset(&event);
		buf_print(&event, "650 ORCONN 1.2.3.4:5 NEW ID=%d\r\n", i);
		orconns_seen_note(&seen, buf_span(&event), 0);
	}
	ck_assert_uint_eq(seen.items.len, ORCONNS_SEEN_MAX);
	ck_assert_str_eq(seen.items.items[0].name, "10");
	ck_assert_str_eq(seen.items.items[0].value, "1.2.3.4:5 ID=10 "
		"DIRECTION=in TIME_CREATED=1970-01-01T00:00:00");
	orconns_seen_clear(&seen);
	buf_clear(&event);
}
END_TEST

#define GUARDS EXPECT("GETINFO entry-guards"), \
	SEND("250+entry-guards=\r\n$" A "~one up\r\n" \
		"$" B "~two down 2026-01-02 03:04:05\r\n.\r\n250 OK\r\n")

START_TEST(guards)
{
	PLAY(GUARDS, EXPECT("GETINFO ns/id/" A " ns/id/" B),
		SEND("552 no\r\n"), EXPECT("GETINFO ns/id/" A), RELAY,
		EXPECT("GETINFO ns/id/" B), SEND("552 no\r\n"), NO_GEOIP,
		GUARDS);
	commands_check(&commands, "guards", 0,
		"RELAY  STATUS  SINCE                ADDRESS  COUNTRY  "
		"FINGERPRINT\n"
		"one    up      -                    5.6.7.8  -        " A "\n"
		"two    down    2026-01-02 03:04:05  -        -        " B "\n",
		"");
	as_json();
	commands_check(&commands, "guards", 0,
		"[{\"relay\":{\"fingerprint\":\"" A "\",\"nickname\":\"one\"},"
		"\"status\":\"up\"},{\"relay\":{\"fingerprint\":\"" B
		"\",\"nickname\":\"two\"},\"status\":\"down\",\"since\":"
		"\"2026-01-02 03:04:05\"}]\n", "");
}
END_TEST

/* ---- mappings, listeners, onion services */

#define MAPPINGS EXPECT("GETINFO address-mappings/control " \
		"address-mappings/config address-mappings/cache"), \
	SEND("250+address-mappings/control=\r\n1.2.3.4 example.org NEVER\r\n" \
		".\r\n250-address-mappings/config=\r\n" \
		"250-address-mappings/cache=www.example.com 5.6.7.8 " \
		"\"2026-01-02 03:04:05\"\r\n250 OK\r\n")

START_TEST(mappings)
{
	PLAY(MAPPINGS, MAPPINGS);
	commands_check(&commands, "mappings", 0,
		"FROM             TO           EXPIRY               KIND\n"
		"1.2.3.4          example.org  NEVER                control\n"
		"www.example.com  5.6.7.8      2026-01-02 03:04:05  cache\n",
		"");
	as_json();
	commands_check(&commands, "mappings --limit 1", 0,
		"[{\"from\":\"1.2.3.4\",\"to\":\"example.org\",\"expiry\":"
		"\"NEVER\",\"kind\":\"control\"}]\n", "");
}
END_TEST

#define LISTENERS "net/listeners/or net/listeners/dir net/listeners/socks " \
	"net/listeners/trans net/listeners/natd net/listeners/dns " \
	"net/listeners/control net/listeners/extor " \
	"net/listeners/httptunnel net/listeners/metrics"

START_TEST(listeners)
{
	PLAY(EXPECT("GETINFO " LISTENERS),
		SEND("250-net/listeners/or=\r\n"
			"250-net/listeners/dir=\r\n"
			"250-net/listeners/socks=\"127.0.0.1:9050\" "
			"\"unix:/a \\\"b\\\"/c\"\r\n"
			"250-net/listeners/trans=\r\n"
			"250-net/listeners/natd=\r\n"
			"250-net/listeners/dns=\r\n"
			"250-net/listeners/control=\"[::1]:9051\"\r\n"
			"250-net/listeners/extor=\r\n"
			"250-net/listeners/httptunnel=\r\n"
			"250-net/listeners/metrics=\r\n"
			"250 OK\r\n"));
	commands_check(&commands, "listeners", 0,
		"TYPE     ADDRESS\n"
		"socks    127.0.0.1:9050\n"
		"socks    unix:/a \"b\"/c\n"
		"control  [::1]:9051\n", "");
}
END_TEST

/* A Tor that lacks one kind of listener still reports the others. */
START_TEST(listeners_of_an_old_tor)
{
	PLAY(EXPECT("GETINFO " LISTENERS), SEND("552 no\r\n"),
		ANSWER(10, "250-#=\"1.2.3.4:5\"\r\n250 OK\r\n"));
	ck_assert_int_eq(commands_line(&commands, "listeners --limit 1 "
		"--columns address"), 0);
	free(commands_printed(&commands));
}
END_TEST

START_TEST(onions)
{
	PLAY(EXPECT("GETINFO onions/current onions/detached"),
		SEND("250+onions/current=\r\nabc\r\ndef\r\n.\r\n"
			"250-onions/detached=ghi\r\n250 OK\r\n"),
		EXPECT("GETCONF HiddenServiceOptions"),
		SEND("250-HiddenServiceDir=/a\r\n"
			"250-HiddenServicePort=80 127.0.0.1:8080\r\n"
			"250-HiddenServicePort=81\r\n"
			"250-HiddenServiceDir=/b c\r\n"
			"250 HiddenServicePort=22\r\n"),
		EXPECT("GETINFO onions/current onions/detached"),
		SEND("551 no\r\n"),
		EXPECT("GETCONF HiddenServiceOptions"),
		SEND("250 HiddenServiceOptions\r\n"),
		EXPECT("GETINFO onions/current"), SEND("551 no\r\n"),
		EXPECT("GETINFO onions/detached"), SEND("551 no\r\n"));
	commands_check(&commands, "onions", 0,
		"ADDRESS    KIND      PORTS                 DIRECTORY\n"
		"abc.onion  current   -                     -\n"
		"def.onion  current   -                     -\n"
		"ghi.onion  detached  -                     -\n"
		"-          torrc     80 127.0.0.1:8080,81  /a\n"
		"-          torrc     22                    /b c\n", "");
	as_json();
	commands_check(&commands, "onions", 0, "[]\n", "");
}
END_TEST

/* A refusal and a reply to something else are errors, not empty tables. */
START_TEST(refused)
{
#define FILTERED "510 Command filtered\r\n"
	PLAY(EXPECT("GETINFO entry-guards"), SEND(FILTERED),
		EXPECT("GETINFO " LISTENERS), SEND(FILTERED),
		ANSWER(8, FILTERED),
		ANSWER(1, "250-#=\"1.2.3.4:5\"\r\n250 OK\r\n"),
		EXPECT("GETINFO net/listeners/metrics"), SEND(FILTERED),
		EXPECT("GETINFO " LISTENERS), SEND("250 OK\r\n"),
		EXPECT("GETINFO onions/current onions/detached"),
		EXPECT("GETCONF HiddenServiceOptions"), SEND("250 OK\r\n"));
	commands_check(&commands, "guards", 1, "",
		"torctl: guards: 510 Command filtered\n");
	commands_check(&commands, "listeners", 0, "TYPE        ADDRESS\n"
		"httptunnel  1.2.3.4:5\n", "torctl: unknown, because Tor "
		"refused the question (510 Command filtered): "
		"net/listeners/or, net/listeners/dir, net/listeners/socks, "
		"net/listeners/trans, net/listeners/natd, net/listeners/dns, "
		"net/listeners/control, net/listeners/extor, "
		"net/listeners/metrics\n");
	commands_check(&commands, "listeners", 1, "", "torctl: listeners: "
		"Tor's reply does not match the command\n");
	commands_check(&commands, "onions", 1, "", "torctl: onions: Tor's "
		"reply does not match the command\n");
}
END_TEST

START_TEST(lost)
{
	PLAY(EXPECT("GETINFO entry-guards"), CLOSE);
	ck_assert_int_eq(commands_line(&commands, "guards"), 3);
	free(commands_printed(&commands));
	free(commands_complained(&commands));
}
END_TEST

int main(void)
{
	Suite *suite = suite_create("tables");
	TCase *tcase = test_case(suite, "tables");

	tcase_add_checked_fixture(tcase, NULL, tear_down);
	tcase_add_test(tcase, circuits);
	tcase_add_test(tcase, conflux_sets);
	tcase_add_test(tcase, circuits_with_countries);
	tcase_add_test(tcase, circuits_json);
	tcase_add_test(tcase, circuits_raw);
	tcase_add_test(tcase, nothing_there);
	tcase_add_test(tcase, hostile_lines);
	tcase_add_test(tcase, line_with_nul);
	tcase_add_test(tcase, streams);
	tcase_add_test(tcase, streams_filled_in);
	tcase_add_test(tcase, orconns);
	tcase_add_test(tcase, orconns_filled_in);
	tcase_add_test(tcase, guards);
	tcase_add_test(tcase, mappings);
	tcase_add_test(tcase, listeners);
	tcase_add_test(tcase, listeners_of_an_old_tor);
	tcase_add_test(tcase, onions);
	tcase_add_test(tcase, refused);
	tcase_add_test(tcase, lost);
	tcase = test_case(suite, "alone");
	tcase_add_test(tcase, times);
	tcase_add_test(tcase, streams_seen_are_bounded);
	tcase_add_test(tcase, orconns_seen_are_bounded);
	return test_run(suite);
}
