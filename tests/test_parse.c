/* The grammar of a line: words, quotes, comments, targets, shell commands. */
#include "lib/test.h"
#include "line/parse.h"
#include "shell/families.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/*
 * The result as text: "-" if it may fail, [word] for each word, {rest}, then
 * ">where", ">>where", "|where" or "!shell"; or "? error".
 */
static const struct {
	struct span line;
	const char *want;
} rows[] = {
	/* nothing */
	{ BYTES(""), "" },
	{ BYTES("   \t "), "" },
	{ BYTES("# a comment"), "" },
	{ BYTES("  # getinfo 'not closed"), "" },
	{ BYTES("#"), "" },
	/* words */
	{ BYTES("getinfo version"), "[getinfo][version]" },
	{ BYTES("\t getinfo \t version \t"), "[getinfo][version]" },
	{ BYTES("a b#c d"), "[a][b#c][d]" },
	{ BYTES("a #b c"), "[a]" },
	{ BYTES("a '#b' \\#c \"#\" d"), "[a][#b][#c][#][d]" },
	{ BYTES("a ''#b"), "[a][#b]" },
	{ BYTES("a=b,c;d&e(f)*?~$HOME`x`"), "[a=b,c;d&e(f)*?~$HOME`x`]" },
	{ BYTES("a\vb\fc\rd\ne"), "[a\vb\fc\rd\ne]" }, /* no blanks */
	{ BYTES("\xc3\xa9 \xff\x1b"), "[\xc3\xa9][\xff\x1b]" },
	/* quotes */
	{ BYTES("'a b' \"c d\""), "[a b][c d]" },
	{ BYTES("'' \"\""), "[][]" },
	{ BYTES("a''b\"\"c"), "[abc]" },
	{ BYTES("a' 'b\" \"c\\ d"), "[a b c d]" },
	{ BYTES("'\\n\\' 'a\"b' \"a'b\""), "[\\n\\][a\"b][a'b]" },
	{ BYTES("\"\\n\\t\\r\\\\\\\"\\q\\'\""), "[\n\t\r\\\"q']" },
	{ BYTES("\\n\\t\\r\\\\\\\"\\'\\|\\>\\!\\-"), "[ntr\\\"'|>!-]" },
	{ BYTES("'a|b' \"c>d\" e\\|f g\\>h"), "[a|b][c>d][e|f][g>h]" },
	{ BYTES("'a#b"), "? unterminated quote '" },
	{ BYTES("getinfo \"a"), "? unterminated quote \"" },
	{ BYTES("\"a\\\""), "? unterminated quote \"" },
	{ BYTES("'a\\''"), "? unterminated quote '" },
	{ BYTES("a\\"), "? trailing backslash" },
	{ BYTES("\"a\\"), "? trailing backslash" },
	/* NUL */
	{ BYTES("a\0b"), "? the line contains a NUL byte; is this a text "
		"file?" },
	{ BYTES("# \0"), "? the line contains a NUL byte; is this a text "
		"file?" },
	{ BYTES("\0"), "? the line contains a NUL byte; is this a text file?" },
	/* targets */
	{ BYTES("a b > file"), "[a][b]>file" },
	{ BYTES("a b>file"), "[a][b]>file" },
	{ BYTES("a >file # comment"), "[a]>file" },
	{ BYTES("a >> file"), "[a]>>file" },
	{ BYTES("a>>file"), "[a]>>file" },
	{ BYTES("a > 'my file'"), "[a]>my file" },
	{ BYTES("a > my\\ \"file\"'s'"), "[a]>my files" },
	{ BYTES("a > > b"), "? missing file name after >" },
	{ BYTES("a >>> b"), "? missing file name after >" },
	{ BYTES("a >"), "? missing file name after >" },
	{ BYTES("a > ''"), "? missing file name after >" },
	{ BYTES("a > # x"), "? missing file name after >" },
	{ BYTES("a > b c"), "? unexpected text after the file name" },
	{ BYTES("a > b | c"), "? unexpected text after the file name" },
	{ BYTES("a > b > c"), "? unexpected text after the file name" },
	{ BYTES("a > 'b"), "? unterminated quote '" },
	{ BYTES("> file"), "? missing command before >" },
	{ BYTES("  >> file"), "? missing command before >" },
	{ BYTES("a | head -1"), "[a]|head -1" },
	{ BYTES("a|head"), "[a]|head" },
	{ BYTES("a | b | c > d # e 'f"), "[a]|b | c > d # e 'f" },
	{ BYTES("a |   "), "? missing shell command after |" },
	{ BYTES("| a"), "? missing command before |" },
	{ BYTES("- | a"), "-? missing command before |" },
	{ BYTES("a ' | ' | b"), "[a][ | ]|b" },
	{ BYTES("a # | b"), "[a]" },
	/* may fail */
	{ BYTES("-a b"), "-[a][b]" },
	{ BYTES("  -  a b"), "-[a][b]" },
	{ BYTES("--a"), "-[-a]" },
	{ BYTES("-"), "-" },
	{ BYTES("- # x"), "-" },
	{ BYTES("a -b - --"), "[a][-b][-][--]" },
	{ BYTES("'-a'"), "[-a]" },
	{ BYTES("-'a"), "-? unterminated quote '" },
	/* shell commands */
	{ BYTES("!ls -l | wc > x 'y # z"), "!ls -l | wc > x 'y # z" },
	{ BYTES(" ! ls  "), "!ls" },
	{ BYTES("-!false"), "-!false" },
	{ BYTES("- ! false"), "-!false" },
	{ BYTES("!"), "? missing shell command after !" },
	{ BYTES("!  "), "? missing shell command after !" },
	{ BYTES("'!' a"), "[!][a]" },
	{ BYTES("a !b"), "[a][!b]" },
	/* raw takes the rest unchanged */
	{ BYTES("raw"), "[raw]{}" },
	{ BYTES("raw   "), "[raw]{}" },
	{ BYTES("raw GETINFO version"), "[raw]{GETINFO version}" },
	{ BYTES("raw \t SETCONF a=\"b \\\" c\"  'd #e \\ "),
		"[raw]{SETCONF a=\"b \\\" c\"  'd #e \\}" },
	{ BYTES("-raw X"), "-[raw]{X}" },
	{ BYTES("'raw' X"), "[raw]{X}" },
	{ BYTES("rAw X"), "[rAw][X]" }, /* known to takes_rest below */
	{ BYTES("raw a|b>c"), "[raw]{a|b>c}" },
	{ BYTES("raw a | cat"), "[raw]{a}|cat" },
	{ BYTES("raw a > file"), "[raw]{a}>file" },
	{ BYTES("raw a\t>>file"), "[raw]{a}>>file" },
	{ BYTES("raw \" | \" | cat"), "[raw]{\" | \"}|cat" },
	{ BYTES("raw \"\\\" | \" | cat"), "[raw]{\"\\\" | \"}|cat" },
	{ BYTES("raw \" | cat"), "[raw]{\" | cat}" },
	{ BYTES("raw ' | cat"), "[raw]{'}|cat" },
	{ BYTES("raw > x"), "[raw]{}>x" },
	{ BYTES("raw > "), "? missing file name after >" },
	/* $_ is "7 'x" here: outside '…', and one word whatever it holds */
	{ BYTES("a $_ b$_c \"$_\""), "[a][7 'x][b7 'xc][7 'x]" },
	{ BYTES("a '$_' \\$_ \"\\$_\" $ _ $'_'"), "[a][$_][$_][$_][$][_][$_]" },
	{ BYTES("a $A0_ $$_ $_$_"), "[a][$A0_][$7 'x][7 'x7 'x]" },
	{ BYTES("a > $_"), "[a]>7 'x" },
	{ BYTES("a | $_"), "[a]|$_" },
	{ BYTES("!a $_"), "!a $_" },
	{ BYTES("raw $_"), "[raw]{$_}" },
};

