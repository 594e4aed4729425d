/* status: every kind of Tor, its problems, and health checks. */
#include "lib/commands.h"
#include "lib/status_replies.h"
#include "lib/test.h"
#include "tor/health.h"
#include "tor/status.h"
#include "util/alloc.h"

#include <stdlib.h>
#include <string.h>

static struct commands commands;

#define PLAY(...) COMMANDS_PLAY(&commands, __VA_ARGS__)

static void tear_down(void)
{
	commands_end(&commands);
}

/* ---- recorded from real ones */

START_TEST(connection)
{
	PLAY(STATUS_CLIENT);
	commands_check(&commands, "status", 0,
		"Tor 0.4.9.11\n"
		"  role         client, with onion services\n"
		"  running      36m51s, process 25947\n"
		"  torrc        /var/lib/tor/torrc\n"
		"Network\n"
		"  bootstrap    100%: Done\n"
		"  network      up, circuits established\n"
		"  consensus    valid until 2026-11-22 16:40:11 UTC\n"
		"  SocksPort    127.0.0.1:42191, unix:/run/tor/socks\n"
		"  control      unix:/run/tor/control\n"
		"Activity\n"
		"  traffic      577.6 KiB read, 1.0 MiB written\n"
		"  circuits     4, all built\n"
		"  streams      none\n"
		"  connections  4, all up\n"
		"  guards       3, all up\n"
		"  onions       1 in torrc, 1 detached\n", "");
}
END_TEST

START_TEST(states_in_colour)
{
	static const char *const lines[] = {
		"  bootstrap    \x1b[32m100%: Done\x1b[0m\n",
		"  network      \x1b[32mup, circuits established\x1b[0m\n",
	};
	char *text;

	PLAY(STATUS_CLIENT);
	commands.output.color = true;
	ck_assert_int_eq(commands_line(&commands, "status"), 0);
	text = commands_printed(&commands);
	for (size_t i = 0; i < COUNT(lines); i++)
		ck_assert_ptr_nonnull(strstr(text, lines[i]));
	free(text);
}
END_TEST

START_TEST(relay)
{
	PLAY(STATUS_RELAY);
	commands_check(&commands, "status", 0,
		"Tor 0.4.9.11\n"
		"  role         relay\n"
		"  running      36m55s, process 23301\n"
		"  torrc        /run/tor/r1/torrc\n"
		"Network\n"
		"  bootstrap    100%: Done\n"
		"  network      up, circuits established\n"
		"  consensus    valid until 2026-11-22 17:10:01 UTC\n"
		"  ORPort       127.0.0.1:39199\n"
		"  control      unix:/run/tor/r1/control\n"
		"Activity\n"
		"  traffic      8.5 MiB read, 8.4 MiB written\n"
		"  circuits     4, all built\n"
		"  streams      none\n"
		"  connections  4, all up\n"
		"  guards       2, all up\n"
		"Relay r1\n"
		"  fingerprint  5496B0BB25E5B52C384DF50A4AE347257A1D9FE6\n"
		"  address      127.0.0.1\n"
		"  reachable    ORPort yes\n"
		"  descriptor   good, accepted by an authority\n"
		"  flags        Exit Fast Guard HSDir Running Stable V2Dir Valid\n"
		"  weight       103 kB/s\n", "");
}
END_TEST

START_TEST(authority)
{
	PLAY(STATUS_AUTHORITY);
	commands_check(&commands, "status", 0,
		"Tor 0.4.9.11\n"
		"  role         authority\n"
		"  running      36m54s, process 23289\n"
		"  torrc        /run/tor/a1/torrc\n"
		"Network\n"
		"  bootstrap    100%: Done\n"
		"  network      up, circuits established\n"
		"  consensus    valid until 2026-11-22 17:10:01 UTC\n"
		"  ORPort       127.0.0.1:10837\n"
		"  DirPort      127.0.0.1:21094\n"
		"  control      unix:/run/tor/a1/control\n"
		"Activity\n"
		"  traffic      2.0 MiB read, 2.0 MiB written\n"
		"  circuits     4, all built\n"
		"  streams      none\n"
		"  connections  4, all up\n"
		"Relay a1\n"
		"  fingerprint  77425A1441E34519472141BF260C4B25CABECC5F\n"
		"  address      127.0.0.1\n"
		"  reachable    ORPort yes, DirPort yes\n"
		"  descriptor   good, accepted by an authority\n"
		"  flags        Authority Exit Fast Guard HSDir Running V2Dir "
		"Valid\n"
		"  weight       84 kB/s\n", "");
}
END_TEST

