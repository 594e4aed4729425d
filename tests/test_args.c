/* Arguments matched to a row: errors are reported and nothing is sent. */
#include "lib/commands.h"
#include "lib/test.h"
#include "lib/yes_tor.h"
#include "util/alloc.h"
#include "util/files.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define ONION "2gzyxa5ihm7nsggfxnu52rck2vv4rvmdlkiu3zzui5du4xyclen53wid"

static struct yes_tor *tor;
static struct commands commands;

static void set_up(void)
{
	tor = yes_tor_start();
	commands_start(&commands, yes_tor_address(tor));
}

static void tear_down(void)
{
	commands_end(&commands);
	yes_tor_end(tor);
}

/* Exactly these commands have arrived, and nothing follows. */
static void check_sent(const char *want)
{
	struct buf sent = BUF_INIT;
	char *expected = alloc_print("%sSYNC\n", want);

	ck_assert_int_eq(commands_line(&commands, "raw SYNC"), 0);
	yes_tor_take(tor, &sent);
	ck_assert_str_eq(buf_text(&sent), expected);
	buf_clear(&sent);
	free(expected);
	free(commands_printed(&commands));
}

static const struct {
	const char *line, *error;
} refused[] = {
	/* values that kill tor 0.4.9, or are never answered */
	{ "setcircuitpurpose", "missing argument CIRCUIT" },
	{ "setcircuitpurpose 7", "missing argument PURPOSE: use general or "
		"controller" },
	{ "setcircuitpurpose 7 general purpose=general",
		"missing argument PURPOSE: use general or controller" },
	{ "setcircuitpurpose 7 purpose=",
		"empty argument purpose=" },
	{ "hspost -", "missing argument HSADDRESS=" },
	{ "hspost - HSADDRESS=", "empty argument HSADDRESS=" },
	{ "add-onion NEW:BEST Port=80 ClientAuth=bob",
		"unexpected argument \"ClientAuth=bob\"" },
	{ "add-onion NEW:BEST", "missing argument Port=" },
	/* values that Tor would misread */
	{ "saveconf bogus", "unexpected argument \"bogus\"" },
	{ "closecircuit 1 bogus", "unexpected argument \"bogus\"" },
	{ "takeownership x", "unexpected argument \"x\"" },
	{ "quit now", "unexpected argument \"now\"" },
	{ "resolve mode=bogus a",
		"unknown mode \"bogus\"; the only mode is reverse" },
	{ "extendcircuit 0 r1 r2", "unexpected argument \"r2\"" },
	{ "setconf =1",
		"\"=1\" is missing an option name; use OPTION=VALUE" },
	{ "setconf --Nickname=x",
		"unknown option \"--Nickname=x\"" },
	/* missing, empty */
	{ "getinfo", "missing argument KEY" },
	{ "getinfo ''", "empty argument KEY" },
	{ "getconf", "missing argument OPTION" },
	{ "setconf", "missing argument OPTION" },
	{ "resetconf", "missing argument OPTION" },
	{ "resolve", "missing argument NAME" },
	{ "signal", "missing argument SIGNAL" },
	{ "events --count", "--count requires an argument" },
	{ "signal newnym now", "unexpected argument \"now\"" },
	{ "raw", "missing argument LINE" },
	{ "mapaddress a",
		"\"a\" is not a valid mapping: use OLD=NEW (0.0.0.0, :: or . "
			"as OLD lets Tor choose an address)" },
	{ "closestream", "missing argument STREAM" },
	{ "attachstream 1", "missing argument CIRCUIT" },
	{ "attachstream 1 0 HOP=1 HOP=2", "duplicate argument HOP=" },
	{ "redirectstream 1 example.com 0",
		"\"0\" is not a valid port (1 to 65535)" },
	{ "redirectstream 1 ''", "empty argument ADDRESS" },
	{ "protocolinfo x", "\"x\" is not a valid number" },
	{ "getinfo version --bogus",
		"unknown option \"--bogus\"" },
	{ "hsfetch nosuch",
		"\"nosuch\" is not a valid onion address: use 56 letters and "
			"digits 2-7, with or without .onion" },
	/* the command's words in the line belong to it */
	{ "watch 1 getinfo version --bogus",
		"unknown option \"--bogus\"" },
	{ "watch 1 resolve a mode=bogus",
		"unknown mode \"bogus\"; the only mode is reverse" },
	{ "watch 1 bandwidth --count 0",
		"--count \"0\" is not a valid number (1 or more)" },
	{ "watch --limit 1 circuits",
		"unknown option \"--limit\"" },
	/* values that the protocol cannot carry */
	{ "getinfo 'a b'",
		"the argument contains a blank, which the control protocol "
			"does not allow here" },
	{ "getinfo \"a\\nQUIT\"",
		"the argument contains a line break, which the control "
			"protocol does not allow here" },
	{ "getinfo \"a\\rQUIT\"",
		"the argument contains a line break, which the control "
			"protocol does not allow here" },
	{ "getinfo a\\\"b",
		"the argument contains a double quote, which the control "
			"protocol does not allow here" },
	{ "getinfo \x1b[31m", "the argument contains a control character" },
	{ "setconf \"a\\nb=1\"", NULL },
	{ "postdescriptor /nowhere/at/all", NULL },
	{ "onion-client-auth-add " ONION " @/nowhere/at/all", NULL },
};

