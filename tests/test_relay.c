/* relay: all details of one relay, as clients and relays know them. */
#include "lib/commands.h"
#include "lib/test.h"

#include <stdlib.h>
#include <string.h>

static struct commands commands;

#define PLAY(...) COMMANDS_PLAY(&commands, __VA_ARGS__)

static void tear_down(void)
{
	commands_end(&commands);
}

/* What a client and a relay of a real network reported about one relay. */
#define HEX "5496B0BB25E5B52C384DF50A4AE347257A1D9FE6"
#define ENTRY \
	"r r1 VJawuyXltSw4TfUKSuNHJXodn+Y XLrmlx3bma/mYR5vD3ekrtvNIRk " \
	"2038-01-01 00:00:00 127.0.0.1 39199 0\r\n" \
	"s Exit Fast Guard HSDir Running Stable V2Dir Valid\r\n" \
	"w Bandwidth=103\r\n"
#define MICRO \
	"onion-key\r\n" \
	"-----BEGIN RSA PUBLIC KEY-----\r\n" \
	"MIGJAoGBAOsJq0PKieP7nfs3am8m2+pUvfgGCmNXX6KgZeWVnQLRyK3Qm/r4e8py\r\n" \
	"nhtVmtayrs+GGXuWkAL7uq0ruyXzE2eozuTjcLdqoQ6u59wTz9qM9YlD+QoN6pCJ\r\n" \
	"BMhs9djYwWQB2TEu/RA409fmHedNElU6Ipz8hsxth1aAXOhbR2+hAgMBAAE=\r\n" \
	"-----END RSA PUBLIC KEY-----\r\n" \
	"ntor-onion-key deciQf697pkg8PQ+9q/3iW6mTcn0q6ksL6ohagTyVUQ\r\n" \
	"p accept 1-65535\r\n" \
	"id ed25519 +Fufg47anLQHnRQv+4ofb6zVlg5AXczqIvLXEtXR4zs\r\n"
