/* Lists that are lines take the options of tables. */
#include "lib/commands.h"
#include "lib/test.h"
#include "lib/yes_tor.h"
#include "util/alloc.h"

#include <stdlib.h>

static const struct yes_rule rules[] = {
	{ "GETINFO config/names", "250+#=\r\nLog LineList\r\n"
		"Nickname String\r\nORPort LineList\r\n.\r\n" },
	{ "GETINFO config-text", "250+#=\r\nLog notice stdout\r\n"
		"Nickname zz\r\n.\r\n" },
	{ "GETINFO config/defaults", "250+#=\r\nNickname Unnamed\r\n.\r\n" },
	{ "GETCONF Log", "250-#=a\r\n250-#=b\r\n" },
	{ "GETCONF Nickname", "250-#=\r\n" },
	{ "GETCONF ORPort", "250-#\r\n" },
	{ "GETINFO address-mappings/control", "250-#=b c NEVER\r\n" },
	{ "GETINFO address-mappings/config", "250-#=a d NEVER\r\n" },
	{ "MAPADDRESS b=c", "250 b=c\r\n" },
	{ "MAPADDRESS b=c a=d", "250-b=c\r\n250 a=d\r\n" },
	{ "MAPADDRESS 0.0.0.0=c", "250 127.0.0.1=c\r\n" },
	{ "RESOLVE b", "250 OK\r\n650 ADDRMAP b 192.0.2.1 NEVER\r\n" },
	{ "RESOLVE b a", "250 OK\r\n650 ADDRMAP b 192.0.2.1 NEVER\r\n"
		"650 ADDRMAP a 192.0.2.2 NEVER\r\n" },
	{ NULL, NULL },
};

