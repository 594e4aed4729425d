/* The public library, call by call: requests and results. */
#include "config.h"
#include "lib/library.h"
#include "lib/test.h"
#include "util/alloc.h"
#include "util/files.h"

#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#define OK_REPLY SEND("250 OK\r\n")
#define ONION "2gzyxa5ihm7nsggfxnu52rck2vv4rvmdlkiu3zzui5du4xyclen53wid"
#define LIST(...) ((const char *const []){ __VA_ARGS__, NULL })

static struct library library;
#define TOR library.tor
#define ERR &library.error
#define PLAY(...) LIBRARY_PLAY(&library, __VA_ARGS__)

START_TEST(configuration)
{
	struct torctl_pairs *options = torctl_pairs_new();

	PLAY(EXPECT("GETCONF contact Log"),
		SEND("250-ContactInfo=\"a \\\"b\"\r\n250-Log=notice stdout\r\n"
			"250-Log=warn stderr\r\n250 ORPort\r\n"),
		EXPECT("GETCONF Nickname"), SEND("250 Nickname\r\n"),
		EXPECT("SETCONF HiddenServiceDir=\"/a b\" HiddenServicePort="
			"\"80\" HiddenServiceDir=\"/c\" ORPort"), OK_REPLY,
		EXPECT("RESETCONF HiddenServiceDir=\"/a b\" HiddenServicePort="
			"\"80\" HiddenServiceDir=\"/c\" ORPort"), OK_REPLY,
		EXPECT("SETCONF BandwidthRate=\"1 MB\""), OK_REPLY,
		EXPECT("SAVECONF"), OK_REPLY,
		EXPECT("SAVECONF FORCE"), SEND("551 Unable to write\r\n"),
		EXPECT("+LOADCONF"), EXPECT("Nickname x"), EXPECT("..y"),
		EXPECT("."), OK_REPLY);
	library_check_pairs(torctl_get_conf(TOR, LIST("contact", "Log"), ERR),
		"ContactInfo=a \"b|Log=notice stdout|Log=warn stderr|ORPort");
	library_check_text(torctl_get_conf_value(TOR, "Nickname", ERR), "");
	torctl_pairs_add(options, "HiddenServiceDir", "/a b");
	torctl_pairs_add(options, "HiddenServicePort", "80");
	torctl_pairs_add(options, "HiddenServiceDir", "/c");
	torctl_pairs_add(options, "ORPort", NULL);
	ck_assert(torctl_set_conf(TOR, options, ERR));
	ck_assert(torctl_reset_conf(TOR, options, ERR));
	torctl_pairs_free(options);
	ck_assert(torctl_set_conf_value(TOR, "BandwidthRate", "1 MB", ERR));
	ck_assert(torctl_save_conf(TOR, false, ERR));
	ck_assert(!torctl_save_conf(TOR, true, ERR));
	library_check_error(&library, "tor/551: Unable to write");
	ck_assert(torctl_load_conf(TOR, "Nickname x\n.y\n", 14, ERR));
	library_end(&library);
}
END_TEST

START_TEST(information)
{
	const struct torctl_error *next;
	struct torctl_pairs *values;

	PLAY(EXPECT("GETINFO version address-mappings/all x"),
		SEND("250-version=1\r\n250+address-mappings/all=\r\na b NEVER\r\n"
			"..\r\n.\r\n250-x=p\0q\r\n250 OK\r\n"),
		EXPECT("GETINFO version"), SEND("250-version=1\r\n250 OK\r\n"),
		EXPECT("GETINFO a b"), SEND("552 Unrecognized key \"a\"\r\n"),
		EXPECT("GETINFO b"), SEND("551 no b\r\n"),
		EXPECT("GETINFO c"), SEND("552 no c\r\n"));
	values = torctl_get_info(TOR, LIST("version", "addr-mappings/all",
		"x"), ERR);
	ck_assert_ptr_nonnull(values);
	ck_assert_uint_eq(torctl_pairs_size(values, 2), 3);
	ck_assert_int_eq(memcmp(torctl_pairs_value(values, 2), "p\0q", 4), 0);
	ck_assert_str_eq(torctl_pairs_find(values, "VERSION"), "1");
	ck_assert_ptr_null(torctl_pairs_find(values, "y"));
	ck_assert_ptr_null(torctl_pairs_name(values, 3));
	library_check_pairs(values,
		"version=1|address-mappings/all=a b NEVER\n.\n|x=p");
	library_check_text(torctl_get_info_value(TOR, "version", ERR), "1");
	ck_assert_ptr_null(torctl_get_info(TOR, LIST("a", "b"), ERR));
	ck_assert_str_eq(torctl_error_subject(library.error), "a");
	next = torctl_error_next(library.error);
	ck_assert_str_eq(torctl_error_subject(next), "b");
	ck_assert_int_eq(torctl_error_status(next), 551);
	ck_assert_ptr_null(torctl_error_next(next));
	ck_assert_ptr_null(torctl_get_info_value(TOR, "c", ERR));
	ck_assert_pstr_eq(torctl_error_subject(library.error), "c");
	library_end(&library);
}
END_TEST

