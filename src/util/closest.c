/* "Did you mean …?": the known word closest to a wrong one. */
#include "util/closest.h"

#include "util/text.h"

#include <string.h>

void closest_try(struct closest *closest, const char *candidate)
{
	const char *wrong = closest->wrong;
	size_t len = strlen(wrong), other = strlen(candidate);
	size_t limit = (len > other ? len : other) / 3;
	size_t found, same = 0;

	while (same < len && text_lower(wrong[same]) ==
		text_lower(candidate[same]))
		same++;
	if (len >= 3 && same == len && len < other)
		found = 1;
	else
		found = text_distance(wrong, candidate, limit);
	if (found <= limit && (!closest->best || found < closest->distance)) {
		closest->best = candidate;
		closest->distance = found;
	}
}

void closest_try_all(struct closest *closest, const struct strv *candidates)
{
	for (size_t i = 0; i < candidates->len; i++)
		closest_try(closest, candidates->items[i]);
}

bool closest_refuse(const struct closest *closest, const char *what,
	const char *otherwise, struct error *error)
{
	return error_set(error, ERROR_USAGE, closest->best ?
		"unknown %s \"%s\"; did you mean \"%s\"?" :
		"unknown %s \"%s\"%s", what, closest->wrong,
		closest->best ? closest->best : otherwise);
}
