/*
 * A control port that serves bulk data from memory as fast as it is read:
 *
 *   server SOCKET EVENTS
 *
 * Needs no authentication and serves one connection at a time, until it is
 * killed or its parent has exited.
 *
 * GETINFO version is answered. GETINFO desc/all-recent is 30 MiB of
 * descriptors, GETINFO desc/all-recent/120 is 120 MiB; GETINFO ns/all is 10,000
 * relays, r0000Bench to r9999Bench; GETINFO ip-to-country/… is "de" for any
 * address.
 *
 * SETEVENTS with BW sends EVENTS event lines and closes the connection; with
 * NEWCONSENSUS it sends the relays as one event and closes. After GETINFO
 * bench/NUMBER/RATE there are NUMBER events or, if RATE is not 0, endless
 * events at RATE per second, while commands are still answered.
 */
#include <err.h>
#include <poll.h>
#include <signal.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <time.h>
#include <unistd.h>
#ifdef __linux__
#include <sys/prctl.h>
#endif

enum {
	BIG_SMALL = 30,
	BIG_LARGE = 120,
	CHUNK = 256 * 1024,
	EVENT_BLOCK = 20000, /* different events, sent repeatedly */
	DESCRIPTOR_MAX = 8192,
	EVENT_MAX = 1024,
	RELAYS = 10000,
	RELAY_MAX = 512,
	INPUT_MAX = 64 * 1024,
};

struct text {
	char *data;
	size_t len;
};

/* Input from a client that is not answered yet. */
struct input {
	int fd;
	size_t from, len;
	char bytes[INPUT_MAX];
};

static struct text events, big, relays;
static unsigned long event_count;

/* Of this connection: the number of events, and events per second (0: all). */
static unsigned long planned, rate;
static bool flooding; /* SETEVENTS arrived, with a rate */

/* Returns the same numbers in every run. */
static uint32_t random_number(uint32_t below)
{
	static uint64_t state = 88172645463325252U;

	state ^= state << 13;
	state ^= state >> 7;
	state ^= state << 17;
	return (uint32_t)(state >> 32) % below;
}

static const char *random_of(const char *digits, size_t len)
{
	static char texts[16][512];
	static unsigned turn;
	char *text = texts[turn++ % 16];
	uint32_t count = (uint32_t)strlen(digits);

	for (size_t i = 0; i < len; i++)
		text[i] = digits[random_number(count)];
	text[len] = '\0';
	return text;
}

static const char *base64(size_t len)
{
	return random_of("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"
		"0123456789+/", len);
}

static const char *hex(size_t len)
{
	return random_of("0123456789ABCDEF", len);
}

static const char *name(void)
{
	return random_of("abcdefghijklmnopqrstuvwxyz", 4 + random_number(12));
}

static void add(struct text *text, const char *line)
{
	size_t len = strlen(line);

	memcpy(text->data + text->len, line, len);
	text->len += len;
}

static void add_object(struct text *text, const char *what, int lines)
{
	char line[128];

	snprintf(line, sizeof(line), "-----BEGIN %s-----\r\n", what);
	add(text, line);
	for (int i = 0; i < lines; i++) {
		snprintf(line, sizeof(line), "%s\r\n", base64(64));
		add(text, line);
	}
	snprintf(line, sizeof(line), "-----END %s-----\r\n", what);
	add(text, line);
}

