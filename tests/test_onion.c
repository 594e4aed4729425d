/* onion: requests, output, and the handling of keys. */
#include "lib/commands.h"
#include "lib/test.h"
#include "util/alloc.h"
#include "util/files.h"

#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#define ONION "2gzyxa5ihm7nsggfxnu52rck2vv4rvmdlkiu3zzui5du4xyclen53wid"
#define KEY "ED25519-V3:AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8gISIjJCUm" \
	"JygpKissLS4vMDEyMzQ1Njc4OTo7PD0+Pw=="
#define SECRET "AAECAw" /* the beginning of every private key here */
#define CLIENT_KEY "x25519:AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8="
#define PUBLIC "R5AMLLNWR4SWESXFWIKOU5T2N3EU3AU5HV5V4GWRXJXT4IJYFBPQ"

#define OK SEND("250 OK\r\n")
#define BORROWED EXPECT("SETEVENTS HS_DESC"), OK
#define READY FAKE_ONLINE, BORROWED
#define RETURNED EXPECT("SETEVENTS"), OK
#define ADDED "250-ServiceID=" ONION "\r\n250 OK\r\n"
#define ADDED_KEY "250-ServiceID=" ONION "\r\n250-PrivateKey=" KEY \
	"\r\n250 OK\r\n"
#define HS(action, more) "650 HS_DESC " action " " ONION " UNKNOWN " more "\r\n"
#define PUBLISHED HS("CREATED", "UNKNOWN d1") HS("UPLOAD", "$A~a d1") \
	HS("UPLOADED", "$A~a")
#define DELETED EXPECT("DEL_ONION " ONION), OK

static struct commands commands;
static char *directory;

#define PLAY(...) COMMANDS_PLAY(&commands, __VA_ARGS__)

static void set_up(void)
{
	directory = test_directory();
	ck_assert_int_eq(chdir(directory), 0);
}

static void tear_down(void)
{
	commands_end(&commands);
	ck_assert_int_eq(chdir("/"), 0);
	files_remove_tree(directory);
	free(directory);
}

static void write_file(const char *name, const char *text)
{
	ck_assert(files_create(name, span_of(text), NULL));
}

/* The file contains this, with mode 0600. */
static void check_file(const char *name, const char *text)
{
	struct buf got = BUF_INIT;
	struct stat about;

	ck_assert(files_read(name, 1000, &got, NULL));
	ck_assert_str_eq(buf_text(&got), text);
	ck_assert_int_eq(stat(name, &about), 0);
	ck_assert_int_eq(about.st_mode & 07777, 0600);
	buf_clear(&got);
}

/* ---- add */

START_TEST(add)
{
	PLAY(READY, EXPECT("ADD_ONION NEW:ED25519-V3 Flags=DiscardPK "
		"Port=80"), SEND(ADDED PUBLISHED), RETURNED);
	commands_check(&commands, "onion add 80", 0, ONION ".onion\n",
		"torctl: published: 1 upload\n");
	ck_assert(commands.session.tor->hold);
}
END_TEST

START_TEST(add_with_everything)
{
	PLAY(READY, EXPECT("ADD_ONION " KEY " Flags=Detach,V3Auth "
		"MaxStreams=7 Port=80,127.0.0.1:8080 Port=22,unix:/run/ssh "
		"ClientAuthV3=" PUBLIC " ClientAuthV3=" PUBLIC
		" PoWDefensesEnabled=1"), SEND(ADDED PUBLISHED), RETURNED);
	write_file("old", KEY "\n");
	commands_check(&commands, "onion add 80:127.0.0.1:8080 "
		"22:unix:/run/ssh --key old --detach --max-streams 7 --pow "
		"--client-auth " PUBLIC " --client-auth=descriptor:x25519:"
		PUBLIC, 0, ONION ".onion\n", "torctl: published: 1 "
			"upload\ntorctl: the service runs until onion del or "
			"until Tor exits\n");
	ck_assert(!commands.session.tor->hold);
}
END_TEST

