/* The lexer: line types, and that split input changes nothing. */
#include "lib/test.h"
#include "proto/lexer.h"
#include "util/alloc.h"

#include <stdlib.h>
#include <string.h>

static const struct {
	struct span bytes;
	enum lexer_kind kind;
	int status;
	char separator;
	struct span text;
} lines[] = {
	{ BYTES("250 OK\r\n"), LEXER_LINE, 250, ' ', BYTES("OK") },
	{ BYTES("250 OK\n"), LEXER_LINE, 250, ' ', BYTES("OK") },
	{ BYTES("250-version=0.4.9.11\r\n"), LEXER_LINE, 250, '-',
		BYTES("version=0.4.9.11") },
	{ BYTES("250+config-text=\r\n"), LEXER_LINE, 250, '+',
		BYTES("config-text=") },
	{ BYTES("650 BW 0 0\r\n"), LEXER_LINE, 650, ' ', BYTES("BW 0 0") },
	{ BYTES("100 low\r\n"), LEXER_LINE, 100, ' ', BYTES("low") },
	{ BYTES("999 high\r\n"), LEXER_LINE, 999, ' ', BYTES("high") },
	{ BYTES("250\r\n"), LEXER_LINE, 250, ' ', BYTES("") },
	{ BYTES("250\n"), LEXER_LINE, 250, ' ', BYTES("") },
	{ BYTES("250 \r\n"), LEXER_LINE, 250, ' ', BYTES("") },
	{ BYTES("250-\r\n"), LEXER_LINE, 250, '-', BYTES("") },
	{ BYTES("250+\n"), LEXER_LINE, 250, '+', BYTES("") },
	{ BYTES("250  two\t\r\n"), LEXER_LINE, 250, ' ', BYTES(" two\t") },
	/* a text may contain any byte; only one CR belongs to the line end */
	{ BYTES("552 a\0b\x1b\xff\r\n"), LEXER_LINE, 552, ' ',
		BYTES("a\0b\x1b\xff") },
	{ BYTES("250 a\rb\r\r\n"), LEXER_LINE, 250, ' ', BYTES("a\rb\r") },
	{ BYTES("2500\r\n"), LEXER_BAD, 0, 0, { 0 } },
	{ BYTES("25x ok\r\n"), LEXER_BAD, 0, 0, { 0 } },
	{ BYTES("25 OK\r\n"), LEXER_BAD, 0, 0, { 0 } },
	{ BYTES("25\r\n"), LEXER_BAD, 0, 0, { 0 } },
	{ BYTES("099 x\r\n"), LEXER_BAD, 0, 0, { 0 } },
	{ BYTES(" 250 x\r\n"), LEXER_BAD, 0, 0, { 0 } },
	{ BYTES("250\tx\r\n"), LEXER_BAD, 0, 0, { 0 } },
	{ BYTES("250\0x\r\n"), LEXER_BAD, 0, 0, { 0 } },
	{ BYTES("\r\n"), LEXER_BAD, 0, 0, { 0 } },
	{ BYTES("\n"), LEXER_BAD, 0, 0, { 0 } },
	{ BYTES(".\r\n"), LEXER_BAD, 0, 0, { 0 } },
	{ BYTES("\0\0\0\0\n"), LEXER_BAD, 0, 0, { 0 } },
	{ BYTES("HTTP/1.0 501 no\r\n"), LEXER_BAD, 0, 0, { 0 } },
	{ BYTES("\xb2\xb5\xb0 x\r\n"), LEXER_BAD, 0, 0, { 0 } },
	{ BYTES(""), LEXER_MORE, 0, 0, { 0 } },
	{ BYTES("250 OK"), LEXER_MORE, 0, 0, { 0 } },
	{ BYTES("250 OK\r"), LEXER_MORE, 0, 0, { 0 } },
	{ BYTES("junk"), LEXER_MORE, 0, 0, { 0 } },
};

