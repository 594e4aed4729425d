/* Types of command arguments, and how they are read. */
#include "cmd/argument.h"

#include "proto/event.h"
#include "proto/event_types.h"
#include "proto/meanings.h"
#include "proto/names.h"
#include "proto/reasons.h"
#include "tor/onion.h"
#include "tor/onion_key.h"
#include "util/alloc.h"
#include "util/span.h"
#include "util/text.h"

#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { ID_MAX = 16 };

static char *refuse(struct error *error, const char *word, const char *what)
{
	error_set(error, ERROR_USAGE, "\"%s\" is not a valid %s", word, what);
	return NULL;
}

static char *read_id(const char *word, struct error *error)
{
	size_t len = strlen(word);

	for (size_t i = 0; i < len; i++)
		if (!text_is_alnum(word[i]))
			len = 0;
	if (!len || len > ID_MAX)
		return refuse(error, word, "ID: use an ID from the circuits "
			"or streams table");
	return alloc_string(word);
}

/*
 * Checks for a ServerSpec (control-spec 2.4): $FP, $FP~nick, $FP=nick, FP or
 * nick.
 */
static bool is_relay(struct span spec)
{
	struct event_relay relay = event_read_relay(spec);

	if (!relay.fingerprint.len)
		return event_is_nickname(spec) || event_is_fingerprint(spec);
	return spec.len == relay.fingerprint.len + 1 ||
		event_is_nickname(relay.nickname);
}

static char *read_relay(const char *word, struct error *error)
{
	if (!is_relay(span_of(word)))
		return refuse(error, word, "relay: use $FINGERPRINT (40 hex "
			"digits) or a nickname");
	return alloc_string(word);
}

static char *read_path(const char *word, struct error *error)
{
	struct span rest = span_of(word);

	for (;;) {
		size_t len = strcspn(rest.at, ",");

		if (!is_relay((struct span){ rest.at, len }))
			return refuse(error, word, "path: use relays "
				"($FINGERPRINT or nickname) separated by "
				"commas");
		if (len == rest.len)
			return alloc_string(word);
		rest = span_from(rest, len + 1);
	}
}

static char *read_reason(const char *word, struct error *error)
{
	int reason = reasons_number(word);

	if (reason >= 0)
		return alloc_print("%d", reason);
	error_set(error, ERROR_USAGE, "unknown close reason \"%s\": use "
		"a number up to 255 or a name such as MISC, DONE or "
		"TIMEOUT; see help closestream", word);
	return NULL;
}

static char *read_mapping(const char *word, struct error *error)
{
	const char *equals = strchr(word, '=');

	if (!equals || equals == word || !equals[1])
		return refuse(error, word, "mapping: use OLD=NEW (0.0.0.0, :: "
			"or . as OLD lets Tor choose an address)");
	return alloc_string(word);
}

static char *read_number(const char *word, struct error *error)
{
	unsigned long long number;

	if (!span_number(span_of(word), &number))
		return refuse(error, word, "number");
	return alloc_string(word);
}

static char *read_port(const char *word, struct error *error)
{
	unsigned long long number;

	if (!span_number(span_of(word), &number) || !number || number > 65535)
		return refuse(error, word, "port (1 to 65535)");
	return alloc_string(word);
}

static char *read_switch(const char *word, struct error *error)
{
	if (strcmp(word, "0") && strcmp(word, "1"))
		return refuse(error, word, "value: use 0 or 1");
	return alloc_string(word);
}

static char *read_yesno(const char *word, struct error *error)
{
	if (!text_equal_nocase(word, "yes") && !text_equal_nocase(word, "no"))
		return refuse(error, word, "value: use yes or no");
	return alloc_string(word);
}

static char *read_onion(const char *word, struct error *error)
{
	static const char suffix[] = ".onion";
	struct span address = span_of(word);
	char *plain;

	if (address.len > sizeof(suffix) - 1 && text_equal_nocase(word +
		address.len - (sizeof(suffix) - 1), suffix))
		address.len -= sizeof(suffix) - 1;
	plain = span_copy(address);
	for (char *c = plain; *c; c++)
		*c = text_lower(*c);
	if (onion_key_fits(address))
		return plain;
	if (address.len == ONION_ADDRESS_LEN && text_consists_of(plain,
		"abcdefghijklmnopqrstuvwxyz234567")) {
		free(plain);
		return refuse(error, word, "onion address: the checksum does "
			"not match; check for typing errors");
	}
	free(plain);
	return refuse(error, word, "onion address: use 56 letters and digits "
		"2-7, with or without .onion");
}

/* Adds the key type to a bare blob. */
static char *read_key(const char *word, const char *type)
{
	if (strchr(word, ':') || !*word)
		return alloc_string(word);
	return alloc_print("%s:%s", type, word);
}

static char *read_onion_key(const char *word, struct error *error)
{
	(void)error;
	if (text_equal_nocase(word, "NEW"))
		return alloc_string("NEW:BEST");
	return read_key(word, "ED25519-V3");
}

static char *read_client_key(const char *word, struct error *error)
{
	(void)error;
	return read_key(word, "x25519");
}

static char *read_seconds(const char *word, struct error *error)
{
	int milliseconds;

	if (!text_read_seconds(word, &milliseconds))
		return refuse(error, word, "number of seconds");
	return alloc_string(word);
}

static char *read_capitals(const char *word, struct error *error)
{
	char *upper = alloc_string(word);

	(void)error;
	for (char *c = upper; *c; c++)
		if (*c >= 'a' && *c <= 'z')
			*c = (char)(*c - ('a' - 'A'));
	return upper;
}

