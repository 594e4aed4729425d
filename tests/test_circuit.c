/* circuit new, extend, show, close, purpose, and the paths chosen. */
#include "lib/commands.h"
#include "lib/test.h"
#include "tor/path.h"
#include "util/alloc.h"

#include <stdlib.h>
#include <string.h>

#define A "0123456789ABCDEF0123456789ABCDEF01234567"
#define B "FEDCBA9876543210FEDCBA9876543210FEDCBA98"
#define C "1111111111111111111111111111111111111111"
#define D "2222222222222222222222222222222222222222"
#define ENTRY(name, identity, address, flags) \
	"r " name " " identity " 2038-01-01 00:00:00 " address " 9001 0\r\n" \
	"s " flags "\r\nw Bandwidth=20\r\n"
#define RELAY_A ENTRY("one", "ASNFZ4mrze8BI0VniavN7wEjRWc", "1.2.0.1", \
	"Fast Guard Running")
#define RELAY_B ENTRY("two", "/ty6mHZUMhD+3LqYdlQyEP7cupg", "3.4.0.1", \
	"Exit Fast Running")
#define RELAY_C ENTRY("one", "ERERERERERERERERERERERERERE", "5.6.0.1", \
	"Fast Running")
#define RELAY_D ENTRY("off", "IiIiIiIiIiIiIiIiIiIiIiIiIiI", "7.8.0.1", \
	"Exit BadExit Fast Running")
#define CONSENSUS EXPECT("GETINFO ns/all"), SEND("250+ns/all=\r\n" \
	RELAY_A RELAY_B RELAY_C RELAY_D ".\r\n250 OK\r\n")
#define SET_TO(distinct, families) \
	EXPECT("GETCONF EnforceDistinctSubnets NodeFamily"), \
	SEND("250-EnforceDistinctSubnets=" distinct "\r\n" families \
		"250 NodeFamily\r\n")
#define DISTINCT SET_TO("1", "")
#define MICRO(relay, lines) EXPECT("GETINFO md/id/" relay), \
	SEND("250+md/id/" relay "=\r\nonion-key\r\n" lines ".\r\n" \
		"250 OK\r\n")
#define ALONE(relay) MICRO(relay, "")

static struct commands commands;

#define PLAY(...) COMMANDS_PLAY(&commands, __VA_ARGS__)

static void tear_down(void)
{
	commands_end(&commands);
}

/* ---- new and extend */

START_TEST(new_circuit)
{
	PLAY(EXPECT("EXTENDCIRCUIT 0"), SEND("250 EXTENDED 7\r\n"),
		EXPECT("EXTENDCIRCUIT 0 $" A ",$" B "~two purpose=controller"),
		SEND("250 EXTENDED 8\r\n"),
		EXPECT("EXTENDCIRCUIT 0"),
		SEND("551 Couldn't start circuit\r\n"),
		EXPECT("EXTENDCIRCUIT 0"), SEND("250 OK\r\n"));
	commands_check(&commands, "circuit new", 0, "7\n", "");
	commands.output.form = OUTPUT_JSON;
	commands_check(&commands, "circuit new '$" A "' '$" B "~two' --purpose "
		"controller", 0, "{\"circuit\":\"8\"}\n", "");
	commands_check(&commands, "circuit new", 1, "", "torctl: circuit new: "
		"551 Couldn't start circuit; see torctl bootstrap and torctl "
		"log info\n");
	commands_check(&commands, "circuit new", 1, "", "torctl: circuit new: "
		"Tor's reply does not match the command\n");
}
END_TEST

/* Relays chosen by Tor cannot be combined with purpose controller. */
START_TEST(new_circuit_for_a_controller)
{
	PLAY(EXPECT("EXTENDCIRCUIT 0"), SEND("250 EXTENDED 7\r\n"),
		EXPECT("SETCIRCUITPURPOSE 7 purpose=Controller"),
		SEND("250 OK\r\n"),
		EXPECT("EXTENDCIRCUIT 0"), SEND("250 EXTENDED 8\r\n"),
		EXPECT("SETCIRCUITPURPOSE 8 purpose=controller"),
		SEND("552 Unknown circuit \"8\"\r\n"),
		EXPECT("CLOSECIRCUIT 8 IfUnused"), SEND("250 OK\r\n"),
		EXPECT("EXTENDCIRCUIT 0 purpose=general"),
		SEND("250 EXTENDED 9\r\n"));
	commands_check(&commands, "circuit new --purpose Controller", 0,
		"7\n", "");
	commands_check(&commands, "circuit new --purpose controller", 1, "",
		"torctl: circuit new: 552 Unknown circuit \"8\"\n");
	commands_check(&commands, "circuit new --purpose general", 0, "9\n",
		"");
}
END_TEST

