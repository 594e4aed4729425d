/* Bytes from a terminal as keys, for editors that read them themselves. */
#ifndef SHELL_EDITOR_KEYS_H
#define SHELL_EDITOR_KEYS_H

#include "util/buf.h"

enum editor_key {
	EDITOR_KEY_PART, /* of a key: more bytes are to come */
	EDITOR_KEY_NONE, /* a key that stands for nothing */
	EDITOR_KEY_TEXT, /* one character to insert */
	EDITOR_KEY_START,
	EDITOR_KEY_END,
	EDITOR_KEY_BACK,
	EDITOR_KEY_FORWARD,
	EDITOR_KEY_UP,
	EDITOR_KEY_DOWN,
	EDITOR_KEY_ERASE, /* the character before the cursor */
	EDITOR_KEY_DELETE, /* the one under it; Ctrl-D */
	EDITOR_KEY_CUT_BEFORE,
	EDITOR_KEY_CUT_BEHIND,
	EDITOR_KEY_CUT_WORD,
	EDITOR_KEY_CLEAR,
	EDITOR_KEY_COMPLETE,
	EDITOR_KEY_ENTER,
	EDITOR_KEY_SEARCH, /* begins one, and goes on with it */
	EDITOR_KEY_ABORT, /* ends it without success */
	EDITOR_KEY_PASTE, /* pasted text follows */
};

/*
 * Adds a byte to those of a key that has begun and says which key they are.
 * Unless that is EDITOR_KEY_PART, `bytes` has to be emptied before the next.
 */
enum editor_key editor_keys_add(struct buf *bytes, char byte);

#endif
