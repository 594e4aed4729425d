/* Summaries of exit policies: the ports that they allow. */
#include "lib/test.h"
#include "proto/port_policy.h"

static const struct {
	const char *summary;
	unsigned long long port;
	bool allowed;
} policies[] = {
	{ "accept 80,443", 80, true },
	{ "accept 80,443", 443, true },
	{ "accept 80,443", 81, false },
	{ "accept 20-23,43,53,1000-65535", 22, true },
	{ "accept 20-23,43,53,1000-65535", 24, false },
	{ "accept 20-23,43,53,1000-65535", 65535, true },
	{ "accept 1-65535", 1, true },
	{ "reject 25,119,135-139", 25, false },
	{ "reject 25,119,135-139", 137, false },
	{ "reject 25,119,135-139", 443, true },
	{ "reject 1-65535", 443, false },
	{ "", 443, false },
	{ "accept", 443, false },
	{ "reject", 443, false },
	{ "maybe 443", 443, false },
	{ "accept 4430,x,443x,-443,443-,44-3", 443, false },
	{ "accept ,,443", 443, true },
	{ "accept 99999999999999999999-443", 443, false },
};

START_TEST(allowed)
{
	ck_assert_msg(port_policy_allows(span_of(policies[_i].summary),
		policies[_i].port) == policies[_i].allowed, "%llu of \"%s\"",
		policies[_i].port, policies[_i].summary);
}
END_TEST

int main(void)
{
	Suite *suite = suite_create("port_policy");
	TCase *tcase = test_case(suite, "port_policy");

	test_add_table(tcase, allowed, policies);
	return test_run(suite);
}