/* The key is in its file and nowhere else, raw or not. */
START_TEST(new_key)
{
	char *printed, *complained;

	PLAY(READY, EXPECT("ADD_ONION NEW:ED25519-V3 Port=80"),
		SEND(ADDED_KEY PUBLISHED), RETURNED);
	if (_i)
		commands.output.form = _i == 1 ? OUTPUT_RAW : OUTPUT_JSON;
	ck_assert_int_eq(commands_line(&commands, "onion add 80 --new-key k"),
		0);
	printed = commands_printed(&commands);
	complained = commands_complained(&commands);
	check_file("k", KEY "\n");
	ck_assert_ptr_null(strstr(printed, SECRET));
	ck_assert_ptr_null(strstr(complained, SECRET));
	if (_i == 1)
		ck_assert_str_eq(printed, "250-ServiceID=" ONION "\r\n"
			"250 OK\r\n" PUBLISHED);
	if (_i == 2)
		ck_assert_str_eq(printed, "{\"key_file\":\"k\",\"address\":\""
			ONION ".onion\"}\n");
	free(printed);
	free(complained);
}
END_TEST

START_TEST(key_is_not_overwritten)
{
	PLAY(READY, EXPECT("ADD_ONION NEW:ED25519-V3 Port=80"),
		SEND(ADDED_KEY PUBLISHED), RETURNED);
	write_file("k", "precious");
	commands_check(&commands, "onion add 80 --new-key k", 6, "", "torctl: "
		"onion add: k already exists; use --force to overwrite it\n");
	check_file("k", "precious");
	commands_check(&commands, "onion add 80 --new-key k --force", 0,
		ONION ".onion\n", "torctl: private key saved in k\ntorctl: "
			"published: 1 upload\n");
	check_file("k", KEY "\n");
}
END_TEST

/* When the service is requested from Tor. */
static void take_directory(void *arg, bool sent, struct span line)
{
	(void)arg;
	if (sent && span_starts(line, "ADD_ONION"))
		rmdir("d");
}

/* No service without its key in a file. */
START_TEST(key_cannot_be_kept)
{
	char *complained;

	PLAY(READY, EXPECT("ADD_ONION NEW:ED25519-V3 Flags=V3Auth Port=80 "
		"ClientAuthV3=" PUBLIC), SEND(ADDED_KEY), DELETED, RETURNED);
	ck_assert_int_eq(mkdir("d", 0700), 0);
	commands.session.tor->opener.connection.trace = take_directory;
	ck_assert_int_eq(commands_line(&commands, "onion add 80 --new-key d/k "
		"--client-auth " PUBLIC), 6);
	complained = commands_complained(&commands);
	ck_assert_ptr_nonnull(strstr(complained, "cannot write d/k: No such "
		"file or directory; service removed"));
	ck_assert_ptr_null(strstr(complained, SECRET));
	free(complained);
}
END_TEST

/* The public half goes to Tor, the private half into the client's file. */
START_TEST(new_client)
{
	static const struct fake_step steps[] = {
		FAKE_AUTH_NULL, READY, EXPECT_START("ADD_ONION NEW:ED25519-V3 "
			"Flags=DiscardPK,V3Auth Port=80 ClientAuthV3="),
		SEND(ADDED PUBLISHED), RETURNED,
	};
	struct buf got = BUF_INIT;
	struct stat about;
	char *printed, *key;

	commands_play(&commands, steps);
	ck_assert_int_eq(commands_line(&commands, "onion add 80 --new-client "
		"alice"), 0);
	ck_assert(files_read("alice.auth_private", 1000, &got, NULL));
	ck_assert(span_starts(buf_span(&got), ONION ":descriptor:x25519:"));
	ck_assert_uint_eq(got.len, 56 + 19 + 52 + 1);
	ck_assert_int_eq(stat("alice.auth_private", &about), 0);
	ck_assert_int_eq(about.st_mode & 07777, 0600);
	printed = commands_printed(&commands);
	ck_assert_str_eq(printed, ONION ".onion\n");
	free(printed);
	/* The arguments that create the service again for the same client. */
	printed = commands_complained(&commands);
	key = strstr(printed, " later, use --client-auth ");
	ck_assert_ptr_nonnull(key);
	key += strlen(" later, use --client-auth ");
	ck_assert_uint_eq(strspn(key, "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567"), 52);
	free(printed);
	buf_clear(&got);
}
END_TEST