#define MISFIT "tor/0: Tor's reply does not match the command"

START_TEST(answers_that_do_not_fit)
{
	struct torctl_pairs *port = torctl_pairs_new();

	PLAY(EXPECT("GETINFO version"), OK_REPLY,
		EXPECT("GETINFO a b"), SEND("250-a=1\r\n250 OK\r\n"),
		EXPECT("GETINFO a"), SEND("250-b=1\r\n250 OK\r\n"),
		EXPECT("GETCONF Nickname"), OK_REPLY,
		EXPECT("MAPADDRESS a=b"), OK_REPLY,
		EXPECT("ADD_ONION NEW:BEST Port=80"), OK_REPLY,
		EXPECT("ADD_ONION NEW:BEST Port=80"),
		SEND("250-ServiceID\r\n250 OK\r\n"));
	ck_assert_ptr_null(torctl_get_info_value(TOR, "version", ERR));
	library_check_error(&library, MISFIT);
	ck_assert_ptr_null(torctl_get_info(TOR, LIST("a", "b"), ERR));
	library_check_error(&library, MISFIT);
	ck_assert_ptr_null(torctl_get_info_value(TOR, "a", ERR));
	library_check_error(&library, MISFIT);
	ck_assert_ptr_null(torctl_get_conf_value(TOR, "Nickname", ERR));
	library_check_error(&library, MISFIT);
	ck_assert_ptr_null(torctl_map_address(TOR, "a", "b", ERR));
	library_check_error(&library, MISFIT);
	torctl_pairs_add(port, "Port", "80");
	for (int i = 0; i < 2; i++) {
		ck_assert_ptr_null(torctl_add_onion(TOR, "NEW:BEST", port,
			ERR));
		library_check_error(&library, MISFIT);
	}
	torctl_pairs_free(port);
	library_end(&library);
}
END_TEST

START_TEST(line_breaks_in_options)
{
	static const char torrc[] = "SocksPort 0\nNickname \"x\\n250 OK\"\n";
	struct torctl_pairs *options = torctl_pairs_new();

	PLAY(EXPECT("GETINFO version"), SEND("250-version=1\r\n250 OK\r\n"));
	torctl_pairs_add(options, "Nickname", "x\r\n250 OK");
	ck_assert(!torctl_set_conf(TOR, options, ERR));
	library_check_error(&library, "usage/0: the value of Nickname contains "
		"a line break, which Tor does not allow in options");
	ck_assert(!torctl_reset_conf(TOR, options, ERR));
	library_check_error(&library, "usage/0: the value of Nickname contains "
		"a line break, which Tor does not allow in options");
	ck_assert(!torctl_load_conf(TOR, torrc, strlen(torrc), ERR));
	library_check_error(&library, "usage/0: line 2: the value of Nickname "
		"contains a line break, which Tor does not allow in options");
	library_check_text(torctl_get_info_value(TOR, "version", ERR), "1");
	torctl_pairs_free(options);
	library_end(&library);
}
END_TEST

