/* help --wire names exactly what commands send. */
#include "help/help.h"
#include "lib/commands.h"
#include "lib/test.h"
#include "lib/yes_tor.h"
#include "util/alloc.h"
#include "util/clock.h"
#include "util/files.h"

#include <fnmatch.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define ONION "2gzyxa5ihm7nsggfxnu52rck2vv4rvmdlkiu3zzui5du4xyclen53wid"
#define A "0000000000000000000000000000000000000000"
#define RELAY "r one AAAAAAAAAAAAAAAAAAAAAAAAAAA AAAAAAAAAAAAAAAAAAAAAAAAAAA " \
	"2026-11-22 16:00:00 127.0.0.1 1 0\r\ns Exit Fast Guard HSDir Running " \
	"Stable V2Dir Valid\r\n"

/* A Tor that has something of everything. */
static const struct yes_rule rich[] = {
	{ "GETINFO status/bootstrap-phase", "250-#=NOTICE BOOTSTRAP "
		"PROGRESS=100 TAG=done SUMMARY=\"Done\"\r\n" },
	{ "GETINFO circuit-status", "250-#=7 BUILT $" A "~one,$" A "~two "
		"PURPOSE=GENERAL\r\n" },
	{ "GETINFO stream-status", "250-#=12 NEW 0 x.example:80\r\n" },
	{ "GETINFO orconn-status", "250-#=$" A "~one CONNECTED\r\n" },
	{ "GETINFO entry-guards", "250-#=$" A "~one up\r\n" },
	{ "GETINFO ip-to-country/ipv?-available", "250-#=1\r\n" },
	{ "GETINFO ip-to-country/*", "250-#=de\r\n" },
	{ "GETINFO ns/*", "250+#=\r\n" RELAY ".\r\n" },
	{ "GETINFO accounting/enabled", "250-#=1\r\n" },
	{ "GETINFO fingerprint", "250-#=" A "\r\n" },
	{ "GETINFO address-mappings/all", "250-#=1.2.3.4 x.example NEVER\r\n" },
	{ "GETINFO events/names", "250-#=BW CIRC NOTICE\r\n" },
	{ "GETINFO config/names", "250+#=\r\nNickname String\r\n"
		"Log LineList\r\n.\r\n" },
	{ "GETCONF Log", "250-#=notice stdout\r\n" },
	{ "GETCONF __LeaveStreamsUnattached", "250-#=0\r\n" },
	{ "GETINFO net/listeners/socks", "250-#=\"127.0.0.1:1\"\r\n" },
	{ "GETCONF ORPort", "250-#=9001\r\n" },
	{ "SETEVENTS BW", "250 OK\r\n650 BW 1 2\r\n" },
	{ "SETEVENTS STREAM CIRC*", "250 OK\r\n650 STREAM 13 NEW 0 x:1\r\n"
		"650 CIRC 7 CLOSED\r\n" },
	{ "SETEVENTS SIGNAL", "250 OK\r\n650 SIGNAL NEWNYM\r\n" },
	{ "SETEVENTS HS_DESC", "250 OK\r\n650 HS_DESC RECEIVED " ONION
		" NO_AUTH $" A "~one d\r\n" },
	{ "SETEVENTS STREAM", "250 OK\r\n650 STREAM 12 CLOSED 0 x:1\r\n" },
	{ "SIGNAL NEWNYM", "250 OK\r\n650 SIGNAL NEWNYM\r\n" },
	{ "EXTENDCIRCUIT *", "250 EXTENDED 7\r\n650 CIRC 7 BUILT\r\n" },
	{ "ADD_ONION *", "250-ServiceID=" ONION "\r\n250-PrivateKey="
		"ED25519-V3:a==\r\n250 OK\r\n650 HS_DESC UPLOADED " ONION
		" UNKNOWN $" A "~one\r\n" },
	{ "MAPADDRESS *", "250 #\r\n" },
	{ "ONION_CLIENT_AUTH_VIEW*", "250-ONION_CLIENT_AUTH_VIEW\r\n"
		"250 OK\r\n" },
	{ NULL, NULL },
};

/* One that refuses each change of its configuration, and logs why. */
static const struct yes_rule stubborn[] = {
	{ "GETINFO config/names", "250+#=\r\nNickname String\r\n"
		"Log LineList\r\n.\r\n" },
	{ "GETINFO config-can-saveconf", "250-#=0\r\n" },
	{ "GETCONF Log", "250-#=notice stdout\r\n" },
	{ "SETCONF *", "513 no\r\n" },
	{ "RESETCONF *", "513 no\r\n" },
	{ "SAVECONF*", "551 no\r\n" },
	{ "+LOADCONF*", "552 no\r\n" },
	{ NULL, NULL },
};

