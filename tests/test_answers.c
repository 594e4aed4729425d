/* Requests of Tab: how many, for how long, and the use of replies. */
#include "cmd/session.h"
#include "complete/complete.h"
#include "complete/answers.h"
#include "lib/canned.h"
#include "lib/commands.h"
#include "lib/test.h"
#include "util/alloc.h"
#include "util/clock.h"

#include <stdlib.h>
#include <string.h>

static struct canned canned;
static struct answers *answers;
static struct commands commands;
static struct complete_list list;

static void setup(void)
{
	canned = (struct canned){ .now = 1000000 };
	answers = canned_answers(&canned);
	answers_begin(answers, ANSWERS_BUDGET);
}

static void teardown(void)
{
	answers_free(answers);
	complete_list_clear(&list);
}

/* A list as "name:value name:value", "-" for NULL. */
static void check_list(enum answers_list which, const char *want)
{
	const struct pairs *pairs = answers_list(answers, which);
	struct buf text = BUF_INIT;

	for (size_t i = 0; pairs && i < pairs->len; i++)
		buf_print(&text, "%s%s:%s", i ? "|" : "",
			pairs->items[i].name, pairs->items[i].value ?
			pairs->items[i].value : "");
	ck_assert_str_eq(pairs ? buf_text(&text) : "-", want);
	buf_clear(&text);
}

START_TEST(reads_lists)
{
	check_list(ANSWERS_CIRCUITS, "7:BUILT alpha → Beta → $F0000000…|"
		"10:LAUNCHED|9:EXTENDED alpha → Beta");
	check_list(ANSWERS_STREAMS, "12:SUCCEEDED www.example.com:443 on "
		"circuit 7|13:NEW \xe2\x80\xae" "evil:80");
	check_list(ANSWERS_SIGNALS, "RELOAD:|HUP:|NEWNYM:");
	/* Tor refuses keys for which it has nothing. */
	check_list(ANSWERS_ONIONS_DETACHED, "");
	ck_assert_int_eq(answers_find("events/names"), ANSWERS_EVENTS);
	ck_assert_int_eq(answers_find("nosuch"), ANSWERS_LISTS);
	ck_assert_int_eq(answers_find(NULL), ANSWERS_LISTS);
	ck_assert_ptr_null(answers_list(answers, ANSWERS_LISTS));
	ck_assert_ptr_null(answers_list(NULL, ANSWERS_KEYS));
	ck_assert_ptr_null(answers_relays(NULL));
}
END_TEST

static int lookups_after(int64_t time, enum answers_list which)
{
	int before = canned.lookups;

	canned.now += time;
	answers_begin(answers, ANSWERS_BUDGET);
	ck_assert(answers_list(answers, which) != NULL);
	return canned.lookups - before;
}

START_TEST(keeps_answers)
{
	ck_assert_int_eq(lookups_after(0, ANSWERS_KEYS), 1);
	ck_assert_int_eq(lookups_after(1000000, ANSWERS_KEYS), 0);
	ck_assert_int_eq(lookups_after(0, ANSWERS_CIRCUITS), 1);
	ck_assert_int_eq(lookups_after(999, ANSWERS_CIRCUITS), 0);
	ck_assert_int_eq(lookups_after(1, ANSWERS_CIRCUITS), 1);
	ck_assert_int_eq(lookups_after(0, ANSWERS_ONIONS_DETACHED), 1);
	ck_assert_int_eq(lookups_after(1, ANSWERS_ONIONS_DETACHED), 0);
	answers_reset(answers);
	ck_assert_int_eq(lookups_after(0, ANSWERS_KEYS), 1);
	ck_assert_int_eq(lookups_after(0, ANSWERS_CIRCUITS), 1);
}
END_TEST

START_TEST(keeps_relays)
{
	const struct relay_names *relays = answers_relays(answers);

	ck_assert_uint_eq(relays->len, 4);
	canned.now += 59999;
	answers_begin(answers, ANSWERS_BUDGET);
	answers_relays(answers);
	ck_assert_int_eq(canned.lookups, 1);
	canned.now++;
	answers_begin(answers, ANSWERS_BUDGET);
	answers_relays(answers);
	ck_assert_int_eq(canned.lookups, 2);
}
END_TEST