START_TEST(commands)
{
	PLAY(EXPECT("SIGNAL RELOAD"), OK_REPLY,
		EXPECT("SIGNAL nosuch"), SEND("552 Unrecognized\r\n"),
		EXPECT("USEFEATURE A B"), OK_REPLY,
		EXPECT("TAKEOWNERSHIP"), OK_REPLY,
		EXPECT("DROPOWNERSHIP"), OK_REPLY,
		EXPECT("DROPGUARDS"), OK_REPLY,
		EXPECT("DROPTIMEOUTS"), OK_REPLY,
		EXPECT("GETINFO status/bootstrap-phase"),
		SEND("250-status/bootstrap-phase=NOTICE BOOTSTRAP PROGRESS=45 "
			"TAG=x SUMMARY=\"y z\"\r\n250 OK\r\n"),
		EXPECT("SIGNAL shutdown"), CLOSE);
	ck_assert(torctl_signal(TOR, "RELOAD", ERR));
	ck_assert(!torctl_signal(TOR, "nosuch", ERR));
	library_check_error(&library, "tor/552: Unrecognized");
	ck_assert(!torctl_signal(TOR, "RELOAD\r\nQUIT", ERR));
	ck_assert_int_eq(torctl_error_kind(library.error), TORCTL_ERROR_USAGE);
	ck_assert(torctl_use_feature(TOR, LIST("A", "B"), ERR));
	ck_assert(torctl_take_ownership(TOR, ERR));
	ck_assert(torctl_drop_ownership(TOR, ERR));
	ck_assert(torctl_drop_guards(TOR, ERR));
	ck_assert(torctl_drop_timeouts(TOR, ERR));
	ck_assert_int_eq(torctl_get_bootstrap(TOR, ERR), 45);
	ck_assert(torctl_signal(TOR, "shutdown", ERR));
	ck_assert(!torctl_is_connected(TOR));
	/* A tor that exited before it was stopped is reported as a failure. */
	ck_assert(!torctl_signal(TOR, "SHUTDOWN", ERR));
	library_check_error(&library,
		"connection/0: Tor closed the control connection");
	library_end(&library);
}
END_TEST

#define CIRCUITS EXPECT("GETINFO circuit-status"), \
	SEND("250+circuit-status=\r\n8 BUILT PURPOSE=CONFLUX_LINKED\r\n" \
		".\r\n250 OK\r\n")
#define STREAMS EXPECT("GETINFO stream-status"), \
	SEND("250-stream-status=8 SUCCEEDED 2 a.example:80\r\n250 OK\r\n")

/* What crashes Tor or has no effect is refused, as for the program's user. */
START_TEST(circuits)
{
	PLAY(EXPECT("EXTENDCIRCUIT 0 $A,b purpose=controller"),
		SEND("250 EXTENDED 12\r\n"),
		CIRCUITS, EXPECT("EXTENDCIRCUIT 12"), SEND("250 OK\r\n"),
		CIRCUITS, EXPECT("EXTENDCIRCUIT 0"),
		SEND("250 EXTENDED 13\r\n"),
		EXPECT("SETCIRCUITPURPOSE 13 purpose=controller"), OK_REPLY,
		EXPECT("SETCIRCUITPURPOSE 12 purpose=general"), OK_REPLY,
		EXPECT("CLOSECIRCUIT 12"), OK_REPLY,
		EXPECT("CLOSECIRCUIT 12 IfUnused"), OK_REPLY,
		EXPECT("ATTACHSTREAM 7 0"), OK_REPLY,
		EXPECT("ATTACHSTREAM 7 12 HOP=2"), OK_REPLY,
		STREAMS, EXPECT("REDIRECTSTREAM 7 a.example"), OK_REPLY,
		STREAMS, EXPECT("REDIRECTSTREAM 7 a.example 80"), OK_REPLY,
		STREAMS, EXPECT("CLOSESTREAM 7 6"), OK_REPLY,
		EXPECT("CLOSESTREAM 7 1"), OK_REPLY);
	library_check_text(torctl_extend_circuit(TOR, "0", LIST("$A", "b"),
		"controller", ERR), "12");
	ck_assert_ptr_null(torctl_extend_circuit(TOR, "12", NULL, NULL, ERR));
	library_check_error(&library, "tor/0: Tor's reply does not match the "
		"command");
	ck_assert_ptr_null(torctl_extend_circuit(TOR, "8", NULL, NULL, ERR));
	library_check_error(&library, "tor/551: circuit 8 belongs to a conflux "
		"set; extending it can crash Tor");
	library_check_text(torctl_extend_circuit(TOR, "0", NULL, "controller",
		ERR), "13");
	ck_assert(torctl_set_circuit_purpose(TOR, "12", "general", ERR));
	ck_assert(torctl_close_circuit(TOR, "12", false, ERR));
	ck_assert(torctl_close_circuit(TOR, "12", true, ERR));
	ck_assert(torctl_attach_stream(TOR, "7", "0", 0, ERR));
	ck_assert(torctl_attach_stream(TOR, "7", "12", 2, ERR));
	ck_assert(torctl_redirect_stream(TOR, "7", "a.example", 0, ERR));
	ck_assert(torctl_redirect_stream(TOR, "7", "a.example", 80, ERR));
	ck_assert(!torctl_redirect_stream(TOR, "8", "a.example", 80, ERR));
	library_check_error(&library, "tor/555: the stream is already "
		"connected; only a waiting stream can be redirected");
	ck_assert(torctl_close_stream(TOR, "7", 6, ERR));
	ck_assert(torctl_close_stream(TOR, "7", 0, ERR));
	library_end(&library);
}
END_TEST