/* One that refuses or lacks what others have, so that commands try further. */
static const struct yes_rule poor[] = {
	{ "GETINFO md/*", "552 no\r\n" },
	{ "GETINFO status/bootstrap-phase", "250-#=NOTICE BOOTSTRAP "
		"PROGRESS=100 TAG=done SUMMARY=\"Done\"\r\n" },
	{ "GETINFO fingerprint", "250-#=\r\n" },
	{ "GETCONF SocksPort", "250-#=0\r\n" },
	{ "GETCONF HTTPTunnelPort", "250-#=0\r\n" },
	{ "EXTENDCIRCUIT *", "551 Couldn't start circuit\r\n" },
	{ NULL, NULL },
};

/* Each command, in every way that sends something else. */
static const struct {
	const char *line;
	const struct yes_rule *rules;
} runs[] = {
	{ "status", rich },
	{ "status --check", rich },
	{ "bootstrap", rich },
	{ "bootstrap --wait", rich },
	{ "wait bootstrap", rich },
	{ "bandwidth --count 1", rich },
	{ "getinfo version", rich },
	{ "getconf Nickname", rich },
	{ "setconf Nickname=x", rich },
	{ "setconf Nickname=x", stubborn },
	{ "setconf Log=notice syslog", rich },
	{ "resetconf Log=notice syslog", rich },
	{ "resetconf Nickname", rich },
	{ "resetconf Nickname", stubborn },
	{ "saveconf", rich },
	{ "saveconf", stubborn },
	{ "saveconf force", rich },
	{ "loadconf -", rich },
	{ "loadconf -", stubborn },
	{ "events", rich },
	{ "events BW --count 1", rich },
	{ "log notice --for 0.01", rich },
	{ "circuits", rich },
	{ "streams", rich },
	{ "orconns", rich },
	{ "guards", rich },
	{ "mappings", rich },
	{ "listeners", rich },
	{ "onions", rich },
	{ "resolve x.example", rich },
	{ "lookup x.example", rich },
	{ "lookup -x 192.0.2.1", rich },
	{ "protocolinfo", rich },
	{ "protocolinfo 1", rich },
	{ "wait event BW", rich },
	{ "wait circuit 7", rich },
	{ "wait stream 12", rich },
	{ "wait newnym", rich },
	{ "wait descriptor " ONION, rich },
	{ "wait port", rich },
	{ "conf", rich },
	{ "conf Nickname", rich },
	{ "conf diff", rich },
	{ "conf add Log info stdout", rich },
	{ "conf add Log info stdout", stubborn },
	{ "conf set Log info stdout", rich },
	{ "conf set Log info stdout", stubborn },
	{ "conf remove Log notice stdout", rich },
	{ "conf remove Log notice stdout", stubborn },
	{ "conf help Nickname", rich },
	{ "conf edit", rich },
	{ "conf edit", stubborn },
	{ "relays", rich },
	{ "relays Exit country=de", rich },
	{ "relays port=443", rich },
	{ "relay one", rich },
	{ "relay " A, rich },
	{ "extendcircuit 0", rich },
	{ "setcircuitpurpose 7 general", rich },
	{ "closecircuit 7", rich },
	{ "circuit new", rich },
	{ "circuit new --exit one --wait", rich },
	{ "circuit new one --wait", rich },
	{ "circuit new --exit de", rich },
	{ "circuit extend 7 one", rich },
	{ "circuit extend 7 one --wait", rich },
	{ "circuit show 7", rich },
	{ "circuit close 7", rich },
	{ "circuit purpose 7 controller", rich },
	{ "stream attach 12 7", rich },
	{ "stream redirect 12 y.example 443", rich },
	{ "stream close 12", rich },
	{ "stream follow --count 1", rich },
	{ "stream take 7", rich },
	{ "attachstream 12 7", rich },
	{ "redirectstream 12 y.example", rich },
	{ "closestream 12", rich },
	{ "newnym", rich },
	{ "tunnel x.example:80", rich },
	{ "map a b", rich },
	{ "map --any x.example", rich },
	{ "unmap 1.2.3.4", rich },
	{ "mapaddress a=b", rich },
	{ "onion add 80 --detach --timeout 1", rich },
	{ "onion del " ONION, rich },
	{ "onion list", rich },
	{ "onion fetch " ONION " --timeout 1", rich },
	{ "onion auth add " ONION " FILE", rich },
	{ "onion auth list", rich },
	{ "onion auth remove " ONION, rich },
	{ "add-onion NEW:BEST Port=80 Flags=Detach", rich },
	{ "del-onion " ONION, rich },
	{ "hsfetch " ONION, rich },
	{ "hspost - HSADDRESS=" ONION, rich },
	{ "onion-client-auth-add " ONION " x25519:aGk=", rich },
	{ "onion-client-auth-remove " ONION, rich },
	{ "onion-client-auth-view", rich },
	{ "onion-client-auth-view " ONION, rich },
	{ "signal RELOAD", rich },
	{ "setevents", rich },
	{ "setevents BW", rich },
	{ "usefeature", rich },
	{ "usefeature VERBOSE_NAMES", rich },
	{ "postdescriptor -", rich },
	{ "postdescriptor - cache=no", rich },
	{ "setrouterpurpose one general", rich },
	{ "takeownership", rich },
	{ "dropownership", rich },
	{ "dropguards", rich },
	{ "droptimeouts", rich },
	{ "authenticate", rich },
	{ "raw GETINFO version", rich },
	{ "help version", rich },
	{ "help Nickname", rich },
	{ "quit", rich },
	{ "status --check", poor },
	{ "newnym", poor },
	{ "relay one", poor },
};