START_TEST(bridge)
{
	PLAY(STATUS_BRIDGE);
	commands_check(&commands, "status", 0,
		"Tor 0.4.9.11\n"
		"  role         bridge\n"
		"  running      1s, process 31249\n"
		"  torrc        /etc/tor/torrc\n"
		"Network\n"
		"  bootstrap    0%: Starting\n"
		"  network      disabled, down, no circuits established\n"
		"  control      unix:/run/tor/control\n"
		"Activity\n"
		"  traffic      0 B read, 0 B written\n"
		"  circuits     none\n"
		"  streams      none\n"
		"  connections  none\n"
		"Bridge mybridge\n"
		"  fingerprint  E98A5E523713C22D51A7103A3F7D55C49EAFDF59\n"
		"  descriptor   not good yet, not accepted yet\n"
		"Accounting\n"
		"  state        awake\n"
		"  used         0 B read, 0 B written\n"
		"  left         1.0 GiB read, 1.0 GiB written\n"
		"  interval     2026-11-22 00:00:00 to 2026-11-23 00:00:00 UTC\n"
		"Warnings\n"
		"  !            the network is disabled (DisableNetwork 1); "
		"enable it with setconf DisableNetwork=0\n", "");
}
END_TEST

START_TEST(as_json)
{
	PLAY(STATUS_BRIDGE);
	commands.output.form = OUTPUT_JSON;
	commands_check(&commands, "status", 0, 
		"{\"version\":\"0.4.9.11\",\"version_status\":\"unknown\","
		"\"uptime\":1,\"pid\":31249,\"config_file\":\"/etc/tor/torrc\","
		"\"role\":\"bridge\",\"bootstrap\":{\"progress\":0,"
		"\"summary\":\"Starting\"},\"network\":{\"enabled\":false,"
		"\"dormant\":false,\"liveness\":\"down\","
		"\"circuit_established\":false,\"enough_dir_info\":false},"
		"\"listeners\":{\"control\":[\"unix:/run/tor/control\"]},"
		"\"traffic\":{\"read\":0,\"written\":0},\"circuits\":{\"total\":0,"
		"\"built\":0},\"streams\":{\"total\":0,\"open\":0},"
		"\"connections\":{\"total\":0,\"up\":0},"
		"\"relay\":{\"nickname\":\"mybridge\","
		"\"fingerprint\":\"E98A5E523713C22D51A7103A3F7D55C49EAFDF59\""
		",\"listed\":false,\"descriptor_good\":false,"
		"\"descriptor_accepted\":false},"
		"\"accounting\":{\"hibernating\":\"awake\",\"read\":0,"
		"\"written\":0,\"read_left\":1073741824,"
		"\"written_left\":1073741824,\"interval_start\":\"2026-11-22 "
		"00:00:00\",\"interval_end\":\"2026-11-23 00:00:00\"},"
		"\"warnings\":[\"the network is disabled "
		"(DisableNetwork 1); enable it with setconf "
		"DisableNetwork=0\"]}"
		"\n", "");
}
END_TEST

/* ---- invented ones */

#define DONE STATUS_PHASE "100 TAG=done SUMMARY=\"Done\"\r\n"
#define GOOD STATUS_SAYS(DONE), STATUS_ON

#define HEAD(version) "Tor " version "\n  role         client\n"
#define NETWORK(state) "Network\n  bootstrap    100%: Done\n" \
	"  network      " state "\n"

#define OPTION(name, reply) EXPECT("GETCONF " name), SEND(reply "\r\n")
#define FILTERED "510 Command filtered"

/* Passes the version, and no option. */
#define FILTER STATUS_ASKED, STATUS_OPTIONS, \
	SEND(FILTERED "\r\n" FILTERED "\r\n"), \
	INFO("version=0.4.9.11\r\n"), ANSWER(32, FILTERED "\r\n"), \
	ANSWER(6, FILTERED "\r\n")
