/* The section COMMANDS of torctl(1). */
#include "update.h"

#include "cmd/command.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum {
	LIST_COLUMNS = 24, /* of a command's name in the list of all */
	LINE_MAX_COLUMNS = 78, /* of a line in the page's source */
	EXAMPLE_COLUMNS = 54, /* that an example may have beside its prompt */
	ERRORS_MAX = 16,
};

/* What follows in an item is from the rows. */
static const char row_mark[] = ".\\\" From the rows:\n";

/* ---- the list at the section's head */

static void list_row(void *arg, const struct command *command)
{
	struct buf line = BUF_INIT;
	int *group = arg;

	if (command->flags & (COMMAND_HIDDEN | COMMAND_FAMILY))
		return;
	if (*group != (int)command->group)
		printf("%s.Pp\n%s:\n.Bd -literal -offset 2n -compact\n",
			*group < 0 ? "" : ".Ed\n",
			command_group_name(command->group));
	*group = (int)command->group;
	buf_print(&line, "%-*s %s", LIST_COLUMNS, command->name,
		command->summary);
	update_literal(buf_text(&line), (int)line.len, "\n");
	buf_clear(&line);
}

void update_command_list(void)
{
	int group = -1;

	command_each(list_row, &group);
	puts(".Ed");
}

/* ---- heads */

/* Adds text in which an ellipsis becomes three dots, which all fonts have. */
static void add_ascii(struct buf *to, const char *text)
{
	static const char dots[] = "…";
	const char *at;

	for (; (at = strstr(text, dots)); text = at + strlen(dots)) {
		buf_add(to, text, (size_t)(at - text));
		buf_add_string(to, "...");
	}
	buf_add_string(to, text);
}

/* Appends one argument as mdoc(7), without the brackets of an optional one. */
static void add_argument(struct buf *to, const struct argument *argument)
{
	bool takes = argument->flags & ARGUMENT_VALUE;

	if (argument->letter)
		buf_print(to, " Fl %c Ns | Ns", argument->letter);
	if (argument->flags & ARGUMENT_OPTION)
		buf_print(to, " Fl -%s%s", argument->name,
			takes ? " Ar " : "");
	else if (argument->flags & ARGUMENT_KEYWORD)
		buf_print(to, " Cm %s= Ns Ar ", argument->name);
	else
		buf_add_string(to, argument->flags & ARGUMENT_LITERAL ?
			" Cm " : " Ar ");
	add_ascii(to, takes || argument->flags & ARGUMENT_KEYWORD ?
		argument_meta(argument) :
		argument->flags & ARGUMENT_OPTION ? "" : argument->name);
	if (argument_has_dots(argument))
		buf_add_string(to, " Ns ...");
}

/* Adds the arguments; `open` and `close` stand around an optional one. */
static void add_arguments(struct buf *to, const struct command *command,
	const char *before, const char *open, const char *close)
{
	const struct argument *argument = command_arguments(command);
	struct buf one = BUF_INIT;

	for (; argument->name; argument++) {
		bool optional = argument->flags & ARGUMENT_OPTIONAL;

		/* The options of tables have a text of their own. */
		if (argument->type == ARGUMENT_COLUMN) {
			buf_print(to, "%s%s Ar TABLE-OPTION Ns ...%s", before,
				open, close);
			break;
		}
		add_argument(&one, argument);
		buf_print(to, "%s%s%s%s", before, optional ? open : "",
			buf_text(&one) + (optional ? 0 : 1),
			optional ? close : "");
		buf_reset(&one);
	}
	buf_clear(&one);
}

