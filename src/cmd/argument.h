/* What an argument of a command may be, and how it is read. */
#ifndef CMD_ARGUMENT_H
#define CMD_ARGUMENT_H

#include "util/error.h"

#include <stdbool.h>
#include <stddef.h>

enum argument_type {
	ARGUMENT_TEXT,     /* anything */
	ARGUMENT_KEY,      /* a GETINFO key */
	ARGUMENT_CONFIG,   /* a configuration option's name */
	ARGUMENT_SETTING,  /* KEY=VALUE or KEY */
	ARGUMENT_EVENT,
	ARGUMENT_EVENT_TYPE, /* one, read in capitals */
	ARGUMENT_SIGNAL,
	ARGUMENT_FEATURE,
	ARGUMENT_CIRCUIT,
	ARGUMENT_STREAM,
	ARGUMENT_RELAY,
	ARGUMENT_RELAY_NAME, /* the same, or its address; anything */
	ARGUMENT_PATH,     /* relays, separated by commas */
	ARGUMENT_PURPOSE,
	ARGUMENT_REASON,   /* to close a stream; read as its number */
	ARGUMENT_MAPPING,  /* OLD=NEW */
	ARGUMENT_ADDRESS,
	ARGUMENT_SERVER,   /* HOST:PORT, PORT, or the path of a socket */
	ARGUMENT_MAPPED,   /* an address that the control port has mapped */
	ARGUMENT_PORT,
	ARGUMENT_NUMBER,
	ARGUMENT_SECONDS,  /* may have a fraction; 0 is never */
	ARGUMENT_SWITCH,   /* 0 or 1 */
	ARGUMENT_YESNO,
	ARGUMENT_ONION,    /* a v3 address; read without ".onion" */
	ARGUMENT_ONION_KEY,  /* NEW:…, or a private key of a service */
	ARGUMENT_CLIENT_KEY, /* a private x25519 key */
	ARGUMENT_CLIENT,     /* a public one; read as base32 */
	ARGUMENT_ONION_PORT, /* PORT[:TARGET]; read as Tor has it, with "," */
	ARGUMENT_SERVICE,  /* the HiddenServiceDir of one of torrc */
	ARGUMENT_FILE,
	ARGUMENT_TOPIC,
	ARGUMENT_COMMAND,  /* a command; with all that follows, if repeated */
	ARGUMENT_COLUMN,   /* of the command's table; NAME,… or -NAME */
	ARGUMENT_TYPES,
};

enum argument_flag {
	ARGUMENT_OPTIONAL = 1,
	ARGUMENT_REPEAT = 2,   /* once or more often; the last positional */
	ARGUMENT_KEYWORD = 4,  /* NAME=value, anywhere */
	ARGUMENT_OPTION = 8,   /* --NAME, anywhere */
	ARGUMENT_LITERAL = 16, /* the word NAME itself */
	ARGUMENT_BODY = 32,    /* FILE or -, a text that is sent along */
	ARGUMENT_VALUE = 128,  /* an option's: --NAME VALUE, --NAME=VALUE */
	ARGUMENT_PRIVATE = 64, /* a secret: not to be seen in argv; @FILE */
	ARGUMENT_SEVERAL = 256, /* Tab: only options that have several values */
};

struct argument {
	const char *name;
	enum argument_type type;
	unsigned flags;
	const char *help;
	const char *meta; /* for a value in usage texts; NULL: the type's */
	char letter;      /* an option without value: -LETTER is the same */
};

/*
 * Reads a word as an argument of this type: checks it and returns it as Tor
 * wants it, the caller's. NULL with ERROR_USAGE.
 */
char *argument_read(enum argument_type type, const char *word,
	struct error *error);

/* "PURPOSE", "N", …: what stands for the value in usage texts. */
const char *argument_meta(const struct argument *argument);

/* The GETINFO key under which a running Tor lists all values, or NULL. */
const char *argument_type_source(enum argument_type type);

/* The built-in values from 0 on, NULL behind the last one, or at once. */
const char *argument_type_name(enum argument_type type, size_t index);

#endif