/* What each command prints, by option. */
static const struct {
	const char *line;
	const char *column; /* the second one */
	const char *plain, *limit, *sort, *columns, *no_header, *json, *both;
} lists[] = {
	{ "getconf Log", "value",
		"a\nb\n",
		"a\n",
		"b\na\n",
		"VALUE\na\n",
		"Log  a\nLog  b\n",
		"[{\"key\":\"Log\",\"value\":\"a\"},"
			"{\"key\":\"Log\",\"value\":\"b\"}]\n",
		"[{\"key\":\"Log\",\"value\":\"b\"}]\n" },
	{ "getconf Log Nickname ORPort", "value",
		"Log=a\nLog=b\nNickname=\nORPort\n",
		"Log=a\n",
		"Log=b\nLog=a\nNickname=\nORPort\n",
		"VALUE\na\n",
		"Log       a\nLog       b\nNickname  -\nORPort    -\n",
		"[{\"key\":\"Log\",\"value\":\"a\"},"
			"{\"key\":\"Log\",\"value\":\"b\"},"
			"{\"key\":\"Nickname\",\"value\":\"\"},"
			"{\"key\":\"ORPort\",\"value\":null}]\n",
		"[{\"key\":\"Log\",\"value\":\"b\"}]\n" },
	{ "conf Log", "value",
		"Log a\nLog b\n",
		"Log a\n",
		"Log b\nLog a\n",
		"VALUE\na\n",
		"Log  a\nLog  b\n",
		"[{\"key\":\"Log\",\"value\":\"a\"},"
			"{\"key\":\"Log\",\"value\":\"b\"}]\n",
		"[{\"key\":\"Log\",\"value\":\"b\"}]\n" },
	{ "conf", "value",
		"Log notice stdout\nNickname zz\nNickname\n",
		"Log notice stdout\n",
		"Nickname zz\nLog notice stdout\nNickname\n",
		"VALUE\nnotice stdout\n",
		"Log       notice stdout\nNickname  zz\nNickname  -\n",
		"[{\"key\":\"Log\",\"value\":\"notice stdout\"},"
			"{\"key\":\"Nickname\",\"value\":\"zz\"},"
			"{\"key\":\"Nickname\",\"value\":\"\"}]\n",
		"[{\"key\":\"Nickname\",\"value\":\"zz\"}]\n" },
	{ "conf diff --defaults", "line",
		"-Nickname Unnamed\n+Log notice stdout\n+Nickname\n",
		"-Nickname Unnamed\n",
		"-Nickname Unnamed\n+Nickname\n+Log notice stdout\n",
		"LINE\nNickname Unnamed\n",
		"-  Nickname Unnamed\n+  Log notice stdout\n"
			"+  Nickname\n",
		"[{\"change\":\"-\",\"line\":\"Nickname Unnamed\"},"
			"{\"change\":\"+\",\"line\":\"Log notice stdout\"},"
			"{\"change\":\"+\",\"line\":\"Nickname\"}]\n",
		"[{\"change\":\"-\",\"line\":\"Nickname Unnamed\"}]\n" },
	{ "mappings", "to",
		"FROM  TO  EXPIRY  KIND\nb     c   NEVER   control\n"
			"a     d   NEVER   config\n",
		"FROM  TO  EXPIRY  KIND\nb     c   NEVER   control\n",
		"FROM  TO  EXPIRY  KIND\na     d   NEVER   config\n"
			"b     c   NEVER   control\n",
		"TO\nc\n",
		"b  c  NEVER  control\na  d  NEVER  config\n",
		"[{\"from\":\"b\",\"to\":\"c\",\"expiry\":\"NEVER\","
			"\"kind\":\"control\"},"
			"{\"from\":\"a\",\"to\":\"d\",\"expiry\":\"NEVER\","
			"\"kind\":\"config\"}]\n",
		"[{\"from\":\"a\",\"to\":\"d\",\"expiry\":\"NEVER\","
			"\"kind\":\"config\"}]\n" },
	{ "map b c", "new",
		"b=c\n",
		"b=c\n",
		"b=c\n",
		"NEW\nc\n",
		"b  c\n",
		"[{\"old\":\"b\",\"new\":\"c\"}]\n",
		"[{\"old\":\"b\",\"new\":\"c\"}]\n" },
	{ "map --any c", "new",
		"127.0.0.1\n",
		"127.0.0.1\n",
		"127.0.0.1\n",
		"NEW\nc\n",
		"127.0.0.1  c\n",
		"[{\"old\":\"127.0.0.1\",\"new\":\"c\"}]\n",
		"[{\"old\":\"127.0.0.1\",\"new\":\"c\"}]\n" },
	{ "mapaddress b=c a=d", "new",
		"b=c\na=d\n",
		"b=c\n",
		"a=d\nb=c\n",
		"NEW\nc\n",
		"b  c\na  d\n",
		"[{\"old\":\"b\",\"new\":\"c\"},"
			"{\"old\":\"a\",\"new\":\"d\"}]\n",
		"[{\"old\":\"a\",\"new\":\"d\"}]\n" },
	{ "mapaddress 0.0.0.0=c", "new",
		"127.0.0.1\n",
		"127.0.0.1\n",
		"127.0.0.1\n",
		"NEW\nc\n",
		"127.0.0.1  c\n",
		"[{\"old\":\"127.0.0.1\",\"new\":\"c\"}]\n",
		"[{\"old\":\"127.0.0.1\",\"new\":\"c\"}]\n" },
	{ "lookup b", "new-address",
		"192.0.2.1\n",
		"192.0.2.1\n",
		"192.0.2.1\n",
		"NEW-ADDRESS\n192.0.2.1\n",
		"b  192.0.2.1\n",
		"[{\"address\":\"b\",\"new_address\":\"192.0.2.1\"}]\n",
		"[{\"address\":\"b\",\"new_address\":\"192.0.2.1\"}]\n" },
	{ "lookup b a", "new-address",
		"b=192.0.2.1\na=192.0.2.2\n",
		"b=192.0.2.1\n",
		"a=192.0.2.2\nb=192.0.2.1\n",
		"NEW-ADDRESS\n192.0.2.1\n",
		"b  192.0.2.1\na  192.0.2.2\n",
		"[{\"address\":\"b\",\"new_address\":\"192.0.2.1\"},"
			"{\"address\":\"a\",\"new_address\":\"192.0.2.2\"}]\n",
		"[{\"address\":\"a\",\"new_address\":\"192.0.2.2\"}]\n" },
	{ "resolve b a", "new-address",
		"b=192.0.2.1\na=192.0.2.2\n",
		"b=192.0.2.1\n",
		"a=192.0.2.2\nb=192.0.2.1\n",
		"NEW-ADDRESS\n192.0.2.1\n",
		"b  192.0.2.1\na  192.0.2.2\n",
		"[{\"address\":\"b\",\"new_address\":\"192.0.2.1\"},"
			"{\"address\":\"a\",\"new_address\":\"192.0.2.2\"}]\n",
		"[{\"address\":\"a\",\"new_address\":\"192.0.2.2\"}]\n" },
};

