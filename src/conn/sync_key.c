/* Keys whose answers mark the end of earlier replies in what arrives. */
#include "conn/sync_key.h"

#include "conn/crypto.h"
#include "util/encode.h"

#include <stdio.h>
#include <string.h>

static const char prefix[] = "torctl-sync-";

void sync_key_make(struct sync_key *key)
{
	unsigned char secret[(sizeof(key->text) - sizeof(prefix)) / 2];
	struct buf text = BUF_INIT;

	crypto_random(secret, sizeof(secret));
	buf_add_string(&text, prefix);
	encode_add_hex(&text, secret, sizeof(secret));
	memcpy(key->text, buf_text(&text), sizeof(key->text));
	buf_clear(&text);
}

bool sync_key_is_answer(struct span line)
{
	return span_starts(line, "552 Unrecognized key \"torctl-sync-");
}

bool sync_key_matches(const struct sync_key *key, struct span line)
{
	char answer[sizeof(key->text) + 32];

	snprintf(answer, sizeof(answer), "552 Unrecognized key \"%s\"",
		key->text);
	return *key->text && span_equal(line, answer);
}

/* Tor refuses an unknown command with the same code in these words. */
bool sync_key_is_filtered(struct span line)
{
	return span_starts(line, "510 ") &&
		!span_starts(line, "510 Unrecognized command");
}

bool sync_key_refuse_filter(struct error *error)
{
	return error_set(error, ERROR_CONNECTION, "connection closed: a "
		"control-port filter hides where the last reply ends");
}
