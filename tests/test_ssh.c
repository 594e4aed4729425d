/* ssh:// addresses, and connections through a fake ssh. */
#include "conn/opener.h"
#include "conn/ssh_address.h"
#include "conn/transport.h"
#include "lib/test.h"
#include "proto/helper.h"
#include "util/alloc.h"
#include "util/clock.h"
#include "util/files.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

enum { PATIENCE = 20000 };

static struct error error;

/* ---- addresses */

static const struct {
	const char *text, *user, *host;
	unsigned port;
	const char *there;
	const char *format; /* NULL: the same */
} good[] = {
	{ "ssh://relay", NULL, "relay", 0, NULL, NULL },
	{ "ssh://relay/", NULL, "relay", 0, NULL, "ssh://relay" },
	{ "ssh://relay_1.example.org:2222", NULL, "relay_1.example.org", 2222,
		NULL, NULL },
	{ "ssh://me@relay", "me", "relay", 0, NULL, NULL },
	{ "ssh://me@there@relay", "me@there", "relay", 0, NULL, NULL },
	{ "ssh://me%40there@relay", "me@there", "relay", 0, NULL,
		"ssh://me@there@relay" },
	{ "ssh://[2001:db8::1]:22", NULL, "2001:db8::1", 22, NULL, NULL },
	{ "ssh://[fe80::1%25eth0]", NULL, "fe80::1%eth0", 0, NULL, NULL },
	{ "ssh://[fe80::1%eth0]", NULL, "fe80::1%eth0", 0, NULL,
		"ssh://[fe80::1%25eth0]" },
	{ "ssh://relay/run/tor/control", NULL, "relay", 0, "/run/tor/control",
		NULL },
	{ "ssh://relay/control", NULL, "relay", 0, "/control", NULL },
	{ "ssh://u@relay:22/a-b_c,d=e+f@g/h:1", "u", "relay", 22,
		"/a-b_c,d=e+f@g/h:1", NULL },
	{ "ssh://relay/127.0.0.1:9051", NULL, "relay", 0, "127.0.0.1:9051",
		NULL },
	{ "ssh://relay/9051", NULL, "relay", 0, "127.0.0.1:9051",
		"ssh://relay/127.0.0.1:9051" },
	{ "ssh://relay/[::1]:9051", NULL, "relay", 0, "[::1]:9051", NULL },
	{ "ssh://relay/#one", NULL, "relay", 0, "#one", NULL },
	{ "ssh://relay/#198.51.100.10_9000", NULL, "relay", 0,
		"#198.51.100.10_9000", NULL },
};

static void check_good(const char *text, size_t i, struct address *address)
{
	ck_assert_msg(address_parse(text, address, &error), "%s", error.text);
	ck_assert_pstr_eq(address->user, good[i].user);
	ck_assert_str_eq(address->host, good[i].host);
	ck_assert_uint_eq(address->port, good[i].port);
	ck_assert_pstr_eq(address->there, good[i].there);
	ck_assert_ptr_null(address->path);
	ck_assert(!address_is_local(address));
}

START_TEST(good_address)
{
	struct address address = { 0 };
	char *text;

	check_good(good[_i].text, (size_t)_i, &address);
	text = address_format(&address);
	ck_assert_str_eq(text, good[_i].format ? good[_i].format :
		good[_i].text);
	check_good(text, (size_t)_i, &address);
	free(text);
	address_clear(&address);
}
END_TEST

/* What a shell, ssh or an old ssh could take for something else. */
static const char *const bad[] = {
	"ssh://", "ssh:///run/tor/control", "ssh://me@", "ssh://@relay",
	"ssh://-oProxyCommand=x", "ssh://-v@relay", "ssh://relay;id",
	"ssh://%2doProxyCommand=x", "ssh://$(id)", "ssh://`id`", "ssh://a b",
	"ssh://a%20b", "ssh://a%00b", "ssh://a%0ab", "ssh://%h",
	"ssh://u%00@h", "ssh://u v@h", "ssh://'u'@h", "ssh://%r@h",
	"ssh://relay:", "ssh://relay:0", "ssh://relay:65536", "ssh://relay:x",
	"ssh://[::1", "ssh://[::1]x", "ssh://[relay]", "ssh://[::1%;]",
	"ssh://[::1%25]", "ssh://::1", "ssh://relay/#", "ssh://relay/#-x",
	"ssh://relay/#a/b", "ssh://relay/#9051", "ssh://relay/#a b", "ssh://relay/#$(id)",
	"ssh://relay/run/$(id)", "ssh://relay/run/'x", "ssh://relay/run/a b",
	"ssh://relay/run/%27x", "ssh://relay/run/!x", "ssh://relay/run/a\\b",
	"ssh://relay/run/~x/\"", "ssh://relay/-x:1", "ssh://relay/h:0",
	"ssh://relay/h:70000", "ssh://relay/fd:3",
	"ssh://relay/`id`:9051", "ssh://relay/run/x\n",
};