/* Compares the first line; a second one is the command's usage. */
static void check_refusal(const char *want, const char *command)
{
	const char *text = commands.error.text;
	size_t len = strcspn(text, "\n");
	char *usage;

	ck_assert_int_eq(commands.error.kind, ERROR_USAGE);
	ck_assert_msg(strlen(want) == len && !strncmp(text, want, len),
		"\"%s\", not \"%s\"", text, want);
	if (!text[len])
		return;
	usage = command_usage(command_find(command, NULL));
	ck_assert(!strncmp(text + len, "\nusage: ", 8));
	ck_assert_str_eq(text + len + 8, usage);
	free(usage);
}

START_TEST(is_refused_here)
{
	const char *line = refused[_i].line;
	const char *own = line + (strncmp(line, "watch 1 ", 8) ? 0 : 8);
	char *name = alloc_bytes(own, strcspn(own, " "));
	char *text;

	ck_assert_int_ne(commands_line(&commands, line), 0);
	if (refused[_i].error)
		check_refusal(refused[_i].error, name);
	text = commands_printed(&commands);
	ck_assert_str_eq(text, "");
	free(text);
	free(name);
	check_sent("");
}
END_TEST

/* Before each change, torctl subscribes to what Tor logs. */
#define WARN "SETEVENTS WARN\n"