#define FULL \
	"router r1 127.0.0.1 39199 0 0\r\n" \
	"identity-ed25519\r\n" \
	"-----BEGIN ED25519 CERT-----\r\n" \
	"AQQAB57oAX5rNrEizqThszCn2fSIca8kKwLqCIRNYxbqC1ipEfOXAQAgBAD4W5+D\r\n" \
	"jtqctAedFC/7ih9vrNWWDkBdzOoi8tcS1dHjO+okFZEXDvkCjhVl70+tdS/1HLnQ\r\n" \
	"NunJkxPFMye9Mbeg9M2aIus//2ND7d4uH5TEya2k+YAjwhDQbmthWHmnnw8=\r\n" \
	"-----END ED25519 CERT-----\r\n" \
	"master-key-ed25519 +Fufg47anLQHnRQv+4ofb6zVlg5AXczqIvLXEtXR4zs\r\n" \
	"platform Tor 0.4.9.11 on Linux\r\n" \
	"proto Conflux=1 Cons=1-2 Desc=1-4 DirCache=2 FlowCtrl=1-2 HSDir=2 HSIntro=4-5 HSRend=1-2 Link=3-5 LinkAuth=3 Microdesc=1-3 Padding=2 Relay=2-6\r\n" \
	"published 2026-11-22 15:41:13\r\n" \
	"fingerprint 5496 B0BB 25E5 B52C 384D F50A 4AE3 4725 7A1D 9FE6\r\n" \
	"uptime 66\r\n" \
	"bandwidth 1073741824 1073741824 103163\r\n" \
	"extra-info-digest 50F839214FC0DA4F33812E1BC61B5C54D8C821C4 aBqlllyYuq4jzKvAzuVWsePr50/1mbtj/h2N7f2YdqQ\r\n" \
	"onion-key\r\n" \
	"-----BEGIN RSA PUBLIC KEY-----\r\n" \
	"MIGJAoGBAOsJq0PKieP7nfs3am8m2+pUvfgGCmNXX6KgZeWVnQLRyK3Qm/r4e8py\r\n" \
	"nhtVmtayrs+GGXuWkAL7uq0ruyXzE2eozuTjcLdqoQ6u59wTz9qM9YlD+QoN6pCJ\r\n" \
	"BMhs9djYwWQB2TEu/RA409fmHedNElU6Ipz8hsxth1aAXOhbR2+hAgMBAAE=\r\n" \
	"-----END RSA PUBLIC KEY-----\r\n" \
	"signing-key\r\n" \
	"-----BEGIN RSA PUBLIC KEY-----\r\n" \
	"MIGJAoGBANKg+bqsYCb6PCZAdFxCbrvP6N76HQFlxJ4rAU4Kk2EUclbJ7ThouFif\r\n" \
	"7KVkqvU/ZhDwMg+zRvREZSalq3sb1FQapTSkDCpPX+8fcQMDCTkwwvFGWCoI158N\r\n" \
	"cbWI+b5cJJJXBi+uc6SNejAWCth5/IdHllRa1rdJxZW3UDMfedB1AgMBAAE=\r\n" \
	"-----END RSA PUBLIC KEY-----\r\n" \
	"onion-key-crosscert\r\n" \
	"-----BEGIN CROSSCERT-----\r\n" \
	"Qf4eg99NiXDnHldZn2lGXSdlYz86b6OHPcyMTy0SL519YfAT1o9qdnFSErphQ9o6\r\n" \
	"oXCDyzI7VRqSVpkJRruGzt8am5q+h+fDHLedI7uaakqFCrTEAxjXRjBeIwM/HKoA\r\n" \
	"G0K8dA0hp8P/Mk/gIynqmoym16+t16whmXkCb842siA=\r\n" \
	"-----END CROSSCERT-----\r\n" \
	"ntor-onion-key-crosscert 0\r\n" \
	"-----BEGIN ED25519 CERT-----\r\n" \
	"AQoAB564Afhbn4OO2py0B50UL/uKH2+s1ZYOQF3M6iLy1xLV0eM7AD6uknWLhKhH\r\n" \
	"rgptsSP8jyKDLXoUdKBaCbbnVrTscMKpNJ+BWpf4/iWMLu3/d+a1W+DUHH/JBoik\r\n" \
	"5AJ8NyxiOAU=\r\n" \
	"-----END ED25519 CERT-----\r\n" \
	"hidden-service-dir\r\n" \
	"ntor-onion-key deciQf697pkg8PQ+9q/3iW6mTcn0q6ksL6ohagTyVUQ\r\n" \
	"accept *:*\r\n" \
	"tunnelled-dir-server\r\n" \
	"router-sig-ed25519 ybBWNak2D8J+J+vIMjCTZPHyARG+tuUzwnqLd4o7JchkH8m+r0xAuYFZDEeqw8LYnc8RmjSdBBfrGcBoTHmaCQ\r\n" \
	"router-signature\r\n" \
	"-----BEGIN SIGNATURE-----\r\n" \
	"jHNgNi1NdSDhcs9gb2H/LgNOJGtZ7qV0Yz9s0JcZEl4iWSsDBCR92fL1MrqnXzED\r\n" \
	"OMSuTGbyuoL89zRmhhSt8A7Omw1ptVklWGwq/OjymwFd4DfcAuOO6b1eatBWMdYj\r\n" \
	"Lu/z3wXlS+Ckfjlww37p2Z6JxUvziArkPUZukrBPMEM=\r\n" \
	"-----END SIGNATURE-----\r\n"
#define FOUND(more) EXPECT("GETINFO ns/id/" HEX), \
	SEND("250+ns/id/" HEX "=\r\n" ENTRY more ".\r\n250 OK\r\n")
#define NO_FULL EXPECT("GETINFO desc/id/" HEX), \
	SEND("552 We fetch microdescriptors, not router descriptors. You'll " \
		"need to use md/id/* instead of desc/id/*.\r\n")
