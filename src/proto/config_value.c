/* Option values in a normal form, in which equal values compare equal. */
#include "proto/config_value.h"

#include "util/alloc.h"
#include "util/buf.h"
#include "util/span.h"
#include "util/text.h"

#include <stdlib.h>
#include <string.h>

/* A unit. If it is a word, an "s" may follow. */
struct unit {
	const char *name;
	unsigned long long worth;
};

#define KIB 1024ULL
#define MIB (KIB * KIB)
#define GIB (KIB * MIB)
#define TIB (KIB * GIB)
#define BYTES(letter, word, size) \
	{ letter, size }, { letter "b", size }, { letter "byte", size }, \
	{ word "byte", size }, { letter "bit", (size) / 8 }, \
	{ word "bit", (size) / 8 }

static const struct unit sizes[] = {
	{ "", 1 }, { "b", 1 }, { "byte", 1 },
	BYTES("k", "kilo", KIB), BYTES("m", "mega", MIB),
	BYTES("g", "giga", GIB), BYTES("t", "tera", TIB),
	{ NULL, 0 },
};

enum { MINUTE = 60, HOUR = 3600, DAY = 86400, MONTH = 2629728 };

static const struct unit seconds[] = {
	{ "", 1 }, { "second", 1 }, { "minute", MINUTE }, { "hour", HOUR },
	{ "day", DAY }, { "week", 7 * DAY }, { "month", MONTH }, { NULL, 0 },
};

static const struct unit milliseconds[] = {
	{ "", 1 }, { "msec", 1 }, { "millisecond", 1 }, { "second", 1000 },
	{ "minute", 1000ULL * MINUTE }, { "hour", 1000ULL * HOUR },
	{ "day", 1000ULL * DAY }, { "week", 7000ULL * DAY }, { NULL, 0 },
};

static const struct unit *find_unit(const struct unit *units, struct span name)
{
	for (; units->name; units++) {
		size_t len = strlen(units->name);

		if (!span_starts_nocase(name, units->name))
			continue;
		if (name.len == len || (len > 1 && name.len == len + 1 &&
			text_lower(name.at[len]) == 's'))
			return units;
	}
	return NULL;
}

/* Cuts digits, with an optional fraction, off the front of `rest`. */
static bool read_number(struct span *rest, double *number)
{
	double place = 1;
	bool point = false, any = false;

	for (*number = 0; rest->len; *rest = span_from(*rest, 1)) {
		char c = *rest->at;

		if (c == '.' && !point) {
			point = true;
			continue;
		}
		if (!text_is_digit(c))
			break;
		any = true;
		*number = *number * 10 + (c - '0');
		place *= point ? 10 : 1;
	}
	*number /= place;
	return any;
}

/* Converts "2 MB" to "2097152"; NULL if this is not an amount. */
static char *read_amount(const struct unit *units, const char *value)
{
	const double most = 9.0e15; /* exact in a double up to here */
	struct span rest = span_of(value), name = { "", 0 }, more;
	const struct unit *unit;
	double number;

	if (!read_number(&rest, &number))
		return NULL;
	span_next_word(&rest, &name);
	unit = find_unit(units, name);
	if (!unit || span_next_word(&rest, &more))
		return NULL;
	number *= (double)unit->worth;
	/* Also rejects infinity and NaN, which very many digits can give. */
	return number <= most ? alloc_print("%llu",
		(unsigned long long)number) : NULL;
}

/* Converts "0.5" to "0.500000"; NULL if this is not a number. */
static char *read_fraction(const char *value)
{
	char *end;
	double number = strtod(value, &end);

	return *value && !*end ? alloc_print("%f", number) : NULL;
}

/* Converts "a, b" to "a,b". */
static char *join_items(const char *value)
{
	struct buf items = BUF_INIT;

	while (*value) {
		size_t len = strcspn(value, ",");
		struct span item = { value, len };

		while (item.len && text_is_blank(item.at[0]))
			item = span_from(item, 1);
		while (item.len && text_is_blank(item.at[item.len - 1]))
			item.len--;
		if (item.len && items.len)
			buf_add_char(&items, ',');
		buf_add_span(&items, item);
		value += len + (value[len] == ',');
	}
	return buf_steal(&items);
}

char *config_value_normal(const char *type, const char *value)
{
	struct span kind = span_of(type ? type : "");
	char *normal = NULL;

	if (span_equal(kind, "DataSize"))
		normal = read_amount(sizes, value);
	else if (span_equal(kind, "TimeInterval"))
		normal = read_amount(seconds, value);
	else if (span_equal(kind, "TimeMsecInterval"))
		normal = read_amount(milliseconds, value);
	else if (span_equal(kind, "Float"))
		normal = read_fraction(value);
	else if (span_equal(kind, "CommaList") ||
		span_equal(kind, "RouterList"))
		normal = join_items(value);
	else if (span_equal(kind, "Boolean+Auto") &&
		text_equal_nocase(value, "auto"))
		normal = alloc_string("auto");
	return normal ? normal : alloc_string(value);
}