#define REFUSED "unknown, because Tor refused the question (" FILTERED "): " \
	"status/version/current, status/version/recommended, uptime, " \
	"process/pid, config-file, current-time/utc, status/bootstrap-phase, " \
	"status/circuit-established, status/enough-dir-info, " \
	"network-liveness, dormant, consensus/valid-after, " \
	"consensus/valid-until, net/listeners/or, net/listeners/dir, " \
	"net/listeners/socks, net/listeners/httptunnel, " \
	"net/listeners/trans, net/listeners/natd, net/listeners/dns, " \
	"net/listeners/extor, net/listeners/metrics, net/listeners/control, " \
	"traffic/read, traffic/written, circuit-status, stream-status, " \
	"orconn-status, entry-guards, onions/current, onions/detached, " \
	"accounting/enabled, DisableNetwork, ORPort, Nickname, BridgeRelay, " \
	"__LeaveStreamsUnattached, HiddenServiceOptions"

/* A filter's refusals are neither 0 nor none. */
START_TEST(behind_a_filter)
{
	PLAY(FILTER, FILTER, FILTER);
	commands_check(&commands, "status", 0, "Tor 0.4.9.11\n"
		"  role         ?\n  running      ?\n  torrc        ?\n"
		"Network\n  bootstrap    ?\n  network      ?\n"
		"  consensus    ?\n  ports        ?\n"
		"Activity\n  traffic      ?\n  circuits     ?\n"
		"  streams      ?\n  connections  ?\n  guards       ?\n"
		"  onions       ?\n", "torctl: " REFUSED "\n");
	commands.output.form = OUTPUT_JSON;
	commands_check(&commands, "status", 0, "{\"version\":\"0.4.9.11\","
		"\"network\":{},\"warnings\":[]}\n",
		"torctl: " REFUSED "\n");
	commands_check(&commands, "status --check", 1, "",
		"torctl: status: cannot tell: Command filtered\n");
}
END_TEST

/* Nothing can be asked. */
START_TEST(refused_altogether)
{
	PLAY(STATUS_ASKED, SEND("551 Go away\r\n"),
		ANSWER(33, "552 Go away\r\n"), ANSWER(7, "551 Go away\r\n"));
	commands_check(&commands, "status", 1, "", "torctl: status: 552 Go "
		"away\n");
}
END_TEST

/* Old versions lack some keys, and options. */
START_TEST(old_version)
{
	PLAY(STATUS_ASKED, STATUS_OPTIONS,
		SEND("552 Unrecognized key \"dormant\"\r\n"
			"552 Unrecognized configuration key \"BridgeRelay\""
			"\r\n"), INFO("version=0.4.2\r\n"),
		ANSWER(10, "250-#=\r\n250 OK\r\n"),
		EXPECT("GETINFO dormant"), SEND("552 Unrecognized key "
			"\"dormant\"\r\n"),
		ANSWER(21, "250-#=\r\n250 OK\r\n"),
		OPTION("DisableNetwork", "250 DisableNetwork=0"),
		OPTION("ORPort", "250 ORPort=1"),
		OPTION("Nickname", "250 Nickname"),
		OPTION("BridgeRelay", "552 no"),
		OPTION("__LeaveStreamsUnattached",
			"250 __LeaveStreamsUnattached=0"),
		OPTION("HiddenServiceOptions", "250 HiddenServiceOptions"),
		INFO(""), EXPECT("GETINFO address"), SEND("551 no\r\n"));
	commands_check(&commands, "status", 0, "Tor 0.4.2\n"
		"  role         relay\nNetwork\n  bootstrap    ?\n"
		"  network      ?\n" STATUS_IDLE
		"Relay Unnamed\n  reachable    ORPort ?\n"
		"  descriptor   ?, ?\n", "torctl: unknown, because Tor "
		"refused the question (552 no): BridgeRelay\n");
}
END_TEST

/* A reply that is none to the question is an error, not "none". */
START_TEST(misfit)
{
	PLAY(STATUS_ASKED, SEND("250 OK\r\n"), STATUS_ON,
		STATUS_ASKED, SEND("250-version=0.4.9.11\r\n250 OK\r\n"),
		STATUS_ON,
		INFO(DONE), STATUS_OPTIONS, SEND("250 OK\r\n"));
	for (int i = 0; i < 3; i++)
		commands_check(&commands, "status", 1, "", "torctl: status: "
			"Tor's reply does not match the command\n");
}
END_TEST

