/* The client side of SOCKS5 (RFC 1928, RFC 1929) and SOCKS4a. */
#include "proto/socks.h"

#include "util/escape.h"
#include "util/text.h"

#include <arpa/inet.h>
#include <stdlib.h>
#include <string.h>

enum {
	VERSION_5 = 5,
	VERSION_4 = 4,
	CONNECT = 1,
	METHOD_NONE = 0,
	METHOD_LOGIN = 2,
	LOGIN_VERSION = 1,
	ADDRESS_V4 = 1,
	ADDRESS_NAME = 3,
	ADDRESS_V6 = 4,
	REPLY_HEAD = 4,    /* version, code, 0, type of address */
	REPLY_4_LEN = 8,
	REPLY_4_VERSION = 0,
	GRANTED_4 = 90,
	SHOWN = 40,        /* bytes shown of an unknown peer's text */
};

/* ---- refusals */

struct refusal {
	int code;
	const char *text;
	enum error_remedy remedy;
};

/* RFC 1928, and proposal 304 of Tor (SocksPort … ExtendedErrors). */
static const struct refusal refusals_5[] = {
	{ 1, "general failure: no exit could connect, or Tor is not "
		"bootstrapped",
		ERROR_REMEDY_LOOK_AT_TOR },
	{ 2, "not allowed by Tor's configuration or by exit policies" },
	{ 3, "network unreachable from the exit; retry to use another exit" },
	{ 4, "host unreachable: the name does not exist or the host does not "
		"answer" },
	{ 5, "connection refused by the destination" },
	{ 6, "timed out; retry to use another circuit" },
	{ 7, "command not supported; is this Tor's SOCKS port?" },
	{ 8, "address type not supported; use a host name or the other IP "
		"version" },
	{ 0xf0, "onion service descriptor not found (F0): the service is down "
		"or the address is wrong" },
	{ 0xf1, "onion service descriptor is invalid (F1): parsing or "
		"signature check failed; check Tor's log" },
	{ 0xf2, "onion service introduction failed (F2): its introduction "
		"points are gone; retry later" },
	{ 0xf3, "onion service rendezvous failed (F3): the service did not "
		"connect to the rendezvous point; retry" },
	{ 0xf4, "onion service requires client authorization (F4): add the "
		"key to Tor", ERROR_REMEDY_AUTHORIZE },
	{ 0xf5, "onion service refused the client authorization (F5): the key "
		"is wrong or was revoked" },
	{ 0xf6, "onion service address is invalid (F6): check for typing "
		"errors; an address is 56 characters before .onion" },
	{ 0xf7, "onion service introduction timed out (F7): the service did "
		"not answer; retry" },
};

static const struct refusal refusals_4[] = {
	{ 91, "rejected or failed; SOCKS4a reports no reason, SOCKS5 does",
		ERROR_REMEDY_SOCKS_5 },
	{ 92, "rejected: the proxy cannot reach identd on this host; is this "
		"Tor's SOCKS port?" },
	{ 93, "rejected: user not accepted; is this Tor's SOCKS port?" },
};

static bool is_onion(const char *host)
{
	static const char suffix[] = ".onion";
	size_t len = strlen(host);

	return len > sizeof(suffix) - 1 && text_equal_nocase(host + len -
		(sizeof(suffix) - 1), suffix);
}

static enum socks_verdict refuse(const struct socks *socks, int code,
	struct error *error)
{
	bool old = socks->step == SOCKS_REPLY_4;
	const struct refusal *list = old ? refusals_4 : refusals_5;
	size_t count = old ? sizeof(refusals_4) / sizeof(*refusals_4) :
		sizeof(refusals_5) / sizeof(*refusals_5);
	const char *text = "unknown SOCKS error; is this Tor's SOCKS port?";
	enum error_remedy remedy = ERROR_REMEDY_NONE;

	for (size_t i = 0; i < count; i++)
		if (list[i].code == code) {
			text = list[i].text;
			remedy = list[i].remedy;
		}
	error_set_tor(error, code, text, strlen(text));
	error_set_remedy(error, remedy);
	if (!old && code < 0xf0 && is_onion(socks->request->host))
		error_append(error, "; add \"ExtendedErrors\" to the "
			"SocksPort line in torrc for details about onion "
			"services");
	return SOCKS_FAILED;
}

/* ---- peers that are not a SOCKS proxy */

static bool begins_as(struct span bytes, const char *what, size_t len)
{
	return bytes.len && !memcmp(bytes.at, what, bytes.len < len ?
		bytes.len : len);
}

static enum socks_verdict mistake(const struct socks *socks, struct span in,
	struct error *error)
{
	bool old = socks->request->version == SOCKS_4A;
	struct span shown = { in.at, in.len < SHOWN ? in.len : SHOWN };
	struct buf escaped = BUF_INIT;

