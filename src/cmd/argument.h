/* Types of command arguments, and how they are read. */
#ifndef CMD_ARGUMENT_H
#define CMD_ARGUMENT_H

#include "util/error.h"

#include <stdbool.h>
#include <stddef.h>

enum argument_type {
	ARGUMENT_TEXT,     /* anything */
	ARGUMENT_KEY,      /* a GETINFO key */
	ARGUMENT_CONFIG,   /* name of a configuration option */
	ARGUMENT_SETTING,  /* KEY=VALUE or KEY */
	ARGUMENT_EVENT,
	ARGUMENT_EVENT_TYPE, /* an event's name; converted to upper case */
	ARGUMENT_SIGNAL,
	ARGUMENT_FEATURE,
	ARGUMENT_CIRCUIT,
	ARGUMENT_STREAM,
	ARGUMENT_RELAY,
	ARGUMENT_RELAY_NAME, /* a relay or its address; anything */
	ARGUMENT_PATH,     /* relays, separated by commas */
	ARGUMENT_PURPOSE,
	ARGUMENT_REASON,   /* for closing a stream; converted to its number */
	ARGUMENT_MAPPING,  /* OLD=NEW */
	ARGUMENT_ADDRESS,
	ARGUMENT_SERVER,   /* a control port, see conn/address.h */
	ARGUMENT_TARGETS,  /* see conn/target_list.h */
	ARGUMENT_SOCKS_PORT, /* an address likewise */
	ARGUMENT_MAPPED,   /* an address mapped through the control port */
	ARGUMENT_PORT,
	ARGUMENT_NUMBER,
	ARGUMENT_SECONDS,  /* may have a fraction; 0: never */
	ARGUMENT_SWITCH,   /* 0 or 1 */
	ARGUMENT_YESNO,
	ARGUMENT_ONION,    /* a v3 address; ".onion" is removed */
	ARGUMENT_ONION_OWN,  /* of a service that a command can remove */
	ARGUMENT_ONION_KEYED, /* for which Tor holds a client's key */
	ARGUMENT_ONION_KEY,  /* NEW:…, or a service's private key */
	ARGUMENT_CLIENT_KEY, /* a private x25519 key */
	ARGUMENT_CLIENT,     /* a public one; converted to base32 */
	ARGUMENT_ONION_PORT, /* PORT[:TARGET]; the colon becomes a comma */
	ARGUMENT_SERVICE,  /* HiddenServiceDir of a service in torrc */
	ARGUMENT_FILE,
	ARGUMENT_TOPIC,
	ARGUMENT_COMMAND,  /* a command; repeated: with its arguments */
	ARGUMENT_COLUMN,   /* the command's columns: NAME,… or -NAME */
	ARGUMENT_ALIAS,
	ARGUMENT_TYPES,
};

enum argument_flag {
	ARGUMENT_OPTIONAL = 1,
	ARGUMENT_REPEAT = 2,   /* one or more; the last positional */
	ARGUMENT_KEYWORD = 4,  /* NAME=value, anywhere */
	ARGUMENT_OPTION = 8,   /* --NAME, anywhere */
	ARGUMENT_LITERAL = 16, /* the word NAME itself */
	ARGUMENT_BODY = 32,    /* FILE or -: a text to send */
	ARGUMENT_VALUE = 128,  /* option with a value: --NAME VALUE or =VALUE */
	ARGUMENT_PRIVATE = 64, /* a secret: refused in argv, read from @FILE */
	ARGUMENT_SEVERAL = 256, /* Tab: only options with several values */
};

struct argument {
	const char *name;
	enum argument_type type;
	unsigned flags;
	const char *help;
	const char *meta; /* the value in usage texts; NULL: the type's */
	char letter;      /* short form of an option without value */
};

/*
 * Reads a word as an argument of this type: checks it and returns it in the
 * form that Tor expects; the caller's. Returns NULL with ERROR_USAGE.
 */
char *argument_read(enum argument_type type, const char *word,
	struct error *error);

/* Returns the placeholder of the value in usage texts: "PURPOSE", "N", … */
const char *argument_meta(const struct argument *argument);

/* Returns whether a usage adds "…" to it; "FLAG,…" has its own. */
bool argument_has_dots(const struct argument *argument);

/*
 * Returns the GETINFO key with which a running Tor lists all values, or NULL.
 */
const char *argument_type_source(enum argument_type type);

/*
 * Returns a built-in value, counted from 0; NULL after the last one.
 */
const char *argument_type_name(enum argument_type type, size_t index);

/* Returns what a built-in value means, if known, else NULL. */
const char *argument_type_text(enum argument_type type, const char *name);

#endif
