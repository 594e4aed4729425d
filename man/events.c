/*
 * Copies a manual page from standard input to standard output, replacing the
 * lines .\" @EVENTS@, @CALLS@ and @SETTINGS@ by their tables as mdoc(7), and
 * @VERSION@ by the version.
 */
#include "config.h"
#include "migrate.h"
#include "proto/event_types.h"
#include "settings.h"

#include <stdbool.h>
#include <stdio.h>
#include <string.h>

enum { BROKEN_FROM = 60 };


/* Prints a row's text in lines, none of which can be taken for a macro. */
static void put_text(const char *text)
{
	int column = 0;

	for (; *text; text++, column++) {
		if (*text == ' ' && column >= BROKEN_FROM) {
			putchar('\n');
			column = -1;
			continue;
		}
		if (!column && (*text == '.' || *text == '\''))
			fputs("\\&", stdout);
		if (*text == '\\')
			fputs("\\e", stdout);
		else if (*text == '-')
			fputs("\\-", stdout);
		else
			putchar(*text);
	}
	putchar('\n');
}

static void put_member(const char *name, const char *type, const char *help)
{
	printf(".It Li %s\n", name);
	if (strcmp(type, "string"))
		printf(".Pq %s\n", type);
	put_text(help);
}

static void put_fields(const struct event_field *field)
{
	for (; field->name[0]; field++)
		put_member(field->json, event_value_type_text(field->type),
			field->help);
}

/* Prints the start of an event's line, such as CIRC ID STATUS [PATH]. */
static void put_heading(const struct event_type *type)
{
	printf(".It Ic %s", type->name);
	for (const struct event_field *field = event_positions(type);
		field->name[0];
		field++)
		printf(field->optional ? " Oo Ar %s Oc" : " Ar %s",
			field->name);
	putchar('\n');
}

static void put_type(void *arg, const struct event_type *type)
{
	struct event_member member = event_data_member(type->data);

	(void)arg;
	put_heading(type);
	put_text(type->summary);
	if (!event_positions(type)[0].name[0] && !event_keywords(type)[0].name[0] &&
		!member.json)
		return;
	puts(".Pp\n.Bl -tag -width \"delivered_written\" -compact");
	put_fields(event_positions(type));
	put_fields(event_keywords(type));
	if (type->other != EVENT_STRING)
		printf(".It any other\n.Pq %s\nany keyword that is not "
			"listed\n", event_value_type_text(type->other));
	/* A message is already a field. */
	if (member.json && type->data != EVENT_MESSAGE)
		put_member(member.json, member.type, member.help);
	puts(".El");
}

static void put_obsolete(void *arg, const struct event_type *type)
{
	if (!type->place)
		put_type(arg, type);
}

static void put_types(void)
{
	const struct event_type *type;

	for (size_t i = 0; (type = event_type_at(i)); i++)
		put_type(NULL, type);
	event_types_each(put_obsolete, NULL);
}

static const struct {
	const char *line;
	void (*put)(void);
} marks[] = {
	{ ".\\\" @EVENTS@\n", put_types },
	{ ".\\\" @SETTINGS@\n", put_settings },
	{ ".\\\" @CALLS@\n", put_calls },
};

/* Prints the table that the line stands for; false for other lines. */
static bool put_table(const char *line)
{
	for (size_t i = 0; i < sizeof(marks) / sizeof(*marks); i++) {
		if (strcmp(line, marks[i].line))
			continue;
		marks[i].put();
		return true;
	}
	return false;
}

int main(void)
{
	static const char version[] = "@VERSION@";
	char line[4096];

	while (fgets(line, sizeof(line), stdin)) {
		const char *at = strstr(line, version);

		if (put_table(line))
			continue;
		if (at)
			printf("%.*s" PACKAGE_VERSION "%s", (int)(at - line),
				line, at + sizeof(version) - 1);
		else
			fputs(line, stdout);
	}
	if (ferror(stdin) || fflush(stdout) || ferror(stdout)) {
		perror("the manual page");
		return 1;
	}
	return 0;
}
