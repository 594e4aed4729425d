/*
 * Completion of values from the running Tor: keys, options, circuits, relays.
 */
#include "complete/tor_values.h"

#include "cmd/onion_host.h"
#include "cmd/session.h"
#include "complete/answers.h"
#include "proto/meanings.h"
#include "proto/names.h"
#include "proto/redact.h"
#include "tor/conf_names.h"
#include "util/alloc.h"
#include "util/text.h"

#include <stdlib.h>
#include <string.h>

static bool is_given(const struct candidates *to, const char *word)
{
	const struct context *context = to->context;

	for (size_t i = context->args_from; i < context->words.len; i++)
		if (text_equal_nocase(context->words.items[i], word))
			return true;
	return false;
}

/* ---- relays, circuits and streams */

/* Adds nicknames, and notes those shared by several relays. */
static void add_nicknames(struct candidates *to,
	const struct relay_names *relays)
{
	size_t count, first = relay_names_find_nickname(relays, to->typed,
		&count);
	size_t end;

	if (!count && candidates_search(to)) {
		first = 0;
		count = relays->len;
	}
	end = first + count;
	for (size_t i = first, next; i < end; i = next) {
		const struct relay_name *relay = relays->by_name[i];
		char *about;

		for (next = i + 1; next < end && text_equal_nocase(
			relays->by_name[next]->nickname, relay->nickname); )
			next++;
		about = next - i > 1 ? alloc_print("%zu relays with this "
			"nickname",
			next - i) : alloc_print("$%s", relay->fingerprint);
		candidates_add(to, relay->nickname, about, CANDIDATES_END);
		free(about);
	}
}

/* Adds fingerprints; `typed` is the typed part, without "$". */
static void add_fingerprints(struct candidates *to,
	const struct relay_names *relays, const char *typed, bool dollar)
{
	size_t count, first = relay_names_find_fingerprint(relays, typed,
		&count);
	char text[RELAY_NAMES_HEX + 2] = "$";

	for (size_t i = first; i < first + count; i++) {
		const struct relay_name *relay = &relays->items[i];

		memcpy(text + 1, relay->fingerprint, RELAY_NAMES_HEX + 1);
		candidates_add(to, text + !dollar, relay->nickname,
			CANDIDATES_END);
	}
}

static void add_relay_ids(struct candidates *to)
{
	const struct relay_names *relays = answers_relays(to->session->answers);
	bool dollar = *to->typed == '$';

	if (relays)
		add_fingerprints(to, relays, to->typed + dollar, dollar);
}

static void add_relay_names(struct candidates *to)
{
	const struct relay_names *relays = answers_relays(to->session->answers);

	if (relays)
		add_nicknames(to, relays);
}

/* Adds nicknames, and fingerprints if the typed text looks like one. */
void tor_values_add_relays(struct candidates *to,
	const struct argument *argument)
{
	enum { ENOUGH = 4 };
	const char *typed = to->typed;

	(void)argument;
	if (*typed != '$')
		add_relay_names(to);
	if (*typed == '$' || (strlen(typed) >= ENOUGH &&
		text_consists_of(typed, "0123456789abcdefABCDEF")))
		add_relay_ids(to);
}

/* Adds values for the last relay in a list; a comma may follow. */
void tor_values_add_path(struct candidates *to,
	const struct argument *argument)
{
	candidates_skip_list(to);
	tor_values_add_relays(to, argument);
	to->some_end = false;
}

/* `description` replaces the descriptions in the list, unless it is NULL. */
static void add_described(struct candidates *to, enum answers_list list,
	const char *description)
{
	const struct pairs *pairs = answers_list(to->session->answers, list);

	for (size_t i = 0; pairs && i < pairs->len; i++)
		candidates_add(to, pairs->items[i].name, description ?
			description : pairs->items[i].value, CANDIDATES_END);
}

static void add_list(struct candidates *to, enum answers_list list)
{
	add_described(to, list, NULL);
}

void tor_values_add_circuits(struct candidates *to,
	const struct argument *argument)
{
	(void)argument;
	add_list(to, ANSWERS_CIRCUITS);
}

void tor_values_add_streams(struct candidates *to,
	const struct argument *argument)
{
	(void)argument;
	add_list(to, ANSWERS_STREAMS);
}

/* ---- onion services */

/* Tor reports a service's directory; the address is in a file there. */
static void add_service(struct candidates *to, const char *directory)
{
	char *address = onion_host_address(to->session, directory);

	if (address)
		candidates_add(to, address, "in torrc", CANDIDATES_END);
	free(address);
}

static void add_services(struct candidates *to)
{
	struct pairs services = { 0 };

	if (!onion_host_is_local(to->session))
		return;
	answers_values(to->session->answers, "HiddenServiceDir", &services);
	for (size_t i = 0; i < services.len; i++)
		if (services.items[i].value)
			add_service(to, services.items[i].value);
	pairs_clear(&services);
}

