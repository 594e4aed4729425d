/* Buffered data output to a file descriptor, in one of three forms. */
#include "out/output.h"

#include "out/server_line.h"
#include "out/window.h"
#include "proto/event_text.h"
#include "util/escape.h"
#include "util/files.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

enum { OUTPUT_CHUNK = 64 * 1024 };

void output_init(struct output *output, int fd, enum output_form form)
{
	*output = (struct output){
		.fd = fd,
		.form = form,
		.terminal = isatty(fd),
		.timestamp = isatty(fd),
		.pending = BUF_INIT_SECRET,
	};
}

void output_init_server(struct output *output, struct output *whole,
	const char *server, pthread_mutex_t *lock)
{
	*output = (struct output){
		.fd = whole->fd,
		.form = whole->form,
		.terminal = whole->terminal,
		.color = whole->color,
		.always_color = whole->always_color,
		.quiet = whole->quiet,
		.timestamp = whole->timestamp,
		.plain = whole->plain,
		.server = server,
		.whole = whole,
		.lock = lock,
		.pending = BUF_INIT_SECRET,
	};
}

void output_clear(struct output *output)
{
	buf_clear(&output->pending);
	event_json_clear(&output->json);
	event_line_clear(&output->line);
}

static void write_large(struct output *output);
static void write_pending(struct output *output);

static void output_write(struct output *output, struct span bytes)
{
	tee_write(output->tee, bytes);
	if (!output->failure && !files_write_fd(output->fd, bytes.at,
		bytes.len))
		output->failure = errno;
}

/* Writes the complete lines, each with the server's name. */
static void write_server_lines(struct output *output)
{
	struct output *whole = output->whole;
	struct span rest = buf_span(&output->pending), line;
	size_t len = rest.len;

	while (len && rest.at[len - 1] != '\n')
		len--;
	if (!len)
		return;
	rest.len = len;
	pthread_mutex_lock(output->lock);
	while (span_next_line(&rest, &line)) {
		server_line_add(&whole->pending, output->server, output->form,
			output->color, line);
		write_large(whole);
	}
	write_pending(whole);
	output->failure = whole->failure;
	pthread_mutex_unlock(output->lock);
	buf_consume(&output->pending, len);
}

static void write_pending(struct output *output)
{
	if (output->hold)
		return;
	if (output->server) {
		write_server_lines(output);
		return;
	}
	output_write(output, buf_span(&output->pending));
	buf_reset(&output->pending);
}

static void write_large(struct output *output)
{
	if (output->pending.len >= OUTPUT_CHUNK)
		write_pending(output);
}

/* Writes large data directly, without a copy. */
void output_bytes(struct output *output, struct span bytes)
{
	if (bytes.len >= OUTPUT_CHUNK && !output->hold && !output->server) {
		write_pending(output);
		output_write(output, bytes);
		return;
	}
	buf_add_span(&output->pending, bytes);
	write_large(output);
}

void output_string(struct output *output, const char *string)
{
	output_bytes(output, span_of(string));
}

void output_text(struct output *output, struct span text)
{
	if (!output->terminal) {
		output_bytes(output, text);
		return;
	}
	escape_add_terminal(&output->pending, text, ESCAPE_TEXT);
	write_large(output);
}

void output_line(struct output *output, struct span text)
{
	output_text(output, text);
	if (!text.len || text.at[text.len - 1] != '\n')
		output_string(output, "\n");
}

void output_styled(struct output *output, enum style style, struct span text)
{
	if (output->color)
		output_string(output, style_on(style));
	output_text(output, text);
	if (output->color)
		output_string(output, style_off(style));
}

void output_field(struct output *output, struct span name, struct span value)
{
	if (!value.at) {
		output_line(output, name);
		return;
	}
	output_styled(output, STYLE_KEY, name);
	output_string(output, "=");
	if (value.len && memchr(value.at, '\n', value.len))
		output_string(output, "\n");
	output_line(output, value);
}

void output_block(struct output *output, struct span lines)
{
	struct buf *pending = &output->pending;
	struct span line;

	while (span_next_line(&lines, &line)) {
		if (line.len && line.at[0] == '.')
			line = span_from(line, 1);
		if (output->terminal) {
			output_text(output, line);
			output_string(output, "\n");
			continue;
		}
		/* One check a line keeps this fast for huge values. */
		buf_reserve(pending, line.len + 1);
		memcpy(pending->data + pending->len, line.at, line.len);
		pending->len += line.len;
		pending->data[pending->len++] = '\n';
		pending->data[pending->len] = '\0';
		write_large(output);
	}
}

void output_lines(struct output *output, struct span lines)
{
	struct span line;

	if (!output->terminal) {
		output_bytes(output, lines);
		return;
	}
	while (span_next_line(&lines, &line)) {
		output_text(output, line);
		output_string(output, "\n");
	}
}

static void add_event(struct output *output, const struct queue_event *event)
{
	struct buf *pending = &output->pending;
	struct json json;

	if (output->form == OUTPUT_JSON) {
		json = output_json(output);
		json.drain = NULL; /* not within an event */
		event_json_add(&output->json, &json, event->raw, event->time);
	} else if (output->terminal && !output->plain) {
		output->line.color = output->color;
		output->line.time = output->timestamp;
		output->line.width = window_columns(output->fd);
		event_line_add(&output->line, pending, event);
	} else {
		if (output->timestamp)
			event_line_add_time(pending, event->time);
		event_text_add(pending, event->raw, output->terminal);
	}
}

static void output_drain(void *output)
{
	write_large(output);
}

struct json output_json(struct output *output)
{
	/*
	 * JSON does not treat bidirectional controls and the like as control
	 * characters, but they affect a terminal.
	 */
	return (struct json){
		.to = &output->pending,
		.ascii = output->terminal,
		.drain = output_drain,
		.arg = output,
	};
}

void output_event(struct output *output, const struct queue_event *event)
{
	if (output->form == OUTPUT_RAW)
		output_lines(output, event->raw);
	else
		add_event(output, event);
	if (output->shared || output->pending.len >= OUTPUT_CHUNK)
		write_pending(output);
}

bool output_flush(struct output *output, struct error *error)
{
	int failure;

	write_pending(output);
	failure = output->failure;
	if (failure)
		return error_set(error, ERROR_FILE, "cannot write the output: "
			"%s", strerror(failure));
	return true;
}

bool output_end_line(struct output *output, struct error *error)
{
	const struct buf *pending = &output->pending;

	if (pending->len && pending->data[pending->len - 1] != '\n')
		output_string(output, "\n");
	return output_flush(output, error);
}

bool output_broken(const struct output *output)
{
	return output->failure == EPIPE;
}

int output_watch_fd(const struct output *output)
{
	int flags = fcntl(output->fd, F_GETFL);
	struct stat about;

	return flags >= 0 && (flags & O_ACCMODE) == O_WRONLY &&
		fstat(output->fd, &about) == 0 && S_ISFIFO(about.st_mode) ?
		output->fd : -1;
}

bool output_give_up(struct output *output, struct error *error)
{
	output->failure = EPIPE;
	return output_flush(output, error);
}