/* One budget for all; no retry at once; the old reply if there is one. */
START_TEST(stuck)
{
	struct pairs values = { 0 };
	int64_t start;

	ck_assert(answers_list(answers, ANSWERS_CIRCUITS) != NULL);
	canned.stuck = true;
	canned.late = ERROR_TIMEOUT;
	canned.now += 5000;
	start = canned.now;
	answers_begin(answers, ANSWERS_BUDGET);
	check_list(ANSWERS_KEYS, "-");
	ck_assert(answers_list(answers, ANSWERS_CIRCUITS) != NULL);
	ck_assert_ptr_null(answers_relays(answers));
	answers_values(answers, "Nickname", &values);
	ck_assert_uint_eq(values.len, 0);
	ck_assert_int_eq(canned.now - start, ANSWERS_BUDGET);
	ck_assert_int_eq(canned.lookups, 2);
	answers_begin(answers, ANSWERS_BUDGET);
	check_list(ANSWERS_KEYS, "-");
	ck_assert_int_eq(canned.lookups, 2);
	canned.stuck = false;
	canned.late = ERROR_NONE;
	canned.now += 5000;
	answers_begin(answers, ANSWERS_BUDGET);
	ck_assert(answers_list(answers, ANSWERS_KEYS) != NULL);
}
END_TEST

/* A reply after its Tab is kept, however long it takes. */
START_TEST(comes_late)
{
	canned.stuck = true;
	canned.late = ERROR_TIMEOUT;
	ck_assert_ptr_null(answers_relays(answers));
	ck_assert_int_eq(canned.lookups, 1);
	/* No other request and no wait while it is outstanding. */
	canned.now += 50000;
	answers_begin(answers, ANSWERS_BUDGET);
	ck_assert_ptr_null(answers_relays(answers));
	ck_assert_int_eq(canned.lookups, 1);
	canned.late = ERROR_NONE;
	canned.now += 9749;
	answers_begin(answers, ANSWERS_BUDGET);
	ck_assert_uint_eq(answers_relays(answers)->len, 4);
	ck_assert_int_eq(canned.lookups, 1);
	/* It is as old as its request. */
	canned.now++;
	answers_begin(answers, ANSWERS_BUDGET);
	ck_assert_uint_eq(answers_relays(answers)->len, 4);
	ck_assert_int_eq(canned.lookups, 2);
}
END_TEST

/* Only one reply can be late at a time: that to the first request. */
START_TEST(two_late)
{
	canned.stuck = true;
	canned.late = ERROR_TIMEOUT;
	ck_assert_ptr_null(answers_relays(answers));
	answers_begin(answers, ANSWERS_BUDGET);
	check_list(ANSWERS_SIGNALS, "-");
	canned.late = ERROR_NONE;
	answers_begin(answers, ANSWERS_BUDGET);
	ck_assert(answers_relays(answers) != NULL);
	check_list(ANSWERS_SIGNALS, "-");
	ck_assert_int_eq(canned.lookups, 2);
	canned.now += 5000;
	answers_begin(answers, ANSWERS_BUDGET);
	check_list(ANSWERS_SIGNALS, "-");
	answers_begin(answers, ANSWERS_BUDGET);
	check_list(ANSWERS_SIGNALS, "RELOAD:|HUP:|NEWNYM:");
	ck_assert_int_eq(canned.lookups, 3);
}
END_TEST

/* A late reply that never arrives: requested again after the pause. */
START_TEST(late_and_lost)
{
	canned.stuck = true;
	canned.late = ERROR_CONNECTION;
	check_list(ANSWERS_SIGNALS, "-");
	canned.stuck = false;
	answers_begin(answers, ANSWERS_BUDGET);
	check_list(ANSWERS_SIGNALS, "-");
	canned.now += 5000;
	answers_begin(answers, ANSWERS_BUDGET);
	check_list(ANSWERS_SIGNALS, "RELOAD:|HUP:|NEWNYM:");
	canned.stuck = true;
	ck_assert_ptr_null(answers_relays(answers));
	/* A new connection: replies to requests on the old one are dropped. */
	answers_reset(answers);
	canned.late = ERROR_NONE;
	answers_begin(answers, ANSWERS_BUDGET);
	check_list(ANSWERS_SIGNALS, "-");
	ck_assert_ptr_null(answers_relays(answers));
}
END_TEST

static const struct {
	const char *prefix;
	const char *by_name, *by_fingerprint; /* the first one found, or NULL */
	size_t names, fingerprints;
} searches[] = {
	{ "", "alpha", "000102030405060708090A0B0C0D0E0F10111213", 4, 4 },
	{ "AL", "alpha", NULL, 1, 0 },
	{ "alpha", "alpha", NULL, 1, 0 },
	{ "alphabet", NULL, NULL, 0, 0 },
	{ "u", "Unnamed", NULL, 2, 0 },
	{ "b", "Beta", NULL, 1, 0 },
	{ "abcD", NULL, "ABCDEF0123456789ABCDEF0123456789ABCDEF01", 0, 2 },
	{ "f", NULL, "F000000000000000000000000000000000000000", 0, 1 },
	{ "zz", NULL, NULL, 0, 0 },
};