START_TEST(waiting)
{
	PLAY(EXPECT("SETEVENTS CIRC"), OK_REPLY,
		EXPECT("GETINFO circuit-status"),
		SEND("250-circuit-status=12 LAUNCHED\r\n250 OK\r\n"
			"650 CIRC 12 BUILT $A\r\n"),
		EXPECT("SETEVENTS"), OK_REPLY,
		EXPECT("SETEVENTS STREAM"), OK_REPLY,
		EXPECT("GETINFO stream-status"),
		SEND("250-stream-status=7 NEW 0 a:1\r\n250 OK\r\n"
			"650 STREAM 7 FAILED 0 a:1 REASON=TIMEOUT\r\n"),
		EXPECT("SETEVENTS"), OK_REPLY,
		EXPECT("SETEVENTS ADDRMAP"), OK_REPLY,
		EXPECT("RESOLVE a.example"),
		SEND("250 OK\r\n650 ADDRMAP a.example 192.0.2.1 NEVER\r\n"),
		FAKE_ONLINE,
		EXPECT("SETEVENTS"), OK_REPLY);
	ck_assert(torctl_wait_circuit(TOR, "12", -1, ERR));
	ck_assert(!torctl_wait_stream(TOR, "7", -1, ERR));
	ck_assert_int_eq(torctl_error_kind(library.error), TORCTL_ERROR_TOR);
	library_check_pairs(torctl_resolve(TOR, LIST("a.example"), false, -1,
		ERR), "a.example=192.0.2.1");
	library_end(&library);
}
END_TEST

START_TEST(addresses)
{
	PLAY(EXPECT("MAPADDRESS 0.0.0.0=x.onion"),
		SEND("250 127.192.0.1=x.onion\r\n"),
		EXPECT("MAPADDRESS a=b"), SEND("512 syntax error\r\n"),
		EXPECT("+POSTDESCRIPTOR purpose=bridge cache=no"),
		EXPECT("router a"), EXPECT("."), OK_REPLY,
		EXPECT("+POSTDESCRIPTOR"), EXPECT("router a"), EXPECT("."),
		SEND("251 not listed\r\n"));
	library_check_text(torctl_map_address(TOR, "0.0.0.0", "x.onion", ERR),
		"127.192.0.1");
	ck_assert_ptr_null(torctl_map_address(TOR, "a", "b", ERR));
	library_check_error(&library, "tor/512: syntax error");
	ck_assert(torctl_post_descriptor(TOR, "router a\n", 9, "bridge", "no",
		ERR));
	ck_assert(!torctl_post_descriptor(TOR, "router a\n", 9, NULL, NULL,
		ERR));
	library_check_error(&library, "tor/251: not listed");
	library_end(&library);
}
END_TEST