/* Adds a relay's descriptor of about 2.5 kB, as is usual today. */
static void add_descriptor(struct text *text)
{
	char part[2048];

	snprintf(part, sizeof(part), "router %s %u.%u.%u.%u 9001 0 0\r\n"
		"identity-ed25519\r\n", name(), 1 + random_number(223),
		random_number(256), random_number(256), random_number(256));
	add(text, part);
	add_object(text, "ED25519 CERT", 3);
	snprintf(part, sizeof(part), "master-key-ed25519 %s\r\n"
		"platform Tor 0.4.%u.%u on Linux\r\n"
		"proto Conflux=1 Cons=1-2 Desc=1-2 DirCache=2 FlowCtrl=1-2 "
		"HSDir=2 HSIntro=4-5 HSRend=1-2 Link=1-5 LinkAuth=1,3 "
		"Microdesc=1-2 Padding=2 Relay=1-4\r\n"
		"published 2026-11-22 %02u:%02u:%02u\r\n"
		"fingerprint %s %s %s %s %s %s %s %s %s %s\r\n"
		"uptime %u\r\nbandwidth %u %u %u\r\n"
		"extra-info-digest %s %s\r\nonion-key\r\n", base64(43),
		8 + random_number(2), random_number(20), random_number(24),
		random_number(60), random_number(60), hex(4), hex(4), hex(4),
		hex(4), hex(4), hex(4), hex(4), hex(4), hex(4), hex(4),
		random_number(10000000), random_number(100000000),
		random_number(100000000), random_number(50000000), hex(40),
		base64(43));
	add(text, part);
	add_object(text, "RSA PUBLIC KEY", 3);
	add(text, "signing-key\r\n");
	add_object(text, "RSA PUBLIC KEY", 3);
	add(text, "onion-key-crosscert\r\n");
	add_object(text, "CROSSCERT", 3);
	snprintf(part, sizeof(part), "ntor-onion-key-crosscert 1\r\n");
	add(text, part);
	add_object(text, "ED25519 CERT", 3);
	snprintf(part, sizeof(part), "hidden-service-dir\r\n"
		"contact %s AT %s dot org - caf\303\251\r\n"
		"ntor-onion-key %s=\r\n", name(), name(), base64(43));
	add(text, part);
	for (uint32_t i = random_number(40); i > 0; i--) {
		snprintf(part, sizeof(part), "%s *:%u\r\n",
			random_number(4) ? "accept" : "reject",
			random_number(65536));
		add(text, part);
	}
	snprintf(part, sizeof(part), "reject *:*\r\ntunnelled-dir-server\r\n"
		"router-sig-ed25519 %s\r\nrouter-signature\r\n", base64(86));
	add(text, part);
	add_object(text, "SIGNATURE", 3);
}

static void add_path(char *to, size_t size)
{
	snprintf(to, size, "$%s~%s,$%s~%s,$%s~%s", hex(40), name(), hex(40),
		name(), hex(40), name());
}

/* Two fifths circuits, two fifths streams, the rest bandwidth and log. */
static void add_event(struct text *text)
{
	static const char *const circuit[] = { "EXTENDED", "BUILT", "CLOSED" };
	static const char *const stream[] = { "NEW", "SENTCONNECT",
		"SUCCEEDED", "CLOSED" };
	char path[512], line[EVENT_MAX];
	uint32_t kind = random_number(10);

	if (kind < 4) {
		add_path(path, sizeof(path));
		snprintf(line, sizeof(line), "650 CIRC %u %s %s "
			"BUILD_FLAGS=IS_INTERNAL,NEED_CAPACITY "
			"PURPOSE=GENERAL "
			"TIME_CREATED=2026-11-22T12:%02u:%02u.%06u\r\n",
			random_number(100000), circuit[random_number(3)], path,
			random_number(60), random_number(60),
			random_number(1000000));
	} else if (kind < 8) {
		snprintf(line, sizeof(line), "650 STREAM %u %s %u "
			"www.%s.example:443 SOCKS_USERNAME=\"%s\" "
			"CLIENT_PROTOCOL=SOCKS5 "
			"NYM_EPOCH=0 SESSION_GROUP=-%u "
			"ISO_FIELDS=SOCKS_USERNAME,SOCKS_PASSWORD,CLIENTADDR,"
			"SESSION_GROUP,NYM_EPOCH\r\n", random_number(100000),
			stream[random_number(4)], random_number(100000),
			name(), name(), random_number(9));
	} else if (kind < 9) {
		snprintf(line, sizeof(line), "650 BW %u %u\r\n",
			random_number(10000000), random_number(10000000));
	} else {
		snprintf(line, sizeof(line), "650 NOTICE Have tried resolving "
			"or connecting to address '%s.example' at %u different "
			"places. Giving up.\r\n", name(), random_number(9));
	}
	add(text, line);
}

/* Adds a consensus entry of about 300 bytes, as is usual today. */
static void add_relay(struct text *text, uint32_t number)
{
	char part[RELAY_MAX];

	snprintf(part, sizeof(part), "r r%04uBench %s %s "
		"2026-11-22 %02u:%02u:%02u %u.%u.%u.%u 9001 0\r\n"
		"s Fast Guard HSDir Running Stable V2Dir Valid\r\n"
		"w Bandwidth=%u\r\np reject 1-65535\r\n", number,
		base64(27), base64(27), random_number(24), random_number(60),
		random_number(60), 1 + random_number(223), random_number(256),
		random_number(256), random_number(256), random_number(100000));
	add(text, part);
}