static void put_head(const struct command *command)
{
	struct buf line = BUF_INIT;

	buf_print(&line, ".It Ic %s", command->name);
	if (command->flags & COMMAND_FAMILY)
		buf_add_string(&line, " ...");
	add_arguments(&line, command, " ", "Oo", " Oc");
	if (line.len > LINE_MAX_COLUMNS) {
		buf_reset(&line);
		/* Bk keeps the words of an argument in one line. */
		buf_print(&line, ".It Xo\n.Bk -words\n.Ic %s",
			command->name);
		add_arguments(&line, command, "\n.", "Op", "");
		buf_add_string(&line, "\n.Ek\n.Xc");
	}
	buf_add_char(&line, '\n');
	fputs(buf_text(&line), stdout);
	buf_clear(&line);
}

struct search {
	const char *name;
	const struct command *found;
};

static void match_name(void *arg, const struct command *command)
{
	struct search *search = arg;

	if (!strcmp(command->name, search->name))
		search->found = command;
}

/* Finds the command that a line such as ".It Ic wait event Ar EVENT" names. */
static const struct command *find_command(const char *line)
{
	const char *at = strstr(line, "Ic ");
	char name[64] = "";
	struct search search = { name, NULL };
	size_t used = 0;

	for (at = at ? at + 3 : ""; *at >= 'a' && *at <= 'z'; at += *at == ' ') {
		size_t len = strspn(at, "abcdefghijklmnopqrstuvwxyz-");

		if (used + len + 2 > sizeof(name))
			break;
		used += (size_t)snprintf(name + used, sizeof(name) - used,
			"%s%.*s", used ? " " : "", (int)len, at);
		at += len;
	}
	command_each(match_name, &search);
	return search.found;
}

static bool is_seen(const struct update_page *page,
	const struct command *command)
{
	for (size_t i = 0; i < page->seen_len; i++)
		if (page->seen[i] == command)
			return true;
	return false;
}

static bool take_head(struct update_page *page, const char *line)
{
	const struct command *command = find_command(line);
	const char *wrong = NULL;

	if (!command)
		wrong = "no such command";
	else if ((int)command->group != page->group)
		wrong = "a command of another group";
	else if (is_seen(page, command))
		wrong = "described twice";
	else if (page->heads_len == UPDATE_HEADS ||
		page->seen_len == UPDATE_COMMANDS)
		wrong = "too many commands";
	if (wrong) {
		fprintf(stderr, "COMMANDS: %s: %s", wrong, line);
		return false;
	}
	page->seen[page->seen_len++] = command;
	page->heads[page->heads_len++] = command;
	put_head(command);
	return true;
}

/* ---- the end of an item: errors and examples */

/* The errors of an item's commands; the longer of two texts stays. */
struct errors {
	const struct command_error *of[ERRORS_MAX];
	size_t len;
	size_t width;
};

static void add_error(struct errors *errors, const struct command_error *error)
{
	size_t i = 0;

	for (; i < errors->len; i++) {
		const char *other = errors->of[i]->text;

		if (strcmp(errors->of[i]->code, error->code))
			continue;
		if (!strncmp(other, error->text, strlen(error->text)))
			return;
		if (!strncmp(other, error->text, strlen(other)))
			break;
	}
	if (i == ERRORS_MAX)
		return;
	errors->of[i] = error;
	errors->len += i == errors->len;
	if (strlen(error->code) > errors->width)
		errors->width = strlen(error->code);
}

/* "552 no such circuit": the page says once what 552 means. */
static bool is_plain_552(const struct command_error *error)
{
	return !strcmp(error->code, "552") &&
		!strncmp(error->text, "no such ", 8) &&
		!strchr(error->text, ';') && !strstr(error->text, " is ");
}

static int compare_errors(const void *a, const void *b)
{
	const char *one = (*(const struct command_error *const *)a)->code;
	const char *other = (*(const struct command_error *const *)b)->code;
	size_t len = strlen(one), other_len = strlen(other);

	return len == other_len ? strcmp(one, other) : len < other_len ? -1 : 1;
}