START_TEST(finds_relays)
{
	const struct relay_names *relays = answers_relays(answers);
	size_t count, at = relay_names_find_nickname(relays,
		searches[_i].prefix, &count);

	ck_assert_uint_eq(count, searches[_i].names);
	if (count)
		ck_assert_str_eq(relays->by_name[at]->nickname,
			searches[_i].by_name);
	at = relay_names_find_fingerprint(relays, searches[_i].prefix, &count);
	ck_assert_uint_eq(count, searches[_i].fingerprints);
	if (count)
		ck_assert_str_eq(relays->items[at].fingerprint,
			searches[_i].by_fingerprint);
}
END_TEST

START_TEST(no_relays)
{
	struct relay_names none = { 0 };
	size_t count = 1;

	relay_names_parse(&none, SPAN("\nr\nr x\ns Fast\n"));
	relay_names_find_nickname(&none, "", &count);
	ck_assert_uint_eq(count, 0);
	relay_names_clear(&none);
}
END_TEST

/* ---- through a connection */

static void live(const struct fake_step *steps, size_t count)
{
	answers_free(answers);
	commands_start_play(&commands, steps, count);
	answers = answers_new_live(&commands.session);
	commands.session.answers = answers;
}

static void live_end(void)
{
	commands.session.answers = NULL;
	commands_end(&commands);
}

/* For a reply in the script, and much less for one that is not. */
enum { PATIENT = 10000 };

/* The time of ANSWERS_BUDGET plus other delays on this machine. */
static int64_t press_tab(const char *line)
{
	int64_t start = clock_now();

	complete_list_clear(&list);
	complete_line(&commands.session, line, strlen(line), &list);
	return clock_now() - start;
}

/* A budget that is long enough for the reply. */
static int64_t press_patiently(const char *line)
{
	int64_t start = clock_now();

	complete_list_clear(&list);
	answers_begin(answers, PATIENT);
	complete_text(&commands.session, line, strlen(line), &list);
	return clock_now() - start;
}

START_TEST(never_connects)
{
	static const struct fake_step steps[] = { WAIT(0) };

	live(steps, COUNT(steps));
	press_tab("getinfo vers");
	ck_assert_uint_eq(list.len, 1);
	ck_assert_ptr_null(commands.session.tor->connection);
	fake_tor_open(commands.tor, 0);
	live_end();
}
END_TEST

/* Of the keys that Tor holds, only the services and names are offered. */
START_TEST(keys_of_clients)
{
	static const struct fake_step steps[] = { FAKE_AUTH_NULL,
		EXPECT("ONION_CLIENT_AUTH_VIEW"),
		SEND("250-ONION_CLIENT_AUTH_VIEW\r\n"
			"250-CLIENT aaaa x25519:SECRET Flags=Permanent\r\n"
			"250-CLIENT bbbb x25519:SECRET ClientName=bob\r\n"
			"250-CLIENT\r\n250-SERVER cccc x25519:SECRET\r\n"
			"250 OK\r\n") };

	live(steps, COUNT(steps));
	ck_assert(session_connection(&commands.session, NULL) != NULL);
	press_patiently("onion auth remove ");
	ck_assert_uint_eq(list.len, 2);
	ck_assert_str_eq(list.items[0].text, "aaaa");
	ck_assert_ptr_null(list.items[0].description);
	ck_assert_str_eq(list.items[1].text, "bbbb");
	ck_assert_str_eq(list.items[1].description, "bob");
	live_end();
}
END_TEST

