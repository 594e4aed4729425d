/* What went wrong: its kind, and a text that says what to do about it. */
#ifndef UTIL_ERROR_H
#define UTIL_ERROR_H

#include <stdbool.h>

enum error_kind {
	ERROR_NONE,
	ERROR_TOR,         /* Tor refused a command: `status` holds its code */
	ERROR_USAGE,       /* wrong words from the user, nothing was sent */
	ERROR_CONNECTION,  /* no connection, or it was lost */
	ERROR_AUTH,        /* Tor did not let us in, or we did not trust it */
	ERROR_TIMEOUT,
	ERROR_FILE,        /* a local file, or a program of the user's */
	ERROR_CHECK,       /* what was to be found out is not so */
	ERROR_INTERRUPTED, /* the cancel descriptor became readable */
};

/*
 * What whoever runs a program could do about it, in that program's own words:
 * cmd/advice.h has torctl's. The text alone makes sense without.
 */
enum error_remedy {
	ERROR_REMEDY_NONE,
	ERROR_REMEDY_ADDRESS,       /* say where the control port is */
	ERROR_REMEDY_COOKIE_FILE,   /* say where Tor's cookie is */
	ERROR_REMEDY_PASSWORD,      /* give one */
	ERROR_REMEDY_TIMEOUT,       /* wait longer */
	ERROR_REMEDY_IN_PARTS,      /* take the reply as it comes */
	ERROR_REMEDY_SERVICE,       /* say which onion service */
	ERROR_REMEDY_OVERWRITE,     /* allow it */
	ERROR_REMEDY_CLIENT_KEY,    /* make a pair of keys for a client */
	ERROR_REMEDY_AUTHORIZE,     /* give Tor the key of a client */
	ERROR_REMEDY_LOOK_AT_TOR,   /* see how far it is, and its log */
	ERROR_REMEDY_OPEN_SOCKS,    /* have Tor open a SOCKS port */
	ERROR_REMEDY_SOCKS_ADDRESS, /* name a SOCKS port */
	ERROR_REMEDY_SOCKS_5,       /* speak SOCKS5 to it */
	ERROR_REMEDY_SOCKS_4A,      /* speak SOCKS4a to it */
	ERROR_REMEDY_SOCKS_LOGIN,   /* give the SOCKS port a user */
	ERROR_REMEDY_HELP,          /* see the list of commands */
	ERROR_REMEDY_LAST = ERROR_REMEDY_HELP,
};

/* Starts as ERROR_INIT, ends with error_clear(). */
struct error {
	enum error_kind kind;
	/*
	 * ERROR_TOR: Tor's three-digit code, or that of its SOCKS port.
	 * ERROR_CONNECTION: errno of the connect() that failed. Else 0.
	 */
	int status;
	enum error_remedy remedy;
	char *text; /* no line end at its end; may have several lines */
	char *subject; /* which argument it is about, or NULL */
	struct error *next; /* more of the same command, or NULL */
	struct error *last; /* in the first of several: the last of them */
};

#define ERROR_INIT { ERROR_NONE, 0, ERROR_REMEDY_NONE, 0, 0, 0, 0 }

/*
 * Every function that takes a last `struct error *` fills it when it fails,
 * and only then; NULL is allowed everywhere and means "not interested".
 * error_set() always returns false, for `return error_set(…)`. What was in
 * `error` before is given back.
 */
__attribute__((format(printf, 3, 4)))
bool error_set(struct error *error, enum error_kind kind,
	const char *format, ...);

/* A refusal by Tor: `text` (not NUL-ended) is what it said behind the code. */
bool error_set_tor(struct error *error, int status, const char *text,
	unsigned long text_len);

/* Puts "text: " before what `error` says already. */
__attribute__((format(printf, 2, 3)))
void error_prefix(struct error *error, const char *format, ...);

/* Says which argument of a command it is about, unless that is said. */
void error_set_subject(struct error *error, const char *subject);

/* Says what may help. Returns false, as error_set() does. */
bool error_set_remedy(struct error *error, enum error_remedy remedy);

/* Adds words behind what `error` says already. */
__attribute__((format(printf, 2, 3)))
void error_append(struct error *error, const char *format, ...);

/* Moves `other` to the end of `error`'s list; `other` is empty afterwards. */
void error_chain(struct error *error, struct error *other);

/* Moves `other` over `error`; `other` is empty afterwards. Returns false. */
bool error_move(struct error *error, struct error *other);

void error_clear(struct error *error);

/* "tor", "usage", … as the JSON form of an error names it. */
const char *error_kind_name(enum error_kind kind);

/* The exit status that stands for a kind of error; 0 for ERROR_NONE. */
int error_exit_status(enum error_kind kind);

#endif