START_TEST(one_line)
{
	struct lexer lexer = { 0 };
	struct lexer_token token;

	lexer_next(&lexer, lines[_i].bytes, &token);
	ck_assert_int_eq(token.kind, lines[_i].kind);
	ck_assert_int_eq(token.status, lines[_i].status);
	if (token.kind != LEXER_MORE)
		test_span_eq(token.raw, lines[_i].bytes);
	if (token.kind != LEXER_LINE)
		return;
	ck_assert_int_eq(token.separator, lines[_i].separator);
	test_span_eq(token.text, lines[_i].text);
	ck_assert_int_eq(lexer.in_data, token.separator == '+');
}
END_TEST

/* Messages and the expected tokens: see add_token(). */
static const struct {
	struct span bytes, tokens;
} messages[] = {
	{ BYTES("250-a=1\r\n250-b=\r\n250 OK\r\n"),
		BYTES("250-[a=1] 250-[b=] 250 [OK] ") },
	{ BYTES("250-a\n250\n"), BYTES("250-[a] 250 [] ") },
	{ BYTES("250+x=\r\none\r\ntwo\r\n.\r\n250 OK\r\n"),
		BYTES("250+[x=] {one\r\ntwo\r\n} end 250 [OK] ") },
	{ BYTES("250+x=\none\n.\n250 OK\n"),
		BYTES("250+[x=] {one\n} end 250 [OK] ") },
	{ BYTES("250+x=\r\n.\r\n250 OK\r\n"),
		BYTES("250+[x=] end 250 [OK] ") },
	/* lines that look like an end or like a reply */
	{ BYTES("250+x=\r\n..\r\n...\r\n.a\r\n. \r\n250 OK\r\n\r\n.\r\n"
		"250 x\r\n"),
		BYTES("250+[x=] {..\r\n...\r\n.a\r\n. \r\n250 OK\r\n\r\n} end "
			"250 [x] ") },
	{ BYTES("250+x=\r\n.\r\r\n\r.\r\n\0.\n.\n250 x\r\n"),
		BYTES("250+[x=] {.\r\r\n\r.\r\n\0.\n} end 250 [x] ") },
	{ BYTES("250+a=\r\n1\r\n.\r\n250+b=\r\n2\r\n.\r\n250 OK\r\n"),
		BYTES("250+[a=] {1\r\n} end 250+[b=] {2\r\n} end 250 [OK] ") },
	/* an event before the reply, and another followed by a block */
	{ BYTES("650 BW 0 0\r\n250 OK\r\n650+NS\r\nr a\r\n.\r\n650 OK\r\n"),
		BYTES("650 [BW 0 0] 250 [OK] 650+[NS] {r a\r\n} end "
			"650 [OK] ") },
	{ BYTES("250 a\r\njunk\r\n250 b\r\n"),
		BYTES("250 [a] bad 250 [b] ") },
	{ BYTES("250+x=\r\nno end\r\n25"), BYTES("250+[x=] {no end\r\n} ") },
};

/* Blocks come in pieces of any number of lines; here they are joined. */
static void add_token(struct buf *to, const struct lexer_token *token)
{
	switch (token->kind) {
	case LEXER_MORE:
		ck_abort_msg("no token");
	case LEXER_LINE:
		buf_print(to, "%d%c[", token->status, token->separator);
		buf_add_span(to, token->text);
		buf_add_string(to, "] ");
		break;
	case LEXER_DATA:
		if (to->len > 2 && !memcmp(to->data + to->len - 2, "} ", 2))
			to->len -= 2;
		else
			buf_add_char(to, '{');
		buf_add_span(to, token->raw);
		buf_add_string(to, "} ");
		break;
	case LEXER_DATA_END:
		buf_add_string(to, "end ");
		break;
	case LEXER_BAD:
		buf_add_string(to, "bad ");
		break;
	}
}

/* Takes all tokens of `bytes`; memory after them is unreadable. */
static size_t take(struct lexer *lexer, struct span bytes, struct buf *to)
{
	char *exact = alloc_resize(NULL, bytes.len, 1);
	struct span rest = { exact, bytes.len };
	struct lexer_token token;

	memcpy(exact, bytes.at, bytes.len);
	for (;;) {
		lexer_next(lexer, rest, &token);
		if (token.kind == LEXER_MORE)
			break;
		ck_assert_ptr_eq(token.raw.at, rest.at);
		ck_assert_uint_gt(token.raw.len, 0);
		add_token(to, &token);
		rest = span_from(rest, token.raw.len);
	}
	free(exact);
	return bytes.len - rest.len;
}

