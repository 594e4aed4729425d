/* The text of a torrc: no byte is lost, and options read are written back. */
#include "fuzz/fuzz.h"
#include "proto/config_text.h"
#include "proto/config_value.h"

#include <stdlib.h>
#include <string.h>

/* Returns whether a torrc can have this name. */
static bool is_name(const char *name)
{
	return *name && !strpbrk(name, " \t\r\n#");
}

static void check_round_trip(const struct pair *option)
{
	struct pairs again = { 0 };
	struct buf text = BUF_INIT;

	config_text_add(&text, option->name, option->value);
	config_text_parse(buf_span(&text), &again);
	fuzz_assert(again.len == 1);
	fuzz_assert(!strcmp(again.items[0].name, option->name));
	fuzz_assert(!strcmp(again.items[0].value, option->value));
	buf_clear(&text);
	pairs_clear(&again);
}

static void check_value(const char *type, const char *value)
{
	char *once = config_value_normal(type, value);
	char *twice = config_value_normal(type, once);

	fuzz_assert(!strcmp(once, twice));
	free(once);
	free(twice);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	static const char *const types[] = { "DataSize", "TimeInterval",
		"TimeMsecInterval", "CommaList", "Boolean+Auto", NULL };
	struct span input = fuzz_input(data, size);
	struct pairs options = { 0 };

	config_text_parse(input, &options);
	fuzz_assert(options.len <= size);
	for (size_t i = 0; i < options.len; i++) {
		const struct pair *option = &options.items[i];

		if (is_name(option->name))
			check_round_trip(option);
		for (size_t j = 0; j < sizeof(types) / sizeof(*types); j++)
			check_value(types[j], option->value);
	}
	pairs_clear(&options);
	return 0;
}