static void put_errors(const struct update_page *page)
{
	struct errors errors = { .len = 0 };

	for (size_t i = 0; i < page->heads_len; i++) {
		const struct command_error *error =
			command_errors(page->heads[i]);

		for (; error->code; error++)
			if (!is_plain_552(error))
				add_error(&errors, error);
	}
	if (!errors.len)
		return;
	qsort(errors.of, errors.len, sizeof(*errors.of), compare_errors);
	printf(".Pp\n.Bl -tag -width %.*s -compact\n", (int)errors.width,
		"5555555555");
	for (size_t i = 0; i < errors.len; i++) {
		printf(".It Li %s\n", errors.of[i]->code);
		update_text(errors.of[i]->text);
	}
	puts(".El");
}

/* An example that is only the command's name shows nothing new. */
static bool has_example(const struct command *command)
{
	const char *text = command->example;

	if (text && !strncmp(text, "torctl ", 7))
		text += 7;
	return text && strcmp(text, command->name);
}

/* Breaks a line that is too long for a display at its last blank. */
static void put_example(const struct command *command)
{
	const char *text = command->example;
	const char *prompt = command->flags & COMMAND_PROMPT ? "tor> " : "$ ";
	int len = (int)strlen(text);

	if (len <= EXAMPLE_COLUMNS) {
		printf(".Dl %s", prompt);
		update_literal(text, len, "\n");
		return;
	}
	for (len = EXAMPLE_COLUMNS; len && text[len] != ' '; len--)
		;
	printf(".Bd -literal -offset indent -compact\n%s", prompt);
	update_literal(text, len, " \\e\n    ");
	text += len + 1;
	update_literal(text, (int)strlen(text), "\n");
	puts(".Ed");
}

/* Ends an item; `last`: it is the last of its list. */
static void end_item(struct update_page *page, bool last)
{
	bool any = false;

	if (!page->heads_len)
		return;
	fputs(row_mark, stdout);
	put_errors(page);
	for (size_t i = 0; i < page->heads_len; i++) {
		if (!has_example(page->heads[i]))
			continue;
		if (!any)
			puts(".Pp");
		any = true;
		put_example(page->heads[i]);
	}
	if (!last)
		puts(".Pp");
	page->heads_len = 0;
	page->text = false;
	page->rows = false;
}

/* ---- the section line by line */

static void begin_group(struct update_page *page, const char *line)
{
	page->group = -1;
	for (int i = 0; i < COMMAND_GROUPS; i++) {
		const char *name = command_group_name((enum command_group)i);

		if (!strncmp(line + 4, name, strlen(name)) &&
			line[4 + strlen(name)] == '\n')
			page->group = i;
	}
}

bool update_commands(struct update_page *page, const char *line)
{
	bool list = !strncmp(line, ".Bl", 3), end = !strncmp(line, ".El", 3);

	if (!strncmp(line, ".Ss ", 4))
		begin_group(page, line);
	if (page->group < 0) {
		fputs(line, stdout);
		return true;
	}
	if (page->head) {
		if (!strncmp(line, ".Xc", 3))
			page->head = false;
		return strncmp(line, ".Ic ", 4) || take_head(page, line);
	}
	page->depth += list;
	page->depth -= end;
	if (end && !page->depth)
		end_item(page, true);
	if (!strncmp(line, ".It ", 4) && page->depth == 1) {
		if (page->text)
			end_item(page, false);
		page->head = !strncmp(line, ".It Xo", 6);
		return page->head || take_head(page, line);
	}
	if (!strcmp(line, row_mark))
		page->rows = true;
	page->text = page->text || page->heads_len;
	if (!page->rows)
		fputs(line, stdout);
	return true;
}

struct missing {
	const struct update_page *page;
	bool any;
};

static void check_row(void *arg, const struct command *command)
{
	struct missing *missing = arg;

	if (command->flags & COMMAND_HIDDEN || is_seen(missing->page, command))
		return;
	fprintf(stderr, "COMMANDS: missing: %s\n", command->name);
	missing->any = true;
}

bool update_commands_end(const struct update_page *page)
{
	struct missing missing = { page, false };

	command_each(check_row, &missing);
	return !missing.any;
}