static const struct {
	const char *line;
	int status;
	const char *complaint;
} refused[] = {
	{ "onion add 80 --key a --new-key b", 2,
		"--key and --new-key "
		"cannot be combined" },
	{ "onion add 80 --force", 2,
		"--force requires --new-key or "
		"--new-client" },
	{ "onion add 80 --key missing", 6, "cannot open missing: No such" },
	{ "onion add 80 --key bad", 6,
		"bad does not contain an onion "
		"service key" },
	{ "onion add 80 --key " KEY, 2,
		"expected a file name, got a private "
		"key" },
	{ "onion add 80 --new-key " CLIENT_KEY, 2,
		"expected a file "
		"name, got a private key" },
	{ "onion add 80 --new-key no/where", 6, "cannot write no/where" },
	{ "onion add 80 --new-client ../alice", 2,
		"invalid name: use only "
		"letters, digits, \"_\", \"-\" and \".\", because it is used "
		"as "
		"a file name" },
	{ "onion add 80 --new-client bob --new-client bob --new-key "
	  "bob.auth_private --timeout x",
		2,
		"\"x\" is not a valid "
		"number of seconds" },
	{ "onion auth add " ONION " " CLIENT_KEY, 2,
		"expected a file "
		"name, got a private key" },
	{ "onion auth add " ONION " public", 6,
		"public is a public key, "
		"which belongs on the service" },
	{ "onion auth add " ONION " good --name \"a\nDEL_ONION\"", 2, "" },
	{ "onion auth add " ONION " good --name 'a b'", 2, "" },
	{ "onion fetch " ONION " --timeout 0", 2, "Tor may never answer" },
};

/* Before anything is sent, and without the key in the error. */
START_TEST(refused_at_once)
{
	static const struct fake_step steps[] = { FAKE_AUTH_NULL };
	char *complained;

	write_file("bad", "AAECAwQF\n");
	write_file("good", CLIENT_KEY "\n");
	write_file("public", "descriptor:x25519:" PUBLIC "\n");
	commands_play(&commands, steps);
	ck_assert_ptr_nonnull(session_connection(&commands.session, NULL));
	ck_assert_int_eq(commands_line(&commands, refused[_i].line),
		refused[_i].status);
	complained = commands_complained(&commands);
	ck_assert_msg(strstr(complained, refused[_i].complaint) != NULL, "%s",
		complained);
	ck_assert_ptr_null(strstr(commands.error.text, SECRET));
	free(complained);
}
END_TEST

START_TEST(key_that_others_can_read)
{
	PLAY(READY, EXPECT("ADD_ONION " KEY " Port=80"),
		SEND(ADDED PUBLISHED), RETURNED);
	write_file("k", KEY "\n");
	ck_assert_int_eq(chmod("k", 0640), 0);
	commands_check(&commands, "onion add 80 --key k", 0, ONION ".onion\n",
		"torctl: k is accessible to other users; use chmod 600 "
			"k\ntorctl: published: 1 upload\n");
}
END_TEST