START_TEST(onions)
{
	struct torctl_pairs *arguments = torctl_pairs_new();

	PLAY(EXPECT("ADD_ONION NEW:BEST Flags=Detach Port=80,1.2.3.4:8 Port=81"),
		SEND("250-ServiceID=" ONION "\r\n250-PrivateKey=ED25519-V3:a==\r\n"
			"250 OK\r\n"), EXPECT("ADD_ONION NEW:BEST"), OK_REPLY,
		EXPECT("DEL_ONION " ONION), OK_REPLY,
		EXPECT("ONION_CLIENT_AUTH_ADD " ONION " x25519:k= "
			"ClientName=bob Flags=Permanent"), SEND("251 replaced\r\n"),
		EXPECT("ONION_CLIENT_AUTH_ADD " ONION " x25519:k="), OK_REPLY,
		EXPECT("ONION_CLIENT_AUTH_REMOVE " ONION), OK_REPLY,
		EXPECT("ONION_CLIENT_AUTH_REMOVE " ONION),
		SEND("251 No credentials\r\n"),
		EXPECT("ONION_CLIENT_AUTH_VIEW"),
		SEND("250-ONION_CLIENT_AUTH_VIEW\r\n250-CLIENT " ONION
			" x25519:k= ClientName=bob\r\n250 OK\r\n"),
		EXPECT("ONION_CLIENT_AUTH_VIEW " ONION),
		SEND("250-ONION_CLIENT_AUTH_VIEW " ONION "\r\n250 OK\r\n"),
		EXPECT("SETEVENTS HS_DESC HS_DESC_CONTENT"), OK_REPLY,
		EXPECT("HSFETCH " ONION " SERVER=$A SERVER=$B"),
		SEND("250 OK\r\n650 HS_DESC REQUESTED " ONION " NO_AUTH $A d\r\n"
			"650+HS_DESC_CONTENT " ONION " d $A\r\nhs-descriptor 3\r\n"
			".\r\n650 OK\r\n"), FAKE_ONLINE,
		EXPECT("SETEVENTS"), OK_REPLY,
		EXPECT("+HSPOST HSADDRESS=" ONION " SERVER=$A"),
		EXPECT("hs-descriptor 3"), EXPECT("."), OK_REPLY);
	torctl_pairs_add(arguments, "Flags", "Detach");
	torctl_pairs_add(arguments, "Port", "80,1.2.3.4:8");
	torctl_pairs_add(arguments, "Port", "81");
	library_check_pairs(torctl_add_onion(TOR, "NEW:BEST", arguments, ERR),
		"ServiceID=" ONION "|PrivateKey=ED25519-V3:a==");
	torctl_pairs_free(arguments);
	arguments = torctl_pairs_new();
	ck_assert_ptr_null(torctl_add_onion(TOR, "NEW:BEST", arguments, ERR));
	torctl_pairs_free(arguments);
	library_check_error(&library, "tor/0: Tor's reply does not match the "
		"command");
	ck_assert(torctl_del_onion(TOR, ONION, ERR));
	ck_assert(torctl_add_client_auth(TOR, ONION, "x25519:k=", "bob",
		"Permanent", ERR));
	ck_assert(torctl_add_client_auth(TOR, ONION, "x25519:k=", NULL, NULL,
		ERR));
	ck_assert(torctl_remove_client_auth(TOR, ONION, ERR));
	ck_assert(!torctl_remove_client_auth(TOR, ONION, ERR));
	library_check_error(&library, "tor/251: No credentials");
	library_check_pairs(torctl_view_client_auth(TOR, NULL, ERR),
		ONION "=x25519:k= ClientName=bob");
	library_check_pairs(torctl_view_client_auth(TOR, ONION, ERR), "");
	library_check_text(torctl_fetch_descriptor(TOR, ONION,
		LIST("$A", "$B"), -1, ERR), "hs-descriptor 3\n");
	ck_assert(torctl_upload_descriptor(TOR, ONION, LIST("$A"),
		"hs-descriptor 3\n", 16, ERR));
	library_end(&library);
}
END_TEST

