/*
 * A control port that accepts and records every command, replying 250 OK, or
 * EXTENDED with an ID to EXTENDCIRCUIT.
 */
#include "lib/yes_tor.h"

#include "lib/test.h"
#include "util/alloc.h"
#include "util/files.h"
#include "util/span.h"

#include <fnmatch.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

struct yes_tor {
	char *directory, *path;
	int listener;
	pthread_t thread;
	pthread_mutex_t lock; /* protects the following */
	struct buf commands;
	const struct yes_rule *rules;
	bool filter;
	bool hang_up, ending;
	int fd;
};

static void say(int fd, const char *text)
{
	(void)!send(fd, text, strlen(text), MSG_NOSIGNAL);
}

/* Sends an event for each word: `before` word `after`. */
static void say_about(int fd, const char *before, struct span rest,
	const char *after)
{
	struct buf text = BUF_INIT;
	struct span word;

	while (span_next_word(&rest, &word))
		buf_print(&text, "%s%.*s%s", before, (int)word.len, word.at,
			after);
	say(fd, buf_text(&text));
	buf_clear(&text);
}

static void add_reply(struct buf *to, const char *reply, struct span word)
{
	for (; *reply; reply++)
		if (*reply == '#')
			buf_add_span(to, word);
		else
			buf_add_char(to, *reply);
}

/* Adds the reply to one line, which may be empty; false if no rule has one. */
static bool add_by_rule(const struct yes_rule *rules, const char *line,
	struct buf *to)
{
	const char *last = strrchr(line, ' ');

	for (; rules->pattern; rules++)
		if (!fnmatch(rules->pattern, line, 0)) {
			add_reply(to, rules->reply, span_of(last ? last + 1 :
				line));
			return true;
		}
	return false;
}

/* GETINFO's lines are followed by "250 OK"; the last of GETCONF's ends it. */
static void add_keys(const struct yes_rule *rules, struct span rest,
	struct buf *to)
{
	struct span verb = { "", 0 }, key;
	size_t last;
	bool info;

	span_next_word(&rest, &verb);
	info = span_equal(verb, "GETINFO");
	while (span_next_word(&rest, &key)) {
		char *line = alloc_print("%.*s %.*s", (int)verb.len, verb.at,
			(int)key.len, key.at);

		if (!add_by_rule(rules, line, to))
			buf_print(to, "250-%.*s%s\r\n", (int)key.len, key.at,
				info ? "=" : "");
		free(line);
	}
	last = to->len < 2 ? 0 : to->len - 2;
	while (last && to->data[last - 1] != '\n')
		last--;
	if (!info && to->len)
		to->data[last + strlen("250")] = ' ';
}

/* Returns whether the rules have an answer, which was sent. */
static bool answer_by_rules(const struct yes_rule *rules, bool filter, int fd,
	struct span line)
{
	bool info = span_starts(line, "GETINFO ");
	bool keys = info || span_starts(line, "GETCONF ");
	char *copy = span_copy(line);
	struct buf text = BUF_INIT;

	if (keys && !filter)
		add_keys(rules, line, &text);
	else if (!add_by_rule(rules, copy, &text) && filter)
		buf_add_string(&text, "510 Command filtered\r\n");
	if (info && text.len && !span_starts(buf_span(&text), "5"))
		buf_add_string(&text, "250 OK\r\n");
	say(fd, buf_text(&text));
	filter = text.len;
	buf_clear(&text);
	free(copy);
	return filter;
}

/* Returns false to close the connection. */
static bool answer(struct yes_tor *tor, int fd, struct span line)
{
	const struct yes_rule *rules = NULL;
	struct span rest = line, verb;
	bool hang_up, filter = false;

	if (!span_next_word(&rest, &verb))
		verb = line;
	if (span_equal(verb, "PROTOCOLINFO")) {
		say(fd, "250-PROTOCOLINFO 1\r\n250-AUTH METHODS=NULL\r\n"
			"250-VERSION Tor=\"0.4.9.11\"\r\n");
	} else if (!span_equal(line, "AUTHENTICATE")) {
		pthread_mutex_lock(&tor->lock);
		buf_add_span(&tor->commands, line);
		buf_add_char(&tor->commands, '\n');
		hang_up = tor->hang_up;
		rules = tor->rules;
		filter = tor->filter;
		pthread_mutex_unlock(&tor->lock);
		if (hang_up && span_equal(verb, "SETEVENTS") && rest.len)
			return false;
	}
	if (rules && answer_by_rules(rules, filter, fd, line))
		return true;
	say(fd, span_equal(verb, "EXTENDCIRCUIT") ? "250 EXTENDED 7\r\n" :
		"250 OK\r\n");
	if (span_equal(verb, "RESOLVE"))
		say_about(fd, "650 ADDRMAP ", rest, " <error> NEVER\r\n");
	if (span_equal(verb, "HSFETCH") && span_next_word(&rest, &verb))
		say_about(fd, "650 HS_DESC FAILED ", verb, " NO_AUTH UNKNOWN "
			"REASON=NOT_FOUND\r\n");
	return true;
}