void tor_values_add_own_onions(struct candidates *to,
	const struct argument *argument)
{
	(void)argument;
	add_described(to, ANSWERS_ONIONS_CURRENT, "this connection");
	add_described(to, ANSWERS_ONIONS_DETACHED, "detached");
}

void tor_values_add_onions(struct candidates *to,
	const struct argument *argument)
{
	tor_values_add_own_onions(to, argument);
	add_services(to);
}

void tor_values_add_keyed_onions(struct candidates *to,
	const struct argument *argument)
{
	struct pairs clients = { 0 };

	(void)argument;
	answers_clients(to->session->answers, &clients);
	for (size_t i = 0; i < clients.len; i++)
		candidates_add(to, clients.items[i].name,
			clients.items[i].value, CANDIDATES_END);
	pairs_clear(&clients);
}

/* ---- GETINFO keys */

static void add_any_onions(struct candidates *to)
{
	tor_values_add_onions(to, NULL);
}

/* Functions that complete the members of known families. */
static const struct {
	const char *family;
	void (*add)(struct candidates *to);
} families[] = {
	{ "ns/id/", add_relay_ids },
	{ "desc/id/", add_relay_ids },
	{ "md/id/", add_relay_ids },
	{ "desc-annotations/id/", add_relay_ids },
	{ "ns/name/", add_relay_names },
	{ "desc/name/", add_relay_names },
	{ "md/name/", add_relay_names },
	{ "hs/client/desc/id/", add_any_onions },
	{ "hs/service/desc/id/", add_any_onions },
};

static bool add_family(struct candidates *to)
{
	for (size_t i = 0; i < sizeof(families) / sizeof(*families); i++) {
		const char *family = families[i].family;

		if (!span_starts_nocase(span_of(to->typed), family))
			continue;
		candidates_skip(to, strlen(family), family);
		families[i].add(to);
		return true;
	}
	return false;
}

/* Returns the length of the name before "*" or "<…>", which are wildcards. */
static size_t fixed_length(const char *key)
{
	return strcspn(key, "*<");
}

/*
 * Returns the part before "*", with the "/" that is missing in hs/client/desc.
 */
static char *family_name(const char *key)
{
	size_t len = fixed_length(key);
	bool slash = len && key[len - 1] == '/';

	return alloc_print("%.*s%s", (int)len, key, slash ? "" : "/");
}

static bool is_listed(const struct pairs *keys, const char *name)
{
	for (size_t i = 0; keys && i < keys->len; i++)
		if (!strcmp(keys->items[i].name, name))
			return true;
	return false;
}

/*
 * Adds a family's known members instead of it, since Tor does not always list
 * them.
 */
static bool add_members(struct candidates *to, const struct pairs *keys,
	const char *family, const char *about)
{
	const char *const *name = names_getinfo_keys;
	bool some = false;

	for (; *name; name++) {
		if ((*name)[fixed_length(*name)] ||
			!span_starts(span_of(*name), family))
			continue;
		some = true;
		if (!is_given(to, *name) && !is_listed(keys, *name))
			candidates_add(to, *name, about, CANDIDATES_END);
	}
	return some;
}

static void add_key(struct candidates *to, const struct pairs *keys,
	const char *key, const char *about)
{
	char *family;

	if (!key[fixed_length(key)]) {
		if (!is_given(to, key))
			candidates_add(to, key, about, CANDIDATES_END);
		return;
	}
	family = family_name(key);
	if (!add_members(to, keys, family, about))
		candidates_add(to, family, about, CANDIDATES_MORE);
	free(family);
}

void tor_values_keys(struct candidates *to, bool deep)
{
	const struct pairs *keys = answers_list(to->session->answers,
		ANSWERS_KEYS);
	const char *const *name = names_getinfo_keys;
	const struct meaning *word = meanings_keys;

	if (deep && add_family(to))
		return;
	for (size_t i = 0; keys && i < keys->len; i++)
		add_key(to, keys, keys->items[i].name, keys->items[i].value);
	for (; keys && word->name; word++)
		if (!is_given(to, word->name) && !is_listed(keys, word->name))
			candidates_add(to, word->name, word->text,
				CANDIDATES_END);
	for (; !keys && *name; name++)
		add_key(to, NULL, *name, NULL);
}

void tor_values_add_keys(struct candidates *to,
	const struct argument *argument)
{
	(void)argument;
	tor_values_keys(to, true);
}

/* ---- configuration options */

/*
 * Returns the options with their types: the running Tor's, else the built-in
 * ones.
 */
static const struct pairs *list_options(struct candidates *to)
{
	const struct pairs *options = answers_list(to->session->answers,
		ANSWERS_OPTIONS);

	if (options)
		return options;
	if (!to->options.len)
		conf_names_builtin(&to->options);
	return &to->options;
}

