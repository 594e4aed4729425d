/* Suggestions ("did you mean …?") after a refusal by Tor. */
#include "complete/suggest.h"

#include "cmd/session.h"
#include "proto/meanings.h"
#include "tor/info.h"
#include "util/closest.h"
#include "util/text.h"

#include <stdlib.h>
#include <string.h>

/* The names last fetched; all errors of a command are of one type. */
struct suggestions {
	struct session *session;
	enum argument_type type;
	struct strv names;
};

/* Nobody reads more suggestions than this. */
enum { SUGGEST_MAX = 20, SUGGEST_TEXT_MAX = 4096 };

static void get_names(struct session *session, enum argument_type type,
	struct strv *names)
{
	const struct meaning *key = meanings_keys;
	const char *name;

	if (session->tor->connection &&
		connection_connected(session->tor->connection) &&
		info_get_names(session->tor->connection,
			argument_type_source(type), names, NULL)) {
		for (; type == ARGUMENT_KEY && key->name; key++)
			strv_add(names, key->name);
		return;
	}
	for (size_t i = 0; (name = argument_type_name(type, i)); i++)
		strv_add(names, name);
}

/* Returns true if Tor's error quotes this argument. */
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

static void suggest_for(struct suggestions *with, enum argument_type type,
	const char *word, struct error *error)
{
	struct closest closest = CLOSEST(word);

	if (with->type != type || !with->names.len) {
		strv_clear(&with->names);
		get_names(with->session, type, &with->names);
		with->type = type;
	}
	closest_try_all(&closest, &with->names);
	if (closest.best && strcmp(closest.best, word))
		error_append(error, "%s; did you mean \"%s\"?",
			text_equal_nocase(closest.best, word) &&
			type == ARGUMENT_KEY ? "; keys are case-sensitive" :
			"", closest.best);
}

/* Returns the option's name in OPTION=VALUE. */
static char *name_of(enum argument_type type, const char *word)
{
	struct span span = span_of(word);

	if (type == ARGUMENT_SETTING)
		span.len = strcspn(word, "= ");
	return span_copy(span);
}

static void suggest_one(struct suggestions *with, const struct args *args,
	struct error *error)
{
	const struct argument *argument = command_arguments(args->command);

	for (size_t i = 0; argument[i].name; i++) {
		if (!argument_type_source(argument[i].type))
			continue;
		for (size_t j = 0; j < args->values[i].len; j++) {
			char *name = name_of(argument[i].type,
				args->values[i].items[j]);
			bool about = is_about(error, name);

			if (about)
				suggest_for(with, argument[i].type, name,
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
	struct suggestions with = { .session = session };

	for (int count = 0; error && args->command && count < SUGGEST_MAX;
		error = error->next, count++)
		/* A text that repeats the whole request is about no word. */
		if (error->kind == ERROR_TOR &&
			strlen(error->text) <= SUGGEST_TEXT_MAX)
			suggest_one(&with, args, error);
	strv_clear(&with.names);
}
