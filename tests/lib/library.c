/* A connection of the public library to a fake tor. */
#include "lib/library.h"

#include "lib/test.h"
#include "util/buf.h"

#include <stdlib.h>

void library_start(struct library *library, struct torctl_options *options,
	const struct fake_step *steps, size_t count)
{
	struct torctl_options *own = options ? options : torctl_options_new();

	*library = (struct library){ 0 };
	library->fake = fake_tor_start(FAKE_UNIX, NULL, steps, count);
	ck_assert_ptr_nonnull(library->fake);
	torctl_options_set_address(own, fake_tor_address(library->fake));
	library->tor = torctl_connect(own, &library->error);
	ck_assert_msg(library->tor != NULL, "%s",
		torctl_error_text(library->error));
	torctl_options_free(own);
}

void library_end(struct library *library)
{
	char *failure;

	torctl_close(library->tor);
	torctl_error_free(library->error);
	library->error = NULL;
	failure = fake_tor_end(library->fake, NULL);
	ck_assert_msg(!failure, "%s", failure);
	*library = (struct library){ 0 };
}

void library_check_error(struct library *library, const char *want)
{
	static const char *const kinds[] = { "none", "tor", "usage",
		"connection", "auth", "timeout", "file", "interrupted" };
	struct buf got = BUF_INIT;

	buf_print(&got, "%s/%d: %s", kinds[torctl_error_kind(library->error)],
		torctl_error_status(library->error),
		torctl_error_text(library->error));
	ck_assert_str_eq(buf_text(&got), want);
	buf_clear(&got);
	torctl_error_free(library->error);
	library->error = NULL;
}

void library_check_pairs(struct torctl_pairs *pairs, const char *want)
{
	struct buf got = BUF_INIT;

	ck_assert_ptr_nonnull(pairs);
	for (size_t i = 0; i < torctl_pairs_count(pairs); i++) {
		buf_print(&got, "%s%s", i ? "|" : "",
			torctl_pairs_name(pairs, i));
		if (torctl_pairs_value(pairs, i))
			buf_print(&got, "=%s", torctl_pairs_value(pairs, i));
	}
	ck_assert_str_eq(buf_text(&got), want);
	buf_clear(&got);
	torctl_pairs_free(pairs);
}

void library_check_text(char *text, const char *want)
{
	ck_assert_ptr_nonnull(text);
	ck_assert_str_eq(text, want);
	torctl_free(text);
}
