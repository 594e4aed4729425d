/* Events decoded: positions, keywords and words, as Tor writes them. */
#include "lib/test.h"
#include "proto/event.h"

#define FP "91039CC16541CED59EC058CF618A382BF7731C68"

/*
 * A first line after "650 ", and its values: "json:text" for a position,
 * "json=text" for a keyword with a row, "?NAME=text" for one without, "-text"
 * for a word, "+text" for the rest.
 */
static const struct {
	const char *line, *values;
} lines[] = {
	{ "BW 1 2", "read:1|written:2|" },
	{ "BW", "" },
	{ "BW 1", "read:1|" },
	{ "BW 1 2 3 DIR=4,5", "read:1|written:2|-3|?DIR=4,5|" },
	{ "  BW  1   2 ", "read:1|written:2|" },
	{ "BW\t1\t2", "read:1|written:2|" },
	{ "bw 1 2", "-1|-2|" },
	{ "CIRC 3 BUILT $" FP "~a,$" FP "=b,c PURPOSE=GENERAL",
		"id:3|status:BUILT|path:$" FP "~a,$" FP "=b,c|"
		"purpose=GENERAL|" },
	/* a path that is missing, and one in its place */
	{ "CIRC 3 LAUNCHED BUILD_FLAGS=A,B", "id:3|status:LAUNCHED|path:|"
		"build_flags=A,B|" },
	{ "CIRC 3 LAUNCHED", "id:3|status:LAUNCHED|path:|" },
	{ "CIRC", "path:|" },
	{ "CIRC 3 BUILT a b c PURPOSE=X d", "id:3|status:BUILT|path:a|-b|-c|"
		"purpose=X|-d|" },
	/* keywords in another order or case, unknown, and repeated */
	{ "CIRC 3 FAILED REASON=A PURPOSE=B reason=C build_flags=D X=1 x=2",
		"id:3|status:FAILED|path:|reason=A|purpose=B|-reason=C|"
		"build_flags=D|?X=1|-x=2|" },
	{ "CIRC 3 BUILT a-b=c a_b=d A-B=\"e f\"",
		"id:3|status:BUILT|path:|?a-b=c|-a_b=d|-A-B=\"e f\"|" },
	/* names that belong to other JSON members */
	{ "CIRC 3 BUILT PATH=x STATUS=y id=z ARGS=1 Data=2 LINES=3 Time=4 "
		"tor_time=5 EVENT=6", "id:3|status:BUILT|path:|-PATH=x|"
		"-STATUS=y|-id=z|-ARGS=1|-Data=2|-LINES=3|?Time=4|"
		"-tor_time=5|?EVENT=6|" },
	{ "STREAM 1 NEW 0 a:1 TARGET_HOST=b target-port=2",
		"id:1|status:NEW|circuit:0|target:a:1|-TARGET_HOST=b|"
		"-target-port=2|" },
	{ "ORCONN a NEW RELAY=b ADDRESS=c ID=1", "endpoint:a|status:NEW|"
		"-RELAY=b|-ADDRESS=c|id=1|" },
	{ "NS RELAYS=1 CHANGES=2", "-RELAYS=1|?CHANGES=2|" },
	{ "CONF_CHANGED CHANGES=1", "-CHANGES=1|" },
	{ "HS_DESC_CONTENT a b c CONTENT=1", "address:a|descriptor_id:b|"
		"hs_dir:c|-CONTENT=1|" },
	/* quotes: blanks, "=", escapes, empty, unterminated, twice */
	{ "STREAM 1 NEW 0 a:1 SOCKS_USERNAME=\"a b=c \\\"d\\\" \\\\\" "
		"SOCKS_PASSWORD=\"\" PURPOSE=",
		"id:1|status:NEW|circuit:0|target:a:1|socks_username=a b=c "
		"\"d\" \\|socks_password=|purpose=|" },
	{ "STREAM 1 NEW 0 a:1 SOCKS_USERNAME=\"a b PURPOSE=USER",
		"id:1|status:NEW|circuit:0|target:a:1|socks_username=\"a|-b|"
		"purpose=USER|" },
	{ "STATUS_CLIENT WARN SOCKS_UNKNOWN_PROTOCOL DATA=\"\"GET / HT\"\"",
		"severity:WARN|action:SOCKS_UNKNOWN_PROTOCOL|data=GET / HT|" },
	{ "X \"a b\" \"c", "-a b|-\"c|" },
	/* a host name with "=" is still a position */
	{ "STREAM 1 NEW 0 a=b:80 SOURCE_ADDR=c:1", "id:1|status:NEW|"
		"circuit:0|target:a=b:80|source_addr=c:1|" },
	{ "STREAM 1 NEW 0 PURPOSE=USER", "id:1|status:NEW|circuit:0|"
		"purpose=USER|" },
	{ "ADDRMAP x=y z NEVER", "address:x=y|new_address:z|expiry:NEVER|" },
	/* an empty field leaves two blanks */
	{ "ADDRMAP 1.2.3.4  NEVER CACHED=\"YES\"", "address:1.2.3.4|"
		"new_address:|expiry:NEVER|cached=YES|" },
	{ "ADDRMAP x <error> \"2026-11-22 09:53:39\" error=yes STREAMID=\"7\"",
		"address:x|new_address:<error>|expiry:2026-11-22 09:53:39|"
		"error=yes|streamid=7|" },
	{ "ADDRMAP x y EXPIRES=\"z\"", "address:x|new_address:y|expires=z|" },
	{ "CLIENTS_SEEN TimeStarted=\"a b\" CountrySummary=us=1,de=2 "
		"IPVersions=v4=3", "time_started=a b|country_summary=us=1,de=2|"
		"ip_versions=v4=3|" },
	{ "NOTICE  two \"blanks\" A=b ", "message: two \"blanks\" A=b |" },
	{ "NOTICE", "message:|" },
	{ "NEWDESC a b", "relays:a b|" },
	{ "NEWDESC", "relays:|" },
	{ "FUTURE a B=c \"d e\" F=\"g h\"", "-a|?B=c|-d e|?F=g h|" },
	{ "STATUS_GENERAL NOTICE CLOCK_JUMPED TIME=120 IDLE=0",
		"severity:NOTICE|action:CLOCK_JUMPED|tor_time=120|idle=0|" },
	{ "", "" },
};