static void allocate(struct text *text, size_t size)
{
	text->data = malloc(size);
	if (!text->data)
		err(1, "malloc");
}

static void make_texts(void)
{
	size_t size = (size_t)BIG_SMALL << 20;

	allocate(&big, size + DESCRIPTOR_MAX);
	while (big.len < size)
		add_descriptor(&big);
	allocate(&events, (size_t)EVENT_BLOCK * EVENT_MAX);
	for (int i = 0; i < EVENT_BLOCK; i++)
		add_event(&events);
	allocate(&relays, (size_t)RELAYS * RELAY_MAX);
	/* Each once, shuffled: 7919 has no common factor with 10000. */
	for (uint32_t i = 0; i < RELAYS; i++)
		add_relay(&relays, i * 7919 % RELAYS);
}

/* Returns false if the client is gone. */
static bool send_bytes(int fd, const char *bytes, size_t len)
{
	while (len) {
		ssize_t done = write(fd, bytes, len < CHUNK ? len : CHUNK);

		if (done < 0)
			return false;
		bytes += done;
		len -= (size_t)done;
	}
	return true;
}

static bool send_string(int fd, const char *string)
{
	return send_bytes(fd, string, strlen(string));
}

static bool send_big(int fd, const char *key, int times)
{
	bool ok = send_string(fd, "250+") && send_string(fd, key) &&
		send_string(fd, "=\r\n");

	while (ok && times-- > 0)
		ok = send_bytes(fd, big.data, big.len);
	return ok && send_string(fd, ".\r\n250 OK\r\n");
}

/* Returns where the event after the first `count` ones begins. */
static size_t events_length(unsigned long count)
{
	const char *at = events.data;

	while (count--)
		at = strchr(at, '\n') + 1;
	return (size_t)(at - events.data);
}

static bool send_events(int fd)
{
	unsigned long left = planned;

	for (; left >= EVENT_BLOCK; left -= EVENT_BLOCK)
		if (!send_bytes(fd, events.data, events.len))
			return false;
	send_bytes(fd, events.data, events_length(left));
	return false;
}

static uint64_t now(void)
{
	struct timespec time;

	clock_gettime(CLOCK_MONOTONIC, &time);
	return (uint64_t)time.tv_sec * 1000000 +
		(uint64_t)time.tv_nsec / 1000;
}

/* Sends the events due since `*sent_at`, catching up if the client is slow. */
static bool send_due(int fd, uint64_t *sent_at)
{
	static const char *at;
	const char *end, *limit = events.data + events.len;
	uint64_t count = (now() - *sent_at) * rate / 1000000;

	*sent_at += count * 1000000 / rate;
	while (count) {
		if (!at || at == limit)
			at = events.data;
		for (end = at; count && end < limit; count--)
			end = strchr(end, '\n') + 1;
		if (!send_bytes(fd, at, (size_t)(end - at)))
			return false;
		at = end;
	}
	return true;
}

/*
 * Sends events at their rate until the client sends something; returns false if
 * it is gone.
 */
static bool flood(int fd)
{
	struct pollfd input = { .fd = fd, .events = POLLIN };
	uint64_t sent_at = now();

	while (!poll(&input, 1, 1))
		if (!send_due(fd, &sent_at))
			return false;
	return true;
}

static bool starts(const char *line, const char *with)
{
	return !strncasecmp(line, with, strlen(with));
}

static bool send_value(int fd, const char *key, const struct text *text)
{
	return send_string(fd, "250+") && send_string(fd, key) &&
		send_string(fd, "=\r\n") &&
		send_bytes(fd, text->data, text->len) &&
		send_string(fd, ".\r\n250 OK\r\n");
}

/* Answers all GeoIP keys in a line. */
static bool send_countries(int fd, char *keys)
{
	static char text[4 * INPUT_MAX];
	size_t len = 0;

	for (char *key = strtok(keys, " "); key; key = strtok(NULL, " "))
		len += (size_t)snprintf(text + len, sizeof(text) - len,
			"250-%s=%s\r\n", key, strstr(key, "-available") ?
			"1" : "de");
	return send_bytes(fd, text, len) && send_string(fd, "250 OK\r\n");
}

static bool plan(int fd, const char *numbers)
{
	char *end;

	planned = strtoul(numbers, &end, 10);
	rate = *end ? strtoul(end + 1, NULL, 10) : 0;
	return send_string(fd, "250-bench/") && send_string(fd, numbers) &&
		send_string(fd, "=planned\r\n250 OK\r\n");
}

