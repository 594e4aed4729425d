/* A control port that plays a script, in a thread of the test's process. */
#ifndef TESTS_LIB_FAKE_TOR_H
#define TESTS_LIB_FAKE_TOR_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/*
 * In the text of FAKE_EXPECT, FAKE_SEND and FAKE_SEND_BYTES, torctl-sync-N, with
 * two digits at most, stands for a random sync key: FAKE_EXPECT gives it the
 * number N.
 */
enum { FAKE_KEYS = 100 };

/*
 * The kinds of steps, played one after another. A step that needs a connection
 * accepts one if none is open. After the last step the client must say nothing
 * more until it closes. Any deviation ends the play as a failure.
 */
enum fake_kind {
	/*
	 * The next line is this one, ended by CRLF. A "SETEVENTS … WARN" that is
	 * not expected is answered: it comes before each change of the
	 * configuration.
	 */
	FAKE_EXPECT,
	FAKE_EXPECT_START, /* it begins with this */
	FAKE_TAKE,         /* at least `number` bytes arrive, of any value */
	FAKE_QUIET,        /* no more arrived with the previous line */
	FAKE_SEND,         /* sends these bytes in one write */
	FAKE_SEND_BYTES,   /* each byte once the one before has been read */
	FAKE_DRAIN,        /* waits until all was read (unix sockets) */
	FAKE_REPEAT,       /* the bytes `number` times, "#" is 0, 1, 2, … */
	FAKE_FLOOD,        /* the bytes until the client closes */
	FAKE_ANSWER,       /* `number` times: reads a line, sends this with the
			      line's last word instead of each "#" */
	FAKE_INFO,         /* reads a GETINFO and gives each key its value from
			      these lines "KEY=VALUE\r\n", else an empty one */
	FAKE_COOKIE_OK,    /* SAFECOOKIE as Tor does it, with FAKE_COOKIE */
	FAKE_COOKIE_WRONG, /* a challenge with the hash of another cookie */
	FAKE_WAIT,         /* waits for gate `number` (0-31) to be opened */
	FAKE_SHUT,         /* sends no more, but continues to receive */
	FAKE_DEAF,         /* receives no more, but continues to send */
	FAKE_CLOSE,
	FAKE_RESET,        /* closes with a TCP reset */
	FAKE_EOF,          /* the client closes without saying anything more */
	FAKE_IGNORE,       /* ignores everything until the client closes */
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
#define QUIET FAKE_STEP(FAKE_QUIET, "", 0)
#define SEND(bytes) FAKE_STEP(FAKE_SEND, bytes, 0)
#define SEND_BYTES(bytes) FAKE_STEP(FAKE_SEND_BYTES, bytes, 0)
#define DRAIN FAKE_STEP(FAKE_DRAIN, "", 0)
#define REPEAT(number, bytes) FAKE_STEP(FAKE_REPEAT, bytes, number)
#define FLOOD(bytes) FAKE_STEP(FAKE_FLOOD, bytes, 0)
#define ANSWER(number, bytes) FAKE_STEP(FAKE_ANSWER, bytes, number)
#define INFO(lines) FAKE_STEP(FAKE_INFO, lines, 0)
#define COOKIE_OK FAKE_STEP(FAKE_COOKIE_OK, "", 0)
#define COOKIE_WRONG FAKE_STEP(FAKE_COOKIE_WRONG, "", 0)
#define WAIT(gate) FAKE_STEP(FAKE_WAIT, "", gate)
#define SHUT FAKE_STEP(FAKE_SHUT, "", 0)
#define DEAF FAKE_STEP(FAKE_DEAF, "", 0)
#define CLOSE FAKE_STEP(FAKE_CLOSE, "", 0)
#define RESET FAKE_STEP(FAKE_RESET, "", 0)
#define CLIENT_CLOSES FAKE_STEP(FAKE_EOF, "", 0)
#define IGNORE FAKE_STEP(FAKE_IGNORE, "", 0)
/* The same with bytes made at run time; they remain the caller's. */
#define SEND_SPAN(at, len) { FAKE_SEND, at, len, 0 }
#define EXPECT_SPAN(at, len) { FAKE_EXPECT, at, len, 0 }

#define FAKE_PROTOCOLINFO(auth) EXPECT("PROTOCOLINFO 1"), \
	SEND("250-PROTOCOLINFO 1\r\n250-AUTH " auth "\r\n" \
		"250-VERSION Tor=\"0.4.9.11\"\r\n250 OK\r\n")
#define FAKE_AUTH_NULL FAKE_PROTOCOLINFO("METHODS=NULL"), \
	EXPECT("AUTHENTICATE"), SEND("250 OK\r\n")

/* Whether Tor's network is enabled. */
#define FAKE_ONLINE EXPECT("GETCONF DisableNetwork"), \
	SEND("250 DisableNetwork=0\r\n")
#define FAKE_OFFLINE EXPECT("GETCONF DisableNetwork"), \
	SEND("250 DisableNetwork=1\r\n")

/* The contents of the cookie file for FAKE_COOKIE_OK: 32 bytes. */
#define FAKE_COOKIE "0123456789abcdef0123456789ABCDEF"

enum fake_family { FAKE_UNIX, FAKE_TCP, FAKE_TCP6 };

struct fake_tor;

/*
 * Listens and starts to play `count` steps, which remain the caller's. A unix
 * socket is created at `path`, or if that is NULL in a directory that
 * fake_tor_end() removes. For FAKE_TCP, `path` is a port, or NULL for any free
 * one. Returns NULL with errno if the system cannot do that.
 */
struct fake_tor *fake_tor_start(enum fake_family family, const char *path,
	const struct fake_step *steps, size_t count);

/* Returns the address, as address_parse() accepts it. */
const char *fake_tor_address(const struct fake_tor *tor);

/* Returns a new connection to it, or -1. */
int fake_tor_dial(const struct fake_tor *tor);

/* Waits until the play reaches this gate; returns false if it never does. */
bool fake_tor_await(struct fake_tor *tor, unsigned gate);

/* Opens a gate, even before it is reached. From any thread. */
void fake_tor_open(struct fake_tor *tor, unsigned gate);

/*
 * Waits until the fake tor cannot send because the client does not read (true),
 * or until the play is over (false).
 */
bool fake_tor_await_blocked(struct fake_tor *tor);

/* Returns how many bytes were sent so far. */
uint64_t fake_tor_sent(struct fake_tor *tor);

/*
 * Ends the fake tor; the client should have closed its end. Returns NULL if all
 * steps were played as written, else a description of the failure, which is the
 * caller's. Appends everything that the client sent to `received`, unless that
 * is NULL.
 */
struct buf;
char *fake_tor_end(struct fake_tor *tor, struct buf *received);

/* Returns a descriptor that is readable when the play is over. */
int fake_tor_over_fd(const struct fake_tor *tor);

#endif