static void add_value(struct buf *to, const struct event_value *value)
{
	struct buf scratch = BUF_INIT;

	if (value->field) {
		buf_add_string(to, value->field->json);
		buf_add_char(to, value->name.len ? '=' : ':');
	} else {
		buf_add_char(to, value->name.len ? '?' : '-');
		buf_add_span(to, value->name);
		buf_add_string(to, value->name.len ? "=" : "");
	}
	buf_add_span(to, event_value_text(value, &scratch));
	buf_add_char(to, '|');
	buf_clear(&scratch);
}

static void add_values(struct buf *to, const struct event *event)
{
	for (size_t i = 0; i < event->len; i++)
		add_value(to, &event->values[i]);
	if (event->rest.len) {
		buf_add_char(to, '+');
		buf_add_span(to, event->rest);
	}
}

static void decode(struct event *event, struct buf *raw, const char *line)
{
	buf_print(raw, "650 %s\r\n", line);
	ck_assert(event_decode(event, buf_span(raw)));
}

START_TEST(takes_apart)
{
	struct buf raw = BUF_INIT, got = BUF_INIT;
	struct event event;

	decode(&event, &raw, lines[_i].line);
	add_values(&got, &event);
	test_buf_eq(&got, span_of(lines[_i].values));
	buf_clear(&raw);
}
END_TEST

START_TEST(finds_by_json_name)
{
	struct buf raw = BUF_INIT;
	struct event event;

	decode(&event, &raw, "CIRC 3 BUILT x PURPOSE=y FUTURE=z");
	test_span_eq(event_find(&event, "id")->text, SPAN("3"));
	test_span_eq(event_find(&event, "purpose")->text, SPAN("y"));
	ck_assert_ptr_null(event_find(&event, "PURPOSE"));
	/* A keyword without a row is found by its name. */
	test_span_eq(event_find(&event, "future")->text, SPAN("z"));
	ck_assert_ptr_null(event_find(&event, "reason"));
	buf_clear(&raw);
}
END_TEST