#define BEFORE_EXTENDING EXPECT("GETINFO circuit-status"), \
	SEND("250+circuit-status=\r\n7 BUILT $" A " PURPOSE=GENERAL\r\n" \
		"8 BUILT $" A " PURPOSE=CONFLUX_LINKED CONFLUX_ID=A\r\n" \
		".\r\n250 OK\r\n")

/* Tor 0.4.9 may crash then, so nothing is sent. */
START_TEST(conflux_is_not_extended)
{
	PLAY(BEFORE_EXTENDING, BEFORE_EXTENDING, EXPECT("EXTENDCIRCUIT 9 $" A),
		SEND("552 Unknown circuit \"9\"\r\n"));
	commands_check(&commands, "circuit extend 8 '$" A "'", 1, "", "torctl: "
		"circuit extend: 551 circuit 8 belongs to a conflux set; "
		"extending it can crash Tor\n");
	commands_check(&commands, "circuit extend 9 '$" A "'", 1, "", "torctl: "
		"circuit extend: 552 Unknown circuit \"9\"\n");
}
END_TEST

/* A nickname becomes a fingerprint; an ambiguous nickname is refused. */
START_TEST(nicknames)
{
	PLAY(CONSENSUS, EXPECT("EXTENDCIRCUIT 0 $" B ",bridge"),
		SEND("552 No such router \"bridge\"\r\n"),
		CONSENSUS, CONSENSUS, BEFORE_EXTENDING,
		EXPECT("EXTENDCIRCUIT 7 $" B), SEND("250 EXTENDED 7\r\n"));
	commands_check(&commands, "circuit new two,bridge", 1, "",
		"torctl: circuit new: 552 No such router \"bridge\"\n");
	commands_check(&commands, "circuit new two,ONE", 2, "",
		"torctl: circuit new: 2 relays have the nickname ONE; use a "
			"fingerprint:\n  $" A "  one  1.2.0.1:9001\n  $" C
		"  one  5.6.0.1:9001\n");
	commands_check(&commands, "circuit extend 7 Two", 0, "7\n", "");
}
END_TEST

#define CIRC_ON EXPECT("SETEVENTS CIRC"), SEND("250 OK\r\n")
#define CIRC_OFF EXPECT("SETEVENTS"), SEND("250 OK\r\n")

/* The events are on before the request, so none can be missed. */
START_TEST(waiting)
{
	PLAY(CIRC_ON, EXPECT("EXTENDCIRCUIT 0"),
		SEND("650 CIRC 6 BUILT PURPOSE=GENERAL\r\n"
			"650 CIRC 7 LAUNCHED PURPOSE=GENERAL\r\n"
			"250 EXTENDED 7\r\n"
			"650 CIRC 7 BUILT PURPOSE=GENERAL\r\n"),
		CIRC_OFF,
		CIRC_ON, EXPECT("EXTENDCIRCUIT 0"),
		SEND("650 CIRC 8 FAILED PURPOSE=GENERAL REASON=TIMEOUT\r\n"
			"250 EXTENDED 8\r\n"), CIRC_OFF,
		CIRC_ON, EXPECT("EXTENDCIRCUIT 0"), SEND("551 no\r\n"),
		CIRC_OFF,
		CIRC_ON, EXPECT("EXTENDCIRCUIT 0"),
		SEND("650 CIRC 9 LAUNCHED PURPOSE=GENERAL\r\n"
			"250 EXTENDED 9\r\n"), CIRC_OFF);
	commands_check(&commands, "circuit new --wait", 0, "7\n", "");
	ck_assert_int_eq(commands_line(&commands, "circuit new --wait"), 1);
	ck_assert_ptr_nonnull(strstr(commands.error.text,
		"circuit 8 failed: timed out"));
	free(commands_complained(&commands));
	commands_check(&commands, "circuit new --wait", 1, "",
		"torctl: circuit new: 551 no\n");
	commands_check(&commands, "circuit new --wait --timeout 0.05", 5, "",
		"torctl: circuit new: timed out: circuit 9 is still "
		"LAUNCHED\n");
	commands_check(&commands, "circuit new --timeout 5", 2, "",
		"torctl: circuit new: --timeout requires --wait\n");
}
END_TEST