START_TEST(bad_address)
{
	struct address address = { 0 };

	ck_assert_msg(!address_parse(bad[_i], &address, &error), "%s", bad[_i]);
	ck_assert_int_eq(error.kind, ERROR_USAGE);
	ck_assert_ptr_nonnull(strstr(error.text,
		"\" is not a valid address: "));
	ck_assert_ptr_null(address.host);
	ck_assert_ptr_null(address.user);
	ck_assert_ptr_null(address.there);
}
END_TEST

START_TEST(hosts_of_the_configuration)
{
	char *home = test_directory();
	char *directory = alloc_print("%s/.ssh", home);
	char *path = alloc_print("%s/config", directory), *names;
	struct strv addresses = STRV_INIT;

	setenv("HOME", home, 1);
	ssh_address_complete(&addresses);
	ck_assert_uint_eq(addresses.len, 0);
	ck_assert_int_eq(mkdir(directory, 0700), 0);
	ck_assert(files_create(path, SPAN("# Host no\nHost one\n"
		"  HostName 192.0.2.1\nhost  two *.example.org !three four\n"
		"Host=x\nMatch host five\nHost *\n"), NULL));
	ssh_address_complete(&addresses);
	names = strv_join(&addresses, " ");
	ck_assert_str_eq(names, "ssh://one ssh://two ssh://four");
	files_remove_tree(home);
	strv_clear(&addresses);
	free(names);
	free(path);
	free(directory);
	free(home);
}
END_TEST

/* ---- ssh, played by a shell script */

static void play(const char *script)
{
	char *command = alloc_print("sh -c '%s' ssh", script);

	setenv("TORCTL_SSH", command, 1);
	free(command);
}

/* Connects; returns whether that worked. Without a limit if `timeout` is < 0 */
static bool dial(const char *text, int timeout, int cancel_fd,
	struct transport_link *link)
{
	struct address address = { 0 };
	bool ok;

	ck_assert_msg(address_parse(text, &address, &error), "%s", error.text);
	ok = address_connect(&address, clock_deadline(timeout), cancel_fd, link,
		&error);
	address_clear(&address);
	return ok;
}

#define READY "printf \"\\n" HELPER_READY " tor=\\\"0.4.9.11\\\" " \
	"socket=\\\"/run/tor/control\\\"\\n\"; "

static void hang_up(struct transport_link *link)
{
	close(link->fd);
	link->end(link->arg);
	free(link->tor_version);
}

static const char *const ready[] = {
	READY "exec cat",
	"echo noise; " READY "exec cat",
	"printf noise; " READY "exec cat",
	"echo a warning >&2; " READY "exec cat",
	"seq 5000; " READY "exec cat",
	"printf \"\\n\\n\\n\"; " READY "exec cat",
};

START_TEST(becomes_ready)
{
	struct transport_link link;
	char bytes[16] = "";

	play(ready[_i]);
	ck_assert_msg(dial("ssh://relay", PATIENCE, -1, &link), "%s",
		error.text);
	ck_assert(link.authenticated);
	ck_assert_str_eq(link.tor_version, "0.4.9.11");
	ck_assert_int_eq(link.silence, 30000);
	ck_assert_int_eq(link.patience, 15000);
	ck_assert_int_eq(fcntl(link.fd, F_GETFD) & FD_CLOEXEC, FD_CLOEXEC);
	/* Nothing of what follows the line is lost, or was sent before. */
	ck_assert_int_eq(send(link.fd, "hello\n", 6, 0), 6);
	ck_assert_int_eq(recv(link.fd, bytes, 6, MSG_WAITALL), 6);
	ck_assert_str_eq(bytes, "hello\n");
	hang_up(&link);
	ck_assert_int_eq(waitpid(-1, NULL, WNOHANG), -1);
	ck_assert_int_eq(errno, ECHILD);
}
END_TEST

