/*
 * The reference for the benchmarks: the least that a client of Tor's control
 * port must do, in one thread, with two fixed buffers.
 *
 *   minimal SOCKET version       sends GETINFO version, prints the value
 *   minimal SOCKET lines         sends each line of stdin, prints its value
 *   minimal SOCKET lines WINDOW  the same, up to WINDOW sent ahead
 *   minimal SOCKET copy KEY      sends GETINFO KEY, copies the reply
 *   minimal SOCKET events NAMES  sends SETEVENTS NAMES, copies everything
 */
#include <nettle/hmac.h>

#include <err.h>
#include <fcntl.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/random.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

enum {
	REPLY_SIZE = 64 * 1024,
	COOKIE_SIZE = 32,
	HASH_SIZE = 32,
	BATCH_SIZE = 4096, /* Tor reads this much at a time */
};

static char reply[REPLY_SIZE + 1];
static size_t reply_len;

static int connect_to(const char *path)
{
	struct sockaddr_un address = { .sun_family = AF_UNIX };
	int fd = socket(AF_UNIX, SOCK_STREAM, 0);

	if (strlen(path) >= sizeof(address.sun_path))
		errx(3, "%s: too long", path);
	memcpy(address.sun_path, path, strlen(path));
	if (fd < 0 || connect(fd, (struct sockaddr *)&address,
		sizeof(address)) < 0)
		err(3, "%s", path);
	return fd;
}

static void write_all(int fd, const char *bytes, size_t len)
{
	while (len) {
		ssize_t done = write(fd, bytes, len);

		if (done < 0)
			err(6, "write");
		bytes += done;
		len -= (size_t)done;
	}
}

/* Returns whether the bytes end with the last line of a reply. */
static bool reply_ended(void)
{
	const char *line = reply + reply_len;

	if (reply_len < 6 || line[-1] != '\n')
		return false;
	line--;
	while (line > reply && line[-1] != '\n')
		line--;
	return line[3] == ' ';
}

/* Sends a line and leaves its short reply in `reply`. */
static void ask(int fd, const char *line, size_t len)
{
	write_all(fd, line, len);
	reply_len = 0;
	do {
		ssize_t got = read(fd, reply + reply_len,
			REPLY_SIZE - reply_len);

		if (got <= 0)
			errx(3, "connection lost");
		reply_len += (size_t)got;
		reply[reply_len] = '\0';
	} while (!reply_ended());
	if (reply[0] != '2')
		errx(1, "%s", reply);
}

static void ask_string(int fd, const char *line)
{
	ask(fd, line, strlen(line));
}

static const char *after(const char *name)
{
	const char *at = strstr(reply, name);

	if (!at)
		errx(3, "no %s in %s", name, reply);
	return at + strlen(name);
}

static void add_hex(char *to, const unsigned char *bytes, size_t len)
{
	for (size_t i = 0; i < len; i++)
		snprintf(to + 2 * i, 3, "%02X", bytes[i]);
}

static void read_hex(unsigned char *to, const char *from, size_t len)
{
	for (size_t i = 0; i < len; i++) {
		char digits[3] = { from[2 * i], from[2 * i + 1] };

		to[i] = (unsigned char)strtoul(digits, NULL, 16);
	}
}

static void hmac(const char *key, const unsigned char *message, size_t len,
	unsigned char *hash)
{
	struct hmac_sha256_ctx context;

	hmac_sha256_set_key(&context, strlen(key), (const unsigned char *)key);
	hmac_sha256_update(&context, len, message);
	hmac_sha256_digest(&context, HASH_SIZE, hash);
}

static void read_cookie(unsigned char *cookie)
{
	const char *path = after("COOKIEFILE=\"");
	char name[4096];
	int fd;

	snprintf(name, sizeof(name), "%.*s", (int)strcspn(path, "\""), path);
	fd = open(name, O_RDONLY);
	if (fd < 0 || read(fd, cookie, COOKIE_SIZE) != COOKIE_SIZE)
		err(6, "%s", name);
	close(fd);
}

/* control-spec 3.24. */
static void safecookie(int fd)
{
	unsigned char message[COOKIE_SIZE + 2 * HASH_SIZE];
	unsigned char *nonce = message + COOKIE_SIZE;
	unsigned char hash[HASH_SIZE], expected[HASH_SIZE];
	char line[128];
	int len;

	read_cookie(message);
	if (getrandom(nonce, HASH_SIZE, 0) != HASH_SIZE)
		err(3, "getrandom");
	len = snprintf(line, sizeof(line), "AUTHCHALLENGE SAFECOOKIE ");
	add_hex(line + len, nonce, HASH_SIZE);
	strcat(line, "\r\n");
	ask_string(fd, line);
	read_hex(expected, after("SERVERHASH="), HASH_SIZE);
	read_hex(nonce + HASH_SIZE, after("SERVERNONCE="), HASH_SIZE);
	hmac("Tor safe cookie authentication server-to-controller hash",
		message, sizeof(message), hash);
	if (memcmp(hash, expected, HASH_SIZE))
		errx(4, "wrong server hash");
	hmac("Tor safe cookie authentication controller-to-server hash",
		message, sizeof(message), hash);
	len = snprintf(line, sizeof(line), "AUTHENTICATE ");
	add_hex(line + len, hash, HASH_SIZE);
	strcat(line, "\r\n");
	ask_string(fd, line);
}