static const struct {
	const char *line, *sent;
} sent[] = {
	{ "getinfo version uptime", "GETINFO version uptime\n" },
	{ "GETINFO Version", "GETINFO Version\n" },
	{ "getinfo -- --x", "GETINFO --x\n" },
	{ "getinfo addr-mappings/all", "GETINFO address-mappings/all\n" },
	{ "getconf HiddenServiceOptions", "GETCONF HiddenServiceOptions\n" },
	{ "setconf ContactInfo", WARN "SETCONF ContactInfo\n" },
	{ "setconf ContactInfo=", WARN "SETCONF ContactInfo=\"\"\n" },
	{ "setconf BandwidthRate=\"1 MB\" ContactInfo=me",
		WARN "SETCONF BandwidthRate=\"1 MB\" ContactInfo=\"me\"\n" },
	{ "setconf BandwidthRate 1 MB", WARN "SETCONF BandwidthRate=\"1 MB\"\n" },
	{ "setconf BandwidthRate '1 MB'", WARN "SETCONF BandwidthRate=\"1 MB\"\n" },
	{ "setconf 'HiddenServiceDir /home/tor/service1' "
		"'HiddenServicePort 80 127.0.0.1:8080'",
		WARN "SETCONF HiddenServiceDir=\"/home/tor/service1\" "
		"HiddenServicePort=\"80 127.0.0.1:8080\"\n" },
	{ "setconf Log='notice stdout' Log='debug file /tmp/x'",
		WARN "SETCONF Log=\"notice stdout\" Log=\"debug file /tmp/x\"\n" },
	{ "setconf 'ContactInfo=x\" Nickname=\"pwned'",
		WARN "SETCONF ContactInfo=\"x\\\" Nickname=\\\"pwned\"\n" },
	{ "setconf \"ContactInfo=a\\tQUIT\\\\\"",
		WARN "SETCONF ContactInfo=\"a\\tQUIT\\\\\"\n" },
	{ "resetconf contact SocksPort", WARN "RESETCONF contact SocksPort\n" },
	{ "resetconf BandwidthRate='2 MB'",
		WARN "RESETCONF BandwidthRate=\"2 MB\"\n" },
	{ "saveconf", "SETEVENTS NOTICE WARN\nSAVECONF\nSETEVENTS\n" },
	{ "saveconf force", "SETEVENTS NOTICE WARN\nSAVECONF FORCE\n"
		"SETEVENTS\n" },
	{ "setevents", "SETEVENTS\n" },
	{ "setevents circ BW", "SETEVENTS circ BW\n" },
	{ "signal reload", "SIGNAL RELOAD\n" },
	{ "mapaddress 0.0.0.0=a .=b 1.2.3.4=1.2.3.4",
		"MAPADDRESS 0.0.0.0=a .=b 1.2.3.4=1.2.3.4\n" },
	{ "extendcircuit 0", "EXTENDCIRCUIT 0\n" },
	{ "extendcircuit 0 moria1,tor26 purpose=controller",
		"EXTENDCIRCUIT 0 moria1,tor26 purpose=controller\n" },
	{ "extendcircuit purpose=general 7 moria1",
		"EXTENDCIRCUIT 7 moria1 purpose=general\n" },
	{ "setcircuitpurpose 7 controller",
		"SETCIRCUITPURPOSE 7 purpose=controller\n" },
	{ "setcircuitpurpose 7 purpose=general",
		"SETCIRCUITPURPOSE 7 purpose=general\n" },
	{ "setrouterpurpose moria1 general",
		"SETROUTERPURPOSE moria1 general\n" },
	{ "attachstream 12 7 HOP=2", "ATTACHSTREAM 12 7 HOP=2\n" },
	{ "attachstream 12 7 hop=2", "ATTACHSTREAM 12 7 HOP=2\n" },
	{ "redirectstream 12 www.example.com 443",
		"REDIRECTSTREAM 12 www.example.com 443\n" },
	{ "closestream 12", "CLOSESTREAM 12 1\n" },
	{ "closestream 12 DONE", "CLOSESTREAM 12 6\n" },
	{ "closestream 12 0 some flags", "CLOSESTREAM 12 0 some flags\n" },
	{ "closecircuit 7", "CLOSECIRCUIT 7\n" },
	{ "closecircuit 7 ifunused", "CLOSECIRCUIT 7 ifunused\n" },
	{ "usefeature VERBOSE_NAMES", "USEFEATURE VERBOSE_NAMES\n" },
	{ "takeownership", "TAKEOWNERSHIP\n" },
	{ "dropownership", "DROPOWNERSHIP\n" },
	{ "dropguards", "DROPGUARDS\n" },
	{ "droptimeouts", "DROPTIMEOUTS\n" },
	{ "authenticate", "" }, /* yes_tor leaves out the body */
	{ "authenticate secret", "AUTHENTICATE 736563726574\n" },
	{ "add_onion NEW Port=80", "ADD_ONION NEW:BEST Port=80\n" },
	{ "add-onion aGk= Port=80,unix:/x Port=81 Flags=Detach,DiscardPK",
		"ADD_ONION ED25519-V3:aGk= Flags=Detach,DiscardPK "
		"Port=80,unix:/x Port=81\n" },
	{ "del-onion " ONION ".onion", "DEL_ONION " ONION "\n" },
	{ "onion-client-auth-add " ONION ".onion aGk= ClientName=bob",
		"ONION_CLIENT_AUTH_ADD " ONION " x25519:aGk= "
		"ClientName=bob\n" },
	{ "onion-client-auth-remove " ONION ".onion",
		"ONION_CLIENT_AUTH_REMOVE " ONION "\n" },
	{ "onion-client-auth-view", "ONION_CLIENT_AUTH_VIEW\n" },
	{ "onion-client-auth-view " ONION ".onion",
		"ONION_CLIENT_AUTH_VIEW " ONION "\n" },
	{ "raw GETINFO \"version\" # not a comment",
		"GETINFO \"version\" # not a comment\n" },
	{ "raw   foo  'bar  ", "foo  'bar\n" },
	/* bodies: dots doubled, line ends corrected */
	{ "loadconf -", "GETINFO config-text\n" WARN
		"\tone\n\t..\n\t..two\n\t\n\t...\n+LOADCONF\n" },
	{ "postdescriptor - purpose=general cache=no", "\tone\n\t..\n\t..two\n"
		"\t\n\t...\n+POSTDESCRIPTOR purpose=general cache=no\n" },
	{ "hspost - --no-wait SERVER=moria1 HSADDRESS=" ONION ".onion", "\tone\n\t..\n"
		"\t..two\n\t\n\t...\n+HSPOST HSADDRESS=" ONION
		" SERVER=moria1\n" },
	{ "raw +FOO bar", "\tone\n\t..\n\t..two\n\t\n\t...\n+FOO bar\n" },
};

START_TEST(is_sent)
{
	buf_add_string(&commands.body, "one\n.\n.two\r\n\n..");
	/* A bare 250 OK answers only what asks for nothing. */
	ck_assert_msg(!commands_line(&commands, sent[_i].line) ||
		strstr(commands.error.text, "does not match the command"),
		"%s: %s", sent[_i].line, commands.error.text);
	check_sent(sent[_i].sent);
}
END_TEST