static const struct {
	const char *script;
	enum error_kind kind;
	const char *text;
	enum error_remedy remedy;
} failing[] = {
	{ "echo ssh: connect to host h port 22: Connection refused >&2; "
		"exit 255", ERROR_CONNECTION,
		"ssh: connect to host h port 22: Connection refused",
		ERROR_REMEDY_NONE },
	{ "printf \"a banner\\r\\nu@h: Permission denied (publickey).\\r\\n\" "
		">&2; exit 255", ERROR_CONNECTION,
		"u@h: Permission denied (publickey).", ERROR_REMEDY_SSH },
	{ "echo Received disconnect: Too many authentication failures >&2; "
		"echo Disconnected from h >&2; exit 255", ERROR_CONNECTION,
		"Received disconnect: Too many authentication failures",
		ERROR_REMEDY_SSH },
	{ "echo Host key for h has changed and so on. >&2; "
		"echo Host key verification failed. >&2; exit 255",
		ERROR_CONNECTION, "Host key for h has changed and so on.",
		ERROR_REMEDY_SSH },
	{ "exit 255", ERROR_CONNECTION, "the command on relay was killed",
		ERROR_REMEDY_NONE },
	{ "echo sh: exec: torctl: not found >&2; exit 127", ERROR_CONNECTION,
		"torctl was not found on relay", ERROR_REMEDY_INSTALL },
	{ "echo torctl: stdio: /run/x: No such file >&2; echo more >&2; "
		"exit 3", ERROR_CONNECTION, "/run/x: No such file",
		ERROR_REMEDY_NONE },
	{ "echo torctl: stdio: Tor requires a password >&2; exit 4",
		ERROR_AUTH, "Tor requires a password", ERROR_REMEDY_NONE },
	{ "exit 0", ERROR_CONNECTION, "ssh ended without running torctl on "
		"relay (status 0)", ERROR_REMEDY_SSH },
	{ "echo; echo This service allows sftp connections only.; exit 1",
		ERROR_CONNECTION, "ssh ended without running torctl on relay "
		"(status 1): \"This service allows sftp connections only.\"",
		ERROR_REMEDY_SSH },
	{ "echo; echo TORCTL-SH 1 none /run/x; exit 3", ERROR_CONNECTION,
		"there is no control socket /run/x", ERROR_REMEDY_NONE },
	{ "echo TORCTL-SH 1 denied /run/x; exit 3", ERROR_CONNECTION,
		"no permission to use the control socket /run/x",
		ERROR_REMEDY_NONE },
	{ "echo TORCTL-SH 1 several /run/x /run/y; exit 3", ERROR_CONNECTION,
		"there are several control sockets; name one of /run/x /run/y",
		ERROR_REMEDY_NONE },
	{ "echo TORCTL-SH 1 rea; exit 3", ERROR_CONNECTION,
		"unexpected answer from relay: rea", ERROR_REMEDY_NONE },
	/* what only looks like the line of torctl or of the shell */
	{ "echo TORCTL-STDIO 2 ready tor=x; exit 0", ERROR_CONNECTION,
		"ssh ended without running torctl on relay (status 0): "
		"\"TORCTL-STDIO 2 ready tor=x\"", ERROR_REMEDY_SSH },
	{ "echo TORCTL-STDIO 1 readyx; exit 0", ERROR_CONNECTION,
		"ssh ended without running torctl on relay (status 0): "
		"\"TORCTL-STDIO 1 readyx\"", ERROR_REMEDY_SSH },
	{ "echo \" TORCTL-STDIO 1 ready\"; exit 0", ERROR_CONNECTION,
		"ssh ended without running torctl on relay (status 0): "
		"\" TORCTL-STDIO 1 ready\"", ERROR_REMEDY_SSH },
	{ "printf TORCTL-STDIO\\ 1\\ ready; exit 0", ERROR_CONNECTION,
		"ssh ended without running torctl on relay (status 0)",
		ERROR_REMEDY_SSH },
	{ "printf \"TORCTL-STDIO\\000 1 ready\\n\"; exit 0", ERROR_CONNECTION,
		"ssh ended without running torctl on relay (status 0): "
		"\"TORCTL-STDIO\"", ERROR_REMEDY_SSH },
	{ "printf \"TORCTL-SH 1 \\033[31m\\n\"; exit 0", ERROR_CONNECTION,
		"unexpected answer from relay: \\x1b[31m",
		ERROR_REMEDY_NONE },
	{ "printf \"250 OK\\r\\n250-version=x\\r\\n250 OK\\r\\n\"; exit 0",
		ERROR_CONNECTION, "ssh ended without running torctl on relay "
		"(status 0): \"250 OK\"", ERROR_REMEDY_SSH },
	{ "printf \"TORCTL-STDIO 1 ready tor=\"; exec tr \"\\000\" x </dev/zero",
		ERROR_CONNECTION, "expected torctl on relay, but it printed "
		"more than 64 KiB: \"TORCTL-STDIO 1 ready "
		"tor=xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx\"",
		ERROR_REMEDY_SSH },
	{ "kill -9 $$", ERROR_CONNECTION, "ssh to relay was killed by signal 9 (Killed)",
		ERROR_REMEDY_NONE },
	{ "printf \"a \\033[31mred line\\n\"; exec seq 1000000",
		ERROR_CONNECTION, "expected torctl on relay, but it printed "
		"more than 64 KiB: \"a \\x1b[31mred line\"", ERROR_REMEDY_SSH },
	{ "exec tr \"\\000\" x </dev/zero", ERROR_CONNECTION,
		"expected torctl on relay, but it printed more than 64 KiB: \""
		"xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx"
		"xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx\"",
		ERROR_REMEDY_SSH },
};