enum { PATIENCE = 2000 };

static struct yes_tor *tor;
static struct commands commands;
static char *directory, *key_file; /* with a client's private key */

struct wire {
	struct strv patterns; /* of one command */
	bool *used;
};

/* A line is passed if each of its keys is. */
static bool is_listed(struct wire *wire, struct span line)
{
	struct span rest = line, verb = { "", 0 }, word;
	bool ok = true, keys;

	span_next_word(&rest, &verb);
	keys = span_equal(verb, "GETINFO") || span_equal(verb, "GETCONF");
	do {
		char *one = keys && span_next_word(&rest, &word) ?
			alloc_print("%.*s %.*s", (int)verb.len, verb.at,
			(int)word.len, word.at) : span_copy(line);
		bool found = false;

		for (size_t i = 0; i < wire->patterns.len; i++)
			if (!fnmatch(wire->patterns.items[i], one, 0)) {
				wire->used[i] = true;
				found = true;
			}
		ok = ok && found;
		free(one);
	} while (keys && rest.len);
	return ok;
}

static void start(void)
{
	commands_start(&commands, yes_tor_address(tor));
	commands.session.tor->opener.connection.timeout = PATIENCE;
}

/* Returns the exit status. */
static int run(size_t i, const struct yes_rule *rules, bool filter,
	struct buf *sent)
{
	struct strv words = STRV_INIT;
	struct span rest = span_of(runs[i].line), word;
	int status;

	while (span_next_word(&rest, &word))
		if (span_equal(word, "FILE"))
			strv_add(&words, key_file);
		else
			strv_add_span(&words, word);
	buf_reset(&commands.body);
	buf_add_string(&commands.body, "x\n");
	yes_tor_answer(tor, rules, filter);
	if (commands.session.ended || (commands.session.tor->connection &&
		!connection_connected(commands.session.tor->connection))) {
		commands_end(&commands);
		start();
	}
	status = commands_words(&commands, &words);
	free(commands_printed(&commands));
	free(commands_complained(&commands));
	yes_tor_take(tor, sent);
	strv_clear(&words);
	return status;
}

static const struct command *command_of(size_t i)
{
	struct strv words = STRV_INIT;
	struct span rest = span_of(runs[i].line), word;
	const struct command *command;
	size_t used;

	while (span_next_word(&rest, &word))
		strv_add_span(&words, word);
	command = command_find_call(&words, &used, NULL);
	strv_clear(&words);
	ck_assert_msg(command != NULL, "%s", runs[i].line);
	return command;
}

/*
 * The fake does not record the handshake; history is for terminals only, and so
 * are the countries of relays in events.
 */
static bool is_out_of_reach(const struct command *command, const char *line)
{
	if (!strcmp(command->name, "events") && (!strcmp(line,
		"GETINFO ns/id/*") || !strcmp(line, "GETINFO ip-to-country/*")))
		return true;
	return span_starts(span_of(line), "PROTOCOLINFO") ||
		span_starts(span_of(line), "AUTHENTICATE") ||
		!strcmp(line, "GETINFO bw-event-cache");
}

