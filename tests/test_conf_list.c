/* conf add, conf remove and conf set: the exact bytes sent. */
#include "lib/commands.h"
#include "lib/test.h"
#include "shell/families.h"

#define OK SEND("250 OK\r\n")
#define NAMES EXPECT("GETINFO config/names"), SEND("250+config/names=\r\n" \
	"Log LineList\r\nExitNodes RouterList\r\nNickname String\r\n" \
	"HiddenServiceDir Dependent\r\nHiddenServicePort Dependent\r\n" \
	"HiddenServiceMaxStreams Dependent\r\n" \
	"HiddenServiceOptions Virtual\r\nSocksPort Dependent\r\n" \
	"__SocksPort Dependent\r\nSocksPortLines Virtual\r\n" \
	"HashedControlPassword LineList\r\n.\r\n250 OK\r\n")
#define TWO_SERVICES EXPECT("GETCONF HiddenServiceOptions"), SEND( \
	"250-HiddenServiceDir=/a\r\n250-HiddenServicePort=80\r\n" \
	"250-HiddenServiceMaxStreams=5\r\n250-HiddenServiceDir=/b\r\n" \
	"250 HiddenServicePort=80\r\n")

static struct commands commands;

#define PLAY(...) COMMANDS_PLAY(&commands, __VA_ARGS__)

static void tear_down(void)
{
	commands_end(&commands);
}

START_TEST(adds_behind_what_is_there)
{
	PLAY(NAMES, EXPECT("GETCONF Log"),
		SEND("250-Log=notice stdout\r\n250 Log=err file /x\r\n"),
		EXPECT("SETCONF Log=\"notice stdout\" Log=\"err file /x\" "
			"Log=\"info file /a \\\"b\\\"\\tQUIT\""), OK);
	commands_check(&commands, "conf add Log \"info file /a \\\"b\\\""
		"\\tQUIT\"", 0, "", "");
}
END_TEST

START_TEST(adds_to_none)
{
	PLAY(NAMES, EXPECT("GETCONF ExitNodes"), SEND("250 ExitNodes\r\n"),
		EXPECT("SETCONF ExitNodes=\"a,b\""), OK);
	commands_check(&commands, "conf add exitn a, ,b", 0, "", "");
}
END_TEST

/* A single SETCONF, in which each group is separate, with changes only. */
START_TEST(changes_several_at_once)
{
	PLAY(NAMES, EXPECT("GETCONF Log"), SEND("250 Log=a\r\n"),
		EXPECT("GETCONF SocksPortLines"), SEND("250-SocksPort=1\r\n"
			"250 __SocksPort=2\r\n"),
		EXPECT("GETCONF ExitNodes"), SEND("250 ExitNodes=x\r\n"),
		EXPECT("SETCONF Log=\"a\" Log=\"b\" Log=\"c\" "
			"SocksPort=\"1\" SocksPort=\"3\" __SocksPort=\"2\""),
		OK);
	commands_check(&commands, "conf add Log=b SocksPort=3 ExitNodes=x "
		"Log=c", 0, "", "");
}
END_TEST

START_TEST(sends_nothing_when_it_is_there)
{
	PLAY(NAMES, EXPECT("GETCONF Log"), SEND("250 Log=a\r\n"));
	commands_check(&commands, "conf add Log a", 0, "",
		"torctl: already set; nothing changed\n");
}
END_TEST

START_TEST(keeps_services_together)
{
	PLAY(NAMES, TWO_SERVICES, EXPECT("SETCONF HiddenServiceDir=\"/a\" "
		"HiddenServicePort=\"80\" HiddenServicePort=\"81\" "
		"HiddenServiceMaxStreams=\"5\" HiddenServiceDir=\"/b\" "
		"HiddenServicePort=\"80\""), OK);
	commands_check(&commands, "conf add HiddenServicePort 81 --service /a",
		0, "", "");
}
END_TEST

START_TEST(adds_a_service)
{
	PLAY(NAMES, TWO_SERVICES, EXPECT("SETCONF HiddenServiceDir=\"/a\" "
		"HiddenServicePort=\"80\" HiddenServiceMaxStreams=\"5\" "
		"HiddenServiceDir=\"/b\" HiddenServicePort=\"80\" "
		"HiddenServiceDir=\"/c\" HiddenServicePort=\"80\""), OK);
	commands_check(&commands, "conf add HiddenServiceDir=/c "
		"HiddenServicePort=80", 0, "", "");
}
END_TEST

