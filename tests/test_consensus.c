/* The relays of a consensus: parsed, and found by the user's words. */
#include "lib/talk.h"
#include "lib/test.h"
#include "tor/consensus.h"
#include "util/alloc.h"

#include <stdlib.h>
#include <string.h>

#define ALPHA "000102030405060708090A0B0C0D0E0F10111213"
#define BETA "ABCDEF0123456789ABCDEF0123456789ABCDEF01"
#define TWIN "ABCDFF0123456789ABCDEF0123456789ABCDEF01"
#define LAST "F000000000000000000000000000000000000000"
#define TIME " 2038-01-01 00:00:00 "

/* Not ordered by fingerprint, so that relying on that would fail. */
static const char entries[] =
	"r Last 8AAAAAAAAAAAAAAAAAAAAAAAAAA" TIME "10.0.0.4 9001 0\r\n"
	"s Running\r\n"
	"r alpha AAECAwQFBgcICQoLDA0ODxAREhM" TIME "10.0.0.1 9001 80\r\n"
	"a [2001:db8::1]:9001\r\n"
	"s Exit Fast Running\r\n"
	"w Bandwidth=7\r\n"
	"r broken AAAA" TIME "10.0.0.9 9001 0\r\n"
	"s Lost\r\n"
	"r Twin q83vASNFZ4mrze8BI0VniavN7wE" TIME "10.0.0.2 9001 0\r\n"
	"s Fast Running\r\n"
	"r twin q83/ASNFZ4mrze8BI0VniavN7wE" TIME "10.0.0.2 9002 0\r\n";

static struct consensus consensus;
static struct error error;

static void set_up(void)
{
	consensus_parse(&consensus, alloc_string(entries));
}

static void tear_down(void)
{
	consensus_clear(&consensus);
	error_clear(&error);
}

START_TEST(is_read)
{
	const struct router_status *entry = &consensus.relays[1];

	ck_assert_uint_eq(consensus.len, 4);
	test_span_eq(entry->nickname, SPAN("alpha"));
	ck_assert_str_eq(entry->fingerprint, ALPHA);
	test_span_eq(entry->flags, SPAN("Exit Fast Running"));
	test_span_eq(entry->bandwidth, SPAN("7"));
	test_span_eq(entry->dir_port, SPAN("80"));
	ck_assert_uint_eq(entry->addresses.len, 1);
	/* The lines of the broken entry belong to no relay. */
	ck_assert_uint_eq(entry->others.len, 0);
}
END_TEST

static const struct {
	const char *who, *fingerprint;
} names[] = {
	{ ALPHA, ALPHA },
	{ "$" ALPHA, ALPHA },
	{ "$" ALPHA "~alpha", ALPHA },
	{ "$" ALPHA "=another", ALPHA },
	{ "abcdef0123456789abcdef0123456789abcdef01", BETA },
	{ "$" TWIN, TWIN },
	{ "$" LAST, LAST },
	{ "alpha", ALPHA },
	{ "ALPHA", ALPHA },
	{ "last", LAST },
	{ "10.0.0.1", ALPHA },
	{ "2001:db8::1", ALPHA },
	{ "[2001:DB8:0::1]", ALPHA },
	{ "10.0.0.4", LAST },
};

START_TEST(is_found)
{
	const struct router_status *entry = consensus_find(&consensus,
		names[_i].who, &error);

	ck_assert_msg(entry != NULL, "%s: %s", names[_i].who, error.text);
	ck_assert_str_eq(entry->fingerprint, names[_i].fingerprint);
}
END_TEST

static const struct {
	const char *who;
	enum error_kind kind;
	const char *text;
} strangers[] = {
	{ "nobody", ERROR_TOR, "no such relay in the consensus: nobody" },
	{ "alph", ERROR_TOR, "no such relay in the consensus: alph" },
	{ "broken", ERROR_TOR, "no such relay in the consensus: broken" },
	{ "10.0.0.9", ERROR_TOR, "no such relay in the consensus: 10.0.0.9" },
	{ "2001:db8::2", ERROR_TOR,
		"no such relay in the consensus: 2001:db8::2" },
	{ "$FFFF000000000000000000000000000000000000", ERROR_TOR,
		"no such relay in the consensus: "
			"$FFFF000000000000000000000000000000000000" },
	{ "twin", ERROR_USAGE,
		"2 relays have the nickname twin; use a "
		"fingerprint:\n  $" BETA "  Twin  10.0.0.2:9001\n  $" TWIN
		"  twin  10.0.0.2:9002" },
	{ "10.0.0.2", ERROR_USAGE,
		"2 relays have the address 10.0.0.2; use a "
		"fingerprint:\n  $" BETA "  Twin  10.0.0.2:9001\n  $" TWIN
		"  twin  10.0.0.2:9002" },
#define NONE(who) { who, ERROR_USAGE, "\"" who "\" is not a valid relay: " \
	"use a fingerprint (40 hex digits), a nickname or an IP address" }
	NONE(""), NONE("$"), NONE("$alpha"), NONE("$0001"), NONE("al pha"),
	NONE("10.0.0.0/8"), NONE("toolongtoolongtoolong"),
	NONE(ALPHA "0"), NONE("alpha~"),
};

