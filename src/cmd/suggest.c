/* "Did you mean …?" behind a refusal by Tor. */
#include "cmd/suggest.h"

#include "api/info.h"
#include "cmd/session.h"
#include "util/text.h"

#include <stdlib.h>
#include <string.h>

static void get_names(struct session *session, enum argument_type type,
	struct strv *names)
{
	const char *const *list = argument_type_names(type);

	if (session->client && client_connected(session->client) &&
		info_get_names(session->client, argument_type_source(type),
		names, NULL))
		return;
	for (; list && *list; list++)
		strv_add(names, *list);
}

/* Whether Tor's words are about this argument: they repeat it in quotes. */
static bool is_about(const struct error *error, const char *word)
{
	const char *at = error->text;
	size_t len = strlen(word);

	while ((at = strstr(at, word))) {
		if (at > error->text && strchr("\"'", at[-1]) &&
			strchr("\"'", at[len]) && at[len])
			return true;
		at++;
	}
	return false;
}

static void suggest_for(struct session *session, enum argument_type type,
	const char *word, struct error *error)
{
	struct strv names = STRV_INIT;
	const char *better;

	get_names(session, type, &names);
	better = strv_suggest(&names, word);
	if (better && strcmp(better, word))
		error_append(error, text_equal_nocase(better, word) &&
			type == ARGUMENT_KEY ? "; letter case counts here: "
			"did you mean \"%s\"?" : "; did you mean \"%s\"?",
			better);
	strv_clear(&names);
}

/* The option's name in OPTION=VALUE. */
static char *name_of(enum argument_type type, const char *word)
{
	struct span span = span_of(word);

	if (type == ARGUMENT_SETTING)
		span.len = strcspn(word, "= ");
	return span_copy(span);
}

static void suggest_one(struct session *session, const struct args *args,
	struct error *error)
{
	const struct argument *argument = args->command->arguments;

	for (size_t i = 0; argument[i].name; i++) {
		if (!argument_type_source(argument[i].type))
			continue;
		for (size_t j = 0; j < args->values[i].len; j++) {
			char *name = name_of(argument[i].type,
				args->values[i].items[j]);
			bool about = is_about(error, name);

			if (about)
				suggest_for(session, argument[i].type, name,
					error);
			free(name);
			if (about)
				return;
		}
	}
}

void suggest_names(struct session *session, const struct args *args,
	struct error *error)
{
	for (; error && args->command; error = error->next)
		if (error->kind == ERROR_TOR)
			suggest_one(session, args, error);
}