static bool takes_lines(struct yes_tor *tor)
{
	bool filter;

	pthread_mutex_lock(&tor->lock);
	filter = tor->filter;
	pthread_mutex_unlock(&tor->lock);
	return filter;
}

/* Splits the stream as Tor does; returns when the client closes. */
static void serve(struct yes_tor *tor, FILE *stream)
{
	char *bytes = NULL;
	size_t size = 0;
	ssize_t len;
	char *text_of = NULL; /* the "+" line whose text is being read */
	bool go_on = true;

	while (go_on && (len = getline(&bytes, &size, stream)) > 0) {
		struct span line = { bytes, (size_t)len };

		line.len -= line.at[line.len - 1] == '\n';
		line.len -= line.len && line.at[line.len - 1] == '\r';
		if (!text_of && line.len && line.at[0] == '+' &&
			!takes_lines(tor)) {
			text_of = span_copy(line);
		} else if (!text_of) {
			go_on = answer(tor, fileno(stream), line);
		} else if (span_equal(line, ".")) {
			go_on = answer(tor, fileno(stream), span_of(text_of));
			free(text_of);
			text_of = NULL;
		} else {
			pthread_mutex_lock(&tor->lock);
			buf_add_char(&tor->commands, '\t');
			buf_add_span(&tor->commands, line);
			buf_add_char(&tor->commands, '\n');
			pthread_mutex_unlock(&tor->lock);
		}
	}
	free(text_of);
	free(bytes);
}

static void *run(void *arg)
{
	struct yes_tor *tor = arg;

	for (;;) {
		int fd = accept(tor->listener, NULL, NULL);
		FILE *stream = fd < 0 ? NULL : fdopen(fd, "r");
		bool ending;

		if (!stream)
			break;
		pthread_mutex_lock(&tor->lock);
		tor->fd = fd;
		ending = tor->ending;
		pthread_mutex_unlock(&tor->lock);
		if (!ending)
			serve(tor, stream);
		pthread_mutex_lock(&tor->lock);
		tor->fd = -1;
		pthread_mutex_unlock(&tor->lock);
		fclose(stream);
	}
	return NULL;
}

struct yes_tor *yes_tor_start(void)
{
	struct yes_tor *tor = alloc_zeroed(sizeof(*tor));
	struct sockaddr_un address = { .sun_family = AF_UNIX };

	tor->directory = test_directory();
	tor->path = alloc_print("%s/control", tor->directory);
	tor->fd = -1;
	snprintf(address.sun_path, sizeof(address.sun_path), "%s", tor->path);
	tor->listener = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
	ck_assert_int_eq(bind(tor->listener, (struct sockaddr *)&address,
		sizeof(address)), 0);
	ck_assert_int_eq(listen(tor->listener, 8), 0);
	pthread_mutex_init(&tor->lock, NULL);
	ck_assert_int_eq(pthread_create(&tor->thread, NULL, run, tor), 0);
	return tor;
}

const char *yes_tor_address(const struct yes_tor *tor)
{
	return tor->path;
}

void yes_tor_answer(struct yes_tor *tor, const struct yes_rule *rules,
	bool filter)
{
	pthread_mutex_lock(&tor->lock);
	tor->rules = rules;
	tor->filter = filter;
	pthread_mutex_unlock(&tor->lock);
}

void yes_tor_hang_up_on_events(struct yes_tor *tor, bool hang_up)
{
	pthread_mutex_lock(&tor->lock);
	tor->hang_up = hang_up;
	pthread_mutex_unlock(&tor->lock);
}

void yes_tor_take(struct yes_tor *tor, struct buf *commands)
{
	pthread_mutex_lock(&tor->lock);
	buf_add_span(commands, buf_span(&tor->commands));
	buf_reset(&tor->commands);
	pthread_mutex_unlock(&tor->lock);
}

void yes_tor_end(struct yes_tor *tor)
{
	pthread_mutex_lock(&tor->lock);
	tor->ending = true;
	if (tor->fd >= 0)
		shutdown(tor->fd, SHUT_RDWR);
	pthread_mutex_unlock(&tor->lock);
	shutdown(tor->listener, SHUT_RDWR);
	pthread_join(tor->thread, NULL);
	close(tor->listener);
	files_remove_tree(tor->directory);
	pthread_mutex_destroy(&tor->lock);
	buf_clear(&tor->commands);
	free(tor->directory);
	free(tor->path);
	free(tor);
}
