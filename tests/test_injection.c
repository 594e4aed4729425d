/* No argument of any command can inject a second command. */
#include "lib/commands.h"
#include "lib/test.h"
#include "lib/yes_tor.h"
#include "util/alloc.h"

#include <stdlib.h>
#include <string.h>

#define ONION "2gzyxa5ihm7nsggfxnu52rck2vv4rvmdlkiu3zzui5du4xyclen53wid"

/* Each of them would make Tor see a command INJECTED if it worked. */
static const char *const hostile[] = {
	"\r\nINJECTED", "\nINJECTED", "\rINJECTED", "x\r\nINJECTED",
	"x\nINJECTED", "x\rINJECTED", "x\r\n.\r\nINJECTED\r\n",
	"x\n.\nINJECTED\n", "\"x\r\nINJECTED", "\"x\"\r\nINJECTED\r\n\"",
	"\\\r\nINJECTED", "x=y\r\nINJECTED", "=\nINJECTED", "'\nINJECTED",
	"x INJECTED\n", "x\tINJECTED\n", "\x1b\nINJECTED", "\n", "\r\n", "\r",
	"+\nINJECTED", "+LOADCONF\r\n.\r\nINJECTED", "\xe2\x80\xa8INJECTED",
	"\xc2\x85INJECTED", "\xff\nINJECTED", "\v\fINJECTED", "@/\nINJECTED",
	"-", "--", "--help\n", " ", "\t", "",
};

static struct yes_tor *tor;
static struct commands commands;
static size_t sent_at_all;

static const char *valid_word(const struct argument *argument)
{
	switch (argument->type) {
	case ARGUMENT_ONION:
		return ONION;
	case ARGUMENT_EVENT_TYPE:
		return "BW";
	case ARGUMENT_ONION_KEY:
		return "NEW:BEST";
	case ARGUMENT_CLIENT_KEY:
		return "x25519:aGk=";
	case ARGUMENT_MAPPING:
		return "a=b";
	case ARGUMENT_FILE:
		return "-";
	case ARGUMENT_YESNO:
		return "yes";
	case ARGUMENT_SETTING:
		return "Nickname=x";
	default:
		return argument->flags & ARGUMENT_LITERAL ? argument->name :
			"1";
	}
}

static char *word_for(const struct argument *argument, const char *word)
{
	if (argument->flags & ARGUMENT_KEYWORD)
		return alloc_print("%s=%s", argument->name, word);
	return alloc_string(word);
}

/*
 * What handlers send besides their row's verb, or instead of it. They get no
 * further here, where every reply is OK.
 */
