/* Peers that are not control ports are identified, and quickly. */
#include "conn/opener.h"
#include "lib/fake_tor.h"
#include "lib/test.h"
#include "util/alloc.h"
#include "util/clock.h"

#include <stdlib.h>
#include <string.h>

enum { TIMEOUT = 300, PATIENCE = 20000 };

static const struct peer {
	struct span bytes;
	enum { STAYS, CLOSES, GOES_ON } then;
	enum error_kind kind;
	const char *want;
} peers[] = {
	{ { "", 0 }, STAYS, ERROR_TIMEOUT,
		"no reply: not a control port, or Tor hangs" },
	{ { "", 0 }, CLOSES, ERROR_CONNECTION,
		"not a control port: it closed the connection without a reply, "
			"as a Tor ORPort does" },
	{ BYTES("HTTP/1.1 400 Bad Request\r\nServer: x\r\n\r\n<html>"), CLOSES,
		ERROR_CONNECTION, "this is a web server, not a control port" },
	{ BYTES("HTTP/1.0 501 Tor is not an HTTP Proxy\r\nContent-Type: "
		"text/html; charset=iso-8859-1\r\n\r\n<html>\n<head>\n<title>"
		"This is a SOCKS Proxy, Not An HTTP Proxy</title>"), CLOSES,
		ERROR_CONNECTION, "this is Tor's SOCKS port, not its control "
			"port" },
	{ BYTES("HTTP/1.0 405 Method Not Allowed\r\n\r\n<html>\n<title>This "
		"is an HTTP CONNECT tunnel, not a full HTTP Proxy"), CLOSES,
		ERROR_CONNECTION, "this is Tor's HTTPTunnelPort, not its "
			"control port" },
	{ BYTES("\x05\xff"), STAYS, ERROR_CONNECTION,
		"this is a SOCKS5 proxy, not a control port" },
	{ BYTES("\x05\xff"), CLOSES, ERROR_CONNECTION,
		"this is a SOCKS5 proxy, not a control port" },
	{ BYTES("\0\x5b\0\0\0\0\0\0"), STAYS, ERROR_CONNECTION,
		"this is a SOCKS4 proxy, not a control port" },
	{ BYTES("\x15\x03\x01\0\x02\x02\x46"), STAYS, ERROR_CONNECTION,
		"this is a TLS server, such as a Tor ORPort, not a control "
			"port" },
	{ BYTES("\0\x1c\0\0\0\x02" "Unrecognized message type"), STAYS,
		ERROR_CONNECTION, "this control port uses protocol version 0 "
			"(Tor before 0.2.0), which torctl does not support; "
			"upgrade Tor" },
	{ BYTES("SSH-2.0-OpenSSH_9.2p1\r\n"), STAYS, ERROR_CONNECTION,
		"this is an SSH server, not a control port" },
	{ BYTES("\xff\xfe\xbe\xef\0\n"), STAYS, ERROR_CONNECTION,
		"not a control port; it answers: \\xff\\xfe\\xbe\\xef\\x00" },
	{ BYTES("\x1b[2Jhello"), STAYS, ERROR_CONNECTION,
		"not a control port; it answers: \\x1b[2Jhello" },
	{ BYTES("220 mail.example ESMTP Postfix\r\n"), STAYS, ERROR_NONE,
		NULL },
	{ BYTES("220-mail.example\r\n220 ESMTP\r\n"), STAYS, ERROR_NONE,
		NULL },
	{ BYTES("\nTORCTL-STDIO 2 ready\n"), STAYS, ERROR_CONNECTION,
		"not a control port; it answers: " },
	{ BYTES("\nTORCTL-STDIO 1 re"), STAYS, ERROR_TIMEOUT,
		"not a control port; it answers: " },
	/* the beginning of a reply, and no more */
	{ BYTES("250"), STAYS, ERROR_TIMEOUT,
		"not a control port; it answers: 250" },
	{ BYTES("250"), GOES_ON, ERROR_CONNECTION,
		"not a control port: it sent a line longer than 64 KiB" },
	{ BYTES("x0123456789012345678901234567890123456789"), GOES_ON,
		ERROR_CONNECTION,
		"not a control port; it answers: "
			"x012345678901234567890123456789012345678…" },
};

/*
 * The error of an attempt, without the address; the caller's. NULL if the peer,
 * which sends something, was not scheduled in that time.
 */
static char *try_peer(const struct peer *peer, const struct fake_step *steps,
	size_t count, int timeout, struct error *error)
{
	struct opener_config config = {
		.connection = { .timeout = timeout, .cancel_fd = -1 },
	};
	struct fake_tor *tor = fake_tor_start(FAKE_UNIX, NULL, steps, count);
	char *text, *failure;
	bool late;

	config.server = fake_tor_address(tor);
	ck_assert_ptr_null(opener_connect(&config, NULL, error));
	text = alloc_string(error->text + strlen(config.server) + 2);
	late = peer->bytes.len && strstr(text, "says nothing");
	failure = fake_tor_end(tor, NULL);
	ck_assert_msg(late || !failure, "the fake tor, %s", failure);
	if (!late)
		return text;
	error_clear(error);
	free(failure);
	free(text);
	return NULL;
}