/* Returns false if the connection must end. */
static bool start_events(int fd)
{
	if (!send_string(fd, "250 OK\r\n"))
		return false;
	flooding = rate > 0;
	return flooding || send_events(fd);
}

static bool send_consensus(int fd)
{
	send_string(fd, "250 OK\r\n650+NEWCONSENSUS\r\n");
	send_bytes(fd, relays.data, relays.len);
	send_string(fd, ".\r\n650 OK\r\n");
	return false;
}

/* Returns false if the connection must end. */
static bool answer(int fd, char *line)
{
	line[strcspn(line, "\r")] = '\0';
	if (starts(line, "PROTOCOLINFO"))
		return send_string(fd, "250-PROTOCOLINFO 1\r\n"
			"250-AUTH METHODS=NULL\r\n"
			"250-VERSION Tor=\"0.4.9.11\"\r\n250 OK\r\n");
	if (starts(line, "GETINFO version"))
		return send_string(fd, "250-version=0.4.9.11\r\n250 OK\r\n");
	if (starts(line, "GETINFO desc/all-recent/120"))
		return send_big(fd, line + 8, BIG_LARGE / BIG_SMALL);
	if (starts(line, "GETINFO desc/all-recent"))
		return send_big(fd, line + 8, 1);
	if (starts(line, "GETINFO events/names"))
		return send_string(fd, "250-events/names=BW CIRC STREAM NOTICE"
			"\r\n250 OK\r\n");
	if (starts(line, "GETINFO ns/all"))
		return send_value(fd, line + 8, &relays);
	if (starts(line, "GETINFO ip-to-country/"))
		return send_countries(fd, line + 8);
	if (starts(line, "GETINFO bench/"))
		return plan(fd, line + 14);
	if (starts(line, "SETEVENTS") && strstr(line, " BW"))
		return start_events(fd);
	if (starts(line, "SETEVENTS NEWCONSENSUS"))
		return send_consensus(fd);
	if (starts(line, "AUTHENTICATE") || starts(line, "SETEVENTS"))
		return send_string(fd, "250 OK\r\n");
	if (starts(line, "QUIT")) {
		send_string(fd, "250 closing connection\r\n");
		return false;
	}
	return send_string(fd, "510 Unrecognized command\r\n");
}

/* Returns the next line without its end; NULL if the client is gone. */
static char *next_line(struct input *input)
{
	char *line, *end;
	ssize_t got;

	for (;;) {
		line = input->bytes + input->from;
		end = memchr(line, '\n', input->len - input->from);
		if (end)
			break;
		input->len -= input->from;
		memmove(input->bytes, line, input->len);
		input->from = 0;
		if (flooding && !flood(input->fd))
			return NULL;
		got = read(input->fd, input->bytes + input->len,
			sizeof(input->bytes) - input->len);
		if (got <= 0)
			return NULL;
		input->len += (size_t)got;
	}
	*end = '\0';
	input->from = (size_t)(end + 1 - input->bytes);
	return line;
}

static void serve(int fd)
{
	static struct input input;
	char *line;

	input.fd = fd;
	input.from = input.len = 0;
	planned = event_count;
	rate = 0;
	flooding = false;
	while ((line = next_line(&input)) && answer(fd, line))
		;
	close(fd);
}

/* The socket gets its name only once it accepts connections. */
static int listen_at(const char *path)
{
	struct sockaddr_un address = { .sun_family = AF_UNIX };
	int fd = socket(AF_UNIX, SOCK_STREAM, 0);

	if (fd < 0 || (size_t)snprintf(address.sun_path,
		sizeof(address.sun_path), "%s.new", path) >=
		sizeof(address.sun_path))
		errx(1, "%s: too long", path);
	if (bind(fd, (struct sockaddr *)&address, sizeof(address)) < 0 ||
		listen(fd, 16) < 0 || rename(address.sun_path, path) < 0)
		err(1, "%s", path);
	return fd;
}

int main(int argc, char **argv)
{
	int listener, fd;

	if (argc != 3)
		errx(2, "usage: server SOCKET EVENTS");
#ifdef __linux__
	prctl(PR_SET_PDEATHSIG, SIGTERM);
#endif
	signal(SIGPIPE, SIG_IGN);
	event_count = strtoul(argv[2], NULL, 10);
	make_texts();
	listener = listen_at(argv[1]);
	while ((fd = accept(listener, NULL, NULL)) >= 0)
		serve(fd);
	err(1, "accept");
}
