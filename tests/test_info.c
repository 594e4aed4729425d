/* getinfo and configuration commands: requests, kept values and quotes. */
#include "lib/commands.h"
#include "lib/test.h"
#include "tor/conf.h"
#include "tor/info.h"

#include <stdlib.h>
#include <string.h>

static struct commands commands;

#define PLAY(...) COMMANDS_PLAY(&commands, __VA_ARGS__)

static struct buf reply; /* of steps made at run time */

static void tear_down(void)
{
	commands_end(&commands);
	buf_clear(&reply);
}

START_TEST(one_value)
{
	PLAY(EXPECT("GETINFO version"),
		SEND("250-version=0.4.9.11\r\n250 OK\r\n"),
		EXPECT("GETINFO circuit-status"),
		SEND("250-circuit-status=\r\n250 OK\r\n"),
		EXPECT("GETINFO a"), SEND("250-a=b=c\r\n250 OK\r\n"),
		EXPECT("GETINFO config-text"),
		SEND("250+config-text=\r\none\r\n..two\r\n\r\n.\r\n250 OK\r\n"),
		EXPECT("GETINFO ns/all"),
		SEND("250+ns/all=\r\n.\r\n250 OK\r\n"));
	commands_check(&commands, "getinfo version", 0, "0.4.9.11\n", "");
	commands_check(&commands, "getinfo circuit-status", 0, "\n", "");
	commands_check(&commands, "getinfo a", 0, "b=c\n", "");
	commands_check(&commands, "getinfo config-text", 0, "one\n.two\n\n",
		"");
	commands_check(&commands, "getinfo ns/all", 0, "\n", "");
}
END_TEST

START_TEST(several_values)
{
	PLAY(EXPECT("GETINFO version config-text uptime"),
		SEND("250-version=0.4.9.11\r\n650 BW 0 0\r\n250+config-text="
			"\r\none\r\n.\r\n250-uptime=7\r\n250 OK\r\n"));
	/* An event within a reply violates the protocol. */
	commands_check(&commands, "getinfo version config-text uptime", 0,
		"version=0.4.9.11\nconfig-text=\none\nuptime=7\n", "");
}
END_TEST

/*
 * If Tor refuses one key, all are refused: the ones that it does not name are
 * requested again, in halves, whose questions go out together.
 */
START_TEST(mixed_values)
{
	PLAY(EXPECT("GETINFO address version bogus uptime"),
		SEND("551 Address unknown\r\n"),
		EXPECT("GETINFO address version"),
		EXPECT("GETINFO bogus uptime"),
		SEND("551 Address unknown\r\n"
			"552 Unrecognized key \"bogus\"\r\n"),
		EXPECT("GETINFO address"), EXPECT("GETINFO version"),
		SEND("551 Address unknown\r\n"
			"250-version=0.4.9.11\r\n250 OK\r\n"),
		EXPECT("GETINFO uptime"),
		SEND("250-uptime=7\r\n250 OK\r\n"),
		EXPECT("GETINFO info/names"), SEND("250 OK\r\n"));
	commands_check(&commands, "getinfo address version bogus uptime", 1,
		"version=0.4.9.11\nuptime=7\n",
		"torctl: getinfo address: 551 Address unknown\n"
		"torctl: getinfo bogus: 552 Unrecognized key \"bogus\"\n");
}
END_TEST

