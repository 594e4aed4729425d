/* Decoding of terminal input into keys, for editors that read it themselves. */
#include "editor/editor_keys.h"

#include "editor/editor_external.h"
#include "editor/editor_paste.h"
#include "util/span.h"
#include "util/utf8.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* No key sends more bytes; longer sequences are ignored. */
#define LONGEST 16

static const struct {
	const char *bytes;
	enum editor_key key;
} keys[] = {
	{ "\001", EDITOR_KEY_START }, { "\033[H", EDITOR_KEY_START },
	{ "\033OH", EDITOR_KEY_START }, { "\033[1~", EDITOR_KEY_START },
	{ "\033[7~", EDITOR_KEY_START },
	{ "\005", EDITOR_KEY_END }, { "\033[F", EDITOR_KEY_END },
	{ "\033OF", EDITOR_KEY_END }, { "\033[4~", EDITOR_KEY_END },
	{ "\033[8~", EDITOR_KEY_END },
	{ "\002", EDITOR_KEY_BACK }, { "\033[D", EDITOR_KEY_BACK },
	{ "\033OD", EDITOR_KEY_BACK },
	{ "\006", EDITOR_KEY_FORWARD }, { "\033[C", EDITOR_KEY_FORWARD },
	{ "\033OC", EDITOR_KEY_FORWARD },
	{ "\020", EDITOR_KEY_UP }, { "\033[A", EDITOR_KEY_UP },
	{ "\033OA", EDITOR_KEY_UP },
	{ "\016", EDITOR_KEY_DOWN }, { "\033[B", EDITOR_KEY_DOWN },
	{ "\033OB", EDITOR_KEY_DOWN },
	{ "\010", EDITOR_KEY_ERASE }, { "\177", EDITOR_KEY_ERASE },
	{ "\004", EDITOR_KEY_DELETE }, { "\033[3~", EDITOR_KEY_DELETE },
	{ "\025", EDITOR_KEY_CUT_BEFORE },
	{ "\013", EDITOR_KEY_CUT_BEHIND },
	{ "\027", EDITOR_KEY_CUT_WORD },
	{ "\014", EDITOR_KEY_CLEAR },
	{ "\t", EDITOR_KEY_COMPLETE },
	{ "\r", EDITOR_KEY_ENTER }, { "\n", EDITOR_KEY_ENTER },
	{ "\022", EDITOR_KEY_SEARCH },
	{ "\007", EDITOR_KEY_ABORT },
	{ EDITOR_PASTE_BEGIN, EDITOR_KEY_PASTE },
	{ EDITOR_EXTERNAL_KEYS, EDITOR_KEY_EXTERNAL },
};

/* Returns whether these bytes are a whole key, or can never be one. */
static bool is_whole(struct span key)
{
	unsigned char first = (unsigned char)*key.at;
	unsigned char last = (unsigned char)key.at[key.len - 1];
	uint32_t code;

	if (first == '\033') {
		if (key.len <= 2)
			return key.len == 2 && last != '[' && last != 'O';
		return last >= 0x40 || key.len > LONGEST;
	}
	if (first == *EDITOR_EXTERNAL_KEYS)
		return key.len == 2;
	return first < 0xc2 || first > 0xf4 || key.len >= 4 ||
		utf8_decode(key.at, key.len, &code) ||
		(key.len > 1 && (last & 0xc0) != 0x80);
}

enum editor_key editor_keys_add(struct buf *bytes, char byte)
{
	struct span key;
	uint32_t code;

	buf_add_char(bytes, byte);
	key = buf_span(bytes);
	if (!is_whole(key))
		return EDITOR_KEY_PART;
	for (size_t i = 0; i < sizeof(keys) / sizeof(*keys); i++) {
		if (span_equal(key, keys[i].bytes))
			return keys[i].key;
	}
	return (unsigned char)*key.at >= ' ' &&
		utf8_decode(key.at, key.len, &code) == key.len ?
		EDITOR_KEY_TEXT : EDITOR_KEY_NONE;
}