static void authenticate(int fd)
{
	ask_string(fd, "PROTOCOLINFO 1\r\n");
	if (strstr(reply, "SAFECOOKIE"))
		safecookie(fd);
	else
		ask_string(fd, "AUTHENTICATE\r\n");
}

static void print_value(void)
{
	const char *value = after("=");

	fwrite(value, 1, strcspn(value, "\r\n"), stdout);
	putchar('\n');
}

static void run_lines(int fd)
{
	char line[4096];

	while (fgets(line, sizeof(line) - 1, stdin)) {
		strcpy(line + strcspn(line, "\r\n"), "\r\n");
		ask(fd, line, strlen(line));
		print_value();
	}
}

/* Sends lines of stdin, at most `count`; returns how many there were. */
static int send_lines(int fd, int count)
{
	char batch[BATCH_SIZE], line[BATCH_SIZE];
	size_t len = 0, line_len;
	int sent = 0;

	while (sent < count && fgets(line, sizeof(line) - 1, stdin)) {
		strcpy(line + strcspn(line, "\r\n"), "\r\n");
		line_len = strlen(line);
		if (len + line_len > sizeof(batch)) {
			write_all(fd, batch, len);
			len = 0;
		}
		memcpy(batch + len, line, line_len);
		len += line_len;
		sent++;
	}
	write_all(fd, batch, len);
	return sent;
}

/* Prints the values that have arrived; returns how many replies have ended. */
static int print_values(int fd)
{
	ssize_t got = read(fd, reply + reply_len, REPLY_SIZE - reply_len);
	char *line = reply, *end;
	int ended = 0;

	if (got <= 0)
		errx(3, "connection lost");
	reply_len += (size_t)got;
	while ((end = memchr(line, '\n', reply_len - (size_t)(line - reply)))) {
		char *value = memchr(line, '=', (size_t)(end - line));

		if (*line != '2')
			errx(1, "%.*s", (int)(end - line), line);
		if (line[3] == ' ')
			ended++;
		else if (value)
			printf("%.*s\n", (int)(end - value) - 2, value + 1);
		line = end + 1;
	}
	reply_len -= (size_t)(line - reply);
	memmove(reply, line, reply_len);
	return ended;
}

static void run_lines_ahead(int fd, int window)
{
	int waiting = 0, sent = 1;

	reply_len = 0;
	while (waiting || sent) {
		if (sent && waiting <= window / 2)
			waiting += sent = send_lines(fd, window - waiting);
		if (waiting)
			waiting -= print_values(fd);
	}
}

/* Copies until the output ends with `end`; NULL: until the connection ends. */
static void copy(int fd, const char *end)
{
	size_t len = end ? strlen(end) : 0;
	char last[16] = "";
	ssize_t got;

	while ((got = read(fd, reply, REPLY_SIZE)) > 0) {
		write_all(STDOUT_FILENO, reply, (size_t)got);
		if (!end)
			continue;
		/* Keep the last bytes, which may arrive one at a time. */
		if ((size_t)got >= len) {
			memcpy(last, reply + got - len, len);
		} else {
			memmove(last, last + got, len - (size_t)got);
			memcpy(last + len - got, reply, (size_t)got);
		}
		if (!memcmp(last, end, len))
			return;
	}
	if (got < 0 || end)
		errx(3, "connection lost");
}

int main(int argc, char **argv)
{
	const char *what = argc > 2 ? argv[2] : "";
	char line[4096];
	int fd;

	if (argc != 3 && argc != 4)
		errx(2, "usage: minimal SOCKET version|lines|copy|events ...");
	fd = connect_to(argv[1]);
	authenticate(fd);
	if (!strcmp(what, "version")) {
		ask_string(fd, "GETINFO version\r\n");
		print_value();
	} else if (!strcmp(what, "lines") && argc == 4) {
		run_lines_ahead(fd, atoi(argv[3]));
	} else if (!strcmp(what, "lines")) {
		run_lines(fd);
	} else if (!strcmp(what, "copy") && argc == 4) {
		snprintf(line, sizeof(line), "GETINFO %s\r\n", argv[3]);
		write_all(fd, line, strlen(line));
		copy(fd, "\r\n250 OK\r\n");
	} else if (!strcmp(what, "events") && argc == 4) {
		snprintf(line, sizeof(line), "SETEVENTS %s\r\n", argv[3]);
		write_all(fd, line, strlen(line));
		copy(fd, NULL);
	} else {
		errx(2, "%s: what?", what);
	}
	return fflush(stdout) ? 6 : 0;
}