/* ---- --exit */

#define GUARDS(list) EXPECT("GETINFO entry-guards"), \
	SEND("250+entry-guards=\r\n" list ".\r\n250 OK\r\n")

/* The guard is Tor's first one; the middle relay is the only choice left. */
START_TEST(exit_by_name)
{
	PLAY(CONSENSUS, DISTINCT, ALONE(B),
		GUARDS("$" D "~off down\r\n$" A "~one up\r\n"), ALONE(A),
		ALONE(C), EXPECT("EXTENDCIRCUIT 0 $" A ",$" C ",$" B),
		SEND("250 EXTENDED 7\r\n"),
		CONSENSUS, EXPECT("EXTENDCIRCUIT 0 $" A ",$" B),
		SEND("250 EXTENDED 8\r\n"),
		CONSENSUS, DISTINCT);
	commands_check(&commands, "circuit new --exit two", 0, "7\n", "");
	commands_check(&commands, "circuit new '$" A "' --exit two", 0, "8\n",
		"");
	commands_check(&commands, "circuit new --exit nobody", 1, "",
		"torctl: circuit new: 552 no such relay in the consensus: "
			"nobody\n");
}
END_TEST

#define AVAILABLE(v4) EXPECT("GETINFO ip-to-country/ipv4-available " \
	"ip-to-country/ipv6-available"), \
	SEND("250-ip-to-country/ipv4-available=" v4 "\r\n" \
		"250-ip-to-country/ipv6-available=0\r\n250 OK\r\n")
#define COUNTRIES AVAILABLE("1"), \
	EXPECT("GETINFO ip-to-country/3.4.0.1 ip-to-country/7.8.0.1"), \
	SEND("250-ip-to-country/3.4.0.1=de\r\n" \
		"250-ip-to-country/7.8.0.1=fr\r\n250 OK\r\n")

START_TEST(exit_by_country)
{
	PLAY(CONSENSUS, DISTINCT, COUNTRIES, ALONE(B), GUARDS(""), ALONE(A),
		ALONE(C), EXPECT("EXTENDCIRCUIT 0 $" A ",$" C ",$" B),
		SEND("250 EXTENDED 7\r\n"),
		CONSENSUS, DISTINCT, ALONE(C), COUNTRIES, ALONE(B),
		EXPECT("EXTENDCIRCUIT 0 $" C ",$" B),
		SEND("250 EXTENDED 8\r\n"),
		CONSENSUS, DISTINCT, COUNTRIES,
		CONSENSUS, DISTINCT, AVAILABLE("0"));
	commands_check(&commands, "circuit new --exit DE", 0, "7\n", "");
	commands_check(&commands, "circuit new '$" C "' --exit de", 0, "8\n",
		"");
	/* The only candidate is a BadExit. */
	commands_check(&commands, "circuit new --exit fr", 1, "",
		"torctl: circuit new: 551 no running exit is known in fr\n");
	commands_check(&commands, "circuit new --exit de", 1, "",
		"torctl: circuit new: 551 no running exit is known in de; Tor "
			"has no GeoIP file; set GeoIPFile, or name an exit\n");
}
END_TEST

/* ---- families: of B, which is the exit, and the resulting path */

#define OTHER "3333333333333333333333333333333333333333"
#define NO_MICRO(relay) EXPECT("GETINFO md/id/" relay), \
	SEND("552 Unrecognized key\r\n")
#define FULL(relay, lines) NO_MICRO(relay), EXPECT("GETINFO desc/id/" relay), \
	SEND("250+desc/id/" relay "=\r\nrouter x 1.2.3.4 1 0 0\r\n" lines \
		".\r\n250 OK\r\n")
#define GUARD_IS_A GUARDS("$" A "~one up\r\n")
#define TOO_FEW "torctl: circuit new: 551 not enough relays for a path to $" \
	B "\n"
#define MADE EXPECT("EXTENDCIRCUIT 0 $" A ",$" C ",$" B), \
	SEND("250 EXTENDED 7\r\n")