static struct yes_tor *tor;
static struct commands commands;

static void set_up(void)
{
	tor = yes_tor_start();
	yes_tor_answer(tor, rules, false);
	commands_start(&commands, yes_tor_address(tor));
}

static void tear_down(void)
{
	commands_end(&commands);
	yes_tor_end(tor);
}

/* Runs the command with options. */
static void check(int i, const char *options, const char *want)
{
	char *line = alloc_print("%s %s", lists[i].line, options);
	char *printed;

	ck_assert_int_le(commands_line(&commands, line), 1);
	printed = commands_printed(&commands);
	ck_assert_msg(!strcmp(printed, want), "%s\n%s", line, printed);
	free(commands_complained(&commands));
	free(printed);
	free(line);
}

static void check_by(int i, const char *before, const char *after,
	const char *want)
{
	char *options = alloc_print("%s%s%s", before, lists[i].column, after);

	check(i, options, want);
	free(options);
}

START_TEST(as_lines_and_as_a_table)
{
	check(_i, "", lists[_i].plain);
	check(_i, "--limit 1", lists[_i].limit);
	check_by(_i, "--sort -", "", lists[_i].sort);
	check_by(_i, "--columns ", " --limit 1", lists[_i].columns);
	check(_i, "--no-header", lists[_i].no_header);
}
END_TEST

START_TEST(as_json)
{
	commands.output.form = OUTPUT_JSON;
	check(_i, "", lists[_i].json);
	check_by(_i, "--limit 1 --sort -", "", lists[_i].both);
}
END_TEST

static const struct {
	const char *line;
	enum output_form form;
} failures[] = {
	{ "conf NoSuchOption", OUTPUT_JSON },
	{ "conf NoSuchOption --columns key", OUTPUT_TEXT },
	{ "conf diff /nowhere/at/all", OUTPUT_JSON },
	{ "conf diff /nowhere/at/all --columns line", OUTPUT_TEXT },
};

/* A list that could not be read is not an empty one. */
START_TEST(failed)
{
	char *printed;

	commands.output.form = failures[_i].form;
	ck_assert_int_ne(commands_line(&commands, failures[_i].line), 0);
	printed = commands_printed(&commands);
	ck_assert_str_eq(printed, "");
	free(printed);
	free(commands_complained(&commands));
}
END_TEST

int main(void)
{
	Suite *suite = suite_create("lists");
	TCase *tcase = test_case(suite, "lists");
	int count = sizeof(lists) / sizeof(*lists);

	tcase_add_checked_fixture(tcase, set_up, tear_down);
	tcase_add_loop_test(tcase, as_lines_and_as_a_table, 0, count);
	tcase_add_loop_test(tcase, as_json, 0, count);
	tcase_add_loop_test(tcase, failed, 0, sizeof(failures) /
		sizeof(*failures));
	return test_run(suite);
}
