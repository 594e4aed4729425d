/* Comma-separated list values: "a, b,c". */
#include "tor/conf_items.h"

#include "util/text.h"

#include <string.h>

bool conf_items_next(struct span *rest, struct span *item)
{
	size_t len = 0;

	if (!rest->len)
		return false;
	while (len < rest->len && rest->at[len] != ',')
		len++;
	*item = (struct span){ rest->at, len };
	*rest = span_from(*rest, len + 1);
	while (item->len && text_is_blank(item->at[0]))
		*item = span_from(*item, 1);
	while (item->len && text_is_blank(item->at[item->len - 1]))
		item->len--;
	return true;
}

static bool same(struct span a, struct span b)
{
	return a.len == b.len && (!a.len || !memcmp(a.at, b.at, a.len));
}

bool conf_items_has(struct span list, struct span wanted)
{
	struct span item;

	while (conf_items_next(&list, &item))
		if (same(item, wanted))
			return true;
	return false;
}

void conf_items_join(struct buf *to, struct span list, struct span others,
	bool there)
{
	struct span item;

	while (conf_items_next(&list, &item))
		if (item.len && conf_items_has(others, item) == there)
			buf_print(to, "%s%.*s", to->len ? "," : "",
				(int)item.len, item.at);
}