	if (begins_as(in, "HTTP/", 5)) {
		error_set(error, ERROR_CONNECTION, "this is a web server or "
			"an HTTP proxy, not a SOCKS port");
	} else if (old && in.at[0] == VERSION_5) {
		error_set(error, ERROR_CONNECTION, "this proxy supports only "
			"SOCKS5");
		error_set_remedy(error, ERROR_REMEDY_SOCKS_5);
	} else if (!old && in.at[0] == REPLY_4_VERSION) {
		error_set(error, ERROR_CONNECTION, "this proxy supports only "
			"SOCKS4");
		error_set_remedy(error, ERROR_REMEDY_SOCKS_4A);
	} else {
		escape_add_terminal(&escaped, shown, ESCAPE_LINE);
		error_set(error, ERROR_CONNECTION, "not a SOCKS port; it "
			"answers: %s", buf_text(&escaped));
		buf_clear(&escaped);
	}
	return SOCKS_FAILED;
}

bool socks_explain_close(const struct socks *socks, struct error *error)
{
	bool first = socks->step == SOCKS_METHOD ||
		socks->step == SOCKS_REPLY_4;

	return error_set(error, ERROR_CONNECTION, "%s",
		first ? "connection closed without a reply; is this a SOCKS "
			"port?"
		      : "connection closed without an answer; is Tor still "
			"running?");
}

bool socks_explain_silence(const struct socks *socks, struct error *error)
{
	if (socks->step == SOCKS_METHOD)
		return error_set(error, ERROR_TIMEOUT, "no reply; is this a "
			"SOCKS port? (a control port behaves like this)");
	error_set(error, ERROR_TIMEOUT, "timed out connecting; Tor may not be "
		"bootstrapped");
	return error_set_remedy(error, ERROR_REMEDY_TIMEOUT);
}

/* ---- sending */

static void add_counted(struct buf *out, const char *text)
{
	size_t len = strlen(text);

	buf_add_char(out, (char)len);
	buf_add(out, text, len);
}

static void add_port(struct buf *out, uint16_t port)
{
	buf_add_char(out, (char)(port >> 8));
	buf_add_char(out, (char)(port & 0xff));
}

/* Returns the type of the numeric address `host` and writes its bytes. */
static int read_address(const char *host, unsigned char bytes[16])
{
	if (inet_pton(AF_INET, host, bytes) == 1)
		return ADDRESS_V4;
	return inet_pton(AF_INET6, host, bytes) == 1 ? ADDRESS_V6 :
		ADDRESS_NAME;
}

static void add_request(struct socks *socks)
{
	static const char head[] = { VERSION_5, CONNECT, 0 };
	const struct socks_request *request = socks->request;
	unsigned char address[16];
	int type = read_address(request->host, address);

	buf_add(&socks->out, head, sizeof(head));
	buf_add_char(&socks->out, (char)type);
	if (type == ADDRESS_NAME)
		add_counted(&socks->out, request->host);
	else
		buf_add(&socks->out, address, type == ADDRESS_V4 ? 4 : 16);
	add_port(&socks->out, request->port);
	socks->step = SOCKS_REPLY;
}

static void add_request_4a(struct socks *socks)
{
	static const char head[] = { VERSION_4, CONNECT };
	static const unsigned char marker[] = { 0, 0, 0, 1 };
	const struct socks_request *request = socks->request;
	const char *login = request->login ? request->login : "";
	unsigned char address[16];
	/* 0.0.0.x means that a name follows, and there is no form for IPv6. */
	bool name = read_address(request->host, address) != ADDRESS_V4 ||
		!memcmp(address, marker, 3);

	buf_add(&socks->out, head, sizeof(head));
	add_port(&socks->out, request->port);
	buf_add(&socks->out, name ? marker : address, 4);
	buf_add(&socks->out, login, strlen(login) + 1);
	if (name)
		buf_add(&socks->out, request->host,
			strlen(request->host) + 1);
	socks->step = SOCKS_REPLY_4;
}

/* Offers only the wanted method; otherwise the proxy might skip the login. */
static void add_method(struct socks *socks)
{
	const char hello[] = { VERSION_5, 1,
		socks->request->login ? METHOD_LOGIN : METHOD_NONE };

	buf_add(&socks->out, hello, sizeof(hello));
	socks->step = SOCKS_METHOD;
}

static void add_login(struct socks *socks)
{
	buf_add_char(&socks->out, LOGIN_VERSION);
	add_counted(&socks->out, socks->request->login);
	add_counted(&socks->out, socks->request->login);
	socks->step = SOCKS_LOGIN;
}