/* Tor names all of them in one reply. */
START_TEST(unknown_keys_are_asked_once)
{
	static const char errors[] = "torctl: getinfo no1: 552 Unrecognized "
		"key \"no1\"\ntorctl: getinfo addr-mappings/no: 552 "
		"Unrecognized key \"address-mappings/no\"\n"
		"torctl: getinfo no1: 552 Unrecognized key \"no1\"\n";
	static const char refusal[] = "552-Unrecognized key \"no1\"\r\n"
		"552-Unrecognized key \"address-mappings/no\"\r\n"
		"552 Unrecognized key \"no1\"\r\n";

	PLAY(EXPECT("GETINFO no1 version address-mappings/no uptime no1"),
		SEND_SPAN(refusal, sizeof(refusal) - 1),
		EXPECT("GETINFO version uptime"),
		SEND("250-version=1\r\n250-uptime=7\r\n250 OK\r\n"),
		EXPECT("GETINFO info/names"), SEND("250 OK\r\n"),
		EXPECT("GETINFO no1 address-mappings/no no1"),
		SEND_SPAN(refusal, sizeof(refusal) - 1),
		EXPECT("GETINFO info/names"), SEND("250 OK\r\n"));
	commands_check(&commands, "getinfo no1 version addr-mappings/no uptime "
		"no1", 1, "version=1\nuptime=7\n", errors);
	commands_check(&commands, "getinfo no1 addr-mappings/no no1", 1, "",
		errors);
}
END_TEST

START_TEST(unknown_keys_as_json)
{
	PLAY(EXPECT("GETINFO a version b"),
		SEND("552-Unrecognized key \"a\"\r\n"
			"552 Unrecognized key \"b\"\r\n"),
		EXPECT("GETINFO version"),
		SEND("250-version=1\r\n250 OK\r\n"),
		EXPECT("GETINFO info/names"), SEND("250 OK\r\n"));
	commands.output.form = OUTPUT_JSON;
	ck_assert_int_eq(commands_line(&commands, "getinfo a version b"), 1);
	ck_assert_str_eq(commands.error.subject, "a");
	ck_assert_str_eq(commands.error.next->subject, "b");
	ck_assert_ptr_null(commands.error.next->next);
}
END_TEST

/* A name that was not asked for is none: then it asks in halves. */
START_TEST(other_unknown_keys_are_not_believed)
{
	PLAY(EXPECT("GETINFO a b"), SEND("552 Unrecognized key \"c\"\r\n"),
		EXPECT("GETINFO a"), SEND("250-a=1\r\n250 OK\r\n"),
		EXPECT("GETINFO b"), SEND("250-b=2\r\n250 OK\r\n"));
	commands_check(&commands, "getinfo a b", 0, "a=1\nb=2\n", "");
}
END_TEST

START_TEST(one_good_value_of_two_keeps_its_name)
{
	PLAY(EXPECT("GETINFO version address"),
		SEND("551 Address unknown\r\n"),
		EXPECT("GETINFO version"),
		SEND("250-version=0.4.9.11\r\n250 OK\r\n"),
		EXPECT("GETINFO address"), SEND("551 Address unknown\r\n"));
	commands_check(&commands, "getinfo version address", 1,
		"version=0.4.9.11\n",
		"torctl: getinfo address: 551 Address unknown\n");
}
END_TEST

START_TEST(lost_between_keys)
{
	PLAY(EXPECT("GETINFO a b c d"), SEND("551 no\r\n"),
		EXPECT("GETINFO a b"), EXPECT("GETINFO c d"),
		SEND("551 no\r\n250-c=1\r\n250-d=1\r\n250 OK\r\n"),
		EXPECT("GETINFO a"), EXPECT("GETINFO b"),
		SEND("250-a=1\r\n250 OK\r\n"), CLOSE);
	ck_assert_int_eq(commands_line(&commands, "getinfo a b c d"), 3);
	ck_assert_ptr_null(commands.error.next);
	ck_assert_str_eq(commands.error.subject, "b");
}
END_TEST

/* They are sent as address-mappings/… and named as the user named them. */
START_TEST(old_address_mappings)
{
	PLAY(EXPECT("GETINFO address-mappings/config version"),
		SEND("250-address-mappings/config=\r\n250-version=1\r\n"
			"250 OK\r\n"),
		EXPECT("GETINFO address-mappings/all address-mappings/cache"),
		SEND("250-address-mappings/all=\r\n"
			"250-address-mappings/cache=\r\n250 OK\r\n"));
	commands_check(&commands, "getinfo addr-mappings/config version", 0,
		"addr-mappings/config=\nversion=1\n", "");
	commands.output.form = OUTPUT_JSON;
	commands_check(&commands,
		"getinfo addr-mappings/all address-mappings/cache", 0,
		"{\"addr-mappings/all\":\"\","
		"\"address-mappings/cache\":\"\"}\n", "");
}
END_TEST