/* A late reply is not taken for the reply to the next request. */
START_TEST(never_answers)
{
	static const struct fake_step steps[] = { FAKE_AUTH_NULL,
		EXPECT("GETINFO info/names"), WAIT(0),
		EXPECT_START("GETINFO torctl-sync-"),
		EXPECT("GETINFO events/names"), WAIT(1),
		SEND("250+info/names=\r\nlate -- Late.\r\n.\r\n250 OK\r\n"
			"552 Unrecognized key \"torctl-sync\"\r\n"
			"250-events/names=LATE\r\n250 OK\r\n"),
		ANSWER(1, "552 Unrecognized key \"#\"\r\n"),
		EXPECT("GETINFO version"),
		SEND("250-version=1\r\n250 OK\r\n") };

	live(steps, COUNT(steps));
	ck_assert(session_connection(&commands.session, NULL) != NULL);
	ck_assert_int_lt(press_tab("getinfo vers"), PATIENT);
	ck_assert_uint_eq(list.len, 1);
	ck_assert_str_eq(list.items[0].text, "version");
	/* Not requested again so soon: the script has no such line. */
	press_tab("getinfo vers");
	fake_tor_open(commands.tor, 0);
	ck_assert_int_lt(press_tab("events CIR"), PATIENT);
	ck_assert_uint_ge(list.len, 3);
	fake_tor_open(commands.tor, 1);
	commands_check(&commands, "getinfo version", 0, "1\n", "");
	live_end();
}
END_TEST

#define LATE_RELAYS "250+ns/all=\r\n" \
	"r alpha AAECAwQFBgcICQoLDA0ODxAREhM 2000-01-01 00:00:00 " \
	"10.0.0.1 9001 0\r\ns Fast Running\r\n.\r\n250 OK\r\n"

/* Presses Tab for a relay; Tor's reply is late. */
static void begin_late(const struct fake_step *steps, size_t count)
{
	live(steps, count);
	ck_assert(session_connection(&commands.session, NULL) != NULL);
	ck_assert_int_lt(press_tab("setrouterpurpose al"), PATIENT);
	ck_assert_uint_eq(list.len, 0);
	/* It is still outstanding: nothing is requested or waited for. */
	press_tab("setrouterpurpose al");
	ck_assert_uint_eq(list.len, 0);
}

static void check_late(void)
{
	press_tab("setrouterpurpose al");
	ck_assert_uint_eq(list.len, 1);
	ck_assert_str_eq(list.items[0].text, "alpha");
}

/* The relays arrive between two Tabs; no event is taken for that. */
START_TEST(relays_come_late)
{
	static const struct fake_step steps[] = { FAKE_AUTH_NULL,
		EXPECT("GETINFO ns/all"), WAIT(0),
		SEND(LATE_RELAYS "650 BW 1 2\r\n"), CLIENT_CLOSES };
	struct queue events = { 0 };

	begin_late(steps, COUNT(steps));
	fake_tor_open(commands.tor, 0);
	ck_assert(connection_wait(commands.session.tor->connection,
		&commands.session.tor->events.subscription,
		clock_deadline(20000), NULL));
	check_late();
	connection_take_events(commands.session.tor->connection,
		&commands.session.tor->events.subscription, SIZE_MAX, &events);
	ck_assert_uint_eq(events.count, 1);
	queue_clear(&events);
	live_end();
}
END_TEST

/* A command in between gets its own reply, and the next Tab the relays. */
START_TEST(relays_come_before_command)
{
	static const struct fake_step steps[] = { FAKE_AUTH_NULL,
		EXPECT("GETINFO ns/all"),
		EXPECT("GETINFO torctl-sync-4"),
		EXPECT("GETINFO version"), SEND(LATE_RELAYS),
		SEND("552 Unrecognized key \"torctl-sync-4\"\r\n"
			"250-version=1\r\n250 OK\r\n"), CLIENT_CLOSES };

	begin_late(steps, COUNT(steps));
	commands_check(&commands, "getinfo version", 0, "1\n", "");
	check_late();
	live_end();
}
END_TEST

START_TEST(leaves_events_alone)
{
	static const struct fake_step steps[] = { FAKE_AUTH_NULL,
		EXPECT("GETINFO signal/names"),
		SEND("650 BW 1 2\r\n250-signal/names=NEWNYM OLDNYM\r\n"
			"250 OK\r\n650 BW 3 4\r\n"), DRAIN,
		EXPECT("GETINFO circuit-status"),
		SEND("250-circuit-status=5 BUILT $"
			"000102030405060708090A0B0C0D0E0F10111213~a\r\n"
			"250 OK\r\n"),
		EXPECT("GETINFO config/names"),
		SEND("250+config/names=\r\nNickname String\r\n.\r\n"
			"250 OK\r\n"),
		EXPECT("GETCONF Nickname"),
		SEND("250 Nickname=me\r\n") };
	struct queue events = { 0 };

	live(steps, COUNT(steps));
	ck_assert(session_connection(&commands.session, NULL) != NULL);
	press_patiently("signal OLD");
	ck_assert_uint_eq(list.len, 1);
	press_patiently("signal NEW");
	ck_assert_uint_eq(list.len, 1);
	press_patiently("closecircuit 5");
	ck_assert_str_eq(list.items[0].description, "BUILT a");
	press_patiently("setconf Nickname=");
	ck_assert_str_eq(list.items[0].text, "Nickname=me");
	ck_assert_uint_eq(
		connection_take_events(commands.session.tor->connection,
			&commands.session.tor->events.subscription, SIZE_MAX,
			&events),
		0);
	ck_assert_uint_eq(events.count, 2);
	queue_clear(&events);
	live_end();
}
END_TEST

