/* The text of a torrc: how Tor reads it, and that it is written back. */
#include "lib/test.h"
#include "proto/config_text.h"

#include <string.h>

/* "Name=value|" for each option read. */
static const struct {
	struct span text;
	const char *options;
} texts[] = {
	{ BYTES(""), "" },
	{ BYTES("\n \t\n# all comment\n  # this too\n"), "" },
	{ BYTES("SocksPort 9050\nLog notice stdout\n"),
		"SocksPort=9050|Log=notice stdout|" },
	{ BYTES("SocksPort 9050"), "SocksPort=9050|" },
	{ BYTES("SocksPort 9050\r\nLog x\r\n"), "SocksPort=9050|Log=x|" },
	{ BYTES(" \tSocksPort\t \t9050 \t\n"), "SocksPort=9050|" },
	{ BYTES("GeoIPFile\nX 1"), "GeoIPFile=|X=1|" },
	{ BYTES("Nickname me # comment\n"), "Nickname=me|" },
	{ BYTES("Nickname me#comment\n"), "Nickname=me|" },
	{ BYTES("Nickname# comment\n"), "Nickname=|" },
	{ BYTES("ContactInfo \"a # \\\"b\\\" \\\\ \\x\" # c\n"),
		"ContactInfo=a # \"b\" \\ x|" },
	{ BYTES("A \"\\x41\\X4a\\\\x41\\101\"\n"), "A=AJ\\x41A|" },
	{ BYTES("ContactInfo \"never ended\nX 1\n"),
		"ContactInfo=\"never ended|X=1|" },
	{ BYTES("Log notice \\\n  stdout\nX 1\n"), "Log=notice   stdout|X=1|" },
	{ BYTES("Log notice \\\n# in between\n  # more\nstdout\n"),
		"Log=notice stdout|" },
	{ BYTES("Log notice # no more \\\nX 1\n"), "Log=notice|X=1|" },
	{ BYTES("Log notice \\"), "Log=notice|" },
	{ BYTES("Log \\\nnotice\n"), "Log=notice|" },
	{ BYTES("+Log a\n/Log\n%include /x\n"),
		"+Log=a|/Log=|%include=/x|" },
	{ BYTES("A \\"), "A=|" },
	{ BYTES("\\\n"), "\\=|" },
};

START_TEST(reads)
{
	struct pairs options = { 0 };
	struct buf all = BUF_INIT;

	config_text_parse(texts[_i].text, &options);
	for (size_t i = 0; i < options.len; i++)
		buf_print(&all, "%s=%s|", options.items[i].name,
			options.items[i].value);
	ck_assert_str_eq(buf_text(&all), texts[_i].options);
	buf_clear(&all);
	pairs_clear(&options);
}
END_TEST

static const struct {
	const char *value, *line;
} lines[] = {
	{ NULL, "Key\n" },
	{ "", "Key\n" },
	{ "notice stdout", "Key notice stdout\n" },
	{ "a \"b\" c\\d", "Key a \"b\" c\\d\n" },
	{ "a # b", "Key \"a # b\"\n" },
	{ "\"a\"", "Key \"\\\"a\\\"\"\n" },
	{ " a", "Key \" a\"\n" },
	{ "a ", "Key \"a \"\n" },
	{ "a\\", "Key \"a\\\\\"\n" },
	{ "a\nb", "Key \"a\\nb\"\n" },
	{ " ", "Key \" \"\n" },
};

START_TEST(writes_what_it_reads)
{
	struct pairs options = { 0 };
	struct buf text = BUF_INIT;

	config_text_add(&text, "Key", lines[_i].value);
	ck_assert_str_eq(buf_text(&text), lines[_i].line);
	config_text_parse(buf_span(&text), &options);
	ck_assert_uint_eq(options.len, 1);
	ck_assert_str_eq(options.items[0].value,
		lines[_i].value ? lines[_i].value : "");
	buf_clear(&text);
	pairs_clear(&options);
}
END_TEST

static const struct {
	struct span text;
	size_t line;
	const char *name;
} line_ends[] = {
	{ BYTES(""), 0, "" },
	{ BYTES("A 1\r\nB \"x\\ty\"\r\n"), 0, "" },
	{ BYTES("# \"\\n\"\nA \\n\nB \"\\\\n\"\n"), 0, "" },
	{ BYTES("A \"x\" # \\n\nA x # \r\r\n"), 0, "" },
	{ BYTES("A \"\\120\\x0b\\013\"\n"), 0, "" },
	{ BYTES("A 1\n\n  B\t\"x\\ny\""), 3, "B" },
	{ BYTES("A \"x\\ry\"\n"), 1, "A" },
	{ BYTES("A \"x\\12\"\n"), 1, "A" },
	{ BYTES("A \"x\\0150\"\n"), 1, "A" },
	{ BYTES("+A \"\\\\\\x0ay\"\n"), 1, "+A" },
	{ BYTES("A \"\\X0D\"\n"), 1, "A" },
	{ BYTES("A \"\\\"\\n\n"), 1, "A" },
	{ BYTES("A \\\n\nB 1\rC 2\n"), 3, "B" },
	{ BYTES("A \"x\ry\"\n"), 1, "A" },
};

START_TEST(finds_line_ends_in_values)
{
	struct span name;

	ck_assert_uint_eq(config_text_find_line_end(line_ends[_i].text, &name),
		line_ends[_i].line);
	if (line_ends[_i].line)
		test_span_eq(name, span_of(line_ends[_i].name));
}
END_TEST

int main(void)
{
	Suite *suite = suite_create("config_text");
	TCase *tcase = test_case(suite, "config_text");

	test_add_table(tcase, reads, texts);
	test_add_table(tcase, writes_what_it_reads, lines);
	test_add_table(tcase, finds_line_ends_in_values, line_ends);
	return test_run(suite);
}