START_TEST(json)
{
	PLAY(EXPECT("GETINFO version ns/all"),
		SEND("250-version=0.4.9.11\r\n250+ns/all=\r\nr \xff\r\n.\r\n"
			"250 OK\r\n"),
		EXPECT("GETINFO version x"), SEND("552 no\r\n"),
		EXPECT("GETINFO version"), SEND("250-version=1\r\n250 OK\r\n"),
		EXPECT("GETINFO x"), SEND("552 no\r\n"),
		EXPECT("GETINFO x"), SEND("552 no\r\n"));
	commands.output.form = OUTPUT_JSON;
	commands.session.report.json = true;
	commands_check(&commands, "getinfo version ns/all", 0,
		"{\"version\":\"0.4.9.11\",\"ns/all\":\"r \xef\xbf\xbd\\n\"}\n",
		"");
	commands_check(&commands, "getinfo version x", 1,
		"{\"version\":\"1\"}\n", "{\"error\":{\"kind\":\"tor\","
		"\"status\":552,\"text\":\"no\",\"command\":\"getinfo\","
		"\"subject\":\"x\"}}\n");
	commands_check(&commands, "getinfo x", 1, "",
		"{\"error\":{\"kind\":\"tor\",\"status\":552,\"text\":\"no\","
		"\"command\":\"getinfo\",\"subject\":\"x\"}}\n");
}
END_TEST

START_TEST(raw)
{
	static const char bytes[] =
		"250+ns/all=\r\n..r \xff\x1b\0\r\n\n.\r\n250 OK\r\n";
	static const struct fake_step steps[] = {
		FAKE_AUTH_NULL, EXPECT("GETINFO ns/all"),
		SEND_SPAN(bytes, sizeof(bytes) - 1),
		EXPECT("GETINFO x"), SEND("552 no\r\n"),
	};
	char *text;

	commands_play(&commands, steps);
	commands.output.form = OUTPUT_RAW;
	ck_assert_int_eq(commands_line(&commands, "getinfo ns/all"), 0);
	text = commands_printed(&commands);
	ck_assert(!memcmp(text, bytes, sizeof(bytes) - 1));
	free(text);
	commands_check(&commands, "getinfo x", 1, "552 no\r\n",
		"torctl: getinfo x: 552 no\n");
}
END_TEST

/* ---- the configuration */

START_TEST(getconf)
{
	PLAY(EXPECT("GETCONF contact"), SEND("250 ContactInfo\r\n"),
		EXPECT("GETCONF SocksPort"), SEND("250 SocksPort=0\r\n"),
		EXPECT("GETCONF Log"),
		SEND("250-Log=notice stdout\r\n250-Log=debug file /x\r\n"
			"250 Log=notice stdout\r\n"),
		EXPECT("GETCONF contact SocksPort Log"),
		SEND("250-ContactInfo\r\n250-SocksPort=0\r\n250-Log=a\r\n"
			"250 Log=b\r\n"),
		EXPECT("GETCONF Nickname"), SEND("250 Nickname=\r\n"));
	commands_check(&commands, "getconf contact", 0, "", "");
	commands_check(&commands, "getconf SocksPort", 0, "0\n", "");
	commands_check(&commands, "getconf Log", 0,
		"notice stdout\ndebug file /x\nnotice stdout\n", "");
	commands_check(&commands, "getconf contact SocksPort Log", 0,
		"ContactInfo\nSocksPort=0\nLog=a\nLog=b\n", "");
	commands_check(&commands, "getconf Nickname", 0, "\n", "");
}
END_TEST

