/* Descriptors and microdescriptors: the fields read from them. */
#include "lib/test.h"
#include "proto/router_descriptor.h"

#define KEY "-----BEGIN RSA PUBLIC KEY-----\n" \
	"contact is no line of its own here\n-----END RSA PUBLIC KEY-----\n"

static const char full[] =
	"router r1 127.0.0.1 39199 0 9030\n"
	"identity-ed25519\n" KEY
	"master-key-ed25519 +Fufg47anLQHnRQv\n"
	"or-address [2001:db8::1]:9001\n"
	"platform Tor 0.4.9.11 on Linux\n"
	"proto Conflux=1 Cons=1-2\n"
	"published 2026-11-22 15:41:13\n"
	"uptime 66\n"
	"bandwidth 1073741824 1073741825 103163\n"
	"onion-key\n" KEY
	"opt hibernating 1\n"
	"family $5496B0BB25E5B52C384DF50A4AE347257A1D9FE6 r2\n"
	"contact  Jo <jo@example.com>\n"
	"contact a second one\n"
	"contacts none\n"
	"overload-general 1 2026-11-22 15:00:00\n"
	"bridge-distribution-request email\n"
	"reject 0.0.0.0/8:*\n"
	"accept *:80\n"
	"reject *:*\n"
	"ipv6-policy accept 443\n"
	"platform\n";

static struct router_descriptor descriptor;

static void tear_down(void)
{
	router_descriptor_clear(&descriptor);
}

START_TEST(full_one)
{
	router_descriptor_read(&descriptor, span_of(full));
	test_span_eq(descriptor.router, SPAN("r1 127.0.0.1 39199 0 9030"));
	test_span_eq(descriptor.ed25519, SPAN("+Fufg47anLQHnRQv"));
	test_span_eq(descriptor.platform, SPAN("Tor 0.4.9.11 on Linux"));
	test_span_eq(descriptor.protocols, SPAN("Conflux=1 Cons=1-2"));
	test_span_eq(descriptor.published, SPAN("2026-11-22 15:41:13"));
	test_span_eq(descriptor.uptime, SPAN("66"));
	test_span_eq(descriptor.bandwidth,
		SPAN("1073741824 1073741825 103163"));
	test_span_eq(descriptor.hibernating, SPAN("1"));
	test_span_eq(descriptor.family,
		SPAN("$5496B0BB25E5B52C384DF50A4AE347257A1D9FE6 r2"));
	test_span_eq(descriptor.contact, SPAN(" Jo <jo@example.com>"));
	test_span_eq(descriptor.overloaded, SPAN("1 2026-11-22 15:00:00"));
	test_span_eq(descriptor.distribution, SPAN("email"));
	test_span_eq(descriptor.policy6, SPAN("accept 443"));
	ck_assert_ptr_null(descriptor.policy.at);
	ck_assert_uint_eq(descriptor.addresses.len, 1);
	test_span_eq(descriptor.addresses.items[0],
		SPAN("[2001:db8::1]:9001"));
	ck_assert_uint_eq(descriptor.rules.len, 3);
	test_span_eq(descriptor.rules.items[0], SPAN("reject 0.0.0.0/8:*"));
	test_span_eq(descriptor.rules.items[1], SPAN("accept *:80"));
}
END_TEST

/* Nothing remains from an earlier text. */
START_TEST(micro_one)
{
	router_descriptor_read(&descriptor, span_of(full));
	router_descriptor_read(&descriptor, SPAN("onion-key\r\n"
		"a [2001:db8::1]:9001\r\np accept 80\r\np6 reject 1-65535\r\n"
		"id ed25519 HNhRDq\r\nid other x\r\n"));
	test_span_eq(descriptor.policy, SPAN("accept 80"));
	test_span_eq(descriptor.policy6, SPAN("reject 1-65535"));
	test_span_eq(descriptor.ed25519, SPAN("HNhRDq"));
	ck_assert_uint_eq(descriptor.addresses.len, 1);
	ck_assert_uint_eq(descriptor.rules.len, 0);
	ck_assert_ptr_null(descriptor.contact.at);
}
END_TEST

START_TEST(nothing)
{
	router_descriptor_read(&descriptor, SPAN(""));
	ck_assert_ptr_null(descriptor.router.at);
	router_descriptor_read(&descriptor,
		SPAN("contact\nuptime\n-----BEGIN X-----\nuptime 7\n"));
	ck_assert_ptr_null(descriptor.contact.at);
	ck_assert_ptr_null(descriptor.uptime.at);
}
END_TEST

int main(void)
{
	Suite *suite = suite_create("router_descriptor");
	TCase *tcase = test_case(suite, "router_descriptor");

	tcase_add_checked_fixture(tcase, NULL, tear_down);
	tcase_add_test(tcase, full_one);
	tcase_add_test(tcase, micro_one);
	tcase_add_test(tcase, nothing);
	return test_run(suite);
}