START_TEST(fails)
{
	struct transport_link link;

	play(failing[_i].script);
	ck_assert(!dial("ssh://relay", PATIENCE, -1, &link));
	ck_assert_str_eq(error.text, failing[_i].text);
	ck_assert_int_eq(error.kind, failing[_i].kind);
	ck_assert_int_eq(error.remedy, failing[_i].remedy);
	ck_assert_int_eq(waitpid(-1, NULL, WNOHANG), -1);
}
END_TEST

START_TEST(silence_has_an_end)
{
	struct transport_link link;

	play("echo please wait; exec sleep 1000");
	ck_assert(!dial("ssh://relay", 200, -1, &link));
	ck_assert_int_eq(error.kind, ERROR_TIMEOUT);
	ck_assert_str_eq(error.text,
		"timed out before torctl started on relay: please wait");
	/* It does not end by itself, nor by SIGTERM. */
	play("trap : TERM; while :; do sleep 1000; done");
	ck_assert(!dial("ssh://relay", 200, -1, &link));
	ck_assert_int_eq(error.kind, ERROR_TIMEOUT);
	ck_assert_int_eq(waitpid(-1, NULL, WNOHANG), -1);
}
END_TEST

START_TEST(is_interrupted)
{
	struct transport_link link;
	int cancel[2];

	ck_assert_int_eq(pipe(cancel), 0);
	ck_assert_int_eq(write(cancel[1], "", 1), 1);
	play("exec sleep 1000");
	ck_assert(!dial("ssh://relay", -1, cancel[0], &link));
	ck_assert_int_eq(error.kind, ERROR_INTERRUPTED);
	ck_assert_int_eq(waitpid(-1, NULL, WNOHANG), -1);
	close(cancel[0]);
	close(cancel[1]);
}
END_TEST

static const struct {
	const char *address, *argv;
} arguments[] = {
	{ "ssh://relay", "-T|-o|BatchMode=yes|--|relay|exec sh -c ' "
		"stdio --idle 300; "
		"s=/run/tor/control; [ -S $s ] || { "
		"set -- /run/tor-instances/*/control; [ -S $1 ] && s=$1; }" },
	{ "ssh://me@relay:2222/run/tor/x",
		"-T|-o|BatchMode=yes|-p|2222|-l|me|--|relay|exec sh -c ' "
		"stdio --idle 300 \"/run/tor/x\"; s=/run/tor/x" },
	{ "ssh://[::1]/9051", "-T|-o|BatchMode=yes|--|::1|exec sh -c ' "
		"stdio --idle 300 \"127.0.0.1:9051\"; a=\"127.0.0.1:9051\"" },
	{ "ssh://relay/[::1]:9051", "-T|-o|BatchMode=yes|--|relay|exec sh -c ' "
		"stdio --idle 300 \"[::1]:9051\"; a=\"[::1]:9051\"" },
	{ "ssh://relay/#one", "-T|-o|BatchMode=yes|--|relay|exec sh -c ' "
		"stdio --idle 300 \"one\"; s=/run/tor-instances/one/control" },
};