static bool takes_rest(const char *word)
{
	return !strcmp(word, "raw");
}

static void add_parse(struct buf *to, const struct parse *parse)
{
	static const char *const targets[] = {
		[PARSE_OUTPUT] = "", [PARSE_FILE] = ">",
		[PARSE_APPEND] = ">>", [PARSE_PIPE] = "|",
	};

	buf_add_string(to, parse->may_fail ? "-" : "");
	for (size_t i = 0; i < parse->words.len; i++)
		buf_print(to, "[%s]", parse->words.items[i]);
	if (parse->rest)
		buf_print(to, "{%s}", parse->rest);
	if (parse->shell)
		buf_print(to, "!%s", parse->shell);
	ck_assert_int_eq(!parse->where, parse->target == PARSE_OUTPUT);
	buf_print(to, "%s%s", targets[parse->target],
		parse->where ? parse->where : "");
}

START_TEST(line)
{
	struct error error = ERROR_INIT;
	struct parse parse = { .last.made = "7 'x" };
	struct buf got = BUF_INIT;
	char *exact = malloc(rows[_i].line.len ? rows[_i].line.len : 1);
	struct span text = { exact, rows[_i].line.len };

	/* Nothing after the line may be read. */
	memcpy(exact, rows[_i].line.at, text.len);
	if (parse_line(&parse, text, takes_rest, &error)) {
		add_parse(&got, &parse);
	} else {
		ck_assert_int_eq(error.kind, ERROR_USAGE);
		/* All that matters of it now is whether it may fail. */
		buf_print(&got, "%s? %s", parse.may_fail ? "-" : "",
			error.text);
	}
	ck_assert_str_eq(buf_text(&got), rows[_i].want);
	buf_clear(&got);
	parse_clear(&parse);
	ck_assert(!parse.words.items && !parse.where && !parse.shell);
	error_clear(&error);
	free(exact);
}
END_TEST