/* Adds an option with its description in the manual, else its type. */
static void add_option(struct candidates *to, const struct pair *option,
	const char *text, enum candidates_end end)
{
	const char *about = candidates_fits(to, text) ?
		answers_manual(to->session->answers, option->name) : NULL;

	candidates_add(to, text, about ? about : option->value, end);
}

/* Adds options; `several`: only those that may have several values. */
static void add_options(struct candidates *to, bool equals, bool several)
{
	const struct pairs *options = list_options(to);

	for (size_t i = 0; i < options->len; i++) {
		const struct pair *option = &options->items[i];
		char *text;

		if (several && !conf_names_has_lines(option) &&
			!conf_names_has_items(option))
			continue;
		text = alloc_print("%s%s", option->name, equals ? "=" : "");
		if (equals || !is_given(to, option->name))
			add_option(to, option, text, equals ?
				CANDIDATES_MORE : CANDIDATES_END);
		free(text);
	}
}

void tor_values_add_options(struct candidates *to,
	const struct argument *argument)
{
	(void)argument;
	add_options(to, false, false);
}

/* Finds an option in Tor's spelling, valid as long as `to`, or NULL. */
static const struct pair *find_option(struct candidates *to,
	const char *name)
{
	const struct pairs *options = list_options(to);

	for (size_t i = 0; i < options->len; i++)
		if (text_equal_nocase(options->items[i].name, name))
			return &options->items[i];
	return NULL;
}

/* Returns true if the value must not be shown. */
static bool is_secret(const char *option, const char *value)
{
	char *line = alloc_print("%s=%s", option, value);
	struct buf shown = BUF_INIT;
	bool secret;

	redact_add(&shown, span_of(line));
	secret = strcmp(buf_text(&shown), line) != 0;
	buf_clear(&shown);
	alloc_wipe(line, strlen(line));
	free(line);
	return secret;
}

/* Adds the values of a Boolean type, and the current value. */
static void add_option_values(struct candidates *to,
	const struct pair *option)
{
	static const char *const words[] = { "0", "1", "auto" };
	struct span type = span_of(option->value ? option->value : "");
	size_t count = span_equal(type, "Boolean") ? 2 :
		span_equal(type, "Boolean+Auto") ? 3 : 0;
	struct pairs now = { 0 };

	if (!span_equal(type, "Virtual"))
		answers_values(to->session->answers, option->name, &now);
	for (size_t i = 0; i < now.len; i++)
		if (now.items[i].value && *now.items[i].value &&
			text_equal_nocase(now.items[i].name, option->name) &&
			span_starts_nocase(span_of(now.items[i].value),
			to->typed) &&
			!is_secret(option->name, now.items[i].value))
			candidates_add(to, now.items[i].value, "now",
				CANDIDATES_END);
	for (size_t i = 0; i < count; i++)
		candidates_add(to, words[i], NULL, CANDIDATES_END);
	if (!to->list->len && span_equal(type, "Filename"))
		candidates_want_files(to);
	if (span_equal(type, "RouterList"))
		tor_values_add_path(to, NULL);
	pairs_clear(&now);
}

void tor_values_add_values(struct candidates *to, const char *name)
{
	const struct pair *option = find_option(to, name);

	if (option)
		add_option_values(to, option);
}

/* Adds the directories of the onion services in the running configuration. */
void tor_values_add_services(struct candidates *to,
	const struct argument *argument)
{
	static const char dir[] = "HiddenServiceDir";
	struct pairs now = { 0 };

	(void)argument;
	answers_values(to->session->answers, dir, &now);
	for (size_t i = 0; i < now.len; i++)
		if (now.items[i].value && text_equal_nocase(
			now.items[i].name, dir))
			candidates_add(to, now.items[i].value, NULL,
				CANDIDATES_END);
	pairs_clear(&now);
}

/*
 * Returns the option in "setconf OPTION VALUE…": its first word has no value.
 */
static const struct pair *option_before(struct candidates *to)
{
	const struct context *context = to->context;

	if (context->words.len <= context->args_from)
		return NULL;
	return find_option(to, context->words.items[context->args_from]);
}

void tor_values_add_settings(struct candidates *to,
	const struct argument *argument)
{
	const char *equals = strchr(to->typed, '=');
	/* Does not apply if the value is optional: OPTION[=VALUE]. */
	bool needs_value = !strchr(argument_meta(argument), '[');
	const struct pair *option = needs_value ? option_before(to) : NULL;
	char *name;

	if (option) {
		if (to->context->words.len == to->context->args_from + 1)
			add_option_values(to, option);
		return;
	}
	if (!equals) {
		add_options(to, needs_value, argument->flags &
			ARGUMENT_SEVERAL);
		return;
	}
	name = alloc_bytes(to->typed, (size_t)(equals - to->typed));
	option = find_option(to, name);
	free(name);
	if (!option)
		return;
	name = alloc_print("%s=", option->name);
	candidates_skip(to, strlen(name), name);
	free(name);
	add_option_values(to, option);
}