/* The words that ssh gets, without the part of the command that is fixed. */
START_TEST(arguments_of_ssh)
{
	struct transport_link link;

	play("printf \"%s|\" \"$@\" | sed \"s/PATH=.*exec "
		"torctl//;s/; h=.*//\" >&2; "
		"exit 255");
	ck_assert(!dial(arguments[_i].address, PATIENCE, -1, &link));
	ck_assert_str_eq(error.text, arguments[_i].argv);
}
END_TEST

START_TEST(bad_command_line)
{
	struct transport_link link;

	setenv("TORCTL_SSH", "ssh 'x", 1);
	ck_assert(!dial("ssh://relay", PATIENCE, -1, &link));
	ck_assert_int_eq(error.kind, ERROR_USAGE);
	ck_assert_str_eq(error.text,
		"TORCTL_SSH is not a valid command line: ssh 'x");
	setenv("TORCTL_SSH", "/nowhere/ssh", 1);
	ck_assert(!dial("ssh://relay", PATIENCE, -1, &link));
	ck_assert_int_eq(error.kind, ERROR_FILE);
	ck_assert_str_eq(error.text, "cannot run /nowhere/ssh: No such file or "
		"directory; install an ssh client");
	ck_assert_int_eq(waitpid(-1, NULL, WNOHANG), -1);
}
END_TEST

/* A forced command cannot make us command another Tor. */
START_TEST(another_tor_answers)
{
	struct transport_link link;

	play(READY "exec cat");
	ck_assert_msg(dial("ssh://relay/run/tor/control", PATIENCE, -1, &link),
		"%s", error.text);
	hang_up(&link);
	ck_assert(!dial("ssh://relay/run/tor/other", PATIENCE, -1, &link));
	ck_assert_str_eq(error.text,
		"relay connects only to /run/tor/control");
}
END_TEST

/* ---- the cookie, without torctl there */

#define COOKIE_BEGIN "echo noise; echo TORCTL-COOKIE; "
#define HALF "echo \" 30 31 32 33 34 35 36 37 38 39 3a 3b 3c 3d 3e 3f\"; "

static const struct {
	const char *path, *script;
	const char *text; /* NULL: it is read */
} cookies[] = {
	{ "/run/c", COOKIE_BEGIN HALF HALF "echo TORCTL-END; echo bye", NULL },
	{ "/run/c", COOKIE_BEGIN HALF HALF "echo 40; echo TORCTL-END",
		"cannot read the cookie file /run/c on relay: not 32 bytes" },
	{ "/run/c", COOKIE_BEGIN HALF "echo TORCTL-END",
		"cannot read the cookie file /run/c on relay: not 32 bytes" },
	{ "/run/c", COOKIE_BEGIN HALF HALF,
		"cannot read the cookie file /run/c on relay: not 32 bytes" },
	{ "/run/c", COOKIE_BEGIN "echo xx; echo TORCTL-END",
		"cannot read the cookie file /run/c on relay: not 32 bytes" },
	{ "/run/c", COOKIE_BEGIN "echo od: /run/c: Permission denied >&2; "
		"exit 1", "cannot read the cookie file /run/c on relay: od: "
		"/run/c: Permission denied" },
	{ "/run/c", "exec cat /dev/zero",
		"cannot read the cookie file /run/c on relay: not 32 bytes" },
	{ "/run/$(id)", "exit 0", "refusing the cookie file /run/$(id) on "
		"relay: a shell could misunderstand its name" },
	{ "/run/a b", "exit 0", "refusing the cookie file /run/a b on "
		"relay: a shell could misunderstand its name" },
	{ "run/c", "exit 0", "refusing the cookie file run/c on "
		"relay: a shell could misunderstand its name" },
};