#define NO_MICRO EXPECT("GETINFO md/id/" HEX), \
	SEND("552 Unrecognized key \"md/id/" HEX "\"\r\n")
#define NO_GEOIP EXPECT("GETINFO ip-to-country/ipv4-available " \
	"ip-to-country/ipv6-available"), \
	SEND("250-ip-to-country/ipv4-available=0\r\n" \
		"250-ip-to-country/ipv6-available=0\r\n250 OK\r\n")
#define DOCUMENT(key, text) EXPECT("GETINFO " key HEX), \
	SEND("250+" key HEX "=\r\n" text ".\r\n250 OK\r\n")

#define HEAD "r1\n" \
	"  fingerprint  5496B0BB25E5B52C384DF50A4AE347257A1D9FE6\n"
#define KEY_LINE "  ed25519      " \
	"+Fufg47anLQHnRQv+4ofb6zVlg5AXczqIvLXEtXR4zs\n"
#define ENTRY_LINES "  address      127.0.0.1:39199\n" \
	"  flags        Exit Fast Guard HSDir Running Stable V2Dir Valid\n" \
	"  weight       103 kB/s\n"

START_TEST(of_a_client)
{
	PLAY(FOUND(), NO_FULL, DOCUMENT("md/id/", MICRO), NO_GEOIP);
	commands_check(&commands, "relay $" HEX "~r1", 0, HEAD KEY_LINE
		ENTRY_LINES
		"  exit ports   accept 1-65535\n"
		"  unknown      version, uptime, bandwidth and contact are "
		"not in microdescriptors; set UseMicrodescriptors 0 to fetch "
		"full descriptors\n", "");
}
END_TEST

START_TEST(of_a_relay)
{
	PLAY(EXPECT("GETINFO ns/all"), SEND("250+ns/all=\r\n" ENTRY
			"p accept 1-65535\r\n.\r\n250 OK\r\n"),
		DOCUMENT("desc/id/", FULL), NO_GEOIP);
	commands_check(&commands, "relay R1", 0, HEAD KEY_LINE ENTRY_LINES
		"  version      Tor 0.4.9.11 on Linux\n"
		"  uptime       1m06s at publication\n"
		"  published    2026-11-22 15:41:13 UTC\n"
		"  bandwidth    1.0 GiB/s limit, 1.0 GiB/s in bursts, "
		"100.7 KiB/s seen\n"
		"  exit ports   accept 1-65535\n"
		"  exit policy  accept *:*\n"
		"  protocols    Conflux=1 Cons=1-2 Desc=1-4 DirCache=2 "
		"FlowCtrl=1-2 HSDir=2 HSIntro=4-5 HSRend=1-2 Link=3-5 "
		"LinkAuth=3 Microdesc=1-3 Padding=2 Relay=2-6\n", "");
}
END_TEST

START_TEST(without_a_descriptor)
{
	PLAY(FOUND("a [2001:db8::1]:9001\r\n"), NO_FULL, NO_MICRO,
		EXPECT("GETINFO ip-to-country/ipv4-available "
		"ip-to-country/ipv6-available"),
		SEND("250-ip-to-country/ipv4-available=1\r\n"
			"250-ip-to-country/ipv6-available=1\r\n250 OK\r\n"),
		EXPECT("GETINFO ip-to-country/127.0.0.1"),
		SEND("250-ip-to-country/127.0.0.1=de\r\n250 OK\r\n"));
	commands_check(&commands, "relay " HEX, 0, HEAD
		"  address      127.0.0.1:39199, [2001:db8::1]:9001\n"
		"  country      de\n"
		"  flags        Exit Fast Guard HSDir Running Stable V2Dir "
		"Valid\n"
		"  weight       103 kB/s\n"
		"  unknown      Tor has no descriptor of this relay yet\n", "");
}
END_TEST

