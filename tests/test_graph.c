/* Graphs made of characters. */
#include "lib/test.h"
#include "out/graph.h"

static void shows(const struct graph *graph, const char *expected)
{
	struct buf text = BUF_INIT;

	graph_add(&text, graph);
	test_buf_eq(&text, span_of(expected));
}

START_TEST(one_row)
{
	const uint64_t values[] = { 0, 1, 2, 3, 4, 5, 6, 7 };

	shows(&(struct graph){ values, 8, 8, 1, true, NULL }, "▁▂▃▄▅▆▇█\n");
	shows(&(struct graph){ values, 8, 8, 1, false, NULL }, "__..==##\n");
	shows(&(struct graph){ values, 8, 10, 1, true, NULL },
		"  ▁▂▃▄▅▆▇█\n");
}
END_TEST

/* Values that are too old do not affect the scale either. */
START_TEST(the_newest)
{
	const uint64_t values[] = { 100, 3, 0, 7 };
	struct graph graph = { values, 4, 3, 1, true, NULL };

	shows(&graph, "▄▁█\n");
	ck_assert_uint_eq(graph_peak(&graph), 7);
	graph.columns = 4;
	shows(&graph, "█▁▁▁\n");
	ck_assert_uint_eq(graph_peak(&graph), 100);
}
END_TEST

START_TEST(several_rows)
{
	const uint64_t values[] = { 0, 23, 8, 7, 15, 16 };

	shows(&(struct graph){ values, 6, 6, 3, true, NULL },
		" █   ▁\n"
		" █▁ ██\n"
		"▁█████\n");
	shows(&(struct graph){ values, 6, 7, 3, false, "\033[32m" },
		"\033[32m  #   _\033[0m\n"
		"\033[32m  #_ ##\033[0m\n"
		"\033[32m _#####\033[0m\n");
}
END_TEST

START_TEST(nothing)
{
	const uint64_t values[] = { 0, 0 };

	shows(&(struct graph){ NULL, 0, 3, 2, true, NULL }, "   \n   \n");
	shows(&(struct graph){ values, 2, 3, 2, true, NULL }, "   \n ▁▁\n");
	ck_assert_uint_eq(graph_peak(&(struct graph){ values, 2, 3, 2 }), 0);
}
END_TEST

START_TEST(huge)
{
	const uint64_t values[] = { UINT64_MAX, 0, UINT64_MAX / 2,
		UINT64_MAX - 1, 1 };

	shows(&(struct graph){ values, 5, 5, 2, true, NULL },
		"█ ▁█ \n█▁██▁\n");
}
END_TEST

int main(void)
{
	Suite *suite = suite_create("graph");
	TCase *tcase = test_case(suite, "graph");

	tcase_add_test(tcase, one_row);
	tcase_add_test(tcase, the_newest);
	tcase_add_test(tcase, several_rows);
	tcase_add_test(tcase, nothing);
	tcase_add_test(tcase, huge);
	return test_run(suite);
}
