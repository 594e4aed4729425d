/* relays: filters, columns and values. */
#include "lib/commands.h"
#include "lib/test.h"
#include "util/alloc.h"

#include <stdlib.h>
#include <string.h>

static struct commands commands;

#define PLAY(...) COMMANDS_PLAY(&commands, __VA_ARGS__)

static void tear_down(void)
{
	commands_end(&commands);
}

#define TIME " 2038-01-01 00:00:00 "
/* As a directory reports it, with policies. */
#define ENTRIES \
	"r alpha AAECAwQFBgcICQoLDA0ODxAREhM" TIME "10.1.2.3 9001 0\r\n" \
	"a [2001:db8::1]:9001\r\n" \
	"s Exit Fast Guard Running\r\nw Bandwidth=20000\r\n" \
	"p accept 80,443\r\n" \
	"r Beta q83vASNFZ4mrze8BI0VniavN7wE" TIME "10.9.0.1 443 80\r\n" \
	"s Fast Running NewFlag\r\nw Bandwidth=500 Unmeasured=1\r\n" \
	"p reject 1-65535\r\n" \
	"r gam\x1bma 8AAAAAAAAAAAAAAAAAAAAAAAAAA" TIME "192.0.2.1 9001 0" \
	"\r\ns Exit Running\r\nw Bandwidth=7\r\np reject 25\r\n"
#define ENTRIES_SENT SEND("250+ns/all=\r\n" ENTRIES ".\r\n250 OK\r\n")
#define ALL EXPECT("GETINFO ns/all"), ENTRIES_SENT
#define AVAILABLE "GETINFO ip-to-country/ipv4-available " \
	"ip-to-country/ipv6-available"
#define NO_GEOIP EXPECT(AVAILABLE), \
	SEND("250-ip-to-country/ipv4-available=0\r\n" \
		"250-ip-to-country/ipv6-available=0\r\n250 OK\r\n")
#define GEOIP EXPECT(AVAILABLE), \
	SEND("250-ip-to-country/ipv4-available=1\r\n" \
		"250-ip-to-country/ipv6-available=0\r\n250 OK\r\n")

START_TEST(all)
{
	PLAY(ALL, NO_GEOIP);
	commands_check(&commands, "relays", 0,
		"NICKNAME   FINGERPRINT                               "
		"ADDRESS    COUNTRY  BANDWIDTH(kB/s)  FLAGS\n"
		"alpha      000102030405060708090A0B0C0D0E0F10111213  "
		"10.1.2.3   -                  20000  Exit Fast Guard Running\n"
		"Beta       ABCDEF0123456789ABCDEF0123456789ABCDEF01  "
		"10.9.0.1   -                    500  Fast Running NewFlag\n"
		"gam\\x1bma  F000000000000000000000000000000000000000  "
		"192.0.2.1  -                      7  Exit Running\n", "");
}
END_TEST

/* Filters, and the nicknames of the matching relays. */
static const struct {
	const char *filters, *nicknames;
} filters[] = {
	{ "Exit", "alpha\ngam\\x1bma\n" },
	{ "exit FAST", "alpha\n" },
	{ "Fast", "alpha\nBeta\n" },
	{ "newflag", "Beta\n" },
	{ "--flag Exit", "alpha\ngam\\x1bma\n" },
	{ "--flag 'Exit,!Fast' --flag=Running", "gam\\x1bma\n" },
	{ "Fast --flag '!Guard'", "Beta\n" },
	{ "Exit,Fast", "alpha\n" },
	{ "'!exit'", "Beta\n" },
	{ "Fast '!Exit,!Guard'", "Beta\n" },
	{ "'!Exit' exit", "" },
	{ "Authority", "" },
	{ "nickname=alpha", "alpha\n" },
	{ "nickname=ALPH", "" },
	{ "nickname='*A*'", "alpha\nBeta\ngam\\x1bma\n" },
	{ "nickname='b*,?lpha'", "alpha\nBeta\n" },
	{ "nickname='*a*l*l*'", "" },
	{ "nickname='*a*p*a*'", "alpha\n" },
	{ "nickname='?????*'", "alpha\ngam\\x1bma\n" },
	{ "address=10.0.0.0/8", "alpha\nBeta\n" },
	{ "address=10.1.2.3,192.0.2.0/24", "alpha\ngam\\x1bma\n" },
	{ "address=2001:db8::/32", "alpha\n" },
	{ "address=10.0.0.0/8 Guard", "alpha\n" },
	{ "bandwidth=500", "alpha\nBeta\n" },
	{ "bandwidth=501", "alpha\n" },
	{ "bandwidth=500K", "alpha\nBeta\n" },
	{ "bandwidth=20m", "alpha\n" },
	{ "bandwidth=1G", "" },
	{ "port=443", "alpha\ngam\\x1bma\n" },
	{ "port=443,22", "gam\\x1bma\n" },
	{ "port=25", "" },
	{ "--sort bandwidth", "gam\\x1bma\nBeta\nalpha\n" },
	{ "Running --sort -bandwidth --limit 1", "alpha\n" },
};