START_TEST(nothing_made)
{
	struct parse parse = { 0 };

	ck_assert(parse_line(&parse, SPAN("a $_ b"), takes_rest, NULL));
	ck_assert(parse.unmade);
	ck_assert_str_eq(parse.words.items[1], "$_");
	parse_clear(&parse);
	ck_assert(parse_line(&parse, SPAN("a '$_' | $_"), takes_rest, NULL));
	ck_assert(!parse.unmade);
	parse_clear(&parse);
}
END_TEST

/*
 * An unfinished line: what it may go on with, where that begins, the quotes
 * that are open and the text before them, and the text typed of it so far.
 */
static const struct {
	const char *line;
	enum parse_end end;
	size_t start;
	char quote;
	size_t quote_at;
	const char *text;
} unfinished[] = {
	{ "", PARSE_END_WORD, 0, 0, 0, "" },
	{ " - ", PARSE_END_WORD, 3, 0, 0, "" },
	{ "ge", PARSE_END_WORD, 0, 0, 0, "ge" },
	{ "-ge", PARSE_END_WORD, 1, 0, 0, "ge" },
	{ "a b ", PARSE_END_WORD, 4, 0, 0, "" },
	{ "a b\\ ", PARSE_END_WORD, 2, 0, 0, "b " },
	{ "a b\\", PARSE_END_WORD, 2, 0, 0, "b" },
	{ "a \"b\\", PARSE_END_WORD, 2, '"', 0, "b" },
	{ "a ''", PARSE_END_WORD, 2, 0, 0, "" },
	{ "a '", PARSE_END_WORD, 2, '\'', 0, "" },
	{ "a 'b c", PARSE_END_WORD, 2, '\'', 0, "b c" },
	{ "a bc\"d \\n", PARSE_END_WORD, 2, '"', 2, "bcd \n" },
	{ "a 'it'\\''s ", PARSE_END_WORD, 2, '\'', 3, "it's " },
	{ "a > ", PARSE_END_FILE, 4, 0, 0, "" },
	{ "a >>b\"c d", PARSE_END_FILE, 4, '"', 1, "bc d" },
	{ "a > b ", PARSE_END_NOTHING, 0, 0, 0, NULL },
	{ "> b", PARSE_END_NOTHING, 0, 0, 0, NULL },
	{ "a | b", PARSE_END_SHELL, 4, 0, 0, "" },
	{ "a |  ", PARSE_END_SHELL, 5, 0, 0, "" },
	{ "a # b", PARSE_END_NOTHING, 0, 0, 0, NULL },
	{ "- ! a", PARSE_END_SHELL, 4, 0, 0, "" },
	{ "raw b c", PARSE_END_NOTHING, 0, 0, 0, NULL },
};

START_TEST(an_unfinished_line)
{
	struct span typed = span_of(unfinished[_i].line);
	const char *text = "";
	struct parse parse = { 0 };

	parse_unfinished(&parse, typed, takes_rest);
	ck_assert_int_eq(parse.end, unfinished[_i].end);
	if (parse.end == PARSE_END_WORD && parse.start < typed.len)
		text = parse.words.items[parse.words.len - 1];
	else if (parse.target == PARSE_FILE || parse.target == PARSE_APPEND)
		text = parse.where;
	if (parse.end != PARSE_END_NOTHING) {
		ck_assert_uint_eq(parse.start, unfinished[_i].start);
		ck_assert_int_eq(parse.last.quote, unfinished[_i].quote);
		ck_assert_str_eq(text, unfinished[_i].text);
		if (parse.last.quote)
			ck_assert_uint_eq(parse.last.quote_at,
				unfinished[_i].quote_at);
	}
	parse_clear(&parse);
}
END_TEST

START_TEST(nobody_takes_the_rest)
{
	struct parse parse = { 0 };

	ck_assert(parse_line(&parse, SPAN("raw a 'b c'"), NULL, NULL));
	ck_assert_uint_eq(parse.words.len, 3);
	ck_assert_ptr_null(parse.rest);
	parse_clear(&parse);
	ck_assert(!parse_line(&parse, SPAN("raw 'a"), NULL, NULL));
	parse_clear(&parse);
}
END_TEST

START_TEST(a_long_line)
{
	enum { WORDS = 100000 };
	struct buf text = BUF_INIT;
	struct parse parse = { 0 };

	for (int i = 0; i < WORDS; i++)
		buf_add_string(&text, "'w' ");
	ck_assert(parse_line(&parse, buf_span(&text), NULL, NULL));
	ck_assert_uint_eq(parse.words.len, WORDS);
	parse_clear(&parse);
	buf_clear(&text);
}
END_TEST

int main(void)
{
	Suite *suite = suite_create("parse");
	TCase *tcase = test_case(suite, "parse");

	test_add_table(tcase, line, rows);
	test_add_table(tcase, an_unfinished_line, unfinished);
	tcase_add_test(tcase, nothing_made);
	tcase_add_test(tcase, nobody_takes_the_rest);
	tcase_add_test(tcase, a_long_line);
	families_register();
	return test_run(suite);
}