START_TEST(hidden_service_options)
{
	PLAY(EXPECT("GETCONF HiddenServiceOptions"),
		SEND("250-HiddenServiceDir=/a\r\n250-HiddenServicePort=80\r\n"
			"250-HiddenServiceDir=/b\r\n"
			"250 HiddenServicePort=81\r\n"),
		EXPECT("GETCONF HiddenServiceOptions"),
		SEND("250 HiddenServiceOptions\r\n"));
	commands_check(&commands, "getconf HiddenServiceOptions", 0,
		"HiddenServiceDir=/a\nHiddenServicePort=80\n"
		"HiddenServiceDir=/b\nHiddenServicePort=81\n", "");
	commands_check(&commands, "getconf HiddenServiceOptions", 0, "", "");
}
END_TEST

/* Unquoted if and only if the value is one whole quoted string. */
static const struct {
	const char *line, *value, *json;
} quoted[] = {
	{ "K=\"foo \\\"bar\\\" \\\\ baz \\n x\"", "foo \"bar\" \\ baz \n x",
		"\"foo \\\"bar\\\" \\\\ baz \\n x\"" },
	{ "K=\"\\303\\251\\t\\101\"", "\xc3\xa9\tA", "\"\xc3\xa9\\tA\"" },
	{ "K=\"with #hash and trailing \"", "with #hash and trailing ",
		"\"with #hash and trailing \"" },
	{ "K=\"\"", "", "\"\"" },
	{ "K=a\"b", "a\"b", "\"a\\\"b\"" },
	{ "K=\"a\" b", "\"a\" b", "\"\\\"a\\\" b\"" },
	{ "K=\"a", "\"a", "\"\\\"a\"" },
	{ "K='a'", "'a'", "\"'a'\"" },
	{ "K=\"a\"b\"", "\"a\"b\"", "\"\\\"a\\\"b\\\"\"" },
	{ "K=a=b", "a=b", "\"a=b\"" },
	{ "K= a ", " a ", "\" a \"" },
	{ "K", NULL, "null" },
	{ "K=\xff", "\xff", "\"\xef\xbf\xbd\"" },
};

START_TEST(getconf_unquotes)
{
	/* The fake tor uses them until tear_down(). */
	static struct fake_step steps[] = {
		FAKE_AUTH_NULL, EXPECT("GETCONF K"), SEND_SPAN("", 0),
		EXPECT("GETCONF K"), SEND_SPAN("", 0),
	};
	struct buf want = BUF_INIT;

	buf_print(&reply, "250 %s\r\n", quoted[_i].line);
	steps[COUNT(steps) - 3] = (struct fake_step)SEND_SPAN(reply.data,
		reply.len);
	steps[COUNT(steps) - 1] = steps[COUNT(steps) - 3];
	commands_play(&commands, steps);
	if (quoted[_i].value)
		buf_print(&want, "%s\n", quoted[_i].value);
	commands_check(&commands, "getconf K", 0, buf_text(&want), "");
	buf_reset(&want);
	buf_print(&want, "[{\"key\":\"K\",\"value\":%s}]\n", quoted[_i].json);
	commands.output.form = OUTPUT_JSON;
	commands_check(&commands, "getconf K", 0, buf_text(&want), "");
	buf_clear(&want);
}
END_TEST