START_TEST(raw)
{
	struct torctl_reply *reply;
	size_t size;

	PLAY(EXPECT("getinfo  a b"),
		SEND("250-a=1\r\n250+b=\r\nx\r\n..\r\n.\r\n552 no\r\n"),
		EXPECT("+X y"), EXPECT("text"), EXPECT("."), OK_REPLY);
	reply = torctl_command(TOR, "getinfo  a b", NULL, 0, ERR);
	ck_assert_ptr_nonnull(reply);
	ck_assert(!torctl_reply_ok(reply));
	ck_assert_uint_eq(torctl_reply_count(reply), 3);
	ck_assert_int_eq(torctl_reply_status(reply, 0), 250);
	ck_assert_str_eq(torctl_reply_line(reply, 0), "a=1");
	ck_assert_ptr_null(torctl_reply_data(reply, 0, NULL));
	ck_assert_str_eq(torctl_reply_data(reply, 1, &size), "x\n.\n");
	ck_assert_uint_eq(size, 4);
	ck_assert_int_eq(torctl_reply_status(reply, 2), 552);
	ck_assert_int_eq(torctl_reply_status(reply, 3), 0);
	ck_assert_ptr_null(torctl_reply_line(reply, 3));
	torctl_reply_free(reply);
	reply = torctl_command(TOR, "+X y", "text", 4, ERR);
	ck_assert(reply && torctl_reply_ok(reply));
	torctl_reply_free(reply);
	ck_assert_ptr_null(torctl_command(TOR, "a\nb", NULL, 0, ERR));
	ck_assert_int_eq(torctl_error_kind(library.error), TORCTL_ERROR_USAGE);
	library_end(&library);
}
END_TEST

static void note(void *arg, bool sent, const char *line, size_t size)
{
	(void)sent;
	if (size < 100 && strstr(line, "736563726574"))
		*(bool *)arg = true;
}

START_TEST(authentication)
{
	static const struct fake_step by_hand[] = {
		EXPECT("AUTHENTICATE 736563726574"), OK_REPLY,
		EXPECT("GETINFO version"), SEND("250-version=1\r\n250 OK\r\n"),
	};
	static const struct fake_step refused[] = {
		EXPECT("AUTHENTICATE"), SEND("515 no\r\n"), CLOSE,
	};
	static const struct fake_step by_password[] = {
		FAKE_PROTOCOLINFO("METHODS=HASHEDPASSWORD"),
		EXPECT("AUTHENTICATE 736563726574"), OK_REPLY,
	};
	struct torctl_options *options = torctl_options_new();
	bool shown = false;

	torctl_options_set_authenticate(options, false);
	torctl_options_set_trace(options, note, &shown);
	library_start(&library, options, by_hand, COUNT(by_hand));
	ck_assert_ptr_null(torctl_auth_method(TOR));
	ck_assert(torctl_authenticate(TOR, "secret", 6, ERR));
	library_check_text(torctl_get_info_value(TOR, "version", ERR), "1");
	library_end(&library);
	ck_assert(!shown);

	options = torctl_options_new();
	torctl_options_set_authenticate(options, false);
	library_start(&library, options, refused, COUNT(refused));
	ck_assert(!torctl_authenticate(TOR, NULL, 0, ERR));
	library_check_error(&library, "auth/0: Tor said 515: no");
	library_end(&library);

	options = torctl_options_new();
	torctl_options_set_password(options, "secret", 6);
	library_start(&library, options, by_password, COUNT(by_password));
	ck_assert_str_eq(torctl_auth_method(TOR), "HASHEDPASSWORD");
	ck_assert_str_eq(torctl_tor_version(TOR), "0.4.9.11");
	ck_assert_str_eq(torctl_address(TOR), fake_tor_address(library.fake));
	library_end(&library);
}
END_TEST

/* Also one that is non-blocking, and closed while it is in use. */
START_TEST(open_descriptor)
{
	static const struct fake_step steps[] = {
		FAKE_AUTH_NULL,
		EXPECT("GETINFO version"),
		SEND("250-version=1\r\n250 OK\r\n"),
	};
	struct fake_tor *fake = fake_tor_start(FAKE_UNIX, NULL, steps,
		COUNT(steps));
	int fd = fake_tor_dial(fake);
	char *address = alloc_print("fd:%d", fd);

	ck_assert_int_eq(fcntl(fd, F_SETFL, O_NONBLOCK), 0);
	library = (struct library){ .fake = fake };
	library.tor = torctl_open_fd(fd, NULL, ERR);
	ck_assert_msg(library.tor != NULL, "%s",
		torctl_error_text(library.error));
	close(fd);
	ck_assert_str_eq(torctl_address(TOR), address);
	library_check_text(torctl_get_info_value(TOR, "version", ERR), "1");
	library_end(&library);
	free(address);
	ck_assert_ptr_null(torctl_open_fd(-1, NULL, ERR));
	library_check_error(&library, "usage/0: \"fd:-1\" is not a valid "
		"address: write an open descriptor as fd:NUMBER");
}
END_TEST

