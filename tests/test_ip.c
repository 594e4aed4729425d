/* IP addresses: valid ones, and membership in a prefix. */
#include "lib/test.h"
#include "util/ip.h"

static const struct {
	const char *ip, *prefix;
	bool within;
} matches[] = {
	{ "10.1.2.3", "10.0.0.0/8", true },
	{ "11.1.2.3", "10.0.0.0/8", false },
	{ "11.1.2.3", "10.0.0.0/7", true },
	{ "12.1.2.3", "10.0.0.0/7", false },
	{ "10.1.2.3", "10.1.2.3", true },
	{ "10.1.2.3", "10.1.2.2/31", true },
	{ "10.1.2.4", "10.1.2.2/31", false },
	{ "10.1.2.3", "10.1.2.4/32", false },
	{ "255.255.255.255", "0.0.0.0/0", true },
	{ "2001:db8::1", "0.0.0.0/0", false },
	{ "2001:db8::1", "::/0", true },
	{ "[2001:db8::1]", "2001:DB8::/32", true },
	{ "2001:db9::1", "[2001:db8::]/32", false },
	{ "2001:db9::1", "2001:db8::/31", true },
	{ "2001:db8::1", "2001:db8:0:0:0:0:0:1", true },
	{ "::ffff:10.1.2.3", "10.0.0.0/8", false },
};

START_TEST(within_a_prefix)
{
	struct ip ip, prefix;

	ck_assert(ip_read(span_of(matches[_i].ip), &ip));
	ck_assert(ip_read_prefix(span_of(matches[_i].prefix), &prefix));
	ck_assert_msg(ip_matches(&ip, &prefix) == matches[_i].within,
		"%s in %s", matches[_i].ip, matches[_i].prefix);
}
END_TEST

static const char *const wrong[] = {
	"", "/", "/8", "10.0.0.0/", "10.0.0.0/33", "10.0.0.0/-1", "10.0.0/8",
	"10.0.0.0/8/8", "10.0.0.0/ 8", "::/129", "[10.0.0.1]", "[]", "[::1",
	"::1]", "1::2::3", "host", "10.0.0.1:80", "010.0.0.1x",
	"10.0.0.1 ", "[::1]:80",
	"10.000000000000000000000000000000000000000000000000000000000000.0.1",
};

START_TEST(no_prefix)
{
	struct ip ip;

	ck_assert_msg(!ip_read_prefix(span_of(wrong[_i]), &ip), "%s",
		wrong[_i]);
}
END_TEST

START_TEST(no_hidden_end)
{
	struct ip ip;

	ck_assert(!ip_read(SPAN("10.0.0.1\0x"), &ip));
	ck_assert(!ip_read(SPAN(""), &ip));
	ck_assert(!ip_read(SPAN("10.0.0.0/8"), &ip));
}
END_TEST

START_TEST(before_a_port)
{
	struct ip ip, want;

	ck_assert(ip_read(SPAN("2001:db8::1"), &want));
	ck_assert(ip_read_endpoint(SPAN("[2001:db8::1]:9001"), &ip));
	ck_assert(ip_matches(&ip, &want));
	ck_assert(ip_read(SPAN("10.0.0.1"), &want));
	ck_assert(ip_read_endpoint(SPAN("10.0.0.1:9001"), &ip));
	ck_assert(ip_matches(&ip, &want));
	ck_assert(!ip_read_endpoint(SPAN("10.0.0.1"), &ip));
	ck_assert(!ip_read_endpoint(SPAN(":80"), &ip));
	ck_assert(!ip_read_endpoint(SPAN(""), &ip));
}
END_TEST

int main(void)
{
	Suite *suite = suite_create("ip");
	TCase *tcase = test_case(suite, "ip");

	test_add_table(tcase, within_a_prefix, matches);
	test_add_table(tcase, no_prefix, wrong);
	tcase_add_test(tcase, no_hidden_end);
	tcase_add_test(tcase, before_a_port);
	return test_run(suite);
}