/* The status lines, and the lines below "Warnings". */
START_TEST(everything_wrong)
{
	PLAY(STATUS_SAYS("version=0.4.7.1\r\n"
		"status/version/current=obsolete\r\n"
		"status/version/recommended=0.4.8.1,0.4.9.11\r\n"
		"current-time/utc=2026-11-22T16:40:12\r\n" DONE
		"status/circuit-established=0\r\n"
		"status/enough-dir-info=0\r\n"
		"network-liveness=down\r\ndormant=1\r\n"
		"consensus/valid-until=2026-11-22 16:40:11\r\n"
		"accounting/enabled=1\r\n"), STATUS_OPTIONS,
		SEND("250-DisableNetwork=0\r\n250-ORPort=9001\r\n"
			"250-Nickname=me\r\n250-BridgeRelay=0\r\n"
			"250-__LeaveStreamsUnattached=1\r\n"
			"250 HiddenServiceOptions\r\n"),
		INFO("accounting/hibernating=hard\r\n"
			"accounting/bytes=1024 2048\r\n"),
		INFO("fingerprint=" "5496B0BB25E5B52C384DF50A4AE347257A1D9FE6"
			"\r\nstatus/reachability-succeeded/or=0\r\n"
			"status/good-server-descriptor=0\r\n"
			"status/accepted-server-descriptor=0\r\n"),
		EXPECT("GETINFO address"),
		SEND("551 Address unknown\r\n"), EXPECT("GETINFO ns/id/"
			"5496B0BB25E5B52C384DF50A4AE347257A1D9FE6"),
		SEND("552 Unrecognized key\r\n"));
	commands_check(&commands, "status", 0, "Tor 0.4.7.1\n"
		"  version      obsolete\n  role         relay\n"
		"Network\n  bootstrap    100%: Done\n"
		"  network      idle, down, no circuits established\n"
		"  consensus    valid until 2026-11-22 16:40:11 UTC\n" STATUS_IDLE
		"Relay me\n"
		"  fingerprint  5496B0BB25E5B52C384DF50A4AE347257A1D9FE6\n"
		"  reachable    ORPort no\n"
		"  descriptor   not good yet, not accepted yet\n"
		"Accounting\n  state        hibernating\n"
		"  used         1.0 KiB read, 2.0 KiB written\n"
		"Warnings\n"
		"  !            version 0.4.7.1 is obsolete; update Tor "
		"(recommended: 0.4.8.1,0.4.9.11)\n"
		"  !            the consensus expired at 2026-11-22 "
		"16:40:11 UTC; check the clock and the network\n"
		"  !            the network is down\n"
		"  !            Tor knows too few relays to build circuits\n"
		"  !            new streams wait for a controller "
		"(__LeaveStreamsUnattached 1); if none is running, use "
		"resetconf __LeaveStreamsUnattached\n"
		"  !            Tor is hibernating (hard): the AccountingMax "
		"limit is used up\n"
		"  !            the ORPort is not known to be reachable\n"
		"  !            no directory authority has accepted this "
		"relay's descriptor yet\n"
		"  !            this relay is not in the consensus yet\n",
		"");
}
END_TEST

/* Neither a terminal nor a JSON reader is harmed. */
#define EVIL "version=0.4\x1b]0;x\x07\r\n" STATUS_PHASE "14 TAG=x " \
	"SUMMARY=\"Hand\\\"shake\xe2\x80\xae\" WARNING=\"no\x1b[2J route\"\r\n"

START_TEST(hostile_as_json)
{
	char *printed;

	PLAY(STATUS_SAYS(EVIL), STATUS_ON);
	commands.output.form = OUTPUT_JSON;
	ck_assert_int_eq(commands_line(&commands, "status"), 0);
	printed = commands_printed(&commands);
	ck_assert_ptr_nonnull(strstr(printed, "{\"version\":"
		"\"0.4\\u001b]0;x\\u0007\","));
	ck_assert_ptr_nonnull(strstr(printed, "\"bootstrap\":{"
		"\"progress\":14,\"summary\":\"Hand\\\"shake\xe2\x80\xae\","
		"\"warning\":\"no\\u001b[2J route\"}"));
	free(printed);
}
END_TEST