static void check_arity(void *arg, const struct command *row)
{
	char *name = alloc_string(row->name), *rest = name;
	char *words[10];
	struct strv argv = { words, 0, 0 };
	bool needs = false, many = false;
	size_t first = 0;

	(void)arg;
	while ((words[first] = strsep(&rest, " ")))
		first++;
	argv.len = first;
	for (const struct argument *a = command_arguments(row); a->name; a++) {
		needs = needs || !(a->flags & ARGUMENT_OPTIONAL);
		many = many || (a->flags & ARGUMENT_REPEAT &&
			!(a->flags & (ARGUMENT_KEYWORD | ARGUMENT_OPTION)));
	}
	if (needs) {
		ck_assert_msg(commands_words(&commands, &argv) == 2, "%s",
			row->name);
		ck_assert_msg(span_starts(span_of(commands.error.text),
			"missing argument "),
			"%s: %s", row->name, commands.error.text);
	}
	for (size_t i = first; i < COUNT(words); i++)
		words[i] = (char *)(size_t)"7";
	argv.len = COUNT(words);
	if (!many) {
		commands.session.source.visible = false;
		ck_assert_msg(commands_words(&commands, &argv) != 0, "%s",
			row->name);
	}
	words[first] = (char *)(size_t)"--nosuch";
	if (!(row->flags & COMMAND_REST)) {
		ck_assert_int_eq(commands_words(&commands, &argv), 2);
		ck_assert_msg(strstr(commands.error.text, "--nosuch"), "%s: %s",
			row->name, commands.error.text);
		ck_assert_msg(row->flags & COMMAND_FAMILY ||
			strstr(commands.error.text, "\nusage: "), "%s",
			commands.error.text);
	}
	check_sent("");
	free(name);
}

START_TEST(every_row_counts_its_words)
{
	command_each(check_arity, NULL);
}
END_TEST

/* Everybody who can run ps sees argv. */
static const struct {
	const char *words[4];
	int status;
} secrets[] = {
	{ { "authenticate", "secret" }, 2 },
	{ { "authenticate", "NEWsecret" }, 2 },
	{ { "authenticate", "NEW" }, 2 },
	{ { "add-onion", "ED25519-V3:aGk=", "Port=80" }, 2 },
	{ { "add-onion", "NEWaGk=", "Port=80" }, 2 },
	/* the fake does not say which address */
	{ { "add-onion", "NEW", "Port=80" }, 1 },
	{ { "add-onion", "new:best", "Port=80" }, 1 },
	{ { "add-onion", "-", "Port=80" }, 1 },
	{ { "onion-client-auth-add", ONION, "x25519:aGk=" }, 2 },
	{ { "onion-client-auth-add", ONION, "NEWaGk=" }, 2 },
	{ { "onion-client-auth-add", ONION, "-" }, 0 },
};

START_TEST(secrets_stay_out_of_argv)
{
	struct strv words = STRV_INIT;
	char *said;

	for (size_t i = 0; i < COUNT(secrets[_i].words) &&
		secrets[_i].words[i]; i++)
		strv_add(&words, secrets[_i].words[i]);
	buf_add_string(&commands.body, "a2V5\r\nmore\n");
	commands.session.source.visible = true;
	ck_assert_int_eq(commands_words(&commands, &words),
		secrets[_i].status);
	said = commands_complained(&commands);
	ck_assert(!strstr(said, "secret\n") && !strstr(said, "aGk="));
	if (secrets[_i].status == 2)
		ck_assert(strstr(said, "refusing a secret on the command "
			"line, where other users can see it") != NULL);
	if (secrets[_i].status == 2)
		check_sent("");
	strv_clear(&words);
	free(said);
}
END_TEST

START_TEST(secret_from_a_file)
{
	char *directory = test_directory();
	char *path = alloc_print("%s/key", directory);
	char *line = alloc_print("onion-client-auth-add " ONION " @%s", path);
	FILE *file = fopen(path, "w");

	fputs("aGk=\r\nsecond line\n", file);
	fclose(file);
	ck_assert_int_eq(commands_line(&commands, line), 0);
	check_sent("ONION_CLIENT_AUTH_ADD " ONION " x25519:aGk=\n");
	file = fopen(path, "w");
	fputs("\nsecond line\n", file);
	fclose(file);
	ck_assert_int_eq(commands_line(&commands, line), 6);
	check_sent("");
	files_remove_tree(directory);
	free(directory);
	free(path);
	free(line);
}
END_TEST

int main(void)
{
	Suite *suite = suite_create("args");
	TCase *tcase = test_case(suite, "args");

	tcase_add_checked_fixture(tcase, set_up, tear_down);
	test_add_table(tcase, is_refused_here, refused);
	test_add_table(tcase, is_sent, sent);
	tcase_add_test(tcase, every_row_counts_its_words);
	test_add_table(tcase, secrets_stay_out_of_argv, secrets);
	tcase_add_test(tcase, secret_from_a_file);
	return test_run(suite);
}
