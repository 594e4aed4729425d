/* Router status entries: spans are within the text, and the JSON is valid. */
#include "fuzz/fuzz.h"
#include "proto/event_json.h"
#include "proto/router_status.h"

#include <jansson.h>

static void check_lines(const struct router_status_lines *lines,
	struct span input)
{
	fuzz_assert(lines->len <= lines->size);
	for (size_t i = 0; i < lines->len; i++)
		fuzz_assert(fuzz_inside(lines->items[i], input));
}

static void check_hex(const char *hex)
{
	fuzz_assert(!hex[0] || (strlen(hex) == ROUTER_STATUS_HEX &&
		strspn(hex, "0123456789ABCDEF") == ROUTER_STATUS_HEX));
}

static void check_entry(const struct router_status *entry, struct span input)
{
	const struct span spans[] = {
		entry->nickname, entry->published, entry->address,
		entry->or_port, entry->dir_port, entry->flags,
		entry->bandwidth, entry->measures, entry->policy,
	};

	for (size_t i = 0; i < sizeof(spans) / sizeof(*spans); i++)
		fuzz_assert(!spans[i].at || fuzz_inside(spans[i], input));
	check_hex(entry->fingerprint);
	check_hex(entry->digest);
	check_lines(&entry->addresses, input);
	check_lines(&entry->others, input);
}

static void check_json(const struct router_status *entry)
{
	struct buf text = BUF_INIT;
	struct json to = { .to = &text, .ascii = true };
	json_t *value;

	json_open_object(&to);
	event_json_add_entry(&to, entry);
	json_close_object(&to);
	value = json_loadb(text.data, text.len, JSON_REJECT_DUPLICATES |
		JSON_DECODE_INT_AS_REAL | JSON_ALLOW_NUL, NULL);
	fuzz_assert(json_is_object(value));
	fuzz_assert(json_array_size(json_object_get(value, "a")) ==
		entry->addresses.len);
	fuzz_assert(json_array_size(json_object_get(value, "lines")) ==
		entry->others.len);
	json_decref(value);
	buf_clear(&text);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct span input = fuzz_input(data, size), rest = input, line;
	struct router_status entry = { 0 };

	while (span_next_line(&rest, &line)) {
		if (!span_starts(line, "r ")) {
			router_status_add(&entry, line);
		} else if (router_status_begin(&entry, line)) {
			fuzz_assert(entry.nickname.len && entry.dir_port.len);
			fuzz_assert(entry.fingerprint[0]);
		} else {
			fuzz_assert(!entry.nickname.at && !entry.fingerprint[0]
				&& !entry.digest[0] && !entry.others.len);
		}
		check_entry(&entry, input);
	}
	check_json(&entry);
	router_status_clear(&entry);
	return 0;
}
