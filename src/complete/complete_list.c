/* A list of candidates for completion. */
#include "complete/complete_list.h"

#include "util/alloc.h"

#include <stdlib.h>
#include <string.h>
#include <strings.h>

void complete_list_add(struct complete_list *list, const char *text,
	const char *description)
{
	struct complete_item *item;

	if (list->len == list->size) {
		list->size = list->size ? list->size * 2 : 64;
		list->items = alloc_resize(list->items, list->size,
			sizeof(*list->items));
	}
	item = &list->items[list->len++];
	item->text = alloc_string(text);
	item->description = description ? alloc_string(description) : NULL;
}

static void clear_item(struct complete_item *item)
{
	free(item->text);
	free(item->description);
}

void complete_list_clear(struct complete_list *list)
{
	for (size_t i = 0; i < list->len; i++)
		clear_item(&list->items[i]);
	free(list->items);
	*list = (struct complete_list){ 0 };
}

void complete_list_take(struct complete_list *list,
	struct complete_list *from)
{
	free(list->items);
	list->items = from->items;
	list->len = from->len;
	list->size = from->size;
	*from = (struct complete_list){ 0 };
}

/* Sorts numbers by value, internal names ("__") last, others by alphabet. */
static int compare_items(const void *a, const void *b)
{
	const char *one = ((const struct complete_item *)a)->text;
	const char *other = ((const struct complete_item *)b)->text;
	size_t digits = strspn(one, "0123456789");
	size_t others = strspn(other, "0123456789");
	int order;

	if (digits && !one[digits] && others && !other[others] &&
		digits != others)
		return digits < others ? -1 : 1;
	if ((*one == '_') != (*other == '_'))
		return *one == '_' ? 1 : -1;
	order = strcasecmp(one, other);
	return order ? order : strcmp(one, other);
}

/* Of two items with the same text, keeps one that has a description. */
static void drop_doubles(struct complete_list *list, bool nocase)
{
	int (*compare)(const char *, const char *) = nocase ? strcasecmp :
		strcmp;
	size_t kept = 0;

	for (size_t i = 0; i < list->len; i++) {
		struct complete_item *last = &list->items[kept - (kept > 0)];
		struct complete_item *item = &list->items[i];

		if (!kept || compare(last->text, item->text)) {
			list->items[kept++] = *item;
		} else {
			if (!last->description) {
				last->description = item->description;
				item->description = NULL;
			}
			clear_item(item);
		}
	}
	list->len = kept;
}

void complete_list_sort(struct complete_list *list, bool nocase)
{
	if (list->len)
		qsort(list->items, list->len, sizeof(*list->items),
			compare_items);
	drop_doubles(list, nocase);
}