static const struct {
	const char *row, *verbs;
} senders[] = {
	{ "bandwidth", "SETEVENTS" },
	{ "bootstrap", "GETINFO" },
	{ "circuit close", "CLOSECIRCUIT" },
	{ "circuit extend", "GETINFO" },
	{ "circuit new", "GETINFO EXTENDCIRCUIT" },
	{ "circuit purpose", "SETCIRCUITPURPOSE" },
	{ "circuit show", "GETINFO" },
	{ "circuits", "GETINFO" },
	{ "conf", "GETINFO" },
	{ "conf add", "GETINFO" },
	{ "conf diff", "GETINFO" },
	{ "conf edit", "GETINFO" },
	{ "conf help", "GETINFO" },
	{ "conf remove", "GETINFO" },
	{ "conf set", "GETINFO GETCONF" },
	{ "events", "GETINFO" },
	{ "guards", "GETINFO" },
	{ "help", "GETINFO" },
	{ "hsfetch", "SETEVENTS GETCONF" },
	{ "hspost", "SETEVENTS GETCONF" },
	{ "listeners", "GETINFO" },
	{ "loadconf", "GETINFO SETEVENTS" },
	{ "lookup", "SETEVENTS RESOLVE GETCONF" },
	{ "map", "MAPADDRESS" },
	{ "mappings", "GETINFO" },
	{ "newnym", "SETEVENTS" },
	{ "onion add", "SETEVENTS GETCONF" },
	{ "onion auth list", "ONION_CLIENT_AUTH_VIEW" },
	{ "onion auth remove", "ONION_CLIENT_AUTH_REMOVE" },
	{ "onion del", "DEL_ONION" },
	{ "onion fetch", "SETEVENTS GETCONF" },
	{ "onion list", "GETINFO GETCONF" },
	{ "onions", "GETINFO GETCONF" },
	{ "orconns", "GETINFO" },
	{ "relay", "GETINFO" },
	{ "relays", "GETINFO" },
	{ "resetconf", "GETINFO SETEVENTS" },
	{ "resolve", "SETEVENTS GETCONF" },
	{ "saveconf", "SETEVENTS" },
	{ "setconf", "GETINFO SETEVENTS" },
	{ "status", "GETINFO GETCONF" },
	{ "stream attach", "ATTACHSTREAM" },
	{ "stream close", "CLOSESTREAM" },
	{ "stream follow", "SETEVENTS" },
	{ "stream redirect", "GETINFO REDIRECTSTREAM" },
	{ "stream take", "SETEVENTS" },
	{ "streams", "GETINFO" },
	{ "tunnel", "GETINFO" },
	{ "unmap", "GETINFO MAPADDRESS" },
	{ "wait bootstrap", "SETEVENTS GETCONF" },
	{ "wait circuit", "SETEVENTS" },
	{ "wait descriptor", "SETEVENTS" },
	{ "wait event", "GETINFO SETEVENTS" },
	{ "wait newnym", "SETEVENTS" },
	{ "wait stream", "SETEVENTS" },
};

static bool is_sender(const struct command *row, struct span verb)
{
	struct span word;

	for (size_t i = 0; i < COUNT(senders); i++) {
		struct span rest = span_of(senders[i].verbs);

		while (!strcmp(senders[i].row, row->name) &&
			span_next_word(&rest, &word))
			if (word.len == verb.len &&
				!memcmp(word.at, verb.at, verb.len))
				return true;
	}
	return false;
}

/*
 * Each line begins with a verb that the row may send; its own verb comes once.
 */
static void check_commands(const struct command *row, const char *word,
	struct span sent)
{
	/* The user's own line, which is a single line. */
	bool any = !strcmp(row->name, "raw");
	struct span line, first, rest;
	size_t own = 0, other = 0;

	while (span_next_line(&sent, &line)) {
		bool is_own;

		rest = line;
		if (line.len && line.at[0] == '\t')
			continue;
		if (!span_next_word(&rest, &first))
			first = line;
		is_own = any || (row->verb && span_equal(first, row->verb));
		ck_assert_msg((is_own || is_sender(row, first)) &&
			!span_starts(first, "INJECTED"), "%s, \"%s\": sent "
			"%.*s", row->name, word, (int)line.len, line.at);
		own += is_own;
		other += !is_own;
	}
	ck_assert_msg(own <= 1, "%s, \"%s\": sent %zu times", row->name, word,
		own);
	ck_assert_msg(!row->verb || other <= 3, "%s, \"%s\": sent %zu lines "
		"of others", row->name, word, other);
	sent_at_all += own + (row->verb ? 0 : other);
}

static void restart_if_over(void)
{
	if (!commands.session.ended && (!commands.session.tor->connection ||
		connection_connected(commands.session.tor->connection)))
		return;
	buf_clear(&commands.body);
	commands_end(&commands);
	commands_start(&commands, yes_tor_address(tor));
}

/*
 * Takes what was sent for the last command; connects again if that was lost.
 * Whatever was sent has arrived when another request is answered.
 */
