/* Changes of the configuration: what Tor logs when it refuses them. */
#include "lib/commands.h"
#include "lib/test.h"
#include "shell/families.h"

static struct commands commands;

static void tear_down(void)
{
	commands_end(&commands);
}

#define LISTENS EXPECT("SETEVENTS WARN"), SEND("250 OK\r\n")
#define BRIDGE EXPECT("SETCONF Bridge=\"a\"")
#define REFUSED "513 See logs.\r\n"
#define SAID "650 WARN Too few\r\n"
#define SAVING EXPECT("SETEVENTS NOTICE WARN"), SEND("250 OK\r\n"), \
	EXPECT("SAVECONF")

/* "torctl-sync-1" stands for a random key: see fake_tor.h. */
static const struct {
	struct fake_step steps[16];
	const char *lines[2];
	int status; /* of the last line */
	const char *out, *err;
} warned[] = {
	/* A filter before Tor refuses to subscribe. */
	{ { FAKE_AUTH_NULL, EXPECT("SETEVENTS WARN"),
		SEND("510 Command filtered\r\n"), BRIDGE, SEND(REFUSED) },
		{ "setconf Bridge=a" }, 1, "",
		"torctl: setconf: 513 See logs.\n" },
	/* The user sees the event: it is not shown twice. */
	{ { FAKE_AUTH_NULL, EXPECT("SETEVENTS warn"),
		SEND("250 OK\r\n"), BRIDGE, SEND(REFUSED SAID) },
		{ "setevents warn", "setconf Bridge=a" },
		1, "", "torctl: setconf: 513 See logs.\n" },
	/* What the user asked for in a raw line is kept. */
	{ { FAKE_AUTH_NULL, EXPECT("SETEVENTS BW"), SEND("250 OK\r\n"),
		EXPECT("SETEVENTS BW WARN"), SEND("250 OK\r\n"), BRIDGE,
		SEND(REFUSED SAID), EXPECT("SETEVENTS BW"),
		SEND("250 OK\r\n") },
		{ "raw SETEVENTS BW", "setconf Bridge=a" }, 1, "",
		"torctl: setconf: 513 See logs.\nTor's log: Too few\n" },
	/* Other events after the refusal may be an echo of the request. */
	{ { FAKE_AUTH_NULL, LISTENS,
		EXPECT("SETCONF Bridge=\"a\\\\\""), SEND(REFUSED),
		EXPECT("GETINFO torctl-sync-1"), EXPECT("SETEVENTS"),
		SEND(SAID "650 ERR x\r\n"
		"552 Unrecognized key \"torctl-sync-1\"\r\n250 OK\r\n") },
		{ "setconf Bridge='a\\'" }, 1, "",
		"torctl: setconf: 513 See logs.\nTor's log: Too few\n" },
	/* No warning, and nothing to look for after success. */
	{ { FAKE_AUTH_NULL, LISTENS, BRIDGE, SEND("250 OK\r\n" SAID),
		EXPECT("GETINFO version"),
		SEND("250-version=x\r\n250 OK\r\n") },
		{ "setconf Bridge=a", "getinfo version" }, 0, "x\n", "" },
	/* Tor says in its log where the old torrc is. */
	{ { FAKE_AUTH_NULL, SAVING, SEND("250 OK\r\n650 NOTICE Renaming old "
		"configuration file to \"/etc/tor/torrc.orig.1\"\r\n"),
		EXPECT("SETEVENTS"), SEND("250 OK\r\n") }, { "saveconf" }, 0,
		"", "torctl: the old file is now /etc/tor/torrc.orig.1\n" },
	/* A false Tor names none. */
	{ { FAKE_AUTH_NULL, SAVING, SEND("250 OK\r\n650 NOTICE Renaming old "
		"configuration file to \"\r\n"), EXPECT("SETEVENTS"),
		SEND("250 OK\r\n") }, { "saveconf" }, 0, "", "" },
	{ { FAKE_AUTH_NULL, SAVING, SEND("250 OK\r\n650 NOTICE Other\r\n"),
		EXPECT("SETEVENTS"), SEND("250 OK\r\n") }, { "saveconf" }, 0,
		"", "" },
	/* Tor does not say why it refuses. */
	{ { FAKE_AUTH_NULL, SAVING, SEND("551 Unable\r\n"),
		EXPECT("SETEVENTS"), SEND("250 OK\r\n"),
		EXPECT("GETINFO config-can-saveconf"),
		SEND("250-config-can-saveconf=0\r\n250 OK\r\n") },
		{ "saveconf" }, 1, "", "torctl: saveconf: 551 Unable\n"
		"torrc has %include lines; to replace them with the options "
		"of the included files, use saveconf force\n" },
	{ { FAKE_AUTH_NULL, SAVING, SEND("551 Unable\r\n" SAID),
		EXPECT("SETEVENTS"), SEND("250 OK\r\n"),
		EXPECT("GETINFO config-can-saveconf"),
		SEND("250-config-can-saveconf=1\r\n250 OK\r\n") },
		{ "saveconf" }, 1, "", "torctl: saveconf: 551 Unable\n"
		"Tor's log: Too few\n" },
};

START_TEST(log_is_shown)
{
	size_t count = 0;
	int last = warned[_i].lines[1] != NULL;

	while (warned[_i].steps[count].text)
		count++;
	commands_start_play(&commands, warned[_i].steps, count);
	if (last)
		ck_assert_int_eq(commands_line(&commands, warned[_i].lines[0]),
			0);
	commands_check(&commands, warned[_i].lines[last], warned[_i].status,
		warned[_i].out, warned[_i].err);
}
END_TEST

int main(void)
{
	Suite *suite = suite_create("conf");
	TCase *tcase = test_case(suite, "conf");

	tcase_add_checked_fixture(tcase, NULL, tear_down);
	test_add_table(tcase, log_is_shown, warned);
	families_register();
	return test_run(suite);
}
