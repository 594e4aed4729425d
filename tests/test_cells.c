/* Widths of characters, and replacements for unprintable ones. */
#include "lib/test.h"
#include "util/cells.h"

#include <locale.h>

static const struct {
	const char *text;
	size_t width, fit_3, first, last;
} texts[] = {
	{ "", 0, 0, 0, 0 },
	{ "abcd", 4, 3, 1, 3 },
	{ "a\001b", 4, 2, 1, 2 },
	{ "\177", 2, 1, 1, 0 },
	{ "\303\244bcd", 4, 4, 2, 4 },
	/* Two cells each: the second one would end in the fourth cell. */
	{ "\344\270\255\346\226\207", 4, 3, 3, 3 },
	/* Combining characters have no cell of their own. */
	{ "e\314\201xyz", 4, 5, 3, 5 },
	{ "\377\376x", 3, 3, 1, 2 },
};

START_TEST(widths)
{
	struct span text = span_of(texts[_i].text);

	ck_assert_ptr_nonnull(setlocale(LC_CTYPE, "C.UTF-8"));
	ck_assert_uint_eq(cells_width(text), texts[_i].width);
	ck_assert_uint_eq(cells_fit(text, 3), texts[_i].fit_3);
	ck_assert_uint_eq(cells_first(text), texts[_i].first);
	ck_assert_uint_eq(cells_last(text), texts[_i].last);
}
END_TEST

START_TEST(glyphs)
{
	struct span text = SPAN("a\033\377\302\233");
	struct cells_glyph glyph;

	ck_assert_ptr_nonnull(setlocale(LC_CTYPE, "C.UTF-8"));
	cells_take(&text, &glyph);
	test_span_eq(glyph.shown, SPAN("a"));
	cells_take(&text, &glyph);
	test_span_eq(glyph.shown, SPAN("^["));
	ck_assert_uint_eq(glyph.width, 2);
	cells_take(&text, &glyph);
	test_span_eq(glyph.shown, SPAN("?"));
	cells_take(&text, &glyph);
	test_span_eq(glyph.shown, SPAN("?"));
	ck_assert_uint_eq(glyph.width, 1);
	ck_assert_uint_eq(text.len, 0);
}
END_TEST

START_TEST(single_bytes)
{
	ck_assert_ptr_nonnull(setlocale(LC_CTYPE, "C"));
	ck_assert_uint_eq(cells_width(SPAN("\344\270\255a")), 2);
}
END_TEST

int main(void)
{
	Suite *suite = suite_create("cells");
	TCase *tcase = test_case(suite, "cells");

	test_add_table(tcase, widths, texts);
	tcase_add_test(tcase, glyphs);
	tcase_add_test(tcase, single_bytes);
	return test_run(suite);
}
