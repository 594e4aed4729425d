/* Private tor processes that a program starts for itself. */
#include "torctl/inside.h"

#include "tor/launch.h"
#include "util/alloc.h"

#include <stdlib.h>

struct torctl_launch {
	struct launch *launch;
};

struct torctl_launch *torctl_launch(const char *program,
	const char *const *arguments, int timeout,
	struct torctl_error **error)
{
	struct error failure = ERROR_INIT;
	struct strv list = list_copy(arguments);
	struct launch_config config = {
		.program = program ? program : "tor",
		.args = list.items,
		.args_len = list.len,
		.timeout = timeout,
	};
	struct launch *launch = launch_start(&config, &failure);
	struct torctl_launch *made = NULL;

	strv_clear(&list);
	if (launch) {
		made = alloc_zeroed(sizeof(*made));
		made->launch = launch;
	} else {
		fail(error, &failure);
	}
	return made;
}

struct torctl *torctl_launch_connect(struct torctl_launch *launch,
	const struct torctl_options *options, struct torctl_error **error)
{
	struct torctl_options *defaults = torctl_options_new();
	struct torctl_options own = *(options ? options : defaults);
	struct error failure = ERROR_INIT;
	struct torctl_error *why = NULL;
	struct torctl *tor;

	own.address = (char *)(uintptr_t)launch_socket(launch->launch);
	own.cookie_file = NULL;
	tor = torctl_connect(&own, &why);
	/* How tor exited says more than what the connection reports. */
	if (!tor && launch_ended(launch->launch, &failure))
		fail(error, &failure);
	else if (!tor)
		fail(error, &why->error);
	torctl_error_free(why);
	torctl_options_free(defaults);
	return tor;
}

const char *torctl_launch_address(const struct torctl_launch *launch)
{
	return launch_socket(launch->launch);
}

const char *torctl_launch_directory(const struct torctl_launch *launch)
{
	return launch_directory(launch->launch);
}

void torctl_launch_stop(struct torctl_launch *launch)
{
	if (!launch)
		return;
	launch_stop(launch->launch);
	free(launch);
}