static bool check_text(const char *what, const char *text,
	struct error *error)
{
	size_t len = strlen(text);

	if (!len)
		return error_set(error, ERROR_USAGE, "the %s is empty", what);
	if (len > SOCKS_TEXT_MAX)
		return error_set(error, ERROR_USAGE, "the %s has %zu bytes; "
			"SOCKS allows %d", what, len, SOCKS_TEXT_MAX);
	return true;
}

bool socks_begin(struct socks *socks, const struct socks_request *request,
	struct error *error)
{
	*socks = (struct socks){ .request = request };
	if (!check_text("host", request->host, error) || (request->login &&
		!check_text("isolation token", request->login, error)))
		return false;
	if (request->version == SOCKS_4A)
		add_request_4a(socks);
	else
		add_method(socks);
	return true;
}

/* ---- receiving: `in` is never empty */

static enum socks_verdict take_method(struct socks *socks, struct buf *in,
	struct error *error)
{
	bool login = socks->request->login;
	unsigned char method;

	if (in->data[0] != VERSION_5)
		return mistake(socks, buf_span(in), error);
	if (in->len < 2)
		return SOCKS_ON;
	method = (unsigned char)in->data[1];
	if (method != (login ? METHOD_LOGIN : METHOD_NONE)) {
		error_set(error, ERROR_CONNECTION, login ? "the proxy does "
			"not accept a user and password, so the isolation "
			"token has no effect" : "the proxy requires a user "
			"and password; is this Tor's SOCKS port?");
		error_set_remedy(error, login ? ERROR_REMEDY_NONE :
			ERROR_REMEDY_SOCKS_LOGIN);
		return SOCKS_FAILED;
	}
	buf_consume(in, 2);
	if (login)
		add_login(socks);
	else
		add_request(socks);
	return SOCKS_ON;
}

static enum socks_verdict take_login(struct socks *socks, struct buf *in,
	struct error *error)
{
	if (in->data[0] != LOGIN_VERSION)
		return mistake(socks, buf_span(in), error);
	if (in->len < 2)
		return SOCKS_ON;
	if (in->data[1]) {
		error_set(error, ERROR_CONNECTION, "the proxy refused the "
			"isolation token");
		return SOCKS_FAILED;
	}
	buf_consume(in, 2);
	add_request(socks);
	return SOCKS_ON;
}

/* A refusal may end after its code, in spite of the RFC. */
static enum socks_verdict take_reply(struct socks *socks, struct buf *in,
	struct error *error)
{
	const unsigned char *bytes = (const unsigned char *)in->data;
	size_t len = REPLY_HEAD + 2;

	if (bytes[0] != VERSION_5)
		return mistake(socks, buf_span(in), error);
	if (in->len >= 2 && bytes[1])
		return refuse(socks, bytes[1], error);
	if (in->len <= REPLY_HEAD)
		return SOCKS_ON;
	if (bytes[3] == ADDRESS_V4)
		len += 4;
	else if (bytes[3] == ADDRESS_V6)
		len += 16;
	else if (bytes[3] == ADDRESS_NAME)
		len += 1U + bytes[REPLY_HEAD];
	else
		return mistake(socks, buf_span(in), error);
	if (in->len < len)
		return SOCKS_ON;
	buf_consume(in, len);
	return SOCKS_OPEN;
}

static enum socks_verdict take_reply_4(struct socks *socks, struct buf *in,
	struct error *error)
{
	const unsigned char *bytes = (const unsigned char *)in->data;

	if (bytes[0] != REPLY_4_VERSION)
		return mistake(socks, buf_span(in), error);
	if (in->len >= 2 && bytes[1] != GRANTED_4)
		return refuse(socks, bytes[1], error);
	if (in->len < REPLY_4_LEN)
		return SOCKS_ON;
	buf_consume(in, REPLY_4_LEN);
	return SOCKS_OPEN;
}

enum socks_verdict socks_take(struct socks *socks, struct buf *in,
	struct error *error)
{
	static enum socks_verdict (*const steps[])(struct socks *socks,
		struct buf *in, struct error *error) = {
		[SOCKS_METHOD] = take_method,
		[SOCKS_LOGIN] = take_login,
		[SOCKS_REPLY] = take_reply,
		[SOCKS_REPLY_4] = take_reply_4,
	};
	enum socks_verdict verdict = SOCKS_ON;
	enum socks_step step;

	/* Bytes that arrived early are processed once the step expects them. */
	do {
		step = socks->step;
		if (in->len)
			verdict = steps[step](socks, in, error);
	} while (verdict == SOCKS_ON && socks->step != step);
	return verdict;
}

void socks_clear(struct socks *socks)
{
	buf_clear(&socks->out);
}