/* A family counts only if both relays name each other. */
START_TEST(families)
{
	PLAY(CONSENSUS, DISTINCT,
		MICRO(B, "family $" OTHER " $" C "~one one\r\n"), GUARD_IS_A,
		ALONE(A), MICRO(C, "family $" A "\r\n"), MADE,
		CONSENSUS, DISTINCT, MICRO(B, "family $" C "\r\n"),
		GUARD_IS_A, ALONE(A), FULL(C, "family TWO\r\n"),
		CONSENSUS, DISTINCT, MICRO(B, "family-ids ed25519:x a:y\r\n"),
		GUARD_IS_A, ALONE(A), MICRO(C, "family-ids a:Y ed25519:x\r\n"),
		CONSENSUS, DISTINCT, MICRO(B, "family $" A "\r\n"),
		GUARD_IS_A, MICRO(A, "family $" B "\r\n"));
	commands_check(&commands, "circuit new --exit two", 0, "7\n", "");
	for (int i = 0; i < 3; i++)
		commands_check(&commands, "circuit new --exit two", 1, "",
			TOO_FEW);
}
END_TEST

/* Of two exits, the one outside the given relay's family. */
#define EXIT_C ENTRY("one", "ERERERERERERERERERERERERERE", "5.6.0.1", \
	"Exit Fast Running")
#define TWO_EXITS EXPECT("GETINFO ns/all"), SEND("250+ns/all=\r\n" RELAY_A \
	RELAY_B EXIT_C ".\r\n250 OK\r\n")
#define BOTH_DE AVAILABLE("1"), \
	EXPECT("GETINFO ip-to-country/3.4.0.1 ip-to-country/5.6.0.1"), \
	SEND("250-ip-to-country/3.4.0.1=de\r\n" \
		"250-ip-to-country/5.6.0.1=de\r\n250 OK\r\n")

START_TEST(families_of_torrc)
{
	PLAY(CONSENSUS, SET_TO("1", "250-NodeFamily=x," B ", $" C "\r\n"),
		ALONE(B), GUARD_IS_A, ALONE(A), ALONE(C),
		TWO_EXITS, SET_TO("1", "250-NodeFamily=$" C "\r\n"),
		ALONE(C), BOTH_DE, ALONE(B),
		EXPECT("EXTENDCIRCUIT 0 " C ",$" B),
		SEND("250 EXTENDED 8\r\n"),
		TWO_EXITS, SET_TO("1", ""), ALONE(C), BOTH_DE,
		MICRO(B, "family-ids x\r\n"),
		EXPECT("EXTENDCIRCUIT 0 $" C ",$" B),
		SEND("250 EXTENDED 9\r\n"),
		TWO_EXITS, SET_TO("1", ""), MICRO(C, "family-ids x\r\n"),
		BOTH_DE, MICRO(B, "family-ids x\r\n"));
	commands_check(&commands, "circuit new --exit two", 1, "", TOO_FEW);
	commands_check(&commands, "circuit new " C " --exit de", 0, "8\n",
		"");
	commands_check(&commands, "circuit new '$" C "' --exit de", 0, "9\n",
		"");
	commands_check(&commands, "circuit new '$" C "' --exit de", 1, "",
		"torctl: circuit new: 551 no running exit compatible with the "
			"other relays is known in de\n");
}
END_TEST

/* ---- show, close, purpose */

#define CIRCUITS EXPECT("GETINFO circuit-status"), \
	SEND("250+circuit-status=\r\n" \
		"7 BUILT $" A "~one,$" B " PURPOSE=GENERAL NEW=\"a b\"\r\n" \
		"8 BUILT $" A "~one PURPOSE=CONTROLLER\r\n" \
		"9 LAUNCHED PURPOSE=GENERAL\r\n" \
		"10 BUILT $" A "~one PURPOSE=HS_SERVICE_INTRO\r\n" \
		"11 BUILT $" A "~one PURPOSE=GENERAL\r\n" \
		"12\r\n.\r\n250 OK\r\n")
#define STREAMS EXPECT("GETINFO stream-status"), \
	SEND("250+stream-status=\r\n5 SUCCEEDED 7 a.example:80\r\n" \
		"6 NEW 0 b.example:80\r\n.\r\n250 OK\r\n")
#define ADDRESSES EXPECT("GETINFO ns/id/" A " ns/id/" B), \
	SEND("250+ns/id/" A "=\r\n" RELAY_A ".\r\n250-ns/id/" B "=\r\n" \
		"250 OK\r\n"), AVAILABLE("1"), \
	EXPECT("GETINFO ip-to-country/1.2.0.1"), \
	SEND("250-ip-to-country/1.2.0.1=se\r\n250 OK\r\n")