/* A Tor older than 0.4.9.2. */
START_TEST(no_proof_of_work)
{
	PLAY(READY, EXPECT("ADD_ONION NEW:ED25519-V3 Flags=DiscardPK "
		"Port=80 PoWDefensesEnabled=1"),
		SEND("512 Bad arguments to ADD_ONION: Unrecognized keyword "
			"argument \"PoWDefensesEnabled\"\r\n"),
		EXPECT("ADD_ONION NEW:ED25519-V3 Flags=DiscardPK Port=80"),
		SEND(ADDED PUBLISHED), RETURNED);
	commands_check(&commands, "onion add 80 --pow", 0, ONION ".onion\n",
		"torctl: proof of work is not enabled; it requires Tor "
			"0.4.9.2 or later\ntorctl: published: 1 upload\n");
}
END_TEST

/* Any other refusal is final and not retried. */
/* No service is added and no key file made. */
START_TEST(offline)
{
	PLAY(FAKE_OFFLINE);
	commands_check(&commands, "onion add 80 --new-key k", 1, "",
		"torctl: onion add: Tor's network is disabled (DisableNetwork "
		"1); enable it with torctl setconf DisableNetwork=0\n");
	ck_assert_int_ne(access("k", F_OK), 0);
}
END_TEST

START_TEST(refused_by_tor)
{
	PLAY(READY, EXPECT("ADD_ONION NEW:ED25519-V3 Flags=DiscardPK "
		"Port=80 PoWDefensesEnabled=1"),
		SEND("512 Invalid VIRTPORT/TARGET\r\n"), RETURNED);
	commands_check(&commands, "onion add 80 --pow", 1, "", "torctl: onion "
		"add: 512 Invalid VIRTPORT/TARGET\n");
	ck_assert(!commands.session.tor->hold);
}
END_TEST

/* ---- until it is published */

/*
 * Two descriptors; one directory refuses, a client's fetch fails at a directory
 * that has not answered yet, and another service is published meanwhile.
 */
START_TEST(all_have_answered)
{
	PLAY(READY, EXPECT_START("ADD_ONION"), SEND(ADDED
		HS("CREATED", "UNKNOWN d1") HS("CREATED", "UNKNOWN d2")
		HS("UPLOAD", "$A~a d1") HS("UPLOAD", "$B~b d1")
		HS("UPLOADED", "$A~a")
		"650 HS_DESC UPLOADED other UNKNOWN $B~b\r\n"
		HS("FAILED", "$B~b d1 REASON=NOT_FOUND")
		HS("REQUESTED", "$B~b d1") HS("RECEIVED", "$B~b d1")
		HS("FAILED", "$B~b d1 REASON=UPLOAD_REJECTED")),
		DRAIN, WAIT(0), SEND(HS("UPLOAD", "$A~a d2")
		HS("UPLOADED", "$A~a")), RETURNED);
	fake_tor_open(commands.tor, 0);
	commands_check(&commands, "onion add 80", 0, ONION ".onion\n",
		"torctl: published: 2 uploads, 1 refused\n");
}
END_TEST

/* With --quiet, which drops notes; some directories may refuse. */
START_TEST(published_line)
{
	PLAY(READY, EXPECT_START("ADD_ONION"), SEND(ADDED
		HS("CREATED", "UNKNOWN d1") HS("UPLOAD", "$A~a d1")
		HS("UPLOAD", "$B~b d1") HS("UPLOADED", "$A~a")
		HS("FAILED", "$B~b d1 REASON=UPLOAD_REJECTED")), RETURNED);
	commands.output.quiet = true;
	commands.session.report.quiet = true;
	commands_check(&commands, "onion add 80 --notify", 0,
		ONION ".onion\npublished\n", "");
}
END_TEST

START_TEST(published_object)
{
	char *printed;

	PLAY(READY, EXPECT_START("ADD_ONION"), SEND(ADDED PUBLISHED),
		RETURNED);
	commands.output.form = OUTPUT_JSON;
	ck_assert_int_eq(commands_line(&commands, "onion add 80 --notify"), 0);
	printed = commands_printed(&commands);
	ck_assert_ptr_eq(strstr(printed, "{\"address\":\"" ONION ".onion\"}\n"
		"{\"event\":\"published\",\"time\":\"2"), printed);
	ck_assert_ptr_nonnull(strstr(printed, "Z\",\"address\":\"" ONION
		".onion\",\"uploads\":1,\"refused\":0}\n"));
	free(printed);
}
END_TEST

