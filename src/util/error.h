/* Errors: a kind, and a text that includes the remedy. */
#ifndef UTIL_ERROR_H
#define UTIL_ERROR_H

#include <stdbool.h>

enum error_kind {
	ERROR_NONE,
	ERROR_TOR,         /* Tor refused a command: `status` holds its code */
	ERROR_USAGE,       /* invalid arguments; nothing was sent */
	ERROR_CONNECTION,  /* cannot connect, or connection lost */
	ERROR_AUTH,        /* not authenticated, or the peer is not trusted */
	ERROR_TIMEOUT,
	ERROR_FILE,        /* a local file, or a program of the user */
	ERROR_CHECK,       /* the checked condition does not hold */
	ERROR_INTERRUPTED, /* the cancel descriptor became readable */
};

/*
 * A remedy that the caller can put in its own words; torctl's are in
 * cmd/advice.h. The text is complete without it.
 */
enum error_remedy {
	ERROR_REMEDY_NONE,
	ERROR_REMEDY_ADDRESS,       /* give the control port's address */
	ERROR_REMEDY_INSTANCE,      /* name one of this host's instances */
	ERROR_REMEDY_OWNER,         /* run it as the user that the text names */
	ERROR_REMEDY_OWNER_ADDRESS, /* the same, and give the address */
	ERROR_REMEDY_COOKIE_FILE,   /* give the cookie file */
	ERROR_REMEDY_PLAIN_COOKIE,  /* allow sending the cookie itself */
	ERROR_REMEDY_LISTENER,      /* give the address to trust the listener */
	ERROR_REMEDY_PASSWORD,      /* give a password */
	ERROR_REMEDY_TIMEOUT,       /* wait longer */
	ERROR_REMEDY_IN_PARTS,      /* print the reply while it arrives */
	ERROR_REMEDY_SERVICE,       /* select an onion service */
	ERROR_REMEDY_OVERWRITE,     /* allow it */
	ERROR_REMEDY_CLIENT_KEY,    /* create a client key pair */
	ERROR_REMEDY_AUTHORIZE,     /* give Tor the key of a client */
	ERROR_REMEDY_LOOK_AT_TOR,   /* check bootstrap progress and the log */
	ERROR_REMEDY_ENABLE_NETWORK, /* of Tor */
	ERROR_REMEDY_OPEN_SOCKS,    /* open a SOCKS port */
	ERROR_REMEDY_SOCKS_ADDRESS, /* name a SOCKS port */
	ERROR_REMEDY_SSH,           /* check that ssh works there */
	ERROR_REMEDY_INSTALL,       /* install torctl there */
	ERROR_REMEDY_SOCKS_5,       /* use SOCKS5 */
	ERROR_REMEDY_SOCKS_4A,      /* use SOCKS4a */
	ERROR_REMEDY_SOCKS_LOGIN,   /* send a user name */
	ERROR_REMEDY_HELP,          /* see the list of commands */
	ERROR_REMEDY_ONE_COMMAND,   /* put each command on its own line */
	ERROR_REMEDY_LAST = ERROR_REMEDY_ONE_COMMAND,
};

/* Initialize with ERROR_INIT; release with error_clear(). */
struct error {
	enum error_kind kind;
	/*
	 * ERROR_TOR: Tor's three-digit code, or the reply code of its SOCKS
	 * port; 0 if Tor answered something else. ERROR_CONNECTION: errno of
	 * the failed connect(). ERROR_AUTH: Tor's code if it refused. Otherwise
	 * 0.
	 */
	int status;
	enum error_remedy remedy;
	char *text; /* without final line break; may have several lines */
	char *subject; /* the argument that caused the error, or NULL */
	struct error *next; /* another error of the same command, or NULL */
	struct error *last; /* in the first of several: the last one */
};

#define ERROR_INIT { ERROR_NONE, 0, ERROR_REMEDY_NONE, 0, 0, 0, 0 }

/*
 * A function whose last argument is a `struct error *` sets it if, and only if,
 * it fails. NULL is always allowed and ignores the error. error_set() always
 * returns false, for `return error_set(…)`, and frees the previous content of
 * `error`. Here and below, control characters in printed text, including line
 * breaks, become \xNN.
 */
__attribute__((format(printf, 3, 4)))
bool error_set(struct error *error, enum error_kind kind,
	const char *format, ...);

/* Sets ERROR_TOR; `text` (not NUL-terminated) is Tor's text after the code. */
bool error_set_tor(struct error *error, int status, const char *text,
	unsigned long text_len);

/* Prepends "text: " to the error's text. */
__attribute__((format(printf, 2, 3)))
void error_prefix(struct error *error, const char *format, ...);

/* Sets the argument that caused the error, unless one is already set. */
void error_set_subject(struct error *error, const char *subject);

/* Sets the remedy. Returns false, as error_set() does. */
bool error_set_remedy(struct error *error, enum error_remedy remedy);

/* Appends to the error's text. */
__attribute__((format(printf, 2, 3)))
void error_append(struct error *error, const char *format, ...);

/* Appends our own text unchanged; it may have several lines. */
void error_append_text(struct error *error, const char *text);

/* Appends a line to the error's text. */
__attribute__((format(printf, 2, 3)))
void error_add_line(struct error *error, const char *format, ...);

/* Appends `other` to the list in `error`; leaves `other` empty. */
void error_chain(struct error *error, struct error *other);

/* Replaces `error` with `other`; leaves `other` empty. Returns false. */
bool error_move(struct error *error, struct error *other);

void error_clear(struct error *error);

/* Returns whether Tor, or a filter between us and Tor, refused the request. */
bool error_is_refusal(const struct error *error);

/* Returns the kind's name in JSON: "tor", "usage", … */
const char *error_kind_name(enum error_kind kind);

/* Returns the exit status for a kind; 0 for ERROR_NONE. */
int error_exit_status(enum error_kind kind);

#endif
