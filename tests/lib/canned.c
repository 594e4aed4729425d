/* Canned answers for Tab, used instead of a running Tor. */
#include "lib/canned.h"

#include "util/alloc.h"
#include "util/text.h"

#include <string.h>

static const struct {
	const char *key, *value;
} answers[] = {
	{ "info/names",
		"address -- IP address of this Tor host.\n"
		"config/* -- Current configuration values.\n"
		"config/names -- List of configuration options.\n"
		"consensus/* -- Information about the consensus.\n"
		"current-time/* -- Current time.\n"
		"current-time/utc -- Current UTC time.\n"
		"downloads/cert/fp/<fp> -- Download status for <fp>\n"
		"downloads/cert/fp/<fp>/<sk> -- And for <sk>\n"
		"hs/client/desc/id* -- Descriptors by onion.\n"
		"ip-to-country/* -- Perform a GEOIP lookup\n"
		"md/id/* -- Microdescriptors by ID\n"
		"ns/all -- Brief summary of router status\n"
		"ns/id/* -- Router status by ID\n"
		"ns/name/* -- Router status by nickname\n"
		"traffic/read -- Bytes read\n"
		"traffic/written -- Bytes written\n"
		"version -- The current \x1b[2Jversion of Tor.\n" },
	{ "config/names",
		"Bridge LineList\n"
		"ConfluxEnabled Boolean+Auto\n"
		"ConnLimit Integer\n"
		"ContactInfo String\n"
		"DataDirectory Filename\n"
		"ExitNodes RouterList\n"
		"HashedControlPassword LineList\n"
		"HTTPProxyAuthenticator String\n"
		"Log LineList\n"
		"Nickname String\n"
		"SafeLogging Boolean\n"
		"SocksPort Dependent\n"
		"SocksPortLines Virtual\n"
		"__LeaveStreamsUnattached Boolean\n" },
	{ "events/names", "CIRC CIRC_MINOR STREAM BW NEWFANGLED" },
	{ "signal/names", "RELOAD HUP NEWNYM" },
	{ "features/names", "VERBOSE_NAMES EXTENDED_EVENTS" },
	{ "circuit-status",
		"7 BUILT $000102030405060708090A0B0C0D0E0F10111213~alpha,"
		"$ABCDEF0123456789ABCDEF0123456789ABCDEF01=Beta,"
		"$F000000000000000000000000000000000000000 PURPOSE=GENERAL\n"
		"10 LAUNCHED BUILD_FLAGS=NEED_CAPACITY PURPOSE=GENERAL\n"
		"9 EXTENDED alpha,Beta PURPOSE=CONTROLLER\n" },
	{ "stream-status",
		"12 SUCCEEDED 7 www.example.com:443\n"
		"13 NEW 0 \xe2\x80\xae" "evil:80\n" },
	{ "address-mappings/control",
		"127.192.0.1 www.example.com NEVER\n"
		"old.example new.example \"2030-01-01 00:00:00\"\n" },
	{ "onions/current",
		"2gzyxa5ihm7nsggfxnu52rck2vv4rvmdlkiu3zzui5du4xyclen53wid\n" },
	{ "ns/all",
		"r alpha AAECAwQFBgcICQoLDA0ODxAREhM 2000-01-01 00:00:00 "
		"10.0.0.1 9001 0\ns Fast Running\nw Bandwidth=1\n"
		"r Beta q83vASNFZ4mrze8BI0VniavN7wE 2000-01-01 00:00:00 "
		"10.0.0.2 9001 0\n"
		"r Unnamed q83/ASNFZ4mrze8BI0VniavN7wE 2000-01-01 00:00:00 "
		"10.0.0.3 9001 0\n"
		"r Unnamed 8AAAAAAAAAAAAAAAAAAAAAAAAAA 2000-01-01 00:00:00 "
		"10.0.0.4 9001 0\n"
		"r bad\x1bname 8AAAAAAAAAAAAAAAAAAAAAAAAAA "
		"2000-01-01 00:00:00 10.0.0.5 9001 0\n"
		"r short AAAA d\nr\nr nothing\n"
		"r toolongtoolongtoolong 8AAAAAAAAAAAAAAAAAAAAAAAAAA "
		"2000-01-01 00:00:00 10.0.0.5 9001 0\n" },
};

static const struct {
	const char *option, *value;
} values[] = {
	{ "Nickname", "Unnamed" },
	{ "ContactInfo", "Jo \"x\" <jo@example.com>" },
	{ "SocksPort", "9050" },
	{ "SafeLogging", "1" },
	{ "ExitNodes", "$000102030405060708090A0B0C0D0E0F10111213" },
	{ "DataDirectory", "/var/lib/tor" },
	{ "HTTPProxyAuthenticator", "user:secret" },
	{ "HashedControlPassword", "16:0123456789" },
	{ "Log", "notice file /var/log/tor" },
	{ "Log", "warn syslog" },
};

static bool wait_in_vain(struct canned *canned, int timeout,
	struct error *error)
{
	canned->lookups++;
	if (!canned->stuck)
		return false;
	canned->now += timeout;
	error_set(error, ERROR_TIMEOUT, "no answer");
	return true;
}

static char *answer(const struct canned *canned, const char *key,
	struct error *error)
{
	if (canned->relays && !strcmp(key, "ns/all"))
		return alloc_string(canned->relays);
	for (size_t i = 0; i < sizeof(answers) / sizeof(*answers); i++)
		if (!strcmp(answers[i].key, key))
			return alloc_string(answers[i].value);
	error_set(error, ERROR_TOR, "Unrecognized key");
	return NULL;
}

static char *info(void *arg, const char *key, int timeout,
	struct error *error)
{
	return wait_in_vain(arg, timeout, error) ? NULL :
		answer(arg, key, error);
}

static char *late(void *arg, const char *key, struct error *error)
{
	const struct canned *canned = arg;

	if (!canned->late)
		return answer(canned, key, error);
	error_set(error, canned->late, "no answer");
	return NULL;
}

static bool conf(void *arg, const char *option, int timeout,
	struct pairs *to, struct error *error)
{
	if (wait_in_vain(arg, timeout, error))
		return false;
	for (size_t i = 0; i < sizeof(values) / sizeof(*values); i++) {
		struct span value = span_of(values[i].value);

		if (text_equal_nocase(values[i].option, option))
			pairs_add(to, span_of(values[i].option), &value);
	}
	return true;
}

static bool clients(void *arg, int timeout, struct pairs *services,
	struct error *error)
{
	struct span name = span_of("alice");

	if (wait_in_vain(arg, timeout, error))
		return false;
	pairs_add(services, span_of("aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa"
		"aaaaaaaaaaaaam2dqd"), &name);
	return true;
}

static void manual(struct pairs *options)
{
	struct span about = span_of("Administrative contact information");

	pairs_add(options, span_of("ContactInfo"), &about);
}

static int64_t now(void *arg)
{
	return ((struct canned *)arg)->now;
}

struct answers *canned_answers(struct canned *canned)
{
	const struct answers_calls calls = {
		.info = info,
		.late = late,
		.conf = conf,
		.clients = clients,
		.manual = manual,
		.now = now,
		.arg = canned,
	};

	return answers_new(&calls);
}