START_TEST(show)
{
	PLAY(CIRCUITS, STREAMS, ADDRESSES, CIRCUITS, STREAMS, ADDRESSES,
		CIRCUITS, STREAMS);
	commands_check(&commands, "circuit show 7", 0,
		"Circuit 7\n"
		"  status       BUILT\n"
		"  purpose      GENERAL\n"
		"  new          a b\n"
		"  path         one(se) → $" B "\n"
		"  hop 1        one(se), 1.2.0.1, $" A "\n"
		"  hop 2        $" B "\n"
		"  stream 5     SUCCEEDED a.example:80\n", "");
	commands.output.form = OUTPUT_JSON;
	commands_check(&commands, "circuit show 7", 0,
		"{\"id\":\"7\",\"status\":\"BUILT\",\"path\":[{\"fingerprint\":\""
		A "\",\"nickname\":\"one\"},{\"fingerprint\":\"" B "\"}],"
		"\"purpose\":\"GENERAL\",\"new\":\"a b\",\"hops\":["
		"{\"fingerprint\":\"" A "\",\"nickname\":\"one\",\"address\":"
		"\"1.2.0.1\",\"country\":\"se\"},{\"fingerprint\":\"" B "\"}],"
		"\"streams\":[{\"id\":\"5\",\"status\":\"SUCCEEDED\","
		"\"circuit\":\"7\",\"target\":\"a.example:80\",\"target_host\":"
		"\"a.example\",\"target_port\":80}]}\n", "");
	commands_check(&commands, "circuit show 70", 1, "",
		"torctl: circuit show: 552 Unknown circuit \"70\"\n");
}
END_TEST

START_TEST(close_circuits)
{
	PLAY(EXPECT("CLOSECIRCUIT 7"), SEND("250 OK\r\n"),
		EXPECT("CLOSECIRCUIT 7 IfUnused"), SEND("250 OK\r\n"),
		EXPECT("CLOSECIRCUIT 8 IfUnused"), SEND("250 OK\r\n"),
		EXPECT("CLOSECIRCUIT 1"), SEND("552 no 1\r\n"),
		EXPECT("CLOSECIRCUIT 2"), SEND("250 OK\r\n"),
		EXPECT("CLOSECIRCUIT 3"), SEND("552 no 3\r\n"));
	commands_check(&commands, "circuit close 7", 0, "", "");
	commands.output.form = OUTPUT_JSON;
	commands_check(&commands, "circuit close --if-unused 7 8", 0,
		"{\"status\":250,\"text\":\"OK\"}\n", "");
	commands_check(&commands, "circuit close 1 2 3", 1, "",
		"torctl: circuit close 1: 552 no 1\n"
		"torctl: circuit close 3: 552 no 3\n");
	commands_check(&commands, "circuit close", 2, "", "torctl: circuit "
		"close: missing argument CIRCUIT or --all-idle\n");
	commands_check(&commands, "circuit close 7 --all-idle", 2, "",
		"torctl: circuit close: --all-idle cannot be combined with "
			"circuit IDs\n");
}
END_TEST

/* Skips circuits in use, being built, or of an onion service. */
START_TEST(close_idle)
{
	PLAY(CIRCUITS, STREAMS,
		EXPECT("CLOSECIRCUIT 8 IfUnused"), SEND("250 OK\r\n"),
		EXPECT("CLOSECIRCUIT 11 IfUnused"), SEND("552 gone\r\n"),
		CIRCUITS, STREAMS,
		EXPECT("CLOSECIRCUIT 8 IfUnused"), SEND("250 OK\r\n"),
		EXPECT("CLOSECIRCUIT 11 IfUnused"), SEND("250 OK\r\n"),
		EXPECT("GETINFO circuit-status"),
		SEND("250-circuit-status=\r\n250 OK\r\n"),
		EXPECT("GETINFO stream-status"),
		SEND("250-stream-status=\r\n250 OK\r\n"));
	commands_check(&commands, "circuit close --all-idle", 0, "8\n", "");
	commands.output.form = OUTPUT_JSON;
	commands_check(&commands, "circuit close --all-idle", 0,
		"{\"closed\":[\"8\",\"11\"]}\n", "");
	commands_check(&commands, "circuit close --all-idle", 0,
		"{\"closed\":[]}\n", "");
}
END_TEST

START_TEST(purpose)
{
	PLAY(EXPECT("SETCIRCUITPURPOSE 7 purpose=controller"),
		SEND("250 OK\r\n"));
	commands_check(&commands, "circuit purpose 7 controller", 0, "", "");
}
END_TEST