/* Listeners that are blank or empty are left out, and the JSON stays valid. */
START_TEST(empty_listeners_as_json)
{
	char *printed;

	PLAY(STATUS_SAYS("net/listeners/or=\"\"\r\n"
		"net/listeners/socks= \r\n"
		"net/listeners/dns=\"\" \"127.0.0.1:1\" \"\"\r\n"),
		STATUS_ON);
	commands.output.form = OUTPUT_JSON;
	ck_assert_int_eq(commands_line(&commands, "status"), 0);
	printed = commands_printed(&commands);
	ck_assert_ptr_nonnull(strstr(printed,
		",\"listeners\":{\"dns\":[\"127.0.0.1:1\"]},"));
	free(printed);
}
END_TEST

/* ---- --check */

#define BORROW EXPECT("SETEVENTS CIRC"), SEND("250 OK\r\n")
#define RETURN EXPECT("SETEVENTS"), SEND("250 OK\r\n")
#define LAUNCH EXPECT("EXTENDCIRCUIT 0")
#define CLOSED EXPECT("CLOSECIRCUIT 7 IfUnused"), SEND("250 OK\r\n")

/* Other circuits, and its own before it is built, do not count. */
START_TEST(fit)
{
	char *printed;

	PLAY(GOOD, BORROW, LAUNCH, SEND("650 CIRC 6 BUILT\r\n"
		"250 EXTENDED 7\r\n650 CIRC 7 LAUNCHED\r\n"
		"650 CIRC 77 BUILT\r\n650 CIRC 8 FAILED REASON=TIMEOUT\r\n"
		"650 CIRC 7 EXTENDED\r\n"), DRAIN, SEND("650 CIRC 7 BUILT "
		"PURPOSE=GENERAL\r\n"), RETURN, CLOSED);
	ck_assert_int_eq(commands_line(&commands, "status --check"), 0);
	printed = commands_printed(&commands);
	ck_assert_ptr_eq(strstr(printed, "Tor is working: built a circuit in "),
		printed);
	free(printed);
}
END_TEST

/* Tor's "dormant" means idle for an hour, as relays often are. */
START_TEST(fit_though_idle)
{
	PLAY(STATUS_SAYS(DONE "dormant=1\r\n"), STATUS_ON,
		STATUS_SAYS(DONE "dormant=1\r\n"
		"network-liveness=up\r\n"
		"status/circuit-established=1\r\n"), STATUS_ON);
	commands_check(&commands, "status --check --no-probe", 0,
		"Tor is working\n", "");
	commands_check(&commands, "status", 0, "Tor \n  role         client\n"
		NETWORK("idle, up, circuits established") STATUS_IDLE, "");
}
END_TEST

START_TEST(fit_as_json)
{
	PLAY(GOOD);
	commands.output.form = OUTPUT_JSON;
	commands_check(&commands, "status --check --no-probe", 0,
		"{\"healthy\":true}\n", "");
}
END_TEST

/* With -q the exit status is enough, as for other commands. */
START_TEST(fit_quietly)
{
	PLAY(GOOD, GOOD);
	commands.output.quiet = true;
	commands_check(&commands, "status --check --no-probe", 0, "", "");
	commands.output.form = OUTPUT_JSON;
	commands_check(&commands, "status --check --no-probe", 0, "", "");
}
END_TEST

/* One may fail. */
START_TEST(fit_in_the_end)
{
	PLAY(GOOD, BORROW, LAUNCH, SEND("250 EXTENDED 6\r\n"
		"650 CIRC 6 FAILED REASON=TIMEOUT\r\n"), RETURN, BORROW,
		LAUNCH, SEND("250 EXTENDED 7\r\n650 CIRC 7 BUILT\r\n"),
		RETURN, CLOSED);
	ck_assert_int_eq(commands_line(&commands, "status --check"), 0);
}
END_TEST

START_TEST(circuits_fail)
{
#define FAILS(id) BORROW, LAUNCH, SEND("250 EXTENDED " id "\r\n650 CIRC " id \
	" FAILED REASON=DESTROYED REMOTE_REASON=OR_CONN_CLOSED\r\n"), RETURN
	PLAY(GOOD, FAILS("6"), FAILS("7"), FAILS("8"));
	commands_check(&commands, "status --check", 1, "", "torctl: status: "
		"building a circuit failed: DESTROYED\n");
}
END_TEST