/* Nothing more is to come, so there is nothing to wait for. */
START_TEST(all_refused)
{
	PLAY(READY, EXPECT_START("ADD_ONION"), SEND(ADDED
		HS("CREATED", "UNKNOWN d1") HS("UPLOAD", "$A~a d1")
		HS("UPLOAD", "$B~b d1")
		HS("FAILED", "$A~a d1 REASON=UPLOAD_REJECTED")
		HS("FAILED", "$B~b d1 REASON=UNEXPECTED")), DELETED,
		RETURNED);
	commands_check(&commands, "onion add 80 --notify --timeout 0", 1,
		ONION ".onion\n", "torctl: onion add: 551 no directory "
			"accepted the descriptor; 2 refused: $A~a "
			"UPLOAD_REJECTED, $B~b UNEXPECTED; service removed\n");
	ck_assert(!commands.session.tor->hold);
}
END_TEST

START_TEST(not_in_time)
{
	PLAY(READY, EXPECT_START("ADD_ONION"), SEND(ADDED
		HS("CREATED", "UNKNOWN d1") HS("UPLOAD", "$A~a d1")
		HS("UPLOAD", "$B~b d1")
		HS("FAILED", "$A~a d1 REASON=UPLOAD_REJECTED")), DELETED,
		RETURNED);
	commands_check(&commands, "onion add 80 --timeout 0.3", 5,
		ONION ".onion\n",
		"torctl: onion add: timed out: no directory "
		"accepted the descriptor; Tor may not be bootstrapped; use "
		"--timeout SECS to wait longer; service removed\n");
	ck_assert(!commands.session.tor->hold);
}
END_TEST

START_TEST(detached_stays)
{
	PLAY(READY, EXPECT_START("ADD_ONION"), SEND(ADDED), RETURNED);
	commands_check(&commands, "onion add 80 --detach --timeout 0.1", 5,
		ONION ".onion\n",
		"torctl: onion add: timed out: no directory "
		"accepted the descriptor; Tor may not be bootstrapped; use "
		"--timeout SECS to wait longer; the service stays "
		"until onion del\n");
}
END_TEST

/* ---- hspost */

#define POST(servers) BORROWED, \
	EXPECT("+HSPOST HSADDRESS=" ONION servers), EXPECT("text"), EXPECT(".")
#define POST_REFUSED(directory) \
	"650 HS_DESC FAILED " ONION " NO_AUTH " directory \
		" id REASON=UPLOAD_REJECTED\r\n"

START_TEST(posted)
{
	PLAY(POST(" SERVER=a SERVER=b"), SEND("250 OK\r\n"
		HS("UPLOADED", "$A~a") POST_REFUSED("$B~b")),
		FAKE_ONLINE, RETURNED);
	buf_add_string(&commands.body, "text\n");
	commands_check(&commands, "hspost - HSADDRESS=" ONION
		" SERVER=a SERVER=b", 0, "", "torctl: 1 directory accepted "
		"the descriptor, 1 refused: $B~b UPLOAD_REJECTED\n");
}
END_TEST

/* Tor does not say how many there are. */
START_TEST(posted_to_those_that_refuse)
{
	PLAY(POST(""), SEND("250 OK\r\n" POST_REFUSED("$A~a")
		POST_REFUSED("$B~b")),
		FAKE_ONLINE, RETURNED);
	buf_add_string(&commands.body, "text\n");
	commands_check(&commands, "hspost - HSADDRESS=" ONION, 1, "",
		"torctl: hspost: 551 no directory accepted the descriptor; "
		"2 refused: $A~a UPLOAD_REJECTED, $B~b UPLOAD_REJECTED\n");
}
END_TEST