START_TEST(filtered)
{
	char *line = alloc_print("relays %s --no-header --columns nickname",
		filters[_i].filters);

	PLAY(ALL, NO_GEOIP);
	commands_check(&commands, line, 0, filters[_i].nicknames, "");
	free(line);
}
END_TEST

/* Invalid words are reported before anything is sent. */
static const struct {
	const char *filters, *complaint;
} wrong[] = {
	{ "nickname=", "nickname=: use a nickname pattern: * matches "
		"anything, ? one character" },
	{ "address=10.0.0.0/33", "address=10.0.0.0/33: use an address or "
		"prefix, such as 10.0.0.1, 10.0.0.0/8 or 2001:db8::/32" },
	{ "address=10.0.0.1,", "address=: use an address or prefix, such as "
		"10.0.0.1, 10.0.0.0/8 or 2001:db8::/32" },
	{ "country=deu", "country=deu: use a two-letter country code, such as "
		"de" },
	{ "bandwidth=fast", "bandwidth=fast: use a number in kB/s, or in "
		"bytes per second followed by K, M or G" },
	{ "bandwidth=99999999999999999999G", "bandwidth=99999999999999999999G: "
		"use a number in kB/s, or in bytes per second followed by K, "
		"M or G" },
	{ "bandwidth=18446744073709551615M", "bandwidth=18446744073709551615M: "
		"use a number in kB/s, or in bytes per second followed by K, "
		"M or G" },
	{ "port=443,0", "port=0: use a port (1 to 65535)" },
	{ "port=https", "port=https: use a port (1 to 65535)" },
};

START_TEST(refused)
{
	char *line = alloc_print("relays %s", wrong[_i].filters);
	char *complaint = alloc_print("torctl: relays: %s\n",
		wrong[_i].complaint);

	PLAY(SEND(""));
	ck_assert(session_connection(&commands.session, NULL) != NULL);
	commands_check(&commands, line, 2, "", complaint);
	free(complaint);
	free(line);
}
END_TEST

START_TEST(unknown_flags)
{
	PLAY(ALL, NO_GEOIP, ALL, NO_GEOIP, EXPECT("GETINFO ns/all"),
		EXPECT(AVAILABLE), ENTRIES_SENT);
	commands_check(&commands, "relays Gaurd", 2, "",
		"torctl: relays: unknown flag \"Gaurd\"; did you mean "
			"\"Guard\"?\n");
	commands_check(&commands, "relays Exit,'!Gaurd'", 2, "",
		"torctl: relays: unknown flag \"Gaurd\"; did you mean "
		"\"Guard\"?\n");
	commands_check(&commands, "relays Exit nick=foo", 2, "",
		"torctl: relays: unknown flag \"nick=foo\": use flags such as "
			"Exit, Guard, Fast or Stable, or nickname=PATTERN, "
			"address=ADDRESS, country=CC, bandwidth=N, "
			"port=PORT\n");
}
END_TEST