START_TEST(cannot_connect)
{
	struct torctl_options *options = torctl_options_new();
	char *directory = test_directory();
	struct buf path = BUF_INIT;
	int cancel[2];

	ck_assert_int_eq(pipe(cancel), 0);
	buf_print(&path, "%s/none", directory);
	torctl_options_set_address(options, "no such:address:at all");
	ck_assert_ptr_null(torctl_connect(options, ERR));
	ck_assert_int_eq(torctl_error_kind(library.error), TORCTL_ERROR_USAGE);
	torctl_options_set_address(options, buf_text(&path));
	ck_assert_ptr_null(torctl_connect(options, NULL));
	ck_assert_ptr_null(torctl_connect(options, ERR));
	ck_assert_int_eq(torctl_error_kind(library.error),
		TORCTL_ERROR_CONNECTION);
	torctl_options_set_wait(options, -1);
	torctl_options_set_cancel_fd(options, cancel[0]);
	ck_assert_int_eq(write(cancel[1], "", 1), 1);
	ck_assert_ptr_null(torctl_connect(options, ERR));
	ck_assert_int_eq(torctl_error_kind(library.error),
		TORCTL_ERROR_INTERRUPTED);
	torctl_error_free(library.error);
	library.error = NULL;
	torctl_options_free(options);
	files_remove_tree(directory);
	free(directory);
	buf_clear(&path);
	close(cancel[0]);
	close(cancel[1]);
}
END_TEST

START_TEST(without_connection)
{
	char *hash = torctl_hash_password("foo", 3);
	char *other = torctl_hash_password("foo", 3);
	char *password = torctl_make_password();

	ck_assert_uint_eq(strlen(hash), 3 + 58);
	ck_assert_int_eq(strncmp(hash, "16:", 3), 0);
	ck_assert_int_eq(strncmp(hash + 19, "60", 2), 0);
	ck_assert_str_ne(hash, other); /* each has its own salt */
	ck_assert_uint_eq(strlen(password), 64);
	ck_assert_str_eq(torctl_version(), PACKAGE_VERSION);
	torctl_free(hash);
	torctl_free(other);
	torctl_free(password);
	torctl_free(NULL);
	torctl_close(NULL);
	torctl_error_free(NULL);
	torctl_pairs_free(NULL);
	torctl_event_free(NULL);
	torctl_reply_free(NULL);
	torctl_options_free(NULL);
	torctl_launch_stop(NULL);
	ck_assert_int_eq(torctl_error_kind(NULL), TORCTL_ERROR_NONE);
	ck_assert_str_eq(torctl_error_text(NULL), "");
}
END_TEST

START_TEST(versions)
{
	char *parts = alloc_print("%d.%d.%d", TORCTL_VERSION_MAJOR,
		TORCTL_VERSION_MINOR, TORCTL_VERSION_PATCH);

	ck_assert_str_eq(torctl_version(), TORCTL_VERSION);
	ck_assert_str_eq(parts, TORCTL_VERSION);
	ck_assert_int_eq(TORCTL_VERSION_NUMBER, TORCTL_VERSION_MAJOR * 10000 +
		TORCTL_VERSION_MINOR * 100 + TORCTL_VERSION_PATCH);
	free(parts);
}
END_TEST

