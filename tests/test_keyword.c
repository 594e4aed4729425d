/* Words of replies and events, as Tor writes them. */
#include "lib/test.h"
#include "proto/keyword.h"

/* Words as "[name]value" or "value", a quoted value in angle brackets. */
static const struct {
	struct span text;
	const char *words;
} lines[] = {
	{ BYTES(""), "" },
	{ BYTES(" \t "), "" },
	{ BYTES("BW 0 0"), "BW|0|0|" },
	{ BYTES("  a \t b "), "a|b|" },
	{ BYTES("PROGRESS=45 TAG=x SUMMARY=\"Asking for relays\""),
		"[PROGRESS]45|[TAG]x|[SUMMARY]<Asking for relays>|" },
	/* blanks, "=" and escapes inside a quoted value (3.18) */
	{ BYTES("SOCKS_USERNAME=\"a b=c \\\"d\\\" \\\\\" REASON=MISC"),
		"[SOCKS_USERNAME]<a b=c \"d\" \\>|[REASON]MISC|" },
	{ BYTES("\"2026-11-22 09:53:39\" CACHED=\"NO\""),
		"<2026-11-22 09:53:39>|[CACHED]<NO>|" },
	/* a path is not a keyword although it may contain "=" (3.17) */
	{ BYTES("3 BUILT $AA~a,$BB=b,$CC PURPOSE=GENERAL"),
		"3|BUILT|$AA~a,$BB=b,$CC|[PURPOSE]GENERAL|" },
	/* values that contain "=" */
	{ BYTES("CountrySummary= IPVersions=v4=0,v6=0"),
		"[CountrySummary]|[IPVersions]v4=0,v6=0|" },
	{ BYTES("TimeStarted=\"1970-01-01 00:00:00\" a=\"=\""),
		"[TimeStarted]<1970-01-01 00:00:00>|[a]<=>|" },
	{ BYTES("Key=ED25519-V3:AAA=="), "[Key]ED25519-V3:AAA==|" },
	{ BYTES("1.2.3.4=a =b"), "1.2.3.4=a|=b|" },
	/* a value quoted twice is still one word (4.8) */
	{ BYTES("DATA=\"\"GET / HT\"\" X=1"), "[DATA]<GET / HT>|[X]1|" },
	/* an empty field leaves two blanks, not a word (4.9) */
	{ BYTES("ADDRMAP 1.2.3.4  NEVER CACHED=\"YES\""),
		"ADDRMAP|1.2.3.4|NEVER|[CACHED]<YES>|" },
	/* the two characters \n at the end of a quoted text (4.10) */
	{ BYTES("REASON=\"Bug: x\\n\""), "[REASON]<Bug: x\n>|" },
	/* unterminated quotes, and quotes in the middle */
	{ BYTES("A=\"b c D=e"), "[A]\"b|c|[D]e|" },
	{ BYTES("\"b c"), "\"b|c|" },
	{ BYTES("A=b\"c d\" E"), "[A]b\"c|d\"|E|" },
	{ BYTES("A=\"b\"c D"), "[A]\"b\"c|D|" },
	{ BYTES("A=\"b\\"), "[A]\"b\\|" },
	{ BYTES("A=\"\" B"), "[A]<>|B|" },
	{ BYTES("error=yes X-Y_Z2=1"), "[error]yes|[X-Y_Z2]1|" },
};

START_TEST(cuts_words)
{
	struct span rest = lines[_i].text;
	struct buf got = BUF_INIT;
	struct keyword word;

	while (keyword_next(&rest, &word)) {
		if (word.name.len)
			buf_print(&got, "[%.*s]", (int)word.name.len,
				word.name.at);
		buf_add_string(&got, word.quoted ? "<" : "");
		keyword_add_value(&got, &word);
		buf_add_string(&got, word.quoted ? ">|" : "|");
	}
	test_buf_eq(&got, span_of(lines[_i].words));
	ck_assert_uint_eq(rest.len, 0);
	ck_assert(!keyword_next(&rest, &word));
}
END_TEST