static void take_split(struct span bytes, size_t first, size_t second,
	struct buf *to)
{
	size_t ends[] = { first, second, bytes.len };
	struct lexer lexer = { 0 };
	size_t taken = 0;

	for (size_t i = 0; i < COUNT(ends); i++)
		taken += take(&lexer, (struct span){ bytes.at + taken,
			ends[i] - taken }, to);
}

START_TEST(every_split)
{
	struct span bytes = messages[_i].bytes;

	for (size_t i = 0; i <= bytes.len; i++) {
		for (size_t j = i; j <= bytes.len; j++) {
			struct buf got = BUF_INIT;

			take_split(bytes, i, j, &got);
			test_buf_eq(&got, messages[_i].tokens);
		}
	}
}
END_TEST

START_TEST(byte_by_byte)
{
	struct span bytes = messages[_i].bytes;
	struct lexer lexer = { 0 };
	struct buf got = BUF_INIT;
	size_t taken = 0;

	for (size_t end = 0; end <= bytes.len; end++)
		taken += take(&lexer, (struct span){ bytes.at + taken,
			end - taken }, &got);
	test_buf_eq(&got, messages[_i].tokens);
}
END_TEST

START_TEST(nothing_at_all)
{
	struct lexer lexer = { 0 };
	struct lexer_token token;

	lexer_next(&lexer, (struct span){ NULL, 0 }, &token);
	ck_assert_int_eq(token.kind, LEXER_MORE);
	ck_assert_uint_eq(token.raw.len, 0);
}
END_TEST

/*
 * A long line that arrives byte by byte costs only its length: bytes already
 * scanned become line ends, which a second scan would find. The first four
 * bytes are the status, the "x" starts a block line.
 */
static void feed_slowly(struct lexer *lexer, enum lexer_kind kind)
{
	enum { LENGTH = 100000 };
	char *line = alloc_zeroed(LENGTH + 1);
	struct lexer_token token;

	memset(line, 'x', LENGTH);
	memcpy(line, "250 ", 4);
	for (size_t len = 1; len <= LENGTH; len++) {
		lexer_next(lexer, (struct span){ line, len }, &token);
		ck_assert_int_eq(token.kind, LEXER_MORE);
		ck_assert_uint_eq(lexer->scanned, len);
		if (len > 4)
			line[len - 1] = '\n';
	}
	line[LENGTH] = '\n';
	lexer_next(lexer, (struct span){ line, LENGTH + 1 }, &token);
	ck_assert_int_eq(token.kind, kind);
	ck_assert_uint_eq(token.raw.len, LENGTH + 1);
	ck_assert_uint_eq(lexer->scanned, 0);
	free(line);
}

START_TEST(looks_at_each_byte_once)
{
	struct lexer lexer = { 0 };

	feed_slowly(&lexer, LEXER_LINE);
	lexer.in_data = true;
	feed_slowly(&lexer, LEXER_DATA);
}
END_TEST

START_TEST(block_takes_all_whole_lines)
{
	struct span bytes = SPAN("one\r\n..two\r\nthr");
	struct lexer lexer = { .in_data = true };
	struct lexer_token token;

	lexer_next(&lexer, bytes, &token);
	ck_assert_int_eq(token.kind, LEXER_DATA);
	test_span_eq(token.raw, SPAN("one\r\n..two\r\n"));
	ck_assert_msg(lexer.scanned == 3, "the rest is known to hold no end");
	ck_assert(lexer.in_data);
}
END_TEST

int main(void)
{
	Suite *suite = suite_create("lexer");
	TCase *tcase = test_case(suite, "lexer");

	test_add_table(tcase, one_line, lines);
	test_add_table(tcase, every_split, messages);
	test_add_table(tcase, byte_by_byte, messages);
	tcase_add_test(tcase, nothing_at_all);
	tcase_add_test(tcase, looks_at_each_byte_once);
	tcase_add_test(tcase, block_takes_all_whole_lines);
	return test_run(suite);
}
