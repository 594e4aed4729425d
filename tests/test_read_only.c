/* What a read-only connection passes on to Tor. */
#include "lib/test.h"
#include "proto/read_only.h"
#include "util/alloc.h"

#include <stdlib.h>
#include <string.h>

#define NO READ_ONLY_REFUSED "\r\n"
#define ALL (READ_ONLY_ALWAYS | READ_ONLY_RELAYS | READ_ONLY_MONITOR)

static const struct {
	unsigned sets;
	struct span in, out;
} lines[] = {
	{ READ_ONLY_ALWAYS, BYTES("GETINFO version\r\n"),
		BYTES("GETINFO version\r\n") },
	{ READ_ONLY_ALWAYS, BYTES("GETINFO version\n"),
		BYTES("GETINFO version\r\n") },
	{ READ_ONLY_ALWAYS, BYTES("getinfo\tversion \t traffic/read  \r\n"),
		BYTES("getinfo version traffic/read\r\n") },
	{ READ_ONLY_ALWAYS, BYTES("GETINFO\r\n"), BYTES("GETINFO\r\n") },
	{ READ_ONLY_ALWAYS, BYTES("GETINFO torctl-sync-0123456789ABCDEF\r\n"),
		BYTES("GETINFO torctl-sync-0123456789ABCDEF\r\n") },
	{ READ_ONLY_ALWAYS, BYTES("PROTOCOLINFO 1\r\nQUIT\r\n"),
		BYTES("PROTOCOLINFO 1\r\nQUIT\r\n") },
	{ READ_ONLY_ALWAYS, BYTES("QUIT now\r\n"), BYTES(NO) },
	/* One name that does not pass is enough. */
	{ READ_ONLY_ALWAYS, BYTES("GETINFO version config-text\r\n"),
		BYTES(NO) },
	{ ALL, BYTES("GETINFO config-text\r\n"), BYTES(NO) },
	{ ALL, BYTES("GETINFO Config-Text\r\n"), BYTES(NO) },
	{ ALL, BYTES("GETINFO onions/current\r\n"), BYTES(NO) },
	{ ALL, BYTES("GETINFO address-mappings/all\r\n"), BYTES(NO) },
	{ ALL, BYTES("GETINFO hs/client/desc/id/x\r\n"), BYTES(NO) },
	{ ALL, BYTES("GETINFO config-file\r\n"), BYTES(NO) },
	{ ALL, BYTES("GETINFO versio\r\n"), BYTES(NO) },
	{ ALL, BYTES("GETINFO versions\r\n"), BYTES(NO) },
	{ ALL, BYTES("GETINFO \"version\"\r\n"), BYTES(NO) },
	{ READ_ONLY_ALWAYS, BYTES("GETINFO ns/all\r\n"), BYTES(NO) },
	{ READ_ONLY_ALWAYS | READ_ONLY_RELAYS, BYTES("GETINFO ns/all\r\n"),
		BYTES("GETINFO ns/all\r\n") },
	{ READ_ONLY_ALWAYS | READ_ONLY_RELAYS,
		BYTES("GETINFO circuit-status\r\n"), BYTES(NO) },
	{ READ_ONLY_ALWAYS | READ_ONLY_MONITOR,
		BYTES("GETINFO circuit-status\r\n"),
		BYTES("GETINFO circuit-status\r\n") },
	/* Tor would take the beginning of a name. */
	{ ALL, BYTES("GETCONF hash\r\n"), BYTES(NO) },
	{ ALL, BYTES("GETCONF HashedControlPassword\r\n"), BYTES(NO) },
	{ ALL, BYTES("GETCONF HiddenServiceOptions\r\n"), BYTES(NO) },
	{ ALL, BYTES("GETCONF orpor\r\n"), BYTES(NO) },
	{ ALL, BYTES("GETCONF orport Nickname\r\n"),
		BYTES("GETCONF orport Nickname\r\n") },
	{ ALL, BYTES("SETEVENTS\r\n"), BYTES("SETEVENTS\r\n") },
	{ READ_ONLY_ALWAYS, BYTES("SETEVENTS BW\r\n"),
		BYTES("SETEVENTS BW\r\n") },
	{ READ_ONLY_ALWAYS, BYTES("SETEVENTS BW CIRC\r\n"), BYTES(NO) },
	{ ALL, BYTES("SETEVENTS BW CIRC\r\n"),
		BYTES("SETEVENTS BW CIRC\r\n") },
	{ ALL, BYTES("SETEVENTS CONF_CHANGED\r\n"), BYTES(NO) },
	{ ALL, BYTES("SETEVENTS EXTENDED BW\r\n"), BYTES(NO) },
	{ ALL, BYTES("SETEVENTS INFO\r\n"), BYTES(NO) },
	/* Tor and we must not read two things. */
	{ ALL, BYTES("GETINFO version\0 config-text\r\n"), BYTES(NO) },
	{ ALL, BYTES("GETINFO version\r config-text\r\n"), BYTES(NO) },
	{ ALL, BYTES("GETINFO version\x0b\r\n"), BYTES(NO) },
	{ ALL, BYTES("GETINFO version\x7f\r\n"), BYTES(NO) },
	{ ALL, BYTES("\r\n"), BYTES(NO) },
	{ ALL, BYTES("\n"), BYTES(NO) },
	{ ALL, BYTES(" GETINFO version\r\n"), BYTES(NO) },
	{ ALL, BYTES("\tGETINFO version\r\n"), BYTES(NO) },
	{ ALL, BYTES(".\r\n"), BYTES(NO) },
	/* A body has one reply, whatever it holds. */
	{ ALL, BYTES("+LOADCONF\r\nGETINFO version\r\n..\r\n. \r\n.\r\nQUIT\r\n"),
		BYTES(NO "QUIT\r\n") },
	{ ALL, BYTES("+\n\n.\nQUIT\n"), BYTES(NO "QUIT\r\n") },
	{ ALL, BYTES("+GETINFO version\r\n.\r\n"), BYTES(NO) },
	{ ALL, BYTES("+LOADCONF\r\nGETINFO version\r\n"), BYTES("") },
	/* An unfinished line is nothing. */
	{ ALL, BYTES("GETINFO version\r\nGETINFO version"),
		BYTES("GETINFO version\r\n") },
};

