/* Filters of relays by words such as Exit, country=de and port=443. */
#include "commands/relay_filter.h"

#include "cmd/args.h"
#include "proto/meanings.h"
#include "proto/port_policy.h"
#include "util/alloc.h"
#include "util/closest.h"
#include "util/text.h"

#include <stdlib.h>
#include <string.h>

/* ---- reading */

/* Removes the first item of a comma-separated list. */
static bool next_item(struct span *list, struct span *item)
{
	const char *comma;

	if (!list->at)
		return false;
	comma = list->len ? memchr(list->at, ',', list->len) : NULL;
	*item = *list;
	if (comma)
		item->len = (size_t)(comma - list->at);
	*list = comma ? span_from(*list, item->len + 1) :
		(struct span){ NULL, 0 };
	return true;
}

/* Reports an invalid item. Always returns false. */
static bool refuse(struct error *error, const char *name, struct span item,
	const char *advice)
{
	return error_set(error, ERROR_USAGE, "%s=%.*s: %s", name,
		(int)item.len, item.at, advice);
}

static bool read_nickname(struct relay_filter *filter, struct span item,
	struct error *error)
{
	if (!item.len)
		return refuse(error, "nickname", item, "use a nickname "
			"pattern: * matches anything, ? one character");
	strv_add_span(&filter->nicknames, item);
	return true;
}

static bool read_address(struct relay_filter *filter, struct span item,
	struct error *error)
{
	struct ip prefix;

	if (!ip_read_prefix(item, &prefix))
		return refuse(error, "address", item, "use an address or "
			"prefix, such as 10.0.0.1, 10.0.0.0/8 or "
			"2001:db8::/32");
	filter->prefixes = alloc_resize(filter->prefixes,
		filter->prefixes_len + 1, sizeof(*filter->prefixes));
	filter->prefixes[filter->prefixes_len++] = prefix;
	return true;
}

static bool read_country(struct relay_filter *filter, struct span item,
	struct error *error)
{
	if (item.len != 2 || !text_is_alnum(item.at[0]) ||
		!text_is_alnum(item.at[1]))
		return refuse(error, "country", item, "use a two-letter "
			"country code, such as de");
	strv_add_span(&filter->countries, item);
	return true;
}

static bool read_port(struct relay_filter *filter, struct span item,
	struct error *error)
{
	unsigned long long port;

	if (!span_number(item, &port) || !port || port > 65535)
		return refuse(error, "port", item, "use a port (1 to 65535)");
	filter->ports = alloc_resize(filter->ports, filter->ports_len + 1,
		sizeof(*filter->ports));
	filter->ports[filter->ports_len++] = port;
	return true;
}

/*
 * Reads "500", "500K", "20M" or "1G" bytes per second; stores kB/s, as in the
 * consensus.
 */
static bool read_bandwidth(struct relay_filter *filter, struct span item,
	struct error *error)
{
	static const char units[] = "kmg";
	char last = item.len ? text_lower(item.at[item.len - 1]) : '\0';
	const char *unit = last ? strchr(units, last) : NULL;
	struct span digits = item;
	unsigned long long factor = 1;

	digits.len -= unit != NULL;
	for (const char *u = units; unit && u < unit; u++)
		factor *= 1000;
	if (!span_number(digits, &filter->bandwidth) ||
		filter->bandwidth > (unsigned long long)-1 / factor)
		return refuse(error, "bandwidth", item, "use a number in "
			"kB/s, or in bytes per second followed by K, M or G");
	filter->bandwidth *= factor;
	return true;
}

static const struct {
	const char *name;
	bool (*read)(struct relay_filter *filter, struct span item,
		struct error *error);
} keywords[] = {
	{ "nickname", read_nickname },
	{ "address", read_address },
	{ "country", read_country },
	{ "bandwidth", read_bandwidth },
	{ "port", read_port },
};

static void add_flags(struct relay_filter *filter, const struct strv *lists)
{
	for (size_t i = 0; i < lists->len; i++) {
		struct span list = span_of(lists->items[i]), item;

		while (next_item(&list, &item))
			strv_add_span(&filter->flags, item);
	}
}

bool relay_filter_read(struct relay_filter *filter, const struct args *args,
	struct error *error)
{
	static const char *const names[] = { "FLAG", "flag" };

	for (size_t i = 0; i < sizeof(keywords) / sizeof(*keywords); i++) {
		const char *value = args_value(args, keywords[i].name);
		struct span list = { NULL, 0 }, item;

		if (value)
			list = span_of(value);
		while (next_item(&list, &item))
			if (!keywords[i].read(filter, item, error))
				return false;
	}
	for (size_t i = 0; i < sizeof(names) / sizeof(*names); i++)
		add_flags(filter, args_list(args, names[i]));
	return true;
}

