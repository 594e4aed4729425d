/* Decoding of terminal input into keys, for editors that read it themselves. */
#ifndef EDITOR_EDITOR_KEYS_H
#define EDITOR_EDITOR_KEYS_H

#include "util/buf.h"

enum editor_key {
	EDITOR_KEY_PART, /* incomplete: more bytes follow */
	EDITOR_KEY_NONE, /* a key without a meaning */
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
	EDITOR_KEY_SEARCH, /* begins or continues a search */
	EDITOR_KEY_ABORT, /* cancels a search */
	EDITOR_KEY_PASTE, /* pasted text follows */
	EDITOR_KEY_EXTERNAL, /* opens another editor */
};

/*
 * Adds a byte to those of an incomplete key and returns the key. Unless that is
 * EDITOR_KEY_PART, the caller must empty `bytes` before the next key.
 */
enum editor_key editor_keys_add(struct buf *bytes, char byte);

#endif
