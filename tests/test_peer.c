/* Descriptions of peers that are not control ports. */
#include "lib/test.h"
#include "proto/peer.h"

#include <stdlib.h>
#include <string.h>

static const struct {
	struct span bytes;
	bool closed;
	const char *what; /* a part of the description */
} peers[] = {
	{ { NULL, 0 }, true, "closed the connection" },
	{ { NULL, 0 }, false, "no reply: " },
	{ BYTES("HTTP/1.0 501 Tor is not an HTTP Proxy\r\nContent-Type: "
		"text/html\r\n\r\n<p>a SOCKS proxy</p>"), true, "Tor's SOCKS "
		"port" },
	{ BYTES("HTTP/1.0 405 Method Not Allowed\r\n\r\n<title>This is an "
		"HTTP CONNECT tunnel, not a full HTTP Proxy</title>"), true,
		"HTTPTunnelPort" },
	{ BYTES("HTTP/1.1 400 Bad Request\r\nServer: nginx\r\n"), true,
		"web server" },
	{ BYTES("<html><body>"), false, "web server" },
	{ BYTES("SSH-2.0-OpenSSH_9.2p1\r\n"), false, "SSH" },
	{ BYTES("220 mail.example ESMTP\r\n"), false, "mail" },
	{ BYTES("* OK IMAP4rev1"), false, "IMAP" },
	{ BYTES("+OK ready\r\n"), false, "POP3" },
	{ BYTES("-ERR unknown command\r\n"), false, "Redis" },
	{ BYTES("RFB 003.008\n"), false, "VNC" },
	{ BYTES("\x05\xff"), true, "SOCKS5" },
	{ BYTES("\0\x5b\0\0\0\0\0\0"), true, "SOCKS4" },
	{ BYTES("\x15\x03\x01\0\x02\x02\x50"), true, "TLS" },
	{ BYTES("\x16\x03\x03"), true, "TLS" },
	{ BYTES("\0\x2a\0\0\0\x01unrecognized"), false, "protocol version 0" },
	{ BYTES("\0\0\0\x1a"), false, "protocol version 0" },
	{ BYTES("\0\0\0\x1b"), false, "it answers: \\x00\\x00\\x00\\x1b" },
	{ BYTES("\0\0\0"), false, "it answers: \\x00\\x00\\x00" },
	{ BYTES("S"), false, "it answers: S" },
	{ BYTES("hello \x1b[31m\xff\r\n"), false,
		"it answers: hello \\x1b[31m\\xff" },
	{ BYTES("\r\n"), false, "it answers: " },
	{ BYTES("0123456789012345678901234567890123456789"), false,
		"it answers: 0123456789012345678901234567890123456789" },
	{ BYTES("01234567890123456789012345678901234567890"), false,
		"it answers: 0123456789012345678901234567890123456789\u2026" },
};

START_TEST(describes)
{
	char *text = peer_describe(peers[_i].bytes, peers[_i].closed);
	const char *said = strstr(text, "it answers: ");

	ck_assert_msg(strstr(text, peers[_i].what) != NULL, "%s", text);
	ck_assert_msg(!said || !strcmp(said, peers[_i].what), "%s", text);
	for (const char *c = text; *c; c++)
		ck_assert((unsigned char)*c >= ' ' && *c != 0x7f);
	free(text);
}
END_TEST

int main(void)
{
	Suite *suite = suite_create("peer");
	TCase *tcase = test_case(suite, "peer");

	test_add_table(tcase, describes, peers);
	return test_run(suite);
}