START_TEST(line)
{
	struct span in = lines[_i].in;
	struct buf got = BUF_INIT;
	struct read_only filter = { .sets = lines[_i].sets };

	read_only_filter(&filter, &got, in);
	read_only_clear(&filter);
	test_buf_eq(&got, lines[_i].out);
	/* However the bytes are cut. */
	filter = (struct read_only){ .sets = lines[_i].sets };
	for (size_t i = 0; i < in.len; i++)
		read_only_filter(&filter, &got, (struct span){ in.at + i, 1 });
	read_only_clear(&filter);
	test_buf_eq(&got, lines[_i].out);
}
END_TEST

START_TEST(every_other_verb_is_refused)
{
	static const char *const verbs[] = { "AUTHENTICATE", "AUTHCHALLENGE",
		"SETCONF", "RESETCONF", "LOADCONF", "SAVECONF", "SIGNAL",
		"MAPADDRESS", "EXTENDCIRCUIT", "SETCIRCUITPURPOSE",
		"ATTACHSTREAM", "REDIRECTSTREAM", "CLOSESTREAM", "CLOSECIRCUIT",
		"POSTDESCRIPTOR", "TAKEOWNERSHIP", "DROPOWNERSHIP",
		"DROPGUARDS", "DROPTIMEOUTS", "ADD_ONION", "DEL_ONION",
		"HSPOST", "HSFETCH", "RESOLVE", "ONION_CLIENT_AUTH_ADD",
		"ONION_CLIENT_AUTH_REMOVE", "ONION_CLIENT_AUTH_VIEW",
		"NEXT_VERB_OF_TOR" };

	for (size_t i = 0; i < COUNT(verbs); i++) {
		struct read_only filter = { .sets = ALL };
		struct buf got = BUF_INIT;
		char *text = alloc_print("%s version\r\n%s\r\n", verbs[i],
			verbs[i]);

		read_only_filter(&filter, &got, span_of(text));
		test_buf_eq(&got, SPAN(NO NO));
		read_only_clear(&filter);
		free(text);
	}
}
END_TEST

START_TEST(allowed)
{
	struct strv rows = STRV_INIT;
	struct read_only filter = { .sets = READ_ONLY_ALWAYS,
		.allowed = &rows };
	struct buf got = BUF_INIT;

	strv_add(&rows, "SIGNAL NEWNYM");
	strv_add(&rows, "getinfo  circuit-status");
	strv_add(&rows, "closecircuit *");
	strv_add(&rows, "");
	read_only_filter(&filter, &got, SPAN("SIGNAL NEWNYM\r\n"
		"SIGNAL HALT\r\nSIGNAL NEWNYM HALT\r\nsignal newnym\r\n"
		"GETINFO version circuit-status\r\nGETINFO stream-status\r\n"
		"CLOSECIRCUIT 5 IfUnused\r\nCLOSESTREAM 5\r\n\r\n"));
	test_buf_eq(&got, SPAN("SIGNAL NEWNYM\r\n" NO NO "signal newnym\r\n"
		"GETINFO version circuit-status\r\n" NO
		"CLOSECIRCUIT 5 IfUnused\r\n" NO NO));
	read_only_clear(&filter);
	strv_clear(&rows);
}
END_TEST

START_TEST(long_lines)
{
	struct read_only filter = { .sets = ALL };
	struct buf in = BUF_INIT, got = BUF_INIT;

	buf_add_string(&in, "GETINFO version");
	while (in.len < READ_ONLY_LINE_MAX - 2)
		buf_add_char(&in, ' ');
	buf_add_string(&in, "\r\n");
	read_only_filter(&filter, &got, buf_span(&in));
	test_buf_eq(&got, SPAN("GETINFO version\r\n"));
	buf_truncate(&in, in.len - 2);
	buf_add_string(&in, " \r\nQUIT\r\n");
	read_only_filter(&filter, &got, buf_span(&in));
	test_buf_eq(&got, SPAN(NO "QUIT\r\n"));
	/* In a body too, where a long line that begins so does not end it. */
	buf_reset(&in);
	buf_add_string(&in, "+LOADCONF\r\n.");
	for (int i = 0; i < 100000; i++)
		buf_add_char(&in, 'x');
	buf_add_string(&in, "\r\nQUIT\r\n.\r\nQUIT\r\n");
	read_only_filter(&filter, &got, buf_span(&in));
	test_buf_eq(&got, SPAN(NO "QUIT\r\n"));
	ck_assert_uint_le(filter.line.size, 4 * READ_ONLY_LINE_MAX);
	read_only_clear(&filter);
	buf_clear(&in);
}
END_TEST

int main(void)
{
	Suite *suite = suite_create("read_only");
	TCase *tcase = test_case(suite, "read_only");

	test_add_table(tcase, line, lines);
	tcase_add_test(tcase, every_other_verb_is_refused);
	tcase_add_test(tcase, allowed);
	tcase_add_test(tcase, long_lines);
	return test_run(suite);
}
