/* Events as text: one line per event, indented blocks, nothing harmful. */
#include "lib/test.h"
#include "proto/event.h"
#include "proto/event_text.h"

static const struct {
	struct span raw, name, arguments;
	struct span pipe, terminal; /* the same if the span has no address */
} events[] = {
	{ BYTES("650 BW 1101 5672\r\n"), BYTES("BW"), BYTES("1101 5672"),
		BYTES("BW 1101 5672\n"), { 0 } },
	{ BYTES("650 DESCCHANGED\r\n"), BYTES("DESCCHANGED"), BYTES(""),
		BYTES("DESCCHANGED\n"), { 0 } },
	{ BYTES("650 ADDRMAP 1.2.3.4  NEVER CACHED=\"YES\"\r\n"),
		BYTES("ADDRMAP"), BYTES("1.2.3.4  NEVER CACHED=\"YES\""),
		BYTES("ADDRMAP 1.2.3.4  NEVER CACHED=\"YES\"\n"), { 0 } },
	{ BYTES("650-CONF_CHANGED\r\n650-ContactInfo\r\n"
		"650-Log=notice file /tmp/x\r\n650 OK\r\n"),
		BYTES("CONF_CHANGED"), BYTES(""),
		BYTES("CONF_CHANGED\n\tContactInfo\n"
			"\tLog=notice file /tmp/x\n"), { 0 } },
	{ BYTES("650+NS\r\nr a1 x\r\ns Exit Fast\r\n..dot\r\n\r\n.\r\n"
		"650 OK\r\n"), BYTES("NS"), BYTES(""),
		BYTES("NS\n\tr a1 x\n\ts Exit Fast\n\t.dot\n\t\n"), { 0 } },
	{ BYTES("650+HS_DESC_CONTENT a b c\r\n\r\n.\r\n650 OK\r\n"),
		BYTES("HS_DESC_CONTENT"), BYTES("a b c"),
		BYTES("HS_DESC_CONTENT a b c\n\t\n"), { 0 } },
	{ BYTES("650+NOTICE first\r\nmore\r\n.\r\n650 last\r\n"),
		BYTES("NOTICE"), BYTES("first"),
		BYTES("NOTICE first\n\tmore\n\tlast\n"), { 0 } },
	{ BYTES("650-X\r\n650-OK\r\n650 OK\r\n"), BYTES("X"), BYTES(""),
		BYTES("X\n\tOK\n"), { 0 } },
	/* "OK" ends an event, and is one itself only if alone */
	{ BYTES("650 OK\r\n"), BYTES("OK"), BYTES(""), BYTES("OK\n"), { 0 } },
	{ BYTES("650 \r\n"), BYTES(""), BYTES(""), BYTES("\n"), { 0 } },
	{ BYTES("650 NOTICE \x1b]0;x\a caf\xc3\xa9 \xe9\r\n"),
		BYTES("NOTICE"), BYTES("\x1b]0;x\a caf\xc3\xa9 \xe9"),
		BYTES("NOTICE \\x1b]0;x\\x07 caf\xc3\xa9 \xe9\n"),
		BYTES("NOTICE \\x1b]0;x\\x07 caf\xc3\xa9 \\xe9\n") },
	{ BYTES("650 WARN a\rb\0c\td\r\r\n"),
		BYTES("WARN"), BYTES("a\rb\0c\td\r"),
		BYTES("WARN a\\x0db\\x00c\td\\x0d\n"), { 0 } },
	{ BYTES("650+X\r\n\x9b\xe2\x80\xae\r\n.\r\n650 OK\r\n"),
		BYTES("X"), BYTES(""), BYTES("X\n\t\x9b\xe2\x80\xae\n"),
		BYTES("X\n\t\\x9b\\xe2\\x80\\xae\n") },
};

START_TEST(as_text)
{
	struct span raw = events[_i].raw;
	struct span terminal = events[_i].terminal.at ?
		events[_i].terminal : events[_i].pipe;
	struct buf got = BUF_INIT;

	test_span_eq(event_name(raw), events[_i].name);
	test_span_eq(event_arguments(raw), events[_i].arguments);
	event_text_add(&got, raw, false);
	test_buf_eq(&got, events[_i].pipe);
	event_text_add(&got, raw, true);
	test_buf_eq(&got, terminal);
}
END_TEST

/* Invalid messages give nothing that looks like an event. */
START_TEST(no_message)
{
	static const struct span raws[] = {
		{ NULL, 0 }, BYTES("junk\r\n"), BYTES("650 no end"),
	};

	for (size_t i = 0; i < COUNT(raws); i++) {
		struct buf got = BUF_INIT;

		test_span_eq(event_arguments(raws[i]), SPAN(""));
		event_text_add(&got, raws[i], true);
		test_buf_eq(&got, SPAN(""));
	}
}
END_TEST

int main(void)
{
	Suite *suite = suite_create("event");
	TCase *tcase = test_case(suite, "event");

	test_add_table(tcase, as_text, events);
	tcase_add_test(tcase, no_message);
	return test_run(suite);
}
