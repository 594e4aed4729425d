/* stream take: attach new streams to one circuit until interrupted. */
#ifndef COMMANDS_STREAM_TAKE_H
#define COMMANDS_STREAM_TAKE_H

#include "cmd/session.h"
#include "util/error.h"

#include <stdbool.h>

/* Implements command.run, see cmd/command.h. */
bool stream_take_run(struct call *call, struct error *error);

#endif