START_TEST(posted_without_an_answer)
{
	PLAY(POST(""), SEND("250 OK\r\n"),
		FAKE_ONLINE, RETURNED);
	buf_add_string(&commands.body, "text\n");
	commands.session.tor->opener.connection.timeout = 500;
	commands_check(&commands, "hspost - HSADDRESS=" ONION, 5, "",
		"torctl: hspost: timed out: no directory answered\n");
}
END_TEST

static int cancel[2];

static void interrupt(void *arg, bool sent, struct span line)
{
	(void)arg;
	if (!sent && span_starts(line, "650 HS_DESC CREATED"))
		ck_assert_int_eq(write(cancel[1], "", 1), 1);
}

/* Ctrl-C at the prompt removes the service. */
START_TEST(interrupted)
{
	char *complained;

	PLAY(READY, EXPECT_START("ADD_ONION"), SEND(ADDED), DRAIN,
		SEND(HS("CREATED", "UNKNOWN d1")), DELETED,
		EXPECT("SETEVENTS"));
	ck_assert_int_eq(pipe(cancel), 0);
	commands.session.tor->opener.connection.trace = interrupt;
	commands.session.tor->opener.connection.cancel_fd = cancel[0];
	commands_line(&commands, "onion add 80");
	ck_assert_int_eq(commands.error.kind, ERROR_INTERRUPTED);
	complained = commands_complained(&commands);
	ck_assert_ptr_eq(strstr(complained, "torctl: service removed\n"),
		complained);
	free(complained);
	close(cancel[0]);
	close(cancel[1]);
}
END_TEST

/* ---- list, del, fetch */

/* The questions go out together, also those about each kind. */
START_TEST(list)
{
	PLAY(EXPECT("GETINFO onions/current onions/detached"),
		EXPECT("GETCONF HiddenServiceOptions"),
		SEND("551 No onion services of the specified type.\r\n"
			"250-HiddenServiceDir=/nowhere/a\r\n"
			"250-HiddenServicePort=80 127.0.0.1:80\r\n"
			"250-HiddenServicePort=22\r\n"
			"250-HiddenServiceDir=/nowhere/b\r\n"
			"250 HiddenServiceVersion=3\r\n"),
		EXPECT("GETINFO onions/current"),
		EXPECT("GETINFO onions/detached"),
		SEND("250-onions/current=" ONION "\r\n250 OK\r\n"
			"551 No onion services of the specified type.\r\n"));
	commands.output.form = OUTPUT_JSON;
	commands_check(&commands, "onion list", 0, "[{\"address\":\"" ONION
		".onion\",\"kind\":\"current\"},"
		"{\"kind\":\"torrc\",\"ports\":[\"80 127.0.0.1:80\",\"22\"],"
		"\"directory\":\"/nowhere/a\"},"
		"{\"kind\":\"torrc\",\"directory\":\"/nowhere/b\"}]\n", "");
}
END_TEST

START_TEST(list_of_none)
{
	PLAY(EXPECT("GETINFO onions/current onions/detached"),
		SEND("250-onions/current=\r\n250-onions/detached=\r\n"
			"250 OK\r\n"),
		EXPECT("GETCONF HiddenServiceOptions"),
		SEND("250 HiddenServiceOptions\r\n"));
	commands_check(&commands, "onion list --no-header", 0, "", "");
}
END_TEST

START_TEST(del)
{
	PLAY(DELETED, EXPECT("DEL_ONION " ONION),
		SEND("552 Unknown Onion Service id\r\n"));
	commands_check(&commands, "onion del " ONION ".onion", 0, "", "");
	ck_assert_int_eq(commands_line(&commands, "onion del " ONION), 1);
	ck_assert_ptr_nonnull(strstr(commands.error.text, "Unknown Onion "
		"Service id; to remove a service in torrc, remove its "
		"lines; "));
}
END_TEST