/* Only the countries of relays that may match are requested. */
START_TEST(by_country)
{
	PLAY(ALL, GEOIP, EXPECT("GETINFO ip-to-country/10.1.2.3 "
		"ip-to-country/10.9.0.1"),
		SEND("250-ip-to-country/10.1.2.3=de\r\n"
			"250-ip-to-country/10.9.0.1=fr\r\n250 OK\r\n"),
		ALL, GEOIP, EXPECT("GETINFO ip-to-country/10.1.2.3 "
		"ip-to-country/10.9.0.1 ip-to-country/192.0.2.1"),
		SEND("250-ip-to-country/10.1.2.3=de\r\n"
			"250-ip-to-country/10.9.0.1=fr\r\n"
			"250-ip-to-country/192.0.2.1=??\r\n250 OK\r\n"),
		ALL, NO_GEOIP);
	commands_check(&commands, "relays Fast country=DE --columns nickname,"
		"country", 0, "NICKNAME  COUNTRY\nalpha     de\n", "");
	commands_check(&commands, "relays country=de,fr --no-header "
		"--columns country", 0, "de\nfr\n", "");
	commands_check(&commands, "relays country=de", 1, "",
		"torctl: relays: 551 cannot filter by country: Tor has no "
			"GeoIP files; set GeoIPFile and GeoIPv6File\n");
}
END_TEST

START_TEST(as_json)
{
	PLAY(ALL, GEOIP, EXPECT("GETINFO ip-to-country/10.1.2.3"),
		SEND("250-ip-to-country/10.1.2.3=de\r\n250 OK\r\n"),
		ALL, NO_GEOIP, ALL, NO_GEOIP);
	commands.output.form = OUTPUT_JSON;
	commands_check(&commands, "relays Guard", 0,
		"[{\"nickname\":\"alpha\",\"fingerprint\":"
		"\"000102030405060708090A0B0C0D0E0F10111213\","
		"\"published\":\"2038-01-01 00:00:00\","
		"\"address\":\"10.1.2.3\",\"or_port\":9001,\"dir_port\":0,"
		"\"flags\":[\"Exit\",\"Fast\",\"Guard\",\"Running\"],"
		"\"bandwidth\":20000,\"a\":[\"[2001:db8::1]:9001\"],"
		"\"p\":\"accept 80,443\",\"country\":\"de\"}]\n", "");
	commands_check(&commands, "relays nickname='gam*'", 0,
		"[{\"nickname\":\"gam\\u001bma\",\"fingerprint\":"
		"\"F000000000000000000000000000000000000000\","
		"\"published\":\"2038-01-01 00:00:00\","
		"\"address\":\"192.0.2.1\",\"or_port\":9001,\"dir_port\":0,"
		"\"flags\":[\"Exit\",\"Running\"],\"bandwidth\":7,"
		"\"p\":\"reject 25\"}]\n", "");
	commands_check(&commands, "relays Authority", 0, "[]\n", "");
}
END_TEST

START_TEST(as_it_came)
{
	PLAY(ALL);
	commands.output.form = OUTPUT_RAW;
	commands_check(&commands, "relays Exit", 0,
		"250+ns/all=\r\n" ENTRIES ".\r\n250 OK\r\n", "");
}
END_TEST

START_TEST(no_consensus)
{
	PLAY(EXPECT("GETINFO ns/all"), SEND("250-ns/all=\r\n250 OK\r\n"),
		NO_GEOIP, EXPECT("GETINFO consensus/valid-until"),
		SEND("250-consensus/valid-until=\r\n250 OK\r\n"),
		EXPECT("GETINFO ns/all"), EXPECT(AVAILABLE),
		SEND("551 Out of order\r\n"));
	commands_check(&commands, "relays --no-header", 0, "", "torctl: Tor "
		"has no consensus yet; see torctl bootstrap and torctl log "
		"info\n");
	commands_check(&commands, "relays", 1, "",
		"torctl: relays: 551 Out of order\n");
}
END_TEST

/* ---- policies from microdescriptors: two real ones, and one of an unknown */

#define CLIENT_ENTRIES \
	"r r1 VJawuyXltSw4TfUKSuNHJXodn+Y XLrmlx3bma/mYR5vD3ekrtvNIRk" TIME \
	"127.0.0.1 39199 0\r\ns Exit\r\nw Bandwidth=0\r\n" \
	"r a1 d0JaFEHjRRlHIUG/JgxLJcq+zF8 XbYU6mQoyff9ZpGEBQfIqt3smbw" TIME \
	"127.0.0.1 10837 21094\r\ns Exit\r\nw Bandwidth=0\r\n" \
	"r x 8AAAAAAAAAAAAAAAAAAAAAAAAAA 8AAAAAAAAAAAAAAAAAAAAAAAAAA" TIME \
	"127.0.0.1 1 0\r\ns Exit\r\nw Bandwidth=0\r\n"