START_TEST(is_not_found)
{
	ck_assert_ptr_null(consensus_find(&consensus, strangers[_i].who,
		&error));
	ck_assert_str_eq(error.text, strangers[_i].text);
	ck_assert_int_eq(error.kind, strangers[_i].kind);
	ck_assert_int_eq(error.status, error.kind == ERROR_TOR ? 552 : 0);
}
END_TEST

/* Eleven with the default nickname: the list is cut. */
START_TEST(many_of_a_name)
{
	struct buf text = BUF_INIT;

	for (int i = 0; i < 12; i++)
		buf_print(&text, "r Unnamed 8AAAAAAAAAAAAAAAAAAAAAAAA%cA" TIME
			"10.0.0.4 9001 0\n", 'A' + i);
	consensus_parse(&consensus, buf_steal(&text));
	ck_assert_ptr_null(consensus_find(&consensus, "Unnamed", &error));
	ck_assert_int_eq(error.kind, ERROR_USAGE);
	ck_assert_ptr_nonnull(strstr(error.text, "12 relays have"));
	ck_assert_ptr_nonnull(strstr(error.text, "\n  and 2 more"));
}
END_TEST

START_TEST(nothing_in_it)
{
	consensus_parse(&consensus, alloc_string(""));
	ck_assert_uint_eq(consensus.len, 0);
	ck_assert_ptr_null(consensus_find_fingerprint(&consensus, ALPHA));
	ck_assert_ptr_null(consensus_find(&consensus, "alpha", NULL));
}
END_TEST

/* ---- requested from Tor */

#define ENTRY "r alpha AAECAwQFBgcICQoLDA0ODxAREhM" TIME "10.0.0.1 9001 0\r\n"

/* One relay by fingerprint costs one entry, by nickname all of them. */
START_TEST(looked_up)
{
	static const struct fake_step steps[] = {
		EXPECT("GETINFO ns/id/" ALPHA),
		SEND("250+ns/id/" ALPHA "=\r\n" ENTRY ".\r\n250 OK\r\n"),
		EXPECT("GETINFO ns/all"),
		SEND("250+ns/all=\r\n" ENTRY ".\r\n250 OK\r\n"),
		EXPECT("GETINFO ns/id/" LAST),
		SEND("552 Unrecognized key \"ns/id/" LAST "\"\r\n"),
		EXPECT("GETINFO ns/all"), SEND("551 No consensus\r\n"),
		EXPECT("GETINFO ns/id/" BETA), CLOSE,
	};
	const struct router_status *entry;
	struct talk talk;

	talk_play(&talk, steps);
	entry = consensus_look_up(&consensus, talk.connection, "$" ALPHA "~x",
		&error);
	ck_assert_ptr_nonnull(entry);
	test_span_eq(entry->nickname, SPAN("alpha"));
	ck_assert_ptr_nonnull(consensus_look_up(&consensus, talk.connection,
		"alpha", &error));
	ck_assert_ptr_null(consensus_look_up(&consensus, talk.connection,
		"al pha", &error));
	ck_assert_int_eq(error.kind, ERROR_USAGE);
	ck_assert_ptr_null(consensus_look_up(&consensus, talk.connection,
		LAST, &error));
	ck_assert_str_eq(error.text, "no such relay in the consensus: "
		LAST);
	ck_assert_ptr_null(consensus_look_up(&consensus, talk.connection,
		"alpha", &error));
	ck_assert_str_eq(error.text, "No consensus");
	ck_assert_ptr_null(consensus_look_up(&consensus, talk.connection,
		BETA, &error));
	ck_assert_int_eq(error.kind, ERROR_CONNECTION);
	talk_end(&talk);
}
END_TEST

int main(void)
{
	Suite *suite = suite_create("consensus");
	TCase *tcase = test_case(suite, "consensus");

	tcase_add_checked_fixture(tcase, set_up, tear_down);
	tcase_add_test(tcase, is_read);
	test_add_table(tcase, is_found, names);
	test_add_table(tcase, is_not_found, strangers);
	tcase_add_test(tcase, many_of_a_name);
	tcase_add_test(tcase, nothing_in_it);
	tcase_add_test(tcase, looked_up);
	return test_run(suite);
}