START_TEST(fetch)
{
	PLAY(EXPECT("SETEVENTS HS_DESC HS_DESC_CONTENT"), OK,
		EXPECT("HSFETCH " ONION " SERVER=relay"),
		SEND("250 OK\r\n650+HS_DESC_CONTENT " ONION " d1 $A~a\r\n"
			"hs-descriptor 3\r\n.\r\n650 OK\r\n"),
		FAKE_ONLINE, RETURNED,
		EXPECT("SETEVENTS HS_DESC HS_DESC_CONTENT"), OK,
		EXPECT("HSFETCH " ONION), OK, FAKE_ONLINE, RETURNED);
	commands_check(&commands, "onion fetch " ONION " --server relay", 0,
		"hs-descriptor 3\n", "");
	commands_check(&commands, "onion fetch " ONION " --timeout 0.05", 5,
		"", "torctl: onion fetch: timed out waiting for the "
			"descriptor; Tor may not be bootstrapped; "
			"use --timeout SECS to wait longer\n");
}
END_TEST

/* ---- auth */

/* Text is the public key alone; JSON names the file too. */
START_TEST(auth_new)
{
	struct buf got = BUF_INIT_SECRET;
	char *printed, *complained;

	commands_start(&commands, NULL);
	ck_assert_int_eq(commands_line(&commands, "onion auth new"), 2);
	ck_assert_int_eq(commands_line(&commands, "onion auth new --name al"),
		0);
	printed = commands_printed(&commands);
	ck_assert(span_starts(span_of(printed), "public_key="
		"descriptor:x25519:"));
	ck_assert_ptr_eq(strchr(printed, '\n'), strrchr(printed, '\n'));
	free(printed);
	complained = commands_complained(&commands);
	ck_assert_ptr_nonnull(strstr(complained, "private key saved in "
		"al.auth_private\n"));
	free(complained);
	ck_assert(files_read("al.auth_private", 1000, &got, NULL));
	ck_assert(span_starts(buf_span(&got), ":descriptor:x25519:"));
	buf_reset(&got);
	ck_assert_int_eq(commands_line(&commands, "onion auth new " ONION
		".onion --new-key bo"), 0);
	free(commands_printed(&commands));
	free(commands_complained(&commands));
	ck_assert(files_read("bo", 1000, &got, NULL));
	ck_assert(span_starts(buf_span(&got), ONION ":descriptor:x25519:"));
	buf_clear(&got);
	ck_assert_int_eq(commands_line(&commands, "onion auth new --name al"),
		6);
	ck_assert_int_eq(commands_line(&commands, "onion auth new --name al "
		"--force"), 0);
	free(commands_printed(&commands));
	commands.output.form = OUTPUT_JSON;
	ck_assert_int_eq(commands_line(&commands, "onion auth new --name al "
		"--force"), 0);
	printed = commands_printed(&commands);
	ck_assert(span_starts(span_of(printed), "{\"name\":\"al\","
		"\"public_key\":\"descriptor:x25519:"));
	ck_assert_ptr_nonnull(strstr(printed, ",\"key_file\":\"al.auth_private\"}\n"));
	free(printed);
	commands.output.form = OUTPUT_TEXT;
	ck_assert_int_eq(commands_line(&commands, "onion auth new --show-key"),
		0);
	printed = commands_printed(&commands);
	ck_assert_ptr_nonnull(strstr(printed, "private_key=x25519:"));
	free(printed);
	complained = commands_complained(&commands);
	ck_assert_ptr_null(strstr(complained, "x25519:"));
	free(complained);
}
END_TEST