#define MICRODESCRIPTORS \
	"onion-key\r\n" \
	"-----BEGIN RSA PUBLIC KEY-----\r\n" \
	"MIGJAoGBAOsJq0PKieP7nfs3am8m2+pUvfgGCmNXX6KgZeWVnQLRyK3Qm/r4e8py\r\n" \
	"nhtVmtayrs+GGXuWkAL7uq0ruyXzE2eozuTjcLdqoQ6u59wTz9qM9YlD+QoN6pCJ\r\n" \
	"BMhs9djYwWQB2TEu/RA409fmHedNElU6Ipz8hsxth1aAXOhbR2+hAgMBAAE=\r\n" \
	"-----END RSA PUBLIC KEY-----\r\n" \
	"ntor-onion-key deciQf697pkg8PQ+9q/3iW6mTcn0q6ksL6ohagTyVUQ\r\n" \
	"p accept 1-65535\r\n" \
	"id ed25519 +Fufg47anLQHnRQv+4ofb6zVlg5AXczqIvLXEtXR4zs\r\n" \
	"onion-key\r\n" \
	"-----BEGIN RSA PUBLIC KEY-----\r\n" \
	"MIGJAoGBAMNljxaIByCCUOO3OeWvEcTUx5p95fFw2mgA0bg5/WkHrORA+UTPsLSp\r\n" \
	"NfbfqaA4yqrWIprn7bC3hZVPQasN76C+lVQjI0hzEPMbJsofU56v0joIa7NOpSZE\r\n" \
	"7SgZ1HrR3ONAdIb+oN7ueqbZkSadH0aENo7CDWDa7sN7aqREMndlAgMBAAE=\r\n" \
	"-----END RSA PUBLIC KEY-----\r\n" \
	"ntor-onion-key osEpYSaHLH1QMPNd0bSyQcEH2rApbNQHnIQyT4t9WgA\r\n" \
	"id ed25519 HNhRDqCRsz0DtJQJ/4UKd9kjaK4ndgtft6cpsIERZew\r\n"
#define CLIENT EXPECT("GETINFO ns/all"), \
	SEND("250+ns/all=\r\n" CLIENT_ENTRIES ".\r\n250 OK\r\n")

START_TEST(policies_of_a_client)
{
	PLAY(CLIENT, NO_GEOIP, EXPECT("GETINFO md/all"),
		SEND("250+md/all=\r\n" MICRODESCRIPTORS ".\r\n250 OK\r\n"),
		CLIENT, NO_GEOIP, EXPECT("GETINFO md/all"),
		SEND("250+md/all=\r\n" MICRODESCRIPTORS ".\r\n250 OK\r\n"),
		CLIENT, NO_GEOIP, EXPECT("GETINFO md/all"),
		SEND("250-md/all=\r\n250 OK\r\n"),
		CLIENT, NO_GEOIP, EXPECT("GETINFO md/all"),
		SEND("551 Not now\r\n"));
	commands_check(&commands, "relays port=443 --no-header --columns "
		"nickname", 0, "r1\n", "");
	commands_check(&commands, "relays --no-header --columns "
		"nickname,policy", 0, "r1  accept 1-65535\n"
		"a1  reject 1-65535\nx   -\n", "");
	commands_check(&commands, "relays port=443 --no-header", 0, "", "");
	commands_check(&commands, "relays port=443", 1, "",
		"torctl: relays: 551 Not now\n");
}
END_TEST

int main(void)
{
	Suite *suite = suite_create("relays");
	TCase *tcase = test_case(suite, "relays");

	tcase_add_checked_fixture(tcase, NULL, tear_down);
	tcase_add_test(tcase, all);
	test_add_table(tcase, filtered, filters);
	test_add_table(tcase, refused, wrong);
	tcase_add_test(tcase, unknown_flags);
	tcase_add_test(tcase, by_country);
	tcase_add_test(tcase, as_json);
	tcase_add_test(tcase, as_it_came);
	tcase_add_test(tcase, no_consensus);
	tcase_add_test(tcase, policies_of_a_client);
	return test_run(suite);
}