START_TEST(removes_a_service)
{
	PLAY(NAMES, TWO_SERVICES, EXPECT("SETCONF HiddenServiceDir=\"/b\" "
		"HiddenServicePort=\"80\""), OK);
	commands_check(&commands, "conf remove HiddenServiceDir /a", 0, "",
		"");
}
END_TEST

START_TEST(removes_the_last)
{
	PLAY(NAMES, EXPECT("GETCONF HiddenServiceOptions"), SEND(
		"250-HiddenServiceDir=/a\r\n250 HiddenServicePort=80\r\n"),
		EXPECT("SETCONF HiddenServiceDir"), OK);
	commands_check(&commands, "conf remove HiddenServiceDir /a", 0, "",
		"");
}
END_TEST

START_TEST(asks_which_service)
{
	PLAY(NAMES, TWO_SERVICES);
	commands_check(&commands, "conf remove HiddenServicePort 80", 2, "",
		"torctl: conf remove: several onion services have "
			"HiddenServicePort 80:\n  /a\n  /b\nSelect one with "
			"--service DIR\n");
}
END_TEST

#define THREE_SERVICES EXPECT("GETCONF HiddenServiceOptions"), SEND( \
	"250-HiddenServiceDir=/a\r\n250-HiddenServicePort=80\r\n" \
	"250-HiddenServicePort=81\r\n250-HiddenServiceDir=/b\r\n" \
	"250-HiddenServicePort=80\r\n250-HiddenServicePort=82\r\n" \
	"250-HiddenServiceDir=/c\r\n250 HiddenServicePort=9\r\n")
#define C "HiddenServiceDir=\"/c\" HiddenServicePort=\"9\""

/* Of several services with the same port, the right one loses it. */
START_TEST(removes_from_the_right_service)
{
	PLAY(NAMES, THREE_SERVICES, EXPECT("SETCONF HiddenServiceDir=\"/a\" "
		"HiddenServicePort=\"80\" HiddenServicePort=\"81\" "
		"HiddenServiceDir=\"/b\" HiddenServicePort=\"82\" " C), OK,
		NAMES, THREE_SERVICES, EXPECT("SETCONF HiddenServiceDir=\"/b\" "
		"HiddenServicePort=\"80\" HiddenServicePort=\"82\" " C), OK,
		NAMES, THREE_SERVICES, NAMES, THREE_SERVICES, NAMES,
		THREE_SERVICES);
	commands_check(&commands, "conf remove HiddenServicePort 80 --service "
		"/b/", 0, "", "");
	/* What belongs to the first is not taken from the second. */
	commands_check(&commands, "conf remove HiddenServiceDir=/a/ "
		"HiddenServicePort=80", 0, "", "");
	commands_check(&commands, "conf remove HiddenServiceDir=/a "
		"HiddenServicePort=82", 2, "", "torctl: conf remove: no such "
		"value of HiddenServicePort; current values:\n"
		"  HiddenServicePort 80\n  HiddenServicePort 81\n");
	commands_check(&commands, "conf remove HiddenServicePort 80", 2, "",
		"torctl: conf remove: several onion services have "
			"HiddenServicePort 80:\n  /a\n  /b\nSelect one with "
			"--service DIR\n");
	commands_check(&commands, "conf remove HiddenServicePort 9", 2, "",
		"torctl: conf remove: cannot remove the last port of the "
			"onion service in /c; to remove the service, remove "
			"its HiddenServiceDir\n");
}
END_TEST

#define SET_A(a) EXPECT("SETCONF HiddenServiceDir=\"/a\" " a \
	" HiddenServiceDir=\"/b\" HiddenServicePort=\"80\"")

static const struct {
	const char *line;
	struct fake_step step;
} sets[] = {
	{ "conf set HiddenServiceMaxStreams=6 --service /a",
		SET_A("HiddenServicePort=\"80\" HiddenServiceMaxStreams=\"6\"") },
	{ "conf set HiddenServiceMaxStreams=6 HiddenServicePort=\"81 [::1]:1\" "
		"HiddenServicePort=82 --service /a/",
		SET_A("HiddenServiceMaxStreams=\"6\" "
			"HiddenServicePort=\"81 [::1]:1\" "
			"HiddenServicePort=\"82\"") },
	{ "conf set hiddenservicemax 1 --service /b",
		EXPECT("SETCONF HiddenServiceDir=\"/a\" "
			"HiddenServicePort=\"80\" "
			"HiddenServiceMaxStreams=\"5\" "
			"HiddenServiceDir=\"/b\" HiddenServicePort=\"80\" "
			"HiddenServiceMaxStreams=\"1\"") },
};