/* The error gives the total time, however little was left for the circuit. */
START_TEST(circuit_takes_too_long)
{
	PLAY(GOOD, BORROW, LAUNCH, SEND("250 EXTENDED 7\r\n"
		"650 CIRC 7 EXTENDED\r\n"), RETURN, CLOSED);
	commands_check(&commands, "status --check --timeout 1.5", 1, "",
		"torctl: status: no circuit built within 1.5 s\n");
}
END_TEST

/* Events that arrived before the deadline count even after it. */
START_TEST(circuit_fails_and_then_takes_too_long)
{
	struct error *error = &commands.error;
	int64_t milliseconds;

	PLAY(BORROW, LAUNCH, SEND("650 CIRC 6 FAILED REASON=DESTROYED\r\n"
		"250 EXTENDED 6\r\n"), RETURN, BORROW, LAUNCH,
		SEND("250 EXTENDED 7\r\n"), RETURN, CLOSED);
	ck_assert(!health_probe(&(struct status){ .progress = 100 },
		session_connection(&commands.session, NULL),
		&commands.session.tor->events, 1000, 0, &milliseconds, error));
	ck_assert_int_eq(error->kind, ERROR_CHECK);
	ck_assert_str_eq(error->text, "no circuit built within 1.0 s; last "
		"failure: DESTROYED");
}
END_TEST

START_TEST(circuit_is_refused)
{
	PLAY(GOOD, BORROW, LAUNCH, SEND("551 Couldn't start circuit\r\n"),
		RETURN, EXPECT("GETINFO ns/all"), SEND("551 no\r\n"));
	commands_check(&commands, "status --check", 1, "",
		"torctl: status: 551 Couldn't start circuit\n");
}
END_TEST

#define CANNOT LAUNCH, SEND("551 Couldn't start circuit\r\n"), RETURN
#define RELAY_OF(name, flags) "r " name " AAAAAAAAAAAAAAAAAAAAAAAAAAA " \
	"AAAAAAAAAAAAAAAAAAAAAAAAAAA 2026-11-22 16:00:00 127.0.0.1 1 0\r\n" \
	"s " flags "\r\n"

/* Tor does not say why, but what it knows does. */
START_TEST(circuit_is_refused_for_a_reason)
{
	PLAY(GOOD, BORROW, CANNOT, EXPECT("GETINFO ns/all"),
		SEND("250+ns/all=\r\n" RELAY_OF("a", "Fast Running")
			RELAY_OF("b", "Guard Running") ".\r\n250 OK\r\n"),
		GOOD, BORROW, CANNOT, EXPECT("GETINFO ns/all"),
		SEND("250+ns/all=\r\n" RELAY_OF("a", "Exit Running")
			".\r\n250 OK\r\n"),
		STATUS_SAYS(DONE "entry-guards=$A~a down 2026-11-22\r\n"),
		STATUS_ON, BORROW, CANNOT);
	commands_check(&commands, "status --check", 1, "", "torctl: status: "
		"551 Couldn't start circuit; the consensus has no exits\n");
	commands_check(&commands, "status --check", 1, "", "torctl: status: "
		"551 Couldn't start circuit\n");
	commands_check(&commands, "status --check", 1, "", "torctl: status: "
		"551 Couldn't start circuit; no guard answers\n");
}
END_TEST

/* The state may pass while the circuit, or its events, do not. */
START_TEST(circuit_is_filtered)
{
	PLAY(GOOD, BORROW, LAUNCH, SEND(FILTERED "\r\n"), RETURN,
		GOOD, EXPECT("SETEVENTS CIRC"), SEND(FILTERED "\r\n"));
	for (int i = 0; i < 2; i++)
		commands_check(&commands, "status --check", 1, "",
			"torctl: status: cannot tell: Command filtered\n");
}
END_TEST

/* Every stream would wait in vain. */
START_TEST(streams_left)
{
	PLAY(STATUS_SAYS(DONE), STATUS_OPTIONS,
		SEND("250-DisableNetwork=0\r\n250-ORPort\r\n"
			"250-Nickname\r\n250-BridgeRelay=0\r\n"
			"250-__LeaveStreamsUnattached=1\r\n"
			"250 HiddenServiceOptions\r\n"));
	commands_check(&commands, "status --check", 1, "", "torctl: status: "
		"new streams wait for a controller "
		"(__LeaveStreamsUnattached 1)\n");
}
END_TEST

