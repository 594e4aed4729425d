/* Router status entries: their lines by name, and odd ones kept. */
#include "lib/test.h"
#include "proto/event_json.h"
#include "proto/router_status.h"

#define ID "kQOcwWVBztWewFjPYYo4K/dzHGg"
#define DIGEST "AAAAAAAAAAAAAAAAAAAAAAAAAAA"
#define FINGERPRINT "91039CC16541CED59EC058CF618A382BF7731C68"
#define ZEROS "0000000000000000000000000000000000000000"

static const struct {
	struct span text;
	const char *hex;
} identities[] = {
	{ BYTES(ID), FINGERPRINT },
	{ BYTES(DIGEST), ZEROS },
	{ BYTES("///////////////////////////"),
		"FFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFF" },
	{ BYTES("+++++++++++++++++++++++++++"),
		"FBEFBEFBEFBEFBEFBEFBEFBEFBEFBEFBEFBEFBEF" },
	{ BYTES(""), "" },
	{ BYTES("kQOcwWVBztWewFjPYYo4K/dzHG"), "" },
	{ BYTES(ID "="), "" },
	{ BYTES("kQOcwWVBztWewFjPYYo4K/dzHG="), "" },
	{ BYTES("kQOcwWVBztWewFjPYYo4K-dzHGg"), "" },
	{ BYTES("kQOcwWVBztWewFjPYYo4K\0dzHGg"), "" },
	{ BYTES("\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff"
		"\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff"), "" },
};

START_TEST(reads_identities)
{
	char hex[ROUTER_STATUS_HEX + 1] = "old";

	ck_assert_int_eq(router_status_read_identity(identities[_i].text, hex),
		*identities[_i].hex != '\0');
	ck_assert_str_eq(hex, identities[_i].hex);
}
END_TEST

/* An entry, and its JSON. */
static const struct {
	const char *lines, *json;
} entries[] = {
	{ "r a1 " ID " " DIGEST " 2038-01-01 00:00:00 1.2.3.4 9001 80\n"
		"a [::1]:9001\ns Fast Guard\nv Tor 0.4.9.11\npr Cons=1-2\n"
		"w Bandwidth=5 Unmeasured=1\np accept 80,443\n",
		"{\"nickname\":\"a1\",\"fingerprint\":\"" FINGERPRINT "\","
		"\"digest\":\"" ZEROS "\","
		"\"published\":\"2038-01-01 00:00:00\","
		"\"address\":\"1.2.3.4\",\"or_port\":9001,\"dir_port\":80,"
		"\"flags\":[\"Fast\",\"Guard\"],\"bandwidth\":5,"
		"\"a\":[\"[::1]:9001\"],\"p\":\"accept 80,443\","
		"\"w\":\"Unmeasured=1\","
		"\"lines\":[\"v Tor 0.4.9.11\",\"pr Cons=1-2\"]}" },
	/* a microdescriptor consensus has no digest */
	{ "r a1 " ID " 2038-01-01 00:00:00 1.2.3.4 9001 0\ns\nm AAAA\n",
		"{\"nickname\":\"a1\",\"fingerprint\":\"" FINGERPRINT "\","
		"\"published\":\"2038-01-01 00:00:00\","
		"\"address\":\"1.2.3.4\",\"or_port\":9001,\"dir_port\":0,"
		"\"flags\":[],\"lines\":[\"m AAAA\"]}" },
	/* repeated and empty lines are kept */
	{ "r a " ID " d t i 0x1 70000\ns A\ns B\np x\np y\nw Bandwidth=1\n"
		"w Bandwidth=2\na 1\na 2\n",
		"{\"nickname\":\"a\",\"fingerprint\":\"" FINGERPRINT "\","
		"\"published\":\"d t\",\"address\":\"i\",\"or_port\":\"0x1\","
		"\"dir_port\":70000,\"flags\":[\"A\"],\"bandwidth\":1,"
		"\"a\":[\"1\",\"2\"],\"p\":\"x\",\"lines\":[\"s B\",\"p y\","
		"\"w Bandwidth=2\"]}" },
	{ "w Bandwidth=\nw Unmeasured=1\nw\n\nstrange\n",
		"{\"nickname\":\"\",\"flags\":[],\"lines\":[\"w Bandwidth=\","
		"\"w Unmeasured=1\",\"w\",\"\",\"strange\"]}" },
	{ "w Bandwidth=18446744073709551616\n",
		"{\"nickname\":\"\",\"flags\":[],"
		"\"bandwidth\":\"18446744073709551616\"}" },
};

static bool read_entry(struct router_status *entry, const char *lines)
{
	struct span rest = span_of(lines), line;
	bool begun = false;

	while (span_next_line(&rest, &line)) {
		if (span_starts(line, "r "))
			begun = router_status_begin(entry, line);
		else
			router_status_add(entry, line);
	}
	return begun;
}

static void add_entry(struct buf *to, const struct router_status *entry)
{
	struct json json = { .to = to };

	json_open_object(&json);
	event_json_add_entry(&json, entry);
	json_close_object(&json);
}

START_TEST(as_json)
{
	struct router_status entry = { 0 };
	struct buf got = BUF_INIT;

	ck_assert_int_eq(read_entry(&entry, entries[_i].lines),
		entries[_i].lines[0] == 'r');
	add_entry(&got, &entry);
	test_buf_eq(&got, span_of(entries[_i].json));
	router_status_clear(&entry);
}
END_TEST

static const char *const bad[] = {
	"", "r", "r ", "s x", "rr a1 " ID " " DIGEST " d t i 1 2",
	"r a1 " ID " d t i 1",
	"r a1 " ID " " DIGEST " d t i 1 2 3",
	"r a1 short " DIGEST " d t i 1 2", "r a1 " ID " short d t i 1 2",
	"r a1 " ID "= d t i 1 2",
};

/* After an invalid entry, nothing of the previous one remains. */
START_TEST(no_entry)
{
	struct router_status entry = { 0 };

	ck_assert(read_entry(&entry, entries[0].lines));
	ck_assert(!router_status_begin(&entry, span_of(bad[_i])));
	ck_assert_ptr_null(entry.nickname.at);
	ck_assert_str_eq(entry.fingerprint, "");
	ck_assert_str_eq(entry.digest, "");
	ck_assert_ptr_null(entry.flags.at);
	ck_assert_ptr_null(entry.bandwidth.at);
	ck_assert_uint_eq(entry.addresses.len, 0);
	ck_assert_uint_eq(entry.others.len, 0);
	router_status_clear(&entry);
}
END_TEST

/* Entries in sequence, as in a consensus: none has lines of the one before. */
START_TEST(again_and_again)
{
	struct router_status entry = { 0 };

	for (size_t turn = 0; turn < 3 * COUNT(entries); turn++) {
		size_t i = turn % 3;
		struct buf got = BUF_INIT;

		ck_assert(read_entry(&entry, entries[i].lines));
		add_entry(&got, &entry);
		test_buf_eq(&got, span_of(entries[i].json));
	}
	for (int i = 0; i < 1000; i++)
		router_status_add(&entry, SPAN("a x"));
	ck_assert_uint_eq(entry.addresses.len, 1002);
	router_status_clear(&entry);
	ck_assert_ptr_null(entry.addresses.items);
}
END_TEST

int main(void)
{
	Suite *suite = suite_create("router_status");
	TCase *tcase = test_case(suite, "router_status");

	test_add_table(tcase, reads_identities, identities);
	test_add_table(tcase, as_json, entries);
	test_add_table(tcase, no_entry, bad);
	tcase_add_test(tcase, again_and_again);
	return test_run(suite);
}