/* ---- flags */

/* "!Exit": relays without the flag. */
static bool is_unwanted(const char *flag)
{
	return *flag == '!';
}

static const char *flag_name(const char *flag)
{
	return flag + is_unwanted(flag);
}

static bool has_flag(struct span flags, const char *name)
{
	struct span flag;

	while (span_next_word(&flags, &flag))
		if (span_equal_nocase(flag, name))
			return true;
	return false;
}

static bool is_flag(const struct consensus *consensus, const char *name)
{
	for (const struct meaning *flag = meanings_relay_flags; flag->name; flag++)
		if (text_equal_nocase(flag->name, name))
			return true;
	for (size_t i = 0; i < consensus->len; i++)
		if (has_flag(consensus->relays[i].flags, name))
			return true;
	return false;
}

static bool refuse_flag(const char *name, struct error *error)
{
	struct closest closest = CLOSEST(name);

	for (const struct meaning *flag = meanings_relay_flags; flag->name;
		flag++)
		closest_try(&closest, flag->name);
	return closest_refuse(&closest, "flag", ": use flags such as Exit, "
		"Guard, Fast or Stable, or nickname=PATTERN, address=ADDRESS, "
		"country=CC, bandwidth=N, port=PORT", error);
}

bool relay_filter_check(const struct relay_filter *filter,
	const struct consensus *consensus, struct error *error)
{
	for (size_t i = 0; i < filter->flags.len; i++)
		if (!is_flag(consensus, flag_name(filter->flags.items[i])))
			return refuse_flag(flag_name(filter->flags.items[i]),
				error);
	return true;
}

/* ---- matching */

/* A star first matches as little as possible, then more. */
static bool matches_pattern(const char *pattern, struct span text)
{
	const char *star = NULL;
	size_t at = 0, again = 0;

	while (at < text.len) {
		if (*pattern == '*') {
			star = ++pattern;
			again = at;
		} else if (*pattern == '?' || (*pattern &&
			text_lower(*pattern) == text_lower(text.at[at]))) {
			pattern++;
			at++;
		} else if (star) {
			pattern = star;
			at = ++again;
		} else {
			return false;
		}
	}
	while (*pattern == '*')
		pattern++;
	return !*pattern;
}

static bool matches_nickname(const struct relay_filter *filter,
	struct span nickname)
{
	for (size_t i = 0; i < filter->nicknames.len; i++)
		if (matches_pattern(filter->nicknames.items[i], nickname))
			return true;
	return !filter->nicknames.len;
}

static bool is_within(const struct relay_filter *filter, const struct ip *ip)
{
	for (size_t i = 0; i < filter->prefixes_len; i++)
		if (ip_matches(ip, &filter->prefixes[i]))
			return true;
	return false;
}

static bool matches_address(const struct relay_filter *filter,
	const struct router_status *entry)
{
	struct ip ip;

	if (!filter->prefixes_len)
		return true;
	if (ip_read(entry->address, &ip) && is_within(filter, &ip))
		return true;
	for (size_t i = 0; i < entry->addresses.len; i++)
		if (ip_read_endpoint(entry->addresses.items[i], &ip) &&
			is_within(filter, &ip))
			return true;
	return false;
}

static bool matches_ports(const struct relay_filter *filter,
	struct span policy)
{
	for (size_t i = 0; i < filter->ports_len; i++)
		if (!port_policy_allows(policy, filter->ports[i]))
			return false;
	return true;
}

bool relay_filter_matches(const struct relay_filter *filter,
	const struct router_status *entry)
{
	unsigned long long bandwidth = 0;

	for (size_t i = 0; i < filter->flags.len; i++) {
		const char *flag = filter->flags.items[i];

		if (has_flag(entry->flags, flag_name(flag)) ==
			is_unwanted(flag))
			return false;
	}
	span_number(entry->bandwidth, &bandwidth);
	return bandwidth >= filter->bandwidth &&
		matches_nickname(filter, entry->nickname) &&
		matches_address(filter, entry) &&
		matches_ports(filter, entry->policy);
}

bool relay_filter_matches_country(const struct relay_filter *filter,
	const char *country)
{
	return !filter->countries.len || (country &&
		strv_has_nocase(&filter->countries, country));
}

void relay_filter_clear(struct relay_filter *filter)
{
	strv_clear(&filter->flags);
	strv_clear(&filter->nicknames);
	strv_clear(&filter->countries);
	free(filter->prefixes);
	free(filter->ports);
	*filter = (struct relay_filter){ 0 };
}
