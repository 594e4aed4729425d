/* Pasted text: its lines, and nothing of it left in memory. */
#include "editor/editor_paste.h"
#include "lib/test.h"

#include <stdlib.h>

static const struct {
	struct span pasted, clean;
} pastes[] = {
	{ BYTES(""), BYTES("") },
	{ BYTES("one"), BYTES("one") },
	{ BYTES("a\tb\r\nc\rd\n"), BYTES("a\tb\nc\nd\n") },
	{ BYTES("\x1b[31m\0\a\x7f"), BYTES("[31m") },
	{ BYTES("\r\r\n\n"), BYTES("\n\n\n") },
};

/* Also after its end, since it may be a password. */
START_TEST(is_cleaned)
{
	struct span pasted = pastes[_i].pasted;
	struct buf text = BUF_INIT_SECRET;

	buf_add_span(&text, pasted);
	editor_paste_clean(&text);
	test_span_eq(buf_span(&text), pastes[_i].clean);
	for (size_t i = text.len; i < pasted.len; i++)
		ck_assert_int_eq(text.data[i], '\0');
	buf_clear(&text);
}
END_TEST

START_TEST(is_cut)
{
	struct buf text = BUF_INIT_SECRET;

	ck_assert(!editor_paste_cut(&text, "END"));
	buf_add_string(&text, "aEND");
	ck_assert(!editor_paste_cut(&text, "ENd"));
	ck_assert(editor_paste_cut(&text, "END"));
	ck_assert_str_eq(buf_text(&text), "a");
	for (size_t i = 1; i < 4; i++)
		ck_assert_int_eq(text.data[i], '\0');
	ck_assert(!editor_paste_cut(&text, "END"));
	buf_clear(&text);
}
END_TEST

START_TEST(is_taken_line_by_line)
{
	struct buf text = BUF_INIT_SECRET;
	char *line;

	buf_add_string(&text, "a\n\nb");
	line = editor_paste_take_line(&text);
	ck_assert_str_eq(line, "a");
	free(line);
	line = editor_paste_take_line(&text);
	ck_assert_str_eq(line, "");
	free(line);
	ck_assert_ptr_null(editor_paste_take_line(&text));
	test_buf_eq(&text, SPAN("b"));
}
END_TEST

int main(void)
{
	Suite *suite = suite_create("paste");
	TCase *tcase = test_case(suite, "paste");

	test_add_table(tcase, is_cleaned, pastes);
	tcase_add_test(tcase, is_cut);
	tcase_add_test(tcase, is_taken_line_by_line);
	return test_run(suite);
}
