/* Two texts compared line by line. */
#include "lib/test.h"
#include "util/diff.h"

static void add_line(void *arg, char sign, struct span line)
{
	buf_print(arg, "%c%.*s\n", sign, (int)line.len,
		line.len ? line.at : "");
}

static const struct {
	const char *before, *after, *lines;
} texts[] = {
	{ "", "", "" },
	{ "a\nb\n", "a\nb", " a\n b\n" },
	{ "", "a\nb\n", "+a\n+b\n" },
	{ "a\nb\n", "", "-a\n-b\n" },
	{ "a\nb\nc\n", "a\nc\n", " a\n-b\n c\n" },
	{ "a\nc\n", "a\nb\nc\n", " a\n+b\n c\n" },
	{ "a\nb\nc\n", "a\nx\nc\n", " a\n-b\n+x\n c\n" },
	{ "a\nb\n", "b\na\n", "-a\n b\n+a\n" },
	{ "a\na\n", "a\n", " a\n-a\n" },
	{ "a\nb\nc\nd\ne\n", "b\nx\nd\nf\n",
		"-a\n b\n-c\n+x\n d\n-e\n+f\n" },
	{ "\n\na\n", "\na\n", " \n-\n a\n" },
};

START_TEST(tells_the_lines)
{
	struct span before = span_of(texts[_i].before);
	struct span after = span_of(texts[_i].after);
	struct buf lines = BUF_INIT;
	bool any = diff_lines(before, after, add_line, &lines);

	ck_assert_str_eq(buf_text(&lines), texts[_i].lines);
	ck_assert_int_eq(any, strchr(buf_text(&lines), '+') ||
		strchr(buf_text(&lines), '-'));
	ck_assert_int_eq(diff_lines(before, after, NULL, NULL), any);
	buf_clear(&lines);
}
END_TEST

/* Both texts can be restored from the differences. */
static void collect(void *arg, char sign, struct span line)
{
	struct buf *texts_ = arg;

	if (sign != '+')
		buf_print(&texts_[0], "%.*s\n", (int)line.len, line.at);
	if (sign != '-')
		buf_print(&texts_[1], "%.*s\n", (int)line.len, line.at);
}

static void check_random(uint32_t *state, size_t count, uint32_t kinds)
{
	struct buf in[2] = { BUF_INIT, BUF_INIT };
	struct buf out[2] = { BUF_INIT, BUF_INIT };

	for (size_t i = 0; i < 2 * count; i++)
		buf_print(&in[i % 2], "%u\n",
			(unsigned)(test_random(state) % kinds));
	diff_lines(buf_span(&in[0]), buf_span(&in[1]), collect, out);
	for (int i = 0; i < 2; i++) {
		ck_assert_str_eq(buf_text(&in[i]), buf_text(&out[i]));
		buf_clear(&in[i]);
		buf_clear(&out[i]);
	}
}

START_TEST(loses_no_line)
{
	uint32_t state = 1;

	for (int i = 0; i < 100; i++)
		check_random(&state, 20, 4);
	/* Too long to search for the fewest differences. */
	check_random(&state, 3000, 100);
}
END_TEST

int main(void)
{
	Suite *suite = suite_create("diff");
	TCase *tcase = test_case(suite, "diff");

	test_add_table(tcase, tells_the_lines, texts);
	tcase_add_test(tcase, loses_no_line);
	return test_run(suite);
}
