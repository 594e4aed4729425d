/* Looking for processes by their names. */
#include "lib/test.h"
#include "util/process.h"

START_TEST(found_by_its_whole_name)
{
	bool found = false;

	if (!process_look_for("tor", &found))
		return; /* the system does not say */
	ck_assert(found);
	ck_assert(process_look_for("no-such-name-1", &found));
	ck_assert(!found);
	ck_assert(process_look_for("to", &found));
	ck_assert(!found);
}
END_TEST

int main(void)
{
	Suite *suite = suite_create("process");
	TCase *tcase = test_case(suite, "process");

	test_pretend_tor();
	tcase_add_test(tcase, found_by_its_whole_name);
	return test_run(suite);
}