/* Bridges are not in any consensus. */
START_TEST(bridge)
{
	PLAY(EXPECT("GETINFO ns/id/" HEX),
		SEND("552 Unrecognized key \"ns/id/" HEX "\"\r\n"),
		EXPECT("GETINFO ns/purpose/bridge"),
		SEND("250+ns/purpose/bridge=\r\n" ENTRY ".\r\n250 OK\r\n"),
		DOCUMENT("desc/id/", "router r1 127.0.0.1 39199 0 0\r\n"
			"bridge-distribution-request moat\r\n"
			"overload-general 1 2026-11-22 15:00:00\r\n"
			"hibernating 1\r\nfamily r2 r3\r\n"), NO_GEOIP);
	commands_check(&commands, "relay " HEX, 0, HEAD
		"  address      127.0.0.1:39199\n"
		"  bridge       used as a bridge; not in the consensus\n"
		"  flags        Exit Fast Guard HSDir Running Stable V2Dir "
		"Valid\n"
		"  weight       103 kB/s\n"
		"  family       r2 r3\n"
		"  hibernating  not accepting circuits\n"
		"  overloaded   since 2026-11-22 15:00:00 UTC\n"
		"  distribution  moat\n", "");
}
END_TEST

/* No relay is known at all. */
START_TEST(no_consensus)
{
	PLAY(EXPECT("GETINFO ns/all"), SEND("250-ns/all=\r\n250 OK\r\n"),
		EXPECT("GETINFO ns/purpose/bridge"),
		SEND("250-ns/purpose/bridge=\r\n250 OK\r\n"),
		EXPECT("GETINFO consensus/valid-until"),
		SEND("250-consensus/valid-until=\r\n250 OK\r\n"));
	commands_check(&commands, "relay nobody", 1, "", "torctl: relay: 551 "
		"Tor has no consensus yet; see torctl bootstrap and torctl log "
		"info\n");
}
END_TEST

START_TEST(nobody)
{
	PLAY(EXPECT("GETINFO ns/all"), SEND("250+ns/all=\r\n" ENTRY
			".\r\n250 OK\r\n"), EXPECT("GETINFO ns/purpose/bridge"),
		SEND("250-ns/purpose/bridge=\r\n250 OK\r\n"),
		EXPECT("GETINFO ns/all"), SEND("250+ns/all=\r\n" ENTRY ENTRY
			".\r\n250 OK\r\n"));
	commands_check(&commands, "relay nobody", 1, "", "torctl: relay: 552 "
		"no such relay in the consensus: nobody\n");
	commands_check(&commands, "relay r1", 2, "", "torctl: relay: 2 relays "
		"have the nickname r1; use a fingerprint:\n"
		"  $" HEX "  r1  127.0.0.1:39199\n  $" HEX "  r1  127.0.0.1:39199\n");
	commands_check(&commands, "relay r/1", 2, "", "torctl: relay: \"r/1\" "
		"is not a valid relay: use a fingerprint (40 hex digits), a "
		"nickname or an IP address\n");
}
END_TEST

START_TEST(connection_lost)
{
	PLAY(FOUND(), EXPECT("GETINFO desc/id/" HEX), CLOSE);
	ck_assert_int_eq(commands_line(&commands, "relay " HEX), 3);
}
END_TEST

