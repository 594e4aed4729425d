/* Router status entries: what a consensus says about a relay. */
#include "proto/router_status.h"

#include "util/alloc.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>

enum { IDENTITY_BASE64 = 27 };

static int base64_value(char c)
{
	if (c >= 'A' && c <= 'Z')
		return c - 'A';
	if (c >= 'a' && c <= 'z')
		return c - 'a' + 26;
	if (c >= '0' && c <= '9')
		return c - '0' + 52;
	return c == '+' ? 62 : c == '/' ? 63 : -1;
}

bool router_status_read_identity(struct span text, char *hex)
{
	static const char digits[] = "0123456789ABCDEF";
	uint32_t bits = 0;
	size_t have = 0, len = 0;

	hex[0] = '\0';
	if (text.len != IDENTITY_BASE64)
		return false;
	for (size_t i = 0; i < text.len; i++) {
		int value = base64_value(text.at[i]);

		if (value < 0) {
			hex[0] = '\0';
			return false;
		}
		bits = bits << 6 | (uint32_t)value;
		for (have += 6; have >= 4 && len < ROUTER_STATUS_HEX; have -= 4)
			hex[len++] = digits[bits >> (have - 4) & 15];
	}
	hex[len] = '\0';
	return len == ROUTER_STATUS_HEX;
}

void router_status_add_line(struct router_status_lines *lines,
	struct span line)
{
	if (lines->len == lines->size) {
		lines->size = lines->size ? lines->size * 2 : 8;
		lines->items = alloc_resize(lines->items, lines->size,
			sizeof(*lines->items));
	}
	lines->items[lines->len++] = line;
}

static void reset(struct router_status *entry)
{
	struct router_status_lines addresses = entry->addresses;
	struct router_status_lines others = entry->others;

	addresses.len = 0;
	others.len = 0;
	*entry = (struct router_status){
		.addresses = addresses,
		.others = others,
	};
}

/* Joins date and time, two words that form one value. */
static struct span joined(struct span first, struct span last)
{
	return (struct span){ first.at,
		(size_t)(last.at + last.len - first.at) };
}

bool router_status_begin(struct router_status *entry, struct span line)
{
	enum { SHORT = 7, LONG = 8 };
	struct span words[LONG + 1], word;
	size_t len = 0;

	reset(entry);
	if (!span_next_word(&line, &word) || !span_equal(word, "r"))
		return false;
	while (len <= LONG && span_next_word(&line, &words[len]))
		len++;
	if ((len != SHORT && len != LONG) ||
		!router_status_read_identity(words[1], entry->fingerprint) ||
		(len == LONG &&
		!router_status_read_identity(words[2], entry->digest))) {
		reset(entry);
		return false;
	}
	entry->nickname = words[0];
	entry->published = joined(words[len - 5], words[len - 4]);
	entry->address = words[len - 3];
	entry->or_port = words[len - 2];
	entry->dir_port = words[len - 1];
	return true;
}

/* Splits "w Bandwidth=5 Unmeasured=1" into the first keyword and the rest. */
static bool read_measures(struct router_status *entry, struct span rest)
{
	struct span word;

	if (entry->bandwidth.at || !span_next_word(&rest, &word) ||
		!span_starts(word, "Bandwidth=") ||
		word.len == strlen("Bandwidth="))
		return false;
	entry->bandwidth = span_from(word, strlen("Bandwidth="));
	entry->measures = span_from(rest, 1);
	return true;
}

void router_status_add(struct router_status *entry, struct span line)
{
	struct span rest = span_from(line, 2);

	if (span_starts(line, "s ") && !entry->flags.at)
		entry->flags = rest;
	else if (span_equal(line, "s") && !entry->flags.at)
		entry->flags = span_from(line, 1);
	else if (span_starts(line, "p ") && !entry->policy.at)
		entry->policy = rest;
	else if (span_starts(line, "a "))
		router_status_add_line(&entry->addresses, rest);
	else if (!span_starts(line, "w ") || !read_measures(entry, rest))
		router_status_add_line(&entry->others, line);
}

void router_status_clear(struct router_status *entry)
{
	free(entry->addresses.items);
	free(entry->others.items);
	*entry = (struct router_status){ 0 };
}
