/* Countries of relays and addresses: the requests, and bad replies. */
#include "lib/talk.h"
#include "lib/test.h"
#include "tor/countries.h"
#include "util/alloc.h"
#include "util/clock.h"

#include <stdlib.h>

#define FP_A "0123456789ABCDEF0123456789ABCDEF01234567"
#define FP_B "FEDCBA9876543210FEDCBA9876543210FEDCBA98"
#define AVAILABLE EXPECT("GETINFO ip-to-country/ipv4-available " \
	"ip-to-country/ipv6-available")
#define YES SEND("250-ip-to-country/ipv4-available=1\r\n" \
	"250-ip-to-country/ipv6-available=0\r\n250 OK\r\n")

static struct countries countries;
static struct talk talk;

static struct strv list(const char *a, const char *b, const char *c)
{
	struct strv names = STRV_INIT;

	strv_add(&names, a);
	if (b)
		strv_add(&names, b);
	if (c)
		strv_add(&names, c);
	return names;
}

static bool load(struct strv names)
{
	bool ok = countries_load(&countries, talk.connection, &names,
		&talk.error);

	strv_clear(&names);
	return ok;
}

static void tear_down(void)
{
	countries_clear(&countries);
	talk_end(&talk);
}

START_TEST(addresses)
{
	static const struct fake_step steps[] = {
		AVAILABLE, YES,
		EXPECT("GETINFO ip-to-country/1.2.3.4 ip-to-country/2001:db8::1"),
		SEND("250-ip-to-country/1.2.3.4=de\r\n"
			"250-ip-to-country/2001:db8::1=??\r\n250 OK\r\n"),
		EXPECT("GETINFO ip-to-country/8.8.8.8"),
		SEND("250-ip-to-country/8.8.8.8=\x1b[\r\n250 OK\r\n"),
	};

	talk_play(&talk, steps);
	ck_assert(load(list("1.2.3.4", "[2001:DB8::1]", "1.2.3.4")));
	ck_assert_str_eq(countries_find(&countries, SPAN("1.2.3.4")), "de");
	ck_assert_ptr_null(countries_find(&countries, SPAN("2001:db8::1")));
	ck_assert_ptr_null(countries_find(&countries, SPAN("1.2.3")));
	/* Only new addresses are requested; invalid replies are ignored. */
	ck_assert(load(list("2001:db8::1", "8.8.8.8", "1.2.3.4")));
	ck_assert_ptr_null(countries_find(&countries, SPAN("8.8.8.8")));
	ck_assert_str_eq(countries_find(&countries, SPAN("[1.2.3.4]")), "de");
	tear_down();
}
END_TEST

START_TEST(relays)
{
	struct strv names = list("0123456789abcdef0123456789abcdef01234567",
		FP_B, NULL);
	static const struct fake_step steps[] = {
		EXPECT("GETINFO ns/id/" FP_A " ns/id/" FP_B),
		SEND("552 Unrecognized key \"ns/id/" FP_B "\"\r\n"),
		EXPECT("GETINFO ns/id/" FP_A),
		SEND("250+ns/id/" FP_A "=\r\nr one ASNFZ4mrze8BI0VniavN7wEjRWc "
			"2038-01-01 00:00:00 5.6.7.8 9001 0\r\n"
			"s Running\r\n.\r\n250 OK\r\n"),
		AVAILABLE, YES,
		EXPECT("GETINFO ip-to-country/5.6.7.8"),
		SEND("250-ip-to-country/5.6.7.8=nl\r\n250 OK\r\n"),
	};

	talk_play(&talk, steps);
	ck_assert(countries_load_relays(&countries, talk.connection, &names,
		&talk.error));
	ck_assert_str_eq(countries_find_relay(&countries, SPAN(FP_A)), "nl");
	ck_assert_str_eq(countries_relay_address(&countries, SPAN(FP_A)),
		"5.6.7.8");
	ck_assert_ptr_null(countries_find_relay(&countries, SPAN(FP_B)));
	ck_assert_ptr_null(countries_relay_address(&countries, SPAN(FP_B)));
	strv_clear(&names);
	tear_down();
}
END_TEST

