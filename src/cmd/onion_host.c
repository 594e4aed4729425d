/* Addresses of torrc's onion services, from files kept by Tor. */
#include "cmd/onion_host.h"

#include "cmd/argument.h"
#include "conn/address.h"
#include "util/alloc.h"
#include "util/files.h"
#include "util/span.h"

#include <fcntl.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

/* "ADDRESS.onion" and LF. */
enum { HOSTNAME_MAX = 128 };

/* Adds the content of a small regular file; never blocks on another kind. */
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

bool onion_host_is_local(const struct session *session)
{
	struct address address = { 0 };
	const char *text = session->tor->where.address;
	bool local = text && address_parse(text, &address, NULL) &&
		address_is_local(&address);

	address_clear(&address);
	return local;
}

char *onion_host_address(const struct session *session,
	const char *directory)
{
	struct buf text = BUF_INIT;
	struct span rest, line = { "", 0 };
	char *path, *word, *address;

	if (!onion_host_is_local(session))
		return NULL;
	path = alloc_print("%s/hostname", directory);
	read_small(path, &text);
	rest = buf_span(&text);
	span_next_line(&rest, &line);
	word = span_copy(line);
	address = argument_read(ARGUMENT_ONION, word, NULL);
	free(word);
	free(path);
	buf_clear(&text);
	return address;
}