static void check_peer(const struct peer *peer, const struct fake_step *steps,
	size_t count)
{
	int timeout = peer->kind == ERROR_TIMEOUT ? TIMEOUT : PATIENCE;
	struct error error = ERROR_INIT;
	int64_t start = clock_now();
	char *text;

	while (!(text = try_peer(peer, steps, count, timeout, &error))) {
		timeout *= 2;
		ck_assert_int_le(timeout, PATIENCE);
	}
	if (peer->kind != ERROR_TIMEOUT)
		ck_assert_int_lt(clock_now() - start, PATIENCE / 2);
	if (peer->want) {
		ck_assert_int_eq(error.kind, peer->kind);
		ck_assert_msg(!strncmp(text, peer->want, strlen(peer->want)),
			"%s", text);
	} else {
		ck_assert_int_eq(error.kind, ERROR_CONNECTION);
		ck_assert_msg(span_starts(span_of(text), "this is a mail or "
			"FTP server, not a control port") ||
			span_starts(span_of(text), "not a control port; it "
				"answers: 500 5.5.1 unrec"), "%s", text);
	}
	error_clear(&error);
	free(text);
}

/* It answers, or it speaks first. */
START_TEST(answers)
{
	const struct peer *peer = &peers[_i];
	struct fake_step steps[] = {
		EXPECT("PROTOCOLINFO 1"),
		SEND_SPAN(peer->bytes.at, peer->bytes.len), CLOSE,
	};

	if (peer->then == STAYS)
		steps[2] = (struct fake_step)CLIENT_CLOSES;
	else if (peer->then == GOES_ON)
		steps[2] = (struct fake_step)FLOOD("0123456789");
	check_peer(peer, steps, COUNT(steps));
}
END_TEST

/* Peers that are recognized, or that close at once. */
START_TEST(speaks_first)
{
	const struct peer *peer = &peers[_i];
	struct fake_step steps[] = {
		SEND_SPAN(peer->bytes.at, peer->bytes.len), DRAIN,
		EXPECT("PROTOCOLINFO 1"), FLOOD("500 5.5.1 unrecognized\r\n"),
	};

	if (!peer->want)
		check_peer(peer, steps, COUNT(steps));
	else if (peer->then == CLOSES || span_starts(peer->bytes, "SSH"))
		check_peer(peer, (struct fake_step[]){ steps[0],
			peer->then == CLOSES ? (struct fake_step)CLOSE :
			(struct fake_step)IGNORE }, 2);
}
END_TEST

/* torctl stdio has authenticated, for example behind a socket of systemd. */
START_TEST(helper_speaks_first)
{
	static const char line[] = "\nTORCTL-STDIO 1 ready tor=\"x\"\n";
	struct fake_step steps[] = {
		SEND_SPAN(line, 0), DRAIN,
		SEND_SPAN(line, sizeof(line) - 1),
		FAKE_PROTOCOLINFO("METHODS=SAFECOOKIE COOKIEFILE=\"/nowhere\""),
		CLIENT_CLOSES,
	};
	struct error error = ERROR_INIT;
	struct opener_result result;
	struct opener_config config = {
		.connection = { .timeout = PATIENCE, .cancel_fd = -1 },
	};
	struct connection *connection;
	struct fake_tor *tor;
	char *failure;

	/* In two parts, wherever it is cut. */
	steps[0].len = (size_t)_i;
	steps[2].text += _i;
	steps[2].len -= (size_t)_i;
	tor = fake_tor_start(FAKE_UNIX, NULL, steps, COUNT(steps));
	config.server = fake_tor_address(tor);
	connection = opener_connect(&config, &result, &error);
	ck_assert_msg(connection, "%s", error.text);
	ck_assert_str_eq(result.auth.method, "STDIO");
	ck_assert_str_eq(result.auth.tor_version, "0.4.9.11");
	connection_free(connection);
	opener_result_clear(&result);
	failure = fake_tor_end(tor, NULL);
	ck_assert_msg(!failure, "the fake tor, %s", failure);
}
END_TEST

int main(void)
{
	Suite *suite = suite_create("opener_peers");
	TCase *tcase = test_case(suite, "opener_peers");

	tcase_set_timeout(tcase, 60);
	test_add_table(tcase, answers, peers);
	test_add_table(tcase, speaks_first, peers);
	tcase_add_loop_test(tcase, helper_speaks_first, 1, 31);
	return test_run(suite);
}