/* Nothing is asked without GeoIP data, even if Tor lacks the keys. */
START_TEST(no_geoip)
{
	static const struct fake_step without[] = {
		AVAILABLE, SEND("250-ip-to-country/ipv4-available=0\r\n"
			"250-ip-to-country/ipv6-available=0\r\n250 OK\r\n"),
	};
	static const struct fake_step old[] = {
		AVAILABLE, SEND("552 no\r\n"),
		EXPECT("GETINFO ip-to-country/ipv4-available"),
		SEND("552 no\r\n"),
		EXPECT("GETINFO ip-to-country/ipv6-available"),
		SEND("552 no\r\n"),
	};

	if (_i)
		talk_play(&talk, old);
	else
		talk_play(&talk, without);
	ck_assert(load(list("1.2.3.4", NULL, NULL)));
	ck_assert(load(list("1.2.3.5", NULL, NULL)));
	ck_assert(!countries.available);
	ck_assert_ptr_null(countries_find(&countries, SPAN("1.2.3.4")));
	tear_down();
}
END_TEST

START_TEST(lost)
{
	static const struct fake_step steps[] = { AVAILABLE, YES,
		EXPECT("GETINFO ip-to-country/1.2.3.4"), CLOSE };

	talk_play(&talk, steps);
	ck_assert(!load(list("1.2.3.4", NULL, NULL)));
	ck_assert_int_eq(talk.error.kind, ERROR_CONNECTION);
	tear_down();
}
END_TEST

/* The limit of the command that shows the event holds again afterwards. */
START_TEST(learn_from_an_event)
{
	static const struct fake_step steps[] = {
		AVAILABLE, YES,
		EXPECT("GETINFO ns/id/" FP_A),
		SEND("250+ns/id/" FP_A "=\r\nr a "
			"ASNFZ4mrze8BI0VniavN7wEjRWc "
			"AAAAAAAAAAAAAAAAAAAAAAAAAAA 2026-11-22 00:00:00 "
			"1.2.3.4 9001 0\r\n.\r\n250 OK\r\n"),
		EXPECT("GETINFO ip-to-country/1.2.3.4"),
		SEND("250-ip-to-country/1.2.3.4=de\r\n250 OK\r\n"),
	};
	const int64_t limit = clock_now() + 60000;

	talk_play(&talk, steps);
	ck_assert_int_eq(connection_set_limit(talk.connection, limit), 0);
	countries_learn(&countries, talk.connection,
		SPAN("650 CIRC 7 BUILT $" FP_A "~a\r\n"));
	ck_assert(connection_set_limit(talk.connection, 0) == limit);
	ck_assert_str_eq(countries_find_relay(&countries, SPAN(FP_A)), "de");
	tear_down();
}
END_TEST

/* Many are asked for in few requests. */
START_TEST(many)
{
	static struct buf asked, answer;
	static struct fake_step steps[6] = { AVAILABLE, YES };
	struct strv names = STRV_INIT;

	for (int i = 0; i < 1500; i++)
		strv_take(&names, alloc_print("10.0.%d.%d", 10 + i / 90,
			10 + i % 90));
	for (size_t half = 0, i = 0; half < 2; half++) {
		size_t from[2] = { asked.len, answer.len };

		buf_add_string(&asked, "GETINFO");
		for (; i < (half ? 1500 : 1000); i++) {
			buf_print(&asked, " ip-to-country/%s",
				names.items[i]);
			buf_print(&answer, "250-ip-to-country/%s=se\r\n",
				names.items[i]);
		}
		buf_add_string(&answer, "250 OK\r\n");
		steps[2 + 2 * half] = (struct fake_step)EXPECT_SPAN(
			alloc_string(asked.data + from[0]),
			asked.len - from[0]);
		steps[3 + 2 * half] = (struct fake_step)SEND_SPAN(
			alloc_string(answer.data + from[1]),
			answer.len - from[1]);
	}
	talk_play(&talk, steps);
	connection_trust(talk.connection);
	ck_assert(load(names));
	ck_assert_uint_eq(countries.addresses.len, 1500);
	ck_assert_str_eq(countries_find(&countries, SPAN("10.0.11.44")), "se");
	tear_down();
	for (size_t i = 2; i < COUNT(steps); i++)
		free((char *)(size_t)steps[i].text);
	buf_clear(&asked);
	buf_clear(&answer);
}
END_TEST

int main(void)
{
	Suite *suite = suite_create("countries");
	TCase *tcase = test_case(suite, "countries");

	tcase_add_test(tcase, addresses);
	tcase_add_test(tcase, relays);
	tcase_add_loop_test(tcase, no_geoip, 0, 2);
	tcase_add_test(tcase, lost);
	tcase_add_test(tcase, learn_from_an_event);
	tcase_add_test(tcase, many);
	return test_run(suite);
}