START_TEST(auth_add)
{
	PLAY(EXPECT("ONION_CLIENT_AUTH_ADD " ONION " " CLIENT_KEY), OK,
		EXPECT("ONION_CLIENT_AUTH_ADD " ONION " " CLIENT_KEY
			" ClientName=al Flags=Permanent"),
		SEND("553 Unable to store creds for \"" ONION "\"\r\n"),
		EXPECT("ONION_CLIENT_AUTH_REMOVE " ONION), OK);
	write_file("key", CLIENT_KEY "\n");
	commands_check(&commands, "onion auth add " ONION ".onion key", 0, "",
		"torctl: Tor forgets the key when it exits or when its "
		"configuration changes; --permanent stores it\n");
	commands_check(&commands, "onion auth add " ONION " key --name al "
		"--permanent", 1, "", "torctl: onion auth add: 553 Unable to "
		"store creds for \"" ONION "\"; to store keys "
		"permanently, set a directory with setconf "
		"ClientOnionAuthDir=/DIR\n");
	commands_check(&commands, "onion auth remove " ONION, 0, "", "");
}
END_TEST

#define VIEW EXPECT("ONION_CLIENT_AUTH_VIEW"), \
	SEND("250-ONION_CLIENT_AUTH_VIEW\r\n" \
		"250-CLIENT " ONION " " CLIENT_KEY " Flags=Permanent " \
		"ClientName=al\r\n250 OK\r\n")

/* No table, which would say that there are no keys. */
START_TEST(auth_list_refused)
{
	PLAY(EXPECT("ONION_CLIENT_AUTH_VIEW"), SEND("510 no\r\n"));
	commands_check(&commands, "onion auth list", 1, "",
		"torctl: onion auth list: 510 no\n");
}
END_TEST

START_TEST(auth_list)
{
	static const enum output_form forms[] = { OUTPUT_TEXT, OUTPUT_JSON,
		OUTPUT_RAW };
	char *printed;

	PLAY(VIEW, VIEW);
	commands.output.form = forms[_i];
	ck_assert_int_eq(commands_line(&commands, "onion auth list"), 0);
	printed = commands_printed(&commands);
	ck_assert_ptr_null(strstr(printed, SECRET));
	if (forms[_i] == OUTPUT_JSON)
		ck_assert_str_eq(printed, "[{\"address\":\"" ONION ".onion\","
			"\"name\":\"al\",\"kept\":\"directory\"}]\n");
	free(printed);
	ck_assert_int_eq(commands_line(&commands, "onion auth list "
		"--show-keys"), 0);
	printed = commands_printed(&commands);
	ck_assert_ptr_nonnull(strstr(printed, CLIENT_KEY));
	free(printed);
}
END_TEST

int main(void)
{
	Suite *suite = suite_create("onion");
	TCase *tcase = test_case(suite, "onion");

	tcase_add_checked_fixture(tcase, set_up, tear_down);
	tcase_add_test(tcase, add);
	tcase_add_test(tcase, add_with_everything);
	tcase_add_loop_test(tcase, new_key, 0, 3);
	tcase_add_test(tcase, key_is_not_overwritten);
	tcase_add_test(tcase, key_cannot_be_kept);
	tcase_add_test(tcase, new_client);
	test_add_table(tcase, refused_at_once, refused);
	tcase_add_test(tcase, key_that_others_can_read);
	tcase_add_test(tcase, no_proof_of_work);
	tcase_add_test(tcase, offline);
	tcase_add_test(tcase, refused_by_tor);
	tcase_add_test(tcase, all_have_answered);
	tcase_add_test(tcase, published_line);
	tcase_add_test(tcase, published_object);
	tcase_add_test(tcase, all_refused);
	tcase_add_test(tcase, not_in_time);
	tcase_add_test(tcase, detached_stays);
	tcase_add_test(tcase, posted);
	tcase_add_test(tcase, posted_to_those_that_refuse);
	tcase_add_test(tcase, posted_without_an_answer);
	tcase_add_test(tcase, interrupted);
	tcase_add_test(tcase, list);
	tcase_add_test(tcase, list_of_none);
	tcase_add_test(tcase, del);
	tcase_add_test(tcase, fetch);
	tcase_add_test(tcase, auth_new);
	tcase_add_test(tcase, auth_add);
	tcase_add_test(tcase, auth_list_refused);
	tcase_add_loop_test(tcase, auth_list, 0, 3);
	return test_run(suite);
}