START_TEST(lost_connection)
{
	static const struct fake_step steps[] = { FAKE_AUTH_NULL,
		EXPECT("GETINFO signal/names"), CLOSE };

	live(steps, COUNT(steps));
	ck_assert(session_connection(&commands.session, NULL) != NULL);
	ck_assert_int_lt(press_patiently("signal NEW"), PATIENT);
	ck_assert_uint_eq(list.len, 1);
	ck_assert_int_lt(press_patiently("signal NEW"), PATIENT);
	ck_assert_uint_eq(list.len, 1);
	live_end();
}
END_TEST

/* ---- torctl complete */

#define COMPLETE(steps, count, limit, want, ...) \
	commands_offer((const char *const[]){ __VA_ARGS__, NULL }, steps, \
		count, want, limit)
#define OFFLINE(want, ...) COMPLETE(NULL, 0, 500, want, __VA_ARGS__)

START_TEST(complete_offline)
{
	OFFLINE("getinfo\tprint information by key\n", "geti");
	OFFLINE("version\n", "getinfo", "vers");
	OFFLINE("version\n", "-s", "9051", "getinfo", "vers");
	OFFLINE("purpose=controller\tcarries only streams that you "
		"attach\npurpose=general\tTor attaches streams to it\n",
		"extendcircuit", "0", "purpose=");
	OFFLINE("--help\tshow help for the command\n", "getinfo", "--he");
	OFFLINE("", "nosuch", "x");
}
END_TEST

START_TEST(complete_online)
{
	static const struct fake_step steps[] = { FAKE_AUTH_NULL,
		EXPECT("GETINFO config/names"),
		SEND("250+config/names=\r\nNickname String\r\n"
			"ContactInfo String\r\n.\r\n250 OK\r\n"), CLIENT_CLOSES };

	COMPLETE(steps, COUNT(steps), 500, "Nickname\tString\n", "getconf",
		"ContactInfo", "nick");
}
END_TEST

START_TEST(complete_stuck)
{
	static const struct fake_step steps[] = { IGNORE };

	COMPLETE(steps, COUNT(steps), 400, "version\n", "getinfo", "vers");
}
END_TEST

/* No password is asked for, and no cookie is waited for. */
START_TEST(complete_locked_out)
{
	static const struct fake_step steps[] = {
		FAKE_PROTOCOLINFO("METHODS=HASHEDPASSWORD"), CLIENT_CLOSES };

	COMPLETE(steps, COUNT(steps), 500, "version\n", "getinfo", "vers");
}
END_TEST

int main(void)
{
	Suite *suite = suite_create("answers");
	TCase *canned_case = test_case(suite, "canned");
	TCase *live_case = test_case(suite, "live");
	TCase *command_case = test_case(suite, "command");

	tcase_add_checked_fixture(canned_case, setup, teardown);
	tcase_add_test(canned_case, reads_lists);
	tcase_add_test(canned_case, keeps_answers);
	tcase_add_test(canned_case, keeps_relays);
	tcase_add_test(canned_case, stuck);
	tcase_add_test(canned_case, comes_late);
	tcase_add_test(canned_case, two_late);
	tcase_add_test(canned_case, late_and_lost);
	test_add_table(canned_case, finds_relays, searches);
	tcase_add_test(canned_case, no_relays);
	tcase_add_checked_fixture(live_case, setup, teardown);
	tcase_add_test(live_case, never_connects);
	tcase_add_test(live_case, keys_of_clients);
	tcase_add_test(live_case, never_answers);
	tcase_add_test(live_case, relays_come_late);
	tcase_add_test(live_case, relays_come_before_command);
	tcase_add_test(live_case, leaves_events_alone);
	tcase_add_test(live_case, lost_connection);
	tcase_add_test(command_case, complete_offline);
	tcase_add_test(command_case, complete_online);
	tcase_add_test(command_case, complete_stuck);
	tcase_add_test(command_case, complete_locked_out);
	return test_run(suite);
}
