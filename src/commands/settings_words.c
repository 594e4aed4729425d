/* OPTION=VALUE arguments on a command line. */
#include "commands/settings_words.h"

#include "util/text.h"

#include <stdlib.h>
#include <string.h>

/* Returns the length of the option's name at the start of `word`. */
static size_t name_length(const char *word)
{
	size_t len = 0;

	while (text_is_alnum(word[len]) || word[len] == '_')
		len++;
	return len;
}

/* Reads "Key=value", "Key value" (in one word) or "Key". */
static bool read_setting(struct pairs *options, const char *word,
	struct error *error)
{
	size_t len = name_length(word);
	struct span name = { word, len }, value;

	if (!len || (word[len] && !strchr("= ", word[len])))
		return error_set(error, ERROR_USAGE, "\"%s\" is missing "
			"an option name; use OPTION=VALUE", word);
	value = span_of(word + len + (word[len] != '\0'));
	pairs_add(options, name, word[len] ? &value : NULL);
	return true;
}

bool settings_words_read(const struct strv *words, bool may_spread,
	struct pairs *options, struct error *error)
{
	struct span value;
	struct strv rest;
	char *joined;

	if (may_spread && words->len > 1 && *words->items[0] &&
		!words->items[0][name_length(words->items[0])]) {
		rest = (struct strv){ words->items + 1, words->len - 1, 0 };
		joined = strv_join(&rest, " ");
		value = span_of(joined);
		pairs_add(options, span_of(words->items[0]), &value);
		free(joined);
		return true;
	}
	for (size_t i = 0; i < words->len; i++)
		if (!read_setting(options, words->items[i], error))
			return false;
	return true;
}
