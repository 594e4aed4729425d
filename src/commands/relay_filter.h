/* Filters of relays by words such as Exit, country=de and port=443. */
#ifndef COMMANDS_RELAY_FILTER_H
#define COMMANDS_RELAY_FILTER_H

#include "cmd/argument.h"
#include "tor/consensus.h"
#include "util/error.h"
#include "util/ip.h"
#include "util/strv.h"

#include <stdbool.h>
#include <stddef.h>

struct args;

/* The arguments that relay_filter_read() reads, for a command's row. */
#define RELAY_FILTER_ARGUMENTS \
	{ "flag", ARGUMENT_TEXT, ARGUMENT_OPTION | ARGUMENT_VALUE | \
		ARGUMENT_OPTIONAL | ARGUMENT_REPEAT, "the same as FLAG alone", \
		"FLAG,…" }, \
	{ "FLAG", ARGUMENT_TEXT, ARGUMENT_OPTIONAL | ARGUMENT_REPEAT, \
		"a flag such as Exit, Guard or Stable, or several with " \
		"commas; relays must have every flag given, and none with " \
		"! before it", "FLAG,…" }, \
	{ "nickname", ARGUMENT_TEXT, ARGUMENT_KEYWORD | ARGUMENT_OPTIONAL, \
		"match the nickname; * matches anything, ? one character; " \
		"separate several patterns with commas", "PATTERN" }, \
	{ "address", ARGUMENT_TEXT, ARGUMENT_KEYWORD | ARGUMENT_OPTIONAL, \
		"match an address or a prefix such as 10.0.0.0/8 or " \
		"2001:db8::/32; separate several with commas", \
		"ADDRESS" }, \
	{ "country", ARGUMENT_TEXT, ARGUMENT_KEYWORD | ARGUMENT_OPTIONAL, \
		"match a two-letter country code, found with Tor's GeoIP " \
		"files; separate several with commas", "CC" }, \
	{ "bandwidth", ARGUMENT_TEXT, ARGUMENT_KEYWORD | ARGUMENT_OPTIONAL, \
		"minimum consensus weight: 500 (kB/s), or 500K, 20M, 1G " \
		"(bytes per second)", "N" }, \
	{ "port", ARGUMENT_TEXT, ARGUMENT_KEYWORD | ARGUMENT_OPTIONAL, \
		"the exit policy must allow this port to most addresses; " \
		"if several are given, separated by commas, it must allow " \
		"all of them", \
		"PORT" }

/* Zero-initialize; relay_filter_clear() frees it. */
struct relay_filter {
	struct strv flags;
	struct strv nicknames; /* patterns */
	struct ip *prefixes;
	size_t prefixes_len;
	struct strv countries;
	unsigned long long bandwidth;
	unsigned long long *ports;
	size_t ports_len;
};

/* Reads the arguments. ERROR_USAGE describes the first invalid one. */
bool relay_filter_read(struct relay_filter *filter, const struct args *args,
	struct error *error);

/*
 * Checks the flags: each must be known, or appear at a relay. ERROR_USAGE
 * otherwise.
 */
bool relay_filter_check(const struct relay_filter *filter,
	const struct consensus *consensus, struct error *error);

/* Returns true if the entry matches, apart from its country. */
bool relay_filter_matches(const struct relay_filter *filter,
	const struct router_status *entry);

/* Returns true if the country matches; `country` may be NULL. */
bool relay_filter_matches_country(const struct relay_filter *filter,
	const char *country);

void relay_filter_clear(struct relay_filter *filter);

#endif