/* The connection is the first call of ssh, the cookie the second. */
START_TEST(cookie)
{
	struct buf got = BUF_INIT_SECRET;
	struct transport_link link;
	char *script = alloc_print("case \"$*\" in *torctl*) "
		"echo TORCTL-SH 1 ready /run/x; exec cat;; "
		"*\"od -An -v -tx1 -N33 %s &&\"*) %s;; esac", cookies[_i].path,
		cookies[_i].script);
	char *harmless = alloc_print("case \"$*\" in *torctl*) "
		"echo TORCTL-SH 1 ready /run/x; exec cat;; esac");
	bool ok;

	play(strpbrk(cookies[_i].path, "$ ") ? harmless : script);
	ck_assert_msg(dial("ssh://relay/run/x", PATIENCE, -1, &link), "%s",
		error.text);
	ck_assert(!link.authenticated);
	ok = link.read_cookie(link.arg, cookies[_i].path, &got, &error);
	if (ok) {
		ck_assert_ptr_null(cookies[_i].text);
		test_span_eq(buf_span(&got), SPAN("0123456789:;<=>?"
			"0123456789:;<=>?"));
	} else {
		ck_assert_int_eq(error.kind, ERROR_AUTH);
		ck_assert_str_eq(error.text, cookies[_i].text);
	}
	hang_up(&link);
	ck_assert_int_eq(waitpid(-1, NULL, WNOHANG), -1);
	buf_clear(&got);
	free(script);
	free(harmless);
}
END_TEST

/* ---- a connection that ends */

static const struct {
	const char *script, *text;
} losses[] = {
	{ READY "exit 0", "not a control port: it closed the connection "
		"without a reply, as a Tor ORPort does" },
	{ READY "exit 255", "ssh to relay ended" },
	{ READY "echo Timeout, server relay not responding. >&2; exit 255",
		"ssh to relay ended: Timeout, server relay not "
		"responding." },
	{ READY "kill -9 $$",
		"ssh to relay was killed by signal 9 (Killed)" },
	{ READY "printf \"250 OK\"; exit 0",
		"not a control port; it answers: 250 OK" },
	{ READY "printf \"250-version=x\\r\\n\"; exit 0",
		"Tor closed the control connection" },
	{ READY "exec tr \"\\000\" x </dev/zero", "not a control port; it "
		"answers: xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx…" },
	{ READY "read -r line; echo torctl: stdio: lost >&2; exit 3",
		"ssh to relay ended: lost" },
};

START_TEST(loss_is_explained)
{
	struct opener_config config = {
		.server = "ssh://relay",
		.connection = { .timeout = PATIENCE, .cancel_fd = -1 },
	};
	struct opener_result result;
	struct connection *connection;
	struct request request;
	struct reply reply = REPLY_INIT;

	play(losses[_i].script);
	connection = opener_connect(&config, &result, &error);
	ck_assert_msg(connection, "%s", error.text);
	ck_assert_str_eq(result.address, "ssh://relay");
	ck_assert_str_eq(result.auth.method, "SSH");
	ck_assert_str_eq(result.auth.tor_version, "0.4.9.11");
	request_init(&request, "GETINFO");
	request_add_word(&request, "version");
	ck_assert(!connection_request(connection, &request, &reply, &error));
	ck_assert_int_eq(error.kind, ERROR_CONNECTION);
	ck_assert_str_eq(error.text, losses[_i].text);
	connection_free(connection);
	request_clear(&request);
	reply_clear(&reply);
	opener_result_clear(&result);
	ck_assert_int_eq(waitpid(-1, NULL, WNOHANG), -1);
}
END_TEST

/* ---- messages */

static void collect(void *arg, struct span line)
{
	struct buf *said = arg;

	buf_add_span(said, line);
	buf_add_char(said, '|');
}

#define OK_TO_ALL "while read -r line; do printf \"250 OK\\r\\n\"; done"

static struct connection *open_relay(struct buf *said)
{
	struct opener_config config = {
		.server = "ssh://relay",
		.notice = collect,
		.notice_arg = said,
		.connection = { .timeout = PATIENCE, .cancel_fd = -1 },
	};
	struct connection *connection = opener_connect(&config, NULL, &error);

	ck_assert_msg(connection, "%s", error.text);
	return connection;
}

static void ask(struct connection *connection)
{
	struct request request;

	request_init(&request, "GETINFO");
	request_add_word(&request, "version");
	ck_assert_msg(connection_command(connection, &request, NULL, &error),
		"%s", error.text);
	request_clear(&request);
}

