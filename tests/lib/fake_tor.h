/* A control port that plays a script, in a thread of the test's process. */
#ifndef TESTS_LIB_FAKE_TOR_H
#define TESTS_LIB_FAKE_TOR_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/*
 * One step after the other; whatever needs a connection accepts one first when
 * none is open. Behind the last step the client has to say nothing more until
 * it closes. What does not go as written ends the play as a failure.
 */
enum fake_kind {
	FAKE_EXPECT,       /* the next line is this one, ended by CRLF */
	FAKE_EXPECT_START, /* it begins with this */
	FAKE_TAKE,         /* at least `number` bytes come, whatever they are */
	FAKE_SEND,         /* these bytes in one write */
	FAKE_SEND_BYTES,   /* each byte when the one before has been read */
	FAKE_DRAIN,        /* all that was sent is read (unix sockets) */
	FAKE_REPEAT,       /* the bytes `number` times, "#" is 0, 1, 2, … */
	FAKE_FLOOD,        /* the bytes until the client closes */
	FAKE_ANSWER,       /* `number` times: reads a line, sends this with the
			      line's last word in place of each "#" */
	FAKE_COOKIE_OK,    /* SAFECOOKIE as Tor does it, with FAKE_COOKIE */
	FAKE_COOKIE_WRONG, /* a challenge whose hash is of another cookie */
	FAKE_WAIT,         /* the gate `number` (0-31), until it is opened */
	FAKE_SHUT,         /* no more from us, but goes on listening */
	FAKE_CLOSE,
	FAKE_RESET,        /* closes with a TCP reset */
	FAKE_EOF,          /* the client closes, having said nothing more */
	FAKE_IGNORE,       /* anything until the client closes */
};

struct fake_step {
	enum fake_kind kind;
	const char *text;
	size_t len;
	uint64_t number;
};

#define FAKE_STEP(kind, text, number) \
	{ kind, "" text, sizeof(text) - 1, number }
#define EXPECT(line) FAKE_STEP(FAKE_EXPECT, line, 0)
#define EXPECT_START(line) FAKE_STEP(FAKE_EXPECT_START, line, 0)
#define TAKE(number) FAKE_STEP(FAKE_TAKE, "", number)
#define SEND(bytes) FAKE_STEP(FAKE_SEND, bytes, 0)
#define SEND_BYTES(bytes) FAKE_STEP(FAKE_SEND_BYTES, bytes, 0)
#define DRAIN FAKE_STEP(FAKE_DRAIN, "", 0)
#define REPEAT(number, bytes) FAKE_STEP(FAKE_REPEAT, bytes, number)
#define FLOOD(bytes) FAKE_STEP(FAKE_FLOOD, bytes, 0)
#define ANSWER(number, bytes) FAKE_STEP(FAKE_ANSWER, bytes, number)
#define COOKIE_OK FAKE_STEP(FAKE_COOKIE_OK, "", 0)
#define COOKIE_WRONG FAKE_STEP(FAKE_COOKIE_WRONG, "", 0)
#define WAIT(gate) FAKE_STEP(FAKE_WAIT, "", gate)
#define SHUT FAKE_STEP(FAKE_SHUT, "", 0)
#define CLOSE FAKE_STEP(FAKE_CLOSE, "", 0)
#define RESET FAKE_STEP(FAKE_RESET, "", 0)
#define CLIENT_CLOSES FAKE_STEP(FAKE_EOF, "", 0)
#define IGNORE FAKE_STEP(FAKE_IGNORE, "", 0)
/* The same with bytes that are made at run time; they stay the caller's. */
#define SEND_SPAN(at, len) { FAKE_SEND, at, len, 0 }
#define EXPECT_SPAN(at, len) { FAKE_EXPECT, at, len, 0 }

#define FAKE_PROTOCOLINFO(auth) EXPECT("PROTOCOLINFO 1"), \
	SEND("250-PROTOCOLINFO 1\r\n250-AUTH " auth "\r\n" \
		"250-VERSION Tor=\"0.4.9.11\"\r\n250 OK\r\n")
#define FAKE_AUTH_NULL FAKE_PROTOCOLINFO("METHODS=NULL"), \
	EXPECT("AUTHENTICATE"), SEND("250 OK\r\n")

/* What a cookie file has to hold for FAKE_COOKIE_OK: 32 bytes. */
#define FAKE_COOKIE "0123456789abcdef0123456789ABCDEF"

enum fake_family { FAKE_UNIX, FAKE_TCP, FAKE_TCP6 };

struct fake_tor;

/*
 * Listens and starts to play `count` steps, which stay the caller's. A unix
 * socket is made at `path`; NULL: in a directory that fake_tor_end() removes.
 * NULL when the machine cannot do that, errno says why.
 */
struct fake_tor *fake_tor_start(enum fake_family family, const char *path,
	const struct fake_step *steps, size_t count);

/* As address_parse() takes it. */
const char *fake_tor_address(const struct fake_tor *tor);

/* A new connection to it, or -1. */
int fake_tor_dial(const struct fake_tor *tor);

/* Waits until the play has come to this gate; false when it never does. */
bool fake_tor_await(struct fake_tor *tor, unsigned gate);

/* Opens a gate, also one that was not reached yet. From any thread. */
void fake_tor_open(struct fake_tor *tor, unsigned gate);

/*
 * Waits until it cannot send what it wants to, because the client does not
 * read, or until the play is over (false).
 */
bool fake_tor_await_blocked(struct fake_tor *tor);

/* Bytes sent so far. */
uint64_t fake_tor_sent(struct fake_tor *tor);

/*
 * Ends it. NULL when all steps were played as written, else what was not, the
 * caller's. All that the client has said is appended to `received` (may be
 * NULL). The client should have closed its end.
 */
struct buf;
char *fake_tor_end(struct fake_tor *tor, struct buf *received);

/* Readable when the play is over. */
int fake_tor_over_fd(const struct fake_tor *tor);

#endif