START_TEST(as_json)
{
	PLAY(FOUND(), DOCUMENT("desc/id/", FULL), NO_GEOIP, FOUND(), NO_FULL,
		NO_MICRO, NO_GEOIP);
	commands.output.form = OUTPUT_JSON;
#define JSON_ENTRY "{\"nickname\":\"r1\",\"fingerprint\":\"" HEX "\"," \
	"\"digest\":\"5CBAE6971DDB99AFE6611E6F0F77A4AEDBCD2119\"," \
	"\"published\":\"2038-01-01 00:00:00\",\"address\":\"127.0.0.1\"," \
	"\"or_port\":39199,\"dir_port\":0,\"flags\":[\"Exit\",\"Fast\"," \
	"\"Guard\",\"HSDir\",\"Running\",\"Stable\",\"V2Dir\",\"Valid\"]," \
	"\"bandwidth\":103,\"bridge\":false"
	commands_check(&commands, "relay " HEX, 0, JSON_ENTRY
		",\"descriptor\":{\"type\":\"full\",\"ed25519\":"
		"\"+Fufg47anLQHnRQv+4ofb6zVlg5AXczqIvLXEtXR4zs\","
		"\"platform\":\"Tor 0.4.9.11 on Linux\","
		"\"published\":\"2026-11-22 15:41:13\",\"uptime\":66,"
		"\"bandwidth\":{\"rate\":1073741824,\"burst\":1073741824,"
		"\"observed\":103163},\"exit_policy\":[\"accept *:*\"],"
		"\"hibernating\":false,\"protocols\":[\"Conflux=1\","
		"\"Cons=1-2\",\"Desc=1-4\",\"DirCache=2\",\"FlowCtrl=1-2\","
		"\"HSDir=2\",\"HSIntro=4-5\",\"HSRend=1-2\",\"Link=3-5\","
		"\"LinkAuth=3\",\"Microdesc=1-3\",\"Padding=2\","
		"\"Relay=2-6\"]}}\n", "");
	commands_check(&commands, "relay " HEX, 0, JSON_ENTRY "}\n", "");
}
END_TEST

START_TEST(as_it_came)
{
	PLAY(FOUND(), NO_FULL, DOCUMENT("md/id/", MICRO), NO_GEOIP,
		EXPECT("GETINFO ns/id/" HEX " md/id/" HEX),
		SEND("250+ns/id/" HEX "=\r\n" ENTRY ".\r\n250+md/id/" HEX
			"=\r\n" MICRO ".\r\n250 OK\r\n"));
	commands.output.form = OUTPUT_RAW;
	commands_check(&commands, "relay " HEX, 0, "250+ns/id/" HEX "=\r\n"
		ENTRY ".\r\n250+md/id/" HEX "=\r\n" MICRO ".\r\n250 OK\r\n",
		"");
}
END_TEST

/* ---- untrusted text */

#define HOSTILE "router x 127.0.0.1 1 0 0\r\n" \
	"platform Tor\x1b]0;evil\x07 on \x9b" "2J\r\n" \
	"contact a very long contact of somebody with a bidirectional " \
	"\xe2\x80\xaeoverride <jo&example.com>\tand a TAB\r\n" \
	"bandwidth 1000 2000 x\r\n"

START_TEST(hostile_in_a_pipe)
{
	PLAY(FOUND(), DOCUMENT("desc/id/", HOSTILE), NO_GEOIP);
	commands_check(&commands, "relay " HEX, 0, HEAD ENTRY_LINES
		"  version      Tor\\x1b]0;evil\\x07 on \x9b" "2J\n"
		"  bandwidth    1.0 KiB/s limit, 2.0 KiB/s in bursts\n"
		"  contact      a very long contact of somebody with a "
		"bidirectional \xe2\x80\xaeoverride <jo&example.com> and a "
		"TAB\n", "");
}
END_TEST

int main(void)
{
	Suite *suite = suite_create("relay");
	TCase *tcase = test_case(suite, "relay");

	tcase_add_checked_fixture(tcase, NULL, tear_down);
	tcase_add_test(tcase, of_a_client);
	tcase_add_test(tcase, of_a_relay);
	tcase_add_test(tcase, without_a_descriptor);
	tcase_add_test(tcase, bridge);
	tcase_add_test(tcase, no_consensus);
	tcase_add_test(tcase, nobody);
	tcase_add_test(tcase, connection_lost);
	tcase_add_test(tcase, as_json);
	tcase_add_test(tcase, as_it_came);
	tcase_add_test(tcase, hostile_in_a_pipe);
	return test_run(suite);
}