static void check_command(void *arg, const struct command *command)
{
	struct buf text = BUF_INIT, sent = BUF_INIT, *wrong = arg;
	struct wire wire = { STRV_INIT, NULL };
	struct span rest, line;
	bool any = false;

	if (command->flags & (COMMAND_FAMILY | COMMAND_HIDDEN | COMMAND_PROMPT))
		return;
	help_wire(command, &text);
	rest = buf_span(&text);
	while (span_next_line(&rest, &line))
		strv_add_span(&wire.patterns, line);
	wire.used = alloc_zeroed(wire.patterns.len + 1);
	for (size_t i = 0; i < COUNT(runs); i++) {
		if (command_of(i) != command)
			continue;
		any = true;
		buf_reset(&sent);
		run(i, runs[i].rules, false, &sent);
		rest = buf_span(&sent);
		while (span_next_line(&rest, &line))
			if (line.len && line.at[0] != '\t' &&
				!span_starts(line, "GETINFO torctl-sync-") &&
				!is_listed(&wire, line))
				buf_print(wrong, "%s: sent %.*s\n",
					runs[i].line, (int)line.len, line.at);
	}
	for (size_t i = 0; i < wire.patterns.len; i++)
		if (!wire.used[i] &&
			!is_out_of_reach(command, wire.patterns.items[i]))
			buf_print(wrong, "%s: never sent %s\n", command->name,
				wire.patterns.items[i]);
	if (!any && wire.patterns.len)
		buf_print(wrong, "%s: not tried\n", command->name);
	free(wire.used);
	strv_clear(&wire.patterns);
	buf_clear(&sent);
	buf_clear(&text);
}

static void set_up(void)
{
	FILE *file;

	directory = test_directory();
	key_file = alloc_print("%s/key", directory);
	file = fopen(key_file, "w");
	ck_assert_ptr_nonnull(file);
	fputs("x25519:MDEyMzQ1Njc4OWFiY2RlZjAxMjM0NTY3ODlhYmNkZWY=\n", file);
	fclose(file);
	/* For conf edit: one change, and none if it is asked again. */
	setenv("TORCTL_EDITOR", "sh -c 'grep -q other \"$1\" || "
		"echo Nickname other >>\"$1\"' sh", 1);
	tor = yes_tor_start();
	start();
}

static void tear_down(void)
{
	commands_end(&commands);
	yes_tor_end(tor);
	files_remove_tree(directory);
	free(directory);
	free(key_file);
}

START_TEST(lines_are_those_sent)
{
	struct buf wrong = BUF_INIT;

	command_each(check_command, &wrong);
	if (wrong.len)
		fprintf(stderr, "%s", buf_text(&wrong));
	ck_assert_uint_eq(wrong.len, 0);
	buf_clear(&wrong);
}
END_TEST

/* Passes nothing. */
static const struct yes_rule nothing[] = { { NULL, NULL } };

/* No command takes a refusal for an answer, or waits for one in vain. */
START_TEST(all_is_refused)
{
	struct buf wrong = BUF_INIT, sent = BUF_INIT;
	int64_t limit = clock_deadline(20000);

	for (size_t i = 0; i < COUNT(runs); i++) {
		int status;

		buf_reset(&sent);
		status = run(i, nothing, true, &sent);
		/* help and forgotten quotes: what torctl knows itself. */
		if (sent.len && status != 1 &&
			strcmp(command_of(i)->name, "help") != 0 &&
			!strstr(runs[i].line, "=notice syslog"))
			buf_print(&wrong, "%s: %d\n", runs[i].line, status);
	}
	if (wrong.len)
		fprintf(stderr, "%s", buf_text(&wrong));
	ck_assert_uint_eq(wrong.len, 0);
	ck_assert(clock_now() < limit);
	buf_clear(&wrong);
	buf_clear(&sent);
}
END_TEST

/* What the usual profiles of onion-grater pass. */
static const struct yes_rule grater[] = {
	{ "GETINFO version", "250-#=0.4.9.11\r\n" },
	{ "GETINFO status/circuit-established", "250-#=1\r\n" },
	{ "GETINFO status/bootstrap-phase", "250-#=NOTICE BOOTSTRAP "
		"PROGRESS=100 TAG=done SUMMARY=\"Done\"\r\n" },
	{ "GETINFO net/listeners/socks", "250-#=\"127.0.0.1:9150\"\r\n" },
	{ "GETINFO consensus/valid-after", "250-#=2026-11-22 15:00:00\r\n" },
	{ "GETINFO consensus/valid-until", "250-#=2026-11-22 18:00:00\r\n" },
	{ "GETINFO onions/current", "250-#=\r\n" },
	{ "GETCONF DisableNetwork", "250 DisableNetwork=0\r\n" },
	{ "SIGNAL NEWNYM", "250 OK\r\n" },
	{ "SETEVENTS", "250 OK\r\n" },
	{ "SETEVENTS STATUS_CLIENT", "250 OK\r\n" },
	{ "ADD_ONION NEW:*", "250-ServiceID=" ONION "\r\n250-PrivateKey="
		"ED25519-V3:a==\r\n250 OK\r\n" },
	{ "DEL_ONION *", "250 OK\r\n" },
	{ NULL, NULL },
};