/* More words than can be kept apart: none is lost, nothing overflows. */
START_TEST(thousands_of_words)
{
	struct buf raw = BUF_INIT, rest = BUF_INIT;
	struct event event;

	buf_add_string(&raw, "650 CIRC 1 BUILT x");
	for (int i = 0; i < 50000; i++) {
		buf_print(&raw, " K%d=\"v %d\"", i, i);
		if (i >= EVENT_VALUES - 3)
			buf_print(&rest, " K%d=\"v %d\"", i, i);
	}
	buf_add_string(&raw, "\r\n");
	ck_assert(event_decode(&event, buf_span(&raw)));
	ck_assert_uint_eq(event.len, EVENT_VALUES);
	test_span_eq(event.values[EVENT_VALUES - 1].name, SPAN("K60"));
	test_span_eq(event.rest, buf_span(&rest));
	buf_clear(&raw);
	buf_clear(&rest);
}
END_TEST

START_TEST(no_message)
{
	static const struct span raws[] = {
		{ NULL, 0 }, BYTES("\r\n"), BYTES("650 BW 1 2"),
		BYTES("junk\r\n"), BYTES("650?BW\r\n"),
	};
	struct event event;

	for (size_t i = 0; i < COUNT(raws); i++)
		ck_assert(!event_decode(&event, raws[i]));
}
END_TEST

static const struct {
	struct span keyword;
	const char *name;
} names[] = {
	{ BYTES("BUILD_FLAGS"), "build_flags" },
	{ BYTES("TimeStarted"), "time_started" },
	{ BYTES("CountrySummary"), "country_summary" },
	{ BYTES("IPVersions"), "ip_versions" },
	{ BYTES("InboundQueue"), "inbound_queue" },
	{ BYTES("error"), "error" },
	{ BYTES("a-b"), "a_b" },
	{ BYTES("A-Bc"), "a_bc" },
	{ BYTES("X"), "x" },
	{ BYTES("v4Only"), "v4_only" },
	{ BYTES("TIME"), "tor_time" },
	{ BYTES("Time"), "tor_time" },
	{ BYTES("EVENT"), "tor_event" },
	{ BYTES("TIMES"), "times" },
	{ BYTES("-"), "_" },
};

START_TEST(names_in_lower_case)
{
	struct buf got = BUF_INIT;

	buf_add_string(&got, "x");
	event_add_name(&got, names[_i].keyword);
	test_span_eq(span_from(buf_span(&got), 1), span_of(names[_i].name));
	buf_clear(&got);
}
END_TEST

static const struct {
	const char *text, *fingerprint, *nickname;
	bool can_be;
} relays[] = {
	{ "$" FP "~nick", FP, "nick", true },
	{ "$" FP "=nick", FP, "nick", true },
	{ "$" FP, FP, "", true },
	{ "$" FP "~", FP, "", true },
	{ "$" FP "~a~b", FP, "a~b", true },
	{ "nick", "", "nick", true },
	{ FP, "", FP, false },
	{ "$" FP "x", "", "$" FP "x", true },
	{ "$9103", "", "$9103", true },
	{ "$G1039CC16541CED59EC058CF618A382BF7731C68", "",
		"$G1039CC16541CED59EC058CF618A382BF7731C68", true },
	{ "", "", "", false },
	{ "1.2.3.4:9001", "", "1.2.3.4:9001", false },
	{ "[::1]:1", "", "[::1]:1", false },
	{ "abcdefghijklmnopqrs", "", "abcdefghijklmnopqrs", true },
	{ "abcdefghijklmnopqrst", "", "abcdefghijklmnopqrst", false },
};

START_TEST(reads_relays)
{
	struct span text = span_of(relays[_i].text);
	struct event_relay relay = event_read_relay(text);

	test_span_eq(relay.fingerprint, span_of(relays[_i].fingerprint));
	test_span_eq(relay.nickname, span_of(relays[_i].nickname));
	ck_assert_int_eq(event_is_relay(text), relays[_i].can_be);
}
END_TEST

