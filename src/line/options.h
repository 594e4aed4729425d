/* The command-line options, one row each. */
#ifndef LINE_OPTIONS_H
#define LINE_OPTIONS_H

#include "out/layout.h"
#include "out/output.h"
#include "util/buf.h"
#include "util/error.h"
#include "util/strv.h"

#include <stdbool.h>
#include <stddef.h>

enum options_color { OPTIONS_AUTO, OPTIONS_ALWAYS, OPTIONS_NEVER };

/* Initialise to all zero; free with options_clear(). */
struct options {
	const char *server;
	const char *on;   /* the list of targets of --on */
	size_t fanout;    /* 0: not given */
	bool yes;
	bool dry_run;
	const char *password_file;
	bool ask_password;
	struct buf password; /* read or typed, see shell/password.h */
	bool typed_password;
	int wrong_passwords; /* typed one after the other */
	struct buf variable; /* of TOR_CONTROL_PASSWD */
	const char *cookie_file;
	bool allow_cookie; /* send it even without SAFECOOKIE */
	enum output_form form;
	bool quiet;
	bool keep_going;
	int timeout; /* milliseconds; negative: no limit */
	bool timed;  /* the option was given */
	int wait;    /* milliseconds */
	bool launch;
	enum options_color color;
	bool show_secrets;
	bool trace;
	const char *rc_file; /* start-up commands; NULL: the usual file */
	bool no_rc;
	bool help;
	bool version;
	struct strv lines;  /* of -c */
	struct strv files;  /* of -f */
	struct strv words;  /* the command and its arguments */
	char **tor_args;    /* borrowed from argv */
	size_t tor_args_len;
};

struct options_row {
	char letter;          /* 0: none */
	const char *name;
	const char *argument; /* the name of its argument, or NULL */
	const char *help;
	/*
	 * Stores the option. `value` is borrowed; NULL if the row takes none.
	 * Returns false for a bad value (ERROR_USAGE).
	 */
	bool (*apply)(struct options *options, const struct options_row *row,
		const char *value, struct error *error);
	size_t member;        /* for `apply`: offset in struct options */
	/*
	 * For --help: the help of this row and the next, on one line; or NULL.
	 */
	const char *with_next;
};

/* All options; ends with a row that has neither letter nor name. */
extern const struct options_row options_rows[];

/* The values of --color; ends with NULL. */
extern const char *const options_colors[];

/* The option at the end of a word, if it takes a value. */
struct options_value {
	const struct options_row *row; /* NULL: none does */
	const char *value; /* within the word; NULL: the next word */
};

/* Returns whether the word is not the command: "--" or an option. */
bool options_is_option(const char *word);

/*
 * Reads a word of options: "-X", "-XYVALUE", "--NAME" or "--NAME=VALUE", with
 * names shortened to an unambiguous prefix. Stores all but the one in `*to`,
 * which takes a value: the caller applies it. Returns false with ERROR_USAGE
 * for an unknown option.
 */
bool options_read(struct options *options, const char *word,
	struct options_value *to, struct error *error);

/* Returns whether `word`, "-X", "--NAME" or "--NAME=VALUE", is in the table. */
bool options_is_own(const char *word);

/* Parses the command line, borrowing from `argv`. False: ERROR_USAGE. */
bool options_parse(struct options *options, int argc, char **argv,
	struct error *error);

/* Appends the text of torctl --help: a line for each option. */
void options_help(const struct layout *to);

void options_clear(struct options *options);

#endif
