/*
 * Copies a manual page from standard input to standard output and brings up to
 * date what comes from the program: the version, the commands of torctl(1) and
 * the tables between a line .\" @NAME@ and the line .\" @END@.
 */
#include "update.h"

#include "config.h"
#include "shell/families.h"

#include <stdio.h>
#include <string.h>

enum { BROKEN_FROM = 60 };

static const char end_mark[] = ".\\\" @END@\n";

static const struct {
	const char *line;
	void (*put)(void);
} marks[] = {
	{ ".\\\" @COMMANDS@\n", update_command_list },
	{ ".\\\" @EVENTS@\n", update_events },
	{ ".\\\" @SETTINGS@\n", update_settings },
	{ ".\\\" @CALLS@\n", update_calls },
	{ ".\\\" @READ-ONLY@\n", update_read_only },
};

/* Begins with an escape what roff would take for a macro. */
static void put_char(char c, bool first)
{
	if (first && (c == '.' || c == '\''))
		fputs("\\&", stdout);
	switch (c) {
	case '\\':
		fputs("\\e", stdout);
		break;
	case '-':
		fputs("\\-", stdout);
		break;
	default:
		putchar(c);
	}
}

void update_text(const char *text)
{
	int column = 0;

	for (; *text; text++, column++) {
		if (*text == ' ' && column >= BROKEN_FROM) {
			putchar('\n');
			column = -1;
			continue;
		}
		put_char(*text, !column);
	}
	putchar('\n');
}

void update_literal(const char *text, int len, const char *end)
{
	static const char dots[] = "…";

	for (int i = 0; i < len; i++) {
		if (!strncmp(text + i, dots, strlen(dots))) {
			fputs("...", stdout);
			i += (int)strlen(dots) - 1;
		} else if (text[i] == '\'') {
			fputs(i ? "\\(aq" : "\\&\\(aq", stdout);
		} else {
			put_char(text[i], !i);
		}
	}
	fputs(end, stdout);
}

/* Prints the table that begins with this line; false for other lines. */
static bool put_table(const char *line)
{
	for (size_t i = 0; i < sizeof(marks) / sizeof(*marks); i++) {
		if (strcmp(line, marks[i].line))
			continue;
		fputs(line, stdout);
		marks[i].put();
		fputs(end_mark, stdout);
		return true;
	}
	return false;
}

int main(void)
{
	char line[4096];
	struct update_page page = { .group = -1 };
	bool table = false, commands = false, ok = true;

	families_register();
	while (ok && fgets(line, sizeof(line), stdin)) {
		if (table) {
			table = strcmp(line, end_mark);
			continue;
		}
		table = put_table(line);
		if (table)
			continue;
		if (!strncmp(line, ".Sh ", 4)) {
			ok = !commands || update_commands_end(&page);
			commands = !strcmp(line, ".Sh COMMANDS\n");
		}
		if (!strncmp(line, ".Os ", 4))
			puts(".Os torctl " PACKAGE_VERSION);
		else if (commands)
			ok = ok && update_commands(&page, line);
		else
			fputs(line, stdout);
	}
	if (table)
		fputs("a table has no line @END@\n", stderr);
	if (ferror(stdin) || fflush(stdout) || ferror(stdout))
		perror("the manual page");
	else if (ok && !table)
		return 0;
	return 1;
}