static const struct {
	const char *text, *host, *port; /* NULL: not a target */
} targets[] = {
	{ "a.example:80", "a.example", "80" },
	{ "[::1]:443", "::1", "443" },
	{ "::1:443", "::1", "443" },
	{ "(Tor_internal):0", "(Tor_internal)", "0" },
	{ "a:65535", "a", "65535" },
	{ ":1", "", "1" },
	{ "[]:1", "", "1" },
	{ "a:65536", NULL, NULL },
	{ "a:18446744073709551616", NULL, NULL },
	{ "a:", NULL, NULL },
	{ "a", NULL, NULL },
	{ "", NULL, NULL },
	{ "a:x", NULL, NULL },
	{ "a:-1", NULL, NULL },
	{ "a:1 ", NULL, NULL },
};

START_TEST(reads_targets)
{
	struct span host, port;
	bool good = event_read_target(span_of(targets[_i].text), &host, &port);

	ck_assert_int_eq(good, targets[_i].host != NULL);
	if (!good)
		return;
	test_span_eq(host, span_of(targets[_i].host));
	test_span_eq(port, span_of(targets[_i].port));
}
END_TEST

/* The lines after the first one, each followed by "|". */
static const struct {
	struct span raw;
	const char *lines;
} further[] = {
	{ BYTES("650 X\r\n"), "" },
	{ BYTES("650-X\r\n650 OK\r\n"), "" },
	{ BYTES("650-X\r\n650-a\r\n650-OK\r\n650 OK\r\n"), "a|OK|" },
	{ BYTES("650-X\r\n650 last\r\n"), "last|" },
	{ BYTES("650-X\r\n650-\r\n650 \r\n"), "||" },
	{ BYTES("650+X\r\n.\r\n650 OK\r\n"), "" },
	{ BYTES("650+X\r\n\r\n.\r\n650 OK\r\n"), "|" },
	{ BYTES("650+X\r\n..\r\n...a\r\n.b\r\n. \r\n.\r\n650 OK\r\n"),
		".|..a|b| |" },
	{ BYTES("650+X\r\na\n650 OK\r\n.\n650 OK\n"), "a|650 OK|" },
	{ BYTES("650+X\r\na\r\n.\r\n650+Y\r\nb\r\n.\r\n650-c\r\n650 OK\r\n"),
		"a|Y|b|c|" },
	/* the rest is missing, or invalid */
	{ BYTES("650+X\r\na\r\nb"), "a|" },
	{ BYTES("650-X\r\n650-a\r\njunk\r\n650 OK\r\n"), "a|" },
};

START_TEST(gives_further_lines)
{
	struct buf got = BUF_INIT;
	struct event event;
	struct event_lines rest;
	struct span line;

	ck_assert(event_decode(&event, further[_i].raw));
	rest = event_lines_of(&event);
	while (event_next_line(&rest, &line)) {
		buf_add_span(&got, line);
		buf_add_char(&got, '|');
	}
	test_buf_eq(&got, span_of(further[_i].lines));
	ck_assert(!event_next_line(&rest, &line));
}
END_TEST

START_TEST(cuts_parts)
{
	static const struct {
		const char *text, *parts;
	} rows[] = {
		{ "", "|" }, { ",", "||" }, { "a", "a|" }, { "a,b", "a|b|" },
		{ ",a,", "|a||" },
	};

	for (size_t i = 0; i < COUNT(rows); i++) {
		struct span rest = span_of(rows[i].text), part;
		struct buf got = BUF_INIT;

		while (event_next_part(&rest, ',', &part)) {
			buf_add_span(&got, part);
			buf_add_char(&got, '|');
		}
		test_buf_eq(&got, span_of(rows[i].parts));
	}
}
END_TEST

int main(void)
{
	Suite *suite = suite_create("event_decode");
	TCase *tcase = test_case(suite, "event_decode");

	test_add_table(tcase, takes_apart, lines);
	tcase_add_test(tcase, finds_by_json_name);
	tcase_add_test(tcase, thousands_of_words);
	tcase_add_test(tcase, no_message);
	test_add_table(tcase, names_in_lower_case, names);
	test_add_table(tcase, reads_relays, relays);
	test_add_table(tcase, reads_targets, targets);
	test_add_table(tcase, gives_further_lines, further);
	tcase_add_test(tcase, cuts_parts);
	return test_run(suite);
}
