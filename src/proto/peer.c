/* Descriptions of peers that are not a control port. */
#include "proto/peer.h"

#include "util/alloc.h"
#include "util/buf.h"
#include "util/escape.h"

#include <string.h>

enum { PEER_SHOWN = 40 };

struct signature {
	const char *bytes;
	size_t len;
	const char *what;
};

#define SIGNATURE(bytes, what) { bytes, sizeof(bytes) - 1, what }

static const struct signature signatures[] = {
	SIGNATURE("SSH-", "an SSH server"),
	SIGNATURE("RFB ", "a VNC server"),
	SIGNATURE("* OK", "an IMAP server"),
	SIGNATURE("+OK", "a POP3 server"),
	SIGNATURE("-ERR", "a Redis server"),
	SIGNATURE("220 ", "a mail or FTP server"),
	SIGNATURE("220-", "a mail or FTP server"),
	SIGNATURE("<!DOCTYPE", "a web server"),
	SIGNATURE("<html", "a web server"),
	SIGNATURE("\x05", "a SOCKS5 proxy"),
	SIGNATURE("\x00\x5b", "a SOCKS4 proxy"),
	SIGNATURE("\x15\x03", "a TLS server, such as a Tor ORPort"),
	SIGNATURE("\x16\x03", "a TLS server, such as a Tor ORPort"),
};

static bool holds(struct span text, const char *needle)
{
	size_t len = strlen(needle);

	for (size_t i = 0; i + len <= text.len; i++)
		if (!memcmp(text.at + i, needle, len))
			return true;
	return false;
}

static char *describe_silence(bool closed)
{
	if (closed)
		return alloc_string("not a control port: it closed the "
			"connection without a reply, as a Tor ORPort does");
	return alloc_string("no reply: not a control port, or Tor hangs");
}

static char *describe_http(struct span bytes)
{
	if (holds(bytes, "Tor is not an HTTP Proxy") ||
		holds(bytes, "SOCKS"))
		return alloc_string("this is Tor's SOCKS port, not its "
			"control port");
	if (holds(bytes, "HTTP CONNECT"))
		return alloc_string("this is Tor's HTTPTunnelPort, not its "
			"control port");
	return alloc_string("this is a web server, not a control port");
}

/*
 * Control protocol v0 (Tor before 0.2.0): two bytes of length, two bytes of
 * type (0x0000 to 0x001a), both big-endian. It answers our text with type
 * 0x0000, an error.
 */
static bool is_v0(struct span bytes)
{
	return bytes.len >= 4 && bytes.at[2] == '\0' &&
		(unsigned char)bytes.at[3] <= 0x1a &&
		(unsigned char)bytes.at[0] < 0x20;
}

char *peer_describe(struct span bytes, bool closed)
{
	struct span shown = { bytes.at,
		bytes.len < PEER_SHOWN ? bytes.len : PEER_SHOWN };
	struct buf escaped = BUF_INIT;
	char *text;

	if (!bytes.len)
		return describe_silence(closed);
	if (span_starts(bytes, "HTTP/"))
		return describe_http(bytes);
	for (size_t i = 0; i < sizeof(signatures) / sizeof(*signatures); i++)
		if (bytes.len >= signatures[i].len && !memcmp(bytes.at,
			signatures[i].bytes, signatures[i].len))
			return alloc_print("this is %s, not a control port",
				signatures[i].what);
	if (is_v0(bytes))
		return alloc_string("this control port uses protocol version "
			"0 (Tor before 0.2.0), which torctl does not support; "
			"upgrade Tor");
	while (shown.len && memchr("\r\n", shown.at[shown.len - 1], 2))
		shown.len--;
	escape_add_terminal(&escaped, shown, ESCAPE_LINE);
	text = alloc_print("not a control port; it answers: %s%s",
		buf_text(&escaped), bytes.len > PEER_SHOWN ? "…" : "");
	buf_clear(&escaped);
	return text;
}
