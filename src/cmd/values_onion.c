/* Addresses of onion services that this Tor runs, for Tab. */
#include "cmd/values_onion.h"

#include "cmd/session.h"
#include "cmd/sources.h"
#include "util/alloc.h"
#include "util/files.h"
#include "util/span.h"

#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

/* "ADDRESS.onion" and a line end. */
enum { HOSTNAME_MAX = 128 };

static void add_list(struct candidates *to, enum sources_list list,
	const char *description)
{
	const struct pairs *pairs = sources_list(to->session->sources, list);

	for (size_t i = 0; pairs && i < pairs->len; i++)
		candidates_add(to, pairs->items[i].name, description,
			CANDIDATES_END);
}

/* Adds the text of a small regular file; nothing else is waited for. */
static void read_small(const char *path, struct buf *text)
{
	int fd = open(path, O_RDONLY | O_NONBLOCK | O_CLOEXEC);
	struct stat about;

	if (fd < 0)
		return;
	if (!fstat(fd, &about) && S_ISREG(about.st_mode))
		files_read_fd(fd, path, HOSTNAME_MAX, text, NULL);
	close(fd);
}

/* Tor tells a service's directory, but its address is in a file there. */
static void add_service(struct candidates *to, const char *directory)
{
	char *path = alloc_print("%s/hostname", directory), *word, *address;
	struct buf text = BUF_INIT;
	struct span rest, line = { "", 0 };

	read_small(path, &text);
	rest = buf_span(&text);
	span_next_line(&rest, &line);
	word = span_copy(line);
	address = argument_read(ARGUMENT_ONION, word, NULL);
	if (address)
		candidates_add(to, address, "of torrc", CANDIDATES_END);
	free(address);
	free(word);
	free(path);
	buf_clear(&text);
}

/* Another machine's directories are not to be looked for on this one. */
static bool is_local(const struct session *session)
{
	static const char *const places[] = { "/", "unix:", "127.", "[::1]",
		"localhost:" };
	const char *address = session->where.address;

	for (size_t i = 0; i < sizeof(places) / sizeof(*places); i++)
		if (address && span_starts(span_of(address), places[i]))
			return true;
	return false;
}

static void add_services(struct candidates *to)
{
	struct pairs services = { 0 };

	if (!is_local(to->session))
		return;
	sources_values(to->session->sources, "HiddenServiceDir", &services);
	for (size_t i = 0; i < services.len; i++)
		if (services.items[i].value)
			add_service(to, services.items[i].value);
	pairs_clear(&services);
}

static void add_commands_own(struct candidates *to)
{
	add_list(to, SOURCES_ONIONS_CURRENT, "of this connection");
	add_list(to, SOURCES_ONIONS_DETACHED, "detached");
}

void values_onion_add(struct candidates *to)
{
	add_commands_own(to);
	add_services(to);
}

void values_onion_add_argument(struct candidates *to,
	const struct argument *argument)
{
	const char *verb = to->cursor->command->verb;

	(void)argument;
	add_commands_own(to);
	/* Only torrc can take its services away. */
	if (!verb || strcmp(verb, "DEL_ONION"))
		add_services(to);
}