static void take_sent(struct buf *sent)
{
	static const char last[] = "SYNC\n";
	char *sync[] = { (char[]){ "raw" }, (char[]){ "SYNC" } };
	struct strv line = { sync, 2, 0 };

	free(commands_printed(&commands));
	free(commands_complained(&commands));
	yes_tor_take(tor, sent);
	restart_if_over();
	if (!commands.session.tor->connection)
		return;
	ck_assert_int_eq(commands_words(&commands, &line), 0);
	yes_tor_take(tor, sent);
	ck_assert_uint_ge(sent->len, strlen(last));
	ck_assert_str_eq(sent->data + sent->len - strlen(last), last);
	buf_truncate(sent, sent->len - strlen(last));
	free(commands_printed(&commands));
}

static void try(const struct command *row, const char *word, struct strv *words)
{
	struct buf sent = BUF_INIT;

	/* It reads from our standard input, not from Tor. */
	if (!strcmp(row->name, "hash-password"))
		return;
	buf_reset(&commands.body);
	buf_add_string(&commands.body, "x\r\n.\r\nINJECTED\r\n.\nINJECTED");
	yes_tor_hang_up_on_events(tor, row->flags & COMMAND_LONG);
	commands_words(&commands, words);
	take_sent(&sent);
	check_commands(row, word, buf_span(&sent));
	buf_clear(&sent);
}

/* All arguments valid except the one at `bad`, and an extra one if none is. */
static void try_at(const struct command *row, size_t bad, const char *word,
	bool optional)
{
	struct span name = span_of(row->name), part;
	struct strv words = STRV_INIT;
	size_t i;

	while (span_next_word(&name, &part))
		strv_add_span(&words, part);
	for (i = 0; command_arguments(row)[i].name; i++) {
		const struct argument *argument = &command_arguments(row)[i];

		if (i == bad)
			strv_take(&words, word_for(argument, word));
		else if (argument->flags & ARGUMENT_OPTION || (!optional &&
			argument->flags & ARGUMENT_OPTIONAL))
			continue;
		else
			strv_take(&words, word_for(argument,
				valid_word(argument)));
	}
	if (bad == i)
		strv_add(&words, word);
	try(row, word, &words);
	strv_clear(&words);
}

static void try_row(void *arg, const struct command *row)
{
	size_t count = 0;

	(void)arg;
	while (command_arguments(row)[count].name)
		count++;
	for (size_t bad = 0; bad <= count; bad++)
		for (size_t i = 0; i < COUNT(hostile); i++) {
			try_at(row, bad, hostile[i], false);
			try_at(row, bad, hostile[i], true);
		}
}

static void set_up(void)
{
	tor = yes_tor_start();
	commands_start(&commands, yes_tor_address(tor));
	sent_at_all = 0;
}

static void tear_down(void)
{
	commands_end(&commands);
	yes_tor_end(tor);
}

START_TEST(by_words)
{
	command_each(try_row, NULL);
	/* The test would pass if nothing were ever sent. */
	ck_assert_uint_gt(sent_at_all, 200);
}
END_TEST

/* The same words, quoted in a line at the prompt. */
static void try_line(void *arg, const struct command *row)
{
	struct buf line = BUF_INIT, sent = BUF_INIT;

	(void)arg;
	if (!strcmp(row->name, "hash-password"))
		return;
	for (size_t i = 0; i < COUNT(hostile); i++) {
		buf_print(&line, "%s '%s'", row->name, hostile[i]);
		yes_tor_hang_up_on_events(tor, row->flags & COMMAND_LONG);
		commands_line(&commands, buf_text(&line));
		take_sent(&sent);
		check_commands(row, hostile[i], buf_span(&sent));
		buf_reset(&line);
		buf_reset(&sent);
	}
	buf_clear(&line);
	buf_clear(&sent);
}

START_TEST(by_lines)
{
	command_each(try_line, NULL);
}
END_TEST

int main(void)
{
	Suite *suite = suite_create("injection");
	TCase *tcase = test_case(suite, "injection");

	tcase_add_checked_fixture(tcase, set_up, tear_down);
	tcase_set_timeout(tcase, 60);
	tcase_add_test(tcase, by_words);
	tcase_add_test(tcase, by_lines);
	return test_run(suite);
}