START_TEST(sets_in_one_service)
{
	const struct fake_step steps[] = { FAKE_AUTH_NULL, NAMES, TWO_SERVICES,
		sets[_i].step, OK };

	commands_play(&commands, steps);
	commands_check(&commands, sets[_i].line, 0, "", "");
}
END_TEST

START_TEST(sets_other_options)
{
	PLAY(NAMES, EXPECT("GETCONF SocksPortLines"), SEND("250-SocksPort=1\r\n"
			"250-SocksPort=2\r\n250 __SocksPort=3\r\n"),
		EXPECT("GETCONF ExitNodes"), SEND("250 ExitNodes=x,y\r\n"),
		EXPECT("GETCONF Nickname"), SEND("250 Nickname\r\n"),
		EXPECT("SETCONF __SocksPort=\"3\" SocksPort=\"4\" "
			"ExitNodes=\"z\" Nickname=\"me\""), OK,
		NAMES, EXPECT("GETCONF Nickname"), SEND("250 Nickname=me\r\n"));
	commands_check(&commands, "conf set SocksPort=4 ExitNodes=z "
		"Nickname=me", 0, "", "");
	commands_check(&commands, "conf set Nickname=me", 0, "",
		"torctl: already set; nothing changed\n");
}
END_TEST

/* Tor takes it once, but would keep both lines. */
START_TEST(adds_no_second_value)
{
	PLAY(NAMES, TWO_SERVICES, NAMES, TWO_SERVICES, NAMES, TWO_SERVICES,
		NAMES, TWO_SERVICES);
	commands_check(&commands, "conf add HiddenServiceMaxStreams=6 "
		"--service /a", 2, "", "torctl: conf add: "
		"HiddenServiceMaxStreams takes a single value, which is 5 for "
		"the onion service in /a; to change it, use conf set\n");
	commands_check(&commands, "conf add HiddenServiceMaxStreams=5 "
		"--service /a", 0, "",
		"torctl: already set; nothing changed\n");
	commands_check(&commands, "conf set HiddenServiceDir=/c", 2, "",
		"torctl: conf set: the directory of an onion service cannot "
		"be changed; use conf add to add a service\n");
	commands_check(&commands, "conf set HiddenServiceMaxStreams=6", 2, "",
		"torctl: conf set: several onion services are configured:\n"
		"  /a\n  /b\nSelect one with --service DIR\n");
}
END_TEST

START_TEST(shows_no_password)
{
	PLAY(NAMES, EXPECT("GETCONF HashedControlPassword"),
		SEND("250 HashedControlPassword=16:AA\r\n"));
	commands_check(&commands, "conf remove HashedControlPassword 16:BB", 2,
		"", "torctl: conf remove: no such value of "
		"HashedControlPassword; current values:\n"
		"  HashedControlPassword <redacted>\n");
}
END_TEST

START_TEST(loses_the_connection)
{
	PLAY(NAMES, EXPECT("GETCONF Log"), CLOSE);
	commands_check(&commands, "conf add Log a", 3, "", "torctl: conf add: "
		"Tor closed the control connection\n");
}
END_TEST

int main(void)
{
	Suite *suite = suite_create("conf_list");
	TCase *tcase = test_case(suite, "conf_list");

	tcase_add_checked_fixture(tcase, NULL, tear_down);
	tcase_add_test(tcase, adds_behind_what_is_there);
	tcase_add_test(tcase, adds_to_none);
	tcase_add_test(tcase, changes_several_at_once);
	tcase_add_test(tcase, sends_nothing_when_it_is_there);
	tcase_add_test(tcase, keeps_services_together);
	tcase_add_test(tcase, adds_a_service);
	tcase_add_test(tcase, removes_a_service);
	tcase_add_test(tcase, removes_the_last);
	tcase_add_test(tcase, asks_which_service);
	tcase_add_test(tcase, removes_from_the_right_service);
	test_add_table(tcase, sets_in_one_service, sets);
	tcase_add_test(tcase, sets_other_options);
	tcase_add_test(tcase, adds_no_second_value);
	tcase_add_test(tcase, shows_no_password);
	tcase_add_test(tcase, loses_the_connection);
	families_register();
	return test_run(suite);
}