/* ---- choosing by bandwidth */

#define WEIGHED(name, first, address, flags, bandwidth) \
	"r " name " " first "AAAAAAAAAAAAAAAAAAAAAAAAAA 2038-01-01 00:00:00 " \
	address " 1 0\ns " flags "\nw Bandwidth=" bandwidth "\n"

static struct consensus consensus;

static void read_relays(void)
{
	consensus_parse(&consensus, alloc_string(
		WEIGHED("little", "A", "1.1.1.1", "Exit Running", "1")
		WEIGHED("much", "B", "1.1.2.2", "Exit Running Fast", "999")
		WEIGHED("down", "C", "1.2.0.0", "Exit", "99999")
		WEIGHED("other", "D", "2.2.2.2", "Running", "99999")));
	ck_assert_uint_eq(consensus.len, 4);
}

START_TEST(by_bandwidth)
{
	struct path path = { .consensus = &consensus };
	size_t little = 0, much = 0;

	read_relays();
	for (int i = 0; i < 20000; i++) {
		const struct router_status *relay = path_choose(&path, "Exit",
			NULL, NULL);

		little += span_equal(relay->nickname, "little");
		much += span_equal(relay->nickname, "much");
	}
	/* 2 of 1002 relays: expect about 40 choices. */
	ck_assert_uint_eq(little + much, 20000);
	ck_assert_uint_ge(little, 5);
	ck_assert_uint_le(little, 150);
	consensus_clear(&consensus);
}
END_TEST

START_TEST(apart)
{
	struct path path = { .consensus = &consensus };

	read_relays();
	path.relays[0] = path_choose(&path, "Fast", NULL, NULL);
	path.len = 1;
	ck_assert(span_equal(path.relays[0]->nickname, "much"));
	/* "little" is in the same /16. */
	ck_assert_ptr_null(path_choose(&path, "Exit", NULL, NULL));
	ck_assert_ptr_nonnull(path_choose(&path, "", NULL, NULL));
	path.same_subnet = true;
	ck_assert_ptr_nonnull(path_choose(&path, "Exit", NULL, NULL));
	ck_assert_ptr_null(path_choose(&path, "Exit Fast", NULL, NULL));
	consensus_clear(&consensus);
}
END_TEST

/* For IPv6 addresses, the first 32 bits are compared. */
START_TEST(apart_by_ipv6)
{
	struct path path = { .consensus = &consensus };

	consensus_parse(&consensus, alloc_string(
		"r one " "AAAAAAAAAAAAAAAAAAAAAAAAAAA 2038-01-01 00:00:00 "
		"1.1.1.1 1 0\na [2001:db8:1::1]:1\ns Guard Running\n"
		"r near " "BAAAAAAAAAAAAAAAAAAAAAAAAAA 2038-01-01 00:00:00 "
		"2.2.2.2 1 0\na 1.1.1.1:1\na [2001:0db8:2::2]:1\n"
		"s Exit Running\n"));
	ck_assert_uint_eq(consensus.len, 2);
	path.relays[path.len++] = &consensus.relays[0];
	ck_assert_ptr_null(path_choose(&path, "Exit", NULL, NULL));
	path.same_subnet = true;
	ck_assert_ptr_nonnull(path_choose(&path, "Exit", NULL, NULL));
	consensus_clear(&consensus);
}
END_TEST

int main(void)
{
	Suite *suite = suite_create("circuit");
	TCase *tcase = test_case(suite, "circuit");

	tcase_add_checked_fixture(tcase, NULL, tear_down);
	tcase_add_test(tcase, new_circuit);
	tcase_add_test(tcase, new_circuit_for_a_controller);
	tcase_add_test(tcase, nicknames);
	tcase_add_test(tcase, conflux_is_not_extended);
	tcase_add_test(tcase, waiting);
	tcase_add_test(tcase, exit_by_name);
	tcase_add_test(tcase, exit_by_country);
	tcase_add_test(tcase, families);
	tcase_add_test(tcase, families_of_torrc);
	tcase_add_test(tcase, show);
	tcase_add_test(tcase, close_circuits);
	tcase_add_test(tcase, close_idle);
	tcase_add_test(tcase, purpose);
	tcase = test_case(suite, "path");
	tcase_add_test(tcase, by_bandwidth);
	tcase_add_test(tcase, apart);
	tcase_add_test(tcase, apart_by_ipv6);
	return test_run(suite);
}