#define NOW "current-time/utc=2026-11-22T12:00:00\r\n"
#define VALID(after, until) "consensus/valid-after=" after "\r\n" \
	"consensus/valid-until=" until "\r\n"

/* What Tor's own clock says, against what it has from the network. */
static const struct {
	const char *lines, *warning;
} clocks[] = {
	{ DONE NOW VALID("2026-11-22 11:00:00", "2026-11-22 14:00:00"),
		NULL },
	{ DONE NOW VALID("2026-11-22 08:00:00", "2026-11-22 11:00:00"),
		"the consensus expired at 2026-11-22 11:00:00 UTC; check the "
			"clock and the network" },
	{ DONE NOW VALID("2026-11-23 11:00:00", "2026-11-23 14:00:00"),
		"Tor's clock is 23h00m behind" },
	{ DONE NOW VALID("2026-11-19 11:00:00", "2026-11-19 14:00:00"),
		"Tor's clock is 2d22h ahead, or Tor has had no new consensus "
			"since" },
	{ STATUS_PHASE "14 TAG=handshake SUMMARY=\"Handshaking\" "
		"WARNING=\"DONE\" REASON=DONE\r\n" NOW,
		"Tor's clock may be days ahead" },
	{ STATUS_PHASE "30 TAG=loading_status SUMMARY=\"Loading\" "
		"WARNING=\"Clock skew -259200 in directory from DIRSERV\" "
		"REASON=CLOCK_SKEW\r\n" NOW, "Tor's clock is 3d00h behind" },
};

START_TEST(wrong_clock)
{
	const char *lines = clocks[_i].lines;
	const struct fake_step steps[] = { FAKE_AUTH_NULL,
		{ FAKE_INFO, lines, strlen(lines), 0 }, STATUS_ON,
		{ FAKE_INFO, lines, strlen(lines), 0 }, STATUS_ON };
	char *printed, *complaint, *want = alloc_print("  !            %s\n",
		clocks[_i].warning);
	int status = strstr(lines, "PROGRESS=100") ? 0 : 1;

	commands_play(&commands, steps);
	ck_assert_int_eq(commands_line(&commands, "status"), 0);
	printed = commands_printed(&commands);
	ck_assert_msg(clocks[_i].warning ? strstr(printed, want) != NULL :
		!strstr(printed, "Warnings"), "%s", printed);
	ck_assert_int_eq(commands_line(&commands, "status --check --no-probe"),
		status);
	complaint = commands_complained(&commands);
	ck_assert_msg(!status || strstr(complaint, clocks[_i].warning),
		"%s", complaint);
	free(commands_printed(&commands));
	free(complaint);
	free(printed);
	free(want);
}
END_TEST

START_TEST(tor_is_silent)
{
	PLAY(STATUS_ASKED, IGNORE);
	commands_check(&commands, "status --check --timeout 0.2", 1, "",
		"torctl: status: no answer from Tor within 0.2 s\n");
}
END_TEST

/* The limit begins with the connection. */
START_TEST(tor_is_silent_from_the_start)
{
	static const struct fake_step steps[] = { IGNORE };

	commands_play(&commands, steps);
	commands.session.tor->opener.connection.timeout = 100000;
	commands_check(&commands, "status --check --timeout 0.2", 1, "",
		"torctl: status: no answer from Tor within 0.2 s\n");
}
END_TEST

START_TEST(tor_goes_away)
{
	PLAY(GOOD, BORROW, LAUNCH, CLOSE);
	ck_assert_int_eq(commands_line(&commands, "status --check"), 3);
}
END_TEST

#define UNFIT(says, options, reason) \
	do { \
		PLAY(STATUS_SAYS(says), options); \
		commands_check(&commands, "status --check", 1, "", \
			"torctl: status: " reason "\n"); \
	} while (0)

START_TEST(not_bootstrapped)
{
	UNFIT(STATUS_PHASE "45 TAG=x SUMMARY=\"Asking\" "
		"WARNING=\"no route\"\r\n", STATUS_ON,
		"bootstrapped only to 45%: Asking; no route");
}
END_TEST