START_TEST(messages_are_passed_on)
{
	struct buf said = BUF_INIT;
	struct connection *connection;
	int64_t deadline = clock_deadline(PATIENCE);

	play("printf \"one\\r\\nt\" >&2; " READY "read -r line; "
		"printf \"250 OK\\r\\n\"; printf \"wo\\nthr\" >&2; " OK_TO_ALL
		"; echo last >&2");
	connection = open_relay(&said);
	ck_assert_str_eq(buf_text(&said), "one|");
	while (strcmp(buf_text(&said), "one|two|") != 0 &&
		clock_now() < deadline)
		ask(connection);
	ck_assert_str_eq(buf_text(&said), "one|two|");
	connection_free(connection);
	ck_assert_str_eq(buf_text(&said), "one|two|");
	ck_assert_int_eq(waitpid(-1, NULL, WNOHANG), -1);
	buf_clear(&said);
}
END_TEST

/* They hold up neither connecting nor requests, and fill no memory. */
START_TEST(endless_messages)
{
	struct transport_link link;
	struct buf said = BUF_INIT;
	struct connection *connection;
	int64_t start = clock_now();

	play("exec yes >&2");
	ck_assert(!dial("ssh://relay", 200, -1, &link));
	ck_assert_msg(error.kind == ERROR_TIMEOUT, "%s", error.text);
	play("exec 3<&0; exec tr \"\\000\" x </dev/zero >&2");
	ck_assert(!dial("ssh://relay", 200, -1, &link));
	ck_assert_msg(error.kind == ERROR_TIMEOUT, "%s", error.text);
	ck_assert_int_lt(clock_now() - start, PATIENCE);
	play("yes >&2 & " READY OK_TO_ALL "; kill $!");
	connection = open_relay(&said);
	for (int i = 0; i < 3; i++)
		ask(connection);
	connection_free(connection);
	ck_assert_int_eq(waitpid(-1, NULL, WNOHANG), -1);
	buf_clear(&said);
}
END_TEST

/* A host that does not answer yet may do so later; a key is not accepted. */
START_TEST(waits)
{
	static const struct {
		const char *failure;
		bool waits;
	} all[] = {
		{ "echo ssh: connect: Connection refused >&2; exit 255", true },
		{ "exit 255", true },
		{ "echo u@h: Permission denied (publickey). >&2; exit 255",
			false },
		{ "exit 127", false },
	};
	char *directory = test_directory();
	char *script = alloc_print("cd %s; if mkdir tried; then %s; fi; " READY
		"exec cat", directory, all[_i].failure);
	struct opener_config config = {
		.server = "ssh://relay",
		.wait = PATIENCE,
		.connection = { .timeout = PATIENCE, .cancel_fd = -1 },
	};
	struct opener_result result;
	struct connection *connection;

	play(script);
	connection = opener_connect(&config, &result, &error);
	ck_assert_int_eq(connection != NULL, all[_i].waits);
	connection_free(connection);
	opener_result_clear(&result);
	files_remove_tree(directory);
	free(directory);
	free(script);
}
END_TEST

static void clear_error(void)
{
	error_clear(&error);
	unsetenv("TORCTL_SSH");
}

int main(void)
{
	Suite *suite = suite_create("ssh");
	TCase *tcase = test_case(suite, "ssh");

	tcase_add_checked_fixture(tcase, NULL, clear_error);
	tcase_set_timeout(tcase, 60);
	test_add_table(tcase, good_address, good);
	test_add_table(tcase, bad_address, bad);
	tcase_add_test(tcase, hosts_of_the_configuration);
	test_add_table(tcase, becomes_ready, ready);
	test_add_table(tcase, fails, failing);
	tcase_add_test(tcase, silence_has_an_end);
	tcase_add_test(tcase, is_interrupted);
	test_add_table(tcase, arguments_of_ssh, arguments);
	tcase_add_test(tcase, bad_command_line);
	tcase_add_test(tcase, another_tor_answers);
	test_add_table(tcase, cookie, cookies);
	test_add_table(tcase, loss_is_explained, losses);
	tcase_add_test(tcase, messages_are_passed_on);
	tcase_add_test(tcase, endless_messages);
	tcase_add_loop_test(tcase, waits, 0, 4);
	return test_run(suite);
}
