/* Tor's SOCKS ports: the list, and which of them a client here can reach. */
#include "lib/commands.h"
#include "lib/test.h"
#include "tor/socks_port.h"
#include "util/clock.h"

#include <stdlib.h>

static const struct {
	const char *listeners, *control;
	const char *found; /* separated by blanks; NULL: no list */
} lists[] = {
	{ "", NULL, "" },
	{ "\"127.0.0.1:9050\"", NULL, "127.0.0.1:9050" },
	{ "\"127.0.0.1:9050\" \"[::1]:9050\" \"unix:/run/tor/socks\"",
		"/run/tor/control",
		"127.0.0.1:9050 [::1]:9050 /run/tor/socks" },
	{ "\"unix:/a \\\"b\\\\\"", NULL, "/a \"b\\" },
	/* a port on all addresses is reached through loopback */
	{ "\"0.0.0.0:9050\" \"[::]:9050\"", "127.0.0.1:9051",
		"127.0.0.1:9050 [::1]:9050" },
	/* a Tor on another machine keeps loopback for itself */
	{ "\"127.0.0.1:9050\" \"unix:/run/tor/socks\" \"[::1]:1\"",
		"192.0.2.1:9051", "" },
	{ "\"127.0.0.1:9050\" \"0.0.0.0:9052\" \"192.0.2.9:9053\"",
		"192.0.2.1:9051", "192.0.2.1:9052 192.0.2.9:9053" },
	{ "\"[::]:9052\"", "[2001:db8::1]:9051", "[2001:db8::1]:9052" },
	{ "\"127.0.0.1:9050\"", "localhost:9051", "127.0.0.1:9050" },
	/* ssh connects to TCP ports of the other host */
	{ "\"127.0.0.1:9050\" \"0.0.0.0:9051\" \"unix:/run/tor/socks\" "
		"\"[::]:9052\"", "ssh://me@relay:22/run/tor/control",
		"ssh://me@relay:22/127.0.0.1:9050 "
		"ssh://me@relay:22/127.0.0.1:9051 "
		"ssh://me@relay:22/[::1]:9052" },
	{ "\"unix:/run/tor/socks\"", "ssh://relay", "" },
	{ "9050", NULL, NULL },
	{ "\"9050", NULL, NULL },
	{ "\"nonsense\"", NULL, NULL },
	{ "\"unix:relative\"", NULL, NULL },
	{ "\"unix:/a\\000b\"", NULL, NULL },
	{ "\"127.0.0.1:1\" x", NULL, NULL },
};

START_TEST(lists_ports)
{
	struct strv addresses = STRV_INIT;
	bool ok = socks_port_list(span_of(lists[_i].listeners),
		lists[_i].control, &addresses);
	char *found = strv_join(&addresses, " ");

	ck_assert_int_eq(ok, lists[_i].found != NULL);
	if (ok)
		ck_assert_str_eq(found, lists[_i].found);
	free(found);
	strv_clear(&addresses);
}
END_TEST

START_TEST(does_not_connect)
{
	struct error error = ERROR_INIT;
	struct transport_link link;

	ck_assert(!socks_port_connect_to("nonsense", false, clock_deadline(0),
		-1, &link, &error));
	ck_assert_int_eq(error.kind, ERROR_USAGE);
	ck_assert(!socks_port_connect_to("ssh://relay/#one", false,
		clock_deadline(0), -1, &link, &error));
	ck_assert_int_eq(error.kind, ERROR_USAGE);
	ck_assert_str_eq(error.text, "only a TCP port of relay can be reached "
		"through ssh");
	ck_assert(!socks_port_connect_to("unix:/nonexistent/socks", false,
		clock_deadline(0), -1, &link, &error));
	ck_assert_int_eq(error.kind, ERROR_CONNECTION);
	ck_assert_str_eq(error.text, "the SOCKS port /nonexistent/socks: No "
		"such file or directory");
	error_clear(&error);
}
END_TEST

/* tunnel does not read the prompt's own input. */
START_TEST(is_not_for_the_prompt)
{
	static const struct session_prompt prompt = { NULL };
	struct commands commands;

	commands_start(&commands, NULL);
	commands.session.prompt = &prompt;
	ck_assert_int_eq(commands_line(&commands, "tunnel host:80"), 2);
	ck_assert_str_eq(commands.error.text, "cannot be used at the "
		"prompt because it reads standard input; run torctl tunnel "
		"HOST:PORT from your system shell");
	commands.session.prompt = NULL;
	commands_end(&commands);
}
END_TEST

int main(void)
{
	Suite *suite = suite_create("socks_port");
	TCase *tcase = test_case(suite, "socks_port");

	test_add_table(tcase, lists_ports, lists);
	tcase_add_test(tcase, does_not_connect);
	tcase_add_test(tcase, is_not_for_the_prompt);
	return test_run(suite);
}