START_TEST(switched_off)
{
	PLAY(STATUS_SAYS(DONE), STATUS_OPTIONS,
		SEND("250-DisableNetwork=1\r\n250-ORPort\r\n"
			"250-Nickname\r\n250-BridgeRelay=0\r\n"
			"250-__LeaveStreamsUnattached=0\r\n"
			"250 HiddenServiceOptions\r\n"));
	commands_check(&commands, "status --check", 1, "", "torctl: status: "
		"the network is disabled (DisableNetwork 1)\n");
}
END_TEST

START_TEST(network_down)
{
	UNFIT(DONE "network-liveness=down\r\n", STATUS_ON,
		"the network is down");
}
END_TEST

START_TEST(few_relays)
{
	UNFIT(DONE "status/enough-dir-info=0\r\n", STATUS_ON,
		"Tor knows too few relays to build circuits");
}
END_TEST

START_TEST(hibernating)
{
	PLAY(STATUS_SAYS(DONE "accounting/enabled=1\r\n"), STATUS_ON,
		INFO("accounting/hibernating=soft\r\n"));
	commands_check(&commands, "status --check --no-probe", 1, "",
		"torctl: status: Tor is hibernating (soft)\n");
}
END_TEST

START_TEST(words_of_check)
{
	PLAY(SEND(""));
	ck_assert(session_connection(&commands.session, NULL) != NULL);
	commands_check(&commands, "status --timeout 5", 2, "",
		"torctl: status: --timeout requires --check\n");
	commands_check(&commands, "status --no-probe", 2, "",
		"torctl: status: --no-probe requires --check\n");
}
END_TEST

/* As received, with what nobody else sees. */
START_TEST(as_it_came)
{
	char *printed;

	PLAY(GOOD);
	commands.output.form = OUTPUT_RAW;
	ck_assert_int_eq(commands_line(&commands, "status"), 0);
	printed = commands_printed(&commands);
	ck_assert_ptr_nonnull(strstr(printed, "250-" DONE
		"250-status/circuit-established=\r\n"));
	ck_assert_ptr_nonnull(strstr(printed, "\r\n250 OK\r\n"
		"250-DisableNetwork=0\r\n250-ORPort\r\n250-Nickname\r\n"
		"250-BridgeRelay=0\r\n250-__LeaveStreamsUnattached=0\r\n"
		"250 HiddenServiceOptions\r\n"));
	free(printed);
}
END_TEST

int main(void)
{
	Suite *suite = suite_create("status");
	TCase *tcase = test_case(suite, "status");

	tcase_add_checked_fixture(tcase, NULL, tear_down);
	tcase_add_test(tcase, connection);
	tcase_add_test(tcase, states_in_colour);
	tcase_add_test(tcase, relay);
	tcase_add_test(tcase, authority);
	tcase_add_test(tcase, bridge);
	tcase_add_test(tcase, as_json);
	tcase_add_test(tcase, behind_a_filter);
	tcase_add_test(tcase, refused_altogether);
	tcase_add_test(tcase, old_version);
	tcase_add_test(tcase, misfit);
	tcase_add_test(tcase, everything_wrong);
	tcase_add_test(tcase, hostile_as_json);
	tcase_add_test(tcase, empty_listeners_as_json);
	tcase_add_test(tcase, fit);
	tcase_add_test(tcase, fit_though_idle);
	tcase_add_test(tcase, fit_as_json);
	tcase_add_test(tcase, fit_quietly);
	tcase_add_test(tcase, fit_in_the_end);
	tcase_add_test(tcase, circuits_fail);
	tcase_add_test(tcase, circuit_takes_too_long);
	tcase_add_test(tcase, circuit_fails_and_then_takes_too_long);
	tcase_add_test(tcase, circuit_is_refused);
	tcase_add_test(tcase, circuit_is_refused_for_a_reason);
	tcase_add_test(tcase, circuit_is_filtered);
	tcase_add_test(tcase, streams_left);
	test_add_table(tcase, wrong_clock, clocks);
	tcase_add_test(tcase, tor_is_silent);
	tcase_add_test(tcase, tor_is_silent_from_the_start);
	tcase_add_test(tcase, tor_goes_away);
	tcase_add_test(tcase, not_bootstrapped);
	tcase_add_test(tcase, switched_off);
	tcase_add_test(tcase, network_down);
	tcase_add_test(tcase, few_relays);
	tcase_add_test(tcase, hibernating);
	tcase_add_test(tcase, words_of_check);
	tcase_add_test(tcase, as_it_came);
	return test_run(suite);
}