/* A word of any length ends at the first blank of either kind. */
START_TEST(words_of_any_length)
{
	for (size_t len = 1; len < 1600; len++) {
		struct buf text = BUF_INIT;
		struct keyword word;
		struct span rest;

		for (size_t i = 0; i < len; i++)
			buf_add_char(&text, i == 3 ? '=' : 'x');
		buf_add_string(&text, len % 3 == 0 ? " \ty" :
			len % 3 == 1 ? "\ty z" : "");
		rest = buf_span(&text);
		ck_assert(keyword_next(&rest, &word));
		ck_assert_uint_eq(word.name.len, len > 3 ? 3 : 0);
		ck_assert_uint_eq(word.value.len, len > 3 ? len - 4 : len);
		ck_assert_uint_eq(rest.len, text.len - len);
		buf_clear(&text);
	}
}
END_TEST

/* The value is kept unchanged, for readers with other rules. */
/* Eight bytes are looked at together: each byte at each place, then random. */
static void check_first_word(struct span text)
{
	size_t name = 0, len = 0;
	struct keyword word;
	struct span rest = text;

	while (len < text.len && text.at[len] != ' ' && text.at[len] != '\t')
		len++;
	while (name < len && strchr("ABCxyz0189_-", text.at[name]) &&
		text.at[name])
		name++;
	if (!len || text.at[0] == '"' || memchr(text.at, '"', len))
		return;
	ck_assert(keyword_next(&rest, &word));
	if (name && name < len && text.at[name] == '=') {
		ck_assert_uint_eq(word.name.len, name);
		ck_assert_uint_eq(word.value.len, len - name - 1);
	} else {
		ck_assert_uint_eq(word.name.len, 0);
		ck_assert_uint_eq(word.value.len, len);
	}
	ck_assert_ptr_eq(rest.at, text.at + len);
}

START_TEST(bytes_everywhere)
{
	static const char often[] = "ABCxyz0189_-=== \t\r\x01\x7f\x80\xff$,";
	uint32_t state = 4711;
	char bytes[40];

	for (int turn = 0; turn < 20000; turn++) {
		size_t len = test_random(&state) % sizeof(bytes);

		for (size_t i = 0; i < len; i++)
			bytes[i] = often[(test_random(&state) >> 8) %
				(turn % 2 ? 12 : sizeof(often))];
		if (len && turn % 2)
			bytes[(test_random(&state) >> 8) % len] =
				often[(test_random(&state) >> 8) % sizeof(often)];
		check_first_word((struct span){ bytes, len });
	}
}
END_TEST

START_TEST(value_as_it_came)
{
	struct span rest = SPAN("A=\"b\\n\" c");
	struct keyword word;

	ck_assert(keyword_next(&rest, &word));
	test_span_eq(word.name, SPAN("A"));
	test_span_eq(word.value, SPAN("\"b\\n\""));
	test_span_eq(rest, SPAN(" c"));
}
END_TEST

START_TEST(finds_by_name)
{
	struct span text = SPAN("error ERROR=\"x error=no\" Error=second e=1");
	struct keyword word;

	ck_assert(keyword_find(text, "error", &word));
	test_span_eq(word.value, SPAN("\"x error=no\""));
	ck_assert(keyword_find(text, "E", &word));
	test_span_eq(word.value, SPAN("1"));
	ck_assert(!keyword_find(text, "x", &word));
	ck_assert(!keyword_find(text, "erro", &word));
	ck_assert(!keyword_find(text, "", &word));
	ck_assert(!keyword_find((struct span){ NULL, 0 }, "x", &word));
}
END_TEST

int main(void)
{
	Suite *suite = suite_create("keyword");
	TCase *tcase = test_case(suite, "keyword");

	test_add_table(tcase, cuts_words, lines);
	tcase_add_test(tcase, words_of_any_length);
	tcase_add_test(tcase, bytes_everywhere);
	tcase_add_test(tcase, value_as_it_came);
	tcase_add_test(tcase, finds_by_name);
	return test_run(suite);
}