START_TEST(conf_calls)
{
	struct strv none = STRV_INIT;
	struct pairs options = { 0 };
	struct connection *connection;
	struct span value = SPAN("1 MB");

	PLAY(EXPECT("GETCONF"), SEND("250 OK\r\n"),
		EXPECT("SETEVENTS WARN"), SEND("250 OK\r\n"),
		EXPECT("SETCONF BandwidthRate=\"1 MB\" Nickname"),
		SEND("250 OK\r\n"),
		EXPECT("SETEVENTS WARN"), SEND("250 OK\r\n"),
		EXPECT("RESETCONF BandwidthRate=\"1 MB\" Nickname"),
		SEND("513 no\r\n650 WARN a\r\n"),
		EXPECT("SETEVENTS"), SEND("650 WARN Controller gave us config "
			"lines that didn't validate: no\r\n650+WARN\r\nb\r\n"
			"c\r\n.\r\n650 OK\r\n250 OK\r\n"));
	connection = session_connection(&commands.session, NULL);
	ck_assert(connection != NULL);
	ck_assert(conf_get(connection, &none, &options, NULL));
	ck_assert_uint_eq(options.len, 0);
	pairs_add(&options, SPAN("BandwidthRate"), &value);
	pairs_add(&options, SPAN("Nickname"), NULL);
	ck_assert(conf_set(connection, &options, NULL, NULL));
	ck_assert(!conf_reset(connection, &options, NULL, &commands.error));
	ck_assert_int_eq(commands.error.status, 513);
	ck_assert_str_eq(commands.error.text, "no\nTor's log: a\n"
		"Tor's log: b c");
	pairs_clear(&options);
}
END_TEST


START_TEST(names)
{
	struct strv list = STRV_INIT;
	struct connection *connection;
	char *joined, *value;

	PLAY(EXPECT("GETINFO events/names"),
		SEND("250-events/names=CIRC  BW\r\n250 OK\r\n"),
		EXPECT("GETINFO config/names"),
		SEND("250+config/names=\r\nA Boolean text\r\nB LineList\r\n"
			".\r\n250 OK\r\n"),
		EXPECT("GETINFO x"), SEND("250 OK\r\n"));
	connection = session_connection(&commands.session, NULL);
	ck_assert(info_get_names(connection, "events/names", &list, NULL));
	ck_assert(info_get_names(connection, "config/names", &list, NULL));
	joined = strv_join(&list, ",");
	ck_assert_str_eq(joined, "CIRC,BW,A,B");
	value = info_get_one(connection, "x", &commands.error);
	ck_assert_ptr_null(value);
	ck_assert_int_eq(commands.error.kind, ERROR_TOR);
	ck_assert_int_eq(commands.error.status, 0);
	free(joined);
	strv_clear(&list);
}
END_TEST

/* ---- "did you mean", asked of Tor where possible */