START_TEST(variables)
{
	static const struct fake_step password[] = {
		FAKE_PROTOCOLINFO("METHODS=HASHEDPASSWORD"),
		EXPECT("AUTHENTICATE 78"), OK_REPLY,
	};
	static const struct fake_step unknown[] = {
		FAKE_PROTOCOLINFO("METHODS=HASHEDPASSWORD"), CLIENT_CLOSES,
	};
	static const struct fake_step cookie[] = {
		FAKE_PROTOCOLINFO("METHODS=SAFECOOKIE"), COOKIE_OK,
	};
	char *dir = test_directory(), *path = alloc_print("%s/cookie", dir);
	struct torctl_options *options = torctl_options_new();
	struct fake_tor *fake;
	char *failure;

	setenv("TOR_CONTROL_PASSWD", "\"x\"", 1);
	torctl_options_set_environment(options, true);
	library_start(&library, options, password, COUNT(password));
	library_end(&library);

	/* Only if it is wanted. */
	options = torctl_options_new();
	fake = fake_tor_start(FAKE_UNIX, NULL, unknown, COUNT(unknown));
	torctl_options_set_address(options, fake_tor_address(fake));
	ck_assert_ptr_null(torctl_connect(options, ERR));
	ck_assert_int_eq(torctl_error_kind(library.error), TORCTL_ERROR_AUTH);
	torctl_error_free(library.error);
	library.error = NULL;
	failure = fake_tor_end(fake, NULL);
	ck_assert_msg(!failure, "%s", failure);
	torctl_options_free(options);

	ck_assert(files_create(path, span_of(FAKE_COOKIE), NULL));
	setenv("TOR_CONTROL_COOKIE_AUTH_FILE", path, 1);
	options = torctl_options_new();
	torctl_options_set_environment(options, true);
	library_start(&library, options, cookie, COUNT(cookie));
	library_end(&library);
	unsetenv("TOR_CONTROL_PASSWD");
	unsetenv("TOR_CONTROL_COOKIE_AUTH_FILE");
	files_remove_tree(dir);
	free(path);
	free(dir);
}
END_TEST

START_TEST(launching)
{
	ck_assert_ptr_null(torctl_launch("/nonexistent/tor", NULL, 10000, ERR));
	ck_assert_int_eq(torctl_error_kind(library.error), TORCTL_ERROR_FILE);
	ck_assert_ptr_null(torctl_launch(NULL, LIST("-f", "x"), 10000, ERR));
	ck_assert_int_eq(torctl_error_kind(library.error), TORCTL_ERROR_USAGE);
	torctl_error_free(library.error);
	library.error = NULL;
}
END_TEST

/* ssh:// works as in torctl, through a fake ssh here. */
START_TEST(connects_by_ssh)
{
	struct torctl_options *options = torctl_options_new();
	struct torctl *ssh;

	setenv("TORCTL_SSH", "sh -c 'printf \"\\nTORCTL-STDIO 1 ready "
		"tor=0.4.9.11\\n\"; read -r line; printf "
		"\"250-version=0.4.9.11\\r\\n250 OK\\r\\n\"; read -r end'", 1);
	torctl_options_set_address(options, "ssh://me@relay:22");
	ssh = torctl_connect(options, ERR);
	ck_assert_ptr_nonnull(ssh);
	ck_assert_str_eq(torctl_address(ssh), "ssh://me@relay:22");
	ck_assert_str_eq(torctl_auth_method(ssh), "SSH");
	ck_assert_str_eq(torctl_tor_version(ssh), "0.4.9.11");
	ck_assert(torctl_is_connected(ssh));
	torctl_disconnect(ssh);
	ck_assert(!torctl_is_connected(ssh));
	torctl_close(ssh);
	torctl_options_free(options);
	unsetenv("TORCTL_SSH");
}
END_TEST

int main(void)
{
	Suite *suite = suite_create("torctl");
	TCase *tcase = test_case(suite, "torctl");

	tcase_add_test(tcase, configuration);
	tcase_add_test(tcase, information);
	tcase_add_test(tcase, answers_that_do_not_fit);
	tcase_add_test(tcase, line_breaks_in_options);
	tcase_add_test(tcase, commands);
	tcase_add_test(tcase, circuits);
	tcase_add_test(tcase, waiting);
	tcase_add_test(tcase, addresses);
	tcase_add_test(tcase, onions);
	tcase_add_test(tcase, raw);
	tcase_add_test(tcase, authentication);
	tcase_add_test(tcase, open_descriptor);
	tcase_add_test(tcase, cannot_connect);
	tcase_add_test(tcase, without_connection);
	tcase_add_test(tcase, versions);
	tcase_add_test(tcase, variables);
	tcase_add_test(tcase, launching);
	tcase_add_test(tcase, connects_by_ssh);
	return test_run(suite);
}
