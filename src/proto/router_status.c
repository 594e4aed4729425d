/* Router status entries: the information about relays in a consensus. */
#include "proto/router_status.h"

#include "util/alloc.h"

#include <limits.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

enum { IDENTITY_BASE64 = 27 };

/* The value of each letter of base64, plus one. */
static const unsigned char base64_values[UCHAR_MAX + 1] = {
#define FOUR(c, value) [c] = (value) + 1, [(c) + 1] = (value) + 2, \
	[(c) + 2] = (value) + 3, [(c) + 3] = (value) + 4
	FOUR('A', 0), FOUR('E', 4), FOUR('I', 8), FOUR('M', 12), FOUR('Q', 16),
	FOUR('U', 20), ['Y'] = 25, ['Z'] = 26, FOUR('a', 26), FOUR('e', 30),
	FOUR('i', 34), FOUR('m', 38), FOUR('q', 42), FOUR('u', 46),
	['y'] = 51, ['z'] = 52, FOUR('0', 52), FOUR('4', 56), ['8'] = 61,
	['9'] = 62, ['+'] = 63, ['/'] = 64,
#undef FOUR
};

bool router_status_read_identity(struct span text, char *hex)
{
	static const char digits[] = "0123456789ABCDEF";
	bool ok = text.len == IDENTITY_BASE64;
	size_t len = 0;

	/* Two letters are three digits, and the last letter is one. */
	for (size_t i = 0; i < IDENTITY_BASE64 && ok; i += 2) {
		bool last = i + 1 == IDENTITY_BASE64;
		unsigned one = base64_values[(unsigned char)text.at[i]];
		unsigned other = last ? 1 :
			base64_values[(unsigned char)text.at[i + 1]];
		unsigned bits = (one - 1) << 6 | (other - 1);

		ok = one && other;
		hex[len++] = digits[bits >> 8 & 15];
		if (last)
			break;
		hex[len++] = digits[bits >> 4 & 15];
		hex[len++] = digits[bits & 15];
	}
	hex[ok ? len : 0] = '\0';
	return ok;
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