START_TEST(suggestions)
{
	PLAY(EXPECT("GETINFO Version"),
		SEND("552 Unrecognized key \"Version\"\r\n"),
		EXPECT("GETINFO info/names"),
		SEND("250+info/names=\r\nuptime -- a\r\nversion -- b\r\n.\r\n"
			"250 OK\r\n"),
		EXPECT("GETINFO verison"),
		SEND("552 Unrecognized key \"verison\"\r\n"),
		EXPECT("GETINFO info/names"), SEND("551 no\r\n"),
		EXPECT("SETEVENTS CRIC"),
		SEND("552 Unrecognized event \"CRIC\"\r\n"),
		EXPECT("GETINFO events/names"),
		SEND("250-events/names=CIRC BW\r\n250 OK\r\n"),
		EXPECT("SIGNAL NEWNIM"),
		SEND("552 Unrecognized signal code \"NEWNIM\"\r\n"),
		EXPECT("GETINFO signal/names"),
		SEND("250-signal/names=RELOAD NEWNYM\r\n250 OK\r\n"),
		EXPECT("USEFEATURE VERBOSE_NAME"),
		SEND("552 Unrecognized feature \"VERBOSE_NAME\"\r\n"),
		EXPECT("GETINFO features/names"),
		SEND("250-features/names=VERBOSE_NAMES\r\n250 OK\r\n"),
		EXPECT("SETCONF SoksPort=\"0\""),
		SEND("552 Unrecognized option: Unknown option 'SoksPort'.  "
			"Failing.\r\n"),
		EXPECT("SETEVENTS"), SEND("250 OK\r\n"),
		EXPECT("GETINFO config/names"),
		SEND("250+config/names=\r\nSocksPort Dependent\r\n.\r\n"
			"250 OK\r\n"),
		EXPECT("GETINFO wholly-different"),
		SEND("552 Unrecognized key \"wholly-different\"\r\n"),
		EXPECT("GETINFO info/names"),
		SEND("250+info/names=\r\nversion -- b\r\n.\r\n250 OK\r\n"),
		EXPECT("GETINFO address"), SEND("551 Address unknown\r\n"),
		EXPECT("GETINFO fingerprnt"),
		SEND("552 Unrecognized key \"fingerprnt\"\r\n"),
		EXPECT("GETINFO info/names"),
		SEND("250+info/names=\r\nversion -- b\r\n.\r\n250 OK\r\n"));
	commands_check(&commands, "getinfo Version", 1, "", "torctl: getinfo "
		"Version: 552 Unrecognized key \"Version\"; keys are "
		"case-sensitive; did you mean \"version\"?\n");
	commands_check(&commands, "getinfo verison", 1, "", "torctl: getinfo "
		"verison: 552 Unrecognized key \"verison\"; did you mean "
		"\"version\"?\n");
	commands_check(&commands, "setevents CRIC", 1, "", "torctl: setevents: "
		"552 Unrecognized event \"CRIC\"; did you mean \"CIRC\"?\n");
	commands_check(&commands, "signal newnim", 1, "", "torctl: signal: 552 "
		"Unrecognized signal code \"NEWNIM\"; did you mean "
		"\"NEWNYM\"?\n");
	commands_check(&commands, "usefeature VERBOSE_NAME", 1, "", "torctl: "
		"usefeature: 552 Unrecognized feature \"VERBOSE_NAME\"; did "
		"you mean \"VERBOSE_NAMES\"?\n");
	commands_check(&commands, "setconf SoksPort=0", 1, "", "torctl: "
		"setconf: 552 Unrecognized option: Unknown option 'SoksPort'.  "
		"Failing.; did you mean \"SocksPort\"?\n");
	commands_check(&commands, "getinfo wholly-different", 1, "", "torctl: "
		"getinfo wholly-different: 552 Unrecognized key "
		"\"wholly-different\"\n");
	commands_check(&commands, "getinfo address", 1, "", "torctl: getinfo "
		"address: 551 Address unknown\n");
	/* Tor does not list this key. */
	commands_check(&commands, "getinfo fingerprnt", 1, "", "torctl: "
		"getinfo fingerprnt: 552 Unrecognized key \"fingerprnt\"; did "
		"you mean \"fingerprint\"?\n");
}
END_TEST

int main(void)
{
	Suite *suite = suite_create("info");
	TCase *tcase = test_case(suite, "getinfo");

	tcase_add_checked_fixture(tcase, NULL, tear_down);
	tcase_add_test(tcase, one_value);
	tcase_add_test(tcase, several_values);
	tcase_add_test(tcase, mixed_values);
	tcase_add_test(tcase, unknown_keys_are_asked_once);
	tcase_add_test(tcase, unknown_keys_as_json);
	tcase_add_test(tcase, other_unknown_keys_are_not_believed);
	tcase_add_test(tcase, one_good_value_of_two_keeps_its_name);
	tcase_add_test(tcase, lost_between_keys);
	tcase_add_test(tcase, old_address_mappings);
	tcase_add_test(tcase, json);
	tcase_add_test(tcase, raw);
	tcase_add_test(tcase, names);
	tcase_add_test(tcase, suggestions);
	tcase = test_case(suite, "getconf");
	tcase_add_checked_fixture(tcase, NULL, tear_down);
	tcase_add_test(tcase, getconf);
	tcase_add_test(tcase, hidden_service_options);
	test_add_table(tcase, getconf_unquotes, quoted);
	tcase_add_test(tcase, conf_calls);
	return test_run(suite);
}