/* All that can be said is said, and the rest is no "none". */
static const struct {
	const char *line;
	int status;
	const char *printed, *complained;
} filtered[] = {
	{ "getinfo version", 0, "0.4.9.11\n", "" },
	{ "getinfo version uptime", 1, "version=0.4.9.11\n",
		"torctl: getinfo uptime: 510 Command filtered\n" },
	{ "status", 0, "Tor 0.4.9.11\n  role         ?\n  running      ?\n"
		"  torrc        ?\nNetwork\n  bootstrap    100%: Done\n"
		"  network      circuits established\n"
		"  consensus    valid until 2026-11-22 18:00:00 UTC\n"
		"  SocksPort    127.0.0.1:9150\n  other ports  ?\n"
		"Activity\n  traffic      ?\n  circuits     ?\n"
		"  streams      ?\n  connections  ?\n  guards       ?\n"
		"  onions       ?\n", NULL },
	{ "status --check", 1, "",
		"torctl: status: cannot tell: Command filtered\n" },
	{ "bootstrap", 0, "100% done\n", "" },
	{ "wait bootstrap", 0, "100% done\n", "" },
	{ "newnym", 0, "", "torctl: sent, but Tor refused to report when it "
		"takes effect\n" },
	{ "signal newnym", 0, "", "" },
	{ "listeners", 0, "TYPE   ADDRESS\nsocks  127.0.0.1:9150\n", NULL },
	{ "guards", 1, "", "torctl: guards: 510 Command filtered\n" },
	{ "mappings", 1, "", "torctl: mappings: 510 Command filtered\n" },
	{ "onions", 0, "ADDRESS  KIND  PORTS  DIRECTORY\n", NULL },
	{ "circuits", 1, "",
		"torctl: circuits circuit-status: 510 Command filtered\n" },
	{ "streams", 1, "",
		"torctl: streams stream-status: 510 Command filtered\n" },
	{ "orconns", 1, "",
		"torctl: orconns orconn-status: 510 Command filtered\n" },
	{ "relays", 1, "", "torctl: relays: 510 Command filtered\n" },
	{ "resolve x.example", 1, "",
		"torctl: resolve: 510 Command filtered\n" },
	{ "add-onion NEW:BEST Port=80 Flags=Detach", 0, "service_id=" ONION
		"\nprivate_key=ED25519-V3:a==\n", "" },
	{ "onion del " ONION, 0, "", "" },
	{ "conf", 1, "", "torctl: conf: 510 Command filtered\n" },
	{ "events BW", 1, "", "torctl: events: 510 Command filtered\n" },
};

START_TEST(usual_filter)
{
	char *printed, *complained;

	yes_tor_answer(tor, grater, true);
	ck_assert_int_eq(commands_line(&commands, filtered[_i].line),
		filtered[_i].status);
	printed = commands_printed(&commands);
	complained = commands_complained(&commands);
	ck_assert_str_eq(printed, filtered[_i].printed);
	if (filtered[_i].complained)
		ck_assert_str_eq(complained, filtered[_i].complained);
	else
		ck_assert_ptr_nonnull(strstr(complained, "unknown, because "
			"Tor refused the question (510 Command filtered): "));
	free(printed);
	free(complained);
}
END_TEST

/* Everything ends soon, whatever it says. */
START_TEST(usual_filter_ends_all)
{
	int64_t limit = clock_deadline(40000);
	struct buf sent = BUF_INIT;

	for (size_t i = 0; i < COUNT(runs); i++)
		run(i, grater, true, &sent);
	ck_assert(clock_now() < limit);
	buf_clear(&sent);
}
END_TEST

int main(void)
{
	Suite *suite = suite_create("wire");
	TCase *tcase = test_case(suite, "wire");

	tcase_add_checked_fixture(tcase, set_up, tear_down);
	tcase_set_timeout(tcase, 60);
	tcase_add_test(tcase, lines_are_those_sent);
	tcase_add_test(tcase, all_is_refused);
	test_add_table(tcase, usual_filter, filtered);
	tcase_add_test(tcase, usual_filter_ends_all);
	return test_run(suite);
}