/* Checks only the syntax: a newer Tor may have other events. */
static char *read_event_type(const char *word, struct error *error)
{
	const char *end = word;

	while (text_is_alnum(*end) || *end == '_')
		end++;
	if (!*word || *end || text_equal_nocase(word, "all"))
		return refuse(error, word, "event name");
	return read_capitals(word, error);
}

static const struct {
	const char *meta;
	char *(*read)(const char *word, struct error *error);
	const char *source;
	const char *const *names;
	const struct meaning *words; /* instead of `names` */
	const char *(*name_at)(size_t index); /* likewise */
} types[ARGUMENT_TYPES] = {
	[ARGUMENT_TEXT] = { .meta = "TEXT" },
	[ARGUMENT_KEY] = { "KEY", NULL, "info/names", names_getinfo_keys },
	[ARGUMENT_CONFIG] = { "OPTION", NULL, "config/names", NULL },
	[ARGUMENT_SETTING] = { "OPTION=VALUE", NULL, "config/names", NULL },
	[ARGUMENT_EVENT] = { .meta = "EVENT", .source = "events/names",
		.name_at = event_type_name_at },
	[ARGUMENT_EVENT_TYPE] = { "EVENT", read_event_type, "events/names",
		.name_at = event_type_name_at },
	[ARGUMENT_SIGNAL] = { "SIGNAL", read_capitals, "signal/names",
		.words = meanings_signals },
	[ARGUMENT_FEATURE] = { "FEATURE", NULL, "features/names",
		.words = meanings_features },
	[ARGUMENT_CIRCUIT] = { .meta = "CIRCUIT", .read = read_id },
	[ARGUMENT_STREAM] = { .meta = "STREAM", .read = read_id },
	[ARGUMENT_RELAY] = { .meta = "RELAY", .read = read_relay },
	[ARGUMENT_RELAY_NAME] = { .meta = "RELAY" },
	[ARGUMENT_PATH] = { .meta = "RELAY,…", .read = read_path },
	[ARGUMENT_PURPOSE] = { .meta = "PURPOSE",
		.words = meanings_purposes },
	[ARGUMENT_REASON] = { .meta = "REASON", .read = read_reason,
		.words = reasons_exit },
	[ARGUMENT_MAPPING] = { .meta = "OLD=NEW", .read = read_mapping },
	[ARGUMENT_ADDRESS] = { .meta = "ADDRESS" },
	[ARGUMENT_SERVER] = { .meta = "ADDRESS" },
	[ARGUMENT_TARGETS] = { .meta = "TARGETS" },
	[ARGUMENT_SOCKS_PORT] = { .meta = "ADDRESS" },
	[ARGUMENT_MAPPED] = { .meta = "ADDRESS" },
	[ARGUMENT_PORT] = { .meta = "PORT", .read = read_port },
	[ARGUMENT_NUMBER] = { .meta = "N", .read = read_number },
	[ARGUMENT_SECONDS] = { .meta = "SECS", .read = read_seconds },
	[ARGUMENT_SWITCH] = { .meta = "0|1", .read = read_switch },
	[ARGUMENT_YESNO] = { .meta = "yes|no", .read = read_yesno },
	[ARGUMENT_ONION] = { .meta = "ADDRESS", .read = read_onion },
	[ARGUMENT_ONION_OWN] = { .meta = "ADDRESS", .read = read_onion },
	[ARGUMENT_ONION_KEYED] = { .meta = "ADDRESS", .read = read_onion },
	[ARGUMENT_ONION_KEY] = { .meta = "KEY", .read = read_onion_key },
	[ARGUMENT_CLIENT_KEY] = { .meta = "KEY", .read = read_client_key },
	[ARGUMENT_CLIENT] = { .meta = "KEY", .read = onion_key_read_public },
	[ARGUMENT_ONION_PORT] = { .meta = "PORT[:TARGET]",
		.read = onion_read_port },
	[ARGUMENT_SERVICE] = { .meta = "DIR" },
	[ARGUMENT_FILE] = { .meta = "FILE" },
	[ARGUMENT_TOPIC] = { .meta = "TOPIC" },
	[ARGUMENT_COMMAND] = { .meta = "COMMAND" },
	[ARGUMENT_COLUMN] = { .meta = "NAME" },
	[ARGUMENT_ALIAS] = { .meta = "NAME" },
};

char *argument_read(enum argument_type type, const char *word,
	struct error *error)
{
	return types[type].read ? types[type].read(word, error) :
		alloc_string(word);
}

const char *argument_meta(const struct argument *argument)
{
	return argument->meta ? argument->meta : types[argument->type].meta;
}

bool argument_has_dots(const struct argument *argument)
{
	bool shown = argument->flags & (ARGUMENT_VALUE | ARGUMENT_KEYWORD);

	return argument->flags & ARGUMENT_REPEAT &&
		!(shown && strstr(argument_meta(argument), "…"));
}

const char *argument_type_source(enum argument_type type)
{
	return types[type].source;
}

const char *argument_type_name(enum argument_type type, size_t index)
{
	if (types[type].name_at)
		return types[type].name_at(index);
	if (types[type].words)
		return types[type].words[index].name;
	return types[type].names ? types[type].names[index] : NULL;
}

const char *argument_type_text(enum argument_type type, const char *name)
{
	const struct meaning *word = types[type].words;

	if (types[type].name_at)
		return event_type_summary(name);
	while (word && word->name && !text_equal_nocase(word->name, name))
		word++;
	return word ? word->text : NULL;
}
